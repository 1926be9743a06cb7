"""Is my place ready? Headset, microphone, ringer and the way to the PBX, tried before the shift. Values alone.

What is good is decided here, from what the engine measured and what the agent heard; the words are in
`place_words.py`, beside those of the check-up.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from softphone.domain.checkup import Check, Finding, Verdict, written

# dBFS of what a telephone call needs: ITU-T P.313 puts speech near -20 dBm0; below these people ask "pardon?".
LEAST_SPEECH_DBFS = -42.0
MOST_SPEECH_DBFS = -6.0
MOST_NOISE_DBFS = -48.0
LEAST_OVER_NOISE_DB = 15.0
MOST_CLIPPED_PCT = 2.0
MOST_ECHO_DB = 12.0  # over the noise of the room while the ear plays
# There and back through an echo: G.114 calls 150 ms one way good, and nothing over 400.
MOST_ROUND_TRIP_MS = 400
MOST_LOSS_PCT = 2.0
MOST_JITTER_MS = 30.0

PASSED, FAILED, UNSET = Verdict

_FIGURES_ALONE = frozenset(
    {
        Check.VERSIONS, Check.MICROPHONE, Check.NOISE, Check.ECHO, Check.ECHO_CALL, Check.WAY, Check.NETWORK,
        Check.PROCESSOR, Check.DISK, Check.CLOCK,
    }
)  # fmt: skip
SUBJECTS = {
    False: ("Aside: is my place ready?", "Aside: Ist mein Platz bereit?"),
    True: ("Aside: I ask for equipment", "Aside: Bitte um Ausstattung"),
}


class Step(StrEnum):
    """What the agent is asked to do now."""

    QUIET = "quiet"
    SPEAK = "speak"
    LISTEN = "listen"
    RING = "ring"
    CALL = "call"


class Spoken(Struct, frozen=True):
    """What the microphone brought; levels in dBFS."""

    noise_dbfs: float
    speech_dbfs: float  # -96: nobody spoke
    clipped_pct: float = 0.0  # of the frames
    echo_db: float = 0.0  # how far the ear is heard by the microphone, over the noise


class EchoCall(Struct, frozen=True):
    """A call to the extension that sends all back. `status` is its SIP answer, 200 for one that was up."""

    status: int
    round_trip_ms: int = 0  # 0: nothing came back
    loss_pct: float = 0.0  # on the way here
    loss_there_pct: float = 0.0
    jitter_ms: float = 0.0


class Place(Struct, frozen=True):
    """The trial on the desk. What is None has not been tried, or not been answered."""

    step: Step | None = None
    running: bool = False
    interrupted: bool = False  # a call came
    spoken: Spoken | None = None
    heard_myself: bool | None = None
    rang: bool | None = None
    echo: EchoCall | None = None
    sent: bool | None = None  # the report for IT


def findings(place: Place, *, echo_is_set: bool) -> tuple[Finding, ...]:
    """What the trial found, in the order in which it is shown."""
    spoken, echo = place.spoken, place.echo
    found = [
        _answered(Check.EAR, place.heard_myself),
        _microphone(spoken),
        _noise(spoken),
        _echo(spoken),
        _answered(Check.RINGER, place.rang),
    ]
    if echo is not None:
        found += [_call(echo), *((_way(echo),) if echo.status == 200 and echo.round_trip_ms else ())]
    elif not echo_is_set:
        found.append(Finding(Check.ECHO_CALL, UNSET, "no_number"))
    return tuple(found)


def report_text(found: tuple[Finding, ...], *, german: bool) -> str:
    """For IT: what was found, and nobody's name, number or address."""
    return written(nameless(found), german) + "\n"


def nameless(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A figure stays; what may name a person (an account, a headset called after somebody) goes."""
    return tuple(
        finding if finding.check in _FIGURES_ALONE else replace(finding, detail="…" if finding.detail else "")
        for finding in found
    )


def report_link(to: str, found: tuple[Finding, ...], *, equipment: bool, german: bool) -> str:
    """A mailto: with subject and words in it; what a mail program takes is short."""
    subject = SUBJECTS[equipment][german]
    body = report_text(found, german=german)[:1500].replace("\n", "\r\n")
    return f"{to.partition('?')[0]}?subject={quote(subject)}&body={quote(body)}"


def _answered(check: Check, answer: bool | None) -> Finding:
    if answer is None:
        return Finding(check, UNSET, "not_tried")
    return Finding(check, PASSED, "heard") if answer else Finding(check, FAILED, "not_heard")


def _microphone(spoken: Spoken | None) -> Finding:
    if spoken is None:
        return Finding(Check.MICROPHONE, UNSET, "not_tried")
    level = f"{spoken.speech_dbfs:.0f}"
    if spoken.speech_dbfs < LEAST_SPEECH_DBFS:
        return Finding(Check.MICROPHONE, FAILED, "nobody" if spoken.speech_dbfs <= -90 else "soft", level)
    if spoken.clipped_pct > MOST_CLIPPED_PCT or spoken.speech_dbfs > MOST_SPEECH_DBFS:
        return Finding(Check.MICROPHONE, FAILED, "loud", level)
    return Finding(Check.MICROPHONE, PASSED, "good", level)


def _noise(spoken: Spoken | None) -> Finding:
    if spoken is None:
        return Finding(Check.NOISE, UNSET, "not_tried")
    level = f"{spoken.noise_dbfs:.0f}"
    # A voice that is soft itself is told above.
    near = LEAST_SPEECH_DBFS <= spoken.speech_dbfs < spoken.noise_dbfs + LEAST_OVER_NOISE_DB
    if spoken.noise_dbfs > MOST_NOISE_DBFS or near:
        return Finding(Check.NOISE, FAILED, "loud", level)
    return Finding(Check.NOISE, PASSED, "quiet", level)


def _echo(spoken: Spoken | None) -> Finding:
    if spoken is None or spoken.speech_dbfs <= -90:
        return Finding(Check.ECHO, UNSET, "not_tried")
    good = spoken.echo_db <= MOST_ECHO_DB
    return Finding(Check.ECHO, PASSED if good else FAILED, "none" if good else "heard", f"{spoken.echo_db:.0f}")


def _call(echo: EchoCall) -> Finding:
    if echo.status != 200:
        return Finding(Check.ECHO_CALL, FAILED, "refused", str(echo.status))
    if not echo.round_trip_ms:
        return Finding(Check.ECHO_CALL, FAILED, "silent")
    good = echo.round_trip_ms <= MOST_ROUND_TRIP_MS
    return Finding(Check.ECHO_CALL, PASSED if good else FAILED, "good" if good else "slow", str(echo.round_trip_ms))


def _way(echo: EchoCall) -> Finding:
    figures = f"{echo.loss_there_pct:.1f} % / {echo.loss_pct:.1f} % / {echo.jitter_ms:.0f} ms"
    if echo.loss_there_pct > MOST_LOSS_PCT:
        return Finding(Check.WAY, FAILED, "upload", figures)
    if echo.loss_pct > MOST_LOSS_PCT or echo.jitter_ms > MOST_JITTER_MS:
        return Finding(Check.WAY, FAILED, "download", figures)
    return Finding(Check.WAY, PASSED, "good", figures)
