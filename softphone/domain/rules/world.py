"""The clock, the line, the sound, the store: what happens around the calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from msgspec.structs import replace

from softphone.domain import facts, protocol, web_proxy
from softphone.domain.call import Hold
from softphone.domain.desk import Desk, EngineState, Levels, NoticeKind, interaction_of
from softphone.domain.effects import (
    Effect,
    LineBack,
    OpenUrl,
    QuitAll,
    ReadPassword,
    StartEngine,
    TakeIn,
    ToEngine,
)
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.interaction import WrapUp
from softphone.domain.line import LineState
from softphone.domain.nat import RELAY
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import Trouble
from softphone.domain.rules import (
    Step,
    attention,
    calls,
    chats,
    closing,
    composing,
    customers,
    devices,
    line,
    moment,
    note,
    place,
    queues,
    recording,
    reports,
    shift,
    sounding,
    texts,
    unnote,
    updates,
    viewing,
    wrapup,
)

LEAST_GAP = timedelta(seconds=30)  # between two ticks: the computer slept, or its clock was set
# What an open key store may know better, unless a password was typed meanwhile.
_UNREAD_SECRETS = frozenset({SecretState.UNKNOWN, SecretState.LOCKED, SecretState.NEEDED})
SHORT_NOTICE = timedelta(seconds=12)
_SHORT = frozenset(
    {
        NoticeKind.CALL_TAKEN_BACK,
        NoticeKind.ENGINE_RESTARTED,
        NoticeKind.NOT_A_NUMBER,
        NoticeKind.FORGOTTEN,
        NoticeKind.DEVICE_CHANGED,
        NoticeKind.KEYS_REFUSED,
        NoticeKind.SPOKEN_MUTED,
        NoticeKind.RECORDING_RESUMED,
        NoticeKind.STORE_MOVED_IN,
    }
)
_NO_LINE = frozenset({LineState.UNCONFIGURED, LineState.OFFLINE, LineState.REFUSED})
_TROUBLES = {
    Trouble.LEGS_FULL: NoticeKind.LEGS_FULL,
    Trouble.ORPHANED: NoticeKind.ORPHANED,
    Trouble.CLOCK_JUMPED: NoticeKind.CLOCK_JUMPED,
    Trouble.STRANGER: NoticeKind.STRANGER,
    Trouble.SIP_ALTERED: NoticeKind.SIP_ALTERED,
    Trouble.SOUND_ALTERED: NoticeKind.SOUND_ALTERED,
    Trouble.RELAY_REFUSED: NoticeKind.RELAY_REFUSED,
    Trouble.MUSIC_UNPLAYABLE: NoticeKind.MUSIC_UNPLAYABLE,
    Trouble.WORDS_UNPLAYABLE: NoticeKind.WORDS_UNPLAYABLE,
    Trouble.RECORDING_FAILED: NoticeKind.RECORDING_FAILED,
    Trouble.RECORDING_NOT_PAUSED: NoticeKind.RECORDING_NOT_PAUSED,
    Trouble.RECORDING_RESUMED: NoticeKind.RECORDING_RESUMED,
}
_OF_A_CALL = (
    NoticeKind.RECORDING_FAILED, NoticeKind.RECORDING_NOT_PAUSED, NoticeKind.RECORDING_RESUMED,
    NoticeKind.MUSIC_UNPLAYABLE, NoticeKind.WORDS_UNPLAYABLE,
)  # fmt: skip


def ticked(desk: Desk, at: datetime) -> Step:
    if at - desk.now > LEAST_GAP:
        desk = wrapup.not_counted(desk, at - desk.now)
    desk = replace(desk, now=at)
    stale = tuple(n for n in desk.notices if n.kind in _SHORT and at - n.at > SHORT_NOTICE)
    if stale:
        desk = replace(desk, notices=tuple(n for n in desk.notices if n not in stale))
    desk, effects = wrapup.remind(desk, at)
    desk, more = _hold_reminder(desk, at)
    desk, idle = composing.ticked(desk, at)
    desk, told = line.ticked(desk, at)
    desk, taps = attention.ticked(desk, at)
    desk, asked = reports.ticked(desk, at)
    desk, away = moment.ticked(desk, at)
    desk, versions = updates.ticked(desk, at)
    return desk, (*effects, *more, *idle, *told, *taps, *asked, *away, *versions)


def _hold_reminder(desk: Desk, at: datetime) -> Step:
    after = desk.settings.hold_reminder_s
    effects: tuple[Effect, ...] = ()
    for call in desk.calls.values():
        interaction_id = interaction_of(call.call_id)
        reminded = any(
            n.kind is NoticeKind.HOLD_REMINDER and n.interaction_id == interaction_id for n in desk.notices
        )
        held = call.hold in (Hold.OURS, Hold.BOTH) and call.held_at is not None and call.moment is None
        if held and not reminded and after and call.held_at and at - call.held_at >= timedelta(seconds=after):
            desk = note(desk, NoticeKind.HOLD_REMINDER, at, interaction_id=interaction_id, target=call.call_id)
            effects += (ToEngine(protocol.PlayTone("reminder")),)
        elif reminded and not held:
            kept = tuple(
                n
                for n in desk.notices
                if not (n.kind is NoticeKind.HOLD_REMINDER and n.interaction_id == interaction_id)
            )
            desk = replace(desk, notices=kept)
    return desk, effects


def engine_up(desk: Desk, fact: facts.EngineUp) -> Step:
    again = desk.engine in (EngineState.DOWN, EngineState.FAILED)
    desk = unnote(replace(desk, engine=EngineState.UP), NoticeKind.ENGINE_FAILED)
    if again:
        desk = note(desk, NoticeKind.ENGINE_RESTARTED, fact.at)
    return desk, ()


def engine_down(desk: Desk, fact: facts.EngineDown) -> Step:
    state = desk.line.state if desk.line.state in _NO_LINE else LineState.LOST
    desk = replace(desk, engine=EngineState.DOWN, line=replace(desk.line, state=state, since=fact.at))
    desk = place.over(attention.quiet(chats.presence_unknown(desk, fact.at)))
    return calls.engine_down(desk, fact)


def engine_failed(desk: Desk, fact: facts.EngineFailed) -> Step:
    return note(replace(desk, engine=EngineState.FAILED), NoticeKind.ENGINE_FAILED, fact.at), ()


def engine_wanted(desk: Desk) -> Step:
    if desk.engine is not EngineState.FAILED:
        return desk, ()
    return unnote(replace(desk, engine=EngineState.DOWN), NoticeKind.ENGINE_FAILED), (StartEngine(),)


def heard(desk: Desk, event: protocol.Event) -> Step:
    """One word of the engine."""
    match event:
        case protocol.Snapshot():
            return snapshot(desk, event)
        case protocol.CallChanged():
            before = desk.calls.get(event.call.call_id)
            desk, effects = calls.changed(desk, event)
            return desk, (*effects, *recording.began(desk, before, event.call))
        case protocol.CallRefused():
            return calls.refused(desk, event)
        case protocol.MailboxChanged():
            return replace(desk, mailbox=event.mailbox), ()
        case protocol.CodeAnswered():
            return queues.answered(desk, event), ()
        case protocol.CommandFailed(command="TryPlace"):
            return place.over(desk), ()
        case protocol.CommandFailed():
            return calls.command_failed(desk, event)
        case protocol.LineChanged():
            return line.changed(desk, event)
        case protocol.LineTested():
            return replace(desk, line_test=event.line), ()
        case protocol.SoundChanged():
            return devices.changed(desk, event), ()
        case protocol.LevelsMeasured():
            return replace(desk, levels=Levels(event.you_dbfs, event.caller_dbfs)), ()
        case protocol.SpeakingChanged():
            return attention.spoke(devices.spoke(desk, event), event)
        case protocol.QualityMeasured():
            return sounding.measured(desk, event), ()
        case protocol.HeadsetChanged():
            return devices.buttons(desk, event), ()
        case protocol.PlaceTried():
            return place.told(desk, event), ()
        case protocol.TraceTold():
            return reports.trace_told(desk, event)
        case protocol.PresenceChanged():
            return replace(desk, presence={**desk.presence, event.uri: event.presence}), ()
        case protocol.EngineNotice():
            kind = _TROUBLES.get(event.trouble)
            about = interaction_of(event.call_id) if kind in _OF_A_CALL else ""
            return (note(desk, kind, event.at, interaction_id=about) if kind else desk), ()
        case (
            protocol.MessageAccepted()
            | protocol.MessageRefused()
            | protocol.MessageLost()
            | protocol.MessageReceived()
            | protocol.ReceiptReceived()
            | protocol.ComposingReceived()
        ):
            return texts.heard(desk, event) or (desk, (TakeIn(event, frozenset(desk.conversations)),))
        case protocol.DigitHeard() | protocol.FilePlayed() | protocol.Pong() | protocol.TapesRest():
            return desk, ()


def snapshot(desk: Desk, event: protocol.Snapshot) -> Step:
    before = desk.line.proven
    desk, effects = calls.snapshot(desk, event)
    desk = replace(desk, more_lines=event.more, mailbox=event.mailbox, buttons=event.buttons)
    desk = _open_drawer_again(desk)
    if desk.store is not StoreState.OPENING:
        desk, more = calls.settle(desk, event.at)
        effects += more
        desk = _show_wrap_up(desk)
    if desk.line.proven and not before:
        effects += (LineBack(),)
    return desk, (shift.configuration(desk), *effects, *viewing.watch(desk))


# --- Start ----------------------------------------------------------------------------------------------


def store_opened(desk: Desk, fact: facts.StoreOpened) -> Step:
    desk = replace(desk, store=fact.state, store_why=fact.why)
    desk = unnote(desk, NoticeKind.STORE_FULL, NoticeKind.STORE_IN_MEMORY)
    if fact.kept_aside:
        desk = note(desk, NoticeKind.STORE_DAMAGED, fact.at, detail=fact.kept_aside)
    if fact.state is StoreState.IN_MEMORY:
        desk = note(desk, NoticeKind.STORE_IN_MEMORY, fact.at, detail=fact.why)
    if fact.state is StoreState.FULL:
        desk = note(desk, NoticeKind.STORE_FULL, fact.at)
    if fact.state is StoreState.ENCRYPTED and fact.moved_in:
        desk = note(desk, NoticeKind.STORE_MOVED_IN, fact.at)
    unread = _UNREAD_SECRETS if fact.moved_in else frozenset({SecretState.UNKNOWN})
    effects: tuple[Effect, ...] = ()
    if desk.secret in unread and desk.settings.line_user:
        effects += (ReadPassword(shift.account(desk)),)
    if desk.team_secret in unread and (team := shift.team_setup(desk)):
        effects += (ReadPassword(shift.team_account(desk), team.name),)
    if desk.relay_secret in unread and (relay := desk.settings.nat.relay_account):
        effects += (ReadPassword(relay, RELAY),)
    if proxy := web_proxy.asked(desk.settings.line_proxy):
        effects += (ReadPassword(proxy, web_proxy.LINE_PROXY),)
    return desk, effects


def remembered(desk: Desk, fact: facts.Remembered) -> Step:
    """What the journal knows joins what the engine said meanwhile; the engine is right about calls."""
    interactions = {i.interaction_id: i for i in fact.interactions}
    for interaction_id, current in desk.interactions.items():
        kept = interactions.get(interaction_id)
        if kept is None:
            interactions[interaction_id] = current
        else:
            interactions[interaction_id] = replace(
                current, note=current.note or kept.note, disposition=kept.disposition,
                started_at=kept.started_at, pinned=current.pinned or kept.pinned,
            )  # fmt: skip
    seen_since = tuple(h for h in desk.history if h.interaction_id not in {e.interaction_id for e in fact.history})
    desk = replace(
        desk,
        interactions=interactions,
        conversations={**{c.conversation_id: c for c in fact.conversations}, **desk.conversations},
        history=(*seen_since, *fact.history)[: closing.MOST_HISTORY],
        promises=tuple(sorted(fact.promises, key=lambda p: p.due_at)),
        experts=fact.experts or desk.experts,
        unassigned=tuple({u.message.message_id: u for u in (*fact.unassigned, *desk.unassigned)}.values()),
        duty=_duty_at_start(desk, fact.duty, fact.at),
        queue=replace(desk.queue, ours=True) if fact.paused else desk.queue,
    )
    desk = _show_wrap_up(desk)
    effects: tuple[Effect, ...] = ()
    if desk.engine is EngineState.UP:
        desk, effects = calls.catch_up(desk, desk.ended_before, fact.at)
        desk, more = calls.settle(desk, fact.at)
        effects += more
        desk = _show_wrap_up(desk)
    desk, more = customers.at_start(desk)
    return desk, (*effects, *more, *viewing.watch(desk))


def _duty_at_start(desk: Desk, duty: Duty | None, at: datetime) -> Duty:
    """A desk that comes back in a call keeps what the agent chose; a fresh start too, but never mid-change."""
    if duty is None:
        return desk.duty if desk.duty.since else Duty(wish=Wish.AVAILABLE, since=at)
    return duty


def _show_wrap_up(desk: Desk) -> Desk:
    """After a restart what waits to be wrapped up is shown, also what ended while no desk looked."""
    if desk.shown is None and desk.wrapping_up:
        desk = replace(desk, shown=desk.wrapping_up[0].interaction_id)
    return _open_drawer_again(desk)


def _open_drawer_again(desk: Desk) -> Desk:
    """After a restart in a call the drawer is where it was: a draft or an open question shows it."""
    if desk.conversation is not None or desk.shown is None:
        return desk
    mine = sorted(desk.conversations_of(desk.shown), key=lambda c: c.opened_at or desk.now)
    return replace(desk, conversation=mine[-1].conversation_id, drawer_open=True) if mine else desk


def quit_pressed(desk: Desk, fact: facts.QuitPressed) -> Step:
    """With a call up Quit asks once."""
    if (desk.calls or desk.lost) and not fact.sure:
        return note(desk, NoticeKind.QUIT_WITH_CALL, fact.at), ()
    return desk, (ToEngine(protocol.Quit(with_calls=fact.sure)), QuitAll())


def open_in_crm(desk: Desk, interaction_id: str) -> Step:
    customer = chats.customer_of(desk, interaction_id)
    if customer is None or not desk.settings.crm_open_url:
        return desk, ()
    number = customer.numbers[0] if customer.numbers else ""
    url = crm_url(desk.settings.crm_open_url, customer.customer_id, number)
    return desk, (OpenUrl(url),) if url else ()


def crm_url(template: str, customer_id: str, number: str) -> str:
    """The template with both values quoted; empty unless it makes an http or https address."""
    url = template.replace("{customer_id}", quote(customer_id, safe="")).replace("{number}", quote(number, safe=""))
    return url if url.startswith(("https://", "http://")) else ""


def shown(desk: Desk, interaction_id: str | None) -> Step:
    if interaction_id is not None and interaction_id not in desk.interactions:
        return desk, ()
    if interaction_id != desk.shown:
        old = desk.interactions.get(desk.shown or "")
        desk = replace(desk, shown=interaction_id, conversation=None)
        if old is not None and old.ended_at is not None and old.wrap_up is not WrapUp.OPEN:
            desk = closing.leave(desk, old.interaction_id)
        desk = _open_drawer_again(desk)
    return desk, ()
