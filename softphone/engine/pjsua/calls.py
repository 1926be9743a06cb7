"""The calls of the telephone: one Leg each, and what can be done to it. Line and sound are not here."""

from __future__ import annotations

import logging
import uuid
from typing import Any

import pjsua2 as pj
from msgspec.structs import replace

from softphone.domain.call import Dialog
from softphone.domain.line import LineSetup
from softphone.domain.presence import DigitsBy
from softphone.domain.quality import Count
from softphone.domain.text import clean
from softphone.engine.pjsua.addresses import dial_uri, party_of, read_message, read_text
from softphone.engine.pjsua.guard import tried
from softphone.engine.pjsua.leg import Leg, SipCall
from softphone.engine.pjsua.line_up import LineUp
from softphone.engine.pjsua.measure import count_of
from softphone.engine.pjsua.native import calls_held
from softphone.engine.pjsua.wiring import Wiring
from softphone.engine.ports import NO_LEG, LegEnded, News, Offered, RecordAnswered

log = logging.getLogger("aside.engine")

PJ_CALLS = 4  # compiled in
# PJSUA_XFER_NO_REQUIRE_REPLACES, which the wrapper leaves out: who knows the dialog needs no such word, some refuse it.
NO_REQUIRE_REPLACES = 1
MAX_HEADER_BYTES = 1_200  # of an INVITE's extra headers: PJSIP holds 4,000 bytes in all


class Calls:
    """What `PjsuaPhone` knows of calls. Every object of pj that may not die in a callback is buried in `_dead`."""

    def __init__(self) -> None:
        self._news: list[News] = []
        self._legs: dict[str, Leg] = {}
        self._dead: list[Any] = []  # pj objects that are dropped at the next turn
        self._wiring: Wiring | None = None
        self._lines: dict[str, LineUp] = {}  # by name; the main one's is empty

    def dial(self, leg: str, target: str, headers: tuple[tuple[str, str], ...], line: str = "") -> None:
        setup = self._setup_of(line)
        uri = dial_uri(target, setup) if setup else None
        if uri is None:
            self.tell(LegEnded(leg, 484 if setup else 503, ""))
        elif not self._call(Leg(leg, self, dialled=True), uri, headers, line):
            self.tell(LegEnded(leg, NO_LEG if calls_held() >= PJ_CALLS else 503, ""))

    def take_back(self, leg: str, dialog: Dialog, line: str = "") -> None:
        """To the other side's Contact; where the PBX will not pass that on, to their address, then to our own: a PBX
        that is a party itself looks at Replaces alone, but some (Asterisk) want a number that they know."""
        # RFC 3891 §3: to-tag is the tag of whoever receives this, our remote tag. Who cannot replace must not ring.
        replaces = f"{dialog.sip_call_id};to-tag={dialog.remote_tag};from-tag={dialog.local_tag}"
        headers = (("Replaces", clean(replaces, 400)), ("Require", "replaces"))
        setup = self._setup_of(line)
        known = (dialog.remote_target, dialog.remote_uri, setup.user) if setup else ()
        targets = [uri for target in known if setup and (uri := dial_uri(target, setup))]
        taken = Leg(leg, self, dialled=True)

        def try_next() -> bool:
            uri = targets.pop(0)
            taken.try_next = try_next if targets else None
            return self._call(taken, uri, headers, line)

        if not targets or not try_next():
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

    def digits(self, leg: str, digits: str, by: DigitsBy = DigitsBy.EVENTS) -> None:
        call = self._dialog(leg)
        if call is None:
            return
        if by is DigitsBy.SOUND:
            if self._wiring is not None:
                self._wiring.dial_tones(leg, digits)
            return
        param = pj.CallSendDtmfParam()
        param.digits = digits
        if by is DigitsBy.INFO and (known := self._legs.get(leg)):
            known.infos += [None] * len(digits)
        param.method = pj.PJSUA_DTMF_METHOD_SIP_INFO if by is DigitsBy.INFO else pj.PJSUA_DTMF_METHOD_RFC2833
        tried("digits", leg, lambda: call.sendDtmf(param))

    def ask_record(self, leg: str, on: bool) -> None:
        call, known = self._dialog(leg), self._legs.get(leg)
        if call is None or known is None:
            return
        param = pj.CallSendRequestParam()
        param.method = "INFO"
        header = pj.SipHeader()
        header.hName, header.hValue = "Record", "on" if on else "off"
        param.txOption.headers.append(header)
        if tried("record", leg, lambda: call.sendRequest(param)):
            known.infos.append(on)
        else:
            self.tell(RecordAnswered(leg, on, 500))

    def deflect(self, leg: str, target: str) -> None:
        call, known = self._dialog(leg), self._legs.get(leg)
        if call is None or known is None:
            return
        setup = self._setup_of(self._name_of(call.account))
        uri = dial_uri(target, setup) if setup else None
        if uri is None:
            known.hang_up(480)
            return
        param = pj.CallOpParam()
        param.statusCode = pj.PJSIP_SC_MOVED_TEMPORARILY
        header = pj.SipHeader()
        header.hName, header.hValue = "Contact", f"<{uri}>"
        param.txOption.headers.append(header)
        if not tried("deflect", leg, lambda: call.answer(param)):
            known.hang_up(480)

    def refer(self, leg: str, target: str) -> None:
        call, known = self._dialog(leg), self._legs.get(leg)
        if call is None or known is None:
            return
        setup = self._setup_of(self._name_of(call.account))
        uri = dial_uri(target, setup) if setup else None
        if uri is None or not tried("refer", leg, lambda: call.xfer(uri, pj.CallOpParam(True))):
            known.transfer_step(400, True)

    def refer_to(self, leg: str, other: str) -> None:
        call, known, their = self._dialog(leg), self._legs.get(leg), self._dialog(other)
        if call is None or known is None:
            return
        param = pj.CallOpParam(True)
        param.options = NO_REQUIRE_REPLACES
        if their is None or not tried("refer_to", leg, lambda: call.xferReplaces(their, param)):
            known.transfer_step(400, True)

    def trust(self, leg: str) -> None:
        call, known = self._dialog(leg), self._legs.get(leg)
        if call is not None and known is not None:
            known.trusted_within = self._setup_of(self._name_of(call.account))

    def measure(self, leg: str) -> Count | None:
        call = self._dialog(leg)
        return count_of(call) if call is not None else None

    # --- For lines, legs and accounts ---------------------------------------------------------------------

    def tell(self, news: News) -> None:
        self._news.append(news)

    @property
    def legs(self) -> int:
        return len(self._legs)

    @property
    def legs_held(self) -> int:
        return max(len(self._legs), calls_held())

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
        name = self._name_of(account)
        if name in self._lines:  # what was too long for PJSIP
            more = self._lines[name].carrier.context_of(message.call_id)
            message = replace(message, headers=message.headers + more)
        self.tell(Offered(leg.leg_id, party_of(message, self._setup_of(name)), message.headers, call.dialog, name))

    def text_arrived(self, param: Any) -> None:
        message = read_message(param.rdata.wholeMsg)
        if message is not None and (text := read_text(message, self._setup)):
            self.tell(text)

    # --- Inside -------------------------------------------------------------------------------------------

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

    @property
    def _line(self) -> LineUp | None:
        """The main one."""
        return self._lines.get("")

    @property
    def _setup(self) -> LineSetup | None:
        return self._setup_of("")

    def _setup_of(self, name: str) -> LineSetup | None:
        line = self._lines.get(name)
        return line.setup if line else None

    def _name_of(self, account: Any) -> str:
        return next((name for name, line in self._lines.items() if line.account is account), "")

    def _call(self, leg: Leg, uri: str, headers: tuple[tuple[str, str], ...], line: str = "") -> bool:
        account = self._lines[line].account if line in self._lines else None
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
