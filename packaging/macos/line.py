"""`./dev build macos`: freeze, sign, pack as .pkg, and with --release notarise. Written, not yet run on a Mac."""

from __future__ import annotations

import argparse
import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

from icons import write_icns
from inside.about import write_about
from inside.parts import parts
from inside.sbom import audit
from project import ROOT, commit_time, version

from softphone import APP_ID

HERE = Path(__file__).resolve().parent
MADE = ROOT / "build/macos"
NEEDED = {
    "ASIDE_MAC_APPLICATION": "Developer ID Application: …, signs what is inside",
    "ASIDE_MAC_INSTALLER": "Developer ID Installer: …, signs the package",
    "ASIDE_MAC_NOTARY": "a profile of `notarytool store-credentials`",
}
# Into /Applications, also where a copy lies elsewhere; an older one does not replace a newer.
WHERE = [
    {
        "RootRelativeBundlePath": "Aside.app",
        "BundleIsRelocatable": False,
        "BundleIsVersionChecked": True,
        "BundleHasStrictIdentifier": True,
        "BundleOverwriteAction": "upgrade",
    }
]


def main(args: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev build macos")
    parser.add_argument("--release", action="store_true", help="audited and notarised; refuses a missing identity")
    given = parser.parse_args(args)
    if sys.platform != "darwin":
        print(
            "A build for macOS needs a Mac: codesign, notarytool and pkgbuild are Apple's, and a program is frozen on "
            "the system it is for. packaging/macos/README.md has the recipe.",
            file=sys.stderr,
        )
        return 1
    if given.release and (missing := not_releasable()):
        print("No release:", *missing, sep="\n  ", file=sys.stderr)
        return 1
    app = _freeze()
    inside = parts(MADE / "dist/aside/aside")
    if given.release and (against := audit(inside)):
        print("Not in order:", *against, sep="\n  ", file=sys.stderr)
        return 1
    write_about(app / "Contents/Resources/about", inside, version())
    shutil.rmtree(MADE / "root", ignore_errors=True)
    shutil.copytree(app, MADE / "root/Aside.app", symlinks=True)
    (MADE / "where.plist").write_bytes(plistlib.dumps(WHERE))
    package = MADE / f"aside-{version()}.pkg"
    for line in steps(MADE / "root", package, release=given.release):
        subprocess.run(line, check=True)
    signed_by = os.environ.get("ASIDE_MAC_APPLICATION") or "nobody: for this Mac alone"
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.0f} MB, signed by {signed_by}")
    return 0


def not_releasable() -> list[str]:
    """What is missing for a release, a line each: it is never unsigned."""
    return [f"{name} is not set ({what})" for name, what in NEEDED.items() if not os.environ.get(name)]


def steps(root: Path, package: Path, *, release: bool) -> list[list[str]]:
    """From the app in `root` to the package: Apple's tools in their order. The first that fails ends the build."""
    app, part = str(root / "Aside.app"), str(root.with_name("part.pkg"))
    signer, packer, notary = (os.environ.get(name, "") for name in NEEDED)
    hardened = ["--options", "runtime", "--timestamp"] if signer else []
    entitled = ["--entitlements", str(HERE / "entitlements.plist")]
    pack = ["pkgbuild", "--root", str(root), "--component-plist", str(root.with_name("where.plist"))]
    pack += ["--identifier", APP_ID, "--version", version(), "--install-location", "/Applications", part]
    made = [
        # PyInstaller has signed all that is inside; the seal is anew because the licences came after it.
        ["codesign", "--force", "--sign", signer or "-", *hardened, *entitled, app],
        ["codesign", "--verify", "--deep", "--strict", app],
        pack,
        ["productbuild", "--package", part, *(["--sign", packer] if packer else []), str(package)],
    ]
    if release:
        made += [
            ["pkgutil", "--check-signature", str(package)],
            ["xcrun", "notarytool", "submit", str(package), "--keychain-profile", notary, "--wait"],
            ["xcrun", "stapler", "staple", str(package)],  # fails where Apple has refused it
            ["spctl", "--assess", "--type", "install", "--verbose", str(package)],
        ]
    return made


def _freeze() -> Path:
    MADE.mkdir(parents=True, exist_ok=True)
    write_icns(ROOT / "resources/icons/aside.svg", MADE / "aside.icns")
    places = ["--distpath", str(MADE / "dist"), "--workpath", str(MADE / "work"), "--clean"]
    freeze = [str(Path(sys.executable).with_name("pyinstaller")), "--noconfirm", "--log-level", "WARN", *places]
    known = {"ASIDE_ICON": str(MADE / "aside.icns"), "PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR": "1"}
    alike = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(commit_time())}
    subprocess.run([*freeze, "packaging/aside.spec"], cwd=ROOT, check=True, env={**os.environ, **known, **alike})
    return MADE / "dist/Aside.app"
