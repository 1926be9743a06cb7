"""The line to the PBX: when to register, and what may be said about it. No registration is claimed without proof."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain.line import Line, LineFault, LineSetup, LineState
from softphone.domain.protocol import Event, LineChanged, LineTested
from softphone.engine.ports import Phone, Reachable, Registration

log = logging.getLogger("aside.engine")

REFUSALS = frozenset({401, 403, 404, 407})  # asking the same again helps nobody and can lock the account
FIRST_RETRY_S = 1
LAST_RETRY_S = 60
MOST_FURTHER = 3  # lines beside the main one: PJSIP aborts at the ninth account, and tests and departed ones count too
MOST_RETRY_AFTER_S = 3600  # whoever asks for more has written milliseconds, or nonsense
ANSWER_DEADLINE_S = 15.0  # PJSIP gives up after 10; this is for what never answers at all
TEST_DEADLINE_S = 12.0


def retry_delay_s(failures: int, jitter: float) -> float:
    """1, 2, 4 … 60 s, each made up to a quarter longer by `jitter` (0 to 1): a PBX coming back meets no crowd."""
    return float(min(LAST_RETRY_S, FIRST_RETRY_S << min(max(failures - 1, 0), 6))) * (1 + jitter / 4)


class Registrar:
    """Keeps one line registered while it is wanted."""

    def __init__(
        self,
        phone: Phone,
        emit: Callable[[Event], None],
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        name: str = "",
    ) -> None:
        self.name = name
        self._phone = phone
        self._emit = emit
        self._clock = clock
        self._jitter = jitter
        self.setup: LineSetup | None = None
        self.wanted = False
        self.line = Line()
        self.leaving = False  # asked to be forgotten, not answered yet
        self._valid_until: datetime | None = None
        self._failures = 0
        self._way_is_back = False  # since we asked last
        self.tested: LineSetup | None = None
        self._test_until: datetime | None = None

    def configure(self, setup: LineSetup | None, wanted: bool) -> None:
        """Idempotent: an unchanged line that is registered is left in peace; a refused or lost one is tried again."""
        wanted = wanted and setup is not None
        changed = setup != self.setup
        if changed:
            self.setup = setup
            self._failures = 0
            self._valid_until = None
            self._phone.use_line(setup, self.name)
        if setup is None:
            self.wanted = False
            self._show(LineState.UNCONFIGURED)
            return
        again = wanted and self.line.state in (LineState.REFUSED, LineState.LOST)
        if not changed and not again and wanted == self.wanted:
            return
        self.wanted = wanted
        if wanted:
            self._ask()
        else:
            self._valid_until = None
            was_up = not changed and self.line.state is not LineState.OFFLINE
            self._show(LineState.OFFLINE)
            if was_up:
                self._phone.register(False, self.name)

    def kept(self, asked: LineSetup | None) -> LineSetup | None:
        """The line we have, if it is the one that is asked for by a desk that does not know its password."""
        same = asked is not None and self.setup is not None and replace(self.setup, password=asked.password) == asked
        return self.setup if same else None

    def answered(self, news: Registration) -> None:
        """The PBX answered a REGISTER, or nobody did."""
        if news.test:
            self._test_answered(news)
            return
        now = self._clock()
        if not self.wanted or self.setup is None:
            self.leaving = False
            return
        if 200 <= news.code < 300 and news.expires_s > 0:
            self._failures = 0
            self._valid_until = now + timedelta(seconds=news.expires_s)
            self._show(LineState.REGISTERED, news)
        elif 200 <= news.code < 300:
            pass  # to an un-registration we have thought better of; ours is still to be answered
        elif news.code in REFUSALS:
            self._valid_until = None
            self._show(LineState.REFUSED, news)
        else:
            self._lose(news)

    def reachable(self, news: Reachable) -> None:
        """The PBX answers again: ask it within half a second, not at once, for all its phones know it too."""
        if not self.wanted or news.test:
            return
        if self.line.state is LineState.REGISTERING:
            self._way_is_back = True
        elif self.line.state in (LineState.LOST, LineState.REGISTERED):
            self._failures = 0
            soon = self._soon()
            if self.line.next_try_at is None or soon < self.line.next_try_at:
                self.line = replace(self.line, next_try_at=soon)

    def try_line(self, setup: LineSetup) -> None:
        """Register `setup` beside the real line; exactly one LineTested follows."""
        if self.tested is not None:
            self._tell_test(LineState.LOST, Registration(0, "another test began", 0))
        self.tested = setup
        self._test_until = self._clock() + timedelta(seconds=TEST_DEADLINE_S)
        self._phone.try_line(setup)

    def tested_beside(self, setup: LineSetup) -> None:
        """A PBX that keeps one contact of an account has taken the tested one for ours: ask for our place again."""
        if self.wanted and self.setup is not None and self.setup.uri == setup.uri and self.line.proven:
            self.line = replace(self.line, next_try_at=self._soon())

    def asks_soon(self, now: datetime) -> bool:
        due = self.line.next_try_at
        return due is not None and due <= now + timedelta(seconds=1)

    def leave(self) -> None:
        """Un-register before the process ends."""
        proven = self.line.proven
        self.wanted = False
        self._valid_until = None
        if self.setup is not None:
            self._show(LineState.OFFLINE)
        if proven:
            self.leaving = True
            self._phone.register(False, self.name)

    def refresh(self) -> None:
        """Ask again at once: after a sleep an old registration proves nothing, and a long wait helps nobody."""
        if self.wanted and self.line.state in (LineState.REGISTERED, LineState.LOST):
            self._failures = 0
            self._valid_until = None
            self._ask()

    def tick(self, now: datetime) -> None:
        if self._test_until is not None and now >= self._test_until:
            self._tell_test(LineState.LOST, Registration(408, "no answer", 0))
        if self._valid_until is not None and now >= self._valid_until:
            self._valid_until = None
            self._lose(Registration(0, "expired", 0))
        asked = self.line.state is LineState.REGISTERING and self.line.since
        if asked and now >= asked + timedelta(seconds=ANSWER_DEADLINE_S):
            self._lose(Registration(408, "no answer", 0))
        due = self.line.next_try_at
        if self.wanted and due is not None and now >= due:
            self._ask()

    def _ask(self) -> None:
        self._way_is_back = False
        self._show(LineState.REGISTERING)
        self._phone.register(True, self.name)

    def _lose(self, news: Registration) -> None:
        """Tried again: by Reachable where there is no way, as long as the PBX asked for, else with growing patience."""
        self._valid_until = None
        if self._way_is_back:
            self._show(LineState.LOST, news, self._soon())
            return
        if news.fault is not LineFault.NONE:
            wait_s = float(LAST_RETRY_S)
        elif news.retry_after_s:
            wait_s = min(news.retry_after_s, MOST_RETRY_AFTER_S) * (1 + self._jitter() / 4)
        else:
            self._failures += 1
            wait_s = retry_delay_s(self._failures, self._jitter())
        self._show(LineState.LOST, news, self._clock() + timedelta(seconds=wait_s))

    def _soon(self) -> datetime:
        spread_ms = self.setup.spread_ms if self.setup else 0
        return self._clock() + timedelta(milliseconds=spread_ms * self._jitter())

    def _show(self, state: LineState, news: Registration | None = None, next_try_at: datetime | None = None) -> None:
        now = self._clock()
        since = self.line.since if self.line.state is state and self.line.since else now
        line = Line(
            state=state,
            since=since,
            code=news.code if news else 0,
            reason=news.reason if news else "",
            next_try_at=next_try_at,
            uri=self.setup.uri if self.setup else "",
            fault=news.fault if news else LineFault.NONE,
            secured=news is not None and news.secured,
            name=self.name,
        )
        if line == self.line:
            return
        changed = replace(line, next_try_at=None) != replace(self.line, next_try_at=None)
        self.line = line
        if changed:
            log.info("line state=%s code=%d main=%s", state.value, line.code, not self.name)
        self._emit(LineChanged(now, line))

    def _test_answered(self, news: Registration) -> None:
        if self.tested is None:
            return
        if 200 <= news.code < 300:
            self._tell_test(LineState.REGISTERED, news)
        elif news.code in REFUSALS:
            self._tell_test(LineState.REFUSED, news)
        else:
            self._tell_test(LineState.LOST, news)

    def _tell_test(self, state: LineState, news: Registration) -> None:
        now = self._clock()
        uri = self.tested.uri if self.tested else ""
        self.tested = None
        self._test_until = None
        line = Line(
            state=state, since=now, code=news.code, reason=news.reason, uri=uri, fault=news.fault, secured=news.secured
        )
        self._emit(LineTested(now, line))


class MoreLines:
    """The registrars of the further lines, by name."""

    def __init__(self, make: Callable[[str], Registrar]) -> None:
        self._make = make
        self._known: dict[str, Registrar] = {}

    def get(self, name: str) -> Registrar | None:
        return self._known.get(name)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(each.line for each in self._known.values())

    @property
    def leaving(self) -> bool:
        return any(each.leaving for each in self._known.values())

    def configure(self, setups: tuple[LineSetup, ...], wanted: bool, *, busy: bool) -> bool:
        """False where a line that is in use would have to change while a call is up: then it stays as it is."""
        asked = {setup.name: setup for setup in setups[:MOST_FURTHER] if setup.name}
        for name in asked.keys() - self._known.keys():
            self._known[name] = self._make(name)
        done = True
        for name, registrar in tuple(self._known.items()):
            setup = asked.get(name)
            if setup is not None and not setup.password:
                setup = registrar.kept(setup)
            if busy and registrar.setup not in (None, setup):
                done = False
                continue
            registrar.configure(setup, wanted)
            if name not in asked:
                del self._known[name]
        return done

    def tick(self, now: datetime) -> None:
        for each in self._known.values():
            each.tick(now)

    def refresh(self) -> None:
        for each in self._known.values():
            each.refresh()

    def tested_beside(self, setup: LineSetup) -> None:
        for each in self._known.values():
            each.tested_beside(setup)

    def leave(self) -> None:
        for each in self._known.values():
            each.leave()
