"""The process in which the XML of a workbook is read: XLSX on standard input, JSON lines on standard output.

It is started by reading.py and bounds its own memory and computing time. It reads what a workbook says (ECMA-376,
part 1, chapter 18) in one pass and resolves nothing outside it. A document type declaration ends the reading.
"""

import contextlib
import gc
import io
import json
import math
import operator
import posixpath
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import IO
from xml.parsers import expat

from barometr.publish.draft import Problem, Sheet, Value
from barometr.publish.reading import (
    BLANKS,
    CHUNK,
    CONTROL,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    NAMED_CELLS,
    Cells,
    UnreadableError,
    cell_name,
    fault_of,
    unreadable,
)

MOST_MEMORY, MOST_SECONDS = 1 << 30, 30
LONGEST_SHEET_NAME, MOST_RELATIONS, MOST_STYLES, MOST_MERGES = 100, 10_000, 70_000, 1_000
MOST_KNOWN, MOST_PIECES = 100_000, 10_000  # different cells remembered; runs of one text
# Number formats that every workbook has without naming them (ECMA-376, 18.8.30).
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
BUILT_IN_PERCENT = {9: 0, 10: 2}  # with so many decimals
# In a number format: quoted text, escaped signs, padding and what stands in brackets; nothing of it is a code.
NOT_A_CODE = re.compile(r'"[^"]*"?|\\.|[_*].|\[[^\]]*\]?')
# The pieces of a number format: what is shown as it stands there, the places of digits, commas, the end of a section.
PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.?)|\*(?P<fill>.?)|_.?|\[\$(?P<money>[^]-]*)[^]]*]?|\[[^]]*]?'
    r"|(?P<digit>[0#?@]|General)|(?P<comma>,)|(?P<point>\.)|(?P<end>;)|%|/ *\d*|E[+-]|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
SHOWN_AS_IT_STANDS = ("quoted", "escaped", "fill", "money", "sign")
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=) *(-?\d{1,15}(?:\.\d{1,15})?)]")
COMPARED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
COMPARED |= {"=": operator.eq, "<>": operator.ne}
SCALING = re.compile(r"[0#?],+(?![0#?,])")  # a comma after the last digit divides by a thousand
# What a format may add to its number without changing what it says: units, currencies, brackets and a dash that does
# not part its digits, a full stop at the end. DIGIT is the place of a digit. Whatever else it adds may be a scale or
# a status ("tys.", "plan", "~", "min.", "p"), so the list is of what is known to be harmless.
DIGIT = "\0"
UNITS = "zł|zl|pln|gr|eur|euro|usd|gbp|chf|czk|os|osób|osoba|osoby|szt|sztuk|dni|dzień|godz|godzin|h|lat|rok|r(?=\\.)"
UNITS += "|km|k?m[2²]|ha|kg|proc|pkt|p\\.p"
HARMLESS = re.compile(
    rf"(?:(?<!\w)(?:{UNITS})\.?(?!\w)|[{DIGIT}{BLANKS}+()%€$£]|(?!(?<={DIGIT}).{DIGIT})[-–—−]|(?<=[\w.])/)*+\.?",
    re.IGNORECASE,
)
YES, NOTHING = ("1", "true"), ("0", "0.0")  # how XML says that something is so, and that it has no height or width
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
LAST_DAY = 2_958_465  # 31 December 9999, counted from 1900
RAISED, LOWERED = (str.maketrans("0123456789", digits) for digits in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"))
DIGITS_SEEN = 15  # significant digits that spreadsheets keep and show

ENCODINGS = ("utf-8", "utf-16", "us-ascii")  # parts of a workbook use no other

Attributes = dict[str, str]


COLUMNS = {cell_name(column, 1).removesuffix("1"): column for column in range(MOST_COLUMNS + 1)}


class DamagedError(Exception):
    """The parts of the workbook do not say what they should."""


@dataclass(frozen=True)
class Section:
    """A part of a number format: the numbers it is for, and whether it shows them as something else than they are."""

    condition: tuple[str, float] | None  # None where its place says which numbers it is for
    misleads: bool
    misleads_zero: bool


@dataclass(frozen=True)
class Style:
    """What the number format of a cell makes of its number, and whether its font strikes out what stands there.

    `sections` is empty where no section of the format misleads.
    """

    is_date: bool = False
    percent_decimals: int | None = None  # None where it is no percentage
    sections: tuple[Section, ...] = ()
    struck: bool = False


@dataclass(frozen=True)
class Look:
    """How a run of a text looks: raised or lowered ("superscript", "subscript"), and struck out or not."""

    position: str = ""
    struck: bool = False

    def shown(self, text: str) -> str:
        """Return the run as a person sees it: a raised 1 is the mark of a footnote, a struck 1 is no number."""
        digits = {"superscript": RAISED, "subscript": LOWERED}.get(self.position)
        text = unescaped(text).translate(digits) if digits else text
        return f"~~{text}~~" if self.struck and text.strip(BLANKS) else text

    def changed(self, name: str, attributes: Attributes) -> "Look":
        """Return the look after an element of the properties of a run."""
        match name:
            case "vertAlign":
                return replace(self, position=attributes.get("val", ""))
            case "strike":
                return replace(self, struck=is_on(attributes))
        return self


ORDINARY = Look()


PLAIN = Style()
NO_CELLS: list[Value] = []


@dataclass(frozen=True)
class Part:
    """One sheet as the workbook lists it."""

    name: str
    path: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """What the sheets of a workbook share."""

    texts: Sequence[str]
    styles: Sequence[Style]
    first_day: date


# --- parts of the package ---


def workbook_sheets(content: bytes, instructions: Sequence[str]) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets of a workbook, without those of instructions, and what is wrong with any.

    Raises UnreadableError for what concerns the whole file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _sheets(archive, {name.casefold() for name in instructions})
    except (DamagedError, expat.ExpatError, UnicodeDecodeError) as error:
        raise unreadable("file.damaged") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise unreadable("file.damaged") from error


def _sheets(archive: zipfile.ZipFile, instructions: set[str]) -> tuple[list[Sheet], list[Problem]]:
    problems = [Problem("file.external_links")] if _links_elsewhere(archive) else []
    workbook = _targets(archive, "", "officeDocument").popitem()[1]
    parts, first_day = _listed_sheets(archive, workbook)
    parts = [part for part in parts if part.name.casefold() not in instructions]
    problems += [Problem("sheet.hidden", part.name) for part in parts if part.hidden]
    book = Book(_shared_texts(archive, workbook), _styles(archive, workbook), first_day)
    reader, sheets = _Reader(book), []
    for part in parts:
        with _opened(archive, part.path) as stream:
            rows, found = reader.rows(part.name, stream)
        problems += found
        if rows:
            sheets.append(Sheet(part.name, rows))
    if not sheets and not problems:
        raise unreadable("file.empty")
    return sheets, problems


def _opened(archive: zipfile.ZipFile, path: str) -> IO[bytes]:
    try:
        return archive.open(path)
    except KeyError as error:
        raise DamagedError(path) from error


def _parse(stream: IO[bytes], start: Callable[[str, Attributes], None], **handlers: Callable[..., None]) -> None:
    """Have expat read a part, calling `start` (and `end`, `data`) for what it meets, by names without prefixes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise unreadable("file.declarations")

    def check_encoding(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "utf-8").lower() not in ENCODINGS:
            raise DamagedError("encoding")

    parser.XmlDeclHandler = check_encoding
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = handlers.get("end")
    parser.CharacterDataHandler = handlers.get("data")
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def local(name: str) -> str:
    """Return the name of an element or attribute without the prefix of its namespace."""
    return name.rpartition(":")[2]


def _relations(archive: zipfile.ZipFile, path: str) -> list[Attributes]:
    """Return the relations that a .rels part lists, as their attributes."""
    found: list[Attributes] = []

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "Relationship":
            found.append(attributes)
        if len(found) > MOST_RELATIONS:
            raise DamagedError(path)

    with _opened(archive, path) as stream:
        _parse(stream, start)
    return found


def _links_elsewhere(archive: zipfile.ZipFile) -> bool:
    """Tell whether anything but a hyperlink leads out of the file."""
    return any(
        relation.get("TargetMode", "").lower() == "external" and not relation.get("Type", "").endswith("/hyperlink")
        for name in archive.namelist()
        if name.endswith(".rels")
        for relation in _relations(archive, name)
    )


def _targets(archive: zipfile.ZipFile, path: str, kind: str) -> dict[str, str]:
    """Return the parts of one kind that a part is related to, by the id of the relation; at least one."""
    folder, name = posixpath.split(path)
    found = {
        relation.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        for relation in _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
        if relation.get("Type", "").endswith(f"/{kind}")
    }
    if not found and kind in ("officeDocument", "worksheet"):
        raise DamagedError(f"{path} has no {kind}")
    return found


def _listed_sheets(archive: zipfile.ZipFile, workbook: str) -> tuple[list[Part], date]:
    """Return the sheets of cells that the workbook lists, and the day from which it counts days."""
    paths = _targets(archive, workbook, "worksheet")
    parts: list[Part] = []
    first_day = date(1899, 12, 30)

    def start(name: str, attributes: Attributes) -> None:
        nonlocal first_day
        match local(name):
            case "workbookPr" if attributes.get("date1904") in ("1", "true"):
                first_day = date(1904, 1, 1)
            case "sheet":
                relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
                title = attributes.get("name", "").strip(BLANKS)
                if not title or len(title) > LONGEST_SHEET_NAME or CONTROL.search(title):
                    raise DamagedError("name of a sheet")
                if relation in paths:  # sheets of other kinds, such as charts, have no cells
                    hidden = attributes.get("state", "visible") != "visible"
                    parts.append(Part(title, paths[relation], hidden))
                if len(parts) > MOST_SHEETS:
                    raise unreadable("file.too_many_sheets")

    with _opened(archive, workbook) as stream:
        _parse(stream, start)
    if len({part.name.casefold() for part in parts}) < len(parts):
        raise DamagedError("two sheets of one name")
    return parts, first_day


def _shared_texts(archive: zipfile.ZipFile, workbook: str) -> list[str]:
    """Return the texts that cells refer to by number; of a longer one as much as shows that it is too long."""
    found: list[str] = []
    size, inside, phonetic = 0, False, False
    look = ORDINARY
    pieces: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside, phonetic, look
        match local(name):
            case "si" | "r":
                look = ORDINARY
            case "vertAlign" | "strike" as tag:
                look = look.changed(tag, attributes)
            case "t":
                inside = not phonetic
            case "rPh":
                phonetic = True

    def end(name: str) -> None:
        nonlocal inside, phonetic, size
        match local(name):
            case "t":
                inside = False
            case "rPh":
                phonetic = False
            case "si":
                found.append(cell_text("".join(pieces)))
                size += len(found[-1]) + 1
                pieces.clear()
                if size > MOST_TEXT:
                    raise unreadable("file.too_much_text")

    def data(text: str) -> None:
        if inside and len(pieces) < MOST_PIECES:
            pieces.append(text if look is ORDINARY else look.shown(text))

    for path in _targets(archive, workbook, "sharedStrings").values():
        with _opened(archive, path) as stream:
            _parse(stream, start, end=end, data=data)
    return found


def cell_text(text: str) -> str:
    """Return a text with the signs that XML cannot hold ("_x000D_"), cut soon after the longest that is allowed."""
    return unescaped(text).strip(BLANKS)[: LONGEST_CELL + 1]


def unescaped(text: str) -> str:
    """Return a text with the signs that XML cannot hold."""
    return ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def is_on(attributes: Attributes) -> bool:
    """Tell whether an element that switches a property on does so."""
    return attributes.get("val", "1") in YES


def _styles(archive: zipfile.ZipFile, workbook: str) -> list[Style]:
    """Return the styles of cells in the order in which cells refer to them."""
    codes: dict[str, str] = {}
    found: list[Style] = []
    fonts, struck = 0, set[str]()  # struck: those fonts that strike out, by their numbers
    inside = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside, fonts
        match local(name):
            case "numFmt" if "formatCode" in attributes:
                codes[attributes.get("numFmtId", "")] = attributes["formatCode"]
            case "fonts" | "cellXfs" as tag:
                inside = tag
            case "font" if inside == "fonts":
                fonts += 1
            case "strike" if inside == "fonts" and is_on(attributes):
                struck.add(str(fonts - 1))
            case "xf" if inside == "cellXfs":
                number = attributes.get("numFmtId", "0")
                style = style_of(number, codes.get(number, ""))
                found.append(replace(style, struck=True) if attributes.get("fontId") in struck else style)
        if max(len(found), len(codes), fonts) > MOST_STYLES:
            raise DamagedError("styles")

    def end(name: str) -> None:
        nonlocal inside
        if local(name) == inside:
            inside = ""

    for path in _targets(archive, workbook, "styles").values():
        with _opened(archive, path) as stream:
            _parse(stream, start, end=end)
    return found


@lru_cache(maxsize=1024)
def style_of(number: str, code: str) -> Style:
    """Return what a number format does; `code` is empty for those that every workbook has."""
    if not code:
        known = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
        return Style(known in BUILT_IN_DATES, BUILT_IN_PERCENT.get(known))
    plain = NOT_A_CODE.sub("", code[:1000])
    if "%" in plain:
        decimals = re.search(r"\.([0#?]+)", plain.split(";")[0])
        return Style(percent_decimals=len(decimals.group(1)) if decimals else 0, sections=sections_of(code[:1000]))
    if plain.lower() != "general" and re.search("[dmyhs]", plain.lower()):
        return Style(is_date=True)
    return Style(sections=sections_of(code[:1000]))


def sections_of(code: str) -> tuple[Section, ...]:
    """Return the sections of a number format that are for numbers; none where not one of them misleads."""
    ends = [piece.start() for piece in PIECE.finditer(code) if piece["end"]]
    parts = [code[before + 1 : end] for before, end in pairwise([-1, *ends, len(code)])]
    if len(parts) > 1 and (len(parts) > 3 or "@" in NOT_A_CODE.sub("", parts[-1])):
        parts = parts[: min(3, len(parts) - 1)]  # the last one is for texts
    sections = tuple(_section(part) for part in parts)
    return sections if any(section.misleads_zero for section in sections) else ()


def _section(code: str) -> Section:
    """Return what one section of a number format does."""
    pieces = list(PIECE.finditer(code))
    places = "".join(piece[0] for piece in pieces if piece["digit"] or piece["comma"] or piece["point"])
    digits = [piece["digit"] for piece in pieces if piece["digit"]]
    added = "".join(
        DIGIT if piece["digit"] else next((piece[name] for name in SHOWN_AS_IT_STANDS if piece[name]), "")
        for piece in pieces
    )
    # Formats of accounting have a dash for a zero, moved to the right by a blank that fills the cell.
    dash = "-" in added and any(piece["fill"] == " " for piece in pieces)
    misleads = not HARMLESS.fullmatch(added) or SCALING.search(places) is not None or not (digits or dash)
    shows_zero = dash or any(digit != "#" for digit in digits)
    condition = next((found for piece in pieces if (found := CONDITION.fullmatch(piece[0]))), None)
    return Section((condition[1], float(condition[2])) if condition else None, misleads, misleads or not shows_zero)


def misleading(sections: Sequence[Section], number: float) -> bool:
    """Tell whether a cell shows something else than its number, by the sections of its format."""
    section = _section_for(sections, number)
    return section is not None and (section.misleads_zero if number == 0 else section.misleads)


def _section_for(sections: Sequence[Section], number: float) -> Section | None:
    """Return the section that shows a number: the first whose condition it meets, else by its sign."""
    for section in sections:
        if section.condition and COMPARED[section.condition[0]](number, section.condition[1]):
            return section
    others = [section for section in sections if not section.condition]
    if len(others) < len(sections):
        return others[0 if number < 0 else -1] if others else None
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


# --- cells ---


def percentage(number: float, decimals: int) -> str:
    """Return a number as the percentage that a cell shows, with all its digits: 0.0181 is "1,81%"."""
    shown = f"{number * 100:.{decimals}f}"
    exact = f"{number * 100:.{DIGITS_SEEN}g}"
    if float(shown) != float(exact):
        shown = f"{Decimal(exact):f}"
    return f"{shown}%".replace(".", ",")


def day_of(number: float, first_day: date) -> Value:
    """Return a number of days as the date it stands for; with a time of day, as text; unchanged if it is no date."""
    if not 0 <= number <= LAST_DAY - (first_day.year == 1904) * 1462:
        return number
    minutes = round(number * 1440)
    moment = datetime(first_day.year, first_day.month, first_day.day) + timedelta(minutes=minutes)
    if number < 1:
        return f"{moment:%H:%M}"
    # Excel counts a 29 February 1900, which never was: before it every day is one later.
    if number < 60 and first_day.year == 1899:
        moment += timedelta(days=1)
    return moment.date() if minutes % 1440 == 0 else f"{moment:%Y-%m-%d %H:%M}"


def number_of(text: str) -> float:
    """Return a number as a spreadsheet shows it: 15 digits, whole numbers as int; raises DamagedError."""
    if len(text) < DIGITS_SEEN and text.isascii() and text.isdigit():
        return int(text)
    try:
        number = float(text)
    except ValueError as error:
        raise DamagedError("number") from error
    if len(text) > DIGITS_SEEN:
        number = float(f"{number:.{DIGITS_SEEN}g}")
    if not math.isfinite(number) or "_" in text:
        raise DamagedError("number")
    return int(number) if number.is_integer() and abs(number) < 10**DIGITS_SEEN else number


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """Return the column that letters name, "A" being 0; raises DamagedError for what names none."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise DamagedError("column")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _row_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text)):
        raise DamagedError("row")
    return int(text)


def corners(reference: str) -> tuple[int, int, int, int]:
    """Return first row, first column, last row and last column of "B2:C5", rows from 1, columns from 0."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", reference, re.ASCII)
    if not found:
        raise DamagedError("range")
    return int(found[2]), column_of(found[1]), int(found[4]), column_of(found[3])


CONSTANTS = ("TRUE()", "FALSE()")
LONGEST_CONSTANT = max(CONSTANTS, key=len)


class _Reader:
    """Reads the sheets of one workbook, counting what all of them hold."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.rows_read = self.cells_read = self.text_read = 0
        # What was found to be in order, by what cells say: most tables repeat most of their cells.
        self.known: dict[tuple[str, str, str], Value] = {}

    def rows(self, name: str, stream: IO[bytes]) -> tuple[list[list[Value]], list[Problem]]:
        """Return the rows of a sheet and what is wrong with its cells; raises UnreadableError at a limit.

        The handlers below are called for every cell, hence one function for all elements and the commonest first.
        """
        cells, value_of, columns, known = Cells(name), self._value, COLUMNS, self.known
        rows: list[list[Value]] = []
        merges: list[str] = []
        row: list[Value] = []
        number, number_text, filled, column = 0, "0", 0, -1
        kind, style, value = "n", "", ""
        reading = phonetic = hidden = False
        look = ORDINARY
        hidden_rows: list[int] = []
        hidden_columns: set[int] = set()
        formula: str | None = None

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal row, number, number_text, column, kind, style, reading, phonetic, hidden, look, value, formula
            if tag == "v":
                reading, value = True, ""
            elif tag == "c":
                before, value = column, ""
                if "r" in attributes:
                    letters = attributes["r"].removesuffix(number_text)
                    column = columns[letters] if letters in columns else column_of(letters)
                else:
                    column += 1
                if column <= before:
                    raise DamagedError("cell out of order")
                kind, style = attributes.get("t", "n"), attributes.get("s", "0")
            elif tag == "row":
                before = number
                number = _row_number(attributes["r"]) if "r" in attributes else number + 1
                if number <= before:
                    raise DamagedError("row out of order")
                number_text = str(number)
                row, column = [], -1
                hidden = attributes.get("hidden") in YES or attributes.get("ht") in NOTHING
            elif tag == "f" and column >= 0:
                formula = ""
            elif tag == "t":
                reading = not phonetic
            elif tag == "rPh":
                phonetic = True
            elif tag == "mergeCell" and len(merges) < MOST_MERGES:
                merges.append(attributes.get("ref", ""))
            elif tag == "is" or tag == "r":
                look = ORDINARY
            elif tag == "vertAlign" or tag == "strike":
                look = look.changed(tag, attributes)
            elif tag == "col" and (attributes.get("hidden") in YES or attributes.get("width") in NOTHING):
                last = min(index_of(attributes.get("max", "")), MOST_COLUMNS)
                hidden_columns.update(range(index_of(attributes.get("min", "")) - 1, last))
            elif ":" in tag:
                start(local(tag), attributes)

        def data(text: str) -> None:
            nonlocal value, formula
            if formula is not None:
                formula = (formula + text)[: len(LONGEST_CONSTANT) + 1]
            elif reading and len(value) < 10 * LONGEST_CELL:
                value += text if look is ORDINARY else look.shown(text)

        def end(tag: str) -> None:
            nonlocal reading, phonetic, column, formula
            if tag == "v" or tag == "t":
                reading = False
            elif tag == "c":
                if value:
                    keep_cell()
            elif tag == "row":
                column = -1
                if row:
                    keep_row()
            elif tag == "rPh":
                phonetic = False
            elif tag == "f" and formula is not None:
                # LibreOffice writes a yes or no as a formula that is one.
                if kind != "b" or formula not in CONSTANTS:
                    cells.add("cell.formula", number, column)
                formula = None
            elif ":" in tag:
                end(local(tag))

        def keep_cell() -> None:
            same = (kind, style, value)
            found = known.get(same)
            if found is None:
                if kind == "e":
                    cells.add("cell.error", number, column, error=value[:20])
                    return
                found = value_of(kind, style, value)
                if found is None:
                    return
                rule = self._fault(kind, style, value, found)
                if rule:
                    cells.add(rule, number, column)
                elif len(known) < MOST_KNOWN:
                    known[same] = found
            if column >= MOST_COLUMNS:
                cells.add("cell.too_far_right", number, column)
                return
            if len(row) < column:
                row.extend([None] * (column - len(row)))
            row.append(found)
            if found.__class__ is str:
                self.text_read += len(found)

        def keep_row() -> None:
            nonlocal filled
            filled += 1
            self.cells_read += len(row)
            if self.rows_read + number > MOST_ROWS:
                # One stray cell far below a table is another matter than a table that is too long.
                if filled * 2 < number:
                    raise UnreadableError([Problem("sheet.too_far_down", name, row=number)])
                raise unreadable("file.too_many_rows")
            if self.cells_read > MOST_CELLS:
                raise unreadable("file.too_many_cells")
            if self.text_read > MOST_TEXT:
                raise unreadable("file.too_much_text")
            rows.extend([NO_CELLS] * (number - 1 - len(rows)))
            rows.append(row)
            if hidden:
                hidden_rows.append(number)

        _parse(stream, start, end=end, data=data)
        self.rows_read += len(rows)
        merged = [reference for reference in merges if _in_a_table(rows, reference)]
        problems = cells.problems()
        filled_columns = _filled(rows, hidden_columns) if hidden_columns else []
        if hidden_rows or filled_columns:
            values = {"n": len(hidden_rows) + len(filled_columns), "cells": hidden_places(hidden_rows, filled_columns)}
            problems.append(Problem("sheet.hidden_rows", name, values=values))
        if merged:
            named = ", ".join(merged[:NAMED_CELLS]) + (" …" if len(merged) > NAMED_CELLS else "")
            problems.append(Problem("sheet.merged", name, values={"n": len(merged), "cells": named}))
        return rows, problems

    def _value(self, kind: str, style: str, text: str) -> Value:
        """Return what a cell holds by its type, its style and its text; None for a blank one."""
        match kind:
            case "s":
                return self._shared(text)
            case "n":
                number = number_of(text)
                found = self._style(style)
                if found.percent_decimals is not None:
                    return percentage(number, found.percent_decimals)
                return day_of(number, self.book.first_day) if found.is_date else number
            case "b":
                return text.strip() in ("1", "true")
            case "d":
                return _written_day(text.strip())
            case "str" | "inlineStr":
                return cell_text(text) or None
        raise DamagedError("type of a cell")

    def _fault(self, kind: str, style: str, text: str, found: Value) -> str | None:
        """Return the rule that a cell breaks, if any, `found` being what it holds."""
        looks = self._style(style)
        if looks.struck:
            return "cell.struck"
        if kind == "n" and looks.sections and misleading(looks.sections, number_of(text)):
            return "cell.format"
        return fault_of(found) if isinstance(found, str) else None

    def _shared(self, text: str) -> str | None:
        try:
            return self.book.texts[index_of(text)] or None
        except IndexError as error:
            raise DamagedError("shared text") from error

    def _style(self, text: str) -> Style:
        """Return a style by its number; one that the workbook does not describe changes nothing."""
        index = index_of(text)
        return self.book.styles[index] if index < len(self.book.styles) else PLAIN


def index_of(text: str) -> int:
    """Return a number of a list as cells have it; raises DamagedError."""
    if len(text) < 9 and text.isascii() and text.isdigit():
        return int(text)
    raise DamagedError("index")


def _written_day(text: str) -> Value:
    """Return a date written as text ("2017-03-01"), as strict files have it; with a time of day, as text."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise DamagedError("date") from error
    return text if moment.time() != moment.min.time() else moment.date()


def _in_a_table(rows: Sequence[Sequence[Value]], reference: str) -> bool:
    """Tell whether merged cells have others beside them; a title or a note alone in its rows has none."""
    top, left, bottom, right = corners(reference)
    return any(
        cell is not None and not left <= column <= right
        for row in rows[top - 1 : bottom]
        for column, cell in enumerate(row)
    )


def _filled(rows: Sequence[Sequence[Value]], columns: set[int]) -> list[int]:
    """Return those columns that hold a value, in their order."""
    return sorted({at for row in rows for at, cell in enumerate(row) if cell is not None and at in columns})


def hidden_places(rows: Sequence[int], columns: Sequence[int]) -> str:
    """Return rows, counted from 1, and columns, counted from 0, as spreadsheets name them: "3:5, 9, B:C"."""
    named = [f"{first}:{last}" if last > first else str(first) for first, last in _runs(rows)]
    for first, last in _runs(columns):
        letters = [cell_name(column, 1).removesuffix("1") for column in (first, last)]
        named.append(":".join(letters if last > first else letters[:1]))
    return ", ".join(named[:NAMED_CELLS]) + (" …" if len(named) > NAMED_CELLS else "")


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of numbers that follow each other: 3, 4, 5, 9 are (3, 5) and (9, 9)."""
    breaks = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
    return (
        [(numbers[start], numbers[end - 1]) for start, end in pairwise([0, *breaks, len(numbers)])] if numbers else []
    )


# --- the process ---


def lines(sheets: Sequence[Sheet], problems: Sequence[Problem]) -> Iterator[str]:
    """Yield what reading.told understands: each sheet's name and rows, then the problems, as JSON."""
    encoder = json.JSONEncoder(ensure_ascii=False, default=_as_object, separators=(",", ":"))
    for sheet in [] if problems else sheets:
        yield encoder.encode({"sheet": sheet.name})
        for row in sheet.rows:
            yield encoder.encode(row)
    for problem in problems:
        yield encoder.encode({"problem": asdict(problem)})


def _as_object(value: date) -> Mapping[str, str]:
    return {"date": value.isoformat()}


def bound_resources() -> None:
    """Bound the memory and computing time of this process, where the system can."""
    try:
        import resource
    except ImportError:  # Windows; the one who waits for us still bounds the time
        return
    with contextlib.suppress(ValueError, OSError):  # macOS does not know a bound on memory
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 2))


def main() -> None:
    """Read a workbook from standard input; the arguments name the sheets to leave out."""
    bound_resources()
    gc.disable()  # millions of cells in no circle: looking for circles takes longer than reading
    output = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    sheets: Sequence[Sheet] = []
    problems: Sequence[Problem]
    try:
        sheets, problems = workbook_sheets(sys.stdin.buffer.read(), sys.argv[1:])
    except UnreadableError as error:
        problems = error.problems
    except MemoryError:
        problems = [Problem("file.too_heavy")]
    for line in lines(sheets, problems):
        output.write(line + "\n")
    output.flush()


if __name__ == "__main__":
    main()
