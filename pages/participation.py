"""Participation: turnout in the participatory budget, projects and money, consultations, opinion on influence."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from barometr.catalog import indicators, sources
from barometr.drawing import charts
from barometr.drawing.marks import Point, Series
from barometr.engine import Record, records
from barometr.judgement.points import point as point_of
from barometr.ui import compare, figures, frame, markup, tables
from barometr.ui.reader import Reader

TOPIC = "participation"
TURNOUT_FILE = "barometr-budget-turnout"
BUDGET_CARDS = (
    "budget_projects_submitted",
    "budget_projects_chosen",
    "budget_pool",
    "budget_votes",
    "citizen_panels",
)


def show_turnout(reader: Reader, rows: Sequence[Record], others: Sequence[Record]) -> None:
    """Draw turnout: one line of regular votes; pilot and differing figures as marks of their own."""
    indicator = indicators()["budget_turnout"]
    points = [point_of(reader, indicator, row) for row in rows]
    points += [
        Point(
            row["year"],
            row["value"],
            "alternative",
            reader.value(indicator, row["value"], row["literal"]),
            row["row_id"],
        )
        for row in others
    ]
    city = reader.area(rows[0]["area_id"])
    series = [Series(reader.pick(indicator, "short"), tuple(sorted(points, key=lambda point: point.year)))]
    words = figures.labels(
        reader,
        reader.text("participation.chart"),
        reader.text("chart.unit", city=city, unit=reader.text("participation.chart_unit")),
        figures.source_line(reader, [row["source_id"] for row in rows]),
    )
    words = replace(words, not_applicable=reader.text("participation.no_budget"))
    spec = charts.lines(series, words, reader.theme)
    figures.chart(reader, "turnout", spec, series, file_name=TURNOUT_FILE)
    caption = reader.text("participation.turnout_caption", city=city)
    tables.by_indicator(reader, rows, caption, TURNOUT_FILE, chart="turnout")


def show_two_figures(reader: Reader, rows: Sequence[Record], others: Sequence[Record]) -> list[str]:
    """Show each differing figure beside the one the series uses; returns the register entries shown."""
    indicator, shown = indicators()["budget_turnout"], []
    for other in others:
        used = next((row for row in rows if row["year"] == other["year"] and row["status"] == "actual"), None)
        if used is None or used["row_id"] is None:
            continue
        printed = records("trace/figure", row_id=used["row_id"])[0]
        blocks = [
            two_figures_block(reader, reader.text("participation.in_series"), used["point_id"], printed),
            two_figures_block(reader, reader.text("participation.beside_series"), other["row_id"], other),
        ]
        st.html(markup.grid(blocks, "b-pair"))
        entries = records("trace/contradictions", row_id=other["row_id"])
        shown += [one["conflict_id"] for one in entries]
        if entries:
            st.html(figures.conflict_notes(reader, entries))
    st.html(markup.small(reader.pick(indicator, "definition")))
    return shown


def two_figures_block(reader: Reader, title: str, trace_id: str, row: Record) -> str:
    """Return one of two differing figures: its heading, the figure, and where it is printed."""
    indicator = indicators()["budget_turnout"]
    value = reader.value(indicator, row["value"], row["literal"])
    where = f"{reader.source_title(sources()[row['source_id']])}, {reader.place(row)}"
    button = markup.number_button(
        value, trace_id, reader.text("number.spoken", about=f"{title}, {row['year']}", value=value)
    )
    return f"<div><h3>{escape(title)}</h3><p class='b-printed'>{button}</p><p class='b-small'>{escape(where)}</p></div>"


with frame.page(TOPIC) as reader:
    area_id = frame.choose_city(reader)
    rows = records("participation/turnout", area_id=area_id)
    topic_rows = records("topic/points", topic=TOPIC, area_id=area_id)
    shown: list[str] = []
    if rows:
        others = records("indicator/alternatives", indicator_id="budget_turnout", area_id=area_id)
        st.header(reader.text("participation.turnout"), anchor=False)
        show_turnout(reader, rows, others)
        if others:
            st.header(reader.text("participation.two_figures"), anchor=False)
            shown = show_two_figures(reader, rows, others)
        st.header(reader.text("participation.budget"), anchor=False)
        tables.latest_cards(reader, topic_rows, BUDGET_CARDS)
    if topic_rows:
        st.header(reader.text("participation.others"), anchor=False)
        rest = [row for row in topic_rows if row["indicator_id"] not in ("budget_turnout", *BUDGET_CARDS)]
        caption = reader.text("participation.others_caption", city=reader.area(area_id))
        tables.by_indicator(reader, rest, caption, f"barometr-{TOPIC}-{area_id}")
        st.header(reader.text("notes.heading"), anchor=False)
        entries = records("topic/contradictions", topic=TOPIC, area_id=area_id)
        st.html(figures.folded_notes(reader, entries, reader.text("notes.none"), without=shown))
    else:
        st.html(markup.empty(reader.text("empty.title", city=reader.area(area_id)), reader.text("participation.empty")))
    st.header(reader.text("participation.elsewhere"), anchor=False)
    st.html(compare.cards(reader, "participation") + compare.verdict(reader, "participation"))
    if topic_rows:
        frame.briefing_link(reader, TOPIC)
    frame.footer(reader, [*figures.documents(topic_rows), *compare.documents("participation")])
