"""Numbers, quantities and dates, to the character, as Polish and English readers write them."""

from datetime import date

import pytest

from barometr.catalog import units
from barometr.words import formats

NBSP, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


def quantity(value, decimals, unit, language):
    """Return a number and what follows it, as they stand beside each other on a page."""
    return formats.number(value, decimals, language) + formats.unit_after(value, decimals, unit, language)


@pytest.mark.parametrize(
    ("value", "decimals", "polish", "english"),
    [
        (10234.5, 1, f"10{NBSP}234,5", "10,234.5"),
        (4060, 0, "4060", "4,060"),  # Polish sets four digits without a space
        (9999.9, 1, "9999,9", "9,999.9"),
        (10000, 0, f"10{NBSP}000", "10,000"),
        (532812, 0, f"532{NBSP}812", "532,812"),
        (47900000, 0, f"47{NBSP}900{NBSP}000", "47,900,000"),
        (17.04, 2, "17,04", "17.04"),
        (11, 1, "11,0", "11.0"),  # a printed zero after the comma stays
        (0, 0, "0", "0"),
        (0.5, 1, "0,5", "0.5"),
        (-5, 0, f"{MINUS}5", f"{MINUS}5"),
        (-10234.5, 1, f"{MINUS}10{NBSP}234,5", f"{MINUS}10,234.5"),
        (0.25, 1, "0,3", "0.3"),  # halves go up
        (-0.04, 1, "0,0", "0.0"),  # no negative zero
        (9999.96, 1, f"10{NBSP}000,0", "10,000.0"),  # five digits once rounded
    ],
)
def test_a_number(value, decimals, polish, english):
    assert formats.number(value, decimals, "pl") == polish
    assert formats.number(value, decimals, "en") == english


@pytest.mark.parametrize(
    ("value", "polish", "english"),
    [
        (47.8, "47,8", "47.8"),
        (17.04, "17,04", "17.04"),
        (25, "25", "25"),
        (25.0, "25", "25"),
        (0.125, "0,125", "0.125"),
    ],
)
def test_a_number_of_a_computation_keeps_the_decimals_it_has(value, polish, english):
    assert formats.exact(value, "pl") == polish
    assert formats.exact(value, "en") == english


@pytest.mark.parametrize(
    ("value", "decimals", "polish", "english"),
    [
        (92, 0, "+92", "+92"),
        (-5, 0, f"{MINUS}5", f"{MINUS}5"),
        (0, 0, "0", "0"),
        (0.04, 1, "0,0", "0.0"),  # what rounds to zero has no sign
        (-0.04, 1, "0,0", "0.0"),
        (0.05, 1, "+0,1", "+0.1"),  # a half is rounded up, and has its sign
        (1.0, 1, "+1,0", "+1.0"),
        (-12345.6, 1, f"{MINUS}12{NBSP}345,6", f"{MINUS}12,345.6"),
    ],
)
def test_a_change_carries_its_sign(value, decimals, polish, english):
    assert formats.signed(value, decimals, "pl") == polish
    assert formats.signed(value, decimals, "en") == english


@pytest.mark.parametrize(
    ("literal", "decimals"),
    [
        ("11,0", 1),
        ("18", 0),
        ("532 812", 0),
        ("47,8", 1),
        ("47,8 mln zł", 1),
        ("57,70", 2),
        ("10,13 – Budżet Obywatelski", 2),
        ("13,6 – pilotaż", 1),
        ("10,0%", 1),
        ("ok. 11%", 0),
        ("4 tys.", 0),
        ("57,705", 2),  # never more than the indicator has
    ],
)
def test_as_many_decimals_as_were_printed(literal, decimals):
    assert formats.printed_decimals(literal, 2) == decimals


@pytest.mark.parametrize(("of_indicator", "shown"), [(0, 0), (1, 1), (2, 1)])
def test_a_computed_value_has_one_decimal_at_most(of_indicator, shown):
    assert formats.printed_decimals(None, of_indicator) == shown


def test_an_indicator_without_decimals_shows_none_whatever_was_printed():
    assert formats.printed_decimals("47,8", 0) == 0


@pytest.mark.parametrize(
    ("value", "polish", "english"),
    [
        (47900000, f"47,9{NBSP}mln", f"47.9{NBSP}million"),
        (20000000, f"20{NBSP}mln", f"20{NBSP}million"),
        (1000000, f"1{NBSP}mln", f"1{NBSP}million"),
        (3976667, None, None),  # millions would round
        (47950000, None, None),
        (900000, None, None),
        (0, None, None),
    ],
)
def test_money_is_in_millions_only_where_that_says_exactly_the_same(value, polish, english):
    assert formats.millions(value, "pl") == polish
    assert formats.millions(value, "en") == english


@pytest.mark.parametrize(
    ("value", "decimals", "polish", "english"),
    [
        (1, 0, f"1{NBSP}osoba", f"1{NBSP}person"),
        (2, 0, f"2{NBSP}osoby", f"2{NBSP}people"),
        (5, 0, f"5{NBSP}osób", f"5{NBSP}people"),
        (12, 0, f"12{NBSP}osób", f"12{NBSP}people"),
        (22, 0, f"22{NBSP}osoby", f"22{NBSP}people"),
        (0, 0, f"0{NBSP}osób", f"0{NBSP}people"),
        (1.5, 1, f"1,5{NBSP}osoby", f"1.5{NBSP}people"),
        (4060, 0, f"4060{NBSP}osób", f"4,060{NBSP}people"),
    ],
)
def test_a_quantity_takes_the_right_form_of_its_unit(value, decimals, polish, english):
    people = units()["people"]
    assert quantity(value, decimals, people, "pl") == polish
    assert quantity(value, decimals, people, "en") == english


def test_a_per_cent_sign_stands_against_its_number():
    percent = units()["percent"]
    assert quantity(11, 1, percent, "pl") == "11,0%"
    assert quantity(11, 1, percent, "en") == "11.0%"


def test_a_day_is_written_in_words():
    assert formats.day(date(2009, 6, 22), "pl") == "22 czerwca 2009"
    assert formats.day(date(2009, 6, 22), "en") == "22 June 2009"


def test_years_are_never_grouped():
    assert formats.years(2012, 2017) == "2012\N{EN DASH}2017"
    assert formats.years(2017, 2017) == "2017"


def test_the_plural_form_follows_the_decimals_shown():
    """Polish says "5 rodzin" but "5,0 rodziny"."""
    families = units()["families"]
    assert quantity(5.0, 0, families, "pl") == f"5{NBSP}rodzin"
    assert quantity(5.0, 1, families, "pl") == f"5,0{NBSP}rodziny"
