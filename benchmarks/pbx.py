"""The other end of the wire, as little as a phone needs: takes its REGISTER, calls it, sends it messages.

UDP on loopback. It is no SIP stack: it knows the few messages of these benchmarks, so that nothing of its own is
in the figures.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter

from benchmarks.loop import Loop

HOST = "127.0.0.1"
COPIED = ("via", "from", "to", "call-id", "cseq")
SHORT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact"}


@dataclass(slots=True)
class Dialled:
    """A call from here, and when each status of its INVITE was first read."""

    call_id: str
    branch: str
    sent_at: float
    statuses: dict[int, float] = field(default_factory=dict)
    to: str = ""
    answer: str = ""  # the SDP of its 200

    @property
    def over(self) -> bool:
        return any(status >= 200 for status in self.statuses)


@dataclass(frozen=True, slots=True)
class Read:
    """A message as it came."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: str = ""

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")


class Pbx:
    def __init__(self, loop: Loop) -> None:
        self._loop = loop
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        # RTP of an answered call comes here and is not read.
        self._ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._ear.bind((HOST, 0))
        self._number = count(1)
        self._calls: dict[str, Dialled] = {}
        self.contact = ""
        self.port: int = self._socket.getsockname()[1]
        self.texts_taken = 0  # answered by 2xx
        self.texts_refused = 0
        loop.add(self._socket, self._read)

    def close(self) -> None:
        self._loop.remove(self._socket)
        self._socket.close()
        self._ear.close()

    def call(self, number: str = "+49405550142", headers: tuple[str, ...] = (), ear: int = 0) -> Dialled:
        """Sends an INVITE; `sent_at` is taken right before the datagram leaves. `ear` is a port for its sound."""
        n = next(self._number)
        call = Dialled(f"bench-{n}@{HOST}", f"z9hG4bKbench{n}", 0.0, to=f"<{self.contact}>")
        self._calls[call.call_id] = call
        ear = ear or self._ear.getsockname()[1]
        sdp = (
            f"v=0\r\no=- {n} 1 IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\n"
            f"m=audio {ear} RTP/AVP 9 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
        )
        extra = (f"Contact: <sip:bench@{HOST}:{self.port}>", "Content-Type: application/sdp", *headers)
        packet = self._request("INVITE", call, number, sdp, extra)
        call.sent_at = perf_counter()
        self._send(packet)
        return call

    def give_up(self, call: Dialled) -> None:
        """CANCEL, and wait for the end."""
        self._send(self._request("CANCEL", call, "", "", ()))
        self._loop.until(lambda: call.over, "487 after CANCEL")

    def hang_up(self, call: Dialled) -> None:
        self._send(self._request("BYE", call, "", "", (), cseq=2, branch=call.branch + "BYE"))

    def text(self, body: str, within: Dialled, sender: str = "lea") -> None:
        """One MESSAGE out of any dialog. It has the Call-ID of a call that passed the engine's gate, so that all of
        them pass: of strangers' texts it sheds what is more than fifty a second."""
        n = next(self._number)
        text = Dialled(within.call_id, f"z9hG4bKtext{n}", 0.0, to=f"<{self.contact}>")
        self._send(self._request("MESSAGE", text, sender, body, ("Content-Type: text/plain",), cseq=n))

    def ask(self) -> Dialled:
        """Sends an OPTIONS: what a PBX asks to see whether the phone is alive."""
        n = next(self._number)
        question = Dialled(f"bench-{n}@{HOST}", f"z9hG4bKbench{n}", perf_counter(), to=f"<{self.contact}>")
        self._calls[question.call_id] = question
        self._send(self._request("OPTIONS", question, "", "", ()))
        return question

    def _request(
        self,
        method: str,
        call: Dialled,
        number: str,
        body: str,
        extra: tuple[str, ...],
        cseq: int = 1,
        branch: str = "",
    ) -> bytes:
        number = number or "+49405550142"
        lines = [
            f"{method} {self.contact} SIP/2.0",
            f"Via: SIP/2.0/UDP {HOST}:{self.port};branch={branch or call.branch};rport",
            "Max-Forwards: 70",
            f'From: "Bench" <sip:{number}@{HOST}:{self.port}>;tag=bench',
            f"To: {call.to if method not in ('INVITE', 'CANCEL') else f'<{self.contact}>'}",
            f"Call-ID: {call.call_id}",
            f"CSeq: {cseq} {method}",
            *extra,
            f"Content-Length: {len(body.encode())}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()

    def _send(self, packet: bytes) -> None:
        found = re.search(r"@([\d.]+):(\d+)", self.contact)
        if found is None:
            raise RuntimeError("nobody has registered")
        self._socket.sendto(packet, (found[1], int(found[2])))

    def _read(self, at: float) -> None:
        packet, source = self._socket.recvfrom(65535)
        message = _parse(packet)
        if message is None:
            return
        if message.first.startswith("SIP/2.0 "):
            self._take_answer(message, at)
        elif not message.first.startswith("ACK "):
            self._answer(message, source)

    def _take_answer(self, message: Read, at: float) -> None:
        status = int(message.first.split()[1])
        call = self._calls.get(message.one("call-id"))
        method = message.one("cseq").split()[-1]
        if method == "MESSAGE" and status >= 200:
            self.texts_taken += status < 300
            self.texts_refused += status >= 300
        if call is None or method not in ("INVITE", "OPTIONS"):
            return
        call.statuses.setdefault(status, at)
        if method == "INVITE" and status >= 200:
            call.to = message.one("to")
            call.answer = message.body
            # RFC 3261 §17.1.1.3: the ACK of a refusal belongs to the INVITE's transaction, that of a 2xx does not.
            branch = call.branch + ("ACK" if status < 300 else "")
            self._send(self._request("ACK", call, "", "", (), branch=branch))

    def _answer(self, message: Read, source: tuple[str, int]) -> None:
        """200 to whatever it asks: this PBX believes everybody."""
        method = message.first.split()[0]
        lines = ["SIP/2.0 200 OK"]
        for name, value in message.headers:
            if name in COPIED:
                tag = ";tag=pbx" if name == "to" and ";tag=" not in value else ""
                lines.append(f"{name.title()}: {value}{tag}")
        if method == "REGISTER":
            contact = message.one("contact")
            found = re.search(r"<(sip:[^>]+)>", contact)
            gone = "expires=0" in contact or message.one("expires") == "0"
            if found and not gone:
                self.contact = found[1]
                lines.append(f"Contact: <{found[1]}>;expires=600")
        lines.append("Content-Length: 0")
        self._socket.sendto(("\r\n".join(lines) + "\r\n\r\n").encode(), source)


@contextmanager
def a_pbx() -> Iterator[tuple[Loop, Pbx]]:
    loop = Loop()
    pbx = Pbx(loop)
    try:
        yield loop, pbx
    finally:
        pbx.close()
        loop.close()


def _parse(packet: bytes) -> Read | None:
    head, _, body = packet.decode("utf-8", "replace").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    if not first:
        return None  # a keep-alive
    pairs = (line.partition(":") for line in lines)
    return Read(first, tuple((SHORT.get(n.strip().lower(), n.strip().lower()), v.strip()) for n, _, v in pairs), body)
