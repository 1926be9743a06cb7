"""How it rings: on which devices of a real sound server, how loud, with which tone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from softphone.domain.audio import NO_DEVICE, SoundSetup
from softphone.domain.presence import Gate
from softphone.domain.ringing import RingTone
from softphone.engine.sound import streams
from softphone.engine.sound.pcm import peak
from softphone.engine.sound.ringtones import NOTES, ringing
from softphone.engine.sound.streams import Bell, Clapper
from tests.engine.fake_phone import GATE, LINE, Bench, Configure
from tests.engine.sound_life import Life
from tests.engine.sound_server import SoundServer, sound_server

SPEAKER, SCREEN = "alsa_output.pci-0000_00_1f.3.analog-stereo", "alsa_output.pci-0000_00_1f.3.hdmi-stereo"


@pytest.fixture(scope="module")
def server() -> Iterator[SoundServer]:
    with sound_server() as running:
        for name in (SPEAKER, SCREEN):
            running.pactl("load-module", "module-null-sink", f"sink_name={name}", "norewinds=1")
        yield running


def sinks_in_use(server: SoundServer) -> set[str]:
    names = {row.split("\t")[0]: row.split("\t")[1] for row in server.pactl("list", "short", "sinks").splitlines()}
    rows = [row for row in server.pactl("list", "short", "sink-inputs").splitlines() if "protocol-native" in row]
    return {names[row.split("\t")[1]] for row in rows}


def test_headset_and_own_speaker_ring_screens_when_chosen_and_all_by_one_tick(life: Life, server: SoundServer) -> None:
    life.ears.configure(SoundSetup("aside_mic", "aside_ear"))
    life.ears.ring(RingTone.CHIME)
    life.until(lambda: sinks_in_use(server) == {"aside_ear", SPEAKER}, "headset and speaker")
    with server.recording("aside_ear.monitor") as headset, server.recording(f"{SPEAKER}.monitor") as speaker:
        headset.wait(3.5)
        speaker.wait(3.5)
    assert np.abs(headset.samples()).max() > 0.05
    assert np.abs(speaker.samples()).max() > 0.05
    life.ears.configure(SoundSetup("aside_mic", "aside_ear", SCREEN))
    life.until(lambda: sinks_in_use(server) == {"aside_ear", SCREEN}, "the screen, beside the ear that waits")
    life.ears.configure(SoundSetup("aside_mic", "aside_ear", ring_everywhere=True))
    life.until(lambda: {"aside_ear", "aside_ring", SPEAKER, SCREEN} <= sinks_in_use(server), "all")
    life.ears.configure(SoundSetup("aside_mic", NO_DEVICE, NO_DEVICE))
    life.until(lambda: not sinks_in_use(server), "silence")
    life.ears.ring(None)


def test_a_speaker_plugged_in_while_it_rings_rings_too(life: Life, server: SoundServer) -> None:
    life.ears.configure(SoundSetup("aside_mic", "aside_ear"))
    life.ears.ring(RingTone.SOFT)
    life.until(lambda: sinks_in_use(server) == {"aside_ear", SPEAKER}, "headset and speaker")
    number = server.pactl("load-module", "module-null-sink", "sink_name=alsa_output.pci-2.analog-stereo").strip()
    life.until(lambda: "alsa_output.pci-2.analog-stereo" in sinks_in_use(server), "the second speaker")
    server.pactl("unload-module", number)
    life.ears.ring(None)
    life.until(lambda: not sinks_in_use(server), "silence")


@pytest.mark.parametrize("name", [*NOTES, RingTone.DUO])
def test_a_ring_tone_is_heard_does_not_clip_and_rests(name: RingTone) -> None:
    tone = ringing(name)
    assert tone.lasting
    assert 3_000 < peak(tone.samples) < 12_000
    assert 2.5 < len(tone.samples) / 32_000 < 4
    assert peak(tone.samples[-3_200:]) < 400  # the end is quiet: it repeats without a click


def test_a_ring_may_begin_softly_and_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(streams.time, "monotonic", lambda: now[0])
    bell = Bell()
    bell.rising = True
    loud = []
    for seconds in (0.0, 5.0, 10.0, 30.0):
        now[0] = 100.0
        bell.begin(RingTone.DUO)
        now[0] += seconds
        loud.append(peak(Clapper(bell).fill(3_200)))
    assert loud[0] < loud[1] < loud[2] == loud[3]
    assert loud[0] == pytest.approx(loud[3] * streams.SOFTEST, rel=0.05)


def test_a_new_ring_starts_its_tone_anew_on_a_device_that_is_still_open() -> None:
    bell = Bell()
    bell.begin(RingTone.DUO)
    clapper = Clapper(bell)
    first = clapper.fill(320)
    assert clapper.fill(320) != first
    bell.begin(RingTone.MARIMBA)
    assert clapper.fill(320) == ringing(RingTone.MARIMBA).samples[:640]


def rung_with(setup: SoundSetup, *headers: tuple[str, str], gate: Gate = GATE) -> list[object]:
    bench = Bench(gate)
    bench.do(Configure(LINE, gate, setup))
    bench.ring_in("c1", "+4940", *headers)
    return [deed[1] for deed in bench.ears.did if deed[0] == "ring"]


def test_a_call_rings_with_its_queue_s_tone_and_in_silent_hours_only_on_the_screen() -> None:
    usual = SoundSetup(ring_tone=RingTone.SOFT, queue_tones=("Orders=chime",))
    assert rung_with(usual) == [RingTone.SOFT]
    assert rung_with(usual, ("X-Queue", "Orders")) == [RingTone.CHIME]
    assert rung_with(SoundSetup(silent_hours=("00:00-24:00",))) == [None]


def test_the_ring_tone_can_be_heard_in_the_ear_and_none_of_another_name(life: Life) -> None:
    life.ears.tone("ring:marimba")
    assert life.ears.ear.sounding
    life.ears.tone(None)
    assert not life.ears.ear.sounding


@pytest.mark.allows_log("unknown tone")
def test_a_ring_tone_that_is_none_is_logged_and_left(life: Life) -> None:
    life.ears.tone("ring:silent")
    life.ears.tone("ring:trumpet")
    assert not life.ears.ear.sounding
