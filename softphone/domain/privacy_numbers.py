"""Numbers and dates that name a person wherever they stand: cards, IBANs, tax and insurance numbers, telephones,
e-mails, dates of birth. Rules only: who they belong to does not matter here.

Each rule yields spans; `stdnum` and the numbering plans of `phonenumbers` do the checks. Every rule takes time
linear in the text: candidates are bounded in length, and none is looked at twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import phonenumbers
from stdnum import luhn, numdb
from stdnum.iso7064 import mod_97_10


class Span(NamedTuple):
    start: int
    end: int
    kind: str
    shown: str


# What stands before a number and says that it is no telephone, tax number or birth date.
REFERENCE = re.compile(
    r"\b(?:order|orders|ord|purchase order|po|case|ticket|incident|part|parts|item|article|sku|model|serial|s/?n|imei|"
    r"ean|gtin|isbn|vin|meter|reading|dhl|ups|dpd|gls|hermes|fedex|invoice|quote|tracking|parcel|shipment|batch|lot|version|firmware|ref|reference|"
    r"\w*bestell\w*|\w*auftr[aä]g\w*|\w*vorg[aä]ng\w*|f[aä]lle?|\w*teile?(?:-?n(?:umme)?rn?)?|\w*artikel\w*|art(?:-?nr)?|best\.?-?nr|\w*serien\w*|modell\w*|"
    r"\w*rechnung\w*|angebot\w*|\w*sendung\w*|paket\w*|lieferschein\w*|kunden-?n\w*|kd|typ|beleg\w*|"
    r"zähler\w*|vertrag\w*|charge\w*|tarif\w*)\b"
    r"[\s.:#\-=\[\"'„“‚»«]{0,3}(?:(?:mit der|with(?: the)?)\s)?"
    r"(?:(?:no|nr|num|number|nummer|id|is|lautet|ist)\b[\s.:#\-=\[\"'„“‚»«]{0,3}){0,2}"
    # one of several: "part 0 445 110 183 or", "tracking no 1Z 999 AA1"
    r"(?:(?:[\d ./\-]{7,20}(?:or|oder|und|and|bis|to|statt|&|,)|\d{1,3}[a-z]{1,3}|[a-z]{1,3}\d{1,3}|\d{3})[ ]){0,3}$",
    re.I,
)
_BEFORE = 40  # how far back a hint may stand


_AT = re.compile(r"\s?@\s?|\s?[(\[{<](?:at|ät|@)[)\]}>]\s?|\s(?:at|ät|klammeraffe)\s", re.I)
_DOMAIN = re.compile(r"[^\W_](?:[\w-]{0,62}\.){1,6}[^\W_][\w-]{1,62}|[^\W_]{2,}(?:\.[\w-]{1,62}){1,6}")
_SPELLED_DOMAIN = re.compile(r"[\w-]{1,63}(?:\s?(?:\sdot|\spunkt|[(\[](?:dot|punkt)[)\]])\s?[\w-]{2,63}){1,4}", re.I)
_LOCAL = re.compile(r"[\w.+%'&/=~-]{1,64}$")


def emails(text: str) -> Iterator[Span]:
    for sign in _AT.finditer(text):
        before = _LOCAL.search(text, max(0, sign.start() - 64), sign.start())
        after = _SPELLED_DOMAIN.match(text, sign.end(), sign.end() + 254)
        if after is None and not sign[0].isspace() and not sign[0].strip().isalpha():
            after = _DOMAIN.match(text, sign.end(), sign.end() + 254)
        if before and after:
            lead = len(before[0]) - len(before[0].lstrip("'.-/&=%"))
            if lead < len(before[0]):
                yield Span(before.start() + lead, after.end(), "email", "[e-mail]")


# --- Bank ------------------------------------------------------------------------------------------------

_IBAN_START = re.compile(r"(?=([A-Za-z]{2})\d\d)")
_IBAN_GAP = " -.\n"


def ibans(text: str) -> Iterator[Span]:
    """Also with blanks and dashes inside, and glued to what stands around."""
    for start in _IBAN_START.finditer(text):
        length = _iban_length(start[1].upper())
        if not length:
            continue
        chars: list[str] = []
        end, gap = start.start(), 0
        while end < len(text) and len(chars) < length:
            char = text[end]
            end += 1
            if char.isascii() and char.isalnum():
                chars.append(char)
                gap = 0
            elif char in _IBAN_GAP and gap < 2:
                gap += 1
            else:
                break
        compact = "".join(chars).upper()
        if len(compact) == length and mod_97_10.is_valid(compact[4:] + compact[:4]):
            yield Span(start.start(), end, "iban", f"[IBAN ••{compact[-2:]}]")


@cache
def _iban_length(country: str) -> int:
    prefix, properties = numdb.get("iban").info(country)[0]
    account = [int(n) for n in re.findall(r"(\d+)!", properties.get("bban", ""))]
    return 4 + sum(account) if prefix == country and account else 0


_DIGIT_RUN = re.compile(r"(?<!\d)\d(?:[ .\-]{0,2}\d){11,}")
_DIGITS = re.compile(r"\d+")
# Issuers by ISO/IEC 7812: Visa, Mastercard, Amex, Discover, Diners, JCB, UnionPay, Maestro.
_ISSUER = re.compile(r"4|5[0-8]|2[2-7]|3[0-9]|6|1800|2131")
_MAESTRO = re.compile(r"50|5[6-8]|6|0604")  # also with 12 digits
_CARD_LENGTHS = range(12, 20)
_SECURITY_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|security code|prüf(?:ziffer|nummer)|sicherheitscode|kartenprüfnummer)"
    r"(?:\s?(?:is|ist|lautet))?[\s:.#\-]{0,3}(\d{3,4})\b",
    re.I,
)


def cards(text: str) -> Iterator[Span]:
    """12 to 19 digits in whole groups that pass Luhn. Of 16 digits any; of other lengths those of an issuer:
    IMEI (15) and SIM numbers (19 or 20, 89…) pass Luhn by design and name no account. Twelve and thirteen digits
    may be an article's (UPC, EAN) or a parcel's: not where a word before them says so."""
    for run in _DIGIT_RUN.finditer(text):
        reference = bool(REFERENCE.search(text[max(0, run.start() - _BEFORE) : run.start()]))
        groups = list(_DIGITS.finditer(text, run.start(), run.end()))
        done = 0
        for first, group in enumerate(groups):
            if group.start() < done:
                continue
            digits, best = "", 0
            for last in groups[first : first + 19]:
                digits += last[0]
                if len(digits) > 19:
                    break
                if len(digits) in _CARD_LENGTHS and _is_card(digits, reference):
                    best, ending = last.end(), digits[-2:]
            if best:
                yield Span(group.start(), best, "card", f"[card ••{ending}]")
                done = best
    for code in _SECURITY_CODE.finditer(text):
        yield Span(code.start(1), code.end(1), "card", "[card code]")


def _is_card(digits: str, reference: bool) -> bool:
    match len(digits):
        case 16:
            issued = digits != "0" * 16
        case 15:
            issued = digits.startswith(("34", "37", "1800", "2131"))
        case 13:
            issued = digits.startswith(("4", "5", "6")) and not reference
        case 12:
            issued = _MAESTRO.match(digits) is not None and not reference
        case _:
            issued = _ISSUER.match(digits) is not None
    return issued and bool(luhn.is_valid(digits))


# --- Telephones ------------------------------------------------------------------------------------------

_PHONE_RUN = re.compile(r"(?<![\w#@])(?<![\w#][-_./])(?<!\d[,:])(?<!U\+)[+(]{0,2}\d(?:[ ()/.\-]{0,3}\d){4,17}(?!\d)")
_PHONE_GROUP = re.compile(r"[+(]{0,2}\d+")
_PHONE_HINT = re.compile(
    r"\b(?:tel|telefon\w*|phone|telephone|mobile|mobil\w*|handy\w*|cell|fax|whatsapp|sms|durchwahl|rückruf\w*|"
    r"erreichbar|melde\w*|anrufen|zurückrufen|number is|nummer ist|rufnummer|"
    r"call(?:ing)? (?:me|him|her|them|back)|reach\w*)\b"
    r"[^\d\n]{0,25}$",
    re.I,
)
_DATE_OR_TIME = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d\d-\d\d(?!\d)|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?!\d)"
)
_NO_PHONE = re.compile(r"\) \(|(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|\d[./]\d{1,2} {1,3}\d+[./]\d(?!\d)")
_ZIP = re.compile(r"\d{5}-\d{4}$")
_AMERICAN = re.compile(r"\(?(?:1[ .\-]?)?\(?\d{3}(?:\) ?|[ .\-])\d{3}[ .\-]\d{4}")
_EUROPE = ("DE", "AT", "CH", "GB")


def phones(text: str) -> Iterator[Span]:
    for run in _PHONE_RUN.finditer(text):
        before = text[max(0, run.start() - _BEFORE) : run.start()]
        hinted = bool(_PHONE_HINT.search(before))
        reference = bool(REFERENCE.search(before))
        groups = list(_PHONE_GROUP.finditer(text, run.start(), run.end()))
        done = run.start()
        for first, group in enumerate(groups):
            if group.start() < done or _DATE_OR_TIME.match(text, group.start()):
                continue
            if first and text[group.start() - 1] not in " \n":
                continue  # inside a decimal, a version, a range
            for last in reversed(groups[first:]):
                candidate = text[group.start() : last.end()]
                if _NO_PHONE.search(candidate) or (_ZIP.match(candidate) and text[: group.start()][-3:].isupper()):
                    continue
                if _is_phone(candidate, hinted and first == 0, reference and first == 0):
                    opened = candidate.count("(") > candidate.count(")") and candidate[0] == "("
                    yield Span(group.start() + opened, last.end(), "phone", f"[phone ••{candidate[-2:]}]")
                    done = last.end()
                    break


def _is_phone(candidate: str, hinted: bool, reference: bool) -> bool:
    if re.match(r"\(?0[.,]", candidate):
        return False  # a decimal
    digits = "".join(c for c in candidate if c.isdigit())
    international = "+" in candidate[:2]
    abroad = digits[2:] if digits.startswith("00") and not reference else digits if international else ""
    if 8 <= len(abroad) <= 16 and any(int(abroad[:n]) in _COUNTRY_CODES for n in (1, 2, 3)):
        return True
    if international:
        return False
    if reference or not candidate[-2:].isdigit():
        return False
    if hinted and 5 <= len(digits) <= 15:
        return True
    if digits[0] == "0":
        national = digits[1:].removeprefix("0")  # a 0 for the outside line may stand before
        enough = 9 if digits.startswith("00") else 7
        return len(digits) >= enough and any(_planned(national, region) for region in _EUROPE)
    national = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return bool(_AMERICAN.fullmatch(candidate)) and _planned(national, "US")


_COUNTRY_CODES = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


def _planned(national: str, region: str) -> bool:
    lengths, pattern = _plan(region)
    return len(national) in lengths and pattern.fullmatch(national) is not None


@cache
def _plan(region: str) -> tuple[frozenset[int], re.Pattern[str]]:
    """The region's own numbering plan. Far quicker than parsing: a pasted table has thousands of candidates."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert plan is not None
    assert plan.general_desc is not None
    return frozenset(plan.general_desc.possible_length), re.compile(plan.general_desc.national_number_pattern or "")


# --- Dates of birth --------------------------------------------------------------------------------------

_MONTH = (
    r"(?:jan(?:uar|uary|\.)?|jänner|feb(?:ruar|ruary|\.)?|märz|mrz\.?|maerz|mar(?:ch|\.)?|apr(?:il|\.)?|mai|may|"
    r"june?|juni?|july?|juli?|aug(?:ust|\.)?|sept?(?:ember|\.)?|o[ck]t(?:ober|\.)?|nov(?:ember|\.)?|"
    r"de[cz](?:ember|\.)?)"
)
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])\s?[./\-]\s?(?:0?[1-9]|1[0-2])\s?[./\-]\s?(?:(?:19|20)\d\d|\d\d)"
    r"|(?:0?[1-9]|1[0-2])[/\-](?:0?[1-9]|[12]\d|3[01])[/\-](?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d[./\-](?:0?[1-9]|1[0-2])[./\-](?:0?[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:\.|st|nd|rd|th)?\s?(?:of\s)?{_MONTH},?\s?(?:(?:19|20)\d\d|\d\d)"
    rf"|{_MONTH}\s(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?\s?(?:19|20)\d\d)(?!\d)",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GLUED = re.compile(r"(?<!\d)(?:[0-3]\d[01]\d(?:19|20)\d\d|(?:19|20)\d\d[01]\d[0-3]\d|[0-3]\d[01]\d\d\d)(?!\d)")
_BIRTH = re.compile(
    r"\b(?:date of birth|birth ?date|birth ?day|born(?: on| in)?|d\.?o\.?b\b\.?|geboren(?:e|er)?|geb(?:urts)?\.?[- ]?"
    r"(?:dat(?:um)?|tag)\b|geb\.|geb\b|jahrgang|year of birth|geburtsjahr)|\*(?=\s?\d)",
    re.I,
)


_WORD = re.compile(r"[^\W\d_]{4,14}")


def _slips(word: str) -> Iterator[str]:
    """`word` with one letter left out, doubled or swapped with its neighbour."""
    for n in range(len(word)):
        yield word[:n] + word[n + 1 :]
        yield word[:n] + word[n] + word[n:]
        yield word[:n] + word[n + 1 : n + 2] + word[n] + word[n + 2 :]


_MISTYPED = frozenset(
    slip
    for word in ("geboren", "geborene", "geburtsdatum", "geburtstag", "birth", "birthdate", "birthday", "jahrgang")
    for slip in _slips(word)
)


def _birth_hints(text: str) -> Iterator[re.Match[str]]:
    yield from _BIRTH.finditer(text)
    yield from (word for word in _WORD.finditer(text) if word[0].lower() in _MISTYPED)


def birth_dates(text: str) -> Iterator[Span]:
    for hint in _birth_hints(text):
        window_end = min(len(text), hint.end() + 35)
        line_end = text.find("\n", hint.end(), window_end)
        stop = line_end if line_end >= 0 and text[hint.end() : line_end].strip(" :") else window_end
        after = _DATE.search(text, hint.end(), min(len(text), stop + 12))
        if after is None and hint[0] != "*":
            after = _GLUED.search(text, hint.end(), stop) or _YEAR.search(text, hint.end(), hint.end() + 12)
        if after and after.start() < stop and "]" not in text[hint.end() : after.start()]:
            yield Span(after.start(), after.end(), "birth", "[birth date]")
            continue
        start = max(0, hint.start() - 32)
        before = list(_DATE.finditer(text, start, hint.start())) or list(_GLUED.finditer(text, start, hint.start()))
        if before and hint.start() - before[-1].end() <= 12:
            yield Span(before[-1].start(), before[-1].end(), "birth", "[birth date]")
