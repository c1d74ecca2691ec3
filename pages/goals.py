"""Goals and actions: the strategy of one city as a tree of goals, one of them open with all that is known of it."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from barometr.engine import Record, records
from barometr.ui import choices, frame, goal_files, goal_parts, goal_tree, markup, take
from barometr.ui.goal_parts import Project
from barometr.ui.goal_tree import Tree
from barometr.ui.reader import Reader


def choose_programme(reader: Reader, area_id: str) -> Record | None:
    """Return the programme of a city, letting the reader choose where there are several; None without any."""
    programmes = {row["programme_id"]: row for row in records("goals/programmes", area_id=area_id)}
    if len(programmes) < 2:
        return next(iter(programmes.values()), None)
    names = {programme_id: reader.pick(row, "title") for programme_id, row in programmes.items()}
    # A link to a goal leads to its programme without naming it.
    of_goal = [one for one in programmes if any(row["goal_id"] == choices.given("goal") for row in goals_of(one))]
    default = [*of_goal, *programmes][0]
    return programmes[choices.from_list("programme", reader.text("goals.programme"), names, default, resets=["goal"])]


def goals_of(programme_id: str) -> tuple[Record, ...]:
    """Return the goals of a programme in the order of its document."""
    return records("goals/tree", programme_id=programme_id)


def projects_of(area_id: str, facts: Sequence[Record]) -> dict[str, Project]:
    """Return the projects of a city by id, each with its details and its figures."""
    details = records("goals/project_details", area_id=area_id)
    return {
        row["project_id"]: Project(
            row,
            [detail for detail in details if detail["project_id"] == row["project_id"]],
            [fact for fact in facts if fact["project_id"] == row["project_id"]],
        )
        for row in records("goals/projects", area_id=area_id)
    }


def under(
    goal_id: str | None, facts: Sequence[Record], projects: Mapping[str, Project]
) -> tuple[list[Record], list[Project]]:
    """Return the figures of a goal outside its own projects, and these projects; None stands for no goal."""
    own = {project_id: one for project_id, one in projects.items() if one.described["goal_id"] == goal_id}
    outside = [fact for fact in facts if fact["goal_id"] == goal_id and fact["project_id"] not in own]
    return outside, list(own.values())


def show_loose(reader: Reader, facts: Sequence[Record], projects: Mapping[str, Project]) -> None:
    """Show the figures and projects that stand under no goal, folded."""
    outside, own = under(None, facts, projects)
    if outside or own:
        words = ", ".join(goal_tree.counts(reader, {"projects": len(own), "facts": len(outside)}))
        body = "".join(goal_parts.project(reader, one, 3) for one in own) + goal_parts.facts(reader, outside)
        st.html(markup.folded(f"{reader.text('goals.loose')} ({words})", body))


def offer_goals(reader: Reader, tree: Tree, programme: Record) -> None:
    """Offer the goals with their states as files."""
    file_name = f"barometr-goals-{programme['programme_id']}"
    st.html(markup.small(reader.text("goals.take_goals")))
    take.offer(reader, file_name, lambda: goal_files.goals_table(reader, tree, programme, file_name))


def offer_facts(reader: Reader, tree: Tree, chosen: str, facts: Sequence[Record]) -> None:
    """Offer figures of the narrative as files: those of the open goal, or of the whole city."""
    place = reader.goal(tree.goals[chosen]) if chosen else reader.area(tree.area_id)
    title, file_name = reader.text("goals.take_facts", place=place), f"barometr-facts-{chosen or tree.area_id}"
    st.html(markup.small(title))
    take.offer(reader, file_name, lambda: goal_files.facts_table(reader, tree, facts, title, file_name))


with frame.page("goals") as reader:
    area_id = frame.choose_city(reader, resets=["goal", "programme"])
    programme = choose_programme(reader, area_id)
    tree = Tree(area_id, goals_of(programme["programme_id"]) if programme else ())
    chosen = choices.settled("goal", {goal_id: goal_id for goal_id in tree.goals}, "")
    facts = records("goals/facts", area_id=area_id)
    projects = projects_of(area_id, facts)

    outside, own = under(chosen or None, facts, projects)
    if programme:
        details = goal_tree.details(reader, tree, chosen, outside, own) if chosen else ""
        st.html(
            goal_tree.programme(reader, programme)
            + goal_tree.states(reader, tree)
            + goal_tree.standing_out(reader, tree)
            + f"<h2 class='b-heading'>{escape(reader.text('goals.tree'))}</h2>"
            + goal_tree.shown(reader, tree, chosen, details)
        )
    else:
        title = reader.text("goals.no_programme", city=reader.area(area_id))
        st.html(markup.empty(title, reader.text("goals.no_programme_why")))
    show_loose(reader, facts, projects)

    goals_column, facts_column = st.columns(2)
    with goals_column:
        if programme:
            offer_goals(reader, tree, programme)
    with facts_column:
        to_take = [*outside, *(fact for one in own for fact in one.facts)] if chosen else facts
        if to_take:
            offer_facts(reader, tree, chosen, to_take)
    documents = [row["source_id"] for row in (*facts, *(one.described for one in projects.values()))]
    frame.footer(reader, [*documents, programme["source_id"] if programme else None])
