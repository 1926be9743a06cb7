"""Memory (PSS) at rest with the window open: our two processes together. Peer: linphone-desktop."""

from __future__ import annotations

from pathlib import Path

from benchmarks.engine import private_home
from benchmarks.loop import Loop
from benchmarks.table import Row, share_of
from benchmarks.windows import Windows, aside, linphone, processes_of, pss_mb, until_there, until_window
from tests.screen import screen

SETTLED_S = 5.0
SHARE = 0.6


def measure() -> list[Row]:
    ours: tuple[float, ...] = ()
    peer: tuple[float, ...] = ()
    loop = Loop()
    with screen() as env, private_home() as home:
        windows = Windows(loop, env)
        with aside(home, env) as (_, started):
            until_there(loop, Path(home.socket_name("engine")), started)
            until_window(loop, windows, started, "aside")
            loop.rest(SETTLED_S)
            ours = (pss_mb(processes_of(home)),)
        with linphone(env) as there:
            if there:
                until_window(loop, windows, there[1], "linphone-desktop")
                loop.rest(SETTLED_S)
                # Without the session bus that stands in for the desktop's.
                family = there[0].children(recursive=True)
                peer = (pss_mb([process for process in family if process.name().startswith("linphone")]),)
        windows.close()
    theirs = Row("memory", "linphone-desktop", peer, "MB")
    return [Row("memory", "aside, both processes", ours, "MB", share_of(theirs, SHARE)), theirs]
