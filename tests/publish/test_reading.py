"""Files as clerks, careless programs and bad people make them: read exactly, or refused with the reason."""

import io
import json
import re
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from barometr.engine import PROJECT
from barometr.publish import reading, reading_apart
from barometr.publish.cells import Cell, Unclear, understood
from barometr.publish.draft import Problem, Sheet
from barometr.publish.problems import said
from barometr.publish.reading import UnreadableError, package_faults, read_sheets
from barometr.words import formats
from barometr.words.texts import LANGUAGES, catalogue, text
from barometr.words.wording import Wording

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = ["indicator_id", "year", "value"]


def workbook(fill: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    """Return the XLSX that a function fills."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        fill(book)
    return buffer.getvalue()


def table(*rows: list[object], sheet: str = "Wartości") -> bytes:
    """Return an XLSX of one sheet."""

    def fill(book: xlsxwriter.Workbook) -> None:
        target = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            target.write_row(number, 0, row)

    return workbook(fill)


def repacked(content: bytes, changed: Mapping[str, bytes | None], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP with some of its parts replaced, added or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", packing) as new:
        parts = {name: old.read(name) for name in old.namelist()} | dict(changed)
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return buffer.getvalue()


def written(sheet_data: str, rest: str = "", **parts: str) -> bytes:
    """Return an XLSX whose one sheet holds this XML, with other parts replaced ("styles" for xl/styles.xml)."""
    xml = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheetData>{sheet_data}</sheetData>{rest}</worksheet>'
    changed = {"xl/worksheets/sheet1.xml": xml} | {f"xl/{name}.xml": part for name, part in parts.items()}
    return repacked(table(HEADER), {name: part.encode() for name, part in changed.items()})


def problems_of(content: bytes, name: str = "plik.xlsx") -> list[Problem]:
    """Return what keeps a file from being read, having seen that it can be said in both languages."""
    with pytest.raises(UnreadableError) as caught:
        read_sheets(content, name)
    for problem in caught.value.problems:
        for language in LANGUAGES:
            assert not re.search(r"[{}]", said(Wording(language), problem))
    return list(caught.value.problems)


def rules_of(content: bytes) -> list[str]:
    return [problem.rule for problem in problems_of(content)]


def rows_of(content: bytes) -> list[list[object]]:
    """Return the rows of the only sheet."""
    (sheet,) = read_sheets(content, "plik")
    return [list(row) for row in sheet.rows]


# --- what a file is ---


ODS = repacked(table(HEADER), {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "file.empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "file.empty"),
        (b";;;\r\n;;;\r\n", "file.empty"),
        (b"a;b\n" + b"x" * reading.MOST_BYTES, "file.too_large"),
        (OLE + "Workbook".encode("utf-16-le"), "file.old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "file.password"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file.pdf"),
        (b"\r\n<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table><tr><td>1", "file.html"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML PUBLIC><title>x", "file.html"),
        (b"<table><tr><td>indicator_id</td></tr></table>", "file.html"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "file.xml"),
        (ODS, "file.ods"),
        (repacked(table(HEADER), {"xl/workbook.bin": b"\x83\x01"}), "file.xlsb"),
        (repacked(table(HEADER), {"[Content_Types].xml": None}), "file.no_workbook"),
        (table(HEADER)[:-30], "file.damaged"),
        (table(HEADER)[:200], "file.damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "file.binary"),
        (b"PK\x05\x06" + bytes(18), "file.binary"),
        (bytes(range(1, 30)) * 40, "file.binary"),
        ("a;b\n1;2\n".encode("utf-16-le"), "file.binary"),
    ],
)
def test_what_is_no_table_is_told_by_its_content_and_never_by_its_name(content, rule):
    for name in ("dane.xlsx", "dane.csv", "../../etc/passwd\0"):
        assert [problem.rule for problem in problems_of(content, name)] == [rule]


def test_a_table_is_read_whatever_its_name_says():
    assert read_sheets(table(HEADER), "dane.csv") == [Sheet("Wartości", [tuple(HEADER)])]
    assert read_sheets(b"a;b\n1;2", "dane.xlsx") == [Sheet("", [["a", "b"], ["1", "2"]])]
    assert rows_of(b"PKB;year\n1;2") == [["PKB", "year"], ["1", "2"]]


def test_the_size_stands_in_the_message():
    (problem,) = problems_of(b"x" * (reading.MOST_BYTES + 1))
    assert "około 21 MB, a wczytać można najwyżej 20 MB" in said(Wording("pl"), problem)


def test_the_error_as_text_is_its_rules():
    assert str(UnreadableError([Problem("file.pdf"), Problem("file.macros")])) == "file.pdf, file.macros"


# --- the ZIP ---


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("xl/vbaProject.bin", "file.macros"),
        ("xl/macrosheets/sheet1.xml", "file.macros"),
        ("xl/externalLinks/externalLink1.xml", "file.external_links"),
        ("xl/embeddings/oleObject1.bin", "file.embedded"),
        ("xl/activeX/activeX1.xml", "file.embedded"),
        ("xl/connections.xml", "file.connections"),
        ("xl/queryTables/queryTable1.xml", "file.connections"),
    ],
)
def test_a_workbook_that_does_more_than_hold_a_table_is_refused(part, rule):
    assert rules_of(repacked(table(HEADER), {part: b"<x/>"})) == [rule]


def test_a_macro_workbook_is_told_by_its_type_too():
    with zipfile.ZipFile(io.BytesIO(table(HEADER))) as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(
        b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main", b"vnd.ms-excel.sheet.macroEnabled.main"
    )
    assert rules_of(repacked(table(HEADER), {"[Content_Types].xml": types})) == ["file.macros"]


def test_links_out_of_the_file_are_refused_and_hyperlinks_are_not():
    def relation(kind: str) -> bytes:
        return (
            f'<Relationships><Relationship Id="r" Type="{RELATIONS}/{kind}" Target="http://127.0.0.1:9/x" '
            'TargetMode="External"/></Relationships>'
        ).encode()

    path = "xl/worksheets/_rels/sheet1.xml.rels"
    assert rows_of(repacked(table(HEADER), {path: relation("hyperlink")})) == [HEADER]
    assert rules_of(repacked(table(HEADER), {path: relation("image")})) == ["file.external_links"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml"])
def test_declarations_of_entities_are_refused(part, encoding):
    """A billion laughs and a file read from the disk both need one."""
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert rules_of(repacked(table(HEADER), {part: bomb.encode(encoding)})) == ["file.declarations"]


def test_declarations_are_refused_by_the_reading_process_as_well():
    laughs = '<!DOCTYPE x [<!ENTITY a "' + "ha" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]><x>&b;</x>'
    for declaration in (laughs, "<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"):
        content = repacked(table(HEADER), {"xl/worksheets/sheet1.xml": declaration.encode()})
        with pytest.raises(UnreadableError, match="file.declarations"):
            reading_apart.workbook_sheets(content, [])


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO(table(HEADER))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/image1.png", "w") as part,
    ):
        for _ in range(310):
            part.write(bytes(1_000_000))
    began = time.monotonic()
    assert rules_of(buffer.getvalue()) == ["file.unpacked_too_large"]
    assert time.monotonic() - began < 1


def with_size(content: bytes, name: str, size: int) -> bytes:
    """Return a ZIP whose directory and local header lie about the unpacked size of a part."""
    lying = bytearray(content)
    for signature, name_at, size_at in ((b"PK\x01\x02", 46, 24), (b"PK\x03\x04", 30, 22)):
        at = 0
        while (at := lying.find(signature, at)) >= 0:
            if lying[at + name_at : at + name_at + len(name)] == name.encode():
                struct.pack_into("<I", lying, at + size_at, size)
            at += 4
    return bytes(lying)


def test_a_part_larger_than_its_directory_says_is_damage_and_a_smaller_one_is_harmless():
    assert rules_of(with_size(table(HEADER), "xl/workbook.xml", 10)) == ["file.damaged"]
    assert rows_of(with_size(table(HEADER), "xl/workbook.xml", 100_000)) == [HEADER]


def test_a_directory_that_says_too_much_is_refused():
    assert rules_of(with_size(table(HEADER), "xl/workbook.xml", 0xF0000000)) == ["file.unpacked_too_large"]


def test_parts_that_share_their_bytes_are_refused():
    """The compact kind of bomb: many names in the directory, all for the same packed bytes."""
    content = bytearray(table(HEADER))
    places = [found.start() for found in re.finditer(rb"PK\x01\x02", content)]
    for at in places[1:]:
        struct.pack_into("<I", content, at + 42, struct.unpack_from("<I", content, places[0] + 42)[0])
    assert rules_of(bytes(content)) == ["file.damaged"]


def test_a_part_inside_another_part_is_refused():
    """Each record is in order by itself; nested many times over such parts unpack to far more than they take."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("xl/media/b", b"b" * 50)
        directory_at = archive.fp.tell()
    record, entry = inner.getvalue()[:directory_at], bytearray(inner.getvalue()[directory_at:-22])
    outer = io.BytesIO(table(HEADER))
    with zipfile.ZipFile(outer, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/a", record)
    content = outer.getvalue()
    assert rows_of(content) == [HEADER]
    struct.pack_into("<I", entry, 42, content.index(record))
    count, size = (
        struct.unpack_from(form, content, len(content) - 22 + at)[0] for form, at in (("<H", 10), ("<I", 12))
    )
    end = bytearray(content[-22:])
    struct.pack_into("<HHI", end, 8, count + 1, count + 1, size + len(entry))
    nested = content[:-22] + bytes(entry) + bytes(end)
    assert zipfile.ZipFile(io.BytesIO(nested)).read("xl/media/b") == b"b" * 50
    assert rules_of(nested) == ["file.damaged"]


def test_a_part_that_is_there_twice_is_refused():
    """Two programs could read two different tables out of it."""
    buffer = io.BytesIO(table(HEADER))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/worksheets/SHEET1.xml", b"<x/>")
    assert rules_of(buffer.getvalue()) == ["file.damaged"]


def test_odd_packing_too_many_parts_and_locked_parts_are_refused():
    assert rules_of(repacked(table(HEADER), {}, zipfile.ZIP_LZMA)) == ["file.damaged"]
    many = {f"xl/media/{number}": b"" for number in range(reading.MOST_PARTS)}
    assert rules_of(repacked(table(HEADER), many)) == ["file.no_workbook"]
    locked = bytearray(table(HEADER))
    for found in re.finditer(rb"PK\x01\x02", bytes(locked)):
        locked[found.start() + 8] |= 1
    assert rules_of(bytes(locked)) == ["file.password"]


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_without_a_part_that_it_needs_is_damaged(part):
    assert rules_of(repacked(table(HEADER), {part: None})) == ["file.damaged"]


# --- what cells hold ---


def test_values_come_as_the_clerk_sees_them():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Wartości")
        sheet.write_row(0, 0, ["  wskaźnik\xa0", 2017, 0.1 + 0.2, 10234.5, True, False, -3, 1e21])
        sheet.write_string(1, 0, "11,0")
        sheet.write_string(1, 1, "=1+1")
        sheet.write_string(1, 2, "<script>alert(1)</script>")
        sheet.write_string(1, 3, "wiersz\npod wierszem")
        sheet.write_rich_string(1, 4, "część ", book.add_format({"bold": True}), "tłusta")
        sheet.write_string(1, 5, " \xa0 ")

    assert rows_of(workbook(fill)) == [
        ["wskaźnik", 2017, 0.3, 10234.5, True, False, -3, 1e21],
        ["11,0", "=1+1", "<script>alert(1)</script>", "wiersz\npod wierszem", "część tłusta"],
    ]
    assert [type(value) for value in rows_of(workbook(fill))[0][1:5]] == [int, float, float, bool]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (0.0181, "0.00%", "1,81%"),
        (0.0181, "0%", "1,81%"),
        (0.11, "0.0%", "11,0%"),
        (0.11, 9, "11%"),
        (0.11, 10, "11,00%"),
        (-0.05, '0%;[Red]-0%;"brak"', "-5%"),
        (1.234, "0.0 %", "123,4%"),
        (0.0000001, "0%", "0,00001%"),
        (1 / 3, "0.00%", "33,3333333333333%"),
        (1.81, '0.00"%"', 1.81),
        (1.81, "0.00\\%", 1.81),
        (1.81, "#,##0.00 [$zł-415]", 1.81),
        (2017, "General", 2017),
    ],
)
def test_a_percentage_stays_what_is_seen_and_never_becomes_a_hundredth(value, number_format, expected):
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_number(0, 0, value, book.add_format({"num_format": number_format}))

    assert rows_of(workbook(fill)) == [[expected]]


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        (14, date(2017, 3, 1)),
        ("yyyy-mm-dd", date(2017, 3, 1)),
        ("[$-415]d mmmm yyyy;@", date(2017, 3, 1)),
        ("0.0", 42795),
        ('0 "dni"', 42795),
        ("#,##0 [$zł-415];[Red]-#,##0", 42795),
    ],
)
def test_a_date_is_told_by_its_number_format(number_format, expected):
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_number(0, 0, 42795, book.add_format({"num_format": number_format}))

    assert rows_of(workbook(fill)) == [[expected]]


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_are_those_that_the_program_wrote(since_1904):
    """Both ways of counting days; a time of day is kept, as text."""
    days = [date(1904, 1, 2), date(1999, 12, 31), date(2024, 2, 29)]

    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row(0, 0, [*days, datetime(2024, 2, 29, 14, 30)])

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd.mm.yyyy", "date_1904": since_1904}) as book:
        fill(book)
    assert rows_of(buffer.getvalue()) == [[*days, "2024-02-29 14:30"]]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (60, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (0.5, "12:00"),
        (-1, -1),
        (3e6, 3e6),
    ],
)
def test_days_at_the_edges(number, expected):
    assert reading_apart.day_of(number, date(1899, 12, 30)) == expected
    assert reading_apart.day_of(reading_apart.LAST_DAY, date(1899, 12, 30)) == date(9999, 12, 31)
    assert reading_apart.day_of(reading_apart.LAST_DAY - 1462, date(1904, 1, 1)) == date(9999, 12, 31)


def test_rows_and_columns_keep_their_numbers():
    """A table that begins in C5: a message must name the cells that the clerk sees."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(4, 2, "wskaźnik")
        sheet.write(6, 3, 7)
        sheet.write_blank(900, 100, None, book.add_format({"bold": True}))

    assert rows_of(workbook(fill)) == [[], [], [], [], [None, None, "wskaźnik"], [], [None, None, None, 7]]


def test_a_cell_and_a_row_without_their_place_follow_the_one_before():
    content = written('<row><c><v>1</v></c><c r="D1"><v>2</v></c></row><row r="3"><c t="b"><v>1</v></c></row>')
    assert rows_of(content) == [[1, None, None, 2], [], [True]]


def test_inline_texts_prefixes_phonetic_marks_and_escaped_signs():
    sheet = (
        '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:r><x:t>kana</x:t></x:r><x:rPh sb="0" eb="1"><x:t>no</x:t>'
        '</x:rPh></x:is></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>a_x0009_b</x:t></x:is></x:c>'
        '<x:c r="C1" t="d"><x:v>2017-03-01</x:v></x:c><x:c r="D1" t="str"><x:v> x </x:v></x:c></x:row>'
    )
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{sheet}</x:sheetData></x:worksheet>'
    content = repacked(table(HEADER), {"xl/worksheets/sheet1.xml": xml.encode()})
    assert rows_of(content) == [["kana", "a\tb", date(2017, 3, 1), "x"]]
    shared = f'<sst xmlns="{MAIN}"><si><r><t>ka</t></r><r><t>na</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>'
    assert rows_of(written('<row><c t="s"><v>0</v></c></row>', sharedStrings=shared)) == [["kana"]]


def test_another_program_reads_the_same():
    """Held against openpyxl: texts, numbers and dates in a table with holes."""
    rows = [[None if (row * 7 + column) % 5 == 0 else [row, f"t{row % 3}", row / 4][column % 3] for column in range(9)]
            for row in range(60)]  # fmt: skip
    content = table(*rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Wartości"]
    expected = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row + [None] * (9 - len(row)) for row in rows_of(content)] == expected == rows


def test_several_sheets_keep_their_order_and_instructions_are_left_out():
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("instrukcja", "Wartości", "Instructions", "Puste", "Dokument"):
            sheet = book.add_worksheet(name)
            if name != "Puste":
                sheet.merge_range(0, 0, 0, 3, name)
            if name.startswith("in"):
                sheet.write_formula(1, 0, "=1+1")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Dokument!$A$1:$A$2"})
        book.add_chartsheet("Wykres").set_chart(chart)

    content = workbook(fill)
    assert [(sheet.name, sheet.rows[0]) for sheet in read_sheets(content, "x")] == [
        ("Wartości", ("Wartości",)),
        ("Dokument", ("Dokument",)),
    ]


# --- what a person sees ---


RUNS = "<r>{}<t>{}</t></r>"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([("", "125"), ('<rPr><vertAlign val="superscript"/></rPr>', "1")], "125¹"),
        ([("", "125"), ('<rPr><vertAlign val="superscript"/></rPr>', "_x0031_2)")], "125¹²)"),
        ([("", "125"), ('<rPr><vertAlign val="subscript"/></rPr>', "1")], "125₁"),
        ([('<rPr><vertAlign val="baseline"/></rPr>', "12"), ("", "5")], "125"),
        ([("<rPr><strike/></rPr>", "125"), ("", "130")], "~~125~~130"),
        ([("<rPr><b/><strike val='true'/></rPr>", "125")], "~~125~~"),
        ([("<rPr><strike val='0'/></rPr>", "125"), ("", "0")], "1250"),
        ([("<rPr><strike/></rPr>", " "), ("", "130")], "130"),
    ],
)
def test_raised_digits_and_what_is_struck_out_are_not_glued_to_a_number(runs, expected):
    """Where cells share their texts, and where a cell has its own; the next text begins without the look."""
    text = "".join(RUNS.format(*run) for run in runs)
    shared = f'<sst xmlns="{MAIN}"><si>{text}</si><si><t>12</t></si></sst>'
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    assert rows_of(written(cells, sharedStrings=shared)) == [[expected, "12"]]
    inline = f'<row><c t="inlineStr"><is>{text}</is></c><c t="inlineStr"><is><t>12</t></is></c></row>'
    assert rows_of(written(inline)) == [[expected, "12"]]


def test_a_footnote_is_taken_for_one_and_a_correction_is_left_to_a_person():
    assert understood("125¹", ",") == Cell(125, mark="¹")
    for printed in ("~~125~~130", "~~125~~", "125₁"):
        assert isinstance(understood(printed, ","), Unclear), printed


def test_a_cell_that_its_font_strikes_out_is_refused():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Wartości")
        struck = book.add_format({"font_strikeout": True})
        for row in range(3):
            sheet.write_number(row, 1, 130 + row, struck if row < 2 else book.add_format({"bold": True}))
        sheet.write_string(0, 0, "wolontariusze", struck)
        sheet.write_number(0, 2, 0.5, book.add_format({"font_strikeout": True, "num_format": "0%"}))
        sheet.write_blank(0, 3, None, struck)
        # A rule of conditional formatting has a font too, which is no cell's.
        sheet.conditional_format("A1:B3", {"type": "cell", "criteria": "<", "value": 0, "format": struck})

    (problem,) = problems_of(workbook(fill))
    assert problem == Problem("cell.struck", "Wartości", values={"n": 4, "cells": "A1, B1:B2, C1"})
    assert said(Wording("pl"), problem).startswith(
        "arkusz „Wartości”: W komórkach jest przekreślona treść (A1, B1:B2, C1; razem: 4)"
    )
    assert "The content of cells is struck out (A1, B1:B2, C1; in all: 4)" in said(Wording("en"), problem)


def test_a_font_that_says_it_does_not_strike_out_does_not():
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><strike val="0"/></font><font><strike/></font></fonts>'
        '<cellStyleXfs><xf fontId="1"/></cellStyleXfs><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    assert rows_of(written('<row><c s="0"><v>5</v></c></row>', styles=styles)) == [[5]]
    assert rules_of(written('<row><c s="1"><v>5</v></c></row>', styles=styles)) == ["cell.struck"]


def misled(number_format: str) -> list[int]:
    """Return which of a positive number, a negative one and zero a format shows as something else."""
    sections = reading_apart.style_of("164", number_format).sections
    return [number for number in (1234567, -5, 0) if sections and reading_apart.misleading(sections, number)]


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "0",
        "0.00",
        "@",
        "# ##0",
        "#\\ ##0",
        "#,##0.00",
        '#,##0.00\\ "zł";[Red]\\-#,##0.00\\ "zł"',
        "#,##0\\ _z_ł;[Red]\\-#,##0\\ _z_ł",
        "#,##0\\ [$zł-415];[RED]\\-#,##0\\ [$zł-415]",
        "0\\ \\z\\ł",
        '_-* #,##0.00\\ _z_ł_-;\\-* #,##0.00\\ _z_ł_-;_-* "-"??\\ _z_ł_-;_-@_-',
        '_-* #,##0\\ _z_ł_-;\\-* #,##0\\ _z_ł_-;_-* "-"\\ _z_ł_-;_-@_-',
        '_-* #,##0.00\\ "zł"_-;\\-* #,##0.00\\ "zł"_-;_-* "-"??\\ "zł"_-;_-@_-',
        '_-[$€-2]\\ * #,##0.00_-;\\-[$€-2]\\ * #,##0.00_-;_-[$€-2]\\ * "-"??_-;_-@_-',
        '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
        "0.00;[Red]0.00",
        "General;[Red]-General",
        "[Red][<100]0;0",
        "0;@",
        "+0;-0;0",
        "0%",
        "0.0\\ %",
        "0.00E+00",
        "##0.0E+0",
        "# ??/??",
        "# ?/8",
        "yyyy-mm-dd",
        "[$-415]d mmmm yyyy;@",
        'd mmm yyyy" r."',
        "[h]:mm:ss",
        '0" r."',
        '0"."',
        '0 "os."',
        '0 "zł/m²"',
    ],
)
def test_ordinary_formats_show_what_a_cell_holds(number_format):
    """Those that Polish Excel and LibreOffice offer: of money, of accounting, with units, of dates."""
    assert misled(number_format) == []


@pytest.mark.parametrize(
    ("number_format", "numbers"),
    [
        *(
            (number_format, [1234567, -5, 0])
            for number_format in (
                '0" tys."',
                "0\\ \\t\\y\\s",
                "[$tys.-415] 0",
                'General" mln"',
                '0" (plan)"',
                '0%" plan"',
                '"ok. "0',
                '"~"0',
                "~0",
                '"min. "0',
                '0" p"',
                '0"r"',
                '0"*"',
                '0"000"',
                '0","0',
                "00-000",
                "#,##0,",
                "0.0,,",
                "0,.0",
                ";;;",
                '"bd."',
            )
        ),
        ('0;-0;"bd."', [0]),
        ('0;-0;"-"', [0]),
        ("0;-0;;@", [0]),
        ("#", [0]),
        ("0;;0", [-5]),
        ("[>=1000]0,;0", [1234567]),
        ("0;[<0]0,", [-5]),
        ('[=0]"brak";0', [0]),
        ('[>5]0;[<>0]0;"bd."', [0]),
        ('[<=-5]"x";[>9]0', [-5]),
        ("[<0]0;0;#", [0]),
        ('[>5]0;0;"bd."', [0]),
        ('0;"plan: "@', []),
        ('0;-0;0;"plan: "@', []),
    ],
)
def test_formats_that_add_a_word_divide_or_hide_are_told(number_format, numbers):
    assert misled(number_format) == numbers


def test_cells_that_show_something_else_than_they_hold_are_named():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Wartości")
        thousands, missing = (book.add_format({"num_format": code}) for code in ('0" tys."', '0;-0;"bd."'))
        for row, (number, style) in enumerate([(12, thousands), (12, thousands), (0, missing), (3, missing)]):
            sheet.write_number(row, 1, number, style)
        sheet.write_string(0, 0, "12", thousands)
        sheet.write_number(0, 3, 0.5, book.add_format({"num_format": '0%" plan"'}))
        sheet.write_blank(0, 4, None, thousands)

    (problem,) = problems_of(workbook(fill))
    assert problem == Problem("cell.format", "Wartości", values={"n": 4, "cells": "B1:B3, D1"})
    assert "Komórki pokazują co innego, niż zawierają (B1:B3, D1; razem: 4)" in said(Wording("pl"), problem)
    assert "Cells show something else than they hold (B1:B3, D1; in all: 4)" in said(Wording("en"), problem)


def test_an_odd_format_costs_no_time():
    """Signs that could send a pattern back and forth without end."""
    began = time.monotonic()
    for code in ('0"' + "-" * 990 + 'x"', "0" + '"os."' * 190 + '"x"', '"' + "p.p" * 330 + '!"', "," * 990, "[" * 990):
        misled(code)
    assert time.monotonic() - began < 1


def test_values_in_hidden_rows_and_columns_are_refused():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Wartości")
        for row in range(8):
            sheet.write_row(row, 0, [1, 2, 3, 4, 5])
        for row in (2, 3, 4, 6, 20):  # nothing stands in the last of these
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("B:C", None, None, {"hidden": True})
        sheet.set_column("E:E", 0)
        sheet.set_column("H:XFD", None, None, {"hidden": True})

    (problem,) = problems_of(workbook(fill))
    assert problem == Problem("sheet.hidden_rows", "Wartości", values={"n": 7, "cells": "3:5, 7, B:C, E"})
    assert "W ukrytych wierszach lub kolumnach tego arkusza są wartości (3:5, 7, B:C, E; razem: 7)" in said(
        Wording("pl"), problem
    )
    assert "Hidden rows or columns of this sheet hold values (3:5, 7, B:C, E; in all: 7)" in said(
        Wording("en"), problem
    )


def test_hidden_rows_and_columns_without_a_value_are_harmless():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_blank(1, 0, None, book.add_format({"bold": True}))
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column("D:XFD", None, None, {"hidden": True})
        sheet.autofilter("A1:C3")

    assert rows_of(workbook(fill)) == [HEADER]


def test_rows_of_no_height_and_columns_of_no_width_are_hidden_as_well():
    rows = '<row ht="0" customHeight="1"><c><v>1</v></c></row>'
    assert problems_of(written(rows)) == [Problem("sheet.hidden_rows", "Wartości", values={"n": 1, "cells": "1"})]
    xml = f'<worksheet xmlns="{MAIN}"><cols><col min="0" max="99999999" width="0"/></cols><sheetData><row><c r="GR1">'
    xml += "<v>1</v></c></row></sheetData></worksheet>"
    content = repacked(table(HEADER), {"xl/worksheets/sheet1.xml": xml.encode()})
    assert problems_of(content) == [Problem("sheet.hidden_rows", "Wartości", values={"n": 1, "cells": "GR"})]


def test_many_hidden_rows_are_named_up_to_ten():
    assert reading_apart.hidden_places(range(1, 40, 2), [0]) == "1, 3, 5, 7, 9, 11, 13, 15, 17, 19 …"


# --- what a table must not hold ---


def test_formulas_are_named_and_not_computed():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Wartości")
        for row in range(1, 12):
            sheet.write_formula(row, 1, '=HYPERLINK("http://127.0.0.1:9")', None, 5)
        sheet.write_array_formula("D3:D4", "{=A1:A2}")
        sheet.write_formula(0, 27, "=1+1")

    assert problems_of(workbook(fill)) == [
        Problem("cell.formula", "Wartości", values={"n": 13, "cells": "B2:B12, D3, AB1"})
    ]


def test_a_yes_or_no_that_libreoffice_writes_as_a_formula_is_read_and_a_real_formula_is_not():
    """LibreOffice saves TRUE as the formula TRUE(); only these two are taken, and only in a cell that is a boolean."""
    cells = (
        '<row r="1"><c r="A1" t="b"><f aca="false">TRUE()</f><v>1</v></c>'
        '<c r="B1" t="b"><f>FALSE()</f><v>0</v></c></row>'
    )
    assert rows_of(written(cells)) == [[True, False]]
    for formula, kind in (("TRUE()", "n"), ("NOT(TRUE())", "b"), ("TRUE()+1", "b")):
        cells = f'<row r="1"><c r="A1" t="{kind}"><f>{formula}</f><v>1</v></c></row>'
        assert rules_of(written(cells)) == ["cell.formula"], formula


def test_many_places_are_named_up_to_ten():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for column in range(12):
            sheet.write_formula(0, column, "=1")

    (problem,) = problems_of(workbook(fill))
    assert problem.values == {"n": 12, "cells": "A1, B1, C1, D1, E1, F1, G1, H1, I1, J1 …"}


def test_everything_wrong_with_a_workbook_is_said_at_once():
    """Macros, a hidden sheet, an error, control characters, a long text, a merge and a value far to the right."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Wartości")
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1, 0, "zna\x07k")
        sheet.write_string(2, 0, "odw\u202erócone")
        sheet.write_string(3, 0, "x" * 2001)
        sheet.write_string(3, 1, "x" * 2000)
        sheet.merge_range(4, 0, 5, 0, "scalone")
        sheet.write_number(4, 1, 7)
        sheet.write_number(6, 200, 7)
        sheet.write_formula(7, 0, "=#REF!", None, "#REF!")
        hidden = book.add_worksheet("Robocze")
        hidden.write(0, 0, 1)
        hidden.very_hidden()

    assert problems_of(repacked(workbook(fill), {"xl/vbaProject.bin": b"x"})) == [
        Problem("file.macros"),
        Problem("sheet.hidden", "Robocze"),
        Problem("cell.control_character", "Wartości", values={"n": 2, "cells": "A2:A3"}),
        Problem("cell.too_much_text", "Wartości", values={"n": 1, "cells": "A4"}),
        Problem("cell.too_far_right", "Wartości", values={"n": 1, "cells": "GS7"}),
        Problem("cell.formula", "Wartości", values={"n": 1, "cells": "A8"}),
        Problem("cell.error", "Wartości", values={"n": 1, "cells": "A8", "error": "#REF!"}),
        Problem("sheet.merged", "Wartości", values={"n": 1, "cells": "A5:A6"}),
    ]


def test_a_merged_title_alone_in_its_row_is_harmless():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:F1", "Tabela 3. Wolontariusze")
        sheet.write_row(1, 0, HEADER)

    assert rows_of(workbook(fill)) == [["Tabela 3. Wolontariusze"], HEADER]


@pytest.mark.parametrize("text", ["_x0000_", "_xD800_", "_xFFFF_", "\x85"])
def test_signs_that_are_no_text_are_refused(text):
    content = written(f'<row><c t="inlineStr"><is><t>a{text}b</t></is></c></row>')
    assert problems_of(content) == [Problem("cell.control_character", "Wartości", values={"n": 1, "cells": "A1"})]


def test_a_value_in_the_last_cell_of_a_spreadsheet_is_named_and_costs_nothing():
    content = written('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert problems_of(content) == [Problem("cell.too_far_right", "Wartości", values={"n": 1, "cells": "XFD1048576"})]
    content = written('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    assert problems_of(content) == [Problem("sheet.too_far_down", "Wartości", row=1048576)]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        "<row><c><v>nan</v></c></row>",
        "<row><c><v>1e999</v></c></row>",
        "<row><c><v>1_000</v></c></row>",
        '<row><c t="s"><v>99</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        '<row><c t="z"><v>1</v></c></row>',
        '<row><c s="x"><v>1</v></c></row>',
        '<row><c t="d"><v>yesterday</v></c></row>',
        '<row><c r="ABCD1"><v>1</v></c></row>',
        "<row><c><v>1</c></row>",
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged_and_not_guessed_at(rows):
    assert rules_of(written(rows)) == ["file.damaged"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_a_sheet_in_an_encoding_of_xml_is_read(encoding):
    xml = f"""<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{MAIN}"><sheetData><row>
        <c t="inlineStr"><is><t>żółć</t></is></c></row></sheetData></worksheet>"""
    content = repacked(table(HEADER), {"xl/worksheets/sheet1.xml": xml.encode(encoding)})
    assert rows_of(content) == [["żółć"]]


@pytest.mark.parametrize("encoding", ["iso-8859-2", "hex", "no-such"])
def test_an_encoding_that_workbooks_do_not_use_is_damage(encoding):
    """Python would look for a codec of that name, and not find the one or know what to do with the other."""
    xml = f'<?xml version="1.0" encoding="{encoding}"?><worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    content = repacked(table(HEADER), {"xl/worksheets/sheet1.xml": xml.encode()})
    assert rules_of(content) == ["file.damaged"]


def test_more_sheets_than_allowed():
    content = workbook(lambda book: [book.add_worksheet(f"s{number}").write(0, 0, 1) for number in range(51)])
    assert rules_of(content) == ["file.too_many_sheets"]


def test_rows_of_all_sheets_count_together():
    row = '<row r="150000"><c r="A150000"><v>1</v></c></row>'
    content = workbook(lambda book: [book.add_worksheet(f"s{number}").write(0, 0, 1) for number in range(2)])
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'.encode()
    content = repacked(content, {"xl/worksheets/sheet1.xml": sheet, "xl/worksheets/sheet2.xml": sheet})
    assert problems_of(content) == [Problem("sheet.too_far_down", "s1", row=150000)]


def test_a_few_texts_repeated_in_many_cells_do_not_become_gigabytes():
    """One shared text of 2 000 characters in 30 000 cells is 60 million characters for whoever reads them all."""
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 2000}</t></si></sst>'
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 150 + "</row>"
    assert rules_of(written(rows * 200, sharedStrings=shared)) == ["file.too_much_text"]


# --- bounds of the process ---


def read_apart(content: bytes) -> tuple[list[dict[str, object]], float]:
    """Return what the reading process says about problems, and the most memory it had, in MB."""
    code = (
        "import sys; from barometr.publish import reading_apart; reading_apart.main(); "
        "print(*[line.split()[1] for line in open('/proc/self/status') if 'VmHWM' in line], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, cwd=PROJECT, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [line["problem"] for line in found if "problem" in line], int(done.stderr) / 1024


def test_a_million_rows_are_refused_early_and_in_little_memory():
    block = "".join(f"<row><c><v>{number}</v></c><c><v>2017</v></c></row>" for number in range(1000))
    (problem,), memory = read_apart(written(block * 1000))
    assert problem["rule"] == "file.too_many_rows"
    assert memory < 120
    assert rules_of(b"a;b\n" + b"1;2\n" * 1_000_000) == ["file.too_many_rows"]


def test_twenty_thousand_rows_are_read_whole():
    row = '<row><c t="s"><v>0</v></c><c><v>2017</v></c>' + "<c><v>0.7142857142857143</v></c>" * 7 + "</row>"
    rows = rows_of(written(row * 20_000))
    assert (len(rows), rows[-1]) == (20_000, ["indicator_id", 2017, *[0.714285714285714] * 7])


def test_an_enormous_text_is_not_gathered():
    problems, memory = read_apart(written("<row><c t='inlineStr'><is><t>" + "x" * 40_000_000 + "</t></is></c></row>"))
    assert [problem["rule"] for problem in problems] == ["cell.too_much_text"]
    assert memory < 60


def apart(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put other code in the place of the reading process."""
    run = subprocess.run
    monkeypatch.setattr(reading.subprocess, "run", lambda _, **how: run([sys.executable, "-c", code], **how))


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("import os; os.abort()", "file.not_read"),
        ("raise ValueError", "file.not_read"),
        ("import time; time.sleep(60)", "file.too_slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "file.too_slow"),
    ],
)
def test_a_crash_or_an_endless_loop_of_the_reading_is_a_message(monkeypatch, code, rule):
    monkeypatch.setattr(reading, "LONGEST_READING", 2)
    apart(monkeypatch, code)
    assert rules_of(table(HEADER)) == [rule]


def test_running_out_of_memory_is_a_message():
    """The real bound of the real process, made small."""
    code = "from barometr.publish import reading_apart as apart; apart.MOST_MEMORY = 90 << 20; apart.main()"
    block = "".join(f"<row><c t='str'><v>{'x' * 500}{number}</v></c></row>" for number in range(190_000))
    done = subprocess.run([sys.executable, "-c", code], input=written(block), capture_output=True, cwd=PROJECT)
    assert json.loads(done.stdout)["problem"]["rule"] == "file.too_heavy"


def test_a_third_reader_waits_and_is_then_told(monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_WAIT", 0.05)
    held = [reading._readers.acquire(blocking=False) for _ in range(reading.READERS)]
    try:
        assert rules_of(table(HEADER)) == ["file.busy"]
    finally:
        for _ in held:
            reading._readers.release()
    assert rows_of(table(HEADER)) == [HEADER]


def test_the_reading_process_is_bounded():
    code = (
        "import resource; from barometr.publish.reading_apart import bound_resources as b; b(); "
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=PROJECT, check=True, text=True)
    assert done.stdout.split() == [str(1 << 30), "30"]


def test_the_reading_process_starts_light():
    """It is started for every file: nothing of the screen or of the database may come along."""
    code = "import sys, barometr.publish.reading_apart; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=PROJECT, text=True).stdout.split()
    )
    assert loaded & {"streamlit", "pandas", "duckdb", "pyarrow", "yaml", "barometr.engine"} == set()


# --- CSV ---


POLISH = "wskaźnik;rok;wartość\nZażółć gęślą jaźń;2017;11,5\n"
EXPECTED = [["wskaźnik", "rok", "wartość"], ["Zażółć gęślą jaźń", "2017", "11,5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_polish_letters_in_every_usual_encoding_and_end_of_line(encoding, end):
    assert rows_of(POLISH.replace("\n", end).encode(encoding)) == EXPECTED


def test_capitals_of_windows_1250_that_look_like_utf_8():
    """In capitals "ÓŁ" and "ÓŚ" are, byte for byte, letters of UTF-8 as well."""
    assert rows_of("SZKÓŁ;ŻÓŁĆ\nPÓŁ;GŁOŚNO".encode("cp1250")) == [["SZKÓŁ", "ŻÓŁĆ"], ["PÓŁ", "GŁOŚNO"]]


@pytest.mark.parametrize("encoding", ["iso8859-2", "cp852"])
def test_other_encodings_are_refused_instead_of_showing_wrong_letters(encoding):
    assert rules_of(POLISH.encode(encoding)) == ["file.encoding"]


def test_a_single_letter_of_another_encoding_is_enough():
    assert rules_of("a;b\nsą;1".encode("iso8859-2")) == ["file.encoding"]
    assert rows_of("a;b\n±5;ok. ± 3".encode("cp1250"))[1] == ["±5", "ok. ± 3"]


def test_a_broken_letter_is_named_with_its_row_and_the_others_are_not_spoilt():
    content = POLISH.encode().replace("gę".encode(), b"g\xc4")
    assert problems_of(content) == [Problem("file.broken_letters", row=2)]


@pytest.mark.parametrize("content", [b"\xff\xfea\0;\0\0", b"\xff\xfe\0\0a\0\0\0"])
def test_broken_utf_16_is_refused(content):
    assert rules_of(content) in (["file.encoding"], ["file.binary"])


@pytest.mark.parametrize(
    ("content", "header"),
    [
        ("a;b;c\n1;2;3", ["a", "b", "c"]),
        ("a,b,c\n1,2,3", ["a", "b", "c"]),
        ("a\tb\tc\n1\t2\t3", ["a", "b", "c"]),
        ("nazwa, jednostka;rok;wartość\na;2017;11,5\nb;2018;12,5", ["nazwa, jednostka", "rok", "wartość"]),
        ("rok;wartość, zł\n2017;11,5\n2018;12,5", ["rok", "wartość, zł"]),
        ("wartość;rok\n1,1;2\n2,2;3", ["wartość", "rok"]),
        ('id,note\na,"x; y; z"\nb,"x; y; z"', ["id", "note"]),
        ('id;note\na;"x, y\tz"\nb;w', ["id", "note"]),
        ("sep=,\na;b,c\n1,2", []),
        ("Tabela 3, 2017\n;2016;2017\na;1,5;2\nb;1,5;2", ["Tabela 3, 2017"]),
        ("jedna", ["jedna"]),
    ],
)
def test_the_separator_is_the_one_that_the_whole_table_agrees_on(content, header):
    assert rows_of(content.encode())[0] == header


def test_a_line_that_names_the_separator_keeps_the_rows_in_their_places():
    assert rows_of(b"sep=,\na;b,c\n1,2") == [[], ["a;b", "c"], ["1", "2"]]


def test_quotes_line_breaks_and_blank_lines_keep_rows_as_a_spreadsheet_shows_them():
    content = 'a;b;;\n\n"x ""y""\nz" ; "1;2" ;\n;;\n7;8\n;;;\n\n\n'
    assert rows_of(content.replace(' ; "1;2" ;', ';"1;2";').encode()) == [
        ["a", "b"],
        [],
        ['x "y"\nz', "1;2"],
        [],
        ["7", "8"],
    ]


def test_nothing_but_surrounding_blanks_is_taken_from_a_cell():
    content = "a;b;c;d;e\n\xa0 1 234,50 \u202f;'007;+48 58 123;=1+1;@SUM(A1)"
    assert rows_of(content.encode())[1] == ["1 234,50", "'007", "+48 58 123", "=1+1", "@SUM(A1)"]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('a;b\n1;2\n3;"4\n5;6\n', 3),
        ('a;b\n1;"2"x\n', 2),
        ('a;b\n"' + "x\n" * 100_000, 2),
        ('a;b\n\n"1\n2";3\n4;"', 4),
    ],
)
def test_quotes_that_do_not_match_are_named_with_their_row(content, row):
    assert problems_of(content.encode()) == [Problem("file.quotes", row=row)]


def test_control_characters_and_long_texts_in_csv_are_named():
    content = "a;b\n1;zna\x07k\n\x1f;2\n" + "x" * 2001 + ";3\nzwykły;tekst\n" * 3
    assert problems_of(content.encode()) == [
        Problem("cell.control_character", values={"n": 2, "cells": "A3, B2"}),
        Problem("cell.too_much_text", values={"n": 1, "cells": "A4"}),
    ]


def test_limits_of_csv(monkeypatch):
    wide = ";".join("1" * 201)
    assert problems_of(f"a;b\n{wide}\n".encode()) == [Problem("file.too_many_columns", row=2)]
    # Rows of separators below a table are no rows, even more of them than there may be rows.
    monkeypatch.setattr(reading, "MOST_ROWS", 1000)
    assert len(rows_of(b"a;b\n1;2\n" + b";;;\n" * 2000)) == 2
    assert rules_of(b"a;b\n" + b";;;\n" * 1000 + b"1;2\n") == ["file.too_many_rows"]
    monkeypatch.setattr(reading, "MOST_CELLS", 1000)
    assert rules_of(b"1;2\n" * 501) == ["file.too_many_cells"]
    assert len(rows_of(b"1;2\n" * 500)) == 500


# --- words ---


def test_the_messages_name_the_limits_in_force():
    limits = {
        "file.too_large": reading.MOST_BYTES // reading.MEGABYTE,
        "file.unpacked_too_large": reading.MOST_UNPACKED // reading.MEGABYTE,
        "file.too_many_sheets": reading.MOST_SHEETS,
        "file.too_many_rows": reading.MOST_ROWS,
        "file.too_many_columns": reading.MOST_COLUMNS,
        "file.too_many_cells": reading.MOST_CELLS,
        "file.too_much_text": reading.MOST_TEXT,
        "sheet.too_far_down": reading.MOST_ROWS,
        "cell.too_far_right": reading.MOST_COLUMNS,
        "cell.too_much_text": reading.LONGEST_CELL,
    }
    for rule, limit in limits.items():
        for language in LANGUAGES:
            shown = formats.number(limit, 0, language)
            assert re.search(rf"(?<!\d){shown}(?!\d)", text(language, f"problem.{rule}")), (rule, language)


def test_every_rule_that_the_code_names_has_its_words():
    code = "".join((PROJECT / f"barometr/publish/{name}.py").read_text() for name in ("reading", "reading_apart"))
    named = set(re.findall(r'"((?:file|sheet|cell)\.[a-z0-9_]+)"', code))
    ours = {key.removeprefix("problem.") for key in catalogue() if re.match(r"problem\.(file|sheet|cell)\.", key)}
    assert len(named) > 30
    assert named <= ours


def test_the_package_of_an_ordinary_workbook_is_in_order():
    assert package_faults(table(HEADER)) == []
