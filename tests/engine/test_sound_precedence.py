"""Whose threads come first while there is a call. With a real RealtimeKit: tests/peers/test_realtime_kit.py."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from softphone.engine.sound.precedence import Precedence
from tests.engine.precedence_scene import may_come_first


@pytest.mark.parametrize("who", ["", "nobody"])
def test_in_a_call_every_thread_comes_first_where_that_is_allowed_and_after_it_none(who: str) -> None:
    allowed = may_come_first() and not (who and os.getuid() == 0)
    scene = [sys.executable, "-m", "tests.engine.precedence_scene", *([who] if who else [])]
    no_bus = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere"}
    told = subprocess.run(scene, env=no_bus, capture_output=True, text=True, timeout=60, check=True).stdout.splitlines()
    kind = "real-time" if allowed else "ordinary"
    assert told == [f"{kind} {kind} ordinary", "ordinary ordinary ordinary"]


@pytest.mark.parametrize(
    "works", [True, pytest.param(False, marks=pytest.mark.allows_log("the class of this process stayed as it was"))]
)
def test_on_windows_it_is_the_process_once_at_each_change(monkeypatch: pytest.MonkeyPatch, works: bool) -> None:
    from softphone.engine.sound import windows

    asked: list[bool] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(windows, "put_first", lambda wanted: asked.append(wanted) or works)
    precedence = Precedence()
    for wanted in (False, True, True, False):
        precedence.keep(wanted)
    assert asked == [True, False]
