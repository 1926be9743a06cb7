"""The agent's place in the PBX's queues, by feature codes: in, paused, out. Pending until the PBX has answered.

One path for every pause: wrap-up, break, do not disturb, a lost line and a missing headset are reasons in one set.
The code for the pause goes when the set is no longer empty, the code that lifts it when it is empty again, and only
where the pause was ours. Of a desk that was restarted only that is known, the rest is asked anew: a log-in is harmless.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain.audio import SoundState
from softphone.domain.desk import Desk
from softphone.domain.presence import Wish
from softphone.domain.protocol import CodeAnswered, RunCode
from softphone.domain.queue import Place, Queue, Why
from softphone.domain.rules.devices import headset_refuses

TRY_AGAIN = timedelta(seconds=30)
GIVE_UP = timedelta(seconds=20)  # an engine that died tells nothing


def reasons(desk: Desk) -> frozenset[Why]:
    """All that keeps queue calls away now."""
    duty = desk.duty
    silent = desk.sound.state in (SoundState.NO_MICROPHONE, SoundState.NO_EAR)
    found = {
        Why.BREAK: duty.wish in (Wish.BREAK, Wish.NOT_ANSWERED) or duty.quiet,
        Why.WRAP_UP: bool(desk.wrapping_up),
        Why.LINE: not desk.line.proven,
        Why.HEADSET: silent or headset_refuses(desk),
    }
    return frozenset(why for why, holds in found.items() if holds)


def in_use(desk: Desk) -> bool:
    return bool(desk.settings.queue_login_code or desk.settings.queue_pause_code)


def next_step(desk: Desk) -> tuple[Place, str] | None:
    """Where to go from what is confirmed, and the code for it; None where all is as it should be."""
    settings, queue = desk.settings, desk.queue
    inside = Place.IN if settings.queue_login_code else Place.UNKNOWN  # a fixed member needs no log-in
    if desk.duty.wish is Wish.OFFLINE:
        leave = settings.queue_logout_code and queue.place in (Place.IN, Place.PAUSED)
        return (Place.OUT, settings.queue_logout_code) if leave else None
    if not reasons(desk) and queue.ours and settings.queue_resume_code:
        return inside if queue.place is Place.PAUSED else queue.place, settings.queue_resume_code
    if settings.queue_login_code and queue.place in (Place.UNKNOWN, Place.OUT):
        return Place.IN, settings.queue_login_code
    if reasons(desk) and queue.place is not Place.PAUSED and settings.queue_pause_code:
        return Place.PAUSED, settings.queue_pause_code.replace("{n}", str(_reason_number(desk)))
    return None


def _reason_number(desk: Desk) -> int:
    """The place of the break's reason in the settings, from 1; 0 for every other pause."""
    known = desk.settings.break_reasons
    on_break = desk.duty.wish is Wish.BREAK and desk.duty.reason in known
    return known.index(desk.duty.reason) + 1 if on_break else 0


def follow(desk: Desk, at: datetime) -> tuple[Desk, RunCode | None]:
    """Ask for the next step, one at a time. Nothing goes while the line is not proven: nobody would hear it."""
    queue = desk.queue
    if queue.pending is not None:
        if queue.asked_at is not None and at - queue.asked_at >= GIVE_UP:
            desk = replace(desk, queue=replace(queue, pending=None, refused=408))
        return desk, None
    if not in_use(desk) or not desk.line.proven:
        return desk, None
    step = next_step(desk)
    waiting = queue.refused and queue.asked_at is not None and at - queue.asked_at < TRY_AGAIN
    if step is None or waiting:
        return desk, None
    place, code = step
    code_id = f"code-{place}-{at.timestamp():.3f}"
    return replace(desk, queue=replace(queue, pending=place, code_id=code_id, asked_at=at)), RunCode(code_id, code)


def answered(desk: Desk, event: CodeAnswered) -> Desk:
    """The PBX's word on what was asked last; on anything older it is too late."""
    queue = desk.queue
    if event.code_id != queue.code_id or queue.pending is None:
        return desk
    if event.status != 200:
        return replace(desk, queue=replace(queue, pending=None, refused=event.status))
    paused = queue.pending is Place.PAUSED
    logged_in = queue.pending is Place.IN and queue.place in (Place.UNKNOWN, Place.OUT)  # which lifts no pause
    return replace(desk, queue=Queue(place=queue.pending, ours=paused or (logged_in and queue.ours)))
