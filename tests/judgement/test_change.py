"""The step from one year to the next: which values may be held against each other, and why others may not."""

import pytest

from barometr.catalog import indicators
from barometr.engine import records
from barometr.judgement.change import Step, judged, step, value_in_year, year_before
from tests.builders import figure

PATHS = {
    "indicators": [{"indicator_id": "volunteers", "dimension": "path", "additive": "true"}],
    "members": [{"dimension": "path", "member": "sport"}, {"dimension": "path", "member": "art"}],
}


def rows_of():
    return [row for row in records("trends/points", indicator_ids=("volunteers",)) if not row["member"]]


def step_to(year):
    row = value_in_year(rows_of(), year)
    return step(indicators()["volunteers"], year_before(rows_of(), row), row)


def test_the_value_of_a_year_is_the_measured_one_else_a_plan_and_never_a_target(published):
    plan = {"year": 2017, "value": 50, "status": "plan"}
    target = {"year": 2019, "value": 90, "status": "target"}
    published(report=[figure(value=40), figure(**plan), figure(**(plan | {"year": 2018})), figure(**target)])
    assert value_in_year(rows_of(), 2017)["value"] == 40
    assert value_in_year(rows_of(), 2018)["status"] == "plan"
    assert value_in_year(rows_of(), 2019) is None
    assert value_in_year(rows_of(), 2016) is None


def test_every_reason_why_there_is_no_change(published):
    """2010: the first; 2011: missing; 2012: after a gap; 2013: a plan; 2014: after a plan; 2015: a new series."""
    published(
        breaks=[{"indicator_id": "volunteers", "year": 2015}],
        report=[
            figure(year=2010, value=10),
            figure(year=2011, status="no_data"),
            figure(year=2012, value=12),
            figure(year=2013, value=13, status="plan"),
            figure(year=2014, value=14),
            figure(year=2015, value=15),
            figure(year=2016, value=16),
        ],
    )
    reasons = {2010: "no_before", 2011: "no_value", 2012: "no_before", 2013: "not_measured", 2014: "no_before"}
    reasons |= {2015: "broken", 2016: None}
    assert {year: step_to(year).reason for year in reasons} == reasons
    assert step_to(2016) == Step(judged(indicators()["volunteers"], 15, 16, same_parts=True))
    assert step_to(2016).change.verdict == "better"


def test_a_total_that_its_parts_contradict_has_no_change_to_it_or_from_it(published):
    """In 2015 the parts give 60 instead of 100; in 2017 a part is missing, so the change is not judged."""
    halves = {2014: 50, 2015: 30, 2016: 55, 2017: 60}
    published(
        **PATHS,
        conflicts=[{"conflict_id": "total", "kind": "total", "finding": "total:gdansk:volunteers:2015"}],
        report=[
            *(figure(year=year, value=total) for year, total in ((2014, 100), (2015, 100), (2016, 110), (2017, 60))),
            *(figure(year=year, value=half, member="sport") for year, half in halves.items()),
            *(figure(year=year, value=half, member="art") for year, half in halves.items() if year < 2017),
            figure(year=2017, status="no_data", member="art"),
        ],
    )
    assert [step_to(year).reason for year in (2015, 2016, 2017)] == ["contradicted", "contradicted", None]
    assert step_to(2017).change.verdict == "incomplete"


def test_rows_that_are_not_neighbours_are_an_error(published):
    published(report=[figure(year=2014, value=10), figure(year=2017, value=12)])
    first, last = rows_of()
    with pytest.raises(ValueError, match="2014 is not the year before 2017"):
        step(indicators()["volunteers"], first, last)
