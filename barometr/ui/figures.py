"""From rows of a query to what the reader sees: series, charts with their table, legend and text alternative."""

import json
from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache
from html import escape, unescape
from itertools import groupby
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from barometr import catalog
from barometr.catalog import Indicator, sources
from barometr.drawing.marks import KEY_MARKS, Labels, Point, Series, Spec
from barometr.engine import Record

# Pages find these here, beside what draws them.
from barometr.judgement.change import judged as judged
from barometr.judgement.points import documents as documents
from barometr.judgement.points import point
from barometr.judgement.points import spoken_series as spoken_series
from barometr.measures.change import Change
from barometr.measures.comparable import contradicted
from barometr.ui import markup
from barometr.ui.reader import Reader
from barometr.words import formats, texts
from barometr.words.texts import Language

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


def mark(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return the words under a headline number: status, area and dispute, whatever is out of the ordinary."""
    words = []
    if row["value"] is not None and (row["status"] != "actual" or row["is_derived"]):
        words.append(reader.status(row["status"], row["is_derived"]))
    if not catalog.is_city(row["area_id"]):
        words.append(reader.area(row["area_id"]))
    if contradicted(row, indicator.materiality):
        words.append("≠ " + reader.text("table.parts_give", parts=reader.number(row["parts_sum"], indicator.decimals)))
    elif catalog.disputed(row):
        words.append("≠ " + reader.text("table.disputed"))
    return ", ".join(words)


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
        not_applicable=reader.text("status.not_applicable.name"),
        statuses=_status_names(reader.language),
    )


@lru_cache(maxsize=2)
def _status_names(language: Language) -> dict[str, str]:
    """Return what the legend of a chart calls each status."""
    names = {status: texts.text(language, f"status.{status}.name") for status in KEY_MARKS if status != "total"}
    return names | {"total": texts.text(language, "table.published_total")}


def chart(
    reader: Reader, key: str, spec: Spec, series: Sequence[Series], *, file_name: str, width: int | None = None
) -> None:
    """Draw a chart with a text alternative that says what it shows; `width` in pixels where it does not fill."""
    config = CONFIG | {"toImageButtonOptions": {"filename": file_name, "scale": 2}}
    separators = {"pl": f",{formats.NBSP}", "en": ".,"}[reader.language]
    spec["layout"]["separators"] = separators
    # Polish sets four digits without a space, on the axis as in the tables.
    spec["layout"]["yaxis"]["separatethousands"] = (
        reader.language == "en" or spec["layout"]["yaxis"]["range"][1] >= 10_000
    )
    st.plotly_chart(
        _figure(json.dumps(spec)),
        theme=None,
        width=width or "stretch",
        key=f"chart_{key}",
        config=config,
        alt=description(reader, spec, series),
    )
    if width is None:
        st.html(markup.small(reader.text("chart.hint")))


class Drawn(go.Figure):
    """A figure that is not changed any more, so its dictionary is made once."""

    def to_dict(self) -> dict[str, Any]:
        """Return what Plotly's own method returned the first time; copying it took half of a redraw."""
        if not hasattr(self, "_made"):
            object.__setattr__(self, "_made", super().to_dict())
        return self.__dict__["_made"]


@lru_cache(maxsize=256)
def _figure(spec: str) -> Drawn:
    """Return the figure of a description; validating it takes longer than everything else in a rerun."""
    return Drawn(json.loads(spec))


def description(reader: Reader, spec: Spec, series: Sequence[Series]) -> str:
    """Return in words what a chart shows: its title and, for each series, every year."""
    title = unescape(spec["layout"]["title"]["text"].split("</b>")[0].removeprefix("<b>").replace("<br>", " "))
    return " ".join([title + ".", *(spoken_series(reader, one) for one in series)])


def cell(reader: Reader, indicator: Indicator, row: Record, about: str) -> str:
    """Return one table cell: the value or the sign of a missing one, as a button to its trace."""
    shown, value = reader.printed(indicator, row), spoken_value(reader, indicator, row)
    if row["year_basis"] == "inferred":
        shown, value = shown + " †", f"{value}, {reader.text('table.inferred')}"
    if catalog.disputed(row):
        shown, value = shown + " ≠", f"{value}, {reader.text('table.disputed')}"
    sign = markup.status_sign("derived", reader.theme) if row["is_derived"] else ""
    spoken = reader.text("number.spoken", about=f"{about}, {row['year']}", value=value)
    return sign + markup.number_button(shown, row["point_id"], spoken)


def spoken_value(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return a value in words: number, unit and any status but "measured", or what is missing."""
    if row["value"] is None:
        return reader.text(f"status.{row['status']}.name")
    shown = reader.quantity(indicator, row["value"], row["literal"])
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
        for before, row in zip([members[0], *members], members, strict=False):
            broken = "<span class='b-break' aria-hidden='true'>//</span> " if row["segment"] > before["segment"] else ""
            by_year.setdefault(row["year"], []).append(broken + cell(reader, indicator, row, heading))
        title = escape(heading) + (f"<span class='b-unit'>{escape(unit)}</span>" if unit else "")
        lines.append((title, ["<br>".join(by_year.get(year, [""])) for year in years]))
    columns = [reader.text("table.what"), *(str(year) for year in years)]
    return markup.table(caption, columns, lines, newest_last=True)


def change_in_words(reader: Reader, indicator: Indicator, step: Change, year: int, decimals: int) -> str:
    """Return "▲ +497 (+13.9%) vs 2016 · better", with the verdict in words."""
    arrow = "▲" if step.absolute > 0 else "▼" if step.absolute < 0 else "="
    return reader.text(
        "change.line",
        arrow=arrow,
        difference=difference_in_words(reader, indicator, step, decimals),
        year=year,
        verdict=reader.text(f"change.{step.verdict}"),
    )


def difference_in_words(reader: Reader, indicator: Indicator, step: Change, decimals: int) -> str:
    """Return "+497 (+13.9%)"; the difference of shares in percentage points."""
    difference = formats.signed(step.absolute, decimals, reader.language)
    if indicator.value_type == "share":
        return f"{difference} {reader.text('unit.points')}"
    if step.relative_pct is None:
        return difference
    return f"{difference} ({formats.signed(step.relative_pct, 1, reader.language)}%)"


def formula(reader: Reader, indicator: Indicator, derivation: Record, result: str) -> str:
    """Return how a derived value comes about, in numbers: "56 / 5 = 11.2"."""
    return reader.text(
        "trace.formula",
        numerator=formats.exact(derivation["numerator_value"], reader.language),
        denominator=formats.exact(derivation["denominator_value"], reader.language),
        times=" × 100%" if indicator.unit == "percent" else "",
        result=result,
    )


def conflict_notes(reader: Reader, rows: Iterable[Record]) -> str:
    """Return entries of the register that hold one figure against another."""
    return "".join(markup.note("conflict", "≠", reader.pick(row, "title"), reader.pick(row, "reason")) for row in rows)


def first_few(reader: Reader, pieces: Sequence[str], shown: int, together: Callable[[Sequence[str]], str]) -> str:
    """Return the first pieces put `together`, and the rest, if any, opened on demand."""
    rest = pieces[shown:]
    more = markup.folded(reader.plural("overview.more", len(rest)), together(rest)) if rest else ""
    return together(pieces[:shown]) + more


def folded_notes(
    reader: Reader, rows: Sequence[Record], nothing: str, *, shown: int = 4, without: Container[str] = ()
) -> str:
    """Return entries of the register, the first few open, the rest on demand; "≠" marks figures that disagree.

    `without` names entries that the page already shows elsewhere.
    """
    rows = [row for row in rows if row["conflict_id"] not in without]
    if not rows:
        return f"<p>{escape(nothing)}</p>"
    boxes = [
        markup.note(
            "caveat" if row["kind"] in catalog.EXPLAINING else "conflict",
            "i" if row["kind"] in catalog.EXPLAINING else "≠",
            reader.pick(row, "title"),
            reader.pick(row, "reason"),
        )
        for row in rows
    ]
    return first_few(reader, boxes, shown, "".join)
