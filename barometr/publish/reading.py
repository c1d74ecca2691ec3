"""From the bytes of a file that anybody may have made to sheets of cells; nothing in it is trusted or carried out.

What can be told from the bytes and from a ZIP's directory is told here, and CSV is read here. The XML inside an XLSX
is read by a process of its own (reading_apart.py) with bounds on its memory and time: whatever goes wrong there ends
as a message to the reader. What a file is follows from its bytes, never from its name.
"""

import csv
import io
import json
import logging
import re
import subprocess
import sys
import threading
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from barometr.publish.draft import Problem, Sheet, Value
from barometr.words import texts
from barometr.words.texts import LANGUAGES

MEGABYTE = 1_000_000
# The limits; texts/reading.toml names them to the reader, and a test holds the two together.
MOST_BYTES, MOST_UNPACKED = 20 * MEGABYTE, 300 * MEGABYTE
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 50, 200_000, 200
MOST_CELLS, MOST_TEXT, LONGEST_CELL = 4_000_000, 50_000_000, 2_000  # of all sheets; characters of all; of one cell
MOST_PARTS = 2_000  # of a ZIP; workbooks have a few dozen
# The process that reads an XLSX: seconds it may take (it bounds its own computing more tightly), how many at once,
# and how long the next one waits.
LONGEST_READING, READERS, LONGEST_WAIT = 120, 2, 30

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE is what Office wrote up to 2003
UTF16 = (b"\xff\xfe", b"\xfe\xff")
PROJECT = Path(__file__).parents[2]
CHUNK = 1 << 20
SEPARATORS = ("\t", ";", ",")
RECORDS_COMPARED = 50
NAMED_CELLS, KEPT_CELLS = 10, 10_000
# What no cell may hold: control characters other than tab and line breaks, marks that turn the direction of
# writing (they show figures in another order), halves of surrogate pairs and what is no character.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# Blanks, those that do not break among them; what else Python takes for blank is a control character.
BLANKS = " \t\r\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Letters ś, Ś, Ą and ą of ISO 8859-2 when they are taken for Windows-1250; no table of figures has these signs so.
TAKEN_FOR_WINDOWS_1250 = re.compile(r"[¶¦ˇ]|[^\W\d_]±|±[^\W\d_]")
HTML = re.compile(rb"(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|meta|table|div|style)\b")
EXCEL_SEPARATOR = re.compile(r'"?sep=([;,\t])"?(?=[\r\n])')
# Parts of a workbook by the first words of their names, and the rule they break.
UNWELCOME_PARTS = {
    "xl/macrosheets/": "file.macros",
    "xl/externallinks/": "file.external_links",
    "xl/embeddings/": "file.embedded",
    "xl/activex/": "file.embedded",
    "xl/connections.xml": "file.connections",
    "xl/querytables/": "file.connections",
}

_readers = threading.BoundedSemaphore(READERS)
_log = logging.getLogger(__name__)


class UnreadableError(Exception):
    """A file that cannot be read, with everything found wrong with it; as text its rules, for a log."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return ", ".join(problem.rule for problem in self.problems)


def read_sheets(content: bytes, file_name: str) -> list[Sheet]:
    """Return the sheets of an XLSX or CSV file, without sheets of instructions; rows count from the file's first.

    Text is without surrounding blanks, blank cells are None, rows end with their last filled cell. Percentages of
    an XLSX are texts as seen ("1,81%"). Raises UnreadableError with every problem that could be told.
    """
    try:
        rule = refusal(content)
        if rule:
            raise unreadable(rule, size=-(-len(content) // MEGABYTE))
        return _workbook_sheets(content) if content.startswith(ZIP) else [delimited_sheet(content)]
    except UnreadableError as error:
        _log.info("file %r was not read: %s", file_name[:200], error)
        raise


def unreadable(rule: str, **values: object) -> UnreadableError:
    """Return the error of a file with one problem that concerns all of it."""
    return UnreadableError([Problem(rule, values=values)])


def refusal(content: bytes) -> str | None:
    """Return the rule that a file breaks by what it is; None for what may be an XLSX or CSV."""
    if len(content) > MOST_BYTES:
        return "file.too_large"
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        return "file.empty"
    if content.startswith(ZIP):
        return None
    if content.startswith(OLE):
        return "file.password" if "EncryptedPackage".encode("utf-16-le") in content else "file.old_excel"
    if b"%PDF-" in content[:1024]:
        return "file.pdf"
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if HTML.match(start):
        return "file.html"
    if start.startswith(b"<?xml"):
        return "file.xml"
    return None if _is_text(content) else "file.binary"


def _is_text(content: bytes) -> bool:
    """Tell text from anything else by its control characters; UTF-16 tells itself by its first two bytes."""
    if content.startswith(UTF16):
        return True
    start = content[:4096]
    odd = sum(start.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0b\x0c")
    return b"\0" not in content and odd * 20 <= len(start)


# --- what stands in cells ---


class Cells:
    """The cells of one sheet that break a rule, gathered to be named together."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self._found: dict[str, list[tuple[int, int]]] = {}
        self._counts: Counter[str] = Counter()
        self._values: dict[str, Mapping[str, object]] = {}

    def add(self, rule: str, row: int, column: int, **values: object) -> None:
        """Note a cell: its row counted from 1, its column from 0; `values` of the first cell stand in the message."""
        self._counts[rule] += 1
        self._values.setdefault(rule, values)
        found = self._found.setdefault(rule, [])
        if len(found) < KEPT_CELLS:
            found.append((column, row))

    def problems(self) -> list[Problem]:
        """Return one problem for every rule that was broken, naming its cells."""
        return [
            Problem(rule, self.sheet, values={"n": self._counts[rule], "cells": _ranges(cells), **self._values[rule]})
            for rule, cells in self._found.items()
        ]


def _ranges(cells: Sequence[tuple[int, int]]) -> str:
    """Return cells (column, row) with those below each other as ranges: "B2, D2:D500"."""
    runs: list[list[int]] = []
    for column, row in sorted(cells):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([column, row, row])
    named = [
        cell_name(column, first) + (f":{cell_name(column, last)}" if last > first else "")
        for column, first, last in runs[:NAMED_CELLS]
    ]
    return ", ".join(named) + (" …" if len(runs) > NAMED_CELLS else "")


def cell_name(column: int, row: int) -> str:
    """Return the name of a cell in a spreadsheet: (0, 1) is "A1"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def fault_of(text: str) -> str | None:
    """Return the rule that the text of a cell breaks, if any."""
    if CONTROL.search(text):
        return "cell.control_character"
    return "cell.too_much_text" if len(text) > LONGEST_CELL else None


# --- XLSX ---


def _workbook_sheets(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook after looking into its ZIP; raises UnreadableError."""
    rules = package_faults(content)
    sheets, problems = _read_apart(content)
    problems = [*(Problem(rule) for rule in rules), *(problem for problem in problems if problem.rule not in rules)]
    if problems:
        raise UnreadableError(problems)
    return sheets


def package_faults(content: bytes) -> list[str]:
    """Return the rules that the parts of a workbook break; raises UnreadableError where it is none or is a trap.

    Every part is unpacked to see that it is no larger than the limits allow, whatever the directory says.
    """
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise unreadable("file.no_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_other_packages(archive)
            return sorted(_unwelcome(archive))
    # Python reports a broken ZIP by all of these, and a way of packing that it does not know by the last.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError) as error:
        raise unreadable("file.damaged") from error


def _refuse_other_packages(archive: zipfile.ZipFile) -> None:
    """Raise UnreadableError unless the ZIP has the parts of a workbook, each once and beside the others."""
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise unreadable("file.password")
    if "mimetype" in names and b"opendocument" in archive.open("mimetype").read(200):
        raise unreadable("file.ods")
    if "xl/workbook.bin" in names:
        raise unreadable("file.xlsb")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise unreadable("file.no_workbook")
    ordered = sorted(parts, key=lambda part: part.header_offset)
    ends = [part.header_offset + 30 + len(part.filename) + part.compress_size for part in ordered]
    starts = [*(part.header_offset for part in ordered[1:]), archive.start_dir]
    overlapping = any(end > start for end, start in zip(ends, starts, strict=True))
    odd_packing = any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    if len(names) < len(parts) or overlapping or odd_packing:
        raise unreadable("file.damaged")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise unreadable("file.unpacked_too_large")


def _unwelcome(archive: zipfile.ZipFile) -> set[str]:
    """Return the rules broken by parts that are there but should not be, unpacking every part."""
    rules: set[str] = set()
    unpacked = 0
    for part in archive.infolist():
        name = part.filename.lower()
        rules |= {rule for start, rule in UNWELCOME_PARTS.items() if name.startswith(start)}
        if name.endswith("vbaproject.bin"):
            rules.add("file.macros")
        before = b""
        for chunk in _chunks(archive, part):
            unpacked += len(chunk)
            if unpacked > MOST_UNPACKED:
                raise unreadable("file.unpacked_too_large")
            # In UTF-16 every second byte of these words is a zero.
            seen = (before + chunk).replace(b"\0", b"")
            if name.endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in seen or b"<!ENTITY" in seen):
                raise unreadable("file.declarations")
            if name == "[content_types].xml" and b"macroenabled" in seen.lower():
                rules.add("file.macros")
            before = chunk[-40:]
    return rules


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _read_apart(content: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets and problems of a workbook as the other process tells them; raises UnreadableError."""
    command = [sys.executable, "-m", "barometr.publish.reading_apart", *instruction_names()]
    if not _readers.acquire(timeout=LONGEST_WAIT):
        raise unreadable("file.busy")
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=LONGEST_READING, cwd=PROJECT, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise unreadable("file.too_slow") from error
    finally:
        _readers.release()
    if done.returncode:
        _log.warning("reading ended with %d: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace"))
        # A negative number is the signal that ended it; the bound on computing time gives these two.
        raise unreadable("file.too_slow" if done.returncode in (-24, -9) else "file.not_read")
    return told(done.stdout)


def instruction_names() -> list[str]:
    """Return what a sheet of instructions is called, in each language."""
    return [texts.text(language, "intake.sheet.instructions") for language in LANGUAGES]


def told(output: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Return the sheets and problems that reading_apart wrote, a line each: a name, a row of cells, a problem."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    same: dict[str, str] = {}  # a text that stands in many cells is kept once
    rows: list[tuple[Value, ...]] = []
    decoder = json.JSONDecoder(object_hook=_date_or_object)
    for line in io.TextIOWrapper(io.BytesIO(output), encoding="utf-8", newline="\n"):
        found: Any = decoder.decode(line)
        if isinstance(found, list):
            rows.append(tuple(same.setdefault(cell, cell) if cell.__class__ is str else cell for cell in found))
        elif "sheet" in found:
            rows = []
            sheets.append(Sheet(found["sheet"], rows))
        else:
            problems.append(Problem(**found["problem"]))
    return sheets, problems


def _date_or_object(found: dict[str, Any]) -> Any:  # noqa: ANN401 (whatever JSON holds)
    return date.fromisoformat(found["date"]) if "date" in found else found


# --- CSV ---


def delimited_sheet(content: bytes) -> Sheet:
    """Return the one sheet of a CSV file, all its cells being text; raises UnreadableError."""
    text = _decoded(content).rstrip()
    said = EXCEL_SEPARATOR.match(text)
    separator = said.group(1) if said else _separator(text)
    suspicious = CONTROL.search(text) is not None
    rows: list[list[str | None]] = []
    cells, problems, size = Cells(""), [], 0
    for number, record in enumerate(_records(text[said.end() if said else 0 :], separator), start=1):
        row = _trimmed(record)
        if row and number > MOST_ROWS:
            raise unreadable("file.too_many_rows")
        size += len(row)
        if size > MOST_CELLS:
            raise unreadable("file.too_many_cells")
        if len(row) > MOST_COLUMNS:
            problems.append(Problem("file.too_many_columns", row=number))
            break
        if suspicious or any(len(cell) > LONGEST_CELL for cell in record):
            for column, cell in enumerate(row):
                rule = fault_of(cell) if cell else None
                if rule:
                    cells.add(rule, number, column)
        rows.append(row)
    problems += cells.problems()
    if problems:
        raise UnreadableError(problems)
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise unreadable("file.empty")
    return Sheet("", rows)


def _decoded(content: bytes) -> str:
    """Return text written in UTF-8, UTF-16 with its mark or Windows-1250; raises UnreadableError."""
    try:
        if content.startswith(UTF16):
            text = content.decode("utf-16")
            if "\0" in text:
                raise unreadable("file.binary")
            return text
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16"):
            raise unreadable("file.encoding") from error
        # One broken letter among whole ones is a damaged UTF-8 file: as Windows-1250 every other would be wrong.
        rest, whole = UTF8_LETTER.subn(b"", content)
        if whole > len(rest) - len(rest.translate(None, bytes(range(128, 256)))):
            row = content.count(b"\n", 0, error.start) + 1
            raise UnreadableError([Problem("file.broken_letters", row=row)]) from error
    try:
        text = content.decode("cp1250")
    except UnicodeDecodeError as error:
        raise unreadable("file.encoding") from error
    if TAKEN_FOR_WINDOWS_1250.search(text):
        raise unreadable("file.encoding")
    return text


def _separator(text: str) -> str:
    """Return the sign between cells: the one that cuts the first records into equally many, and into the most.

    Decimal commas in a file with semicolons cut its records unequally, or into
    fewer cells than the semicolons do.
    """

    def agreement(separator: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        try:
            for record in _records(text, separator):
                widths[len(record)] += any(record)
                if widths.total() == RECORDS_COMPARED:
                    break
        except UnreadableError:
            pass  # the reading itself says where the quotes go wrong
        return max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))

    # Of those that agree equally the first one wins.
    return max(SEPARATORS, key=agreement)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """Yield the records of a CSV text; raises UnreadableError naming the record where quotes go wrong."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    number = 0
    try:
        for record in reader:
            number += 1
            yield record
    except csv.Error as error:
        raise UnreadableError([Problem("file.quotes", row=number + 1)]) from error


def _trimmed(record: Sequence[str]) -> list[str | None]:
    """Return cells without surrounding blanks, blank ones as None, up to the last that is filled."""
    row = [cell.strip(BLANKS) or None for cell in record]
    while row and row[-1] is None:
        row.pop()
    return row
