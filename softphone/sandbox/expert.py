"""An expert of the practice world: reads, types, answers as the scripts say, and picks up when called."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from softphone.domain.call import Direction, Phase
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    HangUp,
    MessageReceived,
    SendComposing,
    SendMessage,
    SendReceipt,
)
from softphone.sandbox.actor import Actor, new_id
from softphone.sandbox.scenario import Reply, choose

PICKS_UP_S = 3.0
TALKS_S = 60.0
MAX_SEEN = 500

log = logging.getLogger("aside.sandbox")


class Expert(QObject):
    """`replies` is asked at each question: what this expert would say now, first match first."""

    told = Signal(str)  # heard, read, typing, answered

    def __init__(
        self, actor: Actor, name: str, replies: Callable[[], tuple[Reply, ...]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._actor = actor
        self._replies = replies
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._asked: dict[str, list[str]] = {}  # sender → what waits for one answer
        self._steps: dict[str, list[QTimer]] = {}
        actor.happened.connect(self._hear)

    def _hear(self, event: object) -> None:
        match event:
            case MessageReceived():
                self._take(event)
            case CallChanged(call=call) if call.direction is Direction.IN and call.phase is Phase.OFFERED:
                self._actor.focus(call.call_id)
                QTimer.singleShot(round(PICKS_UP_S * 1000), self, partial(self._actor.send, Answer(call.call_id)))
                end_s = PICKS_UP_S + TALKS_S
                QTimer.singleShot(round(end_s * 1000), self, partial(self._actor.send, HangUp(call.call_id)))

    def _take(self, message: MessageReceived) -> None:
        key = message.message_id or message.network_id
        if key in self._seen:
            return
        self._seen[key] = None
        while len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)
        self.told.emit("heard")
        if message.imdn_id:
            self._actor.send(SendReceipt(message.sender, message.imdn_id, seen=False))
        # Context, question and parts of a long text come as several messages: they get one answer.
        asked = self._asked.setdefault(message.sender, [])
        asked.append(message.text)
        reply = self._choose(asked)
        for timer in self._steps.pop(message.sender, []):
            timer.stop()
            timer.deleteLater()
        if message.imdn_id and message.wants_seen:
            seen = SendReceipt(message.sender, message.imdn_id, seen=True)
            QTimer.singleShot(round((reply.read_s if reply else 1.0) * 1000), self, partial(self._actor.send, seen))
        if reply is not None:
            self._steps[message.sender] = [
                self._in(reply.type_s, partial(self._type, message.sender)),
                self._in(reply.send_s, partial(self._answer, message, reply)),
            ]

    def _choose(self, asked: list[str]) -> Reply | None:
        """By the last message; where that only meets the default, by all that was said."""
        replies = self._replies()
        reply = choose(replies, self.name, asked[-1])
        return reply if reply and reply.words else choose(replies, self.name, " ".join(asked))

    def _type(self, sender: str) -> None:
        self.told.emit("typing")
        self._actor.send(SendComposing(sender, active=True))

    def _answer(self, message: MessageReceived, reply: Reply) -> None:
        self._asked.pop(message.sender, None)
        for timer in self._steps.pop(message.sender, []):
            timer.deleteLater()
        self._actor.send(
            SendMessage(new_id(), message.sender, reply.text, receipts=True, conversation=message.conversation)
        )
        self.told.emit("answered")

    def _in(self, seconds: float, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(act)
        timer.start(round(seconds * 1000))
        return timer
