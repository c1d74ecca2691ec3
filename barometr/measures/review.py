"""The review of a programme in one year: each target with its progress, each series with its direction.

Rows of queries/review/*.sql come in, judged rows come out; nothing else is needed, so whoever holds the rows can
make the same judgements anywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from barometr.measures.comparable import comparable, is_measured
from barometr.measures.progress import Progress, progress
from barometr.measures.trend import Trend, trend

Row = Mapping[str, Any]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Reviewed:
    """A target with its progress: `actuals` are the measurements it was judged by, in the order of years.

    `left_out` are measurements after the baseline that may not be used, each with the reason (see comparable.py).
    `elsewhere` are the latest measurements of the same indicator in other areas of the city, which say nothing
    about this target. `trial` says that the latest measurement is one tried out, not published.
    """

    target: Row
    progress: Progress
    actuals: tuple[Row, ...]
    left_out: tuple[tuple[int, str], ...]
    elsewhere: tuple[Row, ...]
    trial: bool


@dataclass(frozen=True)
class Directed:
    """A series without a target, with its trend up to the year of the review."""

    rows: tuple[Row, ...]
    trend: Trend
    left_out: tuple[tuple[int, str], ...]


def key(row: Row) -> Key:
    """Return what a series is told by: indicator, area and part."""
    return row["indicator_id"], row["area_id"], row["member"]


def reviewed(targets: Iterable[Row], points: Iterable[Row], year: int, trials: Iterable[Row] = ()) -> list[Reviewed]:
    """Return the targets with their progress in a year, in their order.

    `targets` are rows of queries/review/targets.sql, `points` of queries/review/points.sql. `trials` are values to
    try out, with indicator_id, area_id, member, year and value; one for a year that has a measurement is passed over,
    and of several for one year the last is taken.
    """
    series = _series(points, year)
    tried: dict[Key, list[Row]] = {}
    for one in trials:
        tried.setdefault(key(one), []).append(one)
    return [_reviewed(target, series, tried.get(key(target), ()), year) for target in targets]


def directed(points: Iterable[Row], year: int, without: Iterable[Key] = ()) -> list[Directed]:
    """Return the direction of every measured total up to a year, but for those in `without`, in the order of points.

    Parts of a breakdown are not reviewed on their own.
    """
    passed_over = set(without)
    found = []
    for one, rows in _series(points, year).items():
        if one in passed_over or rows[0]["member"]:
            continue
        points_used, left_out = comparable(rows, rows[0]["materiality"])
        if not points_used:
            continue
        word = trend(
            points_used,
            value_type=rows[0]["value_type"],
            polarity=rows[0]["polarity"],
            materiality=rows[0]["materiality"],
        )
        found.append(Directed(tuple(rows), word, tuple(left_out)))
    return found


def _series(points: Iterable[Row], year: int) -> dict[Key, list[Row]]:
    """Return the points up to a year by series, which come together in their order."""
    until = (row for row in points if row["year"] <= year)
    return {one: list(rows) for one, rows in groupby(until, key)}


def _reviewed(target: Row, series: Mapping[Key, Sequence[Row]], trials: Sequence[Row], year: int) -> Reviewed:
    """Return one target with its progress by the measurements of its own area and part."""
    rows, first = series.get(key(target), ()), target["baseline_year"]
    if first is not None and first >= target["target_year"]:
        first = None  # a baseline of the target's own year, or a later one, is none
    start = None if first is None or target["baseline_value"] is None else (first, target["baseline_value"])
    tried = _tried(target, rows, trials, year)
    every = sorted([*rows, *tried], key=lambda row: row["year"])
    usable, left_out = comparable(every, target["materiality"])
    after = [one for one in usable if first is None or one[0] > first]
    segment = max((row["segment"] for row in every if is_measured(row)), default=0)
    found = progress(
        after,
        baseline=start,
        target=(target["target_year"], target["target_value"]),
        review_year=year,
        method=target["method"],
        polarity=target["polarity"],
        after_break=start is not None and segment > target["baseline_segment"],
    )
    return Reviewed(
        target=target,
        progress=found,
        actuals=tuple(row for row in rows if row["year"] in dict(after) and is_measured(row)),
        left_out=tuple(one for one in left_out if first is None or one[0] > first),
        elsewhere=_elsewhere(target, series),
        trial=found.latest is not None and found.latest[0] in {row["year"] for row in tried},
    )


def _tried(target: Row, rows: Sequence[Row], trials: Sequence[Row], year: int) -> list[Row]:
    """Return the trial values up to a year as measurements of the years that have none."""
    known = {row["year"] for row in rows if is_measured(row)}
    segments = [(row["year"], row["segment"]) for row in rows]
    if target["baseline_year"] is not None:
        segments.append((target["baseline_year"], target["baseline_segment"]))
    plain = {"status": "actual", "parts_missing": None, "parts_gap_pct": None}
    last_of_year = {one["year"]: one for one in trials if one["year"] <= year and one["year"] not in known}
    return [{**one, **plain, "segment": _segment(segments, when)} for when, one in last_of_year.items()]


def _segment(segments: Sequence[tuple[int, int]], year: int) -> int:
    """Return the segment of a year, by the latest point up to it, or else by the first point after it."""
    until = [segment for when, segment in segments if when <= year]
    return max(until) if until else min((segment for _, segment in segments), default=0)


def _elsewhere(target: Row, series: Mapping[Key, Sequence[Row]]) -> tuple[Row, ...]:
    """Return the latest measurement of the same indicator and part in each other area."""
    found = []
    for (indicator_id, area_id, member), rows in series.items():
        same = (indicator_id, member) == (target["indicator_id"], target["member"]) and area_id != target["area_id"]
        measured = [row for row in rows if is_measured(row)]
        if same and measured:
            found.append(measured[-1])
    return tuple(found)


def target_row(one: Reviewed) -> dict[str, Any]:
    """Return a reviewed target as a flat row of ids, numbers and codes, the same wherever it is printed."""
    target, found = one.target, one.progress
    latest_year, latest_value = found.latest or (None, None)
    return {
        "goal_id": target["goal_id"],
        "indicator_id": target["indicator_id"],
        "area_id": target["area_id"],
        "member": target["member"],
        "basis": target["basis"],
        "method": found.method,
        "baseline_year": target["baseline_year"],
        "baseline_value": target["baseline_value"],
        "target_year": target["target_year"],
        "target_value": target["target_value"],
        "review_year": found.review_year,
        "expected_at_review": found.expected_at_review,
        "latest_year": latest_year,
        "latest_value": latest_value,
        "is_trial": one.trial,
        "expected": found.expected,
        "margin": found.margin,
        "ratio": found.ratio,
        "status": found.status,
        "reason": found.reason,
        "pace_planned": found.pace_planned,
        "pace_so_far": found.pace_so_far,
        "pace_needed": found.pace_needed,
        "robust": found.robust,
        "depends_on": " ".join(found.depends_on),
        "left_out": _listed(one.left_out),
        "baseline_row_id": target["baseline_row_id"],
        "target_row_id": target["target_row_id"],
    }


def direction_row(one: Directed) -> dict[str, Any]:
    """Return a direction as a flat row of ids, numbers and codes."""
    first, found = one.rows[0], one.trend
    return {
        "goal_id": first["goal_id"],
        "indicator_id": first["indicator_id"],
        "area_id": first["area_id"],
        "member": first["member"],
        "points": len(found.points),
        "first_year": found.points[0][0] if found.points else None,
        "last_year": found.points[-1][0] if found.points else None,
        "first_value": found.points[0][1] if found.points else None,
        "last_value": found.points[-1][1] if found.points else None,
        "slope": found.slope,
        "change": found.change,
        "change_unit": found.change_unit,
        "materiality": found.materiality,
        "word": found.word,
        "verdict": found.verdict,
        "reason": found.reason,
        "depends_on": " ".join(str(year) for year in found.depends_on),
        "left_out": _listed(one.left_out),
    }


def _listed(left_out: Iterable[tuple[int, str]]) -> str:
    return "; ".join(f"{year} {reason}" for year, reason in left_out)
