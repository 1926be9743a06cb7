"""Set-up by a link, step by step; each step waits for the agent, and until the last nothing is changed."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ReadPassword
from softphone.domain.facts import SecretState
from softphone.domain.facts import setting_up as told
from softphone.domain.nat import RELAY
from softphone.domain.rules import Step, account, chats, dialling, shift
from softphone.domain.setting_up import (
    SCHEME,
    TRY_AGAIN,
    DropSetUp,
    FetchSetUp,
    FinishSetUp,
    Phase,
    Secrets,
    SetUp,
    TakeSetUp,
    Why,
    pin_for,
    read_link,
)


def happened(desk: Desk, fact: told.SetUpFact) -> Step:
    now = desk.set_up
    match fact:
        case told.SetUpGiven(link=link):
            return _given(desk, link)
        case told.SetUpLeft():
            return replace(desk, set_up=None), (DropSetUp(),)
        case told.SetUpAgreed() if now is not None:
            return _agreed(desk, now)
        case told.SetUpFetched(parcel=parcel) if now is not None and now.phase is Phase.FETCHING:
            mine = tuple((name, value) for name, value in parcel.settings if name not in desk.managed)
            return replace(desk, set_up=replace(now, phase=Phase.OFFERED, parcel=replace(parcel, settings=mine))), ()
        case told.SetUpKept() if now is not None and now.phase is Phase.TAKING:
            return _taken(desk, now, fact)
        case told.SetUpFailed(why=why) if now is not None and now.phase in (Phase.FETCHING, Phase.TAKING):
            return replace(desk, set_up=replace(now, phase=Phase.FAILED, why=why)), ()
    return desk, ()


def linked(desk: Desk, fact: facts.LinkOpened) -> Step:
    """A link of a set-up is asked about; any other goes into the dialler."""
    given = fact.link.lower().startswith(SCHEME)
    return _given(desk, fact.link) if given else dialling.linked(desk, fact)


def _given(desk: Desk, text: str) -> Step:
    link = read_link(text)
    if link is None:
        return replace(desk, set_up=SetUp(why=Why.BAD_LINK if text else None)), ()
    if pin_for(link, desk.settings.setup_hosts) is None:
        return replace(desk, set_up=SetUp(Phase.FAILED, link, why=Why.HOST_NOT_ALLOWED)), ()
    return replace(desk, set_up=SetUp(Phase.ASKED, link)), ()


def _agreed(desk: Desk, now: SetUp) -> Step:
    """A call keeps its line: nothing is taken before it is over."""
    again = now.phase is Phase.FAILED and now.why in TRY_AGAIN
    if now.link is not None and (now.phase is Phase.ASKED or again):
        fetching = replace(now, phase=Phase.FETCHING, why=None)
        return replace(desk, set_up=fetching), (FetchSetUp(now.link, desk.settings),)
    if now.phase is Phase.OFFERED and not desk.calls:
        return replace(desk, set_up=replace(now, phase=Phase.TAKING)), (TakeSetUp(_accounts(desk, now)),)
    return desk, ()


def _accounts(desk: Desk, now: SetUp) -> tuple[tuple[Secrets, str], ...]:
    then = replace(desk, settings=replace(desk.settings, **dict(now.parcel.settings)))
    return (
        (Secrets.LINE, shift.account(then)),
        (Secrets.TEAM, shift.team_account(then)),
        (Secrets.RELAY, then.settings.nat.relay_account),
    )


def _taken(desk: Desk, now: SetUp, fact: told.SetUpKept) -> Step:
    settings = replace(desk.settings, **dict(now.parcel.settings))
    desk, effects = account.settings_changed(desk, facts.SettingsChanged(fact.at, settings))
    if now.parcel.experts:
        desk, more = chats.experts(desk, facts.ExpertsEdited(fact.at, now.parcel.experts))
        effects += more
    fresh: list[Effect] = []
    if Secrets.LINE in now.parcel.secrets:
        desk = replace(desk, secret=SecretState.UNKNOWN)
        fresh.append(ReadPassword(shift.account(desk)))
    team = shift.team_setup(desk)
    if Secrets.TEAM in now.parcel.secrets and team is not None:
        desk = replace(desk, team_secret=SecretState.UNKNOWN)
        fresh.append(ReadPassword(shift.team_account(desk), team.name))
    if Secrets.RELAY in now.parcel.secrets and desk.settings.nat.relay_account:
        desk = replace(desk, relay_secret=SecretState.UNKNOWN)
        fresh.append(ReadPassword(desk.settings.nat.relay_account, RELAY))
    effects += tuple(each for each in fresh if each not in effects)
    return replace(desk, set_up=replace(now, phase=Phase.DONE)), (*effects, FinishSetUp())
