"""What a line may join, for any series: measured values of neighbouring years within one segment, and no other."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from barometr.drawing.marks import OPEN_MARKS, UNKNOWN, Point, runs
from barometr.measures.comparable import MEASURED

STATUSES = [*MEASURED * 4, *OPEN_MARKS, *UNKNOWN, "not_applicable"]
property_of = settings(derandomize=True, deadline=None, max_examples=200)


@st.composite
def series(draw) -> list[Point]:
    """Return points in the order of years, with gaps between them, breaks, and a second point in some years."""
    points, segment = [], 0
    for year in sorted(draw(st.lists(st.integers(2010, 2018), min_size=2, max_size=14))):
        status = draw(st.sampled_from(STATUSES))
        segment += draw(st.sampled_from([0] * 7 + [1]))
        missing = status in (*UNKNOWN, "not_applicable") or draw(st.integers(0, 9)) == 0
        points.append(Point(year, None if missing else draw(st.sampled_from([0.0, 5.0])), status, "", "", segment))
    # Of the measured kind a year holds one value.
    measured = {point.year: point for point in points if point.status in MEASURED}
    return [point for point in points if point.status not in MEASURED or measured[point.year] is point]


def joined(points) -> set[tuple[int, int]]:
    """Return the pairs of years between which the line runs."""
    return {(one.year, other.year) for run in runs(points) for one, other in pairwise(run)}


@property_of
@given(series())
def test_a_line_joins_exactly_the_neighbouring_measured_years_of_a_segment(points):
    measured = {point.year: point for point in points if point.status in MEASURED and point.value is not None}
    pairs = {(year, year + 1) for year in measured if year + 1 in measured}
    assert joined(points) == {pair for pair in pairs if measured[pair[0]].segment == measured[pair[1]].segment}
    assert [point for run in runs(points) for point in run] == list(measured.values())


@property_of
@given(series(), st.data())
def test_taking_a_year_away_never_joins_what_was_apart(points, data):
    assume(points)
    gone = data.draw(st.sampled_from(points)).year
    left = joined([point for point in points if point.year != gone])
    assert left == {pair for pair in joined(points) if gone not in pair}


@property_of
@given(series(), st.sampled_from([*UNKNOWN, "not_applicable", *OPEN_MARKS]), st.data())
def test_a_value_that_turns_out_not_to_be_measured_never_joins_its_neighbours(points, status, data):
    assume(points)
    gone = data.draw(st.integers(0, len(points) - 1))
    value = points[gone].value if status in OPEN_MARKS else None
    turned = [*points[:gone], replace(points[gone], status=status, value=value), *points[gone + 1 :]]
    assert joined(turned) <= joined(points)
    year = points[gone].year
    if points[gone].status in MEASURED:
        assert all(year not in pair for pair in joined(turned))


@property_of
@given(series(), st.integers(2010, 2019))
def test_a_break_ends_the_line_before_its_year_and_joins_nothing(points, year):
    later = [replace(point, segment=point.segment + (point.year >= year)) for point in points]
    assert joined(later) == joined(points) - {(year - 1, year)}


def test_the_series_of_the_properties_have_lines_and_gaps():
    """Otherwise the properties above would hold of nothing."""
    lengths, ends = set(), 0

    @property_of
    @given(series())
    def look(points):
        nonlocal ends
        found = runs(points)
        lengths.update(len(run) for run in found)
        ends += len(found) > 1

    look()
    assert {1, 2, 3} <= lengths
    assert ends > 20
