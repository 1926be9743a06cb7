"""Tax and insurance numbers of DE, AT, CH, UK and US.

Where the form alone is rare in other text, it is enough; where order and part numbers look the same, a word
before it must say what it is. `stdnum` checks; the two check digits it lacks are here with their source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum.at import tin as at_tin
from stdnum.at import uid as at_uid
from stdnum.at import vnr
from stdnum.ch import ssn as ch_ssn
from stdnum.ch import uid as ch_uid
from stdnum.de import idnr, stnr
from stdnum.de import vat as de_vat
from stdnum.gb import nhs, utr
from stdnum.gb import vat as gb_vat
from stdnum.us import ein, itin
from stdnum.us import ssn as us_ssn

from softphone.domain.privacy_numbers import REFERENCE, Span

_BEFORE = 40


class _Form(NamedTuple):
    pattern: re.Pattern[str]
    valid: Callable[[str], bool]
    hint: re.Pattern[str] | None = None  # what must stand before; None: the form is enough


def _form(pattern: str, valid: Callable[[str], bool], hint: str = "") -> _Form:
    return _Form(
        re.compile(rf"(?<![\w\-/])(?:{pattern})(?![\w/]|-\w)", re.I),
        valid,
        re.compile(rf"(?:{hint})[^\n]{{0,25}}$", re.I) if hint else None,
    )


def _pension_number(text: str) -> bool:
    """German pension insurance number: area, birth date, initial, serial, check digit (VKVV §4)."""
    compact = text.replace(" ", "").upper()
    digits = compact[:8] + f"{ord(compact[8]) - 64:02d}" + compact[9:11]
    sums = (int(d) * w for d, w in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True))
    return sum(s // 10 + s % 10 for s in sums) % 10 == int(compact[11])


def _health_number(text: str) -> bool:
    """German health insurance number: a letter and nine digits, modified Luhn (SGB V §290)."""
    compact = text.replace(" ", "").upper()
    digits = f"{ord(compact[0]) - 64:02d}" + compact[1:9]
    sums = (int(d) * (1 + n % 2) for n, d in enumerate(digits))
    return sum(s // 10 + s % 10 for s in sums) % 10 == int(compact[9])


def _insurance_number(text: str) -> bool:
    """UK National Insurance number: it has no check digit, but prefixes that are never given out (HMRC NIM39110)."""
    return text[:2].upper() not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}


_TAX_WORD = r"steuer|finanzamt|\bst\.?-?nr|\bidnr|\bid-nr|\btin\b|\btax|abgabenkonto"
_INSURANCE_WORD = r"versicher|\bsvnr|\bsv-nr|\bkvnr|kranken|\begk\b|insur|gesundheitskarte|social"
_FORMS = (
    _form(r"\d{2} \d{3} \d{3} \d{3}", idnr.is_valid),
    _form(r"\d{11}|\d{2}[ ./-]\d{3}[ ./-]\d{3}[ ./-]\d{3}", idnr.is_valid, _TAX_WORD),
    _form(r"\d{2,3}/\d{3,4}/\d{4,5}|\d{10,11}|\d{13}|\d{2,3} \d{3,4} \d{4,5}", stnr.is_valid, _TAX_WORD),
    _form(r"DE ?\d{3} ?\d{3} ?\d{3}", de_vat.is_valid),
    _form(r"\d{2} ?\d{6} ?[A-Z] ?\d{3}", _pension_number),
    _form(r"[A-Z] ?\d{3} ?\d{3} ?\d{3}", _health_number, _INSURANCE_WORD),
    _form(r"\d{4} \d{6}", vnr.is_valid),
    _form(r"\d{4}[ -]?\d{6}", vnr.is_valid, _INSURANCE_WORD),
    _form(r"\d{2}[ -]?\d{3}/?\d{4}", at_tin.is_valid, _TAX_WORD),
    _form(r"ATU ?\d{8}", at_uid.is_valid),
    _form(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", ch_ssn.is_valid),
    _form(r"CHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}", ch_uid.is_valid),
    _form(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _insurance_number),
    _form(r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-Z]", lambda _: True, r"national insurance|\bnino?\b|\bssn"),
    _form(r"\d{3}[ -]?\d{3}[ -]?\d{4}", nhs.is_valid, r"\bnhs"),
    _form(r"\d{5} ?\d{5}", utr.is_valid, r"\butr|unique taxpayer|\btax|hmrc"),
    _form(r"GB ?\d{3} ?\d{4} ?\d{2}", gb_vat.is_valid),
    _form(r"\d{3}-\d{2}-\d{4}", lambda n: bool(us_ssn.is_valid(n) or itin.is_valid(n))),
    _form(r"\d{3} ?\d{2} ?\d{4}", us_ssn.is_valid, r"\bssn|social security"),
    _form(r"9\d{2} ?\d{2} ?\d{4}", itin.is_valid, r"\bitin|\btax"),
    _form(r"\d{2}-?\d{7}", ein.is_valid, r"\bf?ein\b|employer|\btax"),
)


def tax_numbers(text: str) -> Iterator[Span]:
    for form in _FORMS:
        for found in form.pattern.finditer(text):
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            known = form.hint.search(before) if form.hint else not REFERENCE.search(before)
            if known and form.valid(found[0]):
                ending = "".join(c for c in found[0] if c.isalnum())[-2:].upper()
                yield Span(found.start(), found.end(), "tax", f"[tax ••{ending}]")
