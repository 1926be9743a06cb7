"""Three at one table: the agent, a customer and whoever was asked. Who hears whom is decided in domain/audio.py."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain.call import Hold, Phase
from softphone.engine.exchange_board import Board, NotPossible


class Conference:
    def __init__(self, board: Board) -> None:
        self._board = board

    def merge(self, call_id: str, other: str) -> None:
        """What is muted stays muted, for both: nobody is heard who did not mean to be."""
        pair = [self._board.get(call_id), self._board.get(other)]
        if call_id == other or any(call.phase is not Phase.TALKING for call in pair):
            raise NotPossible("two that talk are needed")
        if any(call.joined for call in self._board.calls.values()):
            raise NotPossible("there is a conference already")
        muted = any(call.muted for call in pair)
        for call in pair:
            self._board.forget_moment(call.call_id)
            self._board.change(replace(call, joined=True, muted=muted, moment=None))
            if call.hold in (Hold.OURS, Hold.BOTH) or call.call_id in self._board.holding:
                self._board.hold(call.call_id, False)
        if self._board.focus not in (call_id, other):
            self._board.focus = other
        self._board.hold_others(call_id)
        self._board.settle()

    def split(self, call_id: str) -> None:
        if not self._board.get(call_id).joined:
            raise NotPossible("no conference")
        for call in [call for call in self._board.calls.values() if call.joined]:
            self._board.change(replace(call, joined=False))
        self._board.focus = call_id
        self._board.hold_others(call_id)
        self._board.settle()
