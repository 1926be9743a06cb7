"""Clean lines nobody here wrote: Faker's sentences, trades and slogans in German and English, numbers of orders, cases
and parts in the shapes that shops use, and prose of Python's own reference. Nothing in them is anybody's; nothing here
is imported from the rules.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pydoc_data.topics import topics

from faker import Faker

from softphone.domain.customer import Case, Customer, Order

LINES_A_CARD = 20  # the patterns of a new card take longer to make than many lines to mask
LOCALES = ("de_DE", "en_GB", "de_AT", "en_US")
# Faker fills "#" with a digit and "?" with a letter.
ORDERS = (
    "##-####", "45########", "2026-######", "A#######", "PO ######", "#########", "100#######", "W##-######", "SO######"
)  # fmt: skip
CASES = ("C-####", "CAS-#####-??????", "#####", "T2026######", "INC00#####", "RMA ######", "2026-##-####", "[#######]")
PARTS = (
    "??-#", "S2-####/?", "#.###.###-#", "?##-###.##", "DIN ####", "###-###-###", "R#-##", "??#### ?", "M#x##", "####.##"
)  # fmt: skip
GERMAN = ("Bestellung {}", "zu Auftrag {}", "Vorgang {} ist offen", "Artikel {} fehlt", "Teil {} passt nicht")
ENGLISH = ("order {}", "about order no. {}", "case {} is open", "item {} is missing", "part {} does not fit")


def lines(seed: int, each: int) -> Iterator[tuple[str, Customer]]:
    """Each line with the card it is typed beside."""
    rnd = random.Random(seed)
    for n, locale in enumerate(LOCALES):
        fake = Faker(locale)
        fake.seed_instance(seed + n)
        for line in range(each):
            if line % LINES_A_CARD == 0:
                customer = _customer(fake)
            yield fake.sentence(nb_words=rnd.randint(4, 14)), customer
            yield f"{fake.catch_phrase()}, {fake.job()}, {fake.color_name()}", customer
            yield _numbered(fake, rnd, locale), customer
            yield f"{_numbered(fake, rnd, locale)}; {fake.bs()} {_small(fake, rnd)}", customer
    prose = [line for text in sorted(topics.values()) for line in _sentences(text)]
    for text in rnd.sample(prose, 2 * each):
        yield text, customer


def _numbered(fake: Faker, rnd: random.Random, locale: str) -> str:
    shape = rnd.choice((ORDERS, CASES, PARTS))
    number = fake.bothify(rnd.choice(shape), letters="ABCDEFGHKLMNPRSTUVWXYZ")
    said = rnd.choice(GERMAN if locale.startswith("de") else ENGLISH).format(number)
    return f"{said}. {fake.sentence(nb_words=rnd.randint(3, 8))}"


def _small(fake: Faker, rnd: random.Random) -> str:
    """Figures that stand in any talk."""
    return rnd.choice((
        fake.time(), fake.pricetag() if hasattr(fake, "pricetag") else "19,90 €", fake.numerify("% × ##"),
        f"{fake.random_int(1, 400)} mm", f"{fake.random_int(1, 99)} %", fake.numerify("v#.##.#"), fake.ipv4(),
        fake.numerify("## kg"), f"{fake.day_of_month()}.{fake.month()}.", fake.numerify("##/2026"), "",
    ))  # fmt: skip


def _customer(fake: Faker) -> Customer:
    return Customer(
        "c", fake.name(), company=fake.company(), numbers=("+494055501420",), emails=(fake.ascii_safe_email(),),
        address=fake.address().replace("\n", ", "),
        orders=(Order(fake.bothify("##-####"), "12 × Rack S2", "open"),),
        cases=(Case(fake.bothify("C-####"), "rails", "open", product="S2-1900/B"),),
    )  # fmt: skip


def _sentences(text: str) -> list[str]:
    plain = re.sub(r"\s+", " ", re.sub(r"[*`_|]|\n\s*[-=~+]{3,}\n", " ", text))
    return [each for each in re.split(r"(?<=[.:])\s", plain) if 20 < len(each) < 240]
