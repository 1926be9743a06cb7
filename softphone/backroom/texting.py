"""The steps of the side chat: each in a transaction, and what comes of it is told when it is kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from softphone.backroom.tools import Tools
from softphone.backroom.writing import Writing
from softphone.domain.facts import Fact
from softphone.domain.protocol import (
    ComposingReceived,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
)

SEND_AGAIN_S = (5.0, 10.0, 20.0, 40.0, 60.0)  # the PBX had trouble and the line stayed registered
GATHER_S = 0.02  # nobody sees that a reply comes so much later; at 200 a second one write in four is left

ChatStep = Callable[[], tuple[Fact, ...]]


class Texting:
    def __init__(self, tools: Tools, writing: Writing) -> None:
        self._tools = tools
        self._writing = writing
        self._steps: list[ChatStep] = []  # for the next transaction
        self._send_again: asyncio.Task[None] | None = None

    def stop(self) -> None:
        if self._send_again is not None:
            self._send_again.cancel()

    async def take_in(self, event: object, held: frozenset[str]) -> None:
        match event:
            case (
                MessageAccepted()
                | MessageRefused()
                | MessageLost()
                | MessageReceived()
                | ReceiptReceived()
                | ComposingReceived()
            ):
                await self.soon(lambda: self._tools.phone_chat.heard(event, held))
            case _:
                raise TypeError(f"{type(event).__name__} is not about text")

    async def soon(self, step: ChatStep) -> None:
        """What comes two hundred times a second: the steps of a moment share one transaction."""
        self._steps.append(step)
        if len(self._steps) == 1:
            await asyncio.sleep(GATHER_S)
            await self.now()
            if self._tools.chat.waits and self._send_again is None:
                self._send_again = asyncio.create_task(self._try_again())

    async def now(self, *more: ChatStep) -> None:
        """Those that wait, then these; what comes of them is told when it is kept."""
        steps, self._steps = [*self._steps, *more], []
        try:
            await self._tell(steps)
        except Exception:
            if len(steps) == 1:
                raise
            # A mistake of ours in one of them must not take the others with it.
            await asyncio.gather(*(self._tell([step]) for step in steps))

    async def _tell(self, steps: list[ChatStep]) -> None:
        if steps:
            for told in await self._writing.now(lambda _: [step() for step in steps]):
                for fact in told:
                    self._tools.post(fact)

    async def _try_again(self) -> None:
        """While something waits and the line did not go, so that no LineBack will come."""
        with contextlib.suppress(asyncio.CancelledError):
            for wait_s in (*SEND_AGAIN_S, *(SEND_AGAIN_S[-1:] * 60)):
                await asyncio.sleep(wait_s)
                if not self._tools.chat.waits:
                    break
                await self.now(lambda: self._tools.chat.send_waiting(self._tools.now()))
        self._send_again = None
