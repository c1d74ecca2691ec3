"""The published data as a Frictionless data package: CSV and Parquet with schemas, keys, sources and terms.

The CSV files are for programs: nothing is rounded, grouped or protected, so that what is read back is what is
published. A reader with a spreadsheet takes one table instead (delimited.py, workbook.py).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from barometr.engine import Record, data_version, one_moment, records, remembered
from barometr.export.delimited import digits
from barometr.export.described import Schema, table_schemas
from barometr.export.files import stored_files, write_folder, zipped
from barometr.export.table import ExportError
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

README = Path(__file__).with_name("package_readme.md")
STATUSES = (
    "actual",
    "approx",
    "provisional",
    "pilot",
    "plan",
    "baseline",
    "target",
    "no_data",
    "in_progress",
    "not_applicable",
)
ARROW_TYPES = {"string": pa.string(), "integer": pa.int32(), "number": pa.float64()}
LICENCES = [
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Barometr's definitions, notes and compilation: Creative Commons Attribution 4.0",
    },
    {
        "path": "https://isap.sejm.gov.pl/isap.nsf/DocDetails.xsp?id=WDU20210001641",
        "title": "Printed figures: re-use of public sector information under the Polish act of 11 August 2021 "
        "(Dz.U. 2021 poz. 1641), naming the document",
    },
]
DESCRIPTION = (
    "Every figure that the documents print, with the place it was printed in, and the catalogue that says what it "
    "means. Each table is there twice with the same values, as CSV and as Parquet. The table `derived` is computed "
    "by Barometr and printed nowhere. See README.md (po polsku i po angielsku)."
)
CSV_RESOURCE = {
    "profile": "tabular-data-resource",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
}
# Described as a file and not as a table: Frictionless reads Parquet through pandas, which has no whole numbers beside
# missing ones, so it would refuse every empty year. It does check size and fingerprint; the schema is in the file.
PARQUET_RESOURCE = {
    "profile": "data-resource",
    "type": "file",
    "format": "parquet",
    "mediatype": "application/vnd.apache.parquet",
}


def write_package(directory: Path) -> Path:
    """Write the package into a folder that is new or empty; returns the folder."""
    return write_folder(directory, package_files())


@remembered
def package_bytes() -> bytes:
    """Return the package as a ZIP; the same data give the same bytes."""
    return zipped(package_files())


def package_files() -> dict[str, bytes]:
    """Return every file of the package by its path inside it."""
    with one_moment():
        schemas, stored = table_schemas(), stored_files()
        tables = {name: _table(stored, name, schema) for name, schema in schemas.items()}
        version, sources = data_version(), records("catalog/sources")
    files = {f"csv/{name}.csv": _csv(table) for name, table in tables.items()}
    files |= {f"parquet/{name}.parquet": _parquet(table) for name, table in tables.items()}
    resources = [_resource(path, content, schemas) for path, content in files.items()]
    return {
        "datapackage.json": _json(_descriptor(version, sources, resources)),
        "README.md": _readme(version, sources, schemas, tables).encode(),
        **files,
    }


def _table(stored: Mapping[str, Path], name: str, schema: Schema) -> pa.Table:
    """Return one table whole: a file of the published folder, the files of all documents, or the computed ratios."""
    if name == "derived":
        types = pa.schema([(field["name"], ARROW_TYPES[field["type"]]) for field in schema["fields"]])
        return pa.Table.from_pylist(list(records("export/derived")), schema=types)
    documents = [file for path, file in sorted(stored.items()) if path.startswith(f"{name}/")]
    if documents:
        return pa.concat_tables([pq.read_table(file) for file in documents]).sort_by(
            [("source_id", "ascending"), ("row", "ascending")]
        )
    if f"{name}.parquet" not in stored:
        raise ExportError(f"There is no published table '{name}'. Build it with: make data")
    return pq.read_table(stored[f"{name}.parquet"])


def _csv(table: pa.Table) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.column_names)
    writer.writerows([_written(cell) for cell in row.values()] for row in table.to_pylist())
    return buffer.getvalue().encode()


def _written(cell: str | bool | int | float | date | None) -> str:
    """Return a cell as Table Schema reads it back."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return digits(cell)
        case date():
            return cell.isoformat()
    return str(cell)


def _parquet(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _json(descriptor: Mapping[str, Any]) -> bytes:
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode()


def _descriptor(version: str, sources: Iterable[Record], resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return datapackage.json."""
    return {
        "profile": "data-package",
        "name": "barometr",
        "title": "Barometr: what Polish cities publish about social integration and civic activity",
        "description": DESCRIPTION,
        "version": version,
        "licenses": LICENCES,
        "sources": [
            {
                "title": row["title"],
                "title_en": row["title_en"],
                "publisher": row["publisher"],
                "published_on": row["published_on"].date().isoformat(),
            }
            for row in sources
        ],
        "resources": resources,
    }


def _resource(path: str, content: bytes, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    """Return the description of one file; its size and fingerprint let a reader notice a damaged copy."""
    name, title = Path(path).stem, schemas[Path(path).stem]["title"]
    file = {"path": path, "bytes": len(content), "hash": "sha256:" + hashlib.sha256(content).hexdigest()}
    if path.endswith(".parquet"):
        return {"name": f"{name}.parquet", "title": f"{title} (as csv/{name}.csv)", **file, **PARQUET_RESOURCE}
    schema = {key: value for key, value in schemas[name].items() if key != "title"}
    return {"name": name, "title": title, **file, **CSV_RESOURCE, "schema": schema}


def _readme(
    version: str, sources: Iterable[Record], schemas: Mapping[str, Schema], tables: Mapping[str, pa.Table]
) -> str:
    """Return what is inside, in Polish and English."""
    sources = list(sources)
    listed = {
        "tables": "\n".join(
            f"| `{name}` | {schema['title']} | {tables[name].num_rows} |" for name, schema in schemas.items()
        )
    }
    for language in LANGUAGES:
        wording = Wording(language)
        listed[f"sources_{language}"] = "\n".join(
            f"- {wording.named(row, 'title')}. {wording.named(row, 'publisher')}, {wording.dated(row)}."
            for row in sources
        )
        listed[f"statuses_{language}"] = "\n".join(
            f"| `{status}` | {wording.text(f'status.{status}.name')} | {wording.text(f'status.{status}.meaning')} |"
            for status in STATUSES
        )
    return Template(README.read_text(encoding="utf-8")).substitute(version=version, **listed)
