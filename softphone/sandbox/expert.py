"""An expert of the practice world: reads, types, answers as the scripts say, and picks up when called."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from softphone.domain.call import Call, Direction, Phase
from softphone.domain.hunt_words import TOLD_MARK
from softphone.domain.protocol import (
    Answer,
    CallChanged,
    Command,
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


class _Step(Struct, frozen=True):
    """`command` is sent at `at` (monotonic). `sender` is whose question it belongs to: a new one takes it away."""

    at: float
    command: Command
    sender: str = ""


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
        self._steps: list[_Step] = []
        # One timer of our own: a timer a step whose closure holds us would be deleted while it deletes us.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._do_due)
        actor.happened.connect(self._hear)

    def _hear(self, event: object) -> None:
        match event:
            case MessageReceived():
                self._take(event)
            case CallChanged(call=call) if call.direction is Direction.IN and call.phase is Phase.OFFERED:
                self._pick_up(call)

    def _pick_up(self, call: Call) -> None:
        now = time.monotonic()
        self._actor.focus(call.call_id)
        self._plan(
            _Step(now + PICKS_UP_S, Answer(call.call_id)), _Step(now + PICKS_UP_S + TALKS_S, HangUp(call.call_id))
        )

    def _take(self, message: MessageReceived) -> None:
        key = message.message_id or message.network_id
        if key in self._seen:
            return
        self._seen[key] = None
        while len(self._seen) > MAX_SEEN:
            self._seen.popitem(last=False)
        sender = message.sender
        self.told.emit("heard")
        if message.text.startswith(TOLD_MARK):
            self._steps = [step for step in self._steps if step.sender != message.sender]
            return  # somebody else has it
        if message.imdn_id:
            self._actor.send(SendReceipt(sender, message.imdn_id, seen=False))
        # Context, question and parts of a long text come as several messages: they get one answer.
        asked = self._asked.setdefault(sender, [])
        asked.append(message.text)
        self._steps = [step for step in self._steps if step.sender != sender]
        reply = self._choose(asked)
        now = time.monotonic()
        if message.imdn_id and message.wants_seen:
            read_s = reply.read_s if reply else 1.0
            self._plan(_Step(now + read_s, SendReceipt(sender, message.imdn_id, seen=True)))
        if reply is not None:
            text = SendMessage(new_id(), sender, reply.text, receipts=True, conversation=message.conversation)
            self._plan(
                _Step(now + reply.type_s, SendComposing(sender, active=True), sender),
                _Step(now + reply.send_s, text, sender),
            )

    def _choose(self, asked: list[str]) -> Reply | None:
        """By the last message; where that only meets the default, by all that was said."""
        replies = self._replies()
        reply = choose(replies, self.name, asked[-1])
        return reply if reply and reply.words else choose(replies, self.name, " ".join(asked))

    def _plan(self, *steps: _Step) -> None:
        self._steps = sorted((*self._steps, *steps), key=lambda step: step.at)
        self._timer.start(max(0, round((self._steps[0].at - time.monotonic()) * 1000)))

    def _do_due(self) -> None:
        now = time.monotonic()
        due = [step for step in self._steps if step.at <= now]
        self._steps = [step for step in self._steps if step.at > now]
        for step in due:
            self._actor.send(step.command)
            match step.command:
                case SendReceipt():
                    self.told.emit("read")
                case SendComposing():
                    self.told.emit("typing")
                case SendMessage():
                    self._asked.pop(step.sender, None)
                    self.told.emit("answered")
        if self._steps:
            self._plan()
