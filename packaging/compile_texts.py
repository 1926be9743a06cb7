"""Run by hatchling when a wheel is built: the translations are compiled into it, so that one from a fresh clone has
them. What is installed from the tree in place (`uv sync`) has them from `./dev`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTexts(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        self._made = tempfile.TemporaryDirectory()
        tool = Path(sys.executable).with_name("pyside6-lrelease" + (".exe" if sys.platform == "win32" else ""))
        for text in Path(self.root, "resources", "i18n").glob("*.ts"):
            made = Path(self._made.name, text.with_suffix(".qm").name)
            subprocess.run([tool, "-silent", text, "-qm", made], check=True)
            build_data["force_include"][str(made)] = f"softphone/resources/i18n/{made.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._made.cleanup()
