"""From what stands in a cell to what its field holds: numbers, years, dates, yes or no, text.

Each function returns None for a cell that is not of its type; an empty cell never gets here.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from barometr.publish.check_names import shown
from barometr.publish.draft import Value

LARGEST = 1e15  # spreadsheets keep fifteen digits; what is beyond, or infinite, or not a number, no document prints
# Spaces may group thousands; the decimals follow a comma or a point.
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?: \d{3})+|\d{1,15})(?:[.,]\d+)?")
ISO_DAY, POLISH_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})"), re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
LINE_END = re.compile(r"\s*[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+\s*")
# Control characters, halves of characters, and what turns the direction of writing: a reader cannot see any of them.
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
YES, NO = ("true", "tak", "yes", "prawda", "1"), ("false", "nie", "no", "fałsz", "0")


def number_of(raw: Value) -> float | None:
    """Return a finite number: 12.5 for 12.5, "12,5" and "12.5"; 10234.5 for "10 234,5"."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return float(raw) if -LARGEST < raw < LARGEST else None
    if not isinstance(raw, str):
        return None
    # A no-break space between thousands, and a real minus sign, are what good typography writes.
    typed = raw.strip().replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    typed = typed.replace("\N{MINUS SIGN}", "-")
    return float(typed.replace(" ", "").replace(",", ".")) if NUMBER.fullmatch(typed) else None


def integer_of(raw: Value) -> int | None:
    """Return a whole number: 2018 for 2018, 2018.0 and "2018"."""
    number = number_of(raw)
    return int(number) if number is not None and number.is_integer() and abs(number) < 2**31 else None


def boolean_of(raw: Value) -> bool | None:
    """Return yes or no, however it is written: TRUE, prawda, tak, 1."""
    word = str(raw).lower() if isinstance(raw, bool) else shown(raw).lower()
    return True if word in YES else False if word in NO else None


def day_of(raw: Value) -> date | None:
    """Return a day: a date of the spreadsheet, "2018-12-31" or "31.12.2018"."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    typed = shown(raw)
    if found := ISO_DAY.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := POLISH_DAY.fullmatch(typed):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # the 31st of June
        return None


def text_of(raw: Value) -> str | None:
    """Return a text on one line; a number as it is typed ("3" for 3.0). Dates and TRUE are no texts."""
    if isinstance(raw, bool | date):
        return None
    typed = shown(raw)
    return typed if typed.isprintable() else LINE_END.sub(" ", typed).strip()


def hidden_character(text: str) -> str | None:
    """Return the code of a character that nobody can see ("U+0007"), if the text has one."""
    found = None if text.isprintable() else HIDDEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def slug(text: str) -> str:
    """Return a short name made of what was typed: "raport_2018" for "Raport 2018"; empty where no letter is left."""
    plain = unicodedata.normalize("NFKD", text.lower()).replace("ł", "l").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain)[:40].strip("_")


TYPES: dict[str, Callable[[Value], Any]] = {
    "string": text_of,
    "integer": integer_of,
    "number": number_of,
    "boolean": boolean_of,
    "date": day_of,
}
