"""The PBX records: asked by command, paused by the customer's keys, and what it does not do is never shown as done."""

from __future__ import annotations

from softphone.domain.protocol import EngineNotice, PauseRecording, Record, Trouble
from softphone.domain.recording import PausedBy, RecordingSetup, Taping
from softphone.engine.ports import Digit, RecordAnswered
from tests.engine.test_exchange_recording import Office

SETUP = RecordingSetup(by_pbx=True)


def asked(office: Office) -> list[object]:
    return [deed[2] for deed in office.phone.did if deed[0] == "ask_record"]


def recording() -> Office:
    office = Office(SETUP)
    office.do(Record("c1", True, consent=True))
    return office


def test_the_pbx_is_asked_for_begin_pause_and_end_and_nothing_stands_on_a_tape_here() -> None:
    office = recording()
    office.tell(Digit("c1", "4"))
    assert (office.recording.state, office.recording.paused_by) == (Taping.PAUSED, PausedBy.DIGITS)
    office.do(PauseRecording("c1", False))
    assert office.recording.state is Taping.ON
    office.do(Record("c1", False))
    assert asked(office) == [True, False, True, False]
    assert (office.tapes, office.recording.file) == ([], "")


def test_consent_is_asked_for_there_too() -> None:
    office = Office(SETUP)
    office.do(Record("c1", True))
    assert asked(office) == []


def test_a_pbx_that_refuses_leaves_the_call_shown_as_not_recorded() -> None:
    office = recording()
    office.tell(RecordAnswered("c1", True, 403))
    office.turn(0.1)
    assert office.recording.state is Taping.FAILED
    assert office.last(EngineNotice).trouble is Trouble.RECORDING_FAILED


def test_a_pause_that_the_pbx_did_not_make_is_not_shown_as_one() -> None:
    office = recording()
    office.tell(RecordAnswered("c1", True, 200))
    office.do(PauseRecording("c1", True))
    office.tell(RecordAnswered("c1", False, 500))
    assert office.recording.state is Taping.ON
    assert office.last(EngineNotice).trouble is Trouble.RECORDING_NOT_PAUSED
