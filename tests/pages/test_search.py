"""The search box of every page: what it shows while the reader types, and where each match leads."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from barometr.catalog import cities, indicators, sources
from barometr.engine import records, sql
from barometr.find import Hit, find
from barometr.ui import search
from barometr.words.texts import LANGUAGES, text
from tests.pages.looking import PAGES, Shown, dialog, pieces, run, shown, specs, visit

pytestmark = pytest.mark.usefixtures("shipped")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
NASTY = "<marquee onstart=alert(1)>'\"&lt;"


def looked_for(words: str, route: str = "overview", language: str = "pl") -> AppTest:
    """Open a page and type into its search box."""
    at = visit(route, language)
    at.text_input(key="search").set_value(words)
    return run(at)


def matches(at: AppTest) -> str:
    """Return the HTML under the box; nothing where nothing is shown."""
    return "".join(piece for piece in pieces(at) if "b-found" in piece)


def links(at: AppTest) -> list[str]:
    return [unescape(address) for address in re.findall(r"href='(.*?)'", matches(at))]


def followed(address: str) -> AppTest:
    """Open an address of a match as in a new tab."""
    parts = urlsplit(address)
    assert not parts.netloc
    return visit(parts.path, **dict(parse_qsl(parts.query)))


@in_both_languages
@pytest.mark.parametrize("route", PAGES)
def test_every_page_has_the_box_with_a_name_for_screen_readers(route, language):
    box = visit(route, language).text_input(key="search")
    assert box.label == text(language, "search.label")
    assert box.placeholder == text(language, "search.hint")
    assert not box.value


@pytest.mark.parametrize("route", PAGES)
def test_the_same_matches_come_up_on_every_page(route):
    at = looked_for("asystent rodzin", route)
    assert "trends?" in links(at)[0]
    assert "ind=families_per_assistant" in links(at)[0]


@in_both_languages
@pytest.mark.parametrize("words", ["wolontariusze", "WOLONTARIUSZY", "volunteers"])
def test_an_indicator_is_found_in_either_language_and_called_in_that_of_the_page(words, language):
    at = looked_for(words, language=language)
    name = {"pl": "Wolontariusze", "en": "Volunteers"}[language]
    assert f"trends?lang={language}&area=gdansk&ind=volunteers" in links(at)
    assert f">{name}</a>" in matches(at)
    assert text(language, "search.kind.indicator") in matches(at)


@pytest.mark.parametrize("words", ["zażółć gęślą", "xyzzy"])
@in_both_languages
def test_where_nothing_matches_the_box_says_so(words, language):
    at = looked_for(words, language=language)
    assert Shown(matches(at)).words == [text(language, "search.nothing", words=words)]
    assert "role='status'" in matches(at)


@pytest.mark.parametrize("words", ["", "   ", "\t"])
def test_an_empty_box_shows_nothing(words):
    assert matches(looked_for(words)) == ""


def test_what_is_typed_is_shown_as_text():
    at = looked_for(NASTY)
    assert "marquee" not in shown(at).tags
    assert any("<marquee" in word for word in shown(at).words)


def test_a_pasted_page_is_searched_without_complaint():
    assert "b-found" in matches(looked_for("wolontariusze " * 1000))


def test_no_more_matches_are_listed_than_a_glance_takes_in():
    at = looked_for("Gdańsk")
    assert matches(at).count("<li>") == search.MOST_HITS == 12


@in_both_languages
def test_a_list_that_is_cut_short_says_so_and_a_whole_one_gives_its_number(language):
    assert len(find("Gdańsk", language, limit=13)) == 13
    assert text(language, "search.more", n=12) in Shown(matches(looked_for("Gdańsk", language=language))).words
    few = looked_for("pogotowie lekcyjne", language=language)
    assert text(language, "search.found", n=matches(few).count("<li>")) in Shown(matches(few)).words


def test_typing_leaves_link_and_page_as_they_are():
    before = visit("volunteering", view="stacked")
    after = visit("volunteering", view="stacked")
    after.text_input(key="search").set_value("wolontariusze")
    run(after)
    assert after.query_params == before.query_params
    assert not after.warning
    assert specs(after) == specs(before)


# Where a match leads


@in_both_languages
def test_a_fact_is_a_button_to_its_trace_with_its_figure_as_printed(language):
    """The report says in passing that 43 volunteers help children with their lessons."""
    at = looked_for("pogotowie lekcyjne", language=language)
    quoted = text(language, "quote", text="43 wolontariuszy")
    (words,) = shown(at).numbers["gdansk_report_2017.450"]
    assert words.endswith(f": {quoted}")
    assert not links(at), "a fact has no page of its own: its trace opens in place"
    _, content = dialog(visit("overview", language, trace="gdansk_report_2017.450"))
    assert quoted in content.words


def test_a_single_value_of_an_indicator_is_found_by_its_number():
    """4060 volunteers in 2017, in the words of the report."""
    (words,) = shown(looked_for("wolontariusze 4060")).numbers["gdansk_report_2017.85"]
    assert words == f"Wolontariusze: {text('pl', 'quote', text='4060')}"


def test_an_indicator_leads_to_its_trend():
    at = followed(links(looked_for("frekwencja"))[0])
    assert at.title[0].value == text("pl", "trends.title")
    assert at.multiselect(key="choice_ind").value == ["budget_turnout"]
    assert not at.warning


def test_a_goal_leads_to_its_place_in_the_tree_of_its_city():
    (address,) = [one for one in links(looked_for("III.3")) if "goal=gdansk_iii_3" in one][:1]
    at = followed(address)
    assert at.title[0].value == text("pl", "goals.title")
    assert any("data-here='gdansk_iii_3'" in piece for piece in pieces(at))
    assert not at.warning


def test_a_goal_of_another_city_brings_that_city():
    (address,) = [one for one in links(looked_for("rumia")) if "goal=rumia_2" in one][:1]
    at = followed(address)
    assert at.query_params["area"] == "rumia"
    assert at.query_params["goal"] == "rumia_2"
    assert not at.warning


def test_a_document_leads_to_its_description():
    (address,) = [one for one in links(looked_for("raport")) if "doc=gdansk_report_2017" in one]
    at = followed(address)
    assert at.title[0].value == text("pl", "sources.title")
    assert any("data-here='gdansk_report_2017'" in piece for piece in pieces(at))
    assert not at.warning


def every_hit() -> list[Hit]:
    """Return nearly everything that the box can find: entries name their city, and single figures their year."""
    words = [
        f"{city['name']}{year}" for city in cities().values() for year in ("", *(f" {y}" for y in range(2000, 2026)))
    ]
    found = {hit.entry_id: hit for one in words for hit in find(one, "pl", limit=10_000)}
    return list(found.values())


def test_every_match_of_every_kind_leads_to_something_that_is_there(monkeypatch):
    """An address with a goal or an indicator that the page does not know would end in a notice."""
    monkeypatch.setattr(search.choices.st, "session_state", {})
    hits = every_hit()
    assert {hit.kind for hit in hits} == {"indicator", "goal", "project", "fact", "detail", "figure", "source"}
    programmes = {area: records("goals/programmes", area_id=area) for area in cities()}
    goals = {
        area: {goal["goal_id"] for row in rows for goal in records("goals/tree", programme_id=row["programme_id"])}
        for area, rows in programmes.items()
    }
    printed = set(sql("select row_id from printed_figures")["row_id"])
    for hit in hits:
        if hit.literal is not None:
            assert hit.entry_id in printed
            continue
        parts = urlsplit(search.address(hit))
        given = dict(parse_qsl(parts.query))
        match hit.kind:
            case "indicator":
                assert (parts.path, given["ind"] in indicators()) == ("trends", True)
            case "source":
                assert (parts.path, given["doc"] in sources()) == ("sources", True)
            case _:
                assert parts.path == "goals"
                assert given["area"] in cities(), hit
                assert given.get("goal") in {None, *goals[given["area"]]}, hit
