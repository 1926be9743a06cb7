"""The promises of the real telephone, as a test run of its own: `python -m tests.engine.real_phone`.

It leaves without the interpreter's clean-up, in which the wheel's objects and pytest's may meet. That an engine leaves
well is seen wherever a test ends one.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Generator

import pytest
from PySide6.QtCore import QCoreApplication

from softphone.engine.pjsua.phone import PjsuaPhone
from softphone.engine.ports import LegEnded, News, Phone, TextAnswered
from tests.engine.fake_phone import FakeEars
from tests.engine.phone_contract import DEAD_LINE, ODD_TARGETS, PhoneContract

Started = tuple[Phone, list[News]]


@pytest.fixture(scope="module")
def real(qapp: QCoreApplication) -> Generator[Started]:
    """As in the engine: no collection but that of `stop`."""
    gc.disable()
    heard: list[News] = []
    phone = PjsuaPhone(FakeEars())
    phone.start(heard.append)
    yield phone, heard
    phone.stop()
    phone.stop()
    gc.enable()


class TestPjsuaPhone(PhoneContract):
    @pytest.fixture
    def phone(self, real: Started) -> Phone:
        return real[0]

    @pytest.fixture
    def heard(self, real: Started) -> list[News]:
        return real[1]

    @pytest.mark.parametrize("target", ODD_TARGETS)
    def test_an_odd_target_ends_the_call_or_refuses_the_text(
        self, phone: Phone, heard: list[News], target: str
    ) -> None:
        phone.use_line(DEAD_LINE)
        phone.dial("d1", target, ())
        phone.send_text("m-1", target, "text/plain", "x", ())
        phone.watch((target,))
        phone.hang_up("d1")
        self.until(phone, heard, lambda: any(isinstance(n, LegEnded) for n in heard))
        phone.use_line(None)
        self.until(phone, heard, lambda: any(isinstance(n, TextAnswered) for n in heard))

    def test_a_text_that_would_be_cut_is_refused(self, phone: Phone, heard: list[News]) -> None:
        phone.use_line(DEAD_LINE)
        phone.send_text("m-1", "bert", "text/plain", "ä" * 1400, ())
        phone.send_text("m-2", "bert", "text/plain", "x", (("X-Aside-Id", "y" * 700),))
        phone.tick()
        assert [(n.token, n.code) for n in heard if isinstance(n, TextAnswered)] == [("m-1", 513), ("m-2", 513)]

    def test_a_host_that_is_no_address_is_looked_up_beside_the_loop(self, phone: Phone, heard: list[News]) -> None:
        phone.use_line(DEAD_LINE)
        phone.use_line(type(DEAD_LINE)("anna", "localhost:9", "pw"))
        phone.tick()
        phone.dial("d1", "204", ())
        phone.hang_up("d1")
        self.until(phone, heard, lambda: any(isinstance(n, LegEnded) for n in heard))
        phone.use_line(None)
        self.until(phone, heard, lambda: not phone._resolver.busy)  # type: ignore[attr-defined]


if __name__ == "__main__":
    code = pytest.main([__file__, "-q", "-p", "no:cacheprovider"])
    sys.stdout.flush()
    os._exit(code)
