"""A forecast of up to seven years: a trend that slowly fades, its interval, and how both would have done so far.

The trend is the median of the slopes between all pairs of points (Theil 1950; Sen 1968,
doi:10.1080/01621459.1968.10480934) on the real years; each further year it counts 0.9 times as much as in the year
before (a damped trend: Gardner and McKenzie 1985, doi:10.1287/mnsc.31.10.1237). Forecasts made in the past from the
points known then are held against what came; where the fading trend was not nearer than "no change", the forecast
is the last value.

The interval is meant to hold four values of five. Its half-width is spread x sqrt(years ahead) x the 90 % quantile of
Student's distribution, the spread being the root mean square of the year-to-year differences (each divided by
the root of the years it spans), with one degree of freedom fewer than there are differences, the one that the
slope takes. The differences are not measured from the slope: a straight row of points would then promise certainty.

How often that held, by simulation (6,000 series of each kind with a disturbance of one unit a year, 1, 2, 3 and 7
years ahead, choice between trend and no change included):

    kind of series                                   six points        five points
    random walk                                      76 to 79 %        76 to 80 %
    trend of 0, 0.3, 1 or 2 a year and noise         79 to 98 %        76 to 96 %
    fading trend of 0.5, 1 or 2 a year and noise     80 to 97 %        81 to 96 %
    random walk with a fading trend, same slopes     76 to 96 %        76 to 96 %
    random walk with rare large jumps                72 to 79 %        71 to 80 %
    random walk with a trend of 0.5 that never fades, 7 years ahead  69 %    70 %
    random walk with a trend of 1 that never fades, 7 years ahead    67 %    67 %

With the normal quantile in place of Student's the random walk keeps 68 to 73 % only, and with differences measured from
the slope the trends with noise fall to 58 % seven years ahead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite, sqrt
from statistics import NormalDist, fmean
from typing import Literal

from barometr.measures.trend import slope_of

HORIZONS = (3, 7)  # years: those of the Rumia strategy
FARTHEST = HORIZONS[-1]
NEAR_YEARS = 2  # farther ahead a forecast is an orientation only
FEWEST_POINTS, FEWEST_TO_TEST = 5, 3
DAMPING = 0.9
COVERAGE = 0.8
# Decimal figures are not exact in binary: errors that differ by less than this share of the largest value are equal.
ROUNDING = 1e-9

Observation = tuple[int, float]
Method = Literal["damped", "no_change"]
Reason = Literal["milestone", "too_few", "broken", "outdated", "outside_limits", "untested"]


@dataclass(frozen=True)
class Ahead:
    """The forecast for one year, with the ends of its interval; all within the natural limits."""

    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class PastForecast:
    """What would have been forecast for `year` with the points up to `origin`, beside the actual value."""

    origin: int
    year: int
    actual: float
    damped: float
    no_change: float


@dataclass(frozen=True)
class Forecast:
    """A forecast with everything it rests on, or the reason why there is none.

    `points` are all the comparable points; where there is a `reason`, everything after it is None or empty.
    `slope` is in units of the value per year, `spread` the typical difference of neighbouring years, `quantile` what
    it is multiplied by. `years` are the next seven years. `tested` are the forecasts of the past, and the errors
    their mean absolute errors in units of the value.
    """

    points: tuple[Observation, ...]
    reason: Reason | None
    method: Method | None = None
    slope: float | None = None
    spread: float | None = None
    quantile: float | None = None
    years: tuple[Ahead, ...] = ()
    tested: tuple[PastForecast, ...] = ()
    error_damped: float | None = None
    error_no_change: float | None = None

    @property
    def never_changed(self) -> bool:
        """Say whether all points are equal, so that the interval has no width although nothing is certain."""
        return self.spread == 0


@dataclass(frozen=True)
class Limits:
    """The lowest and the highest value that can exist; None where there is no such limit."""

    low: float | None = None
    high: float | None = None

    def within(self, value: float) -> float:
        """Return the value, or the limit that it lies beyond."""
        if self.low is not None:
            value = max(value, self.low)
        return value if self.high is None else min(value, self.high)


def forecast(
    points: Sequence[Observation],
    *,
    value_type: str,
    natural_min: float | None = None,
    natural_max: float | None = None,
    last_break: int | None = None,
    known_until: int | None = None,
) -> Forecast:
    """Return the forecast of comparable points (year and measured value, in the order of years).

    All the points given are used: the caller hands over those that follow the last break.
    `last_break` is the year of that break, and `known_until` the last year for which its city has any value.

    There is no forecast for a yes or no (value_type "milestone"), with fewer than five points ("too_few"), after a
    break that no point follows ("broken"), where even the nearest horizon of three years would be over
    by `known_until` ("outdated"), where a point lies outside the natural limits ("outside_limits"), and where the
    points lie so far apart that no forecast of the past can be held against one of them ("untested").
    Raises ValueError when the years do not increase or a value is not a finite number.
    """
    if any(later[0] <= earlier[0] for earlier, later in pairwise(points)):
        raise ValueError(f"the years of a forecast must increase: {[year for year, _ in points]}")
    if not all(isfinite(value) for _, value in points):
        raise ValueError(f"the values of a forecast must be finite numbers: {[value for _, value in points]}")
    used, limits = tuple(points), Limits(natural_min, natural_max)
    if value_type == "milestone":
        return Forecast(used, "milestone")
    if len(points) < FEWEST_POINTS:
        return Forecast(used, "too_few")
    if last_break is not None and points[-1][0] < last_break:
        return Forecast(used, "broken")
    if known_until is not None and points[-1][0] + HORIZONS[0] <= known_until:
        return Forecast(used, "outdated")
    if any(limits.within(value) != value for _, value in points):
        return Forecast(used, "outside_limits")
    tested = back_test(used, limits)
    if not tested:
        return Forecast(used, "untested")
    error_damped = fmean(abs(one.damped - one.actual) for one in tested)
    error_no_change = fmean(abs(one.no_change - one.actual) for one in tested)
    smallest = ROUNDING * max(abs(value) for _, value in used)
    method: Method = "damped" if error_damped < error_no_change - smallest else "no_change"
    spread, quantile = spread_of(used), student(COVERAGE, len(used) - 2)
    return Forecast(
        points=used,
        reason=None,
        method=method,
        slope=slope_of(used),
        spread=spread,
        quantile=quantile,
        years=tuple(_ahead(used, method, limits, quantile * spread, years) for years in range(1, FARTHEST + 1)),
        tested=tested,
        error_damped=error_damped,
        error_no_change=error_no_change,
    )


def faded(years: int) -> float:
    """Return how many yearly slopes a trend adds in so many years: 0.9 + 0.9^2 + ..."""
    return sum(DAMPING**year for year in range(1, years + 1))


def spread_of(points: Sequence[Observation]) -> float:
    """Return the root mean square of the differences between neighbouring points, each brought to one year."""
    return sqrt(fmean((later[1] - earlier[1]) ** 2 / (later[0] - earlier[0]) for earlier, later in pairwise(points)))


def student(coverage: float, freedom: int) -> float:
    """Return the number of spreads on either side that hold this share of Student's distribution.

    A series in the degrees of freedom (Abramowitz and Stegun 1964, 26.7.5), within a thousandth from three of
    them on.
    """
    z = NormalDist().inv_cdf((1 + coverage) / 2)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def back_test(points: Sequence[Observation], limits: Limits) -> tuple[PastForecast, ...]:
    """Return the forecasts of the past: from each point but the first two, of each later one up to seven years on."""
    return tuple(
        PastForecast(known[-1][0], year, actual, _value(known, "damped", limits, year - known[-1][0]), known[-1][1])
        for known, later in ((points[:n], points[n:]) for n in range(FEWEST_TO_TEST, len(points)))
        for year, actual in later
        if year - known[-1][0] <= FARTHEST
    )


def _value(points: Sequence[Observation], method: Method, limits: Limits, years: int) -> float:
    """Return the forecast so many years after the last point."""
    last = points[-1][1]
    return limits.within(last + slope_of(points) * faded(years)) if method == "damped" else last


def _ahead(points: Sequence[Observation], method: Method, limits: Limits, half: float, years: int) -> Ahead:
    """Return the forecast so many years after the last point; `half` is half of the interval one year ahead."""
    value, half = _value(points, method, limits, years), half * sqrt(years)
    return Ahead(points[-1][0] + years, value, limits.within(value - half), limits.within(value + half))
