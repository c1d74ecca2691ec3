"""The views that every query reads: which published value is in force, and what is computed from what."""

import csv
from collections import defaultdict

import pytest

from barometr.engine import PROJECT
from tests.builders import fact, figure, ratio, rows

NEWER = [
    {"source_id": "report_2016", "published_on": "2017-06-30"},
    {"source_id": "report_2017", "published_on": "2018-06-30"},
]
# Families per assistant, as in the published catalogue, with assistants of two kinds.
RATIO = {
    "indicators": [
        {"indicator_id": "families", "unit": "families"},
        {"indicator_id": "assistants", "additive": "true", "dimension": "funding"},
        ratio("per_assistant", "families", "assistants"),
    ],
    "members": [
        {"dimension": "funding", "member": "city"},
        {"dimension": "funding", "member": "state"},
    ],
}
DERIVED = "select year, value, status from derived where indicator_id = 'per_assistant' order by year, status"


def families(**cells):
    return figure(indicator_id="families", **cells)


def assistants(**cells):
    return figure(indicator_id="assistants", **cells)


# series


def test_the_latest_publication_wins_and_the_earlier_ones_are_counted(published):
    published(
        sources=NEWER,
        report_2016=[
            figure(year=2015, value=4157),  # printed once: no revision
            figure(year=2016, value=3500),  # corrected by the next report
        ],
        report_2017=[figure(year=2016, value=3563), figure(year=2017, value=4060)],
    )
    assert rows("select year, value, source_id, revision_count from series order by year") == [
        (2015, 4157.0, "report_2016", 0),
        (2016, 3563.0, "report_2017", 1),
        (2017, 4060.0, "report_2017", 0),
    ]
    assert rows("select count(*) from observations") == [(4,)]  # history is kept


def test_a_later_publication_wins_even_when_it_withdraws_the_value(published):
    published(sources=NEWER, report_2016=[figure(value=3500)], report_2017=[figure(status="no_data")])
    assert rows("select value, status, revision_count from series") == [(None, "no_data", 1)]


def test_measured_pilot_plan_and_reference_values_of_one_year_stand_side_by_side(published):
    published(
        report=[
            figure(value=10, status="approx"),
            figure(value=13, status="pilot"),  # another procedure
            figure(value=12, status="plan"),
            figure(value=20, status="target"),
        ]
    )
    assert rows("select status_family, status, value from series order by status_family") == [
        ("measured", "approx", 10.0),
        ("pilot", "pilot", 13.0),
        ("plan", "plan", 12.0),
        ("reference", "target", 20.0),
    ]


def test_restatements_and_alternatives_never_enter_the_series(published):
    published(
        sources=NEWER,
        report_2016=[figure(value=11.0)],
        report_2017=[
            figure(value=11.0, role="restatement", restates="report_2016.1"),  # later, but only a repetition
            figure(value=11.4, role="alternative", restates="report_2016.1"),
        ],
    )
    assert rows("select value, row_id, revision_count from series") == [(11.0, "report_2016.1", 0)]


def test_a_part_and_a_total_a_city_and_its_neighbour_are_different_series(published):
    published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path"}],
        members=[{"dimension": "path", "member": "sport"}],
        report=[figure(value=100), figure(value=60, member="sport"), figure(value=7, area_id="sopot")],
    )
    assert rows("select area_id, member, value from series order by area_id, member") == [
        ("gdansk", "", 100.0),
        ("gdansk", "sport", 60.0),
        ("sopot", "", 7.0),
    ]


def test_facts_and_excluded_figures_are_no_observations(published):
    published(
        report=[
            figure(value=10),
            fact(value=5),  # a figure of the narrative
            {
                "home": "excluded",
                "area_id": "gdansk",
                "literal": "17",
                "note_pl": "numer strony",
                "note_en": "page number",
            },
        ]
    )
    assert rows("select row_id from series") == [("report.1",)]
    assert rows("select fact_id, value from facts") == [("report.2", 5.0)]
    assert rows("select row_id, reason_en from exclusions") == [("report.3", "page number")]


def test_the_series_of_the_published_data_are_those_a_naive_reading_gives(shipped):
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
    asked = (
        "select area_id, indicator_id, member, year, status_family, row_id, value, revision_count from series"
    )
    assert set(rows(asked)) == naive
    assert len(rows(asked)) == len(naive)


def read_csv(name):
    with (PROJECT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# derived


def test_a_ratio_that_nobody_prints_is_computed_from_its_printed_inputs(published):
    published(**RATIO, report=[families(value=25), assistants(value=4)])
    assert rows(DERIVED) == [(2017, 6.25, "actual")]
    assert rows(
        "select numerator_value, denominator_value, numerator_year, denominator_year, numerator_rows, denominator_rows "
        "from derived"
    ) == [(25.0, 4.0, 2017, 2017, "report.1", "report.2")]


def test_a_share_is_computed_in_per_cent(published):
    published(
        indicators=[
            {"indicator_id": "fed"},
            {"indicator_id": "children_fed"},
            ratio("share", "children_fed", "fed", unit="percent", value_type="share"),
        ],
        report=[figure(indicator_id="fed", value=800), figure(indicator_id="children_fed", value=300)],
    )
    assert rows("select indicator_id, value from derived") == [("share", 37.5)]


def test_inputs_of_different_years_or_cities_are_not_divided(published):
    published(
        **RATIO,
        report=[
            families(year=2016, value=25),
            assistants(year=2017, value=4),  # another year
            assistants(year=2016, value=5, area_id="sopot"),  # another city
        ],
    )
    assert rows(DERIVED) == []


def test_nothing_is_divided_by_zero_or_by_a_missing_value(published):
    published(
        **RATIO,
        report=[
            families(year=2016, value=25),
            assistants(year=2016, value=0),
            families(year=2017, value=25),
            assistants(year=2017, status="no_data"),
        ],
    )
    assert rows(DERIVED) == []


def test_a_total_that_is_not_printed_is_the_sum_of_its_printed_parts(published):
    published(
        **RATIO,
        report=[families(value=25), assistants(value=3, member="city"), assistants(value=2, member="state")],
    )
    assert rows(DERIVED) == [(2017, 5.0, "actual")]
    assert rows("select denominator_rows from derived") == [("report.2 report.3",)]


def test_a_printed_total_is_used_even_where_its_parts_add_up_to_another(published):
    published(
        **RATIO,
        report=[
            families(value=24),
            assistants(value=6),
            assistants(value=3, member="city"),  # the second part is not printed, so no check objects
        ],
        conflicts=[{"conflict_id": "known", "finding": "total:gdansk:assistants:2017"}],
    )
    assert rows(DERIVED) == [(2017, 4.0, "actual")]


@pytest.mark.parametrize(
    "second_part",
    [
        [],  # not mentioned at all
        [figure(indicator_id="assistants", member="state", status="no_data")],
    ],
)
def test_parts_are_not_a_total_while_one_of_them_is_missing(published, second_part):
    published(**RATIO, report=[families(value=25), assistants(value=3, member="city"), *second_part])
    assert rows(DERIVED) == []


def test_a_planned_total_does_not_hide_the_measured_parts(published):
    published(
        **RATIO,
        report=[
            families(value=25),
            assistants(value=3, member="city"),
            assistants(value=2, member="state"),
            assistants(value=9, status="plan"),
        ],
    )
    assert rows(DERIVED) == [(2017, 5.0, "actual")]


def test_a_planned_numerator_is_divided_by_the_latest_measured_denominator(published):
    published(
        **RATIO,
        report=[
            families(year=2016, value=60, status="plan"),
            assistants(year=2013, value=3),  # measured, but not the latest
            assistants(year=2015, value=5),
            assistants(year=2017, value=10),  # measured only after the year of the plan
        ],
    )
    assert rows(DERIVED) == [(2016, 12.0, "plan")]
    assert rows("select numerator_year, denominator_year from derived") == [(2016, 2015)]


def test_a_planned_denominator_is_better_than_a_measured_one_of_the_same_year(published):
    published(
        **RATIO,
        report=[families(value=60, status="plan"), assistants(value=5), assistants(value=6, status="plan")],
    )
    assert rows(DERIVED) == [(2017, 10.0, "plan")]


def test_a_measured_numerator_is_never_divided_by_a_plan(published):
    published(**RATIO, report=[families(value=60), assistants(value=6, status="plan")])
    assert rows(DERIVED) == []


def test_a_printed_ratio_is_not_computed_again(published):
    published(
        **RATIO,
        report=[families(value=25), assistants(value=4), figure(indicator_id="per_assistant", value=6.25)],
    )
    assert rows(DERIVED) == []


@pytest.mark.parametrize("broken", ["families", "assistants"])
def test_years_before_a_break_of_an_input_are_left_out(published, broken):
    published(
        **RATIO,
        breaks=[{"indicator_id": broken, "year": 2016}],
        report=[
            families(year=2015, value=40),
            assistants(year=2015, value=4),
            families(year=2016, value=25),  # the first year of the new series
            assistants(year=2016, value=4),
        ],
    )
    assert rows(DERIVED) == [(2016, 6.25, "actual")]


def test_a_break_in_one_city_leaves_the_other_alone(published):
    published(
        **RATIO,
        breaks=[{"indicator_id": "families", "year": 2018, "area_id": "sopot"}],
        report=[families(value=25), assistants(value=4)],
    )
    assert rows(DERIVED) == [(2017, 6.25, "actual")]


@pytest.mark.parametrize(
    ("of_families", "of_assistants", "expected"),
    [
        ("actual", "approx", "approx"),
        ("provisional", "actual", "provisional"),
        ("provisional", "approx", "approx"),
    ],
)
def test_a_computed_ratio_is_no_firmer_than_its_inputs(published, of_families, of_assistants, expected):
    published(
        **RATIO, report=[families(value=25, status=of_families), assistants(value=4, status=of_assistants)]
    )
    assert rows(DERIVED) == [(2017, 6.25, expected)]


def test_a_computed_ratio_is_inferred_when_a_year_of_its_inputs_is(published):
    published(**RATIO, report=[families(value=25), assistants(value=4, year_basis="inferred")])
    assert rows("select year_basis from derived") == [("inferred",)]


# The share of families with an assistant is one ratio divided by another, as in the published catalogue.
SHARE = {
    "indicators": [
        *RATIO["indicators"],
        {"indicator_id": "problem_families", "unit": "families"},
        ratio("problem_per_assistant", "problem_families", "assistants"),
        ratio("share", "per_assistant", "problem_per_assistant", unit="percent", value_type="share"),
    ],
    "members": RATIO["members"],
}


def test_a_ratio_of_ratios_rests_on_printed_ratios_or_on_computed_ones(published):
    published(
        **SHARE,
        report=[
            # 2016: both ratios are printed
            figure(year=2016, indicator_id="per_assistant", value=12.0),
            figure(year=2016, indicator_id="problem_per_assistant", value=48.0),
            # 2017: both are computed: 25 / 5 and 40 / 5
            families(year=2017, value=25),
            figure(year=2017, indicator_id="problem_families", value=40),
            assistants(year=2017, value=5),
        ],
    )
    assert rows(
        "select year, value, numerator_value, denominator_value from derived where indicator_id = 'share' "
        "order by year"
    ) == [(2016, 25.0, 12.0, 48.0), (2017, 62.5, 5.0, 8.0)]


def test_a_printed_ratio_of_ratios_is_not_computed_again(published):
    published(
        **SHARE,
        report=[
            families(value=25),
            figure(indicator_id="problem_families", value=40),
            assistants(value=5),
            figure(indicator_id="share", value=62.5),
        ],
    )
    assert rows("select value, is_derived from points where indicator_id = 'share'") == [(62.5, False)]


def test_every_derived_value_of_the_published_data_is_its_inputs_divided(shipped):
    for value, unit, above, below in rows(
        "select derived.value, unit, numerator_value, denominator_value "
        "from derived join indicators on indicators.indicator_id = derived.indicator_id"
    ):
        assert value == (100.0 if unit == "percent" else 1.0) * above / below


# points


def test_the_segment_of_a_point_counts_the_breaks_before_it(published):
    published(
        breaks=[{"indicator_id": "volunteers", "year": 2014}, {"indicator_id": "volunteers", "year": 2016}],
        report=[figure(year=year, value=1) for year in (2012, 2013, 2014, 2015, 2016, 2017)],
    )
    assert rows("select year, segment from points order by year") == [
        (2012, 0),
        (2013, 0),
        (2014, 1),  # a break stands at the first year of the new series
        (2015, 1),
        (2016, 2),
        (2017, 2),
    ]


def test_the_name_of_a_point_is_short_for_measured_totals_and_tells_the_rest_apart(published):
    published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path"}],
        members=[{"dimension": "path", "member": "sport"}],
        report=[
            figure(value=100),
            figure(value=60, member="sport"),
            figure(value=120, status="plan"),
            figure(value=70, status="pilot", member="sport"),
        ],
    )
    assert rows("select value, point_id from points order by value") == [
        (60.0, "volunteers~gdansk~2017~sport"),
        (70.0, "volunteers~gdansk~2017~sport~pilot"),
        (100.0, "volunteers~gdansk~2017"),
        (120.0, "volunteers~gdansk~2017~~plan"),
    ]


def test_a_computed_ratio_is_a_point_marked_as_such(published):
    published(**RATIO, report=[families(value=25), assistants(value=4)])
    assert rows(
        "select value, is_derived, row_id, literal from points where indicator_id = 'per_assistant'"
    ) == [(6.25, True, None, None)]


def test_a_computed_ratio_takes_the_place_of_a_printed_blank(published):
    """One point, not two with one name."""
    published(
        **RATIO,
        report=[
            families(value=25),
            assistants(value=4),
            figure(indicator_id="per_assistant", status="no_data"),
            figure(indicator_id="per_assistant", status="no_data", year=2016),  # nothing to compute it from
        ],
    )
    assert rows(
        "select year, value, status, is_derived from points where indicator_id = 'per_assistant' order by year"
    ) == [
        (2016, None, "no_data", False),
        (2017, 6.25, "actual", True),
    ]


def test_no_two_points_of_the_published_data_have_one_name(shipped):
    assert rows("select point_id, count(*) from points group by point_id having count(*) > 1") == []


# targets


def test_a_target_stands_beside_its_baseline(published):
    published(
        report=[figure(year=2015, value=16, status="baseline"), figure(year=2022, value=10, status="target")]
    )
    assert rows(
        "select area_id, indicator_id, member, baseline_year, baseline_value, target_year, target_value, milestone, "
        "baseline_row_id, target_row_id from targets"
    ) == [("gdansk", "volunteers", "", 2015, 16.0, 2022, 10.0, False, "report.1", "report.2")]


def test_a_baseline_printed_as_no_data_gives_its_year_and_no_value(published):
    published(report=[figure(year=2015, status="no_data"), figure(year=2022, value=5, status="target")])
    assert rows("select baseline_year, baseline_value, baseline_row_id, target_value from targets") == [
        (2015, None, "report.1", 5.0)
    ]


def test_a_target_without_any_baseline_is_still_a_target(published):
    published(report=[figure(year=2022, value=5, status="target")])
    assert rows("select baseline_year, baseline_value, target_year from targets") == [(None, None, 2022)]


def test_years_without_data_do_not_multiply_a_target(published):
    published(
        report=[
            figure(year=2015, value=16, status="baseline"),
            figure(year=2016, status="no_data"),  # a year of the series, not a baseline
            figure(year=2017, status="no_data"),
            figure(year=2022, value=10, status="target"),
        ]
    )
    assert rows("select baseline_year, baseline_value, target_year from targets") == [(2015, 16.0, 2022)]


def test_a_yes_or_no_target_is_a_milestone(published):
    published(
        indicators=[{"indicator_id": "volunteers", "value_type": "milestone"}],
        report=[figure(year=2015, value=0, status="baseline"), figure(year=2022, value=1, status="target")],
    )
    assert rows("select milestone, baseline_value, target_value from targets") == [(True, 0.0, 1.0)]


# totals and parts

PATHS = {
    "indicators": [{"indicator_id": "volunteers", "additive": "true", "dimension": "path"}],
    "members": [{"dimension": "path", "member": member} for member in ("culture", "ecology", "sport")],
}
TOTALS = "select year, published_total, parts_sum, parts_printed, parts_known, difference from totals_and_parts order by year"


def test_totals_stand_beside_the_sum_of_their_parts(published):
    published(
        **PATHS,
        conflicts=[{"conflict_id": "known", "finding": "total:gdansk:volunteers:2014"}],
        report=[
            # 2014: the total is 2 more than its parts
            figure(year=2014, value=12),
            figure(year=2014, value=5, member="culture"),
            figure(year=2014, value=4, member="ecology"),
            figure(year=2014, value=1, member="sport"),
            # 2016: one part is missing, and known to be missing
            figure(year=2016, value=9),
            figure(year=2016, value=5, member="culture"),
            figure(year=2016, status="no_data", member="ecology"),
            figure(year=2016, value=4, member="sport"),
            # 2017: no total is printed
            figure(year=2017, value=5, member="culture"),
            figure(year=2017, value=6, member="sport"),
        ],
    )
    assert rows(TOTALS) == [
        (2014, 12.0, 10.0, 3, 3, 2.0),
        (2016, 9.0, 9.0, 2, 3, 0.0),
        (2017, None, 11.0, 2, 2, None),
    ]


def test_parts_of_a_breakdown_that_does_not_add_up_are_not_summed(published):
    """People may be counted in several parts there."""
    published(
        indicators=[{"indicator_id": "volunteers", "additive": "false", "dimension": "path"}],
        members=PATHS["members"],
        report=[figure(value=9), figure(value=8, member="culture"), figure(value=7, member="sport")],
    )
    assert rows(TOTALS) == []


def test_the_totals_of_the_published_data_are_those_a_naive_sum_gives(shipped):
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
    asked = "select area_id, indicator_id, year, published_total, parts_sum, parts_printed, parts_known from totals_and_parts"
    assert set(rows(asked)) == naive
    assert len(naive) == len(rows(asked))


# goals


def test_a_goal_carries_the_state_that_its_document_prints(published):
    published(
        programmes=[{"programme_id": "strategy", "source_id": "report"}],
        goals=[
            {"goal_id": "one", "programme_id": "strategy"},
            {"goal_id": "two", "programme_id": "strategy"},
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


def test_materiality_is_five_per_cent_or_one_point_unless_the_catalogue_says_otherwise(published):
    published(
        indicators=[
            {"indicator_id": "volunteers"},
            {"indicator_id": "share", "value_type": "share", "unit": "percent"},
            {"indicator_id": "own", "materiality": 2.5},
        ],
        report=[figure(value=1)],
    )
    assert rows("select indicator_id, materiality from indicators order by indicator_id") == [
        ("own", 2.5),
        ("share", 1.0),
        ("volunteers", 5.0),
    ]
