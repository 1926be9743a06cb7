"""What the builds make of a folder: the description of the MSI, two freezes compared, what users and IT are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"
SCHEMES = {"tel", "sip", "sips", "callto", "aside"}


@pytest.fixture(autouse=True)
def packaging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "packaging")



@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    folder = tmp_path / "aside"
    (folder / "_internal/PySide6").mkdir(parents=True)
    (folder / "aside.exe").write_bytes(b"MZ")
    (folder / "_internal/PySide6/Qt6Core.dll").write_bytes(b"MZ")
    return folder


def files_of(frozen: Path, place: Path) -> Tree.Element:
    from windows.msi import write_files

    assert write_files(frozen, place) == 2
    return Tree.parse(place).getroot()


def test_every_file_is_a_component_whose_id_stays_from_version_to_version(frozen: Path, tmp_path: Path) -> None:
    first, again = (files_of(frozen, tmp_path / name) for name in ("one.wxs", "two.wxs"))
    guids = [each.attrib["Guid"] for each in first.iter(f"{WIX}Component")]

    assert len(set(guids)) == 2
    assert guids == [each.attrib["Guid"] for each in again.iter(f"{WIX}Component")]
    wanted = {each.attrib["Id"] for each in first.iter(f"{WIX}ComponentRef")}
    assert wanted == {each.attrib["Id"] for each in first.iter(f"{WIX}Component")}


def test_what_wixl_lacks_is_taken_out_for_it_and_goes_into_the_database(tmp_path: Path) -> None:
    from windows.msi import HERE, reduced

    plain, rows = reduced(HERE / "aside.wxs", tmp_path / "plain.wxs")
    left = {each.tag.removeprefix(WIX) for each in Tree.parse(plain).getroot().iter()}

    assert not {"Condition", "CustomAction"} & left
    assert {"MajorUpgrade", "Shortcut", "Custom"} <= left
    said = "\n".join(rows)
    for part in ("ASIDE_AUTOSTART = 1", "ASIDE_LINKS = 1", "FirewallOpen", "FirewallClose", "ASIDE_FIREWALL"):
        assert part in said


def test_windows_and_linux_offer_aside_for_the_same_links() -> None:
    rows = Tree.parse(ROOT / "packaging/windows/aside.wxs").getroot().iter(f"{WIX}RegistryValue")
    windows = {row.attrib["Name"] for row in rows if row.attrib["Key"].endswith("URLAssociations")}
    desktop = (ROOT / "packaging/linux/aside.desktop").read_text(encoding="utf-8")
    shown = Tree.parse(ROOT / "packaging/linux/aside.metainfo.xml").getroot().iter("mediatype")

    assert windows == SCHEMES
    assert all(f"x-scheme-handler/{scheme};" in desktop for scheme in SCHEMES)
    assert {(each.text or "").rpartition("/")[2] for each in shown} == SCHEMES


def test_two_folders_are_alike_only_in_every_byte_and_link(frozen: Path, tmp_path: Path) -> None:
    import shutil

    from linux.line import differences, tree_hash

    other = tmp_path / "other"
    shutil.copytree(frozen, other)
    assert differences(frozen, other) == []
    assert tree_hash(frozen) == tree_hash(other)
    (other / "aside.exe").write_bytes(b"MX")
    (other / "new").symlink_to("aside.exe")
    assert differences(frozen, other) == ["aside.exe", "new"]
    assert tree_hash(frozen) != tree_hash(other)


def test_software_centres_are_told_who_made_it_and_which_version(monkeypatch: pytest.MonkeyPatch) -> None:
    from linux.deb import appstream

    monkeypatch.setenv("ASIDE_MAINTAINER", "Müller & Söhne <it@example.org>")
    root = Tree.fromstring(appstream("0.2.0", 1_700_000_000).encode())
    release: Any = root.find("releases/release")

    assert root.findtext("developer_name") == "Müller & Söhne"
    assert (release.attrib["version"], release.attrib["date"]) == ("0.2.0", "2023-11-14")


def test_a_build_that_nobody_knows_says_which_there_are() -> None:
    import words

    assert words.build(["amiga"]) == 2


def test_an_icon_holds_a_picture_of_every_size_that_windows_asks_for(tmp_path: Path) -> None:
    from icons import SIZES, write_ico
    from PySide6.QtGui import QImageReader

    place = tmp_path / "aside.ico"
    write_ico(ROOT / "resources/icons/aside.svg", place)
    reader = QImageReader(str(place))

    assert reader.imageCount() == len(SIZES)
    assert not reader.read().isNull()


def test_wheels_of_another_system_are_listed_from_their_own_folder_without_ours(tmp_path: Path) -> None:
    from inside.parts import wheels_of

    for name, module in (("sound-card", "sound_card.pyd"), ("not-packed", "other.py"), ("aside", "softphone/app.py")):
        about = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        about.mkdir()
        about.joinpath("METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense: MIT\n")
        for file in (module, f"{about.name}/LICENSE"):  # from 3.12 on what is not there is not listed
            tmp_path.joinpath(file).parent.mkdir(exist_ok=True)
            tmp_path.joinpath(file).touch()
        about.joinpath("RECORD").write_text(f"{module},,\n{about.name}/METADATA,,\n{about.name}/LICENSE,,\n")
    (part,) = wheels_of({"sound_card", "softphone"}, tmp_path)

    assert (part.name, part.version, part.licence) == ("sound-card", "1.0", "MIT")
    assert part.texts == (tmp_path / "sound_card-1.0.dist-info/LICENSE",)


def test_every_installed_aside_has_its_licences_and_the_list_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    from inside.about import write_about
    from inside.parts import Part

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1763800000")  # else git is asked, and it may not be there
    text = tmp_path / "COPYING"
    text.write_text("as you like")
    write_about(tmp_path / "about", [Part("h11", "0.16.0", "MIT", (text,), ())], "1.2")
    (tmp_path / "about/licences/left over").touch()
    write_about(tmp_path / "about", [Part("h11", "0.16.0", "MIT", (text,), ())], "1.2")
    files = {str(path.relative_to(tmp_path / "about")) for path in (tmp_path / "about").rglob("*") if path.is_file()}

    assert files == {"licences.txt", "licences/Aside/LICENSE", "licences/h11/COPYING", "sbom.cdx.json"}
    assert "h11 0.16.0: MIT" in (tmp_path / "about/licences.txt").read_text()
    assert json.loads((tmp_path / "about/sbom.cdx.json").read_text())["metadata"]["component"]["version"] == "1.2"


def test_every_system_knows_the_program_by_one_name() -> None:
    import plistlib

    from policy.profile import HEAD

    from softphone import APP_ID
    from softphone.backroom.chats.matrix_reading import ID
    from softphone.host.policy import MAC_FILE

    space = APP_ID.rpartition(".")[0]
    bundle = plistlib.loads((ROOT / "packaging/macos/Info.plist").read_bytes())
    assert Tree.parse(ROOT / "packaging/linux/aside.metainfo.xml").getroot().findtext("id") == APP_ID
    assert bundle["CFBundleIdentifier"] == APP_ID
    assert all(each["CFBundleURLName"].startswith(f"{APP_ID}.") for each in bundle["CFBundleURLTypes"])
    assert MAC_FILE.stem == APP_ID
    assert f"<string>{space}.policy</string>" in HEAD
    assert ID.startswith(f"{space}."), "what we add to Matrix events has the same name space"
    for page in ("IT.md", "macos/README.md"):
        assert APP_ID in (ROOT / "packaging" / page).read_text(encoding="utf-8")
