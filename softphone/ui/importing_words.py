"""The words of an import: fields of a card, and why a file or a row was left out."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from softphone.ui.parts.text import one_line

translate = QCoreApplication.translate

# The fields that are always offered; what a file's guess names beyond them is offered too.
FIELDS = ("name", "company", "number", "number_2", "email", "language", "tier", "address", "must_see", "id")


def fields_with(guessed: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*FIELDS, *guessed)))


def field_word(field: str) -> str:
    return {
        "id": translate("Import", "Customer number"),
        "name": translate("Import", "Name"),
        "first_name": translate("Import", "First name"),
        "last_name": translate("Import", "Last name"),
        "company": translate("Import", "Company"),
        "role": translate("Import", "Role"),
        "tier": translate("Import", "Tier"),
        "since": translate("Import", "Customer since"),
        "language": translate("Import", "Language"),
        "number": translate("Import", "Telephone number"),
        "number_2": translate("Import", "Second number"),
        "number_3": translate("Import", "Third number"),
        "email": translate("Import", "E-mail address"),
        "email_2": translate("Import", "Second e-mail address"),
        "address": translate("Import", "Address"),
        "street": translate("Import", "Street"),
        "zip": translate("Import", "Postcode"),
        "city": translate("Import", "City"),
        "must_see": translate("Import", "Note that must be seen"),
        "support_needs": translate("Import", "Support needs"),
        "order_id": translate("Import", "Order number"),
        "order_title": translate("Import", "Order: what"),
        "order_status": translate("Import", "Order: status"),
        "order_promised": translate("Import", "Order: promised on"),
        "case_id": translate("Import", "Case number"),
        "case_title": translate("Import", "Case: what"),
        "case_status": translate("Import", "Case: status"),
    }.get(field, one_line(field))


def trouble_word(trouble: str) -> str:
    """Why a file cannot be read or an import stopped."""
    return {
        "missing": translate("Import", "The file is not there, or you may not read it."),
        "empty": translate("Import", "There is nothing in this file."),
        "not_text": translate("Import", "This file holds no text. Save it as CSV or vCard first."),
        "not_csv": translate("Import", "This is no CSV file and no vCard file."),
        "cancelled": translate("Import", "Stopped. What was read so far is in."),
    }.get(trouble, translate("Import", "It did not work: {why}").format(why=one_line(trouble)))


def bad_line(line: int, why: str) -> str:
    words = {
        "columns": translate("Import", "more columns than the first row has"),
        "number": translate("Import", "this is no telephone number"),
        "date": translate("Import", "this is no date"),
        "nobody": translate("Import", "no name, number or e-mail address"),
        "too_long": translate("Import", "a field is too long; a quotation mark may be missing"),
        "not_csv": translate("Import", "not a row of a CSV file"),
        "not_vcard": translate("Import", "not a whole vCard"),
    }
    return translate("Import", "Line {line}: {why}").format(line=line, why=words.get(why, one_line(why)))
