"""From rows of a query to what the reader sees: series, charts with their table, legend and text alternative."""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from barometr.catalog import Indicator, sources
from barometr.engine import Record
from barometr.ui import formats, markup
from barometr.ui.charts import Labels, Point, Series, Spec
from barometr.ui.reader import Reader

# Only the picture download is left of Plotly's toolbar; years and thousands are ours to format.
CONFIG = {
    "displaylogo": False,
    "modeBarButtonsToRemove": [
        "zoom2d",
        "pan2d",
        "select2d",
        "lasso2d",
        "zoomIn2d",
        "zoomOut2d",
        "autoScale2d",
        "resetScale2d",
    ],
    "scrollZoom": False,
    "doubleClick": False,
}


def point(reader: Reader, indicator: Indicator, row: Record) -> Point:
    """Return one row of points as a chart point."""
    return Point(
        year=row["year"],
        value=row["value"],
        status="contradicted" if contradicted(indicator, row) else row["status"],
        printed=reader.printed(indicator, row),
        point_id=row["point_id"],
        segment=row["segment"],
        derived=row["is_derived"],
    )


def contradicted(indicator: Indicator, row: Record) -> bool:
    """Say whether the printed parts contradict a printed total by more than a change that would count."""
    return (row["parts_gap_pct"] or 0) >= indicator.materiality


def series_by(
    reader: Reader,
    indicator: Indicator,
    rows: Iterable[Record],
    field: str,
    name: Callable[[str], str],
    slots: Sequence[str],
) -> list[Series]:
    """Return one series for each value of `field`, in the order of `slots`, which also fixes its colour."""
    found: dict[str, list[Point]] = {}
    for row in rows:
        found.setdefault(row[field], []).append(point(reader, indicator, row))
    return [Series(name(value), tuple(found[value]), slots.index(value)) for value in slots if value in found]


def source_line(reader: Reader, source_ids: Iterable[str | None]) -> str:
    """Return "Source: ..." for the documents of a chart; derived values name Barometr's computation."""
    known = [source_id for source_id in dict.fromkeys(source_ids) if source_id]
    titles = "; ".join(reader.source_title(sources()[source_id]) for source_id in known)
    return reader.text("source.line", titles=titles)


def labels(reader: Reader, title: str, unit: str, source: str) -> Labels:
    """Return the words around a chart."""
    return Labels(
        title=title,
        unit=unit,
        source=source,
        no_data=reader.text("status.no_data.name"),
        not_applicable=reader.text("chart.not_applicable"),
    )


def chart(reader: Reader, key: str, spec: Spec, series: Sequence[Series], *, file_name: str) -> None:
    """Draw a chart with its legend of statuses and a text alternative that says what it shows."""
    config = CONFIG | {"toImageButtonOptions": {"filename": file_name, "scale": 2}}
    separators = {"pl": f",{formats.NBSP}", "en": ".,"}[reader.language]
    spec["layout"]["separators"] = separators
    st.plotly_chart(
        _figure(json.dumps(spec)),
        theme=None,
        key=f"chart_{key}",
        config=config,
        alt=description(reader, spec, series),
    )
    st.html(markup.legend(_legend(reader, series), reader.theme))


@lru_cache(maxsize=256)
def _figure(spec: str) -> go.Figure:
    """Return the figure of a description; validating it takes longer than everything else in a rerun."""
    return go.Figure(json.loads(spec))


def description(reader: Reader, spec: Spec, series: Sequence[Series]) -> str:
    """Return in words what a chart shows: its title and, for each series, first, last and missing years."""
    title = spec["layout"]["title"]["text"].split("</b>")[0].removeprefix("<b>").replace("<br>", " ")
    return " ".join([title + ".", *(spoken_series(reader, one) for one in series)])


def spoken_series(reader: Reader, one: Series) -> str:
    """Return a series in words: where it starts and ends, and which years have no value."""
    valued = [p for p in one.points if p.value is not None]
    if not valued:
        return ""
    words = reader.text(
        "chart.spoken",
        name=one.name,
        first_year=valued[0].year,
        first=valued[0].printed,
        last_year=valued[-1].year,
        last=valued[-1].printed,
    )
    gaps = [str(p.year) for p in one.points if p.status in ("no_data", "in_progress")]
    return words + (" " + reader.text("chart.spoken_gaps", years=", ".join(gaps)) if gaps else "")


def _legend(reader: Reader, series: Iterable[Series]) -> list[tuple[str, str]]:
    """Return the statuses that occur, each with its name; plain measured values need no entry alone."""
    occurring = {p.status for one in series for p in one.points}
    if any(p.derived for one in series for p in one.points):
        occurring.add("derived")
    return [
        (status, reader.text(f"status.{status}.name"))
        for status in markup.SIGNS
        if status in occurring and (status != "approx" or "approx" in occurring)
    ]


def cell(reader: Reader, indicator: Indicator, row: Record, about: str) -> str:
    """Return one table cell: the value or the sign of a missing one, as a button to its trace."""
    shown = reader.printed(indicator, row)
    spoken = reader.text("number.spoken", about=f"{about}, {row['year']}", value=spoken_value(reader, indicator, row))
    sign = markup.status_sign("derived", reader.theme) if row["is_derived"] else ""
    return sign + markup.number_button(shown, row["point_id"], spoken)


def spoken_value(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return a value in words: number, unit and any status but "measured", or what is missing."""
    if row["value"] is None:
        return reader.text(f"status.{row['status']}.name")
    shown = f"{reader.value(indicator, row['value'], row['literal'])} {reader.unit(indicator, row['value'])}".strip()
    plain = row["status"] == "actual" and not row["is_derived"]
    return shown if plain else f"{shown} ({reader.status(row['status'], row['is_derived'])})"


def years_table(
    reader: Reader,
    caption: str,
    rows: Iterable[Record],
    name: Callable[[Record], tuple[str, str, Indicator]],
    key: Callable[[Record], Any],
) -> str:
    """Return a table with a row for each `key` and a column for each year.

    `rows` come sorted by `key`; `name` gives the heading of a row, its unit and its indicator. Two values of
    one year (a pilot beside the regular vote) share the cell.
    """
    rows = list(rows)
    years = sorted({row["year"] for row in rows})
    lines = []
    for _, group in groupby(rows, key):
        members = list(group)
        heading, unit, indicator = name(members[0])
        by_year: dict[int, list[str]] = {}
        for row in members:
            by_year.setdefault(row["year"], []).append(cell(reader, indicator, row, heading))
        title = escape(heading) + (f"<span class='b-unit'>{escape(unit)}</span>" if unit else "")
        lines.append((title, ["<br>".join(by_year.get(year, [""])) for year in years]))
    return markup.table(caption, [reader.text("table.what"), *(str(year) for year in years)], lines)


def change_in_words(reader: Reader, indicator: Indicator, change: Any, year: int, decimals: int) -> str:  # noqa: ANN401
    """Return "▲ +497 (+14.0%) against 2016 · better", with the verdict in words."""
    arrow = "▲" if change.absolute > 0 else "▼" if change.absolute < 0 else "="
    difference = formats.signed(change.absolute, decimals, reader.language)
    if indicator.value_type == "share":
        difference += " " + reader.text("unit.points")
    elif change.relative_pct is not None:
        difference += f" ({formats.signed(change.relative_pct, 1, reader.language)}%)"
    return reader.text(
        "change.line",
        arrow=arrow,
        difference=difference,
        year=year,
        verdict=reader.text(f"change.{change.verdict}"),
    )


def folded_notes(reader: Reader, rows: Sequence[Record], nothing: str, shown: int = 4) -> str:
    """Return the entries of the register of contradictions, the first few open, the rest on demand."""
    if not rows:
        return f"<p>{escape(nothing)}</p>"
    boxes = [markup.note("conflict", "≠", reader.pick(row, "title"), reader.pick(row, "reason")) for row in rows]
    rest = boxes[shown:]
    return "".join(boxes[:shown]) + (
        markup.folded(reader.plural("overview.more", len(rest)), "".join(rest)) if rest else ""
    )
