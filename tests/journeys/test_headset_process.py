"""Buttons and lights of a headset through the whole engine process: real SIP, the real reader in front of hidapi, and
headsets that are simulated behind it (tests/engine/hid_plug.py keeps the contract of real ones)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from softphone.domain.call import Call, Ending, Hold, Phase
from softphone.domain.headset import Buttons, ButtonState
from softphone.domain.protocol import Answer, Dial, HangUp, HeadsetChanged, QualityMeasured, SetMute
from softphone.engine.headset.telephony import FLASH, HOLD_LIGHT, HOOK, MUTE, MUTE_LIGHT, OFF_HOOK_LIGHT, RING_LIGHT
from softphone.host.paths import Home
from softphone.host.relaunch import program
from tests.engine.headset_devices import Headset
from tests.engine.hid_plug import HidPlug
from tests.journeys.processes import Programs, ScriptedDesk

NAME = "Simulated headset"


class Place:
    """An agent with a headset, and a customer who calls."""

    def __init__(self, programs: Programs, plug: HidPlug, kind: str) -> None:
        self.plug = plug
        self.headset: Headset = plug.plug(kind)
        self.server = programs.pbx("agent", "customer")
        self.home: Home = programs.home()
        programs.start([*program(), "engine", *self.home.arguments])
        self.desk: ScriptedDesk = programs.desk(self.home)
        self.desk.register(self.server, "agent")
        customers_home = programs.home()
        programs.engine(customers_home)
        self.customer = programs.desk(customers_home, role="script")
        self.customer.register(self.server, "customer")

    @property
    def buttons(self) -> Buttons:
        return next((e.buttons for e in reversed(self.desk.events) if isinstance(e, HeadsetChanged)), Buttons())

    def until_buttons(self, state: ButtonState) -> Buttons:
        self.desk.until(lambda: self.buttons.state is state)
        return self.buttons

    def ring(self, call_id: str = "call-1") -> Call:
        self.customer.link.send(Dial(call_id, f"sip:agent@{self.server}"))
        return self.desk.call(Phase.OFFERED)

    def talk(self) -> Call:
        self.desk.link.send(Answer(self.ring().call_id))
        return self.desk.call(Phase.TALKING)

    def let_pass(self) -> None:
        """A second at least, told by the engine's own clock."""
        told = len(self.desk.heard(QualityMeasured))
        self.desk.until(lambda: len(self.desk.heard(QualityMeasured)) >= told + 2)

    def lit(self, **lights: int) -> None:
        names = {"hook": OFF_HOOK_LIGHT, "mute": MUTE_LIGHT, "ring": RING_LIGHT, "hold": HOLD_LIGHT}
        self.desk.until(lambda: all(self.headset.lit.get(names[name]) == on for name, on in lights.items()))


@pytest.fixture
def plug(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[HidPlug]:
    with HidPlug(tmp_path) as plug:
        for name, value in {**plug.environment, "PULSE_SERVER": str(tmp_path / "nobody")}.items():
            monkeypatch.setenv(name, value)
        yield plug


def test_a_call_is_answered_muted_held_and_hung_up_at_the_headset(programs: Programs, plug: HidPlug) -> None:
    place = Place(programs, plug, "jabra")
    assert place.until_buttons(ButtonState.WORKING) == Buttons(ButtonState.WORKING, NAME)
    call_id = place.ring().call_id
    place.lit(ring=1, hook=0)
    place.headset.set(HOOK, 1)
    place.desk.call(Phase.TALKING)
    place.lit(ring=0, hook=1, mute=0)
    for n in range(20):
        on = n % 2 == 0
        if n % 4 < 2:
            # What some headsets do: the hook goes along with the key for a moment.
            place.headset.set(MUTE, 1, also={HOOK: 0})
            place.headset.set(MUTE, 0, also={HOOK: 1})
        else:
            place.desk.link.send(SetMute(call_id, on))
        place.desk.until(lambda on=on: place.desk.calls[call_id].muted is on)  # type: ignore[misc]
        place.lit(mute=int(on))
    again = programs.desk(place.home, role="panel").snapshot()  # what the engine itself says
    assert [(call.call_id, call.muted, call.phase) for call in again.calls] == [(call_id, False, Phase.TALKING)]
    place.headset.press(FLASH)
    place.customer.until(lambda: place.customer.calls["call-1"].hold is Hold.THEIRS)
    place.lit(hold=1)
    place.headset.press(FLASH)
    place.customer.until(lambda: place.customer.calls["call-1"].hold is Hold.NONE)
    place.lit(hold=0)
    place.let_pass()  # right after a press of mute the hook counts for nothing
    place.headset.set(HOOK, 0)
    ended = place.customer.call(Phase.ENDED)
    assert ended.ending is Ending.HUNG_UP_THERE
    place.lit(hook=0)


def test_another_program_that_takes_the_headset_in_a_call_is_named_and_the_windows_buttons_go_on(
    programs: Programs, plug: HidPlug
) -> None:
    place = Place(programs, plug, "jabra")
    place.until_buttons(ButtonState.WORKING)
    call_id = place.talk().call_id
    place.lit(hook=1)
    with open(plug.path(place.headset), "rb") as file:
        other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, pass_fds=[file.fileno()])
    taken = place.until_buttons(ButtonState.TAKEN)
    assert taken.holder.startswith("python")
    assert place.headset.lit[OFF_HOOK_LIGHT] == 1  # they are the other program's now
    place.headset.press(MUTE)
    place.desk.link.send(SetMute(call_id, True))
    place.desk.until(lambda: place.desk.calls[call_id].muted)
    other.communicate(b"\n")
    place.until_buttons(ButtonState.WORKING)
    place.lit(mute=1)
    place.headset.press(MUTE)
    place.desk.until(lambda: not place.desk.calls[call_id].muted)


def test_a_headset_that_fails_and_can_be_opened_no_more_costs_no_call(programs: Programs, plug: HidPlug) -> None:
    place = Place(programs, plug, "yealink")
    place.until_buttons(ButtonState.WORKING)
    call_id = place.talk().call_id
    place.lit(hook=1)
    plug.busy = True
    place.headset.fails = True
    assert place.until_buttons(ButtonState.TAKEN) == Buttons(ButtonState.TAKEN, NAME)
    place.desk.link.send(SetMute(call_id, True))
    place.desk.until(lambda: place.desk.calls[call_id].muted)
    place.headset.fails = plug.busy = False
    place.until_buttons(ButtonState.WORKING)
    place.lit(mute=1, hook=1)
    place.desk.link.send(HangUp(call_id))
    place.customer.call(Phase.ENDED)
    place.lit(hook=0)
