"""Feature codes run unseen: by the rules with a clock turned by hand, and by a real engine; and messages waiting."""

from __future__ import annotations

from softphone.domain.line import LineSetup
from softphone.domain.mailbox import Mailbox
from softphone.domain.protocol import CallChanged, CodeAnswered, Configure, LineChanged, MailboxChanged, RunCode
from softphone.domain.sip import Request
from softphone.engine.exchange_codes import ANSWER_S, HEARD_OUT_S
from softphone.engine.ports import Connected, LegEnded, RingsBack, SummaryArrived
from tests.engine.agents import Agent
from tests.engine.fake_phone import DIALOG, Bench
from tests.engine.raw_pbx import RawPbx, sdp

SUMMARY = b"Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n"


def test_a_code_is_confirmed_by_its_answer_and_hung_up_soon() -> None:
    bench = Bench()
    bench.do(RunCode("q1", "*43"))
    assert ("dial", "q1", "*43") in bench.phone.did
    bench.tell(RingsBack("q1", True), Connected("q1", DIALOG))
    assert bench.last(CodeAnswered).status == 200
    bench.turn(HEARD_OUT_S)
    assert ("hang_up", "q1") in bench.phone.did
    bench.exchange.tick()
    assert [event.status for event in bench.all(CodeAnswered)] == [200]
    assert (bench.all(CallChanged), bench.phone.routes, bench.ears.did) == ([], frozenset(), [])


def test_a_code_that_is_refused_or_never_answered_says_so_once() -> None:
    bench = Bench()
    bench.do(RunCode("q1", "*43"))
    bench.tell(LegEnded("q1", 404, ""))
    assert bench.last(CodeAnswered).status == 404
    bench.do(RunCode("q2", "*43"))
    bench.turn(ANSWER_S)
    bench.exchange.tick()
    assert [(event.code_id, event.status) for event in bench.all(CodeAnswered)] == [("q1", 404), ("q2", 408)]


def test_a_code_leaves_the_last_leg_to_people() -> None:
    bench = Bench()
    for n in range(3):
        bench.dial_out(f"d{n}")
    bench.do(RunCode("q1", "*43"))
    assert bench.last(CodeAnswered).status == 486
    assert ("dial", "q1", "*43") not in bench.phone.did


def test_messages_waiting_are_told_when_they_change_and_to_a_new_desk() -> None:
    bench = Bench()
    bench.tell(SummaryArrived(Mailbox(2, 8)), SummaryArrived(Mailbox(2, 8)))
    assert [event.mailbox for event in bench.all(MailboxChanged)] == [Mailbox(2, 8)]
    assert bench.exchange.snapshot().mailbox == Mailbox(2, 8)


def test_a_real_engine_runs_a_code_that_the_pbx_answers_and_ends() -> None:
    with RawPbx() as pbx, Agent("anna", pbx.server) as anna:
        anna.configure()
        pbx.register()
        anna.do(RunCode("q1", "*43"))
        invite = pbx.request("INVITE")
        assert invite.uri.startswith("sip:*43@")
        pbx.answer(invite, 200, body=sdp())
        assert anna.until(CodeAnswered).status == 200
        assert pbx.request("BYE").call_id == invite.call_id
        assert not [event for event in anna.events if isinstance(event, CallChanged)]


def notify(pbx: RawPbx, *, state: str, call_id: str, sender: str, to: str) -> Request:
    headers = (
        ("Via", f"SIP/2.0/UDP 127.0.0.1:{pbx.port};branch=z9hG4bK-mwi-{call_id}"), ("Max-Forwards", "70"),
        ("From", sender), ("To", to), ("Call-ID", call_id), ("CSeq", "1 NOTIFY"),
        ("Contact", f"<sip:raw@127.0.0.1:{pbx.port}>"), ("Event", "message-summary"),
        *((("Subscription-State", state),) if state else ()), ("Content-Type", "application/simple-message-summary"),
    )  # fmt: skip
    return Request(method="NOTIFY", uri=str(pbx.contact), headers=headers, body=SUMMARY)


def test_messages_waiting_are_heard_unasked() -> None:
    with RawPbx() as pbx, Agent("anna", pbx.server) as anna:
        anna.configure()
        pbx.register()
        anna.until(LineChanged, lambda e: e.line.proven)
        pbx.send(notify(pbx, state="", call_id="m-1", sender="<sip:mail@raw>;tag=m", to=f"<{pbx.contact}>"))
        assert pbx.final("NOTIFY").status == 200
        assert anna.until(MailboxChanged).mailbox == Mailbox(2, 8)


def test_messages_waiting_are_asked_for_where_the_setting_says_so() -> None:
    with RawPbx() as pbx, Agent("anna", pbx.server) as anna:
        line = LineSetup("anna", pbx.server, "pw", mailbox=True)
        anna.do(Configure(line, anna.gate))
        pbx.register()
        asked = pbx.request("SUBSCRIBE")
        assert asked.value("Event") == "message-summary"
        pbx.answer(asked, 200, ("Expires", "600"))
        pbx.send(notify(pbx, state="active;expires=600", call_id=asked.call_id,
                        sender=f"{asked.value('To')};tag=raw", to=asked.value("From") or ""))  # fmt: skip
        assert anna.until(MailboxChanged).mailbox == Mailbox(2, 8)
