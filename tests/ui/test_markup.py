"""Text that comes from documents is shown, never run: every piece of HTML escapes it."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from barometr.catalog import Indicator, indicators
from barometr.drawing.theme import DARK, LIGHT
from barometr.engine import Record, records
from barometr.ui import figures, markup
from barometr.ui.reader import Reader

# Closes a tag, both kinds of attribute, and an entity.
NASTY = "<script>alert(1)</script> & 'single' \"double\" > <b>"
READER = Reader("en", LIGHT)
VOLUNTEERS_2017 = "volunteers~gdansk~2017"


class Seen(HTMLParser):
    """What a browser would make of a piece of HTML: its tags, their attributes, the words shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words += data

    def values(self, attribute: str) -> list[str | None]:
        return [value for name, value in self.attributes if name == attribute]


def card(text: str) -> str:
    return markup.card(
        name=text, value=text, unit=text, mark=text, spark="", change=text, verdict="none", trace_id=text, spoken=text
    )


# Each piece with where the text is to appear: how often in words, and in which attributes.
PIECES = {
    "number_button": (lambda text: markup.number_button(text, text, text), 1, ("data-trace", "aria-label")),
    "picture": (lambda text: markup.picture("data:image/svg+xml,x", text), 0, ("alt",)),
    "card": (card, 5, ("data-trace", "aria-label")),
    "table": (lambda text: markup.table(text, [text, text], [("row", ["cell"])]), 3, ("aria-label",)),
    "note": (lambda text: markup.note("caveat", text, text, text), 3, ()),
    "folded": (lambda text: markup.folded(text, "body"), 1, ()),
    "definitions": (lambda text: markup.definitions([(text, "body")]), 1, ()),
    "empty": (lambda text: markup.empty(text, text), 2, ()),
    "key": (lambda text: markup.key([(text, text)]), 2, ()),
    "link": (lambda text: markup.link(text, text), 1, ("href",)),
    "copy_link": (lambda text: markup.copy_link(text, text), 1, ("data-label", "data-done")),
    "small": (markup.small, 1, ()),
}


@pytest.mark.parametrize("name", PIECES)
def test_text_is_shown_as_it_is_and_makes_no_tag(name):
    piece, times, attributes = PIECES[name]
    seen, plain = Seen(piece(NASTY)), Seen(piece("plain"))
    assert seen.tags == plain.tags
    assert [attribute for attribute, _ in seen.attributes] == [attribute for attribute, _ in plain.attributes]
    assert seen.words.count(NASTY) == times
    for attribute in attributes:
        assert NASTY in seen.values(attribute)


def nasty_indicator() -> Indicator:
    return replace(indicators()["volunteers"], name_en=NASTY, short_en=NASTY, definition_en=NASTY)


def row(**cells: object) -> dict[str, object]:
    """Return a published row (volunteers in Gdańsk in 2017) with some of its cells replaced."""
    found = next(one for one in records("volunteering/by_path", area_id="gdansk") if one["point_id"] == VOLUNTEERS_2017)
    return dict(found) | cells


def register() -> tuple[Record, ...]:
    return records("topic/contradictions", topic="volunteering", area_id="gdansk")


def test_headings_and_units_of_a_table_of_years_are_escaped():
    table = figures.years_table(
        READER, NASTY, [row()], lambda _: (NASTY, NASTY, nasty_indicator()), lambda one: one["member"]
    )
    seen = Seen(table)
    assert "script" not in seen.tags
    assert seen.words.count(NASTY) == 3  # caption, heading, unit
    assert f"{NASTY}, 2017: 4,060 people. Show the source" in seen.values("aria-label")


def test_the_cell_of_a_table_keeps_its_mark_whatever_it_holds():
    seen = Seen(figures.cell(READER, nasty_indicator(), row(point_id=NASTY), NASTY))
    assert seen.tags == ["button"]
    assert seen.values("data-trace") == [NASTY]


def test_entries_of_the_register_are_escaped():
    entries = [dict(one) | {"title_en": NASTY, "reason_en": NASTY} for one in register()]
    seen = Seen(figures.folded_notes(READER, entries, "nothing"))
    assert "script" not in seen.tags
    assert seen.words.count(NASTY) == 2 * len(entries)


def test_a_long_register_is_all_there_with_its_end_folded():
    html = figures.folded_notes(READER, register(), "nothing", shown=1)
    before, _, folded = html.partition("<details")
    assert before.count("b-note ") == 1
    assert folded.count("b-note ") == len(register()) - 1


def test_an_empty_register_says_so_in_escaped_words():
    assert Seen(figures.folded_notes(READER, [], NASTY)).words == NASTY


# What assistive technology is told


def test_a_number_is_a_button_that_says_what_it_is():
    seen = Seen(markup.number_button("4060", VOLUNTEERS_2017, "Volunteers, 2017: 4060"))
    assert seen.tags == ["button"]
    assert dict(seen.attributes) == {
        "type": "button",
        "class": "b-num",
        "data-trace": VOLUNTEERS_2017,
        "aria-label": "Volunteers, 2017: 4060",
    }


def test_a_link_within_the_app_says_so_to_the_script_and_is_a_link_without_it():
    """A click with Ctrl opens a tab of the browser's own, so the address has to be a real one."""
    seen = Seen(markup.link("Trends", "trends?ind=volunteers&lang=en"))
    assert seen.tags == ["a"]
    assert dict(seen.attributes) == {
        "class": "b-link",
        "href": "trends?ind=volunteers&lang=en",
        "data-go": None,
        "target": "_self",
    }


def test_the_button_that_copies_the_address_tells_a_screen_reader_when_it_is_done():
    seen = Seen(markup.copy_link("Copy a link", "Copied"))
    assert seen.tags == ["p", "button"]
    assert seen.words == "Copy a link"
    said = dict(seen.attributes)
    assert {"data-copy", "data-label", "data-done", "aria-live"} <= set(said)
    assert (said["data-label"], said["data-done"], said["aria-live"]) == ("Copy a link", "Copied", "polite")


def test_no_signs_make_no_key():
    assert markup.key([]) == ""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_swatch_has_the_colour_of_its_series_and_the_colours_begin_anew_after_the_last(theme):
    drawn = [Seen(markup.swatch(slot, theme)).values("src")[0] for slot in range(len(theme.series) + 1)]
    assert all(colour.replace("#", "%23") in one for one, colour in zip(drawn, theme.series, strict=False))
    assert drawn[-1] == drawn[0]


def test_pieces_in_a_grid_and_in_a_list_keep_their_order():
    assert Seen(markup.grid(["<b>one</b>", "<b>two</b>"])).words == "onetwo"
    assert Seen(markup.listed(["<b>one</b>", "<b>two</b>"])).tags == ["ul", "li", "b", "li", "b"]


def test_a_table_can_be_scrolled_by_keyboard_and_has_a_name_and_headings():
    html = markup.table("Turnout", ["Indicator", "2017"], [("Gdańsk", ["11,0%"])])
    assert "tabindex='0' role='region' aria-label='Turnout'" in html
    assert Seen(html).values("scope") == ["col", "col", "row"]


def test_no_address_makes_no_picture():
    assert markup.picture("", "words") == ""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("status", markup.SIGNS)
def test_the_sign_of_a_status_is_a_decorative_picture_in_the_ink_of_the_theme(status, theme):
    """The words beside it name it; only the colour depends on the theme."""
    seen = Seen(markup.status_sign(status, theme))
    assert seen.values("alt") == [""]
    assert theme.ink.replace("#", "%23") in seen.values("src")[0]
    assert "{c}" not in seen.values("src")[0]


def test_every_status_that_can_occur_has_a_sign():
    vocabulary = {"actual", "approx", "provisional", "pilot", "plan", "baseline", "target"}
    vocabulary |= {"no_data", "in_progress", "not_applicable", "derived", "alternative"}
    assert set(markup.SIGNS) >= vocabulary


def test_signs_that_stand_for_different_things_look_different():
    """Only the approximate value keeps the mark of a measured one: its word says that it is rounded."""
    looks = {status: markup.status_sign(status, LIGHT) for status in markup.SIGNS if status != "approx"}
    assert len(set(looks.values())) == len(looks)
