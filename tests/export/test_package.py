"""The data package: accepted by Frictionless' own validator, read back exactly, and refused once it is damaged."""

import csv
import io
import json
import shutil
import time
import zipfile
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from frictionless import Package

from barometr.engine import data_directory, data_version
from barometr.export import package
from barometr.export.package import package_bytes, package_files, write_package
from barometr.export.table import ExportError
from tests.builders import SCHEMAS, fact, figure, publish, ratio, state_of

ODD = (
    "=cmd|'/C calc'!A0",
    "+1",
    "@x",
    'says "a, b"; c',
    "two\nlines",
    "null",
    "NA",
    " edges ",
    "'quoted",
    "ąę – „”",
    "-",
)
TABLES = {*SCHEMAS, "observations", "narrative", "derived"} - {"transcribed"}


def errors_of(folder):
    """Return the kinds of errors that the validator finds, by resource."""
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.errors == []
    return {task.name: {error.type for error in task.errors} for task in report.tasks if task.errors}


def rows_by_schema(folder, name):
    """Return the rows of a CSV file as its schema reads them."""
    rows = Package(str(folder / "datapackage.json")).get_resource(name).read_rows()
    return [
        {field: float(cell) if isinstance(cell, Decimal) else cell for field, cell in row.to_dict().items()}
        for row in rows
    ]


def stored(name):
    """Return the rows that are published, read from the files of the data folder."""
    parquet = state_of(data_directory())
    files = [*parquet.glob(f"{name}.parquet"), *(parquet / name).glob("*.parquet")]
    rows = [row for file in files for row in pq.read_table(file).to_pylist()]
    return sorted(rows, key=lambda row: (row["source_id"], row["row"])) if rows and "row_id" in rows[0] else rows


def described(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def odd_original(tmp_path_factory):
    """Tiny data whose texts and numbers are hard to write down, and their package, made once."""
    data = publish(
        tmp_path_factory.mktemp("odd") / "data",
        indicators=[
            {"indicator_id": "families", "unit": "families", "dimension": "path", "natural_max": "123456789.125"},
            {"indicator_id": "assistants", "name_pl": ODD[0], "name_en": ODD[1]},
            ratio("caseload", "families", "assistants"),
        ],
        members=[{"dimension": "path", "member": "sport", "name_pl": ODD[2], "name_en": ODD[2]}],
        report=[
            figure(indicator_id="families", value=10, literal="=1+1"),
            figure(indicator_id="families", value=0.1, member="sport", literal="-1"),
            figure(indicator_id="assistants", value=3, period_start="2017-01-01"),
            figure(indicator_id="assistants", year=2015, status="no_data"),
            figure(indicator_id="families", value=12345678.25, year=2014, note_pl="x", note_en="y"),
            *(fact(value=None, status="no_data", note_pl=text, note_en=text) for text in ODD),
        ],
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BAROMETR_DATA", str(data))
        write_package(data.with_name("package"))
    return data


@pytest.fixture
def odd(odd_original, tmp_path, monkeypatch):
    """A package of one's own, of data that the engine reads during the test."""
    monkeypatch.setenv("BAROMETR_DATA", str(odd_original))
    return shutil.copytree(odd_original.with_name("package"), tmp_path / "package")


# What it holds


@pytest.mark.usefixtures("shipped")
def test_the_published_data_make_a_valid_package(tmp_path):
    folder = write_package(tmp_path / "package")
    assert errors_of(folder) == {}
    assert {resource["name"] for resource in described(folder)["resources"]} == {
        name + ending for name in TABLES for ending in ("", ".parquet")
    }


@pytest.mark.usefixtures("shipped")
def test_every_published_value_is_read_back_exactly(tmp_path):
    folder = write_package(tmp_path / "package")
    for name in TABLES - {"derived"}:
        assert rows_by_schema(folder, name) == stored(name), name
        assert pq.read_table(folder / "parquet" / f"{name}.parquet").to_pylist() == stored(name), name


def test_texts_and_numbers_that_are_hard_to_write_are_read_back_exactly(odd):
    assert errors_of(odd) == {}
    for name in ("observations", "narrative", "indicators", "members"):
        assert rows_by_schema(odd, name) == stored(name)
    notes = [row["note_pl"] for row in rows_by_schema(odd, "narrative")]
    assert notes == list(ODD)
    observations = rows_by_schema(odd, "observations")
    assert [row["member"] for row in observations] == ["", "sport", "", "", ""]
    assert [row["value"] for row in observations] == [10, 0.1, 3, None, 12345678.25]


def test_data_for_programs_are_not_protected_from_spreadsheets(odd):
    content = (odd / "csv" / "indicators.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b",=cmd|'/C calc'!A0," in content
    (row,) = [row for row in csv.DictReader(io.StringIO(content.decode())) if row["indicator_id"] == "families"]
    assert (row["natural_max"], row["additive"], row["headline"]) == ("123456789.125", "false", "")


def test_computed_ratios_are_a_table_that_says_they_are_computed(odd):
    (row,) = rows_by_schema(odd, "derived")
    assert (row["indicator_id"], row["value"], row["numerator_rows"]) == ("caseload", 10 / 3, "report.1")
    assert pq.read_table(odd / "parquet" / "derived.parquet").to_pylist() == [row]
    resources = {resource["name"]: resource for resource in described(odd)["resources"]}
    assert resources["derived"]["title"].startswith("Ratios that Barometr computes because no document prints them")


@pytest.mark.usefixtures("tiny")
def test_tiny_data_with_empty_tables_make_a_valid_package(tmp_path):
    folder = write_package(tmp_path / "package")
    assert errors_of(folder) == {}
    assert rows_by_schema(folder, "derived") == rows_by_schema(folder, "goals") == []
    assert pq.read_table(folder / "parquet" / "derived.parquet").num_rows == 0


@pytest.mark.usefixtures("tiny")
def test_the_files_of_all_documents_are_one_table(tmp_path):
    observations = rows_by_schema(write_package(tmp_path / "package"), "observations")
    assert [row["row_id"] for row in observations] == [
        "report_2016.1",
        "report_2016.2",
        *(f"report_2017.{row}" for row in (1, 2, 3, 4)),
    ]


@pytest.mark.usefixtures("tiny")
def test_the_descriptor_names_version_documents_terms_keys_and_columns(tmp_path):
    found = described(write_package(tmp_path / "package"))
    assert (found["profile"], found["name"], found["version"]) == ("data-package", "barometr", data_version())
    assert [source["published_on"] for source in found["sources"]] == ["2018-06-30", "2017-03-01"]
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    assert "11 August 2021" in found["licenses"][1]["title"]
    schemas = {resource["name"]: resource.get("schema") for resource in found["resources"]}
    for name in TABLES:
        assert schemas[name]["primaryKey"], name
        assert all(field["description"] and field["type"] for field in schemas[name]["fields"]), name
    for name in ("observations", "narrative"):
        assert schemas[name]["primaryKey"] == ["row_id"]
        references = {key["reference"]["resource"] for key in schemas[name]["foreignKeys"]}
        assert {"sources", "areas", "indicators", "goals", "projects", "units"} <= references
    assert schemas["areas"]["foreignKeys"][0]["reference"]["resource"] == ""


@pytest.mark.usefixtures("tiny")
def test_the_readme_tells_both_readers_what_is_inside_and_on_what_terms(tmp_path):
    text = (write_package(tmp_path / "package") / "README.md").read_text(encoding="utf-8")
    assert "$" not in text
    for name in TABLES:
        assert text.count(f"| `{name}` | ") == 2
    for words in (
        "| `approx` | w przybliżeniu | ",
        "| `approx` | approximate | ",
        "ustawy z dnia 11 sierpnia 2021 r.",
        "act of 11 August 2021",
        "- title. publisher, 30 czerwca 2018.",
        "- title_en. publisher_en, 30 June 2018.",
    ):
        assert words in text
    assert text.count("CC BY 4.0") == 2
    assert text.count(data_version()) == 4


def test_every_status_of_the_schema_is_explained():
    fields = SCHEMAS["transcribed"]["fields"]
    allowed = next(field for field in fields if field["name"] == "status")["constraints"]["enum"]
    told = package.README.read_text(encoding="utf-8")
    assert [one for one in allowed if one not in package.STATUSES and f"`{one}`" not in told] == []


@pytest.mark.usefixtures("tiny")
def test_a_folder_without_a_schema_of_its_own_is_described_by_the_project():
    complete = package_files()
    (data_directory() / "schema.yaml").unlink()
    assert package_files() == complete


# A damaged copy


def test_a_changed_cell_is_noticed(odd):
    file = odd / "csv" / "observations.csv"
    file.write_bytes(file.read_bytes().replace(b"12345678.25", b"12345679.25"))
    assert errors_of(odd) == {"observations": {"hash-count"}}


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        ("observations", b",12345678.25,", b",many,", "type-error"),
        ("observations", b"report.3,", b"report.2,", "primary-key"),
        ("observations", b",assistants,", b",nobody,", "foreign-key"),
        ("observations", b",actual,", b",certain,", "constraint-error"),
        ("areas", b"sopot,city,", b"sopot,city,nowhere", "foreign-key"),
        ("narrative", b",literal,", b",words,", "incorrect-label"),
    ],
)
def test_the_schema_and_the_keys_refuse_what_does_not_fit(odd, name, old, new, error):
    """Whoever edits the package and its fingerprints is still held to the rules."""
    file = odd / "csv" / f"{name}.csv"
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new))
    found = described(odd)
    for resource in found["resources"]:
        del resource["bytes"], resource["hash"]
    (odd / "datapackage.json").write_text(json.dumps(found), encoding="utf-8")
    assert error in errors_of(odd)[name]


def test_a_damaged_parquet_file_is_noticed(odd):
    file = odd / "parquet" / "areas.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert errors_of(odd) == {"areas.parquet": {"hash-count"}}


# Writing it


@pytest.mark.usefixtures("tiny")
def test_the_zip_holds_the_same_files_and_is_valid(tmp_path):
    packed = tmp_path / "package.zip"
    packed.write_bytes(package_bytes())
    with zipfile.ZipFile(packed) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == package_files()
    assert Package(str(packed)).validate().valid


@pytest.mark.usefixtures("tiny")
def test_the_same_data_give_the_same_bytes_and_other_data_others(published):
    first = package_bytes.__wrapped__()
    time.sleep(2.1)  # a ZIP tells every other second apart
    assert package_bytes.__wrapped__() == package_bytes() == first
    published(report=[figure(value=1)])
    assert package_bytes() != first


@pytest.mark.usefixtures("tiny")
def test_a_folder_in_use_is_refused_and_untouched(tmp_path):
    folder = tmp_path / "package"
    write_package(folder)
    (folder / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="is not empty"):
        write_package(folder)
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine"


def test_data_of_which_a_file_is_damaged_are_not_packed(tiny):
    file = state_of(tiny) / "observations" / "report_2016.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(ExportError, match="damaged .observations/report_2016.parquet: its bytes are not those"):
        package_files()


def test_a_table_that_is_described_but_not_published_is_named(tiny):
    with (tiny / "schema.yaml").open("a", encoding="utf-8") as schema:
        schema.write("later:\n  title: Of a later version\n  fields: []\n")
    with pytest.raises(ExportError, match="no published table 'later'. Build it with: make data"):
        package_files()
