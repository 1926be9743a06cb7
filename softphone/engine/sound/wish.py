"""What the engine wants of this computer's sound now."""

from __future__ import annotations

from msgspec import Struct

from softphone.domain.audio import SoundSetup


class Wish(Struct, frozen=True):
    """Replaced as a whole, so the sound thread never sees half of one."""

    setup: SoundSetup = SoundSetup()
    call: bool = False
    ringing: bool = False
