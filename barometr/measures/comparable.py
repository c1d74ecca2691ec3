"""Which values of a series may be held against each other: measured, unbroken, and totals of the same parts."""

from collections.abc import Iterable, Mapping
from typing import Any

MEASURED = ("actual", "approx", "provisional")
Row = Mapping[str, Any]


def is_measured(row: Row) -> bool:
    """Say whether a point holds a measured value."""
    return row["status"] in MEASURED and row["value"] is not None


def contradicted(row: Row, materiality: float) -> bool:
    """Say whether the printed parts contradict a printed total by at least a change that would count.

    `row` holds `parts_gap_pct`, the difference in per cent of the total, or None where nothing differs.
    """
    gap = row["parts_gap_pct"]
    return gap is not None and gap >= materiality


def comparable(rows: Iterable[Row], materiality: float) -> tuple[list[tuple[int, float]], list[tuple[int, str]]]:
    """Return the values (year, value) a judgement may rest on, and the years left out of it, each with the reason.

    `rows` are the points of one area and part in the order of years, with year, value, status, segment,
    parts_missing and parts_gap_pct. What counts is measured, after the last break ("broken"), and a total of
    the same parts: not one that its parts contradict ("contradicted"), nor one in which a part is missing
    while other years have them all ("incomplete").
    """
    measured = [row for row in rows if is_measured(row)]
    last = max((row["segment"] for row in measured), default=0)
    some_complete = any(row["parts_missing"] == 0 for row in measured)
    points, left_out = [], []
    for row in measured:
        if row["segment"] != last:
            left_out.append((row["year"], "broken"))
        elif contradicted(row, materiality):
            left_out.append((row["year"], "contradicted"))
        elif some_complete and row["parts_missing"]:
            left_out.append((row["year"], "incomplete"))
        else:
            points.append((row["year"], row["value"]))
    return points, left_out
