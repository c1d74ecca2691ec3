"""Tiny data folders: a few rows, completed with defaults and put through the production build.

    publish(folder, report=[figure(year=2016, value=10), figure(year=2017, value=12)])

A document is a keyword whose rows come from figure(), fact() and the like; a table of the catalogue is a
keyword with its name (indicators=[...], breaks=[...]). A row says only what the test is about.
"""

import csv
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from barometr.engine import sql
from barometr.project import PROJECT
from barometr.publish.build import build
from barometr.publish.store import commit, write_state
from barometr.published import Publication, in_force, manifest, state_folder

Row = dict[str, Any]

SCHEMA_FILE = PROJECT / "data" / "schema.yaml"
SCHEMAS: dict[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text(encoding="utf-8"))
CATALOGUE = [name for name in SCHEMAS if name != "transcribed"]

# What a row of each table holds when the test does not say.
DEFAULTS: dict[str, Row] = {
    "areas": {"kind": "city"},
    "members": {"sort": 1},
    "goals": {"kind": "goal", "sort": 1},
    "breaks": {"area_id": "gdansk"},
    "conflicts": {"kind": "value", "area_id": "gdansk"},
    "comparisons": {"verdict": "same"},
    "projects": {"area_id": "gdansk"},
    "programmes": {"area_id": "gdansk"},
    "sources": {
        "area_id": "gdansk",
        "published_on": "2018-06-30",
        "published_basis": "printed",
        "licence": "not_stated",
        "file_sha256": "0" * 64,
    },
    "indicators": {
        "topic": "volunteering",
        "unit": "people",
        "value_type": "count",
        "decimals": 0,
        "polarity": "higher_better",
        "additive": "false",
        "progress_method": "none",
        "frequency": "yearly",
    },
}
# The rows that nearly every test needs; a table given by a test replaces them.
USUAL: dict[str, list[Row]] = {
    "areas": [{"area_id": "gdansk"}, {"area_id": "sopot"}],
    "units": [{"unit": unit} for unit in ("people", "families", "families_per_assistant", "percent", "count")],
    "indicators": [{"indicator_id": "volunteers"}],
}


def figure(**cells: object) -> Row:
    """Return a row of a document that becomes an observation: volunteers in Gdańsk in 2017, measured."""
    usual = {"home": "observation", "area_id": "gdansk", "indicator_id": "volunteers", "year": 2017}
    return usual | {"year_basis": "printed", "status": "actual", "role": "primary"} | cells


def fact(**cells: object) -> Row:
    """Return a row of a document that becomes a fact: a figure of the narrative that is no series."""
    usual = {"home": "fact", "area_id": "gdansk", "status": "actual", "role": "primary"}
    return usual | {"unit": "people", "label_pl": "osoby", "label_en": "people"} | cells


def ratio(indicator_id: str, numerator_id: str, denominator_id: str, **cells: object) -> Row:
    """Return the catalogue row of an indicator that is one indicator divided by another."""
    named = {"indicator_id": indicator_id, "numerator_id": numerator_id, "denominator_id": denominator_id}
    return named | {"value_type": "ratio", "unit": "families_per_assistant", "decimals": 2} | cells


def write_data(folder: Path, **tables: Iterable[Mapping[str, object]]) -> Path:
    """Write a data folder with the project's schema, ready to build; returns the folder."""
    documents = {name: list(rows) for name, rows in tables.items() if name not in CATALOGUE}
    catalogue = {name: list(tables.get(name, USUAL.get(name, []))) for name in CATALOGUE}
    described = {row["source_id"] for row in catalogue["sources"]}
    catalogue["sources"] += [{"source_id": name} for name in documents if name not in described]

    (folder / "catalog").mkdir(parents=True)
    (folder / "transcribed").mkdir()
    shutil.copy(SCHEMA_FILE, folder / "schema.yaml")
    shutil.copy(SCHEMA_FILE.with_name("README.head.md"), folder / "README.head.md")
    for name, rows in catalogue.items():
        write_csv(folder / "catalog" / f"{name}.csv", name, [_catalogue_row(name, row) for row in rows])
    units = {row["indicator_id"]: row.get("unit", "people") for row in catalogue["indicators"]}
    for name, rows in documents.items():
        printed = [_printed_row(number, row, units) for number, row in enumerate(rows, start=1)]
        write_csv(folder / "transcribed" / f"{name}.csv", "transcribed", printed)
    return folder


def publish(folder: Path, **tables: Iterable[Mapping[str, object]]) -> Path:
    """Write a data folder and run the production build on it; returns the folder."""
    build(write_data(folder, **tables))
    return folder


def write_csv(path: Path, table: str, rows: Iterable[Mapping[str, object]]) -> None:
    """Write rows with the columns that the schema gives the table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field["name"] for field in SCHEMAS[table]["fields"]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _catalogue_row(table: str, row: Mapping[str, object]) -> Row:
    """Fill every required text that the test leaves out with the name of its column."""
    required = [field["name"] for field in SCHEMAS[table]["fields"] if field.get("constraints", {}).get("required")]
    return {name: name for name in required} | DEFAULTS.get(table, {}) | dict(row)


def _printed_row(number: int, row: Mapping[str, object], units: Mapping[object, object]) -> Row:
    value = row.get("value")
    usual = {"row": number, "place": "table", "line": number, "literal": "●" if value is None else str(value)}
    if "indicator_id" in row:
        usual["unit"] = units.get(row["indicator_id"])
    return usual | dict(row)


def state_of(data: Path) -> Path:
    """Return the folder of the state in force."""
    return state_folder(data, in_force(data).version)


def republish(data: Path, changed: Callable[[str, pa.Table], pa.Table | None], origin: Path | None = None) -> Path:
    """Publish what is in force with every file changed (None leaves it out), unchecked; returns the folder.

    The files are taken from the folder `origin` where one is given.
    """
    state = state_of(origin or data)
    contents = {name: changed(name, pq.read_table(state / name)) for name in manifest(state)}
    version = write_state(data, {name: table for name, table in contents.items() if table is not None})
    commit(data, Publication(version, version, "build"), alone=True)
    return data


def rows(text: str) -> list[tuple[Any, ...]]:
    """Return what a select gives on the data of the moment, as tuples, with None for missing values."""
    frame = sql(text)
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def copied_source(folder: Path) -> Path:
    """Copy the project's own catalogue, documents and schema, without the published files; returns the folder."""
    data = PROJECT / "data"
    for name in ("catalog", "transcribed"):
        shutil.copytree(data / name, folder / name)
    for name in ("schema.yaml", "README.head.md"):
        shutil.copy(data / name, folder / name)
    return folder
