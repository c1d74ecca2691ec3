"""Small tables written by hand, and reading back what was written."""

import csv
import io

import openpyxl

from barometr.export.delimited import csv_bytes
from barometr.export.table import Column, Table
from barometr.export.workbook import xlsx_bytes

HOSTILE = ("=cmd|'/C calc'!A0", "+1", "@x", "-2+3", "\t=1", "\r=1", "\n=1")


def table_of(*rows, language="en", columns=None, **fields):
    """Return a table whose columns are named a, b, c unless given."""
    named = columns or [Column(letter, letter) for letter, _ in zip("abcdefgh", rows[0], strict=False)]
    usual = {"title": "Title", "file_name": "name", "about": (("What", "text"),), "source_ids": ()}
    return Table(language=language, columns=tuple(named), rows=tuple(rows), **(usual | fields))


def read_csv(table):
    """Return the rows of a table's CSV as a spreadsheet of its language splits them, the header first."""
    content = csv_bytes(table).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline=""), delimiter={"pl": ";", "en": ","}[table.language]))


def open_xlsx(table):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(table)))


def values(sheet):
    """Return what the cells of a sheet hold, by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]
