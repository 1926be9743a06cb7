"""Importing customers and experts from files as people have them, and the words for the shell."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.backroom import book_cli
from softphone.backroom.book_import import BadRow, NotReadable, open_table, preview, read_cards, read_rows
from softphone.backroom.columns import guess_mapping
from softphone.backroom.directories.book import Book
from softphone.backroom.importing import Importing
from softphone.backroom.ports import Closed
from softphone.backroom.vault import MemoryVault
from softphone.domain.customer import Customer, Order
from softphone.domain.facts import Fact, ImportProgressed
from softphone.domain.phone import DialRules, customer_key
from tests.backroom.places import a_database

DE = DialRules()
GERMAN = """Kundennummer;Firma;Vorname;Nachname;Telefon;Mobil;E-Mail;Straße;PLZ;Ort;Auftragsnummer;Produkt;Liefertermin
K-1;Groß & Söhne;Gisela;Möhring;040 / 98765432;0151-23456789;gm@x.example;Hafenstr. 1;20457;Hamburg;A-1;Rack;18.11.2026
K-2;;Bo;Lång;+46 8 123 456 78;;;;;;;;
"""


def read(path: Path, mapping: dict[str, str] | None = None) -> list[Customer | BadRow]:
    table = open_table(path)
    return [row for _, row in read_rows(table, mapping or guess_mapping(table.columns), DE)]


def a_file(folder: Path, text: str | bytes, encoding: str = "utf-8", name: str = "book.csv") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_german_export_is_understood_in_any_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    file = a_file(tmp_path, GERMAN.replace(";", delimiter), encoding)
    first, second = read(file)
    assert first == Customer(
        customer_id="K-1",
        name="Gisela Möhring",
        company="Groß & Söhne",
        numbers=("+4915123456789", "+494098765432"),
        emails=("gm@x.example",),
        address="Hafenstr. 1, 20457 Hamburg",
        orders=(Order("A-1", "Rack", "", date(2026, 11, 18)),),
    )
    assert isinstance(second, Customer)
    assert second.numbers == ("+46812345678",)


def test_english_headings_are_guessed_and_a_preview_shows_the_first_rows(tmp_path: Path) -> None:
    text = "Customer ID,Full name,Company,Business phone,Mobile,E-mail address,Language,Notes\n" + "1,A,B,,,,en,\n" * 30
    _, rows, mapping = preview(a_file(tmp_path, text))
    assert len(rows) == 20
    assert mapping == {
        "id": "Customer ID",
        "name": "Full name",
        "company": "Company",
        "number": "Business phone",
        "number_2": "Mobile",
        "email": "E-mail address",
        "language": "Language",
        "must_see": "Notes",
    }


def test_the_agents_own_mapping_wins(tmp_path: Path) -> None:
    file = a_file(tmp_path, "x,y\nMaria,040 5550142\n")
    (row,) = read(file, {"name": "x", "number": "y"})
    assert isinstance(row, Customer)
    assert (row.name, row.numbers) == ("Maria", ("+49405550142",))


def test_a_bad_row_has_its_line_and_reason_and_the_rest_goes_in(tmp_path: Path) -> None:
    text = (
        'name,phone,liefertermin,auftrag\n"two\nlines",04055501420,,\nBo,none,,\n,,,\n" ",,,7\n'
        "Cy,,soon,8\nDi,,,,,extra\nEd,,,\n"
    )
    rows = read(a_file(tmp_path, text))
    assert [r.name if isinstance(r, Customer) else (r.line, r.why) for r in rows] == [
        "two lines",
        (4, "number"),
        (6, "nobody"),
        (7, "date"),
        (8, "columns"),
        "Ed",
    ]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file_in_silence(tmp_path: Path) -> None:
    rows = read(a_file(tmp_path, 'name,company\nAnn,x\n"Bo,y\n' + "Cy,z\n" * 60_000))
    assert isinstance(rows[0], Customer)
    assert any(isinstance(r, BadRow) and r.why == "too_long" for r in rows)


def test_text_from_the_file_is_cleaned(tmp_path: Path) -> None:
    (row,) = read(a_file(tmp_path, "name,company\nM\u202earia\u0007,<b>x</b>\n"))
    assert isinstance(row, Customer)
    assert (row.name, row.company) == ("Maria", "<b>x</b>")


@pytest.mark.parametrize(("content", "why"), [(b"", "empty"), (b" \n", "empty"), (bytes(range(256)) * 40, "not_text")])
def test_a_file_that_is_none_says_so(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(NotReadable, match=f"{why}|not_csv"):
        preview(a_file(tmp_path, content))


@given(st.binary(min_size=1, max_size=400))
def test_no_file_raises_anything_but_not_readable(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = a_file(tmp_path_factory.getbasetemp(), content, name="any.csv")
    try:
        table = open_table(file)
    except NotReadable:
        return
    list(read_rows(table, guess_mapping(table.columns), DE))


@pytest.mark.parametrize(
    "typed", ["040 98765432", "+49 40 98765432", "0049 (0)40 98765432", "0151/23456789", "+49(0)4098765432"]
)
def test_the_quick_way_reads_numbers_like_the_numbering_plans(tmp_path: Path, typed: str) -> None:
    (row,) = read(a_file(tmp_path, f"name;phone\nA;{typed}\n"))
    assert isinstance(row, Customer)
    assert row.numbers == (customer_key(typed, DE),)


CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-1\r\nFN:Gisela Möhring\r\nN:Möhring;Gisela;;;\r\nORG:Groß & Söhne;Einkauf\r\n"
    "TITLE:Purchasing\r\nTEL;TYPE=work:+49 40 98765432\r\nTEL;TYPE=cell:0151 23456789\r\nEMAIL:gm@x.example\r\n"
    "ADR;TYPE=work:;;Hafenstr. 1;Hamburg;;20457;Germany\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nthis is no line\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:L=C3=A5ng;Bo\r\nTEL;CELL:+46812345678\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut"
)


def test_vcards_are_read_one_by_one_and_a_bad_one_stops_nothing(tmp_path: Path) -> None:
    rows = [row for _, row in read_cards(a_file(tmp_path, CARDS, name="c.vcf"), DE)]
    assert rows[0] == Customer(
        "u-1",
        "Gisela Möhring",
        "Groß & Söhne",
        "Purchasing",
        numbers=("+4915123456789", "+494098765432"),
        emails=("gm@x.example",),
        address="Hafenstr. 1, 20457 Hamburg",
    )
    assert rows[1] == BadRow(13, "not_vcard")
    assert isinstance(rows[2], Customer)
    assert (rows[2].name, rows[2].numbers) == ("Bo Lång", ("+46812345678",))
    assert rows[3] == BadRow(22, "not_vcard")


# --- Into the store ---------------------------------------------------------------------------------------


def many(folder: Path, rows: int) -> Path:
    draw = random.Random(7)
    file = folder / "many.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write("id;name;company;phone\n")
        for n in range(rows):
            out.write(f"c-{n};Name {draw.random()};Company {n % 97};+4930{n:07}\n")
    return file


def test_importing_twice_changes_nothing_and_progress_is_told(tmp_path: Path) -> None:
    database = a_database()
    book, told = Book(database), list[Fact]()
    importing = Importing(database, book, told.append, lambda: datetime.now(UTC))
    file = many(tmp_path, 3_000)
    first = asyncio.run(importing.bring_in("i", str(file), {}, DE))
    assert (first.done, first.added, first.bad_count, first.finished) == (3_000, 3_000, 0, True)
    again = asyncio.run(importing.bring_in("i", str(file), {}, DE))
    assert (again.done, again.added, again.changed) == (3_000, 0, 0)
    assert book.count() == 3_000
    assert isinstance(told[-1], ImportProgressed)


@pytest.mark.allows_log("^book_not_read error=")
def test_the_file_that_it_keeps_is_read_when_it_is_another(tmp_path: Path) -> None:
    told: list[Fact] = []
    database = a_database()
    importing = Importing(database, Book(database), told.append, lambda: datetime.now(UTC))
    mark = tmp_path / "mark"

    async def follow(path: str) -> int:
        told.clear()
        await importing.follow(path, mark, DE)
        return len([fact for fact in told if isinstance(fact, ImportProgressed) and fact.finished])

    async def scene() -> None:
        path = many(tmp_path, 3)
        assert await follow("") == 0
        assert await follow(str(path)) == 1
        assert await follow(str(path)) == 0
        with path.open("a") as file:
            file.write("c-9;Neu;Neu GmbH;+4940555999\n")
        assert await follow(str(path)) == 1
        path.unlink()
        assert await follow(str(path)) == 0

    asyncio.run(scene())


def test_a_cancelled_import_keeps_what_is_in_and_says_so(tmp_path: Path) -> None:
    database = a_database()
    told: list[ImportProgressed] = []

    async def scene() -> ImportProgressed:
        importing = Importing(database, Book(database), lambda _: None, lambda: datetime.now(UTC))
        task = asyncio.create_task(importing.bring_in("i", str(many(tmp_path, 20_000)), {}, DE))
        async with asyncio.timeout(10):
            while Book(database).count() == 0:
                await asyncio.sleep(0)
        importing.cancel("i")
        importing.cancel("another")
        return await task

    told.append(asyncio.run(scene()))
    assert told[0].trouble == "cancelled"
    assert 0 < Book(database).count() == told[0].added < 20_000


# --- In a shell -------------------------------------------------------------------------------------------


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> object:
    vault = MemoryVault()

    def run(*words: str) -> tuple[int, str, str]:
        code = book_cli.main(["--home", str(tmp_path / "home"), *words], vault)
        out, err = capsys.readouterr()
        return code, out.strip(), err.strip()

    run.vault = vault  # type: ignore[attr-defined]
    return run


def test_the_book_in_a_shell(shell: object, tmp_path: Path) -> None:
    assert callable(shell)
    file = a_file(tmp_path, GERMAN + "K-3;;Cy;Bad;none;;;;;;;;\n")
    assert shell("import", str(file)) == (0, "2 added, 0 changed, 0 the same, 1 bad", "line 4: this is no phone number")
    assert shell("import", str(file))[1] == "0 added, 0 changed, 2 the same, 1 bad"
    assert shell("count")[1] == "2 customers"
    assert shell("search", "moehr")[1] == "K-1  Gisela Möhring  Groß & Söhne  01512 3456789, 040 98765432"
    assert shell("forget", "040 98765432")[:2] == (0, "1 erased")
    assert shell("forget", "040 98765432")[:2] == (1, "0 erased")
    assert shell("search", "moehr")[0] == 1
    assert shell("wipe")[0] == 1
    assert shell("wipe", "--yes")[:2] == (0, "1 erased")
    assert shell("import", "nowhere.csv") == (1, "", "The file cannot be read.")
    experts = a_file(tmp_path, "name,address\nJ. Kern,kern\n", name="experts.csv")
    for _ in range(2):
        assert shell("experts", str(experts), "--server", "pbx")[1].startswith("1 read, 1 experts now")
    assert shell("experts", str(file), "--server", "pbx")[0] == 1


def test_without_a_key_store_the_shell_says_why(shell: object) -> None:
    assert callable(shell)
    shell.vault.closed = Closed.LOCKED  # type: ignore[attr-defined]
    assert shell("count") == (3, "", "The key store is locked: unlock it and try again.")


def test_wrong_words_are_refused(shell: object) -> None:
    assert callable(shell)
    with pytest.raises(SystemExit) as stopped:
        shell("import", "x.csv", "--map", "shoe=Size")
    assert stopped.value.code == 2
