"""Departments are told once, however often it takes; with the count of what is the same, and without the customer."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

from softphone.backroom.answers import cli
from softphone.backroom.answers.telling import Telling, same_as
from softphone.backroom.crm import CrmClient
from softphone.backroom.vault import MemoryVault
from softphone.domain import facts
from softphone.domain.answer_effects import TellDepartment
from softphone.domain.desk import Desk, NoticeKind
from softphone.domain.facts.answers import DepartmentTold, FeedbackMoved
from softphone.domain.feedback import Department, Feedback, Told, departments
from softphone.domain.interaction import Disposition, Outcome
from softphone.domain.settings import Settings
from softphone.domain.update import update
from tests.backroom.places import a_database, in_no_room
from tests.backroom.servers import CUT, CrmServer, answer
from tests.backroom.test_kept_answers_store import SHELF
from tests.builders import NOON, after, at, in_a_call

PRODUCTION = Settings(departments=("Production=https://hooks.example/production", "nonsense", "=x"))


def told_to(*answers: bytes | None, words: tuple[Feedback, ...]) -> tuple[CrmServer, list[facts.Fact]]:
    """What the webhook was asked, and what the desk was told, until it took every word."""
    said: list[facts.Fact] = []
    taken = asyncio.Event()

    def post(fact: facts.Fact) -> None:
        said.append(fact)
        if sum(isinstance(f, FeedbackMoved) and f.told.state == "sent" for f in said) == len(words):
            taken.set()

    async def run() -> CrmServer:
        async with CrmClient() as client, CrmServer(list(answers)) as server:
            whom = (Department("Production", f"{server.address}/production"),)
            telling = Telling(a_database(), client, lambda: whom, in_no_room, post, lambda: NOON, lambda _: 0.01)
            for word in words:
                await telling.tell(word)
            running = asyncio.create_task(telling.run())
            await asyncio.wait_for(taken.wait(), 20)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            return server

    return asyncio.run(run()), said


def a_word(n: int = 0, text: str = "The rails of 2020 do not fit.") -> Feedback:
    return Feedback(f"f{n}", NOON + timedelta(minutes=n), "Production", "Rails", text, ("Orders",))


def test_a_word_is_sent_until_it_is_taken_and_always_under_the_same_key() -> None:
    server, _ = told_to(CUT, answer(503), answer(204), words=(a_word(),))
    assert [asked.headers["idempotency-key"] for asked in server.asked] == ["f0"] * 3
    body = json.loads(server.asked[-1].body)
    assert (body["department"], body["topic"], body["tags"], body["count"]) == ("Production", "Rails", ["Orders"], 1)
    assert server.asked[-1].line.startswith("POST /api/production ")


def test_identical_words_are_counted_by_topic() -> None:
    same = (a_word(), a_word(1, "the RAILS of 2020 do not fit"), a_word(2, "The rack hums."))
    server, said = told_to(*[answer(204)] * 3, words=same)
    assert [json.loads(asked.body)["count"] for asked in server.asked] == [1, 2, 1]
    assert json.loads(server.asked[1].body)["first_at"] == "2026-11-20T12:00:00Z"
    last = [fact.told for fact in said if isinstance(fact, FeedbackMoved) and fact.told.feedback_id == "f1"][-1]
    assert (last.state, last.count) == ("sent", 2)


def test_words_that_say_the_same_have_the_same_mark() -> None:
    assert same_as("The rails do not fit.") == same_as("the RAILS do\nnot fit")
    assert same_as("The rails do not fit.") != same_as("The rails do fit.")


def in_a_call_about_rails() -> Desk:
    desk = after(in_a_call(), facts.SettingsChanged(at(9), PRODUCTION))
    return after(desk, facts.DispositionEdited(at(10), "call-c1", Disposition(Outcome.NOT_SOLVED, "Product")))


def test_a_department_learns_what_happened_and_not_to_whom() -> None:
    raw = "Maria Lindqvist, order 48-1190, 040 55501420: rails do not fit."
    _, effects = update(
        in_a_call_about_rails(), DepartmentTold(at(20), "f1", "call-c1", "Production", "Rails", raw)
    )
    (tell,) = [each for each in effects if isinstance(each, TellDepartment)]
    for trace in ("Lindqvist", "48-1190", "55501420"):
        assert trace not in tell.feedback.text
    assert "rails do not fit" in tell.feedback.text
    assert tell.feedback.tags == ("Orders", "Product", "not_solved")


def test_a_department_that_nobody_set_is_not_told() -> None:
    desk = in_a_call_about_rails()
    assert update(desk, DepartmentTold(at(20), "f1", "call-c1", "Sales", "Rails", "x"))[1] == ()
    assert [d.name for d in departments(PRODUCTION.departments)] == ["Production"]


def test_a_refusal_is_said() -> None:
    desk = after(in_a_call_about_rails(), FeedbackMoved(at(21), Told("f1", "Production", "refused", 1, "status_404")))
    assert [n.target for n in desk.notices if n.kind is NoticeKind.FEEDBACK_REFUSED] == ["Production"]


def test_kept_answers_travel_by_the_shell(tmp_path: Path) -> None:
    vault, file = MemoryVault(), tmp_path / "answers.jsonl"
    lines = [
        {"id": a.answer_id, "question": a.question, "answer": a.text, "valid_until": a.valid_until.isoformat()}
        for a in SHELF
    ]
    file.write_text("\n".join(map(json.dumps, [*lines, {"id": "no day"}])), encoding="utf-8")
    home = ["--home", str(tmp_path / "home")]
    assert cli.main(["import", str(file), *home], vault) == 0
    assert cli.main(["export", str(tmp_path / "out.jsonl"), *home], vault) == 0
    exported = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["id"] for line in exported} == {a.answer_id for a in SHELF}
    assert cli.main(["import", str(tmp_path / "nothing"), *home], vault) == cli.NOT_DONE
