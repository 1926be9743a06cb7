"""Matrix on the desk: its link and what is known by it, messages that change, writing told where it belongs."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.effects import OpenUrl, ToEngine
from softphone.domain.expert import Expert
from softphone.domain.expert_list import read_address, read_experts
from softphone.domain.matrix import Link, LinkState, LogInMatrix, TellTyping
from softphone.domain.presence import Presence, Reach
from softphone.domain.protocol import WatchPresence
from softphone.domain.rules.chats import presence_unknown
from softphone.domain.update import update
from tests.builders import NOON, a_desk, at

KERN, OSEI = "@kern:example.org", "sip:osei@pbx"
TALK = Conversation("conv-1", "call-1", "e-1", KERN, messages=(ChatMessage("m1", NOON, False, "They dont."),))
ONLINE = Link(LinkState.ONLINE, "@anna:example.org")


def test_without_the_link_nobody_behind_it_is_shown_as_reachable() -> None:
    known = {KERN: Presence(Reach.AVAILABLE), OSEI: Presence(Reach.AVAILABLE)}
    desk, _ = update(a_desk(matrix=ONLINE, presence=known), facts.MatrixChanged(at(1), Link(LinkState.OFFLINE)))
    assert (desk.presence[KERN].reach, desk.presence[OSEI].reach) == (Reach.UNKNOWN, Reach.AVAILABLE)
    by_line = presence_unknown(a_desk(presence=known), at(1)).presence
    assert (by_line[KERN].reach, by_line[OSEI].reach) == (Reach.AVAILABLE, Reach.UNKNOWN)


def test_a_message_that_changed_is_shown_as_it_is_now_and_one_from_elsewhere_joins() -> None:
    desk = a_desk(conversations={"conv-1": TALK})
    edited = replace(TALK.messages[0], text="They do.", edited=True)
    desk, _ = update(desk, facts.MessageChanged(at(1), "conv-1", edited))
    desk, _ = update(desk, facts.MessageChanged(at(2), "conv-1", ChatMessage("m2", at(2), True, "Thanks")))
    assert [m.text for m in desk.conversations["conv-1"].messages] == ["They do.", "Thanks"]
    assert update(desk, facts.MessageChanged(at(3), "conv-9", edited))[0] is desk


def test_writing_is_told_by_the_transport_of_the_expert() -> None:
    desk = a_desk(conversations={"conv-1": TALK}, matrix=ONLINE)
    _, effects = update(desk, facts.DraftEdited(at(1), "conv-1", "Do"))
    assert TellTyping("conv-1", True) in effects
    _, effects = update(replace(desk, matrix=Link(LinkState.OFFLINE)), facts.DraftEdited(at(1), "conv-1", "Do"))
    assert not any(isinstance(effect, TellTyping) for effect in effects)


def test_the_phone_watches_nobody_who_has_no_phone() -> None:
    experts = (Expert("e-1", "Kern", KERN), Expert("e-2", "Osei", OSEI))
    _, effects = update(a_desk(), facts.ExpertsEdited(at(1), experts))
    assert ToEngine(WatchPresence((OSEI,))) in effects


def test_a_log_in_goes_to_the_backroom_and_its_page_to_the_browser() -> None:
    _, effects = update(a_desk(), facts.MatrixLogInPressed(at(1), " anna ", "pw"))
    assert effects == (LogInMatrix("anna", "pw"),)
    assert "pw" not in repr(effects)
    _, effects = update(a_desk(), facts.BrowserWanted(at(1), "https://example.org/sso"))
    assert effects == (OpenUrl("https://example.org/sso"),)


def test_an_expert_of_a_list_may_have_a_matrix_id() -> None:
    read = read_experts("name;address\nKern;@kern:Example.org\nOsei;204\nNobody;@nobody", "pbx")
    assert [e.address for e in read.experts] == [KERN, "sip:204@pbx"]
    assert len(read.bad) == 1
    assert read_address("@kern", "pbx") is None
