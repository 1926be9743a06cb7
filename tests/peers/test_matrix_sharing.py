"""Desks of one site at a real Synapse: questions that wait, notices, the catalogue, kept answers, thanks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.answer_effects import ReadShelf, TellDepartment
from softphone.domain.answers import KeptAnswer
from softphone.domain.catalogue import Topic
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.effects import KeepSettings
from softphone.domain.facts.answers import FeedbackMoved, ShelfRead
from softphone.domain.facts.sharing import CallBackSettled, OthersAsked, SharedRead
from softphone.domain.feedback import Feedback
from softphone.domain.matrix import LinkState
from softphone.domain.sharing import (
    CallBack,
    JoinQuestion,
    LookAtTopic,
    ShareAnswer,
    ShareCallBack,
    ShareCatalogue,
    ShareNotice,
    ShareTaken,
    ShareThanks,
    SiteNotice,
    Thanked,
)
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse

NOW = datetime.now(UTC).replace(microsecond=0)


@dataclass
class Site:
    office: Somebody
    kern: Somebody
    desks: list[MatrixDesk]
    topic: str
    directory: str


@pytest.fixture
def site(synapse: Synapse, fresh: str, tmp_path: Path) -> Iterator[Site]:
    """A directory room and the room of a topic that agents may join, an expert in it, and three agents' desks."""
    with ExitStack() as stack:
        people = []
        for name in ("office", "kern"):
            synapse.register(f"{name}{fresh}")
            people.append(Somebody(synapse, f"{name}{fresh}"))
            stack.callback(people[-1].close)
        office, kern = people
        for alias in (f"aside-{fresh}", f"aside-rails-{fresh}"):
            room = {"preset": "public_chat", "room_alias_name": alias, "room_version": "11"}
            office.ask("POST", "v3/createRoom", room)
            kern.ask("POST", f"v3/join/%23{alias}:aside.test", {})
        topic, directory = f"Rails {fresh}", f"#aside-{fresh}:aside.test"
        desks = []
        for name in ("anna", "ben", "carla"):
            synapse.register(f"{name}{fresh}")
            desk = MatrixDesk(tmp_path / name, synapse.address, matrix_directory=directory).start()
            stack.callback(desk.stop)
            desk.knows(an_expert(kern.user_id, "Kern", topic))
            desk.log_in(f"{name}{fresh}")
            desks.append(desk)
        yield Site(office, kern, desks, topic, directory)


def waiting(desk: MatrixDesk, count: int, answered: int = 0) -> OthersAsked:
    return desk.until(
        OthersAsked, lambda fact: (len(fact.waiting), sum(w.answered for w in fact.waiting)) == (count, answered)
    )


def test_a_third_agent_joins_the_question_that_two_wait_for_and_one_answer_reaches_all_who_joined(site: Site) -> None:
    anna, ben, carla = site.desks
    for desk, text in ((anna, "Do R2 rails fit?"), (ben, "Which rails for R2?")):
        desk.proved(desk.ask(a_talk(site.kern.user_id, topic=site.topic), text), Delivery.SENT)
    room_id, first = site.kern.reads("Do R2 rails fit?")
    carla.run(LookAtTopic(site.topic))
    known = waiting(carla, 2).waiting
    assert [(w.text.endswith(("fit?", "R2?")), w.peer) for w in known] == [(True, site.kern.user_id)] * 2
    assert known[0].root == first["event_id"]
    talk = a_talk(site.kern.user_id, 7, site.topic)
    message = ChatMessage("join", NOW, True, "✓ Another customer waits.")
    carla.run(JoinQuestion(talk, message, known[0].room_id, known[0].root))
    carla.proved("join", Delivery.SENT)
    _, joined = site.kern.reads("Another customer waits.")
    assert joined["content"]["m.relates_to"]["event_id"] == first["event_id"]
    site.kern.answer(room_id, first["event_id"], "They fit since 2019.")
    assert anna.reply("They fit since 2019.").conversation_id == "conv-1"
    assert carla.reply("They fit since 2019.").conversation_id == "conv-7"
    # Ben's question is another thread: the answer is not guessed onto it, and he is told that Anna's is answered.
    waiting(ben, 2, answered=2)
    assert [fact.message.text for fact in ben.all(facts.ReplyArrived)] == []
    assert [desk.all(facts.ReplyUnassigned) for desk in site.desks] == [[], [], []]


def test_a_notice_of_one_desk_reaches_the_others_over_a_restart_and_ends(site: Site) -> None:
    anna, ben, _ = site.desks
    until = NOW + timedelta(hours=2)
    notice = SiteNotice("n1", NOW, anna.user_id, site.topic, "R2 is out until Monday.", until, ("Sales",))
    anna.run(ShareNotice(notice))
    came = ben.until(SharedRead, lambda fact: bool(fact.notices)).notices
    assert came[0].text == "R2 is out until Monday."
    assert (came[0].by, came[0].until, came[0].queues) == (anna.user_id, notice.until, ("Sales",))
    _, said = site.office.reads(f"{site.topic}: R2 is out until Monday.")
    assert said["content"]["msgtype"] == "m.notice"
    ben.stop()
    ben.start()
    assert ben.until(SharedRead, lambda fact: bool(fact.notices)).notices[0].notice_id == "n1"
    soon = NOW + timedelta(seconds=5)
    ended = SiteNotice("n1", soon, anna.user_id, site.topic, "R2 is out.", soon)
    anna.run(ShareNotice(ended))
    site.office.reads(f"{site.topic}: R2 is out.")
    later = NOW + timedelta(seconds=6)
    ben.until(SharedRead, lambda fact: not fact.notices or all(n.until < later for n in fact.notices))


def test_the_catalogue_is_a_state_event_and_follows_its_changes(site: Site) -> None:
    anna = site.desks[0]

    def told(*names: str) -> None:
        topics: Any = {"topics": [{"topic": name, "answer_s": 90, "owner": site.kern.user_id} for name in names]}
        path = f"v3/directory/room/%23{site.directory[1:]}"
        room_id = site.office.ask("GET", path)["room_id"]
        site.office.ask("PUT", f"v3/rooms/{room_id}/state/chat.aside.topics", topics)
        read = anna.until(facts.CatalogueRead, lambda fact: tuple(t.name for t in fact.topics) == names)
        assert (read.topics[0].answered_s, read.topics[0].owner) == (90, site.kern.user_id)

    anna.link(LinkState.ONLINE)
    told("Rails")
    told("Rails", "Doors")


def test_kept_answers_and_thanks_are_on_the_other_desks(site: Site) -> None:
    anna, ben, _ = site.desks
    until = (NOW + timedelta(days=90)).date()
    answer = KeptAnswer("a1", "Which rails fit R2?", "Those of 2019 and later.", "Kern", until, NOW, topic=site.topic)
    anna.run(ShareAnswer("a1.1", answer))
    anna.run(ShareThanks(Thanked("t1", NOW, "Kern", site.topic, "Solved in the call.")))
    wall = ben.until(SharedRead, lambda fact: bool(fact.wall)).wall
    assert (wall[0].expert, wall[0].text) == ("Kern", "Solved in the call.")
    ben.run(ReadShelf("rails"))
    found = ben.until(ShelfRead, lambda fact: bool(fact.shelf.answers)).shelf.answers
    assert (found[0].answer_id, found[0].text, found[0].source) == ("a1", "Those of 2019 and later.", "")


def test_a_call_back_left_by_one_desk_is_with_the_others_until_somebody_has_it(site: Site) -> None:
    anna, ben, carla = site.desks
    left = CallBack("cb-1", NOW, anna.user_id, site.topic, "c7", "Kern", "Do they fit?", "From 2021 on.")
    anna.run(ShareCallBack(left))
    for desk in (ben, carla):
        (came,) = desk.until(SharedRead, lambda fact: bool(fact.callbacks)).callbacks
        assert (came.by, came.customer_id, came.answer) == (anna.user_id, "c7", "From 2021 on.")
    told = len(carla.facts)
    ben.run(ShareTaken("i-ben", left))
    carla.until(SharedRead, lambda fact: not fact.callbacks and fact in carla.facts[told:])
    assert ben.until(CallBackSettled).ours


def test_of_two_who_take_a_call_back_over_at_once_the_first_in_the_room_has_it_and_the_other_is_told(
    site: Site,
) -> None:
    anna, ben, carla = site.desks
    takers = {desk.user_id: desk for desk in (ben, carla)}
    for n in range(5):
        left = CallBack(f"cb-{n}", NOW, anna.user_id, site.topic, "c7", "Kern", "Do they fit?", "From 2021 on.")
        anna.run(ShareCallBack(left))
        for desk in takers.values():
            desk.until(SharedRead, lambda fact, n=n: any(c.callback_id == f"cb-{n}" for c in fact.callbacks))
        claims = {user_id: f"i-{n}-{user_id}" for user_id in takers}
        for user_id, desk in takers.items():
            desk.run(ShareTaken(claims[user_id], left))
        came = {
            user_id: desk.until(CallBackSettled, lambda fact, claim=claims[user_id]: fact.interaction_id == claim)
            for user_id, desk in takers.items()
        }
        (winner,) = (user_id for user_id, settled in came.items() if settled.ours)
        assert {settled.by for settled in came.values()} == {winner}
        assert came[winner].callback.customer_id == "c7"


def test_a_call_back_taken_over_while_a_colleague_had_it_already_is_theirs_after_a_restart_too(site: Site) -> None:
    anna, ben, carla = site.desks
    left = CallBack("cb-1", NOW, anna.user_id, site.topic, "c7", "Kern", "Do they fit?", "From 2021 on.")
    anna.run(ShareCallBack(left))
    ben.until(SharedRead, lambda fact: bool(fact.callbacks))
    carla.until(SharedRead, lambda fact: bool(fact.callbacks))
    ben.run(ShareTaken("i-ben", left))
    assert ben.until(CallBackSettled).ours
    carla.run(ShareTaken("i-carla", left))
    late = carla.until(CallBackSettled)
    assert (late.ours, late.by) == (False, ben.user_id)
    ben.stop()
    ben.start()  # before the desk had kept the card
    again = ben.until(CallBackSettled)
    assert (again.ours, again.interaction_id, again.callback.customer_id) == (True, "i-ben", "c7")


def test_a_department_s_room_has_a_thread_a_topic_and_counts_what_every_desk_told(site: Site, fresh: str) -> None:
    anna, ben, _ = site.desks
    site.office.ask("POST", "v3/createRoom", {"preset": "public_chat", "room_alias_name": f"production-{fresh}"})
    for desk in (anna, ben):
        departments = (f"Production=#production-{fresh}:aside.test",)
        desk.run(KeepSettings(replace(desk.settings, departments=departments)))
    words = ((anna, "f1", "Rails bend."), (ben, "f2", "rails bend!"), (anna, "f3", "Screws are missing."))
    for count, (desk, feedback_id, text) in zip((1, 2, 1), words, strict=True):
        desk.run(TellDepartment(Feedback(feedback_id, NOW, "Production", "Rails", text, ("Orders",))))
        sent = [feedback_id, "sent"]
        moved = desk.until(FeedbackMoved, lambda fact, sent=sent: [fact.told.feedback_id, fact.told.state] == sent)
        assert moved.told.count == count
    _, root = site.office.reads("Rails: Rails bend. [Orders]")
    for text in ("Rails: rails bend! [Orders] (×2)", "Rails: Screws are missing. [Orders]"):
        assert site.office.reads(text)[1]["content"]["m.relates_to"]["event_id"] == root["event_id"]


def test_who_may_changes_the_site_s_catalogue_from_the_desk_and_who_may_not_is_told(site: Site) -> None:
    anna, ben, _ = site.desks
    room_id = site.office.ask("GET", f"v3/directory/room/%23{site.directory[1:]}")["room_id"]
    powers = site.office.ask("GET", f"v3/rooms/{room_id}/state/m.room.power_levels")
    powers["users"][anna.user_id] = 50
    site.office.ask("PUT", f"v3/rooms/{room_id}/state/m.room.power_levels", powers)
    many = tuple(Topic(f"Topic {n:04}", ready=("x" * 70, "y" * 70)) for n in range(400))  # more than one event holds
    for topics in (many, many[:3]):
        anna.run(ShareCatalogue(topics))
        ben.until(facts.CatalogueRead, lambda fact, topics=topics: fact.topics == topics)  # whole, and no longer
    ben.run(ShareCatalogue(many))
    ben.until(facts.CatalogueRead, lambda fact: fact.trouble == "not_allowed")


def test_an_owner_on_another_client_makes_a_notice_by_a_line_in_the_room_of_the_topic(site: Site) -> None:
    anna = site.desks[0]
    anna.run(LookAtTopic(site.topic))
    site.kern.until(lambda e: e.get("state_key") == anna.user_id and e["content"].get("membership") == "join")
    alias = f"%23aside-{site.topic.replace(' ', '-').lower()}:aside.test"
    room_id = site.kern.ask("GET", f"v3/directory/room/{alias}")["room_id"]
    site.kern.say(room_id, "Hinweis bis 18:00: R2 ist aus.")
    (notice,) = anna.until(SharedRead, lambda fact: bool(fact.notices)).notices
    assert (notice.by, notice.topic, notice.text) == (site.kern.user_id, site.topic, "R2 ist aus.")
    assert anna.all(facts.ReplyUnassigned) == []
