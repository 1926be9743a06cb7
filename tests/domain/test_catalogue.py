"""The catalogue of topics as text, hours in their own zone, and who is found and proposed first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain import facts
from softphone.domain.catalogue import Topic, expert_called, open_at, topic_named
from softphone.domain.catalogue_text import BadTopic, read_catalogue, schema, write_json
from softphone.domain.expert import Expert, Hours
from softphone.domain.finding import Index
from softphone.domain.presence import Presence, Reach
from softphone.domain.standing import Standing
from tests.builders import NOON, a_desk, after, at

RAILS = Topic(
    "Rails", "kern", ("301", "A. Osei"), Hours(frozenset({1, 2, 3}), 480, 960, "Europe/Vienna"), ("de",), 60,
    ("part number", "year of the rack"), ("Schienen",),
)  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    assert read_catalogue(write_json((RAILS, Topic("Racks")))).topics == (RAILS, Topic("Racks"))


def test_a_spreadsheet_is_read_with_german_headings_and_bad_rows_are_named() -> None:
    text = (
        "Thema;Verantwortlich;Vertretung;Tage;von;bis;Zeitzone;Sprachen;Zusage;Vorher;Stichworte\n"
        "Rails;kern;301/A. Osei;1-3;08:00;16:00;Europe/Vienna;DE;60;part number/year of the rack;Schienen\n"
        ";kern;;;;;;;;;\nRacks;;;1-9;08:00;16:00;;;;;\nDoors;;;;;;;;3;;\n"
    )
    read = read_catalogue(text)
    assert read.topics == (RAILS,)
    assert read.bad == ((3, BadTopic.NO_NAME), (4, BadTopic.BAD_HOURS), (5, BadTopic.BAD_PROMISE))


@given(st.text() | st.text().map("{{}}".format) | st.text().map("topic;answer_s\n{}".format))
def test_no_text_raises(untrusted: str) -> None:
    read_catalogue(untrusted)


@pytest.mark.parametrize("text", ["", "name only", "{}", '{"topics": 3}', "owner;days\nkern;1", "[" * 5000, "{" * 5000])
def test_what_is_no_catalogue_says_so(text: str) -> None:
    assert not read_catalogue(text).readable


def test_the_schema_names_every_field_that_is_written() -> None:
    properties = schema()["properties"]["topics"]["items"]["properties"]
    assert all(f'"{name}"' in write_json((RAILS,)) for name in properties)


@pytest.mark.parametrize(
    ("hours", "moment", "is_open"),
    [
        (Hours(frozenset({1}), 480, 960, "Europe/Berlin"), "2026-11-23T07:30", True),  # 08:30 there
        (Hours(frozenset({1}), 480, 960, "America/New_York"), "2026-11-23T07:30", False),
        (Hours(frozenset({1}), 1320, 360, "UTC"), "2026-11-24T05:59", True),  # Monday's night
        (Hours(frozenset({1}), 1320, 360, "UTC"), "2026-11-23T05:59", False),
        (Hours(frozenset({2}), 1320, 360, "No/Such"), "2026-11-24T23:00", True),
        (None, "2026-11-24T23:00", True),
    ],
)
def test_hours_are_those_of_their_own_zone(hours: Hours | None, moment: str, is_open: bool) -> None:
    assert open_at(hours, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is is_open


def experts() -> tuple[Expert, ...]:
    return tuple(
        Expert(f"e-{n}", name, f"sip:3{n:02}@pbx", "Product", topics)
        for n, (name, topics) in enumerate(
            [("Ada Quick", ("Rails",)), ("Bo Slow", ("Rails",)), ("Cy Gone", ("Rails",)), ("Di Other", ("Racks-S2",))]
        )
    )


def test_proposed_first_is_who_is_there_answers_soonest_and_has_the_fewest_questions() -> None:
    everyone = experts()
    desk = a_desk(
        experts=everyone,
        presence={e.address: Presence(Reach.AVAILABLE) for e in everyone[:2]} | {"sip:302@pbx": Presence(Reach.AWAY)},
        standings={"e-0": Standing("e-0", 200.0, 4), "e-1": Standing("e-1", 20.0, 4)},
    )
    index = Index(everyone, ())

    def proposed() -> list[str]:
        return [e.name.split()[0] for e in index.find(desk, "rai", 10).people]

    assert proposed() == ["Bo", "Ada", "Cy"]
    (hit,) = index.find(desk, "RAI", 10).topics
    assert hit.first is everyone[1]
    desk = replace(desk, now=at(3), standings={**desk.standings, "e-1": Standing("e-1", 20.0, 4, not_now_until=at(60))})
    assert proposed() == ["Ada", "Cy", "Bo"]


def test_found_by_topic_word_or_name_as_it_is_typed() -> None:
    everyone = experts()
    index = Index(everyone, (Topic("Rails", words=("Schienen",)), Topic("Locks", owner="302")))
    desk = a_desk(experts=everyone)
    assert [h.topic.name for h in index.find(desk, "schie", 9).topics] == ["Rails"]
    assert [e.name for e in index.find(desk, "oth di", 9).people] == ["Di Other"]
    assert [e.name for e in index.find(desk, "s2", 9).people] == ["Di Other"]
    (locks,) = index.find(desk, "lock", 9).topics
    assert locks.first is everyone[2]  # its owner: nobody else covers it
    assert index.find(desk, "xyz", 9).topics == ()


def test_an_owner_is_known_by_address_extension_or_name() -> None:
    everyone = experts()
    for who in ("sip:301@PBX", "301", " bo slow "):
        assert expert_called(everyone, who) is everyone[1]
    assert expert_called(everyone, "") is None
    assert topic_named((RAILS,), "rails") is RAILS


def test_topics_from_an_address_are_not_edited_here() -> None:
    desk = a_desk()
    edit = facts.CatalogueEdited(NOON, (RAILS,))
    assert after(desk, edit).catalogue == (RAILS,)
    for locked in ({"topics_address": "https://x.example/t"}, {"topics_editable": False}):
        assert after(replace(desk, settings=replace(desk.settings, **locked)), edit).catalogue == ()
    assert after(desk, edit, facts.CatalogueRead(NOON, trouble="not_there")).catalogue == (RAILS,)
