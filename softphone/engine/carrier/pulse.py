"""Whether the other end of a flow still lives, and how often one that does not is looked for. Pure: told the time.

Any byte heard is life. After some seconds of silence it asks: CRLF on a stream (RFC 5626 §4.4.1) and an OPTIONS, which
every PBX answers with something. A PBX that never answered either is not called dead for its silence, but for a
REGISTER without an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

STREAM_IDLE_S = 8.5
# A PBX on UDP that is restarted says nothing of it and has forgotten us: an outage of 5 s must not pass unseen.
DATAGRAM_IDLE_S = 4.0
PROBE_EVERY_S = 0.5
SILENT_S = 5.5  # of probing: 8.5 + 5.5 is less than 15; of eleven probes one gets through where 30 % are lost
MUTE_S = 14.0  # a REGISTER nobody answers, on a connection that answered no probe either: less than 15
UNANSWERED_S = 1.5  # a REGISTER nobody answers: the next target is asked within 2 s
GAP_PROBES = 2  # unanswered before an answer: the PBX may have been restarted meanwhile

SEEK_S, SEEK_LONG_S = 1.0, 5.0  # between two looks for a PBX that is gone: at first, and after SEEK_FAST_S
SEEK_FAST_S = 60.0
SEEK_JITTER = 0.25  # sooner by up to so much of it: a thousand phones do not knock in step


class Beat(StrEnum):
    NOTHING = "nothing"
    PROBE = "probe"
    DEAD = "dead"


class Pulse:
    def __init__(self, now: float, idle_s: float = STREAM_IDLE_S) -> None:
        self._idle_s = idle_s
        self._heard_at = now
        self._probing_since: float | None = None
        self._probed_at = 0.0
        self._probes = 0  # without an answer
        self._asked_at: float | None = None
        self.proven = False  # it has answered a probe

    def heard(self, *, answer_to_probe: bool, now: float) -> bool:
        """Whether it was silent for so long before that it may have been restarted and have forgotten us."""
        gap = self.proven and self._probes >= GAP_PROBES
        self.proven = self.proven or answer_to_probe
        self._heard_at = now
        self._probing_since = None
        self._probes = 0
        self._asked_at = None
        return gap

    def asked(self, now: float) -> None:
        """A request left that the PBX itself answers at once (REGISTER)."""
        if self._asked_at is None:
            self._asked_at = now

    def unanswered(self, now: float) -> bool:
        """Asked, and silent for so long that another target should be tried, where there is one."""
        return self._asked_at is not None and now - self._asked_at >= UNANSWERED_S

    def _mute(self, now: float) -> bool:
        return self._asked_at is not None and now - self._asked_at >= MUTE_S

    def beat(self, now: float) -> Beat:
        """What to do now; ask four times a second."""
        if self._probing_since is None:
            urgent = self._asked_at is not None and now - self._asked_at >= PROBE_EVERY_S
            if now - self._heard_at < self._idle_s and not urgent:
                return Beat.NOTHING
            self._probing_since = now
        elif (self.proven and now - self._probing_since >= SILENT_S) or self._mute(now):
            return Beat.DEAD
        elif now - self._probed_at < (PROBE_EVERY_S if now - self._probing_since < SILENT_S else self._idle_s):
            return Beat.NOTHING
        self._probed_at = now
        self._probes += 1
        return Beat.PROBE


class Seeking:
    """A PBX that is gone: each second with jitter in the first minute, then each 5 s."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self._since: float | None = None

    def next_s(self, now: float) -> float:
        """How long to wait before the next look."""
        if self._since is None:
            self._since = now
        every_s = SEEK_S if now - self._since < SEEK_FAST_S else SEEK_LONG_S
        return every_s * (1 - SEEK_JITTER * self._jitter())

    def found(self) -> None:
        self._since = None
