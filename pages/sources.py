"""Sources and quality: documents, what is missing and from whom, what disagrees, checks, and what signs mean."""

from collections.abc import Callable

import streamlit as st

from barometr.catalog import sources
from barometr.engine import records
from barometr.ui import choices, figures, frame, markup, take
from barometr.ui.quality import checks, coverage, documents, gaps, glossary, reconciliation, register
from barometr.ui.reader import Reader


def show_documents(reader: Reader) -> list[str]:
    """Show what each document contributed and what is known about it; `doc` in the link leads to one."""
    here = choices.settled("doc", dict.fromkeys(["", *sources()], ""), "")
    st.header(reader.text("documents.heading"), anchor=False)
    st.html(documents.overview(reader) + markup.small(reader.text("documents.homes")))
    st.html(documents.descriptions(reader, here))
    return list(sources())


def show_coverage(reader: Reader) -> list[str]:
    """Show what has no value in a year and why, and the grid of all years."""
    city_column, year_column = st.columns([2, 3])
    with city_column:
        area_id = frame.choose_city(reader, resets=["year"])
    rows = records("quality/coverage", area_id=area_id)
    if not rows:
        st.html(markup.empty(reader.text("empty.title", city=reader.area(area_id)), reader.text("coverage.empty")))
        return []
    years = {str(year): str(year) for year in coverage.years_of(area_id)}
    with year_column:
        latest = str(coverage.latest_measured(area_id))
        year = int(choices.one_of("year", reader.text("choice.year"), years, latest))

    st.header(reader.text("coverage.missing", year=year), anchor=False)
    st.html(gaps.summary(reader, area_id, year) + gaps.why_missing(reader, area_id, year))

    st.header(reader.text("coverage.grid"), anchor=False)
    st.html(coverage.legend(reader) + coverage.grid(reader, area_id, year))
    take.offer(reader, coverage.file_name(reader, area_id), lambda: coverage.table(reader, area_id))
    return figures.documents(rows)


def show_contradictions(reader: Reader) -> list[str]:
    """Show the register of contradictions: by city, kind or words, each entry opened on demand."""
    here = choices.settled("entry", dict.fromkeys(["", *register.entries()], ""), "")
    st.header(reader.text("register.title"), anchor=False)
    st.html(markup.small(reader.text("register.about")))
    city_column, kind_column, words_column = st.columns(3)
    with city_column:
        offered = register.cities_offered(reader)
        city_id = choices.from_list("where", reader.text("choice.city"), offered, register.ANY, resets=["entry"])
    with kind_column:
        offered = register.kinds_offered(reader)
        kind = choices.from_list("kind", reader.text("register.kind"), offered, register.ANY, resets=["entry"])
    with words_column:
        typed = choices.typed("words", reader.text("register.words"), reader.text("register.words_hint"))
    chosen = register.matching(city_id, kind, typed)
    st.html(f"<p role='status'>{reader.text('register.found', n=len(chosen), m=len(register.entries()))}</p>")
    st.html(register.shown(reader, chosen, here))
    take.offer(reader, register.file_name(reader), lambda: register.table(reader, chosen))
    return register.documents(chosen)


def show_reconciliation(reader: Reader) -> list[str]:
    """Show totals held against their parts and ratios against their inputs."""
    st.header(reader.text("reconciliation.totals"), anchor=False)
    st.html(f"<p>{reconciliation.totals_summary(reader)}</p>{reconciliation.totals(reader)}")
    st.header(reader.text("reconciliation.ratios"), anchor=False)
    st.html(f"<p>{reconciliation.ratios_summary(reader)}</p>{reconciliation.recomputed(reader)}")
    without = reconciliation.not_recomputed(reader)
    if without:
        st.html(without)
    take.offer(reader, reconciliation.file_name(reader), lambda: reconciliation.table(reader))
    return reconciliation.documents()


def show_checks(reader: Reader) -> list[str]:
    """Run the checks on what is published now and show what they find."""
    found = checks.results()
    st.header(reader.text("check.title"), anchor=False)
    st.html(checks.summary(reader, found) + checks.shown(reader, found))
    take.offer(reader, checks.file_name(reader), lambda: checks.table(reader, found))
    return list(sources())


def show_statuses(reader: Reader) -> list[str]:
    """Show what each sign means."""
    st.header(reader.text("glossary.statuses"), anchor=False)
    st.html(glossary.statuses(reader))
    st.header(reader.text("glossary.marks"), anchor=False)
    st.html(glossary.marks(reader))
    return []


def show_dictionary(reader: Reader) -> list[str]:
    """Show every table of the data with its fields."""
    st.header(reader.text("dictionary.heading"), anchor=False)
    st.html(markup.small(reader.text("dictionary.about")) + glossary.dictionary(reader))
    return []


PARTS: dict[str, Callable[[Reader], list[str]]] = {
    "documents": show_documents,
    "coverage": show_coverage,
    "contradictions": show_contradictions,
    "reconciliation": show_reconciliation,
    "checks": show_checks,
    "statuses": show_statuses,
    "dictionary": show_dictionary,
}
OF_ONE_PART = ("doc", "year", "entry", "where", "kind", "words")

with frame.page("sources") as reader:
    offered = {part: reader.text(f"sources.part_{part}") for part in PARTS}
    part = choices.one_of("part", reader.text("sources.part"), offered, "documents", resets=OF_ONE_PART)
    frame.footer(reader, PARTS[part](reader))
