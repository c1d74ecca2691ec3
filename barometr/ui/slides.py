"""A briefing as slides over the whole screen: one for each indicator, between a first and a last one.

The slides are one <dialog> in the page's HTML, shown modally by slides.js: the browser then makes the rest of
the page inert and keeps the focus inside. Going from slide to slide happens in the browser alone; the address
follows, so that a copied link opens the same slide.
"""

from html import escape
from pathlib import Path

import segno
import streamlit as st

from barometr.export.briefing.content import Briefing, Item, number_and_words
from barometr.ui import briefing, choices, figures, markup
from barometr.ui.reader import Reader
from barometr.words import formats

KEY, SHOWN = "slides", "slides"
MOST_CAUTIONS = 3  # more lines would leave no room for the picture
_script = st.components.v2.component(
    "barometr_slides", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def start() -> None:
    """Write into the link that the slides are shown."""
    choices.write("show", SHOWN)


def asked_for(content: Briefing) -> bool:
    """Say whether the link asks for the slides; an open trace, which is a dialog too, comes before them."""
    shown = choices.settled("show", {"page": "", SHOWN: ""}, "page") == SHOWN
    if shown:
        choices.settled("slide", {str(n + 1): "" for n in range(len(content.items) + 2)}, "1")
    return shown and not choices.given("trace")


def show(reader: Reader, content: Briefing) -> None:
    """Put the slides over the page; slides.js begins with the one that the link names."""
    st.html(dialog(reader, content))
    _script(key=KEY, on_left_change=_left, height=0)


def _left() -> None:
    """Take the slides, which the script has closed, out of the link."""
    choices.write("show", None, without=("slide",))


def dialog(reader: Reader, content: Briefing) -> str:
    """Return all slides as one dialog, closed and with every slide hidden until the script shows one."""
    slides = [("first", content.title, _first(reader, content))]
    slides += [("figure", item.name, _figure(reader, content, item)) for item in content.items]
    slides.append(("last", reader.text("slides.sources"), _last(reader, content)))
    sections = []
    for n, (kind, name, inside) in enumerate(slides, start=1):
        spoken = escape(f"{reader.text('slides.place', n=n, of=len(slides))}: {name}", quote=True)
        sections.append(f"<section class='b-slide b-slide-{kind}' aria-label='{spoken}' hidden>{inside}</section>")
    label = escape(reader.text("slides.label", title=content.title), quote=True)
    return (
        f"<dialog class='b-slides b-slides-{reader.theme.name}' aria-label='{label}'><div class='b-slides-screen'>"
        f"<div class='b-slides-stage' tabindex='0' role='group' aria-label='{label}'>{''.join(sections)}</div>"
        f"{_bar(reader, len(slides))}<p class='b-unseen' aria-live='polite'></p></div></dialog>"
    )


def _first(reader: Reader, content: Briefing) -> str:
    """Return the title and what comes: each name leads to its slide."""
    entries = [
        f"<button type='button' data-slide='{n}'><span>{escape(item.name)}</span>"
        f"<strong>{escape(item.value)}{_unusual(reader, content, item)}</strong></button>"
        for n, item in enumerate(content.items, start=2)
    ]
    return (
        f"{_head('', content.title, str(content.year))}"
        f"<div class='b-slide-body'><h3>{escape(reader.text('slides.contents'))}</h3>"
        f"<ol>{''.join(f'<li>{entry}</li>' for entry in entries)}</ol></div>"
        f"<p class='b-slide-foot'>{escape(reader.text('slides.keys'))}</p>"
    )


def _unusual(reader: Reader, content: Briefing, item: Item) -> str:
    """Return what is out of the ordinary about a value, such as another year; nothing where it is just of the year."""
    usual = item.about_value == reader.text("brief.about.year", year=content.year)
    return "" if usual else f"<small>{escape(item.about_value)}</small>"


def _head(above: str, title: str, below: str = "") -> str:
    """Return the band at the head of a slide."""
    over, under = (f"<p>{escape(words)}</p>" if words else "" for words in (above, below))
    return f"<div class='b-slide-head'>{over}<h2>{escape(title)}</h2>{under}</div>"


def _figure(reader: Reader, content: Briefing, item: Item) -> str:
    number, unit = number_and_words(item.value)
    before, _, number = number.rpartition(" ")
    beside = [
        ("sentence", item.sentence),
        ("direction", f"{item.direction_sign} {item.direction}"),
        ("target", item.target),
    ]
    said = "".join(f"<p class='b-slide-{kind}'>{escape(words)}</p>" for kind, words in beside if words)
    return (
        f"{_head(_about(content), item.name)}<div class='b-slide-body'>"
        f"<div class='b-slide-said'><p class='b-slide-number' style='--letters:{len(number)}'>"
        f"<span>{escape(before)}</span> <strong>{escape(number)}</strong> <span>{escape(unit)}</span>"
        f"<small>{escape(item.about_value)}</small></p>"
        f"<div class='b-slide-beside'>{said}</div></div>"
        f"{_pictures(reader, item, content.year)}{_listed(_cautions(reader, item))}</div>"
        f"<p class='b-slide-foot'>{escape(figures.source_line(reader, item.source_ids))}</p>"
    )


def _about(content: Briefing) -> str:
    return f"{content.title}, {content.year}"


def _cautions(reader: Reader, item: Item) -> list[tuple[str, str]]:
    """Return the first caveats and titles of the register's entries, and how many more the page has."""
    found = [("i", words) for words in item.caveats] + [("≠", title) for title, _ in item.conflicts]
    found += [("i", title) for title, _ in item.remarks]
    more = len(found) - MOST_CAUTIONS
    return found[:MOST_CAUTIONS] + ([("+", reader.plural("slides.more", more))] if more > 0 else [])


def _listed(cautions: list[tuple[str, str]]) -> str:
    lines = [f"<strong>{sign}</strong><span>{escape(words)}</span>" for sign, words in cautions]
    return markup.listed(lines, "b-cautions") if lines else ""


def _pictures(reader: Reader, item: Item, year: int) -> str:
    """Return the picture twice, wide for a room and narrow for a phone; the style sheet shows one of them.

    The wide one is as high as the lines beside it leave room for on a screen of 16:9: made smaller to fit, its
    numbers could not be read from the back.
    """
    height = 320 - 25 * len(_cautions(reader, item)) - (60 if item.target else 0)
    wide = briefing.picture(
        reader, item, year, reader.theme, width=1000, height=height, type_size=18, style="b-wide-only"
    )
    narrow = briefing.picture(
        reader, item, year, reader.theme, width=340, height=220, type_size=14, style="b-narrow-only"
    )
    return f"<div class='b-slide-picture'>{wide}{narrow}</div>" if wide else ""


def _last(reader: Reader, content: Briefing) -> str:
    """Return the documents, the state of the data, and the way back to this page: code and link."""
    made = reader.text("briefing.made", day=formats.day(content.made_on, reader.language), version=content.data_version)
    code = ""
    if content.address:
        scan = reader.text("slides.scan")
        code = (
            f"<div class='b-slide-code'>{markup.picture(code_of(content.address), scan, '')}<p>{escape(scan)}</p>"
            f"<p class='b-slide-link'>{escape(content.address)}</p></div>"
        )
    return (
        f"{_head(_about(content), reader.text('slides.sources'))}<div class='b-slide-body'>"
        f"<div class='b-slide-end'>{markup.listed(escape(line) for line in content.sources)}{code}</div></div>"
        f"<p class='b-slide-foot'>{escape(made)}</p>"
    )


def code_of(address: str) -> str:
    """Return an address as a QR code, a data address for <img>: black on white, which every reader understands."""
    return str(segno.make(address, micro=False).svg_data_uri(border=3, light="#ffffff", omitsize=True))


def _bar(reader: Reader, slides: int) -> str:
    """Return the buttons under the slides and the place reached."""
    named = [
        (does, escape(reader.text(f"slides.{does}"), quote=True)) for does in ("previous", "next", "full", "leave")
    ]
    previous, forward, full, leave = (
        f"<button type='button' data-slides='{act}' aria-label='{name}' title='{name}'></button>" for act, name in named
    )
    return f"<div class='b-slides-bar'>{previous}<span>1 / {slides}</span>{forward}{full}{leave}</div>"
