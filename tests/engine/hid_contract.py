"""What every `HidDevice` promises: the simulated headset passes it, and so does what stands in front of hidapi."""

from __future__ import annotations

import pytest

from softphone.engine.headset.hid import HidDevice
from softphone.engine.headset.telephony import MUTE, MUTE_LIGHT
from tests.engine.headset_devices import YEALINK, Headset


class HidDeviceContract:
    """A subclass gives the fixtures `headset`, as a person has it, and `device`, as the engine has the same one."""

    def test_it_tells_its_descriptor(self, device: HidDevice) -> None:
        assert device.descriptor() == YEALINK

    def test_a_report_is_read_once_as_it_was_sent_and_nothing_comes_within_the_time_else(
        self, headset: Headset, device: HidDevice
    ) -> None:
        assert device.read(1) == b""
        headset.set(MUTE, 1)
        assert device.read(1) == b"\x04\x02"
        assert device.read(1) == b""

    def test_what_is_written_lights_it(self, headset: Headset, device: HidDevice) -> None:
        device.write(b"\x05\x02")
        assert headset.lit[MUTE_LIGHT] == 1

    def test_one_that_is_gone_says_so(self, headset: Headset, device: HidDevice) -> None:
        headset.pull_out()
        with pytest.raises(OSError):
            device.read(1)
        with pytest.raises(OSError):
            device.write(b"\x05\x00")

    def test_it_is_closed(self, headset: Headset, device: HidDevice) -> None:
        device.close()
        assert headset.closed
