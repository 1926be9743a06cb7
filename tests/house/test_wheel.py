"""What is built into a wheel besides the sources: hatchling calls our hook, here a stand-in for hatchling does."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtCore import QTranslator

ROOT = Path(__file__).resolve().parents[2]


class BuildHookInterface:
    root = str(ROOT)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Any:
    name = "hatchling.builders.hooks.plugin.interface"
    stand_in = ModuleType(name)
    stand_in.BuildHookInterface = BuildHookInterface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, name, stand_in)
    spec = importlib.util.spec_from_file_location("compile_texts", ROOT / "packaging" / "compile_texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CompileTexts()


def test_german_is_compiled_into_the_wheel_from_a_tree_that_has_no_compiled_texts(hook: Any) -> None:
    build: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", build)
    [(made, inside)] = build["force_include"].items()
    assert inside == "softphone/resources/i18n/aside_de.qm"
    german = QTranslator()
    assert german.load(made)
    assert german.translate("CallBar", "Mute") == "Stumm"
    hook.finalize("standard", build, "")
    assert not Path(made).exists()


def test_an_installation_in_place_compiles_nothing(hook: Any) -> None:
    build: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", build)
    hook.finalize("editable", build, "")
    assert build["force_include"] == {}
