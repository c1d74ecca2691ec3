"""What a file may call things: short names, their names in words, and the nearest ones to a word nobody knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from barometr.find import folded
from barometr.publish.cells import shown as cut
from barometr.publish.draft import Entry, Problem, Value
from barometr.publish.known import Known, Row
from barometr.words import texts
from barometr.words.texts import LANGUAGES

MOST_PROBLEMS = 500  # nobody mends more than that at one sitting
MOST_LOOKED_UP = MOST_PROBLEMS  # wrong words that are held against every name; the problems of later ones are not kept
MOST_NEAREST = 3
REPEATED = ("typed", "literal", "repeated", "before", "after")  # values of problems that come from the file
SIMILAR, FEW = 0.3, 10  # from this likeness on a name is worth showing; so many can all be shown
# Where a table has the names of its rows: the Polish one, the English one, then others that a file may use.
NAMES: dict[str, tuple[str, ...]] = {
    "areas": ("name", "name_en"),
    "programmes": ("title_pl", "title_en"),
    "goals": ("title_pl", "title_en"),
    "indicators": ("short_pl", "short_en", "name_pl", "name_en"),
    "units": ("short_pl", "short_en", "pl_one", "en_one", "pl_many", "en_other"),
    "comparisons": ("title_pl", "title_en"),
    "projects": ("name_pl", "name_en"),
    "sources": ("title", "title_en"),
}


@dataclass(frozen=True, slots=True)
class InBoth:
    """Words of a problem that each language says its own way: a text asks for them by {name:pl} or {name:en}."""

    pl: str
    en: str

    def __format__(self, language: str) -> str:
        return self.en if language == "en" else self.pl


class Found:
    """Collects problems as they are found: the first ones whole, of the rest only how many.

    `reported` holds the cells (sheet, row, column) of which something was said before: what is wrong with them now
    follows from that. `broken` counts every rule that was broken, said or not.
    """

    def __init__(self, reported: frozenset[tuple[str, int | None, int | None]] = frozenset()) -> None:
        self.problems: list[Problem] = []
        self.more = 0
        self.broken = 0
        self._reported = reported

    def add(self, rule: str, entry: Entry, field: str | None, /, **values: object) -> None:
        """Take down a problem of one field of an entry; of the whole row where there is no field or no column."""
        self.broken += 1
        row, column = entry.row_of(field), entry.columns.get(field) if field else None
        if (entry.sheet, row, column) in self._reported:
            return
        if len(self.problems) < MOST_PROBLEMS:
            said = {name: _repeated(value) if name in REPEATED else value for name, value in values.items()}
            self.problems.append(Problem(rule, entry.sheet, row, column, said))
        else:
            self.more += 1


class Names:
    """The things a cell may name, by short name and by name, and which of them a wrong word is nearest to."""

    def __init__(self, names: Mapping[str, Sequence[str | None]]) -> None:
        """Take the names of each short name: the Polish one first, then the English one, then any others."""
        self._names = names
        self._sentences: dict[str, InBoth] = {}

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for own, names in self._names.items():
            for name in {folded(name) for name in (own, *names) if name}:
                found.setdefault(name, []).append(own)
        return found

    @cached_property
    def _pairs(self) -> list[tuple[frozenset[str], str]]:
        return [(_letter_pairs(name), own) for name, ids in self._ids.items() for own in ids]

    def meant(self, word: str) -> list[str]:
        """Return the short names that a word means: itself, or those with that name but for capitals and diacritics."""
        return [word] if word in self._names else self._ids.get(folded(word), [])

    def nearest(self, word: str) -> InBoth:
        """Return a sentence with the nearest short names and their names, best first.

        Where none is similar it says so, or lists them all where they are few.
        """
        if word not in self._sentences:
            if len(self._sentences) >= MOST_LOOKED_UP:
                return InBoth("", "")
            self._sentences[word] = self._nearest(_letter_pairs(folded(word)))
        return self._sentences[word]

    def _nearest(self, pairs: frozenset[str]) -> InBoth:
        likeness = dict.fromkeys(self._names, 0.0)
        for known, own in self._pairs:
            likeness[own] = max(likeness[own], 2 * len(pairs & known) / (len(pairs) + len(known)))
        similar = [own for own in sorted(likeness, key=lambda own: -likeness[own]) if likeness[own] >= SIMILAR]
        if similar:
            return _sentence("nearest", names=self.said(similar[:MOST_NEAREST]))
        if len(self._names) <= FEW:
            return _sentence("possible", names=self.said(self._names))
        return _sentence("none")

    def said(self, ids: Iterable[str]) -> InBoth:
        """Return short names with their names in each language."""
        polish, english = [], []
        for own in ids:
            pl, en = [*self._names[own][:2], None, None][:2]
            polish.append(f"{own} ({cut(pl)})" if pl else own)
            english.append(f"{own} ({cut(en)})" if en else own)
        return InBoth(", ".join(polish), ", ".join(english))

    def __contains__(self, own: object) -> bool:
        return own in self._names

    def __len__(self) -> int:
        return len(self._names)


def as_typed(raw: Value) -> InBoth:
    """Return what stands in a cell, a number with the decimal sign of each language."""
    typed = shown(raw)
    return InBoth(typed.replace(".", ",") if isinstance(raw, float) else typed, typed)


def _repeated(typed: object) -> object:
    """Return what was typed as a problem repeats it: on one line, a long one cut, nothing that a screen would obey."""
    if isinstance(typed, InBoth):
        return InBoth(str(_repeated(typed.pl)), str(_repeated(typed.en)))
    if not isinstance(typed, str):
        return typed
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cut(typed))


def _sentence(end: str, **values: InBoth) -> InBoth:
    return InBoth(**{language: texts.text(language, f"problem.name.{end}", **values) for language in LANGUAGES})


def _letter_pairs(name: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters: what two spellings of one word have mostly in common."""
    padded = f" {name} "
    return frozenset(padded[place : place + 2] for place in range(len(padded) - 1))


@dataclass(frozen=True)
class Catalogue:
    """The catalogue as it will be once the file is in: what is in force, and over it the rows that the file brings."""

    known: Known
    tables: Mapping[str, Mapping[tuple[Any, ...], Row]]

    @cached_property
    def _names(self) -> dict[str, Names]:
        return {}

    def names(self, table: str) -> Names:
        """Return the names of a table whose key is one short name."""
        if table not in self._names:
            fields = NAMES.get(table, ())
            rows = self.tables[table].items()
            self._names[table] = Names({key[0]: [row[field] for field in fields] for key, row in rows})
        return self._names[table]

    @cached_property
    def members(self) -> dict[str, Names]:
        """Return the parts of each breakdown."""
        found: dict[str, dict[str, list[str | None]]] = {}
        for row in self.tables["members"].values():
            found.setdefault(row["dimension"], {})[row["member"]] = [row["name_pl"], row["name_en"]]
        return {dimension: Names(names) for dimension, names in found.items()}

    def city_of(self, area_id: str) -> str | None:
        """Return the city that an area lies in, itself for a city; None where the parents lead nowhere."""
        seen: set[str] = set()
        while area_id not in seen and (area_id,) in self.tables["areas"]:
            seen.add(area_id)
            parent = self.tables["areas"][(area_id,)]["parent_id"]
            if not parent:
                return area_id
            area_id = parent
        return None


def chosen(names: Names, kind: str, entry: Entry, field: str, word: str, found: Found, **values: object) -> str | None:
    """Return the short name that a cell means, or None after saying that it means nothing or several things.

    `kind` is the beginning of the rule: "area.unknown" for "area"; `values` fill what else that text asks for.
    """
    meant = names.meant(word)
    if len(meant) == 1:
        return meant[0]
    if meant:
        found.add("name.ambiguous", entry, field, typed=word, matching=names.said(meant[:MOST_NEAREST]))
    else:
        found.add(f"{kind}.unknown", entry, field, typed=word, nearest=names.nearest(word), **values)
    return None


def shown(raw: Value) -> str:
    """Return what stands in a cell, as a person sees it there."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "PRAWDA" if raw else "FAŁSZ"
    if isinstance(raw, int | float):
        return f"{raw:.15g}"
    return str(raw).strip()
