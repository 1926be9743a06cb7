"""Which tone a call rings with: its queue's, or none in the silent hours."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.ringing import RingTone, ring_tone

NOON, NIGHT = time(12, 0), time(23, 30)


def test_a_queue_may_have_a_tone_of_its_own() -> None:
    tones = ("Orders=chime", "staff = silent", "no tone at all", "Complaints=trumpet", "=soft")
    rung = [ring_tone(RingTone.DUO, tones, (), q, NOON) for q in ("orders", "Staff", "Complaints", "Other", "")]
    assert rung == [RingTone.CHIME, RingTone.SILENT, RingTone.DUO, RingTone.DUO, RingTone.DUO]


@pytest.mark.parametrize(
    ("hours", "queue", "at", "silent"),
    [
        ("20:00-07:00", "", NIGHT, True),
        ("20:00-07:00", "", time(6, 59), True),
        ("20:00-07:00", "Orders", time(7, 0), False),
        ("20:00-07:00", "", time(19, 59), False),
        ("20-7", "", NIGHT, True),
        ("22.30 – 24:00", "", NIGHT, True),
        ("Orders 12:00-13:00", "orders", NOON, True),
        ("Orders 12:00-13:00", "", NOON, False),
        ("Late shift 20:00-07:00", "Late shift", NIGHT, True),
        ("00:00-24:00", "", NOON, True),
        ("25:00-26:00", "", NOON, False),
        ("at night", "", NIGHT, False),
    ],
)
def test_silent_hours_go_over_midnight_and_may_be_a_queue_s(hours: str, queue: str, at: time, silent: bool) -> None:
    assert (ring_tone(RingTone.SOFT, (), (hours,), queue, at) is RingTone.SILENT) is silent


@given(st.text(max_size=200), st.text(max_size=40), st.times())
def test_whatever_is_typed_a_call_has_a_tone(entry: str, queue: str, at: time) -> None:
    assert ring_tone(RingTone.DUO, (entry,), (entry,), queue, at) in set(RingTone)
