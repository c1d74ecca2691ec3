"""Taking away what a page shows: what is offered where, and that the files hold what stands on the screen."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from barometr.engine import data_version
from barometr.words.texts import LANGUAGES, text
from tests.pages.looking import PAGES, pieces, seen, shown, visit

pytestmark = pytest.mark.usefixtures("shipped")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
on_every_page = pytest.mark.parametrize("route", PAGES)
# Views of the pages that offer files of their own.
VIEWS: list[tuple[str, dict[str, str]]] = [
    *((route, {}) for route in PAGES),
    ("volunteering", {"view": "stacked"}),
    ("volunteering", {"view": "shares"}),
    ("goals", {"area": "sopot", "goal": "sopot_3"}),
    *(
        ("trends", {"ind": "volunteers.budget_turnout", "view": view})
        for view in ("change", "index", "panels", "table")
    ),
    *(("sources", {"part": part}) for part in ("coverage", "contradictions", "reconciliation", "checks")),
]
on_every_view = pytest.mark.parametrize(("route", "link"), VIEWS, ids=[f"{one}-{link}" for one, link in VIEWS])


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the buttons of a page that is opened next would download, by file name; the real makers, not run yet."""
    found: dict[str, Callable[[], bytes]] = {}
    add = MediaFileManager.add_deferred

    def noting(self: MediaFileManager, data: Any, mimetype: Any, coordinates: str, file_name: Any = None, **more: Any):
        assert file_name not in found, "a name that occurs twice on a page overwrites a file of the reader"
        found[file_name] = data
        return add(self, data, mimetype, coordinates, file_name, **more)

    monkeypatch.setattr(MediaFileManager, "add_deferred", noting)
    return found


def keys_of_charts(at: AppTest) -> set[str]:
    return {re.sub(r"^.*-(?=chart_)", "", chart.proto.id) for chart in at.get("plotly_chart")}


def pictures(at: AppTest) -> dict[str, set[str]]:
    """Return the formats in which pictures of each chart are offered, by the key of the chart."""
    found: dict[str, set[str]] = {}
    for kind, key in re.findall(r"data-picture='(\w+)' data-chart='(.*?)'", "".join(pieces(at))):
        found.setdefault(key, set()).add(kind)
    return found


@on_every_view
def test_every_chart_is_offered_as_png_and_svg_and_nothing_else_is(route, link):
    at = seen(route, **link)
    assert pictures(at) == {key: {"png", "svg"} for key in keys_of_charts(at)}


def test_each_of_several_pictures_is_called_by_what_it_shows():
    at = seen("trends", ind="volunteers.budget_turnout", view="panels")
    said = re.findall(r"data-picture='png'.*?>(.*?)</button>", "".join(pieces(at)))
    assert len(said) == len(set(said)) == 2
    assert all(one.startswith(text("pl", "take.png") + ": ") for one in said)


def test_the_picture_of_a_lone_chart_needs_no_name():
    (said,) = re.findall(r"data-picture='svg'.*?>(.*?)</button>", "".join(pieces(seen("volunteering"))))
    assert unescape(said) == text("pl", "take.svg")


@on_every_view
@in_both_languages
def test_every_file_can_be_opened_and_speaks_the_language_of_the_page(files, route, link, language):
    visit(route, language, **link)
    # The package, the briefing on paper and the templates to fill in have tests of their own.
    tables = {name: make() for name, make in files.items() if not re.search(r"^barometr_|\.(zip|pdf)$", name)}
    assert {name.rpartition(".")[2] for name in tables} <= {"csv", "xlsx"}
    separator = {"pl": ";", "en": ","}[language]
    for name, content in tables.items():
        assert re.fullmatch(r"barometr-[a-z0-9_.-]+\.(csv|xlsx)", name), name
        if name.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf"), "without it Excel takes Polish letters for another alphabet"
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))
            assert len(rows) > 1
            assert {len(row) for row in rows} == {len(rows[0])}
            assert len(rows[0]) > 1
        else:
            book = load_workbook(io.BytesIO(content))
            assert book.sheetnames[-1] == text(language, "export.sheet.sources")
            assert book[text(language, "export.sheet.values")].max_row > 1


@on_every_page
def test_every_page_offers_all_the_data_named_by_its_version(files, route):
    visit(route)
    assert f"barometr-{data_version()}.zip" in files


def test_the_package_holds_a_description_and_the_data(files):
    visit("overview")
    with zipfile.ZipFile(io.BytesIO(files[f"barometr-{data_version()}.zip"]())) as package:
        assert package.testzip() is None
        assert "datapackage.json" in package.namelist()


def test_both_files_of_a_table_hold_what_stands_on_the_screen(files):
    """4060 volunteers in 2017, as the report prints it."""
    at = visit("trends", "pl", ind="volunteers", years="2016-2017")
    assert shown(at).numbers["volunteers~gdansk~2017"] == ["4060"]
    name = "barometr-volunteers-values-2016-2017"
    text_rows = list(csv.reader(io.StringIO(files[f"{name}.csv"]().decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(files[f"{name}.xlsx"]()))[text("pl", "export.sheet.values")]
    book_rows = list(sheet.iter_rows(values_only=True))
    for header, rows in ((text_rows[0], text_rows[1:]), (list(book_rows[0]), book_rows[1:])):
        year = header.index(text("pl", "export.column.year"))
        value = header.index(text("pl", "export.column.value"))
        assert {(str(row[year]), str(row[value]).removesuffix(".0")) for row in rows} == {
            ("2016", "3563"),
            ("2017", "4060"),
        }


def test_a_file_made_later_is_that_of_its_own_button(files):
    """The files are made when a button is pressed, after everything on the page has been drawn."""
    visit("trends", "en", ind="volunteers", view="change")
    (name,) = [name for name in files if name.endswith(".csv")]
    assert name == "barometr-volunteers-change-2012-2017.csv"
    rows = list(csv.DictReader(io.StringIO(files[name]().decode("utf-8-sig"))))
    last = rows[-1]
    assert last[text("en", "trends.column_year")] == "2017"
    assert last[text("en", "trends.column_change")] == "497"
    # In 2016 the report leaves one of the six paths out.
    assert last[text("en", "trends.column_judgement")] == text("en", "change.incomplete")


def test_files_of_an_index_say_how_it_is_computed_and_name_the_document(files):
    visit("trends", "en", ind="volunteers", view="index", base="2013")
    (name,) = [name for name in files if name.endswith(".xlsx")]
    book = load_workbook(io.BytesIO(files[name]()))
    about = [cell for row in book[text("en", "export.sheet.about")].iter_rows(values_only=True) for cell in row]
    assert text("en", "trends.index_rule") in about
    values = list(book[text("en", "export.sheet.values")].iter_rows(values_only=True, min_row=2))
    assert {row[1]: round(row[2], 1) for row in values if row[2] is not None}[2017] == round(100 * 4060 / 2475, 1)
    documents = str(list(book[text("en", "export.sheet.sources")].iter_rows(values_only=True)))
    assert "gdansk_report_2017" in documents


@in_both_languages
def test_the_button_says_whether_there_is_a_chart_to_take(language):
    with_chart = visit("volunteering", language)
    labels = [popover.proto.popover.label for popover in with_chart.get("popover")]
    assert text(language, "take.chart_and_table") in labels
    table_only = visit("trends", language, view="table")
    assert [one.proto.popover.label for one in table_only.get("popover")] == [text(language, "take.table")]
