"""What single makers do otherwise than the usage tables say, as data. Who is not here is taken as generic.

The generic rule: a field of Phone Mute is a key (each rising edge toggles), whether it is declared relative or not;
Hook Switch is a state that the host's Off-Hook light confirms.
"""

from __future__ import annotations

from msgspec import Struct


class Quirk(Struct, frozen=True):
    maker: str
    mute_is_state: bool = False  # Phone Mute says how it is, and does not toggle: a boom that is swung up
    echoes_mute: bool = False  # says Phone Mute once more after its light was switched by us
    hook_is_key: bool = False  # Hook Switch is pressed and let go: each rising edge is a press
    light_of_ring: bool = True  # False: its ring light makes it ring by itself, which our ringer does already


# By USB vendor id, then by product id where one differs from its maker's others.
MAKERS: dict[int, Quirk] = {
    0x0B0E: Quirk("Jabra"),
    0x047F: Quirk("Poly", echoes_mute=True),  # Plantronics
    0x095D: Quirk("Poly", echoes_mute=True),  # Polycom
    0x1395: Quirk("EPOS"),  # Sennheiser Communications
    0x6993: Quirk("Yealink"),
    0x046D: Quirk("Logitech", mute_is_state=True),
}
PRODUCTS: dict[tuple[int, int], Quirk] = {
    (0x1395, 0x0025): Quirk("EPOS", hook_is_key=True),  # HS-100B chip: Hook Switch is declared relative
}
GENERIC = Quirk("")


def quirk_of(vendor: int, product: int) -> Quirk:
    return PRODUCTS.get((vendor, product)) or MAKERS.get(vendor, GENERIC)
