"""Preferences: every setting of the table, group by group, in force the moment it is changed.

Nothing here knows a single setting by heart but those with a button of their own: the line, the sound, the privacy.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from softphone.domain.desk import Desk
from softphone.domain.facts import CrmTokenGiven, PasswordGiven, SettingsChanged, ToneTried
from softphone.domain.nat import RELAY
from softphone.domain.rules.shift import team_setup
from softphone.domain.settings import POLICY_ALONE, Entry, Group, table
from softphone.domain.wave import Unplayable
from softphone.host.clock import Clock
from softphone.ui import preferences_words as own_words
from softphone.ui import words
from softphone.ui.look import PAGES_BELOW_PX, px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Meter
from softphone.ui.parts.side_window import SideWindow, heading, labelled
from softphone.ui.parts.text import Paper, Text
from softphone.ui.preferences_fields import field_for, secret_field
from softphone.ui.preferences_masking import MaskingPage
from softphone.ui.preferences_matrix import MatrixLogIn
from softphone.ui.preferences_privacy import RecordsPage

translate = QCoreApplication.translate

PRIVACY = "privacy"


class Preferences(SideWindow):
    """`line_wanted`, `import_wanted` and `experts_wanted` ask for the windows of those names."""

    line_wanted = Signal()
    import_wanted = Signal()
    experts_wanted = Signal()
    topics_wanted = Signal()

    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(760, 640))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._shown_settings = self._desk.settings
        self._meters: list[Meter] = []

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is None:
            self._shown_settings = new.settings
            return
        if self._meters and (old is None or old.levels is not new.levels):
            self._meters[0].show_level(new.levels.you_dbfs, False)
            self._meters[1].show_level(new.levels.caller_dbfs, False)
        if not self.isVisible():
            return
        if old is None or old.line is not new.line or old.engine is not new.engine:
            self._say_line()
        changed_elsewhere = new.settings != self._shown_settings
        if changed_elsewhere or (
            old is not None and (old.sound.devices != new.sound.devices or old.unplayable is not new.unplayable)
        ):
            self.rebuild()
        if old is None or old.crm_token is not new.crm_token:
            self._token.setPlaceholderText(own_words.secret(new.crm_token))
        if old is None or old.team_secret is not new.team_secret:
            self._team_password.setPlaceholderText(own_words.secret(new.team_secret))
        if old is None or old.audit_export is not new.audit_export:
            self._masking.show_export(new)
        if old is None or old.matrix is not new.matrix:
            self._matrix.show_link(new)
        if old is None or old.relay_secret is not new.relay_secret:
            self._relay_password.setPlaceholderText(own_words.secret(new.relay_secret))
        if old is None or old.store is not new.store:
            self._records.show_store(new)

    def bring_up(self) -> None:
        if self._content is not None:
            self.rebuild()
        super().bring_up()

    def show_page(self, name: str) -> None:
        """Scroll to a group: a Group's value, or PRIVACY."""
        bar = self.view.verticalScrollBar()
        self._scroll_to(name)
        QTimer.singleShot(0, bar, lambda: self._scroll_to(name))  # just opened, its range is known a turn later

    def _scroll_to(self, name: str) -> None:
        head = self._heads.get(name)
        if head is not None:
            self.page.rows.activate()
            self.view.verticalScrollBar().setValue(max(head.y() - px(8), 0))

    def _build(self) -> None:
        self.setWindowTitle(translate("Preferences", "Preferences"))
        self._shown_settings = self._desk.settings
        self._heads: dict[str, Text] = {}
        self._meters = []
        self._places = Paper("list", margins=(10, 14, 10, 14), gap=2)
        self._places.setFixedWidth(px(206))
        self.middle.insertWidget(0, self._places)
        for group in Group:
            self._place(group.value, own_words.group(group))
            self._before(group)
            for entry in table():
                if entry.group is group:
                    self._add(entry)
                    if entry.name == "crm_address":
                        self._add_token()
                    if entry.name == "team_auth_user":
                        self._add_team_password()
                    if entry.name == "turn_user":
                        self._add_relay_password()
            self._after(group)
        self._place(PRIVACY, translate("Preferences", "Privacy"))
        self._masking = MaskingPage(self._post, self._clock)
        self._masking.show_export(self._desk)
        self.page.rows.addWidget(self._masking)
        self._records = RecordsPage(self._post, self._clock)
        self._records.show_store(self._desk)
        self.page.rows.addWidget(self._records)
        self.page.rows.addStretch(1)
        self._places.rows.addStretch(1)
        note = Text(
            translate("Preferences", "Every change is in force at once."), ink="third", size="second", elided=True
        )
        self.foot.rows.addWidget(note, 1)
        close = Button(translate("Preferences", "Close"))
        close.clicked.connect(self.close)
        self.foot.rows.addWidget(close)
        self._fold()

    def _place(self, name: str, word: str) -> None:
        head = heading(word)
        self._heads[name] = head
        self.page.rows.addWidget(head)
        button = Button(word, kind="quiet")
        button.align_left()
        button.setMinimumWidth(px(184))
        button.clicked.connect(lambda: self.show_page(name))
        self._places.rows.addWidget(button)

    def _add(self, entry: Entry) -> None:
        value = getattr(self._shown_settings, entry.name)
        field = field_for(entry, value, lambda new: self._change(entry, new), self._desk.sound.devices)
        hint = own_words.hint(entry.name)
        if (source := self._desk.managed.get(entry.name)) is not None:
            field.setEnabled(False)
            hint = translate("Preferences", "Managed by your organisation ({source})").format(source=source)
        elif entry.name in POLICY_ALONE:
            field.setEnabled(False)
            hint = translate("Preferences", "Only your organisation can switch this on, by policy.")
        wrong = own_words.unplayable(self._desk.unplayable.get(entry.name, Unplayable.NONE))
        if entry.kind is bool:
            block = Paper(gap=2)
            block.rows.addWidget(field)
            if hint:
                block.rows.addWidget(Text(hint, ink="third", size="small", wrapped=True))
        else:
            block = labelled(own_words.label(entry), field, hint=hint, wrong=wrong)
        self.page.rows.addWidget(block)

    def _add_token(self) -> None:
        """A secret, so no row of the table: it goes to the key store and is never shown again."""
        field = secret_field(lambda token: self._post(CrmTokenGiven(self._clock.now(), token)))
        field.setObjectName("crm_token")
        field.setPlaceholderText(own_words.secret(self._desk.crm_token))
        hint = translate("Preferences", "Goes to this PC's key store and is never shown again.")
        self.page.rows.addWidget(labelled(translate("Preferences", "CRM token"), field, hint=hint))
        self._token = field

    def _add_team_password(self) -> None:
        """As the token: to the key store, and never shown again."""

        def keep(password: str) -> None:
            if (team := team_setup(self._desk)) is not None:
                self._post(PasswordGiven(self._clock.now(), password, team.name))

        field = secret_field(keep)
        field.setObjectName("team_password")
        field.setPlaceholderText(own_words.secret(self._desk.team_secret))
        hint = translate("Preferences", "Goes to this PC's key store and is never shown again.")
        self.page.rows.addWidget(labelled(translate("Preferences", "Team line: password"), field, hint=hint))
        self._team_password = field

    def _add_relay_password(self) -> None:
        def keep(password: str) -> None:
            if self._desk.settings.nat.relay_account:
                self._post(PasswordGiven(self._clock.now(), password, RELAY))

        field = secret_field(keep)
        field.setObjectName("relay_password")
        field.setPlaceholderText(own_words.secret(self._desk.relay_secret))
        hint = translate("Preferences", "Goes to this PC's key store and is never shown again.")
        self.page.rows.addWidget(labelled(translate("Preferences", "Relay: password"), field, hint=hint))
        self._relay_password = field

    def _change(self, entry: Entry, value: Any) -> None:
        if value == getattr(self._shown_settings, entry.name):
            return
        # From what the desk has now: somebody else may have changed another setting meanwhile.
        settings = replace(self._desk.settings, **{entry.name: value})
        self._shown_settings = replace(self._shown_settings, **{entry.name: value})
        self._post(SettingsChanged(self._clock.now(), settings))

    def _before(self, group: Group) -> None:
        if group is Group.LINE:
            row = Paper("card", across=True, margins=(14, 10, 10, 10), gap=8)
            self._line_word = Text(wrapped=True)
            row.rows.addWidget(self._line_word, 1)
            change = Button(translate("Preferences", "Set up and test …"), small=True)
            change.clicked.connect(self.line_wanted)
            row.rows.addWidget(change)
            self.page.rows.addWidget(row)
            self._say_line()

    def _after(self, group: Group) -> None:
        match group:
            case Group.SOUND:
                self.page.rows.addWidget(self._sound_check())
            case Group.CUSTOMERS:
                self._button(translate("Preferences", "Import a customer book …"), self.import_wanted)
            case Group.CHAT:
                self._matrix = MatrixLogIn(self._post, self._clock)
                self._matrix.show_link(self._desk)
                self.page.rows.addWidget(self._matrix)
                self._button(translate("Preferences", "Edit the experts …"), self.experts_wanted)
                self._button(translate("Preferences", "Edit the topics …"), self.topics_wanted)
            case _:
                pass

    def _button(self, word: str, wanted: Any) -> None:
        button = Button(word, icon="open")
        button.clicked.connect(wanted)
        self.page.rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _sound_check(self) -> Paper:
        block = Paper("card", margins=(14, 12, 14, 12), gap=8)
        tone = Button(translate("Preferences", "Play a test tone"), icon="ear")
        tone.clicked.connect(lambda: self._post(ToneTried(self._clock.now())))
        ring = Button(translate("Preferences", "Play the ring tone"), icon="ear")
        ring.clicked.connect(lambda: self._post(ToneTried(self._clock.now(), ring=True)))
        for each in (tone, ring):
            block.rows.addWidget(each, 0, Qt.AlignmentFlag.AlignLeft)
        for name, dbfs in (
            (translate("Preferences", "You"), self._desk.levels.you_dbfs),
            (translate("Preferences", "Caller"), self._desk.levels.caller_dbfs),
        ):
            line = QHBoxLayout()
            word = Text(name, ink="second", size="second")
            word.setMinimumWidth(px(64))
            meter = Meter(name)
            meter.show_level(dbfs, False)
            line.addWidget(word)
            line.addWidget(meter)
            line.addStretch(1)
            block.rows.addLayout(line)
            self._meters.append(meter)
        block.rows.addWidget(
            Text(translate("Preferences", "The levels move in a call."), ink="third", size="small", wrapped=True)
        )
        return block

    def _say_line(self) -> None:
        word, ink = words.line_word(self._desk)
        uri = self._desk.line.uri.replace("@", "@\u200b").replace(".", ".\u200b")  # may be broken there
        self._line_word.say(f"{word} · {uri}" if uri else word)
        self._line_word.set_ink(ink if ink != "second" else "text")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._content is not None:
            self._fold()

    def _fold(self) -> None:
        self._places.setVisible(self.width() >= px(PAGES_BELOW_PX))
