"""Headset buttons and lights: what reports say, what a press does, and that both sides always agree."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.audio import SoundSetup
from softphone.domain.call import Hold, Phase
from softphone.domain.desk import Desk
from softphone.domain.facts import Heard
from softphone.domain.headset import Buttons, ButtonState
from softphone.domain.protocol import Answer, Configure, HeadsetChanged, SetMute
from softphone.domain.update import update
from softphone.engine.exchange import Exchange
from softphone.engine.headset.descriptor import Way, read_layout, value_of
from softphone.engine.headset.hid import HidHeadsets
from softphone.engine.headset.holder import holder_of
from softphone.engine.headset.quirks import GENERIC, quirk_of
from softphone.engine.headset.telephony import (
    DROP,
    FLASH,
    HOLD_LIGHT,
    HOOK,
    MUTE,
    MUTE_LIGHT,
    OFF_HOOK_LIGHT,
    REJECT,
    RING_LIGHT,
    Lights,
    Press,
    Telephony,
)
from softphone.engine.ports import Connected, HoldChanged
from tests.builders import a_desk
from tests.engine.fake_phone import DIALOG, GATE, LINE, Bench
from tests.engine.headset_devices import ALL, JABRA, Headset, Plugged

DEADLINE_S = 20.0
ENDINGS = (Press.HOOK_ON, Press.HOOK_KEY, Press.REJECT)


@pytest.mark.parametrize("kind", ALL)
def test_each_descriptor_is_read_as_a_telephone(kind: str) -> None:
    vendor, _, raw = ALL[kind]
    layout = read_layout(raw)
    assert {MUTE, HOOK} <= {usage for f in layout.fields for usage in f.usages if f.way is Way.INPUT}
    assert Telephony(layout, quirk_of(vendor)).useful


def test_a_keypad_that_names_its_key_and_lights_behind_padding_have_their_bits() -> None:
    layout = read_layout(JABRA)
    (pad,) = [f for f in layout.fields if f.array]
    assert (pad.report_id, pad.bit, pad.size, pad.least, pad.usages[0]) == (2, 8, 4, 0, 0xB00B0)
    (mute,) = [f for f in layout.fields if f.usages == (MUTE,)]
    assert (mute.bit, mute.relative) == (3, True)
    assert value_of(mute, b"\x08\x00") == 1
    assert layout.output_bytes == ((2, 1),)


@given(st.binary(max_size=300))
def test_no_descriptor_breaks_the_reader_nor_any_report_its_meaning(raw: bytes) -> None:
    layout = read_layout(raw)
    telephony = Telephony(layout, GENERIC)
    telephony.heard(raw, 1.0)
    for report in telephony.light(Lights(True, True, True, True), 2.0):
        assert len(report) <= 257


def telephony_of(kind: str) -> tuple[Telephony, Headset]:
    vendor, _, raw = ALL[kind]
    return Telephony(read_layout(raw), quirk_of(vendor)), Headset(kind)


def all_presses(telephony: Telephony, headset: Headset, now: float) -> list[Press]:
    presses: list[Press] = []
    while report := headset.read(0):
        presses += telephony.heard(report, now)
    return presses


def test_what_our_light_makes_the_hook_say_is_no_press() -> None:
    telephony, headset = telephony_of("jabra")
    for on in (True, False):
        for report in telephony.light(Lights(off_hook=on), 1.0):
            headset.write(report)
        assert all_presses(telephony, headset, 1.1) == []
        assert headset.lit[OFF_HOOK_LIGHT] == int(on)


@pytest.mark.parametrize(
    ("kind", "usage", "said"),
    [
        ("jabra", MUTE, [Press.MUTE]),
        ("poly", MUTE, [Press.MUTE]),
        ("epos", MUTE, [Press.MUTE]),
        ("logitech", MUTE, [Press.MUTE_ON, Press.MUTE_OFF]),
        ("epos", HOOK, [Press.HOOK_KEY]),
        ("jabra", FLASH, [Press.FLASH]),
        ("yealink", REJECT, [Press.REJECT]),
    ],
)
def test_a_key_that_is_pressed_and_let_go_says_it_once(kind: str, usage: int, said: list[Press]) -> None:
    telephony, headset = telephony_of(kind)
    headset.press(usage)
    assert all_presses(telephony, headset, 5.0) == said


def test_a_press_that_answers_is_not_contradicted_meanwhile_and_one_for_nobody_is() -> None:
    telephony, headset = telephony_of("jabra")
    telephony.light(Lights(ring=True), 1.0)
    headset.set(HOOK, 1)
    assert all_presses(telephony, headset, 2.0) == [Press.HOOK_OFF]
    assert telephony.light(Lights(ring=True), 2.1) == ()
    assert telephony.light(Lights(off_hook=True), 2.2) != ()
    assert telephony.light(Lights(off_hook=True), 9.0) == ()
    telephony.light(Lights(), 10.0)
    headset.set(HOOK, 0)
    headset.set(HOOK, 1)
    all_presses(telephony, headset, 11.0)
    assert telephony.light(Lights(), 11.3) == ()
    assert telephony.light(Lights(), 11.7) != ()
    assert telephony.light(Lights(), 11.8) == ()


def test_a_maker_that_says_mute_again_after_our_light_is_not_heard_twice() -> None:
    telephony, headset = telephony_of("poly")
    telephony.light(Lights(True, True), 10.0)
    headset.press(MUTE)
    assert all_presses(telephony, headset, 10.1) == []
    headset.press(MUTE)
    assert all_presses(telephony, headset, 11.0) == [Press.MUTE]


@given(st.lists(st.tuples(st.sampled_from([HOOK, MUTE, FLASH, REJECT, DROP]), st.booleans(), st.floats(0, 0.4)),
                max_size=25), st.sampled_from(sorted(ALL)))  # fmt: skip
def test_a_mute_press_never_ends_a_call_whatever_its_reports_tear_along(
    moves: list[tuple[int, bool, float]], kind: str
) -> None:
    """In the report of a mute press, and for half a second after it, nothing can hang up or refuse."""
    telephony, headset = telephony_of(kind)
    known = {usage for f in headset.layout.fields if f.way is Way.INPUT for usage in f.usages}
    telephony.light(Lights(off_hook=True), 0.0)
    now, muted_at, mute = 100.0, float("-inf"), 0
    for usage, on, pause in moves:
        if usage not in known:
            continue
        now += pause
        if usage == MUTE and int(on) != mute:
            muted_at, mute = now, int(on)
        headset.set(usage, int(on), also={HOOK: 0} if usage == MUTE else None)
        presses = all_presses(telephony, headset, now)
        if now - muted_at < 0.5:
            assert not set(presses) & set(ENDINGS)


# --- With the exchange ------------------------------------------------------------------------------------


class Desktop:
    """An exchange with a simulated headset on its real thread, and a desk that hears what is told."""

    def __init__(self, plugged: Plugged) -> None:
        self.headsets = HidHeadsets(plugged)
        self.bench = Bench(configured=False)
        self.desk: Desk = a_desk()
        self.bench.exchange = Exchange(
            self.bench.phone, self.bench.ears, self._told, lambda: self.bench.now, headsets=self.headsets
        )
        self.bench.do(Configure(LINE, GATE, SoundSetup()))

    def _told(self, event: object) -> None:
        self.bench.events.append(event)  # type: ignore[arg-type]
        self.desk, _ = update(self.desk, Heard(self.bench.now, event))  # type: ignore[arg-type]

    def until(self, wanted: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not wanted():
            assert time.monotonic() < end, (self.headsets.buttons, self.bench.exchange.calls)
            self.bench.turn(0)  # only the headset needs real time
            self.headsets._wake.wait(0.002)

    def talk(self) -> None:
        self.bench.talk()
        self.bench.turn(2)


@pytest.fixture
def make() -> Iterator[Callable[..., Desktop]]:
    made: list[Desktop] = []

    def build(*headsets: Headset, **more: object) -> Desktop:
        desktop = Desktop(Plugged(list(headsets), **more))  # type: ignore[arg-type]
        made.append(desktop)
        return desktop

    yield build
    for desktop in made:
        desktop.headsets.stop()


def test_it_answers_lights_up_and_hangs_up(make: Callable[..., Desktop]) -> None:
    headset = Headset("jabra")
    desktop = make(headset)
    desktop.until(lambda: desktop.desk.buttons == Buttons(ButtonState.WORKING, "Headset 0"))
    desktop.bench.ring_in("c1")
    desktop.until(lambda: headset.lit.get(RING_LIGHT) == 1)
    headset.set(HOOK, 1)
    desktop.until(lambda: ("answer", "c1") in desktop.bench.phone.did)
    desktop.bench.tell(Connected("c1", DIALOG))
    desktop.until(lambda: (headset.lit[OFF_HOOK_LIGHT], headset.lit[RING_LIGHT]) == (1, 0))
    headset.press(FLASH)
    desktop.until(lambda: ("hold", "c1", True) in desktop.bench.phone.did)
    desktop.bench.tell(HoldChanged("c1", Hold.OURS))
    desktop.until(lambda: headset.lit[HOLD_LIGHT] == 1)
    desktop.bench.turn(2)
    headset.set(HOOK, 0)
    desktop.until(lambda: ("hang_up", "c1") in desktop.bench.phone.did)
    desktop.until(lambda: headset.lit[OFF_HOOK_LIGHT] == 0)


@pytest.mark.parametrize("kind", ["jabra", "epos"])
def test_twenty_toggles_of_mute_from_either_side_end_alike_everywhere(
    make: Callable[..., Desktop], kind: str
) -> None:
    headset = Headset(kind)
    desktop = make(headset)
    desktop.talk()
    desktop.until(lambda: desktop.headsets.buttons.state is ButtonState.WORKING)
    has_light = any(MUTE_LIGHT in f.usages for f in headset.layout.fields if f.way is Way.OUTPUT)
    for n in range(40):
        muted = n % 2 == 0
        if n % 4 < 2:
            headset.press(MUTE)
        else:
            desktop.bench.do(SetMute("c1", muted))
        desktop.until(lambda muted=muted: desktop.bench.exchange.calls["c1"].muted is muted)  # type: ignore[misc]
        if has_light:
            desktop.until(lambda muted=muted: headset.lit.get(MUTE_LIGHT) == int(muted))  # type: ignore[misc]
        assert desktop.desk.calls["c1"].muted is muted
    assert "c1" in desktop.bench.exchange.calls


def test_taken_off_the_hook_for_nobody_it_is_told_that_there_is_no_call(make: Callable[..., Desktop]) -> None:
    headset = Headset("jabra")
    desktop = make(headset)
    desktop.until(lambda: desktop.headsets.buttons.state is ButtonState.WORKING)
    headset.set(HOOK, 1)
    desktop.until(lambda: headset._values[HOOK] == 0)
    assert desktop.bench.phone.did[-1][0] != "dial"


def test_right_after_a_call_ended_a_press_ends_not_the_next(make: Callable[..., Desktop]) -> None:
    headset = Headset("jabra")
    desktop = make(headset)
    desktop.talk()
    desktop.until(lambda: headset.lit.get(OFF_HOOK_LIGHT) == 1)
    desktop.bench.ring_in("c2", "+49401")
    desktop.bench.do(Answer("c2"))
    desktop.bench.tell(Connected("c2", DIALOG))
    headset.set(HOOK, 0)
    desktop.until(lambda: headset._values[HOOK] == 1)  # it is told that the call goes on
    assert desktop.bench.exchange.calls["c2"].phase is Phase.TALKING


@pytest.mark.parametrize("holder", ["teams", ""])
def test_who_has_the_headset_is_said_and_the_soft_buttons_work_on(make: Callable[..., Desktop], holder: str) -> None:
    desktop = make(Headset("jabra"), **({"others": {0: holder}} if holder else {"locked": True}))
    state = ButtonState.TAKEN if holder else ButtonState.NO_ACCESS
    desktop.until(lambda: desktop.desk.buttons.state is state)
    (notice,) = desktop.desk.notices
    assert (notice.detail, notice.target) == (state, holder)
    desktop.talk()
    desktop.bench.do(SetMute("c1", True))
    assert desktop.bench.exchange.calls["c1"].muted


def test_pulled_out_in_a_call_the_call_stays_and_the_next_one_is_lit(make: Callable[..., Desktop]) -> None:
    first, second = Headset("jabra"), Headset("yealink")
    desktop = make(first, second)
    desktop.talk()
    desktop.until(lambda: first.lit.get(OFF_HOOK_LIGHT) == 1)
    first.pull_out()
    desktop.until(lambda: second.lit.get(OFF_HOOK_LIGHT) == 1)
    assert desktop.bench.exchange.calls["c1"].phase is Phase.TALKING
    assert first.closed


def test_switched_off_by_setting_it_is_let_go_and_its_lights_go_out(make: Callable[..., Desktop]) -> None:
    headset = Headset("jabra")
    desktop = make(headset)
    desktop.talk()
    desktop.until(lambda: headset.lit.get(OFF_HOOK_LIGHT) == 1)
    desktop.bench.do(Configure(LINE, GATE, SoundSetup(headset_buttons=False)))
    desktop.until(lambda: headset.closed and headset.lit[OFF_HOOK_LIGHT] == 0)
    desktop.until(lambda: desktop.bench.last(HeadsetChanged).buttons.state is ButtonState.OFF)


@pytest.mark.parametrize("held", [True, False])
def test_the_program_that_has_a_file_open_is_named(tmp_path: Path, held: bool) -> None:
    path = tmp_path / "hidraw7"
    path.write_bytes(b"")
    if not held:
        assert holder_of(str(path)) == ""
        return
    with path.open("rb") as file:
        other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[file.fileno()])
    assert holder_of(str(path)).startswith("python")
    assert os.getpid() != other.pid
    other.communicate(b"\n")
