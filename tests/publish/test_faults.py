"""Whatever happens to a publisher, what is published is the state before or the state after, and the next can go on.

The short form takes every SPARSE-th step of the slower cases; all of them, and more kills, by
python -m tests.publish.test_faults [kills]
"""

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pytest

from barometr.engine import one_moment, sql
from barometr.publish.staging import publish as publish_staged
from barometr.publish.store import HOLDER, LOCK, StoreError, publishing
from barometr.published import LOG, damaged, in_force, publications, state_folder
from tests.builders import figure, publish, rows, write_data
from tests.publish.publisher import Publisher, pair, staged

THOROUGH = "BAROMETR_FAULTS" in os.environ
KILLS = int(os.environ.get("BAROMETR_FAULTS", "30"))
SPARSE = 1 if THOROUGH else 9
RACES = 100 if THOROUGH else 20
IS_ROOT = hasattr(os, "getuid") and os.getuid() == 0
NOBODY = 65534
ANSWER = "select indicator_id, year, value from series order by all"
INDICATORS = [{"indicator_id": "volunteers"}, {"indicator_id": "offers"}]


def printed(year: int, value: int) -> list[dict[str, object]]:
    return [figure(indicator_id=one["indicator_id"], year=year, value=value) for one in INDICATORS]


def tree(data: Path) -> dict[str, bytes]:
    """Return every file of a data folder, and every empty folder; of the log all but who and when."""
    found = {}
    for path in sorted(data.rglob("*")):
        name = path.relative_to(data).as_posix()
        if path.is_dir():
            found[name + "/"] = b""
        elif name == LOG:
            found[name] = json.dumps([asdict(one) | {"at": None, "by": None} for one in publications(data)]).encode()
        elif name != LOCK:
            found[name] = path.read_bytes()
    return found


def answer(data: Path) -> list[tuple[object, ...]]:
    """Return what readers are told of the state in force, after making sure that all of it is as it was published."""
    assert damaged(state_folder(data, in_force(data).version)) == {}
    return rows(ANSWER)


@dataclass
class Bench:
    """A data folder with one import in force, and the process that changes it."""

    data: Path
    publisher: Publisher
    trees: dict[str, dict[str, bytes]] = field(default_factory=dict)
    answers: dict[str, list[tuple[object, ...]]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def original(self) -> Path:
        return self.data.with_name("original")

    def restore(self) -> None:
        """Bring back the data before; the folder itself stays."""
        for path in self.data.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.original, self.data, dirs_exist_ok=True)

    def learn(self, do: str, **order: object) -> None:
        """Carry an order out undisturbed, keep what the folder then is, and bring back what it was."""
        done = self.publisher.order(do, self.data, **order)
        assert done["error"] is None, done
        self.steps[do], self.trees[do], self.answers[do] = done["steps"], tree(self.data), answer(self.data)
        self.restore()

    def check(self, do: str, *, swept: bool = False) -> str:
        """Hold the folder against before and after; returns which it is. The right to publish must be free.

        `swept`: nothing may be left behind even before the next publication.
        """
        now = answer(self.data)
        state = do if now == self.answers[do] else "before"
        assert now == self.answers[state]
        if not swept:
            with publishing(self.data, "the next one"):
                pass
        assert tree(self.data) == self.trees[state]
        if state != "before":
            self.restore()
        return state


@pytest.fixture
def bench(whole_bench: Bench) -> Iterator[Bench]:
    """The bench, put in order again after a test that was cut off."""
    yield whole_bench
    if tree(whole_bench.data) != whole_bench.trees["before"]:
        whole_bench.restore()


@pytest.fixture(scope="module")
def whole_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("faults")
    data = publish(folder / "data", indicators=INDICATORS, report=printed(2016, 1) + printed(2017, 2))
    with pytest.MonkeyPatch.context() as patched, Publisher(folder) as publisher:
        patched.setenv("BAROMETR_DATA", str(data))
        publish_staged(data, staged(data, "first", *pair(2018, 3)), "anna")
        found = Bench(data, publisher)
        shutil.copytree(data, found.original)
        found.trees["before"], found.answers["before"] = tree(data), answer(data)
        publisher.order("stage", data, source_id="second", figures=pair(2018, 30))
        found.learn("publish")
        found.learn("undo", import_id="0001")
        texts = write_data(folder / "texts", indicators=INDICATORS, report=printed(2016, 1) + printed(2017, 20))
        publisher.order("read", texts, texts="corrected")
        found.learn("build", texts="corrected")
        publisher.order("read", data, texts="as they are")
        yield found


def test_the_cases_differ(bench):
    """Else a state between before and after could not be told from them."""
    assert bench.answers["before"] == [
        ("offers", 2016, 1.0),
        ("offers", 2017, 2.0),
        ("offers", 2018, 3.0),
        ("volunteers", 2016, 1.0),
        ("volunteers", 2017, 2.0),
        ("volunteers", 2018, 3.0),
    ]
    assert [value for *_, value in bench.answers["publish"]] == [1.0, 2.0, 30.0] * 2
    assert [value for *_, value in bench.answers["undo"]] == [1.0, 2.0] * 2
    assert [value for *_, value in bench.answers["build"]] == [1.0, 20.0, 3.0] * 2
    assert bench.steps["publish"] > 50 < bench.steps["undo"]


# Killed


def test_killed_at_any_step_of_a_publication(bench):
    states = []
    for step in range(1, bench.steps["publish"] + 1):
        assert bench.publisher.order("publish", bench.data, at=step)["error"] == "killed"
        states.append(bench.check("publish"))
    change = states.index("publish")  # the one step that readers see
    assert states == ["before"] * change + ["publish"] * (len(states) - change)
    assert bench.publisher.order("publish", bench.data)["error"] is None
    assert bench.check("publish", swept=True) == "publish"


@pytest.mark.parametrize(("do", "order"), [("undo", {"import_id": "0001"}), ("build", {"texts": "corrected"})])
def test_killed_at_any_step_of_an_undo_or_a_build(bench, do, order):
    last = bench.steps[do]
    steps = sorted({*range(1, last + 1, 2 * SPARSE - 1), *range(last - 5, last + 1)})
    states = []
    for step in steps:
        assert bench.publisher.order(do, bench.data, at=step, **order)["error"] == "killed"
        states.append(bench.check(do))
    assert states[0] == "before"
    assert states[-1] == do
    assert states == sorted(states, key=("before", do).index)


def test_killed_while_sweeping_away_what_an_earlier_one_left(bench):
    """One is killed just before its last step, the next at each step of the sweep, the third finds all well."""
    late = bench.steps["publish"] - 6
    for step in range(1, 60, SPARSE):
        bench.publisher.order("publish", bench.data, at=late)
        assert bench.publisher.order("publish", bench.data, at=step)["error"] == "killed"
        bench.check("publish")


def test_killed_while_mending_a_damaged_state(bench, tmp_path):
    """The state in force is never gone: what was whole is whole at every step, and in the end all of it is."""
    data = tmp_path / "data"
    shutil.copytree(bench.original, data)
    state, broken = state_folder(data, in_force(data).version), ["breaks.parquet", "observations/report.parquet"]
    seen = set()
    for step in range(1, 400):
        for name in broken:
            (state / name).unlink(missing_ok=True)
            (state / name).write_bytes(b"damaged")
        done = bench.publisher.order("build", data, texts="as they are", at=step, only=["os.rename"])
        found = sorted(damaged(state))
        assert set(found) <= set(broken)
        seen.add(len(found))
        if done["error"] is None:
            break
        assert done["error"] == "killed"
    assert (done["error"], found) == (None, [])
    assert 2 in seen
    assert not list(data.rglob(".unfinished-*"))


def test_killed_at_any_moment(bench):
    """Publishing and undoing without end; the moment comes by chance, so that it also falls inside a step."""
    chance = random.Random(13)
    seen = set()
    for _ in range(KILLS):
        seconds = chance.choice((chance.uniform(0, 0.15), chance.uniform(0, 0.8)))
        bench.publisher.order("both", bench.data, times=10, for_seconds=seconds)
        log = publications(bench.data)  # it can be read
        assert (
            answer(bench.data) == bench.answers["publish" if log[-1].action == "import" and len(log) > 2 else "before"]
        )
        with publishing(bench.data, "the next one"):  # the right to publish is free, and leftovers are swept away
            pass
        seen.add(len(log))
        named = {one.import_id for one in log if one.import_id}
        assert {path.name for path in (bench.data / "imports").iterdir()} == named
        assert not list(bench.data.rglob(".unfinished-*"))
        assert not (bench.data / HOLDER).exists()
        states = {version for one in log for version in (one.version, one.base)}
        assert {path.name for path in (bench.data / "parquet").iterdir()} == states
        if log[-1].action == "import" and len(log) > 2:
            bench.restore()
    assert len(seen) > 1  # some came far enough to publish something
    bench.restore()
    assert bench.publisher.order("publish", bench.data)["error"] is None
    assert bench.check("publish", swept=True) == "publish"


# Refused by the disk


@pytest.mark.parametrize(
    ("fault", "lasting"),
    [("ENOSPC", True), ("ENOSPC", False), ("EIO", False), ("EACCES", False), ("EROFS", True)],
    ids=["disk stays full", "disk full for a moment", "disk error", "no right", "disk turns read-only"],
)
@pytest.mark.parametrize("do", ["publish", "undo"])
def test_refused_at_any_step(bench, do, fault, lasting):
    """What is refused is said; nothing is left behind where the disk still lets names go."""
    order = {"import_id": "0001"} if do == "undo" else {}
    sparse = SPARSE if do == "publish" else 3 * SPARSE if fault == "ENOSPC" else 5 * SPARSE
    for step in range(1, bench.steps[do] + 1, sparse):
        done = bench.publisher.order(do, bench.data, at=step, fault=fault, lasting=lasting, **order)
        published = in_force(bench.data).version != in_force(bench.original).version
        if done["error"] is None:  # what was refused did not matter, or came when all was done
            assert published
        else:
            assert not published
            assert done["error"] == "StoreError", done
            assert done["message"].startswith("Nothing was published: ")
            assert os.strerror(getattr(errno, fault)) in done["message"]
            assert "Make room or give the right to write there, then publish again." in done["message"]
        state = bench.check(do, swept=fault == "ENOSPC")
        assert (state == do) == published


def test_no_room_for_a_file_of_any_size(bench):
    """The disk takes the first bytes of a file and refuses the rest, really."""
    refused = 0
    for size in (0, 1, 100, 700, 1_000, 3_000, 6_000, 9_000, 1_000_000):
        done = bench.publisher.order("publish", bench.data, file_size=size)
        if done["error"] is not None:
            refused += 1
            assert done["error"] == "StoreError", done
            assert "File too large" in done["message"]
        assert bench.check("publish", swept=True) == ("publish" if done["error"] is None else "before")
    assert 4 < refused < 9


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """Give a disk of a few kilobytes, where we may."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("only root may mount a disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


@pytest.mark.skipif(not IS_ROOT, reason="only root may mount a disk")
def test_a_disk_that_is_really_full_or_read_only(bench):
    with small_disk("2m") as disk:
        data = disk / "data"
        shutil.copytree(bench.original, data)
        filler, outcomes = disk / "filler", []
        for free in range(0, 400_000, 20_000):
            room = shutil.disk_usage(disk).free
            filler.write_bytes(b"x" * max(room - free, 0))
            before = tree(data)
            done = bench.publisher.order("publish", data)
            outcomes.append(done["error"])
            filler.unlink()
            if done["error"] is None:
                break
            assert "No space left on device" in done["message"]
            assert tree(data) == before
        assert outcomes == ["StoreError"] * (len(outcomes) - 1) + [None]  # there was room at last
        assert len(outcomes) > 2
        assert tree(data) == bench.trees["publish"]

        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = bench.publisher.order("undo", data, import_id="0002")
        assert done["error"] == "StoreError"
        assert "Read-only file system" in done["message"]
        assert tree(data) == bench.trees["publish"]


@pytest.mark.parametrize("closed", ["", "imports", "parquet"])
def test_no_right_to_write(bench, closed):
    """The message names the folder; the data are as before."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        shutil.copytree(bench.original, data)
        order: dict[str, int] = {}
        if IS_ROOT:  # nothing is closed to root: somebody else publishes, who owns all but the closed folder
            order["user"] = NOBODY
            for path in (data, data / "imports", data / "parquet", data / LOCK):
                if path != data / closed:
                    os.chown(path, NOBODY, NOBODY)
        else:
            (data / closed).chmod(0o555)
        try:
            if closed == "parquet":  # an undo needs no other folder
                done = bench.publisher.order("undo", data, import_id="0001", **order)
            else:
                done = bench.publisher.order("publish", data, **order)
            assert done["error"] == "StoreError", done
            assert str(data / closed) in done["message"]
            assert "Permission denied" in done["message"]
            assert tree(data) == bench.trees["before"]
        finally:
            (data / closed).chmod(0o755)
        assert bench.publisher.order("publish", data)["error"] is None
        assert tree(data) == bench.trees["publish"]


# Several at once


def test_of_two_publishers_one_wins_and_the_other_is_told_why(bench):
    reasons = set()
    for _ in range(RACES):
        done = bench.publisher.order("race", bench.data, by=["anna", "jan"])
        won = [name for name, one in zip(("anna", "jan"), done, strict=True) if one["error"] is None]
        assert len(won) == 1, done
        assert in_force(bench.data).by == won[0]
        (lost,) = [one for one in done if one["error"]]
        assert lost["error"] == "StoreError"
        assert lost["message"].startswith(
            ("Somebody else is publishing just now", "Nothing was published: the data changed since the preview.")
        )
        reasons.add(lost["message"].split(maxsplit=1)[0])
        assert bench.check("publish", swept=True) == "publish"
    assert "Somebody" in reasons


def test_it_is_said_who_publishes(bench):
    with publishing(bench.data, "Anna z wydziału"):
        since = json.loads((bench.data / HOLDER).read_text(encoding="utf-8"))["since"]
        done = bench.publisher.order("publish", bench.data)
        assert done["error"] == "StoreError"
        assert f"(Anna z wydziału, {since}, " in done["message"]
        with pytest.raises(StoreError, match="Anna z wydziału"), publishing(bench.data, "the same process"):
            pass
    assert bench.check("publish", swept=True) == "before"


@pytest.mark.parametrize("left", ['{"by": "anna", "since": "then", "process": 1, "host": "h"}', "half a", "[]", ""])
def test_what_a_killed_publisher_said_of_itself_stops_nobody(bench, left):
    (bench.data / HOLDER).write_text(left, encoding="utf-8")
    assert bench.publisher.order("publish", bench.data)["error"] is None
    assert bench.check("publish", swept=True) == "publish"


def test_data_that_changed_since_the_preview_are_not_overwritten(bench):
    late = staged(bench.data, "late", *pair(2018, 7))
    again = staged(bench.data, "second", *pair(2018, 30))
    publish_staged(bench.data, again, "anna")
    for one in (late, again):
        with pytest.raises(StoreError, match="the data changed since the preview"):
            publish_staged(bench.data, one, "jan")
    assert bench.check("publish", swept=True) == "publish"


# Read meanwhile


def read_until(finished: threading.Event, seen: list[tuple[float, float]], failed: list[Exception]) -> None:
    """Ask without end: the two series separately in one moment, and in one question outside it."""
    total = "select sum(value) as total from series where indicator_id = '{}'"
    both = "select sum(value) filter (indicator_id = 'offers') as a, sum(value) filter (indicator_id <> 'offers') as b "
    while not finished.wait(0.005):
        try:
            with one_moment():
                seen.append(tuple(sql(total.format(one))["total"].item() for one in ("volunteers", "offers")))
            seen.append(tuple(sql(both + "from series").iloc[0]))
        except Exception as error:  # whatever it is, the test must see it
            failed.append(error)


@contextmanager
def readers(count: int) -> Iterator[list[tuple[float, float]]]:
    """Read in several threads; at the end no one may have failed, or have seen two states in one answer."""
    finished, seen, failed = threading.Event(), [], []
    threads = [threading.Thread(target=read_until, args=(finished, seen, failed)) for _ in range(count)]
    for one in threads:
        one.start()
    try:
        yield seen
    finally:
        finished.set()
        for one in threads:
            one.join()
    assert failed == []
    assert {volunteers - offers for volunteers, offers in seen} == {0}


def test_readers_see_the_state_before_or_after_a_publication(bench):
    with readers(2) as seen:
        assert bench.publisher.order("both", bench.data, times=4)["error"] is None
    bench.restore()
    assert {total for total, _ in seen} == {6.0, 33.0}
    assert len(seen) > 20


def test_readers_see_the_state_before_or_after_a_rebuild(bench, tmp_path, monkeypatch):
    """A rebuild of texts alone removes the state before; whoever was about to open it opens the new one."""
    for value in (5, 50):
        texts = write_data(tmp_path / str(value), indicators=INDICATORS, report=printed(2016, value))
        bench.publisher.order("read", texts, texts=str(value))
    data = publish(tmp_path / "data", indicators=INDICATORS, report=printed(2016, 5))
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    with readers(2) as seen:
        for value in (50, 5) * 2:
            assert bench.publisher.order("build", data, texts=str(value))["error"] is None
    assert {total for total, _ in seen} == {5.0, 50.0}


if __name__ == "__main__":
    os.environ["BAROMETR_FAULTS"] = sys.argv[1] if len(sys.argv) > 1 else "1000"
    sys.exit(pytest.main([__file__, "-x"]))
