"""STUN and TURN servers as the engine watches them: who answers, refuses, is gone; and the splice to a relay."""

from __future__ import annotations

import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from softphone.domain.line import Transport
from softphone.domain.nat import NatSetup
from softphone.engine.carrier.outpost import Outpost, outpost_of
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.splice import Splices
from softphone.engine.carrier.stun import ALLOCATE, BINDING, REFRESH, Login, ask, new_id, read_reply
from tests.engine.test_carrier_proxy import OneProxy

DEADLINE_S = 20.0
LOGIN = Login("anna", "right")


def until(wanted: Callable[[], bool], *turn: Callable[[], None]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not wanted():
        assert time.monotonic() < end
        QCoreApplication.processEvents()
        for each in turn:
            each()


def reply(request: bytes, code: int = 0, *attributes: tuple[int, bytes]) -> bytes:
    (method,) = struct.unpack_from("!H", request)
    if code:
        attributes = ((0x9, bytes((0, 0, code // 100, code % 100)) + b"no"), *attributes)
    body = b"".join(struct.pack("!HH", k, len(v)) + v + bytes(-len(v) % 4) for k, v in attributes)
    return struct.pack("!HH", method | (0x110 if code else 0x100), len(body)) + request[4:20] + body


@dataclass
class Server:
    """One UDP socket that answers as a TURN server: it signs by `password` and keeps what it was asked."""

    password: str = "right"
    silent: bool = False
    asked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def turn(self) -> None:
        while select.select([self.socket], [], [], 0)[0]:
            data, source = self.socket.recvfrom(2_000)
            (method,) = struct.unpack_from("!H", data)
            self.asked.append(method)
            if not self.silent:
                self.socket.sendto(self._answer(data, method), source)

    def _answer(self, data: bytes, method: int) -> bytes:
        if method == BINDING:
            return reply(data)
        login = Login("anna", self.password, b"aside.test", b"n1")
        if data == ask(method, data[8:20], login):
            return reply(data)
        return reply(data, 401, (0x14, b"aside.test"), (0x15, b"n1"))


@pytest.fixture
def server(qapp: QApplication) -> Generator[Server]:
    server = Server()
    with server.socket:
        yield server


@pytest.fixture
def outpost(server: Server) -> Generator[Outpost]:
    resolver = Resolver()
    outpost = Outpost(server.name, Transport.UDP, resolver, login=LOGIN)
    yield outpost
    outpost.close()
    resolver.close()


def turns(outpost: Outpost, server: Server) -> tuple[Callable[[], None], Callable[[], None]]:
    return (lambda: outpost.tick(time.monotonic())), server.turn


def test_a_relay_that_takes_our_password_is_there_and_gets_its_place_back(outpost: Outpost, server: Server) -> None:
    until(lambda: REFRESH in server.asked, *turns(outpost, server))
    assert outpost.answers
    assert server.asked[:3] == [ALLOCATE, ALLOCATE, REFRESH]
    until(lambda: BINDING in server.asked, *turns(outpost, server))  # from then on only whether it is there


def test_a_relay_that_refuses_our_password_is_not_there_and_says_so(outpost: Outpost, server: Server) -> None:
    server.password = "another"
    until(lambda: outpost.refused == 401, *turns(outpost, server))
    assert not outpost.answers


def test_a_server_that_is_silent_is_not_there(outpost: Outpost, server: Server) -> None:
    server.silent = True
    until(lambda: len(server.asked) >= 2, *turns(outpost, server))
    assert not outpost.answers
    server.silent = False
    until(lambda: outpost.answers, *turns(outpost, server))


def test_after_a_change_of_the_network_it_must_prove_itself_anew(outpost: Outpost, server: Server) -> None:
    until(lambda: outpost.answers, *turns(outpost, server))
    outpost.look()
    assert not outpost.answers
    until(lambda: outpost.answers, *turns(outpost, server))


def test_what_another_socket_says_is_no_answer(outpost: Outpost, server: Server) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        server.silent = True
        seen: list[bytes] = []

        def answer_from_elsewhere() -> None:
            outpost.tick(time.monotonic())
            while select.select([server.socket], [], [], 0)[0]:
                data, source = server.socket.recvfrom(2_000)
                seen.append(data)
                other.sendto(reply(data), source)

        until(lambda: len(seen) >= 2, answer_from_elsewhere)
    assert not outpost.answers


@given(st.binary(max_size=200))
def test_no_bytes_are_an_answer_to_what_was_not_asked(data: bytes) -> None:
    assert read_reply(data, b"x" * 12) is None


@given(st.binary(max_size=120))
def test_attributes_that_make_no_sense_do_no_harm(body: bytes) -> None:
    asked = new_id()
    head = struct.pack("!HHI", 0x0103, len(body), 0x2112A442) + asked
    told = read_reply(head + body, asked)
    assert told is not None
    assert (told.method, told.code) == (ALLOCATE, 0)


def test_a_request_is_signed_as_rfc_5769_shows_it() -> None:
    login = Login("マトリックス", "TheMatrIX", b"example.org", b"f//499k954d6OL34oL9FSTvy64sA")
    asked = bytes.fromhex("78ad3433c6ad72c029da412e")
    assert ask(BINDING, asked, login).hex(" ", 4) == (
        "00010060 2112a442 78ad3433 c6ad72c0 29da412e "
        "00060012 e3839ee3 8388e383 aae38383 e382afe3 82b90000 "
        "0015001c 662f2f34 39396b39 35346436 4f4c3334 6f4c3946 53547679 36347341 "
        "0014000b 6578616d 706c652e 6f726700 "
        "00080014 f6702465 6dd64a3e 02b8e071 2e85c9a2 8ca89666"
    )


def test_a_splice_refuses_a_connection_of_another_program(qapp: QApplication) -> None:
    resolver = Resolver()
    with socket.create_server(("127.0.0.1", 0)) as relay:
        outpost = Outpost(f"127.0.0.1:{relay.getsockname()[1]}", Transport.TCP, resolver)
        outpost.tick(time.monotonic())
        until(lambda: outpost.target is not None)
        splices = Splices(outpost)
        program = f"import socket; s = socket.create_connection(('127.0.0.1', {splices.port})); print(s.recv(1))"
        quiet = subprocess.DEVNULL
        with subprocess.Popen([sys.executable, "-c", program], stderr=quiet, stdout=quiet) as other:
            until(lambda: other.poll() is not None)
        relay.accept()[0].close()  # the outpost's own question
        assert not select.select([relay], [], [], 0)[0]
        splices.close()
        outpost.close()
    resolver.close()


def test_a_relay_over_tcp_is_asked_and_spoken_to_through_the_proxy_of_the_line(qapp: QApplication) -> None:
    resolver = Resolver()
    with socket.create_server(("127.0.0.1", 0)) as relay, OneProxy() as proxy:
        name = f"127.0.0.1:{relay.getsockname()[1]}"
        setup = NatSetup(relay=name, relay_by=Transport.TCP, proxy=f"http://127.0.0.1:{proxy.port}")
        outpost = outpost_of(setup, resolver)
        outpost.tick(time.monotonic())
        until(lambda: bool(select.select([relay], [], [], 0)[0]))
        relay.accept()[0].close()
        splices = Splices(outpost)
        with socket.create_connection(("127.0.0.1", splices.port)):
            until(lambda: bool(select.select([relay], [], [], 0)[0]))
            relay.accept()[0].close()
        assert proxy.asked == [name, name]
        splices.close()
        outpost.close()
    resolver.close()


def test_a_splice_continues_our_own_connection(qapp: QApplication) -> None:
    resolver = Resolver()
    with socket.create_server(("127.0.0.1", 0)) as relay:
        outpost = Outpost(f"127.0.0.1:{relay.getsockname()[1]}", Transport.TCP, resolver)
        outpost.tick(time.monotonic())
        until(lambda: outpost.target is not None)
        splices = Splices(outpost)
        with socket.create_connection(("127.0.0.1", splices.port)) as ours:
            ours.sendall(b"out")
            served: list[socket.socket] = []
            heard: list[bytes] = []

            def serve() -> None:
                if select.select([relay], [], [], 0)[0]:
                    served.append(relay.accept()[0])
                for one in served:
                    if select.select([one], [], [], 0)[0] and (data := one.recv(2_000)):
                        heard.append(data)
                        one.sendall(b"back")

            until(lambda: b"out" in heard, serve)
            until(lambda: bool(select.select([ours], [], [], 0)[0]), serve)
            assert ours.recv(10) == b"back"
        until(lambda: any(select.select([one], [], [], 0)[0] and not one.recv(10) for one in served))
        for one in served:
            one.close()
        splices.close()
        outpost.close()
    resolver.close()
