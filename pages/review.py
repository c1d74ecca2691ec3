"""Programme review: how far it is to each target in one year, what is missing, and what it would be worth."""

from html import escape

import streamlit as st

from barometr.engine import Record
from barometr.export.reviewed import directions_table, file_stem, supply_table, targets_table
from barometr.judgement.review import Review, planned, programmes, review, usual_year, years
from barometr.ui import choices, figures, frame, markup, take
from barometr.ui.reader import Reader
from barometr.ui.review import directions, proposal_form, targets, trial_form


def choose_programme(reader: Reader, area_id: str) -> str | None:
    """Return the programme of a city, letting the reader choose where there are several; None without any."""
    names = {one: reader.pick(row, "title") for one, row in programmes().items() if row["area_id"] == area_id}
    if not names:
        return None
    latest = next(iter(names))
    if len(names) == 1:
        return choices.settled("programme", names, latest)
    return choices.from_list("programme", reader.text("goals.programme"), names, latest, resets=["year"])


def choose_year(reader: Reader, programme_id: str) -> int | None:
    """Return the year to review; those that the programme planned a review for say so. None without any year."""
    named = {row["data_year"]: targets.planned_words(reader, row) for row in planned(programme_id)}
    offered = {str(year): named.get(year, str(year)) for year in years(programme_id)}
    usual = usual_year(programme_id)
    if not offered or usual is None:
        return None
    return int(choices.from_list("year", reader.text("review.year"), offered, str(usual)))


def heading(words: str) -> None:
    """Show the heading of a part of the page."""
    st.html(f"<h2 class='b-heading'>{escape(words)}</h2>")


def title(reader: Reader, programme: Record) -> str:
    """Return the programme's title as a link to its goals, and one to the outlook of its city."""
    area_id = programme["area_id"]
    goals = markup.link(reader.text("review.to_goals"), choices.address("goals", area=area_id))
    outlook = markup.link(reader.text("review.to_outlook"), choices.address("outlook", area=area_id))
    return f"<h2 class='b-programme'>{escape(reader.pick(programme, 'title'))}</h2><p>{goals} · {outlook}</p>"


def show_targets(reader: Reader, judged: Review, tried: targets.Tried) -> None:
    """Show the targets with their cards, and who has to supply what is missing."""
    st.html(targets.table(reader, judged, tried))
    take.offer(reader, f"{file_stem(judged)}-targets", lambda: targets_table(reader, judged, tried))
    wanted = targets.to_supply(reader, judged)
    if wanted:
        heading(reader.text("review.supply"))
        st.html(wanted)
        take.offer(reader, f"{file_stem(judged)}-to-supply", lambda: supply_table(reader, judged))


def show_directions(reader: Reader, judged: Review, *, alone: bool) -> None:
    """Show where the series without targets are heading; beside targets they come after these."""
    if not judged.directions:
        return
    heading(reader.text("review.directions"))
    if alone and directions.judged(judged):
        st.html(f"<p class='b-review-said'>{escape(reader.text('review.without_targets', year=judged.year))}</p>")
    elif alone:
        st.html(directions.nothing_judged(reader, judged))
    st.html(directions.summary(reader, judged) + directions.table(reader, judged) + directions.unjudged(reader, judged))
    take.offer(reader, f"{file_stem(judged)}-directions", lambda: directions_table(reader, judged))


def offer_bundle(reader: Reader, judged: Review) -> None:
    """Offer everything an evaluator needs in one file."""
    programme_id, year, language = judged.programme["programme_id"], judged.year, reader.language

    def content() -> bytes:
        from barometr.export.bundle import bundle_bytes  # makes documents, which takes long to import

        return bundle_bytes(programme_id, year, language)

    st.download_button(
        reader.text("review.bundle"),
        take.of_this_moment(content),
        f"{file_stem(judged)}.zip",
        "application/zip",
        key="review_bundle",
        icon=":material/inventory_2:",
        help=reader.text("review.bundle_hint"),
        on_click="ignore",
    )


with frame.page("review") as reader:
    city_column, year_column = st.columns([3, 2])
    with city_column:
        area_id = frame.choose_city(reader, resets=["programme", "year"])
        programme_id = choose_programme(reader, area_id)
    with year_column:
        year = choose_year(reader, programme_id) if programme_id else None
    if programme_id is None or year is None:
        st.html(
            markup.empty(
                reader.text("review.no_programme", city=reader.area(area_id)), reader.text("review.no_programme_why")
            )
        )
        frame.footer(reader, [])
    else:
        trials = trial_form.kept(programme_id)
        judged = review(programme_id, year, [one.row() for one in trials])
        tried = targets.tried_by_series(judged, trials)
        st.html(title(reader, judged.programme))
        trial_form.banner(reader, judged)
        if judged.targets:
            st.html(targets.summary(reader, judged))
            offer_bundle(reader, judged)
            trial_form.show(reader, judged)
            show_targets(reader, judged, tried)
            show_directions(reader, judged, alone=False)
        else:
            show_directions(reader, judged, alone=True)
            offer_bundle(reader, judged)
        with st.expander(reader.text("review.proposal.title"), icon=":material/add_task:", key="review_proposals_part"):
            proposal_form.show(reader, programme_id, year)
        rows = [row for one in judged.directions for row in one.rows]
        rows += [row for one in judged.targets for row in (*one.actuals, *one.elsewhere)]
        frame.footer(
            reader,
            [
                judged.programme["source_id"],
                *(one.target["source_id"] for one in judged.targets),
                *figures.documents(rows),
            ],
        )
