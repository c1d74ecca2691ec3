"""A series as an index: every value in per cent of the value of one year, so that series of any size share a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

BASE = 100.0
Reason = Literal["missing", "zero"]


@dataclass(frozen=True)
class Index:
    """A series with the base year at 100, or the reason why it cannot be one.

    `reason` is "missing" where the base year has no value and "zero" where its value is zero or below: nothing
    can be a percentage of zero, and of a negative base a rise would be drawn as a fall. `values` are empty then.
    """

    base_year: int
    values: tuple[tuple[int, float | None], ...]
    reason: Reason | None = None


def index(points: Sequence[tuple[int, float | None]], base_year: int) -> Index:
    """Return year -> value / value of the base year x 100, in the order given; a year without a value keeps none."""
    base = dict(points).get(base_year)
    if base is None:
        return Index(base_year, (), "missing")
    if base <= 0:
        return Index(base_year, (), "zero")
    return Index(base_year, tuple((year, None if value is None else BASE * value / base) for year, value in points))
