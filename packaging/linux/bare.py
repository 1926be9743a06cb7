"""The proof: Aside installed by apt from the signed folder into a bare Debian 12 without Python, used, and removed.

That Debian is made by debootstrap once and kept as an archive in the user's cache folder; each proof unpacks it anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from project import ROOT

SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"  # where this machine's apt knows no other of that suite
NOT_HERE = 4  # the proof cannot be made on this machine; of Aside it says nothing
SCRIPT = Path(__file__).with_name("bare.sh")


def verify_installed(repository: Path, before: Path) -> int:
    """0 when all holds; 3 where this needs root and there is none, NOT_HERE where root may not mount. `before` is
    a .deb that is upgraded from."""
    if os.geteuid():
        line = f"sudo env HOME={Path.home()} ./dev build linux --verify"
        print(f"Installing into a bare Debian needs root. Please run:\n  {line}", file=sys.stderr)
        return 3
    alone = _alone()
    if subprocess.call([*alone, "sh", "-c", "mount -t tmpfs tmpfs /mnt && umount /mnt"], stderr=subprocess.DEVNULL):
        print("Built and signed; not proved installed: this machine lets not even root mount.", file=sys.stderr)
        return NOT_HERE
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aside" / "bare"
    archives = cache / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aside-bare-") as place:
        root = Path(place) / "root"
        root.mkdir(mode=0o755)
        Path(place).chmod(0o755)
        _unpack(cache / f"{SUITE}.tar", root)
        proof = [*alone, "sh", str(SCRIPT), str(root), str(repository.resolve()), str(archives), str(before.resolve())]
        return subprocess.call([sys.executable, "-m", "tests.screen", *proof], cwd=ROOT)


def _alone() -> list[str]:
    """The start of a line whose mounts and processes end with it. In a chroot that is no mount of its own its root
    cannot be made private; there bare.sh takes off what it mounted."""
    mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    way = "private" if any(line.split()[4] == "/" for line in mounts) else "unchanged"
    return ["unshare", "--mount", "--propagation", way, "--pid", "--fork", "--kill-child", "--"]


def _mirror() -> str:
    """The one that this machine's apt gets that suite from: maybe the only one it can reach."""
    form = "$(CODENAME) $(COMPONENT) $(REPO_URI)"
    said = subprocess.check_output(["apt-get", "indextargets", "--format", form], text=True)
    rows = (line.split() for line in said.splitlines())
    return next((row[2] for row in rows if row[:2] == [SUITE, "main"] and row[2].startswith("http")), MIRROR)


def _unpack(kept: Path, root: Path) -> None:
    if not kept.exists():
        print(f"Making a bare Debian {SUITE}, once, in {kept.parent}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=kept.parent) as place:
            made = Path(place) / "root"
            line = ["debootstrap", "--variant=minbase", SUITE, str(made), _mirror()]
            subprocess.run(line, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            shutil.rmtree(made / "var/cache/apt/archives")
            archive = Path(place) / "archive.tar"
            subprocess.run(["tar", "-C", made, "--numeric-owner", "-cf", archive, "."], check=True)
            archive.rename(kept)
    subprocess.run(["tar", "-C", root, "--numeric-owner", "-xf", kept], check=True)
