"""Writes the file that tells running Asides of new versions, signed by the key of the releases.

    python packaging/sign_update.py new-key KEY.pem                      a key pair; prints what `update_key` is set to
    python packaging/sign_update.py KEY.pem --days 30 stable=0.2.0 pilot=0.3.0 >updates.json

The private key stays off the web server. Sign anew before the days are over: a file past its day is not believed, so
that nobody can keep an old one in force.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def new_key(path: Path) -> str:
    """Writes the private key, readable by its owner alone; gives the public one."""
    key = Ed25519PrivateKey.generate()
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(key.private_bytes(*form))
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def signed(key: bytes, rings: dict[str, str], expires: datetime) -> str:
    private = serialization.load_pem_private_key(key, password=None)
    assert isinstance(private, Ed25519PrivateKey), "an Ed25519 key is wanted"
    said = json.dumps({"product": "aside", "expires": expires.isoformat(), "rings": rings}, sort_keys=True).encode()
    pair = {"signed": said, "signature": private.sign(said)}
    return json.dumps({name: base64.b64encode(value).decode() for name, value in pair.items()}) + "\n"


def main() -> None:
    if sys.argv[1:2] == ["new-key"]:
        print(new_key(Path(sys.argv[2])))
        return
    parser = argparse.ArgumentParser(description="Signs the list of newest versions.")
    parser.add_argument("key", type=Path)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("rings", nargs="+", metavar="RING=VERSION")
    given = parser.parse_args()
    rings = dict(pair.split("=", 1) for pair in given.rings)
    sys.stdout.write(signed(given.key.read_bytes(), rings, datetime.now(UTC) + timedelta(days=given.days)))


if __name__ == "__main__":
    main()
