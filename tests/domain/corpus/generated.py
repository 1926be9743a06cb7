"""Two thousand four hundred lines from a seed: sentences, names and ways of writing of their own.

Apart from the rules and from `personal_lines`: its words are other words, and check digits are worked out again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from softphone.domain.customer import Case, Customer, Order
from tests.domain.corpus.marked import Marked

PEOPLE = [
    ("Henrike", "Dahlmann"),
    ("Emre", "Yıldırım"),
    ("Ann-Kathrin", "Pröll"),
    ("Zsófia", "Horváth"),
    ("Nils", "Aßmann"),
    ("Chidi", "Okonkwo"),
    ("Rhys", "Llewellyn"),
    ("Beatrix", "von Thurnau"),
    ("Jean-Luc", "d'Arcy"),
    ("Ute", "Lang"),
    ("Tomáš", "Dvořák"),
    ("Maeve", "O'Sullivan"),
    ("Jörg", "Kühnel-Röder"),
    ("Ayşe", "Güneş"),
    ("Will", "Page"),
]
FIRMS = [
    "",
    "",
    "Dahlmann Haustechnik GmbH",
    "Pröll & Partner OG",
    "Thurnau Weingut KG",
    "Okonkwo Textiles Ltd",
    "Bergfried Versand AG",
    "Ffordd Bakery",
    "Kühnel Metallbau",
    "Lakeshore Dental LLC",
]
PLACES = [
    ("Buchenallee 88, 50668 Köln", ("Buchenallee 88", "buchenallee 88", "Buchenallee", "50668 Köln", "50668 Koeln")),
    ("Zum Quellenhof 3, 99084 Erfurt", ("Zum Quellenhof 3", "zum quellenhof", "99084 Erfurt", "Zum Quellenhof")),
    ("Lange Gasse 22/8, 1080 Wien", ("Lange Gasse 22/8", "lange gasse 22/8", "1080 Wien", "Lange Gasse")),
    ("Rue du Lac 9, 1207 Genève", ("Rue du Lac 9", "rue du lac", "1207 Geneve", "1207 Genève")),
    ("72 Orchard Road, Leeds, LS6 2AB", ("72 Orchard Road", "72 Orchard Rd", "orchard road", "LS6 2AB", "LS62AB")),
    ("415 Maple Avenue, Dayton, OH 45402", ("415 Maple Avenue", "Maple Ave", "415 maple ave", "45402")),
]
TELEPHONES = [
    (
        "+4922180123456",
        ("0221 80123456", "0221/801234-56", "+49 221 80 12 34 56", "0049221 80123456", "(0221) 801 234 56"),
    ),
    ("+4936155667788", ("0361-55667788", "0361 556 677 88", "+49(0)361 55667788", "55667788")),
    ("+4315123987", ("01/5123987", "01 512 39 87", "+43 1 5123987", "0043 1 512 3987")),
    ("+41227318844", ("022 731 88 44", "0227318844", "+41 22 731 88 44")),
    ("+441132496070", ("0113 249 6070", "01132496070", "+44 113 2496070", "(0113) 249-6070")),
    ("+19372234410", ("937-223-4410", "(937) 223-4410", "1-937-223-4410", "+1 (937) 223 4410", "937.223.4410")),
]
OTHERS = [
    "0152 {8}",
    "0160/{7}",
    "0171-{3} {4}",
    "0157{8}",
    "+49 163 {7}",
    "0049 175 {3}{4}",
    "+49 (0) 178-{7}",
    "030 2{3} {4}",
    "040/3{4}-{2}",
    "0699 1{7}",
    "+43 664 {3} {4}",
    "076 {3} {2} {2}",
    "+41 79 {3} {2} {2}",
    "07{3} 9{5}",
    "+44 7{3} {3} {3}",
    "020 7{3} {4}",
    "(212) 6{2}-{4}",
    "312-4{2}-{4}",
    "+1 646 3{2} {4}",
]
SORTS = [("LX-40", "Leuchte LX-40"), ("KR7/b", "Kran KR7/b"), ("9014.2", "Filter 9014.2"), ("TB 310", "Table TB 310")]
CARDS = [
    ("4", 16),
    ("55", 16),
    ("2720", 16),
    ("34", 15),
    ("6011", 16),
    ("3528", 16),
    ("6212", 17),
    ("38", 14),
    ("6761", 18),
]
IBANS = [
    ("DE", 18, ""),
    ("AT", 16, ""),
    ("CH", 17, ""),
    ("GB", 14, "HBUK"),
    ("NL", 10, "RABO"),
    ("ES", 20, ""),
    ("PL", 24, ""),
]
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
ENGLISH = "January February March April May June July August September October November December".split()  # noqa: SIM905

ASKED = {
    "card": (
        "Kartenzahlung mit {} nicht möglich",
        "{} abgelehnt, Grund?",
        "Kundin liest vor: {} und dann die Prüfzahl",
        "charged twice on {}",
        "her visa ({}) expired",
        "card ending - no sorry, all of it: {}",
        "KK-Nr {}",
        "pls refund {} asap",
    ),
    "iban": (
        "Gutschrift auf {}",
        "neue Bankverbindung: {}",
        "SEPA {} wurde zurückgegeben",
        "account {} is closed",
        "send it to {} instead of paypal",
        "{} - stimmt die Prüfziffer?",
        "Lastschrift von {}, Widerspruch",
    ),
    "name": (
        "{} sagt, es brummt",
        "hab {} in der Leitung",
        "caller: {}",
        "Frau {} fragt nach",
        "what can I offer {}?",
        "{} hat schon zweimal gemahnt",
        "{} is on hold since 10 min",
        "laut {} war der Techniker nie da",
        "Beschwerde von {} wg. Montage",
        "Gruß von {} :)",
    ),
    "address": (
        "Techniker soll nach {} kommen",
        "neue Anschrift {}",
        "parcel left at {}",
        "Zustellung {} gescheitert",
        "is {} in zone 2?",
    ),
    "phone": (
        "bitte {} zurückrufen",
        "Mobil: {}",
        "{} (Büro)",
        "phone {} after 5pm",
        "best number is {}",
        "Nr. vom Nachbarn {}",
        "Tel.: {} AB ist an",
        "sie ist unter {} zu erreichen",
        "text him at {}",
        "Fax {}",
    ),
    "email": (
        "schick's an {}",
        "{} ist verschrieben",
        "cc {} please",
        "Rechnung an {}!",
        "email={}",
        "kontakt: {}, danke",
    ),
    "birth": (
        "geb. {}",
        "Geburtsdatum laut Ausweis {}",
        "geboren {}",
        "born {}",
        "DOB is {}",
        "date of birth: {}",
        "GebDatum {}",
        "{} als Geburtsdatum genannt",
        "birthdate {}",
    ),
}
CLEAN = (
    "{order}: {sort} fehlt im Karton",
    "{order} doppelt geliefert, was tun?",
    "Vorgang {case} bitte an Technik",
    "{case} still open?",
    "passt {sort} an Baujahr 20{2}?",
    "Fehlercode E-{3} an {sort}",
    "{2} Stück {sort} ab Lager {2}?",
    "FW {1}.{2}.{1} auf {sort} seit 0{1}.1{1}.2025",
    "does {sort} come with {1} x M{1}x{2} bolts",
    "Rabattcode HERBST{2} geht nicht",
    "Preis {3},{2} EUR oder {3},{2} EUR netto?",
    "Termin am 1{1}.12.2026 zwischen 1{1}:00 und 1{1}:30",
    "Sendung 003404{14} verloren",
    "tracking 1Z{3}AA1{10} stuck",
    "Rechnungsnr. R2026{6} ist bezahlt",
    "invoice {8} was credited on 2026-0{1}-1{1}",
    "EAN 40{11}",
    "Artikel {3}.{3}.{2} ersetzt {3}.{3}.{2}",
    "serial no {4}-{4}-{4} under warranty till 2028?",
    "Zähler {8} defekt",
    "SAP-Nr {10} anlegen",
    "Ticket #{7} hängt",
    "Kunde will {1} Raten à {3},{2}",
    "how long is {sort} in m? 1.{2} or 2.{2}?",
    "Druck {1},{1} bar, soll {1},{1}",
    "IP 10.{2}.{2}.{2} nicht erreichbar",
    "Gerät {order} startet nach Update {1}.{1}.{3} nicht",
    "IMEI 35{13} blacklisted",
    "lange Wartezeit wegen {sort}, Kulanz?",
    "will the page reload after step {1}?",
    "eine Gasse weiter geht's, {1} km",
    "Wer kennt {sort}?",
    "Bestellung {order} storniert, Gutschrift {3},{2} offen",
    "{case}: no reply since {1} May",
    "Vertrag {9} endet 31.12.2027",
    "lot {8}-{2} recalled",
    "die {2}er Packung, nicht die {3}er",
    "Seriennummer {12} unleserlich",
    "PO {10} pos {2}",
    "build {5}, rev {2}",
)
Build = Callable[[], str]


def lines(seed: int, count: int = 2400) -> Iterator[Marked]:
    """A third is clean; the rest is spread over the kinds."""
    rnd = random.Random(seed)
    kinds = ("card", "iban", "name", "address", "card_phone", "card_email", "phone", "email", "birth")
    card, written = a_card_of_a_customer(rnd)
    for number in range(count):
        if number % 12 == 0:
            card, written = a_card_of_a_customer(rnd)
        if number % 3 == 0:
            yield Marked(clean(rnd, card), (), card)
            continue
        kind = kinds[number % len(kinds)] if number % 2 else rnd.choice(kinds)
        secret = written[kind](rnd) if kind in written else FREE[kind](rnd)
        sentence = rnd.choice(ASKED[kind.removeprefix("card_")])
        before, _, after = sentence.partition("{}")
        counted = "on_card" if kind in written else kind
        yield Marked(typed(rnd, before) + secret + typed(rnd, after), ((counted, secret),), card)


def a_card_of_a_customer(rnd: random.Random) -> tuple[Customer, dict[str, Callable[[random.Random], str]]]:
    first, last = rnd.choice(PEOPLE)
    firm, (address, places) = rnd.choice(FIRMS), rnd.choice(PLACES)
    number, dialled = rnd.choice(TELEPHONES)
    email = f"{ascii_of(first[0])}.{ascii_of(last)}@kunde{rnd.randint(1, 40)}.example".lower()
    sort, title = rnd.choice(SORTS)
    orders = (
        rnd.choice(
            (
                f"{digits(rnd, 2)}-{digits(rnd, 5)}",
                f"B{digits(rnd, 7)}",
                digits(rnd, 10),
                f"{digits(rnd, 4)}/{digits(rnd, 4)}",
            )
        ),
    )
    card = Customer(
        "k",
        f"{first} {last}",
        company=firm,
        numbers=(number,),
        emails=(email,),
        address=address,
        orders=tuple(Order(o, f"{rnd.randint(2, 40)} × {title}", "open") for o in orders),
        cases=(Case(f"CS{digits(rnd, 6)}", f"{sort} defekt", "open", product=sort),),
    )
    core = last.removeprefix("von ")
    names = [f"{first} {last}", f"{last}, {first}", f"{first[0]}. {last}", core, core.upper(), first]
    if core not in ("Lang", "Page"):  # words of the language when small
        names += [core.lower(), ascii_of(core), f"{core}s"]
    if firm:
        names += [firm, firm.rpartition(" ")[0]]
    return card, {
        "name": lambda r: r.choice(names),
        "address": lambda r: r.choice(places),
        "card_phone": lambda r: r.choice(dialled),
        "card_email": lambda r: r.choice((email, email.upper(), email.replace("@", " (at) "))),
    }


def clean(rnd: random.Random, card: Customer) -> str:
    line = rnd.choice(CLEAN)
    line = line.replace("{order}", card.orders[0].order_id).replace("{case}", card.cases[0].case_id)
    line = line.replace("{sort}", card.cases[0].product)
    for n in range(1, 15):
        while f"{{{n}}}" in line:
            line = line.replace(f"{{{n}}}", digits(rnd, n), 1)
    return line


def typed(rnd: random.Random, words: str) -> str:
    """With the slips of a hurried hand, never inside a secret."""
    if len(words) < 6 or rnd.random() > 0.2:
        return words
    at = rnd.randrange(1, len(words) - 2)
    if not words[at : at + 2].isalpha() or rnd.random() < 0.5:
        return words.lower() if rnd.random() < 0.5 else words
    return words[:at] + words[at + 1] + words[at] + words[at + 2 :]


def digits(rnd: random.Random, count: int) -> str:
    return rnd.choice("123456789") + "".join(rnd.choice("0123456789") for _ in range(count - 1))


def ascii_of(name: str) -> str:
    swapped = name.translate(str.maketrans("äöüßıřřáýšťŞşğé", "aousirraystSsge"))
    return "".join(c for c in swapped if c.isascii() and c not in " '’")


def pay_card(rnd: random.Random) -> str:
    prefix, length = rnd.choice(CARDS)
    body = prefix + "".join(rnd.choice("0123456789") for _ in range(length - 1 - len(prefix)))
    total = 0
    for place, char in enumerate(reversed(body)):
        value = int(char) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    number = body + str((10 - total % 10) % 10)
    group = rnd.choice((4, 4, 4, 2, 19))
    return rnd.choice((" ", " ", "-", ".", "  ")).join(number[i : i + group] for i in range(0, length, group))


def account(rnd: random.Random) -> str:
    country, length, bank = rnd.choice(IBANS)
    rest = bank + digits(rnd, length)
    number = int("".join(str("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(c)) for c in rest + country)) * 100
    whole = f"{country}{98 - number % 97:02d}{rest}"
    whole = whole.lower() if rnd.random() < 0.2 else whole
    return rnd.choice(("", " ", " ", "-")).join(whole[i : i + 4] for i in range(0, len(whole), 4))


def telephone(rnd: random.Random) -> str:
    line = rnd.choice(OTHERS)
    for n in range(1, 9):
        while f"{{{n}}}" in line:
            line = line.replace(f"{{{n}}}", digits(rnd, n), 1)
    return line


def mail_address(rnd: random.Random) -> str:
    name = ascii_of(rnd.choice(PEOPLE)[1]).lower()
    where = rnd.choice(("gmx.de", "mailbox.example", "aon.at", "bluewin.ch", "uni-koeln.example", "work.co.uk"))
    return rnd.choice(
        (
            f"{name}{digits(rnd, 2)}@{where}",
            f"{name}_{name[:2]}@{where}",
            f"{name}+shop@{where}",
            f"{name} (at) {where}",
        )
    )


def birthday(rnd: random.Random) -> str:
    day, month, year = rnd.randint(1, 28), rnd.randint(1, 12), rnd.randint(1930, 2009)
    return rnd.choice(
        (
            f"{day:02d}.{month:02d}.{year}",
            f"{day}.{month}.{year}",
            f"{day:02d}.{month:02d}.{year % 100:02d}",
            f"{day}. {GERMAN[month - 1]} {year}",
            f"{day} {ENGLISH[month - 1]} {year}",
            f"{ENGLISH[month - 1][:3]} {day} {year}",
            f"{month}/{day}/{year}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day:02d}-{month:02d}-{year}",
            f"{day:02d}{month:02d}{year}",
        )
    )


FREE: dict[str, Callable[[random.Random], str]] = {
    "card": pay_card,
    "iban": account,
    "phone": telephone,
    "email": mail_address,
    "birth": birthday,
}
