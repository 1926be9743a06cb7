"""A call that nobody can press End for: what takes half a minute to see."""

from __future__ import annotations

from datetime import timedelta

from softphone.domain.call import Ending, Phase
from tests.journeys.live_call import LiveCall
from tests.journeys.processes import Programs, end_children_of


def test_with_neither_desk_nor_panel_the_call_is_ended_after_half_a_minute(programs: Programs) -> None:
    live = LiveCall(programs)
    live.kill_desk()
    before = live.customer.clock.now()

    def ended_without_panels() -> bool:
        end_children_of(live.engine)
        return live.customers_call.phase is Phase.ENDED

    live.customer.until(ended_without_panels, deadline_s=60)
    ended = live.customers_call.ended_at
    assert ended is not None
    assert timedelta(seconds=28) < ended - before < timedelta(seconds=45)
    desk = programs.desk(live.home)
    assert desk.call(Phase.ENDED).ending is Ending.HUNG_UP_HERE
