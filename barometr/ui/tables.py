"""Tables that more than one page shows. Every cell opens the trace of its number."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, disputed, indicators, is_city, members
from barometr.drawing.marks import Series
from barometr.drawing.small import small_chart
from barometr.engine import Record
from barometr.export.table import Column, Table
from barometr.judgement.points import point as point_of
from barometr.ui import figures, markup, take
from barometr.ui.reader import Reader
from barometr.words import formats


def by_member(reader: Reader, indicator: Indicator, rows: Sequence[Record], file_name: str, *, chart: str = "") -> None:
    """Show the parts of a breakdown by year, the published total last; offer them and their chart as files."""
    order = [*members(indicator.dimension or ""), ""]
    placed = sorted(rows, key=lambda row: (order.index(row["member"]), row["year"]))

    def name(row: Record) -> tuple[str, str, Indicator]:
        return reader.member(indicator, row["member"]) or reader.text("table.published_total"), "", indicator

    caption = f"{reader.pick(indicator, 'name')} ({reader.unit_name(indicator)})"
    st.html(figures.years_table(reader, caption, placed, name, lambda row: row["member"]) + key(reader, rows))
    take.points(reader, file_name, caption, placed, chart=chart)


def of_series(
    reader: Reader,
    caption: str,
    parts: Sequence[Series],
    file_name: str,
    source_ids: Sequence[str],
    *,
    rule: str,
    chart: str,
) -> None:
    """Show computed values by year, each opening the trace of the figure it was computed from, and offer them."""
    years = sorted({point.year for part in parts for point in part.points})
    lines = []
    for part in parts:
        shown = {point.year: point for point in part.points}
        cells = [
            markup.number_button(
                shown[year].printed,
                shown[year].point_id,
                reader.text("number.spoken", about=f"{part.name}, {year}", value=shown[year].printed),
            )
            if year in shown
            else ""
            for year in years
        ]
        lines.append((escape(part.name), cells))
    columns = [reader.text("table.what"), *(str(year) for year in years)]
    st.html(markup.table(caption, columns, lines, newest_last=True))
    take.offer(
        reader, file_name, lambda: series_table(reader, caption, parts, file_name, source_ids, rule), chart=chart
    )


def series_table(
    reader: Reader, caption: str, parts: Sequence[Series], file_name: str, source_ids: Sequence[str], rule: str
) -> Table:
    """Return computed values as a table to take away: one row for each year of each series."""
    names = {"what": None, "year": None, "value": 2, "shown": None}
    columns = tuple(Column(name, reader.text(f"table.{name}"), decimals) for name, decimals in names.items())
    rows = tuple((part.name, point.year, point.value, point.printed) for part in parts for point in part.points)
    about = ((reader.text("take.rule"), rule),)
    return Table(caption, file_name, reader.language, columns, rows, about, tuple(dict.fromkeys(source_ids)))


def by_indicator(reader: Reader, rows: Sequence[Record], caption: str, file_name: str, *, chart: str = "") -> None:
    """Show indicators by year, with their units; parts of a city are named beside the indicator."""
    if not rows:
        return

    def name(row: Record) -> tuple[str, str, Indicator]:
        indicator = indicators()[row["indicator_id"]]
        where = "" if is_city(row["area_id"]) else reader.area(row["area_id"])
        unit = ", ".join(part for part in (reader.unit_name(indicator), where) if part)
        return reader.pick(indicator, "short"), unit, indicator

    table = figures.years_table(reader, caption, rows, name, lambda row: (row["indicator_id"], row["area_id"]))
    st.html(table + key(reader, rows))
    take.points(reader, file_name, caption, rows, chart=chart)


def key(reader: Reader, rows: Sequence[Record]) -> str:
    """Return what the signs in the cells of a table mean, for those that occur."""
    signs = [
        ("–", "status.no_data.name", any(row["status"] == "no_data" for row in rows)),
        ("⊙", "status.derived.name", any(row["is_derived"] for row in rows)),
        ("≠", "table.disputed", any(disputed(row) for row in rows)),
        ("†", "table.inferred", any(row["year_basis"] == "inferred" for row in rows)),
        ("//", "table.broken", any(row["segment"] for row in rows)),
    ]
    return markup.key((sign, reader.text(text)) for sign, text, occurs in signs if occurs)


def by_area(reader: Reader, indicator: Indicator, rows: Sequence[Record], file_name: str, *, chart: str = "") -> None:
    """Show one indicator by city and year."""
    caption = f"{reader.pick(indicator, 'name')} ({reader.unit_name(indicator)})"
    table = figures.years_table(
        reader,
        caption,
        rows,
        lambda row: (reader.area(row["area_id"]), "", indicator),
        lambda row: row["area_id"],
    )
    st.html(table + key(reader, rows))
    take.points(reader, file_name, caption, rows, chart=chart)


def totals_and_parts(
    reader: Reader, indicator: Indicator, totals: Sequence[Record], rows: Sequence[Record], file_name: str
) -> None:
    """Show published totals beside the sum of their published parts; neither replaces the other."""
    marks = {row["year"]: row["point_id"] for row in rows if row["member"] == ""}
    lines = []
    for row in totals:
        total = reader.number(row["published_total"], indicator.decimals)
        parts = reader.number(row["parts_sum"], indicator.decimals)
        if row["parts_printed"] < row["parts_known"]:
            parts += (
                "<br><span class='b-unit'>"
                + escape(reader.text("table.sum_of", n=row["parts_printed"], m=row["parts_known"]))
                + "</span>"
            )
        differs = row["difference"] != 0
        agreed = "=" if row["parts_printed"] == row["parts_known"] else escape(reader.text("table.without_parts"))
        difference = formats.signed(row["difference"], indicator.decimals, reader.language)
        about = f"{reader.pick(indicator, 'short')}, {row['year']}"
        lines.append(
            (
                str(row["year"]),
                [
                    markup.number_button(
                        total, marks[row["year"]], reader.text("number.spoken", about=about, value=total)
                    ),
                    parts,
                    f"<strong>≠ {escape(difference)}</strong>" if differs else agreed,
                ],
            )
        )
    columns = [reader.text(f"table.{one}") for one in ("year", "published_total", "parts_sum", "difference")]
    st.html(markup.table(reader.text("table.totals_caption"), columns, lines))
    take.offer(reader, file_name, lambda: totals_table(reader, indicator, totals, rows, file_name))


def totals_table(
    reader: Reader, indicator: Indicator, totals: Sequence[Record], rows: Sequence[Record], file_name: str
) -> Table:
    """Return published totals and sums of parts as a table to take away."""
    names = ("year", "published_total", "parts_sum", "parts_printed", "parts_known", "difference")
    columns = tuple(Column(name, reader.text(f"table.{name}")) for name in names)
    title = (
        f"{reader.pick(indicator, 'name')}: {reader.text('table.published_total')}, {reader.text('table.parts_sum')}"
    )
    about = ((reader.text("take.rule"), reader.text("table.totals_caption")),)
    found = tuple(dict.fromkeys(row["source_id"] for row in rows if row["source_id"]))
    cells = tuple(tuple(row[name] for name in names) for row in totals)
    return Table(title, file_name, reader.language, columns, cells, about, found)


def latest_cards(reader: Reader, rows: Sequence[Record], indicator_ids: Sequence[str]) -> None:
    """Show the latest value of each indicator as a card with its whole series in small."""
    cards = []
    for indicator_id in indicator_ids:
        of_indicator = [row for row in rows if row["indicator_id"] == indicator_id and row["value"] is not None]
        if not of_indicator:
            continue
        row, indicator = of_indicator[-1], indicators()[indicator_id]
        name = reader.pick(indicator, "short")
        points = [point_of(reader, indicator, one) for one in rows if one["indicator_id"] == indicator_id]
        drawing = small_chart([Series(name, tuple(points))], reader.theme, width=230, height=46)
        cards.append(
            markup.card(
                name=name,
                value=reader.value(indicator, row["value"], row["literal"]),
                unit=reader.unit(indicator, row["value"], row["literal"]),
                mark=figures.mark(reader, indicator, row),
                spark=markup.picture(drawing, "", "b-spark"),
                change=str(row["year"]),
                verdict="none",
                trace_id=row["point_id"],
                spoken=f"{name}, {row['year']}: {figures.spoken_value(reader, indicator, row)}",
            )
        )
    st.html(markup.grid(cards))
