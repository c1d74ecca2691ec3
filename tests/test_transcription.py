"""Accuracy: every figure that was read from the five documents is published once, to the last digit.

tests/fixtures/readings.csv is an independent reading of the documents, one row a printed figure in the order of
printing, made before the catalogue existed. The nth reading of a document is row n of its transcribed file.
"""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders import rows

READINGS = Path(__file__).parent / "fixtures" / "readings.csv"
DOCUMENTS = {
    "000": "gdansk_report_2017",
    "001": "sopot_report_2008",
    "002": "gdansk_programme_page",
    "003": "gdansk_msa_page",
    "004": "rumia_strategy_2017",
}
FIGURES_PER_DOCUMENT = {
    "gdansk_report_2017": 601,
    "sopot_report_2008": 178,
    "gdansk_programme_page": 3,
    "gdansk_msa_page": 22,
    "rumia_strategy_2017": 76,
}

# Where a printed figure can live: exactly one of these for each.
HOMES = {
    "observation": "select row_id from observations",
    "fact": "select fact_id from facts",
    "goal_status": "select status_row_id from goals where status_row_id is not null",
    "project": "select row_id from project_details",
    "source_detail": "select row_id from source_details",
    "excluded": "select row_id from exclusions",
}

pytestmark = pytest.mark.usefixtures("shipped")


def read() -> dict[str, dict[str, str]]:
    """Return the readings by row id."""
    readings = {}
    counted = Counter()
    with READINGS.open(encoding="utf-8", newline="") as file:
        for reading in csv.DictReader(file):
            document = DOCUMENTS[reading["source_file"][:3]]
            counted[document] += 1
            readings[f"{document}.{counted[document]}"] = reading
    return readings


READ = read()


def published(*columns: str) -> dict[str, tuple]:
    """Return columns of every published figure by row id."""
    return {row[0]: row[1:] for row in rows(f"select row_id, {', '.join(columns)} from printed_figures")}


# Every figure, once


def test_the_readings_are_all_there():
    assert Counter(row_id.rpartition(".")[0] for row_id in READ) == FIGURES_PER_DOCUMENT
    assert len(READ) == 880


def test_every_printed_figure_has_exactly_one_home():
    found = Counter(row[0] for asked in HOMES.values() for row in rows(asked))
    assert sorted(set(READ) - set(found)) == [], "lost"
    assert sorted(set(found) - set(READ)) == [], "never printed"
    assert [row_id for row_id, times in found.items() if times != 1] == [], "published twice"


def test_no_home_is_empty_and_none_grows_unnoticed():
    sizes = {home: len(rows(asked)) for home, asked in HOMES.items()}
    assert sizes == {
        "observation": 369,
        "fact": 418,
        "goal_status": 47,
        "project": 36,
        "source_detail": 2,
        "excluded": 8,
    }


def test_every_value_is_the_one_read_to_the_last_digit():
    stored = {
        row_id: None if value is None else Decimal(repr(value)) for row_id, (value,) in published("value").items()
    }
    read_values = {row_id: Decimal(reading["value"]) if reading["value"] else None for row_id, reading in READ.items()}
    assert stored == read_values


def test_every_figure_is_quoted_as_printed_with_its_line():
    assert published("literal", "line") == {
        row_id: (reading["literal"], int(reading["locator"])) for row_id, reading in READ.items()
    }


# The printed figure, read as a number

NUMBER = re.compile(r"(\d{1,3}(?:[ .]\d{3})+|\d+)(?:,( ?\d+))?(?!\d)(?: ?(tys|mln|milion))?")
SCALES = {"": 1, "tys": 1_000, "mln": 1_000_000, "milion": 1_000_000}
WORDS = {
    "jeden": 1, "jedna": 1, "jedno": 1,
    "dwa": 2, "dwie": 2, "dwóch": 2,
    "trzy": 3, "pięciu": 5, "sześć": 6, "sześcioletni": 6, "siedmiu": 7, "dziewięć": 9, "dziewięciu": 9,
    "dwunastu": 12, "tysiąc": 1000,
}  # fmt: skip


def numbers(literal: str) -> list[Decimal]:
    """Read the numbers of a Polish text: "47,9 mln zł", "3 976 667", "3.976.667", "715, 50", "15tys", "dwa"."""
    found = [
        Decimal(re.sub("[ .]", "", whole) + (f".{fraction.strip()}" if fraction else "")) * SCALES[scale]
        for whole, fraction, scale in NUMBER.findall(literal)
    ]
    return found or [Decimal(WORDS[word]) for word in literal.lower().split() if word in WORDS]


# Digits that are no value of anything.
NO_VALUE = {
    "gdansk_report_2017.10": "a footnote mark in an empty cell",
    "gdansk_report_2017.145": "the day of an entry, while the survey goes on",
    "gdansk_report_2017.372": "a page number inside a sentence",
    "gdansk_report_2017.378": "a page number",
    "gdansk_report_2017.387": "a page number inside a sentence",
    "gdansk_report_2017.461": "a page number inside a sentence",
    "gdansk_report_2017.593": "a page number inside a sentence",
    "sopot_report_2008.19": "a year, where the state of a goal should be",
    "sopot_report_2008.20": "the year in a sentence about the state of a goal",
    "sopot_report_2008.125": "a planned year",
    "gdansk_programme_page.3": "the day of an update",
    "gdansk_msa_page.21": "the first and last day of a project",
    "rumia_strategy_2017.7": "a page number inside a table",
    # Two cells in a row, baseline and target: the baseline of a part, or of a measure without one.
    "rumia_strategy_2017.10": "the baseline printed is that of the total",
    "rumia_strategy_2017.12": "the baseline printed is that of the total",
    "rumia_strategy_2017.14": "the baseline printed is that of the total",
    "rumia_strategy_2017.16": "'Bd.' stands for the baseline, 5 is the target",
    "rumia_strategy_2017.18": "'Bd.' stands for the baseline, 50 is the target",
    "rumia_strategy_2017.22": "'-' stands for the baseline, 50 is the target",
}
# Literals with several numbers: which of them is the value (counted from 0), and what the others are.
ONE_OF_SEVERAL = {
    "gdansk_report_2017.396": (1, "the year comes first"),
    "gdansk_report_2017.398": (0, "the year comes last"),
    "gdansk_report_2017.511": (0, "people above 50 years of age"),
    "sopot_report_2008.74": (0, "children aged 15-19"),
    "rumia_strategy_2017.35": (0, "the year comes last"),
    "rumia_strategy_2017.36": (0, "the year comes last"),
    "rumia_strategy_2017.41": (0, "the year comes last"),
    "rumia_strategy_2017.42": (0, "the year comes last"),
    "rumia_strategy_2017.45": (0, "the lower end of a range"),
    "rumia_strategy_2017.46": (1, "the upper end of a range"),
    "rumia_strategy_2017.74": (0, "two horizons, 3 and 7 years"),
    "rumia_strategy_2017.75": (1, "two horizons, 3 and 7 years"),
}
# Literals that do not hold their value in Polish digits.
NOT_AS_PRINTED = {
    "gdansk_report_2017.294": "11,5 continues '13,5 miliona zł': millions",
    "gdansk_programme_page.1": "the page prints file sizes with a decimal point",
    "gdansk_programme_page.2": "the page prints file sizes with a decimal point",
    "gdansk_msa_page.4": "the nine names of a list, counted",
    "gdansk_msa_page.5": "five of the names of a list, counted",
    "gdansk_msa_page.6": "four of the names of a list, counted",
    "rumia_strategy_2017.37": "'1/3' as 33.3 per cent",
}


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("3 976 667 zł", ["3976667"]),
        ("3.976.667 zł", ["3976667"]),
        ("715, 50zł", ["715.50"]),
        ("873 998, 80 zł", ["873998.80"]),
        ("15tys", ["15000"]),
        ("blisko 13,5 miliona zł", ["13500000"]),
        ("106.", ["106"]),
        ("0 30", ["0", "30"]),
        ("12-14% rocznie", ["12", "14"]),
        ("Sześć budynków", ["6"]),
        ("●", []),
    ],
)
def test_the_reader_of_numbers_reads_polish_numbers(literal, expected):
    assert numbers(literal) == [Decimal(number) for number in expected]


def test_every_printed_figure_read_as_a_number_gives_its_value():
    wrong = []
    for row_id, (literal, value, status) in published("literal", "value", "status").items():
        if row_id in NOT_AS_PRINTED:
            continue
        printed = numbers(literal)
        if row_id in NO_VALUE:
            expected = None
        elif row_id in ONE_OF_SEVERAL:
            expected = printed[ONE_OF_SEVERAL[row_id][0]]
        elif len(printed) == 2 and status in ("baseline", "target"):  # two cells of a row of the Rumia table
            expected = printed[0 if status == "baseline" else 1]
        else:
            expected = printed[0] if len(printed) == 1 else None
        if expected != (None if value is None else Decimal(repr(value))):
            wrong.append((row_id, literal, value))
    assert wrong == []


def test_the_exceptions_are_still_needed():
    """An exception that a plain reading would satisfy hides the next mistake."""
    figures = published("literal", "value")
    for row_id in (*NO_VALUE, *ONE_OF_SEVERAL, *NOT_AS_PRINTED):
        literal, value = figures[row_id]
        assert numbers(literal) != ([] if value is None else [Decimal(repr(value))]), row_id


# What sort of value it is

# The state of a goal where the document does not print the usual words.
GOAL_STATUSES = {
    "sopot_report_2008.19": ("plan", "planned", "only the year 2014 is printed"),
    "sopot_report_2008.20": ("plan", "not_carried_out", "the goal was not carried out in 2008"),
    "sopot_report_2008.35": ("no_data", "no_status", "the field is empty"),
}


def test_every_figure_has_the_status_it_was_read_with():
    without_status = {row[0] for home in ("excluded", "source_detail") for row in rows(HOMES[home])}
    for row_id, (status,) in published("status").items():
        kind = READ[row_id]["kind"]
        if row_id in GOAL_STATUSES:
            assert (kind, status) == GOAL_STATUSES[row_id][:2]
        elif row_id in without_status:
            assert status is None, row_id
        else:
            assert status == kind, row_id


def test_only_page_numbers_and_file_sizes_are_excluded():
    excluded = {row[0]: READ[row[0]]["kind"] for row in rows(HOMES["excluded"])}
    page_numbers = {row_id for row_id, reason in NO_VALUE.items() if reason.startswith("a page number")}
    assert excluded == dict.fromkeys(page_numbers, "not_applicable") | {
        "gdansk_programme_page.1": "actual",
        "gdansk_programme_page.2": "actual",
    }


def test_the_years_without_a_participatory_budget_are_the_only_observations_that_do_not_apply():
    asked = "select indicator_id, year, literal from observations where status = 'not_applicable' order by year"
    assert rows(asked) == [
        ("budget_turnout", 2012, "brak Budżetu Obywatelskiego"),
        ("budget_turnout", 2013, "brak Budżetu Obywatelskiego"),
    ]


# What is printed twice

REPEATED = re.compile(r"^box (restates|rounds|calls)|\bduplicate\b|count once")
REPEATED_LINE = re.compile(r"(?:restates line|the row at|duplicate paragraph of|duplicate of) (\d+)")


def test_a_figure_printed_again_is_never_counted_again():
    figures = published("role", "restates", "line")
    repeated = [row_id for row_id, reading in READ.items() if REPEATED.search(reading["note"])]
    assert len(repeated) == 27
    for row_id in repeated:
        role, restates, _ = figures[row_id]
        assert role in ("restatement", "alternative"), row_id
        assert figures[restates][0] == "primary", row_id


def test_a_figure_printed_again_is_linked_to_the_line_that_it_repeats():
    """Or to the figure of the indicator table that this line repeats itself."""
    figures = published("role", "restates", "line")
    lines_of = {}
    for row_id, (_, restates, line) in figures.items():
        lines_of.setdefault(restates or row_id, set()).add(line)
    checked = 0
    for row_id, reading in READ.items():
        named = REPEATED_LINE.search(reading["note"])
        if named and REPEATED.search(reading["note"]):
            assert int(named[1]) in lines_of[figures[row_id][1]], row_id
            checked += 1
    assert checked == 20


# The headline series, as the documents print them


def points(indicator_id: str, area_id: str, member: str = "") -> list[tuple]:
    """Return (year, value, status) of a series, and whether a value is derived where one is."""
    return rows(
        f"select year, value, status from points where indicator_id = '{indicator_id}' and area_id = '{area_id}' "
        f"and member = '{member}' order by year, status"
    )


def rounded(indicator_id: str, area_id: str) -> list[tuple]:
    """Return (year, value, status, derived) with the value as it is shown, to one decimal place."""
    return rows(
        f"select year, round(value, 1), status, is_derived from points where indicator_id = '{indicator_id}' "
        f"and area_id = '{area_id}' and value is not null order by year"
    )


def test_volunteers():
    assert points("volunteers", "gdansk") == [
        (2012, None, "no_data"),
        (2013, 2475, "actual"),
        (2014, 3566, "actual"),
        (2015, 4157, "actual"),
        (2016, 3563, "actual"),
        (2017, 4060, "actual"),
    ]


def test_ecological_volunteering_has_no_data_for_2016():
    assert points("volunteers", "gdansk", "ecology") == [
        (2012, None, "no_data"),
        (2013, 115, "actual"),
        (2014, 120, "actual"),
        (2015, 141, "actual"),
        (2016, None, "no_data"),
        (2017, 67, "actual"),
    ]


def test_turnout_in_the_participatory_budget():
    assert points("budget_turnout", "gdansk") == [
        (2012, None, "not_applicable"),
        (2013, None, "not_applicable"),
        (2014, 10.13, "actual"),
        (2014, 13.6, "pilot"),
        (2015, 9.09, "actual"),
        (2016, 10.0, "actual"),
        (2017, 11.0, "actual"),
    ]
    asked = (
        "select year, value, literal, restates from observations "
        "where indicator_id = 'budget_turnout' and role = 'alternative'"
    )
    assert rows(asked) == [(2017, 11.4, "11,4%", "gdansk_report_2017.66")]


def test_families_per_assistant():
    assert points("families_per_assistant", "gdansk") == [
        (2012, 10.63, "actual"),
        (2013, 16.14, "actual"),
        (2014, 12.74, "actual"),
        (2015, 13.92, "actual"),
        (2016, 14.42, "actual"),
        (2017, 17.04, "actual"),
    ]
    assert rounded("families_per_assistant", "sopot") == [(2008, 5.0, "actual", True)]
    assert rounded("families_per_assistant", "rumia") == [(2015, 11.2, "actual", True), (2016, 12.0, "plan", True)]


def test_share_of_families_with_an_assistant():
    assert rounded("share_families_with_assistant", "gdansk") == [
        (2014, 19.4, "actual", True),
        (2015, 22.6, "actual", True),
        (2016, 25.0, "actual", True),
        (2017, 35.6, "actual", True),
    ]
    assert rounded("share_families_with_assistant", "sopot") == []
    assert rounded("share_families_with_assistant", "rumia") == [(2015, 23.5, "actual", True)]


def test_share_of_children_among_people_given_meals():
    assert rounded("share_children_fed", "sopot") == [(2008, 45.4, "actual", True)]
    assert rounded("share_children_fed", "gdansk") == [(2017, 41.3, "approx", True)]


def test_places_per_day_support_facility():
    assert rounded("places_per_facility", "gdansk") == [(2017, 21.8, "actual", True)]
    assert rounded("places_per_facility", "rumia") == [(2015, 15.0, "actual", True)]
