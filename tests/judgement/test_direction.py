"""The card of a direction: which points count, what it says about them, and that what it says is so."""

import re
from pathlib import Path

import pytest

from barometr.catalog import Indicator, indicators
from barometr.engine import Record, records
from barometr.judgement.direction import SIGNS, reasons, said, trend_of, trend_words
from barometr.measures.comparable import comparable
from barometr.measures.trend import Trend, trend
from barometr.words.texts import text
from barometr.words.wording import Wording
from tests.builders import Row, figure, publish

ENGLISH, POLISH = Wording("en"), Wording("pl")
NBSP, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"


# Series of volunteers whose trend is read below, each published as an indicator of its own.
SERIES: dict[str, tuple[float, ...]] = {
    "steady_rise": (10, 11, 14, 16, 18),
    "steady_fall": (18, 16, 14, 11, 10),
    "short_rise": (10, 12, 14),
    "short_fall": (14, 12, 10),
    "flat": (100, 101, 102),
    "flat_and_wavy": (100, 99, 101, 100, 102),
    "hangs_on_a_year": (10, 14, 11, 12),
    "as_in_the_report": (2475, 3566, 4157, 3563, 4060),
    "all_alike": (3, 3, 3),
    "steep_fall": (1000, 10, 1),
    "nothing": (),
    "one": (10,),
    "two": (10, 12),
    "around_zero": (0, 0, 0, 5, 8),
    "rounded_too_far": (4, 3, 4, 1, 3),
    "rounded_to_zero": (0, 0, 1, 4),
}


@pytest.fixture(scope="module")
def series_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(
        tmp_path_factory.mktemp("series") / "data",
        indicators=[{"indicator_id": name} for name in SERIES],
        report=[
            figure(indicator_id=name, year=2013 + i, value=value)
            for name, values in SERIES.items()
            for i, value in enumerate(values)
        ],
    )


@pytest.fixture
def series(series_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The series above, as published data."""
    monkeypatch.setenv("BAROMETR_DATA", str(series_folder))


on_series = pytest.mark.usefixtures("series")


def years(first: int, *values: float | None) -> list[Row]:
    """Return a row for each year with its value; None stands for a missing one."""
    status = {True: "no_data", False: "actual"}
    return [figure(year=first + i, value=value, status=status[value is None]) for i, value in enumerate(values)]


def rows_of(indicator_id: str = "volunteers", area_id: str = "gdansk", member: str = "") -> list[Record]:
    rows = records("trends/points", indicator_ids=(indicator_id,))
    return [row for row in rows if (row["area_id"], row["member"]) == (area_id, member)]


def comparable_of(indicator: Indicator, rows: list[Record]) -> tuple[list[tuple[int, float]], list[tuple[int, str]]]:
    return comparable(rows, indicator.materiality)


def found(indicator_id: str = "volunteers") -> tuple[Indicator, Trend]:
    """Return the indicator and its trend in Gdańsk."""
    indicator = indicators()[indicator_id]
    return indicator, trend_of(indicator, rows_of(indicator_id))


def terms(reader: Wording, indicator: Indicator, one: Trend) -> dict[str, str]:
    """Return the card as a reader sees it: what stands beside each term."""
    return dict(reasons(reader, indicator, rows_of(indicator.indicator_id), one))


# The points that count


def test_plans_targets_pilots_and_missing_values_do_not_count(published):
    rows = [figure(year=2018 + i, value=99, status=one) for i, one in enumerate(("plan", "target", "baseline"))]
    published(report=[*years(2013, 10, None, 12, 13), *rows, figure(year=2014, value=50, status="pilot")])
    assert comparable_of(indicators()["volunteers"], rows_of())[0] == [(2013, 10), (2015, 12), (2016, 13)]


@pytest.mark.parametrize("status", ["approx", "provisional"])
def test_hedged_and_provisional_values_count(published, status):
    published(report=[*years(2015, 10, 11), figure(year=2017, value=12, status=status)])
    assert comparable_of(indicators()["volunteers"], rows_of())[0] == [(2015, 10), (2016, 11), (2017, 12)]


def test_only_what_follows_the_last_break_counts(published):
    published(
        breaks=[{"indicator_id": "volunteers", "year": year} for year in (2012, 2015)],
        report=years(2011, 1, 2, 3, 4, 50, 51, 52),
    )
    assert comparable_of(indicators()["volunteers"], rows_of())[0] == [(2015, 50), (2016, 51), (2017, 52)]


def test_a_missing_value_after_a_break_leaves_the_values_before_it_out(published):
    """The break is there, whether or not a value is printed in its year."""
    published(breaks=[{"indicator_id": "volunteers", "year": 2015}], report=years(2012, 1, 2, 3, None, 51))
    assert comparable_of(indicators()["volunteers"], rows_of())[0] == [(2016, 51)]


def test_a_total_in_which_a_part_is_missing_is_left_out_beside_complete_ones(published):
    """It would be lower for that reason alone; where no year is complete, all of them lack the same."""
    tables = {
        "indicators": [{"indicator_id": "volunteers", "dimension": "path", "additive": "true"}],
        "members": [{"dimension": "path", "member": member, "sort": i} for i, member in enumerate(("sport", "art"))],
    }
    totals = [figure(year=year, value=10) for year in (2014, 2015, 2016, 2017)]
    sport = [figure(year=year, value=10, member="sport") for year in (2014, 2015, 2016, 2017)]
    gap = [figure(year=2016, status="no_data", member="art")]
    art = [figure(year=year, value=0, member="art") for year in (2014, 2015, 2017)]
    published(**tables, report=[*totals, *sport, *gap, *art])
    volunteers = indicators()["volunteers"]
    assert comparable_of(volunteers, rows_of()) == ([(2014, 10), (2015, 10), (2017, 10)], [(2016, "incomplete")])


def test_a_total_that_its_parts_contradict_by_as_much_as_a_change_that_counts_is_left_out(published):
    """Printed 100 every year; the parts add up to what stands here. Five per cent is a change that counts."""
    parts = {2012: 100, 2013: 96, 2014: 95, 2015: 104, 2016: 105, 2017: 50}
    halves = [
        figure(year=year, value=total / 2, member=member)
        for member in ("sport", "art")
        for year, total in parts.items()
    ]
    published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path", "additive": "true"}],
        members=[{"dimension": "path", "member": member, "sort": i} for i, member in enumerate(("sport", "art"))],
        conflicts=[
            {"conflict_id": f"total_{year}", "kind": "total", "finding": f"total:gdansk:volunteers:{year}"}
            for year, total in parts.items()
            if total != 100
        ],
        report=[*(figure(year=year, value=100) for year in parts), *halves],
    )
    volunteers = indicators()["volunteers"]
    assert [year for year, _ in comparable_of(volunteers, rows_of())[0]] == [2012, 2013, 2015]
    assert comparable_of(volunteers, rows_of())[1] == [(year, "contradicted") for year in (2014, 2016, 2017)]
    # A part is itself, whatever the total says.
    assert [year for year, _ in comparable_of(volunteers, rows_of(member="sport"))[0]] == list(parts)


def test_the_rule_of_the_indicator_decides(published):
    """The same values: a rise of two points in a hundred is nothing for a count and something for a share."""
    published(
        indicators=[
            {"indicator_id": "volunteers", "polarity": "higher_better"},
            {"indicator_id": "unemployed", "polarity": "lower_better", "materiality": 1},
            {"indicator_id": "share", "unit": "percent", "value_type": "share", "polarity": "neutral"},
        ],
        report=[
            {**row, "indicator_id": indicator_id}
            for indicator_id in ("volunteers", "unemployed", "share")
            for row in years(2015, 50, 51, 52)
        ],
    )
    words = {one: trend_words(ENGLISH, found(one)[1]) for one in ("volunteers", "unemployed", "share")}
    assert words == {
        "volunteers": "= no material change",
        "unemployed": "\N{NORTH EAST ARROW} rising, worse",
        "share": "\N{NORTH EAST ARROW} rising, no judgement",
    }


# The word


@on_series
@pytest.mark.parametrize(
    ("name", "polish", "english"),
    [
        ("short_rise", "\N{NORTH EAST ARROW} rośnie, lepiej", "\N{NORTH EAST ARROW} rising, better"),
        ("short_fall", "\N{SOUTH EAST ARROW} spada, gorzej", "\N{SOUTH EAST ARROW} falling, worse"),
        ("flat", "= bez wyraźnej zmiany", "= no material change"),
        ("hangs_on_a_year", "? niejasne, zależy od roku: 2013", "? unclear, depends on 2013"),
        ("nothing", "– nie da się powiedzieć: 0 punktów", "– cannot say: 0 points"),
        ("one", "– nie da się powiedzieć: 1 punkt", "– cannot say: 1 point"),
        ("two", "– nie da się powiedzieć: 2 punkty", "– cannot say: 2 points"),
        ("around_zero", "– nie da się powiedzieć: mediana to zero", "– cannot say: the median is zero"),
    ],
)
def test_a_direction_is_a_sign_a_word_and_a_verdict_or_what_keeps_the_rule_from_one(name, polish, english):
    _, one = found(name)
    assert trend_words(POLISH, one) == polish
    assert trend_words(ENGLISH, one) == english
    assert said(ENGLISH, one) == english[2:]


def test_each_word_has_a_sign_of_its_own():
    assert len(set(SIGNS.values())) == len(SIGNS) == 5


# The card


@on_series
def test_the_card_gives_points_slope_change_threshold_stability_and_what_would_flip_it():
    """Slopes of all pairs 2013-2017: 1, 1.5, 2, 2, 2, 2, 2, 2.5, 2.67, 3; their median 2; 2 x 4 / 14 = 57.1 %."""
    assert terms(ENGLISH, *found("steady_rise")) == {
        "Points used": "2013: 10, 2014: 11, 2015: 14, 2016: 16, 2017: 18",
        "Typical yearly change": "+2.0 a year: the middle one of the yearly changes between all pairs of points "
        "(median, Theil-Sen method)",
        "Change": "+57.1% over 4 years against the median (14); changes count from 5%",
        "Stability": "The direction stays the same whichever point is left out.",
        "What would change the word": "A value for 2017 of 6, or slightly less, would have read “unclear”.",
        "Judgement": "A higher value is better here.",
    }


def test_the_card_of_a_share_counts_in_points_and_writes_numbers_in_polish(published):
    published(
        indicators=[
            {"indicator_id": "turnout", "unit": "percent", "value_type": "share", "decimals": 1, "polarity": "neutral"}
        ],
        report=[
            {**row, "indicator_id": "turnout"}
            for row in [*years(2014, 40.5, 38.5), figure(year=2016, value=37.5), figure(year=2017, value=36)]
        ],
    )
    card_of = terms(POLISH, *found("turnout"))
    assert card_of["Użyte punkty"] == "2014: 40,5%, 2015: 38,5%, 2016: 37,5%, 2017: 36%"
    assert card_of["Typowa zmiana roczna"].startswith(f"{MINUS}1,5 p.p. na rok")
    assert card_of["Zmiana"] == f"{MINUS}4,5 p.p. w ciągu 3 lat (mediana: 38%); liczy się zmiana od 1 p.p."
    assert card_of["Ocena"] == text("pl", "polarity.neutral")


@on_series
def test_the_card_of_an_unclear_direction_names_the_years_it_hangs_on():
    indicator, one = found("hangs_on_a_year")
    stability = terms(ENGLISH, indicator, one)["Stability"]
    assert stability == "The direction would be different with one year left out: 2013."
    assert one.depends_on == (2013,)
    for year in one.depends_on:
        rest = [point for point in one.points if point[0] != year]
        left = trend(rest, value_type="count", polarity="neutral", materiality=5)
        assert left.slope is not None
        assert one.slope is not None
        assert left.slope * one.slope <= 0


@on_series
def test_with_too_few_points_the_card_gives_them_and_the_rule():
    few = terms(ENGLISH, *found("two"))
    assert few == {"Points used": "2013: 10, 2014: 12", "Rule": text("en", "trend.rule_few")}


@on_series
def test_without_points_the_card_says_so():
    assert terms(ENGLISH, *found("nothing"))["Points used"] == "none"


@on_series
def test_a_card_without_a_percentage_gives_no_change():
    """Around a median of zero nothing can be a percentage."""
    zero = terms(ENGLISH, *found("around_zero"))
    assert "Change" not in zero
    assert zero["Points used"].endswith("2017: 8")


# What would flip the word really does


SAID = re.compile(r"A value for (\d+) of ([\d.,\N{MINUS SIGN}]+), or slightly (less|more), would have read “(.*?)”\.")


def flips_that_do_not_flip(indicator: Indicator, one: Trend) -> list[str]:
    """Recompute every last value that a card offers; return what it says where another word comes out."""
    sentence = terms(ENGLISH, indicator, one).get("What would change the word", "")
    wrong = []
    for year, number, way, word in SAID.findall(sentence):
        value = float(number.replace(",", "").replace(MINUS, "-"))
        last_year, last = one.points[-1]
        assert int(year) == last_year
        assert (value < last) if way == "less" else (value > last)
        again = trend(
            [*one.points[:-1], (last_year, value)],
            value_type=indicator.value_type,
            polarity=indicator.polarity,
            materiality=indicator.materiality,
        )
        if text("en", f"trend.{again.word}_short") != word:
            wrong.append(f"{one.points}: {number} reads {again.word}, not {word}")
    return wrong


@on_series
@pytest.mark.parametrize("name", [name for name in SERIES if "rounded" not in name])
def test_a_last_value_that_the_card_offers_changes_the_word_as_it_says(name):
    indicator, one = found(name)
    assert flips_that_do_not_flip(indicator, one) == []
    if one.word in ("rising", "falling", "not_material"):
        assert SAID.search(terms(ENGLISH, indicator, one)["What would change the word"])


@on_series
def test_the_value_offered_is_the_nearest_at_the_precision_of_the_indicator():
    """One volunteer nearer, the word is still the present one."""
    indicator, one = found("as_in_the_report")
    assert one.word == "rising"
    ((_, number, way, _),) = SAID.findall(terms(ENGLISH, indicator, one)["What would change the word"])
    assert way == "less"
    nearer = [*one.points[:-1], (2017, float(number.replace(",", "")) + 1)]
    assert trend(nearer, value_type="count", polarity="higher_better", materiality=5).word == "rising"


@on_series
def test_where_no_last_value_changes_the_word_the_card_says_that():
    indicator, one = found("short_rise")
    still = Trend(**{**vars(one), "flip_below": None, "flip_above": None})
    assert terms(ENGLISH, indicator, still)["What would change the word"] == text("en", "trend.no_flip")


@on_series
@pytest.mark.parametrize("name", ["rounded_too_far", "rounded_to_zero"])
def test_rounding_never_carries_an_offered_value_past_the_next_turn(name):
    assert flips_that_do_not_flip(*found(name)) == []


@pytest.mark.usefixtures("shipped")
def test_every_flip_on_the_shipped_cards_holds():
    wrong, offered = [], 0
    for indicator in indicators().values():
        rows = records("trends/points", indicator_ids=(indicator.indicator_id,))
        for area_id, member in dict.fromkeys((row["area_id"], row["member"]) for row in rows):
            one = trend_of(indicator, rows_of(indicator.indicator_id, area_id, member))
            offered += bool(one.flip_below) + bool(one.flip_above)
            wrong += flips_that_do_not_flip(indicator, one)
    assert offered > 30
    assert wrong == []


@pytest.mark.usefixtures("shipped")
def test_the_volunteers_of_gdansk_are_rising_by_the_numbers_of_the_report():
    """2475, 3566, 4157, 4060: the median of the six slopes is 493.6 a year; in 2016 a path is missing."""
    indicator, one = found()
    assert trend_words(ENGLISH, one) == "\N{NORTH EAST ARROW} rising, better"
    assert terms(ENGLISH, indicator, one)["Typical yearly change"].startswith("+493.6 a year")
    assert terms(ENGLISH, indicator, one)["Change"].startswith("+51.8% over 4 years against the median (3,813)")
    assert terms(ENGLISH, indicator, one)["Years left out"] == "2016 (a part of the total is missing)"
