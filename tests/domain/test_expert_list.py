"""A spreadsheet of experts becomes experts; a bad row is named and the rest goes in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from softphone.domain.expert import Hours
from softphone.domain.expert_list import BadRow, read_experts, read_hours, write_hours
from softphone.host.paths import resource

LIST = """Name;Adresse;Abteilung;Themen;Sprachen;Tage;von;bis
J. Kern;kern;Produktmarketing;"Rack S2; Zertifikate";de/en;1-5;08:00;16:00
;204;;;;;;
S. Aydin;sip:aydin@pbx.example;Versand;Lieferung;de;;;
A. Bad;<b>;x;;;;;
R. Novak;novak;Technik;Rack S2;de;1-9;08:00;16:00
"""


def test_a_spreadsheet_becomes_experts_and_bad_rows_are_named() -> None:
    read = read_experts(LIST, "pbx.example")
    assert [(e.name, e.address, e.topics) for e in read.experts] == [
        ("J. Kern", "sip:kern@pbx.example", ("Rack S2", "Zertifikate")),
        ("S. Aydin", "sip:aydin@pbx.example", ("Lieferung",)),
    ]
    assert read.experts[0].hours == Hours(frozenset(range(1, 6)), 480, 960)
    assert read.bad == ((3, BadRow.NO_NAME), (5, BadRow.BAD_ADDRESS), (6, BadRow.BAD_HOURS))


def test_reading_it_twice_gives_the_same_experts() -> None:
    assert read_experts(LIST, "pbx.example") == read_experts("\ufeff" + LIST, "pbx.example")


def test_the_demo_list_can_be_imported() -> None:
    text = resource("demo/experts.csv").read_text(encoding="utf-8")
    read = read_experts(text, "127.0.0.1:5070")
    assert (len(read.experts), read.bad) == (5, ())


def test_a_file_of_something_else_is_not_readable() -> None:
    assert not read_experts("a,b\n1,2\n", "x").readable
    assert not read_experts("", "x").readable


def test_hours_are_written_as_they_are_read() -> None:
    for text in ("1-5 08:00-16:00", "1,3,5 00:00-24:00", "6 22:00-06:00"):
        hours = read_hours(text)
        assert isinstance(hours, Hours)
        assert write_hours(hours) == text
    assert read_hours("") is None
    assert read_hours("1-5") is BadRow.BAD_HOURS


@given(st.text(max_size=300), st.text(max_size=20))
def test_any_text_is_read_without_a_crash(text: str, server: str) -> None:
    read_experts(text, server)
    read_experts("name,address\n" + text, server)
    read_hours(text)
