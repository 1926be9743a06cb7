"""The JSON Schema of a file in /etc/aside/policies/managed or …/recommended: an editor completes and checks by it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from policy.words import explained
from softphone.domain.settings import Entry, table

SIMPLE = {bool: "boolean", int: "integer", float: "number", str: "string"}


def schema() -> str:
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Policy of Aside",
        "type": "object",
        "additionalProperties": False,
        "properties": {"$schema": {"type": "string"}, **{entry.name: _property(entry) for entry in table()}},
    }
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _property(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"title": entry.english, "description": explained(entry, "en")}
    made["x-description-de"] = explained(entry, "de")
    if entry.kind is tuple:
        made |= {"type": "array", "items": {"type": "string"}}
    elif issubclass(entry.kind, StrEnum):
        made["enum"] = [each.value for each in entry.kind]
    else:
        made["type"] = SIMPLE[entry.kind]
    if entry.low is not None:
        made |= {"minimum": entry.low, "maximum": entry.high}
    return made | {"default": entry.default}
