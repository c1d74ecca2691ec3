"""What a review asks: which targets and which series are a programme's own, and what its targets are held against."""

import pytest

from barometr.engine import records
from tests.builders import figure, publish

AREAS = [
    {"area_id": "gdansk"},
    {"area_id": "sopot"},
    {"area_id": "old_town", "kind": "revitalisation_area", "parent_id": "gdansk"},
    {"area_id": "square", "kind": "unit", "parent_id": "old_town"},
]
SOURCES = [
    {"source_id": "report"},
    {"source_id": "other_report"},
    {"source_id": "leaflet"},
    {"source_id": "sopot_report", "area_id": "sopot"},
]
# Two programmes of one city, one of another, and one whose document says nothing of targets.
PROGRAMMES = [
    {"programme_id": "plan", "source_id": "report", "period_start": 2010, "period_end": 2014},
    {"programme_id": "other_plan", "source_id": "other_report", "period_start": 2015},
    {"programme_id": "idea", "source_id": "leaflet"},
    {"programme_id": "sopot_plan", "source_id": "sopot_report", "area_id": "sopot"},
]
GOALS = [
    {"goal_id": "second", "programme_id": "plan", "sort": 2},
    {"goal_id": "first", "programme_id": "plan", "sort": 1},
    {"goal_id": "theirs", "programme_id": "other_plan", "sort": 1},
    {"goal_id": "abroad", "programme_id": "sopot_plan", "sort": 1},
]
INDICATORS = [
    {"indicator_id": "own", "goal_id": "second", "dimension": "path", "materiality": 7.0},
    {"indicator_id": "own_first", "goal_id": "first", "polarity": "lower_better"},
    {"indicator_id": "own_growing", "goal_id": "second", "progress_method": "compound"},
    {"indicator_id": "own_opened", "goal_id": "second", "value_type": "milestone", "progress_method": "compound"},
    {"indicator_id": "own_wished", "goal_id": "first", "dimension": "path"},
    {"indicator_id": "theirs", "goal_id": "theirs"},
    {"indicator_id": "theirs_lent", "goal_id": "theirs"},
    {"indicator_id": "theirs_wished", "goal_id": "theirs"},
    {"indicator_id": "foreign", "goal_id": "abroad"},
    {"indicator_id": "foreign_wished", "goal_id": "abroad"},
    {"indicator_id": "homeless"},
    {"indicator_id": "homeless_in_other", "value_type": "share", "unit": "percent"},
]
BREAKS = [
    {"indicator_id": "own", "year": 2013},
    {"indicator_id": "own_growing", "year": 2012},
    {"indicator_id": "own_growing", "year": 2014},
    {"indicator_id": "own_growing", "year": 2016},
    {"indicator_id": "own_wished", "year": 2014},
]


def agreed(indicator_id, base_year=2012, **cells):
    """Return the two printed figures of a target: 10 in the baseline's year, 20 in 2020."""
    base = figure(indicator_id=indicator_id, year=base_year, value=10, status="baseline", **cells)
    return [base, figure(indicator_id=indicator_id, year=2020, value=20, status="target", **cells)]


def proposal(proposal_id, indicator_id, **cells):
    usual = {"proposal_id": proposal_id, "area_id": "gdansk", "indicator_id": indicator_id, "baseline_year": 2014}
    usual |= {"target_year": 2021, "target_value": 99, "method": "compound"}
    return usual | {"proposed_by": "Team", "proposed_on": "2024-05-06", "note_pl": "bo tak", "note_en": "so"} | cells


def measured(indicator_id, year=2014, value=30, **cells):
    return figure(indicator_id=indicator_id, year=year, value=value, **cells)


@pytest.fixture(scope="module")
def towns_folder(tmp_path_factory):
    return publish(
        tmp_path_factory.mktemp("review") / "data",
        areas=AREAS,
        sources=SOURCES,
        programmes=PROGRAMMES,
        goals=GOALS,
        indicators=INDICATORS,
        breaks=BREAKS,
        members=[{"dimension": "path", "member": "clubs"}, {"dimension": "path", "member": "homes"}],
        reviews=[
            {"programme_id": "plan", "data_year": 2019, "held_year": 2020, "kind": "final", "note_en": "the last"},
            {"programme_id": "plan", "data_year": 2014, "held_year": 2016, "kind": "mid_term", "note_pl": "pierwsza"},
            {"programme_id": "other_plan", "data_year": 2017, "held_year": 2018, "kind": "mid_term"},
        ],
        proposed_targets=[
            proposal("clubs", "own_wished", member="clubs", target_value=12.5, method="linear"),
            proposal("town", "own_wished"),
            proposal("part", "own_wished", area_id="old_town", baseline_year=2013),
            proposal("theirs", "theirs_wished"),
            proposal("foreign", "foreign_wished"),
            proposal("sopot", "foreign_wished", area_id="sopot"),
        ],
        report=[
            *agreed("own"),  # report.1, report.2
            *agreed("own", area_id="old_town", base_year=2014),
            *agreed("own", area_id="square"),
            figure(indicator_id="own", member="clubs", year=2012, status="no_data"),  # report.7
            figure(indicator_id="own", member="clubs", year=2020, value=5, status="target"),
            *agreed("own_opened"),
            *agreed("theirs_lent"),
            measured("own", 2014, 11),
            measured("own", 2012, 12),
            measured("own", 2013, 13),
            measured("own", 2013, 1, member="clubs"),
            measured("own", 2013, 14, status="plan"),
            measured("own", 2013, 7, area_id="square"),
            measured("own", 2013, 8, area_id="sopot"),
        ],
        other_report=[
            *agreed("theirs"),
            *agreed("own_first"),
            *agreed("own_growing", base_year=2014),
            *agreed("homeless_in_other"),
            measured("theirs", 2013, 3),
            measured("theirs_lent", 2013, 4),
            measured("theirs_wished", 2014, 40, status="approx"),
        ],
        leaflet=[
            measured("homeless", 2013, 5),
            measured("own_wished", 2014, 30),
            measured("own_wished", 2014, 33, status="plan"),
            measured("own_wished", 2014, 6, member="clubs"),
            measured("own_wished", 2013, 3, area_id="old_town"),
            measured("foreign_wished", 2014, 50),
        ],
        sopot_report=[
            *agreed("own", area_id="sopot"),
            *agreed("foreign", area_id="gdansk"),
            measured("foreign_wished", 2014, 60, area_id="sopot"),
        ],
    )


@pytest.fixture(autouse=True)
def towns(towns_folder, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(towns_folder))


def asked(name, columns, **parameters):
    return [tuple(row[column] for column in columns.split()) for row in records(f"review/{name}", **parameters)]


def test_a_programme_has_the_targets_of_its_document_and_the_proposals_for_its_city():
    """Printed ones first, those under its own goals before others; parts of the city and of a total count too."""
    columns = "basis indicator_id area_id member proposal_id"
    assert asked("targets", columns, programme_id="plan") == [
        ("printed", "own_first", "gdansk", "", None),  # its own indicator, whoever prints the target
        ("printed", "own", "gdansk", "", None),
        ("printed", "own", "gdansk", "clubs", None),
        ("printed", "own", "old_town", "", None),
        ("printed", "own", "square", "", None),
        ("printed", "own_growing", "gdansk", "", None),
        ("printed", "own_opened", "gdansk", "", None),
        # no goal of this city asks for it, and its target is printed by no programme of this city
        ("printed", "foreign", "gdansk", "", None),
        # another programme of the city is about it, but this one's document prints a target
        ("printed", "theirs_lent", "gdansk", "", None),
        ("proposed", "own_wished", "gdansk", "", "town"),
        ("proposed", "own_wished", "gdansk", "clubs", "clubs"),
        ("proposed", "own_wished", "old_town", "", "part"),
        ("proposed", "foreign_wished", "gdansk", "", "foreign"),
    ]


def test_another_programme_of_the_same_city_has_its_own():
    assert asked("targets", "basis indicator_id area_id", programme_id="other_plan") == [
        ("printed", "theirs", "gdansk"),
        ("printed", "theirs_lent", "gdansk"),
        ("printed", "foreign", "gdansk"),
        ("printed", "own_first", "gdansk"),
        ("printed", "own_growing", "gdansk"),
        ("printed", "homeless_in_other", "gdansk"),
        ("proposed", "theirs_wished", "gdansk"),
        ("proposed", "foreign_wished", "gdansk"),
    ]


def test_a_target_of_another_programmes_document_is_not_that_of_a_programme_without_goals():
    """Its document prints no target; what no programme of the city prints or asks for is left to it."""
    assert asked("targets", "indicator_id", programme_id="idea") == [("foreign",), ("foreign_wished",)]


def test_the_targets_of_a_city_are_not_those_of_another():
    assert asked("targets", "indicator_id area_id", programme_id="sopot_plan") == [
        ("own", "sopot"),
        ("foreign_wished", "sopot"),
    ]
    assert asked("targets", "indicator_id", programme_id="nothing") == []


def test_a_printed_target_in_full():
    (row,) = [row for row in records("review/targets", programme_id="other_plan") if row["indicator_id"] == "own_first"]
    assert dict(row) == {
        "basis": "printed",
        "area_id": "gdansk",
        "indicator_id": "own_first",
        "member": "",
        "goal_id": "first",
        "value_type": "count",
        "polarity": "lower_better",
        "materiality": 5.0,
        "method": "linear",
        "baseline_year": 2012,
        "baseline_value": 10.0,
        "baseline_segment": 0,
        "baseline_row_id": "other_report.3",
        "target_year": 2020,
        "target_value": 20.0,
        "target_row_id": "other_report.4",
        "source_id": "other_report",
        "proposal_id": None,
        "proposed_by": None,
        "proposed_on": None,
        "note_pl": None,
        "note_en": None,
    }


def test_the_baseline_of_a_proposal_is_what_was_measured_and_not_what_was_planned():
    columns = "proposal_id method baseline_year baseline_value baseline_row_id source_id target_year target_value"
    found = {row[0]: row[1:] for row in asked("targets", columns, programme_id="plan") if row[0]}
    assert found == {
        "town": ("compound", 2014, 30.0, "leaflet.2", "leaflet", 2021, 99.0),
        "clubs": ("linear", 2014, 6.0, "leaflet.4", "leaflet", 2021, 12.5),
        "part": ("compound", 2013, 3.0, "leaflet.5", "leaflet", 2021, 99.0),
        "foreign": ("compound", 2014, 50.0, "leaflet.6", "leaflet", 2021, 99.0),
    }
    named = "target_row_id proposed_by note_pl note_en"
    assert asked("targets", named, programme_id="plan")[-1] == (None, "Team", "bo tak", "so")
    assert str(records("review/targets", programme_id="plan")[-1]["proposed_on"])[:10] == "2024-05-06"


def test_a_baseline_that_the_document_leaves_blank_has_a_year_and_no_value():
    found = asked("targets", "member baseline_year baseline_value baseline_row_id", programme_id="plan")
    assert [row for row in found if row[0] == "clubs"][0] == ("clubs", 2012, None, "report.7")


def test_the_segment_of_a_baseline_counts_the_breaks_up_to_its_year_in_its_own_area():
    """ "own" breaks in 2013, in the city only; "own_growing" for the second time in the baseline's year itself."""
    columns = "indicator_id area_id member baseline_year baseline_segment"
    found = [row for row in asked("targets", columns, programme_id="plan") if row[0].startswith("own")]
    assert found == [
        ("own_first", "gdansk", "", 2012, 0),
        ("own", "gdansk", "", 2012, 0),
        ("own", "gdansk", "clubs", 2012, 0),
        ("own", "old_town", "", 2014, 0),
        ("own", "square", "", 2012, 0),
        ("own_growing", "gdansk", "", 2014, 2),
        ("own_opened", "gdansk", "", 2012, 0),
        ("own_wished", "gdansk", "", 2014, 1),
        ("own_wished", "gdansk", "clubs", 2014, 1),
        ("own_wished", "old_town", "", 2013, 0),
    ]


def test_the_segment_of_a_baseline_is_that_of_the_points_of_its_year():
    """Both are counted by SQL of their own, and a judgement holds one against the other."""
    for programme_id in ("plan", "other_plan"):
        points = asked("points", "indicator_id area_id member year segment", programme_id=programme_id)
        segments = {row[:4]: row[4] for row in points}
        columns = "indicator_id area_id member baseline_year baseline_segment"
        for *place, segment in asked("targets", columns, programme_id=programme_id):
            assert segments[tuple(place)] == segment


def test_the_method_is_the_indicators_unless_it_is_a_milestone_or_says_none():
    found = dict(asked("targets", "indicator_id method", programme_id="plan"))
    assert {name: found[name] for name in ("own", "own_growing", "own_opened")} == {
        "own": "linear",
        "own_growing": "compound",
        "own_opened": "milestone",
    }


# Points


def test_the_points_are_those_of_the_city_and_its_parts_series_by_series_in_the_order_of_years():
    columns = "indicator_id area_id member year status value segment"
    found = asked("points", columns, programme_id="plan")
    assert [row for row in found if row[0] == "own"] == [
        ("own", "gdansk", "", 2012, "actual", 12.0, 0),
        ("own", "gdansk", "", 2012, "baseline", 10.0, 0),
        ("own", "gdansk", "", 2013, "actual", 13.0, 1),
        ("own", "gdansk", "", 2013, "plan", 14.0, 1),
        ("own", "gdansk", "", 2014, "actual", 11.0, 1),
        ("own", "gdansk", "", 2020, "target", 20.0, 1),
        ("own", "gdansk", "clubs", 2012, "no_data", None, 0),
        ("own", "gdansk", "clubs", 2013, "actual", 1.0, 1),
        ("own", "gdansk", "clubs", 2020, "target", 5.0, 1),
        ("own", "old_town", "", 2014, "baseline", 10.0, 0),
        ("own", "old_town", "", 2020, "target", 20.0, 0),
        ("own", "square", "", 2012, "baseline", 10.0, 0),
        ("own", "square", "", 2013, "actual", 7.0, 0),
        ("own", "square", "", 2020, "target", 20.0, 0),
    ]


@pytest.mark.parametrize("programme_id", ["plan", "other_plan", "idea", "sopot_plan"])
def test_every_series_comes_in_one_piece(programme_id):
    """Whoever reads the points goes from series to series; one in two pieces would lose the first."""
    series = asked("points", "indicator_id area_id member", programme_id=programme_id)
    changes = [one for before, one in zip([None, *series], series, strict=False) if before != one]
    assert len(changes) == len(set(changes)) > 0


@pytest.mark.parametrize(
    ("programme_id", "own", "others"),
    [
        ("plan", "own_first own_wished own own_growing own_opened", "foreign foreign_wished theirs_lent"),
        ("other_plan", "theirs theirs_lent theirs_wished", "foreign foreign_wished own_first own_growing"),
        ("idea", "", "foreign foreign_wished"),
        ("sopot_plan", "foreign_wished", "own"),
    ],
)
def test_the_series_of_another_programme_of_the_city_are_reviewed_there(programme_id, own, others):
    """Goals of the programme come first in their order, then others, and at last what is under no goal."""
    goalless = [] if programme_id == "sopot_plan" else ["homeless", "homeless_in_other"]
    found = [indicator_id for (indicator_id,) in asked("points", "indicator_id", programme_id=programme_id)]
    assert list(dict.fromkeys(found)) == [*own.split(), *others.split(), *goalless]


def test_every_target_finds_the_points_of_its_indicator():
    for programme_id in ("plan", "other_plan", "idea", "sopot_plan"):
        series = set(asked("points", "indicator_id area_id member", programme_id=programme_id))
        assert set(asked("targets", "indicator_id area_id member", programme_id=programme_id)) <= series


def test_points_carry_what_they_are_judged_by():
    found = asked("points", "indicator_id goal_id value_type polarity materiality", programme_id="plan")
    assert {
        ("own", "second", "count", "higher_better", 7.0),
        ("own_first", "first", "count", "lower_better", 5.0),
        ("own_opened", "second", "milestone", "higher_better", 5.0),
        ("homeless", None, "count", "higher_better", 5.0),
        ("homeless_in_other", None, "share", "higher_better", 1.0),
    } <= set(found)


# Programmes and their own reviews


def test_programmes_stand_city_by_city_the_latest_first_with_the_targets_their_document_prints():
    """A programme that names no first year comes last; proposals are not counted."""
    assert asked("programmes", "area_id programme_id source_id period_start period_end targets_printed") == [
        ("gdansk", "other_plan", "other_report", 2015, None, 4),
        ("gdansk", "plan", "report", 2010, 2014, 6),
        ("gdansk", "idea", "leaflet", None, None, 0),
        ("sopot", "sopot_plan", "sopot_report", None, None, 2),
    ]


def test_planned_reviews_stand_in_the_order_of_the_years_they_judge():
    columns = "data_year held_year kind note_pl note_en"
    assert asked("planned", columns, programme_id="plan") == [
        (2014, 2016, "mid_term", "pierwsza", None),
        (2019, 2020, "final", None, "the last"),
    ]
    assert asked("planned", columns, programme_id="idea") == []
