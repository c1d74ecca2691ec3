"""What shape a file has is found out from its content, and every problem can be said in both languages."""

import re
from string import Formatter

import pytest

from barometr.engine import PROJECT, published_folder
from barometr.publish.draft import Options, Sheet
from barometr.publish.known import known_catalogue
from barometr.publish.problems import said
from barometr.publish.reading import read_sheets
from barometr.publish.shapes import draft_of
from barometr.publish.template import template_bytes
from barometr.words.texts import LANGUAGES, catalogue
from barometr.words.wording import Wording
from tests.publish.tiny import GDANSK, KNOWN, draft, observed, told

LONG = [["wskaźnik", "rok", "wartość"], ["volunteers", 2017, 5]]
WIDE = [["Wskaźnik", 2016, 2017], ["Wolontariusze", 5, None]]


@pytest.mark.parametrize("rows", [[], [[]], [[None, " "], [""]]])
def test_a_file_without_a_cell_is_one_problem(rows):
    assert told(draft(rows)) == [("shape.nothing", "", None, None)]
    assert told(draft_of([], GDANSK, KNOWN)) == [("shape.nothing", "", None, None)]


def test_sheets_that_are_not_ours_are_each_tried_as_a_table():
    sheets = [Sheet("Tabela 1", LONG), Sheet("Tabela 2", WIDE), Sheet("pusty", [[None]]), Sheet("Opis", [["Słowo"]])]
    found = draft_of(sheets, GDANSK, KNOWN)
    assert observed(found, "indicator_id", "year") == [("volunteers", 2017), ("volunteers", 2016)]
    assert [entry.sheet for entry in found.entries["observations"]] == ["Tabela 1", "Tabela 2"]
    assert told(found) == [("shape.no_header", "Opis", None, None)]


def test_the_decimal_sign_is_that_of_the_whole_file():
    other = [["Wskaźnik", 2016, 2017], ["Oferty", "12,75", "1,234"]]
    found = draft_of([Sheet("a", [LONG[0], ["volunteers", 2017, "1.234"]]), Sheet("b", other)], GDANSK, KNOWN)
    assert observed(found, "value") == [(1234.0,), (12.75,), (1.234,)]


def test_a_long_row_with_two_years_in_it_does_not_make_a_wide_table():
    found = draft([["rok", "wskaźnik", "wartość"], [2017, "volunteers", 2010], [2016, "volunteers", 2001]])
    assert observed(found, "year", "value") == [(2017, 2010.0), (2016, 2001.0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_comes_back_empty_and_with_what_was_typed_into_it(language):
    known = known_catalogue(PROJECT / "data", published_folder())
    sheets = read_sheets(template_bytes("gdansk_integration", 2018, language), "template.xlsx")
    blank = draft_of(sheets, Options(), known)
    assert (blank.problems, blank.questions) == ([], [])
    assert blank.entries.get("observations", []) == []
    assert blank.empty > 30

    filled = [Sheet(sheet.name, _with_first_value(sheet.rows, "3 563")) for sheet in sheets]
    found = draft_of(filled, Options(), known)
    assert (found.problems, found.empty) == ([], blank.empty - 1)
    assert observed(found, "area_id", "year", "value", "status") == [("gdansk", 2018, 3563.0, "actual")]


def _with_first_value(rows, value):
    """Return the rows of the sheet of values with the first value filled in; those of another sheet as they are."""
    header = [str(cell).casefold() for cell in rows[0]]
    column = next((header.index(name) for name in ("wartość", "value") if name in header), None)
    if column is None:
        return rows
    first = [*rows[1], *[None] * len(header)]
    return [rows[0], [*first[:column], value, *first[column + 1 :]], *rows[2:]]


def test_the_questions_of_all_sheets_are_counted_together():
    rows = [WIDE[0], *([f"Wiersz {number}", 1, 2] for number in range(150))]
    found = draft_of([Sheet(name, rows) for name in "abc"], GDANSK, KNOWN)
    assert [sum(question.sheet == name for question in found.questions) for name in "abc"] == [150, 50, 0]
    assert told(found) == [("shape.unknown_rows", "b", 52, None), ("shape.unknown_rows", "c", 2, None)]


# Every problem in words


def rules_of_the_readers():
    """Return the rules that the readers of shapes can tell, as they stand in their code."""
    folder = PROJECT / "barometr" / "publish"
    code = "".join(
        (folder / f"{name}.py").read_text("utf-8") for name in ("shapes", "cells", "long", "wide", "workbook")
    )
    return set(re.findall(r'"((?:shape|cell|value)\.[a-z_]+)"', code))


def test_every_problem_of_the_readers_has_its_words():
    assert len(rules_of_the_readers()) > 25
    assert [rule for rule in rules_of_the_readers() if f"problem.{rule}" not in catalogue()] == []


BROKEN = [
    draft([]),
    draft([["a", "b"]]),
    draft(LONG, Options()),
    draft([["wskaźnik", "rok", "rok", "statsu"], ["volunteers", 2017, 1, 2, 3]]),
    draft([[*LONG[0], "literal"], ["volunteers", 2017, None, "5"]]),
    *(draft([LONG[0], ["volunteers", 2017, cell]]) for cell in ("pięć", "1,234", "n/d", "5%", "5*")),
    draft([[*LONG[0], "status"], ["volunteers", 2017, "bd.", "actual"]]),
    draft([[*LONG[0], "unit"], ["volunteers", 2017, 5, "tys. osób"]]),
    draft([[*LONG[0], "unit"], ["volunteers", 2017, 5, "%"]]),
    draft([[*LONG[0], "name"], ["volunteers", 2017, 5, "Oferty"]]),
    draft([[*LONG[0], "literal"], ["volunteers", 2017, 5, "5 000"]]),
    draft([["Wskaźnik", "Wykonanie", "Plan"], ["", 2017, 2018], ["Wolontariusze", 5, 6]]),
    draft([[*WIDE[0], "Rodzaj danych"], ["Wolontariusze", 5, 6, "plan"]]),
    draft([["Obszar", *WIDE[0]], [None, "Wolontariusze", 5, 6]]),
    draft([["Wskaźnik", 2016, 2017, 2017, "2018 (I kw.)"], ["Wolontariusze", 5, 6, 7, 8]]),
    draft([WIDE[0], ["Wolontariusze", 5, 6], ["Liczba wolontariuszy", 7, 8], [None, 9, 9]]),
    draft([["Kod", *WIDE[0]], ["III.3.b", "Wolontariusze", 5, 6]]),
    draft([["w tys. osób"], WIDE[0], ["Wolontariusze", "5*", "6%"], ["* jedno"], ["* drugie"]]),
    draft([WIDE[0], ["Frekwencja", "2", "71,0%"]]),
    draft([WIDE[0], ["Ochotnicy", 2, 7]], Options(area_id="gdansk", answers={"2": "x"})),
    draft([WIDE[0], *([f"Wiersz {number}", 1, 2] for number in range(250))]),
    draft_of([Sheet("values", LONG), Sheet("Wartości", LONG), Sheet("Obcy", LONG)], GDANSK, KNOWN),
    draft_of([Sheet("document", [["tytuł", "A"], ["tytuł", "B"], ["autor", "C"]])], Options({"title": "X"}), KNOWN),
    draft_of([Sheet("values", LONG), Sheet("goals", [["cel"]])], GDANSK, KNOWN),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_problem_is_said_whole(language):
    """A placeholder that the reader does not fill would raise when a person needs the words."""
    wording = Wording(language)
    told_of = {problem.rule: said(wording, problem) for found in BROKEN for problem in found.problems}
    assert rules_of_the_readers() - set(told_of) == {"cell.date"}
    for rule, words in told_of.items():
        assert not list(filter(None, (name for _, name, _, _ in Formatter().parse(words)))), (rule, words)


SAID = {
    "shape.status_above": (
        "komórka C1: Według napisu „Plan” wartości poniżej mogą nie być zmierzone. Dopisz to przy roku, na przykład"
        " „2018 (plan)”, i usuń ten napis.",
        "cell C1: According to “Plan”, the values below may not be measured ones. Say so beside the year, such as"
        " “2018 (plan)”, and delete these words.",
    ),
    "shape.status_beside": (
        "komórka D2: Według napisu „plan” wartości w tym wierszu mogą nie być zmierzone. Dopisz to przy samych"
        " wartościach, na przykład „200 (plan)”, i usuń tę kolumnę.",
        "cell D2: According to “plan”, the values in this row may not be measured ones. Say so beside the values"
        " themselves, such as “200 (plan)”, and delete this column.",
    ),
    "shape.area_blank": (
        "komórka A2: W tym wierszu są wartości, ale pole z nazwą obszaru jest puste. Wpisz obszar w każdym wierszu,"
        " także tam, gdzie powtarza się z wiersza powyżej.",
        "cell A2: This row has values, but the cell for the area is blank. Enter the area on every row, even where it"
        " repeats the one above.",
    ),
    "cell.unit_differs": (
        "komórka D2: Jednostka „%” nie pasuje do wskaźnika: Wolontariusze (volunteers). Sprawdź, czy to właściwy"
        " wskaźnik; jeśli tak, wpisz wartość w jego jednostce i usuń ten dopisek.",
        "cell D2: The unit “%” does not fit the indicator: volunteers en (volunteers). Check whether this is the right"
        " indicator; if so, enter the value in its unit and delete these words.",
    ),
    "cell.name_contradicts": (
        "komórka D2: Nazwa i identyfikator w tym wierszu należą do różnych wskaźników. Identyfikator: Wolontariusze"
        " (volunteers). Nazwa: Oferty (offers). Popraw identyfikator albo nazwę.",
        "cell D2: In this row the name and the identifier belong to different indicators. Identifier: volunteers en"
        " (volunteers). Name: offers en (offers). Correct the identifier or the name.",
    ),
    "value.literal_differs": (
        "komórka D2: Zapis z dokumentu („5 000”) i wartość („5”) to różne liczby. Popraw jedną z nich.",
        "cell D2: The figure as printed (“5 000”) and the value (“5”) differ. Correct one of them.",
    ),
}


@pytest.mark.parametrize("rule", SAID)
def test_what_is_said_where_a_file_contradicts_itself(rule):
    problem = next(problem for found in BROKEN for problem in found.problems if problem.rule == rule)
    assert tuple(said(Wording(language), problem) for language in ("pl", "en")) == SAID[rule]
