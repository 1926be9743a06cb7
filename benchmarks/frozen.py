"""The start from source and as `./dev build linux` froze it, in turns, beside linphone-desktop; and what is on disk.

What the package brings to a bare Debian, and what linphone-desktop does, is said by `./dev build linux --verify`.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.start import starts
from benchmarks.table import Row
from softphone.host.relaunch import program as our_program

BUILD = Path(__file__).resolve().parent.parent / "build"


def measure() -> list[Row]:
    program = BUILD / "dist/aside/aside"
    if not program.exists():
        raise RuntimeError("nothing is frozen here: ./dev build linux")
    rows = starts({"aside, from source": our_program(), "aside, frozen": [str(program)]})
    return rows + [Row("size", name, (megabytes(path),), "MB") for name, path in places().items()]


def places() -> dict[str, Path]:
    """What was built, by what it is called in the table."""
    debs, msis = sorted(BUILD.glob("aside_*.deb")), sorted((BUILD / "windows").glob("aside-*.msi"))
    return {
        "aside, frozen folder": BUILD / "dist/aside",
        **{f"aside, {path.suffix}": path for path in (*debs[-1:], *msis[-1:])},
    }


def megabytes(path: Path) -> float:
    files = [each for each in path.rglob("*") if each.is_file() and not each.is_symlink()] if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files) / 1e6
