"""`./dev build windows`: freeze under wine, pack as MSI, sign, and with --verify prove it; all in build/windows."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from inside.about import write_about
from inside.parts import parts
from inside.sbom import audit
from project import ROOT, version
from softhsm import OTHER_PIN, token

from windows.freeze import freeze
from windows.msi import build_msi
from windows.proof import expect, prove
from windows.python import python_for_windows, python_inside
from windows.signing import Signer
from windows.wine import Wine

MADE = ROOT / "build/windows"
EARLIER = "0.0.1"


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev build windows")
    parser.add_argument("--verify", action="store_true", help="install under wine, a practice call, upgrade, remove")
    parser.add_argument("--release", action="store_true", help="audited; refuses a missing certificate")
    parser.add_argument("--frozen", type=Path, help="pack this folder, frozen before")
    given = parser.parse_args(args)
    MADE.mkdir(parents=True, exist_ok=True)
    signer = Signer(MADE)
    if given.release and not signer.for_release:
        print("No release: ASIDE_CODE_CERTIFICATE and ASIDE_CODE_KEY name no signer", file=sys.stderr)
        return 1
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aside/windows"
    python = python_for_windows(cache)
    frozen = given.frozen or freeze(python, MADE, Wine(cache / "prefix"))
    inside = parts(frozen / "aside.exe", python / "Lib/site-packages", python_inside(python))
    if given.release and (against := audit(inside)):
        print("Not in order:", *against, sep="\n  ", file=sys.stderr)
        return 1
    write_about(frozen / "about", inside, version())
    signer.sign(frozen / "aside.exe")
    msi = build_msi(frozen, MADE, version())
    signer.sign(msi)
    print(f"{msi.relative_to(ROOT)}: {msi.stat().st_size / 1e6:.0f} MB")
    print("signed by ASIDE_CODE_CERTIFICATE" if signer.for_release else "signed by a test certificate: not for release")
    if not given.verify:
        return 0
    for file in (frozen / "aside.exe", msi):
        expect(_signs_by_token(file), f"{file.name} can be signed by a key in a PKCS#11 token, and only with its PIN")
    before = build_msi(frozen, MADE / "before", EARLIER)
    script = [sys.executable, "-m", "tests.screen", sys.executable, "-c", PROVE, str(ROOT / "packaging")]
    return subprocess.call([*script, str(cache / "proof"), str(frozen), str(before), str(msi)], cwd=ROOT)


def _signs_by_token(file: Path) -> bool:
    """Of a copy."""
    with token() as pin, tempfile.TemporaryDirectory(prefix="aside-signed-") as place:
        signer = Signer(MADE, fresh=False)
        copy = Path(shutil.copy(file, place))
        signer.sign(copy)
        pin.write_text(OTHER_PIN)
        try:
            signer.sign(copy, quiet=True)
        except subprocess.CalledProcessError:
            return signer.for_release and signer.verifies(copy)
        return False


# In a process of its own, because its screen is one.
PROVE = """
import sys
sys.path.insert(0, sys.argv[1])
from windows.line import proved
proved(*sys.argv[2:])
"""


def proved(prefix: str, frozen: str, before: str, now: str) -> None:
    """In a prefix that knows nothing of the build."""
    shutil.rmtree(prefix, ignore_errors=True)
    wine = Wine(Path(prefix))
    wine.make()
    wine.stand_ins(Path(frozen) / "_internal/PySide6/Qt6Core.dll")
    try:
        prove(wine, Path(before), Path(now), Signer(MADE, fresh=False))
    finally:
        wine.end()
