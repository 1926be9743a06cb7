"""The MSI from the frozen folder, by wixl. aside.wxs is WiX's; what wixl lacks is taken out and put in afterwards.

wixl 0.101 knows no conditions of components, no actions that run a program, no secure properties and no other place for
the removal of the version before: those rows are written into the finished database with msibuild. Without
`-a x64 -D Win64=yes` it makes an MSI that installs nothing, so the rows are counted.
"""

from __future__ import annotations

import os
import subprocess
import uuid
from pathlib import Path
from xml.etree import ElementTree as Tree

HERE = Path(__file__).resolve().parent
WIX = "http://schemas.microsoft.com/wix/2006/wi"
NAMES = uuid.UUID("0B4D7B0E-5C39-4C47-8E4A-9E1F1B3E7A51")
# Runs a program whose working folder is a directory (34), deferred (1024), as the system (2048), its end ignored (64).
RUNS_A_PROGRAM = 34 + 1024 + 2048 + 64
# Right after InstallInitialize (1500): what the version before wrote is gone before ours is written.
REMOVES, REMOVED_AT = "RemoveExistingProducts", 1510


def build_msi(frozen: Path, made: Path, version: str) -> Path:
    """`made`/aside-VERSION.msi, not signed yet."""
    made.mkdir(parents=True, exist_ok=True)
    files = made / "files.wxs"
    count = write_files(frozen, files)
    plain, rows = reduced(HERE / "aside.wxs", made / "plain.wxs")
    msi = made / f"aside-{version}.msi"
    msi.unlink(missing_ok=True)
    line: list[str | Path] = ["wixl", "-a", "x64", "-D", "Win64=yes", "-D", f"Version={version}", "-o", msi]
    subprocess.run([*line, plain, files], check=True, cwd=made, stdin=subprocess.DEVNULL)
    for row in rows:
        subprocess.run(["msibuild", msi, "-q", row], check=True)
    packed = len(rows_of(msi, "File"))
    if packed != count:
        raise SystemExit(f"{msi.name} holds {packed} files, and {count} were meant")
    return msi


def rows_of(msi: Path, table: str) -> list[list[str]]:
    """The rows of a table of the database, without its three lines of head."""
    said = subprocess.check_output(["msiinfo", "export", msi, table], text=True)
    return [line.split("\t") for line in said.splitlines()[3:]]


def write_files(frozen: Path, place: Path) -> int:
    """A fragment with every file of the folder, each a component with an id that stays from version to version."""
    Tree.register_namespace("", WIX)
    root = Tree.Element(f"{{{WIX}}}Wix")
    fragment = Tree.SubElement(root, f"{{{WIX}}}Fragment")
    folders = {Path(): Tree.SubElement(fragment, f"{{{WIX}}}DirectoryRef", Id="APPFOLDER")}
    group = Tree.SubElement(Tree.SubElement(root, f"{{{WIX}}}Fragment"), f"{{{WIX}}}ComponentGroup", Id="Files")
    count = 0
    for path in sorted(frozen.rglob("*")):
        inside = path.relative_to(frozen)
        name = uuid.uuid5(NAMES, inside.as_posix())
        parent = folders[inside.parent]
        if path.is_dir():
            about = {"Id": f"d{name.hex}", "Name": inside.name}
            folders[inside] = Tree.SubElement(parent, f"{{{WIX}}}Directory", about)
            continue
        component = Tree.SubElement(
            parent, f"{{{WIX}}}Component", Id=f"c{name.hex}", Guid=str(name).upper(), Win64="yes"
        )
        source = os.path.relpath(path, place.parent)  # wixl takes nothing else
        Tree.SubElement(component, f"{{{WIX}}}File", Id=f"f{name.hex}", Source=source, KeyPath="yes")
        Tree.SubElement(group, f"{{{WIX}}}ComponentRef", Id=f"c{name.hex}")
        count += 1
    Tree.indent(root)
    Tree.ElementTree(root).write(place, encoding="utf-8", xml_declaration=True)
    return count


def reduced(source: Path, place: Path) -> tuple[Path, list[str]]:
    """The description as wixl can read it, and the statements that put the rest into the database."""
    Tree.register_namespace("", WIX)
    root = Tree.parse(source).getroot()
    (product,) = root
    rows = []
    for component in root.iter(f"{{{WIX}}}Component"):
        for condition in component.findall(f"{{{WIX}}}Condition"):
            component.remove(condition)
            name = component.attrib["Id"]
            rows.append(f"UPDATE `Component` SET `Condition` = '{condition.text}' WHERE `Component` = '{name}'")
    for action in product.findall(f"{{{WIX}}}CustomAction"):
        product.remove(action)
        name, place_of, command = (action.attrib[key] for key in ("Id", "Directory", "ExeCommand"))
        values = f"'{name}', {RUNS_A_PROGRAM}, '{place_of}', '{command}'"
        rows.append(f"INSERT INTO `CustomAction` (`Action`, `Type`, `Source`, `Target`) VALUES ({values})")
    secure = [each.attrib["Id"] for each in product if each.attrib.pop("Secure", "") == "yes"]
    names = ";".join(["WIX_DOWNGRADE_DETECTED", "WIX_UPGRADE_DETECTED", *secure])
    rows.append(f"UPDATE `Property` SET `Value` = '{names}' WHERE `Property` = 'SecureCustomProperties'")
    for upgrade in product.findall(f"{{{WIX}}}MajorUpgrade"):
        assert upgrade.attrib.pop("Schedule") == "afterInstallInitialize"
        rows.append(f"UPDATE `InstallExecuteSequence` SET `Sequence` = {REMOVED_AT} WHERE `Action` = '{REMOVES}'")
    for package in product.findall(f"{{{WIX}}}Package"):
        package.attrib.pop("Platform")
    Tree.ElementTree(root).write(place, encoding="utf-8", xml_declaration=True)
    return place, rows
