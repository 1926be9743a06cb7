"""Over the composer: pictures and files that wait for the second question, or why one cannot go."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from softphone.domain.chat import Conversation, Offered
from softphone.domain.desk import Desk
from softphone.domain.files import FileLeftOut, FileOffered, FileSaidRead, FilesConfirmed, FileTrouble
from softphone.domain.rules.files import may_offer
from softphone.host.clock import Clock
from softphone.ui import file_words
from softphone.ui.icons import paint_icon
from softphone.ui.ids import fresh_id
from softphone.ui.look import px, tokens
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.enclosure import drawn
from softphone.ui.parts.given import Given
from softphone.ui.parts.rows import clear, show_all
from softphone.ui.parts.text import Paper, Text
from softphone.ui.words import translate

SIDE_PX = 44
MOST_ROWS = 3  # the composer must not grow over the conversation


class FileSlip(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("aside_slip", margins=(12, 9, 10, 10), gap=7)
        self._post, self._clock = post, clock
        self._conversation: Conversation | None = None
        self._shown: tuple[object, ...] = ()
        self._head = Text(ink="aside_ink", size="second", strong=True, wrapped=True)
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        self._close = Button("", kind="quiet", icon="close", small=True, name=translate("Files", "Close"))
        self._close.clicked.connect(lambda: self._post(FileSaidRead(self._clock.now())))
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(px(6))
        self._send = Button("", kind="aside_full", icon="send", small=True)
        self._send.clicked.connect(self._confirm)
        self.rows.addLayout(top)
        self.rows.addLayout(self._lines)
        self.rows.addWidget(self._send, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def show_offered(self, desk: Desk, conversation: Conversation) -> None:
        self._conversation = conversation
        told = desk.files.told
        trouble = told[1] if told is not None and told[0] == conversation.conversation_id else FileTrouble.NONE
        small = tuple(desk.files.small.get(offered.file_id, b"") for offered in conversation.offered)
        shown = (conversation.conversation_id, conversation.offered, trouble, small)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._lines)
        for offered, picture in list(zip(conversation.offered, small, strict=True))[:MOST_ROWS]:
            self._lines.addWidget(self._row(offered, picture))
        if (more := len(conversation.offered) - MOST_ROWS) > 0:
            self._lines.addWidget(Text(translate("Files", "and {n} more").format(n=more), ink="second", size="small"))
        show_all(self._lines)
        asked = translate("Files", "Pictures and files cannot be masked: the expert sees everything in them.")
        self._head.say(file_words.not_taken(trouble, desk) if trouble is not FileTrouble.NONE else asked)
        self._close.setVisible(trouble is not FileTrouble.NONE)
        self._show_send(conversation)
        self.setVisible(bool(conversation.offered) or trouble is not FileTrouble.NONE)

    def _show_send(self, conversation: Conversation) -> None:
        count = len(conversation.offered)
        picture = count == 1 and conversation.offered[0].file.picture
        one = translate("Files", "Send the picture") if picture else translate("Files", "Send the file")
        self._send.show_word(one if count == 1 else translate("Files", "Send all {n}").format(n=count))
        self._send.setVisible(bool(count))
        self._send.setEnabled(all(offered.ready for offered in conversation.offered))

    def _row(self, offered: Offered, small: bytes) -> Paper:
        line = Paper(across=True, gap=9)
        line.rows.addWidget(_Look(small, offered.file.picture))
        words = Paper(gap=1)
        words.rows.addWidget(Text(offered.file.name, size="second", strong=True, elided=True))
        told = file_words.size(offered.file.size) if offered.ready else translate("Files", "is being read …")
        if offered.masks:
            told = " · ".join((told, translate("Files", "name masked")))
        words.rows.addWidget(Text(told, ink="second", size="small", elided=True))
        line.rows.addWidget(words, 1)
        word = translate("Files", "Leave out")
        out = Button("", kind="quiet", icon="close", small=True, name=f"{word}: {offered.file.name}")
        out.setToolTip(word)
        out.clicked.connect(lambda: self._leave_out(offered.file_id))
        line.rows.addWidget(out)
        return line

    # --- The agent's hands ----------------------------------------------------------------------------------

    def offer(self, given: Given) -> None:
        """Dropped, pasted or picked: asked about before anything leaves."""
        if self._conversation is not None:
            key = self._conversation.conversation_id
            self._post(FileOffered(self._clock.now(), key, fresh_id(), given.name, given.path, given.content))

    def choose(self) -> None:
        dialog = QFileDialog(self, translate("Files", "Pictures and files for the expert"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    def _chosen(self, paths: list[str]) -> None:
        for path in paths:
            self.offer(Given(path.replace("\\", "/").rpartition("/")[2], path))

    def _confirm(self) -> None:
        if self._conversation is not None:
            self._post(FilesConfirmed(self._clock.now(), self._conversation.conversation_id))

    def _leave_out(self, file_id: str) -> None:
        if self._conversation is not None:
            self._post(FileLeftOut(self._clock.now(), self._conversation.conversation_id, file_id))


class ClipButton(Button):
    """Beside the composer, where files may go at all."""

    def __init__(self) -> None:
        super().__init__("", kind="link_aside", icon="clip", small=True, name=translate("Files", "Picture or file …"))

    def show_for(self, desk: Desk, conversation: Conversation) -> None:
        self.setVisible(may_offer(desk, conversation) is FileTrouble.NONE)
        self.setToolTip(self.accessibleName())


class _Look(QWidget):
    """A small square of it, so that the wrong picture is seen before it goes."""

    def __init__(self, small: bytes, picture: bool) -> None:
        super().__init__()
        self._small, self._icon = small, "picture" if picture else "note"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(px(SIDE_PX), px(SIDE_PX))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        painter.fillRect(box, QColor(tokens().aside_line))
        if self._small and not (picture := drawn(self._small)).isNull():
            side = min(picture.width(), picture.height())
            middle = QRectF((picture.width() - side) / 2, (picture.height() - side) / 2, side, side)
            painter.drawPixmap(box, picture, middle)
        else:
            paint_icon(painter, self._icon, tokens().aside_ink, box.adjusted(px(11), px(11), -px(11), -px(11)))
