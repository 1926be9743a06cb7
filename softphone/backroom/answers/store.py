"""The rows of kept answers and the words they are found by. What changes runs inside the caller's transaction."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Protocol

import apsw
import msgspec
from msgspec.structs import replace

from softphone.backroom.answers.terms import LEAST_SLIP, slips_of, terms_of
from softphone.backroom.cleaning import stamp
from softphone.domain.answers import KeptAnswer, Saved

log = logging.getLogger("aside.answers")

MOST_ON_SHELF = 200
MOST_OWNERS = 20
ANSWER = msgspec.json.Decoder(KeptAnswer)


class Connected(Protocol):
    @property
    def connection(self) -> apsw.Connection: ...


class AnswerStore:
    def __init__(self, database: Connected) -> None:
        self._database = database

    @property
    def connection(self) -> apsw.Connection:
        return self._database.connection

    def keep(self, answers: Iterable[KeptAnswer]) -> int:
        """How many are new or other than they were. The count of calls solved only rises."""
        connection, changed = self.connection, 0
        terms: Counter[str] = Counter()
        for answer in answers:
            row, old = self._row(answer.answer_id)
            if old is not None:
                answer = replace(answer, solved=max(answer.solved, old.solved))
                if answer == old:
                    continue
                terms.subtract(set(_all_terms(old)))
                connection.execute("DELETE FROM answer_words WHERE rowid = ?", (row,))
            changed += 1
            connection.execute(
                "INSERT INTO answers VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (answer_id) DO UPDATE SET"
                " valid_until = excluded.valid_until, kept_at = excluded.kept_at, owner = excluded.owner,"
                " solved = excluded.solved, minutes = excluded.minutes, body = excluded.body",
                (row, *_columns(answer)),
            )
            row = row if row is not None else connection.last_insert_rowid()
            question, text = _terms(answer)
            connection.execute(
                "INSERT INTO answer_words (rowid, question, text) VALUES (?,?,?)",
                (row, " ".join(question), " ".join(text)),
            )
            terms.update({*question, *text})
        self._count(terms)
        return changed

    def delete(self, answer_id: str) -> bool:
        row, old = self._row(answer_id)
        if old is None:
            return False
        self.connection.execute("DELETE FROM answer_words WHERE rowid = ?", (row,))
        self.connection.execute("DELETE FROM answers WHERE answer = ?", (row,))
        self._count(Counter(dict.fromkeys(_all_terms(old), -1)))
        return True

    def solved(self, answer_id: str) -> KeptAnswer | None:
        """It solved one call more."""
        row, old = self._row(answer_id)
        if old is None:
            return None
        answer = replace(old, solved=old.solved + 1)
        self.connection.execute(
            "UPDATE answers SET (answer_id, valid_until, kept_at, owner, solved, minutes, body) = (?,?,?,?,?,?,?)"
            " WHERE answer = ?",
            (*_columns(answer), row),
        )
        return answer

    # --- Reading ------------------------------------------------------------------------------------------

    def answer(self, answer_id: str) -> KeptAnswer | None:
        return self._row(answer_id)[1]

    def newest(self, limit: int = MOST_ON_SHELF) -> tuple[KeptAnswer, ...]:
        rows: Any = self.connection.execute("SELECT body FROM answers ORDER BY kept_at DESC LIMIT ?", (limit,))
        return tuple(understood(body for (body,) in rows))

    def with_rows(self, rows: Iterable[int]) -> tuple[KeptAnswer, ...]:
        """In the order of `rows`."""
        wanted = tuple(rows)
        marks = ",".join("?" * len(wanted))
        found: Any = self.connection.execute(f"SELECT answer, body FROM answers WHERE answer IN ({marks})", wanted)
        bodies = dict(found.fetchall())
        return tuple(understood(bodies[row] for row in wanted if row in bodies))

    def every(self, after: int = 0, limit: int = 500) -> list[tuple[int, KeptAnswer]]:
        """A page of all, by row: for the file they travel in."""
        rows: Any = self.connection.execute(
            "SELECT answer, body FROM answers WHERE answer > ? ORDER BY answer LIMIT ?", (after, limit)
        ).fetchall()
        return [(row, answer) for row, body in rows for answer in understood((body,))]

    def count(self, today: date) -> tuple[int, int]:
        """All, and those that hold no longer."""
        connection = self.connection
        total: int = connection.execute("SELECT count(*) FROM answers").get
        expired: int = connection.execute(
            "SELECT count(*) FROM answers WHERE valid_until < ?", (today.isoformat(),)
        ).get
        return total, expired

    def saved(self) -> tuple[Saved, ...]:
        """By owner, most minutes first."""
        rows: Any = self.connection.execute(
            "SELECT owner, sum(solved), sum(minutes) FROM answers WHERE solved > 0 GROUP BY owner"
            " ORDER BY sum(minutes) DESC, owner LIMIT ?",
            (MOST_OWNERS,),
        )
        return tuple(Saved(*row) for row in rows)

    def _row(self, answer_id: str) -> tuple[int | None, KeptAnswer | None]:
        found = self.connection.execute(
            "SELECT answer, body FROM answers WHERE answer_id = ?", (answer_id,)
        ).fetchone()
        return (None, None) if found is None else (found[0], ANSWER.decode(found[1]))

    def _count(self, terms: Counter[str]) -> None:
        """Words that came, and words that stand in no answer any more."""
        connection = self.connection
        known: set[str] = set()
        changed = {term: by for term, by in terms.items() if by}
        for term in changed:
            if connection.execute("SELECT 1 FROM answer_terms WHERE term = ?", (term,)).get:
                known.add(term)
        connection.executemany(
            "INSERT INTO answer_terms VALUES (?,?,?)"
            " ON CONFLICT (term) DO UPDATE SET answers = answers + excluded.answers",
            ((term, term[::-1], by) for term, by in changed.items()),
        )
        connection.executemany(
            "INSERT OR IGNORE INTO answer_slips VALUES (?,?)",
            ((slip, t) for t in changed.keys() - known if len(t) >= LEAST_SLIP for slip in slips_of(t)),
        )
        for term in [term for term, by in changed.items() if by < 0]:
            connection.execute("DELETE FROM answer_terms WHERE term = ? AND answers <= 0", (term,))
            if connection.changes():
                connection.executemany(
                    "DELETE FROM answer_slips WHERE slip = ? AND term = ?", ((slip, term) for slip in slips_of(term))
                )


def terms_in(answer: KeptAnswer) -> frozenset[str]:
    return frozenset(_all_terms(answer))


def understood(bodies: Iterable[bytes]) -> Iterator[KeptAnswer]:
    for body in bodies:
        try:
            yield ANSWER.decode(body)
        except msgspec.MsgspecError as error:
            log.warning("answer not understood error=%s", type(error).__name__)


def _terms(answer: KeptAnswer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked = terms_of(f"{answer.question}\n{answer.topic}\n{answer.product}")
    return asked, terms_of(f"{answer.text}\n{answer.owner}")


def _all_terms(answer: KeptAnswer) -> set[str]:
    question, text = _terms(answer)
    return {*question, *text}


def _columns(answer: KeptAnswer) -> tuple[object, ...]:
    return (
        answer.answer_id,
        answer.valid_until.isoformat(),
        stamp(answer.kept_at),
        answer.owner,
        answer.solved,
        answer.minutes_saved,
        msgspec.json.encode(answer),
    )
