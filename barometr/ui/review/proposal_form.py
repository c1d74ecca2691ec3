"""Proposing a target on the page: the form, how it would be judged, and the file with all proposals."""

from datetime import date
from html import escape

import streamlit as st

from barometr.catalog import indicators
from barometr.drawing.path import path_picture
from barometr.judgement import progress_words
from barometr.judgement.progress_words import SIGNS
from barometr.measures.review import Key
from barometr.ui import frame, markup
from barometr.ui.reader import Reader
from barometr.ui.review import proposals, trials
from barometr.ui.review.proposals import Proposal
from barometr.words import formats

STORE = "review_proposals"
FILE = "proposed_targets.csv"


def collected() -> tuple[Proposal, ...]:
    """Return the proposals that this visitor has put together."""
    found: tuple[Proposal, ...] = st.session_state.get(STORE, ())
    return found


@frame.part
def show(reader: Reader, programme_id: str, year: int) -> None:
    """Show the form, the judgement of what stands in it, and what has been put together so far."""
    series = proposals.measured(programme_id)
    st.html(f"<p>{escape(reader.text('review.proposal.lead'))}</p>")
    if not series:
        st.html(markup.small(reader.text("review.proposal.no_series")))
        return
    proposal, wrong = _asked(reader, programme_id, series)
    if proposal and not wrong:
        st.html(_judged(reader, proposal, programme_id, year))
    for words in wrong:
        st.error(formats.plain(words), icon=":material/error:")
    st.button(
        reader.text("review.proposal.add"),
        key="proposal_add",
        type="primary",
        disabled=proposal is None or bool(wrong),
        on_click=_add,
        args=(proposal,),
    )
    _show_collected(reader)


def _asked(
    reader: Reader, programme_id: str, series: dict[Key, list[proposals.Record]]
) -> tuple[Proposal | None, list[str]]:
    """Show the fields; return the proposal they make, if any, and what is wrong with it."""
    names = {one: trials.series_words(reader, one) for one in series}
    chosen = st.selectbox(
        reader.text("review.proposal.series"),
        list(series),
        format_func=names.__getitem__,
        key=f"proposal_of_{programme_id}",
    )
    indicator = indicators()[chosen[0]]
    values = {row["year"]: row for row in series[chosen]}
    first, second, third, fourth = st.columns(4)
    with first:
        base = st.selectbox(
            reader.text("progress.baseline"),
            list(values),
            index=len(values) - 1,
            format_func=lambda year: f"{year}: {reader.printed(indicator, values[year])}",
            key=f"proposal_base_{'~'.join(chosen)}",
        )
    with second:
        aim = st.number_input(
            reader.text("review.column.target_year"),
            min_value=proposals.FIRST_YEAR,
            max_value=proposals.LAST_YEAR,
            value=base + 3,
            step=1,
            format="%d",
            key=f"proposal_year_{'~'.join(chosen)}",
        )
    with third:
        typed = st.text_input(
            formats.plain(f"{reader.text('progress.target')} ({reader.unit_name(indicator)})"),
            max_chars=40,
            key="proposal_value",
            autocomplete="off",
        )
    with fourth:
        method = st.selectbox(
            reader.text("progress.method"),
            proposals.METHODS,
            format_func=lambda one: reader.text(f"review.method.{one}"),
            index=proposals.METHODS.index("compound") if indicator.progress_method == "compound" else 0,
            key=f"proposal_method_{chosen[0]}",
        )
    left, right = st.columns(2)
    with left:
        who = st.text_input(reader.text("review.proposal.who"), max_chars=proposals.LONGEST_NAME, key="proposal_who")
    with right:
        note = st.text_input(reader.text("review.proposal.note"), max_chars=proposals.LONGEST_NOTE, key="proposal_note")
    if not typed.strip():
        return None, []
    try:
        value = trials.value_of(indicator, typed)
    except trials.NotAValueError as error:
        return None, [trials.why_not(reader, indicator, error, typed)]
    notes = {f"note_{reader.language}": note.strip()}
    proposal = Proposal(*chosen, base, int(aim), value, method, who.strip(), date.today(), **notes)
    return proposal, proposals.problems(reader, proposal, programme_id)


def _judged(reader: Reader, proposal: Proposal, programme_id: str, year: int) -> str:
    """Return how the proposal would be judged in the year of the review: status, picture and card."""
    one = proposals.judged(proposal, programme_id, year)
    indicator, found = indicators()[proposal.indicator_id], one.progress
    status = progress_words.status_words(reader, found)
    picture = path_picture(
        found,
        [(row["year"], row["value"]) for row in one.actuals],
        reader.theme,
        polarity=indicator.polarity,
        width=260,
        height=64,
    )
    said = reader.text("review.proposal.judged", year=year, status=f"{SIGNS[found.status]} {status}")
    alt = progress_words.path_words(reader, indicator, one)
    return (
        f"<div class='b-proposed'>{markup.picture(picture, alt, 'b-path')}"
        f"<p><strong>{escape(said)}</strong></p>"
        + markup.folded(
            reader.text("review.why", status=status),
            markup.reasons(progress_words.reasons(reader, indicator, one)),
        )
        + "</div>"
    )


def _add(proposal: Proposal) -> None:
    """Put a proposal to the others, replacing an earlier one of the same series and year; empty the value field."""
    same = (proposal.key, proposal.target_year)
    st.session_state[STORE] = (*(one for one in collected() if (one.key, one.target_year) != same), proposal)
    st.session_state["proposal_value"] = ""


def _drop_all() -> None:
    st.session_state[STORE] = ()


def _show_collected(reader: Reader) -> None:
    """Show the proposals put together so far, the file that holds them, and how to publish it."""
    found = collected()
    if not found:
        return
    st.html(
        f"<h3 class='b-review-part'>{escape(reader.plural('review.n_proposals', len(found)))}</h3>"
        + markup.listed(escape(proposals.words_of(reader, one)) for one in found)
        + markup.small(reader.text("review.proposal.publish"))
    )
    take_column, drop_column = st.columns(2)
    with take_column:
        st.download_button(
            reader.text("review.proposal.take"),
            lambda: proposals.catalogue_file(found),
            FILE,
            "text/csv",
            key="proposal_file",
            icon=":material/download:",
            on_click="ignore",
        )
    with drop_column:
        st.button(
            reader.text("review.proposal.drop"), key="proposal_drop", icon=":material/delete:", on_click=_drop_all
        )
