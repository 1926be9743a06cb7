"""What the agent is told when devices come and go: which ones are used now, and that the wanted one is not there."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import protocol
from softphone.domain.audio import MicrophoneState
from softphone.domain.call import Phase
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.headset import ButtonState
from softphone.domain.rules import note, unnote
from softphone.domain.settings import HeadsetMissing


def changed(desk: Desk, event: protocol.SoundChanged) -> Desk:
    """The names in the notice are those in use; while a device opens it has none, and nothing is said."""
    sound = event.sound
    before = desk.used
    used = (sound.ear, sound.microphone) if sound.ear and sound.microphone else before
    desk = _microphone(replace(desk, sound=sound, used=used), event.at)
    if not sound.missing or (desk.settings.headset_missing is HeadsetMissing.IGNORED and not desk.busy):
        desk = unnote(desk, NoticeKind.DEVICE_MISSING)
    elif sound.ear and sound.microphone:
        desk = unnote(desk, NoticeKind.DEVICE_MISSING, NoticeKind.DEVICE_CHANGED)
        return note(desk, NoticeKind.DEVICE_MISSING, event.at, detail=sound.ear, target=sound.microphone)
    if desk.busy and all(before) and used != before and not sound.missing:
        desk = unnote(desk, NoticeKind.DEVICE_CHANGED)
        desk = note(desk, NoticeKind.DEVICE_CHANGED, event.at, detail=sound.ear, target=sound.microphone)
    return desk


def buttons(desk: Desk, event: protocol.HeadsetChanged) -> Desk:
    """Who has the headset's buttons is told where it is not us; those of the window work all the same."""
    desk = unnote(replace(desk, buttons=event.buttons), NoticeKind.HEADSET_TAKEN)
    state = event.buttons.state
    if state not in (ButtonState.TAKEN, ButtonState.NO_ACCESS):
        return desk
    return note(desk, NoticeKind.HEADSET_TAKEN, event.at, detail=state, target=event.buttons.holder)


def spoke(desk: Desk, event: protocol.SpeakingChanged) -> Desk:
    """Who speaks and is muted here is told; who is silent again, or not muted any more, needs no telling."""
    call = desk.calls.get(desk.focus or "")
    muted = call is not None and call.phase is Phase.TALKING and call.muted
    if not muted or call is None:
        return unnote(desk, NoticeKind.SPOKEN_MUTED)
    return note(desk, NoticeKind.SPOKEN_MUTED, event.at, target=call.call_id) if event.speaking else desk


def _microphone(desk: Desk, at: datetime) -> Desk:
    state = desk.sound.microphone_state
    if state is MicrophoneState.HEARD:
        return unnote(desk, NoticeKind.MICROPHONE_SILENT)
    return note(desk, NoticeKind.MICROPHONE_SILENT, at, detail=state)


def headset_refuses(desk: Desk) -> bool:
    """By policy or setting no customers' calls are taken without the headset."""
    return desk.sound.missing and desk.settings.headset_missing is HeadsetMissing.REFUSED
