"""What the signs mean, and what every field of the data means."""

import re
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from barometr.export.described import schema_file
from barometr.project import schemas_of
from barometr.ui import markup
from barometr.ui.reader import Reader

STATUSES = (
    "actual",
    "approx",
    "provisional",
    "derived",
    "pilot",
    "plan",
    "baseline",
    "target",
    "alternative",
    "no_data",
    "in_progress",
    "not_applicable",
    "contradicted",
)
MARKS = {"≠": "disputed", "†": "inferred", "//": "broken"}
CODE = re.compile("`([^`]+)`")
# The value that shows how a status looks in a table.
EXAMPLE = 4060


def statuses(reader: Reader) -> str:
    """Return every status: its sign as charts draw it, its name, its meaning, and how tables and charts show it."""
    return markup.grid((_status(reader, status) for status in STATUSES), "b-glossary")


def _status(reader: Reader, status: str) -> str:
    name = escape(reader.text(f"status.{status}.name"))
    in_table = escape(_in_tables(reader, status))
    pairs = [
        (reader.text("glossary.in_tables"), f"<strong>{in_table}</strong>"),
        (reader.text("glossary.in_charts"), escape(reader.text(f"glossary.chart_{status}"))),
    ]
    meaning = escape(_meaning(reader, status))
    return (
        f"<div><h3>{markup.status_sign(status, reader.theme)} {name}</h3>"
        f"<p>{meaning}</p>{markup.definitions(pairs)}</div>"
    )


def _in_tables(reader: Reader, status: str) -> str:
    example = reader.number(EXAMPLE, 0)
    if status == "derived":
        return f"⊙ {example}"
    if status in ("alternative", "contradicted"):
        return f"{example} ≠"
    return reader.text(f"status.{status}.cell", value=example)


def _meaning(reader: Reader, status: str) -> str:
    """Return what a status means; those that say so of a certain number are worded here without one."""
    if status in ("alternative", "contradicted"):
        return reader.text(f"glossary.meaning_{status}")
    meaning = reader.text(f"status.{status}.meaning")
    return meaning[:1].upper() + meaning[1:]


def marks(reader: Reader) -> str:
    """Return the marks that stand beside a number, with their meaning."""
    return markup.grid(
        (
            f"<div><h3><span class='b-mark'>{sign}</span> {escape(reader.text(f'table.{key}'))}</h3>"
            f"<p>{escape(reader.text(f'glossary.mark_{key}'))}</p></div>"
            for sign, key in MARKS.items()
        ),
        "b-glossary",
    )


def dictionary(reader: Reader) -> str:
    """Return every table of the data with its fields, folded."""
    file = schema_file()
    state = file.stat()
    return _tables(reader, file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _tables(reader: Reader, file: Path, changed: int, size: int) -> str:  # noqa: ARG001 (a changed file is read anew)
    schemas = schemas_of(file.parent)
    return "".join(_table(reader, name, schema) for name, schema in schemas.items())


def _table(reader: Reader, name: str, schema: dict[str, Any]) -> str:
    fields = markup.definitions((field["name"], _field(reader, field)) for field in schema["fields"])
    title = reader.text("dictionary.table", title=_described(reader, schema, "title"), name=name)
    return markup.folded(title, f"<div class='b-fields'>{fields}</div>")


def _described(reader: Reader, entry: dict[str, Any], field: str) -> str:
    """Return title or description in the reader's language; in English where it has no other."""
    return str(entry.get(f"{field}_{reader.language}") or entry[field])


def _field(reader: Reader, field: dict[str, Any]) -> str:
    rules = [reader.text(f"dictionary.type_{field['type']}"), *_rules(reader, field.get("constraints", {}))]
    described = CODE.sub(r"<code>\1</code>", escape(_described(reader, field, "description")))
    return f"{described}<span class='b-unit'>{escape('; '.join(rules))}</span>"


def _rules(reader: Reader, constraints: dict[str, Any]) -> list[str]:
    """Return what a field may hold, in words."""
    said = []
    for name, rule in constraints.items():
        if name == "required":
            said.append(reader.text("dictionary.required"))
        else:
            shown = ", ".join(str(one) for one in rule) if isinstance(rule, list) else str(rule)
            said.append(reader.text(f"dictionary.rule_{name}", rule=shown))
    return said
