"""Where a series is heading: the word for it, and the reasons that stand behind the word."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, floor

from barometr.catalog import Indicator
from barometr.engine import Record
from barometr.measures.comparable import comparable
from barometr.measures.trend import Flip, Trend, trend
from barometr.words import formats
from barometr.words.wording import Wording

MORE_DECIMALS = 6
SIGNS = {
    "rising": "\N{NORTH EAST ARROW}",
    "falling": "\N{SOUTH EAST ARROW}",
    "not_material": "=",
    "unclear": "?",
    "cannot_say": "\N{EN DASH}",
}


def trend_of(indicator: Indicator, rows: Iterable[Record]) -> Trend:
    """Return the trend of one series (rows of one area and part, in the order of years) by the indicator's rule."""
    points, _ = comparable(rows, indicator.materiality)
    return _trend(tuple(points), indicator.value_type, indicator.polarity, indicator.materiality)


@lru_cache(maxsize=2048)
def _trend(points: tuple[tuple[int, float], ...], value_type: str, polarity: str, materiality: float) -> Trend:
    """Return a trend, from memory where the same points were asked for: what would flip it takes a millisecond."""
    return trend(points, value_type=value_type, polarity=polarity, materiality=materiality)


def trend_words(wording: Wording, found: Trend) -> str:
    """Return the word for a trend with its sign and verdict: "\N{NORTH EAST ARROW} rising, better"."""
    return f"{SIGNS[found.word]} {said(wording, found)}"


def said(wording: Wording, found: Trend) -> str:
    """Return the word for a trend with its verdict, or with what keeps the rule from saying more."""
    if found.word == "unclear":
        return wording.text("trend.unclear", years=_years(found.depends_on))
    if found.word == "cannot_say":
        if found.reason == "zero_level":
            return wording.text("trend.zero_level")
        return wording.plural("trend.cannot_say", len(found.points))
    word = wording.text(f"trend.{found.word}")
    return word if found.verdict == "none" else f"{word}, {wording.text(f'change.{found.verdict}')}"


def reasons(wording: Wording, indicator: Indicator, rows: Iterable[Record], found: Trend) -> list[tuple[str, str]]:
    """Return why the word is this one: points, slope, change against the threshold, stability, what would flip it."""

    def value(number: float) -> str:
        return formats.exact(number, wording.language) + formats.TIGHT_UNITS.get(indicator.unit, "")

    points = ", ".join(f"{year}: {value(number)}" for year, number in found.points)
    pairs = [(wording.text("trend.points"), points or wording.text("trend.no_points"))]
    passed_over = comparable(rows, indicator.materiality)[1]
    left_out = [f"{year} ({wording.text(f'trend.left_out_{reason}')})" for year, reason in passed_over]
    if left_out:
        pairs.append((wording.text("trend.left_out"), ", ".join(left_out)))
    if found.slope is None or found.span is None or found.level is None:
        return [*pairs, (wording.text("trend.rule"), wording.text("trend.rule_few"))]
    slope = formats.signed(found.slope, max(1, indicator.decimals), wording.language)
    if found.change_unit == "points":
        slope += f" {wording.text('unit.points')}"
    pairs.append((wording.text("trend.slope"), wording.text("trend.slope_value", slope=slope)))
    if found.change is not None:
        unit = f" {wording.text('unit.points')}" if found.change_unit == "points" else "%"
        said_change = wording.text(
            f"trend.change_{found.change_unit}",
            span=found.span,
            change=formats.signed(found.change, 1, wording.language) + unit,
            level=value(found.level),
            threshold=wording.threshold(indicator),
        )
        pairs.append((wording.text("trend.change"), said_change))
    key = "trend.unstable" if found.depends_on else "trend.stable"
    pairs.append((wording.text("trend.stability"), wording.text(key, years=_years(found.depends_on))))
    flips = [_flip(wording, indicator, found, one, below=below) for one, below in _flips(found)]
    pairs.append((wording.text("trend.flip"), " ".join(filter(None, flips)) or wording.text("trend.no_flip")))
    return [*pairs, (wording.text("trend.polarity"), wording.text(f"polarity.{indicator.polarity}"))]


def _flips(found: Trend) -> list[tuple[Flip, bool]]:
    return [(flip, below) for flip, below in ((found.flip_below, True), (found.flip_above, False)) if flip is not None]


def _flip(wording: Wording, indicator: Indicator, found: Trend, flip: Flip, *, below: bool) -> str:
    """Return which last value would have given another word, rounded away from the present one.

    It has as many decimals as its indicator, and more where the rounded value would give a third word; it is
    an empty text where no number a person would write down gives that word.
    """
    *others, (year, _) = found.points
    for decimals in range(indicator.decimals, indicator.decimals + MORE_DECIMALS + 1):
        rounded = (floor if below else ceil)(flip.value * 10**decimals) / 10**decimals
        points = (*others, (year, rounded))
        if _trend(points, indicator.value_type, indicator.polarity, indicator.materiality).word == flip.word:
            return wording.text(
                "trend.flip_below" if below else "trend.flip_above",
                year=year,
                value=wording.number(rounded, decimals),
                word=wording.text(f"trend.{flip.word}_short"),
            )
    return ""


def _years(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)
