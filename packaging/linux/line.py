"""`./dev build linux`: freeze, pack, sign, and with --verify prove it. Each step's result lies in build/."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

from inside.parts import parts
from inside.sbom import audit, says_what_it_could_not_ask
from linux.bare import verify_installed
from linux.deb import build_deb
from linux.repository import build_repository, expect, verify_repository
from project import ROOT, commit_time, version
from softhsm import token

MADE = ROOT / "build"
EARLIER = "0.0.1"  # what the proof replaces


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev build linux")
    parser.add_argument("--verify", action="store_true", help="install it in a bare Debian, run the tour, remove it")
    parser.add_argument("--release", action="store_true", help="audited; refuses changes and a missing key")
    parser.add_argument("--twice", action="store_true", help="freeze twice, and compare every byte")
    parser.add_argument("--token", action="store_true", help="signed by a key in a PKCS#11 token (SoftHSM), for proof")
    parser.add_argument("--audit", action="store_true", help="stop where a part is known to be vulnerable, or unknown")
    given = parser.parse_args(args)
    if given.release and (why := _not_releasable()):
        print(f"No release: {why}", file=sys.stderr)
        return 1
    frozen = _freeze("dist")
    if given.twice or given.release:
        again = _freeze("again")
        if unlike := differences(frozen, again):
            print("Two freezes of one tree differ in:", *unlike[:20], sep="\n  ", file=sys.stderr)
            return 1
        print(f"yes  two freezes are alike, {tree_hash(frozen)}")
    inside = parts(frozen / "aside")
    if (given.audit or given.release) and (against := audit(inside)):
        print("Not in order:", *against, sep="\n  ", file=sys.stderr)
        return 1
    deb = build_deb(frozen, inside, MADE, version())
    print(f"{deb.relative_to(ROOT)}: {deb.stat().st_size / 1e6:.0f} MB, sha256 {_sha256(deb)}")
    if given.twice or given.release:
        other = build_deb(MADE / "again/aside", inside, MADE / "again", version())
        expect(_sha256(other) == _sha256(deb), "and so are the packages made of them")
        shutil.rmtree(other.parent)
    repository = MADE / "apt"
    with token() if given.token else nullcontext():
        build_repository(deb, repository, commit_time())
        verify_repository(repository)
        signed_by = os.environ.get("ASIDE_SIGNING_KEY") or "a test key that is gone now: not for release"
    print(f"{repository.relative_to(ROOT)}: signed by {signed_by}")
    if not given.verify:
        return 0
    expect(says_what_it_could_not_ask(inside), "an audit that reaches nobody says of every part: not audited")
    return verify_installed(repository, build_deb(frozen, inside, MADE / "before", EARLIER))


def _not_releasable() -> str:
    if not os.environ.get("ASIDE_SIGNING_KEY"):
        return "ASIDE_SIGNING_KEY names no key of your gpg, and a release is never unsigned"
    if not os.environ.get("ASIDE_MAINTAINER"):
        return "ASIDE_MAINTAINER (Name <address>) says nobody to turn to"
    changed = subprocess.check_output(["git", "status", "--porcelain"], cwd=ROOT, text=True)
    return "the tree has changes that are not committed" if changed else ""


def _freeze(name: str) -> Path:
    places = ["--distpath", str(MADE / name), "--workpath", str(MADE / f"{name}-work"), "--clean"]
    freeze = [str(Path(sys.executable).with_name("pyinstaller")), "--noconfirm", "--log-level", "WARN", *places]
    # Both are what makes two runs of it alike: the order of sets, and the time in what it writes.
    alike = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(commit_time())}
    subprocess.run([*freeze, "packaging/aside.spec"], cwd=ROOT, check=True, env=alike)
    return MADE / name / "aside"


def differences(one: Path, other: Path) -> list[str]:
    """Paths that are not the same bytes, or links, in both."""
    here, there = _contents(one), _contents(other)
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))


def tree_hash(folder: Path) -> str:
    """One hash of every path and its bytes."""
    rows = "".join(f"{path} {content}\n" for path, content in sorted(_contents(folder).items()))
    return hashlib.sha256(rows.encode()).hexdigest()


def _contents(folder: Path) -> dict[str, str]:
    paths = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {
        str(path.relative_to(folder)): os.readlink(path) if path.is_symlink() else _sha256(path) for path in paths
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
