"""The page on cities: what is compared, what is drawn, and what is only told."""

import re
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from barometr.drawing.marks import OPEN_MARKS
from barometr.engine import records
from barometr.words.texts import LANGUAGES, text
from tests.builders import figure, ratio
from tests.pages.looking import Shown, dialog, pieces, run, seen, shown, specs, visit

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
COMPARABLE = ["caseload", "coverage", "problem_caseload", "children_fed_share", "facility_size", "free_premises"]
NASTY = "<marquee onstart=alert(1)>'\"&lt;"


def words(at: AppTest) -> str:
    """Return everything the page says, in one line."""
    return re.sub(r"\s+", " ", " ".join(word for word in shown(at).words if word))


def dots(at: AppTest) -> list[tuple[str, str, str]]:
    """Return what the chart draws, row by row from the top: name of the row, mark and value."""
    (spec,) = specs(at)
    names = dict(zip(spec["layout"]["yaxis"]["tickvals"], spec["layout"]["yaxis"]["ticktext"], strict=True))
    drawn = next(trace for trace in spec["data"] if trace["mode"] == "markers+text")
    symbols, values = drawn["marker"]["symbol"], [value.strip() for value in drawn["text"]]
    return [(names[y], symbol, value) for y, symbol, value in zip(drawn["y"], symbols, values, strict=True)]


def words_in_rows(at: AppTest) -> dict[str, str]:
    """Return the words that stand in the rows of the chart that hold no value."""
    (spec,) = specs(at)
    names = dict(zip(spec["layout"]["yaxis"]["tickvals"], spec["layout"]["yaxis"]["ticktext"], strict=True))
    said = next(trace for trace in spec["data"] if trace["mode"] == "text")
    return {names[y]: one.strip() for y, one in zip(said["y"], said["text"], strict=True)}


def card(at: AppTest, city: str) -> Shown:
    """Return what the card of a city holds."""
    (cards,) = [piece for piece in pieces(at) if "class='b-pair'" in piece]
    found = [one for one in cards.split("<div><h3>") if one.startswith(city)]
    assert len(found) == 1
    return Shown(found[0])


def legend(at: AppTest) -> set[str]:
    (spec,) = specs(at)
    return {trace["name"] for trace in spec["data"] if trace.get("showlegend")}


# The shipped data


@pytest.mark.usefixtures("shipped")
class TestShipped:
    @in_both_languages
    def test_the_page_opens_with_its_title_and_no_notice(self, language):
        at = seen("cities", language)
        assert [title.value for title in at.title] == [text(language, "cities.title")]
        assert not at.warning
        assert at.query_params == {"lang": language}

    @pytest.mark.parametrize(("language", "gdansk", "rumia"), [("pl", "13,92", "11,2"), ("en", "13.92", "11.2")])
    def test_the_year_that_two_cities_share_is_said_first_with_their_values(self, language, gdansk, rumia):
        at = seen("cities", language)
        said = words(at)
        year = text(language, "cities.same_year", year=2015)
        note = f"({text(language, 'status.derived.name')}, {text(language, 'cities.inferred')})"
        assert f"{year} Gdańsk {gdansk} , Rumia {rumia} {note}" in said
        assert shown(at).numbers["families_per_assistant~gdansk~2015"][0] == gdansk
        assert shown(at).numbers["families_per_assistant~rumia~2015"][0] == rumia

    def test_a_plan_shares_no_year(self):
        """Gdańsk measured 14.42 in 2016; Rumia only planned 12."""
        assert text("pl", "cities.same_year", year=2016) not in words(seen("cities"))

    @pytest.mark.parametrize(
        ("group", "years"),
        [
            ("children_fed_share", "Gdańsk 2017; Sopot 2008"),
            ("facility_size", f"Gdańsk 2017; Rumia 2015, {text('pl', 'cities.inferred')}"),
            ("free_premises", "Gdańsk 2017; Sopot 2008"),
        ],
    )
    def test_cities_without_a_shared_year_are_said_to_have_none(self, group, years):
        at = seen("cities", group=group)
        chosen = next(piece for piece in pieces(at) if "class='b-pair'" in piece)
        assert escape(text("pl", "cities.no_same_year", years=years)) in chosen

    def test_the_chart_has_a_row_for_each_city_and_year_in_the_order_of_the_catalogue(self):
        assert dots(seen("cities")) == [
            ("Gdańsk, 2012", "circle", "10,63"),
            ("Gdańsk, 2013", "circle", "16,14"),
            ("Gdańsk, 2014", "circle", "12,74"),
            ("Gdańsk, 2015", "circle", "13,92"),
            ("Gdańsk, 2016", "circle", "14,42"),
            ("Gdańsk, 2017", "circle", "17,04"),
            ("Rumia, 2015", "square-open-dot", "11,2"),
            ("Rumia, 2016", OPEN_MARKS["plan"], "12,0 plan"),
            ("Sopot, 2008", "triangle-up-open-dot", "5,0"),
        ]

    @in_both_languages
    def test_the_legend_names_the_marks_that_occur(self, language):
        expected = {text(language, f"status.{status}.name") for status in ("actual", "derived", "plan")}
        assert legend(seen("cities", language)) == expected

    @in_both_languages
    def test_the_picture_carries_title_unit_and_source(self, language):
        (spec,) = specs(seen("cities", language, group="coverage"))
        (chart,) = seen("cities", language, group="coverage").get("plotly_chart")
        title = {"pl": "Udział rodzin z asystentem", "en": "Share of families with assistant"}[language]
        assert spec["layout"]["title"]["text"].startswith(f"<b>{title}</b><br>")
        assert "%" in spec["layout"]["title"]["text"]
        assert spec["layout"]["annotations"][0]["text"].startswith(text(language, "source.line", titles="|")[:5])
        assert chart.proto.alt.startswith(f"{title}. Gdańsk. 2014: ")
        assert f"({text(language, 'status.derived.name')})" in chart.proto.alt

    @in_both_languages
    def test_a_city_that_prints_nothing_keeps_its_row_and_its_card(self, language):
        at = seen("cities", language, group="coverage")
        assert words_in_rows(at) == {"Sopot": text(language, "cities.not_printed")}
        assert text(language, "cities.no_figure") in card(at, "Sopot").words
        assert not card(at, "Sopot").numbers

    def test_years_before_a_break_are_left_out_with_the_reason_and_stay_in_the_table(self):
        at = seen("cities", group="problem_caseload")
        assert [row[0] for row in dots(at)] == [*(f"Gdańsk, {year}" for year in range(2014, 2018)), "Rumia, 2015"]
        (reason,) = records("indicator/breaks", indicator_id="problem_families_per_assistant")
        assert text("pl", "cities.left_out", city="Gdańsk", years="2012, 2013") in shown(at).words
        assert reason["text_pl"] in shown(at).words
        assert shown(at).numbers["problem_families_per_assistant~gdansk~2012"] == ["224,13"]

    def test_a_card_shows_years_computation_and_the_printed_figures(self):
        rumia = card(seen("cities"), "Rumia")
        assert f"2015, 2016, {text('pl', 'cities.inferred')}" in rumia.words
        divided = text("pl", "cities.divided", above="Rodziny z asystentem", below="Asystenci rodziny")
        assert divided in rumia.words
        assert rumia.numbers == {
            "families_per_assistant~rumia~2015": ["56 / 5 = 11,2"],
            "families_per_assistant~rumia~2016~~plan": ["60 / 5 = 12,0 plan"],
            "rumia_strategy_2017.65": ["„56 rodzin”"],
            "rumia_strategy_2017.64": ["„5 asystentów rodziny”"],
            "rumia_strategy_2017.66": ["„60 rodzin”"],
        }

    def test_counts_stand_side_by_side_without_a_chart(self):
        at = seen("cities", group="free_premises")
        assert not at.get("plotly_chart")
        assert card(at, "Gdańsk").numbers["free_premises~gdansk~2017"] == ["150"]
        assert card(at, "Sopot").numbers["free_premises~sopot~2008"] == ["27"]
        assert text("pl", "cities.no_figure") in card(at, "Rumia").words

    @in_both_languages
    def test_every_comparison_is_there_with_its_verdict_and_reason(self, language):
        default = seen("cities", language)
        for row in records("comparison/groups"):
            group, allowed = row["comparable_group"], row["verdict"] != "not_comparable"
            assert allowed == (group in COMPARABLE)
            assert row[f"title_{language}"] in shown(default).words
            if not allowed:
                assert row[f"reason_{language}"] in shown(default).words

    @in_both_languages
    @pytest.mark.parametrize("group", [*COMPARABLE, "volunteers", "strategy_progress"])
    def test_a_chosen_comparison_shows_its_verdict_and_its_three_cities(self, group, language):
        at = visit("cities", language, group=group)
        (row,) = [row for row in records("comparison/groups") if row["comparable_group"] == group]
        assert not at.warning
        assert text(language, f"verdict.{row['verdict']}") in shown(at).words
        assert row[f"reason_{language}"] in shown(at).words
        assert row[f"title_{language}"] in [header.value for header in at.header]
        for city in ("Gdańsk", "Rumia", "Sopot"):
            assert card(at, city).words
        assert len(at.get("plotly_chart")) == (group in COMPARABLE and group != "free_premises")

    def test_the_others_that_may_be_compared_are_a_click_away(self):
        html = "".join(pieces(seen("cities")))
        assert re.findall(r"href='cities\?lang=pl&amp;group=(\w+)'", html) == COMPARABLE[1:]

    def test_a_look_alike_shows_on_demand_what_each_city_prints(self):
        numbers = shown(seen("cities")).numbers
        assert numbers["gdansk_report_2017.535"] == ["„392 kontrakty socjalne”"]
        assert len([tag for tag in shown(seen("cities")).tags if tag == "details"]) == 27

    def test_the_group_stands_in_the_link(self):
        at = visit("cities")
        at.selectbox(key="choice_group").set_value("volunteers")
        run(at)
        assert at.query_params == {"lang": "pl", "group": "volunteers"}
        at.selectbox(key="choice_group").set_value("caseload")
        run(at)
        assert at.query_params == {"lang": "pl"}

    @in_both_languages
    @pytest.mark.parametrize("bad", ["xyz", "", "<script>", "caseload.coverage"])
    def test_an_unknown_group_gives_one_notice_and_the_default(self, bad, language):
        at = visit("cities", language, group=bad)
        assert len(at.warning) == 1
        assert at.query_params == {"lang": language}
        assert dots(at) == dots(seen("cities", language))

    @in_both_languages
    def test_no_empty_value_reaches_the_reader(self, language):
        for group in [*COMPARABLE, "volunteers"]:
            everything = "".join(pieces(visit("cities", language, group=group)))
            assert re.findall(r".{30}\b(?:None|NaN|nan|NaT|<NA>)\b.{10}", everything) == []

    def test_every_number_opens_a_trace(self):
        marks = list(shown(seen("cities")).numbers)
        assert len(marks) > 80
        missing = [
            mark
            for mark in marks
            if not (records("trace/point", point_id=mark) if "~" in mark else records("trace/figure", row_id=mark))
        ]
        assert missing == []
        _, content = dialog(visit("cities", trace="families_per_assistant~rumia~2015"))
        assert "56 / 5 = 11,2" in content.words


# Tiny data


def comparison_of(**cells: object) -> list[dict[str, object]]:
    return [{"comparable_group": "group", **cells}]


TWO_CITIES = [
    {"area_id": "gdansk", "name": "Gdańsk", "name_en": "Gdańsk"},
    {"area_id": "sopot", "name": "Sopot", "name_en": "Sopot"},
]
SHARE = {"indicator_id": "share", "value_type": "share", "unit": "percent", "comparable_group": "group"}


def test_cities_that_share_two_years_have_both_said(published):
    published(
        areas=TWO_CITIES,
        indicators=[SHARE],
        comparisons=comparison_of(),
        report=[
            figure(indicator_id="share", area_id=city, year=year, value=value)
            for city, year, value in [
                ("gdansk", 2015, 10),
                ("gdansk", 2016, 11),
                ("gdansk", 2017, 12),
                ("sopot", 2014, 20),
                ("sopot", 2016, 21),
                ("sopot", 2017, 0),
            ]
        ],
    )
    said = words(visit("cities", "en"))
    assert "In the same year, 2016: Gdańsk 11% , Sopot 21% In the same year, 2017: Gdańsk 12% , Sopot 0%" in said
    assert "2014:" not in said
    assert "2015:" not in said


def test_a_measured_zero_is_a_dot_and_a_missing_value_is_a_word(published):
    published(
        indicators=[SHARE],
        areas=TWO_CITIES,
        comparisons=comparison_of(),
        report=[
            figure(indicator_id="share", year=2016, value=0),
            figure(indicator_id="share", year=2017, status="no_data"),
            figure(indicator_id="share", year=2018, value=40, status="target"),
        ],
    )
    at = visit("cities", "pl")
    assert dots(at) == [("Gdańsk, 2016", "circle", "0%"), ("Gdańsk, 2018", OPEN_MARKS["target"], "40% cel")]
    assert words_in_rows(at) == {"Gdańsk, 2017": "brak danych", "Sopot": "nie podano"}
    assert text("pl", "cities.one_city") in shown(at).words


@pytest.mark.parametrize(
    ("value_type", "drawn"),
    [("share", True), ("ratio", True), ("score", True), ("count", False), ("money", False), ("milestone", False)],
)
def test_only_ratios_shares_and_scores_are_drawn(published, value_type, drawn):
    published(
        indicators=[{**SHARE, "value_type": value_type}],
        comparisons=comparison_of(verdict="with_caveat"),
        report=[figure(indicator_id="share", value=1), figure(indicator_id="share", value=0, area_id="sopot")],
    )
    at = visit("cities")
    assert bool(at.get("plotly_chart")) == drawn
    assert "share~gdansk~2017" in shown(at).numbers


def test_a_share_that_must_not_be_compared_is_never_drawn_nor_set_side_by_side(published):
    published(
        indicators=[SHARE],
        comparisons=comparison_of(verdict="not_comparable", reason_en="Two different things."),
        comparison_figures=[
            {"comparable_group": "group", "area_id": "gdansk", "figures": "report.1"},
            {"comparable_group": "group", "area_id": "sopot", "figures": "report.2"},
        ],
        report=[figure(indicator_id="share", value=10), figure(indicator_id="share", value=20, area_id="sopot")],
    )
    at = visit("cities", "en")
    assert not at.get("plotly_chart")
    assert "Two different things." in shown(at).words
    assert text("en", "verdict.not_comparable") in shown(at).words
    assert "In the same year" not in words(at)
    assert list(shown(at).numbers) == ["report.1", "report.2"]


def test_a_city_without_words_of_its_own_still_has_its_card(published):
    published(
        areas=TWO_CITIES,
        comparisons=comparison_of(verdict="not_comparable"),
        comparison_figures=[{"comparable_group": "group", "area_id": "gdansk", "figures": "report.1"}],
        report=[figure(value=10)],
    )
    sopot = card(visit("cities"), "Sopot")
    assert text("pl", "cities.not_described") in sopot.words
    assert text("pl", "cities.no_figure") in sopot.words


def test_the_order_of_rows_follows_the_catalogue_and_not_the_values(published):
    published(
        areas=[{"area_id": city, "name": city} for city in ("anna", "bork", "cyce")],
        indicators=[SHARE],
        comparisons=comparison_of(),
        sources=[{"source_id": "report", "area_id": "anna"}],
        report=[
            figure(indicator_id="share", area_id=city, value=value)
            for city, value in (("cyce", 90), ("bork", 10), ("anna", 50))
        ],
    )
    assert [(name, value) for name, _, value in dots(visit("cities"))] == [
        ("anna, 2017", "50%"),
        ("bork, 2017", "10%"),
        ("cyce, 2017", "90%"),
    ]


def test_data_without_comparisons_have_words_instead(published):
    published(report=[figure(value=10)])
    at = visit("cities")
    assert text("pl", "cities.nothing_why") in shown(at).words
    assert not at.get("plotly_chart")


@pytest.mark.parametrize("verdict", ["same", "not_comparable"])
@in_both_languages
def test_no_text_of_the_data_becomes_part_of_the_page(published, verdict, language):
    nasty = {f"{name}_{one}": NASTY for name in ("title", "reason") for one in LANGUAGES}
    published(
        areas=[
            {"area_id": "gdansk", "name": "Gdańsk" + NASTY, "name_en": NASTY},
            {"area_id": "sopot", "name": NASTY, "name_en": NASTY},
        ],
        indicators=[
            {"indicator_id": "families", "short_pl": NASTY, "short_en": NASTY},
            {"indicator_id": "assistants", "short_pl": NASTY, "short_en": NASTY},
            ratio("caseload", "families", "assistants", comparable_group="group", short_pl=NASTY, short_en=NASTY),
        ],
        comparisons=[
            {"comparable_group": "group", "verdict": verdict, **nasty},
            {"comparable_group": "look_alike", "verdict": "not_comparable", **nasty},
        ],
        comparison_figures=[
            {"comparable_group": group, "area_id": "gdansk", "figures": "report.1", "text_pl": NASTY, "text_en": NASTY}
            for group in ("group", "look_alike")
        ],
        breaks=[{"indicator_id": "caseload", "year": 2017, "text_pl": NASTY, "text_en": NASTY}],
        report=[
            figure(indicator_id="families", value=10, literal=NASTY),
            figure(indicator_id="assistants", value=2),
            figure(indicator_id="caseload", year=2016, value=4),
            figure(indicator_id="caseload", value=4, area_id="sopot"),
        ],
    )
    at = visit("cities", language)
    assert "marquee" not in shown(at).tags
    assert not any("<marquee" in piece for piece in pieces(at))
    assert any("<marquee" in one for one in shown(at).words)
    for spec in specs(at):
        assert not any("<marquee" in name for name in spec["layout"]["yaxis"]["ticktext"])
