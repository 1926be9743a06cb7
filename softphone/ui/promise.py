"""The promise as a quiet clock in the side chat: whom the question is with, for how long, and what can be done."""

from __future__ import annotations

from softphone.domain.desk import Desk
from softphone.domain.facts import HuntStopped, HuntWidened, PickingBegun
from softphone.domain.hunt import Ask, Hunt, Stage, left_s
from softphone.host.clock import Clock
from softphone.ui import times
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.marks import PromiseRing
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate


class PromiseStrip(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("aside_head", margins=(18, 8, 16, 10), gap=6)
        self._post, self._clock = post, clock
        self._hunt: Hunt | None = None
        self.setAccessibleName(translate("Promise", "The promise"))
        self._before = Text(ink="second", size="second", wrapped=True)
        self._now = Text(ink="aside_ink", size="second", strong=True, wrapped=True, tabular=True)
        self._stop = self._button(translate("Promise", "Stop"), self._stopped)
        self._widen = self._button(translate("Promise", "Ask one more"), self._widened)
        self._pick = self._button(translate("Promise", "Pick by hand"), self._picked)
        buttons = Flow(6)
        for button in (self._stop, self._widen, self._pick):
            buttons.add(button)
        for each in (self._before, self._now, buttons):
            self.rows.addWidget(each)
        self.hide()

    def show_hunt(self, desk: Desk, hunt: Hunt | None) -> None:
        self._hunt = hunt if hunt is not None and hunt.live else None
        if self._hunt is not None:
            before = before_words(self._hunt)
            self._before.say(before)
            self._before.setVisible(bool(before))
            self._now.say(now_words(desk, self._hunt))
            self._widen.setVisible(not self._hunt.nobody)
        self.setVisible(self._hunt is not None)

    def _button(self, word: str, press: object) -> Button:
        button = Button(word, kind="aside", small=True)
        button.clicked.connect(press)
        return button

    def _stopped(self) -> None:
        if self._hunt is not None:
            self._post(HuntStopped(self._clock.now(), self._hunt.hunt_id))

    def _widened(self) -> None:
        if self._hunt is not None:
            self._post(HuntWidened(self._clock.now(), self._hunt.hunt_id))

    def _picked(self) -> None:
        if self._hunt is not None:
            self._post(PickingBegun(self._clock.now(), self._hunt.hunt_id))


def show_ring(ring: PromiseRing, desk: Desk, hunt: Hunt, conversation_id: str) -> bool:
    """Whether a clock of this promise runs for who is asked there, and stands in the ring."""
    ask = hunt.ask_in(conversation_id)
    left = left_s(hunt, ask, desk.now) if ask and hunt.live and not hunt.rests else None
    if ask is None or left is None or ask.stage is Stage.LEAVING:
        return False
    whole = hunt.answered_s if ask.stage in (Stage.WRITING, Stage.TAKEN) else hunt.taken_s
    ring.show_left(left / whole, times.clock(left), now_words(desk, hunt))
    return True


def before_words(hunt: Hunt) -> str:
    """What came of who was asked before."""
    if len(hunt.asks) < 2 or hunt.holder is not None:
        return ""
    return _came_to_nothing(hunt.asks[-2])


def now_words(desk: Desk, hunt: Hunt) -> str:
    ask = hunt.current
    left = times.clock(left_s(hunt, ask, desk.now) or 0.0)
    if hunt.rests:
        return translate("Promise", "Nobody has answered while Aside was closed. Ask somebody else?")
    if hunt.nobody and hunt.holder is None:
        return translate("Promise", "Nobody has taken it, and nobody else can be asked now.")
    match ask.stage:
        case Stage.LEAVING:
            text = translate("Promise", "Asking {name} …")
        case Stage.WAITING:
            text = translate("Promise", "{name} has {time} to take it")
        case Stage.WRITING | Stage.TAKEN:
            text = translate("Promise", "{name} has taken it, answer due in {time}")
        case Stage.REMINDED:
            text = translate("Promise", "{name} is late and was asked once more, {time} left")
        case Stage.LATE:
            text = translate("Promise", "{name} took it and does not answer. Ask somebody else?")
        case _:
            return _came_to_nothing(ask) + " " + translate("Promise", "Ask somebody else?")
    return text.replace("{name}", ask.name).replace("{time}", left)


def _came_to_nothing(ask: Ask) -> str:
    match ask.stage:
        case Stage.DECLINED:
            text = translate("Promise", "{name} declined.")
        case Stage.UNREACHABLE:
            text = translate("Promise", "{name} cannot be reached.")
        case Stage.PASSED:
            text = translate("Promise", "{name} has not taken it yet.")
        case _:
            return ""
    return text.replace("{name}", ask.name)
