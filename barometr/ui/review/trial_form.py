"""Trying out values on the page: fields for each target, a file, the banner that warns of them, and the end of it.

What is tried out lives in the visitor's session alone: not in the link, not on any disk.
"""

import json
from collections.abc import Iterable, Mapping
from html import escape

import streamlit as st

from barometr.catalog import indicators
from barometr.judgement.review import Review
from barometr.measures.review import Key
from barometr.ui import markup
from barometr.ui.reader import Reader
from barometr.ui.review import trials
from barometr.ui.review.trials import Allowed, NotAValueError, Trial
from barometr.words import formats

STORE, MESSAGES, ROUND = "review_trials", "review_trial_messages", "review_trial_round"
UPLOADED = "review_trial_file"
MOST_CHARACTERS = 40


def kept(programme_id: str) -> tuple[Trial, ...]:
    """Return the values that this visitor is trying out for a programme."""
    found: tuple[Trial, ...] = st.session_state.get(STORE, {}).get(programme_id, ())
    return found


def banner(reader: Reader, review: Review) -> None:
    """Warn that values are being tried out, and offer to drop them all; nothing where there are none."""
    programme_id = review.programme["programme_id"]
    tried = kept(programme_id)
    if not tried:
        return
    words = reader.text("review.banner_why")
    later = sum(one.year > review.year for one in tried)
    if later:
        words = f"{reader.text('review.banner_later', n=later, year=review.year)} {words}"
    with st.container(key="review_banner"):
        title = reader.plural("review.n_trials", len(tried))
        st.html(markup.note("conflict", reader.text("review.trial_sign"), title, words))
        st.button(
            reader.text("review.clear"),
            key="review_clear",
            icon=":material/delete:",
            on_click=_keep,
            args=(programme_id, ()),
        )


def show(reader: Reader, review: Review) -> None:
    """Show the part in which values are tried out."""
    limits = trials.allowed(reader, review)
    open_years = {year for one in limits.values() for year in range(one.first, one.last + 1)}
    with st.expander(reader.text("review.trial_title"), icon=":material/edit_note:", key="review_trials_part"):
        st.html(f"<p>{escape(reader.text('review.trial_lead'))}</p>")
        if not open_years:
            st.html(markup.small(reader.text("review.no_trial_years")))
            return
        _show_messages(reader)
        _fields(reader, review, limits, sorted(open_years))
        _file(reader, review, limits)


def _fields(reader: Reader, review: Review, limits: Mapping[Key, Allowed], years: list[int]) -> None:
    """Show a field for the value of each target in one year, all taken with one button."""
    programme_id = review.programme["programme_id"]
    year = st.selectbox(
        reader.text("review.trial_year"), years, index=len(years) - 1, key=f"trial_year_{programme_id}_{review.year}"
    )
    typed_before = {(one.key, one.year): one.value for one in kept(programme_id)}
    fields: dict[Key, str] = {}
    closed = []
    with st.form(f"trial_form_{programme_id}", border=False):
        for series, one in limits.items():
            refused = trials.year_refused(reader, one, year)
            if refused:
                closed.append(f"{trials.series_words(reader, series)}: {refused}")
                continue
            fields[series] = f"trial_{'~'.join(series)}_{year}_{st.session_state.get(ROUND, 0)}"
        # Pair by pair, so that Tab goes from field to field in the order they are read.
        in_order = list(fields)
        for at in range(0, len(in_order), 2):
            for column, series in zip(st.columns(2), in_order[at : at + 2], strict=False):
                with column:
                    _field(reader, series, fields[series], typed_before.get((series, year)))
        if closed:
            st.html(markup.folded(reader.text("review.trial_closed"), markup.listed(map(escape, closed))))
        st.form_submit_button(
            reader.text("review.try_out"),
            type="primary",
            on_click=_take_fields,
            args=(reader, programme_id, year, fields),
            disabled=not fields,
        )


def _field(reader: Reader, series: Key, name: str, value: float | None) -> None:
    indicator = indicators()[series[0]]
    milestone = indicator.value_type == "milestone"
    unit = reader.text("review.yes_or_no") if milestone else reader.unit_name(indicator)
    if value is None:
        shown = ""
    elif milestone:
        shown = reader.text("export.yes" if value else "export.no")
    else:
        shown = formats.exact(value, reader.language)
    if name not in st.session_state:
        st.session_state[name] = shown
    label = f"{trials.series_words(reader, series)} ({unit})"
    st.text_input(formats.plain(label), key=name, max_chars=MOST_CHARACTERS, autocomplete="off")


def _file(reader: Reader, review: Review, limits: Mapping[Key, Allowed]) -> None:
    """Show the upload of a file with values, and its template."""
    programme_id = review.programme["programme_id"]
    st.html(f"<h3 class='b-review-part'>{escape(reader.text('review.from_file'))}</h3>")
    st.html(markup.small(reader.text("review.file_hint", columns=", ".join(trials.COLUMNS))))
    st.download_button(
        reader.text("review.template"),
        lambda: trials.template(reader, review),
        f"barometr-review-{programme_id}-{review.year}-template.csv",
        "text/csv",
        key="review_template",
        icon=":material/download:",
        on_click="ignore",
    )
    # Streamlit knows the words of its upload button in English only.
    words = json.dumps(reader.text("review.choose_file"), ensure_ascii=False)
    button = f".st-key-{UPLOADED} [data-testid='stBaseButton-secondary']"
    st.html(f"<style>{button}::after {{ content: {words}; }}</style>")
    with st.form(f"trial_file_{programme_id}", clear_on_submit=True, border=False):
        st.file_uploader(reader.text("review.file"), type="csv", key=UPLOADED, max_upload_size=1)
        st.form_submit_button(reader.text("review.read_file"), on_click=_take_file, args=(reader, programme_id, limits))


def _take_fields(reader: Reader, programme_id: str, year: int, fields: Mapping[Key, str]) -> None:
    """Keep what was typed for a year, all or nothing; an empty field drops the value tried before."""
    found, problems = [], []
    for series, name in fields.items():
        typed = st.session_state.get(name, "")
        if not typed.strip():
            continue
        indicator = indicators()[series[0]]
        try:
            found.append(Trial(*series, year, trials.value_of(indicator, typed)))
        except NotAValueError as error:
            words = trials.why_not(reader, indicator, error, typed)
            problems.append(f"{trials.series_words(reader, series)}: {words}")
    if problems:
        _say(problems)
        return
    others = [one for one in kept(programme_id) if one.year != year or one.key not in fields]
    _keep(programme_id, [*others, *found], fresh=False)
    _say([], reader.plural("review.n_taken", len(found)))


def _take_file(reader: Reader, programme_id: str, limits: Mapping[Key, Allowed]) -> None:
    """Keep the values of the uploaded file beside those tried before, all or nothing."""
    uploaded = st.session_state.get(UPLOADED)
    if uploaded is None:
        _say([reader.text("review.bad.no_file")])
        return
    found, problems = trials.read_file(reader, uploaded.getvalue(), limits)
    if problems:
        _say(problems)
        return
    replaced = {(one.key, one.year) for one in found}
    others = [one for one in kept(programme_id) if (one.key, one.year) not in replaced]
    _keep(programme_id, [*others, *found])
    _say([], reader.plural("review.n_taken", len(found)))


def _keep(programme_id: str, found: Iterable[Trial], *, fresh: bool = True) -> None:
    """Remember values for the session; `fresh` has the fields show them instead of what was typed."""
    st.session_state[STORE] = st.session_state.get(STORE, {}) | {programme_id: tuple(found)}
    st.session_state.pop(MESSAGES, None)
    if fresh:
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _say(problems: list[str], done: str = "") -> None:
    st.session_state[MESSAGES] = (problems, done)


def _show_messages(reader: Reader) -> None:
    """Show what came of the last attempt, once."""
    problems, done = st.session_state.pop(MESSAGES, ([], ""))
    if problems:
        shown = problems[: trials.MOST_PROBLEMS]
        if len(problems) > len(shown):
            shown = [*shown, reader.plural("review.more_problems", len(problems) - len(shown))]
        lines = "\n".join(f"- {formats.plain(line)}" for line in shown)
        st.error(f"{reader.text('review.nothing_taken')}\n\n{lines}", icon=":material/error:")
    elif done:
        st.success(formats.plain(done), icon=":material/check:")
