"""Logging in at a real Synapse: by password, in the browser, and what happens when it no longer holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from softphone.domain import facts
from softphone.domain.chat import Delivery
from softphone.domain.matrix import LinkState, LogInMatrix, LogOutMatrix
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.sign_on import browse, running_sign_on
from tests.peers.synapse import Somebody, Synapse, running_synapse

pytestmark = pytest.mark.peer("Synapse 1.163")


@pytest.fixture
def anna(synapse: Synapse, fresh: str) -> str:
    synapse.register(f"anna{fresh}")
    return f"anna{fresh}"


@pytest.fixture
def desk(synapse: Synapse, tmp_path: Path) -> Iterator[MatrixDesk]:
    desk = MatrixDesk(tmp_path, synapse.address).start()
    yield desk
    desk.stop()


def refused(desk: MatrixDesk) -> str:
    return desk.until(facts.MatrixChanged, lambda fact: bool(fact.link.why)).link.why


@pytest.mark.proves("Matrix: log-in by password and in the browser, and its end")
def test_a_wrong_password_is_said_and_the_right_one_logs_in(desk: MatrixDesk, anna: str) -> None:
    desk.run(LogInMatrix(anna, "guess"))
    assert refused(desk) == "wrong_password"
    desk.log_in(anna)


def test_what_is_no_homeserver_is_said(desk: MatrixDesk, tmp_path: Path) -> None:
    for server, why in (("http://192.0.2.1", "not_secure"), ("http://127.0.0.1:9", "unreachable")):
        other = MatrixDesk(tmp_path / why, server).start()
        other.run(LogInMatrix("anna", "pw"))
        assert refused(other) == why
        other.stop()


@pytest.mark.proves("Matrix: log-in by password and in the browser, and its end")
@pytest.mark.allows_log("log-in is known no more")
def test_a_log_in_that_was_ended_elsewhere_is_asked_for_again_and_goes_on_with_its_device(
    synapse: Synapse, fresh: str, anna: str, desk: MatrixDesk
) -> None:
    desk.log_in(anna).knows(an_expert(synapse.register(f"kern{fresh}")))
    kern = Somebody(synapse, f"kern{fresh}")
    desk.proved(desk.ask(a_talk(kern.user_id), "Before"), Delivery.SENT)
    somebody = Somebody(synapse, anna)
    somebody.ask("POST", "v3/logout/all", {})
    desk.link(LinkState.EXPIRED)
    waits = desk.ask(a_talk(kern.user_id), "Meanwhile")
    desk.facts.clear()
    desk.run(LogInMatrix(anna, "pw"))
    desk.link(LinkState.ONLINE)
    desk.proved(waits, Delivery.SENT)
    kern.reads("Meanwhile")
    somebody.close()
    kern.close()


@pytest.mark.proves("Matrix: log-in by password and in the browser, and its end")
def test_logging_out_is_told_to_the_homeserver(synapse: Synapse, anna: str, desk: MatrixDesk) -> None:
    desk.log_in(anna)
    desk.facts.clear()
    desk.run(LogOutMatrix())
    desk.link(LinkState.LOGGED_OUT)
    somebody = Somebody(synapse, anna)
    names = [each["display_name"] for each in somebody.ask("GET", "v3/devices")["devices"]]
    somebody.close()
    assert "Aside" not in names
    desk.stop()
    desk.start().link(LinkState.LOGGED_OUT)


@pytest.mark.proves("Matrix: log-in by password and in the browser, and its end")
def test_single_sign_on_goes_through_the_person_s_own_browser(tmp_path: Path) -> None:
    with running_sign_on() as sign_on, running_synapse(more=sign_on.for_synapse) as synapse:
        sign_on.user = "anna"
        desk = MatrixDesk(tmp_path, synapse.address).start()
        desk.run(LogInMatrix("", ""))
        page = browse(desk.until(facts.BrowserWanted).url)
        assert "You are logged in" in page.text
        assert desk.link(LinkState.ONLINE).link.user_id == synapse.user_id("anna")
        desk.stop()


def test_the_limits_that_synapse_comes_with_are_obeyed_and_all_arrives_in_order(tmp_path: Path) -> None:
    with running_synapse(limits="") as synapse:
        synapse.register("anna")
        kern_id = synapse.register("kern")
        desk = MatrixDesk(tmp_path, synapse.address).start().log_in("anna").knows(an_expert(kern_id))
        kern = Somebody(synapse, "kern")
        for n in range(16):
            last = desk.ask(a_talk(kern_id), f"Question {n}")
        desk.until(facts.DeliveryChanged, lambda fact: fact.delivery is Delivery.WAITING, 60)
        desk.until(facts.DeliveryChanged, lambda f: (f.message_id, f.delivery) == (last, Delivery.SENT), 60)
        kern.reads("Question 15")
        bodies = [str(e["content"].get("body", "")) for _, e in kern.events if e["type"] == "m.room.message"]
        assert [body.rpartition("Question ")[2] for body in bodies] == [str(n) for n in range(16)]
        desk.stop()
        kern.close()
