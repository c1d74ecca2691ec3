"""Words and numbers in one language: names of the catalogue, values with their units, statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from barometr.catalog import Indicator, Source, areas, members, units
from barometr.words import formats, texts
from barometr.words.texts import Language

# Stands in `section` of a figure from an imported file, between its place in the document and the cell of the file.
CELL_AFTER = " · "


def _field(record: Mapping[str, Any] | object, name: str) -> Any:  # noqa: ANN401 (a field of any type)
    """Return a field of a record or of a catalogue entry."""
    return record[name] if isinstance(record, Mapping) else getattr(record, name)


@dataclass(frozen=True)
class Wording:
    """A language, with the words and numbers of the data in its form."""

    language: Language

    def text(self, key: str, **values: object) -> str:
        """Return a text of the catalogue in this language."""
        return texts.text(self.language, key, **values)

    def plural(self, key: str, number: int, **values: object) -> str:
        """Return a text in the plural form that the number asks for."""
        return texts.plural(self.language, key, number, **values)

    def pick(self, record: Mapping[str, Any] | object, field: str) -> str:
        """Return field_pl or field_en of a record or catalogue entry; an empty text where there is none."""
        return _field(record, f"{field}_{self.language}") or ""

    def named(self, record: Mapping[str, Any] | object, field: str) -> str:
        """Return the field as printed for Polish readers, and its English rendering for the others."""
        return _field(record, field if self.language == "pl" else f"{field}_en") or ""

    def area(self, area_id: str) -> str:
        """Return the name of an area."""
        return self.named(areas()[area_id], "name")

    def member(self, indicator: Indicator, member: str) -> str:
        """Return the name of a part of the indicator's breakdown; an empty text for the total."""
        return self.pick(members(indicator.dimension)[member], "name") if indicator.dimension and member else ""

    def goal(self, goal: Mapping[str, Any]) -> str:
        """Return a goal's number and title."""
        return f"{goal['code'] or ''} {self.pick(goal, 'title')}".strip()

    def number(self, value: float, decimals: int) -> str:
        """Return a number in this language's format."""
        return formats.number(value, decimals, self.language)

    def value(self, indicator: Indicator, value: float, literal: str | None) -> str:
        """Return a value with as many decimals as were printed, "%" where that is the unit, round money in millions."""
        in_millions = formats.millions(value, self.language) if indicator.value_type == "money" else None
        if in_millions:
            return in_millions
        decimals = (
            formats.computed_decimals(value, indicator.decimals)
            if literal is None
            else formats.printed_decimals(literal, indicator.decimals)
        )
        percent = formats.TIGHT_UNITS.get(indicator.unit, "")
        return formats.number(value, decimals, self.language) + percent

    def unit(self, indicator: Indicator, value: float, literal: str | None) -> str:
        """Return the unit in words after a number ("osób"); empty for per cent and for plain counts."""
        if indicator.value_type == "money":
            return self.unit_name(indicator)
        if indicator.unit in formats.TIGHT_UNITS:
            return ""
        decimals = formats.printed_decimals(literal, indicator.decimals)
        return formats.unit_after(value, decimals, units()[indicator.unit], self.language).strip(formats.NBSP)

    def quantity(self, indicator: Indicator, value: float, literal: str | None) -> str:
        """Return a value with its unit in words, where it has one ("4060 osób", "11,0%")."""
        return f"{self.value(indicator, value, literal)} {self.unit(indicator, value, literal)}".strip()

    def unit_name(self, indicator: Indicator) -> str:
        """Return the unit as it stands on an axis."""
        return units()[indicator.unit][f"short_{self.language}"]

    def status(self, status: str, derived: bool = False) -> str:
        """Return the name of a status; a derived value says so."""
        name = self.text(f"status.{status}.name")
        if not derived:
            return name
        computed = self.text("status.derived.name")
        return computed if status == "actual" else f"{computed}, {name}"

    def printed(self, indicator: Indicator, row: Mapping[str, Any]) -> str:
        """Return what a table cell shows: value with its status mark, or the sign of a missing value."""
        if row["value"] is None:
            return self.text(f"status.{row['status']}.cell")
        shown = self.value(indicator, row["value"], row["literal"])
        return self.text(f"status.{row['status']}.cell", value=shown)

    def place(self, figure: Mapping[str, Any]) -> str:
        """Return where a figure stands: table, row or section, and the line of the text that was read.

        For a figure of an imported file: its place in the document, where the file gives one, and the cell.
        """
        if figure["place"] == "file":
            printed, _, cell = figure["section"].rpartition(CELL_AFTER)
            return "; ".join(filter(None, [printed, self.text("place.file", cell=cell)]))
        words = self.text(f"place.{figure['place']}")
        section = f" {figure['section']}" if figure["section"] else ""
        return self.text("place.line", place=words + section, line=figure["line"])

    def threshold(self, indicator: Indicator) -> str:
        """Return the smallest change that counts: "5%", or "1 pp" for shares."""
        shown = self.number(indicator.materiality, 1 if indicator.materiality % 1 else 0)
        return f"{shown} {self.text('unit.points')}" if indicator.value_type == "share" else f"{shown}%"

    def dated(self, source: Mapping[str, Any] | object) -> str:
        """Return the day a document was published, saying so where the day is assumed."""
        day = formats.day(_field(source, "published_on"), self.language)
        return day if _field(source, "published_basis") == "printed" else self.text("source.assumed", day=day)

    def source_title(self, source: Source) -> str:
        """Return the title of a document in this language."""
        return self.named(source, "title")
