"""A backup holds all that a data folder needs, and comes back whole or not at all."""

import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from barometr.engine import PROJECT
from barometr.publish.backup import CONTENTS, BackupError, backup, restore
from barometr.publish.store import commit, keep_import, publishing
from barometr.published import LOG, STATES, Publication, damaged, in_force
from tests.builders import figure, publish


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a build, an import, and things that belong to nobody."""
    data = publish(tmp_path_factory.mktemp("backup") / "data", report=[figure(year=2016, value=10)])
    shutil.copy(PROJECT / "data" / "organisation.toml", data / "organisation.toml")
    brought = tmp_path_factory.mktemp("import")
    (brought / "observations").mkdir()
    (brought / "observations" / "new.parquet").write_bytes(b"rows")
    built = in_force(data)
    with publishing(data, "test"):
        keep_import(data, "0001", brought)
        commit(data, Publication(built.version, built.base, "import", ("0001",), import_id="0001"))
    (data / STATES / "0123456789").mkdir()  # a state that no publication names
    (data / "notes.txt").write_text("not ours")
    return data


@pytest.fixture
def data(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="module")
def packed(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return backup(original, tmp_path_factory.mktemp("packed") / "backup.zip")


def files_of(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def changed(packed: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Write the backup again with other files in it."""
    with zipfile.ZipFile(packed) as before:
        files = {name: before.read(name) for name in before.namelist()}
    change(files)
    with zipfile.ZipFile(target, "w") as after:
        for name, content in files.items():
            after.writestr(name, content)
    return target


def relisted(files: dict[str, bytes], change: Callable[[dict], object]) -> None:
    about = json.loads(files[CONTENTS])
    change(about)
    files[CONTENTS] = json.dumps(about).encode()


def refused(file: Path, folder: Path) -> str:
    """Try to restore; nothing may be left of it."""
    before = sorted(folder.parent.iterdir())
    with pytest.raises(BackupError) as caught:
        restore(file, folder)
    assert sorted(folder.parent.iterdir()) == before
    return str(caught.value)


def test_what_comes_back_is_what_the_dashboard_needs(original: Path, packed: Path, tmp_path: Path):
    restored = restore(packed, tmp_path / "new")
    version = in_force(original).version
    wanted = {
        name: content
        for name, content in files_of(original).items()
        if name.startswith(("catalog/", "transcribed/", f"{STATES}/{version}/", "imports/0001/"))
        or name in (LOG, "schema.yaml", "README.head.md", "README.md", "organisation.toml")
    }
    assert files_of(restored) == wanted
    assert "imports/0001/observations/new.parquet" in wanted
    assert in_force(restored) == in_force(original)
    assert damaged(restored / STATES / version) == {}


def test_an_empty_folder_is_filled_and_another_is_left_alone(packed: Path, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    assert (restore(packed, tmp_path / "empty") / LOG).exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    assert "not empty" in refused(packed, tmp_path / "full")
    assert files_of(tmp_path / "full") == {"mine": b"mine"}
    assert "is a file" in refused(packed, tmp_path / "full" / "mine")


def test_a_new_publication_meanwhile_leaves_the_backup_with_the_state_before(data: Path, tmp_path: Path, monkeypatch):
    """The log that went in names what went in, whatever is published while the files are packed."""
    first = in_force(data)
    writestr = zipfile.ZipFile.writestr

    def publishing_meanwhile(self, name, content, *rest):
        if name == LOG:
            commit(data, Publication("f" * 10, first.base, "build"))
        writestr(self, name, content, *rest)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", publishing_meanwhile)
    restored = restore(backup(data, tmp_path / "b.zip"), tmp_path / "new")
    assert in_force(data).version == "f" * 10
    assert in_force(restored) == first


def test_a_state_removed_meanwhile_makes_the_backup_start_again(data: Path, tmp_path: Path, monkeypatch):
    built = in_force(data)
    shutil.copytree(data / STATES / built.version, data / STATES / "old")
    commit(data, Publication("old", built.base, "build"))
    log_with_old = (data / LOG).read_bytes()
    writestr = zipfile.ZipFile.writestr

    def removing(self, name, content, *rest):
        if content == log_with_old:
            commit(data, built, alone=True)
            shutil.rmtree(data / STATES / "old")
        writestr(self, name, content, *rest)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", removing)
    assert in_force(restore(backup(data, tmp_path / "b.zip"), tmp_path / "new")) == built


def test_damaged_data_are_not_backed_up_over_a_good_backup(data: Path, tmp_path: Path):
    file = backup(data, tmp_path / "b.zip")
    good = file.read_bytes()
    (data / STATES / in_force(data).version / "units.parquet").write_bytes(b"torn")
    with pytest.raises(BackupError, match="units.parquet"):
        backup(data, file)
    assert file.read_bytes() == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "data"]


@pytest.mark.parametrize("missing", [LOG, "schema.yaml", "imports", "catalog"])
def test_a_folder_that_lacks_something_gives_no_backup(data: Path, tmp_path: Path, missing):
    path = data / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(BackupError, match=missing):
        backup(data, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


def test_a_place_that_is_not_there_is_said(data: Path, packed: Path, tmp_path: Path):
    with pytest.raises(BackupError, match="no folder"):
        backup(data, tmp_path / "nowhere" / "b.zip")
    with pytest.raises(BackupError, match="no folder"):
        restore(packed, tmp_path / "nowhere" / "new")
    with pytest.raises(BackupError, match="no file"):
        restore(tmp_path / "nothing.zip", tmp_path / "new")


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "catalog/../../evil",
        "/etc/evil",
        "C:\\evil",
        "catalog\\..\\evil",
        "catalog//areas.csv",
        "evil.txt",
        "catalog/a\\..\\evil",
        "catalog/C:evil",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(packed: Path, tmp_path: Path, name):
    def add(files):
        files[name] = b"evil"
        relisted(files, lambda about: about["files"].update({name: [4, "0" * 64]}))

    assert "no backup of Barometr" in refused(changed(packed, tmp_path / "b.zip", add), tmp_path / "new")


def test_a_link_is_refused(packed: Path, tmp_path: Path):
    file = Path(shutil.copy(packed, tmp_path / "b.zip"))
    link = zipfile.ZipInfo("catalog/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr(link, "/etc/passwd")
    assert "catalog/link" in refused(file, tmp_path / "new")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(packed: Path, tmp_path: Path):
    file = Path(shutil.copy(packed, tmp_path / "b.zip"))
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr("schema.yaml", "other: {}")
    assert "it holds 'schema.yaml'" in refused(file, tmp_path / "new")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files.pop("schema.yaml"), "incomplete"),
        (lambda files: files.update({"catalog/areas.csv": b"other"}), "catalog/areas.csv"),
        (lambda files: files.update({"schema.yaml": files["schema.yaml"][::-1]}), "schema.yaml"),
        (lambda files: files.update({"catalog/more.csv": b"more"}), "incomplete"),
        (lambda files: files.pop(CONTENTS), "no backup of Barometr"),
        (lambda files: files.update({CONTENTS: b"[]"}), "no backup of Barometr"),
        (lambda files: relisted(files, lambda about: about.update(barometr_backup=2)), "another release"),
        (lambda files: relisted(files, lambda about: about["files"]["schema.yaml"].__setitem__(0, 5)), "schema.yaml"),
        (lambda files: relisted(files, lambda about: about["files"]["schema.yaml"].__setitem__(0, 1 << 60)), "free"),
    ],
)
def test_a_changed_backup_is_refused(packed: Path, tmp_path: Path, change, words):
    assert words in refused(changed(packed, tmp_path / "b.zip", change), tmp_path / "new")


def resealed(files: dict[str, bytes], name: str, content: bytes | None) -> None:
    """Change a file and the list of contents with it, as somebody who knows the format would."""
    from hashlib import sha256

    def seal(about):
        about["files"].pop(name)
        if content is not None:
            about["files"][name] = [len(content), sha256(content).hexdigest()]

    files.pop(name)
    if content is not None:
        files[name] = content
    relisted(files, seal)


@pytest.mark.parametrize("content", [b"torn", None])
def test_a_state_is_held_against_its_own_manifest(original: Path, packed: Path, tmp_path: Path, content):
    """Even where the list of contents agrees with the damage."""
    name = f"{STATES}/{in_force(original).version}/units.parquet"
    file = changed(packed, tmp_path / "b.zip", lambda files: resealed(files, name, content))
    assert "is damaged" in refused(file, tmp_path / "new")


def test_an_import_that_the_log_names_must_be_there(packed: Path, tmp_path: Path):
    name = "imports/0001/observations/new.parquet"
    file = changed(packed, tmp_path / "b.zip", lambda files: resealed(files, name, None))
    assert "0001" in refused(file, tmp_path / "new")


@pytest.mark.parametrize("part", [0.3, 0.999])
def test_half_a_file_or_none_at_all_is_refused(packed: Path, tmp_path: Path, part):
    whole = packed.read_bytes()
    (tmp_path / "b.zip").write_bytes(whole[: int(len(whole) * part)])
    assert "damaged or is no ZIP" in refused(tmp_path / "b.zip", tmp_path / "new")


def test_a_flipped_byte_is_refused(packed: Path, tmp_path: Path):
    content = bytearray(packed.read_bytes())
    content[len(content) // 3] ^= 0xFF
    (tmp_path / "b.zip").write_bytes(bytes(content))
    refused(tmp_path / "b.zip", tmp_path / "new")


def test_another_zip_is_no_backup(tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as other:
        other.writestr("letter.txt", "hello")
    (tmp_path / "b.zip").write_bytes(buffer.getvalue())
    assert "letter.txt" in refused(tmp_path / "b.zip", tmp_path / "new")
