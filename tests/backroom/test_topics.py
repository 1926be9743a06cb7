"""The topic catalogue from a file and over real HTTP on loopback, and what the store brings back of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from softphone.backroom.crm import CrmClient
from softphone.backroom.directories.topics import MAX_BYTES, ExpertSource, TopicSource
from softphone.domain.catalogue import Topic
from softphone.domain.effects import KeepCatalogue, KeepHunt, KeepSettings, KeepStanding
from softphone.domain.facts import CatalogueRead, ExpertsEdited, Fact, Remembered
from softphone.domain.hunt import Ask, Hunt
from softphone.domain.settings import Settings
from softphone.domain.standing import Standing
from softphone.host.clock import Clock
from tests.backroom.rooms import Start, start
from tests.backroom.servers import CUT, CrmServer, answer
from tests.builders import NOON

__all__ = ["start"]
TWO = {"topics": [{"topic": "Rails", "owner": "301", "answer_s": 60}, {"topic": "Racks"}]}


def fetched(*answers: bytes | None, times: int = 1) -> tuple[list[Fact | None], CrmServer]:
    async def scene() -> tuple[list[Fact | None], CrmServer]:
        async with CrmServer(list(answers)) as server, CrmClient() as client:
            source = TopicSource(client, lambda: server.address, lambda fact: None, lambda: NOON)
            return [await source.read(server.address) for _ in range(times)], server

    return asyncio.run(scene())


def from_file(path: Path | str) -> Fact | None:
    async def scene() -> Fact | None:
        async with CrmClient() as client:
            return await TopicSource(client, str, lambda fact: None, lambda: NOON).read(str(path))

    return asyncio.run(scene())


def test_topics_come_over_http_and_are_sent_again_only_when_they_changed() -> None:
    read, server = fetched(answer(200, TWO, ETag='"7"'), answer(304), times=2)
    assert read == [CatalogueRead(NOON, (Topic("Rails", "301", answered_s=60), Topic("Racks"))), None]
    assert server.asked[1].headers["if-none-match"] == '"7"'


@pytest.mark.allows_log("^experts_not_read why=")
def test_the_experts_of_a_list_are_told_once_and_a_list_that_is_none_leaves_them() -> None:
    rows = b"name,address\nKern,301\n"
    more = rows + b"Aydin,302\n"
    bodies = [answer(200, rows), answer(200, rows), answer(200, b"nothing"), answer(404), answer(200, more)]

    async def scene() -> list[Fact | None]:
        async with CrmServer([*bodies]) as server, CrmClient() as client:
            source = ExpertSource(client, lambda: server.address, lambda: "pbx", lambda fact: None, lambda: NOON)
            return [await source.read(server.address) for _ in bodies]

    first, *nothing, last = asyncio.run(scene())
    assert isinstance(first, ExpertsEdited)
    assert [expert.address for expert in first.experts] == ["sip:301@pbx"]
    assert nothing == [None] * 3
    assert isinstance(last, ExpertsEdited)
    assert len(last.experts) == 2


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (answer(404), "not_there"),
        (answer(302, Location="http://127.0.0.1:9/"), "not_there"),
        (CUT, "not_there"),
        (answer(200, b"\xff\xfe\x00"), "not_readable"),
        (answer(200, b"x" * (MAX_BYTES + 1)), "too_large"),
    ],
)
def test_what_is_no_catalogue_is_said_and_leaves_the_last(reply: bytes, trouble: str) -> None:
    assert fetched(reply)[0] == [CatalogueRead(NOON, trouble=trouble)]


def test_only_https_or_this_computer_is_asked() -> None:
    assert from_file("http://192.0.2.1/topics") == CatalogueRead(NOON, trouble="not_secure")


def test_a_file_of_a_spreadsheet_is_read_whatever_its_encoding(tmp_path: Path) -> None:
    file = tmp_path / "topics.csv"
    file.write_bytes("Thema;Verantwortlich\nSchließsysteme;kern\n".encode("cp1252"))
    assert from_file(file) == CatalogueRead(NOON, (Topic("Schließsysteme", "kern"),))
    assert from_file(tmp_path / "none.csv") == CatalogueRead(NOON, trouble="not_there")


def test_the_store_brings_hunts_standings_and_topics_back(start: Start) -> None:
    now = Clock().now()
    hunt = Hunt("q1", "i-1", "Rails", now, (Ask("e-1", "J. Kern", "v1", "q1", now),))
    room, _ = start(None, KeepHunt(hunt), KeepStanding(Standing("e-1", 12.5, 3)), KeepCatalogue((Topic("Rails"),)))
    room.close()
    _, watcher = start()
    back = watcher.wait_for(Remembered)
    assert (back.hunts, back.standings, back.catalogue) == ((hunt,), (Standing("e-1", 12.5, 3),), (Topic("Rails"),))


def test_a_new_address_is_asked_at_once(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "topics.json"
    file.write_text('{"topics": [{"topic": "Rails"}]}')
    room, watcher = start()
    room.run(KeepSettings(Settings(topics_address=str(file))))
    fact: Fact = watcher.wait_for(CatalogueRead)
    assert isinstance(fact, CatalogueRead)
    assert fact.topics == (Topic("Rails"),)
