"""What a file wants to add, before anything is checked or published: its rows with the cells they were read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Value = str | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file as it was read: rows of cells, the first being row 1; a CSV is a sheet without a name."""

    name: str
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row for one table: its cells by field name, and where they stand.

    `row` counts from 1 as spreadsheets do, 0 means that the entry comes from the options of the command or the page;
    `columns` gives the column of each field, counted from 0. Rows of one sheet may share one `columns`. The fields of
    a document stand below each other: `rows` has the row of each.
    """

    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[str, Value]
    rows: Mapping[str, int] = field(default_factory=dict)

    def row_of(self, name: str | None) -> int:
        """Return the row of a field."""
        return self.rows.get(name, self.row) if name else self.row


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that keeps it from being published, and where it stands.

    `rule` is the end of a text key (problem.<rule>), `values` fill its placeholders.
    """

    rule: str
    sheet: str = ""
    row: int | None = None
    column: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """A printed row whose name no indicator has: a person must say which of the nearest it is, or that it is none."""

    sheet: str
    row: int
    printed: str
    candidates: Sequence[str]  # "volunteers", or "volunteers~sport" for a part of the breakdown

    @property
    def key(self) -> str:
        """Return the name under which the answer is given: "7", or "Table 2!7" in a workbook."""
        return f"{self.sheet}!{self.row}" if self.sheet else str(self.row)


@dataclass(frozen=True, slots=True)
class Options:
    """What is said beside the file: the document it is from, the area of its rows, answers to its questions.

    `document` holds fields of the table `sources`; `answers` the indicator ("volunteers", "volunteers~sport") or
    "skip" by the key of the question.
    """

    document: Mapping[str, str] = field(default_factory=dict)
    area_id: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as rows for our tables: "observations" and the tables of the catalogue, with what stands in the way.

    `entries["sources"]` describes the document. An entry of "observations" has the fields area_id, indicator_id,
    member, year, value, status, literal, locator, note. `empty` counts the places that were left blank.
    """

    entries: Mapping[str, Sequence[Entry]]
    problems: Sequence[Problem] = ()
    questions: Sequence[Question] = ()
    empty: int = 0
