"""Looking up at a CRM and reporting to it, over real HTTP on loopback, with everything that can go wrong."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from msgspec.structs import replace

from softphone.backroom.crm import MAX_ANSWER_BYTES, CrmClient, allowed, report_of, schema
from softphone.backroom.directories.http import HttpDirectory
from softphone.backroom.journal import Journal
from softphone.backroom.outbox import Outbox, _retry_after, next_attempt_delay
from softphone.domain.customer import Channel, Contact, Found, Lookup, Several, Unavailable, Unknown
from softphone.domain.facts import Fact, WrapUpDelivered
from softphone.domain.interaction import Delivered, Disposition, Interaction, InteractionKind, Outcome
from softphone.domain.quality import Figures
from tests.backroom.places import a_database
from tests.backroom.servers import CUT, SILENT, CrmServer, answer, self_signed
from tests.builders import NOON, a_customer, at

NUMBER = "+494055501420"
MARIA = {
    "id": "k-1",
    "name": "Maria\u202e Lindqvist",
    "numbers": [NUMBER],
    "contacts": [{"id": "t-1", "at": "2026-11-20T13:00:00+01:00", "channel": "email", "subject": "Where?"}],
    "a field of tomorrow": {"x": 1},
}


def look_up(*answers: bytes | None, deadline_s: float = 5.0, token: str = "") -> tuple[Lookup, CrmServer]:
    async def scene() -> tuple[Lookup, CrmServer]:
        async with CrmServer(list(answers)) as server, CrmClient() as client:
            directory = HttpDirectory(client, lambda: server.address, lambda: token, deadline_s)
            return await directory.find(NUMBER), server

    return asyncio.run(scene())


def test_a_known_number_gives_the_customer_cleaned() -> None:
    lookup, server = look_up(answer(200, {"customers": [MARIA]}), token="t0ken")
    assert isinstance(lookup, Found)
    assert lookup.customer.name == "Maria Lindqvist"
    assert lookup.customer.source == "crm"
    assert lookup.customer.contacts == (Contact("t-1", NOON, Channel.EMAIL, "Where?"),)
    assert server.asked[0].line == "GET /api/customers?number=%2B494055501420 HTTP/1.1"
    assert server.asked[0].headers["authorization"] == "Bearer t0ken"


def test_several_and_nobody_are_answers() -> None:
    two = {"customers": [MARIA, {**MARIA, "id": "k-2"}]}
    assert isinstance(look_up(answer(200, two))[0], Several)
    assert look_up(answer(200, {"customers": []}))[0] == Unknown()
    assert look_up(answer(404))[0] == Unknown()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (answer(500), "broken"),
        (answer(401), "refused"),
        (answer(302, Location="http://127.0.0.1:1/evil"), "redirected"),
        (answer(200, b"<html>log in"), "garbage"),
        (answer(200, {"customers": [{"id": 7}]}), "garbage"),
        (answer(200, {"customers": [{**MARIA, "contacts": [{"id": "x", "at": "noon"}]}]}), "garbage"),
        (answer(200, b"\xff\xfe{}"), "garbage"),
        (answer(200, b" " * (MAX_ANSWER_BYTES + 1)), "too_large"),
        (CUT, "network"),
        (b"HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n{", "slow"),
        (b"what?\r\n\r\n", "network"),
    ],
    ids=str.split("500 401 302 html no-id no-time no-utf8 huge cut half noise"),
)
def test_what_a_crm_does_wrong_is_said_in_a_word(reply: bytes, why: str) -> None:
    lookup, server = look_up(reply, deadline_s=0.3 if why == "slow" else 5.0)
    assert lookup == Unavailable(why)
    assert len(server.asked) == 1


def test_a_crm_that_never_answers_is_given_up_at_the_deadline() -> None:
    assert look_up(SILENT, deadline_s=0.1)[0] == Unavailable("slow")


def test_a_crm_that_drips_is_given_up_at_the_deadline_too() -> None:
    drip = b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
    assert look_up(drip, deadline_s=0.1)[0] == Unavailable("slow")


def test_a_crm_that_is_not_there_is_the_networks_fault() -> None:
    async def scene() -> Lookup:
        async with CrmClient() as client:
            await client.open("http://127.0.0.1:1")  # as at the start of Aside: loading is no part of the two seconds
            return await HttpDirectory(client, lambda: "http://127.0.0.1:1", lambda: "").find(NUMBER)

    assert asyncio.run(scene()) == Unavailable("network")


@pytest.mark.parametrize("address", ["http://crm.example", "ftp://crm.example", "crm.example", "", "https://", "http://["])
def test_personal_data_go_only_over_tls_or_to_this_computer(address: str) -> None:
    assert not allowed(address)
    assert allowed("https://crm.example/api")
    assert allowed("http://localhost:8080")

    async def scene() -> Lookup:
        async with CrmClient() as client:
            return await HttpDirectory(client, lambda: address, lambda: "").find(NUMBER)

    assert asyncio.run(scene()) == Unavailable("not_secure")


def test_a_certificate_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    async def scene() -> Lookup:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed(tmp_path))

        async def nobody(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        server = await asyncio.start_server(nobody, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        async with server, CrmClient() as client:
            await client.open(f"https://localhost:{port}")  # as above
            return await HttpDirectory(client, lambda: f"https://localhost:{port}", lambda: "").find(NUMBER)

    assert asyncio.run(scene()) == Unavailable("network")


def test_the_schema_names_every_field_of_a_report() -> None:
    report = schema()["$defs"]["WrapUpReport"]["properties"]
    assert {"interaction_id", "customer_id", "outcome", "note", "follow_up_at", "sound", "version"} <= set(report)


def test_how_a_call_sounded_goes_along_as_figures_and_as_nothing_where_it_was_not_measured() -> None:
    figures = Figures(4.1, 0.4, 1.2, 6.0, 48.0)
    sent = msgspec.to_builtins(report_of(replace(CALL, sound=figures), "", ""))
    assert sent["sound"] == {
        "mos": 4.1, "loss_pct": 0.4, "loss_there_pct": 1.2, "jitter_ms": 6.0, "round_trip_ms": 48.0
    }  # fmt: skip
    assert msgspec.to_builtins(report_of(CALL, "", ""))["sound"] is None


# --- The outbox -------------------------------------------------------------------------------------------

CALL = Interaction(
    "call-1",
    InteractionKind.CALL,
    NOON,
    NUMBER,
    lookup=Found(a_customer()),
    disposition=Disposition(Outcome.SOLVED, "Order", "All good"),
    answered_at=at(5),
    ended_at=at(65),
)


class Post:
    """An outbox at work in front of a server."""

    def __init__(self, server: CrmServer, client: httpx.AsyncClient, folder: Path | None = None) -> None:
        self.database = a_database(folder)
        self.server = server
        self.facts: list[Fact] = []
        self.changed = asyncio.Event()
        self.delays: list[int] = []
        self.outbox = Outbox(self.database, client, lambda: server.address, lambda: "t", self._post, self._delay)

    def _post(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.changed.set()

    def _delay(self, failures: int) -> float:
        self.delays.append(failures)
        return 0.01

    def put(self, call: Interaction = CALL) -> None:
        def write(connection: Any) -> None:
            Journal(self.database).keep_interaction(call)
            self.outbox.put(connection, call.interaction_id, self.server.address)

        self.database.transact(write)
        self.outbox.wake()

    async def until(self, delivered: Delivered, count: int = 1) -> None:
        async with asyncio.timeout(5):
            while self.told().count(delivered) < count:
                self.changed.clear()
                await self.changed.wait()

    def told(self) -> list[Delivered]:
        return [f.delivered for f in self.facts if isinstance(f, WrapUpDelivered)]


def at_work(answers: list[bytes | None], scene: Any, folder: Path | None = None) -> Post:
    async def run() -> Post:
        async with CrmServer(answers) as server, CrmClient() as client:
            post = Post(server, client, folder)
            task = asyncio.create_task(post.outbox.run())
            await _scene(scene(post))
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            return post

    return asyncio.run(run())


async def _scene(work: Coroutine[Any, Any, None]) -> None:
    await work


def test_a_wrap_up_is_posted_once_with_its_id_as_key() -> None:
    async def scene(post: Post) -> None:
        post.put()
        await post.until(Delivered.SENT)

    post = at_work([answer(201)], scene)
    (asked,) = post.server.asked
    assert asked.line == "POST /api/interactions HTTP/1.1"
    assert asked.headers["idempotency-key"] == "call-1"
    assert asked.headers["authorization"] == "Bearer t"
    said = json.loads(asked.body)
    assert (said["customer_id"], said["outcome"], said["talked_s"], said["note"]) == ("k-1", "solved", 60, "All good")
    assert post.outbox.waiting() == ()
    assert post.told() == [Delivered.SENT]


def test_trouble_is_tried_again_under_the_same_key_with_growing_patience() -> None:
    async def scene(post: Post) -> None:
        post.put()
        await post.until(Delivered.SENT)

    trouble = [CUT, answer(500), answer(429), answer(408), answer(425), answer(302, Location="http://x"), answer(204)]
    post = at_work(trouble, scene)
    assert {a.headers["idempotency-key"] for a in post.server.asked} == {"call-1"}
    assert len({a.body for a in post.server.asked}) == 1
    assert post.told() == [Delivered.WAITING] * 6 + [Delivered.SENT]
    assert post.delays == [0, 1, 2, 3, 4, 5]


def test_a_refusal_is_told_and_not_tried_again_and_the_next_one_goes() -> None:
    async def scene(post: Post) -> None:
        post.put()
        await post.until(Delivered.REFUSED)
        post.put(replace(CALL, interaction_id="call-2"))
        await post.until(Delivered.SENT)

    post = at_work([answer(422), answer(200)], scene)
    assert post.facts[0].reason == "status_422"  # type: ignore[attr-defined]
    assert [a.headers["idempotency-key"] for a in post.server.asked] == ["call-1", "call-2"]


def test_what_was_not_sent_is_sent_after_a_restart(tmp_path: Path) -> None:
    async def first(post: Post) -> None:
        post.put()
        await post.until(Delivered.WAITING)

    async def second(post: Post) -> None:
        await post.until(Delivered.SENT)

    at_work([answer(503)], first, tmp_path).database.close()
    post = at_work([answer(200)], second, tmp_path)
    assert post.server.asked[0].headers["idempotency-key"] == "call-1"
    post.database.close()


def test_retry_after_is_obeyed_even_when_something_new_is_put_in() -> None:
    async def scene(post: Post) -> None:
        post.put()
        await post.until(Delivered.WAITING)
        asked_at = asyncio.get_running_loop().time()
        post.put(replace(CALL, interaction_id="call-2"))
        await post.server.asked_times(2)
        assert asyncio.get_running_loop().time() - asked_at > 0.9
        await post.until(Delivered.SENT, 2)

    at_work([answer(429, Retry_After="1"), answer(200)], scene)


def test_retry_after_is_read_as_seconds_or_date_and_bounded() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < _retry_after(soon) <= 30
    assert _retry_after("7") == 7
    assert _retry_after("9" * 30) == 3600
    assert _retry_after("soon") == _retry_after("") == _retry_after("-3") == 0


def test_patience_doubles_up_to_a_minute_and_no_two_desks_knock_together() -> None:
    for failures, seconds in ((0, 1), (1, 2), (2, 4), (5, 32), (6, 60), (500, 60)):
        delays = {next_attempt_delay(failures) for _ in range(50)}
        assert len(delays) > 1
        assert all(0.75 * seconds <= d <= 1.25 * seconds for d in delays)


def test_with_no_address_nothing_leaves_and_the_row_says_here_only() -> None:
    async def scene(post: Post) -> None:
        def write(connection: Any) -> Delivered:
            Journal(post.database).keep_interaction(CALL)
            return post.outbox.put(connection, "call-1", "")

        assert post.database.transact(write) is Delivered.HERE_ONLY
        post.outbox.wake()

    assert at_work([answer(200)], scene).server.asked == []


def test_no_log_names_who_was_asked_about(caplog: pytest.LogCaptureFixture) -> None:
    """httpx would say each address that it asks, and the number stands in it."""
    caplog.set_level("DEBUG")

    async def run() -> None:
        async with (
            CrmServer([answer(404)]) as server,
            CrmClient() as client,
            client.stream("GET", f"{server.address}/customers", params={"number": "+494055501420"}) as said,
        ):
            assert said.status_code == 404

    asyncio.run(run())
    assert "55501420" not in caplog.text
