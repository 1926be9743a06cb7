"""How the calls sound, told each second while they talk; a summary goes with the call when it ends."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain.call import Hold, Phase
from softphone.domain.protocol import QualityMeasured
from softphone.domain.quality import Complaint, Listening
from softphone.engine.exchange_board import Board

EVERY = timedelta(seconds=1)
RELAY_S = timedelta(seconds=10)  # for the offer of the relay, its answer and the first sound

log = logging.getLogger("aside.engine")


class Listeners:
    def __init__(self, board: Board) -> None:
        self._board = board
        self._at: datetime | None = None
        self._known: dict[str, Listening] = {}
        self._told: dict[str, Complaint] = {}
        self._relay_until: dict[str, datetime] = {}

    def tick(self, now: datetime) -> None:
        if self._at is not None and now < self._at + EVERY:
            return
        self._at = now
        calls = self._board.calls
        for call_id in self._known.keys() - calls.keys():
            self._end(call_id)
        for call in calls.values():
            count = self._board.phone.measure(call.call_id) if call.phase is Phase.TALKING else None
            if count is None:
                continue
            listening = self._known.setdefault(call.call_id, Listening())
            quality = listening.hear(count, now.timestamp(), silent_by_wish=call.hold is not Hold.NONE)
            if quality.complaint is Complaint.ONE_WAY and self._tries_relay(call.call_id, now):
                quality = replace(quality, complaint=Complaint.RELAY_TRIED)
            if quality.complaint is not self._told.get(call.call_id, Complaint.NONE):
                log.info("quality call=%s complaint=%s", call.call_id, quality.complaint.value)
                self._told[call.call_id] = quality.complaint
            self._board.emit(QualityMeasured(now, call.call_id, quality, listening.whole.mos, listening.whole))

    def _tries_relay(self, call_id: str, now: datetime) -> bool:
        """Nothing comes on the way its sound goes now."""
        if call_id not in self._relay_until and self._board.phone.take_relay(call_id):
            self._relay_until[call_id] = now + RELAY_S
        return call_id in self._relay_until and now < self._relay_until[call_id]

    def _end(self, call_id: str) -> None:
        listening = self._known.pop(call_id)
        self._told.pop(call_id, None)
        self._relay_until.pop(call_id, None)
        q = listening.whole
        log.info(
            "quality call=%s mos=%.2f loss_pct=%.1f there_pct=%.1f jitter_ms=%.0f round_trip_ms=%.0f",
            call_id, q.mos, q.loss_pct, q.loss_there_pct, q.jitter_ms, q.round_trip_ms,
        )  # fmt: skip
