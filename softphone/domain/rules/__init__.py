"""The rules behind `update`, one module a subject. Each takes the desk and a fact and gives desk and effects."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain.desk import Desk, Notice, NoticeKind
from softphone.domain.effects import Effect

Step = tuple[Desk, tuple[Effect, ...]]

MOST_NOTICES = 6


def note(
    desk: Desk, kind: NoticeKind, at: datetime, *, interaction_id: str = "", detail: str = "", target: str = ""
) -> Desk:
    """The desk with this notice; the same one about the same thing replaces the older."""
    notice_id = ":".join(filter(None, (kind.value, interaction_id or target)))
    others = tuple(n for n in desk.notices if n.notice_id != notice_id)
    fresh = Notice(notice_id, kind, at, interaction_id, detail, target)
    return replace(desk, notices=(*others, fresh)[-MOST_NOTICES:])


def unnote(desk: Desk, *kinds: NoticeKind) -> Desk:
    """The desk without notices of these kinds."""
    kept = tuple(n for n in desk.notices if n.kind not in kinds)
    return desk if len(kept) == len(desk.notices) else replace(desk, notices=kept)
