"""The one door to the data: named SQL queries over Parquet files, in a locked in-memory DuckDB.

Every page, every check and the command line ask their questions here; nothing else imports duckdb.

    query("volunteering/by_path", area_id="gdansk")   a file of queries/, with its parameters
    sql("select count(*) from observations")          a single select of one's own
"""

import hashlib
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
from typing import Any, ParamSpec, TypeVar

import duckdb
import pandas as pd

PROJECT = Path(__file__).resolve().parent.parent
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
SECONDS_PER_QUERY = 30.0
OPENING_TRIES, SECONDS_BETWEEN_TRIES = 5, 0.02
# Eight heavy queries at once do not fit the memory limit above, and more than two gain no time; the rest wait.
QUERIES_AT_ONCE = 2

Fingerprint = tuple[tuple[str, int, int, int], ...]
Record = Mapping[str, Any]
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
Parameter = str | int | float | bool | None | tuple[str, ...] | list[str]


class QueryError(Exception):
    """A question that cannot be answered: unknown query, wrong parameters, or SQL that does not run."""


class DataMissingError(Exception):
    """There are no Parquet files to read where they are expected."""


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
    """One state of the Parquet files, opened read-only and locked.

    The connection belongs to the process; each call works on a cursor of its own, because one DuckDB
    connection shared between threads mixes up their results.
    """

    def __init__(self, parquet: Path) -> None:
        """Open the Parquet folder; raises DataMissingError when it holds nothing to read."""
        self.state = (parquet, fingerprint(parquet))
        tables = _stored_tables(parquet)
        if "observations" not in tables:
            raise DataMissingError(f"No Parquet files in {parquet / 'observations'}. Build them with: make data")
        self._turns = threading.BoundedSemaphore(QUERIES_AT_ONCE)
        self._connection = duckdb.connect(":memory:", config=dict(SETTINGS))
        self._connection.execute("create schema stored")
        for name, files in tables.items():
            listed = ", ".join(_quoted(file) for file in files)
            # The catalogue is small and part of every question; figures stay in their files, however many.
            kept = "table" if (parquet / f"{name}.parquet") in files else "view"
            self._connection.execute(
                f"create {kept} stored.{name} as select * from read_parquet([{listed}], union_by_name = true)"
            )
        self._connection.execute((QUERIES / "views.sql").read_text(encoding="utf-8"))
        every_file = ", ".join(_quoted(file) for files in tables.values() for file in files)
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


def _stored_tables(parquet: Path) -> dict[str, list[Path]]:
    """Return table name -> files: a file of the folder is a table, a subfolder is one table of many files."""
    tables = {file.stem: [file] for file in sorted(parquet.glob("*.parquet"))}
    for file in sorted(parquet.glob("*/*.parquet")):
        tables.setdefault(file.parent.name, []).append(file)
    return tables


def fingerprint(parquet: Path) -> Fingerprint:
    """Return name, size, time and inode of every Parquet file: it changes whenever the data do."""
    # os.scandir, not Path.glob: this is asked at every click, and pathlib takes four times as long.
    found = []
    for entry in _entries(parquet):
        inside = [(f"{entry.name}/", one) for one in _entries(entry.path)] if entry.is_dir() else [("", entry)]
        found += [(folder + one.name, one.stat()) for folder, one in inside if one.name.endswith(".parquet")]
    return tuple(sorted((name, state.st_size, state.st_mtime_ns, state.st_ino) for name, state in found))


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    """Return what a folder holds; nothing where it is not there."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []


class Engine:
    """The database of the moment with the results already computed for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database: Database | None = None
        self._results: OrderedDict[Hashable, pd.DataFrame] = OrderedDict()

    def database(self) -> Database:
        """Return the database of the moment held by this thread, or else the latest."""
        return _held.get() or self.latest()

    def latest(self) -> Database:
        """Return the database for the files as they are now, opening it anew after a change."""
        for _ in range(OPENING_TRIES - 1):
            try:
                return self._latest()
            except (OSError, DataMissingError, duckdb.IOException):
                time.sleep(SECONDS_BETWEEN_TRIES)  # the files are being replaced at this moment
        return self._latest()

    def _latest(self) -> Database:
        parquet = data_directory() / "parquet"
        now = (parquet, fingerprint(parquet))
        with self._lock:
            current = self._database
            if current is None or current.state != now:
                current = self._database = Database(parquet)
                self._results.clear()
            return current

    def result(self, name: str, text: str, parameters: Mapping[str, Parameter]) -> pd.DataFrame:
        """Return a result, from memory when the same question was asked of the same data before."""
        database = self.database()
        asked = tuple(sorted((key, _hashable(value)) for key, value in parameters.items()))
        key = (database.state, name, asked)
        with self._lock:
            known = self._results.get(key)
            if known is not None:
                self._results.move_to_end(key)
        if known is None:
            known = database.run(text, parameters)
            # Kept only while the files are still those the database was opened on.
            if database is self.latest() and known.memory_usage(deep=True).sum() < CACHED_BYTES_PER_RESULT:
                with self._lock:
                    self._results[key] = known
                    while len(self._results) > CACHED_RESULTS:
                        self._results.popitem(last=False)
        # pandas copies on write, so a caller who changes its frame never changes the kept one.
        return known.copy(deep=False)


_engine = Engine()
_held: ContextVar[Database | None] = ContextVar("held", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Answer every question inside from one state of the data, looking at the files only once; may be nested.

    A page asks more than a hundred small questions; looking at the files for each took longer than the
    answers themselves.
    """
    token = _held.set(_engine.database())
    try:
        yield
    finally:
        _held.reset(token)


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
        key = (database.state, args, tuple(sorted(kwargs.items())))
        with lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        result = function(*args, **kwargs)
        if database is not _engine.latest():
            return result
        with lock:
            kept[key] = result
            while len(kept) > CACHED_RESULTS:
                kept.popitem(last=False)
        return result

    return remembering


@remembered
def records(name: str, **parameters: Parameter) -> tuple[Record, ...]:
    """Return the rows of queries/<name>.sql as read-only records, with None where a value is missing."""
    frame = query(name, **parameters)
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    return tuple(rows)


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
    return _content_version(*_engine.database().state)


@lru_cache(maxsize=4)
def _content_version(parquet: Path, state: Fingerprint) -> str:
    digest = hashlib.sha256()
    for name, *_ in state:
        digest.update(name.encode())
        digest.update((parquet / name).read_bytes())
    return digest.hexdigest()[:10]
