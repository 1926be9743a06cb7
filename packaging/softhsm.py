"""A PKCS#11 token of this machine's own making (SoftHSM), in the place of the card or HSM that has the release's key.

Within `token` the environment says what a release's says (RELEASING.md); the key is made in the token and stays there.
osslsigncode asks it through OpenSSL's engine (libp11). gpg knows no PKCS#11: its agent is given gnupg-pkcs11-scd in the
place of scdaemon, and an OpenPGP key is made around the key that the token has.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
NAME = "Aside TEST token, not for release"
PIN, OTHER_PIN = "1234", "4321"


@contextmanager
def token() -> Iterator[Path]:
    """Gives the file with the PIN."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="aside-token-") as folder:
        place = Path(folder)
        pin = place / "pin"
        pin.touch(mode=0o600)
        pin.write_text(PIN)
        try:
            os.environ |= {"SOFTHSM2_CONF": str(place / "softhsm2.conf"), "GNUPGHOME": str(place)}
            certificate = _key_in_token(place, pin)
            os.environ |= {
                "ASIDE_PKCS11_MODULE": MODULE,
                "ASIDE_CODE_KEY": "pkcs11:token=aside;object=release",
                "ASIDE_CODE_PIN_FILE": str(pin),
                "ASIDE_CODE_CERTIFICATE": str(certificate),
            }
            _key_of_gpg(place, pin)
            os.environ |= {"ASIDE_SIGNING_KEY": NAME, "ASIDE_SIGNING_PIN_FILE": str(pin)}
            yield pin
        finally:
            _run("gpgconf", "--kill", "all")
            os.environ.clear()
            os.environ |= before


def _key_in_token(place: Path, pin: Path) -> Path:
    """Its certificate lies beside it, in the token too: gnupg-pkcs11-scd looks for those."""
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place / 'tokens'}\n")
    _run("softhsm2-util", "--init-token", "--free", "--label", "aside", "--pin", PIN, "--so-pin", "5678")
    tool = ["pkcs11-tool", "--module", MODULE, "--token-label", "aside", "--login", "--pin", PIN]
    about = ["--label", "release", "--id", "01"]
    _run(*tool, "--keypairgen", "--key-type", "rsa:3072", *about)
    certificate, der = place / "certificate.pem", place / "certificate.der"
    made = ["openssl", "req", "-new", "-x509", "-days", "2", "-subj", f"/CN={NAME}", "-out", str(certificate)]
    made += ["-addext", "extendedKeyUsage=codeSigning", "-engine", "pkcs11", "-keyform", "engine"]
    _run(*made, "-key", f"pkcs11:token=aside;object=release;type=private;pin-source=file:{pin}")
    _run("openssl", "x509", "-in", str(certificate), "-outform", "der", "-out", str(der))
    _run(*tool, "--write-object", str(der), "--type", "cert", *about)
    return certificate


def _key_of_gpg(place: Path, pin: Path) -> None:
    (place / "gpg-agent.conf").write_text("scdaemon-program /usr/bin/gnupg-pkcs11-scd\nallow-loopback-pinentry\n")
    (place / "gnupg-pkcs11-scd.conf").write_text(f"providers softhsm\nprovider-softhsm-library {MODULE}\n")
    grip = re.search(r"KEYPAIRINFO (\w+)", _run("gpg-connect-agent", "LEARN --sendinfo", "/bye"))
    assert grip is not None
    wanted = place / "wanted"
    rows = ("Key-Type: RSA", f"Key-Grip: {grip[1]}", "Key-Usage: sign", f"Name-Real: {NAME}", "Expire-Date: 2d")
    wanted.write_text("\n".join((*rows, "%commit\n")))
    ask = ["--pinentry-mode", "loopback", "--passphrase-file", str(pin)]
    _run("gpg", "--batch", *ask, "--full-generate-key", str(wanted))


def _run(*line: str) -> str:
    quiet = subprocess.DEVNULL
    return subprocess.run(line, check=True, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet, text=True).stdout
