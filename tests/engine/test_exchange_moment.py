"""Away for a moment: the caller hears music and nothing of the agent, whatever happens meanwhile."""

from __future__ import annotations

import pytest

from softphone.domain.audio import EAR, MICROPHONE, Route, music_for
from softphone.domain.call import Hold
from softphone.domain.moment import NO_MUSIC, OUR_WORDS, STILL_THERE
from softphone.domain.protocol import (
    Answer,
    CommandFailed,
    Configure,
    Dial,
    EngineNotice,
    Merge,
    PlayTone,
    SetHold,
    SetMoment,
    Snapshot,
    TakeBack,
    Trouble,
)
from softphone.engine.ports import Connected, HoldChanged
from tests.engine.fake_phone import DIALOG, GATE, LINE, Bench

BOTH_WAYS = frozenset({Route(MICROPHONE, "c1"), Route("c1", EAR)})
MUSIC = frozenset({Route(music_for("c1"), "c1")})


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.talk()
    bench.forget()
    return bench


def test_the_caller_hears_music_alone_until_the_agent_is_back(bench: Bench) -> None:
    bench.do(SetMoment("c1", True, "/words.wav", "/music.wav"))
    assert bench.phone.routes == MUSIC
    assert bench.phone.did == [("soothe", "c1", "/words.wav", "/music.wav")]  # and no word to the PBX
    assert bench.call("c1").moment is not None
    bench.do(SetMoment("c1", False))
    assert bench.phone.routes == BOTH_WAYS
    assert bench.phone.did[-1] == ("soothe", "c1", "", "")
    assert bench.call("c1").moment is None


def test_without_a_file_of_its_own_it_plays_asides_music(bench: Bench) -> None:
    bench.do(SetMoment("c1", True))
    assert str(bench.phone.did[0][3]).endswith("moment.wav")


@pytest.mark.parametrize("language", OUR_WORDS)
def test_a_line_of_our_own_is_said_first(bench: Bench, language: str) -> None:
    bench.do(SetMoment("c1", True, language))
    assert str(bench.phone.did[0][2]).endswith(f"sounds/moment-{language}.wav")
    assert not [event for event in bench.events if isinstance(event, EngineNotice)]


@pytest.mark.parametrize(
    ("words", "music", "there", "trouble"),
    [
        ("/bad.wav", "", True, Trouble.WORDS_UNPLAYABLE),
        ("", "/bad.wav", False, Trouble.MUSIC_UNPLAYABLE),
        ("/bad.wav", NO_MUSIC, False, None),
    ],
)
def test_what_cannot_be_played_is_told(bench: Bench, words: str, music: str, there: bool, trouble: Trouble) -> None:
    bench.phone.music_there, bench.phone.words_there = there, False
    bench.do(SetMoment("c1", True, words, music))
    told = [event.trouble for event in bench.events if isinstance(event, EngineNotice)]
    assert told == ([trouble] if trouble else [])


@pytest.mark.parametrize("music", [NO_MUSIC, "/cannot.wav"])
def test_where_no_music_can_be_played_the_pbx_holds_the_call(bench: Bench, music: str) -> None:
    bench.phone.music_there = False
    bench.do(SetMoment("c1", True, "", music))
    assert bench.phone.did[-1] == ("hold", "c1", True)
    assert bench.phone.routes == frozenset()
    bench.tell(HoldChanged("c1", Hold.OURS))
    assert bench.call("c1").moment is not None
    bench.do(SetMoment("c1", False))
    assert bench.phone.did[-1] == ("hold", "c1", False)
    bench.tell(HoldChanged("c1", Hold.NONE))
    assert bench.phone.routes == BOTH_WAYS


def test_back_before_the_pbx_has_answered_the_hold_takes_it_off_again(bench: Bench) -> None:
    bench.do(SetMoment("c1", True, "", NO_MUSIC), SetMoment("c1", False))
    assert [deed for deed in bench.phone.did if deed[0] == "hold"] == [("hold", "c1", True), ("hold", "c1", False)]


def test_with_nobody_to_press_mute_the_music_goes_on(bench: Bench) -> None:
    bench.do(SetMoment("c1", True))
    bench.exchange.set_controls(False)
    assert bench.phone.routes == MUSIC


def test_hold_ends_it_and_is_a_hold_like_any_other(bench: Bench) -> None:
    bench.do(SetMoment("c1", True), SetHold("c1", True))
    assert bench.call("c1").moment is None
    assert bench.phone.routes == frozenset()


def test_another_call_answered_meanwhile_holds_the_first(bench: Bench) -> None:
    bench.ring_in("c2", "+49401")
    bench.do(SetMoment("c1", True), Answer("c2"))
    bench.tell(Connected("c2", DIALOG))
    assert ("hold", "c1", True) in bench.phone.did
    assert bench.call("c1").moment is None
    assert bench.phone.routes == {Route(MICROPHONE, "c2"), Route("c2", EAR)}


def test_it_is_not_begun_on_hold_or_at_a_table(bench: Bench) -> None:
    bench.do(Dial("k1", "204", consult_for="c1"))
    bench.tell(HoldChanged("c1", Hold.OURS), Connected("k1", DIALOG))
    bench.do(SetMoment("c1", True))
    bench.do(Merge("c1", "k1"), SetMoment("k1", True))
    assert [failed.command for failed in bench.all(CommandFailed)] == ["SetMoment", "SetMoment"]


def test_a_new_engine_plays_on_and_opens_no_microphone(bench: Bench) -> None:
    bench.do(SetMoment("c1", True, "/words.wav", "/music.wav"))
    new = Bench(configured=False)
    new.do(Configure(LINE, GATE), TakeBack(bench.call("c1")))
    assert new.phone.routes == frozenset()
    new.tell(Connected("c1", DIALOG))
    assert new.phone.routes == MUSIC
    assert ("soothe", "c1", "", "/music.wav") in new.phone.did


def test_a_new_desk_sees_that_the_agent_is_away(bench: Bench) -> None:
    bench.do(SetMoment("c1", True))
    told = bench.exchange.snapshot()
    assert isinstance(told, Snapshot)
    assert told.calls[-1].moment is not None


def test_asking_rings_for_one_round_and_stops_when_the_agent_is_back(bench: Bench) -> None:
    bench.do(SetMoment("c1", True), PlayTone(STILL_THERE))
    assert [deed for deed in bench.ears.did if deed[0] == "ring" and deed[1]] != []
    bench.turn(4)
    assert bench.ears.did[-1] == ("ring", None)
    bench.do(PlayTone(STILL_THERE))
    bench.do(SetMoment("c1", False))
    assert bench.ears.did[-1] == ("ring", None)
