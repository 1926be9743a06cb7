"""Two ends of one local socket, for real, in one process."""

from __future__ import annotations

import os
import socket as plain_socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone.domain.audio import Sound
from softphone.domain.line import Line
from softphone.domain.presence import Gate
from softphone.domain.protocol import PROTOCOL, Answer, Hello, MessageReceived, Ping, Pong, Snapshot
from softphone.wire import link as link_module
from softphone.wire.codec import MAX_FRAME_BYTES, FrameReader, encode
from softphone.wire.link import Down, Link, LinkClient
from softphone.wire.server import MAX_PEERS, AlreadyRunning, LinkServer

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SNAPSHOT = Snapshot(NOW, (), Line(), Sound(), Gate(), None, False)


class Place:
    """A server and the clients of one test."""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder / "s")
        self.lock = folder / "lock"
        self._open: list[Any] = []

    def server(self, protocol: int = PROTOCOL) -> LinkServer:
        server = LinkServer(self.name, self.lock, Hello(protocol, "b", "secret", 1, "engine"), lambda: SNAPSHOT)
        self._open.append(server.close)
        server.listen()
        return server

    def client(self, token: str | Callable[[], str] = "secret", role: str = "desk") -> LinkClient:
        client = LinkClient(self.name, token if callable(token) else lambda: token, build="b", role=role)
        self._open.append(client.stop)
        return client

    def raw(self, qtbot: QtBot) -> QLocalSocket:
        socket = QLocalSocket()
        self._open.append(socket.abort)
        with qtbot.waitSignal(socket.connected):
            socket.connectToServer(self.name)
        return socket

    def close(self) -> None:
        for close in reversed(self._open):
            close()


@pytest.fixture
def place(home: Path) -> Iterator[Place]:
    place = Place(home)
    yield place
    place.close()


def hello(token: str = "secret", protocol: int = PROTOCOL, role: str = "desk") -> bytes:
    return encode(Hello(protocol, "b", token, os.getpid(), role))


def test_both_ends_say_hello_and_the_snapshot_follows_at_once(place: Place, qtbot: QtBot) -> None:
    server, client = place.server(), place.client()
    with qtbot.waitSignals([client.up, server.joined]), qtbot.waitSignal(client.received) as heard:
        client.start()
    assert client.engine == Hello(PROTOCOL, "b", "secret", 1, "engine")
    assert heard.args == [SNAPSHOT]
    assert server.holder is not None


def test_messages_go_both_ways_in_order(place: Place, qtbot: QtBot) -> None:
    server, client = place.server(), place.client()
    with qtbot.waitSignal(client.up):
        client.start()
    commands: list[Any] = []
    server.received.connect(lambda _link, message: commands.append(message))
    for n in range(50):
        assert client.send(Answer(str(n)))
    qtbot.waitUntil(lambda: commands == [Answer(str(n)) for n in range(50)])
    texts = [MessageReceived(NOW, "sip:a@b", "ä" * n, str(n)) for n in range(50)]
    events: list[Any] = []
    client.received.connect(events.append)
    for text in texts:
        server.broadcast(text)
    qtbot.waitUntil(lambda: [e for e in events if e != SNAPSHOT] == texts)


def test_a_message_leaves_before_the_loop_comes_round(place: Place, qtbot: QtBot) -> None:
    server = place.server()
    with plain_socket.socket(plain_socket.AF_UNIX) as end:
        end.connect(place.name)
        end.sendall(hello())
        with qtbot.waitSignal(server.joined):
            pass
        end.setblocking(False)
        end.recv(65536)
        server.broadcast(Ping(7))  # and no turn of the loop
        assert Ping(7) in FrameReader().feed(end.recv(65536))


@pytest.mark.allows_log("^wrong_token pid=")
def test_a_wrong_token_hears_nothing_and_is_dropped(place: Place, qtbot: QtBot) -> None:
    server = place.server()
    socket = place.raw(qtbot)
    with qtbot.waitSignal(socket.disconnected):
        socket.write(hello("guess"))
    assert bytes(socket.readAll().data()) == b""
    assert server.peers == ()


@pytest.mark.allows_log("^wrong_token pid=")
def test_a_client_with_a_wrong_token_is_told_and_tries_again(place: Place, qtbot: QtBot) -> None:
    tokens = iter(["guess"])
    place.server()
    client = place.client(lambda: next(tokens, "secret"))
    with qtbot.waitSignal(client.up):
        with qtbot.waitSignal(client.down) as down:
            client.start()
        assert down.args == [Down.REFUSED]


@pytest.mark.allows_log("^protocol_differs theirs=")
def test_the_protocol_before_ours_is_spoken_and_the_one_before_that_is_not(place: Place, qtbot: QtBot) -> None:
    place.server()
    answers = {}
    for protocol in (PROTOCOL - 1, PROTOCOL - 2, PROTOCOL + 1):
        socket = place.raw(qtbot)
        socket.write(hello(protocol=protocol, role="panel"))
        heard: list[Any] = []
        reader = FrameReader()

        def hear(socket: QLocalSocket = socket, heard: list[Any] = heard, reader: FrameReader = reader) -> bool:
            heard.extend(reader.feed(bytes(socket.readAll().data())))
            over = socket.state() is QLocalSocket.LocalSocketState.UnconnectedState
            return SNAPSHOT in heard or over

        qtbot.waitUntil(hear)
        assert isinstance(heard[0], Hello)
        answers[protocol] = SNAPSHOT in heard
    assert answers == {PROTOCOL - 1: True, PROTOCOL - 2: False, PROTOCOL + 1: False}


@pytest.mark.allows_log("^protocol_differs theirs=")
def test_a_client_leaves_an_engine_of_another_protocol(place: Place, qtbot: QtBot) -> None:
    place.server(protocol=PROTOCOL + 1)
    client = place.client()
    with qtbot.waitSignal(client.down) as down:
        client.start()
    assert down.args == [Down.PROTOCOL]


def test_there_is_one_desk_and_panels_may_look_on(place: Place, qtbot: QtBot) -> None:
    server = place.server()
    first, second, panel = place.client(), place.client(), place.client(role="panel")
    with qtbot.waitSignal(first.up):
        first.start()
    with qtbot.waitSignal(panel.up):
        panel.start()
    with qtbot.waitSignal(second.down) as down:
        second.start()
    assert down.args == [Down.TAKEN]
    assert len(server.peers) == 2
    with qtbot.waitSignal(second.up):
        first.stop()


def test_a_client_started_first_finds_the_server_when_it_comes(place: Place, qtbot: QtBot) -> None:
    client = place.client()
    with qtbot.waitSignal(client.down) as down:
        client.start()
    assert down.args == [Down.UNREACHABLE]
    with qtbot.waitSignal(client.up):
        place.server()


def test_a_client_comes_back_to_a_server_that_was_replaced(place: Place, qtbot: QtBot) -> None:
    server, client = place.server(), place.client()
    with qtbot.waitSignal(client.up):
        client.start()
    with qtbot.waitSignal(client.down):
        server.close()
    with qtbot.waitSignal(client.up):
        place.server()


def test_a_stopped_client_tries_no_more(place: Place, qtbot: QtBot) -> None:
    client = place.client()
    with qtbot.waitSignal(client.down):
        client.start()
    client.stop()
    server = place.server()
    with qtbot.assertNotEmitted(server.joined, wait=300):
        pass
    assert not client.send(Answer("1"))


@pytest.mark.parametrize(
    "bytes_sent",
    [
        (MAX_FRAME_BYTES + 1).to_bytes(4, "big"),
        b"GET / HTTP/1.1\r\n\r\n",
        hello() + hello(),
        encode(Ping(1)),
        encode(Answer("1")),
        b"\0\0\0\0",
    ],
)
@pytest.mark.allows_log("^bad_frame reason=")
def test_a_bad_frame_ends_its_link_and_no_other(place: Place, qtbot: QtBot, bytes_sent: bytes) -> None:
    server, good = place.server(), place.client(role="panel")
    with qtbot.waitSignal(good.up):
        good.start()
    socket = place.raw(qtbot)
    with qtbot.waitSignal(socket.disconnected):
        socket.write(bytes_sent)
    assert [link.peer.role for link in server.peers if link.peer] == ["panel"]
    assert good.send(Answer("1"))


@pytest.mark.allows_log("^peer_behind bytes=")
def test_a_reader_that_falls_behind_is_dropped(place: Place, qtbot: QtBot) -> None:
    server = place.server()
    socket = place.raw(qtbot)
    socket.setReadBufferSize(1)  # it never reads: what the system buffers is all it takes
    with qtbot.waitSignal(server.joined):
        socket.write(hello())
    text = MessageReceived(NOW, "sip:a@b", "x" * 100_000, "1")
    with qtbot.waitSignal(server.left) as left:
        for _ in range(40):
            server.broadcast(text)
    assert left.args is not None
    assert left.args[1] == Down.BEHIND
    assert server.peers == ()


def test_a_ping_is_answered_and_not_passed_on(place: Place, qtbot: QtBot) -> None:
    server = place.server()
    socket = place.raw(qtbot)
    with qtbot.waitSignal(server.joined):
        socket.write(hello())
    heard: list[Any] = []
    reader = FrameReader()
    with qtbot.assertNotEmitted(server.received):
        socket.write(encode(Ping(7)))

        def answered() -> bool:
            heard.extend(reader.feed(bytes(socket.readAll().data())))
            return Pong(7) in heard

        qtbot.waitUntil(answered)


def test_silence_is_counted_in_beats_and_a_word_ends_it(
    place: Place, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "BEAT_MS", 10)
    server = place.server()
    socket = place.raw(qtbot)
    with qtbot.waitSignal(server.joined):
        socket.write(hello())
    (link,) = server.peers
    qtbot.waitUntil(lambda: link.silent_s > 10)
    with qtbot.waitSignal(server.received):
        socket.write(encode(Answer("1")))
    assert link.silent_s <= 2


def test_a_client_leaves_an_engine_that_hangs(place: Place, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    server, client = place.server(), place.client()
    monkeypatch.setattr(link_module, "BEAT_MS", 20)
    client = place.client()
    with qtbot.waitSignal(client.up):
        client.start()
    (theirs,) = server.peers
    theirs._beat.stop()
    theirs._socket.blockSignals(True)
    with qtbot.waitSignal(client.down) as down:
        pass
    assert down.args == [Down.SILENT]


def test_who_never_says_hello_loses_the_place(place: Place, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_module, "BEAT_MS", 10)
    place.server()
    socket = place.raw(qtbot)
    if socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
        with qtbot.waitSignal(socket.disconnected):
            pass


@pytest.mark.allows_log("^too_many_peers$")
def test_the_server_has_few_places(place: Place, qtbot: QtBot) -> None:
    place.server()
    sockets = [place.raw(qtbot) for _ in range(MAX_PEERS + 1)]
    qtbot.waitUntil(lambda: sockets[-1].state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert all(s.state() is QLocalSocket.LocalSocketState.ConnectedState for s in sockets[:-1])


def test_a_second_server_in_the_same_place_is_refused(place: Place, qtbot: QtBot) -> None:
    place.server()
    with pytest.raises(AlreadyRunning):
        place.server()


def test_a_socket_file_left_by_a_dead_process_is_replaced(place: Place, qtbot: QtBot) -> None:


    with plain_socket.socket(plain_socket.AF_UNIX) as dead:
        dead.bind(place.name)
    assert Path(place.name).exists()
    place.server()
    client = place.client()
    with qtbot.waitSignal(client.up):
        client.start()


@pytest.mark.allows_log("no_lock")
def test_where_no_lock_can_be_written_who_answers_is_the_first(place: Place) -> None:
    nowhere = place.lock.with_name("no-such-folder") / "lock"
    first, second = (LinkServer(place.name, nowhere, Hello(PROTOCOL, "b", "t", n, "engine")) for n in (1, 2))
    first.listen()
    with pytest.raises(AlreadyRunning):
        second.listen()
    first.close()


def test_a_server_that_answers_without_the_lock_is_left_alone(place: Place, qtbot: QtBot) -> None:
    place.server()
    second = LinkServer(place.name, place.lock.with_name("other"), Hello(PROTOCOL, "b", "t", 2, "engine"))
    with pytest.raises(AlreadyRunning):
        second.listen()
    client = place.client()
    with qtbot.waitSignal(client.up):
        client.start()


@pytest.mark.allows_log("^unsendable Answer")
def test_a_message_that_fits_no_frame_is_not_sent_and_the_link_stays(
    place: Place, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    place.server()
    client = place.client()
    with qtbot.waitSignal(client.up):
        client.start()
    assert not client.send(Answer("x" * MAX_FRAME_BYTES))
    assert client.send(Answer("1"))
    assert "unsendable" in caplog.text
    assert isinstance(client.findChild(Link), Link)


@pytest.mark.allows_log("^wrong_token pid=")
def test_a_server_without_a_token_lets_nobody_in(place: Place, qtbot: QtBot) -> None:
    server = place.server()
    server.hello = Hello(PROTOCOL, "b", "", 1, "engine")
    client = place.client("")
    with qtbot.waitSignal(client.down) as down:
        client.start()
    assert down.args == [Down.REFUSED]
