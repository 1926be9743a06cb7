"""The way to the PBX on bad days, over real connections: dead ones are noticed, the first target is gone back to."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
import trustme
from pytestqt.qtbot import QtBot

from softphone.domain.line import LineFault, LineSetup, Transport
from softphone.engine.carrier import pulse
from softphone.engine.carrier import way as way_module
from softphone.engine.carrier.flow import Place
from softphone.engine.carrier.query import Nameserver
from softphone.engine.carrier.resolver import Resolver
from softphone.engine.carrier.way import Way
from tests.engine.name_server import NameServer
from tests.engine.stream_pbx import StreamPbx

PATIENCE_MS = 20_000


class Watched:
    """A Way that is turned by the loop of the test; what it told is kept."""

    def __init__(self, setup: LineSetup, resolver: Resolver) -> None:
        self.calls = False
        self.ups: list[Place] = []
        self.downs: list[LineFault] = []
        self.way = Way(setup, resolver, lambda: self.calls)
        self.way.up.connect(self.ups.append)
        self.way.down.connect(self.downs.append)
        self.way.start()

    def turn(self) -> None:
        self.way.tick()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[..., None]:
    def wait(watched: Watched, wanted: Callable[[], bool]) -> None:
        def look() -> bool:
            watched.turn()
            return wanted()

        qtbot.waitUntil(look, timeout=PATIENCE_MS)

    return wait


@pytest.fixture(params=[Transport.TCP, Transport.TLS])
def transport(request: pytest.FixtureRequest) -> Transport:
    return Transport(request.param)


@pytest.fixture
def context(transport: Transport, tmp_path: Path) -> ssl.SSLContext | None:
    if transport is Transport.TCP:
        return None
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("localhost", "pbx.test").configure_cert(context)
    return context


@pytest.fixture
def two(context: ssl.SSLContext | None) -> Generator[tuple[StreamPbx, StreamPbx]]:
    with StreamPbx(context) as first, StreamPbx(context) as second:
        yield first, second


def a_setup(server: str, transport: Transport, folder: Path) -> LineSetup:
    trusted = (str(folder / "ca.pem"),) if transport is Transport.TLS else ()
    return LineSetup("anna", server, "pw", transport=transport, ca_files=trusted)


def test_a_flow_that_died_without_a_word_is_noticed_within_15_s_and_replaced(
    context: ssl.SSLContext | None, transport: Transport, tmp_path: Path, until: Callable[..., None]
) -> None:
    with StreamPbx(context) as pbx:
        watched = Watched(a_setup(f"localhost:{pbx.port}", transport, tmp_path), Resolver())
        until(watched, lambda: bool(watched.ups))
        until(watched, lambda: watched.way._pulse.proven)
        pbx.silent = True
        began = time.monotonic()
        until(watched, lambda: bool(watched.downs))
        assert time.monotonic() - began < 15.5
        until(watched, lambda: len(watched.ups) == 2)
        until(watched, lambda: pbx.connections >= 2)  # a slow machine knocks twice
        watched.way.close()


def test_a_connection_that_was_taken_and_is_never_answered_on_is_replaced(
    context: ssl.SSLContext | None,
    transport: Transport,
    tmp_path: Path,
    until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pulse, "MUTE_S", 2.0)
    monkeypatch.setattr(way_module, "SHORT_LIFE_S", 1.0)
    with StreamPbx(context) as pbx:
        pbx.silent = True
        watched = Watched(a_setup(f"localhost:{pbx.port}", transport, tmp_path), Resolver())
        until(watched, lambda: bool(watched.ups))
        watched.way.send(b"REGISTER", asks=True)
        until(watched, lambda: len(watched.ups) == 2)
        assert watched.downs == [LineFault.UNREACHABLE]
        watched.way.close()


def test_the_first_target_is_gone_back_to_when_it_lives_but_never_under_a_call(
    two: tuple[StreamPbx, StreamPbx],
    transport: Transport,
    tmp_path: Path,
    until: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(way_module, "BACK_TO_FIRST_S", 0.5)
    first, second = two
    service = "_sips._tcp" if transport is Transport.TLS else "_sip._tcp"
    with NameServer("a.pbx.test 60 IN A 127.0.0.1") as names:
        names.records += [
            f"{service}.pbx.test 60 IN SRV {rank} 1 {pbx.port} a.pbx.test." for rank, pbx in enumerate(two, 1)
        ]
        first.stop()
        resolver = Resolver(lambda: [Nameserver("127.0.0.1", names.port)])
        watched = Watched(a_setup("pbx.test", transport, tmp_path), resolver)
        watched.calls = True
        until(watched, lambda: bool(watched.ups))
        assert watched.way._current == 1
        until(watched, lambda: second.connections >= 1)  # counted a moment after ours is up
        first.start()
        tried_at = time.monotonic()
        until(watched, lambda: time.monotonic() - tried_at > 1.5)
        assert first.connections == 0
        assert watched.downs == []
        watched.calls = False
        until(watched, lambda: len(watched.ups) == 2)
        assert watched.way._current == 0
        until(watched, lambda: first.connections >= 1)
        watched.way.close()
        resolver.close()


def test_a_server_that_takes_no_connection_is_knocked_at_each_second_and_used_at_once(
    context: ssl.SSLContext | None, transport: Transport, tmp_path: Path, until: Callable[..., None]
) -> None:
    with StreamPbx(context) as pbx:
        pbx.stop()
        watched = Watched(a_setup(f"localhost:{pbx.port}", transport, tmp_path), Resolver())
        until(watched, lambda: len(watched.downs) >= 3)
        pbx.start()
        until(watched, lambda: bool(watched.ups))
        assert time.monotonic() - pbx.up_at < pulse.SEEK_S + 0.5
        watched.way.close()


def test_after_a_sleep_a_connection_is_replaced_at_once_and_a_call_does_not_keep_it(
    context: ssl.SSLContext | None, transport: Transport, tmp_path: Path, until: Callable[..., None]
) -> None:
    with StreamPbx(context) as pbx:
        watched = Watched(a_setup(f"localhost:{pbx.port}", transport, tmp_path), Resolver())
        until(watched, lambda: bool(watched.ups))
        watched.calls = True
        watched.way.reconsider(old=True)
        until(watched, lambda: len(watched.ups) == 2)
        watched.way.reconsider(old=False)  # the same network after all
        watched.turn()
        assert watched.way.place == watched.ups[1]
        watched.way.close()
