"""Headsets that come and go in a call: the call goes on, on the next best device, and comes back by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from softphone.domain.audio import SoundSetup
from tests.engine.plugging import EAR, in_and_out, plug_in, pull_out
from tests.engine.sound_life import Life, Talk
from tests.engine.sound_server import SoundServer

pytestmark = pytest.mark.allows_log("fell silent|did not open")


@pytest.fixture
def talk(life: Life, server: SoundServer) -> Iterator[Talk]:
    life.ears.open_call(True)
    talking = Talk(life.ears)
    voice = server.pactl("load-module", "module-sine", "sink=aside_mouth", "frequency=1000").strip()
    yield talking
    talking.end()
    server.pactl("unload-module", voice)


def test_five_times_in_and_out_in_one_call(life: Life, talk: Talk, server: SoundServer) -> None:
    in_and_out(life, talk, server, times=5)


def test_the_chosen_one_comes_before_the_rules_and_the_system_s_default_is_followed(
    life: Life, talk: Talk, server: SoundServer
) -> None:
    modules = plug_in(server)
    life.ears.configure(SoundSetup("aside_mic", "aside_ring", order=("usb-headset",)))
    life.until(lambda: life.told and life.told[-1].ear == "aside_ring", "the chosen one")
    life.ears.configure(SoundSetup("aside_mic"))
    life.until(lambda: life.told[-1].ear == "aside_ear", "the default")
    server.pactl("set-default-sink", EAR)
    life.until(lambda: life.told[-1].ear == "Headset", "the new default")
    server.pactl("set-default-sink", "aside_ear")
    life.until(lambda: life.told[-1].ear == "aside_ear", "the old default")
    pull_out(server, modules)


def test_another_microphone_in_a_running_call_is_what_the_meter_shows(
    life: Life, talk: Talk, server: SoundServer
) -> None:
    modules = [
        server.pactl("load-module", "module-null-sink", "sink_name=quiet_room").strip(),
        server.pactl(
            "load-module", "module-remap-source", "source_name=quiet_mic", "master=quiet_room.monitor"
        ).strip(),
    ]
    life.ears.configure(SoundSetup("aside_mic", "aside_ear"))
    life.until(lambda: life.ears.levels()[0] > -15, "the voice")
    life.ears.configure(SoundSetup("quiet_mic", "aside_ear"))
    life.until(lambda: life.ears.levels()[0] == -96, "the quiet room")
    life.ears.configure(SoundSetup("aside_mic", "aside_ear"))
    life.until(lambda: life.ears.levels()[0] > -15, "the voice again")
    pull_out(server, modules)
