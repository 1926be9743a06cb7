"""What stands in front of hidapi keeps the contract of a headset; and the real library says no where nothing is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from softphone.engine.headset.hid import HidApi, HidDevice
from tests.engine.headset_devices import Headset
from tests.engine.hid_contract import HidDeviceContract
from tests.engine.hid_library import hidraw
from tests.engine.hid_plug import HidPlug

PATH = "/dev/hidraw9"


class HidApiShaped:
    """A headset behind the calls of the Python module hidapi: lists of numbers, -1, OSError."""

    def __init__(self, headset: Headset, page: int = 0x0B) -> None:
        self._headset, self._page = headset, page

    def enumerate(self) -> list[dict[str, Any]]:
        row = {"path": PATH.encode(), "vendor_id": self._headset.vendor, "product_id": self._headset.product}
        rows = [{**row, "usage_page": 0x01, "product_string": "Keyboard"}]
        return [*rows, *2 * [{**row, "usage_page": self._page, "product_string": "Headset"}]]

    def device(self) -> HidApiShaped:
        return self

    def open_path(self, path: bytes) -> None:
        if path != PATH.encode():
            raise OSError("open failed")

    def get_report_descriptor(self) -> list[int]:
        return list(self._headset.descriptor())

    def read(self, length: int, wait_ms: int) -> list[int]:
        return list(self._headset.read(wait_ms))[:length]

    def write(self, report: bytes) -> int:
        if self._headset.gone:
            return -1
        self._headset.write(bytes(report))
        return len(report)

    def close(self) -> None:
        self._headset.close()


@pytest.fixture
def headset() -> Headset:
    return Headset("yealink")


class TestSimulatedHeadset(HidDeviceContract):
    @pytest.fixture
    def device(self, headset: Headset) -> HidDevice:
        return headset


class TestHidApiDevice(HidDeviceContract):
    @pytest.fixture
    def device(self, headset: Headset) -> HidDevice:
        return HidApi(HidApiShaped(headset)).open(PATH)


class TestHeadsetOfAnotherProcess(HidDeviceContract):
    """What the journeys' engine reads its headset through."""

    @pytest.fixture
    def plug(self, tmp_path: Path) -> Iterator[HidPlug]:
        with HidPlug(tmp_path) as plug:
            yield plug

    @pytest.fixture
    def headset(self, plug: HidPlug) -> Headset:
        return plug.plug("yealink")

    @pytest.fixture
    def device(self, plug: HidPlug, headset: Headset, monkeypatch: pytest.MonkeyPatch) -> Iterator[HidDevice]:
        monkeypatch.setenv("HID_SOCKET", plug.environment["HID_SOCKET"])
        device = HidApi(hidraw).open(plug.path(headset))
        yield device
        if not headset.closed:
            device.close()


def test_a_headset_is_found_once_by_its_telephone_keys(headset: Headset) -> None:
    (found,) = HidApi(HidApiShaped(headset)).telephones()
    assert (found.path, found.vendor, found.name) == (PATH, 0x6993, "Headset")


def test_telephone_keys_among_media_keys_count_for_known_makers_alone() -> None:
    assert len(HidApi(HidApiShaped(Headset("epos"), page=0x0C)).telephones()) == 1
    assert HidApi(HidApiShaped(Headset("other"), page=0x0C)).telephones() == []


def test_the_real_library_opens_nothing_that_is_not_there() -> None:
    real = HidApi()
    assert real.holder("/dev/no-such-hidraw") == ""
    with pytest.raises(OSError):
        real.open("/dev/no-such-hidraw")
