"""The file of a recording: a chain of pieces, each encrypted to a public key (age-encryption.org/v1) before it is kept.

    b"ASIDE-TAPE-1\\n", then pieces: length (4 bytes, big endian), age ciphertext

Inside a piece stands a line of JSON and, after its newline, the sound: customer and agent in turn (two channels),
mu-law (ITU-T G.711) at 16 kHz. `n` counts the pieces and `before` is the SHA-256 of the ciphertext before it, so that
a piece taken out, doubled or put elsewhere is seen. A pause is two pieces without sound, with the time of each.
A killed engine loses the piece that was not full: at most a second of sound.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyrage
from msgspec import Struct

from softphone.engine.ports import SAMPLE_RATE_HZ

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import audioop

MAGIC = b"ASIDE-TAPE-1\n"
MOST_PIECE = 1 << 20  # a second is 32 kB: more is no tape of ours
KINDS = ("begin", "sound", "pause", "resume", "end")


class BadKey(ValueError):
    """The text is no age public key, or no age identity."""


class BadTape(ValueError):
    """This is no tape, or somebody changed it. The text says where."""


class Piece(Struct, frozen=True):
    """`kind` is one of KINDS; `note` says whose call it was (begin) or why (pause, end); `sound` is 16-bit stereo."""

    n: int
    at: datetime
    kind: str
    note: str
    sound: bytes = b""


def read_recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except (pyrage.RecipientError, ValueError) as error:
        raise BadKey("no age public key") from error


class Tape:
    """Writes one call. Any method may raise OSError: a full disk, a folder that went."""

    def __init__(self, path: Path, recipient: pyrage.x25519.Recipient) -> None:
        self._recipient = recipient
        self._n = 0
        self._before = ""
        # Only the owner reads it, and an older tape is never written over.
        self._file: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)
        self._write(MAGIC)

    def add(self, kind: str, at: datetime, note: str = "", *, customer: bytes = b"", agent: bytes = b"") -> None:
        """`customer` and `agent`: 16-bit mono of the same length."""
        head = {"n": self._n, "at": at.isoformat(), "kind": kind, "note": note, "before": self._before}
        sealed = pyrage.encrypt(json.dumps(head).encode() + b"\n" + _both(customer, agent), [self._recipient])
        self._write(len(sealed).to_bytes(4, "big") + sealed)
        self._n += 1
        self._before = hashlib.sha256(sealed).hexdigest()

    def close(self) -> None:
        self._file.close()

    def _write(self, data: bytes) -> None:
        """Whole, or not there: the half of a piece that a full disk left would hide all that follows it."""
        at = self._file.tell()
        try:
            done = 0
            while done < len(data):
                done += self._file.write(data[done:]) or 0
        except OSError:
            os.ftruncate(self._file.fileno(), at)
            self._file.seek(at)
            raise


def read_tape(path: Path, identity: str) -> Iterator[Piece]:
    """The pieces in order. Raises BadKey, BadTape; a tape cut off at its end gives what is whole, without an "end"."""
    try:
        key = pyrage.x25519.Identity.from_str(identity.strip())
    except (pyrage.IdentityError, ValueError) as error:
        raise BadKey("no age identity") from error
    before, n = "", 0
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BadTape("this is no tape of Aside's")
        while len(length := file.read(4)) == 4:
            size = int.from_bytes(length, "big")
            if size > MOST_PIECE:
                raise BadTape(f"piece {n} is too long")
            sealed = file.read(size)
            if len(sealed) < size:
                return
            piece, said_before = _read_piece(sealed, key, n)
            if piece.n != n or said_before != before:
                raise BadTape(f"piece {n} does not follow the one before it")
            yield piece
            n += 1
            before = hashlib.sha256(sealed).hexdigest()


def _read_piece(sealed: bytes, key: pyrage.x25519.Identity, n: int) -> tuple[Piece, str]:
    try:
        head, _, sound = pyrage.decrypt(sealed, [key]).partition(b"\n")
    except pyrage.DecryptError as error:
        raise BadTape(f"piece {n} cannot be decrypted with this key, or was changed") from error
    try:
        told: dict[str, Any] = json.loads(head)
        at = datetime.fromisoformat(str(told["at"])).astimezone(UTC)
        piece = Piece(int(told["n"]), at, str(told["kind"]), str(told["note"]), audioop.ulaw2lin(sound, 2))
        return piece, str(told["before"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadTape(f"piece {n} cannot be read") from error


def _both(customer: bytes, agent: bytes) -> bytes:
    left = audioop.tostereo(customer, 2, 1, 0)
    return audioop.lin2ulaw(audioop.add(left, audioop.tostereo(agent, 2, 0, 1), 2), 2)


def seconds(samples: bytes) -> float:
    """Of 16-bit mono."""
    return len(samples) / 2 / SAMPLE_RATE_HZ
