"""Answer → 200 OK on the wire: from the command at the engine, and from the key pressed at the desk's window."""

from __future__ import annotations

from time import perf_counter

from benchmarks.desk import ProbedDesk, probed_desk
from benchmarks.engine import Desk, engine, private_home
from benchmarks.keys import Keyboard, keyboard
from benchmarks.loop import Loop
from benchmarks.pbx import Pbx, a_pbx
from benchmarks.table import Aim, Row
from softphone.domain.call import Phase
from softphone.domain.protocol import Answer, CallChanged
from tests.screen import screen

CALLS = 60
PRESSED = 30  # each of them is talked, hung up and wrapped up
WARM_UP = 3
GUARD_S = 1.1  # for a second after any change of call, finishing the wrap-up does nothing
RINGS_S = 0.5  # nobody answers before the card stands still
AIM = Aim(95, 15.0)


def measure() -> list[Row]:
    with a_pbx() as (loop, pbx), engine(loop, pbx) as desk:
        samples = [_answered(loop, pbx, desk) for _ in range(WARM_UP + CALLS)]
    with (
        screen() as env,
        keyboard(env) as keys,
        private_home() as home,
        a_pbx() as (loop, pbx),
        probed_desk(loop, home, pbx, env, talk=False) as probed,
    ):
        pressed = [_pressed(loop, pbx, probed, keys) for _ in range(WARM_UP + PRESSED)]
    return [
        Row("answer", "aside, from the key press", tuple(pressed[WARM_UP:]), "ms", AIM),
        Row("answer", "aside engine, from the command", tuple(samples[WARM_UP:]), "ms", AIM),
    ]


def _pressed(loop: Loop, pbx: Pbx, desk: ProbedDesk, keys: Keyboard) -> float:
    call = pbx.call()
    loop.until(lambda: desk.of("rings", call.sent_at), "the ring")
    loop.rest(RINGS_S)
    at = keys.press("ctrl+shift+a")
    loop.until(lambda: 200 in call.statuses, "200 OK")
    loop.rest(RINGS_S)
    pbx.hang_up(call)
    loop.rest(GUARD_S)
    finished = keys.press("ctrl+return")
    loop.until(lambda: desk.of("free", finished), "the end of the wrap-up")
    loop.rest(RINGS_S)
    return (call.statuses[200] - at) * 1000


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
