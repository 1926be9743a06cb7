"""A recording that the PBX makes: what would be done to a tape here is asked of it. Sign and pauses are the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


class PbxTape:
    """Paused is stopped: a PBX by our recipe appends when it is asked again. `failed`: it was asked and did not."""

    file = ""

    def __init__(self, ask: Callable[[bool], None]) -> None:
        self.failed = False
        self._ask = ask
        ask(True)

    def turn(self, now: datetime) -> None: ...
    def customer(self, frame: bytes) -> None: ...
    def agent(self, frame: bytes) -> None: ...

    def pause(self, now: datetime, why: str) -> None:  # noqa: ARG002
        self._ask(False)

    def resume(self, now: datetime, why: str) -> None:  # noqa: ARG002
        self._ask(True)

    def end(self, now: datetime, why: str) -> None:  # noqa: ARG002
        self._ask(False)

    def join(self) -> None: ...
