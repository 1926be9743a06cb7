"""One line's carrier: PJSIP's loopback end on one side, the way to the PBX on the other, surgery and gate between.

It keeps no transactions. What it answers itself (486, 503, 513) it answers without a state, and it says so.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from math import inf
from typing import Protocol

from PySide6.QtCore import QObject

from softphone.domain.line import LineFault, LineSetup, Transport
from softphone.domain.sip import Headers, Message, Request, read, reply_to, write
from softphone.domain.sip_address import BadMessage, Via
from softphone.engine.carrier.alg import contact_altered, sound_altered, via_altered
from softphone.engine.carrier.flow import Place
from softphone.engine.carrier.gate import OF_A_DIALOG, TAKEN, Deed, Gate, tag_for
from softphone.engine.carrier.inner import LOOPBACK, Inner, InnerDatagrams, InnerStream
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.surgery import MOST_BYTES, Letter, Surgeon, cut, shed
from softphone.engine.carrier.trace import Trace
from softphone.engine.carrier.way import Way

MOST_CONTEXTS = 16
MOST_WAITING = 32
WAIT_S = 8.0  # an agent waits no longer for a PBX that is not there
AGAIN_S = 0.5  # a REGISTER unanswered on a stream is repeated after that and at twice, four times … of it
_KEYS = b"a=crypto:"  # of SRTP: whoever reads them hears the call

log = logging.getLogger("aside.engine")


class Listener(Protocol):
    """Whom the carrier tells."""

    def way_up(self, place: Place) -> None: ...
    def way_down(self, fault: LineFault) -> None: ...
    def turned_away(self, request: Request, status: int) -> None:
        """A call that PJSIP never saw."""
        ...

    def stranger_came(self) -> None: ...
    def altered(self, *, sound: bool) -> None:
        """Somebody between us and the PBX wrote another address into our Via or Contact, or one of our `sound`."""
        ...

    def handed_over(self) -> None:
        """PJSIP has something to read: let it, now."""
        ...


class Carrier(QObject):
    """`port` is where PJSIP sends everything; `admit` says which port is PJSIP's."""

    def __init__(
        self,
        setup: LineSetup,
        listener: Listener,
        resolver: Resolver,
        trace: Trace,
        in_call: Callable[[], bool],
        legs: Callable[[], int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.deaf = False  # a line that is tested or was closed: who begins something there is told to try elsewhere
        self._listener = listener
        self._trace = trace
        self.counts: Counter[str] = Counter()
        self._gate = Gate(legs)
        self._waiting: OrderedDict[str, tuple[float, Letter]] = OrderedDict()  # for a way, or for the first answer
        self._again_at: dict[str, float] = {}  # by the same key
        self._last_place: Place | None = None
        self._contexts: OrderedDict[str, Headers] = OrderedDict()
        udp = setup.transport is Transport.UDP
        self._inner: Inner = InnerDatagrams(self) if udp else InnerStream(self)
        self._inner.heard.connect(self._from_pjsip)
        self._inner.stranger.connect(self._stranger)
        self._surgeon = Surgeon(LOOPBACK, self._inner.port, "UDP" if udp else "TCP", secrets.token_bytes(16))
        self._way = Way(setup, resolver, in_call, self)
        self._way.heard.connect(self._from_pbx)
        self._way.up.connect(self._up)
        self._way.down.connect(self._down)
        self._way.moved.connect(self._moved)
        self._way.stranger.connect(self._stranger)

    def start(self) -> None:
        self._way.start()

    def tick(self) -> None:
        """Every few milliseconds: what waits for a time."""
        self._way.tick()
        now = time.monotonic()
        if self._way.silent:
            self._give_up(now - WAIT_S)
        for key, at in tuple(self._again_at.items()):
            if now >= at:
                self._ask_again(key, now)

    def close(self) -> None:
        self._way.close()
        self._inner.close()
        self.deleteLater()

    def admit(self, pjsip_port: int) -> None:
        """On UDP: only what comes from this port is PJSIP's. On TCP the carrier finds out by itself."""
        if isinstance(self._inner, InnerDatagrams):
            self._inner.peer_port = pjsip_port

    @property
    def port(self) -> int:
        return self._inner.port

    @property
    def address(self) -> str:
        """As PJSIP names the source of what comes from here."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def place(self) -> Place | None:
        return self._way.place

    @property
    def fault(self) -> LineFault:
        return self._way.fault

    def look(self) -> None:
        """Somebody waits: try the way again now."""
        self._way.look()

    def tally(self) -> str:
        """What passed, what was answered here and what was dropped, in one line."""
        counted = {**self._gate.counts, **self.counts}
        place = self._way.place
        way = f"{place.transport.value} {'verified' if place.secured else 'clear'}" if place else self.fault.value
        return " ".join([f"way={way},", *(f"{what}={many}" for what, many in sorted(counted.items()))])

    def reconsider(self, *, old: bool) -> None:
        """The network is another one, or we slept (`old`): is the way still the same?"""
        self._way.reconsider(old=old)

    def context_of(self, call_id: str) -> Headers:
        """What was taken out of an INVITE that was too long for PJSIP."""
        return self._contexts.get(call_id, ())

    # --- From PJSIP ---------------------------------------------------------------------------------------

    def _from_pjsip(self, data: bytes) -> None:
        try:
            letter = cut(data)
            self._pass_out(letter)
        except BadMessage as error:
            self.counts["bad out"] += 1
            log.info("not sent reason=%s", error)

    def _pass_out(self, letter: Letter, since: float | None = None) -> None:
        place = self._way.place
        if _KEYS in letter.body and (place is None or not place.secured):
            # Checked for each message: keys leave on a proved TLS flow or not at all.
            self.counts["keys kept"] += 1
            self._answer_pjsip(letter, 503)
            return
        if letter.method == "INVITE":
            self._gate.sent(letter.call_id, letter.status)
        if letter.is_response:
            out, back = self._surgeon.response_out(letter)
            self._send(bytes(out), back)
            return
        first = letter.method == "REGISTER" or (letter.method == "INVITE" and not letter.tag("to"))
        if first or place is None:
            self._waiting[_key(letter)] = (since or time.monotonic(), letter)
            while len(self._waiting) > MOST_WAITING:
                self._waiting.popitem(last=False)
        if place is not None:
            out = self._surgeon.request_out(letter, place.transport.value, place.sent_by, place.port)
            self._send(bytes(out), asks=letter.method == "REGISTER")
            if letter.method == "REGISTER" and place.transport is not Transport.UDP:
                self._again_at.setdefault(_key(letter), time.monotonic() + AGAIN_S)
        elif self._way.hopeless:
            self._give_up()

    def _ask_again(self, key: str, now: float) -> None:
        """A PBX that starts takes connections before it takes SIP and drops what comes (Asterisk 22 does). To one that
        works on the first REGISTER this is a retransmission, told by its branch (RFC 3261 §17.2.3)."""
        del self._again_at[key]
        since, letter = self._waiting.get(key, (0.0, None))
        if letter is not None and now - since < WAIT_S:
            self._again_at[key] = since + 2 * (now - since)
            self._pass_out(letter, since)

    def _send(self, data: bytes, back: str = "", *, asks: bool = False) -> None:
        self._trace.add(time.monotonic(), "out", data)
        self._way.send(data, back, asks=asks)

    # --- The way ------------------------------------------------------------------------------------------

    def _up(self, place: Place) -> None:
        if place != self._last_place:
            self._refuse_old_contacts()
        self._last_place = place
        self._listener.way_up(place)
        self._repeat()

    def _refuse_old_contacts(self) -> None:
        """A REGISTER that waited for the way names a Contact that is gone: nobody must ring there."""
        for key, (_, letter) in tuple(self._waiting.items()):
            if letter.method == "REGISTER":
                del self._waiting[key]
                self._answer_pjsip(letter, 503)

    def _down(self, fault: LineFault) -> None:
        if self._way.hopeless:
            self._give_up()
        self._listener.way_down(fault)

    def _moved(self) -> None:
        """To a target that knows nothing of us, unless it is asked by this very repetition."""
        place = self._way.place
        if not any(letter.method == "REGISTER" for _, letter in self._waiting.values()) and place is not None:
            self._listener.way_down(LineFault.UNREACHABLE)
            self._listener.way_up(place)
        self._repeat()

    def _repeat(self) -> None:
        """What waited for a way, and what the last target left without a word (RFC 3263 §4.3)."""
        waiting, self._waiting = self._waiting, OrderedDict()
        for at, letter in waiting.values():
            if time.monotonic() - at < WAIT_S:
                self._pass_out(letter, at)

    def _give_up(self, before: float = inf) -> None:
        """There is no way out: said at once, instead of half a minute of silence."""
        for key, (at, letter) in tuple(self._waiting.items()):
            if at <= before:
                del self._waiting[key]
                self._answer_pjsip(letter, 503)

    def _answer_pjsip(self, letter: Letter, status: int) -> None:
        if letter.is_response or letter.method == "ACK":
            return
        request = read(bytes(letter))
        assert isinstance(request, Request)
        # PJSIP reads it at its next tick: this may be inside a command, and news are never told from there.
        self._inner.send(write(reply_to(request, status, to_tag=tag_for(request))))

    # --- From the PBX -------------------------------------------------------------------------------------

    def _from_pbx(self, data: bytes, source: str) -> None:
        now = time.monotonic()
        self._trace.add(now, "in", data)
        try:
            message = read(data)
            letter = cut(data.lstrip(b"\r\n"))
            if letter.is_response:
                altered, answer = self._way.place is not None and via_altered(letter, self._way.place), letter
                letter = self._surgeon.response_in(letter)
                _, asked = self._waiting.pop(_key(letter), (0.0, None))
                self._look_for_alg(answer, asked, altered)
            else:
                assert isinstance(message, Request)
                if self.deaf and not message.recipient.tag:
                    self._refuse(message, 480, source, tell=False)
                    return
                verdict = self._gate.judge(message, now)
                if verdict.deed is not Deed.PASS:
                    if verdict.deed is Deed.ANSWER:
                        self._refuse(message, verdict.status, source, tell=verdict.tell, later_s=verdict.retry_after_s)
                    return
                letter = self._surgeon.request_in(letter, source)
        except BadMessage as error:
            self.counts["bad in"] += 1
            log.debug("dropped reason=%s", error)
            return
        self._hand_over(letter, message, source)

    def _look_for_alg(self, answer: Letter, asked: Letter | None, altered: bool) -> None:
        place = self._way.place
        if asked is not None and asked.method == "REGISTER" and place is not None:
            altered = altered or contact_altered(answer, asked, place)
        if altered:
            self.counts["altered"] += 1
            self._listener.altered(sound=False)
        if sound_altered(answer):
            self.counts["sound altered"] += 1
            self._listener.altered(sound=True)

    def _hand_over(self, letter: Letter, message: Message, source: str) -> None:
        letter, taken = shed(letter)
        whole = bytes(letter)
        if len(whole) > MOST_BYTES:
            self.counts["too long"] += 1
            log.info("too_long bytes=%d", len(whole))
            if isinstance(message, Request) and message.method != "ACK":
                self._refuse(message, 513, source, tell=message.method == "INVITE" and not message.recipient.tag)
            return
        if taken and letter.method == "INVITE":
            self._contexts[message.call_id] = taken
            while len(self._contexts) > MOST_CONTEXTS:
                self._contexts.popitem(last=False)
        self._inner.send(whole)
        self._listener.handed_over()

    def _refuse(self, request: Request, status: int, source: str, *, tell: bool, later_s: int = 0) -> None:
        if request.method == "ACK":
            return
        headers: Headers = (("Retry-After", str(later_s)),) if later_s else ()
        if status == 405:
            headers = (("Allow", ", ".join(sorted(TAKEN | OF_A_DIALOG))),)  # RFC 3261 §21.4.6
        reason = "Message Too Large" if status == 513 else ""
        self._send(write(reply_to(request, status, to_tag=tag_for(request), headers=headers, reason=reason)), source)
        if tell:
            self._listener.turned_away(request, status)

    def _stranger(self) -> None:
        self.counts["strangers"] += 1
        self._listener.stranger_came()


def _key(letter: Letter) -> str:
    """What a request of PJSIP's and its answers have in common: its branch, and the method for CANCEL has the same."""
    return f"{letter.method} {Via.read(letter.values('via')[0]).branch}"
