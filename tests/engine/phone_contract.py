"""What every `Phone` promises. The fake passes it too, so that the rules tested on it hold on the real one."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication

from softphone.domain.audio import EAR, MICROPHONE, Route, rehearsed
from softphone.domain.call import Dialog
from softphone.domain.line import LineSetup
from softphone.domain.presence import Presence, Reach
from softphone.engine.ports import FileEnded, LegEnded, News, Phone, Soothing, TextAnswered

DEADLINE_S = 5.0
# Nobody listens there: what is sent is lost, and no test waits for it.
DEAD_LINE = LineSetup("anna", "127.0.0.1:9", "pw")
DIALOG = Dialog("net-1", "ours", "theirs", "sip:x@127.0.0.1:9", "sip:x@127.0.0.1")
ODD_TARGETS = ["", " ", "sip:", "sip:@", "sip:a b@c", "<>", "112;x=\n", "\0", "sip:x@[", "ü" * 300, "tel:", "sip:%@%"]


class PhoneContract:
    """A subclass gives the fixtures `phone`, one for all tests (PJSIP starts once a process), and `heard`, its news."""

    @pytest.fixture(autouse=True)
    def _as_new(self, phone: Phone, heard: list[News]) -> None:
        phone.use_line(None)
        phone.tick()
        phone.tick()
        heard.clear()

    def until(self, phone: Phone, heard: list[News], wanted: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not wanted():
            assert time.monotonic() < end, heard
            QCoreApplication.processEvents()
            phone.tick()

    def test_commands_for_a_leg_that_is_unknown_do_nothing(self, phone: Phone, heard: list[News]) -> None:
        phone.use_line(DEAD_LINE)
        phone.ring("x")
        phone.answer("x")
        phone.refuse("x", 486)
        phone.hang_up("x")
        phone.hold("x", True)
        phone.digits("x", "1")
        phone.refer("x", "204")
        phone.refer_to("x", "y")
        phone.route(frozenset({Route(MICROPHONE, "x"), Route("x", EAR)}))
        phone.route(frozenset())
        phone.tick()
        assert heard == []

    def test_without_a_line_a_call_ends_and_a_text_is_refused_once(self, phone: Phone, heard: list[News]) -> None:
        phone.register(True)
        phone.dial("d1", "204", ())
        phone.take_back("d2", DIALOG)
        phone.send_text("m-1", "bert", "text/plain", "x", ())
        phone.watch(("bert",))
        phone.publish(Presence(Reach.BUSY))
        assert heard == []  # news are told from within tick alone
        phone.tick()
        phone.tick()
        assert sorted(n.leg for n in heard if isinstance(n, LegEnded)) == ["d1", "d2"]
        assert [n.token for n in heard if isinstance(n, TextAnswered)] == ["m-1"]

    def test_a_call_given_up_ends_exactly_once(self, phone: Phone, heard: list[News]) -> None:
        phone.use_line(DEAD_LINE)
        phone.dial("d1", "204", (("X-Long", "y" * 5000), ("X-Broken\r\nVia", "a\r\nb")))
        phone.tick()
        phone.hang_up("d1")
        phone.hang_up("d1")
        self.until(phone, heard, lambda: any(isinstance(n, LegEnded) for n in heard))
        phone.hang_up("d1")
        phone.tick()
        assert [n.leg for n in heard if isinstance(n, LegEnded)] == ["d1"]

    def test_a_file_into_a_leg_that_is_not_there_is_over(self, phone: Phone, heard: list[News]) -> None:
        phone.play("x", "/tmp/none.wav")
        phone.play("x", "")
        phone.tick()
        assert heard == [FileEnded("x", "/tmp/none.wav")]

    def test_no_music_plays_where_no_leg_is_and_a_rehearsal_begins_and_ends(
        self, phone: Phone, heard: list[News]
    ) -> None:
        assert phone.soothe("x", "", "/nowhere.wav") == Soothing()
        assert phone.soothe("x", "", "") == Soothing()
        phone.rehearse(lambda frame: None)
        phone.route(rehearsed())
        phone.tick()
        phone.rehearse(None)
        phone.rehearse(None)
        phone.route(frozenset())
        phone.tick()
        assert heard == []

    def test_a_line_may_be_changed_and_taken_away_at_any_time(self, phone: Phone, heard: list[News]) -> None:
        for setup in (DEAD_LINE, None, DEAD_LINE, LineSetup("", ""), LineSetup("a b", "not a host"), DEAD_LINE):
            phone.use_line(setup)
            phone.tick()
