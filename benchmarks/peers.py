"""Other people's phones, started as their users would start them. One that is not installed is a dash."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from benchmarks.pbx import HOST, Pbx
from tests.peers.baresip import MODULES, baresip_folder

BARESIP = MODULES

@contextmanager
def program(command: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A program of this block: silent, ended with it and all of its session."""
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, env=env, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield child
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(child.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                child.wait(5)


@contextmanager
def baresip(pbx: Pbx) -> Iterator[subprocess.Popen[bytes] | None]:
    """baresip registering at `pbx`, without sound devices; None where it is not installed."""
    if shutil.which("baresip") is None:
        yield None
        return
    account = f"<sip:agent@{HOST}:{pbx.port}>;regint=600;auth_pass=none"
    with baresip_folder(account) as command, program(command, {**os.environ, "HOME": command[-1]}) as child:
        yield child
