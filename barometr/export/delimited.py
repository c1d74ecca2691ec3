"""CSV for a spreadsheet of the table's language: it opens with a double click and holds nothing that could run."""

import csv
import io
from datetime import date
from decimal import Decimal

from barometr.export.table import Cell, Column, Table, decimals_of
from barometr.words.texts import Language, text

SEPARATORS: dict[Language, str] = {"pl": ";", "en": ","}
DECIMAL_MARKS: dict[Language, str] = {"pl": ",", "en": "."}
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(table: Table) -> bytes:
    """Return the table as CSV: labels in the first line, numbers without grouping, nothing where nothing is known."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=SEPARATORS[table.language], lineterminator="\r\n")
    writer.writerow([safe_text(column.label) for column in table.columns])
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        writer.writerow([_written(cell, column, table.language) for cell, column in cells])
    # Without the byte order mark Excel takes the Polish letters for another alphabet.
    return buffer.getvalue().encode("utf-8-sig")


def safe_text(cell: str) -> str:
    """Keep a spreadsheet from running a text cell as a formula; numbers stay as they are."""
    if not cell.startswith(STARTS_A_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell


def _written(cell: Cell, column: Column, language: Language) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return text(language, "export.yes" if cell else "export.no")
        case str():
            return safe_text(cell)
        case date():
            return cell.isoformat()
        case float():
            return digits(cell, decimals_of(cell, column)).replace(".", DECIMAL_MARKS[language])
    return str(cell)


def digits(value: float, decimals: int | None = None) -> str:
    """Return a number in full: with the decimals given, or with more where it has more, never with an exponent."""
    if decimals is not None:
        fixed = f"{value:.{decimals}f}"
        if float(fixed) == value:
            return fixed
    return f"{Decimal(repr(float(value))):f}".removesuffix(".0")
