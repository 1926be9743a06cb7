"""Microphone, ear and bell of this computer: the real `Ears`.

The engine's thread only says here what is wanted; `keeper` makes it so, on a thread of its own. Nothing here blocks,
and nothing loads the audio library: that costs 60 ms, which the sound thread pays and not the start of the engine.
News come back through Qt's queue, so `changed` is called where `start` was.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt, Signal, Slot

from softphone.domain.audio import Sound, SoundSetup
from softphone.domain.ringing import RingTone
from softphone.engine.sound.ringtones import ringing
from softphone.engine.sound.streams import Bell, Ear, Microphone
from softphone.engine.sound.tones import Tone, tone
from softphone.engine.sound.wish import Wish

LOG = logging.getLogger("engine.sound")

STOP_S = 2.0
ECHOES_S = 1.0  # of a room, and until the gate for speech closes again
_AUDIBLE = frozenset(RingTone) - {RingTone.SILENT}


class _News(QObject):
    """From the sound thread to the thread that made this."""

    told = Signal(object)

    def __init__(self, changed: Callable[[Sound], None]) -> None:
        super().__init__()
        self._changed = changed
        self.told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _pass_on(self, sound: Sound) -> None:
        self._changed(sound)


class SystemEars:
    """Implements `engine.ports.Ears`. `start` belongs in a thread with a Qt event loop."""

    def __init__(self) -> None:
        self.wish = Wish()
        self.wake = threading.Event()
        self.stopping = False
        self.microphone = Microphone()
        self.ear = Ear(self.microphone.sidetone)
        self.bell = Bell()
        self._thread: threading.Thread | None = None
        self._news: _News | None = None

    # --- From the engine's thread -------------------------------------------------------------------------

    def start(self, changed: Callable[[Sound], None]) -> None:
        self._news = _News(changed)
        self._thread = threading.Thread(target=self._live, args=[self._news.told.emit], name="sound", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Closes everything; a hanging sound server is left behind after STOP_S."""
        self.stopping = True
        self.wake.set()
        if self._thread is not None:
            self._thread.join(STOP_S)

    def configure(self, setup: SoundSetup) -> None:
        self.microphone.volume = _within(setup.microphone_volume, 2.0, 1.0)
        self.ear.volume = _within(setup.ear_volume, 2.0, 1.0)
        self.bell.volume = _within(setup.ring_volume, 1.0, 0.8)
        self.bell.rising = setup.ring_rising
        self._want(replace(self.wish, setup=setup))

    def open_call(self, on: bool) -> None:
        self._want(replace(self.wish, call=on))

    def levels(self) -> tuple[float, float]:
        return self.microphone.meter.read_dbfs(), self.ear.meter.read_dbfs()

    @property
    def speaking(self) -> bool:
        # Where echo is cancelled the microphone hears the caller, too.
        echoes = self.ear.cleaner is not None and time.monotonic() - self.ear.loud_at < ECHOES_S
        return self.microphone.speech.speaking and not echoes

    def ring(self, tone: RingTone | None) -> None:
        if tone is not None:
            self.bell.begin(tone)
        self._want(replace(self.wish, ringing=tone is not None))

    def play(self, samples: bytes) -> None:
        self.ear.play(Tone(samples, lasting=False) if samples else None)
        self.wake.set()

    def tone(self, name: str | None) -> None:
        wanted = _tone(name, self.wish.setup.country) if name else None
        if name and wanted is None:
            LOG.warning("unknown tone=%.20r", name)
            return
        self.ear.play(wanted)
        self.wake.set()

    # --- From PJMEDIA's clock thread ----------------------------------------------------------------------

    def put_ear(self, frame: bytes) -> None:
        self.ear.frame(frame)

    def get_microphone(self) -> bytes:
        return self.microphone.frame()

    def _want(self, wish: Wish) -> None:
        if wish != self.wish:
            self.wish = wish
            self.wake.set()

    def _live(self, changed: Callable[[Sound], None]) -> None:
        from softphone.engine.sound.keeper import Keeper  # loads miniaudio, see above

        Keeper(self, changed).live()


def _tone(name: str, country: str) -> Tone | None:
    ring = name.removeprefix("ring:")
    if ring != name:
        return Tone(ringing(RingTone(ring)).samples, lasting=False) if ring in _AUDIBLE else None
    return tone(name, country)


def _within(volume: float, most: float, otherwise: float) -> float:
    """NaN compares false with everything."""
    return volume if 0.0 <= volume <= most else otherwise
