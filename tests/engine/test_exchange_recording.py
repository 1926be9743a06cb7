"""When a call stands on a tape: consent, pauses by key and digits, time, a disk that fails, an engine that died."""

from __future__ import annotations

import hashlib
from datetime import datetime

import pytest
from msgspec.structs import replace

from softphone.domain.call import Phase
from softphone.domain.protocol import (
    CommandFailed,
    Configure,
    EngineNotice,
    HangUp,
    PauseAll,
    PauseRecording,
    Record,
    TakeBack,
    TapesRest,
    Trouble,
)
from softphone.domain.recording import PausedBy, Recording, RecordingSetup, Taping
from softphone.engine.ports import Connected, Digit
from tests.engine.fake_phone import DIALOG, GATE, LINE, Bench

SETUP = RecordingSetup("age1key")


class Kept:
    """A recorder that keeps what it was told; the real one does the same in test_recorder."""

    def __init__(self, call_id: str) -> None:
        self.failed = False
        self.file = f"{call_id}.tape"
        self.told: list[str] = []

    def customer(self, frame: bytes) -> None: ...
    def agent(self, frame: bytes) -> None: ...
    def turn(self, now: datetime) -> None: ...
    def pause(self, now: datetime, why: str) -> None:
        self.told.append(f"pause {why}")

    def resume(self, now: datetime, why: str) -> None:
        self.told.append(f"resume {why}")

    def end(self, now: datetime, why: str) -> None:
        self.told.append(f"end {why}")

    def join(self) -> None: ...


class Office(Bench):
    def __init__(self, setup: RecordingSetup = SETUP) -> None:
        self.tapes: list[Kept] = []
        super().__init__(open_recorder=self._open)
        self.do(Configure(LINE, GATE, recording=setup))
        self.talk()
        self.forget()

    @property
    def recording(self) -> Recording:
        return self.exchange.calls["c1"].recording

    def _open(self, call_id: str, recipient: str, now: datetime) -> Kept:
        if not recipient.startswith("age1"):
            raise ValueError("no age public key")
        self.tapes.append(Kept(call_id))
        return self.tapes[-1]


def test_nothing_records_before_the_agent_marks_consent() -> None:
    office = Office()
    office.do(Record("c1", True))
    assert office.last(CommandFailed).command == "Record"
    assert office.tapes == []
    office.do(Record("c1", True, consent=True))
    assert office.recording.state is Taping.ON
    assert office.recording.file == "c1.tape"
    assert ("record", "c1", True) in office.phone.did


def test_both_sides_hear_that_it_begins() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True))
    assert ("tone", "recording") in office.ears.did
    assert any(deed[0] == "play" and str(deed[2]).endswith("recording.wav") for deed in office.phone.did)


@pytest.mark.parametrize("setup", [RecordingSetup(), RecordingSetup("no key", consent=False)])
def test_without_a_key_of_the_policy_nothing_records(setup: RecordingSetup) -> None:
    office = Office(setup)
    office.do(Record("c1", True, consent=True))
    assert office.all(CommandFailed)
    assert office.recording == Recording()


def test_a_call_that_still_rings_is_not_recorded() -> None:
    office = Office()
    office.ring_in("c2")
    office.do(Record("c2", True, consent=True))
    assert office.last(CommandFailed).call_id == "c2"


def test_a_pause_by_key_lasts_until_the_key_and_is_counted() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True), PauseRecording("c1", True))
    assert (office.recording.state, office.recording.pauses) == (Taping.PAUSED, 1)
    office.do(PauseRecording("c1", False), PauseRecording("c1", True))
    assert office.recording.pauses == 2
    assert office.tapes[0].told == ["pause key", "resume key", "pause key"]


def test_the_customers_digits_pause_it_and_every_further_digit_holds_it() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True))
    office.tell(Digit("c1", "4"))
    assert office.recording.paused_by is PausedBy.DIGITS
    office.turn(60)
    office.tell(Digit("c1", "1"))
    office.turn(60)
    assert office.recording.state is Taping.PAUSED
    assert office.recording.pauses == 1


def test_a_forgotten_pause_ends_by_itself_and_the_agent_is_told() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True), PauseRecording("c1", True))
    office.turn(89)
    assert office.recording.state is Taping.PAUSED
    office.turn(1.1)
    assert office.recording.state is Taping.ON
    assert office.last(EngineNotice).trouble is Trouble.RECORDING_RESUMED
    assert office.tapes[0].told == ["pause key", "resume time"]


def test_a_tape_that_cannot_be_written_is_told_and_the_call_goes_on() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True))
    office.tapes[0].failed = True
    office.turn(0.1)
    assert office.recording.state is Taping.FAILED
    assert office.last(EngineNotice).trouble is Trouble.RECORDING_FAILED
    assert office.call("c1").phase is Phase.TALKING
    assert ("record", "c1", False) in office.phone.did
    office.do(Record("c1", True, consent=True))
    assert len(office.tapes) == 2


def test_the_tape_ends_with_the_call() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True), HangUp("c1"))
    office.turn(0.1)
    assert office.tapes[0].told == ["end call"]


def test_an_engine_that_takes_a_recorded_call_back_goes_on_with_a_new_tape_and_keeps_its_pause() -> None:
    office = Office()
    office.do(Record("c1", True, consent=True), PauseRecording("c1", True))
    lost = replace(office.exchange.calls["c1"], call_id="lost")
    office.do(HangUp("c1"), TakeBack(lost))
    office.turn(0.1)
    assert not office.call("lost").recording.running
    office.tell(Connected("lost", DIALOG))
    office.turn(0.1)
    assert office.call("lost").recording.state is Taping.PAUSED
    assert office.tapes[-1].told == ["pause key"]


def test_pausing_what_does_not_record_is_refused_and_does_nothing() -> None:
    office = Office()
    office.do(PauseRecording("c1", True), PauseRecording("c1", False), Record("c1", False))
    assert len(office.all(CommandFailed)) == 3
    assert office.recording == Recording()


SECRET = "till-7"
WITH_PROGRAM = RecordingSetup("age1key", program=hashlib.sha256(SECRET.encode()).hexdigest())


def test_a_program_that_the_policy_names_pauses_every_tape_and_lifts_only_its_own_pause() -> None:
    office = Office(WITH_PROGRAM)
    office.do(Record("c1", True, consent=True), PauseAll(True, SECRET))
    assert office.recording.paused_by is PausedBy.PROGRAM
    assert (office.last(TapesRest).resting, office.last(TapesRest).tapes) == (True, 1)
    office.do(PauseAll(False, SECRET))
    assert office.recording.state is Taping.ON
    office.do(PauseRecording("c1", True), PauseAll(False, SECRET))
    assert office.recording.paused_by is PausedBy.KEY
    assert office.last(TapesRest).tapes == 0


@pytest.mark.parametrize(("setup", "secret"), [(SETUP, ""), (SETUP, SECRET), (WITH_PROGRAM, "till-8")])
def test_a_program_that_nobody_named_pauses_nothing(setup: RecordingSetup, secret: str) -> None:
    office = Office(setup)
    office.do(Record("c1", True, consent=True), PauseAll(True, secret))
    assert office.recording.state is Taping.ON
    assert office.last(CommandFailed).command == "PauseAll"
