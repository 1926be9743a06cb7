"""Which column of somebody's export is which field of ours, guessed from English and German headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Field → words that a heading may be, best first. A heading is compared in small letters without marks and blanks.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("customerid", "kundennummer", "kundennr", "kdnr", "customerno", "customernumber", "accountnumber", "id"),
    "first_name": ("firstname", "vorname", "givenname"),
    "last_name": ("lastname", "nachname", "surname", "familyname", "familienname"),
    "name": ("fullname", "contactname", "customername", "name", "ansprechpartner", "kontakt", "kunde", "contact"),
    "company": ("company", "firma", "organisation", "organization", "unternehmen", "companyname", "account"),
    "role": ("role", "jobtitle", "funktion", "position", "titel", "title", "rolle"),
    "tier": ("tier", "segment", "kundengruppe", "level", "sla", "kategorie", "status"),
    "since": ("customersince", "since", "kundeseit", "seit"),
    "language": ("language", "sprache", "languages", "sprachen", "lang"),
    "number": ("phone", "telefon", "phonenumber", "telefonnummer", "tel", "telephone", "number", "rufnummer", "phone1",
               "businessphone", "telefon1", "festnetz"),
    "number_2": ("mobile", "mobil", "handy", "mobilephone", "mobilfunk", "cell", "cellphone", "phone2", "telefon2"),
    "number_3": ("otherphone", "phone3", "telefon3", "homephone", "privat", "weiterenummer"),
    "email": ("email", "emailaddress", "mail", "emailadresse", "emailadressen", "email1"),
    "email_2": ("email2", "emailprivat", "otheremail", "weitereemail"),
    "address": ("address", "adresse", "anschrift"),
    "street": ("street", "strasse", "strassehausnummer", "streetaddress"),
    "zip": ("zip", "plz", "postcode", "postalcode", "zipcode", "postleitzahl"),
    "city": ("city", "ort", "stadt", "town"),
    "must_see": ("mustsee", "note", "notes", "notiz", "hinweis", "bemerkung", "wichtig", "warning"),
    "support_needs": ("supportneeds", "needs", "unterstuetzung", "bedarf", "accessibility"),
    "order_id": ("orderid", "ordernumber", "orderno", "auftragsnummer", "bestellnummer", "auftrag", "order"),
    "order_title": ("ordertitle", "product", "produkt", "artikel", "item", "bestellung"),
    "order_status": ("orderstatus", "auftragsstatus", "bestellstatus", "lieferstatus"),
    "order_promised": ("promisedon", "deliverydate", "liefertermin", "lieferdatum", "promised", "due", "faellig"),
    "case_id": ("caseid", "casenumber", "ticket", "ticketid", "ticketnummer", "fallnummer", "vorgang", "case"),
    "case_title": ("casetitle", "subject", "betreff", "tickettitel", "thema"),
    "case_status": ("casestatus", "ticketstatus", "fallstatus"),
}  # fmt: skip
FIELDS = tuple(HEADINGS)

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def guess_mapping(columns: Iterable[str]) -> dict[str, str]:
    """Field → column for every heading we know. No column is taken twice; exact words beat words inside."""
    plain = {column: _plain(column) for column in columns if _plain(column)}
    mapping: dict[str, str] = {}
    for exact in (True, False):
        for field, words in HEADINGS.items():
            if field in mapping:
                continue
            taken = set(mapping.values())
            for word in words:
                fits = (c for c, p in plain.items() if c not in taken and (p == word if exact else _holds(p, word)))
                column = next(fits, None)
                if column is not None:
                    mapping[field] = column
                    break
    return mapping


def _holds(heading: str, word: str) -> bool:
    return len(word) > 4 and word in heading


def _plain(heading: str) -> str:
    text = unicodedata.normalize("NFC", heading.casefold()).translate(_GERMAN)
    text = unicodedata.normalize("NFD", text)
    return re.sub(r"[^a-z0-9]", "", text)
