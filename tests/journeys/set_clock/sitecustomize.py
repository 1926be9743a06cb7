"""A wall clock that a test sets: loaded at the start of every Python that has this folder on its path.

The file named by ASIDE_TEST_CLOCK says by how many seconds it is off; the clocks that only count go on as they do.
"""

from __future__ import annotations

import os
import time

_true_time = time.time
_file = os.environ["ASIDE_TEST_CLOCK"]


def _set_time() -> float:
    with open(_file, encoding="ascii") as file:
        return _true_time() + float(file.read() or 0)


time.time = _set_time
