"""A check-up was asked for, and done."""

from __future__ import annotations

from softphone.domain.checkup import Finding
from softphone.domain.facts.fact import Fact


class CheckupWanted(Fact, frozen=True):
    path: str = ""  # into this file, for `aside doctor`; else onto the screen


class CheckedUp(Fact, frozen=True):
    findings: tuple[Finding, ...] = ()
