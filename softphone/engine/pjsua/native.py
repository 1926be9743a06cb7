"""What only PJSIP's C side can be told, through symbols the wheel exports. Without them it works as usual."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from functools import cache
from typing import Any

import pjsua2 as pj

PATIENT_MS = 32_000  # 64·T1 (RFC 3261 §17.1.1.2)
# A side that died answers no BYE, and must not keep one of our four legs for half a minute.
IMPATIENT_MS = 10_000


def quiet() -> None:
    """No log: else it prints to stdout before any configuration can say no."""
    with contextlib.suppress(OSError, AttributeError):
        _library().pj_log_set_level(0)


@contextlib.contextmanager
def impatient() -> Iterator[None]:
    """A request that is sent meanwhile is given up sooner when no answer comes."""
    _give_up_after(IMPATIENT_MS)
    try:
        yield
    finally:
        _give_up_after(PATIENT_MS)


def _give_up_after(time_ms: int) -> None:
    with contextlib.suppress(OSError, AttributeError):
        _library().pjsip_tsx_set_timers(0, 0, 0, time_ms)  # T1, T2, T4 stay as they are


@cache
def _library() -> Any:
    return ctypes.CDLL(pj._pjsua2.__file__)


def calls_held() -> int:
    """How many of its four calls PJSIP holds: one that was hung up is held until its BYE is answered or given up."""
    with contextlib.suppress(OSError, AttributeError):
        return int(_library().pjsua_call_get_count())
    return 0
