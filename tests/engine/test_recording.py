"""A real call on a real tape: who is on which side of it, what a pause keeps off it, what a kill leaves."""

from __future__ import annotations

import math
import statistics
from array import array
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest

from softphone.domain.call import Phase
from softphone.domain.protocol import (
    Answer,
    Configure,
    Dial,
    EngineNotice,
    HangUp,
    LevelsMeasured,
    PauseRecording,
    Record,
    SendDigits,
    SetMute,
    Trouble,
)
from softphone.domain.recording import PausedBy, RecordingSetup, Taping
from softphone.engine.recording.tape import BadTape, Piece, read_tape
from tests.engine.agents import Agent
from tests.sandbox.running import RunningPbx, running_pbx

KEY = pyrage.x25519.Identity.generate()
SETUP = RecordingSetup(str(KEY.to_public()), announce=False)
DEADLINE_S = 15.0
CUSTOMER_HZ, AGENT_HZ = 440, 880
LOUD, QUIET = 1_000.0, 60.0


@pytest.fixture(scope="module")
def pbx() -> Generator[RunningPbx]:
    with running_pbx({"anna": "pw", "bert": "pw"}) as running:
        yield running


@contextmanager
def talking(pbx: RunningPbx, tapes: Path) -> Iterator[tuple[Agent, Agent, str]]:
    """A customer, an agent who may record, and the agent's call_id."""
    with (
        Agent("anna", pbx.server, mic_hz=CUSTOMER_HZ, ear_hz=AGENT_HZ) as customer,
        Agent("bert", pbx.server, mic_hz=AGENT_HZ, ear_hz=CUSTOMER_HZ, tapes=tapes) as agent,
    ):
        customer.come_up()
        agent.come_up()
        agent.do(Configure(agent.line, agent.gate, recording=SETUP))
        customer.do(Dial("a1", "bert"))
        call_id = agent.phase(Phase.OFFERED).call_id
        agent.do(Answer(call_id))
        agent.phase(Phase.TALKING)
        customer.phase(Phase.TALKING)
        agent.hears()
        yield customer, agent, call_id


def the_tape(folder: Path) -> list[Piece]:
    files = list(folder.glob("*.tape"))
    try:
        return list(read_tape(files[0], str(KEY))) if files else []
    except BadTape:
        return []  # its first bytes are not all there yet


def until(agent: Agent, wanted: Callable[[], object]) -> None:
    """Looks with each measure of loudness, which come ten times a second while a call talks."""
    agent.until(LevelsMeasured, lambda _: bool(wanted()), DEADLINE_S)


def strength(samples: array[int], hz: float) -> float:
    """The amplitude of one frequency in the middle tenth of a second: a busy computer loses a frame here and there."""
    return statistics.median(goertzel(samples[at : at + 1600], hz) for at in range(0, len(samples), 1600))


def goertzel(samples: array[int], hz: float) -> float:
    turn = 2 * math.cos(2 * math.pi * hz / 16_000)
    first = second = 0.0
    for sample in samples:
        first, second = sample + turn * first - second, first
    power = first * first + second * second - turn * first * second
    return 2 * math.sqrt(max(power, 0.0)) / max(len(samples), 1)


def sides(piece: Piece) -> tuple[array[int], array[int]]:
    both = array("h", piece.sound)
    return both[::2], both[1::2]


def sounds(folder: Path) -> list[Piece]:
    return [piece for piece in the_tape(folder) if piece.kind == "sound"]


def test_the_customer_stands_left_the_agent_right_and_the_end_is_marked(pbx: RunningPbx, tmp_path: Path) -> None:
    with talking(pbx, tmp_path) as (_, agent, call_id):
        agent.do(Record(call_id, True, consent=True))
        agent.call(lambda call: call.recording.state is Taping.ON)
        until(agent, lambda: len(sounds(tmp_path)) >= 3)
        agent.do(HangUp(call_id))
        agent.phase(Phase.ENDED)
    found = the_tape(tmp_path)
    assert (found[0].kind, found[0].note, found[-1].kind) == ("begin", call_id, "end")
    customer, right = sides(sounds(tmp_path)[1])
    assert strength(customer, CUSTOMER_HZ) > LOUD > QUIET > strength(customer, AGENT_HZ)
    assert strength(right, AGENT_HZ) > LOUD > QUIET > strength(right, CUSTOMER_HZ)
    assert len(customer) == 16_000


def test_a_muted_agent_is_not_on_the_tape(pbx: RunningPbx, tmp_path: Path) -> None:
    with talking(pbx, tmp_path) as (_, agent, call_id):
        agent.do(SetMute(call_id, True))
        agent.call(lambda call: call.muted)
        agent.do(Record(call_id, True, consent=True))
        until(agent, lambda: len(sounds(tmp_path)) >= 3)
    customer, right = sides(sounds(tmp_path)[2])
    assert strength(customer, CUSTOMER_HZ) > LOUD
    assert strength(right, AGENT_HZ) < QUIET


def test_the_customers_digits_pause_the_tape_and_the_pause_is_proved_in_the_file(
    pbx: RunningPbx, tmp_path: Path
) -> None:
    with talking(pbx, tmp_path) as (customer, agent, call_id):
        agent.do(Record(call_id, True, consent=True))
        until(agent, lambda: len(sounds(tmp_path)) >= 1)
        customer.do(SendDigits("a1", "4111"))
        call = agent.call(lambda call: call.recording.state is Taping.PAUSED)
        assert call.recording.paused_by is PausedBy.DIGITS
        until(agent, lambda: [piece.kind for piece in the_tape(tmp_path)][-1:] == ["pause"])
        kept = len(sounds(tmp_path))
        for _ in range(15):  # a second and a half in which the customer speaks on
            agent.until(LevelsMeasured)
        agent.do(PauseRecording(call_id, False))
        until(agent, lambda: len(sounds(tmp_path)) > kept)
    found = the_tape(tmp_path)
    pause = next(n for n, piece in enumerate(found) if piece.kind == "pause")
    assert (found[pause].note, found[pause + 1].kind, found[pause + 1].note) == ("digits", "resume", "key")
    assert (found[pause + 1].at - found[pause].at).total_seconds() > 1.0


def test_a_killed_engine_leaves_all_but_the_last_two_seconds(pbx: RunningPbx, tmp_path: Path) -> None:
    with talking(pbx, tmp_path) as (_, agent, call_id):
        agent.do(Record(call_id, True, consent=True))
        begun = agent.call(lambda call: call.recording.state is Taping.ON).recording.since
        assert begun is not None
        until(agent, lambda: len(sounds(tmp_path)) >= 3)
        agent.kill()
    found = the_tape(tmp_path)
    assert len([piece for piece in found if piece.kind == "sound"]) >= 3
    assert found[-1].kind != "end"


def test_a_folder_that_cannot_be_written_ends_the_tape_and_not_the_call(pbx: RunningPbx, tmp_path: Path) -> None:
    in_the_way = tmp_path / "recordings"
    in_the_way.write_text("a file where the folder should be")
    with talking(pbx, in_the_way) as (customer, agent, call_id):
        agent.do(Record(call_id, True, consent=True))
        notice = agent.until(EngineNotice)
        assert (notice.trouble, notice.call_id) == (Trouble.RECORDING_FAILED, call_id)
        customer.hears()
        agent.do(HangUp(call_id))
        assert agent.call(lambda call: call.phase is Phase.ENDED).recording.state is Taping.FAILED
