"""What is published: folders of Parquet files that never change, and the log whose last entry names the one in force.

    data/publications.json       an entry for each publication, oldest first
    data/parquet/<version>/      one state: a file a table, observations/ and narrative/ a file a document
    data/parquet/<version>/manifest.json   size and SHA-256 of every file

A state is named by its contents, so equal data have one name. Publishing writes a new folder and then replaces the log
in one step: a reader finds the state before or the state after.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LOG, STATES, MANIFEST = "publications.json", "parquet", "manifest.json"
VERSION_LENGTH = 10
CHUNK = 1 << 20


class DataMissingError(Exception):
    """There is nothing published to read where it is expected, or what is there cannot be read."""


@dataclass(frozen=True)
class Publication:
    """One entry of the log.

    `version` is the state that it put in force; `base` the state made of catalog/ and transcribed/ alone; `imports`
    the imports in force, in order. An import names its file, and the document and how many rows it brought.
    """

    version: str
    base: str
    action: str  # "build", "import" or "undo"
    imports: tuple[str, ...] = ()
    at: str | None = None  # moment in UTC, as 2026-03-31T10:15:00+00:00; a build of the texts alone has none
    by: str | None = None
    import_id: str | None = None
    file: str | None = None
    sha256: str | None = None
    rows: int | None = None
    source_id: str | None = None


@dataclass(frozen=True)
class FileState:
    """What the manifest says of a file of a state."""

    size: int
    sha256: str


def publications(data: Path) -> tuple[Publication, ...]:
    """Return the log of a data folder, oldest entry first; raises DataMissingError where there is none."""
    path = data / LOG
    try:
        state = path.stat()
    except OSError as error:
        raise DataMissingError(f"{path} is not there: nothing is published. Build the data with: make data") from error
    return _publications(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=8)
def _publications(path: Path, *_state: int) -> tuple[Publication, ...]:
    """Read the log once for each of its states."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        found = tuple(Publication(**{**entry, "imports": tuple(entry.get("imports", ()))}) for entry in entries)
    except (OSError, ValueError, TypeError) as error:
        raise DataMissingError(f"{path} cannot be read ({error}): restore it from a backup.") from error
    if not found:
        raise DataMissingError(f"{path} names no publication. Build the data with: make data")
    return found


def in_force(data: Path) -> Publication:
    """Return the latest publication."""
    return publications(data)[-1]


def state_folder(data: Path, version: str) -> Path:
    """Return the folder of a state."""
    return data / STATES / version


def manifest(folder: Path) -> dict[str, FileState]:
    """Return size and digest of every file of a state by its path; raises DataMissingError where that is damaged."""
    files = listed(folder)
    if version_of(files) != folder.name:
        raise DataMissingError(
            f"{folder / MANIFEST} is not as it was published. Build the data anew (make data), or restore a backup."
        )
    return files


def listed(folder: Path) -> dict[str, FileState]:
    """Return what the manifest of a state or an import says, whatever its name; raises DataMissingError without one."""
    try:
        entries: dict[str, dict[str, Any]] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {name: FileState(**entry) for name, entry in entries.items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DataMissingError(
            f"{folder / MANIFEST} cannot be read ({error}). Build the data anew (make data), or restore a backup."
        ) from error


def digest_of(path: Path) -> FileState:
    """Return size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileState(size, digest.hexdigest())


def version_of(files: Mapping[str, FileState]) -> str:
    """Return ten characters that name a state: equal files give the same, any change another."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name} {files[name].sha256}\n".encode())
    return digest.hexdigest()[:VERSION_LENGTH]


def damaged(folder: Path) -> dict[str, str]:
    """Return the files of a state that are not as they were published, each with what is wrong with it."""
    return changed(folder, manifest(folder))


def changed(folder: Path, files: Mapping[str, FileState]) -> dict[str, str]:
    """Return the files of a folder that are not as given, each with what is wrong with it."""
    found = {}
    for name, published in files.items():
        try:
            now = digest_of(folder / name)
        except OSError as error:
            found[name] = error.strerror or str(error)
            continue
        if now.size != published.size:
            found[name] = f"{now.size} bytes, published with {published.size}"
        elif now != published:
            found[name] = "its bytes are not those that were published"
    return found
