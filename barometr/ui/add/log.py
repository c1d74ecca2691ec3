"""The log of publications: what was published when, from which file and document, and undoing what is in force.

Everybody may read it. Who published is shown to those who may publish; to others it is somebody of the office.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from barometr.catalog import sources
from barometr.engine import data_directory
from barometr.export.table import Column, Table
from barometr.published import Publication, in_force, publications
from barometr.ui import choices, markup, signin, take
from barometr.ui.add import changes, visit
from barometr.ui.reader import Reader
from barometr.words import formats

COLUMNS = ("what", "when", "who", "file", "sha256", "document", "rows", "version")
MOST_ROWS = 100
SHA_SHOWN = 12
COMMAND = "python -m barometr undo"
CHOSEN, PREVIEW = "add_undo", "add_undo_preview"


def show(reader: Reader) -> None:
    """Show the log, newest first, and undoing for those who may."""
    st.header(reader.text("add.log.heading"), anchor=False)
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.log.lead'))}</p>")
    by = signin.show(reader) if signin.access().state is not signin.State.OFF else None
    _show_undone(reader)
    entries = tuple(reversed(publications(data_directory())))
    zone, named = _zone()
    rows = [(_name(reader, one, zone, by), _cells(reader, one, entries[0])) for one in entries[:MOST_ROWS]]
    heads = [reader.text(f"add.log.{one}") for one in ("what", "file", "document", "version")]
    caption = reader.text("add.log.caption", n=len(entries), zone=named)
    st.html(f"<div class='b-add-words b-add-log'>{markup.table(caption, heads, rows)}</div>")
    if len(entries) > MOST_ROWS:
        st.html(markup.small(reader.plural("add.n_rest", len(entries) - MOST_ROWS)))
    if not by:
        st.html(markup.small(reader.text("add.log.names_hidden")))
    take.offer(reader, reader.text("add.log.file_name"), lambda: table(reader, entries, zone, by))
    _undoing(reader, by)


def _zone() -> tuple[tzinfo, str]:
    """Return the time zone that the browser names, or else UTC, and its name."""
    name = st.context.timezone
    try:
        return (ZoneInfo(name), name) if name else (UTC, "UTC")
    except (OSError, ValueError, KeyError):  # a zone that this machine does not know
        return UTC, "UTC"


def _name(reader: Reader, one: Publication, zone: tzinfo, by: str | None) -> str:
    """Return what an entry is, with its time and who did it below."""
    undone = one.action == "import" and one.import_id not in in_force(data_directory()).imports
    later = reader.text("import.action.later_undone") if undone else ""
    below = ", ".join(filter(None, [_when(reader, one, zone), _who(reader, one, by), later]))
    return f"{escape(_what(reader, one))}<span class='b-unit'>{escape(below)}</span>"


def _what(reader: Reader, one: Publication) -> str:
    return reader.text(f"add.log.action_{one.action}", number=one.import_id)


def _when(reader: Reader, one: Publication, zone: tzinfo) -> str:
    if one.at is None:
        return reader.text("add.log.at_first")
    moment = datetime.fromisoformat(one.at).astimezone(zone)
    return f"{formats.day(moment, reader.language)}, {moment:%H:%M}"


def _who(reader: Reader, one: Publication, by: str | None) -> str:
    """Return who published: by name among those who may publish themselves."""
    if one.by is None:
        return ""
    return one.by if by else reader.text("add.log.somebody")


def _cells(reader: Reader, one: Publication, latest: Publication) -> list[str]:
    """Return the cells of an entry after its name: file, document and version, each with a detail below."""
    sha256 = f"SHA-256: {one.sha256[:SHA_SHOWN]}" if one.sha256 else ""
    source = sources().get(one.source_id or "")
    document = escape(one.source_id or "")
    if source:
        document = markup.link(reader.source_title(source), choices.address("sources", doc=source.source_id))
    rows = reader.plural("add.log.n_rows", one.rows) if one.rows is not None else ""
    then = f"<span class='b-unit'>{escape(reader.text('add.log.now'))}</span>"
    if one != latest:
        then = f"<br>{markup.link(reader.text('add.log.see_then'), choices.address('', asof=one.version))}"
    return [
        f"{escape(one.file or '')}<span class='b-unit'>{escape(sha256)}</span>",
        f"{document}<span class='b-unit'>{escape(rows)}</span>",
        f"<code>{escape(one.version)}</code>{then}",
    ]


def table(reader: Reader, entries: Sequence[Publication], zone: tzinfo, by: str | None) -> Table:
    """Return the log as a table to take away, with every SHA-256 in full."""
    title = reader.text("add.log.heading")
    rows = tuple(
        (
            _what(reader, one),
            datetime.fromisoformat(one.at).astimezone(zone).isoformat() if one.at else None,
            _who(reader, one, by) or None,
            one.file,
            one.sha256,
            one.source_id,
            one.rows,
            one.version,
        )
        for one in entries
    )
    columns = tuple(Column(one, reader.text(f"add.log.{one}")) for one in COLUMNS)
    about = ((reader.text("export.about.title"), title),)
    return Table(title, reader.text("add.log.file_name"), reader.language, columns, rows, about, ())


# Undoing


def _undoing(reader: Reader, by: str | None) -> None:
    """Let a person who may publish take an import back, after looking at what that changes."""
    st.subheader(reader.text("add.undo.heading"), anchor=False)
    latest = in_force(data_directory())
    if not latest.imports:
        st.html(f"<p>{escape(reader.text('add.undo.nothing'))}</p>")
        return
    if not by:
        st.html(f"<p class='b-add-said'>{escape(reader.text('add.undo.who'))}</p>")
        st.code(f"{COMMAND} {latest.imports[-1]} --publish", language=None)
        return
    brought = {one.import_id: one for one in publications(data_directory()) if one.action == "import"}
    import_id = st.selectbox(
        reader.text("add.undo.which"),
        list(reversed(latest.imports)),
        index=None,
        format_func=lambda one: formats.plain(f"{one}: {brought[one].file}"),
        key=f"{CHOSEN}_{latest.version}",
        placeholder=reader.text("add.undo.choose"),
    )
    if import_id:
        _preview(reader, import_id, latest.version)


def _preview(reader: Reader, import_id: str, version: str) -> None:
    """Show what undoing an import would change, and the button that does it."""
    from barometr.publish.problems import PublishingError
    from barometr.publish.staging import undo_preview

    key, found = st.session_state.get(PREVIEW, (None, None))
    if key != (import_id, version):
        try:
            with visit.turn(), st.spinner(reader.text("add.undo.looking")):
                found = undo_preview(data_directory(), import_id)
        except visit.BusyError:
            st.error(reader.text("add.busy"), icon=":material/error:")
            return
        except PublishingError as error:
            st.error(reader.text("add.undo.refused", reason=formats.plain(error.said(reader))), icon=":material/error:")
            return
        st.session_state[PREVIEW] = ((import_id, version), found)
    counted = changes.sentence(reader, found)
    title = reader.text("add.undo.title", number=import_id)
    st.html(markup.note("caveat", "↶", title, f"{reader.text('add.preview.lead')} {counted}"))
    changes.show(reader, found, name=reader.text("add.file.undo"))
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.undo.what'))}</p>")
    sure = st.checkbox(reader.text("add.undo.confirm", number=import_id), key=f"add_undo_sure_{import_id}_{version}")
    st.button(
        reader.text("add.undo.button", number=import_id),
        key="add_undo_button",
        type="primary",
        icon=":material/undo:",
        on_click=_undo,
        args=(reader, import_id, version),
        disabled=not sure,
    )


def _undo(reader: Reader, import_id: str, version: str) -> None:
    """Take an import back, unless a second click finds it done or the data changed since the preview."""
    from barometr.publish.problems import PublishingError
    from barometr.publish.staging import undo

    by, latest = signin.publisher(), in_force(data_directory())
    if import_id not in latest.imports:
        return
    if by is None:
        visit.refuse(reader.text("add.publish.signed_out"))
        return
    if latest.version != version:
        visit.refuse(reader.text("add.undo.stale"))
        return
    _, preview = st.session_state.pop(PREVIEW)
    try:
        publication = undo(data_directory(), import_id, by)
    except PublishingError as error:
        visit.refuse(reader.text("add.undo.refused", reason=formats.plain(error.said(reader))))
        return
    st.session_state[visit.DONE] = visit.Done(publication, preview)


def _show_undone(reader: Reader) -> None:
    """Say what this visitor has just undone."""
    done: visit.Done | None = st.session_state.get(visit.DONE)
    if done is None or done.publication.action != "undo":
        return
    title = reader.text("add.undo.done", number=done.publication.import_id, version=done.publication.version)
    st.html(markup.note("rule", "✓", title, f"{reader.text('add.done.what')} {changes.sentence(reader, done.preview)}"))
