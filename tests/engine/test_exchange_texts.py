"""Side-chat texts: one answer for each, a fall-back for peers that know no CPIM, nothing missed by a new desk."""

from __future__ import annotations

import pytest

from softphone.domain.presence import Presence, Reach
from softphone.domain.protocol import (
    ComposingReceived,
    CustomerWords,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    PresenceChanged,
    ReceiptReceived,
    SendComposing,
    SendCustomerText,
    SendMessage,
    SendReceipt,
    WatchPresence,
)
from softphone.engine.ports import PresenceArrived, TextAnswered, TextArrived
from softphone.engine.texts import COMPOSING, CPIM, PLAIN, write_composing, write_cpim, write_receipt
from tests.engine.fake_phone import START, Bench

BERT = "sip:bert@127.0.0.1:5080"


def arrived(content_type: str, body: str, *headers: tuple[str, str]) -> TextArrived:
    return TextArrived(BERT, content_type, body, "call-1 7", headers)


def test_a_text_asks_for_receipts_and_carries_our_ids() -> None:
    bench = Bench()
    bench.do(SendMessage("m-1", "bert", "Hallo", conversation="c-1"))
    _, token, to, content_type, body, headers = bench.phone.did[-1]
    assert (token, to, content_type) == ("m-1", "bert", CPIM)
    assert "imdn.Message-ID: m-1" in str(body)
    assert "To: <sip:bert@127.0.0.1:5080>" in str(body)
    assert headers == (("X-Aside-Id", "m-1"), ("X-Aside-Conversation", "c-1"))
    bench.tell(TextAnswered("m-1", 202, "Accepted"))
    assert bench.last(MessageAccepted).imdn_id == "m-1"


def test_a_peer_that_knows_no_cpim_gets_plain_text_now_and_from_then_on() -> None:
    bench = Bench()
    bench.do(SendMessage("m-1", BERT, "Hallo"))
    bench.tell(TextAnswered("m-1", 415, "Unsupported Media Type"))
    assert bench.phone.did[-1][1:5] == ("m-1", BERT, PLAIN, "Hallo")
    bench.tell(TextAnswered("m-1", 200, "OK"))
    assert bench.last(MessageAccepted).imdn_id == ""
    bench.do(SendMessage("m-2", "SIP:Bert@127.0.0.1:5080;x=1", "nochmal"))
    assert bench.phone.did[-1][3] == PLAIN
    bench.do(SendMessage("m-3", "cora", "?"))
    assert bench.phone.did[-1][3] == CPIM


@pytest.mark.parametrize(("code", "kind"), [(0, MessageLost), (408, MessageLost), (404, MessageRefused),
                                           (415, MessageRefused), (513, MessageRefused)])  # fmt: skip
def test_what_did_not_arrive_is_refused_or_lost(code: int, kind: type[MessageLost | MessageRefused]) -> None:
    bench = Bench()
    bench.do(SendMessage("m-1", BERT, "x", receipts=False))
    bench.tell(TextAnswered("m-1", code, ""), TextAnswered("m-1", 200, "late"))
    assert [event.message_id for event in bench.all(kind)] == ["m-1"]
    assert not bench.all(MessageAccepted)


def test_a_text_that_is_never_answered_is_lost_once() -> None:
    bench = Bench()
    bench.do(SendMessage("m-1", BERT, "x"), SendMessage("m-1", BERT, "x"))
    assert len([deed for deed in bench.phone.did if deed[0] == "send_text"]) == 1
    bench.turn(25)
    bench.tell(TextAnswered("m-1", 200, "late"))
    assert len(bench.all(MessageLost)) == 1
    assert not bench.all(MessageAccepted)


def test_what_arrives_is_read_whatever_its_wrapping() -> None:
    bench = Bench()
    cpim = write_cpim("Guten\r\n\r\nTag", sender=BERT, to="sip:anna@x", at=START, imdn_id="r-9")
    bench.tell(arrived("Message/CPIM; charset=utf-8", cpim, ("x-aside-id", "m-9"), ("X-Aside-Conversation", "c-3")))
    text = bench.last(MessageReceived)
    assert (text.text, text.imdn_id, text.wants_seen) == ("Guten\r\n\r\nTag", "r-9", True)
    assert (text.message_id, text.conversation, text.network_id) == ("m-9", "c-3", "call-1 7")
    bench.tell(arrived("text/plain;charset=UTF-8", "ja"))
    assert (bench.last(MessageReceived).text, bench.last(MessageReceived).imdn_id) == ("ja", "")
    bench.tell(arrived(CPIM, write_receipt("m-1", seen=True, sender=BERT, to="sip:anna@x", at=START)))
    assert bench.last(ReceiptReceived) == ReceiptReceived(bench.now, BERT, "m-1", True)
    bench.tell(arrived(COMPOSING, write_composing(True)), arrived(COMPOSING, write_composing(False)))
    assert [event.active for event in bench.all(ComposingReceived)] == [True, False]


def test_another_sender_of_cpim_with_its_own_prefix_is_understood() -> None:
    bench = Bench()
    body = (
        "From: <sip:bert@x>\nTo: <sip:anna@x>\nNS: i <urn:ietf:params:imdn>\ni.Message-ID: 34jk\n"
        "i.Disposition-Notification: positive-delivery\n\nContent-type: text/plain\n\nhallo"
    )
    bench.tell(arrived(CPIM, body))
    text = bench.last(MessageReceived)
    assert (text.text, text.imdn_id, text.wants_seen) == ("hallo", "34jk", False)


@pytest.mark.parametrize("body", ["", "\r\n\r\n", "<imdn>", "<!DOCTYPE x [<!ENTITY a 'b'>]><imdn/>", "x" * 100_000])
@pytest.mark.parametrize("kind", [COMPOSING, "message/imdn+xml", "image/png", "multipart/mixed; boundary=x"])
def test_what_cannot_be_read_is_dropped(kind: str, body: str) -> None:
    bench = Bench()
    bench.tell(arrived(kind, body))
    assert not bench.all(MessageReceived)
    assert not bench.all(ReceiptReceived)


def test_typing_is_not_told_again_to_who_does_not_know_it() -> None:
    bench = Bench()
    bench.do(SendComposing("bert", True))
    token = bench.phone.did[-1][1]
    bench.tell(TextAnswered(str(token), 415, ""))
    bench.forget()
    bench.do(SendComposing("bert", False))
    assert bench.phone.did == []
    assert bench.events == []


def test_a_new_desk_hears_what_came_while_there_was_none() -> None:
    bench = Bench()
    cpim = write_cpim("da", sender=BERT, to="sip:anna@x", at=START, imdn_id="r-9")
    bench.tell(arrived(CPIM, cpim), arrived(PLAIN, "noch da"))
    assert [event.text for event in bench.exchange.replay() if isinstance(event, MessageReceived)] == ["da", "noch da"]
    bench.do(SendReceipt(BERT, "r-9", seen=False))
    assert [event.text for event in bench.exchange.replay() if isinstance(event, MessageReceived)] == ["noch da"]


def test_only_those_in_view_are_watched() -> None:
    bench = Bench()
    bench.do(WatchPresence(("bert", "cora", "bert")))
    assert bench.phone.did[-1] == ("watch", ("bert", "cora"))
    bench.tell(PresenceArrived("bert", Presence(Reach.BUSY)), PresenceArrived("mallory", Presence(Reach.BUSY)))
    assert [event.uri for event in bench.all(PresenceChanged)] == ["bert"]


def test_a_text_to_a_customer_is_plain_and_carries_nothing_of_ours() -> None:
    bench = Bench()
    bench.do(SendCustomerText("c-1", "sip:+491715550142@gw", CustomerWords("It is in Bremen.")))
    assert bench.phone.did[-1][1:] == ("c-1", "sip:+491715550142@gw", PLAIN, "It is in Bremen.", ())
    bench.do(SendCustomerText("c-1", "sip:+491715550142@gw", CustomerWords("It is in Bremen.")))
    assert len([d for d in bench.phone.did if d[1] == "c-1"]) == 1
    bench.tell(TextAnswered("c-1", 415, "Unsupported Media Type"))
    assert bench.last(MessageRefused).code == 415
