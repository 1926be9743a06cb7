"""Fifty kills of each kind in one live call: none may cost the customer's call."""

from __future__ import annotations

import statistics
import time

import pytest

from softphone.domain.call import Phase
from softphone.domain.protocol import TakeBack
from tests.journeys.live_call import LiveCall
from tests.journeys.processes import Programs

TIMES = 50
# From the kill to a desk that shows the call, or to the call being taken back; what the agent may have to wait.
NEW_DESK_S = 2.0
TAKEN_BACK_S = 5.0  # a new engine within 2 s, and the call within 3 s of it


@pytest.mark.timeout(900)
def test_fifty_killed_desks_lose_no_call(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    taken: list[float] = []
    for _ in range(TIMES):
        begun = time.monotonic()
        desk = programs.desk_process(live.home, live.server, "agent")
        taken.append(time.monotonic() - begun)
        desk.kill()
        programs.exit_code(desk)
        assert live.customers_call.phase is Phase.TALKING
    desk = programs.desk(live.home)
    desk.call(Phase.TALKING)
    tell("desk back with its call", taken)
    assert statistics.median(taken) < NEW_DESK_S


@pytest.mark.timeout(900)
def test_fifty_killed_engines_have_their_call_taken_back(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    desk = programs.desk(live.home)
    taken: list[float] = []
    for _ in range(TIMES):
        lost = desk.call(Phase.TALKING)
        downs = len(desk.downs)
        begun = time.monotonic()
        live.engine.kill()
        desk.until(lambda downs=downs: len(desk.downs) > downs)
        desk.calls.clear()
        desk.events.clear()
        live.engine = programs.engine(live.home)
        desk.register(live.server, "agent")
        desk.link.send(TakeBack(lost))
        assert desk.call(Phase.TALKING).taken_back
        taken.append(time.monotonic() - begun)
        assert live.customers_call.phase is Phase.TALKING
    tell("call taken back", taken)
    assert statistics.median(taken) < TAKEN_BACK_S


def tell(what: str, seconds: list[float]) -> None:
    """One line with -s: what a report quotes."""
    ordered = sorted(seconds)
    p95 = ordered[int(len(ordered) * 0.95) - 1]
    print(f"\n{what}: n={len(ordered)} median={statistics.median(ordered):.2f} p95={p95:.2f} max={ordered[-1]:.2f} s")  # noqa: T201
