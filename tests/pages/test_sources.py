"""The page on sources and quality, part by part, on the shipped data and on small data made for the purpose."""

import os
import re
from dataclasses import replace
from datetime import datetime
from html import escape, unescape

import pyarrow as pa
import pytest
import yaml

from barometr.catalog import indicators, sources
from barometr.drawing.theme import DARK, LIGHT
from barometr.engine import queries, records
from barometr.export.delimited import csv_bytes
from barometr.export.workbook import xlsx_bytes
from barometr.project import PROJECT
from barometr.ui.quality import checks, coverage, documents, glossary, reconciliation, register, words
from barometr.ui.reader import Reader
from barometr.words.texts import LANGUAGES, catalogue, text
from tests.builders import figure, republish, state_of
from tests.drawing.test_theme import TEXT, contrast
from tests.pages.looking import Shown, dialog, pieces, run, seen, shown, visit

PARTS = ("documents", "coverage", "contradictions", "reconciliation", "checks", "statuses", "dictionary")
CHECKS = [name for name in queries() if name.startswith("checks/")]
ENGLISH = Reader("en", LIGHT)
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
on_every_part = pytest.mark.parametrize("part", PARTS)
shipped = pytest.mark.usefixtures("shipped")


def everything(at):
    return " ".join(word for word in shown(at).words if word)


def html(at):
    return "".join(pieces(at))


# What every part must keep to


@shipped
@in_both_languages
@on_every_part
def test_a_part_opens_without_a_notice_and_without_python_in_its_words(part, language):
    at = seen("sources", language, part=part)
    assert not at.warning
    assert not at.error
    # The register has a sentence that begins "None is ...".
    assert re.findall(r".{30}\b(?:None(?! is)|NaN|nan|NaT|<NA>)\b.{10}", everything(at)) == []
    assert re.findall(r"(?<![-\w])\{[a-z_]+\}", everything(at)) == []
    assert text(language, "source.version", version="") in everything(at)


@shipped
def test_the_parts_differ_and_the_first_is_the_default():
    contents = {part: everything(seen("sources", part=part)) for part in PARTS}
    assert len(set(contents.values())) == len(PARTS)
    assert contents["documents"] == everything(seen("sources"))


@shipped
@on_every_part
def test_every_number_that_opens_a_trace_opens_one(part):
    marks = set(shown(seen("sources", part=part)).numbers)
    points = {mark for mark in marks if "~" in mark}
    known = {row["point_id"] for row in records("export/points", point_ids=tuple(points))} if points else set()
    rows = marks - points
    known |= {row["row_id"] for row in records("export/figures", row_ids=tuple(rows))} if rows else set()
    assert marks == known
    assert marks or part in ("statuses", "dictionary")


@shipped
@pytest.mark.parametrize(
    ("link", "refused"),
    [
        ({"part": "nothing"}, "part"),
        ({"doc": "nothing"}, "doc"),
        ({"part": "coverage", "year": "1999"}, "year"),
        ({"part": "contradictions", "kind": "nothing"}, "kind"),
        ({"part": "contradictions", "where": "nothing"}, "where"),
        ({"part": "contradictions", "entry": "nothing"}, "entry"),
        ({"part": "contradictions", "words": "x" * 81}, "words"),
        ({"part": "checks", "year": "2017"}, "year"),
    ],
)
def test_a_parameter_that_does_not_fit_gives_a_notice_and_the_default(link, refused):
    at = visit("sources", **link)
    (notice,) = at.warning
    name = text("pl", f"parameter.{refused}")
    assert f": {name}." in notice.value
    default = visit("sources", **{name: part for name, part in link.items() if name == "part" and part in PARTS})
    assert everything(at) == everything(default)
    assert at.query_params == default.query_params


@shipped
def test_another_part_drops_the_choices_of_the_one_before():
    at = visit("sources", part="coverage", area="rumia", year="2015")
    (part,) = [group for group in at.button_group if group.key == "choice_part"]
    part.set_value("checks")
    assert run(at).query_params == {"lang": "pl", "part": "checks"}
    assert not at.warning


# Documents


@shipped
def test_the_figures_of_the_documents_add_up_to_all_printed_ones():
    columns, *rows = table_rows(seen("sources", "en"), text("en", "documents.caption"))
    numbers = {row[0].partition(" Integration and Social Policy")[0]: [int(cell) for cell in row[1:]] for row in rows}
    together = numbers.pop("All documents")
    assert together == [sum(column) for column in zip(*numbers.values(), strict=True)]
    assert together == [369, 107, 418, 47, 36, 2, 8, 880]
    assert numbers["Report on the Implementation of the Sopot"] == [8, 0, 123, 47, 0, 0, 0, 178]
    assert columns[1:3] == ["Values of indicators", "of which no data"]


def table_rows(at, caption):
    """Return the heading and the rows of the table with this caption, as words."""
    (table,) = re.findall(rf"<table[^>]*aria-label='{re.escape(escape(caption, quote=True))}'>.*?</table>", html(at))
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(word for word in Shown(cell).words if word) for cell in row] for row in cells]


@shipped
@in_both_languages
def test_a_document_is_shown_with_its_terms_its_date_and_its_fingerprint(language):
    at = seen("sources", language)
    printed = everything(at)
    for source in sources().values():
        assert (source.title if language == "pl" else source.title_en) in printed
    for row in records("quality/documents"):
        assert row["file_sha256"] in printed
    assert printed.count(text(language, "documents.licence_official_material")) == 1
    assert printed.count(text(language, "documents.licence_not_stated")) == 4
    assert "2010, 2015–2016, 2019, 2022" in printed


@shipped
def test_what_is_left_out_stands_with_its_reason_and_leads_to_its_place():
    page = shown(seen("sources"))
    assert page.numbers["gdansk_report_2017.378"] == ["„25”"]
    assert any("Numer strony, a nie dana liczbowa." in words for words in page.words)
    title, content = dialog(visit("sources", trace="gdansk_report_2017.378"))
    assert any("781" in words for words in content.words)
    assert re.search(
        r"data-trace='gdansk_report_2017\.378' aria-label='Raport z realizacji .* linia 781 .*: 25\. Pokaż źródło'",
        html(seen("sources")),
    )


@shipped
def test_a_link_to_a_document_marks_it_alone():
    assert "data-here" not in html(seen("sources"))
    assert re.findall(r"data-here='(\w+)'", html(seen("sources", doc="sopot_report_2008"))) == ["sopot_report_2008"]


@shipped
def test_an_indicator_of_a_document_leads_to_its_trend():
    addresses = re.findall(r"href='([^']*)' data-go[^>]*>Wolontariusze</a>", html(seen("sources")))
    assert [unescape(one) for one in addresses] == ["trends?lang=pl&ind=volunteers"]


# Coverage


@shipped
def test_the_missing_indicators_of_gdansk_in_2017_are_counted_and_named_with_their_reasons():
    at = seen("sources", part="coverage", area="gdansk", year="2017")
    printed = everything(at)
    assert "Wskaźniki z wartością za 2017 r.: 45 z 53. Bez wartości: 8 (brak danych: 4" in printed
    assert "w trakcie zbierania: 4)." in printed
    no_data, collecting = (
        printed.index(text("pl", f"coverage.heading_{reason}") + " (4)") for reason in ("no_data", "in_progress")
    )
    grid = printed.index(text("pl", "coverage.owner_column"))
    named = {
        "life_goals_opinion": (no_data, collecting),
        "local_initiatives": (no_data, collecting),
        "influence_opinion": (no_data, collecting),
        "volunteering_importance": (no_data, collecting),
        "service_catalogue_offers": (collecting, grid),
        "ngo_satisfaction": (collecting, grid),
        "coordination_unnamed": (collecting, grid),
        "metropolitan_projects": (collecting, grid),
    }
    for indicator_id, (after, before) in named.items():
        assert after < printed.index(indicators()[indicator_id].short_pl) < before
    listed = printed[no_data:grid]
    assert listed.count("Jak często: co dwa lata") == 2
    assert "Badanie trwało. Data 19.06.2018 w komórce to dzień wpisu, a nie wynik." in listed
    assert "Skąd powinny przyjść dane: Wydział Rozwoju Społecznego, Urząd Miejski w Gdańsku" in listed
    assert "Najbliższa wartość, 2016: 4,33" in listed


@shipped
def test_a_part_that_is_missing_is_named_beside_its_indicator():
    printed = everything(seen("sources", "en", part="coverage", area="gdansk", year="2016"))
    assert "Volunteers, environmental volunteering : no data" in printed
    assert text("en", "coverage.heading_partial", year=2016) + " (1)" in printed
    assert "Indicators with a value for 2016: 34 of 53. Without a value: 19 (no data: 3" in printed


@shipped
def test_a_city_without_gaps_says_so():
    printed = everything(seen("sources", "en", part="coverage", area="sopot"))
    assert "Indicators with a value for 2008: 8 of 8. Without a value: 0 ." in printed
    assert text("en", "coverage.nothing_missing", year=2008) in printed


@shipped
@pytest.mark.parametrize(
    ("area_id", "mark", "sign"),
    [
        ("gdansk", "volunteers~gdansk~2013", "●"),
        ("gdansk", "volunteers~gdansk~2014", "●≠"),
        ("gdansk", "volunteers~gdansk~2016~ecology", "–"),
        ("gdansk", "share_families_with_assistant~gdansk~2017", "⊙"),
        ("gdansk", "budget_turnout~gdansk~2012", "/"),
        ("gdansk", "budget_turnout~gdansk~2014~~pilot", "◇"),
        ("gdansk", "ngo_satisfaction~gdansk~2017", "⧗"),
        ("rumia", "families_with_assistant~rumia~2016~~plan", "○"),
        ("rumia", "day_care_places~rumia_revitalisation~2022~~reference", "―"),
        ("rumia", "problem_families~rumia_zagorze~2015", "●"),
    ],
)
def test_a_cell_has_the_sign_of_its_status(area_id, mark, sign):
    page = seen("sources", part="coverage", area=area_id)
    assert sign in shown(page).numbers[mark]


@shipped
def test_every_value_and_every_gap_of_a_city_stands_in_its_grid():
    for area_id in ("gdansk", "rumia", "sopot"):
        (grid,) = [piece for piece in pieces(seen("sources", part="coverage", area=area_id)) if "b-coverage" in piece]
        signs = Shown(grid[grid.index("b-coverage") :]).numbers
        assert set(signs) == {row["point_id"] for row in records("quality/coverage", area_id=area_id)}


@shipped
def test_a_cell_says_in_words_what_it_means():
    grid = html(seen("sources", "en", part="coverage", area="gdansk"))
    spoken = dict(re.findall(r"data-trace='([^']+)' aria-label='([^']+)'>[●≠⊙–⧗/◇○―]+<", grid))
    assert spoken["volunteers~gdansk~2014"] == (
        "Volunteers, 2014: 3,566 people, the sources also give another figure. Show the source"
    )
    assert spoken["volunteers~gdansk~2016~ecology"] == (
        "Volunteers, environmental volunteering, 2016: no data. Show the source"
    )


@shipped
def test_a_cell_leads_to_its_trace():
    at = visit("sources", part="coverage", area="gdansk", year="2017", trace="volunteers~gdansk~2016~ecology")
    title, content = dialog(at)
    assert "2016" in title
    assert any("Brak danych, a nie zero" in words for words in content.words)
    assert at.query_params["part"] == "coverage"


@shipped
def test_only_years_that_the_documents_cover_are_offered():
    offered = {area: coverage.years_of(area) for area in ("gdansk", "sopot", "rumia")}
    assert offered == {
        "gdansk": [2012, 2013, 2014, 2015, 2016, 2017],
        "sopot": [2008],
        "rumia": [2010, 2015, 2016, 2019, 2022],
    }
    assert coverage.latest_measured("rumia") == 2015


def test_a_city_without_indicators_says_so_instead_of_showing_a_grid(published):
    published(report=[figure(value=1)])
    at = visit("sources", "en", part="coverage", area="sopot")
    assert text("en", "coverage.empty") in everything(at)
    assert "b-coverage" not in html(at)


@shipped
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_a_sign_can_be_read_on_the_colour_of_its_cell(theme):
    """The tints are mixed by the style sheet; here the same way."""
    css = (PROJECT / "barometr/ui/styles/sources.css").read_text(encoding="utf-8")
    mixed = re.findall(r"color-mix\(in srgb, var\(--b-(\w+)\) (\d+)%, var\(--b-(\w+)\)\)", css)
    assert len(mixed) == 4
    for colour, share, ground in mixed:
        tint = blend(getattr(theme, colour), getattr(theme, ground), int(share) / 100)
        assert contrast(theme.ink, tint) >= TEXT
    assert contrast(theme.muted, blend(theme.accent, theme.page, 0.09)) >= TEXT


def blend(colour, ground, share):
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in pairs)


def test_the_legend_names_every_sign_that_a_cell_can_have():
    legend = coverage.legend(ENGLISH)
    assert {sign for sign in coverage.SIGNS.values() if f">{sign}</i>" not in legend} == set()
    for status in set(coverage.SIGNS) - {"no_data"}:
        assert f".b-cell-{status}{{--b-shape:url(" in legend


# The register


@shipped
def test_the_register_shows_every_entry_grouped_and_folded():
    at = seen("sources", "en", part="contradictions")
    page = html(at)
    assert page.count("<details class='b-details b-entry'") == 104
    assert page.count("b-entry' open") == 2
    printed = everything(at)
    assert printed.index("Gdańsk (67)") < printed.index("Rumia (16)") < printed.index("Sopot (21)")
    assert "Entries: 104 of 104" in printed


@shipped
@pytest.mark.parametrize(
    ("link", "found"),
    [
        ({"where": "sopot"}, 21),
        ({"kind": "misprint"}, 6),
        ({"where": "gdansk", "kind": "total"}, 8),
        ({"words": "frekwencja 11,4"}, 2),
        ({"words": "FREKWENCJA"}, 5),
        ({"where": "sopot", "words": "no such word"}, 0),
    ],
)
def test_the_register_is_narrowed_by_city_kind_and_words(link, found):
    at = visit("sources", "en", part="contradictions", **link)
    assert html(at).count("<details class='b-details b-entry'") == found
    assert f"Entries: {found} of 104" in everything(at)
    assert (text("en", "register.nothing") in everything(at)) == (found == 0)


@shipped
def test_an_entry_shows_its_figures_side_by_side_with_the_one_that_is_used():
    at = seen("sources", part="contradictions", entry="turnout_2017")
    entry = re.search(r"<details class='b-details b-entry' open data-here='turnout_2017'>.*?</details>", html(at))[0]
    boxes = re.findall(r"<div( class=b-chosen-figure)?><button[^>]*data-trace='([^']+)'[^>]*>([^<]+)<", entry)
    assert boxes[0] == (" class=b-chosen-figure", "gdansk_report_2017.66", "„11,0”")
    assert [literal for _, _, literal in boxes] == ["„11,0”", "„11,4%”", "„1,4 p.p.”", "„ok. 11%”", "„10,0%”"]
    assert [chosen for chosen, _, _ in boxes[1:]] == [""] * 4
    assert html(at).count("b-entry' open") == 1
    assert "tabela III.2.c, linia 2042" in entry


# Reconciliation


@shipped
def test_totals_are_shown_beside_the_addition_of_their_parts():
    at = seen("sources", "en", part="reconciliation")
    printed = everything(at)
    assert "Printed totals held against their parts: 12. They agree: 8; they differ: 4" in printed
    assert "of which the register explains: 4." in printed
    rows = {row[0]: row[1:] for row in table_rows(at, text("en", "table.totals_caption"))[1:]}
    assert rows["Volunteers Gdańsk, 2014"] == [
        "3,566",
        "3,474 = 915 + 832 + 643 + 120 + 440 + 524",
        "≠ +92",
        "Volunteers 2014: the paths do not add up to the total",
    ]
    assert rows["Volunteers Gdańsk, 2016"][1] == "3,563 = 951 + 872 + 648 + 748 + 344 sum of 5 of 6 parts"
    assert rows["Volunteers Gdańsk, 2016"][2:] == [text("en", "table.without_parts"), ""]
    assert rows["Family assistants Sopot, 2008"] == ["no total printed", "5 = 3 + 2", "nothing to compare with", ""]
    assert len(rows) == 13


@shipped
def test_a_ratio_is_shown_with_its_inputs_and_the_result():
    at = seen("sources", "pl", part="reconciliation")
    _, row = table_rows(at, text("pl", "reconciliation.ratios_caption"))
    assert row[:2] == ["Rodziny na asystenta Gdańsk, 2017", "17,04"]
    assert row[2:] == ["426 Rodziny z asystentem", "25 Asystenci rodziny", "17,04", "✓ zgodne"]
    page = shown(at)
    assert page.numbers["gdansk_report_2017.424"] == ["426"]
    assert "Podane ilorazy: 12. Przeliczone ponownie: 1, z tego zgodne: 1." in everything(at)


@shipped
def test_an_explained_difference_leads_to_its_entry():
    page = html(seen("sources", part="reconciliation"))
    addresses = [unescape(one) for one in re.findall(r"href='(sources[^']*)'", page)]
    assert addresses[1] == "sources?lang=pl&part=contradictions&entry=volunteers_2014_total"
    at = visit("sources", **dict(pair.split("=") for pair in addresses[1].partition("?")[2].split("&")))
    assert "data-here='volunteers_2014_total'" in html(at)


# Checks


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_a_title_of_its_own(name):
    key = name.replace("/", ".").replace("checks.", "check.")
    assert key in catalogue()
    assert sum(words == catalogue()[key] for words in catalogue().values()) == 1


@shipped
def test_every_check_is_run_and_passes():
    at = seen("sources", "en", part="checks")
    printed = everything(at)
    assert f"The data pass every check ({len(CHECKS)})" in printed
    for name in CHECKS:
        assert text("en", name.replace("checks/", "check.")) in printed
        assert queries()[name].text.strip() in " ".join(shown(at).words).strip()
    assert printed.count("Passes: nothing found") == len(CHECKS) - 1
    assert "Found: 4, explained by the register: 4, unexplained: 0" in printed
    assert "✗" not in printed


def test_a_check_that_finds_something_unexplained_fails(published):
    """The build would refuse such data; files may change after it, which is why the checks are run again."""
    data = published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path", "additive": "true"}],
        members=[{"dimension": "path", "member": "sport"}],
        report=[figure(value=10), figure(value=10, member="sport")],
    )
    assert [one for one in checks.results() if one.unexplained] == []

    def changed(name, table):
        if name != "observations/report.parquet":
            return table
        values = table["value"].to_pylist()
        return table.set_column(table.schema.get_field_index("value"), "value", [[values[0] + 3, *values[1:]]])

    republish(data, changed)
    at = visit("sources", "en", part="checks")
    printed = everything(at)
    assert f"Checks that fail: 1 of {len(CHECKS)}" in printed
    assert "✗ Fails" in printed
    assert "✗ total 13.0, parts add up to 10.0" in printed
    assert "Found: 1, explained by the register: 0, unexplained: 1" in printed
    assert printed.index(text("en", "check.totals_against_parts")) < printed.index(text("en", "check.duplicate_keys"))
    assert set(shown(at).numbers) >= {"report.1", "report.2"}


def test_the_checks_say_when_the_data_were_written(published):
    data = published(report=[figure(value=10)])
    moment = datetime(2024, 2, 3, 14, 5)
    os.utime(state_of(data) / "manifest.json", (moment.timestamp(), moment.timestamp()))
    assert "on data written on 3 February 2024 at 14:05" in everything(visit("sources", "en", part="checks"))


# Signs and dictionary


@shipped
@in_both_languages
def test_the_glossary_explains_every_status_the_data_may_hold(language):
    printed = everything(seen("sources", language, part="statuses"))
    fields = yaml.safe_load((PROJECT / "data/schema.yaml").read_text(encoding="utf-8"))["transcribed"]["fields"]
    allowed = next(field for field in fields if field["name"] == "status")["constraints"]["enum"]
    of_goals = {"planned", "not_carried_out", "no_status"}
    assert set(allowed) - of_goals | {"derived", "alternative", "contradicted"} == set(glossary.STATUSES)
    for status in glossary.STATUSES:
        assert text(language, f"status.{status}.name") in printed
        assert text(language, f"glossary.chart_{status}") in printed
    assert {"≠", "†", "//"} <= set(shown(seen("sources", language, part="statuses")).words)


@shipped
@in_both_languages
def test_the_dictionary_describes_every_field_in_the_readers_language(language):
    page = " ".join(shown(seen("sources", language, part="dictionary")).words)
    printed = re.sub(r"\s+", " ", page).replace(" :", ":").replace("` ", "`")
    schemas = yaml.safe_load((PROJECT / "data/schema.yaml").read_text(encoding="utf-8"))
    for schema in schemas.values():
        assert schema["title" if language == "en" else "title_pl"] in printed
        for field in schema["fields"]:
            described = field["description" if language == "en" else "description_pl"].split("`")[0].strip()
            assert described in printed, field["name"]
    assert ("required" in printed) == (language == "en")


def test_the_dictionary_follows_the_file_of_the_data(published):
    data = published(report=[figure(value=10)])
    file = data / "schema.yaml"
    schemas = yaml.safe_load(file.read_text(encoding="utf-8"))
    schemas["areas"]["fields"][0]["description"] = "<marquee>of this folder"
    schemas["areas"]["title"] = "Zażółć <marquee>"
    file.write_text(yaml.safe_dump(schemas), encoding="utf-8")
    page = shown(visit("sources", "en", part="dictionary"))
    assert "<marquee>of this folder" in page.words
    assert "marquee" not in page.tags


# Foreign text and files


NASTY = "<marquee onstart=alert(1)>'\"&lt;"


@pytest.fixture(scope="module")
def nasty_folder(tmp_path_factory):
    """The shipped data with every text that comes from people made dangerous."""
    told = re.compile(r"(name|short|title|publisher|owner|literal|section|note|label|reason|file_sha256)(_pl|_en)?")

    def dangerous(_name, table):
        frame = table.to_pandas()
        for column in frame.columns:
            if told.fullmatch(column):
                frame[column] = frame[column] + NASTY
        return pa.Table.from_pandas(frame, preserve_index=False)

    return republish(tmp_path_factory.mktemp("nasty"), dangerous, origin=PROJECT / "data")


@in_both_languages
@pytest.mark.parametrize("part", PARTS[:5])
def test_no_text_of_the_data_becomes_part_of_the_page(part, language, nasty_folder, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(nasty_folder))
    at = visit("sources", language, part=part)
    assert "marquee" not in shown(at).tags
    assert not any("<marquee" in piece for piece in pieces(at))
    assert any("<marquee" in word for word in shown(at).words)


@shipped
@in_both_languages
@pytest.mark.parametrize("name", ["coverage", "register", "reconciliation", "checks"])
def test_a_table_can_be_taken_away(name, language):
    reader = replace(ENGLISH, language=language)
    table = {
        "coverage": lambda: coverage.table(reader, "gdansk"),
        "register": lambda: register.table(reader, register.entries()),
        "reconciliation": lambda: reconciliation.table(reader),
        "checks": lambda: checks.table(reader, checks.results()),
    }[name]()
    lines = {
        "coverage": sum(len(line) for line in coverage_lines("gdansk")),
        "register": len(records("quality/register")),
        "reconciliation": 25,
        "checks": len(CHECKS) - 1 + 4,
    }
    assert len(table.rows) == lines[name]
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert csv_bytes(table).count(b"\r\n") == len(table.rows) + 1
    assert xlsx_bytes(table).startswith(b"PK")
    assert set(table.source_ids) <= set(sources())
    assert table.source_ids


def coverage_lines(area_id):
    """Return for each series and year of a city what stands there, one empty place where nothing does."""
    rows = records("quality/coverage", area_id=area_id)
    series = {(row["indicator_id"], row["area_id"], row["member"]) for row in rows}
    for year in coverage.years_of(area_id):
        for key in series:
            yield [
                row
                for row in rows
                if (row["indicator_id"], row["area_id"], row["member"]) == key and row["year"] == year
            ] or [None]


@shipped
def test_a_place_that_no_document_mentions_says_so_in_the_file():
    table = coverage.table(ENGLISH, "gdansk")
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    votes = indicators()["budget_votes"].name_en
    (silent,) = [row for row in rows if row["indicator"] == votes and row["year"] == 2016]
    assert (silent["status"], silent["value"]) == (text("en", "coverage.sign_blank"), None)
    assert table.grid is not None
    assert table.grid.header[2:] == (2012, 2013, 2014, 2015, 2016, 2017)


def test_years_are_drawn_together_where_none_is_left_out():
    assert words.years([2016, 2010, 2015, 2022]) == "2010, 2015–2016, 2022"
    assert words.years([]) == ""


@shipped
def test_a_table_for_reading_is_whole_for_those_who_listen():
    table = documents.overview(ENGLISH)
    assert table.count("role='row'") == 1 + 5 + 1
    assert table.count("role='cell'") == table.count("data-label=") == 6 * 8
