"""Lines of JSON that tell the practice world what to do: carried out, or refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from softphone.sandbox.orders import MAX_LINE_BYTES, Order, OrderSocket, carry_out, turn
from softphone.sandbox.pbx import Pbx


def _echo(order: Order) -> Order:
    return {"heard": order}


@given(st.binary(max_size=200))
def test_any_line_gets_one_line_of_json_back(line: bytes) -> None:
    answer = carry_out(line, _echo)
    assert answer.endswith(b"\n")
    assert answer.count(b"\n") == 1
    assert json.loads(answer)["ok"] in (True, False)


@pytest.mark.parametrize(
    "line", [b"[]", b"{", b'{"do": "dance"}', b'{"do":"silent","on":1}', b"[" * 9000, b" " * 20_000]
)
def test_an_order_that_is_none_is_refused_with_a_reason(qtbot: QtBot, line: bytes) -> None:
    pbx = Pbx({})
    answer = json.loads(carry_out(line, lambda order: turn(pbx, order)))
    assert answer["ok"] is False
    assert answer["why"]


@pytest.mark.allows_log("endless_order")
def test_guests_give_orders_and_hear_events(qtbot: QtBot, home: Path) -> None:
    orders = OrderSocket(str(home / "orders"), _echo)
    orders.listen()
    guests = [QLocalSocket(), QLocalSocket()]
    for guest in guests:
        guest.connectToServer(orders.name)
    qtbot.waitUntil(lambda: orders.guests == 2)
    with qtbot.waitSignal(guests[0].readyRead):
        guests[0].write(b'{"do": "x"}\n{"do"')
    assert json.loads(bytes(guests[0].readLine().data())) == {"ok": True, "heard": {"do": "x"}}
    with qtbot.waitSignals([guest.readyRead for guest in guests]):
        orders.tell({"event": "ready"})
    assert json.loads(bytes(guests[1].readLine().data())) == {"event": "ready"}
    with qtbot.waitSignal(guests[0].disconnected):
        guests[0].write(b"x" * (MAX_LINE_BYTES + 1))
    with qtbot.waitSignal(orders.left_alone):
        guests[1].disconnectFromServer()
    orders.close()
