"""What an agent reads when sound goes wrong in a call: the real window, a real engine on a real sound server.

The microphone is muted in the system, the headset is pulled out and plugged in again; the call goes on all the while.
Sound comes before other programs as long as there is a call.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from tests.engine.plugging import plug_in, pull_out
from tests.engine.precedence_scene import may_come_first
from tests.engine.sound_server import SoundServer, sound_server
from tests.journeys.processes import Programs
from tests.journeys.whole_desk import DEADLINE_MS, DrivenDesk, hang_up


def first_of_all() -> bool:
    """Whether a thread of some engine of ours comes before other programs."""
    engines = [each for each in psutil.Process().children(recursive=True) if "engine" in each.cmdline()]
    kinds = {os.sched_getscheduler(thread.id) for engine in engines for thread in engine.threads()}
    assert kinds
    return os.SCHED_RR | os.SCHED_RESET_ON_FORK in kinds


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    with sound_server() as running:
        running.is_found_here(monkeypatch)
        yield running


def test_a_muted_microphone_and_a_headset_that_goes_and_comes_are_told_in_words(
    qtbot: QtBot, server: SoundServer, programs: Programs, folder: Path
) -> None:
    modules = plug_in(server)
    assert all(modules)
    server.pactl("load-module", "module-sine", "sink=aside_mouth", "frequency=1000")  # somebody speaks
    desk = DrivenDesk(qtbot, programs, folder, "sound=real", "device_order=usb-headset", "language=en")

    def reads(text: str, there: bool = True) -> None:
        qtbot.waitUntil(
            lambda: any(text in each for each, _ in desk.order("labels")["labels"]) is there, timeout=DEADLINE_MS
        )

    desk.shows(line="registered")
    desk.order("start", scenario="late-order")
    desk.shows(ringing=1)
    desk.order("press", action="answer")
    desk.shows(phase="talking")
    server.pactl("set-source-mute", "alsa_input.usb-headset", "1")
    reads("This PC has your microphone muted. Switch it on in the sound settings.")
    server.pactl("set-source-mute", "alsa_input.usb-headset", "0")
    reads("This PC has your microphone muted", there=False)
    pull_out(server, modules)
    reads("Your headset is not there. You hear through")
    assert all(plug_in(server))
    reads("Your headset is not there", there=False)
    desk.shows(phase="talking", holds="none")
    qtbot.waitUntil(lambda: first_of_all() is may_come_first(), timeout=DEADLINE_MS)
    hang_up(qtbot, desk)
    qtbot.waitUntil(lambda: not first_of_all(), timeout=DEADLINE_MS)
    desk.leave()
