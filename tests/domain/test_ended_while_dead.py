"""A call that ends while the desk is dead: the next desk shows what waits to be wrapped up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audio import Sound
from softphone.domain.desk import Desk
from softphone.domain.facts import StoreState
from softphone.domain.line import Line
from softphone.domain.presence import Gate
from softphone.domain.protocol import Snapshot
from tests.builders import a_desk, after, at, heard, in_a_call

SNAPSHOT = Snapshot(at(61), (), Line(), Sound(), Gate(), None, True)


@pytest.mark.parametrize("journal_first", [True, False])
def test_a_call_that_ended_while_no_desk_looked_is_shown_for_wrap_up(journal_first: bool) -> None:
    left = tuple(in_a_call().interactions.values())
    remembered = facts.Remembered(at(60), interactions=left)
    told = (facts.EngineUp(at(61)), heard(SNAPSHOT, 61))
    happened = (remembered, *told) if journal_first else (*told, remembered)
    desk: Desk = after(replace(a_desk(), store=StoreState.ENCRYPTED), *happened)
    assert [i.interaction_id for i in desk.wrapping_up] == ["call-c1"]
    assert desk.shown == "call-c1"
