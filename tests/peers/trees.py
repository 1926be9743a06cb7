"""Servers of other people, unpacked into the person's cache folder: never installed, so none starts by itself.

apt resolves and downloads into a place of its own with Debian's signatures checked; dpkg-deb unpacks. No root, no
chroot: a program runs under the tree's own loader and libraries. Run as `python -m tests.peers.trees` by `./dev peers`.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

MIRROR = "http://deb.debian.org/debian"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
LEFT_OUT = ("./usr/share/doc", "./usr/share/man", "./usr/share/locale", "./usr/share/perl*", "./usr/share/zoneinfo")
LAYOUT = 1  # a new number builds the trees anew


@dataclass(frozen=True, slots=True)
class Tree:
    """Some packages of one Debian suite with all that they depend on."""

    suite: str
    packages: tuple[str, ...]

    @property
    def root(self) -> Path:
        """Where it is, or will be. The tests' HOME is not the person's."""
        home = Path(pwd.getpwuid(os.getuid()).pw_dir)
        cache = Path(os.environ.get("ASIDE_PEERS") or home / ".cache" / "aside" / "peers")
        mark = hashlib.sha256(repr((LAYOUT, self.suite, self.packages)).encode()).hexdigest()[:8]
        return cache / f"{self.packages[0]}-{self.suite}-{mark}"

    def build(self) -> Path:
        """The root, made on the first call."""
        if not self.root.exists():
            self.root.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".new-", dir=self.root.parent) as folder:
                root = Path(folder) / "root"
                root.mkdir()
                for package in self._download(Path(folder)):
                    _unpack(package, root)
                root.rename(self.root)
        return self.root

    def command(self, program: str, *arguments: str) -> list[str]:
        """The line that runs a program of this tree."""
        root = self.build()
        libraries = root / "usr" / "lib" / "x86_64-linux-gnu"
        loader = root / "usr" / "lib64" / "ld-linux-x86-64.so.2"
        if not loader.exists():  # a suite from before the merged /usr
            loader = root / "lib64" / loader.name
        own = libraries / self.packages[0]  # libraries that only its modules use
        paths = f"{libraries}:{own}:{root / 'lib' / 'x86_64-linux-gnu'}"
        return [str(loader), "--library-path", paths, str(root / program), *arguments]

    def _download(self, folder: Path) -> list[Path]:
        for name in ("state/lists/partial", "cache/archives/partial", "etc"):
            (folder / name).mkdir(parents=True)
        (folder / "status").touch()  # nothing is installed: everything comes, the C library included
        (folder / "etc/sources.list").write_text(f"deb [signed-by={KEYRING}] {MIRROR} {self.suite} main\n")
        settings = {
            "Dir::State": folder / "state",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            "Dir::Etc::sourcelist": folder / "etc/sources.list",
            "Dir::Etc::sourceparts": folder / "etc",
            "Dir::Etc::preferencesparts": folder / "etc",
            "Acquire::Check-Valid-Until": "false",  # a mirror that stands still is signed all the same
            "Acquire::Languages": "none",
            "APT::Sandbox::User": "",
            "APT::Install-Recommends": "false",
            "Debug::NoLocking": "true",
        }
        apt = ["apt-get", "-q", *(word for key, value in settings.items() for word in ("-o", f"{key}={value}"))]
        for words in (["update"], ["install", "-y", "--download-only", *self.packages]):
            subprocess.run([*apt, *words], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        return sorted((folder / "cache/archives").glob("*.deb"))


ASTERISK = Tree("sid", ("asterisk", "asterisk-modules", "asterisk-core-sounds-en-gsm", "asterisk-moh-opsound-gsm"))
KAMAILIO = Tree("bookworm", ("kamailio", "kamailio-tls-modules", "kamailio-presence-modules", "kamailio-extra-modules"))

COTURN = Tree("bookworm", ("coturn",))
PROXIES = Tree("bookworm", ("tinyproxy-bin", "microsocks"))
REALTIME_KIT = Tree("bookworm", ("rtkit",))


def _unpack(package: Path, root: Path) -> None:
    leave = [f"--exclude={pattern}" for pattern in LEFT_OUT]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as archive:
        # Only what is ours to own, and over what is a link to a folder in the tree.
        options = ["--no-same-owner", "--keep-directory-symlink", *leave]
        subprocess.run(["tar", "-x", "-C", root, *options], check=True, stdin=archive.stdout)
    if archive.returncode:
        raise OSError(f"dpkg-deb could not unpack {package.name}")


def main() -> None:
    for tree in (ASTERISK, KAMAILIO, COTURN, PROXIES, REALTIME_KIT):
        if not tree.root.exists():
            print(f"Unpacking {tree.packages[0]} ({tree.suite}) into {tree.root}", file=sys.stderr)  # noqa: T201
            tree.build()
        for stale in tree.root.parent.glob(f"{tree.packages[0]}-{tree.suite}-*"):
            if stale != tree.root:
                shutil.rmtree(stale)


if __name__ == "__main__":
    main()
