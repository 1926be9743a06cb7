"""Recording of a call: what may be, and when it stands still. Pure; who writes the file is `engine/recording`.

A pause is for what must never be on a tape (card data): the agent's key, the customer's digits or a program that the
policy names ask for it. It ends by the agent's key, or by itself after a time, with a warning.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

RESUME_AFTER_S = 90
WARN_BEFORE_S = 10


class Taping(StrEnum):
    OFF = "off"
    ON = "on"
    PAUSED = "paused"
    FAILED = "failed"  # it was on and cannot go on (a full disk): nothing more is on the tape


class PausedBy(StrEnum):
    KEY = "key"
    DIGITS = "digits"  # the customer pressed keys: perhaps a card number
    PROGRAM = "program"


class IllegalTaping(ValueError):
    """Not from this state."""


class RecordingSetup(Struct, frozen=True):
    """What the policy allows. `recipient` is an age public key (age-encryption.org/v1); without one nothing records
    here."""

    recipient: str = ""
    consent: bool = True  # nothing records before the agent marks that the customer agreed
    announce: bool = True  # a tone in both ears when it begins
    pause_on_digits: bool = True
    resume_after_s: int = RESUME_AFTER_S
    by_pbx: bool = False  # no tape here: the PBX is asked to record
    program: str = ""  # SHA-256, as hex, of the secret of the program that may pause; empty: none may

    def knows(self, secret: str) -> bool:
        """Whether this is the secret of the program that the policy names."""
        told = hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
        return bool(self.program) and hmac.compare_digest(told, self.program.lower().strip())

    @property
    def allowed(self) -> bool:
        return self.by_pbx or bool(self.recipient)


class Recording(Struct, frozen=True):
    """Of one call. `pauses` counts them all, the running one too."""

    state: Taping = Taping.OFF
    file: str = ""  # its name, in the folder of recordings of this PC; none where the PBX records
    since: datetime | None = None
    pauses: int = 0
    paused_by: PausedBy | None = None
    resumes_at: datetime | None = None

    @property
    def running(self) -> bool:
        """There is a tape that is not ended."""
        return self.state in (Taping.ON, Taping.PAUSED)


def started(recording: Recording, file: str, now: datetime) -> Recording:
    if recording.running:
        raise IllegalTaping("it records already")
    return Recording(Taping.ON, file, now, recording.pauses)


def paused(recording: Recording, by: PausedBy, now: datetime, after_s: int) -> Recording:
    """Asked again it lasts from now on, and keeps the reason it began with."""
    if not recording.running:
        raise IllegalTaping("nothing records")
    until = now + timedelta(seconds=after_s)
    if recording.state is Taping.PAUSED:
        return replace(recording, resumes_at=until)
    return replace(recording, state=Taping.PAUSED, pauses=recording.pauses + 1, paused_by=by, resumes_at=until)


def resumed(recording: Recording) -> Recording:
    if recording.state is not Taping.PAUSED:
        raise IllegalTaping("it does not pause")
    return replace(recording, state=Taping.ON, paused_by=None, resumes_at=None)


def resumes_now(recording: Recording, now: datetime) -> bool:
    return recording.resumes_at is not None and now >= recording.resumes_at


def ended(recording: Recording, *, failed: bool = False) -> Recording:
    return replace(recording, state=Taping.FAILED if failed else Taping.OFF, paused_by=None, resumes_at=None)
