"""Calls that wait for a leg: one that is just ending is free in a moment, and for an emergency call one is freed."""

from __future__ import annotations

from datetime import datetime, timedelta

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.endings import read_ending
from softphone.domain.protocol import Dial, EngineNotice, Trouble
from softphone.engine.exchange_board import MAX_LEGS, Board

EMERGENCY_WAIT_S = 1.5  # a leg that is not free by then is not waited for: another one goes
WAIT_S = 4.0  # a BYE is answered in a moment, or the other side is dead; nobody looks at a silent *Dialling* for longer


class Waiting:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._dials: list[tuple[Dial, datetime]] = []  # what goes first is first

    def wait(self, command: Dial, now: datetime) -> None:
        """Dial as soon as a leg is free."""
        self._board.never_left.add(command.call_id)
        self._dials.insert(0 if command.emergency else len(self._dials), (command, now))
        if command.emergency:
            self._free_a_leg()

    def leg_freed(self) -> None:
        """A leg may be free: who waits longest leaves."""
        board = self._board
        self._forget_given_up()
        while self._dials and board.legs - len(self._dials) < MAX_LEGS:
            command, _ = self._dials.pop(0)
            board.never_left.discard(command.call_id)
            board.phone.dial(command.call_id, command.target, command.headers, command.line)

    def tick(self, now: datetime) -> None:
        self._forget_given_up()
        for at, (command, since) in enumerate(tuple(self._dials)):
            if command.emergency and now >= since + timedelta(seconds=EMERGENCY_WAIT_S):
                self._dials[at] = (command, now)
                self._free_a_leg()
            elif not command.emergency and now >= since + timedelta(seconds=WAIT_S):
                self._give_up(command.call_id)

    def _forget_given_up(self) -> None:
        if self._dials:
            self._dials = [each for each in self._dials if each[0].call_id in self._board.never_left]

    def _give_up(self, call_id: str) -> None:
        self._board.emit(EngineNotice(self._board.clock(), Trouble.LEGS_FULL, call_id))
        self._board.close(self._board.get(call_id), Ending.ALL_LEGS_BUSY, 0)

    def _free_a_leg(self) -> None:
        """A call that still rings goes first, then one not answered yet, then a held one."""
        order = {Phase.OFFERED: 0, Phase.DIALING: 1, Phase.ALERTING: 1}
        others = [call for call in self._board.calls.values() if call.call_id not in self._board.never_left]
        others.sort(key=lambda call: (order.get(call.phase, 2), call.hold is Hold.NONE))
        if others:
            self._board.close(others[0], read_ending(others[0], 0, by_us=True), 480)
