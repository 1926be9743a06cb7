"""The promise on the desk: who is asked next with what was said, who is told, what survives a killed desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.catalogue import Topic
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.effects import KeepHunt, KeepQuestion, KeepStanding, MarkSeen
from softphone.domain.expert import Expert, Hours
from softphone.domain.hunt import Stage
from softphone.domain.line import Line, LineState
from softphone.domain.presence import Presence, Reach
from softphone.domain.standing import Standing
from softphone.domain.update import update
from tests.builders import a_desk, after, an_ended, at, call_changed, in_a_call

PETRA = Expert("e-p", "Petra Sol", "sip:petra@pbx.example", "Product", ("Rails",), ("de", "en"))
JONAS = Expert("e-j", "Jonas Ahl", "sip:jonas@pbx.example", "Product", ("Rails",), ("en",))
MIRA = Expert("e-m", "Mira Lang", "sip:mira@pbx.example", "Product", ("Racks",), ("en",))
LEAD = Expert("e-l", "Tom Berg", "sip:berg@pbx.example", "Team", (), ("en",))


def hunted(*more: Expert, topic: str = "Rails", **settings: Any) -> Desk:
    """Petra was asked on rails; the network has accepted it at 20."""
    desk = in_a_call(experts=(PETRA, JONAS, *more))
    desk = replace(desk, settings=replace(desk.settings, **settings))
    return after(
        desk,
        facts.ConversationOpened(at(11), "v1", "call-c1", "e-p", topic),
        facts.QuestionAsked(at(12), "q1", "v1", "Do S2 rails fit?"),
        facts.DeliveryChanged(at(20), "v1", "q1", Delivery.SENT),
        facts.Ticked(at(20)),
    )


def ticking(desk: Desk, start: int, end: int) -> Desk:
    return after(desk, *(facts.Ticked(at(second)) for second in range(start, end + 1)))


def says(where: str, text: str, seconds: float) -> facts.ReplyArrived:
    message = ChatMessage(f"r{seconds}", at(seconds), False, text, seen_here=False)
    return facts.ReplyArrived(at(seconds), where, message)


def stages(desk: Desk) -> list[tuple[str, Stage]]:
    return [(ask.name.split()[0], ask.stage) for ask in desk.hunts["q1"].asks]


def last_said(desk: Desk, where: str) -> ChatMessage:
    return desk.conversations[where].messages[-1]


def test_the_question_says_below_it_what_one_word_does_in_the_language_of_the_expert() -> None:
    desk = hunted(answered_s=90)
    question = desk.conversations["v1"].messages[0]
    assert "0 = kann ich nicht" in question.whole
    assert "Antwort in 90 s" in question.whole
    assert "Zusage" not in question.text
    desk = after(desk, says("v1", "0", 22))
    assert "0 = I cannot" in last_said(desk, "q1.2").whole


@pytest.mark.parametrize("word", ["0", "Nein.", "no", "✋", "✋🏽", "15", "60", "später"])
def test_who_declines_by_one_word_is_passed_over_and_the_next_is_asked_with_all_that_was_said(word: str) -> None:
    desk, effects = update(hunted(), says("v1", word, 22))
    assert stages(desk) == [("Petra", Stage.DECLINED), ("Jonas", Stage.LEAVING)]
    (question,) = [e for e in effects if isinstance(e, KeepQuestion)]
    assert question.conversation.address == JONAS.address
    assert question.message.text == desk.conversations["v1"].messages[0].text
    assert desk.conversation == "q1.2"  # the drawer shows whom it is with now
    assert any(isinstance(e, KeepHunt) for e in effects)


@pytest.mark.parametrize("word", ["1", "ja", "Yes!", "✅", "👍"])
def test_one_word_takes_it_and_the_answer_that_follows_ends_it(word: str) -> None:
    desk = ticking(after(hunted(), says("v1", word, 30)), 31, 60)
    assert stages(desk) == [("Petra", Stage.TAKEN)]
    assert desk.conversations["v1"].answered_at is None
    desk = after(desk, says("v1", "no", 61))  # once taken, it is the answer
    assert stages(desk) == [("Petra", Stage.ANSWERED)]
    assert desk.conversations["v1"].answered_at == at(61)
    assert desk.standings["e-p"].answers_in_s == 41.0


@pytest.mark.parametrize(("text", "unread"), [("0", 0), ("1", 0), ("15", 0), ("They do, from 2019 on.", 1)])
def test_a_word_about_the_promise_leaves_nothing_to_read_and_an_answer_does(text: str, unread: int) -> None:
    desk, effects = update(hunted(), says("v1", text, 25))
    assert desk.conversations["v1"].unread == unread
    assert [e.conversation_id for e in effects if isinstance(e, MarkSeen)] == ["v1"] * (1 - unread)


def test_nobody_taking_it_in_time_asks_the_next_and_who_answers_first_has_it() -> None:
    desk = ticking(hunted(), 21, 50)
    assert stages(desk) == [("Petra", Stage.PASSED), ("Jonas", Stage.LEAVING)]
    desk = after(desk, facts.DeliveryChanged(at(51), "q1.2", "q1.2", Delivery.SENT), says("v1", "Yes, from 2021.", 55))
    assert stages(desk) == [("Petra", Stage.ANSWERED), ("Jonas", Stage.RELEASED)]
    assert "Petra Sol has taken the question" in last_said(desk, "q1.2").text
    assert not last_said(desk, "q1.2").asks
    desk = after(desk, says("q1.2", "ok, thanks", 57))
    assert stages(desk)[1] == ("Jonas", Stage.RELEASED)


def test_who_is_released_before_the_question_reached_them_is_told_once_it_does() -> None:
    desk = after(hunted(), says("v1", "0", 22), says("v1", "1", 23))
    assert stages(desk) == [("Petra", Stage.TAKEN), ("Jonas", Stage.RELEASED)]
    assert len(desk.conversations["q1.2"].messages) == 1
    desk = after(desk, facts.DeliveryChanged(at(30), "q1.2", "q1.2", Delivery.SENT))
    assert [m.asks for m in desk.conversations["q1.2"].messages] == [True, False]
    desk = after(desk, facts.DeliveryChanged(at(31), "q1.2", "q1.2", Delivery.SEEN))
    assert len(desk.conversations["q1.2"].messages) == 2


def test_not_reachable_asks_the_next_and_what_the_agent_added_goes_along() -> None:
    desk = after(hunted(), facts.QuestionAsked(at(21), "q2", "v1", "The rack is of 2020."))
    desk = after(desk, facts.DeliveryChanged(at(22), "v1", "q1", Delivery.REFUSED, "404"))
    assert stages(desk) == [("Petra", Stage.UNREACHABLE), ("Jonas", Stage.LEAVING)]
    assert last_said(desk, "q1.2").text.endswith("Do S2 rails fit?\nThe rack is of 2020.")


def test_without_a_line_nobody_is_passed_over() -> None:
    desk = in_a_call(experts=(PETRA, JONAS))
    desk = replace(desk, line=Line(LineState.LOST))
    desk = after(
        desk,
        facts.ConversationOpened(at(11), "v1", "call-c1", "e-p", "Rails"),
        facts.QuestionAsked(at(12), "q1", "v1", "Do S2 rails fit?"),
    )
    assert stages(ticking(desk, 12, 100)) == [("Petra", Stage.LEAVING)]


def test_typing_takes_it_and_holds_it() -> None:
    desk = after(hunted(), facts.ExpertTyping(at(45), "v1", at(400)))
    desk = ticking(desk, 46, 300)
    assert stages(desk) == [("Petra", Stage.WRITING)]
    desk = after(desk, says("v1", "1", 301))
    assert stages(desk) == [("Petra", Stage.TAKEN)]


def test_who_has_it_and_is_late_is_asked_once_then_the_agent_is() -> None:
    desk = ticking(after(hunted(), says("v1", "1", 25)), 26, 146)
    assert stages(desk) == [("Petra", Stage.REMINDED)]
    assert "wartet noch" in last_said(desk, "v1").text
    desk = ticking(desk, 147, 300)
    assert stages(desk) == [("Petra", Stage.LATE)]
    assert len([m for m in desk.conversations["v1"].messages if m.ours]) == 2
    desk = after(desk, facts.HuntWidened(at(301), "q1"))
    assert stages(desk) == [("Petra", Stage.LATE), ("Jonas", Stage.LEAVING)]


def test_at_the_end_of_the_list_come_the_owner_the_deputies_and_the_lead_then_the_agent_hears() -> None:
    desk = hunted(MIRA, LEAD, team_lead="berg")
    desk = replace(desk, catalogue=(Topic("Rails", owner="Mira Lang"),))
    for n, where in enumerate(("v1", "q1.2", "q1.3", "q1.4")):
        desk = after(desk, says(where, "0", 22 + n))
    assert [name for name, _ in stages(desk)] == ["Petra", "Jonas", "Mira", "Tom"]
    assert desk.hunts["q1"].nobody


def test_named_by_the_agent_only_that_one_is_asked_until_they_widen() -> None:
    desk = after(hunted(topic=""), says("v1", "0", 22))
    assert stages(desk) == [("Petra", Stage.DECLINED)]
    desk = after(desk, facts.HuntWidened(at(30), "q1"))
    assert stages(desk) == [("Petra", Stage.DECLINED), ("Jonas", Stage.LEAVING)]


def test_stop_tells_who_was_asked_and_nobody_else_is_asked() -> None:
    desk = after(hunted(), facts.HuntStopped(at(25), "q1"))
    assert "erledigt" in last_said(desk, "v1").text
    assert stages(ticking(desk, 26, 90)) == [("Petra", Stage.RELEASED)]


def test_who_is_picked_by_hand_is_asked_whatever_their_topic() -> None:
    desk = after(hunted(MIRA), facts.PickingBegun(at(22), "q1"))
    assert (desk.picking_for, desk.conversation) == ("q1", None)
    desk = after(desk, facts.HuntWidened(at(23), "q1", "e-m"))
    assert [name for name, _ in stages(desk)] == ["Petra", "Mira"]
    assert (desk.picking_for, desk.conversation) == ("", "q1.2")


def test_not_now_holds_for_the_minutes_that_were_said() -> None:
    desk, effects = update(hunted(), says("v1", "60", 22))
    assert [e.standing.not_now_until for e in effects if isinstance(e, KeepStanding)] == [at(22 + 3600)]
    desk = after(desk, says("q1.2", "0", 23), facts.HuntStopped(at(24), "q1"))
    again = after(
        desk,
        facts.ConversationOpened(at(30), "v9", "call-c1", "e-j", "Rails"),
        facts.InternalOpened(at(31), "i-2"),
        facts.ConversationOpened(at(32), "v8", "i-2", "e-j", "Rails"),
        facts.QuestionAsked(at(33), "q9", "v8", "And now?"),
        says("v8", "0", 34),
    )
    assert [a.name for a in again.hunts["q9"].asks] == ["Jonas Ahl"]
    assert again.hunts["q9"].nobody


@pytest.mark.parametrize(
    "change",
    [
        {"hours": Hours(frozenset({7}), 0, 60)},
        {"address": "sip:off@pbx.example"},
        {"expert_id": "e-busy"},
    ],
)
def test_who_is_outside_their_hours_offline_or_has_a_question_of_mine_is_not_asked(change: dict[str, Any]) -> None:
    jonas = replace(JONAS, **change)
    desk = replace(hunted(), experts=(PETRA, jonas))
    desk = replace(desk, presence={"sip:off@pbx.example": Presence(Reach.OFFLINE)})
    other = replace(desk.hunts["q1"], hunt_id="q7", asks=(replace(desk.hunts["q1"].asks[0], expert_id="e-busy"),))
    desk = replace(desk, hunts={**desk.hunts, "q7": other})
    assert stages(after(desk, says("v1", "0", 22))) == [("Petra", Stage.DECLINED)]


def test_a_draft_is_not_taken_out_of_sight() -> None:
    desk = after(hunted(), facts.DraftEdited(at(21), "v1", "And the"), says("v1", "0", 22))
    assert desk.conversation == "v1"


def test_an_answer_after_the_call_asks_to_call_back() -> None:
    desk = after(hunted(), call_changed(an_ended(), 60), says("v1", "1", 61))
    assert NoticeKind.ANSWER_HERE not in [n.kind for n in desk.notices]
    desk = after(desk, says("v1", "Yes, until March.", 70))
    (notice,) = [n for n in desk.notices if n.kind is NoticeKind.ANSWER_HERE]
    assert (notice.detail, notice.target) == ("Petra Sol", "+494055501420")


def test_a_killed_desk_goes_on_where_it_was_and_one_that_was_away_for_hours_asks_first() -> None:
    desk = hunted()
    kept = facts.Remembered(
        at(30), tuple(desk.interactions.values()), tuple(desk.conversations.values()), experts=desk.experts,
        hunts=tuple(desk.hunts.values()), standings=(Standing("e-j", 12.0, 3),),
    )  # fmt: skip
    back = ticking(after(a_desk(experts=(), now=at(29)), kept), 31, 50)
    assert stages(back) == [("Petra", Stage.PASSED), ("Jonas", Stage.LEAVING)]
    late = ticking(after(a_desk(experts=(), now=at(8999)), replace(kept, at=at(9000))), 9001, 9002)
    assert stages(late) == [("Petra", Stage.WAITING)]
    assert late.hunts["q1"].rests
    assert stages(after(late, says("v1", "0", 9003)))[1] == ("Jonas", Stage.LEAVING)


def test_a_question_that_the_journal_has_is_not_asked_twice() -> None:
    """Killed between the question to the next and the row that says so."""
    before = hunted()
    desk = after(before, says("v1", "0", 22), facts.DeliveryChanged(at(23), "q1.2", "q1.2", Delivery.SENT))
    kept = facts.Remembered(
        at(30), tuple(desk.interactions.values()), tuple(desk.conversations.values()), experts=desk.experts,
        hunts=tuple(before.hunts.values()),
    )  # fmt: skip
    back, effects = update(ticking(after(a_desk(now=at(29)), kept), 31, 49), facts.Ticked(at(50)))
    assert stages(back) == [("Petra", Stage.PASSED), ("Jonas", Stage.WAITING)]
    assert not [e for e in effects if isinstance(e, KeepQuestion)]


@pytest.mark.parametrize("jump", [timedelta(hours=-8), timedelta(hours=8)])
def test_a_clock_that_is_set_moves_no_promise(jump: timedelta) -> None:
    desk = after(hunted(), facts.Ticked(at(21)), facts.Ticked(at(22) + jump))
    assert stages(desk) == [("Petra", Stage.WAITING)]
    for second in range(23, 49):
        desk = after(desk, facts.Ticked(at(second) + jump))
    assert stages(desk) == [("Petra", Stage.WAITING)]
    for second in range(49, 54):
        desk = after(desk, facts.Ticked(at(second) + jump))
    assert stages(desk)[0] == ("Petra", Stage.PASSED)


def test_switched_off_it_is_plain_talk() -> None:
    desk = hunted(promise_clock=False)
    assert desk.hunts == {}
    assert desk.conversations["v1"].messages[0].foot == ""
