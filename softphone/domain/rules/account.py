"""Settings and the secrets that belong to them: whose line it is, and what it is opened with."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts, protocol, web_proxy
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import (
    Effect,
    KeepCrmToken,
    KeepPassword,
    KeepSettings,
    ReadPassword,
    ToEngine,
    UsePassword,
)
from softphone.domain.facts import SecretState
from softphone.domain.line import LineSetup, Transport
from softphone.domain.nat import RELAY
from softphone.domain.rules import Step, moment, note, shift
from softphone.domain.settings import Settings
from softphone.domain.text import clean

MOST_TOKEN_CHARS = 1_000  # what every key store takes


def settings_changed(desk: Desk, fact: facts.SettingsChanged) -> Step:
    old, old_team, old_relay = shift.account(desk), shift.team_account(desk), desk.settings.nat.relay_account
    old_proxy = desk.settings.line_proxy
    kept = {name: getattr(desk.settings, name) for name in desk.managed}
    settings = replace(fact.settings, **kept)  # whatever asked for it: what is locked stays
    settings, secrets = _apart(settings, kept)
    desk, heard = moment.file_chosen(replace(desk, settings=settings), desk.settings)
    effects: tuple[Effect, ...] = (*secrets, KeepSettings(settings), *heard)
    if shift.account(desk) != old and settings.line_user:
        desk = replace(desk, secret=SecretState.UNKNOWN)
        effects += (ReadPassword(shift.account(desk)),)
    if shift.team_account(desk) != old_team:
        team = shift.team_setup(desk)
        desk = replace(desk, team_secret=SecretState.UNKNOWN, more_lines=())
        effects += (ReadPassword(shift.team_account(desk), team.name),) if team else ()
    proxy = web_proxy.asked(settings.line_proxy)
    if not secrets and proxy and settings.line_proxy != old_proxy:
        effects += (ReadPassword(proxy, web_proxy.LINE_PROXY),)
    if settings.nat.relay_account not in ("", old_relay):
        desk = replace(desk, relay_secret=SecretState.UNKNOWN)
        effects += (ReadPassword(settings.nat.relay_account, RELAY),)
    return desk, effects


def _apart(settings: Settings, kept: dict[str, object]) -> tuple[Settings, tuple[Effect, ...]]:
    """A proxy's password that was typed with its address goes into the key store, and not into a file."""
    secrets: tuple[Effect, ...] = ()
    for name, whose in web_proxy.SETTINGS.items():
        plain, account, password = web_proxy.parted(getattr(settings, name))
        if password and name not in kept:
            settings = replace(settings, **{name: plain})
            secrets += (KeepPassword(account, password, whose),)
            secrets += (UsePassword(password, whose),) if whose == web_proxy.LINE_PROXY else ()
    return settings, secrets


def settings_damaged(desk: Desk, fact: facts.SettingsDamaged) -> Step:
    return note(desk, NoticeKind.SETTINGS_DAMAGED, fact.at, detail=fact.kept_aside), ()


def policy_bad(desk: Desk, fact: facts.PolicyBad) -> Step:
    return note(desk, NoticeKind.POLICY_BAD, fact.at, detail=fact.what), ()


def password_given(desk: Desk, fact: facts.PasswordGiven) -> Step:
    if fact.line == RELAY:
        desk = replace(desk, relay_secret=SecretState.MEMORY_ONLY)
        keep = KeepPassword(desk.settings.nat.relay_account, fact.password, RELAY)
        return desk, (UsePassword(fact.password, RELAY), keep)
    if fact.line:
        desk = replace(desk, team_secret=SecretState.MEMORY_ONLY)
        keep = KeepPassword(shift.team_account(desk), fact.password, fact.line)
        return desk, (UsePassword(fact.password, fact.line), keep)
    desk = replace(desk, secret=SecretState.MEMORY_ONLY)
    return desk, (UsePassword(fact.password), KeepPassword(shift.account(desk), fact.password))


def password_read(desk: Desk, fact: facts.PasswordRead) -> Step:
    """What the key store said, unless the agent typed a password meanwhile: that one is the newer."""
    if fact.line in web_proxy.SETTINGS.values():
        return desk, (UsePassword(fact.password, fact.line),) if fact.password else ()
    state = desk.relay_secret if fact.line == RELAY else desk.team_secret if fact.line else desk.secret
    typed = state in (SecretState.MEMORY_ONLY, SecretState.KNOWN)
    if typed and (fact.password or fact.state in (SecretState.NEEDED, SecretState.LOCKED)):
        return desk, ()
    if fact.line:
        use = (UsePassword(fact.password, fact.line),) if fact.password else ()
        if fact.line == RELAY:
            return replace(desk, relay_secret=fact.state), use
        return replace(desk, team_secret=fact.state), use
    return replace(desk, secret=fact.state), (UsePassword(fact.password),) if fact.password else ()


def crm_token_given(desk: Desk, fact: facts.CrmTokenGiven) -> Step:
    token = clean(fact.token, MOST_TOKEN_CHARS)
    return replace(desk, crm_token=SecretState.UNKNOWN), (KeepCrmToken(token),)


def test_line(desk: Desk, fact: facts.TestLinePressed) -> Step:
    setup = LineSetup(
        user=fact.user,
        server=fact.server,
        password=fact.password,
        auth_user=fact.auth_user,
        transport=Transport(fact.transport),
        proxy=desk.settings.line_proxy,
        ca_files=desk.settings.line_ca_files,
        client_certificate=desk.settings.line_client_certificate,
    )
    return replace(desk, line_test=None), (ToEngine(protocol.TestLine(setup)),)
