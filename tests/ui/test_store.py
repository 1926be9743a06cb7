"""Facts from any thread, in order, once; the screen hears in time but not too often."""

from __future__ import annotations

from threading import Thread

import pytest
from pytestqt.qtbot import QtBot

from softphone.domain.customer import Unknown
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.facts import AnswerPressed, CustomerUnknown, DialDraftEdited, NoteEdited
from softphone.domain.protocol import Answer
from softphone.ui.store import Store
from tests.ui.desks import NOW, ringing, searching, talking


def test_facts_from_another_thread_arrive_in_order(qtbot: QtBot) -> None:
    store = Store(Desk(), lambda effect: None)

    def post_all() -> None:
        for n in range(200):
            store.post(DialDraftEdited(NOW, str(n)))

    thread = Thread(target=post_all)
    thread.start()
    qtbot.waitUntil(lambda: store.desk.dial_draft == "199", timeout=3000)
    thread.join()


def test_a_batch_is_one_change_on_the_screen(qtbot: QtBot) -> None:
    store = Store(Desk(), lambda effect: None)
    seen: list[str] = []
    store.changed.connect(lambda old, new: seen.append(new.dial_draft))
    for n in range(500):
        store.post(DialDraftEdited(NOW, str(n)))
    with qtbot.waitSignal(store.changed, timeout=2000):
        pass
    assert seen == ["499"]


def test_after_a_quiet_moment_the_screen_hears_of_three_changes_at_once(qtbot: QtBot) -> None:
    store = Store(Desk(), lambda effect: None)
    store._time = Clockwork()  # type: ignore[assignment]
    store._time.now_ms = 10_000  # type: ignore[attr-defined]
    seen: list[str] = []
    store.changed.connect(lambda old, new: seen.append(new.dial_draft))
    for n in range(5):
        with qtbot.waitSignal(store._arrived, timeout=2000):
            store.post(DialDraftEdited(NOW, str(n)))
        qtbot.waitUntil(lambda n=n: store.desk.dial_draft == str(n))  # type: ignore[misc]
    assert seen == ["0", "1", "2"]
    with qtbot.waitSignal(store.changed, timeout=2000):
        pass
    assert seen == ["0", "1", "2", "4"]


def test_a_new_ring_is_shown_together_with_its_card(qtbot: QtBot) -> None:
    store = Store(searching(), lambda effect: None)
    seen: list[Desk] = []
    store.changed.connect(lambda old, new: seen.append(new))
    for fact in (NoteEdited(NOW, "call-a", "x"), CustomerUnknown(NOW, "call-a")):
        assert not seen
        store.post(fact)
        store._take()
    assert [desk.interaction.lookup for desk in seen if desk.interaction] == [Unknown()]


def test_a_ring_whose_card_is_late_is_shown_without_it_and_waits_no_second_time(qtbot: QtBot) -> None:
    store = Store(searching(), lambda effect: None)
    store._time = clockwork = Clockwork()  # type: ignore[assignment]
    seen: list[Desk] = []
    store.changed.connect(lambda old, new: seen.append(new))
    with qtbot.waitSignal(store.changed, timeout=2000):
        store.post(NoteEdited(NOW, "call-a", "x"))
        store._take()
        assert not seen
    clockwork.now_ms = 10_000
    store.post(NoteEdited(NOW, "call-a", "y"))
    store._take()
    assert [desk.interaction.note for desk in seen if desk.interaction] == ["x", "y"]


class Clockwork:
    """Stands still."""

    now_ms = 0

    def elapsed(self) -> int:
        return self.now_ms


def test_an_effect_runs_before_the_screen_is_painted(qtbot: QtBot) -> None:
    order: list[object] = []

    def run(effect: Effect) -> None:
        if isinstance(effect, ToEngine):
            order.append(effect.command)

    store = Store(ringing(), run)
    store.changed.connect(lambda old, new: order.append("screen"))
    with qtbot.waitSignal(store.changed, timeout=2000):
        store.post(AnswerPressed(NOW, "a"))
    assert order == [Answer("a"), "screen"]


def test_a_fact_that_changes_nothing_does_not_wake_the_screen(qtbot: QtBot) -> None:
    store = Store(talking(), lambda effect: None)
    seen: list[object] = []
    store.changed.connect(lambda old, new: seen.append(new))
    with qtbot.waitSignal(store._arrived, timeout=2000):
        store.post(NoteEdited(NOW, "nobody", "x"))
    with qtbot.waitSignal(store.changed, timeout=2000):
        store.post(NoteEdited(NOW, "call-a", "x"))
    assert len(seen) == 1


def test_the_desk_may_not_be_read_from_another_thread() -> None:
    store = Store(Desk(), lambda effect: None)
    caught: list[AssertionError] = []

    def read() -> None:
        try:
            _ = store.desk
        except AssertionError as error:
            caught.append(error)

    thread = Thread(target=read)
    thread.start()
    thread.join()
    assert caught
    with pytest.raises(AssertionError):
        raise caught[0]
