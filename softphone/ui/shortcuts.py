"""Every key in one table: what it does, and where it works. A key is printed only where it works now.

Answering has a key that nothing else has; Enter and Space never answer. Giving a call back has none: a slip
of the finger must not send a customer away.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from softphone.domain.call import Call, Phase
from softphone.domain.changes import last_word
from softphone.domain.chat import ChatMessage
from softphone.domain.customer import Found, Several, Unavailable, Unknown
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.interaction import InteractionKind, WrapUp
from softphone.domain.presence import Wish
from softphone.domain.rules.attention import in_hand, shown_conversation
from softphone.domain.rules.consulting import pair_of, why_not_together
from softphone.domain.rules.moment import may_leave
from softphone.domain.rules.sharing import speaks_for, to_join

translate = QCoreApplication.translate


class Action(StrEnum):
    ANSWER = "answer"
    MUTE = "mute"
    HOLD = "hold"
    MOMENT = "moment"
    KEYPAD = "keypad"
    TRANSFER = "transfer"
    SWAP = "swap"
    CONNECT = "connect"
    CONFERENCE = "conference"
    TO_CUSTOMER = "to_customer"
    PAUSE_RECORDING = "pause_recording"
    END = "end"
    SIDE_CHAT = "side_chat"
    NOTES = "notes"
    REPLY = "reply"
    PARK = "park"
    PICK_UP = "pick_up"
    DIAL = "dial"
    REDIAL = "redial"
    QUIET = "quiet"
    CREATE = "create"
    LINK = "link"
    STATE = "state"
    RETURN = "return"
    SOLVED = "solved"
    PROMISED = "promised"
    NOT_SOLVED = "not_solved"
    FINISH = "finish"
    HOME = "home"
    CRM = "crm"
    OFFER_1 = "offer_1"
    OFFER_2 = "offer_2"
    OFFER_3 = "offer_3"
    NO_OFFER = "no_offer"
    SOLVED_IT = "solved_it"
    ASK_OWNER = "ask_owner"
    TO_NOTE = "to_note"
    PIN = "pin"
    SAY = "say"
    LARGE = "large"
    KEEP_ANSWER = "keep_answer"
    JOIN = "join"
    NOTICE = "notice"
    THANKS = "thanks"
    TELL = "tell"
    EARLIER_REPLY = "earlier_reply"
    LATER_REPLY = "later_reply"
    LATEST = "latest"
    CORRECT = "correct"
    RECALL = "recall"


def _talking(desk: Desk) -> bool:
    return desk.call is not None and desk.call.phase is Phase.TALKING


def _leavable(desk: Desk) -> bool:
    return desk.call is not None and (desk.call.moment is not None or may_leave(desk.call))


def _together(desk: Desk) -> bool:
    pair = pair_of(desk)
    return pair is not None and why_not_together(pair) is None


def _rings(desk: Desk) -> bool:
    return desk.call is not None and desk.call.phase is Phase.OFFERED


def _endable(desk: Desk) -> bool:
    return desk.call is not None and desk.call.phase is not Phase.OFFERED


def _wrapping(desk: Desk) -> bool:
    return desk.interaction is not None and desk.interaction.wrap_up is WrapUp.OPEN


def _texting(desk: Desk) -> bool:
    interaction = desk.interaction
    return interaction is not None and interaction.kind is InteractionKind.TEXT and interaction.wrap_up is WrapUp.NONE


def _no_card(desk: Desk) -> bool:
    return desk.interaction is not None and isinstance(desk.interaction.lookup, Unknown | Unavailable | Several)


def _crm(desk: Desk) -> bool:
    found = desk.interaction is not None and isinstance(desk.interaction.lookup, Found)
    return found and bool(desk.settings.crm_open_url)


def _offer(n: int) -> Callable[[Desk], bool]:
    return lambda desk: _offered(desk) and len(desk.offers.answers) >= n


def _offered(desk: Desk) -> bool:
    conversation = shown_conversation(desk)
    return conversation is not None and desk.offers.conversation_id == conversation.conversation_id


def _reading(desk: Desk) -> bool:
    return _offered(desk) and desk.offers.answer(desk.offers.opened) is not None


def owner_to_ask(desk: Desk) -> Expert | None:
    """Who may say whether the kept answer being read still holds, once it has expired."""
    answer = desk.offers.answer(desk.offers.opened) if _reading(desk) else None
    if answer is None or not answer.expired(desk.now.astimezone().date()):
        return None
    return next((e for e in desk.experts if e.address == answer.owner_address), None)


def _answer(desk: Desk) -> bool:
    return in_hand(desk) is not None


def _reply(desk: Desk) -> bool:
    hand = in_hand(desk)
    return hand is not None and not hand.kept


def _thankable(desk: Desk) -> bool:
    conversation = shown_conversation(desk)
    reply = conversation.reply if conversation is not None else None
    return reply is not None and conversation is not None and conversation.thanked_for != reply.message_id


def _tellable(desk: Desk) -> bool:
    return bool(desk.settings.departments) and (in_hand(desk) is not None or desk.interaction is not None)


def _joinable(desk: Desk) -> bool:
    conversation = shown_conversation(desk)
    return conversation is not None and to_join(desk, conversation) is not None


def _may_notify(desk: Desk) -> bool:
    hand = in_hand(desk)
    directory = bool(desk.settings.matrix_directory)
    return hand is not None and directory and speaks_for(desk, desk.matrix.user_id, hand.topic)


def _last_word(desk: Desk) -> ChatMessage | None:
    conversation = shown_conversation(desk)
    return last_word(conversation) if conversation is not None else None


def _correctable(desk: Desk) -> bool:
    """Over an empty composer: nothing that is being written is lost for it."""
    conversation, message = shown_conversation(desk), _last_word(desk)
    empty = conversation is not None and not conversation.draft.strip()
    return empty and message is not None and message.attached is None


def _always(_desk: Desk) -> bool:
    return True


class Key(Struct, frozen=True):
    keys: str
    works: Callable[[Desk], bool]


TABLE: dict[Action, Key] = {
    Action.ANSWER: Key("Ctrl+Shift+A", lambda desk: bool(desk.ringing)),
    Action.MUTE: Key("Ctrl+Shift+M", _talking),
    Action.HOLD: Key("Ctrl+Shift+H", _talking),
    Action.MOMENT: Key("Ctrl+Shift+F", _leavable),
    Action.KEYPAD: Key("Ctrl+Shift+K", _talking),
    Action.TRANSFER: Key("Ctrl+Shift+T", lambda desk: _talking(desk) or _rings(desk)),
    Action.SWAP: Key("Ctrl+Shift+W", lambda desk: (pair := pair_of(desk)) is not None and not pair.conference),
    Action.CONNECT: Key("Ctrl+Shift+Y", _together),
    Action.CONFERENCE: Key("Ctrl+Shift+J", _together),
    Action.TO_CUSTOMER: Key("Ctrl+Shift+B", lambda desk: pair_of(desk) is not None),
    Action.PAUSE_RECORDING: Key("Ctrl+Shift+P", lambda desk: desk.call is not None and desk.call.recording.running),
    Action.END: Key("Ctrl+Shift+E", _endable),
    Action.SIDE_CHAT: Key("Ctrl+Shift+X", _always),
    Action.NOTES: Key("Ctrl+Shift+N", lambda desk: desk.interaction is not None),
    Action.REPLY: Key("Ctrl+Shift+I", _texting),
    Action.DIAL: Key("Ctrl+Shift+D", _always),
    Action.PARK: Key("Ctrl+Shift+V", lambda desk: _talking(desk) and bool(desk.settings.park_number)),
    Action.PICK_UP: Key("Ctrl+Shift+U", lambda desk: bool(desk.settings.pick_up_code)),
    Action.REDIAL: Key("Ctrl+Shift+G", lambda desk: any(not h.incoming and h.number for h in desk.history)),
    Action.QUIET: Key("Ctrl+Shift+Q", _always),
    Action.CREATE: Key("Ctrl+Shift+C", _no_card),
    Action.LINK: Key("Ctrl+Shift+L", _no_card),
    Action.STATE: Key("Ctrl+Shift+S", _always),
    Action.RETURN: Key("Ctrl+Shift+R", lambda desk: desk.duty.wish in (Wish.NOT_ANSWERED, Wish.BREAK)),
    Action.SOLVED: Key("Ctrl+1", _wrapping),
    Action.PROMISED: Key("Ctrl+2", _wrapping),
    Action.NOT_SOLVED: Key("Ctrl+3", _wrapping),
    Action.FINISH: Key("Ctrl+Return", _wrapping),
    Action.HOME: Key("Ctrl+Shift+Home", lambda desk: desk.shown is not None),
    Action.CRM: Key("Ctrl+Shift+O", _crm),
    Action.OFFER_1: Key("Alt+1", _offer(1)),
    Action.OFFER_2: Key("Alt+2", _offer(2)),
    Action.OFFER_3: Key("Alt+3", _offer(3)),
    Action.NO_OFFER: Key("Alt+0", lambda desk: _offered(desk) and bool(desk.offers.answers)),
    Action.SOLVED_IT: Key("Alt+S", _reading),
    Action.ASK_OWNER: Key("Alt+O", lambda desk: owner_to_ask(desk) is not None),
    Action.TO_NOTE: Key("Alt+N", _answer),
    Action.PIN: Key("Alt+P", _answer),
    Action.SAY: Key("Alt+C", _answer),
    Action.LARGE: Key("Alt+L", _answer),
    Action.KEEP_ANSWER: Key("Alt+K", _reply),
    Action.THANKS: Key("Alt+T", _thankable),
    Action.TELL: Key("Alt+D", _tellable),
    Action.JOIN: Key("Alt+J", _joinable),
    Action.NOTICE: Key("Alt+H", _may_notify),
    Action.EARLIER_REPLY: Key("Alt+Up", _reply),
    Action.LATER_REPLY: Key("Alt+Down", _reply),
    Action.LATEST: Key("Alt+End", lambda desk: shown_conversation(desk) is not None),
    Action.CORRECT: Key("Alt+E", _correctable),
    Action.RECALL: Key("Alt+Z", lambda desk: _last_word(desk) is not None),
}


def works(action: Action, desk: Desk) -> bool:
    """Whether this key does something at this moment."""
    return TABLE[action].works(desk)


def printed(action: Action, desk: Desk | None = None) -> str:
    """The key as this system writes it; "" where it does nothing now."""
    if desk is not None and not works(action, desk):
        return ""
    return QKeySequence(TABLE[action].keys).toString(QKeySequence.SequenceFormat.NativeText)


def meaning(action: Action) -> str:
    """What a key does, for the list of keys."""
    return {
        Action.ANSWER: translate("Keys", "Answer the ringing call"),
        Action.MUTE: translate("Keys", "Mute the microphone, or open it"),
        Action.HOLD: translate("Keys", "Put on hold, or go on"),
        Action.MOMENT: translate("Keys", "Away from the call for a moment, or back"),
        Action.KEYPAD: translate("Keys", "Show the keypad"),
        Action.TRANSFER: translate("Keys", "Transfer the call, or send a ringing one on"),
        Action.SWAP: translate("Keys", "Swap between the customer and who is asked"),
        Action.CONNECT: translate("Keys", "Connect the customer with who was asked"),
        Action.CONFERENCE: translate("Keys", "Speak as three, or split again"),
        Action.TO_CUSTOMER: translate("Keys", "Back to the customer, the question is over"),
        Action.PAUSE_RECORDING: translate("Keys", "Pause the recording for card data, or go on"),
        Action.END: translate("Keys", "End the call"),
        Action.SIDE_CHAT: translate("Keys", "Open the side chat, or close it"),
        Action.NOTES: translate("Keys", "Write notes"),
        Action.REPLY: translate("Keys", "Write a text to the customer"),
        Action.DIAL: translate("Keys", "Dial a number"),
        Action.PARK: translate("Keys", "Park the call where the PBX parks"),
        Action.PICK_UP: translate("Keys", "Pick up a call that rings elsewhere"),
        Action.REDIAL: translate("Keys", "Dial the last number again"),
        Action.QUIET: translate("Keys", "Do not disturb, on or off"),
        Action.CREATE: translate("Keys", "Create the unknown caller as a customer"),
        Action.LINK: translate("Keys", "Link the caller to a customer"),
        Action.STATE: translate("Keys", "Choose your own state"),
        Action.RETURN: translate("Keys", "Return to Available"),
        Action.SOLVED: translate("Keys", "Wrap-up: solved"),
        Action.PROMISED: translate("Keys", "Wrap-up: promised something"),
        Action.NOT_SOLVED: translate("Keys", "Wrap-up: not solved"),
        Action.FINISH: translate("Keys", "Finish the wrap-up"),
        Action.HOME: translate("Keys", "Back to dialler, promises and history"),
        Action.CRM: translate("Keys", "Open the customer in the CRM"),
        Action.OFFER_1: translate("Keys", "Read the first kept answer offered, or close it"),
        Action.OFFER_2: translate("Keys", "Read the second kept answer offered, or close it"),
        Action.OFFER_3: translate("Keys", "Read the third kept answer offered, or close it"),
        Action.NO_OFFER: translate("Keys", "Put the kept answers offered away"),
        Action.SOLVED_IT: translate("Keys", "The kept answer solved it"),
        Action.ASK_OWNER: translate("Keys", "Ask the owner whether an expired answer still holds"),
        Action.TO_NOTE: translate("Keys", "Put the answer into the note"),
        Action.PIN: translate("Keys", "Hold the answer over the card, or take it off"),
        Action.SAY: translate("Keys", "Copy the answer as a line to say"),
        Action.LARGE: translate("Keys", "Show the answer in large type, or as usual"),
        Action.KEEP_ANSWER: translate("Keys", "Keep the reply as an answer for the next time"),
        Action.THANKS: translate("Keys", "Tell the expert what the answer did"),
        Action.TELL: translate("Keys", "Tell a department about this call or answer"),
        Action.JOIN: translate("Keys", "Join the question that others wait for"),
        Action.NOTICE: translate("Keys", "Make the answer a notice for all"),
        Action.EARLIER_REPLY: translate("Keys", "Go to the reply before"),
        Action.LATER_REPLY: translate("Keys", "Go to the next reply"),
        Action.LATEST: translate("Keys", "Go to the newest message"),
        Action.CORRECT: translate("Keys", "Correct your last message to the expert"),
        Action.RECALL: translate("Keys", "Take your last message to the expert back"),
    }[action]


# A call goes on while the preferences, or the check of the place, are in front.
IN_EVERY_WINDOW = {Action.ANSWER, Action.MUTE, Action.HOLD, Action.MOMENT, Action.PAUSE_RECORDING, Action.END}


class Shortcuts(QObject):
    """The keys of one window, those of the call in all of Aside's. `do(action)` is called only where the table says
    that it works."""

    def __init__(self, window: QWidget, desk: Callable[[], Desk], do: Callable[[Action], None]) -> None:
        super().__init__(window)
        self._desk, self._do = desk, do
        for action, key in TABLE.items():
            shortcut = QShortcut(QKeySequence(key.keys), window)
            everywhere = action in IN_EVERY_WINDOW
            context = Qt.ShortcutContext.ApplicationShortcut if everywhere else Qt.ShortcutContext.WindowShortcut
            shortcut.setContext(context)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda action=action: self._pressed(action))

    def _pressed(self, action: Action) -> None:
        if works(action, self._desk()):
            self._do(action)


def call_for_answer(desk: Desk) -> Call | None:
    """The call that the key of Answer takes: the one on screen where it rings, else the longest ringing."""
    shown = desk.call
    if shown is not None and shown.phase is Phase.OFFERED:
        return shown
    return desk.ringing[0] if desk.ringing else None


def call_for_end(desk: Desk) -> Call | None:
    """The call that End belongs to: the one on screen when the press begins."""
    call = desk.call
    return call if call is not None and call.phase is not Phase.OFFERED else None
