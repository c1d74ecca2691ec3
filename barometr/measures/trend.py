"""Where a series is heading: one word, the reasons for it, and the last value that would have changed it.

The slope is the median of the slopes between all pairs of points (Theil 1950; Sen 1968,
doi:10.1080/01621459.1968.10480934), on the real years, so a year without a value leaves a gap and nothing else.
One outlying point does not turn it, and it asks for no confidence limits, which published city figures do not have.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import isfinite
from statistics import median
from typing import Literal

MOST_POINTS, FEWEST_POINTS = 5, 3
# Decimal figures are not exact in binary: 64.99 - 63.99 is a hair below 1, and 0.1 + 0.2 - 0.3 is not zero.
ROUNDING = 1e-9
# How far a last value that would change the word is looked for, in multiples of the largest value used.
REACH = 10
# Halvings of the way to such a value: enough to place it within a billionth of the largest value used.
HALVINGS = 40

Observation = tuple[int, float]
Word = Literal["rising", "falling", "not_material", "unclear", "cannot_say"]
Verdict = Literal["better", "worse", "no_judgement", "none"]
Reason = Literal["too_few", "zero_level"]


@dataclass(frozen=True)
class Flip:
    """A last value at which the word would have been another one, and which."""

    value: float
    word: Word


@dataclass(frozen=True)
class Trend:
    """The word for a series with everything it rests on.

    `points` are the points used, at most the last five. With fewer than three of them only `points`, `word`,
    `reason`, `materiality` and `change_unit` say anything: the rest is None or empty.
    `slope` is in units of the value per year, `span` in years, `level` the median value, `change` is
    slope x span in `change_unit`: per cent of the level, or points for a share; None where the level is zero
    and the slope is not.
    `without` gives the slope that is left when the point of a year is left out, and `depends_on` the years
    without which the slope turns or vanishes.
    `flip_below` and `flip_above` are the nearest values of the last point, to within a billionth of the largest
    value used, below and above the present one, that give another word; None where there is none within
    reach (see `_reach`).
    """

    points: tuple[Observation, ...]
    word: Word
    verdict: Verdict
    reason: Reason | None
    slope: float | None
    span: int | None
    level: float | None
    change: float | None
    change_unit: Literal["per_cent", "points"]
    materiality: float
    without: tuple[tuple[int, float], ...] = ()
    depends_on: tuple[int, ...] = ()
    flip_below: Flip | None = None
    flip_above: Flip | None = None


@dataclass(frozen=True)
class _Reading:
    """What the rule reads off three to five points."""

    slope: float
    span: int
    level: float
    change: float | None
    without: tuple[tuple[int, float], ...]
    depends_on: tuple[int, ...]
    word: Word


def trend(points: Sequence[Observation], *, value_type: str, polarity: str, materiality: float) -> Trend:
    """Return where comparable points (year and measured value, in the order of years) are heading.

    A change over the span counts when it is at least `materiality`: in points for a share (value_type "share"),
    in per cent of the median level for everything else. It is "rising" or "falling" when, besides, leaving out
    any one point leaves the sign of the slope as it is, and "unclear" when not. A slope of zero is no change
    whatever the level, so a series of nothing but zeros is "not_material"; any other slope around a level of
    zero has no percentage, and the rule "cannot_say".
    The verdict follows from the polarity ("higher_better", "lower_better" or "neutral") of a rise or a fall.

    Raises ValueError when the years do not increase or a value is not a finite number.
    """
    if any(later[0] <= earlier[0] for earlier, later in pairwise(points)):
        raise ValueError(f"the years of a trend must increase: {[year for year, _ in points]}")
    if not all(isfinite(value) for _, value in points):
        raise ValueError(f"the values of a trend must be finite numbers: {[value for _, value in points]}")
    used, share = tuple(points[-MOST_POINTS:]), value_type == "share"
    unit: Literal["per_cent", "points"] = "points" if share else "per_cent"
    if len(used) < FEWEST_POINTS:
        return Trend(used, "cannot_say", "none", "too_few", None, None, None, None, unit, materiality)
    reading = _read(used, share, materiality)
    flip_below, flip_above = _flips(used, share, materiality)
    return Trend(
        points=used,
        word=reading.word,
        verdict=_verdict(reading.word, polarity),
        reason="zero_level" if reading.word == "cannot_say" else None,
        slope=reading.slope,
        span=reading.span,
        level=reading.level,
        change=reading.change,
        change_unit=unit,
        materiality=materiality,
        without=reading.without,
        depends_on=reading.depends_on,
        flip_below=flip_below,
        flip_above=flip_above,
    )


def _read(points: Sequence[Observation], share: bool, materiality: float) -> _Reading:
    """Return what the rule reads off the points, with its word."""
    values = [value for _, value in points]
    smallest = _smallest(values)
    slope, level = slope_of(points), median(values)
    span = points[-1][0] - points[0][0]
    without = tuple((left_out[0], slope_of([point for point in points if point != left_out])) for left_out in points)
    sign = _sign(slope, smallest)
    depends_on = tuple(year for year, rest in without if _sign(rest, smallest) != sign)
    change: float | None
    if sign == 0:
        change = 0.0
    elif share:
        change = slope * span
    else:
        change = 100 * slope * span / abs(level) if level else None
    word: Word
    if change is None:
        word = "cannot_say"
    elif sign == 0 or abs(change) < materiality - ROUNDING:
        word = "not_material"
    elif depends_on:
        word = "unclear"
    else:
        word = "rising" if sign > 0 else "falling"
    return _Reading(slope, span, level, change, without, depends_on, word)


def slope_of(points: Sequence[Observation]) -> float:
    """Return the median of the slopes between all pairs of points, per year."""
    return median((later[1] - earlier[1]) / (later[0] - earlier[0]) for earlier, later in combinations(points, 2))


def _smallest(values: Iterable[float]) -> float:
    """Return the size below which a sum of these values is zero but for its binary fractions."""
    return ROUNDING * max(abs(value) for value in values)


def _sign(number: float, smallest: float) -> int:
    return 0 if abs(number) <= smallest else 1 if number > 0 else -1


def _verdict(word: Word, polarity: str) -> Verdict:
    """Return whether a rise or a fall is for the better; other words are not judged."""
    if word not in ("rising", "falling"):
        return "none"
    if polarity == "neutral":
        return "no_judgement"
    return "better" if (word == "rising") == (polarity == "higher_better") else "worse"


def _flips(points: Sequence[Observation], share: bool, materiality: float) -> tuple[Flip | None, Flip | None]:
    """Return the nearest last values below and above the present one that give another word, if within reach."""
    *others, (year, last) = points

    def word_at(value: float) -> Word:
        return _read([*others, (year, value)], share, materiality).word

    turns = _turns(points, share, materiality)
    below = [value for value in reversed(turns) if value < last]
    above = [value for value in turns if value > last]
    return _first_flip(word_at, [last, *below]), _first_flip(word_at, [last, *above])


def _first_flip(word_at: Callable[[float], Word], stops: Sequence[float]) -> Flip | None:
    """Return where the word first differs from that at the first stop, on the way to the last one."""
    present = word_at(stops[0])
    # Slopes only grow with the last value, so a trend becomes stable or unstable once on the way, and between two
    # turns the change passes the materiality once at most: no other word hides between two stops with this one.
    flipped = next((stop for stop in stops if word_at(stop) != present), None)
    return None if flipped is None else _nearest(word_at, stops[0], flipped)


def _nearest(word_at: Callable[[float], Word], inside: float, outside: float) -> Flip:
    """Return the value nearest to `inside` with another word than there; on the way to `outside` it changes once."""
    present = word_at(inside)
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        if word_at(middle) == present:
            inside = middle
        else:
            outside = middle
    return Flip(outside, word_at(outside))


def _reach(points: Sequence[Observation], share: bool) -> tuple[float, float]:
    """Return the least and the greatest last value that are tried.

    A share is tried from 0 to 100, everything else from 0 to ten times the largest value used (to 10 where all
    are zero). Where the values themselves go below zero, or a share above 100, it is ten times the largest
    size on that side.
    """
    values = [value for _, value in points]
    far = REACH * (max(abs(value) for value in values) or 1.0)
    return (-far if min(values) < 0 else 0.0), (100.0 if share and max(values) <= 100 else far)


def _turns(points: Sequence[Observation], share: bool, materiality: float) -> list[float]:
    """Return, in order and within reach, the last values at which the slope or the level is zero or bends.

    Both are medians of straight lines in the last value, so they bend only where two such lines meet, and between
    two meetings a zero is found by proportion.
    """
    *others, (year, _) = points
    low, high = _reach(points, share)
    steps = [(later[1] - earlier[1]) / (later[0] - earlier[0]) for earlier, later in combinations(others, 2)]
    meetings = {value + step * (year - then) for then, value in others for step in steps}
    turns = {low, high} | {value for value in meetings | {value for _, value in others} if low < value < high}

    def straight(value: float) -> list[float]:
        reading = _read([*others, (year, value)], share, materiality)
        return [reading.slope, reading.level]

    return _with_zeros(sorted(turns), straight)


def _with_zeros(turns: Sequence[float], straight: Callable[[float], Sequence[float]]) -> list[float]:
    """Return the values together with the zeros between them of functions that are straight from one to the next."""
    found = set(turns)
    results = [straight(value) for value in turns]
    for (left, right), (at_left, at_right) in zip(pairwise(turns), pairwise(results), strict=True):
        for start, end in zip(at_left, at_right, strict=True):
            if start * end < 0:
                found.add(left + (right - left) * start / (start - end))
    return sorted(found)
