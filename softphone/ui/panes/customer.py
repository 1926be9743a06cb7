"""The centre: who this is. Each state of the look-up is a picture of its own; none leaves the agent alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from softphone.domain.customer import Customer, Found, Lookup, NoCustomer, Searching, Several, Unavailable, Unknown
from softphone.domain.desk import Desk
from softphone.domain.facts import BookSearched, CrmOpened, CustomerChosen, CustomerSoughtAgain, CustomerWritten
from softphone.domain.interaction import Interaction, InteractionKind
from softphone.domain.phone import customer_key
from softphone.domain.rules.dialling import rules_of
from softphone.host.clock import Clock
from softphone.ui import people
from softphone.ui.card import CustomerCard
from softphone.ui.context import ContextStrip
from softphone.ui.ids import fresh_id
from softphone.ui.look import px
from softphone.ui.pane import Pane, Post
from softphone.ui.parts.button import Button
from softphone.ui.parts.draft import Field
from softphone.ui.parts.flow import Flow
from softphone.ui.parts.rows import Row, clear, show_all
from softphone.ui.parts.scroll import Scroll
from softphone.ui.parts.text import Paper, Text
from softphone.ui.parts.waiting import Skeleton
from softphone.ui.shortcuts import Action, printed
from softphone.ui.words import translate

MOST_MATCHES = 6


class CustomerPane(Pane):
    def __init__(self, post: Post, clock: Clock) -> None:
        super().__init__(post, clock, "panel")
        self.setAccessibleName(translate("Customer", "Customer"))
        self._shown: tuple[str, Lookup] | None = None
        self._interaction: Interaction | None = None
        self._desk = Desk()
        self._form: Paper | None = None
        self._scroll = Scroll((22, 18, 22, 14), 12, name=translate("Customer", "Customer"), focus=True, readable=True)
        self._body = self._scroll.lines
        self._context = ContextStrip()
        self.rows.addWidget(self._context)
        self.rows.addWidget(self._scroll)

    def show_desk(self, old: Desk | None, new: Desk) -> None:
        self._desk = new
        interaction = new.interaction
        self._interaction = interaction
        self._context.show_context(new, interaction)
        if interaction is None:
            if self._shown is not None:
                self._shown = None
                clear(self._body)
                self._form = None
            return
        shown = (interaction.interaction_id, interaction.lookup)
        if self._shown is None or shown[0] != self._shown[0] or shown[1] is not self._shown[1]:
            self._shown = shown
            self._form = None
            clear(self._body)
            self._fill(new, interaction)
            show_all(self._body)
            self._scroll.verticalScrollBar().setValue(0)
        elif self._form is not None and (old is None or old.search is not new.search):
            self._show_matches(new)

    def _fill(self, desk: Desk, interaction: Interaction) -> None:
        name, number = people.name_of(desk, interaction), people.number_of(desk, interaction.number)
        match interaction.lookup:
            case Found() as found:
                country = desk.settings.country
                self._body.addWidget(CustomerCard(found, desk.now, country, self._crm(desk)), 1)
            case Searching():
                self._title(name, number if number != name else "")
                self._body.addWidget(Skeleton((0.35, 0.6, 0.95, 0.95, 0.4)))
                self._body.addWidget(Skeleton((0.8, 0.7, 0.75)))
                self._body.addStretch(1)
            case Several(customers):
                self._title(name, number)
                text = translate("Customer", "{n} customers have this number. Who is it?").format(n=len(customers))
                self._body.addWidget(Text(text, wrapped=True))
                for customer in customers:
                    self._body.addWidget(self._match(customer, link=False))
                self._offer(create=True)
            case Unknown():
                self._title(name, number if number != name else "")
                text = translate("Customer", "Nobody with this number is in the customer book.")
                self._body.addWidget(Text(text, wrapped=True))
                self._offer(create=True)
            case Unavailable():
                self._title(name, number if number != name else "")
                text = translate("Customer", "The customer book did not answer in time. The call goes on without it.")
                self._body.addWidget(Text(text, wrapped=True))
                self._offer(create=False)
            case NoCustomer():
                internal = interaction.kind is InteractionKind.INTERNAL
                self._title(translate("Customer", "No customer here") if internal else name, "" if internal else number)
                text = (
                    translate("Customer", "This is an internal question: ask in the side chat.")
                    if internal
                    else translate("Customer", "An internal call: there is no customer to it.")
                )
                self._body.addWidget(Text(text, ink="second", wrapped=True))
                self._body.addStretch(1)

    def _title(self, first: str, second: str) -> None:
        head = Paper(gap=3)
        head.rows.addWidget(Text(first, size="title", strong=True, wrapped=True))
        if second:
            head.rows.addWidget(Text(second, ink="second", wrapped=True))
        self._body.addWidget(head)

    def _crm(self, desk: Desk) -> Button | None:
        if not desk.settings.crm_open_url:
            return None
        button = Button(translate("Customer", "Open in CRM"), kind="link", icon="open", small=True)
        button.show_key(printed(Action.CRM, desk))
        button.clicked.connect(self.open_in_crm)
        return button

    def open_in_crm(self) -> None:
        if self._interaction is not None:
            self.post(CrmOpened(self.clock.now(), self._interaction.interaction_id))

    # --- Nobody, or more than one -------------------------------------------------------------------------

    def _offer(self, *, create: bool) -> None:
        flow = Flow(8)
        if not create:
            again = Button(translate("Customer", "Search again"), kind="accent", icon="search")
            again.clicked.connect(self._seek_again)
            flow.add(again)
        new = Button(translate("Customer", "Create customer"), kind="accent", icon="plus")
        new.show_key(printed(Action.CREATE, self._desk))
        new.clicked.connect(self.start_creating)
        link = Button(translate("Customer", "Link to a customer"), kind="accent", icon="link")
        link.show_key(printed(Action.LINK, self._desk))
        link.clicked.connect(self.start_linking)
        flow.add(new)
        flow.add(link)
        self._body.addWidget(flow)
        self._form = Paper(gap=8)
        self._form.setMaximumWidth(px(520))
        self._body.addWidget(self._form)
        self._body.addStretch(1)

    def _seek_again(self) -> None:
        if self._interaction is not None:
            self.post(CustomerSoughtAgain(self.clock.now(), self._interaction.interaction_id))

    def start_creating(self) -> None:
        """First key: the form, filled with what the network said. Second key, Enter: it is kept."""
        if self._form is None or self._interaction is None:
            return
        clear(self._form.rows)
        name = Field(translate("Customer", "Name"), translate("Customer", "Name"))
        name.setText(self._interaction.caller_name)
        company = Field(translate("Customer", "Company"), translate("Customer", "Company, if there is one"))
        keep = Button(translate("Customer", "Keep customer"), kind="primary")

        def save() -> None:
            interaction = self._interaction
            if interaction is None or not (name.text().strip() or company.text().strip()):
                name.setFocus()
                return
            key = customer_key(interaction.number, rules_of(self._desk.settings))
            customer = Customer(
                customer_id=fresh_id(),
                name=name.text().strip() or company.text().strip(),
                company=company.text().strip(),
                numbers=(key,) if key else (),
            )
            self.post(CustomerWritten(self.clock.now(), interaction.interaction_id, customer))

        for each in (name, company):
            each.returnPressed.connect(save)
            self._form.rows.addWidget(each)
        keep.clicked.connect(save)
        self._form.rows.addWidget(keep)
        name.show()  # a layout shows it only in the next turn of the loop, and what is hidden takes no caret
        name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        name.selectAll()

    def start_linking(self) -> None:
        """First key: search. Second key, Enter: the first match gets the number."""
        if self._form is None:
            return
        clear(self._form.rows)
        field = Field(translate("Customer", "Search the customer book"), translate("Customer", "Name, company, number"))
        field.setObjectName("link_search")
        field.typed.connect(lambda text: self.post(BookSearched(self.clock.now(), text)))
        field.returnPressed.connect(self._link_first)
        self._form.rows.addWidget(field)
        field.show()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _link_first(self) -> None:
        if self._desk.search.customers:
            self._choose(self._desk.search.customers[0], link=True)

    def _show_matches(self, desk: Desk) -> None:
        form = self._form
        if form is None or form.findChild(Field, "link_search") is None:
            return
        for row in form.findChildren(Row):
            form.rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for customer in desk.search.customers[:MOST_MATCHES]:
            form.rows.addWidget(self._match(customer, link=True))

    def _match(self, customer: Customer, *, link: bool) -> Row:
        row = Row()
        numbers = [people.number_of(self._desk, number) for number in customer.numbers[:1]]
        parts = [customer.company, customer.tier, *numbers]
        row.show_row(customer.name, " · ".join(part for part in parts if part), icon="user", chosen=True)
        row.clicked.connect(lambda: self._choose(customer, link=link))
        return row

    def _choose(self, customer: Customer, *, link: bool) -> None:
        if self._interaction is not None:
            at = self.clock.now()
            self.post(CustomerChosen(at, self._interaction.interaction_id, customer, link=link))
