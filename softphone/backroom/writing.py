"""When what the errands keep is written.

Writes keep the order of the effects: each begins with `Database.write`, whose lock is first come, first served.
What changes with every key pressed (notes, drafts) is written a moment later, at the latest with the next write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import apsw

from softphone.backroom.database import Database
from softphone.backroom.ports import Journal
from softphone.domain import effects

WRITE_AFTER_S = 0.15  # a desk that is killed loses at most this much of a sentence

Late = effects.KeepInteraction | effects.KeepConversation
T = TypeVar("T")


class Writing:
    def __init__(self, database: Database, journal: Journal, time: Callable[[], datetime]) -> None:
        self._database = database
        self._journal = journal
        self._time = time
        self._late: dict[tuple[str, str], Late] = {}
        self._comes_soon = False

    async def flush(self) -> None:
        """What waits to be written, now."""
        if self._late:
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
        await self.flush()

    async def now(self, work: Callable[[apsw.Connection], T]) -> T:
        late, self._late = tuple(self._late.values()), {}

        def both(connection: apsw.Connection) -> T:
            for effect in late:
                if isinstance(effect, effects.KeepInteraction):
                    self._journal.keep_interaction(effect.interaction)
                else:
                    self._journal.keep_conversation(effect.conversation, self._time())
            return work(connection)

        return await self._database.write(both)
