"""What the expert's side of the promise reads and writes: plain text that any phone can show, in German or English."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

TOLD_MARK = "✓"  # begins what needs no answer

_LONGEST_WORD = 24
_IGNORED = str.maketrans("", "", ".!,;:)(\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_TAKE = frozenset({"1", "ja", "yes", "✅", "👍"})
_DECLINE = frozenset({"0", "nein", "no", "✋", "👎"})
_NOT_NOW_MIN = {"15": 15, "60": 60, "später": 15, "spaeter": 15, "later": 15, "nicht jetzt": 15, "not now": 15}
_LEAVE = frozenset({"wall", "wand", "✅", "👍"})
# Once somebody has it, "yes", "no" and figures may well be the answer: then only these say something about the promise.
_DECLINE_LATE = frozenset({"0", "✋"})


class Word(StrEnum):
    """What one short text says about the promise."""

    TAKE = "take"
    DECLINE = "decline"
    NOT_NOW_15 = "not_now_15"
    NOT_NOW_60 = "not_now_60"
    ANSWER = "answer"  # anything else


def read_word(untrusted: str) -> Word:
    """Of somebody who has not said anything yet."""
    word = _bare(untrusted)
    if word in _TAKE:
        return Word.TAKE
    if word in _DECLINE:
        return Word.DECLINE
    minutes = _NOT_NOW_MIN.get(word)
    if minutes is None:
        return Word.ANSWER
    return Word.NOT_NOW_60 if minutes == 60 else Word.NOT_NOW_15


def read_holder_word(untrusted: str, *, reminded: bool) -> Word:
    """Of somebody who has it."""
    word = _bare(untrusted)
    if word == "✋" or (reminded and word in _DECLINE_LATE):
        return Word.DECLINE
    if word == "✅" or (reminded and word == "1"):
        return Word.TAKE
    return Word.ANSWER


def foot(languages: Iterable[str], taken_s: int, answered_s: int) -> str:
    """The line below a question that says what one word does."""
    if _german(languages):
        return (
            f"[1 = übernehme ich, 0 = kann ich nicht, 15 oder 60 = so viele Minuten nicht fragen. "
            f"Zusage in {_span(taken_s)}, Antwort in {_span(answered_s)}.]"
        )
    return (
        f"[1 = I take it, 0 = I cannot, 15 or 60 = do not ask me for so many minutes. "
        f"Take it in {_span(taken_s)}, answer in {_span(answered_s)}.]"
    )


def reminder(languages: Iterable[str]) -> str:
    if _german(languages):
        return "Der Kunde wartet noch auf Ihre Antwort. [1 = kommt gleich, 0 = kann ich doch nicht]"
    return "The customer still waits for your answer. [1 = in a moment, 0 = I cannot after all]"


def somebody_else(languages: Iterable[str], name: str) -> str:
    if _german(languages):
        return f"{TOLD_MARK} {name} hat die Frage übernommen. Danke, hier ist nichts mehr zu tun."
    return f"{TOLD_MARK} {name} has taken the question. Thank you, nothing more to do here."


def joins(languages: Iterable[str]) -> str:
    """In a colleague's thread: one more waits for its answer."""
    if _german(languages):
        return f"{TOLD_MARK} Noch ein Kunde wartet auf diese Antwort. Eine Antwort hier erreicht alle."
    return f"{TOLD_MARK} Another customer waits for this answer too. One answer here reaches all."


def may_be_shown(languages: Iterable[str]) -> str:
    """Below our thanks."""
    if _german(languages):
        return "[Darf das an die Wand des Teams? Ein „Wand“ genügt.]"
    return "[May the team's wall show this? One word is enough: “wall”.]"


def gives_leave(untrusted: str) -> bool:
    return _bare(untrusted) in _LEAVE


def not_needed(languages: Iterable[str]) -> str:
    if _german(languages):
        return f"{TOLD_MARK} Die Frage hat sich erledigt. Danke, hier ist nichts mehr zu tun."
    return f"{TOLD_MARK} The question is settled. Thank you, nothing more to do here."



def _german(languages: Iterable[str]) -> bool:
    """By the first of their languages that we speak."""
    spoken = (tag.partition("-")[0].casefold() for tag in languages)
    return next((tag for tag in spoken if tag in ("de", "en")), "en") == "de"


def _span(seconds: int) -> str:
    return f"{seconds // 60} min" if seconds % 60 == 0 and seconds else f"{seconds} s"


def _bare(untrusted: str) -> str:
    return " ".join(untrusted[: 4 * _LONGEST_WORD].translate(_IGNORED).casefold().split())[:_LONGEST_WORD]
