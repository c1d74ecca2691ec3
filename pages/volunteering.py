"""Volunteering: volunteers on each path, totals against their parts, offers and host organisations."""

from collections.abc import Sequence

import streamlit as st

from barometr.catalog import Indicator, cities, indicators, members
from barometr.engine import Record, records
from barometr.ui import charts, choices, figures, frame, markup, tables
from barometr.ui.charts import Series
from barometr.ui.reader import Reader

TOPIC = "volunteering"
VIEWS = ("lines", "stacked", "shares")


def parts_that_add_up(totals: Sequence[Record]) -> list[int]:
    """Return the years in which every part is printed and their sum is the published total."""
    return [row["year"] for row in totals if row["difference"] == 0 and row["parts_printed"] == row["parts_known"]]


def share_series(
    reader: Reader, parts: Sequence[Series], totals: Sequence[Record], years: Sequence[int]
) -> list[Series]:
    """Return each part as a percentage of the published total, in the years given."""
    published = {row["year"]: row["published_total"] for row in totals}
    return [
        Series(
            part.name,
            tuple(
                charts.Point(
                    point.year,
                    100 * point.value / published[point.year],
                    "actual",
                    reader.number(100 * point.value / published[point.year], 1) + "%",
                    point.point_id,
                )
                for point in part.points
                if point.year in years and point.value is not None
            ),
            part.slot,
        )
        for part in parts
    ]


def show_paths(reader: Reader, indicator: Indicator, rows: Sequence[Record], totals: Sequence[Record]) -> None:
    """Draw the chosen view of volunteers on each path."""
    paths = {member: reader.pick(row, "name") for member, row in members(indicator.dimension or "").items()}
    years = sorted({row["year"] for row in rows})
    view_column, year_column = st.columns([1, 1])
    with view_column:
        offered = {view: reader.text(f"view.{view}") for view in VIEWS}
        view = choices.one_of("view", reader.text("choice.view"), offered, VIEWS[0])
    with year_column:
        first, last = choices.span_of_years("years", reader.text("choice.years"), years)
    chosen = choices.several_of("paths", reader.text("choice.paths"), paths)

    rows = [row for row in rows if first <= row["year"] <= last]
    parts = [row for row in rows if row["member"] in chosen]
    series = figures.series_by(reader, indicator, parts, "member", paths.__getitem__, list(paths))
    source = figures.source_line(reader, [row["source_id"] for row in rows])
    city = reader.area(rows[0]["area_id"])

    def words(title: str, unit: str) -> charts.Labels:
        return figures.labels(reader, reader.text(title), reader.text("chart.unit", city=city, unit=unit), source)

    if view == "lines":
        spec = charts.lines(series, words("volunteering.chart_lines", reader.unit_name(indicator)), reader.theme)
    elif view == "stacked":
        whole = [row for row in rows if row["member"] == "" and row["value"] is not None]
        total = Series(
            reader.text("table.published_total"),
            tuple(figures.point(reader, indicator, row) for row in whole),
        )
        spec = charts.stacked(
            series, total, words("volunteering.chart_stacked", reader.unit_name(indicator)), reader.theme
        )
    else:
        adding_up = [year for year in parts_that_add_up(totals) if first <= year <= last]
        st.html(markup.note("rule", "?", reader.text("volunteering.shares_rule"), shares_rule(reader, totals)))
        if not adding_up or len(chosen) < len(paths):
            st.html(markup.empty(reader.text("volunteering.no_shares"), reader.text("volunteering.no_shares_why")))
            return
        series = share_series(reader, series, totals, adding_up)
        spec = charts.shares(series, words("volunteering.chart_shares", "%"), reader.theme)
    figures.chart(reader, f"paths_{view}", spec, series, file_name=f"barometr-wolontariusze-{first}-{last}")
    tables.by_member(reader, indicator, rows)


def shares_rule(reader: Reader, totals: Sequence[Record]) -> str:
    """Say year by year why shares can or cannot be drawn."""
    words = []
    for row in totals:
        if row["difference"]:
            words.append(reader.text("volunteering.year_differs", year=row["year"]))
        elif row["parts_printed"] < row["parts_known"]:
            words.append(
                reader.text(
                    "volunteering.year_incomplete",
                    year=row["year"],
                    n=row["parts_printed"],
                    m=row["parts_known"],
                )
            )
        else:
            words.append(reader.text("volunteering.year_adds_up", year=row["year"]))
    return " ".join(words)


with frame.page(TOPIC) as reader:
    offered = {area_id: reader.area(area_id) for area_id in cities()}
    area_id = choices.one_of("area", reader.text("choice.city"), offered, next(iter(offered)), sticky=True)
    volunteers = indicators()["volunteers"]
    rows = records("volunteering/by_path", area_id=area_id)
    topic_rows = records("topic/points", topic=TOPIC, area_id=area_id)
    if rows:
        st.subheader(reader.text("volunteering.paths"), anchor=False)
        totals = records("indicator/totals_and_parts", indicator_id="volunteers", area_id=area_id)
        show_paths(reader, volunteers, rows, totals)
        st.subheader(reader.text("volunteering.totals"), anchor=False)
        tables.totals_and_parts(reader, volunteers, totals, rows)
    if topic_rows:
        st.subheader(reader.text("volunteering.others"), anchor=False)
        tables.by_indicator(reader, topic_rows, reader.text("volunteering.others_caption", city=reader.area(area_id)))
        st.subheader(reader.text("notes.heading"), anchor=False)
        entries = records("topic/contradictions", topic=TOPIC, area_id=area_id)
        st.html(figures.folded_notes(reader, entries, reader.text("notes.none")))
    else:
        st.html(markup.empty(reader.text("empty.title", city=reader.area(area_id)), reader.text("volunteering.empty")))
        tables.comparison(reader, "volunteers")
    frame.footer(reader, [row["source_id"] for row in topic_rows])
