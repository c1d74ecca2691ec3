"""CSV: exact bytes, numbers that a spreadsheet of the language reads, and text that never runs."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barometr.export.delimited import STARTS_A_FORMULA, csv_bytes, digits, safe_text
from barometr.export.table import Column, Shown
from tests.export.looking import HOSTILE, read_csv, table_of

# The same examples every time, and no verdict on the speed of a busy machine.
steady = settings(derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FINITE = st.floats(allow_nan=False, allow_infinity=False)
ROW = ("Gdańsk", 2017, Shown(11.0, 1), True, date(2018, 6, 30), None, 'says "a; b, c"', 10234.5)


def test_polish_is_written_for_a_polish_spreadsheet():
    assert (
        csv_bytes(table_of(ROW, language="pl"))
        == ('\ufeffa;b;c;d;e;f;g;h\r\nGdańsk;2017;11,0;tak;2018-06-30;;"says ""a; b, c""";10234,5\r\n').encode()
    )


def test_english_is_written_for_an_english_spreadsheet():
    assert (
        csv_bytes(table_of(ROW))
        == ('\ufeffa,b,c,d,e,f,g,h\r\nGdańsk,2017,11.0,yes,2018-06-30,,"says ""a; b, c""",10234.5\r\n').encode()
    )


def test_the_header_has_the_labels():
    table = table_of((1,), columns=[Column("year", "Rok, od – do")], language="pl")
    assert read_csv(table)[0] == ["Rok, od – do"]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_would_run_is_made_safe_in_cells_and_labels(text, language):
    table = table_of((text, "plain"), columns=[Column("a", text), Column("b", "b")], language=language)
    assert read_csv(table) == [["'" + text if text != "+1" else text, cell] for cell in ("b", "plain")]


def test_a_number_is_never_touched():
    row = (-5.5, Shown(-0.25, 2), -3, "-5", "+3", "-5,5")
    assert read_csv(table_of(row, language="pl"))[1] == ["-5,5", "-0,25", "-3", "-5", "+3", "'-5,5"]


@steady
@given(st.text(min_size=1))
def test_safe_text_is_a_number_or_begins_with_nothing_that_runs(text):
    safe = safe_text(text)
    assert safe in (text, "'" + text)
    if safe.startswith(STARTS_A_FORMULA):
        float(safe)


@steady
@given(st.lists(st.tuples(st.text(), FINITE, st.integers()), min_size=1), st.sampled_from(["pl", "en"]))
def test_every_text_and_number_can_be_read_back(rows, language):
    read = read_csv(table_of(*rows, language=language))[1:]
    mark = {"pl": ",", "en": "."}[language]
    assert [(text, float(number.replace(mark, ".")), int(whole)) for text, number, whole in read] == [
        (safe_text(text), number, whole) for text, number, whole in rows
    ]


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (11.0, 1, "11.0"),
        (18.0, 0, "18"),
        (18.0, None, "18"),
        (10.63, 1, "10.63"),  # never fewer than it has
        (38 + 1 / 3, 1, "38.333333333333336"),
        (47_900_000.0, 0, "47900000"),
        (1e22, None, "10000000000000000000000"),
        (1e-7, None, "0.0000001"),
        (-0.5, 2, "-0.50"),
    ],
)
def test_a_number_keeps_every_digit_and_has_no_exponent(value, decimals, written):
    assert digits(value, decimals) == written


@steady
@given(FINITE, st.none() | st.integers(0, 4))
def test_digits_mean_the_number(value, decimals):
    assert float(digits(value, decimals)) == value
