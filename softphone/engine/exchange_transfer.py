"""Passing a call on: a blind transfer by REFER, and what the other side says of it."""

from __future__ import annotations

from softphone.domain.call import Ending, Transfer, transferring
from softphone.engine.exchange_board import Board, NotPossible
from softphone.engine.ports import TransferStep


class Transfers:
    def __init__(self, board: Board) -> None:
        self._board = board

    def blind(self, call_id: str, target: str) -> None:
        if not target.strip():
            raise NotPossible("no target")
        self._board.change(transferring(self._board.get(call_id), Transfer.ASKED))
        self._board.phone.refer(call_id, target)

    def step(self, news: TransferStep) -> None:
        call = self._board.calls.get(news.leg)
        if call is None:
            return
        if not news.final and news.code < 200:
            if call.transfer is Transfer.ASKED:
                self._board.change(transferring(call, Transfer.ACCEPTED))
        elif 200 <= news.code < 300:
            if news.final:
                done = transferring(call, Transfer.DONE)
                self._board.close(done, Ending.TRANSFERRED, 0)
        else:
            self._board.change(transferring(call, Transfer.REFUSED))
