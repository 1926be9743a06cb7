"""The words of `./dev` and `dev.cmd` once Python and the libraries are there: one function a word.

Started with the environment's Python by the two scripts; only the standard library may be imported here.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "resources" / "i18n"


def run(args: list[str]) -> int:
    if not _has_display():
        folder = tempfile.mkdtemp(prefix="aside-tour-")
        print(f"No display here: the tour runs instead, its pictures go to {folder}", file=sys.stderr)
        return tour([folder])
    if "--real" in args:
        args.remove("--real")
        return _become(sys.executable, "-m", "softphone", *args)
    return _become(sys.executable, "-m", "softphone", "practice", *args)


def test(args: list[str]) -> int:
    """All of them two files at a time, which takes half as long; what is asked for by name runs alone."""
    return _become(sys.executable, "-m", "pytest", *(args or ["-n", "2", "--dist", "loadfile"]))


def check(args: list[str]) -> int:
    """Every check runs, so that one look shows all there is to mend."""
    tools = {
        "ruff": [_tool("ruff"), "check", "."],
        "mypy": [_tool("mypy")],
        "house rules and contracts": [sys.executable, "-m", "pytest", "-q", "tests/house", *args],
    }
    failed = []
    for name, command in tools.items():
        print(f"-- {name}", flush=True)
        if subprocess.call(command, cwd=ROOT):
            failed.append(name)
    if failed:
        print(f"Not in order: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def tour(args: list[str]) -> int:
    line = [sys.executable, "-m", "softphone", "tour", *args]
    if not _has_display():
        size = args[args.index("--size") + 1] if "--size" in args[:-1] else "0x0"
        line = [sys.executable, "-m", "tests.screen", "--at-least", size, *line]
    return _become(*line)


def bench(args: list[str]) -> int:
    return _become(sys.executable, "-m", "benchmarks", *args)


def soak(args: list[str]) -> int:
    return _become(sys.executable, "-m", "pytest", *_parts("soak", args))


def peers(args: list[str]) -> int:
    """PBXs and homeserver are set up once, in the person's cache folder; the tests' own HOME is another one."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    os.environ["ASIDE_PEERS"] = str(cache / "aside" / "peers")
    for server in ("trees", "synapse", "matrix_clients"):
        if subprocess.call([sys.executable, "-m", f"tests.peers.{server}"], cwd=ROOT):
            return 1
    return _become(sys.executable, "-m", "pytest", *_parts("peers", args))


def build(args: list[str]) -> int:
    """`linux`, `windows` or `macos`, and what each knows: the folder, the package, signed, and the proof."""
    if args[:1] == ["linux"]:
        from linux.line import main  # PyInstaller is there for this word alone
    elif args[:1] == ["windows"]:
        from windows.line import main
    elif args[:1] == ["macos"]:
        from macos.line import main
    else:
        print("Known builds: linux, windows, macos", file=sys.stderr)
        return 2
    return main(args[1:])


def words(_: list[str]) -> int:
    """Brings the catalogues up to date with the sources; new texts are marked unfinished there."""
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "softphone" / "ui").rglob("*.py"))]
    catalogues = [str(path.relative_to(ROOT)) for path in sorted(TEXTS.glob("*.ts"))]
    return _become(_tool("pyside6-lupdate"), "-no-obsolete", "-locations", "none", *sources, "-ts", *catalogues)


def policy(args: list[str]) -> int:
    """`[DIR]`: what IT's tools want to know about the settings, and packaging/SETTINGS.md."""
    from policy import write  # it reads the program's own table: for this word alone

    return write.main(args)


def _parts(folder: str, args: list[str]) -> list[str]:
    """`./dev soak kills -k engine -x`: the bare words in front name parts, test_kills.py; without one all of them
    run. From the first option on all is pytest's."""
    parts = list(itertools.takewhile(lambda arg: not arg.startswith("-"), args))
    return [*([f"tests/{folder}/test_{part}.py" for part in parts] or [f"tests/{folder}"]), *args[len(parts) :]]


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name + (".exe" if sys.platform == "win32" else "")))


def _compile_texts() -> None:
    """The program reads .qm files; they are made from the .ts files of the repository where those are newer."""
    for text in TEXTS.glob("*.ts"):
        made = text.with_suffix(".qm")
        if not made.exists() or made.stat().st_mtime < text.stat().st_mtime:
            subprocess.run([_tool("pyside6-lrelease"), "-silent", str(text), "-qm", str(made)], check=True)


def _become(*line: str) -> int:
    """This process becomes that program: signals go straight to it."""
    os.chdir(ROOT)
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execv(line[0], line)
    return subprocess.call(line)


WORDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "tour": tour,
    "bench": bench,
    "soak": soak,
    "peers": peers,
    "build": build,
    "words": words,
    "policy": policy,
}


def main() -> int:
    word, *args = sys.argv[1:] or ["help"]
    if word not in WORDS:
        print(f"Known words: {', '.join(WORDS)}", file=sys.stderr)
        return 2
    # Texts of tools and tests are UTF-8 on every machine, also where no locale was ever set up.
    if not os.environ.get("LANG") and sys.platform == "linux":
        os.environ["LANG"] = "C.UTF-8"
    _compile_texts()
    return WORDS[word](args)


if __name__ == "__main__":
    sys.exit(main())
