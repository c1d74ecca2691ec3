"""Small pieces that several parts of the page on sources and quality share."""

from collections.abc import Iterable, Sequence
from html import escape

from barometr.catalog import indicators, sources
from barometr.engine import Record
from barometr.ui import choices, markup, trace
from barometr.ui.reader import Reader
from barometr.words import formats

NOTHING = ("", "0")  # cells that a phone leaves out


def years(given: Iterable[int]) -> str:
    """Return years with unbroken runs drawn together: "2010, 2015–2016, 2022"."""
    runs: list[list[int]] = []
    for year in sorted(given):
        if runs and runs[-1][1] + 1 == year:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(formats.years(first, last) for first, last in runs)


def table(caption: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return a table that never scrolls: on a phone each row is a block, each cell under the name of its column.

    Row names and cells are HTML that is already escaped. The roles keep it a table for those who listen.
    """
    labels = [escape(column, quote=True) for column in columns]
    head = "".join(f"<th role='columnheader' scope='col'>{label}</th>" for label in labels)
    body = "".join(_row(name, cells, labels[1:]) for name, cells in rows)
    caption = escape(caption, quote=True)
    return (
        f"<p class='b-caption'>{caption}</p><table class='b-table b-prose' role='table' aria-label='{caption}'>"
        f"<thead role='rowgroup'><tr role='row'>{head}</tr></thead><tbody role='rowgroup'>{body}</tbody></table>"
    )


def _row(name: str, cells: Sequence[str], labels: Sequence[str]) -> str:
    shown = "".join(
        f"<td role='cell' data-label='{label}'{' class=b-nothing' if cell in NOTHING else ''}>{cell}</td>"
        for label, cell in zip(labels, cells, strict=True)
    )
    return f"<tr role='row'><th role='rowheader' scope='row'>{name}</th>{shown}</tr>"


def figure_button(reader: Reader, row: Record) -> str:
    """Return a printed figure in quotation marks as a button to its trace."""
    about = f"{reader.source_title(sources()[row['source_id']])}, {reader.place(row)}"
    spoken = reader.text("number.spoken", about=about, value=row["literal"])
    return markup.number_button(reader.text("quote", text=row["literal"]), row["row_id"], spoken)


def point_button(reader: Reader, row: Record) -> str:
    """Return the value of a point as a button to its trace."""
    indicator = indicators()[row["indicator_id"]]
    shown = reader.printed(indicator, row)
    return markup.number_button(
        shown, row["point_id"], reader.text("number.spoken", about=trace.heading(reader, indicator, row), value=shown)
    )


def entry_link(reader: Reader, row: Record) -> str:
    """Return the title of an entry of the register as a link to it."""
    address = choices.address("sources", part="contradictions", entry=row["conflict_id"])
    return markup.link(reader.pick(row, "title"), address)
