"""A workbook of ours: sheets by name in either language, the document in pairs, the catalogue in tables."""

from datetime import date

import pytest

from barometr.publish.draft import Entry, Options, Sheet
from barometr.publish.shapes import draft_of
from tests.publish.tiny import GDANSK, KNOWN, observed, told

DOCUMENT = [["pole", "treść", "podpowiedź"], ["krótka nazwa dokumentu", "raport_2018", "np. raport_2017"]]
DOCUMENT += [["Tytuł:", " Raport o stanie miasta "], ["data publikacji", date(2019, 5, 31)], ["wydawca", None]]
VALUES = [["wskaźnik", "rok", "wartość"], ["volunteers", 2018, 4100]]
UNITS = [["unit", "pl_one", "pl_few"], ["# przykład", "osoba", "osoby"], ["hours", "godzina ", None], [None, " ", None]]


def book(options=GDANSK, **sheets):
    """Return what a workbook with these sheets says; "_" in a name stands for a blank."""
    return draft_of([Sheet(name.replace("_", " "), rows) for name, rows in sheets.items()], options, KNOWN)


def test_the_document_is_read_from_its_pairs():
    found = book(Dokument=DOCUMENT, Wartości=VALUES)
    cells = {"source_id": "raport_2018", "title": "Raport o stanie miasta", "published_on": date(2019, 5, 31)}
    rows = {"source_id": 2, "title": 3, "published_on": 4, "publisher": 5}
    assert found.entries["sources"] == [Entry("Dokument", 0, dict.fromkeys(rows, 1), cells, rows)]
    assert observed(found, "indicator_id", "value") == [("volunteers", 4100.0)]
    assert (found.problems, found.empty) == ([], 0)


@pytest.mark.parametrize("names", [("Dokument", "Wartości"), ("document", "values"), ("DOCUMENT", "wartosci")])
def test_sheets_are_known_in_both_languages_and_instructions_left_alone(names):
    document, values = names
    rows = [["Jak wypełnić"], ["rok", 2017, 2018]]
    found = book(**{document: DOCUMENT, values: VALUES, "Instrukcja": rows, "Instructions": rows, "Arkusz3": [[None]]})
    assert found.problems == []
    assert len(found.entries["observations"]) == 1


def test_a_table_of_the_catalogue_stays_as_it_was_typed():
    found = book(Jednostki=UNITS, values=VALUES)
    assert found.problems == []
    columns = {"unit": 0, "pl_one": 1, "pl_few": 2}
    assert found.entries["units"] == [
        Entry("Jednostki", 3, columns, {"unit": "hours", "pl_one": "godzina", "pl_few": None})
    ]


def test_numbers_and_dates_of_the_catalogue_stay_numbers_and_dates():
    rows = [["indicator_id", "decimals", "materiality", "owner"], ["new", 2.0, 0.5, date(2018, 1, 1)]]
    (entry,) = book(Wskaźniki=rows).entries["indicators"]
    assert entry.cells == {"indicator_id": "new", "decimals": 2.0, "materiality": 0.5, "owner": date(2018, 1, 1)}


def test_figures_may_be_of_an_indicator_that_the_workbook_itself_adds():
    rows = [["indicator_id", "unit", "value_type"], ["new_share", "percent", "share"], ["new_count", "people", "count"]]
    found = book(indicators=rows, values=[VALUES[0], ["new_share", 2018, "12%"], ["new_count", 2018, "12%"]])
    assert told(found) == [("cell.other_unit", "values", 3, 2)]
    assert observed(found, "indicator_id", "value") == [("new_share", 12.0)]


def test_a_printed_table_on_a_sheet_called_indicators_is_a_printed_table():
    found = book(Wskaźniki=[["Wskaźnik", 2016, 2017], ["Wolontariusze", 5, None]])
    assert found.problems == []
    assert observed(found, "indicator_id", "year") == [("volunteers", 2016)]


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        (
            {"document": DOCUMENT, "values": VALUES, "Dokumenty": DOCUMENT},
            ("shape.sheet_unknown", "Dokumenty", None, None),
        ),
        ({"document": DOCUMENT, "Dokument": DOCUMENT}, ("shape.sheet_twice", "Dokument", None, None)),
        ({"values": VALUES, "Wartości": VALUES}, ("shape.sheet_twice", "Wartości", None, None)),
        ({"values": VALUES, "Cele": [["cel", "nazwa"], ["a", "b"]]}, ("shape.no_key", "Cele", None, None)),
        ({"units": [["unit", "pl_on"], ["a", "b"]]}, ("shape.column_unknown", "units", 1, 1)),
        ({"document": [*DOCUMENT, ["autor", "X"]]}, ("shape.field_unknown", "document", 6, 0)),
        ({"document": [*DOCUMENT, ["tytuł", "X"]]}, ("shape.field_twice", "document", 6, 0)),
        ({"document": [*DOCUMENT, [None, "X"]]}, ("shape.field_unknown", "document", 6, 0)),
        ({"values": [["wskaźnik", "rok"], ["volunteers", 2018]]}, ("shape.column_missing", "values", 1, None)),
        ({"values": [["a", "b"], ["c", "d"]]}, ("shape.no_header", "values", None, None)),
    ],
)
def test_what_does_not_fit_in_a_workbook_of_ours_is_told(sheets, expected):
    assert told(book(**sheets)) == [expected]


def test_an_unknown_sheet_and_field_come_with_the_nearest_name():
    found = book(document=[*DOCUMENT, ["wydafca", "X"]], Wartosc=VALUES)
    assert {problem.rule: problem.values["nearest"].pl for problem in found.problems} == {
        "shape.sheet_unknown": "Wartości",
        "shape.field_unknown": "wydawca",
    }


def test_without_a_sheet_the_document_is_what_the_options_say():
    found = draft_of([Sheet("", VALUES)], Options({"source_id": "raport_2018", "note_pl": " "}, "gdansk"), KNOWN)
    assert found.entries["sources"] == [Entry("", 0, {}, {"source_id": "raport_2018"})]


def test_sheet_and_options_complete_each_other_and_may_agree():
    said = {"source_id": "raport_2018", "publisher": "Urząd", "published_on": "31.05.2019", "title": ""}
    found = book(Options(said, "gdansk"), document=DOCUMENT)
    assert found.problems == []
    (entry,) = found.entries["sources"]
    assert entry.cells["publisher"] == "Urząd"
    assert entry.cells["published_on"] == date(2019, 5, 31)


def test_sheet_and_options_that_differ_are_a_problem():
    found = book(Options({"title": "Inny raport", "published_on": "2019-06-01"}, "gdansk"), document=DOCUMENT)
    assert told(found) == [("shape.document_differs", "document", row, 1) for row in (3, 4)]
    assert found.problems[0].values["sheet"] == "Raport o stanie miasta"
    assert found.problems[0].values["beside"] == "Inny raport"
