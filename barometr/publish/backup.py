"""A data folder in one ZIP, taken while the dashboard runs, and put back whole or not at all.

    backup.json                    the format, the moment, and size and SHA-256 of every other file
    publications.json              the log, and the states and imports that it names: parquet/<version>/, imports/<id>/
    catalog/ transcribed/ schema.yaml README.head.md organisation.toml ...

The log is read first. What it names never changes, so somebody may publish meanwhile: the backup has the state before.
"""

import hashlib
import json
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from barometr.publish.store import IMPORTS, now
from barometr.published import (
    CHUNK,
    LOG,
    STATES,
    DataMissingError,
    Publication,
    changed,
    damaged,
    listed,
    publications,
)

CONTENTS = "backup.json"
FORMAT = 1
FOLDERS, FILES = ("catalog", "transcribed"), ("schema.yaml", "README.head.md", "README.md", "organisation.toml")
REQUIRED = ("schema.yaml", "README.head.md")
TRIES = 3
# What a backup of ours stays far below; a ZIP beyond them was not made by `backup`.
MOST_FILES, MOST_FILE_BYTES, MOST_CONTENTS_BYTES = 200_000, 8 << 30, 64 << 20
ALREADY_PACKED = ".parquet"


class BackupError(Exception):
    """Nothing was written; the message says why and what to do."""


def backup(data: Path, file: Path) -> Path:
    """Write everything a data folder needs into a ZIP, replacing an earlier one at the end; returns its path.

    Raises BackupError where files are damaged or missing, or the place cannot be written.
    """
    with _written_beside(file) as made:
        for attempt in range(1, TRIES + 1):
            log = _log(data)
            try:
                _pack(data, made)
                break
            except (FileNotFoundError, DataMissingError, BackupError) as error:
                # A rebuild meanwhile removes what only an earlier log named; the new log names what is there.
                if attempt == TRIES or _log(data) == log:
                    raise BackupError(f"No backup was made: {error}") from error
        made.replace(file)
    return file


def restore(file: Path, folder: Path) -> Path:
    """Unpack a backup into a folder that is new or empty, every file and state checked first; returns the folder.

    Raises BackupError, leaving the folder as it was, for anything that `backup` would not have written.
    """
    if folder.exists() and not folder.is_dir():
        raise BackupError(f"{folder} is a file, not a folder: name a folder that does not exist yet.")
    if folder.is_dir() and any(folder.iterdir()):
        raise BackupError(f"The folder {folder} is not empty: name one that does not exist yet, or empty it first.")
    with _opened(file) as packed, _written_beside(folder) as made:
        entries = _entries(file, packed)
        contents = _contents(file, packed, entries)
        _check_room(folder, sum(size for size, _ in contents.values()))
        for name, (size, digest) in contents.items():
            _unpack(file, packed, entries[name], made / name, size, digest)
        _check_states(file, made)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    return folder


def _pack(data: Path, made: Path) -> None:
    """Write the ZIP, its list of contents last; a file counts with the bytes that went in."""
    log, named = _log(data), publications(data)
    if _log(data) != log:
        raise BackupError(f"{data / LOG} is being changed: try again in a moment.")
    contents: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(LOG, log)
        contents[LOG] = (len(log), hashlib.sha256(log).hexdigest())
        for version in sorted({state for one in named for state in (one.version, one.base)}):
            _check(data / STATES / version, damaged(data / STATES / version))
            contents |= _added(packed, data, data / STATES / version)
        for import_id in sorted({number for one in named for number in _imports_of(one)}):
            folder = data / IMPORTS / import_id
            _check(folder, changed(folder, listed(folder)))
            contents |= _added(packed, data, folder)
        for name in FOLDERS:
            contents |= _added(packed, data, data / name)
        for name in FILES:
            if name in REQUIRED or (data / name).exists():
                contents[name] = _add(packed, data, data / name)
        about = {"barometr_backup": FORMAT, "at": now(), "version": named[-1].version, "files": contents}
        packed.writestr(CONTENTS, json.dumps(about, indent=1))


def _imports_of(publication: Publication) -> set[str]:
    """Return the imports that an entry of the log names."""
    return {number for number in (*publication.imports, publication.import_id) if number}


def _log(data: Path) -> bytes:
    """Return the log as it stands; empty where there is none."""
    try:
        return (data / LOG).read_bytes()
    except FileNotFoundError:
        return b""


def _added(packed: zipfile.ZipFile, data: Path, folder: Path) -> dict[str, tuple[int, str]]:
    """Add the files of a folder; returns size and digest of each by its path."""
    if not folder.is_dir():
        raise FileNotFoundError(f"there is no folder {folder}")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".")]
    return {path.relative_to(data).as_posix(): _add(packed, data, path) for path in files}


def _add(packed: zipfile.ZipFile, data: Path, path: Path) -> tuple[int, str]:
    entry = zipfile.ZipInfo.from_file(path, path.relative_to(data).as_posix(), strict_timestamps=False)
    entry.compress_type = zipfile.ZIP_STORED if path.suffix == ALREADY_PACKED else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _check(folder: Path, found: Mapping[str, str]) -> None:
    """Raise BackupError where a published file is not as it was published: a backup must not keep the damage."""
    if found:
        named = ", ".join(f"{name}: {what}" for name, what in sorted(found.items())[:5])
        raise BackupError(
            f"published files in {folder} are damaged ({named}). "
            "Build the data anew (make data), or restore an earlier backup."
        )


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as packed:
            yield packed
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {file}: check its name.") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise BackupError(f"{file} is damaged or is no ZIP ({error}): take another backup.") from error


def _entries(file: Path, packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the entries by name; raises BackupError for names and kinds that no backup has."""
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in packed.infolist():
        name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
        path = PurePosixPath(name)
        odd = (
            len(found) >= MOST_FILES
            or name in found
            or name != path.as_posix()
            or path.is_absolute()
            or ".." in path.parts
            or any(sign in name for sign in "\\:\0")
            or kind not in (0, stat.S_IFREG)
            or entry.flag_bits & 1  # encrypted
            or entry.file_size > MOST_FILE_BYTES
            or path.parts[0] not in (*FOLDERS, *FILES, STATES, IMPORTS, LOG, CONTENTS)
        )
        if odd:
            raise BackupError(f"{file} is no backup of Barometr, nothing was unpacked: it holds {name[:200]!r}.")
        found[name] = entry
    return found


def _contents(
    file: Path, packed: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo]
) -> dict[str, tuple[int, str]]:
    """Return size and digest of every file as the backup lists them; raises BackupError where it lists others."""
    no_backup = f"{file} is no backup of Barometr: make one with `backup` and name that file."
    if CONTENTS not in entries or entries[CONTENTS].file_size > MOST_CONTENTS_BYTES:
        raise BackupError(no_backup)
    try:
        about = json.loads(packed.read(CONTENTS))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in about["files"].items()}
        made_as = about["barometr_backup"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BackupError(no_backup) from error
    if made_as != FORMAT:
        raise BackupError(f"{file} was made by another release of Barometr (format {made_as}): use that release.")
    if set(files) != set(entries) - {CONTENTS}:
        raise BackupError(f"{file} is incomplete or was changed, nothing was unpacked: take another backup.")
    return files


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder.parent).free
    if size > free:
        raise BackupError(
            f"The backup needs {size // 1_000_000 + 1} MB and {folder.parent} has {free // 1_000_000} MB free: "
            "make room, or name a folder on another disk."
        )


def _unpack(file: Path, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, size: int, digest: str) -> None:
    """Write one file, reading no more than the size that is listed; raises BackupError where its bytes are others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    left, read = size, hashlib.sha256()
    with packed.open(entry) as source, path.open("wb") as target:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                break
            read.update(chunk)
            target.write(chunk)
    if left or read.hexdigest() != digest:
        raise BackupError(
            f"{file} is damaged or was changed ({entry.filename}), nothing was unpacked: take another backup."
        )


def _check_states(file: Path, made: Path) -> None:
    """Raise BackupError unless the states and imports that the log names are whole, states named by their contents."""
    try:
        for one in publications(made):
            for version in {one.version, one.base}:
                if damaged(made / STATES / version):
                    raise BackupError(f"{file}: the state {version} is damaged, nothing was unpacked.")
            for number in _imports_of(one):
                if changed(made / IMPORTS / number, listed(made / IMPORTS / number)):
                    raise BackupError(f"{file}: the import {number} is damaged, nothing was unpacked.")
    except DataMissingError as error:
        raise BackupError(f"{file} lacks what its log names, nothing was unpacked: {error}") from error


@contextmanager
def _written_beside(path: Path) -> Iterator[Path]:
    """Give a name in a temporary folder on the same disk, so that renaming is one step; say what the disk refuses."""
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}: create it first, or name another place.")
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".barometr-") as folder:
            yield Path(folder) / "made"
    except OSError as error:
        reason = error.strerror or str(error)
        where = error.filename or path
        raise BackupError(f"{where} cannot be read or written ({reason}): nothing was written to {path}.") from error
