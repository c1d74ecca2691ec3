"""Bringing a year in, as a clerk does: template, mistakes, mending, publishing signed in, and taking it back."""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import BrowserContext, Page, expect

from barometr.project import PROJECT
from barometr.published import in_force, publications
from barometr.words.texts import LANGUAGES, Language, text
from tests.browser.conftest import START_SECONDS, wait_until_healthy
from tests.browser.oidc_provider import providing
from tests.browser.test_access import CUT, TOO_WIDE, WIDE_TEXT, against_the_rules, stands
from tests.browser.test_signin import ACCOUNTS, ANNA, settings

pytestmark = pytest.mark.browser

VOLUNTEERS = {"pl": "4500", "en": "4,500"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Office:
    """The app on a copy of the data, set up for signing in: its address and its data folder."""

    address: str
    data: Path


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(PROJECT / "data", folder / "data")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, log = f"http://127.0.0.1:{port}", folder / "streamlit.log"
    with providing(ACCOUNTS) as provider, log.open("w", encoding="utf-8") as out:
        provider.callback = f"{address}/oauth2callback"
        (folder / "secrets.toml").write_text(settings(provider, [ANNA]), encoding="utf-8")
        options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
        options += ["--secrets.files", str(folder / "secrets.toml")]
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", *options],
            cwd=PROJECT,
            env=os.environ | {"BAROMETR_DATA": str(folder / "data")},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_healthy(address, server, log)
            yield Office(address, folder / "data")
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)
    assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def base_url() -> str:
    """Every test here opens whole addresses, of a server of its own."""
    return ""


@pytest.fixture(autouse=True)
def nothing_goes_wrong(context: BrowserContext) -> Iterator[None]:
    """Hold the browser to this machine and to pages without errors."""
    wrong: list[str] = []
    own = r"(http://127\.0\.0\.1:\d+/|data:|blob:)"
    context.on("request", lambda one: wrong.append(one.url) if not re.match(own, one.url) else None)
    context.on("weberror", lambda one: wrong.append(str(one.error)))
    yield
    assert wrong == []


def look(page: Page, office: Office, route: str, language: Language = "pl", **link: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"lang": language, **link}.items())
    page.goto(f"{office.address}/{route}?{query}")
    expect(page.get_by_role("heading", level=1, name=text(language, f"{route or 'overview'}.title"))).to_be_visible()
    stands(page)


def sign_in(page: Page, office: Office, part: str) -> None:
    """Sign in as somebody on the list and come to a part of the page."""
    look(page, office, "add", part=part)
    page.get_by_role("button", name=text("pl", "signin.in"), exact=True).click()
    page.get_by_role("button", name="anna", exact=True).click()
    page.wait_for_url(f"{office.address}/**")
    expect(page.get_by_test_id("stApp")).to_be_visible()
    look(page, office, "add", part=part)
    expect(page.get_by_role("button", name=text("pl", "signin.out"), exact=True)).to_be_visible()


def check(page: Page, content: bytes, name: str = "gdansk_2018.xlsx", kind: str = XLSX) -> None:
    """Choose a file and have it checked."""
    page.locator(".st-key-add_form input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )
    expect(page.get_by_test_id("stFileChip")).to_have_count(1)
    page.get_by_role("button", name=text("pl", "add.check.button"), exact=True).click()
    expect(page.get_by_role("heading", name=text("pl", "add.check.result", file=name))).to_be_visible(timeout=60_000)
    stands(page)


def downloaded_template(page: Page, office: Office) -> Workbook:
    look(page, office, "add", area="gdansk")
    with page.expect_download() as download:
        page.get_by_role("button", name=text("pl", "add.template.download", year=2018), exact=True).click()
    assert download.value.suggested_filename.endswith("_2018_pl.xlsx")
    return load_workbook(io.BytesIO(download.value.path().read_bytes()))


def fill(book: Workbook, field: str, content: object) -> None:
    """Fill in a field of the document."""
    for row in book["Dokument"].iter_rows(min_row=2):
        if row[0].value == text("pl", f"intake.document.{field}"):
            row[1].value = content


def places(book: Workbook, indicator_id: str, member: str | None = None) -> dict[str, str]:
    """Return the cells of a row of values by the id of their column."""
    sheet = book["Wartości"]
    columns = {one: text("pl", f"intake.column.{one}") for one in ("indicator_id", "member", "value", "status")}
    at = {cell.value: cell.column_letter for cell in sheet[1]}
    (number,) = [
        row[0].row
        for row in sheet.iter_rows(min_row=2)
        if (sheet[f"{at[columns['indicator_id']]}{row[0].row}"].value == indicator_id)
        and (sheet[f"{at[columns['member']]}{row[0].row}"].value or None) == member
        and sheet[f"A{row[0].row}"].value == "gdansk"
    ]
    return {name: f"{at[label]}{number}" for name, label in columns.items()}


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def told(page: Page, sheet: str) -> dict[str, str]:
    """Return what the page says is wrong in a sheet, by cell."""
    table = page.get_by_role("table", name=re.compile(re.escape(text("pl", "add.problems.sheet", sheet=sheet))))
    rows = table.locator("tbody tr").all()
    return {row.locator("th").inner_text().removeprefix("komórka "): row.locator("td").inner_text() for row in rows}


def test_a_year_comes_in_from_the_template_and_goes_again(page: Page, office: Office):
    """The whole story; the mistakes are mended from the messages of the page alone."""
    before = in_force(office.data).version
    book = downloaded_template(page, office)
    values = book["Wartości"]
    fill(book, "source_id", "gdansk_report_2018")
    fill(book, "title", "Raport za 2018 rok")
    fill(book, "published_on", "2019-06-30")
    total, sport, turnout = (
        places(book, "volunteers"),
        places(book, "volunteers", "sport"),
        places(book, "budget_turnout"),
    )
    values[total["value"]] = 4500
    values[total["indicator_id"]] = "volunters"
    values[sport["value"]] = "dużo"
    values[turnout["value"]] = 12.1
    values[turnout["status"]] = "brak danych"

    sign_in(page, office, "check")
    check(page, saved(book))
    expect(page.get_by_text("3 problemy", exact=True)).to_be_visible()
    said = told(page, "Wartości")
    assert set(said) & set(sport.values()) == {sport["value"]}
    assert len(said) == 3
    assert against_the_rules(page) == {}

    # Mend what is said, where it is said.
    for cell, words in said.items():
        if cell == total["indicator_id"]:
            values[cell] = re.search(r"(\w+) \(", words)[1]  # the nearest short name, its name in brackets
        elif cell == sport["value"]:
            values[cell] = 1200
        else:
            assert cell in (turnout["value"], turnout["status"])
            values[turnout["status"]] = None
    check(page, saved(book))
    expect(page.get_by_text(text("pl", "add.preview.title"), exact=True)).to_be_visible()
    assert in_force(office.data).version == before
    expect(page.get_by_text("3 nowe wartości,")).to_be_visible()
    assert against_the_rules(page) == {}

    # A hasty double click publishes once.
    page.get_by_role("button", name=text("pl", "add.publish.button"), exact=True).dblclick()
    expect(page.get_by_text("Opublikowano: import 0001")).to_be_visible(timeout=60_000)
    stands(page)
    assert [one.action for one in publications(office.data)] == ["build", "import"]
    assert in_force(office.data).by.casefold() == ANNA.casefold()
    assert against_the_rules(page) == {}
    for language in LANGUAGES:
        shown_everywhere(page, office, language, there=True)

    undo(page, office)
    assert in_force(office.data).version == before
    for language in LANGUAGES:
        shown_everywhere(page, office, language, there=False)


def shown_everywhere(page: Page, office: Office, language: Language, *, there: bool) -> None:
    """Look for the volunteers of 2018 on three pages, where they are or are not."""
    for route, link in (("volunteering", {}), ("trends", {"ind": "volunteers", "view": "table"}), ("", {})):
        look(page, office, route, language, area="gdansk", **link)
        marks = page.locator("main [data-trace='volunteers~gdansk~2018']")
        if there:
            expect(marks.first).to_contain_text(VOLUNTEERS[language])
        else:
            expect(page.locator("main [data-trace^='volunteers~gdansk~2017']").first).to_be_visible()
            expect(marks).to_have_count(0)


def undo(page: Page, office: Office) -> None:
    """Take the import back on the log, after a look at what that changes."""
    look(page, office, "add", part="log")
    row = page.get_by_role("table").locator("tbody tr").first
    expect(row).to_contain_text("gdansk_2018.xlsx")
    expect(row).to_contain_text(re.compile(ANNA, re.IGNORECASE))
    box, offered = page.get_by_role("combobox", name=text("pl", "add.undo.which")), page.get_by_role("option")
    box.scroll_into_view_if_needed()
    for _ in range(5):  # a list that opens while the page still moves closes again
        box.press("ArrowDown")
        page.wait_for_timeout(500)
        if offered.count():
            break
    offered.first.click()
    expect(page.get_by_text(text("pl", "add.undo.title", number="0001"))).to_be_visible(timeout=60_000)
    expect(page.get_by_role("table", name=re.compile(re.escape(text("pl", "add.values_withdrawn"))))).to_contain_text(
        VOLUNTEERS["pl"]
    )
    stands(page)
    assert against_the_rules(page) == {}
    page.get_by_text(text("pl", "add.undo.confirm", number="0001"), exact=True).click()
    button = page.get_by_role("button", name=text("pl", "add.undo.button", number="0001"), exact=True)
    expect(button).to_be_enabled()
    button.dblclick()
    expect(page.get_by_text("Cofnięto import 0001")).to_be_visible(timeout=60_000)
    assert [one.action for one in publications(office.data)] == ["build", "import", "undo"]


PRINTED = "Wskaźnik;obszar;2017;2018\nLiczba osób działających społecznie;gdansk;4060;4300\n"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_file_that_asks_questions_fits_a_phone(page: Page, office: Office, theme: str):
    """Form, problems and questions at 390 pixels, by the rules and with text set wider."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": 390, "height": 844})
    look(page, office, "add", part="check")
    check(page, PRINTED.encode(), "tabela.csv", "text/csv")
    box = page.get_by_role("combobox", name=re.compile("^Liczba osób działających społecznie"))
    expect(box).to_have_value("")
    assert against_the_rules(page) == {}
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(CUT) == []
    page.add_style_tag(content=WIDE_TEXT)
    assert page.evaluate(CUT) == []
    expect(page.get_by_role("button", name=text("pl", "signin.in"), exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=text("pl", "add.publish.button"), exact=True)).to_have_count(0)


@pytest.mark.parametrize("part", ["check", "log"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_other_parts_of_the_page_keep_to_the_rules(page: Page, office: Office, part: str, theme: str):
    """The first part is looked at with every other page."""
    page.emulate_media(color_scheme=theme)
    look(page, office, "add", "en", part=part)
    assert against_the_rules(page) == {}
