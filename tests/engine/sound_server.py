"""A private PulseAudio server: virtual mouth, microphone, ear and ringer, nothing of this computer's own.

`aside_mouth` is a sink; what is played there comes out of the microphone `aside_mic`. `aside_ear` and
`aside_ring` are sinks to listen to. Mouth and ear are the two channels of one null sink, `aside_wire`: recording
its monitor gives both on one time line, so a delay between them can be measured to a sample. `norewinds` keeps
the null sinks at blocks of 50 ms: else an idle one sleeps for 2 s before it hears of a new stream. A sample of theirs
lasts a whole number of microseconds: PulseAudio rounds the length of each block down to one, and at 48 kHz such a
sink is by luck hundreds of millionths fast, more than a sound card may be.
"""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pytest

Samples = npt.NDArray[np.float64]

RATE_HZ = 48_000
SINK_RATE_HZ = 50_000
SCRIPT = """.fail
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=aside_wire norewinds=1 rate={rate} channels=2 \
channel_map=front-left,front-right {wire}
load-module module-remap-sink sink_name=aside_mouth master=aside_wire remix=no channels=1 \
channel_map=front-left master_channel_map=front-left {mouth}
load-module module-remap-sink sink_name=aside_ear master=aside_wire remix=no channels=1 \
channel_map=front-right master_channel_map=front-right {ear}
load-module module-remap-source source_name=aside_mic master=aside_wire.monitor remix=no channels=1 \
channel_map=mono master_channel_map=front-left {mic}
load-module module-null-sink sink_name=aside_ring norewinds=1 rate={rate} channels=1 channel_map=mono {ring}
set-default-sink aside_ear
set-default-source aside_mic
"""


PROGRAM = ("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--high-priority=no")


class SoundServer:
    """Started by `start`, ended by `stop` or `kill`; may be started again at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "pulse.socket"
        self.environment = {
            "PULSE_SERVER": f"unix:{self.socket}",
            "PULSE_RUNTIME_PATH": str(folder / "run"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        for name in ("run", "state", "home"):
            (self.folder / name).mkdir(mode=0o700, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        script = self.folder / "server.pa"
        names = _descriptions("wire", "mouth", "ear", "mic", "ring")
        script.write_text(SCRIPT.format(socket=self.socket, rate=SINK_RATE_HZ, **names))
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*PROGRAM, "-F", str(script)],
                env={**os.environ, **self.environment, "HOME": str(self.folder / "home")},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 10
        while self._try("pactl", "info") != 0:
            if time.monotonic() > deadline or self._process.poll() is not None:
                raise RuntimeError(f"pulseaudio did not start: {(self.folder / 'server.log').read_text()[-500:]}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            self.kill()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pactl(self, *words: str) -> str:
        done = subprocess.run(["pactl", *words], env=self.process_environment(), capture_output=True, timeout=10)
        return done.stdout.decode()

    def is_found_here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """By this process, and by what it starts, until the test is over."""
        for name, value in self.environment.items():
            monkeypatch.setenv(name, value)

    def process_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    def play(self, sound: Samples, sink: str = "aside_mouth", times: int = 1) -> subprocess.Popen[bytes]:
        """Plays mono samples (-1 to 1, RATE_HZ) in the background; end it by `kill` or let it finish."""
        file = self.folder / f"play-{time.monotonic_ns()}.raw"
        with file.open("wb") as target:
            target.writelines([(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()] * times)
        command = ["pacat", "--playback", f"--device={sink}", *_FORMAT, "--channels=1", "--latency-msec=20", str(file)]
        return subprocess.Popen(command, env=self.process_environment(), stderr=subprocess.DEVNULL)

    @contextmanager
    def recording(self, source: str, channels: int = 1) -> Iterator[Recording]:
        """Records a source while the block runs; the samples are in the yielded Recording afterwards."""
        file = self.folder / f"record-{time.monotonic_ns()}.raw"
        with file.open("wb") as target:
            command = ["parec", f"--device={source}", *_FORMAT, f"--channels={channels}", "--latency-msec=20"]
            process = subprocess.Popen(
                command, env=self.process_environment(), stdout=target, stderr=subprocess.DEVNULL
            )
            recording = Recording(file, channels, process)
            try:
                yield recording
            finally:
                process.terminate()
                process.wait(5)

    def _try(self, *command: str) -> int:
        return subprocess.run(command, env=self.process_environment(), capture_output=True, timeout=10).returncode


class Recording:
    def __init__(self, file: Path, channels: int, recorder: subprocess.Popen[bytes]) -> None:
        self._file = file
        self._channels = channels
        self._recorder = recorder

    @property
    def seconds(self) -> float:
        return self._file.stat().st_size / 2 / self._channels / RATE_HZ

    def wait(self, seconds: float, deadline_s: float = 20) -> None:
        """Until so much has been recorded."""
        end = time.monotonic() + deadline_s
        while self.seconds < seconds:
            if time.monotonic() > end:
                raise TimeoutError(f"{self.seconds:.2f} s of {seconds} s recorded")
            # A file has nothing to wait on; its writer has.
            with suppress(subprocess.TimeoutExpired):
                raise RuntimeError(f"the recorder ended with {self._recorder.wait(0.01)}")

    def samples(self, begin_s: float = 0.0, end_s: float = math.inf) -> Samples:
        """Frames by channels, or one row of frames for mono."""
        begin, end = (int(min(s, self.seconds) * RATE_HZ) * self._channels for s in (begin_s, end_s))
        whole = np.fromfile(self._file, dtype="<i2", count=end - begin, offset=2 * begin).astype(np.float64) / 32768
        whole = whole[: len(whole) // self._channels * self._channels]
        return whole if self._channels == 1 else whole.reshape(-1, self._channels)


_FORMAT = ("--raw", "--format=s16le", f"--rate={RATE_HZ}")


def _descriptions(*names: str) -> dict[str, str]:
    """Each device its own description: programs that choose by description find the right one."""
    return {
        name: f"{'source' if name == 'mic' else 'sink'}_properties=device.description=aside_{name}" for name in names
    }


@contextmanager
def sound_server() -> Iterator[SoundServer]:
    """A running private server; its folder is short, for a socket's path may have 107 bytes only."""
    folder = Path(tempfile.mkdtemp(prefix="aside-sound-"))
    server = SoundServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
