"""What may lie ahead of a series: its forecast, the sentence for it, and the reasons that stand behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import floor, log10

from barometr.catalog import Indicator, indicators
from barometr.engine import Record, records, remembered
from barometr.measures import forecast as measure
from barometr.measures.comparable import comparable
from barometr.measures.forecast import FEWEST_POINTS, HORIZONS, NEAR_YEARS, Ahead, Forecast, faded
from barometr.words import formats
from barometr.words.wording import Wording


@dataclass(frozen=True)
class Outlook:
    """One series of a city, whole (member "") or one part of its breakdown, with its forecast."""

    indicator: Indicator
    member: str
    rows: tuple[Record, ...]
    forecast: Forecast


@remembered
def outlooks(area_id: str) -> tuple[Outlook, ...]:
    """Return every series of a city with its forecast or the reason why there is none, in the catalogue's order."""
    found = []
    for (indicator_id, member), group in groupby(
        records("outlook/points", area_id=area_id), lambda row: (row["indicator_id"], row["member"])
    ):
        indicator, rows = indicators()[indicator_id], tuple(group)
        found.append(Outlook(indicator, member, rows, outlook_of(indicator, rows)))
    return tuple(found)


def outlook_of(indicator: Indicator, rows: Sequence[Record]) -> Forecast:
    """Return the forecast of one series (rows of one area and part, in the order of years)."""
    area_id = rows[0]["area_id"] if rows else ""
    points, _ = comparable(rows, indicator.materiality)
    # Of most series this needs not be asked: they are too short for a forecast, broken or not.
    enough = len(points) >= FEWEST_POINTS
    breaks = records("indicator/breaks", indicator_id=indicator.indicator_id) if enough else ()
    return _forecast(
        tuple(points),
        indicator.value_type,
        indicator.natural_min,
        indicator.natural_max,
        max((row["year"] for row in breaks if row["area_id"] == area_id), default=None),
        max((row["year"] for row in records("overview/years", area_id=area_id)), default=None),
    )


@lru_cache(maxsize=2048)
def _forecast(
    points: tuple[tuple[int, float], ...],
    value_type: str,
    natural_min: float | None,
    natural_max: float | None,
    last_break: int | None,
    known_until: int | None,
) -> Forecast:
    """Return a forecast, from memory where the same points were asked for."""
    return measure.forecast(
        points,
        value_type=value_type,
        natural_min=natural_min,
        natural_max=natural_max,
        last_break=last_break,
        known_until=known_until,
    )


def said(wording: Wording, indicator: Indicator, found: Forecast, ahead: int = HORIZONS[0]) -> str:
    """Return the forecast so many years ahead in plain words: what it is, its range, and how far it may be trusted."""
    if found.reason:
        return wording.text("outlook.refused_said", why=why_not(wording, found))
    last_year, _ = found.points[-1]
    year = found.years[ahead - 1]
    sentence = wording.text(
        f"outlook.said_{found.method}",
        year=year.year,
        value=wording.quantity(indicator, year.value, as_printed(indicator, found, year.value)),
        last_year=last_year,
    )
    if found.never_changed:
        spread = wording.text("outlook.never_changed")
    else:
        low, high = ends(wording, indicator, found, year)
        spread = wording.text("outlook.range", low=low, high=high)
    caution = wording.text("outlook.orientation") if ahead > NEAR_YEARS else ""
    return " ".join(filter(None, (sentence, spread, caution)))


def ends(wording: Wording, indicator: Indicator, found: Forecast, year: Ahead) -> tuple[str, str]:
    """Return both ends of the interval of a year as shown."""
    return shown(wording, indicator, found, year.low), shown(wording, indicator, found, year.high)


def shown(wording: Wording, indicator: Indicator, found: Forecast, value: float) -> str:
    """Return a forecast value or an end of its interval as shown."""
    return wording.value(indicator, value, as_printed(indicator, found, value))


def as_printed(indicator: Indicator, found: Forecast, value: float) -> str:
    """Return a forecast as a document would print it, no more exact than its interval."""
    return formats.number(value, decimals(indicator, found), "pl")


def decimals(indicator: Indicator, found: Forecast) -> int:
    """Return the decimals of a forecast: so many that half its interval has two digits, at most the indicator's."""
    if not found.spread or found.quantile is None:
        return indicator.decimals
    return min(indicator.decimals, max(0, 1 - floor(log10(found.spread * found.quantile))))


def why_not(wording: Wording, found: Forecast) -> str:
    """Return why there is no forecast; an empty text where there is one."""
    if found.reason is None:
        return ""
    if found.reason == "too_few":
        count = len(found.points)
        return wording.plural("outlook.too_few", count) if count else wording.text("outlook.no_points")
    last_year = found.points[-1][0] if found.points else ""
    return wording.text(f"outlook.refused.{found.reason}", year=last_year)


def years_left_out(wording: Wording, indicator: Indicator, rows: Iterable[Record]) -> str:
    """Return the years whose values do not count, each with the reason."""
    _, left_out = comparable(rows, indicator.materiality)
    return ", ".join(f"{year} ({wording.text(f'trend.left_out_{reason}')})" for year, reason in left_out)


def back_test_said(wording: Wording, indicator: Indicator, found: Forecast, ahead: int = HORIZONS[-1]) -> str:
    """Return how forecasts of the past would have done, trend beside no change, and what follows from it.

    `ahead` is how many years the reader looks ahead: where no forecast of the past reached so far, that is said.
    """
    if found.error_damped is None or found.error_no_change is None:
        return ""
    reach = max(one.year - one.origin for one in found.tested)
    sentences = [
        wording.text(
            "outlook.tested",
            forecasts=wording.plural("outlook.forecasts", len(found.tested)),
            reach=wording.plural("outlook.reach", reach),
            damped=size(wording, indicator, found.error_damped),
            no_change=size(wording, indicator, found.error_no_change),
        ),
        wording.text(f"outlook.shown_{found.method}"),
        wording.text("outlook.untested_years") if ahead > reach else "",
    ]
    return " ".join(filter(None, sentences))


def size(wording: Wording, indicator: Indicator, number: float) -> str:
    """Return the size of an error or a difference: shares in percentage points, all else in the indicator's unit."""
    written = wording.number(number, max(1, indicator.decimals))
    return f"{written} {wording.text('unit.points')}" if indicator.unit in formats.TIGHT_UNITS else written


def reasons(wording: Wording, indicator: Indicator, rows: Iterable[Record], found: Forecast) -> list[tuple[str, str]]:
    """Return why the forecast is this one: points, trend and how it fades, interval, limits, back-test, refusals."""
    percent = formats.TIGHT_UNITS.get(indicator.unit, "")
    points = ", ".join(f"{year}: {formats.exact(value, wording.language)}{percent}" for year, value in found.points)
    pairs = [(wording.text("trend.points"), points or wording.text("trend.no_points"))]
    left_out = years_left_out(wording, indicator, rows)
    if left_out:
        pairs.append((wording.text("trend.left_out"), left_out))
    if found.reason:
        pairs.append((wording.text("outlook.card.why_not"), why_not(wording, found)))
    else:
        pairs += _computation(wording, indicator, found)
    return [*pairs, (wording.text("outlook.card.refuses"), wording.text("outlook.card.refuses_when"))]


def _computation(wording: Wording, indicator: Indicator, found: Forecast) -> list[tuple[str, str]]:
    """Return the steps from the points to the forecast, in numbers."""
    if found.slope is None or found.spread is None or found.quantile is None:
        return []
    slope = formats.signed(found.slope, max(2, indicator.decimals), wording.language)
    points = f" {wording.text('unit.points')}" if indicator.unit in formats.TIGHT_UNITS else ""
    steps = [
        wording.text(
            "outlook.card.fading_step",
            years=years,
            slope=slope,
            factor=wording.number(faded(years), 3),
            change=formats.signed(found.slope * faded(years), 1, wording.language) + points,
        )
        for years in HORIZONS
    ]
    pairs = [
        (wording.text("trend.slope"), wording.text("trend.slope_value", slope=slope + points)),
        (wording.text("outlook.card.fading"), " ".join([wording.text("outlook.card.fading_rule"), *steps])),
        (wording.text("outlook.card.interval"), _interval(wording, indicator, found.spread, found.quantile)),
    ]
    limits = _limits(wording, indicator)
    if limits:
        pairs.append((wording.text("outlook.card.limits"), limits))
    test = f"{wording.text('outlook.card.test_rule')} {back_test_said(wording, indicator, found)}"
    return [*pairs, (wording.text("outlook.back_test"), test)]


def _interval(wording: Wording, indicator: Indicator, spread: float, quantile: float) -> str:
    if spread == 0:
        return wording.text("outlook.never_changed")
    return wording.text(
        "outlook.card.interval_rule",
        spread=size(wording, indicator, spread),
        quantile=wording.number(quantile, 3),
        half=size(wording, indicator, spread * quantile),
    )


def _limits(wording: Wording, indicator: Indicator) -> str:
    """Return between which values the indicator must lie; an empty text where it has no limits."""
    low, high = (
        None if limit is None else wording.value(indicator, limit, f"{limit:g}")
        for limit in (indicator.natural_min, indicator.natural_max)
    )
    if low and high:
        return wording.text("outlook.card.limits_both", low=low, high=high)
    if low:
        return wording.text("outlook.card.limits_low", low=low)
    return wording.text("outlook.card.limits_high", high=high) if high else ""
