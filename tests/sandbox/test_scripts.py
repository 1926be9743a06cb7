"""What the people of the practice world do, with an engine that only writes down what it is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from softphone.domain.call import Call, Direction, Ending, Hold, Party, Phase
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    Command,
    Dial,
    FilePlayed,
    HangUp,
    MessageReceived,
    PlayFile,
    SendComposing,
    SendMessage,
    SendReceipt,
)
from softphone.sandbox.customer import Customer, Doing
from softphone.sandbox.expert import Expert
from softphone.sandbox.scenario import Line, Reply, Scenario

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATE = Scenario(
    id="late",
    title="",
    number="+494055501420",
    name="M. Lindqvist",
    says=(Line(wait_s=0.01, file="late-order-1.wav"), Line(wait_s=0.01, file="late-order-2.wav")),
    headers={"X-Queue": "Orders"},
    hangs_up_s=0.02,
    calls_again_times=0,
)
AGENT = "sip:204@127.0.0.1"


class _Actor(QObject):
    happened = Signal(object)
    lined_up = Signal()
    sent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.commands: list[Command] = []
        self.names: list[str] = []

    def send(self, command: Command) -> bool:
        self.commands.append(command)
        self.sent.emit(command)
        return True

    def become(self, user: str, display_name: str, password: str) -> None:
        self.names.append(user)

    def focus(self, call_id: str | None) -> None:
        pass


@pytest.fixture
def actor(qtbot: QtBot) -> _Actor:
    return _Actor()


def _is(kind: type[Command]) -> object:
    return lambda command: isinstance(command, kind)


def _a_call(call_id: str, phase: Phase, hold: Hold = Hold.NONE, direction: Direction = Direction.OUT) -> CallChanged:
    talking = AT if phase is Phase.TALKING else None
    call = Call(call_id, direction, phase, Party("204"), AT, hold=hold, answered_at=talking)
    return CallChanged(AT, call)


def _dial(customer: Customer, actor: _Actor, scenario: Scenario) -> str:
    assert customer.play(scenario)
    actor.lined_up.emit()
    dialled = actor.commands[-1]
    assert isinstance(dialled, Dial)
    return dialled.call_id


def test_a_customer_registers_calls_speaks_and_hangs_up_by_the_script(qtbot: QtBot, actor: _Actor) -> None:
    customer = Customer(actor, "204", "pw")  # type: ignore[arg-type]
    call_id = _dial(customer, actor, LATE)
    assert actor.names == ["+494055501420"]
    assert actor.commands == [Dial(call_id, "204", headers=(("X-Queue", "Orders"),))]
    for line in LATE.says:
        with qtbot.waitSignal(actor.sent, check_params_cb=_is(PlayFile)):
            if line is LATE.says[0]:
                actor.happened.emit(_a_call(call_id, Phase.TALKING))
            else:
                actor.happened.emit(FilePlayed(call_id, "x"))
        played = actor.commands[-1]
        assert isinstance(played, PlayFile)
        assert played.path.endswith(line.file)
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(HangUp)):
        actor.happened.emit(FilePlayed(call_id, "x"))
    actor.happened.emit(_a_call(call_id, Phase.ENDED))
    assert customer.doing is Doing.IDLE


def test_a_customer_on_hold_says_nothing_until_the_hold_is_over(qtbot: QtBot, actor: _Actor) -> None:
    customer = Customer(actor, "204", "pw")  # type: ignore[arg-type]
    call_id = _dial(customer, actor, LATE)
    actor.happened.emit(_a_call(call_id, Phase.TALKING))
    actor.happened.emit(_a_call(call_id, Phase.TALKING, Hold.THEIRS))
    with qtbot.assertNotEmitted(actor.sent, wait=60):
        pass
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(PlayFile)):
        actor.happened.emit(_a_call(call_id, Phase.TALKING))


def test_a_customer_who_waits_for_the_answer_says_thanks_after_it(qtbot: QtBot, actor: _Actor) -> None:
    customer = Customer(actor, "204", "pw")  # type: ignore[arg-type]
    thanks = Line(wait_s=0.01, file="late-order-3.wav", after_answer=True)
    call_id = _dial(customer, actor, Scenario(id="t", title="", number="1", name="", says=(thanks,)))
    actor.happened.emit(_a_call(call_id, Phase.TALKING))
    with qtbot.assertNotEmitted(actor.sent, wait=60):
        pass
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(PlayFile)):
        customer.hear_of_answer()


def test_a_customer_nobody_answers_gives_up_and_calls_again(qtbot: QtBot, actor: _Actor) -> None:
    customer = Customer(actor, "204", "pw")  # type: ignore[arg-type]
    restless = Scenario(
        id="r", title="", number="1", name="", says=(), gives_up_s=0.01, calls_again_s=0.01, calls_again_times=1
    )
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(HangUp)):
        call_id = _dial(customer, actor, restless)
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(Dial)):
        actor.happened.emit(_a_call(call_id, Phase.ENDED))
    assert customer.doing is Doing.CALLING
    assert not customer.play(LATE)
    again = actor.commands[-1]
    assert isinstance(again, Dial)
    actor.happened.emit(_a_call(again.call_id, Phase.ENDED))
    assert customer.doing is Doing.IDLE


def test_a_customer_who_is_called_back_picks_up(qtbot: QtBot, actor: _Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("softphone.sandbox.customer.PICKS_UP_S", 0.01)
    customer = Customer(actor, "204", "pw")  # type: ignore[arg-type]
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(Answer)):
        actor.happened.emit(_a_call("back", Phase.OFFERED, direction=Direction.IN))
    assert customer.doing is Doing.CALLING
    actor.happened.emit(_a_call("back", Phase.TALKING, direction=Direction.IN))
    with qtbot.waitSignal(customer.told):
        actor.happened.emit(_a_call("back", Phase.ENDED, direction=Direction.IN))
    assert customer.doing is Doing.IDLE


def _reply(text: str, *words: str) -> Reply:
    return Reply(expert="kern", read_s=0.01, type_s=0.02, send_s=0.04, text=text, words=words)


def _message(text: str, n: int = 1) -> MessageReceived:
    return MessageReceived(AT, AGENT, text, f"c{n}", imdn_id=f"i{n}", wants_seen=True, conversation="k")


def test_an_expert_confirms_reads_types_and_answers_in_this_order(qtbot: QtBot, actor: _Actor) -> None:
    expert = Expert(actor, "kern", lambda: (_reply("Yes.", "rail"), _reply("Hm.")))  # type: ignore[arg-type]
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(SendMessage)):
        actor.happened.emit(_message("Do the rails fit?"))
        actor.happened.emit(_message("Do the rails fit?"))  # the same once more: a retransmission
    assert [type(command) for command in actor.commands] == [SendReceipt, SendReceipt, SendComposing, SendMessage]
    assert [c.seen for c in actor.commands if isinstance(c, SendReceipt)] == [False, True]
    answer = actor.commands[-1]
    assert isinstance(answer, SendMessage)
    assert (answer.to, answer.text, answer.conversation) == (AGENT, "Yes.", "k")
    assert expert.name == "kern"


def test_context_and_question_in_two_messages_get_one_answer(qtbot: QtBot, actor: _Actor) -> None:
    Expert(actor, "kern", lambda: (_reply("Yes.", "rail"), _reply("Hm.")), parent=actor)  # type: ignore[arg-type]
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(SendMessage)):
        actor.happened.emit(_message("Do the rails fit?"))
        actor.happened.emit(_message("Please.", 2))
    with qtbot.assertNotEmitted(actor.sent, wait=60):
        pass
    assert [c.text for c in actor.commands if isinstance(c, SendMessage)] == ["Yes."]


def test_free_text_gets_a_polite_default(qtbot: QtBot, actor: _Actor) -> None:
    Expert(actor, "kern", lambda: (_reply("Yes.", "rail"), _reply("Hm.")), parent=actor)  # type: ignore[arg-type]
    with qtbot.waitSignal(actor.sent, check_params_cb=_is(SendMessage)):
        actor.happened.emit(_message("Is the moon made of cheese?"))
    assert [c.text for c in actor.commands if isinstance(c, SendMessage)] == ["Hm."]


def test_an_ending_is_told_in_the_words_of_the_engine(qtbot: QtBot, actor: _Actor) -> None:
    customer = Customer(actor, "204", "pw")  # type: ignore[arg-type]
    call_id = _dial(customer, actor, LATE)
    busy = Call(call_id, Direction.OUT, Phase.ENDED, Party("204"), AT, ending=Ending.CALLEE_BUSY)
    with qtbot.waitSignal(customer.told) as told:
        actor.happened.emit(CallChanged(AT, busy))
    assert told.args == [Doing.IDLE.value, Ending.CALLEE_BUSY.value]
