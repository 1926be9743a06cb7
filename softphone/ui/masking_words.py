"""What was masked and why, and the plain statement of what Aside masks and what it does not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def why(kind: str) -> str:
    """The rule that found it, in words."""
    return {
        "card": translate("Masking", "Payment card: its check digit is right"),
        "iban": translate("Masking", "IBAN: its check digits are right"),
        "phone": translate("Masking", "Telephone number"),
        "email": translate("Masking", "E-mail address"),
        "name": translate("Masking", "Name on the customer's card"),
        "address": translate("Masking", "Address on the customer's card"),
        "birth": translate("Masking", "Date of birth"),
        "tax": translate("Masking", "Tax or insurance number"),
    }.get(kind, kind)


def caught() -> tuple[str, ...]:
    return (
        translate("Masking", "Payment cards and card codes, IBANs: by their check digits, however they are grouped"),
        translate("Masking", "Telephone numbers and e-mail addresses, also dictated or spelled out"),
        translate("Masking", "Dates of birth, where a word says that it is one"),
        translate("Masking", "Tax and insurance numbers of Germany, Austria, Switzerland, the UK and the US"),
        translate("Masking", "Name, company, address, numbers and e-mails of the card on the screen, misspelled too"),
        translate("Masking", "The same in names of files. Order, case and part numbers of the card always stay."),
    )


def not_caught() -> tuple[str, ...]:
    return (
        translate("Masking", "Names and addresses of people who are not on the card"),
        translate("Masking", "Anything inside pictures and files"),
        translate("Masking", "Bank accounts without IBAN, customer numbers, licence plates, passwords"),
        translate("Masking", "A birthday without a word for it, an age, an illness, a workplace"),
        translate("Masking", "What only somebody who knows the customer would recognise"),
    )
