"""What counts as another network, and what does not."""

from __future__ import annotations

import socket

from softphone.host.network import NetworkWatch, look_around, source_towards


def test_each_change_is_told_once() -> None:
    looks = iter([{"10.0.0.2"}, {"10.0.0.2"}, {"10.0.0.2", "10.8.0.1"}, {"10.0.0.2", "10.8.0.1"}, set[str]()])
    watch = NetworkWatch(lambda: frozenset(next(looks)))
    assert [watch.changed() for _ in range(4)] == [False, True, False, True]


def test_loopback_alone_is_no_network() -> None:
    assert not any(seen.startswith(("127.", "::1", "fe80", "out 127.")) for seen in look_around())


def test_the_source_towards_an_address_is_known_without_sending() -> None:
    assert source_towards(socket.AF_INET, "127.0.0.1") == "127.0.0.1"
    assert source_towards(socket.AF_INET, "not an address") == ""
