"""Erasing: what is gone is gone from tables, index, freed pages and the log; the rest is untouched."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from softphone.backroom import records
from softphone.backroom.cleaning import stamp
from softphone.backroom.directories.book import Book
from softphone.backroom.erase import forget_number, wipe_all, wipe_seen
from softphone.backroom.journal import Journal
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.customer import Channel, Contact, Customer, Found
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind, Promise
from softphone.domain.phone import DialRules
from tests.backroom.places import a_database, decrypted_bytes
from tests.builders import NOON

NUMBER = "+4940777888"
TRACES = (b"Zwetschke", b"zwetschke", b"Pflaumen GmbH", b"pflaumen", b"ZW-4711", b"quittengelb", b"40777888")


def a_stranger(n: int) -> Customer:
    return Customer(f"s-{n}", f"Stranger {n}", f"Company {n}", numbers=(f"+49301{n:06}",), emails=(f"s{n}@x.example",))


def fill(folder: Path) -> Book:
    """A book of strangers, with one customer in their midst about whom there is a trace in every table."""
    database = a_database(folder)
    book, journal = Book(database), Journal(database)
    line = Contact("t-1", NOON, Channel.CALL, "asked for quittengelb")
    person = Customer("ZW-4711", "Ottilie Zwetschke", "Pflaumen GmbH", numbers=(NUMBER,), contacts=(line,))
    database.transact(lambda c: book.put(c, [a_stranger(n) for n in range(3_000)]))
    database.transact(lambda c: book.put(c, [person, *(a_stranger(n) for n in range(3_000, 6_000))]))
    database.transact(lambda c: book.put(c, [replace(person, tier="Gold")]))
    call = Interaction("call-1", InteractionKind.CALL, NOON, NUMBER, "Zwetschke", lookup=Found(person), note="Pflaumen")
    talk = Conversation("conv-1", "call-1", "e-1", "sip:kern@pbx", context_line="quittengelb", opened_at=NOON)

    def write(connection: object) -> None:
        journal.keep_interaction(call)
        journal.keep_history(HistoryEntry("call-1", NOON, True, NUMBER, "Zwetschke", None))
        journal.keep_history(HistoryEntry("call-2", NOON, True, "+4930", "Other", None))
        journal.keep_promise(Promise("call-1", NOON, NUMBER, "Zwetschke", "quittengelb"))
        journal.keep_conversation(talk, NOON)
        journal.add_message("conv-1", "sip:kern@pbx", ChatMessage("m-1", NOON, True, "for Zwetschke"))

    database.transact(write)
    return book


def test_a_forgotten_number_leaves_no_byte_behind(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "store", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    book = fill(folder)
    database = book._database
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = decrypted_bytes(folder, scratch)
    assert [trace for trace in TRACES if trace not in before] == []

    assert database.transact(lambda c: forget_number(c, NUMBER)) == 2
    database.erase_traces()

    assert (folder / "store.db-wal").stat().st_size == 0
    after = decrypted_bytes(folder, scratch)
    assert [trace for trace in TRACES if trace in after] == []
    assert book.search("zwetschke") == book.search("pflaumen") == book.with_number(NUMBER) == ()
    assert book.count() == 6_000
    assert book.search("stranger 5999")[0].customer_id == "s-5999"
    assert [h.interaction_id for h in Journal(database).history()] == ["call-2"]
    database.connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    database.close()
    raw = (folder / "store.db").read_bytes()
    assert b"Stranger" not in raw


def test_customers_seen_go_when_their_time_is_over_and_the_book_stays(tmp_path: Path) -> None:
    database = a_database()
    book, journal = Book(database), Journal(database)
    database.transact(lambda c: book.put(c, [a_stranger(1)]))
    for n, days in ((2, 31), (3, 29)):
        seen = stamp(NOON - timedelta(days=days))
        database.transact(lambda c, n=n, seen=seen: book.keep(c, a_stranger(n), seen))
    for n, days in ((1, 31), (2, 29)):
        entry = HistoryEntry(f"call-{n}", NOON - timedelta(days=days), True, "+4930", "", None)
        database.transact(lambda c, e=entry: journal.keep_history(e))
    database.transact(lambda c: wipe_seen(c, NOON - timedelta(days=30)))
    assert [book.with_id(f"s-{n}") is not None for n in (1, 2, 3)] == [True, False, True]
    assert [h.interaction_id for h in journal.history()] == ["call-2"]


def test_what_is_still_owed_outlives_the_time_to_keep(tmp_path: Path) -> None:
    database = a_database()
    journal = Journal(database)
    old = NOON - timedelta(days=60)
    for n in range(3):
        call = Interaction(f"call-{n}", InteractionKind.CALL, old, NUMBER, ended_at=old)
        database.transact(lambda c, call=call: journal.keep_interaction(call))
    database.transact(lambda c: journal.keep_promise(Promise("call-0", NOON, NUMBER, "", "")))
    database.transact(lambda c: c.execute("UPDATE interactions SET sending='waiting' WHERE interaction_id='call-1'"))
    database.transact(lambda c: wipe_seen(c, NOON - timedelta(days=30)))
    left = database.connection.execute("SELECT interaction_id FROM interactions ORDER BY 1").fetchall()
    assert left == [("call-0",), ("call-1",)]


def test_wiping_all_leaves_an_empty_store_that_works(tmp_path: Path) -> None:
    folder, scratch = tmp_path / "store", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    book = fill(folder)
    book._database.transact(wipe_all)
    book._database.erase_traces()
    after = decrypted_bytes(folder, scratch)
    assert [trace for trace in (*TRACES, b"Stranger") if trace in after] == []
    book._database.transact(lambda c: book.put(c, [a_stranger(7)]))
    assert book.search("stranger")[0].customer_id == "s-7"
    book._database.close()


def test_what_was_done_goes_however_the_pbx_wrote_the_number(tmp_path: Path) -> None:
    database = a_database()
    journal, rules = Journal(database), DialRules("DE", area_code="40")

    def write(connection: object) -> None:
        for n, number in enumerate(("040777888", "004940777888", "777888", NUMBER, "030777888")):
            journal.keep_interaction(Interaction(f"call-{n}", InteractionKind.CALL, NOON, number))
            journal.keep_history(HistoryEntry(f"call-{n}", NOON, True, number, "", None))
        journal.keep_promise(Promise("p", NOON, "040 777888", "", ""))
        journal.add_message(None, f"sip:{NUMBER}@pbx", ChatMessage("m-1", NOON, False, "I am Zwetschke"))

    database.transact(write)
    assert database.transact(lambda c: forget_number(c, NUMBER, rules)) == 6
    assert [h.number for h in journal.history()] == ["030777888"]
    assert (journal.promises(), journal.unassigned()) == ((), ())


def test_after_an_erasure_no_message_is_remembered_in_memory_either() -> None:
    database = a_database()
    records.decode_message(records.encode(ChatMessage("m-1", NOON, False, "quittengelb")))
    assert records.decode_message.cache_info().currsize
    database.erase_traces()
    assert not records.decode_message.cache_info().currsize
