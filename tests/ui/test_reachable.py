"""Every control in every state of every window has a name for a screen reader and is reached by keys alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QWidget

from softphone.domain.customer import Several, Unknown
from softphone.domain.desk import Desk, Notice, NoticeKind
from softphone.domain.interaction import HistoryEntry
from softphone.domain.presence import Duty, Wish
from softphone.domain.settings import SecondCall, Settings
from softphone.ui.experts_editor import ExpertsEditor
from softphone.ui.firstrun import FirstRun
from softphone.ui.importing import ImportBook
from softphone.ui.parts.rows import Row
from softphone.ui.preferences import Preferences
from tests.ui import desks
from tests.ui.conftest import Stage

Build = Callable[..., Stage]
MOST_STEPS = 300

STATES: dict[str, Callable[[], Desk]] = {
    "idle": desks.idle,
    "paused": lambda: desks.idle(duty=Duty(Wish.NOT_ANSWERED)),
    "notice": lambda: desks.idle(notices=(Notice("n", NoticeKind.CALL_LOST, desks.NOW, target=desks.NUMBER),)),
    "ringing": desks.ringing,
    "talking": lambda: desks.talking(chat=True),
    "second call": lambda: replace(desks.second_call(), settings=Settings(second_call=SecondCall.WAITING)),
    "picker": lambda: replace(desks.talking(), drawer_open=True),
    "unknown": lambda: desks.with_call(desks.a_call(), Unknown()),
    "several": lambda: desks.with_call(desks.a_call(), Several((desks.a_customer(), desks.a_customer()))),
    "wrap-up": desks.wrapping_up,
}


def controls(root: QWidget) -> list[QWidget]:
    """What a hand can use now."""
    every = [each for each in root.findChildren(QWidget) if each.isVisibleTo(root) and each.isEnabled()]
    by_tab = [each for each in every if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.focusProxy() is None]
    return [each for each in by_tab if not by_arrow(each)]


def by_arrow(widget: QWidget) -> bool:
    """One of several of which one is on: Tab comes to that one, arrows go on from there."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and not widget.isChecked()


def walked(scene: Stage, root: QWidget) -> set[QWidget]:
    """Where Tab comes to."""
    seen: set[QWidget] = set()
    for _ in range(MOST_STEPS):
        at = QApplication.focusWidget() or root
        scene.qtbot.keyClick(at, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None or now in seen:
            continue
        seen.add(now)
    return seen


def told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r} in {type(widget.parent()).__name__}"


def nameless(found: list[QWidget]) -> list[str]:
    """A button's own word is its name too."""
    words = {each: each.text() if isinstance(each, QAbstractButton) else "" for each in found}
    return [told(each) for each in found if not (each.accessibleName() or words[each]).strip()]


@pytest.mark.parametrize("width", [1280, 380])
@pytest.mark.parametrize("state", STATES)
def test_every_control_of_the_window_has_a_name_and_is_reached_by_tab(stage: Build, state: str, width: int) -> None:
    scene = stage(STATES[state](), width=width, height=900)
    found = controls(scene.window)
    assert found
    assert nameless(found) == []
    reached = walked(scene, scene.window)
    assert [told(each) for each in found if each not in reached] == []


def test_arrows_turn_the_pages_of_a_narrow_window(stage: Build) -> None:
    scene = stage(desks.talking(), width=380, height=900)
    customer, side_chat, _ = scene.window._tabs._tabs.values()
    customer.setFocus()
    scene.qtbot.keyClick(customer, Qt.Key.Key_Right)
    scene.settle()
    assert side_chat.isChecked()
    assert scene.window._drawer.isVisible()


@pytest.mark.parametrize("state", STATES)
def test_what_only_the_mouse_presses_has_a_key_of_its_own(stage: Build, state: str) -> None:
    scene = stage(STATES[state]())
    for button in scene.window.findChildren(QAbstractButton):
        if button.isVisible() and button.focusPolicy() is Qt.FocusPolicy.NoFocus and button.accessibleName():
            assert button.accessibleDescription().startswith("Ctrl+"), told(button)


Beside = type[FirstRun] | type[ExpertsEditor] | type[ImportBook] | type[Preferences]


@pytest.mark.parametrize("kind", [FirstRun, ExpertsEditor, ImportBook, Preferences])
def test_every_control_of_the_other_windows_has_a_name(stage: Build, kind: Beside) -> None:
    scene = stage(desks.idle())
    side = kind(scene.store.post, scene.clock, scene.window)
    side.show_desk(None, scene.desk)
    side.show()
    pages = side.findChildren(QStackedWidget)
    for page in range(pages[0].count() if pages else 1):
        if pages:
            pages[0].setCurrentIndex(page)
        assert nameless(controls(side)) == []


def test_a_long_day_scrolls_in_the_list_and_no_row_is_squashed(stage: Build) -> None:
    one = HistoryEntry("h", desks.NOW, True, "+4930111222", "Café Amrum", None)
    many = tuple(replace(one, interaction_id=f"h{n}") for n in range(25))
    scene = stage(desks.idle(history=many), height=700)
    rows = [row for row in scene.window._list.findChildren(Row) if row.isVisible()]
    assert len(rows) > 25
    assert all(row.height() >= row.sizeHint().height() for row in rows)
