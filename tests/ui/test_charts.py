"""Charts keep their promises: what a line may join, how a missing value looks, which words travel with the picture."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from barometr.ui import charts
from barometr.ui.charts import LABEL_LINE, LEGEND_LINE, PANEL_PLOT_HEIGHT, PLOT_HEIGHT, SOURCE_LINE
from barometr.ui.marks import KEY_MARKS, OPEN_MARKS, UNKNOWN_MARKS, Labels, Point, Series, Spec
from barometr.ui.theme import DARK, DASHES, LIGHT, MARKERS, PATTERNS

STATUSES = {status: f"name of {status}" for status in KEY_MARKS}
WORDS = Labels(
    title="Volunteers on each path",
    unit="Gdańsk · people",
    source="Source: Report 2017. Compiled by Barometr.",
    no_data="no data",
    not_applicable="no budget held",
    statuses=STATUSES,
)


def at(year: int, value: float | None, status: str = "actual", segment: int = 0, derived: bool = False) -> Point:
    printed = "–" if value is None else f"{value:g}"
    return Point(year, value, status, printed, f"point~{year}~{status}", segment, derived)


def one(*points: Point, name: str = "sport", slot: int = 0) -> Series:
    return Series(name, points, slot)


def drawn(spec: Spec) -> list[Spec]:
    """Return the traces that draw something; the others are there for the legend."""
    return [trace for trace in spec["data"] if trace["x"] != [None]]


def legend(spec: Spec) -> list[str]:
    """Return what the legend names, in its order."""
    return [trace["name"] for trace in spec["data"] if trace["showlegend"]]


def runs(spec: Spec) -> list[list[tuple[int, float]]]:
    """Return the stretches that are drawn as one unbroken line: Plotly ends a line at an empty value."""
    found: list[list[tuple[int, float]]] = []
    for trace in spec["data"]:
        if "lines" not in trace.get("mode", ""):
            continue
        assert trace["connectgaps"] is False
        found.append([])
        for year, value in zip(trace["x"], trace["y"], strict=True):
            if value is None:
                found.append([])
            else:
                found[-1].append((year, value))
    return [run for run in found if run]


def marks(spec: Spec, symbol: str) -> list[tuple[int, float]]:
    """Return where a marker stands, in whichever trace."""
    found = []
    for trace in spec["data"]:
        if "markers" not in trace.get("mode", ""):
            continue
        symbols = trace["marker"]["symbol"]
        each = symbols if isinstance(symbols, list) else [symbols] * len(trace["x"])
        places = zip(trace["x"], trace["y"], each, strict=True)
        found += [(x, y) for x, y, drawn in places if drawn == symbol and y is not None]
    return found


def drawn_lines(*series: Series) -> Spec:
    return charts.lines(series, WORDS, LIGHT)


def words_in(spec: Spec) -> str:
    """Return every word that a downloaded picture carries, and what the pointer brings up."""
    found = [spec["layout"]["title"]["text"], *(note["text"] for note in spec["layout"]["annotations"])]
    found += legend(spec)
    for trace in spec["data"]:
        found += [*(trace.get("text") or []), *(words for _, words in trace.get("customdata", []))]
    return " ".join(found).replace("<br>", " ")


# What a line may join


def test_neighbouring_years_are_joined():
    spec = drawn_lines(one(at(2013, 100), at(2014, 440), at(2015, 550)))
    assert runs(spec) == [[(2013, 100), (2014, 440), (2015, 550)]]


def test_a_line_ends_at_a_missing_value():
    spec = drawn_lines(one(at(2014, 120), at(2015, 141), at(2016, None, "no_data"), at(2017, 67)))
    assert runs(spec) == [[(2014, 120), (2015, 141)], [(2017, 67)]]


def test_a_line_ends_at_a_year_that_no_document_mentions():
    spec = drawn_lines(one(at(2012, 10), at(2013, 12), at(2015, 14), at(2016, 15)))
    assert runs(spec) == [[(2012, 10), (2013, 12)], [(2015, 14), (2016, 15)]]


def test_a_line_ends_at_a_break_in_the_series():
    spec = drawn_lines(one(at(2012, 224), at(2013, 238), at(2014, 66, segment=1), at(2015, 62, segment=1)))
    assert runs(spec) == [[(2012, 224), (2013, 238)], [(2014, 66), (2015, 62)]]


@pytest.mark.parametrize("status", ["approx", "provisional"])
def test_hedged_and_provisional_values_are_measured_and_joined(status):
    spec = drawn_lines(one(at(2016, 10), at(2017, 11, status)))
    assert runs(spec) == [[(2016, 10), (2017, 11)]]


@pytest.mark.parametrize("status", OPEN_MARKS)
def test_a_value_of_another_kind_is_a_hollow_mark_in_no_line(status):
    """A pilot, a plan, a target and a differing figure are not measurements of the series."""
    spec = drawn_lines(one(at(2015, 11), at(2016, 12), at(2017, 14, status)))
    assert runs(spec) == [[(2015, 11), (2016, 12)]]
    assert marks(spec, OPEN_MARKS[status]) == [(2017, 14)]
    assert OPEN_MARKS[status].endswith("-open")


def test_a_pilot_beside_the_regular_value_of_its_year_leaves_the_line_whole():
    spec = drawn_lines(one(at(2014, 10.13), at(2014, 13.6, "pilot"), at(2015, 9.09), at(2016, 10)))
    assert runs(spec) == [[(2014, 10.13), (2015, 9.09), (2016, 10)]]
    assert marks(spec, "diamond-open") == [(2014, 13.6)]


def test_hollow_marks_differ_by_status():
    assert len(set(OPEN_MARKS.values())) == len(OPEN_MARKS)


# What a missing value looks like


@pytest.mark.parametrize("status", ["no_data", "in_progress"])
def test_a_missing_value_is_a_cross_at_the_foot_and_never_a_zero_on_the_line(status):
    spec = drawn_lines(one(at(2015, 141), at(2016, None, status), at(2017, 67)))
    ((year, height),) = marks(spec, UNKNOWN_MARKS[status])
    assert year == 2016
    assert spec["layout"]["yaxis"]["range"][0] <= height <= 0
    assert all((2016, 0) not in run for run in runs(spec))
    assert all("0" not in trace.get("text", []) for trace in spec["data"])


def test_a_missing_value_opens_its_trace_and_says_its_sign():
    spec = drawn_lines(one(at(2015, 141), at(2016, None, "no_data")))
    cross = next(trace for trace in drawn(spec) if trace["marker"]["symbol"] == ["x-thin"])
    assert cross["customdata"] == [["point~2016~no_data", "sport, 2016: –"]]


def test_the_cross_stays_inside_the_drawing_where_the_scale_does_not_start_at_zero():
    spec = charts.lines([one(at(2015, 100), at(2016, None, "no_data"), at(2017, 110))], WORDS, LIGHT, from_zero=False)
    ((_, height),) = marks(spec, "x-thin")
    assert spec["layout"]["yaxis"]["range"][0] <= height < 100


def test_a_real_zero_is_drawn_on_the_line():
    spec = drawn_lines(one(at(2015, 2), at(2016, 0), at(2017, 1)))
    assert runs(spec) == [[(2015, 2), (2016, 0), (2017, 1)]]
    assert marks(spec, "x-thin") == []


def test_a_lone_zero_still_makes_a_chart():
    low, high = drawn_lines(one(at(2017, 0)))["layout"]["yaxis"]["range"]
    assert low <= 0 < high


def test_a_year_without_the_thing_is_hatched_and_named():
    spec = drawn_lines(one(at(2012, None, "not_applicable"), at(2013, None, "not_applicable"), at(2014, 10.13)))
    hatched = next(trace for trace in spec["data"] if trace["type"] == "bar")
    assert hatched["x"] == [2012, 2013]
    assert hatched["marker"]["pattern"]["shape"] == "/"
    assert hatched["text"] == ["no budget held", "no budget held"]
    assert runs(spec) == [[(2014, 10.13)]]


def test_negative_values_have_room_below_zero():
    low, high = drawn_lines(one(at(2016, -3), at(2017, 5)))["layout"]["yaxis"]["range"]
    assert low <= -3 < 5 < high


# The words of a chart


def every_kind() -> dict[str, Spec]:
    """Return one chart of each kind, from the same two series."""
    two = [one(at(2016, 10), at(2017, 12)), one(at(2016, 20), at(2017, 28), name="culture", slot=1)]
    totals = one(at(2016, 30), at(2017, 40), name="Printed total")
    early = [one(at(2008, 5), name="Sopot", slot=2)]
    return {
        "lines": charts.lines(two, WORDS, LIGHT),
        "a single line": charts.lines(two[:1], WORDS, DARK),
        "stacked": charts.stacked(two, totals, WORDS, LIGHT),
        "shares": charts.shares(two, [], WORDS, LIGHT),
        "apart": charts.apart(early, two, WORDS, LIGHT),
        "a panel": charts.panel(two[0], WORDS, LIGHT, (2016, 2017), None),
        "changes": charts.changes(two, WORDS, DARK),
        "dots": charts.dots(two, WORDS, LIGHT, absent="not printed"),
        "an index": charts.lines(two, WORDS, LIGHT, from_zero=False, reference=100),
    }


KINDS = pytest.mark.parametrize("kind", every_kind())
KINDS_WITH_YEARS = pytest.mark.parametrize("kind", [kind for kind in every_kind() if kind != "dots"])


@KINDS
def test_title_unit_and_source_stand_inside_the_figure(kind):
    """So a downloaded picture carries them."""
    words = words_in(every_kind()[kind])
    assert WORDS.title in words
    assert WORDS.unit in words
    assert WORDS.source in words


@KINDS
def test_plotly_accepts_the_description(kind):
    spec = every_kind()[kind]
    assert len(go.Figure(spec).data) == len(spec["data"]) > 0


@KINDS_WITH_YEARS
def test_years_are_printed_as_plain_ticks(kind):
    """Left to itself Plotly would print 2,017 or 2016.5."""
    axis = every_kind()[kind]["layout"]["xaxis"]
    assert axis["tickmode"] == "array"
    assert axis["tickvals"] == [2016, 2017]
    assert [tick.removeprefix("<br>") for tick in axis["ticktext"]] == ["2016", "2017"]


@KINDS
def test_every_point_opens_its_trace(kind):
    for trace in drawn(every_kind()[kind]):
        for (mark, _), value in zip(trace["customdata"], trace["y"], strict=True):
            assert mark or value is None


@KINDS
def test_the_chart_brings_its_own_look(kind):
    """Streamlit changes Plotly's default template, so a chart that relied on it would download black."""
    layout = every_kind()[kind]["layout"]
    assert "template" in layout
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] in (LIGHT.panel, DARK.panel)


def test_a_long_title_is_broken_and_pushes_the_drawing_down():
    long = replace(WORDS, title="word " * 30)
    short = drawn_lines(one(at(2017, 1)))
    tall = charts.lines([one(at(2017, 1))], long, LIGHT)
    assert max(len(line) for line in tall["layout"]["title"]["text"].split("<br>")[:-1]) <= charts.TITLE_WIDTH + 7
    assert tall["layout"]["margin"]["t"] > short["layout"]["margin"]["t"]


def test_a_single_series_carries_its_values():
    spec = drawn_lines(one(at(2016, 10), at(2017, 12)))
    assert [trace["text"] for trace in drawn(spec)] == [["10", "12"]]


def test_several_series_carry_their_names():
    spec = drawn_lines(one(at(2017, 12)), one(at(2017, 28), name="culture", slot=1))
    assert {"sport", "culture"} <= {note["text"] for note in spec["layout"]["annotations"]}
    assert all(not any(trace["text"]) for trace in drawn(spec))
    assert not {"sport", "culture"} & set(legend(spec)), "what is named at its line needs no entry in the legend"


def test_the_value_of_a_point_goes_below_where_a_pilot_stands_above():
    spec = drawn_lines(one(at(2014, 10.13), at(2014, 13.6, "pilot"), at(2015, 9.09)))
    assert spec["data"][0]["textposition"] == ["bottom center", "top center"]


def test_a_series_keeps_its_colour_dash_and_marker_whoever_stands_beside_it():
    """A city chosen alone must look the same as among the others."""
    alone = drawn_lines(one(at(2017, 12), name="Rumia", slot=1))["data"][0]
    among = drawn_lines(one(at(2017, 9)), one(at(2017, 12), name="Rumia", slot=1))["data"][1]
    for drawn in (alone, among):
        assert drawn["line"]["color"] == LIGHT.series[1]
        assert drawn["line"]["dash"] == DASHES[1]
        assert drawn["marker"]["symbol"] == [MARKERS[1]]


def test_a_derived_value_has_a_mark_of_its_own():
    spec = drawn_lines(one(at(2016, 10), at(2017, 12, derived=True)))
    measured, derived = spec["data"][0]["marker"]["symbol"]
    assert measured != derived


# Direct labels


def extent(spec: Spec, note: Spec) -> tuple[float, float]:
    """Return bottom and top of a direct label in pixels above the axis."""
    low, high = spec["layout"]["yaxis"]["range"]
    middle = (note["y"] - low) / (high - low) * plot_height(spec) + note.get("yshift", 0)
    half = LABEL_LINE * (note["text"].count("<br>") + 1) / 2
    return middle - half, middle + half


def plot_height(spec: Spec) -> float:
    """Return the height of the drawing between the axes in pixels."""
    margin = spec["layout"]["margin"]
    return spec["layout"]["height"] - margin["t"] - margin["b"]


def labels_at_the_edge(spec: Spec) -> list[Spec]:
    return [note for note in spec["layout"]["annotations"] if note["xref"] == "x" and note["xanchor"] == "left"]


def assert_apart(spec: Spec, expected: int) -> None:
    extents = sorted(extent(spec, note) for note in labels_at_the_edge(spec))
    assert len(extents) == expected
    assert all(lower[1] <= upper[0] + 0.01 for lower, upper in zip(extents, extents[1:], strict=False))


NAMES = ("care volunteering, education and upbringing", "culture", "public space", "environmental volunteering")


def test_labels_of_lines_that_end_together_do_not_overlap():
    series = [one(at(2016, 1), at(2017, 100 + i), name=name, slot=i) for i, name in enumerate(NAMES)]
    assert_apart(drawn_lines(*series), expected=4)


def test_labels_stay_apart_where_the_scale_goes_below_zero():
    series = [one(at(2016, -50), at(2017, i), name=name, slot=i) for i, name in enumerate(NAMES)]
    assert_apart(drawn_lines(*series), expected=4)


def test_labels_of_thin_parts_of_a_stack_do_not_overlap():
    series = [one(at(2017, 1 + i), name=name, slot=i) for i, name in enumerate(NAMES)]
    assert_apart(charts.stacked(series, one(at(2017, 1000), name="total"), WORDS, LIGHT), expected=4)


def test_labels_of_thin_shares_do_not_overlap():
    series = [
        one(at(2017, share), name=name, slot=i)
        for i, (share, name) in enumerate(zip((1, 1, 1, 97), NAMES, strict=True))
    ]
    assert_apart(charts.shares(series, [], WORDS, LIGHT), expected=4)


def test_a_label_with_room_stands_at_its_line():
    spec = drawn_lines(one(at(2017, 10)), one(at(2017, 90), name="culture", slot=1))
    assert [note["yshift"] for note in labels_at_the_edge(spec)] == [0, 0]


def test_labels_that_are_pushed_apart_stay_inside_the_drawing():
    """Six paths that end at the top of the scale: the last label must not climb into the title."""
    names = (*NAMES, "sports volunteering", "seniors’ volunteering")
    series = [one(at(2016, 5), at(2017, 95 + i), name=name, slot=i) for i, name in enumerate(names)]
    spec = drawn_lines(*series)
    assert_apart(spec, expected=6)
    assert max(extent(spec, note)[1] for note in labels_at_the_edge(spec)) <= plot_height(spec)


def test_beside_early_years_a_line_that_ends_earlier_is_named_under_its_last_point():
    later = [one(at(2013, 5), name="Sopot"), one(at(2016, 14), at(2017, 17), name="Gdańsk", slot=1)]
    spec = charts.apart([one(at(2008, 9), name="Rumia", slot=2)], later, WORDS, LIGHT)
    sopot = next(note for note in spec["layout"]["annotations"] if note["text"] == "Sopot")
    assert (sopot["xref"], sopot["x"], sopot["y"], sopot["xanchor"]) == ("x", 2013, 5, "center")
    assert sopot["yshift"] < 0


# Stacked bars and shares


def test_parts_are_stacked_and_the_printed_total_is_a_line_of_its_own():
    """The total never replaces the sum of the parts: where they differ, both can be seen."""
    parts = [one(at(2014, 440)), one(at(2014, 832), name="culture", slot=1)]
    spec = charts.stacked(parts, one(at(2014, 1364), name="Printed total"), WORDS, LIGHT)
    bars = [trace for trace in drawn(spec) if trace["type"] == "bar"]
    assert spec["layout"]["barmode"] == "stack"
    assert [bar["y"] for bar in bars] == [[440], [832]]
    assert [(line["y0"], line["y1"]) for line in spec["layout"]["shapes"]] == [(1364, 1364)]
    assert [bar["marker"]["pattern"]["shape"] for bar in bars] == [PATTERNS[0], PATTERNS[1]]


def test_the_scale_holds_the_stack_and_the_total():
    parts = [one(at(2014, 60)), one(at(2014, 60), name="culture", slot=1)]
    for total in (100, 140):
        spec = charts.stacked(parts, one(at(2014, total), name="total"), WORDS, LIGHT)
        assert spec["layout"]["yaxis"]["range"][1] > max(120, total)


def test_a_missing_part_is_left_out_of_the_stack():
    parts = [one(at(2016, None, "no_data"), at(2017, 67)), one(at(2016, 872), at(2017, 740), name="culture", slot=1)]
    spec = charts.stacked(parts, one(at(2016, 872), at(2017, 807), name="total"), WORDS, LIGHT)
    assert (spec["data"][0]["x"], spec["data"][0]["y"]) == ([2017], [67])


def test_a_missing_total_has_no_line():
    spec = charts.stacked(
        [one(at(2016, 5), at(2017, 6))], one(at(2016, None, "no_data"), at(2017, 6), name="total"), WORDS, LIGHT
    )
    assert [line["y0"] for line in spec["layout"]["shapes"]] == [6]


def test_shares_fill_the_scale_from_zero_to_a_hundred():
    spec = charts.shares([one(at(2017, 29.3)), one(at(2017, 70.7), name="culture", slot=1)], [], WORDS, LIGHT)
    assert spec["layout"]["yaxis"]["range"] == [0, 100]
    assert sum(trace["y"][0] for trace in drawn(spec)) == 100
    assert [trace["text"] for trace in drawn(spec)] == [["29.3"], ["70.7"]]


# Early years apart


def test_early_years_have_a_panel_of_their_own_on_the_same_scale():
    spec = charts.apart([one(at(2008, 5), name="Sopot", slot=2)], [one(at(2016, 14), at(2017, 17))], WORDS, LIGHT)
    early = [trace for trace in spec["data"] if trace.get("xaxis") == "x2"]
    assert [(trace["name"], trace["x"], trace["y"]) for trace in early] == [("Sopot", [2008], [5])]
    assert spec["layout"]["xaxis2"]["ticktext"] == ["2008"]
    assert spec["layout"]["xaxis"]["tickvals"] == [2016, 2017]
    assert spec["layout"]["xaxis2"]["domain"][1] < spec["layout"]["xaxis"]["domain"][0]
    assert "yaxis2" not in spec["layout"]


def test_the_common_scale_holds_a_higher_early_value():
    spec = charts.apart([one(at(2008, 50), name="Sopot", slot=2)], [one(at(2016, 14), at(2017, 17))], WORDS, LIGHT)
    low, high = spec["layout"]["yaxis"]["range"]
    assert low <= 0
    assert high > 50


def test_early_series_are_named_in_their_panel():
    spec = charts.apart([one(at(2008, 5), name="Sopot", slot=2)], [one(at(2016, 14), at(2017, 17))], WORDS, LIGHT)
    sopot = next(note for note in spec["layout"]["annotations"] if note["text"] == "Sopot")
    assert (sopot["xref"], sopot["x"], sopot["y"]) == ("x2", 2008, 5)


def test_a_missing_value_is_marked_in_the_early_panel_too():
    early = [one(at(2008, 5), at(2009, None, "no_data"), name="Sopot", slot=2)]
    spec = charts.apart(early, [one(at(2016, 14), at(2017, 17))], WORDS, LIGHT)
    assert [year for year, _ in marks(spec, "x-thin")] == [2009]


def test_no_line_runs_from_the_early_years_into_the_later_ones():
    spec = charts.apart([one(at(2008, 5))], [one(at(2012, 10), at(2013, 16))], WORDS, LIGHT)
    assert sorted(runs(spec)) == [[(2008, 5)], [(2012, 10), (2013, 16)]]


@pytest.mark.parametrize("status", ["actual", "approx", "provisional", "pilot", "plan", "baseline", "target"])
def test_a_value_of_every_status_is_drawn(status):
    """A status that no part of a chart takes up would vanish without a word."""
    spec = drawn_lines(one(at(2016, 3), at(2017, 4, status)))
    assert any(4 in trace["y"] for trace in spec["data"])


@pytest.mark.parametrize("status", ["no_data", "in_progress", "not_applicable"])
def test_a_missing_value_of_every_status_is_drawn(status):
    spec = drawn_lines(one(at(2016, 3), at(2017, None, status)))
    assert any(2017 in trace["x"] for trace in spec["data"])


NASTY = "<a href='https://example.com'>x</a> & y"


@KINDS
def test_text_in_a_chart_is_shown_as_it_is(kind):
    """Plotly reads a small HTML of its own, links included, so names and titles are escaped for it too."""
    series = [one(at(2016, 10), at(2017, 12), name=NASTY), one(at(2017, 28), name=NASTY, slot=1)]
    series[0] = replace(series[0], points=(*series[0].points, at(2015, None, "not_applicable"), at(2015, 3, "plan")))
    words = Labels(NASTY, NASTY, NASTY, NASTY, NASTY, dict.fromkeys(KEY_MARKS, NASTY))
    drawn_with_it = {
        "lines": lambda: charts.lines(series, words, LIGHT),
        "a single line": lambda: charts.lines(series[:1], words, LIGHT),
        "stacked": lambda: charts.stacked(series, one(at(2017, 40), name=NASTY), words, LIGHT),
        "shares": lambda: charts.shares(series, [at(2015, None, "not_applicable")], words, LIGHT),
        "apart": lambda: charts.apart([one(at(2008, 5), name=NASTY)], series, words, LIGHT),
        "a panel": lambda: charts.panel(series[0], words, LIGHT, (2015, 2017), None),
        "changes": lambda: charts.changes(series[:1], words, LIGHT),
        "dots": lambda: charts.dots([*series, one(name=NASTY)], words, LIGHT, absent=NASTY),
        "an index": lambda: charts.lines(series, words, LIGHT, from_zero=False, reference=100),
    }[kind]()
    said = words_in(drawn_with_it)
    assert "<a " not in said
    assert "&lt;a href" in said, "the text has to be there, as text"
    assert not any("<a " in str(tick) for tick in drawn_with_it["layout"]["yaxis"].get("ticktext", []))
