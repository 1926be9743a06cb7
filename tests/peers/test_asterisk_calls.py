"""Our engines on Asterisk 22 with the recipe of packaging/pbx: calls both ways and what an agent does in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.line import LineState
from softphone.domain.protocol import (
    Answer,
    Dial,
    DigitHeard,
    GiveBack,
    HangUp,
    LevelsMeasured,
    LineChanged,
    LineTested,
    PlaceTried,
    SendDigits,
    SetHold,
    TransferTo,
    TryPlace,
)
from softphone.domain.protocol import TestLine as TryLine  # pytest would collect a Test…
from tests.engine.agents import QUIET_DBFS, Agent
from tests.peers.asterisk import Asterisk, leave, phone_of

pytestmark = pytest.mark.peer("Asterisk 22")


@pytest.fixture
def anna(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "101", mic_hz=440, ear_hz=880) as agent:
        yield agent.come_up()


@pytest.fixture
def bert(asterisk: Asterisk) -> Iterator[Agent]:
    with phone_of(asterisk, "102", mic_hz=880, ear_hz=440) as agent:
        yield agent.come_up()


def talk(caller: Agent, callee: Agent, target: str) -> str:
    """A call, "c" to the caller, in which both hear the other; the callee's name for it."""
    caller.do(Dial("c", target))
    offered = callee.phase(Phase.OFFERED)
    caller.phase(Phase.ALERTING)
    callee.do(Answer(offered.call_id))
    for agent in (caller, callee):
        agent.phase(Phase.TALKING)
        agent.hears()
    return offered.call_id


@pytest.mark.proves("registration")
def test_a_line_registers_and_a_wrong_password_is_refused(asterisk: Asterisk, anna: Agent) -> None:
    assert "101/sip:101@127.0.0.1" in asterisk.cli("pjsip show contacts")
    with phone_of(asterisk, "102") as stranger:
        stranger.line = replace(stranger.line, password="guess")
        stranger.configure()
        refused = stranger.until(LineChanged, lambda e: e.line.state is LineState.REFUSED)
        assert refused.line.code in (401, 403)


@pytest.mark.proves("registration")
def test_a_test_of_our_own_account_leaves_us_reachable(anna: Agent, bert: Agent) -> None:
    """The recipe keeps one contact of an agent: the tested one takes the place of ours."""
    anna.do(TryLine(anna.line))
    assert anna.until(LineTested).line.state is LineState.REGISTERED
    anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED)
    talk(bert, anna, "101")


@pytest.mark.proves("call in", "call out", "sound both ways")
def test_two_agents_call_each_other_and_either_hangs_up(anna: Agent, bert: Agent) -> None:
    talk(anna, bert, "102")
    anna.do(HangUp("c"))
    assert bert.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE
    anna.phase(Phase.ENDED)
    theirs = talk(bert, anna, "101")
    anna.do(HangUp(theirs))
    assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_HERE
    assert bert.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@pytest.mark.proves("refused and missed calls, said why")
@pytest.mark.parametrize(("code", "wanted"), [(486, Ending.CALLEE_BUSY), (603, Ending.CALLEE_DECLINED)])
def test_a_refused_call_says_why(anna: Agent, bert: Agent, code: int, wanted: Ending) -> None:
    anna.do(Dial("c", "102"))
    bert.do(GiveBack(bert.phase(Phase.OFFERED).call_id, code))
    assert anna.phase(Phase.ENDED).ending is wanted


@pytest.mark.proves("refused and missed calls, said why")
def test_nobody_there_and_no_such_number_are_told_apart(asterisk: Asterisk, anna: Agent) -> None:
    with phone_of(asterisk, "103") as gone:
        leave(gone.come_up())
    anna.do(Dial("c", "103"))
    assert anna.phase(Phase.ENDED).ending in (Ending.NO_ANSWER, Ending.UNREACHABLE)
    anna.do(Dial("d", "999"))
    assert anna.phase(Phase.ENDED).ending is Ending.NOT_FOUND


@pytest.mark.proves("refused and missed calls, said why")
def test_a_caller_who_gives_up_is_a_missed_call(anna: Agent, bert: Agent) -> None:
    anna.do(Dial("c", "102"))
    bert.phase(Phase.OFFERED)
    anna.do(HangUp("c"))
    assert bert.phase(Phase.ENDED).ending is Ending.MISSED


@pytest.mark.proves("number withheld, or one of the own ones")
@pytest.mark.parametrize(
    ("wish", "seen"),
    [
        (("Privacy", "id"), ""),
        (("P-Preferred-Identity", "<sip:+494055501400@pbx>"), "+494055501400"),
        (("P-Preferred-Identity", "<sip:+49405550199@pbx>"), "101"),  # none of those that the recipe allows
    ],
)
def test_what_those_called_see_is_chosen_for_a_call(
    anna: Agent, bert: Agent, wish: tuple[str, str], seen: str
) -> None:
    anna.do(Dial("c", "102", headers=(wish,)))
    offered = bert.phase(Phase.OFFERED)
    assert (offered.party.number, offered.party.name) == (seen, "" if not seen else "Agent 101")
    anna.do(HangUp("c"))
    bert.phase(Phase.ENDED)


@pytest.mark.proves("hold and resume")
def test_a_held_call_hears_music_instead_of_us_and_us_again_afterwards(anna: Agent, bert: Agent) -> None:
    talk(anna, bert, "102")
    anna.do(SetHold("c", True))
    anna.call(lambda call: call.hold is Hold.OURS)
    bert.until(LevelsMeasured, lambda e: e.caller_dbfs < QUIET_DBFS)
    anna.do(SetHold("c", False))
    anna.call(lambda call: call.hold is Hold.NONE)
    bert.hears()
    anna.hears()


@pytest.mark.proves("digits (RFC 4733)")
def test_digits_arrive_in_order(anna: Agent, bert: Agent) -> None:
    talk(anna, bert, "102")
    anna.do(SendDigits("c", "19*#"))
    assert [bert.until(DigitHeard).digit for _ in "19*#"] == list("19*#")


@pytest.mark.proves("blind transfer")
def test_a_blind_transfer_joins_the_caller_with_the_third_and_leaves_the_agent_free(
    asterisk: Asterisk, anna: Agent, bert: Agent
) -> None:
    with phone_of(asterisk, "103", mic_hz=880, ear_hz=440) as carl:
        carl.come_up()
        theirs = talk(anna, bert, "102")
        bert.do(TransferTo(theirs, "103"))
        carl.do(Answer(carl.phase(Phase.OFFERED).call_id))
        assert bert.phase(Phase.ENDED).ending is Ending.TRANSFERRED
        carl.phase(Phase.TALKING)
        carl.hears()
        anna.hears()
        anna.do(HangUp("c"))
        carl.phase(Phase.ENDED)


@pytest.mark.proves("park and pick up")
def test_a_parked_customer_is_picked_up_by_another_agent(asterisk: Asterisk, anna: Agent, bert: Agent) -> None:
    theirs = talk(anna, bert, "102")
    bert.do(TransferTo(theirs, "700"))
    bert.phase(Phase.ENDED)
    asterisk.wait_for("parking show default", lambda said: bool(re.search(r"Space +: +701", said)))
    bert.do(Dial("pick-up", "701"))
    bert.phase(Phase.TALKING)
    bert.hears()
    anna.hears()


@pytest.mark.proves("echo test")
def test_the_check_of_the_place_measures_the_way_by_the_echo_extension(asterisk: Asterisk) -> None:
    with phone_of(asterisk, "101", haste=True) as agent:
        agent.come_up()
        agent.do(TryPlace("*43"))
        over = agent.until(PlaceTried, lambda tried: tried.step is None)
        assert over.echo is not None
        assert (over.echo.status, over.echo.loss_pct) == (200, 0)
        assert 20 <= over.echo.round_trip_ms <= 400


@pytest.mark.proves("echo test")
def test_the_echo_extension_gives_our_own_voice_back(asterisk: Asterisk) -> None:
    with phone_of(asterisk, "101", mic_hz=440, ear_hz=440) as anna:
        anna.come_up()
        anna.do(Dial("c", "*43"))
        anna.phase(Phase.TALKING)
        anna.hears()
        anna.do(HangUp("c"))
        anna.phase(Phase.ENDED)


@pytest.mark.proves("conference on the PBX")
def test_three_phones_hear_each_other_in_a_conference_of_the_pbx(asterisk: Asterisk, anna: Agent, bert: Agent) -> None:
    with phone_of(asterisk, "103", mic_hz=880, ear_hz=440) as carl:
        carl.come_up()
        for agent in (anna, bert, carl):
            agent.do(Dial("conference", "8000"))
            agent.phase(Phase.TALKING)
        for agent in (bert, carl, anna):
            agent.hears()
