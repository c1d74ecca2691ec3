"""Tables that more than one page shows. Every cell opens the trace of its number."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, indicators, is_city, members, sources
from barometr.engine import Record, records
from barometr.ui import figures, markup, trace
from barometr.ui.marks import Series
from barometr.ui.reader import Reader
from barometr.ui.small import small_chart
from barometr.words import formats


def by_member(reader: Reader, indicator: Indicator, rows: Sequence[Record]) -> None:
    """Show the parts of a breakdown by year, the published total last."""
    order = [*members(indicator.dimension or ""), ""]
    placed = sorted(rows, key=lambda row: (order.index(row["member"]), row["year"]))

    def name(row: Record) -> tuple[str, str, Indicator]:
        return reader.member(indicator, row["member"]) or reader.text("table.published_total"), "", indicator

    caption = f"{reader.pick(indicator, 'name')} ({reader.unit_name(indicator)})"
    st.html(figures.years_table(reader, caption, placed, name, lambda row: row["member"]) + key(reader, rows))


def of_series(reader: Reader, caption: str, parts: Sequence[Series]) -> str:
    """Return a table of computed values by year; each opens the trace of the figure it was computed from."""
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
    return markup.table(caption, [reader.text("table.what"), *(str(year) for year in years)], lines)


def by_indicator(reader: Reader, rows: Sequence[Record], caption: str) -> None:
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


def key(reader: Reader, rows: Sequence[Record]) -> str:
    """Return what the signs in the cells of a table mean, for those that occur."""
    signs = [
        ("–", "status.no_data.name", any(row["status"] == "no_data" for row in rows)),
        ("⊙", "status.derived.name", any(row["is_derived"] for row in rows)),
        ("≠", "table.disputed", any(figures.disputed(row) for row in rows)),
        ("†", "table.inferred", any(row["year_basis"] == "inferred" for row in rows)),
        ("//", "table.broken", any(row["segment"] for row in rows)),
    ]
    return markup.key((sign, reader.text(text)) for sign, text, occurs in signs if occurs)


def by_area(reader: Reader, indicator: Indicator, rows: Sequence[Record]) -> None:
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


def totals_and_parts(reader: Reader, indicator: Indicator, totals: Sequence[Record], rows: Sequence[Record]) -> None:
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
                    f"<strong>≠ {escape(difference)}</strong>" if differs else "=",
                ],
            )
        )
    columns = [reader.text(f"table.{one}") for one in ("year", "published_total", "parts_sum", "difference")]
    st.html(markup.table(reader.text("table.totals_caption"), columns, lines))


def latest_cards(reader: Reader, rows: Sequence[Record], indicator_ids: Sequence[str]) -> None:
    """Show the latest value of each indicator as a card with its whole series in small."""
    cards = []
    for indicator_id in indicator_ids:
        of_indicator = [row for row in rows if row["indicator_id"] == indicator_id and row["value"] is not None]
        if not of_indicator:
            continue
        row, indicator = of_indicator[-1], indicators()[indicator_id]
        name = reader.pick(indicator, "short")
        points = [figures.point(reader, indicator, one) for one in rows if one["indicator_id"] == indicator_id]
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


def comparison_stamp(reader: Reader, group: str) -> None:
    """Say whether cities may be compared on this, and why or with what reservation."""
    row = records("comparison/group", comparable_group=group)[0]
    title = reader.text(f"verdict.{row['verdict']}")
    st.html(markup.note("caveat", "≈" if row["verdict"] == "with_caveat" else "i", title, reader.pick(row, "reason")))


def comparison(reader: Reader, group: str) -> list[str]:
    """Show what each city prints on a matter, with the verdict on comparing them; returns their documents."""
    rows = records("comparison/group", comparable_group=group)
    blocks, documents = [], []
    for row in sorted(rows, key=lambda one: reader.area(one["area_id"])):
        figures_printed = [records("trace/figure", row_id=row_id)[0] for row_id in (row["figures"] or "").split()]
        documents += [figure["source_id"] for figure in figures_printed]
        # A baseline and its target are printed as one pair in one cell: one link is enough.
        links = {(figure["literal"], figure["line"]): _figure_link(reader, figure) for figure in figures_printed}
        listed = ", ".join(links.values())
        printed = f"<p class='b-small'>{escape(reader.text('trace.printed'))}: {listed}</p>" if links else ""
        blocks.append(
            f"<div><h3>{escape(reader.area(row['area_id']))}</h3>"
            f"<p>{escape(reader.pick(row, 'text'))}</p>{printed}</div>"
        )
    st.html(markup.grid(blocks, "b-pair"))
    comparison_stamp(reader, group)
    return documents


def _figure_link(reader: Reader, figure: Record) -> str:
    where = f"{reader.source_title(sources()[figure['source_id']])}, {trace.place(reader, figure)}"
    return markup.number_button(
        reader.text("quote", text=figure["literal"]),
        figure["row_id"],
        reader.text("number.spoken", about=where, value=figure["literal"]),
    )
