"""What leaves by the side chat, case by case: masked by rule, never twice, never slow, never raising."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from softphone.domain.chat import Mask
from softphone.domain.customer import Case, Customer, Found, Order, Reason, ReasonKind, Unknown
from softphone.domain.interaction import Interaction, InteractionKind
from softphone.domain.privacy import context_line, mask

LINDQVIST = Customer(
    "c1",
    "Dr. Maja Lindqvist-Müller",
    company="Nordlicht Logistik GmbH",
    languages=("de", "en"),
    numbers=("+494055501420",),
    emails=("m.lindqvist@nordlicht.example",),
    address="Hafenstraße 12, 20457 Hamburg",
    orders=(Order("48-1190", "12 × Rack S2", "late"), Order("48-1200", "Adapter AD-7", "open")),
    cases=(Case("C-2071", "rails do not fit", "open", product="S2"),),
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Order 48-1190: invoice to DE89 3704 0044 0532 0130 00.", "Order 48-1190: invoice to [IBAN ••00]."),
        ("xDE89370400440532013000y", "x[IBAN ••00]y"),
        ("card 4111 1111 1111 1111, CVV 123", "card [card ••11], CVV [card code]"),
        ("4111\u200b1111\u20111111\u00a01111", "[card ••11]"),
        ("４１１１１１１１１１１１１１１１", "[card ••11]"),
        ("Frau Dr. Maja Lindqvist-Mueller ruft an", "Frau [name] ruft an"),
        ("Mu\u0308llers Auftrag, MAJA’S rack", "[name] Auftrag, [name] rack"),
        ("Nordlicht Logistik will 12 × Rack S2", "[name] will 12 × Rack S2"),
        ("liefern: Hafenstr. 12, 20457 Hamburg", "liefern: [address]"),
        ("in der Hafenstrasse", "in der [address]"),
        ("unter 5550 1420 oder +49 (0)40 555 01 420", "unter [phone ••20] oder [phone ••20]"),
        ("0171 5550142 / maja (at) web.de", "[phone ••42] / [e-mail]"),
        ("geb. am 12.03.1980, Fall seit 03.04.2024", "geb. am [birth date], Fall seit 03.04.2024"),
        ("12 March 1980 (DOB)", "[birth date] (DOB)"),
        ("Jahrgang 1980", "Jahrgang [birth date]"),
        ("Steuer-ID 36574261809", "Steuer-ID [tax ••09]"),
        ("Finanzamt: St.-Nr. 181/815/08155", "Finanzamt: St.-Nr. [tax ••55]"),
        ("RVNR 15 070649 C 103", "RVNR [tax ••03]"),
        ("Versichertennummer A123456780", "Versichertennummer [tax ••80]"),
        ("SVNR 1237 010180", "SVNR [tax ••80]"),
        ("AHV 756.9217.0769.85", "AHV [tax ••85]"),
        ("NI number AB 12 34 56 C", "NI number [tax ••6C]"),
        ("NHS no 943 476 5919", "NHS no [tax ••19]"),
        ("SSN 536-90-4399", "SSN [tax ••99]"),
        ("Order 48-1190, case C-2071, S2 and AD-7", "Order 48-1190, case C-2071, S2 and AD-7"),
        # A word before it says what it is: seven digits after a zero are a telephone only without one.
        ("Teil [0282164], Teilenummer 0282165", "Teil [0282164], Teilenummer 0282165"),
        ("Artikel „0282164“ fehlt, order = 0282165", "Artikel „0282164“ fehlt, order = 0282165"),
        ("parts 0282164, 0282171 and 0282199", "parts 0282164, 0282171 and 0282199"),
        ("Teil mit der Nummer 0282164, Best.-Nr. 0282165", "Teil mit der Nummer 0282164, Best.-Nr. 0282165"),
        ("best number is 0171 5550142, Auftrag 4711", "best number is [phone ••42], Auftrag 4711"),
        ("the part came, call 040 55501420", "the part came, call [phone ••20]"),
    ],
)  # fmt: skip
def test_what_leaves_is_masked(text: str, left: str) -> None:
    assert mask(text, LINDQVIST).text == left


def test_each_mask_is_named_in_the_order_of_the_text() -> None:
    masked = mask("Maja, DE89 3704 0044 0532 0130 00", LINDQVIST)
    assert masked.masks == (Mask("name", "[name]"), Mask("iban", "[IBAN ••00]"))


def test_a_quoted_mask_is_not_counted_again() -> None:
    assert mask("[name] and Maja", LINDQVIST).masks == (Mask("name", "[name]"),)
    assert mask("[card ••42]", LINDQVIST).masks == ()


def test_the_companys_own_numbers_may_stand() -> None:
    own = ("040 5550100", "orders@shop.example")
    text = "call 040 5550100 or write to orders@shop.example"
    assert mask(text, None, own).text == text
    assert mask(text, None).text == "call [phone ••00] or write to [e-mail]"


def test_a_name_that_is_also_a_word_needs_its_capital() -> None:
    klein = replace(LINDQVIST, name="Anna Klein")
    assert mask("Klein fragt, ob das Teil zu klein ist", klein).text == "[name] fragt, ob das Teil zu klein ist"


def test_a_name_without_letters_of_ours_is_found_too() -> None:
    assert mask("客户王伟来电", replace(LINDQVIST, name="王伟")).text == "客户[name]来电"
    assert mask("Олена дзвонить", replace(LINDQVIST, name="Олена Шевченко")).text == "[name] дзвонить"


INTERACTION = Interaction("i", InteractionKind.CALL, datetime(2026, 11, 21, tzinfo=UTC))


def test_the_context_line_carries_order_product_case_and_language_never_the_person() -> None:
    case = Case("C-2071", "Frau Lindqvist: rails do not fit", "open", product="S2")
    customer = replace(LINDQVIST, cases=(case,))
    line = context_line(INTERACTION, customer)
    assert line == "48-1190 12 × Rack S2 · C-2071 S2 Frau [name]: rails do not fit · German"


def test_the_context_line_names_what_they_probably_call_about() -> None:
    found = Found(LINDQVIST, (Reason(ReasonKind.ORDER_LATE, "48-1200"),))
    assert context_line(replace(INTERACTION, lookup=found)).startswith("48-1200 Adapter AD-7")
    assert context_line(replace(INTERACTION, lookup=Unknown())) == ""


# --- What holds for any text ---------------------------------------------------------------------------------

WORDS = ["Maja", "Lindqvist", "M.", "MÜLLER", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "040", "5550142"]
WORDS += ["+49", "(0)", "geb.", "12.03.1980", "@", "a@b.de", "[name]", "[card ••42]", "Tel.", "48-1190", "\n", "1", "-"]
WORDS += ["Hafenstr.", "12,", "20457", "Hamburg", "Nordlicht", "GmbH", "ssn", "536-90-4399", "\u200b", "[", "]", "••"]
GLUED = st.builds("".join, st.lists(st.sampled_from([*WORDS, " "]), max_size=14))
TEXTS = st.one_of(st.text(max_size=200), st.builds(" ".join, st.lists(st.sampled_from(WORDS), max_size=14)), GLUED)
NAMES = st.text(max_size=30)


@given(TEXTS)
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text, LINDQVIST).text
    assert mask(once, LINDQVIST).text == once


@given(TEXTS, NAMES, NAMES, NAMES, NAMES, NAMES)
def test_no_card_of_any_kind_makes_it_raise(
    text: str, name: str, company: str, address: str, number: str, order: str
) -> None:
    odd = Customer("c", name, company=company, address=address, numbers=(number,), orders=(Order(order, name, ""),))
    once = mask(text, odd).text
    assert mask(once, odd).text == once


def passes_luhn(digits: str) -> bool:
    pairs = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(p - 9 if p > 9 else p for p in pairs) % 10 == 0


@given(st.text(alphabet="0123456789 -", max_size=60))
def test_no_sixteen_digits_that_pass_luhn_are_left(text: str) -> None:
    for run in re.finditer(r"(?<!\d)\d(?:[ -]?\d)*(?!\d)", mask(text).text):
        groups = re.findall(r"\d+", run[0])
        for first in range(len(groups)):
            for last in range(first, len(groups)):
                digits = "".join(groups[first : last + 1])
                assert len(digits) != 16 or set(digits) == {"0"} or not passes_luhn(digits)


@pytest.mark.parametrize("unit", ["0171 ", "1 2-", "DE89 37", "aa11", "a@b", "Maja ", "geb. ", "((+", "Hafen "])
def test_ten_times_the_text_takes_about_ten_times_as_long(unit: str) -> None:
    def seconds(chars: int) -> float:
        text = (unit * chars)[:chars]
        started = time.process_time()
        mask(text, LINDQVIST)
        return time.process_time() - started

    seconds(1_000)
    short = min(seconds(5_000) for _ in range(3))
    assert seconds(50_000) < 40 * max(short, 0.002)  # a square would be 100
