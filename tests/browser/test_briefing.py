"""The briefing in a browser: from a cold start to a slide, by keyboard, on a phone, as a PDF and on paper."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from barometr.export.briefing.content import briefing, topic_name
from barometr.words.texts import Language, text
from barometr.words.wording import Wording

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("shipped")]

PHONE, PROJECTOR = {"width": 390, "height": 844}, {"width": 1920, "height": 1080}
SHEET = 680  # pixels of 1/96 inch: the width of A4 without its margins
CITY, TOPIC, YEAR = "gdansk", "participation", 2017


def content(language: Language = "pl", topic: str = TOPIC):
    return briefing(Wording(language), CITY, YEAR, topic=topic)


def visit(page: Page, link: str = "", language: Language = "pl") -> None:
    page.goto(f"/briefing?lang={language}&area={CITY}&topic={TOPIC}{link}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator(".b-briefing")).to_be_attached()
    settle(page)


def settle(page: Page) -> None:
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def box(page: Page) -> Locator:
    return page.locator("dialog.b-slides[open]")


def slide(page: Page, n: int) -> Locator:
    """Return the slide that is seen, which must be this one."""
    seen = box(page).locator(".b-slide:visible")
    expect(seen).to_have_count(1)
    expect(box(page).locator(".b-slides-bar span")).to_have_text(f"{n} / {len(content().items) + 2}")
    return seen


def heading(page: Page, n: int) -> Locator:
    return slide(page, n).get_by_role("heading", level=2)


def at_slide(n: int) -> re.Pattern[str]:
    return re.compile(rf"[?&]show=slides&slide={n}$") if n > 1 else re.compile(r"[?&]show=slides$")


def presenting(page: Page) -> Locator:
    return page.get_by_role("button", name=text("pl", "briefing.present"))


def squeezed(words: str) -> str:
    """Return words without spaces and hyphens, which paper breaks elsewhere than a text does."""
    return re.sub(r"[\s\N{NO-BREAK SPACE}\N{SOFT HYPHEN}-]", "", words)


def test_three_clicks_lead_from_a_cold_start_to_a_full_screen_slide(page: Page):
    page.set_viewport_size(PROJECTOR)
    page.goto("/?lang=pl")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=text("pl", "briefing.menu"), exact=True).click()
    page.get_by_role("radio", name=topic_name(Wording("pl"), TOPIC), exact=True).click()
    expect(page.locator(".b-briefing h2")).to_have_text(content().title)
    presenting(page).click()
    expect(heading(page, 1)).to_have_text(content().title)
    assert box(page).bounding_box() == {"x": 0, "y": 0, **PROJECTOR}
    # It lies over everything of Streamlit's, too.
    covering = "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('dialog.b-slides'))"
    for place in ([10, 10], [150, 400], [1900, 20], [960, 540], [1900, 1070]):
        assert page.evaluate(covering, place)


def test_keys_lead_through_the_slides_and_the_address_follows(page: Page):
    last = len(content().items) + 2
    visit(page, "&show=slides")
    expect(heading(page, 1)).to_have_text(content().title)
    for key, n in (
        ("ArrowRight", 2),
        (" ", 3),
        ("PageDown", 4),
        ("ArrowDown", 5),
        ("ArrowLeft", 4),
        ("PageUp", 3),
        ("ArrowUp", 2),
        ("Shift+Space", 1),
        ("ArrowLeft", 1),
        ("End", last),
        ("ArrowRight", last),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        slide(page, n)
        expect(page).to_have_url(at_slide(n))
    page.keyboard.press("ArrowRight")
    expect(heading(page, 2)).to_have_text(content().items[0].name)
    spoken = text("pl", "slides.place", n=2, of=last)
    expect(box(page).locator("[aria-live]")).to_have_text(f"{spoken}: {content().items[0].name}")


def test_moving_through_the_slides_does_not_ask_the_server(page: Page):
    visit(page, "&show=slides")
    sent = []
    page.on("websocket", lambda _: sent.append("a new connection"))
    state = page.get_by_test_id("stApp")
    page.evaluate(
        """app => new MutationObserver(() => (window.ran = true)).observe(app, { attributes: true })""",
        state.element_handle(),
    )
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    slide(page, 3)
    assert not page.evaluate("window.ran ?? false")
    assert sent == []


def test_escape_leaves_and_gives_the_keyboard_back(page: Page):
    visit(page)
    presenting(page).focus()
    page.keyboard.press("Enter")
    slide(page, 1)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(at_slide(2))
    page.keyboard.press("Escape")
    expect(box(page)).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"\?lang=pl&area={CITY}&topic={TOPIC}$"))
    settle(page)
    expect(page.locator("dialog")).to_have_count(0)
    expect(presenting(page)).to_be_focused()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    # And in again: nothing of the first showing is left over.
    page.keyboard.press("Enter")
    slide(page, 1)
    expect(page).to_have_url(at_slide(1))


def test_the_focus_stays_inside_while_the_slides_are_shown(page: Page):
    visit(page, "&show=slides")
    slide(page, 1)
    outside = "!(document.activeElement === document.body || document.activeElement.closest('dialog.b-slides'))"
    for _ in range(20):
        page.keyboard.press("Tab")
        assert not page.evaluate(outside)


def test_back_leaves_the_slides(page: Page):
    visit(page)
    presenting(page).click()
    slide(page, 1)
    page.keyboard.press("ArrowRight")
    page.go_back()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile(rf"topic={TOPIC}$"))
    expect(presenting(page)).to_be_focused()


def test_a_link_opens_its_slide_in_a_new_window(page: Page):
    visit(page, "&show=slides&slide=3", "en")
    expect(heading(page, 3)).to_have_text(content("en").items[1].name)
    expect(page).to_have_url(at_slide(3))
    page.get_by_role("button", name=text("en", "slides.leave")).click()
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name=text("en", "briefing.present"))).to_be_focused()


def test_buttons_swipes_and_the_list_of_contents_lead_on(page: Page):
    visit(page, "&show=slides")
    page.get_by_role("button", name=text("pl", "slides.next")).click()
    slide(page, 2)
    page.get_by_role("button", name=text("pl", "slides.previous")).click()
    slide(page, 1).get_by_role("button", name=content().items[3].name).click()
    expect(heading(page, 5)).to_have_text(content().items[3].name)
    swipe = """([from, to]) => {
      const stage = document.querySelector('.b-slides-stage');
      const touch = (x) => new Touch({ identifier: 1, target: stage, clientX: x, clientY: 300 });
      stage.dispatchEvent(new TouchEvent('touchstart', { touches: [touch(from)], bubbles: true }));
      stage.dispatchEvent(new TouchEvent('touchend', { changedTouches: [touch(to)], bubbles: true }));
    }"""
    page.evaluate(swipe, [300, 100])
    slide(page, 6)
    page.evaluate(swipe, [100, 300])
    slide(page, 5)
    page.evaluate(swipe, [100, 130])  # too short to be meant
    slide(page, 5)


def test_the_slides_fill_the_screen_when_asked(page: Page):
    visit(page, "&show=slides")
    slide(page, 1)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement?.matches('.b-slides-screen')")
    page.keyboard.press("ArrowRight")
    slide(page, 2)
    page.get_by_role("button", name=text("pl", "slides.full")).click()
    page.wait_for_function("!document.fullscreenElement")
    slide(page, 2)


def test_keys_typed_elsewhere_move_nothing(page: Page):
    """Arrows belong to the search box while somebody types there."""
    visit(page)
    page.get_by_placeholder(text("pl", "search.hint")).fill("frekwencja")
    expect(page.locator(".b-found-list .b-link").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".b-found-list .b-link").first).to_be_focused()
    page.keyboard.press("f")
    assert not page.evaluate("Boolean(document.fullscreenElement)")
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, PROJECTOR], ids=["phone", "projector"])
def test_every_slide_fits_and_can_be_read(page: Page, size):
    page.set_viewport_size(size)
    visit(page, "&show=slides")
    stage = box(page).locator(".b-slides-stage")
    for n in range(1, len(content().items) + 3):
        slide(page, n)
        wide, high = stage.evaluate("one => [one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]")
        assert wide <= 0, n
        smallest, largest = box(page).evaluate(
            """one => {
              const told = [...one.querySelectorAll('*')].filter(part => part.checkVisibility()
                && !part.childElementCount && part.innerText?.trim() && !part.matches('.b-unseen'));
              const sizes = told.map(part => parseFloat(getComputedStyle(part).fontSize));
              return [Math.min(...sizes), Math.max(...sizes)];
            }"""
        )
        if size is PROJECTOR:
            assert high <= 0, n
            assert smallest >= 28, n
            assert largest >= 140 or n in (1, len(content().items) + 2), n
        else:
            assert smallest >= 16, n
        page.evaluate("document.querySelector('[data-slides=next]').click()")


def test_the_page_is_no_wider_than_a_phone(page: Page):
    page.set_viewport_size(PHONE)
    visit(page)
    boxes = "[...document.querySelectorAll('html, main, main .stHtml')]"
    assert page.evaluate(f"{boxes}.filter(one => one.scrollWidth > one.clientWidth).map(one => one.className)") == []


def test_the_pdf_comes_with_a_name_that_says_what_it_is(page: Page):
    visit(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name=text("pl", "briefing.pdf")).click()
    assert saved.value.suggested_filename == f"barometr-briefing-{CITY}-{TOPIC}-{YEAR}-pl.pdf"
    made = Path(saved.value.path()).read_bytes()
    assert made.startswith(b"%PDF")
    printed = squeezed("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(made)).pages))
    assert squeezed(content().title) in printed


def test_the_print_button_opens_the_browsers_own_printing(page: Page):
    visit(page)
    page.evaluate("window.print = () => (window.printed = true)")
    page.get_by_role("button", name=text("pl", "briefing.print")).click()
    assert page.evaluate("window.printed")


@pytest.fixture(params=["light", "dark"])
def on_paper(request: pytest.FixtureRequest, page: Page) -> Callable[[], list[str]]:
    """A function that prints the page on A4 and gives the text of each sheet, in both themes of the screen."""
    page.emulate_media(color_scheme=request.param)

    def print_it() -> list[str]:
        made = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
        assert {tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in made.pages} == {(595, 842)}
        return [squeezed(sheet.extract_text()) for sheet in made.pages]

    return print_it


def test_the_printed_page_is_complete_and_holds_nothing_else(page: Page, on_paper):
    page.goto(f"/briefing?lang=pl&area={CITY}&topic=volunteering")
    expect(page.locator(".b-briefing footer")).to_be_visible()
    settle(page)
    sheets = on_paper()
    expected = content(topic="volunteering")
    assert len(sheets) == 2
    told = "".join(sheets)
    for item in expected.items:
        for words in (item.name, item.value, item.sentence, item.direction, *item.caveats, *sum(item.conflicts, ())):
            assert squeezed(words) in told, words
    for words in (expected.title, *expected.sources, expected.data_version):
        assert squeezed(words) in told
    for words in ("briefing.present", "briefing.pdf", "briefing.print", "briefing.lead", "link.copy", "choice.city"):
        assert squeezed(text("pl", words)) not in told
    assert squeezed(text("pl", "volunteering.menu") + text("pl", "participation.menu")) not in told


def test_the_printed_page_is_black_on_white(page: Page, on_paper):
    visit(page)
    on_paper()
    page.emulate_media(media="print")
    assert page.locator(".b-brief-words p").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"
    paper = "one => getComputedStyle(one).backgroundColor"
    assert {page.get_by_test_id(one).evaluate(paper) for one in ("stApp", "stMain")} == {"rgb(255, 255, 255)"}
    pictures = page.locator(".b-brief-picture img:visible")
    assert pictures.count() == page.locator(".b-brief-picture:has(img)").count()
    # The years in the pictures are of the light theme's grey.
    assert all("%2355606e" in picture.get_attribute("src") for picture in pictures.all())


def test_another_page_prints_its_tables_to_the_end(page: Page, on_paper):
    page.goto("/volunteering?lang=pl")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settle(page)
    told = "".join(on_paper())
    table = page.get_by_role("table").first
    for cell in table.locator("th, td").all_inner_texts():
        assert squeezed(cell) in told
    assert squeezed(text("pl", "source.heading")) in told
    assert squeezed(text("pl", "language.hint")) not in told
    # The chart, whose width is in pixels, is made as narrow as the sheet.
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    plot = page.locator(".js-plotly-plot").first
    width, fit = plot.evaluate("one => [one.offsetWidth, Number(one.style.getPropertyValue('--b-fit'))]")
    assert width > SHEET
    assert width * fit == pytest.approx(SHEET)
    page.emulate_media(media="print")
    assert plot.evaluate("one => Number(getComputedStyle(one).zoom)") == pytest.approx(fit)


def test_the_way_past_the_menu_speaks_the_language_of_the_page(page: Page):
    visit(page, language="pl")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=text("pl", "link.skip"))
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_a_closed_trace_gives_the_keyboard_back_to_its_number(page: Page):
    visit(page)
    number = page.locator(".b-brief .b-num").nth(1)
    number.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(number).to_be_focused()
