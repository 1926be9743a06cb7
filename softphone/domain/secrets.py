"""What must not stand in a log: passwords, tokens, what a customer said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def hiding(*names: str) -> Callable[[Any], str]:
    """A `__repr__` of a Struct that says nothing of what is in these fields."""

    def shown(value: Any) -> str:
        fields = (f"{name}={getattr(value, name)!r}" for name in value.__struct_fields__ if name not in names)
        return f"{type(value).__name__}({', '.join(fields)})"

    return shown
