"""Texts, receipts and their outcomes of late, for a desk that was away when they came."""

from __future__ import annotations

from collections import deque

from softphone.domain.protocol import (
    CallRefused,
    Event,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
)

KEPT_EVENTS = 200


class Missed:
    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=KEPT_EVENTS)

    @property
    def kept(self) -> tuple[Event, ...]:
        return tuple(self._events)

    def see(self, event: Event) -> None:
        if isinstance(
            event,
            MessageReceived | ReceiptReceived | MessageAccepted | MessageRefused | MessageLost | CallRefused,
        ):
            self._events.append(event)

    def forget(self, imdn_id: str) -> None:
        """The desk has this message: it need not hear of it again."""
        for event in [e for e in self._events if isinstance(e, MessageReceived) and e.imdn_id == imdn_id]:
            self._events.remove(event)
