"""The review of rows: which measurements a target is judged by, which are left out, and what is tried out."""

from copy import deepcopy

import pytest

from barometr.measures.review import Reviewed, directed, direction_row, key, reviewed, target_row

TOWN, PART = "rumia", "rumia_centre"


def point(year, value, status="actual", area=TOWN, member="", indicator="places", **cells):
    """Return a row of queries/review/points.sql."""
    usual = {"indicator_id": indicator, "area_id": area, "member": member, "goal_id": "families"}
    usual |= {"value_type": "count", "polarity": "higher_better", "materiality": 5.0}
    usual |= {"segment": 0, "parts_missing": None, "parts_gap_pct": None, "row_id": f"report.{year}"}
    return usual | {"year": year, "value": value, "status": status} | cells


def target(year=2025, value=200.0, base_year=2015, base=100.0, area=TOWN, member="", indicator="places", **cells):
    """Return a row of queries/review/targets.sql: from 100 in 2015 to 200 in 2025, 10 a year."""
    usual = {"indicator_id": indicator, "area_id": area, "member": member, "goal_id": "families", "basis": "printed"}
    usual |= {"value_type": "count", "polarity": "higher_better", "materiality": 5.0, "method": "linear"}
    usual |= {"baseline_year": base_year, "baseline_value": base, "baseline_segment": 0, "baseline_row_id": "report.1"}
    return usual | {"target_year": year, "target_value": value, "target_row_id": "report.2"} | cells


def trial(year, value, area=TOWN, member="", indicator="places"):
    return {"indicator_id": indicator, "area_id": area, "member": member, "year": year, "value": value}


def review_of(one, points, year=2022, trials=()) -> Reviewed:
    (found,) = reviewed([one], points, year, trials)
    return found


def years(rows):
    return [row["year"] for row in rows]


# What a target is judged by


def test_a_target_is_judged_by_the_measurements_after_its_baseline_up_to_the_review():
    """131 in 2018 is 31 of 30; in 2019, which the review does not know yet, nothing would be left of it."""
    points = [point(2014, 90.0), point(2015, 100.0), point(2016, 105.0), point(2018, 131.0), point(2019, 0.0)]
    found = review_of(target(), points, 2018)
    assert (found.progress.status, found.progress.latest, found.progress.review_year) == (
        "on_track",
        (2018, 131.0),
        2018,
    )
    assert found.actuals == (points[2], points[3])
    assert (found.left_out, found.elsewhere, found.trial) == ((), (), False)
    assert found.target == target()
    # 105 in 2016 was half of the way due.
    assert found.progress.depends_on == ("previous_actual",)


def test_reference_values_plans_pilots_and_gaps_are_no_measurements():
    points = [
        point(2015, 100.0, "baseline"),
        point(2016, 110.0),
        point(2016, 999.0, "plan"),
        point(2017, 999.0, "pilot"),
        point(2018, 999.0, "plan"),
        point(2019, None, "no_data"),
        point(2020, 999.0, "target"),
    ]
    found = review_of(target(), points)
    assert (found.progress.latest, years(found.actuals), found.left_out) == ((2016, 110.0), [2016], ())
    assert found.actuals[0]["status"] == "actual"


def test_without_any_measurement_only_the_plan_is_left():
    found = review_of(target(), [point(2015, 100.0, "baseline")], 2019)
    assert (found.progress.status, found.progress.expected_at_review, found.actuals) == ("no_data", 140.0, ())
    assert review_of(target(), []).progress.status == "no_data"


def test_measurements_that_may_not_be_used_are_named_with_the_reason():
    points = [
        point(2014, 100.0, parts_missing=0, parts_gap_pct=50.0),  # before the baseline: nothing to say of it
        point(2016, 110.0, parts_missing=0),
        point(2017, 500.0, parts_missing=0, parts_gap_pct=5.0),
        point(2018, 500.0, parts_missing=1),
    ]
    found = review_of(target(), points)
    assert found.left_out == ((2017, "contradicted"), (2018, "incomplete"))
    assert (found.progress.latest, years(found.actuals)) == ((2016, 110.0), [2016])


def test_the_actuals_are_exactly_what_the_progress_rests_on():
    """Both measurements and no other: the check with the measurement before the latest takes 2016."""
    points = [point(2016, 110.0), point(2017, 1.0, parts_gap_pct=99.0), point(2018, 130.0)]
    found = review_of(target(), points, 2030)
    assert [(row["year"], row["value"]) for row in found.actuals] == [(2016, 110.0), (2018, 130.0)]
    assert found.progress.latest == (2018, 130.0)
    assert [check.status for check in found.progress.checks if check.kind == "previous_actual"] == ["on_track"]


def test_a_baseline_without_a_value_still_says_from_when_on_to_measure():
    found = review_of(target(base=None), [point(2015, 300.0), point(2016, 150.0)])
    assert (found.progress.status, found.progress.reason) == ("not_yet", "no_baseline")
    assert years(found.actuals) == [2016]
    assert review_of(target(base=None), [point(2015, 300.0)]).progress.status == "no_data"


def test_without_a_baseline_every_measurement_counts():
    found = review_of(target(base_year=None, base=None), [point(2012, 300.0, parts_gap_pct=9.0), point(2013, 300.0)])
    assert (found.progress.status, found.progress.reason) == ("achieved", "no_baseline")
    assert (years(found.actuals), found.left_out) == ([2013], ((2012, "contradicted"),))


@pytest.mark.parametrize("base", [100.0, None])
@pytest.mark.parametrize("base_year", [2025, 2026])
def test_a_baseline_of_the_targets_year_or_later_is_none(base_year, base):
    """It neither refuses the target nor hides what was measured before it."""
    found = review_of(target(base_year=base_year, base=base), [point(2024, 190.0), point(2025, 199.0)], 2030)
    assert (found.progress.status, found.progress.reason, found.progress.baseline) == ("missed", "no_baseline", None)
    assert years(found.actuals) == [2024, 2025]


def test_two_targets_of_one_series_are_judged_each_by_its_own_year():
    """150 in 2020 reaches what was asked for 2019 and is half of the way to 2025."""
    targets = [target(year=2019, value=150.0), target(year=2025, value=200.0)]
    first, second = reviewed(targets, [point(2020, 150.0)], 2022)
    assert (first.progress.status, second.progress.status) == ("achieved", "on_track")
    assert (first.progress.expected_at_review, second.progress.expected_at_review) == (150.0, 170.0)
    assert first.actuals == second.actuals


def test_targets_come_back_in_their_order():
    asked = [target(indicator="seats"), target(), target(member="clubs"), target(area=PART)]
    found = reviewed(iter(asked), iter([point(2016, 1.0)]), 2022, iter([]))
    assert [one.target for one in found] == asked


# Breaks


def broken_series():
    return [point(2016, 110.0), point(2017, 115.0), point(2018, 50.0, segment=1), point(2019, 55.0, segment=1)]


def test_after_a_break_the_baseline_does_not_count_and_the_measurements_before_it_are_left_out():
    found = review_of(target(), broken_series())
    assert (found.progress.status, found.progress.reason) == ("not_yet", "broken")
    assert (years(found.actuals), found.left_out) == ([2018, 2019], ((2016, "broken"), (2017, "broken")))


def test_a_break_after_the_review_has_not_happened_yet():
    found = review_of(target(), broken_series(), 2017)
    assert (found.progress.status, found.progress.latest) == ("moderate", (2017, 115.0))


def test_a_baseline_after_the_break_counts():
    found = review_of(target(base_year=2018, base=50.0, baseline_segment=1), broken_series())
    assert (found.progress.reason, found.progress.expected) == (None, pytest.approx(50 + 150 / 7))
    assert (years(found.actuals), found.left_out) == ([2019], ())


def test_a_baseline_after_the_break_counts_although_nothing_is_measured_since():
    """From 50 in 2019 to 200 in 2025: 25 a year, 125 by 2022."""
    found = review_of(target(base_year=2019, base=50.0, baseline_segment=1), [point(2016, 110.0)])
    assert (found.progress.reason, found.progress.expected_at_review) == ("no_measurement", 125.0)


def test_a_break_with_nothing_measured_after_it_leaves_the_baseline():
    points = [point(2016, 110.0), point(2018, None, "no_data", segment=1), point(2019, 9.0, "plan", segment=1)]
    assert review_of(target(), points).progress.reason is None


def test_without_a_baseline_there_is_none_to_break_with():
    found = review_of(target(base=None), broken_series())
    assert (found.progress.reason, found.progress.status) == ("no_baseline", "not_yet")


# Areas and parts


def test_the_town_says_nothing_of_its_part_and_is_named_as_elsewhere():
    points = [
        point(2016, 300.0),
        point(2017, None, "no_data"),
        point(2018, 400.0, "plan"),
        point(2016, 110.0, area=PART),
        point(2016, 999.0, area="sopot", indicator="seats"),
        point(2016, 20.0, area="harbour"),
        point(2019, 30.0, area="harbour"),
        point(2023, 30.0, area="harbour"),
        point(2016, None, "no_data", area="unknown"),
    ]
    found = review_of(target(area=PART), points)
    assert (found.progress.latest, found.actuals) == ((2016, 110.0), (points[3],))
    assert found.elsewhere == (points[0], points[6])
    assert review_of(target(), points).elsewhere == (points[3], points[6])


def test_a_part_of_a_breakdown_has_its_own_measurements_and_its_own_elsewhere():
    points = [
        point(2016, 300.0),
        point(2016, 110.0, member="clubs"),
        point(2016, 300.0, area=PART),
        point(2016, 7.0, area=PART, member="clubs"),
    ]
    found = review_of(target(member="clubs"), points)
    assert (found.actuals, found.elsewhere) == ((points[1],), (points[3],))
    assert review_of(target(member="homes"), points).progress.status == "no_data"


# Values tried out


def test_a_trial_value_is_judged_as_a_measurement_and_marked():
    found = review_of(target(), [point(2016, 110.0)], 2019, [trial(2018, 120.0)])
    assert (found.progress.latest, found.progress.status, found.trial) == ((2018, 120.0), "moderate", True)
    assert years(found.actuals) == [2016]  # what is tried out is no measurement
    assert target_row(found)["is_trial"] is True


def test_a_trial_value_needs_no_points_at_all():
    found = review_of(target(), [], 2019, [trial(2019, 140.0)])
    assert (found.progress.latest, found.progress.ratio, found.trial, found.actuals) == ((2019, 140.0), 1.0, True, ())


@pytest.mark.parametrize("gap", [None, 50.0])
def test_a_trial_value_gives_way_to_a_published_measurement_even_one_that_may_not_be_used(gap):
    found = review_of(target(), [point(2018, 130.0, parts_gap_pct=gap)], 2019, [trial(2018, 1.0)])
    assert found.trial is False
    assert found.progress.latest == (None if gap else (2018, 130.0))


@pytest.mark.parametrize("status", ["no_data", "in_progress", "plan", "pilot", "target", "actual"])
def test_a_trial_value_takes_the_place_of_what_is_not_measured(status):
    value = 5.0 if status in ("plan", "pilot", "target") else None
    found = review_of(target(), [point(2018, value, status)], 2019, [trial(2018, 130.0)])
    assert (found.progress.latest, found.trial, found.actuals) == ((2018, 130.0), True, ())


def test_a_trial_value_before_the_latest_measurement_is_used_and_is_not_the_latest():
    found = review_of(target(), [point(2018, 130.0)], 2019, [trial(2017, 1.0)])
    assert (found.progress.latest, found.trial) == ((2018, 130.0), False)
    assert (found.progress.status, found.progress.depends_on) == ("on_track", ("previous_actual",))


@pytest.mark.parametrize("year", [2014, 2015, 2020, 2030])
def test_a_trial_value_up_to_the_baseline_or_after_the_review_is_not_used(year):
    found = review_of(target(), [], 2019, [trial(year, 130.0)])
    assert (found.progress.status, found.trial) == ("no_data", False)


@pytest.mark.parametrize(
    "other", [{"area": PART}, {"member": "clubs"}, {"indicator": "seats"}], ids=["area", "member", "indicator"]
)
def test_a_trial_value_of_another_series_is_not_used(other):
    found = review_of(target(), [], 2019, [trial(2018, 130.0, **other)])
    assert (found.progress.status, found.trial) == ("no_data", False)


def test_several_trial_values_may_come_in_any_order():
    tried = [trial(2019, 140.0), trial(2017, 120.0), trial(2018, 1.0, area=PART)]
    found = review_of(target(), [point(2016, 110.0)], 2019, tried)
    assert (found.progress.latest, found.progress.robust) == ((2019, 140.0), True)
    assert found.progress == review_of(target(), [point(2016, 110.0)], 2019, tried[::-1]).progress


def test_of_several_trial_values_for_one_year_the_last_is_taken():
    found = review_of(target(), [], 2019, [trial(2019, 1.0), trial(2018, 3.0), trial(2019, 140.0)])
    assert found.progress.latest == (2019, 140.0)


def test_one_trial_value_serves_every_target_of_its_series():
    targets = [target(year=2019, value=150.0), target()]
    assert [one.trial for one in reviewed(targets, [], 2019, [trial(2019, 140.0)])] == [True, True]


def test_a_trial_value_beside_totals_of_parts_leaves_them_as_they_are():
    points = [point(2016, 110.0, parts_missing=0), point(2017, 9.0, parts_missing=1)]
    found = review_of(target(), points, 2019, [trial(2018, 130.0)])
    assert (years(found.actuals), found.left_out) == ([2016], ((2017, "incomplete"),))
    assert found.progress.latest == (2018, 130.0)


def test_a_trial_value_belongs_to_the_segment_of_its_year():
    """Before the break it is comparable with what was measured then, although a later plan lies behind the break."""
    planned = point(2019, 999.0, "plan", segment=1)
    found = review_of(target(), [point(2016, 110.0), planned], 2019, [trial(2017, 120.0)])
    assert (found.progress.reason, found.progress.latest, found.left_out) == (None, (2017, 120.0), ())
    assert years(found.actuals) == [2016]


@pytest.mark.parametrize("year", [2018, 2019])
def test_a_trial_value_behind_a_break_is_not_held_against_the_baseline_before_it(year):
    """The document says of 2018 only that a new series begins with it."""
    missing = point(2018, None, "no_data", segment=1)
    found = review_of(target(), [point(2016, 110.0), missing], 2019, [trial(year, 120.0)])
    assert (found.progress.reason, found.trial) == ("broken", True)
    assert found.left_out == ((2016, "broken"),)


def test_a_trial_value_without_any_point_belongs_to_the_baseline():
    found = review_of(target(baseline_segment=2), [], 2019, [trial(2019, 120.0)])
    assert (found.progress.reason, found.progress.latest) == (None, (2019, 120.0))


def test_a_trial_value_before_every_point_belongs_to_the_first_of_them():
    no_base = target(base_year=None, base=None, baseline_segment=0)
    found = review_of(no_base, [point(2018, 1.0, segment=1)], 2019, [trial(2012, 120.0)])
    assert (found.left_out, found.progress.latest) == ((), (2018, 1.0))
    points = [point(2018, 1.0, segment=1), point(2019, 2.0, segment=2)]
    assert review_of(no_base, points, 2019, [trial(2012, 120.0)]).left_out == ((2012, "broken"), (2018, "broken"))


def test_a_trial_value_between_a_baseline_and_a_break_is_left_out_once_the_series_is_broken():
    found = review_of(target(), [point(2018, 50.0, segment=1)], 2019, [trial(2016, 110.0)])
    assert (found.left_out, found.progress.reason) == (((2016, "broken"),), "broken")


# Directions


def test_every_measured_total_without_a_target_has_a_direction_in_the_order_of_the_points():
    points = [
        *(point(2013 + step, 100.0 + 10 * step) for step in range(5)),
        *(point(2013 + step, 100.0, area=PART) for step in range(5)),
        point(2017, 3.0, member="clubs", area=PART),
        point(2017, 3.0, indicator="seats"),
        point(2017, 3.0, "plan", indicator="planned"),
        point(2017, None, "no_data", indicator="unknown"),
        point(2019, 3.0, indicator="later"),
    ]
    found = directed(iter(points), 2017, without=iter([key(target(area=PART))]))
    assert [(one.rows[0]["indicator_id"], one.rows[0]["area_id"], one.trend.word) for one in found] == [
        ("places", TOWN, "rising"),
        ("seats", TOWN, "cannot_say"),
    ]
    assert found[0].rows == tuple(points[:5])
    assert [one.trend.points[-1] for one in directed(points, 2015)] == [(2015, 120.0), (2015, 100.0)]


def test_a_direction_follows_the_kind_the_polarity_and_the_materiality_of_its_rows():
    worse = {"value_type": "share", "polarity": "lower_better", "materiality": 2.0}
    (found,) = directed([point(2015 + step, 10.0 + step, **worse) for step in range(3)], 2017)
    assert (found.trend.word, found.trend.verdict, found.trend.change_unit) == ("rising", "worse", "points")
    (found,) = directed([point(2015 + step, 10.0 + step, **worse | {"materiality": 2.1}) for step in range(3)], 2017)
    assert found.trend.word == "not_material"


def test_a_direction_leaves_out_what_may_not_be_compared():
    points = [point(2014, 1.0), *(point(year, 5.0, segment=1) for year in (2015, 2016, 2017))]
    points.append(point(2018, 9.0, segment=1, parts_gap_pct=10.0))
    (found,) = directed(points, 2018)
    assert (found.trend.word, found.left_out) == ("not_material", ((2014, "broken"), (2018, "contradicted")))
    assert len(found.rows) == 5
    assert directed([point(2018, 9.0, parts_gap_pct=10.0)], 2018) == []


# Flat rows


def test_a_reviewed_target_as_a_flat_row():
    """131 in 2018 is 31 of the 30 due; the previous 105 was half of 10. By growth 2018 asks for 100 x 2^0.3 = 123."""
    points = [point(2016, 105.0), point(2017, 1.0, parts_gap_pct=99.0), point(2018, 131.0)]
    assert target_row(review_of(target(), points, 2019)) == {
        "goal_id": "families",
        "indicator_id": "places",
        "area_id": TOWN,
        "member": "",
        "basis": "printed",
        "method": "linear",
        "baseline_year": 2015,
        "baseline_value": 100.0,
        "target_year": 2025,
        "target_value": 200.0,
        "review_year": 2019,
        "expected_at_review": 140.0,
        "latest_year": 2018,
        "latest_value": 131.0,
        "is_trial": False,
        "expected": 130.0,
        "margin": 1.0,
        "ratio": pytest.approx(31 / 30),
        "status": "on_track",
        "reason": None,
        "pace_planned": 10.0,
        "pace_so_far": pytest.approx(31 / 3),
        "pace_needed": pytest.approx(69 / 7),
        "robust": False,
        "depends_on": "previous_actual",
        "left_out": "2017 contradicted",
        "baseline_row_id": "report.1",
        "target_row_id": "report.2",
    }


def test_a_target_without_a_measurement_as_a_flat_row():
    proposal = target(basis="proposed", method="compound", base=0.0, target_row_id=None, baseline_row_id=None)
    row = target_row(review_of(proposal, [point(2016, 1.0, parts_gap_pct=9.0), point(2017, 1.0, parts_gap_pct=9.0)]))
    kept = {name: row[name] for name in ("basis", "method", "status", "reason", "left_out", "depends_on", "is_trial")}
    assert kept == {
        "basis": "proposed",
        "method": "compound",
        "status": "no_data",
        "reason": "no_measurement",
        "left_out": "2016 contradicted; 2017 contradicted",
        "depends_on": "",
        "is_trial": False,
    }
    empty = {"expected_at_review", "latest_year", "latest_value", "expected", "margin", "ratio", "pace_planned"}
    empty |= {"reason", "pace_so_far", "pace_needed", "robust", "baseline_row_id", "target_row_id"}
    assert {name for name, value in row.items() if value is None} == empty - {"reason"}


def test_what_a_status_depends_on_is_listed_in_a_flat_row():
    """In 2016 nothing was done; from there to 2025 it is 100 in 9 years, 33.3 by 2019, of which 39 is enough."""
    row = target_row(review_of(target(), [point(2016, 100.0), point(2017, 170.0), point(2019, 136.0)]))
    assert (row["status"], row["depends_on"]) == ("moderate", "other_method previous_actual next_base")


def test_a_direction_as_a_flat_row():
    """10 a year on a level of 110: 20 in two years, 18.2%."""
    points = [point(2014, 1.0, parts_gap_pct=9.0), *(point(2015 + step, 100.0 + 10 * step) for step in range(3))]
    (found,) = directed(points, 2017)
    assert direction_row(found) == {
        "goal_id": "families",
        "indicator_id": "places",
        "area_id": TOWN,
        "member": "",
        "points": 3,
        "first_year": 2015,
        "last_year": 2017,
        "first_value": 100.0,
        "last_value": 120.0,
        "slope": 10.0,
        "change": pytest.approx(200 / 11),
        "change_unit": "per_cent",
        "materiality": 5.0,
        "word": "rising",
        "verdict": "better",
        "reason": None,
        "depends_on": "",
        "left_out": "2014 contradicted",
    }


def test_what_a_direction_depends_on_is_listed_in_its_flat_row():
    """Without any one of the first four years the outlier of the last prevails."""
    (found,) = directed([point(2013 + step, value) for step, value in enumerate((100, 110, 120, 130, 20))], 2018)
    row = direction_row(found)
    assert (row["word"], row["depends_on"]) == ("unclear", "2013 2014 2015 2016")


def test_nothing_that_is_handed_in_is_changed():
    targets, points = [target(), target(member="clubs")], [*broken_series(), point(2018, 3.0, member="clubs")]
    tried = [trial(2020, 140.0), trial(2018, 1.0)]
    before = deepcopy((targets, points, tried))
    reviewed(targets, points, 2022, tried)
    directed(points, 2022)
    assert (targets, points, tried) == before
