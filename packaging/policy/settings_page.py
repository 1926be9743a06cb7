"""The table of all settings for people: SETTINGS.md."""

from __future__ import annotations

from policy.words import GROUPS, usual, values
from softphone.domain.setting import Group
from softphone.domain.settings import POLICY_ALONE, Entry, table

HEAD = """\
# Settings

Written from `softphone/domain/settings.py` by `./dev policy`; a test compares the two. Each can be managed or
recommended by policy under this name, and set for one start by `aside --set NAME=VALUE`. 🔒 marks a security setting:
told wrongly in a policy, it is locked at its default. *IT alone* marks what takes effect only where it is managed.
"""


def page() -> str:
    parts = [HEAD]
    for group in Group:
        rows = [_row(entry) for entry in table() if entry.group is group]
        head = f"## {GROUPS[group]['en']}\n\n| name | what | can be | default |\n|---|---|---|---|\n"
        parts.append(head + "".join(rows))
    return "\n".join(parts)


def _row(entry: Entry) -> str:
    marks = (" 🔒" if entry.security else "") + (" *IT alone*" if entry.name in POLICY_ALONE else "")
    cells = (f"`{entry.name}`", entry.english + marks, values(entry, "en"), usual(entry, "en"))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
