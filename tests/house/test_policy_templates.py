"""What IT's tools are given says the same as the program's table: each value a template can write is read as meant."""

from __future__ import annotations

import json
import plistlib
import re
from enum import StrEnum
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from softphone.domain.settings import Entry, table
from softphone.host.policy import RECOMMENDED, WINDOWS_KEY, Layer, _of_plist, of_registry, read_policy
from softphone.host.settings import fitting

ROOT = Path(__file__).resolve().parents[2]
SPACE = {"pd": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"}
DEFAULTS = {entry.name: entry.default for entry in table()}


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    from policy.write import templates

    return dict(templates())


def written_by(policy: Tree.Element, entry: Entry) -> list[Any]:
    """Every value that this policy can write in the registry, or the ends and the default of a range."""
    if entry.kind is bool:
        return [int(value.attrib["value"]) for value in policy.findall("*/pd:decimal", SPACE)]
    (element,) = policy.findall("pd:elements/*", SPACE)
    assert element.attrib["valueName"] == entry.name
    match element.tag.rpartition("}")[2]:
        case "enum":
            return [value.text for value in element.findall("pd:item/pd:value/pd:string", SPACE)]
        case "decimal":
            return [int(element.attrib["minValue"]), int(element.attrib["maxValue"]), entry.default]
        case "multiText":
            return [list(entry.default), ["a", "b"]]
        case _:
            return [str(entry.default)]


def test_all_that_a_group_policy_writes_is_read_as_it_was_meant(templates: dict[str, str]) -> None:
    root = Tree.fromstring(templates["aside.admx"])
    policies = {policy.attrib["name"]: policy for policy in root.findall("pd:policies/pd:policy", SPACE)}
    assert set(policies) == {tier + name for tier in ("", "recommended_") for name in DEFAULTS}

    for entry in table():
        for tier, key in (("", WINDOWS_KEY), ("recommended_", f"{WINDOWS_KEY}\\{RECOMMENDED}")):
            policy = policies[tier + entry.name]
            assert policy.attrib["key"] == key
            values = written_by(policy, entry)
            for value in values:
                layer = Layer("HKLM", {entry.name: of_registry(entry.name, value)}, managed=not tier)
                read = read_policy(fitting, [layer])
                assert (read.complaints, len(read.managed) + len(read.recommended)) == ((), 1), (entry.name, value)
            if issubclass(entry.kind, StrEnum):
                assert set(values) == set(entry.kind)


@pytest.mark.parametrize("language", ["en-US", "de-DE"])
def test_a_group_policy_has_its_words_and_fields_in_both_languages(templates: dict[str, str], language: str) -> None:
    words = Tree.fromstring(templates[f"{language}/aside.adml"])
    said = {each.attrib["id"]: each.text or "" for each in words.iter(f"{{{SPACE['pd']}}}string")}
    shown = {each.attrib["id"]: each for each in words.iter(f"{{{SPACE['pd']}}}presentation")}

    assert all(said.values())
    assert set(re.findall(r"\$\(string\.(\w+)\)", templates["aside.admx"])) == set(said)
    assert set(re.findall(r"\$\(presentation\.(\w+)\)", templates["aside.admx"])) == set(shown)
    assert {name: each[0].attrib["refId"] for name, each in shown.items()} == {name: name for name in shown}


@pytest.mark.parametrize("managed", [True, False])
def test_the_profile_of_macos_with_its_comments_taken_off_is_the_table(
    templates: dict[str, str], tmp_path: Path, managed: bool
) -> None:
    whole = plistlib.loads(templates["aside.mobileconfig"].encode())
    assert set(whole["PayloadContent"][0][RECOMMENDED]) == set(), "nothing holds until IT wants it"

    open_text = re.sub(r"<!--:(.*):-->", r"\1", templates["aside.mobileconfig"])
    (settings,) = plistlib.loads(open_text.encode())["PayloadContent"]
    recommended = settings.pop(RECOMMENDED)
    path = tmp_path / f"{settings['PayloadType']}.plist"
    path.write_bytes(plistlib.dumps(settings if managed else {RECOMMENDED: recommended}))
    path.chmod(0o644)
    read = read_policy(fitting, _of_plist(path, path.stat().st_uid))

    assert read.complaints == ()
    assert (read.managed if managed else read.recommended) == DEFAULTS


def test_the_schema_allows_what_the_reader_takes(templates: dict[str, str]) -> None:
    schema = json.loads(templates["aside-policy.schema.json"])
    assert set(schema["properties"]) == {"$schema", *DEFAULTS}

    for entry in table():
        row = schema["properties"][entry.name]
        values = [row["default"], *row.get("enum", []), *(row[end] for end in ("minimum", "maximum") if end in row)]
        assert all(fitting(entry, value)[1] for value in values), entry.name
        assert ("enum" in row) == issubclass(entry.kind, StrEnum)
        if "maximum" in row:
            assert not fitting(entry, row["maximum"] + 1)[1]
            assert not fitting(entry, row["minimum"] - 1)[1]


def test_a_policy_file_may_name_its_schema() -> None:
    read = read_policy(fitting, [Layer("10.json", {"$schema": "aside-policy.schema.json", "ring_s": 30}, managed=True)])

    assert (read.managed, read.complaints) == ({"ring_s": 30}, ())


def test_the_page_of_settings_is_that_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "packaging")
    from policy.settings_page import page

    assert (ROOT / "packaging" / "SETTINGS.md").read_text(encoding="utf-8") == page(), "run ./dev policy"
