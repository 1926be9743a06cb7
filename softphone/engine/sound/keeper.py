"""Keeps devices as they are wanted, on the thread "sound".

It compares the wish with what is open, opens and closes, looks at the list of devices every few seconds and notices
a device that fell silent. Devices are touched by errands with a deadline: a sound server that hangs costs sound,
never the engine. One rule: nothing here may end a call.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from softphone.domain.audio import NO_DEVICE, Sound, SoundState
from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound import devices
from softphone.engine.sound.devices import DeviceError, Listed, Stream
from softphone.engine.sound.errand import Errand, TookTooLong
from softphone.engine.sound.streams import Bell, Ear, Microphone
from softphone.engine.sound.wish import Wish

LOG = logging.getLogger("engine.sound")

BEAT_S = 0.5  # while a device is open: a dead one is noticed within two beats
LOOK_S = 3.0  # between two looks at the list of devices (2 ms each): a headset plugged in is there soon enough
RETRY_S = 1.0  # while something wanted does not work
LINGER_S = 2.0  # an ear opened for a key tone stays for the next key
ERRAND_S = 5.0  # a Bluetooth headset takes 2 s to wake; more is a hang
BELL_PERIOD_MS = 40  # nobody hears whether a bell is 100 ms late

NO_ANSWER = "the sound server does not answer"
STATES = {
    (True, True): SoundState.WORKING,
    (False, True): SoundState.NO_MICROPHONE,
    (True, False): SoundState.NO_EAR,
    (False, False): SoundState.NONE,
}
T = TypeVar("T")


class _Place:
    """One of the three things that can be open, and what became of the last try."""

    def __init__(self) -> None:
        self.stream: Stream | None = None
        self.device: Listed | None = None  # None: the system's default
        self.failure = ""
        self.seen = 0
        self.seen_at = 0.0
        self.not_before = 0.0


class Wanted(Protocol):
    """What the engine's side tells the keeper, and where sound comes from and goes to."""

    wish: Wish
    wake: threading.Event
    stopping: bool
    microphone: Microphone
    ear: Ear
    bell: Bell


class Keeper:
    """`live` runs until `wanted.stopping`; `changed` is told each new state."""

    def __init__(self, wanted: Wanted, changed: Callable[[Sound], None]) -> None:
        self._wanted = wanted
        self._changed = changed
        self._told: Sound | None = None
        self._listed: tuple[Listed, ...] = ()
        self._no_list = ""
        self._looked_at = -LOOK_S
        self._stuck: Errand[Any] | None = None
        self._ear_wanted_at = -LINGER_S
        self._places = {"microphone": _Place(), "ear": _Place(), "bell": _Place()}

    def live(self) -> None:
        while not self._wanted.stopping:
            now = time.monotonic()
            self._look(now)
            self._settle(now)
            self._tell()
            busy = any(place.stream is not None or place.failure for place in self._places.values())
            self._wanted.wake.wait(BEAT_S if busy else LOOK_S)
            self._wanted.wake.clear()
        for place in self._places.values():
            self._close(place)

    def _look(self, now: float) -> None:
        trouble = self._no_list or any(place.failure for place in self._places.values())
        if now - self._looked_at < (RETRY_S if trouble else LOOK_S):
            return
        self._looked_at = now
        listed = self._in_time(Errand(devices.devices))
        self._no_list, self._listed = (listed, ()) if isinstance(listed, str) else ("", listed)

    def _settle(self, now: float) -> None:
        wish, setup = self._wanted.wish, self._wanted.wish.setup
        if wish.call or self._wanted.ear.sounding:
            self._ear_wanted_at = now
        ear_wanted = now - self._ear_wanted_at < LINGER_S
        self._keep("microphone", wish.call, setup.microphone, now)
        self._keep("ear", ear_wanted, setup.ear, now)
        self._keep("bell", wish.ringing, setup.ringer or setup.ear, now)

    def _keep(self, name: str, wanted: bool, wished: str, now: float) -> None:
        place = self._places[name]
        wanted = wanted and wished != NO_DEVICE
        device = devices.wished(self._listed, wished, microphone=name == "microphone") if wished else None
        if place.stream is not None:
            if not wanted or _id(device) != _id(place.device):
                place.not_before = 0.0
                self._close(place)
            elif self._fell_silent(place, now):
                LOG.warning("device=%s fell silent and is opened anew", name)
                self._close(place)
                self._looked_at = -LOOK_S
                place.not_before = now + BEAT_S
        if not wanted:
            place.failure = ""
        elif place.stream is None and now >= place.not_before and not self._wanted.stopping:
            self._open(name, place, device, now)

    def _fell_silent(self, place: _Place, now: float) -> bool:
        assert place.stream is not None
        callbacks = place.stream.callbacks
        if callbacks != place.seen:
            place.seen, place.seen_at = callbacks, now
        return now - place.seen_at >= 2 * BEAT_S

    def _open(self, name: str, place: _Place, device: Listed | None, now: float) -> None:
        place.device, place.seen, place.seen_at = device, 0, now
        if not self._listed or not any(each.device.microphone == (name == "microphone") for each in self._listed):
            place.failure, place.not_before = self._no_list or f"there is no {name}", now + RETRY_S
            return
        errand = Errand(lambda: self._opened(name, device), Stream.close)
        stream = self._in_time(errand)
        if isinstance(stream, str):
            if stream != place.failure:
                LOG.warning("device=%s did not open: %s", name, stream)
            place.failure, place.not_before = stream, now + RETRY_S
        else:
            place.stream, place.failure, place.seen_at = stream, "", time.monotonic()

    def _opened(self, name: str, device: Listed | None) -> Stream:
        if name == "microphone":
            self._wanted.microphone.ring.clear()
            return devices.open_microphone(device, self._wanted.microphone.heard)
        if name == "ear":
            self._wanted.ear.ring.clear()
            return devices.open_ear(device, self._wanted.ear.fill)
        return devices.open_ear(device, self._wanted.bell.fill, BELL_PERIOD_MS)

    def _close(self, place: _Place) -> None:
        stream, place.stream = place.stream, None
        if stream is not None:
            self._log_end(place)
            # Also while another errand hangs: its own thread may wait, this one and a destructor may not.
            self._in_time(Errand(stream.close), beside_a_stuck_one=True)

    def _log_end(self, place: _Place) -> None:
        """How well it went, in figures that say which side was late."""
        for name, ring in (("microphone", self._wanted.microphone.ring), ("ear", self._wanted.ear.ring)):
            if place is self._places[name]:
                drained_ms, margin_ms = ring.drained * 1000 // SAMPLE_RATE_HZ, ring.margin * 1000 // SAMPLE_RATE_HZ
                figures = (ring.underruns, drained_ms, margin_ms)
                LOG.info("closed=%s underruns=%d drained_ms=%d margin_ms=%d", name, *figures)

    def _in_time(self, errand: Errand[T], *, beside_a_stuck_one: bool = False) -> T | str:
        """The errand's result, or why there is none. While one hangs, no other device is asked."""
        if self._stuck is not None and not self._stuck.running:
            self._stuck = None
        if self._stuck is not None and not beside_a_stuck_one:
            return NO_ANSWER
        try:
            return errand.wait(ERRAND_S if self._stuck is None else 0)
        except DeviceError as error:
            return str(error)
        except TookTooLong:
            self._stuck = self._stuck or errand
            return NO_ANSWER

    def _tell(self) -> None:
        sound = self._sound()
        if sound != self._told:
            if self._told is None or (sound.state, sound.reason) != (self._told.state, self._told.reason):
                LOG.info("sound=%s devices=%d reason=%s", sound.state, len(sound.devices), sound.reason)
            self._told = sound
            self._changed(sound)

    def _sound(self) -> Sound:
        setup = self._wanted.wish.setup
        microphone, microphone_lack = self._name("microphone", setup.microphone, self._wanted.wish.call)
        ear, ear_lack = self._name("ear", setup.ear, self._wanted.wish.call)
        state = STATES[bool(microphone), bool(ear)]
        reasons = dict.fromkeys(reason for reason in (microphone_lack, ear_lack) if reason)  # each once, in order
        return Sound(state, microphone, ear, "; ".join(reasons), tuple(each.device for each in self._listed))

    def _name(self, name: str, wished: str, in_call: bool) -> tuple[str, str]:
        """The device in use, or that would be used; empty when there is none. And what is not as wished."""
        place = self._places[name]
        if wished == NO_DEVICE:
            return "", f"{name} switched off"
        mine = [each for each in self._listed if each.device.microphone == (name == "microphone")]
        chosen = devices.wished(mine, wished, microphone=name == "microphone") if wished else None
        default = next((each for each in mine if each.default), mine[0] if mine else None)
        used = chosen or default
        if used is None:
            return "", self._no_list or f"there is no {name}"
        if in_call and place.stream is None:
            return "", place.failure or f"{name} is not open yet"
        return used.device.name, "" if chosen or not wished else f"the {name} wished for is not there"


def _id(device: Listed | None) -> str:
    return device.device.device_id if device else ""
