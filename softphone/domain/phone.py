"""What somebody typed, pasted or clicked, read as a number; and how it is shown, dialled, looked up and logged.

One rule stands over all: an emergency number is recognized as typed and goes out as typed, past every other rule.
`phonenumbers` knows the numbering plans; here is only what a workplace adds to them.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote

import phonenumbers
from msgspec import Struct
from phonenumbers import PhoneNumberFormat, ValidationResult

from softphone.domain.text import clean

MAX_TYPED_CHARS = 512  # a pasted paragraph may hold a number; a pasted book does not
MAX_DIGITS = 32  # the longest feature code of a PBX is far shorter
_SHOWN_CHARS = 40


class NumberKind(StrEnum):
    EMERGENCY = "emergency"
    INTERNAL = "internal"  # an extension or a feature code (*97) of the PBX
    EXTERNAL = "external"  # has an E.164 form
    SHORT = "short"  # a service number of the country (116117)
    PLAIN = "plain"  # digits that no plan knows: dialled as typed
    ADDRESS = "address"  # a SIP address


class NotWhy(StrEnum):
    EMPTY = "empty"
    NO_DIGITS = "no_digits"
    TOO_LONG = "too_long"
    BAD_ADDRESS = "bad_address"


class Number(Struct, frozen=True):
    kind: NumberKind
    typed: str  # digits, *, # and a leading + as typed; of an external number the E.164, of an address the address
    e164: str = ""  # of EXTERNAL
    extension: str = ""  # to be sent as digits when the call is answered


class NotANumber(Struct, frozen=True):
    why: NotWhy


class DialRules(Struct, frozen=True):
    """How numbers are dialled at this workplace."""

    country: str = "DE"  # ISO 3166
    area_code: str = ""  # "40" or "040"
    outside_line: str = ""  # "0"; empty: external numbers are dialled as +E.164
    internal_length: int = 0  # numbers of at most this many digits are internal; 0: none
    emergency_extra: tuple[str, ...] = ()


_LINK = re.compile(r"(?:[^<>]*<)?\s*(tel|callto|sips?)\s*:(?://)?", re.I)
# RFC 3261 §25.1, without the characters that need escaping or quoting
_ADDRESS = re.compile(
    r"(?:[A-Za-z0-9._~!*'()&=+$,%#-]{1,64}@)?(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
    r"(?::[0-9]{1,5})?"
)
_PHONE_USER = re.compile(r"\+[0-9(). -]{5,30}")
_CODE = re.compile(r"[0-9*#]*[*#][0-9*#]*")
_SAFE_DIALLED = re.compile(r"\+?[0-9*#]+")
_EVERYWHERE = frozenset({"112", "911"})  # GSM 22.101 §10.1, for a country that the library does not know


def read_number(untrusted: str, rules: DialRules) -> Number | NotANumber:
    """The number in a messy paste, a typed line or a tel:, callto:, sip: link. Never raises, never dials."""
    text = clean(untrusted, MAX_TYPED_CHARS).strip(" …")
    link = _LINK.match(text)
    scheme = link[1].lower() if link else ""
    if link:
        text = clean(unquote(text[link.end() :]), MAX_TYPED_CHARS)
    if not text:
        return NotANumber(NotWhy.EMPTY)
    if scheme in ("sip", "sips") or "@" in text:
        return _read_address(text, scheme or "sip", rules)
    return _read_digits(text, rules)


def is_emergency(typed: str, rules: DialRules) -> bool:
    """Whether exactly these digits call for help here, also with the outside line before them."""
    digits = _dialled(typed)
    if rules.outside_line and digits.startswith(rules.outside_line):
        return _calls_for_help(digits, rules) or _calls_for_help(digits.removeprefix(rules.outside_line), rules)
    return _calls_for_help(digits, rules)


def dial_string(number: Number, rules: DialRules) -> str:
    """What the engine dials: digits, +digits or a SIP address."""
    match number.kind:
        case NumberKind.SHORT:
            return rules.outside_line + number.typed
        case NumberKind.EXTERNAL if rules.outside_line:
            parsed = phonenumbers.parse(number.e164)
            abroad = phonenumbers.format_out_of_country_calling_number(parsed, rules.country)
            return rules.outside_line + (_dialled(abroad).replace("+", "00"))
        case NumberKind.EXTERNAL:
            return number.e164
        case _:
            return number.typed


@lru_cache(maxsize=256)  # a talkative sender is read once
def customer_key(untrusted: str, rules: DialRules | None = None) -> str:
    """The E.164 form by which a customer is found, or '' for what is none (internal, anonymous, a service)."""
    number = read_number(untrusted, rules or DialRules())
    if isinstance(number, NotANumber):
        return ""
    if number.kind is NumberKind.ADDRESS:
        # A caller comes as sip:+4940…@pbx or as 040…@pbx: the user part is the number.
        user = number.typed.partition(":")[2].partition("@")[0]
        return customer_key(user, rules) if user and "@" in number.typed and _SAFE_DIALLED.fullmatch(user) else ""
    return number.e164


@lru_cache(maxsize=64)
def show_number(untrusted: str, country: str) -> str:
    """A number as people in `country` write it; what is none, cleaned and cut. Panes ask for the same few again
    and again, and the library takes half a millisecond."""
    text = clean(untrusted, _SHOWN_CHARS)
    if text.startswith("+") and _SAFE_DIALLED.fullmatch(text):
        try:
            parsed = phonenumbers.parse(text)
        except phonenumbers.NumberParseException:
            return text
        if not phonenumbers.is_possible_number(parsed):
            return text
        at_home = parsed.country_code == phonenumbers.country_code_for_region(country)
        shape = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
        return phonenumbers.format_number(parsed, shape)
    if text.startswith(("sip:", "sips:")):
        address = text.partition(":")[2].partition(";")[0]
        user, _, _ = address.partition("@")
        return show_number(user, country) if _SAFE_DIALLED.fullmatch(user) else address
    return text


def show_typing(typed: str, rules: DialRules) -> str:
    """What stands in the dial field, grouped while it is typed. Its digits are the same, in the same order."""
    text = clean(typed, MAX_TYPED_CHARS)
    digits = _dialled(text)
    if len(digits) > MAX_DIGITS or not _SAFE_DIALLED.fullmatch(digits) or "*" in digits or "#" in digits:
        return text
    if any(c.isalpha() or c in "@;" for c in text) or len(digits) <= max(rules.internal_length, 3):
        return text if any(c.isalpha() or c in "@;" for c in text) else digits
    formatter = phonenumbers.AsYouTypeFormatter(rules.country)
    shown = ""
    for digit in digits:
        shown = formatter.input_digit(digit)
    return shown if _dialled(shown) == digits else digits


def shorten(number: str) -> str:
    """A number as it may stand in a log: the last three digits."""
    digits = [c for c in number if c.isdecimal()]
    return "…" + "".join(digits[-3:])


def _read_address(text: str, scheme: str, rules: DialRules) -> Number | NotANumber:
    address = re.split(r"[;?>]", text, maxsplit=1)[0].strip()
    user, at, _ = address.rpartition("@")
    if _PHONE_USER.fullmatch(user or address):
        return _read_digits(user or address, rules)
    if not at and _SAFE_DIALLED.fullmatch(address):
        return _read_digits(address, rules)
    if not _ADDRESS.fullmatch(address):
        return NotANumber(NotWhy.BAD_ADDRESS)
    return Number(NumberKind.ADDRESS, f"{scheme}:{address}")


def _read_digits(text: str, rules: DialRules) -> Number | NotANumber:
    digits = _dialled(text.partition(";")[0])
    if is_emergency(digits, rules):
        return Number(NumberKind.EMERGENCY, digits)
    plain = digits.removeprefix("+")
    if _CODE.fullmatch(digits) and len(digits) <= MAX_DIGITS:
        return Number(NumberKind.INTERNAL, digits)
    wordy = any(c.isalpha() for c in text)  # 1-800-FLOWERS has four digits too
    if plain.isdigit() and digits == plain and len(plain) <= rules.internal_length and not wordy:
        return Number(NumberKind.INTERNAL, plain)
    parsed = _parse(text, rules)
    if parsed is not None:
        e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
        return Number(NumberKind.EXTERNAL, e164, e164, parsed.extension or "")
    if not plain:
        return NotANumber(NotWhy.NO_DIGITS)
    if len(plain) > MAX_DIGITS or not plain.isdigit():
        return NotANumber(NotWhy.TOO_LONG)
    short = phonenumbers.PhoneNumber(
        country_code=phonenumbers.country_code_for_region(rules.country), national_number=int(plain)
    )
    if digits == plain and phonenumbers.is_valid_short_number_for_region(short, rules.country):
        return Number(NumberKind.SHORT, plain)
    return Number(NumberKind.PLAIN, digits)


def _parse(text: str, rules: DialRules) -> phonenumbers.PhoneNumber | None:
    """The first number in `text` that a numbering plan allows."""
    found = next((m.raw_string for m in phonenumbers.PhoneNumberMatcher(text, rules.country)), None)
    # Words around a number would be read as letters of a keypad; without words all of the text is the number.
    wordy = any(c.isalpha() for c in text) and not text.startswith("+")
    attempts = (found, text) if wordy else (text, found)
    return next((n for n in (_plan(a, rules) for a in attempts if a) if n is not None), None)


def _plan(text: str, rules: DialRules) -> phonenumbers.PhoneNumber | None:
    country = rules.country
    trunk = phonenumbers.ndd_prefix_for_region(country, True) or ""
    try:
        parsed: phonenumbers.PhoneNumber = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    raw = _dialled(text.partition(";")[0])
    abroad = raw.startswith("+") or parsed.country_code != phonenumbers.country_code_for_region(country)
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if not abroad:
        if phonenumbers.is_valid_short_number_for_region(parsed, country):
            return None
        in_town = reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY or (trunk == "0" and not raw.startswith("0"))
        if in_town and ";" not in text:
            area = rules.area_code if trunk and rules.area_code.startswith(trunk) else trunk + rules.area_code
            return _plan(area + raw, DialRules(country)) if rules.area_code else None
    # Valid is not asked: new ranges come into use before the library knows them.
    return parsed if reason == ValidationResult.IS_POSSIBLE else None


def _dialled(text: str) -> str:
    """Digits of any script as ASCII, * and #, and a plus where it leads."""
    kept: list[str] = []
    for char in text:
        if char in "*#" or char.isdecimal():
            kept.append(str(unicodedata.decimal(char)) if char.isdecimal() else char)
        elif char in "++" and not kept:
            kept.append("+")
    return "".join(kept)


def _calls_for_help(digits: str, rules: DialRules) -> bool:
    if not digits.isdigit():
        return False
    if digits in (_dialled(extra) for extra in rules.emergency_extra):
        return True
    if rules.country not in phonenumbers.SUPPORTED_SHORT_REGIONS:
        return digits in _EVERYWHERE
    return bool(phonenumbers.is_emergency_number(digits, rules.country))
