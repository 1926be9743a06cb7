"""Fresh identifiers for what the agent starts: calls, questions, conversations."""

from __future__ import annotations

from uuid import uuid4


def fresh_id() -> str:
    """Unique for ever, and of one shape with those the engine makes."""
    return uuid4().hex
