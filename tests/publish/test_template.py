"""The workbook that a city fills in: what it asks for, what it shows of last time, that nothing in it is refused."""

import io
import zipfile
from datetime import date
from functools import lru_cache

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from barometr.engine import PROJECT
from barometr.project import schemas_of
from barometr.publish.check import checked
from barometr.publish.draft import Options
from barometr.publish.known import known_catalogue
from barometr.publish.reading import read_sheets
from barometr.publish.shapes import draft_of
from barometr.publish.template import (
    CATALOGUE,
    COLUMNS,
    LITERAL,
    TemplateError,
    empty_file_name,
    empty_template_bytes,
    file_name,
    template_bytes,
)
from barometr.published import in_force, state_folder
from barometr.words.texts import LANGUAGES, text
from tests.builders import figure, ratio
from tests.words.test_texts import MISSING, VALUED

NBSP = "\N{NO-BREAK SPACE}"
# The shipped programmes with the number of figures that each is asked for.
SHIPPED = {"gdansk_integration": 62, "sopot_integration_2005_2014": 8, "rumia_services_2017_2022": 29}
SCHEMAS = schemas_of(PROJECT / "data")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


@lru_cache
def shipped_bytes(programme_id: str, year: int, language: str) -> bytes:
    return template_bytes(programme_id, year, language)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@lru_cache
def shipped_book(programme_id: str = "gdansk_integration", year: int = 2018, language: str = "pl") -> openpyxl.Workbook:
    """Return a template of the published data, opened; whoever receives it must not change it."""
    return opened(shipped_bytes(programme_id, year, language))


def named(book: openpyxl.Workbook, name: str, language: str) -> Worksheet:
    return book[text(language, f"intake.sheet.{name}")]


def asked(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the rows of a sheet of values that ask for a figure, by field."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    return [row for row in rows if row["indicator_id"]]


def keys(sheet: Worksheet) -> list[str]:
    """Return the figures asked for as "area indicator member"."""
    return [f"{row['area_id']} {row['indicator_id']} {row['member'] or ''}".strip() for row in asked(sheet)]


def previous(sheet: Worksheet) -> dict[str, object]:
    return dict(zip(keys(sheet), (row["previous"] for row in asked(sheet)), strict=True))


def rule_of(sheet: Worksheet, cell: str) -> DataValidation:
    (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    return rule


def letter(field: str) -> str:
    return "ABCDEFGHIJKLM"[list(COLUMNS).index(field)]


# The published programmes


@pytest.mark.usefixtures("shipped")
@in_both_languages
@pytest.mark.parametrize("programme_id", SHIPPED)
def test_the_template_of_each_programme_asks_for_all_its_figures_of_the_year(programme_id, language):
    sheet = named(shipped_book(programme_id, 2018, language), "values", language)
    rows = asked(sheet)
    assert len(rows) == len(set(keys(sheet))) == SHIPPED[programme_id]
    assert {row["year"] for row in rows} == {2018}
    assert all(row["name"] for row in rows)
    assert {row[field] for row in rows for field in ("value", "status", "literal", "locator", "note", "note_en")} == {
        None
    }


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_the_sheets_stand_in_their_order_the_readers_own_instructions_first(language):
    other = "en" if language == "pl" else "pl"
    own = [text(language, f"intake.sheet.{name}") for name in ("document", "values", *CATALOGUE)]
    instructions = [text(one, "intake.sheet.instructions") for one in (language, other)]
    assert shipped_book(language=language).sheetnames == [*instructions, *own]


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_every_column_is_named_as_the_readers_of_files_know_it(language):
    book = shipped_book(language=language)
    header = [cell.value for cell in named(book, "values", language)[1]]
    assert header == [text(language, f"intake.column.{field}") for field in COLUMNS]
    document = named(book, "document", language)
    assert [cell.value for cell in document[1]][:2] == [
        text(language, "intake.column.field"),
        text(language, "intake.column.content"),
    ]
    fields = ("source_id", "title", "title_en", "publisher", "publisher_en", "area_id", "published_on", "note_pl")
    labels = [cell.value for cell in document["A"]][1:]
    assert labels == [text(language, f"intake.document.{field}") for field in (*fields, "note_en")]


@pytest.mark.usefixtures("shipped")
def test_figures_stand_in_the_order_of_the_document_a_total_above_its_parts():
    found = keys(named(shipped_book(), "values", "pl"))
    assert found[:5] == [
        "gdansk service_catalogue_offers",
        "gdansk life_goals_opinion",
        "gdansk districts_with_partnerships",
        "gdansk fund_initiatives",
        "gdansk fund_initiatives senior",
    ]
    start = found.index("gdansk volunteers")
    paths = ("care_education", "culture", "public_space", "ecology", "sport", "seniors")
    assert found[start + 1 : start + 7] == [f"gdansk volunteers {path}" for path in paths]


@pytest.mark.usefixtures("shipped")
def test_the_last_value_stands_beside_its_year_and_a_status_that_is_no_plain_measurement():
    """In full and without its unit, as the next one is to be written."""
    found = previous(named(shipped_book(), "values", "pl"))
    assert found["gdansk volunteers"] == "4060 (2017)"
    assert found["gdansk budget_turnout"] == "11,0 (2017)"
    assert found["gdansk life_goals_opinion"] == "71,0 (2016)"
    assert found["gdansk budget_pool"] == f"14{NBSP}000{NBSP}000 (2017, w przybliżeniu)"
    assert found["gdansk service_catalogue_offers"] == "w trakcie zbierania (2017)"
    assert found["gdansk problem_families"] is None
    assert previous(named(shipped_book(language="en"), "values", "en"))["gdansk budget_pool"] == (
        "14,000,000 (2017, approximate)"
    )


@pytest.mark.usefixtures("shipped")
def test_the_name_says_which_part_of_the_breakdown_or_of_the_city_is_meant():
    sheet = named(shipped_book("rumia_services_2017_2022"), "values", "pl")
    names = dict(zip(keys(sheet), (row["name"] for row in asked(sheet)), strict=True))
    assert names["rumia foster_children"] == "Liczba dzieci umieszczonych w pieczy zastępczej"
    assert names["rumia_zagorze foster_children"] == "Liczba dzieci umieszczonych w pieczy zastępczej (Zagórze)"
    assert names["rumia_revitalisation day_care_places senior_clubs"] == (
        "Miejsca pomocy dziennej: kluby seniora (Obszar rewitalizacji w Rumi)"
    )


@pytest.mark.usefixtures("shipped")
def test_no_later_value_no_plan_and_no_target_stands_for_the_last_one():
    assert previous(named(shipped_book(year=2015), "values", "pl"))["gdansk volunteers"] == "4157 (2015)"
    rumia = previous(named(shipped_book("rumia_services_2017_2022", 2023), "values", "pl"))
    assert rumia["rumia_revitalisation day_support_places_created"] == "0 (2015, wartość bazowa)"
    assert rumia["rumia families_with_assistant"] == "56 (2015)"


@pytest.mark.usefixtures("shipped")
def test_the_document_is_filled_in_as_far_as_the_last_one_tells():
    sheet = named(shipped_book("sopot_integration_2005_2014", 2009, "en"), "document", "en")
    found = {row[0]: row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert found["publisher"][0] == "Rada Miasta Sopotu"
    assert found["publisher in English"][0] == "Sopot City Council"
    assert found["city"][0] == "sopot"
    assert found["title"][0] is None
    assert "for example: sopot_report_2009" in found["short name of the document"][1]


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_the_drop_down_offers_every_status_in_the_language_of_the_template(language):
    sheet = named(shipped_book(language=language), "values", language)
    for row in (2, 63, 64):  # the first figure, the last one, a free row
        rule = rule_of(sheet, f"{letter('status')}{row}")
        assert (rule.type, rule.errorStyle) == ("list", None)
        names = [text(language, f"status.{status}.name") for status in (*VALUED, *MISSING)]
        assert rule.formula1 == f'"{",".join(names)}"'


@pytest.mark.usefixtures("shipped")
def test_a_cell_says_what_fits_in_it():
    sheet = named(shipped_book(), "values", "pl")
    rows = {key: row for row, key in enumerate(keys(sheet), start=2)}
    turnout = rule_of(sheet, f"{letter('value')}{rows['gdansk budget_turnout']}")
    assert (turnout.type, turnout.formula1, turnout.formula2, turnout.errorStyle) == (
        "decimal",
        "0.0",
        "100.0",
        "warning",
    )
    assert turnout.prompt.startswith("11 procent to 11,0, a nie 0,11")
    money = rule_of(sheet, f"{letter('value')}{rows['gdansk ngo_funding']}")
    assert money.promptTitle == "Pieniądze"
    year, literal = rule_of(sheet, f"{letter('year')}2"), rule_of(sheet, f"{letter('literal')}2")
    assert (year.type, year.formula1, year.formula2) == ("whole", "1990", "2100")
    assert (literal.type, literal.operator, literal.formula1) == ("textLength", "lessThanOrEqual", str(LITERAL))

    rumia = named(shipped_book("rumia_services_2017_2022"), "values", "pl")
    milestone = rule_of(rumia, f"{letter('value')}{keys(rumia).index('rumia monitoring_tool') + 2}")
    assert (milestone.type, milestone.formula1, milestone.promptTitle) == ("list", '"1,0"', "Tak lub nie")
    day = rule_of(named(shipped_book(), "document", "pl"), "B8")
    assert (day.type, day.formula1) == ("date", "32874")  # 1 January 1990


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_messages_fit_the_limits_of_a_spreadsheet(language):
    """A longer one is left out of the file without a word."""
    rules = [rule for sheet in shipped_book(language=language) for rule in sheet.data_validations.dataValidation]
    assert len(rules) > 30
    assert all(rule.error and len(rule.error) <= 255 and len(rule.errorTitle) <= 32 for rule in rules)
    values = named(shipped_book(language=language), "values", language).data_validations.dataValidation
    of_values = [rule for rule in values if str(rule.sqref).startswith(letter("value"))]
    assert all(rule.prompt and len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in of_values)


@pytest.mark.usefixtures("shipped")
def test_no_number_format_changes_a_value():
    sheet = named(shipped_book(), "values", "pl")
    rows = {key: row for row, key in enumerate(keys(sheet), start=2)}
    formats = {cell.number_format for cell in sheet[letter("value")][1:]}
    assert formats == {"General", "0.0####", "0.00####", "#,##0.00##"}
    assert sheet[f"{letter('value')}{rows['gdansk ngo_funding']}"].number_format == "#,##0.00##"
    assert sheet[f"{letter('value')}{rows['gdansk volunteers']}"].number_format == "General"
    assert {sheet[f"{letter(field)}2"].number_format for field in ("literal", "locator", "note")} == {"@"}


@pytest.mark.usefixtures("shipped")
@in_both_languages
@pytest.mark.parametrize("programme_id", SHIPPED)
def test_nothing_in_it_is_what_our_reader_refuses(programme_id, language):
    content = shipped_bytes(programme_id, 2018, language)
    book = opened(content)
    for sheet in book:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not sheet.protection.sheet
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(cell.data_type == "f" or cell.hyperlink for row in sheet for cell in row)
    parts = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert [name for name in parts if "vba" in name.lower() or "external" in name.lower()] == []
    assert [sheet.name for sheet in read_sheets(content, "a.xlsx")] == book.sheetnames[2:]


def filled_in(language: str) -> bytes:
    """Return the template of Rumia for 2019 as a person would fill it in, saved again."""
    book = opened(shipped_bytes("rumia_services_2017_2022", 2019, language))
    document = named(book, "document", language)
    document["B2"], document["B3"], document["B4"] = "rumia_report_2019", "Raport za 2019 rok", "Report for 2019"
    document["B8"] = date(2020, 4, 1)
    sheet = named(book, "values", language)
    rows = {key: row for row, key in enumerate(keys(sheet), start=2)}

    def fill(key: str, **cells: object) -> None:
        for field, cell in cells.items():
            sheet[f"{letter(field)}{rows[key]}"] = cell

    fill("rumia foster_children", value=51, locator="tab. 3")
    fill("rumia post_working_age_share", value=19.4, literal="19,4%", status=text(language, "status.approx.name"))
    fill("rumia disability_assistants", status=text(language, "status.no_data.name"))
    fill("rumia neighbour_helpers", value="bd.")
    fill("rumia monitoring_tool", value=1)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_what_is_filled_in_is_what_our_reader_finds(language):
    state = state_folder(PROJECT / "data", in_force(PROJECT / "data").version)
    known = known_catalogue(PROJECT / "data", state)
    draft = draft_of(read_sheets(filled_in(language), "filled.xlsx"), Options(), known)
    assert (draft.problems, draft.questions, set(draft.entries)) == ([], [], {"sources", "observations"})
    found = checked(draft, known)
    assert found.problems == []
    fields = ("area_id", "indicator_id", "member", "year", "value", "status", "literal", "locator")
    assert [tuple(row[field] for field in fields) for row in found.rows["observations"]] == [
        ("rumia", "foster_children", "", 2019, 51, "actual", "51", "tab. 3"),
        ("rumia", "post_working_age_share", "", 2019, 19.4, "approx", "19,4%", ""),
        ("rumia", "disability_assistants", "", 2019, None, "no_data", "–", ""),
        ("rumia", "neighbour_helpers", "", 2019, None, "no_data", "bd.", ""),
        ("rumia", "monitoring_tool", "", 2019, 1, "actual", "1", ""),
    ]
    assert draft.empty == SHIPPED["rumia_services_2017_2022"] - 5
    (document,) = found.rows["sources"]
    assert (document["source_id"], document["area_id"], document["published_on"]) == (
        "rumia_report_2019",
        "rumia",
        date(2020, 4, 1),
    )


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_the_values_print_lying_on_a4_with_the_header_on_every_page(language):
    sheet = named(shipped_book(language=language), "values", language)
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize) == ("landscape", 9)
    # As wide as a page, which the file leaves unsaid, and as many pages long as it takes.
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, setup.fitToWidth, setup.fitToHeight) == (True, None, 0)
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == ("$1:$1", "A2", "A1:M83")


@pytest.mark.usefixtures("shipped")
def test_cells_to_fill_in_have_a_colour_and_a_border_and_the_rest_has_neither():
    """Colour alone would say nothing on a grey printout."""
    sheet = named(shipped_book(), "values", "pl")
    for field in COLUMNS:
        for row in (2, 64):
            filled = field not in ("name", "unit", "previous") and (row == 64 or field not in list(COLUMNS)[:3])
            cell = sheet[f"{letter(field)}{row}"]
            assert (cell.fill.fill_type == "solid") == filled, cell
            assert (cell.border.left.style == "thin") == filled, cell


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_the_instructions_explain_every_status_and_every_limit(language):
    book = shipped_book(language=language)
    for one in LANGUAGES:
        words = [str(cell.value) for row in book[text(one, "intake.sheet.instructions")] for cell in row if cell.value]
        everything = "\n".join(words)
        for status in (*VALUED, *MISSING):
            assert text(one, f"status.{status}.meaning") in words
            assert text(language, f"status.{status}.name") in everything  # as the drop-down has it
        assert "20 MB" in everything
        assert f"200{NBSP}000" in everything or "200,000" in everything
        assert f"{LITERAL} " in everything
        assert "{" not in everything


@pytest.mark.usefixtures("shipped")
@in_both_languages
@pytest.mark.parametrize("name", CATALOGUE)
def test_a_sheet_of_the_catalogue_has_the_fields_of_its_table_each_explained(name, language):
    sheet = named(shipped_book(language=language), name, language)
    fields = SCHEMAS[name]["fields"]
    assert [cell.value for cell in sheet[1]] == [field["name"] for field in fields]
    for cell, field in zip(sheet[1], fields, strict=True):
        assert cell.comment.text.startswith(field["description" if language == "en" else "description_pl"])
        required = field.get("constraints", {}).get("required", False)
        assert cell.comment.text.endswith(("Required.", "Pole obowiązkowe.")) == required
        choices = ["true", "false"] if field["type"] == "boolean" else field.get("constraints", {}).get("enum")
        if choices:
            assert rule_of(sheet, f"{cell.column_letter}3").formula1 == f'"{",".join(choices)}"'
    assert str(sheet["A2"].value).startswith("# ")
    assert not any(cell.value for row in sheet.iter_rows(min_row=3) for cell in row)
    assert sheet.sheet_properties.tabColor.rgb == "FF5B7FA6"


@pytest.mark.usefixtures("shipped")
def test_the_example_is_a_row_of_the_catalogue():
    sheet = named(shipped_book(), "indicators", "pl")
    example = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert example["indicator_id"] == "# volunteers"
    assert (example["unit"], example["additive"], example["dimension"]) == ("people", "true", "volunteer_path")


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_without_a_programme_the_sheets_are_the_same_and_ask_for_nothing(language):
    empty, full = opened(empty_template_bytes(language)), shipped_book(language=language)
    assert empty.sheetnames == full.sheetnames
    values = named(empty, "values", language)
    assert [cell.value for cell in values[1]] == [cell.value for cell in named(full, "values", language)[1]]
    assert not any(cell.value for row in values.iter_rows(min_row=2) for cell in row)
    assert rule_of(values, f"{letter('status')}101").type == "list"
    assert [cell.value for cell in named(empty, "document", language)["B"]][1:] == [None] * 9


@pytest.mark.usefixtures("shipped")
@in_both_languages
def test_the_same_data_give_the_same_bytes(language):
    assert template_bytes("rumia_services_2017_2022", 2018, language) == shipped_bytes(
        "rumia_services_2017_2022", 2018, language
    )
    assert empty_template_bytes(language) == empty_template_bytes(language)


@pytest.mark.usefixtures("shipped")
def test_a_programme_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(
        TemplateError, match="no programme 'nowhere'. Known: gdansk_integration, rumia_services_2017_2022"
    ):
        template_bytes("nowhere", 2018, "pl")


def test_the_names_of_the_files_say_what_they_are():
    assert file_name("rumia_services_2017_2022", 2019, "pl") == "barometr_rumia_services_2017_2022_2019_pl.xlsx"
    assert empty_file_name("en") == "barometr_template_en.xlsx"


def test_the_limit_of_a_figure_as_printed_is_that_of_the_schema():
    (field,) = [field for field in SCHEMAS["transcribed"]["fields"] if field["name"] == "literal"]
    assert field["constraints"]["maxLength"] == LITERAL


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('name = "Miasto A"\nemail = "a@b.pl"', "Miasto A, a@b.pl"),
        ('name = "Miasto A"', "Osoba, od której masz ten plik."),
    ],
)
def test_the_instructions_name_who_runs_the_dashboard_where_that_is_known(tiny, lines, expected):
    (tiny / "organisation.toml").write_text(lines, encoding="utf-8")
    sheet = opened(empty_template_bytes("pl"))["Instrukcja"]
    assert expected in [cell.value for cell in sheet["B"]]


# What is asked for, on data made for it


def small_programmes(published, **tables):
    """Publish two programmes of Gdańsk and one of Sopot, each with a goal and the indicators the test names."""
    programmes = [
        {"programme_id": name, "source_id": "report", "area_id": area}
        for name, area in (("one", "gdansk"), ("two", "gdansk"), ("three", "sopot"))
    ]
    goals = [{"goal_id": f"of_{row['programme_id']}", "programme_id": row["programme_id"]} for row in programmes]
    return published(programmes=programmes, goals=goals, **tables)


def test_a_series_of_another_programme_of_the_city_is_not_asked_for_and_one_of_nobody_is(published):
    indicators = [
        ("mine", "of_one"),
        ("theirs", "of_two"),
        ("elsewhere", "of_three"),
        ("unused", "of_three"),
        ("free", ""),
    ]
    small_programmes(
        published,
        indicators=[{"indicator_id": name, "goal_id": goal} for name, goal in indicators],
        sources=[
            {"source_id": "old", "publisher": "Before", "published_on": "2015-01-31"},
            {"source_id": "report", "publisher": "Now"},
        ],
        report=[figure(indicator_id=name, value=1) for name in ("mine", "theirs", "elsewhere", "free")]
        + [figure(indicator_id="mine", area_id="sopot", value=1)],
        old=[figure(indicator_id="mine", year=2014, value=1)],
    )
    book = opened(template_bytes("one", 2018, "en"))
    assert keys(named(book, "values", "en")) == ["gdansk mine", "gdansk elsewhere", "gdansk free"]
    assert named(book, "document", "en")["B5"].value == "Now"  # of the latest document


def test_an_indicator_without_any_value_is_asked_for_in_the_city_with_all_its_parts(published):
    """Where only a total was ever published the parts are not asked for, where one part was they all are."""
    small_programmes(
        published,
        areas=[
            {"area_id": "gdansk"},
            {"area_id": "sopot"},
            {"area_id": "d", "kind": "district", "parent_id": "gdansk"},
        ],
        members=[{"dimension": "path", "member": name, "sort": sort} for sort, name in enumerate("yx")],
        indicators=[
            {"indicator_id": name, "goal_id": "of_one", "dimension": "path"} for name in ("new", "partly", "whole")
        ],
        report=[
            figure(indicator_id="whole", area_id="d", value=1),
            figure(indicator_id="partly", member="x", value=1),
        ],
    )
    sheet = named(opened(template_bytes("one", 2018, "en")), "values", "en")
    assert sorted(keys(sheet)) == [
        *("d whole", "gdansk new", "gdansk new x", "gdansk new y"),
        *("gdansk partly", "gdansk partly x", "gdansk partly y"),
    ]
    parts = [key for key in keys(sheet) if "new" in key]
    assert parts == ["gdansk new", "gdansk new y", "gdansk new x"]


def test_a_ratio_is_asked_for_only_where_some_document_prints_it(published):
    """What Barometr computes from printed inputs nobody has to fill in."""
    inputs = [{"indicator_id": name, "goal_id": "of_one", "unit": "families"} for name in ("above", "below")]
    ratios = [ratio(name, "above", "below", goal_id="of_one") for name in ("computed", "printed")]
    small_programmes(
        published,
        indicators=inputs + ratios,
        report=[
            figure(indicator_id="above", value=10),
            figure(indicator_id="below", value=5),
            figure(indicator_id="printed", value=2, literal="2,00"),
        ],
    )
    sheet = named(opened(template_bytes("one", 2018, "en")), "values", "en")
    assert sorted(keys(sheet)) == ["gdansk above", "gdansk below", "gdansk printed"]
    assert previous(sheet)["gdansk printed"] == "2.00 (2017)"


def test_text_of_the_catalogue_stays_text(published):
    texts = ("=1+1", "+1", "@x", "-2+3", "https://example.org", "<b>&amp;")
    names = {f"named_{number}": words for number, words in enumerate(texts)}
    small_programmes(
        published,
        indicators=[{"indicator_id": name, "goal_id": "of_one", "name_pl": words} for name, words in names.items()],
        report=[figure(indicator_id=name, value=1) for name in names],
    )
    sheet = named(opened(template_bytes("one", 2018, "pl")), "values", "pl")
    cells = [cell for cell in sheet[letter("name")][1:] if cell.value]
    assert {cell.value for cell in cells} == set(texts)
    for cell in cells:
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert cell.quotePrefix == (cell.value[0] in "=+-@")
