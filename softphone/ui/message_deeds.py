"""What can be done with a single message of the side chat: sent again, its file opened, saved, stopped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from softphone.domain.changes import last_word
from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.chat_file import OPENABLE, FileKind
from softphone.domain.desk import Desk
from softphone.domain.facts import ResendPressed
from softphone.domain.files import FileStopped, FileWanted, SmallWanted
from softphone.host.clock import Clock
from softphone.ui.pane import Post
from softphone.ui.shortcuts import Action, works
from softphone.ui.side_deeds import side_fact
from softphone.ui.words import translate

AGAIN, STOP, OPEN, SAVE = "again", "stop", "open", "save"
_STOPPABLE = (Delivery.NEW, Delivery.KEPT, Delivery.WAITING)
_LOOKS_OPENABLE = (".pdf", ".txt")  # of theirs the content is known once it is fetched, and decides then


def chips(message: ChatMessage, desk: Desk) -> tuple[tuple[str, str, str], ...]:
    """What lies on the bubble: key, word, icon."""
    if message.ours:
        if message.delivery in (Delivery.REFUSED, Delivery.UNSURE):
            return ((AGAIN, translate("Talk", "Send again"), ""),)
        waits = message.attached is not None and message.delivery in _STOPPABLE
        return ((STOP, translate("Files", "Stop"), "close"),) if waits else ()
    if message.attached is None or message.message_id in desk.files.moving:
        return ()
    opened = ((OPEN, translate("Files", "Open"), "open"),) if may_open(message) else ()
    return (*opened, (SAVE, translate("Files", "Save …"), "down"))


def may_open(message: ChatMessage) -> bool:
    file = message.attached
    if file is None or message.removed:
        return False
    if file.kind is not FileKind.UNKNOWN:
        return file.kind in OPENABLE
    return file.picture or file.name.casefold().endswith(_LOOKS_OPENABLE)


class MessageDeeds:
    def __init__(self, post: Post, clock: Clock, over: QWidget) -> None:
        self._post, self._clock, self._over = post, clock, over

    def do(self, message: ChatMessage, key: str) -> None:
        now, file_id, file = self._clock.now(), message.message_id, message.attached
        if key == AGAIN:
            self._post(ResendPressed(now, file_id))
        elif key == STOP:
            self._post(FileStopped(now, file_id))
        elif file is not None and key == OPEN:
            self._post(FileWanted(now, file_id, file))
        elif file is not None and key == SAVE:
            dialog = QFileDialog(self._over, translate("Files", "Save the file"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
            dialog.setDirectory(folder)
            dialog.selectFile(Path(file.name.replace("\\", "/")).name)
            dialog.fileSelected.connect(lambda path: self._post(FileWanted(self._clock.now(), file_id, file, path)))
            dialog.open()

    def fill_menu(self, menu: QMenu, message: ChatMessage, desk: Desk) -> None:
        conversation = desk.conversations.get(desk.conversation or "")
        last = last_word(conversation) if conversation is not None else None
        if last is not None and last.message_id == message.message_id:
            for action, word in (
                (Action.CORRECT, translate("Talk", "Correct")), (Action.RECALL, translate("Talk", "Take back")),
            ):  # fmt: skip
                if works(action, desk) and (fact := side_fact(action, desk, self._clock.now())) is not None:
                    menu.addAction(word).triggered.connect(lambda _=False, fact=fact: self._post(fact))
        if message.attached is None or message.removed:
            return
        deeds = [(OPEN, translate("Files", "Open"))] if may_open(message) else []
        for key, word in (*deeds, (SAVE, translate("Files", "Save …"))):
            menu.addAction(word).triggered.connect(lambda _=False, key=key: self.do(message, key))

    def want_small(self, file_id: str) -> None:
        self._post(SmallWanted(self._clock.now(), file_id))
