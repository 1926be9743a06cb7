"""Other people's phones, started as their users would start them. One that is not installed is a dash."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.loop import Loop
from benchmarks.pbx import HOST, Pbx
from tests.engine.sound_server import SoundServer
from tests.peers.baresip import MODULES, baresip_folder

BARESIP = MODULES
WITH_EARS = ("account", "menu", "g722", "alsa")


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


def baresip_home(server: SoundServer, name: str, port: int, account: str, microphone: str, ear: str) -> Path:
    """A folder for a baresip that speaks through these devices of the private server (ALSA's pulse plugin)."""
    home = server.folder / name
    home.mkdir()
    devices = f"pcm.mic {{ type pulse device {microphone} }}\npcm.ear {{ type pulse device {ear} }}\n"
    (home / ".asoundrc").write_text(devices)
    lines = [f"module_path {BARESIP}", *(f"module {module}.so" for module in WITH_EARS), f"sip_listen {HOST}:{port}"]
    lines += ["audio_source alsa,mic", "audio_player alsa,ear", "audio_alert alsa,ear"]
    lines += ["ring_aufile none", "ringback_disabled yes"]
    (home / "config").write_text("\n".join(lines) + "\n")
    (home / "accounts").write_text(account + "\n")
    return home


@contextmanager
def baresip_with_ears(loop: Loop, pbx: Pbx, server: SoundServer) -> Iterator[psutil.Process | None]:
    """baresip registering at `pbx`, answering by itself with G.722; None where it or its ears are not installed."""
    found = shutil.which("baresip")
    if found is None or not all((BARESIP / f"{name}.so").exists() for name in WITH_EARS):
        yield None
        return
    account = f"<sip:agent@{HOST}:{pbx.port}>;regint=600;auth_pass=none;answermode=auto;audio_codecs=g722"
    home = baresip_home(server, "bare", 0, account, "aside_mic", "aside_ear")
    with program([found, "-f", str(home)], {**server.process_environment(), "HOME": str(home)}) as child:
        loop.until(lambda: pbx.contact, "REGISTER of baresip")
        yield psutil.Process(child.pid)
