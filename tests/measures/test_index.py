"""A series as an index: the base year at 100, gaps as gaps, and no index without a base."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barometr.measures.index import Index, index


def test_every_value_is_in_per_cent_of_that_of_the_base_year():
    """Years before the base as well; 3500 is half of 7000."""
    assert index([(2014, 3500.0), (2015, 7000.0), (2017, 8400.0)], 2015) == Index(
        base_year=2015, values=((2014, 50.0), (2015, 100.0), (2017, 120.0)), reason=None
    )


def test_a_year_without_a_value_stays_without_and_a_zero_stays_zero():
    assert index([(2014, 80.0), (2015, None), (2016, 0.0)], 2014).values == ((2014, 100.0), (2015, None), (2016, 0.0))


@pytest.mark.parametrize("base_year", [2015, 2016])
def test_without_a_value_in_the_base_year_there_is_no_index(base_year):
    """2015 has no value, 2016 is no year of the series; neither borrows its neighbour's value."""
    assert index([(2014, 80.0), (2015, None), (2017, 90.0)], base_year) == Index(base_year, (), "missing")


@pytest.mark.parametrize("base", [0.0, -4.0])
def test_a_base_of_zero_or_below_is_refused(base):
    assert index([(2014, base), (2015, 8.0)], 2014) == Index(2014, (), "zero")


def test_a_negative_value_beside_a_sound_base_keeps_its_sign():
    assert index([(2014, 8.0), (2015, -4.0)], 2014).values == ((2014, 100.0), (2015, -50.0))


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(1, 10**6)), min_size=1, max_size=8), st.integers(0, 7), st.integers(1, 99)
)
def test_the_size_of_a_series_does_not_show_in_its_index(values, at, factor):
    """What makes series of different size comparable: a series and its multiple have one index."""
    points = [(2010 + step, value) for step, value in enumerate(values)]
    multiple = [(year, None if value is None else value * factor) for year, value in points]
    plain, scaled = index(points, 2010 + at), index(multiple, 2010 + at)
    assert (scaled.reason, len(scaled.values)) == (plain.reason, len(plain.values))
    for (year, value), (same_year, same_value) in zip(plain.values, scaled.values, strict=True):
        assert year == same_year
        assert same_value == (None if value is None else pytest.approx(value))
