"""A customer texts, the agent answers and asks a colleague beside it: the real window, the real engine, the wire."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from softphone.domain.sip import Request
from softphone.host.paths import open_home
from softphone.host.relaunch import read_pid
from tests.engine.raw_pbx import RawPbx
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk

CUSTOMER, COLLEAGUE = "<sip:+491715550142@gateway.example>", "<sip:kern@pbx.example>"
_count = itertools.count(1)


class Pbx(RawPbx):
    def text(self, sender: str, words: str) -> None:
        assert self.contact is not None
        n = next(_count)
        headers = (
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK-text-{n}"),
            ("Max-Forwards", "70"),
            ("From", f"{sender};tag=t{n}"),
            ("To", f"<{self.contact}>"),
            ("Call-ID", f"text-{n}"),
            ("CSeq", "1 MESSAGE"),
            ("Content-Type", "text/plain;charset=utf-8"),
        )
        self.send(Request(method="MESSAGE", uri=str(self.contact), headers=headers, body=words.encode()))

    def texts(self) -> list[Request]:
        """All that the engine sent meanwhile, each answered."""
        self.drain_and_answer()
        mine = [m for m in self._unread if isinstance(m, Request) and m.method == "MESSAGE"]
        for message in mine:
            self._unread.remove(message)
            self.answer(message, 202)
        return mine


@pytest.fixture
def pbx() -> Iterator[Pbx]:
    with Pbx() as pbx:
        yield pbx


def test_a_text_is_answered_and_a_colleague_is_asked_and_no_word_goes_to_the_wrong_one(
    qtbot: QtBot, programs: Programs, folder: Path, pbx: Pbx
) -> None:
    line = (f"line_server={pbx.server}", "line_user=agent", "language=en", "ask_receipts=false")
    desk = DrivenDesk(qtbot, programs, folder, *line)
    left: list[Request] = []

    def until(noticed: bool | None = None, **wanted: object) -> None:
        last: dict[str, object] = {}

        def shown() -> bool:
            left.extend(pbx.texts())
            last.update(desk.order("state"))
            told = "text_came" in desk.order("state")["notices"]
            return wanted.items() <= last.items() and noticed in (None, told)

        try:
            qtbot.waitUntil(shown, timeout=DEADLINE_MS)
        except Exception as error:
            raise AssertionError(f"wanted {noticed} {wanted}, shows {last}") from error

    def until_said(words: str) -> Request:
        def said() -> bool:
            left.extend(pbx.texts())
            return any(words in m.body.decode() for m in left)

        qtbot.waitUntil(said, timeout=DEADLINE_MS)
        return next(m for m in left if words in m.body.decode())

    until(line="registered")
    pbx.text(CUSTOMER, "Where is order 48-1190?")
    until(texts=[[False, "Where is order 48-1190?", "sent"]], ringing=0, noticed=True, tray=[])
    pbx.text(COLLEAGUE, "May I help?")
    until(tray=[["sip:kern@pbx.example", "May I help?"]])
    desk.order("open_tray", sender="sip:kern@pbx.example")
    until(drawer=True)
    desk.order("press", action="side_chat")
    desk.order("type", text="for the colleague alone")
    until(draft="for the colleague alone")
    desk.order("open_text")
    until(noticed=False)
    desk.order("press", action="reply")
    desk.order("type", text="for the customer alone")
    until(reply="for the customer alone")
    desk.order("enter")  # breaks the line: a hand used to the side chat sends nothing
    until(reply="for the customer alone\n")
    desk.order("keys", keys="Ctrl+Return")
    told = until_said("for the customer alone")
    until(texts=[[False, "Where is order 48-1190?", "sent"], [True, "for the customer alone", "sent"]], reply="")
    assert told.uri.startswith("sip:+491715550142@gateway.example")
    assert told.body.decode() == "for the customer alone"
    assert (told.value("Content-Type") or "").startswith("text/plain")
    assert not [name for name, _ in told.headers if name.lower().startswith("x-aside")]
    for message in left:
        body = message.body.decode()
        assert ("for the customer" in body) == ("+491715550142" in message.uri), (message.uri, body)
        assert "for the colleague" not in body or "kern" in message.uri
    engine = read_pid(open_home(folder), "engine")
    desk.order("quit")

    def gone() -> bool:
        pbx.drain_and_answer()  # it un-registers first
        return not engine or not psutil.pid_exists(engine)

    qtbot.waitUntil(gone, timeout=DEADLINE_MS)
    assert desk.process.wait(20) == 0
