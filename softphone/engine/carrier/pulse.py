"""Whether the other end of a flow still lives. Pure: it is told what was sent and heard, and the time.

Any byte heard is life. After 9 s of silence it asks: CRLF on a stream (RFC 5626 §4.4.1) and an OPTIONS, which every
PBX answers with something. A PBX that never answered either is not called dead for its silence.
"""

from __future__ import annotations

from enum import StrEnum

IDLE_S = 9.0
PROBE_EVERY_S = 0.5
SILENT_S = 5.5  # of probing: 9 + 5.5 is less than 15, and of eleven probes one gets through where 30 % are lost
UNANSWERED_S = 1.5  # a REGISTER nobody answers: the next target is asked within 2 s


class Beat(StrEnum):
    NOTHING = "nothing"
    PROBE = "probe"
    DEAD = "dead"


class Pulse:
    def __init__(self, now: float) -> None:
        self._heard_at = now
        self._probing_since: float | None = None
        self._probed_at = 0.0
        self._asked_at: float | None = None
        self.proven = False  # it has answered a probe

    def heard(self, *, answer_to_probe: bool, now: float) -> None:
        self.proven = self.proven or answer_to_probe
        self._heard_at = now
        self._probing_since = None
        self._asked_at = None

    def asked(self, now: float) -> None:
        """A request left that the PBX itself answers at once (REGISTER)."""
        if self._asked_at is None:
            self._asked_at = now

    def unanswered(self, now: float) -> bool:
        """Asked, and silent for so long that another target should be tried, where there is one."""
        return self._asked_at is not None and now - self._asked_at >= UNANSWERED_S

    def beat(self, now: float) -> Beat:
        """What to do now; ask four times a second."""
        if self._probing_since is None:
            urgent = self._asked_at is not None and now - self._asked_at >= PROBE_EVERY_S
            if now - self._heard_at < IDLE_S and not urgent:
                return Beat.NOTHING
            self._probing_since = now
        elif self.proven and now - self._probing_since >= SILENT_S:
            return Beat.DEAD
        elif now - self._probed_at < (PROBE_EVERY_S if now - self._probing_since < SILENT_S else IDLE_S):
            return Beat.NOTHING
        self._probed_at = now
        return Beat.PROBE
