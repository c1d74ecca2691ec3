"""Any file at all ends as sheets or as problems with words; the long form is tests/fuzz.py (`make fuzz`)."""

import csv
import io
import random
import tempfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from barometr.publish import reading
from barometr.publish.draft import Problem
from barometr.publish.reading import UnreadableError
from tests import fuzz

# No example file is kept in the project; the same examples every time.
QUICK = settings(max_examples=60, deadline=None, database=None, derandomize=True)
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"])
TEXTS = st.text(LETTERS, min_size=1, max_size=20)
TABLES = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=2))


def test_damaged_files_end_as_problems_that_can_be_said():
    """A short form of the fuzz: the same files every time, each through reading, shaping and checking."""
    tally = fuzz.try_files(files=250, seconds=60, seed=7, apart_every=100)
    assert tally.files == 250
    assert tally.longest < fuzz.LONGEST
    assert {"file.damaged", "file.encoding", "file.binary", "cell.too_much_text"} <= set(tally.rules)


def test_the_files_that_are_damaged_are_good_ones():
    """Damage done to files that are refused anyway would try nothing."""
    for content in fuzz.good_files():
        assert reading.read_sheets(content, "x")


def test_a_file_that_breaks_the_reading_is_kept_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(fuzz, "problems_of", lambda *_, **__: 1 // 0)
    said: list[str] = []
    with pytest.raises(ZeroDivisionError):
        fuzz.try_files(files=5, seconds=5, seed=7, apart_every=100, report=said.append)
    (kept,) = tmp_path.iterdir()
    assert said == [f"file 1 of seed 7 is kept as {kept}"]
    assert kept.read_bytes() == fuzz.next_file(random.Random(7))


def test_words_that_are_not_there_are_noticed():
    with pytest.raises(fuzz.WordlessError):
        fuzz.say([Problem("file.no_such_rule")])
    with pytest.raises(fuzz.WordlessError):
        fuzz.say([Problem("cell.formula", values={"n": 1})])


@QUICK
@given(st.binary(max_size=300), st.sampled_from([b"", reading.ZIP, reading.OLE, *reading.UTF16, b"a;b\n1;"]))
def test_any_bytes_are_read_or_refused(content, start):
    try:
        sheets = reading.read_sheets(start + content, "x")
    except UnreadableError as error:
        fuzz.say(error.problems)
    else:
        assert all(len(row) <= reading.MOST_COLUMNS for sheet in sheets for row in sheet.rows)


@QUICK
@given(TABLES, st.sampled_from(";,\t"), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_a_quoted_table_comes_back_as_it_was_written(table, separator, end, encoding):
    """Whatever its texts: separators and quotes inside cells belong to the text."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(table)
    (sheet,) = reading.read_sheets(buffer.getvalue().encode(encoding), "x")
    assert [list(row) for row in sheet.rows] == table


@QUICK
@given(st.lists(st.lists(TEXTS | st.integers(-(10**14), 10**14) | st.booleans() | st.floats(-1e9, 1e9), min_size=1)))
def test_a_workbook_comes_back_as_it_was_written(table):
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("A")
        for row, cells in enumerate([["pierwsza"], *table]):
            sheet.write_row(row, 0, cells)
    sheets, problems = fuzz.read_here(buffer.getvalue())
    expected = [[float(f"{cell:.15g}") if isinstance(cell, float) else cell for cell in row] for row in table]
    assert problems == []
    assert [list(row) for row in sheets[0].rows] == [["pierwsza"], *expected]
