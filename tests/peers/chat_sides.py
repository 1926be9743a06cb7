"""Both ends of a side chat on a real network, the same for each transport: an agent's backroom, and an expert."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Protocol

from softphone.domain.chat import Conversation
from softphone.domain.effects import LineBack, TakeIn
from softphone.domain.facts import Fact, SendWanted
from softphone.domain.line import LineState
from softphone.domain.matrix import TellTyping
from softphone.domain.protocol import (
    ComposingReceived,
    LineChanged,
    MessageAccepted,
    MessageLost,
    MessageReceived,
    MessageRefused,
    ReceiptReceived,
    SendComposing,
    SendMessage,
    SendReceipt,
)
from tests.engine.agents import Agent
from tests.peers.kamailio import Kamailio, phone_on
from tests.peers.matrix_desk import MatrixDesk, a_talk, an_expert
from tests.peers.synapse import Somebody, Synapse

TEXTS = (MessageAccepted, MessageRefused, MessageLost, MessageReceived, ReceiptReceived, ComposingReceived)


class ChatSide(Protocol):
    desk: MatrixDesk
    talk: Conversation

    def reads(self, text: str) -> None:
        """The expert's client shows it."""

    def opens(self) -> None:
        """The expert looks at what came last."""

    def answers(self, text: str) -> None: ...

    def writes(self) -> None: ...

    def sees_writing(self) -> None:
        """The agent begins to write, and the expert's client says so."""

    def times_read(self, text: str) -> int: ...

    def close(self) -> None: ...


class SipDesk(MatrixDesk):
    """The backroom with an engine at a PBX under it, as the window joins the two."""

    def __init__(self, folder: Path, engine: Agent) -> None:
        super().__init__(folder, "")
        self.engine = engine
        self._ends = threading.Event()
        self._pump = threading.Thread(target=self._listen, daemon=True)

    def join(self) -> SipDesk:
        self.start()
        self._pump.start()
        return self

    def stop(self) -> None:
        self._ends.set()
        self._pump.join()
        super().stop()

    def _post(self, fact: Fact) -> None:
        super()._post(fact)
        if isinstance(fact, SendWanted):
            self.engine.do(fact.command)

    def _listen(self) -> None:
        while not self._ends.is_set():
            for event in self.engine.listen(0.05):
                if isinstance(event, TEXTS):
                    self.run(TakeIn(event))
                elif isinstance(event, LineChanged) and event.line.state is LineState.REGISTERED:
                    self.run(LineBack())


class SipSide:
    """Kamailio between the agent's engine and the expert's, which is an Aside too: receipts and writing are its own."""

    def __init__(self, pbx: Kamailio, folder: Path) -> None:
        self.engine = phone_on(pbx, "101").come_up()
        self.expert = phone_on(pbx, "102").come_up()
        self.desk = SipDesk(folder, self.engine).join()
        self.talk = a_talk(f"sip:102@{pbx.server}")
        self._read: list[MessageReceived] = []
        self._answers = 0

    def reads(self, text: str) -> None:
        self._last = self.expert.until(MessageReceived, lambda event: event.text == text)
        self.expert.do(SendReceipt(self._last.sender, self._last.imdn_id, seen=False))

    def opens(self) -> None:
        self.expert.do(SendReceipt(self._last.sender, self._last.imdn_id, seen=True))

    def answers(self, text: str) -> None:
        self._answers += 1
        self.expert.do(SendMessage(f"a{self._answers}", self._last.sender, text))

    def writes(self) -> None:
        self.expert.do(SendComposing(self._last.sender, True))

    def sees_writing(self) -> None:
        self.engine.do(SendComposing(self.talk.address, True))
        self.expert.until(ComposingReceived, lambda event: event.active)

    def times_read(self, text: str) -> int:
        self.expert.listen(1.0)
        return sum(1 for event in self.expert.events if isinstance(event, MessageReceived) and event.text == text)

    def close(self) -> None:
        self.desk.stop()
        self.engine.close()
        self.expert.close()


class MatrixSide:
    """Synapse between the agent's backroom and an expert who speaks the bare protocol."""

    def __init__(self, server: Synapse, folder: Path, mark: str) -> None:
        server.register(f"anna{mark}")
        server.register(f"kern{mark}")
        self.expert = Somebody(server, f"kern{mark}")
        self.desk = MatrixDesk(folder, server.address).start().log_in(f"anna{mark}")
        self.desk.knows(an_expert(self.expert.user_id, "Kern", "Rails"))
        self.talk = a_talk(self.expert.user_id)
        self._root = ""

    def reads(self, text: str) -> None:
        self._room, event = self.expert.reads(text)
        self._last = event["event_id"]
        self._root = self._root or self._last

    def opens(self) -> None:
        self.expert.ask("POST", f"v3/rooms/{self._room}/receipt/m.read/{self._last}", {})

    def answers(self, text: str) -> None:
        self.expert.answer(self._room, self._root, text)

    def writes(self) -> None:
        body: Any = {"typing": True, "timeout": 20_000}
        self.expert.ask("PUT", f"v3/rooms/{self._room}/typing/{self.expert.user_id}", body)

    def sees_writing(self) -> None:
        self.desk.run(TellTyping(self.talk.conversation_id, True))
        self.expert.until_typing(self._room)

    def times_read(self, text: str) -> int:
        self.expert.look(1_000)
        return sum(1 for _, e in self.expert.events if str(e["content"].get("body", "")).endswith(text))

    def close(self) -> None:
        self.desk.stop()
        self.expert.close()
