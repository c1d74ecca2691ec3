"""Thousands of broken and hostile files through the reading, shaping and checking of data: `make fuzz`.

    python tests/fuzz.py [--files 3000] [--seconds 300] [--seed 1]

Each file is a good one that was damaged at random, in its bytes or in the parts of its ZIP, or a random table. It has
to end as a checked draft or as problems that can be said in both languages: never as another exception, never after
more than LONGEST seconds, and with no file left behind. The first that does not is saved, and its place printed.
"""

import argparse
import csv
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from unittest import mock

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from xlsxwriter import Workbook  # noqa: E402  (the project is found by the line above)

from barometr.publish import reading, reading_apart  # noqa: E402
from barometr.publish.check import checked  # noqa: E402
from barometr.publish.draft import Options, Problem, Sheet  # noqa: E402
from barometr.publish.known import Known  # noqa: E402
from barometr.publish.problems import said  # noqa: E402
from barometr.publish.shapes import draft_of  # noqa: E402
from barometr.publish.staging import catalogue_in_force  # noqa: E402
from barometr.words.texts import LANGUAGES  # noqa: E402
from barometr.words.wording import Wording  # noqa: E402

LONGEST = 30  # seconds for one file
THROUGH_THE_PROCESS = 40  # one file in so many goes through the real reading process; the others need no new process
OPTIONS = Options(
    {"source_id": "fuzz_2020", "title": "Raport", "publisher": "Miasto", "published_on": "2021-03-31"}, "gdansk"
)
LONG_TABLE = """wskaźnik;obszar;rok;wartość;status;zapis w dokumencie;miejsce w dokumencie;uwaga
volunteers;gdansk;2019;4 060;;;tabela 3;
volunteers;gdansk;2020;;no_data;;tabela 3;"brak; zob. „uwagi”
na str. 7"
budget_turnout;gdansk;2019;11,5;approx;ok. 11,5;tabela 4;źródło: BRG
"""
WIDE_TABLE = 'Lp.,Wskaźnik,2012,2013,2014\n1,Liczba wolontariuszy,4060,"1 188,5",b.d.\n2,Frekwencja,"11,0%",-,x\n'
# What a clerk's program or a bad person may put where something else is expected.
TRAPS = [b"<", b">", b"&", b"&#0;", b"&amp;", b'"', b"]]>", b"<!--", b"<![CDATA[", b"<!DOCTYPE a>", b"\0", b"\xff\xfe"]
TRAPS += [b"_x0000_", b"_xD800_", b"1048576", b"-1", b"1e308", b"nan", b"9" * 400, b"XFD1048576", b"A1:XFD1048576"]
TRAPS += [
    b"\r",
    b";",
    b"\t",
    b'""',
    "„ż”".encode(),
    "ż".encode("cp1250"),
    b"=1+1",
    b"%",
    b"2017-13-45",
    b"../../etc/passwd",
]
TRAPS += [b"<a>" * 20_000, b"<f>1</f>", b' s="999"', b' t="s"', b' t="d"', b"{}", b"{0}", b"%s", b"\xe2\x80\xae"]
VALUES = [
    b"",
    b"0",
    b"-1",
    b"1",
    b"7",
    b"999999999",
    b"1e308",
    b"nan",
    b"1_0",
    b"XFD1048576",
    b"B2:A1",
    b"B2:C9",
    b"s",
    b"b",
    b"d",
]
VALUES += [
    b"e",
    b"str",
    b"inlineStr",
    b"hidden",
    b"External",
    b"1048576",
    b"2017-03-01",
    b"_x0007_",
    b"_xD800_",
    b"0.00%",
]
VALUES += [b"yyyy", b"xl/workbook.xml", b"/../../etc/passwd", b"&#9;", b"&lt;b&gt;", b"{n}", b"9" * 300, b"x" * 3000]
ELEMENTS = [b"<c><f>1+1</f><v>2</v></c>", b'<c t="e"><v>#REF!</v></c>', b"<a>" * 5000 + b"</a>" * 5000]
ELEMENTS += [
    b'<c t="inlineStr"><is><t>x</t><rPh><t>y</t></rPh></is></c>',
    b"<c/>",
    b'<row r="300000"><c><v>1</v></c></row>',
]


class LeftBehindError(Exception):
    """A file was left in the folder for temporary ones."""


class WordlessError(Exception):
    """A problem cannot be said, or its words have places that nothing fills."""


@dataclass
class Tally:
    """What became of the files."""

    files: int = 0
    accepted: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    longest: float = 0


def workbook_bytes() -> bytes:
    """Return a workbook like the filled in template: instructions, the document and a long table."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet("Instrukcja").merge_range("A1:D2", "Wypełnij kolumnę „wartość”.")
        document = book.add_worksheet("Dokument")
        document.write_row(0, 0, ["pole", "treść"])
        for row, pair in enumerate([("source_id", "gdansk_2020"), ("title", "Raport za rok 2020")], start=1):
            document.write_row(row, 0, pair)
        document.write(3, 0, "published_on")
        document.write_number(3, 1, 44286, day)
        values = book.add_worksheet("Wartości")
        for row, cells in enumerate(csv.reader(io.StringIO(LONG_TABLE), delimiter=";")):
            values.write_row(row, 0, cells)
        values.write_number(4, 3, 0.0181, percent)
        values.write_number(5, 3, 12.5)
        values.merge_range("A9:C9", "Źródło: opracowanie własne")
    return buffer.getvalue()


def wide_workbook_bytes() -> bytes:
    """Return a table as cities print it, with a merged title."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Tabela 1")
        sheet.merge_range("A1:E1", "Tabela 1. Wolontariat")
        for row, cells in enumerate(csv.reader(io.StringIO(WIDE_TABLE)), start=1):
            sheet.write_row(row, 0, cells)
    return buffer.getvalue()


@lru_cache(maxsize=1)
def good_files() -> tuple[bytes, ...]:
    """Return the files that are damaged."""
    texts = [LONG_TABLE.encode(code) for code in ("utf-8", "utf-8-sig", "cp1250", "utf-16")]
    return (workbook_bytes(), wide_workbook_bytes(), *texts, WIDE_TABLE.encode())


# --- damage ---


def damaged_bytes(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few of them flipped, put in, left out, repeated, cut off or taken from another place."""
    result = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(result) + 1)
        length = min(chance.choice((1, 2, 8, 64, 1000)), len(result) - at)
        match chance.randrange(7):
            case 0 if at < len(result):
                result[at] ^= 1 << chance.randrange(8)
            case 1:
                result[at:at] = chance.choice(TRAPS)
            case 2:
                del result[at : at + length]
            case 3:
                result[at:at] = result[at : at + length] * chance.choice((1, 1, 50))
            case 4 if chance.random() < 0.2:
                del result[at:]
            case 5:
                result[at : at + length] = chance.randbytes(length)
            case _:
                other = chance.choice(good_files())
                start = chance.randrange(len(other))
                result[at:at] = other[start : start + length]
    return bytes(result)


def damaged_values(content: bytes, chance: random.Random) -> bytes:
    """Return XML that is still well formed, with a few attributes, texts or whole elements exchanged or repeated."""
    for _ in range(chance.choice((1, 2, 5))):
        pattern = chance.choice((rb'"[^"<>]*"', rb">[^<>]+<", rb"<c [^>]*>.*?</c>", rb"<row [^>]*>.*?</row>"))
        places = [found.span() for found in re.finditer(pattern, content)]
        if not places:
            continue
        start, end = chance.choice(places)
        other_start, other_end = chance.choice(places)
        put = content[other_start:other_end]
        if not pattern.startswith(b"<") and chance.random() < 0.6:
            put = content[start : start + 1] + chance.choice(VALUES) + content[end - 1 : end]
        elif pattern.startswith(b"<") and chance.random() < 0.3:
            put = chance.choice(ELEMENTS)
        content = content[:start] + put + content[end if chance.random() < 0.8 else start :]
    return content


def damaged_parts(content: bytes, chance: random.Random) -> bytes:
    """Return a sound ZIP whose parts are damaged, exchanged, left out, given other names or put in twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [[name, archive.read(name)] for name in archive.namelist()]
    for _ in range(chance.choice((1, 1, 2, 4))):
        # Cells stand in the sheets; the other parts are as many, but say little.
        sheets = [part for part in parts if "sheets/sheet" in part[0]]
        part, other = chance.choice(sheets if sheets and chance.random() < 0.5 else parts), chance.choice(parts)
        match chance.randrange(12):
            case 0:
                part[1], other[1] = other[1], part[1]
            case 1 if len(parts) > 1:
                parts.remove(part)
            case 2:
                parts.append(
                    [chance.choice(("xl/vbaProject.bin", "xl/connections.xml", "mimetype", part[0])), other[1]]
                )
            case 3:
                part[0] = chance.choice((other[0] + "x", "../" + part[0], part[0].upper(), "xl/worksheets/sheet1.xml"))
            case 4:
                part[1] = damaged_bytes(part[1], chance)
            case _:
                part[1] = damaged_values(part[1], chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, mock.patch("warnings.warn"):
        for name, part_content in parts:
            archive.writestr(str(name), part_content)
    return buffer.getvalue()


def random_table(chance: random.Random) -> bytes:
    """Return a CSV of random cells, some of which look like what our tables hold."""
    words = [
        *LONG_TABLE.replace("\n", ";").split(";"),
        "",
        "",
        "0",
        "-5",
        "1 234,5",
        "1.234",
        "2017",
        "nd.",
        "ż" * 2500,
    ]
    rows = [[chance.choice(words) for _ in range(chance.randrange(12))] for _ in range(chance.randrange(40))]
    rows = [LONG_TABLE.splitlines()[0].split(";"), *rows] if chance.random() < 0.7 else rows
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=chance.choice(";,\t"), lineterminator=chance.choice(("\n", "\r\n", "\r"))).writerows(
        rows
    )
    return buffer.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "cp1250", "utf-16")))


def next_file(chance: random.Random) -> bytes:
    """Return one damaged file."""
    content = chance.choice(good_files()[:2] if chance.random() < 0.4 else good_files())
    kind = chance.random()
    if kind < 0.1:
        return random_table(chance)
    if kind < 0.8 and content.startswith(reading.ZIP):
        return damaged_parts(content, chance)
    return damaged_bytes(content, chance)


# --- what becomes of a file ---


def read_here(content: bytes) -> tuple[list[Sheet], list[Problem]]:
    """Do in this process what the reading process does, with the same way there and back."""
    sheets, problems = reading_apart.workbook_sheets(content, reading.instruction_names())
    told = "\n".join(reading_apart.lines(sheets, problems))
    return reading.told(told.encode())


@lru_cache(maxsize=1)
def known() -> Known:
    """Return the shipped catalogue."""
    return catalogue_in_force(PROJECT / "data")


def say(problems: Sequence[Problem]) -> None:
    """Say problems in both languages; raises WordlessError where that cannot be done."""
    for problem in problems:
        for language in LANGUAGES:
            try:
                words = said(Wording(language), problem)
                json.dumps(words, ensure_ascii=False).encode()
            except (KeyError, IndexError, ValueError) as error:
                raise WordlessError(problem) from error
            if not words.strip():
                raise WordlessError(problem)


def problems_of(content: bytes, apart: bool) -> Sequence[Problem]:
    """Return every problem of a file, from its reading or from all of its way to typed rows; said in both languages."""
    try:
        if apart:
            sheets = reading.read_sheets(content, "fuzz")
        else:
            with mock.patch.object(reading, "_read_apart", read_here):
                sheets = reading.read_sheets(content, "fuzz")
    except reading.UnreadableError as error:
        say(error.problems)
        return error.problems
    draft = draft_of(sheets, OPTIONS, known())
    problems = checked(draft, known()).problems
    say(problems)
    return problems


def try_files(
    files: int, seconds: float, seed: int, apart_every: int, report: Callable[[str], None] = lambda _: None
) -> Tally:
    """Try damaged files until so many are done or so many seconds have passed; what each does is in the tally.

    Raises whatever a file raises; the file is then saved beside the temporary folder, and `report` is told where.
    """
    tally, ends, chance = Tally(), time.monotonic() + seconds, random.Random(seed)
    saved = Path(tempfile.gettempdir())
    known()
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(tempfile, "tempdir", folder):
        while tally.files < files and time.monotonic() < ends:
            content = next_file(chance)
            tally.files += 1
            began = time.monotonic()
            try:
                problems = problems_of(content, apart=tally.files % apart_every == 0)
                took = time.monotonic() - began
                if took > LONGEST:
                    raise TimeoutError(f"{took:.0f} s")
                if any(Path(folder).iterdir()):
                    raise LeftBehindError(folder)
            except Exception:
                kept = saved / f"fuzz-{zlib.crc32(content):08x}.bin"
                kept.write_bytes(content)
                report(f"file {tally.files} of seed {seed} is kept as {kept}")
                raise
            tally.longest = max(tally.longest, took)
            tally.accepted += not problems
            tally.rules.update({problem.rule for problem in problems})
    return tally


def main() -> None:
    """Try files as the command line says and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a file kept by an earlier run, to be tried alone")
    asked = parser.parse_args()
    if asked.keep:
        print(*problems_of(asked.keep.read_bytes(), apart=True), sep="\n")
        return
    began = time.monotonic()
    try:
        tally = try_files(asked.files, asked.seconds, asked.seed, THROUGH_THE_PROCESS, print)
    except Exception as error:  # noqa: BLE001 (any exception at all is what we look for)
        traceback.print_exception(error)
        sys.exit(1)
    # All but a few files are read in this process, so its memory is that of the reading.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{tally.files} files in {time.monotonic() - began:.0f} s, {tally.accepted} of them accepted")
    print(f"longest {tally.longest:.2f} s; most memory {peak} MB")
    for rule, count in tally.rules.most_common():
        print(f"{count:6} {rule}")


if __name__ == "__main__":
    main()
