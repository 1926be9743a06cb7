"""The build for macOS, as far as it can be seen without a Mac: what it says of itself, and the order of its steps."""

from __future__ import annotations

import configparser
import plistlib
import re
import struct
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

ROOT = Path(__file__).resolve().parents[2]
MACOS = ROOT / "packaging/macos"
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


@pytest.fixture(autouse=True)
def packaging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "packaging")


@pytest.fixture
def told() -> dict[str, Any]:
    from macos.bundle import property_list

    return property_list("arm64")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    from macos import line

    for name in line.NEEDED:
        monkeypatch.setenv(name, f"my {name}")
    return lambda **how: line.steps(tmp_path / "root", tmp_path / "aside.pkg", **how)


def schemes(told: dict[str, Any]) -> set[str]:
    return {scheme for kind in told["CFBundleURLTypes"] for scheme in kind["CFBundleURLSchemes"]}


def test_the_three_systems_are_told_the_same_name_links_version_and_licence(told: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    desktop = configparser.ConfigParser(interpolation=None)
    desktop.read(ROOT / "packaging/linux/aside.desktop", encoding="utf-8")
    entry = desktop["Desktop Entry"]
    shown = Tree.parse(ROOT / "packaging/linux/aside.metainfo.xml").getroot()
    wix = Tree.parse(ROOT / "packaging/windows/aside.wxs").getroot()
    product = wix.find(f"{WIX}Product")
    windows = {
        row.attrib["Name"] for row in wix.iter(f"{WIX}RegistryValue") if row.attrib["Key"].endswith("URLAssociations")
    }

    assert product is not None
    assert told["CFBundleName"] == entry["Name"] == product.attrib["Name"]
    assert schemes(told) == windows == set(re.findall(r"x-scheme-handler/(\w+);", entry["MimeType"]))
    assert told["CFBundleShortVersionString"] == told["CFBundleVersion"] == project["version"]
    assert told["NSHumanReadableCopyright"] == shown.findtext("project_license") == project["license"]
    assert told["CFBundleIdentifier"] == shown.findtext("id")


def test_what_macos_asks_on_our_behalf_is_said_in_both_languages(told: dict[str, Any]) -> None:
    def spoken(language: str) -> dict[str, str]:
        text = (MACOS / f"{language}.lproj/InfoPlist.strings").read_text(encoding="utf-8")
        rows = [re.fullmatch(r'"(\w+)" = "([^"\\]+)";', line) for line in text.splitlines()]
        return {row[1]: row[2] for row in rows if row} if all(rows) else {}

    asked = {key for key in told if key.endswith("UsageDescription")}
    assert asked == {"NSMicrophoneUsageDescription", "NSLocalNetworkUsageDescription"}
    assert [spoken(language).keys() for language in told["CFBundleLocalizations"]] == [asked, asked]
    assert spoken("en") == {key: told[key] for key in asked}


@pytest.mark.parametrize("machine", ["arm64", "x86_64"])
def test_the_oldest_macos_is_the_one_that_the_locked_wheels_ask_for(machine: str) -> None:
    from macos.bundle import property_list

    wheel = re.compile(r"-(?:cp312-cp312|cp3\d+-abi3|py3-none)-([\w.]*macosx\w+)\.whl$")
    asked = []
    for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]:
        tags = [found[1] for each in package.get("wheels", ()) if (found := wheel.search(each["url"]))]
        ours = [tag for tag in ".".join(tags).split(".") if tag.endswith((machine, "universal2"))]
        versions = [tuple(map(int, re.findall(r"macosx_(\d+)_(\d+)", tag)[0])) for tag in ours]
        asked += [min(versions)] if versions else []

    assert property_list(machine)["LSMinimumSystemVersion"] == ".".join(map(str, max(asked)))


def test_the_microphone_is_all_that_the_hardened_runtime_is_asked_for() -> None:
    text = (MACOS / "entitlements.plist").read_bytes()

    assert plistlib.loads(text) == {"com.apple.security.device.audio-input": True}
    assert b"<!--" not in text  # codesign's own parser stumbles over comments


def test_a_release_signs_and_checks_before_it_packs_and_is_notarised_last(steps: Any) -> None:
    lines = steps(release=True)
    order = [" ".join(line[:3] if line[0] == "xcrun" else line[:2]) for line in lines]

    assert order == [
        "codesign --force", "codesign --verify", "pkgbuild --root", "productbuild --package",
        "pkgutil --check-signature", "xcrun notarytool submit", "xcrun stapler staple", "spctl --assess",
    ]  # fmt: skip
    assert {"runtime", "--timestamp", "my ASIDE_MAC_APPLICATION", str(MACOS / "entitlements.plist")} <= set(lines[0])
    assert "my ASIDE_MAC_INSTALLER" in lines[3]
    assert "my ASIDE_MAC_NOTARY" in lines[5]


def test_a_build_for_this_mac_alone_needs_no_identity(steps: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from macos.line import NEEDED, not_releasable

    assert not_releasable() == []
    for name in NEEDED:
        monkeypatch.delenv(name)
    lines = steps(release=False)

    assert lines[0][:4] == ["codesign", "--force", "--sign", "-"]
    assert "--sign" not in lines[-1]
    assert len(not_releasable()) == len(NEEDED)


def test_a_framework_of_qt_is_left_out_as_a_whole() -> None:
    from pruned import wanted

    lib = "PySide6/Qt/lib"
    assert wanted(f"{lib}/QtCore.framework/Versions/A/Resources/Info.plist")
    for path in ("Versions/A/QtPdf", "Versions/A/Resources/Info.plist", "Versions/Current", "Resources", "QtPdf"):
        assert not wanted(f"{lib}/QtPdf.framework/{path}")
    assert wanted("PySide6/Qt/plugins/platforms/libqcocoa.dylib")
    assert not wanted("PySide6\\plugins\\imageformats\\qpdf.dll")


def test_the_icon_holds_a_picture_for_every_size_of_a_mac(tmp_path: Path) -> None:
    from icons import KINDS, write_icns
    from PySide6.QtGui import QImage

    place = tmp_path / "aside.icns"
    write_icns(ROOT / "resources/icons/aside.svg", place)
    content = place.read_bytes()
    assert struct.unpack(">4sI", content[:8]) == (b"icns", len(content))
    at, sides = 8, {}
    while at < len(content):
        kind, length = struct.unpack(">4sI", content[at : at + 8])
        sides[kind.decode()] = QImage.fromData(content[at + 8 : at + length]).width()
        at += length

    assert sides == KINDS


def test_elsewhere_the_word_says_that_it_needs_a_mac(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import words

    monkeypatch.setattr("sys.platform", "linux")

    assert words.build(["macos"]) == 1
    assert "needs a Mac" in capsys.readouterr().err
