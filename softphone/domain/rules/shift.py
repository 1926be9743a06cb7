"""The agent's own state: two switches, and what the engine may do while nobody looks."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import ConfigureEngine, KeepDuty
from softphone.domain.facts import SecretState
from softphone.domain.line import LineSetup
from softphone.domain.phone import NotANumber, NumberKind, dial_string, read_number
from softphone.domain.presence import Gate, Wish
from softphone.domain.roster import roster
from softphone.domain.rules import Step, unnote
from softphone.domain.rules.devices import headset_refuses
from softphone.domain.rules.dialling import named, rules_of
from softphone.domain.settings import AutoAnswer, Orphan, SecondCall
from softphone.domain.text import NAME_CHARS, clean


def wish(desk: Desk, fact: facts.WishChosen) -> Step:
    """At once when idle; with a call up it becomes the state after the call."""
    if desk.busy:
        duty = replace(desk.duty, next_wish=fact.wish, next_reason=fact.reason)
    else:
        duty = replace(
            desk.duty, wish=fact.wish, reason=fact.reason, since=fact.at, next_wish=None, next_reason=""
        )
    return unnote(replace(desk, duty=duty), NoticeKind.NOT_REGISTERED), (KeepDuty(duty),)


def colleagues(desk: Desk, fact: facts.ColleaguesSwitched) -> Step:
    duty = replace(desk.duty, colleagues=fact.on)
    return replace(desk, duty=duty), (KeepDuty(duty),)


def after_call(desk: Desk, at: datetime) -> Step:
    """The last call is over: the state that was chosen during it."""
    if desk.duty.next_wish is None:
        return desk, ()
    duty = replace(
        desk.duty,
        wish=desk.duty.next_wish,
        reason=desk.duty.next_reason,
        since=at,
        next_wish=None,
        next_reason="",
    )
    return replace(desk, duty=duty), (KeepDuty(duty),)


def pause_not_answered(desk: Desk, at: datetime) -> Step:
    """A customer's call rang out: no more of them until the agent is back."""
    if desk.duty.wish is not Wish.AVAILABLE:
        return desk, ()
    duty = replace(desk.duty, wish=Wish.NOT_ANSWERED, since=at)
    return replace(desk, duty=duty), (KeepDuty(duty),)


def gate(desk: Desk) -> Gate:
    """What the engine does with calls by itself. Worked out, never stored."""
    settings, duty = desk.settings, desk.duty
    return Gate(
        register=duty.wish is not Wish.OFFLINE,
        customers=duty.wish is Wish.AVAILABLE
        and not desk.wrapping_up
        and not duty.quiet
        and not headset_refuses(desk),
        colleagues=duty.colleagues and not duty.quiet,
        refusal_code=settings.refusal_code,
        second_call=settings.second_call is not SecondCall.BUSY,
        ring_s=settings.ring_s,
        colleague_numbers=roster(desk.experts).colleague_numbers,
        internal_length=settings.internal_length,
        queue_header=settings.queue_header,
        note=_note(desk),
        forward_away=_target(desk, settings.forward_away),
        forward_busy=_target(desk, settings.forward_busy),
        forward_no_answer=_target(desk, settings.forward_no_answer),
        auto_customers=settings.auto_answer in (AutoAnswer.CUSTOMERS, AutoAnswer.ALL),
        auto_colleagues=settings.auto_answer in (AutoAnswer.COLLEAGUES, AutoAnswer.ALL),
        auto_after_s=settings.auto_answer_s,
        auto_by_header=settings.auto_answer_by_pbx,
        digits_by=settings.digits_by,
        context_headers=named(settings.context_headers),
        end_orphaned_call=settings.orphaned_call is Orphan.END,
    )


def quiet(desk: Desk, on: bool) -> Step:
    """Do not disturb: nobody rings. Emergency numbers are dialled as ever."""
    duty = replace(desk.duty, quiet=on)
    return replace(desk, duty=duty), (KeepDuty(duty),)


def _target(desk: Desk, typed: str) -> str:
    """Where calls are sent, as it is dialled; nothing for what is no number, and never to an emergency number."""
    rules = rules_of(desk.settings)
    number = read_number(typed, rules)
    if isinstance(number, NotANumber) or number.kind is NumberKind.EMERGENCY:
        return ""
    return dial_string(number, rules)


def _note(desk: Desk) -> str:
    if desk.busy:
        return "busy"
    return "available" if desk.duty.wish is Wish.AVAILABLE and not desk.duty.quiet else "away"


def line_setup(desk: Desk) -> LineSetup | None:
    """The line without its password, or None where none is set up."""
    settings = desk.settings
    if not settings.line_server or not settings.line_user:
        return None
    return LineSetup(
        user=settings.line_user,
        server=settings.line_server,
        display_name=settings.line_display_name,
        auth_user=settings.line_auth_user,
        transport=settings.line_transport,
        proxy=settings.line_proxy,
        ca_files=settings.line_ca_files,
        client_certificate=settings.line_client_certificate,
        mailbox=settings.mailbox_asked,
        media=settings.media,
        spread_ms=settings.line_spread_ms,
    )


def team_setup(desk: Desk) -> LineSetup | None:
    """The team's line without its password: where nothing else is said, as the main one."""
    settings, main = desk.settings, line_setup(desk)
    if main is None or not settings.team_user:
        return None
    return replace(
        main,
        mailbox=False,
        user=settings.team_user,
        server=settings.team_server or main.server,
        auth_user=settings.team_auth_user,
        name=clean(settings.team_name, NAME_CHARS) or settings.team_user,
    )


def configuration(desk: Desk) -> ConfigureEngine:
    known = desk.secret in (SecretState.KNOWN, SecretState.MEMORY_ONLY)
    team = team_setup(desk)
    more = (team,) if team else ()
    settings = desk.settings
    return ConfigureEngine(
        line_setup(desk), gate(desk), settings.sound, desk.focus, known, more, settings.recording, settings.nat
    )


def account(desk: Desk) -> str:
    """The name under which the key store keeps the password."""
    return f"{desk.settings.line_user}@{desk.settings.line_server}"


def team_account(desk: Desk) -> str:
    team = team_setup(desk)
    return f"{team.user}@{team.server}" if team else ""
