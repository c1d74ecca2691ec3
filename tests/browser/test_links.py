"""Finding, following, sending and taking away: the search box, links between pages, copied addresses and files."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, Locator, Page, expect

from barometr.words.texts import LANGUAGES, Language, text
from tests.browser.test_walk import dialog, drawn_lines, has_in_link, lacks_in_link, link, settle, visit, wait_for

pytestmark = pytest.mark.browser
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def search_box(page: Page, language: Language = "pl") -> Locator:
    return page.get_by_placeholder(text(language, "search.hint"))


def found(page: Page) -> Locator:
    """Return the matches under the search box: links to pages and buttons to traces."""
    return page.locator(".b-found-list a, .b-found-list button")


def matches(page: Page, words: str) -> Locator:
    """Type into the search box and return the matches, once they stand."""
    search_box(page).press_sequentially(words)
    expect(found(page).first).to_be_visible()
    return found(page)


# Search


def test_what_is_typed_is_found_and_reached_by_keyboard_alone(page: Page):
    visit(page, "overview")
    box = search_box(page)
    for _ in range(30):
        page.keyboard.press("Tab")
        if box.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.type("asystent rodz")
    expect(found(page).first).to_have_text("Rodziny na asystenta")
    expect(box).to_be_focused()
    focused = page.locator(":focus")
    for _ in range(3):  # the field has a button of its own to empty it
        page.keyboard.press("Tab")
        if focused.get_attribute("data-go") is not None:
            break
    expect(focused).to_have_text("Rodziny na asystenta")
    page.keyboard.press("Enter")
    wait_for(page, "trends")
    expect(page).to_have_url(has_in_link("ind", "families_per_assistant"))
    expect(drawn_lines(page).first).to_be_visible()


def test_arrows_walk_through_the_matches_and_enter_opens_the_first(page: Page):
    visit(page, "volunteering")
    first = matches(page, "frekwencja").first
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(search_box(page)).to_be_focused()
    page.keyboard.press("Enter")
    wait_for(page, "trends")
    expect(page).to_have_url(has_in_link("ind", "budget_turnout"))
    expect(search_box(page)).to_have_value("")
    expect(found(page)).to_have_count(0)


def test_a_choice_made_on_one_page_does_not_follow_to_the_next(page: Page):
    visit(page, "trends")
    page.get_by_role("radio", name=text("pl", "trends.view_change")).click()
    expect(page).to_have_url(has_in_link("view", "change"))
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=text("pl", "sources.menu")).click()
    wait_for(page, "sources")
    page.get_by_role("radio", name=text("pl", "sources.part_checks")).click()
    expect(page).to_have_url(has_in_link("part", "checks"))
    settle(page)
    expect(page).to_have_url(lacks_in_link("view"))
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_figure_of_the_narrative_opens_its_trace_in_place_and_back_returns(page: Page):
    visit(page, "volunteering", view="stacked")
    matches(page, "pogotowie lekcyjne").first.click()
    expect(dialog(page)).to_contain_text(text("pl", "quote", text="43 wolontariuszy"))
    expect(page).to_have_url(has_in_link("trace", "gdansk_report_2017.450"))
    expect(page).to_have_url(has_in_link("view", "stacked"))
    page.go_back()
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(lacks_in_link("trace"))
    expect(page).to_have_url(has_in_link("view", "stacked"))


# Links


def test_a_link_within_the_app_is_followed_without_loading_it_anew_and_back_returns(page: Page):
    visit(page, "overview", area="sopot")
    page.evaluate("window.marked = 'still here'")
    goal = matches(page, "wolontariat bezrobotnych").filter(has_text="wolontariatu osób bezrobotnych").first
    goal.click()
    wait_for(page, "goals")
    expect(page).to_have_url(has_in_link("goal", "sopot_3_3"))
    expect(page).to_have_url(has_in_link("area", "sopot"))
    expect(page.locator("[data-here='sopot_3_3']")).to_be_in_viewport()
    assert page.evaluate("window.marked") == "still here"
    page.go_back()
    wait_for(page, "overview")
    expect(page).to_have_url(has_in_link("area", "sopot"))
    assert page.evaluate("window.marked") == "still here"


def test_a_click_with_ctrl_opens_a_link_in_a_tab_of_its_own(page: Page, context: BrowserContext):
    visit(page, "overview", "en")
    search_box(page, "en").press_sequentially("turnout")
    with context.expect_page() as opened:
        found(page).filter(has_text=re.compile("^Participatory budget turnout$")).click(modifiers=["ControlOrMeta"])
    wait_for(opened.value, "trends", "en")
    expect(opened.value).to_have_url(has_in_link("ind", "budget_turnout"))
    wait_for(page, "overview", "en")
    expect(page).to_have_url(lacks_in_link("ind"))


@in_both_languages
def test_the_address_of_a_view_is_copied_and_the_button_says_so(
    page: Page, context: BrowserContext, language: Language
):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, "trends", language, ind="budget_turnout", view="index", base="2015")
    button = page.get_by_role("button", name=text(language, "link.copy"), exact=True)
    button.click()
    expect(page.get_by_role("button", name=text(language, "link.copied"), exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    for parameter in ("ind=budget_turnout", "view=index", "base=2015", f"lang={language}"):
        assert parameter in page.url
    expect(button).to_be_visible()  # the label comes back, so that it can be pressed again


def test_a_link_that_the_trends_cannot_read_opens_with_one_notice(page: Page):
    visit(page, "trends", ind="<script>", years="3000-1000", base="x", per="1", q="x" * 3000)
    notice = page.get_by_test_id("stAlert")
    expect(notice).to_have_count(1)
    for name in ("ind", "years", "base", "per", "q"):
        expect(notice).to_contain_text(text("pl", f"parameter.{name}"))
    expect(notice).not_to_contain_text("script")
    expect(page).to_have_url(re.compile(r"/trends\?lang=pl$"))
    expect(drawn_lines(page).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


# Files


def taken(page: Page, button: str) -> tuple[str, bytes]:
    """Press a button of the open choice of files; return name and content of what is saved."""
    with page.expect_download() as saved:
        page.get_by_role("button", name=button, exact=True).click()
    return saved.value.suggested_filename, Path(saved.value.path()).read_bytes()


def open_choice(page: Page, language: Language) -> None:
    page.get_by_role("button", name=text(language, "take.chart_and_table")).first.click()
    expect(page.get_by_role("button", name=text(language, "take.png"), exact=True)).to_be_visible()


@in_both_languages
def test_the_picture_of_a_chart_carries_title_unit_source_and_legend(page: Page, language: Language):
    visit(page, "participation", language)
    open_choice(page, language)
    name, content = taken(page, text(language, "take.svg"))
    assert name.endswith(".svg")
    words = re.sub(r"\s+", " ", " ".join(ElementTree.fromstring(content).itertext()))
    assert text(language, "participation.chart") in words
    assert "Gdańsk · %" in words
    assert {"pl": "Źródło: Raport z realizacji", "en": "Source: Report on"}[language] in words
    for status in ("actual", "pilot", "alternative"):
        assert text(language, f"status.{status}.name") in words
    assert text(language, "participation.no_budget") in words
    assert {"pl": "11,0%", "en": "11.0%"}[language] in words

    open_choice(page, language)
    name, content = taken(page, text(language, "take.png"))
    assert name.endswith(".png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    assert width > 800
    assert height > 600


@in_both_languages
def test_tables_open_in_the_spreadsheet_of_their_language(page: Page, language: Language):
    visit(page, "trends", language, ind="budget_turnout", cities="gdansk", years="2016-2017")
    open_choice(page, language)
    name, content = taken(page, text(language, "take.csv"))
    assert name == "barometr-budget_turnout-values-2016-2017.csv"
    assert content.startswith(b"\xef\xbb\xbf"), "without it a spreadsheet breaks the Polish letters"
    separator, printed = {"pl": (";", "11,0"), "en": (",", "11.0")}[language]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator))
    year, value = (text(language, f"export.column.{one}") for one in ("year", "value"))
    assert [row[value] for row in rows if row[year] == "2017"] == [printed]

    name, content = taken(page, text(language, "take.xlsx"))
    assert name == "barometr-budget_turnout-values-2016-2017.xlsx"
    book = load_workbook(io.BytesIO(content))
    header, *values = book[text(language, "export.sheet.values")].iter_rows(values_only=True)
    assert {row[header.index(year)]: row[header.index(value)] for row in values} == {2016: 10.0, 2017: 11.0}
    settle(page)
    assert link("trends", lang=language, ind="budget_turnout", cities="gdansk", years="2016-2017") in page.url
