"""Passing a call on: blind by REFER, or attended, with somebody asked first. And what the other side says of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from softphone.domain.call import Call, Ending, Phase, Transfer, transferring
from softphone.engine.exchange_board import Board, NotPossible
from softphone.engine.ports import TransferStep

DEADLINE_S = 90  # of a transfer that nobody says anything more about: the caller is ours again
NO_ANSWER = 408


class Transfers:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._consulted: dict[str, str] = {}  # asked to take the place in: by the call that was asked
        self._asked_at: dict[str, datetime] = {}

    # --- What the agent wants -----------------------------------------------------------------------------

    def blind(self, call_id: str, target: str) -> None:
        if not target.strip():
            raise NotPossible("no target")
        self._ask(self._board.get(call_id))
        self._board.phone.refer(call_id, target)

    def pass_on(self, call_id: str, to_call: str) -> None:
        """Attended: the consulted party must have answered."""
        consulted = self._board.get(to_call)
        if consulted.phase is not Phase.TALKING or call_id == to_call:
            raise NotPossible("nobody to connect with")
        self._ask(self._board.get(call_id))
        self._consulted[call_id] = to_call
        self._board.phone.refer_to(call_id, to_call)

    def require_consult(self, call_id: str) -> None:
        """Raises where nobody can be asked about this call."""
        if self._board.get(call_id).phase is not Phase.TALKING:
            raise NotPossible("nobody to ask for")
        if any(call.consult_for == call_id for call in self._board.calls.values()):
            raise NotPossible("somebody is being asked already")

    def give_customer_back(self, consult: Call) -> None:
        """The consult is over and was in focus: the agent speaks with the customer again."""
        customer = self._board.calls.get(consult.consult_for)
        if customer is not None and customer.phase is Phase.TALKING and not consult.joined:
            self._board.focus = customer.call_id
            self._board.hold(customer.call_id, False)

    # --- What the telephone tells -------------------------------------------------------------------------

    def step(self, news: TransferStep) -> None:
        call = self._board.calls.get(news.leg)
        if call is None:
            return
        if not news.final and news.code < 200:
            if call.transfer is Transfer.ASKED:
                self._board.change(transferring(call, Transfer.ACCEPTED))
        elif 200 <= news.code < 300:
            if news.final:
                self._done(transferring(call, Transfer.DONE))
        else:
            self._refused(call, news.code)

    def ends_by_it(self, call: Call) -> bool:
        """Whether a call that ends there now ends because somebody took our place in it."""
        asked = [self._board.calls.get(c) for c, to in self._consulted.items() if to == call.call_id]
        return any(each is not None and each.transfer is Transfer.ACCEPTED for each in asked)

    def forget(self, call_id: str) -> None:
        self._consulted.pop(call_id, None)
        self._asked_at.pop(call_id, None)

    def tick(self, now: datetime) -> None:
        for call_id, asked_at in list(self._asked_at.items()):
            call = self._board.calls.get(call_id)
            if call is None:
                self.forget(call_id)
            elif now >= asked_at + timedelta(seconds=DEADLINE_S):
                self._refused(call, NO_ANSWER)

    # --- Inside -------------------------------------------------------------------------------------------

    def _ask(self, call: Call) -> None:
        self._board.change(transferring(call, Transfer.ASKED))
        self._asked_at[call.call_id] = self._board.clock()

    def _done(self, call: Call) -> None:
        consulted = self._board.calls.get(self._consulted.get(call.call_id, ""))
        self.forget(call.call_id)
        if consulted is not None:
            self._board.close(consulted, Ending.TRANSFERRED, 0)
        self._board.close(self._board.calls.get(call.call_id, call), Ending.TRANSFERRED, 0)

    def _refused(self, call: Call, code: int) -> None:
        self.forget(call.call_id)
        self._board.change(transferring(call, Transfer.REFUSED, code))
