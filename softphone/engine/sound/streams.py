"""What flows between a device and the rest: microphone, ear and bell. Nothing here blocks, logs or knows a device.

Two threads meet in each: PJMEDIA's clock thread or the engine's on one side, the device's on the other. They share
a Ring and single attributes that one side writes; there is no lock.
"""

from __future__ import annotations

import time

from softphone.domain.ringing import RingTone
from softphone.engine.ports import FRAME_SAMPLES
from softphone.engine.sound.cleaning import Cleaner
from softphone.engine.sound.comfort import Comfort
from softphone.engine.sound.pcm import dbfs, louder, mixed, peak
from softphone.engine.sound.ring import Ring
from softphone.engine.sound.ringtones import ringing
from softphone.engine.sound.speech import SpeechGate
from softphone.engine.sound.tones import Tone, Voice

PERIOD = 160  # of a device, 10 ms
JITTER = 32  # 2 ms
# Kept back after each get: a device's period, by which the phase of two clocks wanders, and some jitter.
MICROPHONE_MARGIN = EAR_MARGIN = PERIOD + JITTER
LOUD = 330  # of 32768, -40 dBFS
SIDETONE_MARGIN = 32  # a rare gap in the own voice is less than a delay of it
SOFTEST = 0.15  # of the loudness set, where a ring begins softly
RISES_S = 10.0  # half of what a call usually rings
FRAME_BYTES = 2 * FRAME_SAMPLES
LONGEST_FRAME_BYTES = 16 * 2 * FRAME_SAMPLES  # a caller's fault, not sound


class Meter:
    """The loudest sample since it was last read."""

    def __init__(self) -> None:
        self._peak = 0

    def see(self, samples: bytes) -> None:
        self._peak = max(self._peak, peak(samples))

    def read_dbfs(self) -> float:
        largest, self._peak = self._peak, 0
        return dbfs(largest)


class Sidetone:
    """The agent's own voice on its way from the microphone into the ear. Silent at level 0."""

    def __init__(self) -> None:
        self.level = 0.0
        self._ring = Ring(SIDETONE_MARGIN)

    def heard(self, samples: bytes) -> None:
        """From the microphone's thread."""
        if self.level:
            self._ring.put(samples)

    def over(self, samples: bytes, count: int) -> bytes:
        """For the ear's thread: this and the own voice."""
        return mixed(samples, louder(self._ring.get(count), self.level)) if self.level else samples


class Microphone:
    def __init__(self) -> None:
        self.ring = Ring(MICROPHONE_MARGIN, least=PERIOD + JITTER)
        self.meter = Meter()
        self.speech = SpeechGate()
        self.sidetone = Sidetone()
        self.cleaner: Cleaner | None = None
        self.volume = 1.0
        self.sounded_at = 0.0  # monotonic: the last sample that was not zero
        self._unseen = b""

    def heard(self, samples: bytes) -> None:
        """From the device's thread. Speech is looked for here, so also while nobody takes it: muted."""
        self.ring.put(samples)
        self.sidetone.heard(samples)
        if peak(samples) > 1:
            self.sounded_at = time.monotonic()
        unseen = self._unseen + samples[:LONGEST_FRAME_BYTES]
        while len(unseen) >= FRAME_BYTES:
            self.speech.see(unseen[:FRAME_BYTES])
            unseen = unseen[FRAME_BYTES:]
        self._unseen = unseen

    def frame(self) -> bytes:
        """From PJMEDIA's clock thread: always one frame, silence when there is none."""
        samples = self.ring.get(FRAME_SAMPLES)
        if (cleaner := self.cleaner) is not None:
            samples = cleaner.clean(samples)
        samples = louder(samples, self.volume)
        self.meter.see(samples)
        return samples


class Ear:
    """The call, what makes it pleasant, and up to two tones over it: one that lasts and a short one."""

    def __init__(self, sidetone: Sidetone) -> None:
        self.ring = Ring(EAR_MARGIN, least=FRAME_SAMPLES + JITTER)
        self.meter = Meter()
        self.comfort = Comfort()
        self.cleaner: Cleaner | None = None  # that hears what is played here
        self.loud_at = 0.0  # monotonic: when the call last brought more than a breath
        self._sidetone = sidetone
        self.volume = 1.0
        self._lasting: Voice | None = None
        self._short: Voice | None = None

    @property
    def sounding(self) -> bool:
        return self._lasting is not None or (self._short is not None and not self._short.done)

    def frame(self, frame: bytes) -> None:
        """From PJMEDIA's clock thread. What is no frame of 16-bit samples is cut to one."""
        if len(frame) > LONGEST_FRAME_BYTES or len(frame) % 2:
            frame = frame[: min(len(frame), LONGEST_FRAME_BYTES) // 2 * 2]
        self.meter.see(frame)
        if peak(frame) > LOUD:
            self.loud_at = time.monotonic()
        self.ring.put(frame)

    def play(self, tone: Tone | None) -> None:
        """From the engine's thread: a short tone sounds over the lasting one, None ends both."""
        if tone is None:
            self._lasting = self._short = None
        elif tone.lasting:
            self._lasting = Voice(tone)
        else:
            self._short = Voice(tone)

    def fill(self, count: int) -> bytes:
        """For the device's thread: exactly `count` samples."""
        samples = self._sidetone.over(self.comfort.under(self.ring.get(count), count), count)
        for voice in (self._lasting, self._short):
            if voice is not None and not voice.done:
                samples = mixed(samples, voice.take(count))
        samples = louder(samples, self.volume)
        if (cleaner := self.cleaner) is not None:
            cleaner.hear(samples)
        return samples


class Bell:
    """What rings now, and how loud; each device that rings has a Clapper of its own."""

    def __init__(self) -> None:
        self.volume = 1.0
        self.rising = False
        self.tone = RingTone.DUO
        self.began = 0.0  # monotonic: says which ring it is, too

    def begin(self, tone: RingTone) -> None:
        self.tone, self.began = tone, time.monotonic()

    @property
    def loudness(self) -> float:
        if not self.rising:
            return self.volume
        return self.volume * min(1.0, SOFTEST + (1 - SOFTEST) * (time.monotonic() - self.began) / RISES_S)


class Clapper:
    """The ring on one device. The tone is made before the device opens: its thread may not wait for that."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._began = bell.began
        self._voice = Voice(ringing(bell.tone))

    def fill(self, count: int) -> bytes:
        """For the device's thread."""
        if self._began != self._bell.began:
            self._began, self._voice = self._bell.began, Voice(ringing(self._bell.tone))
        return louder(self._voice.take(count), self._bell.loudness)
