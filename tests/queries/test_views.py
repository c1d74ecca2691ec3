"""The views that every query reads: which published value is in force, and what is computed from what."""

import csv
from collections import defaultdict
from typing import NamedTuple

import pytest

from barometr.project import PROJECT
from tests.builders import Row, fact, figure, publish, ratio, rows

# series


def test_the_latest_publication_wins_and_the_earlier_ones_are_counted(published):
    published(
        sources=[
            {"source_id": "report_2016", "published_on": "2017-06-30"},
            {"source_id": "report_2017", "published_on": "2018-06-30"},
        ],
        report_2016=[
            figure(year=2014, value=3566),  # printed again by the next report, as unknown
            figure(year=2015, value=4157),  # printed once
            figure(year=2016, value=3500),  # corrected by the next report
        ],
        report_2017=[
            figure(year=2014, status="no_data"),
            figure(year=2016, value=3563),
            figure(year=2017, value=4060),
        ],
    )
    assert rows("select year, value, status, source_id, revision_count from series order by year") == [
        (2014, None, "no_data", "report_2017", 1),
        (2015, 4157.0, "actual", "report_2016", 0),
        (2016, 3563.0, "actual", "report_2017", 1),
        (2017, 4060.0, "actual", "report_2017", 0),
    ]
    assert rows("select count(*) from observations") == [(6,)]  # history is kept


def test_values_of_different_kind_part_or_city_stand_side_by_side(published):
    published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path"}],
        members=[{"dimension": "path", "member": "sport"}],
        report=[
            figure(value=10, status="approx"),
            figure(value=13, status="pilot"),  # another procedure
            figure(value=12, status="plan"),
            figure(value=20, status="target"),
            figure(value=6, member="sport"),
            figure(value=7, area_id="sopot"),
        ],
    )
    asked = "select area_id, member, status_family, status, value from series order by area_id, member, status_family"
    assert rows(asked) == [
        ("gdansk", "", "measured", "approx", 10.0),
        ("gdansk", "", "pilot", "pilot", 13.0),
        ("gdansk", "", "plan", "plan", 12.0),
        ("gdansk", "", "reference", "target", 20.0),
        ("gdansk", "sport", "measured", "actual", 6.0),
        ("sopot", "", "measured", "actual", 7.0),
    ]


def test_repetitions_alternatives_facts_and_excluded_figures_never_enter_the_series(published):
    published(
        sources=[{"source_id": "later", "published_on": "2020-01-01"}],
        report=[
            figure(value=11.0),
            fact(value=5),  # a figure of the narrative
            {"home": "excluded", "area_id": "gdansk", "literal": "17", "note_pl": "numer", "note_en": "page number"},
        ],
        later=[
            figure(value=11.0, role="restatement", restates="report.1"),  # later, but only a repetition
            figure(value=11.4, role="alternative", restates="report.1"),
        ],
    )
    assert rows("select value, row_id, revision_count from series") == [(11.0, "report.1", 0)]
    assert rows("select fact_id, value from facts") == [("report.2", 5.0)]
    assert rows("select row_id, reason_en from exclusions") == [("report.3", "page number")]


@pytest.mark.usefixtures("shipped")
def test_the_series_of_the_published_data_are_those_a_naive_reading_gives():
    """Every document read with the csv module: primary observations, the last published of each key."""
    published_on = {row["source_id"]: row["published_on"] for row in read_csv("catalog/sources.csv")}
    by_key = defaultdict(list)
    for source_id in published_on:
        for row in read_csv(f"transcribed/{source_id}.csv"):
            if row["home"] == "observation" and row["role"] == "primary":
                family = row["status"] if row["status"] in ("pilot", "plan") else "measured"
                family = "reference" if row["status"] in ("baseline", "target") else family
                key = (row["area_id"], row["indicator_id"], row["member"], int(row["year"]), family)
                value = float(row["value"]) if row["value"] else None
                by_key[key].append((published_on[source_id], f"{source_id}.{row['row']}", value))
    naive = {(*key, max(found)[1], max(found)[2], len(found) - 1) for key, found in by_key.items()}
    asked = "select area_id, indicator_id, member, year, status_family, row_id, value, revision_count from series"
    assert set(rows(asked)) == naive
    assert len(rows(asked)) == len(naive)


def read_csv(name):
    with (PROJECT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# derived: families per assistant, assistants being of two kinds; the share of families with an assistant is
# one ratio divided by another


def families(**cells):
    return figure(indicator_id="families", **cells)


def assistants(**cells):
    return figure(indicator_id="assistants", **cells)


def problem_families(**cells):
    return figure(indicator_id="problem_families", **cells)


def printed_ratio(indicator_id, **cells):
    return figure(indicator_id=indicator_id, **cells)


INDICATORS = [
    {"indicator_id": "families", "unit": "families"},
    {"indicator_id": "problem_families", "unit": "families"},
    {"indicator_id": "assistants", "additive": "true", "dimension": "funding"},
    ratio("per_assistant", "families", "assistants"),
    ratio("problem_per_assistant", "problem_families", "assistants"),
    ratio("share", "per_assistant", "problem_per_assistant", unit="percent", value_type="share"),
]
MEMBERS = [{"dimension": "funding", "member": "city"}, {"dimension": "funding", "member": "state"}]


class Case(NamedTuple):
    """What one city prints, the breaks of its series, and the families per assistant derived from it."""

    printed: list[Row]
    derived: list[tuple[int, float, str]]
    breaks: list[Row] = []


CASES = {
    "printed_inputs_are_divided": Case([families(value=25), assistants(value=4)], [(2017, 6.25, "actual")]),
    "inputs_of_different_years_are_not_divided": Case(
        [families(year=2016, value=25), assistants(year=2017, value=4)], []
    ),
    "nothing_is_divided_by_zero": Case([families(value=25), assistants(value=0)], []),
    "nothing_is_divided_by_a_missing_value": Case([families(value=25), assistants(status="no_data")], []),
    "a_total_that_is_not_printed_is_the_sum_of_its_parts": Case(
        [families(value=25), assistants(value=3, member="city"), assistants(value=2, member="state")],
        [(2017, 5.0, "actual")],
    ),
    "a_printed_total_is_used_even_where_its_parts_add_up_to_another": Case(
        [families(value=24), assistants(value=6), assistants(value=3, member="city")], [(2017, 4.0, "actual")]
    ),
    "parts_are_no_total_while_one_is_not_printed": Case([families(value=25), assistants(value=3, member="city")], []),
    "parts_are_no_total_while_one_is_printed_as_unknown": Case(
        [families(value=25), assistants(value=3, member="city"), assistants(status="no_data", member="state")], []
    ),
    "a_planned_total_does_not_hide_the_measured_parts": Case(
        [
            families(value=25),
            assistants(value=3, member="city"),
            assistants(value=2, member="state"),
            assistants(value=9, status="plan"),
        ],
        [(2017, 5.0, "actual")],
    ),
    "a_plan_is_divided_by_the_latest_measured_denominator": Case(
        [
            families(year=2016, value=60, status="plan"),
            assistants(year=2013, value=3),  # measured, but not the latest
            assistants(year=2015, value=5),
            assistants(year=2017, value=10),  # measured only after the year of the plan
        ],
        [(2016, 12.0, "plan")],
    ),
    "a_plan_is_better_divided_by_a_plan": Case(
        [families(value=60, status="plan"), assistants(value=5), assistants(value=6, status="plan")],
        [(2017, 10.0, "plan")],
    ),
    "a_measured_value_is_never_divided_by_a_plan": Case([families(value=60), assistants(value=6, status="plan")], []),
    "a_pilot_is_never_divided": Case([families(value=60, status="pilot"), assistants(value=6)], []),
    "a_printed_ratio_is_not_computed_again": Case(
        [families(value=25), assistants(value=4), printed_ratio("per_assistant", value=6.25)], []
    ),
    "years_before_a_break_of_the_numerator_are_left_out": Case(
        [
            families(year=2015, value=40),
            assistants(year=2015, value=4),
            families(year=2016, value=25),  # the first year of the new series
            assistants(year=2016, value=4),
        ],
        [(2016, 6.25, "actual")],
        breaks=[{"indicator_id": "families", "year": 2016}],
    ),
    "years_before_a_break_of_the_denominator_are_left_out": Case(
        [
            families(year=2015, value=40),
            assistants(year=2015, value=4),
            families(year=2016, value=25),
            assistants(year=2016, value=4),
        ],
        [(2016, 6.25, "actual")],
        breaks=[{"indicator_id": "assistants", "year": 2016}],
    ),
    "an_approximate_input_makes_an_approximate_ratio": Case(
        [families(value=25), assistants(value=4, status="approx")], [(2017, 6.25, "approx")]
    ),
    "a_provisional_input_makes_a_provisional_ratio": Case(
        [families(value=25, status="provisional"), assistants(value=4)], [(2017, 6.25, "provisional")]
    ),
    "approximate_parts_make_an_approximate_ratio": Case(
        [
            families(value=25),
            assistants(value=3, member="city", status="approx"),
            assistants(value=2, member="state", status="provisional"),
        ],
        [(2017, 5.0, "approx")],
    ),
    "a_ratio_of_ratios_rests_on_printed_ratios_or_on_computed_ones": Case(
        [
            # 2016: both ratios are printed
            printed_ratio("per_assistant", year=2016, value=12.0),
            printed_ratio("problem_per_assistant", year=2016, value=48.0),
            # 2017: both are computed: 25 / 5 and 40 / 5
            families(value=25),
            problem_families(value=40),
            assistants(value=5),
        ],
        [(2017, 5.0, "actual")],
    ),
    "a_printed_ratio_of_ratios_is_not_computed_again": Case(
        [families(value=25), problem_families(value=40), assistants(value=5), printed_ratio("share", value=62.5)],
        [(2017, 5.0, "actual")],
    ),
    "a_computed_ratio_takes_the_place_of_a_printed_blank": Case(
        [
            families(value=25),
            assistants(value=4),
            printed_ratio("per_assistant", status="no_data"),
            printed_ratio("per_assistant", status="no_data", year=2016),  # nothing to compute it from
        ],
        [(2017, 6.25, "actual")],
    ),
    "an_inferred_year_stays_inferred": Case(
        [families(value=25), assistants(value=4, year_basis="inferred")], [(2017, 6.25, "actual")]
    ),
}


@pytest.fixture(scope="module")
def folder_of_cases(tmp_path_factory):
    """All the cases in one data folder, each as a city of its own; building it once saves half a minute."""
    return publish(
        tmp_path_factory.mktemp("cases") / "data",
        areas=[{"area_id": name} for name in ("gdansk", *CASES)],
        indicators=INDICATORS,
        members=MEMBERS,
        breaks=[one | {"area_id": name} for name, case in CASES.items() for one in case.breaks],
        conflicts=[
            {
                "conflict_id": "three_of_six",
                "finding": "total:a_printed_total_is_used_even_where_its_parts_add_up_to_another:assistants:2017",
            }
        ],
        report=[row | {"area_id": name} for name, case in CASES.items() for row in case.printed],
    )


@pytest.fixture
def cases(folder_of_cases, monkeypatch):
    """The folder of the cases, read by the engine."""
    monkeypatch.setenv("BAROMETR_DATA", str(folder_of_cases))


def of(case, indicator_id):
    assert case in CASES
    return f"where area_id = '{case}' and indicator_id = '{indicator_id}' order by year"


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("case", CASES)
def test_derived(case):
    asked = f"select year, value, status from derived {of(case, 'per_assistant')}"
    assert rows(asked) == CASES[case].derived


@pytest.mark.usefixtures("cases")
def test_a_derived_value_names_its_inputs_with_their_years_and_rows():
    plan = of("a_plan_is_divided_by_the_latest_measured_denominator", "per_assistant")
    asked = "select numerator_value, denominator_value, numerator_year, denominator_year from derived"
    assert rows(f"{asked} {plan}") == [(60.0, 5.0, 2016, 2015)]

    name = "a_total_that_is_not_printed_is_the_sum_of_its_parts"
    cases_before = list(CASES.values())[: list(CASES).index(name)]
    first_row = 1 + sum(len(case.printed) for case in cases_before)
    summed = of(name, "per_assistant")
    assert rows(f"select numerator_rows, denominator_rows from derived {summed}") == [
        (f"report.{first_row}", f"report.{first_row + 1} report.{first_row + 2}")
    ]


@pytest.mark.usefixtures("cases")
def test_a_derived_value_is_inferred_when_a_year_of_its_inputs_is():
    asked = "select year_basis from derived"
    assert rows(f"{asked} {of('an_inferred_year_stays_inferred', 'per_assistant')}") == [("inferred",)]
    assert rows(f"{asked} {of('printed_inputs_are_divided', 'per_assistant')}") == [("printed",)]


@pytest.mark.usefixtures("cases")
def test_a_ratio_of_ratios_in_per_cent():
    asked = "select year, value, numerator_value, denominator_value from derived"
    case = of("a_ratio_of_ratios_rests_on_printed_ratios_or_on_computed_ones", "share")
    assert rows(f"{asked} {case}") == [(2016, 25.0, 12.0, 48.0), (2017, 62.5, 5.0, 8.0)]


@pytest.mark.usefixtures("cases")
def test_a_printed_ratio_is_one_point_and_never_computed_beside_it():
    asked = "select value, is_derived from points"
    printed = of("a_printed_ratio_is_not_computed_again", "per_assistant")
    assert rows(f"{asked} {printed}") == [(6.25, False)]
    printed = of("a_printed_ratio_of_ratios_is_not_computed_again", "share")
    assert rows(f"{asked} {printed}") == [(62.5, False)]


@pytest.mark.usefixtures("cases")
def test_a_computed_ratio_and_a_printed_blank_are_one_point():
    case = of("a_computed_ratio_takes_the_place_of_a_printed_blank", "per_assistant")
    assert rows(f"select year, value, status, is_derived, row_id is null from points {case}") == [
        (2016, None, "no_data", False, False),
        (2017, 6.25, "actual", True, True),
    ]


@pytest.mark.usefixtures("shipped")
def test_every_derived_value_of_the_published_data_is_its_inputs_divided():
    for value, unit, above, below in rows(
        "select derived.value, unit, numerator_value, denominator_value "
        "from derived join indicators on indicators.indicator_id = derived.indicator_id"
    ):
        assert value == (100.0 if unit == "percent" else 1.0) * above / below


# points


def test_points_count_the_breaks_before_them_and_have_short_names(published):
    published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path"}, {"indicator_id": "offers"}],
        members=[{"dimension": "path", "member": "sport"}],
        breaks=[{"indicator_id": "offers", "year": 2014}, {"indicator_id": "offers", "year": 2016}],
        report=[
            *(figure(indicator_id="offers", year=year, value=1) for year in (2012, 2013, 2014, 2015, 2016, 2017)),
            figure(indicator_id="offers", year=2017, value=2, area_id="sopot"),  # no break there
            figure(value=100),
            figure(value=60, member="sport"),
            figure(value=120, status="plan"),
            figure(value=70, status="pilot", member="sport"),
        ],
    )
    assert rows("select area_id, year, segment from points where indicator_id = 'offers' order by 1, 2") == [
        ("gdansk", 2012, 0),
        ("gdansk", 2013, 0),
        ("gdansk", 2014, 1),  # a break stands at the first year of the new series
        ("gdansk", 2015, 1),
        ("gdansk", 2016, 2),
        ("gdansk", 2017, 2),
        ("sopot", 2017, 0),
    ]
    assert rows("select value, point_id from points where indicator_id = 'volunteers' order by value") == [
        (60.0, "volunteers~gdansk~2017~sport"),
        (70.0, "volunteers~gdansk~2017~sport~pilot"),
        (100.0, "volunteers~gdansk~2017"),
        (120.0, "volunteers~gdansk~2017~~plan"),
    ]


@pytest.mark.usefixtures("shipped")
def test_no_two_points_of_the_published_data_have_one_name():
    assert rows("select point_id, count(*) from points group by point_id having count(*) > 1") == []


# targets


def test_a_target_stands_beside_its_baseline(published):
    named = ("baseline", "blank", "nothing", "years_without_data", "yes_or_no")
    published(
        indicators=[
            *({"indicator_id": name} for name in named[:-1]),
            {"indicator_id": "yes_or_no", "value_type": "milestone"},
        ],
        report=[
            figure(indicator_id="baseline", year=2015, value=16, status="baseline"),
            figure(indicator_id="baseline", year=2022, value=10, status="target"),
            # "Bd." where the baseline should be: its year is known, its value is not
            figure(indicator_id="blank", year=2015, status="no_data"),
            figure(indicator_id="blank", year=2022, value=5, status="target"),
            # no baseline at all
            figure(indicator_id="nothing", year=2022, value=5, status="target"),
            # years of the series without data are no baselines and do not multiply the target
            figure(indicator_id="years_without_data", year=2015, value=16, status="baseline"),
            figure(indicator_id="years_without_data", year=2016, status="no_data"),
            figure(indicator_id="years_without_data", year=2017, status="no_data"),
            figure(indicator_id="years_without_data", year=2022, value=10, status="target"),
            figure(indicator_id="yes_or_no", year=2015, value=0, status="baseline"),
            figure(indicator_id="yes_or_no", year=2019, value=1, status="target"),
        ],
    )
    assert rows(
        "select indicator_id, baseline_year, baseline_value, target_year, target_value, milestone, "
        "baseline_row_id, target_row_id from targets order by indicator_id"
    ) == [
        ("baseline", 2015, 16.0, 2022, 10.0, False, "report.1", "report.2"),
        ("blank", 2015, None, 2022, 5.0, False, "report.3", "report.4"),
        ("nothing", None, None, 2022, 5.0, False, None, "report.5"),
        ("years_without_data", 2015, 16.0, 2022, 10.0, False, "report.6", "report.9"),
        ("yes_or_no", 2015, 0.0, 2019, 1.0, True, "report.10", "report.11"),
    ]


# totals and parts


def test_totals_stand_beside_the_sum_of_their_parts(published):
    published(
        indicators=[
            {"indicator_id": "volunteers", "additive": "true", "dimension": "path"},
            {"indicator_id": "visitors", "additive": "false", "dimension": "path"},
        ],
        members=[{"dimension": "path", "member": member} for member in ("culture", "ecology", "sport")],
        conflicts=[{"conflict_id": "known", "finding": "total:gdansk:volunteers:2014"}],
        report=[
            # 2014: the total is 2 more than its parts
            figure(year=2014, value=12),
            figure(year=2014, value=5, member="culture"),
            figure(year=2014, value=4, member="ecology"),
            figure(year=2014, value=1, member="sport"),
            # 2015: nothing is known
            figure(year=2015, status="no_data"),
            figure(year=2015, status="no_data", member="culture"),
            # 2016: one part is missing, and known to be missing
            figure(year=2016, value=9),
            figure(year=2016, value=5, member="culture"),
            figure(year=2016, status="no_data", member="ecology"),
            figure(year=2016, value=4, member="sport"),
            # 2017: no total is printed
            figure(year=2017, value=5, member="culture"),
            figure(year=2017, value=6, member="sport"),
            # people may be counted in several parts here: nothing to add up
            figure(indicator_id="visitors", value=9),
            figure(indicator_id="visitors", value=8, member="culture"),
            figure(indicator_id="visitors", value=7, member="sport"),
        ],
    )
    assert rows(
        "select indicator_id, year, published_total, parts_sum, parts_printed, parts_known, difference "
        "from totals_and_parts order by year"
    ) == [
        ("volunteers", 2014, 12.0, 10.0, 3, 3, 2.0),
        ("volunteers", 2016, 9.0, 9.0, 2, 3, 0.0),
        ("volunteers", 2017, None, 11.0, 2, 2, None),
    ]
    # A printed total that its parts contradict says by how much: 2 of 12.
    gaps = "select year, round(parts_gap_pct, 2) from points where indicator_id = 'volunteers' and member = ''"
    assert rows(f"{gaps} order by year") == [(2014, 16.67), (2015, None), (2016, None)]


@pytest.mark.usefixtures("shipped")
def test_the_totals_of_the_published_data_are_those_a_naive_sum_gives():
    current = rows("select area_id, indicator_id, year, status_family, member, value from series")
    additive = {row[0] for row in rows("select indicator_id from indicators where additive")}
    totals = {row[:4]: row[5] for row in current if row[4] == ""}
    parts = defaultdict(list)
    for *key, member, value in current:
        if member and key[1] in additive:
            parts[tuple(key)].append(value)
    naive = {
        (
            *key[:3],
            totals.get(key),
            sum(filter(None, values)),
            sum(value is not None for value in values),
            len(values),
        )
        for key, values in parts.items()
        if any(value is not None for value in values)
    }
    columns = "area_id, indicator_id, year, published_total, parts_sum, parts_printed, parts_known"
    assert sorted(rows(f"select {columns} from totals_and_parts"), key=str) == sorted(naive, key=str)


# goals and indicators


def test_goals_carry_their_printed_state_and_indicators_their_materiality(published):
    published(
        programmes=[{"programme_id": "strategy", "source_id": "report"}],
        goals=[{"goal_id": "one", "programme_id": "strategy"}, {"goal_id": "two", "programme_id": "strategy"}],
        indicators=[
            {"indicator_id": "volunteers"},
            {"indicator_id": "share", "value_type": "share", "unit": "percent"},
            {"indicator_id": "own", "materiality": 2.5},
        ],
        report=[
            figure(value=1),
            {
                "home": "goal_status",
                "area_id": "gdansk",
                "goal_id": "one",
                "status": "in_progress",
                "literal": "w toku",
            },
        ],
    )
    assert rows("select goal_id, status, status_literal, status_row_id from goals order by goal_id") == [
        ("one", "in_progress", "w toku", "report.2"),
        ("two", None, None, None),  # a document may say nothing about a goal
    ]
    assert rows("select indicator_id, materiality from indicators order by indicator_id") == [
        ("own", 2.5),
        ("share", 1.0),  # percentage points, unless the catalogue says otherwise
        ("volunteers", 5.0),  # per cent
    ]


def test_the_targets_of_two_documents_keep_to_their_own_baselines(published):
    """The second strategy starts from the year in which the first one was to end."""
    published(
        sources=[{"source_id": "later", "published_on": "2022-06-30"}],
        earlier=[
            figure(year=2014, value=18, status="baseline"),
            figure(year=2015, value=16, status="baseline"),
            figure(year=2022, value=10, status="target"),
        ],
        later=[figure(year=2022, value=12, status="baseline"), figure(year=2027, value=6, status="target")],
    )
    columns = "baseline_year, baseline_value, target_year, target_value"
    assert rows(f"select {columns} from targets order by target_year") == [
        (2015, 16.0, 2022, 10.0),
        (2022, 12.0, 2027, 6.0),
    ]
    assert rows("select point_id, value from points where year = 2022 order by value") == [
        ("volunteers~gdansk~2022~~reference", 10.0),
        ("volunteers~gdansk~2022~~baseline", 12.0),
    ]


def test_a_later_document_that_repeats_a_target_alone_keeps_the_agreed_baseline(published):
    """A yearly report names the target of the strategy, not its baseline: the review must not lose it."""
    published(
        sources=[{"source_id": "report", "published_on": "2020-06-30"}],
        strategy=[figure(year=2015, value=16, status="baseline"), figure(year=2022, value=10, status="target")],
        report=[figure(year=2019, value=13), figure(year=2022, value=10, status="target")],
    )
    columns = "baseline_year, baseline_value, target_year, target_value, baseline_row_id, target_row_id"
    assert rows(f"select {columns} from targets") == [(2015, 16.0, 2022, 10.0, "strategy.1", "report.2")]
