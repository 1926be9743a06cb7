"""exec → window there, and → engine listening. Peer: linphone-desktop, on the same screen in turns with us."""

from __future__ import annotations

from pathlib import Path

from benchmarks.engine import private_home
from benchmarks.loop import Loop
from benchmarks.table import Row, share_of
from benchmarks.windows import Windows, aside, linphone, until_no_window, until_there, until_window
from tests.screen import screen

STARTS = 7
# The first start reads everything from the disk; an agent's second start of the day is what counts.
WARM_UP = 1
SHARE = 0.7


def measure() -> list[Row]:
    window, engine, peer = [], [], []
    loop = Loop()
    with screen() as env, private_home() as home:
        windows = Windows(loop, env)
        socket = Path(home.socket_name("engine"))
        for _ in range(WARM_UP + STARTS):
            with aside(home, env) as (_, started):
                engine.append(until_there(loop, socket, started))
                window.append(until_window(loop, windows, started, "aside"))
            until_no_window(loop, windows)
            socket.unlink(missing_ok=True)
            with linphone(env) as there:
                if there:
                    peer.append(until_window(loop, windows, there[1], "linphone-desktop"))
            until_no_window(loop, windows)
        windows.close()
    theirs = Row("start", "linphone-desktop, window", tuple(peer[WARM_UP:]), "ms")
    aim = share_of(theirs, SHARE)
    return [
        Row("start", "aside, window", tuple(window[WARM_UP:]), "ms", aim),
        Row("start", "aside, engine", tuple(engine[WARM_UP:]), "ms", aim),
        theirs,
    ]
