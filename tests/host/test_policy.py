"""What IT decides: who may have written it, who wins, what makes no sense, and what fails closed."""

from __future__ import annotations

import json
import os
import plistlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.settings import RecordCalls, Settings, table
from softphone.host.policy import Layer, Policy, _of_plist, of_folders, of_registry, read_policy
from softphone.host.settings import SettingsFile, fitting

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ME = os.getuid()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("managed", "recommended"):
        (tmp_path / "policies" / name).mkdir(parents=True)
    return tmp_path / "policies"


def policy_of(*layers: Layer) -> Policy:
    return read_policy(fitting, layers)


def managed(**values: Any) -> Layer:
    return Layer("10.json", values, managed=True)


def write(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    path.chmod(0o644)
    return path


def test_what_is_managed_wins_over_all_and_is_locked(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"ring_s": 30, "country": "AT"}))
    file = SettingsFile(path, {"ring_s": 40}, policy_of(managed(ring_s=50)))
    loaded = file.load(NOW)
    assert (loaded.settings.ring_s, loaded.settings.country) == (50, "AT")
    assert "ring_s" in loaded.locked
    assert loaded.managed == {"ring_s": "10.json"}
    file.keep(loaded.settings)
    assert json.loads(path.read_text())["ring_s"] == 30  # the agent's own comes back when the policy goes


def test_what_is_recommended_is_a_default_that_the_agent_may_change(tmp_path: Path) -> None:
    policy = policy_of(Layer("r.json", {"ring_s": 50, "country": "CH"}, managed=False))
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"country": "AT"}))
    file = SettingsFile(path, policy=policy)
    loaded = file.load(NOW)
    assert (loaded.settings.ring_s, loaded.settings.country) == (50, "AT")
    assert loaded.locked == frozenset()
    file.keep(Settings(ring_s=20, country="AT"))  # back to Aside's own default is a choice too
    assert SettingsFile(path, policy=policy).load(NOW).settings.ring_s == 20


def test_later_files_win_and_the_source_is_known(root: Path) -> None:
    write(root / "managed", "10-all.json", {"ring_s": 30, "country": "AT"})
    write(root / "managed", "20-site.json", {"ring_s": 45})
    write(root / "recommended", "99.json", {"country": "CH", "area_code": "40"})
    policy = read_policy(fitting, of_folders(root, ME))
    assert policy.managed == {"ring_s": 45, "country": "AT"}
    assert policy.sources == {"ring_s": "20-site.json", "country": "10-all.json"}
    assert policy.recommended == {"country": "CH", "area_code": "40"}


@pytest.mark.allows_log("^policy_not_trusted file=")
def test_a_file_that_others_can_write_is_none(root: Path) -> None:
    write(root / "managed", "10.json", {"ring_s": 30}).chmod(0o666)
    assert of_folders(root, ME) == []
    write(root / "managed", "20.json", {"ring_s": 30})
    assert of_folders(root, ME + 1) == []
    assert [layer.source for layer in of_folders(root, ME)] == ["20.json"]
    (root / "managed").chmod(0o777)
    assert of_folders(root, ME) == []


@pytest.mark.allows_log("^policy_bad what=")
def test_unknown_names_and_senseless_values_are_told_and_left_out() -> None:
    policy = policy_of(managed(ring_s="long", country="AT", nonsense=1, hold_reminder_s=10_000))
    assert policy.managed == {"country": "AT"}
    assert policy.complaints == ("10.json: ring_s", "10.json: nonsense", "10.json: hold_reminder_s")


@pytest.mark.allows_log("^policy_bad what=")
def test_a_security_setting_told_wrongly_is_locked_at_the_stricter_value() -> None:
    policy = policy_of(managed(record_calls="sometimes", record_consent="no"))
    assert policy.managed == {"record_calls": RecordCalls.OFF, "record_consent": True}
    assert len(policy.complaints) == 2


@pytest.mark.allows_log("^policy_bad what=")
@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00", "[" * 100_000])
def test_a_managed_file_that_cannot_be_read_closes_every_security_setting(root: Path, content: str) -> None:
    write(root / "managed", "10.json", content)
    policy = read_policy(fitting, of_folders(root, ME))
    assert set(policy.managed) == {entry.name for entry in table() if entry.security}
    assert all(policy.managed[entry.name] == entry.default for entry in table() if entry.security)
    assert policy.complaints == ("10.json",)


@pytest.mark.allows_log("^policy_bad what=")
def test_a_recommendation_that_cannot_be_read_locks_nothing(root: Path) -> None:
    write(root / "recommended", "10.json", "{")
    policy = read_policy(fitting, of_folders(root, ME))
    assert (policy.managed, policy.complaints) == ({}, ("10.json",))


@pytest.mark.allows_log("^policy_bad what=")
def test_a_profile_of_macos_is_read_with_its_recommendations(tmp_path: Path) -> None:
    path = tmp_path / "aside.plist"
    path.write_bytes(plistlib.dumps({"ring_s": 30, "record_consent": True, "Recommended": {"country": "CH"}}))
    path.chmod(0o644)
    policy = read_policy(fitting, _of_plist(path, ME))
    assert policy.managed == {"ring_s": 30, "record_consent": True}
    assert policy.recommended == {"country": "CH"}
    path.write_bytes(b"bplist00garbage")
    assert read_policy(fitting, _of_plist(path, ME)).complaints == ("aside.plist",)


def test_the_registry_has_no_truth_values_and_no_fractions() -> None:
    assert of_registry("record_consent", 0) is False
    assert of_registry("ear_volume", "0.5") == 0.5
    assert of_registry("ear_volume", "loud") == "loud"
    assert of_registry("ring_s", 30) == 30


@pytest.mark.allows_log("^policy_bad what=")
@given(st.dictionaries(st.sampled_from([entry.name for entry in table()]) | st.text(max_size=9), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda x: st.lists(x, max_size=3),
    max_leaves=5), max_size=8))  # fmt: skip
def test_whatever_a_policy_says_settings_come_of_it(tmp_path_factory: pytest.TempPathFactory, told: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "none.json"
    loaded = SettingsFile(path, policy=policy_of(Layer("x", told, True))).load(NOW)
    known = {entry.name: entry for entry in table()}
    for name in loaded.managed:
        assert isinstance(getattr(loaded.settings, name), known[name].kind)
