"""How the calls sound: what is wrong or getting worse is said in words with its call, and goes when it is over."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import protocol
from softphone.domain.desk import Desk, Heard, NoticeKind, interaction_of
from softphone.domain.quality import Complaint, Figures
from softphone.domain.rules import note
from softphone.domain.rules.closing import OF_SOUND
from softphone.domain.trend import Course, Forecast, went_on


def measured(desk: Desk, event: protocol.QualityMeasured) -> Desk:
    if event.call_id not in desk.calls:
        return desk
    quality = {each: heard for each, heard in desk.quality.items() if each in desk.calls}
    course = quality[event.call_id].course if event.call_id in quality else Course()
    whole = event.whole if event.whole.mos else Figures(event.mean_mos)  # an engine before this one
    heard = Heard(event.quality, whole, went_on(course, event.quality.mos))
    desk = replace(desk, quality={**quality, event.call_id: heard})
    interaction_id = interaction_of(event.call_id)
    kind, detail, target = _trouble(event)
    told = next((n for n in desk.notices if n.kind in OF_SOUND and n.interaction_id == interaction_id), None)
    if told is not None and (told.kind, told.detail) == (kind, detail):
        return desk
    if told is not None:
        desk = replace(desk, notices=tuple(n for n in desk.notices if n is not told))
    if kind is None:
        return desk
    return note(desk, kind, event.at, interaction_id=interaction_id, detail=detail, target=target)


def _trouble(event: protocol.QualityMeasured) -> tuple[NoticeKind | None, str, str]:
    """What is wrong comes before what will be."""
    quality = event.quality
    if quality.complaint is not Complaint.NONE:
        return NoticeKind.SOUND_BAD, quality.complaint.value, ""
    if quality.forecast is not Forecast.NONE:
        return NoticeKind.SOUND_WORSENS, quality.forecast.value, str(round(quality.buffer_ms))
    return None, "", ""
