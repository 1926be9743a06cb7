"""Ears for an engine without any: the practice world's callers and experts, who are scripts."""

from __future__ import annotations

from collections.abc import Callable

from softphone.domain.audio import Sound, SoundSetup, SoundState
from softphone.domain.ringing import RingTone
from softphone.engine.ports import FRAME_SAMPLES
from softphone.engine.sound.pcm import SILENCE_DBFS

SILENCE = bytes(2 * FRAME_SAMPLES)


class NoEars:
    """Implements `engine.ports.Ears`: hears silence, says nothing, opens no device."""

    def start(self, changed: Callable[[Sound], None]) -> None:
        changed(Sound(SoundState.NONE, reason="this engine has no ears"))

    def stop(self) -> None:
        pass

    def configure(self, setup: SoundSetup) -> None:
        pass

    def open_call(self, on: bool) -> None:
        pass

    def put_ear(self, frame: bytes) -> None:
        pass

    def get_microphone(self) -> bytes:
        return SILENCE

    def levels(self) -> tuple[float, float]:
        return SILENCE_DBFS, SILENCE_DBFS

    @property
    def speaking(self) -> bool:
        return False

    def ring(self, tone: RingTone | None) -> None:
        pass

    def play(self, samples: bytes) -> None:
        pass

    def tone(self, name: str | None) -> None:
        pass
