"""The desk's end of the practice world."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from softphone.host.paths import open_home
from softphone.host.relaunch import is_there
from softphone.sandbox.visit import Visit
from tests.sandbox.living import DEADLINE_MS


def test_a_visit_starts_the_world_orders_a_call_and_ends_the_world(qtbot: QtBot, home: Path) -> None:
    visit = Visit(open_home(home))
    with qtbot.waitSignal(visit.ready, timeout=DEADLINE_MS) as ready:
        visit.start()
    world = ready.args[0]
    assert world.ready
    with qtbot.waitSignal(visit.told, timeout=DEADLINE_MS, check_params_cb=lambda told: "ok" in told) as told:
        visit.order(do="next")
    assert told.args == [{"ok": True, "scenario": "late-order"}]

    # A second guest finds the same world.
    other = Visit(open_home(home))
    with qtbot.waitSignal(other.ready, timeout=DEADLINE_MS) as found:
        other.start()
    assert found.args[0].pid == world.pid
    visit.leave()
    other.leave()
    qtbot.waitUntil(lambda: not is_there(world.pid), timeout=DEADLINE_MS)
