"""What the agent hears of the line: a loss within seconds, its end, and a log-in that was refused."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import Effect, ReadPassword, ToEngine, UsePassword
from softphone.domain.facts import SecretState
from softphone.domain.line import Line, LineFault, LineState
from softphone.domain.presence import Wish
from softphone.domain.protocol import Dial, LineChanged, PlayTone
from softphone.domain.rules.shift import team_setup
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


def test_a_team_line_that_is_lost_is_named_and_the_main_one_stays_good() -> None:
    lost = Line(LineState.LOST, since=at(10), name="Orders")
    desk, _ = update(a_desk(), heard(LineChanged(at(10), lost), 10))
    assert desk.line.proven
    desk, told = ticked(desk, 13)
    assert ([n.target for n in desk.notices], told) == (["Orders"], ["line-lost"])
    assert "Orders" in notice_words(desk.notices[0], desk)[0]
    back = Line(LineState.REGISTERED, since=at(20), name="Orders")
    desk, _ = update(desk, heard(LineChanged(at(20), back), 20))
    assert desk.notices == ()


def test_the_teams_line_is_as_the_main_one_where_nothing_else_is_said() -> None:
    desk = a_desk()
    settings = replace(desk.settings, line_server="pbx.example", line_user="anna", team_user="orders")
    desk, effects = update(replace(desk, team_secret=SecretState.KNOWN), facts.SettingsChanged(at(1), settings))
    assert ReadPassword("orders@pbx.example", "Team") in effects
    desk, effects = update(desk, facts.PasswordRead(at(2), SecretState.KNOWN, password="secret", line="Team"))
    assert UsePassword("secret", "Team") in effects
    setup = team_setup(desk)
    assert setup is not None
    assert (setup.uri, setup.name, setup.transport) == ("sip:orders@pbx.example", "Team", settings.line_transport)


def test_a_call_goes_out_by_the_line_that_was_chosen_if_it_is_there() -> None:
    team = Line(LineState.LOST, name="Team")
    desk = replace(a_desk(), more_lines=(team,))
    kept, effects = update(desk, facts.DialPressed(at(1), "c1", "040123456", line="Team"))
    assert (kinds(kept), commands(effects)) == ([NoticeKind.NOT_REGISTERED], [])
    desk = replace(desk, more_lines=(replace(team, state=LineState.REGISTERED),))
    _, effects = update(desk, facts.DialPressed(at(1), "c1", "040123456", line="Team"))
    assert [c.line for c in commands(effects)] == ["Team"]
    _, effects = update(desk, facts.DialPressed(at(1), "c2", "112", line="Team"))
    assert [c.line for c in commands(effects)] == [""]


def commands(effects: tuple[Effect, ...]) -> list[Dial]:
    return [e.command for e in effects if isinstance(e, ToEngine) and isinstance(e.command, Dial)]
