"""Kept answers above the composer while a question is typed: three quiet rows, and the one that is being read.

Nothing here takes the focus: the caret stays in the question, a key each does the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QResizeEvent

from softphone.domain.answers import KeptAnswer
from softphone.domain.chat import Conversation
from softphone.domain.desk import Desk
from softphone.ui import times
from softphone.ui.look import px
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.offer_row import OfferRow
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Paper, Text
from softphone.ui.shortcuts import Action, owner_to_ask, printed
from softphone.ui.side_deeds import OFFERS
from softphone.ui.words import translate

HIGHEST_PX = 190  # of the answer being read: the last reply stays in sight above it
AROUND_PX = 290  # who is asked, a reply, the composer: what stands there already
ROW_PX = 42
SLIP_PX = 176  # an answer being read, without its text
SMALL_PX = SLIP_PX + 48
ASIDE = (Action.TO_NOTE, Action.PIN, Action.SAY)  # in a small side chat these are keys alone


class OfferSlip(Paper):
    def __init__(self, do: Callable[[Action], None]) -> None:
        super().__init__(gap=2)
        self.setAccessibleName(translate("Answers", "Kept answers"))
        self._large = False
        self._room = 0
        self._shown = ""
        self._top = head = Paper(across=True, gap=6)
        self._head = Text(translate("Answers", "Answered before"), ink="aside_ink", size="small", strong=True)
        self._away = Button("", kind="link_aside", icon="close", small=True, name=translate("Answers", "Put away"))
        self._away.show_key(printed(Action.NO_OFFER))
        self._away.clicked.connect(lambda: do(Action.NO_OFFER))
        head.rows.addWidget(self._head, 1)
        head.rows.addWidget(self._away)
        self.rows.addWidget(head)
        self._rows = [OfferRow(printed(action)) for action in OFFERS]
        for row, action in zip(self._rows, OFFERS, strict=True):
            row.clicked.connect(lambda _=False, action=action: do(action))
            self.rows.addWidget(row)
        self._slip = Paper("aside_slip", margins=(12, 8, 10, 8), gap=4)
        # A row of buttons counts as high as it is in the narrowest window: the slip says itself how low it may be.
        self._slip.setMinimumHeight(px(SLIP_PX - 56))
        self._question = Text(strong=True, elided=True, size="second")
        self._scroll = Scroll(name=translate("Answers", "Kept answer"), focus=True)
        self._text = Text(wrapped=True)
        self._scroll.lines.addWidget(self._text)
        self._scroll.lines.addStretch(1)
        self._whose = Text(ink="second", size="small", elided=True)
        self._buttons = Flow(6)
        self._keys: dict[Action, Button] = {}
        for action, word, kind in (
            (Action.SOLVED_IT, translate("Answers", "This solved it"), "aside_full"),
            (Action.ASK_OWNER, translate("Answers", "Ask whether it holds"), "aside_full"),
            (Action.TO_NOTE, translate("Talk", "To note"), "aside"),
            (Action.PIN, translate("Talk", "Pin"), "aside"),
            (Action.SAY, translate("Talk", "Copy to say"), "aside"),
        ):
            button = Button(word, kind=kind, small=True)
            button.show_key(printed(action))
            button.clicked.connect(lambda _=False, action=action: do(action))
            self._keys[action] = button
            self._buttons.add(button)
        for part in (self._question, self._scroll, self._whose, self._buttons):
            self._slip.rows.addWidget(part)
        self.rows.addWidget(self._slip)
        self.hide()

    def fills(self, desk: Desk, conversation: Conversation, room: int) -> bool:
        """Whether the side chat, `room` px high, is so small that what is read takes the place of what was said."""
        return bool(_opened(desk, conversation)) and room - px(AROUND_PX) < px(SMALL_PX)

    def show_offers(self, desk: Desk, conversation: Conversation, room: int) -> None:
        """A small window shows one row, and does not grow for three. What hides is hidden before anything is shown:
        showing lays the window out at once."""
        offers = desk.offers
        self._room = max(room - px(AROUND_PX), 0)
        most = min(max(self._room // px(ROW_PX), 1), len(self._rows))
        mine = offers.answers if offers.conversation_id == conversation.conversation_id else ()
        opened = _opened(desk, conversation)
        if not mine:
            self.hide()
            return
        alone = self.fills(desk, conversation, room)
        if alone or opened is None:
            self._slip.hide()
        self._top.setVisible(not alone)
        for action in ASIDE:
            self._keys[action].setVisible(not alone)
        for n, row in enumerate(self._rows):
            row.setVisible(opened is None and n < min(most, len(mine)))
            if n < len(mine):
                row.show_offer(mine[n].question, whose(desk, mine[n]), bad=mine[n].expired(_today(desk)))
        if opened is not None:
            self._show_opened(desk, opened)
            self._slip.show()
        self.show()

    def enlarge(self) -> None:
        self._large = not self._large
        self._text.set_size("title" if self._large else "base")
        self._fit()

    def _show_opened(self, desk: Desk, answer: KeptAnswer) -> None:
        if answer.answer_id != self._shown and self._large:
            self.enlarge()
        self._question.say(answer.question)
        self._text.say(answer.text)
        self._whose.say(whose(desk, answer))
        self._whose.set_ink("stop" if answer.expired(_today(desk)) else "second")
        expired = answer.expired(_today(desk))
        self._keys[Action.SOLVED_IT].show_word(
            translate("Answers", "This solved it"), kind="aside" if expired else "aside_full"
        )
        self._keys[Action.ASK_OWNER].setVisible(owner_to_ask(desk) is not None)
        if answer.answer_id != self._shown:
            self._shown = answer.answer_id
            self._scroll.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as the answer is, up to where it scrolls."""
        wide = max(self.width() - px(22) - self._scroll.verticalScrollBar().sizeHint().width(), px(160))
        most = min(max(self._room - px(SLIP_PX), px(48)), px(HIGHEST_PX))
        self._scroll.setFixedHeight(min(self._text.heightForWidth(wide) + px(2), most))


def whose(desk: Desk, answer: KeptAnswer) -> str:
    """Whose it is, until when it holds, and how often it helped: in one line."""
    today = _today(desk)
    day = times.day(answer.valid_until, today)
    if not answer.expired(today):
        holds = translate("Answers", "valid until {day}").replace("{day}", day)
    elif answer.owner_asked_at is not None:
        holds = translate("Answers", "expired {day}, owner asked").replace("{day}", day)
    else:
        holds = translate("Answers", "expired {day}").replace("{day}", day)
    used = ""
    if answer.solved:
        used = translate("Answers", "solved {n} times").format(n=answer.solved)
        used = translate("Answers", "solved once") if answer.solved == 1 else used
    return " · ".join(part for part in (answer.owner, holds, used) if part)


def _opened(desk: Desk, conversation: Conversation) -> KeptAnswer | None:
    mine = desk.offers.conversation_id == conversation.conversation_id
    return desk.offers.answer(desk.offers.opened) if mine else None


def _today(desk: Desk) -> date:
    return desk.now.astimezone().date()
