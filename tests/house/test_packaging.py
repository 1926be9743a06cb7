"""What is handed to IT: the list of what is inside, what an audit must have seen, and when a release is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sbom(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    from inside import sbom

    return sbom


@pytest.fixture
def pjsip(sbom: Any) -> Any:
    from inside.parts import part_of

    return part_of(distribution("pjsua2-python"))


def test_the_openssl_inside_the_sip_wheel_is_listed_with_why_it_is_not_reached(sbom: Any, pjsip: Any) -> None:
    (wheel,) = json.loads(sbom.bill([pjsip], "1.0", 0))["components"]
    (openssl,) = [each for each in wheel["components"] if each["name"].startswith("openssl")]

    assert openssl["version"].startswith("1.0.2k")
    assert openssl["properties"][0]["value"] == sbom.NOT_REACHED


def test_the_same_parts_give_the_same_list(sbom: Any, pjsip: Any) -> None:
    assert sbom.bill([pjsip], "1.0", 0) == sbom.bill([pjsip], "1.0", 0)


@pytest.mark.parametrize(
    ("row", "against"),
    [
        ({"name": "h11", "version": "0.16.0", "vulns": []}, []),
        ({"name": "h11", "version": "0.16.0", "vulns": [{"id": "X-1"}]}, ["h11 0.16.0: X-1"]),
        ({"name": "h11", "skip_reason": "Dependency not found on PyPI"}, ["h11 0.16.0: not audited"]),
        ({"name": "idna", "version": "3", "vulns": []}, ["h11 0.16.0: not audited"]),
    ],
)
def test_what_was_not_audited_speaks_against_a_release(sbom: Any, row: dict[str, Any], against: list[str]) -> None:
    assert sbom.judge(json.dumps({"dependencies": [row]}), {"h11": "0.16.0"}) == against
    assert sbom.judge("", {"h11": "0.16.0"}) == ["h11 0.16.0: not audited"]


def test_a_release_without_a_key_is_refused_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASIDE_SIGNING_KEY", raising=False)
    line = [sys.executable, "packaging/words.py", "build", "linux", "--release"]
    said = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)

    assert said.returncode == 1
    assert "a release is never unsigned" in said.stderr
