"""Away from the call for a moment: begun by a key, counted, asked after, and handed over when nobody comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.call import Call, Hold, Phase
from softphone.domain.desk import Desk, NoticeKind, interaction_of
from softphone.domain.effects import Effect, HandOver, KeepDuty, ReadSoundFile, ToEngine
from softphone.domain.moment import NO_MUSIC, OUR_WORDS, STILL_THERE, Absence
from softphone.domain.phone import NotANumber, NumberKind, dial_string, read_number
from softphone.domain.presence import Wish
from softphone.domain.protocol import PlayTone, SetMoment
from softphone.domain.rules import Step, note
from softphone.domain.rules.dialling import rules_of
from softphone.domain.settings import Settings
from softphone.domain.wave import Unplayable

FILES = ("moment_words", "moment_music")  # settings that may name a file


def may_leave(call: Call) -> bool:
    """Whether the agent can be away from it: not from one on hold, nor from a table, where all would hear the music."""
    return call.phase is Phase.TALKING and call.hold is Hold.NONE and not call.joined and call.moment is None


def pressed(desk: Desk, fact: facts.MomentPressed) -> Step:
    call, settings = desk.calls.get(fact.call_id), desk.settings
    if call is None or (not may_leave(call) if fact.on else call.moment is None):
        return desk, ()
    if fact.on:
        return desk, (ToEngine(SetMoment(call.call_id, True, settings.moment_words, settings.moment_music)),)
    return replace(desk, focus=call.call_id, shown=interaction_of(call.call_id)), (
        ToEngine(SetMoment(call.call_id, False)),
    )


def file_chosen(desk: Desk, old: Settings) -> Step:
    """A file of the agent's own is looked at before a caller needs it."""
    effects: tuple[Effect, ...] = ()
    for setting in FILES:
        path = getattr(desk.settings, setting)
        if path == getattr(old, setting):
            continue
        kept = {name: wrong for name, wrong in desk.unplayable.items() if name != setting}
        desk = replace(desk, unplayable=kept) if setting in desk.unplayable else desk
        if path not in ("", NO_MUSIC, *OUR_WORDS):
            effects += (ReadSoundFile(setting, path),)
    return desk, effects


def file_read(desk: Desk, fact: facts.SoundFileRead) -> Desk:
    if getattr(desk.settings, fact.setting, "") != fact.path or fact.wrong is Unplayable.NONE:
        return desk
    return replace(desk, unplayable={**desk.unplayable, fact.setting: fact.wrong})


def stayed(desk: Desk, fact: facts.StillThere) -> Step:
    if desk.absence is None:
        return desk, ()
    return replace(desk, absence=Absence(desk.absence.call_id, fact.at)), ()


def ticked(desk: Desk, at: datetime) -> Step:
    call = next((each for each in desk.calls.values() if each.moment is not None), None)
    if call is None or call.moment is None:
        return (desk, ()) if desk.absence is None else _over(desk, desk.absence)
    absence = desk.absence
    if absence is None or absence.call_id != call.call_id:
        absence = Absence(call.call_id, call.moment.since)
        desk = replace(desk, absence=absence)
    settings = desk.settings
    if absence.given_up or not settings.moment_ask_s:
        return desk, ()
    if absence.asked_at is None:
        if at - absence.counted_from < timedelta(seconds=settings.moment_ask_s):
            return desk, ()
        return replace(desk, absence=replace(absence, asked_at=at)), (ToEngine(PlayTone(STILL_THERE)),)
    if at - absence.asked_at < timedelta(seconds=settings.moment_answer_s):
        return desk, ()
    return _give_up(replace(desk, absence=replace(absence, given_up=True)), call, at)


def hands_over_in(desk: Desk) -> int:
    """Seconds that are left for an answer to "still there?"."""
    asked = desk.absence.asked_at if desk.absence is not None else None
    until = (asked or desk.now) + timedelta(seconds=desk.settings.moment_answer_s)
    return max(int((until - desk.now).total_seconds()), 0)


def _give_up(desk: Desk, call: Call, at: datetime) -> Step:
    """Whoever takes over, no further customer rings at an empty place."""
    target, interaction_id = taker(desk, call), interaction_of(call.call_id)
    if desk.duty.next_wish is None:
        desk = replace(desk, duty=replace(desk.duty, next_wish=Wish.NOT_ANSWERED))
    if target:
        desk = note(desk, NoticeKind.HANDED_OVER, at, target=desk.settings.moment_target)
    return desk, (KeepDuty(desk.duty), HandOver(call.call_id, interaction_id, target))


def _over(desk: Desk, absence: Absence) -> Step:
    """The agent is back, or the call is gone."""
    back = absence.given_up and absence.call_id in desk.calls and desk.duty.next_wish is Wish.NOT_ANSWERED
    desk = replace(desk, absence=None)
    if not back:
        return desk, ()
    desk = replace(desk, duty=replace(desk.duty, next_wish=None))
    return desk, (KeepDuty(desk.duty),)


def taker(desk: Desk, call: Call) -> str:
    """Who takes the call when the agent does not come back, as it is dialled: the number of the settings, else the
    queue that it came from; nobody for a call without one."""
    rules = rules_of(desk.settings)
    number = read_number(desk.settings.moment_target, rules)
    if isinstance(number, NotANumber) or number.kind is NumberKind.EMERGENCY:
        return call.context.dialled if call.context.queue else ""
    return dial_string(number, rules)
