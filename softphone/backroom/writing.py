"""When what the errands keep is written.

Writes keep the order of the effects. Those of one fact come in one turn of the loop and share a transaction: each costs
the disk a wait, and a question leaves after it. What changes with every key pressed (notes, drafts) is written a moment
later, at the latest with the next write.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import apsw

from softphone.backroom.database import Database
from softphone.backroom.ports import Journal
from softphone.domain import effects

log = logging.getLogger("aside.store")

WRITE_AFTER_S = 0.15  # a desk that is killed loses at most this much of a sentence

Late = effects.KeepInteraction | effects.KeepConversation
Step = Callable[[apsw.Connection], Any]
T = TypeVar("T")


class Writing:
    def __init__(self, database: Database, journal: Journal, time: Callable[[], datetime]) -> None:
        self._database = database
        self._journal = journal
        self._time = time
        self._late: dict[tuple[str, str], Late] = {}
        self._comes_soon = False
        self._steps: list[tuple[Step, asyncio.Future[Any]]] = []  # for the next transaction
        self._writes: asyncio.Task[None] | None = None

    async def flush(self) -> None:
        """What waits to be written, and what is being written, is then."""
        await self.now(lambda _: None)

    async def soon(self, key: tuple[str, str], effect: Late) -> None:
        self._late[key] = effect
        if self._comes_soon:
            return
        self._comes_soon = True
        try:
            await asyncio.sleep(WRITE_AFTER_S)
        finally:
            self._comes_soon = False
        if self._late:
            await self.flush()

    async def now(self, work: Callable[[apsw.Connection], T]) -> T:
        """What `work` returns, when it is kept."""
        kept: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._steps.append((work, kept))
        if len(self._steps) == 1:  # begins when the errands of this turn have come so far, and nobody's end ends it
            self._writes = asyncio.create_task(self._write())
        return await kept

    async def _write(self) -> None:
        late, self._late = tuple(self._late.values()), {}
        steps, self._steps = self._steps, []

        def all_of(connection: apsw.Connection) -> list[Any]:
            self._keep(late)
            return [step(connection) for step, _ in steps]

        try:
            results = await self._database.write(all_of)
        except Exception as error:  # noqa: BLE001 each is tried alone, and says its own
            log.info("writes are made one by one count=%d error=%s", len(steps), type(error).__name__)
            await self._one_by_one(late, steps)
            return
        for (_, kept), result in zip(steps, results, strict=True):
            if not kept.done():
                kept.set_result(result)

    async def _one_by_one(self, late: tuple[Late, ...], steps: list[tuple[Step, asyncio.Future[Any]]]) -> None:
        """A mistake of ours in one of them must not take the others with it."""
        for step, kept in steps:

            def both(connection: apsw.Connection, step: Step = step, late: tuple[Late, ...] = late) -> Any:
                self._keep(late)
                return step(connection)

            try:
                result = await self._database.write(both)
            except Exception as error:  # noqa: BLE001 carried to the errand that asked
                if not kept.done():
                    kept.set_exception(error)
            else:
                if not kept.done():
                    kept.set_result(result)
            late = ()

    def _keep(self, late: tuple[Late, ...]) -> None:
        for effect in late:
            if isinstance(effect, effects.KeepInteraction):
                self._journal.keep_interaction(effect.interaction)
            else:
                self._journal.keep_conversation(effect.conversation, self._time())
