"""Pictures and files in the drawer: offered by hand, asked about once more, seen, fetched on the agent's word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from softphone.domain.chat_file import FileKind
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepQuestion
from softphone.domain.files import (
    FetchFile,
    FileTaken,
    FileTrouble,
    ReadSmall,
    StopFile,
    TakeFile,
)
from softphone.ui.asking import Talk
from softphone.ui.parts.enclosure import drawn
from softphone.ui.small_pictures import make_small, png_of
from tests.ui import files
from tests.ui.conftest import Stage

Build = Callable[..., Stage]


def talk_of(scene: Stage) -> Talk:
    return scene.window._drawer._talk


def words(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def done(scene: Stage, kind: type) -> list[object]:
    return [effect for effect in scene.effects if isinstance(effect, kind)]


def paste(scene: Stage, source: QMimeData) -> None:
    draft = talk_of(scene)._draft
    assert draft.canInsertFromMimeData(source)
    draft.insertFromMimeData(source)
    scene.settle()


def a_file(*paths: str) -> QMimeData:
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return source


def test_a_pasted_picture_is_asked_about_and_goes_by_its_own_button_alone(stage: Build) -> None:
    scene = stage(files.chatting())
    source = QMimeData()
    source.setImageData(files.a_picture())
    paste(scene, source)
    scene.qtbot.waitUntil(lambda: bool(done(scene, TakeFile)), timeout=20_000)
    (take,) = done(scene, TakeFile)
    assert isinstance(take, TakeFile)
    assert (take.name, QImage.fromData(take.content).size()) == ("picture.png", files.a_picture().size())
    slip = talk_of(scene)._files
    scene.settle()
    assert "is being read" in words(slip)
    assert not slip._send.isEnabled()
    scene.post(FileTaken(scene.clock.now(), "k", take.file_id, files.PICTURE))
    assert "cannot be masked" in words(slip)
    talk_of(scene).send()  # Enter with nothing typed sends no picture
    assert not done(scene, KeepQuestion)
    slip._send.click()
    scene.settle()
    assert [e.message.attached.kind for e in done(scene, KeepQuestion)] == [FileKind.JPEG]  # type: ignore[attr-defined]
    assert not slip.isVisible()


def test_files_dropped_anywhere_on_the_conversation_are_offered_and_words_stay_words(stage: Build) -> None:
    scene = stage(files.chatting())
    source = a_file("/pictures/plan.pdf", "/pictures/rail.jpg")
    drop = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, source, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    talk_of(scene).dropEvent(drop)
    scene.settle()
    assert [take.path for take in done(scene, TakeFile)] == ["/pictures/plan.pdf", "/pictures/rail.jpg"]  # type: ignore[attr-defined]
    cells = QMimeData()
    cells.setText("12 rails")
    cells.setImageData(files.a_picture())
    paste(scene, cells)
    assert talk_of(scene)._draft.toPlainText() == "12 rails"
    assert len(done(scene, TakeFile)) == 2


@pytest.mark.parametrize(
    ("desk", "why"),
    [
        (files.chatting(policy=False), "organisation does not allow"),
        (files.chatting(address="sip:301@pbx"), "asked by SIP"),
    ],
)
def test_where_no_file_can_go_there_is_no_button_and_a_dropped_one_says_why(
    stage: Build, desk: Desk, why: str
) -> None:
    scene = stage(desk)
    assert not talk_of(scene)._clip.isVisible()
    paste(scene, a_file("/pictures/plan.pdf"))
    slip = talk_of(scene)._files
    assert why in words(slip)
    assert not slip._send.isVisible()
    assert not done(scene, TakeFile)
    slip._close.click()
    scene.settle()
    assert not slip.isVisible()


def test_one_of_several_is_left_out(stage: Build) -> None:
    scene = stage(files.offering())
    slip = talk_of(scene)._files
    assert slip._send.text() == "Send all 2"
    out = [b for b in slip.findChildren(QWidget) if b.accessibleName().startswith("Leave out: Rails S2")]
    out[0].click()  # type: ignore[attr-defined]
    scene.settle()
    assert slip._send.text() == "Send the picture"


def test_a_picture_in_sight_is_asked_for_once_and_shown(stage: Build) -> None:
    desk = files.shared()
    scene = stage(replace(desk, files=replace(desk.files, small={})))
    assert sorted(e.file_id for e in done(scene, ReadSmall)) == ["m5", "m6"]  # type: ignore[attr-defined]
    scene.settle()
    assert len(done(scene, ReadSmall)) == 2


def test_an_upload_says_how_far_it_is_and_is_stopped_and_a_file_of_theirs_is_opened(stage: Build) -> None:
    scene = stage(files.shared())
    bubbles = talk_of(scene)._messages._bubbles
    ours, theirs = bubbles["m5"][1], bubbles["m6"][1]
    assert "1.6 MB of 2.4 MB sent" in ours.accessibleName()
    ours._chips["stop"].click()
    theirs._chips["open"].click()
    scene.settle()
    assert done(scene, StopFile) == [StopFile("m5")]
    (fetch,) = done(scene, FetchFile)
    assert isinstance(fetch, FetchFile)
    assert (fetch.file_id, fetch.path) == ("m6", "")


def test_what_came_of_saving_is_said_on_the_file(stage: Build) -> None:
    desk = files.shared()
    scene = stage(replace(desk, files=replace(desk.files, fetched={"m7": FileTrouble.PRETENDS})))
    assert "not what its name says" in talk_of(scene)._messages._bubbles["m7"][1].accessibleName()


def test_a_small_picture_is_made_of_what_the_content_is_and_of_nothing_else(qapp: QApplication) -> None:
    content = png_of(files.a_picture(1600, 1000))
    small = make_small(content, FileKind.PNG)
    assert small is not None
    assert (small.width, small.height) == (1600, 1000)
    assert (drawn(small.content).width(), drawn(small.content).height()) == (640, 400)
    assert make_small(content[:200], FileKind.PNG) is None
    assert make_small(content, FileKind.PDF) is None
    bomb = bytearray(content)
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    assert make_small(bytes(bomb), FileKind.PNG) is None
