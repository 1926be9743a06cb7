"""One conversation with an expert: what was asked, how far it is proved to have come, what they say."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu

from softphone.domain.attention import InHand
from softphone.domain.changes import CorrectionBegun, MessageCorrected
from softphone.domain.chat import ChatMessage, Conversation, split
from softphone.domain.desk import Desk
from softphone.domain.facts import ContextEdited, DraftEdited, QuestionAsked
from softphone.domain.facts.attention import OlderWanted
from softphone.domain.presence import Presence
from softphone.domain.rules.attention import in_hand
from softphone.domain.rules.chats import leaving
from softphone.domain.rules.hunting import hunt_of
from softphone.host.clock import Clock
from softphone.ui import times, words
from softphone.ui.answer_chips import AnswerChips
from softphone.ui.correcting import CorrectionSlip
from softphone.ui.enclosing import ClipButton, FileSlip
from softphone.ui.ids import fresh_id
from softphone.ui.joining import JoinSlip
from softphone.ui.look import px
from softphone.ui.masking import MaskSlip
from softphone.ui.message_deeds import MessageDeeds
from softphone.ui.messages import Messages
from softphone.ui.offers import OfferSlip
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Draft, Field
from softphone.ui.parts.given import holds_files
from softphone.ui.parts.marks import Avatar, PresenceMark, PromiseRing
from softphone.ui.parts.text import Paper, Text
from softphone.ui.promise import PromiseStrip, show_ring
from softphone.ui.shortcuts import Action, works
from softphone.ui.step_chips import StepChips
from softphone.ui.words import translate

SURELY_ONE_PART = 300  # bytes: masks stand for more than they hide, but not for three times as much


class Talk(Paper):
    page_wanted = Signal(str)

    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__("aside_plain")
        self._post, self._clock = post, clock
        self._conversation: Conversation | None = None
        self._desk = Desk()
        self._build()

    def _build(self) -> None:
        self._build_expert()
        self._promise = PromiseStrip(self._post, self._clock)
        self.rows.addWidget(self._promise)
        self._chips = AnswerChips(self._post, self._clock)
        self._deeds = MessageDeeds(self._post, self._clock, self)
        self._messages = Messages(self._chips, self._fill_menu)
        self._messages.chosen.connect(self._deeds.do)
        self._messages.small_wanted.connect(self._deeds.want_small)
        self._messages.touched.connect(self._chips.pick)
        self._messages.older_wanted.connect(self._want_older)
        self._chips.page_wanted.connect(self.page_wanted)
        self._chips.enlarged.connect(self._enlarge)
        self._chips.latest_wanted.connect(self._messages.to_latest)
        self._chips.copied.connect(lambda: self._to.say(translate("Talk", "Copied: paste it where you read from.")))
        self.rows.addWidget(self._messages, 1)
        self._build_foot()

    def _build_expert(self) -> None:
        head = Paper("aside_head", across=True, margins=(18, 8, 16, 8), gap=10)
        self._avatar = Avatar(34)
        column = Paper(gap=1)
        self._name = Text(strong=True, elided=True)
        state = QHBoxLayout()
        state.setSpacing(px(5))
        self._mark = PresenceMark()
        self._line = Text(ink="second", size="second", elided=True)
        state.addWidget(self._mark)
        state.addWidget(self._line, 1)
        column.rows.addWidget(self._name)
        column.rows.addLayout(state)
        self._ring = PromiseRing()
        head.rows.addWidget(self._avatar)
        head.rows.addWidget(column, 1)
        head.rows.addWidget(self._ring)
        self.rows.addWidget(head)

    def _build_foot(self) -> None:
        foot = Paper("aside_foot", margins=(18, 10, 14, 12), gap=7)
        self._context = Field(
            translate("Talk", "Context, sent with the first question"),
            translate("Talk", "Context: order, product, case. Never the person."),
        )
        self._context.typed.connect(self._context_typed)
        self._preview = Paper("aside_slip", margins=(12, 8, 12, 8), gap=2)
        self._preview_text = Text(wrapped=True, size="second")
        preview_head = Text(translate("Talk", "What the expert will read:"), ink="aside_ink", size="small", strong=True)
        self._preview.rows.addWidget(preview_head)
        self._preview.rows.addWidget(self._preview_text)
        self._preview.hide()
        self._draft = Draft(translate("Talk", "Question"), translate("Talk", "Your question"), enter_sends=True,
                            takes_files=translate("Files", "picture.png"))  # fmt: skip
        self._draft.setFixedHeight(px(72))
        self._files = FileSlip(self._post, self._clock)
        self._draft.given.connect(self._files.offer)
        self._draft.recalled.connect(self._correct_last)
        self._correction = CorrectionSlip(self._post, self._clock)
        self.setAcceptDrops(True)
        self._draft.typed.connect(self._typed)
        self._draft.sent.connect(self.send)
        line = QHBoxLayout()
        line.setSpacing(px(6))
        self._to = Text(ink="second", size="second", elided=True)
        self._attached = Button(translate("Talk", "Attached"), kind="aside", icon="down", small=True)
        self._attached.clicked.connect(self._toggle_preview)
        self._clip = ClipButton()
        self._clip.clicked.connect(self._files.choose)
        self._draft.hold(self._clip)
        self._send = Button(translate("Talk", "Send"), kind="aside_full", icon="send", small=True)
        self._send.show_key(translate("Talk", "Enter"))
        self._send.clicked.connect(self.send)
        line.addWidget(self._to, 1)
        line.addWidget(self._attached)
        line.addWidget(self._send)
        self._masks = MaskSlip(self._post, self._clock)
        self._offers = OfferSlip(self._chips.press)
        self._steps = StepChips(self._post, self._clock)
        self._join = JoinSlip(self._chips.press)
        for each in (
            self._join, self._offers, self._steps, self._context, self._preview, self._masks, self._files,
            self._correction, self._draft,
        ):  # fmt: skip
            foot.rows.addWidget(each)
        foot.rows.addLayout(line)
        self.rows.addWidget(foot)

    # --- Showing ------------------------------------------------------------------------------------------

    def show_conversation(self, desk: Desk, conversation: Conversation) -> None:
        old, self._conversation, self._desk = self._conversation, conversation, desk
        if old is None or old.conversation_id != conversation.conversation_id:
            self._preview.hide()
        self._show_expert(desk, conversation)
        hand = in_hand(desk)
        reply = conversation.reply
        replied = hand.key if hand is not None and not hand.kept else reply.message_id if reply is not None else ""
        self._chips.show_deeds(desk, conversation)
        self._messages.show_conversation(desk, conversation, self._name.said, replied)
        fills = self._offers.fills(desk, conversation, self.height())
        if fills:
            self._messages.hide()
        self._offers.show_offers(desk, conversation, self.height())
        self._messages.setVisible(not fills)
        same = old is not None and old.conversation_id == conversation.conversation_id
        if same and old is not None and old.draft and not conversation.draft:
            self._draft.show_emptied(old.draft)
        self._draft.show_text(conversation.conversation_id + conversation.correcting, conversation.draft)
        if same and any(m.removed and m.changing for m in conversation.messages[-3:]):
            self._draft.show_returned(conversation.draft)
        self._correction.show_conversation(conversation)
        send = translate("Talk", "Correct") if conversation.correcting else translate("Talk", "Send")
        self._send.show_word(send)
        self._context.show_text(conversation.conversation_id, conversation.context_line)
        self._context.setVisible(not conversation.context_sent)
        self._join.show_conversation(desk, conversation)
        self._steps.show_conversation(desk, conversation)
        self._files.show_offered(desk, conversation)
        self._clip.show_for(desk, conversation)
        self._masks.show_draft(desk, conversation, conversation.draft.strip())
        if self._preview.isVisible():
            self._show_preview()
        self._show_parts()

    def _show_expert(self, desk: Desk, conversation: Conversation) -> None:
        expert = desk.expert(conversation.expert_id)
        name = expert.name if expert is not None else conversation.address
        team = expert.team if expert is not None else ""
        presence = desk.presence.get(conversation.address, Presence())
        self._avatar.show_name(name)
        self._name.say(f"{name}, {team}" if team else name)
        self._mark.show_reach(presence.reach)
        asked, answered = conversation.asked_at, conversation.answered_at
        hunt = hunt_of(desk, conversation.conversation_id)
        self._promise.show_hunt(desk, hunt)
        self._ring.setVisible(asked is not None)
        if asked is not None and answered is not None:
            took = times.clock(times.since(asked, answered))
            self._line.say(translate("Talk", "answered in {time}").format(time=took))
            self._ring.show_left(None, "", translate("Talk", "Answered in {time}").format(time=took))
        elif asked is not None:
            waited = times.age(asked, desk.now)
            self._line.say(words.reach(presence, desk.now))
            if hunt is None or not show_ring(self._ring, desk, hunt, conversation.conversation_id):
                self._ring.show_left(1.0, waited, translate("Talk", "Asked {time} ago").format(time=waited))
        else:
            self._line.say(words.reach(presence, desk.now))
        whom = f"{name}, {team}" if team else name
        self._to.say(translate("Talk", "Internal, to {name}").format(name=whom))

    def _show_preview(self) -> None:
        if self._conversation is not None:
            text, _ = leaving(self._desk, self._conversation, self._draft.toPlainText().strip())
            self._preview_text.say("\n".join(split(text)) or translate("Talk", "Nothing yet."))

    def _show_parts(self) -> None:
        count, written = 1, self._draft.toPlainText().strip()
        conversation = self._conversation
        if conversation is not None and len((conversation.context_line + written).encode()) > SURELY_ONE_PART:
            count = leaving(self._desk, conversation, written)[1].parts
        word = translate("Talk", "Attached")
        if count > 1:
            word = translate("Talk", "Attached, goes in {n} parts").format(n=count)
        open_now = self._preview.isVisible()
        self._attached.show_word(word, icon="down", kind="aside_chosen" if open_now else "aside")

    # --- The agent's hands ----------------------------------------------------------------------------------

    def write(self) -> None:
        self._draft.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        text = self._draft.toPlainText().strip()
        if not text or self._conversation is None:
            return
        self._draft.empty()
        now, key = self._clock.now(), self._conversation.conversation_id
        if self._conversation.correcting:
            self._post(MessageCorrected(now, fresh_id(), key, text))
            return
        self._messages.to_end()
        self._post(QuestionAsked(now, fresh_id(), key, text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._correction.isVisible():
            self._correction.leave()
        else:
            super().keyPressEvent(event)

    def _correct_last(self) -> None:
        """Up in an empty composer, as in other chats."""
        if works(Action.CORRECT, self._desk) and self._conversation is not None:
            self._post(CorrectionBegun(self._clock.now(), self._conversation.conversation_id))

    def _typed(self, text: str) -> None:
        if self._conversation is not None:
            self._post(DraftEdited(self._clock.now(), self._conversation.conversation_id, text))
            if self._preview.isVisible():
                self._show_preview()
            self._show_parts()

    def _context_typed(self, text: str) -> None:
        if self._conversation is not None:
            self._post(ContextEdited(self._clock.now(), self._conversation.conversation_id, text))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Anywhere on the conversation."""
        if holds_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._draft.take(event.mimeData())
        event.acceptProposedAction()

    def _toggle_preview(self) -> None:
        self._preview.setVisible(not self._preview.isVisible())
        self._show_preview()
        self._show_parts()

    def _fill_menu(self, menu: QMenu, message: ChatMessage) -> None:
        if not message.ours:
            self._chips.fill_menu(menu, message)
        self._deeds.fill_menu(menu, message, self._desk)

    def do(self, action: Action) -> None:
        """What a key does here that posts nothing."""
        self._chips.do(action)

    def _want_older(self) -> None:
        if self._conversation is not None:
            self._post(OlderWanted(self._clock.now(), self._conversation.conversation_id))

    def _enlarge(self, hand: InHand) -> None:
        if hand.kept:
            self._offers.enlarge()
        else:
            self._messages.enlarge(hand.key)
