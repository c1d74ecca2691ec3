"""Writing what is published: new states beside the old ones, then the log in one step, one publisher at a time.

Everything is written under a name that nobody reads, flushed to the disk, and renamed; the log (publications.json)
comes last. A process that is killed, or a disk that is full, leaves the state before, and at most files that the next
publication sweeps away.
"""

import getpass
import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from barometr.publish.problems import PublishingError
from barometr.published import (
    LOG,
    MANIFEST,
    STATES,
    DataMissingError,
    FileState,
    Publication,
    changed,
    damaged,
    digest_of,
    listed,
    publications,
    state_folder,
    version_of,
)

IMPORTS = "imports"
LOCK, HOLDER = ".publishing.lock", ".publishing.json"
UNFINISHED = ".unfinished-"  # what begins so was never completed
ROWS_PER_GROUP = 1_000_000

Contents = Mapping[str, pa.Table | Path]


class StoreError(PublishingError):
    """The disk, or somebody else who is publishing, stands in the way."""


def now() -> str:
    """Return the moment in UTC, as the log has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def user() -> str:
    """Return who runs this process, as the log names a person at a command line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no name
        return f"uid {os.getuid()}" if hasattr(os, "getuid") else "?"


@contextmanager
def publishing(data: Path, by: str) -> Iterator[None]:
    """Hold the one right to publish in a data folder; raises StoreError while somebody else has it.

    The right ends with the process, however that ends. What an earlier process left unfinished is swept away, and so
    is everything that this one wrote, should it fail.
    """
    lock = FileLock(data / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreError("busy", holder=_holder(data)) from error
    except OSError as error:
        raise _unwritable(data, error) from error
    try:
        with writing(data):
            _sweep(data)  # before anything is written: it may be what fills the disk
            _write_json(data / HOLDER, {"by": by, "since": now(), "process": os.getpid(), "host": socket.gethostname()})
            try:
                yield
            except BaseException:
                with suppress(OSError):
                    _sweep(data)
                raise
    finally:
        with suppress(OSError):
            (data / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(data: Path) -> str:
    """Say who is publishing, where that can be read: the file may go at any moment."""
    try:
        holder = json.loads((data / HOLDER).read_text(encoding="utf-8"))
        return f" ({holder['by']}, {holder['since']}, {holder['host']}:{holder['process']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into a StoreError."""
    try:
        yield
    except OSError as error:
        raise _unwritable(folder, error) from error


def _unwritable(folder: Path, error: OSError) -> StoreError:
    where = error.filename or folder
    return StoreError("unwritable", where=where, reason=error.strerror or str(error))


def _sweep(data: Path) -> None:
    """Remove what was never completed, and the imports and states that no publication names."""
    (data / HOLDER).unlink(missing_ok=True)
    for folder in (data, data / STATES, data / IMPORTS):
        for left in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    imports = [folder for folder in (data / IMPORTS).glob("*") if folder.is_dir()]
    log = log_or_nothing(data)
    if imports and not log:
        raise StoreError("log_gone", log=data / LOG, imports=data / IMPORTS)
    named = {one.import_id for one in log}
    for folder in imports:
        if folder.name not in named:
            shutil.rmtree(folder)
    if log:
        remove_unnamed_states(data)


def log_or_nothing(data: Path) -> tuple[Publication, ...]:
    """Return the log of a data folder, empty before its first publication."""
    return publications(data) if (data / LOG).exists() else ()


def write_state(data: Path, contents: Contents) -> str:
    """Write a state, its tables and copies of files of other states, and return its version; nothing reads it yet.

    A state that stands there already is kept, and its damaged files are replaced.
    """
    building = _unfinished(data / STATES)
    building.mkdir(parents=True)
    try:
        files = {name: _write(content, building / name) for name, content in contents.items()}
        _write_json(building / MANIFEST, {name: asdict(files[name]) for name in sorted(files)})
        for folder in {building, *(path.parent for path in building.rglob("*"))}:
            _flush(folder)
        version = version_of(files)
        _settle(building, state_folder(data, version))
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return version


def _settle(building: Path, target: Path) -> None:
    """Give a complete state its name, or mend the one that has it."""
    if target.is_dir():
        _mend(target, building)
    else:
        building.rename(target)
    _flush(target.parent)


def _mend(state: Path, whole: Path) -> None:
    """Replace the damaged files of a state by those of an equal one, each in one step: readers may have it open."""
    try:
        broken = damaged(state)
    except DataMissingError:
        broken = changed(state, listed(whole))
    else:
        if not broken:
            return
    for name in [*broken, MANIFEST]:  # the manifest last, for then readers look again
        place = state / name
        for path, is_right in ((place.parent, Path.is_dir), (place, Path.is_file)):
            if path.exists() and not is_right(path):
                path.rename(_unfinished(state.parent))  # swept away by the next publication
        place.parent.mkdir(exist_ok=True)
        (whole / name).replace(place)
        _flush(place.parent)


def commit(data: Path, publication: Publication, *, alone: bool = False) -> None:
    """Put a state in force: the one step that readers see. `alone` forgets the entries before."""
    before = () if alone else log_or_nothing(data)
    entries = [{name: value for name, value in asdict(one).items() if value} for one in (*before, publication)]
    _write_json(data / LOG, entries)


def new_import_id(data: Path) -> str:
    """Return the number of the next import, as "0007"."""
    numbers = [int(one.import_id) for one in log_or_nothing(data) if one.import_id]
    return f"{max(numbers, default=0) + 1:04d}"


def keep_import(data: Path, import_id: str, made: Path) -> Path:
    """Copy what an import brought into data/imports/<import_id>, with a manifest; returns that folder."""
    target, unfinished = data / IMPORTS / import_id, _unfinished(data / IMPORTS)
    unfinished.mkdir(parents=True)
    try:
        files = {}
        for file in sorted(path for path in made.rglob("*") if path.is_file()):
            name = file.relative_to(made).as_posix()
            files[name] = asdict(_copy(file, unfinished / name))
        _write_json(unfinished / MANIFEST, files)
        for folder in (unfinished, *(path for path in unfinished.iterdir() if path.is_dir())):
            _flush(folder)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _flush(target.parent)
    return target


def remove_unnamed_states(data: Path) -> None:
    """Remove the states that the log does not name; what cannot be removed now stays for the next time."""
    named = {version for one in log_or_nothing(data) for version in (one.version, one.base)}
    for folder in (data / STATES).glob("*"):
        if folder.name not in named:
            shutil.rmtree(folder, ignore_errors=True)


def _unfinished(folder: Path) -> Path:
    return folder / f"{UNFINISHED}{uuid4().hex}"


def _write(content: pa.Table | Path, path: Path) -> FileState:
    """Write a table, or take over a file of another state; returns what the manifest says of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        known = _known_state(content)
        try:
            os.link(content, path)  # the same bytes under a second name: nothing ever changes them
        except OSError:  # another disk, or one that knows no second names
            copied = _copy(content, path)
            return known or copied
        return known or digest_of(path)
    pq.write_table(content, path, compression="zstd", row_group_size=ROWS_PER_GROUP)
    _flush(path)
    return digest_of(path)


def _copy(file: Path, path: Path) -> FileState:
    path.parent.mkdir(exist_ok=True)
    shutil.copyfile(file, path)
    _flush(path)
    return digest_of(path)


def _known_state(file: Path) -> FileState | None:
    """Return what the manifest of a file's state or import says of it, if it belongs to one."""
    for folder in (file.parent, file.parent.parent):
        if (folder / MANIFEST).exists():
            return listed(folder).get(file.relative_to(folder).as_posix())
    return None


def _write_json(path: Path, content: object) -> None:
    """Write a file in one step: complete under its name, or the one before."""
    unfinished = _unfinished(path.parent)
    try:
        # A name that cannot be written as text (a file name from a foreign disk) is written with question marks.
        with unfinished.open("w", encoding="utf-8", errors="replace") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    with suppress(OSError):  # it stands and readers see it: to call it a failure now would be wrong
        _flush(path.parent)


def _flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before going on; folders cannot be flushed on Windows."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
