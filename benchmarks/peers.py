"""Other people's phones, started as their users would start them. One that is not installed is a dash."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.pbx import HOST, Pbx

BARESIP_MODULES = ("account", "menu", "g722", "g711", "aubridge", "ausine")
BARESIP = Path("/usr/lib/baresip/modules")


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
    """baresip registered at `pbx`, without sound devices; None where it is not installed."""
    found = shutil.which("baresip")
    if found is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="aside-baresip-") as folder:
        modules = [f"module {name}.so" for name in BARESIP_MODULES if (BARESIP / f"{name}.so").exists()]
        lines = [f"module_path {BARESIP}", f"sip_listen {HOST}:0", *modules, "audio_player aubridge,a"]
        lines += ["audio_source ausine,400", "audio_alert aubridge,a", "call_max_calls 4"]
        (Path(folder) / "config").write_text("\n".join(lines) + "\n")
        account = f"<sip:agent@{HOST}:{pbx.port}>;regint=600;auth_pass=none\n"
        (Path(folder) / "accounts").write_text(account)
        with program([found, "-f", folder], {**os.environ, "HOME": folder}) as child:
            yield child
