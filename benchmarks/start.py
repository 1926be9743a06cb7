"""exec → window there, and → engine listening. Peer: linphone-desktop, on the same screen in turns with us."""

from __future__ import annotations

from pathlib import Path

from benchmarks.engine import private_home
from benchmarks.loop import Loop
from benchmarks.table import Row, share_of
from benchmarks.windows import Windows, aside, linphone, until_no_window, until_there, until_window
from softphone.host.relaunch import program as our_program
from tests.screen import screen

STARTS = 7
# The first start reads everything from the disk; an agent's second start of the day is what counts.
WARM_UP = 1
SHARE = 0.7


def measure() -> list[Row]:
    return starts({"aside": our_program()})


def starts(programs: dict[str, list[str]]) -> list[Row]:
    """Of these, by name, and of the peer."""
    window: dict[str, list[float]] = {name: [] for name in programs}
    engine: dict[str, list[float]] = {name: [] for name in programs}
    peer: list[float] = []
    loop = Loop()
    with screen() as env, private_home() as home:
        windows = Windows(loop, env)
        socket = Path(home.socket_name("engine"))
        for _ in range(WARM_UP + STARTS):
            for name, line in programs.items():
                with aside(home, env, line) as (_, started):
                    engine[name].append(until_there(loop, socket, started))
                    window[name].append(until_window(loop, windows, started, name))
                until_no_window(loop, windows)
                socket.unlink(missing_ok=True)
            with linphone(env) as there:
                if there:
                    peer.append(until_window(loop, windows, there[1], "linphone-desktop"))
            until_no_window(loop, windows)
        windows.close()
    theirs = Row("start", "linphone-desktop, window", tuple(peer[WARM_UP:]), "ms")
    aim = share_of(theirs, SHARE)
    ours = [
        Row("start", f"{name}, {what}", tuple(times[name][WARM_UP:]), "ms", aim)
        for name in programs
        for what, times in (("window", window), ("engine", engine))
    ]
    return [*ours, theirs]
