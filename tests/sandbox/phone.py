"""A phone made of one socket and our own SIP text: it says exactly what a test wants on the wire."""

from __future__ import annotations

import itertools
import socket
from types import TracebackType

from msgspec.structs import replace

from softphone.domain.sip import PING, Framer, Message, Request, Response, read, reply_to, write
from softphone.sandbox.digest import answer, read_credentials

DEADLINE_S = 10.0
_count = itertools.count(1)


class RawPhone:
    def __init__(self, user: str, password: str, pbx_port: int, transport: str = "udp") -> None:
        self.user = user
        self.transport = transport
        self._password = password
        self._pbx = ("127.0.0.1", pbx_port)
        kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
        self.socket = socket.socket(socket.AF_INET, kind)
        self.socket.settimeout(DEADLINE_S)
        self.socket.bind(("127.0.0.1", 0))
        if transport == "tcp":
            self.socket.connect(self._pbx)
        self.port: int = self.socket.getsockname()[1]
        self._framer = Framer()
        self._pieces: list[bytes] = []
        self._cseq = itertools.count(1)
        self.register_call_id = self.new_call_id()

    def __enter__(self) -> RawPhone:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    @property
    def contact(self) -> str:
        return f"<sip:{self.user}@127.0.0.1:{self.port}{';transport=tcp' if self.transport == 'tcp' else ''}>"

    @property
    def aor(self) -> str:
        return f"sip:{self.user}@127.0.0.1:{self._pbx[1]}"

    def new_call_id(self) -> str:
        return f"{next(_count)}@test"

    def request(self, method: str, uri: str, *extra: tuple[str, str], call_id: str = "", body: bytes = b"") -> Request:
        """A new request of ours; To is `uri`."""
        return Request(
            method=method,
            uri=uri,
            headers=(
                ("Via", self.via()),
                ("Max-Forwards", "70"),
                ("From", f"<{self.aor}>;tag=t{self.port}"),
                ("To", f"<{uri}>"),
                ("Call-ID", call_id or self.new_call_id()),
                ("CSeq", f"{next(self._cseq)} {method}"),
                *extra,
            ),
            body=body,
        )

    def via(self) -> str:
        return f"SIP/2.0/{self.transport.upper()} 127.0.0.1:{self.port};branch=z9hG4bK{next(_count)};rport"

    def send(self, message: Message) -> None:
        self.send_bytes(write(message))

    def send_bytes(self, piece: bytes) -> None:
        if self.transport == "udp":
            self.socket.sendto(piece, self._pbx)
        else:
            self.socket.sendall(piece)

    def receive(self) -> Message:
        return read(self.receive_bytes())

    def receive_bytes(self) -> bytes:
        if self.transport == "udp":
            return self.socket.recv(65_535)
        while not self._pieces:
            piece = self.socket.recv(65_535)
            assert piece, "the PBX closed the connection"
            self._pieces += [p for p in self._framer.feed(piece) if p != PING]
        return self._pieces.pop(0)

    def expect_request(self, method: str) -> Request:
        message = self.receive()
        assert isinstance(message, Request), message
        assert message.method == method
        return message

    def expect_status(self, status: int) -> Response:
        message = self.receive()
        assert isinstance(message, Response), message
        assert message.status == status
        return message

    def reply(self, request: Request, status: int, sdp: bytes = b"") -> Response:
        """Answer as this phone, with Record-Route and Contact as a dialog needs them."""
        routes = tuple(("Record-Route", value) for value in request.values("Record-Route"))
        response = reply_to(request, status, to_tag=f"u{self.port}", headers=(*routes, ("Contact", self.contact)))
        if sdp:
            response = replace(response.with_value("Content-Type", "application/sdp"), body=sdp)
        self.send(response)
        return response

    def register(self, expires_s: int = 60, password: str | None = None, contact: str = "") -> Response:
        """REGISTER, and again with the password when asked; the last answer."""
        request = self.register_request(expires_s, contact)
        self.send(request)
        challenged = self.receive()
        assert isinstance(challenged, Response)
        if challenged.status != 401:
            return challenged
        self.send(self.authorized(request, challenged, password))
        answered = self.receive()
        assert isinstance(answered, Response)
        return answered

    def register_request(self, expires_s: int = 60, contact: str = "") -> Request:
        uri = f"sip:127.0.0.1:{self._pbx[1]}"
        extra = (("Contact", contact or self.contact), ("Expires", str(expires_s)))
        return self.request("REGISTER", uri, *extra, call_id=self.register_call_id).with_value("To", f"<{self.aor}>")

    def authorized(self, request: Request, challenged: Response, password: str | None = None) -> Request:
        """The same request with an Authorization for this challenge."""
        said = read_credentials(challenged.value("WWW-Authenticate") or "")
        said |= {"username": self.user, "uri": request.uri, "nc": "00000001", "cnonce": "abc"}
        proof = answer(said, request.method, self._password if password is None else password)
        assert proof is not None
        said["response"] = proof.decode()
        plain = ("nc", "algorithm", "qop", "stale")
        line = "Digest " + ", ".join(f'{k}="{v}"' for k, v in said.items() if k not in plain)
        line += f", nc={said['nc']}, algorithm={said['algorithm']}, qop={said['qop']}"
        again = request.with_value("CSeq", f"{next(self._cseq)} REGISTER").with_value("Via", self.via())
        return again.with_value("Authorization", line)
