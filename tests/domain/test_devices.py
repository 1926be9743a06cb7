"""Which device is used and which ring: by choice, by rules, by what they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.audio import NO_DEVICE, SoundDevice, SoundSetup
from softphone.domain.devices import Fit, Kind, best, is_missing, kind_of, matches, ringers

JABRA = SoundDevice("alsa_output.usb-GN_Netcom-00.analog-stereo", "Jabra Evolve2 65 Mono", False)
BOARD = SoundDevice("alsa_output.pci-0000_00_1f.3.analog-stereo", "Built-in Audio Analog Stereo", False)
SCREEN = SoundDevice("alsa_output.pci-0000_00_1f.3.hdmi-stereo", "Built-in Audio Digital Stereo (HDMI)", False)
BOX = SoundDevice("bluez_output.00_11_22", "Kitchen speaker", False)
HALL = SoundDevice("tunnel.hall.local", "Hall", False)
EARS = (SCREEN, BOX, BOARD, JABRA, HALL)


@pytest.mark.parametrize(
    ("device", "kind"),
    [
        (JABRA, Kind.HEADSET), (BOARD, Kind.SPEAKER), (SCREEN, Kind.SCREEN), (BOX, Kind.BLUETOOTH),
        (HALL, Kind.NETWORK),
        (SoundDevice("{0.0.0.0}.{1}", "Speakers (Realtek(R) Audio)", False), Kind.SPEAKER),
        (SoundDevice("{0.0.0.0}.{2}", "Speakers (Jabra EVOLVE 20)", False), Kind.HEADSET),
        (SoundDevice("{0.0.0.0}.{3}", "LG ULTRAFINE (NVIDIA High Definition Audio)", False), Kind.SCREEN),
        (SoundDevice("BuiltInSpeakerDevice", "MacBook Pro Speakers", False), Kind.SPEAKER),
        (SoundDevice("x", "Null Output", False), Kind.OTHER),
    ],
)  # fmt: skip
def test_what_a_device_is_stands_in_its_names(device: SoundDevice, kind: Kind) -> None:
    assert kind_of(device) is kind


def test_the_one_chosen_comes_first_then_the_rules_in_order_then_the_system_s() -> None:
    rules = ("EPOS", "jabra.*mono", "Built-in")
    assert best(EARS, BOARD.device_id, rules) == (BOARD, Fit.WISHED)
    assert best(EARS, "Hall", rules) == (HALL, Fit.WISHED)
    assert best(EARS, "", rules) == (JABRA, Fit.RULE)
    assert best(EARS, "gone", rules) == (JABRA, Fit.RULE)
    assert best((SCREEN, BOARD), "", rules, SCREEN.device_id) == (SCREEN, Fit.RULE)  # both match: the system's
    assert best(EARS, "", (), BOX.device_id) == (BOX, Fit.DEFAULT)
    assert best((), "", rules) is None


def test_a_forbidden_device_is_used_only_where_nothing_else_is() -> None:
    assert best(EARS, "", ("!HDMI", "!kitchen"), SCREEN.device_id) == (BOARD, Fit.DEFAULT)
    assert best((SCREEN,), "", ("!HDMI",)) == (SCREEN, Fit.DEFAULT)
    assert best(EARS, SCREEN.device_id, ("!HDMI",)) == (SCREEN, Fit.WISHED)


def test_missing_is_what_was_asked_for_and_not_what_only_happens_to_be_there() -> None:
    assert is_missing("gone", (), Fit.DEFAULT)
    assert is_missing("", ("Jabra",), Fit.DEFAULT)
    assert not is_missing("gone", ("Jabra",), Fit.RULE)
    assert not is_missing("", ("!HDMI",), Fit.DEFAULT)


def test_headset_and_own_speaker_ring_and_what_stands_elsewhere_only_when_chosen() -> None:
    assert ringers(EARS, SoundSetup(), JABRA) == (JABRA, BOARD)
    assert ringers(EARS, SoundSetup(), None) == (BOARD,)
    assert ringers(EARS, SoundSetup(), BOARD) == (BOARD,)
    assert ringers(EARS, SoundSetup(ringer=BOX.device_id), JABRA) == (BOX,)
    assert ringers(EARS, SoundSetup(ringer="gone"), JABRA) == (JABRA, BOARD)
    assert ringers(EARS, SoundSetup(ring_everywhere=True), JABRA) == EARS
    assert ringers(EARS, SoundSetup(ringer=NO_DEVICE, ring_everywhere=True), JABRA) == ()


@pytest.mark.parametrize("rule", ["(a+)+$", "(a|a)*b", ".*.*.*x", "a?a?a?a?aaaa", "[", "(?=a)", r"(a)\1"])
def test_a_rule_that_could_take_long_or_is_none_is_plain_text(rule: str) -> None:
    begun = time.process_time()
    assert not matches(rule, SoundDevice("id", "a" * 5_000, False))
    assert time.process_time() - begun < 1
    assert matches(rule, SoundDevice("id", f"the {rule} headset", False))


@given(st.text(max_size=70), st.text(max_size=150))
def test_no_rule_and_no_name_raises(rule: str, name: str) -> None:
    matches(rule, SoundDevice(name, name, False))
