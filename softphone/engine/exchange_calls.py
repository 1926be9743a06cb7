"""The rules about calls: who may ring, who is heard, what is held, when it is over. No PJSIP, no Qt, no own clock."""

from __future__ import annotations

import logging
import re
from datetime import datetime

from msgspec.structs import replace

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
)
from softphone.domain.endings import read_ending
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    Deflect,
    Dial,
    EngineNotice,
    GiveBack,
    HangUp,
    Merge,
    PassOn,
    SendDigits,
    SetHold,
    SetMoment,
    SetMute,
    Split,
    TransferTo,
    Trouble,
)
from softphone.engine.exchange_board import MAX_LEGS, Board, NotPossible, over
from softphone.engine.exchange_codes import Codes
from softphone.engine.exchange_conference import Conference
from softphone.engine.exchange_door import Door
from softphone.engine.exchange_moment import Moments
from softphone.engine.exchange_offer import read_kind, user_of
from softphone.engine.exchange_transfer import Transfers
from softphone.engine.exchange_waiting import Waiting
from softphone.engine.ports import (
    NO_LEG,
    Connected,
    HoldChanged,
    LegEnded,
    Offered,
    RingsBack,
    TransferStep,
    TurnedAway,
)

log = logging.getLogger("aside.engine")

MAX_DIGITS = 32
_DIGITS = re.compile(r"[0-9*#A-Da-d]+")
GIVE_BACK_CODES = frozenset({404, 480, 486, 488, 600, 603})


CallCommand = (
    Dial | Answer | GiveBack | Deflect | HangUp | SetHold | SetMute | SetMoment | SendDigits | TransferTo | PassOn
    | Merge | Split
)  # fmt: skip
CallNews = Offered | TurnedAway | RingsBack | Connected | HoldChanged | TransferStep | LegEnded


class Switchboard:
    """`board` holds the calls; `door`, `transfers` and `conference` are rules that have a file of their own."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self.door = Door(board)
        self.transfers = Transfers(board)
        self.conference = Conference(board)
        self.moments = Moments(board)
        self.codes = Codes(board)
        self._waiting = Waiting(board)
        self._hold_again: set[str] = set()

    def do(self, command: CallCommand) -> None:
        """Raises NotPossible or IllegalSignal for what cannot be done."""
        match command:
            case Dial():
                self.dial(command)
            case Answer():
                self.answer(command.call_id)
            case GiveBack():
                self.give_back(command.call_id, command.code)
            case Deflect():
                self.door.deflect(command.call_id, command.target)
            case HangUp():
                self.hang_up(command.call_id)
            case SetHold():
                self.set_hold(command.call_id, command.on)
            case SetMute():
                self.set_mute(command.call_id, command.on)
            case SetMoment():
                self.moments.switch(command)
            case SendDigits():
                self.send_digits(command)
            case TransferTo():
                self.transfers.blind(command.call_id, command.target)
            case PassOn():
                self.transfers.pass_on(command.call_id, command.to_call)
            case Merge():
                self.conference.merge(command.call_id, command.other)
            case Split():
                self.conference.split(command.call_id)

    def hear(self, news: CallNews) -> None:
        if self.codes.hears(news):
            if isinstance(news, LegEnded):
                self._waiting.leg_freed()
            return
        match news:
            case Offered():
                self.door.offered(news)
            case TurnedAway():
                self.door.turned_away(news)
            case RingsBack():
                self.rings_back(news)
            case Connected():
                self.connected(news)
            case HoldChanged():
                self.hold_changed(news)
            case TransferStep():
                self.transfers.step(news)
            case LegEnded():
                self.leg_ended(news)

    # --- What the agent wants -----------------------------------------------------------------------------

    def dial(self, command: Dial) -> None:
        now = self._board.clock()
        if command.call_id in self._board.calls or any(call.call_id == command.call_id for call in self._board.ended):
            raise NotPossible("this call exists already")
        if not command.target.strip():
            raise NotPossible("nothing to dial")
        party = Party(number=user_of(command.target), uri=command.target)
        if command.consult_for:
            self.transfers.require_consult(command.consult_for)
        kind = Kind.EMERGENCY if command.emergency else read_kind(party, CallContext(), self._board.gate)
        call = Call(command.call_id, Direction.OUT, Phase.DIALING, party, now, kind=kind, line=command.line)
        if command.consult_for:  # whoever is asked is a colleague in this, whatever their number
            call = replace(call, consult_for=command.consult_for, kind=Kind.COLLEAGUE)
        full = self._board.legs >= MAX_LEGS
        if len(self._board.calls) >= MAX_LEGS and not command.emergency:
            self._board.refuse_own(call, Ending.ALL_LEGS_BUSY)
            return
        self._board.hold_others(command.call_id)
        self._board.focus = command.call_id
        self._board.change(call)
        if full:
            self._waiting.wait(command, now)
        else:
            self._board.phone.dial(command.call_id, command.target, command.headers, command.line)
        self._board.settle()

    def answer(self, call_id: str) -> None:
        call = self._board.get(call_id)
        answering = advance(call, Signal.ANSWER, self._board.clock())
        self._board.hold_others(call_id)
        self._board.focus = call_id
        self._board.change(answering)
        self._board.settle()
        self._board.phone.answer(call_id)

    def give_back(self, call_id: str, code: int) -> None:
        call = self._board.get(call_id)
        if call.phase is not Phase.OFFERED:
            raise NotPossible(f"give back in {call.phase}")
        code = code if code in GIVE_BACK_CODES else 480
        self._board.close(call, Ending.GIVEN_BACK, code)

    def hang_up(self, call_id: str) -> None:
        call = self._board.get(call_id)
        if call.phase is Phase.OFFERED:
            self._board.close(call, Ending.GIVEN_BACK, 480)
        else:
            was_focus = self._board.focus == call_id
            self._board.close(call, read_ending(call, 0, by_us=True), 0)
            if was_focus and call.consult_for:
                self.transfers.give_customer_back(call)
                self._board.settle()

    def set_hold(self, call_id: str, on: bool) -> None:
        call = self._board.get(call_id)
        if call.phase is not Phase.TALKING:
            raise NotPossible(f"hold in {call.phase}")
        if not on:
            self._board.hold_others(call_id)
            self._board.focus = call_id
        for each in self._board.together(call_id):
            self._board.forget_moment(each.call_id)
            self._board.hold(each.call_id, on)
        self._board.settle()

    def set_mute(self, call_id: str, on: bool) -> None:
        changed = [replace(call, muted=on) for call in self._board.together(call_id) if call.muted is not on]
        self._board.calls.update({call.call_id: call for call in changed})
        self._board.settle()  # before anybody is told
        for call in changed:
            self._board.change(call)

    def take_back(self, lost: Call) -> None:
        """Take the call of a dead engine over; if that is refused it ends as LOST."""
        if lost.call_id in self._board.calls:
            return
        if not lost.live or lost.phase not in (Phase.TALKING, Phase.ANSWERING) or lost.dialog is None:
            self._board.ended.append(over(replace(lost, ending=Ending.LOST), self._board.clock()))
            self._board.emit(CallChanged(self._board.clock(), self._board.ended[-1]))
            return
        if self._board.legs >= MAX_LEGS:
            raise NotPossible("no leg is free")
        if lost.hold in (Hold.OURS, Hold.BOTH):
            self._hold_again.add(lost.call_id)
        call = replace(
            lost, phase=Phase.DIALING, hold=Hold.NONE, held_at=None, transfer=Transfer.NONE, taken_back=True
        )
        if self._board.focus is None:
            self._board.focus = call.call_id
        self._board.change(call)
        self._board.settle()
        self._board.phone.take_back(call.call_id, lost.dialog, lost.line)

    def send_digits(self, command: SendDigits) -> None:
        if not _DIGITS.fullmatch(command.digits) or len(command.digits) > MAX_DIGITS:
            raise NotPossible("no digits")
        self.require_talking(command.call_id)
        self._board.ears.tone(f"key:{command.digits[-1].upper()}")
        self._board.phone.digits(command.call_id, command.digits.upper(), self._board.gate.digits_by)

    def require_talking(self, call_id: str) -> None:
        if self._board.get(call_id).phase is not Phase.TALKING:
            raise NotPossible("nobody has answered")

    def set_focus(self, call_id: str | None) -> None:
        """A desk that comes back without a wish changes nothing."""
        if call_id in self._board.calls and call_id != self._board.focus:
            self._board.focus = call_id
            self._board.settle()

    def end_orphaned(self) -> None:
        """Nobody is there to press End, and nobody will be: rings go back, calls end or return to their queue."""
        for call in list(self._board.calls.values()):
            if call.phase is Phase.OFFERED:
                self._board.close(call, Ending.GIVEN_BACK, 480)
            elif self._board.gate.end_orphaned_call or call.phase is not Phase.TALKING or not call.context.dialled:
                self._board.close(call, read_ending(call, 0, by_us=True), 0)
            elif call.transfer is Transfer.NONE:
                self.transfers.blind(call.call_id, call.context.dialled)
            self._board.emit(EngineNotice(self._board.clock(), Trouble.ORPHANED, call.call_id))

    # --- What the telephone tells -------------------------------------------------------------------------

    def rings_back(self, news: RingsBack) -> None:
        if call := self._board.calls.get(news.leg):
            changed = advance(call, Signal.RING_BACK, self._board.clock())
            self._board.change(replace(changed, early_media=call.early_media or news.early_media))
            self._board.settle()

    def connected(self, news: Connected) -> None:
        call = self._board.calls.get(news.leg)
        if call is None:
            self._board.phone.hang_up(news.leg)  # ended here while the answer was on its way
            return
        changed = advance(call, Signal.CONNECT, self._board.clock())
        self._board.change(replace(changed, dialog=news.dialog, party=news.party or call.party, secured=news.secured))
        if news.leg in self._hold_again:
            self._hold_again.discard(news.leg)
            self._board.hold(news.leg, True)
        elif self._board.focus in self._board.calls and news.leg not in self._with_focus():
            self._board.hold(news.leg, True)  # it was answered after the agent turned to somebody else
        else:
            self.moments.again(self._board.calls[news.leg])
        self._board.settle()

    def hold_changed(self, news: HoldChanged) -> None:
        self._board.holding.pop(news.leg, None)
        if call := self._board.calls.get(news.leg):
            changed = held(call, news.hold, self._board.clock())
            if changed is not call:
                self._board.change(changed)
            self._board.settle()

    def leg_ended(self, news: LegEnded) -> None:
        self._board.closing.discard(news.leg)
        self._board.holding.pop(news.leg, None)
        self._hold_again.discard(news.leg)
        call = self._board.calls.get(news.leg)
        if call is not None and news.code == NO_LEG:
            self._board.emit(EngineNotice(self._board.clock(), Trouble.LEGS_FULL, call.call_id))
            self._board.end(call, Ending.ALL_LEGS_BUSY, 0)
        elif call is not None:
            ending = read_ending(call, news.code, reason=news.reason)
            if call.taken_back and call.phase is not Phase.TALKING:
                ending = Ending.LOST
            if self.transfers.ends_by_it(call):
                ending = Ending.TRANSFERRED
            was_focus = self._board.focus == call.call_id
            self._board.end(call, ending, news.code)
            self.transfers.forget(call.call_id)
            if was_focus and call.consult_for and call.phase is not Phase.TALKING:
                self.transfers.give_customer_back(call)
            if was_focus and not self._board.calls:
                self._board.audible.play_ending(call, ending, self._board.clock())
        self._waiting.leg_freed()
        self._board.settle()

    # --- Time ---------------------------------------------------------------------------------------------

    def tick(self, now: datetime) -> None:
        for call in list(self._board.calls.values()):
            if call.phase is Phase.OFFERED and call.rings_until is not None and now >= call.rings_until:
                self.door.rang_out(call)
            elif call.phase is Phase.OFFERED and call.answers_at is not None and now >= call.answers_at:
                self._answer_by_itself(call)
        if self._board.audible.expire(now):
            self._board.settle()
        self._waiting.tick(now)
        self.transfers.tick(now)
        self.codes.tick(now)

    def _answer_by_itself(self, call: Call) -> None:
        """Only where the agent hears it begin and can press Mute; else it goes on ringing."""
        if not self._board.audible.controls or len(self._board.calls) > 1:
            self._board.change(replace(call, answers_at=None))
            return
        self._board.ears.tone("auto")
        self.answer(call.call_id)

    def _with_focus(self) -> set[str]:
        return {call.call_id for call in self._board.together(self._board.focus or "")}

    def set_controls(self, on: bool) -> None:
        """False while nobody can press Mute."""
        self._board.audible.controls = on
        self._board.settle()
