"""The agent's place in the PBX's queues, in words: what is asked for is never shown as done."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from softphone.domain.desk import Desk
from softphone.domain.queue import Place, Why
from softphone.domain.rules.queues import in_use, reasons

translate = QCoreApplication.translate


def queue_word(desk: Desk) -> tuple[str, str]:
    """The status bar's word for the queues and its ink; nothing where no codes are set."""
    if not in_use(desk):
        return "", "second"
    queue = desk.queue
    if queue.pending is not None:
        asked = {
            Place.OUT: translate("Queue", "Queue: logging out …"),
            Place.PAUSED: translate("Queue", "Queue: pausing …"),
        }.get(queue.pending, translate("Queue", "Queue: going on …"))
        return (translate("Queue", "Queue: logging in …") if _logs_in(desk) else asked), "second"
    if queue.refused:
        return translate("Queue", "Queue: the PBX did not confirm, tried again soon"), "warn"
    match queue.place:
        case Place.IN:
            return translate("Queue", "Queue: in"), "live"
        case Place.PAUSED:
            return translate("Queue", "Queue: paused ({why})").format(why=_why(desk)), "warn"
        case Place.OUT:
            return translate("Queue", "Queue: logged out"), "second"
        case Place.UNKNOWN:
            return "", "second"


def _logs_in(desk: Desk) -> bool:
    return desk.queue.pending is Place.IN and desk.queue.place in (Place.UNKNOWN, Place.OUT)


def _why(desk: Desk) -> str:
    words = {
        Why.BREAK: translate("Queue", "break"),
        Why.WRAP_UP: translate("Queue", "wrap-up"),
        Why.LINE: translate("Queue", "line lost"),
        Why.HEADSET: translate("Queue", "no headset"),
    }
    found = reasons(desk)
    return ", ".join(word for why, word in words.items() if why in found) or translate("Queue", "by the PBX")


def mailbox_word(desk: Desk) -> str:
    """Nothing where nothing waits."""
    fresh = desk.mailbox.fresh if desk.mailbox is not None else 0
    if fresh == 0:
        return ""
    one = translate("Queue", "1 voice message")
    return one if fresh == 1 else translate("Queue", "{n} voice messages").format(n=fresh)
