"""How late Qt's loop gets while 200 texts a second arrive in a call. A sample is the worst of a tenth of a second.

A loop that does nothing runs beside it: what comes late there, the computer itself has held up.
"""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter

from benchmarks.desk import Teller, probed_desk
from benchmarks.engine import private_home
from benchmarks.loop import Loop
from benchmarks.pbx import Dialled, Pbx, a_pbx
from benchmarks.table import Aim, Row
from tests.screen import screen

TEXTS_A_SECOND = 200
SECONDS = 20
AIM = Aim(99, 16.0)


def measure() -> list[Row]:
    with (
        screen() as env,
        private_home() as home,
        a_pbx() as (loop, pbx),
        probed_desk(loop, home, pbx, env, talk=True) as desk,
    ):
        call = pbx.call()
        loop.until(lambda: desk.of("talking", call.sent_at), "the call")
        loop.rest(2.0)
        quiet_from = perf_counter()
        loop.rest(SECONDS / 2)
        empty = Teller(loop, env, "benchmarks.beat")
        loop.until(lambda: empty.told, "the loop beside it")
        from_then = perf_counter()
        _pour(loop, pbx, call)
        poured = perf_counter()
        beside = [line["ms"] for line in empty.of("stall", from_then)]
        empty.close()
        quiet = [line["ms"] for line in desk.of("stall", quiet_from) if line["at"] <= from_then]
        busy = [line["ms"] for line in desk.of("stall", from_then)]
        with suppress(TimeoutError):
            loop.until(lambda: pbx.texts_taken + pbx.texts_refused >= TEXTS_A_SECOND * SECONDS, "the last answer")
        shown = desk.of("texts", from_then)
    if pbx.texts_taken < TEXTS_A_SECOND * SECONDS * 0.99:
        raise RuntimeError(f"only {pbx.texts_taken} of {TEXTS_A_SECOND * SECONDS} texts were taken")
    in_time = [line["count"] for line in shown if line["at"] <= poured]
    if not in_time or in_time[-1] < TEXTS_A_SECOND * SECONDS * 0.9:
        raise RuntimeError(f"only {in_time[-1:]} of {TEXTS_A_SECOND * SECONDS} texts were on the desk at the end")
    return [
        Row("stall", f"aside, {TEXTS_A_SECOND} texts a second", tuple(busy), "ms", AIM),
        Row("stall", "an empty Qt loop beside it: what this computer adds", tuple(beside), "ms"),
        Row("stall", "aside, a quiet call", tuple(quiet), "ms"),
    ]


def _pour(loop: Loop, pbx: Pbx, call: Dialled) -> None:
    """Evenly, a text each five milliseconds; late ones are made up for."""
    began = perf_counter()
    for n in range(TEXTS_A_SECOND * SECONDS):
        loop.rest(max(0.0, began + n / TEXTS_A_SECOND - perf_counter()))
        pbx.text(f"{n}: the free adapter AD-7 goes with the rails of 2020", call)
