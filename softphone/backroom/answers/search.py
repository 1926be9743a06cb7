"""Which kept answers fit what is being typed: at most a few, good ones first, and none rather than a bad one.

Each word typed stands for the words of the index that it may mean (itself, a longer one it begins or ends, the parts of
a compound, one a slip away). The rarest of them are asked of FTS5, which orders by BM25; the best of those are
weighed again by how much of the question they cover. The work is bounded by rows, whatever the store holds.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import apsw
from msgspec import Struct

from softphone.backroom.answers.store import AnswerStore, terms_in
from softphone.backroom.answers.terms import LEAST_PART, LEAST_SLIP, one_slip, slips_of, splits_of, terms_of
from softphone.domain.answers import KeptAnswer

MOST_ROWS = 6_000  # that BM25 looks at: it takes about 3 µs a row
MOST_WORDS = 12  # of the question, the rarest ones
MOST_MEANINGS = 24  # of one word
CANDIDATES = 40
LEAST_COVER = 0.5  # of the question's weight: what covers less has a word in common and nothing else
EXPIRED = 0.7
_LAST = "\U0010ffff"


class Word(Struct, frozen=True):
    """One word typed: what it may mean, how surely (0 to 1), and in how many answers each stands."""

    meanings: dict[str, float]
    rows: int
    weight: float  # rarer words say more


def best(store: AnswerStore, query: str, today: date, limit: int) -> tuple[KeptAnswer, ...]:
    """The answers that fit, best first."""
    words = _words(store.connection, query)
    if not words:
        return ()
    asked: list[Word] = []
    rows = 0
    for word in sorted((w for w in words if w.meanings), key=lambda w: w.rows):
        if asked and rows + word.rows > MOST_ROWS:
            break
        asked.append(word)
        rows += word.rows
    if not asked:
        return ()
    expression = " OR ".join(f'"{term}"' for term in dict.fromkeys(t for w in asked for t in w.meanings))
    found: Any = store.connection.execute(
        "SELECT rowid FROM answer_words WHERE answer_words MATCH ? ORDER BY bm25(answer_words, 3.0, 1.0) LIMIT ?",
        (expression, max(CANDIDATES, limit)),
    ).fetchall()
    candidates = store.with_rows(row for (row,) in found)
    return tuple(answer for _, answer in _ranked(candidates, words, today))[:limit]


def _ranked(candidates: Iterable[KeptAnswer], words: list[Word], today: date) -> list[tuple[float, KeptAnswer]]:
    """By cover; of the same cover BM25 decides, whose order they come in."""
    whole = sum(word.weight for word in words)
    ranked = []
    for answer in candidates:
        has = terms_in(answer)
        covered = sum(w.weight * max((s for t, s in w.meanings.items() if t in has), default=0.0) for w in words)
        cover = covered / whole
        if cover >= LEAST_COVER:
            ranked.append((round(cover, 1) * (EXPIRED if answer.expired(today) else 1.0), answer))
    return sorted(ranked, key=lambda each: -each[0])


def _words(connection: apsw.Connection, query: str) -> list[Word]:
    total: int = connection.execute("SELECT count(*) FROM answers").get
    terms = tuple(dict.fromkeys(terms_of(query)))
    unfinished = terms[-1] if terms and query[-1:].isalnum() else ""
    words = []
    for term in terms:
        meanings = _meanings(connection, term, unfinished=term == unfinished)
        rows = sum(rows for _, rows in meanings.values())
        if not meanings and term == unfinished:
            continue  # half a word that nothing begins with says nothing yet
        weight = math.log(1 + total / max(rows, 1)) if meanings else math.log(1 + math.sqrt(total))
        words.append(Word({t: surely for t, (surely, _) in meanings.items()}, rows, weight))
    return sorted(words, key=lambda word: -word.weight)[:MOST_WORDS]


def _meanings(connection: apsw.Connection, term: str, *, unfinished: bool) -> dict[str, tuple[float, int]]:
    """By word of the index: how surely it is meant, and in how many answers it stands."""
    found: dict[str, tuple[float, int]] = {}

    def add(surely: float, rows: Iterable[tuple[str, int]]) -> None:
        for other, answers in rows:
            if other not in found and len(found) < MOST_MEANINGS:
                found[other] = (surely, answers)

    add(1.0, _known(connection, (term,)))
    if len(term) >= LEAST_PART or unfinished:
        add(0.9, _between(connection, "term", term))
    if len(term) >= LEAST_PART:
        add(0.8, _between(connection, "turned", term[::-1]))
    if len(term) >= 2 * LEAST_PART:
        splits = splits_of(term)
        known = dict(_known(connection, {part for way in splits for part in way}))
        for head, tail in splits:
            if head in known and tail in known:
                add(0.8, ((part, known[part]) for part in (tail, head)))
        add(0.6, ((tail, known[tail]) for _, tail in splits if tail in known))
    if not found and len(term) >= LEAST_SLIP:
        add(0.8, _slipped(connection, term))
    return found


def _known(connection: apsw.Connection, terms: Iterable[str]) -> list[tuple[str, int]]:
    wanted = tuple(terms)
    marks = ",".join("?" * len(wanted))
    rows: Any = connection.execute(f"SELECT term, answers FROM answer_terms WHERE term IN ({marks})", wanted)
    return list(rows)


def _between(connection: apsw.Connection, column: str, begin: str) -> list[tuple[str, int]]:
    """Words that begin with this, or turned round do; those in most answers first."""
    rows: Any = connection.execute(
        f"SELECT term, answers FROM answer_terms WHERE {column} >= ? AND {column} < ? LIMIT 200",
        (begin, begin + _LAST),
    )
    return sorted(rows, key=lambda row: -row[1])[:8]


def _slipped(connection: apsw.Connection, term: str) -> list[tuple[str, int]]:
    slips = tuple(slips_of(term))
    marks = ",".join("?" * len(slips))
    rows: Any = connection.execute(f"SELECT DISTINCT term FROM answer_slips WHERE slip IN ({marks})", slips)
    near = [other for (other,) in rows if one_slip(term, other)]
    return sorted(_known(connection, near), key=lambda row: -row[1])[:6] if near else []
