"""XLSX: the table as the page shows it, the values one a row, what they mean, and the documents behind them."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from barometr.engine import data_version
from barometr.export.delimited import STARTS_A_FORMULA, digits
from barometr.export.documents import COLUMNS as DOCUMENT_COLUMNS
from barometr.export.documents import document_rows
from barometr.export.table import About, Cell, ExportError, Row, Shown, Table
from barometr.words.wording import Wording

# The file names its data by their version; the real moment would make two files of the same data differ.
CREATED = datetime(2000, 1, 1)
# Text stays text, whatever it looks like.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NARROWEST, WIDEST = 9, 60
A4 = 9  # of the paper sizes of a workbook
ROWS_OF_A_SHEET, CHARACTERS_OF_A_CELL = 1_048_576, 32_767


def xlsx_bytes(table: Table) -> bytes:
    """Return the table as a workbook; the same data give the same bytes."""
    wording, buffer = Wording(table.language), io.BytesIO()
    book = _Book(buffer)
    if table.grid:
        book.add(wording.text("export.sheet.grid"), table.grid.header, table.grid.rows)
    values = book.add(
        wording.text("export.sheet.values"),
        tuple(column.label for column in table.columns),
        table.rows,
        [column.decimals for column in table.columns],
    )
    values.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    book.add(
        wording.text("export.sheet.about"),
        (wording.text("export.about.label"), wording.text("export.about.text")),
        (*table.about, *(pair for pair in _terms(wording) if pair not in table.about)),
    )
    book.add(
        wording.text("export.sheet.sources"),
        tuple(wording.text(f"export.source.{name}") for name in DOCUMENT_COLUMNS),
        document_rows(wording, table.source_ids),
    )
    book.close(table.title, wording.text("source.version", version=data_version()))
    return buffer.getvalue()


def _terms(wording: Wording) -> About:
    """Return on what terms the data may be used and which version they are: every workbook says so."""
    return (
        (wording.text("export.about.terms"), wording.text("export.terms")),
        (wording.text("export.about.version"), data_version()),
    )


class _Book:
    """A workbook in the making: sheets of rows, with each cell format made once."""

    def __init__(self, buffer: io.BytesIO) -> None:
        self._book = Workbook(buffer, OPTIONS)
        self._styles: dict[tuple[tuple[str, object], ...], Format] = {}

    def add(
        self, name: str, header: Row, rows: Sequence[Row], decimals: Sequence[int | None] | None = None
    ) -> Worksheet:
        """Add a sheet whose header row stays in view; `decimals` are those of the columns. Returns the sheet."""
        if len(rows) >= ROWS_OF_A_SHEET:
            raise ExportError(f"{len(rows)} rows do not fit a sheet of a workbook: take CSV instead.")
        sheet = self._book.add_worksheet(name)
        for place, cell in enumerate(header):
            self._write(sheet, (0, place), cell, None, bold=True, bottom=1)
        for number, row in enumerate(rows, start=1):
            for place, (cell, shown) in enumerate(zip(row, decimals or [None] * len(header), strict=True)):
                self._write(sheet, (number, place), cell, shown)
        for place, column in enumerate(zip(header, *rows, strict=True)):
            sheet.set_column(place, place, _width(column))
        sheet.freeze_panes(1, 0)
        # On paper: lying A4, all columns on a page, the header on every one.
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def close(self, title: str, comments: str) -> None:
        """Finish the file."""
        self._book.set_properties({"title": title, "comments": comments, "author": "Barometr", "created": CREATED})
        self._book.close()

    def _write(
        self, sheet: Worksheet, at: tuple[int, int], cell: Cell, decimals: int | None, **properties: object
    ) -> None:
        """Write one cell as what it is; a missing value stays empty."""
        match cell:
            case None | "":
                return
            case str():
                if len(cell) > CHARACTERS_OF_A_CELL:
                    raise ExportError(f"A text of {len(cell)} characters does not fit a cell: take CSV instead.")
                quoted = cell.startswith(STARTS_A_FORMULA)
                style = self._style(text_wrap=True, quote_prefix=quoted, **properties)
                sheet.write_string(*at, cell, style)
            case bool():
                sheet.write_boolean(*at, cell, self._style(align="left", **properties))
            case date():
                moment = datetime.combine(cell, time())
                sheet.write_datetime(*at, moment, self._style(num_format="yyyy-mm-dd", **properties))
            case Shown():
                sheet.write_number(*at, float(cell), self._style(num_format=_marked(cell), **properties))
            case float():
                pattern = "General" if decimals is None else _pattern(decimals)
                sheet.write_number(*at, cell, self._style(num_format=pattern, **properties))
            case int():
                # Whole numbers are years and counts; a year has no thousands.
                sheet.write_number(*at, cell, self._style(num_format="0", **properties))

    def _style(self, **properties: object) -> Format:
        key = tuple(properties.items())
        if key not in self._styles:
            self._styles[key] = self._book.add_format({"valign": "top", **properties})
        return self._styles[key]


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _marked(cell: Shown) -> str:
    """Return the number format with the marks of the page around the number ("c. 18", "11.0%")."""
    number = _pattern(cell.decimals)
    before, after = (f'"{mark}"' if mark else "" for mark in (cell.before, cell.after))
    # A minus sign would otherwise stand before the mark.
    return f"{before}{number}{after};{before}-{number}{after}" if before else f"{number}{after}"


def _width(cells: Sequence[Cell]) -> int:
    """Return a width that shows the longest cell, within reason; longer texts are wrapped."""
    return max(NARROWEST, min(WIDEST, 2 + max(len(line) for cell in cells for line in _lines(cell))))


def _lines(cell: Cell) -> Iterator[str]:
    if isinstance(cell, Shown):
        yield f"{cell.before}{cell:,.{cell.decimals}f}{cell.after}"
    elif isinstance(cell, float):
        yield digits(cell)
    else:
        yield from str(cell).split("\n")
