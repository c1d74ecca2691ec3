"""Family and care: families per assistant across cities, coverage beside caseload, foster care."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, cities, indicators
from barometr.drawing import charts
from barometr.drawing.marks import Labels, Series
from barometr.engine import Record, records
from barometr.ui import choices, compare, figures, frame, markup, tables
from barometr.ui.reader import Reader

TOPIC = "family"
# Years before this one stand in a panel of their own: the family assistant became a statutory post in 2011
# (act of 9 June 2011 on supporting the family), and no city prints a figure between 2008 and 2012.
STATUTORY_SINCE = 2011
CHARTED = ("families_per_assistant", "share_families_with_assistant", "problem_families_per_assistant")
CARE = ("foster_families_per_coordinator", "share_family_foster_care", "care_leavers_on_programme")


def rows_of(indicator: Indicator, area_ids: Sequence[str]) -> list[Record]:
    """Return the totals of an indicator in the chosen cities."""
    rows = records("indicator/across_areas", indicator_id=indicator.indicator_id)
    return [row for row in rows if row["area_id"] in area_ids]


def series_of(reader: Reader, indicator: Indicator, rows: Sequence[Record]) -> list[Series]:
    """Return one series for each city, in its fixed colour."""
    return figures.series_by(reader, indicator, rows, "area_id", reader.area, list(cities()))


def labels(reader: Reader, indicator: Indicator, rows: Sequence[Record], title: str) -> Labels:
    """Return the words around a chart; where only one city is drawn, its name stands before the unit."""
    names = {reader.area(row["area_id"]) for row in rows}
    unit = reader.unit_name(indicator)
    under_title = reader.text("chart.unit", city=names.pop(), unit=unit) if len(names) == 1 else unit
    return figures.labels(reader, reader.text(title), under_title, figures.source_line(reader, figures.documents(rows)))


def show_caseload(reader: Reader, area_ids: Sequence[str]) -> None:
    """Draw families per assistant: cities together, early years apart, plans hollow."""
    indicator = indicators().get("families_per_assistant")
    rows = rows_of(indicator, area_ids) if indicator else []
    if not indicator or not rows:
        st.html(markup.empty(reader.text("family.no_caseload"), reader.text("family.no_caseload_why")))
        return
    early = series_of(reader, indicator, [row for row in rows if row["year"] < STATUTORY_SINCE])
    later = series_of(reader, indicator, [row for row in rows if row["year"] >= STATUTORY_SINCE])
    words = labels(reader, indicator, rows, "family.caseload_chart")
    both = early and later
    spec = (
        charts.apart(early, later, words, reader.theme) if both else charts.lines(early or later, words, reader.theme)
    )
    file_name = f"barometr-{indicator.indicator_id}"
    figures.chart(reader, "caseload", spec, [*early, *later], file_name=file_name)
    tables.by_area(reader, indicator, rows, file_name, chart="caseload")
    st.html(markup.note("caveat", "i", reader.text("family.reading"), reader.pick(indicator, "reading")))


def show_coverage(reader: Reader, area_ids: Sequence[str]) -> None:
    """Draw the share of families with a problem who have an assistant."""
    indicator = indicators().get("share_families_with_assistant")
    rows = rows_of(indicator, area_ids) if indicator else []
    if not indicator or not rows:
        st.html(markup.empty(reader.text("family.no_coverage"), reader.text("family.no_coverage_why")))
        return
    draw_lines(reader, indicator, rows, rows, "family.coverage_chart")


def show_older_row(reader: Reader, area_ids: Sequence[str]) -> None:
    """Draw the other printed ratio from its break on; the years before stand in the table only."""
    indicator = indicators().get("problem_families_per_assistant")
    rows = rows_of(indicator, area_ids) if indicator else []
    if not indicator or not rows:
        return
    st.header(reader.text("family.older"), anchor=False)
    breaks = {row["area_id"]: row for row in records("indicator/breaks", indicator_id=indicator.indicator_id)}
    for area_id in area_ids:
        if area_id in breaks:
            title = reader.text("family.break", city=reader.area(area_id), year=breaks[area_id]["year"])
            st.html(markup.note("caveat", "//", title, reader.pick(breaks[area_id], "text")))
    latest = {area_id: row["year"] for area_id, row in breaks.items()}
    drawn = [row for row in rows if row["year"] >= latest.get(row["area_id"], row["year"])]
    draw_lines(reader, indicator, rows, drawn, "family.older_chart")


def draw_lines(
    reader: Reader, indicator: Indicator, rows: Sequence[Record], drawn: Sequence[Record], title: str
) -> None:
    """Draw some rows of an indicator as lines, and list all of them in the table."""
    series = series_of(reader, indicator, drawn)
    spec = charts.lines(series, labels(reader, indicator, rows, title), reader.theme)
    file_name = f"barometr-{indicator.indicator_id}"
    figures.chart(reader, indicator.indicator_id, spec, series, file_name=file_name)
    tables.by_area(reader, indicator, rows, file_name, chart=indicator.indicator_id)


def show_care(reader: Reader, area_id: str, rows: Sequence[Record]) -> None:
    """Show foster care and family services of one city: three cards where it has them, and the table."""
    rest = [row for row in rows if row["indicator_id"] not in CHARTED]
    if not rest:
        return
    st.html(f"<h3 class='b-city'>{escape(reader.area(area_id))}</h3>")
    if any(row["indicator_id"] in CARE for row in rest):
        tables.latest_cards(reader, rest, CARE)
    caption = reader.text("family.care_caption", city=reader.area(area_id))
    tables.by_indicator(reader, rest, caption, f"barometr-{TOPIC}-{area_id}")


with frame.page(TOPIC) as reader:
    offered = {area_id: reader.area(area_id) for area_id in cities()}
    area_ids = choices.several_of("cities", reader.text("choice.cities"), offered)
    by_city = {area_id: records("topic/points", topic=TOPIC, area_id=area_id) for area_id in area_ids}

    st.header(reader.text("family.caseload"), anchor=False)
    st.html(compare.verdict(reader, "caseload"))
    show_caseload(reader, area_ids)

    st.header(reader.text("family.coverage"), anchor=False)
    st.html(compare.verdict(reader, "coverage"))
    show_coverage(reader, area_ids)
    show_older_row(reader, area_ids)

    st.header(reader.text("family.care"), anchor=False)
    for area_id, rows in by_city.items():
        show_care(reader, area_id, rows)

    st.header(reader.text("notes.heading"), anchor=False)
    entries = [row for area_id in area_ids for row in records("topic/contradictions", topic=TOPIC, area_id=area_id)]
    st.html(figures.folded_notes(reader, entries, reader.text("notes.none")))
    frame.briefing_link(reader, TOPIC)
    frame.footer(reader, figures.documents([row for rows in by_city.values() for row in rows]))
