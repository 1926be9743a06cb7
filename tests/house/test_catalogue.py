"""Every text of the interface is there in German, and nothing in the catalogue is left over."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
GERMAN = ROOT / "resources" / "i18n" / "aside_de.ts"
PLACES = re.compile(r"\{\w*\}|%\d|%n|%L\d")

Key = tuple[str, str, str]


def texts(catalogue: Path) -> dict[Key, list[str]]:
    """Translations by context, source and comment; an unfinished one counts as empty."""
    found: dict[Key, list[str]] = {}
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            finished = translation.get("type") is None
            key = (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
            found[key] = forms if finished else [""]
    return found


def test_every_text_is_there_in_german(tmp_path: Path) -> None:
    fresh = tmp_path / GERMAN.name
    shutil.copy(GERMAN, fresh)
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    sources = sorted(str(path) for path in (ROOT / "softphone" / "ui").rglob("*.py"))
    subprocess.run([lupdate, "-no-obsolete", *sources, "-ts", fresh], check=True, capture_output=True, timeout=100)
    now = texts(fresh)

    missing = [key for key, forms in now.items() if not all(form.strip() for form in forms)]
    left_over = sorted(texts(GERMAN).keys() - now.keys())

    assert now, "lupdate found no text at all"
    assert (missing, left_over) == ([], []), "./dev words brings the catalogue up to date; then translate"


def test_every_german_text_keeps_its_places() -> None:
    """`{name}`, `%1` and `%n` stand for something: a translation must hold the same ones."""
    wrong = [
        (key[1], form)
        for key, forms in texts(GERMAN).items()
        for form in forms
        if form and set(PLACES.findall(form)) != set(PLACES.findall(key[1])) and "%n" not in key[1]
    ]

    assert wrong == []
