"""`python -m benchmarks [NAME…] [--json FILE]`: a Markdown table, a row as soon as it is measured."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.awake import awake
from benchmarks.table import Row, heading, line

MODULES = {
    "start": "start",
    "frozen": "frozen",
    "memory": "memory",
    "ring": "ring",
    "card": "card",
    "answer": "answer",
    "sound": "sound",
    "stall": "stall",
    "search": "book",
    "answers": "answers",
    "experts": "experts",
    "drawer": "drawer",
    "crowd": "crowd",
    "matrix": "matrix",
    "setup": "setup",
    "cpu": "cpu",
    "speech": "speech",
    "clean": "clean",
    "line": "line",
    "line_long": "line_long",
}
ON_REQUEST = {"line_long", "speech", "clean", "frozen"}  # takes minutes, or what `./dev build` made


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MODULES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    if unknown := set(asked.names) - MODULES.keys():
        parser.error(f"no benchmark is called {', '.join(unknown)}; known: {', '.join(MODULES)}")
    rows: list[Row] = []
    broken = []
    print(heading(), flush=True)
    for name in asked.names or [name for name in MODULES if name not in ON_REQUEST]:
        try:
            with awake():
                measured: list[Row] = importlib.import_module(f"benchmarks.{MODULES[name]}").measure()
        except (RuntimeError, OSError, AssertionError) as error:
            # One that cannot be measured shall not hide the others; the run says so at its end.
            broken.append(f"{name}: {error}")
            continue
        rows += measured
        for row in measured:
            print(line(row.cells), flush=True)
    if asked.json:
        asked.json.write_text(json.dumps({"version": 1, **about(), "rows": [row.as_json() for row in rows]}, indent=2))
    for what in broken:
        print(f"not measured: {what}", file=sys.stderr)
    return 1 if broken else 0


def about() -> dict[str, str]:
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
    }


if __name__ == "__main__":
    sys.exit(main())
