"""A password that was typed is newer than what the key store says late."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain.effects import UsePassword
from softphone.domain.facts import PasswordGiven, PasswordRead, SecretState, SettingsChanged
from softphone.domain.update import update
from tests.builders import NOON, a_desk


@pytest.mark.parametrize(
    "late",
    [
        PasswordRead(NOON, SecretState.NEEDED),
        PasswordRead(NOON, SecretState.LOCKED),
        PasswordRead(NOON, SecretState.KNOWN, password="of last year"),
    ],
)
def test_what_the_key_store_says_late_does_not_undo_what_was_typed(late: PasswordRead) -> None:
    desk = a_desk()
    desk, _ = update(desk, SettingsChanged(NOON, replace(desk.settings, line_user="205")))
    desk, _ = update(desk, PasswordGiven(NOON, "typed"))
    desk, effects = update(desk, late)
    assert desk.secret is SecretState.MEMORY_ONLY
    assert not [e for e in effects if isinstance(e, UsePassword)]
    desk, _ = update(desk, PasswordRead(NOON, SecretState.KNOWN))
    assert desk.secret is SecretState.KNOWN
