"""`aside tape …`: what a recording says, for the holder of its key; and the pause that a program may ask for.

    aside tape show FILE --key KEYFILE               begin, pauses with their reasons, end
    aside tape listen FILE --key KEYFILE --to WAV    16 kHz stereo: customer left, agent right; pauses are silent
    aside tape pause, aside tape resume              the secret of the program comes on standard input
"""

from __future__ import annotations

import argparse
import sys
import wave
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from softphone.engine.ports import SAMPLE_RATE_HZ
from softphone.engine.recording.tape import BadKey, BadTape, Piece, read_tape

NOT_DONE = 1
STEREO_BYTES = 4
LONGEST_PAUSE_S = 3_600  # a clock that jumped makes no file of days


def main(words: Sequence[str]) -> int:
    """Exit code: 0 done, 1 not, 2 wrong words."""
    given = _parser().parse_args(words)
    if given.what in ("pause", "resume"):
        from softphone.engine.recording import pausing

        return pausing.ask(given.home, given.what == "pause", sys.stdin.readline().strip())
    try:
        pieces = read_tape(Path(given.file), _identity(Path(given.key)))
        return _show(pieces) if given.what == "show" else _listen(pieces, Path(given.to))
    except (BadKey, BadTape, OSError) as error:
        sys.stderr.write(f"{given.file}: {error}\n")
        return NOT_DONE


def _show(pieces: Iterable[Piece]) -> int:
    seconds, ended = 0.0, False
    for piece in pieces:
        seconds += len(piece.sound) / STEREO_BYTES / SAMPLE_RATE_HZ
        ended = piece.kind == "end"
        if piece.kind != "sound":
            sys.stdout.write(f"{piece.at:%Y-%m-%d %H:%M:%S} UTC  {piece.kind:7}{piece.note}\n")
    rest = "" if ended else "; cut off: the engine ended without closing it"
    sys.stdout.write(f"{seconds:.1f} s of sound{rest}\n")
    return 0


def _listen(pieces: Iterable[Piece], path: Path) -> int:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        for sound in _with_silence(pieces):
            file.writeframes(sound)
    return 0


def _with_silence(pieces: Iterable[Piece]) -> Iterator[bytes]:
    since = None
    for piece in pieces:
        if piece.kind == "pause":
            since = piece.at
        elif piece.kind == "resume" and since is not None:
            lasted = min(max((piece.at - since).total_seconds(), 0.0), LONGEST_PAUSE_S)
            yield bytes(int(lasted * SAMPLE_RATE_HZ) * STEREO_BYTES)
            since = None
        if piece.sound:
            yield piece.sound


def _identity(path: Path) -> str:
    """The first line of an age key file that is no comment."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line for line in lines if line.strip() and not line.startswith("#")), "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("aside tape", description="Reads a recording with the private age key.")
    what = parser.add_subparsers(metavar="WHAT", required=True, dest="what")
    for name, told in (("show", "when it began, paused and ended"), ("listen", "write it as a WAV file")):
        word = what.add_parser(name, help=told)
        word.add_argument("file", metavar="FILE")
        word.add_argument("--key", required=True, metavar="KEYFILE", help="an age identity, as age-keygen writes it")
        if name == "listen":
            word.add_argument("--to", required=True, metavar="WAV")
    for name, told in (("pause", "nothing of what is said now is recorded"), ("resume", "it is recorded again")):
        what.add_parser(name, help=told).add_argument("--home", metavar="DIR", help="of the Aside that is asked")
    return parser
