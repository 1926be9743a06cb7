"""Microphone, ear, ringer and tones. `open_ears` is all that the engine needs."""

from __future__ import annotations

from softphone.engine.ports import Ears


def open_ears(none: bool = False) -> Ears:
    """The ears of this computer, or those of an engine without any. Nothing is opened before `start`."""
    if none:
        from softphone.engine.sound.none import NoEars

        return NoEars()
    from softphone.engine.sound.ears import SystemEars

    return SystemEars()
