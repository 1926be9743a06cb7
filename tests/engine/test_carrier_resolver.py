"""Finding the PBX by NAPTR, SRV and addresses, with a name server on loopback."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Generator

import pytest
from PySide6.QtCore import QCoreApplication

from softphone.domain.line import Transport
from softphone.engine.carrier.resolver import Nameserver, Resolver, Target, system_addresses
from tests.engine.name_server import NameServer

SRV = "_sip._udp.pbx.test 60 IN SRV"
A, B = "a.pbx.test 60 IN A 192.0.2.1", "b.pbx.test 60 IN A 192.0.2.2"
DEADLINE_S = 8.0



@pytest.fixture
def names(qapp: QCoreApplication) -> Generator[NameServer]:
    with NameServer() as server:
        yield server


def resolver_of(*ports: int, addresses: dict[str, list[str]] | None = None) -> Resolver:
    return Resolver(
        lambda: [Nameserver("127.0.0.1", port) for port in ports], lambda name: (addresses or {}).get(name, [])
    )


def found(resolver: Resolver, server: str, transport: Transport = Transport.UDP) -> list[str]:
    answers: list[tuple[Target, ...]] = []
    resolver.find(server, transport, answers.append)
    end = time.monotonic() + DEADLINE_S
    while not answers:
        assert time.monotonic() < end
        QCoreApplication.processEvents()
    return [str(target) for target in answers[0]]


def test_an_address_needs_nobody(names: NameServer) -> None:
    resolver = resolver_of(names.port)
    assert found(resolver, "192.0.2.9") == ["192.0.2.9:5060"]
    assert found(resolver, "192.0.2.9:5070", Transport.TLS) == ["192.0.2.9:5070"]
    assert found(resolver, "[2001:db8::1]", Transport.TLS) == ["[2001:db8::1]:5061"]
    assert names.asked == []


def test_a_port_that_is_given_leaves_srv_out(names: NameServer) -> None:
    resolver = resolver_of(names.port, addresses={"pbx.test": ["192.0.2.3", "2001:db8::3"]})
    assert found(resolver, "pbx.test:5080") == ["192.0.2.3:5080", "[2001:db8::3]:5080"]
    assert names.asked == []


def test_naptr_leads_to_srv_and_srv_to_addresses_by_priority(names: NameServer) -> None:
    names.records += [
        'pbx.test 60 IN NAPTR 10 10 "s" "SIP+D2U" "" _odd._udp.pbx.test.',
        'pbx.test 60 IN NAPTR 1 10 "s" "SIP+D2T" "" _sip._tcp.pbx.test.',
        "_odd._udp.pbx.test 60 IN SRV 20 1 5062 b.pbx.test.", "_odd._udp.pbx.test 60 IN SRV 10 1 5061 a.pbx.test.",
        A, B,
    ]  # fmt: skip
    assert found(resolver_of(names.port), "pbx.test") == ["192.0.2.1:5061", "192.0.2.2:5062"]
    assert names.asked == ["pbx.test NAPTR", "_odd._udp.pbx.test SRV"]


def test_without_naptr_the_service_of_the_transport_is_asked_for(names: NameServer) -> None:
    names.records += ["_sips._tcp.pbx.test 60 IN SRV 1 1 5071 a.pbx.test.", f"{SRV} 1 1 5060 b.pbx.test.", A, B]
    assert found(resolver_of(names.port), "pbx.test", Transport.TLS) == ["192.0.2.1:5071"]


def test_without_any_record_the_name_itself_is_asked_for_and_tls_keeps_its_port(names: NameServer) -> None:
    resolver = resolver_of(names.port, addresses={"pbx.test": ["192.0.2.3"]})
    assert found(resolver, "pbx.test", Transport.TLS) == ["192.0.2.3:5061"]
    assert found(resolver, "nowhere.test") == []
    assert found(resolver, "not a host") == []


def test_equal_priorities_share_by_weight(names: NameServer) -> None:
    names.records += [f"{SRV} 1 90 5060 a.pbx.test.", f"{SRV} 1 10 5060 b.pbx.test.", A, B]
    firsts = Counter(found(resolver_of(names.port), "pbx.test")[0] for _ in range(60))
    assert firsts["192.0.2.1:5060"] > firsts["192.0.2.2:5060"]


def test_what_was_found_is_kept_for_its_time_and_used_while_names_are_dead(names: NameServer) -> None:
    names.records += [f"{SRV} 1 1 5060 a.pbx.test.", A]
    resolver = resolver_of(names.port)
    assert found(resolver, "pbx.test") == ["192.0.2.1:5060"]
    asked = len(names.asked)
    assert found(resolver, "pbx.test") == ["192.0.2.1:5060"]
    assert len(names.asked) == asked
    resolver._known = {key: (targets, 0.0) for key, (targets, _) in resolver._known.items()}  # its time is over
    names.records.clear()
    assert found(resolver, "pbx.test") == ["192.0.2.1:5060"]


def test_a_server_that_is_silent_costs_a_second_and_the_next_is_asked(names: NameServer) -> None:
    names.records += [f"{SRV} 1 1 5060 a.pbx.test.", A]
    with NameServer() as dead:
        dead.silent = True
        began = time.monotonic()
        assert found(resolver_of(dead.port, names.port), "pbx.test") == ["192.0.2.1:5060"]
        assert 1.8 < time.monotonic() - began < 4


def test_an_answer_that_was_cut_is_asked_for_again_by_stream(names: NameServer) -> None:
    names.records += [f"{SRV} 1 1 5060 a.pbx.test.", A]
    names.cuts = True
    assert found(resolver_of(names.port), "pbx.test") == ["192.0.2.1:5060"]


def test_a_forged_answer_is_passed_over(names: NameServer) -> None:
    names.records += [f"{SRV} 1 1 5060 a.pbx.test.", A]
    names.lies = True
    assert found(resolver_of(names.port), "pbx.test") == ["192.0.2.1:5060"]


def test_a_name_that_takes_for_ever_holds_nothing_up(qapp: QCoreApplication) -> None:
    free = threading.Event()

    def slow(name: str) -> list[str]:
        free.wait(DEADLINE_S)
        return ["192.0.2.8"]

    resolver = Resolver(list, slow)
    answers: list[tuple[Target, ...]] = []
    began = time.monotonic()
    resolver.find("slow.test:5060", Transport.UDP, answers.append)
    assert found(resolver, "192.0.2.9") == ["192.0.2.9:5060"]
    assert time.monotonic() - began < 0.5
    free.set()
    while not answers:
        QCoreApplication.processEvents()


def test_the_system_knows_localhost_and_not_what_is_invalid() -> None:
    assert "127.0.0.1" in system_addresses("localhost")
    assert system_addresses("x" * 300) == []
