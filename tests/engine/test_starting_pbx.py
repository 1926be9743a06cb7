"""A PBX that takes connections before it takes SIP: what it dropped while it started is asked again."""

from __future__ import annotations

import socket

from softphone.domain.line import LineState, Transport
from softphone.domain.protocol import LineChanged
from softphone.domain.sip import Framer, Request, read, reply_to, write
from tests.engine.agents import DEADLINE_S, Agent

SOONER_THAN_PJSIP_GIVES_UP_S = 5.0


def registers(connection: socket.socket, framer: Framer) -> list[Request]:
    """Those among what comes next."""
    pieces = [read(piece) for piece in framer.feed(connection.recv(65_536)) if piece.strip()]
    return [message for message in pieces if isinstance(message, Request) and message.method == "REGISTER"]


def test_a_register_that_a_starting_pbx_dropped_is_repeated_with_the_same_branch() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with Agent("anna", f"127.0.0.1:{port}", transport=Transport.TCP) as anna:
            anna.configure()
            listener.settimeout(DEADLINE_S)
            connection, _ = listener.accept()
            connection.settimeout(DEADLINE_S)
            framer, asked = Framer(), list[Request]()
            while len(asked) < 3:
                asked += registers(connection, framer)
            assert len({request.via.branch for request in asked}) == 1
            granted = (("Contact", asked[0].value("Contact") or ""), ("Expires", "60"))
            connection.sendall(write(reply_to(asked[0], 200, to_tag="r", headers=granted)))
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, SOONER_THAN_PJSIP_GIVES_UP_S)
            anna.kill()
            connection.close()
