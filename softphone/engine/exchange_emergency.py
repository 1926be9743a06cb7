"""An emergency call waits for nobody: with all legs in use one is freed for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from softphone.domain.call import Hold, Phase
from softphone.domain.endings import read_ending
from softphone.domain.protocol import Dial
from softphone.engine.exchange_board import MAX_LEGS, Board

EMERGENCY_WAIT_S = 1.5  # a leg that is not free by then is not waited for: another one goes


class Emergencies:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._waiting: tuple[Dial, datetime] | None = None

    def wait(self, command: Dial, now: datetime) -> None:
        """Dial as soon as a leg is free, and free one."""
        self._board.never_left.add(command.call_id)
        self._waiting = (command, now)
        self._free_a_leg(command.call_id)

    def leg_freed(self) -> None:
        """A leg may be free: the waiting call leaves."""
        if self._waiting is None:
            return
        command, _ = self._waiting
        if command.call_id not in self._board.never_left:
            self._waiting = None  # given up meanwhile
        elif self._board.legs <= MAX_LEGS:
            self._waiting = None
            self._board.never_left.discard(command.call_id)
            self._board.phone.dial(command.call_id, command.target, command.headers)

    def tick(self, now: datetime) -> None:
        if self._waiting is not None and now >= self._waiting[1] + timedelta(seconds=EMERGENCY_WAIT_S):
            command, _ = self._waiting
            self._waiting = (command, now)
            self._free_a_leg(command.call_id)

    def _free_a_leg(self, waiting: str) -> None:
        """A call that still rings goes first, then one not answered yet, then a held one."""
        order = {Phase.OFFERED: 0, Phase.DIALING: 1, Phase.ALERTING: 1}
        others = [call for call in self._board.calls.values() if call.call_id != waiting]
        others.sort(key=lambda call: (order.get(call.phase, 2), call.hold is Hold.NONE))
        if others:
            self._board.close(others[0], read_ending(others[0], 0, by_us=True), 480)
