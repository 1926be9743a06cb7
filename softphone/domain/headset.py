"""Whether the buttons and lights of a headset work with Aside, and if not, who has them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class ButtonState(StrEnum):
    OFF = "off"  # by setting, or this engine has no sound
    NONE = "none"  # no headset with telephone buttons is plugged in
    WORKING = "working"
    TAKEN = "taken"  # by another program
    NO_ACCESS = "no_access"  # the system does not let us


class Buttons(Struct, frozen=True):
    state: ButtonState = ButtonState.OFF
    name: str = ""  # of the headset, cleaned
    holder: str = ""  # the program that has it, where the system says so
