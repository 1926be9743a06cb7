"""How long Qt's loop is held up by the side chat of a large site: 5,000 experts and 200 messages a second.

Ten messages of twenty conversations and ten changes of presence come each 50 ms, as the backroom posts them. A sample
is the CPU time of one turn of the loop: what other programs take of the machine is not the window's. Two rows: a
conversation is on the screen, or the list of whom to ask. In one process on an offscreen screen.
"""

from __future__ import annotations

import os
import random
from datetime import UTC, datetime, timedelta
from time import monotonic, process_time

from benchmarks.table import Aim, Row
from softphone.domain.chat import ChatMessage, Conversation, Delivery
from softphone.domain.desk import Desk, EngineState
from softphone.domain.expert import Expert
from softphone.domain.interaction import Interaction, InteractionKind
from softphone.domain.presence import Presence, Reach

EXPERTS = 5_000
TALKS = 20
SECONDS = 10
EACH_S = 0.05
MESSAGES = PRESENCES = 10  # each time
SEED = 17
AIM = Aim(99, 16.0)
NOW = datetime(2026, 11, 21, 10, 14, tzinfo=UTC)


def measure() -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return [
        Row("crowd", f"aside, {EXPERTS:,} experts, 200 messages/s, a conversation", _turns("k0"), "ms", AIM),
        Row("crowd", f"aside, {EXPERTS:,} experts, 200 messages/s, whom to ask", _turns(None), "ms", AIM),
    ]


def _turns(shown: str | None) -> tuple[float, ...]:
    from PySide6.QtWidgets import QApplication

    from softphone.domain.facts import PresenceRead, ReplyArrived, Ticked
    from softphone.domain.settings import Settings
    from softphone.ui.qtapp import open_qt
    from softphone.ui.store import Store
    from softphone.ui.window import Window

    app = QApplication.instance() or open_qt(Settings())
    assert isinstance(app, QApplication)
    draw, store = random.Random(SEED), Store(_desk(shown), lambda _: None)
    window = Window(store)
    window.resize(1280, 800)
    window.show()
    for _ in range(20):
        app.processEvents()
    samples, said, began = [], 0, monotonic()
    next_s, at, ticked = 0.0, NOW, 0
    while (now_s := monotonic() - began) < SECONDS:
        if now_s >= next_s:
            next_s, at = next_s + EACH_S, at + timedelta(seconds=EACH_S)
            for _ in range(MESSAGES):
                said += 1
                message = ChatMessage(f"r{said}", at, False, f"{said}: the adapter goes with the rails of 2020")
                store.post(ReplyArrived(at, f"k{said % TALKS}", message))
            for _ in range(PRESENCES):
                reach = draw.choice(tuple(Reach))
                store.post(PresenceRead(at, f"@e{draw.randrange(EXPERTS)}:x.example", Presence(reach, at)))
            if int(now_s) > ticked:
                ticked = int(now_s)
                store.post(Ticked(at))
        turn = process_time()
        app.processEvents()
        took = (process_time() - turn) * 1000
        if took > 0.05:  # the loop was asked and had nothing to do
            samples.append(took)
    if said < SECONDS / EACH_S * MESSAGES * 0.9 or len(store.desk.conversations["k0"].messages) < said / TALKS * 0.9:
        raise RuntimeError(f"{said} messages in {SECONDS} s are too few")
    window.close()
    return tuple(samples)


def _desk(shown: str | None) -> Desk:
    draw = random.Random(SEED)
    topics = [f"Topic {n}" for n in range(300)]
    experts = tuple(
        Expert(f"e{n}", f"Name {n:04}", f"@e{n}:x.example", f"Team {n % 40}", tuple(draw.sample(topics, 4)))
        for n in range(EXPERTS)
    )
    question = ChatMessage("q", NOW, True, "Which rails fit?", Delivery.SENT)
    talks = {
        f"k{n}": Conversation(f"k{n}", "i", f"e{n}", f"@e{n}:x.example", context_sent=True, messages=(question,))
        for n in range(TALKS)
    }
    return Desk(
        now=NOW,
        engine=EngineState.UP,
        experts=experts,
        presence={e.address: Presence(draw.choice(tuple(Reach)), NOW) for e in experts},
        interactions={"i": Interaction("i", InteractionKind.INTERNAL, NOW)},
        conversations=talks,
        shown="i",
        conversation=shown,
        drawer_open=True,
    )
