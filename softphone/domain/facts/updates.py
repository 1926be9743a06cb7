"""A newer version is there."""

from __future__ import annotations

from dataclasses import dataclass

from softphone.domain.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class UpdateFound(Fact):
    version: str
