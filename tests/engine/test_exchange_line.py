"""The line: registered only when proven, tried again with patience, left alone when nothing changed."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from softphone.domain.line import LineFault, LineState
from softphone.domain.presence import Gate
from softphone.domain.protocol import CommandFailed, Configure, LineChanged, LineTested, Quit, SoundChanged
from softphone.domain.protocol import TestLine as TryLine  # pytest would collect a Test…
from softphone.engine.exchange_line import retry_delay_s
from softphone.engine.ports import Reachable, Registration
from tests.engine.fake_phone import GATE, LINE, START, Bench


def test_a_line_is_registered_when_the_pbx_has_said_so_and_not_before() -> None:
    bench = Bench(configured=False)
    assert bench.exchange.snapshot().configured is False
    bench.do(Configure(LINE, GATE))
    assert bench.last(LineChanged).line.state is LineState.REGISTERING
    assert bench.phone.did[:2] == [("use_line", LINE), ("register", True)]
    bench.tell(Registration(200, "OK", 60))
    assert bench.last(LineChanged).line.proven
    assert bench.exchange.snapshot().configured


def test_an_unchanged_configuration_disturbs_nothing() -> None:
    bench = Bench()
    bench.talk()
    bench.forget()
    bench.do(Configure(LINE, GATE))
    assert bench.phone.did == []
    assert bench.ears.did == []
    assert bench.events == []


def test_a_registration_that_ran_out_is_no_registration() -> None:
    bench = Bench()
    bench.turn(59)
    assert bench.exchange.snapshot().line.proven
    bench.turn(1)
    line = bench.exchange.snapshot().line
    assert line.state is LineState.LOST
    assert line.next_try_at == START + timedelta(seconds=61)


def test_a_lost_line_is_tried_again_after_1_2_4_up_to_60_seconds() -> None:
    bench = Bench(configured=False)
    bench.do(Configure(LINE, GATE))
    waits = []
    for _ in range(9):
        bench.tell(Registration(408, "", 0))
        at = bench.exchange.snapshot().line.next_try_at
        assert at is not None
        waits.append((at - bench.now).total_seconds())
        bench.turn(waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert bench.phone.did.count(("register", True)) == 10
    assert retry_delay_s(1, 1.0) == 1.25


def test_a_refused_line_is_not_tried_again_by_itself_but_by_the_desk() -> None:
    bench = Bench(configured=False)
    bench.do(Configure(LINE, GATE))
    bench.tell(Registration(403, "Forbidden", 0))
    assert bench.last(LineChanged).line.state is LineState.REFUSED
    bench.turn(1000)
    assert bench.phone.did.count(("register", True)) == 1
    bench.do(Configure(LINE, GATE))
    assert bench.phone.did.count(("register", True)) == 2


def test_a_pbx_that_cannot_be_reached_is_asked_when_it_answers_again_and_not_by_growing_patience() -> None:
    bench = Bench(configured=False)
    bench.do(Configure(LINE, GATE))
    bench.tell(Registration(503, "", 0, fault=LineFault.UNREACHABLE))
    bench.turn(30)
    assert bench.phone.did.count(("register", True)) == 1
    bench.tell(Reachable())
    bench.turn(0)
    assert bench.phone.did.count(("register", True)) == 2


def test_a_refusal_from_before_the_way_was_back_costs_no_wait() -> None:
    bench = Bench(configured=False)
    bench.do(Configure(LINE, GATE))
    bench.tell(Reachable())
    bench.tell(Registration(503, "", 0))
    bench.turn(0)
    assert bench.phone.did.count(("register", True)) == 2


def test_a_pbx_that_may_have_been_restarted_is_asked_again_though_it_was_never_lost() -> None:
    bench = Bench()
    bench.tell(Reachable())
    bench.turn(0)
    assert bench.phone.did == [("register", True)]


def test_the_pbx_says_when_it_wants_to_be_asked_again() -> None:
    bench = Bench(configured=False)
    bench.do(Configure(LINE, GATE))
    bench.tell(Registration(503, "Busy", 0, retry_after_s=40))
    bench.turn(39)
    assert bench.phone.did.count(("register", True)) == 1
    bench.turn(1)
    assert bench.phone.did.count(("register", True)) == 2
    bench.tell(Registration(503, "Busy", 0, retry_after_s=86_400))
    at = bench.exchange.snapshot().line.next_try_at
    assert at is not None
    assert at - bench.now == timedelta(hours=1)


def test_offline_is_un_registered_and_back_again() -> None:
    bench = Bench()
    bench.do(Configure(LINE, Gate(register=False)))
    assert bench.last(LineChanged).line.state is LineState.OFFLINE
    assert ("register", False) in bench.phone.did
    bench.tell(Registration(200, "OK", 0))
    bench.turn(500)
    assert bench.exchange.snapshot().line.state is LineState.OFFLINE
    bench.do(Configure(LINE, GATE))
    assert ("register", True) in bench.phone.did


def test_another_line_waits_until_no_call_is_up() -> None:
    bench = Bench()
    bench.talk()
    bench.do(Configure(replace(LINE, user="bert"), GATE))
    assert bench.last(CommandFailed).command == "Configure"
    assert not any(deed[0] == "use_line" for deed in bench.phone.did)


def test_a_tested_line_gets_one_answer_and_leaves_the_real_one_alone() -> None:
    bench = Bench()
    bench.do(TryLine(replace(LINE, password="other")))
    bench.tell(Registration(401, "Unauthorized", 0, test=True))
    assert bench.last(LineTested).line.state is LineState.REFUSED
    bench.do(TryLine(LINE))
    bench.turn(12)
    assert bench.last(LineTested).line.state is LineState.LOST
    bench.tell(Registration(200, "OK", 60, test=True))
    assert len(bench.all(LineTested)) == 2
    assert bench.exchange.snapshot().line.proven


def test_quitting_asks_once_with_a_call_and_un_registers() -> None:
    bench = Bench()
    bench.talk()
    bench.do(Quit())
    assert bench.last(CommandFailed).command == "Quit"
    assert not bench.exchange.finished
    bench.do(Quit(with_calls=True))
    assert bench.phone.did[-2:] == [("hang_up", "c1"), ("register", False)]
    assert not bench.exchange.finished
    bench.tell(Registration(200, "OK", 0))
    assert bench.exchange.finished


def test_a_dead_pbx_does_not_keep_us_from_going() -> None:
    bench = Bench()
    bench.do(Quit())
    bench.turn(2)
    assert bench.exchange.finished


def test_the_sound_of_this_computer_is_said_once() -> None:
    bench = Bench(configured=False)
    assert len(bench.all(SoundChanged)) == 1
    assert bench.exchange.snapshot().sound.reason == "fake"


def test_a_test_of_our_own_account_asks_for_our_place_again_and_one_of_another_does_not() -> None:
    for tested, again in ((LINE, 1), (replace(LINE, user="bert"), 0)):
        bench = Bench()
        asked = bench.phone.did.count(("register", True))
        bench.do(TryLine(tested))
        bench.tell(Registration(200, "OK", 60, test=True))
        bench.turn(1)
        assert bench.last(LineTested).line.state is LineState.REGISTERED
        assert bench.phone.did.count(("register", True)) == asked + again


def test_after_a_sleep_the_line_is_asked_for_at_once_and_shown_as_unproven_until_answered() -> None:
    bench = Bench()
    bench.exchange.network_changed(slept=True)
    assert bench.phone.did == [("network_changed", True), ("register", True)]
    assert bench.exchange.snapshot().line.state is LineState.REGISTERING
    bench.tell(Registration(200, "OK", 60))
    assert bench.exchange.snapshot().line.proven


def test_a_refused_line_is_not_asked_for_again_by_a_sleep() -> None:
    bench = Bench(configured=False)
    bench.do(Configure(LINE, GATE))
    bench.tell(Registration(403, "Forbidden", 0))
    bench.forget()
    bench.exchange.network_changed(slept=True)
    assert ("register", True) not in bench.phone.did


def test_a_desk_that_does_not_know_the_password_yet_leaves_its_own_line_registered() -> None:
    bench = Bench()
    bench.talk()
    bench.forget()
    bench.do(Configure(replace(LINE, password=""), GATE, password_known=False))
    assert (bench.phone.did, bench.events) == ([], [])
    assert bench.exchange.snapshot().line.proven
    bench.do(Configure(LINE, GATE))
    assert (bench.phone.did, bench.events) == ([], [])


def test_without_a_password_no_other_line_is_taken() -> None:
    bench = Bench()
    bench.do(Configure(replace(LINE, user="201", password=""), GATE, password_known=False))
    assert bench.exchange.snapshot().line.state is LineState.UNCONFIGURED
    assert ("register", True) not in bench.phone.did[-1:]
