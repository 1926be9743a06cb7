"""Answer → 200 OK on the wire: from the command at the engine, and from the key at the desk."""

from __future__ import annotations

from time import perf_counter

from benchmarks.engine import Desk, engine
from benchmarks.loop import Loop
from benchmarks.pbx import Pbx, a_pbx
from benchmarks.table import Aim, Row
from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, CallChanged

CALLS = 60
WARM_UP = 3
AIM = Aim(95, 15.0)


def measure() -> list[Row]:
    with a_pbx() as (loop, pbx), engine(loop, pbx) as desk:
        samples = [_answered(loop, pbx, desk) for _ in range(WARM_UP + CALLS)]
    return [Row("answer", "aside engine, from the command", tuple(samples[WARM_UP:]), "ms", AIM)]


def _answered(loop: Loop, pbx: Pbx, desk: Desk) -> float:
    call = pbx.call()
    desk.events.clear()

    def offered() -> str:
        changes = (event.call for event in desk.events if isinstance(event, CallChanged))
        return next((change.call_id for change in changes if change.phase is Phase.OFFERED), "")

    loop.until(offered, "the offered call")
    pressed = perf_counter()
    desk.send(Answer(offered()))
    loop.until(lambda: 200 in call.statuses, "200 OK")
    pbx.hang_up(call)
    loop.rest(0.1)
    return (call.statuses[200] - pressed) * 1000
