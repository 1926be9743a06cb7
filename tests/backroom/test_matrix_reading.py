"""Events as others send them: read into what they say, and never more than that."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from softphone.backroom.chats.matrix_reading import (
    Changed,
    Moved,
    Reacted,
    Removed,
    Said,
    read_event,
    read_presence,
    read_receipts,
)
from softphone.backroom.chats.matrix_sealed import Opening, read_written, written
from softphone.backroom.chats.matrix_shared import said_notice
from softphone.domain.chat_file import ChatFile
from softphone.domain.matrix import read_matrix_id
from softphone.domain.presence import Reach
from tests.builders import NOON


def message(content: dict[str, Any], kind: str = "m.room.message") -> dict[str, Any]:
    return {"event_id": "$1", "sender": "@kern:x", "type": kind, "content": content, "origin_server_ts": 1_000}


def said(content: dict[str, Any], kind: str = "m.room.message") -> Said:
    read = read_event(message(content, kind), NOON)
    assert isinstance(read, Said)
    return read


def test_a_text_is_cleaned_and_a_blank_one_is_nothing() -> None:
    assert said({"msgtype": "m.text", "body": "They\u202e do.\x00"}).text == "They do."
    assert read_event(message({"msgtype": "m.text", "body": "\u202e"}), NOON) is None


def test_what_a_client_repeats_of_the_question_is_left_out_and_the_reply_is_told() -> None:
    relation = {"m.in_reply_to": {"event_id": "$0"}}
    read = said({"body": "> <@anna:x> Do they fit?\n\nThey do.", "m.relates_to": relation})
    assert (read.text, read.reply_to, read.near) == ("They do.", "$0", "$0")


def test_a_thread_and_the_reply_for_old_clients_are_told_apart() -> None:
    relation = {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True,
                "m.in_reply_to": {"event_id": "$9"}}  # fmt: skip
    read = said({"body": "> quoted by hand", "m.relates_to": relation})
    assert (read.thread, read.reply_to, read.near, read.text) == ("$root", "", "$9", "> quoted by hand")


@pytest.mark.parametrize(
    ("body", "number", "text"),
    [("#12 yes", 12, "yes"), ("#12: yes", 12, "yes"), ("#12", 12, "#12"), ("no #12", 0, "no #12"), ("#x", 0, "#x")],
)
def test_a_short_number_in_front_says_whose_answer_it_is(body: str, number: int, text: str) -> None:
    assert (said({"body": body}).number, said({"body": body}).text) == (number, text)


def test_an_encrypted_message_is_said_to_be_one() -> None:
    read = said({"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AwgA"}, "m.room.encrypted")
    assert (read.sealed, read.text) == (True, "")


def test_edits_reactions_removals_and_comings_are_read() -> None:
    edit = {"body": "* x", "m.new_content": {"body": "x"}, "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}
    assert read_event(message(edit), NOON) == Changed("$1", "@kern:x", "$0", "x")
    reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$0", "key": "✅"}}
    assert read_event(message(reaction, "m.reaction"), NOON) == Reacted("$1", "@kern:x", "$0", "✅")
    old_form = {"redacts": "$0", **message({}, "m.room.redaction")}
    for removal in (old_form, message({"redacts": "$0"}, "m.room.redaction")):
        assert read_event(removal, NOON) == Removed("$1", "$0")
    left = {**message({"membership": "leave"}, "m.room.member"), "state_key": "@kern:x"}
    assert read_event(left, NOON) == Moved("@kern:x", False)


def test_a_file_is_what_its_sender_says_of_it_within_bounds_and_a_body_beside_its_name_is_its_words() -> None:
    content = {"msgtype": "m.image", "body": "a caption", "filename": "../x\n.png", "url": "mxc://x.org/y",
               "info": {"size": 1200, "w": 40, "h": "30", "mimetype": "text/html"}}  # fmt: skip
    read = said(content)
    assert (read.attached, read.url) == (ChatFile("../x .png", 1200, True, width=40), "mxc://x.org/y")
    assert read.text == "a caption"
    bare = said({"msgtype": "m.file", "body": "plan.pdf", "url": "mxc://x.org/y", "info": {"size": True}})
    assert (bare.attached, bare.text) == (ChatFile("plan.pdf"), "plan.pdf")


def test_a_file_that_lies_nowhere_or_whose_key_is_none_is_said_to_be_unreadable() -> None:
    no_key = {"file": {"url": "mxc://x/y"}, "url": "mxc://x/y"}
    for where in (no_key, {"url": "http://evil/y"}, {"url": "mxc://x/../y"}, {}):
        read = said({"msgtype": "m.image", "body": "x.png", **where})
        assert (read.sealed, read.attached, read.text) == (True, None, "")


def test_presence_and_receipts_are_read() -> None:
    event = {"sender": "@kern:x", "content": {"presence": "unavailable", "status_msg": "lunch"}}
    read = read_presence(event, NOON)
    assert read is not None
    assert (read[0], read[1].reach, read[1].note) == ("@kern:x", Reach.AWAY, "lunch")
    receipts = {"$1": {"m.read": {"@kern:x": {"ts": 1, "thread_id": "$0"}}, "m.read.private": {"@a:x": {}}}}
    assert read_receipts({"content": receipts}) == [("$1", "@kern:x", "$0")]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(
        st.sampled_from(["content", "type", "event_id", "sender", "body", "msgtype", "m.relates_to", "rel_type", "key",
                         "m.in_reply_to", "m.new_content", "origin_server_ts", "state_key", "redacts", "m.read"]),
        deeper | st.sampled_from(["m.room.message", "m.reaction", "m.replace", "m.thread", "$1", "@a:b"]), max_size=6),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=60)
@given(json)
def test_whatever_somebody_sends_reading_it_raises_nothing(untrusted: Any) -> None:
    read_event(untrusted, NOON)
    read_presence(untrusted, NOON)
    read_receipts(untrusted)


@pytest.mark.parametrize("good", ["@kern:example.org", "@k.e-r_n=/+:example.org:8448", "@kern:[::1]"])
def test_a_user_id_is_known_by_its_form(good: str) -> None:
    assert read_matrix_id(f" {good} ") == good
    assert read_matrix_id(good.replace("@kern:example.org", "@Kern:EXAMPLE.org")) is not None


@pytest.mark.parametrize("bad", ["kern:x", "@kern", "@kern:", "@:x", "@ke rn:x", "@kern:ex ample", "@" + "k" * 300])
def test_what_is_no_user_id_is_none(bad: str) -> None:
    assert read_matrix_id(bad) is None


def test_what_a_program_encrypted_in_a_plain_room_is_opened_with_the_key_beside_it() -> None:
    content = b"%PDF-1.7 rails" * 5_000
    key, start = bytes(range(32)), bytes(16)
    sealed = Cipher(algorithms.AES(key), modes.CTR(start)).encryptor().update(content)
    file = {"url": "mxc://x/y", "iv": _unpadded(start),
            "key": {"k": base64.urlsafe_b64encode(key).decode().rstrip("=")},
            "hashes": {"sha256": _unpadded(hashlib.sha256(sealed).digest())}}  # fmt: skip
    read = said({"msgtype": "m.file", "body": "plan.pdf", "file": file})
    assert (read.sealed, read.url) == (False, "mxc://x/y")
    opening = Opening(read_written(written(read.seal)))
    assert b"".join(opening.open(sealed[at : at + 999]) for at in range(0, len(sealed), 999)) == content
    assert opening.whole
    changed = Opening(read.seal)
    changed.open(sealed[:-1])
    assert not changed.whole


def _unpadded(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize(
    ("text", "until", "left"),
    [
        ("Notice until 18:00: R2 is out.", (20, 18, 0), "R2 is out."),
        ("hinweis bis 18 Uhr: R2 ist aus.\nAD-7 geht.", (20, 18, 0), "R2 ist aus.\nAD-7 geht."),
        ("Hinweis bis 9.30: Alles gut.", (21, 9, 30), "Alles gut."),
    ],
)
def test_an_owner_makes_a_notice_by_a_line_in_the_room_of_their_topic(
    text: str, until: tuple[int, int, int], left: str
) -> None:
    noon = datetime(2026, 11, 20, 12, 0).astimezone()  # as the clock on the wall has it
    notice = said_notice(Said("$n", "@kern:x", noon, text), "Rails")
    assert notice is not None
    assert (notice.until.day, notice.until.hour, notice.until.minute) == until
    assert (notice.by, notice.topic, notice.text) == ("@kern:x", "Rails", left)


@pytest.mark.parametrize("text", ["Notice: R2 is out.", "notice until 25:00: x", "Hinweis bis Montag: x", "until 9: x"])
def test_other_words_are_no_notice(text: str) -> None:
    assert said_notice(Said("$n", "@kern:x", NOON, text), "Rails") is None
