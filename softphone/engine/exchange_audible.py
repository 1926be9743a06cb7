"""What can be heard, from the calls alone: routes of the bridge, open devices, ring and tones. One place decides it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain.audio import Route, SoundSetup, routes
from softphone.domain.call import Call, Direction, Ending, Hold, Phase
from softphone.domain.moment import STILL_THERE
from softphone.domain.ringing import RingTone, ring_tone
from softphone.engine.ports import Ears, Phone

TONE_S = 3.0  # of an ending; longer annoys, shorter is missed
_TONE = re.compile(r"tap|reminder|still-there|line-lost|line-back|test|key:[0-9*#A-D]|ring:[a-z]{1,10}")
NUDGE_S = 3.0  # one round of the ring tone


class NotPossible(ValueError):
    """The command cannot be done; the text is for the log."""


class Audible:
    """Tells the telephone and the ears only what changed."""

    def __init__(self, phone: Phone, ears: Ears, clock: Callable[[], datetime]) -> None:
        self._phone = phone
        self._ears = ears
        self._clock = clock
        self.setup = SoundSetup()
        self.controls = True  # somebody can press Mute
        self.heard: frozenset[Route] = frozenset()
        self._open = False
        self._ringing = ""  # call_id
        self._tone: str | None = None
        self._last_tone: tuple[str, datetime] | None = None  # of a call that ended, and until when
        self._nudged_until: datetime | None = None
        self._held_open = False  # without a call: the place is tried

    def settle(self, calls: Collection[Call], focus: str | None, holding: Mapping[str, bool]) -> None:
        """Bring everything in line with `calls`. `holding` names calls that are asked to be held and have not
        confirmed it: the microphone leaves them at once, not a round trip later."""
        seen = [replace(call, hold=Hold.OURS) if holding.get(call.call_id) else call for call in calls]
        wanted = routes(seen, focus, controls=self.controls)
        if wanted != self.heard:
            self.heard = wanted
            self._phone.route(wanted)
        busy = any(call.phase is not Phase.OFFERED for call in calls)
        offered = any(call.phase is Phase.OFFERED for call in calls)
        tone = self._choose_tone(seen, focus, busy, offered)
        self._open_devices(busy or self._held_open, tone)
        ringing = min((call for call in calls if call.phase is Phase.OFFERED), key=_since) if offered else None
        self._ring(ringing if not busy else None)
        if not any(call.moment for call in calls):
            self._hush()
        if tone != self._tone:
            self._tone = tone
            self._ears.tone(tone)

    def play_ending(self, call: Call, ending: Ending, now: datetime) -> None:
        """Let the agent hear how the last call went. `call` as it was before it ended."""
        if ending is Ending.CALLEE_BUSY:
            tone = "busy"
        elif call.phase is Phase.TALKING:
            tone = "end"
        elif call.direction is Direction.OUT:
            tone = "failure"
        else:
            return
        self._last_tone = (tone, now + timedelta(seconds=TONE_S))

    def play_tone(self, name: str) -> None:
        """By its name, in the ear; the one that asks whether somebody is there, on what rings."""
        if not _TONE.fullmatch(name):
            raise NotPossible("no such tone")
        if name == STILL_THERE:
            self.nudge(self._clock())
        else:
            self._ears.tone(name)

    def hold_open(self, on: bool) -> None:
        """Microphone and ear without a call; `settle` is due then."""
        self._held_open = on

    def nudge(self, now: datetime, *, always: bool = False) -> None:
        """Ring for a moment: the agent is away from a call, and not at the headset. Not in silent hours, but where
        it is what the agent `always` wants to hear."""
        setup = self.setup
        tone = ring_tone(setup.ring_tone, (), setup.silent_hours, "", now.astimezone().time())
        if always and tone is RingTone.SILENT:
            tone = RingTone.DUO
        if tone is not RingTone.SILENT and not self._ringing:
            self._nudged_until = now + timedelta(seconds=NUDGE_S)
            self._ears.ring(tone)

    def expire(self, now: datetime) -> bool:
        """Whether the tone of an ending is over; `settle` is due then."""
        if self._nudged_until is not None and now >= self._nudged_until:
            self._hush()
        if self._last_tone is None or now < self._last_tone[1]:
            return False
        self._last_tone = None
        return True

    def _hush(self) -> None:
        if self._nudged_until is not None:
            self._nudged_until = None
            if not self._ringing:
                self._ears.ring(None)

    def _ring(self, call: Call | None) -> None:
        """The tone is chosen when a call begins to ring, and stays."""
        call_id = call.call_id if call else ""
        if call_id == self._ringing:
            return
        self._ringing = call_id
        if call is None:
            self._ears.ring(None)
            return
        setup, local = self.setup, self._clock().astimezone().time()
        tone = ring_tone(setup.ring_tone, setup.queue_tones, setup.silent_hours, call.context.queue, local)
        self._ears.ring(None if tone is RingTone.SILENT else tone)

    def _choose_tone(self, calls: Collection[Call], focus: str | None, busy: bool, offered: bool) -> str | None:
        if busy or offered:
            self._last_tone = None
        if busy:
            spoken = next((call for call in calls if call.call_id == focus), None)
            if spoken is not None and spoken.phase is Phase.ALERTING and not spoken.early_media:
                return "ringback"
            return "waiting" if offered else None
        return self._last_tone[0] if self._last_tone else None

    def _open_devices(self, busy: bool, tone: str | None) -> None:
        """Open while a call is up; the ending's tone is still heard. No microphone is open while it only rings."""
        if busy and not self._open:
            self._open = True
            self._ears.open_call(True)
        elif self._open and not busy and tone is None:
            self._open = False
            self._ears.open_call(False)


def _since(call: Call) -> datetime:
    return call.offered_at
