"""Small cards under the bar: keypad, transfer, volume. Inside the window, so every key of the call still works."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSlider, QWidget

from softphone.domain.call import Phase
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.facts import ConsultPressed, DeflectPressed, DigitsPressed, SettingsChanged, TransferPressed
from softphone.domain.phone import show_typing
from softphone.domain.presence import Presence
from softphone.domain.roster import user_of
from softphone.domain.rules.consulting import NotNow, why_no_consult
from softphone.domain.rules.dialling import ALL_LEGS, rules_of
from softphone.host.clock import Clock
from softphone.ui import people, words
from softphone.ui.deeds import fact_for
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Field
from softphone.ui.parts.rows import Row
from softphone.ui.parts.text import Paper, Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate

DIGITS = "123456789*0#"
MOST_COLLEAGUES = 6


class Popover(Pane):
    """One card, laid over the window under its button; Escape or its button closes it."""

    def __init__(self, post: Post, clock: Clock, parent: QWidget, name: str) -> None:
        super().__init__(post, clock, "popover", margins=(14, 12, 14, 14), gap=8)
        self.setParent(parent)
        self.setAccessibleName(name)
        self._anchor: QWidget | None = None
        head = QHBoxLayout()
        head.addWidget(Text(name, strong=True))
        head.addStretch(1)
        close = Button("", kind="quiet", icon="close", small=True, name=translate("Popover", "Close"))
        close.clicked.connect(self.hide)
        head.addWidget(close)
        self.rows.addLayout(head)
        self.hide()

    def toggle(self, anchor: QWidget) -> bool:
        """Open under `anchor`, or close. True when it is open now."""
        self._anchor = anchor
        self.setVisible(self.isHidden())
        if self.isVisible():
            self.place()
            self.raise_()
        return self.isVisible()

    def place(self) -> None:
        room = self.parentWidget()
        if self._anchor is None or room is None or self.isHidden():
            return
        self.adjustSize()
        below = self._anchor.mapTo(room, QPoint(0, self._anchor.height() + px(6)))
        centred = below.x() + self._anchor.width() // 2 - self.width() // 2
        left = min(max(centred, px(8)), room.width() - self.width() - px(8))
        # Under the whole bar: what is in it is never covered.
        bar = self._anchor
        while (above := bar.parentWidget()) is not None and above is not room:
            bar = above
        top = min(max(below.y(), bar.geometry().bottom() + px(2)), max(room.height() - self.height() - px(8), 0))
        self.move(max(left, 0), top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)


class Keypad(Popover):
    """RFC 2833 digits by click or by typing; what was sent is shown, never dialled again."""

    def __init__(self, post: Post, clock: Clock, parent: QWidget) -> None:
        super().__init__(post, clock, parent, translate("Keypad", "Keypad"))
        self._call_id = ""
        self._sent = Text(size="name", tabular=True, elided=True)
        self._sent.setMinimumHeight(px(22))
        self.rows.addWidget(self._sent)
        grid = QGridLayout()
        grid.setSpacing(px(6))
        for index, digit in enumerate(DIGITS):
            button = Button(digit, name=translate("Keypad", "Key {key}").format(key=digit))
            button.setMinimumSize(px(60), px(44))
            button.clicked.connect(lambda _=False, digit=digit: self._press(digit))
            grid.addWidget(button, index // 3, index % 3)
        self.rows.addLayout(grid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        call = new.call
        if call is None or call.phase is not Phase.TALKING:
            self.hide()
        call_id = call.call_id if call is not None else ""
        if call_id != self._call_id:
            self._call_id = call_id
            self._sent.say("")
            self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text().upper()
        if typed and typed in "0123456789*#ABCD" and not event.isAutoRepeat():
            self._press(typed)
            return
        super().keyPressEvent(event)

    def _press(self, digit: str) -> None:
        self._sent.say((self._sent.said + digit)[-24:])
        self.post(DigitsPressed(self.clock.now(), self._call_id, digit))


class TransferCard(Popover):
    """To a number or a colleague: the caller leaves when Transfer is pressed, waits on hold when somebody is asked.
    Enter asks: of the two it is the one that can be taken back."""

    def __init__(self, post: Post, clock: Clock, parent: QWidget) -> None:
        super().__init__(post, clock, parent, translate("Transfer", "Transfer the call"))
        self._call_id = ""
        self._rings = False  # not answered yet: it can only be sent on
        self._colleague: Expert | None = None  # chosen or typed; the field says their name
        self._desk = Desk()
        self.setMinimumWidth(px(300))
        self._field = Field(translate("Transfer", "Number or colleague"), translate("Transfer", "Number or colleague"))
        self._field.typed.connect(self._typed)
        self._field.returnPressed.connect(self._enter)
        self.rows.addWidget(self._field)
        self._people = Paper(gap=2)
        self.rows.addWidget(self._people)
        self._row_widgets: list[Row] = []
        self._note = Text(ink="second", size="second", wrapped=True)
        self.rows.addWidget(self._note)
        self._button = Button(translate("Transfer", "Transfer now"), kind="accent", icon="transfer")
        self._ask = Button(translate("Transfer", "Ask first"), kind="primary", icon="phone")
        self._button.clicked.connect(self._go)
        self._ask.clicked.connect(self._consult)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._park = Button(translate("Transfer", "Park"), kind="accent", icon="hold")
        self._park.clicked.connect(self._park_it)
        row.addWidget(self._park)
        row.addStretch(1)
        row.addWidget(self._button)
        row.addWidget(self._ask)
        self.rows.addLayout(row)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        call = new.call
        known = call is not None and call.phase in (Phase.TALKING, Phase.OFFERED)
        if call is None or not known or (self._call_id and call.call_id != self._call_id):
            self.hide()
        if call is not None and self._rings is not (call.phase is Phase.OFFERED):
            self._rings = call.phase is Phase.OFFERED
            self.hide()
        self._call_id = call.call_id if call is not None else ""
        self._ask.setVisible(not self._rings)
        self._park.setVisible(bool(new.settings.park_number) and not self._rings)
        self._park.show_key(printed(Action.PARK, new))
        self._button.show_word(
            translate("Transfer", "Send the call there") if self._rings else translate("Transfer", "Transfer now")
        )
        if not same(old, new, "calls", "shown", "focus"):
            why = why_no_consult(new, call)
            self._ask.setEnabled(why is None)
            sent = translate("Transfer", "It rings there instead of here. You speak with nobody.")
            self._note.say(sent if self._rings else _consult_words(why, len(new.calls)))
            if self.isVisible():
                self.place()
        if self.isVisible() and not same(old, new, "experts", "presence"):
            self._fill()

    def start(self) -> None:
        self._field.clear()
        self._colleague = None
        self._fill()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _typed(self, text: str) -> None:
        if self._field.cursorPosition() == len(text) and not any(c.isalpha() for c in text):
            self._field.setText(show_typing(text, rules_of(self._desk.settings)))
        self._colleague = None
        self._fill()

    def _fill(self) -> None:
        for row in self._row_widgets:
            self._people.rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._row_widgets = [self._row(expert) for expert in self._matching()[:MOST_COLLEAGUES]]
        for row in self._row_widgets:
            self._people.rows.addWidget(row)
        self.place()

    def _matching(self) -> list[Expert]:
        return people.colleagues(self._desk, self._field.text())

    def _row(self, expert: Expert) -> Row:
        row = Row()
        presence = self._desk.presence.get(expert.address, Presence())
        state = words.reach(presence, self._desk.now)
        row.show_row(expert.name, f"{user_of(expert.address)} · {state}", reach=presence.reach)
        row.clicked.connect(lambda: self._choose(expert))
        return row

    def _choose(self, expert: Expert) -> None:
        """Only the field says so yet: nothing goes before Transfer is pressed."""
        self._colleague = expert
        self._field.setText(expert.name)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _park_it(self) -> None:
        if (fact := fact_for(Action.PARK, self._desk, self.clock.now())) is not None:
            self.post(fact)
            self.hide()

    def _enter(self) -> None:
        self._consult() if self._ask.isEnabled() and not self._rings else self._go()

    def _go(self) -> None:
        target = self._target()
        if target and self._call_id:
            deed = DeflectPressed if self._rings else TransferPressed
            self.post(deed(self.clock.now(), self._call_id, target))
            self.hide()

    def _consult(self) -> None:
        target = self._target()
        if target and self._call_id:
            self.post(ConsultPressed(self.clock.now(), fresh_id(), self._call_id, target))
            self.hide()

    def _target(self) -> str:
        """What is dialled for what stands in the field."""
        target = self._field.text().strip()
        matching = self._matching() if any(c.isalpha() for c in target) and "@" not in target else []
        if self._colleague is None and len(matching) == 1:  # a name is typed, and it is the only one
            self._colleague = matching[0]
        if self._colleague is not None:
            user = user_of(self._colleague.address)
            target = user if user.isdigit() else self._colleague.address
        return target


def _consult_words(why: NotNow | None, calls: int) -> str:
    """What asking first means, and why it cannot be done now: told before it is tried."""
    match why:
        case NotNow.LEGS_FULL:
            return translate("Transfer", "Four calls are the most this phone can hold: nobody can be asked first now.")
        case NotNow.ASKED_ALREADY:
            return translate("Transfer", "Somebody is being asked already.")
        case NotNow.PASSING:
            return translate("Transfer", "The caller is being transferred.")
    if calls == ALL_LEGS - 1:
        return translate("Transfer", "Three of four calls are in use: one question still fits.")
    return translate("Transfer", "Ask first: the caller is on hold meanwhile. Transfer now: they go there directly.")


class Volume(Popover):
    """How loud callers are to the agent, and the agent to callers."""

    def __init__(self, post: Post, clock: Clock, parent: QWidget) -> None:
        super().__init__(post, clock, parent, translate("Volume", "Volume"))
        self._desk = Desk()
        self._ear = self._slider(translate("Volume", "Caller, in your ear"))
        self._microphone = self._slider(translate("Volume", "You, at the caller's ear"))
        self._ear.valueChanged.connect(lambda value: self._set("ear_volume", value))
        self._microphone.valueChanged.connect(lambda value: self._set("microphone_volume", value))

    def _slider(self, name: str) -> QSlider:
        self.rows.addWidget(Text(name, ink="second", size="second"))
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setAccessibleName(name)
        slider.setRange(0, 200)
        slider.setPageStep(20)
        slider.setMinimumSize(px(220), px(26))
        self.rows.addWidget(slider)
        return slider

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        if same(old, new, "settings"):
            return
        for slider, value in (
            (self._ear, new.settings.ear_volume),
            (self._microphone, new.settings.microphone_volume),
        ):
            if not slider.isSliderDown():
                slider.blockSignals(True)
                slider.setValue(round(value * 100))
                slider.blockSignals(False)

    def _set(self, name: str, value: int) -> None:
        changed = (
            replace(self._desk.settings, ear_volume=value / 100)
            if name == "ear_volume"
            else replace(self._desk.settings, microphone_volume=value / 100)
        )
        self.post(SettingsChanged(self.clock.now(), changed))
