"""Recording: who may begin it, and calls that begin it by themselves."""

from __future__ import annotations

from softphone.domain import facts
from softphone.domain.call import Call, Kind, Phase
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.protocol import PauseRecording, Record
from softphone.domain.rules import Step
from softphone.domain.settings import RecordCalls


def record(desk: Desk, fact: facts.RecordPressed) -> Step:
    call = desk.calls.get(fact.call_id)
    allowed = desk.settings.recording.allowed and (fact.consent or not desk.settings.record_consent)
    if call is None or call.phase is not Phase.TALKING or call.recording.running is fact.on:
        return desk, ()
    if fact.on and not allowed:
        return desk, ()
    return desk, (ToEngine(Record(call.call_id, fact.on, fact.consent)),)


def pause(desk: Desk, fact: facts.RecordingPaused) -> Step:
    call = desk.calls.get(fact.call_id)
    if call is None or not call.recording.running:
        return desk, ()
    return desk, (ToEngine(PauseRecording(call.call_id, fact.on)),)


def began(desk: Desk, before: Call | None, call: Call) -> tuple[Effect, ...]:
    """A customer's call that is recorded always, and needs nobody's word for it."""
    settings = desk.settings
    if settings.record_calls is not RecordCalls.ALWAYS or settings.record_consent or not settings.recording.allowed:
        return ()
    talks_now = call.phase is Phase.TALKING and (before is None or before.phase is not Phase.TALKING)
    if not talks_now or call.kind is not Kind.CUSTOMER or call.recording.running or call.taken_back:
        return ()
    return (ToEngine(Record(call.call_id, True)),)
