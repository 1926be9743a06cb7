"""Signing, in this one place: a folder that apt installs from, and a signature beside the .deb for who has only that.

ASIDE_SIGNING_KEY names a key of the caller's own gpg: a file's, a card's, or a PKCS#11 token's (gpg-agent with
gnupg-pkcs11-scd, see softhsm.py); ASIDE_SIGNING_PIN_FILE has its PIN where nobody can be asked. Without a key one is
made for this build alone and its name says TEST. What was signed is verified, and that a flipped byte is refused.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

KEYRING = "aside-archive-keyring.gpg"
TEST_NAME = "Aside TEST key, not for release <test@localhost>"
INDEX = "main/binary-amd64/Packages"


def build_repository(deb: Path, folder: Path, epoch: int) -> None:
    """`folder` as an apt source: `deb [signed-by=KEYRING] URL stable main`."""
    shutil.rmtree(folder, ignore_errors=True)
    pool, suite = folder / "pool", folder / "dists/stable"
    pool.mkdir(parents=True)
    (suite / INDEX).parent.mkdir(parents=True)
    shutil.copyfile(deb, pool / deb.name)
    control = subprocess.check_output(["dpkg-deb", "--field", deb], text=True).rstrip("\n")
    digest = hashlib.sha256(deb.read_bytes()).hexdigest()
    entry = f"{control}\nFilename: pool/{deb.name}\nSize: {deb.stat().st_size}\nSHA256: {digest}\n"
    (suite / INDEX).write_text(entry, encoding="utf-8")
    (suite / f"{INDEX}.gz").write_bytes(gzip.compress(entry.encode(), 9, mtime=0))
    (suite / "Release").write_text(_release(suite, epoch), encoding="utf-8")
    with _gpg() as gpg:
        _run(*gpg, "--output", suite / "InRelease", "--clearsign", suite / "Release")
        _run(*gpg, "--output", suite / "Release.gpg", "--armor", "--detach-sign", suite / "Release")
        _run(*gpg, "--output", pool / f"{deb.name}.asc", "--armor", "--detach-sign", pool / deb.name)
        _run(*gpg, "--output", folder / KEYRING, "--export", gpg[-1])


def verify_repository(folder: Path) -> None:
    """Ends the build where a signature is missing or wrong, or where gpgv or apt would take a flipped byte."""
    (deb,) = (folder / "pool").glob("*.deb")
    asc = deb.with_name(f"{deb.name}.asc")
    signed = folder / "dists/stable/InRelease"
    expect(gpgv(folder, signed), "InRelease is signed")
    expect(gpgv(folder, asc, deb), f"{deb.name} is signed")
    with tempfile.TemporaryDirectory(prefix="aside-apt-") as place:
        other = Path(place) / "repository"
        shutil.copytree(folder, other)
        expect(apt_takes(other, Path(place) / "whole"), "apt takes it")
        _flip(other / "pool" / deb.name)
        expect(not gpgv(other, asc, other / "pool" / deb.name), "gpgv refuses a flipped byte in the .deb")
        expect(not apt_takes(other, Path(place) / "deb"), "apt refuses a flipped byte in the .deb")
        shutil.copyfile(deb, other / "pool" / deb.name)
        _flip(other / "dists/stable/InRelease")
        expect(not apt_takes(other, Path(place) / "release"), "apt refuses a flipped byte in what is signed")


def gpgv(folder: Path, *files: Path) -> bool:
    return _quiet("gpgv", "--keyring", (folder / KEYRING).resolve(), *files)


def apt_takes(folder: Path, own: Path) -> bool:
    """Whether an apt that knows nothing but this folder and its key gets the package."""
    for name in ("state/lists/partial", "cache/archives/partial", "etc", "got"):
        (own / name).mkdir(parents=True)
    (own / "status").touch()
    source = f"deb [arch=amd64 signed-by={folder / KEYRING}] copy:{folder} stable main\n"
    (own / "etc/sources.list").write_text(source, encoding="utf-8")
    settings = {
        "Dir::State": own / "state",
        "Dir::State::status": own / "status",
        "Dir::Cache": own / "cache",
        "Dir::Etc::sourcelist": own / "etc/sources.list",
        "Dir::Etc::sourceparts": own / "etc",
        "Dir::Etc::preferencesparts": own / "etc",
        "APT::Architecture": "amd64",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "APT::Update::Error-Mode": "any",
    }
    apt = ["apt-get", "-q", *(word for key, value in settings.items() for word in ("-o", f"{key}={value}"))]
    return _quiet(*apt, "update") and _quiet(*apt, "download", "aside", cwd=own / "got")


@contextmanager
def _gpg() -> Iterator[tuple[str | Path, ...]]:
    """The start of a gpg line that signs; its last word is the key."""
    key = os.environ.get("ASIDE_SIGNING_KEY")
    if key:
        pin = os.environ.get("ASIDE_SIGNING_PIN_FILE")
        unasked = ("--pinentry-mode", "loopback", "--passphrase-file", pin) if pin else ()
        yield ("gpg", "--batch", "--yes", *unasked, "--local-user", key)
        return
    with tempfile.TemporaryDirectory(prefix="aside-gpg-") as home:
        gpg = ("gpg", "--homedir", home, "--batch", "--yes")
        try:
            _run(*gpg, "--passphrase", "", "--quick-generate-key", TEST_NAME, "ed25519", "sign", "30d")
            yield (*gpg, "--local-user", TEST_NAME)
        finally:
            _quiet("gpgconf", "--homedir", home, "--kill", "all")


def _release(suite: Path, epoch: int) -> str:
    date = datetime.fromtimestamp(epoch, UTC).strftime("%a, %d %b %Y %H:%M:%S UTC")
    head = "Origin: Aside\nLabel: Aside\nSuite: stable\nCodename: stable\nArchitectures: amd64\nComponents: main\n"
    sums = ""
    for name in (INDEX, f"{INDEX}.gz"):
        text = (suite / name).read_bytes()
        sums += f" {hashlib.sha256(text).hexdigest()} {len(text)} {name}\n"
    return f"{head}Date: {date}\nSHA256:\n{sums}"


def _flip(path: Path) -> None:
    """One bit in the middle."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


def expect(held: bool, what: str) -> None:
    print(f"{'yes' if held else 'NO '}  {what}", flush=True)
    if not held:
        raise SystemExit(1)


def _run(*line: str | Path) -> None:
    subprocess.run(line, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _quiet(*line: str | Path, cwd: Path | None = None) -> bool:
    nothing = subprocess.DEVNULL
    return not subprocess.call(line, cwd=cwd, stdin=nothing, stdout=nothing, stderr=nothing)
