"""Feature codes of the PBX, dialled unseen: a short call with no tone, no microphone and no place on the screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from softphone.domain.protocol import CodeAnswered, RunCode
from softphone.engine.exchange_board import MAX_LEGS, Board
from softphone.engine.ports import Connected, HoldChanged, LegEnded, RingsBack

HEARD_OUT_S = 3.0  # the PBX says its sentence and hangs up; then we do
ANSWER_S = 10.0  # a code that nobody answers by then is refused
NO_ANSWER, NO_LEG = 408, 486


class Codes:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._until: dict[str, datetime] = {}  # by leg: when it is hung up
        self._answered: set[str] = set()

    def run(self, command: RunCode) -> None:
        taken = command.code_id in self._board.closing or command.code_id in self._board.calls
        if taken or self._board.legs >= MAX_LEGS - 1 or not command.target.strip():
            self._board.emit(CodeAnswered(self._board.clock(), command.code_id, NO_LEG))
            return
        self._board.closing.add(command.code_id)  # it holds a leg
        self._until[command.code_id] = self._board.clock() + timedelta(seconds=ANSWER_S)
        self._board.phone.dial(command.code_id, command.target, (), "")

    def hears(self, news: object) -> bool:
        """Whether this was about one of ours."""
        match news:
            case Connected(leg=leg) if leg in self._until and leg not in self._answered:
                self._answered.add(leg)
                now = self._board.clock()
                self._until[leg] = now + timedelta(seconds=HEARD_OUT_S)
                self._board.emit(CodeAnswered(now, leg, 200))
            case LegEnded(leg=leg, code=code) if leg in self._until:
                del self._until[leg]
                self._board.closing.discard(leg)
                if leg not in self._answered:
                    self._board.emit(CodeAnswered(self._board.clock(), leg, code if code >= 300 else NO_ANSWER))
                self._answered.discard(leg)
            case Connected(leg=leg) | RingsBack(leg=leg) | HoldChanged(leg=leg) if leg in self._until:
                pass
            case _:
                return False
        return True

    def tick(self, now: datetime) -> None:
        for leg, until in self._until.items():
            if now >= until:
                self._until[leg] = now + timedelta(seconds=ANSWER_S)
                self._board.phone.hang_up(leg)
