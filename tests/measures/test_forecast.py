"""A forecast by hand, by a second and slower way, by its properties, and by how often its interval holds."""

from math import isclose, sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometr.measures.forecast import FARTHEST, Ahead, Forecast, PastForecast, forecast, student

COUNT = {"value_type": "count"}
# The 90 % quantile of Student's distribution, as printed tables give it.
TABLE = {3: 1.6377, 4: 1.5332, 5: 1.4759, 6: 1.4398, 8: 1.3968, 10: 1.3722, 20: 1.3253, 30: 1.3104}
T3 = student(0.8, 3)


def yearly(*values, since=2013):
    return [(since + step, float(value)) for step, value in enumerate(values)]


def values(one: Forecast) -> list[float]:
    return [year.value for year in one.years]


def near(number):
    return pytest.approx(number, rel=1e-9)


# Worked by hand


def test_a_steady_rise_in_full():
    """Ten a year. From 30 the trend gives 30 + 9 and 39 + 8.1 where 40 and 50 came, from 40 it gives 49: errors of
    1, 2.9 and 1. No change is wrong by 10, 20 and 10. The differences are 10 each, so the spread is 10."""
    rise = forecast(yearly(10, 20, 30, 40, 50), **COUNT)
    assert rise.points == ((2013, 10.0), (2014, 20.0), (2015, 30.0), (2016, 40.0), (2017, 50.0))
    assert (rise.reason, rise.method, rise.slope, rise.spread) == (None, "damped", 10.0, 10.0)
    assert rise.tested == (
        PastForecast(2015, 2016, 40.0, near(39), 30.0),
        PastForecast(2015, 2017, 50.0, near(47.1), 30.0),
        PastForecast(2016, 2017, 50.0, near(49), 40.0),
    )
    assert rise.error_damped == near(4.9 / 3)
    assert rise.error_no_change == near(40 / 3)
    assert rise.quantile == near(T3)
    assert rise.years[:3] == (
        Ahead(2018, near(59), near(59 - 10 * T3), near(59 + 10 * T3)),
        Ahead(2019, near(67.1), near(67.1 - 10 * T3 * sqrt(2)), near(67.1 + 10 * T3 * sqrt(2))),
        Ahead(2020, near(74.39), near(74.39 - 10 * T3 * sqrt(3)), near(74.39 + 10 * T3 * sqrt(3))),
    )
    # 9 + 8.1 + 7.29 + 6.561 + 5.9049 + 5.31441 + 4.782969
    assert rise.years[6].value == near(96.953279)
    assert [year.year for year in rise.years] == list(range(2018, 2025))


def test_where_no_change_was_nearer_the_forecast_is_the_last_value():
    """10, 20, 10 has slopes 10, 0 and -10, so the trend is flat and both give 10 for 2016 and 2017. From 20 in 2016
    the slopes are 10, 0, 3.3, -10, 0 and 10, their middle 1.67: 21.5 for 2017, where 10 came."""
    wave = forecast(yearly(10, 20, 10, 20, 10), **COUNT)
    assert wave.method == "no_change"
    assert [(one.damped, one.no_change) for one in wave.tested] == [(10, 10), (10, 10), (near(21.5), 20)]
    assert wave.error_damped == near(21.5 / 3)
    assert wave.error_no_change == near(20 / 3)
    assert values(wave) == [10.0] * 7
    assert wave.years[3].high == near(10 + 20 * T3)


def test_a_trend_that_is_only_as_good_as_no_change_is_not_shown():
    """Until 2016 nothing moves, so both give 10: right once, wrong by 2 for 2017 twice."""
    level = forecast(yearly(10, 10, 10, 10, 12), **COUNT)
    assert level.error_damped == level.error_no_change == near(4 / 3)
    assert level.method == "no_change"
    assert values(level) == [12.0] * 7


def test_gaps_count_with_the_years_that_they_take():
    """Four a year on real years. The differences 8, 4, 12 and 4 over 2, 1, 3 and 1 years: 64/2, 16, 144/3 and 16,
    their mean 28. From 2013 the years 2016 and 2017 are 3 and 4 ahead, not 1 and 2."""
    gaps = forecast([(2010, 0), (2012, 8), (2013, 12), (2016, 24), (2017, 28)], **COUNT)
    assert gaps.slope == 4
    assert gaps.spread == near(sqrt(28))
    assert [(one.origin, one.year) for one in gaps.tested] == [(2013, 2016), (2013, 2017), (2016, 2017)]
    assert [one.damped for one in gaps.tested] == [near(12 + 4 * 2.439), near(12 + 4 * 3.0951), near(24 + 4 * 0.9)]
    assert gaps.years[0].year == 2018


def test_values_that_never_changed_are_said_to_be_so():
    """The interval has no width, which whoever shows it must not pass off as certainty."""
    same = forecast(yearly(7, 7, 7, 7, 7), **COUNT)
    assert same.never_changed
    assert same.method == "no_change"
    assert {(year.value, year.low, year.high) for year in same.years} == {(7, 7, 7)}
    assert not forecast(yearly(7, 7, 7, 7, 8), **COUNT).never_changed


def test_a_straight_line_promises_no_certainty():
    assert forecast(yearly(10, 20, 30, 40, 50), **COUNT).years[0].high > 70


def test_forecast_and_interval_end_at_the_natural_limits():
    """90, 70, 50, 30, 10 falls by 20 a year, to below zero; between the limits the interval still has a width."""
    fall = forecast(yearly(90, 70, 50, 30, 10), value_type="share", natural_min=0, natural_max=100)
    assert fall.method == "damped"
    assert values(fall) == [0.0] * 7
    assert [year.low for year in fall.years] == [0.0] * 7
    assert fall.years[0].high == near(20 * T3)
    assert fall.years[6].high == near(20 * T3 * sqrt(7))
    rise = forecast(yearly(10, 30, 50, 70, 90), value_type="share", natural_min=0, natural_max=100)
    assert values(rise) == [100.0] * 7
    assert [year.high for year in rise.years] == [100.0] * 7
    assert rise.years[0].low == near(100 - 20 * T3)


def test_forecasts_of_the_past_keep_to_the_limits_too():
    fall = forecast(yearly(90, 50, 10, 0, 0), value_type="count", natural_min=0)
    assert min(one.damped for one in fall.tested) == 0


def test_the_past_is_tested_as_far_ahead_as_is_forecast():
    points = [(year, float(year % 7)) for year in range(2000, 2015)]
    ahead = {one.year - one.origin for one in forecast(points, **COUNT).tested}
    assert ahead == set(range(1, FARTHEST + 1))


@pytest.mark.parametrize(("freedom", "printed"), TABLE.items())
def test_the_quantile_is_that_of_printed_tables(freedom, printed):
    assert student(0.8, freedom) == pytest.approx(printed, abs=0.001)


# What is refused


@pytest.mark.parametrize(
    ("reason", "points", "given"),
    [
        ("too_few", yearly(1, 2, 3, 4), {}),
        ("too_few", [], {}),
        ("milestone", yearly(0, 0, 0, 1, 1), {"value_type": "milestone"}),
        ("broken", yearly(1, 2, 3, 4, 5), {"last_break": 2018}),
        ("outdated", yearly(1, 2, 3, 4, 5), {"known_until": 2020}),
        ("outside_limits", yearly(98, 99, 100, 101, 99), {"natural_min": 0, "natural_max": 100}),
        ("outside_limits", yearly(1, 2, -1, 4, 5), {"natural_min": 0}),
        ("untested", [(year, 1.0) for year in range(1960, 2001, 10)], {}),
    ],
)
def test_what_cannot_be_extended_is_refused_with_its_reason_and_no_number(reason, points, given):
    assert forecast(points, **(COUNT | given)) == Forecast(tuple(points), reason)


@pytest.mark.parametrize("given", [{"last_break": 2013}, {"last_break": 2017}, {"known_until": 2019}, {}])
def test_a_break_before_the_points_and_data_not_much_newer_are_no_hindrance(given):
    assert forecast(yearly(1, 2, 3, 4, 5), **COUNT, **given).reason is None


@pytest.mark.parametrize("points", [[(2014, 1.0), (2013, 2.0)], [(2013, 1.0), (2013, 2.0)]])
def test_years_that_do_not_increase_are_an_error(points):
    with pytest.raises(ValueError, match="years"):
        forecast(points, **COUNT)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_finite_number_is_an_error(value):
    with pytest.raises(ValueError, match="finite"):
        forecast(yearly(1, 2, 3, 4, value), **COUNT)


# The same by another way, and what holds for any series

whole = st.integers(-1000, 1000).map(float)


@st.composite
def series(draw, value=whole):
    years = sorted(draw(st.sets(st.integers(1995, 2020), min_size=5, max_size=9)))
    return [(year, draw(value)) for year in years]


def naive(points):
    """Return method and forecasts of the next seven years, step by step and with numpy."""

    def trend(known, years):
        slopes = [
            (known[j][1] - known[i][1]) / (known[j][0] - known[i][0])
            for i in range(len(known))
            for j in range(len(known))
            if i < j
        ]
        value, step = known[-1][1], float(np.median(slopes))
        for _ in range(years):
            step *= 0.9
            value += step
        return value

    errors = []
    for last in range(2, len(points)):
        for year, actual in points[last + 1 :]:
            ahead = year - points[last][0]
            if ahead <= 7:
                errors.append((abs(trend(points[: last + 1], ahead) - actual), abs(points[last][1] - actual)))
    trend_error, level_error = np.mean(errors, axis=0)
    differences = np.diff([value for _, value in points]) / np.sqrt(np.diff([year for year, _ in points]))
    half = student(0.8, len(points) - 2) * float(np.sqrt(np.mean(differences**2)))
    centres = {
        "damped": [trend(points, ahead) for ahead in range(1, 8)],
        "no_change": [points[-1][1]] * 7,
    }
    return trend_error, level_error, centres, [half * ahead**0.5 for ahead in range(1, 8)]


@given(series())
@settings(max_examples=100, deadline=None)
def test_a_second_way_comes_to_the_same(points):
    found = forecast(points, **COUNT)
    if found.reason == "untested":
        return
    trend_error, level_error, centres, halves = naive(points)
    assert isclose(found.error_damped, trend_error, rel_tol=1e-9, abs_tol=1e-9)
    assert isclose(found.error_no_change, level_error, rel_tol=1e-9, abs_tol=1e-9)
    if not isclose(trend_error, level_error, rel_tol=1e-6, abs_tol=1e-5):
        assert found.method == ("damped" if trend_error < level_error else "no_change")
    expected = [(c, c - h, c + h) for c, h in zip(centres[found.method], halves, strict=True)]
    got = [(year.value, year.low, year.high) for year in found.years]
    assert np.allclose(got, expected, rtol=1e-9, atol=1e-6)


@given(series(), st.sampled_from([0.25, 4.0, 1024.0]))
@settings(max_examples=60, deadline=None)
def test_another_unit_scales_the_forecast(points, factor):
    """Powers of two, so that nothing is rounded and no tie decided otherwise."""
    small, large = forecast(points, **COUNT), forecast([(year, factor * value) for year, value in points], **COUNT)
    assert small.method == large.method
    assert large.years == tuple(
        Ahead(one.year, factor * one.value, factor * one.low, factor * one.high) for one in small.years
    )


@given(series(), st.integers(-50, 50))
@settings(max_examples=60, deadline=None)
def test_other_years_shift_the_forecast(points, shift):
    here, there = forecast(points, **COUNT), forecast([(year + shift, value) for year, value in points], **COUNT)
    assert there.years == tuple(Ahead(one.year + shift, one.value, one.low, one.high) for one in here.years)
    assert here.method == there.method


@given(series())
@settings(max_examples=60, deadline=None)
def test_a_mirrored_series_has_a_mirrored_forecast(points):
    up, down = forecast(points, **COUNT), forecast([(year, -value) for year, value in points], **COUNT)
    assert down.years == tuple(Ahead(one.year, -one.value, -one.high, -one.low) for one in up.years)


@given(st.integers(-20, 20), st.sets(st.integers(1995, 2020), min_size=5, max_size=9))
@settings(max_examples=60, deadline=None)
def test_a_gap_is_neither_filled_nor_passed_over(slope, years):
    """Whichever years of a straight line are known, its slope is the same, and only they are points."""
    points = [(year, float(slope * year)) for year in sorted(years)]
    found = forecast(points, **COUNT)
    assert found.points == tuple(points)
    if found.reason is None:
        assert found.slope == slope
        assert {one.year for one in found.tested} <= years


@given(series(st.integers(0, 100).map(float)))
@settings(max_examples=60, deadline=None)
def test_nothing_is_forecast_beyond_the_limits(points):
    found = forecast(points, value_type="share", natural_min=0, natural_max=100)
    for one in found.years:
        assert 0 <= one.low <= one.value <= one.high <= 100
    assert all(0 <= one.damped <= 100 for one in found.tested)


@given(series())
@settings(max_examples=60, deadline=None)
def test_the_interval_never_narrows_with_the_years(points):
    widths = [one.high - one.low for one in forecast(points, **COUNT).years]
    assert all(later >= earlier - 1e-9 for earlier, later in zip(widths, widths[1:], strict=False))


# How often the interval holds


def walk(random: Random, slope: float, fading: float, jump: float, noise: float) -> list[float]:
    """Return thirteen years of a series: six that are known and seven that follow."""
    level, found = 0.0, []
    for _ in range(6 + FARTHEST):
        level += slope + random.gauss(0, jump)
        slope *= fading
        found.append(level + random.gauss(0, noise))
    return found


@pytest.mark.parametrize(
    ("kind", "slope", "fading", "jump", "noise"),
    [
        ("random walk", 0.0, 1.0, 1.0, 0.0),
        ("noise around a level", 0.0, 1.0, 0.0, 1.0),
        ("slow trend and noise", 0.3, 1.0, 0.0, 1.0),
        ("trend and noise", 1.0, 1.0, 0.0, 1.0),
        ("fading trend and noise", 1.0, 0.9, 0.0, 1.0),
        ("random walk with a fading trend", 1.0, 0.9, 1.0, 0.0),
    ],
)
def test_the_interval_holds_at_least_three_quarters_of_the_values_that_follow(kind, slope, fading, jump, noise):
    """With six points and a promise of four fifths; seeded, so that it comes out the same every time."""
    random, held, tried = Random(kind), 0, 0
    for _ in range(400):
        whole_series = walk(random, slope, fading, jump, noise)
        found = forecast(yearly(*whole_series[:6]), **COUNT)
        held += sum(one.low <= value <= one.high for one, value in zip(found.years, whole_series[6:], strict=True))
        tried += FARTHEST
    assert held / tried >= 0.75
