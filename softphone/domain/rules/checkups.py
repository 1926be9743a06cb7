"""A check-up: what the desk itself knows of its phone, and the question to the backroom for the rest."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain.audio import MicrophoneState, SoundState
from softphone.domain.checkup import Check, CheckUp, Checkup, Finding, Verdict
from softphone.domain.desk import Desk, EngineState
from softphone.domain.facts.checkup import CheckedUp, CheckupWanted
from softphone.domain.line import LineState
from softphone.domain.matrix import LinkState
from softphone.domain.rules import Step

PASSED, FAILED, UNSET = Verdict
_LINE = {LineState.REGISTERED: PASSED, LineState.UNCONFIGURED: UNSET, LineState.OFFLINE: UNSET}
_CHAT_WORDS = {LinkState.LOGGING_IN: "connecting", LinkState.BROWSER: "connecting", LinkState.OFF: "logged_out"}


def wanted(desk: Desk, fact: CheckupWanted) -> Step:
    effect = CheckUp(desk.settings, known(desk), fact.path)
    return (desk if fact.path else replace(desk, checkup=Checkup(fact.at))), (effect,)


def done(desk: Desk, fact: CheckedUp) -> Step:
    return replace(desk, checkup=Checkup(fact.at, fact.findings)), ()


def known(desk: Desk) -> tuple[Finding, ...]:
    """Phone, line, side chat and sound, as the desk sees them now."""
    phone = Finding(Check.PHONE, PASSED if desk.engine is EngineState.UP else FAILED, desk.engine.value)
    line = desk.line
    detail = line.uri if line.proven else str(line.code)
    return (
        phone,
        Finding(Check.LINE, _LINE.get(line.state, FAILED), line.state.value, detail),
        _chat(desk),
        _sound(desk),
    )


def _chat(desk: Desk) -> Finding:
    if not desk.settings.matrix_server:
        if desk.line.proven:
            return Finding(Check.CHAT, PASSED, "by_line")
        return Finding(Check.CHAT, UNSET if desk.line.state is LineState.UNCONFIGURED else FAILED, "line_bad")
    link = desk.matrix
    word = _CHAT_WORDS.get(link.state, link.state.value)
    server = link.server or desk.settings.matrix_server
    return Finding(Check.CHAT, PASSED if link.state is LinkState.ONLINE else FAILED, word, server)


def _sound(desk: Desk) -> Finding:
    sound = desk.sound
    if sound.state is not SoundState.WORKING and sound.microphone_state is not MicrophoneState.DENIED:
        return Finding(Check.SOUND, FAILED, sound.state.value)
    if sound.microphone_state is not MicrophoneState.HEARD:
        return Finding(Check.SOUND, FAILED, sound.microphone_state.value, sound.microphone)
    used = ", ".join(dict.fromkeys(name for name in (sound.ear, sound.microphone) if name))
    return Finding(Check.SOUND, FAILED if sound.missing else PASSED, "missing" if sound.missing else "working", used)
