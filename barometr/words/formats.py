"""Numbers, dates and quantities as a Polish or English reader writes them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from barometr.words.texts import Language, plural_form

MINUS, NBSP = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
DERIVED_DECIMALS = 1
# Units written against the number rather than after a space.
TIGHT_UNITS = {"percent": "%"}


@lru_cache(maxsize=8192)
def number(value: float, decimals: int, language: Language) -> str:
    """Return 10234.5 as "10 234,5" or "10,234.5", with exactly so many decimals and a real minus sign.

    Polish sets four digits without a space (4060), as the documents do.
    """
    # Halves go up, as people round them, and nothing is shown as a negative zero.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) or Decimal(0)
    whole = "0" if language == "pl" and abs(rounded) < 10_000 else "#,##0"
    pattern = whole + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded, format=pattern, locale=language).replace("-", MINUS)


def exact(value: float, language: Language) -> str:
    """Return a number with the decimals it has and no more, for showing a computation: 47.8, 17.04, 25."""
    digits = f"{value:.4f}".rstrip("0").partition(".")[2]
    return number(value, len(digits), language)


def millions(value: float, language: Language) -> str | None:
    """Return 47900000 as "47,9 mln" where that says exactly the same; None where it would round."""
    if abs(value) < 1_000_000 or value % 100_000:
        return None
    decimals = 0 if value % 1_000_000 == 0 else 1
    return number(value / 1_000_000, decimals, language) + NBSP + ("mln" if language == "pl" else "million")


def signed(value: float, decimals: int, language: Language) -> str:
    """Return a change with its sign; a change that rounds to zero has none."""
    rounded = round(value, decimals)
    if rounded == 0:
        return number(0, decimals, language)
    return ("+" if rounded > 0 else "") + number(rounded, decimals, language)


def printed_decimals(literal: str | None, decimals: int) -> int:
    """Return how many decimals to show: as many as the document printed, never more than the indicator has.

    "11,0" is shown as 11.0 and "18" as 18, even where other years of the series carry two decimals.
    A derived value has no literal and is shown with one decimal at most; see also `computed_decimals`.
    """
    if literal is None:
        return min(decimals, DERIVED_DECIMALS)
    found = re.search(r"\d[,.]\s?(\d+)(?!\d|\s?\d{3})", literal)
    return min(decimals, len(found.group(1))) if found else 0


def computed_decimals(value: float, decimals: int) -> int:
    """Return how many decimals a computed value is shown with: one, and more where it would look like a zero."""
    shown = min(decimals, DERIVED_DECIMALS)
    while shown < decimals and value and round(value, shown) == 0:
        shown += 1
    return shown


def unit_after(value: float, decimals: int, unit: Mapping[str, str], language: Language) -> str:
    """Return what follows the number, with the space before it ("%" has none).

    The form depends on the decimals shown: "5 rodzin", but "5,0 rodziny".
    """
    if unit["unit"] in TIGHT_UNITS:
        return TIGHT_UNITS[unit["unit"]]
    category = plural_form(language, f"{value:.{decimals}f}")
    if language == "en" and category != "one":
        category = "other"
    return NBSP + unit[f"{language}_{category}"]


def plain(text: str) -> str:
    """Return text for a place that Streamlit reads as Markdown, with whatever would be markup made plain."""
    return re.sub(r"([\\`*_~\[\]<>$:#|])", r"\\\1", text)


def day(value: date, language: Language) -> str:
    """Return a date in words: "22 czerwca 2009", "22 June 2009"."""
    return format_date(value, format="d MMMM y", locale="en_GB" if language == "en" else language)


def years(first: int, last: int) -> str:
    """Return a span of years, never grouped: "2012–2017"."""
    return str(first) if first == last else f"{first}–{last}"
