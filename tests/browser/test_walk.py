"""The app as a person meets it: in a browser, by mouse, by keyboard, on a phone, by a link someone sent."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from barometr.drawing.theme import DARK, LIGHT
from barometr.words.texts import LANGUAGES, Language, text
from tests.browser.conftest import serving

pytestmark = pytest.mark.browser

# The pages in the order of the menu, under its headings.
MENU = {
    "topics": ("overview", "volunteering", "participation", "family"),
    "explore": ("trends", "cities", "goals", "sources"),
    "judge": ("review", "outlook", "briefing"),
    "data": ("add",),
}
PATHS = {name: "/" if name == "overview" else f"/{name}" for names in MENU.values() for name in names}
WITH_CHARTS = ("volunteering", "participation", "family", "trends", "cities")
VOLUNTEERS_2017 = "volunteers~gdansk~2017"
COVERAGE_2017 = "share_families_with_assistant~gdansk~2017"
# Six paths, one of them with a gap; in bars, six paths in five years without the one value that is missing.
PIECES_OF_LINES, BARS = 7, 29
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


def link(route: str, **parameters: str) -> str:
    return f"{PATHS[route]}?{urlencode(parameters)}"


def visit(page: Page, route: str, language: Language = "pl", **parameters: str) -> None:
    """Open a page by a link and wait until it stands."""
    page.goto(link(route, lang=language, **parameters))
    wait_for(page, route, language)


def wait_for(page: Page, route: str, language: Language = "pl") -> None:
    expect(page.get_by_role("heading", level=1, name=text(language, f"{route}.title"), exact=True)).to_be_visible()
    settle(page)
    # Set by the script that also listens for clicks on numbers.
    expect(page.locator("html")).to_have_attribute("lang", language)


def settle(page: Page) -> None:
    """Wait until the script has run to its end."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def card(page: Page, mark: str) -> Locator:
    return page.locator(f".b-card[data-trace='{mark}']")


def number(page: Page, mark: str) -> Locator:
    return page.locator(f"[data-trace='{mark}']").first


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def chart(page: Page) -> Locator:
    return page.locator(".js-plotly-plot").first


def drawn_lines(page: Page) -> Locator:
    return chart(page).locator(".scatterlayer path.js-line")


def drawn_bars(page: Page) -> Locator:
    return chart(page).locator(".barlayer .point path")


def choose(page: Page, words: str) -> None:
    page.get_by_role("radio", name=words, exact=True).click()


def has_in_link(name: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"[?&]{name}={re.escape(value)}(&|$)")


def lacks_in_link(name: str) -> re.Pattern[str]:
    return re.compile(rf"^(?!.*[?&]{name}=)")


@in_both_languages
def test_the_menu_leads_through_all_pages_under_their_headings(page: Page, language: Language):
    visit(page, "overview", language)
    menu = page.get_by_test_id("stSidebarNav")
    expect(menu.get_by_role("link")).to_contain_text([text(language, f"{route}.menu") for route in PATHS])
    for heading in MENU:
        expect(menu.get_by_text(text(language, f"menu.{heading}"), exact=True)).to_be_visible()
    for route in (*list(PATHS)[1:], "overview"):
        menu.get_by_role("link", name=text(language, f"{route}.menu"), exact=True).click()
        wait_for(page, route, language)
        expect(page).to_have_url(has_in_link("lang", language))
        expect(page.get_by_test_id("stAlert")).to_have_count(0)
        if route in WITH_CHARTS:
            expect(chart(page).locator(".main-svg").first).to_be_visible()


def test_each_small_chart_of_the_overview_leads_to_its_page(page: Page):
    for route in ("volunteering", "participation", "family"):
        visit(page, "overview")
        page.get_by_role("link", name=text("pl", f"{route}.open")).click()
        wait_for(page, route)


def test_the_first_start_on_a_machine_asks_nothing(tmp_path: Path):
    """Streamlit asks newcomers for an address at the terminal; `make run` must start without an answer."""
    with serving(tmp_path / "streamlit.log", headless="false", HOME=str(tmp_path), BROWSER="true"):
        assert "Email" not in (tmp_path / "streamlit.log").read_text(encoding="utf-8")


def test_a_deep_link_works_as_the_very_first_request(browser: Browser, watch: Callable, tmp_path: Path):
    """A server that has answered nothing yet takes pages/ for Streamlit's older kind of pages."""
    log = tmp_path / "streamlit.log"
    with serving(log) as address:
        context = browser.new_context(base_url=address, locale="pl-PL")
        watch(context, address)
        page = context.new_page()
        visit(page, "family", "en", cities="gdansk.rumia")
        expect(chart(page).locator(".main-svg").first).to_be_visible()
        expect(page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(12)
        expect(page).to_have_url(has_in_link("cities", "gdansk.rumia"))
        context.close()
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_another_view_redraws_the_chart_and_changes_the_link(page: Page):
    visit(page, "volunteering")
    expect(drawn_lines(page)).to_have_count(PIECES_OF_LINES)
    expect(page).to_have_url(lacks_in_link("view"))
    choose(page, text("pl", "view.stacked"))
    expect(page).to_have_url(has_in_link("view", "stacked"))
    expect(drawn_bars(page)).to_have_count(BARS)
    expect(drawn_lines(page)).to_have_count(0)


def test_the_years_can_be_narrowed_with_the_slider(page: Page):
    visit(page, "volunteering")
    first = page.get_by_role("slider").first
    first.focus()
    first.press("ArrowRight")
    expect(page).to_have_url(has_in_link("years", "2013-2017"))
    expect(chart(page).locator(".xtick")).to_have_count(5)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_back_and_forward_restore_a_choice(page: Page):
    visit(page, "volunteering")
    expect(drawn_lines(page)).to_have_count(PIECES_OF_LINES)
    choose(page, text("pl", "view.stacked"))
    expect(drawn_bars(page)).to_have_count(BARS)
    page.go_back()
    expect(page).to_have_url(lacks_in_link("view"))
    expect(drawn_lines(page)).to_have_count(PIECES_OF_LINES)
    page.go_forward()
    expect(page).to_have_url(has_in_link("view", "stacked"))
    expect(drawn_bars(page)).to_have_count(BARS)


def test_back_restores_the_city(page: Page):
    visit(page, "overview")
    choose(page, "Sopot")
    expect(page).to_have_url(has_in_link("area", "sopot"))
    expect(card(page, VOLUNTEERS_2017)).to_have_count(0)
    page.go_back()
    expect(card(page, VOLUNTEERS_2017)).to_be_visible()
    expect(page.get_by_role("radio", name="Gdańsk", exact=True)).to_be_checked()
    expect(page).to_have_url(has_in_link("area", "gdansk"))


# Traces


def assert_trace_opens_and_closes(page: Page, mark: str, literal: str) -> None:
    expect(dialog(page)).to_be_visible()
    expect(dialog(page)).to_contain_text(text("pl", "quote", text=literal))
    expect(page).to_have_url(has_in_link("trace", mark))
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(lacks_in_link("trace"))


def test_a_card_opens_its_trace(page: Page):
    visit(page, "overview")
    card(page, VOLUNTEERS_2017).click()
    assert_trace_opens_and_closes(page, VOLUNTEERS_2017, "4060")


def test_the_same_number_opens_again_after_it_was_closed(page: Page):
    visit(page, "overview")
    for _ in range(2):
        card(page, VOLUNTEERS_2017).click()
        assert_trace_opens_and_closes(page, VOLUNTEERS_2017, "4060")


def test_a_cell_of_a_table_opens_its_trace(page: Page):
    visit(page, "volunteering")
    mark = "volunteers~gdansk~2016~ecology"
    page.get_by_role("table").locator(f"[data-trace='{mark}']").click()
    assert_trace_opens_and_closes(page, mark, "●")


def test_a_point_of_a_chart_opens_its_trace(page: Page):
    visit(page, "participation")
    point = chart(page).locator(".scatterlayer .points path.point").last
    point.scroll_into_view_if_needed()
    point.hover(force=True)  # the chart's own layer for the pointer lies above its points
    expect(chart(page).locator(".hoverlayer .hovertext")).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    expect(dialog(page)).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]trace=(budget_turnout~gdansk~20|gdansk_report_2017\.285)"))
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(lacks_in_link("trace"))


def test_the_trace_of_a_computed_value_leads_on_to_the_printed_figures(page: Page):
    visit(page, "family")
    number(page, COVERAGE_2017).click()
    expect(dialog(page)).to_contain_text("17,04 / 47,8")
    dialog(page).get_by_role("button").filter(has_text=text("pl", "quote", text="47,8")).click()
    expect(page).to_have_url(has_in_link("trace", "gdansk_report_2017.217"))
    expect(dialog(page)).to_contain_text(text("pl", "trace.as_printed"))
    expect(dialog(page)).to_contain_text(text("pl", "quote", text="47,8"))
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page).to_have_url(lacks_in_link("trace"))


def test_a_number_can_be_reached_and_opened_by_keyboard_alone(page: Page):
    visit(page, "overview")
    focused = page.locator(":focus")
    for _ in range(50):
        page.keyboard.press("Tab")
        if focused.get_attribute("data-trace"):
            break
    mark = focused.get_attribute("data-trace")
    assert mark, "fifty steps of Tab reach no number"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()
    expect(page).to_have_url(has_in_link("trace", mark))
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)


# Links


@in_both_languages
def test_a_sent_link_opens_the_same_view(
    page: Page, browser: Browser, watch: Callable, base_url: str, language: Language
):
    """Built by clicking in one browser, opened in another whose owner reads the other language."""
    visit(page, "volunteering", language)
    choose(page, text(language, "view.stacked"))
    expect(drawn_bars(page)).to_have_count(BARS)
    first = page.get_by_role("slider").first
    first.focus()
    first.press("ArrowRight")
    expect(page).to_have_url(has_in_link("years", "2013-2017"))
    number(page, VOLUNTEERS_2017).click()
    expect(page).to_have_url(has_in_link("trace", VOLUNTEERS_2017))

    context = browser.new_context(locale="en-GB" if language == "pl" else "pl-PL")
    watch(context, base_url)
    other = context.new_page()
    other.goto(page.url)
    wait_for(other, "volunteering", language)
    expect(dialog(other)).to_contain_text(text(language, "quote", text="4060"))
    expect(drawn_bars(other)).to_have_count(BARS)
    expect(chart(other).locator(".xtick")).to_have_count(5)
    assert other.url == page.url
    context.close()


def test_an_unreadable_link_opens_with_a_notice(page: Page):
    visit(page, "volunteering", area="xyz", view="<script>", years="2017-2012", trace="nonsense", foo="1")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    expect(drawn_lines(page)).to_have_count(PIECES_OF_LINES)
    expect(page).to_have_url(re.compile(r"/volunteering\?lang=pl&area=gdansk$"))


# Language, theme, size


def test_the_language_of_the_page_follows_the_choice(page: Page):
    """A screen reader picks its voice by it."""
    visit(page, "overview")
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "pl")
    choose(page, "English")
    wait_for(page, "overview", "en")
    expect(html).to_have_attribute("lang", "en")
    choose(page, "Polski")
    wait_for(page, "overview", "pl")
    expect(html).to_have_attribute("lang", "pl")


def test_the_first_visit_is_in_the_language_of_the_browser(browser: Browser, watch: Callable, base_url: str):
    context = browser.new_context(base_url=base_url, locale="en-GB")
    watch(context, base_url)
    page = context.new_page()
    page.goto("/")
    wait_for(page, "overview", "en")
    expect(page).to_have_url(has_in_link("lang", "en"))
    context.close()


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[start : start + 2], 16) for start in (1, 3, 5)))


@pytest.mark.parametrize(("scheme", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_charts_and_page_follow_the_theme_of_the_system(page: Page, scheme, theme):
    page.emulate_media(color_scheme=scheme)
    visit(page, "participation")
    expect(chart(page).locator(".main-svg").first).to_have_css("background-color", rgb(theme.panel))
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", rgb(theme.page))
    expect(page.locator(".b-lead")).to_have_css("color", rgb(theme.muted))


@in_both_languages
def test_nothing_is_wider_than_a_phone(page: Page, language: Language):
    """Tables may scroll inside their own frame, the page may not."""
    page.set_viewport_size({"width": 390, "height": 844})
    for route in PATHS:
        visit(page, route, language)
        if route in WITH_CHARTS:
            expect(chart(page).locator(".main-svg").first).to_be_visible()
        too_wide = page.evaluate(
            """() => [...document.querySelectorAll('html, [data-testid=stMain], [data-testid=stMain] .stHtml')]
                .filter(box => box.scrollWidth > box.clientWidth)
                .map(box => `${box.tagName}.${box.className}: ${box.scrollWidth} > ${box.clientWidth}`)"""
        )
        assert too_wide == [], route


def test_a_trace_fits_a_phone(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, "family", trace=COVERAGE_2017)
    expect(dialog(page)).to_be_visible()
    assert dialog(page).evaluate(
        "box => box.scrollWidth <= box.clientWidth && box.getBoundingClientRect().right <= 390"
    )


def test_a_chart_says_what_it_shows_to_a_screen_reader(page: Page):
    visit(page, "participation")
    told = page.get_by_role("figure", name=text("pl", "participation.chart"))
    expect(told).to_have_attribute("aria-label", re.compile(r"11,0%"))
