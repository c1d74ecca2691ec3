"""Cities side by side: what may be compared, with which reservation, and what only looks comparable."""

from html import escape

import streamlit as st

from barometr.ui import choices, compare, frame, markup
from barometr.ui.reader import Reader


def choose_group(reader: Reader) -> str:
    """Let the reader choose what to compare; the sign before each title is that of its verdict."""
    offered = {
        group: f"{compare.SIGNS[row['verdict']]} {reader.pick(row, 'title')}"
        for group, row in compare.in_order(reader).items()
    }
    return choices.from_list("group", reader.text("cities.choice"), offered, next(iter(offered)))


def show_group(reader: Reader, group: str) -> None:
    """Show one comparison in full; what must not be compared is told, never drawn."""
    st.header(reader.pick(compare.comparisons()[group], "title"), anchor=False)
    st.html(compare.shared(reader, group) + compare.verdict(reader, group) + compare.cards(reader, group))
    compare.show_measures(reader, group)


def another(reader: Reader, group: str) -> str:
    """Return a comparison that may be made in short: its title as a link to it, and the years that cities share."""
    title = reader.pick(compare.comparisons()[group], "title")
    link = markup.link(title, choices.address("cities", group=group))
    return f"<div><h3>{link}</h3>{compare.shared(reader, group)}</div>"


def look_alike(reader: Reader, group: str) -> str:
    """Return what looks comparable and is not: the reason, and on demand what each city prints."""
    row = compare.comparisons()[group]
    return (
        f"<div><h3>{escape(reader.pick(row, 'title'))}</h3><p>{escape(reader.pick(row, 'reason'))}</p>"
        f"{markup.folded(reader.text('cities.what_each_prints'), compare.list_of_cities(reader, group))}</div>"
    )


def show_all(reader: Reader) -> None:
    """Show the chosen comparison, then the others that may be made, then those that only look so."""
    group = choose_group(reader)
    show_group(reader, group)
    st.html(markup.note("rule", "i", reader.text("cities.rules"), reader.text("cities.rules_text")))
    others = [one for one in compare.in_order(reader) if one != group]
    allowed = [another(reader, one) for one in others if compare.is_allowed(one)]
    if allowed:
        st.header(reader.text("cities.others"), anchor=False)
        st.html(markup.grid(allowed, "b-wide-pair"))
    look_alikes = [look_alike(reader, one) for one in others if not compare.is_allowed(one)]
    if look_alikes:
        st.header(reader.text("cities.look_alikes"), anchor=False)
        st.html(markup.grid(look_alikes, "b-wide-pair"))


with frame.page("cities") as reader:
    groups = compare.comparisons()
    if groups:
        show_all(reader)
    else:
        st.html(markup.empty(reader.text("cities.nothing"), reader.text("cities.nothing_why")))
    frame.footer(reader, [source_id for group in groups for source_id in compare.documents(group)])
