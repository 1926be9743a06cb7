"""The relay's password: in the key store, in the app's memory, and nowhere else."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import ConfigureEngine, KeepPassword, ReadPassword, UsePassword
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.nat import RELAY
from softphone.domain.text import clean
from softphone.domain.update import update
from tests.builders import a_desk, at

ACCOUNT = "anna@turn.example"


def with_relay() -> Desk:
    desk = a_desk()
    return replace(desk, settings=replace(desk.settings, turn_server="turn.example", turn_user="anna"))


def test_it_is_asked_for_when_a_relay_is_named_and_at_the_start() -> None:
    _, effects = update(a_desk(), facts.SettingsChanged(at(1), with_relay().settings))
    assert ReadPassword(ACCOUNT, RELAY) in effects
    _, effects = update(with_relay(), facts.StoreOpened(at(1), StoreState.ENCRYPTED))
    assert ReadPassword(ACCOUNT, RELAY) in effects
    _, effects = update(a_desk(), facts.StoreOpened(at(1), StoreState.ENCRYPTED))
    assert RELAY not in [effect.line for effect in effects if isinstance(effect, ReadPassword)]


def test_one_that_is_typed_is_used_and_kept_and_holds_against_an_older_one() -> None:
    desk, effects = update(with_relay(), facts.PasswordGiven(at(1), "typed", RELAY))
    assert effects == (UsePassword("typed", RELAY), KeepPassword(ACCOUNT, "typed", RELAY))
    desk, effects = update(desk, facts.PasswordRead(at(2), SecretState.KNOWN, password="old", line=RELAY))
    assert effects == ()
    desk, _ = update(desk, facts.PasswordRead(at(3), SecretState.KNOWN, line=RELAY))
    assert (desk.relay_secret, desk.secret, desk.team_secret) == (
        SecretState.KNOWN, with_relay().secret, with_relay().team_secret,
    )  # fmt: skip


def test_the_engine_is_told_of_the_relay_without_it_and_no_log_shows_it() -> None:
    _, effects = update(a_desk(), facts.SettingsChanged(at(1), with_relay().settings))
    told = next(effect.nat for effect in effects if isinstance(effect, ConfigureEngine))
    assert (told.relay, told.relay_password) == ("turn.example", "")
    assert "s3cret" not in repr(replace(told, relay_password="s3cret"))


def test_no_line_can_be_called_as_the_relay_is() -> None:
    assert clean(RELAY, 64) != RELAY
