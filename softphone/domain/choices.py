"""What a setting can be chosen from."""

from __future__ import annotations

from enum import StrEnum


class SecondCall(StrEnum):
    BUSY = "busy"
    WAITING = "waiting"
    ANNOUNCED = "announced"


class ShownNumber(StrEnum):
    """What those called see of us, where nothing else was chosen for a call."""

    USUAL = "usual"
    OWN = "own"  # the first of the own numbers
    WITHHELD = "withheld"


class AutoAnswer(StrEnum):
    NEVER = "never"
    CUSTOMERS = "customers"
    COLLEAGUES = "colleagues"
    ALL = "all"


class Orphan(StrEnum):
    END = "end"
    GIVE_BACK = "give_back"


class RecordCalls(StrEnum):
    OFF = "off"
    BY_HAND = "by_hand"
    ALWAYS = "always"  # customers' calls; where consent is asked for, as soon as it is marked


class EchoCancelling(StrEnum):
    AUTO = "auto"  # unless microphone and ear are one headset
    ALWAYS = "always"
    NEVER = "never"


class WrapUpMode(StrEnum):
    OPTIONAL = "optional"
    TIMED = "timed"
    MANDATORY = "mandatory"


class ChatFiles(StrEnum):
    NEVER = "never"
    CONFIRMED = "confirmed"  # after a second question: nothing in them can be masked


class HeadsetMissing(StrEnum):
    IGNORED = "ignored"
    WARNED = "warned"
    REFUSED = "refused"  # no customers' calls until it is back


class Language(StrEnum):
    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


class LogLevel(StrEnum):
    USUAL = "usual"
    QUIET = "quiet"  # warnings and errors alone


class Scheme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
