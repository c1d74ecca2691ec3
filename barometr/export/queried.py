"""Any named query as a table, with its columns as they are."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd

from barometr.catalog import sources
from barometr.engine import Parameter, Record, data_version, queries, records
from barometr.export.described import descriptions
from barometr.export.table import About, Cell, Column, Table
from barometr.words.texts import Language
from barometr.words.wording import Wording

# Columns that name printed figures, one or several separated by spaces.
NAMES_FIGURES = ("row_id", "row_ids", "input_rows", "numerator_rows", "denominator_rows", "figures")


def query_table(name: str, language: Language, **params: Parameter) -> Table:
    """Return the rows of queries/<name>.sql; raises QueryError as the query itself does."""
    rows = records(name, **{key: tuple(value) if isinstance(value, list) else value for key, value in params.items()})
    asked = queries()[name]
    columns = tuple(Column(column, label) for column, label in zip(asked.columns, labels(asked.text), strict=True))
    return Table(
        title=asked.title,
        file_name="barometr-" + name.replace("/", "-"),
        language=language,
        columns=columns,
        rows=tuple(tuple(_cell(row[column.name]) for column in columns) for row in rows),
        about=_about(Wording(language), name, columns, params),
        source_ids=_source_ids(rows),
    )


def labels(text: str) -> list[str]:
    """Return the columns as the header of a query words them ("value (people)")."""
    header = text.split("-- columns:")[1]
    first, *more = header.splitlines()
    lines = [first]
    for line in more:
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--"))
    return [label.strip() for label in " ".join(lines).split("|")]


def _about(wording: Wording, name: str, columns: Iterable[Column], params: dict[str, Parameter]) -> About:
    """Return what was asked, what each column is, and of which data."""
    known = descriptions()
    given = ", ".join(f"{param} = {value}" for param, value in params.items())
    return (
        (wording.text("export.about.title"), queries()[name].title),
        (wording.text("export.about.query"), name),
        *(((wording.text("export.about.parameters"), given),) if given else ()),
        *((column.label, known.get(column.name, "")) for column in columns),
        (wording.text("export.about.terms"), wording.text("export.terms")),
        (wording.text("export.about.version"), data_version()),
    )


def _cell(value: Any) -> Cell:  # noqa: ANN401 (a query may return anything)
    """Return a value of a query as what a file can hold; days come with a time of day that means nothing."""
    match value:
        case None | str() | bool() | int():
            return value
        case float():
            return value if math.isfinite(value) else None
        case pd.Timestamp():
            return value.date() if value == value.normalize() else value.isoformat()
        case date():
            return value
    return str(value)


def _source_ids(rows: Iterable[Record]) -> tuple[str, ...]:
    """Return the documents that the rows name, themselves or by their figures."""
    found: dict[str, None] = {}
    for row in rows:
        named = [row.get("source_id"), *(figure.split(".")[0] for figure in _figures(row))]
        found |= dict.fromkeys(source_id for source_id in named if source_id in sources())
    return tuple(found)


def _figures(row: Record) -> list[str]:
    """Return the printed figures that a row names; a column of such a name may also hold their number."""
    named = [row.get(column) for column in NAMES_FIGURES]
    return [row_id for one in named if isinstance(one, str) for row_id in one.split()]
