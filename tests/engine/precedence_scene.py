"""A process with a thread that Python did not make: what its threads are in a call and after it, told on stdout.

Run as `python -m tests.engine.precedence_scene [nobody]`: as a user who may do nothing.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from functools import cache

import jeepney.io.blocking  # who becomes nobody may not read it later

from softphone.engine.sound.precedence import Precedence

NAMES = {os.SCHED_OTHER: "ordinary", os.SCHED_RR: "real-time"}

ALONE = "import os; os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))"


@cache
def may_come_first() -> bool:
    """Whether this user has the right to real-time threads."""
    return subprocess.run([sys.executable, "-c", ALONE], capture_output=True, check=False).returncode == 0


def main() -> None:
    if "nobody" in sys.argv and os.getuid() == 0:
        os.setuid(65_534)
    own, system = {os.getpid()}, ctypes.CDLL(None)
    assert system.pthread_create(ctypes.byref(ctypes.c_ulong()), None, system.pause, None) == 0
    (foreign,) = {int(name) for name in os.listdir("/proc/self/task")} - own
    precedence = Precedence()
    for wanted in (True, False):
        precedence.keep(wanted)
        precedence.keep(wanted)
        child = subprocess.Popen(["sleep", "60"])
        kinds = [os.sched_getscheduler(each) & ~os.SCHED_RESET_ON_FORK for each in (os.getpid(), foreign, child.pid)]
        child.kill()
        child.wait()
        sys.stdout.write(" ".join(NAMES[each] for each in kinds) + "\n")


if __name__ == "__main__":
    assert jeepney.__version__
    main()
