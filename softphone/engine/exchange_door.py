"""Who may ring: the gate answers for the agent, and what it lets through rings by itself."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

from softphone.domain.call import Call, Ending, Kind
from softphone.domain.protocol import CallRefused, EngineNotice, Trouble
from softphone.engine.exchange_board import MAX_LEGS, Board, over
from softphone.engine.exchange_offer import incoming
from softphone.engine.ports import Offered, TurnedAway

log = logging.getLogger("aside.engine")


class Door:
    def __init__(self, board: Board) -> None:
        self._board = board

    def offered(self, news: Offered) -> None:
        now = self._board.clock()
        call = incoming(news, self._board.gate, self._board.own_user, now)
        call = replace(call, call_id=news.leg, dialog=news.dialog, line=news.line)
        code = self._refusal(call)
        if code:
            self._board.closing.add(news.leg)
            self._board.phone.refuse(news.leg, code)
            refused = replace(over(call, now), ending=Ending.REFUSED_BY_STATE, ending_code=code)
            self._board.ended.append(refused)
            log.info("call refused call=%s code=%d kind=%s", call.call_id, code, call.kind.value)
            self._board.emit(CallRefused(now, refused))
            return
        self._board.phone.ring(news.leg)
        self._board.change(replace(call, rings_until=now + timedelta(seconds=max(1, self._board.gate.ring_s))))
        self._board.settle()

    def turned_away(self, news: TurnedAway) -> None:
        """A call that never had a leg is a missed call all the same."""
        now = self._board.clock()
        call = replace(incoming(news, self._board.gate, self._board.own_user, now), line=news.line)
        ending = Ending.ALL_LEGS_BUSY if news.code == 486 else Ending.FAILED
        self._board.ended.append(replace(over(call, now), ending=ending, ending_code=news.code))
        if news.code == 486:
            self._board.emit(EngineNotice(now, Trouble.LEGS_FULL, call.call_id))
        self._board.emit(CallRefused(now, self._board.ended[-1]))

    def _refusal(self, call: Call) -> int:
        """The status that answers for the agent, 0 where the call may ring."""
        if not self._board.gate.register:
            return 480
        if call.kind is Kind.COLLEAGUE and not self._board.gate.colleagues:
            return 480
        if call.kind is Kind.CUSTOMER and (not self._board.gate.customers or self._board.customers_refused):
            return self._board.gate.refusal_code if 400 <= self._board.gate.refusal_code <= 699 else 480
        if self._board.legs >= MAX_LEGS:
            self._board.emit(EngineNotice(self._board.clock(), Trouble.LEGS_FULL, call.call_id))
            return 486
        return 486 if self._board.calls and not self._board.gate.second_call else 0
