"""How the calls sound: what is wrong is said in words with its call, and goes when it is over."""

from __future__ import annotations

from dataclasses import replace

from softphone.domain import protocol
from softphone.domain.desk import Desk, Heard, NoticeKind, interaction_of
from softphone.domain.quality import Complaint
from softphone.domain.rules import note


def measured(desk: Desk, event: protocol.QualityMeasured) -> Desk:
    if event.call_id not in desk.calls:
        return desk
    quality = {each: heard for each, heard in desk.quality.items() if each in desk.calls}
    desk = replace(desk, quality={**quality, event.call_id: Heard(event.quality, event.mean_mos)})
    interaction_id, complaint = interaction_of(event.call_id), event.quality.complaint
    told = next((n for n in desk.notices if _is_of(n.kind, n.interaction_id, interaction_id)), None)
    if complaint is Complaint.NONE:
        kept = tuple(n for n in desk.notices if n is not told)
        return replace(desk, notices=kept) if told else desk
    if told is not None and told.detail == complaint.value:
        return desk
    return note(desk, NoticeKind.SOUND_BAD, event.at, interaction_id=interaction_id, detail=complaint.value)


def _is_of(kind: NoticeKind, noted: str, interaction_id: str) -> bool:
    return kind is NoticeKind.SOUND_BAD and noted == interaction_id
