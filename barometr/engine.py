"""The one door to the data: named SQL queries over Parquet files, in a locked in-memory DuckDB.

Every page, every check and the command line ask their questions here; nothing else imports duckdb.

    query("volunteering/by_path", area_id="gdansk")   a file of queries/, with its parameters
    sql("select count(*) from observations")          a single select of one's own
"""

import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any, ParamSpec, TypeVar

import duckdb
import pandas as pd

from barometr.project import PROJECT, columns_of
from barometr.published import MANIFEST, DataMissingError, damaged, in_force, manifest, publications, state_folder

QUERIES = PROJECT / "queries"

# Two threads and half a gigabyte answer a hundred million sorted rows in tens of milliseconds and
# leave room for fifty sessions on a small machine.
SETTINGS: dict[str, str | int | bool] = {
    "threads": 2,
    "memory_limit": "512MB",
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
CACHED_RESULTS = 512
CACHED_BYTES_PER_RESULT = 4_000_000
# Up to this size figures are kept in memory too: faster, and nothing that happens to the files is felt.
BYTES_IN_MEMORY = 8_000_000
STATES_OPEN = 3  # the state in force, and earlier ones that somebody looks at
# Without one of these no figure can be named; every other file may be left out.
NEEDED = ("areas", "goals", "indicators", "members", "programmes", "sources", "units")
SECONDS_PER_QUERY = 30.0
OPENING_TRIES, SECONDS_BETWEEN_TRIES = 5, 0.02
# Eight heavy queries at once do not fit the memory limit above, and more than two gain no time; the rest wait.
QUERIES_AT_ONCE = 2
DUCKDB_TYPES = {"string": "varchar", "integer": "integer", "number": "double", "boolean": "boolean", "date": "date"}

Record = Mapping[str, Any]
EMPTY: Mapping[str, str] = MappingProxyType({})
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Parameter = str | int | float | bool | None | tuple[str, ...] | list[str]


class QueryError(Exception):
    """A question that cannot be answered: unknown query, wrong parameters, or SQL that does not run."""


@dataclass(frozen=True)
class Query:
    """One file of queries/: what it answers, the parameters it takes and the columns it returns."""

    name: str
    title: str
    params: tuple[str, ...]
    columns: tuple[str, ...]
    text: str


def data_directory() -> Path:
    """Return the folder that holds the data: BAROMETR_DATA, or data/ of the project."""
    return Path(os.environ.get("BAROMETR_DATA") or PROJECT / "data")


@lru_cache(maxsize=1)
def queries() -> Mapping[str, Query]:
    """Return every query file by name ("volunteering/by_path"), without views.sql."""
    found = {}
    for path in sorted(QUERIES.rglob("*.sql")):
        name = path.relative_to(QUERIES).with_suffix("").as_posix()
        if name != "views":
            found[name] = _read_query(name, path.read_text(encoding="utf-8"))
    return found


def _read_query(name: str, text: str) -> Query:
    """Read the header that every query file opens with (title, params, columns)."""
    opening = takewhile(lambda line: line.startswith("--"), text.splitlines())
    header = [line[2:].strip() for line in opening]

    def listed(label: str) -> str:
        start = next((i for i, line in enumerate(header) if line.startswith(label + ":")), None)
        if start is None:
            raise QueryError(f"queries/{name}.sql: the header has no line '-- {label}:'")
        lines = [header[start].removeprefix(label + ":")]
        for line in header[start + 1 :]:
            if re.match(r"(params|columns):", line):
                break
            lines.append(line)
        return " ".join(lines).strip()

    params = tuple(part.strip() for part in listed("params").split(",") if part.strip() not in ("", "none"))
    columns = tuple(part.split("(")[0].strip() for part in listed("columns").split("|"))
    title = " ".join(takewhile(lambda line: not line.startswith(("params:", "columns:")), header))
    return Query(name, title, params, columns, text)


class Database:
    """Parquet files, opened read-only and locked: usually one published state.

    The connection belongs to the process; each call works on a cursor of its own, because one DuckDB
    connection shared between threads mixes up their results.
    """

    def __init__(self, files: Mapping[str, Path], folder: Path = Path(), left_out: Mapping[str, str] = EMPTY) -> None:
        """Open files by their path in a state ("areas.parquet", "observations/report.parquet").

        `folder` is that of the state, `left_out` names its damaged files with what is wrong with each. Raises
        DataMissingError when there is nothing to read.
        """
        self.folder, self.left_out = folder, left_out
        self.key = state_key(folder)
        tables = _stored_tables(files)
        if not any(name.startswith("observations/") for name in [*files, *left_out]):
            raise DataMissingError(f"No file with observations in {folder}. Build the data with: make data")
        small = sum(file.stat().st_size for file in files.values()) <= BYTES_IN_MEMORY
        self._turns = threading.BoundedSemaphore(QUERIES_AT_ONCE)
        self._connection = duckdb.connect(":memory:", config=dict(SETTINGS))
        self._connection.execute("create schema stored")
        for table, paths in tables.items():
            listed = ", ".join(_quoted(path) for path in paths)
            # The catalogue is small and part of every question; many figures stay in their files.
            kept = "table" if small or f"{table}.parquet" in files else "view"
            self._connection.execute(
                f"create {kept} stored.{table} as select * from read_parquet([{listed}], union_by_name = true)"
            )
        for table in {name.partition("/")[0].removesuffix(".parquet") for name in left_out} - tables.keys():
            columns = ", ".join(f"{name} {DUCKDB_TYPES[kind]}" for name, kind in columns_of(table).items())
            self._connection.execute(f"create table stored.{table} ({columns})")
        self._connection.execute((QUERIES / "views.sql").read_text(encoding="utf-8"))
        every_file = ", ".join(_quoted(path) for path in files.values())
        self._connection.execute(f"set allowed_paths = [{every_file}]")
        self._connection.execute("set parquet_metadata_cache = true")
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")

    def run(self, text: str, parameters: Mapping[str, Parameter] | None = None) -> pd.DataFrame:
        """Return the rows of one statement; raises QueryError with DuckDB's reason when it fails."""
        with self._cursor() as cursor:
            try:
                # A select may hold a CTE that deletes or inserts; in such a transaction it fails.
                cursor.execute("begin transaction read only")
                return cursor.execute(text, dict(parameters or {})).df()
            except duckdb.Error as error:
                raise QueryError(str(error).strip()) from error

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor when its turn has come, interrupt it after SECONDS_PER_QUERY and close it at the end."""
        with self._turns:
            cursor = self._connection.cursor()
            timer = threading.Timer(SECONDS_PER_QUERY, cursor.interrupt)
            timer.daemon = True
            timer.start()
            try:
                yield cursor
            finally:
                timer.cancel()
                timer.join()  # a thread still ending when the program ends makes DuckDB complain of leaks
                cursor.close()


def _quoted(file: Path) -> str:
    return "'" + str(file).replace("'", "''") + "'"


def _stored_tables(files: Mapping[str, Path]) -> dict[str, list[Path]]:
    """Return table name -> files: a file of a state is a table, a folder is one table of many files."""
    tables: dict[str, list[Path]] = {}
    for name in sorted(files):
        folder, _, file = name.rpartition("/")
        tables.setdefault(folder or file.removesuffix(".parquet"), []).append(files[name])
    return tables


def open_state(folder: Path) -> Database:
    """Open a published state without the files that are damaged; these are named in `left_out`.

    Raises DataMissingError where too little is left to show anything.
    """
    broken = damaged(folder)
    lost = [f"{folder / name}: {why}" for name, why in broken.items() if name.removesuffix(".parquet") in NEEDED]
    if lost:
        raise DataMissingError(
            "Damaged: " + "; ".join(lost) + ". Build the data anew (make data), or restore a backup."
        )
    names = manifest(folder)
    return Database({name: folder / name for name in names if name not in broken}, folder, broken)


def state_key(folder: Path) -> Hashable:
    """Return what tells a state from every other, and from itself after it was damaged and written anew."""
    try:
        state = (folder / MANIFEST).stat()
    except OSError:
        return folder
    return folder, state.st_ino, state.st_mtime_ns


class Engine:
    """The states that are open, the one in force among them, with the results already computed for each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._databases: OrderedDict[Hashable, Database] = OrderedDict()
        self._results: OrderedDict[Hashable, pd.DataFrame] = OrderedDict()

    def database(self) -> Database:
        """Return the database of the moment held by this thread, or else that of the state in force."""
        return _held.get() or self.latest()

    def latest(self) -> Database:
        """Return the database of the state in force, opening it anew after a publication."""
        for _ in range(OPENING_TRIES - 1):
            try:
                return self.state(in_force(data_directory()).version)
            except (OSError, DataMissingError, duckdb.IOException):
                time.sleep(SECONDS_BETWEEN_TRIES)  # a state that nothing names any more is being removed
        return self.state(in_force(data_directory()).version)

    def state(self, version: str) -> Database:
        """Return the database of a published state."""
        return self.opened(state_folder(data_directory(), version))

    def opened(self, folder: Path) -> Database:
        """Return the database of the state in a folder, open already or opened now."""
        key = state_key(folder)
        with self._lock:
            if key not in self._databases:
                self._databases[key] = open_state(folder)
                while len(self._databases) > STATES_OPEN:
                    self._databases.popitem(last=False)
            self._databases.move_to_end(key)
            return self._databases[key]

    def result(self, name: str, text: str, parameters: Mapping[str, Parameter]) -> pd.DataFrame:
        """Return a result, from memory when the same question was asked of the same state before."""
        database = self.database()
        asked = tuple(sorted((key, _hashable(value)) for key, value in parameters.items()))
        key = (database.key, name, asked)
        with self._lock:
            known = self._results.get(key)
            if known is not None:
                self._results.move_to_end(key)
        if known is None:
            known = database.run(text, parameters)
            if known.memory_usage(deep=True).sum() < CACHED_BYTES_PER_RESULT:
                with self._lock:
                    self._results[key] = known
                    while len(self._results) > CACHED_RESULTS:
                        self._results.popitem(last=False)
        # pandas copies on write, so a caller who changes its frame never changes the kept one.
        return known.copy(deep=False)


_engine = Engine()
_held: ContextVar[Database | None] = ContextVar("held", default=None)


@contextmanager
def one_moment(version: str | None = None) -> Iterator[None]:
    """Answer every question inside from one state of the data, looking at the files only once; may be nested.

    `version` names an earlier publication; None means the state of the moment around, or else the one in force.
    A page asks more than a hundred small questions; looking at the files for each took longer than the
    answers themselves.
    """
    with _holding(_engine.database() if version is None else _engine.state(version)):
        yield


@contextmanager
def _holding(database: Database) -> Iterator[None]:
    token = _held.set(database)
    try:
        yield
    finally:
        _held.reset(token)


def opened_state(folder: Path) -> Database:
    """Return the database of a published state, which may be open already; raises DataMissingError."""
    return _engine.opened(folder)


def known_versions() -> frozenset[str]:
    """Return the version of every publication whose state can still be looked at."""
    return frozenset(one.version for one in publications(data_directory()))


def left_out() -> Mapping[str, str]:
    """Return the damaged files that the answers of the moment do without, each with what is wrong with it."""
    return _engine.database().left_out


def published_folder() -> Path:
    """Return the folder of the state that the answers of the moment come from."""
    return _engine.database().folder


def _hashable(value: Parameter) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def query(name: str, **parameters: Parameter) -> pd.DataFrame:
    """Return the rows of queries/<name>.sql.

    Raises QueryError when there is no such query, or a parameter is missing or unknown.
    """
    known = queries()
    if name not in known:
        raise QueryError(f"There is no query '{name}'. Known: {', '.join(known)}")
    wanted = known[name]
    missing = [param for param in wanted.params if param not in parameters]
    unknown = [param for param in parameters if param not in wanted.params]
    if missing or unknown:
        raise QueryError(
            f"Query '{name}' takes {', '.join(wanted.params) or 'no parameters'}"
            + (f"; missing: {', '.join(missing)}" if missing else "")
            + (f"; unknown: {', '.join(unknown)}" if unknown else "")
        )
    return _engine.result(name, wanted.text, parameters)


def remembered(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Remember what a function of the published data returned, until the data change.

    The arguments must be hashable, and whoever receives the result must not change it.
    """
    kept: OrderedDict[Hashable, Result] = OrderedDict()
    lock = threading.Lock()

    @wraps(function)
    def remembering(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        database = _engine.database()
        key = (database.key, args, tuple(sorted(kwargs.items())))
        with lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        with _holding(database):  # so that the answer is of the state under whose key it is kept
            result = function(*args, **kwargs)
        with lock:
            kept[key] = result
            while len(kept) > CACHED_RESULTS:
                kept.popitem(last=False)
        return result

    return remembering


@remembered
def records(name: str, **parameters: Parameter) -> tuple[Record, ...]:
    """Return the rows of queries/<name>.sql as read-only records, with None where a value is missing."""
    return tuple(rows_of(query(name, **parameters)))


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of an answer, with None where a value is missing."""
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    return rows


def sql(text: str) -> pd.DataFrame:
    """Return the rows of a single select statement; anything else is refused with a QueryError."""
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise QueryError(str(error).strip()) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError("Only a single select statement can be run here.")
    return _engine.database().run(text)


def data_version() -> str:
    """Return ten characters that name the published data: equal files give the same, any change another."""
    return _engine.database().folder.name
