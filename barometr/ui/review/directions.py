"""The series of a programme without targets: how many head where, and each by goal with the card of its word."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from itertools import groupby

from barometr.catalog import indicators
from barometr.drawing.marks import Series
from barometr.drawing.small import small_chart
from barometr.engine import Record
from barometr.export.reviewed import own_goal
from barometr.judgement import direction, points
from barometr.judgement.review import Review
from barometr.measures.comparable import MEASURED
from barometr.measures.review import Directed
from barometr.ui import figures, markup
from barometr.ui.reader import Reader
from barometr.ui.review.targets import NOTHING, goal_heading, marks, series_name, table_cell
from barometr.words import formats

COLUMNS = ("name", "values", "change", "direction")
CHART_WIDTH, CHART_HEIGHT = 210, 50


def judged(review: Review) -> list[Directed]:
    """Return the series that the rule has a word for."""
    return [one for one in review.directions if one.trend.word != "cannot_say"]


def summary(reader: Reader, review: Review) -> str:
    """Return how many series head where; empty where the rule has a word for none."""
    if not judged(review):
        return ""
    counts = Counter((one.trend.word, one.trend.verdict) for one in judged(review))
    items = [
        f"<strong>{n}</strong> <span class='b-status'><i aria-hidden='true'>{direction.SIGNS[word]}</i> "
        f"{escape(_word(reader, word, verdict))}</span>"
        for (word, verdict), n in counts.most_common()
    ]
    without = len(review.directions) - len(judged(review))
    if without:
        words = reader.text("trend.cannot_say_short")
        items.append(
            f"<strong>{without}</strong> <span class='b-status'><i aria-hidden='true'>"
            f"{direction.SIGNS['cannot_say']}</i> {escape(words)}</span>"
        )
    return markup.listed(items, "b-review-counts")


def _word(reader: Reader, word: str, verdict: str) -> str:
    said = reader.text(f"trend.{word}_short")
    return said if verdict == "none" else f"{said}, {reader.text(f'change.{verdict}')}"


def nothing_judged(reader: Reader, review: Review) -> str:
    """Return the note that nothing can be judged and why: how few years there are data for."""
    years = sorted({year for one in review.directions for year, _ in one.trend.points})
    listed = ", ".join(str(year) for year in years) or reader.text("trend.no_points")
    return markup.empty(reader.text("review.nothing"), reader.text("review.nothing_why", years=listed))


def table(reader: Reader, review: Review) -> str:
    """Return the judged series by goal, each with its values, its change, its word and the card behind the word."""
    shown = judged(review)
    if not shown:
        return ""
    caption = reader.text("review.directions_caption", year=review.year)
    head = "".join(f"<th scope='col'>{escape(reader.text(f'review.series.{name}'))}</th>" for name in COLUMNS)
    groups = "".join(
        _group(reader, review, goal_id, list(members))
        for goal_id, members in groupby(_by_goal(review, shown), key=lambda one: _goal_id(review, one))
    )
    return (
        f"<p class='b-caption'>{escape(caption)}</p>"
        f"<table class='b-table b-review b-review-series' aria-label='{escape(caption, quote=True)}'>"
        f"<thead><tr>{head}</tr></thead>{groups}</table>"
        f"{markup.key(marks(reader, [row for one in shown for row in _ends(one)]))}"
    )


def _goal_id(review: Review, one: Directed) -> str | None:
    goal = own_goal(review, one.rows[0]["goal_id"])
    return goal["goal_id"] if goal else None


def _by_goal(review: Review, shown: Sequence[Directed]) -> list[Directed]:
    """Return the series with those of no goal of this programme last."""
    return sorted(shown, key=lambda one: _goal_id(review, one) is None)


def _group(reader: Reader, review: Review, goal_id: str | None, members: Sequence[Directed]) -> str:
    rows = "".join(_row(reader, one) for one in members)
    heading = goal_heading(reader, review, goal_id)
    return (
        f"<tbody><tr class='b-review-goal'><th scope='rowgroup' colspan='{len(COLUMNS)}'>{heading}</th></tr>"
        f"{rows}</tbody>"
    )


def _row(reader: Reader, one: Directed) -> str:
    indicator, found = indicators()[one.rows[0]["indicator_id"]], one.trend
    name = reader.pick(indicator, "short")
    line = Series(name, tuple(points.point(reader, indicator, row) for row in one.rows))
    drawing = small_chart([line], reader.theme, width=CHART_WIDTH, height=CHART_HEIGHT)
    picture = markup.picture(drawing, figures.spoken_series(reader, line), "b-path")
    values = " → ".join(
        f"{figures.cell(reader, indicator, row, name)} <small>{row['year']}</small>" for row in _ends(one)
    )
    cells = (
        values,
        escape(_change(reader, one)),
        f"<span class='b-status'>{escape(direction.trend_words(reader, found))}</span>",
    )
    labels = [reader.text(f"review.series.{column}") for column in COLUMNS[1:]]
    shown = "".join(table_cell(label, cell) for label, cell in zip(labels, cells, strict=True))
    card = markup.folded(
        reader.text("review.why_word"), markup.reasons(direction.reasons(reader, indicator, one.rows, found))
    )
    heading = series_name(reader, indicator, one.rows[0])
    return (
        f"<tr><th scope='row'>{heading}{picture}</th>{shown}</tr>"
        f"<tr class='b-review-why'><td colspan='{len(COLUMNS)}'>{card}</td></tr>"
    )


def _ends(one: Directed) -> list[Record]:
    """Return the first and the last measured row that the trend uses."""
    ends = {one.trend.points[0][0], one.trend.points[-1][0]}
    return [row for row in one.rows if row["status"] in MEASURED and row["value"] is not None and row["year"] in ends]


def _change(reader: Reader, one: Directed) -> str:
    """Return the change over the span of the trend: "+12,3% (2013–2017)"."""
    found = one.trend
    if found.change is None:
        return NOTHING
    unit = f" {reader.text('unit.points')}" if found.change_unit == "points" else "%"
    number = formats.signed(found.change, 1, reader.language) + unit
    return f"{number} ({formats.years(found.points[0][0], found.points[-1][0])})"


def unjudged(reader: Reader, review: Review) -> str:
    """Return the series that the rule has no word for, folded, each with the reason."""
    rest = [one for one in review.directions if one.trend.word == "cannot_say"]
    if not rest:
        return ""
    items = []
    for one in _by_goal(review, rest):
        indicator = indicators()[one.rows[0]["indicator_id"]]
        why = markup.folded(
            reader.text("review.why_word"), markup.reasons(direction.reasons(reader, indicator, one.rows, one.trend))
        )
        word = escape(direction.trend_words(reader, one.trend))
        items.append(f"{series_name(reader, indicator, one.rows[0])}<span>{word}</span>{why}")
    return markup.folded(reader.plural("review.n_unjudged", len(rest)), markup.listed(items, "b-review-rest"))
