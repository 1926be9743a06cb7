"""One contract for every way to ask an expert, kept against the real things: a common part, and one an ability."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from softphone.backroom.chats.matrix import MatrixChat
from softphone.backroom.chats.sip import SipChat
from softphone.domain import facts
from softphone.domain.chat import Ability, Delivery
from softphone.domain.effects import MarkSeen
from tests.peers.chat_sides import ChatSide, MatrixSide, SipSide
from tests.peers.dropping_proxy import dropping_proxy
from tests.peers.kamailio import Kamailio
from tests.peers.matrix_desk import MatrixDesk
from tests.peers.synapse import Synapse

QUESTION = "Passt die Schiene zum XR-7?\n– „ja“ oder nein €"


class ChatContract:
    """What every transport keeps."""

    ability: Ability

    def test_a_question_arrives_word_for_word_and_is_sent_when_the_network_has_it(self, side: ChatSide) -> None:
        question = side.desk.ask(side.talk, QUESTION)
        side.desk.proved(question, Delivery.KEPT)
        side.reads(QUESTION)
        side.desk.proved(question, Delivery.SENT)

    def test_the_same_question_asked_twice_is_one(self, side: ChatSide) -> None:
        for _ in range(2):
            side.desk.ask(side.talk, QUESTION, "q-same")
        side.reads(QUESTION)
        side.desk.proved("q-same", Delivery.SENT)
        assert side.times_read(QUESTION) == 1

    def test_an_answer_comes_to_its_conversation_and_proves_that_the_question_was_seen(self, side: ChatSide) -> None:
        question = side.desk.ask(side.talk, QUESTION)
        side.reads(QUESTION)
        side.answers("Ja, ab 2019.")
        reply = side.desk.reply("Ja, ab 2019.")
        assert (reply.conversation_id, reply.message.ours) == (side.talk.conversation_id, False)
        side.desk.proved(question, Delivery.SEEN)

    def test_what_was_read_here_stays_read_and_a_next_question_follows_in_the_same_talk(self, side: ChatSide) -> None:
        side.desk.ask(side.talk, QUESTION)
        side.reads(QUESTION)
        side.answers("Ja.")
        side.desk.reply("Ja.")
        side.desk.run(MarkSeen(side.talk.conversation_id))
        side.desk.ask(side.talk, "Und die alte?")
        side.reads("Und die alte?")
        side.answers("Die nicht.")
        whole = side.desk.reply("Die nicht.").conversation
        assert whole is not None
        assert [(m.text, m.seen_here) for m in whole.messages if not m.ours] == [("Ja.", True), ("Die nicht.", False)]

    def test_the_parts_of_the_contract_are_those_of_the_ability_it_declares(self) -> None:
        kept = {part for part in PARTS if issubclass(type(self), PARTS[part])}
        assert kept == {part for part in PARTS if getattr(self.ability, part)}


class ProvesDelivered:
    def test_delivered_is_proved_by_the_expert_s_client(self, side: ChatSide) -> None:
        question = side.desk.ask(side.talk, QUESTION)
        side.reads(QUESTION)
        side.desk.proved(question, Delivery.DELIVERED)


class ProvesSeen:
    def test_seen_is_proved_when_the_expert_has_looked(self, side: ChatSide) -> None:
        question = side.desk.ask(side.talk, QUESTION)
        side.reads(QUESTION)
        side.desk.proved(question, Delivery.SENT)
        side.opens()
        side.desk.proved(question, Delivery.SEEN)


class ShowsWriting:
    def test_each_side_sees_that_the_other_writes(self, side: ChatSide) -> None:
        side.desk.ask(side.talk, QUESTION)
        side.reads(QUESTION)
        side.writes()
        told = side.desk.until(facts.ExpertTyping, lambda fact: fact.until is not None)
        assert told.conversation_id == side.talk.conversation_id
        side.sees_writing()


class NothingDoubled:
    def test_a_question_whose_answer_was_lost_arrives_once(self, side: ChatSide, every_answer_lost: ChatSide) -> None:
        lossy = every_answer_lost
        for n in range(8):
            last = lossy.desk.ask(lossy.talk, f"Frage {n}")
        lossy.desk.until(facts.DeliveryChanged, lambda f: (f.message_id, f.delivery) == (last, Delivery.SENT), 60)
        lossy.reads("Frage 7")
        assert [lossy.times_read(f"Frage {n}") for n in range(8)] == [1] * 8


PARTS = {"delivered": ProvesDelivered, "seen": ProvesSeen, "typing": ShowsWriting, "no_doubles": NothingDoubled}


class TestSip(ChatContract, ProvesDelivered, ProvesSeen, ShowsWriting):
    ability = SipChat.ability

    @pytest.fixture
    def side(self, kamailio: Kamailio, tmp_path: Path) -> Iterator[ChatSide]:
        side = SipSide(kamailio, tmp_path)
        yield side
        side.close()


class TestMatrix(ChatContract, ProvesSeen, ShowsWriting, NothingDoubled):
    ability = MatrixChat.ability

    @pytest.fixture
    def side(self, synapse: Synapse, fresh: str, tmp_path: Path) -> Iterator[ChatSide]:
        side = MatrixSide(synapse, tmp_path, fresh)
        yield side
        side.close()

    @pytest.fixture
    def every_answer_lost(self, synapse: Synapse, side: MatrixSide, fresh: str) -> Iterator[ChatSide]:
        """Every second one: of all of them none would ever come."""
        with dropping_proxy(synapse.address, every=2) as proxy:
            kept, side.desk = side.desk, MatrixDesk(side.desk.home.data / "lossy", proxy.address)
            side.desk.start().log_in(f"anna{fresh}")
            yield side
            side.desk.stop()
            side.desk = kept
