"""Pictures and files at a real Synapse: up to what it takes, down when wanted, none lost when a desk is killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from softphone.domain import facts
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.chat_file import ChatFile, FileKind
from softphone.domain.effects import KeepConversation, KeepQuestion, ResendQuestion
from softphone.domain.files import (
    FetchFile,
    FileFetched,
    FileMoved,
    FileTaken,
    FileTrouble,
    ReadSmall,
    SmallRead,
    StopFile,
    TakeFile,
)
from softphone.ui.small_pictures import make_small, png_of
from tests.builders import NOON
from tests.engine.agents import ROOT
from tests.peers.matrix_clients import Commander, JsExpert
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.slow_way import slow_way
from tests.peers.synapse import Somebody, Synapse
from tests.ui.files import a_picture

pytestmark = [pytest.mark.timeout(300), pytest.mark.peer("Synapse 1.163")]
MANY = 6 * 1024 * 1024


@pytest.fixture
def kern(synapse: Synapse, fresh: str) -> Iterator[Somebody]:
    synapse.register(f"kern{fresh}")
    somebody = Somebody(synapse, f"kern{fresh}")
    yield somebody
    somebody.close()


@pytest.fixture
def desk(synapse: Synapse, fresh: str, kern: Somebody, tmp_path: Path) -> Iterator[MatrixDesk]:
    synapse.register(f"anna{fresh}")
    desk = MatrixDesk(tmp_path / "desk", synapse.address)
    desk.make_small = make_small
    desk.start().log_in(f"anna{fresh}")
    yield desk.knows(an_expert(kern.user_id, "Kern", "Rails"))
    desk.stop()


def give(desk: MatrixDesk, talk_to: str, file_id: str, name: str, content: bytes, n: int = 1) -> ChatFile:
    """Offered, looked at, confirmed."""
    talk = a_talk(talk_to, n)
    desk.run(KeepConversation(talk))
    desk.run(TakeFile(talk.conversation_id, file_id, name, "", content))
    file = desk.until(FileTaken, lambda fact: fact.file_id == file_id).file
    desk.run(KeepQuestion(talk, ChatMessage(file_id, NOON, True, name, attached=file)))
    return file


def picture() -> bytes:
    return png_of(a_picture(1600, 1000))


def down(kern: Somebody, url: str) -> bytes:
    where = url.removeprefix("mxc://")
    answer = kern.http.get(f"/_matrix/client/v1/media/download/{where}")
    assert answer.status_code == 200, answer.text
    return answer.content


@pytest.mark.proves("Matrix: pictures and files, both ways")
def test_a_picture_goes_up_stands_in_the_thread_and_a_question_to_another_does_not_wait_for_it(
    desk: MatrixDesk, kern: Somebody
) -> None:
    largest = desk.until(facts.MatrixChanged, lambda fact: fact.link.largest_file > 0).link.largest_file
    assert largest == 50 * 1024 * 1024
    desk.proved(desk.ask(a_talk(kern.user_id), "Which rail is this?"), Delivery.SENT)
    content = picture()
    file = give(desk, kern.user_id, "f1", "rail.png", content)
    desk.proved("f1", Delivery.SENT)
    _, event = kern.reads("rail.png")
    said = event["content"]
    assert (said["msgtype"], said["filename"], said["m.relates_to"]["rel_type"]) == ("m.image", "rail.png", "m.thread")
    assert said["info"] == {"size": len(content), "mimetype": "image/png", "w": 1600, "h": 1000}
    assert (file.kind, down(kern, said["url"])) == (FileKind.PNG, content)


def test_a_file_that_begins_a_conversation_carries_its_number_under_its_name(desk: MatrixDesk, kern: Somebody) -> None:
    give(desk, kern.user_id, "f1", "plan.pdf", b"%PDF-1.7 ...")
    desk.proved("f1", Delivery.SENT)
    room_id, event = kern.reads("plan.pdf")
    said = event["content"]
    assert (said["msgtype"], said["filename"], said["body"]) == ("m.file", "plan.pdf", "Kern #1: plan.pdf")
    kern.answer(room_id, event["event_id"], "Page 3.")
    assert desk.reply("Page 3.").conversation_id == "conv-1"


@pytest.mark.proves("Matrix: pictures and files, both ways")
def test_theirs_is_seen_small_fetched_when_wanted_and_gone_when_they_take_it_back(
    desk: MatrixDesk, kern: Somebody, tmp_path: Path
) -> None:
    desk.proved(desk.ask(a_talk(kern.user_id), "Which rail is it?"), Delivery.SENT)
    room_id, root = kern.reads("Which rail is it?")
    content = picture()
    url = kern.gives(content, "image/png")
    where = {"rel_type": "m.thread", "event_id": root["event_id"]}
    event_id = kern.send(room_id, {"msgtype": "m.image", "body": "This one.", "filename": "it.png", "url": url,
                                   "info": {"w": 1600, "h": 1000, "size": len(content)},
                                   "m.relates_to": where})  # fmt: skip
    message = desk.reply("This one.").message
    assert message.attached == ChatFile("it.png", len(content), True, width=1600, height=1000)
    desk.run(ReadSmall(message.message_id))
    small = desk.until(SmallRead).content
    assert len(small) < len(content)
    desk.run(FetchFile(message.message_id, message.attached, str(tmp_path / "it.png")))
    assert desk.until(FileFetched).trouble is FileTrouble.NONE
    assert (tmp_path / "it.png").read_bytes() == content
    kern.ask("PUT", f"v3/rooms/{room_id}/redact/{event_id}/r1", {})
    assert desk.until(facts.MessageChanged, lambda fact: fact.message.removed).message.attached is None
    desk.facts.clear()
    desk.run(FetchFile(message.message_id, message.attached, str(tmp_path / "again.png")))
    assert desk.until(FileFetched).trouble is FileTrouble.GONE


@pytest.mark.proves("Matrix: pictures and files, both ways")
def test_a_desk_killed_in_an_upload_loses_nothing_and_doubles_nothing(
    synapse: Synapse, fresh: str, kern: Somebody, tmp_path: Path
) -> None:
    """The way there is so slow that the kill comes within; what was written after the file waits for it."""
    synapse.register(f"anna{fresh}")
    with slow_way(synapse.address) as way:
        line = [sys.executable, "-m", "tests.peers.far_uploader", str(tmp_path), way.address, f"anna{fresh}",
                kern.user_id, str(MANY)]  # fmt: skip
        for _ in range(2):
            begun = way.uploads
            with subprocess.Popen(line, cwd=ROOT) as far:
                assert way.wait_for(begun + 1, 512 * 1024), "nothing came of the upload"
                far.kill()
        way.opened()
        with subprocess.Popen(line, cwd=ROOT) as far:
            _, event = kern.reads("Did it come?")
            far.kill()
    events = [e for _, e in kern.events if e["type"] == "m.room.message"]
    assert [e["content"]["msgtype"] for e in events] == ["m.file", "m.text"]
    assert len(down(kern, events[0]["content"]["url"])) == MANY
    assert event["content"]["m.relates_to"]["event_id"] == events[0]["event_id"]


@pytest.mark.proves("Matrix: pictures and files, both ways")
def test_an_upload_is_told_stopped_and_goes_when_it_is_wanted_after_all(
    synapse: Synapse, fresh: str, kern: Somebody, tmp_path: Path
) -> None:
    synapse.register(f"anna{fresh}")
    with slow_way(synapse.address) as way:
        desk = MatrixDesk(tmp_path / "desk", way.address).start().log_in(f"anna{fresh}")
        desk.knows(an_expert(kern.user_id, "Kern", "Rails"))
        give(desk, kern.user_id, "f1", "large.bin", bytes(MANY))
        desk.until(FileMoved, lambda fact: 0 < fact.done < fact.size)
        desk.proved(desk.ask(a_talk(kern.user_id, 2), "Meanwhile?"), Delivery.SENT)  # nobody else waits
        after = desk.ask(a_talk(kern.user_id), "And this?")
        desk.run(StopFile("f1"))
        assert desk.proved("f1", Delivery.REFUSED).reason == "stopped"
        desk.proved(after, Delivery.SENT)
        way.opened()
        desk.run(ResendQuestion("f1"))
        desk.proved("f1", Delivery.SENT)
        desk.stop()


def test_what_is_larger_than_the_homeserver_takes_is_refused_with_its_reason(
    desk: MatrixDesk, kern: Somebody
) -> None:
    content = bytes(51 * 1024 * 1024)
    give(desk, kern.user_id, "f1", "large.bin", content)
    assert desk.proved("f1", Delivery.REFUSED).reason == "M_TOO_LARGE"


@pytest.mark.proves("Matrix: experts on matrix-js-sdk and matrix-commander")
def test_experts_on_matrix_js_sdk_and_matrix_commander_get_the_picture_and_send_theirs(
    synapse: Synapse, desk: MatrixDesk, kern: Somebody, fresh: str, tmp_path: Path
) -> None:
    content = picture()
    expert = JsExpert(synapse, f"kern{fresh}")
    give(desk, kern.user_id, "f1", "rail.png", content)
    read = expert.until("read", "Kern #1: rail.png")
    assert (read["file"], read["bytes"]) == ("rail.png", len(content))
    expert.do("picture", "theirs.png")
    theirs = desk.reply("theirs.png").message
    assert theirs.attached is not None
    assert theirs.attached.picture
    expert.close()
    room_id, _ = kern.reads("rail.png")
    (tmp_path / "shell").mkdir()
    commander = Commander(synapse, f"kern{fresh}", tmp_path / "shell")
    commander.log_in(room_id)
    (tmp_path / "shell" / "mine.png").write_bytes(content)
    commander.gives_picture(room_id, tmp_path / "shell" / "mine.png")
    message = desk.reply("mine.png").message
    assert message.attached is not None
    desk.run(ReadSmall(message.message_id))
    assert desk.until(SmallRead, lambda fact: fact.file_id == message.message_id).content
    desk.run(FetchFile(message.message_id, message.attached, str(tmp_path / "got.png")))
    desk.until(FileFetched)
    assert (tmp_path / "got.png").read_bytes() == content

