"""A headset plugged in and pulled out 200 times in one call."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest
from PySide6.QtCore import QCoreApplication

from tests.engine.plugging import in_and_out
from tests.engine.sound_life import Life, Talk
from tests.engine.sound_server import SoundServer, sound_server

TIMES = 200


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with sound_server() as running:
        running.is_found_here(monkeypatch)
        yield running


@pytest.mark.timeout(3_600)
@pytest.mark.allows_log("fell silent|did not open")
def test_the_call_outlives_two_hundred_headsets_and_nothing_piles_up(
    server: SoundServer, qapp: QCoreApplication
) -> None:
    life = Life()
    life.ears.open_call(True)
    talk = Talk(life.ears)
    server.pactl("load-module", "module-sine", "sink=aside_mouth", "frequency=1000")
    ours = psutil.Process()
    try:
        in_and_out(life, talk, server, times=5)
        threads, files = ours.num_threads(), ours.num_fds()
        in_and_out(life, talk, server, times=TIMES - 5)
        assert ours.num_threads() <= threads + 2
        assert ours.num_fds() <= files + 8
    finally:
        talk.end()
        life.ears.stop()
