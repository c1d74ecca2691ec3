"""The small picture of a target: where its marks stand, what is joined, and that a trial value looks like none."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from barometr.drawing.path import MARGIN, path_picture, planned_path
from barometr.drawing.theme import DARK, LIGHT
from barometr.measures.progress import Observation, Progress, progress

WIDTH, HEIGHT = 218, 78


def found(
    measured: list[Observation],
    *,
    base: Observation | None = (2015, 0.0),
    aim: Observation = (2025, 60.0),
    year: int = 2019,
    method: str = "linear",
) -> Progress:
    return progress(measured, baseline=base, target=aim, review_year=year, method=method, polarity="higher_better")


def drawn(one: Progress, measured: list[Observation], tried: list[Observation] | None = None) -> ElementTree.Element:
    address = path_picture(
        one, measured, LIGHT, polarity="higher_better", tried=tried or [], width=WIDTH, height=HEIGHT
    )
    return ElementTree.fromstring(unquote(address.partition(",")[2]))


def shapes(svg: ElementTree.Element, tag: str) -> list[dict[str, str]]:
    return [one.attrib for one in svg if one.tag.endswith("}" + tag)]


def test_the_way_is_dashed_from_the_baseline_to_the_target():
    (way,) = shapes(drawn(found([]), []), "polyline")
    places = [tuple(map(float, pair.split(","))) for pair in way["points"].split()]
    assert way["stroke-dasharray"]
    assert (places[0], places[-1]) == ((MARGIN, HEIGHT - MARGIN), (WIDTH - MARGIN, MARGIN))
    assert len(places) == 11


def test_a_ring_marks_the_value_expected_in_the_year_of_the_review():
    (ring,) = shapes(drawn(found([]), []), "circle")
    assert (ring["cx"], ring["cy"]) == ("89.0", "45.0")  # four tenths of the way and of the height
    assert ring["stroke"] == LIGHT.muted


def test_measurements_are_dots_joined_between_neighbouring_years_only():
    """A line across a year without a value would draw what nobody measured."""
    measured = [(2016, 5.0), (2017, 10.0), (2019, 30.0)]
    svg = drawn(found(measured), measured)
    dots = [one for one in shapes(svg, "circle") if one["fill"] == LIGHT.series[0]]
    lines = [one for one in shapes(svg, "path") if one["stroke"] == LIGHT.series[0]]
    assert [dot["cx"] for dot in dots] == ["29.0", "49.0", "89.0"]
    assert [line["d"] for line in lines] == ["M29.0 64.0L49.0 59.0"]


def test_a_trial_value_is_a_hollow_triangle_and_joined_to_nothing():
    svg = drawn(found([(2018, 10.0), (2019, 30.0)]), [(2018, 10.0)], [(2019, 30.0)])
    assert len([one for one in shapes(svg, "circle") if one["fill"] == LIGHT.series[0]]) == 1
    (triangle,) = [one for one in shapes(svg, "path") if one["stroke"] == LIGHT.warn]
    assert triangle["d"].endswith("Z")
    assert triangle["fill"] == LIGHT.page
    assert [one for one in shapes(svg, "path") if one["stroke"] == LIGHT.series[0]] == []


def test_from_the_year_of_the_target_on_nothing_is_expected_beyond_it():
    svg = drawn(found([], year=2025), [])
    assert shapes(svg, "circle") == []


def test_growth_bends_the_way():
    years = dict(planned_path(found([], base=(2015, 100.0), aim=(2017, 400.0), method="compound"), "higher_better"))
    assert years == {2015: 100.0, 2016: pytest.approx(200), 2017: pytest.approx(400)}


@pytest.mark.parametrize(
    "one",
    [
        found([], base=None),
        found([], method="milestone"),
        found([], method="compound"),
    ],
    ids=["no baseline", "milestone", "zero base"],
)
def test_where_the_rule_foresees_no_way_there_is_no_picture(one):
    assert path_picture(one, [], LIGHT, polarity="neutral", width=WIDTH, height=HEIGHT) == ""


def test_a_target_equal_to_its_baseline_is_a_level_way():
    (way,) = shapes(drawn(found([], aim=(2025, 0.0)), []), "polyline")
    assert set(re.findall(r",([\d.]+)", way["points"])) == {str(HEIGHT / 2)}


def test_the_dark_theme_has_its_own_colours():
    address = path_picture(found([]), [], DARK, polarity="neutral", width=WIDTH, height=HEIGHT)
    assert DARK.muted in unquote(address)
    assert LIGHT.muted not in unquote(address)
