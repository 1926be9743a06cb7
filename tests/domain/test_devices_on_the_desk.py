"""Devices that come and go, told in the notices, and calls refused without the headset where that is wanted."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain.audio import MicrophoneState, Sound, SoundState
from softphone.domain.call import Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import ToEngine
from softphone.domain.facts import MutePressed
from softphone.domain.protocol import SetMute, SoundChanged, SpeakingChanged
from softphone.domain.queue import Why
from softphone.domain.rules.devices import changed, spoke
from softphone.domain.rules.queues import reasons
from softphone.domain.rules.shift import gate
from softphone.domain.settings import HeadsetMissing, Settings
from softphone.domain.update import update
from softphone.ui.notices import notice_fact, notice_words
from softphone.ui.words import own_state
from tests.builders import a_call, a_desk, at

HEADSET = Sound(SoundState.WORKING, "Jabra mic", "Jabra")
SPEAKER = Sound(SoundState.WORKING, "Built-in mic", "Speaker", missing=True)
OPENING = Sound(SoundState.NONE, "", "", missing=True)


def heard(desk: Desk, *sounds: Sound, begun: int = 10) -> Desk:
    for n, sound in enumerate(sounds):
        desk = changed(desk, SoundChanged(at(begun + n), sound))
    return desk


def told(desk: Desk) -> list[str]:
    return [notice_words(notice, desk)[0] for notice in desk.notices]


def in_call(missing: HeadsetMissing = HeadsetMissing.WARNED) -> Desk:
    call = a_call(phase=Phase.TALKING)
    return a_desk(calls={call.call_id: call}, settings=replace(Settings(), headset_missing=missing))


def test_a_headset_lost_in_a_call_is_said_with_what_is_used_now_and_goes_when_it_is_back() -> None:
    desk = heard(in_call(), HEADSET, OPENING, SPEAKER)
    assert told(desk) == ["Your headset is not there. You hear through Speaker and speak through Built-in mic."]
    desk = heard(desk, replace(OPENING, missing=False), HEADSET, begun=20)
    assert told(desk) == ["You hear through Jabra and speak through Jabra mic now."]


def test_another_device_in_a_call_is_said_and_nothing_outside_of_one() -> None:
    other = Sound(SoundState.WORKING, "Jabra mic", "Speaker")
    assert [n.kind for n in heard(in_call(), HEADSET, other).notices] == [NoticeKind.DEVICE_CHANGED]
    assert heard(a_desk(), HEADSET, other).notices == ()


def test_a_missing_headset_is_warned_of_before_a_call_or_not_as_set() -> None:
    for setting, kinds in ((HeadsetMissing.IGNORED, []), (HeadsetMissing.WARNED, [NoticeKind.DEVICE_MISSING])):
        desk = heard(a_desk(settings=replace(Settings(), headset_missing=setting)), SPEAKER)
        assert [n.kind for n in desk.notices] == kinds
        assert gate(desk).customers
        assert Why.HEADSET not in reasons(desk)


def test_by_policy_no_customers_call_comes_without_the_headset() -> None:
    desk = heard(a_desk(settings=replace(Settings(), headset_missing=HeadsetMissing.REFUSED)), SPEAKER)
    assert not gate(desk).customers
    assert Why.HEADSET in reasons(desk)
    assert own_state(desk) == ("No headset: customers' calls do not reach you", "stop")
    assert told(desk) == ["Your headset is not there: no customers' calls come until it is back."]
    back = heard(desk, HEADSET)
    assert gate(back).customers
    assert back.notices == ()


def test_a_device_s_name_is_shown_as_it_is() -> None:
    strange = replace(SPEAKER, ear="{mic}\n<b>x", microphone="{0}")
    text = told(heard(in_call(), strange))[0]
    assert "<b>x" in text
    assert "\n" not in text


def test_a_silent_microphone_is_told_with_where_it_is_muted_and_until_it_is_heard() -> None:
    silent = replace(HEADSET, microphone_state=MicrophoneState.SILENT)
    muted = replace(HEADSET, microphone_state=MicrophoneState.MUTED_BY_SYSTEM)
    desk = heard(in_call(), silent)
    assert told(desk) == ["Nothing comes from your microphone. Is it muted at the headset?"]
    desk = heard(desk, muted)
    assert told(desk) == ["This PC has your microphone muted. Switch it on in the sound settings."]
    desk = heard(desk, replace(HEADSET, microphone_state=MicrophoneState.DENIED))
    assert told(desk) == ["This PC keeps your microphone from Aside. Allow it in its settings: Privacy, Microphone."]
    assert told(heard(desk, HEADSET)) == []


def test_who_speaks_while_muted_is_told_and_one_key_unmutes() -> None:
    call = a_call(phase=Phase.TALKING, muted=True)
    desk = a_desk(calls={call.call_id: call}, focus=call.call_id)
    desk = spoke(desk, SpeakingChanged(at(5), True))
    assert told(desk) == ["You are muted: the caller does not hear what you say."]
    fact = notice_fact(desk.notices[0], desk)
    assert isinstance(fact, MutePressed)
    assert not fact.on
    after, effects = update(desk, fact)
    assert effects == (ToEngine(SetMute(call.call_id, False)),)
    assert after.notices == ()
    open_one = a_desk(calls={call.call_id: replace(call, muted=False)}, focus=call.call_id)
    assert spoke(open_one, SpeakingChanged(at(5), True)).notices == ()
