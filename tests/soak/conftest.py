"""What every soak starts from."""

from __future__ import annotations

from tests.journeys.processes import programs

__all__ = ["programs"]
