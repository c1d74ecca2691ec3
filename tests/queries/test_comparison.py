"""Comparisons between cities: which may be made, in what order, with which values and figures."""

import pytest

from barometr.engine import records
from tests.builders import fact, figure, ratio

CASELOAD = [
    {"indicator_id": "families"},
    {"indicator_id": "assistants"},
    ratio("families_per_assistant", "families", "assistants", comparable_group="caseload"),
]


def asked(query: str, *columns: str) -> list[tuple]:
    return [tuple(row[column] for column in columns) for row in records(f"comparison/{query}")]


# The values that cities may be compared by


def test_a_derived_value_comes_with_what_it_is_computed_from(published):
    published(
        indicators=CASELOAD,
        comparisons=[{"comparable_group": "caseload"}],
        report=[
            figure(indicator_id="families", value=56),
            figure(indicator_id="assistants", value=5),
            figure(indicator_id="families_per_assistant", value=14, area_id="sopot"),
        ],
    )
    assert asked("points", "comparable_group", "area_id", "value", "numerator_value", "denominator_value") == [
        ("caseload", "gdansk", 11.2, 56.0, 5.0),
        ("caseload", "sopot", 14.0, None, None),
    ]


def test_nothing_that_must_not_be_compared_is_among_the_values(published):
    published(
        indicators=[
            {"indicator_id": "volunteers", "comparable_group": "volunteers"},
            {"indicator_id": "offers", "comparable_group": "offers"},
            {"indicator_id": "hosts"},
        ],
        comparisons=[
            {"comparable_group": "volunteers", "verdict": "not_comparable"},
            {"comparable_group": "offers", "verdict": "with_caveat"},
        ],
        report=[figure(value=4060), figure(indicator_id="offers", value=7), figure(indicator_id="hosts", value=3)],
    )
    assert asked("points", "indicator_id", "value") == [("offers", 7.0)]


def test_only_totals_of_cities_are_compared(published):
    """A district is no city, and a part of a breakdown no total."""
    published(
        areas=[
            {"area_id": "gdansk"},
            {"area_id": "gdansk_orunia", "kind": "district", "parent_id": "gdansk"},
        ],
        indicators=[{"indicator_id": "volunteers", "comparable_group": "volunteers", "dimension": "path"}],
        members=[{"dimension": "path", "member": "sport"}],
        comparisons=[{"comparable_group": "volunteers"}],
        report=[figure(value=10), figure(value=6, member="sport"), figure(value=3, area_id="gdansk_orunia")],
    )
    assert asked("points", "area_id", "value") == [("gdansk", 10.0)]


def test_the_latest_break_parts_older_values_from_those_compared(published):
    published(
        indicators=[{"indicator_id": "volunteers", "comparable_group": "volunteers"}],
        comparisons=[{"comparable_group": "volunteers"}],
        breaks=[{"indicator_id": "volunteers", "year": 2013}, {"indicator_id": "volunteers", "year": 2015}],
        report=[figure(year=year, value=year) for year in (2012, 2013, 2014, 2015, 2016)]
        + [figure(year=2012, value=1, area_id="sopot")],
    )
    assert asked("points", "area_id", "year", "before_break") == [
        ("gdansk", 2012, True),
        ("gdansk", 2013, True),
        ("gdansk", 2014, True),
        ("gdansk", 2015, False),
        ("gdansk", 2016, False),
        ("sopot", 2012, False),
    ]


# Order and what each city prints


def test_comparisons_with_a_shared_year_come_first_and_forbidden_ones_last(published):
    names = ["alone", "apart", "together", "forbidden"]
    published(
        indicators=[{"indicator_id": name, "comparable_group": name} for name in names],
        comparisons=[
            {"comparable_group": name, "verdict": "not_comparable" if name == "forbidden" else "same"} for name in names
        ],
        report=[
            figure(indicator_id="alone", value=1),
            figure(indicator_id="apart", value=1, year=2016),
            figure(indicator_id="apart", value=2, year=2017, area_id="sopot"),
            # A plan shares no year with a measurement.
            figure(indicator_id="apart", value=2, year=2016, status="plan", area_id="sopot"),
            figure(indicator_id="together", value=1),
            figure(indicator_id="together", value=2, area_id="sopot"),
            figure(indicator_id="forbidden", value=1),
            figure(indicator_id="forbidden", value=2, area_id="sopot"),
        ],
    )
    assert asked("groups", "comparable_group", "together", "measured") == [
        ("together", 2, 2),
        ("apart", 1, 2),
        ("alone", 1, 1),
        ("forbidden", 2, 2),
    ]


def test_titles_are_put_in_the_alphabet_of_each_language(published):
    titles = {"lodge": ("Łóżka", "Beds"), "water": ("Woda", "Water"), "law": ("Lokale", "Premises")}
    published(
        comparisons=[
            {"comparable_group": name, "title_pl": polish, "title_en": english}
            for name, (polish, english) in titles.items()
        ],
        report=[figure(value=1)],
    )
    places = {row["comparable_group"]: (row["place_pl"], row["place_en"]) for row in records("comparison/groups")}
    assert places == {"law": (1, 2), "lodge": (2, 1), "water": (3, 3)}


def test_a_city_the_catalogue_says_nothing_about_stays_without_words(published):
    published(
        comparisons=[{"comparable_group": "volunteers"}],
        comparison_figures=[{"comparable_group": "volunteers", "area_id": "gdansk", "text_en": "4 people"}],
        report=[figure(value=4)],
    )
    assert asked("cities", "area_id", "text_en") == [("gdansk", "4 people"), ("sopot", None)]


def test_printed_figures_come_in_the_order_of_the_catalogue(published):
    published(
        comparisons=[{"comparable_group": "volunteers"}],
        comparison_figures=[
            {"comparable_group": "volunteers", "area_id": "gdansk", "figures": "report.3 report.1 report.2"}
        ],
        report=[figure(value=4, literal="four"), figure(year=2016, value=3), fact(value=2)],
    )
    assert asked("figures", "area_id", "row_id", "literal", "line") == [
        ("gdansk", "report.3", "2", 3),
        ("gdansk", "report.1", "four", 1),
        ("gdansk", "report.2", "3", 2),
    ]


# The shipped data


@pytest.mark.usefixtures("shipped")
def test_the_shipped_comparisons_are_six_that_may_be_made_and_27_that_may_not():
    verdicts = [verdict for (verdict,) in asked("groups", "verdict")]
    assert verdicts == ["with_caveat"] * 6 + ["not_comparable"] * 27
    assert [group for (group,) in asked("groups", "comparable_group")[:6]] == [
        "caseload",
        "coverage",
        "problem_caseload",
        "children_fed_share",
        "facility_size",
        "free_premises",
    ]


@pytest.mark.usefixtures("shipped")
def test_families_per_assistant_in_three_cities():
    rows = [row for row in records("comparison/points") if row["comparable_group"] == "caseload"]
    assert [(row["area_id"], row["year"], row["value"], row["status"], row["is_derived"]) for row in rows] == [
        ("gdansk", 2012, 10.63, "actual", False),
        ("gdansk", 2013, 16.14, "actual", False),
        ("gdansk", 2014, 12.74, "actual", False),
        ("gdansk", 2015, 13.92, "actual", False),
        ("gdansk", 2016, 14.42, "actual", False),
        ("gdansk", 2017, 17.04, "actual", False),
        ("rumia", 2015, 11.2, "actual", True),
        ("rumia", 2016, 12.0, "plan", True),
        ("sopot", 2008, 5.0, "actual", True),
    ]
