"""What a publication would change for readers: the values in force before and after it, and the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from barometr.engine import Database, Record, queries, rows_of
from barometr.project import TRANSCRIBED, schemas

KEY = ["area_id", "indicator_id", "member", "year", "family"]
NAMES = ["area_pl", "area_en", "name_pl", "name_en", "part_pl", "part_en", "decimals", "unit"]
KINDS = ("new", "revised", "withdrawn", "new_gap", "confirmed")
# A value this many times the one before it, or this small a part of it, is more often a slip than news.
JUMP = 10


@dataclass(frozen=True)
class CatalogueChange:
    """A row that is added to the catalogue or goes (no field), or a field of a row that changes."""

    table: str
    key: str
    field: str = ""
    before: str = ""
    after: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Preview:
    """What readers will see change.

    `values` has a row for each value that appears, changes, goes, or is confirmed by another document: KEY, NAMES,
    `kind` (one of KINDS), value, status and literal before and after, `change_pct`, `earlier_value` (the one before it
    in the series) and `jump`. `without_effect` counts rows of the file that a later document outweighs. Contradictions
    are entries of the register: `contradictions` those that appear, `settled` those that no longer hold.
    """

    values: pd.DataFrame
    catalogue: Sequence[CatalogueChange]
    contradictions: Sequence[Record]
    settled: Sequence[Record]
    without_effect: int = 0

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many values there are of each kind."""
        found = self.values["kind"].value_counts()
        return {kind: int(found.get(kind, 0)) for kind in KINDS}

    def of_kind(self, kind: str) -> pd.DataFrame:
        """Return the values of one kind."""
        return self.values[self.values["kind"] == kind]

    @property
    def jumps(self) -> pd.DataFrame:
        """Return the values that are ten times, or a tenth of, the one before them."""
        return self.values[self.values["jump"]]

    @property
    def is_empty(self) -> bool:
        """Say whether readers will see nothing change."""
        return not (len(self.values) or self.catalogue or self.contradictions or self.settled)


def preview(before: Database, after: Database, source_id: str | None = None, rows: int = 0) -> Preview:
    """Return what changes between two states; `source_id` and `rows` are of the document that a file brings."""
    series = [one.run(queries()["publish/series"].text) for one in (before, after)]
    old, new = (_register(one) for one in (before, after))
    in_effect = int((series[1]["source_id"] == source_id).sum()) if source_id is not None else 0
    return Preview(
        changed_values(*series),
        changed_catalogue(before, after),
        [entry for name, entry in new.items() if name not in old],
        [entry for name, entry in old.items() if name not in new],
        max(rows - in_effect, 0),
    )


def changed_values(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the values that differ between two answers of publish/series, or come from another figure.

    For the columns see Preview.values.
    """
    both = before.merge(after, on=KEY, how="outer", suffixes=("_before", ""))
    # A document that is brought in anew keeps the names of its figures, so that the name alone says too little.
    seen = ["row_id", "value", "status"]
    same = [(both[f"{one}_before"] == both[one]) | (both[f"{one}_before"].isna() & both[one].isna()) for one in seen]
    both = both[~np.logical_and.reduce(same)].reset_index(drop=True)
    for name in NAMES:
        both[name] = both[name].fillna(both[f"{name}_before"])
    old, new = both["value_before"], both["value"]
    absent, unprinted = both["row_id_before"].isna(), both["row_id"].isna()
    both["kind"] = np.select(
        [
            absent & new.notna(),
            absent,
            unprinted | (old.notna() & new.isna()),
            old.isna() & new.notna(),
            (old != new) | (both["status_before"] != both["status"]),
        ],
        ["new", "new_gap", "withdrawn", "new", "revised"],
        default="confirmed",
    )
    both.loc[old.isna() & new.isna() & ~absent & ~unprinted, "kind"] = "confirmed"
    both["change_pct"] = (100 * (new - old) / old.abs()).where(old != 0)
    earlier = both["earlier_value"].abs().where(both["earlier_value"] != 0)
    ratio = new.abs() / earlier
    both["jump"] = both["kind"].isin(["new", "revised"]) & ((ratio >= JUMP) | (ratio <= 1 / JUMP)).fillna(value=False)
    columns = ["value", "status", "literal", "source_id"]
    kept = [
        *KEY,
        *NAMES,
        "kind",
        *(f"{one}_before" for one in columns),
        *columns,
        "change_pct",
        "earlier_value",
        "jump",
    ]
    return both[kept]


def changed_catalogue(before: Database, after: Database) -> list[CatalogueChange]:
    """Return the rows that are added to the catalogue, and the fields that change, table by table."""
    found = []
    for table, schema in schemas().items():
        if table in (TRANSCRIBED, "conflicts"):  # contradictions are named on their own
            continue
        old, new = (_by_key(one.run(f"select * from stored.{table}"), schema["primaryKey"]) for one in (before, after))
        for key, row in new.items():
            if key not in old:
                found.append(CatalogueChange(table, key))
            elif row != old[key]:
                found += [
                    CatalogueChange(table, key, field, old[key].get(field, ""), value)
                    for field, value in row.items()
                    if value != old[key].get(field, "")
                ]
        found += [CatalogueChange(table, key, gone=True) for key in old if key not in new]
    return found


def _by_key(frame: pd.DataFrame, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of a table as texts by their key ("gdansk volunteers 2014")."""
    return {
        " ".join(str(row[key]) for key in keys if row[key] is not None): {
            str(name): "" if value is None else str(value) for name, value in row.items()
        }
        for row in rows_of(frame)
    }


def _register(database: Database) -> dict[str, Record]:
    """Return the entries of the register of contradictions by name."""
    frame = database.run("select conflict_id, kind, area_id, indicator_id, year, title_pl, title_en from conflicts")
    return {row["conflict_id"]: row for row in rows_of(frame)}
