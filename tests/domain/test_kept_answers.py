"""Kept answers by rule: nothing of the customer in them, offered while typing, counted, their owner asked."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.answer_effects import CountSolved, KeepAnswer, SeekAnswers
from softphone.domain.answers import KeptAnswer, Offers, fit_to_keep, line_to_say, without_customer
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion
from softphone.domain.facts import answers as happened
from softphone.domain.update import update
from tests.builders import KERN, NOON, a_customer, after, at, in_a_call

DRAFT = "Does the adapter fit?"


def an_answer(answer_id: str = "a1", **changes: object) -> KeptAnswer:
    answer = KeptAnswer(
        answer_id, "Do S2 rails fit older racks?", "Only from 2021 on, else adapter AD-7.", KERN.name,
        date(2026, 12, 31), NOON, KERN.address, "Rails", took_s=130,
    )  # fmt: skip
    return replace(answer, **changes)  # type: ignore[arg-type]


def asking() -> Desk:
    return after(in_a_call(), facts.ConversationOpened(at(11), "v1", "call-c1", "e-1"))


def offered(desk: Desk, *answers: KeptAnswer) -> Desk:
    desk = after(desk, facts.DraftEdited(at(12), "v1", DRAFT))
    return after(desk, happened.AnswersMatched(at(13), "v1", DRAFT, answers))


def test_nothing_of_the_customer_stands_in_a_kept_answer() -> None:
    said = (
        "Maria Lindqvist (Hafenstraße 12, 040 55501420, m.lindqvist@nordlicht.example) may send the rails of order "
        "48-1190 back, case c-2071; refund to DE89 3704 0044 0532 0130 00."
    )
    kept = without_customer(said, a_customer(), 1000)
    for trace in ("Lindqvist", "Hafenstraße", "55501420", "nordlicht", "48-1190", "2071", "3704"):
        assert trace not in kept
    assert "may send the rails of order [order] back, case [case]" in kept


def test_a_card_is_masked_whatever_way_it_comes() -> None:
    answer = fit_to_keep(an_answer(text="Call\u202e 040 55501420", took_s=-5, solved=-1, topic="x" * 900))
    assert "55501420" not in answer.text
    assert "\u202e" not in answer.text
    assert (answer.took_s, answer.solved, len(answer.topic)) == (0, 0, 80)


def test_typing_asks_for_answers_and_a_late_match_is_dropped() -> None:
    desk, effects = update(asking(), facts.DraftEdited(at(12), "v1", DRAFT))
    assert SeekAnswers("v1", DRAFT) in effects
    late = after(desk, facts.DraftEdited(at(13), "v1", DRAFT + " Really?"))
    assert after(late, happened.AnswersMatched(at(14), "v1", DRAFT, (an_answer(),))).offers == Offers()
    assert after(desk, happened.AnswersMatched(at(14), "v1", DRAFT, (an_answer(),))).offers.answers == (an_answer(),)


def test_at_most_three_are_offered_and_a_short_draft_offers_none() -> None:
    desk = offered(asking(), *(an_answer(f"a{n}") for n in range(5)))
    assert len(desk.offers.answers) == 3
    desk, effects = update(desk, facts.DraftEdited(at(14), "v1", "Do"))
    assert desk.offers == Offers()
    assert not any(isinstance(each, SeekAnswers) for each in effects)


def test_what_is_being_read_stays_while_the_offers_change() -> None:
    desk = after(offered(asking(), an_answer()), happened.AnswerOpened(at(14), "a1"))
    desk = after(desk, happened.AnswersMatched(at(15), "v1", DRAFT, (an_answer("b1"), an_answer("b2"))))
    assert desk.offers.opened == "a1"
    assert [a.answer_id for a in desk.offers.answers] == ["a1", "b1", "b2"]


def test_a_solved_question_is_counted_and_leaves_the_composer() -> None:
    desk, effects = update(offered(asking(), an_answer()), happened.AnswerSolvedIt(at(20), "a1"))
    assert CountSolved("a1") in effects
    assert desk.conversations["v1"].draft == ""
    assert desk.offers == Offers()
    assert not any(isinstance(each, KeepQuestion) for each in effects)


def test_offers_turned_down_stay_away_until_another_question_is_typed() -> None:
    desk = after(offered(asking(), an_answer()), happened.OffersTurnedDown(at(14)))
    assert desk.offers.answers == ()
    _, effects = update(desk, facts.DraftEdited(at(15), "v1", DRAFT + " At all?"))
    assert not any(isinstance(each, SeekAnswers) for each in effects)
    _, effects = update(desk, facts.DraftEdited(at(16), "v1", "Where is the invoice?"))
    assert SeekAnswers("v1", "Where is the invoice?") in effects


def test_sending_the_question_ends_the_offers() -> None:
    desk = after(offered(asking(), an_answer()), facts.QuestionAsked(at(20), "q1", "v1", DRAFT))
    assert desk.offers == Offers()


def test_minutes_saved_are_those_the_expert_once_needed() -> None:
    assert an_answer(took_s=130, solved=4).minutes_saved == 12
    assert an_answer(took_s=0, solved=2).minutes_saved == 2


def test_a_reply_that_is_kept_is_masked_by_the_card_of_its_call() -> None:
    raw = an_answer(text="Tell Maria Lindqvist: adapter AD-7.")
    desk, effects = update(asking(), happened.AnswerKept(at(20), raw, "v1"))
    (kept,) = [each.answer for each in effects if isinstance(each, KeepAnswer)]
    assert "Lindqvist" not in kept.text
    assert "AD-7" in kept.text
    assert desk.conversations["v1"].kept_as == "a1"


def test_the_owner_of_an_expired_answer_is_asked_in_the_side_chat_with_nothing_of_the_call() -> None:
    desk = offered(asking(), an_answer(valid_until=date(2026, 1, 1)))
    desk, effects = update(desk, happened.OwnerAsked(at(20), "a1", "call-c1", "v2", "q9", "Does this still hold?"))
    (question,) = [each for each in effects if isinstance(each, KeepQuestion)]
    assert question.message.text == "Does this still hold?"
    assert question.conversation.expert_id == KERN.expert_id
    (noted,) = [each.answer for each in effects if isinstance(each, KeepAnswer)]
    assert noted.owner_asked_at == at(20)
    assert desk.conversations[question.conversation.conversation_id].kept_as == "a1"
    assert desk.conversations["v1"].draft == DRAFT


def test_an_owner_who_left_cannot_be_asked() -> None:
    desk = offered(asking(), an_answer(owner_address="sip:gone@pbx.example"))
    assert update(desk, happened.OwnerAsked(at(20), "a1", "call-c1", "v2", "q9", "?")) == (desk, ())


def test_a_line_to_say_has_no_lists_no_addresses_and_no_masks() -> None:
    text = "- Only from 2021 on\n- else adapter AD-7 [card ••42]\nSee https://wiki.example/x for more."
    assert line_to_say(text) == "Only from 2021 on. else adapter AD-7. See for more."
