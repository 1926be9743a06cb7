"""Texts, presence and what is told by NOTIFY, through Asterisk 22 with the recipe of packaging/pbx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softphone.domain.call import Phase
from softphone.domain.presence import Reach
from softphone.domain.protocol import (
    Answer,
    Dial,
    HangUp,
    MessageAccepted,
    MessageReceived,
    SendMessage,
    WatchPresence,
)
from tests.engine.agents import Agent
from tests.peers.asterisk import Asterisk, leave, phone_of, shows

pytestmark = pytest.mark.peer("Asterisk 22")


@pytest.fixture
def anna(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "101") as agent:
        yield agent.come_up()


@pytest.fixture
def expert(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "103") as agent:
        yield agent.come_up()


@pytest.mark.proves("MESSAGE out", "MESSAGE in")
def test_a_question_and_its_answer_pass_with_their_ids(anna: Agent, expert: Agent) -> None:
    anna.do(SendMessage("q-1", "103", "Passt das Kabel zum XR-7? – „ja“ €", conversation="talk-9"))
    asked = expert.until(MessageReceived)
    assert asked.text == "Passt das Kabel zum XR-7? – „ja“ €"
    assert (asked.message_id, asked.conversation) == ("q-1", "talk-9")
    assert asked.sender.startswith("sip:101@")
    # Asterisk refuses CPIM by 415: asked again in plain text, without a promise of receipts.
    assert anna.until(MessageAccepted).imdn_id == ""
    expert.do(SendMessage("a-1", asked.sender, "Ja."))
    answer = anna.until(MessageReceived)
    assert (answer.text, answer.message_id) == ("Ja.", "a-1")


@pytest.mark.proves("MESSAGE out")
def test_the_longest_text_of_one_part_arrives_whole(anna: Agent, expert: Agent) -> None:
    text = "x" * 890 + " Ende"
    anna.do(SendMessage("q-2", "103", text))
    assert expert.until(MessageReceived).text == text


@pytest.mark.proves("presence")
def test_the_hint_of_an_expert_says_free_in_a_call_and_gone(asterisk: Asterisk, anna: Agent) -> None:
    anna.do(WatchPresence(("103",)))
    with phone_of(asterisk, "103") as expert, phone_of(asterisk, "102") as other:
        expert.come_up()
        shows(anna, "103", Reach.AVAILABLE)
        other.come_up()
        other.do(Dial("c", "103"))
        expert.do(Answer(expert.phase(Phase.OFFERED).call_id))
        shows(anna, "103", Reach.BUSY)
        other.do(HangUp("c"))
        shows(anna, "103", Reach.AVAILABLE)
        leave(expert)
        shows(anna, "103", Reach.OFFLINE)
