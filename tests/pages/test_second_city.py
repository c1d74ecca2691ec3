"""A city, its programme and its figures brought in by a file: every page has them, with no line of code for it."""

import shutil

import pytest

from barometr.engine import query
from barometr.project import PROJECT
from barometr.publish.draft import Options
from barometr.publish.intake import examined
from barometr.publish.staging import publish, undo
from barometr.words.texts import LANGUAGES
from tests.pages.looking import PAGES, shown, visit
from tests.publish.second_programme import CITY, PROGRAMME, SOURCE, VALUES, workbook_bytes


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The shipped data with the second programme imported."""
    data = tmp_path_factory.mktemp("second") / "data"
    shutil.copytree(PROJECT / "data", data)
    found = examined(data, workbook_bytes(), "zielonka.xlsx", Options())
    assert (found.problems, found.questions) == ([], ())
    publish(data, found.staged, "anna")
    return data


@pytest.fixture(autouse=True)
def reads_it(folder, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(folder))


def printed(at):
    return " ".join(word for word in shown(at).words if word)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("route", PAGES)
def test_every_page_opens_for_the_new_city(route, language):
    at = visit(route, language, area=CITY)
    assert [error.value for error in at.error] == []
    assert "None" not in shown(at).words
    assert "nan" not in shown(at).words


@pytest.mark.parametrize(
    ("route", "link", "expected"),
    [
        ("overview", {"area": CITY}, "Neighbourhood gardeners"),
        ("trends", {"area": CITY, "cities": CITY, "ind": "zl_gardeners"}, "Neighbourhood gardeners"),
        ("participation", {"area": CITY}, "Zielonka Leśna"),
        ("goals", {"area": CITY}, "1.1"),
        ("sources", {"doc": SOURCE["source_id"]}, SOURCE["title_en"]),
        ("review", {"area": CITY, "programme": PROGRAMME}, "Neighbourhood gardeners"),
        ("briefing", {"area": CITY}, "Zielonka Leśna"),
    ],
)
def test_the_pages_show_what_the_file_brought(route, link, expected):
    assert expected in printed(visit(route, "en", **link))


def test_every_value_of_the_file_is_published_with_its_place():
    stored = query("export/figures", row_ids=[f"{SOURCE['source_id']}.{n}" for n in range(1, len(VALUES) + 1)])
    assert len(stored) == len(VALUES)
    assert set(stored["place"]) == {"file"}
    at = visit("trends", "en", area=CITY, trace=f"{SOURCE['source_id']}.1")
    assert at.exception == []


def test_undone_the_city_is_gone_and_the_data_are_those_that_were_shipped(folder, tmp_path, monkeypatch):
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    before = (PROJECT / "data" / "publications.json").read_text(encoding="utf-8")
    monkeypatch.setenv("BAROMETR_DATA", str(data))
    undone = undo(data, "0001", "anna")
    assert undone.version in before
    assert CITY not in set(query("catalog/areas")["area_id"])
