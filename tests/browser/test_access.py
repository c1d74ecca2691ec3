"""Access for all: WCAG 2.1 AA by axe, by keyboard, enlarged, on a phone, without motion, in forced colours."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from barometr.ui.declaration import FAULTS
from barometr.ui.reader import LANGUAGE_NAMES
from barometr.words.texts import LANGUAGES, Language, text
from tests.browser.conftest import NO_LANGUAGE_YET
from tests.pages.looking import PAGES

pytestmark = pytest.mark.browser

THEMES = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Beside each small drawing stand words that say the same.
DECORATION = {"b-spark", "b-sign"}
MENU_LINKS = 12
SCREEN = {"width": 1280, "height": 900}
on_every_page = pytest.mark.parametrize("route", PAGES)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
in_both_themes = pytest.mark.parametrize("theme", THEMES)

# Everything a Tab should reach: of buttons in a row, which the arrow keys walk through, at least one.
CONTROLS = """() => [...document.querySelectorAll(
    "button, a[href], input, select, textarea, summary, [tabindex]:not([tabindex='-1'])")].filter(one =>
        one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })
        && !one.closest("[inert], [aria-hidden=true], template"))"""
NAME = "(one.getAttribute('aria-label') || one.innerText || one.id || one.className).slice(0, 60)"
NOTE_FOCUS = """() => {
    window.walked = [];
    // What is focused may show it on the part of it that can be seen, some boxes further out.
    const ringed = (one) => {
        for (let box = one, out = 0; box && out < 4; box = box.parentElement, out++) {
            const style = getComputedStyle(box);
            if (style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2) return true;
        }
        return false;
    };
    document.addEventListener("focusin", ({ target }) => walked.push({ target, ringed: ringed(target) }));
}"""
NOT_REACHED = f"""() => {{
    const reached = new Set(walked.map(step => step.target));
    const group = (one) => one.closest("[role=radiogroup], [role=toolbar]");
    const groups = new Set([...reached].map(group));
    return ({CONTROLS})().filter(one => !reached.has(one) && !(group(one) && groups.has(group(one))))
        .map(one => {NAME});
}}"""
NOT_RINGED = f"() => walked.filter(step => !step.ringed).map(({{ target: one }}) => {NAME})"

MOVING = """() => [...document.querySelectorAll("*")].flatMap(one => [null, "::before", "::after"].map(part => {
    const style = getComputedStyle(one, part);
    const longest = (times) => Math.max(...times.split(",").map(parseFloat));
    const moves = longest(style.transitionDuration) > 0.01
        || (style.animationName !== "none" && longest(style.animationDuration) > 0.01);
    return moves ? `${one.tagName}.${one.className}${part || ""}` : "";
})).filter(Boolean)"""

# Boxes that hide what does not fit in them, and do not scroll.
CUT = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(one => {
    if (!one.innerText?.trim() || one.closest(".js-plotly-plot")) return false;
    const { overflowX, overflowY } = getComputedStyle(one), hides = ["hidden", "clip"];
    const wide = hides.includes(overflowX) && one.clientWidth > 2 && one.scrollWidth > one.clientWidth + 1;
    return wide || (hides.includes(overflowY) && one.clientHeight > 2 && one.scrollHeight > one.clientHeight + 2);
}).map(one => `${one.className}: ${one.innerText.slice(0, 40)}`)"""
TOO_WIDE = """() => [document.scrollingElement, document.querySelector("[data-testid=stMain]")]
    .filter(box => box.scrollWidth > box.clientWidth).map(box => `${box.tagName}: ${box.scrollWidth}`)"""
SMALL = """() => [...document.querySelectorAll("[data-testid=stMain] .stHtml :is(button, summary)")].filter(one => {
    const { width, height } = one.getBoundingClientRect();
    return width && (width < 24 || height < 24);
}).map(one => `${one.className}: ${one.innerText}`)"""
# What WCAG 1.4.12 lets a reader set.
WIDE_TEXT = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }"""


def look_at(page: Page, route: str, language: Language = "pl", **parameters: str) -> None:
    """Open a page and wait until everything on it stands."""
    path = "" if route == "overview" else route
    page.goto(f"/{path}?{urlencode({'lang': language, **parameters})}")
    expect(page.get_by_role("heading", level=1, name=text(language, f"{route}.title"), exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)
    stands(page)


def stands(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    charts = page.get_by_test_id("stPlotlyChart")
    expect(charts.locator(".main-svg:first-child")).to_have_count(charts.count())


def against_the_rules(page: Page, part: str | None = None, rules: list[str] | None = None) -> dict[str, list[str]]:
    """Return what axe finds on a page, or in a part of it: rule -> places."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    found = Axe().run(page, context=part, options={"runOnly": only, "resultTypes": ["violations"]})
    return {
        one["id"]: [f"{node['target']} {node['failureSummary']}" for node in one["nodes"]]
        for one in found.response["violations"]
    }


@pytest.fixture(scope="module")
def pages(browser: Browser, base_url: str) -> Iterator[Callable[..., Page]]:
    """A function that gives a page of a browser for each set of wishes; asking again gives the same page."""
    opened = []

    @cache
    def page_for(**wishes: Any) -> Page:
        usual = {"base_url": base_url, "locale": "pl-PL", "viewport": SCREEN}
        context = browser.new_context(**(usual | wishes))
        context.add_init_script(NO_LANGUAGE_YET)
        opened.append(context)
        return context.new_page()

    yield page_for
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def seen(pages: Callable[..., Page]) -> Callable[..., dict[str, Any]]:
    """A function that tells what is found on a page of one theme in one language; each is looked at once."""

    @cache
    def found_on(route: str, theme: str, language: Language) -> dict[str, Any]:
        page = pages(color_scheme=theme, reduced_motion="reduce")
        look_at(page, route, language)
        facts = page.evaluate(
            """() => ({
                headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
                    .filter(one => one.checkVisibility()).map(one => Number(one.tagName[1])),
                main: document.querySelectorAll("main").length,
                nav: document.querySelectorAll("nav").length,
                tables: document.querySelectorAll("main table").length,
                charts: [...document.querySelectorAll(".js-plotly-plot")].map(plot => [
                    [...plot.querySelectorAll(".gtitle tspan[style*=bold]")].map(line => line.textContent).join(" "),
                    plot.closest("[role=figure]")?.ariaLabel]),
                drawings: [...document.querySelectorAll(".b-mini")].map(one => [
                    one.querySelector("h3").innerText, one.querySelector(".b-mini-chart").alt]),
                pictures: [...document.querySelectorAll("main img")].map(one => [one.className, one.alt]),
            })"""
        )
        return facts | {"against": against_the_rules(page), "moving": page.evaluate(MOVING)}

    return found_on


# Every page by the rules


@in_both_languages
@in_both_themes
@on_every_page
def test_a_page_keeps_to_the_rules(seen, route, theme, language):
    assert seen(route, theme, language)["against"] == {}


@in_both_languages
@on_every_page
def test_headings_and_areas_let_a_screen_reader_find_its_way(seen, route, language):
    """One title, no level left out, and one area each for the content and the menu."""
    facts = seen(route, "light", language)
    levels = facts["headings"]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1] == []
    assert (facts["main"], facts["nav"]) == (1, 1)


@in_both_languages
@on_every_page
def test_a_chart_has_words_and_a_table(seen, route, language):
    """Its name says the title and the years; the same numbers stand in a table on the page."""
    facts = seen(route, "light", language)
    for title, name in [*facts["charts"], *facts["drawings"]]:
        assert title
        assert name.startswith(f"{title}. ")
        assert re.search(r"\b20\d\d: ", name)
    assert facts["tables"] > 0 or not facts["charts"]
    for style, words in facts["pictures"]:
        assert (words == "") == (style in DECORATION), (style, words)


@on_every_page
def test_nothing_moves_for_those_who_asked_for_stillness(seen, route):
    assert seen(route, "light", "pl")["moving"] == []


# What opens on a page


def open_trace(page: Page) -> None:
    page.locator("[data-trace]").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    stands(page)


def open_matches(page: Page) -> None:
    page.get_by_role("searchbox").first.press_sequentially("wolontariusze")
    expect(page.locator(".b-found-list a").first).to_be_visible()


def open_files(page: Page) -> None:
    page.get_by_test_id("stPopoverButton").first.click()
    expect(page.get_by_test_id("stPopoverBody").get_by_role("button").first).to_be_visible()


def open_rule(page: Page) -> None:
    for folded in page.locator("main summary").all():
        folded.click()


@pytest.mark.parametrize(
    ("route", "opens"),
    [
        ("overview", open_trace),
        ("overview", open_matches),
        ("volunteering", open_files),
        ("trends", open_rule),
    ],
)
@in_both_themes
def test_what_opens_keeps_to_the_rules(pages, route, opens, theme):
    page = pages(color_scheme=theme, reduced_motion="reduce")
    look_at(page, route)
    opens(page)
    assert against_the_rules(page) == {}


@in_both_themes
def test_the_menu_of_looks_breaks_one_custom_and_no_rule(pages, theme):
    """Streamlit hangs it outside every area of the page: against axe's advice ("region"), not against WCAG."""
    page = pages(color_scheme=theme, reduced_motion="reduce")
    look_at(page, "overview")
    page.get_by_test_id("stMainMenuButton").click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert set(against_the_rules(page)) == {"region"}


@pytest.mark.parametrize(
    ("route", "style"),
    [
        ("overview", ".b-card"),
        ("overview", ".b-num"),
        ("overview", ".b-button"),
        ("overview", ".b-footer .b-link"),
        ("goals", ".b-goal-link"),
        ("sources", "summary"),
    ],
)
@in_both_themes
def test_words_stay_readable_under_the_pointer(pages, route, style, theme):
    page = pages(color_scheme=theme, reduced_motion="reduce")
    look_at(page, route)
    one = page.locator(f"main {style}").first
    one.hover()
    one.evaluate("one => one.setAttribute('data-hovered', '')")
    assert against_the_rules(page, "[data-hovered]", ["color-contrast"]) == {}


# By keyboard alone


@on_every_page
def test_tab_reaches_everything_and_shows_where_it_is(pages, route):
    """Every control and every number, with a ring around whatever has the focus, and no way to get stuck."""
    page = pages(color_scheme="light")
    look_at(page, route)
    page.evaluate(NOTE_FOCUS)
    for _ in range(len(page.evaluate(f"({CONTROLS})().map(one => 1)")) + 5):
        page.keyboard.press("Tab")
    assert page.evaluate(NOT_REACHED) == []
    assert page.evaluate(NOT_RINGED) == []


def test_the_first_tab_offers_to_skip_the_menu(pages):
    page = pages(color_scheme="light")
    look_at(page, "volunteering")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#stMain")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("one => !!one.closest('main')")


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize(("route", "style"), [("overview", ".b-card"), ("volunteering", "td .b-num")])
def test_a_source_opens_by_key_and_gives_the_focus_back(pages, route, style, key):
    page = pages(color_scheme="light")
    look_at(page, route)
    number = page.locator(style).nth(1)
    number.focus()
    page.keyboard.press(key)
    trace = page.get_by_role("dialog")
    expect(trace).to_be_visible()
    for _ in range(8):  # round and round inside the window
        page.keyboard.press("Tab")
        expect(trace.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(trace).to_have_count(0)
    expect(number).to_be_focused()


def test_files_to_take_open_under_the_focus_and_give_it_back(pages):
    page = pages(color_scheme="light")
    look_at(page, "volunteering")
    opens = page.get_by_test_id("stPopoverButton").first
    opens.focus()
    page.keyboard.press("Enter")
    files = page.get_by_test_id("stPopoverBody")
    expect(files.locator(":focus")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(files.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(files).to_have_count(0)
    expect(opens).to_be_focused()


@in_both_languages
def test_controls_of_streamlit_are_named_in_the_language_of_the_page(pages, language):
    """Also after a change of language, which does not load the page anew."""
    page = pages(color_scheme="light")
    other: Language = "en" if language == "pl" else "pl"
    look_at(page, "trends", other)
    page.get_by_role("radio", name=LANGUAGE_NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    for name in ("menu", "pages", "clear_all", "open", "sidebar"):
        expect(page.get_by_label(text(language, f"streamlit.{name}"), exact=True).first).to_be_attached()
        expect(page.get_by_label(text(other, f"streamlit.{name}"), exact=True)).to_have_count(0)


def test_escape_leads_from_the_matches_back_to_the_search_box(pages):
    page = pages(color_scheme="light")
    look_at(page, "overview")
    open_matches(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".b-found-list :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox").first).to_be_focused()


def shown(matches: Locator) -> bool:
    return matches.evaluate("list => getComputedStyle(list).opacity") == "1"


def test_matches_do_not_lie_over_what_is_reached_after_them(pages):
    page = pages(color_scheme="light")
    look_at(page, "overview")
    open_matches(page)
    matches = page.locator(".b-found")
    links = page.locator(".b-found-list a, .b-found-list button")
    links.last.focus()
    assert shown(matches)
    matches.click(position={"x": 4, "y": 4})  # beside the links
    assert shown(matches)
    links.last.focus()
    page.keyboard.press("Tab")
    assert not shown(matches)
    page.keyboard.press("Shift+Tab")
    expect(links.last).to_be_focused()
    assert shown(matches)


def test_the_statement_is_reached_from_the_foot_of_a_page(pages):
    page = pages(color_scheme="light")
    look_at(page, "goals", "en", area="sopot")
    page.get_by_role("link", name=text("en", "accessibility.link"), exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1, name=text("en", "accessibility.title"), exact=True)).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link")).to_have_count(MENU_LINKS)


# Enlarged, narrow, in other colours


@on_every_page
def test_no_words_are_cut_and_nothing_scrolls_sideways(pages, route):
    """On a phone, on the narrowest screen WCAG names, at 200 % of a laptop's, and with text set wider."""
    page = pages(color_scheme="light", reduced_motion="reduce", has_touch=True)
    page.set_viewport_size({"width": 390, "height": 844})
    look_at(page, route)
    assert page.evaluate(SMALL) == []
    for width, height in ((390, 844), (320, 640), (720, 450)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => !({TOO_WIDE})().length", timeout=5000)  # charts follow a moment later
        assert page.evaluate(CUT) == [], width
    page.add_style_tag(content=WIDE_TEXT)
    assert page.evaluate(CUT) == []


@in_both_themes
def test_forced_colours_leave_every_mark_to_be_seen(pages, theme):
    """Windows' high contrast takes shadows and backgrounds away: rings, choices and drawn signs must outlast it."""
    page = pages(color_scheme=theme, forced_colors="active")
    look_at(page, "volunteering")
    chosen = page.locator("main [role=radio][aria-checked=true]").first
    expect(chosen).to_have_css("border-top-width", "3px")
    for hidden in page.locator(".stSlider div:has(> div > input)").all():
        assert hidden.evaluate("one => getComputedStyle(one).backgroundColor") != page_colour(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_css("outline-style", "solid")
    look_at(page, "sources", part="statuses")
    signs = page.locator("main .b-sign")
    assert signs.count() > 5
    clear = "rgba(0, 0, 0, 0)"
    assert clear not in signs.evaluate_all("all => all.map(one => getComputedStyle(one).backgroundColor)")


def page_colour(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


# What the statement says


def english_words_remain(page: Page) -> bool:
    look_at(page, "trends")
    named = page.get_by_role("slider", name="— start").count() and page.get_by_role("button", name="Remove").count()
    page.get_by_test_id("stMainMenuButton").click()
    return bool(named) and page.get_by_role("menuitemradio", name="Light").count() == 1


def the_menu_opens_behind_the_focus(page: Page) -> bool:
    page.set_viewport_size({"width": 390, "height": 844})
    look_at(page, "volunteering")
    page.get_by_test_id("stExpandSidebarButton").press("Enter")
    folds = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    expect(folds).to_be_in_viewport()
    page.keyboard.press("Tab")
    behind = page.get_by_test_id("stSidebar").locator(":focus").count() == 0
    folds.press("Enter")  # the browser remembers the menu as it was left
    return behind


def chosen_indicators_have_no_role(page: Page) -> bool:
    look_at(page, "trends")
    return page.locator("[data-tag][tabindex='0']:not([role])").count() > 0


def points_are_out_of_reach(page: Page) -> bool:
    look_at(page, "volunteering")
    return page.locator(".js-plotly-plot :is(button, a[href], [tabindex]):visible").count() == 0


def changes_are_silent(page: Page) -> bool:
    look_at(page, "volunteering")
    page.get_by_role("radio", name=text("pl", "view.stacked"), exact=True).click()
    expect(page).to_have_url(re.compile("view=stacked"))
    stands(page)
    return page.locator("body > [role=status], main [role=status]").count() == 0


STILL_THERE = {
    "words": english_words_remain,
    "menu": the_menu_opens_behind_the_focus,
    "tags": chosen_indicators_have_no_role,
    "hover": points_are_out_of_reach,
    "silent": changes_are_silent,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_named_in_the_statement_is_still_there(pages, fault):
    """A fault that is gone must leave the statement too."""
    page = pages(color_scheme="light")
    page.set_viewport_size(SCREEN)
    assert STILL_THERE[fault](page)
