"""A report of a problem: asked for, put together, shown, and only then kept where the agent wants it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from softphone.domain import facts, protocol
from softphone.domain.desk import Desk, EngineState, Report
from softphone.domain.effects import ComposeReport, KeepReport, ToEngine
from softphone.domain.rules import Step
from softphone.domain.rules.checkups import known

TRACE_WITHIN = timedelta(seconds=3)  # an engine that hangs is a problem to be reported, too


def wanted(desk: Desk, fact: facts.ReportWanted) -> Step:
    desk = replace(desk, report=Report(fact.at, keep_as=fact.path))
    if desk.engine is not EngineState.UP:
        return _compose(desk)
    return desk, (ToEngine(protocol.TellTrace()),)


def trace_told(desk: Desk, event: protocol.TraceTold) -> Step:
    report = desk.report
    if report is None or report.composing:
        return desk, ()
    desk = replace(desk, report=replace(report, trace=report.trace + event.text))
    return (desk, ()) if event.left else _compose(desk)


def ticked(desk: Desk, at: datetime) -> Step:
    report = desk.report
    if report is None or report.composing or at - report.asked_at < TRACE_WITHIN:
        return desk, ()
    return _compose(desk)


def composed(desk: Desk, fact: facts.ReportComposed) -> Step:
    if desk.report is None:
        return desk, ()
    desk = replace(desk, report=replace(desk.report, text=fact.text, trace=""))
    if desk.report is not None and desk.report.keep_as:
        return desk, (KeepReport(desk.report.keep_as, fact.text),)
    return desk, ()


def saved(desk: Desk, fact: facts.ReportSaved) -> Step:
    if desk.report is None or not desk.report.text:
        return desk, ()
    return desk, (KeepReport(fact.path, desk.report.text),)


def kept(desk: Desk, fact: facts.ReportKept) -> Step:
    if desk.report is None:
        return desk, ()
    return replace(desk, report=replace(desk.report, kept_at=fact.path if fact.done else "", failed=not fact.done)), ()


def _compose(desk: Desk) -> Step:
    assert desk.report is not None
    trace = desk.report.trace
    composing = replace(desk, report=replace(desk.report, composing=True))
    return composing, (ComposeReport(trace, desk.settings, known(desk)),)
