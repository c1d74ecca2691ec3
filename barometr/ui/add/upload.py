"""The form for a file: what to choose, and what a file cannot say about itself."""

import json
from dataclasses import replace
from html import escape

import streamlit as st

from barometr.catalog import areas, cities
from barometr.publish.draft import Options
from barometr.ui.add import visit
from barometr.ui.reader import Reader
from barometr.words import formats

ROUND = "add_round"
LARGEST_MEGABYTES = 20  # publish/reading.py says the same of the file; here the browser does not even send it
# Fields of the document that the form asks for, as the table `sources` has them.
DOCUMENT = ("source_id", "title", "publisher", "published_on")
MOST_CHARACTERS = 500
# Problems of a file without sheets that the fields beside it can solve.
ANSWERED = ("document.", "field.", "area.missing", "shape.no_area", "shape.document")


def show(reader: Reader) -> None:
    """Show the form and, once it is sent, check the file."""
    st.header(reader.text("add.check.heading"), anchor=False)
    st.html(f"<p class='b-add-said'>{escape(reader.text('add.check.lead'))}</p>")
    # Streamlit knows the words of its upload button in English only.
    words = json.dumps(reader.text("review.choose_file"), ensure_ascii=False)
    st.html(
        f"<style>.st-key-add_form [data-testid='stFileUploaderDropzone'] button::after {{ content: {words}; }}</style>"
    )
    # A file that was checked leaves the form, so that nobody checks it again in place of the mended one.
    key = f"add_upload_{st.session_state.get(ROUND, 0)}"
    with st.container(key="add_form"), st.form("add_check", border=False):
        uploaded = st.file_uploader(reader.text("add.check.file"), key=key, max_upload_size=LARGEST_MEGABYTES)
        options = _options(reader)
        asked = st.form_submit_button(reader.text("add.check.button"), type="primary", icon=":material/rule:")
    if not asked:
        return
    st.session_state.pop(visit.DONE, None)
    before = visit.current()
    if uploaded is not None:
        visit.check(reader, uploaded.getvalue(), uploaded.name, options)
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    elif before and (said := replace(options, answers=before.options.answers)) != before.options:
        visit.check(reader, before.content, before.name, said)  # the same file, with something more said beside it
    else:
        visit.refuse(reader.text("add.check.no_file"))
        return
    st.rerun()


def show_name(reader: Reader, checking: visit.Checking) -> None:
    """Say which file the result below is of."""
    st.header(formats.plain(reader.text("add.check.result", file=checking.name)), anchor=False)


def _options(reader: Reader) -> Options:
    """Return what is said beside the file, in fields that only a file without a description needs."""
    before = visit.current()
    said = before.options if before else Options()
    wanted = _asks_for_document()
    # The browser keeps a part as the reader left it; under another key it is a new one, which opens.
    key = f"add_document_part_{'wanted' if wanted else 'offered'}"
    with st.expander(reader.text("add.check.document"), wanted, key=key, icon=":material/description:"):
        st.html(f"<p class='b-small'>{escape(reader.text('add.check.document_why'))}</p>")
        # Pair by pair, so that Tab goes from field to field in the order they are read.
        typed = {}
        for at in range(0, len(DOCUMENT), 2):
            for column, field in zip(st.columns(2), DOCUMENT[at : at + 2], strict=True):
                with column:
                    typed[field] = _field(reader, field, said.document.get(field, ""))
        left, right = st.columns(2)
        with left:
            typed["area_id"] = _area(reader, "document_area", list(cities()), said.document.get("area_id"))
        with right:
            area_id = _area(reader, "area", list(areas()), said.area_id)
    return Options({field: words.strip() for field, words in typed.items() if words.strip()}, area_id or None)


def _field(reader: Reader, field: str, said: str) -> str:
    """Let the reader type a field of the document."""
    return st.text_input(
        reader.text(f"intake.document.{field}"),
        said,
        key=f"add_document_{field}",
        placeholder=reader.text(f"add.check.example_{field}"),
        max_chars=MOST_CHARACTERS,
        autocomplete="off",
    )


def _area(reader: Reader, name: str, area_ids: list[str], said: str | None) -> str:
    """Let the reader name an area; empty where the file does."""
    offered = ["", *area_ids]
    return st.selectbox(
        reader.text(f"add.check.{name}"),
        offered,
        offered.index(said) if said in offered else 0,
        format_func=lambda one: formats.plain(reader.area(one)) if one else reader.text("add.check.area_of_file"),
        key=f"add_{name}",
    )


def _asks_for_document() -> bool:
    """Say whether the file checked last lacks what the fields could say."""
    checking = visit.current()
    problems = checking.found.problems if checking else ()
    return any(one.rule.startswith(ANSWERED) and not one.sheet for one in problems)
