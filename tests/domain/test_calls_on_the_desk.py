"""What calls do to the desk, and what the agent's hands may do to calls."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Call, Direction, Ending, Hold, Kind, Phase, Transfer
from softphone.domain.customer import Found, NoCustomer, Searching
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import ConfigureEngine, Effect, FindCustomer, KeepHistory, ToEngine
from softphone.domain.facts import StoreState
from softphone.domain.interaction import WrapUp
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Wish
from softphone.domain.protocol import (
    Answer,
    CommandFailed,
    Dial,
    GiveBack,
    HangUp,
    SendDigits,
    SetHold,
    Snapshot,
    TakeBack,
    TransferTo,
)
from softphone.domain.rules.shift import gate
from softphone.domain.settings import SecondCall, Settings
from softphone.domain.update import update
from tests.builders import (
    NOON,
    a_call,
    a_customer,
    a_desk,
    after,
    an_ended,
    at,
    call_changed,
    heard,
    in_a_call,
)


def commands(effects: tuple[Effect, ...]) -> list[object]:
    return [e.command for e in effects if isinstance(e, ToEngine)]


def kinds(desk: Desk) -> list[NoticeKind]:
    return [n.kind for n in desk.notices]


def a_snapshot(*calls: Call, configured: bool = True, seconds: float = 20) -> facts.Heard:
    desk = a_desk()
    return heard(
        Snapshot(at(seconds), calls, desk.line, desk.sound, gate(desk), None, configured),
        seconds,
    )


def test_an_offered_call_is_shown_and_its_customer_looked_up_at_once() -> None:
    desk, effects = update(a_desk(), call_changed(a_call()))
    assert desk.shown == "call-c1"
    assert isinstance(desk.interactions["call-c1"].lookup, Searching)
    assert FindCustomer("call-c1", "+494055501420") in effects


def test_a_second_offer_does_not_move_the_screen() -> None:
    desk = after(in_a_call(), call_changed(a_call("c2"), 11))
    assert desk.shown == "call-c1"
    assert [c.call_id for c in desk.ringing] == ["c2"]


def test_a_colleague_has_no_customer_card() -> None:
    desk, effects = update(a_desk(), call_changed(a_call(kind=Kind.COLLEAGUE)))
    assert isinstance(desk.interactions["call-c1"].lookup, NoCustomer)
    assert not [e for e in effects if isinstance(e, FindCustomer)]


def test_a_late_lookup_for_an_ended_call_is_dropped() -> None:
    desk = after(a_desk(), call_changed(a_call()), call_changed(an_ended(ending=Ending.MISSED, answered_at=None), 9))
    again = after(desk, facts.CustomerFound(at(10), "call-c1", a_customer()))
    assert again.interactions == {}


def test_answering_a_second_call_turns_to_it_and_leaves_the_holding_to_the_engine() -> None:
    desk = after(in_a_call(), call_changed(a_call("c2"), 11))
    desk, effects = update(desk, facts.AnswerPressed(at(12), "c2"))
    assert commands(effects) == [Answer("c2")]
    assert (desk.focus, desk.shown) == ("c2", "call-c2")


def test_going_back_to_a_held_call_shows_it() -> None:
    desk = after(in_a_call(), call_changed(a_call("c2"), 11), facts.AnswerPressed(at(12), "c2"))
    desk, effects = update(desk, facts.HoldPressed(at(13), "c1", False))
    assert commands(effects) == [SetHold("c1", False)]
    assert (desk.focus, desk.shown) == ("c1", "call-c1")


def test_what_ended_while_no_desk_looked_is_history_once_in_any_order() -> None:
    gone = an_ended("c9", Ending.MISSED, answered_at=None)
    old = after(a_desk(), call_changed(a_call("c8")), call_changed(an_ended("c8", Ending.MISSED, answered_at=None), 4))
    snapshot = a_snapshot(gone, an_ended("c8", Ending.MISSED, answered_at=None))
    memory = (facts.StoreOpened(at(20), StoreState.ENCRYPTED), facts.Remembered(at(21), history=old.history))
    fresh = a_desk(store=StoreState.OPENING)
    for order in ((*memory, snapshot), (snapshot, *memory)):
        desk = after(fresh, *order)
        assert sorted(h.interaction_id for h in desk.history) == ["call-c8", "call-c9"]
        assert desk.interactions == {}


def test_a_queue_call_goes_back_to_its_queue_and_a_direct_one_is_busy() -> None:
    for context, code in ((a_call().context, 480), (replace(a_call().context, queue=""), 486)):
        desk = after(a_desk(), call_changed(a_call(context=context)))
        _, effects = update(desk, facts.GiveBackPressed(at(1), "c1"))
        assert commands(effects) == [GiveBack("c1", code)]


@pytest.mark.parametrize(("seconds", "ends"), [(5.9, False), (6.1, True)])
def test_end_does_nothing_for_a_second_after_a_change_of_call(seconds: float, ends: bool) -> None:
    desk = after(a_desk(), call_changed(a_call()), call_changed(a_call(phase=Phase.TALKING), 5))
    _, effects = update(desk, facts.EndPressed(at(seconds), "c1"))
    assert commands(effects) == ([HangUp("c1")] if ends else [])


def test_end_pressed_on_a_call_that_is_gone_ends_no_other() -> None:
    desk = after(in_a_call(), call_changed(a_call("c2", Phase.TALKING), 20))
    _, effects = update(desk, facts.EndPressed(at(30), "c0"))
    assert commands(effects) == []


def test_an_answered_customer_call_opens_its_wrap_up_and_refuses_the_next_customer() -> None:
    desk, effects = update(in_a_call(), call_changed(an_ended(), 60))
    assert desk.interactions["call-c1"].wrap_up is WrapUp.OPEN
    assert desk.shown == "call-c1"
    assert not gate(desk).customers
    assert gate(desk).colleagues
    assert [e for e in effects if isinstance(e, ConfigureEngine)][-1].gate == gate(desk)
    history = [e.entry for e in effects if isinstance(e, KeepHistory)]
    assert history[0].name == "Maria Lindqvist"
    assert history[0].talked_s == 55


def test_a_call_that_rang_out_pauses_customer_calls() -> None:
    desk = after(a_desk(), call_changed(a_call()))
    desk = after(desk, call_changed(an_ended(ending=Ending.NOT_ANSWERED, answered_at=None), 20))
    assert desk.duty.wish is Wish.NOT_ANSWERED
    assert not gate(desk).customers
    assert desk.history[0].missed
    assert after(desk, facts.WishChosen(at(30), Wish.AVAILABLE)).duty.wish is Wish.AVAILABLE


def test_completed_elsewhere_is_no_missed_call() -> None:
    desk = after(a_desk(), call_changed(a_call()))
    desk = after(desk, call_changed(an_ended(ending=Ending.ANSWERED_ELSEWHERE, answered_at=None), 3))
    assert not desk.history[0].missed
    assert desk.duty.wish is Wish.AVAILABLE


def test_a_state_chosen_in_a_call_comes_after_it() -> None:
    desk = after(in_a_call(), facts.WishChosen(at(20), Wish.BREAK, "Lunch"))
    assert desk.duty.wish is Wish.AVAILABLE
    desk = after(desk, call_changed(an_ended(), 60))
    assert (desk.duty.wish, desk.duty.reason) == (Wish.BREAK, "Lunch")


def test_two_calls_are_two_cards_never_mixed() -> None:
    other = a_customer(customer_id="k-2", name="Karl Osei")
    desk = after(in_a_call(), call_changed(a_call("c2"), 11), facts.CustomerFound(at(12), "call-c2", other))
    names = [i.lookup.customer.name for i in desk.interactions.values() if isinstance(i.lookup, Found)]
    assert names == ["Maria Lindqvist", "Karl Osei"]


# --- The engine dies, the desk dies ----------------------------------------------------------------------


def test_a_new_engine_is_asked_to_take_the_call_back() -> None:
    desk = after(in_a_call(), facts.EngineDown(at(20)), facts.EngineUp(at(21)))
    assert desk.calls == {}
    assert list(desk.lost) == ["c1"]
    desk, effects = update(desk, a_snapshot(configured=False))
    sent = [type(e).__name__ if not isinstance(e, ToEngine) else type(e.command).__name__ for e in effects]
    assert sent.index("ConfigureEngine") < sent.index("TakeBack")
    desk = after(desk, call_changed(a_call(phase=Phase.TALKING, taken_back=True), 22))
    assert desk.lost == {}
    assert NoticeKind.CALL_TAKEN_BACK in kinds(desk)
    assert isinstance(desk.interactions["call-c1"].lookup, Found)


def test_a_call_that_cannot_be_taken_back_is_lost_and_can_be_called_back() -> None:
    desk = after(in_a_call(), facts.EngineDown(at(20)), facts.EngineUp(at(21)), a_snapshot(configured=False))
    desk = after(desk, heard(CommandFailed(at(23), "c1", TakeBack.__name__, "481"), 23))
    assert desk.lost == {}
    lost = next(n for n in desk.notices if n.kind is NoticeKind.CALL_LOST)
    assert lost.target == "+494055501420"
    assert desk.interactions["call-c1"].wrap_up is WrapUp.OPEN


def test_a_blip_of_the_link_loses_nothing() -> None:
    desk = after(in_a_call(), facts.EngineDown(at(20)), facts.EngineUp(at(21)))
    desk, effects = update(desk, a_snapshot(a_call(phase=Phase.TALKING)))
    assert list(desk.calls) == ["c1"]
    assert not [c for c in commands(effects) if isinstance(c, TakeBack)]
    assert desk.shown == "call-c1"


def test_a_new_desk_gets_call_note_and_draft_back_in_any_order() -> None:
    old = after(
        in_a_call(),
        facts.NoteEdited(at(11), "call-c1", "rails"),
        facts.ConversationOpened(at(12), "v1", "call-c1", "e-1"),
        facts.DraftEdited(at(13), "v1", "and by Friday"),
    )
    memory = facts.Remembered(
        at(21),
        interactions=tuple(old.interactions.values()),
        conversations=tuple(old.conversations.values()),
        duty=old.duty,
    )
    snapshot = a_snapshot(a_call(phase=Phase.TALKING), seconds=20)
    fresh = replace(a_desk(), calls={}, engine=a_desk().engine)
    for order in ((memory, snapshot), (snapshot, memory)):
        desk = after(fresh, *order)
        assert desk.shown == "call-c1"
        assert desk.interactions["call-c1"].note == "rails"
        assert desk.calls["c1"].answered_at == at(5)
        assert (desk.drawer_open, desk.conversation) == (True, "v1")
        assert desk.conversations["v1"].draft == "and by Friday"


def test_an_interaction_whose_call_ended_while_the_desk_was_dead_is_wrapped_up() -> None:
    old = in_a_call()
    fresh = a_desk()
    desk = after(fresh, a_snapshot(), facts.Remembered(at(21), interactions=tuple(old.interactions.values())))
    assert desk.interactions["call-c1"].wrap_up is WrapUp.OPEN
    assert desk.history[0].interaction_id == "call-c1"


# --- Dialling --------------------------------------------------------------------------------------------


def test_a_pasted_number_is_dialled_clean() -> None:
    _, effects = update(a_desk(), facts.DialPressed(at(1), "o1", " Tel. (040) 555-01420 "))
    assert commands(effects) == [Dial("o1", "+494055501420")]


def test_an_emergency_call_goes_out_as_typed_with_the_honest_notice() -> None:
    desk = a_desk(settings=Settings(line_server="p", line_user="2", outside_line="0"))
    desk, effects = update(desk, facts.DialPressed(at(1), "o1", "112"))
    assert commands(effects) == [Dial("o1", "112", emergency=True)]
    assert NoticeKind.EMERGENCY in kinds(desk)


def test_without_a_line_an_emergency_call_says_use_another_phone() -> None:
    desk, effects = update(a_desk(line=Line(LineState.LOST)), facts.DialPressed(at(1), "o1", "112"))
    assert commands(effects) == []
    assert kinds(desk) == [NoticeKind.EMERGENCY_NO_LINE]


def test_the_fourth_leg_is_kept_for_an_emergency() -> None:
    desk = after(a_desk(), *(call_changed(a_call(f"c{n}", Phase.TALKING), n) for n in range(3)))
    assert commands(update(desk, facts.DialPressed(at(9), "o1", "204"))[1]) == []
    assert Dial("o1", "112", emergency=True) in commands(update(desk, facts.DialPressed(at(9), "o1", "112"))[1])


def test_an_outgoing_call_that_is_busy_says_so() -> None:
    dialled = a_call("o1", Phase.DIALING, direction=Direction.OUT, answered_at=None)
    busy = an_ended("o1", Ending.CALLEE_BUSY, direction=Direction.OUT, answered_at=None)
    desk = after(a_desk(), call_changed(dialled), call_changed(busy, 3))
    assert kinds(desk) == [NoticeKind.CALL_FAILED]
    assert desk.shown is None
    assert not desk.history[0].missed


def test_digits_and_transfer_go_only_to_a_talking_call() -> None:
    ringing = after(a_desk(), call_changed(a_call()))
    assert commands(update(ringing, facts.DigitsPressed(at(1), "c1", "5"))[1]) == []
    _, effects = update(in_a_call(), facts.DigitsPressed(at(20), "c1", "5x#"))
    assert commands(effects) == [SendDigits("c1", "5#")]
    _, effects = update(in_a_call(), facts.TransferPressed(at(20), "c1", "204"))
    assert commands(effects) == [TransferTo("c1", "204")]


def test_a_refused_transfer_is_told_and_the_call_stays() -> None:
    refused = a_call(phase=Phase.TALKING, transfer=Transfer.REFUSED)
    desk = after(in_a_call(), call_changed(refused, 20))
    assert kinds(desk) == [NoticeKind.TRANSFER_REFUSED]
    assert "c1" in desk.calls


def test_a_long_hold_is_reminded_once_and_forgotten_when_it_ends() -> None:
    on_hold = a_call(phase=Phase.TALKING, hold=Hold.OURS, held_at=at(10))
    desk = after(in_a_call(), call_changed(on_hold, 10))
    assert NoticeKind.HOLD_REMINDER not in kinds(after(desk, facts.Ticked(at(69))))
    desk = after(desk, facts.Ticked(at(70)), facts.Ticked(at(71)))
    assert kinds(desk).count(NoticeKind.HOLD_REMINDER) == 1
    desk = after(desk, call_changed(a_call(phase=Phase.TALKING), 72), facts.Ticked(at(73)))
    assert NoticeKind.HOLD_REMINDER not in kinds(desk)


def test_the_gate_follows_the_two_switches_and_the_settings() -> None:
    desk = a_desk(settings=Settings(line_server="p", line_user="2", second_call=SecondCall.WAITING))
    assert gate(desk).second_call
    assert gate(desk).colleague_numbers == {"kern", "osei"}
    desk = after(desk, facts.WishChosen(NOON, Wish.OFFLINE), facts.ColleaguesSwitched(NOON, False))
    assert (gate(desk).register, gate(desk).customers, gate(desk).colleagues) == (False, False, False)
