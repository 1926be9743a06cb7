"""Files in words: how large, why one was not taken, how far it has come."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from softphone.domain.chat import ChatMessage, Delivery
from softphone.domain.desk import Desk
from softphone.domain.files import MOST_BYTES, FileTrouble
from softphone.ui.words import translate


def size(count: int) -> str:
    """1.2 MB, as the language writes it."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat) if count else ""


def body(message: ChatMessage) -> str:
    """What stands under the picture: what was written with it, its name and how large it is."""
    file = message.attached
    if file is None:
        return message.text
    told = f"{file.name} · {size(file.size)}" if file.size else file.name
    return told if message.text == file.name else f"{message.text}\n{told}"


def state(message: ChatMessage, desk: Desk) -> str:
    """How far it is, or how saving it went; nothing where there is nothing to say."""
    file_id = message.message_id
    if file_id in desk.files.moving:
        done, whole = desk.files.moving[file_id]
        if message.ours and message.delivery in (Delivery.NEW, Delivery.KEPT, Delivery.WAITING):
            return translate("Files", "{done} of {size} sent").format(done=size(done) or "0", size=size(whole))
        return translate("Files", "{done} of {size} fetched").format(done=size(done) or "0", size=size(whole))
    if file_id not in desk.files.fetched:
        return ""
    trouble = desk.files.fetched[file_id]
    return translate("Files", "fetched") if trouble is FileTrouble.NONE else not_fetched(trouble)


def not_fetched(trouble: FileTrouble) -> str:
    return {
        FileTrouble.OFFLINE: translate("Files", "not fetched: no connection to the homeserver"),
        FileTrouble.GONE: translate("Files", "the homeserver has it no more"),
        FileTrouble.TOO_LARGE: translate("Files", "too large to be fetched"),
        FileTrouble.NOT_WRITTEN: translate("Files", "it could not be written there"),
        FileTrouble.NOT_OPENED: translate("Files", "not of a kind that is opened from here: save it"),
        FileTrouble.PRETENDS: translate("Files", "saved, but it is not what its name says: be careful"),
    }.get(trouble, translate("Files", "not fetched"))


def not_taken(trouble: FileTrouble, desk: Desk) -> str:
    """Why a file does not go, and what to do instead."""
    most = min(desk.matrix.largest_file or MOST_BYTES, MOST_BYTES)
    return {
        FileTrouble.BY_PHONE: translate(
            "Files", "This expert is asked by SIP, which carries text alone. Describe the picture or the file in words."
        ),
        FileTrouble.POLICY: translate(
            "Files", "Your organisation does not allow pictures and files to experts: nothing in them can be masked."
        ),
        FileTrouble.MANY: translate("Files", "Ten at a time: send these first."),
        FileTrouble.EMPTY: translate("Files", "There is nothing in this file."),
        FileTrouble.TOO_LARGE: translate("Files", "Too large: the homeserver takes {size}.").format(size=size(most)),
    }.get(trouble, translate("Files", "This file cannot be read."))
