"""A callback's exception is swallowed by SWIG, and its traceback can keep a Call alive: each one is reported here."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import pjsua2 as pj

log = logging.getLogger("aside.engine")

F = TypeVar("F", bound=Callable[..., Any])


def guarded(callback: F) -> F:
    """The callback, never raising. What went wrong is logged without the values it was about."""

    @functools.wraps(callback)
    def safe(*args: Any) -> None:
        try:
            callback(*args)
        except pj.Error as error:
            log.warning("callback failed name=%s reason=%s", callback.__name__, reason_of(error))
        except Exception as error:  # noqa: BLE001  PJSIP would swallow it
            place = error.__traceback__.tb_next if error.__traceback__ else None
            line = place.tb_lineno if place else 0
            log.error("callback failed name=%s kind=%s line=%d", callback.__name__, type(error).__name__, line)

    return safe  # type: ignore[return-value]


def reason_of(error: pj.Error) -> str:
    """PJSIP's own words; `str(error)` is empty."""
    return f"{error.status} {error.reason}"


def tried(what: str, leg: str, act: Callable[[], object]) -> bool:
    """Whether PJSIP agreed. What it refuses is the world's or the peer's error: a call over, a URI it dislikes."""
    try:
        act()
    except pj.Error as error:
        log.info("refused what=%s call=%s reason=%s", what, leg, reason_of(error))
        return False
    return True
