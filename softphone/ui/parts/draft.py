"""Fields in which an agent writes. What is being typed is never overwritten by what comes back from the desk."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from softphone.ui.look import px, type_font
from softphone.ui.parts.given import Given, files_in, holds_files, picture_in
from softphone.ui.parts.text import plain


class Draft(QPlainTextEdit):
    """Several lines of plain text. `typed` carries all of it; `sent` comes with Enter where `enter_sends`."""

    typed = Signal(str)
    sent = Signal()
    recalled = Signal()  # Up, with nothing written
    given = Signal(Given)  # where files may be dropped and pasted

    def __init__(
        self, name: str, hint: str, *, enter_sends: bool = False, takes_files: str = "", parent: QWidget | None = None
    ) -> None:
        """`takes_files` is what a pasted picture is called."""
        super().__init__(parent)
        self._subject = ""
        self._enter_sends = enter_sends
        self._takes_files = takes_files
        self._held: QWidget | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFont(type_font())
        self.setMinimumHeight(px(88 if not enter_sends else 64))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(lambda: self.typed.emit(self.toPlainText()))

    def show_text(self, subject: str, text: str) -> None:
        """Show `text` about `subject`. The same subject's text stays while the caret is in it."""
        if subject == self._subject and (self.hasFocus() or text == self.toPlainText()):
            return
        self._subject = subject
        if text != self.toPlainText():
            self._put(text)

    def show_emptied(self, text: str) -> None:
        """`text` was dealt with otherwise; what was typed since then stays."""
        if self.toPlainText() == text:
            self.empty()

    def show_returned(self, text: str) -> None:
        """`text` comes back to be written anew, where nothing else is being written."""
        if not self.toPlainText():
            self._put(text)

    def empty(self) -> None:
        self._put("")

    def _put(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.blockSignals(False)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted text is text: no formatting, no bidi controls."""
        if self._takes_files and holds_files(source):
            self.take(source)
        elif source.hasText():
            self.insertPlainText(plain(source.text()))

    def hold(self, button: QWidget) -> None:
        """In its lower right corner; words keep clear of it while it is there."""
        self._held = button
        button.setParent(self)
        button.installEventFilter(self)
        self._place_held()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place_held()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_held()

    def _place_held(self) -> None:
        button = self._held
        if button is None:
            return
        size = button.sizeHint()
        self.setViewportMargins(0, 0, 0 if button.isHidden() else size.width() + px(6), 0)
        button.setGeometry(self.width() - size.width() - px(5), self.height() - size.height() - px(5),
                           size.width(), size.height())  # fmt: skip

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return bool(self._takes_files and holds_files(source)) or super().canInsertFromMimeData(source)

    def take(self, source: QMimeData) -> None:
        """Files or a picture: asked about, never put among the words."""
        files = files_in(source)
        for each in files:
            self.given.emit(each)
        if not files:
            picture_in(source, self._takes_files, self.given.emit, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._enter_sends and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            if not event.isAutoRepeat():
                self.sent.emit()
            return
        if event.key() == Qt.Key.Key_Up and not self.toPlainText() and self._enter_sends:
            self.recalled.emit()
            return
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # belongs to the window: finish the wrap-up
            return
        super().keyPressEvent(event)


class Field(QLineEdit):
    """One line. As above."""

    typed = Signal(str)

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setFont(type_font())
        self.setMinimumHeight(px(36))
        self.setMaxLength(400)
        self.textEdited.connect(self.typed)

    def show_text(self, subject: str, text: str) -> None:
        if subject == self._subject and (self.hasFocus() or text == self.text()):
            return
        self._subject = subject
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)  # a long one is read from its beginning
