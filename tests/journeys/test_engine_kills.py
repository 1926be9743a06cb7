"""A live call between two engines, and what is killed in it. Real SIP and RTP over loopback, a PBX between them."""

from __future__ import annotations

from softphone.domain.call import Ending, Phase
from softphone.domain.protocol import HangUp, SetMute, TakeBack
from tests.journeys.live_call import LiveCall
from tests.journeys.processes import Programs, children_of, log_of


def test_a_killed_desk_costs_the_customer_nothing_and_the_next_desk_has_the_call(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    desk = programs.desk(live.home)
    call = desk.call(Phase.TALKING)
    assert call.answered_at is not None
    assert live.customers_call.phase is Phase.TALKING
    desk.link.send(HangUp(call.call_id))
    desk.until(lambda: live.customers_call.phase is Phase.ENDED)
    assert live.customers_call.ending is Ending.HUNG_UP_THERE


def test_a_desk_that_comes_and_goes_five_times_in_a_call_loses_nothing(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    for _ in range(5):
        process = programs.desk_process(live.home, live.server, "agent")
        process.kill()
        programs.exit_code(process)
    desk = programs.desk(live.home)
    desk.call(Phase.TALKING)
    assert live.customers_call.phase is Phase.TALKING


def test_a_killed_engine_is_replaced_by_one_that_takes_the_call_back(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    desk = programs.desk(live.home)
    lost = desk.call(Phase.TALKING)
    live.engine.kill()
    desk.until(lambda: desk.downs)
    desk.calls.clear()
    desk.events.clear()
    programs.engine(live.home)
    desk.register(live.server, "agent")
    desk.link.send(TakeBack(lost))
    taken = desk.call(Phase.TALKING)
    assert taken.taken_back
    assert taken.call_id == lost.call_id
    assert live.customers_call.phase is Phase.TALKING
    live.customer.link.send(HangUp("call-1"))
    desk.call(Phase.ENDED)


def test_without_a_desk_a_panel_comes_after_five_seconds_and_can_mute_and_end(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    panels = live.customer.until(lambda: children_of(live.engine))
    assert panels[0][-3:] == ["panel", *live.home.arguments]
    live.customer.until(lambda: "joined role=panel" in log_of(live.home))
    hand = programs.desk(live.home, role="panel")
    call = hand.call(Phase.TALKING)
    hand.link.send(SetMute(call.call_id, True))
    hand.until(lambda: hand.calls[call.call_id].muted)
    hand.link.send(HangUp(call.call_id))
    hand.until(lambda: live.customers_call.phase is Phase.ENDED)
    hand.until(lambda: not children_of(live.engine))


def test_a_panel_goes_when_a_desk_is_back(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    live.customer.until(lambda: "joined role=panel" in log_of(live.home))
    desk = programs.desk(live.home)
    desk.call(Phase.TALKING)
    desk.until(lambda: not children_of(live.engine))
    assert live.customers_call.phase is Phase.TALKING
    assert "sent_away reason=closed" in log_of(live.home, "panel")
