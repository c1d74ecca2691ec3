"""Sentences say what the measures found and nothing more, the same in both languages."""

import re
import tomllib
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from barometr.catalog import Indicator, indicators
from barometr.engine import one_moment, records
from barometr.judgement.change import step, value_in_year, year_before
from barometr.judgement.direction import trend_of
from barometr.judgement.sentences import (
    change_sentence,
    direction_sentence,
    headline,
    latest_before,
    name_in,
    target_sentence,
    value_sentence,
)
from barometr.measures.progress import Progress, progress
from barometr.measures.trend import trend
from barometr.words.texts import CATALOGUE, LANGUAGES
from barometr.words.wording import Wording

POLISH, ENGLISH = Wording("pl"), Wording("en")
BOTH = (POLISH, ENGLISH)
MINUS = "\N{MINUS SIGN}"
property_of = settings(derandomize=True, deadline=None, max_examples=200)

# What no sentence may hold: a cause, a claim of statistics, or the traces of a template gone wrong.
CAUSES = ("bo ", "ponieważ", "dzięki", "wskutek", "w wyniku", "z powodu", "spowod", "przyczyn")
CAUSES += ("because", "due to", "thanks to", "as a result", "caused", "owing")
CLAIMS = ("istotn", "statystyczn", "significan", "statistic", "trend")
GONE_WRONG = ("None", "{", "}", "  ", " .", " ,", " ;", "..", ",,", "()")
RISE_OR_FALL = ("wzrost", "spadek", "rośnie", "spada", "rise", "rising", "fall", "falling", "grow")
BETTER, WORSE = ("zmiana na lepsze", "a change for the better"), ("zmiana na gorsze", "a change for the worse")
NO_CHANGE = ("bez wyraźnej zmiany", "no material change")
MORE, LESS = ("więcej", "more than"), ("mniej niż", "less than", "fewer than")
NUMBER = {
    "pl": re.compile(rf"{MINUS}?(?:\d{{1,3}}(?:\N{{NO-BREAK SPACE}}\d{{3}})+|\d+)(?:,\d+)?"),
    "en": re.compile(rf"{MINUS}?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?"),
}


@pytest.fixture(scope="module", autouse=True)
def shipped_units() -> Iterator[None]:
    """The units and areas of the project's own data, looked at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("BAROMETR_DATA", raising=False)
        with one_moment():
            yield


def numbers(wording: Wording, sentence: str) -> list[Decimal]:
    """Return the numbers that a sentence prints, in their order."""
    found = NUMBER[wording.language].findall(sentence)
    group, comma = ("\N{NO-BREAK SPACE}", ",") if wording.language == "pl" else (",", ".")
    return [Decimal(one.replace(group, "").replace(comma, ".").replace(MINUS, "-")) for one in found]


def holds(sentence: str, words: tuple[str, ...]) -> bool:
    return any(word in sentence for word in words)


def check_form(sentence: str) -> None:
    """Fail where a sentence is not well formed, or names a cause or a claim."""
    assert not holds(sentence, GONE_WRONG), sentence
    assert not re.search(r"\bnan\b", sentence, re.IGNORECASE), sentence
    assert not holds(sentence.lower(), CAUSES + CLAIMS), sentence
    assert sentence.endswith(".")
    assert sentence[0].isupper(), sentence
    assert sentence == sentence.strip()


def made(value_type: str = "count", polarity: str = "higher_better", **fields: object) -> Indicator:
    """Return an indicator of one's own."""
    unit = {"count": "people", "share": "percent", "ratio": "families_per_assistant", "money": "pln"}
    usual = dict.fromkeys(Indicator.__dataclass_fields__, "") | {
        "short_pl": "Nazwa",
        "short_en": "Name",
        "value_type": value_type,
        "unit": unit.get(value_type, "count"),
        "decimals": 0 if value_type in ("count", "money", "milestone") else 2,
        "polarity": polarity,
        "materiality": 1.0 if value_type == "share" else 5.0,
    }
    return Indicator(**(usual | fields))


def row(year: int = 2017, value: float | Decimal | None = None, **fields: object) -> dict[str, object]:
    """Return a row of points: measured in Gdańsk, or without data where no value is given."""
    usual = {
        "area_id": "gdansk",
        "year": year,
        "value": None if value is None else float(value),
        "literal": None if value is None else str(value).replace(".", ","),
        "status": "no_data" if value is None else "actual",
        "status_family": "measured",
        "segment": 0,
        "parts_missing": None,
        "parts_gap_pct": None,
        "is_derived": False,
    }
    return usual | fields


def said(function, *args: object) -> tuple[str, str]:
    """Return what a function says in Polish and in English, both well formed."""
    sentences = function(POLISH, *args), function(ENGLISH, *args)
    for one in sentences:
        check_form(one)
    return sentences


def of_gdansk(indicator_id: str) -> tuple[Indicator, list]:
    rows = records("trends/points", indicator_ids=(indicator_id,))
    return indicators()[indicator_id], [one for one in rows if one["area_id"] == "gdansk" and not one["member"]]


# Real rows


@pytest.mark.parametrize(
    ("indicator_id", "year", "polish", "english"),
    [
        (
            "volunteers",
            2017,
            "Wolontariusze: 4060 osób w 2017 r., o 497 (13,9%) więcej niż w 2016 r., "
            "ale w jednej z tych dwóch sum brakuje części.",
            "Volunteers: 4,060 people in 2017, 497 (13.9%) more than in 2016, but one of the two totals lacks a part.",
        ),
        (
            "volunteers",
            2015,
            "Wolontariusze: 4157 osób w 2015 r., o 591 (16,6%) więcej niż w 2014 r., zmiana na lepsze.",
            "Volunteers: 4,157 people in 2015, 591 (16.6%) more than in 2014, a change for the better.",
        ),
        (
            "volunteers",
            2012,
            "Wolontariusze: dokument wymienia wartość za 2012 r., ale jej nie podaje.",
            "Volunteers: the document names a figure for 2012 but does not give it.",
        ),
        (
            "budget_turnout",
            2017,
            "Frekwencja w Budżecie Obywatelskim: 11,0% w 2017 r., o 1,0 p.p. więcej niż w 2016 r., zmiana na lepsze.",
            "Participatory budget turnout: 11.0% in 2017, 1.0 pp more than in 2016, a change for the better.",
        ),
        (
            "budget_turnout",
            2013,
            "Frekwencja w Budżecie Obywatelskim: w 2013 r. nie było czego mierzyć.",
            "Participatory budget turnout: there was nothing to measure in 2013.",
        ),
        (
            "families_per_assistant",
            2017,
            "Rodziny na asystenta: 17,04 rodziny na asystenta w 2017 r., o 2,62 (18,2%) więcej niż w 2016 r.",
            "Families per assistant: 17.04 families per assistant in 2017, 2.62 (18.2%) more than in 2016.",
        ),
        (
            "fund_initiatives",
            2015,
            "Inicjatywy z funduszy miejskich: 127 w 2015 r., bez porównania z 2014 r. "
            "(podana suma nie zgadza się ze swoimi częściami).",
            "Initiatives from the city funds: 127 in 2015, no comparison with 2014 "
            "(a printed total and its parts disagree).",
        ),
        (
            "problem_families_per_assistant",
            2014,
            "Rodziny z problemem na asystenta: 65,65 rodziny na asystenta w 2014 r., bez porównania z 2013 r. "
            "(w 2014 r. zaczyna się nowa seria).",
            "Problem families per assistant: 65.65 families per assistant in 2014, no comparison with 2013 "
            "(a new series begins in 2014).",
        ),
        (
            "volunteering_importance",
            2017,
            "Znaczenie wolontariatu: opinia – dokument wymienia wartość za 2017 r., ale jej nie podaje; "
            "ostatnia znana wartość to 75,3% w 2016 r.",
            "Volunteering matters: opinion – the document names a figure for 2017 but does not give it; "
            "the latest one known is 75.3% in 2016.",
        ),
        (
            "ngo_funding",
            2017,
            "Pieniądze dla NGO: ok. 47,9 mln zł w 2017 r.",
            "Money for NGOs: about 47.9 million PLN in 2017.",
        ),
    ],
)
def test_the_headline_of_real_figures_can_be_read_aloud(indicator_id, year, polish, english):
    sentences = said(headline, *of_gdansk(indicator_id), year)
    assert tuple(one.replace("\N{NO-BREAK SPACE}", " ") for one in sentences) == (polish, english)


@pytest.mark.parametrize(
    ("indicator_id", "polish", "english"),
    [
        (
            "volunteers",
            "Kierunek w latach 2013–2017: wzrost, zmiana na lepsze.",
            "Direction in 2013–2017: rise, a change for the better.",
        ),
        (
            "budget_turnout",
            "Kierunek w latach 2014–2017: niejasny, inny po pominięciu jednego roku: 2017.",
            "Direction in 2014–2017: unclear, different with one year left out: 2017.",
        ),
        (
            "volunteer_paths",
            "Kierunek w latach 2014–2017: bez wyraźnej zmiany (mniej niż 5%).",
            "Direction in 2014–2017: no material change (less than 5%).",
        ),
        (
            "volunteer_offers",
            "Nie da się podać kierunku: są 2 porównywalne pomiary, a potrzeba trzech.",
            "No direction can be given: there are 2 comparable measurements, and three are needed.",
        ),
        (
            "ngo_funding",
            "Nie da się podać kierunku: jest 1 porównywalny pomiar, a potrzeba trzech.",
            "No direction can be given: there is 1 comparable measurement, and three are needed.",
        ),
        (
            "local_initiatives",
            "Nie da się podać kierunku: nie ma porównywalnych pomiarów.",
            "No direction can be given: there are no comparable measurements.",
        ),
    ],
)
def test_the_direction_of_real_series(indicator_id, polish, english):
    indicator, rows = of_gdansk(indicator_id)
    assert said(direction_sentence, indicator, trend_of(indicator, rows)) == (polish, english)


# Values out of the ordinary


@pytest.mark.parametrize(
    ("fields", "polish", "english"),
    [
        ({}, "Nazwa: 12 osób w 2017 r.", "Name: 12 people in 2017."),
        ({"status": "approx"}, "Nazwa: ok. 12 osób w 2017 r.", "Name: about 12 people in 2017."),
        (
            {"status": "provisional"},
            "Nazwa: 12 osób w 2017 r., wartość wstępna.",
            "Name: 12 people in 2017, provisional.",
        ),
        ({"status": "pilot"}, "Nazwa: 12 osób w pilotażu w 2017 r.", "Name: 12 people in the pilot of 2017."),
        ({"status": "plan"}, "Nazwa: plan na 2017 r. to 12 osób.", "Name: the plan for 2017 is 12 people."),
        (
            {"status": "baseline"},
            "Nazwa: wartość bazowa z 2017 r. to 12 osób.",
            "Name: the baseline of 2017 is 12 people.",
        ),
        ({"status": "target"}, "Nazwa: cel na 2017 r. to 12 osób.", "Name: the target for 2017 is 12 people."),
        (
            {"is_derived": True},
            "Nazwa: 12 osób w 2017 r. (wartość obliczona).",
            "Name: 12 people in 2017 (computed).",
        ),
        (
            {"is_derived": True, "status": "plan"},
            "Nazwa: plan na 2017 r. to 12 osób (wartość obliczona).",
            "Name: the plan for 2017 is 12 people (computed).",
        ),
        (
            {"area_id": "rumia_revitalisation"},
            "Nazwa, Obszar rewitalizacji w Rumi: 12 osób w 2017 r.",
            "Name, Rumia revitalisation area: 12 people in 2017.",
        ),
    ],
)
def test_a_value_says_its_status_and_an_area_that_is_not_a_city(fields, polish, english):
    sentences = said(value_sentence, made(), row(value=12, **fields))
    assert sentences == (polish, english.replace("Rumia revitalisation area", ENGLISH.area("rumia_revitalisation")))


@pytest.mark.parametrize(
    ("value", "polish", "english"),
    [
        (0, "0 osób", "0 people"),
        (1, "1 osoba", "1 person"),
        (2, "2 osoby", "2 people"),
        (5, "5 osób", "5 people"),
        (22, "22 osoby", "22 people"),
        (12345, "12\N{NO-BREAK SPACE}345 osób", "12,345 people"),
    ],
)
def test_a_unit_follows_its_number_and_a_printed_zero_is_a_value(value, polish, english):
    assert said(value_sentence, made(), row(value=value)) == (f"Nazwa: {polish} w 2017 r.", f"Name: {english} in 2017.")


def test_a_fraction_takes_the_form_of_its_unit_that_fractions_take():
    pair = said(value_sentence, made("ratio"), row(value=Decimal("2.5")))
    assert pair == ("Nazwa: 2,5 rodziny na asystenta w 2017 r.", "Name: 2.5 families per assistant in 2017.")


@pytest.mark.parametrize("status", ["no_data", "in_progress", "not_applicable"])
def test_a_missing_value_is_said_to_be_missing_and_never_a_number(status):
    missing = row(status=status)
    for wording, value, whole in zip(
        BOTH, said(value_sentence, made(), missing), said(headline, made(), [missing], 2017), strict=True
    ):
        assert value == whole
        assert numbers(wording, value) == [2017]
    assert len({value_sentence(POLISH, made(), row(status=one)) for one in ("no_data", "in_progress", status)}) >= 2


def test_a_milestone_is_reached_or_not_and_no_quantity():
    milestone = made("milestone", unit="count")
    assert said(value_sentence, milestone, row(value=0, status="baseline")) == (
        "Nazwa: wartość bazowa z 2017 r. to „nie”.",
        "Name: the baseline of 2017 is “no”.",
    )
    assert value_sentence(POLISH, milestone, row(value=1)) == "Nazwa: „tak” w 2017 r."


def test_a_year_that_no_document_gives_says_so_and_names_the_latest_before_it():
    """Not the plan, which is no measurement, nor the later year."""
    rows = [
        row(2013, 10),
        row(2014, 11, status="approx"),
        row(2015, 99, status="plan", status_family="plan"),
        row(2018, 12),
    ]
    assert said(headline, made(), rows, 2017) == (
        "Nazwa: dokumenty nie podają wartości za 2017 r.; "
        "ostatnia znana wartość to 11 osób w 2014 r. (w przybliżeniu).",
        "Name: the documents give no figure for 2017; the latest one known is 11 people in 2014 (approximate).",
    )
    assert said(headline, made(), rows, 2012)[0] == "Nazwa: dokumenty nie podają wartości za 2012 r."
    assert latest_before(rows[2:], 2017) == rows[2]


def test_a_target_is_no_value_of_its_year():
    rows = [row(2015, 10), row(2022, 30, status="target", status_family="reference")]
    assert headline(POLISH, made(), rows, 2022).startswith("Nazwa: dokumenty nie podają wartości za 2022 r.")


# Changes


@pytest.mark.parametrize(
    ("before", "after", "polish", "english"),
    [
        (
            row(2016, 10),
            row(2017, 12),
            "W 2017 r.: o 2 (20,0%) więcej niż w 2016 r., zmiana na lepsze.",
            "In 2017: 2 (20.0%) more than in 2016, a change for the better.",
        ),
        (
            row(2016, 12),
            row(2017, 9),
            "W 2017 r.: o 3 (25,0%) mniej niż w 2016 r., zmiana na gorsze.",
            "In 2017: 3 (25.0%) fewer than in 2016, a change for the worse.",
        ),
        (row(2016, 12), row(2017, 12), "W 2017 r.: tyle samo co w 2016 r.", "In 2017: the same as in 2016."),
        (
            row(2016, 100),
            row(2017, 104),
            "W 2017 r.: o 4 (4,0%) więcej niż w 2016 r., bez wyraźnej zmiany.",
            "In 2017: 4 (4.0%) more than in 2016, no material change.",
        ),
        (
            row(2016, 0),
            row(2017, 4),
            "W 2017 r.: o 4 więcej niż w 2016 r., zmiana na lepsze.",
            "In 2017: 4 more than in 2016, a change for the better.",
        ),
        (
            row(2016, 10, status="approx"),
            row(2017, 12),
            "W 2017 r.: o ok. 2 (20,0%) więcej niż w 2016 r., zmiana na lepsze.",
            "In 2017: about 2 (20.0%) more than in 2016, a change for the better.",
        ),
        (
            None,
            row(2017, 12),
            "Bez porównania z 2016 r.: za ten rok nie ma zmierzonej wartości.",
            "No comparison with 2016: there is no measured figure for that year.",
        ),
        (
            row(2016, 10),
            row(2017),
            "Bez porównania z 2016 r.: za 2017 r. nie ma wartości.",
            "No comparison with 2016: there is no figure for 2017.",
        ),
        (
            row(2016, 10),
            row(2017, 12, status="plan", status_family="plan"),
            "Bez porównania z 2016 r.: wartość za 2017 r. nie jest zwykłym pomiarem.",
            "No comparison with 2016: the figure for 2017 is not a regular measurement.",
        ),
        (
            row(2016, 10),
            row(2017, 12, segment=1),
            "Bez porównania z 2016 r.: w 2017 r. zaczyna się nowa seria.",
            "No comparison with 2016: a new series begins in 2017.",
        ),
        (
            row(2016, 10, parts_gap_pct=5.0),
            row(2017, 12),
            "Bez porównania z 2016 r.: podana suma nie zgadza się ze swoimi częściami.",
            "No comparison with 2016: a printed total and its parts disagree.",
        ),
        (
            row(2016, 10, parts_missing=1),
            row(2017, 12, parts_missing=0),
            "W 2017 r.: o 2 (20,0%) więcej niż w 2016 r., ale w jednej z tych dwóch sum brakuje części.",
            "In 2017: 2 (20.0%) more than in 2016, but one of the two totals lacks a part.",
        ),
    ],
)
def test_a_change_or_why_there_is_none(before, after, polish, english):
    assert said(change_sentence, made(), before, after) == (polish, english)


def test_what_is_not_judged_either_way_says_so_in_its_own_sentence_and_nothing_in_the_headline():
    neutral, rows = made(polarity="neutral"), [row(2016, 10), row(2017, 12)]
    assert change_sentence(POLISH, neutral, *rows) == "W 2017 r.: o 2 (20,0%) więcej niż w 2016 r., bez oceny."
    assert headline(POLISH, neutral, rows, 2017) == "Nazwa: 12 osób w 2017 r., o 2 (20,0%) więcej niż w 2016 r."


def test_a_change_of_money_names_the_currency_and_one_too_small_to_show_is_no_zero():
    money, share = made("money"), made("share")
    assert (
        headline(POLISH, money, [row(2016, 45_000_000), row(2017, 47_900_000)], 2017).replace("\N{NO-BREAK SPACE}", " ")
        == "Nazwa: 47,9 mln zł w 2017 r., o 2,9 mln zł (6,4%) więcej niż w 2016 r., zmiana na lepsze."
    )
    small = [row(2016, Decimal("10.04")), row(2017, Decimal("10.0"))]
    assert "o 0,04 p.p. mniej" in headline(POLISH, share, small, 2017)
    smaller = [row(2016, 1, literal=None), row(2017, 1.00001, literal=None)]
    assert "prawie tyle samo co w 2016 r., bez wyraźnej zmiany" in headline(POLISH, share, smaller, 2017)


def test_a_headline_gives_no_reason_where_a_comparison_was_not_to_be_expected():
    """A first value and a plan; after a gap the reason is given."""
    plan = row(2017, 12, status="plan", status_family="plan")
    assert headline(POLISH, made(), [row(2017, 12)], 2017) == "Nazwa: 12 osób w 2017 r."
    assert headline(POLISH, made(), [row(2016, 10), plan], 2017) == "Nazwa: plan na 2017 r. to 12 osób."
    assert headline(POLISH, made(), [row(2015, 10), row(2017, 12)], 2017) == (
        "Nazwa: 12 osób w 2017 r., bez porównania z 2016 r. (za ten rok nie ma zmierzonej wartości)."
    )


# Directions


@pytest.mark.parametrize(
    ("values", "polarity", "polish", "english"),
    [
        ((10, 12, 14), "lower_better", "wzrost, zmiana na gorsze", "rise, a change for the worse"),
        ((14, 12, 10), "lower_better", "spadek, zmiana na lepsze", "fall, a change for the better"),
        ((14, 12, 10), "neutral", "spadek, bez oceny", "fall, no judgement"),
        (
            (10, 14, 11, 12),
            "higher_better",
            "niejasny, inny po pominięciu jednego roku: 2013",
            "unclear, different with one year left out: 2013",
        ),
    ],
)
def test_a_direction_with_its_verdict(values, polarity, polish, english):
    points = [(2013 + at, float(value)) for at, value in enumerate(values)]
    found = trend(points, value_type="count", polarity=polarity, materiality=5.0)
    years = f"2013–{points[-1][0]}"
    assert said(direction_sentence, made(), found) == (
        f"Kierunek w latach {years}: {polish}.",
        f"Direction in {years}: {english}.",
    )


def test_a_direction_around_zero_cannot_be_given():
    found = trend([(2013 + at, float(v)) for at, v in enumerate((0, 0, 0, 5, 8))], **RULES["count"], polarity="neutral")
    assert said(direction_sentence, made(), found) == (
        "Nie da się podać kierunku: środkowa wartość to zero.",
        "No direction can be given: the middle value is zero.",
    )


# Targets

RULES = {
    "count": {"value_type": "count", "materiality": 5.0},
    "share": {"value_type": "share", "materiality": 1.0},
}


def judged(*actuals: tuple[int, float], **changed: object) -> Progress:
    usual: dict = {"baseline": (2015, 0.0), "target": (2022, 30.0), "review_year": 2019, "method": "linear"}
    return progress(actuals, **(usual | {"polarity": "higher_better"} | changed))


@pytest.mark.parametrize(
    ("found", "status", "reason", "polish", "english"),
    [
        (
            judged(),
            "no_data",
            "no_measurement",
            "Po roku bazowym nie ma pomiaru; w 2019 r. należałoby oczekiwać ok. 17.",
            "There is no measurement since the baseline; about 17 would be expected in 2019.",
        ),
        (
            judged(review_year=2015),
            "no_data",
            "no_measurement",
            "Po roku bazowym nie ma pomiaru.",
            "There is no measurement since the baseline.",
        ),
        (
            judged((2018, 30.0)),
            "achieved",
            None,
            "Ostatni pomiar: 30 osób w 2018 r. (oczekiwano ok. 13), cel osiągnięty.",
            "Latest measurement: 30 people in 2018 (about 13 expected), target achieved.",
        ),
        (
            judged((2019, 17.0)),
            "on_track",
            None,
            "Ostatni pomiar: 17 osób w 2019 r. (oczekiwano ok. 17,1), na dobrej drodze.",
            "Latest measurement: 17 people in 2019 (about 17.1 expected), on track.",
        ),
        (
            judged((2019, 12.0)),
            "moderate",
            None,
            "Ostatni pomiar: 12 osób w 2019 r. (oczekiwano ok. 17), postęp umiarkowany.",
            "Latest measurement: 12 people in 2019 (about 17 expected), moderate progress.",
        ),
        (
            judged((2019, 2.0)),
            "limited",
            None,
            "Ostatni pomiar: 2 osoby w 2019 r. (oczekiwano ok. 17), postęp ograniczony.",
            "Latest measurement: 2 people in 2019 (about 17 expected), limited progress.",
        ),
        (
            judged((2019, 4.0), baseline=(2015, 5.0)),
            "moving_away",
            None,
            "Ostatni pomiar: 4 osoby w 2019 r. (oczekiwano ok. 19), oddala się od celu.",
            "Latest measurement: 4 people in 2019 (about 19 expected), moving away from the target.",
        ),
        (
            judged((2022, 25.0), review_year=2022),
            "missed",
            None,
            "Ostatni pomiar: 25 osób w 2022 r., cel nieosiągnięty w terminie.",
            "Latest measurement: 25 people in 2022, target not achieved in time.",
        ),
        (
            judged((2019, 4.0), after_break=True),
            "not_yet",
            "broken",
            "Ostatni pomiar: 4 osoby w 2019 r., cel jeszcze nieosiągnięty; tempa nie da się ocenić: "
            "po wartości bazowej zaczęła się nowa seria.",
            "Latest measurement: 4 people in 2019, target not achieved yet; the pace cannot be judged: "
            "a new series began after the baseline.",
        ),
        (
            judged((2019, 4.0), method="compound"),
            "not_yet",
            "zero_base",
            "Ostatni pomiar: 4 osoby w 2019 r., cel jeszcze nieosiągnięty; tempa nie da się ocenić: "
            "reguła procentowa nie liczy go od zera ani do zera, ani dla wartości ujemnych.",
            "Latest measurement: 4 people in 2019, target not achieved yet; the pace cannot be judged: "
            "the compound rule has none from or to zero, or for negative values.",
        ),
        (
            judged((2019, 20.0), baseline=(2015, 30.0)),
            "not_yet",
            "no_distance",
            "Ostatni pomiar: 20 osób w 2019 r., cel jeszcze nieosiągnięty; tempa nie da się ocenić: "
            "wartość bazowa jest równa celowi.",
            "Latest measurement: 20 people in 2019, target not achieved yet; the pace cannot be judged: "
            "the baseline equals the target.",
        ),
    ],
)
def test_a_target_with_a_baseline(found, status, reason, polish, english):
    """Both examples by the rule of progress.py: 30 in seven years are 17.1 after four and 12.9 after three."""
    assert (found.status, found.reason) == (status, reason)
    base = f"{found.baseline[1]:.0f}"
    whole = said(target_sentence, made(), found)
    assert whole[0].startswith(f"Cel: 30 osób w 2022 r. (wartość bazowa: {base} w 2015 r.). {polish}")
    assert whole[1].startswith(f"Target: 30 people in 2022 (baseline: {base} in 2015). {english}")
    assert whole[0].endswith(polish) == whole[1].endswith(english) == (not found.depends_on)


def test_a_target_without_a_baseline():
    assert said(target_sentence, made(), judged(baseline=None)) == (
        "Cel: 30 osób w 2022 r. (bez wartości bazowej). Do 2019 r. nie podano pomiaru.",
        "Target: 30 people in 2022 (without a baseline). No measurement is given up to 2019.",
    )
    assert target_sentence(POLISH, made(), judged((2018, 4.0), baseline=None)) == (
        "Cel: 30 osób w 2022 r. (bez wartości bazowej). Ostatni pomiar: 4 osoby w 2018 r., cel jeszcze nieosiągnięty; "
        "tempa nie da się ocenić: brak wartości bazowej."
    )


def test_a_milestone_is_reached_or_not():
    milestone, usual = made("milestone", unit="count"), {"target": (2019, 1.0), "method": "milestone"}
    assert said(target_sentence, milestone, judged((2018, 0.0), **usual)) == (
        "Cel: „tak” w 2019 r. (wartość bazowa: „nie” w 2015 r.). "
        "Ostatni pomiar: „nie” w 2018 r., cel jeszcze nieosiągnięty.",
        "Target: “yes” in 2019 (baseline: “no” in 2015). Latest measurement: “no” in 2018, target not achieved yet.",
    )
    assert target_sentence(POLISH, milestone, judged((2019, 1.0), **usual)).endswith(
        "Ostatni pomiar: „tak” w 2019 r., cel osiągnięty."
    )


def test_a_status_that_depends_on_an_assumption_says_on_which():
    found = judged((2016, 10.0), (2019, 12.0))
    assert found.depends_on == ("previous_actual", "next_base")
    assert said(target_sentence, made(), found) == (
        "Cel: 30 osób w 2022 r. (wartość bazowa: 0 w 2015 r.). Ostatni pomiar: 12 osób w 2019 r. (oczekiwano ok. 17), "
        "postęp umiarkowany. Przy innym założeniu status byłby inny: poprzedni pomiar zamiast ostatniego, "
        "pierwszy pomiar jako wartość bazowa.",
        "Target: 30 people in 2022 (baseline: 0 in 2015). Latest measurement: 12 people in 2019 (about 17 expected), "
        "moderate progress. Under another assumption the status would be different: "
        "the measurement before the latest, the first measurement as baseline.",
    )


def test_a_target_of_a_share_is_in_per_cent_and_an_exact_expectation_is_not_about():
    """From 29.6 to 20 in 2022; half way, at 2018.5, nothing is printed; of 40 to 20 in four years 30 is half."""
    area_share = made("share", "lower_better", decimals=1)
    found = judged(baseline=(2015, 29.6), target=(2022, 20.0), review_year=2016, polarity="lower_better")
    assert target_sentence(POLISH, area_share, found) == (
        "Cel: 20% w 2022 r. (wartość bazowa: 29,6% w 2015 r.). Po roku bazowym nie ma pomiaru; "
        "w 2016 r. należałoby oczekiwać ok. 28,2%."
    )
    half = judged(baseline=(2016, 40.0), target=(2020, 20.0), review_year=2018, polarity="lower_better")
    assert target_sentence(ENGLISH, area_share, half).endswith("; 30.0% would be expected in 2018.")


# Properties

verdicts = st.sampled_from(["higher_better", "lower_better", "neutral"])
types = st.sampled_from(["count", "ratio", "share"])


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Indicator, dict, dict, Decimal, Decimal]:
    """Return an indicator and two neighbouring rows with the exact values they print."""
    value_type = draw(types)
    indicator = made(value_type, draw(verdicts))
    top = 10_000 if value_type == "share" else 2_000_000
    # Half of the pairs are close to each other, so that changes that do not count come up.
    first = draw(st.integers(0, top))
    second = draw(st.integers(0, top) | st.integers(max(0, first - first // 15), min(top, first + first // 15)))
    places = Decimal(1) if value_type == "count" else Decimal("0.01")
    earlier, later = first * places, second * places
    parts = draw(st.sampled_from([(None, None), (0, 0), (1, 0)]))
    before = row(2016, earlier, parts_missing=parts[0])
    return indicator, before, row(2017, later, parts_missing=parts[1]), earlier, later


def per_cent_shown(indicator: Indicator, earlier: Decimal, later: Decimal) -> list[Decimal]:
    if indicator.value_type == "share" or not earlier:
        return []
    shown = (100 * abs(later - earlier) / earlier).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return [shown] if shown else []


@property_of
@given(pairs())
def test_the_numbers_of_a_headline_are_those_it_was_made_from(drawn):
    indicator, before, after, earlier, later = drawn
    difference = [abs(later - earlier), *per_cent_shown(indicator, earlier, later)] if earlier != later else []
    expected = [later, 2017, *difference, 2016]
    for wording, sentence in zip(BOTH, said(headline, indicator, [before, after], 2017), strict=True):
        found = numbers(wording, sentence)
        assert len(found) == len(expected)
        # A per cent that lies between two decimals may be rounded either way in binary.
        assert all(
            abs(one - other) <= Decimal("0.1") * (at == 3)
            for at, (one, other) in enumerate(zip(found, expected, strict=True))
        )


@property_of
@given(pairs())
def test_more_and_less_agree_with_the_sign_and_better_and_worse_with_the_polarity(drawn):
    indicator, before, after, earlier, later = drawn
    change = step(indicator, before, after).change
    better = change.verdict == "better"
    assert better == (change.verdict != "worse" and holds(headline(ENGLISH, indicator, [before, after], 2017), BETTER))
    for tell in (
        lambda *one: headline(one[0], indicator, [before, after], 2017),
        lambda *one: change_sentence(one[0], indicator, before, after),
    ):
        for sentence in said(tell):
            assert holds(sentence, MORE) == (later > earlier)
            assert holds(sentence, LESS) == (later < earlier)
            assert not holds(sentence, RISE_OR_FALL)
            improved = (later > earlier) == (indicator.polarity == "higher_better")
            if holds(sentence, BETTER + WORSE):
                assert change.verdict in ("better", "worse")
                assert indicator.polarity != "neutral"
                assert holds(sentence, BETTER) == improved
            assert holds(sentence, BETTER + WORSE) == (change.verdict in ("better", "worse"))
            assert holds(sentence, NO_CHANGE) == (change.verdict == "not_material" and later != earlier)


def test_the_pairs_above_come_with_every_verdict():
    """If one stopped coming up, the test above would not look at it any more."""
    seen = set()

    @property_of
    @given(pairs())
    def look(drawn):
        seen.add(step(*drawn[:3]).change.verdict)

    look()
    assert seen == {"better", "worse", "no_judgement", "not_material", "incomplete"}


series = st.lists(st.integers(0, 60), max_size=7).map(
    lambda values: tuple((2011 + at, float(value)) for at, value in enumerate(values))
)


@property_of
@given(series, st.sampled_from(["count", "share"]), verdicts)
def test_a_direction_is_named_only_where_the_rule_gives_one_and_is_the_same_in_both_languages(points, kind, polarity):
    found = trend(points, polarity=polarity, **RULES[kind])
    polish, english = said(direction_sentence, made(kind, polarity), found)
    assert numbers(POLISH, polish) == numbers(ENGLISH, english)
    for sentence in (polish, english):
        assert holds(sentence, ("wzrost", "rise")) == (found.word == "rising")
        assert holds(sentence, ("spadek", "fall")) == (found.word == "falling")
        assert holds(sentence, BETTER) == (found.verdict == "better")
        assert holds(sentence, WORSE) == (found.verdict == "worse")
        assert holds(sentence, NO_CHANGE) == (found.word == "not_material")
        assert holds(sentence, ("Nie da się", "No direction")) == (found.word == "cannot_say")
    if found.word != "cannot_say":
        span = [found.points[0][0], found.points[-1][0]]
        threshold = [round(found.materiality)] if found.word == "not_material" else []
        assert numbers(POLISH, polish) == [*span, *found.depends_on * (found.word == "unclear"), *threshold]


@property_of
@given(
    series,
    st.none() | st.integers(0, 40).map(float),
    st.integers(0, 60).map(float),
    st.integers(2009, 2020),
    st.sampled_from(["linear", "compound"]),
    verdicts,
    st.booleans(),
)
def test_a_target_says_its_numbers_and_its_status_in_both_languages(
    actuals, base, aim, review, method, polarity, broken
):
    found = progress(
        actuals,
        baseline=None if base is None else (2010, base),
        target=(2018, aim),
        review_year=review,
        method=method,
        polarity=polarity,
        after_break=broken and base is not None,
    )
    polish, english = said(target_sentence, made(polarity=polarity), found)
    shown = numbers(POLISH, polish)
    assert sorted(shown) == sorted(numbers(ENGLISH, english))
    assert shown[: 2 + 2 * (base is not None)] == [aim, 2018] + ([base, 2010] if base is not None else [])
    for wording, sentence in zip(BOTH, (polish, english), strict=True):
        # The words before the last sentence; that one names assumptions and no status.
        told = {
            status
            for status in ("achieved", "on_track", "moderate", "limited", "moving_away", "missed", "not_yet")
            if wording.text(f"sentence.target.status.{status}") in sentence
        }
        assert told == {found.status} - {"no_data"}
        assert not holds(sentence, RISE_OR_FALL + BETTER + WORSE)
    if found.latest:
        assert [round(found.latest[1]), found.latest[0]] == shown[-3 if "oczekiwano" in polish else -2 :][:2]


@property_of
@given(st.sampled_from(["no_data", "in_progress", "not_applicable"]), series)
def test_a_missing_year_never_gets_a_number(status, points):
    """After a series of values: the sentence names the asked year, the latest value and its year."""
    assume(all(year < 2018 for year, _ in points))
    rows = [row(year, int(value)) for year, value in points] + [row(2018, status=status)]
    for wording, sentence in zip(BOTH, said(headline, made(), rows, 2018), strict=True):
        latest = [Decimal(int(points[-1][1])), points[-1][0]] if points else []
        assert numbers(wording, sentence) == [2018, *latest]


# The whole of the shipped data, and the texts themselves


def test_every_headline_of_the_shipped_data_is_well_formed():
    looked = 0
    for indicator in indicators().values():
        rows = [one for one in records("trends/points", indicator_ids=(indicator.indicator_id,)) if not one["member"]]
        for area_id in dict.fromkeys(one["area_id"] for one in rows):
            own = [one for one in rows if one["area_id"] == area_id]
            for year in range(own[0]["year"] - 1, own[-1]["year"] + 2):
                pair = said(headline, indicator, own, year)
                assert [one.startswith(name_in(w, indicator, area_id)) for w, one in zip(BOTH, pair, strict=True)] == [
                    True,
                    True,
                ]
                looked += 1
                found = value_in_year(own, year)
                if found:
                    said(value_sentence, indicator, found)
                    said(change_sentence, indicator, year_before(own, found), found)
    assert looked > 300


def test_no_text_of_a_sentence_names_a_cause_or_a_claim():
    def texts(table: dict) -> Iterator[str]:
        for one in table.values():
            yield from texts(one) if isinstance(one, dict) else [one]

    own = tomllib.loads((CATALOGUE / "sentence.toml").read_text(encoding="utf-8"))["sentence"]
    listed = list(texts(own))
    assert len(listed) > 100
    assert [one for one in listed if holds(one.lower() + " ", CAUSES + CLAIMS)] == []
    assert set(LANGUAGES) == {"pl", "en"}
