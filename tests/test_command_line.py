"""The command line: the same answers as the pages, as a table, CSV or JSON, and plain words when something is wrong."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from barometr.__main__ import main
from barometr.engine import data_version, queries
from barometr.project import PROJECT

VOLUNTEERS = "select year, member, value, status from series where area_id = 'gdansk' order by year, member"


def run(capsys, *arguments):
    """Return (exit code, standard output, standard error) of a command."""
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.usefixtures("tiny")
def test_a_select_as_a_table(capsys):
    assert run(capsys, "sql", VOLUNTEERS) == (
        0,
        "year  member  value   status\n"
        "2015          4000.0  actual\n"
        "2016          3563.0  actual\n"
        "2017          4060.0  actual\n"
        "2017  sport   1188.0  actual\n",
        "",
    )


@pytest.mark.usefixtures("tiny")
def test_a_select_as_csv(capsys):
    assert run(capsys, "sql", VOLUNTEERS, "--format", "csv") == (
        0,
        "year,member,value,status\n2015,,4000.0,actual\n2016,,3563.0,actual\n"
        "2017,,4060.0,actual\n2017,sport,1188.0,actual\n",
        "",
    )


@pytest.mark.usefixtures("tiny")
def test_a_select_as_json_keeps_numbers_truth_and_missing_values_apart(capsys):
    statement = (
        "select year, value, literal, value is null as unknown, published_on from observations where area_id = 'sopot'"
    )
    code, out, err = run(capsys, "sql", statement, "--format", "json")
    assert (code, err) == (0, "")
    assert out == (
        '[\n {\n  "year": 2017,\n  "value": null,\n  "literal": "●",\n  "unknown": true,\n'
        '  "published_on": "2018-06-30 00:00:00"\n }\n]\n'
    )


@pytest.mark.usefixtures("tiny")
def test_no_rows_leave_the_names_of_the_columns(capsys):
    nothing = "select year, value from series where false"
    assert run(capsys, "sql", nothing) == (0, "year  value\n", "")
    assert run(capsys, "sql", nothing, "--format", "csv") == (0, "year,value\n", "")
    assert run(capsys, "sql", nothing, "--format", "json") == (0, "[]\n", "")


@pytest.mark.usefixtures("tiny")
def test_text_that_a_spreadsheet_would_run_as_a_formula_is_made_safe_in_csv_only(capsys):
    cells = ["=1+1", "+48 58", "-", "@sum(a1)", "-5", "-0.5", "+3", "plain", "a=b", 'with "quotes", and commas']
    statement = "select unnest([" + ", ".join(f"'{cell}'" for cell in cells) + "]) as cell"
    assert run(capsys, "sql", statement, "--format", "csv")[1].splitlines() == [
        "cell",
        "'=1+1",
        "'+48 58",
        "'-",
        "'@sum(a1)",
        "-5",
        "-0.5",
        "+3",
        "plain",
        "a=b",
        '"with ""quotes"", and commas"',
    ]
    assert run(capsys, "sql", statement)[1].splitlines()[1:] == cells
    assert [row["cell"] for row in json.loads(run(capsys, "sql", statement, "--format", "json")[1])] == cells


@pytest.mark.usefixtures("tiny")
def test_a_query_without_parameters(capsys):
    assert run(capsys, "query", "catalog/members", "--format", "csv") == (
        0,
        "dimension,member,name_pl,name_en,sort\npath,sport,name_pl,name_en,1\n",
        "",
    )


@pytest.mark.usefixtures("tiny")
def test_a_query_with_a_word_and_a_number(capsys):
    arguments = ("overview/missing", "--area_id", "sopot", "--format", "json", "--year", "2017")
    code, out, err = run(capsys, "query", *arguments)
    assert (code, err) == (0, "")
    assert [(row["indicator_id"], row["status"], row["literal"]) for row in json.loads(out)] == [
        ("volunteers", "no_data", "●")
    ]


@pytest.mark.usefixtures("tiny")
def test_an_empty_parameter_is_null_and_not_an_empty_word(capsys):
    assert run(capsys, "query", "volunteering/by_path", "--area_id", "", "--format", "json") == (0, "[]\n", "")


def test_the_list_of_queries_names_each_with_its_parameters_and_what_it_returns(capsys):
    code, out, err = run(capsys, "queries")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert len(lines) == len(queries())
    assert "volunteering/by_path (area_id): Volunteers on each path and in total, by year, for one city." in lines
    assert any(line.startswith("catalog/areas (no parameters): ") for line in lines)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("query", "volunteering/by_path"), "Query 'volunteering/by_path' takes area_id; missing: area_id\n"),
        (("query", "nothing"), "There is no query 'nothing'. Known: "),
        (("sql", "drop view areas"), "Only a single select statement can be run here.\n"),
        (("sql", "select * from nothing"), "Catalog Error: Table with name nothing does not exist!"),
    ],
)
def test_a_question_that_cannot_be_answered_ends_with_1_and_the_reason_on_standard_error(capsys, arguments, reason):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(f"barometr: {reason}")


def test_a_folder_without_data_ends_with_1_and_says_how_to_build_them(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path))
    assert run(capsys, "sql", "select 1") == (
        1,
        "",
        f"barometr: {tmp_path / 'publications.json'} is not there: nothing is published. "
        "Build the data with: make data\n",
    )


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((), "the following arguments are required: command"),
        (("delete",), "invalid choice: 'delete'"),
        (("sql", "select 1", "--format", "xml"), "invalid choice: 'xml'"),
        (("sql", "select 1", "--year", "2017"), "unknown: --year 2017"),
        (("query", "checks/homes", "--year"), "parameters come as pairs, --name value; got: --year"),
        (("export",), "the following arguments are required: what"),
        (("export", "table", "checks/homes"), "the following arguments are required: -o"),
        (("export", "table", "checks/homes", "-o", "a.ods"), "a.ods ends in neither .csv nor .xlsx"),
        (("export", "table", "checks/homes", "-o", "a.csv", "--lang", "de"), "invalid choice: 'de'"),
        (("export", "table", "checks/homes", "-o", "a.csv", "--year"), "parameters come as pairs, --name value; got"),
        (("export", "package", "a", "--lang", "pl"), "unknown: --lang pl"),
        (("query", "checks/homes", "year", "2017"), "parameters come as pairs, --name value; got: year 2017"),
    ],
)
def test_a_misused_command_ends_with_2(capsys, arguments, reason):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert reason in capsys.readouterr().err


# Files to take away


@pytest.mark.usefixtures("tiny")
def test_a_query_as_a_polish_csv_file(capsys, tmp_path):
    file = tmp_path / "years.csv"
    code, out, err = run(capsys, "export", "table", "overview/years", "--area_id", "gdansk", "-o", str(file))
    assert (code, out, err) == (0, f"{file}: 3 rows, data version {data_version()}\n", "")
    assert file.read_bytes() == b"\xef\xbb\xbfyear;measured (indicators)\r\n2015;1\r\n2016;1\r\n2017;1\r\n"


@pytest.mark.usefixtures("tiny")
def test_a_query_as_an_english_file_of_either_kind(capsys, tmp_path):
    asked = ("export", "table", "volunteering/by_path", "--area_id", "gdansk", "--lang", "en", "-o")
    assert run(capsys, *asked, str(tmp_path / "a.csv"))[0] == run(capsys, *asked, str(tmp_path / "a.XLSX"))[0] == 0
    second = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert second.startswith("volunteers,gdansk,,2015,4000,actual,")
    book = openpyxl.load_workbook(tmp_path / "a.XLSX")
    assert book.sheetnames == ["Values", "About", "Sources"]
    assert [cell.value for cell in book["Values"]["E"]] == ["value (people)", 4000, 3563, 4060, 1188]
    assert [cell.value for cell in book["Sources"]["G"]] == ["Identifier", "report_2017", "report_2016"]


@pytest.mark.usefixtures("tiny")
def test_the_package_as_a_folder_and_as_a_zip(capsys, tmp_path):
    folder, packed = tmp_path / "package", tmp_path / "package.zip"
    for path in (folder, packed):
        assert run(capsys, "export", "package", str(path)) == (0, f"{path}: data version {data_version()}\n", "")
    with zipfile.ZipFile(packed) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "tiny") == ["package", "package.zip"]


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("table", "nothing", "-o", "a.csv"), "There is no query 'nothing'. Known: "),
        (("table", "overview/years", "-o", "a.csv"), "Query 'overview/years' takes area_id; missing: area_id\n"),
        (("table", "checks/homes", "-o", "nowhere/a.csv"), "There is no folder nowhere: create it first, or name"),
        (("table", "checks/homes", "-o", "taken.csv"), "taken.csv cannot be written (Is a directory): name a place"),
        (("package", "taken.csv"), "The folder taken.csv is not empty: name one that does not exist yet, or empty it"),
        (("package", "mine.txt"), "mine.txt is a file, not a folder: name a folder that does not exist yet, or a .zip"),
        (("package", "nowhere/a.zip"), "There is no folder nowhere: create it first, or name another place.\n"),
    ],
)
def test_an_export_that_cannot_be_made_ends_with_1_and_writes_nothing(capsys, tmp_path, monkeypatch, arguments, reason):
    here = tmp_path / "here"
    (here / "taken.csv").mkdir(parents=True)
    for name in ("taken.csv/mine.txt", "mine.txt"):
        (here / name).write_bytes(b"mine")
    monkeypatch.chdir(here)
    code, out, err = run(capsys, "export", *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(f"barometr: {reason}")
    assert sorted(path.relative_to(here).as_posix() for path in here.rglob("*")) == [
        "mine.txt",
        "taken.csv",
        "taken.csv/mine.txt",
    ]


def test_an_export_without_data_says_how_to_build_them(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path / "none"))
    for arguments in (("table", "checks/homes", "-o", "a.csv"), ("package", "package")):
        code, _, err = run(capsys, "export", *arguments[:-1], str(tmp_path / arguments[-1]))
        assert (code, err.split(". ")[-1]) == (1, "Build the data with: make data\n")
    assert list(tmp_path.iterdir()) == []


def test_build_publishes_and_says_what(capsys, tiny):
    before = data_version()
    document = tiny / "transcribed" / "report_2017.csv"
    document.write_text(document.read_text(encoding="utf-8").replace("4060", "4061"), encoding="utf-8")
    code, out, err = run(capsys, "build")
    assert (code, err) == (0, "")
    # 2 areas, 1 indicator, 1 member, 2 sources, 5 units; 6 observations; the other tables are empty
    assert out == f"17 rows in 19 tables, data version {data_version()}\n"
    assert data_version() != before
    assert (tiny / "README.md").read_bytes() == (PROJECT / "data" / "README.md").read_bytes()
    assert run(capsys, "sql", "select value from series where year = 2017 and area_id = 'gdansk' and member = ''") == (
        0,
        "value\n4061.0\n",
        "",
    )


def test_a_build_that_is_refused_ends_with_1_and_every_problem(capsys, tiny):
    before = data_version()
    document = tiny / "transcribed" / "report_2017.csv"
    document.write_text(document.read_text(encoding="utf-8").replace("4060", "4 060"), encoding="utf-8")
    code, out, err = run(capsys, "build")
    assert (code, out) == (1, "")
    assert err == (
        "barometr: nothing was published.\n"
        "transcribed/report_2017.csv, row 3, column value, value '4 060': type is \"number/default\"\n"
    )
    assert data_version() == before


def test_the_module_runs_as_a_program(tiny):
    """The whole way once: a process of its own, bytes on its output, its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "barometr", "sql", "select literal from series where value is null", "--format", "csv"],
        cwd=PROJECT,
        env=os.environ | {"BAROMETR_DATA": str(tiny), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (0, "literal\n●\n", "")


# Judgements


@pytest.mark.usefixtures("shipped")
def test_a_review_as_csv_holds_every_target_with_its_status(capsys):
    code, out, err = run(capsys, "review", "rumia", "--year", "2019", "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, err, len(rows)) == (0, "", 16)
    assert {row["Status"] for row in rows} == {"no measurement"}


@pytest.mark.usefixtures("shipped")
def test_a_review_as_json_holds_ids_codes_and_full_numbers(capsys):
    rows = json.loads(run(capsys, "review", "rumia_services_2017_2022", "--year", "2019", "--format", "json")[1])
    places = next(row for row in rows if row["indicator_id"] == "day_support_places_created")
    assert (places["status"], places["reason"], places["latest_value"]) == ("no_data", "no_measurement", None)
    # 30 places in the seven years from 2015 to 2022; four of them had passed.
    assert places["expected_at_review"] == pytest.approx(30 * 4 / 7)


@pytest.mark.usefixtures("shipped")
def test_a_review_without_a_year_is_that_of_the_first_planned_review(capsys):
    rows = json.loads(run(capsys, "review", "rumia", "--format", "json")[1])
    assert {row["review_year"] for row in rows} == {2019}


@pytest.mark.usefixtures("shipped")
def test_a_programme_without_targets_is_reviewed_by_the_direction_of_its_figures(capsys):
    code, out, _ = run(capsys, "review", "gdansk", "--year", "2017", "--format", "json")
    words = {row["indicator_id"]: row["word"] for row in json.loads(out)}
    assert code == 0
    assert (words["volunteers"], words["budget_turnout"]) == ("rising", "unclear")


@pytest.mark.usefixtures("shipped")
def test_a_review_on_the_screen_fits_it(capsys):
    code, out, _ = run(capsys, "review", "rumia", "--year", "2019")
    title, header, *rows = out.splitlines()
    assert (code, len(rows)) == (0, 16)
    assert "2019" in title
    assert "2022: 30" in out
    assert max(len(line) for line in (header, *rows)) <= 180


@pytest.mark.usefixtures("shipped")
def test_a_briefing_is_written_as_a_pdf(capsys, tmp_path):
    file = tmp_path / "page.pdf"
    code, out, err = run(capsys, "briefing", "--area", "gdansk", "--topic", "volunteering", "-o", str(file))
    assert (code, err) == (0, "barometr: no link and no QR code on it: data/organisation.toml gives no address\n")
    assert out == f"{file}: Gdańsk: Wolontariat, 2017, data version {data_version()}\n"
    assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.usefixtures("shipped")
def test_a_bundle_is_written_as_a_zip(capsys, tmp_path):
    file = tmp_path / "review.zip"
    code, out, err = run(capsys, "bundle", "--area", "rumia", "--review", "2019", "-o", str(file))
    assert (code, err) == (0, "")
    assert out == f"{file}: rumia_services_2017_2022, 2019, data version {data_version()}\n"
    with zipfile.ZipFile(file) as packed:
        assert {"README.md", "rerun.py", "results/targets.csv"} <= set(packed.namelist())


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("review", "rumja"), "there is no programme or city 'rumja'; did you mean: rumia"),
        (
            ("review", "rumia", "--year", "2040"),
            "rumia_services_2017_2022 cannot be reviewed for 2040; years: 2016 to 2022",
        ),
        (("briefing", "--area", "gdansk", "--topic", "volunteerin", "-o", "a.pdf"), "volunteering"),
        (("bundle", "--area", "rumia", "--review", "1999", "-o", "a.zip"), "years: 2016 to 2022"),
    ],
)
def test_a_judgement_that_cannot_be_made_ends_with_1_and_the_reason(capsys, tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert err.startswith("barometr: ") and reason in err
    assert list(tmp_path.iterdir()) == []
