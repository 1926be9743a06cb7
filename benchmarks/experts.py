"""A key pressed in *whom to ask* → topics and people found and ranked, of 5,000 experts.

Each sample is one search as the picker makes it with each letter typed: by topic, by word and by name, every expert's
presence and standing weighed. Making the index, once for a list of experts, has a row of its own.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from time import perf_counter

from msgspec.structs import replace

from benchmarks.table import Aim, Row
from softphone.domain.catalogue import Topic
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert, Hours
from softphone.domain.finding import Index
from softphone.domain.presence import Presence, Reach
from softphone.domain.standing import Standing

EXPERTS = 5_000
TOPICS = 300
QUERIES = 120
MOST = 40  # rows that the picker shows
SEED = 17
AIM = Aim(95, 50.0)
_SOUNDS = ("ka", "lo", "mi", "ren", "sta", "tor", "vel", "hof", "ber", "gard", "lin", "qui", "sen", "wald", "zie")


def measure() -> list[Row]:
    draw = random.Random(SEED)
    names = sorted({_word(draw, 3) for _ in range(2 * TOPICS)})[:TOPICS]
    catalogue = tuple(Topic(name, words=(_word(draw, 2),)) for name in names)
    experts = tuple(_expert(draw, n, names) for n in range(EXPERTS))
    desk = Desk(
        now=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        experts=experts,
        catalogue=catalogue,
        presence={e.address: Presence(draw.choice(tuple(Reach))) for e in experts},
        standings={e.expert_id: Standing(e.expert_id, draw.uniform(5, 300), 3) for e in experts[::3]},
    )
    began = perf_counter()
    index = Index(experts, catalogue)
    made = (perf_counter() - began) * 1000
    samples = []
    for _ in range(QUERIES):
        whole = draw.choice((draw.choice(names), draw.choice(experts).name, draw.choice(experts).team))
        for end in range(min(len(whole), 8) + 1):
            began = perf_counter()
            hits = index.find(replace(desk), whole[:end], MOST)
            samples.append((perf_counter() - began) * 1000)
            if not hits.topics and not hits.people:
                raise RuntimeError(f"nobody found for {whole[:end]!r}")
    return [
        Row("experts", f"aside, {EXPERTS:,} experts, each letter", tuple(samples), "ms", AIM),
        Row("experts", "aside, the index made", (made,), "ms"),
    ]


def _expert(draw: random.Random, n: int, topics: list[str]) -> Expert:
    hours = Hours(frozenset(range(1, 6)), 480, 1020, draw.choice(("Europe/Berlin", "America/New_York")))
    return Expert(
        f"x-{n}", f"{_word(draw, 2).title()} {_word(draw, 3).title()}", f"sip:{n}@pbx.example", _word(draw, 2).title(),
        tuple(draw.sample(topics, 4)), ("de", "en"), hours if n % 2 else None,
    )  # fmt: skip


def _word(draw: random.Random, sounds: int) -> str:
    return "".join(draw.choice(_SOUNDS) for _ in range(sounds))
