"""A button that rests for a moment: for one second after any change of call End and Finish do nothing, and show it."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from softphone.domain.rules.call_keys import GUARD
from softphone.ui.parts.button import Button

_LEAST = timedelta(milliseconds=1)


class Guard(QObject):
    """The rules drop the press; this only says so. The button stays what it is for focus and screen readers."""

    def __init__(self, button: Button) -> None:
        super().__init__(button)
        self._button = button
        self._changed_at: datetime | None = None
        self._over = QTimer(self, singleShot=True)
        self._over.timeout.connect(lambda: button.set_resting(False))

    def follow(self, changed_at: datetime, now: datetime) -> None:
        """The last change of call, as the desk says it."""
        if changed_at == self._changed_at:
            return
        self._changed_at = changed_at
        left = GUARD - (now - changed_at)
        resting = _LEAST <= left <= GUARD
        self._button.set_resting(resting)
        if resting:
            self._over.start(round(left / _LEAST))
