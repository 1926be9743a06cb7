"""What Windows shows of a program as its version."""

from __future__ import annotations

from pathlib import Path

VERSION = """\
VSVersionInfo(
    ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, subtype=0),
    kids=[
        StringFileInfo([StringTable("040904B0", [
            StringStruct("CompanyName", "Aside"),
            StringStruct("FileDescription", "Aside"),
            StringStruct("FileVersion", "{version}"),
            StringStruct("LegalCopyright", "GPL-3.0-or-later"),
            StringStruct("OriginalFilename", "aside.exe"),
            StringStruct("ProductName", "Aside"),
            StringStruct("ProductVersion", "{version}"),
        ])]),
        VarFileInfo([VarStruct("Translation", [0x0409, 0x04B0])]),
    ],
)
"""


def write_version(version: str, place: Path) -> None:
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0][:4])
    place.write_text(VERSION.format(numbers=numbers, version=version), encoding="utf-8")
