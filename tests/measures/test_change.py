"""The change from one year to the next: when it counts, and for whom it is good."""

import pytest

from barometr.measures.change import Change, change

COUNT = {"value_type": "count", "materiality": 5.0}
SHARE = {"value_type": "share", "materiality": 1.0}


def test_a_rise_of_a_count_in_full():
    """Volunteers 2016 to 2017: 3563 to 4060; anything from 3384.85 to 3741.15 would have been no change."""
    assert change(3563, 4060, polarity="higher_better", **COUNT) == Change(
        absolute=497,
        relative_pct=pytest.approx(13.948919, abs=1e-6),
        verdict="better",
        steady_from=pytest.approx(3384.85),
        steady_to=pytest.approx(3741.15),
    )


@pytest.mark.parametrize(
    ("earlier", "later", "polarity", "verdict"),
    [
        (100, 120, "higher_better", "better"),
        (100, 80, "higher_better", "worse"),
        (100, 120, "lower_better", "worse"),
        (100, 80, "lower_better", "better"),
        (100, 120, "neutral", "no_judgement"),
        (100, 80, "neutral", "no_judgement"),
        (100, 104, "higher_better", "not_material"),
        (100, 96, "lower_better", "not_material"),
        (100, 104, "neutral", "not_material"),
        (100, 100, "higher_better", "not_material"),
        # exactly five per cent counts
        (100, 105, "higher_better", "better"),
        (100, 95, "higher_better", "worse"),
    ],
)
def test_a_count_is_judged_in_per_cent_of_the_earlier_value(earlier, later, polarity, verdict):
    assert change(earlier, later, polarity=polarity, **COUNT).verdict == verdict


@pytest.mark.parametrize("value_type", ["count", "ratio", "money", "score"])
def test_everything_but_a_share_is_judged_in_per_cent(value_type):
    same = {"value_type": value_type, "polarity": "higher_better", "materiality": 5.0}
    assert change(1000, 1040, **same).verdict == "not_material"
    assert change(1000, 1060, **same).verdict == "better"


@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [
        (10.0, 11.0, "better"),  # turnout 2016 to 2017: exactly one percentage point
        (10.0, 10.5, "not_material"),  # five per cent of the earlier value, but half a point
        (71.0, 72.0, "better"),  # a point, though not even two per cent
        (71.0, 71.75, "not_material"),
        (10.125, 9.0, "worse"),
        (0.0, 1.0, "better"),
        (0.0, 0.75, "not_material"),
    ],
)
def test_a_share_is_judged_in_percentage_points(earlier, later, verdict):
    assert change(earlier, later, polarity="higher_better", **SHARE).verdict == verdict


def test_the_bounds_of_a_share_are_percentage_points_around_the_earlier_value():
    judged = change(10.0, 11.0, polarity="higher_better", **SHARE)
    assert (judged.steady_from, judged.steady_to) == (9.0, 11.0)
    assert (judged.absolute, judged.relative_pct) == (1.0, 10.0)


def test_from_zero_every_change_counts_and_none_has_a_percentage():
    """Programmes in one format, 2014: a printed zero."""
    assert change(0, 3, polarity="higher_better", **COUNT) == Change(3, None, "better", 0.0, 0.0)
    assert change(0, 3, polarity="lower_better", **COUNT).verdict == "worse"
    assert change(0, 0, polarity="higher_better", **COUNT) == Change(0, None, "not_material", 0.0, 0.0)


def test_a_fall_to_zero_is_a_change_of_a_hundred_per_cent():
    assert change(8, 0, polarity="lower_better", **COUNT) == Change(-8, -100.0, "better", 7.6, 8.4)


def test_a_negative_earlier_value_keeps_the_direction():
    """From -100 to -80 is a rise of twenty per cent."""
    judged = change(-100, -80, polarity="higher_better", **COUNT)
    assert judged == Change(20, 20.0, "better", -105.0, -95.0)


def test_the_materiality_of_the_indicator_decides():
    assert change(100, 109, value_type="count", polarity="higher_better", materiality=10.0).verdict == "not_material"
    assert change(100, 110, value_type="count", polarity="higher_better", materiality=10.0).verdict == "better"
    assert change(100, 101, value_type="count", polarity="higher_better", materiality=0.0).verdict == "better"
    assert change(100, 100, value_type="count", polarity="higher_better", materiality=0.0).verdict == "not_material"


@pytest.mark.parametrize("kind", [COUNT, SHARE])
@pytest.mark.parametrize("earlier", [0.5, 8.0, 64.0, 4096.0])
def test_values_inside_the_steady_bounds_are_no_material_change_and_the_bounds_are(kind, earlier):
    bounds = change(earlier, earlier, polarity="higher_better", **kind)
    inside = (bounds.steady_to - earlier) * 0.99
    assert change(earlier, earlier + inside, polarity="higher_better", **kind).verdict == "not_material"
    assert change(earlier, earlier - inside, polarity="higher_better", **kind).verdict == "not_material"
    outside = (bounds.steady_to - earlier) * 1.01
    assert change(earlier, earlier + outside, polarity="higher_better", **kind).verdict == "better"
    assert change(earlier, earlier - outside, polarity="higher_better", **kind).verdict == "worse"


def test_a_change_of_exactly_the_threshold_counts_in_spite_of_binary_fractions():
    """64.99 - 63.99 is a hair below 1 in binary; the reader sees 1 percentage point, and so does the rule."""
    step = change(63.99, 64.99, value_type="share", polarity="higher_better", materiality=1.0)
    assert step.verdict == "better"
    assert change(999.60, 1049.58, value_type="count", polarity="neutral", materiality=5.0).verdict == "no_judgement"
