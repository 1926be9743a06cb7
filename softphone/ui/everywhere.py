"""Keys that work while another program is in front: answer and mute, and the keyboard's own media keys.

Held only while a call rings or is up, so that the rest of the day they belong to whoever else wants them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QGuiApplication

from softphone.domain.chord import MIC_MUTE, PLAY, Chord, read_chord
from softphone.domain.desk import Desk
from softphone.domain.facts import KeysRefused
from softphone.host.clock import Clock
from softphone.ui.deeds import fact_for
from softphone.ui.pane import same
from softphone.ui.shortcuts import Action, works
from softphone.ui.store import Store


class SystemKeys(Protocol):
    @property
    def pressed(self) -> SignalInstance: ...
    def hold(self, chords: Mapping[str, Chord]) -> tuple[str, ...]:
        """Exactly these; gives the names of those that another program has."""
        ...

    def close(self) -> None: ...


def system_keys() -> SystemKeys | None:
    """None where the system allows no program to have any: Wayland; macOS has not been tried."""
    try:
        if QGuiApplication.platformName() == "xcb":
            from softphone.host.keys_x11 import X11Keys

            return X11Keys()
        if sys.platform == "win32":
            from softphone.host.keys_windows import WindowsKeys

            return WindowsKeys()
    except OSError:
        pass
    return None


class KeysEverywhere(QObject):
    def __init__(self, store: Store, clock: Clock, keys: SystemKeys) -> None:
        super().__init__()
        self._store, self._clock, self._keys = store, clock, keys
        self._held: dict[str, Chord] = {}
        self._told: list[str] = []  # once is enough
        keys.pressed.connect(self._pressed)
        store.changed.connect(self._show_desk)
        self._show_desk(None, store.desk)

    def close(self) -> None:
        self._keys.close()

    def _show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "calls", "settings", "shown", "focus"):
            return
        wanted = {name: chord for name, (_, chord) in _wanted(new).items()}
        if wanted == self._held:
            return
        self._held = wanted
        # Media keys belong to the desktop on many systems: nobody asked for them by name, nobody misses them.
        refused = [name for name in self._keys.hold(wanted) if name not in (PLAY, MIC_MUTE, *self._told)]
        if refused:
            self._told += refused
            self._store.post(KeysRefused(self._clock.now(), ", ".join(refused)))

    def _pressed(self, name: str) -> None:
        desk = self._store.desk
        action = next((action for each, (action, _) in _wanted(desk).items() if each == name), None)
        if action is not None and (fact := fact_for(action, desk, self._clock.now())) is not None:
            self._store.post(fact)


def _wanted(desk: Desk) -> dict[str, tuple[Action, Chord]]:
    """By the name that the agent knows the key by. Nothing while no call rings or is up."""
    settings = desk.settings
    typed = ((settings.global_answer, Action.ANSWER), (settings.global_mute, Action.MUTE))
    own = [(text, action, read_chord(text)) for text, action in typed if settings.global_keys]
    media = ((PLAY, Action.ANSWER), (MIC_MUTE, Action.MUTE)) if settings.media_keys else ()
    all_of = [*own, *((name, action, Chord(name)) for name, action in media)]
    return {name: (action, chord) for name, action, chord in all_of if chord is not None and works(action, desk)}
