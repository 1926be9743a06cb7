"""What may be lifted and what never. Apart from the rules, whose tables are loaded with the first text."""

from __future__ import annotations

# No expert needs them, whatever policy says.
NEVER_LIFTED = frozenset({"card", "iban", "tax"})
