"""Which indicator, part of a breakdown or area a printed name means, by the catalogue in force."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from barometr.publish.cells import compared
from barometr.publish.check_names import InBoth
from barometr.publish.known import Known

NAMES = ("name_pl", "name_en", "short_pl", "short_en")
MOST_CANDIDATES = 5
COUNTED = ("liczba", "szt.", "szt", "sztuki", "number")  # units of anything
# How alike a printed name must be to the name of the indicator whose code stands beside it.
ALIKE = 0.6
LONGEST = 200  # characters of a printed name that are compared with names; what follows tells nothing more


@dataclass(frozen=True)
class Names:
    """The catalogue by printed names, all of them as `compared` gives them.

    `codes` gives the indicators with a code, `programme_area` the city whose
    programme each indicator belongs to, `members` the
    parts of each breakdown by name, `units` the forms of each unit.
    """

    indicators: Mapping[str, Mapping[str, Any]]
    names: Mapping[str, Collection[str]]
    codes: Mapping[str, Collection[str]]
    programme_area: Mapping[str, str | None]
    members: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Collection[str]]
    areas: Mapping[str, str]
    parents: Mapping[str, str | None]

    def area(self, printed: str) -> str:
        """Return the id of an area given by id or name; what was given where none has it."""
        return self.areas.get(compared(printed), printed)

    def by_code(self, printed: str, area_id: str | None) -> set[str]:
        """Return the indicators with a code in the programmes of an area, or of the city that it is a part of."""
        found = set(self.codes.get(compared(printed).rstrip("."), ()))
        if area_id is None:
            return found
        around = {area_id, self.parents.get(area_id)}
        return {name for name in found if (home := self.programme_area.get(name)) and home in around}

    def by_name(self, printed: str) -> set[str]:
        """Return the indicators with a name, short name or id."""
        return set(self.names.get(compared(printed), ()))

    def member(self, indicator_id: str, printed: str) -> str | None:
        """Return the part of an indicator's breakdown that a name means, None where it means none."""
        dimension = self.indicators[indicator_id]["dimension"]
        return self.members.get(dimension, {}).get(compared(printed)) if dimension else None

    def parts(self, indicator_id: str) -> list[str]:
        """Return the parts of an indicator's breakdown as they are answered ("volunteers~sport")."""
        dimension = self.indicators[indicator_id]["dimension"]
        members = dict.fromkeys(self.members.get(dimension, {}).values()) if dimension else {}
        return [f"{indicator_id}~{member}" for member in members]

    def answered(self, answer: str) -> tuple[str, str] | None:
        """Return the indicator and the part ("" for the total) that an answer names, None where it names nothing."""
        indicator_id, _, member = answer.partition("~")
        if indicator_id not in self.indicators:
            return None
        return (indicator_id, member) if not member or answer in self.parts(indicator_id) else None

    def alike(self, indicator_id: str, printed: str) -> float:
        """Return how alike a printed name is to the names of an indicator or its part, from 0 to 1."""
        wanted = compared(printed)[:LONGEST]
        return max(_likeness(wanted, name[:LONGEST]) for name in self._called(indicator_id))

    def nearest(self, printed: str, among: Sequence[str]) -> list[str]:
        """Return those of some indicators and parts whose names are closest to a printed one, best first."""
        printed = compared(printed)[:LONGEST]
        wanted = SequenceMatcher(b=printed)

        def at_most(one: str) -> float:
            """Return how alike the names are at most: much faster to find than how alike they are."""
            bounds = []
            for name in self._called(one):
                wanted.set_seq1(name[:LONGEST])
                bounds.append(wanted.quick_ratio())
            return max(bounds)

        likely = sorted(among, key=at_most, reverse=True)[: 2 * MOST_CANDIDATES]
        return sorted(likely, key=lambda one: self.alike(one, printed), reverse=True)[:MOST_CANDIDATES]

    def _called(self, wanted: str) -> list[str]:
        """Return the names of an indicator, or of a part with that of its indicator before it and alone."""
        indicator_id, _, member = wanted.partition("~")
        row = self.indicators[indicator_id]
        own = _texts(row, NAMES) or [indicator_id]
        if not member:
            return own
        parts = [name for name, part in self.members[row["dimension"]].items() if part == member]
        return parts + [f"{name} - {part}" for name in own for part in parts]


def _likeness(printed: str, name: str) -> float:
    """Return how alike two names are; a name that begins with the other is as good as the same."""
    shorter = min(len(printed), len(name))
    if shorter >= 12 and printed[:shorter] == name[:shorter]:
        return 1.0
    return SequenceMatcher(None, printed, name).ratio()


def names_of(known: Known) -> Names:
    """Return the catalogue by printed names."""
    tables = known.tables
    names: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    for row in tables["indicators"]:
        for name in _texts(row, ("indicator_id", *NAMES)):
            names.setdefault(name, set()).add(row["indicator_id"])
        for code in _texts(row, ("code",)):
            codes.setdefault(code.rstrip("."), set()).add(row["indicator_id"])
    members: dict[str, dict[str, Any]] = {}
    for row in tables["members"]:
        own = members.setdefault(row["dimension"], {})
        own |= dict.fromkeys(_texts(row, ("member", "name_pl", "name_en")), row["member"])
    programmes = {row["programme_id"]: row["area_id"] for row in tables["programmes"]}
    goals = {row["goal_id"]: programmes.get(row["programme_id"]) for row in tables["goals"]}
    units = {row["unit"]: {*_texts(row, tuple(row)), *COUNTED} for row in tables["units"]}
    return Names(
        {row["indicator_id"]: row for row in tables["indicators"]},
        names,
        codes,
        {row["indicator_id"]: goals.get(row["goal_id"]) for row in tables["indicators"]},
        members,
        units,
        {name: row["area_id"] for row in tables["areas"] for name in _texts(row, ("area_id", "name", "name_en"))},
        {row["area_id"]: row["parent_id"] for row in tables["areas"]},
    )


def _texts(row: Mapping[str, Any], fields: Sequence[str]) -> list[str]:
    """Return the texts in some fields of a row, as `compared` gives them."""
    return [compared(row[field]) for field in fields if isinstance(row[field], str)]


def named(indicator: Mapping[str, Any], member: str = "") -> InBoth:
    """Return what a problem calls an indicator or its part: "Wolontariusze (volunteers)"."""
    own = indicator["indicator_id"] + (f"~{member}" if member else "")
    short = (indicator.get(f"short_{language}") for language in ("pl", "en"))
    return InBoth(*(f"{name} ({own})" if name else own for name in short))


def without_code(printed: str) -> tuple[str, str]:
    """Return the first word of a name, which may be its code, and the rest: "III.3.c. Liczba osób"."""
    found = re.fullmatch(r"(\S+)\s+(.+)", printed, re.DOTALL)
    return (found[1], found[2]) if found else (printed, "")
