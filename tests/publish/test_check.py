"""What a file may not hold: every rule says the right thing of the right cell, and of nothing else."""

import tomllib
from dataclasses import replace
from datetime import date, datetime
from time import process_time

import pyarrow.parquet as pq
import pytest

from barometr.engine import PROJECT
from barometr.publish.check import checked
from barometr.publish.check_cells import (
    TYPES,
    boolean_of,
    day_of,
    hidden_character,
    integer_of,
    number_of,
    slug,
    text_of,
)
from barometr.publish.check_names import MOST_PROBLEMS, InBoth, Names
from barometr.publish.draft import Draft, Entry, Problem
from barometr.publish.known import Known, known_catalogue
from barometr.publish.problems import said
from barometr.published import in_force, state_folder
from barometr.words.texts import CATALOGUE as TEXTS
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording
from tests.builders import CATALOGUE, SCHEMAS, _catalogue_row

FIELDS = ("area_id", "indicator_id", "member", "year", "value", "status", "literal", "locator", "note", "note_en")
COLUMNS = {field: column for column, field in enumerate(FIELDS)}
TODAY = date(2019, 1, 1)


def known_rows(table, *rows):
    """Return rows as a published catalogue has them: every field of the schema, typed."""
    types = {field["name"]: field["type"] for field in SCHEMAS[table]["fields"]}
    read = {"integer": int, "number": float, "boolean": lambda value: value in (True, "true"), "string": str}
    read["date"] = lambda value: date.fromisoformat(str(value))
    full = [_catalogue_row(table, row) for row in rows]
    return [
        {name: None if row.get(name) is None else read[kind](row[name]) for name, kind in types.items()} for row in full
    ]


def indicator(indicator_id, **cells):
    """Return an indicator in words of its own, so that names can be told apart."""
    named = {"indicator_id": indicator_id, "short_pl": indicator_id, "short_en": indicator_id}
    return named | {"name_pl": f"{indicator_id} pl", "name_en": f"{indicator_id} en"} | cells


KNOWN = Known(
    {name: [] for name in CATALOGUE}
    | {
        "areas": known_rows(
            "areas",
            {"area_id": "gdansk", "name": "Gdańsk", "name_en": "Gdansk City"},
            {"area_id": "sopot", "name": "Sopot", "name_en": "Sopot", "teryt": "2264011"},
            {"area_id": "gdansk_stogi", "name": "Stogi", "name_en": "Stogi", "kind": "district", "parent_id": "gdansk"},
        ),
        "units": known_rows("units", {"unit": "people", "short_pl": "os.", "short_en": "people"}, {"unit": "percent"}),
        "members": known_rows(
            "members",
            {"dimension": "path", "member": "sport", "name_pl": "sportowy", "name_en": "sports"},
            {"dimension": "path", "member": "culture", "name_pl": "kultura", "name_en": "culture"},
        ),
        "programmes": known_rows("programmes", *({"programme_id": one, "source_id": "report_2017"} for one in "ab")),
        "goals": known_rows(
            "goals",
            {"goal_id": "a1", "programme_id": "a", "title_pl": "Cel A1", "title_en": "Goal A1"},
            {"goal_id": "a2", "programme_id": "a", "title_pl": "Cel A2", "title_en": "Goal A2", "parent_id": "a1"},
            {"goal_id": "b1", "programme_id": "b", "title_pl": "Cel B1", "title_en": "Goal B1"},
        ),
        "goal_links": known_rows("goal_links", {"goal_id": "a1", "other_goal_id": "b1"}),
        "indicators": known_rows(
            "indicators",
            indicator("volunteers", short_pl="Wolontariusze", short_en="Volunteers", dimension="path", natural_min=0),
            indicator("turnout", unit="percent", value_type="share", decimals=1, natural_min=0, natural_max=100),
            indicator("tool", value_type="milestone", short_pl="Narzędzie"),
            indicator("offers_a", short_pl="Oferty"),
            indicator("offers_b", short_pl="Oferty"),
        ),
        "sources": known_rows("sources", {"source_id": "report_2017"}, {"source_id": "imported_2017"}),
    },
    SCHEMAS,
    frozenset({"imported_2017"}),
)
DOCUMENT = {"source_id": "report_2018", "title": "Raport za 2018", "publisher": "Urząd", "published_on": "2018-12-31"}


def document(**cells):
    """Return a document as the options of a page give it: in no cell of the file."""
    return Entry("", 0, {}, DOCUMENT | cells)


def figure(row=2, **cells):
    """Return a row of the sheet "Wartości": 4060 volunteers in Gdańsk in 2018."""
    usual = {"area_id": "gdansk", "indicator_id": "volunteers", "member": "", "year": 2018.0, "value": 4060.0}
    return Entry("Wartości", row, COLUMNS, usual | cells)


def check(*figures, document=document(), known=KNOWN, problems=(), **tables):  # noqa: B008 (an entry never changes)
    """Check a file of these figures and rows of the catalogue, with the usual document."""
    entries = {"sources": [document], "observations": figures} if figures else {}
    found = checked(Draft(entries | tables, problems), known, today=TODAY)
    for problem in found.problems[len(problems) :]:  # each can be said, with every placeholder filled
        assert all(said(Wording(language), problem) for language in LANGUAGES)
    return found


def at_fault(found):
    """Return rule, row, field and values of each problem of the sheet of values."""
    fields = {column: field for field, column in COLUMNS.items()} | {None: None}
    return [(one.rule, one.row, fields[one.column], dict(one.values)) for one in found.problems]


def rules(found):
    return [one.rule for one in found.problems]


def words(found, language="pl"):
    """Return the only problem in words."""
    (problem,) = found.problems
    return said(Wording(language), problem)


def catalogue_entry(table, row=2, **cells):
    """Return a row of a sheet of the catalogue: what is required, and its columns in the order of the schema."""
    names = [field["name"] for field in SCHEMAS[table]["fields"]]
    defaults = {name: value for name, value in _catalogue_row(table, {}).items() if name not in ("kind", "area_id")}
    given = defaults | {"kind": _catalogue_row(table, {}).get("kind"), "area_id": "gdansk"} | cells
    given = {name: value for name, value in given.items() if name in names}
    return Entry(table, row, {name: names.index(name) for name in names}, given)


def field_of(table, problem):
    return SCHEMAS[table]["fields"][problem.column]["name"]


def catalogue_faults(table, *entries, **others):
    """Return rule and field of each problem of a sheet of the catalogue."""
    return [(one.rule, field_of(table, one)) for one in check(**{table: entries}, **others).problems]


# A file without problems


def test_a_good_row_comes_back_typed_with_its_place():
    found = check(figure(row=7, member="sport", value=4060.0, literal="4 060", locator="tab. 1", note="Uwaga"))
    assert found.problems == []
    assert found.more == 0
    assert found.rows["observations"] == [
        {
            "area_id": "gdansk",
            "indicator_id": "volunteers",
            "member": "sport",
            "year": 2018,
            "value": 4060.0,
            "status": "actual",
            "literal": "4 060",
            "locator": "tab. 1",
            "note": "Uwaga",
            "note_en": "Uwaga",
            "sheet": "Wartości",
            "row": 7,
            "column": 4,
        }
    ]


def test_the_document_is_completed_with_what_it_is_taken_to_be():
    (row,) = check(figure()).rows["sources"]
    assert row == {
        "source_id": "report_2018",
        "title": "Raport za 2018",
        "title_en": "Raport za 2018",
        "publisher": "Urząd",
        "publisher_en": "Urząd",
        "area_id": "gdansk",
        "published_on": date(2018, 12, 31),
        "published_basis": "printed",
        "licence": "not_stated",
        "file_sha256": None,
        "note_pl": None,
        "note_en": None,
    }


def test_the_fingerprint_of_the_file_is_put_into_the_document():
    draft = Draft({"sources": [document()], "observations": [figure()]})
    assert checked(draft, KNOWN, file_sha256="ab", today=TODAY).rows["sources"][0]["file_sha256"] == "ab"


@pytest.mark.parametrize("area", ["gdansk", "Gdańsk", "GDANSK", " gdansk city "])
def test_a_name_that_only_one_thing_has_is_as_good_as_its_short_name(area):
    """Without regard to capitals and diacritics, in both languages."""
    (row,) = check(figure(area_id=area, indicator_id="wolontariusze", member="Sportowy")).rows["observations"]
    assert (row["area_id"], row["indicator_id"], row["member"]) == ("gdansk", "volunteers", "sport")


@pytest.mark.parametrize(
    ("raw", "literal"), [(4060.0, "4060"), ("4 060", "4 060"), ("4060.0", "4060,0"), (12345678.0, "12345678")]
)
def test_where_the_literal_is_not_given_it_is_the_value_as_written(raw, literal):
    """With a decimal comma, by which pages know how many decimals to show."""
    assert check(figure(value=raw)).rows["observations"][0]["literal"] == literal


@pytest.mark.parametrize(
    ("status", "stored", "literal"),
    [
        ("no_data", "no_data", "–"),
        ("Brak danych", "no_data", "–"),
        ("being collected", "in_progress", "w trakcie"),
        ("nie dotyczy", "not_applicable", "nie dotyczy"),
    ],
)
def test_a_status_without_a_value_is_known_by_id_or_name(status, stored, literal):
    (row,) = check(figure(value=None, status=status)).rows["observations"]
    assert (row["value"], row["status"], row["literal"]) == (None, stored, literal)


@pytest.mark.parametrize(("raw", "value"), [("tak", 1.0), ("No", 0.0), (True, 1.0), (0.0, 0.0), ("1", 1.0)])
def test_a_milestone_is_reached_or_not(raw, value):
    assert check(figure(indicator_id="tool", value=raw)).rows["observations"][0]["value"] == value


def test_a_plan_and_a_target_may_lie_in_the_future():
    found = check(figure(year=2030.0, status="plan"), figure(row=3, year=2030.0, status="target"))
    assert found.problems == []


def test_a_document_that_came_by_an_import_may_be_replaced():
    assert check(figure(), document=document(source_id="imported_2017")).problems == []


def test_a_row_may_be_about_something_that_the_same_file_adds():
    new = catalogue_entry("indicators", indicator_id="seats", unit="seats", dimension="kind")
    found = check(
        figure(indicator_id="seats", member="small"),
        indicators=[new],
        units=[catalogue_entry("units", unit="seats")],
        members=[catalogue_entry("members", dimension="kind", member="small")],
    )
    assert found.problems == []
    assert found.rows["observations"][0]["member"] == "small"


# What may be wrong with one row


NOT_NUMBER = [("abc", "value.not_a_number", "abc"), (float("nan"), "value.not_a_number", "nan")]
NOT_NUMBER += [
    (1e15, "value.not_a_number", "1e+15"),
    (float("inf"), "value.not_a_number", "inf"),
    (True, "value.true_false", "PRAWDA"),
]
NOT_NUMBER += [(date(2018, 5, 12), "value.is_a_date", "2018-05-12"), ("1 2", "value.not_a_number", "1 2")]


@pytest.mark.parametrize(("raw", "rule", "typed"), NOT_NUMBER)
def test_a_value_must_be_a_number(raw, rule, typed):
    assert at_fault(check(figure(row=5, value=raw))) == [(rule, 5, "value", {"typed": InBoth(typed, typed)})]


@pytest.mark.parametrize(
    ("cells", "field", "rule", "values"),
    [
        ({"area_id": ""}, "area_id", "area.missing", {}),
        ({"indicator_id": None}, "indicator_id", "indicator.missing", {}),
        ({"year": None}, "year", "year.missing", {}),
        ({"year": "MMXVIII"}, "year", "year.not_a_year", {"typed": "MMXVIII"}),
        ({"year": 2018.5}, "year", "year.not_a_year", {"typed": "2018.5"}),
        ({"year": date(2018, 1, 1)}, "year", "year.not_a_year", {"typed": "2018-01-01"}),
        ({"year": 18.0}, "year", "year.out_of_range", {"typed": 18, "first": 1990, "last": 2100}),
        ({"year": 2019.0}, "year", "year.after_publication", {"year": 2019, "published": 2018}),
        ({"value": None}, "value", "value.nothing", {}),
        (
            {"value": "", "status": "plan"},
            "value",
            "value.missing",
            {"status": InBoth("plan", "plan")},
        ),
        (
            {"status": "no_data"},
            "value",
            "value.unexpected",
            {"typed": InBoth("4060", "4060"), "status": InBoth("brak danych", "no data")},
        ),
        ({"value": 12.5}, "value", "value.not_whole", {"typed": InBoth("12,5", "12.5"), "indicator": "volunteers"}),
        (
            {"value": -1.0},
            "value",
            "value.too_low",
            {"typed": InBoth("-1", "-1"), "limit": InBoth("0", "0"), "indicator": "volunteers"},
        ),
        (
            {"indicator_id": "turnout", "value": 100.5},
            "value",
            "value.too_high",
            {"typed": InBoth("100,5", "100.5"), "limit": InBoth("100", "100"), "indicator": "turnout"},
        ),
        (
            {"indicator_id": "tool", "value": 2.0},
            "value",
            "value.not_yes_or_no",
            {"typed": InBoth("2", "2"), "indicator": "tool"},
        ),
        (
            {"value": 11.0, "literal": "11%"},
            "literal",
            "value.percent",
            {"literal": "11%", "indicator": "volunteers", "unit": InBoth("people (os.)", "people (people)")},
        ),
        (
            {"value": "11 %"},
            "value",
            "value.percent",
            {"literal": "11 %", "indicator": "volunteers", "unit": InBoth("people (os.)", "people (people)")},
        ),
        (
            {"indicator_id": "turnout", "value": 0.111, "literal": "11,1%"},
            "value",
            "value.fraction",
            {"literal": "11,1%", "typed": InBoth("0,111", "0.111"), "expected": InBoth("11,1", "11.1")},
        ),
        ({"literal": "x" * 41}, "literal", "text.too_long", {"length": 41, "limit": 40}),
        ({"literal": date(2018, 5, 12)}, "literal", "type.string", {"typed": "2018-05-12"}),
        ({"note": "a\x07b"}, "note", "text.hidden", {"code": "U+0007"}),
        ({"locator": "a\u202eb"}, "locator", "text.hidden", {"code": "U+202E"}),
        (
            {"indicator_id": "turnout", "member": "sport", "value": 5.0},
            "member",
            "member.undivided",
            {"typed": "sport", "indicator": "turnout"},
        ),
        (
            {"indicator_id": "Oferty"},
            "indicator_id",
            "name.ambiguous",
            {
                "typed": "Oferty",
                "matching": InBoth("offers_a (Oferty), offers_b (Oferty)", "offers_a (offers_a), offers_b (offers_b)"),
            },
        ),
    ],
)
def test_one_thing_wrong_is_one_problem_in_its_cell(cells, field, rule, values):
    found = check(figure(row=9, **cells), figure(row=10, indicator_id="offers_a"))
    assert at_fault(found) == [(rule, 9, field, values)]
    assert [row["row"] for row in found.rows["observations"]] == [10]


def test_a_literal_of_forty_characters_is_not_too_long():
    assert check(figure(literal="x" * 40)).problems == []


@pytest.mark.parametrize(
    "cells",
    [
        {"indicator_id": "turnout", "value": 11.1, "literal": "11,1%"},
        {"indicator_id": "turnout", "value": 0.5, "literal": "0,5%"},
        {"value": 27.0, "literal": "27 (15% mieszkańców)"},  # the per cent sign belongs to another number
        {"indicator_id": "turnout", "value": 100.0},
        {"value": 0.0},
        {"note": "dwa\nwiersze"},
        {"year": 1990.0},
    ],
)
def test_what_breaks_no_rule_is_let_through(cells):
    assert check(figure(**cells)).problems == []


def test_an_unknown_indicator_is_told_its_nearest_in_both_languages():
    found = check(figure(row=14, indicator_id="wolontariusz"))
    assert words(found) == (
        "arkusz „Wartości”, komórka B14: W katalogu nie ma wskaźnika „wolontariusz”. "
        "Najbliższe: volunteers (Wolontariusze). Wpisz krótką nazwę z katalogu."
    )
    assert words(found, "en") == (
        "sheet “Wartości”, cell B14: The catalogue has no indicator “wolontariusz”. "
        "Nearest: volunteers (Volunteers). Enter a short name from the catalogue."
    )


def test_an_unknown_area_is_told_the_nearest_first():
    assert words(check(figure(area_id="gdansk miasto"))) == (
        "arkusz „Wartości”, komórka A2: W katalogu nie ma obszaru „gdansk miasto”. "
        "Najbliższe: gdansk (Gdańsk), gdansk_stogi (Stogi). Wpisz krótką nazwę z katalogu."
    )


def test_where_no_name_is_similar_a_short_list_is_given_whole():
    assert words(check(figure(member="xyz"))) == (
        "arkusz „Wartości”, komórka C2: Wskaźnik „volunteers” nie ma w podziale części „xyz”. "
        "Możliwe: sport (sportowy), culture (kultura). "
        "Wpisz krótką nazwę części, a przy wartości łącznej zostaw tę komórkę pustą."
    )


def test_where_no_name_is_similar_a_long_list_is_not_given():
    many = known_rows("indicators", *(indicator(f"name_{letter}") for letter in "abcdefghijk"))
    known = replace(KNOWN, tables=KNOWN.tables | {"indicators": many})
    assert words(check(figure(indicator_id="xyz"), known=known), "en") == (
        "sheet “Wartości”, cell B2: The catalogue has no indicator “xyz”. "
        "No known name is similar. Enter a short name from the catalogue."
    )


def test_an_unknown_status_is_told_every_status():
    assert words(check(figure(status="zzz")), "en") == (
        "sheet “Wartości”, cell F2: “zzz” is not a status. Enter one of: actual (measured), approx (approximate), "
        "provisional (provisional), pilot (pilot), plan (plan), baseline (baseline), target (target), "
        "no_data (no data), in_progress (being collected), not_applicable (not applicable). "
        "For an ordinary measured value, leave this cell empty."
    )


@pytest.mark.parametrize("status", ["no_status", "not_carried_out"])
def test_a_status_of_goals_is_none_of_values(status):
    assert rules(check(figure(status=status))) == ["status.unknown"]


def test_frequent_problems_read_well():
    found = check(
        figure(row=2, value="abc"), figure(row=3, value=12.5), figure(row=4, year=2019.0), figure(row=5, value=None)
    )
    assert [said(Wording("pl"), one) for one in found.problems] == [
        "arkusz „Wartości”, komórka E2: „abc” nie jest liczbą. Wpisz samą liczbę, np. 12,5, a jeśli dokument jej "
        "nie podaje, zostaw komórkę pustą i wpisz status „brak danych”.",
        "arkusz „Wartości”, komórka E3: Wskaźnik „volunteers” liczy osoby lub rzeczy, więc wartość musi być "
        "liczbą całkowitą, a w komórce jest 12,5. Sprawdź przecinek i wybór wskaźnika.",
        "arkusz „Wartości”, komórka D4: Wartości za rok 2019 nie można było zmierzyć przed publikacją dokumentu "
        "(2018). Popraw rok albo datę publikacji, a jeśli to zamiar, wpisz status „plan” albo „wartość docelowa”.",
        "arkusz „Wartości”, komórka E5: Nie ma ani wartości, ani statusu. Wpisz wartość, a jeśli dokument jej nie "
        "podaje, wybierz status „brak danych”.",
    ]


def test_what_was_typed_is_repeated_short_and_harmless():
    """A page of text in a cell, or a character that a terminal obeys, does not come back in the message."""
    (long,), (obeyed,) = check(figure(value="x" * 999)).problems, check(figure(value="a\x1b[2Jb")).problems
    assert long.values["typed"].pl == "x" * 59 + "…"
    assert obeyed.values["typed"].en == "a\N{REPLACEMENT CHARACTER}[2Jb"


def test_a_problem_has_no_column_where_the_field_has_none():
    (problem,) = check(Entry("", 3, {"value": 0}, figure().cells | {"area_id": None})).problems
    assert problem == Problem("area.missing", "", 3, None, {})


def test_a_count_with_decimals_need_not_be_whole():
    """A yearly average of people is one."""
    average = known_rows("indicators", indicator("volunteers", decimals=1))
    known = replace(KNOWN, tables=KNOWN.tables | {"indicators": average})
    assert check(figure(value=12.5), known=known).problems == []


def test_a_note_in_one_language_serves_both():
    (row,) = check(figure(note_en="A remark")).rows["observations"]
    assert (row["note"], row["note_en"]) == ("A remark", "A remark")


def test_only_so_many_wrong_words_are_held_against_every_name():
    names = Names({"volunteers": ("Wolontariusze", "Volunteers")})
    told = [names.nearest(f"volunteer{number}").en for number in range(MOST_PROBLEMS + 1)]
    assert told == ["Nearest: volunteers (Volunteers)."] * MOST_PROBLEMS + [""]
    assert names.nearest("volunteer0").en == "Nearest: volunteers (Volunteers)."


# The same thing twice


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ({}, {}, True),
        ({}, {"indicator_id": "Wolontariusze"}, True),
        ({}, {"status": "approx"}, True),
        ({}, {"value": None, "status": "no_data"}, True),
        ({"status": "pilot"}, {"status": "pilot"}, True),
        ({}, {"status": "pilot"}, False),
        ({}, {"status": "plan"}, False),
        ({"status": "baseline"}, {"status": "target"}, False),
        ({}, {"member": "sport"}, False),
        ({}, {"year": 2017.0}, False),
        ({}, {"area_id": "gdansk_stogi"}, False),
    ],
)
def test_a_value_stands_once_in_a_file(first, second, is_same):
    found = check(figure(row=2, **first), figure(row=8, **second))
    place = InBoth("arkusz „Wartości”, komórka E2", "sheet “Wartości”, cell E2")
    assert at_fault(found) == ([("observation.twice", 8, "value", {"first": place})] if is_same else [])


# All of them at once, in order, and not the consequences


def test_every_problem_is_told_at_once_in_the_order_of_the_file():
    found = check(
        figure(row=3, year="x", area_id=""),
        figure(row=4, value="abc"),
        document=document(title=""),
        problems=[Problem("shape.no_header", "Inny", 1)],
    )
    assert [(one.rule, one.row, one.column) for one in found.problems] == [
        ("shape.no_header", 1, None),
        ("field.required", 0, None),
        ("area.missing", 3, 0),
        ("year.not_a_year", 3, 3),
        ("value.not_a_number", 4, 4),
    ]


def test_problems_come_sheet_by_sheet():
    later = catalogue_entry("units", row=2, unit="Seats!")
    found = check(figure(row=9, value="abc"), figure(row=3, value="abc"), units=[later])
    assert [(one.sheet, one.row) for one in found.problems] == [("Wartości", 3), ("Wartości", 9), ("units", 2)]


def test_nothing_more_is_said_of_a_cell_that_could_not_be_read():
    unread = Problem("cell.not_a_number", "Wartości", 3, COLUMNS["value"])
    found = check(figure(row=3, value=None), figure(row=4, value=None), problems=[unread])
    assert [(one.rule, one.row) for one in found.problems] == [("cell.not_a_number", 3), ("value.nothing", 4)]
    assert "observations" not in found.rows


def test_an_unknown_indicator_has_no_unknown_parts():
    assert rules(check(figure(indicator_id="xyz", member="abc", value=12.5))) == ["indicator.unknown"]


def test_the_first_problems_are_kept_and_the_others_counted():
    found = check(*(figure(row=row, value="abc") for row in range(2, 2 + MOST_PROBLEMS + 30)))
    assert [one.row for one in found.problems] == list(range(2, 2 + MOST_PROBLEMS))
    assert found.more == 30


def test_problems_of_reading_count_among_the_first():
    read = [Problem("cell.not_a_number", "Inny", row, 1) for row in range(MOST_PROBLEMS)]
    found = check(figure(value="abc"), figure(row=3, year=""), problems=read)
    assert found.problems == read
    assert found.more == 2


def test_every_text_belongs_to_a_rule_that_the_code_knows():
    """The general test of texts cannot see it: the rule of a problem is put together when it is said."""
    code = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "barometr" / "publish").glob("check*.py"))
    put_together = {f"{kind}.{end}" for kind in ("area", "indicator") for end in ("missing", "unknown")}
    put_together |= {f"{kind}.unknown" for kind in ("member", "reference")} | {f"type.{kind}" for kind in TYPES}
    put_together |= {f"name.{end}" for end in ("nearest", "possible", "none")}
    groups = tomllib.loads((TEXTS / "check.toml").read_text(encoding="utf-8"))["problem"]
    written = {f"{group}.{end}" for group, ends in groups.items() for end in ends}
    assert {rule for rule in written if f'"{rule}"' not in code} <= put_together <= written


# The document


@pytest.mark.parametrize(
    ("cells", "rule", "values"),
    [
        ({"source_id": ""}, "document.no_name", {"suggestion": "raport_za_2018"}),
        ({"source_id": "Raport 2018"}, "field.short_name", {"typed": "Raport 2018", "suggestion": "raport_2018"}),
        ({"source_id": "../etc"}, "field.short_name", {"typed": "../etc", "suggestion": "etc"}),
        ({"source_id": "a\n"}, None, {}),  # a blank at the end is no part of the name
        ({"source_id": "a" * 101}, "text.too_long", {"length": 101, "limit": 100}),
        ({"source_id": "report_2017"}, "document.taken", {"typed": "report_2017"}),
        ({"published_on": "31.13.2018"}, "type.date", {"typed": "31.13.2018"}),
        ({"published_on": "2019-01-02"}, "document.future", {"typed": "2019-01-02"}),
        ({"published_on": "2019-01-01"}, None, {}),
        ({"published_on": date(2018, 3, 1)}, None, {}),
        (
            {"area_id": "Stogi"},
            "document.not_a_city",
            {
                "area": InBoth("gdansk_stogi (Stogi)", "gdansk_stogi (Stogi)"),
                "city": InBoth("gdansk (Gdańsk)", "gdansk (Gdansk City)"),
            },
        ),
    ],
)
def test_a_document_is_described_by_the_rules(cells, rule, values):
    found = check(figure(year=2017.0), document=document(**cells))
    assert [(one.rule, one.row, dict(one.values)) for one in found.problems] == ([(rule, 0, values)] if rule else [])


@pytest.mark.parametrize("field", ["title", "publisher", "published_on"])
def test_what_only_the_document_can_tell_must_be_given(field):
    (problem,) = check(figure(year=2017.0), document=document(**{field: " "})).problems
    assert (problem.rule, problem.values["field"].en) == (
        "field.required",
        {"title": "title", "publisher": "publisher", "published_on": "publication date"}[field],
    )


def test_a_missing_title_is_asked_for_by_the_name_it_has_in_the_sheet():
    assert words(check(figure(), document=document(title=None))) == (
        "Pole „tytuł” jest puste, a jest obowiązkowe. Uzupełnij je. Opis pola: „Tytuł, tak jak w dokumencie”."
    )


def test_a_wrong_date_of_publication_stands_in_its_cell():
    entry = Entry("Dokument", 7, {"published_on": 1}, DOCUMENT | {"published_on": "wiosną 2018"})
    assert words(check(figure(), document=entry)) == (
        "arkusz „Dokument”, komórka B7: „wiosną 2018” nie jest datą. "
        "Wpisz dzień, miesiąc i rok, np. 31.12.2018 albo 2018-12-31."
    )


def test_figures_need_a_document():
    found = checked(Draft({"observations": [figure()]}), KNOWN, today=TODAY)
    assert words(found, "en") == (
        "The file does not say which document these figures come from. Give its short name, title, publisher and "
        "publication date on the sheet “Document” or when you import the file."
    )


def test_a_change_of_the_catalogue_needs_none():
    assert check(units=[catalogue_entry("units", unit="seats")]).problems == []


def test_a_file_holds_one_document():
    second = Entry("Dokument", 12, {"source_id": 1}, DOCUMENT | {"source_id": "other"})
    entries = {"sources": [Entry("Dokument", 2, {}, DOCUMENT), second], "observations": [figure()]}
    found = checked(Draft(entries), KNOWN, today=TODAY)
    assert [(one.rule, one.row, one.column) for one in found.problems] == [("document.second", 12, 1)]
    assert found.problems[0].values["first"].pl == "arkusz „Dokument”, wiersz 2"
    assert [row["source_id"] for row in found.rows["sources"]] == ["report_2018"]


def test_a_document_of_districts_is_about_their_city():
    (row,) = check(figure(area_id="gdansk_stogi"), figure(row=3)).rows["sources"]
    assert row["area_id"] == "gdansk"


def test_a_document_of_several_cities_must_say_which_it_is_about():
    found = check(figure(), figure(row=3, area_id="sopot"))
    assert rules(found) == ["document.several_cities"]
    assert found.problems[0].values["cities"] == InBoth(
        "gdansk (Gdańsk), sopot (Sopot)", "gdansk (Gdansk City), sopot (Sopot)"
    )
    assert check(figure(), figure(row=3, area_id="sopot"), document=document(area_id="sopot")).problems == []


def test_a_document_without_figures_must_say_which_city_it_is_about():
    assert rules(checked(Draft({"sources": [document()]}), KNOWN, today=TODAY)) == ["document.no_city"]


def test_nothing_is_taken_over_from_an_earlier_import_of_the_document():
    (row,) = check(figure(), document=document(source_id="imported_2017")).rows["sources"]
    assert (row["title_en"], row["published_on"]) == ("Raport za 2018", date(2018, 12, 31))


# The catalogue


def test_a_new_row_has_exactly_the_fields_of_its_table_typed():
    new = catalogue_entry("areas", area_id="hel", name="Hel", kind="City", name_en="Hel", teryt=2211011.0, note="?")
    (row,) = check(areas=[new]).rows["areas"]
    expected = {
        "area_id": "hel",
        "kind": "city",
        "parent_id": None,
        "teryt": "2211011",
        "name": "Hel",
        "name_en": "Hel",
    }
    assert row == expected


def test_a_change_keeps_what_has_no_column_and_empties_what_is_blank():
    entry = Entry("areas", 2, {}, {"area_id": "gdansk_stogi", "name": "Stogi Nowe", "teryt": None})
    (row,) = check(areas=[entry]).rows["areas"]
    stogi = {"area_id": "gdansk_stogi", "kind": "district", "parent_id": "gdansk", "teryt": None}
    assert row == stogi | {"name": "Stogi Nowe", "name_en": "Stogi"}


@pytest.mark.parametrize(
    ("table", "cells", "field", "rule"),
    [
        ("areas", {"name": " "}, "name", "field.required"),
        ("areas", {"area_id": "Hel!", "kind": "city"}, "area_id", "field.short_name"),
        ("areas", {"area_id": "hel", "kind": "town"}, "kind", "field.enum"),
        ("areas", {"area_id": "hel", "kind": "city", "teryt": 201011.0}, "teryt", "field.form"),
        ("areas", {"area_id": "hel", "kind": "city", "name": date(2018, 1, 1)}, "name", "type.string"),
        ("areas", {"area_id": "hel", "kind": "city", "name": "a\x00"}, "name", "text.hidden"),
        ("areas", {"area_id": "hel", "kind": "district", "parent_id": "gdynia"}, "parent_id", "reference.unknown"),
        ("indicators", {"short_pl": "x" * 41}, "short_pl", "text.too_long"),
        ("indicators", {"decimals": 5.0}, "decimals", "field.maximum"),
        ("indicators", {"decimals": "-1"}, "decimals", "field.minimum"),
        ("indicators", {"decimals": 1.5}, "decimals", "type.integer"),
        ("indicators", {"additive": "chyba"}, "additive", "type.boolean"),
        ("indicators", {"natural_min": "zero"}, "natural_min", "type.number"),
        ("indicators", {"unit": "peple"}, "unit", "reference.unknown"),
        ("indicators", {"comparable_group": "x"}, "comparable_group", "reference.empty"),
        ("indicators", {"numerator_id": "volunteers"}, "denominator_id", "indicator.one_input"),
        ("indicators", {"denominator_id": "volunteers"}, "numerator_id", "indicator.one_input"),
        ("indicators", {"numerator_id": "xyz", "denominator_id": "turnout"}, "numerator_id", "reference.unknown"),
        ("indicators", {"numerator_id": "new", "denominator_id": "turnout"}, "numerator_id", "indicator.own_input"),
        ("indicators", {"dimension": "sciezka"}, "dimension", "indicator.no_parts"),
        ("indicators", {"natural_min": 5.0, "natural_max": 5.0}, "natural_max", "indicator.limits"),
        ("goal_links", {"goal_id": "a1", "other_goal_id": "a2"}, "other_goal_id", "goal_link.one_programme"),
        ("goal_links", {"goal_id": "b1", "other_goal_id": "a1"}, "other_goal_id", "goal_link.other_way"),
    ],
)
def test_a_row_of_the_catalogue_breaks_one_rule_in_one_cell(table, cells, field, rule):
    given = {"indicator_id": "new"} | cells if table == "indicators" else cells
    usual = {"area_id": "hel", "kind": "city"} if table == "areas" else {}
    assert catalogue_faults(table, catalogue_entry(table, **(usual | given))) == [(rule, field)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, []),
        ({"target_year": "2017"}, [("proposed_target.years", "target_year")]),
        ({"member": "sportowy"}, []),
        ({"member": "music"}, [("member.unknown", "member")]),
        ({"proposed_on": 43000.0}, [("type.date", "proposed_on")]),
    ],
)
def test_a_proposed_target_comes_after_its_baseline_for_a_part_that_exists(cells, expected):
    usual = {"proposal_id": "p", "indicator_id": "volunteers", "baseline_year": 2017.0, "target_year": 2020.0}
    usual |= {"target_value": "5 000,5", "method": "linear", "proposed_on": "1.2.2018", "member": None}
    entry = catalogue_entry("proposed_targets", **(usual | cells))
    assert catalogue_faults("proposed_targets", entry) == expected


def test_a_reference_by_name_becomes_the_short_name():
    entry = catalogue_entry("indicators", indicator_id="new", unit="os.", goal_id="cel a2")
    (row,) = check(indicators=[entry]).rows["indicators"]
    assert (row["unit"], row["goal_id"], row["additive"], row["decimals"]) == ("people", "a2", False, 0)


def test_a_wrong_reference_says_where_to_look_and_where_to_add():
    found = check(indicators=[catalogue_entry("indicators", indicator_id="new", unit="peple")])
    assert words(found) == (
        "arkusz „indicators”, komórka M2: Nie ma „peple” ani w katalogu (tabela „Jednostki”), ani w tym pliku. "
        "Najbliższe: people (os.). "
        "Wpisz krótką nazwę z katalogu albo dodaj nowy wiersz w arkuszu „Jednostki”."
    )


def test_the_same_key_twice_names_the_first():
    found = check(units=[catalogue_entry("units", row=4, unit="seats"), catalogue_entry("units", row=6, unit="seats")])
    assert words(found, "en") == (
        "sheet “units”, cell A6: “seats” appears in this file twice (earlier: sheet “units”, row 4). "
        "Keep only one of these rows."
    )


def test_rows_above_may_not_lead_in_a_circle():
    entry = catalogue_entry("goals", goal_id="a1", programme_id="a", parent_id="a2", kind="goal")
    (problem,) = check(goals=[entry]).problems
    assert (problem.rule, problem.values) == ("parent.circle", {"path": "a1 → a2 → a1"})


def test_an_area_may_not_lie_in_itself():
    entry = catalogue_entry("areas", area_id="hel", kind="district", parent_id="hel")
    assert catalogue_faults("areas", entry) == [("parent.circle", "parent_id")]


@pytest.mark.parametrize(("field", "value"), [("unit", "percent"), ("value_type", "share"), ("dimension", None)])
def test_what_published_values_rest_on_cannot_change(field, value):
    cells = {"indicator_id": "volunteers", field: value}
    entry = Entry("indicators", 2, {name: place for place, name in enumerate(cells)}, cells)
    draft = Draft({"indicators": [entry]})
    assert checked(draft, KNOWN).problems == []
    (problem,) = checked(draft, KNOWN, with_values=frozenset({"volunteers"})).problems
    assert (problem.rule, problem.column) == ("indicator.has_values", 1)


def test_how_an_indicator_with_values_is_called_may_change():
    entry = Entry("indicators", 2, {}, {"indicator_id": "volunteers", "short_pl": "Ochotnicy", "unit": "os."})
    assert checked(Draft({"indicators": [entry]}), KNOWN, with_values=frozenset({"volunteers"})).problems == []


def test_what_only_lies_below_a_circle_is_not_in_it():
    circle = catalogue_entry("goals", goal_id="a1", programme_id="a", parent_id="a2", kind="goal")
    below = catalogue_entry("goals", row=3, goal_id="a3", programme_id="a", parent_id="a1", kind="goal")
    assert [one.row for one in check(goals=[circle, below]).problems] == [2]


def test_areas_in_a_circle_have_no_city():
    circle = catalogue_entry("areas", area_id="gdansk", name="Gdańsk", kind="city", parent_id="gdansk_stogi")
    found = check(figure(), areas=[circle])
    assert rules(found) == ["parent.circle", "area.fixed"]
    assert found.rows["sources"][0]["area_id"] == "gdansk"


@pytest.mark.parametrize(("field", "cell"), [("kind", "district"), ("parent_id", "sopot")])
def test_what_an_area_in_force_is_and_where_it_lies_cannot_change(field, cell):
    """A city that became a district would take its pages and its figures with it."""
    before = KNOWN.keys("areas")[("gdansk",)]
    entry = Entry("areas", 2, {field: 1}, {"area_id": "gdansk", field: cell})
    (problem,) = check(figure(), areas=[entry]).problems
    assert (problem.rule, problem.row, problem.column) == ("area.fixed", 2, 1)
    assert dict(problem.values) == {"area": "gdansk", "before": before[field] or "–", "after": cell}
    same = Entry("areas", 2, {field: 1}, {"area_id": "gdansk", field: before[field]})
    assert check(figure(), areas=[same]).problems == []


def test_a_tree_that_no_page_could_draw_is_refused():
    """Each goal stands inside the one above; eleven levels above are too many."""
    chain = [
        catalogue_entry("goals", row=n, goal_id=f"g{n}", programme_id="a", parent_id=f"g{n - 1}" if n > 2 else None)
        for n in range(2, 14)
    ]
    problems = check(goals=chain).problems
    assert [(one.rule, one.row) for one in problems] == [("parent.deep", 13)]
    assert "10" in words(check(goals=chain))


def test_a_reference_that_is_part_of_the_key_must_be_the_short_name():
    """By the key a row is found again, so it is not guessed."""
    entry = catalogue_entry("breaks", area_id="Gdańsk", indicator_id="volunteers", year=2018.0)
    assert catalogue_faults("breaks", entry) == [("reference.unknown", "area_id")]


def test_an_unknown_unit_is_not_also_a_changed_one():
    entry = Entry("indicators", 2, {}, {"indicator_id": "volunteers", "unit": "peple"})
    found = checked(Draft({"indicators": [entry]}), KNOWN, with_values=frozenset({"volunteers"}))
    assert rules(found) == ["reference.unknown"]


def test_a_short_name_of_forty_characters_is_not_too_long():
    assert check(indicators=[catalogue_entry("indicators", indicator_id="new", short_pl="x" * 40)]).problems == []


def test_a_value_of_an_indicator_without_a_unit_is_not_held_against_it():
    new = catalogue_entry("indicators", indicator_id="new", unit="peple")
    assert rules(check(figure(indicator_id="new", value="11%"), indicators=[new])) == ["reference.unknown"]


def test_a_row_without_a_key_is_no_row_that_others_may_name():
    nameless = catalogue_entry("indicators", indicator_id=None, short_pl="Ławki", short_en="Benches")
    found = check(figure(indicator_id="Ławki"), indicators=[nameless])
    assert sorted(rules(found)) == ["field.required", "indicator.unknown"]
    assert "None" not in found.problems[0].values["nearest"].pl


# Cells


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (5.0, 5.0),
        ("5", 5.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("10 234,5", 10234.5),
        ("10\u00a0234", 10234.0),
        ("\u22125", -5.0),
        ("1e5", None),
        ("1,2,3", None),
        ("12 34", None),
        ("", None),
        (True, None),
        (None, None),
        (float("nan"), None),
        (date(2018, 1, 1), None),
    ],
)
def test_a_number_is_read(raw, number):
    assert number_of(raw) == number


@pytest.mark.parametrize(
    ("raw", "whole"), [(2018.0, 2018), ("2018", 2018), ("2018,0", 2018), (2018.5, None), (1e12, None), (True, None)]
)
def test_a_whole_number_is_read(raw, whole):
    assert integer_of(raw) == whole


@pytest.mark.parametrize(
    ("raw", "answer"),
    [(True, True), ("TAK", True), ("prawda", True), (1.0, True), (False, False), ("fałsz", False), ("nie", False)]
    + [(0.0, False), ("0", False), ("może", None), (2.0, None)],
)
def test_yes_and_no_are_read(raw, answer):
    assert boolean_of(raw) is answer


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (date(2018, 12, 31), date(2018, 12, 31)),
        (datetime(2018, 12, 31, 12), date(2018, 12, 31)),
        ("2018-12-31", date(2018, 12, 31)),
        ("31.12.2018", date(2018, 12, 31)),
        ("1.2.2018", date(2018, 2, 1)),
        ("31.06.2018", None),
        ("12/31/2018", None),
        (43465.0, None),
        ("2018", None),
    ],
)
def test_a_day_is_read(raw, day):
    """A day and a month that could be the other way round are not guessed."""
    found = day_of(raw)
    assert (found, type(found)) == (day, date if day else type(None))


def test_a_text_is_one_line_and_a_number_as_typed():
    assert [text_of(raw) for raw in (" a \r\n b ", 3.0, 14.8, "a\u00a0b", True)] == [
        "a b",
        "3",
        "14.8",
        "a\u00a0b",
        None,
    ]


def test_hidden_characters_are_found():
    assert [hidden_character(text) for text in ("a\u00a0b", "a\x1bb", "\u200eb", "ab\ud800")] == [
        None,
        "U+001B",
        "U+200E",
        "U+D800",
    ]


@pytest.mark.parametrize(
    ("typed", "short"),
    [("Raport 2018", "raport_2018"), ("Łódź – ŻÓŁĆ!", "lodz_zolc"), ("???", ""), ("a" * 50, "a" * 40)],
)
def test_a_short_name_is_made_of_what_was_typed(typed, short):
    assert slug(typed) == short


# The project's own data


@pytest.fixture(scope="module")
def shipped_known():
    data = PROJECT / "data"
    return known_catalogue(data, state_folder(data, in_force(data).version))


def published_files():
    data = PROJECT / "data"
    return sorted(state_folder(data, in_force(data).version).glob("observations/*.parquet"))


@pytest.mark.parametrize("file", published_files(), ids=lambda file: file.stem)
def test_every_published_document_could_be_brought_in_again(file, shipped_known):
    """The rules refuse nothing that was ever published."""
    rows = [row for row in pq.read_table(file).to_pylist() if row["role"] == "primary"]
    (source,) = (row for row in shipped_known.tables["sources"] if row["source_id"] == file.stem)
    entries = [
        Entry("Wartości", number, COLUMNS, {name: row.get(name) for name in FIELDS} | {"note": row["note_pl"]})
        for number, row in enumerate(rows, start=2)
    ]
    again = Entry("Dokument", 2, {}, source | {"source_id": "again", "area_id": None})
    found = checked(Draft({"sources": [again], "observations": entries}), shipped_known)
    assert found.problems == []
    assert rows
    same = ("area_id", "indicator_id", "member", "year", "value", "status", "literal")
    expected = [{name: row[name] for name in same} for row in rows]
    assert [{name: row[name] for name in same} for row in found.rows["observations"]] == expected
    assert found.rows["sources"] == [source | {"source_id": "again", "file_sha256": None}]


def test_the_published_catalogue_could_be_brought_in_again(shipped_known):
    """Nor anything in the catalogue; its rows come back as they were."""
    tables = {name: rows for name, rows in shipped_known.tables.items() if name != "sources" and rows}
    entries = {
        name: [Entry(name, number, {}, row) for number, row in enumerate(rows, start=2)]
        for name, rows in tables.items()
    }
    everything = frozenset(row["indicator_id"] for row in tables["indicators"])
    found = checked(Draft(entries), shipped_known, with_values=everything)
    assert found.problems == []
    assert found.rows == tables


def test_a_hundred_thousand_rows_are_checked_while_one_waits(shipped_known):
    """It takes 0.7 s; the limit only tells when it has become another order of magnitude."""
    names = [row["indicator_id"] for row in shipped_known.tables["indicators"] if row["value_type"] == "count"]
    areas = [row["area_id"] for row in shipped_known.tables["areas"]]
    keys = [(a, n, y, s) for s in ("plan", "target") for a in areas for n in names for y in range(1990, 2050)][:100_000]
    rows = [
        Entry("", row, COLUMNS, {"area_id": a, "indicator_id": n, "year": float(y), "value": 5.0, "status": s})
        for row, (a, n, y, s) in enumerate(keys)
    ]
    draft = Draft({"sources": [document(area_id="gdansk")], "observations": rows})
    start = process_time()
    found = checked(draft, shipped_known)
    assert process_time() - start < 10
    assert (len(found.problems), len(found.rows["observations"])) == (0, len(rows))
    assert len(rows) > 90_000
