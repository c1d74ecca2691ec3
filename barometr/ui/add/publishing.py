"""From a file without problems to a publication: what would change, one button, and what was done."""

import shlex
from html import escape

import streamlit as st

from barometr.catalog import areas, indicators, sources
from barometr.engine import data_directory, records
from barometr.ui import choices, markup, signin
from barometr.ui.add import changes, visit
from barometr.ui.reader import Reader
from barometr.words import formats

OFF = (signin.State.OFF, signin.State.FAULTY)
CONFIRMED = "add_confirmed"
MOST_LINKED = 8  # indicators that Trends shows at once


def sign_in(reader: Reader) -> None:
    """Let a person sign in before anything is chosen: signing in begins the visit anew."""
    if signin.access().state not in OFF:
        signin.show(reader)


def show(reader: Reader, checking: visit.Checking) -> None:
    """Show what a file without problems would change, and publish it at a click."""
    staged = checking.found.staged
    if staged is None or staged.preview is None:
        return
    if checking.stale:
        st.warning(reader.text("add.publish.stale"), icon=":material/sync:")
    counted = changes.sentence(reader, staged.preview, empty=checking.found.empty)
    st.html(markup.note("rule", "✓", reader.text("add.preview.title"), f"{reader.text('add.preview.lead')} {counted}"))
    changes.show(reader, staged.preview, name=reader.text("add.file.preview"))
    st.subheader(reader.text("add.publish.heading"), anchor=False)
    if staged.preview.is_empty:
        st.html(f"<p>{escape(reader.text('add.publish.nothing'))}</p>")
        return
    access = signin.access()
    if access.publisher:
        _button(reader, bool(len(staged.preview.jumps)), staged.on.version)
    elif access.state in OFF:
        signin.show(reader)
        st.html(f"<p class='b-add-said'>{escape(reader.text('add.publish.command'))}</p>")
        st.code(command(checking), language=None, wrap_lines=True)
    else:
        st.info(reader.text("add.publish.sign_in"), icon=":material/lock:")


def _button(reader: Reader, jumps: bool, version: str) -> None:
    """Show the button that publishes; values that jump must be confirmed first."""
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.publish.what'))}</p>")
    confirmed = not jumps or st.checkbox(reader.text("add.publish.confirm"), key=f"{CONFIRMED}_{version}")
    st.button(
        reader.text("add.publish.button"),
        key="add_publish",
        type="primary",
        icon=":material/publish:",
        on_click=_publish,
        args=(reader,),
        disabled=not confirmed,
    )


def _publish(reader: Reader) -> None:
    """Publish the file of this visit, once: what is being published is no longer there for a second click."""
    from barometr.publish.problems import PublishingError
    from barometr.publish.staging import publish

    checking, by = visit.current(), signin.publisher()
    staged = checking.found.staged if checking else None
    if checking is None or staged is None or staged.preview is None:
        return
    if by is None:
        visit.refuse(reader.text("add.publish.signed_out"))
        return
    if staged.on.version != visit.version_in_force():
        return  # the page now shows what would change
    visit.taken()
    try:
        publication = publish(data_directory(), staged, by)
    except PublishingError as error:
        visit.keep(checking)
        visit.refuse(reader.text("add.publish.refused", reason=formats.plain(error.said(reader))))
        return
    visit.drop(checking)
    st.session_state[visit.DONE] = visit.Done(publication, staged.preview)


def command(checking: visit.Checking) -> str:
    """Return the command that publishes the file on the server, with what was said beside it."""
    options = checking.options
    said = [f"--{name.replace('_', '-')}={text}" for name, text in options.document.items()]
    said += [f"--area={options.area_id}"] if options.area_id else []
    said += [f"--answer={key}={answer}" for key, answer in options.answers.items()]
    return f"{signin.COMMAND} {shlex.join([checking.name, *said])} --publish"


def show_done(reader: Reader) -> None:
    """Say what this visitor has just published: what it was, where it is to be seen, and how to undo it."""
    done: visit.Done | None = st.session_state.get(visit.DONE)
    if done is None or done.publication.action != "import":
        return
    publication = done.publication
    named = {"number": publication.import_id, "version": publication.version, "file": publication.file}
    counted = changes.sentence(reader, done.preview)
    st.html(
        markup.note("rule", "✓", reader.text("add.done.title", **named), f"{reader.text('add.done.what')} {counted}")
    )
    links = [markup.link(words, address) for words, address in _places(reader, done)]
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.done.where'))}</p>{markup.listed(links)}")
    log = markup.link(reader.text("add.part_log"), choices.address("add", part="log"))
    st.html(f"<p>{escape(reader.text('add.done.undo', **named))} {log}</p>")


def _places(reader: Reader, done: visit.Done) -> list[tuple[str, str]]:
    """Return where the new values are to be seen: each city in its latest year, the indicators, the document."""
    shown = done.preview.values[done.preview.values["value"].notna()]
    places = []
    for area_id in dict.fromkeys(_city(one) for one in shown["area_id"]):
        measured = {row["year"] for row in records("overview/years", area_id=area_id)}
        brought = {year for one, year in zip(shown["area_id"], shown["year"], strict=True) if _city(one) == area_id}
        if brought & measured:
            year = str(max(brought & measured))
            words = reader.text("add.done.overview", city=reader.area(area_id), year=year)
            places.append((words, choices.address("", area=area_id, year=year)))
    known = [one for one in dict.fromkeys(shown["indicator_id"]) if one in indicators()][:MOST_LINKED]
    if known:
        names = ", ".join(reader.pick(indicators()[one], "short") for one in known)
        places.append((reader.text("add.done.trends", names=names), choices.address("trends", ind=".".join(known))))
    source = sources().get(done.publication.source_id or "")
    if source:
        words = reader.text("add.done.document", title=reader.source_title(source))
        places.append((words, choices.address("sources", doc=source.source_id)))
    return places


def _city(area_id: str) -> str:
    """Return the city that an area is part of; an area that is gone stands for itself."""
    while area_id in areas() and areas()[area_id]["parent_id"]:
        area_id = areas()[area_id]["parent_id"]
    return area_id
