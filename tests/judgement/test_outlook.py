"""What is said about a forecast: which points it rests on, its sentence, its card, and why some series have none."""

from pathlib import Path

import pytest

from barometr.catalog import indicators
from barometr.judgement.outlook import (
    Outlook,
    back_test_said,
    decimals,
    ends,
    outlook_of,
    outlooks,
    reasons,
    said,
    shown,
)
from barometr.words.texts import LANGUAGES, text
from barometr.words.wording import Wording
from tests.builders import Row, figure, publish

ENGLISH, POLISH = Wording("en"), Wording("pl")
MINUS = "\N{MINUS SIGN}"

# Series that are read below, each an indicator of its own; the last value of all the city is of 2017.
SERIES: dict[str, dict[int, float | None]] = {
    "rising": dict(zip(range(2013, 2018), (10, 20, 30, 40, 50), strict=True)),
    "wavy": dict(zip(range(2013, 2018), (10, 20, 10, 20, 10), strict=True)),
    "same": dict.fromkeys(range(2013, 2018), 7),
    "gappy": {2010: 5, 2012: 8, 2013: None, 2014: 9, 2015: 9, 2016: 10, 2017: 11},
    "four": {2014: 1, 2015: 2, 2016: 3, 2017: 4},
    "one": {2017: 1},
    "none": {2017: None},
    "broken_early": dict(zip(range(2011, 2018), (90, 95, 10, 20, 30, 40, 50), strict=True)),
    "broken_late": dict(zip(range(2012, 2017), (1, 2, 3, 4, 5), strict=True)),
    "old": dict(zip(range(2010, 2015), (1, 2, 3, 4, 5), strict=True)),
    "share": dict(zip(range(2013, 2018), (90, 70, 50, 30, 10), strict=True)),
    "yes_or_no": dict(zip(range(2013, 2018), (0, 0, 1, 1, 1), strict=True)),
    "precise": dict(zip(range(2013, 2018), (2.01, 2.05, 2.02, 2.04, 2.05), strict=True)),
}
OF_SERIES: dict[str, Row] = {
    "share": {"unit": "percent", "value_type": "share", "decimals": 1, "natural_min": 0, "natural_max": 100},
    "yes_or_no": {"value_type": "milestone"},
    "precise": {"value_type": "ratio", "decimals": 2},
    "rising": {"natural_min": 0},
}
UNITS = [
    {"unit": "people", "pl_one": "osoba", "pl_few": "osoby", "pl_many": "osób", "pl_other": "osoby"}
    | {"en_one": "person", "en_other": "people"},
    {"unit": "percent"},
]


@pytest.fixture(scope="module")
def series_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish(
        tmp_path_factory.mktemp("outlook") / "data",
        units=UNITS,
        indicators=[{"indicator_id": name} | OF_SERIES.get(name, {}) for name in SERIES],
        breaks=[
            {"indicator_id": "broken_early", "year": 2013},
            {"indicator_id": "broken_late", "year": 2017},
            {"indicator_id": "rising", "year": 2018, "area_id": "sopot"},  # another city's, of no concern here
        ],
        report=[
            figure(indicator_id=name, year=year)
            | ({"status": "no_data"} if value is None else {"value": value, "literal": f"{value:g}".replace(".", ",")})
            for name, values in SERIES.items()
            for year, value in values.items()
        ]
        + [figure(indicator_id="rising", year=2018, value=99, status="plan")],
    )


@pytest.fixture(autouse=True)
def on_series(series_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The series above, as published data."""
    monkeypatch.setenv("BAROMETR_DATA", str(series_folder))


def found(indicator_id: str) -> Outlook:
    (one,) = [one for one in outlooks("gdansk") if one.indicator.indicator_id == indicator_id]
    return one


def sentence(wording: Wording, indicator_id: str, ahead: int = 3) -> str:
    one = found(indicator_id)
    return said(wording, one.indicator, one.forecast, ahead)


def card(wording: Wording, indicator_id: str) -> dict[str, str]:
    one = found(indicator_id)
    return dict(reasons(wording, one.indicator, one.rows, one.forecast))


# What a forecast rests on


def test_every_series_of_a_city_has_its_forecast_or_its_reason():
    assert {one.indicator.indicator_id: one.forecast.reason for one in outlooks("gdansk")} == {
        "rising": None,
        "wavy": None,
        "same": None,
        "gappy": None,
        "four": "too_few",
        "one": "too_few",
        "none": "too_few",
        "broken_early": None,
        "broken_late": "broken",
        "old": "outdated",
        "share": None,
        "yes_or_no": "milestone",
        "precise": None,
    }


def test_a_city_without_figures_has_no_outlooks():
    assert outlooks("sopot") == ()
    assert outlook_of(indicators()["rising"], ()).reason == "too_few"


def test_plans_and_missing_values_are_no_points():
    assert found("rising").forecast.points == ((2013, 10), (2014, 20), (2015, 30), (2016, 40), (2017, 50))
    assert [year for year, _ in found("gappy").forecast.points] == [2010, 2012, 2014, 2015, 2016, 2017]


def test_the_limits_of_the_catalogue_hold():
    assert {year.value for year in found("share").forecast.years} == {0.0}


def test_a_part_of_a_breakdown_has_a_forecast_of_its_own(published):
    """The total of 2016 lacks a part and does not count; the complete part has all five years."""
    published(
        indicators=[{"indicator_id": "volunteers", "dimension": "path", "additive": "true"}],
        members=[{"dimension": "path", "member": one, "sort": i} for i, one in enumerate(("sport", "art"))],
        report=[
            *(figure(year=year, value=30) for year in range(2013, 2018)),
            *(figure(year=year, value=10 + year % 2, member="sport") for year in range(2013, 2018)),
            *(figure(year=year, value=20 - year % 2, member="art") for year in (2013, 2014, 2015, 2017)),
            figure(year=2016, status="no_data", member="art"),
        ],
        conflicts=[{"conflict_id": "total_2016", "kind": "total", "finding": "total:gdansk:volunteers:2016"}],
    )
    of_parts = {one.member: one for one in outlooks("gdansk")}
    assert list(of_parts) == ["", "sport", "art"]
    assert {member: one.forecast.reason for member, one in of_parts.items()} == {
        "": "too_few",
        "sport": None,
        "art": "too_few",
    }
    total = of_parts[""]
    left_out = dict(reasons(ENGLISH, total.indicator, total.rows, total.forecast))["Years left out"]
    assert left_out.startswith("2016 (")


# The sentence


def test_the_sentence_of_a_trend_says_what_it_assumes_and_how_wide_it_is():
    """50 + 24.39, give or take 10 x 1.637 x the root of 3."""
    assert sentence(ENGLISH, "rising") == (
        "Forecast for 2020: 74 people, if the direction so far slowly fades. 80% range: 46 to 103. "
        "More than two years ahead it is only a rough guide."
    )
    assert sentence(POLISH, "rising") == (
        "Prognoza na 2020 r.: 74 osoby, przy założeniu, że dotychczasowy kierunek powoli wygasa. "
        "Przedział 80%: od 46 do 103. Ponad dwa lata naprzód to tylko orientacja."
    )


def test_two_years_ahead_is_no_mere_orientation():
    assert text("en", "outlook.orientation") not in sentence(ENGLISH, "rising", 2)
    assert text("en", "outlook.orientation") in sentence(ENGLISH, "rising", 3)


def test_where_no_change_was_nearer_the_sentence_says_so():
    assert sentence(ENGLISH, "wavy", 7).startswith(
        "Forecast for 2024: 10 people, no change from 2017. "
        "On past data the trend came no closer than assuming no change. "
    )
    assert "czyli bez zmiany wobec 2017 r." in sentence(POLISH, "wavy")


def test_a_value_that_never_changed_has_no_range_and_no_certainty():
    assert text("en", "outlook.never_changed") in sentence(ENGLISH, "same")
    assert "80%" not in sentence(ENGLISH, "same")
    assert card(ENGLISH, "same")["80% range"] == text("en", "outlook.never_changed")


@pytest.mark.parametrize(
    ("name", "english", "polish"),
    [
        ("four", "there are only 4 comparable values", "są tylko 4 porównywalne wartości"),
        ("one", "there is only 1 comparable value", "jest tylko 1 porównywalna wartość"),
        ("none", "there is no comparable value", "nie ma żadnej porównywalnej wartości"),
        ("broken_late", "the series breaks after 2016", "po 2016 r. seria ma przerwę"),
        ("old", "the last comparable value is of 2014", "ostatnia porównywalna wartość pochodzi z 2014 r."),
        ("yes_or_no", "only yes or no", "tylko „tak” albo „nie”"),
    ],
)
def test_a_refusal_gives_its_reason_in_the_sentence_and_on_the_card(name, english, polish):
    assert sentence(ENGLISH, name).startswith("No forecast: ")
    assert english in sentence(ENGLISH, name)
    assert polish in sentence(POLISH, name)
    assert english in card(ENGLISH, name)["Why no forecast"]
    assert "80% range" not in card(ENGLISH, name)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SERIES)
def test_nothing_that_is_said_sounds_certain(name, language):
    words = sentence(Wording(language), name).lower()
    certain = ("will be", "will rise", "will fall", "certain", "będzie", "wzrośnie", "spadnie", "na pewno")
    assert [phrase for phrase in certain if phrase in words] == []


# How exact a forecast is shown


@pytest.mark.parametrize(("name", "shown_as"), [("share", 0), ("precise", 2), ("rising", 0), ("same", 0)])
def test_a_forecast_is_shown_no_more_exact_than_its_interval(name, shown_as):
    """Half the interval of the share is 33 points: no decimal, although the indicator has one."""
    one = found(name)
    assert decimals(one.indicator, one.forecast) == shown_as


def test_values_and_ends_are_written_as_the_language_writes_them():
    one = found("share")
    assert shown(POLISH, one.indicator, one.forecast, 12.34) == "12%"
    precise = found("precise")
    assert shown(POLISH, precise.indicator, precise.forecast, 2.046) == "2,05"
    # The differences are 4, 3, 2 and 1 hundredths: their root mean square 0.0274 x 1.637 is 0.0448 around 2.059.
    assert ends(ENGLISH, precise.indicator, precise.forecast, precise.forecast.years[0]) == ("2.01", "2.10")


# The test on the past, and the card


def test_the_test_on_the_past_names_both_errors_and_what_follows():
    """Worked by hand in tests/measures/test_forecast.py: 4.9 / 3 and 40 / 3."""
    one = found("rising")
    assert back_test_said(ENGLISH, one.indicator, one.forecast, 3) == (
        "We tested 3 forecasts on years already known (at most 2 years ahead). The mean error is 1.6 for the fading "
        "trend and 13.3 for no change. The trend came closer, so the trend is shown. "
        "Forecasts farther ahead cannot be tested yet."
    )
    assert back_test_said(ENGLISH, one.indicator, one.forecast, 2).endswith("so the trend is shown.")
    wavy = found("wavy")
    assert text("pl", "outlook.shown_no_change") in back_test_said(POLISH, wavy.indicator, wavy.forecast)


def test_a_series_without_forecast_has_no_test():
    one = found("four")
    assert back_test_said(ENGLISH, one.indicator, one.forecast) == ""


def test_the_card_gives_every_step_in_numbers():
    """The slope 10 adds 24.4 in three years and 47.0 in seven; 10 x 1.637 is half the interval of the first."""
    told = card(ENGLISH, "rising")
    assert list(told) == [
        "Points used",
        "Typical yearly change",
        "How the trend fades",
        "80% range",
        "Limits",
        "Test on the past",
        "When there is none",
    ]
    assert told["Points used"] == "2013: 10, 2014: 20, 2015: 30, 2016: 40, 2017: 50"
    assert told["Typical yearly change"].startswith("+10.00 a year")
    assert "+24.4 in all (+10.00 × 2.439)" in told["How the trend fades"]
    assert "+47.0 in all (+10.00 × 4.695)" in told["How the trend fades"]
    assert "is 10.0 (root mean square). Times 1.637" in told["80% range"]
    assert "16.4 up and down for one year ahead" in told["80% range"]
    assert told["Limits"] == "The value cannot be below 0; forecast and range end there."
    assert "The mean error is 1.6 for the fading trend and 13.3 for no change." in told["Test on the past"]


def test_the_card_of_a_share_counts_in_points():
    told = card(POLISH, "share")
    assert told["Typowa zmiana roczna"].startswith(f"{MINUS}20,00 p.p. na rok")
    assert f"{MINUS}48,8 p.p. ({MINUS}20,00 × 2,439)" in told["Wygasanie trendu"]
    assert "to 20,0 p.p. (pierwiastek" in told["Przedział 80%"]
    assert told["Granice"].startswith("Wartość mieści się między 0% a 100%")


def test_the_card_names_the_years_left_out_and_why():
    assert card(ENGLISH, "broken_early")["Years left out"] == (
        "2011 (before a break in the series), 2012 (before a break in the series)"
    )
    assert "Limits" not in card(ENGLISH, "broken_early")


@pytest.mark.usefixtures("shipped")
def test_the_families_per_assistant_of_gdansk_by_the_numbers_of_the_report():
    """The median of the fifteen slopes is 1.055 a year: 17.04 + 1.055 x 2.439 for 2020."""
    (one,) = [one for one in outlooks("gdansk") if one.indicator.indicator_id == "families_per_assistant"]
    assert one.forecast.method == "damped"
    assert one.forecast.years[2].value == pytest.approx(19.613145)
    assert said(POLISH, one.indicator, one.forecast).startswith("Prognoza na 2020 r.: 19,6 rodziny na asystenta, ")


@pytest.mark.usefixtures("shipped")
def test_of_the_shipped_cities_only_one_has_series_long_enough():
    with_forecast = {
        city: sum(not one.forecast.reason for one in outlooks(city)) for city in ("gdansk", "sopot", "rumia")
    }
    assert with_forecast == {"gdansk": 19, "sopot": 0, "rumia": 0}
