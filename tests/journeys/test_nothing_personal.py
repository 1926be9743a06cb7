"""A call from ring to wrap-up with a side chat: no name, no number and no word of it in any log or crash file."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from softphone.sandbox.demo import customers, experts
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DRAFT, NOTE, DrivenDesk, hang_up, in_a_call, wrap_up

DIGITS = re.compile(r"\d[\d ()/.-]{5,}\d")
TODAY = datetime.now(UTC).date()
AT = re.compile(r"^\S+Z ", re.MULTILINE)  # the time each line begins with


def personal(said: list[str]) -> list[str]:
    """What must stand in no log: names, addresses, numbers by their last seven digits, and what was written."""
    words = [NOTE, DRAFT, *said]
    for customer in customers(TODAY):
        words += [customer.customer_id, *customer.name.split()[-1:], customer.company, customer.address]
        words += [*customer.emails, customer.must_see]
    words += [expert.name.split()[-1] for expert in experts("pbx")]
    return [word for word in words if word]


def test_nothing_personal_is_in_any_log_or_report_after_a_call_with_a_side_chat(
    qtbot: QtBot, programs: Programs, folder: Path
) -> None:
    desk = DrivenDesk(qtbot, programs, folder)
    in_a_call(desk)
    desk.order("type", text=DRAFT)
    said = desk.shows(draft=DRAFT)["said"]
    hang_up(qtbot, desk)
    desk.shows(phase="", wrapping_up=1)
    wrap_up(qtbot, desk)
    report = folder / "report.log"  # looked through with the logs
    desk.order("report", path=str(report))
    desk.shows(report=str(report))
    assert report.stat().st_mode & 0o077 == 0
    assert all(part in report.read_text("utf-8") for part in ("INVITE sip:", "line_transport", "main line: way=udp"))
    desk.leave()
    logs = [path for path in folder.rglob("*") if path.suffix in (".log", ".crash") or ".log." in path.name]
    assert len(logs) >= 5, "desk, engine, world and the far ends write one each"
    numbers = {re.sub(r"\D", "", n)[-7:] for c in customers(TODAY) for n in c.numbers}
    found = []
    for path in logs:
        text = AT.sub("", path.read_text("utf-8"))
        digits = {re.sub(r"\D", "", match) for match in DIGITS.findall(text)}
        found += [f"{path.name}: number" for n in numbers if any(n in d for d in digits)]
        found += [f"{path.name}: {word}" for word in personal(said) if word.casefold() in text.casefold()]
    assert found == []
