"""Logging in at the homeserver: in the preferences, beside its settings. The password is typed, told once, and gone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from softphone.domain.desk import Desk
from softphone.domain.facts import MatrixLogInPressed, MatrixLogOutPressed
from softphone.domain.matrix import LinkState
from softphone.domain.text import clean
from softphone.host.clock import Clock
from softphone.ui import matrix_words
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.side_window import labelled
from softphone.ui.parts.text import Paper, Text, one_line

translate = QCoreApplication.translate

_ASKS = (LinkState.LOGGED_OUT, LinkState.EXPIRED, LinkState.KEYS_CLOSED, LinkState.LOGGING_IN, LinkState.BROWSER)
_UNDER_WAY = (LinkState.LOGGING_IN, LinkState.BROWSER)


class MatrixLogIn(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("card", margins=(14, 12, 14, 12), gap=8)
        self._post = post
        self._clock = clock
        self._state = Text(wrapped=True, strong=True)
        self._why = Text(ink="second", size="second", wrapped=True)
        self._user = QLineEdit()
        self._user.setMaxLength(255)
        self._user.setObjectName("matrix_user")
        self._password = QLineEdit()
        self._password.setMaxLength(500)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setObjectName("matrix_password")
        self._password.returnPressed.connect(self._by_password)
        self._fields = Paper(gap=8)
        self._fields.rows.addWidget(
            labelled(translate("Matrix", "User"), self._user, hint=translate("Matrix", "anna, or @anna:example.org"))
        )
        self._fields.rows.addWidget(
            labelled(
                translate("Matrix", "Password"),
                self._password,
                hint=translate("Matrix", "Goes to the homeserver once and is not kept. What it gives back is kept in "
                                         "this PC's key store."),
            )
        )  # fmt: skip
        self._in = Button(translate("Matrix", "Log in"), small=True)
        self._in.clicked.connect(self._by_password)
        self._browser = Button(translate("Matrix", "Log in by the browser …"), icon="open", small=True)
        self._browser.clicked.connect(lambda: self._post(MatrixLogInPressed(self._clock.now(), "")))
        self._out = Button(translate("Matrix", "Log out"), small=True)
        self._out.clicked.connect(lambda: self._post(MatrixLogOutPressed(self._clock.now())))
        buttons = Flow(8)
        for each in (self._in, self._browser, self._out):
            buttons.add(each)
        for line in (self._state, self._why, self._fields, buttons):
            self.rows.addWidget(line)

    def show_link(self, desk: Desk) -> None:
        link = desk.matrix
        word, ink = matrix_words.link_word(link)
        known = bool(link.user_id) and link.state not in (LinkState.OFF, LinkState.LOGGED_OUT)
        self._state.say(f"{word} · {one_line(link.user_id)}" if known else word)
        self._state.set_ink("text" if ink == "second" else ink)
        said = matrix_words.why(link, desk)
        self._why.say(said)
        self._why.setVisible(bool(said))
        asks = link.state in _ASKS
        self._fields.setVisible(asks)
        self._in.setVisible(asks)
        self._browser.setVisible(asks)
        for each in (self._in, self._browser):
            each.setEnabled(link.state not in _UNDER_WAY)
        self._out.setVisible(known and link.state not in _UNDER_WAY)
        if known and not self._user.text():
            self._user.setText(link.user_id)

    def _by_password(self) -> None:
        user, password = clean(self._user.text(), 255), self._password.text()
        if user and password:
            self._password.clear()
            self._post(MatrixLogInPressed(self._clock.now(), user, password))
