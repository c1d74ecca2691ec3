"""Trends: any indicators, cities and years, shown as values, change, index, small charts or a table."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, cities, goals, indicators, members
from barometr.engine import Record, records
from barometr.find import indicators_matching
from barometr.ui import choices, explore, frame, markup
from barometr.ui.reader import Reader

VIEWS = ("values", "change", "index", "panels", "table")
MOST_INDICATORS = 8
EVERY = "all"
# What another indicator, or another view, makes meaningless.
OF_VIEWS = ("base", "axes")
RESET = ("years", "parts", "members", "per", *OF_VIEWS)


def choose_indicators(reader: Reader) -> list[str]:
    """Let the reader narrow the list by topic, goal or words, and choose indicators from it."""
    # Narrowing the list changes what is shown only while nothing has been chosen from it.
    resets = () if choices.given("ind") else RESET
    topic_column, goal_column, words_column = st.columns(3)
    with topic_column:
        topics = {one.topic: reader.text(f"topic.{one.topic}") for one in indicators().values()}
        topic = choices.from_list(
            "topic", reader.text("trends.topic"), with_every(reader, topics), EVERY, resets=resets
        )
    with goal_column:
        of_goals = {goal_id: goal for goal_id, goal in goals().items() if goal_id in goals_with_indicators()}
        named = {goal_id: reader.goal(goal) for goal_id, goal in of_goals.items()}
        goal = choices.from_list("goal", reader.text("trends.goal"), with_every(reader, named), EVERY, resets=resets)
    with words_column:
        words = choices.typed("q", reader.text("trends.words"), reader.text("trends.words_hint"), resets=resets)
    found = indicators_matching(words) if words else set(indicators())
    offered = [
        one.indicator_id
        for one in indicators().values()
        if topic in (EVERY, one.topic) and goal in (EVERY, one.goal_id) and one.indicator_id in found
    ]
    if not offered:
        st.html(markup.note("gap", "–", reader.text("trends.nothing"), reader.text("trends.nothing_why")))
    known = {one.indicator_id: reader.pick(one, "short") for one in indicators().values()}
    return choices.several_from_list(
        "ind",
        reader.text("trends.indicators", n=len(offered), m=len(known)),
        known,
        [first_of(offered)],
        offered=offered,
        most=MOST_INDICATORS,
        hint=reader.text("trends.indicators_hint"),
        resets=RESET,
    )


def with_every(reader: Reader, offered: Mapping[str, str]) -> dict[str, str]:
    """Return what a list offers, with the choice of everything before it."""
    return {EVERY: reader.text("trends.every")} | dict(offered)


def goals_with_indicators() -> set[str]:
    """Return the goals that an indicator serves."""
    return {one.goal_id for one in indicators().values() if one.goal_id}


def first_of(offered: list[str]) -> str:
    """Return the indicator to begin with: the first headline on offer, or else the first."""
    among = [indicators()[one] for one in offered] or list(indicators().values())
    headlines = sorted((one for one in among if one.headline), key=lambda one: one.headline or 0)
    return (headlines or among)[0].indicator_id


def choose_parts(reader: Reader, dimensions: Collection[str]) -> list[str]:
    """Let the reader choose parts of the breakdowns, all to begin with."""
    named = {member: reader.pick(row, "name") for one in sorted(dimensions) for member, row in members(one).items()}
    return choices.several_of("members", reader.text("trends.members"), named)


def choose_base(reader: Reader, view: str, of_years: Sequence[Record], rows: Sequence[Record]) -> int:
    """Let the reader choose the base year of an index among the years shown.

    To begin with it is the first of the years in which most of the chosen series have a value to count from.
    """
    years = sorted({row["year"] for row in of_years})
    if view != "index" or not years:
        return 0
    valued = Counter(row["year"] for row in rows if row["status_family"] == "measured" and row["value"])
    best = min(valued, key=lambda year: (-valued[year], year), default=years[0])
    offered = {str(year): str(year) for year in years}
    return int(choices.one_of("base", reader.text("trends.base"), offered, str(best)))


def choose_axes(reader: Reader, view: str) -> bool:
    """Let the reader choose shared or free axes of the small charts; returns whether they are shared."""
    if view != "panels":
        return True
    axes = {axis: reader.text(f"trends.axes_{axis}") for axis in ("shared", "free")}
    return choices.one_of("axes", reader.text("trends.axes"), axes, "shared") == "shared"


def describe(reader: Reader, indicator: Indicator) -> str:
    """Return what an indicator counts and how to read it."""
    pairs = [
        (reader.text("trace.definition"), escape(reader.pick(indicator, "definition"))),
        (reader.text("trace.reading"), escape(reader.pick(indicator, "reading"))),
    ]
    return markup.folded(reader.pick(indicator, "name"), markup.definitions(pairs))


with frame.page("trends") as reader:
    chosen_ids = choose_indicators(reader)
    rows = records("trends/points", indicator_ids=tuple(chosen_ids))
    city_column, year_column = st.columns(2)
    with city_column:
        city_ids = choices.several_of(
            "cities", reader.text("choice.cities"), {one: reader.area(one) for one in cities()}
        )
    years = sorted({row["year"] for row in rows})
    with year_column:
        first, last = (
            choices.span_of_years("years", reader.text("choice.years"), years, resets=["base"]) if years else (0, 0)
        )
    view_column, part_column = st.columns([3, 2])
    with view_column:
        offered = {view: reader.text(f"trends.view_{view}") for view in VIEWS}
        view = choices.one_of("view", reader.text("choice.view"), offered, VIEWS[0], resets=OF_VIEWS)
    dimensions = {indicators()[row["indicator_id"]].dimension or "" for row in rows if row["member"]}
    with part_column:
        in_parts = bool(dimensions) and choices.switched("parts", reader.text("trends.parts"), resets=["members"])
        per_resident = explore.can_be_per_resident(rows) and choices.switched("per", reader.text("trends.per_resident"))
    parts = choose_parts(reader, dimensions) if in_parts else []

    rows = tuple(row for row in rows if first <= row["year"] <= last and (not row["member"] or row["member"] in parts))
    empty = sorted({reader.area(one) for one in city_ids} - {reader.area(row["city_id"]) for row in rows})
    of_years, rows = rows, tuple(row for row in rows if row["city_id"] in city_ids)
    base, shared = choose_base(reader, view, of_years, rows), choose_axes(reader, view)
    lines = explore.lines(reader, rows, per_resident=per_resident)
    file_name = "-".join(["barometr", *chosen_ids[:2], view, str(first), str(last)])
    if not lines:
        st.html(markup.empty(reader.text("trends.no_values"), reader.text("trends.no_values_why")))
    elif view == "values":
        explore.show_values(reader, lines, file_name)
    elif view == "change":
        explore.show_changes(reader, lines, file_name)
    elif view == "index":
        explore.show_index(reader, lines, base, file_name)
    elif view == "panels":
        explore.show_panels(reader, lines, file_name, shared=shared)
    else:
        explore.show_table(reader, lines, file_name, {})
    if empty:
        st.html(markup.small(reader.text("trends.without", names=", ".join(empty))))
    if lines:
        st.header(reader.text("trends.direction"), anchor=False)
        st.html(markup.small(reader.text("trends.direction_hint")))
        explore.show_directions(reader, lines)
    st.header(reader.text("trends.meaning"), anchor=False)
    st.html("".join(describe(reader, indicators()[one]) for one in chosen_ids))
    frame.footer(reader, explore.documents(lines))
