"""The few words around a setting's own, in both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

from softphone.domain.setting import Group
from softphone.domain.settings import POLICY_ALONE, Entry

Language = Literal["en", "de"]

GROUPS: dict[Group, dict[Language, str]] = {
    Group.LINE: {"en": "Line", "de": "Leitung"},
    Group.CALLS: {"en": "Calls", "de": "Anrufe"},
    Group.SOUND: {"en": "Sound", "de": "Ton"},
    Group.CUSTOMERS: {"en": "Customers and CRM", "de": "Kunden und CRM"},
    Group.CHAT: {"en": "Side chat", "de": "Experten-Chat"},
    Group.RECORDING: {"en": "Recording", "de": "Aufzeichnung"},
    Group.WRAP_UP: {"en": "Wrap-up", "de": "Nachbearbeitung"},
    Group.LOOK: {"en": "Language and appearance", "de": "Sprache und Aussehen"},
    Group.PROGRAM: {"en": "This program", "de": "Dieses Programm"},
}
WORDS: dict[str, dict[Language, str]] = {
    "templates": {"en": "Settings of Aside, the softphone", "de": "Einstellungen von Aside, dem Softphone"},
    "supported": {"en": "Aside 0.1 and later", "de": "Aside 0.1 und neuer"},
    "recommended": {"en": "Aside: recommended, may be changed", "de": "Aside: empfohlen, änderbar"},
    "name": {"en": "Name", "de": "Name"},
    "usual": {"en": "Default", "de": "Vorgabe"},
    "nothing": {"en": "empty", "de": "leer"},
    "from_to": {"en": "{low} to {high}", "de": "{low} bis {high}"},
    "on": {"en": "on", "de": "ein"},
    "off": {"en": "off", "de": "aus"},
    "switch": {"en": "on or off", "de": "ein oder aus"},
    "list": {"en": "list", "de": "Liste"},
    "lines": {"en": "One to a line.", "de": "Eins je Zeile."},
    "text": {"en": "text", "de": "Text"},
    "security": {
        "en": "A security setting: told wrongly, it is locked at its default.",
        "de": "Eine Sicherheitseinstellung: Falsch angegeben, ist sie auf ihre Vorgabe festgelegt.",
    },
    "alone": {
        "en": "Takes effect only where it is managed, not where it is recommended.",
        "de": "Wirkt nur, wo sie verwaltet ist, nicht als Empfehlung.",
    },
}


def label(entry: Entry, language: Language) -> str:
    return entry.english if language == "en" else entry.german


def explained(entry: Entry, language: Language) -> str:
    """What stands beside it in the editor of group policies."""
    parts = [
        f"{label(entry, language)}.",
        f"{WORDS['name'][language]}: {entry.name}.",
        f"{values(entry, language)}. {WORDS['usual'][language]}: {usual(entry, language)}.",
    ]
    if entry.kind is tuple:
        parts.append(WORDS["lines"][language])
    if entry.security:
        parts.append(WORDS["security"][language])
    if entry.name in POLICY_ALONE:
        parts.append(WORDS["alone"][language])
    return "\n".join(parts)


def values(entry: Entry, language: Language) -> str:
    """What it can be."""
    if entry.kind is bool:
        return WORDS["switch"][language]
    if issubclass(entry.kind, StrEnum):
        return ", ".join(each.value for each in entry.kind)
    if entry.low is not None:
        span = WORDS["from_to"][language].format(low=f"{entry.low:g}", high=f"{entry.high:g}")
        return f"{span} {entry.unit}".strip()
    return WORDS["list" if entry.kind is tuple else "text"][language]


def usual(entry: Entry, language: Language) -> str:
    """Its default."""
    value: Any = entry.default
    if isinstance(value, bool):
        return WORDS["on" if value else "off"][language]
    if isinstance(value, tuple):
        value = ", ".join(value)
    return str(value) if value != "" else WORDS["nothing"][language]
