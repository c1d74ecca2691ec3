"""The checks of queries/checks: each finds the error it is there for, and nothing in data that are right.

An error is planted in rows that are put through the build, which refuses to publish and prints the findings.
"""

import re

import pytest

from barometr.engine import queries, query
from barometr.publish.build import BuildError, build
from tests.builders import fact, figure, ratio, rows, write_data
from tests.builders import publish as publish_to

CHECKS = [name for name in queries() if name.startswith("checks/")]


@pytest.fixture
def findings(tmp_path):
    """A function that publishes rows and returns what the checks object to: (check, finding, rows, rule)."""

    def refused(**tables):
        with pytest.raises(BuildError) as error:
            publish_to(tmp_path / "data", **tables)
        found = []
        for line in str(error.value).split("\n"):
            check, _, rest = line.partition(".sql: ")
            finding, _, rest = rest.partition(" (")
            row_ids, _, rule = rest.partition("): ")
            found.append((check.removeprefix("queries/checks/"), finding, row_ids, rule))
        return found

    return refused


def test_duplicate_keys(findings):
    assert findings(
        report=[
            figure(value=10),
            figure(value=12),  # the same volunteers of the same year, once more as a first statement
            figure(value=9, role="alternative", restates=1),  # said to differ: allowed
            figure(value=14, status="plan"),  # a plan beside a measured value: allowed
            figure(value=14, year=2022, status="baseline"),  # a baseline and a target of one year: allowed
            figure(value=13, year=2022, status="target"),
            figure(value=8, year=2016),
        ],
        second=[figure(value=11)],  # another document prints the year again: a revision, allowed
    ) == [
        (
            "duplicate_keys",
            "duplicate:gdansk:volunteers:2017",
            "report.1 report.2",
            "one primary observation for each document, area, indicator, member, year and status family",
        )
    ]


def test_homes(findings):
    here = {"area_id": "gdansk", "literal": "7"}
    noted = {"note_pl": "uwaga", "note_en": "note"}
    found = findings(
        programmes=[{"programme_id": "strategy", "source_id": "report"}],
        goals=[{"goal_id": "goal", "programme_id": "strategy"}],
        projects=[{"project_id": "project", "source_id": "report"}],
        report=[
            figure(value=1, **noted),
            fact(value=1, label_en=None),
            fact(value=1, status=None),
            fact(value=1, role=None),
            fact(value=1, home="project"),
            {"home": "goal_status", "goal_id": "goal", **here},
            {"home": "goal_status", "status": "planned", **here},
            {"home": "excluded", "note_pl": "numer strony", **here},
            figure(value=1, year=None),
            figure(value=1, indicator_id=None, unit="people"),
            figure(value=1, year=2011, role="restatement"),
            figure(value=1, year=2012, role="alternative"),
            figure(value=1, year=2013, note_pl="tylko po polsku"),
            fact(value=1, status="not_carried_out"),
            # and one of each home that has what it needs
            fact(value=1),
            fact(value=1, home="project", project_id="project", role=None),
            {"home": "goal_status", "goal_id": "goal", "status": "planned", **here},
            {"home": "excluded", **here, **noted},
            {"home": "source_detail", **here},
        ],
    )
    assert {check for check, *_ in found} == {"homes"}
    assert {(finding, row_ids): rule for _, finding, row_ids, rule in found} == {
        ("home:report.2", "report.2"): "needs a label in both languages",
        ("home:report.3", "report.3"): "needs a status",
        ("home:report.4", "report.4"): "needs a role",
        ("home:report.5", "report.5"): "needs a project",
        ("home:report.6", "report.6"): "needs a goal and its status",
        ("home:report.7", "report.7"): "needs a goal and its status",
        ("home:report.8", "report.8"): "needs a reason in both languages",
        ("home:report.9", "report.9"): "needs an indicator, a year, a status and a role",
        ("home:report.10", "report.10"): "needs an indicator, a year, a status and a role",
        ("home:report.11", "report.11"): "must name the figure it repeats or differs from",
        ("home:report.12", "report.12"): "must name the figure it repeats or differs from",
        ("home:report.13", "report.13"): "has a note in one language only",
        ("home:report.14", "report.14"): "has a status that belongs to goals",
    }


def test_ratios_against_inputs(findings):
    def year(number, families, assistants, printed):
        return [
            figure(year=number, indicator_id="families", value=families),
            figure(year=number, indicator_id="assistants", value=assistants),
            figure(year=number, indicator_id="per_assistant", value=printed),
        ]

    assert findings(
        indicators=[
            {"indicator_id": "families", "unit": "families"},
            {"indicator_id": "assistants"},
            ratio("per_assistant", "families", "assistants", decimals=2),
            ratio("share", "assistants", "families", decimals=1, unit="percent", value_type="share"),
        ],
        report=[
            *year(2014, 426, 25, 17.04),  # exact
            *year(2015, 2, 3, 0.67),  # rounded to the two digits printed
            *year(2016, 2, 3, 0.66),  # cut off instead: 0.6667 does not round to it
            *year(2017, 426, 25, 17.4),  # a digit lost
            figure(year=2014, indicator_id="share", value=5.9),  # 5.868 %
            figure(year=2015, indicator_id="share", value=15.0),  # 150 %
        ],
    ) == [
        (
            "ratios_against_inputs",
            "ratio:gdansk:per_assistant:2016",
            "report.9 report.7 report.8",
            "printed 0.66, inputs give 0.6667",
        ),
        (
            "ratios_against_inputs",
            "ratio:gdansk:per_assistant:2017",
            "report.12 report.10 report.11",
            "printed 17.4, inputs give 17.04",
        ),
        (
            "ratios_against_inputs",
            "ratio:gdansk:share:2015",
            "report.14 report.5 report.4",
            "printed 15.0, inputs give 150.0",
        ),
    ]


def test_references(findings):
    assert findings(
        indicators=[{"indicator_id": "volunteers", "dimension": "path"}, {"indicator_id": "offers"}],
        members=[{"dimension": "path", "member": "sport"}, {"dimension": "fund", "member": "youth"}],
        conflicts=[
            {"conflict_id": "known", "figures": "report.1 report.2", "chosen": "report.1"},
            {"conflict_id": "lost", "figures": "report.1 report.90", "chosen": "report.91"},
        ],
        comparisons=[{"comparable_group": "group"}],
        comparison_figures=[{"comparable_group": "group", "area_id": "gdansk", "figures": "report.1 nowhere.1"}],
        report=[
            figure(value=10),
            figure(value=6, member="sport"),
            figure(value=7, member="youth"),  # a member of another breakdown
            figure(value=8, member="sport", indicator_id="offers"),  # an indicator without a breakdown
            fact(value=10, role="restatement", restates=1),
            fact(value=10, role="restatement", restates="report.92"),
        ],
    ) == [
        ("references", "reference:chosen of conflict lost", "lost", "no figure report.91"),
        ("references", "reference:comparison group", "group", "no figure nowhere.1"),
        ("references", "reference:conflict lost", "lost", "no figure report.90"),
        ("references", "reference:member", "report.3", "no member youth in the breakdown of its indicator"),
        ("references", "reference:member", "report.4", "no member sport in the breakdown of its indicator"),
        ("references", "reference:restates", "report.6", "no figure report.92"),
    ]


def test_goal_links(findings):
    assert findings(
        programmes=[{"programme_id": name, "source_id": "report"} for name in ("first", "second")],
        goals=[
            *({"goal_id": name, "programme_id": "first"} for name in ("a", "b", "c")),
            *({"goal_id": name, "programme_id": "second"} for name in ("x", "y")),
        ],
        goal_links=[
            {"goal_id": "a", "other_goal_id": "x"},
            {"goal_id": "a", "other_goal_id": "y"},  # a goal may be linked with several
            {"goal_id": "y", "other_goal_id": "b"},  # in either order, but once
            {"goal_id": "x", "other_goal_id": "a"},  # the first pair once more
            {"goal_id": "c", "other_goal_id": "b"},  # two goals of one programme
            {"goal_id": "c", "other_goal_id": "c"},  # a goal with itself
        ],
        report=[figure(value=1)],
    ) == [
        ("goal_links", "goal_link:c:b", "c b", "both goals belong to first"),
        ("goal_links", "goal_link:c:c", "c c", "both goals belong to first"),
        ("goal_links", "goal_link:x:a", "x a", "the pair is also linked the other way round"),
    ]


def test_proposed_targets(findings):
    proposal = {"area_id": "gdansk", "indicator_id": "volunteers", "baseline_year": 2016, "target_year": 2020}
    proposal |= {"target_value": 20, "method": "linear", "proposed_by": "team", "proposed_on": "2018-01-01"}
    assert findings(
        proposed_targets=[
            {**proposal, "proposal_id": "sound"},
            {**proposal, "proposal_id": "late", "target_year": 2016},
            {**proposal, "proposal_id": "unmeasured", "baseline_year": 2015},
            {**proposal, "proposal_id": "same", "target_value": 10},
            {**proposal, "proposal_id": "part", "member": "sport"},
            {**proposal, "proposal_id": "agreed", "area_id": "sopot"},
        ],
        report=[
            figure(year=2016, value=10),
            figure(year=2016, value=10, area_id="sopot"),
            figure(year=2020, value=15, area_id="sopot", status="target"),
        ],
    ) == [
        ("proposed_targets", f"proposed_target:{name}", name, rule)
        for name, rule in (
            ("agreed", "a document has agreed a target for the same thing"),
            ("late", "the target year 2016 is not after the baseline year 2016"),
            ("part", "no measured value of volunteers in gdansk for 2016"),
            ("part", "no part sport of volunteers"),
            ("same", "the target is the value measured in 2016"),
            ("unmeasured", "no measured value of volunteers in gdansk for 2015"),
        )
    ]


def test_restatements(findings):
    again = {"role": "restatement", "restates": 1}
    assert findings(
        report=[
            figure(value=4060),
            fact(value=4000, **again),  # rounded to one digit: within 5 %
            fact(value=3800, **again),  # more than 5 % below
            fact(value=4400, **again),  # more than 5 % above
            fact(value=3800, role="alternative", restates=1),  # said to differ: allowed
            fact(value=7, unit="families", **again),  # in another unit: not comparable
            figure(status="no_data", **again),  # a repetition cannot know less
        ],
    ) == [
        (
            "restatements",
            "restatement:gdansk:report.3",
            "report.3 report.1",
            "repeats 4060.0 as 3800.0; mark it as an alternative",
        ),
        (
            "restatements",
            "restatement:gdansk:report.4",
            "report.4 report.1",
            "repeats 4060.0 as 4400.0; mark it as an alternative",
        ),
        (
            "restatements",
            "restatement:gdansk:report.7",
            "report.7 report.1",
            "repeats 4060.0 as no value; mark it as an alternative",
        ),
    ]


def test_status_against_value(findings):
    has_a_value = ("actual", "approx", "provisional", "pilot", "plan", "baseline", "target")
    has_none = ("no_data", "in_progress", "not_applicable")
    expected = [
        ("status_against_value", f"status:gdansk:volunteers:{year}", f"report.{row}", rule)
        for row, (year, rule) in enumerate(
            [
                *((2000 + n, f"status {status} needs a value") for n, status in enumerate(has_a_value)),
                *((2010 + n, f"status {status} must have no value") for n, status in enumerate(has_none)),
            ],
            start=1,
        )
    ]
    assert expected[0][1:] == ("status:gdansk:volunteers:2000", "report.1", "status actual needs a value")
    assert (
        findings(
            report=[
                *(figure(year=2000 + n, status=status) for n, status in enumerate(has_a_value)),
                *(figure(year=2010 + n, status=status, value=5) for n, status in enumerate(has_none)),
                # and each as it should be; a printed zero is a value
                *(figure(year=2020 + n, status=status, value=0) for n, status in enumerate(has_a_value)),
                *(figure(year=2030 + n, status=status) for n, status in enumerate(has_none)),
            ]
        )
        == expected
    )


def test_totals_against_parts(findings):
    assert findings(
        indicators=[{"indicator_id": "volunteers", "additive": "true", "dimension": "path"}],
        members=[{"dimension": "path", "member": "culture"}, {"dimension": "path", "member": "sport"}],
        conflicts=[{"conflict_id": "known", "finding": "total:gdansk:volunteers:2014"}],
        report=[
            # 2014: explained by the register
            figure(year=2014, value=12),
            figure(year=2014, value=5, member="culture"),
            figure(year=2014, value=5, member="sport"),
            # 2015: the parts exceed the total
            figure(year=2015, value=9),
            figure(year=2015, value=5, member="culture"),
            figure(year=2015, value=5, member="sport"),
            figure(year=2015, value=20, status="plan"),  # a plan is no part of the sum
            # 2016: agrees
            figure(year=2016, value=10),
            figure(year=2016, value=4, member="culture"),
            figure(year=2016, value=6, member="sport"),
            # 2017: agrees although one part is not known
            figure(year=2017, value=4),
            figure(year=2017, value=4, member="culture"),
            figure(year=2017, status="no_data", member="sport"),
        ],
    ) == [
        (
            "totals_against_parts",
            "total:gdansk:volunteers:2015",
            "report.4 report.5 report.6",
            "total 9.0, parts add up to 10.0",
        )
    ]


def test_units(findings):
    assert findings(
        indicators=[
            {"indicator_id": "volunteers"},
            {"indicator_id": "share", "unit": "percent", "natural_min": 0, "natural_max": 100},
        ],
        report=[
            figure(year=2014, value=10, unit="families"),
            figure(year=2015, value=10, unit=None),
            figure(year=2014, indicator_id="share", value=100.1),
            figure(year=2015, indicator_id="share", value=-0.1),
            figure(year=2016, indicator_id="share", value=0),
            figure(year=2017, indicator_id="share", value=100),
        ],
    ) == [
        ("units", "unit:gdansk:share:2014", "report.3", "value 100.1 lies outside the natural limits"),
        ("units", "unit:gdansk:share:2015", "report.4", "value -0.1 lies outside the natural limits"),
        ("units", "unit:gdansk:volunteers:2014", "report.1", "unit is families, the indicator is in people"),
        ("units", "unit:gdansk:volunteers:2015", "report.2", "unit is empty, the indicator is in people"),
    ]


def test_parents(published):
    """Two goals, or two areas, that name each other as parent would stand in no tree."""
    with pytest.raises(BuildError) as refused:
        published(
            areas=[{"area_id": "gdansk"}, {"area_id": "a", "parent_id": "b"}, {"area_id": "b", "parent_id": "a"}],
            programmes=[{"programme_id": "p", "source_id": "report"}],
            goals=[
                {"goal_id": "top", "programme_id": "p"},
                {"goal_id": "under", "programme_id": "p", "parent_id": "top"},
                {"goal_id": "own", "programme_id": "p", "parent_id": "own"},
            ],
            report=[figure(value=1)],
        )
    found = re.findall(r"parent:\w+:\w+", str(refused.value))
    assert found == ["parent:area:a", "parent:area:b", "parent:goal:own"]


def test_every_check_has_a_test_here():
    assert {name.replace("checks/", "test_") for name in CHECKS} <= set(globals())


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("check", CHECKS)
def test_nothing_is_found_in_data_that_are_right(check):
    assert query(check).empty


@pytest.mark.usefixtures("shipped")
def test_every_finding_in_the_published_data_is_explained_by_exactly_one_entry_of_the_register():
    found = [finding for check in CHECKS for finding in query(check)["finding"]]
    explained = [row[0] for row in rows("select finding from conflicts where finding is not null")]
    assert sorted(explained) == sorted(found)
    assert len(set(found)) == len(found)
    assert found, "the documents are known to contradict themselves"


def test_a_finding_of_another_year_is_not_explained(tmp_path):
    """An entry of the register explains one finding, not its kind."""
    data = write_data(
        tmp_path / "data",
        conflicts=[{"conflict_id": "known", "finding": "status:gdansk:volunteers:2016"}],
        report=[figure(year=2017, value=None)],
    )
    with pytest.raises(BuildError, match=r"status:gdansk:volunteers:2017 \(report.1\)"):
        build(data)
