"""What stands beside every installed Aside: who made what is inside, the texts of all licences, and the SBOM."""

from __future__ import annotations

import shutil
from pathlib import Path

from project import ROOT, commit_time

from inside.parts import Part
from inside.sbom import bill

HEAD = """\
Aside is under the GPL-3.0-or-later; the text is licences/Aside/LICENSE.
Inside are these works of others; the texts that came with them are in the folder licences. NSNet2, which takes keys
and dogs out of the microphone, is Microsoft's under CC BY 4.0: softphone/resources/noise/LICENSE.txt in the program's
folder.

"""


def write_about(
    folder: Path, inside: list[Part], version: str, *, listed: str = "licences.txt", head: str = HEAD
) -> None:
    """`listed`, licences/ and sbom.cdx.json in `folder`. The same parts give the same bytes."""
    shutil.rmtree(folder / "licences", ignore_errors=True)
    own = folder / "licences/Aside/LICENSE"
    own.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", own)
    rows = []
    for part in inside:
        rows.append(f" {part.name} {part.version}: {part.licence}\n")
        for text in part.texts:
            kept = folder / "licences" / part.name / text.name
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(text, kept)
    (folder / listed).write_text(head + "".join(rows), encoding="utf-8", newline="\n")
    (folder / "sbom.cdx.json").write_text(bill(inside, version, commit_time()), encoding="utf-8", newline="\n")
