"""Our engines on Kamailio with the recipe of packaging/pbx: phone to phone, TLS, presence, and two of them by SRV."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from msgspec.structs import replace

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.line import LineFault, LineState, Transport
from softphone.domain.presence import Reach
from softphone.domain.protocol import (
    Answer,
    Dial,
    DigitHeard,
    GiveBack,
    HangUp,
    LineChanged,
    MessageReceived,
    SendDigits,
    SendMessage,
    SetHold,
    TakeBack,
    TransferTo,
    WatchPresence,
)
from tests.engine.agents import Agent
from tests.engine.name_server import NameServer
from tests.peers.asterisk import leave, shows
from tests.peers.kamailio import Kamailio, phone_on, running_kamailio

pytestmark = pytest.mark.peer("Kamailio 5.6")

SECOND_PBX_S = 4.0
UNTIL_NOTICED_S = 20.0


@pytest.fixture
def anna(kamailio: Kamailio) -> Iterator[Agent]:
    with phone_on(kamailio, "101", mic_hz=440, ear_hz=880) as agent:
        yield agent.come_up()


@pytest.fixture
def bert(kamailio: Kamailio) -> Iterator[Agent]:
    with phone_on(kamailio, "102", mic_hz=880, ear_hz=440) as agent:
        yield agent.come_up()


def talk(caller: Agent, callee: Agent, target: str) -> str:
    caller.do(Dial("c", target))
    theirs = callee.phase(Phase.OFFERED).call_id
    callee.do(Answer(theirs))
    for agent in (caller, callee):
        agent.phase(Phase.TALKING)
        agent.hears()
    return theirs


@pytest.mark.proves("registration")
def test_a_wrong_password_is_refused_and_the_right_one_registers(kamailio: Kamailio, anna: Agent) -> None:
    with phone_on(kamailio, "102") as stranger:
        stranger.line = replace(stranger.line, password="guess")
        stranger.configure()
        stranger.until(LineChanged, lambda e: e.line.state is LineState.REFUSED)


@pytest.mark.proves("call in", "call out", "sound both ways", "hold and resume", "digits (RFC 4733)")
def test_a_call_with_hold_and_digits_is_ended_from_either_side(anna: Agent, bert: Agent) -> None:
    theirs = talk(anna, bert, "102")
    bert.do(SetHold(theirs, True))
    anna.call(lambda call: call.hold is Hold.THEIRS)
    bert.do(SetHold(theirs, False))
    anna.call(lambda call: call.hold is Hold.NONE)
    anna.do(SendDigits("c", "12#"))
    assert [bert.until(DigitHeard).digit for _ in "12#"] == list("12#")
    bert.do(HangUp(theirs))
    assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@pytest.mark.proves("refused and missed calls, said why")
def test_declined_absent_and_given_up_are_told_apart(kamailio: Kamailio, anna: Agent, bert: Agent) -> None:
    anna.do(Dial("c", "102"))
    bert.do(GiveBack(bert.phase(Phase.OFFERED).call_id, 603))
    assert anna.phase(Phase.ENDED).ending is Ending.CALLEE_DECLINED
    anna.do(Dial("d", "102"))
    bert.phase(Phase.OFFERED)
    anna.do(HangUp("d"))
    assert bert.phase(Phase.ENDED).ending is Ending.MISSED
    leave(bert)
    anna.do(Dial("e", "102"))
    assert anna.call(lambda c: c.call_id == "e" and not c.live).ending is Ending.NO_ANSWER


@pytest.mark.proves("number withheld, or one of the own ones")
@pytest.mark.parametrize(
    ("wish", "seen"),
    [
        (("Privacy", "id"), ""),
        (("P-Preferred-Identity", "<sip:+494055501400@localhost>"), "+494055501400"),
        (("P-Preferred-Identity", "<sip:+49405550199@localhost>"), "101"),  # none of those that the recipe allows
        (("P-Asserted-Identity", "<sip:+49405550199@localhost>"), "101"),  # that is not for a phone to say
    ],
)
def test_what_those_called_see_is_chosen_for_a_call(anna: Agent, bert: Agent, wish: tuple[str, str], seen: str) -> None:
    anna.do(Dial("c", "102", headers=(wish,)))
    offered = bert.phase(Phase.OFFERED)
    assert offered.party.number == seen
    bert.do(Answer(offered.call_id))
    dialog = bert.phase(Phase.TALKING).dialog
    assert dialog is not None
    assert ("sip:101@" in dialog.remote_target + dialog.remote_uri) is bool(seen)
    anna.do(SetHold("c", True))  # what is said within the call is about the same caller
    bert.call(lambda call: call.hold is Hold.THEIRS)
    bert.do(SetHold(offered.call_id, True))
    anna.call(lambda call: call.hold is Hold.BOTH)
    bert.do(HangUp(offered.call_id))
    assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


@pytest.mark.proves("blind transfer")
def test_a_blind_transfer_is_made_by_the_caller_s_own_phone(kamailio: Kamailio, anna: Agent, bert: Agent) -> None:
    with phone_on(kamailio, "103", mic_hz=880, ear_hz=440) as carl:
        carl.come_up()
        theirs = talk(anna, bert, "102")
        bert.do(TransferTo(theirs, "103"))
        carl.do(Answer(carl.phase(Phase.OFFERED).call_id))
        assert bert.phase(Phase.ENDED).ending is Ending.TRANSFERRED
        carl.hears()
        anna.hears()


@pytest.mark.proves("MESSAGE out", "MESSAGE in")
def test_a_question_is_answered_by_a_receipt_and_a_text(anna: Agent, bert: Agent) -> None:
    anna.do(SendMessage("q-1", "102", "Lieferbar? – €"))
    asked = bert.until(MessageReceived)
    assert (asked.text, asked.message_id) == ("Lieferbar? – €", "q-1")
    assert asked.imdn_id
    bert.do(SendMessage("a-1", asked.sender, "Ja."))
    assert anna.until(MessageReceived).text == "Ja."


@pytest.mark.proves("presence")
def test_presence_passes_from_phone_to_phone(kamailio: Kamailio, anna: Agent, bert: Agent) -> None:
    anna.do(WatchPresence(("102",)))
    shows(anna, "102", Reach.AVAILABLE)
    with phone_on(kamailio, "103") as carl:
        carl.come_up()
        carl.do(Dial("c", "102"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        shows(anna, "102", Reach.BUSY)


@pytest.mark.proves("a killed engine's call is taken back (RFC 3891)")
def test_a_killed_engine_s_call_is_taken_back_from_the_other_phone(anna: Agent, bert: Agent) -> None:
    talk(anna, bert, "102")
    lost = bert.calls()[-1]
    bert.kill()
    bert.start()
    bert.come_up()
    bert.do(TakeBack(lost))
    assert bert.phase(Phase.TALKING).taken_back
    bert.hears()
    anna.hears()
    assert not [call for call in anna.calls() if call.phase is Phase.ENDED]


@pytest.mark.proves("TLS and SRTP alone")
def test_a_call_over_tls_is_secured_at_both_ends(kamailio: Kamailio, ca_file: Path) -> None:
    with (
        phone_on(kamailio, "101", mic_hz=440, ear_hz=880, transport=Transport.TLS, ca=ca_file) as anna,
        phone_on(kamailio, "102", mic_hz=880, ear_hz=440, transport=Transport.TLS, ca=ca_file) as bert,
    ):
        anna.come_up()
        bert.come_up()
        anna.do(Dial("c", "102"))
        bert.do(Answer(bert.phase(Phase.OFFERED).call_id))
        assert anna.phase(Phase.TALKING).secured
        assert bert.phase(Phase.TALKING).secured
        anna.hears()
        bert.hears()
        bert.do(HangUp(bert.calls()[-1].call_id))
        anna.phase(Phase.ENDED)


@pytest.mark.proves("certificates: expired, wrong name, foreign")
def test_a_certificate_of_a_foreign_authority_is_refused(ca_file: Path) -> None:
    with running_kamailio(trustme.CA().issue_cert("localhost")) as pbx, \
            phone_on(pbx, "101", transport=Transport.TLS, ca=ca_file) as anna:  # fmt: skip
        anna.configure()
        lost = anna.until(LineChanged, lambda e: e.line.state is LineState.LOST)
        assert lost.line.fault is LineFault.CERTIFICATE_UNKNOWN_ISSUER


@pytest.mark.proves("first PBX of two killed: on the second by SRV")
@pytest.mark.parametrize("transport", [Transport.UDP, Transport.TLS])
def test_with_the_first_pbx_killed_the_line_is_on_the_second(
    ca: trustme.CA, ca_file: Path, transport: Transport
) -> None:
    certificate = ca.issue_cert("pbx.test")
    service = "_sips._tcp" if transport is Transport.TLS else "_sip._udp"
    with (
        running_kamailio(certificate, "pbx.test") as first,
        running_kamailio(certificate, "pbx.test") as second,
        NameServer("a.pbx.test 60 IN A 127.0.0.1") as names,
    ):
        ports = [pbx.tls_port if transport is Transport.TLS else pbx.port for pbx in (first, second)]
        names.records += [f"{service}.pbx.test 60 IN SRV {n} 1 {port} a.pbx.test." for n, port in enumerate(ports, 1)]
        with phone_on(first, "101", transport=transport, ca=ca_file, dns_port=names.port) as anna:
            anna.come_up()
            first.kill()
            anna.until(LineChanged, lambda e: e.line.state is LineState.LOST, UNTIL_NOTICED_S)
            begun = time.monotonic()
            anna.until(LineChanged, lambda e: e.line.state is LineState.REGISTERED, UNTIL_NOTICED_S)
            took = time.monotonic() - begun
            print(f"\n{transport.value}: on the second PBX {took:.2f} s after the loss was told")  # noqa: T201
            assert took < SECOND_PBX_S
