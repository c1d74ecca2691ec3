"""Pieces of HTML that every page uses: cards, tables, notes, legends. Text from data is always escaped.

Each number is a button marked with the id of its trace (see bridge.py), so it works with mouse, touch and
keyboard alike.
"""

from collections.abc import Iterable, Sequence
from html import escape

from barometr.drawing.small import data_uri
from barometr.drawing.theme import Theme


def number_button(shown: str, trace_id: str, spoken: str, style: str = "b-num") -> str:
    """Return a number that opens its trace; `spoken` is what a screen reader says."""
    return (
        f"<button type='button' class='{style}' data-trace='{escape(trace_id, quote=True)}' "
        f"aria-label='{escape(spoken, quote=True)}'>{escape(shown)}</button>"
    )


def link(words: str, address: str, style: str = "b-link") -> str:
    """Return a link to another place of the app; with a plain click the app goes there without loading anew."""
    return f"<a class='{style}' href='{escape(address, quote=True)}' data-go target='_self'>{escape(words)}</a>"


def copy_link(label: str, done: str) -> str:
    """Return the button that copies the page's address; `done` takes the place of its label for a moment."""
    label, done = escape(label, quote=True), escape(done, quote=True)
    return (
        f"<p class='b-tools'><button type='button' class='b-button' data-copy data-label='{label}' "
        f"data-done='{done}' aria-live='polite'>{label}</button></p>"
    )


def picture(address: str, alt: str, style: str = "b-picture") -> str:
    """Return an image; an empty `alt` marks it as decoration that the text beside it already says."""
    if not address:
        return ""
    return f'<img src="{address}" class="{style}" alt="{escape(alt, quote=True)}">'


def card(
    *,
    name: str,
    value: str,
    unit: str,
    mark: str,
    spark: str,
    change: str,
    verdict: str,
    trace_id: str,
    spoken: str,
) -> str:
    """Return one headline figure: name, value, status mark, sparkline and change against the year before."""
    return (
        f"<button type='button' class='b-card' data-trace='{escape(trace_id, quote=True)}' "
        f"aria-label='{escape(spoken, quote=True)}'>"
        f"<span class='b-card-name'>{escape(name)}</span>"
        f"<span class='b-card-value'>{escape(value)}<small>{escape(unit)}</small></span>"
        f"<span class='b-card-mark'>{escape(mark)}</span>"
        f"{spark}"
        f"<span class='b-card-change b-{verdict}'>{escape(change)}</span></button>"
    )


def small(text: str) -> str:
    """Return a paragraph in small muted type."""
    return f"<p class='b-small'>{escape(text)}</p>"


def grid(pieces: Iterable[str], style: str = "b-grid") -> str:
    """Return pieces side by side, as many in a row as fit."""
    return f"<div class='{style}'>{''.join(pieces)}</div>"


def table(
    caption: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], *, newest_last: bool = False
) -> str:
    """Return a table; row names and cells are HTML that is already escaped, captions and columns are text.

    With `newest_last` a table too wide for the screen opens at its last column.
    """
    head = "".join(f"<th scope='col'>{escape(column)}</th>" for column in columns)
    body = "".join(
        f"<tr><th scope='row'>{name}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for name, cells in rows
    )
    spoken = escape(caption, quote=True)
    return (
        f"<p class='b-caption'>{escape(caption)}</p>"
        f"<div class='b-scroll{' b-newest' if newest_last else ''}' tabindex='0' role='region' aria-label='{spoken}'>"
        f"<table class='b-table' aria-label='{spoken}'>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def note(kind: str, sign: str, title: str, body: str) -> str:
    """Return a boxed note: `kind` is "conflict", "gap", "caveat" or "rule", `sign` its mark beside the colour."""
    return (
        f"<div class='b-note b-note-{kind}'><span class='b-note-sign' aria-hidden='true'>{escape(sign)}</span>"
        f"<div><strong>{escape(title)}</strong><p>{escape(body)}</p></div></div>"
    )


def listed(items: Iterable[str], style: str = "b-list") -> str:
    """Return a list of items that are already HTML."""
    return f"<ul class='{style}'>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def folded(title: str, body: str) -> str:
    """Return a part that opens on demand."""
    return f"<details class='b-details'><summary>{escape(title)}</summary>{body}</details>"


def definitions(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms with their descriptions; descriptions are HTML that is already escaped."""
    return "<dl class='b-dl'>" + "".join(f"<dt>{escape(term)}</dt><dd>{body}</dd>" for term, body in pairs) + "</dl>"


def reasons(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms with their descriptions, both plain text."""
    return definitions((term, escape(words)) for term, words in pairs)


def empty(title: str, body: str) -> str:
    """Return what stands where there is nothing to draw: what is missing and why."""
    return f"<div class='b-empty'><strong>{escape(title)}</strong><p>{escape(body)}</p></div>"


SIGNS = {
    "actual": "<circle cx='9' cy='9' r='5.5' fill='{c}'/>",
    "approx": "<circle cx='9' cy='9' r='5.5' fill='{c}'/>",
    "provisional": "<circle cx='9' cy='9' r='5' fill='{c}' fill-opacity='.35' stroke='{c}' stroke-width='1.5'/>",
    "pilot": "<path d='M9 2.5L15.5 9L9 15.5L2.5 9Z' fill='none' stroke='{c}' stroke-width='2'/>",
    "plan": "<circle cx='9' cy='9' r='5.5' fill='none' stroke='{c}' stroke-width='2'/>",
    "baseline": "<path d='M9 2V16' stroke='{c}' stroke-width='3'/>",
    "target": "<path d='M2 9H16' stroke='{c}' stroke-width='3'/>",
    "alternative": "<rect x='3.5' y='3.5' width='11' height='11' fill='none' stroke='{c}' stroke-width='2'/>",
    "contradicted": "<path d='M9 3L15.5 15H2.5Z' fill='none' stroke='{c}' stroke-width='2'/>",
    "no_data": "<path d='M4 4L14 14M14 4L4 14' stroke='{c}' stroke-width='2.5'/>",
    "in_progress": "<path d='M4 3H14L4 15H14Z' fill='none' stroke='{c}' stroke-width='1.6'/>",
    "not_applicable": "<path d='M2 16L16 2M2 10L10 2M8 16L16 8' stroke='{c}' stroke-width='1.4'/>",
    "derived": "<circle cx='9' cy='9' r='6' fill='none' stroke='{c}' stroke-width='1.6'/>"
    "<circle cx='9' cy='9' r='2.4' fill='{c}'/>",
}


def status_sign(status: str, theme: Theme) -> str:
    """Return the small drawn sign of a status as an image; the words beside it name it."""
    return _sign(SIGNS[status].replace("{c}", theme.ink))


def swatch(slot: int, theme: Theme) -> str:
    """Return the colour of a series as a small mark; the name beside it says which series it is."""
    return _sign(f"<circle cx='9' cy='9' r='6' fill='{theme.series[slot % len(theme.series)]}'/>")


def _sign(shape: str) -> str:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='18' height='18'>{shape}</svg>"
    return picture(data_uri(svg), "", "b-sign")


def key(entries: Iterable[tuple[str, str]]) -> str:
    """Return the signs used in the cells of a table with their meaning."""
    signs = "".join(f"<span><strong>{escape(sign)}</strong> {escape(name)}</span>" for sign, name in entries)
    return f"<p class='b-legend'>{signs}</p>" if signs else ""
