"""What every soak starts from."""

from __future__ import annotations

import pytest

from tests.journeys.processes import programs
from tests.journeys.whole_desk import folder

__all__ = ["folder", "programs"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--calls", type=int, default=1_000, help="how many calls in a row (test_calls)")
    parser.addoption("--minutes", type=float, default=0, help="how long one talk lasts (gaps: 10, hour: 60)")
    parser.addoption("--times", type=int, default=50, help="how often PBX or network go (pbx_kills, network_losses)")
