"""What is inside the frozen folder: the modules in it, traced back to the wheels they came from, each with its licence.

Read from the frozen program itself, not from a list of wishes. A part whose licence nobody can name ends the build.
"""

from __future__ import annotations

import sys
import sysconfig
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

# Wheels whose metadata names no licence, or none that says anything: what their project says.
SAID_ELSEWHERE = {
    "apsw_sqlite3mc": "any-OSI (APSW), MIT (SQLite3 Multiple Ciphers), public domain (SQLite)",
    "pjsua2-python": "GPL-2.0-or-later",
    "pyrage": "MIT",
}
TEXTS = ("licen", "copying", "notice", "authors", "copyright")


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    inner: tuple[Path, ...]  # CycloneDX files that the wheel brings about what was put into it


def parts(frozen: Path) -> list[Part]:
    """Every distribution that gave a module to the frozen folder, and Python."""
    from PyInstaller.archive.readers import CArchiveReader  # type: ignore[import-untyped]  # of the build alone

    program = CArchiveReader(str(frozen / "aside"))
    modules = {name.split(".")[0] for name in program.open_embedded_archive("PYZ.pyz").toc}
    modules |= {path.name.split(".")[0] for path in (frozen / "_internal").iterdir()}
    owners = packages_distributions()
    names = {owner for module in modules for owner in owners.get(module, ())}
    # Its loader is the program's first page.
    found = {each.name.lower(): each for each in map(part_of, map(distribution, {*names, "pyinstaller"}))}
    return [_python(), *(found[name] for name in sorted(found))]


def part_of(wheel: Distribution) -> Part:
    """Ends the build where nobody has said its licence."""
    about = wheel.metadata
    expression, short = (
        (about.get_all(key) or [""])[0].partition("\n")[0] for key in ("License-Expression", "License")
    )
    classified = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    licence = SAID_ELSEWHERE.get(wheel.name) or expression or short or ", ".join(classified)
    if not licence:
        raise SystemExit(f"{wheel.name}: no licence is named in its wheel; see packaging/linux/parts.py")
    mine = [path for path in wheel.files or () if ".dist-info" in path.parts[0]]
    texts = [Path(str(path.locate())) for path in mine if path.name.lower().startswith(TEXTS)]
    inner = [Path(str(path.locate())) for path in mine if "sboms" in path.parts and path.suffix == ".json"]
    return Part(wheel.name, wheel.version, licence, tuple(sorted(texts)), tuple(sorted(inner)))


def _python() -> Part:
    stdlib = Path(sysconfig.get_path("stdlib"))
    known = (stdlib / "LICENSE.txt", Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"))
    texts = tuple(path for path in known if path.exists())
    return Part("Python", sys.version.split()[0], "PSF-2.0", texts[:1], ())
