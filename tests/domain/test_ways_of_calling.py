"""Redial, numbers shown and withheld, do not disturb, sending on, calls that are only announced."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import CallContext, Ending, Phase
from softphone.domain.desk import NoticeKind
from softphone.domain.effects import Effect, KeepDuty, ToEngine
from softphone.domain.interaction import HistoryEntry
from softphone.domain.presence import DigitsBy
from softphone.domain.protocol import Answer, Deflect, Dial
from softphone.domain.rules.dialling import named
from softphone.domain.rules.shift import gate
from softphone.domain.settings import AutoAnswer, SecondCall, Settings, ShownNumber
from softphone.domain.update import update
from tests.builders import NOON, a_call, a_desk, after, at, call_changed, in_a_call


def commands(effects: tuple[Effect, ...]) -> list[object]:
    return [e.command for e in effects if isinstance(e, ToEngine)]


def test_the_last_number_dialled_is_dialled_again() -> None:
    history = (
        HistoryEntry("h1", NOON, True, "+4930111", "", Ending.MISSED),
        HistoryEntry("h2", NOON, False, "+4930222", "", Ending.NO_ANSWER),
        HistoryEntry("h3", NOON, False, "+4930333", "", Ending.NO_ANSWER),
    )
    _, effects = update(a_desk(history=history), facts.RedialPressed(at(1), "r1"))
    assert commands(effects) == [Dial("r1", "+4930222")]
    assert commands(update(a_desk(), facts.RedialPressed(at(1), "r1"))[1]) == []


def test_the_number_is_withheld_or_one_of_ours_and_an_emergency_call_hides_nothing() -> None:
    desk = a_desk()
    _, effects = update(desk, facts.DialPressed(at(1), "d1", "204", shown_as=facts.WITHHELD))
    assert commands(effects) == [Dial("d1", "204", headers=(("Privacy", "id"),))]
    _, effects = update(desk, facts.DialPressed(at(1), "d1", "204", shown_as="040 5550 1421"))
    identity = ("P-Preferred-Identity", "<sip:+494055501421@pbx.example>")
    assert commands(effects) == [Dial("d1", "204", headers=(identity,))]
    _, effects = update(desk, facts.DialPressed(at(1), "d1", "112", shown_as=facts.WITHHELD))
    assert commands(effects) == [Dial("d1", "112", emergency=True)]


def test_the_setting_says_what_those_called_see_where_nothing_was_chosen() -> None:
    own = ("Service=+494055501400",)
    identity = ("P-Preferred-Identity", "<sip:+494055501400@pbx.example>")
    for shown, chosen, wanted in (
        (ShownNumber.OWN, "", (identity,)),
        (ShownNumber.OWN, facts.WITHHELD, (("Privacy", "id"),)),
        (ShownNumber.WITHHELD, "", (("Privacy", "id"),)),
        (ShownNumber.WITHHELD, facts.USUAL, ()),
        (ShownNumber.USUAL, "", ()),
    ):
        settings = Settings(line_server="pbx.example", line_user="204", own_numbers=own, shown_number=shown)
        _, effects = update(a_desk(settings=settings), facts.DialPressed(at(1), "d1", "301", shown_as=chosen))
        assert commands(effects) == [Dial("d1", "301", headers=wanted)]


def test_do_not_disturb_lets_nobody_ring_and_lifts_only_itself() -> None:
    desk, effects = update(a_desk(), facts.QuietSwitched(at(1), True))
    assert any(isinstance(effect, KeepDuty) for effect in effects)
    assert (gate(desk).customers, gate(desk).colleagues, gate(desk).register) == (False, False, True)
    desk = after(desk, facts.ColleaguesSwitched(at(2), False), facts.QuietSwitched(at(3), False))
    assert (gate(desk).customers, gate(desk).colleagues) == (True, False)


def test_the_gate_carries_where_calls_go_and_never_to_an_emergency_number() -> None:
    settings = Settings(
        forward_away="300", forward_busy="112", forward_no_answer="nonsense", auto_answer=AutoAnswer.COLLEAGUES,
        auto_answer_by_pbx=True, digits_by=DigitsBy.INFO, context_headers=("X-Order=Order", "X-Plain", " = "),
    )  # fmt: skip
    wanted = gate(a_desk(settings=settings))
    assert (wanted.forward_away, wanted.forward_busy, wanted.forward_no_answer) == ("300", "", "")
    assert (wanted.auto_customers, wanted.auto_colleagues, wanted.auto_by_header) == (False, True, True)
    assert wanted.digits_by is DigitsBy.INFO
    assert wanted.context_headers == (("X-Order", "Order"), ("X-Plain", "X-Plain"))
    assert named(("Anna = +49 40 1",)) == (("Anna", "+49 40 1"),)


def test_a_ringing_call_is_sent_on_to_a_number_and_not_for_help() -> None:
    desk = after(a_desk(), call_changed(a_call()))
    _, effects = update(desk, facts.DeflectPressed(at(1), "c1", "204"))
    assert commands(effects) == [Deflect("c1", "204")]
    desk, effects = update(desk, facts.DeflectPressed(at(1), "c1", "112"))
    assert commands(effects) == []
    assert desk.notices[-1].kind is NoticeKind.NOT_A_NUMBER
    assert commands(update(in_a_call(), facts.DeflectPressed(at(20), "c1", "204"))[1]) == []


def test_a_call_that_is_only_announced_is_answered_after_the_first() -> None:
    desk = in_a_call()
    desk = replace(desk, settings=replace(desk.settings, second_call=SecondCall.ANNOUNCED))
    assert gate(desk).second_call
    desk = after(desk, call_changed(a_call("c2"), 11))
    assert commands(update(desk, facts.AnswerPressed(at(12), "c2"))[1]) == []
    desk = after(desk, call_changed(a_call(phase=Phase.ENDED, ending=Ending.HUNG_UP_THERE, ended_at=at(13)), 13))
    assert commands(update(desk, facts.AnswerPressed(at(15), "c2"))[1]) == [Answer("c2")]


def test_what_the_pbx_said_stays_with_the_card_into_the_wrap_up() -> None:
    context = CallContext(queue="Orders", choice="2", fields=(("Order", "48-1190"),), headers=(("X-A", "b"),))
    desk = after(a_desk(), call_changed(a_call(context=context)))
    kept = desk.interactions["call-c1"].context
    assert (kept.choice, kept.fields, kept.headers) == ("2", (("Order", "48-1190"),), ())
