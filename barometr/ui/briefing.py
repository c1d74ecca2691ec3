"""The briefing as a page of the dashboard: the same words and pictures as on paper, each number with its trace."""

from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

import streamlit as st

from barometr.drawing.picture import sign, statuses, svg
from barometr.drawing.small import data_uri
from barometr.drawing.theme import LIGHT, Theme
from barometr.engine import data_version, known_versions
from barometr.export.briefing.content import Briefing, Item, number_and_words
from barometr.export.briefing.pdf import sign_words
from barometr.organisation import organisation
from barometr.ui import choices, markup
from barometr.ui.reader import Reader
from barometr.words import formats

PAPER = replace(LIGHT, name="paper", page="#ffffff", ink="#000000")
VERSION = "[0-9a-f]{10}"  # as data_version() gives it
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def public_address(route: str) -> str:
    """Return where readers open the dashboard, without a slash at the end; empty where nobody can know.

    It is what organisation.toml says, or else the address in the browser without the route of the page, unless
    that leads to this very machine: on paper it would lead nobody anywhere.
    """
    seen = urlsplit(st.context.url or "")
    from_browser = f"{seen.scheme}://{seen.netloc}{seen.path}".rstrip("/").removesuffix(f"/{route}")
    return organisation().address or ("" if seen.hostname in (None, *THIS_MACHINE) else from_browser)


def picture(
    reader: Reader, item: Item, year: int, theme: Theme, *, width: int, height: int, type_size: float, style: str = ""
) -> str:
    """Return the picture of an item as HTML; empty where there is none, since all its values lie in one year."""
    drawn = svg(item.series, reader, theme, width=width, height=height, type_size=type_size, marked_year=year)
    return markup.picture(data_uri(drawn), item.alt, style) if drawn else ""


def print_button(words: str) -> str:
    """Return the button that opens the browser's own printing (see bridge.py)."""
    return f"<button type='button' class='b-button b-print' data-print>{escape(words)}</button>"


def printed_version(reader: Reader) -> str:
    """Return the note on the data version that a link from paper carries; empty for any other link."""
    printed, present = choices.carried("v", VERSION), data_version()
    if not printed:
        return ""
    if printed == present:
        return markup.small(reader.text("briefing.same_data", version=present))
    why = reader.text("briefing.changed_data_why", printed=printed, present=present)
    told = markup.note("conflict", "≠", reader.text("briefing.changed_data"), why)
    if printed in known_versions():
        then = f"briefing?{choices.link()}&{choices.AS_OF}={printed}"
        told += f"<p>{markup.link(reader.text('briefing.as_printed'), then)}</p>"
    return told


def page(reader: Reader, content: Briefing) -> str:
    """Return the briefing as HTML: heading, one part for each indicator, then what was left out and the sources."""
    parts = "".join(_part(reader, content, item) for item in content.items)
    return (
        f"<article class='b-briefing'><h2>{escape(content.title)}</h2>"
        f"<p class='b-briefing-about'>{escape(content.subtitle)}</p>{parts}{_foot(reader, content)}</article>"
    )


def _part(reader: Reader, content: Briefing, item: Item) -> str:
    number, unit = number_and_words(item.value)
    spoken = reader.text("number.spoken", about=item.name, value=item.value)
    opener = markup.number_button(number, item.point_id, spoken)
    target = f"<p>{escape(item.target)}</p>" if item.target else ""
    return (
        f"<section class='b-brief'><h3>{escape(item.name)}</h3>"
        f"<div class='b-brief-words'><p class='b-brief-value'>{opener} <small>{escape(unit)}</small></p>"
        f"<p class='b-small'>{escape(item.about_value)}</p><p>{escape(item.sentence)}</p>"
        f"<p><strong>{escape(f'{item.direction_sign} {item.direction}')}</strong></p>{target}</div>"
        f"<div class='b-brief-picture'>{_pictures(reader, item, content.year)}</div>{_cautions(item)}</section>"
    )


def _pictures(reader: Reader, item: Item, year: int) -> str:
    """Return the picture in the reader's theme and, where that is dark, another one for paper."""

    def drawn(theme: Theme, style: str) -> str:
        return picture(reader, item, year, theme, width=480, height=220, type_size=14, style=style)

    if reader.theme is LIGHT:
        return drawn(LIGHT, "")
    return drawn(reader.theme, "b-screen-only") + drawn(PAPER, "b-paper-only")


def _cautions(item: Item) -> str:
    """Return the caveats and the entries of the register in full."""
    lines = [f"<strong>i</strong><span>{escape(words)}</span>" for words in item.caveats]
    lines += [
        f"<strong>{sign}</strong><span><strong>{escape(title.rstrip('.'))}.</strong> {escape(reason)}</span>"
        for sign, entries in (("≠", item.conflicts), ("i", item.remarks))
        for title, reason in entries
    ]
    return markup.listed(lines, "b-cautions") if lines else ""


def _legend(reader: Reader, content: Briefing) -> str:
    """Return what the signs in the pictures mean, for those that occur; nothing where all is simply measured."""
    found = statuses(item.series for item in content.items)
    if found in ([], ["actual"]):
        return ""
    signs = "".join(
        f"<span>{markup.picture(data_uri(sign(status, reader.theme, size=16)), '', 'b-sign')} "
        f"{escape(sign_words(reader, status))}</span>"
        for status in found
    )
    return f"<p class='b-legend'>{signs}</p>"


def _foot(reader: Reader, content: Briefing) -> str:
    pieces = [_legend(reader, content)]
    if content.left_out:
        pieces.append(f"<p>{escape(reader.text('briefing.left_out', names=', '.join(content.left_out)))}</p>")
    pieces.append(f"<strong>{escape(reader.text('briefing.sources'))}</strong>")
    pieces.append(markup.listed(escape(line) for line in content.sources))
    day = formats.day(content.made_on, reader.language)
    pieces.append(f"<p>{escape(reader.text('briefing.made', day=day, version=content.data_version))}</p>")
    if not content.address:
        pieces.append(f"<p class='b-screen-only'>{escape(reader.text('briefing.no_address'))}</p>")
    else:
        address = escape(content.address, quote=True)
        words = escape(reader.text("briefing.link"))
        pieces.append(f"<p class='b-brief-link'>{words}: <a class='b-link' href='{address}'>{address}</a></p>")
    return f"<footer>{''.join(pieces)}</footer>"
