"""How far it is to a target: the status, what it rests on, and what would have changed it."""

import random
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from barometr.measures.progress import Check, Progress, progress

DECADE = {"baseline": (2015, 100.0), "target": (2025, 200.0)}
DOUBLING = {"baseline": (2015, 100.0), "target": (2017, 400.0), "method": "compound"}
HALVING = {"baseline": (2015, 400.0), "target": (2017, 100.0), "method": "compound", "polarity": "lower_better"}
FEWER = {"baseline": (2015, 200.0), "target": (2025, 100.0), "polarity": "lower_better"}
USUAL = {"baseline": None, "review_year": 2040, "method": "linear", "polarity": "higher_better"}


def judged(*actuals, **asked) -> Progress:
    return progress(actuals, **(USUAL | asked))


def checks(found: Progress) -> dict[str, str]:
    """Return each check with its status, or with why it cannot be tried in brackets."""
    return {one.kind: one.status or f"({one.reason})" for one in found.checks}


# Worked by hand, in full


def test_a_linear_target_in_full():
    """From 16 children in 2015 to 10 in 2022: 6/7 a year, so 16 - 24/7 in 2019 and 16 - 30/7 in 2020. With 13 in 2019
    3 of 24/7 are done, 0.875. 95% of 24/7 below 16 begins "on track", 60% "moderate", none of it "limited".

    By growth: ((13/16)^(1/4) - 1) / ((10/16)^(1/7) - 1) = -0.0506 / -0.0649 = 0.779, still moderate. In 2016 one of
    6/7 was done, 1.17. From 15 in 2016 it is 5/6 a year, 2.5 by 2019; 2 of 2.5 is 0.8.
    """
    found = judged((2016, 15.0), (2019, 13.0), baseline=(2015, 16.0), target=(2022, 10.0), review_year=2020)
    assert found == Progress(
        status="moderate",
        reason=None,
        method="linear",
        review_year=2020,
        baseline=(2015, 16.0),
        target=(2022, 10.0),
        latest=(2019, 13.0),
        expected=pytest.approx(16 - 24 / 7),
        expected_at_review=pytest.approx(16 - 30 / 7),
        ratio=pytest.approx(0.875),
        margin=pytest.approx(3 - 24 / 7),
        pace_planned=pytest.approx(-6 / 7),
        pace_so_far=-0.75,
        pace_needed=-1.0,
        bounds=(
            ("limited", 16.0),
            ("moderate", pytest.approx(16 - 0.6 * 24 / 7)),
            ("on_track", pytest.approx(16 - 0.95 * 24 / 7)),
            ("achieved", 10.0),
        ),
        checks=(
            Check("other_method", "moderate"),
            Check("previous_actual", "on_track"),
            Check("next_base", "moderate"),
        ),
    )
    assert (found.depends_on, found.robust) == (("previous_actual",), False)


def test_a_compound_target_in_full():
    """100 in 2010, 1600 in 2014: doubling, so 400 in 2012. 300 in two years is growth by the root of 3, 73.2% of the
    100% a year. "Moderate" begins at 100 x 1.6^2, "on track" at 100 x 1.95^2. From 300 to 1600 in two years it takes
    the root of 16/3.

    Linear: 200 of 750 is 0.27. In 2011 it was exactly doubled. From 200 in 2011 it is doubling too, and 300 is half.
    """
    plan = {"baseline": (2010, 100.0), "target": (2014, 1600.0), "method": "compound", "review_year": 2013}
    found = judged((2011, 200.0), (2012, 300.0), **plan)
    assert found == Progress(
        status="moderate",
        reason=None,
        method="compound",
        review_year=2013,
        baseline=(2010, 100.0),
        target=(2014, 1600.0),
        latest=(2012, 300.0),
        expected=pytest.approx(400),
        expected_at_review=pytest.approx(800),
        ratio=pytest.approx(3**0.5 - 1),
        margin=pytest.approx(-100),
        pace_planned=pytest.approx(100),
        pace_so_far=pytest.approx(100 * (3**0.5 - 1)),
        pace_needed=pytest.approx(100 * ((16 / 3) ** 0.5 - 1)),
        bounds=(
            ("limited", 100.0),
            ("moderate", pytest.approx(256)),
            ("on_track", pytest.approx(380.25)),
            ("achieved", 1600.0),
        ),
        checks=(
            Check("other_method", "limited"),
            Check("previous_actual", "on_track"),
            Check("next_base", "limited"),
        ),
    )
    assert found.depends_on == ("other_method", "previous_actual", "next_base")


# Each status, at its boundary and just below


@pytest.mark.parametrize(
    ("plan", "year", "value", "status"),
    [
        # Linear, 10 a year: 140 in 2019, so 38 is 0.95 of the way due and 24 is 0.60.
        (DECADE, 2019, 200, "achieved"),
        (DECADE, 2019, 250, "achieved"),
        (DECADE, 2019, 199.99, "on_track"),
        (DECADE, 2019, 140, "on_track"),
        (DECADE, 2019, 138, "on_track"),
        (DECADE, 2019, 137.99, "moderate"),
        (DECADE, 2019, 124, "moderate"),
        (DECADE, 2019, 123.99, "limited"),
        (DECADE, 2019, 100, "limited"),
        (DECADE, 2019, 99.99, "moving_away"),
        (DECADE, 2019, -50, "moving_away"),
        # The same downwards: 160 in 2019.
        (FEWER, 2019, 100, "achieved"),
        (FEWER, 2019, 0, "achieved"),
        (FEWER, 2019, 100.01, "on_track"),
        (FEWER, 2019, 162, "on_track"),
        (FEWER, 2019, 162.01, "moderate"),
        (FEWER, 2019, 176, "moderate"),
        (FEWER, 2019, 176.01, "limited"),
        (FEWER, 2019, 200, "limited"),
        (FEWER, 2019, 200.01, "moving_away"),
        # Doubling: in one year 95% growth is 195, 60% is 160.
        (DOUBLING, 2016, 400, "achieved"),
        (DOUBLING, 2016, 399.99, "on_track"),
        (DOUBLING, 2016, 195, "on_track"),
        (DOUBLING, 2016, 194.99, "moderate"),
        (DOUBLING, 2016, 160, "moderate"),
        (DOUBLING, 2016, 159.99, "limited"),
        (DOUBLING, 2016, 100, "limited"),
        (DOUBLING, 2016, 99.99, "moving_away"),
        (DOUBLING, 2016, 0, "moving_away"),
        # Halving: 0.95 of it is a fall by 47.5%, to 210; 0.60 of it by 30%, to 280.
        (HALVING, 2016, 100, "achieved"),
        (HALVING, 2016, 100.01, "on_track"),
        (HALVING, 2016, 210, "on_track"),
        (HALVING, 2016, 210.01, "moderate"),
        (HALVING, 2016, 280, "moderate"),
        (HALVING, 2016, 280.01, "limited"),
        (HALVING, 2016, 400, "limited"),
        (HALVING, 2016, 400.01, "moving_away"),
        # In the target's year and after it there is only met or missed.
        (DECADE, 2025, 200, "achieved"),
        (DECADE, 2025, 199.99, "missed"),
        (DECADE, 2027, 200, "achieved"),
        (DECADE, 2027, 199.99, "missed"),
        (FEWER, 2025, 100, "achieved"),
        (FEWER, 2025, 100.01, "missed"),
        (DOUBLING, 2017, 400, "achieved"),
        (DOUBLING, 2017, 399.99, "missed"),
        (HALVING, 2018, 100, "achieved"),
        (HALVING, 2018, 100.01, "missed"),
    ],
)
def test_each_status_begins_at_its_boundary(plan, year, value, status):
    assert judged((year, float(value)), **plan).status == status


@pytest.mark.parametrize("polarity", ["higher_better", "lower_better", "neutral"])
def test_the_direction_is_that_from_the_baseline_to_the_target_whatever_the_polarity(polarity):
    assert judged((2019, 250.0), **DECADE | {"polarity": polarity}).status == "achieved"
    assert judged((2019, 90.0), **DECADE | {"polarity": polarity}).status == "moving_away"
    assert judged((2019, 90.0), **FEWER | {"polarity": polarity}).status == "achieved"


def test_years_without_a_measurement_are_time_that_has_passed():
    """140 is what 2019 asks for; in 2021 it is 40 of 60."""
    assert judged((2019, 140.0), **DECADE).ratio == 1.0
    assert judged((2021, 140.0), **DECADE).ratio == pytest.approx(2 / 3)
    assert judged((2016, 110.0), (2021, 140.0), **DECADE).ratio == pytest.approx(2 / 3)


def test_values_below_zero_are_values():
    """From -30 to -10 in ten years is 2 a year, -22 in 2019; -24 is 6 of 8. No growth can be read off them."""
    found = judged((2019, -24.0), baseline=(2015, -30.0), target=(2025, -10.0))
    assert (found.ratio, found.status, found.margin, found.pace_planned) == (0.75, "moderate", -2.0, 2.0)
    assert checks(found)["other_method"] == "(zero_base)"


def test_a_way_through_zero_is_linear():
    """From -10 to 10 in ten years: 0 in 2020."""
    found = judged((2020, 0.0), baseline=(2015, -10.0), target=(2025, 10.0))
    assert (found.expected, found.ratio, found.status) == (0.0, 1.0, "on_track")


def test_decimal_figures_are_not_held_against_their_binary_hair():
    """0.1 + 0.2 is a hair above 0.3, and (17.2 - 0.1) / 18 a hair below 0.95."""
    assert judged((2018, 0.1 + 0.2), target=(2018, 0.3), polarity="lower_better").status == "achieved"
    assert judged((2018, 0.3), target=(2018, 0.1 + 0.2), polarity="higher_better").status == "achieved"
    assert judged((2018, 0.3), target=(2018, 0.1 + 0.2), polarity="neutral").status == "achieved"
    found = judged((2016, 17.2), baseline=(2015, 0.1), target=(2017, 36.1))
    assert found.ratio < 0.95
    assert found.status == "on_track"
    away = judged((2016, 0.3), baseline=(2015, 0.1 + 0.2), target=(2017, 1.3))
    assert away.ratio < 0
    assert away.status == "limited"


def test_a_target_not_met_by_a_millionth_is_not_met():
    assert judged((2018, 0.300001), target=(2018, 0.3), polarity="lower_better").status == "missed"
    assert judged((2018, 999_999.0), target=(2018, 1_000_000.0)).status == "missed"


# What goes with the status


def test_met_early_it_needs_no_pace_and_is_ahead_of_what_was_expected():
    found = judged((2019, 200.0), **DECADE | {"review_year": 2020})
    assert (found.expected, found.expected_at_review, found.margin, found.ratio) == (140.0, 150.0, 60.0, 2.5)
    assert (found.pace_planned, found.pace_so_far, found.pace_needed) == (10.0, 25.0, None)


@pytest.mark.parametrize(("method", "ratio", "pace"), [("linear", 1, 75), ("compound", 2**0.5 - 1, 41.42135623730951)])
def test_after_its_year_the_target_stays_what_is_expected(method, ratio, pace):
    """400 in 2019 instead of 2017: all of the line's way, but growth by 41% a year instead of 100%."""
    late = judged((2019, 400.0), **DOUBLING | {"method": method, "review_year": 2020})
    assert (late.status, late.pace_needed, late.bounds) == ("achieved", None, (("achieved", 400.0),))
    assert (late.expected, late.expected_at_review, late.ratio) == pytest.approx((400, 400, ratio))
    assert (late.margin, late.pace_so_far) == pytest.approx((0, pace))


def test_a_missed_target_has_no_pace_left_and_nothing_to_try():
    """190 of 200 in 2025: 90 of 100. In the year before it would have been on track."""
    found = judged((2024, 186.0), (2025, 190.0), **DECADE)
    assert (found.status, found.ratio, found.margin, found.pace_needed) == ("missed", 0.9, -10.0, None)
    assert (found.checks, found.depends_on, found.robust) == ((), (), None)
    assert found.bounds == (("achieved", 200.0),)


def test_a_deadline_that_passes_without_a_measurement_leaves_the_last_one_to_be_judged():
    """In 2030 nothing newer than 2024 is known: 85 of 90; what is expected by then is the target."""
    found = judged((2024, 186.0), **DECADE | {"review_year": 2030})
    assert (found.status, found.latest, found.expected, found.expected_at_review) == (
        "on_track",
        (2024, 186.0),
        190.0,
        200.0,
    )


@pytest.mark.parametrize(
    ("plan", "value", "margin"),
    [(DECADE, 150, 10), (DECADE, 130, -10), (FEWER, 150, 10), (FEWER, 170, -10)],
)
def test_the_margin_is_above_zero_where_it_is_better_than_expected(plan, value, margin):
    assert judged((2019, float(value)), **plan).margin == margin


@pytest.mark.parametrize("plan", [DECADE, FEWER])
def test_a_margin_of_zero_has_no_sign(plan):
    exact = judged((2020, 150.0), **plan)
    assert str(exact.margin) == "0.0"


def test_a_count_that_has_fallen_to_zero_cannot_grow_any_more():
    found = judged((2016, 0.0), **DOUBLING)
    assert (found.ratio, found.pace_so_far, found.pace_needed) == (pytest.approx(-1), -100.0, None)


# The year of the review


def test_measurements_after_the_review_and_up_to_the_baseline_are_not_used():
    actuals = [(2014, 500.0), (2015, 500.0), (2018, 130.0), (2020, 200.0)]
    assert judged(*actuals, **DECADE | {"review_year": 2019}) == judged((2018, 130.0), **DECADE | {"review_year": 2019})


def test_the_measurement_of_the_review_year_itself_is_used():
    assert judged((2018, 130.0), (2019, 140.0), **DECADE | {"review_year": 2019}).latest == (2019, 140.0)


@pytest.mark.parametrize(
    ("review_year", "expected"), [(2014, 100.0), (2015, 100.0), (2019, 140.0), (2025, 200.0), (2030, 200.0)]
)
def test_without_a_measurement_the_review_still_says_what_it_expects(review_year, expected):
    found = judged((2031, 300.0), **DECADE | {"review_year": review_year})
    assert found == Progress(
        status="no_data",
        reason="no_measurement",
        method="linear",
        review_year=review_year,
        baseline=(2015, 100.0),
        target=(2025, 200.0),
        latest=None,
        expected_at_review=expected,
        pace_planned=10.0,
    )
    assert found.robust is None


def test_without_a_measurement_a_compound_target_expects_by_growth():
    found = judged(**DOUBLING | {"review_year": 2016})
    assert (found.status, found.expected_at_review, found.pace_planned) == ("no_data", 200.0, 100.0)


@pytest.mark.parametrize(
    "plan",
    [
        {"target": (2025, 200.0)},  # no baseline
        {**DECADE, "after_break": True},
        {**DECADE, "method": "milestone"},
        {"baseline": (2015, 0.0), "target": (2025, 200.0), "method": "compound"},
    ],
)
def test_where_no_way_leads_to_the_target_nothing_is_expected(plan):
    found = judged(**plan)
    assert (found.status, found.reason) == ("no_data", "no_measurement")
    assert (found.expected, found.expected_at_review, found.pace_planned) == (None, None, None)


# Held against the target only


@pytest.mark.parametrize(
    ("year", "value", "polarity", "status"),
    [
        (2019, 200, "higher_better", "achieved"),
        (2019, 199, "higher_better", "not_yet"),
        (2025, 199, "higher_better", "missed"),
        (2026, 201, "higher_better", "achieved"),
        (2019, 200, "lower_better", "achieved"),
        (2019, 201, "lower_better", "not_yet"),
        (2025, 201, "lower_better", "missed"),
        (2019, 199, "lower_better", "achieved"),
        (2019, 200, "neutral", "achieved"),
        (2019, 201, "neutral", "not_yet"),
        (2019, 199, "neutral", "not_yet"),
        (2025, 201, "neutral", "missed"),
    ],
)
def test_without_a_baseline_only_the_target_counts(year, value, polarity, status):
    found = judged((2016, 200.0), (year, float(value)), target=(2025, 200.0), polarity=polarity)
    assert found == Progress(
        status, "no_baseline", "linear", 2040, baseline=None, target=(2025, 200.0), latest=(year, float(value))
    )
    assert found.robust is None


@pytest.mark.parametrize(("value", "status"), [(250, "achieved"), (199, "not_yet"), (90, "not_yet")])
@pytest.mark.parametrize("polarity", ["higher_better", "lower_better", "neutral"])
def test_after_a_break_the_baseline_gives_the_direction_and_nothing_else(value, status, polarity):
    asked = DECADE | {"after_break": True, "polarity": polarity}
    found = judged((2015, 300.0), (2019, float(value)), **asked)
    assert found == Progress(status, "broken", "linear", 2040, (2015, 100.0), (2025, 200.0), (2019, float(value)))
    assert judged((2015, 300.0), **asked).status == "no_data"


@pytest.mark.parametrize(
    ("actuals", "status"),
    [
        ([(2018, 0.0)], "not_yet"),
        ([(2018, 1.0)], "achieved"),
        ([(2018, 0.0), (2019, 0.0)], "missed"),
        ([(2018, 0.0), (2020, 1.0)], "achieved"),
        ([(2018, 1.0), (2019, 0.0)], "missed"),
    ],
)
def test_a_milestone_is_reached_or_not(actuals, status):
    asked = {"baseline": (2015, 0.0), "target": (2019, 1.0), "method": "milestone", "polarity": "neutral"}
    found = judged(*actuals, **asked)
    assert found == Progress(status, "milestone", "milestone", 2040, (2015, 0.0), (2019, 1.0), actuals[-1])


@pytest.mark.parametrize("after_break", [False, True])
@pytest.mark.parametrize("baseline", [None, (2015, 0.0)])
def test_a_milestone_is_one_with_or_without_a_comparable_baseline(baseline, after_break):
    found = judged((2018, 1.0), baseline=baseline, target=(2019, 1.0), method="milestone", after_break=after_break)
    assert (found.status, found.reason) == ("achieved", "milestone")


@pytest.mark.parametrize(
    ("base", "aim", "value", "status"),
    [
        (0, 100, 40, "not_yet"),
        (0, 100, 100, "achieved"),
        (-5, 100, 40, "not_yet"),
        (-5, -1, -3, "not_yet"),
        (100, 0, 40, "not_yet"),
        (100, 0, 0, "achieved"),
        (100, -5, 40, "not_yet"),
        (100, 200, -1, "not_yet"),
    ],
)
def test_no_growth_leads_from_or_to_zero_or_below(base, aim, value, status):
    plan = {"baseline": (2015, float(base)), "target": (2025, float(aim)), "method": "compound"}
    found = judged((2018, float(value)), **plan)
    assert found == Progress(status, "zero_base", "compound", 2040, (2015, base), (2025, aim), (2018, value))


@pytest.mark.parametrize("method", ["linear", "compound"])
@pytest.mark.parametrize(
    ("polarity", "year", "value", "status", "margin"),
    [
        ("higher_better", 2018, 10, "achieved", 0),
        ("higher_better", 2018, 12, "achieved", 2),
        ("higher_better", 2018, 9, "not_yet", -1),
        ("higher_better", 2025, 9, "missed", -1),
        ("lower_better", 2018, 10, "achieved", 0),
        ("lower_better", 2018, 8, "achieved", 2),
        ("lower_better", 2018, 11, "not_yet", -1),
        ("lower_better", 2026, 11, "missed", -1),
        ("neutral", 2018, 10, "achieved", 0),
        ("neutral", 2018, 12, "not_yet", -2),
        ("neutral", 2018, 7, "not_yet", -3),
        ("neutral", 2025, 7, "missed", -3),
    ],
)
def test_a_target_that_is_the_baseline_asks_to_keep_it(method, polarity, year, value, status, margin):
    plan = {"baseline": (2015, 10.0), "target": (2025, 10.0), "polarity": polarity, "method": method}
    found = judged((year, float(value)), **plan)
    assert found == Progress(
        status=status,
        reason="no_distance",
        method=method,
        review_year=2040,
        baseline=(2015, 10.0),
        target=(2025, 10.0),
        latest=(year, float(value)),
        expected_at_review=10.0,
        margin=margin,
    )
    assert str(found.margin)[:2] != "-0"
    unmeasured = judged(**plan)
    assert (unmeasured.status, unmeasured.expected_at_review, unmeasured.pace_planned) == ("no_data", 10.0, 0.0)


# What would have changed the status


@pytest.mark.parametrize(
    ("actuals", "plan", "kind", "said"),
    [
        # Growth by 7.2% a year makes 132.0 in 2019, less than the line's 140: 136 is enough for it.
        ([(2019, 136.0)], DECADE, "other_method", "on_track"),
        ([(2019, 141.0)], DECADE, "other_method", "on_track"),
        ([(2019, 300.0)], DECADE, "other_method", "achieved"),
        ([(2019, 99.0)], DECADE, "other_method", "moving_away"),
        # The line asks for 250 in 2016, doubling for 200.
        ([(2016, 196.0)], DOUBLING, "other_method", "moderate"),
        ([(2016, 196.0)], DECADE | {"baseline": (2015, 0.0)}, "other_method", "(zero_base)"),
        ([(2016, 196.0)], DECADE | {"baseline": (2015, -1.0)}, "other_method", "(zero_base)"),
        ([(2016, 90.0)], {"baseline": (2015, 100.0), "target": (2022, 0.0)}, "other_method", "(zero_base)"),
        ([(2016, -1.0)], DECADE, "other_method", "(zero_base)"),
        # 2018 asks for 130, of which 0.95 is 128.5.
        ([(2018, 128.5), (2019, 138.0)], DECADE, "previous_actual", "on_track"),
        ([(2018, 128.4), (2019, 138.0)], DECADE, "previous_actual", "moderate"),
        ([(2017, 50.0), (2018, 128.5), (2019, 138.0)], DECADE, "previous_actual", "on_track"),
        ([(2018, 200.0), (2019, 138.0)], DECADE, "previous_actual", "achieved"),
        ([(2024, 189.0), (2025, 200.0)], DECADE, "previous_actual", "on_track"),
        ([(2025, 199.0), (2026, 200.0)], DECADE, "previous_actual", "missed"),
        ([(2019, 138.0)], DECADE, "previous_actual", "(no_earlier)"),
        ([(2014, 128.0), (2015, 128.0), (2019, 138.0)], DECADE, "previous_actual", "(no_earlier)"),
        (
            [(2015, 9.0), (2016, -9.0), (2017, 390.0)],
            DOUBLING | {"target": (2018, 800.0)},
            "previous_actual",
            "(zero_base)",
        ),
        # From 2017 to 2025 it is 8 years.
        ([(2017, 120.0), (2019, 140.0)], DECADE, "next_base", "on_track"),
        ([(2017, 120.0), (2019, 138.0)], DECADE, "next_base", "moderate"),
        ([(2017, 120.0), (2018, 0.0), (2019, 140.0)], DECADE, "next_base", "on_track"),
        ([(2017, 150.0), (2019, 140.0)], DECADE, "next_base", "moving_away"),
        ([(2017, 120.0), (2026, 210.0)], DECADE, "next_base", "achieved"),
        ([(2019, 140.0)], DECADE, "next_base", "(no_later)"),
        ([(2014, 120.0), (2019, 140.0)], DECADE, "next_base", "(no_later)"),
        ([(2017, 200.0), (2019, 140.0)], DECADE, "next_base", "(no_distance)"),
        ([(2017, 201.0), (2019, 140.0)], DECADE, "next_base", "(no_distance)"),
        ([(2017, 99.0), (2019, 140.0)], FEWER, "next_base", "(no_distance)"),
        ([(2016, 0.0), (2017, 300.0)], DOUBLING | {"target": (2019, 1600.0)}, "next_base", "(zero_base)"),
        # Measured in the target's year or later, it leaves no way to the target.
        ([(2025, 190.0), (2026, 200.0)], DECADE, "next_base", "(no_later)"),
        ([(2026, 190.0), (2027, 200.0)], DECADE, "next_base", "(no_later)"),
        ([(2017, 390.0), (2018, 400.0)], DOUBLING, "next_base", "(no_later)"),
    ],
)
def test_each_assumption_is_tried_once(actuals, plan, kind, said):
    found = judged(*actuals, **plan)
    assert checks(found)[kind] == said
    assert (kind in found.depends_on) == (not said.startswith("(") and said != found.status)


def test_a_status_that_every_check_confirms_is_robust_and_one_check_is_enough_to_doubt_it():
    firm = judged((2017, 121.0), (2018, 131.0), (2019, 142.0), **DECADE)
    assert (checks(firm), firm.robust) == (
        {"other_method": "on_track", "previous_actual": "on_track", "next_base": "on_track"},
        True,
    )
    lone = judged((2019, 142.0), **DECADE)
    assert (checks(lone), lone.robust) == (
        {"other_method": "on_track", "previous_actual": "(no_earlier)", "next_base": "(no_later)"},
        True,
    )
    doubted = judged((2019, 136.0), **DECADE)
    assert (doubted.status, doubted.depends_on, doubted.robust) == ("moderate", ("other_method",), False)


def test_where_nothing_can_be_tried_it_is_neither_robust_nor_fragile():
    found = judged((2019, 40.0), baseline=(2015, 0.0), target=(2025, 100.0))
    assert (found.status, found.robust, found.depends_on) == ("on_track", None, ())
    assert [one.status for one in found.checks] == [None, None, None]


# What is refused


@pytest.mark.parametrize("years", [(2017, 2016), (2016, 2016), (2016, 2018, 2017), (2035, 2034)])
def test_years_that_do_not_increase_are_refused(years):
    with pytest.raises(ValueError, match="the years of measurements must increase: "):
        judged(*[(year, 1.0) for year in years], **DECADE | {"review_year": 2030})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("place", ["actual", "baseline", "target"])
def test_a_value_that_is_no_number_is_refused(value, place):
    values = {"actual": 1.0, "baseline": 0.0, "target": 2.0} | {place: value}
    with pytest.raises(ValueError, match="values must be finite numbers: "):
        judged((2018, values["actual"]), baseline=(2015, values["baseline"]), target=(2020, values["target"]))


@pytest.mark.parametrize("year", [2015, 2014])
def test_a_target_that_is_not_after_its_baseline_is_refused(year):
    with pytest.raises(ValueError, match=f"the target's year, {year}, must be after that of the baseline, 2015"):
        judged(baseline=(2015, 1.0), target=(year, 2.0))


# A second reckoning, written from the rule: exact fractions for a line, fifty digits and boundary values for growth


def reckoned(method, start, target, latest):
    """Return the status between baseline and latest, or None where there is no way; more is better."""
    (t0, v0), (last, aim), (t, v) = start, target, latest
    t = min(t, last)
    if method == "compound":
        if min(v0, aim) <= 0 or v < 0:
            return None
        with localcontext() as context:
            context.prec = 50
            growth = (Decimal(float(aim)) / Decimal(float(v0))) ** (Decimal(1) / (last - t0)) - 1
            sign = 1 if growth > 0 else -1

            def reached(part):
                edge = Decimal(float(v0)) * (1 + Decimal(part) * growth) ** (t - t0)
                return sign * (Decimal(float(v)) - edge) > Decimal("-1e-20")
    else:
        expected = v0 + (aim - v0) * Fraction(t - t0, last - t0)

        def reached(part):
            return (v - v0) / (expected - v0) >= Fraction(part)

    if (aim > v0 and v >= aim) or (aim < v0 and v <= aim):
        return "achieved"
    if latest[0] >= last:
        return "missed"
    for name, part in (("on_track", "0.95"), ("moderate", "0.6"), ("limited", "0")):
        if reached(part):
            return name
    return "moving_away"


def reckoned_whole(actuals, baseline, target, review_year, method, polarity, after_break):
    """Return status and checks, by the words of the rule."""
    exact = [(year, Fraction(value)) for year, value in actuals]
    target = (target[0], Fraction(target[1]))
    baseline = baseline and (baseline[0], Fraction(baseline[1]))
    known = [one for one in exact if one[0] <= review_year and (not baseline or one[0] > baseline[0])]
    if not known:
        return "no_data", {}
    wish = {"higher_better": 1, "lower_better": -1, "neutral": 0}[polarity]
    if baseline and baseline[1] != target[1]:
        wish = 1 if baseline[1] < target[1] else -1
    latest = known[-1]
    met = {1: latest[1] >= target[1], -1: latest[1] <= target[1], 0: latest[1] == target[1]}[wish]
    alone = "achieved" if met else "missed" if latest[0] >= target[0] else "not_yet"
    if method == "milestone" or not baseline or after_break or baseline[1] == target[1]:
        return alone, {}
    status = reckoned(method, baseline, target, latest)
    if status in (None, "missed"):
        return status or alone, {}
    found = {"previous_actual": "(no_earlier)", "next_base": "(no_later)"}
    found["other_method"] = reckoned({"linear": "compound"}.get(method, "linear"), baseline, target, latest)
    if len(known) > 1:
        found["previous_actual"] = reckoned(method, baseline, target, known[-2])
        (year, value), way = known[0], baseline[1] < target[1]
        if year < target[0]:
            past = value >= target[1] if way else value <= target[1]
            found["next_base"] = "(no_distance)" if past else reckoned(method, known[0], target, latest)
    return status, {kind: said or "(zero_base)" for kind, said in found.items()}


def drawn(dice: random.Random):
    """Return one question: small values in quarters, so that boundaries, zeros and equal values are common."""

    def value():
        span = dice.choice([(0, 8), (0, 8), (1, 40), (1, 400), (-8, 8)])
        return dice.randint(*span) / 4

    first = dice.randint(2010, 2014)
    years = sorted(dice.sample(range(first - 2, first + 12), dice.randint(0, 6)))
    return {
        "actuals": [(year, value()) for year in years],
        "baseline": (first, value()) if dice.random() < 0.9 else None,
        "target": (first + dice.randint(1, 8), value()),
        "review_year": first + dice.randint(0, 12),
        "method": dice.choice(["linear", "linear", "compound", "compound", "milestone"]),
        "polarity": dice.choice(["higher_better", "lower_better", "neutral"]),
        "after_break": dice.random() < 0.1,
    }


def test_status_and_checks_are_those_of_a_second_reckoning():
    dice, seen, said = random.Random(2022), set(), set()
    for _ in range(8000):
        asked = drawn(dice)
        found = progress(**asked)
        status, tried = reckoned_whole(**asked)
        assert (found.status, checks(found)) == (status, tried), asked
        seen.add(status)
        said |= set(tried.items())
    # Otherwise the agreement would be about nothing.
    statuses = {"achieved", "on_track", "moderate", "limited", "moving_away", "missed", "not_yet", "no_data"}
    assert seen == statuses
    judged_ones = statuses - {"missed", "not_yet", "no_data"}
    assert said == {
        *(("other_method", one) for one in {*judged_ones, "(zero_base)"}),
        *(("previous_actual", one) for one in {*judged_ones, "missed", "(zero_base)", "(no_earlier)"}),
        *(("next_base", one) for one in {*judged_ones, "(zero_base)", "(no_later)", "(no_distance)"}),
    }


# Properties

RANKS = ["missed", "moving_away", "limited", "moderate", "on_track", "achieved"]
property_of = settings(derandomize=True, deadline=None, max_examples=250)
questions = st.integers(0, 2**32).map(lambda seed: drawn(random.Random(seed)))


def changed(question, value=lambda value: value, year=lambda year: year, **others):
    """Return a question with every value and every year put through a function."""

    def both(one):
        return one and (year(one[0]), value(one[1]))

    turned = {name: both(question[name]) for name in ("baseline", "target")}
    actuals = [both(one) for one in question["actuals"]]
    return question | turned | {"actuals": actuals, "review_year": year(question["review_year"])} | others


def near(number):
    return None if number is None else pytest.approx(number, rel=1e-9, abs=1e-9)


@property_of
@given(questions, st.integers(1, 10_000).map(lambda number: number / 100))
def test_in_other_units_everything_stays_but_the_values(question, factor):
    plain, scaled = progress(**question), progress(**changed(question, lambda value: value * factor))
    assert (scaled.status, scaled.reason, scaled.checks) == (plain.status, plain.reason, plain.checks)
    assert scaled.ratio == near(plain.ratio)
    for name in ("expected", "expected_at_review", "margin"):
        one = getattr(plain, name)
        assert getattr(scaled, name) == near(None if one is None else factor * one)
    assert [name for name, _ in scaled.bounds] == [name for name, _ in plain.bounds]


@property_of
@given(questions, st.integers(-500, 500))
def test_in_another_century_everything_stays_but_the_years(question, years):
    plain, moved = progress(**question), progress(**changed(question, year=lambda year: year + years))
    for name in Progress.__dataclass_fields__:
        if name not in ("baseline", "target", "latest", "review_year"):
            assert getattr(moved, name) == getattr(plain, name)


@property_of
@given(questions)
def test_upside_down_a_line_has_the_same_status(question):
    """Only growth has no mirror image: there is none below zero."""
    assume(question["method"] != "compound")
    turned = {"higher_better": "lower_better", "lower_better": "higher_better"}
    polarity = turned.get(question["polarity"], "neutral")
    plain, mirrored = progress(**question), progress(**changed(question, lambda value: -value, polarity=polarity))
    assert (mirrored.status, mirrored.reason) == (plain.status, plain.reason)
    assert (mirrored.ratio, mirrored.margin) == (plain.ratio, plain.margin)
    assert mirrored.checks[1:] == plain.checks[1:]


@property_of
@given(questions)
def test_each_bound_is_the_worst_value_of_its_status(question):
    found = progress(**question)
    assume(found.bounds)
    year, (_, aim), (_, base) = found.latest[0], found.target, found.baseline

    def with_latest(value):
        actuals = [one for one in question["actuals"] if one[0] < year] + [(year, value)]
        return RANKS.index(progress(**question | {"actuals": actuals}).status)

    towards = 1 if aim > base else -1
    little = 1e-6 * max(1.0, abs(aim), abs(base))
    assert [RANKS.index(status) for status, _ in found.bounds] == sorted(RANKS.index(one) for one, _ in found.bounds)
    for status, value in found.bounds:
        assert with_latest(value) == RANKS.index(status)
        assert with_latest(value - towards * little) < RANKS.index(status)


@property_of
@given(questions, st.lists(st.integers(0, 100).map(lambda number: number / 4), min_size=2, max_size=6))
def test_a_better_measurement_never_has_a_worse_status(question, values):
    assume(question["actuals"] and question["baseline"] and question["baseline"][1] != question["target"][1])
    *earlier, (year, _) = question["actuals"]
    upwards = question["target"][1] > question["baseline"][1]
    found = [
        progress(**question | {"actuals": [*earlier, (year, value)]}) for value in sorted(values, reverse=not upwards)
    ]
    order = ["no_data", "not_yet", *RANKS]
    ranks = [order.index(one.status) for one in found]
    assert ranks == sorted(ranks)
    margins = [one.margin for one in found if one.margin is not None]
    assert margins == sorted(margins)


@property_of
@given(questions, st.integers(0, 9), st.integers(-4, 400))
def test_what_is_measured_after_the_review_changes_nothing(question, later, value):
    until = [one for one in question["actuals"] if one[0] <= question["review_year"]]
    added = [*until, (question["review_year"] + 1 + later, value / 4)]
    assert progress(**question | {"actuals": added}) == progress(**question)


@property_of
@given(questions, st.integers(0, 9), st.integers(-4, 400))
def test_what_is_measured_up_to_the_baseline_changes_nothing(question, earlier, value):
    assume(question["baseline"])
    first = question["baseline"][0]
    after = [one for one in question["actuals"] if one[0] > first]
    assert progress(**question | {"actuals": [(first - earlier, value / 4), *after]}) == progress(**question)


@property_of
@given(questions)
def test_what_is_named_as_changing_the_status_is_what_gives_another(question):
    found = progress(**question)
    tried = {one.kind: one.status for one in found.checks if one.status}
    assert found.depends_on == tuple(kind for kind, status in tried.items() if status != found.status)
    assert found.robust is (None if not tried else not found.depends_on)
    assert all((one.status is None) != (one.reason is None) for one in found.checks)
    assert (found.ratio is None) == (found.reason is not None)
