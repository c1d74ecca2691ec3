"""The content of a briefing: which indicators it holds, what is said of each, and what it refuses."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from barometr.catalog import cities, indicators
from barometr.engine import data_version, records
from barometr.export.briefing.content import (
    MOST_INDICATORS,
    Briefing,
    BriefingError,
    Item,
    briefing,
    topic_name,
    topics,
    years,
)
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording
from tests.builders import Row, figure, publish, ratio

POLISH, ENGLISH = Wording("pl"), Wording("en")
SMALL = [f"small_{letter}" for letter in "abcdefghi"]


def named(indicator_id: str, **cells: object) -> Row:
    """Return an indicator whose short names are its id with a capital."""
    name = indicator_id.capitalize().replace("_", " ")
    return {"indicator_id": indicator_id, "short_pl": name, "short_en": name} | cells


def of(indicator_id: str, values: dict[int, float | None], **cells: object) -> list[Row]:
    """Return measured values by year; None stands for a missing one."""
    status = {True: "no_data", False: "actual"}
    return [
        figure(indicator_id=indicator_id, year=year, value=value, status=status[value is None], **cells)
        for year, value in values.items()
    ]


def agreed(indicator_id: str, area_id: str, base: float | None, aim: float) -> list[Row]:
    """Return the baseline of 2015 (missing where None) and the target of 2022."""
    status = "no_data" if base is None else "baseline"
    baseline = figure(indicator_id=indicator_id, area_id=area_id, year=2015, value=base, status=status)
    return [baseline, figure(indicator_id=indicator_id, area_id=area_id, year=2022, value=aim, status="target")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Gdańsk with volunteers and small counts, Rumia with targets in it and in a part of it, Sopot with nothing."""
    return publish(
        tmp_path_factory.mktemp("briefing") / "data",
        areas=[
            *(
                {"area_id": one, "name": one.capitalize(), "name_en": one.capitalize()}
                for one in ("gdansk", "sopot", "rumia")
            ),
            {"area_id": "zagorze", "kind": "district", "parent_id": "rumia", "name": "Zagórze", "name_en": "Zagórze"},
        ],
        units=[
            {"unit": "people", "pl_one": "osoba", "pl_few": "osoby", "pl_many": "osób", "pl_other": "osoby"}
            | {"en_one": "person", "en_other": "people", "short_pl": "os.", "short_en": "people"},
            {"unit": "families_per_assistant"},
        ],
        indicators=[
            named("volunteers", headline=2, dimension="path", additive="true", code="a"),
            named("offers", code="b"),
            named("hosts", headline=1, code="c"),
            named("promised", code="d"),
            named("families", topic="family"),
            named("assistants", topic="family"),
            ratio("per_assistant", "families", "assistants", topic="family", short_pl="Rodziny na asystenta"),
            named("children", topic="family", polarity="lower_better", progress_method="linear"),
            named("places", topic="seniors", progress_method="linear"),
            named("helpers", topic="seniors", progress_method="linear"),
            *(named(one, topic="ngo", code=one) for one in SMALL),
        ],
        members=[{"dimension": "path", "member": "sport"}, {"dimension": "path", "member": "art"}],
        breaks=[{"indicator_id": "offers", "year": 2016, "text_pl": "Od 2016 r. liczono inaczej."}],
        sources=[
            {"source_id": "report", "title": "Raport", "publisher": "Urząd"},
            {"source_id": "strategy", "area_id": "rumia", "title": "Strategia", "publisher": "Rumia"}
            | {"published_on": "2017-01-01", "published_basis": "assumed"},
        ],
        conflicts=[
            entry("total_2016", 2016, kind="total", finding="total:gdansk:volunteers:2016"),
            entry("elsewhere", 2017, indicator_id=""),
            entry("old", 2014),
            entry("always", ""),
            entry("of_offers", 2017, indicator_id="offers"),
            entry("later", 2018),
            entry("two_figures", 2017, kind="value", figures="report.3 report.4", chosen="report.3"),
        ],
        report=[
            *of("volunteers", {2014: 90, 2016: 100, 2017: 120}),
            figure(indicator_id="volunteers", value=121, role="alternative", restates="report.3"),
            *of("volunteers", {2016: 70, 2017: 120}, member="sport"),
            *of("volunteers", {2016: 35, 2017: None}, member="art"),
            *of("offers", {2014: 5, 2015: 9, 2016: 20, 2017: 22}),
            *of("hosts", {2015: 7, 2016: 8, 2017: None}),
            *of("promised", {2016: None, 2017: None}),
            *(row for one in SMALL for row in of(one, {2016: 1, 2017: 2} if one != "small_a" else {2016: 1})),
        ],
        strategy=[
            *of("families", {2015: 56}, area_id="rumia", year_basis="inferred"),
            *of("assistants", {2015: 5}, area_id="rumia", year_basis="inferred"),
            *of("children", {2014: 60, 2015: 54, 2016: 50}, area_id="rumia"),
            *agreed("children", "zagorze", 16, 10),
            *of("children", {2018: 13}, area_id="zagorze"),
            *agreed("places", "zagorze", 0, 30),
            *agreed("helpers", "rumia", None, 50),
        ],
    )


def entry(conflict_id: str, year: object, **cells: object) -> Row:
    """Return an entry of the register about the volunteers of Gdańsk."""
    texts = {"title_pl": conflict_id, "title_en": conflict_id, "reason_pl": f"Powód: {conflict_id}."}
    usual = {"kind": "scope", "indicator_id": "volunteers", "area_id": "gdansk"}
    return usual | texts | {"conflict_id": conflict_id, "year": year} | cells


@pytest.fixture
def tiny(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(folder))


on_tiny = pytest.mark.usefixtures("tiny")


def made(area_id: str, year: int, *indicator_ids: str, **asked: object) -> Briefing:
    return briefing(POLISH, area_id, year, **({"indicator_ids": indicator_ids} | asked))


def item(area_id: str, year: int, indicator_id: str) -> Item:
    return made(area_id, year, indicator_id).items[0]


# Which indicators


@on_tiny
def test_a_topic_holds_its_headlines_first_then_what_has_a_value_in_the_year():
    """Hosts are the first headline though they have no value in 2017; promised, never given, come last."""
    content = made("gdansk", 2017, topic="volunteering")
    assert [one.name for one in content.items] == ["Hosts", "Volunteers", "Offers", "Promised"]
    assert content.left_out == ()


@on_tiny
def test_no_more_than_eight_fit_and_the_others_are_named():
    """Of nine the one without a value in the year is left out, whatever its place in the catalogue."""
    content = made("gdansk", 2017, topic="ngo")
    assert [one.indicator.indicator_id for one in content.items] == SMALL[1:]
    assert len(content.items) == MOST_INDICATORS
    assert content.left_out == ("Small a",)
    assert made("gdansk", 2016, topic="ngo").left_out == ("Small i",)


@on_tiny
def test_indicators_of_ones_own_choice_stay_in_their_order_and_come_once():
    content = made("gdansk", 2017, "offers", "hosts", "offers", "small_c")
    assert [one.indicator.indicator_id for one in content.items] == ["offers", "hosts", "small_c"]
    assert (content.title, made("gdansk", 2017, topic="ngo").title) == (
        "Gdansk: wybrane wskaźniki",
        "Gdansk: Organizacje pozarządowe",
    )


@on_tiny
def test_a_part_of_the_city_stands_in_where_the_city_gives_nothing_and_where_it_has_a_target():
    """Places are given for the part only; children for the city, and with a target for the part."""
    assert [one.name for one in made("rumia", 2015, topic="seniors").items] == ["Places, Zagórze", "Helpers"]
    assert [one.name for one in made("rumia", 2016, "children").items] == ["Children", "Children, Zagórze"]
    city, part = made("rumia", 2016, "children").items
    assert (city.value, city.target) == ("50 osób", "")
    assert part.value == "16 osób"
    assert part.sentence.startswith("Children, Zagórze: ")
    assert "Wartość dotyczy tylko części miasta: Zagórze." in part.caveats
    assert "Wartość dotyczy tylko części miasta: Zagórze." not in city.caveats


@on_tiny
def test_topics_and_years_are_those_with_something_to_say():
    assert topics("gdansk") == ["volunteering", "ngo"]
    assert topics("rumia") == ["family", "seniors"]
    assert topics("sopot") == []
    assert topic_name(POLISH, "family") == "Rodzina i piecza"
    assert years("gdansk", topic="volunteering") == [2014, 2015, 2016, 2017]
    assert years("gdansk", indicator_ids=["hosts", "small_a"]) == [2015, 2016]
    assert years("gdansk", indicator_ids=["promised"]) == []
    assert years("rumia", indicator_ids=["children"]) == [2014, 2015, 2016, 2018]
    # Nothing but a target: every year that is named.
    assert years("rumia", indicator_ids=["helpers"]) == [2015, 2022]


# What is refused


@on_tiny
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"area_id": "gdanks", "topic": "ngo"}, "there is no city 'gdanks'; did you mean: gdansk"),
        ({"area_id": "zagorze", "topic": "ngo"}, "there is no city 'zagorze'; known: gdansk, rumia, sopot"),
        ({"topic": "ngos"}, "there is no topic of gdansk 'ngos'; did you mean: ngo"),
        ({"topic": "seniors"}, "there is no topic of gdansk 'seniors'; known: volunteering, ngo"),
        ({}, "a briefing is either on a topic or on chosen indicators: give one of the two"),
        ({"topic": "ngo", "indicator_ids": ["hosts"]}, "a briefing is either on a topic or on chosen indicators"),
        ({"indicator_ids": ["volunters"]}, "there is no indicator 'volunters'; did you mean: volunteers"),
        (
            {"indicator_ids": ["promised"]},
            "gdansk has no value of 'promised'; it has those of: volunteers, offers, hosts",
        ),
        ({"indicator_ids": SMALL}, "9 indicators are chosen; a briefing holds 8 at most"),
        ({"topic": "ngo", "year": 2015}, "there is no value for 2015 in gdansk; there are values for: 2016, 2017"),
        ({"indicator_ids": ["hosts"]}, "there is no value for 2017 in gdansk; there are values for: 2015, 2016"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_is_wrong_and_what_is_near(asked, message):
    with pytest.raises(BriefingError) as refused:
        briefing(POLISH, **({"area_id": "gdansk", "year": 2017} | asked))
    assert str(refused.value).startswith(message)


# What is said


@on_tiny
def test_a_value_of_the_year_with_everything_about_it():
    """In 2017 a part of the total is missing, another figure is printed, and in 2016 the parts contradict the total."""
    one = item("gdansk", 2017, "volunteers")
    assert (one.name, one.unit, one.value, one.about_value) == (
        "Volunteers",
        "os.",
        "120 osób",
        "2017 r., ≠ źródła podają też inną liczbę",
    )
    assert one.sentence == (
        "Volunteers: 120 osób w 2017 r., bez porównania z 2016 r. (podana suma nie zgadza się ze swoimi częściami)."
    )
    assert one.direction == "Nie da się podać kierunku: jest 1 porównywalny pomiar, a potrzeba trzech."
    assert one.target == ""
    assert one.point_id == "volunteers~gdansk~2017"
    assert one.source_ids == ("report",)


@on_tiny
def test_a_year_without_a_value_shows_the_latest_one_and_says_so_everywhere():
    one = made("gdansk", 2017, topic="volunteering").items[0]
    assert (one.value, one.about_value) == ("8 osób", "2016 r.; za 2017 r.: brak danych")
    assert one.sentence == (
        "Hosts: dokument wymienia wartość za 2017 r., ale jej nie podaje; ostatnia znana wartość to 8 osób w 2016 r."
    )
    assert one.caveats == ("Za 2017 r. nie ma wartości; pokazujemy wartość z 2016 r.",)
    assert one.point_id == "hosts~gdansk~2016"


@on_tiny
def test_an_indicator_without_any_value_shows_a_dash_and_no_number():
    one = made("gdansk", 2017, topic="volunteering").items[-1]
    assert (one.value, one.about_value) == ("– brak danych", "2017 r.")
    assert one.caveats == ("Dokumenty nie podają żadnego pomiaru do 2017 r. włącznie.",)
    assert one.alt == "Promised. 2016: brak danych, 2017: brak danych."


@on_tiny
def test_a_computed_value_with_an_inferred_year_says_both_and_names_the_documents_of_its_inputs():
    one = item("rumia", 2015, "per_assistant")
    assert (one.value.split()[0], one.about_value) == ("11,2", "2015 r., obliczone, rok przyjęty")
    assert one.caveats == (
        "Obliczone: żaden dokument tego nie podaje; Barometr dzieli dwie podane liczby.",
        "Rok przyjęto; przy tej liczbie go nie podano.",
    )
    assert one.source_ids == ("strategy",)


@on_tiny
def test_caveats_come_with_the_most_important_first():
    """Volunteers of 2016: total and parts disagree; left out of the direction; 2015 has no value."""
    assert item("gdansk", 2016, "volunteers").caveats == (
        "Suma niezgodna z częściami: części dają razem 105, czyli różnica wynosi 5,0%. To więcej niż próg 5%, "
        "więc nie liczymy zmiany do tej wartości ani od niej.",
        "Przy ocenie kierunku pominięto: 2016 (suma niezgodna z częściami o więcej niż próg).",
        "Bez wartości: 2015.",
    )
    assert item("gdansk", 2017, "volunteers").caveats == (
        "Źródła podają też inną liczbę za 2017 r.",
        "W sumie za 2017 r. brakuje części, której nie podano.",
        "Przy ocenie kierunku pominięto: 2016 (suma niezgodna z częściami o więcej niż próg), "
        "2017 (w sumie brakuje części).",
        "Bez wartości: 2015.",
    )


@on_tiny
def test_a_break_is_told_from_its_year_on():
    assert item("gdansk", 2017, "offers").caveats == ("Od 2016 r. liczono inaczej.",)
    assert item("gdansk", 2015, "offers").caveats == ()


@on_tiny
def test_the_register_gives_the_entries_of_the_series_those_of_the_year_first():
    """Not those of another indicator, of none, or of a year that is not shown."""
    assert [title for title, _ in item("gdansk", 2017, "volunteers").conflicts] == ["two_figures", "total_2016"]
    assert item("gdansk", 2016, "volunteers").conflicts[0] == ("total_2016", "Powód: total_2016.")


@on_tiny
def test_entries_that_explain_a_figure_are_no_disagreement():
    assert [title for title, _ in item("gdansk", 2017, "volunteers").remarks] == ["old", "always"]
    assert [title for title, _ in item("gdansk", 2014, "volunteers").remarks] == ["old", "always"]
    assert item("gdansk", 2014, "volunteers").conflicts == ()


# Targets


@on_tiny
def test_a_target_is_judged_at_the_year_of_the_briefing():
    """16 to 10 in seven years: 13.4 is to be expected in 2018, and 13 were measured."""
    part = {year: made("rumia", year, "children").items[-1] for year in (2016, 2018)}
    assert part[2016].target == (
        "Cel: 10 osób w 2022 r. (wartość bazowa: 16 w 2015 r.). Po roku bazowym nie ma pomiaru; "
        "w 2016 r. należałoby oczekiwać ok. 15."
    )
    assert part[2018].target.startswith(
        "Cel: 10 osób w 2022 r. (wartość bazowa: 16 w 2015 r.). "
        "Ostatni pomiar: 13 osób w 2018 r. (oczekiwano ok. 13,4), na dobrej drodze."
    )


@on_tiny
def test_a_target_is_not_held_against_a_year_before_its_baseline():
    """In 2014 nobody had agreed it; the part, which has nothing else, is not on the page."""
    assert [one.name for one in made("rumia", 2014, "children").items] == ["Children"]


@on_tiny
def test_a_target_without_a_baseline_is_shown_with_a_dash_for_its_value():
    one = item("rumia", 2015, "helpers")
    assert one.value == "– brak danych"
    assert one.target == "Cel: 50 osób w 2022 r. (bez wartości bazowej). Do 2015 r. nie podano pomiaru."
    assert one.point_id == "helpers~rumia~2015"


# The picture


@on_tiny
def test_the_picture_shows_the_years_up_to_the_year_and_the_target():
    part = made("rumia", 2016, "children").items[-1]
    assert [(p.year, p.value, p.status) for p in part.series.points] == [
        (2015, 16, "baseline"),
        (2022, 10, "target"),
    ]
    assert part.alt == "Children, Zagórze. 2015: 16 baza (wartość bazowa), 2022: 10 cel (wartość docelowa)."
    later = made("rumia", 2018, "children").items[-1]
    assert [p.year for p in later.series.points] == [2015, 2018, 2022]
    assert [p.year for p in item("gdansk", 2016, "volunteers").series.points] == [2014, 2016]


@on_tiny
def test_nothing_printed_for_later_years_is_in_an_earlier_briefing():
    """Neither in a sentence nor in a picture."""
    content = made("gdansk", 2015, topic="volunteering")
    assert [one.name for one in content.items] == ["Hosts", "Volunteers", "Offers"]
    assert not any("2016" in text or "2017" in text for one in content.items for text in texts_of(one))


# Around it


@on_tiny
def test_the_page_names_its_documents_its_day_and_its_data():
    content = made("rumia", 2016, "children", today=date(2019, 3, 1))
    assert content.sources == ("Strategia, Rumia, 1 stycznia 2017 (data przyjęta)",)
    assert (content.made_on, content.data_version) == (date(2019, 3, 1), data_version())
    assert content.subtitle == "Rok 2016. Liczby z dokumentów, ich kierunek i zastrzeżenia."
    assert made("rumia", 2016, "children").made_on == date.today()
    assert briefing(ENGLISH, "rumia", 2016, topic="family").title == "Rumia: Family and care"


@on_tiny
def test_the_address_reopens_the_same_briefing():
    version = data_version()
    address = "https://dane.example.pl/miasto/"
    assert made("gdansk", 2017, topic="ngo", public_address=address).address == (
        f"https://dane.example.pl/miasto/briefing?lang=pl&area=gdansk&topic=ngo&year=2017&v={version}"
    )
    assert made("gdansk", 2017, "offers", "small_c", public_address=address).address == (
        f"https://dane.example.pl/miasto/briefing?lang=pl&area=gdansk&ind=offers.small_c&year=2017&v={version}"
    )
    assert made("gdansk", 2017, topic="ngo").address == ""


# The shipped data


def texts_of(one: Item) -> Iterator[str]:
    """Yield every text of an item that must not be empty, but for those of the register."""
    yield from (one.name, one.value, one.about_value, one.sentence, one.direction, one.alt, one.point_id)
    yield from one.caveats
    yield from one.source_ids


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area_id", ["gdansk", "sopot", "rumia"])
def test_every_topic_of_every_city_can_be_printed(area_id, language):
    wording = Wording(language)
    assert set(cities()) == {"gdansk", "sopot", "rumia"}
    known = {row["point_id"] for row in records("briefing/points", area_id=area_id)}
    for topic in topics(area_id):
        for year in years(area_id, topic=topic):
            content = briefing(wording, area_id, year, topic=topic)
            assert 0 < len(content.items) <= MOST_INDICATORS
            texts = [content.title, content.subtitle, *content.sources, *content.left_out]
            texts += [text for one in content.items for text in texts_of(one)]
            register = [text for one in content.items for pair in one.conflicts for text in pair]
            assert all(text.strip() for text in [*texts, *register])
            targets = [one.target for one in content.items]
            assert [text for text in [*texts, *targets] if re.search(r"\b(None|nan)\b|[{}]|  ", text)] == []
            assert all(one.point_id in known and one.series.points for one in content.items)


@pytest.mark.usefixtures("shipped")
def test_the_three_topics_of_the_headlines_come_first():
    assert topics("gdansk")[:3] == ["volunteering", "participation", "family"]
    assert topics("rumia")[0] == topics("sopot")[0] == "family"


@pytest.mark.usefixtures("shipped")
def test_the_volunteers_of_gdansk_on_one_page():
    one = briefing(POLISH, "gdansk", 2017, topic="volunteering").items[0]
    assert (one.value, one.about_value, one.indicator) == ("4060 osób", "2017 r.", indicators()["volunteers"])
    assert one.direction == "Kierunek w latach 2013–2017: wzrost, zmiana na lepsze."
    assert one.caveats == ("Przy ocenie kierunku pominięto: 2016 (w sumie brakuje części).",)
    assert one.alt == ("Wolontariusze. 2012: brak danych, 2013: 2475, 2014: 3566, 2015: 4157, 2016: 3563, 2017: 4060.")


@pytest.mark.usefixtures("shipped")
def test_the_target_for_places_in_the_revitalisation_area_of_rumia():
    one = next(one for one in briefing(POLISH, "rumia", 2016, topic="family").items if one.value == "0 miejsc")
    assert one.name == "Nowe miejsca wsparcia dziennego, Obszar rewitalizacji w Rumi"
    assert one.target == (
        "Cel: 30 miejsc w 2022 r. (wartość bazowa: 0 w 2015 r.). Po roku bazowym nie ma pomiaru; "
        "w 2016 r. należałoby oczekiwać ok. 4."
    )
