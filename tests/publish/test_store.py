"""Where states and imports are kept: damage goes no further, and what is odd about a disk or a name does no harm."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from barometr.engine import open_state
from barometr.publish import store
from barometr.publish.build import build
from barometr.publish.staging import publish, stage, undo
from barometr.publish.store import LOCK, StoreError, publishing
from barometr.published import LOG, DataMissingError, damaged, in_force, manifest, publications, state_folder
from tests.builders import rows, state_of
from tests.publish.publisher import brought, staged

ASKED = "select year, value from series where area_id = 'gdansk' and member = '' order by year"
BEFORE = [(2015, 4000.0), (2016, 3563.0), (2017, 4060.0)]
AFTER = [*BEFORE, (2018, 5.0)]
LETTER = {"value": 5.0}


def import_letter(data: Path, name: str = "letter", **cells: object) -> str:
    """Publish one figure for 2018; returns the number of the import."""
    import_id = publish(data, staged(data, name, LETTER | cells), "anna").import_id
    assert import_id is not None
    return import_id


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


# Damage goes no further


def test_a_damaged_import_is_not_carried_into_a_new_state(tiny):
    """The message names the file and the way out, which works."""
    import_id = import_letter(tiny)
    import_letter(tiny, "other", area_id="sopot")
    before = (tiny / LOG).read_bytes()
    one = brought(tiny, "third", LETTER)
    for name in ("manifest.json", "file.csv", "catalog/sources.parquet", "observations/letter.parquet"):
        file = tiny / "imports" / import_id / name
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + b"?")
        for change in (lambda: stage(tiny, one, "third.csv", b""), lambda: undo(tiny, "0002", "jan")):
            with pytest.raises(StoreError, match=rf"damaged: .*imports/{import_id}.*undo import {import_id} and bring"):
                change()
        if not name.startswith("observations"):
            file.write_bytes(whole)
    with pytest.raises(StoreError, match=rf"damaged: .*imports/{import_id}/observations/letter\.parquet \("):
        build(tiny)
    assert (tiny / LOG).read_bytes() == before
    undo(tiny, import_id, "jan")
    assert rows(ASKED) == BEFORE
    import_letter(tiny)
    assert rows(ASKED) == AFTER
    assert open_state(state_of(tiny)).left_out == {}


def test_an_import_that_is_gone_is_not_taken_for_one_that_brought_nothing(tiny):
    import_id = import_letter(tiny)
    shutil.rmtree(tiny / "imports" / import_id)
    for change in (lambda: staged(tiny, "third", LETTER), lambda: build(tiny)):
        with pytest.raises(StoreError, match=rf"damaged: .*imports/{import_id}\."):
            change()
    assert rows(ASKED) == AFTER


def test_nothing_is_staged_on_a_damaged_state_and_build_mends_it(tiny):
    """Else the preview would call the lost figures new."""
    import_letter(tiny)
    for state in (state_of(tiny), state_folder(tiny, in_force(tiny).base)):
        flip(state / "observations" / "report_2016.parquet")
        with pytest.raises(StoreError, match=r"damaged: .*report_2016\.parquet .*make data"):
            staged(tiny, "third", LETTER)
        build(tiny)
        assert damaged(state) == {}
        assert staged(tiny, "third", LETTER).problems == []
    assert rows(ASKED) == AFTER


def test_imports_are_not_swept_away_when_the_log_is_lost(tiny):
    """A log that is gone names no import: that must not be the end of them."""
    import_id = import_letter(tiny)
    log = (tiny / LOG).read_bytes()
    (tiny / LOG).unlink()
    with pytest.raises(StoreError, match=r"publications\.json is gone, and .*imports holds .*backup"):
        build(tiny)
    assert (tiny / "imports" / import_id / "file.csv").read_bytes() == b"the file"
    (tiny / LOG).write_bytes(log)
    build(tiny)
    assert rows(ASKED) == AFTER


def test_a_log_that_cannot_be_read_stops_a_publication_and_sweeps_nothing(tiny):
    import_id, state = import_letter(tiny), state_of(tiny)
    (tiny / LOG).write_text("[{", encoding="utf-8")
    with pytest.raises(DataMissingError, match="restore it from a backup"):
        build(tiny)
    assert (tiny / "imports" / import_id).is_dir()
    assert state.is_dir()


def test_only_what_a_publication_left_is_swept(tiny):
    """A file that somebody put there stays, and stops nobody."""
    import_letter(tiny)
    kept = [tiny / "imports" / "README.txt", tiny / "parquet" / "note.txt", tiny / "mine.txt"]
    for file in kept:
        file.write_text("mine", encoding="utf-8")
    gone = [tiny / "imports" / "0009", tiny / "parquet" / "0123456789", tiny / "parquet" / ".unfinished-1"]
    for folder in gone:
        folder.mkdir()
        (folder / "file").write_text("half", encoding="utf-8")
    (tiny / ".unfinished-2").write_text("half", encoding="utf-8")
    with publishing(tiny, "anna"):
        assert [file.exists() for file in kept] == [True] * 3
        assert [folder.exists() for folder in gone] == [False] * 3
        assert not (tiny / ".unfinished-2").exists()
    assert rows(ASKED) == AFTER


def test_what_fails_for_another_reason_leaves_nothing_behind(tiny, monkeypatch):
    before = sorted(path for path in tiny.rglob("*") if path.is_file())
    one = staged(tiny, "letter", LETTER)

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("barometr.publish.staging.commit", stopped)
    with pytest.raises(KeyboardInterrupt):
        publish(tiny, one, "anna")
    assert sorted(path for path in tiny.rglob("*") if path.is_file() and path.name != LOCK) == [
        path for path in before if path.name != LOCK
    ]
    assert rows(ASKED) == BEFORE


# Disks


@pytest.mark.parametrize("links", [True, False])
def test_files_are_shared_between_states_where_the_disk_can(tiny, monkeypatch, links):
    """Without second names (another disk, FAT, some network folders) they are copied, and all is the same."""

    def refused(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    before = state_of(tiny)
    import_letter(tiny)
    shared = (state_of(tiny) / "areas.parquet").stat().st_ino == (before / "areas.parquet").stat().st_ino
    assert shared is links
    assert damaged(state_of(tiny)) == {}
    assert rows(ASKED) == AFTER


def test_a_copy_of_a_file_that_was_damaged_meanwhile_does_not_pass_for_whole(tiny, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(18, "Invalid cross-device link")))
    one = staged(tiny, "letter", LETTER)
    flip(state_of(tiny) / "observations" / "report_2016.parquet")
    publish(tiny, one, "anna")
    assert list(damaged(state_of(tiny))) == ["observations/report_2016.parquet"]


def test_a_disk_that_cannot_flush_a_folder_after_the_last_step_does_not_call_it_a_failure(tiny, monkeypatch):
    """The log is in place and readers see it: "nothing was published" would be wrong."""
    one, flush = staged(tiny, "letter", LETTER), store._flush

    def refused(path: Path) -> None:
        if path == tiny:
            raise OSError(5, "Input/output error", str(path))
        flush(path)

    monkeypatch.setattr(store, "_flush", refused)
    assert publish(tiny, one, "anna") == in_force(tiny)
    assert rows(ASKED) == AFTER


def test_the_data_folder_may_be_a_link(tiny, tmp_path, monkeypatch):
    link = tmp_path / "link"
    link.symlink_to(tiny, target_is_directory=True)
    monkeypatch.setenv("BAROMETR_DATA", str(link))
    import_id = import_letter(link)
    assert rows(ASKED) == AFTER
    undo(link, import_id, "anna")
    assert rows(ASKED) == BEFORE
    assert link.is_symlink()


def test_a_clock_that_goes_back_changes_nothing(tiny, monkeypatch):
    """The order of the log counts, not its moments."""
    moments = iter(
        [datetime(2030, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]
    )
    monkeypatch.setattr("barometr.publish.staging.now", lambda: next(moments).isoformat())
    import_letter(tiny)
    import_letter(tiny, value=6.0)
    assert [one.at for one in publications(tiny)[1:]] == ["2030-01-01T00:00:00+00:00", "2020-01-01T00:00:00+00:00"]
    assert rows(ASKED) == [*BEFORE, (2018, 6.0)]
    undo(tiny, "0001", "anna")
    assert rows(ASKED) == [*BEFORE, (2018, 6.0)]
    os.utime(tiny / LOG, (0, 0))
    assert in_force(tiny).action == "undo"


# Names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Wartości.XLSX", "file.xlsx"),
        ("../../etc/passwd.csv", "file.csv"),
        ("C:\\dane\\2018.csv", "file.csv"),
        ("a/b", "file"),
        ("", "file"),
        ("..", "file"),
        ("x" * 5000 + ".csv", "file.csv"),
        ("dane." + "x" * 300, "file"),
        ("dane.c\x00sv", "file"),
        ("dane.c\nsv", "file"),
        ("dane.c:v", "file"),
        ("d\x1bane\udcff.csv", "file.csv"),
    ],
)
def test_a_file_of_any_name_is_kept_and_logged(tiny, name, kept):
    one = stage(tiny, brought(tiny, "letter", LETTER), name, b"the file")
    publish(tiny, one, "Łucja \udcff")
    folder = tiny / "imports" / "0001"
    assert {path.name for path in folder.iterdir()} == {kept, "catalog", "observations", "manifest.json"}
    assert (folder / kept).read_bytes() == b"the file"
    assert in_force(tiny).file == (name.replace("\udcff", "?") or None)
    assert in_force(tiny).by == "Łucja ?"
    assert rows(ASKED) == AFTER


def test_a_longest_name_of_a_document(tiny):
    import_letter(tiny, "d" * 100)
    assert f"observations/{'d' * 100}.parquet" in manifest(state_of(tiny))
    assert rows(ASKED) == AFTER
