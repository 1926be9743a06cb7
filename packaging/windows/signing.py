"""Signing of EXE and MSI (Authenticode), in one place: a test certificate made on the fly, or the real one by PKCS#11.

    ASIDE_CODE_CERTIFICATE   PEM of the certificate with its chain
    ASIDE_CODE_KEY           of the key: a file, or a PKCS#11 URI (pkcs11:token=…;object=…)
    ASIDE_PKCS11_MODULE      the token's library; ASIDE_PKCS11_ENGINE, where OpenSSL does not find libp11's by itself
                             (pkcs11.so: by the name libpkcs11.so OpenSSL does not take it)
    ASIDE_CODE_PIN_FILE      a file with the PIN or the key's password, so that no list of processes shows it
    ASIDE_TIMESTAMP          address of a time stamp (RFC 3161); a real signature should have one
"""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OPTIONS = {
    "-pkcs11module": "ASIDE_PKCS11_MODULE",
    "-pkcs11engine": "ASIDE_PKCS11_ENGINE",
    "-readpass": "ASIDE_CODE_PIN_FILE",
    "-ts": "ASIDE_TIMESTAMP",
}


class Signer:
    def __init__(self, made: Path, *, fresh: bool = True) -> None:
        """Not `fresh`: the test certificate that a build made a moment ago."""
        self.certificate = Path(os.environ.get("ASIDE_CODE_CERTIFICATE") or made / "test-signer.pem")
        self.key = os.environ.get("ASIDE_CODE_KEY") or str(made / "test-signer.key")
        self.for_release = "ASIDE_CODE_CERTIFICATE" in os.environ and "ASIDE_CODE_KEY" in os.environ
        if fresh and not self.for_release:
            _test_certificate(self.certificate, Path(self.key))

    def sign(self, path: Path, *, quiet: bool = False) -> None:
        """In place, and verified; ends the build where that fails. `quiet` where a failure is what is wanted."""
        signed = path.with_name(f"{path.name}.signed")
        signed.unlink(missing_ok=True)
        line: list[str | Path] = ["osslsigncode", "sign", "-h", "sha256", "-n", "Aside", "-certs", self.certificate]
        line += ["-key", self.key]
        for option, name in OPTIONS.items():
            if told := os.environ.get(name):
                line += [option, told]
        subprocess.run(
            [*line, "-in", path, "-out", signed], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if quiet else None,
        )  # fmt: skip
        signed.replace(path)
        if not self.verifies(path):
            raise SystemExit(f"{path.name}: its signature does not verify")

    def verifies(self, path: Path) -> bool:
        line: list[str | Path] = ["osslsigncode", "verify", "-CAfile", self.certificate, "-in", path]
        nothing = subprocess.DEVNULL
        return not subprocess.call(line, stdin=nothing, stdout=nothing, stderr=nothing)


def _test_certificate(certificate: Path, key: Path) -> None:
    """Of nobody, for two days: it proves the step, not the publisher."""
    private = rsa.generate_private_key(65537, 3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Aside test build")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    key.touch(mode=0o600)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key.write_bytes(private.private_bytes(*form))
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
