"""What the engine wants of this computer's sound now."""

from __future__ import annotations

from dataclasses import dataclass, field

from softphone.domain.audio import SoundSetup


@dataclass(frozen=True, slots=True)
class Wish:
    """Replaced as a whole, so the sound thread never sees half of one."""

    setup: SoundSetup = field(default_factory=SoundSetup)
    call: bool = False
    ringing: bool = False
