"""An agent's backroom at a homeserver, without a window: effects go in, facts come out and are waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from softphone.backroom.practice_vault import PracticeVault
from softphone.backroom.room import Backroom
from softphone.domain import facts
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.effects import BackroomEffect, KeepExperts, KeepQuestion
from softphone.domain.expert import Expert
from softphone.domain.facts import Fact
from softphone.domain.files import MakeSmall
from softphone.domain.matrix import LinkState, LogInMatrix
from softphone.domain.settings import Settings
from softphone.host.clock import Clock
from softphone.host.paths import open_home
from tests.engine.agents import DEADLINE_S

F = TypeVar("F", bound=Fact)


class MatrixDesk:
    """Backrooms one after the other in the same home, with the same key store."""

    def __init__(self, folder: Path, server: str, **settings: object) -> None:
        self.home = open_home(folder)
        self.settings = replace(Settings(), matrix_server=server, **settings)  # type: ignore[arg-type]
        self.facts: list[Fact] = []
        self._came = threading.Condition()
        self._asked = 0
        self.room: Backroom | None = None
        self.make_small: MakeSmall = lambda _content, _kind: None

    def start(self, ahead_s: float = 0.0) -> MatrixDesk:
        """`ahead_s` sets the clock of this start."""
        self.facts.clear()
        clock = Clock(lambda: time.time() + ahead_s)
        self.room = Backroom(self.home, self._post, clock, PracticeVault(self.home), self.settings, self.make_small)
        self.room.start()
        self.until(facts.Remembered)
        return self

    def log_in(self, user: str, password: str = "pw") -> MatrixDesk:
        self.run(LogInMatrix(user, password))
        self.link(LinkState.ONLINE)
        return self

    def knows(self, *experts: Expert) -> MatrixDesk:
        self.run(KeepExperts(experts))
        return self

    def run(self, effect: BackroomEffect) -> None:
        assert self.room is not None
        self.room.run(effect)

    @property
    def user_id(self) -> str:
        return self.link(LinkState.ONLINE).link.user_id

    def stop(self) -> None:
        room, self.room = self.room, None
        if room is not None:
            room.close()

    def ask(self, talk: Conversation, text: str, message_id: str = "") -> str:
        self._asked += 1
        message_id = message_id or f"q{self._asked}"
        message = ChatMessage(message_id, datetime.now(UTC), True, text)
        self.run(KeepQuestion(talk, message))
        return message_id

    def link(self, state: LinkState) -> facts.MatrixChanged:
        return self.until(facts.MatrixChanged, lambda fact: fact.link.state is state)

    def proved(self, message_id: str, delivery: Delivery) -> facts.DeliveryChanged:
        return self.until(
            facts.DeliveryChanged, lambda fact: (fact.message_id, fact.delivery) == (message_id, delivery)
        )

    def reply(self, text: str) -> facts.ReplyArrived:
        return self.until(facts.ReplyArrived, lambda fact: fact.message.text == text)

    def until(self, kind: type[F], wanted: Callable[[F], bool] = lambda _: True, deadline_s: float = DEADLINE_S) -> F:
        """The first such fact since the start, waited for."""

        def found() -> F | None:
            return next((fact for fact in self.facts if isinstance(fact, kind) and wanted(fact)), None)

        with self._came:
            assert self._came.wait_for(lambda: found() is not None, deadline_s), (
                f"no such {kind.__name__}; last: {self.facts[-8:]}"
            )
            fact = found()
        assert fact is not None
        return fact

    def all(self, kind: type[F]) -> list[F]:
        with self._came:
            return [fact for fact in self.facts if isinstance(fact, kind)]

    def _post(self, fact: Fact) -> None:
        with self._came:
            self.facts.append(fact)
            self._came.notify_all()


def an_expert(user_id: str, name: str = "Kern", *topics: str) -> Expert:
    return Expert(f"e-{name}", name, user_id, topics=topics)


def a_talk(user_id: str, n: int = 1, topic: str = "Rails", name: str = "Kern") -> Conversation:
    return Conversation(
        f"conv-{n}", f"call-{n}", f"e-{name}", user_id, topic=topic, context_line="Order 4711", context_sent=True
    )
