"""The .deb from the frozen folder, by nfpm. The same folder and the same commit give the same bytes.

What the frozen folder took from Debian is left out again and becomes a dependency: security updates of those libraries
are the system's. There are no maintainer scripts: dpkg's own triggers see to menus, icons and links.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

from inside.about import write_about
from inside.parts import Part
from policy.write import write_templates
from project import ROOT, commit_time

from softphone import APP_ID

HERE = Path(__file__).resolve().parent
# What is loaded by name at run time, which no list of needed libraries shows.
LOADED = ("ca-certificates", "libpulse0", "libegl1", "libgl1", "fonts-dejavu-core | fonts-liberation | fonts-noto-core")
RECOMMENDED = ("pulseaudio | pipewire-pulse", "rtkit", "gnome-keyring | kwalletmanager | keepassxc")
HEADSETS = "70-aside-headsets.rules"  # before 73-seat-late, which hands out what is tagged
DESKTOP = "usr/share/applications/aside.desktop"
SYSTEM = "x86_64-linux-gnu"
ARCHITECTURE = "amd64"
HEAD = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Aside

Files: *
Copyright: the authors of Aside
License: GPL-3.0-or-later
 On Debian the text is in /usr/share/common-licenses/GPL-3, that of the LGPL in /usr/share/common-licenses/LGPL-3.

Comment:
 Inside are these works of others; the texts that came with them are in /usr/share/doc/aside/licences.
"""


def build_deb(frozen: Path, inside: list[Part], made: Path, version: str) -> Path:
    """`made`/aside_VERSION_amd64.deb, of a staged copy of the frozen folder."""
    epoch = commit_time()
    stage = made / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(frozen, stage / "usr/lib/aside", symlinks=True)
    depends = _debian_libraries(stage / "usr/lib/aside")
    write_about(stage / "usr/share/doc/aside", inside, version, listed="copyright", head=HEAD)
    _share(stage / "usr/share")
    metainfo = stage / f"usr/share/metainfo/{APP_ID}.metainfo.xml"
    metainfo.parent.mkdir()
    metainfo.write_text(appstream(version, epoch), encoding="utf-8")
    for line in (("appstreamcli", "validate", "--no-net", metainfo), ("desktop-file-validate", stage / DESKTOP)):
        if subprocess.call(line, stdout=sys.stderr):
            raise SystemExit(f"{line[-1]}: not as software centres want it")
    for folder in ("managed", "recommended"):
        (stage / "etc/aside/policies" / folder).mkdir(parents=True)
    (stage / "usr/lib/udev/rules.d").mkdir(parents=True)
    shutil.copyfile(HERE / HEADSETS, stage / "usr/lib/udev/rules.d" / HEADSETS)
    (stage / "usr/bin").mkdir()
    (stage / "usr/bin/aside").symlink_to("../lib/aside/aside")
    deb = made / f"aside_{version}_{ARCHITECTURE}.deb"
    deb.unlink(missing_ok=True)
    recipe = made / "nfpm.yaml"
    recipe.write_text(json.dumps(_recipe(stage, version, depends), indent=1))  # JSON is YAML
    nfpm = [str(Path(sys.executable).with_name("nfpm")), "package", "--packager", "deb"]
    clock = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run([*nfpm, "--config", recipe, "--target", deb], check=True, env=clock, stdout=subprocess.DEVNULL)
    shutil.rmtree(stage)
    return deb


def maintainer() -> str:
    """Name <address>. A release names who it is."""
    return os.environ.get("ASIDE_MAINTAINER") or "The authors of Aside <aside@localhost>"


def appstream(version: str, epoch: int) -> str:
    """What software centres show, with who made it and this version."""
    name = escape(maintainer().partition("<")[0].strip())
    day = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    made = f'  <developer_name>{name}</developer_name>\n'
    made += f'  <releases>\n    <release version="{version}" date="{day}"/>\n  </releases>\n'
    text = (HERE / "aside.metainfo.xml").read_text(encoding="utf-8")
    return text.replace("</component>", f"{made}</component>")


def _recipe(stage: Path, version: str, depends: list[str]) -> dict[str, object]:
    """What nfpm packs: every path by itself, sorted, root's, with its mode said and not taken from the umask here."""
    contents: list[dict[str, object]] = []
    for path in sorted(stage.rglob("*")):
        inside = "/" + str(path.relative_to(stage))
        if path.is_symlink():
            contents.append({"dst": inside, "src": os.readlink(path), "type": "symlink"})
        elif path.is_dir():
            if not any(path.iterdir()):
                contents.append({"dst": inside, "type": "dir", "file_info": {"mode": 0o755}})
        else:
            mode = 0o755 if inside == "/usr/lib/aside/aside" else 0o644
            contents.append({"dst": inside, "src": str(path), "file_info": {"mode": mode}})
    return {
        "name": "aside",
        "arch": ARCHITECTURE,
        "platform": "linux",
        "version": version,
        "version_schema": "none",
        "section": "comm",
        "priority": "optional",
        "maintainer": maintainer(),
        "description": "Softphone that keeps an expert at the agent's side\n"
        "Rings, shows who calls and probably why, and lets the agent ask an expert in a\n"
        "side chat while talking. Speaks SIP to any PBX.",
        "license": "GPL-3.0-or-later",
        "depends": depends,
        "recommends": list(RECOMMENDED),
        "deb": {"compression": "zstd"},  # a quarter of gzip's time
        "disable_globbing": True,  # names are meant as they are
        "contents": contents,
    }


def _debian_libraries(program: Path) -> list[str]:
    """Takes Debian's libraries out of the folder; the packages to depend on for those that what stays asks for."""
    owners = {name: owner for name, owner in _owners().items() if not name.startswith("libpython")}
    for path in (program / "_internal").iterdir():
        if not path.is_symlink() and path.name in owners:
            path.unlink()
    for path in [each for each in program.rglob("*") if each.is_symlink() and not each.exists()]:
        path.unlink()
    there = {path.name for path in program.rglob("*.so*")}
    depends = {owners[name] for name in _needed(program) - there if name in owners} - {"libc6"}
    built_on = subprocess.check_output(["dpkg-query", "-W", "-f", "${Version}", "libc6"], text=True)
    return sorted({*LOADED, *depends, f"libc6 (>= {built_on.split('-')[0]})"})


def _owners() -> dict[str, str]:
    """Which Debian package each library of this machine's library folder belongs to."""
    said = subprocess.check_output(["dpkg-query", "--search", f"*/{SYSTEM}/*.so*"], text=True)
    lines = (line.split(": ", 1) for line in said.splitlines() if not line.startswith("diversion"))
    return {
        Path(path).name: packages.split(",")[0].split(":")[0]
        for packages, path in lines
        if path.rpartition("/")[0] in (f"/lib/{SYSTEM}", f"/usr/lib/{SYSTEM}")
    }


def _needed(program: Path) -> set[str]:
    files = [path for path in program.rglob("*") if path.is_file() and (".so" in path.name or path.name == "aside")]
    said = subprocess.check_output(["readelf", "--dynamic", "--wide", *files], text=True, stderr=subprocess.DEVNULL)
    return set(re.findall(r"\(NEEDED\).*\[(.+)]", said))


def _share(share: Path) -> None:
    icon = ROOT / "resources/icons/aside.svg"
    for source, place in (
        (HERE / "aside.desktop", "applications/aside.desktop"),
        (icon, "icons/hicolor/scalable/apps/aside.svg"),
    ):
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, share / place)
    (share / "man/man1").mkdir(parents=True)
    (share / "man/man1/aside.1.gz").write_bytes(gzip.compress((HERE / "aside.1").read_bytes(), 9, mtime=0))
    changes = gzip.compress((ROOT / "packaging/CHANGELOG.md").read_bytes(), 9, mtime=0)
    (share / "doc/aside/changelog.gz").write_bytes(changes)
    write_templates(share / "doc/aside/policy")
