"""*Make it a notice*: what the owner of a topic says once to all, over the card, until its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDateTime, QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit, QWidget

from softphone.domain.answers import without_customer
from softphone.domain.desk import Desk
from softphone.domain.expert_list import split_list
from softphone.domain.facts.sharing import NoticeEnded, NoticeMade
from softphone.domain.rules.attention import in_hand
from softphone.domain.rules.chats import customer_of
from softphone.domain.rules.sharing import speaks_for
from softphone.domain.sharing import NOTICE_CHARS, SiteNotice
from softphone.host.clock import Clock
from softphone.ui import times
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft
from softphone.ui.parts.rows import clear, show_all
from softphone.ui.parts.side_window import SideWindow, heading, labelled
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate

PRESET = timedelta(hours=4)


class NoticeWindow(SideWindow):
    def __init__(self, post: Post, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent, QSize(520, 560))
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._topic = ""
        finish = QShortcut(QKeySequence("Ctrl+Return"), self)
        finish.activated.connect(self._say)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if self._content is not None and (old is None or old.shared is not new.shared):
            self._show_mine()

    def bring_up(self) -> None:
        """About the answer in hand."""
        if self._content is None:
            self.rebuild()
        self._fill()
        super().bring_up()
        self._text.setFocus()

    def _build(self) -> None:
        self.setWindowTitle(translate("Notice", "Make it a notice"))
        lead = translate(
            "Notice",
            "It stands over the card at every agent of these queues until its end. What says who a customer was is "
            "taken out.",
        )
        self.page.rows.addWidget(Text(lead, ink="second", wrapped=True))
        self._text = Draft(translate("Notice", "Notice"), "")
        self._text.setFixedHeight(px(110))
        self._text.typed.connect(lambda _: self._check())
        self._until = QDateTimeEdit()
        self._until.setCalendarPopup(True)
        self._until.dateTimeChanged.connect(lambda _: self._check())
        self._queues = QLineEdit()
        self._queues.setMaxLength(400)
        self._queues.returnPressed.connect(self._say)
        for label, field, hint in (
            (translate("Notice", "Notice"), self._text, ""),
            (translate("Notice", "Shown until"), self._until, ""),
            (translate("Notice", "Queues"), self._queues, translate("Notice", "Separated by commas. Empty: all")),
        ):
            self.page.rows.addWidget(labelled(label, field, hint=hint))
        self._mine_head = heading(translate("Notice", "Notices that stand"))
        self.page.rows.addWidget(self._mine_head)
        self._mine = Paper(gap=6)
        self.page.rows.addWidget(self._mine)
        self.page.rows.addStretch(1)
        self.foot.rows.addStretch(1)
        close = Button(translate("Notice", "Cancel"))
        close.clicked.connect(self.close)
        self._button = Button(translate("Notice", "Show to all"), kind="primary")
        self._button.show_key(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
        self._button.clicked.connect(self._say)
        self.foot.rows.addWidget(close)
        self.foot.rows.addWidget(self._button)
        self._fill()

    def _fill(self) -> None:
        hand = in_hand(self._desk)
        self._topic = hand.topic if hand else ""
        customer = customer_of(self._desk, hand.interaction_id) if hand else None
        self._text.setPlainText(without_customer(hand.text, customer, NOTICE_CHARS) if hand else "")
        self._until.setDateTime(QDateTime.fromSecsSinceEpoch(round((self._clock.now() + PRESET).timestamp())))
        interaction = self._desk.interactions.get(hand.interaction_id) if hand else None
        self._queues.setText(interaction.queue if interaction else "")
        self._show_mine()
        self._check()

    def _show_mine(self) -> None:
        """What this agent may end before its time."""
        clear(self._mine.rows)
        desk = self._desk
        mine = [n for n in desk.shared.notices if n.until > desk.now and speaks_for(desk, desk.matrix.user_id, n.topic)]
        for notice in mine:
            self._mine.rows.addWidget(self._row(notice))
        show_all(self._mine.rows)
        self._mine_head.setVisible(bool(mine))

    def _row(self, notice: SiteNotice) -> Paper:
        row = Paper(across=True, gap=8)
        until = translate("Notice", "until {time}").format(time=times.moment(notice.until, self._desk.now))
        row.rows.addWidget(Text(f"{notice.text} · {until}", elided=True), 1)
        end = Button(translate("Notice", "End"), small=True)
        end.clicked.connect(lambda: self._post(NoticeEnded(self._clock.now(), notice.notice_id)))
        row.rows.addWidget(end)
        return row

    def _check(self) -> None:
        self._button.setEnabled(bool(self._text.toPlainText().strip()) and self._end() > self._clock.now())

    def _end(self) -> datetime:
        return datetime.fromtimestamp(self._until.dateTime().toSecsSinceEpoch(), self._clock.now().tzinfo)

    def _say(self) -> None:
        if not self._button.isEnabled():
            return
        queues = split_list(self._queues.text())
        text = self._text.toPlainText().strip()
        self._post(NoticeMade(self._clock.now(), fresh_id(), self._topic, text, self._end(), queues))
        self.close()
