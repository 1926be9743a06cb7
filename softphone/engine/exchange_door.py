"""Who may ring: the gate answers for the agent, and what it lets through rings by itself."""

from __future__ import annotations

import logging
from datetime import timedelta

from msgspec.structs import replace

from softphone.domain.call import Call, Ending, Kind, Phase
from softphone.domain.protocol import CallRefused, EngineNotice, Trouble
from softphone.engine.exchange_board import MAX_LEGS, Board, NotPossible, over
from softphone.engine.exchange_offer import answers_after_s, incoming, user_of
from softphone.engine.ports import Offered, TurnedAway

log = logging.getLogger("aside.engine")


class Door:
    def __init__(self, board: Board) -> None:
        self._board = board

    def offered(self, news: Offered) -> None:
        now = self._board.clock()
        call = incoming(news, self._board.gate, self._board.own_user, now)
        call = replace(call, call_id=news.leg, dialog=news.dialog, line=news.line)
        code, forward = self._refusal(call)
        if code:
            self._board.closing.add(news.leg)
            forward = self._allowed(call, forward)
            if forward:
                code = 302
                self._board.phone.deflect(news.leg, forward)
            else:
                self._board.phone.refuse(news.leg, code)
            ending = Ending.FORWARDED if forward else Ending.REFUSED_BY_STATE
            refused = replace(over(call, now), ending=ending, ending_code=code)
            self._board.ended.append(refused)
            log.info("call refused call=%s code=%d kind=%s", call.call_id, code, call.kind.value)
            self._board.emit(CallRefused(now, refused))
            return
        if call.kind is Kind.COLLEAGUE:  # a customer who could send us on would dial at our cost
            self._board.phone.trust(news.leg)
        self._board.phone.ring(news.leg)
        wait_s = None if self._board.calls else answers_after_s(news.headers, call, self._board.gate)
        answers_at = None if wait_s is None else now + timedelta(seconds=wait_s)
        rings_until = now + timedelta(seconds=max(1, self._board.gate.ring_s))
        self._board.change(replace(call, rings_until=rings_until, answers_at=answers_at))
        self._board.settle()

    def deflect(self, call_id: str, target: str) -> None:
        call = self._board.get(call_id)
        if call.phase is not Phase.OFFERED or not target.strip():
            raise NotPossible("nothing rings here, or no target")
        self._board.deflect(call, target)

    def rang_out(self, call: Call) -> None:
        """Nobody answered here in time."""
        forward = self._allowed(call, self._board.gate.forward_no_answer)
        if forward:
            self._board.deflect(call, forward)
        else:
            self._board.close(call, Ending.NOT_ANSWERED, 480)

    def turned_away(self, news: TurnedAway) -> None:
        """A call that never had a leg is a missed call all the same."""
        now = self._board.clock()
        call = replace(incoming(news, self._board.gate, self._board.own_user, now), line=news.line)
        ending = Ending.ALL_LEGS_BUSY if news.code == 486 else Ending.FAILED
        self._board.ended.append(replace(over(call, now), ending=ending, ending_code=news.code))
        if news.code == 486:
            self._board.emit(EngineNotice(now, Trouble.LEGS_FULL, call.call_id))
        self._board.emit(CallRefused(now, self._board.ended[-1]))

    def _refusal(self, call: Call) -> tuple[int, str]:
        """The status that answers for the agent and where the call is sent instead; 0 where it may ring."""
        gate = self._board.gate
        away = gate.forward_away
        if not gate.register:
            return 480, away
        if call.kind is Kind.COLLEAGUE and not gate.colleagues:
            return 480, away
        if call.kind is Kind.CUSTOMER and (not gate.customers or self._board.customers_refused):
            return gate.refusal_code if 400 <= gate.refusal_code <= 699 else 480, away
        if self._board.legs >= MAX_LEGS:
            self._board.emit(EngineNotice(self._board.clock(), Trouble.LEGS_FULL, call.call_id))
            return 486, gate.forward_busy
        return (486, gate.forward_busy) if self._board.calls and not gate.second_call else (0, "")

    def _allowed(self, call: Call, forward: str) -> str:
        """A queue's call goes back to its queue, and nobody is sent to themselves."""
        return "" if call.context.queue or user_of(forward) == call.party.number else forward
