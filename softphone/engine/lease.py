"""Who is at the controls, and what the engine does when nobody is. Pure: told what happens, it answers with deeds.

A desk that dies is started again at once; a call without a desk gets a bare panel; a microphone never stays live
without controls; an engine that nobody will come back to leaves the line, so that it swallows no calls.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

SILENT_S = 10.0  # a desk that says nothing for so long is ended and replaced
JOIN_S = 10.0  # a desk that was started says Hello within a second or two; a slow disk may need some more
PANEL_AFTER_S = 5.0
CONTROLS_OFF_AFTER_S = 30.0
DESERTED_AFTER_S = 10.0
# An engine that may start no desk (a script's, a test's) waits this long for one to come.
ALONE_S = 60.0


class Deed(StrEnum):
    END_DESK = "end_desk"  # it is silent: by pid
    START_DESK = "start_desk"
    START_PANEL = "start_panel"
    END_PANEL = "end_panel"  # a desk is back
    CONTROLS_ON = "controls_on"
    CONTROLS_OFF = "controls_off"  # mute, and end or give back what talks
    TAKE_CUSTOMERS = "take_customers"
    REFUSE_CUSTOMERS = "refuse_customers"
    LEAVE = "leave"  # un-register and exit


class Lease:
    """`may_start_desk` and `may_start_panel` are asked before each start and count it: rations."""

    def __init__(
        self, now: float, *, may_start_desk: Callable[[], bool] | None, may_start_panel: Callable[[], bool]
    ) -> None:
        self._may_start_desk = may_start_desk
        self._may_start_panel = may_start_panel
        self._desk = False
        self._panel = False
        self._deskless_since = now  # who started us is on its way
        self._unwatched_since = now  # neither desk nor panel
        self._join_by = now + JOIN_S
        self._panel_by: float | None = None  # when the panel we started must have come
        self._desk_hangs = False  # it said nothing for so long that a panel stands in for it
        self._controls = True
        self._deserted = False
        self._no_more_desks = False
        self._leaving = False

    def desk_came(self) -> list[Deed]:
        self._desk = True
        self._desk_hangs = False
        self._no_more_desks = False
        deeds = [Deed.END_PANEL] if self._panel else []
        if self._deserted:
            self._deserted = False
            deeds.append(Deed.TAKE_CUSTOMERS)
        return deeds + self._controls_back()

    def desk_went(self, now: float) -> list[Deed]:
        """Its link is down and it did not say Quit."""
        self._desk = False
        self._deskless_since = now
        if not self._panel:
            self._unwatched_since = now
        return self._start_desk(now)

    def desk_differs(self) -> list[Deed]:
        """A desk of another build came and cannot speak with us: what talks is finished, then we make room."""
        self._no_more_desks = True
        if self._desk or self._deserted:
            return []
        self._deserted = True
        return [Deed.REFUSE_CUSTOMERS]

    def panel_came(self) -> list[Deed]:
        self._panel = True
        self._panel_by = None
        return [Deed.END_PANEL] if self._desk and not self._desk_hangs else self._controls_back()

    def panel_went(self, now: float) -> None:
        self._panel = False
        if not self._desk:
            self._unwatched_since = now

    def leave(self) -> None:
        """The process ends: nobody is started any more."""
        self._leaving = True

    def tick(self, now: float, *, desk_silent_s: float, ringing: bool, talking: bool) -> list[Deed]:
        """What is due. `ringing`: a call is offered; `talking`: any other live call."""
        if self._leaving:
            return []
        if self._desk:
            return self._with_desk(now, desk_silent_s, talking)
        deeds: list[Deed] = []
        alone_s = now - self._deskless_since
        if self._may_start_desk is not None and now >= self._join_by:
            deeds += self._start_desk(now)
        if not self._deserted and alone_s >= DESERTED_AFTER_S:
            self._deserted = True
            deeds.append(Deed.REFUSE_CUSTOMERS)
        if talking:
            deeds += self._without_desk(now, alone_s)
        elif not ringing and self._hopeless(alone_s):
            self._leaving = True
            deeds.append(Deed.LEAVE)
        return deeds

    def _with_desk(self, now: float, silent_s: float, talking: bool) -> list[Deed]:
        """A desk that is stopped or hangs: a panel in a call, and the desk's end if it does not come round."""
        if silent_s >= SILENT_S:
            return [Deed.END_DESK]
        was_hanging, self._desk_hangs = self._desk_hangs, silent_s >= PANEL_AFTER_S
        if self._desk_hangs and talking:
            return self._start_panel(now)
        return [Deed.END_PANEL] if was_hanging and not self._desk_hangs and self._panel else []

    def _without_desk(self, now: float, alone_s: float) -> list[Deed]:
        if self._panel:
            return []
        deeds = self._start_panel(now) if alone_s >= PANEL_AFTER_S else []
        if self._controls and now - self._unwatched_since >= CONTROLS_OFF_AFTER_S:
            self._controls = False
            deeds.append(Deed.CONTROLS_OFF)
        return deeds

    def _start_panel(self, now: float) -> list[Deed]:
        due = self._panel_by is None or now >= self._panel_by
        if self._panel or not due or not self._may_start_panel():
            return []
        self._panel_by = now + JOIN_S
        return [Deed.START_PANEL]

    def _start_desk(self, now: float) -> list[Deed]:
        if self._may_start_desk is None or self._leaving or self._no_more_desks:
            return []
        if not self._may_start_desk():
            self._no_more_desks = True
            return []
        self._join_by = now + JOIN_S
        return [Deed.START_DESK]

    def _hopeless(self, alone_s: float) -> bool:
        return self._no_more_desks or (self._may_start_desk is None and alone_s >= ALONE_S)

    def _controls_back(self) -> list[Deed]:
        if self._controls:
            return []
        self._controls = True
        return [Deed.CONTROLS_ON]
