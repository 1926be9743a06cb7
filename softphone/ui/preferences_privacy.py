"""*What Aside records about me*: every figure that is tied to a person, where it is, how long, who sees it.

Only what this program really keeps stands here; who adds a record adds its row.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from softphone.domain.desk import Desk
from softphone.domain.facts import ForgetPressed, StoreState, WipePressed
from softphone.domain.phone import customer_key, show_number
from softphone.domain.rules.dialling import rules_of
from softphone.domain.rules.masking import allowed
from softphone.domain.text import NAME_CHARS, clean
from softphone.host.clock import Clock
from softphone.ui.pane import Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.side_window import labelled
from softphone.ui.parts.text import Paper, Text

translate = QCoreApplication.translate


Row = tuple[str, str, str, str]


def records(kept_days: int, crm: bool, audit_days: int = 0, audit_names: bool = False) -> tuple[Row, ...]:
    """What, where, how long, who sees it."""
    here = translate("Records", "on this PC, encrypted")
    you = translate("Records", "only you")
    until_erased = translate("Records", "until you erase it")
    note_seen = translate("Records", "you, and whoever uses the CRM") if crm else you
    note_where = translate("Records", "on this PC, encrypted, and in the CRM") if crm else here
    days = translate("Records", "{n} days").format(n=kept_days) if kept_days else translate("Records", "not kept")
    return (
        (
            translate("Records", "Calls: number, name, time, length, how they ended"),
            here,
            until_erased,
            you,
        ),
        (translate("Records", "Wrap-ups: outcome, code, note, call-back"), note_where, until_erased, note_seen),
        (
            translate("Records", "How calls sounded: estimate, loss, jitter, round trip; figures, never a sound"),
            note_where,
            until_erased,
            translate("Records", "you, and whoever uses the CRM, your team lead included") if crm else you,
        ),
        (
            translate("Records", "Side chats: questions as masked, answers, when they were sent and seen"),
            translate("Records", "on this PC, encrypted, and with the expert asked"),
            until_erased,
            translate("Records", "you, the experts of the topic, and whoever runs the PBX or the homeserver"),
        ),
        (
            translate("Records", "Audit trail with names: which expert was asked when, kinds masked, time to answer")
            if audit_names
            else translate("Records", "Audit trail without names: when one was asked, kinds masked, time to answer"),
            here,
            translate("Records", "{n} days").format(n=audit_days) if audit_days else translate("Records", "not kept"),
            translate("Records", "you, and whoever you give an export to"),
        ),
        (
            translate("Records", "That you are writing to an expert, never what before you send it"),
            translate("Records", "with the expert"),
            translate("Records", "while you write"),
            translate("Records", "the experts of the topic, and whoever runs the PBX or the homeserver"),
        ),
        (translate("Records", "Customers seen: cards that came from the CRM"), here, days, you),
        (
            translate("Records", "Your state: available, break with its reason, in a call"),
            translate("Records", "at the PBX"),
            translate("Records", "while it lasts; Aside keeps no history of it"),
            translate("Records", "your colleagues, without the reason, and whoever runs the PBX"),
        ),
        (
            translate("Records", "Log of this program: times and faults, three digits of numbers, no names or texts"),
            translate("Records", "a file on this PC"),
            translate("Records", "until newer lines push it out"),
            translate("Records", "you, and whoever you give it to"),
        ),
        (
            translate("Records", "Sound of calls"),
            translate("Records", "nowhere: Aside records no speech"),
            "–",
            translate("Records", "nobody; the PBX may record by itself"),
        ),
    )


class RecordsPage(Paper):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(gap=10)
        self._post = post
        self._clock = clock
        self._desk = Desk()
        self._table = Paper(gap=8)
        self.rows.addWidget(Text(translate("Records", "What Aside records about me"), strong=True))
        self._store = Text(ink="second", wrapped=True)
        self.rows.addWidget(self._store)
        self.rows.addWidget(self._table)
        self._wipe = Button(translate("Records", "Erase all customers seen"), icon="erase")
        self._wipe.clicked.connect(self._ask_wipe)
        self._sure = False
        self.rows.addWidget(self._wipe)
        self._number = QLineEdit()
        self._number.setMaxLength(NAME_CHARS)
        self._forget = Button(translate("Records", "Erase"), small=True)
        self._forget.setEnabled(False)
        self._forget.clicked.connect(self._erase)
        self._number.textChanged.connect(self._read)
        self.rows.addWidget(
            labelled(translate("Records", "Erase one number everywhere"), self._number, across=self._forget)
        )
        self._said = Text(ink="second", size="second", wrapped=True)
        self.rows.addWidget(self._said)

    def show_store(self, desk: Desk) -> None:
        self._desk = desk
        while (item := self._table.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for what, where, how_long, who in records(
            desk.settings.customers_kept_days,
            bool(desk.settings.crm_address),
            desk.settings.audit_kept_days,
            allowed(desk, "audit_names"),
        ):
            card = Paper("card", margins=(14, 10, 14, 10), gap=2)
            card.rows.addWidget(Text(what, strong=True, wrapped=True))
            for word, text in (
                (translate("Records", "Where: {text}"), where),
                (translate("Records", "How long: {text}"), how_long),
                (translate("Records", "Who sees it: {text}"), who),
            ):
                card.rows.addWidget(Text(word.format(text=text), ink="second", size="second", wrapped=True))
            self._table.rows.addWidget(card)
        self._store.say(
            translate("Records", "There is no key store on this PC: nothing of this outlives the program.")
            if desk.store is StoreState.IN_MEMORY
            else translate(
                "Records", "Nothing here is sent for appraisal. The CRM has each wrap-up, and how the call sounded."
            )
            if desk.settings.crm_address
            else translate("Records", "No figure here is sent to anybody for statistics or appraisal.")
        )

    def _ask_wipe(self) -> None:
        """The second press does it; leaving the page forgets the first."""
        if self._sure:
            self._post(WipePressed(self._clock.now()))
            self._said.say(translate("Records", "All customers seen are erased."))
        else:
            self._said.say(translate("Records", "This cannot be undone. Press again to erase."))
        self._sure = not self._sure
        self._wipe.show_word(
            translate("Records", "Yes, erase all customers seen")
            if self._sure
            else translate("Records", "Erase all customers seen"),
            kind="stop" if self._sure else "plain",
        )

    def _key(self) -> str:
        return customer_key(self._number.text(), rules_of(self._desk.settings))

    def _read(self) -> None:
        key = self._key()
        self._forget.setEnabled(bool(key))
        self._said.say(
            translate("Records", "Calls, notes, chats and card of {number}").format(
                number=show_number(key, self._desk.settings.country)
            )
            if key
            else ""
        )

    def _erase(self) -> None:
        key = self._key()
        if key:
            self._post(ForgetPressed(self._clock.now(), key))
            self._number.clear()
            self._said.say(translate("Records", "{number} is being erased.").format(number=clean(key, NAME_CHARS)))
