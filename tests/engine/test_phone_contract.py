"""The fake telephone and the real one keep the same promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from softphone.engine.ports import News
from tests.engine.fake_phone import FakePhone
from tests.engine.phone_contract import PhoneContract


class TestFakePhone(PhoneContract):
    @pytest.fixture
    def heard(self) -> list[News]:
        return []

    @pytest.fixture
    def phone(self, heard: list[News]) -> FakePhone:
        fake = FakePhone()
        fake.start(heard.append)
        return fake


@pytest.mark.timeout(300)
def test_the_real_telephone_keeps_the_same_promises() -> None:
    """In a process of its own: what PJSIP leaves behind must not meet the collector of this one."""
    command = [sys.executable, "-m", "tests.engine.real_phone"]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-2000:]
