"""The file of a recording: what is said, in order, for the holder of the key alone."""

from __future__ import annotations

import math
import wave
from array import array
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pyrage
import pytest

from softphone.engine.recording import tape_cli
from softphone.engine.recording.tape import MAGIC, BadKey, BadTape, Piece, Tape, read_recipient, read_tape

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = pyrage.x25519.Identity.generate()
OTHER_KEY = pyrage.x25519.Identity.generate()
CARD = b"4111 1111 1111 1111"


def tone(hz: int, seconds: float = 1.0) -> bytes:
    count = int(seconds * 16_000)
    return array("h", [int(9_000 * math.sin(2 * math.pi * hz * n / 16_000)) for n in range(count)]).tobytes()


def written(path: Path) -> Path:
    tape = Tape(path, KEY.to_public())
    tape.add("begin", AT, "call-1")
    tape.add("sound", AT + timedelta(seconds=1), customer=tone(400), agent=tone(900))
    tape.add("pause", AT + timedelta(seconds=1), "digits")
    tape.add("resume", AT + timedelta(seconds=9), "key")
    tape.add("end", AT + timedelta(seconds=9), "call")
    tape.close()
    return path


def pieces(path: Path) -> list[bytes]:
    """The sealed ones, with their lengths, as they lie in the file."""
    data, found = path.read_bytes()[len(MAGIC) :], []
    while data:
        size = 4 + int.from_bytes(data[:4], "big")
        found.append(data[:size])
        data = data[size:]
    return found


def read(path: Path, key: pyrage.x25519.Identity = KEY) -> list[Piece]:
    return list(read_tape(path, str(key)))


def test_the_holder_of_the_key_reads_all_of_it_in_order(tmp_path: Path) -> None:
    found = read(written(tmp_path / "a.tape"))
    assert [(piece.kind, piece.note) for piece in found] == [
        ("begin", "call-1"), ("sound", ""), ("pause", "digits"), ("resume", "key"), ("end", "call"),
    ]  # fmt: skip
    sound = array("h", found[1].sound)
    for side, hz in ((sound[::2], 400), (sound[1::2], 900)):
        assert len(side) == 16_000
        crossings = sum(a < 0 <= b for a, b in pairwise(side))
        assert abs(crossings - hz) <= 2


def test_nobody_else_reads_anything(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tape")
    with pytest.raises(BadTape, match="this key"):
        read(path, OTHER_KEY)
    assert b"call-1" not in path.read_bytes()
    assert b"digits" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", ["taken out", "doubled", "swapped", "flipped"])
def test_a_change_is_seen(tmp_path: Path, change: str) -> None:
    path = written(tmp_path / "a.tape")
    kept = pieces(path)
    match change:
        case "taken out":
            del kept[2]
        case "doubled":
            kept.insert(2, kept[2])
        case "swapped":
            kept[2], kept[3] = kept[3], kept[2]
        case "flipped":
            kept[1] = kept[1][:-3] + bytes([kept[1][-3] ^ 1]) + kept[1][-2:]
    path.write_bytes(MAGIC + b"".join(kept))
    with pytest.raises(BadTape):
        read(path)


def test_a_tape_of_a_killed_engine_gives_every_whole_piece(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tape")
    whole = path.read_bytes()
    last = len(pieces(path)[-1])
    for cut in (1, last - 1, last, last + 2):
        path.write_bytes(whole[:-cut])
        kinds = [piece.kind for piece in read(path)]
        assert "end" not in kinds
        assert kinds == ["begin", "sound", "pause", "resume"][: 4 if cut <= last else 3]


@pytest.mark.parametrize("content", [b"", b"RIFF....", MAGIC + b"\xff\xff\xff\xff", MAGIC + b"\0\0\0\x05hello"])
def test_what_is_no_tape_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tape"
    path.write_bytes(content)
    with pytest.raises(BadTape):
        read(path)


def test_an_older_tape_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tape")
    with pytest.raises(FileExistsError):
        Tape(path, KEY.to_public())


@pytest.mark.parametrize("text", ["", "age1", "age1qqqq", "ssh-rsa AAAA", pytest.param(str(KEY), id="a secret key")])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        read_recipient(text)


def test_its_owner_sees_the_pauses_and_hears_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, key, sound = written(tmp_path / "a.tape"), tmp_path / "key.txt", tmp_path / "a.wav"
    key.write_text(f"# created: 2026-11-22\n# public key: {KEY.to_public()}\n{KEY}\n")
    assert tape_cli.main(["show", str(path), "--key", str(key)]) == 0
    shown = capsys.readouterr().out
    assert "pause  digits" in shown
    assert "1.0 s of sound\n" in shown
    assert tape_cli.main(["listen", str(path), "--key", str(key), "--to", str(sound)]) == 0
    with wave.open(str(sound)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 16_000)
        assert file.getnframes() == 9 * 16_000  # a second of sound and the silence of the pause


@pytest.mark.parametrize("key", ["", "no key", pytest.param(str(OTHER_KEY), id="another key")])
def test_another_key_opens_nothing_and_is_told_so(tmp_path: Path, key: str, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = written(tmp_path / "a.tape"), tmp_path / "key.txt"
    file.write_text(key)
    assert tape_cli.main(["show", str(path), "--key", str(file)]) == 1
    assert "key" in capsys.readouterr().err
