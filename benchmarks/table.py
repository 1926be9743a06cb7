"""One row a program: what was measured, how it is told, and whether the aim was met."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

COLUMNS = ("name", "program", "n", "median", "p95", "max", "unit", "aim", "met")
MISSING = "-"


@dataclass(frozen=True, slots=True)
class Aim:
    """`share` of `median`, `p95`, `p99` or `max` that is still good."""

    share: int  # percent of the samples that must be ...
    at_most: float
    note: str = ""  # where the figure comes from, if it is not simply one

    @property
    def figure(self) -> str:
        return {50: "median", 100: "max"}.get(self.share, f"p{self.share}")

    def __str__(self) -> str:
        return f"{self.figure} ≤ {number(self.at_most)}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True, slots=True)
class Row:
    """No samples: the program is not there, its cells are dashes."""

    name: str
    program: str
    samples: tuple[float, ...]
    unit: str
    aim: Aim | None = None

    @property
    def met(self) -> bool | None:
        if self.aim is None or not self.samples:
            return None
        return percentile(self.samples, self.aim.share) <= self.aim.at_most

    @property
    def cells(self) -> tuple[str, ...]:
        figures = [number(percentile(self.samples, share)) if self.samples else MISSING for share in (50, 95, 100)]
        aim = str(self.aim) if self.aim else MISSING
        met = MISSING if self.met is None else ("yes" if self.met else "no")
        return (self.name, self.program, str(len(self.samples) or MISSING), *figures, self.unit, aim, met)

    def as_json(self) -> dict[str, Any]:
        figures = {
            name: percentile(self.samples, share) if self.samples else None
            for name, share in (("median", 50), ("p95", 95), ("p99", 99), ("max", 100))
        }
        aim = {"figure": self.aim.figure, "at_most": self.aim.at_most, "note": self.aim.note} if self.aim else None
        head = {"name": self.name, "program": self.program, "n": len(self.samples), "unit": self.unit}
        return {**head, **figures, "aim": aim, "met": self.met}


def percentile(samples: Sequence[float], share: int) -> float:
    """Nearest rank: a value that was really measured."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def share_of(peer: Row, factor: float) -> Aim | None:
    """An aim against a peer of the same run; none where the peer is missing."""
    if not peer.samples:
        return None
    return Aim(50, percentile(peer.samples, 50) * factor, f"{factor:g} × {peer.program}")


def number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def heading() -> str:
    return line(COLUMNS) + "\n" + line("---" for _ in COLUMNS)
