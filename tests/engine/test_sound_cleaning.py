"""Echo, noise and level of the microphone, on the real library; the own voice and comfort noise in the ear."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from softphone.domain.audio import Cleaning, SoundDevice, SoundSetup, Switches
from softphone.domain.choices import EchoCancelling
from softphone.domain.devices import is_headset, switches
from softphone.engine.sound import cleaning
from softphone.engine.sound.cleaning import Cleaner, NoCleaning
from softphone.engine.sound.ears import SystemEars
from softphone.engine.sound.pcm import peak
from tests.engine.sound_server import Samples

FRAME = 320


def syllables(seconds: float, seed: int) -> Samples:
    """Noise of the band of speech that comes and goes four times a second, -20 dBFS."""
    count = int(seconds * 16_000)
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, count))
    hz = np.fft.rfftfreq(count, 1 / 16_000)
    spectrum[(hz < 300) | (hz > 3400)] = 0
    voice = np.fft.irfft(spectrum, count) * np.clip(np.sin(2 * np.pi * 4 * np.arange(count) / 16_000), 0, 1)
    return np.asarray(voice / voice.std() * 0.1)


def through(cleaner: Cleaner, ear: Samples, microphone: Samples) -> Samples:
    """What leaves, 20 ms by 20 ms as PJMEDIA asks."""
    heard, said = ((np.clip(each, -1, 1) * 32767).astype("<i2").tobytes() for each in (ear, microphone))
    done = []
    for at in range(0, len(said) // 640 * 640, 640):
        cleaner.hear(heard[at : at + 640])
        done.append(cleaner.clean(said[at : at + 640]))
    return np.frombuffer(b"".join(done), "<i2").astype(float) / 32768


def loudness_db(samples: Samples) -> float:
    return float(10 * np.log10((samples**2).mean() + 1e-12))


def test_the_customer_s_echo_is_taken_out() -> None:
    ear = syllables(6, seed=1)
    echo = 0.25 * np.concatenate([np.zeros(16 * 70), ear])[: len(ear)]
    left = through(Cleaner(Switches(echo=True)), ear, echo)
    half = len(left) // 2
    assert loudness_db(left[half:]) < loudness_db(echo[half : len(left)]) - 20


def test_noise_of_the_room_is_suppressed_and_speech_is_not() -> None:
    noise = np.random.default_rng(3).normal(0, 0.003, 16_000 * 6)
    left = through(Cleaner(Switches(noise=True)), noise * 0, noise)
    assert loudness_db(left[48_000:]) < loudness_db(noise) - 8
    voice = syllables(6, seed=2)
    spoken = through(Cleaner(Switches(noise=True)), noise * 0, voice + noise)
    assert loudness_db(spoken[48_000:]) > loudness_db(voice) - 4


def test_rumble_is_cut_and_a_voice_is_not() -> None:
    steps = np.arange(16_000 * 2)
    rumble, voice = (0.1 * np.sin(2 * np.pi * hertz * steps / 16_000) for hertz in (20, 500))
    cleaner = Cleaner(Switches(high_pass=True))
    assert loudness_db(through(cleaner, rumble, rumble)[16_000:]) < loudness_db(rumble) - 20
    assert loudness_db(through(cleaner, voice, voice)[16_000:]) == pytest.approx(loudness_db(voice), abs=1)


def test_a_soft_voice_becomes_louder() -> None:
    voice = 0.05 * syllables(8, seed=4)
    left = through(Cleaner(Switches(gain=True)), voice, voice)
    assert loudness_db(left[-32_000:]) > loudness_db(voice) + 6


def test_cleaning_adds_less_than_20_ms() -> None:
    voice = syllables(4, seed=5)
    everything = Switches(echo=True, noise=True, gain=True, high_pass=True)
    left = through(Cleaner(everything), voice * 0, voice)
    size = 1 << (2 * len(voice)).bit_length()
    product = np.fft.irfft(np.fft.rfft(left, size) * np.conj(np.fft.rfft(voice, size)), size)[:3200]
    assert np.argmax(product) / 16 < 20


EVERYTHING = Switches(echo=True, noise=True, gain=False, high_pass=True)


@pytest.mark.parametrize(
    ("wanted", "late"),
    [(Switches(high_pass=True), 0), (Switches(noise=True), 96), (Switches(echo=True), 128), (EVERYTHING, 224)],
)
def test_in_a_quiet_room_a_voice_leaves_as_it_came_and_as_late_as_a_cleaned_one(wanted: Switches, late: int) -> None:
    random = np.random.default_rng(4)
    begin, nothing, noise = np.zeros(16_000), np.zeros(64_000), random.normal(0, 0.004, 64_000)
    voice = np.concatenate([begin, syllables(3, seed=6)]) + random.normal(0, 0.0001, 64_000)
    left = through(Cleaner(wanted), nothing, voice)
    assert np.array_equal(left[16_000:], np.trunc(voice[16_000 - late : 64_000 - late] * 32767) / 32768)
    cleaned = through(Cleaner(wanted), nothing, voice + noise)
    likeness = [float((cleaned[16_000 + n :][:40_000] * voice[16_000:56_000]).sum()) for n in range(300)]
    assert abs(int(np.argmax(likeness)) - late) <= 1  # a sample


def test_noise_that_begins_in_a_quiet_room_is_suppressed_after_seconds_and_without_a_click() -> None:
    quiet, noise = np.zeros(32_000), np.random.default_rng(5).normal(0, 0.004, 16_000 * 8)
    hum = 0.1 * np.sin(2 * np.pi * 300 * np.arange(len(quiet) + len(noise)) / 16_000)
    hum[:16_000] = hum[-48_000:] = 0
    left = through(Cleaner(Switches(noise=True)), hum * 0, np.concatenate([quiet, noise]) + hum)
    assert loudness_db(left[-32_000:]) < loudness_db(noise) - 8
    assert np.abs(np.diff(left)).max() < 0.1 * 2 * np.pi * 300 / 16_000 + 8 * 0.004


def test_a_frame_of_another_length_passes_as_it_is() -> None:
    cleaner = Cleaner(Switches(noise=True))
    cleaner.hear(b"\1\2")
    assert [cleaner.clean(frame) for frame in (b"", b"\1\2\3", bytes(1280))] == [b"", b"\1\2\3", bytes(1280)]


def test_without_the_library_it_is_said_and_not_raised_anywhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaning._library.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "path", [])
        with pytest.raises(NoCleaning, match="not installed"):
            Cleaner(Switches(noise=True))
    cleaning._library.cache_clear()


def test_an_engine_s_start_loads_nothing_of_it() -> None:
    code = (
        "import sys; from softphone.engine.sound import open_ears; open_ears();"
        "loaded = [m for m in sys.modules if m.startswith(('livekit', 'numpy', 'google'))];"
        "maps = open('/proc/self/maps').read() if sys.platform == 'linux' else '';"
        "assert not loaded and 'livekit' not in maps, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


JABRA_EAR = SoundDevice("alsa_output.usb-GN_Netcom_A_S_Jabra_EVOLVE_20-00.analog-stereo", "Jabra EVOLVE 20", False)
JABRA_MIC = SoundDevice("alsa_input.usb-GN_Netcom_A_S_Jabra_EVOLVE_20-00.mono-fallback", "Jabra EVOLVE 20 Mono", True)
LAPTOP_EAR = SoundDevice("alsa_output.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo", False)
LAPTOP_MIC = SoundDevice("alsa_input.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo", True)
WINDOWS_EAR = SoundDevice("{0.0.0.00000000}.{b3f8fa53}", "Headset Earphone (Poly Blackwire 3320)", False)
WINDOWS_MIC = SoundDevice("{0.0.1.00000000}.{a1c2d3e4}", "Headset Microphone (Poly Blackwire 3320)", True)
WEBCAM_MIC = SoundDevice("alsa_input.usb-046d_HD_Pro_Webcam_C920-02.analog-stereo", "HD Pro Webcam C920", True)


@pytest.mark.parametrize(
    ("microphone", "ear", "headset"),
    [
        (JABRA_MIC, JABRA_EAR, True),
        (WINDOWS_MIC, WINDOWS_EAR, True),
        (LAPTOP_MIC, LAPTOP_EAR, False),
        (WEBCAM_MIC, JABRA_EAR, False),
        (JABRA_MIC, LAPTOP_EAR, False),
        (None, JABRA_EAR, False),
        (JABRA_MIC, None, False),
    ],
)
def test_a_headset_is_told_from_two_devices_on_a_desk(
    microphone: SoundDevice | None, ear: SoundDevice | None, headset: bool
) -> None:
    assert is_headset(microphone, ear) is headset


def test_echo_is_cancelled_unless_it_is_a_headset_or_somebody_decided() -> None:
    def echo(wish: EchoCancelling, *pair: SoundDevice) -> bool:
        return switches(SoundSetup(cleaning=Cleaning(wish)), *pair).echo

    assert echo(EchoCancelling.AUTO, LAPTOP_MIC, LAPTOP_EAR)
    assert not echo(EchoCancelling.AUTO, JABRA_MIC, JABRA_EAR)
    assert echo(EchoCancelling.ALWAYS, JABRA_MIC, JABRA_EAR)
    assert not echo(EchoCancelling.NEVER, LAPTOP_MIC, LAPTOP_EAR)


def test_each_switch_is_one_of_its_own() -> None:
    names = ("noise", "gain", "high_pass", "keys")
    for name in names:
        told = switches(SoundSetup(cleaning=Cleaning(**{name: True})), JABRA_MIC, JABRA_EAR)
        assert [each for each in names if getattr(told, each)] == [name]


def test_the_own_voice_is_heard_in_the_ear_at_its_level_and_only_there() -> None:
    ears = SystemEars()
    loud = b"\x00\x20" * 160
    ears.microphone.heard(loud)
    assert not any(ears.ear.fill(160))
    ears.microphone.sidetone.level = 0.25
    ears.microphone.heard(loud)
    assert peak(ears.ear.fill(160)) == 0x2000 // 4
    assert ears.levels()[1] == -96.0


def test_a_silent_line_gets_a_faint_noise_and_a_voice_ends_it_at_once() -> None:
    ears = SystemEars()
    ears.ear.comfort.on = True
    assert not any(ears.ear.fill(160))
    filled = b"".join(ears.ear.fill(160) for _ in range(200))
    samples = np.frombuffer(filled[-16_000:], "<i2").astype(float) / 32768
    assert loudness_db(samples) == pytest.approx(-67, abs=3)
    for _ in range(2):  # it begins when there is a reserve
        ears.put_ear(b"\x10\x00" * 320)
    assert ears.ear.fill(160) == b"\x10\x00" * 160
    ears.ear.comfort.on = False
    ears.ear.ring.clear()
    assert not any(ears.ear.fill(160))


def in_a_room(ears: SystemEars, caller: Samples) -> Samples:
    """What the customer gets while the ear stands beside the microphone, a fifth as loud and 40 ms later."""
    air, got = [np.zeros(160)] * 4, []
    for at in range(0, len(caller) - 320, 320):
        ears.put_ear((caller[at : at + 320] * 32767).astype("<i2").tobytes())
        for _ in range(2):
            air.append(np.frombuffer(ears.ear.fill(160), "<i2").astype(float))
            ears.microphone.heard((air[-5] * 0.2).astype("<i2").tobytes())
        got.append(ears.get_microphone())
    return np.frombuffer(b"".join(got), "<i2").astype(float) / 32768


@pytest.mark.parametrize("by_call", [True, False], ids=["the caller", "a tone of ours"])
def test_whatever_the_ear_plays_does_not_come_back_by_the_microphone(by_call: bool) -> None:
    caller = syllables(6, seed=8)
    left = []
    for cleaner in (None, Cleaner(Switches(echo=True))):
        ears = SystemEars()
        ears.microphone.cleaner = ears.ear.cleaner = cleaner
        if not by_call:
            ears.tone("ringback")
        left.append(loudness_db(in_a_room(ears, caller if by_call else caller * 0)[48_000:]))
    assert left[1] < left[0] - 20


def test_the_caller_out_of_a_speaker_is_not_taken_for_the_agent() -> None:
    told = []
    for cleaner in (None, Cleaner(Switches(echo=True))):
        ears = SystemEars()
        ears.ear.cleaner = cleaner
        in_a_room(ears, syllables(1.5, seed=9) * 3)
        told.append(ears.speaking)
    assert told == [True, False]
