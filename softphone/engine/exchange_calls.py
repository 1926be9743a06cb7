"""The rules about calls: who may ring, who is heard, what is held, when it is over. No PJSIP, no Qt, no own clock.

The agent's commands end a call at once here; its leg may live a little longer in the telephone (`_closing`),
because a BYE takes a round trip and only four legs exist.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from softphone.domain.call import (
    Call,
    CallContext,
    Direction,
    Ending,
    Hold,
    Kind,
    Party,
    Phase,
    Signal,
    Transfer,
    advance,
    held,
    read_ending,
    transferring,
)
from softphone.domain.presence import Gate
from softphone.domain.protocol import CallChanged, CallRefused, Dial, EngineNotice, Event, Trouble
from softphone.engine.exchange_audible import Audible
from softphone.engine.exchange_offer import incoming, read_kind, user_of
from softphone.engine.ports import (
    Connected,
    Ears,
    HoldChanged,
    LegEnded,
    Offered,
    Phone,
    RingsBack,
    TransferStep,
    TurnedAway,
)

log = logging.getLogger("aside.engine")

MAX_LEGS = 4  # compiled into PJSIP
KEPT_ENDED = 20  # for the snapshot of a desk that was away when they ended
EMERGENCY_WAIT_S = 1.5  # a leg that is not free by then is not waited for: another one goes
GIVE_BACK_CODES = frozenset({404, 480, 486, 488, 600, 603})


class NotPossible(ValueError):
    """The command cannot be done; the text is for the log."""


class Switchboard:
    def __init__(
        self, phone: Phone, ears: Ears, emit: Callable[[Event], None], clock: Callable[[], datetime]
    ) -> None:
        self._phone = phone
        self._emit = emit
        self._clock = clock
        self.calls: dict[str, Call] = {}
        self.ended: deque[Call] = deque(maxlen=KEPT_ENDED)
        self.gate = Gate()
        self.own_user = ""
        self.focus: str | None = None
        self.customers_refused = False  # by us: nobody is at the desk
        self._closing: set[str] = set()
        self._holding: dict[str, bool] = {}  # asked for, not answered yet
        self._hold_again: set[str] = set()
        self._dial_later: tuple[Dial, datetime] | None = None
        self._audible = Audible(phone, ears)

    # --- What the agent wants -----------------------------------------------------------------------------

    def dial(self, command: Dial) -> None:
        now = self._clock()
        if command.call_id in self.calls or any(call.call_id == command.call_id for call in self.ended):
            raise NotPossible("this call exists already")
        if not command.target.strip():
            raise NotPossible("nothing to dial")
        party = Party(number=user_of(command.target), uri=command.target)
        kind = Kind.EMERGENCY if command.emergency else read_kind(party, CallContext(), self.gate)
        call = Call(command.call_id, Direction.OUT, Phase.DIALING, party, now, kind=kind)
        full = self.legs >= MAX_LEGS
        if full and not command.emergency:
            self._refuse_own(call, Ending.ALL_LEGS_BUSY)
            return
        self._hold_others(command.call_id)
        self.focus = command.call_id
        if full:
            self._dial_later = (command, now)
            self._free_a_leg()
            self._change(call)
        else:
            self._change(call)
            self._phone.dial(command.call_id, command.target, command.headers)
        self.settle()

    def answer(self, call_id: str) -> None:
        call = self._get(call_id)
        answering = advance(call, Signal.ANSWER, self._clock())
        self._hold_others(call_id)
        self.focus = call_id
        self._change(answering)
        self.settle()
        self._phone.answer(call_id)

    def give_back(self, call_id: str, code: int) -> None:
        call = self._get(call_id)
        if call.phase is not Phase.OFFERED:
            raise NotPossible(f"give back in {call.phase}")
        code = code if code in GIVE_BACK_CODES else 480
        self._close(call, Ending.GIVEN_BACK, code)

    def hang_up(self, call_id: str) -> None:
        call = self._get(call_id)
        if call.phase is Phase.OFFERED:
            self._close(call, Ending.GIVEN_BACK, 480)
        else:
            self._close(call, read_ending(call, 0, by_us=True), 0)

    def set_hold(self, call_id: str, on: bool) -> None:
        call = self._get(call_id)
        if call.phase is not Phase.TALKING:
            raise NotPossible(f"hold in {call.phase}")
        if not on:
            self._hold_others(call_id)
            self.focus = call_id
        self._hold(call_id, on)
        self.settle()

    def set_mute(self, call_id: str, on: bool) -> None:
        call = self._get(call_id)
        if call.muted is not on:
            self.calls[call_id] = replace(call, muted=on)
            self.settle()
            self._emit(CallChanged(self._clock(), self.calls[call_id]))

    def transfer(self, call_id: str, target: str) -> None:
        if not target.strip():
            raise NotPossible("no target")
        self._change(transferring(self._get(call_id), Transfer.ASKED))
        self._phone.refer(call_id, target)

    def take_back(self, lost: Call) -> None:
        """Take the call of a dead engine over; if that is refused it ends as LOST."""
        if lost.call_id in self.calls:
            return
        if not lost.live or lost.phase not in (Phase.TALKING, Phase.ANSWERING) or lost.dialog is None:
            self.ended.append(_ended(replace(lost, ending=Ending.LOST), self._clock()))
            self._emit(CallChanged(self._clock(), self.ended[-1]))
            return
        if self.legs >= MAX_LEGS:
            raise NotPossible("no leg is free")
        if lost.hold in (Hold.OURS, Hold.BOTH):
            self._hold_again.add(lost.call_id)
        call = replace(
            lost, phase=Phase.DIALING, hold=Hold.NONE, held_at=None, transfer=Transfer.NONE, taken_back=True
        )
        if self.focus is None:
            self.focus = call.call_id
        self._change(call)
        self.settle()
        self._phone.take_back(call.call_id, lost.dialog)

    def require_talking(self, call_id: str) -> None:
        if self._get(call_id).phase is not Phase.TALKING:
            raise NotPossible("nobody has answered")

    @property
    def legs(self) -> int:
        """How many the telephone still holds for us."""
        return len(self.calls.keys() | self._closing)

    def set_focus(self, call_id: str | None) -> None:
        """A desk that comes back without a wish changes nothing."""
        if call_id in self.calls and call_id != self.focus:
            self.focus = call_id
            self.settle()

    def end_orphaned(self) -> None:
        """Nobody is there to press End, and nobody will be: rings go back, calls end or return to their queue."""
        for call in list(self.calls.values()):
            if call.phase is Phase.OFFERED:
                self._close(call, Ending.GIVEN_BACK, 480)
            elif self.gate.end_orphaned_call or call.phase is not Phase.TALKING or not call.context.dialled:
                self._close(call, read_ending(call, 0, by_us=True), 0)
            elif call.transfer is Transfer.NONE:
                self.transfer(call.call_id, call.context.dialled)
            self._emit(EngineNotice(self._clock(), Trouble.ORPHANED, call.call_id))

    # --- What the telephone tells -------------------------------------------------------------------------

    def offered(self, news: Offered) -> None:
        now = self._clock()
        call = replace(incoming(news, self.gate, self.own_user, now), call_id=news.leg, dialog=news.dialog)
        code = self._refusal(call)
        if code:
            self._closing.add(news.leg)
            self._phone.refuse(news.leg, code)
            refused = replace(_ended(call, now), ending=Ending.REFUSED_BY_STATE, ending_code=code)
            self.ended.append(refused)
            log.info("call refused call=%s code=%d kind=%s", call.call_id, code, call.kind.value)
            self._emit(CallRefused(now, refused))
            return
        self._phone.ring(news.leg)
        self._change(replace(call, rings_until=now + timedelta(seconds=max(1, self.gate.ring_s))))
        self.settle()

    def turned_away(self, news: TurnedAway) -> None:
        """A call that never had a leg is a missed call all the same."""
        now = self._clock()
        call = incoming(news, self.gate, self.own_user, now)
        ending = Ending.ALL_LEGS_BUSY if news.code == 486 else Ending.FAILED
        self.ended.append(replace(_ended(call, now), ending=ending, ending_code=news.code))
        if news.code == 486:
            self._emit(EngineNotice(now, Trouble.LEGS_FULL, call.call_id))
        self._emit(CallRefused(now, self.ended[-1]))

    def rings_back(self, news: RingsBack) -> None:
        if call := self.calls.get(news.leg):
            changed = advance(call, Signal.RING_BACK, self._clock())
            self._change(replace(changed, early_media=call.early_media or news.early_media))
            self.settle()

    def connected(self, news: Connected) -> None:
        call = self.calls.get(news.leg)
        if call is None:
            self._phone.hang_up(news.leg)  # ended here while the answer was on its way
            return
        changed = advance(call, Signal.CONNECT, self._clock())
        self._change(replace(changed, dialog=news.dialog, party=news.party or call.party, secured=news.secured))
        if news.leg in self._hold_again:
            self._hold_again.discard(news.leg)
            self._hold(news.leg, True)
        elif self.focus != news.leg and self.focus in self.calls and self.calls[self.focus].live:
            self._hold(news.leg, True)  # it was answered after the agent turned to somebody else
        self.settle()

    def hold_changed(self, news: HoldChanged) -> None:
        self._holding.pop(news.leg, None)
        if call := self.calls.get(news.leg):
            changed = held(call, news.hold, self._clock())
            if changed is not call:
                self._change(changed)
            self.settle()

    def transfer_step(self, news: TransferStep) -> None:
        call = self.calls.get(news.leg)
        if call is None:
            return
        if not news.final and news.code < 200:
            if call.transfer is Transfer.ASKED:
                self._change(transferring(call, Transfer.ACCEPTED))
        elif 200 <= news.code < 300:
            if news.final:
                done = transferring(call, Transfer.DONE)
                self._close(done, Ending.TRANSFERRED, 0)
        else:
            self._change(transferring(call, Transfer.REFUSED))

    def leg_ended(self, news: LegEnded) -> None:
        self._closing.discard(news.leg)
        self._holding.pop(news.leg, None)
        self._hold_again.discard(news.leg)
        call = self.calls.get(news.leg)
        if call is not None:
            ending = read_ending(call, news.code, reason=news.reason)
            if call.taken_back and call.phase is not Phase.TALKING:
                ending = Ending.LOST
            was_focus = self.focus == call.call_id
            self._end(call, ending, news.code)
            if was_focus and not self.calls:
                self._audible.play_ending(call, ending, self._clock())
        self._dial_waiting()
        self.settle()

    # --- Time ---------------------------------------------------------------------------------------------

    def tick(self, now: datetime) -> None:
        for call in list(self.calls.values()):
            if call.phase is Phase.OFFERED and call.rings_until is not None and now >= call.rings_until:
                self._close(call, Ending.NOT_ANSWERED, 480)
        if self._audible.expire(now):
            self.settle()
        if self._dial_later is not None and now >= self._dial_later[1] + timedelta(seconds=EMERGENCY_WAIT_S):
            self._dial_later = (self._dial_later[0], now)
            self._free_a_leg()

    def settle(self) -> None:
        """What can be heard follows from the calls as they are now."""
        self._audible.settle(self.calls.values(), self.focus, self._holding)

    @property
    def heard(self) -> bool:
        return bool(self._audible.heard)

    def set_controls(self, on: bool) -> None:
        """False while nobody can press Mute."""
        self._audible.controls = on
        self.settle()

    # --- Small parts --------------------------------------------------------------------------------------

    def _refusal(self, call: Call) -> int:
        """The status that answers for the agent, 0 where the call may ring."""
        if not self.gate.register:
            return 480
        if call.kind is Kind.COLLEAGUE and not self.gate.colleagues:
            return 480
        if call.kind is Kind.CUSTOMER and (not self.gate.customers or self.customers_refused):
            return self.gate.refusal_code if 400 <= self.gate.refusal_code <= 699 else 480
        if self.legs >= MAX_LEGS:
            self._emit(EngineNotice(self._clock(), Trouble.LEGS_FULL, call.call_id))
            return 486
        return 486 if self.calls and not self.gate.second_call else 0

    def _get(self, call_id: str) -> Call:
        try:
            return self.calls[call_id]
        except KeyError:
            raise NotPossible("no such call") from None

    def _change(self, call: Call) -> None:
        self.calls[call.call_id] = call
        self._emit(CallChanged(self._clock(), call))

    def _refuse_own(self, call: Call, ending: Ending) -> None:
        now = self._clock()
        self.ended.append(replace(_ended(call, now), ending=ending))
        self._emit(EngineNotice(now, Trouble.LEGS_FULL, call.call_id))
        self._emit(CallChanged(now, self.ended[-1]))

    def _close(self, call: Call, ending: Ending, code: int) -> None:
        """End it by our own wish: here at once, in the telephone as soon as it can."""
        dialled_later = self._dial_later is not None and self._dial_later[0].call_id == call.call_id
        if dialled_later:
            self._dial_later = None  # it never left
        else:
            self._closing.add(call.call_id)
        self._end(call, ending, code)
        self.settle()
        if dialled_later:
            return
        if call.phase is Phase.OFFERED:
            self._phone.refuse(call.call_id, code)
        else:
            self._phone.hang_up(call.call_id)

    def _end(self, call: Call, ending: Ending, code: int) -> None:
        now = self._clock()
        ended = replace(_ended(call, now), ending=ending, ending_code=code)
        self.calls.pop(call.call_id, None)
        self.ended.append(ended)
        if self.focus == call.call_id:
            self.focus = self._next_focus()
        log.info("call ended call=%s ending=%s code=%d", call.call_id, ending.value, code)
        self._emit(CallChanged(now, ended))

    def _next_focus(self) -> str | None:
        others = [call for call in self.calls.values() if call.phase is not Phase.OFFERED]
        others.sort(key=lambda call: (call.phase is not Phase.TALKING, call.hold is not Hold.NONE))
        return others[0].call_id if others else None

    def _hold(self, call_id: str, on: bool) -> None:
        self._holding[call_id] = on
        self._phone.hold(call_id, on)

    def _hold_others(self, call_id: str) -> None:
        for other in self.calls.values():
            if other.call_id != call_id and other.phase is Phase.TALKING and other.hold in (Hold.NONE, Hold.THEIRS):
                self._hold(other.call_id, True)

    def _free_a_leg(self) -> None:
        """For an emergency: a call that still rings goes first, then one not answered yet, then a held one."""
        waiting = self._dial_later[0].call_id if self._dial_later else ""
        order = {Phase.OFFERED: 0, Phase.DIALING: 1, Phase.ALERTING: 1}
        others = [call for call in self.calls.values() if call.call_id != waiting]
        others.sort(key=lambda call: (order.get(call.phase, 2), call.hold is Hold.NONE))
        if others:
            self._close(others[0], read_ending(others[0], 0, by_us=True), 480)

    def _dial_waiting(self) -> None:
        if self._dial_later is not None and self.legs <= MAX_LEGS:
            command, _ = self._dial_later
            self._dial_later = None
            self._phone.dial(command.call_id, command.target, command.headers)


def _ended(call: Call, now: datetime) -> Call:
    return advance(call, Signal.END, now) if call.live else call

