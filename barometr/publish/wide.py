"""Reading a table as cities print it: indicators down, years across, footnotes below."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from barometr.publish.cells import (
    IN_PERCENT,
    LONGEST,
    MARK,
    SCALED,
    Cell,
    DecimalSign,
    Unclear,
    blank,
    compared,
    shown,
    status_of,
    tells_status,
    tells_status_beside,
    written,
)
from barometr.publish.check_names import InBoth
from barometr.publish.draft import Draft, Entry, Options, Problem, Question, Sheet, Value
from barometr.publish.long import contradiction, said_of
from barometr.publish.names import ALIKE, MOST_CANDIDATES, Names, named, without_code
from barometr.words import texts
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

YEAR = re.compile(r"(?P<before>[^\d()]*?)[ (]*(?P<year>19[9]\d|20\d\d|2100)\)?(?: ?r\b\.?)?(?P<after>[^\d]*)")
BESIDE_A_YEAR = {"rok", "roku", "r", "w", "na", "za", "lata", "year", "in", "for"}
LONGEST_HEADING = 60  # characters over a column of values
HAS_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# What stands in columns that only inform, by the beginning of their headers.
CHANGES = ("zmiana", "dynamika", "roznica", "change", "trend")
ORIGINS = ("zrodlo", "source")
INFORMING: tuple[str, ...] = ("lp", "l.p", "jedn", "j.m", "jm", "unit", *ORIGINS, "odpowiedzialn", "wydzial")
INFORMING += ("definicja", "definition", "sposob", "cel", "goal", *CHANGES)
AREAS = ("miasto", "gmina", "city", "town")
NOTES = ("uwagi", "uwaga", "komentarz", "objasnienia", "notes", "note", "remarks", "comments")
HEADINGS = ("wskaznik", "wskazniki", "nazwa", "nazwa wskaznika", "kod", "wyszczegolnienie", "indicator", "name", "code")
TOTAL = ("ogolem", "razem", "suma", "lacznie", "total", "all")
# Between a total and its parts: a row that says so does not end the breakdown.
OF_WHICH = re.compile(r"(?:w tym|z tego|z czego|of which|including)(?: z tego)?(?![^\W\d_]):?", re.IGNORECASE)
BULLET = re.compile(r"(?:[-–—•▪·*]|[a-z]\)|\d{1,2}[.)])\s+", re.IGNORECASE)
MOST_QUESTIONS = 200  # a file with more unknown rows than that is none of ours
JOINTS = (" – ", " - ", " — ", ": ", " / ")
FOOTNOTE = re.compile(rf"({MARK})\s*(\S.*)")
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
MARKED = re.compile(rf"(.*?)\s?({MARK})", re.DOTALL)
TAIL = 40  # characters at the end of a name among which its footnote mark stands
MOST_JOINTS = 10  # places at which one name is parted
# Of a title: "(tys. osób)", but not "miasto, które ma 470 tys. mieszkańców".
SCALED_ABOVE = re.compile(rf"(?<!\d)(?<!\d ){SCALED.pattern}")


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A column of values: its year, the status that its header gives it ("" for none), and a footnote mark."""

    year: int
    status: str
    mark: str


@dataclass(frozen=True)
class WideTable:
    """A table in a sheet: the rows of its header and of its end (from 0), and what its columns are."""

    sheet: Sheet
    top: int
    header: int
    end: int
    years: Mapping[int, YearColumn]
    labels: Sequence[int]
    informing: Sequence[int]
    notes: Sequence[int]
    area: int | None
    problems: Sequence[Problem] = ()

    def rows(self) -> Iterator[tuple[int, Sequence[Value]]]:
        """Yield the number (from 1) and the cells of every row below the header that is not blank."""
        for at in range(self.header + 1, self.end):
            row = self.sheet.rows[at]
            if any(not blank(cell) for cell in row):
                yield at + 1, row

    def cells(self, row: Sequence[Value]) -> dict[int, Value]:
        """Return the cells of a row under the years that are not blank, by column."""
        return {column: row[column] for column in self.years if column < len(row) and not blank(row[column])}

    def named(self, row: Sequence[Value]) -> list[str]:
        """Return the texts before the years of a row, those of columns that only inform left out."""
        found = [_text(row, column) for column in self.labels if column not in self.informing]
        return [text for text in found if text]


def year_column(cell: Value) -> YearColumn | None:
    """Return what the header of a column of values says ("2017", "2017 r.", "2018 (plan)"), None for another one."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return YearColumn(int(cell), "", "") if 1990 <= cell <= 2100 and cell == int(cell) else None
    if not isinstance(cell, str) or len(cell) > LONGEST_HEADING or not HAS_A_YEAR.search(cell):
        return None
    printed, mark = _without_mark(" ".join(cell.split()))
    found = YEAR.fullmatch(compared(printed))
    if not found:
        return None
    words = [word for word in re.split(r"[ ()\[\].,;:-]+", f"{found['before']} {found['after']}") if word]
    said = " ".join(word for word in words if word not in BESIDE_A_YEAR)
    status = status_of(said) if said else ""
    if status is None:
        return None
    return YearColumn(int(found["year"]), status, mark)


def wide_tables(sheet: Sheet, names: Names) -> list[WideTable]:
    """Return the tables of a sheet, one under another; none where no row has two years."""
    headers: list[int] = []
    for at, row in enumerate(sheet.rows):
        if _is_header(row, names, first=not headers):
            headers.append(at)
    ends = [*headers[1:], len(sheet.rows)]
    # What stands above the first header are titles; above another one are the rows of the table before.
    return [
        _table(sheet, 0 if header == headers[0] else header, header, end)
        for header, end in zip(headers, ends, strict=False)
    ]


def _is_header(row: Sequence[Value], names: Names, first: bool) -> bool:
    """Return whether a row is the header of a table: two different years, and no other number after them.

    What stands before the years must be headings, as counts can look like years; in the first header of a sheet
    these may be any words but the name of an indicator.
    """
    years = {column: (found.year, found.status) for column, cell in enumerate(row) if (found := year_column(cell))}
    if len(years) < 2 or len(set(years.values())) == 1:
        return False
    after = [cell for column, cell in enumerate(row) if column > min(years) and column not in years]
    if any(not blank(cell) and not re.search(r"[^\W\d_]", written(cell)) for cell in after):
        return False
    labels = [label for column in range(min(years)) if (label := _text(row, column))]
    if first:
        return not any(names.by_name(label) or names.by_code(label, None) for label in labels)
    return all(_is_heading(label) for label in labels)


def _is_heading(label: str) -> bool:
    word = compared(label)
    return word.startswith((*INFORMING, *HEADINGS)) or word in {*NOTES, *AREAS, *_labels("area_id"), *_labels("member")}


@lru_cache(maxsize=8)
def _labels(name: str) -> frozenset[str]:
    """Return the names of a column in both languages, as `compared` gives them."""
    labels = {compared(Wording(language).text(f"intake.column.{name}")) for language in LANGUAGES}
    return frozenset(labels | {compared(name)})


def _text(row: Sequence[Value], column: int) -> str:
    """Return the text of a cell, "" for a blank one, a number, or none at all."""
    cell = row[column] if column < len(row) else None
    return cell.strip() if isinstance(cell, str) else ""


def _table(sheet: Sheet, top: int, header: int, end: int) -> WideTable:
    """Return what the columns of a table are, with the problems of its header."""
    row = sheet.rows[header]
    years = {column: found for column, cell in enumerate(row) if (found := year_column(cell))}
    first, widest = min(years), max(len(one) for one in sheet.rows[header:end])
    # A header of two rows has the names of its other columns in the upper one.
    above = sheet.rows[header - 1] if header > top else ()
    headings = {column: compared(_text(row, column) or _text(above, column)) for column in range(widest)}
    named = [column for column, heading in headings.items() if column not in years and heading]
    notes = [column for column in named if headings[column] in {*NOTES, *_labels("note")}]
    area = next((column for column in named if headings[column] in {*AREAS, *_labels("area_id")}), None)
    labels = [column for column in range(first) if column not in notes and column != area]
    informing = [column for column in labels if headings[column] and headings[column].startswith(INFORMING)]
    problems = [*_year_problems(sheet, header, years), *_years_above(sheet, top, header, years)]
    for column in range(first, widest):
        printed = written(row[column]) if column < len(row) else ""
        if column in years or column in notes or column == area:
            continue
        if HAS_A_YEAR.search(printed) and not headings[column].startswith(CHANGES):
            problems.append(Problem("shape.not_a_year", sheet.name, header + 1, column, {"printed": shown(printed)}))
        elif not headings[column] and any(_given(one, column) for one in sheet.rows[header + 1 : end]):
            problems.append(Problem("shape.column_unnamed", sheet.name, header + 1, column))
        elif not headings[column].startswith(INFORMING):
            problems += _status_beside(sheet, range(header + 1, end), column)
    return WideTable(sheet, top, header, end, years, labels, informing, notes, area, problems)


def _given(row: Sequence[Value], column: int) -> bool:
    return column < len(row) and not blank(row[column])


def _year_problems(sheet: Sheet, header: int, years: Mapping[int, YearColumn]) -> Iterator[Problem]:
    """Yield a problem for each year that stands twice without a word that tells the two apart."""
    seen = set()
    for column, found in years.items():
        if (found.year, found.status) in seen:
            yield Problem("shape.year_twice", sheet.name, header + 1, column, {"year": found.year})
        seen.add((found.year, found.status))


def _years_above(sheet: Sheet, top: int, header: int, years: Mapping[int, YearColumn]) -> Iterator[Problem]:
    """Yield a problem for each heading such as "2016/2017" above what was taken for years, but may be counts."""
    for at in range(top, header):
        row = sheet.rows[at]
        found = {column: printed for column in years if HAS_A_YEAR.search(printed := _text(row, column))}
        if len(found) > 1:
            for column, printed in found.items():
                yield Problem("shape.not_a_year", sheet.name, at + 1, column, {"printed": shown(printed)})


def _status_beside(sheet: Sheet, rows: Iterable[int], column: int) -> Iterator[Problem]:
    """Yield a problem where a column after the years first says that the values of a row are not plainly measured."""
    for at in rows:
        if tells_status_beside(printed := _text(sheet.rows[at], column)):
            yield Problem("shape.status_beside", sheet.name, at + 1, column, {"printed": shown(printed)})
            return


def values_of(table: WideTable) -> Iterator[Value]:
    """Yield what stands under the years."""
    for _, row in table.rows():
        yield from table.cells(row).values()


@dataclass(frozen=True, slots=True)
class Match:
    """The indicator and part that a printed row means, or why that is not known.

    Without an indicator there are `candidates` for a question, or a `problem`.
    """

    indicator_id: str | None = None
    member: str = ""
    candidates: Sequence[str] = ()
    problem: Unclear | None = None


def matched(labels: Sequence[str], current: str | None, area_id: str | None, names: Names, ask: bool = True) -> Match:
    """Return what a row with these printed texts means; `current` is the indicator of the rows above it.

    Candidates are looked up only where somebody is to be asked.

    A code counts in the programme of the area; a name, short name or id everywhere. A part is known by its name,
    below its total or after it ("Wolontariusze – sport"). A text that is left over may change the meaning of a row,
    so it leads to a question.
    """
    by_code: set[str] = set()
    by_name: set[str] = set()
    left: list[str] = []
    for label in labels:
        first, rest = without_code(label)
        if found := names.by_code(label, area_id):
            by_code |= found
        elif rest and (found := names.by_code(first, area_id)):
            by_code |= found
            if alike := names.by_name(rest):
                by_name |= alike
            else:
                left.append(rest)
        elif found := names.by_name(label):
            by_name |= found
        else:
            left.append(label)
    if by_code and by_name and not by_code & by_name:
        values = {"code": named(names.indicators[min(by_code)]), "name": named(names.indicators[min(by_name)])}
        return Match(problem=Unclear("shape.code_and_name", values))
    meant = by_code & by_name or by_code or by_name
    if len(meant) > 1:
        return Match(candidates=sorted(meant)[:MOST_CANDIDATES])
    if meant:
        return _with_part(meant.pop(), left, bool(by_name), names, ask)
    return _part_of(left, current, names, ask)


def _with_part(indicator_id: str, left: Sequence[str], has_name: bool, names: Names, ask: bool) -> Match:
    """Return the part of a row whose indicator is known, by the texts that are not its name or code."""
    members = {member for text in left if (member := names.member(indicator_id, _bare(text)))}
    forms = names.units.get(names.indicators[indicator_id]["unit"], ())
    others = [text for text in left if not names.member(indicator_id, _bare(text))]
    strange = [text for text in others if not _says_nothing(text) and compared(text) not in forms]
    if not has_name:  # only the code is known, so one of the texts should be like the name
        strange = [text for text in strange if names.alike(indicator_id, text) < ALIKE]
    if strange or len(members) > 1:
        nearest = names.nearest(" ".join(left), [*names.indicators, *names.parts(indicator_id)]) if ask else []
        return Match(candidates=list(dict.fromkeys([indicator_id, *nearest]))[:MOST_CANDIDATES])
    return Match(indicator_id, members.pop() if members else "")


def _part_of(left: Sequence[str], current: str | None, names: Names, ask: bool) -> Match:
    """Return the part that a row without an indicator of its own means: of the total above it, or named with it."""
    said = [text for text in left if not _says_nothing(text)]
    if not said:
        is_total = current and any(compared(text) in TOTAL for text in left)
        return Match(current) if is_total else Match(problem=Unclear("shape.no_name", {}))
    if current:
        members = {names.member(current, _bare(text)) for text in said}
        if len(members) == 1 and (member := members.pop()):
            return Match(current, member)
    if len(said) == 1:
        joined = set(_joined(said[0], names))
        if len(joined) == 1:
            return Match(*joined.pop())
    if not ask:
        return Match()
    # What is said to be a part can only be one of the total above it.
    among = names.parts(current) if current and _bare(said[0]) != said[0] else []
    among = among or [*names.indicators, *(part for one in names.indicators for part in names.parts(one))]
    return Match(candidates=names.nearest(_bare(" ".join(said)), among))


def _joined(text: str, names: Names) -> Iterator[tuple[str, str]]:
    """Yield the indicators and parts that a text such as "Wolontariusze – sport" names, parted at any of its joints."""
    for joint in JOINTS:
        for found in islice(re.finditer(re.escape(joint), text), MOST_JOINTS):
            for indicator_id in names.by_name(text[: found.start()]):
                if member := names.member(indicator_id, _bare(text[found.end() :])):
                    yield indicator_id, member


def _bare(text: str) -> str:
    """Return a name without "w tym:", a bullet, or what letters a list: "w tym: sport", "– sport", "a) sport"."""
    bare = BULLET.sub("", text.strip(), count=1)
    bare = OF_WHICH.sub("", bare, count=1).strip() if OF_WHICH.match(bare) else bare
    return BULLET.sub("", bare, count=1).strip()


def _says_nothing(text: str) -> bool:
    """Return whether a text does not change what a row means: a row number, "ogółem", a bare "w tym:"."""
    word = compared(_bare(text))
    return not re.search(r"[^\W\d_]", word) or word in TOTAL


def draft_of_wide(table: WideTable, sign: DecimalSign | None, options: Options, names: Names, asked: int = 0) -> Draft:
    """Return the cells of a printed table as observations; `asked` is the number of questions of the tables before."""
    reader = _Reader(table, sign, options, names)
    if options.area_id is None and table.area is None:
        reader.problems.append(Problem("shape.no_area", table.sheet.name, table.header + 1))
    elif not table.problems:
        for number, row in table.rows():
            if asked + len(reader.questions) == MOST_QUESTIONS:
                reader.problems.append(Problem("shape.unknown_rows", table.sheet.name, number, None))
                break
            reader.read(number, row)
    return Draft({"observations": reader.entries}, reader.problems, reader.questions, reader.empty)


@dataclass
class _Reader:
    """Reads a printed table row by row: a part is known by the total above it."""

    table: WideTable
    sign: DecimalSign | None
    options: Options
    names: Names
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    empty: int = 0
    current: str | None = None
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    footnotes: dict[str, list[str]] = field(default_factory=dict)
    columns: dict[int, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.problems += self.table.problems
        self.footnotes = footnotes_of(self.table)
        top, header = self.table.top, self.table.header
        for number, row in enumerate(self.table.sheet.rows[top : header + 1], top + 1):
            titles = {column: text for column in range(len(row)) if (text := _text(row, column))}
            scaled = (text for text in titles.values() if not compared(text).startswith((*CHANGES, *ORIGINS)))
            if any(SCALED_ABOVE.search(compared(text)) for text in scaled):
                self._tell("shape.scaled_table", number, None, printed=shown(" ".join(titles.values())))
            if number <= header:
                self._status_above(number, titles)

    def _tell(self, rule: str, number: int, column: int | None, **values: object) -> None:
        self.problems.append(Problem(rule, self.table.sheet.name, number, column, values))

    def _status_above(self, number: int, titles: Mapping[int, str]) -> None:
        """Say that a row above the header tells a status that the years below it do not have."""
        years, headings = self.table.years, self.table.sheet.rows[self.table.header]
        for column, text in titles.items():
            # In a header of two rows "Cel" may be the heading of a column of goals.
            is_heading = number == self.table.header and column < min(years) and not _text(headings, column)
            said = not (is_heading and _is_heading(text)) and tells_status(text)
            if said and not all(year.status for year in years.values()):
                self._tell("shape.status_above", number, column, printed=shown(text))
                return

    def read(self, number: int, row: Sequence[Value]) -> None:
        """Read one row: a heading, a footnote, or the values of an indicator or part."""
        cells, marks = self.table.cells(row), ""
        labels = []
        for text in self.table.named(row):
            label, mark = _without_mark(text)
            labels.append(label)
            marks = marks or mark
        area_id = self.names.area(_text(row, self.table.area)) if self.table.area is not None else ""
        area_id = area_id or self.options.area_id or ""
        if not cells and _footnote(row):
            return
        match = self._match(number, labels, area_id, bool(cells))
        if not cells:
            self._heading(number, labels, match)
            return
        if match is None:
            return
        if self.table.area is not None and not _given(row, self.table.area):
            self._tell("shape.area_blank", number, self.table.area)
            self.current = match.indicator_id
            return
        if match.problem:
            self._tell(match.problem.rule, number, self._first_label(row), **match.problem.values)
        elif match.indicator_id is None:
            printed = " – ".join(labels)
            self.questions.append(Question(self.table.sheet.name, number, printed, match.candidates))
        if match.indicator_id is None:
            self.current = None
            return
        self.current = match.indicator_id
        first = self.seen.setdefault((area_id, match.indicator_id, match.member), number)
        if first != number:
            indicator = named(self.names.indicators[match.indicator_id], match.member)
            self._tell("shape.row_twice", number, self._first_label(row), first=first, indicator=indicator)
        elif not self._scaled(number, row, match.indicator_id):
            self.empty += len(self.table.years) - len(cells)
            self._values(number, row, cells, match, area_id, marks)

    def _match(self, number: int, labels: Sequence[str], area_id: str, ask: bool) -> Match | None:
        """Return what a row means, as answered or by itself; None for one that is to be skipped."""
        answer = self.options.answers.get(Question(self.table.sheet.name, number, "", ()).key)
        if answer is None:
            return matched(labels, self.current, area_id or None, self.names, ask)
        if answer == "skip":
            self.current = None
            return None
        named = self.names.answered(answer)
        return Match(*named) if named else Match(problem=Unclear("shape.answer_unknown", {"answer": answer}))

    def _heading(self, number: int, labels: Sequence[str], match: Match | None) -> None:
        """Take note of a row without a value: an indicator not filled in, a heading that ends a breakdown, or none."""
        printed = " ".join(labels)
        if SCALED_ABOVE.search(compared(printed[:LONGEST])):
            self._tell("shape.scaled_table", number, None, printed=shown(printed))
        if all(_says_nothing(label) for label in labels):
            return
        is_indicator = match is not None and match.indicator_id is not None
        if not is_indicator and not compared(printed).startswith(ORIGINS) and tells_status(printed):
            self._tell("shape.status_above", number, None, printed=shown(printed))
        self.current = match.indicator_id if match else None
        if self.current:
            self.empty += len(self.table.years)

    def _first_label(self, row: Sequence[Value]) -> int:
        return next((column for column in self.table.labels if _text(row, column)), 0)

    def _scaled(self, number: int, row: Sequence[Value], indicator_id: str) -> bool:
        """Say that a row is printed in thousands, millions or per cent, which a number alone does not show."""
        indicator = self.names.indicators[indicator_id]
        own = " ".join(compared(indicator[name] or "") for name in ("name_pl", "name_en"))
        counted = not IN_PERCENT.search(own) and "percent" not in (indicator["unit"] or "")
        for column in range(len(row)):
            if column in self.table.years or column in self.table.notes or column == self.table.area:
                continue
            text = _text(row, column)
            if SCALED.search(compared(text)) and not SCALED.search(own):
                self._tell("cell.scaled_unit", number, column, unit=shown(text))
                return True
            if counted and IN_PERCENT.search(compared(text)):
                self._tell("cell.unit_differs", number, column, unit=shown(text), indicator=named(indicator))
                return True
        return False

    def _values(
        self, number: int, row: Sequence[Value], cells: Mapping[int, Value], match: Match, area_id: str, marks: str
    ) -> None:
        """Read the values of a row."""
        indicator = self.names.indicators[match.indicator_id or ""]
        notes = [text for column in self.table.notes if (text := _text(row, column))]
        in_percent = any(isinstance(cell, str) and "%" in cell for cell in cells.values())
        for column, cell in cells.items():
            year = self.table.years[column]
            said = said_of(cell, self.sign, indicator)
            if isinstance(said, Cell) and in_percent and re.fullmatch(r"\d", written(cell)):
                said = Unclear("cell.lone_digit", {"printed": written(cell)})
            if isinstance(said, Unclear):
                self._tell(said.rule, number, column, **said.values)
                continue
            planned = "" if year.status == "actual" else year.status  # a cell may say more than that it was measured
            if said.value is not None and planned and said.status and contradiction(said, planned):
                name = InBoth(**{one: texts.text(one, f"status.{planned}.name") for one in LANGUAGES})
                self._tell("cell.contradicts_status", number, column, printed=shown(written(cell)), status=name)
                continue
            explained = self._explained(number, column, written(cell), (said.mark, year.mark, marks))
            if explained is None:
                continue
            hints = [status for text in explained if (status := status_of(text))]
            status = said.status if said.value is None else planned or said.status or (hints or ["actual"])[0]
            values: dict[str, Value] = {"area_id": area_id, "indicator_id": match.indicator_id, "member": match.member}
            values |= {"year": year.year, "value": said.value, "status": status, "literal": written(cell)}
            values |= {"locator": "", "note": "; ".join(dict.fromkeys([*notes, *explained])), "note_en": ""}
            columns = self.columns.setdefault(column, self._columns(column))
            self.entries.append(Entry(self.table.sheet.name, number, columns, values))

    def _columns(self, column: int) -> dict[str, int]:
        """Return from which column each field of a value was read."""
        name = next((one for one in self.table.labels if one not in self.table.informing), 0)
        found = dict.fromkeys(("value", "status", "literal", "year"), column)
        found |= {"indicator_id": name, "member": name}
        if self.table.area is not None:
            found["area_id"] = self.table.area
        return found | ({"note": self.table.notes[0]} if self.table.notes else {})

    def _explained(self, number: int, column: int, printed: str, marks: Sequence[str]) -> list[str] | None:
        """Return the footnotes of some marks; None after saying that one has no footnote, or several."""
        explained = []
        for mark in dict.fromkeys(mark for mark in marks if mark):
            found = self.footnotes.get(_mark(mark), [])
            if len(found) != 1:
                rule = "cell.mark_ambiguous" if found else "cell.mark_unexplained"
                self._tell(rule, number, column, printed=shown(printed), mark=mark)
                return None
            explained += found
        return explained


def footnotes_of(table: WideTable) -> dict[str, list[str]]:
    """Return the different footnotes of a table by their marks."""
    found: dict[str, dict[str, None]] = {}
    for _, row in table.rows():
        for mark, text in _footnote(row):
            found.setdefault(_mark(mark), {})[text] = None
    return {mark: list(texts) for mark, texts in found.items()}


def _footnote(row: Sequence[Value]) -> list[tuple[str, str]]:
    """Return the footnotes in a row that has nothing else, one a line: their marks and texts."""
    filled = [cell for cell in row if not blank(cell)]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return []
    lines = [FOOTNOTE.fullmatch(" ".join(line.split())) for line in filled[0].splitlines()]
    return [(line[1], line[2]) for line in lines if line]


def _mark(mark: str) -> str:
    """Return a mark in the one form in which marks and footnotes are compared: "1" for "¹", "1)" and "¹)"."""
    return mark.translate(SUPERSCRIPTS).rstrip(")").casefold()


@lru_cache(maxsize=5_000)
def _without_mark(text: str) -> tuple[str, str]:
    """Return a printed name and the footnote mark at its end ("" for none)."""
    head, tail = text[:-TAIL], text[-TAIL:]
    found = MARKED.fullmatch(tail)
    bare = (head + found[1]).strip() if found else ""
    return (bare, found[2]) if found and bare else (text, "")
