"""Erasing: what the screen holds goes with what the store held, or the next key pressed would write it again."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.chat import ChatMessage, Unassigned
from softphone.domain.desk import Desk
from softphone.domain.effects import ForgetNumber, WipeCustomers
from softphone.domain.interaction import Promise
from softphone.domain.update import update
from tests.builders import NOON, after, an_ended, at, call_changed, in_a_call

NUMBER = "+494055501420"


def asked_in_a_call() -> Desk:
    return after(
        in_a_call(),
        facts.ConversationOpened(at(11), "v1", "call-c1", "e-1", "Rails"),
        facts.QuestionAsked(at(12), "q1", "v1", "Do they fit?"),
    )


def full() -> Desk:
    """A call that is over, with its side chat, a promise and a text of the same number, written in other ways."""
    desk = after(asked_in_a_call(), call_changed(an_ended(), 60))
    text = Unassigned(ChatMessage("u1", NOON, False, "hello"), "sip:+494055501420@pbx.example")
    return replace(desk, promises=(Promise("p1", NOON, "040 55501420", "M. L.", ""),), unassigned=(text,))


def test_a_forgotten_number_leaves_nothing_on_the_screen() -> None:
    desk, effects = update(full(), facts.ForgetPressed(at(70), NUMBER))
    assert ForgetNumber(NUMBER) in effects
    assert (desk.history, desk.promises, desk.unassigned) == ((), (), ())
    assert (dict(desk.interactions), dict(desk.conversations)) == ({}, {})
    assert (desk.shown, desk.conversation) == (None, None)
    _, effects = update(desk, facts.DraftEdited(at(71), "v1", "and"))
    assert effects == ()


def test_another_number_stays() -> None:
    before = full()
    desk, _ = update(before, facts.ForgetPressed(at(70), "+4930123456"))
    assert (desk.history, desk.promises, desk.interactions) == (before.history, before.promises, before.interactions)


def test_a_live_call_stays_while_its_number_is_forgotten() -> None:
    desk, _ = update(asked_in_a_call(), facts.ForgetPressed(at(20), NUMBER))
    assert "call-c1" in desk.interactions
    assert desk.call is not None


def test_wiping_leaves_open_wrap_ups_and_promises() -> None:
    desk, effects = update(full(), facts.WipePressed(at(70)))
    assert effects == (WipeCustomers(),)
    assert (desk.history, len(desk.promises)) == ((), 1)
    assert [i.interaction_id for i in desk.wrapping_up] == ["call-c1"]
