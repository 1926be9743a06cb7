"""Set-up by a link: whose it is, what it would change, and then it is done; one question after the other."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts.setting_up import SetUpAgreed, SetUpGiven, SetUpLeft
from softphone.domain.setting_up import TRY_AGAIN, Phase, Secrets, SetUp, Why
from softphone.domain.settings import table
from softphone.domain.web_proxy import parted
from softphone.host.clock import Clock
from softphone.ui import preferences_words as own_words
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import SideWindow, heading, labelled
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate

LONGEST = 500


class SetupWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(480, 520))
        self._post = post
        self._clock = clock
        self._desk = Desk()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is None or old is None:
            return
        if old.set_up is not new.set_up or bool(old.calls) != bool(new.calls):
            self.rebuild()

    def bring_up(self) -> None:
        if self._desk.set_up is None:
            self._post(SetUpGiven(self._clock.now()))
        super().bring_up()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was not taken by now is let go."""
        self._post(SetUpLeft(self._clock.now()))
        super().closeEvent(event)

    def _build(self) -> None:
        self.setWindowTitle(translate("Setup", "Set up by a link"))
        now = self._desk.set_up or SetUp()
        self._go = Button("", kind="primary")
        self._go.clicked.connect(lambda: self._post(SetUpAgreed(self._clock.now())))
        host = now.link.name if now.link else ""
        match now.phase:
            case Phase.TYPING:
                self._ask_for_link(now.why is not None)
            case Phase.ASKED:
                self._say(translate("Setup", "Let {host} set up this phone?").format(host=host), strong=True)
                self._say(
                    translate(
                        "Setup",
                        "Go on only if this link came from your own administrator. It is asked once and tells Aside "
                        "which server, which chat and which CRM to use. Nothing is changed yet.",
                    )
                )
                self._go.setText(translate("Setup", "Ask {host}").format(host=host))
            case Phase.FETCHING:
                self._say(translate("Setup", "Asking {host} …").format(host=host))
            case Phase.OFFERED:
                self._offer(now, host)
            case Phase.TAKING:
                self._say(translate("Setup", "Being taken over …"))
            case Phase.DONE:
                self._say(translate("Setup", "This phone is set up. The link cannot be used again."), strong=True)
            case Phase.FAILED:
                self._say(sentence(now.why or Why.NOT_THERE, host), strong=True)
                self._say(translate("Setup", "Nothing was changed."))
                self._go.setText(translate("Setup", "Try again"))
        self.page.rows.addStretch(1)
        again = now.phase is Phase.FAILED and now.why in TRY_AGAIN
        self._go.setVisible(again or now.phase in (Phase.TYPING, Phase.ASKED, Phase.OFFERED))
        waiting = now.phase in (Phase.TYPING, Phase.ASKED, Phase.FETCHING, Phase.OFFERED)
        close = Button(translate("Setup", "Cancel") if waiting else translate("Setup", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addStretch(1)
        self.foot.rows.addWidget(self._go)
        self.foot.rows.addWidget(close)
        if now.phase in (Phase.ASKED, Phase.OFFERED):
            close.setFocus()  # who was typing elsewhere agrees to nothing by a Return

    def _ask_for_link(self, was_bad: bool) -> None:
        self._say(translate("Setup", "Your administrator may have given you a link or a code."))
        self._link = QLineEdit()
        self._link.setMaxLength(LONGEST)
        self._link.setPlaceholderText("setup.example.org/AB12-CD34-EF56")
        self.page.rows.addWidget(labelled(translate("Setup", "Link or code"), self._link))
        if was_bad:
            self.page.rows.addWidget(Text(sentence(Why.BAD_LINK, ""), ink="stop", wrapped=True))
        self._go.setText(translate("Setup", "Go on"))
        self._go.clicked.disconnect()
        self._go.clicked.connect(self._typed)
        self._link.returnPressed.connect(self._typed)

    def _typed(self) -> None:
        if text := self._link.text().strip():
            self._post(SetUpGiven(self._clock.now(), text))

    def _offer(self, now: SetUp, host: str) -> None:
        """All that would be set: the agent sees where calls and customers' data would go."""
        sender = f"{now.parcel.sender} ({host})" if now.parcel.sender else host
        self._say(translate("Setup", "{sender} would set this:").format(sender=sender), strong=True)
        labels = {entry.name: own_words.label(entry) for entry in table()}
        units = {entry.name: entry.unit for entry in table()}
        rows = Paper("card", margins=(14, 12, 14, 12), gap=6)
        for name, value in now.parcel.settings:
            rows.rows.addWidget(Text(f"{labels[name]}: {shown(value)} {units[name]}".rstrip(), wrapped=True))
        if now.parcel.experts:
            text = translate("Setup", "Experts: {n}, in place of those in the list")
            rows.rows.addWidget(Text(text.format(n=len(now.parcel.experts)), wrapped=True))
        for secret in now.parcel.secrets:
            rows.rows.addWidget(Text(secret_word(secret), wrapped=True))
        self.page.rows.addWidget(rows)
        if self._desk.settings.line_server:
            self._say(translate("Setup", "It replaces what is set up now."))
        self._go.setText(translate("Setup", "Take it over"))
        if self._desk.calls:
            self._go.setEnabled(False)
            self._say(translate("Setup", "After the call: until then the line stays as it is."))

    def _say(self, text: str, *, strong: bool = False) -> None:
        self.page.rows.addWidget(heading(text) if strong else Text(text, ink="second", wrapped=True))


def shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return translate("Setup", "yes") if value else translate("Setup", "no")
    return parted(str(value))[0]  # a proxy's password is for nobody's eyes


def secret_word(secret: Secrets) -> str:
    return {
        Secrets.LINE: translate("Setup", "Password of the line, into the key store"),
        Secrets.TEAM: translate("Setup", "Password of the team's line, into the key store"),
        Secrets.RELAY: translate("Setup", "Password of the relay, into the key store"),
        Secrets.CRM: translate("Setup", "Token for the CRM, into the key store"),
        Secrets.MATRIX: translate("Setup", "Log-in at the homeserver"),
    }[secret]


def sentence(why: Why, host: str) -> str:
    """What happened, and what to do."""
    text = {
        Why.BAD_LINK: translate("Setup", "That is no set-up link. Copy the whole of it, or type host and code."),
        Why.HOST_NOT_ALLOWED: translate("Setup", "Your organisation does not let {host} set up this phone."),
        Why.NOT_THERE: translate("Setup", "{host} does not answer. Are you in the right network or VPN?"),
        Why.PROXY: translate("Setup", "The proxy of this network did not let Aside through to {host}."),
        Why.CUT_OFF: translate("Setup", "The connection to {host} broke off. The link can still be used here."),
        Why.CERTIFICATE: translate("Setup", "{host} could not prove that it is {host}. Tell your administrator."),
        Why.PINNED_OTHER: translate(
            "Setup", "{host} has another key than your organisation expects. Tell your administrator."
        ),
        Why.UNKNOWN: translate("Setup", "{host} does not know this code. Was it typed completely?"),
        Why.USED: translate("Setup", "This link was used already. Ask your administrator for a new one."),
        Why.EXPIRED: translate("Setup", "This link is too old. Ask your administrator for a new one."),
        Why.NOT_UNDERSTOOD: translate("Setup", "What {host} answered makes no sense. Tell your administrator."),
        Why.KEY_STORE: translate("Setup", "This PC's key store is closed, and passwords belong there. Unlock it."),
    }[why]
    return text.format(host=host)
