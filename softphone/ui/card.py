"""The customer's card: who this is, why they probably call, what is open, and what was last."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout

from softphone.domain.customer import Case, Contact, Customer, Found, Order
from softphone.domain.phone import show_number
from softphone.ui import times, words
from softphone.ui.look import px
from softphone.ui.parts.button import Button
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.marks import Sign
from softphone.ui.parts.rows import TimelineRow, heading
from softphone.ui.parts.text import Chip, Copyable, Paper, Text
from softphone.ui.words import translate

MOST_OPEN = 12
MOST_CONTACTS = 20
MOST_WAYS = 20  # numbers, addresses: more than anybody has


class CustomerCard(Paper):
    """Built once for one look-up; a new look-up is a new card, so nothing of the last customer can stay."""

    def __init__(self, found: Found, now: datetime, country: str, crm: Button | None) -> None:
        super().__init__(gap=12)
        self._now, self._country = now, country
        customer = found.customer
        self.setAccessibleName(translate("Card", "Customer {name}").format(name=customer.name))
        self._head(customer, found.cached, crm)
        if customer.must_see:
            self.rows.addWidget(_must_see(customer.must_see))
        if found.reasons:
            self.rows.addWidget(_reasons(found))
        self._open_things(customer)
        self._timeline(customer.contacts)
        self.rows.addStretch(1)

    def _head(self, customer: Customer, cached: bool, crm: Button | None) -> None:
        name = Text(customer.name, size="title", strong=True, wrapped=True)
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        who = ", ".join(part for part in (customer.role, customer.company) if part)
        parts = [who]
        if customer.since:
            parts.append(translate("Card", "since {year}").format(year=customer.since))
        if customer.languages:
            parts.append(", ".join(words.language(code) for code in customer.languages))
        if cached:
            parts.append(translate("Card", "from this PC, the CRM was not asked"))
        line = Text(" · ".join(part for part in parts if part), ink="second", wrapped=True)
        head = Paper(gap=3)
        head.rows.addWidget(name)
        head.rows.addWidget(line)
        chips = Flow()
        for need in customer.support_needs:
            chips.add(Chip(need, "warn"))
        if customer.tier:
            chips.add(Chip(customer.tier))
        for number in customer.numbers[:MOST_WAYS]:
            chips.add(_copy(show_number(number, self._country), number, translate("Card", "Number copied"), "phone"))
        for email in customer.emails[:MOST_WAYS]:
            chips.add(_copy(email, email, translate("Card", "E-mail address copied"), "mail"))
        if crm is not None:
            chips.add(crm)
        self.rows.addWidget(head)
        self.rows.addWidget(chips)

    def _open_things(self, customer: Customer) -> None:
        orders = [order for order in customer.orders if order.open]
        cases = [case for case in customer.cases if case.open]
        if not orders and not cases:
            return
        grid = QGridLayout()
        grid.setSpacing(px(12))
        tiles = [self._order(order) for order in orders[:MOST_OPEN]] + [self._case(case) for case in cases[:MOST_OPEN]]
        for index, tile in enumerate(tiles[:MOST_OPEN]):
            grid.addWidget(tile, index // 2, index % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1 if len(tiles) > 1 else 0)
        self.rows.addLayout(grid)
        count = len(orders) + len(cases)
        if count > MOST_OPEN:
            more = translate("Card", "{n} more are open.").format(n=count - MOST_OPEN)
            self.rows.addWidget(Text(more, ink="second", size="second"))

    def _order(self, order: Order) -> Paper:
        promised = ""
        if order.promised_on is not None:
            day = times.day(order.promised_on, self._now.astimezone().date())
            promised = translate("Card", "promised {day}").format(day=day)
        detail = " · ".join(part for part in (promised, order.status, order.detail) if part)
        return _tile(
            translate("Card", "Open order"), order.order_id, order.title, detail, translate("Card", "Order copied")
        )

    def _case(self, case: Case) -> Paper:
        age = ""
        if case.opened_on is not None:
            count = (self._now.astimezone().date() - case.opened_on).days
            age = translate("Card", "opened today") if count < 1 else times.days(count)
        detail = " · ".join(part for part in (case.status, age, case.product) if part)
        return _tile(
            translate("Card", "Open case"), case.case_id, case.title, detail, translate("Card", "Case copied")
        )

    def _timeline(self, contacts: tuple[Contact, ...]) -> None:
        self.rows.addWidget(heading(translate("Card", "Last contacts")))
        if not contacts:
            self.rows.addWidget(Text(translate("Card", "None yet: this is the first one."), ink="second"))
        rows = Paper()
        today = self._now.astimezone().date()
        for contact in contacts[:MOST_CONTACTS]:
            word, ink = words.contact_status(contact.status)
            day = times.day(contact.at.astimezone().date(), today)
            icon = words.channel_icon(contact.channel)
            rows.rows.addWidget(TimelineRow(day, icon, contact.subject, contact.detail, word, ink))
        self.rows.addWidget(rows)


def _must_see(text: str) -> Paper:
    box = Paper("must_see", across=True, margins=(14, 9, 14, 9), gap=10)
    box.rows.addWidget(Sign("warn", "warn"), 0, Qt.AlignmentFlag.AlignTop)
    box.rows.addWidget(Text(text, ink="text", strong=True, wrapped=True), 1)
    return box


def _reasons(found: Found) -> Paper:
    box = Paper("reason", across=True, margins=(16, 12, 16, 12), gap=12)
    box.rows.addWidget(Sign("bulb", "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
    column = Paper(gap=3)
    for index, reason in enumerate(found.reasons):
        if index == 0:
            text = translate("Card", "Probably calling about {reason}").format(reason=words.reason(reason))
            column.rows.addWidget(Text(text, size="base", strong=True, wrapped=True))
            if reason.evidence:
                column.rows.addWidget(Text(reason.evidence, ink="second", wrapped=True))
        else:
            text = translate("Card", "or {reason}").format(reason=words.reason(reason))
            column.rows.addWidget(Text(text, ink="second", size="second", wrapped=True))
    box.rows.addWidget(column, 1)
    return box


def _tile(kind: str, key: str, title: str, detail: str, copied: str) -> Paper:
    tile = Paper("card", margins=(16, 11, 16, 11), gap=2)
    head = QHBoxLayout()
    head.setSpacing(px(6))
    head.addWidget(Text(kind, ink="second", size="second"))
    head.addStretch(1)
    tile.rows.addLayout(head)
    name = Copyable(copied, translate("Card", "Click copies the number"), ink="text", strong=True)
    name.say_value(f"{key} · {title}" if title else key, key)
    tile.rows.addWidget(name)
    if detail:
        tile.rows.addWidget(Text(detail, ink="second", wrapped=True))
    tile.rows.addStretch(1)
    return tile


def _copy(shown: str, value: str, copied: str, icon: str) -> Button:
    button = Button(shown, kind="quiet", icon=icon, small=True)
    button.setToolTip(translate("Card", "Click copies"))

    def copy() -> None:
        QApplication.clipboard().setText(value)
        button.show_word(copied, icon="check")

    button.clicked.connect(copy)
    return button
