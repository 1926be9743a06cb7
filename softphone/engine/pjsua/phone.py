"""The real telephone: `Phone` on pjsua2. News leave from `tick` alone, after PJSIP has returned."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable
from typing import Any

import pjsua2 as pj
from PySide6.QtCore import QCoreApplication

from softphone.domain.audio import Route
from softphone.domain.line import LineSetup
from softphone.domain.nat import NatSetup
from softphone.domain.presence import Presence
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.trace import Trace
from softphone.engine.pjsua.addresses import dial_uri
from softphone.engine.pjsua.bridge import dropped
from softphone.engine.pjsua.buddies import Buddies, write_presence
from softphone.engine.pjsua.calls import Calls
from softphone.engine.pjsua.detours import Detours
from softphone.engine.pjsua.endpoint import open_endpoint, order_codecs
from softphone.engine.pjsua.guard import tried
from softphone.engine.pjsua.line_up import Departed, LineUp
from softphone.engine.pjsua.lines import Transports
from softphone.engine.pjsua.wiring import Wiring
from softphone.engine.ports import (
    Ears,
    FileEnded,
    LegEnded,
    News,
    Registration,
    Soothing,
    TapeSink,
    TextAnswered,
)

log = logging.getLogger("aside.engine")

STRAYS_EVERY_S = 0.5
STOP_S = 1.5  # for BYE and un-registration at the end
MAX_EVENTS_A_TICK = 50


class PjsuaPhone(Calls):
    def __init__(self, ears: Ears, resolver: Resolver | None = None) -> None:
        super().__init__()
        self._ears = ears
        self._tell_out: Callable[[News], None] | None = None
        self._endpoint: Any = None
        self._transports: Transports | None = None
        self._test: LineUp | None = None
        self._buddies: Buddies | None = None
        self._departed = Departed()
        self._watched: tuple[str, ...] = ()
        self._presence = Presence()
        self._strays_at = 0.0
        self._busy = False  # inside tick or stop: news leave when it is over
        self._resolver = resolver or Resolver()
        self._detours: Detours | None = None
        self._to_reroute: set[str] = set()  # legs whose sound is to begin anew, once their account knows of the relay
        self.trace = Trace()

    # --- Life ---------------------------------------------------------------------------------------------

    def start(self, tell: Callable[[News], None]) -> None:
        self._tell_out = tell
        endpoint = open_endpoint()
        self._endpoint = endpoint
        self._transports = Transports(endpoint)
        self._detours = Detours(endpoint, self._resolver, self.tell)
        self._wiring = Wiring(self._ears, self._dialog, self.tell, self._dead)

    def tick(self) -> None:
        if self._endpoint is None or self._busy:
            return
        self._busy = True
        try:
            self._turn()
        finally:
            self._busy = False

    def poke(self) -> None:
        """The carrier handed something over: no latency of the timer remains."""
        self.tick()

    def _turn(self) -> None:
        dropped(self._dead)
        for _ in range(MAX_EVENTS_A_TICK):
            handled = self._endpoint.libHandleEvents(0)
            dropped(self._dead)  # at once: a dead call that lingers takes the number of a new one with it
            if handled <= 0:
                break
        now = time.monotonic()
        if now >= self._strays_at:
            self._strays_at = now + STRAYS_EVERY_S
            self._end_strays()
            self._departed.turn(now)
        for line in self._all_lines():
            line.tick()
        self._go_round()
        if self._buddies is None and self._line is not None and self._line.ready:
            self._line_ready()
        for leg in list(self._legs.values()):
            leg.tick(now)
        self._deliver()

    def stop(self) -> None:
        """End calls, un-register, destroy. Nothing of pj may live after that."""
        endpoint = self._endpoint
        if endpoint is None:
            return
        self._tell_out = None
        self._busy = True
        for leg in list(self._legs.values()):
            leg.hang_up()
        for line in self._lines.values():
            line.register(False)
        deadline = time.monotonic() + STOP_S
        while time.monotonic() < deadline and (self._legs or self._registered()):
            self._turn_both(endpoint)
            self._deliver()
        for name in tuple(self._lines):
            self._close_line(name)
        self._close_test()
        if self._detours is not None:
            self._detours.close()
            self._detours = None
        self._turn_both(endpoint)
        kept = self._departed.close()
        self._resolver.close()
        self._legs.clear()
        if self._wiring is not None:
            self._wiring.close()
            self._wiring = None
        dropped(self._dead)
        self._transports = None
        self._endpoint = None
        gc.collect()
        endpoint.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)  # all is said; else it waits a second for answers
        kept.clear()

    def _turn_both(self, endpoint: Any) -> None:
        """PJSIP and, on the other end of its sockets, the carrier."""
        endpoint.libHandleEvents(5)
        QCoreApplication.processEvents()

    # --- The line -----------------------------------------------------------------------------------------

    def use_line(self, setup: LineSetup | None, name: str = "") -> None:
        self._close_line(name)
        if setup is not None and self._transports is not None:
            line = LineUp(setup, self, self._transports, self._resolver, self.trace, self)
            self._lines[name] = line
            if not name:
                order_codecs(self._endpoint, setup.media.codecs)
            if line.ready and not name:
                self._line_ready()

    def register(self, on: bool, name: str = "") -> None:
        if name in self._lines:
            self._lines[name].register(on)

    def network_changed(self, *, slept: bool) -> None:
        for line in self._all_lines():
            line.carrier.reconsider(old=slept)
        if self._detours is not None:
            self._detours.network_changed()

    def use_nat(self, setup: NatSetup) -> None:
        if self._detours is not None:
            self._detours.use(setup)

    def take_relay(self, leg: str) -> bool:
        if leg not in self._legs or self._detours is None or not self._detours.need_relay():
            return False
        self._to_reroute.add(leg)
        return True

    def try_line(self, setup: LineSetup) -> None:
        self._close_test()
        if self._transports is not None:
            self._test = LineUp(setup, self, self._transports, self._resolver, self.trace, None)
            self._test.register(True)

    # --- Sound --------------------------------------------------------------------------------------------

    def route(self, wanted: frozenset[Route]) -> None:
        if self._wiring is not None:
            self._wiring.route(wanted)

    def soothe(self, leg: str, words: str, music: str) -> Soothing:
        if self._wiring is None or leg not in self._legs:
            return Soothing()
        return self._wiring.soothe(leg, words, music)

    def rehearse(self, take: Callable[[bytes], None] | None) -> None:
        if self._wiring is not None:
            self._wiring.rehearse(take)

    def record(self, leg: str, sink: TapeSink | None) -> None:
        if self._wiring is not None and (sink is None or leg in self._legs):
            self._wiring.record(leg, sink)

    def play(self, leg: str, path: str) -> None:
        if self._wiring is not None and leg in self._legs:
            self._wiring.play(leg, path)
        elif path:
            self.tell(FileEnded(leg, path))

    # --- Texts and presence -------------------------------------------------------------------------------

    def send_text(
        self, token: str, to: str, content_type: str, body: str, headers: tuple[tuple[str, str], ...]
    ) -> None:
        uri = dial_uri(to, self._line.setup) if self._line else None
        if self._buddies is None or uri is None:
            self.tell(TextAnswered(token, 404 if self._buddies else 503, "bad address" if self._buddies else "no line"))
        else:
            self._buddies.send(token, uri, content_type, body, headers)

    def watch(self, uris: tuple[str, ...]) -> None:
        self._watched = uris
        if self._buddies is not None and self._line is not None:
            setup = self._line.setup
            self._buddies.watch({uri: name for name in uris if (uri := dial_uri(name, setup))})

    def publish(self, presence: Presence) -> None:
        self._presence = presence
        account = self._line.account if self._line else None
        if account is not None:
            tried("publish", "", lambda: account.setOnlineStatus(write_presence(presence)))

    def report(self) -> str:
        tallies = [
            f"{'further' if name else 'main'} line: {line.carrier.tally()}" for name, line in self._lines.items()
        ]
        return "\n".join((*tallies, self.trace.text(time.monotonic())))

    # --- For the account ----------------------------------------------------------------------------------

    def text_answered(self, param: Any) -> None:
        if self._buddies is not None:
            self._buddies.answered(param.msgBody, int(param.code), param.reason)

    # --- Inside -------------------------------------------------------------------------------------------

    def _deliver(self) -> None:
        while self._news:
            batch, self._news = self._news, []
            for news in batch:
                if isinstance(news, LegEnded):
                    self._forget(news.leg)
                elif isinstance(news, Registration) and news.test:
                    self._close_test()
                if self._tell_out is not None:
                    self._tell_out(news)

    def _go_round(self) -> None:
        """Lines learn what the detours are now; then the legs that wait for it are offered anew."""
        if self._detours is None:
            return
        self._detours.tick()
        known = [line.take(self._detours.current) for line in self._lines.values()]
        if all(known):
            for leg in self._to_reroute & self._legs.keys():
                self._legs[leg].move()
            self._to_reroute.clear()

    def _line_ready(self) -> None:
        assert self._line is not None
        assert self._line.account is not None
        self._buddies = Buddies(self._line.account, self.tell)
        self.publish(self._presence)
        self.watch(self._watched)

    def _close_line(self, name: str) -> None:
        if self._buddies is not None and not name:
            self._buddies.close()
            self._buddies = None
        if name in self._lines:
            self._departed.take(self._lines.pop(name))

    def _all_lines(self) -> list[LineUp]:
        return [*self._lines.values(), *([self._test] if self._test else [])]

    def _close_test(self) -> None:
        if self._test is not None:
            self._departed.take(self._test)
            self._test = None

    def _registered(self) -> bool:
        accounts = [line.account for line in self._lines.values() if line.account]
        return any(account.getInfo().regIsActive for account in accounts)
