"""The line as the agent hears of it: a loss is told within seconds, in words and by ear, and so is its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain import protocol
from softphone.domain.desk import Desk, EngineState, NoticeKind
from softphone.domain.effects import Effect, LineBack, ToEngine
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Wish
from softphone.domain.rules import Step, chats, note, unnote, viewing

TOLD_AFTER = timedelta(seconds=3)  # a connection that is replaced in a second needs no alarm
_GONE = frozenset({LineState.LOST, LineState.REGISTERING})


def changed(desk: Desk, event: protocol.LineChanged) -> Step:
    if event.line.name:
        return _further(desk, event.line), ()
    before = desk.line.proven
    desk = replace(desk, line=event.line)
    if event.line.proven:
        return _proven(desk, before=before)
    effects: tuple[Effect, ...] = ()
    if before:
        desk = chats.presence_unknown(desk, event.at)
    wanted = desk.duty.wish is not Wish.OFFLINE
    if event.line.state is LineState.REFUSED and wanted:
        if not _told(desk, NoticeKind.LINE_REFUSED):
            effects = (_sound("line-lost"),)
        desk = note(unnote(desk, NoticeKind.LINE_LOST), NoticeKind.LINE_REFUSED, event.at)
    if event.line.state in _GONE and wanted:
        desk = replace(desk, line_gone_at=desk.line_gone_at or event.at)
    else:
        desk = replace(desk, line_gone_at=None)
        if not wanted:
            desk = unnote(desk, NoticeKind.LINE_LOST, NoticeKind.LINE_REFUSED)
    return desk, effects


def _further(desk: Desk, line: Line) -> Desk:
    others = tuple(each for each in desk.more_lines if each.name != line.name)
    desk = replace(desk, more_lines=others if line.state is LineState.UNCONFIGURED else (*others, line))
    if line.state in _GONE or line.state is LineState.REFUSED:
        return desk
    kept = tuple(n for n in desk.notices if n.kind is not NoticeKind.TEAM_LINE_LOST or n.target != line.name)
    return replace(desk, notices=kept)


def _further_gone(desk: Desk, at: datetime) -> Step:
    told = {n.target for n in desk.notices if n.kind is NoticeKind.TEAM_LINE_LOST}
    effects: tuple[Effect, ...] = ()
    for line in desk.more_lines:
        gone = line.state in (LineState.LOST, LineState.REFUSED) and line.since and at - line.since >= TOLD_AFTER
        if gone and line.name not in told and desk.engine is EngineState.UP:
            desk = note(desk, NoticeKind.TEAM_LINE_LOST, at, target=line.name)
            effects += (_sound("line-lost"),)
    return desk, effects


def ticked(desk: Desk, at: datetime) -> Step:
    desk, effects = _further_gone(desk, at)
    gone_at = desk.line_gone_at
    told = _told(desk, NoticeKind.LINE_LOST) or _told(desk, NoticeKind.LINE_REFUSED)
    if gone_at is None or at - gone_at < TOLD_AFTER or told or desk.engine is not EngineState.UP:
        return desk, effects
    return note(desk, NoticeKind.LINE_LOST, at), (*effects, _sound("line-lost"))


def _proven(desk: Desk, *, before: bool) -> Step:
    effects: tuple[Effect, ...] = () if before else (LineBack(), *viewing.watch(desk))
    if _told(desk, NoticeKind.LINE_LOST) or _told(desk, NoticeKind.LINE_REFUSED):
        effects += (_sound("line-back"),)
    gone = (NoticeKind.NOT_REGISTERED, NoticeKind.EMERGENCY_NO_LINE, NoticeKind.LINE_LOST, NoticeKind.LINE_REFUSED)
    return unnote(replace(desk, line_gone_at=None), *gone), effects


def _told(desk: Desk, kind: NoticeKind) -> bool:
    return any(n.kind is kind for n in desk.notices)


def _sound(name: str) -> ToEngine:
    return ToEngine(protocol.PlayTone(name))
