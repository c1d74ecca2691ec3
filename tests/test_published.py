"""Damage is found when a state is opened, named, and left out where it can be; what to do is said; build repairs."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from barometr.__main__ import main
from barometr.engine import NEEDED, left_out, open_state, query, sql
from barometr.project import PROJECT
from barometr.publish.build import build
from barometr.published import (
    LOG,
    MANIFEST,
    DataMissingError,
    Publication,
    damaged,
    in_force,
    manifest,
    publications,
    version_of,
)
from tests.builders import SCHEMAS, rows, state_of
from tests.pages.looking import PAGES, visit


def flip(file: Path) -> None:
    """Change one bit in the middle, as a failing disk does."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def delete(file: Path) -> None:
    file.unlink()


def make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def take_another_table(file: Path) -> None:
    """Put a file there that is whole, but of something else."""
    state = file.parent if file.parent.name not in ("observations", "narrative") else file.parent.parent
    shutil.copy(state / ("units.parquet" if file.name == "areas.parquet" else "areas.parquet"), file)


DAMAGES = {
    flip: "its bytes are not those that were published",
    cut: "bytes, published with",
    empty: "0 bytes, published with",
    delete: "No such file or directory",
    make_a_folder: "Is a directory",
    take_another_table: "published",
}
TABLES = [name for name in SCHEMAS if name != "transcribed"]
OPTIONAL = [f"{name}.parquet" for name in TABLES if name not in NEEDED]
OPTIONAL += ["observations/report_2016.parquet", "narrative/report_2017.parquet"]


# A file


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_damage_of_any_file_is_found_and_named(tiny, damage):
    state = state_of(tiny)
    names = list(manifest(state))
    assert len(names) == len(TABLES) + 4  # two documents: observations and narrative
    for name in names:
        whole = (state / name).read_bytes()
        damage(state / name)
        found = damaged(state)
        assert list(found) == [name]
        assert DAMAGES[damage] in found[name]
        if (state / name).is_dir():
            (state / name).rmdir()
        (state / name).write_bytes(whole)
    assert damaged(state) == {}


@pytest.mark.parametrize("name", OPTIONAL)
def test_a_state_is_opened_without_a_damaged_file_that_is_not_needed(tiny, name):
    """Everything else is as before; what is left out is there, and empty."""
    state = state_of(tiny)
    stored = [table for table in TABLES if f"{table}.parquet" != name]
    if not name.startswith("observations/"):
        stored.append("observations")
    count = " union all ".join(f"select '{table}', count(*) from stored.{table}" for table in stored)
    before = rows(count)
    damage = list(DAMAGES)[OPTIONAL.index(name) % len(DAMAGES)]
    damage(state / name)
    opened = open_state(state)
    assert list(opened.left_out) == [name]
    assert list(opened.run(count).itertuples(index=False, name=None)) == before
    lost = {"observations/report_2016.parquet": 4, "narrative/report_2017.parquet": 0}.get(name, 0)
    assert opened.run(f"select count(*) as n from stored.{Path(name).parts[0].split('.')[0]}")["n"].item() == lost


@pytest.mark.parametrize("name", NEEDED)
def test_without_a_needed_table_it_is_said_what_is_damaged_and_what_to_do(tiny, name):
    flip(state_of(tiny) / f"{name}.parquet")
    with pytest.raises(DataMissingError, match=rf"{name}\.parquet: its bytes .*make data.*backup"):
        open_state(state_of(tiny))


def test_without_any_figure_the_catalogue_still_answers(tiny):
    for file in (state_of(tiny) / "observations").iterdir():
        empty(file)
    assert sorted(left_out()) == ["observations/report_2016.parquet", "observations/report_2017.parquet"]
    assert rows("select count(*) from series") == [(0,)]
    assert rows("select indicator_id from indicators") == [("volunteers",)]


def test_an_answer_does_without_a_damaged_document(tiny):
    """What only an earlier document says is told in its place; what is left out is named."""
    asked = "select year, value from series where area_id = 'gdansk' and member = '' order by year"
    flip(state_of(tiny) / "observations" / "report_2017.parquet")
    assert rows(asked) == [(2015, 4000.0), (2016, 3500.0)]
    assert list(left_out()) == ["observations/report_2017.parquet"]


# The log and the manifest


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[{",
        b"null",
        b"7",
        b'"text"',
        b"[null]",
        b'["text"]',
        b"[[]]",
        b'{"version": "a"}',
        b'[{"version": "a"}]',
        b'[{"version": "a", "base": "a", "action": "build", "more": 1}]',
        b'[{"version": "a", "base": "a", "action": "build", "imports": 7}]',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_log_is_said_with_its_path_and_what_to_do(tiny, content):
    (tiny / LOG).write_bytes(content)
    for ask in (lambda: publications(tiny), lambda: sql("select 1"), lambda: query("checks/homes")):
        with pytest.raises(DataMissingError, match=r"publications\.json cannot be read \(.*restore it from a backup"):
            ask()


def test_an_empty_and_a_missing_log_say_how_to_build(tiny):
    (tiny / LOG).write_text("[]", encoding="utf-8")
    with pytest.raises(DataMissingError, match=r"publications\.json names no publication.*make data"):
        in_force(tiny)
    (tiny / LOG).unlink()
    with pytest.raises(DataMissingError, match=r"publications\.json is not there: .*make data"):
        in_force(tiny)
    (tiny / LOG).mkdir()
    with pytest.raises(DataMissingError, match=r"publications\.json cannot be read"):
        in_force(tiny)


def test_a_log_that_names_a_state_that_is_gone_is_said(tiny):
    shutil.rmtree(state_of(tiny))
    with pytest.raises(DataMissingError, match=r"manifest\.json cannot be read.*make data.*backup"):
        sql("select 1")


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: b"", "cannot be read"),
        (lambda content: content[:100], "cannot be read"),
        (lambda _: b"[]", "cannot be read"),
        (lambda _: b'{"areas.parquet": 7}', "cannot be read"),
        (lambda _: b'{"areas.parquet": {"size": 1}}', "cannot be read"),
        (lambda _: b"\xff", "cannot be read"),
        (lambda _: b"{}", "is not as it was published"),
        (swap("breaks.parquet", "breakz.parquet"), "is not as it was published"),
        (swap('"sha256": "', '"sha256": "0'), "is not as it was published"),
    ],
)
def test_a_damaged_manifest_is_said_with_its_path_and_what_to_do(tiny, change, said):
    file = state_of(tiny) / MANIFEST
    file.write_bytes(change(file.read_bytes()))
    for ask in (lambda: manifest(state_of(tiny)), lambda: damaged(state_of(tiny)), lambda: sql("select 1")):
        with pytest.raises(DataMissingError, match=rf"manifest\.json {said}.*make data.*backup"):
            ask()


def test_the_log_is_read_anew_whenever_it_changed(tiny):
    first = in_force(tiny)
    assert first == Publication(version_of(manifest(state_of(tiny))), first.base, "build")
    (tiny / LOG).write_text(
        '[{"version": "other", "base": "b", "action": "import", "imports": ["0001"], "by": "Łucja"}]', encoding="utf-8"
    )
    assert in_force(tiny) == Publication("other", "b", "import", ("0001",), by="Łucja")


# Repair


def test_build_repairs_whatever_is_damaged(tiny, capsys):
    """The state keeps its name, so that links to it stay right, and nothing is left beside it."""
    state, asked = state_of(tiny), "select * from series order by all"
    before, files = rows(asked), {path.name for path in state.rglob("*")}
    for name, damage in {
        "areas": flip,
        "units": cut,
        "breaks": empty,
        "goals": delete,
        "members": make_a_folder,
        "conflicts": take_another_table,
    }.items():
        damage(state / f"{name}.parquet")
    shutil.rmtree(state / "narrative")
    shutil.rmtree(state / "observations")
    (state / "observations").write_text("a file where a folder was", encoding="utf-8")
    with pytest.raises(DataMissingError):
        open_state(state)
    assert main(["build"]) == 0
    assert capsys.readouterr().out.rstrip().endswith(state.name)
    assert damaged(state) == {}
    assert rows(asked) == before
    build(tiny)  # sweeps away what the repair put aside
    assert {path.name for path in state.rglob("*")} == files
    assert [path.name for path in state.parent.iterdir()] == [state.name]


@pytest.mark.parametrize("change", [lambda file: file.unlink(), lambda file: file.write_bytes(b"{}"), cut])
def test_build_repairs_a_manifest(tiny, change):
    state = state_of(tiny)
    change(state / MANIFEST)
    flip(state / "areas.parquet")
    build(tiny)
    assert damaged(state) == {}
    assert rows("select count(*) from areas") == [(2,)]


# Pages


@pytest.fixture(scope="module")
def shipped_with_damage(tmp_path_factory):
    """The project's data without anything that is not needed, and with one document damaged."""
    data = tmp_path_factory.mktemp("damaged") / "data"
    shutil.copytree(PROJECT / "data", data)
    state = state_of(data)
    document = max((state / "observations").iterdir(), key=lambda file: file.stat().st_size)
    for file in (*(state / name for name in OPTIONAL if "/" not in name), document, *(state / "narrative").iterdir()):
        flip(file)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BAROMETR_DATA", str(data))
        yield data


@pytest.mark.usefixtures("shipped_with_damage")
@pytest.mark.parametrize("route", PAGES)
def test_pages_answer_without_what_is_damaged(route):
    """No page fails (visit sees to that), and each shows something."""
    at = visit(route, "en")
    assert at.title or at.header or at.get("html")
    assert len(left_out()) > 8
