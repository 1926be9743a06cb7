"""How a call sounds, from what RTP and RTCP count: loss, jitter, round trip, and an estimate of what people would say.

Each value is of the last second, what is held back of the last eleven. The estimate is the E-model (ITU-T G.107) with
everything at its default but delay, loss and the codec: R = 93.2 - Id - Ie,eff.
"""

from __future__ import annotations

from collections import deque
from enum import StrEnum
from statistics import fmean

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.trend import Forecast, Forecaster

R_BEST = 93.2  # G.107, all parameters at their default
LOSS_ROBUSTNESS = 25.1  # Bpl of G.711 with concealment of lost packets (G.113, table I.2), random loss
PLAYOUT_MS = 60.0  # our own buffers beside the network
ONE_WAY_AFTER_S = 5.0
BAD_LOSS_PCT = 5.0  # people hear it from here on
BAD_FOR_S = 3.0  # before it is said: one bad second is no bad line
REPORT_HOLDS_S = 15.0  # they come each 5 s (RFC 3550 §6.2)
HELD_LOOKS = 11  # each sees whole frames; all of them, at other moments of a packet, their mean


class Complaint(StrEnum):
    """What the agent is told in words."""

    NONE = "none"
    ONE_WAY = "one_way"  # packets leave and none come
    RELAY_TRIED = "relay_tried"  # the same, and the relay (TURN) is being tried
    UPLOAD = "upload"  # the caller hears gaps
    DOWNLOAD = "download"  # we hear gaps
    SLOW = "slow"  # both talk at once: the round trip is too long


class Count(Struct, frozen=True):
    """What a stream has counted since it began; `lost_there_pct` and `round_trip_ms` are the other side's report."""

    sent: int
    received: int
    lost: int
    jitter_ms: float = 0.0
    lost_there: int = 0
    round_trip_ms: float = 0.0
    reports: int = 0  # of the other side
    buffer_ms: float = 0.0  # how much of it is held back at most, so that what comes late is still in time
    held_ms: float = 0.0  # how much is held back now: that much later it is heard


class Figures(Struct, frozen=True):
    """Means of a whole call, as they go to those who answer for the lines: numbers, never a sound. `loss_there_pct` is
    what the other side lost of ours, `mos` an estimate (ITU-T G.107) from 1 to 4.4. All 0: nothing was heard."""

    mos: float = 0.0
    loss_pct: float = 0.0
    loss_there_pct: float = 0.0
    jitter_ms: float = 0.0
    round_trip_ms: float = 0.0


class Quality(Struct, frozen=True):
    loss_pct: float = 0.0
    loss_there_pct: float = 0.0
    jitter_ms: float = 0.0
    round_trip_ms: float = 0.0
    mos: float = 0.0  # 1 to 4.4; 0: nothing was heard yet
    complaint: Complaint = Complaint.NONE
    forecast: Forecast = Forecast.NONE
    buffer_ms: float = 0.0
    held_ms: float = 0.0


def estimate_mos(loss_pct: float, jitter_ms: float, round_trip_ms: float) -> float:
    """1 (nobody understands) to 4.4 (nobody complains)."""
    delay_ms = round_trip_ms / 2 + 2 * jitter_ms + PLAYOUT_MS
    delay = 0.024 * delay_ms + (0.11 * (delay_ms - 177.3) if delay_ms > 177.3 else 0.0)
    equipment = 95 * loss_pct / (loss_pct + LOSS_ROBUSTNESS)
    r = max(0.0, min(100.0, R_BEST - delay - equipment))
    return round(max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6), 2)


class Listening:
    """Follows one stream second by second; a new stream (re-INVITE, another network) begins anew."""

    def __init__(self) -> None:
        self._last: Count | None = None
        self._reported: Count | None = None  # as it was at their last report
        self._reported_at = 0.0
        self._heard_at: float | None = None
        self._bad_since: dict[Complaint, float] = {}
        self._forecaster = Forecaster()
        self._held: deque[float] = deque(maxlen=HELD_LOOKS)
        self.quality = Quality()
        self._sums = [0.0] * len(Figures.__struct_fields__)
        self._seconds = 0

    @property
    def whole(self) -> Figures:
        return Figures(*(round(each / self._seconds, 2) for each in self._sums)) if self._seconds else Figures()

    def hear(self, count: Count, now: float, *, silent_by_wish: bool) -> Quality:
        """`silent_by_wish`: the call is on hold, nothing need come."""
        last, self._last = self._last, count
        if last is None or count.sent < last.sent or count.received < last.received or self._heard_at is None:
            self._heard_at = now
            self._bad_since.clear()
            self._forecaster.forget()
            self._held.clear()
            self._reported, self._reported_at = count, now
            self.quality = replace(self.quality, loss_there_pct=0.0)
            return self.quality
        sent, received, lost = count.sent - last.sent, count.received - last.received, max(count.lost - last.lost, 0)
        if received or not sent or silent_by_wish:
            self._heard_at = now
        loss = 100 * lost / (received + lost) if received else 0.0
        self._held.append(count.held_ms)
        quality = Quality(
            loss_pct=round(loss, 1),
            loss_there_pct=round(self._loss_there(count, now), 1),
            jitter_ms=round(count.jitter_ms, 1),
            round_trip_ms=round(count.round_trip_ms, 1),
            buffer_ms=count.buffer_ms,
            held_ms=round(fmean(self._held), 1),
            mos=estimate_mos(loss, count.jitter_ms, count.round_trip_ms) if received else self.quality.mos,
        )
        if received:
            now_heard = (getattr(quality, name) for name in Figures.__struct_fields__)
            self._sums = [total + each for total, each in zip(self._sums, now_heard, strict=True)]
            self._seconds += 1
        look = self._forecaster.look(quality.loss_there_pct, loss, quality.jitter_ms, quality.round_trip_ms, now)
        forecast = Forecast.NONE if silent_by_wish else look
        self.quality = replace(quality, complaint=self._complaint(quality, now), forecast=forecast)
        return self.quality

    def _loss_there(self, count: Count, now: float) -> float:
        """In percent of what left between their last two reports; it holds until the next."""
        last = self._reported
        if last is None or count.reports == last.reports:
            return self.quality.loss_there_pct if now - self._reported_at < REPORT_HOLDS_S else 0.0
        sent, lost = count.sent - last.sent, max(count.lost_there - last.lost_there, 0)
        self._reported, self._reported_at = count, now
        return min(100 * lost / sent, 100.0) if sent else 0.0

    def _complaint(self, quality: Quality, now: float) -> Complaint:
        if self._heard_at is not None and now - self._heard_at >= ONE_WAY_AFTER_S:
            return Complaint.ONE_WAY
        bad = {
            Complaint.UPLOAD: quality.loss_there_pct >= BAD_LOSS_PCT,
            Complaint.DOWNLOAD: quality.loss_pct >= BAD_LOSS_PCT or quality.jitter_ms >= 60,
            Complaint.SLOW: quality.round_trip_ms >= 600,
        }
        for complaint, is_bad in bad.items():
            if is_bad:
                self._bad_since.setdefault(complaint, now)
            else:
                self._bad_since.pop(complaint, None)
        told = [each for each in bad if now - self._bad_since.get(each, now) >= BAD_FOR_S]
        return told[0] if told else Complaint.NONE
