"""A process that publishes and undoes in forks of itself, each with a fault of our choice.

Run as python -m tests.publish.publisher it reads orders, a line of JSON each, and answers each with a line. Everything
is imported once; a fork takes milliseconds. `Publisher` starts one and gives the orders; `brought` and `staged` make
what is published.
"""

import errno
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from barometr.project import PROJECT
from barometr.publish import build as building
from barometr.publish import staging
from barometr.publish.check import Checked, checked
from barometr.publish.draft import Draft, Entry
from barometr.publish.staging import Staged, catalogue_in_force, stage, undo, with_values

COLUMNS = {"area_id": 0, "indicator_id": 1, "member": 2, "year": 3, "value": 4, "status": 5}
DOCUMENT = {"title": "List", "publisher": "Urząd", "published_on": "2019-06-30"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
# What a full disk refuses; it still lets names go and change.
NEED_ROOM = ("open", "os.mkdir", "os.link", "fsync", "write_table")
STEPS = {*NEED_ROOM, "os.rename", "os.remove", "os.rmdir"}


# What is published


def brought(
    data: Path, source_id: str, *figures: Mapping[str, Any], **catalogue: Iterable[Mapping[str, Any]]
) -> Checked:
    """Return a document's figures (volunteers in Gdańsk in 2018) and rows of the catalogue as the checks give them."""
    usual = {"area_id": "gdansk", "indicator_id": "volunteers", "member": "", "year": 2018}
    entries = {"observations": [Entry("Dane", row, COLUMNS, usual | dict(one)) for row, one in enumerate(figures, 2)]}
    if figures:
        entries["sources"] = [Entry("", 0, {}, DOCUMENT | {"source_id": source_id})]
    for table, rows in catalogue.items():
        entries[table] = [Entry(table, row, dict.fromkeys(one, 0), dict(one)) for row, one in enumerate(rows, 2)]
    found = checked(Draft(entries), catalogue_in_force(data), with_values=with_values(data), file_sha256="0" * 64)
    assert not found.problems, found.problems
    return found


def staged(data: Path, source_id: str, *figures: Mapping[str, Any], **catalogue: Iterable[Mapping[str, Any]]) -> Staged:
    """Return them held against what is published."""
    return stage(data, brought(data, source_id, *figures, **catalogue), f"{source_id}.csv", b"the file")


def pair(year: int, value: float) -> list[dict[str, Any]]:
    """Return two figures that are always equal: readers who see them differ see two states at once."""
    return [{"indicator_id": one, "year": year, "value": float(value)} for one in ("volunteers", "offers")]


# What goes wrong, in the process that publishes


class Faults:
    """Kills the process, or refuses, at the n-th step that changes a folder; counts the steps.

    A process is killed when a file that it opens for writing is empty, half a table is written, and nothing of any
    other step is done. `only` names the kinds of steps that count.
    """

    def __init__(self, data: Path, at: int | None, fault: str, lasting: bool, only: Iterable[str]) -> None:
        self.steps = 0
        self._data, self._at, self._lasting, self._fault = str(data), at, lasting, fault
        self._only = frozenset(only)
        self._dying = False

    def install(self) -> None:
        """See every change of a file from now on; there is no way back, so only in a fork."""
        sys.addaudithook(self._audited)
        fsync, write_table = os.fsync, pq.write_table

        def seen_fsync(descriptor: int) -> None:
            self.step("fsync", None)
            fsync(descriptor)

        def seen_write_table(table: Any, where: Any, **options: Any) -> None:
            if str(where).startswith(self._data):
                self.step("write_table", where)
            write_table(table, where, **options)

        os.fsync, pq.write_table = seen_fsync, seen_write_table

    def _audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in STEPS or self._dying:
            return
        path = arguments[0]
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & WRITING):
            return
        # What lies in a folder that is being removed is named without it.
        if str(path).startswith(self._data) or (isinstance(path, str) and not path.startswith("/")):
            self.step(event, path)

    def step(self, kind: str, path: object) -> None:
        if kind not in self._only:
            return
        self.steps += 1
        if self._at is None or self.steps < self._at or (self.steps > self._at and not self._lasting):
            return
        if self._fault == "kill":
            self._dying = True
            if kind in ("open", "write_table"):
                Path(str(path)).write_bytes(b"" if kind == "open" else b"PAR1 half a table")
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self._fault)
        if number == errno.ENOSPC and kind not in NEED_ROOM:
            return
        raise OSError(number, os.strerror(number), None if path is None else str(path))


def carry_out(order: dict[str, Any], ready: Mapping[str, Any]) -> dict[str, Any]:
    """Do what an order says in this process; returns what came of it."""
    data = Path(order["data"])
    faults = Faults(
        data, order.get("at"), order.get("fault", "kill"), order.get("lasting", False), order.get("only", STEPS)
    )
    faults.install()
    if "file_size" in order:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], order["file_size"]))
    if "user" in order:
        tempfile.tempdir = "/tmp"  # the folder of this process is closed to others
        os.setgid(order["user"])
        os.setuid(order["user"])
    try:
        if order["do"] == "publish":
            staging.publish(data, ready["staged"], order.get("by", "anna"))
        elif order["do"] == "undo":
            undo(data, order["import_id"], "anna")
        elif order["do"] == "build":
            building.read_tables = lambda _: ready[order["texts"]]
            building.build(data)
        elif order["do"] == "both":
            _publish_and_undo(data, ready["staged"], order["times"])
    except Exception as error:  # whatever it is, the test must see it
        return {"error": type(error).__name__, "message": str(error), "steps": faults.steps}
    return {"error": None, "steps": faults.steps}


def _publish_and_undo(data: Path, one: Staged, times: int) -> None:
    for _ in range(times):
        undo(data, staging.publish(data, one, "anna").import_id or "", "anna")


def in_a_fork(order: dict[str, Any], ready: Mapping[str, Any]) -> tuple[int, int]:
    """Begin an order in a fork; returns its process id and where its answer can be read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    try:
        os.close(reading)
        os.write(writing, json.dumps(carry_out(order, ready)).encode())
    finally:
        os._exit(0)


def answer_of(child: int, reading: int) -> dict[str, Any]:
    """Wait for a fork; returns its answer, or that it was killed."""
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else {"error": "killed"}


def serve() -> None:
    """Answer orders until there are none."""
    ready: dict[str, Any] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "stage":
            data = Path(order["data"])
            ready["staged"] = staged(data, order["source_id"], *order["figures"])
            gc.collect()  # DuckDB's threads end with it, and a fork has no threads
            answer: Any = {"error": None}
        elif order["do"] == "read":
            ready[order["texts"]] = building.read_tables(Path(order["data"]))
            answer = {"error": None}
        elif order["do"] == "race":
            begun = [in_a_fork(order | {"do": "publish", "by": by}, ready) for by in order["by"]]
            answer = [answer_of(*one) for one in begun]
        elif "for_seconds" in order:
            child, reading = in_a_fork(order, ready)
            with suppress(TimeoutError):
                _wait(reading, order["for_seconds"])
            os.kill(child, signal.SIGKILL)
            answer = answer_of(child, reading)
        else:
            answer = answer_of(*in_a_fork(order, ready))
        print(json.dumps(answer), flush=True)


def _wait(reading: int, seconds: float) -> None:
    import select

    select.select([reading], [], [], seconds)


class Publisher(AbstractContextManager["Publisher"]):
    """The process that carries out orders, from the side of a test."""

    def __init__(self, temporary: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.publish.publisher"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env=os.environ | {"TMPDIR": str(temporary)},
        )

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def begin(self, do: str, data: Path, **order: Any) -> None:
        """Give an order without waiting for its end."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "data": str(data), **order}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        """Return what came of the order."""
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def order(self, do: str, data: Path, **order: Any) -> Any:
        """Give an order and return what came of it."""
        self.begin(do, data, **order)
        return self.answer()


if __name__ == "__main__":
    serve()
