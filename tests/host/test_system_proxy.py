"""The proxy that the system names, asked without waiting for it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from softphone.host.proxy import SystemProxy, ask_system


def test_the_way_is_direct_until_the_system_has_named_a_proxy(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    proxies = SystemProxy()
    with qtbot.waitSignal(proxies.changed, timeout=5000):
        assert proxies.of("pbx.example:5061") == ""
    assert proxies.of("pbx.example:5061") == "http://proxy.example:3128"


def test_where_the_system_names_none_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "http_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    assert ask_system("pbx.example") == ""


def test_a_server_that_is_left_out_goes_direct(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "pbx.example")
    assert ask_system("pbx.example") == ""
