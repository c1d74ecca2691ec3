"""What a printed cell says: never a wrong value, never a zero for a gap, a question where two readings are possible."""

import csv
import math
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometr.engine import PROJECT
from barometr.publish.cells import (
    IN_PERCENT,
    SCALED,
    Cell,
    Unclear,
    compared,
    decimal_sign,
    status_of,
    tells_status,
    tells_status_beside,
    understood,
    written,
)

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


def said(text, sign=None):
    """Return value and status of a cell, or the rule of its problem."""
    found = understood(text, sign)
    return found.rule if isinstance(found, Unclear) else (found.value, found.status)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3563", 3563.0),
        (" 3563 ", 3563.0),
        ("106.", 106.0),
        ("0", 0.0),
        ("0,0", 0.0),
        ("12,75", 12.75),
        ("12.75", 12.75),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("1234,567", 1234.567),
        ("532 812", 532812.0),
        (f"532{NBSP}812", 532812.0),
        (f"532{THIN}812,5", 532812.5),
        (f"1{NARROW}532{NARROW}812", 1532812.0),
        ("532 812,500", 532812.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("3.976.667", 3976667.0),
        ("3,976,667", 3976667.0),
        ("-5", -5.0),
        ("−5,5", -5.5),
    ],
)
def test_a_number_is_read_as_it_is_printed(text, expected):
    assert said(text) == (expected, "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13,6 - pilotaż", (13.6, "pilot")),
        ("13,6 – pilotaż", (13.6, "pilot")),
        ("13,6 (PILOTAŻ)", (13.6, "pilot")),
        ("12 (plan)", (12.0, "plan")),
        ("plan: 12", (12.0, "plan")),
        ("ok. 12 (plan)", (12.0, "plan")),
        ("120, dane wstępne", (120.0, "provisional")),
        ("120 p", (120.0, "provisional")),
        ("30 cel", (30.0, "target")),
        ("16 – wartość bazowa", (16.0, "baseline")),
        ("ok. 500", (500.0, "approx")),
        ("ok.500", (500.0, "approx")),
        ("~500", (500.0, "approx")),
        ("około 500", (500.0, "approx")),
        ("blisko 45 tys.", (45000.0, "approx")),
        ("ponad 100 mln zł", (100000000.0, "approx")),
        ("7,5 tys.", (7500.0, "approx")),
        ("465 tys", (465000.0, "approx")),
        ("47,9 mln zł", (47900000.0, "approx")),
        ("nearly 1.2 million", (1200000.0, "approx")),
    ],
)
def test_what_stands_beside_a_number_becomes_its_status(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text", ["●", "-", "–", "—", ".", "…", "bd", "bd.", "b.d.", "BD.", "brak danych", "Brak", "#", ":"]
)
def test_a_sign_of_missing_data_is_no_data_and_never_a_zero(text):
    assert said(text) == (None, "no_data")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("w trakcie zbierania", "in_progress"),
        ("W trakcie realizacji, dane będą dostępne", "in_progress"),
        ("katalog w trakcie opracowania", "in_progress"),
        ("in progress", "in_progress"),
        ("nie dotyczy", "not_applicable"),
        ("x", "not_applicable"),
    ],
)
def test_words_for_a_missing_value_say_why_it_is_missing(text, status):
    assert said(text) == (None, status)


@pytest.mark.parametrize("text", ["nd.", "n/d", "n.d.", "n/a", "ND"])
def test_an_abbreviation_with_two_meanings_is_asked_about(text):
    assert said(text) == "cell.two_meanings"


@pytest.mark.parametrize(
    "text",
    ["0 30", "- 50", "12-14%", "167 0", "19.06.", "1e5", "007", "12,", ",5", "+5", "(11)", "12 osób", "5 p.p.", "½"]
    + [
        "12 34",
        "1 2345",
        "532 81",
        "532  812",
        "532\n812",
        "1,23,4",
        "1.234,567,8",
        "35631)",
        "2017 r.",
        "tak",
        "<5",
        ">5",
    ]
    + ["10,13 – Budżet Obywatelski", "brak Budżetu Obywatelskiego", "badanie w realizacji – wpis dodano 19.06"]
    + ["plan 5 pilotaż", "5 brak danych", "5% zł", "1" * 400, "x" * 3000, "*", "p", "inf", "nan", "=1+1", "1 * 2"],
)
def test_what_is_not_understood_is_told_and_never_guessed(text):
    assert said(text, ",") == "cell.not_a_number"


@pytest.mark.parametrize("text", ["1,234", "1.234", "12,345", "999.999 zł", "-1,234"])
def test_a_number_with_two_readings_is_settled_by_the_rest_of_the_file_alone(text):
    plain = text.replace(" zł", "")
    comma, point = plain.replace(".", "").replace(",", "."), plain.replace(",", "")
    assert said(text) == "cell.ambiguous"
    assert said(text, ",")[0] == float(comma)
    assert said(text, ".")[0] == float(point)


def test_a_number_with_two_readings_comes_with_both_of_them_and_the_way_out():
    assert understood("ok. 1,234", None) == Unclear(
        "cell.ambiguous", {"printed": "ok. 1,234", "number": "1,234", "whole": "1234"}
    )
    assert said("1234") == (1234.0, "")
    assert said("1,2340") == (1.234, "")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["12,75", "3563", None, 7.5, "bd."], ","),
        (["12.75", "1,234"], "."),
        (["1,234.5"], "."),
        (["3.976.667 zł"], ","),
        (["ok. 12,5 %", "1.234"], ","),
        (["12,75", "12.75"], None),
        (["1,234", "532 812", "106."], None),
        ([], None),
    ],
)
def test_unambiguous_numbers_tell_the_decimal_sign_of_a_file(cells, expected):
    assert decimal_sign(cells) == expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [("3 563*", "*"), ("3563¹", "¹"), ("3563 1)", "1)"), ("3563a)", "a)"), ("8,5%**", "**"), ("12 (plan)*", "*")]
    + [("bd. 1)", "1)"), ("–*", "*"), ("3563 †", "†")],
)
def test_the_mark_of_a_footnote_is_no_part_of_the_number(text, mark):
    found = understood(text, None)
    assert isinstance(found, Cell)
    assert found.mark == mark
    assert found.value in (3563.0, 8.5, 12.0, None)


def test_a_unit_beside_the_number_is_kept_apart():
    assert understood("1,81%", None) == Cell(1.81, unit="percent")
    assert understood("103,24 zł", None) == Cell(103.24, unit="pln")
    assert understood("1,2 mln zł", None) == Cell(1200000.0, "approx", False, "pln")
    assert understood("ok. 11 %", None) == Cell(11.0, "approx", True, "percent")


def test_a_number_of_a_spreadsheet_is_what_it_is():
    assert understood(0.1 + 0.2, None) == Cell(0.1 + 0.2)
    assert understood(3563, ",") == Cell(3563.0)
    assert said(math.inf) == said(True) == "cell.not_a_number"


def test_a_date_that_a_spreadsheet_made_of_a_number_is_no_value():
    assert understood(date(2018, 5, 1), None) == Unclear("cell.date", {"printed": "2018-05-01"})


def test_a_long_cell_is_repeated_only_in_part():
    assert len(understood("słowo " * 100, None).values["printed"]) <= 60


@pytest.mark.parametrize(
    ("cell", "literal"),
    [
        (12.75, "12,75"),
        (3563.0, "3563"),
        (3563, "3563"),
        (532812.5, "532812,5"),
        (13.600000000000001, "13,6"),
        (1e15, "1000000000000000"),
        (1e-7, "0,0000001"),
        (100.0, "100"),
        (-2.5, "-2,5"),
        (" 3 563* ", "3 563*"),
        (None, ""),
        (date(2018, 5, 1), "2018-05-01"),
    ],
)
def test_the_literal_of_a_cell(cell, literal):
    assert written(cell) == literal


@pytest.mark.parametrize("name", ["Ścieżki „Łąka”:", "sciezki laka", ' ŚCIEŻKI   "ŁĄKA" : ', "ścieżki\nłąka"])
def test_names_are_compared_without_case_diacritics_quotes_and_blanks(name):
    assert compared(name) == "sciezki laka"


def test_a_status_is_known_by_its_id_and_by_its_name_in_both_languages():
    words = [
        "no_data",
        "Brak danych",
        "no data",
        "w przybliżeniu",
        "approximate",
        "pilotaz",
        "dane szacunkowe",
        "kwota",
    ]
    statuses = ["no_data", "no_data", "no_data", "approx", "approx", "pilot", "approx", None]
    assert [status_of(word) for word in words] == statuses


@pytest.mark.parametrize(
    ("text", "scaled"),
    [("tys. osób", True), ("tys.", True), ("tysiące", True), ("w tysiącach", True), ("tysięcy zł", True)]
    + [("mln zł", True), ("mld", True), ("w milionach", True), ("miliony", True), ("miliardy zł", True)]
    + [("thousands", True), ("in millions", True), ("billion", True), ("Szkoła Tysiąclecia", False)]
    + [("tysiąc osób", True), ("motys", False), ("osób", False), ("milionerzy", False)],
)
def test_words_for_thousands_and_more(text, scaled):
    assert bool(SCALED.search(compared(text))) == scaled


@pytest.mark.parametrize(
    ("text", "percent"),
    [("%", True), ("w %", True), ("(%)", True), ("Wolontariusze (w %)", True), ("Wolontariusze, %", True)]
    + [("procent", True), ("in per cent", True), ("proc.", True), ("20%", False), ("+5 %", False), ("osób", False)]
    + [("Dochód poniżej 50% mediany", False)],
)
def test_per_cent_as_a_unit_is_not_a_percentage(text, percent):
    assert bool(IN_PERCENT.search(compared(text))) == percent


@pytest.mark.parametrize(
    ("text", "told", "told_beside"),
    [
        ("Plan", True, True),
        ("PLAN na lata 2018–2019", True, True),
        ("2018 (plan)", True, True),
        ("Wartości planowane", True, True),
        ("Planowane wartości wskaźników", True, True),
        ("Prognoza", True, True),
        ("Dane szacunkowe", True, True),
        ("Wartości docelowe", True, True),
        ("Pilotaż", True, True),
        ("Forecast", True, True),
        ("dane z pilotażu", False, True),
        ("wg planu finansowego", False, True),
        ("Plan działania na lata 2016–2023", False, True),
        ("Grupy docelowe", False, True),
        ("Wykonanie", False, False),
        ("Wydział Planowania", False, False),
        ("Cel 1", False, True),
        ("Cele programu", False, False),
        ("brak danych", False, False),
        ("w trakcie", False, False),
        ("osoby", False, False),
        ("", False, False),
    ],
)
def test_a_text_that_says_that_values_are_not_plainly_measured(text, told, told_beside):
    assert (tells_status(text), tells_status_beside(text)) == (told, told_beside)


# The project's own documents


def of_the_report():
    """Return the literals of the table in the report of 2017 with what was recorded for them by hand."""
    path = PROJECT / "data" / "transcribed" / "gdansk_report_2017.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["home"] == "observation" and row["place"] == "table"]
    return [(row["literal"], float(row["value"]) if row["value"] else None, row["status"]) for row in rows]


def test_the_literals_of_the_report_are_read_as_a_person_read_them():
    rows = of_the_report()
    assert len(rows) > 270
    recorded = {(literal, value, status) for literal, value, status in rows}
    found = {literal: understood(literal, ",") for literal, _, _ in rows}
    for_a_person = {literal for literal, cell in found.items() if isinstance(cell, Unclear)}
    assert for_a_person == {
        "10,13 – Budżet Obywatelski",
        "brak Budżetu Obywatelskiego",
        "badanie w realizacji – wpis dodano 19.06",
    }
    read = {literal: cell for literal, cell in found.items() if isinstance(cell, Cell)}
    wrong = {
        literal
        for literal, value, status in recorded
        if literal in read and (read[literal].value, read[literal].status or "actual") != (value, status)
    }
    # A lone "2" among percentages is a footnote mark: the row shows it, not the cell (see test_wide).
    assert wrong == {"2"}


# Every number in every form


def grouped(whole, sign):
    return f"{int(whole):,}".replace(",", sign)


def in_form(number, group, sign):
    """Return a number as it is written with some sign between thousands and some decimal sign."""
    minus, text = ("-" if number < 0 else ""), format(abs(Decimal(repr(number))), "f")
    whole, _, decimals = text.partition(".")
    return minus + (grouped(whole, group) if group else whole) + (sign + decimals if decimals.strip("0") else "")


FLOATS = st.one_of(
    st.floats(min_value=-1e15, max_value=1e15).filter(lambda number: not 0 < abs(number) < 1e-20),
    st.decimals(min_value=-(10**9), max_value=10**9, places=2).map(float),
    st.decimals(min_value=-(10**4), max_value=10**4, places=3).map(float),
    st.integers(min_value=-(10**9), max_value=10**9).map(float),
)


@given(FLOATS, st.sampled_from(["", " ", NBSP, THIN, NARROW, "."]))
def test_every_number_in_polish_form_comes_back_exactly(number, group):
    found = understood(in_form(number, group, ","), ",")
    assert (found.value, found.status) == (number, "")


@given(FLOATS, st.sampled_from(["", " ", NBSP, THIN, NARROW, ","]))
def test_every_number_in_english_form_comes_back_exactly(number, group):
    found = understood(in_form(number, group, "."), ".")
    assert (found.value, found.status) == (number, "")


@given(FLOATS, st.sampled_from([("", ","), (" ", ","), (".", ","), ("", "."), (NBSP, "."), (",", ".")]))
def test_without_evidence_a_number_is_read_right_or_asked_about(number, form):
    found = understood(in_form(number, *form), None)
    assert isinstance(found, Unclear) and found.rule == "cell.ambiguous" or found.value == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4).map(float))
def test_the_literal_of_a_number_reads_back_as_the_number(number):
    assert understood(written(number), ",").value == number


@given(st.text(alphabet="0123456789.,- –()*¹%abdklmopstyzłż\u00a0", max_size=30))
def test_any_text_is_a_cell_or_a_problem(text):
    if text.strip():
        assert isinstance(understood(text, None), Cell | Unclear)
