"""macOS hands a link to the program that runs as an event of Qt; only our own application knows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCENE = """
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from softphone.domain.settings import Settings
from softphone.ui.qtapp import open_qt

app = open_qt(Settings())
app.called.connect(print)
QCoreApplication.sendEvent(app, QFileOpenEvent(QUrl("tel:+4930%20123")))
"""


def test_a_link_that_the_system_hands_over_while_aside_runs_is_told_as_it_was_written() -> None:
    said = subprocess.check_output([sys.executable, "-c", SCENE], cwd=ROOT, text=True, timeout=60)

    assert said == "['tel:+4930%20123']\n"
