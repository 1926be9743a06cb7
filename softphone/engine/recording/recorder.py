"""One recorded call: frames in, seconds out to a thread that encrypts and writes them.

Three threads meet. PJMEDIA's clock puts frames of both sides, the engine's thread cuts them into seconds and marks
pauses, the tape's thread does what may block. While it pauses a frame is dropped before it is kept anywhere.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from softphone.engine.ports import FRAME_SAMPLES, SAMPLE_RATE_HZ
from softphone.engine.recording.tape import Tape

log = logging.getLogger("aside.engine")

FRAME_BYTES = FRAME_SAMPLES * 2
SECOND_BYTES = SAMPLE_RATE_HZ * 2
MOST_WAITING = 30  # seconds of sound before a disk that hangs is called failed
END_S = 2.0  # for the last piece when the engine goes
_SILENCE = bytes(FRAME_BYTES)


class _Entry(Struct, frozen=True):
    kind: str
    at: datetime
    note: str = ""
    customer: bytes = b""
    agent: bytes = b""


class Recorder:
    """`make` opens the tape, on the tape's thread: it may raise OSError, which is `failed` too."""

    def __init__(self, call_id: str, file: str, make: Callable[[], Tape], now: datetime) -> None:
        self.failed = False
        self.file = file
        self._call_id = call_id
        self._make = make
        self._paused = False
        self._customer = bytearray()
        self._agent = bytearray()
        self._entries: queue.SimpleQueue[_Entry | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="tape", daemon=True)
        self._thread.start()
        self._entries.put(_Entry("begin", now, call_id))

    # --- From PJMEDIA's clock thread: each side once every 20 ms ------------------------------------------

    def customer(self, frame: bytes) -> None:
        if not self._paused:
            self._customer += frame if len(frame) == FRAME_BYTES else _SILENCE

    def agent(self, frame: bytes) -> None:
        if not self._paused:
            self._agent += frame if len(frame) == FRAME_BYTES else _SILENCE

    # --- From the engine's thread -------------------------------------------------------------------------

    def turn(self, now: datetime) -> None:
        """Hands over each second that is full."""
        while min(len(self._customer), len(self._agent)) >= SECOND_BYTES:
            self._hand_over(SECOND_BYTES, now)
        if self._entries.qsize() > MOST_WAITING and not self.failed:
            log.error("tape is not written in time")
            self.failed = True

    def pause(self, now: datetime, why: str) -> None:
        self._paused = True
        self._flush(now)
        self._entries.put(_Entry("pause", now, why))

    def resume(self, now: datetime, why: str) -> None:
        self._entries.put(_Entry("resume", now, why))
        self._paused = False

    def end(self, now: datetime, why: str) -> None:
        if not self._paused:
            self._paused = True
            self._flush(now)
        self._entries.put(_Entry("end", now, why))
        self._entries.put(None)

    def join(self) -> None:
        """For an engine that exits: the last piece is written, or the disk hangs."""
        self._thread.join(END_S)

    def _flush(self, now: datetime) -> None:
        """What both sides have; the frame that only one has is lost with what a pause must not keep."""
        self._hand_over(min(len(self._customer), len(self._agent)), now)
        self._customer.clear()
        self._agent.clear()

    def _hand_over(self, count: int, now: datetime) -> None:
        if count:
            self._entries.put(_Entry("sound", now, "", bytes(self._customer[:count]), bytes(self._agent[:count])))
            del self._customer[:count]
            del self._agent[:count]

    # --- The tape's thread --------------------------------------------------------------------------------

    def _write(self) -> None:
        tape: Tape | None = None
        try:
            tape = self._make()
            while (entry := self._entries.get()) is not None:
                tape.add(entry.kind, entry.at, entry.note, customer=entry.customer, agent=entry.agent)
        except OSError as error:
            log.error("tape call=%s error=%s", self._call_id, type(error).__name__)
            self.failed = True
        finally:
            if tape is not None:
                tape.close()
