"""Names of languages in the words of who reads them: in German for a German reader, else in English."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = {
    "ar": ("Arabic", "Arabisch"),
    "bg": ("Bulgarian", "Bulgarisch"),
    "cs": ("Czech", "Tschechisch"),
    "da": ("Danish", "Dänisch"),
    "de": ("German", "Deutsch"),
    "el": ("Greek", "Griechisch"),
    "en": ("English", "Englisch"),
    "es": ("Spanish", "Spanisch"),
    "fa": ("Persian", "Persisch"),
    "fi": ("Finnish", "Finnisch"),
    "fr": ("French", "Französisch"),
    "hr": ("Croatian", "Kroatisch"),
    "hu": ("Hungarian", "Ungarisch"),
    "it": ("Italian", "Italienisch"),
    "nl": ("Dutch", "Niederländisch"),
    "no": ("Norwegian", "Norwegisch"),
    "pl": ("Polish", "Polnisch"),
    "pt": ("Portuguese", "Portugiesisch"),
    "ro": ("Romanian", "Rumänisch"),
    "ru": ("Russian", "Russisch"),
    "sv": ("Swedish", "Schwedisch"),
    "tr": ("Turkish", "Türkisch"),
    "uk": ("Ukrainian", "Ukrainisch"),
}


def language_name(tag: str, readers: Iterable[str] = ()) -> str:
    """ "de-AT" (BCP 47) as "German", or as "Deutsch" for a reader whose first language is German. What is not known
    stays as it is."""
    names = _NAMES.get(_primary(tag))
    if names is None:
        return tag
    english, german = names
    return german if _primary(next(iter(readers), "")) == "de" else english


def _primary(tag: str) -> str:
    return tag.strip().replace("_", "-").partition("-")[0].lower()
