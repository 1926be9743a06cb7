"""The calls of the engine and the only ways to change one: changed, held, ended. Who may do what is decided elsewhere.

The agent's commands end a call at once here; its leg may live a little longer in the telephone (`closing`),
because a BYE takes a round trip and only four legs exist.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from softphone.domain.call import Call, Ending, Hold, Phase, Signal, advance
from softphone.domain.presence import Gate
from softphone.domain.protocol import CallChanged, EngineNotice, Event, Trouble
from softphone.engine.exchange_audible import Audible
from softphone.engine.exchange_audible import NotPossible as NotPossible
from softphone.engine.ports import Ears, Phone

log = logging.getLogger("aside.engine")

MAX_LEGS = 4  # compiled into PJSIP
KEPT_ENDED = 20  # for the snapshot of a desk that was away when they ended


class Board:
    def __init__(
        self, phone: Phone, ears: Ears, emit: Callable[[Event], None], clock: Callable[[], datetime]
    ) -> None:
        self.phone = phone
        self.ears = ears
        self.emit = emit
        self.clock = clock
        self.calls: dict[str, Call] = {}
        self.ended: deque[Call] = deque(maxlen=KEPT_ENDED)
        self.focus: str | None = None
        self.closing: set[str] = set()
        self.holding: dict[str, bool] = {}  # asked for, not answered yet
        self.never_left: set[str] = set()  # dialled, and waiting for a free leg
        self.gate = Gate()
        self.own_user = ""
        self.customers_refused = False  # by us: nobody is at the desk
        self.audible = Audible(phone, ears, clock)

    @property
    def legs(self) -> int:
        """How many the telephone still holds for us."""
        return len(self.calls.keys() | self.closing)

    def get(self, call_id: str) -> Call:
        try:
            return self.calls[call_id]
        except KeyError:
            raise NotPossible("no such call") from None

    def change(self, call: Call) -> None:
        self.calls[call.call_id] = call
        self.emit(CallChanged(self.clock(), call))

    def refuse_own(self, call: Call, ending: Ending) -> None:
        now = self.clock()
        self.ended.append(replace(over(call, now), ending=ending))
        self.emit(EngineNotice(now, Trouble.LEGS_FULL, call.call_id))
        self.emit(CallChanged(now, self.ended[-1]))

    def close(self, call: Call, ending: Ending, code: int) -> None:
        """End it by our own wish: here at once, in the telephone as soon as it can."""
        left = call.call_id not in self.never_left
        self.never_left.discard(call.call_id)
        if left:
            self.closing.add(call.call_id)
        self.end(call, ending, code)
        self.settle()
        if not left:
            return
        if call.phase is Phase.OFFERED:
            self.phone.refuse(call.call_id, code)
        else:
            self.phone.hang_up(call.call_id)

    def deflect(self, call: Call, target: str) -> None:
        """It rings somewhere else from now on (302)."""
        self.closing.add(call.call_id)
        self.end(call, Ending.FORWARDED, 302)
        self.settle()
        self.phone.deflect(call.call_id, target)

    def end(self, call: Call, ending: Ending, code: int) -> None:
        now = self.clock()
        ended = replace(over(call, now), ending=ending, ending_code=code)
        self.calls.pop(call.call_id, None)
        self.ended.append(ended)
        if self.focus == call.call_id:
            self.focus = self.next_focus()
        log.info("call ended call=%s ending=%s code=%d", call.call_id, ending.value, code)
        self.emit(CallChanged(now, ended))
        self._untie(call.call_id)

    def together(self, call_id: str) -> tuple[Call, ...]:
        """This call and, where it is one of a conference, the others."""
        call = self.get(call_id)
        return tuple(c for c in self.calls.values() if c is call or (call.joined and c.joined))

    def _untie(self, call_id: str) -> None:
        """Nobody is asked for one who is gone, and one alone is no conference."""
        joined = [call for call in self.calls.values() if call.joined]
        for call in list(self.calls.values()):
            alone = call.joined and len(joined) == 1
            if call.consult_for == call_id or alone:
                tied = "" if call.consult_for == call_id else call.consult_for
                self.change(replace(call, consult_for=tied, joined=call.joined and not alone))

    def next_focus(self) -> str | None:
        others = [call for call in self.calls.values() if call.phase is not Phase.OFFERED]
        others.sort(key=lambda call: (call.phase is not Phase.TALKING, call.hold is not Hold.NONE))
        return others[0].call_id if others else None

    def hold(self, call_id: str, on: bool) -> None:
        self.holding[call_id] = on
        self.phone.hold(call_id, on)

    def hold_others(self, call_id: str) -> None:
        """All but this one, and those that are in a conference with it."""
        spared = {call.call_id for call in self.together(call_id)} if call_id in self.calls else {call_id}
        for other in self.calls.values():
            # One that is being taken off hold just now is held again.
            held = other.hold in (Hold.OURS, Hold.BOTH) and self.holding.get(other.call_id) is not False
            if other.call_id not in spared and other.phase is Phase.TALKING and not held:
                self.hold(other.call_id, True)
        for call_id in [each for each in self.calls if each not in spared]:
            self.forget_moment(call_id)

    def forget_moment(self, call_id: str) -> bool:
        """The agent is not away from it any more, or it is held like any other; whether it is held by us now."""
        call = self.calls[call_id]
        if call.moment is not None:
            self.phone.soothe(call_id, "", "")
            self.change(replace(call, moment=None))
        return call.hold in (Hold.OURS, Hold.BOTH) or self.holding.get(call_id) is True

    def settle(self) -> None:
        """What can be heard follows from the calls as they are now."""
        self.audible.settle(self.calls.values(), self.focus, self.holding)

    @property
    def heard(self) -> bool:
        return bool(self.audible.heard)


def over(call: Call, now: datetime) -> Call:
    """The call ended now, if it had not already."""
    return advance(call, Signal.END, now) if call.live else call
