"""The first thing a newcomer fills in: server, user, password. *Test* says step by step what works.

The same window asks for a password that no key store could give.
"""

from __future__ import annotations

import sys
from itertools import pairwise

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from softphone.domain.desk import Desk, EngineState
from softphone.domain.facts import PasswordGiven, SecretState, SettingsChanged, SetUpGiven, TestLinePressed
from softphone.domain.line import Line, LineState, Transport
from softphone.domain.text import NAME_CHARS, clean
from softphone.host.clock import Clock
from softphone.ui import words
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.choice import Choice
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.side_window import SideWindow, heading, labelled
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate

_WRONG_PASSWORD = (401, 403, 407)
_UNKNOWN_USER = (404, 410, 604)


def line_steps(
    line: Line | None, engine: EngineState, *, untried_relay: bool = False
) -> tuple[tuple[str, str, str], ...]:
    """What a test showed so far: (icon, ink, sentence), one for each step that was reached. `untried_relay`: one is set
    of a kind that nobody has tried on this system."""
    if engine is EngineState.FAILED:
        return (("warn", "stop", translate("FirstRun", "The phone program on this PC does not start.")),)
    if engine is not EngineState.UP:
        return (("clock", "second", translate("FirstRun", "The phone program is still starting. One moment, please.")),)
    steps = [("check", "live", translate("FirstRun", "The phone program on this PC works."))]
    if line is None or line.state in (LineState.REGISTERING, LineState.UNCONFIGURED, LineState.OFFLINE):
        steps.append(("clock", "second", translate("FirstRun", "Asking the server …")))
        return tuple(steps)
    if line.state is LineState.LOST and (fault := words.line_fault(line.fault)):
        steps.append(("warn", "stop", f"{fault}."))
        return tuple(steps)
    if line.state is LineState.LOST or line.code in (408, 503):
        steps.append(
            (
                "warn",
                "stop",
                translate(
                    "FirstRun",
                    "The server does not answer. Check its name and port, the transport, and whether this PC is in the "
                    "right network or VPN.",
                ),
            )
        )
        return tuple(steps)
    steps.append(("check", "live", translate("FirstRun", "The server answers.")))
    if line.state is LineState.REGISTERED:
        steps.append(("check", "live", translate("FirstRun", "It knows you: calls will reach you here.")))
        steps.append(
            ("ear", "second", translate("FirstRun", "Sound goes over IPv4 alone, also where the server has IPv6."))
        )
        if untried_relay:
            text = translate(
                "FirstRun",
                "The relay for sound over TCP or TLS was tried on Linux alone. If nobody hears you here, choose UDP "
                "for it.",
            )
            steps.append(("info", "second", text))
    elif line.code in _WRONG_PASSWORD:
        steps.append(("warn", "stop", translate("FirstRun", "It refuses user or password. Type the password again.")))
    elif line.code in _UNKNOWN_USER:
        steps.append(("warn", "stop", translate("FirstRun", "It does not know this user. Check the extension.")))
    else:
        text = translate("FirstRun", "It refuses the log-in (answer {code}). Ask your administrator.")
        steps.append(("warn", "stop", text.format(code=line.code)))
    return tuple(steps)


class FirstRun(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(460, 660))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._asked = False  # a test is or was under way since the window came up

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is None:
            return
        if old is None or old.line_test is not new.line_test or old.engine is not new.engine:
            self._show_steps()
        if old is None or old.secret is not new.secret:
            self._show_secret()

    def bring_up(self) -> None:
        if not self.isVisible() and self._content is not None:
            self._asked = False
            self.rebuild()  # the settings may have changed since
        super().bring_up()

    def _build(self) -> None:
        self.setWindowTitle(translate("FirstRun", "Your phone line"))
        settings = self._desk.settings
        rows = self.page.rows
        rows.addWidget(
            Text(
                translate("FirstRun", "Your administrator has these. Nothing leaves this PC but the log-in itself."),
                ink="second",
                wrapped=True,
            )
        )
        by_link = Button(translate("FirstRun", "I have a link or a code"), kind="quiet", small=True)
        by_link.clicked.connect(self._by_link)
        rows.addWidget(by_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._server = self._line(settings.line_server, "pbx.example.com")
        rows.addWidget(
            labelled(
                translate("FirstRun", "Server"),
                self._server,
                hint=translate("FirstRun", "Host, or host and port: pbx.example.com:5060"),
            )
        )
        self._user = self._line(settings.line_user, "204")
        rows.addWidget(labelled(translate("FirstRun", "User or extension"), self._user))
        self._password = self._line("", "")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setMaxLength(256)
        eye = Button(translate("FirstRun", "Show"), kind="quiet", small=True)
        eye.pressed.connect(lambda: self._password.setEchoMode(QLineEdit.EchoMode.Normal))
        eye.released.connect(lambda: self._password.setEchoMode(QLineEdit.EchoMode.Password))
        rows.addWidget(labelled(translate("FirstRun", "Password"), self._password, across=eye))
        self._secret = Text(ink="third", size="small", wrapped=True)
        rows.addWidget(self._secret)
        self._transport = Choice()
        for transport, word in (
            (Transport.UDP, translate("FirstRun", "UDP (usual)")),
            (Transport.TCP, translate("FirstRun", "TCP")),
            (Transport.TLS, translate("FirstRun", "TLS (encrypted)")),
        ):
            self._transport.addItem(word, transport)
        self._transport.setCurrentIndex(self._transport.findData(settings.line_transport))
        rows.addWidget(labelled(translate("FirstRun", "Transport"), self._transport))
        self._auth_user = self._line(settings.line_auth_user, "")
        rows.addWidget(labelled(translate("FirstRun", "Log-in name, only if it is not the user"), self._auth_user))
        self._result = Paper("card", margins=(14, 12, 14, 12), gap=8)
        rows.addWidget(self._result)
        self.view.verticalScrollBar().rangeChanged.connect(self._show_last_step)
        rows.addStretch(1)
        self._test = Button(translate("FirstRun", "Test"), icon="line")
        self._keep = Button(translate("FirstRun", "Save"), kind="primary")
        later = Button(translate("FirstRun", "Not now"), kind="quiet")
        self.foot.rows.addWidget(later)
        self.foot.rows.addStretch(1)
        self.foot.rows.addWidget(self._test)
        self.foot.rows.addWidget(self._keep)
        later.clicked.connect(self.close)
        self._test.clicked.connect(self._try)
        self._keep.clicked.connect(self._save)
        for field in (self._server, self._user, self._password):
            field.textChanged.connect(self._check)
        self._password.returnPressed.connect(self._try)
        order = (self._server, self._user, self._password, self._transport, self._auth_user, self._test, self._keep)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self._check()
        self._show_steps()
        self._show_secret()
        (self._password if settings.line_user else self._server).setFocus(Qt.FocusReason.OtherFocusReason)

    def _by_link(self) -> None:
        self.close()
        self._post(SetUpGiven(self._clock.now()))

    def _line(self, text: str, example: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setMaxLength(NAME_CHARS)
        field.setPlaceholderText(example)
        return field

    def _check(self) -> None:
        ready = all(clean(f.text(), NAME_CHARS) for f in (self._server, self._user)) and bool(self._password.text())
        self._test.setEnabled(ready)
        self._keep.setEnabled(ready)

    def _try(self) -> None:
        if not self._test.isEnabled():
            return
        self._asked = True
        self._post(
            TestLinePressed(
                self._clock.now(),
                clean(self._server.text(), NAME_CHARS),
                clean(self._user.text(), NAME_CHARS),
                self._password.text(),
                clean(self._auth_user.text(), NAME_CHARS),
                str(self._transport.currentData()),
            )
        )
        self._show_steps()

    def _save(self) -> None:
        wanted = replace(
            self._desk.settings,
            line_server=clean(self._server.text(), NAME_CHARS),
            line_user=clean(self._user.text(), NAME_CHARS),
            line_auth_user=clean(self._auth_user.text(), NAME_CHARS),
            line_transport=Transport(str(self._transport.currentData())),
        )
        if wanted != self._desk.settings:
            self._post(SettingsChanged(self._clock.now(), wanted))
        self._post(PasswordGiven(self._clock.now(), self._password.text()))
        self._password.clear()
        self.close()

    def _show_steps(self) -> None:
        while (item := self._result.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._result.setVisible(self._asked)
        if not self._asked:
            return
        self._result.rows.addWidget(heading(translate("FirstRun", "What the test shows")))
        said: list[str] = []
        settings = self._desk.settings
        by_stream = bool(settings.turn_server) and settings.turn_transport is not Transport.UDP
        untried = by_stream and not sys.platform.startswith("linux")
        for icon, ink, sentence in line_steps(self._desk.line_test, self._desk.engine, untried_relay=untried):
            row = Paper(across=True, gap=8)
            row.rows.addWidget(Sign(icon, ink), 0, Qt.AlignmentFlag.AlignTop)
            row.rows.addWidget(Text(sentence, wrapped=True), 1)
            self._result.rows.addWidget(row)
            said.append(sentence)
        self._result.setAccessibleName(" ".join(said))

    def _show_last_step(self) -> None:
        """Steps stand below the fields: what was asked for is not left under the foot."""
        rows = self._result.rows
        if self._asked and (last := rows.itemAt(rows.count() - 1)) is not None and (step := last.widget()) is not None:
            self.view.ensureWidgetVisible(step, 0, px(30))  # with the edges of card and page

    def _show_secret(self) -> None:
        match self._desk.secret:
            case _ if self._desk.line.state is LineState.REFUSED:
                text = translate("FirstRun", "The PBX refused the log-in. Check the user, and type the password again.")
            case SecretState.MEMORY_ONLY:
                text = translate("FirstRun", "This PC has no key store: Aside asks for the password at each start.")
            case SecretState.NEEDED if self._desk.settings.line_user:
                text = translate("FirstRun", "The password is not in this PC's key store. Type it, please.")
            case SecretState.LOCKED:
                text = translate("FirstRun", "This PC's key store is locked. Unlock it, or type the password here.")
            case _:
                text = translate("FirstRun", "It is kept in this PC's key store, never in a file.")
        self._secret.say(text)
