"""`aside tour DIR`: the whole main job with nobody at the keys, in a real window, by the keys a person would press.

A practice world calls, an expert answers. Each step waits for what it is about, is timed from the INVITE on the
wire, and leaves a picture; `tour.json` has them all. The exit code is 1 when a step did not happen in time.
"""

from __future__ import annotations

import argparse
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QKeySequence, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from softphone.app import Aside, Options
from softphone.domain.call import Phase
from softphone.domain.chat import PROOF, ChatMessage, Delivery
from softphone.domain.customer import Found
from softphone.domain.desk import Desk
from softphone.domain.facts import QuitPressed
from softphone.domain.hunt import Ask, Stage
from softphone.domain.interaction import Outcome
from softphone.domain.settings import Language, Scheme
from softphone.host.clock import Clock
from softphone.host.log import open_log
from softphone.host.paths import open_home
from softphone.host.settings import SettingsFile
from softphone.sandbox.world_file import Play, WorldFile
from softphone.ui.panes.drawer import Drawer
from softphone.ui.parts.draft import Draft
from softphone.ui.qtapp import open_qt
from softphone.ui.shortcuts import TABLE, Action, works

VERSION = 1
SIZE = "1280x800"
READY_S = 60.0  # a cold machine starts five engines
STEP_S = 20.0
SPEECH_DBFS = -45.0  # the practice speech peaks at about -12
GUARD_PASSED = timedelta(seconds=1.1)  # a press right after a change of call does nothing
TAKEN_S = 4  # the silent one is passed over after so long; the agents' own is thirty
PROMISE_S = 40.0
TOPIC = "Warranty"
QUESTION = "How long is the warranty on rails?"
AGAIN = "warranty of the rails, how long"
NOTE = "Adapter AD-7, reason R2, goes out free with the rack."

log = logging.getLogger("aside.tour")


class NotHappened(Exception):
    """A step did not come in time; its name is the text."""


class Step(Struct, frozen=True):
    n: int
    step: str
    at_ms: float
    value: str
    picture: str
    ok: bool


class Tour:
    def __init__(self, aside: Aside, folder: Path) -> None:
        self._aside = aside
        self._store = aside.store
        self._window = aside.frontage.window
        self._folder = folder
        self._invite_at = 0.0
        self.steps: list[Step] = []
        self.started = datetime.now(UTC)

    # --- The main job -------------------------------------------------------------------------------------

    def go(self, play: Play) -> None:
        """All steps in order. Raises NotHappened at the first that fails; what happened is in `steps`."""
        visit = self._aside.visit
        assert visit is not None
        visit.told.connect(self._told)
        self._wait("ready", lambda desk: desk.line.proven and bool(desk.experts), READY_S)
        self._ask_the_topic()
        self._ask_again()
        self._to_home("idle")
        idle = self._photograph()
        visit.order(do="start", scenario=play.id)
        self._wait_for_invite()
        self._keep("invite", play.number, 0.0, idle)
        desk = self._wait("ring", lambda desk: bool(desk.ringing) and self._aside.frontage.doorbell.isVisible())
        self._step("ring", desk.ringing[0].party.name)
        desk = self._wait("card", lambda desk: bool(_card_name(desk)))
        self._step("card", _card_name(desk))
        self._press(Action.ANSWER)
        desk = self._wait("answer", lambda desk: desk.call is not None and desk.call.phase is Phase.TALKING)
        self._step("answer", desk.call.phase.value if desk.call else "")
        desk = self._wait("talk", lambda desk: desk.levels.caller_dbfs > SPEECH_DBFS)
        self._step("talk", f"{desk.levels.caller_dbfs:.0f} dBFS")
        self._ask(play)
        self._be_away()
        self._note_and_hang_up()
        self._wrap_up()

    def _ask(self, play: Play) -> None:
        self._press(Action.SIDE_CHAT)
        self._wait("ask", lambda desk: desk.drawer_open and self._types())
        self._type("Kern")
        self._enter()
        self._wait("ask", lambda desk: desk.conversation is not None and self._types())
        self._type(play.ask)
        self._wait("ask", lambda desk: _draft(desk) == play.ask)
        self._step("ask", play.ask)
        self._enter()
        desk = self._wait("sent", lambda desk: PROOF[_asked(desk).delivery] >= PROOF[Delivery.SENT])
        self._step("sent", _asked(desk).delivery.value)
        desk = self._wait("reply", lambda desk: not _asked(desk).ours)
        self._step("reply", _asked(desk).text)

    def _be_away(self) -> None:
        """The child at the door: the caller hears music, the call stays up, and the agent is back by the same key."""
        self._press(Action.MOMENT)
        desk = self._wait("away", lambda desk: desk.call is not None and desk.call.moment is not None)
        self._step("away", desk.call.hold.value if desk.call else "")
        self._press(Action.MOMENT)
        desk = self._wait("back", lambda desk: desk.call is not None and desk.call.moment is None)
        self._step("back", desk.call.phase.value if desk.call else "")

    def _note_and_hang_up(self) -> None:
        self._press(Action.NOTES)
        self._type(NOTE)
        desk = self._wait("note", lambda desk: desk.interaction is not None and desk.interaction.note == NOTE)
        self._step("note", desk.interaction.note if desk.interaction else "")
        self._press(Action.END)
        desk = self._wait("hangup", lambda desk: not desk.calls)
        self._step("hangup", desk.history[0].ending or "")

    def _wrap_up(self) -> None:
        self._wait("wrapup", lambda desk: bool(desk.wrapping_up) and desk.now > desk.changed_at + GUARD_PASSED)
        self._press(Action.SOLVED)
        self._wait("wrapup", lambda desk: desk.wrapping_up[0].disposition.outcome is Outcome.SOLVED)
        self._step("wrapup", Outcome.SOLVED.value)
        self._press(Action.FINISH)
        desk = self._wait("history", lambda desk: not desk.wrapping_up and desk.history[0].outcome is Outcome.SOLVED)
        self._step("history", f"{desk.history[0].name}: {desk.history[0].outcome}")

    # --- The promise, and what stays of an answer ---------------------------------------------------------

    def _ask_the_topic(self) -> None:
        """Before the call: one of the topic's experts declines, one is silent, one answers. The answer is kept."""
        self._to_topic("topic")
        self._type(QUESTION)
        self._wait("topic", lambda desk: _draft(desk) == QUESTION)
        self._enter()
        for name, stage in (("declined", Stage.DECLINED), ("silent", Stage.PASSED), ("answered", Stage.ANSWERED)):
            asks = self._asks(name, stage)
            self._step(name, next(ask.name for ask in asks if ask.stage is stage))
        self._wait("keep", lambda desk: works(Action.KEEP_ANSWER, desk))
        self._press(Action.KEEP_ANSWER)
        self._wait("keep", lambda _: QApplication.activeWindow() not in (self._window, None))
        QTest.keySequence(QApplication.activeWindow() or self._window, QKeySequence("Ctrl+Return"))
        desk = self._wait("keep", lambda desk: any(c.kept_as for c in desk.conversations.values()))
        self._step("keep", next(c.kept_as for c in desk.conversations.values() if c.kept_as) and "kept")

    def _ask_again(self) -> None:
        """The second time it is there while the question is typed."""
        self._to_topic("offered")
        self._type(AGAIN)
        desk = self._wait("offered", lambda desk: bool(desk.offers.answers))
        self._press(Action.OFFER_1)
        self._wait("offered", lambda desk: bool(desk.offers.opened))
        self._step("offered", desk.offers.answers[0].text)
        self._press(Action.SOLVED_IT)
        self._wait("solved", lambda desk: not _draft(desk) and not desk.offers.answers)
        self._step("solved", "")

    def _to_topic(self, step: str) -> None:
        """A new internal question on the topic; the caret stands in its composer."""
        self._to_home(step)
        self._press(Action.SIDE_CHAT)
        self._wait(step, lambda desk: desk.drawer_open and self._types())
        self._type(TOPIC)
        self._enter()
        self._wait(step, lambda desk: desk.conversation is not None and desk.shown is not None and self._composes())

    def _to_home(self, step: str) -> None:
        if self._store.desk.shown is not None:
            self._press(Action.HOME)
        self._wait(step, lambda desk: desk.shown is None)

    def _asks(self, step: str, stage: Stage) -> tuple[Ask, ...]:
        """Of the last question, once one of them is so far."""

        def asks(desk: Desk) -> tuple[Ask, ...]:
            hunt = max(desk.hunts.values(), key=lambda hunt: hunt.began_at, default=None)
            return hunt.asks if hunt is not None and hunt.topic == TOPIC else ()

        return asks(self._wait(step, lambda desk: any(ask.stage is stage for ask in asks(desk)), PROMISE_S))

    def _composes(self) -> bool:
        return isinstance(QApplication.focusWidget(), Draft) and self._types()

    # --- Keys, waiting, pictures --------------------------------------------------------------------------

    def _told(self, event: dict[str, Any]) -> None:
        if event.get("event") == "invite" and not self._invite_at:
            self._invite_at = float(event["at"])

    def _wait_for_invite(self) -> None:
        visit = self._aside.visit
        assert visit is not None
        loop = QEventLoop()
        visit.told.connect(lambda _: loop.quit() if self._invite_at else None)
        QTimer.singleShot(round(STEP_S * 1000), loop.quit)
        if not self._invite_at:
            loop.exec()
        if not self._invite_at:
            raise NotHappened("invite")

    def _wait(self, step: str, is_there: Callable[[Desk], bool], within_s: float = STEP_S) -> Desk:
        """The desk as soon as `is_there` says so."""
        loop = QEventLoop()
        deadline = QTimer(singleShot=True, interval=round(within_s * 1000))
        deadline.timeout.connect(loop.quit)
        deadline.start()

        def look() -> None:
            if is_there(self._store.desk):
                loop.quit()

        self._store.changed.connect(look)
        # Focus and visibility change without a change of the desk: after each event they may be there.
        QApplication.instance().focusChanged.connect(look)  # type: ignore[union-attr]
        if not is_there(self._store.desk):
            loop.exec()
        self._store.changed.disconnect(look)
        QApplication.instance().focusChanged.disconnect(look)  # type: ignore[union-attr]
        if not is_there(self._store.desk):
            raise NotHappened(step)
        return self._store.desk

    def _types(self) -> bool:
        """Whether the caret stands in the drawer."""
        focus = QApplication.focusWidget()
        while focus is not None:
            if isinstance(focus, Drawer):
                return True
            focus = focus.parentWidget()
        return False

    def _press(self, action: Action) -> None:
        QTest.keySequence(self._window, QKeySequence(TABLE[action].keys))

    def _enter(self) -> None:
        QTest.keySequence(QApplication.focusWidget() or self._window, QKeySequence("Return"))

    def _type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self._window, text)

    def _step(self, name: str, value: str) -> None:
        QApplication.sendPostedEvents()  # layouts
        self._window.repaint()  # what the step is about is painted when its time is taken
        self._keep(name, value, self._since_invite(), self._photograph())

    def fail(self, name: str) -> None:
        self._keep(name, "", self._since_invite(), self._photograph(), ok=False)

    def _since_invite(self) -> float:
        return round((time.time() - self._invite_at) * 1000, 1) if self._invite_at else 0.0

    def _keep(self, name: str, value: str, at_ms: float, picture: QPixmap, *, ok: bool = True) -> None:
        n = len(self.steps) + 1
        file = f"{n:02d}-{name}.png"
        picture.save(str(self._folder / file))
        self.steps.append(Step(n, name, at_ms, value, file, ok))
        print(f"{at_ms:9.1f} ms  {name:8}  {value if ok else 'did not happen'}", flush=True)  # noqa: T201

    def _photograph(self) -> QPixmap:
        """The window, and the doorbell where it stands, as the agent sees them."""
        picture, doorbell = self._window.grab(), self._aside.frontage.doorbell
        if doorbell.isVisible():
            at = self._window.mapFromGlobal(doorbell.mapToGlobal(QPoint(0, 0)))
            room = self._window.size() - doorbell.size()
            painter = QPainter(picture)
            painter.drawPixmap(min(max(0, at.x()), room.width()), min(max(0, at.y()), room.height()), doorbell.grab())
            painter.end()
        return picture


def main(words: Sequence[str]) -> int:
    """Exit code: 0 when every step happened."""
    parser = argparse.ArgumentParser("aside tour", description="The whole main job with nobody at the keys.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--lang", choices=["en", "de"], default="en")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default=SIZE, metavar="WxH")
    parser.add_argument("--scenario", default="late-order")
    given = parser.parse_args(words)
    given.folder.mkdir(parents=True, exist_ok=True)
    place = tempfile.mkdtemp(prefix="aside-tour-")
    try:
        return _run(given, place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _run(given: argparse.Namespace, place: str) -> int:
    scheme = Scheme.DARK if given.dark else Scheme.LIGHT
    over = {"language": Language(given.lang).value, "scheme": scheme.value, "taken_s": TAKEN_S}
    home = open_home(place)
    open_log(home, "desk")
    options = Options(home=place, practice=True, auto=False, over=dict(over))
    settings = SettingsFile(home.settings_file, options.over)
    loaded = settings.load(Clock().now())
    app = open_qt(loaded.settings)
    aside = Aside(home, options, app, settings, loaded)
    tour = Tour(aside, given.folder)
    worlds: list[WorldFile] = []
    assert aside.visit is not None
    aside.visit.ready.connect(worlds.append)
    code = 1

    def begin() -> None:
        nonlocal code
        aside.frontage.come_forward()
        play = next(p for p in worlds[0].scenarios if p.id == given.scenario)
        try:
            tour.go(play)
            code = 0
        except NotHappened as missing:
            tour.fail(str(missing))
        aside.post(QuitPressed(aside.clock.now(), sure=True))

    aside.visit.ready.connect(lambda _: QTimer.singleShot(0, begin))
    QTimer.singleShot(round(READY_S * 1000), lambda: app.exit(1) if not worlds else None)
    aside.start()
    width, _, height = given.size.partition("x")
    aside.frontage.window.resize(int(width), int(height))
    app.exec()
    aside.close()
    report = {"version": VERSION, "started": tour.started, "steps": tour.steps}
    (given.folder / "tour.json").write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    return code


def _card_name(desk: Desk) -> str:
    lookup = desk.interaction.lookup if desk.interaction else None
    return lookup.customer.name if isinstance(lookup, Found) else ""


def _draft(desk: Desk) -> str:
    conversation = desk.conversations.get(desk.conversation or "")
    return conversation.draft if conversation else ""


def _asked(desk: Desk) -> ChatMessage:
    """The last message of the conversation on screen."""
    conversation = desk.conversations.get(desk.conversation or "")
    if conversation is None or not conversation.messages:
        return ChatMessage("", desk.now, True, "")
    return conversation.messages[-1]
