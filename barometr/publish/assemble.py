"""A state put together: what catalog/ and transcribed/ give, and over it the imports in force, in their order."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from barometr.publish.store import Contents, StoreError
from barometr.published import DataMissingError, changed, damaged, listed, manifest

GIVEN = b"barometr.given"  # in the metadata of a table that an import brings: the fields that its file had


def assembled(
    base: Path, imports: Sequence[Path], schemas: Mapping[str, Any], added: Path | None = None
) -> dict[str, pa.Table | Path]:
    """Return the contents of a state by path: tables that the imports change, files of theirs and of the base.

    `imports` are folders with catalog/<table>.parquet (rows added to the catalogue, or put in the place of those with
    the same key) and observations/<source_id>.parquet; a later import of a document replaces an earlier one. `added` is
    such a folder that is not published yet. Raises StoreError where what is published is damaged: that is not carried
    into a new state.
    """
    _require_whole(base, imports)
    contents: dict[str, pa.Table | Path] = {name: base / name for name in manifest(base)}
    for folder in [*imports, added] if added else imports:
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


def _require_whole(base: Path, imports: Sequence[Path]) -> None:
    """Raise a StoreError that names what is damaged and says what to do."""
    broken = [f"{base / name} ({why})" for name, why in damaged(base).items()]
    if broken:
        raise StoreError("damaged_state", files="; ".join(broken))
    lost: dict[str, list[str]] = {}
    for folder in imports:
        try:
            lost[folder.name] = [f"{folder / name} ({why})" for name, why in changed(folder, listed(folder)).items()]
        except DataMissingError:
            lost[folder.name] = [str(folder)]
    files = "; ".join(file for named in lost.values() for file in named)
    numbers = [number for number, named in lost.items() if named]
    if len(numbers) > 1:
        raise StoreError("damaged_imports", files=files)
    if numbers:
        raise StoreError("damaged_import", files=files, number=numbers[0])


def overlaid(below: pa.Table, above: pa.Table, keys: Sequence[str]) -> pa.Table:
    """Return the rows of both tables; a row of `above` changes the one with the same key.

    It changes the fields that its file gave (GIVEN), all of them where that is not said.
    """
    given = (above.schema.metadata or {}).get(GIVEN, b"").decode().split(",")
    changing = [name for name in given if name] or above.column_names
    rows = {tuple(row[key] for key in keys): row for row in below.to_pylist()}
    for row in above.to_pylist():
        key = tuple(row[name] for name in keys)
        rows[key] = rows[key] | {name: row[name] for name in changing} if key in rows else row
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
