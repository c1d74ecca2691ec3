"""Every page in both languages, without a browser: the figures it shows, its choices, its links, its traces."""

import json
import re
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from barometr.drawing.theme import DARK, LIGHT
from barometr.engine import records, sql
from barometr.ui import trace
from barometr.ui.reader import Reader
from barometr.words.texts import LANGUAGES, text
from tests.pages.looking import PAGES, Shown, dialog, new_tab, pieces, run, seen, shown, specs, visit, years_drawn

NBSP, MINUS = "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"
pytestmark = pytest.mark.usefixtures("shipped")
# Pages about one city: what a page keeps from the one before always stands in its link.
OF_ONE_CITY = ("overview", "volunteering", "participation", "goals", "review", "outlook", "briefing", "add")
SHORTEST = {route: {"lang": "pl"} | ({"area": "gdansk"} if route in OF_ONE_CITY else {}) for route in PAGES}
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
on_every_page = pytest.mark.parametrize("route", PAGES)


def table_rows(at: AppTest, caption: str) -> list[list[str]]:
    """Return the rows of the table with this caption, as words."""
    (table,) = [piece for piece in pieces(at) if f"aria-label='{escape(caption, quote=True)}'" in piece]
    body = table.partition("<tbody>")[2]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[" ".join(word for word in Shown(cell).words if word) for cell in row] for row in cells]


# What every page must keep to


@in_both_languages
@on_every_page
def test_a_page_opens_with_its_title_and_no_notice(route, language):
    at = seen(route, language)
    assert [title.value for title in at.title] == [text(language, f"{route}.title")]
    assert not at.warning
    assert not at.error


@in_both_languages
@on_every_page
def test_no_empty_value_reaches_the_reader(route, language):
    """A missing value has a sign and a name of its own, never Python's."""
    at = seen(route, language)
    everything = "".join(pieces(at)) + "".join(chart.proto.alt for chart in at.get("plotly_chart"))
    everything += json.dumps([spec["layout"]["annotations"] for spec in specs(at)])
    assert re.findall(r".{30}\b(?:None|NaN|nan|NaT|<NA>)\b.{10}", everything) == []


@in_both_languages
@on_every_page
def test_every_placeholder_is_filled(route, language):
    assert re.findall(r"\{[a-z_]+\}", "".join(pieces(seen(route, language)))) == []


@in_both_languages
@on_every_page
def test_a_chart_says_in_words_what_it_shows_and_carries_its_source(route, language):
    at = seen(route, language)
    for chart, spec in zip(at.get("plotly_chart"), specs(at), strict=True):
        title = spec["layout"]["title"]["text"].split("</b>")[0].removeprefix("<b>").replace("<br>", " ")
        assert chart.proto.alt.startswith(f"{title}. ")
        assert re.search(r"20\d\d", chart.proto.alt)
        notes = " ".join(note["text"].replace("<br>", " ") for note in spec["layout"]["annotations"])
        opening, closing = text(language, "source.line", titles="|").split("|")
        assert re.search(f"{re.escape(opening)}.+{re.escape(closing)}", notes)


@pytest.mark.parametrize(
    ("route", "charts"),
    [("overview", 0), ("volunteering", 1), ("participation", 1), ("family", 3), ("trends", 1), ("cities", 1)],
)
def test_a_page_has_its_charts(route, charts):
    assert len(seen(route).get("plotly_chart")) == charts


@pytest.mark.parametrize(("language", "decimal", "thousands"), [("pl", ",", NBSP), ("en", ".", ",")])
def test_numbers_on_an_axis_are_written_as_in_the_text(language, decimal, thousands):
    for route in ("volunteering", "participation", "family", "trends", "cities"):
        assert {spec["layout"]["separators"] for spec in specs(seen(route, language))} == {decimal + thousands}


@in_both_languages
@on_every_page
def test_a_page_names_the_documents_and_the_version_of_the_data(route, language):
    words = " ".join(shown(seen(route, language)).words)
    # The statement on accessibility is about the dashboard and rests on no document.
    assert (text(language, "source.heading") in words) == (route != "accessibility")
    assert re.search(text(language, "source.version", version="[0-9a-f]{10}"), words)


@in_both_languages
@on_every_page
def test_nothing_a_reader_may_click_leaves_the_app(route, language):
    """Every address in our HTML is a picture that comes along with it, or a page of ours, followed in place."""
    html = "".join(pieces(seen(route, language)))
    assert {address.partition(",")[0] for address in re.findall(r"src=\"(.*?)\"", html)} <= {"data:image/svg+xml"}
    links = re.findall(r"<a [^>]*>", html)
    assert len(links) == html.count("href")
    for link in links:
        (address,) = re.findall(r"href='([a-z]+)\?lang=(?:pl|en)[^']*'", link)
        assert address in PAGES
        assert " data-go " in link


@on_every_page
def test_the_dark_theme_reaches_charts_and_pictures(route):
    at = visit(route, context={"theme": "dark"})
    assert {spec["layout"]["paper_bgcolor"] for spec in specs(at)} <= {DARK.panel}
    html = "".join(piece.value for piece in at.get("html"))
    assert f"--b-page:{DARK.page}" in html
    assert LIGHT.ink.replace("#", "%23") not in html


# The figures


EXPECTED = [
    # page, mark of the number, as a Polish and as an English reader see it
    ("overview", "volunteers~gdansk~2017", "4060", "4,060"),
    ("overview", "budget_turnout~gdansk~2017", "11,0%", "11.0%"),
    ("overview", "families_per_assistant~gdansk~2017", "17,04", "17.04"),
    ("volunteering", "volunteers~gdansk~2017", "4060", "4,060"),
    ("volunteering", "volunteers~gdansk~2017~sport", "1188", "1,188"),
    ("participation", "budget_turnout~gdansk~2014", "10,13%", "10.13%"),
    ("participation", "budget_turnout~gdansk~2016", "10,0%", "10.0%"),
    ("participation", "budget_turnout~gdansk~2017", "11,0%", "11.0%"),
    ("participation", "gdansk_report_2017.285", "11,4%", "11.4%"),
    ("family", "families_per_assistant~gdansk~2017", "17,04", "17.04"),
    ("family", "families_per_assistant~sopot~2008", "5,0", "5.0"),
    ("family", "families_per_assistant~rumia~2015", "11,2", "11.2"),
    ("family", "share_families_with_assistant~gdansk~2017", "35,6%", "35.6%"),
]


@pytest.mark.parametrize(("route", "mark", "polish", "english"), EXPECTED)
def test_a_figure_is_shown_as_its_document_prints_it(route, mark, polish, english):
    for language, figure in (("pl", polish), ("en", english)):
        words = shown(seen(route, language)).numbers[mark]
        assert any(re.match(rf"{re.escape(figure)}( |$)", word) for word in words), words


@pytest.mark.parametrize(
    ("route", "mark", "status", "polish", "english"),
    [
        ("participation", "budget_turnout~gdansk~2014~~pilot", "pilot", "13,6%", "13.6%"),
        ("family", "families_per_assistant~rumia~2016~~plan", "plan", "12,0", "12.0"),
    ],
)
def test_a_figure_of_another_kind_carries_its_mark(route, mark, status, polish, english):
    for language, figure in (("pl", polish), ("en", english)):
        (words,) = shown(seen(route, language)).numbers[mark]
        assert words.startswith(text(language, f"status.{status}.cell", value=figure))


@in_both_languages
def test_a_missing_figure_shows_its_sign_and_never_a_zero(language):
    """Ecological volunteering in 2016: the report prints a dot, and the other paths add up to the total."""
    assert shown(seen("volunteering", language)).numbers["volunteers~gdansk~2016~ecology"] == [
        text(language, "status.no_data.cell")
    ]
    (spec,) = specs(seen("volunteering", language))
    for drawn in spec["data"]:
        if "lines" in drawn["mode"]:
            assert 0 not in drawn["y"]


@in_both_languages
def test_a_year_without_the_vote_is_not_applicable(language):
    numbers = shown(seen("participation", language)).numbers
    for year in (2012, 2013):
        assert numbers[f"budget_turnout~gdansk~{year}"] == [text(language, "status.not_applicable.cell")]


@pytest.mark.parametrize(("language", "thousands"), [("pl", ""), ("en", ",")])
def test_the_printed_total_stands_beside_the_sum_of_its_parts(language, thousands):
    caption = text(language, "table.totals_caption")
    rows = {row[0]: row[1:] for row in table_rows(seen("volunteering", language), caption)}
    expected = {
        "2013": ("2475", "2475", "="),
        "2014": ("3566", "3474", "+92"),
        "2015": ("4157", "4162", f"{MINUS}5"),
        "2016": ("3563", "3563", text(language, "table.without_parts")),
        "2017": ("4060", "4060", "="),
    }
    assert set(rows) == set(expected)
    for year, (total, parts, difference) in expected.items():
        for cell, number in zip(rows[year], (total, parts), strict=False):
            assert cell.split()[0] == number[0] + thousands + number[1:]
        assert rows[year][2].removeprefix("≠ ") == difference
    assert text(language, "table.sum_of", n=5, m=6) in rows["2016"][1]


def test_two_figures_of_one_report_stand_side_by_side():
    """Turnout 2017: 11.0 in the table, 11.4 in the key facts; neither hides the other."""
    used, other = "budget_turnout~gdansk~2017", "gdansk_report_2017.285"
    together = [Shown(piece).numbers for piece in pieces(seen("participation"))]
    assert {used: ["11,0%"], other: ["11,4%"]} in together


def test_turnout_is_one_line_of_regular_votes():
    (spec,) = specs(seen("participation"))
    (line,) = [drawn for drawn in spec["data"] if "lines" in drawn.get("mode", "")]
    assert list(zip(line["x"], line["y"], strict=True)) == [(2014, 10.13), (2015, 9.09), (2016, 10.0), (2017, 11.0)]


@pytest.mark.parametrize(("language", "used", "other"), [("pl", "11,0%", "11,4%"), ("en", "11.0%", "11.4%")])
def test_the_words_for_the_turnout_chart_tell_the_two_figures_apart(language, used, other):
    """The figure that differs must not pass for the turnout of 2017."""
    (chart,) = seen("participation", language).get("plotly_chart")
    assert f"2017: {used}," in chart.proto.alt
    assert f"2017: {other} ({text(language, 'status.alternative.name')})" in chart.proto.alt


def test_cities_are_drawn_together_with_the_early_year_apart():
    caseload = specs(seen("family"))[0]
    assert caseload["layout"]["xaxis2"]["tickvals"] == [2008]
    assert years_drawn(caseload) == [2012, 2013, 2014, 2015, 2016, 2017]


def test_the_years_before_a_break_stand_in_the_table_only():
    """In 2014 the row of families with a problem starts to count something else."""
    older = specs(seen("family"))[2]
    assert years_drawn(older) == [2014, 2015, 2016, 2017]
    assert "224,13" in shown(seen("family")).numbers["problem_families_per_assistant~gdansk~2012"]


def test_shares_are_drawn_only_for_years_that_add_up():
    (spec,) = specs(seen("volunteering", view="shares"))
    drawn = [trace for trace in spec["data"] if trace["x"] != [None]]  # the others name statuses in the legend
    parts = [trace for trace in drawn if trace["name"] != text("pl", "volunteering.left_out")]
    assert len(parts) == 6
    assert {tuple(part["x"]) for part in parts} == {(2013, 2017)}
    for i in range(2):
        assert sum(part["y"][i] for part in parts) == pytest.approx(100)


def test_stacked_parts_carry_the_printed_total_as_a_line():
    (spec,) = specs(seen("volunteering", view="stacked"))
    assert [line["y0"] for line in spec["layout"]["shapes"]] == [2475, 3566, 4157, 3563, 4060]


# Where there is nothing to draw


@in_both_languages
@pytest.mark.parametrize(
    ("route", "area"),
    [("volunteering", "rumia"), ("volunteering", "sopot"), ("participation", "rumia"), ("participation", "sopot")],
)
def test_a_city_without_figures_has_words_instead_of_an_empty_chart(route, area, language):
    at = seen(route, language, area=area)
    assert not at.get("plotly_chart")
    assert text(language, f"{route}.empty") in shown(at).words


def test_a_share_that_cannot_be_computed_says_why():
    at = seen("family", cities="sopot")
    assert text("pl", "family.no_coverage_why") in shown(at).words
    assert len(at.get("plotly_chart")) == 1


def test_shares_of_some_paths_say_why_there_are_none():
    at = seen("volunteering", view="shares", paths="culture.sport")
    assert not at.get("plotly_chart")
    assert text("pl", "volunteering.no_shares_why") in shown(at).words


def test_every_city_and_year_of_the_overview_opens():
    for area in ("gdansk", "sopot", "rumia"):
        for row in records("overview/years", area_id=area):
            at = visit("overview", area=area, year=str(row["year"]))
            assert not at.warning
            assert shown(at).numbers


# Links


BAD_LINK = {
    "area": "xyz",
    "year": "1700",
    "view": "<script>",
    "foo": "1",
    "years": "2017-2012",
    "trace": "nonsense",
    "cities": "atlantis",
    "paths": "culture.nonsense",
    "ind": "<script>alert(1)</script>",
    "goal": "' or 1=1 --",
    "q": "x" * 10_000,
    "base": "x",
    "group": "../..",
    "part": "<b>",
    "doc": "x" * 10_000,
}


@on_every_page
def test_an_unreadable_link_gives_one_notice_and_the_default_view(route):
    at = visit(route, **BAD_LINK)
    (notice,) = at.warning
    assert "foo" in notice.value
    assert not any(value in notice.value for value in BAD_LINK.values() if len(value) > 1 and not value.isdigit())
    assert at.query_params == SHORTEST[route]
    assert shown(at).numbers.keys() == shown(seen(route)).numbers.keys()


@on_every_page
def test_the_notice_is_gone_with_the_next_step(route):
    at = visit(route, **BAD_LINK)
    assert not run(at).warning


@pytest.mark.parametrize(
    "years", ["2017-2012", "2012", "2012-", "-", "2012-2013-2014", "1999-2017", "2012-2099", "٢٠١٣-٢٠١٧", "a-b"]
)
def test_a_span_of_years_that_makes_no_sense_is_refused(years):
    at = visit("volunteering", years=years)
    assert len(at.warning) == 1
    assert years_drawn(specs(at)[0]) == [2012, 2013, 2014, 2015, 2016, 2017]


@pytest.mark.parametrize("mark", ["nonsense", "~", "volunteers~gdansk~2016~~~", "volunteers~gdansk~1999", "x.1", "'"])
def test_a_trace_that_leads_nowhere_is_refused(mark):
    at = visit("volunteering", trace=mark)
    assert not at.get("dialog")
    assert len(at.warning) == 1
    assert at.query_params == SHORTEST["volunteering"]


def test_the_name_of_an_unknown_parameter_makes_no_link():
    """The notice is Markdown; a sent link must not be able to write its own words into the page."""
    at = visit("overview", **{"[Click](https://example.com)": "1", "**x**": "1"})
    (notice,) = at.warning
    assert "](https" not in notice.value
    assert "**" not in notice.value


@in_both_languages
@on_every_page
def test_defaults_stay_out_of_the_link_and_the_language_in_it(route, language):
    assert seen(route, language).query_params == SHORTEST[route] | {"lang": language}


@pytest.mark.parametrize(
    ("route", "name", "default"),
    [
        ("overview", "area", "gdansk"),
        ("overview", "year", "2017"),
        ("volunteering", "view", "lines"),
        ("volunteering", "years", "2012-2017"),
        ("volunteering", "paths", "care_education.culture.public_space.ecology.sport.seniors"),
        ("family", "cities", "gdansk.rumia.sopot"),
    ],
)
def test_a_default_that_is_spelled_out_is_taken_and_tidied_away(route, name, default):
    at = visit(route, **{name: default})
    assert not at.warning
    assert at.query_params == SHORTEST[route]


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("pl-PL", "pl"), ("pl", "pl"), ("de-DE", "en")])
def test_a_link_without_language_follows_the_browser(locale, language):
    at = new_tab()
    at.context["locale"] = locale
    run(at)
    assert at.query_params["lang"] == language
    assert at.title[0].value == text(language, "overview.title")


def test_a_full_link_opens_exactly_that_view():
    at = visit("volunteering", "en", view="stacked", years="2013-2015", paths="culture.sport")
    (spec,) = specs(at)
    assert years_drawn(spec) == [2013, 2014, 2015]
    assert len([bar for bar in spec["data"] if bar["type"] == "bar"]) == 2
    assert not at.warning
    chosen = {"view": "stacked", "years": "2013-2015", "paths": "culture.sport"}
    assert at.query_params == {"lang": "en", "area": "gdansk"} | chosen


# Choices


@pytest.mark.parametrize(
    ("route", "name", "value"),
    [
        ("overview", "area", "sopot"),
        ("overview", "year", "2014"),
        ("volunteering", "area", "rumia"),
        ("volunteering", "view", "stacked"),
        ("participation", "area", "rumia"),
        ("family", "lang", "en"),
    ],
)
def test_a_choice_is_written_into_the_link(route, name, value):
    at = visit(route)
    at.button_group(key=f"choice_{name}").set_value(value)
    run(at)
    assert at.query_params[name] == value
    assert at.button_group(key=f"choice_{name}").value == value


@pytest.mark.parametrize(
    ("route", "name", "value", "default"),
    [("overview", "area", "sopot", "gdansk"), ("volunteering", "view", "shares", "lines")],
)
def test_going_back_to_the_default_takes_it_out_of_the_link(route, name, value, default):
    at = visit(route, **{name: value})
    at.button_group(key=f"choice_{name}").set_value(default)
    run(at)
    assert at.query_params == SHORTEST[route]
    assert at.button_group(key=f"choice_{name}").value == default


def test_paths_can_be_left_out():
    at = visit("volunteering")
    at.button_group(key="choice_paths").unselect("seniors").unselect("ecology")
    run(at)
    assert at.query_params["paths"] == "care_education.culture.public_space.sport"
    assert len([drawn for drawn in specs(at)[0]["data"] if "lines" in drawn["mode"]]) == 4


def test_choosing_no_path_shows_them_all():
    at = visit("volunteering", paths="culture")
    at.button_group(key="choice_paths").set_value([])
    run(at)
    assert at.query_params == SHORTEST["volunteering"]
    assert len(at.button_group(key="choice_paths").value) == 6


def test_years_can_be_narrowed_and_widened_again():
    at = visit("volunteering")
    at.select_slider(key="choice_years").set_range(2013, 2015)
    run(at)
    assert at.query_params["years"] == "2013-2015"
    assert years_drawn(specs(at)[0]) == [2013, 2014, 2015]
    at.select_slider(key="choice_years").set_range(2012, 2017)
    run(at)
    assert at.query_params == SHORTEST["volunteering"]


def test_one_year_is_a_span_too():
    at = visit("volunteering", years="2015-2015")
    assert not at.warning
    assert years_drawn(specs(at)[0]) == [2015]
    assert at.query_params["years"] == "2015-2015"


@pytest.mark.parametrize(
    ("route", "link", "area"),
    [
        ("overview", {"year": "2014"}, "sopot"),
        ("volunteering", {"view": "stacked"}, "rumia"),
        ("volunteering", {"years": "2013-2015", "paths": "culture"}, "sopot"),
    ],
)
def test_choosing_another_city_brings_no_complaint_about_the_link(route, link, area):
    """What the new city has no use for is dropped without a word: the reader did nothing wrong."""
    at = visit(route, **link)
    at.button_group(key="choice_area").set_value(area)
    run(at)
    assert not at.warning
    assert at.query_params == {"lang": "pl", "area": area}


@pytest.mark.parametrize("route", ["trends", "sources", "overview"])
def test_a_link_followed_in_place_opens_its_page_with_what_it_says(route):
    """What the page's script reports of a click on a link (see bridge.py) is followed in the next run."""
    at = visit("family", "en", cities="gdansk.rumia")
    at.session_state["choices_going"] = f"{route}?lang=en&area=sopot"
    run(at)
    assert at.title[0].value == text("en", f"{route}.title")
    assert at.query_params["lang"] == "en"


@pytest.mark.parametrize("target", ["nowhere?lang=en", "../../etc/passwd?lang=en", "https://example.com/?lang=en"])
def test_a_link_to_a_page_that_there_is_not_opens_the_first_one(target):
    at = visit("family", "en")
    at.session_state["choices_going"] = target
    run(at)
    assert at.title[0].value == text("en", "overview.title")


def test_a_link_brings_its_own_parameters_and_none_of_the_page_before():
    at = visit("volunteering", "en", view="stacked", years="2013-2015")
    at.session_state["choices_going"] = "trends?lang=en&ind=budget_turnout"
    run(at)
    assert at.query_params == {"lang": "en", "ind": "budget_turnout"}
    assert not at.warning


def go_to(at: AppTest, route: str) -> AppTest:
    """Choose a page from the menu: Streamlit empties the link on the way."""
    at.query_params.clear()
    at.switch_page(f"pages/{route}.py")
    return run(at)


def test_city_and_language_are_kept_from_page_to_page():
    at = visit("overview", "en", area="sopot")
    for route in ("participation", "volunteering", "overview"):
        go_to(at, route)
        assert at.query_params == {"lang": "en", "area": "sopot"}
        assert at.button_group(key="choice_area").value == "sopot"
        assert at.title[0].value == text("en", f"{route}.title")


def test_the_menu_leads_from_any_view_to_any_page_without_a_notice():
    at = visit("volunteering", view="stacked", years="2013-2015", paths="culture.sport")
    for route in ("family", "volunteering", "trends", "overview", "cities", "participation", "sources", "goals"):
        assert not go_to(at, route).warning
        assert at.title[0].value == text("pl", f"{route}.title")


def test_another_language_changes_every_word():
    at = visit("family")
    at.button_group(key="choice_lang").set_value("en")
    run(at)
    assert at.title[0].value == text("en", "family.title")
    assert [heading.value for heading in at.subheader] == [heading.value for heading in seen("family", "en").subheader]
    assert pieces(at) == pieces(seen("family", "en"))


# Traces


@in_both_languages
def test_a_trace_shows_the_figure_as_printed_with_document_and_place(language):
    at = visit("volunteering", language, trace="volunteers~gdansk~2017")
    title, content = dialog(at)
    words = " ".join(content.words)
    (figure,) = records("trace/figure", row_id="gdansk_report_2017.85")
    (document,) = [row for row in records("catalog/sources") if row["source_id"] == "gdansk_report_2017"]
    assert "2017" in title
    assert text(language, "quote", text=figure["literal"]) in content.words
    assert document["title" if language == "pl" else "title_en"] in content.words
    assert str(figure["line"]) in words
    assert text(language, "status.actual.meaning") in words
    assert at.query_params["trace"] == "volunteers~gdansk~2017"


@pytest.mark.parametrize(("language", "formula"), [("pl", "17,04 / 47,8"), ("en", "17.04 / 47.8")])
def test_the_trace_of_a_computed_figure_shows_the_computation_and_leads_on(language, formula):
    _, content = dialog(visit("family", language, trace="share_families_with_assistant~gdansk~2017"))
    words = " ".join(content.words)
    assert formula in words
    assert text(language, "status.derived.meaning") in words
    inputs = {mark: literals for mark, literals in content.numbers.items() if mark.startswith("gdansk_report_2017.")}
    assert list(inputs.values()) == [[text(language, "quote", text=literal)] for literal in ("17,04", "47,8")]


def test_the_trace_of_a_missing_figure_says_that_it_is_not_zero():
    _, content = dialog(visit("volunteering", trace="volunteers~gdansk~2016~ecology"))
    assert text("pl", "quote", text="●") in content.words
    assert any(text("pl", "status.no_data.meaning") in words for words in content.words)


def test_the_trace_of_a_printed_figure_opens_by_its_row():
    title, content = dialog(visit("participation", trace="gdansk_report_2017.285"))
    assert "2017" in title
    assert text("pl", "quote", text="11,4%") in content.words


def marks_on(at: AppTest) -> set[str]:
    """Return the marks of the numbers of a page and of the points of its charts."""
    traces = [drawn for spec in specs(at) for drawn in spec["data"]]
    return set(shown(at).numbers) | {point[0] for drawn in traces for point in drawn.get("customdata", []) if point[0]}


def kinds_of_traces() -> dict[str, tuple[object, ...]]:
    """Return, for every mark in the data, what decides how its trace is put together."""
    points = sql("select point_id, source_id, status, year_basis, is_derived, note_pl is null from points")
    figures = sql("select row_id, source_id, place, role, indicator_id is null, label_pl is null from printed_figures")
    return {mark: kind for frame in (points, figures) for mark, *kind in frame.itertuples(index=False)}


CITY_PAGES = [(route, {"area": area}) for route in PAGES[:3] for area in ("gdansk", "sopot", "rumia")]
TRENDS = [
    ("trends", {"ind": "volunteers.budget_turnout.families_per_assistant.fund_initiatives", "view": view, "parts": "1"})
    for view in ("values", "change", "index", "panels", "table")
]


@pytest.mark.parametrize(("route", "link"), [*CITY_PAGES, ("family", {}), ("cities", {}), *TRENDS])
def test_every_number_of_a_page_and_of_its_charts_has_a_trace(route, link):
    marks = marks_on(seen(route, **link))
    assert marks
    assert marks - set(kinds_of_traces()) == set()


def test_a_trace_of_every_kind_opens(monkeypatch):
    """Opens one number of each kind without drawing: what the dialog would show is only kept and read."""
    marks = set().union(*(marks_on(seen(route, **link)) for route, link in [*CITY_PAGES, ("family", {})]))
    kinds = {str(kind): mark for mark, kind in kinds_of_traces().items() if mark in marks}
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(trace, "_dialog", lambda title, content: opened.append((title, content)))
    for mark in kinds.values():
        monkeypatch.setattr(trace.choices, "given", {"trace": mark}.get)
        trace.show_open(Reader("pl", LIGHT))
    assert len(opened) == len(kinds) > 10
    for title, content in opened:
        assert title.strip()
        assert not re.search(r"\b(None|nan|NaN|NaT)\b|\{[a-z_]+\}", title + content)
