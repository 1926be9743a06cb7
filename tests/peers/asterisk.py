"""Asterisk 22 with the recipe of packaging/pbx/asterisk, in a folder and on ports of its own."""

from __future__ import annotations

import select
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from msgspec.structs import replace

from softphone.domain.line import Transport
from softphone.domain.presence import Reach
from softphone.domain.protocol import PresenceChanged, Quit
from tests.engine.agents import OPEN_GATE, Agent
from tests.peers.trees import ASTERISK

RECIPE = Path(__file__).parents[2] / "packaging" / "pbx" / "asterisk"
DEADLINE_S = 20.0
HOST = "localhost"  # as agents and certificate name it
# What the machine decides, and nothing else: the rest of the files is IT's, word for word.
MODULES = """[modules]
autoload = yes
noload = app_voicemail_odbc.so
noload = res_hep.so
"""


class Asterisk:
    """Up after `start`; `stop` asks it to go, `kill` does not ask. Restarted on the same ports."""

    def __init__(
        self, folder: Path, certificate: trustme.LeafCert, address: str = "127.0.0.1", within: tuple[str, ...] = ()
    ) -> None:
        """`within` is what starts it elsewhere: ("ip", "netns", "exec", NAME)."""
        self._folder = folder
        self._within = within
        self.address = address
        self.port, self.tls_port = free_port(), free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._lay_out(certificate)

    @property
    def server(self) -> str:
        return f"{self.address}:{self.port}"

    @property
    def tls_server(self) -> str:
        return f"{HOST}:{self.tls_port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> Asterisk:
        words = ("-f", "-C", str(self._folder / "etc/asterisk.conf"))
        quiet = subprocess.DEVNULL
        with open(self._folder / "said.txt", "ab") as said:
            self._process = subprocess.Popen(
                [*self._within, *ASTERISK.command("usr/sbin/asterisk", *words)],
                cwd=self._folder, stdin=quiet, stdout=said, stderr=said,
            )  # fmt: skip
        self.wait_for("core waitfullybooted", lambda said: "fully booted" in said)
        return self

    def stop(self) -> None:
        self._end(lambda process: process.terminate())

    def kill(self) -> None:
        self._end(lambda process: process.kill())

    def cli(self, command: str) -> str:
        """What its console says to that; nothing while it is not up."""
        words = ("-C", str(self._folder / "etc/asterisk.conf"), "-rx", command)
        return subprocess.run(
            ASTERISK.command("usr/sbin/asterisk", *words), capture_output=True, text=True, timeout=DEADLINE_S
        ).stdout

    def wait_for(self, command: str, wanted: Callable[[str], bool]) -> str:
        """Ask its console until it says what is wanted."""
        end = time.monotonic() + DEADLINE_S
        while not wanted(said := self.cli(command)):
            if time.monotonic() > end or (self._process is not None and self._process.poll() is not None):
                raise AssertionError(f"Asterisk on {command!r}: {said or self.log()[-3000:]}")
            select.select([], [], [], 0.05)
        return said

    @property
    def recordings(self) -> int:
        return len(self._recorded())

    @property
    def recorded_bytes(self) -> int:
        return sum(path.stat().st_size for path in self._recorded())

    def _recorded(self) -> list[Path]:
        return list((self._folder / "spool" / "monitor").glob("*.wav"))

    def log(self) -> str:
        found = self._folder / "log" / "messages.log"
        return (found if found.exists() else self._folder / "said.txt").read_text("utf-8", "replace")

    def _end(self, how: Callable[[subprocess.Popen[bytes]], None]) -> None:
        process, self._process = self._process, None
        if process is not None:
            how(process)
            process.wait(DEADLINE_S)
            (self._folder / "run" / "asterisk.ctl").unlink(missing_ok=True)

    def _lay_out(self, certificate: trustme.LeafCert) -> None:
        for name in ("etc", "run", "log", "spool", "lib", "db"):
            (self._folder / name).mkdir()
        write_keys(certificate, self._folder / "keys")
        changed = {
            "0.0.0.0:5060": f"{self.address}:{self.port}",
            "0.0.0.0:5061": f"{self.address}:{self.tls_port}",
            "/etc/asterisk/keys": str(self._folder / "keys"),
        }
        copy_recipe(RECIPE, self._folder / "etc", changed)
        root = ASTERISK.build()
        places = {
            "astetcdir": self._folder / "etc",
            "astmoddir": root / "usr/lib/x86_64-linux-gnu/asterisk/modules",
            "astvarlibdir": self._folder / "lib",
            "astdbdir": self._folder / "db",
            "astkeydir": self._folder / "lib",
            "astdatadir": root / "usr/share/asterisk",
            "astagidir": self._folder / "lib",
            "astspooldir": self._folder / "spool",
            "astrundir": self._folder / "run",
            "astlogdir": self._folder / "log",
        }
        lines = ["[directories]", *(f"{key} => {path}" for key, path in places.items()), "[options]", "nocolor = yes"]
        (self._folder / "etc/asterisk.conf").write_text("\n".join(lines) + "\n")
        (self._folder / "etc/modules.conf").write_text(MODULES)
        (self._folder / "etc/logger.conf").write_text("[logfiles]\nmessages.log => warning,error,notice\n")


def copy_recipe(recipe: Path, to: Path, changed: dict[str, str]) -> None:
    """The files of a recipe with these words changed, each of which must be there."""
    files = {path.relative_to(recipe): path.read_text("utf-8") for path in recipe.rglob("*") if path.is_file()}
    for old, new in changed.items():
        assert any(old in text for text in files.values()), f"{recipe.name} has no {old}"
        files = {name: text.replace(old, new) for name, text in files.items()}
    for name, text in files.items():
        (to / name).parent.mkdir(exist_ok=True)
        (to / name).write_text(text, "utf-8")


def write_keys(certificate: trustme.LeafCert, folder: Path) -> None:
    """As the recipes name them."""
    folder.mkdir()
    certificate.private_key_pem.write_to_path(folder / "pbx.key")
    with open(folder / "pbx.crt", "wb") as chain:
        chain.writelines(blob.bytes() for blob in certificate.cert_chain_pems)


@contextmanager
def running_asterisk(
    certificate: trustme.LeafCert, address: str = "127.0.0.1", within: tuple[str, ...] = ()
) -> Iterator[Asterisk]:
    folder = Path(tempfile.mkdtemp(prefix="pbx"))  # short: its control socket has 107 bytes at most
    pbx = Asterisk(folder, certificate, address, within)
    try:
        yield pbx.start()
    finally:
        pbx.stop()
        shutil.rmtree(folder, ignore_errors=True)


def phone_of(pbx: Asterisk, user: str, *, mic_hz: int = 440, ear_hz: int = 880,
             transport: Transport = Transport.UDP, ca: Path | None = None,
             within: tuple[str, ...] = (), haste: bool = False) -> Agent:  # fmt: skip
    """A user of the recipe on an engine of its own; `within` and `haste` as in Agent."""
    secure = transport is Transport.TLS
    server = pbx.tls_server if secure else pbx.server
    agent = Agent(user, server, mic_hz=mic_hz, ear_hz=ear_hz, password=f"change-me-{user}", transport=transport,
                  ca_files=(str(ca),) if ca else (), within=within, haste=haste)  # fmt: skip
    agent.gate = replace(OPEN_GATE, internal_length=3)
    return agent


def shows(agent: Agent, uri: str, wanted: Reach) -> None:
    """Until the newest that this agent knows of somebody is that."""
    while True:
        told = [e.presence.reach for e in agent.events if isinstance(e, PresenceChanged) and e.uri == uri]
        if told[-1:] == [wanted]:
            return
        agent.until(PresenceChanged)


def leave(agent: Agent) -> None:
    """Un-register and end, as on Quit."""
    agent.do(Quit(with_calls=True))
    agent.process.wait(DEADLINE_S)


def free_port() -> int:
    """A port that nobody has, neither on TCP nor on UDP."""
    while True:
        with socket.socket() as stream, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
            stream.bind(("127.0.0.1", 0))
            port: int = stream.getsockname()[1]
            try:
                datagrams.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
