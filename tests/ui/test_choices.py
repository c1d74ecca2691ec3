"""Choices and the link: what a link may say, what a control writes into it, and where an address leads."""

import re
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

SETUP = """
import streamlit as st
from barometr.ui import choices
choices.begin()
"""
SHOW = """
st.session_state.returned = returned
st.session_state.refused = choices.refused()
st.session_state.link_of_run = choices.link()
choices.send()
"""
LETTERS = "{one: one.upper() for one in 'abcdef'}"
LIST = f"""
returned = choices.several_from_list(
    "ind", "Letters", {LETTERS}, ["a"], offered=list("abc"), most=3, hint="choose", resets=["years"]
)
"""
WORDS = """
returned = choices.typed("q", "Words", "for example", resets=["years"])
"""
SWITCH = """
returned = choices.switched("per", "Per resident")
"""
ONE = f"""
returned = choices.from_list("topic", "Topic", {LETTERS}, "a", resets=["years"])
"""
YEARS = """
returned = choices.span_of_years("years", "Years", [2012, 2013, 2014, 2016])
"""


def page(script: str, **link: str) -> AppTest:
    """Open a page that holds one choice, by a link."""
    at = AppTest.from_string(SETUP + script + SHOW)
    at.query_params = link
    at.run()
    assert not at.exception
    return at


def state(at: AppTest) -> tuple[object, list[str], dict[str, str]]:
    """Return the value of the choice, the parameters that were refused, and the link that shows the same."""
    return at.session_state.returned, at.session_state.refused, dict(parse_qsl(at.session_state.link_of_run))


def written(at: AppTest) -> dict[str, str]:
    """Return the link that stands in the browser."""
    return {name: value for name, (value,) in ((one, _as_list(many)) for one, many in at.query_params.items())}


def _as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


# Several of many


@pytest.mark.parametrize(
    ("link", "value", "refused", "tidy"),
    [
        ({}, ["a"], [], {}),
        ({"ind": "a"}, ["a"], [], {"ind": "a"}),  # chosen by hand, and the default may become another one
        ({"ind": "b"}, ["b"], [], {"ind": "b"}),
        ({"ind": "c.a"}, ["c", "a"], [], {"ind": "c.a"}),
        ({"ind": "f"}, ["f"], [], {"ind": "f"}),  # known, though the list does not offer it now
        ({"ind": "b.b"}, ["b"], [], {"ind": "b"}),
        ({"ind": "b.x"}, ["b"], ["ind"], {"ind": "b"}),
        ({"ind": "x"}, ["a"], ["ind"], {}),
        ({"ind": "<script>"}, ["a"], ["ind"], {}),
        ({"ind": "x" * 10_000}, ["a"], ["ind"], {}),
        ({"ind": "..."}, ["a"], ["ind"], {}),
        ({"ind": "a.b.c.d"}, ["a", "b", "c"], ["ind"], {"ind": "a.b.c"}),
    ],
)
def test_a_list_takes_from_the_link_what_it_knows_in_the_order_of_the_link(link, value, refused, tidy):
    assert state(page(LIST, **link)) == (value, refused, tidy)


def test_a_list_offers_what_is_chosen_besides_what_is_listed_each_once():
    assert page(LIST, ind="f.b").multiselect(key="choice_ind").options == ["F", "B", "A", "C"]


def test_a_list_writes_what_is_picked_in_that_order_and_drops_what_it_makes_meaningless():
    at = page(LIST, ind="b", years="2012-2013", other="1")
    at.multiselect(key="choice_ind").set_value(["b", "a"])
    at.run()
    assert written(at) == {"ind": "b.a", "other": "1"}
    assert state(at)[0] == ["b", "a"]


@pytest.mark.parametrize(("picked", "link"), [([], {}), (["a"], {"ind": "a"})])
def test_only_a_list_that_is_emptied_leaves_the_link(picked, link):
    at = page(LIST, ind="b")
    at.multiselect(key="choice_ind").set_value(picked)
    at.run()
    assert written(at) == link
    assert at.multiselect(key="choice_ind").value == ["a"]


def test_a_list_lets_no_more_be_picked_than_the_page_can_show():
    assert page(LIST).multiselect(key="choice_ind").max_selections == 3


# Words


@pytest.mark.parametrize(
    ("link", "value", "refused", "tidy"),
    [
        ({}, "", [], {}),
        ({"q": "  "}, "", [], {}),
        ({"q": " zażółć gęślą "}, "zażółć gęślą", [], {"q": "zażółć gęślą"}),
        ({"q": "<b>&'\""}, "<b>&'\"", [], {"q": "<b>&'\""}),
        ({"q": "x" * 80}, "x" * 80, [], {"q": "x" * 80}),
        ({"q": "x" * 81}, "", ["q"], {}),
        ({"q": "x" * 10_000}, "", ["q"], {}),
    ],
)
def test_words_stand_in_the_link_as_typed_and_a_whole_page_of_them_is_refused(link, value, refused, tidy):
    assert state(page(WORDS, **link)) == (value, refused, tidy)


@pytest.mark.parametrize(("typed", "in_link"), [(" asystent ", {"q": "asystent"}), ("  ", {}), ("", {})])
def test_typed_words_are_written_without_the_spaces_around_them(typed, in_link):
    at = page(WORDS, q="rodzina", years="2012-2013")
    at.text_input(key="choice_q").set_value(typed)
    at.run()
    assert written(at) == in_link


def test_words_too_many_for_a_link_are_cut_rather_than_lost():
    at = page(WORDS)
    at.text_input(key="choice_q").set_value("x" * 200)
    at.run()
    assert state(at) == ("x" * 80, [], {"q": "x" * 80})


# A switch


@pytest.mark.parametrize(
    ("link", "value", "refused", "tidy"),
    [
        ({}, False, [], {}),
        ({"per": "1"}, True, [], {"per": "1"}),
        ({"per": "0"}, False, [], {}),
        ({"per": "true"}, False, ["per"], {}),
    ],
)
def test_a_switch_is_off_unless_the_link_says_one(link, value, refused, tidy):
    assert state(page(SWITCH, **link)) == (value, refused, tidy)


@pytest.mark.parametrize(("before", "after"), [({}, {"per": "1"}), ({"per": "1"}, {})])
def test_a_switch_writes_itself_when_on_and_leaves_when_off(before, after):
    at = page(SWITCH, **before)
    at.toggle(key="choice_per").set_value(not before)
    at.run()
    assert written(at) == after
    assert state(at)[0] is not bool(before)


# One of many


def test_a_drop_down_writes_its_choice_and_drops_what_it_makes_meaningless():
    at = page(ONE, years="2012-2013")
    assert at.session_state.refused == ["years"], "this page has no years"
    at.selectbox(key="choice_topic").set_value("b")
    at.run()
    assert written(at) == {"topic": "b"}
    at.selectbox(key="choice_topic").set_value("a")
    at.run()
    assert written(at) == {}


# Years


@pytest.mark.parametrize(
    ("years", "value"),
    [
        ("2013-2014", (2013, 2014)),
        ("2014-2014", (2014, 2014)),
        ("3000-1000", (2012, 2016)),
        ("2014-2013", (2012, 2016)),
        ("2012-2015", (2012, 2016)),
        ("02013-2014", (2012, 2016)),
        ("x" * 10_000, (2012, 2016)),
        ("1" * 5_000 + "-2014", (2012, 2016)),  # Python reads no number of more than 4,300 digits
    ],
)
def test_a_span_is_taken_as_it_would_be_written_or_not_at_all(years, value):
    returned, refused, tidy = state(page(YEARS, years=years))
    assert returned == value
    assert (refused == []) is (tidy == {"years": years})


# What the link says besides


def test_a_name_that_no_choice_has_is_refused_and_left_out_of_the_link():
    _, refused, tidy = state(page(WORDS, q="x", foo="1", per="1"))
    assert refused == ["foo", "per"]
    assert tidy == {"q": "x"}


# Addresses and going


ADDRESS = """
returned = choices.address({arguments})
"""
GOING = """
choices.go({target!r})
returned = [choices.going(), choices.going()]
"""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("'trends', ind='volunteers'", "trends?ind=volunteers"),
        ("'', ind='a.b'", ".?ind=a.b"),
        ("'goals', area='sopot', goal=None", "goals?area=sopot"),
        ("'trends', trace='a~b~2017'", "trends?trace=a~b~2017"),
        ("'trends', q='a&b=c <script>'", "trends?q=a%26b%3Dc+%3Cscript%3E"),
    ],
)
def test_an_address_is_relative_and_keeps_every_value_in_its_place(arguments, expected):
    assert page(ADDRESS.format(arguments=arguments)).session_state.returned == expected


def test_an_address_keeps_language_and_city_unless_it_gives_its_own():
    kept = "choices.settled('lang', {'pl': '', 'en': ''}, 'pl', sticky=True)\n"
    kept += "choices.settled('area', {'gdansk': '', 'sopot': ''}, 'gdansk', sticky=True)\n"
    at = page(kept + ADDRESS.format(arguments="'goals', goal='g1'"), lang="en", area="sopot")
    assert at.session_state.returned == "goals?lang=en&area=sopot&goal=g1"
    at = page(kept + ADDRESS.format(arguments="'goals', area='rumia', goal='g1'"), lang="en", area="sopot")
    assert at.session_state.returned == "goals?lang=en&area=rumia&goal=g1"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("trends?lang=en&ind=a.b", ("trends", {"lang": "en", "ind": "a.b"})),
        (".?lang=pl", ("", {"lang": "pl"})),
        ("trends?q=a%26b+c", ("trends", {"q": "a&b c"})),
        ("https://example.com/trends?ind=x", ("trends", {"ind": "x"})),
        ("../../etc/passwd", ("passwd", {})),
        ("trends", ("trends", {})),
    ],
)
def test_a_reader_goes_once_and_never_to_another_host(target, expected):
    """Of an address only the last part of its path and its parameters are kept; app.py knows the pages."""
    assert page(GOING.format(target=target)).session_state.returned == [expected, None]


def test_nobody_goes_anywhere_unasked():
    assert page("returned = choices.going()").session_state.returned is None


def test_an_address_leads_back_to_what_it_was_made_of():
    at = page("choices.go(choices.address('trends', q='a&b=ć <>', ind='x.y'))\nreturned = choices.going()")
    assert at.session_state.returned == ("trends", {"q": "a&b=ć <>", "ind": "x.y"})


def test_no_address_holds_a_character_that_could_end_an_attribute():
    at = page(ADDRESS.format(arguments="'trends', q='\\'\"<>` '"))
    assert re.fullmatch(r"[\w.?=&%+~-]+", at.session_state.returned)
