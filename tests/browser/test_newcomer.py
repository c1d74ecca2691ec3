"""What a newcomer asks on the first day, answered from a cold start, with the mouse or with the keyboard alone.

Each way takes under a minute; the clock runs from the first page to the answer on the screen.
"""

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from barometr.words.texts import text

pytestmark = pytest.mark.browser

SECONDS = 60
MOST_TABS = 160
# A row of choices is one stop for Tab; inside it the arrows move.
IN_ITS_ROW = "one => one.closest('[role=radiogroup]')?.contains(document.activeElement) ?? false"
Act = Callable[[Locator], None]


def settle(page: Page) -> None:
    """Wait until the script has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def is_focused(target: Locator) -> bool:
    return bool(target.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"))


def reach(page: Page, target: Locator) -> None:
    """Move the focus to something by Tab, and by arrows inside a row of choices."""
    target.wait_for()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        while target.evaluate(IN_ITS_ROW) and not is_focused(target):
            page.keyboard.press("ArrowRight")
            settle(page)
        if is_focused(target):
            return
    pytest.fail(f"{MOST_TABS} steps of Tab do not reach {target}")


@pytest.fixture(params=["mouse", "keyboard"])
def act(request: pytest.FixtureRequest, page: Page) -> Iterator[Act]:
    """Press something: with the mouse, or by walking there with Tab and pressing Enter (Space for a switch)."""

    def click(target: Locator) -> None:
        target.click()
        settle(page)

    def press(target: Locator) -> None:
        reach(page, target)
        switch = page.evaluate("['radio', 'checkbox'].includes(document.activeElement.type)")
        page.keyboard.press("Space" if switch else "Enter")
        settle(page)

    page.goto("/?lang=pl")
    expect(page.get_by_role("heading", level=1, name=text("pl", "overview.title"))).to_be_visible()
    settle(page)
    started = time.monotonic()
    yield click if request.param == "mouse" else press
    assert time.monotonic() - started < SECONDS


def to_page(page: Page, act: Act, name: str) -> None:
    menu = page.get_by_test_id("stSidebarNav")
    act(menu.get_by_role("link", name=text("pl", f"{name}.menu"), exact=True))
    expect(page.get_by_role("heading", level=1, name=text("pl", f"{name}.title"))).to_be_visible()
    settle(page)


def difference(words: str) -> int:
    """Read the change at the beginning of a cell: "−417 (−39,2%)"."""
    return int(re.match(r"[+\N{MINUS SIGN}]?\d+", words)[0].replace("\N{MINUS SIGN}", "-"))


def test_which_path_lost_most_volunteers_from_2015_to_2016_and_is_it_real(page: Page, act: Act):
    to_page(page, act, "trends")
    act(page.get_by_role("radio", name=text("pl", "trends.view_change")))
    act(page.locator("label").filter(has_text=text("pl", "trends.parts")))
    table = page.get_by_role("table").first
    expect(table).to_contain_text("przestrzeń publiczna")
    column = table.get_by_role("columnheader").all_inner_texts().index("2015→2016")
    cells = {
        row.get_by_role("rowheader").inner_text().split("\n")[0]: row.locator("td").nth(column - 1).inner_text()
        for row in table.locator("tbody tr").all()
    }
    # One path has no figure for 2016: the table says so instead of a loss of all 141.
    assert cells.pop("wolontariat ekologiczny") == text("pl", "status.no_data.name")
    total = cells.pop(text("pl", "table.published_total"))
    assert difference(total) == -594
    assert text("pl", "change.incomplete") in total
    changes = {name: difference(words) for name, words in cells.items()}
    assert min(changes.items(), key=lambda one: one[1]) == ("przestrzeń publiczna", -417)
    # It is real as far as the document goes: both years are printed, and the number opens its place.
    act(table.locator("[data-trace='volunteers~gdansk~2016~public_space']"))
    expect(page.get_by_role("dialog")).to_contain_text(text("pl", "quote", text="648"))
    expect(page.get_by_role("dialog")).to_contain_text("1065")


def test_how_many_families_per_assistant_in_rumia_and_gdansk_in_the_same_year(page: Page, act: Act):
    to_page(page, act, "cities")
    expect(page.get_by_test_id("stMain")).to_contain_text(re.compile(r"2015: Gdańsk\s13,92, Rumia\s11,2"))


def test_what_the_report_says_about_turnout_in_2017_and_where(page: Page, act: Act):
    box = page.get_by_placeholder(text("pl", "search.hint"))
    act(box)
    page.keyboard.type("frekwencja 2017")
    act(page.locator(".b-found a").first)
    expect(page.get_by_role("heading", level=1, name=text("pl", "trends.title"))).to_be_visible()
    settle(page)
    act(page.get_by_role("table").locator("[data-trace='budget_turnout~gdansk~2017']"))
    trace = page.get_by_role("dialog")
    expect(trace).to_contain_text(text("pl", "quote", text="11,0"))
    expect(trace).to_contain_text("linia 2042")
    expect(trace).to_contain_text(text("pl", "quote", text="11,4%"))


def test_which_goals_of_sopot_were_not_in_progress(page: Page, act: Act):
    to_page(page, act, "goals")
    act(page.get_by_role("radio", name="Sopot"))
    main = page.get_by_test_id("stMain")
    for number in ("3.2", "3.3", "5.6"):
        expect(main.locator("a", has_text=re.compile(rf"^{re.escape(number)} ")).first).to_be_visible()
    expect(main).to_contain_text("W 2008 roku cel nie został zrealizowany")


def test_which_indicators_have_no_value_for_2017_and_why(page: Page, act: Act):
    to_page(page, act, "sources")
    act(page.get_by_role("radio", name=text("pl", "sources.part_coverage")))
    main = page.get_by_test_id("stMain")
    for missing in ("Realizacja celów życiowych: opinia", "Ocena współpracy przez NGO", "Oferty z katalogu usług"):
        expect(main).to_contain_text(missing)
    expect(main).to_contain_text("Katalog usług, na którym opiera się wskaźnik, był w 2017 r. dopiero opracowywany.")


def test_the_table_of_volunteers_on_each_path_opens_in_a_spreadsheet(page: Page, act: Act):
    to_page(page, act, "volunteering")
    act(page.get_by_role("button", name=text("pl", "take.chart_and_table")).first)
    with page.expect_download() as saved:
        act(page.get_by_role("button", name=text("pl", "take.xlsx")).first)
    assert saved.value.suggested_filename == "barometr-wolontariusze-2012-2017.xlsx"
    book = openpyxl.load_workbook(BytesIO(Path(saved.value.path()).read_bytes()))
    grid = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    header = next(row for row in grid if "2017" in row or 2017 in row)
    year = header.index(2017 if 2017 in header else "2017")
    assert 1188 in [row[year] for row in grid]  # sports volunteering in 2017, as a number
