"""From the catalogue and the transcribed documents to the Parquet files that queries read.

    data/catalog/*.csv       what is measured, where, for which goal      -> parquet/<name>.parquet
    data/transcribed/*.csv   what each document printed, a row a figure   -> parquet/observations/<source>.parquet
                                                                          -> parquet/narrative/<source>.parquet

Everything is read and checked before anything is written; the new folder replaces the old one at the end.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from frictionless import Package, Resource, Schema

from barometr.engine import Database, queries

Row = dict[str, Any]
ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
# The order in which a reader asks: one indicator, one area, a run of years. At a hundred million rows
# this is the difference between 30 ms and 1 700 ms for one series.
OBSERVATION_ORDER = ("indicator_id", "area_id", "year", "member", "row")
ROWS_PER_GROUP = 1_000_000
PRINTED_FIELDS = pa.schema(
    [
        ("row_id", pa.string()),
        ("source_id", pa.string()),
        ("published_on", pa.date32()),
        ("locator", pa.string()),
    ]
)


class BuildError(Exception):
    """The data cannot be published; the message lists every problem with its file, row and rule."""


def build(data: Path) -> dict[str, int]:
    """Rebuild data/parquet from data/catalog and data/transcribed.

    Returns the number of rows written by table. Raises BuildError, leaving the published files as they
    were, when a file breaks its schema or a check finds something the conflicts register does not explain.
    """
    tables = read_tables(data)
    if not any(name.startswith("observations/") for name in tables):
        raise BuildError("transcribed: no document holds an observation")
    building, published = data / "parquet.building", data / "parquet"
    shutil.rmtree(building, ignore_errors=True)
    counts = {name: _write(table, building / f"{name}.parquet") for name, table in tables.items()}
    findings = unexplained_findings(Database(building))
    if findings:
        shutil.rmtree(building)
        raise BuildError("\n".join(findings))
    _swap(building, published)
    return counts


def read_tables(data: Path) -> dict[str, pa.Table]:
    """Return every table to publish, by its path under parquet/; raises BuildError on any invalid cell."""
    schemas = yaml.safe_load((data / "schema.yaml").read_text(encoding="utf-8"))
    rows = _validated_rows(data, schemas)
    tables = {}
    for name in sorted(rows):
        folder, stem = name.split("/")
        if folder == "catalog":
            tables[stem] = _table(rows[name], _arrow_schema(schemas[stem]))
    sources = {row["source_id"]: row for row in rows["catalog/sources"]}
    for name in sorted(rows):
        folder, stem = name.split("/")
        if folder == "transcribed":
            tables |= _document_tables(stem, rows[name], sources, _arrow_schema(schemas["transcribed"]))
    return tables


def _validated_rows(data: Path, schemas: dict[str, Any]) -> dict[str, list[Row]]:
    """Return typed rows by file ("catalog/areas"), after Frictionless has found nothing wrong in any."""
    files = sorted([*data.glob("catalog/*.csv"), *data.glob("transcribed/*.csv")])
    absent = schemas.keys() - {file.stem for file in files} - {"transcribed"}
    if absent:
        raise BuildError("\n".join(f"catalog/{name}.csv: the file is missing" for name in sorted(absent)))
    resources = []
    for file in files:
        schema_name = "transcribed" if file.parent.name == "transcribed" else file.stem
        if schema_name not in schemas:
            raise BuildError(f"{file.relative_to(data)}: schema.yaml describes no table '{schema_name}'")
        schema = Schema.from_descriptor({"missingValues": [""], **schemas[schema_name]})
        name = file.stem if file.parent.name == "catalog" else f"{file.stem}-printed".replace("_", "-")
        resources.append(
            Resource(
                path=str(file.relative_to(data)),
                name=name,
                schema=schema,
                encoding="utf-8",
                basepath=str(data),
            )
        )
    package = Package(resources=resources, basepath=str(data))
    report = package.validate()
    if not report.valid:
        raise BuildError("\n".join(_problems(report)))
    rows = {
        str(file.relative_to(data).with_suffix("")): [row.to_dict() for row in resource.read_rows()]  # type: ignore[attr-defined]
        for file, resource in zip(files, package.resources, strict=True)
    }
    endless = list(_endless_numbers(rows))
    if endless:
        raise BuildError("\n".join(endless))
    return rows


def _endless_numbers(rows: dict[str, list[Row]]) -> Iterable[str]:
    """Say which cells hold "NaN" or "INF": Frictionless takes them for numbers, no document prints them."""
    for name, table in rows.items():
        for number, row in enumerate(table, start=2):
            for column, value in row.items():
                if isinstance(value, Decimal) and not value.is_finite():
                    yield f"{name}.csv, row {number}, column {column}, value '{value}': is no number"


def _problems(report: Any) -> Iterable[str]:  # noqa: ANN401 (Frictionless has no typed report)
    """Say each problem with file, row, column, value and rule."""
    for task in report.tasks:
        for error in task.errors:
            at = [task.place]
            if getattr(error, "row_number", None):
                at.append(f"row {error.row_number}")
            if getattr(error, "field_name", None):
                at.append(f"column {error.field_name}")
            if getattr(error, "cell", None) is not None:
                at.append(f"value '{error.cell}'")
            yield f"{', '.join(at)}: {error.note or error.message}"


def _arrow_schema(schema: dict[str, Any]) -> pa.Schema:
    return pa.schema([(field["name"], ARROW_TYPES[field["type"]]) for field in schema["fields"]])


def _table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([_plain(row) for row in rows], schema=schema)


def _plain(row: Row) -> Row:
    """Return the row with decimals as floats: a printed figure has far fewer digits than a float keeps."""
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def _document_tables(
    source_id: str, rows: Sequence[Row], sources: dict[str, Row], schema: pa.Schema
) -> dict[str, pa.Table]:
    """Return the two tables of one document: its observations and everything else it prints."""
    if source_id not in sources:
        raise BuildError(f"transcribed/{source_id}.csv: catalog/sources.csv has no document '{source_id}'")
    published_on = sources[source_id]["published_on"]
    printed = [
        {
            **row,
            "member": row["member"] or "",
            "row_id": f"{source_id}.{row['row']}",
            "source_id": source_id,
            "published_on": published_on,
            "locator": locator(row),
            "restates": _row_id(row["restates"], source_id),
        }
        for row in rows
    ]
    observations = [row for row in printed if row["home"] == "observation"]
    narrative = [row for row in printed if row["home"] != "observation"]
    # Empty cells go first; the checks then say what is wrong with them.
    observations.sort(key=lambda row: tuple((row[name] is not None, row[name]) for name in OBSERVATION_ORDER))
    both = pa.schema([*PRINTED_FIELDS, *schema])
    tables = {f"narrative/{source_id}": _table(narrative, both)}
    if observations:
        tables[f"observations/{source_id}"] = _table(observations, both)
    return tables


def locator(row: Row) -> str:
    """Return where a figure stands in its document: place, section if any, line ("table III.3.c:2084")."""
    return f"{row['place']} {row['section'] or ''}".strip() + f":{row['line']}"


def _row_id(reference: str | None, source_id: str) -> str | None:
    if reference is None:
        return None
    return reference if "." in reference else f"{source_id}.{reference}"


def _write(table: pa.Table, path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", row_group_size=ROWS_PER_GROUP)
    return table.num_rows


def unexplained_findings(database: Database) -> list[str]:
    """Return what the checks find that no entry of the conflicts register explains, one line each."""
    known = set(database.run("select finding from conflicts where finding is not null")["finding"])
    findings = []
    for name, check in queries().items():
        if name.startswith("checks/"):
            findings += [
                f"queries/{name}.sql: {row.finding} ({row.row_ids}): {row.rule}"
                for row in database.run(check.text).itertuples()
                if row.finding not in known
            ]
    return findings


def _swap(building: Path, published: Path) -> None:
    """Put the new folder in the place of the old one."""
    previous = published.with_name("parquet.previous")
    shutil.rmtree(previous, ignore_errors=True)
    if published.exists():
        published.replace(previous)
    building.replace(published)
    shutil.rmtree(previous, ignore_errors=True)


def write_dictionary(data: Path) -> Path:
    """Write data/README.md, the data dictionary, from schema.yaml; returns its path."""
    schemas = yaml.safe_load((data / "schema.yaml").read_text(encoding="utf-8"))
    lines = [(data / "README.head.md").read_text(encoding="utf-8").rstrip(), ""]
    for name, schema in schemas.items():
        lines += [
            f"## {name}",
            "",
            schema["title"] + ".",
            "",
            "| field | type | meaning | rules |",
            "|---|---|---|---|",
        ]
        for field in schema["fields"]:
            rules = _rules(field.get("constraints", {}))
            lines.append(f"| `{field['name']}` | {field['type']} | {field['description']} | {rules} |")
        lines.append("")
    path = data / "README.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _rules(constraints: dict[str, Any]) -> str:
    """Say constraints briefly, for the dictionary."""
    words = []
    for name, rule in constraints.items():
        if name == "required":
            words.append("required")
        elif name == "enum":
            words.append(", ".join(f"`{value}`" for value in rule))
        else:
            words.append(f"{name} {json.dumps(rule)}".replace("|", "\\|"))
    return "; ".join(words)
