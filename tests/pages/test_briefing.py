"""The briefing page and its slides: what can be chosen, the link that says it all, the note for links from paper."""

import json
import re
from datetime import date
from html import escape, unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from barometr.drawing.theme import DARK, LIGHT
from barometr.engine import data_version
from barometr.export.briefing.content import Briefing, Item, briefing, number_and_words, topic_name
from barometr.ui import slides
from barometr.ui.reader import Reader
from barometr.words import formats
from barometr.words.texts import LANGUAGES, plural, text
from barometr.words.wording import Wording
from tests.builders import figure, publish
from tests.pages.looking import Shown, dialog, new_tab, pieces, run, shown, visit

on_shipped_data = pytest.mark.usefixtures("shipped")
on_tiny_data = pytest.mark.usefixtures("tiny_briefing")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
ADDRESS = "https://barometr.example"


def called(name: str, **cells: object) -> dict[str, object]:
    return {"indicator_id": name, "short_pl": name, "short_en": name, "name_pl": name, "name_en": name} | cells


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two topics in Gdansk, one of them in Sopot too, and a city without any figure."""
    years = {2015: 10, 2016: 20, 2017: 30}
    return publish(
        tmp_path_factory.mktemp("briefing") / "data",
        areas=[{"area_id": one, "name": one.title(), "name_en": one.title()} for one in ("gdansk", "sopot", "tczew")],
        units=[{"unit": "people", "pl_many": "osób", "en_other": "people"}],
        sources=[{"source_id": "report", "title": "Raport", "title_en": "The report", "publisher": "Urząd"}],
        indicators=[
            called("offers"),
            called("volunteers", headline=1),
            called("voters", topic="participation"),
            called("elsewhere", topic="ngo"),
        ],
        conflicts=[{"conflict_id": "total", "indicator_id": "volunteers", "year": 2017, "title_en": "<b>Two</b> sums"}],
        report=[
            *(figure(year=year, value=value) for year, value in years.items()),
            figure(indicator_id="offers", year=2016, value=7),
            figure(indicator_id="voters", year=2017, value=5),
            figure(indicator_id="elsewhere", year=2014, value=3, area_id="sopot"),
        ],
    )


@pytest.fixture
def tiny_briefing(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROMETR_DATA", str(tiny_folder))


def with_slides(language: str = "en", context: dict[str, str] | None = None, **link: str) -> AppTest:
    """Open the slides by a link; their own script stands on the page beside the one of every page."""
    at = new_tab()
    at.context = context or {}
    at.query_params = {"lang": language, "show": "slides", **link}
    at.switch_page("pages/briefing.py").run()
    assert not at.exception
    return at


def link_of(at: AppTest) -> dict[str, str]:
    """Return the link that the page's script puts in place."""
    scripts = [json.loads(one.proto.json or "null") for one in at.get("bidi_component")]
    (link,) = [one["link"] for one in scripts if one and "link" in one]
    return dict(parse_qsl(link))


def sheet(at: AppTest) -> str:
    (found,) = [piece for piece in pieces(at) if "class='b-briefing'" in piece]
    return found


def all_slides(at: AppTest) -> list[Shown]:
    """Return the slides one by one."""
    (found,) = [piece for piece in pieces(at) if piece.startswith("<dialog class='b-slides")]
    return [Shown(part) for part in found.split("<section")[1:]]


def said(html: str) -> str:
    """Return the words of a piece of HTML as one line."""
    return " ".join(word for word in Shown(html).words if word)


def control(at: AppTest, name: str) -> list[str]:
    return list(at.button_group(key=f"choice_{name}").options)


# Choices


@on_tiny_data
def test_it_begins_with_the_first_topic_and_the_last_year():
    at = visit("briefing", "en")
    assert at.query_params == {"lang": "en", "area": "gdansk"}
    assert at.button_group(key="choice_topic").value == "volunteering"
    assert at.button_group(key="choice_year").value == "2017"
    assert "Gdansk: Volunteering" in said(sheet(at))
    assert "elsewhere" not in said(sheet(at))


@on_shipped_data
@in_both_languages
def test_the_three_main_topics_stand_first_and_ones_own_choice_last(language):
    names = [topic_name(Wording(language), one) for one in ("volunteering", "participation", "family")]
    offered = control(visit("briefing", language), "topic")
    assert offered[:3] == names
    assert offered[-1] == text(language, "briefing.own")


@on_tiny_data
def test_a_topic_is_chosen_and_drops_what_belongs_to_another():
    at = visit("briefing", "en", year="2016", v=data_version())
    at.button_group(key="choice_topic").set_value("participation")
    assert run(at).query_params == {"lang": "en", "area": "gdansk", "topic": "participation"}
    assert "voters" in shown(at).words


@on_tiny_data
def test_another_city_drops_the_choices_of_the_one_before():
    at = visit("briefing", "en", topic="participation", year="2017", v=data_version())
    at.button_group(key="choice_area").set_value("sopot")
    assert run(at).query_params == {"lang": "en", "area": "sopot"}
    assert "elsewhere" in shown(at).words
    assert not at.warning


@on_tiny_data
def test_ones_own_choice_begins_with_headlines_and_is_kept_in_order():
    at = visit("briefing", "en")
    at.button_group(key="choice_topic").set_value("own")
    assert run(at).query_params == {"lang": "en", "area": "gdansk", "topic": "own"}
    chooser = at.multiselect(key="choice_ind")
    assert chooser.value == ["volunteers"]
    assert chooser.options == ["volunteers", "offers", "voters"]  # what another city has is not on offer
    chooser.set_value(["voters", "volunteers"])
    assert run(at).query_params == {"lang": "en", "area": "gdansk", "ind": "voters.volunteers"}
    assert re.findall("<h3>(.*?)</h3>", sheet(at)) == ["voters", "volunteers"]
    at.button_group(key="choice_topic").set_value("volunteering")
    assert run(at).query_params == {"lang": "en", "area": "gdansk"}


@on_tiny_data
def test_an_earlier_year_shows_what_was_known_then():
    at = visit("briefing", "en", year="2016")
    assert "20" in shown(at).numbers["volunteers~gdansk~2016"]
    assert "volunteers~gdansk~2017" not in shown(at).numbers


@on_tiny_data
@in_both_languages
def test_a_city_without_figures_says_so(language):
    at = visit("briefing", language, area="tczew")
    assert text(language, "briefing.nothing", city="Tczew") in shown(at).words
    assert {one.key for one in at.button_group} == {"choice_area", "choice_lang"}
    assert {one.key for one in at.get("download_button")} == {"package"}  # no page, no PDF of it
    assert not at.warning


# What the page says


@on_shipped_data
@in_both_languages
@pytest.mark.parametrize(("area_id", "topic"), [("gdansk", "family"), ("rumia", "family"), ("sopot", "family")])
def test_the_page_says_all_that_the_briefing_holds(language, area_id, topic):
    """Nothing of the content may get lost between its making and the screen or the paper printed from it."""
    at = visit("briefing", language, area=area_id, topic=topic, context={"url": f"{ADDRESS}/briefing"})
    year = int(at.button_group(key="choice_year").value)
    expected = briefing(Wording(language), area_id, year, topic=topic, public_address=ADDRESS)
    html = sheet(at)
    for words in everything_in(expected):
        assert escape(words) in html
    assert set(shown(at).numbers) >= {item.point_id for item in expected.items}
    assert html.count("class='b-brief'") == len(expected.items)


def everything_in(content: Briefing) -> list[str]:
    found = [content.title, content.subtitle, *content.sources, *content.left_out, content.data_version]
    found += [content.address, formats.day(content.made_on, content.language)]
    for item in content.items:
        found += [item.name, item.about_value, item.sentence, item.direction, item.target, *item.caveats]
        found += [words for entry in item.conflicts for words in entry]
    return found


@on_tiny_data
def test_a_number_opens_its_trace_and_a_picture_has_its_words():
    at = visit("briefing", "en", trace="volunteers~gdansk~2017")
    assert dialog(at)[0] == "volunteers, Gdansk, 2017"
    assert len(re.findall('<img src="data:image/svg[^>]*alt="[^"]*2015: 10, 2016: 20, 2017: 30', sheet(at))) == 1


@on_tiny_data
def test_the_dark_page_keeps_a_picture_in_black_for_paper():
    light, dark = (sheet(visit("briefing", "en", context={"theme": one})) for one in ("light", "dark"))
    assert "b-paper-only" not in light
    on_paper = re.findall('<img src="([^"]*)" class="b-paper-only"', dark)
    on_screen = re.findall('<img src="([^"]*)" class="b-screen-only"', dark)
    assert len(on_paper) == len(on_screen) == len(re.findall('<img [^>]*alt="[^"]', light)) == 1
    assert all("%23000000" in one for one in on_paper)
    assert all(DARK.ink.replace("#", "%23") in one and "%23000000" not in one for one in on_screen)


@on_tiny_data
def test_text_from_the_data_is_never_markup():
    html = sheet(visit("briefing", "en")) + "".join(pieces(with_slides()))
    assert "&lt;b&gt;Two&lt;/b&gt; sums" in html
    assert "<b>Two" not in html


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("4060 osób", ("4060", "osób")),
        ("ok. 4060 osób", ("ok. 4060", "osób")),
        ("44\N{NO-BREAK SPACE}700 osób", ("44\N{NO-BREAK SPACE}700", "osób")),
        ("11,0%", ("11,0%", "")),
        ("3,1 interwencji na 1000 mieszkańców", ("3,1", "interwencji na 1000 mieszkańców")),
        ("– brak danych", ("–", "brak danych")),
    ],
)
def test_the_number_is_set_apart_from_its_unit(value, parts):
    assert number_and_words(value) == parts


# The address of the dashboard, and links from paper


@on_tiny_data
@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://barometr.example/briefing", "https://barometr.example"),
        ("https://miasto.example/barometr/briefing", "https://miasto.example/barometr"),
        ("http://miasto.example:8501/briefing", "http://miasto.example:8501"),
    ],
)
def test_the_link_leads_where_the_browser_is(url, address):
    html = unescape(sheet(visit("briefing", "en", context={"url": url})))
    link = f"{address}/briefing?lang=en&area=gdansk&topic=volunteering&year=2017&v={data_version()}"
    assert f"href='{link}'" in html


@on_tiny_data
def test_an_address_of_this_machine_is_no_link_for_paper():
    html = unescape(sheet(visit("briefing", "en", context={"url": "http://localhost:8501/briefing"})))
    assert "href=" not in html
    assert text("en", "briefing.no_address") in html


def test_the_organisations_own_address_comes_first(published):
    folder = published(report=[figure(value=1)])
    (folder / "organisation.toml").write_text('address = "https://dane.example/"', encoding="utf-8")
    html = unescape(sheet(visit("briefing", "en", context={"url": "http://10.0.0.1:8501/briefing"})))
    assert "href='https://dane.example/briefing?lang=en&" in html
    assert "10.0.0.1" not in html


@on_tiny_data
def test_an_address_that_nobody_knows_is_left_out():
    assert "href=" not in sheet(visit("briefing", "en"))
    assert "<img" not in "".join(pieces(with_slides())).rpartition("<section")[2]


@on_tiny_data
def test_the_printed_link_opens_the_same_page_and_says_that_the_data_are_the_same():
    at = visit("briefing", "en", topic="volunteering", year="2017", v=data_version())
    assert text("en", "briefing.same_data", version=data_version()) in shown(at).words
    assert text("en", "briefing.changed_data") not in shown(at).words
    assert at.query_params == {"lang": "en", "area": "gdansk", "v": data_version()}
    assert not at.warning


@on_tiny_data
@in_both_languages
def test_a_link_from_an_older_printed_page_names_both_versions(language):
    at = visit("briefing", language, v="0123456789")
    assert text(language, "briefing.changed_data") in shown(at).words
    why = text(language, "briefing.changed_data_why", printed="0123456789", present=data_version())
    assert why in shown(at).words
    assert at.query_params["v"] == "0123456789"


@on_tiny_data
def test_the_version_leaves_the_link_with_the_next_choice():
    at = visit("briefing", "en", v="0123456789")
    at.button_group(key="choice_year").set_value("2016")
    assert run(at).query_params == {"lang": "en", "area": "gdansk", "year": "2016"}
    assert text("en", "briefing.changed_data") not in shown(at).words


@on_tiny_data
def test_a_page_opened_without_paper_says_nothing_of_it():
    words = said(sheet(visit("briefing", "en")))
    assert text("en", "briefing.changed_data") not in words
    assert text("en", "briefing.same_data", version=data_version()) not in words


HOSTILE = {
    "a topic of another city": {"topic": "ngo"},
    "a topic that is markup": {"topic": "<script>"},
    "an indicator of another city": {"ind": "elsewhere"},
    "an indicator that is a query": {"ind": "' or 1=1 --"},
    "a year without values": {"year": "2014"},
    "a year of thousands of digits": {"year": "1" * 5000},
    "a version that is too short": {"v": "123"},
    "a version in capitals": {"v": "ABCDEF0123"},
    "a version with a line after it": {"v": "0123456789\n"},
    "a version that is markup": {"v": "<b>12345</b>"},
    "a way of showing that there is not": {"show": "<script>"},
}


@on_tiny_data
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_link_gives_one_notice_and_a_sane_page(case):
    at = visit("briefing", "en", **HOSTILE[case])
    (notice,) = at.warning
    for name, value in HOSTILE[case].items():
        assert text("en", f"parameter.{name}") in notice.value
        assert value not in notice.value
        assert name not in at.query_params
    assert pieces(at) == pieces(visit("briefing", "en"))
    assert not run(at).warning


@on_tiny_data
def test_the_known_part_of_ones_own_choice_is_kept():
    at = visit("briefing", "en", ind="voters.elsewhere.<script>")
    assert len(at.warning) == 1
    assert at.query_params == {"lang": "en", "area": "gdansk", "ind": "voters"}
    assert "Gdansk: chosen indicators" in shown(at).words


@on_tiny_data
def test_a_topic_beside_indicators_comes_first():
    at = visit("briefing", "en", ind="voters", topic="volunteering")
    (notice,) = at.warning
    assert text("en", "parameter.ind") in notice.value
    assert at.button_group(key="choice_topic").value == "volunteering"


@on_tiny_data
def test_a_slide_without_the_slides_is_refused():
    (notice,) = visit("briefing", "en", slide="2").warning
    assert text("en", "parameter.slide") in notice.value


# Slides


@on_tiny_data
def test_no_slides_until_they_are_asked_for():
    at = visit("briefing", "en")
    assert "b-slides" not in "".join(pieces(at))
    at.button(key="present").click().run()
    assert at.query_params == {"lang": "en", "area": "gdansk", "show": "slides"}
    assert len(all_slides(at)) == 4


@on_tiny_data
@in_both_languages
def test_there_is_a_slide_for_each_indicator_between_a_first_and_a_last(language):
    at = with_slides(language, context={"url": f"{ADDRESS}/briefing"})
    content = briefing(Wording(language), "gdansk", 2017, topic="volunteering", public_address=ADDRESS)
    first, volunteers, offers, last = all_slides(at)
    assert {content.title, "2017", *(item.name for item in content.items)} <= set(first.words)
    for slide, item in ((volunteers, content.items[0]), (offers, content.items[1])):
        assert {item.name, item.about_value, item.sentence, number_and_words(item.value)[0]} <= set(slide.words)
        assert any(item.direction in words for words in slide.words)
        assert any("Raport" in words or "The report" in words for words in slide.words)
    assert {*content.sources, content.address, text(language, "slides.scan")} <= set(last.words)
    assert not at.warning


@on_tiny_data
def test_a_slide_says_its_place_to_a_screen_reader():
    (html,) = [piece for piece in pieces(with_slides()) if piece.startswith("<dialog")]
    places = re.findall("<section class='b-slide [^>]*aria-label='([^']*)'", html)
    assert places[1] == "Slide 2 of 4: volunteers"
    assert "aria-live='polite'" in html


def example(caveats: int, item: Item) -> Item:
    return Item(
        **{**vars(item), "caveats": tuple(f"caveat {n}" for n in range(caveats)), "conflicts": (), "remarks": ()}
    )


@on_tiny_data
@pytest.mark.parametrize(("caveats", "more"), [(0, 0), (3, 0), (4, 1), (8, 5)])
def test_a_slide_says_how_many_caveats_it_has_no_room_for(caveats, more):
    reader = Reader("en", LIGHT)
    content = briefing(reader, "gdansk", 2017, topic="volunteering", today=date(2018, 1, 2))
    changed = Briefing(**{**vars(content), "items": (example(caveats, content.items[0]),)})
    words = Shown(slides.dialog(reader, changed)).words
    assert sum(word.startswith("caveat ") for word in words) == caveats - more
    assert (plural("en", "slides.more", more) in words) == bool(more)
    assert "2 January 2018" in " ".join(words)


@on_tiny_data
@pytest.mark.parametrize("slide", ["2", "4"])
def test_the_link_keeps_the_slide(slide):
    at = with_slides(slide=slide)
    assert link_of(at) == {"lang": "en", "area": "gdansk", "show": "slides", "slide": slide}
    assert not at.warning


@on_tiny_data
@pytest.mark.parametrize("slide", ["0", "5", "-1", "2.0", "<script>", "9" * 5000])
def test_a_slide_that_there_is_not_gives_a_notice_and_the_first_one(slide):
    at = with_slides(slide=slide)
    (notice,) = at.warning
    assert text("en", "parameter.slide") in notice.value
    assert link_of(at) == {"lang": "en", "area": "gdansk", "show": "slides"}
    assert len(all_slides(at)) == 4


@on_tiny_data
def test_an_open_trace_comes_before_the_slides():
    """Both are dialogs, and two at once would fight for the keyboard."""
    at = visit("briefing", "en", show="slides", trace="volunteers~gdansk~2017")
    assert dialog(at)[0] == "volunteers, Gdansk, 2017"
    assert "<dialog" not in "".join(pieces(at))
    assert at.query_params["show"] == "slides"


@on_shipped_data
@in_both_languages
def test_nothing_unwritten_shows_on_any_page_or_slide(language):
    """A placeholder, a None or a key of the texts would be read out in front of a council."""
    for area_id, topic in (("gdansk", "participation"), ("gdansk", "support"), ("rumia", "seniors")):
        at = with_slides(language, area=area_id, topic=topic)
        words = " ".join(word for piece in pieces(at) for word in Shown(piece).words)
        assert not re.search(r"\bNone\b(?! [a-z])|\b(nan|NaN)\b|\{[a-z_]+\}", words)
        assert not at.warning
