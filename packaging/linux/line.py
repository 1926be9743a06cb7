"""`./dev build linux`: freeze, pack, sign, and with --verify prove it. Each step's result lies in build/."""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

from linux.bare import verify_installed
from linux.deb import ROOT, build_deb, commit_time
from linux.parts import parts
from linux.repository import build_repository, verify_repository
from linux.sbom import audit

MADE = ROOT / "build"


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev build linux")
    parser.add_argument("--verify", action="store_true", help="install it in a bare Debian, run the tour, remove it")
    parser.add_argument("--release", action="store_true", help="audited; refuses changes and a missing key")
    parser.add_argument("--audit", action="store_true", help="stop where a part is known to be vulnerable, or unknown")
    given = parser.parse_args(args)
    if given.release and (why := _not_releasable()):
        print(f"No release: {why}", file=sys.stderr)
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    frozen = _freeze()
    inside = parts(frozen)
    if (given.audit or given.release) and (against := audit(inside)):
        print("Not in order:", *against, sep="\n  ", file=sys.stderr)
        return 1
    deb = build_deb(frozen, inside, MADE, project["version"])
    print(f"{deb.relative_to(ROOT)}: {deb.stat().st_size / 1e6:.0f} MB, sha256 {_sha256(deb)}")
    repository = MADE / "apt"
    build_repository(deb, repository, commit_time())
    verify_repository(repository)
    signed_by = os.environ.get("ASIDE_SIGNING_KEY") or "a test key that is gone now: not for release"
    print(f"{repository.relative_to(ROOT)}: signed by {signed_by}")
    return verify_installed(repository) if given.verify else 0


def _not_releasable() -> str:
    if not os.environ.get("ASIDE_SIGNING_KEY"):
        return "ASIDE_SIGNING_KEY names no key of your gpg, and a release is never unsigned"
    if not os.environ.get("ASIDE_MAINTAINER"):
        return "ASIDE_MAINTAINER (Name <address>) says nobody to turn to"
    changed = subprocess.check_output(["git", "status", "--porcelain"], cwd=ROOT, text=True)
    return "the tree has changes that are not committed" if changed else ""


def _freeze() -> Path:
    places = ["--distpath", str(MADE / "dist"), "--workpath", str(MADE / "work")]
    freeze = [str(Path(sys.executable).with_name("pyinstaller")), "--noconfirm", "--log-level", "WARN", *places]
    # Both are what makes two runs of it alike: the order of sets, and the time in what it writes.
    alike = {**os.environ, "PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(commit_time())}
    subprocess.run([*freeze, "packaging/aside.spec"], cwd=ROOT, check=True, env=alike)
    return MADE / "dist" / "aside"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
