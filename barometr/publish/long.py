"""Reading a long table: a header with indicator, year and value, and one row for one value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from barometr.publish.cells import (
    IN_PERCENT,
    MISSING,
    SCALED,
    STATUSES,
    Cell,
    DecimalSign,
    Unclear,
    blank,
    compared,
    shown,
    status_of,
    understood,
    written,
)
from barometr.publish.check_names import InBoth
from barometr.publish.draft import Draft, Entry, Problem, Sheet, Value
from barometr.publish.names import Names, named
from barometr.words import texts
from barometr.words.formats import printed_decimals
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

REQUIRED = ("indicator_id", "year", "value")
OPTIONAL = ("area_id", "member", "status", "literal", "locator", "note", "note_en")
INFORMING = ("name", "unit", "previous")
KEPT = ("area_id", "indicator_id", "member", "year", "locator", "note", "note_en")
NOTHING: dict[str, Value] = dict.fromkeys((*REQUIRED, *OPTIONAL, *INFORMING), "")
HEADER_WITHIN = 30  # rows from the top in which a header is looked for; titles stand above it
SIGNS: tuple[DecimalSign, ...] = (",", ".")
MOST_DECIMALS = 15
YES_OR_NO = {"tak": 1.0, "yes": 1.0, "nie": 0.0, "no": 0.0}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its row (from 0), the column of each field, and what is wrong with it."""

    row: int
    columns: Mapping[str, int]
    problems: Sequence[Problem]


@lru_cache(maxsize=1)
def long_names() -> dict[str, str]:
    """Return the field of a long table by every name that its column may have, as `compared` gives it."""
    fields = REQUIRED + OPTIONAL + INFORMING
    labels = {
        compared(Wording(language).text(f"intake.column.{field}")): field for language in LANGUAGES for field in fields
    }
    return labels | {compared(field): field for field in fields}


def label_of(kind: str, name: str) -> InBoth:
    """Return what a column, a field of the document or a sheet is called in each language, by its id.

    `kind` is "column", "document" or "sheet"; the columns of the catalogue have no other name than their id.
    """
    key = f"intake.{kind}.{name}"
    known = key in texts.catalogue()
    return InBoth(**{language: texts.text(language, key) if known else name for language in LANGUAGES})


def names_in(row: Sequence[Value], names: Mapping[str, str]) -> list[str]:
    """Return the fields whose names stand in a row, in their order."""
    return [names[compared(cell)] for cell in row if isinstance(cell, str) and compared(cell) in names]


def header_at(sheet: Sheet, at: int, names: Mapping[str, str], required: Sequence[str]) -> Header:
    """Return the header in a row of a sheet, with a problem for each column that is unknown, double or missing."""
    columns: dict[str, int] = {}
    problems = []
    for column, cell in enumerate(sheet.rows[at]):
        printed = written(cell)
        field = names.get(compared(printed))
        if field is None and (printed or _filled(sheet, at, column)):
            problems.append(_strange_column(sheet, at, column, printed, names))
        elif field in columns:
            problems.append(Problem("shape.column_twice", sheet.name, at + 1, column, {"column": printed}))
        elif field is not None:
            columns[field] = column
    widest = max(len(row) for row in sheet.rows)
    unnamed = (column for column in range(len(sheet.rows[at]), widest) if _filled(sheet, at, column))
    problems += [_strange_column(sheet, at, column, "", names) for column in unnamed]
    lacking = [field for field in required if field not in columns]
    problems += [
        Problem("shape.column_missing", sheet.name, at + 1, None, {"column": label_of("column", field)})
        for field in lacking
    ]
    return Header(at, columns, problems)


def _filled(sheet: Sheet, at: int, column: int) -> bool:
    """Return whether anything stands in a column below a row."""
    return any(column < len(row) and not blank(row[column]) for row in sheet.rows[at + 1 :])


def _strange_column(sheet: Sheet, at: int, column: int, printed: str, names: Mapping[str, str]) -> Problem:
    if not printed:
        return Problem("shape.column_unnamed", sheet.name, at + 1, column)
    nearest = get_close_matches(compared(printed), names, n=1, cutoff=0.0)
    values = {"column": shown(printed), "nearest": label_of("column", names[nearest[0]])}
    return Problem("shape.column_unknown", sheet.name, at + 1, column, values)


def long_header(sheet: Sheet) -> Header | None:
    """Return the header of a long table: the row near the top with at least two of indicator, year and value."""
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        if len(set(names_in(row, long_names())) & set(REQUIRED)) >= 2:
            return header_at(sheet, at, long_names(), REQUIRED)
    return None


def rows_below(sheet: Sheet, header: Header) -> Iterator[tuple[int, Sequence[Value]]]:
    """Yield the number (from 1) and the cells of every row below a header that is neither blank nor a remark.

    A remark is a row whose first cell that is not blank begins with "#".
    """
    for number, row in enumerate(sheet.rows[header.row + 1 :], start=header.row + 2):
        first = next((cell for cell in row if not blank(cell)), None)
        if first is not None and not (isinstance(first, str) and first.lstrip().startswith("#")):
            yield number, row


def values_of(sheet: Sheet, header: Header) -> Iterator[Value]:
    """Yield what stands in the column of values."""
    column = header.columns.get("value")
    if column is not None:
        yield from (row[column] for row in sheet.rows[header.row + 1 :] if column < len(row))


def contradiction(cell: Cell, status: str) -> bool:
    """Return whether a cell and the status given beside it cannot both be right.

    The status decides otherwise: "4 tys." measured is a 4000, "ok. 500" planned a plan. A status that is none is
    for others to find.
    """
    if status not in STATUSES:
        return False
    if (cell.value is None) != (status in MISSING):
        return True
    if cell.status == "approx":
        return cell.firm and status == "actual"
    return cell.value is not None and cell.status not in ("", status)


def said_of(value: Value, sign: DecimalSign | None, indicator: Mapping[str, Any] | None) -> Cell | Unclear:
    """Return what a cell says as a value of an indicator, None where that is not known.

    A milestone may be a yes or a no; a per cent sign or "zł" must not stand beside a value in another unit.
    """
    if indicator and indicator["value_type"] == "milestone":
        if isinstance(value, bool):
            return Cell(float(value))
        if isinstance(value, str) and compared(value) in YES_OR_NO:
            return Cell(YES_OR_NO[compared(value)])
    said = understood(value, sign)
    if isinstance(said, Cell) and said.unit and indicator and said.unit not in (indicator["unit"] or ""):
        return Unclear("cell.other_unit", {"printed": shown(written(value)), "indicator": named(indicator)})
    return said


def draft_of_long(
    sheet: Sheet,
    header: Header,
    sign: DecimalSign | None,
    area_id: str | None,
    names: Names,
) -> Draft:
    """Return the rows of a long table as observations; `names` gives the indicators that are known."""
    problems = list(header.problems)
    if any(problem.rule == "shape.column_missing" for problem in problems):
        return Draft({}, problems)
    if area_id is None and "area_id" not in header.columns:
        return Draft({}, [*problems, Problem("shape.no_area", sheet.name, header.row + 1)])
    # What has no column of its own was read from the column of the value.
    columns = {"literal": header.columns["value"], "status": header.columns["value"], **header.columns}
    entries, empty = [], 0
    for number, row in rows_below(sheet, header):
        given = NOTHING | {
            field: cell.strip() if isinstance(cell, str) else cell
            for field, column in header.columns.items()
            if column < len(row) and (cell := row[column]) is not None
        }
        if given["value"] == given["status"] == given["literal"] == "":
            empty += 1
            continue
        read = _read(given, sign, names)
        if isinstance(read, dict):
            read["area_id"] = read["area_id"] or area_id
            entries.append(Entry(sheet.name, number, columns, read))
        else:
            field, unclear = read
            problems.append(Problem(unclear.rule, sheet.name, number, columns[field], unclear.values))
    return Draft({"observations": entries}, problems, (), empty)


def _read(given: Mapping[str, Value], sign: DecimalSign | None, names: Names) -> dict[str, Value] | tuple[str, Unclear]:
    """Return the cells of an observation, or the field that is unclear and why; a blank cell is given as ""."""
    value, status, literal = given["value"], given["status"], given["literal"]
    if isinstance(status, str):
        status = status_of(status) or status
    cells = {field: given[field] for field in KEPT}
    cells |= {"value": None, "status": status, "literal": _as_literal(value if literal == "" else literal)}
    if value == "":
        if status == "":
            return "value", Unclear("cell.only_literal", {"literal": shown(written(literal))})
        return cells
    indicator = names.indicators.get(str(given["indicator_id"]))
    said = said_of(value, sign, indicator)
    if isinstance(said, Unclear):
        return "value", said
    if status != "" and isinstance(status, str) and contradiction(said, status):
        values = {"printed": shown(written(value)), "status": InBoth(*[written(given["status"])] * 2)}
        return "status", Unclear("cell.contradicts_status", values)
    if contradicted := _contradicted(given, indicator, names):
        return contradicted
    if said.value is not None and _other_figure(literal, said.value):
        values = {"literal": shown(written(literal)), "printed": shown(written(value))}
        return "literal", Unclear("value.literal_differs", values)
    if said.mark and given["note"] == given["note_en"] == "":
        return "value", Unclear("cell.mark_unexplained", {"printed": shown(written(value)), "mark": said.mark})
    cells["value"], cells["status"] = said.value, status or said.status or "actual"
    return cells


def _contradicted(
    given: Mapping[str, Value], indicator: Mapping[str, Any] | None, names: Names
) -> tuple[str, Unclear] | None:
    """Return what the name or unit beside a value says against it, with its field; None for nothing."""
    unit, name = given["unit"], given["name"]
    if isinstance(unit, str) and SCALED.search(compared(unit)):
        return "unit", Unclear("cell.scaled_unit", {"unit": shown(unit)})
    if indicator is None:
        return None
    if isinstance(unit, str) and IN_PERCENT.search(compared(unit)) and "percent" not in (indicator["unit"] or ""):
        return "unit", Unclear("cell.unit_differs", {"unit": shown(unit), "indicator": named(indicator)})
    others = names.by_name(name) if isinstance(name, str) else set()
    if others and indicator["indicator_id"] not in others:
        meant = named(names.indicators[min(others)])
        return "name", Unclear("cell.name_contradicts", {"indicator": named(indicator), "other": meant})
    return None


def _other_figure(literal: Value, value: float) -> bool:
    """Return whether a literal is a figure of its own: with either decimal sign neither the value nor it rounded.

    The document may print "12,5" where the file has 12.5. What a person rounded ("4 tys.", "ok. 500"), wrote as a
    percentage of a fraction (which the check of values explains) or in words is no other figure.
    """
    if blank(literal) or isinstance(literal, bool):
        return False
    for sign in SIGNS:
        said = understood(literal, sign)
        if isinstance(said, Unclear) or said.value is None or said.status == "approx":
            return False
        step = 0.5 * 10.0 ** -printed_decimals(written(literal), MOST_DECIMALS)
        percent = value * 100 if said.unit == "percent" else value
        if any(abs(one - said.value) <= step * (1 + 1e-9) for one in (value, percent)):
            return False
    return True


def _as_literal(value: Value) -> Value:
    """Return a number as it is written; anything else, such as a date that is none, as it is."""
    return written(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
