"""The backroom as the app uses it: effects in from any thread, facts out, a real store on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from softphone.backroom.database import Database
from softphone.backroom.inbox import Inbox
from softphone.backroom.ports import Closed
from softphone.backroom.room import Backroom
from softphone.backroom.vault import MemoryVault
from softphone.domain import effects, facts
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.customer import Customer, Found, NoCustomer, Searching
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.interaction import (
    Delivered,
    Disposition,
    HistoryEntry,
    Interaction,
    InteractionKind,
    Outcome,
    Promise,
    WrapUp,
)
from softphone.domain.presence import Duty, Wish
from softphone.domain.protocol import MessageAccepted, MessageReceived, SendMessage
from softphone.domain.settings import Settings
from softphone.domain.wave import Unplayable
from softphone.host.clock import Clock
from softphone.host.paths import open_home, resource
from tests.backroom.rooms import Start, Watcher, start
from tests.builders import KERN, OSEI, a_customer

__all__ = ["start"]
NUMBER = "+494055501420"
NOW = Clock().now()
CALL = Interaction("call-1", InteractionKind.CALL, NOW, NUMBER, "M. L.", call_id="1")
TALK = Conversation("conv-1", "call-1", "e-1", KERN.address, opened_at=NOW)


def test_a_first_start_opens_an_encrypted_store_and_remembers_nothing(start: Start) -> None:
    _, watcher = start()
    assert watcher.wait_for(facts.StoreOpened).state is StoreState.ENCRYPTED
    remembered = watcher.wait_for(facts.Remembered)
    assert remembered == facts.Remembered(remembered.at)


def test_everything_kept_is_remembered_at_the_next_start(start: Start) -> None:
    room, _ = start()
    entry = HistoryEntry("call-0", NOW, True, NUMBER, "M. L.", None)
    promise = Promise("call-0", NOW, NUMBER, "M. L.", "rails")
    duty = Duty(Wish.BREAK, NOW, "Lunch")
    noted = replace(CALL, note="rails do not fit", lookup=Found(a_customer()))
    internal = Interaction("call-2", InteractionKind.CALL, NOW, "204", lookup=NoCustomer())
    for effect in (
        effects.KeepHistory(entry),
        effects.KeepPromise(promise),
        effects.KeepPromise(replace(promise, promise_id="call-9", done=True)),
        effects.KeepDuty(duty),
        effects.KeepPause(True),
        effects.KeepExperts((OSEI, KERN)),
        effects.KeepInteraction(CALL),
        effects.KeepInteraction(noted),
        effects.KeepInteraction(internal),
        effects.KeepInteraction(replace(CALL, interaction_id="call-3", ended_at=NOW)),
        effects.KeepConversation(replace(TALK, draft="Do the")),
    ):
        room.run(effect)
    _, watcher = start()
    known = watcher.wait_for(facts.Remembered)
    assert known.history == (entry,)
    assert known.promises == (promise,)
    assert known.duty == duty
    assert known.paused
    assert known.experts == (OSEI, KERN)
    assert known.interactions == (replace(noted, lookup=Searching()), internal)
    assert known.conversations == (replace(TALK, draft="Do the"),)


def test_effects_that_come_before_the_store_is_open_are_done_in_order(start: Start) -> None:
    _, watcher = start(None, effects.KeepCustomer("call-1", a_customer()), effects.FindCustomer("call-1", NUMBER))
    assert watcher.wait_for(facts.CustomerFound, 2).customer == a_customer()


def test_finding_gives_one_many_or_nobody(start: Start) -> None:
    room, watcher = start()
    room.run(effects.FindCustomer("call-1", NUMBER))
    assert watcher.wait_for(facts.CustomerUnknown).interaction_id == "call-1"
    room.run(effects.KeepCustomer("call-1", a_customer()))
    room.run(effects.KeepCustomer("call-1", Customer("k-2", "Jon", numbers=("040 55501420",))))
    watcher.wait_for(facts.CustomerFound, 2)
    room.run(effects.FindCustomer("call-1", NUMBER))
    assert len(watcher.wait_for(facts.CustomersFound).customers) == 2
    room.run(effects.FindCustomer("call-1", "", "k-2"))
    assert watcher.wait_for(facts.CustomerFound, 3).customer.name == "Jon"
    room.run(effects.KeepInteraction(replace(CALL, lookup=Found(a_customer()))))
    room.run(effects.FindCustomer("call-1", NUMBER))
    assert watcher.wait_for(facts.CustomerFound, 4).customer == a_customer()


def test_a_number_is_linked_and_the_book_is_searched(start: Start) -> None:
    room, watcher = start()
    room.run(effects.KeepCustomer("call-1", a_customer()))
    room.run(effects.LinkNumber("call-1", "k-1", "0151 23456789"))
    assert "+4915123456789" in watcher.wait_for(facts.CustomerFound, 2).customer.numbers
    room.run(effects.SearchBook("lindq"))
    assert [c.customer_id for c in watcher.wait_for(facts.BookMatched).customers] == ["k-1"]


def test_a_question_is_sent_answered_read_and_remembered(start: Start) -> None:
    room, watcher = start()
    message = ChatMessage("q1", NOW, True, "Do the rails fit?")
    room.run(effects.KeepQuestion(replace(TALK, messages=(message,), context_sent=True), message))
    command = watcher.wait_for(facts.SendWanted).command
    assert command == SendMessage("q1", KERN.address, "Do the rails fit?", True, "conv-1")
    assert watcher.wait_for(facts.DeliveryChanged).delivery is Delivery.KEPT
    room.run(effects.TakeIn(MessageAccepted(NOW, "q1")))
    assert watcher.wait_for(facts.DeliveryChanged, 2).delivery is Delivery.SENT
    room.run(effects.TakeIn(MessageReceived(NOW, KERN.address, "They do.", "n1")))
    assert watcher.wait_for(facts.ReplyArrived).conversation_id == "conv-1"
    room.run(effects.MarkSeen("conv-1"))
    room.run(effects.TakeIn(MessageReceived(NOW, "sip:stranger@pbx", "Hello", "n2")))
    tray = watcher.wait_for(facts.ReplyUnassigned)
    _, again = start()
    known = again.wait_for(facts.Remembered)
    (conversation,) = known.conversations
    assert [(m.text, m.delivery) for m in conversation.messages if m.ours] == [("Do the rails fit?", Delivery.SEEN)]
    assert (conversation.unread, conversation.context_sent) == (0, True)
    assert known.unassigned == (tray.reply,)


def test_replies_in_the_tray_can_be_adopted(start: Start) -> None:
    room, watcher = start()
    room.run(effects.TakeIn(MessageReceived(NOW, "sip:osei@pbx.example", "Hello", "n2")))
    watcher.wait_for(facts.ReplyUnassigned)
    talk = Conversation("conv-9", "internal-1", "e-2", "sip:osei@pbx.example", opened_at=NOW)
    room.run(effects.KeepConversation(talk))
    room.run(effects.AdoptReplies(talk))
    _, again = start()
    known = again.wait_for(facts.Remembered)
    assert [m.text for c in known.conversations for m in c.messages] == ["Hello"]
    assert known.unassigned == ()


def test_what_waits_for_the_network_goes_when_the_line_is_back_even_after_a_restart(start: Start) -> None:
    room, watcher = start()
    message = ChatMessage("q1", NOW, True, "Hm?")
    room.run(effects.KeepQuestion(TALK, message))
    watcher.wait_for(facts.SendWanted)
    room, again = start()
    room.run(effects.LineBack())
    assert again.wait_for(facts.SendWanted).command == SendMessage("q1", KERN.address, "Hm?", True, "conv-1")


@pytest.mark.allows_log("errand failed")
def test_a_text_that_fails_does_not_take_those_of_the_same_moment_with_it(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, watcher = start()
    watcher.wait_for(facts.Remembered)
    real = Inbox.take_in

    def stumble(inbox: Inbox, connection: Any, event: MessageReceived) -> Any:
        if event.text == "two":
            raise KeyError("ours")
        return real(inbox, connection, event)

    monkeypatch.setattr(Inbox, "take_in", stumble)
    for n, text in enumerate(("one", "two", "three")):
        room.run(effects.TakeIn(MessageReceived(NOW, "sip:stranger@pbx", text, f"n{n}")))
    watcher.wait_for(facts.ReplyUnassigned, 2)
    told = [fact.reply.message.text for fact in watcher.facts if isinstance(fact, facts.ReplyUnassigned)]
    assert told == ["one", "three"]


def test_a_wrap_up_lands_in_the_timeline_and_says_it_stays_here(start: Start) -> None:
    room, watcher = start()
    room.run(effects.KeepCustomer("call-1", a_customer()))
    done = replace(
        CALL, ended_at=NOW, wrap_up=WrapUp.DONE, disposition=Disposition(Outcome.SOLVED, "Order", "Sent new rails")
    )
    room.run(effects.FinishWrapUp(done, a_customer()))
    assert watcher.wait_for(facts.WrapUpDelivered).delivered is Delivered.HERE_ONLY
    room.run(effects.FindCustomer("call-2", NUMBER))
    card = watcher.wait_for(facts.CustomerFound, 2).customer
    assert [c.detail for c in card.contacts if c.contact_id == "call-1"] == ["Sent new rails"]


def test_a_password_is_kept_per_line_and_read_back(start: Start) -> None:
    room, watcher = start()
    room.run(effects.ReadPassword("200@pbx"))
    assert watcher.wait_for(facts.PasswordRead).state is SecretState.NEEDED
    room.run(effects.KeepPassword("200@pbx", "s3cret"))
    assert watcher.wait_for(facts.PasswordRead, 2).state is SecretState.KNOWN
    room.run(effects.ReadPassword("200@pbx"))
    assert watcher.wait_for(facts.PasswordRead, 3).password == "s3cret"
    room.run(effects.ReadPassword("201@pbx"))
    assert watcher.wait_for(facts.PasswordRead, 4).state is SecretState.NEEDED
    assert not any(b"s3cret" in f.read_bytes() for f in start.home.data.rglob("*") if f.is_file())


@pytest.mark.allows_log("in memory only")
def test_with_a_locked_key_store_everything_works_in_memory_and_nothing_is_written(start: Start) -> None:
    start.vault.closed = Closed.LOCKED
    room, watcher = start()
    opened = watcher.wait_for(facts.StoreOpened)
    assert (opened.state, opened.why) == (StoreState.IN_MEMORY, "locked")
    room.run(effects.KeepCustomer("call-1", a_customer()))
    watcher.wait_for(facts.CustomerFound)
    room.run(effects.KeepPassword("200@pbx", "x"))
    assert watcher.wait_for(facts.PasswordRead).state is SecretState.MEMORY_ONLY
    room.run(effects.ReadPassword("200@pbx"))
    assert watcher.wait_for(facts.PasswordRead, 2).state is SecretState.LOCKED
    assert not start.home.store_file.exists()


def test_forgetting_and_wiping_are_counted(start: Start) -> None:
    room, watcher = start()
    room.run(effects.KeepCustomer("call-1", a_customer()))
    room.run(effects.KeepInteraction(replace(CALL, ended_at=NOW)))
    room.run(effects.ForgetNumber("040 55501420"))
    assert watcher.wait_for(facts.Forgotten).records == 2
    room.run(effects.FindCustomer("call-2", NUMBER))
    watcher.wait_for(facts.CustomerUnknown)
    room.run(effects.WipeCustomers())
    assert watcher.wait_for(facts.Forgotten, 2).records == 0


def test_a_file_is_previewed_and_imported(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    file.write_text("Kundennummer;Name;Telefon\nK1;Möhring;040 98765432\nK2;Vogt;keine\n", encoding="cp1252")
    room, watcher = start()
    room.run(effects.ReadPreview(str(file)))
    preview = watcher.wait_for(facts.PreviewRead)
    assert preview.columns == ("Kundennummer", "Name", "Telefon")
    assert preview.rows[0] == ("K1", "Möhring", "040 98765432")
    room.run(effects.ImportBook("i1", str(file), preview.mapping))
    told = watcher.wait_for(facts.ImportProgressed)
    assert (told.finished, told.added, told.bad, told.done, told.total) == (True, 1, ((3, "number"),), 2, 2)
    room.run(effects.FindCustomer("call-1", "+494098765432"))
    assert watcher.wait_for(facts.CustomerFound).customer.name == "Möhring"
    room.run(effects.ReadPreview(str(tmp_path / "nowhere.csv")))
    assert watcher.wait_for(facts.PreviewRead, 2).trouble == "missing"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("moment.wav", Unplayable.NONE), ("none.wav", Unplayable.MISSING), ("", Unplayable.MISSING)],
)
def test_a_sound_file_is_looked_at(start: Start, name: str, wrong: Unplayable) -> None:
    room, watcher = start()
    room.run(effects.ReadSoundFile("moment_words", str(resource("sounds/moment.wav").with_name(name)) if name else "/"))
    assert watcher.wait_for(facts.SoundFileRead).wrong is wrong


@pytest.mark.allows_log("errand failed")
def test_an_errand_that_fails_is_reported_without_its_text_and_the_next_one_is_done(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    room, watcher = start()
    broken: Any = replace(CALL, started_at=NOW.replace(tzinfo=None), note="Möhring")
    room.run(effects.KeepHistory(HistoryEntry("x", broken.started_at, True, NUMBER, "Möhring", None)))
    room.run(effects.SearchBook("x"))
    watcher.wait_for(facts.BookMatched)
    room.close()
    assert "errand=KeepHistory error=ValueError" in caplog.text
    assert "Möhring" not in caplog.text


@pytest.mark.allows_log("not understood")
def test_a_row_that_cannot_be_read_does_not_keep_the_desk_from_starting(start: Start) -> None:
    room, _ = start()
    for n in range(2):
        room.run(effects.KeepHistory(HistoryEntry(f"call-{n}", NOW, True, NUMBER, "", None)))
    start.close()
    (key,) = start.vault._secrets.values()
    database = Database(start.home.store_file, key, lambda _: None)
    database.connection.execute("UPDATE history SET body = '{}' WHERE interaction_id = 'call-0'")
    database.close()
    _, watcher = start()
    assert [h.interaction_id for h in watcher.wait_for(facts.Remembered).history] == ["call-1"]


def test_closing_twice_or_before_the_start_is_harmless(tmp_path: Path) -> None:
    room = Backroom(open_home(tmp_path), Watcher().post, Clock(), MemoryVault())
    room.close()
    room.start()
    room.close()
    room.close()
    room.run(effects.LineBack())


def test_the_token_of_the_crm_is_kept_in_the_vault_and_nowhere_else(start: Start) -> None:
    settings = Settings(crm_address="https://127.0.0.1:1")
    room, watcher = start(settings)
    assert watcher.wait_for(facts.CrmTokenRead).state is SecretState.NEEDED
    room.run(effects.KeepCrmToken("t0ken-42"))
    assert watcher.wait_for(facts.CrmTokenRead, 2).state is SecretState.KNOWN
    room, watcher = start(settings)
    assert watcher.wait_for(facts.CrmTokenRead).state is SecretState.KNOWN
    assert not any(b"t0ken-42" in f.read_bytes() for f in start.home.data.rglob("*") if f.is_file())
    room.run(effects.KeepCrmToken(""))
    assert watcher.wait_for(facts.CrmTokenRead, 2).state is SecretState.NEEDED
    assert "t0ken-42" not in str(start.vault._secrets)


@pytest.mark.allows_log("in memory only")
def test_a_vault_that_opens_later_is_asked_again_for_the_token(start: Start) -> None:
    settings = Settings(crm_address="https://127.0.0.1:1")
    start.vault.closed = Closed.LOCKED
    room, watcher = start(settings)
    room.run(effects.KeepSettings(settings))
    assert watcher.wait_for(facts.CrmTokenRead).state is SecretState.LOCKED
    room.run(effects.KeepCrmToken("t0ken-42"))
    assert watcher.wait_for(facts.CrmTokenRead, 2).state is SecretState.MEMORY_ONLY
