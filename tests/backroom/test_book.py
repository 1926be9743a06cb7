"""The customer book: finding by number and by words, merging, linking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.backroom.directories.book import Book, Counts
from softphone.backroom.directories.words import question, tokens_of
from softphone.domain.customer import Channel, Contact, Customer, Order
from tests.backroom.places import a_database
from tests.builders import NOON, a_customer

GISELA = Customer("k-2", "Gisela Möhring", "Groß & Söhne", numbers=("+494098765432",), emails=("gm@groß.example",))


@pytest.fixture
def book() -> Book:
    book = Book(a_database())
    put(book, a_customer(), GISELA)
    return book


def put(book: Book, *customers: Customer) -> Counts:
    return book._database.transact(lambda c: book.put(c, customers))


def ids(customers: tuple[Customer, ...]) -> list[str]:
    return [c.customer_id for c in customers]


def test_a_number_finds_the_whole_card(book: Book) -> None:
    assert book.with_number("+494055501420") == (a_customer(),)


def test_a_number_nobody_has_finds_nobody(book: Book) -> None:
    assert book.with_number("+494055501421") == ()
    assert book.with_number("anonymous") == ()
    assert book.with_number("") == ()


def test_a_number_of_two_customers_finds_both(book: Book) -> None:
    put(book, a_customer(customer_id="k-9", name="Jon Doe"))
    assert ids(book.with_number("+494055501420")) == ["k-1", "k-9"]


@pytest.mark.parametrize("odd", ["055501420", "4055501420", "004055501420", "55501420"])
def test_a_number_without_its_beginning_is_found_by_its_end(book: Book, odd: str) -> None:
    found = ids(book.with_number(odd))
    assert found == ["k-1"] if "+494055501420".endswith(odd.lstrip("0")) else found == []


def test_a_number_that_the_book_knows_only_by_its_end_is_found(book: Book) -> None:
    put(book, Customer("k-3", "Odd", numbers=("40123456789",)))
    assert ids(book.with_number("+4940123456789")) == ["k-3"]


def test_another_areas_number_that_ends_alike_is_somebody_else(book: Book) -> None:
    assert book.with_number("+493055501420") == ()


@pytest.mark.parametrize(
    "typed",
    ["Möhring", "moehr", "mohr", "MÖHRING gis", "gi mö", "gross soe", "groß", "GM@gro", "k-2", "+4940987", "040 98765"],
)
def test_search_finds_by_any_beginning_and_any_spelling(book: Book, typed: str) -> None:
    assert ids(book.search(typed)) == ["k-2"]


@pytest.mark.parametrize("typed", ["48-1190", "C-2071", "nordl", "lindqvist m", "hafenstr"])
def test_search_finds_orders_cases_companies_and_no_addresses(book: Book, typed: str) -> None:
    assert ids(book.search(typed)) == ([] if typed == "hafenstr" else ["k-1"])


@pytest.mark.parametrize("typed", ["", " ", "m", '"', "* OR", "words:x", "NEAR(a b)", "a" * 10_000, "\0", "--"])
def test_search_takes_anything_typed(book: Book, typed: str) -> None:
    assert book.search(typed) == ()


@given(st.text(max_size=60))
def test_no_typed_text_is_an_illegal_question(typed: str) -> None:
    database = a_database()
    Book(database).search(typed)
    database.close()
    assert question(tokens_of(typed)).count('"') % 2 == 0


def test_who_begins_with_what_was_typed_stands_on_top(book: Book) -> None:
    put(book, Customer("k-4", "Ute Gisevius", emails=("moehring@x.example",)))
    put(book, Customer("k-5", "Moehring, Ute"))
    assert ids(book.search("moehring"))[0] == "k-5"


def test_a_long_beginning_that_many_share_and_one_that_few_do_are_both_found(book: Book) -> None:
    put(book, *(Customer(f"m-{n}", f"Meier {n}", emails=(f"m{n}@examplecorp.example",)) for n in range(1_500)))
    put(book, Customer("z-1", "Last", emails=("last@exampleland.example",)))
    assert len(book.search("examplecor")) == 20
    assert ids(book.search("exampleland")) == ["z-1"]
    assert ids(book.search("exampleland last")) == ["z-1"]
    assert book.search("examplezoo") == ()


def test_a_long_word_with_marks_is_found_without_them(book: Book) -> None:
    put(book, Customer("r-1", "Renée Desprésaux"))
    for typed in ("despresau", "Desprésaux", "ren despresaux"):
        assert ids(book.search(typed)) == ["r-1"]


def test_at_most_twenty_are_shown(book: Book) -> None:
    put(book, *(Customer(f"m-{n}", f"Meier {n}") for n in range(300)))
    assert len(book.search("meier")) == 20


def test_importing_the_same_twice_changes_nothing(book: Book) -> None:
    assert put(book, a_customer(), GISELA) == Counts(same=2)
    assert book.count() == 2


def test_a_customer_without_an_id_is_the_same_next_time(book: Book) -> None:
    new = Customer("", "Nia Cole", numbers=("+4930111222",))
    assert put(book, new) == Counts(added=1)
    assert put(book, new) == Counts(same=1)
    assert put(book, replace(new, tier="Gold")) == Counts(changed=1)
    (found,) = book.with_number("+4930111222")
    assert (found.name, found.tier) == ("Nia Cole", "Gold")


def test_new_words_win_and_lists_join(book: Book) -> None:
    put(
        book,
        Customer("k-1", "", tier="Gold", numbers=("+49301",), orders=(Order("48-1190", "x", "sent", open=False),)),
    )
    (found,) = book.with_number("+49301")
    assert (found.name, found.tier) == ("Maria Lindqvist", "Gold")
    assert found.numbers == ("+49301", "+494055501420")
    assert found.orders == (Order("48-1190", "x", "sent", open=False),)
    assert book.search("48-1190") == (found,)


def test_a_linked_number_finds_the_customer_and_survives_the_next_import(book: Book) -> None:
    linked = book._database.transact(lambda c: book.link(c, "k-2", "+491511"))
    assert linked is not None
    assert "+491511" in linked.numbers
    put(book, GISELA)
    assert ids(book.with_number("+491511")) == ["k-2"]
    assert book._database.transact(lambda c: book.link(c, "gone", "+491511")) is None


def test_a_timeline_line_is_appended_once_and_newest_first(book: Book) -> None:
    line = Contact("t-2", NOON, Channel.CALL, "Where is it?")
    for _ in range(2):
        assert book._database.transact(lambda c: book.append(c, "k-1", line))
    later = replace(line, at=NOON + timedelta(minutes=1))
    assert book._database.transact(lambda c: book.append(c, "k-1", later))
    card = book.with_id("k-1")
    assert card is not None
    assert [c.contact_id for c in card.contacts] == ["t-2", "t-1"]
    assert card.contacts[0] == later
    assert not book._database.transact(lambda c: book.append(c, "gone", line))


def test_what_the_agent_wrote_replaces_the_card_and_its_words(book: Book) -> None:
    kept = book._database.transact(lambda c: book.keep(c, replace(GISELA, name="Gisela Vogt", numbers=())))
    assert kept.numbers == ()
    assert book.search("möhring") == ()
    assert ids(book.search("vogt")) == ["k-2"]
    made = book._database.transact(lambda c: book.keep(c, Customer("", "New Caller", numbers=("+4917",))))
    assert made.customer_id
    assert book.with_number("+4917") == (made,)
