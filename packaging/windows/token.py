"""The proof that the one signing step takes its key from a PKCS#11 token: SoftHSM stands in for the card or the HSM.

The key is made in the token and never leaves it. What is set here is what a release sets (RELEASING.md).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from windows.signing import Signer

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
KEY = "pkcs11:token=aside;object=release"


def signs_by_token(file: Path) -> bool:
    """Of a copy of `file`: signed by the token's key with its PIN, and refused with another PIN."""
    with tempfile.TemporaryDirectory(prefix="aside-token-") as place, _token(Path(place)):
        signer = Signer(Path(place), fresh=False)
        copy = Path(place) / file.name
        shutil.copyfile(file, copy)
        signer.sign(copy)
        Path(os.environ["ASIDE_CODE_PIN_FILE"]).write_text("4321")
        try:
            signer.sign(copy)
        except subprocess.CalledProcessError:
            return signer.for_release and signer.verifies(copy)
        return False


@contextmanager
def _token(place: Path) -> Iterator[None]:
    """With what the environment of a release says, until the block ends."""
    pin, certificate = place / "pin", place / "certificate.pem"
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(f"directories.tokendir = {place / 'tokens'}\n")
    pin.touch(mode=0o600)
    pin.write_text("1234")
    before = dict(os.environ)
    os.environ |= {
        "SOFTHSM2_CONF": str(place / "softhsm2.conf"),
        "ASIDE_PKCS11_MODULE": MODULE,
        "ASIDE_CODE_KEY": KEY,
        "ASIDE_CODE_PIN_FILE": str(pin),
        "ASIDE_CODE_CERTIFICATE": str(certificate),
    }
    try:
        _run("softhsm2-util", "--init-token", "--free", "--label", "aside", "--pin", "1234", "--so-pin", "5678")
        tool = ["pkcs11-tool", "--module", MODULE, "--token-label", "aside", "--login", "--pin", "1234"]
        _run(*tool, "--keypairgen", "--key-type", "rsa:3072", "--label", "release", "--id", "01")
        made = ["openssl", "req", "-new", "-x509", "-days", "2", "-subj", "/CN=Aside test token", "-out", certificate]
        made += ["-addext", "extendedKeyUsage=codeSigning", "-engine", "pkcs11", "-keyform", "engine"]
        _run(*made, "-key", f"{KEY};type=private;pin-source=file:{pin}")
        yield
    finally:
        os.environ.clear()
        os.environ |= before


def _run(*line: str | Path) -> None:
    subprocess.run(line, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
