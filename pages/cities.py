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


def in_short(reader: Reader, group: str, *, chosen: bool) -> str:
    """Return a comparison in short: its title, leading to it unless it is shown below, and the years cities share."""
    title = reader.pick(compare.comparisons()[group], "title")
    address = choices.address("cities", group=group)
    below = f"{escape(title)} <small>{escape(reader.text('cities.below'))}</small>"
    heading = below if chosen else markup.link(title, address)
    return f"<div{' class=b-chosen' if chosen else ''}><h3>{heading}</h3>{compare.shared(reader, group)}</div>"


def look_alike(reader: Reader, group: str) -> str:
    """Return what looks comparable and is not: the reason, and on demand what each city prints."""
    row = compare.comparisons()[group]
    return (
        f"<div><h3>{escape(reader.pick(row, 'title'))}</h3><p>{escape(reader.pick(row, 'reason'))}</p>"
        f"{markup.folded(reader.text('cities.what_each_prints'), compare.list_of_cities(reader, group))}</div>"
    )


def show_all(reader: Reader) -> None:
    """Show what may be compared in short, the chosen comparison in full, then what only looks comparable."""
    groups = compare.in_order(reader)
    above = st.container()
    group = choose_group(reader)
    allowed = [in_short(reader, one, chosen=one == group) for one in groups if compare.is_allowed(one)]
    if allowed:
        above.header(reader.text("cities.comparable"), anchor=False)
        above.html(markup.grid(allowed, "b-wide-pair"))
    show_group(reader, group)
    st.html(markup.note("rule", "i", reader.text("cities.rules"), reader.text("cities.rules_text")))
    look_alikes = [look_alike(reader, one) for one in groups if one != group and not compare.is_allowed(one)]
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
