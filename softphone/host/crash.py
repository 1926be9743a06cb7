"""When something of ours goes wrong: a line in the log, a trace in the crash file, and no going on with a fault
that repeats. The other program starts us again; a fault that came once costs nobody a call.

Neither place gets the text of an exception (it may quote anything), only class and place.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TextIO

from softphone.host.log import describe
from softphone.host.paths import Home

KEPT_CRASHES = 5
# More than a stray fault, fewer than a broken loop writes in a second.
BURST = 5
BURST_S = 10.0
EXIT_CODE = 70  # sysexits(3): internal software error

log = logging.getLogger("aside.crash")


def watch_crashes(home: Home, program: str, leave: Callable[[int], None] = os._exit) -> TextIO | None:
    """From now on faults of this process are written down. Gives the open crash file; a crash file found from an
    earlier start is put aside and named in the log."""
    _keep_earlier(home, program)
    try:
        file = home.crash_file(program).open("a", encoding="utf-8")
    except OSError:
        log.info("no_crash_file program=%s", program)
        return None
    faulthandler.enable(file)
    faults: deque[float] = deque(maxlen=BURST)

    def report(error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        log.error("fault %s", describe(error))
        now = time.monotonic()
        faults.append(now)
        if len(faults) == BURST and now - faults[0] < BURST_S:
            file.write(f"{BURST} faults in {BURST_S:.0f} s, the last: {describe(error)}\n")
            file.flush()
            logging.shutdown()
            leave(EXIT_CODE)

    sys.excepthook = lambda _kind, error, _traceback: report(error)
    sys.unraisablehook = lambda unraisable: report(unraisable.exc_value)
    threading.excepthook = lambda arguments: report(arguments.exc_value)
    return file


def _keep_earlier(home: Home, program: str) -> None:
    found = home.crash_file(program)
    try:
        if not found.exists() or found.stat().st_size == 0:
            return
        at = time.strftime("%Y%m%dT%H%M%S", time.gmtime(found.stat().st_mtime))
        found.replace(found.with_name(f"{program}-{at}.crash"))
        log.info("crashed_before program=%s at=%s", program, at)
        for old in sorted(home.log.glob(f"{program}-*.crash"))[:-KEPT_CRASHES]:
            old.unlink()
    except OSError:
        log.info("crash_file_kept_in_place program=%s", program)
