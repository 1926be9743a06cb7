"""The agent's place in the queues: one path for every pause, pending until confirmed; and what the mailbox says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audio import Sound, SoundState
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, KeepPause, ToEngine
from softphone.domain.line import Line, LineState
from softphone.domain.mailbox import Mailbox, read_summary
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import CodeAnswered, LineChanged, MailboxChanged, RunCode, SoundChanged
from softphone.domain.queue import Place, Queue, Why
from softphone.domain.rules.queues import reasons
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import NOON, a_desk, after, an_ended, at, call_changed, heard, in_a_call

SETTINGS = Settings(
    line_server="pbx.example", line_user="200", queue_login_code="*41", queue_logout_code="*42",
    queue_pause_code="*43{n}", queue_resume_code="*44",
)  # fmt: skip


def codes(effects: tuple[Effect, ...]) -> list[str]:
    return [e.command.target for e in effects if isinstance(e, ToEngine) and isinstance(e.command, RunCode)]


def confirmed(desk: Desk, seconds: float, status: int = 200) -> tuple[Desk, tuple[Effect, ...]]:
    return update(desk, heard(CodeAnswered(at(seconds), desk.queue.code_id, status), seconds))


def logged_in(**changes: object) -> Desk:
    return a_desk(settings=SETTINGS, queue=Queue(Place.IN), **changes)


def test_logging_in_is_pending_until_the_pbx_has_answered() -> None:
    desk, effects = update(a_desk(settings=SETTINGS), facts.Ticked(at(1)))
    assert codes(effects) == ["*41"]
    assert (desk.queue.place, desk.queue.pending) == (Place.UNKNOWN, Place.IN)
    desk, effects = update(desk, facts.Ticked(at(2)))
    assert codes(effects) == []
    desk, effects = confirmed(desk, 3)
    assert (desk.queue.place, desk.queue.pending, codes(effects)) == (Place.IN, None, [])


def test_a_break_pauses_with_its_reason_and_lifts_only_its_own_pause() -> None:
    desk, effects = update(logged_in(), facts.WishChosen(at(1), Wish.BREAK, "Lunch"))
    assert codes(effects) == ["*432"]
    desk, _ = confirmed(desk, 2)
    assert desk.queue == Queue(Place.PAUSED, ours=True)
    desk, effects = update(desk, facts.WishChosen(at(60), Wish.AVAILABLE))
    assert codes(effects) == ["*44"]
    desk, _ = confirmed(desk, 61)
    assert desk.queue == Queue(Place.IN)
    foreign = replace(desk, queue=Queue(Place.PAUSED, ours=False))
    assert codes(update(foreign, facts.Ticked(at(70)))[1]) == []


def test_wrap_up_break_and_headset_are_one_pause_that_ends_with_the_last_of_them() -> None:
    desk = replace(in_a_call(), settings=SETTINGS, queue=Queue(Place.IN))
    desk, effects = update(desk, call_changed(an_ended(), 60))
    assert codes(effects) == ["*430"]
    desk, _ = confirmed(desk, 61)
    desk, effects = update(desk, heard(SoundChanged(at(62), Sound(SoundState.NO_MICROPHONE)), 62))
    assert reasons(desk) == {Why.WRAP_UP, Why.HEADSET}
    assert codes(effects) == []
    desk, effects = update(desk, facts.WrapUpFinished(at(70), "call-c1"))
    assert codes(effects) == []  # the headset is still missing
    desk, effects = update(desk, heard(SoundChanged(at(80), Sound(SoundState.WORKING)), 80))
    assert codes(effects) == ["*44"]


def test_what_changed_while_the_pbx_thought_is_asked_next() -> None:
    desk = after(logged_in(), facts.WishChosen(at(1), Wish.BREAK, "Break"), facts.WishChosen(at(2), Wish.AVAILABLE))
    assert desk.queue.pending is Place.PAUSED
    desk, effects = confirmed(desk, 3)
    assert codes(effects) == ["*44"]
    assert desk.queue.pending is Place.IN


def test_what_is_refused_is_said_and_tried_again_later() -> None:
    desk = after(logged_in(), facts.WishChosen(at(1), Wish.BREAK, "Break"))
    desk, effects = confirmed(desk, 2, 404)
    assert (desk.queue.place, desk.queue.refused, codes(effects)) == (Place.IN, 404, [])
    assert codes(update(desk, facts.Ticked(at(20)))[1]) == []
    assert codes(update(desk, facts.Ticked(at(32)))[1]) == ["*431"]


def test_an_engine_that_says_nothing_is_asked_again() -> None:
    desk = after(a_desk(settings=SETTINGS), facts.Ticked(at(1)), facts.Ticked(at(22)))
    assert (desk.queue.pending, desk.queue.refused) == (None, 408)
    assert codes(update(desk, facts.Ticked(at(40)))[1]) == ["*41"]


def test_logging_off_leaves_the_queue_and_a_lost_line_asks_nothing() -> None:
    assert codes(update(logged_in(), facts.WishChosen(at(1), Wish.OFFLINE))[1]) == ["*42"]
    lost = heard(LineChanged(at(1), Line(LineState.LOST, NOON)), 1)
    desk, effects = update(logged_in(), lost)
    assert (codes(effects), reasons(desk)) == ([], {Why.LINE})
    assert codes(update(after(desk, facts.WishChosen(at(2), Wish.BREAK, "Break")), facts.Ticked(at(3)))[1]) == []


def test_a_restarted_desk_lifts_the_pause_it_set_before_and_logs_in_anew() -> None:
    desk, effects = update(logged_in(), facts.WishChosen(at(1), Wish.BREAK, "Lunch"))
    assert KeepPause(True) in effects  # as soon as it is asked for: the answer may find nobody
    restarted = a_desk(settings=SETTINGS, duty=Duty(Wish.OFFLINE))
    remembered = facts.Remembered(at(2), duty=Duty(Wish.AVAILABLE), paused=True)
    desk, effects = update(restarted, remembered)
    assert codes(effects) == ["*44"]
    desk, effects = confirmed(desk, 4)
    assert KeepPause(False) in effects
    assert codes(effects) == ["*41"]
    desk, _ = confirmed(desk, 5)
    assert desk.queue == Queue(Place.IN)


def test_a_restarted_desk_in_a_break_logs_in_and_pauses_anew() -> None:
    on_break = Duty(Wish.BREAK, reason="Lunch")
    restarted = a_desk(settings=SETTINGS, duty=on_break)
    desk, effects = update(restarted, facts.Remembered(at(2), duty=on_break, paused=True))
    assert codes(effects) == ["*41"]
    desk, effects = confirmed(desk, 3)
    assert codes(effects) == ["*432"]
    desk, _ = confirmed(desk, 4)
    assert desk.queue == Queue(Place.PAUSED, ours=True)


def test_without_codes_nothing_is_dialled() -> None:
    for fact in (facts.WishChosen(at(1), Wish.BREAK, "Break"), facts.WishChosen(at(1), Wish.OFFLINE)):
        assert codes(update(a_desk(), fact)[1]) == []


def test_an_answer_that_comes_too_late_changes_nothing() -> None:
    desk = logged_in()
    assert after(desk, heard(CodeAnswered(at(1), "code-old", 200), 1)).queue == desk.queue


@pytest.mark.parametrize(
    ("body", "mailbox"),
    [
        ("Messages-Waiting: yes\r\nMessage-Account: sip:anna@pbx\r\nVoice-Message: 2/8 (0/2)\r\n", Mailbox(2, 8)),
        ("messages-waiting: no\nvoice-message: 0/3\n", Mailbox(0, 3)),
        ("Messages-Waiting: yes\r\n", Mailbox(1)),
        ("Messages-Waiting: no\r\n", Mailbox(0)),
        ("Voice-Message: 999999/1", Mailbox(9_999, 1)),
        ("hello", None),
        ("", None),
    ],
)
def test_a_summary_is_read_as_two_figures(body: str, mailbox: Mailbox | None) -> None:
    assert read_summary(body) == mailbox


@given(st.text())
def test_no_summary_raises(body: str) -> None:
    read_summary(body)
    read_summary(f"Voice-Message: {body}")


def test_the_desk_knows_what_waits() -> None:
    assert after(a_desk(), heard(MailboxChanged(at(1), Mailbox(2, 8)), 1)).mailbox == Mailbox(2, 8)
