"""A state put together: what catalog/ and transcribed/ give, and over it the imports in force, in their order."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from barometr.publish.store import Contents
from barometr.published import manifest


def assembled(base: Path, imports: Sequence[Path], schemas: Mapping[str, Any]) -> dict[str, pa.Table | Path]:
    """Return the contents of a state by path: tables that the imports change, files of theirs and of the base.

    `imports` are folders with catalog/<table>.parquet (rows added to the catalogue, or put in the place of those with
    the same key) and observations/<source_id>.parquet; a later import of a document replaces an earlier one.
    """
    contents: dict[str, pa.Table | Path] = {name: base / name for name in manifest(base)}
    for folder in imports:
        for file in sorted(folder.glob("catalog/*.parquet")):
            name = file.name
            before = contents[name]
            contents[name] = overlaid(
                pq.read_table(before) if isinstance(before, Path) else before,
                pq.read_table(file),
                schemas[file.stem]["primaryKey"],
            )
        for file in sorted(folder.glob("observations/*.parquet")):
            contents[f"observations/{file.name}"] = file
    return contents


def overlaid(below: pa.Table, above: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Return the rows of both tables; a row of `above` takes the place of the one with the same key."""
    rows = {tuple(row[key] for key in keys): row for row in below.to_pylist()}
    rows |= {tuple(row[key] for key in keys): row for row in above.to_pylist()}
    return pa.Table.from_pylist(list(rows.values()), schema=below.schema)


def files_of(contents: Contents, folder: Path) -> dict[str, Path]:
    """Return the files of a state that is only looked at: tables are written to a folder, files stay where they are."""
    files = {}
    for name, content in contents.items():
        if isinstance(content, Path):
            files[name] = content
        else:
            files[name] = folder / name
            files[name].parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(content, files[name])
    return files
