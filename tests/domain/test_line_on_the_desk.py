"""What the agent hears of the line: a loss within seconds, its end, and a log-in that was refused."""

from __future__ import annotations

from dataclasses import replace

from softphone.domain import facts
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, ToEngine
from softphone.domain.line import Line, LineFault, LineState
from softphone.domain.presence import Wish
from softphone.domain.protocol import LineChanged, PlayTone
from softphone.domain.update import update
from softphone.ui.notices import notice_words
from tests.builders import a_desk, at, heard


def turned(desk: Desk, state: LineState, seconds: float) -> tuple[Desk, list[str]]:
    line = Line(state, since=at(seconds), fault=LineFault.NO_NETWORK if state is LineState.LOST else LineFault.NONE)
    desk, effects = update(desk, heard(LineChanged(at(seconds), line), seconds))
    return desk, tones(effects)


def ticked(desk: Desk, seconds: float) -> tuple[Desk, list[str]]:
    desk, effects = update(desk, facts.Ticked(at(seconds)))
    return desk, tones(effects)


def tones(effects: tuple[Effect, ...]) -> list[str]:
    return [e.command.name for e in effects if isinstance(e, ToEngine) and isinstance(e.command, PlayTone)]


def kinds(desk: Desk) -> list[NoticeKind]:
    return [n.kind for n in desk.notices]


def test_a_loss_is_told_once_after_three_seconds_in_words_and_by_ear() -> None:
    desk, _ = turned(a_desk(), LineState.LOST, 10)
    desk, early = ticked(desk, 12)
    assert (kinds(desk), early) == ([], [])
    desk, told = ticked(desk, 13)
    assert (kinds(desk), told) == ([NoticeKind.LINE_LOST], ["line-lost"])
    desk, again = ticked(desk, 14)
    assert again == []
    assert "No network" in notice_words(desk.notices[0], desk)[0]


def test_a_connection_that_is_replaced_at_once_alarms_nobody() -> None:
    desk, _ = turned(a_desk(), LineState.LOST, 10)
    desk, _ = turned(desk, LineState.REGISTERING, 11)
    desk, sounds = turned(desk, LineState.REGISTERED, 12)
    desk, told = ticked(desk, 20)
    assert (kinds(desk), sounds, told) == ([], [], [])


def test_a_loss_that_wavers_between_asking_and_losing_is_told_all_the_same() -> None:
    desk = a_desk()
    for second in range(10, 14):
        desk, _ = turned(desk, LineState.LOST if second % 2 else LineState.REGISTERING, second)
    desk, told = ticked(desk, 14)
    assert told == ["line-lost"]


def test_the_end_of_a_loss_is_told_and_its_notice_goes() -> None:
    desk, _ = turned(a_desk(), LineState.LOST, 10)
    desk, _ = ticked(desk, 14)
    desk, sounds = turned(desk, LineState.REGISTERED, 20)
    assert (kinds(desk), sounds) == ([], ["line-back"])


def test_a_refused_log_in_is_told_at_once() -> None:
    desk, sounds = turned(a_desk(), LineState.REFUSED, 10)
    assert (kinds(desk), sounds) == ([NoticeKind.LINE_REFUSED], ["line-lost"])
    assert "password" in notice_words(desk.notices[0], desk)[0]
    desk, later = ticked(desk, 20)
    assert later == []


def test_who_is_logged_off_misses_no_line() -> None:
    desk = a_desk()
    desk = replace(desk, duty=replace(desk.duty, wish=Wish.OFFLINE))
    desk, _ = turned(desk, LineState.LOST, 10)
    desk, told = ticked(desk, 20)
    assert (kinds(desk), told) == ([], [])
