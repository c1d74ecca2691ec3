"""What is written appears whole or not at all, and a refusal says what to do."""

import os

import pytest

from barometr.export.files import write_file, write_folder
from barometr.export.table import ExportError


def everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_file_replaces_the_earlier_one_and_leaves_nothing_beside_it(tmp_path):
    for content in (b"first, and longer", b"second"):
        assert write_file(tmp_path / "a.csv", content) == tmp_path / "a.csv"
    assert everything(tmp_path) == {"a.csv": b"second"}


def test_a_folder_is_made_or_filled_where_it_is_empty(tmp_path):
    files = {"a.json": b"{}", "csv/b.csv": b"x"}
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        assert write_folder(tmp_path / name, files) == tmp_path / name
        assert everything(tmp_path / name) == files
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "new"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_bytes(b"mine")
    with pytest.raises(ExportError, match="full is not empty: name one that does not exist yet, or empty it first"):
        write_folder(tmp_path / "full", {"a": b""})
    assert everything(tmp_path) == {"full/mine.txt": b"mine"}


def test_a_file_in_the_place_of_a_folder_is_left_alone(tmp_path):
    (tmp_path / "mine").write_bytes(b"mine")
    with pytest.raises(ExportError, match="mine is a file, not a folder"):
        write_folder(tmp_path / "mine", {"a": b""})
    assert everything(tmp_path) == {"mine": b"mine"}


def test_a_place_that_does_not_exist_is_named(tmp_path):
    for write, content in ((write_file, b""), (write_folder, {})):
        with pytest.raises(ExportError, match="There is no folder .*nowhere: create it first"):
            write(tmp_path / "nowhere" / "a.csv", content)
    assert everything(tmp_path) == {}


def test_a_folder_in_the_place_of_a_file_is_left_alone(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ExportError, match=r"a\.csv cannot be written .*: name a place where you may write"):
        write_file(tmp_path / "a.csv", b"x")
    assert [path.name for path in tmp_path.rglob("*")] == ["a.csv"]


def test_a_failure_half_way_leaves_what_was_there(tmp_path, monkeypatch):
    """The disk fills up after the first file of two."""
    written = []
    write_bytes = os.write

    def full_disk(self, content):
        written.append(self.name)
        if len(written) % 2 == 0:
            raise OSError(28, "No space left on device")
        return write_bytes(os.open(self, os.O_CREAT | os.O_WRONLY), content)

    monkeypatch.setattr("pathlib.Path.write_bytes", full_disk)
    with pytest.raises(ExportError, match="No space left on device"):
        write_folder(tmp_path / "package", {"a": b"1", "b": b"2"})
    assert written == ["a", "b"]
    assert list(tmp_path.iterdir()) == []
