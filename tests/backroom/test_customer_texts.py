"""Texts of customers in the store: once each, in the conversation that is open with the number, there after a start."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from softphone.domain import facts
from softphone.domain.effects import ForgetNumber, KeepInteraction
from softphone.domain.interaction import Interaction, InteractionKind, WrapUp
from softphone.domain.protocol import MessageReceived
from softphone.domain.texts import (
    CustomerText,
    KeepText,
    TakeInText,
    TextCame,
    TextKept,
    TextState,
    Thread,
    ThreadsRemembered,
)
from tests.backroom.rooms import Start, start

__all__ = ["start"]
NOW = datetime.now(UTC)
NUMBER, SENDER = "+491715550142", "sip:01715550142@gateway.example"


def event(text: str, network_id: str, minutes: float = 0) -> MessageReceived:
    return MessageReceived(NOW + timedelta(minutes=minutes), SENDER, text, network_id)


def test_a_text_is_taken_in_once_and_the_next_joins_it(start: Start) -> None:
    room, watcher = start()
    room.run(TakeInText(event("Where is \u202e48-1190?", "n-1")))
    first = watcher.wait_for(TextCame)
    assert (first.number, first.address, first.text.text) == (NUMBER, SENDER, "Where is 48-1190?")
    assert not first.text.seen_here
    room.run(TakeInText(event("Where is 48-1190?", "n-1")))  # the network says it twice
    room.run(TakeInText(event("And the rails?", "n-2", 1)))
    second = watcher.wait_for(TextCame, 2)
    assert (second.text.text, second.interaction_id) == ("And the rails?", first.interaction_id)


def test_after_a_finished_conversation_a_new_one_begins(start: Start) -> None:
    room, watcher = start()
    room.run(TakeInText(event("Where is 48-1190?", "n-1")))
    first = watcher.wait_for(TextCame)
    over = Interaction(
        first.interaction_id, InteractionKind.TEXT, NOW, NUMBER, ended_at=NOW, wrap_up=WrapUp.DONE
    )
    room.run(KeepInteraction(over))
    room.run(KeepText(Thread("x", "", ""), CustomerText("x", NOW, True, "flushes what waits", TextState.NEW)))
    watcher.wait_for(TextKept)
    room.run(TakeInText(event("Hello again", "n-2", 5)))
    assert watcher.wait_for(TextCame, 2).interaction_id != first.interaction_id


def test_a_new_answer_is_told_as_kept_and_its_changes_are_not(start: Start) -> None:
    room, watcher = start()
    thread = Thread("t-1", NUMBER, SENDER)
    text = CustomerText("a-1", NOW, True, "In Bremen.", TextState.NEW)
    room.run(KeepText(thread, text))
    assert watcher.wait_for(TextKept).text_id == "a-1"
    room.run(KeepText(thread, CustomerText("a-1", NOW, True, "In Bremen.", TextState.SENT)))
    room.run(KeepText(thread, CustomerText("a-2", NOW, True, "Today.", TextState.NEW)))
    assert watcher.wait_for(TextKept, 2).text_id == "a-2"


def test_texts_and_the_draft_are_there_after_a_start_and_gone_when_the_number_is_erased(start: Start) -> None:
    room, watcher = start()
    room.run(TakeInText(event("Where is 48-1190?", "n-1")))
    came = watcher.wait_for(TextCame)
    begun = Interaction(came.interaction_id, InteractionKind.TEXT, NOW, NUMBER, reply="It is in")
    room.run(KeepInteraction(begun))
    room.run(
        KeepText(
            Thread(came.interaction_id, NUMBER, SENDER),
            CustomerText("a-1", NOW + timedelta(minutes=1), True, "One moment.", TextState.LEFT),
        )
    )
    room, watcher = start()
    (thread,) = watcher.wait_for(ThreadsRemembered).threads
    assert [(t.text, t.state) for t in thread.texts] == [
        ("Where is 48-1190?", TextState.SENT),
        ("One moment.", TextState.LEFT),
    ]
    (interaction,) = watcher.wait_for(facts.Remembered).interactions
    assert (interaction.reply, interaction.kind) == ("It is in", InteractionKind.TEXT)
    room.run(ForgetNumber(NUMBER))
    watcher.wait_for(facts.Forgotten)
    _, watcher = start()
    assert not watcher._of(ThreadsRemembered)
