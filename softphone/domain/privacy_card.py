"""What stands on the customer's card, found again in a text in the ways people write it.

Names in parts, with umlauts spelled out, in any case, with a genitive; streets abbreviated and without the number;
telephone numbers with and without area code. Order, case and part numbers of the card are the opposite: never masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from msgspec import Struct

from softphone.domain.customer import Customer
from softphone.domain.privacy_numbers import Span

# ruff: noqa: SIM905 (lists of words read better as words)

# Parts of a name that name nobody.
_PARTICLES = frozenset(
    "von van der den de del della di da dos du le la el al bin ibn zu zum zur vom und and of the mc mac y e o "
    "dr prof dipl ing mr mrs ms miss herr frau hr fr med jr sr ii iii phd msc mba".split()
)
# Words of company names that stand in ordinary sentences too.
_LEGAL = frozenset(
    "gmbh mbh ag kg kgaa og ohg gbr ug ek se ev eg co cie ltd limited llc inc corp corporation plc llp sarl sa sas srl "
    "spa bv nv oy ab aps kft".split()
)
_TRADE = _LEGAL | frozenset(
    "company group gruppe holding logistik logistics handel handels trading service services systems systeme system "
    "technik technology technologies software solutions consulting bau verlag media druck haus house café "
    "cafe restaurant hotel bar shop store laden markt market apotheke praxis kanzlei büro office werk werke fabrik "
    "factory verein "
    "stadt city nord süd ost west north south east international global deutsche german swiss austria europe "
    "transport transporte spedition versand möbel elektro auto garage sons söhne brothers gebrüder partner partners "
    "agency agentur studio labs lab design digital data energy energie food foods school schule klinik clinic".split()
)
# First and last names that are ordinary words as well: only with a capital.
_WORDS = frozenset(
    "klein lang kurz koch groß gross jung alt neu weiß weiss schwarz braun grün rot roth stark frank ernst wolf may "
    "mark will bill rose grace hope faith joy dean grant brown white black green young long short small king price "
    "rich wise best hall lane wood hill field stone ford page case order may june april august sommer winter herbst "
    "sonntag freitag montag bauer berg stein bach busch baum feld wald see haus hof graf kaiser könig richter "
    "an in am im so do du um ob es er sie ja no ann al li lee le he hu to my ng wu yu song".split()
)
_LIKE = {
    "a": "aàáâãåäā", "c": "cçćč", "d": "dďđ", "e": "eèéêëěęē", "g": "gğ", "i": "iìíîïıī", "l": "lł", "n": "nñńň",
    "o": "oòóôõöøō", "r": "rř", "s": "sšśş", "t": "tťţ", "u": "uùúûüůū", "y": "yýÿ", "z": "zžźż",
}  # fmt: skip
_LETTER = r"[^\W\d_]"
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"}
_STREET = re.compile(r"(str(?:a(?:ß|ss)e)?\.?|street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?)$", re.I)
_STREETS = {
    "s": r"(?:str(?:a(?:ß|ss)e|\.)?|street|st\.?)", "r": r"(?:road|rd\.?)", "a": r"(?:avenue|ave\.?)",
    "l": r"(?:lane|ln\.?)", "d": r"(?:drive|dr\.?)",
}  # fmt: skip
_POSTCODE = re.compile(r"\b(?:(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
_DIGIT_GROUPS = re.compile(r"(?<![\w])[+(]{0,2}\d(?:[ ()/.\-]{0,3}\d){4,17}")


class CardPatterns(Struct, frozen=True):
    """Compiled once for a card. None where the card has nothing of the kind."""

    names: re.Pattern[str] | None  # in any case
    proper: re.Pattern[str] | None  # with a capital only
    addresses: re.Pattern[str] | None
    numbers: frozenset[str]  # digits, in every form the number is dialled
    kept: re.Pattern[str] | None  # order, case and part numbers: left standing

    def found(self, text: str) -> Iterator[Span]:
        if self.addresses:  # before names: streets are called after people
            yield from (Span(m.start(), m.end(), "address", "[address]") for m in self.addresses.finditer(text))
        for pattern in (self.names, self.proper):
            if pattern:
                yield from (Span(m.start(), m.end(), "name", "[name]") for m in pattern.finditer(text))
        if self.numbers:
            yield from self._phones(text)

    def _phones(self, text: str) -> Iterator[Span]:
        for run in _DIGIT_GROUPS.finditer(text):
            groups = list(re.finditer(r"[+(]{0,2}\d+", run[0]))
            for first, group in enumerate(groups):
                digits = ""
                for last in groups[first:]:
                    digits += last[0].strip("+(")
                    if digits in self.numbers or digits.replace("490", "49", 1) in self.numbers:
                        shown = f"[phone ••{digits[-2:]}]"
                        yield Span(run.start() + group.start(), run.start() + last.end(), "phone", shown)


@lru_cache(maxsize=16)
def card_patterns(card: Customer) -> CardPatterns:
    names, proper = _name_words(card)
    kept = {card.customer_id, *(o.order_id for o in card.orders), *(c.case_id for c in card.cases)}
    for title in (*(o.title for o in card.orders), *(c.title for c in card.cases), *(c.product for c in card.cases)):
        kept.update(w.strip(".,;:()") for w in title.split())
    ids = [re.escape(k) for k in sorted(kept, key=len, reverse=True) if _is_reference(k)]
    return CardPatterns(
        names=_any(names, re.I),
        proper=_any(proper, 0),
        addresses=_any(_address_parts(card.address), re.I),
        numbers=frozenset(form for number in card.numbers for form in _number_forms(number)),
        kept=re.compile(rf"(?<!\w)(?:{'|'.join(ids)})(?!\w)", re.I) if ids else None,
    )


def _is_reference(word: str) -> bool:
    """48-1190, AD-7, S2 or 4711; a bare quantity is none."""
    return any(c.isdigit() for c in word) and (not word.isdigit() or len(word) >= 4) and len(word) > 1


def _any(parts: list[str], flags: int) -> re.Pattern[str] | None:
    return re.compile("|".join(sorted(parts, key=len, reverse=True)), flags) if parts else None


# --- Names -----------------------------------------------------------------------------------------------


def _name_words(card: Customer) -> tuple[list[str], list[str]]:
    names: list[str] = []
    proper: list[str] = []
    person = _words(card.name)
    company = _words(card.company)
    for whole in (person, company, [w for w in company if w.casefold() not in _LEGAL]):
        if len(whole) > 1:
            names.append(_bounded(r"(?:[\s.,&+\-]|und|and){1,5}".join(_spelled(w) for w in whole), whole[-1]))
    if len(company) == 1:
        names.append(_bounded(_spelled(company[0]), company[0]))
    ordered = {w.casefold() for o in card.orders for w in _words(o.title)}
    ordered |= {w.casefold() for c in card.cases for w in _words(c.title + " " + c.product)}
    for word in person:
        _add_word(word, names, proper, len(person) == 1)
    telling = [w for w in company if len(w) >= 4 and w.casefold() not in _TRADE]
    for word in telling:
        if word.casefold() not in ordered:  # "harbour" of Harbour & Finch is a word too, "rheinblick" alone is a name
            _add_word(word, names, proper, False, capital=len(telling) > 1)
    for email in card.emails:
        local = email.partition("@")[0]
        if len(local) >= 6 and any(c in "._-" for c in local):
            names.append(_bounded(re.escape(local), local))
    return names, proper


def _words(text: str) -> list[str]:
    return re.findall(rf"{_LETTER}(?:{_LETTER}|\u0308|['’])*", unicodedata.normalize("NFC", text)[:200])


def _add_word(word: str, names: list[str], proper: list[str], only: bool, capital: bool = False) -> None:
    folded = word.casefold()
    if folded in _PARTICLES and not only:
        return
    caseless = unicodedata.category(word[0]) == "Lo"
    if len(word) < 2 and not caseless:
        return
    pattern = _spelled(word)
    if folded in _WORDS or folded in _TRADE or ((len(word) < 3 or capital) and not caseless):
        written = rf"(?:{_spelled(word.capitalize())}|{_spelled(word.upper())})"
        proper.append(_bounded(written, word))
    else:
        names.append(_bounded(rf"(?:{_LETTER}\.\s?)*{pattern}" if not caseless else pattern, word))


def _bounded(pattern: str, word: str) -> str:
    if unicodedata.category(word[0]) == "Lo":  # Chinese and Japanese put no blanks between words
        return pattern
    return rf"(?<!{_LETTER})(?:{pattern})(?:['’]?s|['’])?(?!{_LETTER})"


def _spelled(word: str) -> str:
    """A pattern for one word however it is spelled: ä as ae, a or a with a combining mark; é as e; ß as ss."""
    out: list[str] = []
    at = 0
    while at < len(word):
        char, pair = word[at], word[at : at + 2]
        low = char.lower()
        two = next((u for u, spelled in _UMLAUTS.items() if spelled == pair.lower() and u not in "øæå"), None)
        if two:
            plain = pair if two == "ß" else pair[0] + pair[1]
            out.append(f"(?:{plain}|{_cased(two, char)}|{pair[0]}\u0308)" if two != "ß" else f"(?:{pair}|ß|ẞ)")
            at += 2
            continue
        if low in _UMLAUTS:
            spelled = _UMLAUTS[low]
            bare = spelled[0] if low != "ß" else "s"
            options = (char, _cased(spelled, char), _cased(bare, char) + "\u0308?", spelled.upper())
            out.append(f"(?:{'|'.join(dict.fromkeys(options))})")
        elif char in "'’":
            out.append("['’ʼ` ]?")
        else:
            base = unicodedata.normalize("NFD", low)[0]
            like = _LIKE.get(base, base if base == low else base + low)
            cased = "".join(dict.fromkeys(like.upper() if char.isupper() else like))
            out.append(f"[{re.escape(cased)}][\u0300-\u036f]?" if len(cased) > 1 else re.escape(char))
        at += 1
    return "".join(out)


def _cased(text: str, like: str) -> str:
    return text.capitalize() if like.isupper() else text


# --- Addresses and numbers -------------------------------------------------------------------------------


def _address_parts(address: str) -> list[str]:
    segments = [s.strip() for s in re.split(r"[,;\n]", address[:400]) if s.strip()]
    parts: list[str] = []
    postcode_seen = False
    for place, segment in enumerate(segments):
        code = _POSTCODE.search(segment)
        is_code = code is not None and (place > 0 or (code.start() == 0 and len(segments) == 1))
        if is_code and code is not None:
            postcode_seen = True
            city = r"\s+".join(_spelled(w) for w in _words(segment[code.end() :]))
            escaped = re.escape(code[0]).replace(r"\ ", r"\s?")
            if city:
                parts.append(rf"(?<!\w){escaped},?\s+{city}(?!{_LETTER})")
            if len(code[0]) >= 5:  # four digits alone are a year or a quantity
                parts.append(rf"(?<!\w){escaped}(?!\w)")
        elif not postcode_seen and (place == 0 or any(c.isdigit() for c in segment)):
            parts += _street(segment)
    return parts


# What stands before or behind the street and is no part of its name.
_ROOM = r"(?:flat|studio|apartment|apt\.?|unit|suite|ste\.?|room|floor|whg\.?|wohnung|top|stiege|c/o)"
_DOOR = re.compile(rf"^{_ROOM}\s\d{{0,5}}[a-z]?,?\s+|[\s,]+(?:{_ROOM}|#)\s?#?\d{{1,5}}[a-z]?$", re.I)
_DOOR_BEFORE = rf"(?:{_ROOM}\s\d{{1,5}}[a-z]?,?\s+)?"
_DOOR_BEHIND = rf"(?:,?\s{{0,2}}{_ROOM}\s?#?\d{{1,5}}[a-z]?)?"


def _street(segment: str) -> list[str]:
    segment = _DOOR.sub("", segment)
    number = re.search(r"(?:^|\s)(\d{1,5}\s?[a-z]?(?:\s?[-/]\s?\d{1,5}\s?[a-z]?)?)$|^(\d{1,5}[a-z]?)\s", segment, re.I)
    street = (segment[: number.start()] + segment[number.end() :] if number else segment).strip(" .,")
    if len(street) < 4:
        return []
    suffix = _STREET.search(street)
    stem = street[: suffix.start()] if suffix else street
    words = [_spelled(w) for w in _words(stem)]
    if not words:
        return []
    end = _STREETS[suffix[0][0].lower()] if suffix else ""
    joint = r"[\s\-]{0,2}" if end else ""
    house = r"(?:,?\s{0,2}(?:nr\.?\s?|no\.?\s?)?\d{1,5}(?:\s?[a-z](?!\w))?(?:\s?[-/]\s?\d{1,4}[a-z]?)?(?!\w))?"
    before = rf"(?:{re.escape(number[2])},?\s)?" if number and number[2] else ""
    return [rf"(?<!\w){_DOOR_BEFORE}{before}{_blank().join(words)}{joint}{end}{house}{_DOOR_BEHIND}(?!{_LETTER})"]


def _blank() -> str:
    return r"[\s.\-]{1,3}"


def _number_forms(number: str) -> set[str]:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        digits = "".join(c for c in number if c.isdecimal())
        return {digits} if len(digits) >= 5 else set()
    national = phonenumbers.national_significant_number(parsed)
    country = str(parsed.country_code)
    forms = {country + national, "00" + country + national, "0" + national, national, "1" + national}
    area = phonenumbers.length_of_geographical_area_code(parsed)
    if len(national) - area >= 5:
        forms.add(national[area:])
    return {f for f in forms if len(f) >= 5}
