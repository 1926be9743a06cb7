"""`aside answers …`: kept answers from a shell. The desk may be running; both use the one store.

    aside answers export FILE      all of them as JSON Lines, one answer a line
    aside answers import FILE      importing twice changes nothing
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from softphone.backroom.answers import lines
from softphone.backroom.answers.store import AnswerStore
from softphone.backroom.database import open_database
from softphone.backroom.ports import Vault
from softphone.backroom.vault import SystemVault
from softphone.domain.facts import StoreState
from softphone.host.paths import open_home

NOT_DONE, NO_STORE = 1, 3
_WHY = {
    "missing": "The file cannot be read, or is too large.",
    "unwritable": "The file cannot be written there.",
    "not_lines": "The file holds no kept answers.",
}


def main(words: Sequence[str], vault: Vault | None = None) -> int:
    """Exit code: 0 done, 1 not, 2 wrong words, 3 no store."""
    parser = argparse.ArgumentParser("aside answers", description="Kept answers, as JSON Lines.")
    parser.add_argument("do", choices=["export", "import"])
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--home", metavar="DIR", help="every file, socket and pid file in DIR")
    given = parser.parse_args(words)
    logging.getLogger("aside").setLevel(logging.ERROR)
    return asyncio.run(_run(given, vault or SystemVault()))


async def _run(given: argparse.Namespace, vault: Vault) -> int:
    database = await open_database(open_home(given.home).store_file, vault, lambda _: None)
    try:
        if database.report.state is StoreState.IN_MEMORY:
            sys.stderr.write("The store cannot be opened: unlock the key store and try again.\n")
            return NO_STORE
        store = AnswerStore(database)
        if given.do == "export":
            carried = await lines.write_file(store, given.file)
        else:
            carried = await lines.read_file(database, store, given.file, datetime.now(UTC))
    finally:
        database.close()
    if carried.trouble:
        sys.stderr.write(f"{_WHY[carried.trouble]}\n")
        return NOT_DONE
    left_out = f", {carried.bad:,} lines left out" if carried.bad else ""
    sys.stdout.write(f"{carried.done:,} answers{left_out}\n")
    return 0
