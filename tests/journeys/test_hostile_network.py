"""What a stranger behind the PBX can say over TCP, through the real engine to the real window: data, never more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.engine.raw_pbx import sdp
from tests.engine.stream_pbx import StreamPbx
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk

MEGABYTE = 1_000_000
MARKUP = "<img src=x><b>Boss</b>"
NAME = f"{MARKUP} \u202egnp.exe\u2066"
HIDES = frozenset("\0\u202e\u2066\u200b\x1b")
_count = itertools.count(1)


@pytest.fixture
def pbx() -> Iterator[StreamPbx]:
    with StreamPbx() as pbx:
        yield pbx


@pytest.fixture
def desk(qtbot: QtBot, programs: Programs, folder: Path, pbx: StreamPbx) -> Iterator[DrivenDesk]:
    desk = DrivenDesk(
        qtbot, programs, folder, f"line_server={pbx.server}", "line_user=agent", "line_transport=tcp", "language=en"
    )
    desk.shows(line="registered")
    yield desk
    desk.leave()


def request(pbx: StreamPbx, method: str, body: bytes, *more: str, sender: str = "") -> bytes:
    n = next(_count)
    kind = "application/sdp" if method == "INVITE" else "text/plain;charset=utf-8"
    lines = (
        f"{method} sip:agent@127.0.0.1 SIP/2.0",
        f"Via: SIP/2.0/TCP {pbx.server};branch=z9hG4bK-bad-{n}",
        "Max-Forwards: 70",
        f"From: {sender or '<sip:evil@pbx>'};tag=bad{n}",
        "To: <sip:agent@pbx>",
        f"Call-ID: bad-{n}",
        f"CSeq: 1 {method}",
        f"Contact: <sip:evil@{pbx.server};transport=tcp>",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        *more,
    )
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def still_hears(qtbot: QtBot, desk: DrivenDesk, pbx: StreamPbx, word: str) -> None:
    """A plain text after it arrives: the line is up, or up again."""

    def heard() -> bool:
        if desk.order("state")["line"] == "registered":
            pbx.say(request(pbx, "MESSAGE", word.encode()))
        return any(text == word for _, text in desk.order("state")["tray"])

    qtbot.waitUntil(heard, timeout=DEADLINE_MS)


def test_a_message_of_a_megabyte_a_name_without_end_and_broken_frames_cost_the_line_nothing(
    qtbot: QtBot, desk: DrivenDesk, pbx: StreamPbx
) -> None:
    pbx.say(request(pbx, "MESSAGE", b"x" * MEGABYTE))
    still_hears(qtbot, desk, pbx, "after a megabyte")
    pbx.say(request(pbx, "MESSAGE", b"hi", sender=f'"{"N" * 10_000}" <sip:evil@pbx>'))
    still_hears(qtbot, desk, pbx, "after a name of ten thousand")
    pbx.say(request(pbx, "MESSAGE", b"hi", "X-Long: " + "y" * MEGABYTE))
    still_hears(qtbot, desk, pbx, "after a header of a megabyte")
    pbx.say(b"MESSAGE sip:agent@x SIP/2.0\r\nContent-Length: 99999999\r\n\r\n")
    pbx.say(b"\0\xff garbage \r\n\r\n" * 100)
    still_hears(qtbot, desk, pbx, "after garbage")
    assert all(len(text) < 100 for _, text in desk.order("state")["tray"])


def test_a_text_with_markup_and_what_hides_is_shown_as_the_characters_it_is(
    qtbot: QtBot, desk: DrivenDesk, pbx: StreamPbx
) -> None:
    body = f"{MARKUP} \u202etxt.exe\u2066 \0\x1b[31m end".encode()
    pbx.say(request(pbx, "MESSAGE", body, sender=f'"{NAME}" <sip:evil@pbx>'))
    qtbot.waitUntil(lambda: desk.order("state")["tray"] != [], timeout=DEADLINE_MS)
    [[sender, _]] = desk.order("state")["tray"]
    desk.order("open_tray", sender=sender)
    desk.shows(drawer=True, tray=[])
    every_label_is_plain(desk)
    assert any(MARKUP in text and "end" in text for text, _ in desk.order("labels")["labels"])


def test_a_caller_with_such_a_name_rings_and_is_shown_as_the_characters_it_is(
    qtbot: QtBot, desk: DrivenDesk, pbx: StreamPbx
) -> None:
    pbx.say(request(pbx, "INVITE", sdp(), f"X-Queue: {MARKUP}\u202e", sender=f'"{NAME * 20}" <sip:+4940123@pbx>'))
    desk.shows(ringing=1)
    every_label_is_plain(desk)
    assert any("Boss" in text for text, _ in desk.order("labels")["labels"])


def every_label_is_plain(desk: DrivenDesk) -> None:
    for text, plain in desk.order("labels")["labels"]:
        assert HIDES.isdisjoint(text), text
        assert plain or "<" not in text, text
