"""The tables of a review: every target and series with its judgement, and trial values never taken for published."""

from pathlib import Path

import pytest

from barometr.engine import data_version
from barometr.export.delimited import csv_bytes
from barometr.export.reviewed import (
    DIRECTION_COLUMNS,
    TARGET_COLUMNS,
    directions_table,
    due,
    supply_table,
    targets_table,
)
from barometr.export.table import Table
from barometr.judgement.progress_words import fragility
from barometr.judgement.review import review
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording
from tests.builders import figure
from tests.export.looking import open_xlsx, read_csv, values
from tests.judgement.test_progress_words import PROGRAMME, TARGETS, of, published_targets

PL, EN = Wording("pl"), Wording("en")
in_both_languages = pytest.mark.parametrize("wording", [PL, EN], ids=LANGUAGES)
TRIED = {"indicator_id": "no_data", "area_id": "gdansk", "member": "", "year": 2019, "value": 35.0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_targets(tmp_path_factory.mktemp("reviewed") / "data")


@pytest.fixture
def targets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programme of tests/judgement/test_progress_words.py, which has a target of each kind."""
    monkeypatch.setenv("BAROMETR_DATA", str(folder))


on_targets = pytest.mark.usefixtures("targets")


def said(table: Table, indicator_id: str) -> dict[str, object]:
    """Return the row of one indicator by the names of its columns."""
    names = [column.name for column in table.columns]
    (row,) = [row for row in table.rows if row[names.index("indicator_id")] == indicator_id]
    return dict(zip(names, row, strict=True))


@on_targets
def test_a_target_is_a_row_with_everything_its_status_rests_on():
    row = said(targets_table(EN, review(PROGRAMME, 2019)), "share")
    assert row == {
        "goal": "1 The goal",
        "indicator": "share",
        "area": "Gdańsk",
        "member": None,
        "basis": "from the document",
        "unit": "%",
        "baseline_year": 2015,
        "baseline_value": 29.6,
        "target_year": 2022,
        "target_value": 20.0,
        "method": "linear",
        "review_year": 2019,
        "expected_at_review": 24.1143,
        "latest_year": 2019,
        "latest_value": 25.2,
        "trial": False,
        "expected": 24.1143,
        "margin": -1.0857,
        "ratio": 0.8021,
        "status": "moderate progress",
        "reason": None,
        "pace_planned": -1.3714,
        "pace_so_far": -1.1,
        "pace_needed": -1.7333,
        "pace_unit": "pp",
        "fragility": fragility(EN, of("share").progress),
        "left_out": None,
        "elsewhere": None,
        "owner": "Office",
        "status_code": "moderate",
        "reason_code": None,
        "depends_on": None,
        "goal_id": "goal",
        "indicator_id": "share",
        "area_id": "gdansk",
        "member_id": None,
        "baseline_row_id": row["baseline_row_id"],
        "target_row_id": row["target_row_id"],
    }
    assert str(row["target_row_id"]).startswith("report.")


@on_targets
def test_what_is_not_known_stays_empty_and_says_why():
    """A missing measurement is neither a zero nor a status of its own making."""
    row = said(targets_table(PL, review(PROGRAMME, 2019)), "nothing")
    empty = ("baseline_value", "latest_year", "latest_value", "expected", "margin", "ratio", "pace_needed", "fragility")
    assert {name: row[name] for name in empty} == dict.fromkeys(empty)
    assert row["status"] == "brak pomiaru"
    assert row["reason"] == "do 2019 r. nie opublikowano żadnego pomiaru po roku bazowym; brak też wartości bazowej"


@on_targets
def test_growth_a_year_is_in_per_cent_and_values_of_other_areas_stand_apart():
    table = targets_table(EN, review(PROGRAMME, 2019))
    assert (said(table, "compound")["pace_unit"], said(table, "compound")["method"]) == ("%", "compound")
    assert said(table, "fewer")["elsewhere"] == "Dolne: 3 (2018)"
    assert said(table, "contradicted")["left_out"] == "2018 (total and parts disagree by more than the threshold)"


@on_targets
def test_the_table_says_what_it_is_by_which_rule_and_of_which_data():
    table = targets_table(EN, review(PROGRAMME, 2019))
    assert table.title == "title_en. Review for 2019: targets"
    assert table.file_name == "barometr-review-programme-2019-targets"
    assert table.source_ids == ("report",)
    about = dict(table.about)
    assert about["Rule"].startswith("r is the part of the way")
    assert about["Data version"] == data_version()
    assert len(table.rows) == len(TARGETS)


@on_targets
@in_both_languages
def test_a_trial_value_is_marked_in_its_row_and_in_the_title(wording):
    """Whoever finds the file later must not take it for a review of published data."""
    table = targets_table(wording, review(PROGRAMME, 2019, [TRIED]))
    assert said(table, "no_data")["trial"] is True
    assert [said(table, name)["trial"] for name in TARGETS if name != "no_data"] == [False] * (len(TARGETS) - 1)
    assert wording.text("review.table_with_trials", n=1) in table.title
    assert table.file_name.endswith("targets-trial")
    (yes,) = [row for row in read_csv(table)[1:] if wording.text("export.yes") in row]
    assert yes[1] == "no_data"


@on_targets
def test_a_row_whose_checks_rest_on_a_trial_value_is_marked_too():
    table = targets_table(EN, review(PROGRAMME, 2019), {("share", "gdansk", "")})
    assert said(table, "share")["trial"] is True
    assert table.file_name.endswith("targets-trial")


@on_targets
@in_both_languages
def test_a_workbook_and_a_csv_can_be_made_of_every_table(wording):
    judged = review(PROGRAMME, 2019)
    for table in (targets_table(wording, judged), directions_table(wording, judged), supply_table(wording, judged)):
        assert len(csv_bytes(table).decode("utf-8-sig").splitlines()) == len(table.rows) + 1
        sheets = open_xlsx(table)
        assert len(values(sheets.worksheets[0])) == len(table.rows) + 1


@on_targets
def test_columns_are_the_same_in_both_languages_and_no_label_occurs_twice():
    for wording in (PL, EN):
        table = targets_table(wording, review(PROGRAMME, 2019))
        assert tuple(column.name for column in table.columns) == TARGET_COLUMNS
        labels = [column.label for column in table.columns]
        assert len(set(labels)) == len(labels)


@on_targets
def test_data_still_to_be_supplied_are_those_of_targets_without_a_measurement():
    table = supply_table(EN, review(PROGRAMME, 2019))
    assert [row[table_place(table, "indicator")] for row in table.rows] == ["no_data", "nothing"]
    row = said(table, "no_data")
    assert (row["owner"], row["data_year"], row["held_year"], row["target_value"]) == ("Office", 2019, 2020, 70.0)


def table_place(table: Table, name: str) -> int:
    return [column.name for column in table.columns].index(name)


@on_targets
def test_what_is_wanted_is_for_the_next_planned_review_else_for_the_year_of_the_target():
    def wanted(year: int) -> tuple[int, int | None]:
        judged = review(PROGRAMME, year)
        (one,) = [one for one in judged.targets if one.target["indicator_id"] == "no_data"]
        return due(judged, one)

    assert (wanted(2017), wanted(2019), wanted(2020)) == ((2019, 2020), (2019, 2020), (2022, None))


def test_a_series_without_a_target_is_a_row_with_its_direction(published):
    published(
        areas=[{"area_id": "gdansk"}, {"area_id": "sopot"}],
        programmes=[
            {"programme_id": "programme", "source_id": "report"},
            {"programme_id": "of_others", "area_id": "sopot", "source_id": "report"},
        ],
        goals=[
            {"goal_id": "goal", "programme_id": "programme", "title_en": "Goal"},
            {"goal_id": "foreign", "programme_id": "of_others"},
        ],
        indicators=[
            {"indicator_id": "rising", "goal_id": "goal", "name_en": "Rising"},
            {"indicator_id": "short", "goal_id": "foreign"},
        ],
        report=[
            *(
                figure(indicator_id="rising", year=year, value=value)
                for year, value in ((2015, 10), (2016, 12), (2017, 14))
            ),
            figure(indicator_id="short", year=2017, value=5),
        ],
    )
    table = directions_table(EN, review("programme", 2017))
    row = said(table, "rising")
    assert tuple(row) == DIRECTION_COLUMNS
    assert row["goal"] == "Goal"
    shown = (
        "points",
        "first_year",
        "first_value",
        "last_year",
        "last_value",
        "slope",
        "change",
        "change_unit",
        "direction",
        "word_code",
    )
    assert [row[name] for name in shown] == [3, 2015, 10.0, 2017, 14.0, 2.0, 33.3333, "%", "rising, better", "rising"]
    short = said(table, "short")
    assert short["goal"] is None  # a goal of another city's programme says nothing here
    assert (short["goal_id"], short["direction"], short["reason_code"]) == ("foreign", "cannot say: 1 point", "too_few")
    assert table.source_ids == ("report",)


def test_the_proposals_of_the_catalogue_are_named_as_such(published):
    published(
        programmes=[{"programme_id": "programme", "source_id": "report"}],
        goals=[{"goal_id": "goal", "programme_id": "programme"}],
        indicators=[{"indicator_id": "volunteers", "goal_id": "goal"}],
        proposed_targets=[
            {
                "proposal_id": "more",
                "area_id": "gdansk",
                "indicator_id": "volunteers",
                "baseline_year": 2015,
                "target_year": 2020,
                "target_value": 200,
                "method": "linear",
                "proposed_by": "The team",
                "proposed_on": "2018-05-01",
            }
        ],
        report=[figure(year=2015, value=100), figure(year=2017, value=140)],
    )
    row = said(targets_table(EN, review("programme", 2017)), "volunteers")
    assert (row["basis"], row["status_code"], row["target_row_id"]) == ("proposal", "on_track", None)
