"""Pictures of every state of the window, to be looked at.

`python -m tests.ui.pictures FOLDER [STATE:SHAPE[:dark][:de][:long] …]`; "long" is a third longer than English.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from softphone.domain.call import Hold, Phase
from softphone.domain.customer import NoCustomer, Several, Unavailable, Unknown
from softphone.domain.desk import Desk, Notice, NoticeKind
from softphone.domain.files import FileTrouble
from softphone.domain.line import Line, LineFault, LineState
from softphone.domain.mailbox import Mailbox
from softphone.domain.presence import Duty, Wish
from softphone.domain.queue import Place, Queue
from softphone.domain.recording import PausedBy, Taping
from softphone.domain.settings import Language, Scheme, SecondCall, Settings
from softphone.ui.doorbell import Doorbell
from softphone.ui.qtapp import appearance, open_qt
from softphone.ui.store import Store
from softphone.ui.window import Window
from tests.ui import desks, files, hunted, sharing

NOTICE = Notice("n", NoticeKind.CALL_LOST, desks.NOW, target=desks.NUMBER)
GONE = Notice("g", NoticeKind.LINE_LOST, desks.NOW)
TEAM = Line(LineState.LOST, uri="sip:orders@pbx", name="Bestellungen", fault=LineFault.NO_NETWORK)
STATES: dict[str, Callable[[], Desk]] = {
    "idle": desks.idle,
    "first": lambda: desks.idle(settings=Settings(), line=Line(), experts=(), history=(), promises=()),
    "not_registered": lambda: desks.idle(line=Line(LineState.LOST)),
    "line_lost": lambda: desks.idle(line=Line(LineState.LOST, fault=LineFault.NO_NETWORK), notices=(GONE,)),
    "lock_both": lambda: replace(
        desks.with_call(desks.a_call(secured=True)), line=replace(desks.idle().line, secured=True)
    ),
    "lock_signalling": lambda: replace(desks.talking(), line=replace(desks.idle().line, secured=True)),
    "two_lines": lambda: desks.idle(more_lines=(TEAM,)),
    "paused": lambda: desks.idle(duty=Duty(Wish.NOT_ANSWERED), notices=(NOTICE,)),
    "ringing": desks.ringing,
    "searching": desks.searching,
    "talking": desks.talking,
    "joining": sharing.joining,
    "thanked": sharing.thanked,
    "noticed": sharing.noticed,
    "muted_chat": lambda: desks.talking(muted=True, chat=True),
    "held_chat": lambda: desks.talking(hold=Hold.OURS, chat=True),
    "second_call": lambda: replace(desks.second_call(), settings=Settings(second_call=SecondCall.WAITING)),
    "calling_asked": lambda: desks.asking(Phase.ALERTING),
    "asking": desks.asking,
    "conference": lambda: desks.asking(joined=True),
    "queue": lambda: desks.idle(
        settings=Settings(line_server="pbx", line_user="204", queue_login_code="*41", mailbox_number="*97",
                          speed_dials=("Goods in=301", "Reception=9"), own_numbers=("Service=+494055501400",)),
        queue=Queue(Place.IN, pending=Place.PAUSED), mailbox=Mailbox(2, 8), duty=Duty(Wish.BREAK, desks.NOW, "Lunch"),
    ),
    "picker": lambda: replace(desks.talking(), drawer_open=True),
    "promise_begun": hunted.begun,
    "promise_asked": hunted.asked,
    "promise_declined": hunted.declined,
    "promise_taken": hunted.taken,
    "promise_nobody": hunted.nobody,
    "promise_picking": hunted.picking,
    "unknown": lambda: desks.with_call(desks.a_call(), Unknown()),
    "several": lambda: desks.with_call(desks.a_call(), Several((desks.a_customer(), desks.a_customer()))),
    "unavailable": lambda: desks.with_call(desks.a_call(), Unavailable()),
    "colleague": lambda: desks.with_call(desks.a_call(), NoCustomer()),
    "dialing": lambda: desks.with_call(desks.a_call(phase=Phase.DIALING)),
    "not_taped": lambda: desks.taped(Taping.OFF),
    "taped": lambda: desks.taped(Taping.ON, pauses=2),
    "tape_pauses": lambda: desks.taped(
        Taping.PAUSED, pauses=3, paused_by=PausedBy.DIGITS, resumes_at=desks.NOW + timedelta(seconds=78)
    ),
    "away": desks.away,
    "away_asked": lambda: desks.away(75, 9),
    "correcting": files.correcting,
    "files": files.shared,
    "files_offered": files.offering,
    "files_by_sip": lambda: files.refused(FileTrouble.BY_PHONE),
    "texting": desks.texting,
    "texting_chat": lambda: desks.texting(chat=True),
    "wrap_up": desks.wrapping_up,
    "wrap_up_open": lambda: desks.wrapping_up(None),
}
SHAPES = {"360": (360, 780), "800": (800, 700), "1280": (1280, 800), "1600": (1600, 1000), "4k": (3840, 2160)}


class Longer(QTranslator):
    """A third longer than English, and visibly translated."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        if context == "Times" or "MMM" in source or source.startswith("{"):
            return source
        words = source.split(" ")
        return " ".join(w + "en" if w.isalpha() and len(w) > 3 else w for w in words)

    def isEmpty(self) -> bool:
        return False


def picture(folder: Path, name: str, shape: str, more: list[str]) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    language = Language.GERMAN if "de" in more else Language.ENGLISH
    appearance(app).follow(Settings(scheme=Scheme.DARK if "dark" in more else Scheme.LIGHT, language=language))
    longer = Longer()
    if "long" in more:
        app.installTranslator(longer)
    tail = "".join(f"-{each}" for each in more)
    store = Store(STATES[name](), lambda effect: None)
    window = Window(store)
    window.resize(*SHAPES[shape])
    if shape == "360" and store.desk.drawer_open:
        window._choose_page("aside")
    window.show()
    _save(app, window, folder / f"{name}-{shape}{tail}.png")
    if name in ("ringing", "searching"):
        bell = Doorbell(store.post, window._clock, window)
        bell.show_desk(None, store.desk)
        _save(app, bell, folder / f"doorbell-{name}{tail}.png")
        bell.deleteLater()
    window.hide()
    window.deleteLater()
    app.removeTranslator(longer)
    app.processEvents()


def _save(app: QApplication, widget: QWidget, path: Path) -> None:
    for _ in range(4):
        app.processEvents()
    widget.grab().save(str(path))


def main(arguments: list[str]) -> None:
    folder = Path(arguments[0] if arguments else os.environ["ASIDE_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)
    _app = open_qt(Settings())
    wanted = arguments[1:] or [f"{name}:1600" for name in STATES]
    for each in wanted:
        name, shape, *more = each.split(":")
        picture(folder, name, shape, more)


if __name__ == "__main__":
    main(sys.argv[1:])
