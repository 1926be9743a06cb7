"""By what way this PC is on the network, and the report that goes to IT."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from softphone.backroom import place_report
from softphone.backroom.crm import CrmClient
from softphone.backroom.surroundings import network, processor
from softphone.domain.checkup import WHY, Check, Finding, Verdict

HEAD = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ("eth0\t00000000\t010011AC\t0003\t0\t0\t100\t0\n", "cable"),
        ("wlp2s0\t00000000\t010011AC\t0003\t0\t0\t600\t0\n", "wifi"),
        ("eth0\t00000000\t010011AC\t0003\t0\t0\t100\t0\ntun0\t00000000\t0\t1\t0\t0\t50\t0\n", "vpn"),
        ("wwan0\t00000000\t0\t1\t0\t0\t700\t0\n", "mobile"),
        ("eth0\t000011AC\t0\t1\t0\t0\t0\t0\nbad line\n", "none"),
    ],
)
def test_the_way_out_is_told_by_its_kind(tmp_path: Path, routes: str, said: str) -> None:
    (tmp_path / "proc/net").mkdir(parents=True)
    (tmp_path / "proc/net/route").write_text(HEAD + routes)
    (tmp_path / "sys/class/net/wlp2s0/wireless").mkdir(parents=True)
    assert network(tmp_path).why == said


def test_without_the_table_it_is_not_told(tmp_path: Path) -> None:
    assert network(tmp_path).verdict is Verdict.UNSET


def test_the_processor_has_words() -> None:
    assert processor().why in WHY[Check.PROCESSOR]


def test_what_is_sent_names_nobody() -> None:
    found = (
        Finding(Check.LINE, Verdict.PASSED, "registered", "sip:anna@pbx"),
        Finding(Check.MICROPHONE, Verdict.FAILED, "soft", "-51"),
    )
    body = place_report.body(True, found)
    assert "anna" not in json.dumps(body)
    assert body["kind"] == "equipment"
    assert "-51 dBFS" in json.dumps(body["findings"])


def test_a_server_that_is_not_there_or_not_trusted_takes_nothing() -> None:
    async def sent(address: str) -> bool:
        async with CrmClient() as client:
            return await place_report.send(client, address, False, ())

    assert asyncio.run(sent("https://127.0.0.1:9/x")) is False
    assert asyncio.run(sent("https://[broken")) is False
