"""Desks whose question is on its way, made by the rules themselves: for tests of the promise and for its pictures."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.catalogue import Topic
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.update import update
from tests.ui import desks

PETRA = Expert("p", "Petra Sommerfeld", "sip:311@pbx", "Product marketing", ("Rails",), ("de",))
JONAS = Expert("j", "Jonas Ahlgrimm", "sip:312@pbx", "Product marketing", ("Rails",), ("en",))


def after(desk: Desk, *happened: facts.Fact) -> Desk:
    for fact in happened:
        desk, _ = update(desk, fact)
    return desk


def later(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def asked(topic: str = "Rails") -> Desk:
    """Petra was asked 20 s ago, and the network accepted it."""
    desk = replace(desks.talking(), experts=(PETRA, JONAS, *desks.EXPERTS), drawer_open=True)
    at = desks.NOW - later(20)
    return after(
        replace(desk, now=at),
        facts.ConversationOpened(at, "v1", "call-a", "p", topic),
        facts.QuestionAsked(at, "q1", "v1", "Does the free adapter still ship with replacements?"),
        facts.DeliveryChanged(at, "v1", "q1", Delivery.DELIVERED),
        facts.Ticked(desks.NOW - later(1)),
        facts.Ticked(desks.NOW),
    )


def says(where: str, text: str, at: float = 0) -> facts.ReplyArrived:
    when = desks.NOW + later(at)
    return facts.ReplyArrived(when, where, ChatMessage(f"r{at}", when, False, text))


def begun() -> Desk:
    """Petra is picked, nothing sent yet; the topic and the note have steps to be marked."""
    desk = replace(desks.talking(), experts=(PETRA, JONAS, *desks.EXPERTS), drawer_open=True)
    topic = Topic("Rails", ready=("Year of the rack", "Photo of the rails"))
    steps = facts.ContextEdited(desks.NOW, "v1", "48-1190 12 × Rack S2 · ✓ Year of the rack")
    return after(
        replace(desk, catalogue=(topic,)),
        facts.NoteEdited(desks.NOW, "call-a", "Tried the AD-6 adapter, too short"),
        facts.ConversationOpened(desks.NOW, "v1", "call-a", "p", "Rails"),
        steps,
    )


def declined() -> Desk:
    desk = after(asked(), says("v1", "0"))
    sent = facts.DeliveryChanged(desks.NOW, "q1.2", "q1.2", Delivery.SENT)
    return after(desk, sent, facts.Ticked(desks.NOW + later(6)))


def taken() -> Desk:
    return after(declined(), says("q1.2", "1", 6), facts.Ticked(desks.NOW + later(26)))


def nobody() -> Desk:
    return after(declined(), says("q1.2", "0", 7))


def picking() -> Desk:
    return after(declined(), facts.PickingBegun(desks.NOW, "q1"))


def named() -> Desk:
    """The agent asked for Petra, and she declined: nobody else is asked by itself."""
    return after(asked(""), says("v1", "0"))
