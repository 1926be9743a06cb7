"""Is my place ready? What is good, what is said, what leaves for IT."""

from __future__ import annotations

from typing import Any

import pytest

from softphone.domain import facts
from softphone.domain.checkup import WHY, Check, CheckUp, Checkup, Finding, Verdict
from softphone.domain.effects import KeepReport, OpenUrl, SendPlaceReport, ToEngine
from softphone.domain.facts.place import (
    PlaceAnswered,
    PlaceReported,
    PlaceReportSaved,
    PlaceReportWanted,
    PlaceStopped,
    PlaceTryPressed,
)
from softphone.domain.line import Line, LineState
from softphone.domain.place import EchoCall, Place, Spoken, Step, findings, nameless
from softphone.domain.protocol import CommandFailed, PlaceTried, TryPlace
from softphone.domain.rules.place import all_findings
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import a_desk, after, at, heard, in_a_call

GOOD = Spoken(-62.0, -24.0, 0.0, 2.0)
NEAR = EchoCall(200, 180, 0.0, 0.0, 4.0)


def verdicts(place: Place) -> dict[Check, tuple[Verdict, str]]:
    found = findings(place, echo_is_set=True)
    assert all(finding.why in WHY[finding.check] for finding in found)
    return {finding.check: (finding.verdict, finding.why) for finding in found}


def test_a_good_place_is_good_in_everything() -> None:
    found = verdicts(Place(spoken=GOOD, heard_myself=True, rang=True, echo=NEAR))
    assert {verdict for verdict, _ in found.values()} == {Verdict.PASSED}
    assert len(found) == 7


@pytest.mark.parametrize(
    ("changes", "check", "why"),
    [
        ({"spoken": Spoken(-62, -50)}, Check.MICROPHONE, "soft"),
        ({"spoken": Spoken(-62, -96)}, Check.MICROPHONE, "nobody"),
        ({"spoken": Spoken(-62, -20, clipped_pct=9)}, Check.MICROPHONE, "loud"),
        ({"spoken": Spoken(-40, -20)}, Check.NOISE, "loud"),
        ({"spoken": Spoken(-50, -40)}, Check.NOISE, "loud"),
        ({"spoken": Spoken(-62, -24, echo_db=30)}, Check.ECHO, "heard"),
        ({"heard_myself": False}, Check.EAR, "not_heard"),
        ({"rang": False}, Check.RINGER, "not_heard"),
        ({"echo": EchoCall(404)}, Check.ECHO_CALL, "refused"),
        ({"echo": EchoCall(200)}, Check.ECHO_CALL, "silent"),
        ({"echo": EchoCall(200, 700)}, Check.ECHO_CALL, "slow"),
        ({"echo": EchoCall(200, 90, loss_there_pct=6)}, Check.WAY, "upload"),
        ({"echo": EchoCall(200, 90, loss_pct=6)}, Check.WAY, "download"),
        ({"echo": EchoCall(200, 90, jitter_ms=80)}, Check.WAY, "download"),
    ],
)
def test_what_is_not_good_says_which_it_is(changes: dict[str, Any], check: Check, why: str) -> None:
    assert verdicts(Place(**{"spoken": GOOD, "heard_myself": True, **changes}))[check] == (Verdict.FAILED, why)


def test_what_was_not_tried_is_no_fault() -> None:
    assert {verdict for verdict, _ in verdicts(Place()).values()} == {Verdict.UNSET}
    assert findings(Place(), echo_is_set=False)[-1] == Finding(Check.ECHO_CALL, Verdict.UNSET, "no_number")


def test_it_begins_with_the_check_up_beside_it_and_is_followed_to_the_end() -> None:
    desk = a_desk(settings=Settings(echo_number="777"))
    desk, effects = update(desk, PlaceTryPressed(at(1)))
    assert ToEngine(TryPlace("777")) in effects
    assert [type(effect) for effect in effects] == [ToEngine, CheckUp]
    assert update(desk, PlaceTryPressed(at(2)))[1] == ()
    desk = after(desk, heard(PlaceTried(at(3), Step.SPEAK)))
    assert (desk.place.step, desk.place.running) == (Step.SPEAK, True)
    desk = after(desk, heard(PlaceTried(at(20), None, GOOD, NEAR)), PlaceAnswered(at(21), Check.EAR, True))
    desk = after(desk, PlaceAnswered(at(22), Check.RINGER, False))
    assert (desk.place.running, desk.place.heard_myself, desk.place.rang) == (False, True, False)
    assert Check.WAY in {finding.check for finding in all_findings(desk)}


def test_without_a_proven_line_no_test_call_is_made_and_never_to_an_emergency_number() -> None:
    lost = a_desk(settings=Settings(echo_number="777"), line=Line(LineState.LOST))
    assert ToEngine(TryPlace("")) in update(lost, PlaceTryPressed(at(1)))[1]
    emergency = a_desk(settings=Settings(echo_number="112"))
    assert ToEngine(TryPlace("")) in update(emergency, PlaceTryPressed(at(1)))[1]


def test_not_in_a_call_and_an_engine_that_cannot_or_dies_leaves_no_step_behind() -> None:
    assert update(in_a_call(), PlaceTryPressed(at(20)))[1] == ()
    begun = after(a_desk(), PlaceTryPressed(at(1)))
    assert not after(begun, heard(CommandFailed(at(2), "", "TryPlace", "a call is up"))).place.running
    assert not after(begun, facts.EngineDown(at(2))).place.running
    assert update(begun, PlaceStopped(at(2)))[1] == (ToEngine(TryPlace(stop=True)),)
    assert update(a_desk(), PlaceStopped(at(2)))[1] == ()


LOOKED = (
    Finding(Check.LINE, Verdict.PASSED, "registered", "sip:anna.meier@pbx.example"),
    Finding(Check.SOUND, Verdict.FAILED, "missing", "Annas AirPods"),
    Finding(Check.DISK, Verdict.PASSED, "free", "12.0"),
)


def test_what_leaves_for_it_names_nobody() -> None:
    desk = a_desk(checkup=Checkup(at(0), LOOKED), place=Place(spoken=Spoken(-62, -50), heard_myself=True))
    (kept,) = update(desk, PlaceReportSaved(at(1), "/there", german=True))[1]
    assert isinstance(kept, KeepReport)
    assert "anna" not in kept.text.casefold()
    assert "Ihre Stimme ist leise (-50 dBFS)" in kept.text
    assert "12.0 GB" in kept.text
    assert [finding.detail for finding in nameless(LOOKED)] == ["…", "…", "12.0"]


def test_the_report_goes_to_the_address_of_the_settings_alone() -> None:
    desk = a_desk(checkup=Checkup(at(0), LOOKED), place=Place(spoken=GOOD))
    wanted = PlaceReportWanted(at(1), equipment=False, german=False)
    assert update(desk, wanted)[1] == ()
    by_post = a_desk(checkup=desk.checkup, place=desk.place, settings=Settings(place_report_to="https://it.example/x"))
    (sent,) = update(by_post, wanted)[1]
    assert sent == SendPlaceReport("https://it.example/x", False, all_findings(by_post))
    equipment = PlaceReportWanted(at(1), equipment=True, german=True)
    (asked,) = update(by_post, equipment)[1]
    assert isinstance(asked, SendPlaceReport)
    assert {finding.verdict for finding in asked.findings} == {Verdict.FAILED}
    by_mail = a_desk(checkup=desk.checkup, place=desk.place, settings=Settings(place_report_to="mailto:it@example.com"))
    (mail,) = update(by_mail, equipment)[1]
    assert isinstance(mail, OpenUrl)
    assert mail.url.startswith("mailto:it@example.com?subject=Aside%3A%20Bitte%20um%20Ausstattung&body=")
    assert "anna" not in mail.url.casefold()
    plain = a_desk(place=desk.place, settings=Settings(place_report_to="http://it.example/x"))
    assert update(plain, wanted)[1] == ()


def test_how_the_report_fared_is_shown() -> None:
    assert after(a_desk(), PlaceReported(at(1), False)).place.sent is False
