"""The side chat, the wrap-up, the promises and the start, as rules on the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.chat import ChatMessage, Delivery, Unassigned
from softphone.domain.customer import NoCustomer, Several, Unavailable, Unknown
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import (
    AdoptReplies,
    FindCustomer,
    FinishWrapUp,
    KeepConversation,
    KeepPromise,
    KeepQuestion,
    LineBack,
    LinkNumber,
    MarkSeen,
    OpenUrl,
    QuitAll,
    ReadPassword,
    TakeIn,
    ToEngine,
    UsePassword,
)
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.interaction import Delivered, Disposition, Outcome, WrapUp
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Presence, Reach
from softphone.domain.protocol import LineChanged, MessageReceived, PresenceChanged, Quit
from softphone.domain.rules.shift import configuration
from softphone.domain.settings import Settings, WrapUpMode
from softphone.domain.update import update
from tests.builders import NOON, a_customer, a_desk, after, an_ended, at, call_changed, heard, in_a_call


def asking(desk: Desk | None = None) -> Desk:
    """In a call, J. Kern picked, nothing sent yet."""
    return after(desk or in_a_call(), facts.ConversationOpened(at(11), "v1", "call-c1", "e-1", "Rails"))


def asked(text: str = "Do S2 rails fit a rack of 2020?") -> Desk:
    return after(asking(), facts.QuestionAsked(at(12), "q1", "v1", text))


def a_reply(message_id: str = "r1", seconds: float = 20) -> facts.ReplyArrived:
    return facts.ReplyArrived(
        at(seconds), "v1", ChatMessage(message_id, at(seconds), False, "Yes, until March.", seen_here=False)
    )


def wrapping_up(**settings: object) -> Desk:
    desk = after(in_a_call(), call_changed(an_ended(), 60))
    return replace(desk, settings=replace(desk.settings, **settings), now=at(70))


# --- Side chat -------------------------------------------------------------------------------------------


def test_the_context_names_the_order_and_never_the_person() -> None:
    context = asking().conversations["v1"].context_line
    assert "48-1190" in context
    for private in ("Lindqvist", "Maria", "5550", "Hafenstra", "@"):
        assert private not in context


def test_the_first_question_carries_the_context_the_second_does_not() -> None:
    desk, effects = update(asking(), facts.QuestionAsked(at(12), "q1", "v1", "Does it fit?"))
    kept = [e for e in effects if isinstance(e, KeepQuestion)]
    assert kept[0].message.text.startswith("Order 48-1190") or "48-1190" in kept[0].message.text
    assert kept[0].message.text.endswith("Does it fit?")
    _, effects = update(desk, facts.QuestionAsked(at(13), "q2", "v1", "And by Friday?"))
    assert [e.message.text for e in effects if isinstance(e, KeepQuestion)] == ["And by Friday?"]


def test_what_stands_on_the_card_is_masked_before_anything_leaves() -> None:
    desk = asked("Mrs Lindqvist, 040 5550 1420, m.lindqvist@nordlicht.example asks for IBAN DE89370400440532013000")
    message = desk.conversations["v1"].messages[0]
    for private in ("Lindqvist", "1420", "@nordlicht", "DE89370400440532013000"):
        assert private not in message.text
    assert {m.kind for m in message.masks} >= {"iban", "name", "email"}


def test_asking_the_same_expert_again_stays_in_one_conversation() -> None:
    desk = after(asked(), facts.ConversationOpened(at(13), "v2", "call-c1", "e-1"))
    assert list(desk.conversations) == ["v1"]


def test_drafts_survive_everything_but_asking() -> None:
    desk = after(asking(), facts.DraftEdited(at(12), "v1", "And can she"))
    assert after(desk, call_changed(an_ended(), 60)).conversations["v1"].draft == "And can she"
    assert after(desk, facts.QuestionAsked(at(13), "q1", "v1", "And can she?")).conversations["v1"].draft == ""


@pytest.mark.parametrize(
    ("first", "then", "stands"),
    [
        (Delivery.SENT, Delivery.SEEN, Delivery.SEEN),
        (Delivery.SEEN, Delivery.SENT, Delivery.SEEN),
        (Delivery.REFUSED, Delivery.KEPT, Delivery.KEPT),
        (Delivery.UNSURE, Delivery.DELIVERED, Delivery.DELIVERED),
    ],
)
def test_proof_of_delivery_only_rises(first: Delivery, then: Delivery, stands: Delivery) -> None:
    desk = after(
        asked(),
        facts.DeliveryChanged(at(13), "v1", "q1", first),
        facts.DeliveryChanged(at(14), "v1", "q1", then),
    )
    assert desk.conversations["v1"].messages[0].delivery is stands


def test_a_reply_is_unread_until_the_drawer_showed_it_and_moves_nothing() -> None:
    before = after(asked(), facts.DrawerSwitched(at(13), False))
    desk = after(before, a_reply())
    assert (desk.unread, desk.drawer_open, desk.shown, desk.conversation) == (1, False, before.shown, "v1")
    desk, effects = update(desk, facts.MessagesSeen(at(21), "v1"))
    assert desk.unread == 0
    assert effects == (MarkSeen("v1", True),)


def test_a_reply_told_twice_is_one_reply() -> None:
    assert len(after(asked(), a_reply(), a_reply()).conversations["v1"].messages) == 2


def test_text_of_the_network_goes_to_the_backroom_untouched() -> None:
    event = MessageReceived(at(1), "sip:kern@pbx.example", "<b>hi</b>", "n1")
    assert update(a_desk(), heard(event))[1] == (TakeIn(event),)


def test_an_internal_chat_has_no_customer() -> None:
    desk = after(a_desk(), facts.InternalOpened(at(1), "x1"))
    assert isinstance(desk.interactions["x1"].lookup, NoCustomer)
    assert desk.drawer_open


def test_a_colleague_who_wrote_first_can_be_answered() -> None:
    first = ChatMessage("m1", at(1), False, "Do you have a minute?", seen_here=False)
    desk = after(a_desk(), facts.ReplyUnassigned(at(1), Unassigned(first, "sip:204@pbx.example")))
    assert desk.unread == 1
    desk, effects = update(desk, facts.UnassignedOpened(at(2), "sip:204@pbx.example", "x1", "v9"))
    assert desk.unassigned == ()
    assert desk.conversations["v9"].messages == (first,)
    assert [e.conversation.address for e in effects if isinstance(e, AdoptReplies)] == ["sip:204@pbx.example"]
    _, effects = update(desk, facts.QuestionAsked(at(3), "q9", "v9", "Yes"))
    assert [e.message.text for e in effects if isinstance(e, KeepQuestion)] == ["Yes"]


def test_an_interaction_whose_question_waits_stays_on_the_list() -> None:
    desk = after(asked(), call_changed(an_ended(), 60), facts.WrapUpFinished(at(70), "call-c1"))
    assert "call-c1" in desk.interactions
    assert after(desk, a_reply(seconds=400)).unread == 1


def test_an_answer_brings_back_an_interaction_that_was_put_away() -> None:
    done = after(asked(), a_reply("r0"), facts.MessagesSeen(at(21), "v1"), call_changed(an_ended(), 60))
    done = after(done, facts.WrapUpFinished(at(70), "call-c1"))
    assert done.interactions == {}
    desk = after(done, a_reply(seconds=400))
    assert desk.unread == 1
    assert desk.interactions["call-c1"].caller_name == "Maria Lindqvist"
    assert desk.shown is None


def test_presence_is_unknown_as_soon_as_the_line_is_lost() -> None:
    green = PresenceChanged(at(1), "sip:kern@pbx.example", Presence(Reach.AVAILABLE, at(1)))
    desk = after(a_desk(), heard(green, 1), heard(LineChanged(at(2), Line(LineState.LOST)), 2))
    assert desk.presence["sip:kern@pbx.example"].reach is Reach.UNKNOWN


def test_when_the_line_is_back_what_waits_is_sent() -> None:
    lost = a_desk(line=Line(LineState.LOST))
    _, effects = update(lost, heard(LineChanged(at(2), Line(LineState.REGISTERED)), 2))
    assert LineBack() in effects


# --- Wrap-up and promises --------------------------------------------------------------------------------


def test_the_note_of_the_call_is_the_note_of_the_wrap_up() -> None:
    desk = after(in_a_call(), facts.NoteEdited(at(20), "call-c1", "R2 as reason"), call_changed(an_ended(), 60))
    assert desk.interactions["call-c1"].disposition.note == "R2 as reason"


def test_a_finished_wrap_up_is_kept_once_and_puts_the_card_away() -> None:
    desk, effects = update(wrapping_up(), facts.WrapUpFinished(at(70), "call-c1"))
    assert len([e for e in effects if isinstance(e, FinishWrapUp)]) == 1
    assert desk.shown is None
    assert desk.delivered["call-c1"] is Delivered.HERE_ONLY
    assert update(desk, facts.WrapUpFinished(at(71), "call-c1"))[1] == ()


def test_with_a_crm_address_the_wrap_up_waits_to_be_sent() -> None:
    desk, effects = update(
        wrapping_up(crm_address="https://crm.example/aside"), facts.WrapUpFinished(at(70), "call-c1")
    )
    assert desk.delivered["call-c1"] is Delivered.WAITING
    assert [e.crm_address for e in effects if isinstance(e, FinishWrapUp)] == ["https://crm.example/aside"]


def test_of_a_long_shift_only_the_last_wrap_ups_are_followed() -> None:
    told = (facts.WrapUpDelivered(at(n), f"call-{n}", Delivered.SENT) for n in range(300))
    assert list(after(a_desk(), *told).delivered) == [f"call-{n}" for n in range(100, 300)]


def test_a_mandatory_wrap_up_asks_for_its_outcome() -> None:
    desk = after(wrapping_up(wrap_up_mode=WrapUpMode.MANDATORY), facts.WrapUpFinished(at(70), "call-c1"))
    assert desk.interactions["call-c1"].wrap_up is WrapUp.OPEN
    assert [n.kind for n in desk.notices] == [NoticeKind.OUTCOME_NEEDED]
    desk = after(
        desk,
        facts.DispositionEdited(at(71), "call-c1", Disposition(Outcome.SOLVED)),
        facts.WrapUpFinished(at(72), "call-c1"),
    )
    assert desk.shown is None


def test_a_time_boxed_wrap_up_ends_by_itself_with_what_is_there() -> None:
    desk = wrapping_up(wrap_up_mode=WrapUpMode.TIMED, wrap_up_s=30)
    desk = after(desk, *(facts.Ticked(at(second)) for second in range(61, 90)))
    assert desk.wrapping_up
    desk, effects = update(desk, facts.Ticked(at(90)))
    assert not desk.wrapping_up
    assert [e for e in effects if isinstance(e, FinishWrapUp)]


def test_a_time_boxed_wrap_up_stands_still_while_the_computer_sleeps_or_its_clock_is_set() -> None:
    desk = wrapping_up(wrap_up_mode=WrapUpMode.TIMED, wrap_up_s=30)
    desk = after(desk, facts.Ticked(at(61)), facts.Ticked(at(7261)), facts.Ticked(at(7289)))
    assert desk.wrapping_up
    assert not after(desk, facts.Ticked(at(7290))).wrapping_up


def test_a_promise_is_kept_sorted_and_reminded_once() -> None:
    promised = Disposition(Outcome.PROMISED, "Delivery", "call with date", at(3600), False, "delivery date")
    desk = after(wrapping_up(), facts.DispositionEdited(at(69), "call-c1", promised))
    desk, effects = update(desk, facts.WrapUpFinished(at(70), "call-c1"))
    assert [e.promise.reason for e in effects if isinstance(e, KeepPromise)] == ["delivery date"]
    early = after(desk, facts.Ticked(at(3600 - 301)))
    assert not early.notices
    due = after(early, facts.Ticked(at(3600 - 299)), facts.Ticked(at(3600 - 298)))
    assert [n.kind for n in due.notices] == [NoticeKind.PROMISE_DUE]
    assert after(due, facts.PromiseDone(at(3700), "call-c1")).promises == ()


def test_a_refused_wrap_up_is_told() -> None:
    desk = after(a_desk(), facts.WrapUpDelivered(at(1), "call-c1", Delivered.REFUSED, "403"))
    assert [n.kind for n in desk.notices] == [NoticeKind.WRAP_UP_REFUSED]


# --- Who is calling ----------------------------------------------------------------------------------------


def test_linking_a_found_customer_adds_the_number_of_the_call() -> None:
    desk, effects = update(
        after(in_a_call(), facts.CustomerUnknown(at(11), "call-c1")),
        facts.CustomerChosen(at(12), "call-c1", a_customer(), link=True),
    )
    assert LinkNumber("call-c1", "k-1", "+494055501420") in effects
    assert desk.history == ()


def test_each_answer_of_the_directory_is_a_state() -> None:
    for fact, state in (
        (facts.CustomersFound(at(1), "call-c1", (a_customer(),)), Several),
        (facts.CustomerUnknown(at(1), "call-c1"), Unknown),
        (facts.CustomerUnavailable(at(1), "call-c1", "timeout"), Unavailable),
    ):
        assert isinstance(after(in_a_call(), fact).interactions["call-c1"].lookup, state)
    _, effects = update(in_a_call(), facts.CustomerSoughtAgain(at(2), "call-c1"))
    assert FindCustomer("call-c1", "+494055501420") in effects


def test_an_answer_to_an_older_search_is_dropped() -> None:
    desk = after(a_desk(), facts.BookSearched(at(1), "lind"), facts.BookSearched(at(2), "lindq"))
    desk = after(desk, facts.BookMatched(at(3), "lind", (a_customer(),)))
    assert desk.search.searching
    assert desk.search.customers == ()


def test_the_crm_is_opened_with_quoted_values_and_only_over_http() -> None:
    desk = in_a_call()
    good = replace(desk, settings=replace(desk.settings, crm_open_url="https://crm.example/c/{customer_id}"))
    assert update(good, facts.CrmOpened(at(11), "call-c1"))[1] == (OpenUrl("https://crm.example/c/k-1"),)
    bad = replace(desk, settings=replace(desk.settings, crm_open_url="javascript:alert({customer_id})"))
    assert update(bad, facts.CrmOpened(at(11), "call-c1"))[1] == ()


# --- Start, settings, end ----------------------------------------------------------------------------------


def test_a_start_with_a_known_line_reads_its_password_and_then_configures_the_engine() -> None:
    desk = a_desk(store=StoreState.OPENING, secret=SecretState.UNKNOWN)
    desk, effects = update(desk, facts.StoreOpened(at(1), StoreState.ENCRYPTED))
    assert effects == (ReadPassword("200@pbx.example"),)
    desk, effects = update(desk, facts.PasswordRead(at(2), SecretState.KNOWN, password="s3"))
    assert effects == (UsePassword("s3"), configuration(desk))
    assert configuration(desk).line is not None


def test_a_password_is_in_no_representation() -> None:
    for value in (
        facts.PasswordRead(at(2), SecretState.KNOWN, password="s3cret"),
        facts.PasswordGiven(at(2), "s3cret"),
        UsePassword("s3cret"),
    ):
        assert "s3cret" not in repr(value)


def test_another_line_needs_its_own_password() -> None:
    changed = replace(a_desk().settings, line_user="201")
    desk, effects = update(a_desk(), facts.SettingsChanged(at(1), changed))
    assert desk.secret is SecretState.UNKNOWN
    assert ReadPassword("201@pbx.example") in effects
    assert not configuration(desk).password_known


def test_quit_asks_once_while_a_call_is_up() -> None:
    desk, effects = update(in_a_call(), facts.QuitPressed(at(20)))
    assert effects == ()
    assert NoticeKind.QUIT_WITH_CALL in [n.kind for n in desk.notices]
    assert update(desk, facts.QuitPressed(at(21), sure=True))[1] == (ToEngine(Quit(with_calls=True)), QuitAll())
    assert QuitAll() in update(a_desk(), facts.QuitPressed(at(1)))[1]


def test_a_link_fills_the_dialler_and_dials_nothing() -> None:
    desk, effects = update(a_desk(), facts.LinkOpened(at(1), "tel:+49-40-5550-1420"))
    assert desk.dial_draft == "+494055501420"
    assert effects == ()


def test_a_damaged_store_is_told_with_the_name_of_what_was_kept() -> None:
    desk = after(a_desk(), facts.StoreOpened(at(1), StoreState.ENCRYPTED, kept_aside="aside-2026-11-20.db"))
    assert [(n.kind, n.detail) for n in desk.notices] == [(NoticeKind.STORE_DAMAGED, "aside-2026-11-20.db")]


def test_a_reminder_keeps_its_promise_when_it_is_moved() -> None:
    promised = Disposition(Outcome.PROMISED, follow_up_at=at(100), follow_up_reason="date")
    desk = after(
        wrapping_up(),
        facts.DispositionEdited(at(69), "call-c1", promised),
        facts.WrapUpFinished(at(70), "call-c1"),
        facts.Ticked(at(80)),
        facts.PromiseMoved(at(81), "call-c1", NOON + timedelta(days=1)),
    )
    assert desk.promises[0].due_at == NOON + timedelta(days=1)
    assert desk.notices == ()


def test_settings_that_change_nothing_for_the_engine_say_nothing_to_it() -> None:
    desk = a_desk(settings=Settings(line_server="pbx.example", line_user="200"))
    _, effects = update(desk, facts.SettingsChanged(at(1), replace(desk.settings, wrap_up_s=90)))
    assert configuration(desk) not in effects


def test_a_reply_after_weeks_brings_back_a_conversation_that_the_desk_let_go() -> None:
    before = asked().conversations["v1"]
    reply = replace(a_reply(), conversation=replace(before, messages=(*before.messages, a_reply().message)))
    desk, effects = update(a_desk(), reply)
    conversation = desk.conversations["v1"]
    assert [m.message_id for m in conversation.messages] == ["q1", "r1"]
    assert conversation.unread == 1
    assert "call-c1" in desk.interactions
    assert KeepConversation(conversation) in effects
    assert after(desk, reply).conversations["v1"] == conversation
