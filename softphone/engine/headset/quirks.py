"""What single makers do otherwise than the usage tables say, as data. Who is not here is taken as generic.

The generic rule: a field of Phone Mute is a key (each rising edge toggles), whether it is declared relative or not;
Hook Switch is a state that the host's Off-Hook light confirms, but a key where it is declared relative.
"""

from __future__ import annotations

from msgspec import Struct


class Quirk(Struct, frozen=True):
    maker: str
    mute_is_state: bool = False  # Phone Mute says how it is, and does not toggle: a boom that is swung up
    echoes_mute: bool = False  # says Phone Mute once more after its light was switched by us
    light_of_ring: bool = True  # False: its ring light makes it ring by itself, which our ringer does already


# By USB vendor id. What stands here of mute has not been tried on the makers' own devices yet.
MAKERS: dict[int, Quirk] = {
    0x0B0E: Quirk("Jabra"),
    0x047F: Quirk("Poly", echoes_mute=True),  # Plantronics
    0x095D: Quirk("Poly", echoes_mute=True),  # Polycom
    0x1395: Quirk("EPOS"),  # Sennheiser Communications
    0x6993: Quirk("Yealink"),
    0x046D: Quirk("Logitech", mute_is_state=True),
}
GENERIC = Quirk("")


def quirk_of(vendor: int) -> Quirk:
    return MAKERS.get(vendor, GENERIC)
