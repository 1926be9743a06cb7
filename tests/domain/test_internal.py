"""An internal interaction: a colleague, the team or the lead is asked, and there is no customer in any of it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.chat import ChatMessage
from softphone.domain.customer import NoCustomer
from softphone.domain.desk import Desk
from softphone.domain.effects import FindCustomer, FinishWrapUp, KeepHistory, KeepQuestion
from softphone.domain.expert import Expert
from softphone.domain.finding import Index, lead
from softphone.domain.hunt import Stage
from softphone.domain.interaction import WrapUp
from softphone.domain.sharing import ShareCallBack
from softphone.domain.texts import TextEffect
from softphone.domain.update import update
from tests.builders import a_desk, after, at

PETRA = Expert("e-p", "Petra Sol", "sip:petra@pbx.example", "Product", ("Rails",), ("en",))
JONAS = Expert("e-j", "Jonas Ahl", "sip:jonas@pbx.example", "Product", (), ("en",))
LEAD = "sip:berg@pbx.example"


def asked_of(expert_id: str, topic: str = "") -> tuple[Desk, list[object]]:
    desk = replace(a_desk(experts=(PETRA, JONAS)))
    desk = replace(desk, settings=replace(desk.settings, team_lead=LEAD))
    done: list[object] = []
    for fact in (
        facts.InternalOpened(at(1), "x1"),
        facts.ConversationOpened(at(2), "v1", "x1", expert_id, topic),
        facts.QuestionAsked(at(3), "q1", "v1", "Who is on call on Sunday?"),
    ):
        desk, effects = update(desk, fact)
        done += effects
    return desk, done


@pytest.mark.parametrize(
    ("expert_id", "topic", "address"),
    [("e-j", "", JONAS.address), ("e-p", "Product", PETRA.address), ("lead", "", LEAD)],
    ids=["a colleague", "the team", "the lead"],
)
def test_a_colleague_the_team_or_the_lead_is_asked_with_no_customer_at_all(
    expert_id: str, topic: str, address: str
) -> None:
    who = next(e.expert_id for e in lead(asked_of("e-j")[0])) if expert_id == "lead" else expert_id
    desk, done = asked_of(who, topic)
    (question,) = (effect for effect in done if isinstance(effect, KeepQuestion))
    assert question.conversation.address == address
    assert question.message.text == "Who is on call on Sunday?"  # no line of context stands before it
    interaction = desk.interactions["x1"]
    assert (interaction.lookup, interaction.number, interaction.wrap_up) == (NoCustomer(), "", WrapUp.NONE)
    of_customers = (FindCustomer, FinishWrapUp, KeepHistory, TextEffect, ShareCallBack)
    assert [effect for effect in done if isinstance(effect, of_customers)] == []


def test_the_team_is_found_by_its_name_and_asked_one_after_the_other() -> None:
    desk, _ = asked_of("e-p", "Product")
    hits = Index(desk.experts).find(desk, "prod", 9)
    assert [hit.topic.name for hit in hits.topics] == ["Product"]
    assert Index(desk.experts).find(desk, "", 9).topics[0].topic.name == "Rails"  # teams come when they are typed
    no = ChatMessage("r1", at(5), False, "0")
    desk = after(desk, facts.ReplyArrived(at(5), "v1", no))
    assert [(ask.name, ask.stage) for ask in desk.hunts["q1"].asks] == [
        ("Petra Sol", Stage.DECLINED), ("Jonas Ahl", Stage.LEAVING),
    ]  # fmt: skip


def test_the_answer_to_an_internal_question_calls_nobody_back() -> None:
    desk, _ = asked_of("e-j")
    desk = after(desk, facts.ReplyArrived(at(9), "v1", ChatMessage("r1", at(9), False, "Tom is.", seen_here=False)))
    assert desk.notices == ()
    assert desk.conversations["v1"].unread == 1
