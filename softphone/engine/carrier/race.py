"""One try to connect: targets one after another and side by side, the first that is up is taken (RFC 8305)."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from softphone.domain.line import LineFault, LineSetup
from softphone.engine.carrier.flow import StreamFlow
from softphone.engine.carrier.resolver import Target

NEXT_TARGET_S = 1.5  # before another host is tried beside the one that does not answer
NEXT_ADDRESS_S = 0.25  # before another address of the same host is (RFC 8305 §5)


class Race(QObject):
    """Exactly one of `won` and `lost` comes, later than `start` returns or from within it."""

    won = Signal(object)  # a StreamFlow, whose owner the receiver is now
    lost = Signal(object)  # a LineFault: the most telling one

    def __init__(self, setup: LineSetup, targets: Sequence[Target], parent: QObject) -> None:
        super().__init__(parent)
        self._setup = setup
        self._targets = targets
        self._tried = 0
        self._running: list[StreamFlow] = []
        self._next_at: float | None = None
        self._fault = LineFault.UNREACHABLE
        self._over = False

    def start(self) -> None:
        self._try_next()

    def tick(self, now: float) -> None:
        if self._next_at is not None and now >= self._next_at:
            self._try_next()

    def close(self) -> None:
        """No signal comes any more."""
        self._over = True
        self._next_at = None
        for flow in self._running:
            flow.close()
        self._running.clear()
        self.deleteLater()

    def _try_next(self) -> None:
        self._next_at = None
        target = self._targets[self._tried]
        self._tried += 1
        flow = StreamFlow(self._setup, target, self.parent())
        self._running.append(flow)
        flow.up.connect(lambda: self._win(flow))
        flow.died.connect(lambda fault: self._drop(flow, fault))
        if self._tried < len(self._targets):
            same_host = self._targets[self._tried].host == target.host
            self._next_at = time.monotonic() + (NEXT_ADDRESS_S if same_host else NEXT_TARGET_S)

    def _win(self, flow: StreamFlow) -> None:
        if self._over:
            return
        self._running.remove(flow)
        flow.up.disconnect()
        flow.died.disconnect()
        self.close()
        self.won.emit(flow)

    def _drop(self, flow: StreamFlow, fault: LineFault) -> None:
        if self._over:
            return
        self._running.remove(flow)
        if fault is not LineFault.UNREACHABLE:
            self._fault = fault
        if self._tried < len(self._targets):
            self._try_next()
        elif not self._running:
            self._over = True
            self.deleteLater()
            self.lost.emit(self._fault)
