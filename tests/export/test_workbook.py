"""XLSX: real numbers with the decimals that were printed, text that stays text, and the same bytes every time."""

import io
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest

from barometr.engine import data_version
from barometr.export import workbook
from barometr.export.table import Column, ExportError, Grid, Shown
from barometr.export.workbook import xlsx_bytes
from tests.export.looking import HOSTILE, open_xlsx, table_of, values

pytestmark = pytest.mark.usefixtures("tiny")


def test_the_sheets_are_named_in_the_language_within_the_rules_of_excel():
    grid = Grid(("a", 2017), (("b", 1.0),))
    for language, names in {
        "pl": ["Tabela", "Wartości", "Opis", "Źródła"],
        "en": ["Table", "Values", "About", "Sources"],
    }.items():
        assert open_xlsx(table_of((1,), language=language, grid=grid)).sheetnames == names
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_without_a_grid_the_values_come_first():
    assert open_xlsx(table_of((1,))).sheetnames == ["Values", "About", "Sources"]


def test_every_cell_is_what_it_is():
    columns = [Column("a", "A"), Column("b", "B", decimals=2), *(Column(one, one) for one in "cdefg")]
    row = ("Gdańsk", 1234.5, Shown(11.0, 1), 2017, True, date(2018, 6, 30), None)
    sheet = open_xlsx(table_of(row, columns=columns))["Values"]
    assert values(sheet) == [
        ["A", "B", "c", "d", "e", "f", "g"],
        ["Gdańsk", 1234.5, 11, 2017, True, datetime(2018, 6, 30), None],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n", "b", "d", "n"]
    assert [cell.number_format for cell in sheet[2]][1:6] == ["#,##0.00", "#,##0.0", "0", "General", "yyyy-mm-dd"]


def test_a_number_without_decimals_of_its_own_is_shown_as_it_is():
    assert open_xlsx(table_of((2.125,)))["Values"]["A2"].number_format == "General"


@pytest.mark.parametrize(
    ("cell", "number_format"),
    [
        (Shown(18.0), "#,##0"),
        (Shown(11.0, 1, after="%"), '#,##0.0"%"'),
        (Shown(18.0, 0, before="c. "), '"c. "#,##0;"c. "-#,##0'),
        (Shown(25.0, 1, "⊙ ", "% †"), '"⊙ "#,##0.0"% †";"⊙ "-#,##0.0"% †"'),
    ],
)
def test_the_marks_of_the_page_are_a_number_format_around_a_real_number(cell, number_format):
    written = open_xlsx(table_of((1,), grid=Grid(("a",), ((cell,),))))["Table"]["A2"]
    assert (written.value, written.data_type, written.number_format) == (float(cell), "n", number_format)


@pytest.mark.parametrize("text", [*HOSTILE, "2017", "https://example.org", "mailto:a@b.pl", "TRUE"])
def test_text_stays_text(text):
    table = table_of((text,), columns=[Column("a", text)], title=text, about=((text, text),))
    book = open_xlsx(table)
    for cell in (*book["Values"]["A"], *book["About"][2]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text.replace("\r", "_x000D_"), "s", None)
        assert cell.quotePrefix == (text[0] in "=+-@\t\r\n")


def test_no_cell_of_the_file_is_a_formula():
    packed = zipfile.ZipFile(io.BytesIO(xlsx_bytes(table_of(HOSTILE))))
    sheets = [packed.read(name).decode() for name in packed.namelist() if "worksheets/" in name]
    assert len(sheets) == 3
    assert not any("<f>" in sheet or "<f " in sheet or "hyperlink" in sheet for sheet in sheets)


def test_the_header_is_bold_and_stays_and_the_values_can_be_filtered():
    book = open_xlsx(table_of((1, 2), (3, 4), grid=Grid(("a",), ((1.0,),))))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        assert not any(cell.font.bold for cell in sheet[2] if cell.value)
    assert book["Values"].auto_filter.ref == "A1:B3"


def test_a_long_text_is_wrapped_in_a_column_of_sensible_width():
    sheet = open_xlsx(table_of(("x" * 500, "y")))["Values"]
    assert [round(sheet.column_dimensions[letter].width) for letter in "AB"] == [61, 10]
    assert sheet["A2"].alignment.wrap_text


def test_the_file_says_its_title_and_the_version_of_its_data():
    properties = open_xlsx(table_of((1,), language="pl", title="Wolontariusze")).properties
    assert properties.title == "Wolontariusze"
    assert properties.description == f"Wersja danych: {data_version()}"
    assert properties.created == properties.modified == datetime(2000, 1, 1)


def test_the_same_data_give_the_same_bytes_at_another_time():
    table = table_of(("a", 1.5), source_ids=("report_2017",))
    first = xlsx_bytes(table)
    time.sleep(1.1)  # the file tells seconds apart
    assert xlsx_bytes(table) == first
    assert xlsx_bytes(table_of(("a", 1.6), source_ids=("report_2017",))) != first


def test_a_table_without_rows_is_a_header():
    empty = replace(table_of((1, 2)), rows=())
    assert values(open_xlsx(empty)["Values"]) == [["a", "b"]]


def test_what_does_not_fit_is_refused_and_not_cut(monkeypatch):
    with pytest.raises(ExportError, match="A text of 32768 characters does not fit a cell: take CSV instead"):
        xlsx_bytes(table_of(("x" * 32_768,)))
    monkeypatch.setattr(workbook, "ROWS_OF_A_SHEET", 2)
    with pytest.raises(ExportError, match="2 rows do not fit a sheet of a workbook: take CSV instead"):
        xlsx_bytes(table_of((1,), (2,)))


def test_the_documents_are_on_their_sheet_with_what_is_assumed_said(published):
    described = {"title_en": "=Report", "publisher_en": "City", "note_pl": "uwaga", "note_en": "undated"}
    published(
        sources=[
            {"source_id": "report", "published_basis": "assumed", "licence": "official_material", **described},
            {"source_id": "older", "published_on": "2010-05-04"},
        ],
        report=[{"home": "excluded", "area_id": "gdansk", "note_pl": "strona", "note_en": "page"}],
        older=[
            {"home": "observation", "area_id": "gdansk", "indicator_id": "volunteers", "year": 2009, "value": 1}
            | {"year_basis": "printed", "status": "actual", "role": "primary"}
        ],
    )
    both = values(open_xlsx(table_of((1,), source_ids=("older", "report")))["Sources"])
    assert both[1:] == [
        ["=Report", "City", "30 June 2018 (date assumed)", "official material", "undated", "0" * 64, "report"],
        ["title_en", "publisher_en", "4 May 2010", "not stated in the document", None, "0" * 64, "older"],
    ]
    assert len(values(open_xlsx(table_of((1,), source_ids=("older",)))["Sources"])) == 2
    assert values(open_xlsx(table_of((1,)))["Sources"])[1:] == []
