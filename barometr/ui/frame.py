"""What stands around every page: title and lead, notices about the link, sources, the open trace."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import lru_cache, wraps
from html import escape
from pathlib import Path
from typing import ParamSpec

import streamlit as st

from barometr.catalog import cities, sources
from barometr.drawing.theme import Theme
from barometr.engine import data_directory, data_version, known_versions, left_out, one_moment
from barometr.published import DataMissingError, in_force, publications
from barometr.ui import bridge, choices, markup, reader, search, take, trace
from barometr.ui.reader import Reader
from barometr.words import formats, texts

Given = ParamSpec("Given")
STYLES = Path(__file__).with_name("styles")


@contextmanager
def page(name: str) -> Iterator[Reader]:
    """Open a page: `with frame.page("volunteering") as reader:`; what comes inside is its content."""
    if not choices.begun():
        _run_app_first(name)
    me = reader.current()
    with _moment(me):
        title_column, search_column = st.columns([5, 3])
        with title_column:
            st.title(me.text(f"{name}.title"), anchor=False)
            st.html(_style(me.theme) + f"<p class='b-lead'>{escape(me.text(f'{name}.lead'))}</p>")
        with search_column:
            search.show()
            st.html(markup.copy_link(me.text("link.copy"), me.text("link.copied")))
        notices = st.container()
        with notices:
            _say_what_is_shown(me)
        yield me
        trace.show_open(me)
    bridge.mount(me.language, choices.link())
    refused = sorted({_parameter_name(me, name) for name in choices.refused()})
    if refused:
        notices.warning(me.text("link.refused", names=", ".join(refused)), icon=":material/link_off:")
    choices.send()


@contextmanager
def _moment(me: Reader) -> Iterator[None]:
    """Answer from the publication that the link names; where nothing can be read, say so and end the page."""
    with ExitStack() as moment:
        try:
            latest = in_force(data_directory()).version
            moment.enter_context(one_moment(choices.as_of(known_versions(), latest)))
        except DataMissingError as error:
            st.html(_style(me.theme))
            st.error(f"{me.text('data.unreadable')}\n\n{formats.plain(str(error))}", icon=":material/error:")
            st.stop()
        yield


def _say_what_is_shown(me: Reader) -> None:
    """Say that an earlier publication is shown, and which files had to be left out because they are damaged."""
    version = choices.kept_as_of()
    if version:
        shown = next(one for one in reversed(publications(data_directory())) if one.version == version)
        day = me.text("data.at_first")
        if shown.at:
            moment = datetime.fromisoformat(shown.at)
            day = f"{formats.day(moment, me.language)}, {moment:%H:%M} UTC"
        back = markup.link(me.text("data.back_to_now"), choices.address(choices.current_page(), asof=choices.NOW))
        title = me.text("data.as_of", day=day)
        st.html(markup.note("conflict", "⟲", title, me.text("data.as_of_why", version=version)) + f"<p>{back}</p>")
    if left_out():
        names = ", ".join(left_out())
        st.error(me.text("data.damaged", files=formats.plain(names)), icon=":material/error:")


def _run_app_first(name: str) -> None:
    """Run this page through app.py.

    On the first request after a start Streamlit takes pages/ for its older kind of navigation and runs the
    file of a deep link alone, without app.py. One call of st.navigation ends that for the whole process.
    """
    st.navigation([st.Page("app.py", default=True), st.Page(f"pages/{name}.py")], position="hidden")
    st.rerun()


def part(show: Callable[Given, None]) -> Callable[Given, None]:
    """Make a function a part of a page that its own controls redraw alone, without the rest of the page.

    What it shows of the data it must ask for itself, so that a redraw shows the data of its moment.
    """

    @wraps(show)
    def shown(*args: Given.args, **kwargs: Given.kwargs) -> None:
        with one_moment(choices.kept_as_of()):
            show(*args, **kwargs)
        choices.send()

    return st.fragment(shown)


LONGEST_NAME = 20


def _parameter_name(me: Reader, name: str) -> str:
    """Return the name of a choice as its control has it; a name that no choice has stays as it came."""
    if f"parameter.{name}" in texts.catalogue():
        return me.text(f"parameter.{name}")
    # The notice is Markdown, and the name came with somebody's link.
    return "".join(letter for letter in name if letter.isalnum())[:LONGEST_NAME] or "?"


@lru_cache(maxsize=4)
def _style(theme: Theme) -> str:
    variables = "".join(
        f"--b-{name}:{value};"
        for name, value in (
            ("page", theme.page),
            ("ink", theme.ink),
            ("muted", theme.muted),
            ("line", theme.line),
            ("panel", theme.panel),
            ("accent", theme.accent),
            ("warn", theme.warn),
        )
    )
    rules = "".join(file.read_text(encoding="utf-8") for file in sorted(STYLES.glob("*.css")))
    return f"<style>:root{{{variables}}}{rules}</style>"


def choose_city(me: Reader, *, resets: Sequence[str] = ()) -> str:
    """Let the reader choose one city, kept from page to page; returns its id. For `resets` see choices.one_of."""
    offered = {area_id: me.area(area_id) for area_id in cities()}
    return choices.one_of("area", me.text("choice.city"), offered, next(iter(offered)), sticky=True, resets=resets)


def briefing_link(me: Reader, topic: str) -> None:
    """Lead to the briefing on a topic."""
    st.html(f"<p>{markup.link(me.text('briefing.of_topic'), choices.address('briefing', topic=topic))}</p>")


def footer(me: Reader, source_ids: Iterable[str | None]) -> None:
    """Name the documents behind a page with publisher and date, the version of the data, the statement of access."""
    known = [sources()[source_id] for source_id in sorted({one for one in source_ids if one})]
    items = [
        f"<strong>{escape(me.source_title(source))}</strong>, {escape(me.named(source, 'publisher'))}, "
        f"{me.dated(source)}"
        for source in known
    ]
    named = f"<strong>{escape(me.text('source.heading'))}</strong>{markup.listed(items)}" if items else ""
    version = escape(me.text("source.version", version=data_version()))
    statement = markup.link(me.text("accessibility.link"), choices.address("accessibility"))
    st.html(f"<div class='b-footer'>{named}<p>{version}</p><p>{statement}</p></div>")
    take.everything(me)
