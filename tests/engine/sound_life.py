"""Ears on a real sound server, every state they told, and PJMEDIA's clock thread for them."""

from __future__ import annotations

import math
import threading
import time
from array import array
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop

from softphone.domain.audio import Sound, SoundState
from softphone.engine.sound import open_ears
from softphone.engine.sound.ears import SystemEars

PATIENCE_S = 20.0


class Talk:
    """PJMEDIA's clock thread: 20 ms by 20 ms it asks the microphone and gives the ear a sine."""

    def __init__(self, ears: SystemEars) -> None:
        self.heard: list[bytes] = []
        self.hertz = 0
        self._ears = ears
        self._at = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._tick)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _tick(self) -> None:
        due = time.monotonic()
        while not self._over.wait(max(0.0, due - time.monotonic())):
            due += 0.02
            self.heard.append(self._ears.get_microphone())
            steps = range(self._at, self._at + 320)
            self._at += 320
            wave = [round(3276.8 * math.sin(2 * math.pi * self.hertz * n / 16_000)) for n in steps]
            self._ears.put_ear(array("h", wave).tobytes())


class Life:
    """Ears that were started, and every state they told."""

    def __init__(self) -> None:
        made = open_ears()
        assert isinstance(made, SystemEars)
        self.ears = made
        self.told: list[Sound] = []
        self.threads: set[str] = set()
        self.ears.start(self._heard)

    def until(self, happened: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not happened():
            assert time.monotonic() < end, f"{what} did not come; told: {self.told[-3:]}"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)

    def until_state(self, state: SoundState) -> Sound:
        self.until(lambda: self.told and self.told[-1].state is state, state)
        return self.told[-1]

    def _heard(self, sound: Sound) -> None:
        self.threads.add(threading.current_thread().name)
        self.told.append(sound)
