"""Small charts keep the rules of the large ones, in a picture that needs no script."""

import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

import pytest

from barometr.drawing.marks import OPEN_MARKS, Point, Series, runs
from barometr.drawing.small import MARGIN, data_uri, small_chart
from barometr.drawing.theme import DARK, LIGHT

WIDTH, HEIGHT = 200, 60
PREFIX = "data:image/svg+xml,"


def at(year: int, value: float | None, status: str = "actual", segment: int = 0) -> Point:
    return Point(year, value, status, "–" if value is None else f"{value:g}", f"point~{year}", segment)


def draw(*series: tuple[Point, ...], theme=LIGHT) -> ElementTree.Element:
    """Return the picture of the series as an XML tree; reading it fails when it is not well-formed."""
    named = [Series(f"series {slot}", points, slot) for slot, points in enumerate(series)]
    address = small_chart(named, theme, width=WIDTH, height=HEIGHT)
    return ElementTree.fromstring(unquote(address.removeprefix(PREFIX)))


def shapes(picture: ElementTree.Element, tag: str) -> list[dict[str, str]]:
    return [dict(shape.attrib) for shape in picture.iter(f"{{http://www.w3.org/2000/svg}}{tag}")]


def lines(picture: ElementTree.Element) -> list[list[tuple[float, float]]]:
    """Return the corners of every line that is drawn."""
    return [
        [tuple(float(number) for number in corner.split(",")) for corner in line["points"].split()]
        for line in shapes(picture, "polyline")
    ]


def zero_line(picture: ElementTree.Element) -> float:
    """Return the height of the line that runs across the whole picture."""
    (drawn,) = [path["d"] for path in shapes(picture, "path") if path["d"].endswith(f"H{WIDTH}")]
    return float(drawn.removeprefix("M0 ").partition("H")[0])


def crosses(picture: ElementTree.Element) -> list[tuple[float, float]]:
    """Return the upper left corner of every cross."""
    drawn = [path["d"] for path in shapes(picture, "path") if not path["d"].endswith(f"H{WIDTH}")]
    return [tuple(float(number) for number in re.findall(r"[\d.]+", path)[:2]) for path in drawn]


def hollow(picture: ElementTree.Element) -> list[float]:
    return [float(circle["cx"]) for circle in shapes(picture, "circle") if circle["fill"] == "none"]


def test_neighbouring_years_are_one_line():
    assert [len(line) for line in lines(draw((at(2015, 1), at(2016, 2), at(2017, 3))))] == [3]


def test_a_gap_makes_two_lines_and_a_cross():
    picture = draw((at(2013, 115), at(2014, 120), at(2015, 141), at(2016, None, "no_data"), at(2017, 67)))
    assert [len(line) for line in lines(picture)] == [3, 1]
    assert len(crosses(picture)) == 1


def test_a_year_that_no_document_mentions_makes_two_lines():
    assert [len(line) for line in lines(draw((at(2012, 1), at(2013, 2), at(2016, 3), at(2017, 4))))] == [2, 2]


def test_a_break_makes_two_lines():
    picture = draw((at(2012, 224), at(2013, 238), at(2014, 66, segment=1), at(2015, 62, segment=1)))
    assert [len(line) for line in lines(picture)] == [2, 2]


@pytest.mark.parametrize("status", OPEN_MARKS)
def test_a_value_of_another_kind_is_hollow_and_in_no_line(status):
    picture = draw((at(2015, 10), at(2016, 11), at(2017, 14, status)))
    assert [len(line) for line in lines(picture)] == [2]
    assert hollow(picture) == [WIDTH - MARGIN]


def test_a_missing_value_is_never_a_zero_on_the_line():
    picture = draw((at(2015, 10), at(2016, None, "no_data"), at(2017, 12)))
    ((x, y),) = crosses(picture)
    assert all(height < zero_line(picture) for line in lines(picture) for _, height in line)
    assert WIDTH / 2 - 5 < x < WIDTH / 2
    assert zero_line(picture) - 5 < y < HEIGHT


def test_a_real_zero_is_on_the_line():
    picture = draw((at(2015, 10), at(2016, 0), at(2017, 12)))
    assert lines(picture)[0][1] == (WIDTH / 2, zero_line(picture))


def test_values_stand_in_proportion_from_zero_to_the_top_and_years_fill_the_width():
    picture = draw((at(2015, 5), at(2016, 0), at(2017, 10)))
    middle = (zero_line(picture) + MARGIN) / 2
    assert lines(picture) == [[(MARGIN, middle), (WIDTH / 2, zero_line(picture)), (WIDTH - MARGIN, MARGIN)]]


def test_several_series_share_one_scale_and_differ_by_colour_and_dash():
    picture = draw((at(2016, 10), at(2017, 10)), (at(2016, 5), at(2017, 5)))
    high, low = lines(picture)
    assert {y for _, y in high} == {MARGIN}
    assert {y for _, y in low} == {(zero_line(picture) + MARGIN) / 2}
    styles = [(line["stroke"], line["stroke-dasharray"]) for line in shapes(picture, "polyline")]
    assert [colour for colour, _ in styles] == list(LIGHT.series[:2])
    assert styles[0][1] != styles[1][1]


def test_only_zeros_make_a_flat_line_at_the_foot():
    picture = draw((at(2016, 0), at(2017, 0)))
    assert {y for _, y in lines(picture)[0]} == {zero_line(picture)}


def test_the_theme_gives_the_colours():
    assert shapes(draw((at(2016, 1), at(2017, 2)), theme=DARK), "polyline")[0]["stroke"] == DARK.series[0]


@pytest.mark.parametrize(
    "points",
    [(), (at(2017, 5),), (at(2016, None, "no_data"), at(2017, 5)), (at(2014, 10), at(2014, 13, "pilot"))],
    ids=["nothing", "one value", "a value and a gap", "two values of one year"],
)
def test_a_lone_year_makes_no_picture(points):
    assert small_chart([Series("alone", points)], LIGHT, width=WIDTH, height=HEIGHT) == ""


def test_names_of_series_stay_outside_the_picture():
    """Words stand beside it as HTML; a name taken from data can therefore do no harm inside."""
    address = small_chart(
        [Series("<script>alert(1)</script>", (at(2016, 1), at(2017, 2)))], LIGHT, width=WIDTH, height=HEIGHT
    )
    assert "script" not in unquote(address)


def test_the_address_cannot_leave_its_attribute():
    address = data_uri('<svg><text x="1">"&#</text></svg>')
    assert address.startswith(PREFIX)
    assert not set('"<>#&') & set(address)
    assert unquote(address.removeprefix(PREFIX)) == '<svg><text x="1">"&#</text></svg>'


def test_runs_leave_out_what_is_not_measured():
    points = [at(2014, 10), at(2014, 13, "pilot"), at(2015, 9), at(2016, None, "no_data"), at(2017, 11)]
    assert [[point.year for point in run] for run in runs(points)] == [[2014, 2015], [2017]]
