"""The words of a target's progress: the status, why there is no pace, and a card that can be worked out again."""

import re
from pathlib import Path
from typing import get_args

import pytest

from barometr.catalog import indicators
from barometr.judgement.progress_words import (
    SIGNS,
    flips,
    fragility,
    fragility_short,
    margin_words,
    path_words,
    ratio_words,
    reason_words,
    reasons,
    status_words,
)
from barometr.judgement.review import Review, review
from barometr.measures.progress import Progress, Status, progress
from barometr.measures.review import Reviewed
from barometr.words.texts import LANGUAGES, text
from barometr.words.wording import Wording
from tests.builders import Row, figure, publish, rows

EN, PL = Wording("en"), Wording("pl")
MINUS = "\N{MINUS SIGN}"
# Why a check could not be made.
NO_PACE, ONE_ONLY, NONE_LATER = (
    text("en", f"progress.unchecked.{why}") for why in ("zero_base", "no_earlier", "no_later")
)
PROGRAMME = "programme"
in_both_languages = pytest.mark.parametrize("wording", [PL, EN], ids=LANGUAGES)


def named(indicator_id: str, **cells: object) -> Row:
    usual = {"goal_id": "goal", "natural_min": 0, "progress_method": "linear", "owner": "Wydział", "owner_en": "Office"}
    names = {f"{field}_{language}": indicator_id for field in ("name", "short") for language in LANGUAGES}
    return {"indicator_id": indicator_id} | names | usual | cells


def target(indicator_id: str, baseline: float | None, aim: float, due: int = 2022, **measured: float) -> list[Row]:
    """Return the rows of one target: baseline of 2015 (None: the document leaves it blank), target, measurements."""

    def row(year: int, value: float | None, status: str) -> Row:
        literal = "Bd." if value is None else f"{value:g}".replace(".", ",")
        return figure(indicator_id=indicator_id, year=year, value=value, status=status, literal=literal)

    start = row(2015, baseline, "no_data" if baseline is None else "baseline")
    actuals = [row(int(year.removeprefix("y")), value, "actual") for year, value in measured.items()]
    return [start, row(due, aim, "target"), *actuals]


# One indicator for each thing that can be said of a target. Expected of 0 -> 70 in 2019: 40.
TARGETS: dict[str, list[Row]] = {
    "on_track": target("on_track", 0, 70, y2019=40),
    "moderate": target("moderate", 0, 70, y2019=30),
    "limited": target("limited", 0, 70, y2019=10),
    "moving_away": target("moving_away", 10, 80, y2019=5),
    "achieved": target("achieved", 0, 70, y2019=70),
    "missed": target("missed", 0, 70, due=2019, y2019=60),
    "no_data": target("no_data", 0, 70),
    "no_baseline": target("no_baseline", None, 50, y2019=20),
    "nothing": target("nothing", None, 50),
    "zero_base": target("zero_base", 0, 70, y2019=40),
    "compound": target("compound", 100, 200, y2017=120, y2019=150),
    "broken": target("broken", 10, 80, y2019=40),
    "no_distance": target("no_distance", 50, 50, y2019=40),
    "done": target("done", 0, 1, y2019=1),
    "not_done_yet": target("not_done_yet", 0, 1, y2019=0),
    "not_done": target("not_done", 0, 1, due=2019, y2019=0),
    "share": target("share", 29.6, 20, y2019=25.2),
    "fewer": target("fewer", 16, 9, y2017=14, y2019=13),
    "first_too_late": target("first_too_late", 0, 70, y2018=80, y2019=40),
    "contradicted": target("contradicted", 0, 70, y2018=20, y2019=40),
}
CELLS: dict[str, Row] = {
    "zero_base": {"progress_method": "compound"},
    "compound": {"progress_method": "compound"},
    **{name: {"value_type": "milestone"} for name in ("done", "not_done_yet", "not_done")},
    "share": {"value_type": "share", "unit": "percent", "decimals": 1, "natural_max": 100},
    "fewer": {"polarity": "lower_better"},
    "contradicted": {"dimension": "path", "additive": "true", "materiality": 5},
}


def published_targets(folder: Path) -> Path:
    """Publish the targets above as one programme of Gdańsk, and foster children of a district beside the city's."""
    parts = [figure(indicator_id="contradicted", year=2018, value=5, member=one) for one in ("sport", "art")]
    return publish(
        folder,
        areas=[
            {"area_id": "gdansk", "name": "Gdańsk", "name_en": "Gdańsk"},
            {"area_id": "district", "kind": "district", "parent_id": "gdansk", "name": "Dolne", "name_en": "Dolne"},
        ],
        programmes=[{"programme_id": PROGRAMME, "source_id": "report"}],
        reviews=[
            {
                "programme_id": PROGRAMME,
                "data_year": 2019,
                "held_year": 2020,
                "kind": "mid_term",
                "note_pl": "Śródokresowa.",
                "note_en": "Mid-term.",
            }
        ],
        goals=[{"goal_id": "goal", "programme_id": PROGRAMME, "code": "1", "title_pl": "Cel", "title_en": "The goal"}],
        members=[{"dimension": "path", "member": one} for one in ("sport", "art")],
        breaks=[{"indicator_id": "broken", "year": 2017}],
        conflicts=[{"conflict_id": "sum", "kind": "total", "finding": "total:gdansk:contradicted:2018"}],
        units=[
            {"unit": "people", "short_pl": "os.", "short_en": "people"},
            {"unit": "percent", "short_pl": "%", "short_en": "%"},
        ],
        indicators=[named(name, **CELLS.get(name, {})) for name in TARGETS],
        report=[
            *(row for rows in TARGETS.values() for row in rows),
            *parts,
            figure(indicator_id="fewer", area_id="district", year=2018, value=3),
        ],
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_targets(tmp_path_factory.mktemp("targets") / "data")


@pytest.fixture(autouse=True)
def on_the_targets(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(folder))


def of(name: str, judged: Review | None = None) -> Reviewed:
    (one,) = [one for one in (judged or review(PROGRAMME, 2019)).targets if one.target["indicator_id"] == name]
    return one


def card(name: str, wording: Wording = EN) -> dict[str, str]:
    return dict(reasons(wording, indicators()[name], of(name)))


def label(key: str, **values: object) -> str:
    return EN.text(f"progress.{key}", **values)


# In a word


@pytest.mark.parametrize(
    ("name", "english", "polish"),
    [
        ("on_track", "on track", "na dobrej drodze"),
        ("moderate", "moderate progress", "postęp umiarkowany"),
        ("limited", "limited progress", "postęp ograniczony"),
        ("moving_away", "moving away from the target", "oddala się od celu"),
        ("achieved", "achieved", "osiągnięty"),
        ("missed", "not achieved in time", "nieosiągnięty w terminie"),
        ("no_baseline", "not achieved yet", "jeszcze nieosiągnięty"),
        ("no_data", "no measurement", "brak pomiaru"),
        ("done", "done", "zrealizowany"),
        ("not_done", "not done in time", "niezrealizowany w terminie"),
        ("not_done_yet", "not done yet", "jeszcze niezrealizowany"),
    ],
)
def test_every_status_has_its_words(name, english, polish):
    found = of(name).progress
    assert (status_words(EN, found), status_words(PL, found)) == (english, polish)


def test_every_status_has_a_sign_of_its_own():
    """Colour alone never tells one status from another."""
    assert set(SIGNS) == set(get_args(Status))
    assert len(set(SIGNS.values())) == len(SIGNS)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no_data", "no measurement later than the baseline has been published, up to 2019"),
        (
            "nothing",
            "no measurement later than the baseline has been published, up to 2019; there is no baseline either",
        ),
        ("no_baseline", "there is no baseline, so all that can be said is whether the target is achieved"),
        ("zero_base", text("en", "progress.reason.zero_base")),
        ("broken", text("en", "progress.reason.broken")),
        ("no_distance", "the baseline equals the target, so there is no way to cover"),
        ("done", "a yes/no milestone has no pace"),
        ("on_track", ""),
    ],
)
def test_it_says_why_there_is_no_pace(name, reason):
    assert reason_words(EN, of(name).progress) == reason


def test_a_robust_status_says_which_checks_stand_behind_it():
    found = made([(2018, 143), (2019, 158)])
    assert fragility(EN, found) == (
        "robust; the status stays the same under: the other rule, the measurement before the latest, "
        "the first measurement as baseline."
    )
    assert fragility_short(EN, found) == "robust, 3 of 3 tried"


def test_where_nothing_could_be_checked_it_says_so_and_why():
    single = of("moderate").progress
    assert fragility(EN, single) == (
        f"could not be tried: the other rule ({NO_PACE}), "
        f"the measurement before the latest ({ONE_ONLY}), "
        f"the first measurement as baseline ({NONE_LATER})."
    )
    assert fragility_short(EN, single) == "could not be tried"


def made(actuals: list[tuple[int, float]], base: float = 100, aim: float = 200) -> Progress:
    return progress(
        actuals, baseline=(2015, base), target=(2022, aim), review_year=2019, method="linear", polarity="higher_better"
    )


@pytest.mark.parametrize(
    ("actuals", "words", "short"),
    [
        (
            [(2018, 120), (2019, 155)],
            "depends on: the latest measurement (the one before gives “limited progress”).",
            "depends on: the latest measurement",
        ),
        (
            [(2016, 110), (2019, 150)],
            "depends on: the rule (the other gives “on track”).",
            "depends on: the rule",
        ),
    ],
)
def test_a_status_that_hangs_on_an_assumption_names_it_and_what_it_would_give(actuals, words, short):
    assert (fragility(EN, made(actuals)), fragility_short(EN, made(actuals))) == (words, short)


def test_a_status_may_hang_on_several_assumptions():
    assert fragility(PL, of("fewer").progress) == (
        "zależy od: ostatniego pomiaru (poprzedni daje „na dobrej drodze”), "
        "wartości bazowej (pierwszy późniejszy pomiar daje „postęp ograniczony”)."
    )
    assert card("fewer")["Check: the measurement before the latest"] == "another status: on track"
    assert card("fewer")["Check: the other rule"] == "the same status: moderate progress"


def test_what_could_not_be_checked_is_said_beside_what_was():
    found = of("share").progress
    assert fragility(EN, found) == (
        "robust; the status stays the same under: the other rule. Not tried: the measurement before the latest "
        f"({ONE_ONLY}), the first measurement as baseline ({NONE_LATER})."
    )
    assert fragility_short(EN, found) == "robust, 1 of 3 tried"


def test_once_the_time_is_up_or_without_a_measurement_there_is_nothing_to_check():
    assert fragility(EN, of("missed").progress) == "nothing to try: from the target year on only the target counts."
    assert fragility(EN, of("done").progress) == "nothing to try: a yes/no milestone has no pace."
    assert fragility_short(EN, of("no_data").progress) == ""


# The card


def test_the_card_of_a_linear_target_holds_the_whole_computation():
    assert card("share") == {
        "Baseline": "2015: 29.6% (as printed: “29,6”)",
        "Target": "2022: 20% (as printed: “20”)",
        "Latest measurement": "2019: 25.2% (as printed: “25,2”)",
        "Rule": "Linear: an equal step every year from the baseline to the target.",
        "Expected in 2019": f"29.6 + (20 {MINUS} 29.6) × (2019 {MINUS} 2015) / (2022 {MINUS} 2015) = 24.1143",
        "Way covered against expected (r)": f"(25.2 {MINUS} 29.6) / (24.1143 {MINUS} 29.6) = 0.80",
        "Thresholds": "on track: r from 0.95, moderate progress: r from 0.60, limited progress: r from 0.00, "
        "moving away from the target: r below 0. Achieved: a value of at most 20%.",
        "Against what was expected": "worse by 1.1 pp",
        "Pace planned until 2022": f"(20 {MINUS} 29.6) / (2022 {MINUS} 2015) = {MINUS}1.37 pp a year",
        "Pace so far": f"(25.2 {MINUS} 29.6) / (2019 {MINUS} 2015) = {MINUS}1.10 pp a year",
        "Pace needed from here to 2022": f"(20 {MINUS} 25.2) / (2022 {MINUS} 2019) = {MINUS}1.73 pp a year",
        "What would change the status": "A measurement of 24.3% for 2019 would give “on track”. "
        "A measurement of 26.4% for 2019 would give “limited progress”.",
        "Robustness": "robust, 1 of 3 tried",
        "Check: the other rule": "the same status: moderate progress",
        "Check: the measurement before the latest": f"not possible: {ONE_ONLY}",
        "Check: the first measurement as baseline": f"not possible: {NONE_LATER}",
    }


def computed(formula: str) -> tuple[float, float]:
    """Return what the formula before the last equals sign gives, and the result printed after it."""
    left, _, right = formula.rpartition(" = ")
    plain = left.replace(MINUS, "-").replace("×", "*").replace("[", "(").replace("]", ")")
    number = re.match(r"[+-]?[\d.]+", right.replace(MINUS, "-"))
    assert number
    ((result,),) = rows(f"select cast({plain} as double)")
    return result, float(number[0])


@pytest.mark.parametrize("name", ["share", "on_track", "limited", "moving_away", "fewer", "compound", "achieved"])
def test_every_formula_of_a_card_gives_the_result_printed_beside_it(name):
    """Whoever types it into a calculator gets the same number."""
    formulas = {term: words for term, words in card(name).items() if " = " in words}
    assert {"Expected in 2019", "Way covered against expected (r)"} <= set(formulas)
    for term, words in formulas.items():
        result, printed = computed(words)
        per_cent = 100 if "%" in words.rpartition(" = ")[2] and name == "compound" else 1
        assert per_cent * result == pytest.approx(printed, abs=0.006), term


def test_the_card_of_a_compound_target_uses_growth():
    shown = card("compound")
    assert shown["Expected in 2019"] == "100 × (200 / 100)^(4 / 7) = 148.5994"
    assert shown["Way covered against expected (r)"] == (
        f"[(150 / 100)^(1 / 4) {MINUS} 1] / [(200 / 100)^(1 / 7) {MINUS} 1] = 1.02"
    )
    assert shown["Pace planned until 2022"] == f"(200 / 100)^(1 / 7) {MINUS} 1 = +10.41% a year"
    assert shown["Measurements since the baseline"] == "2017: 120, 2019: 150"


def test_a_negative_number_stands_in_brackets_in_a_formula():
    one = of("moving_away")
    found = made([(2019, -5)], base=-10, aim=4)
    shown = dict(reasons(EN, indicators()["moving_away"], Reviewed(one.target, found, (), (), (), trial=True)))
    assert shown["Way covered against expected (r)"] == (
        f"(({MINUS}5) {MINUS} ({MINUS}10)) / (({MINUS}2) {MINUS} ({MINUS}10)) = 0.63"
    )


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [(0.9499, "0.9499"), (0.95, "0.95"), (0.5951, "0.595"), (0.599, "0.599"), (-0.001, f"{MINUS}0.001")],
)
def test_r_is_never_rounded_over_a_threshold(ratio, shown):
    """0.949 printed as 0.95 would belong to another status than the card says."""
    assert ratio_words(EN, ratio) == shown


def test_a_card_without_a_pace_says_why_and_what_counts_then():
    shown = card("no_baseline")
    assert shown["Baseline"] == "not given (as printed: “Bd.”)"
    assert shown["Why there is no pace"] == text("en", "progress.reason.no_baseline")
    assert shown["Thresholds"] == "Achieved: a value of at least 50."
    assert not {"Rule", "Way covered against expected (r)", "What would change the status"} & set(shown)
    assert card("broken")["Why there is no pace"] == text("en", "progress.reason.broken")
    assert card("zero_base")["Thresholds"] == "Achieved: a value of at least 70."


def test_a_milestone_speaks_of_yes_and_no():
    shown = card("not_done")
    assert shown["Baseline"] == "2015: no (as printed: “0”)"
    assert shown["Target"] == "2019: yes (as printed: “1”)"
    assert shown["Latest measurement"] == "2019: no (as printed: “0”)"
    assert shown["Thresholds"] == label("threshold_milestone")
    assert label("fragility") not in shown


def test_from_the_year_of_the_target_on_only_the_target_counts():
    assert card("missed")["Thresholds"] == (
        "Achieved: a value of at least 70. "
        "The measurement is of the target year (2019) or later, so nothing else counts."
    )
    assert card("missed")["What would change the status"] == "A measurement of 70 for 2019 would give “achieved”."


def test_a_measurement_that_was_left_out_is_named_with_its_reason():
    assert card("contradicted")["Years left out"] == "2018 (total and parts disagree by more than the threshold)"


def test_values_of_another_area_are_named_and_said_not_to_count():
    said = card("fewer")["Values that were not used"]
    assert said == (
        "Dolne: 3 (2018). The target is for “Gdańsk” and these figures are not, so they say nothing about it."
    )


def test_a_trial_value_is_called_one_and_has_no_printed_form():
    tried = [{"indicator_id": "no_data", "area_id": "gdansk", "member": "", "year": 2019, "value": 35.0}]
    one = of("no_data", review(PROGRAMME, 2019, tried))
    shown = dict(reasons(EN, indicators()["no_data"], one, [(2018, 20.0), (2019, 35.0)]))
    assert shown["Latest measurement"] == "2019: 35; trial value, not published"
    assert shown["Measurements since the baseline"] == "2018: 20 (trial), 2019: 35 (trial)"


@in_both_languages
@pytest.mark.parametrize("name", list(TARGETS))
def test_every_card_can_be_shown_in_both_languages(name, wording):
    pairs = reasons(wording, indicators()[name], of(name))
    assert all(term and words and "{" not in words for term, words in pairs)
    assert len({term for term, _ in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("name", "words"), [("on_track", "exactly as expected (0.0)"), ("moderate", "worse by 10.0"), ("no_data", "")]
)
def test_the_margin_says_better_or_worse_rather_than_plus_or_minus(name, words):
    assert margin_words(EN, indicators()[name], of(name).progress) == words


# What would flip it


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in ("done", "not_done", "not_done_yet")])
def test_each_value_said_to_change_the_status_does_and_none_nearer_does(name):
    """The value is what a person would write down: with the decimals of the indicator, within its limits."""
    one, indicator = of(name), indicators()[name]
    found, step = one.progress, 10.0**-indicator.decimals
    for value, promised in flips(indicator, found):
        assert found.latest

        def status_at(tried: float) -> Status:
            return progress(
                [(2019, tried)],
                baseline=found.baseline,
                target=found.target,
                review_year=2019,
                method=found.method,
                polarity=indicator.polarity,
            ).status

        assert status_at(value) == promised != found.status
        nearer = value + step if value < found.latest[1] else value - step
        assert status_at(round(nearer, 6)) == found.status
        assert value >= 0


def test_no_value_outside_the_natural_limits_is_offered():
    assert [value for value, _ in flips(indicators()["limited"], of("limited").progress)] == [24.0]


def test_the_picture_of_a_target_is_told_in_words():
    assert path_words(EN, indicators()["share"], of("share")) == (
        "Baseline 2015: 29.6%; Target 2022: 20%; Expected in 2019: 24.1; Measurements since the baseline: 2019: 25.2%."
    )
    assert path_words(EN, indicators()["nothing"], of("nothing")) == (
        "Target 2022: 50; Measurements since the baseline: none."
    )
