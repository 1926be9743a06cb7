"""From a text to the words it is found by: German and English, umlauts as they are typed, no endings.

Pure. "Schlüssel", "Schluessel" and "Schlussel" are one word, so are "Schiene" and "Schienen". Both sides of a search
go through here, so what is lost is lost alike.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 40  # letters: a longer word is no word
LEAST_PART = 4  # letters of a part of a compound
LEAST_SLIP = 5  # letters: in a shorter word one wrong letter makes another word

_WORDS = re.compile(r"[^\W_]+(?:[-–‑][^\W_]+)*")
_PARTS = re.compile(r"[-–‑]")
_UMLAUT = re.compile(r"([ao])e|(?<![aeq])ue")
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")
_JOINTS = ("s", "n", "en", "es", "er", "e")  # Fugenlaute: Lieferung-s-verzug
_LETTERS = str.maketrans({"ß": "ss", "æ": "a", "ø": "o", "œ": "o", "å": "a", "ł": "l", "đ": "d"})
_EMPTY = frozenset(
    """
    aber alle allen als also am an and any are auch auf aus bei beim bin bis bitte can could das dass dem den
    der des die dies diese diesem dieser dieses does doch dort du durch ein eine einem einen einer eines er es
    etwas for from fur gibt hat hatte have her hier how ich ihm ihn ihr ihre im in is ist it its ja kann kein
    keine konnen mal man mehr mein mich mir mit muss nach nein nicht noch not nun nur oder of on or our please
    schon sein sich sie sind so soll that the their them then there they this to uber um und uns unser unter
    vom von vor wann war warum was we wenn wer werden what when where which who why wie will wir wird with wo
    would you your zu zum zur kunde kunden kundin customer client frage question hallo danke
    """.split()  # noqa: SIM905  a list of 170 words is a paragraph, not a table
)


def terms_of(text: str) -> tuple[str, ...]:
    """The words of `text` in their order, each as the index has it; some twice."""
    found: list[str] = []
    for match in _WORDS.finditer(text[:20_000]):
        parts = _PARTS.split(match[0])
        found += filter(None, map(_term, parts))
        if len(parts) > 1 and any(c.isdigit() for c in match[0]):
            found.append(_folded("".join(parts))[:LONGEST])  # "AD-7" is typed as AD7 too
    return tuple(found)


def stem(word: str) -> str:
    """A folded word without its ending, where four letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST_PART:
            return word[: -len(ending)]
    return word


def slips_of(term: str) -> set[str]:
    """The word, and the word without each of its letters."""
    return {term, *(term[:at] + term[at + 1 :] for at in range(len(term)))}


def one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two turned round is all that parts them."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    head = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[head:] == long[head + 1 :]
    turned = short[head + 1 : head + 2] + short[head : head + 1] + short[head + 2 :]
    return short[head + 1 :] == long[head + 1 :] or turned == long[head:]


def splits_of(term: str) -> tuple[tuple[str, str], ...]:
    """The ways `term` may be two words put together, both as the index would have them."""
    ways: dict[tuple[str, str], None] = {}
    for at in range(LEAST_PART, len(term) - LEAST_PART + 1):
        head, tail = term[:at], term[at:]
        ways[head, tail] = None
        ways[stem(head), tail] = None
        for joint in _JOINTS:
            if head.endswith(joint) and len(head) - len(joint) >= LEAST_PART:
                ways[stem(head[: -len(joint)]), tail] = None
    return tuple(ways)


def _term(word: str) -> str:
    folded = _folded(word)
    if folded in _EMPTY or len(folded) > LONGEST or (len(folded) == 1 and not folded.isdigit()):
        return ""
    return folded if any(c.isdigit() for c in folded) else stem(folded)


def _folded(word: str) -> str:
    small = word.casefold()
    if not small.isascii():
        apart = unicodedata.normalize("NFKD", small.translate(_LETTERS))
        small = "".join(c for c in apart if not unicodedata.combining(c))
    return _UMLAUT.sub(lambda found: found[1] or "u", small)
