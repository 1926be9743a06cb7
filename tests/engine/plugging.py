"""A headset that is plugged in and pulled out in a call, again and again: a sink and a source of a private server."""

from __future__ import annotations

from softphone.domain.audio import Sound, SoundSetup, SoundState
from tests.engine.sound_life import Life, Talk
from tests.engine.sound_server import SoundServer

EAR, MICROPHONE = "alsa_output.usb-headset", "alsa_input.usb-headset"
LOADED = (
    ("module-null-sink", f"sink_name={EAR}", "norewinds=1", "sink_properties=device.description=Headset"),
    ("module-remap-source", f"source_name={MICROPHONE}", "master=aside_wire.monitor",
     "source_properties=device.description=HeadsetMic"),
)  # fmt: skip


def plug_in(server: SoundServer) -> list[str]:
    return [server.pactl("load-module", *words).strip() for words in LOADED]


def pull_out(server: SoundServer, modules: list[str]) -> None:
    for number in reversed(modules):
        server.pactl("unload-module", number)


def in_and_out(life: Life, talk: Talk, server: SoundServer, times: int) -> None:
    """Each time the call goes over to the headset and back, and sound flows both ways after it."""
    life.ears.configure(SoundSetup(order=("usb-headset",)))
    life.until(lambda: _uses(life, "aside_mic", "aside_ear"), "the usual devices")
    for turn in range(times):
        modules = plug_in(server)
        assert all(modules), f"turn {turn}: {modules}"
        life.until(lambda: _uses(life, "HeadsetMic", "Headset"), f"turn {turn}: the headset")
        _flows(life, talk)
        assert not life.told[-1].missing
        pull_out(server, modules)
        life.until(lambda: _uses(life, "aside_mic", "aside_ear"), f"turn {turn}: what is left")
        _flows(life, talk)
        assert life.told[-1].missing


def _uses(life: Life, microphone: str, ear: str) -> bool:
    now = life.told[-1] if life.told else Sound()
    return (now.state, now.microphone, now.ear) == (SoundState.WORKING, microphone, ear)


def _flows(life: Life, talk: Talk) -> None:
    """Microphone and ear are read and fed by devices: what was said is heard at the other end of each ring."""
    life.ears.levels()
    begun = len(talk.heard)
    life.until(lambda: len(talk.heard) > begun + 5 and any(any(f) for f in talk.heard[begun:]), "a voice")
    life.until(lambda: life.ears.levels()[0] > -40, "the meter")
