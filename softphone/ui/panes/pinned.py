"""Answers and notices held over the card: on the side chat's paper, so that nobody takes them for the customer's."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from softphone.domain.desk import Desk
from softphone.domain.facts.attention import AnswerUnpinned
from softphone.domain.interaction import Pinned
from softphone.domain.rules.sharing import notices_here
from softphone.domain.sharing import SiteNotice
from softphone.host.clock import Clock
from softphone.ui import times
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.rows import KeptRows
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate

HIGHEST_PX = 124  # the card is under it, and is what the agent works with


class PinnedPane(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "aside")
        self.setAccessibleName(translate("Pinned", "Answers held over the card, internal"))
        self._interaction_id = ""
        self._noticed: tuple[SiteNotice, ...] = ()
        self._scroll = Scroll((16, 8, 10, 8), 8, name=translate("Pinned", "Answers held over the card, internal"))
        self._scroll.setMaximumHeight(px(HIGHEST_PX))
        self._pins = KeptRows(self._scroll.lines, self._held)
        self.rows.addWidget(self._scroll)
        self.hide()

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        noticed = notices_here(new)
        if same(old, new, "interactions", "shown") and noticed == self._noticed:
            return
        self._noticed = noticed
        interaction = new.interaction
        pins = interaction.pinned if interaction is not None else ()
        self._interaction_id = interaction.interaction_id if interaction is not None else ""
        self._pins.show((*noticed, *reversed(pins)))
        self.setVisible(bool(pins or noticed))
        self._fit()

    def _fit(self) -> None:
        if self._scroll.lines.hasHeightForWidth():
            high = self._scroll.lines.totalHeightForWidth(max(self.width(), px(200)))
            self._scroll.setFixedHeight(min(high, px(HIGHEST_PX)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _held(self, held: Pinned | SiteNotice) -> Paper:
        return self._pin(held) if isinstance(held, Pinned) else _notice(held)

    def _pin(self, pin: Pinned) -> Paper:
        row = Paper(across=True, gap=8)
        column = Paper(gap=1)
        column.rows.addWidget(Text(pin.text, wrapped=True))
        who = translate("Pinned", "{name}, internal").replace("{name}", pin.who)
        column.rows.addWidget(Text(who, ink="aside_ink", size="small", elided=True))
        row.rows.addWidget(column, 1)
        away = Button("", kind="link_aside", icon="close", small=True, name=translate("Pinned", "Take off the card"))
        away.clicked.connect(lambda: self.post(AnswerUnpinned(self.clock.now(), self._interaction_id, pin.pin_id)))
        row.rows.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        return row


def _notice(notice: SiteNotice) -> Paper:
    """Of a topic's owner, for all: it goes by itself."""
    row = Paper(across=True, gap=8)
    column = Paper(gap=1)
    column.rows.addWidget(Text(notice.text, wrapped=True))
    until = translate("Pinned", "Notice on {topic}, until {time}, internal") if notice.topic else (
        translate("Pinned", "Notice, until {time}, internal")
    )  # fmt: skip
    time = times.moment(notice.until, notice.at)
    said = until.replace("{topic}", notice.topic).replace("{time}", time)
    column.rows.addWidget(Text(said, ink="aside_ink", size="small", elided=True))
    row.rows.addWidget(Sign("bell", "aside_ink"), 0, Qt.AlignmentFlag.AlignTop)
    row.rows.addWidget(column, 1)
    return row
