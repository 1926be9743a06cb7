"""Set-up by a link: what the agent pressed, and what the backroom fetched and kept."""

from __future__ import annotations

from softphone.domain.facts.fact import Fact
from softphone.domain.secrets import hiding
from softphone.domain.setting_up import Parcel, Why


class SetUpFact(Fact, frozen=True):
    pass


class SetUpGiven(SetUpFact, frozen=True):
    """A link was opened or typed; an empty one wants the window to type it in."""

    link: str = ""

    __repr__ = hiding("link")


class SetUpAgreed(SetUpFact, frozen=True):
    """To ask that host, or to take what it offers: whichever was the question."""


class SetUpLeft(SetUpFact, frozen=True):
    pass


class SetUpFetched(SetUpFact, frozen=True):
    parcel: Parcel


class SetUpKept(SetUpFact, frozen=True):
    """Every secret is in the key store."""


class SetUpFailed(SetUpFact, frozen=True):
    why: Why
