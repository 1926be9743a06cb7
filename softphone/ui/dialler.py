"""The dialler: grouped while it is typed, messy pastes welcome, names searched in the book. Only Dial dials."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from softphone.domain.customer import Customer
from softphone.domain.desk import Desk
from softphone.domain.expert import Expert
from softphone.domain.facts import USUAL, WITHHELD, BookSearched, DialDraftEdited, DialPressed, RedialPressed
from softphone.domain.phone import is_emergency, show_typing
from softphone.domain.presence import Presence
from softphone.domain.roster import user_of
from softphone.domain.rules.dialling import MOST_LEGS, named, rules_of, shown_by_setting
from softphone.host.clock import Clock
from softphone.ui import people, words
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post, same
from softphone.ui.parts.button import Button
from softphone.ui.parts.choice import Choice
from softphone.ui.parts.draft import Field
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.rows import Row, clear
from softphone.ui.parts.text import Paper, Text
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate

KEYS = "123456789*0#"
MOST_MATCHES = 6
MOST_SPEED_DIALS = 12


class Dialler(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, gap=8)
        self._desk = Desk()
        row = QHBoxLayout()
        row.setSpacing(px(8))
        hint = translate("Dialler", "Number or name  {key}").format(key=printed(Action.DIAL))
        self._field = Field(translate("Dialler", "Number or name"), hint)
        self._field.setMinimumHeight(px(44))
        self._dial = Button(translate("Dialler", "Dial"), kind="live", icon="phone")
        self._dial.setMinimumHeight(px(44))
        row.addWidget(self._field, 1)
        row.addWidget(self._dial)
        self.rows.addLayout(row)
        self._line = Choice()
        self._line.setAccessibleName(translate("Dialler", "The line it goes out by"))
        self._line.setVisible(False)
        self.rows.addWidget(self._line)
        self._shown_as = Choice()
        self._shown_as.setAccessibleName(translate("Dialler", "The number that they see"))
        self.rows.addWidget(self._shown_as)
        self._hint = Text(ink="second", size="second", wrapped=True)
        self.rows.addWidget(self._hint)
        self._matches = Paper(gap=2)
        self.rows.addWidget(self._matches)
        grid = QGridLayout()
        grid.setSpacing(px(6))
        for index, key in enumerate(KEYS):
            button = Button(key, name=translate("Dialler", "Key {key}").format(key=key))
            button.setMinimumHeight(px(40))
            button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
            button.clicked.connect(lambda _=False, key=key: self._type(self._field.text() + key))
            grid.addWidget(button, index // 3, index % 3)
        self.rows.addLayout(grid)
        self._quick = Flow(8)
        self.rows.addWidget(self._quick)
        self._field.typed.connect(self._typed)
        self._field.returnPressed.connect(self._press)
        self._dial.clicked.connect(self._press)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        if same(old, new, "dial_draft", "search", "settings", "line", "more_lines", "calls", "history", "experts"):
            return
        if not same(old, new, "settings", "history"):
            self._show_quick(new)
        if not same(old, new, "settings"):
            self._show_own_numbers(new)
        self._desk = new
        self._show_lines(new)
        rules = rules_of(new.settings)
        self._field.show_text("dial", show_typing(new.dial_draft, rules))
        emergency = is_emergency(new.dial_draft, rules)
        self._dial.show_word(
            translate("Dialler", "Emergency call") if emergency else translate("Dialler", "Dial"),
            kind="stop" if emergency else "live",
        )
        self._hint.say(self._advice(new, emergency))
        self._hint.setVisible(bool(self._hint.said))
        self._hint.set_ink("stop" if emergency and not new.line.proven else "second")
        if old is None or old.search is not new.search or old.dial_draft != new.dial_draft:
            self._show_matches(new)

    def _advice(self, desk: Desk, emergency: bool) -> str:
        if emergency and not desk.line.proven:
            return translate("Dialler", "This phone has no line. Use another phone now to call for help.")
        if emergency:
            return translate("Dialler", "Goes out as typed. Say where you are: your place may not be known to them.")
        if len(desk.calls) >= MOST_LEGS:
            return translate("Dialler", "Three calls are up: end one first. A fourth is kept for questions and help.")
        if not desk.line.proven:
            return translate("Dialler", "Not connected: only when the line is back can a call go out.")
        return ""

    def _show_lines(self, desk: Desk) -> None:
        """The main line first: it is chosen until the agent says otherwise."""
        names = [line.name for line in desk.more_lines]
        if names != [self._line.itemData(at) for at in range(1, self._line.count())]:
            chosen = self._line.currentData() or ""
            self._line.clear()
            self._line.addItem(translate("Dialler", "By the main line"), "")
            for name in names:
                self._line.addItem(translate("Dialler", "By the line {name}").format(name=name), name)
            self._line.setCurrentIndex(max(self._line.findData(chosen), 0))
        self._line.setVisible(bool(names))

    def _show_own_numbers(self, desk: Desk) -> None:
        chosen = self._shown_as.currentData() or ""
        self._shown_as.clear()
        self._shown_as.addItem(translate("Dialler", "They see the usual number"), USUAL)
        for name, number in named(desk.settings.own_numbers):
            shown = f"{name}, {people.number_of(desk, number)}" if name != number else people.number_of(desk, number)
            self._shown_as.addItem(translate("Dialler", "They see {number}").replace("{number}", shown), number)
        self._shown_as.addItem(translate("Dialler", "Number withheld"), WITHHELD)
        changed = self._desk.settings.shown_number is not desk.settings.shown_number
        wanted = shown_by_setting(desk.settings) if changed or not chosen else chosen
        self._shown_as.setCurrentIndex(max(self._shown_as.findData(wanted), 0))

    def _show_quick(self, desk: Desk) -> None:
        """The last number again, and the speed dials: a press calls, as it says."""
        self._quick.empty()
        last = next((h for h in desk.history if not h.incoming and h.number), None)
        if last is not None:
            name = people.name_in_history(desk, last)
            again = Button(translate("Dialler", "Again: {name}").replace("{name}", name), icon="phone", small=True)
            again.show_key(printed(Action.REDIAL, desk))
            again.clicked.connect(lambda: self.post(RedialPressed(self.clock.now(), fresh_id())))
            self._quick.add(again)
        if desk.settings.pick_up_code:
            pick_up = Button(translate("Dialler", "Pick up a call"), icon="in", small=True)
            pick_up.show_key(printed(Action.PICK_UP, desk))
            pick_up.clicked.connect(lambda: self._call(desk.settings.pick_up_code))
            self._quick.add(pick_up)
        for name, number in named(desk.settings.speed_dials)[:MOST_SPEED_DIALS]:
            call = translate("Dialler", "Call {name}").replace("{name}", name)
            button = Button(name, kind="accent", icon="phone", small=True, name=call)
            button.clicked.connect(lambda _=False, number=number: self._call(number))
            self._quick.add(button)

    def _call(self, number: str) -> None:
        line, shown_as = self._line.currentData() or "", self._shown_as.currentData() or ""
        self.post(DialPressed(self.clock.now(), fresh_id(), number, line=line, shown_as=shown_as))
        # A choice is for one call: nobody is surprised tomorrow.
        self._shown_as.setCurrentIndex(max(self._shown_as.findData(shown_by_setting(self._desk.settings)), 0))

    def _show_matches(self, desk: Desk) -> None:
        clear(self._matches.rows)
        if not desk.dial_draft or desk.search.query != desk.dial_draft.strip():
            return
        colleagues = people.colleagues(desk, desk.search.query)[:MOST_MATCHES]
        for colleague in colleagues:
            self._matches.rows.addWidget(self._colleague(desk, colleague))
        for customer in desk.search.customers[:MOST_MATCHES]:
            for number in customer.numbers[:3]:
                self._matches.rows.addWidget(self._match(desk, customer, number))
        if not colleagues and not desk.search.customers and not desk.search.searching:
            text = translate("Dialler", "Nobody of that name among customers and colleagues.")
            self._matches.rows.addWidget(Text(text, ink="second", size="second"))

    def _match(self, desk: Desk, customer: Customer, number: str) -> Row:
        row = Row()
        second = " · ".join(part for part in (people.number_of(desk, number), customer.company) if part)
        row.show_row(customer.name, second, icon="phone", chosen=True)
        row.clicked.connect(lambda: self._type(number))
        return row

    def _colleague(self, desk: Desk, colleague: Expert) -> Row:
        row = Row()
        presence = desk.presence.get(colleague.address, Presence())
        user = user_of(colleague.address)
        row.show_row(colleague.name, f"{user} · {words.reach(presence, desk.now)}", reach=presence.reach, chosen=True)
        row.clicked.connect(lambda: self._type(user if user.isdigit() else colleague.address))
        return row

    def start(self) -> None:
        """Put the caret into the field: the agent asked for it."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _type(self, text: str) -> None:
        self._field.setText(text)
        self._typed(text)

    def _typed(self, text: str) -> None:
        if self._field.cursorPosition() == len(text):
            shown = show_typing(text, rules_of(self._desk.settings))
            if shown != text:
                self._field.setText(shown)
        at = self.clock.now()
        self.post(DialDraftEdited(at, text))
        if any(char.isalpha() for char in text) and "@" not in text:
            self.post(BookSearched(at, text))

    def _press(self) -> None:
        typed = self._field.text().strip()
        if not typed:
            self._field.setFocus()
            return
        self._call(typed)
        if self._desk.line.proven:
            self._field.clear()
