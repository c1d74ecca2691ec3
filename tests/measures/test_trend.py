"""Where a series is heading: the word, what it rests on, and the last value that would have changed it."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometr.measures.trend import Flip, Trend, trend

COUNT = {"value_type": "count", "polarity": "higher_better", "materiality": 5.0}
SHARE = {"value_type": "share", "polarity": "higher_better", "materiality": 1.0}
TURNED = {"rising": "falling", "falling": "rising"}


def yearly(*values, since=2013):
    return [(since + step, float(value)) for step, value in enumerate(values)]


def near(value, word):
    """A flip at this value, to the accuracy the rule promises."""
    return Flip(pytest.approx(value, rel=1e-8, abs=1e-8), word)


# Worked by hand


def test_a_steady_rise_of_a_count_in_full():
    """Ten a year on a median of 120: 40 in four years, a third. The slope of all five points stays 10 whatever the
    last value, but at 80 the slope without 2013 is the middle of 10 and (80 - 110) / 3 = -10, which is zero."""
    assert trend(yearly(100, 110, 120, 130, 140), **COUNT) == Trend(
        points=((2013, 100.0), (2014, 110.0), (2015, 120.0), (2016, 130.0), (2017, 140.0)),
        word="rising",
        verdict="better",
        reason=None,
        slope=10.0,
        span=4,
        level=120.0,
        change=pytest.approx(100 / 3),
        change_unit="per_cent",
        materiality=5.0,
        without=((2013, 10.0), (2014, 10.0), (2015, 10.0), (2016, 10.0), (2017, 10.0)),
        depends_on=(),
        flip_below=near(80, "unclear"),
        flip_above=None,
    )


def test_a_share_that_turns_with_one_year_in_full():
    """10, 12, 11: slopes 2, -1 and a half, so half a point a year; without 2013 only the fall from 12 to 11 is left.
    Below 11 the change (last value minus 10) is less than a point; from 12 on nothing falls any more."""
    assert trend(yearly(10, 12, 11), **SHARE) == Trend(
        points=((2013, 10.0), (2014, 12.0), (2015, 11.0)),
        word="unclear",
        verdict="none",
        reason=None,
        slope=0.5,
        span=2,
        level=11.0,
        change=1.0,
        change_unit="points",
        materiality=1.0,
        without=((2013, -1.0), (2014, 0.5), (2015, 2.0)),
        depends_on=(2013,),
        flip_below=near(11, "not_material"),
        flip_above=near(12, "rising"),
    )


def test_a_change_too_small_to_count_names_the_values_that_would_count():
    """100, 101, 102: two per cent. The change is the last value minus 100, the level 101 above and 100 below."""
    small = trend(yearly(100, 101, 102), **COUNT)
    assert (small.word, small.verdict, small.change) == ("not_material", "none", pytest.approx(200 / 101))
    assert small.flip_above == near(105.05, "rising")
    assert small.flip_below == near(95, "unclear")


def test_two_points_are_too_few_and_no_last_value_helps():
    assert trend(yearly(100, 200), **COUNT) == Trend(
        points=((2013, 100.0), (2014, 200.0)),
        word="cannot_say",
        verdict="none",
        reason="too_few",
        slope=None,
        span=None,
        level=None,
        change=None,
        change_unit="per_cent",
        materiality=5.0,
    )
    assert trend([], **SHARE).change_unit == "points"


def test_a_missing_year_is_a_gap_in_time_and_not_a_step():
    """Two points a year over five years, although there are only three values."""
    gapped = trend([(2012, 10.0), (2014, 14.0), (2017, 20.0)], **SHARE)
    assert (gapped.slope, gapped.span, gapped.change, gapped.word) == (2.0, 5, 10.0, "rising")


def test_only_the_last_five_points_count():
    """A fall from 900 long ago does not weigh on five years of rise."""
    recent = yearly(100, 110, 120, 130, 140)
    assert trend([(2011, 900.0), (2012, 800.0), *recent], **COUNT) == trend(recent, **COUNT)


def test_one_outlying_year_does_not_turn_the_slope():
    """With least squares 100, 110, 120, 130 and then 20 would fall; the median slope still rises, and says on what
    it depends: without any one of the first three years the outlier prevails."""
    outlying = trend(yearly(100, 110, 120, 130, 20), **COUNT)
    assert (outlying.slope, outlying.word, outlying.depends_on) == (10.0, "unclear", (2013, 2014, 2015, 2016))


@pytest.mark.parametrize(
    ("values", "polarity", "word", "verdict"),
    [
        ((100, 110, 120), "higher_better", "rising", "better"),
        ((100, 110, 120), "lower_better", "rising", "worse"),
        ((100, 110, 120), "neutral", "rising", "no_judgement"),
        ((120, 110, 100), "higher_better", "falling", "worse"),
        ((120, 110, 100), "lower_better", "falling", "better"),
        ((120, 110, 100), "neutral", "falling", "no_judgement"),
        ((100, 101, 102), "neutral", "not_material", "none"),
        ((100, 130, 110), "higher_better", "unclear", "none"),
        ((100, 110), "lower_better", "cannot_say", "none"),
    ],
)
def test_only_a_rise_or_a_fall_is_judged_and_by_the_polarity(values, polarity, word, verdict):
    judged = trend(yearly(*values), **COUNT | {"polarity": polarity})
    assert (judged.word, judged.verdict) == (word, verdict)


@pytest.mark.parametrize("value_type", ["count", "ratio", "money", "score"])
def test_everything_but_a_share_is_measured_in_per_cent_of_the_level(value_type):
    """From 20 to 21 in two years: five per cent of 20.5 is more than the materiality of 4.5, one point is not."""
    same = {"polarity": "neutral", "materiality": 4.5}
    assert trend(yearly(20, 20.5, 21), value_type=value_type, **same).word == "rising"
    assert trend(yearly(20, 20.5, 21), value_type="share", **same).word == "not_material"


def test_a_change_of_exactly_the_materiality_counts_in_spite_of_binary_fractions():
    """64.99 - 63.99 is a hair below 1 in binary; so is a twentieth of the level."""
    assert trend(yearly(63.99, 64.49, 64.99), **SHARE).word == "rising"
    assert trend(yearly(975, 1000, 1025), **COUNT).word == "rising"
    assert trend(yearly(975.01, 1000, 1025), **COUNT).word == "not_material"


def test_slopes_that_cancel_are_zero_in_spite_of_binary_fractions():
    """0.1, 0.6, 0.5, 0.4: the middle two slopes are a tenth up and a tenth down, in binary a hair apart."""
    level = trend(yearly(0.1, 0.6, 0.5, 0.4), **SHARE | {"materiality": 0.0})
    assert (level.word, level.change) == ("not_material", 0.0)


def test_with_a_materiality_of_zero_every_slope_counts_and_no_slope_does_not():
    assert trend(yearly(100, 101, 102), **COUNT | {"materiality": 0.0}).word == "rising"
    assert trend(yearly(100, 100, 100), **COUNT | {"materiality": 0.0}).word == "not_material"


# Zero


def test_nothing_but_zeros_is_no_change():
    """A slope of zero needs no percentage; with any last value above zero the rule could not give one."""
    zeros = trend(yearly(0, 0, 0), **COUNT)
    assert (zeros.word, zeros.reason, zeros.change, zeros.level) == ("not_material", None, 0.0, 0.0)
    assert zeros.flip_below is None
    assert zeros.flip_above == near(0, "cannot_say")
    assert trend(yearly(0, 0, 0, 0, 5), **COUNT).word == "not_material"


def test_a_slope_around_a_level_of_zero_has_no_percentage():
    from_zero = trend(yearly(0, 0, 6), **COUNT)
    assert (from_zero.word, from_zero.reason, from_zero.change) == ("cannot_say", "zero_level", None)
    assert (from_zero.slope, from_zero.span, from_zero.level, from_zero.verdict) == (3.0, 2, 0.0, "none")
    assert from_zero.flip_below == Flip(0.0, "not_material")
    assert from_zero.flip_above is None


def test_a_share_needs_no_level():
    """Slopes 0, 0, 0, 2/3, 1, 1, 4/3, 2, 2, 2: one point a year, four in all, around a level of zero."""
    assert (trend(yearly(0, 0, 0, 2, 4), **SHARE).change, trend(yearly(0, 0, 0, 2, 4), **SHARE).level) == (4.0, 0.0)


def test_a_negative_level_keeps_the_direction():
    """From -120 to -100 is a rise of two elevenths."""
    rise = trend(yearly(-120, -110, -100), **COUNT)
    assert (rise.word, rise.change) == ("rising", pytest.approx(200 / 11))


# What is refused


@pytest.mark.parametrize("years", [(2015, 2014, 2016), (2015, 2015, 2016)])
def test_years_that_do_not_increase_are_refused(years):
    with pytest.raises(ValueError, match="the years of a trend must increase: "):
        trend([(year, 1.0) for year in years], **COUNT)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="the values of a trend must be finite numbers: "):
        trend([(2015, 1.0), (2016, value), (2017, 2.0)], **COUNT)


# Where a flip is looked for


@pytest.mark.parametrize(
    ("values", "value_type", "materiality", "below", "above"),
    [
        # Last value minus the first is the change: from 97 to 107 it would be ten points, but no share is 107.
        ((97, 97.5, 98), "share", 10.0, near(87, "unclear"), None),
        ((97, 97.5, 98), "count", 10.0, near(87.3, "unclear"), near(106.75, "rising")),
        # Half of 2 up or down; no count is -1, where it would be one and a half times 2.
        ((2, 2, 2), "count", 50.0, near(1, "unclear"), near(3, "unclear")),
        ((2, 2, 2), "count", 150.0, None, near(5, "unclear")),
        ((-2, -2, -2), "count", 150.0, near(-5, "unclear"), near(1, "unclear")),
        # Ten times the largest value and no further.
        ((2, 2, 2), "count", 850.0, None, near(19, "unclear")),
        ((2, 2, 2), "count", 950.0, None, None),
        ((-2, -2, -2), "count", 850.0, near(-19, "unclear"), near(15, "unclear")),
        ((-2, -2, -2), "count", 950.0, None, near(17, "unclear")),
    ],
)
def test_a_flip_is_looked_for_where_values_can_be(values, value_type, materiality, below, above):
    result = trend(yearly(*values), value_type=value_type, polarity="neutral", materiality=materiality)
    assert (result.word, result.flip_below, result.flip_above) == ("not_material", below, above)


def test_the_nearest_flip_is_found_although_the_word_comes_back_beyond_it():
    """Both series are unclear, and unclear again further on; in between the slope is too close to zero to count.

    2, 3, 1, v: the slope is (5 v - 13) / 12 and the level (2 + v) / 2, so five per cent are left at v = 330 / 122.5.
    96, 29, 53, v: the slope is (4 v - 255) / 6 and the level (53 + v) / 2, so one per cent is left at 25447 / 401.
    """
    assert trend(yearly(2, 3, 1, 3), **COUNT).flip_below == near(330 / 122.5, "not_material")
    assert trend(yearly(2, 3, 1, 2), **COUNT).word == "unclear"
    close = COUNT | {"materiality": 1.0}
    assert trend(yearly(96, 29, 53, 62), **close).flip_above == near(25447 / 401, "not_material")
    assert trend(yearly(96, 29, 53, 65), **close).word == "unclear"


def test_a_last_value_that_makes_the_level_zero_is_a_flip():
    """4, -20, v: for any v between the two the level is v itself."""
    assert trend(yearly(4, -20, -13), **COUNT).flip_above == near(0, "cannot_say")


# Properties


# Quarters are exact in binary; small, close and wild values make every word common.
quarters = st.one_of(st.integers(0, 8), st.integers(360, 440), st.integers(0, 400)).map(lambda number: number / 4)


@st.composite
def series(draw, least=3, most=7):
    chosen = draw(st.lists(st.integers(2000, 2030), min_size=least, max_size=most, unique=True).map(sorted))
    return [(year, draw(quarters)) for year in chosen]


kinds = st.sampled_from([COUNT, SHARE, COUNT | {"polarity": "lower_better"}, SHARE | {"materiality": 0.0}])
property_of = settings(derandomize=True, deadline=None, max_examples=200)


def exactly(points, kind):
    """The rule once more, in whole fractions, with medians by counting: returns word, depends_on."""
    points = [(year, Fraction(value)) for year, value in points[-5:]]
    if len(points) < 3:
        return "cannot_say", ()

    def middle(numbers):
        ordered = sorted(numbers)
        return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2

    def direction(some):
        slope = middle([(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(some, 2)])
        return slope, (slope > 0) - (slope < 0)

    slope, sign = direction(points)
    depends = tuple(year for year, value in points if direction([p for p in points if p[0] != year])[1] != sign)
    moved, level = abs(slope) * (points[-1][0] - points[0][0]), abs(middle([value for _, value in points]))
    if sign == 0:
        return "not_material", depends
    if kind["value_type"] != "share":
        if level == 0:
            return "cannot_say", depends
        moved = 100 * moved / level
    if moved < Fraction(kind["materiality"]):
        return "not_material", depends
    return ("unclear" if depends else "rising" if sign > 0 else "falling"), depends


@property_of
@given(series(least=0), kinds)
def test_the_word_is_that_of_a_second_reckoning_in_exact_fractions(points, kind):
    result = trend(points, **kind)
    assert (result.word, result.depends_on) == exactly(points, kind)


def test_the_values_of_the_properties_make_every_word_common():
    """Otherwise the properties above and below would hold of nothing."""
    seen = set()

    @property_of
    @given(series(least=0), kinds)
    def look(points, kind):
        seen.add(trend(points, **kind).word)

    look()
    assert seen == {"rising", "falling", "not_material", "unclear", "cannot_say"}


@property_of
@given(series(most=5), kinds)
def test_reversed_in_time_a_rise_is_a_fall_and_nothing_else_changes(points, kind):
    there, back = trend(points, **kind), trend([(-year, value) for year, value in reversed(points)], **kind)
    assert back.word == TURNED.get(there.word, there.word)
    assert back.depends_on == tuple(-year for year in reversed(there.depends_on))


@property_of
@given(series(), st.integers(1, 1000))
def test_a_count_in_other_units_has_the_same_word_and_the_same_percentage(points, factor):
    plain, scaled = trend(points, **COUNT), trend([(year, value * factor) for year, value in points], **COUNT)
    assert scaled.word == plain.word
    assert scaled.change == pytest.approx(plain.change)


@property_of
@given(series(), st.integers(-400, 400).map(lambda number: number / 4))
def test_a_share_moved_up_or_down_as_a_whole_has_the_same_word(points, constant):
    plain, moved = trend(points, **SHARE), trend([(year, value + constant) for year, value in points], **SHARE)
    assert (moved.word, moved.change, moved.depends_on) == (plain.word, plain.change, plain.depends_on)


@property_of
@given(series(), kinds)
def test_fewer_than_three_of_the_points_say_nothing(points, kind):
    assert trend(points[-2:], **kind).word == "cannot_say"
    assert trend(points[-2:], **kind).reason == "too_few"


@property_of
@given(series(), kinds, st.lists(st.floats(0, 0.9999), max_size=12))
def test_a_flip_gives_the_word_it_names_and_no_nearer_value_gives_another(points, kind, shares):
    present = trend(points, **kind)
    year, last = present.points[-1]

    def with_last(value):
        return trend([*points[:-1], (year, value)], **kind).word

    largest = max(value for _, value in present.points)
    top = 100.0 if kind["value_type"] == "share" and largest <= 100 else 10 * largest
    for flip, end in ((present.flip_below, 0.0), (present.flip_above, top)):
        if flip is not None:
            assert with_last(flip.value) == flip.word != present.word
        reached = end if flip is None else flip.value
        # The place of a flip is not promised beyond a billionth of the largest value used.
        nearer = [last + share * (reached - last) for share in shares]
        nearer = [value for value in nearer if flip is None or abs(value - reached) > 1e-7 * max(top, 1)]
        assert [with_last(value) for value in nearer] == [present.word] * len(nearer)


@property_of
@given(series(), kinds)
def test_a_flip_lies_on_its_side(points, kind):
    result = trend(points, **kind)
    last = result.points[-1][1]
    assert result.flip_below is None or result.flip_below.value < last
    assert result.flip_above is None or result.flip_above.value > last
