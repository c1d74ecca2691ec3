"""The rules of observations: which value of what, where and when, and whether such a value can be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from barometr.publish.cells import MISSING, STATUSES, blank, status_of, written
from barometr.publish.check_catalogue import member_of, place_of
from barometr.publish.check_cells import LARGEST, hidden_character, integer_of, number_of, text_of
from barometr.publish.check_names import Catalogue, Found, InBoth, Names, as_typed, chosen, shown
from barometr.publish.draft import Entry, Value
from barometr.publish.known import Row
from barometr.words import texts
from barometr.words.texts import LANGUAGES

MEASURED = ("actual", "approx", "provisional", "pilot")
# What may stand beside each other for one area, indicator, part and year: see status_family in queries/views.sql.
KINDS = {"pilot": "pilot", "plan": "plan", "baseline": "baseline", "target": "target"}
YES_OR_NO = {"1": 1.0, "0": 0.0, "tak": 1.0, "nie": 0.0, "yes": 1.0, "no": 0.0}
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s?%")


@dataclass(frozen=True, slots=True)
class Measure:
    """What the rules need to know of an indicator."""

    row: Row
    is_percent: bool
    is_whole: bool
    is_milestone: bool
    lowest: float | None
    highest: float | None


def checked_observations(
    entries: Sequence[Entry], catalogue: Catalogue, published: date | None, found: Found
) -> list[Row]:
    """Return the rows of observations that break no rule; the others are told to `found`.

    `published` is the day of the document, None where that is not known.
    """
    rules = _Rules(catalogue, published, found)
    return [row for entry in entries if (row := rules.row(entry)) is not None]


class _Rules:
    """Holds entries against the rules, one after the other, and remembers what each word meant."""

    def __init__(self, catalogue: Catalogue, published: date | None, found: Found) -> None:
        self._catalogue, self._published, self._found = catalogue, published, found
        fields = {
            field["name"]: field["constraints"]
            for field in catalogue.known.schemas["transcribed"]["fields"]
            if "constraints" in field
        }
        self._years = (fields["year"]["minimum"], fields["year"]["maximum"])
        self._longest = fields["literal"]["maxLength"]
        self._areas: dict[str, str] = {}
        self._measures: dict[str, Measure] = {}
        self._seen: dict[tuple[str, str, str, int, str], Entry] = {}

    def row(self, entry: Entry) -> Row | None:
        """Return an entry as a row, or None after saying what is wrong with it."""
        broken_before = self._found.broken
        area_id = self._area(entry)
        measure = self._measure(entry)
        member = self._member(entry, measure)
        year = self._year(entry)
        status, value = self._status_and_value(entry, measure)
        literal = self._literal(entry, measure, status, value)
        locator, note, note_en = self._text(entry, "locator"), self._text(entry, "note"), self._text(entry, "note_en")
        if self._published and year and status in MEASURED and year > self._published.year:
            self._found.add("year.after_publication", entry, "year", year=year, published=self._published.year)
        if self._found.broken != broken_before or area_id is None or measure is None or year is None or status is None:
            return None
        indicator_id = measure.row["indicator_id"]
        key = (area_id, indicator_id, member, year, KINDS.get(status, "measured"))
        first = self._seen.setdefault(key, entry)
        if first is not entry:
            self._found.add("observation.twice", entry, "value", first=place_of(first, "value"))
            return None
        return {
            "area_id": area_id,
            "indicator_id": indicator_id,
            "member": member,
            "year": year,
            "value": value,
            "status": status,
            "literal": literal,
            "locator": locator,
            # A note in one language serves the readers of both.
            "note": note or note_en or None,
            "note_en": note_en or note or None,
            "sheet": entry.sheet,
            "row": entry.row,
            "column": entry.columns.get("value"),
        }

    def _area(self, entry: Entry) -> str | None:
        word = shown(entry.cells.get("area_id"))
        if word in self._areas:
            return self._areas[word]
        area_id = self._named(entry, "area", word)
        if area_id is not None:
            self._areas[word] = area_id
        return area_id

    def _measure(self, entry: Entry) -> Measure | None:
        word = shown(entry.cells.get("indicator_id"))
        if word in self._measures:
            return self._measures[word]
        indicator_id = self._named(entry, "indicator", word)
        if indicator_id is None:
            return None
        row = self._catalogue.tables["indicators"][(indicator_id,)]
        measure = self._measures[word] = Measure(
            row,
            is_percent="percent" in (row["unit"] or ""),
            is_whole=row["value_type"] == "count" and row["decimals"] == 0,
            is_milestone=row["value_type"] == "milestone",
            lowest=row["natural_min"],
            highest=row["natural_max"],
        )
        return measure

    def _named(self, entry: Entry, kind: str, word: str) -> str | None:
        """Return the area or indicator that a word means, or None after saying why it means none."""
        if not word:
            self._found.add(f"{kind}.missing", entry, f"{kind}_id")
            return None
        return chosen(self._catalogue.names(f"{kind}s"), kind, entry, f"{kind}_id", word, self._found)

    def _member(self, entry: Entry, measure: Measure | None) -> str:
        """Return the part of the breakdown; an empty text for the total, and where it cannot be told."""
        word = shown(entry.cells.get("member"))
        if not word or measure is None:
            return ""
        names = self._catalogue.members.get(measure.row["dimension"])
        if names is not None and word in names:
            return word
        return member_of(measure.row, word, entry, self._catalogue, self._found) or ""

    def _year(self, entry: Entry) -> int | None:
        raw = entry.cells.get("year")
        year = raw if type(raw) is int else integer_of(raw)
        if year is None:
            typed = shown(raw)
            if typed:
                self._found.add("year.not_a_year", entry, "year", typed=typed)
            else:
                self._found.add("year.missing", entry, "year")
        elif not self._years[0] <= year <= self._years[1]:
            first, last = self._years
            self._found.add("year.out_of_range", entry, "year", typed=year, first=first, last=last)
            return None
        return year

    def _status_and_value(self, entry: Entry, measure: Measure | None) -> tuple[str | None, float | None]:
        """Return the status and the value, each None where it is wrong or not there."""
        raw, status_word = entry.cells.get("value"), shown(entry.cells.get("status"))
        status = self._status(entry, status_word)
        if blank(raw):
            if not status_word:
                self._found.add("value.nothing", entry, "value")
            elif status and status not in MISSING:
                self._found.add("value.missing", entry, "value", status=_status_name(status))
            return status, None
        if status in MISSING:
            self._found.add("value.unexpected", entry, "value", typed=as_typed(raw), status=_status_name(status))
            return status, None
        return status or ("actual" if not status_word else None), self._value(entry, raw, measure)

    def _status(self, entry: Entry, word: str) -> str | None:
        """Return the status that a word says; None where it says none, which is told unless there is no word."""
        if word in STATUSES or not word:
            return word or None
        status = status_of(word)
        if status is None:
            self._found.add("status.unknown", entry, "status", typed=word, allowed=_statuses())
        return status

    def _value(self, entry: Entry, raw: Value, measure: Measure | None) -> float | None:
        """Return a number that can be a value of the indicator, or None after saying why it cannot."""
        value = raw if type(raw) is float else _number(raw, measure is not None and measure.is_milestone)
        tell = self._found.add
        if value is None or not -LARGEST < value < LARGEST:
            rule = "value.is_a_date" if isinstance(raw, date) else "value.not_a_number"
            tell("value.true_false" if isinstance(raw, bool) else rule, entry, "value", typed=as_typed(raw))
            return None
        if measure is None:
            return value
        if measure.is_milestone:
            if value not in (0.0, 1.0):
                tell("value.not_yes_or_no", entry, "value", typed=as_typed(raw), indicator=measure.row["indicator_id"])
        elif measure.is_whole and not value.is_integer():
            tell("value.not_whole", entry, "value", typed=as_typed(raw), indicator=measure.row["indicator_id"])
        elif measure.lowest is not None and value < measure.lowest:
            tell(
                "value.too_low",
                entry,
                "value",
                typed=as_typed(raw),
                limit=as_typed(measure.lowest),
                indicator=measure.row["indicator_id"],
            )
        elif measure.highest is not None and value > measure.highest:
            tell(
                "value.too_high",
                entry,
                "value",
                typed=as_typed(raw),
                limit=as_typed(measure.highest),
                indicator=measure.row["indicator_id"],
            )
        return value

    def _literal(self, entry: Entry, measure: Measure | None, status: str | None, value: float | None) -> str:
        """Return the figure as printed; where the file does not say, as it stands in the cell of the value."""
        literal = self._text(entry, "literal")
        if literal:
            field = "literal"
        elif value is None:
            return texts.text("pl", f"status.{status}.cell") if status in MISSING else ""
        else:
            literal, field = _as_written(entry.cells["value"]), "value"
        if len(literal) > self._longest:
            self._found.add("text.too_long", entry, field, length=len(literal), limit=self._longest)
        elif "%" in literal and measure is not None and value is not None:
            self._check_percent(entry, field, literal, measure, value)
        return literal

    def _check_percent(self, entry: Entry, field: str, literal: str, measure: Measure, value: float) -> None:
        """Say where a per cent sign beside the value is at odds with the unit, or with the value."""
        signed = [float(number.replace(",", ".")) for number in PERCENT.findall(literal)]
        indicator_id = measure.row["indicator_id"]
        if measure.row["unit"] is None:  # of an indicator whose unit is a problem of its own
            return
        if not measure.is_percent and value in signed:
            unit = self._catalogue.names("units").said([measure.row["unit"]])
            self._found.add("value.percent", entry, field, literal=literal, indicator=indicator_id, unit=unit)
        elif measure.is_percent and value not in signed:
            hundredfold = [number for number in signed if number and abs(value * 100 - number) < 1e-9 * number]
            if hundredfold:
                expected, typed = as_typed(hundredfold[0]), as_typed(value)
                self._found.add("value.fraction", entry, "value", typed=typed, literal=literal, expected=expected)

    def _text(self, entry: Entry, field: str) -> str:
        """Return a text without characters that nobody can see; empty where there is none."""
        raw = entry.cells.get(field)
        if raw is None or raw == "":
            return ""
        text = text_of(raw)
        if text is None:
            self._found.add("type.string", entry, field, typed=shown(raw))
            return ""
        if code := hidden_character(text):
            self._found.add("text.hidden", entry, field, code=code)
            return ""
        return text


def _number(raw: Value, is_milestone: bool) -> float | None:
    """Return a number, with yes and no as 1 and 0 where the indicator is a milestone; "11%" is 11."""
    if not is_milestone:
        return number_of(raw.strip().removesuffix("%") if isinstance(raw, str) else raw)
    return float(raw) if isinstance(raw, bool) else YES_OR_NO.get(shown(raw).lower(), number_of(raw))


def _as_written(raw: Value) -> str:
    """Return a value as its literal: decimals after a comma, which tells how many a page shows; yes or no in a word."""
    if isinstance(raw, bool):
        return "tak" if raw else "nie"
    return written(raw).replace(".", ",")


@lru_cache(maxsize=1)
def _statuses() -> InBoth:
    """Return every status by its short name and its name."""
    words = {one: [texts.text(language, f"status.{one}.name") for language in LANGUAGES] for one in STATUSES}
    return Names(words).said(STATUSES)


def _status_name(status: str | None) -> InBoth:
    return InBoth(**{language: texts.text(language, f"status.{status}.name") for language in LANGUAGES})
