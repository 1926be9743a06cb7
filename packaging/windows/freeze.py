"""The frozen folder for Windows, by PyInstaller under wine, of a copy of the tree as it stands."""

from __future__ import annotations

import shutil
from pathlib import Path

from icons import write_ico
from project import ROOT, commit_time, version

from windows.version import write_version
from windows.wine import Wine

# Under wine PyInstaller's analysis is slow: two minutes of processor alone.
FREEZE_S = 3600
NOT_OF_OURS = ("api-ms-win-", "ucrtbase")  # of Windows itself


def freeze(python: Path, made: Path, wine: Wine) -> Path:
    """`made`/dist/aside with aside.exe in it."""
    wine.make()
    wine.stand_ins(python / "Lib/site-packages/PySide6/Qt6Core.dll")
    made.mkdir(parents=True, exist_ok=True)
    write_ico(ROOT / "resources/icons/aside.svg", made / "aside.ico")
    write_version(version(), made / "version.txt")
    source = made / "source"
    shutil.rmtree(source, ignore_errors=True)
    for name in ("softphone", "resources", "packaging"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "LICENSE", source / "LICENSE")
    places = ["--distpath", wine.inside(made / "dist"), "--workpath", wine.inside(made / "work")]
    line = ["-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places]
    wine.run(
        python / "python.exe", *line, wine.inside(source / "packaging/aside.spec"), deadline_s=FREEZE_S,
        ASIDE_ICON=wine.inside(made / "aside.ico"), ASIDE_VERSION_FILE=wine.inside(made / "version.txt"),
        PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=str(commit_time()),
    )  # fmt: skip
    frozen = made / "dist/aside"
    for each in frozen.rglob("*.dll"):
        if each.name.lower().startswith(NOT_OF_OURS) or each.name.lower() in ("icuuc.dll", "bcryptprimitives.dll"):
            each.unlink()  # Windows has its own, and wine's are wine's
    return frozen
