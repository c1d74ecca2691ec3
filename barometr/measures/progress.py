"""How far it is to a target: a status, how it was reached, and what would have changed it.

With baseline (t0, v0), target (T, vT) and latest measurement (t, v):

- linear: expected = v0 + (vT - v0)(t - t0)/(T - t0); r = (v - v0)/(expected - v0)
- compound: r = [(v/v0)^(1/(t - t0)) - 1] / [(vT/v0)^(1/(T - t0)) - 1], the ratio of the yearly growth so far to the
  growth that would reach the target (Statistics Canada, Sustainable Development Goals Data Hub, "Progress measurement";
  UN SDG Progress Chart technical note; the form Open SDG uses)

r says which part of the way that should lie behind has been covered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import isfinite
from typing import Literal

Observation = tuple[int, float]
Method = Literal["linear", "compound", "milestone"]
Status = Literal["achieved", "on_track", "moderate", "limited", "moving_away", "missed", "not_yet", "no_data"]
Reason = Literal["no_measurement", "no_baseline", "broken", "zero_base", "no_distance", "milestone"]
CheckKind = Literal["other_method", "previous_actual", "next_base"]
NoCheck = Literal["zero_base", "no_earlier", "no_later", "no_distance"]

# The least r of each status, from the best; below the last one it is "moving_away".
THRESHOLDS: tuple[tuple[Status, float], ...] = (("on_track", 0.95), ("moderate", 0.60), ("limited", 0.0))
# Decimal figures are not exact in binary: 0.1 + 0.2 is a hair above 0.3.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Check:
    """The status under one other assumption; `status` is None, with the reason, where it cannot be tried."""

    kind: CheckKind
    status: Status | None
    reason: NoCheck | None = None


@dataclass(frozen=True)
class Progress:
    """The status of a target with everything it rests on; values are in the unit of the indicator.

    `latest` is the last measurement after the baseline and up to the year of the review. `expected` is the value
    that was to be expected in its year, `expected_at_review` that of the review's year. `ratio` is r; `margin` is
    by how much `latest` is better (above zero) or worse than expected. `pace_planned`, `pace_so_far` and
    `pace_needed` are changes a year: from baseline to target, from baseline to latest, from latest to target; for
    the compound method in per cent a year. `bounds` gives, for each status that is judged by r or by the target,
    the value of `latest` at which it begins, from worse to better. What cannot be computed is None, and `reason`
    says why there is no r ("zero_base": there is no growth from or to zero or below).
    `checks` tries the other method, the measurement before the latest, and the first measurement after the
    baseline as baseline; `depends_on` names those that give another status.
    """

    status: Status
    reason: Reason | None
    method: Method
    review_year: int
    baseline: Observation | None
    target: Observation
    latest: Observation | None
    expected: float | None = None
    expected_at_review: float | None = None
    ratio: float | None = None
    margin: float | None = None
    pace_planned: float | None = None
    pace_so_far: float | None = None
    pace_needed: float | None = None
    bounds: tuple[tuple[Status, float], ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def depends_on(self) -> tuple[CheckKind, ...]:
        """Return the checks that give another status."""
        return tuple(check.kind for check in self.checks if check.status not in (None, self.status))

    @property
    def robust(self) -> bool | None:
        """Say whether every check that could be made gives the same status; None where none could be."""
        return None if all(check.status is None for check in self.checks) else not self.depends_on


def progress(
    actuals: Sequence[Observation],
    *,
    baseline: Observation | None,
    target: Observation,
    review_year: int,
    method: Method,
    polarity: str,
    after_break: bool = False,
) -> Progress:
    """Return how far it was to the target in `review_year`, by the measurements up to then.

    `actuals` are year and value in the order of years, comparable with each other. The direction is that from
    the baseline to the target; without a baseline, or where the two are equal, that of the polarity
    ("higher_better", "lower_better"; "neutral" asks for the target itself). `after_break` says that the series
    broke after the baseline, which then gives the direction only: the measurements are held against the target.

    Raises ValueError when years do not increase, a value is not finite, or the target's year is not after the
    baseline's.
    """
    _check(actuals, baseline, target)
    start = None if after_break else baseline
    usable = [one for one in actuals if one[0] <= review_year and (baseline is None or one[0] > baseline[0])]
    latest = usable[-1] if usable else None
    sign = _direction(baseline, target, polarity)
    bare = Progress(_against_target(latest, target, sign), None, method, review_year, baseline, target, latest)
    if latest is None:
        return _with_plan(replace(bare, reason="no_measurement"), start, target)
    if method == "milestone":
        return replace(bare, reason="milestone")
    if start is None:
        return replace(bare, reason="broken" if after_break else "no_baseline")
    judged = _judged(bare, start, latest, sign)
    return judged if judged.ratio is None else replace(judged, checks=_checks(judged, start, usable, sign))


def _check(actuals: Sequence[Observation], baseline: Observation | None, target: Observation) -> None:
    """Raise ValueError for measurements, a baseline or a target that no progress can be read from."""
    if any(later[0] <= earlier[0] for earlier, later in pairwise(actuals)):
        raise ValueError(f"the years of measurements must increase: {[year for year, _ in actuals]}")
    given = [*actuals, target, *([baseline] if baseline else [])]
    if not all(isfinite(value) for _, value in given):
        raise ValueError(f"values must be finite numbers: {[value for _, value in given]}")
    if baseline and target[0] <= baseline[0]:
        raise ValueError(f"the target's year, {target[0]}, must be after that of the baseline, {baseline[0]}")


def _direction(base: Observation | None, target: Observation, polarity: str) -> int:
    """Return 1 where more is closer to the target, -1 where less is, 0 where only the target itself will do."""
    if base and base[1] != target[1]:
        return 1 if target[1] > base[1] else -1
    return {"higher_better": 1, "lower_better": -1}.get(polarity, 0)


def _against_target(latest: Observation | None, target: Observation, sign: int) -> Status:
    """Return what the measurement says about the target alone."""
    if latest is None:
        return "no_data"
    beyond = latest[1] - target[1]
    smallest = ROUNDING * max(abs(latest[1]), abs(target[1]), 1.0)
    if (sign * beyond >= -smallest) if sign else abs(beyond) <= smallest:
        return "achieved"
    return "missed" if latest[0] >= target[0] else "not_yet"


def _with_plan(one: Progress, start: Observation | None, target: Observation) -> Progress:
    """Add what follows from baseline and target alone: the planned pace, and the value expected at the review."""
    path = _path(one.method, start, target) if start else None
    if path is None or one.method == "milestone":
        return one
    return replace(one, expected_at_review=path.value(one.review_year), pace_planned=path.pace)


@dataclass(frozen=True)
class _Path:
    """The way from the baseline to the target: `value` expected in a year, and the pace a year that keeps to it."""

    value: Callable[[int], float]
    pace: float


def _path(method: Method, start: Observation, target: Observation) -> _Path | None:
    """Return the way a method foresees, at its ends before and after; None for growth from or to zero or below."""
    (first, base), (last, aim) = start, target
    years = last - first

    def gone(year: int) -> int:
        return min(max(year, first), last) - first

    if method == "compound":
        if base <= 0 or aim <= 0:  # to zero it would be -100% a year: nothing expected from the first year on
            return None
        growth = (aim / base) ** (1 / years) - 1
        return _Path(lambda year: base * (1 + growth) ** gone(year), 100 * growth)
    return _Path(lambda year: base + (aim - base) * gone(year) / years, (aim - base) / years)


def _judged(bare: Progress, start: Observation, latest: Observation, sign: int) -> Progress:
    """Return the progress between a baseline and a measurement, judged by r before the target's year."""
    target, (year, value) = bare.target, latest
    if start[1] == target[1]:
        margin = _margin(value, target[1], sign)
        return replace(bare, reason="no_distance", expected_at_review=target[1], margin=margin)
    path = _path(bare.method, start, target)
    if path is None or (bare.method == "compound" and value < 0):
        return replace(bare, reason="zero_base")
    expected = path.value(year)
    ratio = _ratio(bare.method, start, latest, expected, path)
    return replace(
        bare,
        status=_by_ratio(ratio) if bare.status == "not_yet" else bare.status,
        expected=expected,
        expected_at_review=path.value(bare.review_year),
        ratio=ratio,
        margin=_margin(value, expected, sign),
        pace_planned=path.pace,
        pace_so_far=_pace(bare.method, start, latest),
        pace_needed=_needed(bare, latest),
        bounds=_bounds(bare.method, start, target, year, path),
    )


def _margin(value: float, expected: float, sign: int) -> float:
    """Return by how much a value is better than expected; where only the target itself will do, none is better."""
    if sign == 0:
        return 0.0 - abs(value - expected)
    return value - expected if sign > 0 else expected - value


def _ratio(method: Method, start: Observation, latest: Observation, expected: float, path: _Path) -> float:
    """Return r; after the target's year the linear way ends at the target."""
    if method == "compound":
        return _pace(method, start, latest) / path.pace
    return (latest[1] - start[1]) / (expected - start[1])


def _pace(method: Method, start: Observation, end: Observation) -> float:
    """Return the change a year between two observations; for the compound method in per cent a year."""
    years = end[0] - start[0]
    if method == "compound":
        return 100 * ((end[1] / start[1]) ** (1 / years) - 1)
    return (end[1] - start[1]) / years


def _needed(bare: Progress, latest: Observation) -> float | None:
    """Return the pace that still reaches the target; None once it is met, late, or out of reach of any growth."""
    if bare.status != "not_yet" or (bare.method == "compound" and latest[1] <= 0):
        return None
    return _pace(bare.method, latest, bare.target)


def _by_ratio(ratio: float) -> Status:
    return next((status for status, least in THRESHOLDS if ratio >= least - ROUNDING), "moving_away")


def _bounds(
    method: Method, start: Observation, target: Observation, year: int, path: _Path
) -> tuple[tuple[Status, float], ...]:
    """Return the value of the measurement at which each status begins, from worse to better."""
    if year >= target[0]:
        return (("achieved", target[1]),)

    def value(ratio: float) -> float:
        if method == "compound":
            return start[1] * (1 + ratio * path.pace / 100) ** (year - start[0])
        return start[1] + ratio * (path.value(year) - start[1])

    return (*((status, value(least)) for status, least in reversed(THRESHOLDS)), ("achieved", target[1]))


def _checks(found: Progress, start: Observation, usable: Sequence[Observation], sign: int) -> tuple[Check, ...]:
    """Return the status under each of the other assumptions; there is nothing to try once the target is missed."""
    if found.status == "missed":
        return ()

    def status(kind: CheckKind, method: Method, base: Observation, latest: Observation) -> Check:
        if base[0] >= found.target[0]:
            return Check(kind, None, "no_later")  # no way is left from there to the target
        if _direction(base, found.target, "neutral") != sign:
            return Check(kind, None, "no_distance")  # at or beyond the target already
        bare = replace(found, method=method, status=_against_target(latest, found.target, sign))
        tried = _judged(bare, base, latest, sign)
        return Check(kind, tried.status) if tried.reason is None else Check(kind, None, "zero_base")

    other: Method = "compound" if found.method == "linear" else "linear"
    latest = usable[-1]
    return (
        status("other_method", other, start, latest),
        status("previous_actual", found.method, start, usable[-2])
        if len(usable) > 1
        else Check("previous_actual", None, "no_earlier"),
        status("next_base", found.method, usable[0], latest)
        if len(usable) > 1
        else Check("next_base", None, "no_later"),
    )
