"""One window for each home; the second copy hands its links over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone.host.only_one import MOST_BYTES, OnlyOne, somebody_runs, tell_to_forget
from softphone.host.paths import open_home


class Place:
    def __init__(self, folder: Path) -> None:
        self.home = open_home(folder)
        self.copies: list[OnlyOne] = []

    def copy(self) -> OnlyOne:
        copy = OnlyOne(self.home.socket_name("desk"), self.home.lock_file("desk"))
        self.copies.append(copy)
        return copy


@pytest.fixture
def place(home: Path) -> Place:
    return Place(home)


def test_the_first_copy_stays_and_the_second_hands_its_links_over(place: Place, qtbot: QtBot) -> None:
    first = place.copy()
    assert first.claim([])
    with qtbot.waitSignal(first.called) as called:
        assert not place.copy().claim(["tel:+4940555", "sip:anna@pbx"])
    assert called.args == [["tel:+4940555", "sip:anna@pbx"]]
    first.close()


def test_a_second_copy_without_links_asks_the_window_to_show_itself(place: Place, qtbot: QtBot) -> None:
    first = place.copy()
    assert first.claim([])
    with qtbot.waitSignal(first.called) as called:
        assert not place.copy().claim([])
    assert called.args == [[]]
    first.close()


def test_when_the_first_is_gone_the_next_is_first(place: Place) -> None:
    first = place.copy()
    assert first.claim([])
    first.close()
    second = place.copy()
    assert second.claim([])
    second.close()


def test_a_flood_is_no_link_and_the_door_stays_open(place: Place, qtbot: QtBot) -> None:
    first = place.copy()
    assert first.claim([])
    socket = QLocalSocket()
    with qtbot.waitSignal(socket.disconnected), qtbot.assertNotEmitted(first.called):
        socket.connectToServer(place.home.socket_name("desk"))
        socket.write(b"tel:1\n" * MOST_BYTES)
    with qtbot.waitSignal(first.called):
        place.copy().claim(["tel:2"])
    first.close()


def test_bytes_that_are_no_text_do_no_harm(place: Place, qtbot: QtBot) -> None:
    first = place.copy()
    assert first.claim([])
    socket = QLocalSocket()
    with qtbot.waitSignal(first.called) as called:
        socket.connectToServer(place.home.socket_name("desk"))
        socket.write(b"\xff\xfe\n")
        socket.disconnectFromServer()
    assert called.args == [["\ufffd\ufffd"]]
    first.close()


def test_a_number_to_forget_reaches_the_window_and_no_link_can_say_so(place: Place, qtbot: QtBot) -> None:
    first = place.copy()
    assert first.claim([])
    name = place.home.socket_name("desk")
    with qtbot.waitSignal(first.forget) as forget, qtbot.assertNotEmitted(first.called):
        assert tell_to_forget(name, "+4940555")
    assert forget.args == ["+4940555"]
    with qtbot.waitSignal(first.called) as called, qtbot.assertNotEmitted(first.forget):
        place.copy().claim(["\0forget +4940555", "tel:1\n\0forget +49"])
    assert called.args == [["forget +4940555", "tel:1forget +49"]]
    first.close()
    assert not tell_to_forget(name, "+4940555")


def test_looking_whether_somebody_runs_disturbs_nobody(place: Place, qtbot: QtBot) -> None:
    name = place.home.socket_name("desk")
    assert not somebody_runs(name)
    first = place.copy()
    assert first.claim([])
    with qtbot.assertNotEmitted(first.called, wait=100):
        assert somebody_runs(name)
    first.close()


def test_where_no_lock_can_be_written_the_first_still_opens_and_the_second_is_still_told(home: Path) -> None:
    """A full disk: what cannot be locked is found out by asking who answers."""
    place = open_home(home)
    nowhere = home / "gone" / "desk.lock"
    first, second = (OnlyOne(place.socket_name("desk"), nowhere) for _ in range(2))
    assert first.claim([])
    assert not second.claim([])
    first.close()
