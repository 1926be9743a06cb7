"""Messages to bytes and back: four bytes of length (big-endian), then JSON `{"t": class name, "b": fields}`.

One rule: whatever bytes come in, the reader gives messages or raises BadFrame, nothing else.

    WireError
    ├── Unsendable   ours: a message that does not fit a frame or is not text
    └── BadFrame     the peer's: drop the link

A class we do not know is dropped and counted, a field we do not know is ignored: neighbours in version talk.
"""

from __future__ import annotations

import logging
from typing import Any, get_args

import msgspec

from softphone.domain import protocol
from softphone.domain.protocol import Message

# Far above any message (a Snapshot of four calls with all their headers is some 20 KiB), far below harm.
MAX_FRAME_BYTES = 256 * 1024
HEADER_BYTES = 4

log = logging.getLogger("aside.wire")


class WireError(ValueError):
    pass


class Unsendable(WireError):
    pass


class BadFrame(WireError):
    pass


class _Envelope(msgspec.Struct):
    t: str
    b: msgspec.Raw


MESSAGE_CLASSES: dict[str, type[Any]] = {cls.__name__: cls for cls in get_args(protocol.Message)}

_encoder = msgspec.json.Encoder()
_envelopes = msgspec.json.Decoder(_Envelope)
_bodies = {name: msgspec.json.Decoder(cls) for name, cls in MESSAGE_CLASSES.items()}


def encode(message: Message) -> bytes:
    """One frame. Raises Unsendable for a message over MAX_FRAME_BYTES or with text that UTF-8 cannot carry."""
    try:
        body = _encoder.encode(_Envelope(type(message).__name__, msgspec.Raw(_encoder.encode(message))))
    except (ValueError, OverflowError) as error:
        raise Unsendable(f"{type(message).__name__}: {type(error).__name__}") from None
    if len(body) > MAX_FRAME_BYTES:
        raise Unsendable(f"{type(message).__name__}: {len(body)} bytes")
    return len(body).to_bytes(HEADER_BYTES, "big") + body


def decode(body: bytes) -> Message | None:
    """The message in one frame's body, None for a class we do not know. Raises BadFrame."""
    try:
        envelope = _envelopes.decode(body)
        decoder = _bodies.get(envelope.t)
        if decoder is None:
            log.info("unknown_message type=%s", _plain_name(envelope.t))
            return None
        message: Message = decoder.decode(envelope.b)
    except (msgspec.MsgspecError, ValueError, RecursionError, OverflowError) as error:
        raise BadFrame(type(error).__name__) from None
    return message


class FrameReader:
    """Puts frames together from whatever pieces the socket gives. Useless after its first BadFrame."""

    def __init__(self) -> None:
        self.unknown = 0  # messages dropped because we do not know their class
        self._pending = bytearray()
        self._broken = ""

    def feed(self, piece: bytes) -> list[Message]:
        """The messages that are complete now."""
        if self._broken:
            raise BadFrame(self._broken)
        self._pending += piece
        messages: list[Message] = []
        start = 0
        try:
            while len(self._pending) - start >= HEADER_BYTES:
                length = int.from_bytes(self._pending[start : start + HEADER_BYTES], "big")
                if length > MAX_FRAME_BYTES:
                    raise BadFrame(f"{length} bytes announced")
                end = start + HEADER_BYTES + length
                if len(self._pending) < end:
                    break
                message = decode(bytes(self._pending[start + HEADER_BYTES : end]))
                start = end
                if message is None:
                    self.unknown += 1
                else:
                    messages.append(message)
        except BadFrame as error:
            self._broken = str(error)
            self._pending.clear()
            raise
        del self._pending[:start]
        return messages


def _plain_name(untrusted_name: str) -> str:
    return untrusted_name if untrusted_name.isascii() and untrusted_name.isidentifier() else "?"
