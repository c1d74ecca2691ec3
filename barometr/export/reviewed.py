"""A review as tables to take away: the targets, the series without targets, and what is still to be supplied."""

from collections.abc import Container, Iterable, Sequence

from barometr.catalog import Indicator, goals, indicators
from barometr.engine import Record, data_version
from barometr.export.table import About, Cell, Column, Row, Shown, Table
from barometr.judgement import direction, progress_words
from barometr.judgement.review import Review, planned
from barometr.measures.review import Directed, Key, Reviewed, direction_row, key, target_row
from barometr.words.wording import Wording

TARGET_COLUMNS = (
    "goal",
    "indicator",
    "area",
    "member",
    "basis",
    "unit",
    "baseline_year",
    "baseline_value",
    "target_year",
    "target_value",
    "method",
    "review_year",
    "expected_at_review",
    "latest_year",
    "latest_value",
    "trial",
    "expected",
    "margin",
    "ratio",
    "status",
    "reason",
    "pace_planned",
    "pace_so_far",
    "pace_needed",
    "pace_unit",
    "fragility",
    "left_out",
    "elsewhere",
    "owner",
    "status_code",
    "reason_code",
    "depends_on",
    "goal_id",
    "indicator_id",
    "area_id",
    "member_id",
    "baseline_row_id",
    "target_row_id",
)
DIRECTION_COLUMNS = (
    "goal",
    "indicator",
    "area",
    "unit",
    "points",
    "first_year",
    "first_value",
    "last_year",
    "last_value",
    "slope",
    "change",
    "change_unit",
    "threshold",
    "direction",
    "left_out",
    "word_code",
    "verdict_code",
    "reason_code",
    "depends_on",
    "goal_id",
    "indicator_id",
    "area_id",
)
SUPPLY_COLUMNS = (
    "owner",
    "goal",
    "indicator",
    "area",
    "member",
    "unit",
    "data_year",
    "held_year",
    "target_year",
    "target_value",
    "indicator_id",
    "area_id",
    "member_id",
)
COMPUTED_DECIMALS = 4


def targets_table(wording: Wording, review: Review, tried: Container[Key] = ()) -> Table:
    """Return the targets of a programme with their progress, one a row; rows that rest on trial values are marked.

    `tried` names series with a value tried out that is not their latest: their checks may rest on it.
    """
    rows = [_target(wording, review, one, trial=one.trial or key(one.target) in tried) for one in review.targets]
    marked = sum(bool(row["trial"]) for row in rows)
    title = wording.text("review.table_targets", **_what(wording, review))
    if marked:
        title += wording.text("review.table_with_trials", n=marked)
    return _table(
        wording,
        review,
        title,
        "targets-trial" if marked else "targets",
        TARGET_COLUMNS,
        rows,
        wording.text("review.rule_targets"),
        [one.target["source_id"] for one in review.targets] + _documents(one.actuals for one in review.targets),
    )


def directions_table(wording: Wording, review: Review) -> Table:
    """Return the series without targets with their direction, one a row."""
    return _table(
        wording,
        review,
        wording.text("review.table_directions", **_what(wording, review)),
        "directions",
        DIRECTION_COLUMNS,
        [_direction(wording, review, one) for one in review.directions],
        wording.text("trend.rule_few"),
        _documents(one.rows for one in review.directions),
    )


def supply_table(wording: Wording, review: Review) -> Table:
    """Return who has to supply what by when for the targets without a measurement, one a row."""
    wanting = [one for one in review.targets if one.progress.latest is None]
    return _table(
        wording,
        review,
        wording.text("review.table_supply", **_what(wording, review)),
        "to-supply",
        SUPPLY_COLUMNS,
        [_wanted(wording, review, one) for one in wanting],
        wording.text("review.supply_rule"),
        [one.target["source_id"] for one in wanting],
    )


def due(review: Review, one: Reviewed) -> tuple[int, int | None]:
    """Return the year whose data are wanted for a target, and the year of the planned review that wants them.

    That is the next review the programme planned, on the data of this year or a later one; where none is left it
    is the year of the target, and no review.
    """
    for row in planned(review.programme["programme_id"]):
        if row["data_year"] >= review.year:
            return row["data_year"], row["held_year"]
    return one.target["target_year"], None


def file_stem(review: Review) -> str:
    """Return what the files of a review are called: barometr-review-<programme>-<year>."""
    return f"barometr-review-{review.programme['programme_id']}-{review.year}"


def _what(wording: Wording, review: Review) -> dict[str, object]:
    return {"programme": wording.pick(review.programme, "title"), "year": review.year}


def _table(
    wording: Wording,
    review: Review,
    title: str,
    what: str,
    columns: Sequence[str],
    rows: Sequence[dict[str, Cell]],
    rule: str,
    source_ids: Iterable[str | None],
) -> Table:
    about: About = (
        (wording.text("export.about.title"), title),
        (wording.text("progress.method"), rule),
        (wording.text("export.about.terms"), wording.text("export.terms")),
        (wording.text("export.about.version"), data_version()),
    )
    return Table(
        title=title,
        file_name=f"{file_stem(review)}-{what}",
        language=wording.language,
        columns=tuple(Column(name, wording.text(f"review.column.{name}")) for name in columns),
        rows=tuple(_in_order(row, columns) for row in rows),
        about=about,
        source_ids=tuple(dict.fromkeys(source_id for source_id in source_ids if source_id)),
    )


def _in_order(row: dict[str, Cell], columns: Sequence[str]) -> Row:
    return tuple(row[name] for name in columns)


def _documents(series: Iterable[Iterable[Record]]) -> list[str | None]:
    """Return the documents behind rows of points; a derived value counts those of its inputs."""
    found: list[str | None] = []
    for rows in series:
        for row in rows:
            inputs = row["input_rows"].split() if row["is_derived"] else []
            found += [row_id.split(".")[0] for row_id in inputs] or [row["source_id"]]
    return found


def _number(value: float | None, decimals: int) -> Shown | None:
    return None if value is None else Shown(value, decimals)


def _computed(value: float | None) -> Shown | None:
    """Return a computed number, rounded: further digits would say more than is known."""
    return None if value is None else Shown(round(value, COMPUTED_DECIMALS), 2)


def own_goal(review: Review, goal_id: str | None) -> Record | None:
    """Return the goal of a series where it is one of this programme; other cities' goals say nothing here."""
    goal = goals()[goal_id] if goal_id else None
    return goal if goal and goal["programme_id"] == review.programme["programme_id"] else None


def _names(wording: Wording, review: Review, indicator: Indicator, row: Record) -> dict[str, Cell]:
    """Return goal, indicator, area and part of a row in words, and their ids."""
    goal = own_goal(review, row["goal_id"])
    return {
        "goal": wording.goal(goal) if goal else None,
        "indicator": wording.pick(indicator, "name"),
        "area": wording.area(row["area_id"]),
        "member": wording.member(indicator, row["member"]) or None,
        "unit": wording.unit_name(indicator),
        "owner": wording.named(indicator, "owner") or None,
        "goal_id": row["goal_id"],
        "indicator_id": row["indicator_id"],
        "area_id": row["area_id"],
        "member_id": row["member"] or None,
    }


def _target(wording: Wording, review: Review, one: Reviewed, *, trial: bool) -> dict[str, Cell]:
    row, found = target_row(one), one.progress
    indicator = indicators()[row["indicator_id"]]
    decimals = indicator.decimals
    points = wording.text("unit.points") if indicator.value_type == "share" else wording.unit_name(indicator)
    return {
        **_names(wording, review, indicator, row),
        **{name: row[name] for name in ("baseline_year", "target_year", "review_year", "latest_year")},
        **{name: _number(row[name], decimals) for name in ("baseline_value", "target_value", "latest_value")},
        **{name: _computed(row[name]) for name in ("expected_at_review", "expected", "margin", "ratio")},
        **{name: _computed(row[name]) for name in ("pace_planned", "pace_so_far", "pace_needed")},
        "basis": wording.text(f"review.basis.{row['basis']}"),
        "method": wording.text(f"review.method.{row['method']}"),
        "trial": trial,
        "status": progress_words.status_words(wording, found),
        "reason": progress_words.reason_words(wording, found) or None,
        "pace_unit": "%" if found.method == "compound" else points,
        "fragility": progress_words.fragility(wording, found) if found.checks else None,
        "left_out": progress_words.left_out_words(wording, one) or None,
        "elsewhere": progress_words.elsewhere_words(wording, indicator, one) or None,
        "status_code": row["status"],
        "reason_code": row["reason"],
        "depends_on": row["depends_on"] or None,
        "baseline_row_id": row["baseline_row_id"],
        "target_row_id": row["target_row_id"],
    }


def _direction(wording: Wording, review: Review, one: Directed) -> dict[str, Cell]:
    row = direction_row(one)
    indicator = indicators()[row["indicator_id"]]
    return {
        **_names(wording, review, indicator, row),
        **{name: row[name] for name in ("points", "first_year", "last_year")},
        **{name: _number(row[name], indicator.decimals) for name in ("first_value", "last_value")},
        **{name: _computed(row[name]) for name in ("slope", "change")},
        "change_unit": wording.text("unit.points") if row["change_unit"] == "points" else "%",
        "threshold": wording.threshold(indicator),
        "direction": direction.said(wording, one.trend),
        "left_out": ", ".join(f"{year} ({wording.text(f'trend.left_out_{why}')})" for year, why in one.left_out)
        or None,
        "word_code": row["word"],
        "verdict_code": row["verdict"],
        "reason_code": row["reason"],
        "depends_on": row["depends_on"] or None,
    }


def _wanted(wording: Wording, review: Review, one: Reviewed) -> dict[str, Cell]:
    row = target_row(one)
    indicator = indicators()[row["indicator_id"]]
    data_year, held_year = due(review, one)
    return {
        **_names(wording, review, indicator, row),
        "data_year": data_year,
        "held_year": held_year,
        "target_year": row["target_year"],
        "target_value": _number(row["target_value"], indicator.decimals),
    }
