"""The engine as a process: who it lets in, what it survives, how it goes."""

from __future__ import annotations

import signal

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone import BUILD
from softphone.domain.line import LineState
from softphone.domain.protocol import PROTOCOL, Answer, CommandFailed, Hello, PlayFile, Pong, Quit
from softphone.engine.main import EXIT_ALREADY_RUNNING
from softphone.host.paths import Home
from softphone.host.token import read_token
from softphone.wire.codec import MAX_FRAME_BYTES, encode
from softphone.wire.link import Down
from tests.journeys.processes import Programs, ScriptedDesk, children_of, log_of


def a_stranger(qtbot: QtBot, home: Home) -> QLocalSocket:
    """A bare socket that is let in as a panel."""
    socket = QLocalSocket()
    with qtbot.waitSignal(socket.connected):
        socket.connectToServer(home.socket_name("engine"))
    socket.write(encode(Hello(PROTOCOL, "test", read_token(home), 1, "panel")))
    return socket


def works(desk: ScriptedDesk) -> bool:
    """The engine still answers this desk."""
    before = len(desk.heard(CommandFailed))
    assert desk.link.send(Answer("nobody"))
    return bool(desk.until(lambda: len(desk.heard(CommandFailed)) > before))


def test_a_desk_gets_the_snapshot_of_an_engine_that_knows_nothing_yet(programs: Programs) -> None:
    home = programs.home()
    programs.engine(home)
    snapshot = programs.desk(home).snapshot()
    assert snapshot.calls == ()
    assert snapshot.line.state is LineState.UNCONFIGURED
    assert not snapshot.configured
    assert f"build={BUILD} protocol={PROTOCOL}" in log_of(home)


def test_the_token_of_who_started_it_is_the_one(programs: Programs) -> None:
    home = programs.home()
    programs.engine(home, token="made-by-parent")
    programs.desk(home, token="made-by-parent").snapshot()
    assert read_token(home) == "made-by-parent"


def test_who_has_another_token_is_refused_and_hears_nothing(programs: Programs) -> None:
    home = programs.home()
    programs.engine(home)
    programs.desk(home, role="panel").snapshot()
    stranger = programs.desk(home, token="guess")
    stranger.until(lambda: Down.REFUSED in stranger.downs)
    assert stranger.events == []


def test_a_second_engine_in_the_same_home_leaves_the_first_alone(programs: Programs) -> None:
    home = programs.home()
    programs.engine(home)
    desk = programs.desk(home)
    desk.snapshot()
    token = read_token(home)
    assert programs.exit_code(programs.engine(home)) == EXIT_ALREADY_RUNNING
    assert read_token(home) == token
    assert works(desk)


def test_an_oversized_frame_ends_its_link_and_not_the_engine(programs: Programs, qtbot: QtBot) -> None:
    home = programs.home()
    programs.engine(home)
    desk = programs.desk(home)
    desk.snapshot()
    for nonsense in ((MAX_FRAME_BYTES + 1).to_bytes(4, "big"), b"\0\0\0\x05hello", b"\xff" * 100_000):
        stranger = a_stranger(qtbot, home)
        with qtbot.waitSignal(stranger.disconnected):
            stranger.write(nonsense)
    assert works(desk)


def test_a_desk_that_does_not_read_is_dropped_and_the_next_gets_a_snapshot(programs: Programs, qtbot: QtBot) -> None:
    home = programs.home()
    programs.engine(home)
    watcher = programs.desk(home, role="panel")
    watcher.snapshot()
    deaf = QLocalSocket()
    deaf.setReadBufferSize(1)
    with qtbot.waitSignal(deaf.connected):
        deaf.connectToServer(home.socket_name("engine"))
    deaf.write(encode(Hello(PROTOCOL, "test", read_token(home), 1, "script")))
    for _ in range(40):
        deaf.write(encode(Answer("x" * 50_000)))  # each is answered by a CommandFailed that quotes it
    watcher.until(lambda: "peer_behind" in log_of(home))
    assert programs.desk(home).snapshot().calls == ()


def test_a_second_desk_is_told_that_the_place_is_taken(programs: Programs) -> None:
    home = programs.home()
    programs.engine(home)
    first = programs.desk(home)
    first.snapshot()
    second = programs.desk(home)
    second.until(lambda: Down.TAKEN in second.downs)
    assert works(first)


@pytest.mark.parametrize("role", ["desk", "panel"])
def test_only_a_script_may_play_files_into_calls(programs: Programs, role: str) -> None:
    home = programs.home()
    programs.engine(home)
    desk = programs.desk(home, role=role)
    desk.snapshot()
    desk.link.send(PlayFile("c1", "secret.wav"))
    desk.until(lambda: f"not_theirs_to_say role={role} message=PlayFile" in log_of(home))
    assert desk.heard(CommandFailed) == []


def test_who_is_neither_desk_nor_panel_nor_script_is_sent_away(programs: Programs) -> None:
    home = programs.home()
    programs.engine(home)
    other = programs.desk(home, role="mayor")
    other.until(lambda: Down.CLOSED in other.downs)


def test_quit_ends_the_engine_and_it_leaves_nothing_but_its_log(programs: Programs) -> None:
    home = programs.home()
    engine = programs.engine(home)
    desk = programs.desk(home)
    desk.snapshot()
    desk.link.send(Quit())
    assert programs.exit_code(engine) == 0
    assert not home.pid_file("engine").exists()
    assert log_of(home).splitlines()[-1].endswith("gone code=0")
    assert home.crash_file("engine").read_text() == ""


def test_sigterm_ends_it_as_well_and_no_desk_is_started_for_it(programs: Programs) -> None:
    home = programs.home()
    engine = programs.engine(home, "--relaunch-desk", "--", "panel")
    desk = programs.desk(home)
    desk.snapshot()
    engine.send_signal(signal.SIGTERM)
    assert programs.exit_code(engine) == 0
    desk.until(lambda: Down.CLOSED in desk.downs)
    assert "deed=start_desk" not in log_of(home)


def test_a_desk_that_was_killed_is_started_again_at_once(programs: Programs) -> None:
    home = programs.home()
    engine = programs.engine(home, "--relaunch-desk", "--", "panel")
    killed = programs.desk_process(home)
    killed.kill()
    programs.exit_code(killed)
    desk = programs.desk(home, role="panel")
    # Between fork and exec the child still has the engine's own words.
    (command,) = desk.until(lambda: [words for words in children_of(engine) if "--relaunch-desk" not in words])
    assert command[-3:] == ["panel", *home.arguments]


def test_a_desk_that_is_stopped_is_ended_after_ten_seconds_and_replaced(programs: Programs) -> None:
    home = programs.home()
    engine = programs.engine(home, "--relaunch-desk", "--", "panel")
    stopped = programs.desk_process(home)
    stopped.send_signal(signal.SIGSTOP)
    assert programs.exit_code(stopped) == -signal.SIGKILL
    watcher = programs.desk(home, role="panel")
    assert watcher.until(lambda: children_of(engine))
    assert "left role=desk" in log_of(home)


def test_a_killed_engine_leaves_a_home_in_which_the_next_one_starts(programs: Programs) -> None:
    home = programs.home()
    first = programs.engine(home)
    desk = programs.desk(home)
    desk.snapshot()
    token = read_token(home)
    first.kill()
    desk.until(lambda: Down.CLOSED in desk.downs)
    desk.events.clear()
    programs.engine(home)
    assert desk.snapshot().calls == ()
    assert read_token(home) != token


def test_an_engine_that_was_stopped_for_a_while_does_not_take_it_for_silence_of_the_desk(programs: Programs) -> None:
    home = programs.home()
    engine = programs.engine(home)
    desk = programs.desk(home)
    desk.snapshot()
    engine.send_signal(signal.SIGSTOP)
    desk.until(lambda: Down.SILENT in desk.downs)
    engine.send_signal(signal.SIGCONT)
    desk.events.clear()
    assert desk.snapshot().calls == ()
    assert works(desk)
    assert not desk.heard(Pong)
