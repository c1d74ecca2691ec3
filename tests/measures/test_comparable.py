"""Which values of a series a judgement may rest on."""

import pytest

from barometr.measures.comparable import comparable, contradicted, is_measured


def point(year, value, status="actual", segment=0, missing=None, gap=None):
    rest = {"segment": segment, "parts_missing": missing, "parts_gap_pct": gap}
    return {"year": year, "value": value, "status": status} | rest


def test_measured_hedged_and_provisional_values_count():
    rows = [point(2014, 1.0), point(2015, 2.0, "approx"), point(2016, 0.0, "provisional")]
    assert comparable(rows, 5.0) == ([(2014, 1.0), (2015, 2.0), (2016, 0.0)], [])


@pytest.mark.parametrize("status", ["pilot", "plan", "baseline", "target"])
def test_a_value_of_another_kind_neither_counts_nor_is_said_to_be_left_out(status):
    assert comparable([point(2014, 1.0), point(2015, 2.0, status)], 5.0) == ([(2014, 1.0)], [])
    assert not is_measured(point(2015, 2.0, status))


@pytest.mark.parametrize("status", ["actual", "no_data", "in_progress", "not_applicable"])
def test_a_missing_value_does_not_count(status):
    assert comparable([point(2014, None, status)], 5.0) == ([], [])
    assert not is_measured(point(2014, None, status))


def test_nothing_gives_nothing():
    assert comparable([], 5.0) == ([], [])


def test_only_what_was_measured_after_the_last_break_counts():
    rows = [point(2012, 1.0), point(2013, 2.0, segment=1), point(2014, 3.0, segment=2), point(2015, 4.0, segment=2)]
    assert comparable(rows, 5.0) == ([(2014, 3.0), (2015, 4.0)], [(2012, "broken"), (2013, "broken")])


def test_a_break_after_which_nothing_is_measured_ends_nothing():
    rows = [point(2012, 1.0), point(2013, 2.0), point(2014, None, "no_data", segment=1)]
    assert comparable([*rows, point(2015, 9.0, "plan", segment=1)], 5.0)[0] == [(2012, 1.0), (2013, 2.0)]


@pytest.mark.parametrize(
    ("gap", "materiality", "is_so"),
    [(None, 5.0, False), (4.99, 5.0, False), (5.0, 5.0, True), (80.0, 5.0, True), (None, 0.0, False), (0.1, 0.0, True)],
)
def test_parts_contradict_a_total_from_the_smallest_change_that_counts(gap, materiality, is_so):
    """Where every change counts (materiality zero), a total that agrees with its parts still is not contradicted."""
    row = point(2014, 14.0, missing=0, gap=gap)
    assert contradicted(row, materiality) is is_so
    assert comparable([row], materiality) == (([], [(2014, "contradicted")]) if is_so else ([(2014, 14.0)], []))


def test_a_total_with_a_part_missing_is_left_out_beside_totals_with_all_of_them():
    rows = [point(2014, 10.0, missing=0), point(2015, 6.0, missing=2), point(2016, 12.0, missing=0)]
    assert comparable(rows, 5.0) == ([(2014, 10.0), (2016, 12.0)], [(2015, "incomplete")])


def test_totals_that_all_miss_a_part_and_totals_without_parts_are_alike():
    assert len(comparable([point(2014, 10.0, missing=1), point(2015, 6.0, missing=1)], 5.0)[0]) == 2
    assert len(comparable([point(2014, 10.0), point(2015, 6.0, missing=1), point(2016, 6.0)], 5.0)[0]) == 3
    assert len(comparable([point(2014, 10.0, missing=0), point(2015, 6.0)], 5.0)[0]) == 2


def test_of_several_reasons_the_break_comes_first_and_then_the_contradiction():
    rows = [
        point(2013, 1.0, segment=0, missing=1, gap=50.0),
        point(2014, 1.0, segment=1, missing=1, gap=50.0),
        point(2015, 1.0, segment=1, missing=1),
        point(2016, 1.0, segment=1, missing=0),
    ]
    assert comparable(rows, 5.0) == (
        [(2016, 1.0)],
        [(2013, "broken"), (2014, "contradicted"), (2015, "incomplete")],
    )
