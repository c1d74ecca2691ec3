"""What the page of goals asks: the tree with its counts, and whatever stands under a goal."""

import pytest

from barometr.engine import records
from tests.builders import Row, fact, figure

TOWNS: list[Row] = [
    {"area_id": "gdansk"},
    {"area_id": "sopot"},
    {"area_id": "old_town", "kind": "revitalisation_area", "parent_id": "gdansk"},
    {"area_id": "square", "kind": "unit", "parent_id": "old_town"},
]
SOURCES: list[Row] = [{"source_id": "report"}, {"source_id": "other_report", "area_id": "sopot"}]
PROGRAMMES: list[Row] = [
    {"programme_id": "plan", "source_id": "report"},
    {"programme_id": "other_plan", "source_id": "other_report", "area_id": "sopot"},
]
GOALS: list[Row] = [
    {"goal_id": "second", "programme_id": "plan", "parent_id": "top", "code": "2", "sort": 3},
    {"goal_id": "top", "programme_id": "plan", "kind": "main", "sort": 1},
    {"goal_id": "first", "programme_id": "plan", "parent_id": "top", "code": "1", "sort": 2},
    {"goal_id": "elsewhere", "programme_id": "other_plan", "code": "9"},
]
PROJECTS: list[Row] = [
    {"project_id": "house", "goal_id": "first", "source_id": "report"},
    {"project_id": "loose", "source_id": "report"},
]


@pytest.fixture
def publish_goals(published):
    """A function that publishes documents and tables about two programmes, one with a small tree."""

    def publish(**tables):
        usual = {"areas": TOWNS, "sources": SOURCES, "programmes": PROGRAMMES, "goals": GOALS, "projects": PROJECTS}
        indicators = [{"indicator_id": "volunteers"}]
        # A data folder holds at least one value of an indicator; this one is of no goal.
        published(**({"indicators": indicators} | usual | tables | {"table": [figure(area_id="sopot", value=0)]}))

    return publish


def asked(name: str, columns: str, **parameters: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns.split()) for row in records(f"goals/{name}", **parameters)]


def test_the_tree_stands_in_the_order_of_the_document(publish_goals):
    publish_goals()
    assert asked("tree", "goal_id parent_id", programme_id="plan") == [
        ("top", None),
        ("first", "top"),
        ("second", "top"),
    ]


def test_a_goal_has_the_state_its_document_prints_and_the_figure_it_is_printed_in(publish_goals):
    state = {"home": "goal_status", "area_id": "gdansk", "goal_id": "first", "status": "planned", "literal": "2014r."}
    publish_goals(report=[fact(value=1), state])
    assert asked("tree", "goal_id status status_literal status_row_id", programme_id="plan") == [
        ("top", None, None, None),
        ("first", "planned", "2014r.", "report.2"),
        ("second", None, None, None),
    ]


def test_a_goal_counts_what_stands_directly_under_it(publish_goals):
    """An indicator counts once, and only with a value in the city; a figure counts under the goal of its project."""
    publish_goals(
        indicators=[
            {"indicator_id": "volunteers", "goal_id": "first"},
            {"indicator_id": "elders", "goal_id": "first"},
            {"indicator_id": "foreign", "goal_id": "first"},
        ],
        report=[
            figure(year=2016, value=1),
            figure(year=2017, value=2),
            figure(indicator_id="elders", area_id="square", value=3),
            figure(indicator_id="foreign", area_id="sopot", value=4),
            fact(value=5, goal_id="first"),
            fact(value=6, project_id="house"),
            fact(value=7, project_id="house", goal_id="second"),
            fact(value=8),
        ],
    )
    assert asked("tree", "goal_id indicators facts projects", programme_id="plan") == [
        ("top", 0, 0, 0),
        ("first", 2, 2, 1),
        ("second", 0, 1, 0),
    ]


def test_every_figure_has_the_goal_of_its_own_or_of_its_project_or_none(publish_goals):
    publish_goals(
        report=[
            fact(value=3, line=30),
            fact(value=1, line=10, goal_id="second", project_id="house"),
            fact(value=2, line=20, project_id="house"),
            fact(value=4, line=40, project_id="loose"),
        ]
    )
    assert asked("facts", "value goal_id project_id", area_id="gdansk") == [
        (1.0, "second", "house"),
        (2.0, "first", "house"),
        (3.0, None, None),
        (4.0, None, "loose"),
    ]


def test_a_figure_belongs_to_the_city_of_its_goal_or_else_of_its_document(publish_goals):
    publish_goals(
        report=[
            fact(value=1, area_id="square"),
            fact(value=2, goal_id="elsewhere"),  # printed by Gdańsk, tied to a goal of Sopot
        ],
        other_report=[fact(value=3, area_id="gdansk")],
    )
    assert asked("facts", "value", area_id="gdansk") == [(1.0,)]
    assert asked("facts", "value", area_id="sopot") == [(3.0,), (2.0,)]


def test_values_come_from_the_city_of_the_programme_and_all_its_parts(publish_goals):
    publish_goals(
        indicators=[{"indicator_id": "volunteers", "goal_id": "first"}, {"indicator_id": "others"}],
        report=[
            figure(value=4, area_id="sopot", year=2016),
            figure(value=3, area_id="square"),
            figure(value=2, area_id="old_town"),
            figure(value=1),
            figure(value=9, indicator_id="others"),
        ],
    )
    assert asked("points", "area_id value", goal_id="first") == [("gdansk", 1.0), ("old_town", 2.0), ("square", 3.0)]
    assert asked("points", "value", goal_id="second") == []


def test_a_target_stands_beside_its_baseline(publish_goals):
    publish_goals(
        indicators=[{"indicator_id": "volunteers", "goal_id": "first"}],
        report=[figure(year=2015, value=1, status="baseline"), figure(year=2022, value=9, status="target")],
    )
    columns = "indicator_id area_id member milestone baseline_row_id target_row_id"
    found = ("volunteers", "gdansk", "", False, "report.1", "report.2")
    assert asked("targets", columns, goal_id="first") == [found]
    assert asked("targets", columns, goal_id="second") == []


def test_a_link_between_goals_is_found_from_both_ends(publish_goals):
    link = {"goal_id": "first", "other_goal_id": "elsewhere", "text_pl": "to samo", "text_en": "the same"}
    publish_goals(goal_links=[link])
    assert asked("links", "goal_id text_pl text_en", goal_id="first") == [("elsewhere", "to samo", "the same")]
    assert asked("links", "goal_id text_pl text_en", goal_id="elsewhere") == [("first", "to samo", "the same")]
    assert asked("links", "goal_id", goal_id="second") == []


def test_programmes_of_a_city_come_the_earliest_first(publish_goals):
    later = {"programme_id": "later", "source_id": "report", "period_start": 2020}
    earlier = {"programme_id": "plan", "source_id": "report", "period_end": 2014}
    undated = {"programme_id": "a_note", "source_id": "report"}
    publish_goals(programmes=[undated, later, earlier, PROGRAMMES[1]])
    assert asked("programmes", "programme_id", area_id="gdansk") == [("plan",), ("later",), ("a_note",)]


def test_projects_come_with_what_is_printed_about_them(publish_goals):
    detail = fact(home="project", project_id="house")
    publish_goals(report=[fact(value=1), detail | {"value": 26, "line": 9}, detail | {"literal": "A hall", "line": 4}])
    assert asked("projects", "project_id goal_id", area_id="gdansk") == [("house", "first"), ("loose", None)]
    assert asked("projects", "project_id", area_id="sopot") == []
    found = [("house", "report.3", None, "A hall"), ("house", "report.2", 26.0, "26")]
    assert asked("project_details", "project_id row_id value literal", area_id="gdansk") == found
    assert asked("project_details", "row_id", area_id="sopot") == []


@pytest.mark.usefixtures("shipped")
def test_every_figure_of_the_narrative_is_in_exactly_one_city():
    found = [row["fact_id"] for city in ("gdansk", "sopot", "rumia") for row in records("goals/facts", area_id=city)]
    assert len(found) == len(set(found)) == 418
