"""The page on trends: what can be chosen, what each view draws and refuses, and the link that says it all."""

import re
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from barometr.catalog import indicators
from barometr.ui import explore
from barometr.words.texts import LANGUAGES, text
from tests.builders import figure, publish
from tests.pages.looking import Shown, dialog, pieces, run, seen, shown, specs, visit, years_drawn

on_shipped_data = pytest.mark.usefixtures("shipped")
on_tiny_data = pytest.mark.usefixtures("tiny_trends")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
MINUS, NBSP = "\N{MINUS SIGN}", "\N{NO-BREAK SPACE}"
VIEWS = ("values", "change", "index", "panels", "table")
NINE = [f"part{i}" for i in range(9)]


def called(name: str, **cells: object) -> dict[str, object]:
    return {"indicator_id": name, "short_pl": name, "short_en": name, "name_pl": name, "name_en": name} | cells


def by_year(indicator_id: str, values: dict[int, float | None], **cells: object) -> list[dict[str, object]]:
    """Return a row for each year, printed as in a Polish document; None stands for a missing value."""
    rows = []
    for year, value in values.items():
        printed = (
            {"status": "no_data"} if value is None else {"value": value, "literal": f"{value:g}".replace(".", ",")}
        )
        rows.append(figure(indicator_id=indicator_id, year=year) | printed | cells)
    return rows


@pytest.fixture(scope="session")
def tiny_trends_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a series for each thing that a view has to be careful about."""
    return publish(
        tmp_path_factory.mktemp("trends") / "data",
        areas=[{"area_id": one, "name": one.title(), "name_en": one.title()} for one in ("gdansk", "sopot")],
        units=[
            {"unit": unit, "short_pl": unit, "short_en": unit} for unit in ("people", "percent", "per_1000_residents")
        ],
        sources=[
            {"source_id": "report", "title": "Raport", "title_en": "The report"},
            {"source_id": "register", "title": "Rejestr ludności", "title_en": "Register of residents"},
        ],
        indicators=[
            called("volunteers", headline=1),
            called("turnout", unit="percent", value_type="share", decimals=1),
            called("gappy", topic="participation"),
            called("broken", topic="participation"),
            called("from_zero", topic="participation"),
            called("divided", dimension="path", additive="true", topic="family"),
            called("crowded", dimension="ninth", topic="family"),
            called("mixed", dimension="path", topic="family"),
            called("population", topic="context"),
        ],
        members=[
            *(
                {"dimension": "path", "member": one, "name_en": one, "sort": i}
                for i, one in enumerate(("sport", "art"))
            ),
            *({"dimension": "ninth", "member": one, "name_en": one, "sort": i} for i, one in enumerate(NINE)),
        ],
        breaks=[{"indicator_id": "broken", "year": 2016}],
        conflicts=[{"conflict_id": "total", "kind": "total", "finding": "total:gdansk:divided:2016"}],
        report=[
            *by_year("volunteers", {2014: 10, 2015: 20, 2016: 30, 2017: 40}),
            *by_year("turnout", {2016: 10, 2017: 11.5}),
            *by_year("gappy", {2013: 10, 2015: 20, 2016: None, 2017: 30}),
            *by_year("broken", {2014: 100, 2015: 110, 2016: 50, 2017: 55}),
            *by_year("from_zero", {2015: 0, 2016: 5, 2017: 10}),
            *by_year("divided", {2015: 100, 2016: 200, 2017: 300}),
            *by_year("divided", {2015: 60, 2016: 60, 2017: 200}, member="sport"),
            *by_year("divided", {2015: 40, 2016: 60, 2017: 100}, member="art"),
            *by_year("mixed", {2014: 5, 2015: 6, 2017: 7}),
            *by_year("mixed", {2017: 4}, member="sport"),
            *(row for one in NINE for row in by_year("crowded", {2016: 1, 2017: 2}, member=one)),
            *by_year("volunteers", {2017: 7}, area_id="sopot"),
        ],
        register=by_year("population", {2016: 10_000, 2017: 20_000}),
    )


@pytest.fixture
def tiny_trends(tiny_trends_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(tiny_trends_folder))


def words(at: AppTest) -> list[str]:
    return [word for word in shown(at).words if word]


def table_rows(at: AppTest) -> dict[str, list[str]]:
    """Return the table of the page: heading of each row -> its cells, as words."""
    (table,) = [piece for piece in pieces(at) if "class='b-table'" in piece]
    rows = table.partition("<tbody>")[2].split("</tr>")[:-1]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    said = [[" ".join(word for word in Shown(cell).words if word) for cell in row] for row in cells]
    return {row[0]: row[1:] for row in said}


def columns(at: AppTest) -> list[str]:
    (table,) = [piece for piece in pieces(at) if "class='b-table'" in piece]
    return re.findall(r"<th scope='col'>(.*?)</th>", table)[1:]


def lines_drawn(spec: dict) -> dict[str, list[tuple[int, float]]]:
    """Return the values of each line of a chart by its name."""
    return {
        trace["name"]: list(zip(trace["x"], trace["y"], strict=True))
        for trace in spec["data"]
        if "lines" in trace.get("mode", "")
    }


def title_of(spec: dict) -> str:
    return spec["layout"]["title"]["text"].split("</b>")[0].removeprefix("<b>").replace("<br>", " ")


def unit_of(spec: dict) -> str:
    return re.sub("<.*?>", "", spec["layout"]["title"]["text"].split("</b>")[1])


def choose(at: AppTest, kind: str, name: str, value: object) -> AppTest:
    """Set a control of the page as a reader does, by the name that it has in the link."""
    getattr(at, kind)(key=f"choice_{name}").set_value(value)
    return run(at)


# What can be chosen


@on_tiny_data
def test_the_page_begins_with_the_first_headline():
    at = visit("trends", "en")
    assert at.multiselect(key="choice_ind").value == ["volunteers"]
    assert at.query_params == {"lang": "en"}
    assert lines_drawn(specs(at)[0])["Gdansk"] == [(2014, 10), (2015, 20), (2016, 30), (2017, 40)]


@on_tiny_data
@pytest.mark.parametrize(
    ("name", "value", "offered"),
    [
        ("topic", "participation", {"gappy", "broken", "from_zero"}),
        ("topic", "context", {"population"}),
        ("q", "turn", {"turnout"}),
    ],
)
def test_the_list_is_narrowed_and_what_is_chosen_stays(name, value, offered):
    """The chosen indicator keeps its place in the list, although nothing else like it is offered."""
    at = visit("trends", "en", ind="divided")
    choose(at, "text_input" if name == "q" else "selectbox", name, value)
    control = at.multiselect(key="choice_ind")
    assert control.value == ["divided"]
    assert set(control.options) == {"divided", *offered}
    assert at.query_params["ind"] == "divided"
    assert control.label == text("en", "trends.indicators", n=len(offered), m=len(indicators()))
    assert title_of(specs(at)[0]) == "divided"


@on_tiny_data
def test_what_was_chosen_by_hand_stays_when_the_list_is_widened_again():
    at = visit("trends", "en", q="gap", ind="volunteers")
    choose(at, "multiselect", "ind", ["gappy"])
    choose(at, "text_input", "q", "")
    assert at.multiselect(key="choice_ind").value == ["gappy"]


@on_tiny_data
def test_narrowing_the_list_keeps_the_years():
    at = visit("trends", "en", ind="volunteers.turnout", years="2016-2017")
    choose(at, "selectbox", "topic", "family")
    assert at.query_params["years"] == "2016-2017"


@on_tiny_data
def test_words_that_nothing_fits_say_so_and_leave_the_chart_standing():
    at = visit("trends", "en", ind="divided", q="xyzzy")
    assert text("en", "trends.nothing") in words(at)
    assert at.multiselect(key="choice_ind").value == ["divided"]
    assert not at.warning


@on_shipped_data
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("wolontariusze", "volunteers"),
        ("Wolontariuszy", "volunteers"),
        ("volunteers", "volunteers"),
        ("frekwencja", "budget_turnout"),
        ("budżet obywatelski", "budget_turnout"),
        ("budzet obywatelski", "budget_turnout"),
        ("asystent rodzin", "families_per_assistant"),
        ("family assistant", "families_per_assistant"),
    ],
)
@in_both_languages
def test_words_find_an_indicator_with_or_without_diacritics_in_either_language(typed, expected, language):
    at = seen("trends", language, q=typed, ind="people_fed")
    known = indicators()[expected]
    short = known.short_pl if language == "pl" else known.short_en
    options = at.multiselect(key="choice_ind").options
    assert short in options
    assert len(options) < len(indicators()) / 3


@on_shipped_data
def test_a_goal_narrows_the_list_to_the_indicators_that_serve_it():
    at = visit("trends", "en", goal="gdansk_iii_1", ind="volunteers")
    served = {one.short_en for one in indicators().values() if one.goal_id == "gdansk_iii_1"}
    assert set(at.multiselect(key="choice_ind").options) == served | {indicators()["volunteers"].short_en}
    assert at.multiselect(key="choice_ind").value == ["volunteers"]


@on_shipped_data
def test_no_more_than_eight_indicators_are_taken_from_a_link():
    known = list(indicators())
    at = visit("trends", ind=".".join(known[:9]))
    assert at.multiselect(key="choice_ind").value == known[:8]
    assert len(at.warning) == 1


# Values


@on_tiny_data
@pytest.mark.parametrize("view", ["values", "change"])
def test_two_units_never_share_a_chart(view):
    at = visit("trends", "en", ind="volunteers.turnout", cities="gdansk", view=view)
    assert [title_of(spec).split(":")[0] for spec in specs(at)] == ["volunteers", "turnout"]
    assert [unit_of(spec) for spec in specs(at)] == [
        "Gdansk · people",
        "Gdansk · pp" if view == "change" else "Gdansk · percent",
    ]


@on_tiny_data
def test_the_page_says_why_there_are_two_charts():
    assert text("en", "trends.units") in words(visit("trends", "en", ind="volunteers.turnout"))
    assert text("en", "trends.units") not in words(visit("trends", "en"))


@on_tiny_data
def test_the_table_holds_every_value_with_its_trace():
    at = visit("trends", "en", ind="volunteers.turnout", view="table")
    assert not specs(at)
    assert columns(at) == ["2014", "2015", "2016", "2017"]
    assert table_rows(at) == {
        "volunteers, Gdansk people": ["10", "20", "30", "40"],
        "volunteers, Sopot people": ["", "", "", "7"],
        "turnout, Gdansk percent": ["", "", "10%", "11.5%"],
    }
    assert set(shown(at).numbers) == {
        *(f"volunteers~gdansk~{year}" for year in range(2014, 2018)),
        "volunteers~sopot~2017",
        "turnout~gdansk~2016",
        "turnout~gdansk~2017",
    }


@on_tiny_data
def test_years_narrow_chart_table_and_direction():
    at = visit("trends", "en", cities="gdansk", years="2015-2016")
    assert years_drawn(specs(at)[0]) == [2015, 2016]
    assert columns(at) == ["2015", "2016"]
    assert "volunteers: – cannot say: 2 points" in words(at)


@on_tiny_data
def test_cities_narrow_everything_and_one_without_values_is_named():
    at = visit("trends", "en", ind="turnout")
    assert text("en", "trends.without", names="Sopot") in words(at)
    assert text("en", "trends.without", names="Sopot") in words(visit("trends", "en", years="2014-2016"))
    assert not any("Sopot." in word for word in words(visit("trends", "en")))
    alone = visit("trends", "en", ind="turnout", cities="sopot")
    assert not specs(alone)
    assert text("en", "trends.no_values") in words(alone)
    assert not alone.warning


@on_tiny_data
def test_parts_stand_in_the_chart_and_the_total_beside_them_in_the_table():
    at = visit("trends", "en", ind="divided", parts="1")
    assert lines_drawn(specs(at)[0]) == {
        "sport": [(2015, 60), (2016, 60), (2017, 200)],
        "art": [(2015, 40), (2016, 60), (2017, 100)],
    }
    total = text("en", "table.published_total")
    assert table_rows(at)[f"{total} people"] == ["100", "200 ≠", "300"]
    assert list(table_rows(at)) == ["sport people", "art people", f"{total} people"]


@on_tiny_data
def test_without_the_switch_there_is_the_total_alone():
    at = visit("trends", "en", ind="divided")
    # The total of 2016 is contradicted by its parts: a hollow mark in no line.
    assert lines_drawn(specs(at)[0]) == {"divided": [(2015, 100), (2017, None), (2017, 300)]}
    assert list(table_rows(at)) == ["divided people"]


@on_tiny_data
def test_some_of_the_parts_can_be_chosen_and_the_total_stays_in_the_table():
    at = visit("trends", "en", ind="divided", parts="1")
    at.button_group(key="choice_members").unselect("sport")
    run(at)
    assert at.query_params == {"lang": "en", "ind": "divided", "parts": "1", "members": "art"}
    assert list(lines_drawn(specs(at)[0])) == ["art"]
    assert list(table_rows(at)) == ["art people", f"{text('en', 'table.published_total')} people"]
    at.toggle(key="choice_parts").set_value(False)
    run(at)
    assert at.query_params == {"lang": "en", "ind": "divided"}
    assert not at.warning


@on_tiny_data
@pytest.mark.parametrize("members", ["sport.nonsense", "x", "<b>"])
def test_parts_that_there_are_not_are_refused_and_all_are_shown(members):
    at = visit("trends", "en", ind="divided", parts="1", members=members)
    assert len(at.warning) == 1
    assert list(lines_drawn(specs(at)[0])) == ["sport", "art"]


@on_tiny_data
def test_the_switch_for_parts_is_there_only_where_there_are_parts():
    assert "choice_parts" in [toggle.key for toggle in visit("trends", ind="divided").toggle]
    assert "choice_parts" not in [toggle.key for toggle in visit("trends", ind="turnout").toggle]


@on_tiny_data
def test_more_lines_than_can_be_told_apart_become_small_charts():
    at = visit("trends", "en", ind="crowded", parts="1")
    assert text("en", "trends.crowded_why", n=9) in words(at)
    assert [title_of(spec) for spec in specs(at)] == NINE
    assert len({tuple(spec["layout"]["yaxis"]["range"]) for spec in specs(at)}) == 1
    assert len(table_rows(at)) == 9


@on_tiny_data
def test_eight_lines_still_make_one_chart(monkeypatch):
    monkeypatch.setattr(explore, "MOST_LINES", 9)
    assert len(specs(visit("trends", ind="crowded", parts="1"))) == 1


# Change year on year


@on_tiny_data
def test_the_table_of_changes_gives_each_change_with_its_verdict_or_the_reason_why_there_is_none():
    """A change is never computed across a gap, a break or a contradicted total."""
    at = visit("trends", "en", ind="volunteers.gappy.broken.divided", view="change", cities="gdansk")
    assert columns(at) == ["2014→2015", "2015→2016", "2016→2017"]
    rows = {name.split()[0]: cells for name, cells in table_rows(at).items()}
    assert rows == {
        "volunteers": ["+10 (+100.0%) better", "+10 (+50.0%) better", "+10 (+33.3%) better"],
        "gappy": ["no value the year before", "no data", "no value the year before"],
        "broken": ["+10 (+10.0%) better", "break in the series", "+5 (+10.0%) better"],
        "divided": ["", "total ≠ parts", "total ≠ parts"],
    }


@on_tiny_data
def test_only_changes_that_there_are_stand_in_the_chart():
    at = visit("trends", "en", ind="volunteers.gappy.broken.divided", view="change", cities="gdansk")
    (spec,) = specs(at)
    assert title_of(spec) == text("en", "trends.change_title", name=text("en", "trends.chart"))
    drawn = {bar["name"]: dict(zip(bar["x"], bar["y"], strict=True)) for bar in spec["data"] if bar["x"]}
    assert drawn == {"volunteers": {2015: 10, 2016: 10, 2017: 10}, "broken": {2015: 10, 2017: 5}}


@on_tiny_data
@in_both_languages
def test_a_series_without_two_years_in_a_row_has_words_instead_of_an_empty_chart(language):
    at = visit("trends", language, ind="volunteers", cities="sopot", view="change")
    assert not specs(at)
    assert text(language, "trends.no_change") in words(at)


@on_tiny_data
def test_a_change_opens_the_trace_of_the_later_value():
    at = visit("trends", "en", view="change", cities="gdansk")
    assert set(shown(at).numbers) == {f"volunteers~gdansk~{year}" for year in (2015, 2016, 2017)}


# Index


@on_tiny_data
def test_an_index_has_the_base_year_at_a_hundred_and_units_together():
    at = visit("trends", "en", ind="volunteers.turnout", cities="gdansk", view="index", base="2016")
    (spec,) = specs(at)
    drawn = lines_drawn(spec)
    assert drawn["volunteers"] == [
        (2014, pytest.approx(100 / 3)),
        (2015, pytest.approx(200 / 3)),
        (2016, 100),
        (2017, pytest.approx(400 / 3)),
    ]
    assert drawn["turnout"] == [(2016, 100), (2017, pytest.approx(115))]
    assert unit_of(spec) == text("en", "trends.index_unit", year=2016)
    assert spec["layout"]["shapes"][0]["y0"] == 100
    assert table_rows(at)["volunteers"] == ["33.3", "66.7", "100.0", "133.3"]


@on_tiny_data
@pytest.mark.parametrize(
    ("chosen", "base"),
    [("from_zero", "2016"), ("gappy", "2013"), ("gappy.turnout", "2017"), ("broken.from_zero", "2016")],
)
def test_an_index_begins_with_the_first_year_in_which_most_series_have_a_value_to_count_from(chosen, base):
    at = visit("trends", "en", ind=chosen, view="index")
    assert at.button_group(key="choice_base").value == base


@on_tiny_data
@pytest.mark.parametrize(
    ("indicator", "base", "reason"),
    [("gappy", 2016, "missing"), ("from_zero", 2015, "zero"), ("turnout", 2015, "missing")],
)
@in_both_languages
def test_an_index_refuses_a_missing_and_a_zero_base_with_the_reason(indicator, base, reason, language):
    at = visit("trends", language, ind=f"volunteers.{indicator}", cities="gdansk", view="index", base=str(base))
    assert text(language, "trends.index_refused", name=indicator) in words(at)
    assert text(language, f"trends.index_{reason}", year=base) in words(at)
    assert list(lines_drawn(specs(at)[0])) == ["volunteers"]
    assert list(table_rows(at)) == ["volunteers"]


@on_tiny_data
def test_with_nothing_to_index_there_are_words_instead_of_a_chart():
    at = visit("trends", "en", ind="from_zero", view="index", base="2015")
    assert not specs(at)
    assert text("en", "trends.no_index_why", year=2015) in words(at)


@on_tiny_data
@pytest.mark.parametrize(
    ("base", "indexed"),
    [(2014, [(2014, 100), (2015, 110)]), (2017, [(2016, pytest.approx(100 * 50 / 55)), (2017, 100)])],
)
def test_an_index_never_joins_the_two_sides_of_a_break(base, indexed):
    at = visit("trends", "en", ind="broken", view="index", base=str(base))
    assert lines_drawn(specs(at)[0])["broken"] == indexed
    assert columns(at) == [str(year) for year, _ in indexed]


@on_tiny_data
def test_an_index_keeps_a_year_without_a_value_empty():
    at = visit("trends", "en", ind="gappy", view="index", base="2013")
    assert table_rows(at)["gappy"] == ["100.0", "200.0", "–", "300.0"]
    assert [value for _, value in lines_drawn(specs(at)[0])["gappy"]] == [100, None, 200, None, 300]


@on_tiny_data
def test_an_index_of_a_single_year_opens():
    at = visit("trends", "en", ind="volunteers.turnout", cities="gdansk", view="index", years="2017-2017")
    assert len(specs(at)) == 1


# Small charts


@on_tiny_data
def test_small_charts_share_their_axes_within_a_unit_or_have_their_own():
    link = {"ind": "volunteers.gappy.turnout", "cities": "gdansk", "view": "panels"}
    shared, free = (specs(visit("trends", "en", **link, axes=axes)) for axes in ("shared", "free"))
    assert [title_of(spec) for spec in shared] == ["volunteers", "gappy", "turnout"]
    tops = [[round(spec["layout"]["yaxis"]["range"][1], 1) for spec in one] for one in (shared, free)]
    assert tops == [[44.8, 44.8, 12.9], [44.8, 33.6, 12.9]]
    # The same years, so that a glance across compares like with like.
    assert [years_drawn(spec) for spec in shared] == [[2013, 2017]] * 3


@on_tiny_data
def test_beyond_the_most_small_charts_the_page_says_how_many_are_left_out(monkeypatch):
    monkeypatch.setattr(explore, "MOST_PANELS", 4)
    at = visit("trends", "en", ind="crowded", parts="1", view="panels")
    assert len(specs(at)) == 4
    assert text("en", "trends.panels_left_out", n=4, m=9) in words(at)
    assert len(table_rows(at)) == 9


# Per 1,000 residents


@on_shipped_data
def test_without_a_population_nothing_is_offered_per_1000_residents():
    assert "choice_per" not in [toggle.key for toggle in seen("trends").toggle]


@on_tiny_data
def test_values_per_1000_residents_name_the_document_of_the_population_and_leave_other_years_out():
    """30 of 10,000 and 40 of 20,000; no population is loaded for 2014, 2015 and for Sopot."""
    at = visit("trends", "en")
    assert "choice_per" in [toggle.key for toggle in at.toggle]
    assert not any("Register of residents" in word for word in words(at))
    at.toggle(key="choice_per").set_value(True)
    run(at)
    assert at.query_params == {"lang": "en", "per": "1"}
    assert lines_drawn(specs(at)[0]) == {"Gdansk": [(2016, 3), (2017, 2)]}
    assert table_rows(at) == {"Gdansk per_1000_residents": ["3.0", "2.0"]}
    assert text("en", "trends.per_rule") in words(at)
    assert "Register of residents" in specs(at)[0]["layout"]["annotations"][0]["text"].replace("<br>", " ")
    (footer,) = [piece for piece in pieces(at) if "b-footer" in piece]
    assert "Register of residents" in footer


@on_tiny_data
@pytest.mark.parametrize("view", ["values", "panels", "table"])
def test_a_city_without_a_population_has_words_instead_of_an_empty_chart(view):
    at = visit("trends", "en", cities="sopot", per="1", view=view)
    assert not specs(at)
    assert any("class='b-empty'" in piece for piece in pieces(at))


@on_tiny_data
@pytest.mark.parametrize(
    ("link", "years"),
    [
        ({"per": "1"}, (2014, 2015)),
        ({"ind": "mixed", "parts": "1"}, (2014, 2015)),
        ({"view": "index", "base": "2017"}, (2014, 2016)),
    ],
)
def test_choosing_fewer_years_brings_no_complaint_about_the_link(link, years):
    """The reader did nothing wrong: what the years have no use for is dropped without a word."""
    at = visit("trends", "en", **link)
    assert not at.warning
    at.select_slider(key="choice_years").set_range(*years)
    run(at)
    assert not at.warning


# Areas inside areas


@on_shipped_data
def test_a_part_of_a_part_of_a_city_is_shown_too():
    """Zagórze lies in the revitalisation area of Rumia; the strategy prints its children in foster care."""
    assert "foster_children~rumia_zagorze~2015" in shown(seen("trends", ind="foster_children", view="table")).numbers


# Direction and meaning


@on_tiny_data
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_where_each_line_is_heading_and_what_it_means(view):
    at = visit("trends", "en", ind="volunteers.turnout", cities="gdansk", view=view)
    assert "volunteers: \N{NORTH EAST ARROW} rising, better" in words(at)
    assert "turnout: – cannot say: 2 points" in words(at)
    assert "definition_en" in words(at)
    assert "reading_en" in words(at)


# Links


@on_tiny_data
@pytest.mark.parametrize(
    "link",
    [
        {"ind": "turnout.volunteers", "view": "index", "base": "2016"},
        {"ind": "divided", "parts": "1", "years": "2015-2016", "cities": "gdansk"},
        {"topic": "participation", "q": "gap", "ind": "gappy", "view": "change"},
        {"view": "panels", "axes": "free", "per": "1"},
        {"view": "table", "cities": "sopot", "trace": "volunteers~sopot~2017"},
    ],
)
@in_both_languages
def test_the_link_of_a_view_shows_the_same_view_again(link, language):
    at = visit("trends", language, **link)
    assert not at.warning
    assert at.query_params == {"lang": language, **link}
    again = visit("trends", language, **{name: value for name, value in at.query_params.items() if name != "lang"})
    assert pieces(again) == pieces(at)
    assert specs(again) == specs(at)
    assert again.query_params == at.query_params


@on_tiny_data
@pytest.mark.parametrize(
    ("kind", "name", "value", "written"),
    [
        ("multiselect", "ind", ["turnout", "gappy"], "turnout.gappy"),
        ("selectbox", "topic", "family", "family"),
        ("text_input", "q", " gap ", "gap"),
        ("button_group", "cities", ["sopot"], "sopot"),
        ("button_group", "view", "index", "index"),
        ("toggle", "per", True, "1"),
    ],
)
def test_a_choice_is_written_into_the_link_and_the_control_shows_it(kind, name, value, written):
    at = choose(visit("trends"), kind, name, value)
    assert at.query_params[name] == written
    shown_value = getattr(at, kind)(key=f"choice_{name}").value
    assert shown_value == (value.strip() if isinstance(value, str) else value)


@on_tiny_data
def test_another_view_drops_what_only_the_former_one_knows():
    at = choose(visit("trends", view="index", base="2016"), "button_group", "view", "table")
    assert at.query_params == {"lang": "pl", "view": "table"}
    assert not at.warning


@on_tiny_data
def test_choosing_no_indicator_brings_the_first_one_back():
    at = choose(visit("trends", ind="gappy"), "multiselect", "ind", [])
    assert at.multiselect(key="choice_ind").value == ["volunteers"]
    assert at.query_params == {"lang": "pl"}


HOSTILE = {
    "an indicator that is a tag": {"ind": "<script>alert(1)</script>"},
    "a list of 10,000 letters": {"ind": "x" * 10_000},
    "words of 10,000 letters": {"q": "x" * 10_000},
    "years in the wrong order": {"years": "3000-1000"},
    "years that there are not": {"years": "1000-3000"},
    "a base that is no year": {"view": "values", "base": "x"},
    "a base of another view": {"base": "2015"},
    "axes that there are not": {"axes": "<b>"},
    "parts where there are none": {"parts": "1"},
    "a topic that is a formula": {"topic": "=1+1"},
    "a goal that is a path": {"goal": "../../etc/passwd"},
    "a city that is a query": {"cities": "' or 1=1 --"},
}


@on_tiny_data
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_link_gives_one_notice_and_the_default_view(case):
    at = visit("trends", "en", **HOSTILE[case])
    (notice,) = at.warning
    for name, value in HOSTILE[case].items():
        if name != "view":
            assert text("en", f"parameter.{name}") in notice.value
            assert value not in notice.value
    assert at.query_params == {"lang": "en"}
    assert pieces(at) == pieces(visit("trends", "en"))
    assert not run(at).warning


@on_shipped_data
def test_residents_are_refused_where_no_population_is_loaded():
    at = visit("trends", "en", per="1")
    (notice,) = at.warning
    assert text("en", "parameter.per") in notice.value
    assert at.query_params == {"lang": "en"}


@on_tiny_data
def test_everything_wrong_at_once_gives_one_notice_with_every_name():
    wrong = {"ind": "<script>", "years": "3000-1000", "base": "x", "view": "z", "topic": "z", "goal": "z", "axes": "z"}
    at = visit("trends", "en", **wrong, foo="1")
    (notice,) = at.warning
    for name in wrong:
        assert text("en", f"parameter.{name}") in notice.value
    assert "foo" in notice.value
    assert at.query_params == {"lang": "en"}


@on_tiny_data
def test_a_year_of_thousands_of_digits_is_refused_like_any_other():
    assert len(visit("trends", years="1" * 5000 + "-2000").warning) == 1


@on_tiny_data
def test_the_known_part_of_a_list_is_kept():
    at = visit("trends", "en", ind="gappy.<script>.turnout")
    assert at.multiselect(key="choice_ind").value == ["gappy", "turnout"]
    assert at.query_params["ind"] == "gappy.turnout"
    assert len(at.warning) == 1


# All of the shipped data


@on_shipped_data
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_for_eight_indicators_at_once(view):
    known = [one for one in indicators() if indicators()[one].headline][:8]
    at = visit("trends", "en", ind=".".join(known), view=view, parts="1")
    assert not at.warning
    assert table_rows(at)
    assert not re.search(r"\b(None|nan|NaN)\b|\{[a-z_]+\}", "".join(pieces(at)))


@on_shipped_data
def test_a_trace_opens_in_place():
    title, content = dialog(visit("trends", "en", ind="volunteers", view="change", trace="volunteers~gdansk~2017"))
    assert "2017" in title
    assert text("en", "quote", text="4060") in content.words


@on_shipped_data
def test_the_meaning_of_an_indicator_is_that_of_the_catalogue():
    html = "".join(pieces(seen("trends", "en", ind="budget_turnout")))
    assert escape(indicators()["budget_turnout"].definition_en) in html
    assert escape(indicators()["budget_turnout"].reading_en) in html
