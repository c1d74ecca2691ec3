"""From text files to Parquet: what is published is what the files say, and a wrong cell publishes nothing."""

import csv
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from barometr.project import PROJECT
from barometr.publish.build import BuildError, build, write_dictionary
from barometr.publish.tables import locator
from tests.builders import copied_source, fact, figure, rows, state_of, write_csv, write_data


def contents(folder):
    """Return every file under a folder with its bytes."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published_of(data):
    """Return everything that is published: the log and every file of every state."""
    return {Path("log"): (data / "publications.json").read_bytes(), **contents(data / "parquet")}


# The project's own data


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    """The project's catalogue and documents, built anew in another folder."""
    data = copied_source(tmp_path_factory.mktemp("rebuilt") / "data")
    build(data)
    return data


def test_the_committed_parquet_is_what_the_build_gives_byte_for_byte(rebuilt):
    committed, built = published_of(PROJECT / "data"), published_of(rebuilt)
    assert sorted(committed) == sorted(built)
    different = [str(path) for path in built if built[path] != committed[path]]
    assert different == [], "run: make data"


def test_the_committed_dictionary_is_what_the_schema_gives(rebuilt):
    written = write_dictionary(rebuilt)
    assert written == rebuilt / "README.md"
    assert written.read_bytes() == (PROJECT / "data" / "README.md").read_bytes()


def test_nothing_is_left_beside_the_published_files(rebuilt):
    assert {path.name for path in rebuilt.iterdir() if path.is_dir()} == {"catalog", "transcribed", "parquet"}


def test_observations_are_sorted_by_indicator_area_and_year():
    """Parquet skips what a query does not ask for only when neighbours in the file belong together."""
    files = sorted((state_of(PROJECT / "data") / "observations").glob("*.parquet"))
    assert files
    for file in files:
        keys = [
            tuple(row.values()) for row in pq.read_table(file, columns=["indicator_id", "area_id", "year"]).to_pylist()
        ]
        assert keys == sorted(keys), file.name


def test_every_value_is_the_number_its_file_holds():
    for file in sorted((PROJECT / "data" / "transcribed").glob("*.csv")):
        stored = {}
        for folder in ("observations", "narrative"):
            table = state_of(PROJECT / "data") / folder / f"{file.stem}.parquet"
            if table.exists():
                stored |= {
                    row["row"]: row["value"] for row in pq.read_table(table, columns=["row", "value"]).to_pylist()
                }
        with file.open(encoding="utf-8", newline="") as text:
            assert stored == {
                int(row["row"]): float(row["value"]) if row["value"] else None for row in csv.DictReader(text)
            }


# What a row becomes


def test_a_row_is_published_with_its_name_its_date_and_its_place(tmp_path):
    data = write_data(
        tmp_path / "data",
        sources=[{"source_id": "report", "published_on": "2018-06-30"}, {"source_id": "page"}],
        report=[
            figure(row=7, value="873998.80", section="III.3.c", line=2084),
            fact(row=8, value=873000, role="restatement", restates=7, place="box", line=12),
        ],
        page=[fact(value=5, role="alternative", restates="report.7")],
    )
    assert build(data)["observations/report"] == 1
    stored = {
        row["row_id"]: row
        for path in sorted(state_of(data).glob("*/*.parquet"))
        for row in pq.read_table(path).to_pylist()
    }
    assert sorted(stored) == ["page.1", "report.7", "report.8"]
    assert stored["report.7"]["value"] == 873998.8
    assert stored["report.7"]["member"] == ""  # the total
    assert stored["report.7"]["published_on"] == date(2018, 6, 30)
    assert [stored[name]["locator"] for name in sorted(stored)] == ["table:1", "table III.3.c:2084", "box:12"]
    assert [stored[name]["restates"] for name in sorted(stored)] == ["report.7", None, "report.7"]


def test_a_place_without_a_section_has_no_blank_before_its_line():
    assert locator({"place": "text", "section": None, "line": 438}) == "text:438"
    assert locator({"place": "table", "section": "III.2.c", "line": 2037}) == "table III.2.c:2037"


def test_publishing_again_replaces_everything(tiny):
    first, before = published_of(tiny), set(contents(state_of(tiny)))
    (tiny / "parquet" / ".unfinished-1").mkdir()  # left behind by a build that was cut off
    (tiny / "parquet" / ".unfinished-1" / "stray.parquet").write_bytes(b"half a file")
    build(tiny)
    assert published_of(tiny) == first

    (tiny / "transcribed" / "report_2017.csv").unlink()  # a document is withdrawn
    build(tiny)
    published = set(contents(state_of(tiny)))
    assert before - published == {path for path in before if path.stem == "report_2017"}
    assert [folder.name for folder in (tiny / "parquet").iterdir()] == [state_of(tiny).name]
    assert {path.name for path in tiny.iterdir() if path.is_dir()} == {"catalog", "transcribed", "parquet"}


# What is refused


@pytest.fixture
def unchanged(tiny):
    """A published folder whose published files must be the same after the test."""
    before = published_of(tiny)
    yield tiny
    assert published_of(tiny) == before


def refusal(data):
    with pytest.raises(BuildError) as error:
        build(data)
    return str(error.value)


def change(file, number, **cells):
    """Change cells of one row of a CSV file; rows are numbered as in a text editor, the header being row 1."""
    with file.open(encoding="utf-8", newline="") as text:
        table = list(csv.DictReader(text))
    table[number - 2] |= cells
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def type_is(kind):
    return f'type is "{kind}/default"'


def constraint(name, limit):
    return f'constraint "{name}" is "{limit}"'


def not_found(column, value, table):
    return f'for "{column}": values "{value}" not found in the lookup table "{table}" as "{column}"'


# A cell that breaks one rule, and what the refusal says about it.
BAD_CELLS = [
    ({"row": 1}, "the same as in the row at position 2"),
    ({"value": "3 563"}, f"column value, value '3 563': {type_is('number')}"),
    ({"year": "MMXVI"}, f"column year, value 'MMXVI': {type_is('integer')}"),
    ({"year": 1899}, f"column year, value '1899': {constraint('minimum', 1990)}"),
    ({"period_start": "1.01.2017"}, f"column period_start, value '1.01.2017': {type_is('date')}"),
    (
        {"place": "footnote"},
        f"column place, value 'footnote': {constraint('enum', ['table', 'text', 'box', 'key_facts', 'page', 'file'])}",
    ),
    ({"literal": ""}, f"column literal, value '': {constraint('required', True)}"),
    ({"literal": "9" * 41}, f"column literal, value '{'9' * 41}': {constraint('maxLength', 40)}"),
    ({"area_id": "gdynia"}, not_found("area_id", "gdynia", "areas")),
    ({"unit": "souls"}, not_found("unit", "souls", "units")),
    ({"indicator_id": "volunters"}, not_found("indicator_id", "volunters", "indicators")),
    ({"goal_id": "happiness"}, not_found("goal_id", "happiness", "goals")),
]


def test_every_bad_cell_of_a_document_is_named_with_its_row_column_value_and_rule(unchanged):
    right = {"home": "observation", "area_id": "gdansk", "literal": "10", "place": "table", "line": 1}
    bad = [right | {"row": number} | cells for number, (cells, _) in enumerate(BAD_CELLS, start=2)]
    write_csv(unchanged / "transcribed" / "report_2017.csv", "transcribed", [right | {"row": 1}, *bad])
    expected = []
    for row, (_, problem) in enumerate(BAD_CELLS, start=3):
        separator = ", " if problem.startswith("column") else ": "
        expected.append(f"transcribed/report_2017.csv, row {row}{separator}{problem}")
    assert refusal(unchanged).split("\n") == expected


def test_bad_cells_of_every_file_are_named_at_once(unchanged):
    change(unchanged / "catalog" / "indicators.csv", 2, decimals="two")
    change(unchanged / "catalog" / "sources.csv", 3, published_on="")
    change(unchanged / "transcribed" / "report_2016.csv", 3, status="measured")
    problems = refusal(unchanged).split("\n")
    assert problems[:2] == [
        f"catalog/indicators.csv, row 2, column decimals, value 'two': {type_is('integer')}",
        f"catalog/sources.csv, row 3, column published_on, value '': {constraint('required', True)}",
    ]
    assert problems[2].startswith("transcribed/report_2016.csv, row 3, column status, value 'measured': constraint")
    assert len(problems) == 3


def test_a_link_to_a_goal_that_is_not_there_or_given_twice_is_refused(tmp_path):
    data = write_data(
        tmp_path / "data",
        programmes=[
            {"programme_id": "first", "source_id": "report"},
            {"programme_id": "second", "source_id": "report"},
        ],
        goals=[{"goal_id": "a", "programme_id": "first"}, {"goal_id": "x", "programme_id": "second"}],
        goal_links=[
            {"goal_id": "a", "other_goal_id": "x"},
            {"goal_id": "a", "other_goal_id": "x"},
            {"goal_id": "a", "other_goal_id": "z"},
            {"goal_id": "z", "other_goal_id": "x", "text_en": ""},
        ],
        report=[figure(value=1)],
    )
    problems = refusal(data).split("\n")
    assert all(problem.startswith("catalog/goal_links.csv, row ") for problem in problems)
    for row, rule in {
        3: "the same as in the row at position 2",
        4: 'for "other_goal_id": values "z" not found in the lookup table "goals" as "goal_id"',
        5: 'for "goal_id": values "z" not found in the lookup table "goals" as "goal_id"',
    }.items():
        assert any(f"row {row}" in problem and rule in problem for problem in problems), problems
    assert any(f"row 5, column text_en, value '': {constraint('required', True)}" in problem for problem in problems)


def test_text_that_only_looks_like_a_number_to_a_computer_is_refused(unchanged):
    change(unchanged / "transcribed" / "report_2017.csv", 3, value="NaN")
    assert refusal(unchanged) == "transcribed/report_2017.csv, row 3, column value, value 'NaN': is no number"


def test_a_column_that_is_missing_or_misspelt_is_named(unchanged):
    file = unchanged / "transcribed" / "report_2017.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("literal", "printed", 1), encoding="utf-8")
    assert "transcribed/report_2017.csv" in refusal(unchanged)
    assert "literal" in refusal(unchanged)


def test_a_catalogue_file_that_the_schema_does_not_know_is_refused(unchanged):
    (unchanged / "catalog" / "notes.csv").write_text("note\nfor later\n", encoding="utf-8")
    assert refusal(unchanged) == "catalog/notes.csv: schema.yaml describes no table 'notes'"


def test_a_catalogue_file_that_is_missing_is_named(unchanged):
    (unchanged / "catalog" / "breaks.csv").unlink()
    assert refusal(unchanged) == "catalog/breaks.csv: the file is missing"


def test_a_document_that_the_catalogue_does_not_know_is_refused(unchanged):
    document = unchanged / "transcribed" / "report_2017.csv"
    document.rename(document.with_name("report_2018.csv"))
    assert refusal(unchanged) == "transcribed/report_2018.csv: catalog/sources.csv has no document 'report_2018'"


def test_documents_without_a_single_observation_are_refused(unchanged):
    for document in (unchanged / "transcribed").glob("*.csv"):
        document.unlink()
    assert refusal(unchanged) == "transcribed: no document holds an observation"


def test_a_finding_of_a_check_is_refused_with_its_rows_and_its_rule(unchanged):
    change(unchanged / "transcribed" / "report_2017.csv", 2, value="")
    assert refusal(unchanged) == (
        "queries/checks/status_against_value.sql: status:gdansk:volunteers:2016 (report_2017.1): "
        "status actual needs a value"
    )


def test_a_finding_that_the_register_explains_is_published(tiny):
    change(tiny / "transcribed" / "report_2017.csv", 2, value="")
    register = tiny / "catalog" / "conflicts.csv"
    with register.open("a", encoding="utf-8") as text:
        finding = "status:gdansk:volunteers:2016"
        text.write(f"known,value,gdansk,,,2016,report_2017.1,,{finding},tytuł,title,powód,reason\n")
    build(tiny)
    assert rows("select value, status from series where year = 2016") == [(None, "actual")]
