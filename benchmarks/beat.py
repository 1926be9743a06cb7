"""How late Qt's loop gets: the worst of each tenth of a second. Run by itself it is a loop that does nothing else."""

from __future__ import annotations

import json
import sys
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer

BEAT_MS = 1
WINDOW_S = 0.1


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


class Beat(QObject):
    """Tells one `stall` for each window of WINDOW_S: how late its latest beat came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last = self._window = perf_counter()
        self._worst = 0.0
        self._beat = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()

    def _on_beat(self) -> None:
        now = perf_counter()
        self._worst = max(self._worst, (now - self._last) * 1000 - BEAT_MS)
        self._last = now
        if now - self._window >= WINDOW_S:
            tell(what="stall", at=now, ms=max(0.0, self._worst))
            self._window, self._worst = now, 0.0


if __name__ == "__main__":
    app = QCoreApplication(sys.argv)
    beat = Beat(app)
    sys.exit(app.exec())
