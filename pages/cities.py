"""Cities side by side: what may be compared, with which reservation, and what only looks comparable."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.ui import choices, compare, frame, markup
from barometr.ui.reader import Reader

EVERYTHING = "all"


def offered(reader: Reader) -> dict[str, str]:
    """Return what the reader may choose from: everything, or one comparison, with the sign of its verdict."""
    titles = {
        group: f"{compare.SIGNS[row['verdict']]} {reader.pick(row, 'title')}"
        for group, row in compare.comparisons().items()
    }
    return {EVERYTHING: reader.text("cities.everything"), **titles}


def with_verdict(groups: Sequence[str], *, comparable: bool) -> list[str]:
    """Return the groups that may be compared, or those that may not."""
    verdicts = {group: compare.comparisons()[group]["verdict"] for group in groups}
    return [group for group in groups if (verdicts[group] in compare.COMPARABLE) == comparable]


def show_one(reader: Reader, group: str) -> None:
    """Show one comparison in full; what must not be compared is told, never drawn."""
    row = compare.comparisons()[group]
    st.header(reader.pick(row, "title"), anchor=False)
    st.html(compare.verdict(reader, group))
    if row["verdict"] in compare.COMPARABLE:
        compare.show(reader, group)
    else:
        st.html(compare.cards(reader, group))


def look_alike(reader: Reader, group: str) -> str:
    """Return one thing that looks comparable and is not: the reason, and on demand what each city prints."""
    row = compare.comparisons()[group]
    return (
        f"<div><h3>{escape(reader.pick(row, 'title'))}</h3><p>{escape(reader.pick(row, 'reason'))}</p>"
        f"{markup.folded(reader.text('cities.what_each_prints'), compare.list_of_cities(reader, group))}</div>"
    )


with frame.page("cities") as reader:
    names = offered(reader)
    group = choices.from_list("group", reader.text("cities.choice"), names, EVERYTHING)
    st.html(markup.note("rule", "i", reader.text("cities.rules"), reader.text("cities.rules_text")))
    groups = list(compare.comparisons()) if group == EVERYTHING else [group]
    if not groups:
        st.html(markup.empty(reader.text("cities.nothing"), reader.text("cities.nothing_why")))
    for one in with_verdict(groups, comparable=True) if group == EVERYTHING else groups:
        show_one(reader, one)
    look_alikes = with_verdict(groups, comparable=False) if group == EVERYTHING else []
    if look_alikes:
        st.header(reader.text("cities.look_alikes"), anchor=False)
        st.html(markup.grid((look_alike(reader, one) for one in look_alikes), "b-alikes"))
    frame.footer(reader, [source_id for one in groups for source_id in compare.documents(one)])
