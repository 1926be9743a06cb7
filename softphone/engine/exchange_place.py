"""Is my place ready? The trial of microphone, ear, ringer and line: step by step, ended by the first call that comes.

Nothing of it is kept: the sentence that was spoken is played back and forgotten.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from softphone.domain.audio import rehearsed
from softphone.domain.place import EchoCall, Spoken, Step
from softphone.domain.protocol import PlaceTried, TryPlace
from softphone.domain.quality import Count
from softphone.engine.exchange_board import Board, NotPossible
from softphone.engine.ports import Connected, FileEnded, HoldChanged, LegEnded, RingsBack
from softphone.engine.sound.trial import round_trip_ms, spoken
from softphone.host.paths import resource

LEG = "place-echo"
BURSTS_FILE = "sounds/bursts.wav"
WARM_UP = timedelta(seconds=0.8)  # a device that is being opened brings zeros and clicks
SECONDS = {Step.QUIET: 2.0, Step.SPEAK: 5.0, Step.LISTEN: 5.5, Step.RING: 3.0, Step.CALL: 7.5}
ANSWER_S = 10.0
NO_ANSWER = 408
BEFORE_CALL = (Step.QUIET, Step.SPEAK, Step.LISTEN, Step.RING)


class Trial:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._todo: list[Step] = []
        self._step: Step | None = None
        self._until: datetime | None = None
        self._frames: dict[Step, list[bytes]] = {}
        self._came: list[tuple[float, bytes]] = []  # written by PJMEDIA's clock thread
        self._target = ""
        self._spoken: Spoken | None = None
        self._echo: EchoCall | None = None
        self._sent_at = 0.0
        self._answered = False

    def begin(self, command: TryPlace) -> None:
        if command.stop:
            if self._step is not None:
                self._finish(interrupted=False)
            return
        if self._board.legs or self._step is not None:
            raise NotPossible("a call is up")
        self._target = command.echo.strip()
        self._todo = [*BEFORE_CALL[1:], *((Step.CALL,) if self._target else ())]
        self._spoken = self._echo = None
        self._frames = {}
        self._board.audible.hold_open(True)
        self._board.settle()
        self._board.phone.rehearse(self._take)
        self._board.phone.route(rehearsed())
        self._enter(Step.QUIET, self._board.clock() + WARM_UP)

    def hears(self, news: object) -> bool:
        """Whether this was about the call of ours."""
        match news:
            case Connected(leg=leg) if leg == LEG:
                self._up()
            case LegEnded(leg=leg, code=code) if leg == LEG:
                self._board.closing.discard(LEG)
                if self._step is Step.CALL and self._echo is None:
                    self._echo = EchoCall(code if code >= 300 else NO_ANSWER)
                    self._finish(interrupted=False)
                return False  # a leg is free: others may wait for it
            case RingsBack(leg=leg) | HoldChanged(leg=leg) | FileEnded(leg=leg) if leg == LEG:
                pass
            case _:
                return False
        return True

    def tick(self, now: datetime) -> None:
        if self._step is None or self._until is None:
            return
        if self._board.calls:
            self._finish(interrupted=True)
        elif now >= self._until:
            self._next(now)

    def _take(self, frame: bytes) -> None:
        """From PJMEDIA's clock thread: a list's append, nothing more."""
        self._came.append((time.monotonic(), frame))

    def _enter(self, step: Step, now: datetime) -> None:
        self._step = step
        self._until = now + timedelta(seconds=SECONDS[step])
        self._came = []
        self._board.emit(PlaceTried(self._board.clock(), step, self._spoken, self._echo))

    def _next(self, now: datetime) -> None:
        step = self._step
        assert step is not None
        self._frames[step] = [frame for _, frame in self._came if frame]
        if step is Step.LISTEN:
            parts = [self._frames.get(each, []) for each in (Step.QUIET, Step.SPEAK, Step.LISTEN)]
            self._spoken = spoken(*parts)
        if step is Step.CALL:
            self._measure()
        if not self._todo:
            self._finish(interrupted=False)
            return
        self._enter(self._todo.pop(0), now)
        match self._step:
            case Step.LISTEN:
                self._board.ears.play(b"".join(self._frames[Step.SPEAK]))
            case Step.RING:
                self._board.audible.nudge(now, always=True)
            case Step.CALL:
                self._until = now + timedelta(seconds=ANSWER_S)
                self._answered = False
                self._board.closing.add(LEG)  # it holds a leg
                self._board.phone.dial(LEG, self._target, (), "")

    def _up(self) -> None:
        if self._step is not Step.CALL:
            self._board.phone.hang_up(LEG)
        elif not self._answered:
            self._answered = True
            self._until = self._board.clock() + timedelta(seconds=SECONDS[Step.CALL])
            self._board.phone.route(rehearsed(LEG))
            self._came = []
            self._sent_at = time.monotonic()
            self._board.phone.play(LEG, str(resource(BURSTS_FILE)))

    def _measure(self) -> None:
        if not self._answered:
            self._echo = EchoCall(NO_ANSWER)
            return
        count = self._board.phone.measure(LEG) or Count(0, 0, 0)
        received, sent = count.received + count.lost, count.sent
        self._echo = EchoCall(
            200,
            round_trip_ms(self._came, self._sent_at),
            round(100 * count.lost / received, 1) if received else 0.0,
            round(100 * count.lost_there / sent, 1) if sent else 0.0,
            round(count.jitter_ms, 1),
        )

    def _finish(self, *, interrupted: bool) -> None:
        self._step = None
        self._frames, self._came = {}, []
        if LEG in self._board.closing:
            self._board.phone.hang_up(LEG)
        self._board.phone.rehearse(None)
        self._board.ears.play(b"")
        self._board.audible.hold_open(False)
        self._board.phone.route(self._board.audible.heard)
        self._board.settle()
        self._board.emit(PlaceTried(self._board.clock(), None, self._spoken, self._echo, interrupted))
