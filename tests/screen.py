"""A private screen with a window manager, for whatever needs a real window: the tour, journeys, benchmarks.

`with screen() as env:` in Python, `python -m tests.screen PROGRAM …` for a whole program. Linux only.
"""

from __future__ import annotations

import argparse
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

SMALLEST = (1920, 1200)
READY_S = 20.0


@contextmanager
def screen(at_least: str = "0x0") -> Iterator[dict[str, str]]:
    """The environment for programs that shall show their windows there. The screen goes when the block ends."""
    width, height = (max(a, b) for a, b in zip(SMALLEST, map(int, at_least.split("x")), strict=True))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="aside-screen-")))
        read, write = os.pipe()
        stack.callback(os.close, read)
        # The server itself looks for a free display number and tells it.
        size = ["-screen", "0", f"{width}x{height}x24"]
        server = ["Xvfb", "-displayfd", str(write), *size, "-nolisten", "tcp", "-noreset"]
        try:
            stack.enter_context(_running(server, dict(os.environ), pass_fds=(write,)))
        finally:
            os.close(write)
        number = _line(read, "Xvfb")
        env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
        env.pop("WAYLAND_DISPLAY", None)
        # openbox runs this command when it manages windows: only then does "has the focus" mean anything.
        ready = folder / "ready"
        os.mkfifo(ready, 0o600)
        pipe = os.open(ready, os.O_RDWR | os.O_NONBLOCK)
        stack.callback(os.close, pipe)
        manager = ["openbox", "--sm-disable", "--startup", f"sh -c 'echo ready >{ready}'"]
        stack.enter_context(_running(manager, env))
        _line(pipe, "openbox")
        yield env


@contextmanager
def _running(command: list[str], env: dict[str, str], pass_fds: tuple[int, ...] = ()) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    program = subprocess.Popen(command, env=env, pass_fds=pass_fds, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
    finally:
        program.terminate()
        program.wait(READY_S)


def _line(pipe: int, who: str) -> str:
    """The first line that comes through `pipe`."""
    text = b""
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([pipe], [], [], READY_S)
        got = os.read(pipe, 64) if ready else b""
        if not got:
            raise RuntimeError(f"{who} did not start")
        text += got
    return text.decode().strip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.screen")
    parser.add_argument("--at-least", default="0x0", metavar="WxH")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    with screen(asked.at_least) as env:
        return subprocess.call(asked.program, env=env)


if __name__ == "__main__":
    sys.exit(main())
