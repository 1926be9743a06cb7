"""`aside book …`: the customer book from a shell. The desk may be running; both use the one store.

    aside book import FILE [--map FIELD=COLUMN …] [--country DE]     customers from CSV or vCard
    aside book experts FILE --server HOST                            experts from CSV
    aside book search WORDS …      aside book count
    aside book forget NUMBER       erase one number everywhere, index and log included
    aside book wipe --yes          erase all customers and all that was done
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from softphone.backroom.book_import import NotReadable, read_text
from softphone.backroom.columns import FIELDS
from softphone.backroom.database import Database, open_database
from softphone.backroom.directories.book import Book
from softphone.backroom.erase import forget_number, wipe_all
from softphone.backroom.importing import Importing
from softphone.backroom.journal import Journal
from softphone.backroom.ports import Vault
from softphone.backroom.vault import SystemVault
from softphone.domain.expert_list import read_experts
from softphone.domain.facts import Fact, ImportProgressed, StoreState
from softphone.domain.phone import DialRules, customer_key, show_number
from softphone.host.paths import Home, open_home

NOT_DONE, NO_STORE = 1, 3

_WHY_CLOSED = {
    "locked": "The key store is locked: unlock it and try again.",
    "no_keyring": "The key store has no keyring yet: log in to the desktop once, or make one.",
    "no_service": "There is no key store in this session, so the customer book cannot be opened.",
    "newer": "The customer book was written by a newer Aside.",
    "unwritable": "The folder of the customer book cannot be used.",
}
_WHY_BAD = {
    "columns": "more cells than the heading has",
    "number": "this is no phone number",
    "date": "this is no date",
    "nobody": "no name, company, number or e-mail",
    "too_long": "a cell or card is too long; is a quote missing?",
    "not_csv": "this is no CSV",
    "not_vcard": "this is no vCard",
}
_WHY_FILE = {
    "missing": "The file cannot be read.",
    "empty": "The file is empty.",
    "not_text": "The file is neither CSV nor vCard.",
    "not_csv": "The file is no CSV.",
    "columns": "The heading needs the columns name and address.",
}


class RunningDesk(Protocol):
    """The window that may be open over the same store."""

    def runs(self) -> bool: ...

    def forget(self, number: str) -> object: ...


def main(words: Sequence[str], vault: Vault | None = None, desk: Callable[[Home], RunningDesk] | None = None) -> int:
    """Exit code: 0 done, 1 not, 2 wrong words, 3 no store."""
    given = _parser().parse_args(words)
    given.desk = (desk or _Nobody)(open_home(given.home))
    logging.getLogger("aside").setLevel(logging.ERROR)
    return asyncio.run(_run(given, vault or SystemVault()))


class _Nobody:
    def __init__(self, _: Home) -> None: ...

    def runs(self) -> bool:
        return False

    def forget(self, number: str) -> None: ...


async def _run(given: argparse.Namespace, vault: Vault) -> int:
    database = await open_database(open_home(given.home).store_file, vault, lambda _: None)
    try:
        if database.report.state is StoreState.IN_MEMORY:
            _say(_WHY_CLOSED.get(database.report.why, "The customer book cannot be opened."), error=True)
            return NO_STORE
        if database.report.kept_aside:
            _say(f"The store could not be read. It is kept as {database.report.kept_aside}; a new one was begun.")
        code: int = await given.do(given, database)
        return code
    finally:
        database.close()


async def _import(given: argparse.Namespace, database: Database) -> int:
    mapping = dict(given.map or [])

    def show(fact: Fact) -> None:
        if isinstance(fact, ImportProgressed) and sys.stderr.isatty():
            sys.stderr.write(f"\r{fact.done:,} of {fact.total:,} rows" if fact.total else f"\r{fact.done:,} cards")
            sys.stderr.write("\n" if fact.finished else "")

    importing = Importing(database, Book(database, given.country), show, lambda: datetime.now(UTC))
    told = await importing.bring_in("shell", given.file, mapping, DialRules(country=given.country))
    for line, why in told.bad:
        _say(f"line {line}: {_WHY_BAD.get(why, why)}", error=True)
    if told.bad_count > len(told.bad):
        _say(f"and {told.bad_count - len(told.bad):,} more", error=True)
    if told.trouble:
        _say(_WHY_FILE.get(told.trouble, told.trouble), error=True)
        return NOT_DONE
    same = told.done - told.added - told.changed - told.bad_count
    _say(f"{told.added:,} added, {told.changed:,} changed, {same:,} the same, {told.bad_count:,} bad")
    return 0


async def _experts(given: argparse.Namespace, database: Database) -> int:
    try:
        read = read_experts(read_text(Path(given.file)), given.server)
    except NotReadable as error:
        _say(_WHY_FILE.get(str(error), str(error)), error=True)
        return NOT_DONE
    if not read.readable:
        _say(_WHY_FILE["columns"], error=True)
        return NOT_DONE
    for line, why in read.bad:
        _say(f"line {line}: {why.value.replace('_', ' ')}", error=True)
    journal = Journal(database)
    known = {e.address: e for e in journal.experts()} | {e.address: e for e in read.experts}
    await database.write(lambda _: journal.keep_experts(tuple(known.values())))
    _say(f"{len(read.experts):,} read, {len(known):,} experts now; a running Aside shows them at its next start")
    return 0


async def _search(given: argparse.Namespace, database: Database) -> int:
    found = Book(database, given.country).search(" ".join(given.words))
    for customer in found:
        numbers = ", ".join(show_number(n, given.country) for n in customer.numbers)
        _say("  ".join(filter(None, (customer.customer_id, customer.name, customer.company, numbers))))
    return 0 if found else NOT_DONE


async def _forget(given: argparse.Namespace, database: Database) -> int:
    rules = DialRules(country=given.country)
    number = customer_key(given.number, rules) or given.number
    given.desk.forget(number)  # first: what it still holds it would write again
    erased = await database.write(lambda c: forget_number(c, number, rules))
    database.erase_traces()
    _say(f"{erased:,} erased")
    return 0 if erased else NOT_DONE


async def _wipe(given: argparse.Namespace, database: Database) -> int:
    if given.desk.runs():
        _say("Nothing was erased. Quit Aside first: it would write again what it shows.", error=True)
        return NOT_DONE
    if not given.yes:
        _say("Nothing was erased. Add --yes to erase all customers and all that was done.", error=True)
        return NOT_DONE
    erased = await database.write(wipe_all)
    database.erase_traces()
    _say(f"{erased:,} erased")
    return 0


async def _count(given: argparse.Namespace, database: Database) -> int:
    _say(f"{Book(database, given.country).count():,} customers")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("aside book", description="The customer book.")
    parser.add_argument("--home", metavar="DIR", help="every file, socket and pid file in DIR")
    parser.add_argument("--country", default="DE", help="ISO 3166 code of numbers without one (DE)")
    what = parser.add_subparsers(metavar="WHAT", required=True)
    word = what.add_parser("import", help="customers from a CSV or vCard file")
    word.add_argument("file", metavar="FILE")
    word.add_argument(
        "--map", action="append", type=_pair, metavar="FIELD=COLUMN", help=f"fields: {', '.join(FIELDS)}"
    )
    word.set_defaults(do=_import)
    word = what.add_parser("experts", help="experts from a CSV file")
    word.add_argument("file", metavar="FILE")
    word.add_argument("--server", required=True, metavar="HOST", help="of addresses that are only a user")
    word.set_defaults(do=_experts)
    word = what.add_parser("search", help="by name, company, number, e-mail, order or case")
    word.add_argument("words", nargs="+", metavar="WORD")
    word.set_defaults(do=_search)
    word = what.add_parser("forget", help="erase one number everywhere")
    word.add_argument("number", metavar="NUMBER")
    word.set_defaults(do=_forget)
    word = what.add_parser("wipe", help="erase all customers and all that was done")
    word.add_argument("--yes", action="store_true")
    word.set_defaults(do=_wipe)
    word = what.add_parser("count", help="how many customers there are")
    word.set_defaults(do=_count)
    return parser


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals or field not in FIELDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=COLUMN with a known field")
    return field, column


def _say(text: str, *, error: bool = False) -> None:
    (sys.stderr if error else sys.stdout).write(text + "\n")
