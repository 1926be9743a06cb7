"""What peers and PBXs really send, said on a bare socket: no SDP, crossings, forks, garbage."""

from __future__ import annotations

import random
import time

from softphone.domain.call import Ending, Hold, Phase
from softphone.domain.protocol import Answer, CallRefused, Dial, HangUp, SetHold
from softphone.domain.sip import Request
from tests.engine.agents import Agent
from tests.engine.raw_pbx import RawPbx, sdp


def test_an_invite_without_sdp_is_answered_with_an_offer_and_its_ack_completes_it(raw: RawPbx, anna: Agent) -> None:
    raw.invite()
    offered = anna.phase(Phase.OFFERED)
    raw.response(180)
    anna.do(Answer(offered.call_id))
    ok = raw.response(200, "INVITE")
    assert b"m=audio" in ok.body
    raw.within("ACK", ok, 1, sdp())
    talking = anna.phase(Phase.TALKING)
    assert talking.dialog is not None
    assert talking.dialog.local_tag == ok.recipient.tag
    assert talking.dialog.remote_target == f"sip:raw@127.0.0.1:{raw.port}"
    raw.within("BYE", ok, 2)
    assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


def test_what_the_invite_says_reaches_the_call(raw: RawPbx, anna: Agent) -> None:
    raw.invite(("P-Asserted-Identity", '"Erika \u202eM\u00fcller <b>" <sip:+49405550142@raw>'),
               ("X-Queue", "Lieferung"), ("History-Info", "<sip:08001234@raw>;index=1"), ("X-Language", "fr-CA"),
               body=sdp(), sender='"Spoofed" <sip:anonymous@anonymous.invalid>')  # fmt: skip
    call = anna.phase(Phase.OFFERED)
    assert (call.party.number, call.party.name) == ("+49405550142", "Erika Müller <b>")
    assert (call.context.queue, call.context.dialled, call.context.language) == ("Lieferung", "08001234", "fr-CA")


def test_a_cancel_because_another_phone_answered_is_no_missed_call(raw: RawPbx, anna: Agent) -> None:
    invite = raw.invite(body=sdp())
    anna.phase(Phase.OFFERED)
    raw.response(180)
    raw.cancel(invite, ("Reason", 'SIP;cause=200;text="Call completed elsewhere"'))
    raw.response(487, "INVITE")
    assert anna.phase(Phase.ENDED).ending is Ending.ANSWERED_ELSEWHERE


def test_a_cancel_that_comes_after_the_answer_leaves_the_call_up(raw: RawPbx, anna: Agent) -> None:
    invite = raw.invite(body=sdp())
    anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
    ok = raw.response(200, "INVITE")
    raw.cancel(invite)
    raw.within("ACK", ok, 1)
    anna.phase(Phase.TALKING)
    raw.within("BYE", ok, 2)
    assert anna.phase(Phase.ENDED).ending is Ending.HUNG_UP_THERE


def test_an_answer_that_crosses_a_cancel_leaves_no_call_behind(raw: RawPbx, anna: Agent) -> None:
    invite = raw.invite(body=sdp())
    offered = anna.phase(Phase.OFFERED)
    raw.cancel(invite)
    anna.do(Answer(offered.call_id))
    final = raw.final("INVITE")
    if final.status == 200:  # the answer won: the caller ends what it no longer wants
        raw.within("ACK", final, 1)
        raw.within("BYE", final, 2)
    assert anna.phase(Phase.ENDED).ending in (Ending.MISSED, Ending.HUNG_UP_THERE)
    raw.invite(body=sdp())
    anna.phase(Phase.OFFERED)


def test_several_early_answers_end_in_the_dialog_that_answered(raw: RawPbx, anna: Agent) -> None:
    anna.do(Dial("a1", "0401234"))
    invite = raw.request("INVITE")
    raw.answer(invite, 183, tag="first", body=sdp())
    assert anna.call(lambda call: call.early_media).phase is Phase.ALERTING
    raw.answer(invite, 183, tag="second", body=sdp())
    raw.answer(invite, 180, tag="third")
    raw.answer(invite, 200, tag="second", body=sdp())
    ack = raw.request("ACK")
    assert ack.recipient.tag == "second"
    talking = anna.phase(Phase.TALKING)
    assert talking.dialog is not None
    assert talking.dialog.remote_tag == "second"
    anna.do(HangUp("a1"))
    assert raw.request("BYE").recipient.tag == "second"


def test_a_hold_that_meets_491_is_tried_again(raw: RawPbx, anna: Agent) -> None:
    anna.do(Dial("a1", "0401234"))
    invite = raw.request("INVITE")
    raw.answer(invite, 200, body=sdp())
    anna.phase(Phase.TALKING)
    anna.do(SetHold("a1", True))
    raw.answer(raw.request("INVITE"), 491)
    again = raw.request("INVITE")
    assert b"a=sendonly" in again.body
    raw.answer(again, 200, body=sdp("recvonly"))
    assert anna.call(lambda call: call.hold is Hold.OURS).phase is Phase.TALKING


def test_a_hold_that_is_refused_leaves_the_call_as_it_was(raw: RawPbx, anna: Agent) -> None:
    anna.do(Dial("a1", "0401234"))
    raw.answer(raw.request("INVITE"), 200, body=sdp())
    anna.phase(Phase.TALKING)
    anna.do(SetHold("a1", True))
    raw.answer(raw.request("INVITE"), 488)
    raw.request("ACK")  # the refusal is heard: before that a second try is none
    anna.do(SetHold("a1", True))
    raw.answer(raw.request("INVITE"), 200, body=sdp("recvonly"))
    assert anna.call(lambda call: call.hold is Hold.OURS).phase is Phase.TALKING


def test_the_fourth_of_four_callers_is_told_busy_and_history_knows_it(raw: RawPbx, anna: Agent) -> None:
    for _ in range(3):
        raw.invite(body=sdp())
        anna.phase(Phase.OFFERED)
    invite = raw.invite(("X-Queue", "Lieferung"), body=sdp())
    busy = raw.response(486)
    assert busy.cseq == (1, "INVITE")
    missed = anna.until(CallRefused).call
    assert (missed.ending, missed.party.number) == (Ending.ALL_LEGS_BUSY, "+4940123")
    assert missed.context.queue == "Lieferung"
    raw.send(invite)
    raw.response(486)
    raw.ack(invite, busy)
    anna.do(Dial("a1", "0401234"))  # the fourth leg is the agent's own
    raw.request("INVITE")
    assert len([event for event in anna.events if isinstance(event, CallRefused)]) == 1


def test_sides_that_died_and_answer_no_bye_give_their_legs_back(raw: RawPbx, anna: Agent) -> None:
    """After ten seconds, which this test takes, and not after the 32 of RFC 3261."""
    for _ in range(3):
        raw.invite(body=sdp())
        anna.do(Answer(anna.phase(Phase.OFFERED).call_id))
        raw.within("ACK", raw.response(200, "INVITE"), 1)
        anna.do(HangUp(anna.phase(Phase.TALKING).call_id))
        raw.request("BYE")
    invite = raw.invite(body=sdp())
    raw.ack(invite, raw.response(486))
    assert anna.until(CallRefused).call.ending is Ending.ALL_LEGS_BUSY  # and is not lost without a word
    until = time.monotonic() + 20
    while raw.answer_to(raw.invite(body=sdp())).status == 486:
        assert time.monotonic() < until
        raw.drain(0.5)
    anna.phase(Phase.OFFERED)


def test_garbage_does_not_move_the_engine(raw: RawPbx, anna: Agent) -> None:
    noise = random.Random(7)
    for n in range(40):  # more would overflow the socket before the last one, which counts
        raw.send_bytes(noise.randbytes(noise.randrange(1, 1400)))
        raw.send_bytes(b"INVITE sip:anna@x SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK%d\r\nFrom: \0<" % n)
        raw.send_bytes(b"SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nContent-Length: 99999\r\n\r\n")
    raw.invite(body=b"v=0\r\nm=nonsense\r\n")
    raw.invite(body=sdp())
    anna.phase(Phase.OFFERED)


def test_a_message_with_a_broken_address_is_no_text(raw: RawPbx, anna: Agent) -> None:
    assert raw.contact is not None
    raw.send(Request(method="MESSAGE", uri=str(raw.contact), body=b"\xff\xfe\0hi", headers=(
        ("Via", f"SIP/2.0/UDP 127.0.0.1:{raw.port};branch=z9hG4bK-m"), ("Max-Forwards", "70"),
        ("From", "<sip:x@y>;tag=1"), ("To", "<sip:anna@y>"), ("Call-ID", "m-1"), ("CSeq", "1 MESSAGE"),
        ("Content-Type", "text/plain"))))  # fmt: skip
    raw.response(200, "MESSAGE")
    raw.invite(body=sdp())
    anna.phase(Phase.OFFERED)
