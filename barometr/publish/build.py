"""From the catalogue and the transcribed documents to the Parquet files that queries read.

    data/catalog/*.csv       what is measured, where, for which goal      -> <name>.parquet
    data/transcribed/*.csv   what each document printed, a row a figure   -> observations/<source>.parquet
                                                                          -> narrative/<source>.parquet

Everything is read and checked before it is put in force. The imports in force stay so.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from frictionless import Package, Resource, Schema

from barometr.engine import open_state
from barometr.project import TRANSCRIBED, schemas_of
from barometr.publish.assemble import assembled
from barometr.publish.findings import Finding, completed, findings_of
from barometr.publish.store import (
    IMPORTS,
    commit,
    log_or_nothing,
    now,
    publishing,
    remove_unnamed_states,
    user,
    write_state,
)
from barometr.publish.tables import Row, in_order, locator, printed_table, table_of
from barometr.published import Publication, manifest, state_folder


class BuildError(Exception):
    """The data cannot be published; the message lists every problem with its file, row and rule."""


def build(data: Path) -> dict[str, int]:
    """Publish what data/catalog and data/transcribed hold, and over it the imports in force.

    Returns the number of rows by table. Raises BuildError when a file breaks its schema or a check finds something
    the conflicts register does not explain, and StoreError when it cannot be written; what was published before then
    stays in force.
    """
    schemas = schemas_of(data)
    tables = read_tables(data)
    if not any(name.startswith("observations/") for name in tables):
        raise BuildError("transcribed: no document holds an observation")
    with publishing(data, user()):
        log = log_or_nothing(data)
        imports = log[-1].imports if log else ()
        base = version = write_state(data, {f"{name}.parquet": table for name, table in tables.items()})
        findings = [_said(one) for one in findings_of(open_state(state_folder(data, base)))]
        if imports and not findings:
            version, findings = _with_imports(data, base, imports, schemas)
        if findings:
            remove_unnamed_states(data)
            raise BuildError("\n".join(findings))
        if any(one.action != "build" for one in log):
            commit(data, Publication(version, base, "build", imports, at=now(), by=user()))
        else:  # a folder that nothing was ever imported into needs no history: version control has it
            commit(data, Publication(version, base, "build"), alone=True)
        remove_unnamed_states(data)
    return {name: table.num_rows for name, table in tables.items()}


def _with_imports(data: Path, base: str, imports: Sequence[str], schemas: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Write the state of the texts with the imports over it; returns its version, or what keeps it from being one."""
    folders = [data / IMPORTS / one for one in imports]
    twice = [
        f"transcribed/{file.stem}.csv: import {folder.name} brought this document; undo it first, or rename yours"
        for folder in folders
        for file in sorted(folder.glob("observations/*.parquet"))
        if f"observations/{file.name}" in manifest(state_folder(data, base))
    ]
    if twice:
        return base, twice
    with TemporaryDirectory(prefix="barometr-") as made:
        contents = assembled(state_folder(data, base), folders, schemas)
        whole, _, found = completed(contents, Path(made), schemas)
        if found:
            return base, [f"with the imports: {_said(one)}" for one in found]
        return write_state(data, whole), []


def _said(one: Finding) -> str:
    return f"queries/{one.check}.sql: {one.finding} ({one.row_ids}): {one.rule}"


def read_tables(data: Path) -> dict[str, pa.Table]:
    """Return every table to publish, by its path under parquet/; raises BuildError on any invalid cell."""
    schemas = schemas_of(data)
    rows = _validated_rows(data, schemas)
    tables = {}
    for name in sorted(rows):
        folder, stem = name.split("/")
        if folder == "catalog":
            tables[stem] = table_of(rows[name], schemas[stem])
    sources = {row["source_id"]: row for row in rows["catalog/sources"]}
    for name in sorted(rows):
        folder, stem = name.split("/")
        if folder == "transcribed":
            tables |= _document_tables(stem, rows[name], sources, schemas[TRANSCRIBED])
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


def _document_tables(
    source_id: str, rows: Sequence[Row], sources: dict[str, Row], schema: Mapping[str, Any]
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
    tables = {f"narrative/{source_id}": printed_table(narrative, schema)}
    if observations:
        tables[f"observations/{source_id}"] = printed_table(in_order(observations), schema)
    return tables


def _row_id(reference: str | None, source_id: str) -> str | None:
    if reference is None:
        return None
    return reference if "." in reference else f"{source_id}.{reference}"


def write_dictionary(data: Path) -> Path:
    """Write data/README.md, the data dictionary, from schema.yaml; returns its path."""
    schemas = schemas_of(data)
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
