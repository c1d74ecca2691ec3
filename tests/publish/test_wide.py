"""A table as printed: which indicator, part and year each cell is of; what is not certain becomes a question."""

import csv
import time

import pytest

from barometr.engine import PROJECT, published_folder
from barometr.publish.draft import Entry, Options, Question, Sheet
from barometr.publish.known import known_catalogue
from barometr.publish.shapes import draft_of
from barometr.publish.wide import YearColumn, year_column
from tests.publish.tiny import GDANSK, KNOWN, draft, observed, told

YEARS = ["Wskaźnik", "2016 r.", 2017]
FIGURES = ("indicator_id", "member", "year", "value")


def answered(**answers):
    """Return options with answers to the rows of an unnamed sheet: row_2="volunteers"."""
    return Options(area_id="gdansk", answers={row.removeprefix("row_"): answer for row, answer in answers.items()})


def test_a_cell_becomes_an_entry_with_the_place_it_was_read_from():
    found = draft([["Wolontariat w mieście"], ["Kod", *YEARS], ["III.3.c", "Liczba wolontariuszy", None, "3 563"]])
    assert (found.problems, found.questions, found.empty) == ([], [], 1)
    assert found.entries["observations"] == [
        Entry(
            "",
            3,
            {"value": 3, "status": 3, "literal": 3, "year": 3, "indicator_id": 0, "member": 0},
            {
                "area_id": "gdansk",
                "indicator_id": "volunteers",
                "member": "",
                "year": 2017,
                "value": 3563.0,
                "status": "actual",
                "literal": "3 563",
                "locator": "",
                "note": "",
                "note_en": "",
            },
        )
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2017, YearColumn(2017, "", "")),
        (2017.0, YearColumn(2017, "", "")),
        ("2017", YearColumn(2017, "", "")),
        ("2017 r.", YearColumn(2017, "", "")),
        ("2017r", YearColumn(2017, "", "")),
        ("rok 2017", YearColumn(2017, "", "")),
        ("2018 (plan)", YearColumn(2018, "plan", "")),
        ("plan na 2018 r.", YearColumn(2018, "plan", "")),
        ("wykonanie 2017", YearColumn(2017, "actual", "")),
        ("Wartość bazowa (2015)", YearColumn(2015, "baseline", "")),
        ("wartość docelowa 2022", YearColumn(2022, "target", "")),
        ("2017*", YearColumn(2017, "", "*")),
        ("2017 1)", YearColumn(2017, "", "1)")),
        ("2016/2017", None),
        ("2016-2017", None),
        ("I kw. 2017", None),
        ("zmiana 2017", None),
        (1989, None),
        (2101, None),
        (2017.5, None),
        (float("inf"), None),
        (True, None),
        ("20170", None),
        (None, None),
    ],
)
def test_the_header_of_a_column_of_values(cell, expected):
    assert year_column(cell) == expected


@pytest.mark.parametrize(
    "label",
    ["Liczba wolontariuszy", "liczba WOLONTARIUSZY:", "Wolontariusze", "volunteers", "volunteers in English", "III.3.c"]
    + ["III.3.c.", "III.3.c. Liczba wolontariuszy", "Liczba wolontariuszy*"],
)
def test_a_row_is_known_by_name_short_name_id_or_code(label):
    rows = [YEARS, [label, 5, None], ["* bez szkół"]]
    assert observed(draft(rows), *FIGURES) == [("volunteers", "", 2016, 5.0)]


def test_a_code_counts_in_the_programme_of_the_area():
    rows = [["Kod", 2016, 2017], ["III.3.c", 5, 6]]
    assert {one for one, *_ in observed(draft(rows), *FIGURES)} == {"volunteers"}
    assert {one for one, *_ in observed(draft(rows, Options(area_id="sopot")), *FIGURES)} == {"families"}
    assert {one for one, *_ in observed(draft(rows, Options(area_id="orunia")), *FIGURES)} == {"volunteers"}
    rows = [["Kod", "Miasto", 2016, 2017], ["III.3.c", "Sopot", 5, None], ["III.3.c", "gdansk", 6, None]]
    assert observed(draft(rows, Options()), "area_id", "indicator_id") == [
        ("sopot", "families"),
        ("gdansk", "volunteers"),
    ]


def test_a_code_beside_the_name_of_another_indicator_is_a_problem():
    found = draft([["Kod", *YEARS], ["III.3.b", "Liczba wolontariuszy", 5, 6]])
    assert told(found) == [("shape.code_and_name", "", 2, 0)]
    assert [found.problems[0].values[one].pl for one in ("code", "name")] == [
        "Oferty (offers)",
        "Wolontariusze (volunteers)",
    ]
    assert found.entries["observations"] == []


def test_a_code_with_a_similar_name_is_taken_and_one_with_a_foreign_name_asked_about():
    found = draft([["Kod", *YEARS], ["III.3.c", "Liczba wolontariuszy miejskich", 5, 6]])
    assert observed(found, *FIGURES)[0] == ("volunteers", "", 2016, 5.0)
    found = draft([["Kod", *YEARS], ["III.3.c", "Długość ścieżek rowerowych", 5, 6]])
    assert found.entries["observations"] == []
    assert found.questions[0].candidates[0] == "volunteers"


@pytest.mark.parametrize(
    "label",
    ["wolontariat sportowy", "Sport", "w tym: wolontariat sportowy", "w tym sport", "- sport", "   – sport", "a) sport"]
    + ["Wolontariusze – sport", "Liczba wolontariuszy: wolontariat sportowy"],
)
def test_a_part_is_known_below_its_total_or_with_it(label):
    found = draft([YEARS, ["Wolontariusze", 9, None], [label, 5, None]])
    assert (found.problems, found.questions) == ([], [])
    assert observed(found, *FIGURES) == [("volunteers", "", 2016, 9.0), ("volunteers", "sport", 2016, 5.0)]


def test_a_part_in_a_column_of_its_own():
    rows = [["Wskaźnik", "Ścieżka", 2016, 2017], ["Wolontariusze", "ogółem", 9, 9], ["Wolontariusze", "kultura", 4, 4]]
    rows += [[None, "sport", 5, 5]]
    found = observed(draft(rows), *FIGURES)
    assert [(member, value) for _, member, year, value in found if year == 2016] == [
        ("", 9),
        ("culture", 4),
        ("sport", 5),
    ]


def test_a_part_with_the_name_of_a_unit_is_not_taken_for_the_total():
    found = draft([["Wskaźnik", 2016, 2017], ["Wolontariusze"], ["osób", 4, 4], ["dzieci", 5, 5]])
    assert found.entries["observations"] == []
    assert [question.row for question in found.questions] == [3, 4]
    found = draft([["Wskaźnik", "", 2016, 2017], ["Wolontariusze", "dzieci", 4, 4]])
    assert found.entries["observations"] == []


def test_a_row_of_which_keeps_the_breakdown_and_another_heading_ends_it():
    parts = [["kultura", 4, 4]]
    found = draft([YEARS, ["Wolontariusze", 9, 9], ["w tym:"], *parts])
    assert observed(found, *FIGURES)[-1] == ("volunteers", "culture", 2017, 4.0)
    found = draft([YEARS, ["Wolontariusze", 9, 9], ["Ścieżki w szkołach"], *parts])
    assert observed(found, *FIGURES)[-1] == ("volunteers", "", 2017, 9.0)
    assert [question.row for question in found.questions] == [4]


def test_a_total_without_values_still_says_what_the_parts_below_are_of():
    found = draft([YEARS, ["Wolontariusze"], ["kultura", 4, None], ["ogółem", 9, None]])
    assert observed(found, *FIGURES) == [("volunteers", "culture", 2016, 4.0), ("volunteers", "", 2016, 9.0)]
    assert found.empty == 2 + 1 + 1


def test_an_unknown_row_is_a_question_with_the_closest_first():
    found = draft([YEARS, ["Liczba wolontariuszek", 5, 6]])
    assert found.entries["observations"] == []
    (question,) = found.questions
    assert (question.key, question.printed, question.candidates[0]) == ("2", "Liczba wolontariuszek", "volunteers")
    assert len(question.candidates) <= 5


def test_an_unknown_part_is_asked_about_among_the_parts_of_its_total():
    found = draft([YEARS, ["Wolontariusze", 9, 9], ["w tym: sportowcy", 5, 5]])
    assert found.questions == [Question("", 3, "w tym: sportowcy", ["volunteers~sport", "volunteers~culture"])]


def test_a_text_that_may_change_what_a_row_means_is_asked_about():
    found = draft([["Wskaźnik", "Dzielnica", 2016, 2017], ["Frekwencja", "Oliwa", 5, 6]])
    assert found.entries["observations"] == []
    assert found.questions[0].candidates[0] == "turnout"
    found = draft([["Wskaźnik", "Źródło", 2016, 2017], ["Frekwencja", "Urząd Miejski", 5, 6]])
    assert (found.questions, len(found.entries["observations"])) == ([], 2)
    found = draft([["Wskaźnik", "", 2016, 2017], ["Wolontariusze", "osób", 5, 6]])
    assert (found.questions, len(found.entries["observations"])) == ([], 2)


@pytest.mark.parametrize(
    ("answer", "expected"), [("volunteers", ("volunteers", "")), ("volunteers~sport", ("volunteers", "sport"))]
)
def test_an_answer_says_what_a_row_is(answer, expected):
    found = draft([YEARS, ["Ochotnicy", 5, None]], answered(row_2=answer))
    assert (found.problems, found.questions) == ([], [])
    assert observed(found, "indicator_id", "member") == [expected]


def test_a_skipped_row_says_nothing():
    found = draft([YEARS, ["Ochotnicy", 5, "kto wie"]], answered(row_2="skip"))
    assert (found.problems, found.questions, found.entries["observations"]) == ([], [], [])


@pytest.mark.parametrize("answer", ["ochotnicy", "volunteers~narty", "turnout~sport", ""])
def test_an_answer_that_names_nothing_is_a_problem(answer):
    found = draft([YEARS, ["Ochotnicy", 5, 6]], answered(row_2=answer))
    assert told(found) == [("shape.answer_unknown", "", 2, 0)]


def test_the_key_of_a_question_in_a_workbook_names_the_sheet():
    rows = [YEARS, ["Ochotnicy", 5, None]]
    assert draft(rows, name="Tabela 2").questions[0].key == "Tabela 2!2"
    options = Options(area_id="gdansk", answers={"Tabela 2!2": "volunteers"})
    assert observed(draft(rows, options, "Tabela 2"), "indicator_id") == [("volunteers",)]


def test_two_rows_of_one_indicator_are_a_problem_that_names_both():
    found = draft([YEARS, ["Wolontariusze", 5, 6], ["Liczba wolontariuszy", 5, 7]])
    assert told(found) == [("shape.row_twice", "", 3, 0)]
    assert (found.problems[0].values["first"], found.problems[0].values["indicator"].pl) == (
        2,
        "Wolontariusze (volunteers)",
    )


def test_a_row_with_values_and_no_name_is_a_problem():
    assert told(draft([YEARS, [None, 5, 6]])) == [("shape.no_name", "", 2, 0)]


def test_the_status_of_a_column_and_of_a_cell():
    rows = [["Wskaźnik", 2017, "2018 (plan)"], ["Wolontariusze", "ok. 500", "600"], ["Oferty", "bd.", "ok. 70"]]
    expected = [(500.0, "approx"), (600.0, "plan"), (None, "no_data"), (70.0, "plan")]
    assert observed(draft(rows), "value", "status") == expected
    found = draft([["Wskaźnik", 2017, "2018 (plan)"], ["Wolontariusze", 1, "60 – pilotaż"]])
    assert told(found) == [("cell.contradicts_status", "", 2, 2)]


def test_plan_and_execution_of_one_year_stand_side_by_side_and_the_same_year_twice_does_not():
    rows = [["Wskaźnik", "plan 2017", "wykonanie 2017"], ["Wolontariusze", 5, "ok. 6"]]
    assert observed(draft(rows), "year", "status", "value") == [(2017, "plan", 5.0), (2017, "approx", 6.0)]
    found = draft([["Wskaźnik", 2016, 2017, "2017 r."], ["Wolontariusze", 5, 6, 7]])
    assert told(found) == [("shape.year_twice", "", 1, 3)]


def test_footnotes_become_the_notes_of_the_cells_that_bear_their_marks():
    rows = [["Wskaźnik", 2016, "2017²"], ["Wolontariusze", "3 563*", 5], ["Oferty¹", "7 1)", 8], ["* dane szacunkowe"]]
    rows += [["1) bez szkół\n² po zmianie granic"], ["Źródło: Urząd Miejski"]]
    found = draft(rows)
    assert found.problems == []
    assert observed(found, "value", "status", "note") == [
        (3563.0, "approx", "dane szacunkowe"),
        (5.0, "actual", "po zmianie granic"),
        (7.0, "actual", "bez szkół"),
        (8.0, "actual", "po zmianie granic; bez szkół"),
    ]


def test_a_mark_without_its_footnote_or_with_two_is_a_problem():
    rows = [YEARS, ["Wolontariusze", "3 563*", None]]
    assert told(draft(rows)) == [("cell.mark_unexplained", "", 2, 1)]
    assert told(draft([*rows, ["* bez szkół"], ["* ze szkołami"]])) == [("cell.mark_ambiguous", "", 2, 1)]


def test_remarks_beside_the_years_become_notes():
    found = draft([[*YEARS, "Uwagi"], ["Wolontariusze", 5, None, "bez szkół"]])
    assert observed(found, "value", "note") == [(5.0, "bez szkół")]
    assert found.entries["observations"][0].columns["note"] == 3


def test_a_column_of_changes_is_left_alone_and_one_that_may_be_a_year_asked_about():
    assert draft([[*YEARS, "zmiana 2017/2016"], ["Wolontariusze", 5, 6, "20%"]]).problems == []
    found = draft([[*YEARS, "2018 (I półrocze)"], ["Wolontariusze", 5, 6, 3]])
    assert told(found) == [("shape.not_a_year", "", 1, 3)]
    found = draft([[*YEARS, None], ["Wolontariusze", 5, 6, 3]])
    assert told(found) == [("shape.column_unnamed", "", 1, 3)]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Wskaźnik", "Jednostka", 2016, 2017], ["Kwota", "tys. zł", 5, 6]], ("cell.scaled_unit", "", 2, 1)),
        (
            [["Kod", "Wskaźnik", 2016, 2017], ["III.3.c", "Wolontariusze (w tys.)", 5, 6]],
            ("cell.scaled_unit", "", 2, 1),
        ),
        ([["Wydatki miasta (w mln zł)"], YEARS, ["Kwota", 5, 6]], ("shape.scaled_table", "", 1, None)),
        ([["Wydatki (tys. zł)"], YEARS, ["Kwota", 5, 6]], ("shape.scaled_table", "", 1, None)),
        ([["Wolontariat (tys. osób)"], YEARS, ["Wolontariusze", 5, 6]], ("shape.scaled_table", "", 1, None)),
        ([["Wskaźnik (w tys.)", 2016, 2017], ["Wolontariusze", 5, 6]], ("shape.scaled_table", "", 1, None)),
        ([[None, "tys. osób", None], YEARS, ["Wolontariusze", 5, 6]], ("shape.scaled_table", "", 1, None)),
        ([YEARS, ["Tysiące osób"], ["Wolontariusze", 5, 6]], ("shape.scaled_table", "", 2, None)),
        ([[*YEARS, "Jedn."], ["Wolontariusze", 5, 6, "tys. osób"]], ("cell.scaled_unit", "", 2, 3)),
        ([[*YEARS, "Jedn."], ["Wolontariusze", 5, 6, "tysiące"]], ("cell.scaled_unit", "", 2, 3)),
    ],
)
def test_values_in_thousands_are_a_problem_and_never_taken_for_ones(rows, place):
    assert place in told(draft(rows))


@pytest.mark.parametrize("title", ["Gdańsk ma 470 tys. mieszkańców", "Szkoły Tysiąclecia", "Wolontariat w mieście"])
def test_a_title_with_an_amount_in_words_is_only_a_title(title):
    found = draft([[title], YEARS, ["Wolontariusze", 5, 6], [f"Źródło: {title}"]])
    assert (found.problems, len(found.entries["observations"])) == ([], 2)


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Wskaźnik", "Jedn.", 2016, 2017], ["Wolontariusze", "%", 5, 6]], (2, 1)),
        ([["Wskaźnik", 2016, 2017, "Jedn."], ["Wolontariusze", 5, 6, "w %"]], (2, 3)),
        ([["Kod", "Wskaźnik", 2016, 2017], ["III.3.c", "Liczba wolontariuszy (w %)", 5, 6]], (2, 1)),
    ],
)
def test_per_cent_beside_an_indicator_in_another_unit_is_a_problem(rows, place):
    found = draft(rows)
    assert (told(found), observed(found, "value")) == ([("cell.unit_differs", "", *place)], [])


def test_per_cent_beside_an_indicator_in_per_cent_is_its_unit():
    found = draft([["Wskaźnik", "Jedn.", 2016, 2017, "zmiana"], ["Frekwencja", "%", 5, 6, "%"]])
    assert (found.problems, observed(found, "value")) == ([], [(5.0,), (6.0,)])


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Wskaźnik", "Wykonanie", "Plan"], ["", 2016, 2017], ["Wolontariusze", 5, 6]], (1, 2)),
        ([["Wartości planowane"], YEARS, ["Wolontariusze", 5, 6]], (1, 0)),
        ([["Plan na lata 2016–2017"], [], YEARS, ["Wolontariusze", 5, 6]], (1, 0)),
        ([["Plan", None, None], YEARS, ["Wolontariusze", 5, 6]], (1, 0)),
        ([["Wykonanie"], YEARS, ["Wolontariusze", 5, 6], ["Plan"], ["Wskaźnik", 2018, 2019]], (4, None)),
        ([YEARS, ["Prognoza"], ["Wolontariusze", 5, 6]], (2, None)),
    ],
)
def test_a_status_above_the_years_is_a_problem(rows, place):
    assert told(draft(rows)) == [("shape.status_above", "", *place)]


@pytest.mark.parametrize(
    "rows",
    [
        [["Wykonanie"], YEARS],
        [["Wskaźnik", "Wykonanie", "Wykonanie"], ["", 2016, 2017]],
        [["Plan"], ["Wskaźnik", "2016 (plan)", "2017 (plan)"]],
        [["Cel", "Wskaźnik", "Wartości", None], [None, None, 2016, 2017]],
        [["Plan działania na lata 2016–2023"], YEARS],
        [["Liczba osób w grupach docelowych"], YEARS],
    ],
)
def test_a_title_that_says_nothing_else_than_the_years_is_no_problem(rows):
    name = [None, "Wolontariusze"] if len(rows[-1]) == 4 else ["Wolontariusze"]
    found = draft([*rows, [*name, 5, 6], ["* dane szacunkowe"], ["Źródło: szacunki Urzędu"]])
    assert (found.problems, len(found.entries["observations"])) == ([], 2)


@pytest.mark.parametrize("said", ["plan", "Pilotaż", "prognoza na 2017", "szacunek", "wg planu", "dane wstępne"])
def test_a_column_after_the_years_that_tells_a_status_is_a_problem(said):
    found = draft([[*YEARS, "Rodzaj danych"], ["Wolontariusze", 5, 6, None], ["Oferty", 5, 6, said]])
    assert (told(found), observed(found, "value")) == ([("shape.status_beside", "", 3, 3)], [])


@pytest.mark.parametrize(
    ("heading", "said"),
    [("zmiana (%)", "plan"), ("Dynamika w tys.", "5"), ("Źródło", "plan finansowy"), ("Wydział", "Planowania")]
    + [("Jedn.", "osób"), ("Rodzaj danych", "wykonanie"), ("Stan prac", "w trakcie"), ("Uwagi", "wg planu")],
)
def test_a_column_after_the_years_that_only_informs_is_left_alone(heading, said):
    found = draft([[*YEARS, heading], ["Wolontariusze", 5, 6, said]])
    assert (found.problems, len(found.entries["observations"])) == ([], 2)


@pytest.mark.parametrize("options", [GDANSK, Options()])
def test_a_row_with_values_and_a_blank_area_is_not_of_the_whole_city(options):
    rows = [["Obszar", *YEARS], ["Orunia", "Wolontariusze", 5, 6], [None, "Oferty", 7, 8], [" ", "w tym: sport", 1, 2]]
    found = draft(rows, options)
    assert told(found) == [("shape.area_blank", "", 3, 0), ("shape.area_blank", "", 4, 0)]
    assert observed(found, "area_id", "value") == [("orunia", 5.0), ("orunia", 6.0)]


def test_a_heading_with_a_blank_area_is_only_a_heading():
    found = draft([["Obszar", *YEARS], [None, "Ścieżki"], ["Orunia", "Wolontariusze", 5, 6]])
    assert (found.problems, observed(found, "area_id")) == ([], [("orunia",), ("orunia",)])


def test_counts_below_school_years_are_not_taken_for_years():
    rows = [["Wskaźnik", "2016/2017", "2017/2018"], ["Liczba wniosków w szkołach", 2012, 2015]]
    found = draft([*rows, ["Wolontariusze", 1500, 1600]])
    assert told(found) == [("shape.not_a_year", "", 1, 1), ("shape.not_a_year", "", 1, 2)]
    assert found.problems[0].values == {"printed": "2016/2017"}
    assert found.entries["observations"] == []


@pytest.mark.parametrize("title", ["Raport 2017", "Wartości w latach 2016–2017"])
def test_a_title_over_the_years_with_a_year_in_it_is_only_a_title(title):
    found = draft([[None, title], YEARS, ["Wolontariusze", 5, 6]])
    assert (found.problems, len(found.entries["observations"])) == ([], 2)


@pytest.mark.parametrize(
    ("rows", "questions"),
    [
        ([[f"Rozdział {number} rodziny i dzieci"] for number in range(20_000)], 0),
        ([[f"* {'a ' * 900}{number}"] for number in range(5_000)], 0),
        ([[f"{'a ' * 900}{number}"] for number in range(2_000)], 0),
        ([[f"{number} {'wolontariusze w ' * 120}", 5, 5] for number in range(60)], 60),
        ([[f"{number} {'Wolontariusze – ' * 120}", 5, 5] for number in range(60)], 60),
    ],
    ids=["headings", "footnotes", "long headings", "long names", "many joints"],
)
def test_strange_rows_are_read_in_seconds(rows, questions):
    """A heading is not held against every name, of a long name only its beginning is."""
    start = time.process_time()
    found = draft([YEARS, ["Wolontariusze", 5, 6], *rows])
    assert time.process_time() - start < 6  # at most 1.5 s; the rest is for slow machines
    assert (len(found.questions), len(found.entries["observations"])) == (questions, 2)


def test_a_name_that_begins_alike_is_found_however_long_the_printed_text_is():
    found = draft([YEARS, [f"Frekwencja w głosowaniu {'mieszkańców ' * 100}", 5, 6]])
    assert found.questions[0].candidates[0] == "turnout"


def test_a_lone_digit_among_percentages_may_be_a_footnote_mark():
    found = draft([["Wskaźnik", 2015, 2016, 2017], ["Frekwencja", "2", "71,0%", "9,09"]])
    assert told(found) == [("cell.lone_digit", "", 2, 1)]
    assert observed(found, "value") == [(71.0,), (9.09,)]
    assert draft([["Wskaźnik", 2015, 2016], ["Frekwencja", "2%", "71,0%"]]).problems == []


def test_tables_one_under_another_have_their_own_years_and_footnotes():
    rows = [["Tabela 1"], YEARS, ["Wolontariusze", "5*", 6], ["* bez szkół"], [], ["Tabela 2"]]
    rows += [["Wskaźnik", 2018, 2019], ["Wolontariusze", 7, "8*"], ["* ze szkołami"]]
    found = draft(rows)
    assert found.problems == []
    assert observed(found, "year", "value", "note") == [
        (2016, 5.0, "bez szkół"),
        (2017, 6.0, ""),
        (2018, 7.0, ""),
        (2019, 8.0, "ze szkołami"),
    ]


def test_counts_that_look_like_years_are_counts():
    found = draft([YEARS, ["Wolontariusze", 2012, 2017], ["kultura", "1999", "2001"], ["Ochotnicy", 2001, 2002]])
    assert [value for *_, value in observed(found, *FIGURES)] == [2012.0, 2017.0, 1999.0, 2001.0]
    assert [question.row for question in found.questions] == [4]


def test_a_table_without_an_area_is_one_problem():
    assert told(draft([YEARS, ["Wolontariusze", 5, 6]], Options())) == [("shape.no_area", "", 1, None)]


def test_a_table_of_unknown_rows_is_given_up_after_many_questions():
    found = draft([YEARS, *([f"Wiersz {number}", 1, 2] for number in range(300))])
    assert len(found.questions) == 200
    assert told(found) == [("shape.unknown_rows", "", 202, None)]


# The project's own data


def test_the_table_of_the_report_comes_back_as_a_person_transcribed_it():
    """Every cell gives the recorded value, status and literal, but four that only a person can read."""
    known = known_catalogue(PROJECT / "data", published_folder())
    path = PROJECT / "data" / "transcribed" / "gdansk_report_2017.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["place"] == "table" and row["role"] == "primary"]
    names = {row["indicator_id"]: (row["code"], row["name_pl"], row["dimension"]) for row in known.tables["indicators"]}
    parts = {(row["dimension"], row["member"]): row["name_pl"] for row in known.tables["members"]}
    printed, recorded = {}, {}
    for row in rows:
        indicator_id, member, year = row["indicator_id"], row["member"], int(row["year"])
        printed.setdefault((indicator_id, member), {})[year] = row["literal"]
        value = float(row["value"]) if row["value"] else None
        recorded[indicator_id, member, year] = (value, row["status"], row["literal"])
    years = range(2012, 2018)
    sheet = [["Wskaźniki realizacji celów operacyjnych"], ["Kod", "Wskaźnik", *years]]
    for (indicator_id, member), cells in printed.items():
        code, name, dimension = names[indicator_id]
        label = [None, parts[dimension, member]] if member else [code, name]
        sheet.append([*label, *(cells.get(year) for year in years)])

    found = draft_of([Sheet("", sheet)], GDANSK, known)

    assert found.questions == []
    read = {
        tuple(row[:3]): tuple(row[3:])
        for row in observed(found, "indicator_id", "member", "year", "value", "status", "literal")
    }
    assert len(recorded) > 260
    assert {key: cell for key, cell in read.items() if recorded[key] != cell} == {}
    told_of = {(problem.rule, problem.values["printed"]) for problem in found.problems}
    assert told_of == {
        ("cell.lone_digit", "2"),
        ("cell.not_a_number", "brak Budżetu Obywatelskiego"),
        ("cell.not_a_number", "badanie w realizacji – wpis dodano 19.06"),
    }
    assert {literal for key, (_, _, literal) in recorded.items() if key not in read} == {
        literal for _, literal in told_of
    }


def test_the_tiny_catalogue_has_a_code_in_two_programmes():
    assert [row["code"] for row in KNOWN.tables["indicators"]].count("III.3.c") == 2
