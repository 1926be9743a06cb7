"""Desks with pictures and files in the side chat."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from softphone.domain.chat import ChatMessage, Delivery, Offered
from softphone.domain.chat_file import ChatFile, FileKind
from softphone.domain.desk import Desk
from softphone.domain.files import Files, FileTrouble
from softphone.domain.matrix import Link, LinkState
from softphone.domain.settings import ChatFiles
from softphone.ui.small_pictures import png_of
from tests.ui import desks
from tests.ui.desks import NOW

KERN = "@kern:nordlicht.example"
PICTURE = ChatFile("rails_S2_left.jpg", 2_400_000, True, FileKind.JPEG, 1600, 1000)
PLAN = ChatFile("Rails S2, which fit what.pdf", 418_000)


def a_picture(wide: int = 640, high: int = 400) -> QImage:
    """Rails of a rack, more or less."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ground = QLinearGradient(QPointF(0, 0), QPointF(wide, high))
    ground.setColorAt(0, QColor("#7c8794"))
    ground.setColorAt(1, QColor("#38414d"))
    painter.fillRect(image.rect(), ground)
    painter.setPen(QPen(QColor("#c9d1da"), 10))
    for x in (wide * 0.3, wide * 0.62):
        painter.drawLine(QPointF(x, 0), QPointF(x - wide * 0.05, high))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#20262e"))
    for n in range(9):
        painter.drawEllipse(QRectF(wide * 0.28, high * (0.08 + 0.1 * n), 12, 12))
    painter.end()
    return image


def chatting(*, policy: bool = True, address: str = KERN) -> Desk:
    """In a call, the side chat with an expert on Matrix open, an answer of hers there."""
    desk = desks.talking(chat=True)
    expert = replace(desk.experts[0], address=address)
    conversation = replace(desk.conversations["k"], address=address, draft="")
    conversation = replace(conversation, messages=conversation.messages[:2], typing_until=None)
    settings = replace(desk.settings, chat_files=ChatFiles.CONFIRMED) if policy else desk.settings
    return replace(
        desk, experts=(expert, *desk.experts[1:]), conversations={"k": conversation}, settings=settings,
        managed={"chat_files": "policy"} if policy else {}, matrix=Link(LinkState.ONLINE, largest_file=50_000_000),
    )  # fmt: skip


def correcting() -> Desk:
    """The first question stands in the composer; of two others one is changed and one was taken back."""
    desk = chatting()
    talk = desk.conversations["k"]
    gone = ChatMessage("m3", NOW - timedelta(seconds=70), True, "", Delivery.SEEN, removed=True)
    fixed = ChatMessage("m4", NOW - timedelta(seconds=60), False, "Only from 2021 on.", edited=True)
    last = ChatMessage("m5", NOW - timedelta(seconds=30), True, "And can she get it befor Friday?", Delivery.SEEN)
    talk = replace(talk, messages=(*talk.messages[1:], gone, fixed, last), draft=last.text, correcting="m5")
    return replace(desk, conversations={"k": talk})


def shared() -> Desk:
    """One of ours on its way up, a picture and a PDF of theirs."""
    desk = chatting()
    talk = desk.conversations["k"]
    ours = ChatMessage("m5", NOW - timedelta(seconds=30), True, PICTURE.name, Delivery.KEPT, attached=PICTURE)
    theirs = ChatMessage("m6", NOW - timedelta(seconds=20), False, "Like this one?", attached=replace(
        PICTURE, name="IMG_2020.jpg", width=1000, height=1000))  # fmt: skip
    plan = ChatMessage("m7", NOW - timedelta(seconds=10), False, PLAN.name, attached=PLAN)
    small = {"m5": png_of(a_picture()), "m6": png_of(a_picture(400, 400))}
    desk = replace(desk, conversations={"k": replace(talk, messages=(*talk.messages[:1], ours, theirs, plan))})
    return replace(desk, files=Files(small, {"m5": (1_550_000, 2_400_000)}, {"m6": FileTrouble.NONE}))


def offering(*, ready: bool = True) -> Desk:
    desk = chatting()
    offered = (
        Offered("f1", replace(PICTURE, name="Maja_[name]_rack.jpg"), ready, desks.a_conversation().messages[0].masks),
        Offered("f2", PLAN, ready),
    )
    talk = replace(desk.conversations["k"], offered=offered)
    return replace(desk, conversations={"k": talk}, files=Files({"f1": png_of(a_picture())}))


def refused(trouble: FileTrouble) -> Desk:
    desk = chatting(address="sip:301@pbx" if trouble is FileTrouble.BY_PHONE else KERN)
    return replace(desk, files=Files(told=("k", trouble)))
