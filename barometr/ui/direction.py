"""Where a series is heading: the points that count, the word for it, and the card that says why this word."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from math import ceil, floor

from barometr.catalog import Indicator
from barometr.engine import Record
from barometr.measures.trend import Flip, Trend, trend
from barometr.ui import figures, markup
from barometr.ui.marks import MEASURED
from barometr.ui.reader import Reader
from barometr.words import formats

MORE_DECIMALS = 6
SIGNS = {
    "rising": "\N{NORTH EAST ARROW}",
    "falling": "\N{SOUTH EAST ARROW}",
    "not_material": "=",
    "unclear": "?",
    "cannot_say": "\N{EN DASH}",
}


def usable(indicator: Indicator, rows: Iterable[Record]) -> tuple[list[tuple[int, float]], list[tuple[int, str]]]:
    """Return the values a trend may rest on, and the years left out of it, each with the reason.

    They are measured, after the last break, and totals of the same parts: not one that its parts contradict
    ("contradicted"), nor one in which a part is missing while other years have them all ("incomplete").
    """
    measured = [row for row in rows if row["status"] in MEASURED and row["value"] is not None]
    last = max((row["segment"] for row in measured), default=0)
    some_complete = any(row["parts_missing"] == 0 for row in measured)
    points, left_out = [], []
    for row in measured:
        if row["segment"] != last:
            left_out.append((row["year"], "broken"))
        elif figures.contradicted(indicator, row):
            left_out.append((row["year"], "contradicted"))
        elif some_complete and row["parts_missing"]:
            left_out.append((row["year"], "incomplete"))
        else:
            points.append((row["year"], row["value"]))
    return points, left_out


def trend_of(indicator: Indicator, rows: Iterable[Record]) -> Trend:
    """Return the trend of one series (rows of one area and part, in the order of years) by the indicator's rule."""
    return _trend(tuple(usable(indicator, rows)[0]), indicator.value_type, indicator.polarity, indicator.materiality)


@lru_cache(maxsize=2048)
def _trend(points: tuple[tuple[int, float], ...], value_type: str, polarity: str, materiality: float) -> Trend:
    """Return a trend, from memory where the same points were asked for: what would flip it takes a millisecond."""
    return trend(points, value_type=value_type, polarity=polarity, materiality=materiality)


def trend_words(reader: Reader, found: Trend) -> str:
    """Return the word for a trend with its sign and verdict: "\N{NORTH EAST ARROW} rising, better"."""
    return f"{SIGNS[found.word]} {said(reader, found)}"


def said(reader: Reader, found: Trend) -> str:
    """Return the word for a trend with its verdict, or with what keeps the rule from saying more."""
    if found.word == "unclear":
        return reader.text("trend.unclear", years=_years(found.depends_on))
    if found.word == "cannot_say":
        if found.reason == "zero_level":
            return reader.text("trend.zero_level")
        return reader.plural("trend.cannot_say", len(found.points))
    word = reader.text(f"trend.{found.word}")
    return word if found.verdict == "none" else f"{word}, {reader.text(f'change.{found.verdict}')}"


def card(reader: Reader, indicator: Indicator, rows: Iterable[Record], found: Trend) -> str:
    """Return why the word is this one: points, slope, change against the threshold, stability, what would flip it."""

    def value(number: float) -> str:
        return formats.exact(number, reader.language) + formats.TIGHT_UNITS.get(indicator.unit, "")

    points = ", ".join(f"{year}: {value(number)}" for year, number in found.points)
    pairs = [(reader.text("trend.points"), escape(points or reader.text("trend.no_points")))]
    left_out = [f"{year} ({reader.text(f'trend.left_out_{reason}')})" for year, reason in usable(indicator, rows)[1]]
    if left_out:
        pairs.append((reader.text("trend.left_out"), escape(", ".join(left_out))))
    if found.slope is None or found.span is None or found.level is None:
        return markup.definitions([*pairs, (reader.text("trend.rule"), escape(reader.text("trend.rule_few")))])
    slope = formats.signed(found.slope, max(1, indicator.decimals), reader.language)
    if found.change_unit == "points":
        slope += f" {reader.text('unit.points')}"
    pairs.append((reader.text("trend.slope"), escape(reader.text("trend.slope_value", slope=slope))))
    if found.change is not None:
        unit = reader.text("unit.points") if found.change_unit == "points" else "%"
        change = formats.signed(found.change, 1, reader.language)
        pairs.append(
            (
                reader.text("trend.change"),
                escape(
                    reader.text(
                        f"trend.change_{found.change_unit}",
                        span=found.span,
                        change=f"{change}{'' if unit == '%' else ' '}{unit}",
                        level=value(found.level),
                        threshold=reader.threshold(indicator),
                    )
                ),
            )
        )
    key = "trend.unstable" if found.depends_on else "trend.stable"
    stability = reader.text(key, years=_years(found.depends_on))
    pairs.append((reader.text("trend.stability"), escape(stability)))
    flips = [_flip(reader, indicator, found, one, below=below) for one, below in _flips(found)]
    pairs.append((reader.text("trend.flip"), escape(" ".join(filter(None, flips)) or reader.text("trend.no_flip"))))
    pairs.append((reader.text("trend.polarity"), escape(reader.text(f"polarity.{indicator.polarity}"))))
    return markup.definitions(pairs)


def _flips(found: Trend) -> list[tuple[Flip, bool]]:
    return [(flip, below) for flip, below in ((found.flip_below, True), (found.flip_above, False)) if flip is not None]


def _flip(reader: Reader, indicator: Indicator, found: Trend, flip: Flip, *, below: bool) -> str:
    """Return which last value would have given another word, rounded away from the present one.

    It has as many decimals as its indicator, and more where the rounded value would give a third word; it is
    an empty text where no number a person would write down gives that word.
    """
    *others, (year, _) = found.points
    for decimals in range(indicator.decimals, indicator.decimals + MORE_DECIMALS + 1):
        rounded = (floor if below else ceil)(flip.value * 10**decimals) / 10**decimals
        points = (*others, (year, rounded))
        if _trend(points, indicator.value_type, indicator.polarity, indicator.materiality).word == flip.word:
            return reader.text(
                "trend.flip_below" if below else "trend.flip_above",
                year=year,
                value=reader.number(rounded, decimals),
                word=reader.text(f"trend.{flip.word}_short"),
            )
    return ""


def _years(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)
