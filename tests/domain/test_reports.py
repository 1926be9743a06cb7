"""A report of a problem: the trace in parts, whatever the engine does, and nothing kept without a press."""

from __future__ import annotations

from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.desk import Desk, EngineState
from softphone.domain.effects import ComposeReport, KeepReport, ToEngine
from softphone.domain.protocol import TellTrace, TraceTold
from softphone.domain.rules.checkups import known
from softphone.domain.update import update
from softphone.engine.exchange_report import MOST_CHARS, in_parts
from tests.builders import a_desk, at, heard


def asked(desk: Desk, path: str = "") -> Desk:
    desk, effects = update(desk, facts.ReportWanted(at(0), path))
    assert effects == (ToEngine(TellTrace()),)
    return desk


def test_the_trace_comes_in_parts_and_makes_one_report() -> None:
    desk = asked(a_desk())
    whole = "".join(f"line {n}\n" for n in range(20_000))
    for part in in_parts(at(1), whole)[:-1]:
        desk, effects = update(desk, heard(part, 1))
        assert effects == ()
    desk, effects = update(desk, heard(in_parts(at(1), whole)[-1], 1))
    assert effects == (ComposeReport(whole, desk.settings, known(desk)),)


def test_a_trace_that_is_too_long_loses_its_oldest() -> None:
    parts = in_parts(at(1), "old" + "x" * MOST_CHARS)
    assert sum(len(part.text) for part in parts) == MOST_CHARS
    assert [part.left for part in parts] == list(range(len(parts) - 1, -1, -1))
    assert [part.text for part in in_parts(at(1), "")] == [""]


def test_an_engine_that_does_not_answer_or_does_not_run_keeps_no_report_back() -> None:
    desk, effects = update(asked(a_desk()), facts.Ticked(at(4)))
    assert effects == (ComposeReport("", desk.settings, known(desk)),)
    desk, effects = update(desk, heard(TraceTold(at(5), "late", 0), 5))
    assert effects == ()
    down = replace(a_desk(), engine=EngineState.FAILED)
    _, effects = update(down, facts.ReportWanted(at(0)))
    assert effects == (ComposeReport("", down.settings, known(down)),)


def test_it_is_shown_before_it_is_kept_where_the_agent_says() -> None:
    desk = asked(a_desk())
    desk, _ = update(desk, heard(TraceTold(at(1), "trace", 0), 1))
    desk, effects = update(desk, facts.ReportSaved(at(1), "/tmp/early.txt"))
    assert effects == ()
    desk, effects = update(desk, facts.ReportComposed(at(2), "all of it"))
    assert effects == ()
    assert desk.report is not None
    assert desk.report.text == "all of it"
    desk, effects = update(desk, facts.ReportSaved(at(3), "/tmp/report.txt"))
    assert effects == (KeepReport("/tmp/report.txt", "all of it"),)
    desk, _ = update(desk, facts.ReportKept(at(4), "/tmp/report.txt", False))
    assert desk.report is not None
    assert desk.report.failed
    desk, _ = update(desk, facts.ReportKept(at(5), "/tmp/report.txt", True))
    assert desk.report is not None
    assert (desk.report.kept_at, desk.report.failed) == ("/tmp/report.txt", False)


def test_from_the_command_line_it_is_written_at_once() -> None:
    desk = asked(a_desk(), "/tmp/asked.txt")
    desk, _ = update(desk, heard(TraceTold(at(1), "trace", 0), 1))
    _, effects = update(desk, facts.ReportComposed(at(2), "all of it"))
    assert effects == (KeepReport("/tmp/asked.txt", "all of it"),)
