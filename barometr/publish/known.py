"""The catalogue that an imported file is held against: every table in force, and the rules of its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from barometr.project import TRANSCRIBED, schemas_of
from barometr.published import DataMissingError

Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """The catalogue of one published state.

    `tables` holds typed rows by table, `schemas` the Table Schema of each (data/schema.yaml), `imported` the
    documents that came by an import: a file may replace those, but not one that stands in data/transcribed.
    """

    tables: Mapping[str, Sequence[Row]]
    schemas: Mapping[str, Mapping[str, Any]]
    imported: frozenset[str] = frozenset()

    def keys(self, table: str) -> dict[tuple[Any, ...], Row]:
        """Return the rows of a table by their primary key."""
        names = self.schemas[table]["primaryKey"]
        return {tuple(row[name] for name in names): row for row in self.tables[table]}


def known_catalogue(data: Path, state: Path, imported: frozenset[str] = frozenset()) -> Known:
    """Return the catalogue of the published state in a folder."""
    schemas = schemas_of(data)
    try:
        tables = {name: pq.read_table(state / f"{name}.parquet").to_pylist() for name in schemas if name != TRANSCRIBED}
    except OSError as error:
        raise DataMissingError(f"{state} cannot be read ({error}). Build the data anew (make data).") from error
    return Known(tables, schemas, imported)
