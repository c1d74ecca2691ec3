"""A table ready to be written to a file: tidy rows, what they mean, and the documents they come from."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from barometr.words.texts import Language

Cell = str | int | float | bool | date | None
Row = tuple[Cell, ...]
About = tuple[tuple[str, str], ...]


class ExportError(Exception):
    """A file that cannot be made or written; the message says why and what to do."""


class Shown(float):
    """A number with the decimals its document printed, and the marks that stand before and after it on a page.

    To everyone else it is an ordinary number: marks and decimals only format it in a workbook.
    """

    decimals: int
    before: str
    after: str

    def __new__(cls, value: float, decimals: int = 0, before: str = "", after: str = "") -> Self:
        """Return the number with its decimals and marks."""
        number = super().__new__(cls, value)
        number.decimals, number.before, number.after = decimals, before, after
        return number


@dataclass(frozen=True)
class Column:
    """A column of a table: its name for programs, its label for people, the decimals of its numbers if all alike."""

    name: str
    label: str
    decimals: int | None = None


@dataclass(frozen=True)
class Grid:
    """The same values laid out as the page shows them, a row for each series and a column for each year."""

    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """Rows with their columns; `about` says in pairs of label and text what they are.

    `file_name` is without its ending. A cell is None where there is nothing to say.
    """

    title: str
    file_name: str
    language: Language
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: About
    source_ids: tuple[str, ...]
    grid: Grid | None = None


def decimals_of(cell: float, column: Column | None = None) -> int | None:
    """Return how many decimals a number is shown with; None for as many as it has."""
    if isinstance(cell, Shown):
        return cell.decimals
    return column.decimals if column else None
