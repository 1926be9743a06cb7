"""A store in memory because the key store was closed or the disk full: it goes to its file later, with all it holds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from softphone.backroom import work
from softphone.backroom.ports import Closed
from softphone.domain import effects, facts
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.facts import SecretState, StoreState
from softphone.domain.interaction import HistoryEntry, Interaction, InteractionKind
from softphone.host.clock import Clock
from tests.backroom.rooms import Start, start
from tests.backroom.test_vault import STARTED, UNLOCKED, ask, home
from tests.builders import KERN, OSEI, a_customer

__all__ = ["home", "start"]
pytestmark = pytest.mark.allows_log("in memory only")
NUMBER = "+494055501420"
NOW = Clock().now()
CALL = Interaction("call-1", InteractionKind.CALL, NOW, NUMBER, "M. L.", call_id="1")
TALK = Conversation("conv-1", "call-1", "e-1", KERN.address, opened_at=NOW)


def a_day_before_and_a_locked_start(start: Start) -> None:
    """One call, one customer and one expert in the file; then the key store is locked."""
    room, watcher = start()
    room.run(effects.KeepHistory(HistoryEntry("call-0", NOW, True, NUMBER, "", None)))
    room.run(effects.KeepExperts((KERN,)))
    room.run(effects.KeepCustomer("call-0", a_customer()))
    watcher.wait_for(facts.CustomerFound)
    start.close()
    start.vault.closed = Closed.LOCKED


def a_morning_in_memory(start: Start) -> None:
    room = start.room
    assert room is not None
    room.run(effects.KeepInteraction(replace(CALL, note="rails")))
    room.run(effects.KeepHistory(HistoryEntry("call-1", NOW, True, NUMBER, "M. L.", None)))
    room.run(effects.KeepQuestion(TALK, ChatMessage("m-1", NOW, True, "fits?"), True))
    room.run(effects.KeepExperts((OSEI,)))
    room.run(effects.KeepCustomer("call-1", a_customer(customer_id="k-2", name="Vogt", numbers=("+4989123456",))))
    room.run(effects.KeepPassword("200@pbx", "s3cret"))
    room.run(effects.KeepCrmToken("t0ken"))


def what_the_next_start_knows(start: Start) -> None:
    room, watcher = start()
    known = watcher.wait_for(facts.Remembered)
    assert watcher.wait_for(facts.StoreOpened).state is StoreState.ENCRYPTED
    assert {entry.interaction_id for entry in known.history} == {"call-0", "call-1"}
    assert [i.note for i in known.interactions] == ["rails"]
    assert [[m.text for m in c.messages] for c in known.conversations] == [["fits?"]]
    assert known.experts == (KERN, OSEI)
    room.run(effects.FindCustomer("call-3", "+4989123456"))
    assert watcher.wait_for(facts.CustomerFound).customer.name == "Vogt"
    room.run(effects.FindCustomer("call-4", NUMBER))
    assert watcher.wait_for(facts.CustomerFound, 2).customer.name == "Maria Lindqvist"
    room.run(effects.ReadPassword("200@pbx"))
    assert watcher.wait_for(facts.PasswordRead).password == "s3cret"


def test_a_key_store_unlocked_later_is_noticed_and_all_goes_into_the_store(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "LOOK_S", 0.05)
    a_day_before_and_a_locked_start(start)
    _, watcher = start()
    assert watcher.wait_for(facts.StoreOpened).why == "locked"
    a_morning_in_memory(start)
    assert watcher.wait_for(facts.CrmTokenRead).state is SecretState.MEMORY_ONLY
    start.vault.closed = None
    opened = watcher.wait_for(facts.StoreOpened, 2)
    assert (opened.state, opened.moved_in) == (StoreState.ENCRYPTED, True)
    assert {entry.interaction_id for entry in watcher.wait_for(facts.Remembered, 2).history} == {"call-0", "call-1"}
    assert watcher.wait_for(facts.CrmTokenRead, 2).state is SecretState.KNOWN
    what_the_next_start_knows(start)


def test_try_again_asks_and_says_it_either_way(start: Start) -> None:
    a_day_before_and_a_locked_start(start)
    room, watcher = start()
    a_morning_in_memory(start)
    room.run(effects.OpenStore())
    assert watcher.wait_for(facts.StoreOpened, 2).why == "locked"
    start.vault.closed = None
    room.run(effects.OpenStore())
    assert watcher.wait_for(facts.StoreOpened, 3).state is StoreState.ENCRYPTED
    room.run(effects.OpenStore())  # open already: nothing is done and nothing said
    what_the_next_start_knows(start)


SCENE = """
import asyncio, subprocess, sys
from pathlib import Path
from softphone.backroom.database import move_in, open_database
from softphone.backroom.vault import SystemVault

UNLOCK = "printf pw | gnome-keyring-daemon --replace --unlock --components=secrets --daemonize >/dev/null 2>&1"

async def scene(unlocked_later):
    vault, store = SystemVault("aside-test", deadline_s=10), Path.home() / "store" / "aside.db"
    database = await open_database(store, vault, lambda report: None)
    said = [f"{database.report.state}:{database.report.why}", str(await vault.is_open())]
    if unlocked_later:
        await database.write(lambda c: c.execute("INSERT INTO keepsakes VALUES ('morning', x'31')"))
        subprocess.run(["bash", "-c", UNLOCK], check=True)
        for _ in range(100):
            if await vault.is_open():
                break
            await asyncio.sleep(0.1)
        await move_in(database, store, vault)
        said.append(f"{database.report.state}:{database.report.why}")
        database.close()
        database = await open_database(store, vault, lambda report: None)
    said.append(str([name for (name,) in database.connection.execute("SELECT name FROM keepsakes")]))
    database.close()
    return said

print(*asyncio.run(scene(sys.argv[1:] == ["later"])))
"""


def states_of(home: Path, keyring: str | None, *words: str) -> str:
    return ask(home, keyring, [sys.executable, "-c", SCENE, *words])


def test_a_real_keyring_is_looked_at_without_a_prompt_in_all_four_states_and_unlocked_later(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert states_of(home, None).startswith("in_memory:no_service False")
    assert states_of(home, STARTED).startswith("in_memory:no_keyring False")
    assert states_of(home, UNLOCKED) == "encrypted: True []"
    assert states_of(home, STARTED, "later") == "in_memory:locked False encrypted: ['morning']"
