"""The queries of the page on sources and quality: what is counted, what is missing, what agrees."""

import pytest

from barometr.engine import records, sql
from tests.builders import fact, figure, ratio

AREAS = [
    {"area_id": "gdansk"},
    {"area_id": "stogi", "kind": "district", "parent_id": "gdansk"},
    {"area_id": "plaza", "kind": "unit", "parent_id": "stogi"},
    {"area_id": "sopot"},
]


def gaps(year, area_id="gdansk"):
    """Return what has no value in a year: (indicator, area, part, reason, partial, nearest year)."""
    fields = ("indicator_id", "area_id", "member", "reason", "partial", "other_year")
    rows = records("quality/gaps", area_id=area_id, year=year)
    return [tuple(row[field] for field in fields) for row in rows]


# Documents


@pytest.mark.usefixtures("shipped")
def test_every_printed_figure_is_counted_once():
    rows = records("quality/documents")
    assert {row["source_id"]: row["figures"] for row in rows} == {
        "gdansk_report_2017": 601,
        "sopot_report_2008": 178,
        "rumia_strategy_2017": 76,
        "gdansk_msa_page": 22,
        "gdansk_programme_page": 3,
    }
    homes = ("observations", "facts", "goal_states", "project_details", "source_details", "exclusions")
    assert all(sum(row[home] for home in homes) == row["figures"] for row in rows)
    assert sum(row["figures"] for row in rows) == 880


def test_a_document_is_described_by_what_its_figures_became(published):
    published(
        report=[
            figure(year=2016, value=1),
            figure(year=2014, status="no_data"),
            fact(value=1),
            {"home": "source_detail", "area_id": "gdansk", "literal": "2018"},
            {"home": "excluded", "area_id": "gdansk", "literal": "7", "note_pl": "numer", "note_en": "number"},
        ],
    )
    (row,) = records("quality/documents")
    assert row == {
        "source_id": "report",
        "file_sha256": "0" * 64,
        "figures": 5,
        "observations": 2,
        "gaps": 1,
        "facts": 1,
        "goal_states": 0,
        "project_details": 0,
        "source_details": 1,
        "exclusions": 1,
        "years": "2014 2016",
        "indicator_ids": "volunteers",
    }
    asides = [(row["home"], row["literal"], row["note_en"]) for row in records("quality/asides")]
    assert asides == [("excluded", "7", "number"), ("source_detail", "2018", None)]


# Coverage and gaps


def test_the_parts_of_a_city_belong_to_it_however_deep(published):
    published(
        areas=AREAS,
        report=[figure(value=1, area_id=area) for area in ("plaza", "stogi", "gdansk", "sopot")],
    )
    rows = records("quality/coverage", area_id="gdansk")
    assert [row["area_id"] for row in rows] == ["gdansk", "stogi", "plaza"]


def test_a_gap_has_its_reason_and_the_nearest_value(published):
    names = ("asked", "coming", "impossible", "planned", "aimed", "silent", "known")
    published(
        indicators=[{"indicator_id": name} for name in names],
        report=[
            *(figure(indicator_id=name, year=2014, value=5) for name in names),
            figure(indicator_id="silent", year=2019, value=6),
            figure(indicator_id="asked", year=2017, status="no_data"),
            figure(indicator_id="coming", year=2017, status="in_progress"),
            figure(indicator_id="impossible", year=2017, status="not_applicable"),
            figure(indicator_id="planned", year=2017, status="plan", value=7),
            figure(indicator_id="aimed", year=2017, status="target", value=8),
            figure(indicator_id="known", year=2017, value=0),
        ],
    )
    assert {name: (reason, year) for name, _, _, reason, _, year in gaps(2017)} == {
        "asked": ("no_data", 2014),
        "coming": ("in_progress", 2014),
        "impossible": ("not_applicable", 2014),
        "planned": ("plan", 2014),
        "aimed": ("target", 2014),
        "silent": ("not_printed", 2014),
    }
    assert ("silent", "gdansk", "", "not_printed", False, 2014) in gaps(2013)


def test_a_part_that_is_missing_beside_a_value_is_a_partial_gap(published):
    published(
        areas=AREAS,
        indicators=[{"indicator_id": "volunteers", "dimension": "path"}],
        members=[{"dimension": "path", "member": "sport"}, {"dimension": "path", "member": "ecology"}],
        report=[
            figure(value=10),
            figure(value=10, member="sport"),
            figure(status="no_data", member="ecology"),
            figure(value=3, year=2016),
            figure(value=3, year=2016, area_id="stogi"),
        ],
    )
    assert gaps(2017) == [
        ("volunteers", "gdansk", "ecology", "no_data", True, None),
        ("volunteers", "stogi", "", "not_printed", True, 2016),
    ]


def test_a_computed_value_fills_the_place_that_a_document_leaves_blank(published):
    published(
        indicators=[
            {"indicator_id": "families", "unit": "families"},
            {"indicator_id": "assistants"},
            ratio("per_assistant", "families", "assistants"),
        ],
        report=[figure(indicator_id="families", value=10), figure(indicator_id="assistants", value=4)],
    )
    assert gaps(2017) == []
    rows = {row["indicator_id"]: row for row in records("quality/coverage", area_id="gdansk")}
    assert (rows["per_assistant"]["value"], rows["per_assistant"]["is_derived"]) == (2.5, True)


@pytest.mark.usefixtures("shipped")
def test_what_gdansk_has_no_value_of_in_2017():
    assert {row[0]: row[3] for row in gaps(2017)} == {
        "life_goals_opinion": "no_data",
        "local_initiatives": "no_data",
        "influence_opinion": "no_data",
        "volunteering_importance": "no_data",
        "service_catalogue_offers": "in_progress",
        "ngo_satisfaction": "in_progress",
        "coordination_unnamed": "in_progress",
        "metropolitan_projects": "in_progress",
    }


# The register


@pytest.mark.usefixtures("shipped")
def test_the_register_keeps_every_entry_and_every_figure():
    rows = records("quality/register")
    assert len({row["conflict_id"] for row in rows}) == 104
    (figures,) = sql("select count(*) from conflict_figures").iloc[0]
    assert sum(row["row_id"] is not None for row in rows) == figures
    assert {row["city_id"] for row in rows} == {"gdansk", "rumia", "sopot"}
    turnout = [row for row in rows if row["conflict_id"] == "turnout_2017"]
    assert [row["literal"] for row in turnout if row["is_chosen"]] == ["11,0"]
    assert {row["literal"] for row in turnout} == {"11,0", "11,4%", "1,4 p.p.", "ok. 11%", "10,0%"}


# Reconciliation


@pytest.mark.usefixtures("shipped")
def test_totals_that_differ_from_their_parts_name_the_entry_that_explains_it():
    rows = records("quality/totals")
    compared = {(row["indicator_id"], row["area_id"], row["year"]): row for row in rows}
    assert len(compared) == 13
    assert {key[0::2]: row["conflict_id"] for key, row in compared.items() if row["difference"]} == {
        ("fund_initiatives", 2014): "fund_initiatives_2014_total",
        ("volunteers", 2014): "volunteers_2014_total",
        ("volunteers", 2015): "volunteers_2015_total",
        ("day_support_facilities", 2017): "day_support_facilities_2017",
    }
    sopot = compared["family_assistants", "sopot", 2008]
    assert (sopot["published_total"], sopot["parts_sum"], sopot["difference"]) == (None, 5, None)


def test_a_printed_ratio_is_computed_again_from_printed_inputs(published):
    published(
        indicators=[
            {"indicator_id": "families", "unit": "families", "dimension": "kind", "additive": "true"},
            {"indicator_id": "assistants"},
            ratio("per_assistant", "families", "assistants", decimals=1),
        ],
        members=[{"dimension": "kind", "member": "a", "sort": 1}, {"dimension": "kind", "member": "b", "sort": 2}],
        report=[
            figure(indicator_id="per_assistant", year=2016, value=3.3),
            figure(indicator_id="families", year=2016, value=6, member="a"),
            figure(indicator_id="families", year=2016, value=4, member="b"),
            figure(indicator_id="assistants", year=2016, value=3),
            figure(indicator_id="per_assistant", year=2017, value=4.0),
            figure(indicator_id="assistants", year=2017, value=3),
        ],
    )
    rows = records("quality/ratios")
    again = [row for row in rows if row["year"] == 2016]
    assert [(row["side"], row["row_id"]) for row in again] == [
        ("numerator", "report.2"),
        ("numerator", "report.3"),
        ("denominator", "report.4"),
    ]
    assert {(row["numerator_value"], row["denominator_value"], row["agrees"]) for row in again} == {(10, 3, True)}
    assert again[0]["recomputed"] == pytest.approx(10 / 3)
    (alone,) = [row for row in rows if row["year"] == 2017]
    assert (alone["recomputed"], alone["agrees"], alone["row_id"]) == (None, None, None)


@pytest.mark.usefixtures("shipped")
def test_one_printed_ratio_of_twelve_can_be_computed_again():
    rows = {row["point_id"]: row for row in records("quality/ratios")}
    assert len(rows) == 12
    known = {point_id: row for point_id, row in rows.items() if row["recomputed"] is not None}
    assert list(known) == ["families_per_assistant~gdansk~2017"]
    (row,) = known.values()
    assert (row["numerator_value"], row["denominator_value"]) == (426, 25)
    assert (row["recomputed"], row["agrees"]) == (17.04, True)


@pytest.mark.usefixtures("shipped")
def test_only_findings_that_an_entry_names_are_explained():
    assert {row["finding"]: row["conflict_id"] for row in records("quality/explained")} == {
        "total:gdansk:day_support_facilities:2017": "day_support_facilities_2017",
        "total:gdansk:fund_initiatives:2014": "fund_initiatives_2014_total",
        "total:gdansk:volunteers:2014": "volunteers_2014_total",
        "total:gdansk:volunteers:2015": "volunteers_2015_total",
    }
