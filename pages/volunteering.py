"""Volunteering: volunteers on each path, totals against their parts, offers and host organisations."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from barometr.catalog import Indicator, indicators, members
from barometr.drawing import charts
from barometr.drawing.marks import Labels, Point, Series
from barometr.engine import Record, records
from barometr.judgement.points import point as point_of
from barometr.ui import choices, compare, figures, frame, markup, tables
from barometr.ui.reader import Reader

TOPIC = "volunteering"
VIEWS = ("lines", "stacked", "shares")


@frame.part
def show_paths(reader: Reader, indicator: Indicator, area_id: str) -> None:
    """Let the reader choose view, years and paths, and draw volunteers on each path."""
    rows = records("volunteering/by_path", area_id=area_id)
    totals = records("indicator/totals_and_parts", indicator_id=indicator.indicator_id, area_id=area_id)
    paths = {member: reader.pick(row, "name") for member, row in members(indicator.dimension or "").items()}
    years = sorted({row["year"] for row in rows})
    view_column, year_column = st.columns(2)
    with view_column:
        offered = {view: reader.text(f"view.{view}") for view in VIEWS}
        view = choices.one_of("view", reader.text("choice.view"), offered, VIEWS[0])
    with year_column:
        first, last = choices.span_of_years("years", reader.text("choice.years"), years)
    chosen = choices.several_of("paths", reader.text("choice.paths"), paths)

    rows = tuple(row for row in rows if first <= row["year"] <= last)
    parts = [row for row in rows if row["member"] in chosen]
    name = file_name(reader, first, last)
    series = figures.series_by(reader, indicator, parts, "member", paths.__getitem__, list(paths))
    if view == "lines":
        spec = charts.lines(series, labels(reader, rows, "lines", reader.unit_name(indicator)), reader.theme)
        figures.chart(reader, "paths", spec, series, file_name=name)
        tables.by_member(reader, indicator, rows, name, chart="paths")
    elif view == "stacked":
        whole = tuple(point_of(reader, indicator, row) for row in rows if row["member"] == "")
        total = Series(reader.text("table.published_total"), whole)
        words = labels(reader, rows, "stacked", reader.unit_name(indicator))
        spec = charts.stacked(series, total, words, reader.theme)
        figures.chart(reader, "paths", spec, series, file_name=name)
        tables.by_member(reader, indicator, rows, name, chart="paths")
    else:
        st.html(markup.note("rule", "?", reader.text("volunteering.shares_rule"), shares_rule(reader, totals)))
        all_chosen = len(chosen) == len(paths)
        show_shares(reader, series if all_chosen else [], rows, [row for row in totals if first <= row["year"] <= last])


def show_shares(reader: Reader, parts: Sequence[Series], rows: Sequence[Record], totals: Sequence[Record]) -> None:
    """Draw the parts as percentages of the published total, in the years in which they add up to it."""
    adding_up = {row["year"]: row["published_total"] for row in totals if adds_up(row)}
    if not parts or not adding_up:
        st.html(markup.empty(reader.text("volunteering.no_shares"), reader.text("volunteering.no_shares_why")))
        return
    series = [share_of(reader, part, adding_up) for part in parts]
    left_out = [
        Point(row["year"], None, "not_applicable", reader.text("volunteering.left_out"), "")
        for row in totals
        if row["year"] not in adding_up
    ]
    words = replace(labels(reader, rows, "shares", "%"), not_applicable=reader.text("volunteering.left_out"))
    spec = charts.shares(series, left_out, words, reader.theme)
    name = f"barometr-{reader.text('volunteering.shares_file')}-{min(adding_up)}-{max(adding_up)}"
    figures.chart(reader, "paths", spec, series, file_name=name)
    caption, rule = reader.text("volunteering.shares_caption"), shares_rule(reader, totals)
    tables.of_series(reader, caption, series, name, figures.documents(rows), rule=rule, chart="paths")


def share_of(reader: Reader, part: Series, published: dict[int, float]) -> Series:
    """Return one part as percentages of the published totals; each opens the trace of the part."""
    points = []
    for point in part.points:
        if point.year in published and point.value is not None:
            share = 100 * point.value / published[point.year]
            shown = reader.number(share, 1) + "%"
            points.append(replace(point, value=share, status="actual", printed=shown, derived=True))
    return replace(part, points=tuple(points))


def adds_up(row: Record) -> bool:
    """Say whether every part is printed and their sum is the published total."""
    return bool(row["difference"] == 0 and row["parts_printed"] == row["parts_known"])


def shares_rule(reader: Reader, totals: Sequence[Record]) -> str:
    """Say year by year why shares can or cannot be drawn."""
    words = []
    for row in totals:
        reason = "differs" if row["difference"] else "adds_up" if adds_up(row) else "incomplete"
        n, m = row["parts_printed"], row["parts_known"]
        words.append(reader.text(f"volunteering.year_{reason}", year=row["year"], n=n, m=m))
    return " ".join(words)


def labels(reader: Reader, rows: Sequence[Record], view: str, unit: str) -> Labels:
    """Return the words around the chart of a view."""
    under_title = reader.text("chart.unit", city=reader.area(rows[0]["area_id"]), unit=unit)
    source = figures.source_line(reader, [row["source_id"] for row in rows])
    return figures.labels(reader, reader.text(f"volunteering.chart_{view}"), under_title, source)


def file_name(reader: Reader, first: int, last: int) -> str:
    """Return the name of a downloaded picture, without an ending."""
    return f"barometr-{reader.text('volunteering.file')}-{first}-{last}"


with frame.page(TOPIC) as reader:
    area_id = frame.choose_city(reader, resets=["view", "years", "paths"])
    rows = records("volunteering/by_path", area_id=area_id)
    topic_rows = records("topic/points", topic=TOPIC, area_id=area_id)
    documents = figures.documents(topic_rows)
    if rows:
        volunteers = indicators()["volunteers"]
        st.header(reader.text("volunteering.paths"), anchor=False)
        show_paths(reader, volunteers, area_id)
        totals = records("indicator/totals_and_parts", indicator_id="volunteers", area_id=area_id)
        if totals:
            st.header(reader.text("volunteering.totals"), anchor=False)
            stem = f"barometr-{reader.text('volunteering.totals_file')}"
            tables.totals_and_parts(reader, volunteers, totals, rows, stem)
    if topic_rows:
        st.header(reader.text("volunteering.others"), anchor=False)
        rest = [row for row in topic_rows if row["indicator_id"] != "volunteers"]
        caption = reader.text("volunteering.others_caption", city=reader.area(area_id))
        tables.by_indicator(reader, rest, caption, f"barometr-{TOPIC}-{area_id}")
        st.header(reader.text("notes.heading"), anchor=False)
        entries = records("topic/contradictions", topic=TOPIC, area_id=area_id)
        st.html(figures.folded_notes(reader, entries, reader.text("notes.none")))
    else:
        st.html(markup.empty(reader.text("empty.title", city=reader.area(area_id)), reader.text("volunteering.empty")))
        st.html(compare.cards(reader, "volunteers") + compare.verdict(reader, "volunteers"))
        documents += compare.documents("volunteers")
    if topic_rows:
        frame.briefing_link(reader, TOPIC)
    frame.footer(reader, documents)
