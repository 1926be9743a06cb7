"""The ground under everything: this PySide6 on this Python survives what a shift does to it."""

from __future__ import annotations

import subprocess
import sys

EMITS = """
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(bool)

heard = []
bell = Bell()
bell.rang.connect(heard.append)
for _ in range(100_000):
    bell.rang.emit(True)
print(len(heard))
"""


def test_a_hundred_thousand_emits_do_not_abort() -> None:
    """PySide6 6.12.0 on CPython 3.11 loses a reference to True per emit and dies after some hundreds."""
    child = subprocess.run([sys.executable, "-c", EMITS], capture_output=True, text=True, timeout=60, check=False)

    assert (child.returncode, child.stdout.strip()) == (0, "100000"), child.stderr
