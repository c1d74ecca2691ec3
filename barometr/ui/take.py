"""Taking away what the screen shows: a table as CSV or XLSX, a chart as PNG or SVG.

Files are made when the button is pressed, not when the page is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st

from barometr.engine import Record, data_version, known_versions, one_moment
from barometr.export.delimited import csv_bytes
from barometr.export.package import package_bytes
from barometr.export.points import points_table
from barometr.export.table import Table
from barometr.export.workbook import xlsx_bytes
from barometr.ui.reader import Reader

Charts = str | Mapping[str, str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(reader: Reader, file_name: str, table: Callable[[], Table], *, chart: Charts = "") -> None:
    """Show the button that opens the choice of files; `chart` is the key of the chart above the table, if any.

    Several charts come as key -> name.

    `file_name` says what the files hold, without an ending, and is unlike any other on the page.
    """
    label = reader.text("take.chart_and_table" if chart else "take.table")
    with st.popover(label, icon=":material/download:", key=f"take_{file_name}"):
        if chart:
            st.html(_pictures(reader, chart))
        files: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
            ("xlsx", XLSX, lambda: xlsx_bytes(table())),
            ("csv", "text/csv", lambda: csv_bytes(table())),
        )
        for ending, kind, content in files:
            st.download_button(
                reader.text(f"take.{ending}"),
                of_this_moment(content),
                f"{file_name}.{ending}",
                kind,
                key=f"{ending}_{file_name}",
                on_click="ignore",
                width="stretch",
            )


def of_this_moment(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a function that makes a file of the data that the page shows now, however much later it is asked."""
    version = data_version()

    def made() -> bytes:
        # A build forgets states that no import needs; then the file is made of what is there.
        with one_moment(version if version in known_versions() else None):
            return make()

    return made


def points(reader: Reader, file_name: str, title: str, rows: Sequence[Record], *, chart: Charts = "") -> None:
    """Offer rows of points as files, with the chart that shows them."""
    offer(reader, file_name, lambda: points_table(reader, rows, title=title, file_name=file_name), chart=chart)


def everything(reader: Reader) -> None:
    """Offer all published data as one package."""
    st.download_button(
        reader.text("take.package"),
        of_this_moment(package_bytes),
        f"barometr-{data_version()}.zip",
        "application/zip",
        key="package",
        icon=":material/folder_zip:",
        help=reader.text("take.package_hint"),
        on_click="ignore",
    )


def _pictures(reader: Reader, chart: Charts) -> str:
    """Return the buttons that save charts as pictures; the page's script makes them (see bridge.py)."""
    named = {chart: ""} if isinstance(chart, str) else chart
    buttons = "".join(
        f"<button type='button' class='b-button b-wide' data-picture='{kind}' data-chart='chart_{escape(key)}'>"
        f"{escape(reader.text(f'take.{kind}') + (f': {name}' if len(named) > 1 else ''))}</button>"
        for key, name in named.items()
        for kind in ("png", "svg")
    )
    return f"<div class='b-stack b-tall'>{buttons}</div>"
