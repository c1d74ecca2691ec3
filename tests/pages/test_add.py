"""The page on adding data: templates, what is wrong with a file, what it would change, publishing, log and undoing."""

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from barometr.engine import sql
from barometr.project import PROJECT
from barometr.publish.draft import Options
from barometr.publish.intake import examined
from barometr.publish.staging import publish as publish_staged
from barometr.publish.store import publishing
from barometr.published import in_force, publications
from barometr.ui import signin
from barometr.ui.add import visit as doing
from barometr.words.texts import LANGUAGES, text
from tests.builders import _catalogue_row as catalogue_row
from tests.builders import figure, publish
from tests.pages.looking import Shown, pieces, run, visit

on_the_office = pytest.mark.usefixtures("office")
on_an_import = pytest.mark.usefixtures("imported")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
ANNA = "anna@gdansk.example"
DOCUMENT = {"source_id": "report_2019", "title": "Raport", "publisher": "Urząd", "published_on": "2020-03-01"}
HEADER = "area_id;indicator_id;member;year;value;status\n"


@pytest.fixture(scope="module")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city with a programme and three years of volunteers, in total and by path; another without a programme."""
    return publish(
        tmp_path_factory.mktemp("add") / "data",
        areas=[
            {"area_id": "gdansk", "name": "Gdańsk", "name_en": "Gdansk"},
            {"area_id": "sopot", "name": "Sopot", "name_en": "Sopot"},
        ],
        programmes=[
            {"programme_id": "plan", "source_id": "report_2018", "title_pl": "Program", "title_en": "Programme"}
        ],
        goals=[{"goal_id": "goal", "programme_id": "plan"}],
        units=[{"unit": "people", "short_pl": "osób", "short_en": "people"}],
        indicators=[
            {
                "indicator_id": "volunteers",
                "goal_id": "goal",
                "dimension": "path",
                "name_pl": "Liczba wolontariuszy",
                "name_en": "Number of volunteers",
                "short_pl": "Wolontariusze",
                "short_en": "Volunteers <b>",
                "natural_min": 0,
            },
            {"indicator_id": "visitors", "dimension": "day", "additive": "true", "short_en": "Visitors"},
        ],
        members=[
            {"dimension": "path", "member": "sport", "name_pl": "sport", "name_en": "sport"},
            {"dimension": "day", "member": "morning"},
            {"dimension": "day", "member": "evening"},
        ],
        sources=[{"source_id": "report_2018", "published_on": "2019-03-01"}],
        report_2018=[figure(year=year, value=value) for year, value in {2016: 3500, 2017: 4060, 2018: 4100}.items()]
        + [figure(year=2018, value=1188, member="sport")],
    )


@pytest.fixture
def office(office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one's own, which a test may publish to."""
    data = tmp_path / "office"
    shutil.copytree(office_folder, data)
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    return data


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """A function that lets somebody be signed in, or nobody; tests/browser/test_add.py does it with a real provider."""

    def let(email: str | None) -> None:
        access = signin.Access(signin.State.ALLOWED, email) if email else signin.Access(signin.State.SIGNED_OUT)
        monkeypatch.setattr(signin, "access", lambda: access)

    return let


def note_files(patch: pytest.MonkeyPatch, found: dict[str, Callable[[], bytes]]) -> None:
    """Note what the buttons of a page would download, by file name; the real makers, not run yet."""
    add = MediaFileManager.add_deferred

    def noting(self: MediaFileManager, data: Any, mimetype: Any, coordinates: str, file_name: Any = None, **more: Any):
        found[file_name] = data
        return add(self, data, mimetype, coordinates, file_name, **more)

    patch.setattr(MediaFileManager, "add_deferred", noting)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the buttons of a page would download."""
    found: dict[str, Callable[[], bytes]] = {}
    note_files(monkeypatch, found)
    return found


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=","))


def words(at: AppTest) -> str:
    """Return everything that the page's own HTML says."""
    return " ".join(word for word in Shown("".join(pieces(at))).words if word)


def check(at: AppTest, content: str, name: str = "values.csv", language: str = "en", **document: str) -> AppTest:
    """Choose a file, type what is said beside it, and have it checked."""
    at.file_uploader[0].set_value((name, content.encode(), "text/csv"))
    for field, typed in document.items():
        at.text_input(key=f"add_document_{field}").set_value(typed)
    return press(at, text(language, "add.check.button"))


def press(at: AppTest, label: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == label]
    button.click()
    return run(at)


def checked(*rows: str, language: str = "en", **document: str) -> AppTest:
    """Open the page and check a CSV of these rows, with a document described beside it."""
    return check(visit("add", language, part="check"), HEADER + "\n".join(rows) + "\n", **(DOCUMENT | document))


def cells(at: AppTest, caption: str) -> list[list[str]]:
    """Return the rows of the table whose caption begins so, as words."""
    tables = [
        one for piece in pieces(at) for one in re.findall(r"aria-label='([^']*)'><thead>.*?<tbody>(.*?)</tbody>", piece)
    ]
    (body,) = [body for named, body in tables if unescape(named).startswith(caption)]
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[" ".join(word for word in Shown(cell).words if word) for cell in row] for row in found]


def errors(at: AppTest) -> list[str]:
    return [one.value for one in at.error]


def published(data: Path, content: str, by: str = ANNA) -> None:
    """Publish a CSV of rows as another person would, beside the page."""
    options = Options({**DOCUMENT, "source_id": "elsewhere", "published_on": "2021-03-01"})
    staged = examined(data, (HEADER + content).encode(), "elsewhere.csv", options).staged
    assert staged is not None
    publish_staged(data, staged, by)


def value_of(year: int) -> float | None:
    found = sql(f"select value from series where indicator_id = 'volunteers' and member = '' and year = {year}")[
        "value"
    ]
    return float(found.iloc[0]) if len(found) else None


# Templates


@on_the_office
@in_both_languages
def test_the_template_is_of_the_programme_and_the_year_after_the_last(files, language):
    visit("add", language)
    assert f"barometr_plan_2019_{language}.xlsx" in files
    assert files[f"barometr_plan_2019_{language}.xlsx"]().startswith(b"PK")
    assert files[f"barometr_template_{language}.xlsx"]().startswith(b"PK")


@on_the_office
def test_the_year_of_the_template_stands_in_the_link(files):
    visit("add", year="2016")
    assert "barometr_plan_2016_pl.xlsx" in files


@on_the_office
@pytest.mark.parametrize("link", [{"year": "1066"}, {"programme": "nonsense"}, {"part": "nonsense"}])
def test_a_bad_link_gives_a_notice_and_the_usual_template(files, link):
    at = visit("add", **link)
    assert len(at.warning) == 1
    assert "barometr_plan_2019_pl.xlsx" in files


@on_the_office
def test_a_city_without_a_programme_is_led_to_the_empty_template(files):
    at = visit("add", "en", area="sopot")
    assert text("en", "add.template.none", city="Sopot") in words(at)
    assert [name for name in files if name.endswith("xlsx")] == ["barometr_template_en.xlsx"]


def test_a_page_that_nobody_does_anything_on_loads_nothing_heavy():
    """Reading Parquet tables, checking and writing workbooks wait for somebody to need them."""
    heavy = ("barometr.publish.intake", "barometr.publish.staging", "barometr.publish.template", "frictionless")
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; at = AppTest.from_file('app.py', default_timeout=60);"
        "at.query_params = {'part': sys.argv[1]}; at.switch_page('pages/add.py'); at.run(); assert not at.exception;"
        f"print([one for one in {heavy} if one in sys.modules], len(at.title))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "BAROMETR_DATA"}
    found = subprocess.run(
        [sys.executable, "-c", code, "check"], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[] 1"


# Problems


@on_the_office
@in_both_languages
def test_every_problem_is_said_at_once_with_its_cell(language):
    at = check(
        visit("add", language, part="check"),
        HEADER + "gdansk;volunters;;2019;4500;\ngdansk;volunteers;;2019;many;\n",
        language=language,
        **DOCUMENT,
    )
    assert {"pl": "2 problemy", "en": "2 problems"}[language] in words(at)
    said = cells(at, text(language, "add.problems.file"))
    assert [row[0] for row in said] == [text(language, "problem.place.cell", cell=cell) for cell in ("B2", "E3")]
    assert "„volunters”" in said[0][1] if language == "pl" else "“volunters”" in said[0][1]
    assert "volunteers" in said[0][1].replace("volunters", "")
    assert "many" in said[1][1]


@on_the_office
def test_problems_of_a_file_without_a_description_point_at_the_fields_and_open_them():
    at = check(visit("add", "en", part="check"), HEADER + "gdansk;volunteers;;2019;4500;\n")
    assert [row[0] for row in cells(at, text("en", "add.problems.file"))] == [text("en", "add.problems.everywhere")]
    (fields,) = [one for one in at.expander if one.label == text("en", "add.check.document")]
    assert fields.proto.expanded
    assert value_of(2019) is None


@on_the_office
def test_the_list_of_problems_can_be_taken_away_and_runs_no_formula(files):
    checked("gdansk;=HYPERLINK(1);;2019;4500;")
    header, row = rows_of(files["barometr-problems.csv"]())
    assert header == [text("en", f"add.problems.{one}") for one in ("sheet_column", "where", "what")]
    assert row[1] == "cell B2"
    assert "=HYPERLINK(1)" in row[2]
    assert not row[2].startswith("=")


@on_the_office
def test_what_the_file_says_is_no_markup():
    """Neither in the problems nor in the name of the file."""
    rows = "gdansk;<img src=x onerror=alert(1)>;;2019;1;\n"
    at = check(visit("add", "en", part="check"), HEADER + rows, "<b>*values*</b>.csv", **DOCUMENT)
    assert "<img" not in "".join(pieces(at))
    assert "<img src=x onerror=alert(1)>" in words(at)
    heading = at.header[-1].value
    assert re.sub(r"\\(.)", r"\1", heading) == "Result of the check: <b>*values*</b>.csv"
    assert {r"\<b\>", r"\*"} <= set(re.findall(r"\\<b\\>|\\\*", heading))


@on_the_office
def test_a_file_that_is_no_table_is_explained():
    at = check(visit("add", "en", part="check"), "%PDF-1.7", "report.pdf")
    assert text("en", "problem.file.pdf") in words(at)


@on_the_office
def test_checking_without_a_file_asks_for_one():
    at = press(visit("add", "en", part="check"), text("en", "add.check.button"))
    assert errors(at) == [text("en", "add.check.no_file")]


@on_the_office
def test_what_a_file_lacks_can_be_typed_without_choosing_it_again():
    """Answers to its questions stay, too; without anything new a mended file is waited for."""
    at = visit("add", "en", part="check")
    at.selectbox(key="add_area").set_value("gdansk")
    check(at, PRINTED, "printed.csv")
    asked(at).select(text("en", "add.questions.skip"))
    press(at, text("en", "add.questions.button"))
    assert "1 problem" in words(at)
    for field, typed in DOCUMENT.items():
        at.text_input(key=f"add_document_{field}").set_value(typed)
    press(at, text("en", "add.check.button"))
    assert [row[-1] for row in cells(at, text("en", "add.values_new"))] == ["4,300"]
    press(at, text("en", "add.check.button"))
    assert errors(at) == [text("en", "add.check.no_file")]


def test_checking_publishes_nothing_and_nobody_else_sees_it(office):
    before = (publications(office), sorted(one.name for one in office.rglob("*")))
    checked("gdansk;volunteers;;2019;4500;")
    after = (publications(office), sorted(one.name for one in office.rglob("*")))
    assert after == before
    assert "report_2019" not in words(visit("add", "en", part="check"))


@on_the_office
def test_a_mended_file_takes_the_place_of_the_one_before():
    """And its temporary folder goes."""
    at = checked("gdansk;volunteers;;2019;4500;")
    first = at.session_state[doing.FILE].found.staged.folder
    assert first.exists()
    check(at, HEADER + "gdansk;volunters;;2019;4500;\n")
    assert "1 problem" in words(at)
    assert not first.exists()
    check(at, HEADER + "gdansk;volunteers;;2019;4600;\n")
    assert "1 problem" not in words(at)
    assert cells(at, text("en", "add.values_new"))[0][-1] == "4,600"


@on_the_office
def test_one_file_is_checked_at_a_time(monkeypatch):
    monkeypatch.setattr(doing, "LONGEST_WAIT", 0.05)
    with doing.turn():
        at = checked("gdansk;volunteers;;2019;4500;")
    assert errors(at) == [text("en", "add.busy")]
    check(at, HEADER + "gdansk;volunteers;;2019;4500;\n")
    assert errors(at) == []
    assert cells(at, text("en", "add.values_new"))


# Questions

PRINTED = "Wskaźnik;2018;2019\nLiczba wolontariuszy;4100;4300\nLiczba osób działających społecznie;1;2\n"


def asked(at: AppTest) -> Any:
    (box,) = [one for one in at.selectbox if (one.key or "").startswith("add_answer_")]
    return box


@pytest.fixture
def questioned(office: Path) -> AppTest:  # noqa: ARG001 (the folder that the page reads)
    """A printed table, the second row of which has a name that no indicator has."""
    at = visit("add", "en", part="check")
    at.selectbox(key="add_area").set_value("gdansk")
    return check(at, PRINTED, "printed.csv", **DOCUMENT)


def test_a_row_that_no_indicator_matches_is_asked_about_and_nothing_is_chosen(questioned):
    box = asked(questioned)
    assert box.label == "Liczba osób działających społecznie (row 3)"
    assert box.value is None
    assert "Number of volunteers, people [volunteers]" in box.options
    assert box.options[-1] == text("en", "add.questions.skip")
    assert "1 row needs an answer" in words(questioned)


def test_a_row_left_out_is_not_brought_in(questioned):
    asked(questioned).select(text("en", "add.questions.skip"))
    at = press(questioned, text("en", "add.questions.button"))
    assert [row[1:] for row in cells(at, text("en", "add.values_new"))] == [["2019", "not there", "4,300"]]


def test_the_answer_says_what_a_row_is(questioned):
    asked(questioned).select("Number of volunteers, sport, people [volunteers~sport]")
    at = press(questioned, text("en", "add.questions.button"))
    assert [row[0] for row in cells(at, text("en", "add.values_revised"))] == ["Volunteers <b>, sport Gdansk, people"]


def test_a_question_without_an_answer_is_asked_again(questioned):
    at = press(questioned, text("en", "add.questions.button"))
    assert errors(at) == ["1 row was left without an answer."]
    assert asked(at).value is None


# What would change


@pytest.fixture(scope="module")
def preview(office_folder: Path) -> tuple[AppTest, list[list[str]]]:
    """A file that changes something of every kind, checked, and the file of changes to take away."""
    files: dict[str, Callable[[], bytes]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAROMETR_DATA", str(office_folder))
        note_files(patch, files)
        at = checked(
            "gdansk;volunteers;;2019;45000;",
            "gdansk;volunteers;;2017;4061;approx",
            "gdansk;volunteers;;2018;;no_data",
            "gdansk;volunteers;sport;2019;;no_data",
            "gdansk;volunteers;;2020;;",
            "gdansk;visitors;;2019;10;",
            "gdansk;visitors;morning;2019;4;",
            "gdansk;visitors;evening;2019;5;",
        )
        return at, rows_of(files["barometr-preview-values.csv"]())


@pytest.fixture
def previewed(preview: tuple[AppTest, list[list[str]]]) -> AppTest:
    return preview[0]


def test_the_changes_are_counted_in_a_sentence(previewed):
    counted = "4 new values, 1 revised value, 1 withdrawn value, 1 new gap, "
    counted += "1 change to the catalogue, 1 new contradiction, 1 place left blank and skipped."
    assert f"With this change readers will see: {counted}" in words(previewed)


def test_a_revised_value_shows_old_new_and_change(previewed):
    assert cells(previewed, text("en", "add.values_revised")) == [
        ["Volunteers <b> Gdansk, people", "2017", "4,060", "c. 4,061 approximate", "0.0%"]
    ]


def test_a_withdrawn_value_shows_what_goes(previewed):
    (row,) = cells(previewed, text("en", "add.values_withdrawn"))
    assert row[1:3] == ["2018", "4,100"]
    assert row[3].endswith("no data")


def test_a_new_gap_shows_its_sign_and_no_number(previewed):
    (row,) = cells(previewed, text("en", "add.values_new_gap"))
    assert row[0] == "Volunteers <b>, sport Gdansk, people"
    assert row[2] == "– no data"


def test_a_value_that_jumps_is_asked_about(previewed):
    assert text("en", "add.jump.title") in words(previewed)
    (row,) = cells(previewed, text("en", "add.values_jump"))
    assert row[1:] == ["2019", "4,061", "45,000", "11.1 times more"]


def test_changes_of_the_catalogue_name_table_and_entry(previewed):
    (row,) = cells(previewed, text("en", "add.catalogue"))
    assert row == ["Document report_2019", "", "not there", "whole entry"]


def test_every_change_can_be_taken_away(preview):
    header, *rows = preview[1]
    assert header[:5] == ["Kind of change", "Area", "Indicator", "Part", "Year"]
    assert {(row[0], row[4], row[5], row[7]) for row in rows} == {
        *(("New values", "2019", "", value) for value in ("45000", "10", "4", "5")),
        ("Revised values", "2017", "4060", "4061"),
        ("Withdrawn values", "2018", "4100", ""),
        (text("en", "add.values_new_gap"), "2019", "", ""),
    }


@on_the_office
def test_a_long_table_is_cut_on_the_page_and_whole_in_the_file(files, monkeypatch):
    monkeypatch.setattr("barometr.ui.add.changes.MOST_ROWS", 2)
    at = checked(*(f"gdansk;volunteers;;{year};10;" for year in (2013, 2014, 2015)))
    assert len(cells(at, text("en", "add.values_new"))) == 2
    assert "1 more row is in the file to download." in words(at)
    assert len(rows_of(files["barometr-preview-values.csv"]())) == 4


def test_a_total_that_its_parts_do_not_add_up_to_is_named(previewed):
    """It may be published, but not unseen."""
    assert text("en", "add.entries_found", n=1) in words(previewed)
    assert "Visitors, Gdansk, 2019: the total is 10, the parts add up to 9" in words(previewed)


# Publishing


@on_the_office
def test_where_publishing_is_off_the_command_is_named_with_what_was_typed():
    at = checked("gdansk;volunteers;;2019;4500;", title="Report of 2019")
    assert [one.label for one in at.button if one.label == text("en", "add.publish.button")] == []
    assert at.code[0].value == (
        "python -m barometr import values.csv --source-id=report_2019 '--title=Report of 2019' '--publisher=Urząd' "
        "--published-on=2020-03-01 --publish"
    )


@on_the_office
def test_who_is_not_signed_in_is_asked_to_do_so_first(signed_in):
    signed_in(None)
    at = checked("gdansk;volunteers;;2019;4500;")
    assert text("en", "add.publish.sign_in") in [one.value for one in at.info]
    assert text("en", "add.publish.button") not in [one.label for one in at.button]


@in_both_languages
def test_who_may_publish_publishes_at_one_click(office, signed_in, language):
    signed_in(ANNA)
    at = visit("add", language, part="check")
    check(at, HEADER + "gdansk;volunteers;;2019;4500;\n", language=language, **DOCUMENT)
    assert value_of(2019) is None
    press(at, text(language, "add.publish.button"))
    assert value_of(2019) == 4500
    latest = in_force(office)
    assert (latest.action, latest.by, latest.file, latest.rows) == ("import", ANNA, "values.csv", 1)
    done = text(language, "add.done.title", number="0001", version=latest.version, file="values.csv")
    assert done in words(at)
    html = "".join(pieces(at))
    assert re.search(r"href='\.\?lang=..&amp;area=gdansk&amp;year=2019'", html)
    assert re.search(r"href='trends\?[^']*ind=volunteers'", html)
    assert re.search(r"href='sources\?[^']*doc=report_2019'", html)
    assert text(language, "add.publish.button") not in [one.label for one in at.button]


def test_a_second_click_publishes_nothing_more(office, signed_in):
    signed_in(ANNA)
    at = checked("gdansk;volunteers;;2019;4500;")
    (button,) = [one for one in at.button if one.label == text("en", "add.publish.button")]
    for _ in range(2):
        button.click()
        run(at)
    assert [one.action for one in publications(office)] == ["build", "import"]


@on_the_office
def test_values_that_jump_must_be_confirmed_before_they_are_published(signed_in):
    signed_in(ANNA)
    at = checked("gdansk;volunteers;;2019;45000;")
    (button,) = [one for one in at.button if one.label == text("en", "add.publish.button")]
    assert button.disabled
    at.checkbox[0].check()
    run(at)
    press(at, text("en", "add.publish.button"))
    assert value_of(2019) == 45000


@on_the_office
def test_who_was_taken_off_the_list_meanwhile_publishes_nothing(signed_in):
    signed_in(ANNA)
    at = checked("gdansk;volunteers;;2019;4500;")
    signed_in(None)
    press(at, text("en", "add.publish.button"))
    assert errors(at) == [text("en", "add.publish.signed_out")]
    assert value_of(2019) is None


def test_when_the_data_changed_since_the_preview_the_new_one_is_shown_and_can_be_published(office, signed_in):
    signed_in(ANNA)
    at = checked("gdansk;volunteers;;2019;4500;", published_on="2022-03-01")
    assert len(cells(at, text("en", "add.values_new"))) == 1
    published(office, "gdansk;volunteers;;2019;4400;\n")
    press(at, text("en", "add.publish.button"))
    assert value_of(2019) == 4400
    assert [one.value for one in at.warning] == [text("en", "add.publish.stale")]
    assert [row[2:4] for row in cells(at, text("en", "add.values_revised"))] == [["4,400", "4,500"]]
    press(at, text("en", "add.publish.button"))
    assert value_of(2019) == 4500


def test_what_keeps_a_file_from_being_published_is_said_and_the_preview_stays(office, signed_in):
    """Somebody else is publishing at this very moment."""
    signed_in(ANNA)
    at = checked("gdansk;volunteers;;2019;4500;")
    with publishing(office, "somebody"):
        press(at, text("en", "add.publish.button"))
    (said,) = errors(at)
    assert said.startswith("Somebody else is publishing just now")
    press(at, text("en", "add.publish.button"))
    assert value_of(2019) == 4500


@on_the_office
def test_a_file_that_changes_nothing_is_not_published(signed_in):
    signed_in(ANNA)
    at = press(checked("gdansk;volunteers;;2019;4500;"), text("en", "add.publish.button"))
    check(at, HEADER + "gdansk;volunteers;;2019;4500;\n", **DOCUMENT)
    assert text("en", "add.publish.nothing") in words(at)
    assert text("en", "add.publish.button") not in [one.label for one in at.button]


# The log


@pytest.fixture(scope="module")
def imported_folder(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("imported") / "data"
    shutil.copytree(office_folder, data)
    published(data, "gdansk;volunteers;;2019;4500;\n")
    return data


@pytest.fixture
def imported(imported_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with one import in force."""
    data = tmp_path / "imported"
    shutil.copytree(imported_folder, data)
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    return data


@in_both_languages
def test_the_log_names_what_was_published_newest_first(imported, language):
    at = visit("add", language, part="log")
    latest = in_force(imported)
    first, second = cells(at, "")
    assert first[0].startswith(text(language, "add.log.action_import", number="0001"))
    assert first[1] == f"elsewhere.csv SHA-256: {latest.sha256[:12]}"
    assert first[2] == f"Raport {text(language, 'add.log.n_rows.one', n=1)}"
    assert first[3] == f"{latest.version} {text(language, 'add.log.now')}"
    assert second[0].startswith(text(language, "add.log.action_build"))
    assert f"asof={latest.base}" in "".join(pieces(at))


def test_the_name_of_a_person_is_shown_to_those_who_may_publish_only(imported, files, signed_in):
    for email, named in ((None, False), (ANNA, True)):
        signed_in(email)
        at = visit("add", "en", part="log")
        file = files["barometr-log-of-publications.csv"]().decode("utf-8-sig")
        # A signed-in person also sees the own address in the notice on top, which is no HTML of ours.
        assert (ANNA in words(at)) == named
        assert (ANNA in file) == named
        assert ("a person of the office" in words(at)) != named
        assert in_force(imported).sha256 in file


@pytest.mark.parametrize(("zone", "hours"), [("Europe/Warsaw", 1), ("UTC", 0), ("No/Such", 0), ("", 0)])
def test_the_time_is_that_of_the_reader(imported, zone, hours):
    entry = in_force(imported)
    winter = replace(entry, at="2026-01-31T23:30:00+00:00")
    shown = datetime.fromisoformat(winter.at) + timedelta(hours=hours)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("barometr.ui.add.log.publications", lambda _: (winter,))
        at = visit("add", "en", context={"timezone": zone}, part="log")
    ((name, *_),) = cells(at, "")
    assert f"{shown.day} {shown:%B %Y, %H:%M}" in name
    assert f"Time zone: {zone if hours else 'UTC'}" in words(at)


@on_an_import
def test_undoing_is_for_those_who_may_publish(signed_in):
    signed_in(None)
    at = visit("add", "en", part="log")
    assert at.code[0].value == "python -m barometr undo 0001 --publish"
    assert [one for one in at.selectbox if (one.key or "").startswith("add_undo")] == []


def choose_import(at: AppTest, number: str) -> AppTest:
    (box,) = [one for one in at.selectbox if (one.key or "").startswith("add_undo")]
    assert box.value is None
    box.set_value(number)
    return run(at)


@in_both_languages
def test_an_import_is_undone_after_a_look_and_a_yes(imported, signed_in, language):
    signed_in(ANNA)
    before = in_force(imported).base
    at = choose_import(visit("add", language, part="log"), "0001")
    assert [row[1:3] for row in cells(at, text(language, "add.values_withdrawn"))] == [
        ["2019", {"pl": "4500", "en": "4,500"}[language]]
    ]
    label = text(language, "add.undo.button", number="0001")
    (button,) = [one for one in at.button if one.label == label]
    assert button.disabled
    assert value_of(2019) == 4500
    at.checkbox[0].check()
    run(at)
    press(at, label)
    assert value_of(2019) is None
    assert in_force(imported).version == before
    assert text(language, "add.undo.done", number="0001", version=before) in words(at)
    assert [row[0].split(" 2")[0] for row in cells(at, "")][0].startswith(
        text(language, "add.log.action_undo", number="0001")
    )
    assert text(language, "add.undo.nothing") in words(at)


def test_an_import_that_others_build_on_says_why_it_stays(imported, signed_in):
    """The second import brings an indicator that has values in the third."""
    book = Workbook()
    rows = [["area_id", "indicator_id", "year", "value"], ["gdansk", "fresh", 2019, 7]]
    indicator = catalogue_row("indicators", {"indicator_id": "fresh", "name_pl": "Świeże", "name_en": "Fresh"})
    described = {**DOCUMENT, "source_id": "with_indicator", "area_id": "gdansk"}
    sheets = {
        "document": [["field", "content"], *map(list, described.items())],
        "values": rows,
        "indicators": [list(indicator), list(indicator.values())],
    }
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    del book["Sheet"]
    content = io.BytesIO()
    book.save(content)
    found = examined(imported, content.getvalue(), "fresh.xlsx", Options())
    assert found.staged is not None, found.problems
    publish_staged(imported, found.staged, ANNA)
    published(imported, "gdansk;fresh;;2020;8;\n")
    signed_in(ANNA)
    at = choose_import(visit("add", "en", part="log"), "0002")
    (said,) = errors(at)
    assert said.startswith("Import 0002 cannot be undone, later ones build on it")
    assert text("en", "add.undo.button", number="0002") not in [one.label for one in at.button]


def test_nothing_is_undone_when_the_data_changed_since_the_preview(imported, signed_in):
    signed_in(ANNA)
    at = choose_import(visit("add", "en", part="log"), "0001")
    at.checkbox[0].check()
    run(at)
    published(imported, "gdansk;volunteers;;2020;4600;\n")
    press(at, text("en", "add.undo.button", number="0001"))
    assert errors(at) == [text("en", "add.undo.stale")]
    assert in_force(imported).action == "import"
