"""Run on a screen with a window manager: somebody types in another window while a call rings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from softphone.domain.call import Phase
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.facts import Heard
from softphone.domain.protocol import Answer, CallChanged
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from softphone.ui.doorbell import Doorbell
from softphone.ui.qtapp import open_qt
from softphone.ui.store import Store
from softphone.ui.window import Window
from tests.ui import desks

WAIT_MS = 10_000


def came(condition: Callable[[], bool]) -> bool:
    """Whether it holds before the time is up, the events going on meanwhile."""
    deadline = QDeadlineTimer(WAIT_MS)
    while not condition() and not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    return condition()


def main() -> None:
    _app = open_qt(Settings())
    commands: list[object] = []

    def run(effect: Effect) -> None:
        if isinstance(effect, ToEngine):
            commands.append(effect.command)

    store = Store(desks.idle(), run)
    window = Window(store)
    window.show()
    assert QTest.qWaitForWindowActive(window, WAIT_MS)
    bell = Doorbell(store.post, Clock(), window)
    store.changed.connect(bell.show_desk)
    other = QLineEdit()
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other, WAIT_MS)
    other.setFocus()
    store.post(Heard(desks.NOW, CallChanged(desks.NOW, desks.a_call(phase=Phase.OFFERED))))
    assert came(bell.isVisible)
    assert QTest.qWaitForWindowExposed(bell, WAIT_MS)
    print("rings")  # noqa: T201
    QTest.keyClicks(other, "typing on")
    QTest.keyClick(other, Qt.Key.Key_Return)
    if other.isActiveWindow() and other.hasFocus() and not bell.isActiveWindow():
        print("focus stays")  # noqa: T201
    if bell._answer._key == "":
        print("no key printed")  # noqa: T201
    QTest.mouseClick(bell._answer, Qt.MouseButton.LeftButton)
    assert came(lambda: Answer("a") in commands)
    if other.isActiveWindow() and other.hasFocus():
        print("answered, focus stays")  # noqa: T201


if __name__ == "__main__":
    main()
