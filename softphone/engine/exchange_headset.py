"""What a press at the headset does, and what its lights show. Both follow from the calls, so both sides always agree.

A press of mute can never end a call: see `engine/headset/telephony.py` for what its reports may tear along.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from softphone.domain.call import Call, Hold, IllegalSignal, Phase
from softphone.domain.headset import Buttons
from softphone.domain.protocol import Answer, GiveBack, HangUp, HeadsetChanged, SetHold, SetMoment, SetMute
from softphone.engine.exchange_board import Board, NotPossible
from softphone.engine.exchange_calls import CallCommand, Switchboard
from softphone.engine.headset.telephony import Lights, Press
from softphone.engine.ports import Headsets

# As for the End button: a press meant for a call that is just gone must not end the next.
GUARD = timedelta(seconds=1)

log = logging.getLogger("aside.engine")


class HeadsetKeys:
    def __init__(self, board: Board, switchboard: Switchboard, headsets: Headsets | None) -> None:
        self._board = board
        self._switchboard = switchboard
        self._headsets = headsets
        self._focus: str | None = None
        self._focus_since: datetime | None = None
        self.buttons = Buttons()
        if headsets is not None:
            headsets.start()

    def use(self, on: bool, ear: str) -> None:
        if self._headsets is not None:
            self._headsets.use(on, ear)

    def stop(self) -> None:
        if self._headsets is not None:
            self._headsets.stop()

    def tick(self, now: datetime) -> None:
        if self._headsets is None:
            return
        if self._board.focus != self._focus or self._focus_since is None:
            self._focus, self._focus_since = self._board.focus, now
        for press in self._headsets.presses():
            self._press(press, now)
        self._headsets.light(self._lights())
        if (buttons := self._headsets.buttons) != self.buttons:
            self.buttons = buttons
            self._board.emit(HeadsetChanged(now, buttons))

    def _press(self, press: Press, now: datetime) -> None:
        command = self._meaning(press, now)
        log.info("headset press=%s command=%s", press.value, type(command).__name__ if command else "")
        if command is None:
            return
        try:
            self._switchboard.do(command)
        except (NotPossible, IllegalSignal) as refusal:
            log.info("headset refused command=%s reason=%s", type(command).__name__, refusal)

    def _meaning(self, press: Press, now: datetime) -> CallCommand | None:
        spoken = self._board.calls.get(self._board.focus or "")
        ringing = self._ringing()
        match press:
            case Press.HOOK_OFF:
                return Answer(ringing.call_id) if ringing else _back_to(spoken)
            case Press.HOOK_ON:
                return self._end(spoken, now)
            case Press.HOOK_KEY:
                return Answer(ringing.call_id) if ringing and spoken is None else self._end(spoken, now)
            case Press.MUTE | Press.MUTE_ON | Press.MUTE_OFF if spoken is not None and spoken.phase is Phase.TALKING:
                on = not spoken.muted if press is Press.MUTE else press is Press.MUTE_ON
                return SetMute(spoken.call_id, on) if on is not spoken.muted else None
            case Press.FLASH if spoken is not None and spoken.phase is Phase.TALKING:
                return SetHold(spoken.call_id, spoken.hold not in (Hold.OURS, Hold.BOTH))
            case Press.REJECT if ringing is not None:
                return GiveBack(ringing.call_id, 480 if ringing.context.queue else 486)
        return None

    def _end(self, spoken: Call | None, now: datetime) -> HangUp | None:
        if spoken is None or spoken.phase is Phase.OFFERED or self._focus_since is None:
            return None
        return HangUp(spoken.call_id) if now - self._focus_since >= GUARD else None

    def _ringing(self) -> Call | None:
        """The longest ringing one, as the key of Answer takes it."""
        offered = [call for call in self._board.calls.values() if call.phase is Phase.OFFERED]
        return min(offered, key=lambda call: call.offered_at, default=None)

    def _lights(self) -> Lights:
        calls = self._board.calls.values()
        busy = any(call.phase is not Phase.OFFERED for call in calls)
        spoken = self._board.calls.get(self._board.focus or "")
        return Lights(
            off_hook=busy,
            mute=spoken is not None and spoken.muted,
            ring=not busy and self._ringing() is not None,
            hold=spoken is not None and (spoken.moment is not None or spoken.hold in (Hold.OURS, Hold.BOTH)),
        )


def _back_to(spoken: Call | None) -> CallCommand | None:
    """Taken off the hook again: the agent goes on with who waits."""
    if spoken is None or spoken.phase is not Phase.TALKING:
        return None
    if spoken.moment is not None:
        return SetMoment(spoken.call_id, False)
    return SetHold(spoken.call_id, False) if spoken.hold in (Hold.OURS, Hold.BOTH) else None
