"""What every journey starts from."""

from __future__ import annotations

from tests.journeys.processes import programs
from tests.journeys.whole_desk import folder

__all__ = ["folder", "programs"]
