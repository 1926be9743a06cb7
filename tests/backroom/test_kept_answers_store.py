"""The store of kept answers: found as people type, changed, counted, carried in a file, in a room of its own."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from softphone.backroom.answers import lines
from softphone.backroom.answers.search import best
from softphone.backroom.answers.store import AnswerStore
from softphone.backroom.answers.terms import one_slip, terms_of
from softphone.backroom.database import Database
from softphone.backroom.moving import pour
from softphone.domain import answer_effects as effects
from softphone.domain.answers import KeptAnswer
from softphone.domain.facts import answers as facts
from tests.backroom.places import a_database
from tests.backroom.rooms import Start, start

__all__ = ["start"]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def kept(answer_id: str, question: str, text: str = "See the manual.", **changes: Any) -> KeptAnswer:
    return replace(KeptAnswer(answer_id, question, text, "J. Kern", date(2027, 1, 31), NOW, took_s=90), **changes)


SHELF = (
    kept("rails", "Passen S2-Schienen in ältere Racks?", "Erst ab 2021, sonst Adapter AD-7 kostenlos."),
    kept("late", "Was tun bei Lieferverzug?", "Ab drei Tagen Gutschrift von 5 %."),
    kept("key", "Schlüssel für den Serverschrank verloren", "Ersatzschlüssel SK-2 bestellen."),
    kept("invoice", "Rechnungsadresse ändern", "Im Portal unter Konto."),
    kept("power", "Charger gets too hot", "Replace it, part PS-40."),
)


def a_store(*answers: KeptAnswer, folder: Path | None = None) -> tuple[Database, AnswerStore]:
    database = a_database(folder)
    store = AnswerStore(database)
    database.transact(lambda _: store.keep(answers))
    return database, store


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("passen die Schienen in den alten Rack", "rails"),
        ("adapter for rails s2", "rails"),
        ("AD7", "rails"),
        ("ad-7", "rails"),
        ("schluessel verloren", "key"),
        ("schlussel", "key"),
        ("Schlüsel für Schrank", "key"),  # a letter left out, and the end of a compound
        ("Serverschränke", "key"),
        ("Verzug der Lieferung", "late"),
        ("Rechnugsadresse", "invoice"),
        ("Adresse der Rechnung", "invoice"),
        ("chargers too hto", "power"),
        ("recharg", ""),
        ("wie ist das Wetter heute", ""),
        ("bitte", ""),
        ("", ""),
        ('" OR * NEAR(', ""),
    ],
)
def test_answers_are_found_as_people_type(typed: str, wanted: str) -> None:
    _, store = a_store(*SHELF)
    assert [a.answer_id for a in best(store, typed, TODAY, 3)][:1] == ([wanted] if wanted else [])


def test_one_that_expired_comes_after_one_that_holds() -> None:
    old = kept("old", "Do rails fit?", valid_until=date(2026, 1, 1))
    _, store = a_store(old, kept("new", "Do rails fit?"))
    assert [a.answer_id for a in best(store, "rails fit", TODAY, 3)] == ["new", "old"]


def test_a_changed_answer_is_found_by_its_new_words_alone() -> None:
    database, store = a_store(*SHELF)
    database.transact(lambda _: store.keep([kept("late", "Wann kommt die Gutschrift?", "Nach einer Woche.")]))
    assert best(store, "Lieferverzug", TODAY, 3) == ()
    assert [a.answer_id for a in best(store, "Gutschriften", TODAY, 3)] == ["late"]
    assert database.connection.execute("SELECT count(*) FROM answer_terms WHERE term = 'lieferverzug'").get == 0
    assert database.connection.execute("SELECT count(*) FROM answer_slips WHERE term = 'lieferverzug'").get == 0


def test_a_deleted_answer_leaves_no_word_behind(tmp_path: Path) -> None:
    database, store = a_store(*SHELF, folder=tmp_path)
    for answer in SHELF:
        assert database.transact(lambda _, a=answer: store.delete(a.answer_id))  # type: ignore[misc]
    for table in ("answers", "answer_terms", "answer_slips"):
        assert database.connection.execute(f"SELECT count(*) FROM {table}").get == 0
    assert best(store, "Schlüssel", TODAY, 3) == ()
    database.close()


def test_solving_counts_the_owners_minutes_and_keeping_again_never_lowers_them() -> None:
    database, store = a_store(SHELF[0])
    for _ in range(2):
        database.transact(lambda _: store.solved("rails"))
    database.transact(lambda _: store.keep([SHELF[0]]))
    assert [(s.owner, s.solved, s.minutes) for s in store.saved()] == [("J. Kern", 2, 4)]


def test_a_file_comes_back_as_it_went_and_twice_changes_nothing(tmp_path: Path) -> None:
    _, store = a_store(*SHELF)
    path = str(tmp_path / "answers.jsonl")
    assert asyncio.run(lines.write_file(store, path)).done == len(SHELF)
    other, empty = a_store()
    assert asyncio.run(lines.read_file(other, empty, path, NOW)).done == len(SHELF)
    assert {a.answer_id: a for a in empty.newest()} == {a.answer_id: a for a in store.newest()}
    changed: int = other.transact(lambda _: empty.keep(store.newest()))
    assert changed == 0


def test_a_strangers_file_is_cleaned_line_by_line(tmp_path: Path) -> None:
    good = {"id": "x", "question": "Whom?\u202e", "answer": "Call 040 55501420.", "valid_until": "2027-01-01"}
    no_day = {"id": "y", "question": "q", "answer": "a"}
    path = tmp_path / "strange.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(good).encode() + b"\n\xff\xfe\n[]\n\n" + json.dumps(no_day).encode())
    database, store = a_store()
    carried = asyncio.run(lines.read_file(database, store, str(path), NOW))
    assert (carried.done, carried.bad) == (1, 3)
    (answer,) = store.newest()
    assert (answer.question, answer.text) == ("Whom?", "Call [phone ••20].")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    database, store = a_store()
    assert asyncio.run(lines.read_file(database, store, str(tmp_path / "no"), NOW)).trouble == "missing"
    assert asyncio.run(lines.write_file(store, str(tmp_path / "no" / "way"))).trouble == "unwritable"


def test_what_was_kept_in_memory_goes_along_into_the_file() -> None:
    memory, _ = a_store(*SHELF)
    disk, on_disk = a_store(kept("more", "Was tun bei Kurzschluss?"))
    disk.transact(lambda connection: pour(memory.connection, connection))
    assert {a.answer_id for a in on_disk.newest()} == {"more", *(a.answer_id for a in SHELF)}
    assert [a.answer_id for a in best(on_disk, "Lieferverzug", TODAY, 3)] == ["late"]


def test_words_one_slip_apart_are_known() -> None:
    assert one_slip("adapter", "adaptr")
    assert one_slip("adapter", "adaptre")
    assert one_slip("adapter", "adopter")
    assert not one_slip("adapter", "adpatre")
    assert terms_of("Größere Türschlösser") == terms_of("groessere TUERSCHLOESSER")


def test_the_room_seeks_only_the_last_of_what_was_typed_and_shows_the_shelf(start: Start) -> None:
    room, watcher = start()
    room.run(effects.KeepAnswer(SHELF[0]))
    assert watcher.wait_for(facts.ShelfRead).shelf.total == 1
    for typed in ("Schie", "Schien", "Schienen"):
        room.run(effects.SeekAnswers("v1", typed))
    matched = watcher.wait_for(facts.AnswersMatched)
    assert (matched.query, [a.answer_id for a in matched.answers]) == ("Schienen", ["rails"])
    room.run(effects.CountSolved("rails"))
    assert watcher.wait_for(facts.ShelfRead, 2).shelf.saved[0].minutes == 2


def test_answers_survive_a_restart(start: Start) -> None:
    room, watcher = start()
    room.run(effects.KeepAnswer(SHELF[0]))
    watcher.wait_for(facts.ShelfRead)
    room, watcher = start()
    room.run(effects.ReadShelf("Adapter"))
    assert [a.answer_id for a in watcher.wait_for(facts.ShelfRead).shelf.answers] == ["rails"]
