"""Frames: every message goes there and back, and no bytes whatever do more than drop the link."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import fields

from softphone.domain import protocol
from softphone.domain.call import Call, Direction, Party, Phase
from softphone.domain.protocol import CallChanged, MessageReceived, Ping, Pong
from softphone.wire.codec import (
    HEADER_BYTES,
    MAX_FRAME_BYTES,
    MESSAGE_CLASSES,
    BadFrame,
    FrameReader,
    Unsendable,
    encode,
)

NOW = datetime(2026, 11, 21, 9, 30, 0, 123456, tzinfo=UTC)

st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))
st.register_type_strategy(int, st.integers(-(2**63), 2**63 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=30))


def frame(body: bytes) -> bytes:
    return len(body).to_bytes(HEADER_BYTES, "big") + body


def any_message() -> st.SearchStrategy[Any]:
    return st.sampled_from(sorted(MESSAGE_CLASSES)).flatmap(lambda name: st.from_type(MESSAGE_CLASSES[name]))


@pytest.mark.parametrize("name", sorted(MESSAGE_CLASSES))
def test_every_message_goes_there_and_back(name: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(st.from_type(MESSAGE_CLASSES[name]))
    def there_and_back(message: Any) -> None:
        assert FrameReader().feed(encode(message)) == [message]

    there_and_back()


def test_the_classes_are_those_of_the_protocol() -> None:
    assert {"Hello", "Ping", "Pong", "Snapshot", "Configure", "Quit"} <= MESSAGE_CLASSES.keys()
    assert all(getattr(protocol, name) is cls for name, cls in MESSAGE_CLASSES.items())


@settings(max_examples=40, deadline=None)
@given(st.lists(any_message(), max_size=4), st.data())
def test_frames_cut_and_glued_anywhere_give_the_same_messages(messages: list[Any], data: st.DataObject) -> None:
    stream = b"".join(encode(message) for message in messages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    reader = FrameReader()
    heard = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        heard += reader.feed(stream[start:end])
    assert heard == messages


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_random_bytes_give_messages_or_a_bad_frame(pieces: list[bytes]) -> None:
    reader = FrameReader()
    with suppress(BadFrame):
        for piece in pieces:
            reader.feed(piece)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))))
def test_a_well_framed_random_body_gives_messages_or_a_bad_frame(body: bytes) -> None:
    with suppress(BadFrame):
        FrameReader().feed(frame(body))


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(MESSAGE_CLASSES)), st.data())
def test_fields_of_the_wrong_kind_are_a_bad_frame_and_nothing_else(name: str, data: st.DataObject) -> None:
    names = [field.name for field in fields(MESSAGE_CLASSES[name])]
    body = data.draw(st.fixed_dictionaries(dict.fromkeys(names, _json)))
    try:
        messages = FrameReader().feed(frame(json.dumps({"t": name, "b": body}).encode()))
    except BadFrame:
        return
    assert all(type(message).__name__ == name for message in messages)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"t":"Ping"}',
        b'{"b":{}}',
        b'{"t":"Ping","b":{}}',
        b'{"t":"Ping","b":{"n":"1"}}',
        b'{"t":["Ping"],"b":{"n":1}}',
        b'{"t":"Ping","b":' + b"[" * 50_000,
        b'{"t":"Ping","b":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"t":"Ping","b":{"n":1,"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
        b'{"t":"\xff","b":{}}',
        b'{"t":"Ping","b":{"n":1}}\x00',
    ],
)
def test_a_body_that_is_no_message_is_a_bad_frame(body: bytes) -> None:
    with pytest.raises(BadFrame):
        FrameReader().feed(frame(body))


def test_an_oversized_frame_is_refused_at_its_header() -> None:
    with pytest.raises(BadFrame):
        FrameReader().feed((MAX_FRAME_BYTES + 1).to_bytes(HEADER_BYTES, "big"))


def test_a_frame_of_exactly_the_largest_size_passes() -> None:
    overhead = len(encode(Ping(1))) - HEADER_BYTES
    body = b'{"t":"Ping","b":{"n":1}' + b" " * (MAX_FRAME_BYTES - overhead) + b"}"
    assert FrameReader().feed(frame(body)) == [Ping(1)]


def test_a_reader_stays_broken_after_a_bad_frame() -> None:
    reader = FrameReader()
    with pytest.raises(BadFrame):
        reader.feed(frame(b"nonsense"))
    with pytest.raises(BadFrame):
        reader.feed(encode(Ping(1)))


def test_a_message_of_an_unknown_class_is_dropped_and_counted() -> None:
    reader = FrameReader()
    assert reader.feed(frame(b'{"t":"FromTomorrow","b":{"n":1}}') + encode(Ping(2))) == [Ping(2)]
    assert reader.unknown == 1


def test_an_unknown_field_is_ignored() -> None:
    assert FrameReader().feed(frame(b'{"t":"Pong","b":{"n":3,"hue":"mauve"},"v":9}')) == [Pong(3)]


def test_a_field_with_a_default_may_be_missing() -> None:
    fields_given = {"at": NOW, "sender": "a", "text": "b", "network_id": "c"}
    body = msgspec.json.encode({"t": "MessageReceived", "b": fields_given})
    assert FrameReader().feed(frame(body)) == [MessageReceived(NOW, "a", "b", "c")]


def test_a_message_that_does_not_fit_a_frame_is_our_error() -> None:
    with pytest.raises(Unsendable):
        encode(MessageReceived(NOW, "sip:a@b", "x" * MAX_FRAME_BYTES, "1"))


def test_text_that_is_no_text_is_our_error() -> None:
    call = Call("1", Direction.IN, Phase.OFFERED, Party(name="\ud800"), NOW)
    with pytest.raises(Unsendable):
        encode(CallChanged(NOW, call))
