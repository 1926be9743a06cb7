"""Set-up by a link: what the agent pressed, and what the backroom fetched and kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from softphone.domain.facts.fact import Fact
from softphone.domain.setting_up import Parcel, Why


@dataclass(frozen=True, slots=True)
class SetUpFact(Fact):
    pass


@dataclass(frozen=True, slots=True)
class SetUpGiven(SetUpFact):
    """A link was opened or typed; an empty one wants the window to type it in."""

    link: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SetUpAgreed(SetUpFact):
    """To ask that host, or to take what it offers: whichever was the question."""


@dataclass(frozen=True, slots=True)
class SetUpLeft(SetUpFact):
    pass


@dataclass(frozen=True, slots=True)
class SetUpFetched(SetUpFact):
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class SetUpKept(SetUpFact):
    """Every secret is in the key store."""


@dataclass(frozen=True, slots=True)
class SetUpFailed(SetUpFact):
    why: Why
