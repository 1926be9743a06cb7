"""What is shipped for the practice world is whole and stays fresh."""

from __future__ import annotations

import wave
from datetime import date, timedelta
from pathlib import Path

import phonenumbers
import pytest

from softphone.host.paths import resource
from softphone.sandbox.demo import customers, experts
from softphone.sandbox.scenario import BadScenario, choose, general_answers, scenarios, speech

TODAY = date(2027, 3, 1)


def test_three_scenarios_call_from_customers_of_the_book() -> None:
    numbers = {number for customer in customers(TODAY) for number in customer.numbers}
    played = scenarios()
    assert [s.id for s in played] == ["late-order", "product-question", "upset-customer"]
    assert {s.number for s in played} <= numbers


def test_speech_is_16_khz_mono_and_small() -> None:
    files = [speech(line) for scenario in scenarios() for line in scenario.says]
    for path in files:
        with wave.open(str(path)) as spoken:
            assert (spoken.getframerate(), spoken.getnchannels(), spoken.getsampwidth()) == (16_000, 1, 2)
    assert sum(path.stat().st_size for path in resource("demo/speech").iterdir()) < 1_500_000


def test_the_question_of_a_scenario_is_answered_by_its_own_rule() -> None:
    for scenario in scenarios():
        texts = {reply.text for reply in scenario.answer}
        answers = {choose(scenario.answer, user, scenario.ask) for user in ("kern", "aydin")} - {None}
        assert any(answer.text in texts for answer in answers if answer)


@pytest.mark.parametrize("expert", ["kern", "aydin"])
def test_every_expert_answers_anything(expert: str) -> None:
    for question in ("", "???", "Danke!", "x" * 5000):
        reply = choose(general_answers(), expert, question)
        assert reply is not None
        assert len(reply.text.encode()) <= 900
        assert reply.read_s <= reply.type_s <= reply.send_s


def test_the_book_is_fresh_on_any_day() -> None:
    for today in (TODAY, TODAY + timedelta(days=1000)):
        lindqvist = customers(today)[0]
        assert lindqvist.orders[0].promised_on == today - timedelta(days=2)
        assert lindqvist.contacts[0].at.astimezone().date() == today - timedelta(days=1)


def test_customers_are_well_formed() -> None:
    book = customers(TODAY)
    assert len({c.customer_id for c in book}) == len(book)
    for customer in book:
        assert all(phonenumbers.is_possible_number(phonenumbers.parse(number)) for number in customer.numbers)
        assert list(customer.contacts) == sorted(customer.contacts, key=lambda c: c.at, reverse=True)
        assert all(email.endswith(".example") for email in customer.emails)


def test_experts_live_at_the_practice_registrar() -> None:
    found = experts("127.0.0.1:5070")
    everybody = ("kern", "aydin", "novak", "brandt", "ofori")
    assert [e.address for e in found] == [f"sip:{u}@127.0.0.1:5070" for u in everybody]
    assert found[0].topics == ("Rack S2", "Certificates", "Roadmap", "Warranty")
    assert found[2].hours is not None
    assert (found[2].hours.start_min, found[2].hours.days) == (480, frozenset({1, 2, 3, 4, 5}))


def test_a_script_with_a_mistake_names_the_place(home: Path) -> None:
    text = 'id = "x"\ntitle = "x"\nnumber = "1"\nname = ""\nsays = [{wait_s = "soon", file = "x"}]'
    (home / "1.toml").write_text(text)
    with pytest.raises(BadScenario, match=r"1\.toml.*wait_s"):
        scenarios(home)
