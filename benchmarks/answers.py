"""What stands in the composer → the best three kept answers, of 100,000 in the encrypted store.

The questions are typed as people type: a word short, an umlaut as two letters, a slip, a compound taken apart. Each
sample is one search on the backroom's thread, reading and weighing included. `found` says how often the answer that
the question was made from is among the three.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks.table import Aim, Row
from softphone.backroom.answers.search import best
from softphone.backroom.answers.store import AnswerStore
from softphone.backroom.database import Database
from softphone.domain.answers import MOST_OFFERS, KeptAnswer

ANSWERS = 100_000
QUESTIONS = 500
SEED = 11
KEY = "ab" * 32
VALID = date(2027, 6, 30)
AIM = Aim(95, 50.0)
_THINGS = (
    "Schiene", "Adapter", "Netzteil", "Kabel", "Lüfter", "Gehäuse", "Schlüssel", "Rechnung", "Gutschrift", "Lieferung",
    "Garantie", "Blende", "Sensor", "Ventil", "Pumpe", "Filter", "Griff", "Deckel", "Schraube", "Dichtung", "Akku",
    "Display", "Türschloss", "Riegel", "Halterung", "Antenne", "Router", "Drucker", "Patrone", "Scanner", "Terminal",
    "bracket", "warranty", "invoice", "shipment", "gasket", "charger", "firmware", "licence", "password", "hinge",
)  # fmt: skip
_FIRST = (
    "Lade", "Ersatz", "Wand", "Server", "Strom", "Kühl", "Wasser", "Funk", "Türen", "Boden", "Decken", "Druck", "Mess",
    "Haupt", "Neben", "Doppel", "Spezial", "Standard", "Sicherheits", "Garten", "Keller", "Dach", "Küchen", "Büro",
)  # fmt: skip
_DOES = (
    "passt nicht in", "fehlt in der Lieferung von", "ist zu kurz für", "wird nicht erkannt von", "bricht ab an",
    "does not fit", "is missing from", "gets too hot beside", "blinkt rot an", "quietscht an", "tropft unter",
    "lässt sich nicht öffnen an", "ist abgelaufen für", "cannot be ordered for",
)  # fmt: skip
_MODELS = "ABCDEFGHKLMNPRSTVX"


def measure() -> list[Row]:
    draw = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "store.db", KEY, lambda _: None)
        store = AnswerStore(database)
        every = _answers(draw)
        while batch := list(islice(every, 2_000)):
            database.transact(lambda _, batch=batch: store.keep(batch))  # type: ignore[misc]
        samples, found = [], 0
        for n in draw.sample(range(ANSWERS), QUESTIONS):
            answer = store.answer(f"a-{n}")
            assert answer is not None
            typed = _typed(draw, answer.question)
            began = perf_counter()
            offered = best(store, typed, date(2026, 11, 21), MOST_OFFERS)
            samples.append((perf_counter() - began) * 1000)
            found += any(each.question == answer.question for each in offered)
        database.close()
    if found < QUESTIONS * 0.9:
        raise RuntimeError(f"only {found} of {QUESTIONS} were found")
    return [Row("answers", f"aside, {ANSWERS:,} kept ({found} of {QUESTIONS} found)", tuple(samples), "ms", AIM)]


def _answers(draw: random.Random) -> Iterator[KeptAnswer]:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    for n in range(ANSWERS):
        thing = draw.choice(_FIRST) + draw.choice(_THINGS).lower()
        model = f"{draw.choice(_MODELS)}{draw.choice(_MODELS)}-{draw.randrange(10, 990)}"
        question = f"{thing} {draw.choice(_DOES)} {draw.choice(_FIRST)}{draw.choice(_THINGS).lower()} {model}"
        text = f"{draw.choice(_THINGS)} {draw.choice(_DOES)} {draw.choice(_THINGS)}, Teil {model}/{draw.randrange(9)}"
        yield KeptAnswer(f"a-{n}", question, text, f"Owner {n % 400}", VALID, now, topic=thing)


def _typed(draw: random.Random, question: str) -> str:
    """As somebody types it who has a customer on the line."""
    words = question.split()
    words.pop(draw.randrange(1, len(words) - 1))
    at = draw.randrange(len(words))
    word = words[at]
    match draw.randrange(3):
        case 0 if len(word) > 6 and word.isalpha():
            slip = draw.randrange(2, len(word) - 1)
            words[at] = word[:slip] + word[slip + 1 :]
        case 1:
            words[at] = word.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe")
        case _:
            words[at] = word.lower()
    return " ".join(words)
