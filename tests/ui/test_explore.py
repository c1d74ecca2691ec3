"""Lines that a reader chooses: what one line is, which share a chart, and when a change may be computed."""

from collections.abc import Sequence

import pytest

from barometr.drawing.theme import LIGHT
from barometr.engine import records
from barometr.export.table import Table
from barometr.ui import explore
from barometr.ui.explore import Line, Step, by_unit, steps
from barometr.ui.reader import Reader
from barometr.words.texts import LANGUAGES, text
from tests.builders import Row, figure

ENGLISH = Reader("en", LIGHT)
MINUS = "\N{MINUS SIGN}"
UNITS = [
    {"unit": unit, "short_pl": unit, "short_en": unit}
    for unit in ("people", "percent", "pln", "families_per_assistant", "per_1000_residents")
]
VOLUNTEERS = {"indicator_id": "volunteers", "short_en": "Volunteers", "name_en": "Number of volunteers"}
PATHS = VOLUNTEERS | {"dimension": "path", "additive": "true"}
MEMBERS = [
    {"dimension": "path", "member": member, "name_en": member.title(), "sort": i}
    for i, member in enumerate(("sport", "culture"))
]
AREAS = [
    {"area_id": "gdansk", "name_en": "Gdańsk"},
    {"area_id": "sopot", "name_en": "Sopot"},
    {"area_id": "dolne", "kind": "district", "parent_id": "gdansk", "name_en": "Dolne Miasto"},
]


def chosen(
    *indicator_ids: str, parts: bool = False, per_resident: bool = False, reader: Reader = ENGLISH
) -> list[Line]:
    """Return the lines of indicators in every area, of their totals alone or with the parts beside them."""
    rows = records("trends/points", indicator_ids=indicator_ids or ("volunteers",))
    return explore.lines(reader, [row for row in rows if parts or not row["member"]], per_resident=per_resident)


def drawn(lines: Sequence[Line]) -> list[tuple[str, list[int]]]:
    return [(line.name, [point.year for point in line.series.points]) for line in lines if line.drawn]


def values(line: Line) -> dict[int, float | None]:
    return {point.year: point.value for point in line.series.points}


# What a line is and what it is called


def test_one_indicator_of_one_city_is_called_by_its_short_name(published):
    published(indicators=[VOLUNTEERS], areas=AREAS, report=[figure(year=2016, value=1), figure(year=2017, value=2)])
    (line,) = chosen()
    assert (line.name, line.area_id, line.member, line.drawn) == ("Volunteers", "gdansk", "", True)
    assert values(line) == {2016: 1, 2017: 2}


def test_a_line_is_called_by_what_tells_it_apart(published):
    published(
        indicators=[VOLUNTEERS, {"indicator_id": "donors", "short_en": "Donors"}],
        areas=AREAS,
        report=[
            figure(value=1),
            figure(value=2, area_id="dolne"),
            figure(value=3, area_id="sopot"),
            figure(value=4, indicator_id="donors"),
        ],
    )
    assert {line.name for line in chosen()} == {"Gdańsk", "Dolne Miasto", "Sopot"}
    assert {line.name for line in chosen("volunteers", "donors")} == {
        "Volunteers, Gdańsk",
        "Volunteers, Dolne Miasto",
        "Volunteers, Sopot",
        "Donors, Gdańsk",
    }


def test_lines_stand_in_the_order_of_choosing_each_with_a_colour_of_its_own(published):
    published(
        indicators=[VOLUNTEERS, {"indicator_id": "donors", "short_en": "Donors"}],
        report=[figure(value=1), figure(value=2, indicator_id="donors")],
    )
    assert [(line.name, line.series.slot) for line in chosen("donors", "volunteers")] == [
        ("Donors", 0),
        ("Volunteers", 1),
    ]


# Parts instead of the total


def parts_and_total(**more: list[Row]) -> dict[str, list[Row]]:
    return {
        "indicators": [PATHS],
        "members": MEMBERS,
        "areas": AREAS,
        "report": [
            figure(year=year, value=value, member=member)
            for member, by_year in {"": (100, 120), "sport": (60, 70), "culture": (40, 50)}.items()
            for year, value in zip((2016, 2017), by_year, strict=True)
        ],
    } | more


def test_a_total_without_its_parts_is_drawn_and_called_by_the_indicator(published):
    published(**parts_and_total())
    assert drawn(chosen()) == [("Volunteers", [2016, 2017])]


def test_parts_are_drawn_instead_of_the_total_which_stays_for_the_table(published):
    published(**parts_and_total())
    lines = chosen(parts=True)
    assert drawn(lines) == [("Sport", [2016, 2017]), ("Culture", [2016, 2017])]
    (total,) = [line for line in lines if not line.drawn]
    assert (total.name, values(total)) == ("Printed total", {2016: 100, 2017: 120})
    assert [line.series.slot for line in lines if line.drawn] == [0, 1], "what is not drawn takes no colour"


def test_a_part_keeps_its_colour_whichever_others_are_chosen(published):
    published(**parts_and_total())
    rows = records("trends/points", indicator_ids=("volunteers",))
    (culture,) = explore.lines(ENGLISH, [row for row in rows if row["member"] == "culture"], per_resident=False)
    assert (culture.name, culture.series.slot) == ("Culture", 1)


def test_a_city_that_prints_no_parts_keeps_its_total_in_the_chart(published):
    more = [figure(area_id="sopot", year=2017, value=9)]
    published(**parts_and_total(other=more))
    assert ("Sopot", [2017]) in drawn(chosen(parts=True))


def test_parts_that_share_a_place_in_the_order_are_still_one_line_each(published):
    """Nothing in the schema keeps two parts of a breakdown from the same place."""
    published(**parts_and_total(members=[row | {"sort": 1} for row in MEMBERS]))
    assert len(chosen(parts=True)) == 3


# Units


def test_two_units_never_share_a_chart(published):
    published(
        units=UNITS,
        indicators=[
            VOLUNTEERS,
            {"indicator_id": "turnout", "unit": "percent", "value_type": "share"},
            {"indicator_id": "donors"},
            {"indicator_id": "funding", "unit": "pln", "value_type": "money"},
        ],
        report=[figure(indicator_id=one, value=5) for one in ("volunteers", "turnout", "donors", "funding")],
    )
    groups = by_unit(chosen("volunteers", "turnout", "donors", "funding"))
    assert [[line.indicator.indicator_id for line in group] for group in groups] == [
        ["volunteers", "donors"],
        ["turnout"],
        ["funding"],
    ]


# Per 1,000 residents


def population(**more: list[Row]) -> dict[str, list[Row]]:
    """Return volunteers of three years and a population of two years, from another document."""
    return {
        "units": UNITS,
        "areas": AREAS,
        "indicators": [
            VOLUNTEERS,
            {"indicator_id": "population", "topic": "context"},
            {"indicator_id": "turnout", "unit": "percent", "value_type": "share"},
            {"indicator_id": "funding", "unit": "pln", "value_type": "money"},
        ],
        "report": [
            *(figure(year=year, value=value) for year, value in {2015: 300, 2016: 500, 2017: 400}.items()),
            figure(year=2017, indicator_id="turnout", value=11),
            figure(year=2017, indicator_id="funding", value=3_000_000),
            figure(year=2017, area_id="sopot", value=40),
        ],
        "register": [
            figure(year=2016, indicator_id="population", value=200_000),
            figure(year=2017, indicator_id="population", value=400_000),
        ],
    } | more


def can_be_per_resident(*indicator_ids: str) -> bool:
    return explore.can_be_per_resident(records("trends/points", indicator_ids=indicator_ids))


def test_values_per_resident_are_there_only_once_a_population_is_loaded(published):
    published(**population(register=[]))
    assert not can_be_per_resident("volunteers", "turnout", "funding")


def test_only_counts_and_money_can_be_divided_by_a_population(published):
    published(**population())
    assert can_be_per_resident("volunteers")
    assert can_be_per_resident("funding")
    assert can_be_per_resident("turnout", "volunteers")
    assert not can_be_per_resident("turnout")


@pytest.mark.parametrize(
    "row",
    [
        figure(year=2017, indicator_id="population", value=400_000, status="plan"),
        figure(year=2017, indicator_id="population", status="no_data"),
        figure(year=2017, indicator_id="population", value=400_000, area_id="sopot"),
        figure(year=2012, indicator_id="population", value=400_000),
    ],
    ids=["a plan", "a missing value", "of another city", "of another year"],
)
def test_a_population_that_is_not_the_one_of_the_value_divides_nothing(published, row):
    rows = population(register=[row])
    rows["report"] = [one for one in rows["report"] if one["area_id"] == "gdansk"]
    published(**rows)
    assert not can_be_per_resident("volunteers", "funding")


def test_a_value_is_divided_by_the_population_of_its_own_year_and_other_years_are_left_out(published):
    published(**population())
    (gdansk,) = chosen("volunteers", per_resident=True)
    assert gdansk.area_id == "gdansk"
    assert values(gdansk) == {2016: 2.5, 2017: 1.0}
    assert gdansk.indicator.unit == "per_1000_residents"


def test_a_value_per_resident_counts_as_derived_and_names_both_documents(published):
    published(**population())
    (gdansk,) = chosen("volunteers", per_resident=True)
    assert all(point.derived for point in gdansk.series.points)
    assert set(explore.documents([gdansk])) == {"report", "register"}
    assert set(explore.documents(chosen("volunteers"))) == {"report"}


def test_a_click_on_a_value_per_resident_leads_to_the_value_itself(published):
    published(**population())
    (gdansk,) = chosen("volunteers", per_resident=True)
    assert [point.point_id for point in gdansk.series.points] == ["volunteers~gdansk~2016", "volunteers~gdansk~2017"]


def test_shares_stay_as_they_are_beside_values_per_resident(published):
    published(**population())
    lines = chosen("funding", "turnout", per_resident=True)
    assert [(line.indicator.unit, values(line)) for line in lines] == [
        ("per_1000_residents", {2017: 7500}),
        ("percent", {2017: 11}),
    ]


def test_a_small_number_per_1000_residents_is_never_shown_as_zero(published):
    """A printed 0 is a real zero; 4 among 100,000 people are 0.04 in a thousand."""
    rows = population(register=[figure(year=2017, indicator_id="population", value=100_000)])
    rows["report"] = [figure(year=2017, value=4)]
    published(**rows)
    (line,) = chosen("volunteers", per_resident=True)
    assert [point.printed for point in line.series.points] == ["0.04"]


# Changes from year to year


def all_steps() -> dict[int, Step]:
    (line,) = [line for line in chosen() if line.area_id == "gdansk"]
    return {step.row["year"]: step for step in steps(line)}


def step_words(step: Step, reader: Reader = ENGLISH) -> str:
    (line,) = [line for line in chosen(reader=reader) if line.area_id == "gdansk"]
    return explore.step_words(reader, line, step)


def test_a_change_is_computed_between_neighbouring_years(published):
    published(report=[figure(year=2015, value=200), figure(year=2016, value=250), figure(year=2017, value=240)])
    found = all_steps()
    assert list(found) == [2016, 2017], "nothing precedes the first value"
    assert [(step.change.absolute, step.change.relative_pct, step.change.verdict) for step in found.values()] == [
        (50, 25, "better"),
        (-10, -4, "not_material"),
    ]
    assert [step_words(step) for step in found.values()] == ["+50 (+25.0%)", f"{MINUS}10 ({MINUS}4.0%)"]


def test_a_change_of_shares_is_in_percentage_points(published):
    published(
        units=UNITS,
        indicators=[{**VOLUNTEERS, "unit": "percent", "value_type": "share", "decimals": 1}],
        report=[figure(year=2016, value=10), figure(year=2017, value=11.5, literal="11,5")],
    )
    assert step_words(all_steps()[2017]) == "+1.5 pp"


def test_no_change_is_computed_across_a_gap(published):
    """Neither over a year that no document mentions, nor over a year printed without a value."""
    missing = figure(year=2015, status="no_data")
    published(
        report=[figure(year=2012, value=10), figure(year=2014, value=20), missing, figure(year=2016, value=30)],
        other=[figure(year=2017, value=31)],
    )
    found = all_steps()
    assert {year: (step.change is None, step.reason) for year, step in found.items()} == {
        2014: (True, "no_before"),
        2015: (True, "no_data"),
        2016: (True, "no_before"),
        2017: (False, ""),
    }
    assert step_words(found[2014]) == "no value the year before"
    assert step_words(found[2015]) == "no data"


def test_no_change_is_computed_across_a_break(published):
    published(
        breaks=[{"indicator_id": "volunteers", "year": 2016}],
        report=[figure(year=year, value=value) for year, value in {2014: 10, 2015: 12, 2016: 90, 2017: 99}.items()],
    )
    found = all_steps()
    assert {year: step.reason for year, step in found.items()} == {2015: "", 2016: "broken", 2017: ""}
    assert found[2016].change is None
    assert step_words(found[2016]) == "break in the series"


def test_no_change_is_computed_from_or_to_a_contradicted_total(published):
    given = {2014: (100, 100), 2015: (110, 50), 2016: (120, 120), 2017: (130, 129)}
    published(
        indicators=[PATHS],
        members=MEMBERS,
        conflicts=[
            {"conflict_id": f"total_{year}", "kind": "total", "finding": f"total:gdansk:volunteers:{year}"}
            for year in (2015, 2017)
        ],
        report=[
            figure(year=year, value=value, member=member)
            for member in ("", "sport", "culture")
            for year, (total, parts) in given.items()
            for value in [parts / 2 if member else total]
        ],
    )
    found = all_steps()
    assert {year: step.reason for year, step in found.items()} == {
        2015: "contradicted",
        2016: "contradicted",
        2017: "",  # off by less than a change that counts
    }
    assert found[2015].change is found[2016].change is None
    assert step_words(found[2015]) == "total ≠ parts"


@pytest.mark.parametrize("status", ["pilot", "plan", "target", "baseline"])
def test_a_change_is_never_one_to_or_from_a_value_of_another_kind(published, status):
    published(
        report=[
            figure(year=2014, value=90, status=status),
            *(figure(year=year, value=10) for year in (2015, 2016)),
            figure(year=2017, value=90, status=status),
        ]
    )
    assert [year for year, step in all_steps().items() if step.change] == [2016]


def test_a_change_of_a_total_that_lacks_a_part_is_not_judged(published):
    published(
        indicators=[PATHS],
        members=MEMBERS,
        report=[
            figure(year=2016, value=100),
            figure(year=2016, value=60, member="sport"),
            figure(year=2016, value=40, member="culture"),
            figure(year=2017, value=60),
            figure(year=2017, value=60, member="sport"),
            figure(year=2017, status="no_data", member="culture"),
        ],
    )
    assert all_steps()[2017].change.verdict == "incomplete"


# Changes to take away


def taken(language: str = "en") -> Table:
    reader = Reader(language, LIGHT)
    of_line = [(line, steps(line)) for line in chosen(reader=reader)]
    return explore.changes_table(reader, of_line, "Changes", "barometr-changes")


def as_dicts(table: Table) -> list[dict[str, object]]:
    return [dict(zip((column.name for column in table.columns), row, strict=True)) for row in table.rows]


def test_a_file_of_changes_has_a_row_for_each_step_with_both_values_or_the_reason(published):
    published(
        indicators=[VOLUNTEERS],
        areas=AREAS,
        units=UNITS,
        report=[figure(year=2013, value=10), figure(year=2015, value=20), figure(year=2016, value=25)],
    )
    step = {"area": "Gdańsk", "indicator": "Volunteers", "part": "", "unit": "people"}
    assert as_dicts(taken()) == [
        step
        | {
            "year_before": 2014,
            "value_before": None,
            "year": 2015,
            "value": 20,
            "change": None,
            "change_unit": "people",
        }
        | {"change_percent": None, "judgement": "no value the year before"},
        step
        | {"year_before": 2015, "value_before": 20, "year": 2016, "value": 25, "change": 5, "change_unit": "people"}
        | {"change_percent": 25, "judgement": "better"},
    ]
    assert taken().source_ids == ("report",)
    assert (text("en", "take.rule"), text("en", "trends.change_rule")) in taken().about


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_changes_speaks_the_language_of_the_page(published, language):
    published(report=[figure(year=2016, value=20), figure(year=2017, value=25)])
    table = taken(language)
    assert table.language == language
    assert [column.label for column in table.columns] == [
        text(language, f"trends.column_{column.name}") for column in table.columns
    ]
    assert as_dicts(table)[0]["judgement"] == text(language, "change.better")


def test_in_a_file_a_change_of_shares_has_points_as_its_unit(published):
    published(
        units=UNITS,
        indicators=[{**VOLUNTEERS, "unit": "percent", "value_type": "share", "decimals": 1}],
        report=[figure(year=2016, value=10), figure(year=2017, value=11)],
    )
    assert (as_dicts(taken())[0]["unit"], as_dicts(taken())[0]["change_unit"]) == ("percent", "pp")


# The shipped data


@pytest.mark.usefixtures("shipped")
def test_no_shipped_change_crosses_a_gap_a_break_or_a_contradicted_total():
    """Families with a problem per assistant break in 2014; funding of initiatives contradicts its parts in 2014."""
    by_name = {}
    for indicator_id in ("problem_families_per_assistant", "volunteers", "fund_initiatives"):
        (line,) = [line for line in chosen(indicator_id) if line.area_id == "gdansk"]
        by_name[indicator_id] = {step.row["year"]: step.reason for step in steps(line)}
    assert by_name["problem_families_per_assistant"][2014] == "broken"
    assert by_name["fund_initiatives"][2014] == by_name["fund_initiatives"][2015] == "contradicted"
    assert by_name["volunteers"] == {2013: "no_before", 2014: "", 2015: "", 2016: "", 2017: ""}
