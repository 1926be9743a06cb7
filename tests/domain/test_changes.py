"""The agent's last word: put right, masked anew, taken back; never an older one, never over SIP."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audit import AuditEvent, KeepAudited
from softphone.domain.changes import (
    ChangeEffect,
    CorrectionBegun,
    CorrectionLeft,
    MessageCorrected,
    MessageTakenBack,
    last_word,
)
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect
from softphone.domain.hunt import Stage
from softphone.domain.rules.hunting import hunt_of
from softphone.domain.update import update
from tests.builders import KERN, after, at, in_a_call


def asked(*, address: str = "@kern:example.org", delivery: Delivery = Delivery.SENT) -> Desk:
    desk = replace(in_a_call(), experts=(replace(KERN, address=address),))
    return after(
        desk,
        facts.ConversationOpened(at(60), "k-1", desk.shown or "", "e-1", "Rack S2"),
        facts.QuestionAsked(at(61), "q-1", "k-1", "Do the rails fit?"),
        facts.DeliveryChanged(at(62), "k-1", "q-1", delivery),
    )


def talk(desk: Desk) -> Conversation:
    return desk.conversations["k-1"]


def changes(effects: tuple[Effect, ...]) -> list[ChangeEffect]:
    return [e for e in effects if isinstance(e, ChangeEffect)]


def test_the_last_word_is_corrected_through_the_masks_and_stands_in_the_trail() -> None:
    desk = after(asked(), CorrectionBegun(at(70), "k-1"))
    assert (talk(desk).draft, talk(desk).correcting) == (talk(desk).messages[-1].text, "q-1")
    text = "Do the rails fit? She is on 0171 5550142"
    desk, effects = update(desk, MessageCorrected(at(71), "c-1", "k-1", text))
    (change,) = changes(effects)
    assert change.message.text == "Do the rails fit? She is on [phone ••42]"
    assert (change.message.message_id, change.message.edited, change.message.changing) == ("q-1", True, True)
    assert talk(desk).messages[-1] == change.message
    assert (talk(desk).draft, talk(desk).correcting) == ("", "")
    trail = [e.entry for e in effects if isinstance(e, KeepAudited)]
    assert [(e.event, e.masked) for e in trail] == [(AuditEvent.ASKED, (("phone", 1),))]


def test_what_is_left_as_it_was_or_not_changed_changes_nothing() -> None:
    desk = after(asked(), CorrectionBegun(at(70), "k-1"), CorrectionLeft(at(71), "k-1"))
    assert (talk(desk).draft, talk(desk).correcting) == ("", "")
    desk = after(desk, CorrectionBegun(at(72), "k-1"))
    desk, effects = update(desk, MessageCorrected(at(73), "c-1", "k-1", talk(desk).messages[-1].text))
    assert (changes(effects), talk(desk).correcting) == ([], "")


def test_nothing_is_corrected_over_what_is_being_written_before_it_left_or_by_sip() -> None:
    drafting = after(asked(), facts.DraftEdited(at(63), "k-1", "And"))
    assert talk(after(drafting, CorrectionBegun(at(70), "k-1"))).draft == "And"
    for desk in (asked(delivery=Delivery.WAITING), asked(delivery=Delivery.REFUSED), asked(address="sip:kern@pbx")):
        assert last_word(talk(desk)) is None
        assert not changes(update(desk, MessageTakenBack(at(70), "c-1", "k-1"))[1])


def test_what_is_taken_back_returns_to_the_composer_and_ends_its_promise() -> None:
    desk = asked()
    words = talk(desk).messages[-1].text
    desk, effects = update(desk, MessageTakenBack(at(70), "c-1", "k-1"))
    (change,) = changes(effects)
    assert (change.message.removed, change.message.text) == (True, "")
    assert talk(desk).draft == words
    hunt = hunt_of(desk, "k-1")
    assert hunt is not None
    assert not hunt.live
    assert last_word(talk(desk)) is None


def signed(key: str, sender: str = "@kern:example.org", message_id: str = "q-1") -> Stage:
    desk = after(asked(), facts.Reacted(at(65), "k-1", message_id, sender, key))
    hunt = hunt_of(desk, "k-1")
    assert hunt is not None
    return hunt.asks[0].stage


def test_a_sign_of_the_one_asked_takes_the_question_or_declines_it() -> None:
    assert signed("✅") is Stage.TAKEN
    assert signed("👍") is Stage.TAKEN
    assert signed("✋") is Stage.DECLINED
    assert signed("✋🏽") is Stage.DECLINED
    assert signed("❤️") is Stage.WAITING
    assert signed("✅", sender="@osei:example.org") is Stage.WAITING
    assert signed("✅", message_id="q-0") is Stage.WAITING


def test_who_has_it_gives_it_back_by_a_sign_on_the_reminder() -> None:
    desk = after(asked(), facts.Reacted(at(65), "k-1", "q-1", "@kern:example.org", "✅"))
    desk = after(desk, facts.Ticked(at(66)), *(facts.Ticked(at(70 + 20 * n)) for n in range(1, 11)))
    hunt = hunt_of(desk, "k-1")
    assert hunt is not None
    assert hunt.asks[0].stage is Stage.REMINDED
    reminder = next(m for m in reversed(talk(desk).messages) if m.ours)
    desk = after(desk, facts.Reacted(at(275), "k-1", reminder.message_id, "@kern:example.org", "✋"))
    hunt = hunt_of(desk, "k-1")
    assert hunt is not None
    assert hunt.asks[0].stage is Stage.DECLINED


def test_a_message_that_came_back_as_it_was_is_shown_so() -> None:
    desk = after(asked(), MessageTakenBack(at(70), "c-1", "k-1"))
    before = ChatMessage("q-1", at(61), True, "Do the rails fit?", Delivery.SENT)
    assert talk(after(desk, facts.MessageChanged(at(71), "k-1", before))).messages[0] == before
