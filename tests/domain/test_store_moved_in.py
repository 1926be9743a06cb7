"""The store was in memory and can be opened later: what the desk asks for and says."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.chat import ChatMessage, Unassigned
from softphone.domain.desk import NoticeKind
from softphone.domain.effects import OpenStore, ReadPassword
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.update import update
from tests.builders import NOON, a_desk, after, at

IN_MEMORY = facts.StoreOpened(NOON, StoreState.IN_MEMORY, "locked")
MOVED_IN = facts.StoreOpened(at(60), StoreState.ENCRYPTED, moved_in=True)


def test_try_again_asks_for_the_store_and_the_notice_goes_once_it_is_open() -> None:
    desk = after(a_desk(), IN_MEMORY)
    assert [n.kind for n in desk.notices] == [NoticeKind.STORE_IN_MEMORY]
    desk, effects = update(desk, facts.StoreWanted(at(59)))
    assert effects == (OpenStore(),)
    desk = after(desk, MOVED_IN)
    assert [n.kind for n in desk.notices] == [NoticeKind.STORE_MOVED_IN]
    assert after(desk, facts.Ticked(at(80))).notices == ()


def test_in_vain_the_notice_stays_once() -> None:
    desk = after(a_desk(), IN_MEMORY, replace(IN_MEMORY, at=at(60), moved_in=True))
    assert [(n.kind, n.at) for n in desk.notices] == [(NoticeKind.STORE_IN_MEMORY, at(60))]


@pytest.mark.parametrize(
    ("secret", "asked"), [(SecretState.LOCKED, 1), (SecretState.NEEDED, 1), (SecretState.MEMORY_ONLY, 0)]
)
def test_the_password_is_read_again_unless_one_was_typed(secret: SecretState, asked: int) -> None:
    _, effects = update(replace(after(a_desk(), IN_MEMORY), secret=secret), MOVED_IN)
    assert sum(isinstance(effect, ReadPassword) for effect in effects) == asked


def test_what_lies_in_the_tray_is_there_once() -> None:
    lies = Unassigned(ChatMessage("m-1", NOON, False, "hello"), "sip:x@pbx")
    desk = after(a_desk(unassigned=(lies,)), facts.Remembered(at(60), unassigned=(lies,)))
    assert desk.unassigned == (lies,)
