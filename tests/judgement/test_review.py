"""The review of a programme: which one a name means, which years there are, and what the shipped data give."""

import pytest

from barometr.judgement import review as judgement
from barometr.judgement.review import ReviewError, planned, programme_of, programmes, review, usual_year, years
from barometr.measures.review import direction_row, target_row
from tests.builders import figure, publish

RUMIA, GDANSK, SOPOT = "rumia_services_2017_2022", "gdansk_integration", "sopot_integration_2005_2014"

# Cities with one programme each, named after what is known of them; "twice" has three.
CITIES = ["measured", "once", "targeted", "reached", "foreseen", "unmeasured", "empty", "blank", "early"]


def later(programme_id, data_year):
    return {"programme_id": f"plan_{programme_id}", "data_year": data_year, "held_year": data_year, "kind": "final"}


@pytest.fixture(scope="module")
def cities_folder(tmp_path_factory):
    area = {city: [{"area_id": city}] for city in [*CITIES, "twice"]}
    return publish(
        tmp_path_factory.mktemp("cities") / "data",
        areas=[row for rows in area.values() for row in rows],
        sources=[{"source_id": f"report_{city}", "area_id": city} for city in [*CITIES, "twice"]],
        programmes=[
            *({"programme_id": f"plan_{city}", "area_id": city, "source_id": f"report_{city}"} for city in CITIES),
            *(
                {"programme_id": name, "area_id": "twice", "source_id": "report_twice", "period_start": start}
                for name, start in [("third", None), ("first", 2005), ("second", 2015)]
            ),
        ],
        reviews=[
            *(later("reached", year) for year in (2014, 2016, 2019)),
            *(later("foreseen", year) for year in (2019, 2022)),
            *(later("unmeasured", year) for year in (2021, 2023)),
            later("targeted", 2024),
            later("early", 2014),
        ],
        report_measured=[figure(area_id="measured", year=year, value=year) for year in (2013, 2016)],
        report_once=[figure(area_id="once", year=2014, value=3), figure(area_id="once", year=2017, status="no_data")],
        report_targeted=[
            figure(area_id="targeted", year=2012, value=3),
            figure(area_id="targeted", year=2014, value=3, status="baseline"),
            figure(area_id="targeted", year=2018, value=5, status="target"),
            figure(area_id="targeted", year=2019, value=5, status="plan"),
        ],
        report_reached=[figure(area_id="reached", year=year, value=1) for year in (2013, 2017)],
        report_foreseen=[
            figure(area_id="foreseen", year=2015, value=1),
            figure(area_id="foreseen", year=2030, value=2, status="plan"),
        ],
        report_early=[
            figure(area_id="early", year=2013, value=3),
            figure(area_id="early", year=2016, value=3, status="baseline"),
            figure(area_id="early", year=2020, value=5, status="target"),
        ],
        report_blank=[figure(area_id="blank", year=2020, value=2, status="target")],
    )


@pytest.fixture
def cities(cities_folder, monkeypatch):
    monkeypatch.setenv("BAROMETR_DATA", str(cities_folder))


# Names


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("name", "programme_id"),
    [("rumia", RUMIA), ("gdansk", GDANSK), ("sopot", SOPOT), (RUMIA, RUMIA), (SOPOT, SOPOT)],
)
def test_a_programme_is_named_by_itself_or_by_its_city(name, programme_id):
    assert programme_of(name) == programme_id


@pytest.mark.usefixtures("cities")
def test_a_city_means_its_latest_programme():
    assert programme_of("twice") == "second"
    assert [name for name in programmes() if programmes()[name]["area_id"] == "twice"] == ["second", "first", "third"]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("rumja", "there is no programme or city 'rumja'; did you mean: rumia"),
        ("Rumia", "there is no programme or city 'Rumia'; did you mean: rumia"),
        ("rumia_services", f"there is no programme or city 'rumia_services'; did you mean: {RUMIA}"),
        ("xyz", f"there is no programme or city 'xyz'; known: gdansk, rumia, sopot, {GDANSK}, {RUMIA}, {SOPOT}"),
        ("", f"there is no programme or city ''; known: gdansk, rumia, sopot, {GDANSK}, {RUMIA}, {SOPOT}"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest_known_ones(name, said):
    with pytest.raises(ReviewError) as refused:
        programme_of(name)
    assert str(refused.value) == said


@pytest.mark.usefixtures("shipped")
def test_a_review_of_an_unknown_programme_is_refused():
    with pytest.raises(ReviewError, match=f"there is no programme 'rumia'; known: {GDANSK}, {RUMIA}, {SOPOT}"):
        review("rumia", 2019)


# Years


@pytest.mark.usefixtures("cities")
@pytest.mark.parametrize(
    ("programme_id", "offered", "usual"),
    [
        ("plan_measured", range(2014, 2017), 2016),  # after the first data up to the last
        ("plan_once", (2014,), 2014),  # nothing comes after the first data: their own year
        ("plan_targeted", range(2015, 2025), 2024),  # after the baseline up to the planned review; a plan is no data
        ("plan_reached", range(2014, 2020), 2016),  # the last planned review that data reach
        ("plan_foreseen", range(2016, 2023), 2019),  # none is reached: the first
        ("plan_unmeasured", range(2021, 2024), 2021),  # from the first planned review on
        ("plan_blank", (2020,), 2020),  # a target without baseline or data: its own year
        ("plan_early", range(2017, 2021), 2020),  # reviews and data before the baseline are nothing to go by
        ("plan_empty", (), None),
    ],
)
def test_the_years_of_a_review(programme_id, offered, usual):
    assert (years(programme_id), usual_year(programme_id)) == (tuple(offered), usual)


@pytest.mark.usefixtures("shipped")
def test_the_years_of_the_shipped_programmes():
    assert (years(RUMIA), usual_year(RUMIA)) == (tuple(range(2016, 2023)), 2019)
    assert (years(GDANSK), usual_year(GDANSK)) == (tuple(range(2013, 2018)), 2017)
    assert (years(SOPOT), usual_year(SOPOT)) == ((2008,), 2008)
    assert [(row["data_year"], row["held_year"], row["kind"]) for row in planned(RUMIA)] == [
        (2019, 2020, "mid_term"),
        (2022, 2023, "final"),
    ]
    assert planned(GDANSK) == ()


@pytest.mark.usefixtures("cities")
def test_a_programme_without_anything_is_reviewed_and_empty():
    found = review("plan_empty", 2019)
    assert (found.programme["programme_id"], found.year, found.targets, found.directions) == (
        "plan_empty",
        2019,
        (),
        (),
    )


# The shipped data, worked by hand


@pytest.mark.usefixtures("shipped")
def test_rumia_in_2019_has_nothing_measured_and_says_what_was_to_be_expected():
    """2019 is 4 of the 7 years from 2015 to 2022; yes-or-no targets and those without a baseline expect nothing.

    0 to 30 places: 120/7 = 17.1. 16 to 10 children: 16 - 24/7 = 12.6. 29.6% to 20%: 29.6 - 38.4/7 = 24.1.
    0 to 90 places: 360/7 = 51.4. 167 to 0 refused: 167 x 3/7 = 71.6.
    """
    found = review(RUMIA, 2019)
    rows = [target_row(one) for one in found.targets]
    assert len(rows) == 16
    assert {(row["status"], row["reason"], row["latest_year"], row["robust"]) for row in rows} == {
        ("no_data", "no_measurement", None, None)
    }
    expected = {(row["indicator_id"], row["member"]): row["expected_at_review"] for row in rows}
    assert expected == {
        ("day_support_places_created", ""): pytest.approx(120 / 7),
        ("foster_children", ""): pytest.approx(16 - 24 / 7),
        ("foster_children_area_share", ""): pytest.approx(29.6 - 38.4 / 7),
        ("day_care_places", ""): pytest.approx(360 / 7),
        ("day_care_places", "day_homes"): None,
        ("day_care_places", "respite"): None,
        ("day_care_places", "senior_clubs"): None,
        ("disability_assistants", ""): None,
        ("neighbour_helpers", ""): None,
        ("preschool_new_places", ""): None,
        ("preschool_refused", ""): pytest.approx(501 / 7),
        ("monitoring_tool", ""): None,
        ("service_standards", ""): None,
        ("ngo_guidelines", ""): None,
        ("property_procedure", ""): None,
        ("small_grants", ""): None,
    }
    printed = sorted(round(value, 1) for value in expected.values() if value is not None)
    assert printed == [12.6, 17.1, 24.1, 51.4, 71.6]


@pytest.mark.usefixtures("shipped")
def test_what_rumia_measured_before_is_neither_a_result_nor_lost():
    """16 children of the area in 2015 are the baseline; the town's 54 are somewhere else."""
    found = {one.target["indicator_id"]: one for one in review(RUMIA, 2019).targets}
    children = found["foster_children"]
    assert (children.actuals, children.left_out) == ((), ())
    assert [(row["area_id"], row["year"], row["value"]) for row in children.elsewhere] == [
        ("rumia", 2015, 54.0),
        ("rumia_zagorze", 2015, 13.0),
    ]
    own = {(row["indicator_id"], row["area_id"]) for row in map(direction_row, review(RUMIA, 2019).directions)}
    assert ("foster_children", "rumia") in own
    assert ("foster_children", "rumia_revitalisation") not in own


@pytest.mark.usefixtures("shipped")
def test_the_only_target_of_rumia_due_in_2019_is_missed_or_met_by_what_is_tried_out():
    tried = {"indicator_id": "monitoring_tool", "area_id": "rumia", "member": "", "year": 2019}
    for value, status in ((0.0, "missed"), (1.0, "achieved")):
        found = {one.target["indicator_id"]: one for one in review(RUMIA, 2019, [tried | {"value": value}]).targets}
        assert (found["monitoring_tool"].progress.status, found["monitoring_tool"].trial) == (status, True)
        assert found["service_standards"].progress.status == "no_data"
    assert {one.progress.status for one in review(RUMIA, 2019).targets} == {"no_data"}


@pytest.mark.usefixtures("shipped")
def test_a_value_tried_out_on_a_real_target():
    """71 refused are 96 of the 95.4 due; to zero no growth leads, so only the line can say."""
    tried = {"indicator_id": "preschool_refused", "area_id": "rumia", "member": "", "year": 2019, "value": 71.0}
    (found,) = [one for one in review(RUMIA, 2019, iter([tried])).targets if one.trial]
    assert (found.progress.status, found.progress.robust) == ("on_track", None)
    assert found.progress.ratio == pytest.approx(96 / (167 * 4 / 7))
    assert [one.reason for one in found.progress.checks] == ["zero_base", "no_earlier", "no_later"]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("indicator_id", "said"),
    [
        # 2475, 3566, 4157 and 4060 in 2017; 2016 lacks a part that the other years have. Slopes 1091, 841, 591,
        # 396.25, 164.7 and -48.5: the middle is 493.6, and it stays above zero whatever year is left out.
        ("volunteers", ("rising", "better", None, "", "2016 incomplete")),
        # 10.13, 9.09, 10 and 11: slopes -1.04, -0.065, 0.29, 0.91, 0.955 and 1; without 2017 the middle is -0.065.
        ("budget_turnout", ("unclear", "none", None, "2017", "")),
        # 16.14, 12.74, 13.92, 14.42 and 17.04: without 2017 it is (-0.573 + 0.5) / 2, a fall.
        ("families_per_assistant", ("unclear", "none", None, "2017", "")),
        ("districts_with_partnerships", ("cannot_say", "none", "too_few", "", "")),
        # The parts add up to 114 where 14 are printed for 2014.
        (
            "fund_initiatives",
            ("cannot_say", "none", "too_few", "", "2013 incomplete; 2014 contradicted; 2015 incomplete"),
        ),
        ("problem_families_per_assistant", ("falling", "better", None, "", "2012 broken; 2013 broken")),
    ],
)
def test_gdansk_in_2017_has_directions_and_no_targets(indicator_id, said):
    found = review(GDANSK, 2017)
    assert found.targets == ()
    (row,) = [row for row in map(direction_row, found.directions) if row["indicator_id"] == indicator_id]
    assert tuple(row[name] for name in ("word", "verdict", "reason", "depends_on", "left_out")) == said
    assert (row["area_id"], row["member"]) == ("gdansk", "")


@pytest.mark.usefixtures("shipped")
def test_an_earlier_review_knows_nothing_of_later_years():
    (row,) = [one for one in map(direction_row, review(GDANSK, 2015).directions) if one["indicator_id"] == "volunteers"]
    assert (row["last_year"], row["last_value"], row["points"]) == (2015, 4157.0, 3)


@pytest.mark.usefixtures("shipped")
def test_a_review_is_made_once_for_the_same_question():
    tried = {"indicator_id": "monitoring_tool", "area_id": "rumia", "member": "", "year": 2019, "value": 1.0}
    turned = dict(reversed(tried.items()))
    assert review(RUMIA, 2019, [tried]) is review(RUMIA, 2019, (turned,))
    assert review(RUMIA, 2019, [tried]) is not review(RUMIA, 2019)
    assert review(RUMIA, 2019) is not review(RUMIA, 2020)
    assert judgement.programmes() is programmes()
