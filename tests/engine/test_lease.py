"""The rules about who is at the controls, with a clock turned by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.engine.lease import CONTROLS_OFF_AFTER_S, Deed, Lease
from softphone.host.relaunch import Ration


class Turn:
    """A lease, its clock, and what it did when: `deeds` are (second, deed)."""

    def __init__(self, *, relaunch: bool = True, talking: bool = False, ringing: bool = False) -> None:
        self.now = 0.0
        self.talking = talking
        self.ringing = ringing
        self.desk_silent_s = 0.0
        self.deeds: list[tuple[float, Deed]] = []
        desks: Callable[[], bool] | None = Ration(lambda: self.now).take if relaunch else None
        self.lease = Lease(0.0, may_start_desk=desks, may_start_panel=Ration(lambda: self.now).take)

    def did(self, deeds: list[Deed]) -> list[Deed]:
        self.deeds += [(self.now, deed) for deed in deeds]
        return deeds

    def until(self, second: float) -> list[tuple[float, Deed]]:
        """Everything done from now until `second`, in steps of a half."""
        before = len(self.deeds)
        while self.now < second:
            self.now += 0.5
            self.did(
                self.lease.tick(
                    self.now, desk_silent_s=self.desk_silent_s, ringing=self.ringing, talking=self.talking
                )
            )
        return self.deeds[before:]


def at_a_desk(**kind: bool) -> Turn:
    turn = Turn(**kind)
    turn.did(turn.lease.desk_came())
    turn.deeds.clear()
    return turn


def test_with_a_desk_that_talks_nothing_is_to_be_done() -> None:
    assert at_a_desk(talking=True).until(200) == []


def test_a_desk_that_dies_is_started_again_at_once() -> None:
    turn = at_a_desk(talking=True)
    assert turn.lease.desk_went(turn.now) == [Deed.START_DESK]
    turn.until(2)
    assert turn.lease.desk_came() == []


def test_a_silent_desk_is_ended_after_ten_seconds() -> None:
    turn = at_a_desk()
    turn.desk_silent_s = 9.0
    assert turn.until(3) == []
    turn.desk_silent_s = 10.0
    assert turn.until(3.5) == [(3.5, Deed.END_DESK)]


def test_a_desk_that_hangs_in_a_call_gets_a_panel_beside_it_until_it_speaks_again() -> None:
    turn = at_a_desk(talking=True)
    turn.desk_silent_s = 4.0
    assert turn.until(1) == []
    turn.desk_silent_s = 5.0
    assert turn.until(3) == [(1.5, Deed.START_PANEL)]
    assert turn.lease.panel_came() == []
    turn.desk_silent_s = 0.0
    assert turn.until(4) == [(3.5, Deed.END_PANEL)]


def test_a_panel_that_comes_when_the_desk_already_speaks_again_is_sent_away() -> None:
    turn = at_a_desk(talking=True)
    turn.desk_silent_s = 5.0
    assert turn.until(1) == [(0.5, Deed.START_PANEL)]
    turn.desk_silent_s = 0.0
    assert turn.until(2) == []
    assert turn.lease.panel_came() == [Deed.END_PANEL]


def test_a_desk_that_hangs_without_a_call_needs_no_panel() -> None:
    turn = at_a_desk(ringing=True)
    turn.desk_silent_s = 9.0
    assert turn.until(3) == []


def test_the_panel_of_a_desk_that_hung_to_its_end_stays_until_the_next_desk_comes() -> None:
    turn = at_a_desk(talking=True)
    turn.desk_silent_s = 5.0
    turn.until(1)
    turn.lease.panel_came()
    turn.desk_silent_s = 10.0
    assert turn.until(1.5) == [(1.5, Deed.END_DESK)]
    assert turn.lease.desk_went(turn.now) == [Deed.START_DESK]
    assert Deed.END_PANEL not in [deed for _, deed in turn.until(5)]
    assert turn.lease.desk_came() == [Deed.END_PANEL]


def test_a_desk_that_was_started_and_never_came_is_started_again() -> None:
    turn = at_a_desk()
    turn.did(turn.lease.desk_went(turn.now))
    assert (10.0, Deed.START_DESK) in turn.until(10)


def test_after_three_desks_in_vain_the_engine_leaves_the_line() -> None:
    turn = at_a_desk()
    turn.did(turn.lease.desk_went(turn.now))
    assert turn.until(59) == [
        (10.0, Deed.START_DESK),
        (10.0, Deed.REFUSE_CUSTOMERS),
        (20.0, Deed.START_DESK),
        (30.0, Deed.LEAVE),
    ]


def test_after_three_desks_in_vain_a_call_goes_on_with_a_panel_and_then_the_engine_leaves() -> None:
    turn = at_a_desk(talking=True)
    turn.did(turn.lease.desk_went(turn.now))
    turn.until(6)
    turn.did(turn.lease.panel_came())
    assert Deed.LEAVE not in [deed for _, deed in turn.until(100)]
    turn.talking = False
    assert turn.until(101)[-1][1] is Deed.LEAVE


def test_an_engine_whose_starter_never_comes_starts_a_desk() -> None:
    assert Turn().until(10)[0] == (10.0, Deed.START_DESK)


def test_without_desk_or_call_customers_are_refused_after_ten_seconds_until_a_desk_comes() -> None:
    turn = at_a_desk(relaunch=False)
    turn.lease.desk_went(turn.now)
    assert turn.until(9.5) == []
    assert turn.until(10) == [(10.0, Deed.REFUSE_CUSTOMERS)]
    assert turn.lease.desk_came() == [Deed.TAKE_CUSTOMERS]


def test_an_engine_that_may_start_no_desk_leaves_after_a_minute_alone() -> None:
    turn = Turn(relaunch=False)
    assert turn.until(120) == [(10.0, Deed.REFUSE_CUSTOMERS), (60.0, Deed.LEAVE)]


def test_a_call_keeps_a_lonely_engine_for_as_long_as_it_lasts() -> None:
    for kind in ("talking", "ringing"):
        turn = Turn(relaunch=False, **{kind: True})
        assert Deed.LEAVE not in [deed for _, deed in turn.until(120)]


def test_a_call_without_a_desk_gets_a_panel_after_five_seconds() -> None:
    turn = at_a_desk(relaunch=False, talking=True)
    turn.lease.desk_went(turn.now)
    assert turn.until(4.5) == []
    assert turn.until(5) == [(5.0, Deed.START_PANEL)]
    turn.lease.panel_came()
    assert turn.until(300) == [(10.0, Deed.REFUSE_CUSTOMERS)]


def test_a_call_that_only_rings_gets_no_panel() -> None:
    turn = at_a_desk(relaunch=False, ringing=True)
    turn.lease.desk_went(turn.now)
    assert Deed.START_PANEL not in [deed for _, deed in turn.until(300)]


def test_without_desk_and_panel_the_microphone_is_cut_and_the_call_ended_after_thirty_seconds() -> None:
    turn = at_a_desk(relaunch=False, talking=True)
    turn.lease.desk_went(turn.now)
    deeds = turn.until(60)
    assert (CONTROLS_OFF_AFTER_S, Deed.CONTROLS_OFF) in deeds
    assert [deed for _, deed in deeds].count(Deed.CONTROLS_OFF) == 1
    assert [at for at, deed in deeds if deed is Deed.START_PANEL] == [5.0, 15.0, 25.0]


def test_a_desk_that_comes_back_has_its_controls_and_needs_no_panel() -> None:
    turn = at_a_desk(relaunch=False, talking=True)
    turn.lease.desk_went(turn.now)
    turn.until(40)
    assert turn.lease.panel_came() == [Deed.CONTROLS_ON]
    assert turn.lease.desk_came() == [Deed.END_PANEL, Deed.TAKE_CUSTOMERS]
    assert turn.lease.panel_went(turn.now) is None
    assert turn.until(200) == []


def test_a_panel_that_dies_starts_the_thirty_seconds_anew() -> None:
    turn = at_a_desk(relaunch=False, talking=True)
    turn.lease.desk_went(turn.now)
    turn.until(6)
    turn.lease.panel_came()
    turn.until(100)
    turn.lease.panel_went(turn.now)
    deeds = turn.until(140)
    assert deeds[0] == (100.5, Deed.START_PANEL)
    assert (130.0, Deed.CONTROLS_OFF) in deeds


def test_a_panel_that_comes_after_the_desk_is_sent_away() -> None:
    assert at_a_desk().lease.panel_came() == [Deed.END_PANEL]


def test_who_leaves_starts_nobody() -> None:
    turn = at_a_desk(talking=True)
    turn.lease.leave()
    assert turn.lease.desk_went(turn.now) == []
    assert turn.until(300) == []


@pytest.mark.parametrize("relaunch", [True, False])
def test_whatever_happens_no_microphone_is_live_for_long_without_controls(relaunch: bool) -> None:
    steps = st.lists(st.sampled_from(["desk+", "desk-", "panel+", "panel-", "wait"]), max_size=40)

    @given(steps, st.integers(1, 20))
    def anything(steps: list[str], seconds: int) -> None:
        turn = Turn(relaunch=relaunch, talking=True)
        desk = panel = False
        unwatched_s, controls = 0.0, True
        for step in steps:
            deeds: list[Deed] = []
            if step == "desk+" and not desk:
                desk, deeds = True, turn.lease.desk_came()
            elif step == "desk-" and desk:
                desk, deeds = False, turn.lease.desk_went(turn.now)
            elif step == "panel+" and not panel:
                panel, deeds = True, turn.lease.panel_came()
            elif step == "panel-" and panel:
                panel = False
                turn.lease.panel_went(turn.now)
            else:
                for _, deed in turn.until(turn.now + seconds):
                    deeds.append(deed)
                unwatched_s = 0.0 if desk or panel else unwatched_s + seconds
            if desk or panel:
                unwatched_s = 0.0
            controls = (controls or Deed.CONTROLS_ON in deeds) and Deed.CONTROLS_OFF not in deeds
            assert controls == (desk or panel or unwatched_s < CONTROLS_OFF_AFTER_S)

    anything()


def test_for_a_desk_of_another_build_calls_are_finished_and_then_room_is_made() -> None:
    turn = Turn(talking=True)
    assert turn.lease.desk_differs() == [Deed.REFUSE_CUSTOMERS]
    assert turn.lease.desk_differs() == []
    assert Deed.LEAVE not in [deed for _, deed in turn.until(4)]
    turn.talking = False
    assert [deed for _, deed in turn.until(6)] == [Deed.LEAVE]
