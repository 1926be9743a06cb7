"""An engine in a process of its own, without desk, link and devices: Commands in at stdin, Events out at stdout.

Its microphone is a tone, and `caller_dbfs` in its LevelsMeasured is the strength of one tone alone in what it
hears: so a test sees who really hears whom. TAPES in the environment is the folder of its recordings.
Run as `python -m tests.engine.far_engine MIC_HZ EAR_HZ [DNS_PORT]`.
"""

from __future__ import annotations

import gc
import math
import os
import struct
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSocketNotifier, Qt, QTimer

from softphone.domain.audio import Sound, SoundSetup
from softphone.domain.place import Step
from softphone.domain.ringing import RingTone
from softphone.engine import exchange_place
from softphone.engine.carrier.resolver import Nameserver, Resolver
from softphone.engine.exchange import Exchange
from softphone.engine.ports import FRAME_SAMPLES, SAMPLE_RATE_HZ
from softphone.engine.recording import recorders
from softphone.engine.sound.trial import BURST_EVERY_S, FIRST_BURST_S
from softphone.host.network import NetworkWatch
from softphone.wire.codec import FrameReader, encode

TICK_MS = 3
SILENCE_DBFS = -96.0


class ToneEars:
    """The microphone hears `mic_hz`; the ear measures how strong `ear_hz` is."""

    def __init__(self, mic_hz: float, ear_hz: float) -> None:
        self._step = 2 * math.pi * mic_hz / SAMPLE_RATE_HZ if mic_hz else 0.0
        self._ear_hz = ear_hz
        self._phase = 0.0
        self._heard = SILENCE_DBFS
        self._heard_at = 0.0

    def start(self, changed: Callable[[Sound], None]) -> None: ...
    def stop(self) -> None: ...
    def configure(self, setup: SoundSetup) -> None: ...
    def open_call(self, on: bool) -> None: ...
    def ring(self, tone: RingTone | None) -> None: ...
    def play(self, samples: bytes) -> None: ...
    def tone(self, name: str | None) -> None: ...

    def get_microphone(self) -> bytes:
        samples = [int(8000 * math.sin(self._phase + n * self._step)) for n in range(FRAME_SAMPLES)]
        self._phase += FRAME_SAMPLES * self._step
        return struct.pack(f"<{FRAME_SAMPLES}h", *samples)

    def put_ear(self, frame: bytes) -> None:
        """Goertzel's strength of one frequency in a frame."""
        samples = struct.unpack(f"<{FRAME_SAMPLES}h", frame)
        turn = 2 * math.cos(2 * math.pi * self._ear_hz / SAMPLE_RATE_HZ)
        first = second = 0.0
        for sample in samples:
            first, second = sample + turn * first - second, first
        power = max(first * first + second * second - turn * first * second, 1.0)
        peak = 2 * math.sqrt(power) / FRAME_SAMPLES
        self._heard = max(SILENCE_DBFS, 20 * math.log10(max(peak, 0.001) / 32768))
        self._heard_at = time.monotonic()

    speaking = False

    def levels(self) -> tuple[float, float]:
        fresh = time.monotonic() - self._heard_at < 0.2
        return SILENCE_DBFS, self._heard if fresh else SILENCE_DBFS


def main(arguments: list[str]) -> None:
    from softphone.engine.pjsua.phone import PjsuaPhone

    app = QCoreApplication([])
    gc.disable()
    ears = ToneEars(float(arguments[0]), float(arguments[1]))
    started, began = datetime.now(UTC), time.monotonic()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is not ours to send

    def emit(event: Any) -> None:
        out.write(encode(event))
        out.flush()

    resolver = Resolver(lambda: [Nameserver("127.0.0.1", int(port)) for port in arguments[2:]])
    if "HASTE" in os.environ:  # the steps of the pre-shift check that no sound is waited for
        exchange_place.SECONDS.update(dict.fromkeys(exchange_place.BEFORE_CALL, 0.4))
        exchange_place.SECONDS[Step.CALL] = FIRST_BURST_S + 4 * BURST_EVERY_S  # three of four have to agree
    tapes = recorders(Path(os.environ["TAPES"])) if "TAPES" in os.environ else None
    exchange = Exchange(
        PjsuaPhone(ears, resolver),
        ears,
        emit,
        lambda: started + timedelta(seconds=time.monotonic() - began),
        open_recorder=tapes,
    )
    network = NetworkWatch()
    looks = QTimer()
    looks.timeout.connect(lambda: exchange.network_changed() if network.changed() else None)
    looks.start(500)
    reader = FrameReader()
    source = sys.stdin.fileno()
    ticks = QTimer()

    def tick() -> None:
        exchange.tick()
        if exchange.finished:
            app.quit()

    def read() -> None:
        data = os.read(source, 65536)
        if not data:
            app.quit()
        for message in reader.feed(data):
            exchange.command(message)

    orders = QSocketNotifier(source, QSocketNotifier.Type.Read)
    orders.activated.connect(read)
    ticks.setTimerType(Qt.TimerType.PreciseTimer)
    ticks.timeout.connect(tick)
    ticks.start(TICK_MS)
    app.exec()
    ticks.stop()
    looks.stop()
    orders.setEnabled(False)
    exchange.close()


if __name__ == "__main__":
    main(sys.argv[1:])
