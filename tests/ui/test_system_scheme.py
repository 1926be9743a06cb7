"""Light and dark as the desktop says, while Aside runs: Qt's own portal theme on a private bus, with a real portal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DARK, LIGHT = "1", "2"
SCENE = """
import subprocess, sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from softphone.domain.settings import Scheme, Settings
from softphone.ui.qtapp import open_qt

wanted, first, then = sys.argv[1:]
portal = subprocess.Popen(
    [sys.executable, "-m", "tests.ui.settings_portal", first],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
)
portal.stdout.readline()
app = open_qt(Settings(scheme=Scheme(wanted)))

def looks():
    return "dark" if app.palette().color(QPalette.ColorRole.Window).lightness() < 128 else "light"

def changed():
    print(before, looks())
    app.exit(0)

before = looks()
# After ours, which was connected first: what it did is seen.
QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: QTimer.singleShot(0, changed))
print(then, file=portal.stdin, flush=True)
QTimer.singleShot(20_000, lambda: app.exit(1))
code = app.exec()
portal.stdin.close()
portal.wait()
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("wanted", "first", "then", "looks"),
    [
        ("system", DARK, LIGHT, "dark light"),
        ("system", LIGHT, DARK, "light dark"),
        ("dark", DARK, LIGHT, "dark dark"),
    ],
)
def test_aside_follows_the_desktop_where_the_setting_says_so(wanted: str, first: str, then: str, looks: str) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DBUS_", "DISPLAY"))}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_QPA_PLATFORMTHEME": "xdgdesktopportal", "PYTHONPATH": str(ROOT)}
    command = ["dbus-run-session", "--", sys.executable, "-c", SCENE, wanted, first, then]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == looks
