"""linphonec, the command line of Linphone: told what to do on its stdin; it plays a file and hears into nothing."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engine.agents import DEADLINE_S

SETTINGS = """[sip]
sip_port=-1
sip_tcp_port=0
sip_tls_port=0
default_proxy=0
[video]
enabled=0
display=0
capture=0
automatically_initiate=0
automatically_accept=0
[rtp]
audio_rtp_port=-1
[proxy_0]
reg_proxy=<sip:{server};transport=udp>
reg_identity=sip:{user}@{server}
reg_expires={expires_s}
reg_sendregister=1
[auth_info_0]
username={user}
passwd={password}
realm=*
"""


class Linphone:
    """`do("call sip:anna@…")`, `until("connected")`: it prints what happens."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._unread = ""

    def do(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n".encode())

    def until(self, words: str) -> None:
        """What it said up to there is read."""
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        end = time.monotonic() + DEADLINE_S
        while words not in self._unread:
            left = end - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise AssertionError(f"linphonec never said {words!r}, but {self._unread[-2000:]}")
            self._unread += os.read(pipe, 65_536).decode("utf-8", "replace")
        self._unread = self._unread.partition(words)[2]


@contextmanager
def running_linphone(
    user: str, password: str, server: str, registered: Callable[[], object], expires_s: int = 600
) -> Iterator[Linphone]:
    """A user of the PBX at `server`, which says when it is `registered`; calls to it are answered at once."""
    with tempfile.TemporaryDirectory(prefix="lin") as folder:
        for place in (".local/share/linphone", "linphone"):
            Path(folder, place).mkdir(parents=True)
        settings = Path(folder, "rc")
        settings.write_text(SETTINGS.format(user=user, password=password, server=server, expires_s=expires_s))
        process = subprocess.Popen(
            [shutil.which("linphonec") or "linphonec", "-c", str(settings)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            env={**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder},
        )  # fmt: skip
        try:
            phone = Linphone(process)
            phone.do("soundcard use files")
            phone.do(f"register sip:{user}@{server} sip:{server} {password}")
            end = time.monotonic() + DEADLINE_S
            while not registered():
                assert time.monotonic() < end, "Linphone did not register"
                select.select([], [], [], 0.1)
            phone.do("autoanswer enable")
            yield phone
        finally:
            process.kill()
            process.communicate(timeout=DEADLINE_S)
