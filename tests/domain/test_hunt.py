"""The table of the promise, for any order of signals: one has it, nobody is lost, what is over stays over."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from softphone.domain.hunt import (
    HOLDING,
    OPEN,
    PENDING,
    TABLE,
    Ask,
    Hunt,
    Signal,
    Stage,
    asked,
    due,
    left_s,
    moved,
    signalled,
    stopped,
    told,
    wants_next,
)
from tests.builders import NOON, at

WHERE = st.sampled_from(["v1", "v2", "v3"])
STEPS = st.one_of(
    st.tuples(st.just("signal"), WHERE, st.sampled_from([s for s in Signal if s is not Signal.RELEASED])),
    st.tuples(st.sampled_from(["ask", "tell", "stop", "sleep"]), WHERE, st.none()),
)
OVER = frozenset(Stage) - OPEN - {Stage.DECLINED}  # who declined may think better of it


def an_ask(where: str = "v1", stage: Stage = Stage.LEAVING, seconds: float = 0) -> Ask:
    return Ask(f"e-{where}", where.upper(), where, f"q-{where}", at(seconds), stage=stage)


def a_hunt(*stages: Stage) -> Hunt:
    return Hunt("q1", "call-c1", "Rails", NOON, tuple(an_ask(f"v{n}", s) for n, s in enumerate(stages, 1)))


@settings(max_examples=400, deadline=None)
@given(st.lists(STEPS, max_size=30))
def test_whatever_happens_one_at_most_has_it_and_what_is_over_stays_over(steps: list[tuple[str, str, Signal]]) -> None:
    hunt, seconds = a_hunt(Stage.LEAVING), 0
    for what, where, signal in steps:
        before, seconds = hunt, seconds + 7
        if what == "signal":
            hunt = signalled(hunt, where, signal, at(seconds))
        elif what == "ask" and hunt.live and hunt.ask_in(where) is None:
            hunt = asked(hunt, an_ask(where, seconds=seconds))
        elif what == "tell":
            hunt = told(hunt, where)
        elif what == "stop":
            hunt = stopped(hunt, at(seconds))
        elif what == "sleep":
            hunt = moved(hunt, timedelta(hours=-3))
        assert sum(a.stage in HOLDING for a in hunt.asks) <= 1
        assert sum(a.stage is Stage.ANSWERED for a in hunt.asks) <= 1
        assert not (wants_next(hunt) and any(a.stage in HOLDING | PENDING for a in hunt.asks))
        if not before.live:
            assert not hunt.live
        for old in before.asks:
            now = hunt.ask_in(old.conversation_id)
            assert now is not None
            assert old.stage not in OVER or now.stage is old.stage
        if hunt.answered:
            assert not any(a.stage in OPEN for a in hunt.asks)
        for ask in hunt.asks:
            left = left_s(hunt, ask, at(seconds))
            assert left is None or 0 <= left <= max(hunt.taken_s, hunt.answered_s)
            assert not ask.untold or ask.stage is Stage.RELEASED


def test_every_stage_can_be_reached_and_what_is_open_can_be_released() -> None:
    reached, more = {Stage.LEAVING}, True
    while more:
        found = {to for (stage, _), to in TABLE.items() if stage in reached} - reached
        reached, more = reached | found, bool(found)
    assert reached == set(Stage)
    assert {stage for stage, signal in TABLE if signal is Signal.RELEASED} == OPEN


def test_the_first_clock_starts_when_the_network_accepted_the_question() -> None:
    hunt = signalled(a_hunt(Stage.LEAVING), "v1", Signal.ACCEPTED, at(20))
    assert left_s(hunt, hunt.asks[0], at(25)) == 25.0
    assert due(hunt, at(49.9)) == ()
    assert due(hunt, at(50)) == ("v1",)


def test_nobody_is_passed_over_while_writing() -> None:
    hunt = a_hunt(Stage.WAITING)
    assert due(hunt, at(31), writing={"v1"}) == ()
    assert due(hunt, at(31)) == ("v1",)


def test_who_was_passed_may_still_take_it_and_the_others_are_released_once() -> None:
    hunt = signalled(a_hunt(Stage.PASSED, Stage.WAITING, Stage.DECLINED), "v1", Signal.TOOK, at(40))
    assert [a.stage for a in hunt.asks] == [Stage.TAKEN, Stage.RELEASED, Stage.DECLINED]
    assert [a.untold for a in hunt.asks] == [False, True, False]
    assert signalled(hunt, "v2", Signal.TOOK, at(41)) is hunt


def test_who_is_late_with_it_loses_it_to_the_next_who_takes_it() -> None:
    hunt = signalled(a_hunt(Stage.LATE, Stage.WAITING), "v2", Signal.TOOK, at(1))
    assert [a.stage for a in hunt.asks] == [Stage.RELEASED, Stage.TAKEN]


def test_one_who_has_it_is_asked_once_and_then_the_agent_is() -> None:
    hunt = a_hunt(Stage.TAKEN)
    assert due(hunt, at(120)) == ("v1",)
    hunt = signalled(hunt, "v1", Signal.TIME_UP, at(120))
    assert hunt.asks[0].stage is Stage.REMINDED
    hunt = signalled(hunt, "v1", Signal.TIME_UP, at(150))
    assert hunt.asks[0].stage is Stage.LATE
    assert due(hunt, at(9999)) == ()
    assert not wants_next(hunt)


def test_beginning_to_write_takes_it_and_the_word_that_follows_keeps_its_clock() -> None:
    hunt = signalled(a_hunt(Stage.WAITING), "v1", Signal.WROTE, at(10))
    hunt = signalled(hunt, "v1", Signal.TOOK, at(14))
    assert left_s(hunt, hunt.asks[0], at(20)) == 110.0


def test_a_decline_wants_the_next_unless_the_agent_named_the_one() -> None:
    hunt = signalled(a_hunt(Stage.WAITING), "v1", Signal.DECLINED, at(3))
    assert wants_next(hunt)
    named = Hunt("q1", "call-c1", "", NOON, (an_ask(stage=Stage.DECLINED),), goes_on=False)
    assert not wants_next(named)
