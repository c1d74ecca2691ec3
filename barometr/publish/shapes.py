"""What a file is and what it says: a long table, a table as printed, or a workbook of ours, by its content alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from barometr.publish import long, wide, workbook
from barometr.publish.cells import DecimalSign, decimal_sign
from barometr.publish.draft import Draft, Entry, Options, Problem, Question, Sheet, Value
from barometr.publish.known import Known
from barometr.publish.names import Names, names_of


@dataclass(frozen=True, slots=True)
class Figures:
    """A sheet of figures: the header of a long table, or the tables as printed; neither where it has none."""

    sheet: Sheet
    header: long.Header | None
    printed: Sequence[wide.WideTable]

    def values(self) -> Iterator[Value]:
        """Yield the cells that hold values."""
        if self.header:
            yield from long.values_of(self.sheet, self.header)
        for table in self.printed:
            yield from wide.values_of(table)


def draft_of(sheets: Sequence[Sheet], options: Options, known: Known) -> Draft:
    """Return what a file wants to add, with everything in it that a person has to settle first.

    Decimal commas and points are told apart for the whole file: its unambiguous numbers decide what "1,234" is.
    """
    filled = [sheet for sheet in sheets if not workbook.empty_sheet(sheet)]
    if not filled:
        return Draft({}, [Problem("shape.nothing")])
    ours = workbook.kinds(filled, known.schemas)
    drafts = list(_described(filled, ours, known)) if ours else []
    names = names_of(_extended(known, drafts))
    figures = [_figures(sheet, names) for sheet in _of_figures(filled, ours)]
    sign = decimal_sign(chain.from_iterable(one.values() for one in figures))
    asked = 0
    for one in figures:
        for draft in _read(one, sign, options, names, asked):
            drafts.append(draft)
            asked += len(draft.questions)
    return workbook.with_options(_joined(drafts), options.document)


def _of_figures(sheets: Sequence[Sheet], ours: Mapping[str, str]) -> list[Sheet]:
    """Return the sheets that hold figures: those of values in a workbook of ours, every one in another file."""
    if not ours:
        return list(sheets)
    return [sheet for sheet in sheets if ours.get(sheet.name) == workbook.VALUES][:1]


def _described(sheets: Sequence[Sheet], ours: Mapping[str, str], known: Known) -> Iterator[Draft]:
    """Yield the document and the tables of the catalogue in a workbook of ours, and what is wrong with its sheets."""
    yield Draft({}, list(workbook.sheet_problems(sheets, ours, known.schemas)))
    read = {workbook.VALUES, workbook.INSTRUCTIONS}
    for sheet in sheets:
        kind = ours.get(sheet.name)
        if kind is None or kind in read:
            continue
        read.add(kind)
        if kind == workbook.DOCUMENT:
            yield workbook.draft_of_document(sheet)
        else:
            yield workbook.draft_of_catalogue(sheet, kind, known.schemas)


def _extended(known: Known, drafts: Sequence[Draft]) -> Known:
    """Return the catalogue with what the file itself adds to it, so that its figures may be of new indicators."""
    tables = dict(known.tables)
    for draft in drafts:
        for table, entries in draft.entries.items():
            fields = [field["name"] for field in known.schemas[table]["fields"]]
            tables[table] = [*tables[table], *(dict.fromkeys(fields) | dict(entry.cells) for entry in entries)]
    return replace(known, tables=tables)


def _figures(sheet: Sheet, names: Names) -> Figures:
    """Return what a sheet of figures is."""
    header = long.long_header(sheet)
    return Figures(sheet, header, () if header else wide.wide_tables(sheet, names))


def _read(figures: Figures, sign: DecimalSign | None, options: Options, names: Names, asked: int) -> Iterator[Draft]:
    """Yield what the tables of a sheet say; `asked` is the number of questions of the sheets before."""
    if figures.header:
        yield long.draft_of_long(figures.sheet, figures.header, sign, options.area_id, names)
    elif not figures.printed:
        yield Draft({}, [Problem("shape.no_header", figures.sheet.name)])
    for table in figures.printed:
        draft = wide.draft_of_wide(table, sign, options, names, asked)
        asked += len(draft.questions)
        yield draft


def _joined(drafts: Sequence[Draft]) -> Draft:
    """Return several drafts as one."""
    entries: dict[str, list[Entry]] = {}
    problems: list[Problem] = []
    questions: list[Question] = []
    for draft in drafts:
        for table, rows in draft.entries.items():
            entries.setdefault(table, []).extend(rows)
        problems += draft.problems
        questions += draft.questions
    return Draft(entries, problems, questions, sum(draft.empty for draft in drafts))
