"""The cores of a virtual machine stay awake while something is measured.

A core with nothing to do is given away by the host, and comes back up to 100 ms late: that is no property of what is
measured, and counts as "stolen". A loop on each core keeps it, of the lowest kind (SCHED_IDLE) and in a session of the
lowest weight (autogroup; both sched(7)), so that whoever else wants to run does so at once. Cores of metal come back
within microseconds and are left alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CPUS = Path("/proc/cpuinfo")
LOOP = """
import os
with open("/proc/self/autogroup", "w") as weight:
    weight.write("19")
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
begun_by = os.getppid()
while os.getppid() == begun_by:
    for _ in range(1_000_000):
        pass
"""


@contextmanager
def awake() -> Iterator[None]:
    loops = [
        subprocess.Popen([sys.executable, "-c", LOOP], start_new_session=True)
        for _ in range(os.cpu_count() or 1)
        if _is_virtual()
    ]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def _is_virtual() -> bool:
    with suppress(OSError):
        return " hypervisor " in CPUS.read_text()
    return False
