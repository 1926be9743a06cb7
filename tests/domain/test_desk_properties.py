"""Random facts in any order: the rules never raise, an ended call stays ended, a replay gives the same desk."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.audio import EAR, MICROPHONE, Route, music_for, routes
from softphone.domain.call import Call, Ending, Hold, Kind, Phase, Transfer
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.interaction import Disposition, Outcome
from softphone.domain.line import Line, LineState
from softphone.domain.moment import Moment
from softphone.domain.presence import Gate, Wish
from softphone.domain.protocol import CallChanged, CallRefused, CommandFailed, LineChanged, Snapshot
from softphone.domain.update import update
from tests.builders import a_call, a_customer, a_desk, an_ended, at

call_ids = st.sampled_from(["c1", "c2", "c3"])
interaction_ids = call_ids.map("call-{}".format)
seconds = st.floats(0, 5000)
text = st.text(max_size=60)


@st.composite
def some_calls(draw: st.DrawFn) -> Call:
    call_id = draw(call_ids)
    if draw(st.booleans()):
        return an_ended(call_id, draw(st.sampled_from(Ending)))
    phase = draw(st.sampled_from([p for p in Phase if p is not Phase.ENDED]))
    talking = phase is Phase.TALKING
    return a_call(
        call_id,
        phase,
        kind=draw(st.sampled_from(Kind)),
        hold=draw(st.sampled_from(Hold)) if talking else Hold.NONE,
        transfer=draw(st.sampled_from(Transfer)) if talking else Transfer.NONE,
        muted=draw(st.booleans()),
        early_media=draw(st.booleans()),
        joined=draw(st.booleans()),
        moment=Moment(at(0)) if draw(st.booleans()) and talking else None,
        consult_for=draw(st.just("") | call_ids),
    )


events = st.one_of(
    st.builds(CallChanged, seconds.map(at), some_calls()),
    st.builds(CallRefused, seconds.map(at), st.builds(an_ended, call_ids)),
    st.builds(CommandFailed, seconds.map(at), call_ids, st.sampled_from(["TakeBack", "SetHold"]), text),
    st.builds(LineChanged, seconds.map(at), st.sampled_from(LineState).map(Line)),
    st.builds(
        Snapshot,
        seconds.map(at),
        st.lists(some_calls(), max_size=2, unique_by=lambda c: c.call_id).map(tuple),
        st.just(Line()),
        st.just(a_desk().sound),
        st.just(Gate()),
        st.none() | call_ids,
        st.booleans(),
    ),
)
replies = st.builds(ChatMessage, text, seconds.map(at), st.just(False), text | st.sampled_from(["0", "1", "15", "ja"]))
whatever_happens = st.one_of(
    st.builds(facts.Heard, seconds.map(at), events),
    st.builds(facts.Ticked, seconds.map(at)),
    st.builds(facts.EngineUp, seconds.map(at)),
    st.builds(facts.EngineDown, seconds.map(at)),
    st.builds(facts.DialPressed, seconds.map(at), call_ids, text | st.sampled_from(["112", "204", "040 5550 1420"])),
    st.builds(facts.AnswerPressed, seconds.map(at), call_ids),
    st.builds(facts.GiveBackPressed, seconds.map(at), call_ids),
    st.builds(facts.EndPressed, seconds.map(at), call_ids),
    st.builds(facts.HoldPressed, seconds.map(at), call_ids, st.booleans()),
    st.builds(facts.MomentPressed, seconds.map(at), call_ids, st.booleans()),
    st.builds(facts.StillThere, seconds.map(at)),
    st.builds(facts.DigitsPressed, seconds.map(at), call_ids, text),
    st.builds(facts.TransferPressed, seconds.map(at), call_ids, text),
    st.builds(facts.LinkOpened, seconds.map(at), text),
    st.builds(facts.WishChosen, seconds.map(at), st.sampled_from(Wish), text),
    st.builds(facts.InteractionShown, seconds.map(at), interaction_ids),
    st.builds(facts.HomeShown, seconds.map(at)),
    st.builds(facts.NoteEdited, seconds.map(at), interaction_ids, text),
    st.builds(facts.CustomerFound, seconds.map(at), interaction_ids, st.just(a_customer())),
    st.builds(facts.CustomerUnknown, seconds.map(at), interaction_ids),
    st.builds(facts.ConversationOpened, seconds.map(at), st.just("v1"), interaction_ids, st.just("e-1")),
    st.builds(facts.QuestionAsked, seconds.map(at), st.sampled_from(["q1", "q2"]), st.just("v1"), text),
    st.builds(facts.DeliveryChanged, seconds.map(at), st.just("v1"), st.just("q1"), st.sampled_from(Delivery)),
    st.builds(facts.ReplyArrived, seconds.map(at), st.sampled_from(["v1", "q1.2"]), replies),
    st.builds(facts.ExpertTyping, seconds.map(at), st.just("v1"), st.none() | seconds.map(at)),
    st.builds(facts.HuntStopped, seconds.map(at), st.sampled_from(["q1", "q2"])),
    st.builds(facts.HuntWidened, seconds.map(at), st.sampled_from(["q1", "q2"]), st.sampled_from(["", "e-2"])),
    st.builds(facts.PickingBegun, seconds.map(at), st.sampled_from(["q1", "q9"])),
    st.builds(
        facts.DispositionEdited,
        seconds.map(at),
        interaction_ids,
        st.builds(Disposition, st.none() | st.sampled_from(Outcome), text, text, st.none() | seconds.map(at)),
    ),
    st.builds(facts.WrapUpFinished, seconds.map(at), interaction_ids),
    st.builds(facts.Remembered, seconds.map(at)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(whatever_happens, max_size=40))
def test_random_facts_never_raise_and_leave_a_sound_desk(happened: list[facts.Fact]) -> None:
    desk = a_desk()
    for fact in happened:
        desk, _ = update(desk, fact)
        assert all(c.live for c in desk.calls.values())
        assert desk.shown is None or desk.shown in desk.interactions
        assert desk.conversation is None or desk.conversation in desk.conversations
        assert len({h.interaction_id for h in desk.history}) == len(desk.history)
        assert not set(desk.calls) & set(desk.lost)


@settings(max_examples=100, deadline=None)
@given(st.lists(whatever_happens, max_size=30))
def test_replaying_facts_gives_the_same_desk_and_effects(happened: list[facts.Fact]) -> None:
    def run() -> list[object]:
        desk, told = a_desk(), []
        for fact in happened:
            desk, effects = update(desk, fact)
            told.append(effects)
        return [desk, told]

    assert run() == run()


@settings(max_examples=300, deadline=None)
@given(
    st.lists(some_calls(), max_size=4, unique_by=lambda c: c.call_id),
    st.none() | call_ids,
    st.booleans(),
)
def test_no_route_lets_a_customer_hear_what_is_not_meant_for_them(
    calls: list[Call], focus: str | None, controls: bool
) -> None:
    wanted = routes(calls, focus, controls=controls)
    by_id = {c.call_id: c for c in calls}
    for route in wanted:
        assert route.source != route.sink
        assert route.sink != MICROPHONE
        if route.source.startswith("music:"):  # while the agent is away: into that one call, and beside nothing else
            away = by_id[route.sink]
            assert (route.source, away.phase, away.hold) == (music_for(away.call_id), Phase.TALKING, Hold.NONE)
            assert away.moment is not None
            assert [r for r in wanted if away.call_id in (r.source, r.sink)] == [route]
            continue
        if route.sink != EAR:  # something goes to a person outside
            call = by_id[route.sink]
            at_table = call.joined and by_id[focus or ""].joined
            assert call.call_id == focus or at_table
            assert call.phase is Phase.TALKING
            assert call.hold is Hold.NONE
            if route.source == MICROPHONE:
                assert controls
                assert not call.muted
            else:  # two people outside: only where the agent joined them, and neither is held
                other = by_id[route.source]
                assert at_table
                assert other.joined
                assert (other.phase, other.hold) == (Phase.TALKING, Hold.NONE)
                assert Route(route.sink, route.source) in wanted
                assert {Route(route.sink, EAR), Route(route.source, EAR)} <= wanted  # never behind the agent's back
    assert not routes((replace(c, hold=Hold.OURS) for c in calls if c.phase is Phase.TALKING), focus)
    assert Route(EAR, MICROPHONE) not in wanted
