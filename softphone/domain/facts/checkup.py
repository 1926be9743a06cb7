"""A check-up was asked for, and done."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.checkup import Finding
from softphone.domain.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class CheckupWanted(Fact):
    path: str = ""  # into this file, for `aside doctor`; else onto the screen


@dataclass(frozen=True, slots=True)
class CheckedUp(Fact):
    findings: tuple[Finding, ...] = ()
