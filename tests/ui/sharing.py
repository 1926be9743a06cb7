"""Desks with what other desks share, for tests of the window and for its pictures."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from softphone.domain.catalogue import Topic
from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.matrix import Link, LinkState
from softphone.domain.sharing import Shared, SiteNotice, Thanked, Waiting
from tests.ui import desks

KERN = Expert("e-k", "J. Kern", "@kern:x.example", "Product marketing", ("Rails",), ("en",))
ANNA, BEN, US = "@anna:x.example", "@ben:x.example", "@us:x.example"


def waits(asker: str, minutes: float = 2, root: str = "") -> Waiting:
    text = "Do the rails of 2020 fit the racks S2?"
    at = desks.ago(minutes=minutes)
    return Waiting(f"${asker}", root or f"${asker}", "!r", "rails", asker, KERN.address, text, at)


def at_site(desk: Desk, shared: Shared, us: str = US) -> Desk:
    """The catalogue says that Kern owns Rails."""
    return replace(
        desk,
        experts=(KERN, *desk.experts),
        catalogue=(Topic("Rails", owner=KERN.address),),
        settings=replace(desk.settings, matrix_directory="#aside:x.example"),
        matrix=Link(LinkState.ONLINE, us),
        shared=shared,
    )


def composing(desk: Desk) -> Desk:
    talk = Conversation("s", desk.shown or "", KERN.expert_id, KERN.address, "Rails", opened_at=desks.NOW)
    return replace(desk, conversations={**desk.conversations, "s": talk}, conversation="s", drawer_open=True)


def joining() -> Desk:
    return composing(at_site(desks.talking(), Shared({"rails": (waits(ANNA, 4), waits(BEN))})))


def a_notice(by: str = KERN.address, queues: tuple[str, ...] = ("Orders",), hours: float = 3) -> SiteNotice:
    text = "Rails of the R2 series are out until Monday: offer the adapter AD-7, free of charge."
    return SiteNotice("n1", desks.ago(minutes=30), by, "Rails", text, desks.NOW + timedelta(hours=hours), queues)


def noticed() -> Desk:
    return at_site(desks.talking(), Shared(notices=(a_notice(),)))


def thanked() -> Desk:
    thanks = Thanked("t1", desks.ago(hours=2), "J. Kern", "Rails", "Thank you. Your answer solved it in the call.")
    return at_site(desks.idle(), Shared(wall=(thanks,)))


