"""Taking away what the screen shows: a table as CSV or XLSX, a chart as PNG or SVG.

Files are made when the button is pressed, not when the page is drawn.
"""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from barometr.engine import Record
from barometr.export.delimited import csv_bytes
from barometr.export.points import points_table
from barometr.export.table import Table
from barometr.export.workbook import xlsx_bytes
from barometr.ui.reader import Reader

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(reader: Reader, key: str, file_name: str, table: Callable[[], Table], *, chart: str = "") -> None:
    """Show the button that opens the choice of files; `chart` is the key of the chart above the table."""
    with st.popover(reader.text("take.label"), icon=":material/download:", key=f"take_{key}"):
        if chart:
            st.html(_pictures(reader, chart))
        st.download_button(
            reader.text("take.xlsx"),
            lambda: xlsx_bytes(table()),
            f"{file_name}.xlsx",
            XLSX,
            key=f"xlsx_{key}",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            reader.text("take.csv"),
            lambda: csv_bytes(table()),
            f"{file_name}.csv",
            "text/csv",
            key=f"csv_{key}",
            on_click="ignore",
            width="stretch",
        )


def points(reader: Reader, key: str, file_name: str, title: str, rows: Sequence[Record], *, chart: str = "") -> None:
    """Offer rows of points as files, with the chart that shows them."""
    offer(reader, key, file_name, lambda: points_table(reader, rows, title=title, file_name=file_name), chart=chart)


def _pictures(reader: Reader, chart: str) -> str:
    """Return the buttons that save a chart as a picture; the page's script makes it (see bridge.py)."""
    buttons = "".join(
        f"<button type='button' class='b-button b-wide' data-picture='{kind}' data-chart='chart_{escape(chart)}'>"
        f"{escape(reader.text(f'take.{kind}'))}</button>"
        for kind in ("png", "svg")
    )
    return f"<div class='b-stack'>{buttons}</div>"
