"""The call bar: who, in what state, for how long, and everything that can be done to the call.

It stands above all else, never scrolls, never is covered. End belongs to the call that was shown when the
press began; the rules drop it for a second after any change of call.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from softphone.domain.call import Call, Direction, Hold, Phase
from softphone.domain.desk import Desk, interaction_of
from softphone.domain.facts import AnswerPressed, EndPressed, GiveBackPressed, HoldPressed, MutePressed
from softphone.domain.interaction import Interaction, WrapUp
from softphone.host.clock import Clock
from softphone.ui import call_words, people, words
from softphone.ui.look import BAR_PX, PAGES_BELOW_PX, px, tokens
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.guard import Guard
from softphone.ui.parts.marks import Avatar, Dot, Meter, Sign
from softphone.ui.parts.text import Copyable, Paper, Text, one_line
from softphone.ui.shortcuts import Action, printed
from softphone.ui.times import clock as clock_text
from softphone.ui.times import since
from softphone.ui.words import translate

SPEECH_DBFS = -35.0  # louder than a keyboard, softer than a person who is answering somebody
PULSE_MS = 700
MARGINS_PX = 62  # of the bar, and between its three parts
TIMER_PX = 120  # hours included


class CallBar(Pane):
    keypad_wanted = Signal(QWidget)
    transfer_wanted = Signal(QWidget)
    volume_wanted = Signal(QWidget)
    dial_wanted = Signal()
    chat_wanted = Signal()
    narrowed = Signal(bool)

    def __init__(self, post: Post, clock: Clock, own: QWidget) -> None:
        super().__init__(post, clock, "bar")
        self._edge = ""
        self._own = own
        self._call_id = self._pressed_id = ""
        self._shape = ""
        self._shown: tuple[str, ...] = ()  # buttons
        self._needed = 0
        self._pulsed = self._muted = self._held = self._named = False
        self._pulse_over = QTimer(self, singleShot=True, interval=PULSE_MS)
        self._build()

    def _build(self) -> None:
        self.setAccessibleName(translate("CallBar", "Call"))
        self._avatar = Avatar(48)
        self._name = Text(size="name", strong=True, elided=True)
        self._line = Copyable(translate("CallBar", "Number copied"), translate("CallBar", "Click copies the number"))
        self._dot = Dot()
        self._lock = Sign("lock", "live", 13)
        self._state = Text(size="second", strong=True, elided=True)
        self._timer = Text(size="timer", tabular=True)
        self._you, self._caller = Meter(translate("CallBar", "You")), Meter(translate("CallBar", "Caller"))
        self._volume = Button("", kind="quiet", icon="ear", small=True, name=translate("CallBar", "Volume"))
        self._buttons = {
            "answer": Button(translate("CallBar", "Answer"), kind="live", icon="phone", tall=True, by_mouse_only=True),
            "back": Button("", icon="out", tall=True),
            "mute": Button("", icon="mic", tall=True),
            "hold": Button("", icon="hold", tall=True),
            "keypad": Button(translate("CallBar", "Keypad"), icon="keypad", tall=True),
            "transfer": Button(translate("CallBar", "Transfer"), icon="transfer", tall=True),
            "dial": Button(translate("CallBar", "Dial"), icon="keypad", tall=True),
            "chat": Button(translate("CallBar", "Side chat"), kind="aside", icon="chat", tall=True),
            "end": Button(translate("CallBar", "End"), kind="stop", icon="end", tall=True, by_mouse_only=True),
        }
        self._guard = Guard(self._buttons["end"])
        self._controls = QWidget()
        self._grid = QGridLayout(self._controls)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(px(7))
        self._upper, self._lower = self._who(), Paper(across=True, gap=12)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._outer.setContentsMargins(px(20), px(10), px(18), px(10))
        self.rows.addLayout(self._outer)
        self._outer.addWidget(self._upper, 1, Qt.AlignmentFlag.AlignVCenter)
        self._outer.addWidget(self._controls, 0, Qt.AlignmentFlag.AlignVCenter)
        self._outer.addWidget(self._lower, 0, Qt.AlignmentFlag.AlignVCenter)
        self._lower.rows.addWidget(self._own)
        self._connect()

    def _who(self) -> Paper:
        state = QHBoxLayout()
        state.setSpacing(px(6))
        state.addWidget(self._dot)
        self._lock.setToolTip(translate("CallBar", "Encrypted as far as the PBX"))
        self._lock.setAccessibleName(translate("CallBar", "Encrypted as far as the PBX"))
        state.addWidget(self._lock)
        state.addWidget(self._state, 1)
        self._identity = Paper(gap=2)
        self._identity.rows.addWidget(self._name)
        self._identity.rows.addWidget(self._line)
        self._identity.rows.addLayout(state)
        who = Paper(across=True, gap=14)
        who.rows.addWidget(self._avatar)
        who.rows.addWidget(self._identity, 40)
        who.rows.addWidget(self._timer)
        who.rows.addWidget(self._meters())
        self._gap = QWidget()
        who.rows.addWidget(self._gap, 1)
        return who

    def _meters(self) -> QWidget:
        self._sound = QWidget()
        self._sound.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._you_word = Text(translate("CallBar", "You"), ink="second", size="second")
        self._caller_word = Text(translate("CallBar", "Caller"), ink="second", size="second")
        self._meter_grid = QGridLayout(self._sound)
        self._meter_grid.setContentsMargins(0, 0, 0, 0)
        self._meter_grid.setHorizontalSpacing(px(8))
        self._meter_grid.setVerticalSpacing(px(2))
        return self._sound

    def _arrange_meters(self, narrow: bool) -> None:
        """Two lines, or one where the bar is narrow."""
        grid = self._meter_grid
        for each in (self._you_word, self._you, self._caller_word, self._caller, self._volume):
            grid.removeWidget(each)
        grid.addWidget(self._you_word, 0, 0)
        grid.addWidget(self._you, 0, 1)
        grid.addWidget(self._caller_word, 0 if narrow else 1, 2 if narrow else 0)
        grid.addWidget(self._caller, 0 if narrow else 1, 3 if narrow else 1)
        grid.addWidget(self._volume, 0, 4 if narrow else 2, 1 if narrow else 2, 1)

    def _connect(self) -> None:
        press = {name: button.clicked for name, button in self._buttons.items()}
        press["answer"].connect(lambda: self.post(AnswerPressed(self.clock.now(), self._call_id)))
        press["back"].connect(lambda: self.post(GiveBackPressed(self.clock.now(), self._call_id)))
        press["mute"].connect(lambda: self.post(MutePressed(self.clock.now(), self._call_id, not self._muted)))
        press["hold"].connect(lambda: self.post(HoldPressed(self.clock.now(), self._call_id, not self._held)))
        press["keypad"].connect(lambda: self.keypad_wanted.emit(self._buttons["keypad"]))
        press["transfer"].connect(lambda: self.transfer_wanted.emit(self._buttons["transfer"]))
        press["dial"].connect(self.dial_wanted)
        press["chat"].connect(self.chat_wanted)
        press["end"].connect(self._end)
        self._buttons["end"].pressed_at_once.connect(self._remember_pressed)
        self._volume.clicked.connect(lambda: self.volume_wanted.emit(self._volume))
        self._pulse_over.timeout.connect(lambda: self._buttons["mute"].set_pulse(False))

    def _remember_pressed(self) -> None:
        self._pressed_id = self._call_id

    def _end(self) -> None:
        call_id, self._pressed_id = self._pressed_id or self._call_id, ""
        self.post(EndPressed(self.clock.now(), call_id))

    def anchor(self, name: str) -> QWidget:
        """The button that a popover belongs to."""
        return self._volume if name == "volume" else self._buttons[name]

    # --- Showing ----------------------------------------------------------------------------------------

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._guard.follow(new.changed_at, self.clock.now())
        call = new.call
        if not same(old, new, "levels") and call is not None:
            self._show_levels(new, call)
        if not same(old, new, "conversations", "unassigned", "drawer_open"):
            self._show_unread(new)
        if same(old, new, "calls", "interactions", "shown", "focus", "now", "settings", "lost"):
            return
        interaction = new.interaction
        self._call_id = call.call_id if call is not None else ""
        self._lock.setVisible(call is not None and call.secured and call.phase is Phase.TALKING)
        if call is not None:
            self._show_call(new, call)
        elif interaction is not None and interaction.call_id in new.lost:
            self._show_lost(new, interaction)
        elif interaction is not None and interaction.wrap_up is WrapUp.OPEN:
            self._show_wrap_up(new, interaction)
        else:
            self._show_idle(new)
        self._show_buttons(new, call)

    def _show_call(self, desk: Desk, call: Call) -> None:
        talking, held = call.phase is Phase.TALKING, call.hold is not Hold.NONE
        away = call.moment is not None
        # Of this call: on screen may be the card of another one that is being wrapped up.
        customer = people.customer_of(desk.interactions.get(interaction_of(call.call_id)))
        number = people.number_of(desk, call.party.number)
        line = f"{customer.company} · {number}" if customer and customer.company else number
        self._name_it(people.caller_of(desk, call), line, call.party.number)
        word = call_words.call_state(call)
        if call.phase is Phase.OFFERED and call.rings_until is not None:
            left = int((call.rings_until - desk.now).total_seconds())
            word = translate("CallBar", "Calling you, rings {n} s more").format(n=max(left, 0))
            if call.answers_at is not None:
                word = translate("CallBar", "Calling you, answers by itself")
        elif held and call.held_at is not None and not away:
            word = f"{word} · {clock_text(since(call.held_at, desk.now))}"
        ink = "warn" if held or away else "live" if talking else "accent"
        self._say_state(word, ink)
        self._state.setToolTip(call_words.sound_figures(desk.quality.get(call.call_id)))
        self._timer.say(clock_text(since(call.answered_at, desk.now), padded=True) if talking else "")

    def _show_lost(self, desk: Desk, interaction: Interaction) -> None:
        self._name_it(people.name_of(desk, interaction), people.number_of(desk, interaction.number), interaction.number)
        self._say_state(translate("CallBar", "Restarting, the call is taken back"), "warn")
        self._timer.say(clock_text(since(interaction.answered_at, desk.now), padded=True))

    def _show_wrap_up(self, desk: Desk, interaction: Interaction) -> None:
        parts = (people.number_of(desk, interaction.number), call_words.who_ended(interaction.ending))
        line = " · ".join(part for part in parts if part)
        self._name_it(people.name_of(desk, interaction), line, interaction.number)
        self._say_state(translate("CallBar", "Wrap-up, no customer calls"), "second")
        self._timer.say(clock_text(since(interaction.wrap_up_since, desk.now), padded=True))

    def _show_idle(self, desk: Desk) -> None:
        self._name_it(translate("CallBar", "No call"), words.line_word(desk)[0], "")
        self._say_state("", "")
        self._timer.say("")

    def _name_it(self, name: str, line: str, number: str) -> None:
        self._named = bool(self._call_id or number)
        self._avatar.show_name(name)
        self._name.say(name)
        self._line.say_value(line, number)

    def _say_state(self, word: str, ink: str) -> None:
        self._state.say(word)
        self._state.set_ink(ink or "second")
        self._dot.set_ink(ink or "third")
        self._dot.setVisible(bool(word))
        self._state.setVisible(bool(word))
        if ink != self._edge:
            self._edge = ink
            self.update()

    def _show_levels(self, desk: Desk, call: Call) -> None:
        self._you.show_level(desk.levels.you_dbfs, call.muted or call.moment is not None)
        self._caller.show_level(desk.levels.caller_dbfs, False)
        speaking = call.muted and desk.levels.you_dbfs > SPEECH_DBFS
        if speaking and not self._pulsed:
            self._buttons["mute"].set_pulse(True)
            self._pulse_over.start()
        self._pulsed = speaking

    def _show_buttons(self, desk: Desk, call: Call | None) -> None:
        phase = call.phase if call is not None else None
        self._muted = call is not None and call.muted
        self._held = call is not None and call.hold in (Hold.OURS, Hold.BOTH)
        if call is not None:
            self._say_buttons(call)
        shown = {
            None: ("dial", "chat"),
            Phase.OFFERED: ("answer", "back", "transfer", "chat"),
            Phase.TALKING: ("mute", "hold", "keypad", "transfer", "chat", "end"),
        }.get(phase, ("chat", "end"))
        if call is not None and (call.consult_for or call.joined):  # the row below has what is to be done with both
            shown = tuple(name for name in shown if name != "transfer")
        for name, action in (
            ("mute", Action.MUTE), ("hold", Action.HOLD), ("keypad", Action.KEYPAD), ("transfer", Action.TRANSFER),
            ("end", Action.END), ("chat", Action.SIDE_CHAT), ("dial", Action.DIAL),
        ):  # fmt: skip
            self._buttons[name].show_key(printed(action, desk))
        self._buttons["answer"].show_key(printed(Action.ANSWER, desk), printed=True)
        self._sound.setVisible(phase is Phase.TALKING)
        self._timer.setVisible(bool(self._timer.said))
        self._arrange(shown)

    def _show_unread(self, desk: Desk) -> None:
        """Two hundred replies a second change this word and nothing else here."""
        chat, unread = self._buttons["chat"], desk.unread
        word = translate("CallBar", "Side chat")
        if unread:
            word = translate("CallBar", "Side chat · {n} new").format(n=unread)
        before = chat.sizeHint()
        chat.show_word(word, kind="aside_chosen" if desk.drawer_open else "aside")
        if chat.sizeHint() != before and self._shape:
            self._arrange(self._shown)

    def _say_buttons(self, call: Call) -> None:
        muted, held = self._muted, self._held
        self._buttons["mute"].show_word(
            translate("CallBar", "Muted") if muted else translate("CallBar", "Mute"),
            icon="mic-off" if muted else "mic",
            kind="inverse" if muted else "plain",
            name=translate("CallBar", "Muted, open the microphone") if muted else translate("CallBar", "Mute"),
        )
        self._buttons["hold"].show_word(
            translate("CallBar", "Held") if held else translate("CallBar", "Hold"),
            icon="resume" if held else "hold",
            kind="inverse" if held else "plain",
            name=translate("CallBar", "Held, go on talking") if held else translate("CallBar", "Hold"),
        )
        offered = call.phase is Phase.OFFERED
        self._buttons["transfer"].show_word(
            translate("CallBar", "Send on") if offered else translate("CallBar", "Transfer")
        )
        queued = bool(call.context.queue)
        back = translate("CallBar", "Back to queue") if queued else translate("CallBar", "Decline")
        self._buttons["back"].show_word(back)
        out = call.direction is Direction.OUT and call.phase is not Phase.TALKING
        self._buttons["end"].show_word(translate("CallBar", "Stop dialling") if out else translate("CallBar", "End"))

    # --- Shape ------------------------------------------------------------------------------------------

    def _arrange(self, shown: tuple[str, ...]) -> None:
        self._shown = shown
        narrow = self.width() < px(PAGES_BELOW_PX)
        needed = sum(self._buttons[n].sizeHint().width() + px(7) for n in ("mute", "hold", "keypad", "transfer"))
        needed += sum(self._buttons[n].sizeHint().width() + px(7) for n in ("chat", "end"))
        # "Muted" is wider than "Mute": the widest seen decides, so that the bar does not jump.
        self._needed = needed = max(needed, self._needed)
        # The line that says the state is never cut; nor does the bar change its shape when the state does.
        line = translate("Call", "Talking, you are muted")
        state = QFontMetrics(self._state.font()).horizontalAdvance(line) + px(20)
        self._identity.setMinimumWidth(state)
        room = self.width() - needed - self._own.sizeHint().width() - px(MARGINS_PX)
        wide = room >= state + self._sound.sizeHint().width() + px(TIMER_PX)
        shape = f"{'narrow' if narrow else 'wide' if wide else 'middle'}{self._named}:{','.join(shown)}"
        if shape == self._shape:
            return
        self._shape = shape
        for name, button in self._buttons.items():
            self._grid.removeWidget(button)
            button.setParent(self._controls)
            button.setVisible(name in shown)
        columns = 3 if narrow else len(shown)
        for column in range(9):
            self._grid.setColumnStretch(column, 0)
        for index, name in enumerate(shown):
            row, column = divmod(index, columns)
            span = 2 if name == "answer" else 1
            if shown[0] == "answer" and index > 0:
                row, column = (0, index + 1) if not narrow or index == 1 else (index - 1, 0)
                span = 3 if narrow and row else 1
            self._grid.addWidget(self._buttons[name], row, column, 1, span)
            for each in range(column, column + span):
                self._grid.setColumnStretch(each, 1)
        across = wide and not narrow
        self._outer.setDirection(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        self._outer.setSpacing(px(12) if across else px(8))
        for button in self._buttons.values():
            button.set_compact(narrow and "answer" not in shown)  # while it rings all stand equally high
        # Narrow: meters and own state have a line each under the buttons; middle: own state is at the upper right.
        self._lower.rows.setDirection(
            QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        )
        self._arrange_meters(narrow)
        self._gap.setVisible(across)
        home = self._lower if narrow else self._upper
        home.rows.insertWidget(0 if narrow else 3, self._sound)
        owner = self._lower if across or narrow else self._upper
        owner.rows.addWidget(self._own)
        self.narrowed.emit(narrow)
        self._lower.setVisible(across or narrow)
        spare = room - state - self._sound.sizeHint().width() - px(TIMER_PX)
        self._avatar.setVisible(self._named and not narrow and (not across or spare >= px(64)))
        self._identity.setMaximumWidth(px(300) if across else 16777215)
        self._buttons["answer"].setMinimumWidth(0 if narrow else 2 * self._buttons["back"].sizeHint().width())
        self.setMinimumHeight(px(BAR_PX) if across else 0)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._shape:
            self._arrange(self._shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._edge:
            painter = QPainter(self)
            painter.fillRect(QRectF(0, 0, px(6), self.height() - 1), QColor(getattr(tokens(), self._edge)))

    def state_words(self) -> str:
        """What the bar says of the call, for the window's title and the tray."""
        return one_line(self._state.said)
