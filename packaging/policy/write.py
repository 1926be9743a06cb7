"""`./dev policy [DIR]`: all of it into DIR, and the page of settings into packaging/."""

from __future__ import annotations

import json
from pathlib import Path

from policy.admx import adml, admx
from policy.profile import profile
from policy.schema import schema
from policy.settings_page import page
from softphone.backroom.setting_up import schema as setup_schema

PAGE = Path(__file__).resolve().parents[1] / "SETTINGS.md"


def templates() -> dict[str, str]:
    """Contents by name. Group policy wants each language's words in a folder of that name."""
    return {
        "aside.admx": admx(),
        "en-US/aside.adml": adml("en"),
        "de-DE/aside.adml": adml("de"),
        "aside.mobileconfig": profile(),
        "aside-policy.schema.json": schema(),
        "aside-setup.schema.json": json.dumps(setup_schema(), indent=2) + "\n",
    }


def write_templates(folder: Path) -> None:
    for name, text in templates().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main(args: list[str]) -> int:
    folder = Path(args[0] if args else "build/policy")
    write_templates(folder)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{folder}: {', '.join(templates())}\n{PAGE.name}: every setting")
    return 0
