"""The search box of every page: what matches, and where each match leads."""

from html import escape

import streamlit as st

from barometr.engine import one_moment
from barometr.find import Hit, find
from barometr.ui import choices, markup, reader
from barometr.ui.reader import Reader

KEY = "search"
MOST_HITS = 12


@st.fragment
def show() -> None:
    """Show the box; while the reader types, the matches stand under it and only this part is drawn again."""
    me = reader.current()
    words = st.text_input(
        me.text("search.label"),
        key=KEY,
        live=True,
        type="search",
        placeholder=me.text("search.hint"),
        label_visibility="collapsed",
    )
    if words and words.strip():
        with one_moment(choices.kept_as_of()):
            st.html(_matches(me, words.strip()))


def clear() -> None:
    """Empty the box, once the reader has gone where a match leads."""
    st.session_state[KEY] = ""


def _matches(me: Reader, words: str) -> str:
    found = find(words, me.language, limit=MOST_HITS + 1)
    hits = found[:MOST_HITS]
    # The list shows while it or the box has the focus, which a click beside its links must not take away.
    if not hits:
        return (
            f"<div class='b-found' tabindex='-1' role='status'>{escape(me.text('search.nothing', words=words))}</div>"
        )
    items = markup.listed((_match(me, hit) for hit in hits), "b-found-list")
    spoken = escape(me.text("search.more" if len(found) > MOST_HITS else "search.found", n=len(hits)))
    return f"<div class='b-found' tabindex='-1'><p class='b-small' role='status'>{spoken}</p>{items}</div>"


def _match(me: Reader, hit: Hit) -> str:
    """Return one match: its name as a link to the page, or as a button to the trace, and what it is."""
    about = ", ".join(part for part in (me.text(f"search.kind.{hit.kind}"), hit.detail) if part)
    if hit.literal is not None:
        name = f"{hit.name}: {me.text('quote', text=hit.literal)}"
        opener = markup.number_button(name, hit.entry_id, f"{name}, {about}", "b-link")
    else:
        opener = markup.link(hit.name, address(hit))
    return f"{opener} <span class='b-small'>{escape(about)}</span>"


def address(hit: Hit) -> str:
    """Return where a match leads: an indicator to its trend, a goal to its tree, a document to its description."""
    if hit.kind == "indicator":
        return choices.address("trends", ind=hit.entry_id)
    if hit.kind in ("goal", "project"):
        return choices.address("goals", area=hit.area_id, goal=hit.goal_id)
    return choices.address("sources", doc=hit.entry_id)
