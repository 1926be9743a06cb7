"""Wine as this build uses it: a prefix of its own, and stand-ins for what its version 8 lacks.

Qt asks the system for ICU (`icuuc.dll`, part of Windows 10), which this wine has not. The stand-in answers every
function with 0, which Qt takes for "no such converter". Stand-ins are for the proof here alone and are never packed.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

# A crash must end the build, not wait for somebody to press a button.
DEBUG = "-all"
COMPILER = "x86_64-w64-mingw32-gcc"
RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG); /* RtlGenRandom */
__declspec(dllexport) BOOL ProcessPrng(PBYTE place, SIZE_T size) { return SystemFunction036(place, (ULONG)size); }
"""


class Wine:
    """`folder` is the prefix; what runs there sees no display unless `screen` is said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.windows = folder / "drive_c/windows"

    def environment(self, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "PYTHON", "VIRTUAL"))}
        return {**plain, "WINEPREFIX": str(self.folder), "WINEARCH": "win64", "WINEDEBUG": DEBUG, **more}

    def make(self) -> None:
        if (self.folder / "system.reg").exists():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        # Neither Mono nor Gecko: nothing of ours is .NET or HTML, and wine would ask to fetch them.
        self._call("wineboot", "--init", WINEDLLOVERRIDES="mscoree,mshtml=")
        self.settle()

    def run(self, *line: str | Path, check: bool = True, deadline_s: float = 600, **more: str) -> str:
        """What it printed. A real standard input is there: Python for Windows dies without one under wine."""
        done = subprocess.run(
            ["wine", *line], env=self.environment(**more), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", timeout=deadline_s, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise SystemExit(f"{' '.join(map(str, line))} ended with {done.returncode}:\n{done.stdout[-4000:]}")
        return done.stdout

    def settle(self) -> None:
        """Until all that runs in the prefix has ended, and what it wrote stands in its registry."""
        self._call("wineserver", "--wait")

    def end(self) -> None:
        """Every process of this prefix, and of no other."""
        subprocess.run(["wineserver", "--kill"], env=self.environment(), check=False, stdin=subprocess.DEVNULL)

    def inside(self, path: Path) -> str:
        """The path as a Windows program names it."""
        drive = self.folder / "drive_c"
        if path.is_relative_to(drive):
            return "C:\\" + str(path.relative_to(drive)).replace("/", "\\")
        return "Z:" + str(path.absolute()).replace("/", "\\")

    def stand_ins(self, qt_core: Path) -> None:
        """An icuuc.dll with all that Qt asks of it, and the one function of bcryptprimitives.dll that Rust asks."""
        said = subprocess.check_output(["x86_64-w64-mingw32-objdump", "-p", qt_core], text=True)
        asked = re.search(r"DLL Name: icuuc\.dll\n(.*?)\n\s*\n", said, re.DOTALL)
        names = set(re.findall(r"\s(\w+)$", asked[1], re.MULTILINE)) - {"To"} if asked else set()
        rows = (f"__declspec(dllexport) void *{name}(void) {{ return 0; }}\n" for name in sorted(names))
        self._compile("icuuc.dll", "".join(rows))
        self._compile("bcryptprimitives.dll", RANDOM)

    def _compile(self, library: str, source: str) -> None:
        place = self.windows / "system32" / library
        if not place.exists():
            line: list[str | Path] = [COMPILER, "-shared", "-x", "c", "-o", place, "-", "-ladvapi32"]
            subprocess.run(line, input=source, text=True, check=True)

    def _call(self, *line: str, **more: str) -> None:
        nothing = subprocess.DEVNULL
        subprocess.run(line, env=self.environment(**more), check=True, stdin=nothing, stdout=nothing, stderr=nothing)
