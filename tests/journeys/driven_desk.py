"""The real desk in the practice world as a process that a test drives: keys in, what it shows out.

    python driven_desk.py HOME SOCKET [SETTING=VALUE …]

With settings of a line it is no practice: that line is its own, for which it has the password that the pair
`password=…` says, else "pw". With `own=key-store` neither: all is as the key store and its own settings have it.
With `sound=real` its engine opens devices.

Lines of JSON on SOCKET: `{"do": "press", "action": "answer"}`, `{"do": "type", "text": "…"}`, `{"do": "enter"}`,
`{"do": "start", "scenario": "…"}`, `{"do": "state"}`. Its engine starts no desk: the test starts the next one.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from softphone.app import Aside, Options
from softphone.domain.customer import Found
from softphone.domain.desk import Desk
from softphone.domain.facts import (
    Fact,
    InteractionShown,
    PasswordGiven,
    QuitPressed,
    ReportWanted,
    UnassignedOpened,
    WishChosen,
)
from softphone.domain.presence import Wish
from softphone.domain.rules import Step
from softphone.domain.rules.consulting import pair_of
from softphone.domain.update import update
from softphone.host.clock import Clock
from softphone.host.log import open_log
from softphone.host.only_one import OnlyOne
from softphone.host.paths import open_home
from softphone.host.settings import SettingsFile, read_value
from softphone.sandbox.orders import BadOrder, OrderSocket
from softphone.ui import store
from softphone.ui.ids import fresh_id
from softphone.ui.parts.bubble import Bubble
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft
from softphone.ui.qtapp import open_qt
from softphone.ui.queue_words import mailbox_word, queue_word
from softphone.ui.shortcuts import TABLE, Action


def state(aside: Aside) -> dict[str, Any]:
    """What the agent sees, in words a test can compare."""
    desk: Desk = aside.store.desk
    window = aside.frontage.window
    interaction, call = desk.interaction, desk.call
    theirs = desk.calls.get(interaction.call_id) if interaction else None
    conversation = desk.conversations.get(desk.conversation or "")
    lookup = interaction.lookup if interaction else None
    return {
        "now": desk.now.isoformat(),
        "title": aside.frontage.window.windowTitle(),
        "window": "minimized" if window.isMinimized() else "maximized" if window.isMaximized() else "shown",
        "dial_draft": desk.dial_draft,
        "line": desk.line.state.value,
        "voice": mailbox_word(desk),
        "engine": desk.engine.value,
        "ringing": len(desk.ringing),
        "asking": aside.frontage.window._asked._text.said if pair_of(desk) else "",
        "holds": theirs.hold.value if theirs else "",
        "phase": call.phase.value if call else "",
        "away": bool(call and call.moment),
        "place": [desk.place.step.value if desk.place.step else "", desk.place.interrupted],
        "keys_held": list(aside.frontage._keys._held) if aside.frontage._keys else [],
        "still_there": window._moment._stay.isVisible(),
        "muted": bool(call and call.muted),
        "taken_back": bool(call and call.taken_back),
        "answered_at": call.answered_at.isoformat() if call and call.answered_at else "",
        "customer": lookup.customer.name if isinstance(lookup, Found) else "",
        "outcome": interaction.disposition.outcome if interaction else None,
        "note": interaction.note if interaction else "",
        "drawer": desk.drawer_open,
        "transfer": window._popovers["transfer"].isVisible(),
        "writing": isinstance(QApplication.focusWidget(), Draft),
        "draft": conversation.draft if conversation else "",
        "said": [m.text for m in conversation.messages] if conversation else [],
        "delivery": [m.delivery.value for m in conversation.messages if m.ours] if conversation else [],
        "every_note": [i.note for i in desk.interactions.values()],
        "every_question": [
            [m.text, m.delivery.value] for c in desk.conversations.values() for m in c.messages if m.ours
        ],
        "unread": desk.unread,
        "tapped": len(desk.attention.shining) > 0 and not desk.attention.waiting,
        "offers": [a.question for a in desk.offers.answers],
        "reading": desk.offers.opened,
        "kept": desk.shelf.total,
        "minutes_saved": sum(s.minutes for s in desk.shelf.saved),
        "pinned": [p.text for p in interaction.pinned] if interaction else [],
        "promise": aside.frontage.window._drawer._talk._promise.isVisible(),
        "asked": [[ask.name, ask.stage.value] for hunt in desk.hunts.values() for ask in hunt.asks],
        "tray": [[u.sender, u.message.text] for u in desk.unassigned],
        "notices": [n.kind.value for n in desk.notices],
        "texts": [[t.ours, t.text, t.state.value] for each in desk.threads.values() for t in each.texts],
        "reply": interaction.reply if interaction else "",
        "history": [(h.name, h.ending, h.outcome) for h in desk.history],
        "wrapping_up": len(desk.wrapping_up),
        "store": desk.store.value,
        "report": desk.report.kept_at if desk.report else "",
        "recording": call.recording.state.value if call else "",
        "server": desk.settings.line_server,
        "experts": [each.name for each in desk.experts],
        "set_up": desk.set_up.phase.value if desk.set_up else "",
        "secret": desk.secret.value,
    }


def labels(window: QWidget) -> list[list[Any]]:
    """Every text that is shown now, and whether it is read as plain text."""
    shown = [each for each in window.findChildren(QLabel) if each.isVisible() and each.text()]
    bubbles = [each for each in window.findChildren(Bubble) if each.isVisible()]  # painted: they know no markup
    plain = [[each.text(), each.textFormat() is Qt.TextFormat.PlainText] for each in shown]
    return plain + [[each.shown, True] for each in bubbles]


def main(home_folder: str, socket_name: str, *line: str) -> int:
    home = open_home(home_folder)
    open_log(home, "desk")
    given = {name: value for name, _, value in (pair.partition("=") for pair in line)}
    password = given.pop("password", "pw")
    sound = () if given.pop("sound", "none") == "real" else ("--sound", "none")
    by_key_store = given.pop("own", "") == "key-store"
    over = {name: read_value(name, value) for name, value in given.items()}
    own_line = "line_server" in given
    practice = not (own_line or by_key_store)
    options = Options(home=home_folder, practice=practice, auto=False, engine=sound, over=over)
    settings = SettingsFile(home.settings_file, over)
    loaded = settings.load(Clock().now())
    app = open_qt(loaded.settings)
    aside = Aside(home, options, app, settings, loaded)
    window = aside.frontage.window
    queue_words: list[str] = []  # all that the status bar has to say of the queue, in order

    def noting(desk: Desk, fact: Fact) -> Step:
        """Of every fact: what a PBX answers within 50 ms is never painted."""
        desk, effects = update(desk, fact)
        if (word := queue_word(desk)[0]) not in queue_words[-1:]:
            queue_words.append(word)
        return desk, effects

    store.update = noting  # type: ignore[attr-defined]
    only_one = OnlyOne(home.socket_name("desk"), home.lock_file("desk"))
    assert only_one.claim([])
    aside.open_door(only_one)

    def execute(order: dict[str, Any]) -> dict[str, Any]:
        if not window.isActiveWindow() and order["do"] in ("press", "type", "enter", "keys"):
            window.activateWindow()  # without a window manager the doorbell takes what it never asks for
            QTest.qWaitForWindowActive(window, 5000)
        focus = QApplication.focusWidget() or window
        match order:
            case {"do": "press", "action": str(action)}:
                QTest.keySequence(window, QKeySequence(TABLE[Action(action)].keys))
            case {"do": "click", "button": "record"}:
                QTest.mouseClick(window._recording._switch, Qt.MouseButton.LeftButton)
            case {"do": "type", "text": str(text)}:
                QTest.keyClicks(focus, text)
            case {"do": "enter"}:
                QTest.keySequence(focus, QKeySequence("Return"))
            case {"do": "keys", "keys": str(keys)}:
                QTest.keySequence(focus, QKeySequence(keys))
            case {"do": "open_text"}:
                aside.post(InteractionShown(aside.clock.now(), next(iter(aside.store.desk.threads))))
            case {"do": "start", "scenario": str(scenario)}:
                assert aside.visit is not None
                aside.visit.order(do="start", scenario=scenario)
            case {"do": "place"}:
                beside = aside.frontage.open("place")
                QTest.qWaitForWindowActive(beside, 5000)  # hidden before, it would come to the front after all
                QTest.mouseClick(beside.findChildren(Button)[0], Qt.MouseButton.LeftButton)
                beside.hide()
            case {"do": "keep"}:
                beside = aside.frontage.open("keep_answer")
                QTest.keySequence(beside, QKeySequence("Ctrl+Return"))
            case {"do": "labels"}:
                return {"labels": labels(window) + labels(aside.frontage.doorbell)}
            case {"do": "set_up", "press": "go"}:
                QTest.mouseClick(aside.frontage.open("setup").findChildren(Button)[0], Qt.MouseButton.LeftButton)
            case {"do": "set_up", "says": "all"}:
                return {"labels": [text for text, _ in labels(aside.frontage.open("setup"))]}
            case {"do": "picture", "path": str(path)}:
                assert aside.frontage.open("setup").grab().save(path)
            case {"do": "open_tray", "sender": str(sender)}:
                aside.post(UnassignedOpened(aside.clock.now(), sender, fresh_id(), fresh_id()))
            case {"do": "window", "state": "closed"}:
                window.close()  # in a call it only goes out of the way
            case {"do": "window", "state": "minimized"}:
                window.showMinimized()
            case {"do": "window", "state": "maximized"}:
                window.showMaximized()
            case {"do": "state"}:
                return state(aside) | {"queue": queue_words}
            case {"do": "wish", "wish": str(wish)}:
                aside.post(WishChosen(aside.clock.now(), Wish(wish)))
            case {"do": "report", "path": str(path)}:
                aside.post(ReportWanted(aside.clock.now(), path))
            case {"do": "quit"}:
                aside.post(QuitPressed(aside.clock.now(), sure=True))
            case _:
                raise BadOrder("unknown order")
        return {}

    orders = OrderSocket(socket_name, execute)
    orders.listen()
    aside.start()
    if own_line:
        aside.post(PasswordGiven(aside.clock.now(), password))
    aside.frontage.come_forward()
    code = app.exec()
    aside.close()
    orders.close()
    only_one.close()
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
