"""The targets of a programme on the page: how many stand how, the table with its cards, what is to be supplied."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import get_args

from barometr.catalog import Indicator, disputed, indicators, is_city
from barometr.drawing.path import path_picture
from barometr.engine import Record
from barometr.export.reviewed import due, own_goal
from barometr.judgement import progress_words
from barometr.judgement.progress_words import SIGNS
from barometr.judgement.review import Review, planned
from barometr.measures.progress import Observation, Status
from barometr.measures.review import Key, Reviewed, key
from barometr.ui import choices, figures, markup
from barometr.ui.reader import Reader
from barometr.ui.review.trials import Trial
from barometr.words import formats

Tried = Mapping[Key, Sequence[Observation]]
COLUMNS = ("name", "baseline", "target", "expected", "latest", "status", "margin", "needed", "fragility")
PICTURE_WIDTH, PICTURE_HEIGHT = 210, 58
NOTHING = "\N{EN DASH}"


def tried_by_series(review: Review, trials: Iterable[Trial]) -> Tried:
    """Return the values tried out that count in a review, by series: those of years without a measurement."""
    measured = {
        key(one.target): {row["year"] for row in one.actuals} | {year for year, _ in one.left_out}
        for one in review.targets
    }
    found: dict[Key, list[Observation]] = {}
    for trial in sorted(trials, key=lambda one: one.year):
        if trial.key in measured and trial.year <= review.year and trial.year not in measured[trial.key]:
            found.setdefault(trial.key, []).append((trial.year, trial.value))
    return found


def planned_words(reader: Reader, row: Record) -> str:
    """Return a planned review in words: "2019 (śródokresowa, w 2020 r.)"."""
    kind = reader.text(f"review.kind.{row['kind']}")
    return reader.text("review.planned_year", year=row["data_year"], kind=kind, held=row["held_year"])


def summary(reader: Reader, review: Review) -> str:
    """Return how many targets stand how, what can honestly be said of the whole, and what review was planned."""
    counts = {status: sum(one.progress.status == status for one in review.targets) for status in get_args(Status)}
    items = [
        f"<strong>{n}</strong> {_status(reader.text(f'progress.status.{status}'), status)}"
        for status, n in counts.items()
        if n
    ]
    return (
        f"<p class='b-review-said'>{escape(said(reader, review))}</p>"
        + (markup.listed(items, "b-review-counts") if items else "")
        + _planned(reader, review)
    )


def said(reader: Reader, review: Review) -> str:
    """Return what can be said of all targets together: how many can be judged at all, and why the others cannot."""
    without = sum(one.progress.status == "no_data" for one in review.targets)
    judged = len(review.targets) - without
    whole = reader.plural("review.n_targets", len(review.targets))
    proposed = sum(one.target["basis"] == "proposed" for one in review.targets)
    if proposed:
        whole += " " + reader.plural("review.n_proposed_of_them", proposed)
    if not without:
        return f"{whole} {reader.text('review.all_judged', year=review.year)}"
    if not judged:
        return f"{whole} {reader.text('review.none_judged', year=review.year)}"
    return f"{whole} {reader.text('review.some_judged', year=review.year, judged=judged, without=without)}"


def _planned(reader: Reader, review: Review) -> str:
    """Return what review the programme planned on the data of this year, or which ones it did plan."""
    rows = planned(review.programme["programme_id"])
    here = [row for row in rows if row["data_year"] == review.year]
    if here:
        notes = " ".join(reader.pick(row, "note") for row in here)
        return f"<p><strong>{escape(reader.text('review.planned'))}</strong> {escape(notes)}</p>"
    listed = ", ".join(planned_words(reader, row) for row in rows)
    if not listed:
        return markup.small(reader.text("review.none_planned"))
    return markup.small(reader.text("review.not_planned", year=review.year, planned=listed))


def _status(words: str, status: Status) -> str:
    return f"<span class='b-status b-status-{status}'><i aria-hidden='true'>{SIGNS[status]}</i> {escape(words)}</span>"


# The table


def table(reader: Reader, review: Review, tried: Tried) -> str:
    """Return the table of targets by goal, each row followed by the card of its status; cards on a narrow screen."""
    caption = reader.text("review.table_caption", year=review.year)
    head = "".join(f"<th scope='col'>{escape(_column(reader, review, name))}</th>" for name in COLUMNS)
    groups = "".join(
        _group(reader, review, goal_id, list(members), tried)
        for goal_id, members in groupby(review.targets, key=lambda one: one.target["goal_id"])
    )
    return (
        f"<p class='b-caption'>{escape(caption)}</p>"
        f"<table class='b-table b-review' aria-label='{escape(caption, quote=True)}'>"
        f"<thead><tr>{head}</tr></thead>{groups}</table>{_key(reader, review, tried)}"
    )


def _column(reader: Reader, review: Review, name: str) -> str:
    return reader.text(f"review.head.{name}", year=review.year)


def _group(reader: Reader, review: Review, goal_id: str | None, members: Sequence[Reviewed], tried: Tried) -> str:
    rows = "".join(_row(reader, review, one, tried.get(key(one.target), ())) for one in members)
    heading = goal_heading(reader, review, goal_id)
    return (
        f"<tbody><tr class='b-review-goal'><th scope='rowgroup' colspan='{len(COLUMNS)}'>{heading}</th></tr>"
        f"{rows}</tbody>"
    )


def goal_heading(reader: Reader, review: Review, goal_id: str | None) -> str:
    """Return the goal as a link to its page; of series that serve no goal of this programme, that they do not."""
    goal = own_goal(review, goal_id)
    if goal is None:
        return escape(reader.text("review.no_goal"))
    return markup.link(reader.goal(goal), choices.address("goals", area=goal["area_id"], goal=goal["goal_id"]))


def _row(reader: Reader, review: Review, one: Reviewed, tried: Sequence[Observation]) -> str:
    """Return one target as a row of the table, and its card as a row below."""
    indicator, found = indicators()[one.target["indicator_id"]], one.progress
    needed = found.pace_needed
    cells = (
        _baseline(reader, indicator, one),
        _target(reader, indicator, one),
        _expected(reader, indicator, one),
        _latest(reader, indicator, one),
        _status(progress_words.status_words(reader, found), found.status),
        escape(progress_words.margin_words(reader, indicator, found)) or NOTHING,
        escape(progress_words.pace_words(reader, indicator, found, needed)) if needed is not None else NOTHING,
        escape(progress_words.fragility_short(reader, found)) or NOTHING,
    )
    labels = [_column(reader, review, name) for name in COLUMNS[1:]]
    shown = "".join(table_cell(label, cell) for label, cell in zip(labels, cells, strict=True))
    card = markup.folded(
        reader.text("review.why", status=progress_words.status_words(reader, found)),
        markup.reasons(progress_words.reasons(reader, indicator, one, tried)),
    )
    style = " class='b-review-trial'" if one.trial or tried else ""
    return (
        f"<tr{style}><th scope='row'>{_name(reader, indicator, one, tried)}</th>{shown}</tr>"
        f"<tr class='b-review-why'><td colspan='{len(COLUMNS)}'>{card}</td></tr>"
    )


def table_cell(label: str, cell: str) -> str:
    """Return a cell with its label, which stands before it where the row becomes a card; `cell` is safe HTML."""
    empty = " class='b-blank'" if cell == NOTHING else ""
    return f"<td{empty} data-label='{escape(label, quote=True)}'><div>{cell}</div></td>"


def series_name(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return what a series is, as HTML: short name, and below it the part and the area where it is a part of a city."""
    area = "" if is_city(row["area_id"]) else reader.area(row["area_id"])
    told = ", ".join(part for part in (reader.member(indicator, row["member"]), area) if part)
    small = f"<small>{escape(told)}</small>" if told else ""
    return f"<span class='b-review-name'>{escape(reader.pick(indicator, 'short'))}</span>{small}"


def _about(reader: Reader, indicator: Indicator, row: Record) -> str:
    parts = (reader.pick(indicator, "short"), reader.member(indicator, row["member"]), reader.area(row["area_id"]))
    return ", ".join(part for part in parts if part)


def _name(reader: Reader, indicator: Indicator, one: Reviewed, tried: Sequence[Observation]) -> str:
    """Return name, stamps, picture, and what is known elsewhere and not used."""
    stamps = []
    if one.target["basis"] == "proposed":
        who = reader.text("review.stamp_proposal", who=one.target["proposed_by"])
        stamps.append(f"<span class='b-stamp'>✎ {escape(who)}</span>")
    if one.trial or tried:
        words = f"{reader.text('review.trial_sign')} {reader.text('review.trial_word')}"
        stamps.append(f"<span class='b-stamp b-stamp-trial'>{escape(words)}</span>")
    return (
        series_name(reader, indicator, one.target)
        + "".join(stamps)
        + _picture(reader, indicator, one, tried)
        + _elsewhere(reader, indicator, one)
    )


def _picture(reader: Reader, indicator: Indicator, one: Reviewed, tried: Sequence[Observation]) -> str:
    address = path_picture(
        one.progress,
        [(row["year"], row["value"]) for row in one.actuals],
        reader.theme,
        polarity=indicator.polarity,
        tried=tried,
        width=PICTURE_WIDTH,
        height=PICTURE_HEIGHT,
    )
    return markup.picture(address, progress_words.path_words(reader, indicator, one, tried), "b-path")


def _elsewhere(reader: Reader, indicator: Indicator, one: Reviewed) -> str:
    """Return values of other areas beside the target, marked as not used."""
    if not one.elsewhere:
        return ""
    values = ", ".join(
        f"{escape(progress_words.area_words(reader, row['area_id']))}: "
        f"{figures.cell(reader, indicator, row, _about(reader, indicator, row))} ({row['year']})"
        for row in one.elsewhere
    )
    return f"<span class='b-unused'>{escape(reader.text('review.not_used'))} {values}</span>"


def _dated(shown: str, year: int) -> str:
    return f"{shown}<small>{year}</small>"


def _value(reader: Reader, indicator: Indicator, value: float, literal: str | None) -> str:
    if indicator.value_type == "milestone":
        return progress_words.milestone_words(reader, value)
    return reader.value(indicator, value, literal)


def _button(reader: Reader, shown: str, trace_id: str, about: str) -> str:
    return markup.number_button(shown, trace_id, reader.text("number.spoken", about=about, value=shown))


def _baseline(reader: Reader, indicator: Indicator, one: Reviewed) -> str:
    """Return the baseline as a button to its trace; of a proposal it is a measured value, traced as such."""
    target, row_id = one.target, one.target["baseline_row_id"]
    about = f"{_about(reader, indicator, target)}, {reader.text('progress.baseline')}"
    if target["baseline_value"] is None:
        words = reader.text("progress.not_given")
        return _button(reader, words, row_id, about) if row_id else escape(words)
    shown = _value(reader, indicator, target["baseline_value"], progress_words.printed(row_id))
    traced = row_id if target["basis"] == "printed" else _point_id(target)
    button = _button(reader, shown, traced, f"{about}, {target['baseline_year']}") if traced else escape(shown)
    return _dated(button, target["baseline_year"])


def _point_id(target: Record) -> str:
    """Return the trace of the measured value that a proposal starts from (see `points` in queries/views.sql)."""
    part = f"~{target['member']}" if target["member"] else ""
    return f"{target['indicator_id']}~{target['area_id']}~{target['baseline_year']}{part}"


def _target(reader: Reader, indicator: Indicator, one: Reviewed) -> str:
    target, row_id = one.target, one.target["target_row_id"]
    literal = progress_words.printed(row_id)
    value = target["target_value"]
    if literal is None:
        shown = progress_words.shown(reader, indicator, value)
        return _dated(escape(shown), target["target_year"])
    about = f"{_about(reader, indicator, target)}, {reader.text('progress.target')}, {target['target_year']}"
    button = _button(reader, _value(reader, indicator, value, literal), row_id, about)
    return _dated(button, target["target_year"])


def _expected(reader: Reader, indicator: Indicator, one: Reviewed) -> str:
    value = one.progress.expected_at_review
    if value is None:
        return NOTHING
    decimals = max(1, indicator.decimals)
    return escape(reader.number(value, decimals) + formats.TIGHT_UNITS.get(indicator.unit, ""))


def _latest(reader: Reader, indicator: Indicator, one: Reviewed) -> str:
    """Return the latest measurement as a button to its trace; a value tried out has none and says what it is."""
    latest = one.progress.latest
    if latest is None:
        return f"<span class='b-review-none'>{escape(reader.text('review.no_latest'))}</span>"
    year, value = latest
    row = next((row for row in one.actuals if row["year"] == year), None)
    milestone = progress_words.milestone_words(reader, value) if indicator.value_type == "milestone" else ""
    if row is None or one.trial:
        shown = milestone or progress_words.shown(reader, indicator, value)
        sign = f"{reader.text('review.trial_sign')} {shown}"
        return f"<span class='b-tried'>{_dated(escape(sign), year)}</span>"
    about = _about(reader, indicator, row)
    if milestone:
        return _dated(_button(reader, milestone, row["point_id"], f"{about}, {year}"), year)
    return _dated(figures.cell(reader, indicator, row, about), year)


def _key(reader: Reader, review: Review, tried: Tried) -> str:
    """Return what the lines and signs of the pictures mean."""
    signs = [("┄", "path"), ("|", "baseline"), ("━", "target"), ("○", "expected"), ("●", "measured")]
    if tried:
        signs.append((reader.text("review.trial_sign"), "trial"))
    named = [(sign, reader.text(f"review.key.{name}", year=review.year)) for sign, name in signs]
    return markup.key(
        [*named, *marks(reader, [row for one in review.targets for row in (*one.actuals, *one.elsewhere)])]
    )


def marks(reader: Reader, rows: Sequence[Record]) -> list[tuple[str, str]]:
    """Return what the marks beside published values mean, for those that occur."""
    signs = (
        ("⊙", "status.derived.name", any(row["is_derived"] for row in rows)),
        ("≠", "table.disputed", any(disputed(row) for row in rows)),
        ("†", "table.inferred", any(row["year_basis"] == "inferred" for row in rows)),
    )
    return [(sign, reader.text(meaning)) for sign, meaning, occurs in signs if occurs]


# What is still to be supplied


def to_supply(reader: Reader, review: Review) -> str:
    """Return who has to supply what by when for the targets without a measurement; empty where all have one."""
    wanting = [one for one in review.targets if one.progress.latest is None]
    groups: dict[tuple[str, str], list[str]] = {}
    for one in wanting:
        indicator = indicators()[one.target["indicator_id"]]
        owner = reader.named(indicator, "owner") or reader.text("review.no_owner")
        name = escape(_about(reader, indicator, one.target))
        groups.setdefault((owner, due_words(reader, review, one)), []).append(name)
    return "".join(
        f"<div class='b-supply'><h3>{escape(owner)}</h3><p>{escape(when)}</p>{markup.listed(names)}</div>"
        for (owner, when), names in groups.items()
    )


def due_words(reader: Reader, review: Review, one: Reviewed) -> str:
    """Return which data are wanted for a target, and for which review."""
    data_year, held_year = due(review, one)
    if held_year is None:
        return reader.text("review.due_target", year=data_year)
    return reader.text("review.due_review", year=data_year, held=held_year)
