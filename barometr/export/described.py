"""What every published table and column is: data/schema.yaml, and what the build adds to it (added.yaml)."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from barometr.engine import data_directory
from barometr.project import PROJECT, schemas_of

ADDED = Path(__file__).with_name("added.yaml")
Schema = dict[str, Any]


def schema_file() -> Path:
    """Return the file that describes the tables."""
    own = data_directory() / "schema.yaml"
    # A folder that holds nothing but published files is described by the project's own schema.
    return own if own.exists() else PROJECT / "data" / "schema.yaml"


def table_schemas() -> dict[str, Schema]:
    """Return a Table Schema with its title for every table of the data package, by name."""
    schemas = schemas_of(schema_file().parent)
    added = _added()
    transcribed = schemas.pop("transcribed")
    for name, title in added["titles"].items():
        schemas[name] = {"title": title, **_of_all_documents(transcribed, added["printed"])}
    schemas["derived"] = added["derived"]
    return {name: _standalone(name, schema) for name, schema in schemas.items()}


def _of_all_documents(transcribed: Schema, printed: list[Schema]) -> Schema:
    """Return the schema of the figures of every document together, where only row_id names a figure."""
    source = {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}}
    return {
        "primaryKey": ["row_id"],
        "foreignKeys": [source, *transcribed["foreignKeys"]],
        # The part of a breakdown is an empty text for the total, and that is a value, not a missing one.
        "fields": [
            *printed,
            *(field | ({"missingValues": []} if field["name"] == "member" else {}) for field in transcribed["fields"]),
        ],
    }


def _standalone(name: str, schema: Schema) -> Schema:
    """Return the schema as the standard words it: what is missing is said, and a table calls itself ""."""
    keys = [
        key | {"reference": key["reference"] | {"resource": ""}} if key["reference"]["resource"] == name else key
        for key in schema.get("foreignKeys", [])
    ]
    return schema | {"missingValues": [""]} | ({"foreignKeys": keys} if keys else {})


def descriptions() -> dict[str, str]:
    """Return what a column of a query is, by its name, for the names that mean one thing wherever they occur.

    Most queries speak of printed figures, so the tables of figures are heard before the catalogue.
    """
    found = defaultdict(set)
    schemas = table_schemas()
    for schema in schemas.values():
        for field in schema["fields"]:
            found[field["name"]].add(field["description"])
    certain = {name: texts.pop() for name, texts in found.items() if len(texts) == 1}
    figures = {field["name"]: field["description"] for field in schemas["observations"]["fields"]}
    return certain | figures | _added()["columns"]


def _added() -> dict[str, Any]:
    added: dict[str, Any] = yaml.safe_load(ADDED.read_text(encoding="utf-8"))
    return added
