"""Reading a workbook whose sheets are ours by name: the document, the values, tables of the catalogue."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from barometr.project import TRANSCRIBED
from barometr.publish.cells import blank, compared, shown, written
from barometr.publish.draft import Draft, Entry, Problem, Sheet, Value
from barometr.publish.long import HEADER_WITHIN, Header, header_at, label_of, names_in, rows_below
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

DOCUMENT, VALUES, INSTRUCTIONS = "document", "values", "instructions"
DOCUMENT_FIELDS: tuple[str, ...] = (
    "source_id",
    "title",
    "title_en",
    "publisher",
    "publisher_en",
    "area_id",
    "published_on",
)
DOCUMENT_FIELDS += ("published_basis", "licence", "note_pl", "note_en")


def tables_of(schemas: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the tables that a sheet may bring: all of the catalogue but the documents."""
    return tuple(name for name in schemas if name not in (TRANSCRIBED, "sources"))


@lru_cache(maxsize=4)
def _sheet_names(tables: tuple[str, ...]) -> dict[str, str]:
    """Return what a sheet holds by every name that it may have, as `compared` gives it."""
    found = {}
    for name in (DOCUMENT, VALUES, INSTRUCTIONS, *tables):
        found[compared(name)] = name
        found |= {compared(Wording(language).text(f"intake.sheet.{name}")): name for language in LANGUAGES}
    return found


@lru_cache(maxsize=1)
def _document_names() -> dict[str, str]:
    """Return the fields of a document by every name that they may have, as `compared` gives it."""
    labels = {
        compared(Wording(language).text(f"intake.document.{field}")): field
        for language in LANGUAGES
        for field in DOCUMENT_FIELDS
    }
    return labels | {compared(field): field for field in DOCUMENT_FIELDS}


@lru_cache(maxsize=1)
def _headings() -> frozenset[str]:
    """Return what may stand above the fields of a document."""
    return frozenset(compared(Wording(language).text("intake.column.field")) for language in LANGUAGES)


def empty_sheet(sheet: Sheet) -> bool:
    """Return whether nothing at all stands in a sheet."""
    return all(blank(cell) for row in sheet.rows for cell in row)


def kinds(sheets: Sequence[Sheet], schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return what each sheet of ours holds, by the sheet's name; none where no sheet is.

    A sheet named as a table of the catalogue is ours only if a row near its top has the key of the table, as a city
    may well print its table on a sheet called "Wskaźniki".
    """
    names = _sheet_names(tables_of(schemas))
    found = {sheet.name: names[compared(sheet.name)] for sheet in sheets if compared(sheet.name) in names}
    ours = {name: kind for name, kind in found.items() if kind in (DOCUMENT, VALUES)}
    for sheet in sheets:
        kind = found.get(sheet.name, "")
        if kind in schemas and catalogue_header(sheet, kind, schemas):
            ours[sheet.name] = kind
    return found if ours else {}


def catalogue_header(sheet: Sheet, table: str, schemas: Mapping[str, Mapping[str, Any]]) -> Header | None:
    """Return the header of a table of the catalogue: the first row near the top that has its key."""
    schema = schemas[table]
    names = {compared(field["name"]): field["name"] for field in schema["fields"]}
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        if set(schema["primaryKey"]) & set(names_in(row, names)):
            return header_at(sheet, at, names, schema["primaryKey"])
    return None


def sheet_problems(
    sheets: Sequence[Sheet], ours: Mapping[str, str], schemas: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    """Yield a problem for each sheet of a workbook of ours that is unknown, or that says what another one says."""
    first: dict[str, str] = {}
    for sheet in sheets:
        kind = ours.get(sheet.name)
        if kind is None and not empty_sheet(sheet):
            known = _sheet_names(tables_of(schemas))
            nearest = get_close_matches(compared(sheet.name), known, n=1, cutoff=0.0)
            values = {"nearest": label_of("sheet", known[nearest[0]])}
            yield Problem("shape.sheet_unknown", sheet.name, None, None, values)
        elif kind not in (None, INSTRUCTIONS) and first.setdefault(kind or "", sheet.name) != sheet.name:
            yield Problem("shape.sheet_twice", sheet.name, None, None, {"first": first[kind or ""]})


def draft_of_document(sheet: Sheet) -> Draft:
    """Return the document that a sheet describes in pairs of a field and its content.

    The pairs stand one below the other, so each field has a row of its own; its column is that of the contents.
    """
    names = _document_names()
    cells: dict[str, Value] = {}
    rows: dict[str, int] = {}
    problems = []
    for number, row in enumerate(sheet.rows, start=1):
        label, content = written(row[0]) if row else "", row[1] if len(row) > 1 else None
        field = names.get(compared(label))
        if label.startswith("#") or compared(label) in _headings():
            continue
        if field in rows:
            problems.append(Problem("shape.field_twice", sheet.name, number, 0, {"field": shown(label)}))
        elif field:
            rows[field] = number
            if not blank(content):
                cells[field] = content.strip() if isinstance(content, str) else content
        elif not field and not blank(content):
            nearest = get_close_matches(compared(label), names, n=1, cutoff=0.0)
            values = {"field": shown(label) or "–", "nearest": label_of("document", names[nearest[0]])}
            problems.append(Problem("shape.field_unknown", sheet.name, number, 0, values))
    entry = Entry(sheet.name, 0, dict.fromkeys(rows, 1), cells, rows)
    return Draft({"sources": [entry]}, problems)


def with_options(draft: Draft, document: Mapping[str, str]) -> Draft:
    """Return the document of a file with what is said beside the file; where the two differ, that is a problem."""
    given = {field: text for field, text in document.items() if not blank(text)}
    entries = draft.entries.get("sources", ())
    if not given:
        return draft
    if not entries:
        return replace(draft, entries={**draft.entries, "sources": [Entry("", 0, {}, given)]})
    entry = entries[0]
    problems = [
        Problem(
            "shape.document_differs",
            entry.sheet,
            entry.row_of(field),
            entry.columns[field],
            {"field": label_of("document", field), "sheet": shown(written(entry.cells[field])), "beside": shown(text)},
        )
        for field, text in given.items()
        if field in entry.cells and not _same(entry.cells[field], text)
    ]
    whole = replace(entry, cells={**given, **entry.cells})
    return replace(draft, entries={**draft.entries, "sources": [whole]}, problems=[*draft.problems, *problems])


def _same(cell: Value, text: str) -> bool:
    """Return whether a cell says what a text does; a day may be a date in the one and written out in the other."""
    if isinstance(cell, date):
        day = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text.strip())
        return written(cell)[:10] == (f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else text.strip())
    return compared(written(cell)) == compared(text)


def draft_of_catalogue(sheet: Sheet, table: str, schemas: Mapping[str, Mapping[str, Any]]) -> Draft:
    """Return the rows of a table of the catalogue as they stand; every column of the header gives a cell.

    A sheet without a filled row is no problem, with or without a header.
    """
    header = catalogue_header(sheet, table, schemas)
    if header is None:
        lacking = not empty_sheet(sheet)
        key = ", ".join(schemas[table]["primaryKey"])
        return Draft({}, [Problem("shape.no_key", sheet.name, None, None, {"column": key})] if lacking else [])
    rows = list(rows_below(sheet, header))
    if any(problem.rule == "shape.column_missing" for problem in header.problems):
        return Draft({}, header.problems)
    entries = [
        Entry(
            sheet.name,
            number,
            header.columns,
            {field: _stripped(row[column]) if column < len(row) else None for field, column in header.columns.items()},
        )
        for number, row in rows
    ]
    return Draft({table: entries} if entries else {}, header.problems)


def _stripped(value: Value) -> Value:
    """Return a text without blanks around it, None for an empty one; anything else as it is."""
    return (value.strip() or None) if isinstance(value, str) else value
