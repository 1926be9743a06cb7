"""INVITE on the wire → 180 on the wire, as the caller sees it. Peer: baresip, through the same socket."""

from __future__ import annotations

from benchmarks.engine import engine
from benchmarks.loop import Loop
from benchmarks.pbx import Pbx, a_pbx
from benchmarks.peers import baresip
from benchmarks.table import Row

CALLS = 100
# The first calls load code that the later ones find loaded.
WARM_UP = 3
BREATH_S = 0.12  # the gate lets ten new calls a second through


def measure() -> list[Row]:
    with a_pbx() as (loop, pbx), engine(loop, pbx):
        ours = _rings(loop, pbx)
    with a_pbx() as (loop, pbx), baresip(pbx) as there:
        if there:
            loop.until(lambda: pbx.contact, "REGISTER of baresip")
        theirs = _rings(loop, pbx) if there else ()
    return [Row("ring", "aside", ours, "ms"), Row("ring", "baresip", theirs, "ms")]


def _rings(loop: Loop, pbx: Pbx) -> tuple[float, ...]:
    samples = []
    for _ in range(WARM_UP + CALLS):
        call = pbx.call()
        loop.until(lambda call=call: 180 in call.statuses, "180")  # type: ignore[misc]
        samples.append((call.statuses[180] - call.sent_at) * 1000)
        pbx.give_up(call)
        loop.rest(BREATH_S)
    return tuple(samples[WARM_UP:])
