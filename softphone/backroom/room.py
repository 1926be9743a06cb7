"""The backroom: one asyncio thread in the desk process, with the store, the CRM, the key store and the side chat.

`run(effect)` is the only way in and may be called from any thread; `post(fact)` the only way out. No Qt here.
Effects that come before the store is open wait for it, in order. What goes on in the thread is `work.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from softphone.backroom.ports import Vault
from softphone.domain.effects import BackroomEffect
from softphone.domain.facts import Fact
from softphone.domain.files import MakeSmall
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from softphone.host.paths import Home

if TYPE_CHECKING:
    from softphone.backroom.work import Work

LEAVE_S = 10.0  # what is under way when the desk ends is written meanwhile; then we go


class Backroom:
    """`settings` are those at the start; later ones come as KeepSettings. `make_small` draws small pictures, on any
    thread, and `ask_system` names this computer's proxy for a host: there is no Qt in here."""

    def __init__(
        self,
        home: Home,
        post: Callable[[Fact], None],
        clock: Clock,
        vault: Vault,
        settings: Settings | None = None,
        make_small: MakeSmall = lambda _content, _kind: None,
        ask_system: Callable[[str], str] = lambda _host: "",
    ) -> None:
        self._home = home
        self._post = post
        self._clock = clock
        self._vault = vault
        self._settings = settings or Settings()
        self._make_small = make_small
        self._ask_system = ask_system
        self._lock = threading.Lock()
        self._early: list[BackroomEffect] = []
        self._work: Work | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run_thread, name="backroom", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def run(self, effect: BackroomEffect) -> None:
        """Takes the effect over and returns at once. After close it is dropped."""
        with self._lock:
            if self._work is None:
                self._early.append(effect)
            elif not self._ended:
                self._work.take_soon(effect)

    def close(self) -> None:
        """Writes what is still to be written, within a few seconds, and ends the thread."""
        with self._lock:
            self._ended = True
            work = self._work
        if work is not None:
            work.close_soon()
        if self._thread.is_alive():
            self._thread.join(LEAVE_S)

    def _run_thread(self) -> None:
        from softphone.backroom.work import Work

        with self._lock:
            if self._ended:
                return
            self._work = work = Work(
                self._home, self._post, self._clock, self._vault, self._settings, self._make_small, self._ask_system
            )
            early, self._early = self._early, []
            for effect in early:
                work.take_soon(effect)
        work.run()
