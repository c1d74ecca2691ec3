"""Bringing data in at the command line: what is said, what it ends with, and what is published then."""

import shutil

import openpyxl
import pytest

from barometr.__main__ import main
from barometr.engine import data_version
from barometr.project import PROJECT
from barometr.publish.store import publishing
from barometr.published import publications
from tests.builders import rows
from tests.pages.looking import shown, visit
from tests.publish.bdl_server import Bank, serving

DOCUMENT = ("--source-id", "report_2018", "--title", "Raport za 2018", "--publisher", "Urząd Miejski")
DOCUMENT += ("--published-on", "2019-06-01")
LONG = "area_id;indicator_id;member;year;value;status\n"
VALUES_2018 = "select value from series where year = 2018 order by member"


def run(capsys, *arguments):
    """Return (exit code, standard output, standard error) of a command."""
    code = main([str(one) for one in arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def figures(tmp_path):
    """A function that writes a long CSV and returns its path."""

    def write(*lines, name="2018.csv"):
        path = tmp_path / name
        path.write_text(LONG + "".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    return write


def test_a_file_is_previewed_published_listed_and_undone(capsys, tiny, figures):
    before = data_version()
    file = figures("gdansk;volunteers;;2018;5000;", "gdansk;volunteers;sport;2018;;no_data")
    code, out, err = run(capsys, "import", file, *DOCUMENT, "--lang", "en")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "1 new value; 1 new gap; 1 change to the catalogue",
        "New values:",
        "  name_en, short_en, 2018: 5,000",
        "New gaps:",
        "  name_en, short_en, name_en, 2018: no data",
        "Changes to the catalogue:",
        "  Documents: report_2018 (new row)",
        "Nothing was published. Add --publish to publish it.",
    ]
    assert data_version() == before
    code, out, _ = run(capsys, "import", file, *DOCUMENT, "--publish")
    assert (code, out.splitlines()[-1][:28]) == (0, "Opublikowano jako import 000")
    assert rows(VALUES_2018) == [(5000.0,), (None,)]
    code, out, _ = run(capsys, "log")
    newest = publications(tiny)[-1]
    assert out.splitlines()[0] == "  ".join(
        [
            newest.version,
            newest.at,
            "import",
            "0001",
            newest.by,
            "2018.csv",
            newest.sha256[:12],
            "report_2018",
            "2 wiersze",
        ]
    )
    code, out, _ = run(capsys, "undo", "1".zfill(4))
    assert (code, out.splitlines()[-1]) == (0, "Niczego nie cofnięto. Żeby cofnąć, dodaj --publish.")
    assert rows(VALUES_2018) == [(5000.0,), (None,)]
    code, out, _ = run(capsys, "undo", "0001", "--publish", "--lang", "en")
    assert (code, out.splitlines()[-1]) == (0, f"Import 0001 is undone; data version {before}.")
    assert (data_version(), rows(VALUES_2018)) == (before, [])
    assert "undone later" in run(capsys, "log", "--lang", "en")[1]


def test_every_problem_is_said_at_once_with_its_cell_and_ends_with_1(capsys, tiny, figures):
    before = data_version()
    file = figures("gdansk;wolontariat;;2018;5000;", "gdansk;volunteers;;2018;dużo;", "gdansk;volunteers;;2018;;actual")
    code, out, err = run(capsys, "import", file, *DOCUMENT, "--publish", "--lang", "en")
    assert (code, out) == (1, "")
    said = err.splitlines()
    assert said[0] == "barometr: Nothing was published. 3 problems to solve:"
    assert [line.split(":")[0] for line in said[1:]] == ["cell B2", "cell E3", "cell E4"]
    assert "volunteers" in said[1]
    assert data_version() == before
    assert len(publications(tiny)) == 1


@pytest.mark.usefixtures("tiny")
def test_a_row_that_no_indicator_matches_is_a_question_and_ends_with_3(capsys, tmp_path):
    file = tmp_path / "wide.csv"
    file.write_text("Wskaźnik;2017;2018\nLiczba wolunteers;4060;5000\n", encoding="utf-8")
    told = ("import", file, *DOCUMENT, "--area", "gdansk", "--lang", "en")
    code, _, err = run(capsys, *told)
    assert code == 3
    assert err.splitlines()[0] == "barometr: Nothing was published. 1 question to answer:"
    assert '--answer "2=INDICATOR"' in err
    assert run(capsys, *told, "--answer", "2=volunteers", "--publish")[0] == 0
    assert rows(VALUES_2018) == [(5000.0,)]


def test_a_second_publisher_is_told_who_is_at_it_and_ends_with_75(capsys, tiny, figures):
    file = figures("gdansk;volunteers;;2018;5000;")
    with publishing(tiny, "anna"):
        code, _, err = run(capsys, "import", file, *DOCUMENT, "--publish")
    assert code == 75
    assert err.startswith("barometr: Ktoś inny właśnie publikuje (anna, ")
    assert rows(VALUES_2018) == []


@pytest.mark.usefixtures("tiny")
def test_a_file_that_is_not_there_and_a_misused_command(capsys, tmp_path):
    assert run(capsys, "import", tmp_path / "none.csv")[0] == 1
    for arguments in (("import", "a.csv", "--publish", "--dry-run"), ("import", "a.csv", "--answer", "volunteers")):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "cannot be read (No such file" in run(capsys, "import", tmp_path / "none.csv")[2]


def test_an_earlier_publication_answers_by_its_version_and_by_its_day(capsys, tiny, figures):
    first = data_version()
    assert run(capsys, "import", figures("gdansk;volunteers;;2018;5000;"), *DOCUMENT, "--publish")[0] == 0
    count = ("sql", "select count(*) as n from series where year = 2018", "--format", "csv")
    assert run(capsys, *count)[1] == "n\n1\n"
    assert run(capsys, "--as-of", first, *count)[1] == "n\n0\n"
    assert run(capsys, "--as-of", "2000-01-01", *count)[1] == "n\n0\n"
    assert run(capsys, "--as-of", publications(tiny)[-1].at[:10], *count)[1] == "n\n1\n"
    code, _, err = run(capsys, "--as-of", "yesterday", *count)
    assert code == 1
    assert "no publication has this version" in err


@pytest.mark.usefixtures("shipped")
def test_a_template_is_written_for_a_city_and_for_none(capsys, tmp_path):
    file = tmp_path / "gdansk.xlsx"
    assert run(capsys, "template", "gdansk", "--year", 2018, "-o", file) == (
        0,
        f"{file}: gdansk_integration, 2018\n",
        "",
    )
    assert openpyxl.load_workbook(file)["Wartości"]["G2"].value == 2018
    assert run(capsys, "template", "-o", tmp_path / "empty.xlsx", "--lang", "en")[0] == 0
    assert "Areas" in openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames
    code, _, err = run(capsys, "template", "gdynia", "-o", tmp_path / "none.xlsx")
    assert (code, "did you mean" in err or "known" in err) == (1, True)


@pytest.mark.usefixtures("tiny")
def test_a_backup_is_restored_with_everything_that_was_published(capsys, figures, tmp_path, monkeypatch):
    assert run(capsys, "import", figures("gdansk;volunteers;;2018;5000;"), *DOCUMENT, "--publish")[0] == 0
    version, packed, folder = data_version(), tmp_path / "backup.zip", tmp_path / "restored"
    assert run(capsys, "backup", packed) == (0, f"{packed}\n", "")
    assert run(capsys, "restore", packed, folder) == (0, f"{folder}\n", "")
    monkeypatch.setenv("BAROMETR_DATA", str(folder))
    assert data_version() == version
    assert rows(VALUES_2018) == [(5000.0,)]
    assert run(capsys, "undo", "0001", "--publish")[0] == 0
    assert rows(VALUES_2018) == []
    assert run(capsys, "restore", packed, folder)[0] == 1  # not empty any more


@pytest.mark.usefixtures("tiny")
def test_figures_of_the_local_data_bank_need_years_and_numbers(capsys, tmp_path):
    for arguments in (("--years", "lately"), ("--years", "2012-2017", "--variable", "population=all")):
        with pytest.raises(SystemExit) as ended:
            main(["bdl", "--areas", "gdansk", "-o", str(tmp_path / "a.xlsx"), *arguments])
        assert ended.value.code == 2
    capsys.readouterr()


def test_residents_of_the_local_data_bank_switch_on_values_per_1000(capsys, tmp_path, monkeypatch):
    """Fetched, imported and published by three commands, then seen on the page of trends."""
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    bank = Bank(values={("042214361011", 72305): [(2016, 463754, 1), (2017, 464254, 1)]})
    monkeypatch.setenv("BAROMETR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with serving(bank):
        monkeypatch.setenv("BAROMETR_BDL", bank.address)
        file = tmp_path / "population.xlsx"
        assert run(capsys, "bdl", "--areas", "gdansk", "--years", "2016-2017", "-o", file) == (0, f"{file}\n", "")
    code, out, err = run(capsys, "import", file, "--publish", "--lang", "en")
    assert (code, err) == (0, "")
    assert "2 new values" in out
    at = visit("trends", "en", area="gdansk", ind="volunteers", cities="gdansk", per="1", view="table")
    assert "8.7" in " ".join(shown(at).words)  # 4060 volunteers, 464 254 residents
