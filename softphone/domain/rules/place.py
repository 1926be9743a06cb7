"""The pre-shift check on the desk: begun by hand, followed step by step, answered, reported when wanted."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from softphone.domain.checkup import Check, CheckUp, Checkup, Finding, Verdict
from softphone.domain.desk import Desk
from softphone.domain.effects import KeepReport, OpenUrl, ReadLineMonth, SendPlaceReport, ToEngine
from softphone.domain.facts.place import (
    LineMonthRead,
    PlaceAnswered,
    PlaceFact,
    PlaceOpened,
    PlaceReported,
    PlaceReportSaved,
    PlaceReportWanted,
    PlaceStopped,
    PlaceTryPressed,
)
from softphone.domain.phone import NotANumber, NumberKind, dial_string, read_number
from softphone.domain.place import Place, findings, report_link, report_text
from softphone.domain.protocol import PlaceTried, TryPlace
from softphone.domain.rules import Step
from softphone.domain.rules.checkups import known
from softphone.domain.rules.dialling import rules_of

MONTH = timedelta(days=30)


def happened(desk: Desk, fact: PlaceFact) -> Step:
    match fact:
        case PlaceTryPressed():
            return _begin(desk, fact)
        case PlaceOpened():
            return desk, (ReadLineMonth(fact.at - MONTH),)
        case LineMonthRead():
            return replace(desk, line_month=fact.days), ()
        case PlaceStopped():
            return desk, (ToEngine(TryPlace(stop=True)),) if desk.place.running else ()
        case PlaceAnswered(check=Check.EAR):
            return replace(desk, place=replace(desk.place, heard_myself=fact.yes)), ()
        case PlaceAnswered(check=Check.RINGER):
            return replace(desk, place=replace(desk.place, rang=fact.yes)), ()
        case PlaceReportWanted():
            return desk, _send(desk, fact)
        case PlaceReportSaved():
            return desk, (KeepReport(fact.path, report_text(all_findings(desk), german=fact.german)),)
        case PlaceReported():
            return replace(desk, place=replace(desk.place, sent=fact.done)), ()
    return desk, ()


def _begin(desk: Desk, fact: PlaceTryPressed) -> Step:
    """The rest of the check-up is asked for beside it."""
    if desk.place.running or desk.calls:
        return desk, ()
    desk = replace(desk, place=Place(running=True), checkup=Checkup(fact.at))
    return desk, (ToEngine(TryPlace(echo_target(desk))), CheckUp(desk.settings, known(desk)))


def echo_target(desk: Desk) -> str:
    number = read_number(desk.settings.echo_number, rules_of(desk.settings))
    if isinstance(number, NotANumber) or number.kind is NumberKind.EMERGENCY or not desk.line.proven:
        return ""
    return dial_string(number, rules_of(desk.settings))


def over(desk: Desk) -> Desk:
    """The engine could not do it, or is gone."""
    return replace(desk, place=replace(desk.place, running=False, step=None)) if desk.place.running else desk


def told(desk: Desk, event: PlaceTried) -> Desk:
    place = replace(
        desk.place, step=event.step, running=event.step is not None, interrupted=event.interrupted,
        spoken=event.spoken, echo=event.echo,
    )  # fmt: skip
    return replace(desk, place=place)


def all_findings(desk: Desk) -> tuple[Finding, ...]:
    """Of the trial and of the check-up beside it, in the order in which they are shown: first what is not good."""
    tried = findings(desk.place, echo_is_set=bool(desk.settings.echo_number))
    looked = desk.checkup.findings if desk.checkup is not None else ()
    return tuple(sorted((*tried, *looked), key=_place_in_list))


def _place_in_list(finding: Finding) -> tuple[bool, int]:
    return finding.verdict is not Verdict.FAILED, tuple(Check).index(finding.check)


def failing(desk: Desk) -> tuple[Finding, ...]:
    return tuple(finding for finding in all_findings(desk) if finding.verdict is Verdict.FAILED)


def _send(desk: Desk, fact: PlaceReportWanted) -> tuple[OpenUrl | SendPlaceReport, ...]:
    """To where the policy says: an https address gets JSON, a mailto: opens the agent's own mail with the words."""
    to = desk.settings.place_report_to
    found = failing(desk) if fact.equipment else all_findings(desk)
    if to.startswith("mailto:"):
        return (OpenUrl(report_link(to, found, equipment=fact.equipment, german=fact.german)),)
    return (SendPlaceReport(to, fact.equipment, found),) if to.startswith("https://") else ()
