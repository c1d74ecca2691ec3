"""A long table: every row becomes an observation with the place of each cell, or a problem; a blank one nothing."""

import time

import pytest

from barometr.publish.draft import Entry, Options
from tests.publish.tiny import KNOWN, draft, observed, told

HEADER = ["area_id", "indicator_id", "member", "year", "value", "status", "literal", "locator", "note", "note_en"]


def row(**cells):
    """Return a row under HEADER: volunteers in Gdańsk in 2017, blank but for what the test says."""
    usual = {"area_id": "gdansk", "indicator_id": "volunteers", "year": 2017}
    return [(usual | cells).get(name) for name in HEADER]


def one(**cells):
    """Return what a table of one such row says."""
    return draft([HEADER, row(**cells)], Options())


def test_a_row_becomes_an_entry_with_the_column_of_every_field():
    found = one(member="sport", value="3 563", status="pilotaż", literal="3563", locator="s. 4", note="bez szkół")
    assert found.problems == []
    assert found.entries["observations"] == [
        Entry(
            "",
            2,
            {name: column for column, name in enumerate(HEADER)},
            {
                "area_id": "gdansk",
                "indicator_id": "volunteers",
                "member": "sport",
                "year": 2017,
                "locator": "s. 4",
                "note": "bez szkół",
                "note_en": "",
                "value": 3563.0,
                "status": "pilot",
                "literal": "3563",
            },
        )
    ]


def test_without_columns_of_their_own_status_and_literal_come_from_the_value():
    found = draft([["Obszar", "WSKAZNIK", " rok ", "Wartość"], ["gdansk", "volunteers", "2017", "13,6 – pilotaż"]])
    (entry,) = found.entries["observations"]
    assert (entry.cells["value"], entry.cells["status"], entry.cells["literal"]) == (13.6, "pilot", "13,6 – pilotaż")
    assert (entry.columns["literal"], entry.columns["status"], entry.columns["value"]) == (3, 3, 3)


def test_the_header_may_be_english_and_stand_below_titles_and_a_remark():
    rows = [["Wolontariat"], [], ["indicator", "year", "value"], ["# example", 2016, 1], ["volunteers", 2017, 12.5]]
    found = draft(rows)
    assert found.problems == []
    assert observed(found, "area_id", "year", "value", "literal") == [("gdansk", 2017, 12.5, "12,5")]
    assert found.entries["observations"][0].row == 5


def test_a_blank_row_is_nothing_and_one_without_value_and_status_is_counted_as_empty():
    found = draft([HEADER, row(), [None] * 10, [], row(note="jeszcze nie ma", value=" "), row(value=5.0)])
    assert (found.empty, observed(found, "value")) == (2, [(5.0,)])


def test_a_zero_is_a_zero_and_a_dash_no_data():
    found = draft([HEADER, row(value=0), row(value="0"), row(value="-")])
    assert observed(found, "value", "status", "literal") == [
        (0.0, "actual", "0"),
        (0.0, "actual", "0"),
        (None, "no_data", "-"),
    ]


def test_a_status_may_say_why_there_is_no_value():
    found = draft([HEADER, row(status="nie dotyczy"), row(status="in_progress", value="-")])
    assert observed(found, "value", "status", "literal") == [
        (None, "not_applicable", ""),
        (None, "in_progress", "-"),
    ]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("bd.", "actual"),
        (12.0, "no_data"),
        ("13,6 – pilotaż", "zmierzone"),
        ("ok. 500", "actual"),
        ("12 (plan)", "pilot"),
    ],
)
def test_a_status_that_contradicts_the_value_is_a_problem(value, status):
    found = one(value=value, status=status)
    assert told(found) == [("cell.contradicts_status", "", 2, HEADER.index("status"))]
    assert observed(found, "value") == []


@pytest.mark.parametrize(
    ("value", "status", "expected"),
    [("ok. 500", "plan", (500.0, "plan")), ("4 tys.", "actual", (4000.0, "actual")), (5.0, "plan", (5.0, "plan"))],
)
def test_a_status_column_wins_over_what_the_value_only_suggests(value, status, expected):
    assert observed(one(value=value, status=status), "value", "status") == [expected]


def test_a_status_that_is_none_is_left_for_the_check():
    assert observed(one(value=5.0, status="chyba"), "value", "status") == [(5.0, "chyba")]


@pytest.mark.parametrize(
    ("cells", "rule", "column"),
    [
        ({"value": "około pięciu"}, "cell.not_a_number", "value"),
        ({"value": "1,234"}, "cell.ambiguous", "value"),
        ({"value": "n/d"}, "cell.two_meanings", "value"),
        ({"value": "12%"}, "cell.other_unit", "value"),
        ({"value": "12 zł"}, "cell.other_unit", "value"),
        ({"value": True}, "cell.not_a_number", "value"),
        ({"value": "3563*"}, "cell.mark_unexplained", "value"),
        ({"literal": "3563"}, "cell.only_literal", "value"),
    ],
)
def test_a_cell_that_only_a_person_can_settle_is_told_with_its_place(cells, rule, column):
    found = one(**cells)
    assert told(found) == [(rule, "", 2, HEADER.index(column))]
    assert observed(found, "value") == []


def test_the_unit_of_the_indicator_may_stand_beside_its_value():
    found = draft([HEADER, row(indicator_id="turnout", value="11,4%"), row(indicator_id="budget", value="1,2 mln zł")])
    assert found.problems == []
    assert observed(found, "value", "status") == [(11.4, "actual"), (1200000.0, "approx")]


def test_a_milestone_may_be_a_yes_or_a_no():
    found = draft([HEADER, *(row(indicator_id="standards", value=value) for value in ("tak", "Nie", True, 1))])
    assert observed(found, "value") == [(1.0,), (0.0,), (1.0,), (1.0,)]


def test_a_footnote_mark_with_a_note_is_explained():
    assert observed(one(value="3 563*", note="szacunek"), "value", "literal") == [(3563.0, "3 563*")]


def test_a_unit_in_thousands_is_a_problem_and_never_a_thousandth_of_the_value():
    found = draft([["wskaźnik", "jednostka", "rok", "wartość"], ["budget", "tys. zł", 2017, 1200]])
    assert told(found) == [("cell.scaled_unit", "", 2, 1)]
    assert observed(found, "value") == []


@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        ("tysiące osób", "cell.scaled_unit"),
        ("tysięcy osób", "cell.scaled_unit"),
        ("thousands", "cell.scaled_unit"),
        ("miliony", "cell.scaled_unit"),
        ("%", "cell.unit_differs"),
        ("w %", "cell.unit_differs"),
        ("procent", "cell.unit_differs"),
    ],
)
def test_a_unit_that_is_not_that_of_the_indicator_is_a_problem(unit, rule):
    found = draft([["wskaźnik", "jednostka", "rok", "wartość"], ["volunteers", unit, 2017, 20]])
    assert (told(found), observed(found, "value")) == ([(rule, "", 2, 1)], [])


@pytest.mark.parametrize(("indicator_id", "unit"), [("turnout", "%"), ("volunteers", "osoby"), ("budget", "zł")])
def test_the_unit_of_the_indicator_is_no_problem(indicator_id, unit):
    found = draft([["wskaźnik", "jednostka", "rok", "wartość"], [indicator_id, unit, 2017, 20]])
    assert (found.problems, observed(found, "value")) == ([], [(20.0,)])


@pytest.mark.parametrize("name", ["Oferty", "LICZBA OFERT w „Ścieżkach”", "turnout"])
def test_the_name_of_another_indicator_beside_an_id_is_a_problem(name):
    found = draft([["wskaźnik", "nazwa", "rok", "wartość"], ["volunteers", name, 2017, 20]])
    assert (told(found), observed(found, "value")) == ([("cell.name_contradicts", "", 2, 1)], [])


@pytest.mark.parametrize("name", ["Wolontariusze", "Liczba wolontariuszy", "Wolontariusze: kultura", "Ochotnicy", None])
def test_the_name_of_the_indicator_or_of_none_is_no_problem(name):
    found = draft([["wskaźnik", "nazwa", "rok", "wartość"], ["volunteers", name, 2017, 20]])
    assert (found.problems, observed(found, "value")) == ([], [(20.0,)])


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (5.0, "5 000"),
        (5000.0, "5"),
        ("1,5", "15"),
        (12.0, "13 (plan)"),
        (12.4, "12,5"),
        (5.0, 6.0),
        (5.0, "-5"),
        (1234.0, "1.235"),
        (11.0, "12%"),
    ],
)
def test_a_literal_with_another_figure_than_the_value_is_a_problem(value, literal):
    found = one(indicator_id="turnout", value=value, literal=literal)
    assert told(found) == [("value.literal_differs", "", 2, HEADER.index("literal"))]
    assert observed(found, "value") == []


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (5000.0, "5 000"),
        (12.5, "12,5"),
        ("12.75", "12,750"),
        (1234.0, "1.234"),
        (11.4, "11,4%"),
        (45123.0, "45 tys."),
        (497.0, "ok. 500"),
        (12.345, "12,3"),
        (12.345, "12"),
        (11.0, "jedenaście"),
        (5.0, "5*"),
        (5.0, 5.0),
        (5.0, "n/d"),
        (0.0, "0,0"),
    ],
)
def test_a_literal_that_says_the_value_in_its_own_way_is_no_problem(value, literal):
    found = one(indicator_id="turnout", value=value, literal=literal)
    assert found.problems == []
    assert len(found.entries["observations"]) == 1


def test_a_fraction_with_its_percentage_is_left_to_the_check_of_values():
    assert observed(one(indicator_id="turnout", value=0.11, literal="11%"), "value", "literal") == [(0.11, "11%")]


def test_the_other_numbers_of_the_file_settle_what_a_comma_means():
    found = draft([HEADER, row(value="1,234"), row(value="12.75", year=2016)])
    assert observed(found, "value") == [(1234.0,), (12.75,)]


def test_the_area_of_the_options_fills_the_rows_without_one():
    found = draft([HEADER, row(area_id=None, value=1.0), row(area_id="orunia", value=2.0)])
    assert observed(found, "area_id") == [("gdansk",), ("orunia",)]


def test_without_any_area_there_is_one_problem_and_not_one_for_each_row():
    found = draft(
        [["indicator_id", "year", "value"]] + [["volunteers", year, 1] for year in range(2000, 2010)], Options()
    )
    assert told(found) == [("shape.no_area", "", 1, None)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["wskaźnik", "rok", "status", "uwaga"], [("shape.column_missing", "", 1, None)]),
        (["wskaźnik", "rok", "wartość", "rok"], [("shape.column_twice", "", 1, 3)]),
        (["wskaźnik", "rok", "wartość", "statsu"], [("shape.column_unknown", "", 1, 3)]),
        (["wskaźnik", "rok", "wartość", ""], [("shape.column_unnamed", "", 1, 3)]),
        (["wskaźnik", "rok", "wartość"], [("shape.column_unnamed", "", 1, 3)]),
        (["wskaźnik", "rok", "wartość", "Jednostka"], []),
        (["wskaźnik", "rok", "wartość", "ostatnio podano"], []),
    ],
)
def test_a_header_with_a_missing_double_unknown_or_unnamed_column(header, expected):
    assert told(draft([header, ["volunteers", 2017, 5, "x"]])) == expected


def test_an_unknown_column_comes_with_the_nearest_name_and_a_missing_one_with_its_own():
    (unknown,) = draft([["wskaźnik", "rok", "wartość", "statsu"]]).problems
    (missing,) = draft([["wskaźnik", "rok", "uwaga"]]).problems
    assert (unknown.values["column"], unknown.values["nearest"].pl) == ("statsu", "status")
    assert (missing.values["column"].pl, missing.values["column"].en) == ("wartość", "value")


def test_a_hundred_thousand_rows_take_about_a_second_and_share_one_mapping_of_columns():
    rows = [row(year=2000 + number % 20, value=f"{number % 977},5") for number in range(100_000)]
    start = time.process_time()
    found = draft([HEADER, *rows])
    assert time.process_time() - start < 4  # about 1 s; the rest is for slow machines
    entries = found.entries["observations"]
    assert len(entries) == 100_000
    assert len({id(entry.columns) for entry in entries}) == 1


def test_the_tiny_catalogue_knows_what_the_tests_speak_of():
    assert {"volunteers", "turnout", "budget"} <= {row["indicator_id"] for row in KNOWN.tables["indicators"]}
