"""Who may begin a recording, and what the strip under the bar is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain.call import Call, Kind, Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import ToEngine
from softphone.domain.facts import RecordingPaused, RecordPressed
from softphone.domain.protocol import EngineNotice, PauseRecording, Record, Trouble
from softphone.domain.recording import Recording, Taping
from softphone.domain.rules.shift import configuration
from softphone.domain.settings import RecordCalls, Settings
from softphone.domain.update import update
from tests.builders import NOON, a_call, a_desk, at, call_changed, heard

ALLOWED = Settings(record_calls=RecordCalls.BY_HAND, record_key="age1key")
ALWAYS = replace(ALLOWED, record_calls=RecordCalls.ALWAYS, record_consent=False)


def desk_in_call(settings: Settings, **parts: object) -> Desk:
    call = replace(a_call("c1", phase=Phase.TALKING), **parts)  # type: ignore[arg-type]
    return update(replace(a_desk(), settings=settings), call_changed(call))[0]


def asked(desk: Desk, fact: RecordPressed | RecordingPaused) -> list[object]:
    return [e.command for e in update(desk, fact)[1] if isinstance(e, ToEngine)]


def test_recording_is_off_until_somebody_allows_it() -> None:
    assert asked(desk_in_call(Settings()), RecordPressed(NOON, "c1", True, True)) == []
    without_key = Settings(record_calls=RecordCalls.ALWAYS)
    assert asked(desk_in_call(without_key), RecordPressed(NOON, "c1", True, True)) == []
    without_mode = Settings(record_key="age1key")
    assert asked(desk_in_call(without_mode), RecordPressed(NOON, "c1", True, True)) == []


def test_without_consent_nothing_is_asked_of_the_engine() -> None:
    desk = desk_in_call(ALLOWED)
    assert asked(desk, RecordPressed(NOON, "c1", True)) == []
    assert asked(desk, RecordPressed(NOON, "c1", True, True)) == [Record("c1", True, True)]


def test_a_customers_call_is_recorded_by_itself_where_the_policy_says_always() -> None:
    desk = replace(a_desk(), settings=ALWAYS)
    begun = set()
    for kind in Kind:
        _, effects = update(desk, call_changed(replace(a_call("c1", phase=Phase.TALKING), kind=kind)))
        if ToEngine(Record("c1", True)) in effects:
            begun.add(kind)
    assert begun == {Kind.CUSTOMER}


@pytest.mark.parametrize("settings", [ALLOWED, replace(ALWAYS, record_consent=True)])
def test_where_consent_is_asked_for_nothing_begins_by_itself(settings: Settings) -> None:
    call: Call = a_call("c1", phase=Phase.TALKING)
    effects = update(replace(a_desk(), settings=settings), call_changed(call))[1]
    assert not any(isinstance(e, ToEngine) and isinstance(e.command, Record) for e in effects)


def test_the_key_pauses_only_what_runs() -> None:
    assert asked(desk_in_call(ALLOWED), RecordingPaused(NOON, "c1", True)) == []
    running = desk_in_call(ALLOWED, recording=Recording(Taping.ON))
    assert asked(running, RecordingPaused(NOON, "c1", True)) == [PauseRecording("c1", True)]


def test_the_engine_learns_what_the_policy_allows() -> None:
    wanted = configuration(replace(a_desk(), settings=ALLOWED))
    assert (wanted.recording.recipient, wanted.recording.consent) == ("age1key", True)


def test_a_tape_that_failed_is_told_where_the_call_is() -> None:
    desk = desk_in_call(ALLOWED)
    desk, _ = update(desk, heard(EngineNotice(at(1), Trouble.RECORDING_FAILED, "c1")))
    assert (desk.notices[-1].kind, bool(desk.notices[-1].interaction_id)) == (NoticeKind.RECORDING_FAILED, True)
