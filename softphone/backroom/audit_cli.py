"""`aside audit export FILE`: the audit trail of the side chat, from a shell. The desk may be running."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from softphone.backroom.audit import AuditTrail, write_out
from softphone.backroom.database import open_database
from softphone.backroom.ports import Vault
from softphone.backroom.vault import SystemVault
from softphone.domain.facts import StoreState
from softphone.host.paths import open_home

NOT_DONE, NO_STORE = 1, 3


def main(words: Sequence[str], vault: Vault | None = None) -> int:
    """Exit code: 0 done, 1 not, 2 wrong words, 3 no store."""
    parser = argparse.ArgumentParser("aside audit", description="Who was asked, what was masked; never what was said.")
    parser.add_argument("--home", metavar="DIR", help="every file, socket and pid file in DIR")
    what = parser.add_subparsers(metavar="WHAT", required=True)
    word = what.add_parser("export", help="CSV, or JSON Lines where FILE ends in .jsonl")
    word.add_argument("file", metavar="FILE", type=Path)
    given = parser.parse_args(words)
    return asyncio.run(_export(given, vault or SystemVault()))


async def _export(given: argparse.Namespace, vault: Vault) -> int:
    database = await open_database(open_home(given.home).store_file, vault, lambda _: None)
    try:
        if database.report.state is not StoreState.ENCRYPTED:
            sys.stderr.write("The store cannot be opened: unlock the key store and try again.\n")
            return NO_STORE
        path: Path = given.file.expanduser().absolute()
        try:
            count = write_out(list(AuditTrail(database).lines()), path)
        except OSError as error:
            sys.stderr.write(f"{path} cannot be written: {error.strerror or type(error).__name__}\n")
            return NOT_DONE
        sys.stdout.write(f"{count:,} lines written: {path}\n")
        return 0
    finally:
        database.close()
