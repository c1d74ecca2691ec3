"""The change of a value on the year before: when two values may be held against each other, and what comes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from barometr.catalog import Indicator
from barometr.engine import Record
from barometr.measures.change import Change, change
from barometr.measures.comparable import contradicted

Reason = Literal["no_value", "not_measured", "no_before", "broken", "contradicted"]


@dataclass(frozen=True)
class Step:
    """The step from the year before to a value: its change, or the reason why there is none.

    "no_value": the value itself is missing; "not_measured": it is a plan, a pilot, a baseline or a target;
    "no_before": no measured value of the year before; "broken": a new series began between the two;
    "contradicted": one of them is a total that its parts contradict.
    """

    change: Change | None
    reason: Reason | None = None


def value_in_year(rows: Iterable[Record], year: int) -> Record | None:
    """Return the measured row of a year, or else that of a pilot, plan or baseline; None where there is none.

    A target is nobody's value of a year.
    """
    of_year = [row for row in rows if row["year"] == year and row["status"] != "target"]
    measured = [row for row in of_year if row["status_family"] == "measured"]
    return next(iter(measured or of_year), None)


def year_before(rows: Iterable[Record], row: Record) -> Record | None:
    """Return the row of the same series in the year before a row; None where there is none."""
    return value_in_year(rows, row["year"] - 1)


def step(indicator: Indicator, before: Record | None, row: Record) -> Step:
    """Return the step from the row of the year before (see `year_before`) to a row of the same area and part."""
    if row["value"] is None:
        return Step(None, "no_value")
    if row["status_family"] != "measured":
        return Step(None, "not_measured")
    if before is None or before["value"] is None or before["status_family"] != "measured":
        return Step(None, "no_before")
    if before["year"] != row["year"] - 1:
        raise ValueError(f"{before['year']} is not the year before {row['year']}")
    if before["segment"] != row["segment"]:
        return Step(None, "broken")
    if any(contradicted(one, indicator.materiality) for one in (before, row)):
        return Step(None, "contradicted")
    same_parts = before["parts_missing"] == row["parts_missing"]
    return Step(judged(indicator, before["value"], row["value"], same_parts=same_parts))


def judged(indicator: Indicator, earlier: float, later: float, *, same_parts: bool) -> Change:
    """Return the change between two values, judged by the indicator's own rule."""
    return change(
        earlier,
        later,
        value_type=indicator.value_type,
        polarity=indicator.polarity,
        materiality=indicator.materiality,
        same_parts=same_parts,
    )
