"""A check-up on the desk: what it knows itself, what it asks for, and words for all of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audio import MicrophoneState, Sound, SoundState
from softphone.domain.checkup import TITLES, VERDICTS, WHY, Check, CheckUp, Finding, Verdict, sentence
from softphone.domain.desk import EngineState
from softphone.domain.line import Line, LineState
from softphone.domain.matrix import Link, LinkState
from softphone.domain.rules.checkups import known
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import a_desk, at


def test_everything_that_can_be_found_has_words_in_both_languages() -> None:
    assert set(TITLES) == set(WHY) == set(Check)
    assert set(VERDICTS) == set(Verdict)
    for check, words in WHY.items():
        for english, german in words.values():
            assert english
            assert english.count("{}") == german.count("{}"), check


@pytest.mark.parametrize("engine", EngineState)
@pytest.mark.parametrize("line", LineState)
@pytest.mark.parametrize("sound", [*SoundState, *MicrophoneState])
def test_each_state_of_the_desk_is_found_in_words(
    engine: EngineState, line: LineState, sound: SoundState | MicrophoneState
) -> None:
    heard = Sound(SoundState.WORKING, "Jabra", "Jabra", microphone_state=MicrophoneState.HEARD)
    heard = replace(heard, state=sound) if isinstance(sound, SoundState) else replace(heard, microphone_state=sound)
    found = known(a_desk(engine=engine, line=Line(line, uri="sip:anna@pbx"), sound=heard))

    assert [finding.why in WHY[finding.check] for finding in found] == [True] * 4


@pytest.mark.parametrize("state", LinkState)
def test_each_state_of_the_homeserver_is_found_in_words(state: LinkState) -> None:
    desk = a_desk(settings=Settings(matrix_server="example.org"), matrix=Link(state))
    (chat,) = [finding for finding in known(desk) if finding.check is Check.CHAT]

    assert chat.why in WHY[Check.CHAT]
    assert (chat.verdict is Verdict.PASSED) == (state is LinkState.ONLINE)


def test_a_check_up_is_asked_for_and_shown_when_it_is_done() -> None:
    desk, effects = update(a_desk(), facts.CheckupWanted(at(0)))
    assert effects == (CheckUp(desk.settings, known(desk)),)
    assert desk.checkup is not None
    assert desk.checkup.findings == ()
    found = (Finding(Check.DISK, Verdict.PASSED, "free", "12.0"),)
    desk, _ = update(desk, facts.CheckedUp(at(1), found))
    assert desk.checkup is not None
    assert desk.checkup.findings == found
    assert sentence(found[0], german=True) == "12.0 GB sind frei."


def test_the_command_of_a_shell_changes_nothing_on_the_screen() -> None:
    before = a_desk()
    desk, effects = update(before, facts.CheckupWanted(at(0), "/tmp/there"))

    assert desk is before
    assert effects == (CheckUp(desk.settings, known(desk), "/tmp/there"),)
