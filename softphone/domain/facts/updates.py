"""A newer version is there."""

from __future__ import annotations

from softphone.domain.facts.fact import Fact


class UpdateFound(Fact, frozen=True):
    version: str
