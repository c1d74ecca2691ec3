"""Where the project lies, and the fields of its tables as data/schema.yaml describes them."""

from functools import lru_cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
TRANSCRIBED = "transcribed"  # the schema of what documents print; every other one is a table of the catalogue
# What a printed figure has besides its fields once it is published.
PRINTED_FIELDS = {"row_id": "string", "source_id": "string", "published_on": "date", "locator": "string"}


@lru_cache(maxsize=1)
def schemas() -> dict[str, dict[str, Any]]:
    """Return the Table Schema of every table by name; whoever receives it must not change it."""
    return schemas_of(PROJECT / "data")


def schemas_of(data: Path) -> dict[str, dict[str, Any]]:
    """Return the Table Schemas in the schema.yaml of a data folder."""
    import yaml  # slow to import, and needed only where a table is described

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster, where PyYAML was built with it
    found: dict[str, dict[str, Any]] = yaml.load((data / "schema.yaml").read_text(encoding="utf-8"), loader)
    return found


def columns_of(table: str) -> dict[str, str]:
    """Return column -> type (string, integer, number, boolean, date) of a published table."""
    printed = table in ("observations", "narrative")
    fields = schemas()[TRANSCRIBED if printed else table]["fields"]
    return (PRINTED_FIELDS if printed else {}) | {field["name"]: field["type"] for field in fields}
