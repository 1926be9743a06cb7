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

from softphone.domain.audio import NO_DEVICE, MicrophoneState, Sound, SoundDevice, SoundState, Switches
from softphone.domain.devices import Fit, best, is_headset, is_missing, ringers, switches
from softphone.domain.text import clean
from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.sound import devices
from softphone.engine.sound.cleaning import Cleaner, NoCleaning, denoiser
from softphone.engine.sound.devices import DeviceError, Listed, Stream
from softphone.engine.sound.errand import Errand, TookTooLong
from softphone.engine.sound.precedence import Precedence
from softphone.engine.sound.streams import Bell, Clapper, Ear, Microphone
from softphone.engine.sound.truth import Truth, cause_of_silence
from softphone.engine.sound.wish import Wish

LOG = logging.getLogger("engine.sound")

BEAT_S = 0.5  # while a device is open: a dead one is noticed within two beats
LOOK_IN_CALL_S = 1.0  # a headset pulled out in a sentence
LOOK_S = 3.0  # between two looks at the list of devices (2 ms each): a headset plugged in is there soon enough
RETRY_S = 1.0  # while something wanted does not work
LINGER_S = 2.0  # an ear opened for a key tone stays for the next key
ERRAND_S = 5.0  # a Bluetooth headset takes 2 s to wake; more is a hang
SPURNED_S = 10.0  # a device that gives nothing is left alone while there is another
MUTE_ASKED_EVERY_S = 2.0  # of the sound server while nothing comes: 3 ms of CPU each time, and a muted headset is usual
BELL_PERIOD_MS = 40  # nobody hears whether a bell is 100 ms late

NO_ANSWER = "the sound server does not answer"
FAILURE_CHARS = 200
STATES = {
    (True, True): SoundState.WORKING,
    (False, True): SoundState.NO_MICROPHONE,
    (True, False): SoundState.NO_EAR,
    (False, False): SoundState.NONE,
}
T = TypeVar("T")


class _Place:
    """One of the things that can be open, and what became of the last try."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stream: Stream | None = None
        self.device: Listed | None = None
        self.failure = ""
        self.seen = 0
        self.seen_at = 0.0
        self.opened_at = 0.0
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
        self._truth = Truth()
        self._mute_asked_at = -MUTE_ASKED_EVERY_S
        self._switches = Switches()
        self._denoises = False  # what it takes for that is loaded
        self._precedence = Precedence()
        self._microphone, self._ear = _Place("microphone"), _Place("ear")
        self._bells: dict[str, _Place] = {}  # by device_id
        self._spurned: dict[tuple[str, str], float] = {}  # until when, by name of the place and device_id

    @property
    def _places(self) -> tuple[_Place, ...]:
        return (self._microphone, self._ear, *self._bells.values())

    def live(self) -> None:
        while not self._wanted.stopping:
            now = time.monotonic()
            self._look(now)
            self._settle(now)
            self._precedence.keep(self._wanted.wish.call)
            self._listen(now)
            self._tell()
            busy = any(place.stream is not None or place.failure for place in self._places)
            self._wanted.wake.wait(BEAT_S if busy else LOOK_S)
            self._wanted.wake.clear()
        for place in self._places:
            self._close(place)

    def _look(self, now: float) -> None:
        trouble = self._no_list or any(place.failure for place in self._places)
        every_s = RETRY_S if trouble else LOOK_IN_CALL_S if self._wanted.wish.call else LOOK_S
        if now - self._looked_at < every_s:
            return
        self._looked_at = now
        listed = self._in_time(Errand(devices.devices))
        self._no_list, self._listed = (listed, ()) if isinstance(listed, str) else ("", listed)
        if not self._listed:
            self._spurned.clear()  # what failed was the sound server

    def _listen(self, now: float) -> None:
        """Whether the microphone brings anything, and why not."""
        place, device = self._microphone, self._microphone.device
        shut = place.stream is None
        if device is None or (shut and not place.failure):
            self._truth = Truth()
        elif not shut and not self._truth.is_silent(self._wanted.microphone.sounded_at, place.opened_at, now):
            self._mute_asked_at = -MUTE_ASKED_EVERY_S
        elif now - self._mute_asked_at >= MUTE_ASKED_EVERY_S:
            self._mute_asked_at = now
            cause = self._in_time(Errand(lambda: cause_of_silence(device.device.device_id)))
            if shut and cause is not MicrophoneState.DENIED:
                self._truth = Truth()  # what failed is told by itself
            else:
                self._truth.found(cause if isinstance(cause, MicrophoneState) else MicrophoneState.SILENT)

    def _settle(self, now: float) -> None:
        wish, setup = self._wanted.wish, self._wanted.wish.setup
        # While it rings, too: a Bluetooth ear takes two seconds to wake, and the caller's first word is in them.
        if wish.call or wish.ringing or self._wanted.ear.sounding:
            self._ear_wanted_at = now
        microphone, ear = self._chosen("microphone"), self._chosen("ear")
        self._please(microphone, ear)
        self._keep(self._microphone, wish.call and setup.microphone != NO_DEVICE, microphone, now)
        ear_wanted = now - self._ear_wanted_at < LINGER_S and setup.ear != NO_DEVICE
        self._keep(self._ear, ear_wanted, ear, now)
        hearable = None if ear is None or setup.ear == NO_DEVICE else ear.device
        rung = ringers(self._kind(microphone=False), setup, hearable) if wish.ringing else ()
        for each in rung:
            self._bells.setdefault(each.device_id, _Place("bell"))
        for device_id, place in tuple(self._bells.items()):
            device = self._listed_as(device_id, microphone=False)
            self._keep(place, device is not None and device.device in rung, device, now)
            if place.stream is None and not place.failure:
                del self._bells[device_id]

    def _please(self, microphone: Listed | None, ear: Listed | None) -> None:
        """What is done to the sound of a call between these two."""
        setup, call = self._wanted.wish.setup, self._wanted.wish.call
        pair = (microphone.device if microphone else None, ear.device if ear else None)
        self._wanted.ear.comfort.on = setup.comfort and call
        if setup.cleaning.keys and not self._denoises:
            self._denoises = True
            denoiser()  # takes a fifth of a second once, which no call shall wait for
        # Without a headset the microphone would hear it again.
        self._wanted.microphone.sidetone.level = setup.sidetone if call and is_headset(*pair) else 0.0
        spoken = call and microphone is not None and setup.microphone != NO_DEVICE
        wanted = switches(setup, *pair) if spoken else Switches()
        if wanted == self._switches:
            return
        self._switches, cleaner = wanted, None
        if wanted != Switches():
            try:
                cleaner = Cleaner(wanted)
            except NoCleaning as trouble:
                LOG.warning("the microphone is not cleaned: %s", trouble)
        self._wanted.microphone.cleaner = cleaner
        self._wanted.ear.cleaner = cleaner if wanted.echo else None

    def _kind(self, *, microphone: bool) -> list[SoundDevice]:
        return [each.device for each in self._listed if each.device.microphone == microphone]

    def _listed_as(self, device_id: str, *, microphone: bool) -> Listed | None:
        mine = (each for each in self._listed if each.device.microphone == microphone)
        return next((each for each in mine if each.device.device_id == device_id), None)

    def _choice(self, name: str) -> tuple[SoundDevice, Fit] | None:
        setup, microphone = self._wanted.wish.setup, name == "microphone"
        mine = self._kind(microphone=microphone)
        now = time.monotonic()
        good = [each for each in mine if self._spurned.get((name, each.device_id), now) <= now]
        default = next((each for each in self._listed if each.default and each.device.microphone == microphone), None)
        wished = setup.microphone if microphone else setup.ear
        return best(good or mine, wished, setup.order, _id(default))

    def _chosen(self, name: str) -> Listed | None:
        choice = self._choice(name)
        return self._listed_as(choice[0].device_id, microphone=name == "microphone") if choice else None

    def _keep(self, place: _Place, wanted: bool, device: Listed | None, now: float) -> None:
        if place.stream is not None:
            if not wanted or _id(device) != _id(place.device):
                place.not_before = 0.0
                self._close(place)
            elif self._fell_silent(place, now):
                LOG.warning("device=%s fell silent and is opened anew", place.name)
                if place.stream.callbacks == 0:
                    self._spurn(place, now)
                self._close(place)
                self._looked_at = -LOOK_S
                place.not_before = now + BEAT_S
        if not wanted:
            place.failure = ""
        elif place.stream is None and now >= place.not_before and not self._wanted.stopping:
            self._open(place, device, now)

    def _spurn(self, place: _Place, now: float) -> None:
        self._spurned[place.name, _id(place.device)] = now + SPURNED_S

    def _fell_silent(self, place: _Place, now: float) -> bool:
        assert place.stream is not None
        callbacks = place.stream.callbacks
        if callbacks != place.seen:
            place.seen, place.seen_at = callbacks, now
        return now - place.seen_at >= 2 * BEAT_S

    def _open(self, place: _Place, device: Listed | None, now: float) -> None:
        place.device, place.seen, place.seen_at = device, 0, now
        if device is None:
            place.failure, place.not_before = self._no_list or f"there is no {place.name}", now + RETRY_S
            return
        stream = self._in_time(Errand(lambda: self._opened(place.name, device), Stream.close))
        if isinstance(stream, str):
            if stream != place.failure:
                LOG.warning("device=%s did not open: %s", place.name, clean(stream, FAILURE_CHARS))
            if stream != NO_ANSWER:
                self._spurn(place, now)
            place.failure, place.not_before = stream, now + RETRY_S
        else:
            place.stream, place.failure, place.seen_at = stream, "", time.monotonic()
            place.opened_at = place.seen_at

    def _opened(self, name: str, device: Listed) -> Stream:
        if name == "microphone":
            self._wanted.microphone.ring.clear()
            return devices.open_microphone(device, self._wanted.microphone.heard)
        if name == "ear":
            self._wanted.ear.ring.clear()
            return devices.open_ear(device, self._wanted.ear.fill)
        return devices.open_ear(device, Clapper(self._wanted.bell).fill, BELL_PERIOD_MS)

    def _close(self, place: _Place) -> None:
        stream, place.stream = place.stream, None
        if stream is not None:
            self._log_end(place)
            # Also while another errand hangs: its own thread may wait, this one and a destructor may not.
            self._in_time(Errand(stream.close), beside_a_stuck_one=True)

    def _log_end(self, place: _Place) -> None:
        """How well it went, in figures that say which side was late."""
        rings = {"microphone": self._wanted.microphone.ring, "ear": self._wanted.ear.ring}
        if (ring := rings.get(place.name)) is not None:
            drained_ms, margin_ms = ring.drained * 1000 // SAMPLE_RATE_HZ, ring.margin * 1000 // SAMPLE_RATE_HZ
            figures = (ring.underruns, drained_ms, margin_ms)
            LOG.info("closed=%s underruns=%d drained_ms=%d margin_ms=%d", place.name, *figures)

    def _in_time(self, errand: Errand[T], *, beside_a_stuck_one: bool = False) -> T | str:
        """The errand's result, or why there is none. While one hangs, no other device is asked."""
        if self._stuck is not None and not self._stuck.running:
            self._stuck = None
        if self._stuck is not None and not beside_a_stuck_one:
            return NO_ANSWER
        try:
            return errand.wait(ERRAND_S if self._stuck is None else 0, self._precedence.join)
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
        setup, call = self._wanted.wish.setup, self._wanted.wish.call
        microphone, microphone_lack, no_microphone = self._name(self._microphone, setup.microphone, call)
        ear, ear_lack, no_ear = self._name(self._ear, setup.ear, call)
        state = STATES[bool(microphone), bool(ear)]
        reasons = dict.fromkeys(reason for reason in (microphone_lack, ear_lack) if reason)  # each once, in order
        every = tuple(each.device for each in self._listed)
        heard = self._truth.state if call else MicrophoneState.HEARD
        return Sound(state, microphone, ear, "; ".join(reasons), every, heard, no_microphone or no_ear)

    def _name(self, place: _Place, wished: str, in_call: bool) -> tuple[str, str, bool]:
        """The device in use, or that would be used; empty when there is none. What is not as wished; and whether
        nothing of what was asked for is there."""
        if wished == NO_DEVICE:
            return "", f"{place.name} switched off", False
        choice = self._choice(place.name)
        if choice is None:
            return "", self._no_list or f"there is no {place.name}", False
        used, fit = choice
        missing = is_missing(wished, self._wanted.wish.setup.order, fit)
        if in_call and place.stream is None:
            return "", place.failure or f"{place.name} is not open yet", missing
        instead = wished and fit is not Fit.WISHED
        return used.name, f"the {place.name} wished for is not there" if instead else "", missing


def _id(device: Listed | None) -> str:
    return device.device.device_id if device else ""
