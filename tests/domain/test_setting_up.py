"""A set-up link on the desk: asked about twice, and nothing changed before the last press."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain import facts
from softphone.domain.desk import Desk
from softphone.domain.effects import Effect, KeepExperts, KeepSettings, ReadPassword
from softphone.domain.expert import Expert
from softphone.domain.facts.setting_up import SetUpAgreed, SetUpFailed, SetUpFetched, SetUpGiven, SetUpKept, SetUpLeft
from softphone.domain.setting_up import (
    DropSetUp,
    FetchSetUp,
    FinishSetUp,
    Parcel,
    Phase,
    Secrets,
    SetUp,
    SetUpLink,
    TakeSetUp,
    Why,
    allowed_names,
    read_link,
)
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.builders import a_desk, at, in_a_call

LINK = "aside://setup/setup.example.org/AB12-CD34-EF56"
KERN = Expert("e1", "Kern", "sip:301@pbx.new")
PARCEL = Parcel("ACME", (("line_server", "pbx.new"), ("line_user", "9"), ("ring_s", 30)), (KERN,), (Secrets.LINE,))


def phase(desk: Desk) -> Phase | None:
    return desk.set_up.phase if desk.set_up else None


def through(desk: Desk, *happened: Any) -> tuple[Desk, tuple[Effect, ...]]:
    effects: tuple[Effect, ...] = ()
    for fact in happened:
        desk, effects = update(desk, fact)
    return desk, effects


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (LINK, SetUpLink("setup.example.org", 443, "AB12-CD34-EF56")),
        (" Setup.Example.org:8443/AB12-CD34-EF56/ ", SetUpLink("setup.example.org", 8443, "AB12-CD34-EF56")),
        ("aside://setup/setup.example.org", None),
        ("aside://setup/setup.example.org/short", None),
        ("aside://other/setup.example.org/AB12-CD34-EF56", None),
        ("aside://setup/user@evil.example/AB12-CD34-EF56", None),
        ("aside://setup/host:99999/AB12-CD34-EF56", None),
        ("aside://setup/host/AB12-CD34?x=1", None),
        ("http://setup.example.org/AB12-CD34-EF56", None),
    ],
)
def test_a_link_is_a_host_and_a_code_and_nothing_else(text: str, link: SetUpLink | None) -> None:
    assert read_link(text) == link


@given(st.text(max_size=80))
def test_no_text_is_taken_for_a_link_of_something_else(text: str) -> None:
    desk, effects = update(a_desk(), SetUpGiven(at(0), text))
    assert effects == ()
    assert phase(desk) in (Phase.TYPING, Phase.ASKED)


def test_a_link_is_asked_about_then_shown_then_taken() -> None:
    desk, effects = through(a_desk(), facts.LinkOpened(at(0), LINK))
    assert (phase(desk), effects) == (Phase.ASKED, ()), "nobody was asked anything yet"
    desk, effects = through(desk, SetUpAgreed(at(1)))
    assert effects == (FetchSetUp(SetUpLink("setup.example.org", 443, "AB12-CD34-EF56"), desk.settings),)
    before = desk.settings
    desk, effects = through(desk, SetUpFetched(at(2), PARCEL))
    assert (phase(desk), effects, desk.settings) == (Phase.OFFERED, (), before), "seen, not taken"
    desk, effects = through(desk, SetUpAgreed(at(3)))
    (take,) = effects
    assert isinstance(take, TakeSetUp)
    assert dict(take.accounts)[Secrets.LINE] == "9@pbx.new"
    assert desk.settings == before, "the key store comes first"
    desk, effects = through(desk, SetUpKept(at(4)))
    assert (desk.settings.line_server, desk.settings.ring_s, desk.experts) == ("pbx.new", 30, (KERN,))
    kinds = [type(effect) for effect in effects]
    assert KeepSettings in kinds
    assert KeepExperts in kinds
    assert ReadPassword("9@pbx.new") in effects
    assert effects.index(FinishSetUp()) > kinds.index(KeepSettings)
    assert phase(desk) is Phase.DONE


def test_a_new_password_for_the_same_account_is_read_anew() -> None:
    same = a_desk(settings=Settings(line_server="pbx.new", line_user="9"), set_up=SetUp(Phase.TAKING, parcel=PARCEL))
    _, effects = through(same, SetUpKept(at(0)))

    assert ReadPassword("9@pbx.new") in effects


def test_a_call_keeps_its_line_until_it_is_over() -> None:
    desk = in_a_call(set_up=SetUp(Phase.OFFERED, read_link(LINK), PARCEL))
    assert through(desk, SetUpAgreed(at(0))) == (desk, ())


def test_what_policy_manages_is_neither_shown_nor_set() -> None:
    desk = a_desk(set_up=SetUp(Phase.FETCHING, read_link(LINK)), managed={"ring_s": "10.json"})
    desk, _ = through(desk, SetUpFetched(at(0), PARCEL))
    assert desk.set_up is not None
    assert "ring_s" not in dict(desk.set_up.parcel.settings)


def test_a_host_that_policy_does_not_want_is_never_asked() -> None:
    desk = a_desk(settings=Settings(setup_hosts=("other.example=abc",)))
    desk, effects = through(desk, facts.LinkOpened(at(0), LINK), SetUpAgreed(at(1)))
    assert desk.set_up is not None
    assert (desk.set_up.why, effects) == (Why.HOST_NOT_ALLOWED, ())


def test_a_set_up_that_was_left_comes_to_nothing_whatever_comes_later() -> None:
    desk = a_desk(set_up=SetUp(Phase.FETCHING, read_link(LINK)))
    desk, effects = through(desk, SetUpLeft(at(0)))
    assert effects == (DropSetUp(),)
    for late in (SetUpFetched(at(1), PARCEL), SetUpKept(at(1)), SetUpFailed(at(1), Why.USED), SetUpAgreed(at(1))):
        assert through(desk, late) == (desk, ())


def test_only_what_may_succeed_later_can_be_tried_again() -> None:
    for why in Why:
        desk = a_desk(set_up=SetUp(Phase.FAILED, read_link(LINK), why=why))
        _, effects = through(desk, SetUpAgreed(at(0)))
        assert bool(effects) == (why in (Why.NOT_THERE, Why.PROXY, Why.CUT_OFF, Why.KEY_STORE)), why


def test_what_protects_people_is_not_for_a_link_to_set() -> None:
    assert {"line_server", "crm_address", "break_reasons"} <= allowed_names()
    assert not {"record_consent", "lift_masks", "departments", "setup_hosts", "audit_names"} & allowed_names()
