"""Lines as agents type them, with what must go and what must stay. Made from a seed, apart from the rules: nothing
here is imported from `softphone.domain.privacy*`, check digits are worked out again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from softphone.domain.customer import Case, Customer, Order


@dataclass(frozen=True)
class Line:
    kind: str  # card, iban, on_card, phone, email, birth, or clean
    text: str
    secrets: tuple[str, ...]  # none of it may stand in what leaves
    customer: Customer


FIRST = [
    "Anna", "Jürgen", "Maja", "Björn", "Søren", "Zoë", "Anne-Marie", "Günther", "José", "Oliver", "Priya", "Fatma",
    "Łukasz", "Jane", "Li",
]  # fmt: skip
LAST = [
    "Lindqvist", "Müller", "Öztürk", "Großmann", "O'Neill", "Schäfer-Kühn", "Nowak", "Smith", "Weiß", "Fernández",
    "Klein", "Çelik", "Becker", "Wu",
]  # fmt: skip
GERMAN_MONTHS = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
]  # fmt: skip
ENGLISH_MONTHS = [
    "Jan", "February", "March", "April", "May", "June", "July", "Aug", "September", "October", "Nov", "December",
]  # fmt: skip
COMPANIES = ["Nordlicht Logistik GmbH", "Café Amrum", "Baltic Freight Ltd", "Kröger & Söhne KG", "Osei Foods", ""]
ADDRESSES = [
    ("Hafenstraße 12, 20457 Hamburg", ["Hafenstraße 12", "Hafenstr. 12", "Hafenstrasse", "20457 Hamburg"]),
    ("Am Alten Markt 7a, 18055 Rostock", ["Am Alten Markt 7a", "am alten markt", "18055 Rostock"]),
    ("Mariahilfer Straße 101/3, 1060 Wien", ["Mariahilfer Str. 101/3", "Mariahilferstraße", "1060 Wien"]),
    ("221 Baker Street, London, NW1 6XE", ["221 Baker Street", "Baker St", "NW1 6XE"]),
    ("1600 Amphitheatre Road, Springfield, IL 62704", ["1600 Amphitheatre Rd", "Amphitheatre Road", "62704"]),
]
NUMBERS = [
    ("+494055501420", ["+49 40 55501420", "040/5550 1420", "0049 40 555 014 20", "5550 1420", "+49 (0)40 55501420"]),
    ("+431234567890", ["+43 1 234567890", "01 234567890", "0043 1 2345 67890"]),
    ("+41446681800", ["+41 44 668 18 00", "044 668 18 00", "0041446681800"]),
    ("+442079460123", ["+44 20 7946 0123", "020 7946 0123", "(020) 79460123"]),
    ("+12125550142", ["+1 212-555-0142", "(212) 555-0142", "212.555.0142", "555-0142"]),
]


def a_customer(rnd: random.Random) -> tuple[Customer, list[str], list[str], list[str]]:
    """A customer, and the ways their name, address and number are written."""
    first, last, company = rnd.choice(FIRST), rnd.choice(LAST), rnd.choice(COMPANIES)
    address, written = rnd.choice(ADDRESSES)
    number, dialled = rnd.choice(NUMBERS)
    email = f"{plain(first)}.{plain(last)}@firma{rnd.randint(1, 99)}.example".lower()
    order = f"{rnd.randint(10, 99)}-{rnd.randint(1000, 9999)}"
    customer = Customer(
        "c",
        f"{rnd.choice(['', '', 'Dr. '])}{first} {last}",
        company=company,
        numbers=(number,),
        emails=(email,),
        address=address,
        orders=(Order(order, "12 × Rack S2", "open"), Order(f"20{rnd.randint(10**6, 10**7)}", "Adapter AD-7", "open")),
        cases=(Case(f"C-{rnd.randint(1000, 9999)}", "rails do not fit", "open", product="S2-1900/B"),),
    )
    names = [f"{first} {last}", f"{last}, {first}", last, last.upper(), plain(last), f"{last}s", first, spelled(last)]
    if last in ("Klein", "Weiß", "Wu") or first == "Li":
        names = [n for n in names if n[0].isupper()]  # an ordinary word or syllable when small
    else:
        names.append(last.lower())
    return customer, [*names, *([company] if company else [])], written, dialled


def plain(name: str) -> str:
    return name.translate(str.maketrans("äöüÖÇßøóéáëłŁ", "aouOCsooeaelL")).replace("'", "")


def spelled(name: str) -> str:
    pairs = {"ä": "ae", "ö": "oe", "ü": "ue", "Ö": "Oe", "ß": "ss"}
    return "".join(pairs.get(c, c) for c in name)


def luhn_digit(digits: str) -> str:
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(digits)))
    return str(-total % 10)


def a_card(rnd: random.Random) -> str:
    issuers = [("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("6011", 16), ("36", 14), ("6304", 18)]
    issuers += [("4", 13), ("5018", 12)]
    prefix, length = rnd.choice(issuers)
    digits = prefix + "".join(rnd.choice("0123456789") for _ in range(length - len(prefix) - 1))
    digits += luhn_digit(digits)
    gap = rnd.choice(["", " ", "-", "  ", "\u00a0", " - "[:2]])
    return gap.join(digits[i : i + 4] for i in range(0, length, 4))


def an_iban(rnd: random.Random) -> str:
    country, length = rnd.choice([("DE", 18), ("AT", 16), ("CH", 17), ("NL", 0), ("GB", 0)])
    account = {"NL": "ABNA", "GB": "NWBK"}.get(country, "")
    account += "".join(rnd.choice("0123456789") for _ in range(length or (10 if country == "NL" else 14)))
    value = int("".join(str(int(c, 36)) for c in account + country + "00"))
    iban = f"{country}{98 - value % 97:02d}{account}"
    gap = rnd.choice(["", " ", "-", "."])
    iban = gap.join(iban[i : i + 4] for i in range(0, len(iban), 4))
    return rnd.choice([iban, iban, iban.lower()])


def a_birth_date(rnd: random.Random) -> str:
    day, month, year = rnd.randint(1, 28), rnd.randint(1, 12), rnd.randint(1935, 2008)
    german, english = GERMAN_MONTHS[month - 1], ENGLISH_MONTHS[month - 1]
    return rnd.choice(
        [
            f"{day:02d}.{month:02d}.{year}",
            f"{day}.{month}.{year % 100:02d}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day:02d}/{month:02d}/{year}",
            f"{day}. {german} {year}",
            f"{day} {english} {year}",
            f"{english} {day}, {year}",
        ]
    )


WITH_CARD = ["zahlt mit {} heute", "Karte: {}.", "card {} was declined", "cc no {} exp 04/27", "abgelehnt:{}", "{}"]
WITH_IBAN = ["bitte auf {} erstatten", "refund to {}, please", "Konto {} ist falsch", "IBAN:{}", "x{} und", "{}"]
WITH_NAME = [
    "{} ruft wieder an", "Frage für {}: passt das?", "customer is {}, very upset", "{} asks about rails",
    "Hr. {} will zurücktreten", "can we help {}?", "{}: Lieferung fehlt", "sent by ({})", "an {}\nbitte",
]  # fmt: skip
WITH_ADDRESS = ["liefern nach {}", "wohnt {} im 2. Stock", "ship it to {} instead", "Adresse neu: {}.", "at {}"]
WITH_PHONE = ["Rückruf unter {}", "call back on {} please", "Tel. {}", "mobil {} ab 14 Uhr", "{} is the number", "({})"]
WITH_EMAIL = ["Mail an {}", "write to {}.", "{} antwortet nicht", "<{}>", "E-Mail:{}"]
WITH_BIRTH = ["geb. {}", "geboren am {} in Kiel", "Geburtsdatum: {}", "born {}", "DOB {}", "date of birth is {}"]
CLEAN = [
    "Order {order} is late, when does it ship?", "Bestellung {order} seit 03.04.2026 offen", "Fall {case} hängt",
    "Case {case}: does {part} fit racks of 2020?", "Artikel {part} passt nicht", "Bestellnr. {long} fehlt im Lager",
    "12 × Rack S2, 48 Schrauben M6x16, 1.200,00 EUR", "Sendung 00340434161094{n6} steht in Bremen",
    "serial 0402-77{n4} has firmware 4.11.2", "Does the free adapter still ship with replacements?",
    "EAN 4006381333931 und 5012345678900 verwechselt", "IMEI 490154203237518 gesperrt", "um 14:30 oder 15.45 Uhr",
    "Rechnung 2026-00{n4} über 399,90 €", "Teil 0815-{n4} ist nicht lieferbar", "Kann man das kürzen? Ja, um 5 cm.",
    "We have 10 000 in stock, 2 500 reserved", "Temperature -40 to 85, 0.123456 tolerance", "v2.14.1 vs v2.13",
    "tracking 1Z999AA10123{n4}784 not found", "between 2024-11-01 and 2025-01-31", "It may take till March 2027.",
    "Bitte bis Freitag klären, der Kunde wartet.", "Seite 12-14 im Handbuch, Abb. 3", "SKU 200{n6} heißt jetzt {part}",
]  # fmt: skip


def lines(seed: int, each: int) -> Iterator[Line]:
    rnd = random.Random(seed)
    for _ in range(each):
        customer, names, addresses, numbers = a_customer(rnd)

        def line(kind: str, templates: list[str], secret: str, who: Customer = customer) -> Line:
            return Line(kind, rnd.choice(templates).replace("{}", secret), (secret,), who)

        yield line("card", WITH_CARD, a_card(rnd))
        yield line("iban", WITH_IBAN, an_iban(rnd))
        yield line("on_card", WITH_NAME, rnd.choice(names))
        yield line("on_card", WITH_ADDRESS, rnd.choice(addresses))
        yield line("on_card", WITH_PHONE, rnd.choice(numbers))
        yield line("on_card", WITH_EMAIL, customer.emails[0])
        _, _, _, others = a_customer(rnd)
        yield line("phone", WITH_PHONE, rnd.choice(others[:3]))
        name = plain(rnd.choice(FIRST)).lower()
        yield line("email", WITH_EMAIL, f"{name}{rnd.randint(1, 99)}@web{rnd.randint(1, 9)}.de")
        yield line("birth", WITH_BIRTH, a_birth_date(rnd))
        for _ in range(5):
            order, long = (o.order_id for o in customer.orders)
            text = rnd.choice(CLEAN).format(
                order=order,
                long=long,
                case=customer.cases[0].case_id,
                part=rnd.choice(["AD-7", "S2-1900/B", "S2"]),
                n4=rnd.randint(1000, 9999),
                n6=rnd.randint(100000, 999999),
            )
            yield Line("clean", text, (), customer)
