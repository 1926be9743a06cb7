"""INVITE on the wire → the customer's card painted, with 1,000,000 customers and 10,000,000 contacts in the book."""

from __future__ import annotations

import random

from benchmarks.book import CUSTOMERS, copy_into, number_of
from benchmarks.desk import ProbedDesk, probed_desk
from benchmarks.engine import private_home
from benchmarks.loop import Loop
from benchmarks.pbx import Pbx, a_pbx
from benchmarks.table import Aim, Row
from tests.screen import screen

CALLS = 60
WARM_UP = 3
BREATH_S = 0.3
SEED = 7
AIM = Aim(95, 100.0)


def measure() -> list[Row]:
    draw = random.Random(SEED)
    with screen() as env, private_home() as home, a_pbx() as (loop, pbx):
        copy_into(home.store_file)
        with probed_desk(loop, home, pbx, env, talk=False) as desk:
            loop.rest(1.0)  # the first presence, the first history
            samples = [_card(loop, pbx, desk, draw.randrange(CUSTOMERS)) for _ in range(WARM_UP + CALLS)]
    return [Row("card", "aside, a million customers", tuple(samples[WARM_UP:]), "ms", AIM)]


def _card(loop: Loop, pbx: Pbx, desk: ProbedDesk, customer: int) -> float:
    call = pbx.call(number_of(customer)[0])
    loop.until(lambda: desk.of("card", call.sent_at), "the card")
    painted: float = desk.of("card", call.sent_at)[0]["at"]
    pbx.give_up(call)
    loop.rest(BREATH_S)
    return (painted - call.sent_at) * 1000
