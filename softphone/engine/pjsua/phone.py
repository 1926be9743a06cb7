"""The real telephone: `Phone` on pjsua2. News leave from `tick` alone, after PJSIP has returned."""

from __future__ import annotations

import gc
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pjsua2 as pj
from PySide6.QtCore import QCoreApplication

from softphone.domain.audio import Route
from softphone.domain.call import Dialog
from softphone.domain.line import LineSetup
from softphone.domain.presence import Presence
from softphone.domain.text import clean
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.trace import Trace
from softphone.engine.pjsua.addresses import dial_uri, party_of, read_message, read_text
from softphone.engine.pjsua.buddies import Buddies, write_presence
from softphone.engine.pjsua.endpoint import open_endpoint
from softphone.engine.pjsua.guard import tried
from softphone.engine.pjsua.leg import Leg, SipCall
from softphone.engine.pjsua.line_up import Departed, LineUp
from softphone.engine.pjsua.lines import Transports
from softphone.engine.pjsua.wiring import Wiring
from softphone.engine.ports import (
    Ears,
    FileEnded,
    LegEnded,
    News,
    Offered,
    Registration,
    TextAnswered,
)

log = logging.getLogger("aside.engine")

PJ_CALLS = 4  # compiled in
STRAYS_EVERY_S = 0.5
STOP_S = 1.5  # for BYE and un-registration at the end
MAX_EVENTS_A_TICK = 50
MAX_HEADER_BYTES = 1_200  # of an INVITE's extra headers: PJSIP holds 4,000 bytes in all


class PjsuaPhone:
    def __init__(self, ears: Ears, resolver: Resolver | None = None) -> None:
        self._ears = ears
        self._tell_out: Callable[[News], None] | None = None
        self._news: list[News] = []
        self._endpoint: Any = None
        self._transports: Transports | None = None
        self._wiring: Wiring | None = None
        self._line: LineUp | None = None
        self._test: LineUp | None = None
        self._buddies: Buddies | None = None
        self._legs: dict[str, Leg] = {}
        self._departed = Departed()
        self._dead: list[Any] = []  # pj objects that are dropped at the next turn
        self._watched: tuple[str, ...] = ()
        self._presence = Presence()
        self._strays_at = 0.0
        self._busy = False  # inside tick or stop: news leave when it is over
        self._resolver = resolver or Resolver()
        self.trace = Trace()

    # --- Life ---------------------------------------------------------------------------------------------

    def start(self, tell: Callable[[News], None]) -> None:
        self._tell_out = tell
        endpoint = open_endpoint()
        self._endpoint = endpoint
        self._transports = Transports(endpoint)
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
        self._dead.clear()
        for _ in range(MAX_EVENTS_A_TICK):
            handled = self._endpoint.libHandleEvents(0)
            self._dead.clear()  # at once: a dead call that lingers takes the number of a new one with it
            if handled <= 0:
                break
        now = time.monotonic()
        if now >= self._strays_at:
            self._strays_at = now + STRAYS_EVERY_S
            self._end_strays()
            self._departed.turn(now)
        for line in (self._line, self._test):
            if line is not None:
                line.tick()
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
        if self._line is not None:
            self._line.register(False)
        deadline = time.monotonic() + STOP_S
        while time.monotonic() < deadline and (self._legs or self._registered()):
            self._turn_both(endpoint)
            self._deliver()
        self._close_line()
        self._close_test()
        self._turn_both(endpoint)
        kept = self._departed.close()
        self._resolver.close()
        self._legs.clear()
        if self._wiring is not None:
            self._wiring.close()
            self._wiring = None
        self._dead.clear()
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

    def use_line(self, setup: LineSetup | None) -> None:
        self._close_line()
        if setup is not None and self._transports is not None:
            self._line = LineUp(setup, self, self._transports, self._resolver, self.trace, self)
            if self._line.ready:
                self._line_ready()

    def register(self, on: bool) -> None:
        if self._line is not None:
            self._line.register(on)

    def try_line(self, setup: LineSetup) -> None:
        self._close_test()
        if self._transports is not None:
            self._test = LineUp(setup, self, self._transports, self._resolver, self.trace, None)
            self._test.register(True)

    # --- Calls --------------------------------------------------------------------------------------------

    def dial(self, leg: str, target: str, headers: tuple[tuple[str, str], ...]) -> None:
        setup = self._setup
        uri = dial_uri(target, setup) if setup else None
        if uri is None:
            self.tell(LegEnded(leg, 484 if setup else 503, ""))
        elif not self._call(Leg(leg, self, dialled=True), uri, headers):
            self.tell(LegEnded(leg, 503, ""))

    def take_back(self, leg: str, dialog: Dialog) -> None:
        """To the other side's Contact; where the PBX will not pass that on, to their address."""
        # RFC 3891 §3: to-tag is the tag of whoever receives this, our remote tag.
        replaces = f"{dialog.sip_call_id};to-tag={dialog.remote_tag};from-tag={dialog.local_tag}"
        headers = (("Replaces", clean(replaces, 400)),)
        setup = self._setup
        known = (dialog.remote_target, dialog.remote_uri)
        targets = [uri for target in known if setup and (uri := dial_uri(target, setup))]
        taken = Leg(leg, self, dialled=True)
        if len(targets) > 1:
            taken.try_next = lambda: self._call(taken, targets[1], headers)
        if not targets or not self._call(taken, targets[0], headers):
            self.tell(LegEnded(leg, 503, ""))

    def ring(self, leg: str) -> None:
        self._respond(leg, pj.PJSIP_SC_RINGING)

    def answer(self, leg: str) -> None:
        self._respond(leg, pj.PJSIP_SC_OK)

    def refuse(self, leg: str, code: int) -> None:
        if known := self._legs.get(leg):
            known.hang_up(code)

    def hang_up(self, leg: str) -> None:
        if known := self._legs.get(leg):
            known.hang_up()

    def hold(self, leg: str, on: bool) -> None:
        if known := self._legs.get(leg):
            known.hold(on)

    def digits(self, leg: str, digits: str) -> None:
        call = self._dialog(leg)
        if call is not None:
            tried("digits", leg, lambda: call.dialDtmf(digits))

    def refer(self, leg: str, target: str) -> None:
        call, known = self._dialog(leg), self._legs.get(leg)
        uri = dial_uri(target, self._line.setup) if self._line else None
        if call is None or known is None:
            return
        if uri is None or not tried("refer", leg, lambda: call.xfer(uri, pj.CallOpParam(True))):
            known.transfer_step(400, True)

    # --- Sound --------------------------------------------------------------------------------------------

    def route(self, wanted: frozenset[Route]) -> None:
        if self._wiring is not None:
            self._wiring.route(wanted)

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

    # --- For lines, legs and accounts ----------------------------------------------------------------------------

    def tell(self, news: News) -> None:
        self._news.append(news)

    @property
    def legs(self) -> int:
        return len(self._legs)

    def moved(self) -> None:
        for leg in self._legs.values():
            leg.move()

    def bury(self, call: SipCall) -> None:
        self._dead.append(call)

    def rewire(self, leg_id: str) -> None:
        if self._wiring is not None:
            self._wiring.rewire(leg_id)

    def invited(self, account: Any, param: Any) -> None:
        leg = Leg(uuid.uuid4().hex, self, dialled=False)
        call = SipCall(account, leg, param.callId)
        message = read_message(param.rdata.wholeMsg)
        if message is None:
            # PJSIP could read it and we cannot: nobody honest writes that.
            leg.over = True
            leg.call = call
            self._legs[leg.leg_id] = leg
            leg.hang_up(400)
            return
        leg.call = call
        call.learn(message, received=True)
        self._legs[leg.leg_id] = leg
        if self._line is not None:  # what was too long for PJSIP
            message = replace(message, headers=message.headers + self._line.carrier.context_of(message.call_id))
        self.tell(Offered(leg.leg_id, party_of(message, self._setup), message.headers, call.dialog))

    def text_arrived(self, param: Any) -> None:
        message = read_message(param.rdata.wholeMsg)
        if message is not None and (text := read_text(message, self._setup)):
            self.tell(text)

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

    def _end_strays(self) -> None:
        """End what PJSIP accepted without asking: an INVITE that replaces a call whose BYE is still unanswered.

        The object lives for this line alone: its destructor hangs up, and an older one would meet other calls."""
        account = self._line.account if self._line else None
        for pj_id in range(PJ_CALLS if account else 0):
            if pj.Call.lookup(pj_id) is None:
                pj.Call(account, pj_id)

    def _forget(self, leg_id: str) -> None:
        if self._wiring is not None:
            self._wiring.forget(leg_id)
        if leg := self._legs.pop(leg_id, None):
            self._dead.append(leg)

    def _line_ready(self) -> None:
        assert self._line is not None
        assert self._line.account is not None
        self._buddies = Buddies(self._line.account, self.tell)
        self.publish(self._presence)
        self.watch(self._watched)

    def _close_line(self) -> None:
        if self._buddies is not None:
            self._buddies.close()
            self._buddies = None
        if self._line is not None:
            self._departed.take(self._line)
            self._line = None

    def _close_test(self) -> None:
        if self._test is not None:
            self._departed.take(self._test)
            self._test = None

    @property
    def _setup(self) -> LineSetup | None:
        return self._line.setup if self._line else None

    def _registered(self) -> bool:
        account = self._line.account if self._line else None
        return bool(account and account.getInfo().regIsActive)

    def _call(self, leg: Leg, uri: str, headers: tuple[tuple[str, str], ...]) -> bool:
        account = self._line.account if self._line else None
        if account is None:
            return False
        call = SipCall(account, leg)
        param = pj.CallOpParam(True)
        size = 0
        for name, value in headers:
            size += len(name) + len(value) + 4
            if size > MAX_HEADER_BYTES:
                log.info("header left out call=%s", leg.leg_id)
                break
            header = pj.SipHeader()
            header.hName, header.hValue = clean(name, 64), clean(value, 400)
            param.txOption.headers.append(header)
        self._legs[leg.leg_id] = leg
        leg.call = call
        if tried("dial", leg.leg_id, lambda: call.makeCall(uri, param)):
            return True
        leg.call = None
        self._dead.append(call)
        return False

    def _respond(self, leg: str, code: int) -> None:
        call = self._dialog(leg)
        if call is not None:
            param = pj.CallOpParam()
            param.statusCode = code
            tried("respond", leg, lambda: call.answer(param))

    def _dialog(self, leg: str) -> SipCall | None:
        known = self._legs.get(leg)
        return known.call if known else None
