"""Runs what may hang in a thread of its own, and waits no longer than a deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class TookTooLong(Exception):
    """The errand was left behind; it still runs."""


class Errand(Generic[T]):
    """One call of `work`. When it was left behind and ends after all, `undo` gets what it brought."""

    def __init__(self, work: Callable[[], T], undo: Callable[[T], None] | None = None) -> None:
        self._work = work
        self._undo = undo
        self._result: T
        self._error: Exception | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._left = False
        self._thread = threading.Thread(target=self._run, name="sound errand", daemon=True)

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def wait(self, deadline_s: float, first: Callable[[], None] = lambda: None) -> T:
        """The result or the error of `work`; TookTooLong after the deadline. `first` is called in its thread."""
        self._first = first
        self._thread.start()
        self._thread.join(deadline_s)
        with self._lock:
            if not self._ended:
                self._left = True
                raise TookTooLong
        if self._error is not None:
            raise self._error
        return self._result

    def _run(self) -> None:
        self._first()
        try:
            self._result = self._work()
        except Exception as error:  # noqa: BLE001 - raised again by `wait`, in the thread that asked
            self._error = error
        with self._lock:
            self._ended = True
            if not self._left:
                return
        if self._error is None and self._undo is not None:
            self._undo(self._result)
