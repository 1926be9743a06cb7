"""Every state has words, in both languages of plain people: no code, no name of an enum."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from softphone.domain.audio import Sound, SoundState
from softphone.domain.call import Ending, Hold, Phase, Transfer
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.customer import Channel, ContactStatus, Reason, ReasonKind
from softphone.domain.desk import EngineState, Notice, NoticeKind
from softphone.domain.facts import DialPressed, QuitPressed
from softphone.domain.interaction import Delivered, Outcome
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Duty, Presence, Reach, Wish
from softphone.host.paths import resource
from softphone.ui import call_words, times, words
from softphone.ui.notices import notice_fact, notice_words
from tests.ui import desks


def plain(texts: Iterable[str]) -> bool:
    return all(text and "_" not in text and "{" not in text for text in texts)


def test_every_state_of_a_call_has_words() -> None:
    states = [desks.a_call(phase=phase) for phase in Phase]
    states += [desks.a_call(hold=hold) for hold in Hold] + [desks.a_call(transfer=step) for step in Transfer]
    assert plain(call_words.call_state(call) for call in states)
    assert call_words.call_state(desks.a_call(muted=True)) == "Talking, you are muted"


def test_every_ending_has_words() -> None:
    assert plain(call_words.ending(how, incoming=True) for how in [*Ending, None])


def test_every_line_and_sound_has_words() -> None:
    assert plain(words.line_word(desks.idle(line=Line(state)))[0] for state in LineState)
    assert plain(words.line_word(desks.idle(engine=state))[0] for state in EngineState)
    assert plain(words.sound_word(Sound(state))[0] for state in SoundState)


def test_available_is_said_only_when_the_registration_is_proven() -> None:
    assert words.own_state(desks.idle()) == ("Available", "live")
    for state in set(LineState) - {LineState.REGISTERED}:
        word, ink = words.own_state(desks.idle(line=Line(state)))
        assert "Available" not in word
        assert ink != "live"


def test_the_own_state_of_every_wish_has_words() -> None:
    assert plain(words.own_state(desks.idle(duty=Duty(wish, reason="Lunch")))[0] for wish in Wish)
    after = replace(desks.talking(), duty=Duty(Wish.AVAILABLE, next_wish=Wish.BREAK, next_reason="Lunch"))
    assert words.own_state(after)[0] == "In a call, then Lunch"


def test_unknown_presence_is_never_available() -> None:
    assert plain(words.reach(Presence(reach), desks.NOW) for reach in Reach)
    assert words.reach(Presence(Reach.UNKNOWN, desks.ago(seconds=20)), desks.NOW) == "Unknown 0:20"


@pytest.mark.parametrize("far", list(Delivery))
def test_every_proof_of_delivery_has_words(far: Delivery) -> None:
    message = ChatMessage("m", desks.NOW, True, "x", far, "480 Temporarily Unavailable", parts=2)
    text = words.delivery(message, desks.NOW)
    assert plain([text])
    assert "480" not in text
    assert "in 2 parts" in text


def test_every_reason_has_words_for_no_day_one_and_many() -> None:
    for kind in ReasonKind:
        for days in (0, 1, 5):
            text = words.reason(Reason(kind, "48-1190", days))
            assert plain([text])
            assert "48-1190" in text


def test_a_subject_with_braces_is_not_a_pattern() -> None:
    assert "{0.__class__}" in words.reason(Reason(ReasonKind.UNANSWERED, "{0.__class__}", 2))


def test_every_notice_has_words_and_every_action_a_fact() -> None:
    desk = desks.idle()
    for kind in NoticeKind:
        for target in ("", desks.NUMBER, "p1"):
            notice = Notice("n", kind, desks.NOW, detail="busy", target=target)
            text, action = notice_words(notice, desk)
            assert text
            assert bool(action) is (notice_fact(notice, desk) is not None), kind


def test_a_lost_call_is_called_back_and_quitting_is_sure() -> None:
    desk = desks.idle()
    back = notice_fact(Notice("n", NoticeKind.CALL_LOST, desks.NOW, target=desks.NUMBER), desk)
    assert isinstance(back, DialPressed)
    assert back.typed == desks.NUMBER
    due = notice_fact(Notice("n", NoticeKind.PROMISE_DUE, desks.NOW, target="p1"), desk)
    assert isinstance(due, DialPressed)
    assert due.typed == "+4930111333"
    assert notice_fact(Notice("n", NoticeKind.QUIT_WITH_CALL, desks.NOW), desk) == QuitPressed(desk.now, sure=True)


def test_the_rest_of_the_enums_have_words() -> None:
    assert plain(words.outcome(each) for each in Outcome)
    assert plain(words.outcome_button(each) for each in Outcome)
    assert plain(words.wrap_up_delivered(each) for each in Delivered)
    assert all(resource(f"icons/{words.channel_icon(each)}.svg").exists() for each in Channel)
    assert all(len(words.contact_status(each)) == 2 for each in ContactStatus)


def test_clocks_and_days() -> None:
    assert [times.clock(s) for s in (-3, 0, 59, 252, 3723)] == ["0:00", "0:00", "0:59", "4:12", "1:02:03"]
    assert times.clock(252, padded=True) == "04:12"
    today = desks.NOW.astimezone().date()
    assert times.day(today, today) == "Today"
    assert times.day(today - timedelta(days=1), today) == "Yesterday"
    assert times.age(desks.ago(minutes=12), desks.NOW) == "12 min"


def test_why_nothing_is_kept_is_said_with_what_to_do() -> None:
    said = {
        why: notice_words(Notice("n", NoticeKind.STORE_IN_MEMORY, desks.NOW, detail=why), desks.idle())[0]
        for why in ("locked", "newer", "unwritable", "no_service")
    }
    assert plain(said.values())
    assert len(set(said.values())) == 4
    assert "Unlock" in said["locked"]
