"""The customer of the practice world: calls by the script, speaks, listens, waits on hold, hangs up, calls again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from softphone.domain.call import Call, Direction, Hold, Phase
from softphone.domain.protocol import Answer, CallChanged, CommandFailed, Dial, FilePlayed, HangUp, PlayFile
from softphone.sandbox.actor import Actor, new_id
from softphone.sandbox.scenario import Line, Scenario, speech

PICKS_UP_S = 2.0  # when the agent calls back
WAITS_FOR_ANSWER_S = 300.0  # patience, when a line waits for an expert who is never asked

log = logging.getLogger("aside.sandbox")


class Doing(StrEnum):
    IDLE = "idle"
    REGISTERING = "registering"
    CALLING = "calling"
    TALKING = "talking"
    WAITING = "waiting"  # nobody answered: will call again


class Customer(QObject):
    """One call at a time. `play` begins a scenario; the agent may call back whoever called last."""

    told = Signal(str, str)  # what it does now (Doing), and how the last call ended (an Ending) or ""

    def __init__(self, actor: Actor, agent_user: str, password: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.doing = Doing.IDLE
        self.scenario: Scenario | None = None
        self._actor = actor
        self._agent_user = agent_user
        self._password = password
        self._call: Call | None = None
        self._call_id = ""
        self._lines: tuple[Line, ...] = ()
        self._tries_left = 0
        self._expert_answered = False
        self._step = _timer(self, self._do_next)
        self._patience = _timer(self, self.hang_up)
        actor.happened.connect(self._hear)
        actor.lined_up.connect(self._lined_up)

    def play(self, scenario: Scenario) -> bool:
        """Call as the script says. False while a call of ours is up."""
        if self.doing in (Doing.CALLING, Doing.TALKING):
            return False
        self._step.stop()
        self.scenario = scenario
        self._tries_left = scenario.calls_again_times
        self._say(Doing.REGISTERING)
        self._actor.become(scenario.number, scenario.name, self._password)
        return True

    def hang_up(self) -> None:
        if self._call_id:
            self._actor.send(HangUp(self._call_id))

    def hear_of_answer(self) -> None:
        """An expert has answered the agent: what waited for that is said in its time."""
        if self.doing is Doing.TALKING and not self._expert_answered:
            self._expert_answered = True
            if self._lines and self._lines[0].after_answer:
                self._wait_for_next_line()

    def _lined_up(self) -> None:
        if self.doing is Doing.REGISTERING:
            self._dial()

    def _dial(self) -> None:
        assert self.scenario is not None
        self._call_id = new_id()
        self._lines = self.scenario.says
        self._expert_answered = False
        self._say(Doing.CALLING)
        self._patience.start(round(self.scenario.gives_up_s * 1000))
        if not self._actor.send(Dial(self._call_id, self._agent_user, headers=tuple(self.scenario.headers.items()))):
            self._over("")

    def _hear(self, event: object) -> None:
        match event:
            case CallChanged(call=call) if call.call_id == self._call_id:
                self._follow(call)
            case CallChanged(call=call) if call.direction is Direction.IN and call.phase is Phase.OFFERED:
                self._pick_up(call)
            case FilePlayed(call_id=call_id) if call_id == self._call_id:
                self._wait_for_next_line()
            case CommandFailed(call_id=call_id, command="Dial") if call_id == self._call_id:
                self._over(event.reason)

    def _follow(self, call: Call) -> None:
        before, self._call = self._call, call
        if call.phase is Phase.ENDED:
            self._over(call.ending.value if call.ending else "")
        elif call.phase is Phase.TALKING and (before is None or before.phase is not Phase.TALKING):
            self._patience.stop()
            self._actor.focus(call.call_id)
            self._say(Doing.TALKING)
            self._wait_for_next_line()
        elif before is not None and before.hold is not Hold.NONE and call.hold is Hold.NONE:
            self._wait_for_next_line()

    def _wait_for_next_line(self) -> None:
        """The next line in its time; after the last, and for an answer that does not come, the patience runs."""
        if self.scenario is None:
            return
        if not self._lines:
            self._patience.start(round(self.scenario.hangs_up_s * 1000))
        elif self._lines[0].after_answer and not self._expert_answered:
            self._patience.start(round(WAITS_FOR_ANSWER_S * 1000))
        else:
            self._patience.stop()
            self._step.start(round(self._lines[0].wait_s * 1000))

    def _do_next(self) -> None:
        if self.doing is Doing.WAITING:
            self._dial()
        elif self._call is not None and self._call.phase is Phase.OFFERED:
            self._actor.send(Answer(self._call_id))
        elif self._call is not None and self._call.hold is Hold.NONE and self._lines:
            # On hold nobody listens: the line waits until the hold is over.
            line, *rest = self._lines
            self._lines = tuple(rest)
            self._actor.send(PlayFile(self._call_id, str(speech(line))))

    def _pick_up(self, call: Call) -> None:
        """The agent calls back."""
        if self.doing not in (Doing.IDLE, Doing.WAITING):
            return
        self._call_id, self._call = call.call_id, call
        self._lines = self.scenario.says[-1:] if self.scenario else ()
        self._expert_answered = True
        self._say(Doing.CALLING)
        self._step.start(round(PICKS_UP_S * 1000))

    def _over(self, ending: str) -> None:
        answered = self._call is not None and self._call.answered_at is not None
        self._patience.stop()
        self._step.stop()
        self._call, self._call_id = None, ""
        self._actor.focus(None)
        if self.scenario and self._tries_left and not answered:
            self._tries_left -= 1
            self._step.start(round(self.scenario.calls_again_s * 1000))
            self._say(Doing.WAITING, ending)
        else:
            self._say(Doing.IDLE, ending)

    def _say(self, doing: Doing, ending: str = "") -> None:
        self.doing = doing
        log.info("customer doing=%s ending=%s", doing.value, ending)
        self.told.emit(doing.value, ending)


def _timer(owner: Customer, act: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(act)
    return timer
