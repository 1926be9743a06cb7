"""What is inside the frozen folder: the modules in it, traced back to the wheels they came from, each with its licence.

Read from the frozen program itself, not from a list of wishes. A part whose licence nobody can name ends the build.
"""

from __future__ import annotations

import sys
import sysconfig
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

# Wheels whose metadata names no licence, or none that says anything: what their project says.
SAID_ELSEWHERE = {
    "apsw_sqlite3mc": "any-OSI (APSW), MIT (SQLite3 Multiple Ciphers), public domain (SQLite)",
    "pjsua2-python": "GPL-2.0-or-later",
    "pyrage": "MIT",
}
OURS = "aside"
TEXTS = ("licen", "copying", "notice", "authors", "copyright")


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    inner: tuple[Path, ...]  # CycloneDX files that the wheel brings about what was put into it


def parts(program: Path, site: Path | None = None, python: Part | None = None) -> list[Part]:
    """Every distribution that gave a module to the frozen program, and Python.

    `program` is the executable with `_internal` beside it. `site` holds its wheels and `python` is what it was frozen
    with, where that is not the Python that runs here.
    """
    return [python or _python(), *wheels_of(_modules(program), site)]


def wheels_of(modules: set[str], site: Path | None = None) -> list[Part]:
    found = {}
    for wheel in distributions(path=[str(site)]) if site else distributions():
        tops = {path.parts[0] for path in wheel.files or ()}
        gave = modules & {top.split(".")[0] for top in tops if not top.endswith((".dist-info", ".pth"))} - {""}
        # PyInstaller's loader is the program's first page.
        if wheel.name != OURS and (gave or wheel.name == "pyinstaller"):
            found[wheel.name.lower()] = part_of(wheel)
    return [found[name] for name in sorted(found)]


def part_of(wheel: Distribution) -> Part:
    """Ends the build where nobody has said its licence."""
    about = wheel.metadata
    expression, short = (
        (about.get_all(key) or [""])[0].partition("\n")[0] for key in ("License-Expression", "License")
    )
    classified = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    licence = SAID_ELSEWHERE.get(wheel.name) or expression or short or ", ".join(classified)
    if not licence:
        raise SystemExit(f"{wheel.name}: no licence is named in its wheel; see packaging/inside/parts.py")
    mine = [path for path in wheel.files or () if ".dist-info" in path.parts[0]]
    texts = [Path(str(path.locate())) for path in mine if path.name.lower().startswith(TEXTS)]
    inner = [Path(str(path.locate())) for path in mine if "sboms" in path.parts and path.suffix == ".json"]
    return Part(wheel.name, wheel.version, licence, tuple(sorted(texts)), tuple(sorted(inner)))


def _modules(program: Path) -> set[str]:
    """Its packages, those in the archive inside the executable and those beside it; also of an .exe, also signed."""
    from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]  # of the build alone

    packed = CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc
    return {each.split(".")[0] for each in (*packed, *(path.name for path in (program.parent / "_internal").iterdir()))}


def _python() -> Part:
    stdlib = Path(sysconfig.get_path("stdlib"))
    known = (stdlib / "LICENSE.txt", Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"))
    texts = tuple(path for path in known if path.exists())
    return Part("Python", sys.version.split()[0], "PSF-2.0", texts[:1], ())
