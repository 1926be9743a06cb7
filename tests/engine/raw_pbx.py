"""A PBX that is one UDP socket: it registers everybody and says on the wire exactly what a test wants."""

from __future__ import annotations

import contextlib
import itertools
import select
import socket
import time
from types import TracebackType

from softphone.domain.sip import Headers, Message, Request, Response, read, reply_to, write
from softphone.domain.sip_address import BadMessage, NameAddr, Uri

DEADLINE_S = 20.0  # an engine takes its time to start where others work, too
_count = itertools.count(1)


def sdp(direction: str = "sendrecv", port: int = 40_000, host: str = "127.0.0.1") -> bytes:
    return (
        f"v=0\r\no=- 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
        f"a=fmtp:101 0-15\r\na={direction}\r\n"
    ).encode()


class RawPbx:
    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = f"[{host}]" if ":" in host else host
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.port: int = self.socket.getsockname()[1]
        self.contact: Uri | None = None  # of the engine
        self.router_writes = ""
        self.router_writes_contact = ""
        self.behind_nat = False  # the engine is: it is answered where its requests came from
        self._source = ("", 0)
        self._unread: list[Message] = []
        self._answered: dict[tuple[str, tuple[int, str]], bytes] = {}

    @property
    def server(self) -> str:
        return f"{self.host}:{self.port}"

    def __enter__(self) -> RawPbx:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def send(self, message: Message) -> None:
        self.send_bytes(write(message))

    def send_bytes(self, data: bytes) -> None:
        assert self.contact is not None
        to = self._source if self.behind_nat else (self.contact.host.strip("[]"), self.contact.port or 5060)
        self.socket.sendto(data, to)

    def register(self) -> None:
        """Let the engine register; further REGISTERs are answered while waiting for something else."""
        while self.contact is None:
            self._receive(time.monotonic() + DEADLINE_S)

    def request(self, method: str = "") -> Request:
        """The next request of that method; others are passed over, retransmissions are not seen."""
        while True:
            message = self._next()
            if isinstance(message, Request) and method in ("", message.method):
                return message

    def response(self, status: int, method: str = "") -> Response:
        while True:
            message = self._next()
            if isinstance(message, Response) and message.status == status and method in ("", message.cseq[1]):
                return message

    def answer_to(self, request: Request) -> Response:
        """The first that is more than *trying*."""
        while True:
            message = self._next()
            if isinstance(message, Response) and message.status > 100 and message.call_id == request.call_id:
                return message

    def final(self, method: str) -> Response:
        while True:
            message = self._next()
            if isinstance(message, Response) and message.status >= 200 and message.cseq[1] == method:
                return message

    def answer(self, request: Request, status: int, *headers: tuple[str, str], tag: str = "raw",
               body: bytes = b"") -> None:  # fmt: skip
        more: Headers = (("Contact", f"<sip:raw@{self.host}:{self.port}>"), *headers)
        if body:
            more = (*more, ("Content-Type", "application/sdp"))
        response = reply_to(request, status, to_tag=tag, headers=more)
        self.send(Response(status=response.status, reason=response.reason, headers=response.headers, body=body))

    def invite(self, *extra: tuple[str, str], body: bytes | None = None, sender: str = "<sip:+4940123@raw>") -> Request:
        """Send an INVITE to the engine; `body` None offers nothing."""
        assert self.contact is not None
        number = next(_count)
        headers: list[tuple[str, str]] = [
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK-raw-{number}"),
            ("Max-Forwards", "70"),
            ("From", f"{sender};tag=raw{number}"),
            ("To", f"<{self.contact}>"),
            ("Call-ID", f"raw-{number}@{self.port}"),
            ("CSeq", "1 INVITE"),
            ("Contact", f"<sip:raw@{self.host}:{self.port}>"),
            *extra,
        ]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        request = Request(method="INVITE", uri=str(self.contact), headers=tuple(headers), body=body or b"")
        self.send(request)
        return request

    def cancel(self, invite: Request, *extra: tuple[str, str]) -> None:
        kept = [(k, v) for k, v in invite.headers if k in ("Via", "Max-Forwards", "From", "To", "Call-ID")]
        self.send(Request(method="CANCEL", uri=invite.uri, headers=(*kept, ("CSeq", "1 CANCEL"), *extra)))

    def ack(self, invite: Request, refusal: Response) -> None:
        """To a final answer that is none: in the transaction of its INVITE (RFC 3261 §17.1.1.3)."""
        kept = [(k, v) for k, v in invite.headers if k in ("Via", "Max-Forwards", "From", "Call-ID")]
        to = ("To", refusal.value("To") or "")
        self.send(Request(method="ACK", uri=invite.uri, headers=(*kept, to, ("CSeq", "1 ACK"))))

    def drain(self, wait_s: float) -> None:
        """Read what is there and answer nothing, for at most that long; requests are kept for `request`."""
        if select.select([self.socket], [], [], wait_s)[0]:
            data, _ = self.socket.recvfrom(65_536)
            with contextlib.suppress(BadMessage):
                message = read(data)
                if isinstance(message, Request) and message.method != "REGISTER":
                    self._unread.append(message)

    def drain_and_answer(self, wait_s: float = 0.05) -> None:
        """Answer what keeps a line alive; anything else is kept for `request`."""
        while select.select([self.socket], [], [], wait_s)[0]:
            self._receive(time.monotonic() + 1)
            probes = [m for m in self._unread if isinstance(m, Request) and m.method == "OPTIONS"]
            for probe in probes:
                self._unread.remove(probe)
                self.answer(probe, 200)

    def within(self, method: str, response: Response, cseq: int, body: bytes = b"") -> None:
        """A request of ours in the dialog that `response` to our INVITE made."""
        target = NameAddr.read(response.value("Contact") or "").uri
        headers = [
            ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK-raw-{next(_count)}"),
            ("Max-Forwards", "70"),
            ("From", response.value("From") or ""),
            ("To", response.value("To") or ""),
            ("Call-ID", response.call_id),
            ("CSeq", f"{cseq} {method}"),
            ("Contact", f"<sip:raw@{self.host}:{self.port}>"),
        ]
        if body:
            headers.append(("Content-Type", "application/sdp"))
        self.send(Request(method=method, uri=str(target), headers=tuple(headers), body=body))

    def _through_router(self, answer: Response, host: str) -> Response:
        """Some routers "help": the phone's own Via comes back with another address in it (SIP ALG)."""
        if not self.router_writes:
            return answer
        first = answer.headers[0]
        assert first[0] == "Via"
        headers = ((first[0], first[1].replace(host, self.router_writes, 1)), *answer.headers[1:])
        return Response(status=answer.status, reason=answer.reason, headers=headers, body=answer.body)

    def _next(self) -> Message:
        deadline = time.monotonic() + DEADLINE_S
        while not self._unread:
            self._receive(deadline)
        return self._unread.pop(0)

    def _receive(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self.socket], [], [], left)[0]:
            raise AssertionError("nothing came from the engine")
        data, self._source = self.socket.recvfrom(65_536)
        try:
            message = read(data)
        except BadMessage:
            return
        if isinstance(message, Request) and message.method == "REGISTER":
            contact = message.value("Contact") or ""
            self.contact = NameAddr.read(contact).uri
            told = contact.replace(self.contact.host, self.router_writes_contact or self.contact.host, 1)
            ok = reply_to(message, 200, to_tag="r", headers=(("Contact", told), ("Expires", "60")))
            self.send(self._through_router(ok, message.via.host))
        else:
            self._unread.append(message)
