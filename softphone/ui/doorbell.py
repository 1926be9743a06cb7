"""The doorbell: a small card on top of everything that never takes focus. Enter and Space cannot reach it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from softphone.domain.call import Call
from softphone.domain.customer import Found, Searching, Several, Unavailable, Unknown
from softphone.domain.desk import Desk, interaction_of
from softphone.domain.facts import AnswerPressed, GiveBackPressed
from softphone.domain.rules.call_keys import may_answer
from softphone.host.clock import Clock
from softphone.ui import call_words, people, words
from softphone.ui.look import px, tokens
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.marks import Avatar
from softphone.ui.parts.text import Chip, Paper, Text
from softphone.ui.parts.waiting import Skeleton
from softphone.ui.shortcuts import Action, call_for_answer, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.window import Window
from softphone.ui.words import translate

WIDE_PX = 380
EDGE_PX = 24
_SHADE_PX = 14
FLASH_MS = 500  # once a second: WCAG 2.3.1 allows three


def still() -> bool:
    """The system has animations off. Only Windows tells Qt; elsewhere what was switched on by hand is done."""
    return sys.platform == "win32" and not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)


class Doorbell(QWidget):
    """One card for the longest ringing call."""

    def __init__(self, post: Post, clock: Clock, window: Window) -> None:
        flags = (
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_AlwaysShowToolTips)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._post, self._clock, self._window = post, clock, window
        self._call_id = ""
        self._grip: QPoint | None = None
        self._desk = Desk()
        self._head_is_plain = True
        self._flash = QTimer(self)
        self._flash.setInterval(FLASH_MS)
        self._flash.timeout.connect(lambda: self._shine(self._head_is_plain))
        self._build()
        # The key is printed only while the window gets it: that changes without a change of the desk.
        QGuiApplication.instance().focusWindowChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    def _build(self) -> None:
        self.setWindowTitle(translate("Doorbell", "Incoming call"))
        self.setAccessibleName(translate("Doorbell", "Incoming call"))
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(*(px(_SHADE_PX),) * 4)
        card = Paper("doorbell")
        outer.addWidget(card)
        self._head = head = Paper("doorbell_head", across=True, margins=(16, 9, 16, 9), gap=8)
        self._kind = Text(ink="live", strong=True, elided=True)
        self._left = Text(ink="live", strong=True, tabular=True)
        head.rows.addWidget(self._kind, 1)
        head.rows.addWidget(self._left)
        card.rows.addWidget(head)
        inside = Paper(margins=(16, 12, 16, 16), gap=10)
        card.rows.addWidget(inside)
        self._greet = Text(wrapped=True)
        inside.rows.addWidget(self._greet)
        inside.rows.addWidget(self._who())
        self._skeleton = Skeleton((0.6, 0.4))
        inside.rows.addWidget(self._skeleton)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(px(6))
        self._need, self._language = Chip(kind="warn"), Chip()
        self._chips.addWidget(self._need)
        self._chips.addWidget(self._language)
        self._chips.addStretch(1)
        inside.rows.addLayout(self._chips)
        self._reason = Paper("reason", margins=(12, 9, 12, 9))
        self._reason_text = Text(wrapped=True)
        self._reason.rows.addWidget(self._reason_text)
        inside.rows.addWidget(self._reason)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._answer = Button(translate("Doorbell", "Answer"), kind="live", tall=True, by_mouse_only=True)
        self._back = Button("", tall=True, by_mouse_only=True)
        row.addWidget(self._answer, 2)
        row.addWidget(self._back, 1)
        inside.rows.addLayout(row)
        self._answer.clicked.connect(self._take)
        self._back.clicked.connect(lambda: self._post(GiveBackPressed(self._clock.now(), self._call_id)))

    def _take(self) -> None:
        """The call needs its controls on the screen; the caret stays where the agent writes."""
        self._post(AnswerPressed(self._clock.now(), self._call_id))
        self._window.show_quietly()

    def _who(self) -> QWidget:
        who = Paper(across=True, gap=12)
        self._avatar = Avatar(44)
        self._name = Text(size="title", strong=True, elided=True)
        self._line = Text(ink="second", elided=True)
        self._number = Text(ink="second", elided=True, tabular=True)
        column = Paper(gap=1)
        for each in (self._name, self._line, self._number):
            column.rows.addWidget(each)
        who.rows.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        who.rows.addWidget(column, 1)
        return who

    def _focus_moved(self) -> None:
        if self.isVisible():
            self.show_desk(self._desk, self._desk)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        """Ring for the first ringing call; with the window in front a second call is the row under the bar."""
        self._desk = new
        ringing = new.ringing
        in_front = self._window.isActiveWindow() and self._window.isVisible()
        if not ringing or (in_front and new.busy):
            self._call_id = ""
            self._flash.stop()
            if self.isVisible():
                self.hide()
            return
        call = ringing[0]
        fresh = call.call_id != self._call_id
        self._call_id = call.call_id
        self._show_call(new, call, in_front)
        if fresh:
            self._begin_to_flash(new.settings.ring_flash)
        self._fit(fresh)
        if fresh or not self.isVisible():
            self.show()
            if fresh:
                QApplication.alert(self._window)

    def _begin_to_flash(self, wanted: bool) -> None:
        """For those who do not hear it. Where the system has animations off the head shines without flashing."""
        self._shine(wanted)
        if wanted and not still():
            self._flash.start()
        else:
            self._flash.stop()

    def _shine(self, on: bool) -> None:
        self._head_is_plain = not on
        self._head.lie_on("doorbell_flash" if on else "doorbell_head")
        for each in (self._kind, self._left):
            each.set_ink("on_live" if on else "live")

    def _show_call(self, desk: Desk, call: Call, in_front: bool) -> None:
        interaction = desk.interactions.get(interaction_of(call.call_id))
        lookup = interaction.lookup if interaction is not None else None
        self._kind.say(" · ".join(filter(None, (call_words.call_kind(call), call.line))))
        self._answer.setEnabled(may_answer(desk))
        after = translate("Doorbell", "Answer after this call")
        self._answer.show_word(translate("Doorbell", "Answer") if may_answer(desk) else after)
        left = int((call.rings_until - desk.now).total_seconds()) if call.rings_until is not None else None
        self._left.say(translate("Doorbell", "rings {n} s more").format(n=max(left, 0)) if left is not None else "")
        if call.answers_at is not None:
            left = int((call.answers_at - desk.now).total_seconds())
            self._left.say(translate("Doorbell", "answers by itself in {n} s").format(n=max(left, 0)))
        self._greet.say(_greeting(call))
        self._greet.setVisible(bool(self._greet.said))
        customer = people.customer_of(interaction)
        self._name.say(people.caller_of(desk, call))
        self._avatar.show_name(self._name.said)
        parts = [customer.company, customer.tier] if customer is not None else []
        if isinstance(lookup, Several):
            parts = [translate("Doorbell", "{n} customers have this number").format(n=len(lookup.customers))]
        elif isinstance(lookup, Unknown):
            parts = [translate("Doorbell", "Not in the customer book")]
        elif isinstance(lookup, Unavailable):
            parts = [translate("Doorbell", "The customer book does not answer")]
        self._line.say(" · ".join(part for part in parts if part))
        self._line.setVisible(bool(self._line.said))
        self._number.say(people.number_of(desk, call.party.number))
        self._skeleton.setVisible(isinstance(lookup, Searching))
        need = customer.support_needs[0] if customer is not None and customer.support_needs else ""
        self._need.say(need)
        self._need.setVisible(bool(need))
        spoken = call.context.language or (customer.languages[0] if customer and customer.languages else "")
        language = words.language(spoken) if spoken else ""
        self._language.say(language)
        self._language.setVisible(bool(language))
        why = lookup.reasons[0] if isinstance(lookup, Found) and lookup.reasons else None
        if why is not None:
            self._reason_text.say(translate("Doorbell", "Probably about {reason}").format(reason=words.reason(why)))
        self._reason.setVisible(why is not None)
        # A key is printed only where it works: the window must be the one that gets keys.
        works = in_front and call_for_answer(desk) is call
        self._answer.show_key(printed(Action.ANSWER, desk) if works else "", printed=True)
        queued = bool(call.context.queue)
        self._back.show_word(translate("Doorbell", "Back to queue") if queued else translate("Doorbell", "Decline"))

    def _fit(self, fresh: bool) -> None:
        """As high as what it says. A fresh one rings at the lower right of the window's screen; one that grows,
        because the customer was found, grows upwards: its buttons stay under the pointer."""
        screen = self._window.screen() or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = min(px(WIDE_PX) + 2 * px(_SHADE_PX), room.width())
        self._outer.activate()
        bottom = self.y() + self.height()
        height = self._outer.heightForWidth(width)  # negative where nothing on it wraps
        self.setFixedSize(width, height if height > 0 else self._outer.sizeHint().height())
        if fresh:
            right = room.right() - px(EDGE_PX)
            if self._window.isActiveWindow():  # never over what is being asked in the side chat
                right = min(right, self._window.free_to_px())
            self.move(max(right - width, room.left()), room.bottom() - self.height() - px(EDGE_PX))
        elif self.y() + self.height() != bottom:
            self.move(self.x(), bottom - self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The one shadow in Aside: this card floats."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(tokens().shade)
        for ring in range(px(_SHADE_PX), 0, -2):
            shade.setAlpha(max(2, 14 - ring))
            painter.setBrush(shade)
            inset = px(_SHADE_PX) - ring
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset + 2, -inset, -inset + 2), 18, 18)


def _greeting(call: Call) -> str:
    context = call.context
    parts = []
    if context.brand or context.dialled:
        parts.append(translate("Doorbell", "Greet: {brand}").format(brand=context.brand or context.dialled))
    if context.queue:
        parts.append(translate("Doorbell", "queue “{queue}”").format(queue=context.queue))
    if context.waited_s is not None:
        parts.append(translate("Doorbell", "waited {time}").format(time=clock_text(context.waited_s)))
    return " · ".join(parts)
