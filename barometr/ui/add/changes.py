"""What a publication, or undoing one, would change for readers: a sentence of counts, then tables, the risky first."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from barometr.catalog import units
from barometr.engine import rows_of
from barometr.export.table import Cell, Column, Row, Shown, Table
from barometr.ui import markup, take
from barometr.ui.reader import Reader
from barometr.words import formats

if TYPE_CHECKING:
    from barometr.publish.preview import CatalogueChange, Preview

MOST_ROWS = 200  # of one table on the page; the file to take away has them all
FIGURES: tuple[str, ...] = (
    "kind",
    "area",
    "indicator",
    "part",
    "year",
    "before",
    "status_before",
    "after",
    "status_after",
    "unit",
)
FIGURES += ("change_pct", "jump", "document")
FIELDS = ("sheet", "entry", "field", "before", "after")
# Tables of the catalogue whose sheet in a workbook has another name.
SHEETS = {"sources": "document"}

Change = Mapping[str, Any]
Cells = Callable[[Reader, Change], list[str]]


def sentence(reader: Reader, preview: "Preview", *, empty: int = 0) -> str:
    """Return how many values there are of each kind, and what of the file comes to nothing."""
    from barometr.publish.preview_words import counted  # comes with pandas and the engine of the import

    return ", ".join(counted(reader, preview, empty)) + "."


def show(reader: Reader, preview: "Preview", *, name: str) -> None:
    """Show everything that changes; `name` tells the files from those of other changes on the page."""
    _values(reader, "revised", preview.of_kind("revised"), ("before", "after", "change"), _revised)
    _values(reader, "withdrawn", preview.of_kind("withdrawn"), ("before", "after"), _revised)
    _entries(reader, preview)
    if len(preview.jumps):
        st.html(markup.note("conflict", "!", reader.text("add.jump.title"), reader.text("add.jump.why")))
        _values(reader, "jump", preview.jumps, ("earlier", "after", "times"), _jump)
    _catalogue(reader, preview.catalogue, f"barometr-{name}-{reader.text('add.file.catalogue')}")
    _values(reader, "new", preview.of_kind("new"), ("before", "after"), _revised)
    _values(reader, "new_gap", preview.of_kind("new_gap"), ("after",), lambda me, row: [_printed(me, row, "")])
    if len(preview.values):
        file_name = f"barometr-{name}-{reader.text('add.file.values')}"
        st.html(markup.small(reader.text("add.file.all_values")))
        take.offer(reader, file_name, lambda: values_table(reader, preview.values, file_name))


def _values(reader: Reader, kind: str, values: pd.DataFrame, columns: Sequence[str], cells: Cells) -> None:
    """Show a table of changed values, as many as can be read at a sitting."""
    if values.empty:
        return
    rows = [(_name(reader, row), [str(row["year"]), *cells(reader, row)]) for row in rows_of(values.head(MOST_ROWS))]
    heads = [reader.text("table.what"), *(reader.text(f"add.column.{one}") for one in ("year", *columns))]
    caption = f"{reader.text(f'add.values_{kind}')} ({len(values)})"
    st.html(f"<div class='b-add-changes'>{markup.table(caption, heads, rows)}</div>" + _rest(reader, len(values)))


def _rest(reader: Reader, number: int) -> str:
    """Say how many rows of a table are not on the page."""
    return markup.small(reader.plural("add.n_rest", number - MOST_ROWS)) if number > MOST_ROWS else ""


def _name(reader: Reader, row: Change) -> str:
    """Return what a value is: indicator and part, then its area and unit below."""
    below = ", ".join(filter(None, [reader.pick(row, "area"), _unit(reader, row)]))
    return f"{escape(_indicator(reader, row))}<span class='b-unit'>{escape(below)}</span>"


def _indicator(reader: Reader, row: Change) -> str:
    return ", ".join(filter(None, [reader.pick(row, "name"), reader.pick(row, "part")]))


def _unit(reader: Reader, row: Change) -> str:
    """Return the unit as on an axis; one that the file itself brings has no other name yet."""
    known = units().get(row["unit"])
    return known[f"short_{reader.language}"] if known else row["unit"]


def _printed(reader: Reader, row: Change, moment: str) -> str:
    """Return the value before ("_before") or after (""), as HTML, with the mark and the name of its status."""
    value, status = row[f"value{moment}"], row[f"status{moment}"]
    if status is None:
        absent = reader.text("add.not_before" if moment else "add.not_after")
        return f"<span class='b-small'>{escape(absent)}</span>"
    shown = "" if value is None else _amount(reader, row, value, row[f"literal{moment}"])
    cell = escape(reader.text(f"status.{status}.cell", value=shown))
    named = "" if status == "actual" else f"<span class='b-unit'>{escape(reader.status(status))}</span>"
    return f"{cell}{named}"


def _amount(reader: Reader, row: Change, value: float, literal: str | None) -> str:
    """Return a value with the decimals that its indicator and its document give it."""
    decimals = formats.printed_decimals(literal, row["decimals"]) if literal else row["decimals"]
    # What was typed must be seen as it was typed, also where the indicator has fewer decimals.
    exact = round(value, decimals) == value
    shown = reader.number(value, decimals) if exact else formats.exact(value, reader.language)
    return shown + formats.TIGHT_UNITS.get(row["unit"], "")


def _revised(reader: Reader, row: Change) -> list[str]:
    cells = [_printed(reader, row, "_before"), _printed(reader, row, "")]
    return [*cells, escape(_difference(reader, row))] if row["kind"] == "revised" else cells


def _difference(reader: Reader, row: Change) -> str:
    """Return the change in per cent, of shares in percentage points as on every page; empty for a change from zero."""
    if row["unit"] in formats.TIGHT_UNITS:
        points = formats.signed(row["value"] - row["value_before"], row["decimals"], reader.language)
        return f"{points} {reader.text('unit.points')}"
    change = row["change_pct"]
    return "" if change is None else f"{formats.signed(change, 1, reader.language)}%"


def _jump(reader: Reader, row: Change) -> list[str]:
    ratio = abs(row["value"] / row["earlier_value"])
    if ratio:
        times = formats.exact(round(ratio if ratio >= 1 else 1 / ratio, 1), reader.language)
        words = reader.text("add.jump.more" if ratio >= 1 else "add.jump.less", times=times)
    else:
        words = reader.text("add.jump.zero")
    return [escape(_amount(reader, row, row["earlier_value"], None)), _printed(reader, row, ""), escape(words)]


def _entries(reader: Reader, preview: "Preview") -> None:
    """Name the contradictions that appear, and those that no longer hold."""
    for key, sign, entries in (("found", "≠", preview.contradictions), ("settled", "=", preview.settled)):
        if entries:
            title = reader.text(f"add.entries_{key}", n=len(entries))
            listed = markup.listed(escape(reader.pick(one, "title")) for one in entries[:MOST_ROWS])
            about = markup.note("conflict", sign, title, reader.text(f"add.entries_{key}_why"))
            st.html(about + listed + _rest(reader, len(entries)))


def _catalogue(reader: Reader, changes: Sequence["CatalogueChange"], file_name: str) -> None:
    """Show the rows of the catalogue that are added, change or go, and offer them as files."""
    if not changes:
        return
    rows = [
        (
            f"{escape(_sheet(reader, one))}<span class='b-unit'>{escape(one.key)}</span>",
            [f"<code>{escape(one.field)}</code>" if one.field else "", escape(before), escape(after)],
        )
        for one in changes[:MOST_ROWS]
        for before, after in [_sides(reader, one)]
    ]
    heads = [reader.text(f"add.column.{one}") for one in ("entry", "field", "before", "after")]
    caption = f"{reader.text('add.catalogue')} ({len(changes)})"
    st.html(
        f"<div class='b-add-changes b-add-words'>{markup.table(caption, heads, rows)}</div>"
        + _rest(reader, len(changes))
    )

    take.offer(reader, file_name, lambda: catalogue_table(reader, changes, file_name))


def _sides(reader: Reader, change: "CatalogueChange") -> tuple[str, str]:
    """Return what stood in the catalogue before and what after."""
    if change.field:
        return change.before, change.after
    row = reader.text("add.whole_row")
    return (row, reader.text("add.not_after")) if change.gone else (reader.text("add.not_before"), row)


def _sheet(reader: Reader, change: "CatalogueChange") -> str:
    return reader.text(f"intake.sheet.{SHEETS.get(change.table, change.table)}")


def values_table(reader: Reader, values: pd.DataFrame, file_name: str) -> Table:
    """Return every value that changes as a table to take away."""
    title = reader.text("add.file.values_title")
    columns = tuple(Column(one, reader.text(f"add.column.{one}")) for one in FIGURES)
    rows = tuple(_row(reader, row) for row in rows_of(values))
    about = ((reader.text("export.about.title"), title),)
    return Table(title, file_name, reader.language, columns, rows, about, ())


def _row(reader: Reader, row: Change) -> Row:
    def number(value: float | None) -> Cell:
        return None if value is None else Shown(value, row["decimals"])

    def status(name: str | None) -> Cell:
        return None if name is None else reader.status(name)

    change = None if row["change_pct"] is None else Shown(row["change_pct"], 1)
    return (
        reader.text(f"add.values_{row['kind']}"),
        reader.pick(row, "area"),
        reader.pick(row, "name"),
        reader.pick(row, "part") or None,
        int(row["year"]),
        number(row["value_before"]),
        status(row["status_before"]),
        number(row["value"]),
        status(row["status"]),
        _unit(reader, row),
        change,
        bool(row["jump"]),
        row["source_id"] or row["source_id_before"],
    )


def catalogue_table(reader: Reader, changes: Sequence["CatalogueChange"], file_name: str) -> Table:
    """Return every change of the catalogue as a table to take away."""
    title = reader.text("add.catalogue")
    columns = tuple(Column(one, reader.text(f"add.column.{one}")) for one in FIELDS)
    rows = tuple((_sheet(reader, one), one.key, one.field or None, *_sides(reader, one)) for one in changes)
    about = ((reader.text("export.about.title"), title),)
    return Table(title, file_name, reader.language, columns, rows, about, ())
