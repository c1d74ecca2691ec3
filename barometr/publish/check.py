"""Whether a file can be published: its rows typed and held against the catalogue, or everything that is wrong with it.

Nothing here asks what is probable. A value ten times the one before breaks no rule; the preview shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from barometr.publish.check_catalogue import (
    Placed,
    check_areas,
    check_goal_links,
    check_indicators,
    check_parents,
    check_proposed_targets,
    check_references,
    place_of,
    typed_rows,
)
from barometr.publish.check_cells import slug
from barometr.publish.check_names import MOST_PROBLEMS, Catalogue, Found, shown
from barometr.publish.check_observations import checked_observations
from barometr.publish.draft import Draft, Entry, Problem
from barometr.publish.known import Known, Row

LONGEST_NAME = 100  # a document's short name becomes the name of a file
# What a document is taken to be where the file does not say; the English words are the Polish ones until then.
ASSUMED = {"published_basis": "printed", "licence": "not_stated"}
EXAMPLE = "raport_2018"
TRANSLATED = {"title_en": "title", "publisher_en": "publisher"}
# What is required of a document, but settled or said in its own words.
SETTLED = ("source_id", "area_id", "file_sha256", *ASSUMED, *TRANSLATED)


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows of a file by table, and what keeps them from being published.

    Rows of the catalogue and of "sources" have exactly the fields of their schema, missing ones None; a row of
    "observations" has the fields of its view and `sheet`, `row`, `column`, where its value was read. A row that
    breaks a rule may be left out, so the rows are whole only where there is no problem.
    `problems` come in the order of the file, those found while reading it first; `more` counts the ones left off.
    `given` are the fields that the file has of a table of the catalogue: the others are those in force.
    """

    rows: Mapping[str, Sequence[Row]]
    problems: Sequence[Problem]
    more: int = 0
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)


def checked(
    draft: Draft,
    known: Known,
    *,
    with_values: frozenset[str] = frozenset(),
    file_sha256: str | None = None,
    today: date | None = None,
) -> Checked:
    """Return the typed rows of a file and every problem in it.

    `with_values` are the indicators that have published values; `file_sha256` the fingerprint of the file, set later
    where it is not given; `today` the day after which nothing can have been published.
    """
    reported = frozenset((problem.sheet, problem.row, problem.column) for problem in draft.problems)
    found = {table: Found(reported) for table in (*known.tables, "observations")}
    entries = {table: draft.entries.get(table, ()) for table in found}
    placed = {
        table: typed_rows(table, entries[table], known, found[table]) for table in known.tables if table != "sources"
    }
    needs_document = bool(entries["observations"])
    placed["sources"] = _document(entries["sources"], needs_document, known, today or date.today(), found["sources"])
    catalogue = Catalogue(known, {table: _merged(table, placed[table], known) for table in known.tables})
    _check_tables(placed, catalogue, with_values, found)

    published = next((row["published_on"] for _, row in placed["sources"]), None)
    observations = checked_observations(entries["observations"], catalogue, published, found["observations"])
    for entry, row in placed["sources"]:
        row["file_sha256"] = file_sha256
        said = found["observations"].broken > 0 or bool(draft.questions or draft.problems)
        _settle_city(entry, row, observations, catalogue, found["sources"], said)

    rows = {table: [row for _, row in placed[table]] for table in placed if placed[table]}
    problems = [*draft.problems, *_in_order(found, draft)]
    more = max(0, len(problems) - MOST_PROBLEMS) + sum(one.more for one in found.values())
    given = {
        table: sorted({name for entry, _ in placed[table] for name in entry.cells})
        for table in rows
        if table != "sources"
    }
    rows |= {"observations": observations} if observations else {}
    return Checked(rows, problems[:MOST_PROBLEMS], more, given)


def _merged(table: str, rows: Sequence[Placed], known: Known) -> dict[tuple[Any, ...], Row]:
    """Return the rows of a table by key as they will be: those in force, changed and added to by the file's."""
    keys = known.schemas[table]["primaryKey"]
    brought = {tuple(row[name] for name in keys): row for _, row in rows}
    return known.keys(table) | {key: row for key, row in brought.items() if None not in key}


def _check_tables(
    placed: Mapping[str, Sequence[Placed]],
    catalogue: Catalogue,
    with_values: frozenset[str],
    found: Mapping[str, Found],
) -> None:
    """Hold the rows of the catalogue against each other."""
    for table, rows in placed.items():
        check_references(table, rows, catalogue, found[table])
    for table in ("areas", "goals"):
        check_parents(table, placed[table], catalogue, found[table])
    check_areas(placed["areas"], catalogue.known, found["areas"])
    check_indicators(placed["indicators"], catalogue, with_values, found["indicators"])
    check_goal_links(placed["goal_links"], catalogue, found["goal_links"])
    check_proposed_targets(placed["proposed_targets"], catalogue, found["proposed_targets"])


def _document(entries: Sequence[Entry], needed: bool, known: Known, today: date, found: Found) -> list[Placed]:
    """Return the one document of a file, all but its city, or nothing after saying that it is not described.

    It is described anew each time: nothing is taken over from an earlier import of the same name.
    """
    if not entries:
        if needed:
            found.add("document.missing", Entry("", 0, {}, {}), None)
        return []
    entry, *others = entries
    for other in others:
        found.add("document.second", other, "source_id", first=place_of(entry))
    anew = replace(known, tables={**known.tables, "sources": ()})
    ((_, row),) = typed_rows("sources", [entry], anew, found, later=SETTLED)
    for name, assumed in ASSUMED.items():
        row[name] = row[name] or assumed
    for name, original in TRANSLATED.items():
        row[name] = row[name] or row[original]
    _check_name(entry, row, known, found)
    if row["published_on"] and row["published_on"] > today:
        found.add("document.future", entry, "published_on", typed=row["published_on"].isoformat())
    return [(entry, row)]


def _check_name(entry: Entry, row: Row, known: Known, found: Found) -> None:
    """Say whether the document has no short name, a long one, or that of a document which no import may replace."""
    name = row["source_id"]
    if name is None:
        if not shown(entry.cells.get("source_id")):
            found.add("document.no_name", entry, "source_id", suggestion=slug(row["title"] or "") or EXAMPLE)
    elif len(name) > LONGEST_NAME:
        found.add("text.too_long", entry, "source_id", length=len(name), limit=LONGEST_NAME)
    elif (name,) in known.keys("sources") and name not in known.imported:
        found.add("document.taken", entry, "source_id", typed=name)


def _settle_city(
    entry: Entry, row: Row, observations: Sequence[Row], catalogue: Catalogue, found: Found, said: bool
) -> None:
    """Check the city of a document, or take that of its rows; `said`: rows without a city are explained already."""
    areas = catalogue.names("areas")
    if row["area_id"] is not None:
        city = catalogue.city_of(row["area_id"])
        if city is not None and city != row["area_id"]:
            named = {"area": areas.said([row["area_id"]]), "city": areas.said([city])}
            found.add("document.not_a_city", entry, "area_id", **named)
        return
    if shown(entry.cells.get("area_id")):
        return
    cities = sorted({catalogue.city_of(one) or one for one in {one["area_id"] for one in observations}})
    if len(cities) == 1:
        row["area_id"] = cities[0]
    elif cities:
        found.add("document.several_cities", entry, "area_id", cities=areas.said(cities))
    elif not said:
        found.add("document.no_city", entry, "area_id")


def _in_order(found: Mapping[str, Found], draft: Draft) -> list[Problem]:
    """Return the problems as one meets them in the file: sheet by sheet, row by row, from the left."""
    sheets = dict.fromkeys(entry.sheet for entries in draft.entries.values() for entry in entries)
    places = {sheet: place for place, sheet in enumerate(sheets)}
    problems = [problem for one in found.values() for problem in one.problems]
    return sorted(
        problems,
        key=lambda one: (places.get(one.sheet, -1), one.row or 0, -1 if one.column is None else one.column),
    )
