"""Away from the call for a moment: counted, asked after, handed over."""

from __future__ import annotations

from softphone.domain import facts
from softphone.domain.call import CallContext, Hold, Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, HandOver, KeepDuty, ToEngine
from softphone.domain.moment import STILL_THERE, Moment
from softphone.domain.presence import Wish
from softphone.domain.protocol import PlayTone, SetMoment
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import a_call, after, at, call_changed, in_a_call

AWAY = {"moment_ask_s": 60, "moment_answer_s": 30}


def away(**settings: object) -> Desk:
    call = a_call(phase=Phase.TALKING, moment=Moment(at(20)), context=CallContext(queue="Orders", dialled="800"))
    desk = in_a_call(settings=Settings(**{**AWAY, **settings}))  # type: ignore[arg-type]
    return after(desk, call_changed(call, 20), facts.Ticked(at(21)))


def turned(desk: Desk, *seconds: float) -> tuple[Desk, list[Effect]]:
    did: list[Effect] = []
    for each in seconds:
        desk, effects = update(desk, facts.Ticked(at(each)))
        did += effects
    return desk, did


def test_one_key_leaves_and_the_same_key_comes_back() -> None:
    desk = in_a_call(settings=Settings(moment_words="/w.wav", moment_music="/m.wav"))
    _, effects = update(desk, facts.MomentPressed(at(20), "c1", True))
    assert effects == (ToEngine(SetMoment("c1", True, "/w.wav", "/m.wav")),)
    _, effects = update(away(), facts.MomentPressed(at(30), "c1", False))
    assert ToEngine(SetMoment("c1", False)) in effects


def test_nothing_is_left_that_is_held_or_at_a_table_or_gone() -> None:
    for changes in ({"hold": Hold.OURS}, {"joined": True}, {"moment": Moment(at(1))}):
        desk = after(in_a_call(), call_changed(a_call(phase=Phase.TALKING, **changes)))
        assert update(desk, facts.MomentPressed(at(20), "c1", True))[1] == ()
    assert update(in_a_call(), facts.MomentPressed(at(20), "c1", False))[1] == ()
    assert update(in_a_call(), facts.MomentPressed(at(20), "c9", True))[1] == ()


def test_it_asks_once_and_hands_over_to_the_queue_it_came_from() -> None:
    desk, did = turned(away(), 79, 80, 81, 109)
    assert did == [ToEngine(PlayTone(STILL_THERE))]
    desk, did = turned(desk, 110, 111)
    assert [each for each in did if not isinstance(each, KeepDuty)] == [HandOver("c1", "call-c1", "800")]
    assert desk.notices[-1].kind is NoticeKind.HANDED_OVER
    assert desk.duty.next_wish is Wish.NOT_ANSWERED  # nobody rings at an empty place


def test_who_is_named_in_the_settings_takes_over_but_never_an_emergency_number() -> None:
    assert HandOver("c1", "call-c1", "204") in turned(away(moment_target="204"), 81, 112)[1]
    assert HandOver("c1", "call-c1", "800") in turned(away(moment_target="112"), 81, 112)[1]


def test_a_call_without_a_queue_stays_when_nobody_is_named() -> None:
    desk = in_a_call(settings=Settings(**AWAY))  # type: ignore[arg-type]
    plain = a_call(phase=Phase.TALKING, moment=Moment(at(20)), context=CallContext(dialled="200"))
    desk, did = turned(after(desk, call_changed(plain, 20)), 21, 81, 112, 300)
    assert HandOver("c1", "call-c1", "") in did
    assert not any(notice.kind is NoticeKind.HANDED_OVER for notice in desk.notices)
    assert desk.absence is not None
    assert desk.absence.given_up


def test_still_there_begins_the_time_anew() -> None:
    desk, _ = turned(away(), 81)
    desk = after(desk, facts.StillThere(at(90)))
    desk, did = turned(desk, 149)
    assert did == []
    assert turned(desk, 150)[1] == [ToEngine(PlayTone(STILL_THERE))]


def test_no_time_means_that_nobody_asks() -> None:
    assert turned(away(moment_ask_s=0), 500, 5000)[1] == []


def test_who_comes_back_after_all_is_in_the_state_of_before() -> None:
    desk, _ = turned(away(), 81, 112)
    desk = after(desk, call_changed(a_call(phase=Phase.TALKING), 113))
    desk, did = turned(desk, 114)
    assert desk.absence is None
    assert desk.duty.next_wish is None
    assert did == [KeepDuty(desk.duty)]


def test_the_caller_handed_over_leaves_the_agent_paused() -> None:
    desk, _ = turned(away(), 81, 112)
    ended = a_call(phase=Phase.ENDED, ended_at=at(113))
    desk, _ = turned(after(desk, call_changed(ended, 113)), 114)
    assert (desk.absence, desk.duty.wish) == (None, Wish.NOT_ANSWERED)


def test_a_call_held_for_a_moment_is_not_reminded_of_as_a_forgotten_one() -> None:
    held = a_call(phase=Phase.TALKING, moment=Moment(at(20)), hold=Hold.OURS, held_at=at(20))
    desk = after(in_a_call(settings=Settings(moment_ask_s=0, hold_reminder_s=60)), call_changed(held, 20))
    assert turned(desk, 21, 200)[1] == []
