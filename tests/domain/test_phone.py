"""Numbers as people paste, type and dial them; an emergency number goes out as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.phone import (
    DialRules,
    NotANumber,
    NotWhy,
    Number,
    NumberKind,
    customer_key,
    dial_string,
    is_emergency,
    read_number,
    shorten,
    show_number,
    show_typing,
)

HAMBURG = DialRules("DE", area_code="40", outside_line="0", internal_length=4)
PLAIN = DialRules("DE")
NEW_YORK = DialRules("US", area_code="212", internal_length=4)


def dialled(typed: str, rules: DialRules) -> str:
    number = read_number(typed, rules)
    assert isinstance(number, Number), number
    return dial_string(number, rules)


@pytest.mark.parametrize(
    "messy",
    [
        "+49 40 55501420",
        "0049 40 55501420",
        "+49 (0)40 / 555 01 42-0",
        "040 55501420",
        "(040) 555 014 20",
        "Tel.: 040/55501420",
        "bitte 040 55501420 anrufen",
        "55501420",
        "tel:+49-40-55501420",
        "callto:04055501420",
        "callto://+494055501420",
        "tel:55501420;phone-context=+4940",
        "sip:+494055501420@pbx.example;user=phone",
        "<sip:+494055501420@pbx.example>",
        '"Anna" <sip:+494055501420@pbx.example>;tag=1',
        "tel:%2B49%2040%2055501420",
        "\u202a+49\u00a040\u2011555\u201101420\u202c",
        "０４０ ５５５０１４２０",
        "040 55501420 oder 0171 2345678",
    ],
)
def test_a_messy_paste_is_read(messy: str) -> None:
    number = read_number(messy, HAMBURG)
    assert isinstance(number, Number)
    assert (number.kind, number.e164) == (NumberKind.EXTERNAL, "+494055501420")


def test_an_extension_is_kept_for_after_the_answer() -> None:
    number = read_number("tel:+49-40-5550142;ext=12", HAMBURG)
    assert number == Number(NumberKind.EXTERNAL, "+49405550142", "+49405550142", "12")


@pytest.mark.parametrize(
    ("typed", "rules", "out"),
    [
        ("040 5550142", HAMBURG, "00405550142"),
        ("+44 20 7946 0123", HAMBURG, "000442079460123"),
        ("+44 20 7946 0123", PLAIN, "+442079460123"),
        ("5550142", HAMBURG, "00405550142"),
        ("204", HAMBURG, "204"),
        ("*97", HAMBURG, "*97"),
        ("116117", HAMBURG, "0116117"),
        ("12345", HAMBURG, "004012345"),
        ("sip:anna@pbx.example;transport=tcp?subject=hi", HAMBURG, "sip:anna@pbx.example"),
        ("anna@pbx.example", HAMBURG, "sip:anna@pbx.example"),
        ("sip:204@pbx.example:5070", HAMBURG, "sip:204@pbx.example:5070"),
        ("(212) 555-0142", NEW_YORK, "+12125550142"),
        ("555-0142", NEW_YORK, "+12125550142"),
        ("1-800-FLOWERS", NEW_YORK, "+18003569377"),
        ("0405550142", DialRules("DE", area_code="040"), "+49405550142"),
        ("5550142", DialRules("DE", area_code="040"), "+49405550142"),
    ],
)
def test_dial_rules_of_the_workplace(typed: str, rules: DialRules, out: str) -> None:
    assert dialled(typed, rules) == out


@pytest.mark.parametrize(
    ("typed", "country", "out"),
    [
        ("112", "DE", "112"),
        ("110", "DE", "110"),
        (" 1 1 2 ", "DE", "112"),
        ("tel:112", "DE", "112"),
        ("tel:112;phone-context=+49", "DE", "112"),
        ("Notruf 112", "DE", "112"),
        ("0112", "DE", "0112"),
        ("133", "AT", "133"),
        ("144", "CH", "144"),
        ("999", "GB", "999"),
        ("911", "US", "911"),
        ("112", "XX", "112"),
        ("3333", "DE", "3333"),
    ],
)
def test_an_emergency_number_goes_out_as_typed_past_every_rule(typed: str, country: str, out: str) -> None:
    rules = DialRules(country, area_code="40", outside_line="0", internal_length=4, emergency_extra=("33 33",))
    number = read_number(typed, rules)
    assert isinstance(number, Number)
    assert number.kind is NumberKind.EMERGENCY
    assert dial_string(number, rules) == out


@pytest.mark.parametrize("typed", ["1120", "11", "0401120", "+49112", "*112#", "112112", "204", ""])
def test_what_only_looks_like_an_emergency_number_is_none(typed: str) -> None:
    assert not is_emergency(typed, HAMBURG)


@pytest.mark.parametrize(
    ("untrusted", "why"),
    [
        ("", NotWhy.EMPTY),
        ("\x00\u202e", NotWhy.EMPTY),
        ("tel:", NotWhy.EMPTY),
        ("hello", NotWhy.NO_DIGITS),
        ("+", NotWhy.NO_DIGITS),
        ("<script>", NotWhy.NO_DIGITS),
        ("1" * 40, NotWhy.TOO_LONG),
        ("sip:anna b@x", NotWhy.BAD_ADDRESS),
        ("sip:anna@pbx\r\nX-Evil: 1", NotWhy.BAD_ADDRESS),
        ("sip:@", NotWhy.BAD_ADDRESS),
        ('sip:"a"@x', NotWhy.BAD_ADDRESS),
    ],
)
def test_what_is_no_number_says_why(untrusted: str, why: NotWhy) -> None:
    assert read_number(untrusted, HAMBURG) == NotANumber(why)


@pytest.mark.parametrize(
    ("untrusted", "key"),
    [
        ("+49405550142", "+49405550142"),
        ("040 5550142", "+49405550142"),
        ("sip:+49405550142@10.0.0.1", "+49405550142"),
        ("sip:0405550142@10.0.0.1;user=phone", "+49405550142"),
        ("204", ""),
        ("anonymous", ""),
        ("sip:anonymous@anonymous.invalid", ""),
        ("112", ""),
        ("116117", ""),
        ("", ""),
    ],
)
def test_a_customer_is_found_by_e164_or_not_at_all(untrusted: str, key: str) -> None:
    assert customer_key(untrusted, HAMBURG) == key


@pytest.mark.parametrize(
    ("number", "country", "shown"),
    [
        ("+49405550142", "DE", "040 5550142"),
        ("+49405550142", "GB", "+49 40 5550142"),
        ("+12125550142", "US", "(212) 555-0142"),
        ("204", "DE", "204"),
        ("anna", "DE", "anna"),
        ("sip:anna@pbx.example;x=1", "DE", "anna@pbx.example"),
        ("sip:+49405550142@pbx.example", "DE", "040 5550142"),
        ("+1", "DE", "+1"),
        ("<b>\u202e1</b>", "DE", "<b>1</b>"),
    ],
)
def test_a_number_is_shown_as_people_of_the_country_write_it(number: str, country: str, shown: str) -> None:
    assert show_number(number, country) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0405550142", "040 5550142"),
        ("+442079460123", "+44 20 7946 0123"),
        ("204", "204"),
        ("*97", "*97"),
        ("anna@pbx", "anna@pbx"),
        ("", ""),
    ],
)
def test_digits_are_grouped_while_they_are_typed(typed: str, shown: str) -> None:
    assert show_typing(typed, HAMBURG) == shown


def test_a_log_gets_the_last_three_digits() -> None:
    assert shorten("+49405550142") == "…142"
    assert shorten("sip:anna@pbx") == "…"


DIALLABLE = st.text(alphabet="0123456789+*#()-/ .;=@:telsipcallto\u202e\x00", max_size=60)


@given(st.one_of(st.text(max_size=200), DIALLABLE), st.sampled_from([HAMBURG, PLAIN, NEW_YORK, DialRules("XX")]))
def test_reading_never_raises_and_what_is_dialled_is_safe(untrusted: str, rules: DialRules) -> None:
    number = read_number(untrusted, rules)
    show_number(untrusted, rules.country)
    customer_key(untrusted, rules)
    if isinstance(number, Number):
        target = dial_string(number, rules)
        assert target
        assert target.isascii()
        assert not set(target) & set(' \r\n\t<>";?')


@given(st.text(alphabet="0123456789+*#", max_size=40))
def test_grouping_keeps_every_digit_in_its_place(typed: str) -> None:
    shown = show_typing(typed, HAMBURG)
    assert [c for c in shown if c.isdecimal()] == [c for c in typed if c.isdecimal()]
