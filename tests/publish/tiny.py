"""A tiny catalogue for reading files: two cities whose programmes use the same code, and a few indicators."""

from collections.abc import Sequence

from barometr.publish.draft import Draft, Options, Sheet, Value
from barometr.publish.known import Known
from barometr.publish.shapes import draft_of
from tests.builders import SCHEMAS, Row

GDANSK = Options(area_id="gdansk")


def _row(table: str, **cells: object) -> Row:
    return dict.fromkeys(field["name"] for field in SCHEMAS[table]["fields"]) | cells


def _indicator(indicator_id: str, name: str, short: str, **cells: object) -> Row:
    names = {
        "name_pl": name,
        "short_pl": short,
        "name_en": f"{indicator_id} in English",
        "short_en": f"{indicator_id} en",
    }
    usual = {"indicator_id": indicator_id, "goal_id": "g", "unit": "people", "value_type": "count", "decimals": 0}
    return _row("indicators", **usual | names | cells)


def known() -> Known:
    """Return the tiny catalogue."""
    tables = {name: [] for name in SCHEMAS if name != "transcribed"}
    tables["areas"] = [
        _row("areas", area_id="gdansk", kind="city", name="Gdańsk", name_en="Gdansk"),
        _row("areas", area_id="sopot", kind="city", name="Sopot", name_en="Sopot"),
        _row("areas", area_id="orunia", kind="district", parent_id="gdansk", name="Orunia", name_en="Orunia"),
    ]
    tables["programmes"] = [
        _row("programmes", programme_id="p", area_id="gdansk"),
        _row("programmes", programme_id="q", area_id="sopot"),
    ]
    tables["goals"] = [_row("goals", goal_id="g", programme_id="p"), _row("goals", goal_id="h", programme_id="q")]
    tables["indicators"] = [
        _indicator("volunteers", "Liczba wolontariuszy", "Wolontariusze", code="III.3.c", dimension="path"),
        _indicator("offers", "Liczba ofert w „ścieżkach”", "Oferty", code="III.3.b", dimension="path"),
        _indicator("turnout", "Frekwencja w głosowaniu", "Frekwencja", unit="percent", value_type="share", decimals=2),
        _indicator("budget", "Kwota budżetu obywatelskiego", "Kwota", unit="pln", value_type="money"),
        _indicator("standards", "Przyjęte standardy usług", "Standardy", unit="count", value_type="milestone"),
        _indicator("families", "Liczba rodzin pod opieką", "Rodziny", code="III.3.c", goal_id="h"),
    ]
    tables["members"] = [
        _row(
            "members", dimension="path", member="sport", name_pl="wolontariat sportowy", name_en="sports volunteering"
        ),
        _row("members", dimension="path", member="culture", name_pl="kultura", name_en="culture"),
    ]
    tables["units"] = [_row("units", unit="people", pl_one="osoba", pl_many="osób", short_pl="os.")]
    return Known(tables, SCHEMAS)


KNOWN = known()


def draft(rows: Sequence[Sequence[Value]], options: Options = GDANSK, name: str = "") -> Draft:
    """Return what a file with one sheet says."""
    return draft_of([Sheet(name, rows)], options, KNOWN)


def observed(draft: Draft, *fields: str) -> list[tuple[Value, ...]]:
    """Return some fields of every observation of a draft, in its order."""
    return [tuple(entry.cells[field] for field in fields) for entry in draft.entries.get("observations", ())]


def told(draft: Draft) -> list[tuple[str, str, int | None, int | None]]:
    """Return the rule and the place of every problem of a draft."""
    return [(problem.rule, problem.sheet, problem.row, problem.column) for problem in draft.problems]
