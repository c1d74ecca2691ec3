"""The catalogue as typed records: indicators, goals, areas, units, breakdown members, documents."""

from dataclasses import dataclass
from datetime import date

from barometr.engine import Record, records, remembered


@dataclass(frozen=True)
class Indicator:
    """One measure; see data/README.md for the meaning of each field."""

    indicator_id: str
    code: str | None
    goal_id: str | None
    topic: str
    name_pl: str
    name_en: str
    short_pl: str
    short_en: str
    definition_pl: str
    definition_en: str
    reading_pl: str
    reading_en: str
    unit: str
    value_type: str
    decimals: int
    polarity: str
    dimension: str | None
    additive: bool
    numerator_id: str | None
    denominator_id: str | None
    natural_min: float | None
    natural_max: float | None
    materiality: float
    progress_method: str
    comparable_group: str | None
    owner: str | None
    owner_en: str | None
    frequency: str
    headline: int | None
    programme_area_id: str | None


@dataclass(frozen=True)
class Source:
    """One published document."""

    source_id: str
    title: str
    title_en: str
    publisher: str
    publisher_en: str
    area_id: str
    published_on: date
    published_basis: str
    licence: str
    note_pl: str | None
    note_en: str | None


@remembered
def indicators() -> dict[str, Indicator]:
    """Return every indicator by its id, in the order of the catalogue."""
    return {row["indicator_id"]: Indicator(**row) for row in records("catalog/indicators")}


@remembered
def sources() -> dict[str, Source]:
    """Return every document by its id."""
    found = {}
    for row in records("catalog/sources"):
        found[row["source_id"]] = Source(**{**row, "published_on": row["published_on"].date()})
    return found


@remembered
def units() -> dict[str, dict[str, str]]:
    """Return the word forms of every unit by its id; a form that does not exist is an empty text."""
    return {row["unit"]: {name: form or "" for name, form in row.items()} for row in records("catalog/units")}


@remembered
def goals() -> dict[str, Record]:
    """Return the goals of all programmes by id, in the order of their documents."""
    return {row["goal_id"]: row for row in records("catalog/goals")}


# Kinds of entries of the register that explain a figure rather than hold another one against it.
EXPLAINING = ("label", "unit", "scope", "year")


@remembered
def contradicted() -> frozenset[str]:
    """Return the row ids of printed figures that the register holds against another figure."""
    return frozenset(row["row_id"] for row in records("catalog/contradicted"))


def disputed(point: Record) -> bool:
    """Say whether the sources hold another figure against a value: the sum of its parts, or a differing statement."""
    return point["value"] is not None and (bool(point["parts_gap_pct"]) or point["row_id"] in contradicted())


@remembered
def cities() -> dict[str, Record]:
    """Return the cities by id, in the order of the catalogue."""
    return {row["area_id"]: row for row in records("catalog/areas") if row["kind"] == "city"}


@remembered
def areas() -> dict[str, Record]:
    """Return every area by id."""
    return {row["area_id"]: row for row in records("catalog/areas")}


def is_city(area_id: str) -> bool:
    """Say whether an area is a city rather than a part of one."""
    return bool(areas()[area_id]["kind"] == "city")


@remembered
def members(dimension: str) -> dict[str, Record]:
    """Return the values of one breakdown by their short name, in order."""
    return {row["member"]: row for row in records("catalog/members") if row["dimension"] == dimension}
