"""The audit trail in the store: marks instead of names, its time, and what is written out."""

from __future__ import annotations

import asyncio
import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from softphone.backroom import audit_cli
from softphone.backroom.audit import COLUMNS, AuditTrail, write_out
from softphone.backroom.database import open_database
from softphone.backroom.moving import pour
from softphone.backroom.vault import MemoryVault
from softphone.domain.audit import Audited, AuditEvent, AuditExported, ExportAudit, KeepAudited
from softphone.domain.facts import StoreState
from softphone.host.paths import open_home
from tests.backroom.places import a_database
from tests.backroom.rooms import Start, start

__all__ = ["start"]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED = Audited(NOON, AuditEvent.ASKED, "k-1", "=Rack", (("card", 1), ("name", 2)), (("phone", 1),))
ANSWERED = Audited(NOON + timedelta(seconds=22), AuditEvent.ANSWERED, "k-1", "=Rack", took_s=22)
KERN = "sip:kern@pbx.example"


def a_trail() -> AuditTrail:
    trail = AuditTrail(a_database())
    trail.keep(ASKED, KERN, "")
    trail.keep(ANSWERED, KERN, "")
    return trail


def test_who_is_a_mark_that_is_the_same_here_and_another_elsewhere() -> None:
    here, there = a_trail(), a_trail()
    here.keep(ASKED, "sip:osei@pbx.example", "")
    marks = [line["who"] for line in here.lines()]
    assert marks[0] == marks[2] != marks[1]  # Kern was asked and answered, Osei was asked in the same moment
    assert not {*marks} & {line["who"] for line in there.lines()}


def test_csv_and_json_lines_hold_the_same_and_no_formula(tmp_path: Path) -> None:
    lines = list(a_trail().lines())
    assert write_out(lines, tmp_path / "a.csv") == write_out(lines, tmp_path / "a.jsonl") == 2
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["masked"], rows[0]["lifted"], rows[0]["topic"]) == ("card:1 name:2", "phone:1", "'=Rack")
    said = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert said[1]["took_s"] == int(rows[1]["took_s"]) == 22
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.jsonl"]


def test_lines_go_after_their_time() -> None:
    trail = a_trail()
    assert trail.erase(NOON + timedelta(seconds=1)) == 1
    assert [line["event"] for line in trail.lines()] == ["answered"]


def test_the_store_in_memory_brings_its_lines_along_when_it_moves_to_disk(tmp_path: Path) -> None:
    memory, disk = a_trail(), a_database(tmp_path)
    on_disk = AuditTrail(disk)
    on_disk.keep(ASKED, KERN, "")
    disk.transact(lambda connection: pour(memory._connection, connection))
    assert len(list(on_disk.lines())) == 3
    on_disk.keep(ANSWERED, KERN, "")
    assert next(iter(on_disk.lines()))["who"] == list(on_disk.lines())[-1]["who"]


def test_the_desk_keeps_a_line_and_writes_the_trail_out(start: Start, tmp_path: Path) -> None:
    room, watcher = start()
    room.run(KeepAudited(ASKED, KERN, "J. Kern"))
    room.run(ExportAudit(str(tmp_path / "trail.jsonl")))
    assert watcher.wait_for(AuditExported).lines == 1
    assert '"name": "J. Kern"' in (tmp_path / "trail.jsonl").read_text("utf-8")
    room.run(ExportAudit(str(tmp_path / "no such folder" / "trail.csv")))
    assert watcher.wait_for(AuditExported, 2).lines is None


def test_the_shell_writes_the_trail_out_too(tmp_path: Path) -> None:
    vault, path = MemoryVault(), tmp_path / "out.csv"

    async def keep() -> None:
        database = await open_database(open_home(tmp_path).store_file, vault, lambda _: None)
        assert database.report.state is StoreState.ENCRYPTED
        await database.write(lambda _: AuditTrail(database).keep(ASKED, KERN, ""))
        database.close()

    asyncio.run(keep())
    assert audit_cli.main(["--home", str(tmp_path), "export", str(path)], vault) == 0
    assert path.read_text("utf-8").count("\n") == 2
    assert audit_cli.main(["--home", str(tmp_path), "export", str(tmp_path)], vault) == audit_cli.NOT_DONE
