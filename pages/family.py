"""Family and care: families per assistant across cities, coverage beside caseload, foster care."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import cities, indicators
from barometr.engine import Record, records
from barometr.ui import charts, choices, figures, frame, markup, tables
from barometr.ui.charts import Series
from barometr.ui.reader import Reader

TOPIC = "family"
# Years before this one stand in a panel of their own: the family assistant became a statutory post in 2011
# (act of 9 June 2011 on supporting the family), and no city prints a figure between 2008 and 2012.
STATUTORY_SINCE = 2011
CHARTED = ("families_per_assistant", "problem_families_per_assistant", "share_families_with_assistant")
CARE = ("foster_families_per_coordinator", "share_family_foster_care", "care_leavers_on_programme")


def city_series(reader: Reader, indicator_id: str, area_ids: Sequence[str], rows: Sequence[Record]) -> list[Series]:
    """Return one series for each chosen city, in its fixed colour."""
    chosen = [row for row in rows if row["area_id"] in area_ids]
    return figures.series_by(reader, indicators()[indicator_id], chosen, "area_id", reader.area, list(cities()))


def show_caseload(reader: Reader, area_ids: Sequence[str]) -> list[Record]:
    """Draw families per assistant: cities together, early years apart, plans hollow; returns its rows."""
    indicator = indicators()["families_per_assistant"]
    rows = [
        row
        for row in records("indicator/across_areas", indicator_id="families_per_assistant")
        if row["area_id"] in area_ids
    ]
    early = city_series(
        reader, "families_per_assistant", area_ids, [row for row in rows if row["year"] < STATUTORY_SINCE]
    )
    later = city_series(
        reader, "families_per_assistant", area_ids, [row for row in rows if row["year"] >= STATUTORY_SINCE]
    )
    words = figures.labels(
        reader,
        reader.text("family.caseload_chart"),
        unit_line(reader, reader.unit_name(indicator), [*early, *later]),
        figures.source_line(reader, figures.documents(rows)),
    )
    if early and later:
        spec = charts.apart(early, later, words, reader.theme)
    else:
        spec = charts.lines(early or later, words, reader.theme)
    figures.chart(reader, "caseload", spec, [*early, *later], file_name="barometr-rodziny-na-asystenta")
    tables.by_area(reader, indicator, rows)
    return rows


def show_coverage(reader: Reader, area_ids: Sequence[str]) -> None:
    """Draw the share of families with a problem who have an assistant."""
    indicator = indicators()["share_families_with_assistant"]
    rows = [
        row
        for row in records("indicator/across_areas", indicator_id=indicator.indicator_id)
        if row["area_id"] in area_ids
    ]
    if not rows:
        st.html(markup.empty(reader.text("family.no_coverage"), reader.text("family.no_coverage_why")))
        return
    series = city_series(reader, indicator.indicator_id, area_ids, rows)
    words = figures.labels(
        reader,
        reader.text("family.coverage_chart"),
        unit_line(reader, "%", series),
        figures.source_line(reader, figures.documents(rows)),
    )
    figures.chart(
        reader,
        "coverage",
        charts.lines(series, words, reader.theme),
        series,
        file_name="barometr-rodziny-z-asystentem",
    )
    tables.by_area(reader, indicator, rows)


def show_older_row(reader: Reader, area_ids: Sequence[str]) -> None:
    """Draw the other printed ratio from its break on; the years before stand in the table only."""
    indicator = indicators()["problem_families_per_assistant"]
    rows = [
        row
        for row in records("indicator/across_areas", indicator_id=indicator.indicator_id)
        if row["area_id"] in area_ids
    ]
    if not rows:
        return
    st.header(reader.text("family.older"), anchor=False)
    breaks = [
        row for row in records("indicator/breaks", indicator_id=indicator.indicator_id) if row["area_id"] in area_ids
    ]
    for one in breaks:
        title = reader.text("family.break", city=reader.area(one["area_id"]), year=one["year"])
        st.html(markup.note("caveat", "//", title, reader.pick(one, "text")))
    broken_at = {one["area_id"]: one["year"] for one in breaks}
    drawn = [row for row in rows if row["year"] >= broken_at.get(row["area_id"], row["year"])]
    series = city_series(reader, indicator.indicator_id, area_ids, drawn)
    words = figures.labels(
        reader,
        reader.text("family.older_chart"),
        unit_line(reader, reader.unit_name(indicator), series),
        figures.source_line(reader, figures.documents(rows)),
    )
    figures.chart(
        reader,
        "older",
        charts.lines(series, words, reader.theme),
        series,
        file_name="barometr-rodziny-z-problemem",
    )
    tables.by_area(reader, indicator, rows)


def unit_line(reader: Reader, unit: str, series: Sequence[Series]) -> str:
    """Return what stands under a chart's title: the unit, after the city where only one is drawn."""
    names = {one.name for one in series}
    return reader.text("chart.unit", city=names.pop(), unit=unit) if len(names) == 1 else unit


with frame.page(TOPIC) as reader:
    offered = {area_id: reader.area(area_id) for area_id in cities()}
    area_ids = choices.several_of("cities", reader.text("choice.cities"), offered)

    st.header(reader.text("family.caseload"), anchor=False)
    tables.comparison_stamp(reader, "caseload")
    rows = show_caseload(reader, area_ids)
    st.html(
        markup.note(
            "caveat",
            "i",
            reader.text("family.reading"),
            reader.pick(indicators()["families_per_assistant"], "reading"),
        )
    )

    st.header(reader.text("family.coverage"), anchor=False)
    tables.comparison_stamp(reader, "coverage")
    show_coverage(reader, area_ids)
    show_older_row(reader, area_ids)

    st.header(reader.text("family.care"), anchor=False)
    for area_id in area_ids:
        topic_rows = records("topic/points", topic=TOPIC, area_id=area_id)
        rest = [row for row in topic_rows if row["indicator_id"] not in CHARTED]
        if rest:
            st.html(f"<h3 class='b-city'>{escape(reader.area(area_id))}</h3>")
        if any(row["indicator_id"] in CARE for row in rest):
            tables.latest_cards(reader, rest, CARE)
        tables.by_indicator(reader, rest, reader.text("family.care_caption", city=reader.area(area_id)))
    st.header(reader.text("notes.heading"), anchor=False)
    entries = [row for area_id in area_ids for row in records("topic/contradictions", topic=TOPIC, area_id=area_id)]
    st.html(figures.folded_notes(reader, entries, reader.text("notes.none")))
    frame.footer(reader, figures.documents(rows))
