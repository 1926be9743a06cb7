"""A real Synapse for tests: in a virtual environment of its own in the person's cache, started, driven, killed.

It is AGPL and never shipped. SQLite; its limits are raised unless a test wants those it comes with. Run as
`python -m tests.peers.synapse` by `./dev peers`, which sets it up.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.engine.agents import DEADLINE_S

WANTED = "matrix-synapse==1.163.0"
NAME = "aside.test"
UP_S = 60.0
_SECRET = "only-for-tests"
_FREE = "{per_second: 10000, burst_count: 10000}"
_LIMITS = f"""
rc_message: {_FREE}
rc_registration: {_FREE}
rc_joins: {{local: {_FREE}, remote: {_FREE}}}
rc_joins_per_room: {_FREE}
rc_admin_redaction: {_FREE}
rc_presence: {{per_user: {_FREE}}}
rc_room_creation: {_FREE}
rc_login: {{address: {_FREE}, account: {_FREE}, failed_attempts: {_FREE}}}
rc_invites: {{per_room: {_FREE}, per_user: {_FREE}, per_issuer: {_FREE}}}
rc_media_create: {_FREE}
"""


def place() -> Path:
    """Where its environment is, or will be. The tests' HOME is not the person's."""
    home = Path(pwd.getpwuid(os.getuid()).pw_dir)
    cache = Path(os.environ.get("ASIDE_PEERS") or home / ".cache" / "aside" / "peers")
    return cache / f"synapse-{hashlib.sha256(WANTED.encode()).hexdigest()[:8]}"


def build() -> Path:
    """Its Python, set up on the first call."""
    return set_up(place(), [WANTED]) / "bin" / "python"


def set_up(root: Path, packages: list[str], finish: Callable[[Path], None] = lambda _: None) -> Path:
    """A virtual environment with these; whole, or not there."""
    if not root.exists():
        root.parent.mkdir(parents=True, exist_ok=True)
        new = root.with_name(f".new-{root.name}")
        shutil.rmtree(new, ignore_errors=True)
        bundle = Path("/etc/ssl/certs/ca-certificates.crt")
        environment = {"PIP_CERT": str(bundle), **os.environ} if bundle.exists() else dict(os.environ)
        subprocess.run([sys.executable, "-m", "venv", new], check=True, stdout=subprocess.DEVNULL)
        pip = [str(new / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *packages], check=True, stdin=subprocess.DEVNULL, env=environment)
        finish(new)
        new.rename(root)
    return root


class Synapse:
    """One homeserver named `aside.test`, on loopback. Its port and its data stay over a kill and a start."""

    def __init__(
        self, folder: Path, port: int, limits: str = _LIMITS, more: str = "", database: str = "",
        python: Path | None = None,
    ) -> None:  # fmt: skip
        self._folder = folder
        self.port = port
        self._python = python or build()
        self._process: subprocess.Popen[bytes] | None = None
        self._settings = folder / "homeserver.yaml"
        self._settings.write_text(_CONFIG.format(
            folder=folder, port=port, secret=_SECRET, database=database or _SQLITE.format(folder=folder)
        ) + limits + more, "utf-8")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def user_id(self, user: str) -> str:
        return f"@{user}:{NAME}"

    def start(self) -> Synapse:
        line = [str(self._python), "-m", "synapse.app.homeserver", "-c", str(self._settings)]
        if not (self._folder / "signing.key").exists():
            subprocess.run([*line, "--generate-keys"], check=True, capture_output=True, cwd=self._folder)
        with (self._folder / "said.txt").open("ab") as said:
            self._process = subprocess.Popen(
                line, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            )
        end = time.monotonic() + UP_S
        while not self._answers():
            if time.monotonic() > end or self._process.poll() is not None:
                raise AssertionError((self._folder / "said.txt").read_text("utf-8", "replace")[-3000:])
            select.select([], [], [], 0.05)
        return self

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            process.wait(DEADLINE_S)

    def hold(self, still: bool) -> None:
        """It stands still, with every connection open: nothing answers and nothing breaks."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP if still else signal.SIGCONT)

    def register(self, user: str, password: str = "pw") -> str:
        """A new user by the shared secret; gives the user id."""
        where = f"{self.address}/_synapse/admin/v1/register"
        nonce = httpx.get(where, timeout=DEADLINE_S).json()["nonce"]
        said = "\0".join((nonce, user, password, "notadmin")).encode()
        mac = hmac.new(_SECRET.encode(), said, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": user, "password": password, "admin": False, "mac": mac}
        answer = httpx.post(where, json=body, timeout=DEADLINE_S)
        assert answer.status_code == 200, answer.text
        return self.user_id(user)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health", timeout=1).status_code == 200
        except httpx.HTTPError:
            return False


class Somebody:
    """A user of the homeserver as the bare protocol knows one: no client library, so that a test says what it wants."""

    def __init__(self, server: Synapse, user: str, password: str = "pw") -> None:
        self.user_id = server.user_id(user)
        self.http = httpx.Client(base_url=server.address, timeout=DEADLINE_S)
        login = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": user}, "password": password}
        self.http.headers["Authorization"] = f"Bearer {self.ask('POST', 'v3/login', login)['access_token']}"
        self._since = ""
        self._said = 0
        self.events: list[tuple[str, dict[str, Any]]] = []  # of rooms, in the order they came: room id, event
        self.passing: list[tuple[str, dict[str, Any]]] = []  # receipts and who writes
        self.invited: set[str] = set()

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = self.http.request(method, f"/_matrix/client/{path}", json=body, params=query)
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def look(self, wait_ms: int = 0) -> None:
        """What came since the last look; invitations are followed."""
        more = {"since": self._since} if self._since else {}
        everything = '{"room":{"timeline":{"limit":2000}}}'
        told = self.ask("GET", "v3/sync", timeout=wait_ms, filter=everything, **more)
        self._since = told["next_batch"]
        for room_id in told.get("rooms", {}).get("invite", {}):
            self.invited.add(room_id)
            self.ask("POST", f"v3/join/{room_id}", {})
        for room_id, room in told.get("rooms", {}).get("join", {}).items():
            self.events += [(room_id, event) for event in room["timeline"]["events"]]
            self.passing += [(room_id, event) for event in room["ephemeral"]["events"]]

    def until(self, wanted: Any, deadline_s: float = DEADLINE_S) -> tuple[str, dict[str, Any]]:
        """The first event that is `wanted`, with its room."""
        end = time.monotonic() + deadline_s
        while True:
            found = next(((room, event) for room, event in self.events if wanted(event)), None)
            if found is not None:
                return found
            assert time.monotonic() < end, f"{self.user_id} saw only {self.events[-8:]}"
            self.look(500)

    def until_receipt(self, room_id: str, event_id: str) -> None:
        self._passes(lambda room, e: room == room_id and event_id in e["content"] and e["type"] == "m.receipt")

    def until_typing(self, room_id: str) -> None:
        us = self.user_id
        self._passes(lambda room, e: room == room_id and set(e["content"].get("user_ids", ())) - {us} != set())

    def until_joined(self, room_id: str, user_id: str) -> None:
        self.until(lambda e: e.get("state_key") == user_id and e["content"].get("membership") == "join")

    def _passes(self, wanted: Any) -> None:
        end = time.monotonic() + DEADLINE_S
        while not any(wanted(room, event) for room, event in self.passing):
            assert time.monotonic() < end, f"{self.user_id} saw only {self.passing[-8:]}"
            self.look(500)

    def reads(self, text: str) -> tuple[str, dict[str, Any]]:
        """The first message whose body ends so."""
        return self.until(lambda event: str(event.get("content", {}).get("body", "")).endswith(text))

    def send(self, room_id: str, content: dict[str, Any], kind: str = "m.room.message") -> str:
        self._said += 1
        answer = self.ask("PUT", f"v3/rooms/{room_id}/send/{kind}/s{time.monotonic_ns()}-{self._said}", content)
        return str(answer["event_id"])

    def gives(self, content: bytes, kind: str) -> str:
        """Where the homeserver has it now."""
        answer = self.http.post("/_matrix/media/v3/upload", content=content, headers={"Content-Type": kind})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["content_uri"])

    def say(self, room_id: str, text: str, **more: Any) -> str:
        return self.send(room_id, {"msgtype": "m.text", "body": text, **more})

    def answer(self, room_id: str, root: str, text: str) -> str:
        """In the thread, as a client with threads does it."""
        where = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root}}
        return self.say(room_id, text, **{"m.relates_to": where})

    def close(self) -> None:
        self.http.close()


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_synapse(
    limits: str = _LIMITS, more: str = "", database: str = "", python: Path | None = None
) -> Iterator[Synapse]:
    folder = Path(tempfile.mkdtemp(prefix="syn"))
    server = Synapse(folder, free_port(), limits, more, database, python)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


_SQLITE = '{{name: sqlite3, args: {{database: "{folder}/homeserver.db"}}}}'
_CONFIG = """
server_name: aside.test
public_baseurl: http://127.0.0.1:{port}/
pid_file: {folder}/pid
listeners:
  - {{port: {port}, bind_addresses: ["127.0.0.1"], type: http, tls: false, resources: [{{names: [client, media]}}]}}
database: {database}
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
registration_shared_secret: {secret}
macaroon_secret_key: {secret}
form_secret: {secret}
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
url_preview_enabled: false
"""


def main() -> None:
    if not place().exists():
        print(f"Setting up {WANTED} in {place()}", file=sys.stderr)  # noqa: T201
        build()


if __name__ == "__main__":
    main()
