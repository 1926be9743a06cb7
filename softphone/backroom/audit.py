"""The audit trail: kept with the journal, erased after its time, and written out for whoever may ask for it.

Who was asked is a mark made of the address and a secret of this store: the same expert has the same mark here, and
nobody can tell from an exported file who it is. The name stands beside it only where policy says so.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import apsw

from softphone.backroom import records
from softphone.backroom.cleaning import moment, stamp
from softphone.backroom.database import Database
from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain import audit
from softphone.domain.audit import Audited

COLUMNS = ("at", "event", "who", "name", "topic", "conversation", "masked", "lifted", "took_s")
_FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet would run


class AuditTrail:
    """Inside the caller's transaction, or reading only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def _connection(self) -> apsw.Connection:
        return self._database.connection

    def keep(self, entry: Audited, address: str, name: str) -> None:
        self._connection.execute(
            "INSERT INTO audit (at, who, name, body) VALUES (?,?,?,?)",
            (stamp(entry.at), self._mark(address), name, records.encode(entry)),
        )

    def lines(self) -> Iterator[dict[str, Any]]:
        """Oldest first."""
        rows: Any = self._connection.execute("SELECT at, who, name, body FROM audit ORDER BY at, line")
        for at, who, name, body in rows:
            entry = records.AUDITED.decode(body)
            yield {
                "at": moment(at).isoformat(timespec="seconds"),
                "event": entry.event.value,
                "who": who,
                "name": name,
                "topic": entry.topic,
                "conversation": entry.conversation_id,
                "masked": dict(entry.masked),
                "lifted": dict(entry.lifted),
                "took_s": entry.took_s,
            }

    def erase(self, before: datetime) -> int:
        self._connection.execute("DELETE FROM audit WHERE at < ?", (stamp(before),))
        return self._connection.changes()

    def _mark(self, address: str) -> str:
        secret = self._connection.execute("SELECT secret FROM audit_secret").get
        if secret is None:
            secret = secrets.token_bytes(16)
            self._connection.execute("INSERT INTO audit_secret VALUES (?)", (secret,))
        return hashlib.blake2b(address.strip().casefold().encode(), key=secret, digest_size=4).hexdigest()


def write_out(lines: list[dict[str, Any]], path: Path) -> int:
    """How many lines: JSON Lines where the name ends in .jsonl, else CSV. Raises OSError. Never half a file."""
    text = _as_json(lines) if path.suffix.lower() in (".jsonl", ".ndjson") else _as_csv(lines)
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, "utf-8", newline="")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return len(lines)


def _as_json(lines: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _as_csv(lines: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for line in lines:
        rows.writerow([_cell(line[name]) for name in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{kind}:{count}" for kind, count in value.items())
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class AuditErrands:
    def __init__(self, tools: Tools, writing: Writing) -> None:
        self._tools = tools
        self._writing = writing
        self._trail = AuditTrail(tools.database)

    async def do(self, effect: audit.AuditEffect) -> None:
        match effect:
            case audit.KeepAudited(entry, address, name):
                await self._writing.now(lambda _: self._trail.keep(entry, address, name))
            case audit.ExportAudit(path):
                await self._export(path)
            case _:
                raise TypeError(f"no errand for {type(effect).__name__}")

    async def tidy(self, kept_days: int) -> None:
        before = self._tools.now() - timedelta(days=kept_days)
        if await self._writing.now(lambda _: self._trail.erase(before)):
            self._tools.database.erase_traces()

    async def _export(self, path: str) -> None:
        await self._writing.flush()
        try:
            count: int | None = await asyncio.to_thread(write_out, list(self._trail.lines()), Path(path))
        except OSError:
            count = None
        self._tools.post(audit.AuditExported(self._tools.now(), path, count))
