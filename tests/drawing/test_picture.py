"""Pictures of one series keep the rules of the large charts, with their numbers as text inside."""

import re
import time
import xml.etree.ElementTree as ElementTree

import pytest

from barometr.drawing.marks import KEY_MARKS, OPEN_MARKS, UNKNOWN_MARKS, Point, Series
from barometr.drawing.picture import BROKEN, sign, statuses, svg
from barometr.drawing.theme import DARK, LIGHT
from barometr.words.wording import Wording

WIDTH, HEIGHT, TYPE = 300, 120, 10
Tag = dict[str, str]


def at(
    year: int, value: float | None, status: str = "actual", segment: int = 0, derived: bool = False, printed: str = ""
) -> Point:
    shown = printed or ("–" if value is None else f"{value:g}")
    return Point(year, value, status, shown, f"point~{year}", segment, derived)


def draw(*points: Point, language="en", theme=LIGHT, width=WIDTH, type_size=TYPE, **options) -> ElementTree.Element:
    """Return the picture of a series as an XML tree; reading it fails when it is not well-formed."""
    series = Series("name of the series", points)
    drawn = svg(series, Wording(language), theme, width=width, height=HEIGHT, type_size=type_size, **options)
    return ElementTree.fromstring(drawn)


def tags(picture: ElementTree.Element, tag: str) -> list[Tag]:
    return [dict(shape.attrib) for shape in picture.iter(f"{{http://www.w3.org/2000/svg}}{tag}")]


def texts(picture: ElementTree.Element) -> dict[str, Tag]:
    """Return what is written, with its place; no words of these tests occur twice, save "0" of the axis."""
    return {words.text or "": dict(words.attrib) for words in picture.iter("{http://www.w3.org/2000/svg}text")}


def marked(picture: ElementTree.Element, status: str) -> list[Tag]:
    """Return the shapes that stand for one status."""
    return [shape for tag in ("circle", "path") for shape in tags(picture, tag) if shape.get("class") == status]


def lines(picture: ElementTree.Element) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in (corner.split(",") for corner in line["points"].split())]
        for line in tags(picture, "polyline")
    ]


def zero_line(picture: ElementTree.Element) -> float:
    """Return the height of the line across the whole picture that is drawn in the colour of the axis."""
    (drawn,) = [p["d"] for p in tags(picture, "path") if re.fullmatch(rf"M[\d.]+ [\d.]+H{WIDTH}", p["d"])]
    return float(drawn.split(" ")[1].partition("H")[0])


def numbers(shape: Tag) -> list[float]:
    return [float(number) for number in re.findall(r"[\d.]+", shape["d"])]


def test_neighbouring_years_are_one_line_and_every_value_a_point_on_it():
    picture = draw(at(2015, 1), at(2016, 2), at(2017, 3))
    (line,) = lines(picture)
    assert [(float(c["cx"]), float(c["cy"])) for c in marked(picture, "actual")] == line


def test_a_gap_ends_the_line_and_is_a_cross_below_zero():
    picture = draw(at(2013, 115), at(2014, 120), at(2015, None, "no_data"), at(2016, 67), at(2017, 70))
    assert [len(line) for line in lines(picture)] == [2, 2]
    (cross,) = marked(picture, "no_data")
    assert min(numbers(cross)[1::2]) > zero_line(picture)


def test_a_year_that_no_document_mentions_ends_the_line():
    assert [len(line) for line in lines(draw(at(2012, 1), at(2013, 2), at(2016, 3), at(2017, 4)))] == [2, 2]


def test_a_break_ends_the_line_and_has_its_sign_on_the_zero_line_before_the_new_series():
    picture = draw(at(2012, 224), at(2013, 238), at(2014, 66, segment=1), at(2015, 62, segment=1))
    first, second = lines(picture)
    (strokes,) = marked(picture, BROKEN)
    xs, ys = numbers(strokes)[::2], numbers(strokes)[1::2]
    assert first[-1][0] < min(xs) and max(xs) < second[0][0]
    assert (min(ys) + max(ys)) / 2 == pytest.approx(zero_line(picture), abs=0.02)


@pytest.mark.parametrize("status", OPEN_MARKS)
def test_a_value_of_another_kind_has_its_own_mark_and_is_in_no_line(status):
    picture = draw(at(2015, 10), at(2016, 11), at(2017, 14, status))
    assert [len(line) for line in lines(picture)] == [2]
    (mark,) = marked(picture, status)
    assert mark["fill"] != LIGHT.accent


def test_every_kind_of_value_looks_different():
    """A legend of all signs holds no two alike, but for the approximate value, which is known by its word."""
    shapes = {status: sign(status, LIGHT).replace(status, "") for status in (*KEY_MARKS, "not_applicable", BROKEN)}
    alike = {one for one in shapes for other in shapes if one != other and shapes[one] == shapes[other]}
    # A target and a published total are both a level tick; a plan and a provisional value are told apart by words.
    assert alike == {"actual", "approx", "target", "total", "plan", "provisional"}


def test_a_provisional_value_is_hollow_and_on_the_line():
    picture = draw(at(2016, 10), at(2017, 11, "provisional", printed="11 p"))
    assert [len(line) for line in lines(picture)] == [2]
    assert marked(picture, "provisional")[0]["fill"] == LIGHT.panel


def test_a_derived_value_has_a_dot_in_its_ring():
    ring, dot = marked(draw(at(2016, 10), at(2017, 11, derived=True)), "derived")
    assert (ring["fill"], dot["fill"]) == (LIGHT.panel, LIGHT.accent)


def test_a_year_that_could_have_no_value_is_hatched_and_has_no_cross():
    picture = draw(at(2014, None, "not_applicable"), at(2015, None, "not_applicable"), at(2016, 10), at(2017, 12))
    columns = marked(picture, "not_applicable")
    assert len(columns) == 2
    assert all(0 <= x <= WIDTH for column in columns for x in numbers({"d": column["d"].split("M")[1]})[::2][:1])
    assert max(numbers(columns[0])[1:2]) < zero_line(picture)
    assert [len(line) for line in lines(picture)] == [2]
    assert not marked(picture, "no_data")


def test_a_year_with_another_value_is_not_hatched():
    assert not marked(draw(at(2016, 10), at(2016, None, "not_applicable"), at(2017, 12)), "not_applicable")


def test_heights_are_in_proportion_from_a_labelled_zero():
    picture = draw(at(2015, 5), at(2016, 0), at(2017, 10))
    (((_, half), (_, none), (_, full)),) = lines(picture)
    assert none == zero_line(picture)
    assert none - full == pytest.approx(2 * (none - half), abs=0.02)
    assert "0" in texts(picture)


def test_only_zeros_lie_on_the_zero_line():
    picture = draw(at(2016, 0), at(2017, 0))
    assert {y for _, y in lines(picture)[0]} == {zero_line(picture)}


def test_up_to_seven_values_are_all_written_as_printed():
    printed = ["2475", "3566", "ok. 4100", "3563", "4060", "4100", "4200 plan"]
    points = [at(2011 + i, 2475 + i, printed=words) for i, words in enumerate(printed)]
    assert set(texts(draw(*points))) == {*printed, "0", *(str(2011 + i) for i in range(7))}


def test_of_more_values_the_first_the_last_the_extremes_and_the_peculiar_are_written_and_the_axis_has_numbers():
    values = [1200, 1300, 9000, 1400, 100, 1500, 1600, 1700, 1800]
    points = [at(2009 + i, value) for i, value in enumerate(values)]
    points[5] = at(2014, 1500, "approx", printed="c. 1500")
    written = [words for words in texts(draw(*points)) if not re.fullmatch(r"20\d\d", words) or words == "2000"]
    assert set(written) == {"1200", "1800", "9000", "100", "c. 1500", "0", "2,000", "4,000", "6,000", "8,000"}


@pytest.mark.parametrize(("language", "tick"), [("pl", "10 000"), ("en", "10,000")])
def test_numbers_of_the_axis_are_in_the_readers_language_and_years_never_grouped(language, tick):
    words = texts(draw(*(at(2009 + i, 10_000 + 1000 * i) for i in range(8)), language=language))
    assert tick in {word.replace("\N{NO-BREAK SPACE}", " ") for word in words}
    assert {"2009", "2016"} <= set(words)


def test_the_axis_of_shares_has_per_cent():
    points = [at(2009 + i, 10 + 5 * i, printed=f"{10 + 5 * i}%") for i in range(8)]
    assert {"10%", "20%", "40%"} <= set(texts(draw(*points)))


def test_the_year_asked_about_stands_out():
    words = texts(draw(at(2016, 10), at(2017, 12), marked_year=2017))
    assert [word for word, place in words.items() if place.get("font-weight") == "700"] == ["12", "2017"]
    small, large = (float(c["r"]) for c in marked(draw(at(2016, 10), at(2017, 12), marked_year=2017), "actual"))
    assert large > small


def test_years_without_room_are_left_out_but_never_the_last():
    years = [word for word in texts(draw(*(at(1990 + i, 5) for i in range(28)))) if re.fullmatch(r"(19|20)\d\d", word)]
    assert "2017" in years
    assert 5 < len(years) < 20


def test_where_there_is_no_room_a_value_in_between_is_left_out_and_an_important_one_is_not():
    values = [65.89, 64.92, 64.37, 69.63, 72.85, 73.42]
    points = [at(2012 + i, value, printed=f"{value}%") for i, value in enumerate(values)]
    written = set(texts(draw(*points, width=110, marked_year=2016)))
    assert {"65.89%", "64.37%", "72.85%", "73.42%"} <= written
    assert not {"64.92%", "69.63%"} <= written
    assert {f"{value}%" for value in values} <= set(texts(draw(*points)))


@pytest.mark.parametrize("width", [145, 240, 500])
@pytest.mark.parametrize(
    "points",
    [
        [at(2012 + i, v, printed=p) for i, (v, p) in enumerate([(65.9, "65,89%"), (64.9, "64,92%"), (64.4, "64,37%")])],
        [at(2014, 10.1, printed="10,13%"), at(2014, 13.6, "pilot", printed="13,6% pilotaż"), at(2015, 9.1)],
        [at(2015, 16), at(2015, 16, "baseline", printed="16 baza"), at(2022, 10, "target", printed="10 cel")],
        [at(2012 + i, v) for i, v in enumerate([329, 380, 346, 345, 347, 359])],
    ],
)
def test_what_is_written_stays_inside_and_covers_nothing_else_written(points, width):
    """Widths are those of the bold figures of the typeface, 0.62 of the type size at most."""
    boxes = []
    for words, place in texts(draw(*points, width=width, type_size=8)).items():
        size, x, y = (float(place[name]) for name in ("font-size", "x", "y"))
        wide = size * sum(0.3 if letter in ",. " else 0.6 for letter in words)
        left = x if place["text-anchor"] == "start" else x - wide / 2
        assert round(left) >= 0 and round(left + wide) <= width and 0 < y - 0.7 * size < y <= HEIGHT, words
        boxes.append((left, left + wide, y - 0.66 * size, y, words))
    for i, (left, right, top, bottom, words) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
            assert apart, (words, other[4])


def test_type_and_lines_grow_together():
    small, large = draw(at(2016, 1), at(2017, 2)), draw(at(2016, 1), at(2017, 2), type_size=3 * TYPE)
    assert float(texts(large)["2"]["font-size"]) == 3 * float(texts(small)["2"]["font-size"])
    assert float(marked(large, "actual")[0]["r"]) == pytest.approx(3 * float(marked(small, "actual")[0]["r"]))


def test_words_are_set_in_the_projects_typeface():
    assert draw(at(2016, 1), at(2017, 2)).attrib["font-family"].startswith("'Atkinson Hyperlegible Next'")


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_theme_gives_the_colours(theme):
    picture = draw(at(2016, 1), at(2017, 2), theme=theme)
    assert tags(picture, "polyline")[0]["stroke"] == theme.accent
    assert texts(picture)["1"]["fill"] == theme.ink


def test_text_cannot_become_markup_and_the_name_stays_outside():
    picture = draw(at(2016, 1, printed="<script>&"), at(2017, 2))
    assert "<script>&" in texts(picture)
    assert "name of the series" not in texts(picture)


@pytest.mark.parametrize("points", [[], [at(2017, 5)], [at(2014, 10), at(2014, 13, "pilot")]])
def test_a_lone_year_makes_no_picture(points):
    assert svg(Series("alone", tuple(points)), Wording("pl"), LIGHT, width=WIDTH, height=HEIGHT) == ""


def test_years_without_any_value_make_a_picture_of_crosses():
    assert len(marked(draw(at(2016, None, "no_data"), at(2017, None, "no_data")), "no_data")) == 2


def test_the_legend_names_what_occurs_in_its_order():
    one = Series("a", (at(2012, 1), at(2013, 2, segment=1), at(2014, None, "no_data")))
    other = Series("b", (at(2012, None, "not_applicable"), at(2013, 2, "pilot"), at(2014, 3, derived=True)))
    assert statuses([one, other]) == ["actual", "derived", "pilot", "no_data", "not_applicable", BROKEN]
    assert statuses([Series("c", (at(2016, 1), at(2017, 1)))]) == ["actual"]


@pytest.mark.parametrize("status", [*KEY_MARKS, *UNKNOWN_MARKS, "not_applicable", BROKEN])
def test_every_sign_of_a_legend_is_a_square_picture_of_its_own(status):
    drawn = ElementTree.fromstring(sign(status, DARK, size=24))
    assert (drawn.attrib["width"], drawn.attrib["height"]) == ("24", "24")
    assert marked(drawn, status)


def test_the_same_series_gives_the_same_picture_and_quickly():
    series = Series("a", tuple(at(2000 + i, i % 7 + 1) for i in range(20)))
    began = time.perf_counter()
    drawn = {svg(series, Wording("pl"), LIGHT, width=WIDTH, height=HEIGHT) for _ in range(10)}
    assert len(drawn) == 1
    assert (time.perf_counter() - began) / 10 < 0.06
