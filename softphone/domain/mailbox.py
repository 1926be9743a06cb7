"""Messages waiting in the PBX's mailbox, as its NOTIFY says (RFC 3842). Untrusted text in, two figures out."""

from __future__ import annotations

import re

from msgspec import Struct

MOST = 9_999
_VOICE = re.compile(r"^\s*Voice-Message\s*:\s*(\d{1,6})\s*/\s*(\d{1,6})", re.IGNORECASE | re.MULTILINE)
_WAITING = re.compile(r"^\s*Messages-Waiting\s*:\s*(yes|no)\b", re.IGNORECASE | re.MULTILINE)


class Mailbox(Struct, frozen=True):
    fresh: int = 0  # not heard yet
    old: int = 0


def read_summary(untrusted_body: str) -> Mailbox | None:
    """Of application/simple-message-summary; None for what is none. "yes" without figures is one."""
    text = untrusted_body[:4_000]
    if found := _VOICE.search(text):
        return Mailbox(min(int(found[1]), MOST), min(int(found[2]), MOST))
    if waiting := _WAITING.search(text):
        return Mailbox(1 if waiting[1].lower() == "yes" else 0)
    return None
