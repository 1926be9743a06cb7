"""A window beside the main one: preferences, first run, import, experts, about. Never modal: a call may ring."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from softphone.domain.desk import Desk
from softphone.ui.look import px
from softphone.ui.parts.text import Paper, Text


class SideWindow(QDialog):
    """Subclasses lay `page` and `foot` out in `_build`, which runs again when the language changes."""

    def __init__(self, parent: QWidget | None = None, size: QSize | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setModal(False)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self._content: QWidget | None = None
        self.view = QScrollArea()  # made anew with the content
        wanted = size or QSize(640, 560)
        screen = QGuiApplication.primaryScreen().availableSize()
        self.resize(min(px(wanted.width()), screen.width()), min(px(wanted.height()), screen.height()))
        self.setMinimumSize(min(px(320), screen.width()), min(px(280), screen.height()))

    def _build(self) -> None:
        raise NotImplementedError

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        """For those that show what changes while they are open."""

    def rebuild(self) -> None:
        """Make the content anew, in the language that is on now."""
        kept_at = 0
        if self._content is not None:
            kept_at = self.view.verticalScrollBar().value()
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget(self)
        self._outer.addWidget(self._content)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.middle = QHBoxLayout()
        self.middle.setContentsMargins(0, 0, 0, 0)
        self.middle.setSpacing(0)
        self.page = Paper("ground", margins=(20, 18, 20, 18), gap=12)
        self.page.setProperty("scrolled", True)
        self.view = QScrollArea()
        self.view.setWidgetResizable(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setWidget(self.page)
        self.middle.addWidget(self.view, 1)
        column.addLayout(self.middle, 1)
        self.foot = Paper("foot", across=True, margins=(16, 10, 16, 10), gap=8)
        column.addWidget(self.foot)
        self._build()
        bar = self.view.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(kept_at))  # its range is known after the layout

    def bring_up(self) -> None:
        """Show it, or bring it to the front where it already is."""
        if self._content is None:
            self.rebuild()
        self.show()
        self.raise_()
        self.activateWindow()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange and self._content is not None:
            self.rebuild()
        super().changeEvent(event)


def heading(text: str) -> Text:
    label = Text(text, size="name", strong=True, wrapped=True)
    label.setContentsMargins(0, px(8), 0, 0)
    return label


def labelled(label: str, field: QWidget, *, hint: str = "", across: QWidget | None = None, wrong: str = "") -> Paper:
    """A field under its label, so that German labels never push it out of a narrow window."""
    block = Paper(gap=4)
    word = Text(label, ink="second", size="second", wrapped=True)
    block.rows.addWidget(word)
    if across is None:
        block.rows.addWidget(field)
    else:
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(field, 1)
        line.addWidget(across)
        block.rows.addLayout(line)
    if hint or wrong:
        block.rows.addWidget(Text(wrong or hint, ink="warn" if wrong else "third", size="small", wrapped=True))
    if not field.accessibleName():
        field.setAccessibleName(label)
    QLabel.setBuddy(word, field)
    return block
