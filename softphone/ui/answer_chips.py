"""What can be done with an answer: the chips under it, its menu, and its keys, which all do the same."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QMenu

from softphone.domain.answers import line_to_say
from softphone.domain.attention import InHand
from softphone.domain.chat import ChatMessage, Conversation
from softphone.domain.desk import Desk
from softphone.domain.facts.attention import ReplyPicked
from softphone.domain.rules.attention import in_hand
from softphone.host.clock import Clock
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.shortcuts import Action, printed, works
from softphone.ui.side_deeds import side_fact
from softphone.ui.words import translate

ICONS = {
    Action.TO_NOTE: "note",
    Action.PIN: "pin",
    Action.KEEP_ANSWER: "bulb",
    Action.THANKS: "check",
    Action.TELL: "team",
    Action.NOTICE: "bell",
}
IN_CALL = frozenset({Action.TO_NOTE, Action.PIN})
AFTER = frozenset({Action.TO_NOTE, Action.KEEP_ANSWER, Action.THANKS, Action.TELL, Action.NOTICE})


class AnswerChips(Flow):
    page_wanted = Signal(str)
    enlarged = Signal(InHand)
    latest_wanted = Signal()
    copied = Signal()

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(6)
        self._post, self._clock = post, clock
        self._desk = Desk()
        self._chips = {action: self._chip(action, icon) for action, icon in ICONS.items()}

    def show_deeds(self, desk: Desk, conversation: Conversation) -> None:
        """In a call what helps in the call; afterwards what helps the next one."""
        self._desk = desk
        interaction = desk.interactions.get(conversation.interaction_id)
        in_call = interaction is not None and interaction.call_id in desk.calls
        told = IN_CALL if in_call else AFTER
        hand = in_hand(desk)
        pinned = interaction is not None and hand is not None and any(p.pin_id == hand.key for p in interaction.pinned)
        for action, chip in self._chips.items():
            chip.setVisible(action in told and works(action, desk))
            held = action is Action.PIN and pinned
            chip.show_word(deed(action, pinned=pinned), kind="aside_chosen" if held else "aside")
            chip.show_key(printed(action))

    def press(self, action: Action) -> None:
        """A chip or a row: the same as its key."""
        if not works(action, self._desk):
            return
        fact = side_fact(action, self._desk, self._clock.now())
        if fact is not None:
            self._post(fact)
        else:
            self.do(action)

    def do(self, action: Action) -> None:
        """What posts nothing."""
        hand = in_hand(self._desk)
        match action:
            case Action.KEEP_ANSWER | Action.TELL | Action.NOTICE:
                self.page_wanted.emit(action.value)
            case Action.SAY if hand is not None:
                QApplication.clipboard().setText(line_to_say(hand.text))
                self.copied.emit()
            case Action.LARGE if hand is not None:
                self.enlarged.emit(hand)
            case Action.LATEST:
                self.latest_wanted.emit()
            case _:
                pass

    def pick(self, message: ChatMessage) -> None:
        """The reply that was clicked is the one in hand from now on."""
        if not message.ours:
            self._post(ReplyPicked(self._clock.now(), message.message_id))

    def fill_menu(self, menu: QMenu, message: ChatMessage) -> None:
        """The reply was picked before: its menu does what the keys do."""
        for action in (Action.SAY, Action.LARGE, *ICONS):
            if action not in (Action.TELL, Action.THANKS, Action.NOTICE) or works(action, self._desk):
                entry = menu.addAction(deed(action))
                entry.triggered.connect(lambda _=False, action=action: self.press(action))

    def _chip(self, action: Action, icon: str) -> Button:
        chip = Button("", kind="aside", icon=icon, small=True)
        chip.clicked.connect(lambda: self.press(action))
        self.add(chip)
        return chip


def deed(action: Action, *, pinned: bool = False) -> str:
    """What can be done with an answer, in a word or three."""
    return {
        Action.TO_NOTE: translate("Talk", "To note"),
        Action.PIN: translate("Talk", "Unpin") if pinned else translate("Talk", "Pin"),
        Action.KEEP_ANSWER: translate("Talk", "Keep answer"),
        Action.NOTICE: translate("Talk", "Notice for all"),
        Action.THANKS: translate("Talk", "Thanks"),
        Action.TELL: translate("Talk", "Tell a department"),
        Action.SAY: translate("Talk", "Copy to say"),
        Action.LARGE: translate("Talk", "Large type"),
    }[action]
