"""Tapes of calls: begun and ended by command, paused by key, digits or a program, resumed in time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

from msgspec.structs import replace

from softphone.domain.call import Call, Phase
from softphone.domain.protocol import EngineNotice, PauseAll, PauseRecording, Record, TapesRest, Trouble
from softphone.domain.recording import (
    IllegalTaping,
    PausedBy,
    Recording,
    RecordingSetup,
    Taping,
    ended,
    paused,
    resumed,
    resumes_now,
    started,
)
from softphone.engine.exchange_board import Board, NotPossible
from softphone.engine.exchange_recording_pbx import PbxTape
from softphone.engine.ports import RecordAnswered, TapeSink
from softphone.host.paths import resource

log = logging.getLogger("aside.engine")

ANNOUNCEMENT = "sounds/recording.wav"


class Recorder(TapeSink, Protocol):
    """The real one: `recording.recorder.Recorder`."""

    failed: bool
    file: str

    def turn(self, now: datetime) -> None: ...
    def pause(self, now: datetime, why: str) -> None: ...
    def resume(self, now: datetime, why: str) -> None: ...
    def end(self, now: datetime, why: str) -> None: ...
    def join(self) -> None: ...


# Call id, age recipient, time. Raises ValueError for a recipient that is none.
OpenRecorder = Callable[[str, str, datetime], Recorder]


class Taper:
    def __init__(self, board: Board, open_recorder: OpenRecorder | None) -> None:
        self._board = board
        self._open = open_recorder
        self._setup = RecordingSetup()
        self._recorders: dict[str, Recorder] = {}
        self._again: dict[str, Recording] = {}  # taken back from a dead engine that recorded: goes on when it talks

    def configure(self, setup: RecordingSetup) -> None:
        self._setup = setup

    def record(self, command: Record) -> None:
        call = self._board.get(command.call_id)
        if not command.on:
            self._end(command.call_id, "key")
            return
        if call.phase is not Phase.TALKING:
            raise NotPossible("nobody has answered")
        if self._setup.consent and not command.consent:
            raise NotPossible("the customer's consent is not marked")
        self._begin(call)

    def pause(self, command: PauseRecording) -> None:
        call = self._board.get(command.call_id)
        if command.on:
            self._pause(call, command.by)
        else:
            self._resume(call, PausedBy.KEY.value)

    def pause_all(self, command: PauseAll) -> None:
        """A tape that somebody else paused is not set going again by a program."""
        if not self._setup.knows(command.secret):
            raise NotPossible("this program may not")
        for call in list(self._board.calls.values()):
            if command.on and call.recording.running:
                self._pause(call, PausedBy.PROGRAM)
            elif not command.on and call.recording.paused_by is PausedBy.PROGRAM:
                self._resume(call, PausedBy.PROGRAM.value)
        wanted = Taping.PAUSED if command.on else Taping.ON
        tapes = sum(call.recording.state is wanted for call in self._board.calls.values())
        self._board.emit(TapesRest(self._board.clock(), command.on, tapes))

    def digit(self, call_id: str) -> None:
        """The customer pressed a key. Which one is nobody's business."""
        call = self._board.calls.get(call_id)
        if call is not None and call.recording.running and self._setup.pause_on_digits:
            self._pause(call, PausedBy.DIGITS)

    def answered(self, news: RecordAnswered) -> None:
        """What the PBX says to what it was asked. What it did not do is never shown as done."""
        call, recorder = self._board.calls.get(news.leg), self._recorders.get(news.leg)
        if call is None or not isinstance(recorder, PbxTape) or news.code < 300:
            return
        log.info("pbx did not record=%s call=%s code=%d", news.on, news.leg, news.code)
        if news.on:
            recorder.failed = True
        elif call.recording.state is Taping.PAUSED:
            self._change(call, resumed(call.recording))
            self._board.emit(EngineNotice(self._board.clock(), Trouble.RECORDING_NOT_PAUSED, news.leg))

    def taken_back(self, call_id: str) -> None:
        call = self._board.calls.get(call_id)
        if call is not None and call.recording.running:
            self._again[call_id] = call.recording
            self._change(call, ended(call.recording))

    def tick(self, now: datetime) -> None:
        for call_id in [known for known in self._again if self._board.calls.get(known) is None]:
            del self._again[call_id]
        for call_id, before in list(self._again.items()):
            call = self._board.calls[call_id]
            if call.phase is Phase.TALKING:
                del self._again[call_id]
                self._go_on(call, before)
        for call_id, recorder in list(self._recorders.items()):
            known = self._board.calls.get(call_id)
            recorder.turn(now)
            if known is None:
                self._drop(call_id, "call")
            elif recorder.failed:
                self._drop(call_id, "failed")
                self._change(known, ended(known.recording, failed=True))
                self._board.emit(EngineNotice(now, Trouble.RECORDING_FAILED, call_id))
            elif resumes_now(known.recording, now):
                self._resume(known, "time")
                self._board.emit(EngineNotice(now, Trouble.RECORDING_RESUMED, call_id))

    def close(self) -> None:
        """The engine goes: what is on its way to the tape still gets there."""
        recorders = list(self._recorders.values())
        for call_id in list(self._recorders):
            self._drop(call_id, "engine")
        for recorder in recorders:
            recorder.join()

    def _begin(self, call: Call) -> None:
        if not self._setup.allowed:
            raise NotPossible("recording is not allowed")
        if call.recording.running:
            raise NotPossible("it records already")
        now = self._board.clock()
        recorder: Recorder
        if self._setup.by_pbx:
            recorder = PbxTape(partial(self._board.phone.ask_record, call.call_id))
        else:
            recorder = self._open_tape(call.call_id, now)
        self._recorders[call.call_id] = recorder
        self._change(call, started(call.recording, recorder.file, now))
        if self._setup.announce:
            self._board.phone.play(call.call_id, str(resource(ANNOUNCEMENT)))
            self._board.ears.tone("recording")
        if not self._setup.by_pbx:
            self._board.phone.record(call.call_id, recorder)
        log.info("recording call=%s by_pbx=%s", call.call_id, self._setup.by_pbx)

    def _open_tape(self, call_id: str, now: datetime) -> Recorder:
        if self._open is None:
            raise NotPossible("recording is not allowed")
        try:
            return self._open(call_id, self._setup.recipient, now)
        except ValueError as error:
            raise NotPossible(str(error)) from None

    def _go_on(self, call: Call, before: Recording) -> None:
        """Consent was given to the dead engine; a pause it was in is kept."""
        try:
            self._begin(call)
        except NotPossible as refusal:
            log.warning("not recorded again reason=%s", refusal)
            self._board.emit(EngineNotice(self._board.clock(), Trouble.RECORDING_FAILED, call.call_id))
            return
        if before.state is Taping.PAUSED:
            self._pause(self._board.calls[call.call_id], before.paused_by or PausedBy.KEY)

    def _pause(self, call: Call, by: PausedBy) -> None:
        now = self._board.clock()
        try:
            changed = paused(call.recording, by, now, self._setup.resume_after_s)
        except IllegalTaping as error:
            raise NotPossible(str(error)) from None
        if call.recording.state is Taping.ON:
            self._recorders[call.call_id].pause(now, by.value)
        self._change(call, changed)

    def _resume(self, call: Call, why: str) -> None:
        try:
            changed = resumed(call.recording)
        except IllegalTaping as error:
            raise NotPossible(str(error)) from None
        self._recorders[call.call_id].resume(self._board.clock(), why)
        self._change(call, changed)
        self._board.ears.tone("recording")

    def _end(self, call_id: str, why: str) -> None:
        call = self._board.get(call_id)
        if not call.recording.running:
            raise NotPossible("nothing records")
        self._drop(call_id, why)
        self._change(call, ended(call.recording))

    def _drop(self, call_id: str, why: str) -> None:
        recorder = self._recorders.pop(call_id)
        self._board.phone.record(call_id, None)
        recorder.end(self._board.clock(), why)

    def _change(self, call: Call, recording: Recording) -> None:
        self._board.change(replace(self._board.calls[call.call_id], recording=recording))
