"""The catalogue is complete: both languages everywhere, and nothing points at something that is not there."""

import csv
from itertools import combinations

import pytest

from barometr.project import PROJECT
from barometr.ui.explore import PER_RESIDENTS_UNIT
from tests.builders import SCHEMAS, rows

CATALOGUE = PROJECT / "data" / "catalog"
TABLES = [name for name in SCHEMAS if name != "transcribed"]

# Pairs of columns that say the same thing in Polish and in English, where they are not named _pl and _en.
PAIRS = {
    "areas": [("name", "name_en")],
    "goals": [("responsible", "responsible_en"), ("funding", "funding_en"), ("remarks", "remarks_en")],
    "indicators": [("owner", "owner_en")],
    "sources": [("title", "title_en"), ("publisher", "publisher_en")],
    "units": [("pl_one", "en_one"), ("pl_other", "en_other")],
}


def table(name: str) -> list[dict[str, str]]:
    with (CATALOGUE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, field: str) -> list[str]:
    return [row[field] for row in table(name) if row[field]]


def key(name: str, row: dict[str, str]) -> str:
    return "~".join(row[field] for field in SCHEMAS[name]["primaryKey"])


@pytest.mark.parametrize("name", TABLES)
def test_a_text_in_one_language_has_its_twin_in_the_other(name):
    columns = [field["name"] for field in SCHEMAS[name]["fields"]]
    pairs = [(one, one.removesuffix("_pl") + "_en") for one in columns if one.endswith("_pl")]
    for polish, english in [*pairs, *PAIRS.get(name, [])]:
        alone = [key(name, row) for row in table(name) if bool(row[polish]) != bool(row[english])]
        assert alone == [], f"{polish} or {english} is missing"


@pytest.mark.parametrize("name", ["areas", "goals", "indicators", "members", "programmes", "projects"])
def test_everything_a_reader_chooses_from_has_a_name_in_both_languages(name):
    fields = {"areas": ("name", "name_en"), "goals": ("title_pl", "title_en"), "programmes": ("title_pl", "title_en")}
    polish, english = fields.get(name, ("name_pl", "name_en"))
    assert [key(name, row) for row in table(name) if not (row[polish].strip() and row[english].strip())] == []


def test_every_unit_but_the_bare_count_can_be_written_in_both_languages():
    forms = ("pl_one", "pl_few", "pl_many", "pl_other", "en_one", "en_other", "short_pl", "short_en")
    incomplete = [row["unit"] for row in table("units") if not all(row[form] for form in forms)]
    assert incomplete == ["count"]


def test_no_text_begins_or_ends_with_a_blank_or_holds_two_in_a_row():
    untidy = [
        (name, key(name, row), field)
        for name in TABLES
        for row in table(name)
        for field, text in row.items()
        if text != text.strip() or "  " in text
    ]
    assert untidy == []


def test_every_breakdown_of_an_indicator_has_its_members_and_every_member_its_indicator():
    assert set(column("indicators", "dimension")) == set(column("members", "dimension"))


def test_a_breakdown_that_adds_up_is_a_breakdown():
    assert [
        row["indicator_id"] for row in table("indicators") if row["additive"] == "true" and not row["dimension"]
    ] == []


def test_a_ratio_has_both_of_its_inputs_and_is_none_of_them():
    for row in table("indicators"):
        assert bool(row["numerator_id"]) == bool(row["denominator_id"]), row["indicator_id"]
        assert row["indicator_id"] not in (row["numerator_id"], row["denominator_id"])
        if row["numerator_id"]:
            assert row["value_type"] in ("ratio", "share"), row["indicator_id"]


def test_a_share_is_in_per_cent_and_has_its_natural_limits():
    for row in table("indicators"):
        if row["value_type"] == "share":
            assert (row["unit"], row["natural_min"]) == ("percent", "0"), row["indicator_id"]


def test_headlines_are_counted_from_one_without_a_gap():
    places = sorted(int(place) for place in column("indicators", "headline"))
    assert places == list(range(1, len(places) + 1))


@pytest.mark.usefixtures("shipped")
def test_every_figure_named_by_a_conflict_or_a_comparison_was_printed():
    printed = {row[0] for row in rows("select row_id from printed_figures")}
    for name, fields in {"conflicts": ("figures", "chosen"), "comparison_figures": ("figures",)}.items():
        for row in table(name):
            named = [row_id for field in fields for row_id in row[field].split()]
            assert [row_id for row_id in named if row_id not in printed] == [], key(name, row)


def test_the_figure_that_a_conflict_chooses_is_one_of_its_figures_and_none_is_named_twice():
    for row in table("conflicts"):
        figures = row["figures"].split(" ") if row["figures"] else []
        assert len(set(figures)) == len(figures), row["conflict_id"]
        assert not row["chosen"] or row["chosen"] in figures, row["conflict_id"]


@pytest.mark.usefixtures("shipped")
def test_the_figure_that_a_conflict_chooses_is_the_one_in_the_series():
    """A chosen figure that is a repetition or an alternative would contradict what the charts show."""
    assert (
        rows(
            "select conflict_id, chosen, role from conflicts join observations on row_id = chosen "
            "where role <> 'primary' order by conflict_id"
        )
        == []
    )


def test_every_comparison_says_what_each_of_the_three_cities_prints():
    cities = {row["area_id"] for row in table("areas") if row["kind"] == "city"}
    assert cities == {"gdansk", "sopot", "rumia"}
    by_group = {group: set() for group in column("comparisons", "comparable_group")}
    for row in table("comparison_figures"):
        by_group[row["comparable_group"]].add(row["area_id"])
    assert [group for group, found in by_group.items() if found != cities] == []


def test_only_cities_have_no_area_above_them():
    for row in table("areas"):
        assert (row["kind"] == "city") == (not row["parent_id"]), row["area_id"]


def test_every_programme_has_one_tree_of_goals():
    """Each goal hangs on a goal of the same programme, and following the parents always ends."""
    goals = {row["goal_id"]: row for row in table("goals")}
    assert {row["programme_id"] for row in goals.values()} == set(column("programmes", "programme_id"))
    for goal_id, row in goals.items():
        seen = {goal_id}
        while row["parent_id"]:
            assert row["parent_id"] not in seen, goal_id
            assert goals[row["parent_id"]]["programme_id"] == row["programme_id"], goal_id
            seen.add(row["parent_id"])
            row = goals[row["parent_id"]]


def test_goals_are_linked_between_every_two_programmes_with_one_sentence_in_each_language():
    programme = {row["goal_id"]: row["programme_id"] for row in table("goals")}
    links = table("goal_links")
    joined = {frozenset((programme[row["goal_id"]], programme[row["other_goal_id"]])) for row in links}
    assert joined == {frozenset(pair) for pair in combinations(set(programme.values()), 2)}
    for row in links:
        for text in (row["text_pl"], row["text_en"]):
            sentences = text.replace("r. ", "r ").split(". ")
            assert len(sentences) == 1 and text.endswith("."), key("goal_links", row)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_and_every_field_is_described_in_both_languages(name):
    described = [("title", SCHEMAS[name]), *(("description", field) for field in SCHEMAS[name]["fields"])]
    for text, entry in described:
        polish, english = entry[f"{text}_pl"], entry[text]
        assert polish.strip() and english.strip() and polish != english, entry.get("name")


def test_every_document_was_transcribed():
    documents = {path.stem for path in (PROJECT / "data" / "transcribed").glob("*.csv")}
    assert documents == set(column("sources", "source_id"))


@pytest.mark.usefixtures("shipped")
def test_every_indicator_has_a_value_or_is_computed_from_some():
    measured = {row[0] for row in rows("select indicator_id from points")}
    assert [indicator for indicator in column("indicators", "indicator_id") if indicator not in measured] == []


@pytest.mark.usefixtures("shipped")
def test_every_unit_is_used():
    used = {row[0] for row in rows("select unit from printed_figures union select unit from indicators")}
    used.add(PER_RESIDENTS_UNIT)  # of values computed on the page
    assert [unit for unit in column("units", "unit") if unit not in used] == []
