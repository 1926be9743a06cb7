"""A call is answered and muted by the keys of the whole system: a real screen, real keys, the real desk and engine."""

from __future__ import annotations

import subprocess
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DrivenDesk
from tests.screen import screen


def test_keys_of_the_whole_system_answer_and_mute(qtbot: QtBot, programs: Programs, folder: Path) -> None:
    with screen() as env:
        there = ("env", f"DISPLAY={env['DISPLAY']}", "QT_QPA_PLATFORM=xcb")
        desk = DrivenDesk(qtbot, programs, folder, "media_keys=false", within=there)

        def strike(keys: str) -> None:
            subprocess.run(["xdotool", "key", keys], env=env, check=True)

        desk.shows(line="registered", keys_held=[])
        desk.order("start", scenario="late-order")
        desk.shows(ringing=1, keys_held=["Ctrl+Shift+F9"])
        strike("ctrl+shift+F9")
        desk.shows(phase="talking", keys_held=["Ctrl+Shift+F10"])
        strike("ctrl+shift+F10")
        desk.shows(muted=True)
        strike("ctrl+shift+F10")
        desk.shows(muted=False)
        desk.leave()
