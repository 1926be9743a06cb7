"""The registrar and its digest with the clock in our hand."""

from __future__ import annotations

import pytest

from softphone.domain.line import Transport
from softphone.domain.sip import Request, Response
from softphone.domain.sip_address import BadMessage, Uri
from softphone.sandbox.digest import Gatekeeper, Verdict, answer, read_credentials
from softphone.sandbox.registrar import Flow, Registrar

FLOW = Flow(Transport.UDP, 5080)


class _Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def registrar(clock: _Clock) -> Registrar:
    return Registrar({"204": "pw"}, "here", clock)


def _register(registrar: Registrar, *contacts: str, n: int = 1, call_id: str = "c", expires: str = "60") -> Response:
    """A REGISTER with the right password."""
    request = Request(
        method="REGISTER",
        uri="sip:127.0.0.1",
        headers=(
            ("Via", "SIP/2.0/UDP 127.0.0.1:5080;branch=z9hG4bKx"),
            ("From", "<sip:204@127.0.0.1>;tag=a"),
            ("To", "<sip:204@127.0.0.1>"),
            ("Call-ID", call_id),
            ("CSeq", f"{n} REGISTER"),
            ("Expires", expires),
            *(("Contact", contact) for contact in contacts),
        ),
    )
    challenge = registrar.register(request, FLOW).value("WWW-Authenticate") or ""
    return registrar.register(request.with_value("Authorization", _authorization(challenge)), FLOW)


def _authorization(challenge: str, password: str = "pw", **changed: str) -> str:
    said = read_credentials(challenge) | {"username": "204", "uri": "sip:127.0.0.1", "nc": "00000001", "cnonce": "x"}
    said |= changed
    proof = answer(said, "REGISTER", password)
    assert proof is not None
    return "Digest " + ", ".join(f'{k}="{v}"' for k, v in (said | {"response": proof.decode()}).items())


def test_the_example_of_rfc_2617_comes_out_right() -> None:
    said = {
        "username": "Mufasa",
        "realm": "testrealm@host.com",
        "nonce": "dcd98b7102dd2f0e8b11d0f600bfb0c093",
        "uri": "/dir/index.html",
        "qop": "auth",
        "nc": "00000001",
        "cnonce": "0a4f113b",
    }
    assert answer(said, "GET", "Circle Of Life") == b"6629fae49393a05397450978507c4ef1"


def test_the_example_of_rfc_7616_comes_out_right() -> None:
    said = {
        "algorithm": "SHA-256",
        "username": "Mufasa",
        "realm": "http-auth@example.org",
        "nonce": "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        "uri": "/dir/index.html",
        "qop": "auth",
        "nc": "00000001",
        "cnonce": "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    }
    assert answer(said, "GET", "Circle of Life") == b"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_password_is_judged(clock: _Clock, algorithm: str) -> None:
    gate = Gatekeeper("here", clock, algorithm)
    said = _authorization(gate.challenge())
    assert gate.judge(said, "REGISTER", "204", "pw") is Verdict.RIGHT
    assert gate.judge(said, "REGISTER", "204", "other") is Verdict.WRONG
    assert gate.judge(said, "INVITE", "204", "pw") is Verdict.WRONG
    assert gate.judge(said, "REGISTER", "205", "pw") is Verdict.WRONG


def test_an_old_nonce_is_stale_and_a_foreign_one_too(clock: _Clock) -> None:
    gate = Gatekeeper("here", clock)
    said = _authorization(gate.challenge())
    clock.now += 301
    assert gate.judge(said, "REGISTER", "204", "pw") is Verdict.STALE
    assert "stale=true" in gate.challenge(stale=True)
    other = Gatekeeper("here", clock)
    assert gate.judge(_authorization(other.challenge()), "REGISTER", "204", "pw") is Verdict.STALE
    assert gate.judge(_authorization(other.challenge(), nonce="x"), "REGISTER", "204", "pw") is Verdict.STALE


@pytest.mark.parametrize("said", ["", "Basic x", "Digest", 'Digest username="204', "Digest response=x, nonce=nan-1"])
def test_credentials_that_are_none_are_wrong(clock: _Clock, said: str) -> None:
    assert Gatekeeper("here", clock).judge(said, "REGISTER", "204", "pw") is Verdict.WRONG


def test_a_registration_runs_out(registrar: Registrar, clock: _Clock) -> None:
    answered = _register(registrar, "<sip:204@127.0.0.1:5080>;expires=20", expires="900")
    assert answered.value("Contact") == "<sip:204@127.0.0.1:5080>;expires=20"
    clock.now += 19.9
    assert len(registrar.bindings("204")) == 1
    clock.now += 0.2
    assert registrar.bindings("204") == ()


def test_no_more_is_granted_than_the_longest(registrar: Registrar) -> None:
    registrar.longest_s = 30
    assert (_register(registrar, "<sip:a@h>", expires="7200").value("Contact") or "").endswith("expires=30")


def test_several_phones_of_a_user_are_kept_newest_first(registrar: Registrar) -> None:
    _register(registrar, "<sip:204@127.0.0.1:5080>", call_id="one")
    _register(registrar, "<sip:204@127.0.0.1:5090>", call_id="two")
    _register(registrar, "<sip:204@127.0.0.1:5080;ob>", call_id="one", n=2)
    assert [b.contact.port for b in registrar.bindings("204")] == [5080, 5090]
    assert registrar.flow_of(Uri("127.0.0.1", "204", 5090)) == FLOW
    _register(registrar, "<sip:204@127.0.0.1:5080>", call_id="one", n=3, expires="0")
    assert [b.contact.port for b in registrar.bindings("204")] == [5090]
    assert _register(registrar, "*", call_id="three", expires="0").values("Contact") == ()
    assert registrar.bindings("204") == ()


def test_a_late_register_of_the_same_phone_changes_nothing(registrar: Registrar) -> None:
    _register(registrar, "<sip:204@127.0.0.1:5080>", n=5)
    assert _register(registrar, "<sip:204@127.0.0.1:5080>", n=4, expires="0").status == 500
    assert len(registrar.bindings("204")) == 1


def test_a_star_without_expires_0_makes_no_sense(registrar: Registrar) -> None:
    with pytest.raises(BadMessage):
        _register(registrar, "*")
