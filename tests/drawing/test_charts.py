"""Charts keep their promises: what a line may join, how a missing value looks, which words travel with the picture."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from barometr.drawing import charts
from barometr.drawing.charts import LABEL_LINE, LEGEND_LINE, PANEL_PLOT_HEIGHT, PLOT_HEIGHT, SOURCE_LINE
from barometr.drawing.marks import KEY_MARKS, OPEN_MARKS, UNKNOWN_MARKS, Labels, Point, Series, Spec
from barometr.drawing.theme import DARK, DASHES, LIGHT, MARKERS, PATTERNS

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
    answering = [trace for trace in drawn(every_kind()[kind]) if trace.get("hoverinfo") != "skip"]
    assert answering
    for trace in answering:
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
# Titles, units, documents and names come from data; what statuses are called does not.
NASTY_WORDS = replace(WORDS, title=NASTY, unit=NASTY, source=NASTY, statuses=dict.fromkeys(KEY_MARKS, NASTY))


@KINDS
def test_text_in_a_chart_is_shown_as_it_is(kind):
    """Plotly reads a small HTML of its own, links included, so names and titles are escaped for it too."""
    series = [one(at(2016, 10), at(2017, 12), at(2017, 3, "plan"), name=NASTY), one(at(2017, 28), name=NASTY, slot=1)]
    spec = {
        "lines": lambda: charts.lines(series, NASTY_WORDS, LIGHT),
        "a single line": lambda: charts.lines(series[:1], NASTY_WORDS, LIGHT),
        "stacked": lambda: charts.stacked(series, one(at(2017, 40), name=NASTY), NASTY_WORDS, LIGHT),
        "shares": lambda: charts.shares(series, [], NASTY_WORDS, LIGHT),
        "apart": lambda: charts.apart([one(at(2008, 5), name=NASTY)], series, NASTY_WORDS, LIGHT),
        "a panel": lambda: charts.panel(series[0], NASTY_WORDS, LIGHT, (2015, 2017), None),
        "changes": lambda: charts.changes(series[:1], NASTY_WORDS, LIGHT),
        "dots": lambda: charts.dots([*series, one(name=NASTY)], NASTY_WORDS, LIGHT, absent=NASTY),
        "an index": lambda: charts.lines(series, NASTY_WORDS, LIGHT, from_zero=False, reference=100),
    }[kind]()
    words = words_in(spec) + " ".join(map(str, spec["layout"]["yaxis"].get("ticktext", [])))
    assert "<a " not in words
    assert "&lt;a href" in words, "the text has to be there, as text"


NAMED_IN_LEGEND = {
    "lines that end in different years": lambda a, b: charts.lines([a, b], NASTY_WORDS, LIGHT),
    "changes": lambda a, b: charts.changes([a, b], NASTY_WORDS, LIGHT),
}


@pytest.mark.parametrize("kind", NAMED_IN_LEGEND)
def test_the_name_of_a_series_in_the_legend_is_shown_as_it_is(kind):
    spec = NAMED_IN_LEGEND[kind](one(at(2015, 1), at(2016, 2), name=NASTY), one(at(2017, 28), name="y", slot=1))
    assert legend(spec)[:2] == ["&lt;a href='https://example.com'&gt;x&lt;/a&gt; &amp; y", "y"]


# The legend and the room for it


def test_the_legend_names_each_status_that_occurs_once_in_the_order_of_the_signs():
    kinds = [at(2017, 5 + i, status) for i, status in enumerate(reversed(OPEN_MARKS))]
    spec = drawn_lines(one(at(2015, 1, derived=True), at(2016, 2, "provisional"), at(2017, 3), *kinds))
    expected = ["actual", "provisional", "derived", *OPEN_MARKS]
    assert legend(spec) == [STATUSES[status] for status in expected]
    entries = [trace["marker"]["symbol"] for trace in spec["data"] if trace["showlegend"]]
    assert entries == [KEY_MARKS[status] for status in expected]


@pytest.mark.parametrize("status", UNKNOWN_MARKS)
def test_the_legend_names_the_cross_of_a_missing_value(status):
    spec = drawn_lines(one(at(2016, 1), at(2017, None, status)))
    assert legend(spec) == [STATUSES["actual"], STATUSES[status]]
    ((_, height),) = marks(spec, UNKNOWN_MARKS[status])
    assert height < 0


def test_the_legend_names_the_hatching_of_a_year_without_the_thing():
    spec = drawn_lines(one(at(2013, None, "not_applicable"), at(2014, 10)))
    assert legend(spec) == [STATUSES["actual"], "no budget held"]


def test_a_legend_draws_nothing():
    spec = drawn_lines(one(at(2016, 1), at(2017, None, "no_data")))
    assert all(trace["x"] == trace["y"] == [None] for trace in spec["data"] if trace["showlegend"])


def test_series_that_end_in_different_years_are_named_in_the_legend_with_their_own_line():
    """Labels inside the drawing would cover each other."""
    spec = drawn_lines(
        one(at(2008, 5), name="Sopot"),
        one(at(2016, 14), at(2017, 17), name="Gdańsk", slot=1),
        one(at(2016, 9, "plan"), name="Rumia", slot=2),
    )
    assert legend(spec) == ["Sopot", "Gdańsk", "Rumia", STATUSES["actual"], STATUSES["plan"]]
    named = {trace["name"]: trace for trace in drawn(spec) if trace["showlegend"]}
    assert named["Gdańsk"]["line"]["color"] == LIGHT.series[1]
    assert named["Rumia"]["marker"]["color"] == LIGHT.series[2], "a series of hollow marks only is named by them"
    assert not {note["text"] for note in spec["layout"]["annotations"]} & set(named)


def test_a_series_with_a_line_and_a_hollow_mark_stands_in_the_legend_once():
    spec = drawn_lines(one(at(2008, 5), name="Sopot"), one(at(2016, 14), at(2017, 17, "plan"), name="Gdańsk", slot=1))
    assert legend(spec).count("Gdańsk") == 1


def pixels_below_the_drawing(spec: Spec) -> dict[str, float]:
    """Return where the source and the legend begin and end, in pixels below the drawing."""
    layout = spec["layout"]
    source = layout["annotations"][0]
    bottom = layout["margin"]["t"] + plot_height(spec)
    return {
        "source": -source["yshift"],
        "end of source": -source["yshift"] + SOURCE_LINE * (source["text"].count("<br>") + 1),
        "legend": (1 - layout["legend"]["y"]) * layout["height"] - bottom,
        "end of figure": layout["margin"]["b"],
    }


@KINDS
def test_the_drawing_has_one_height_whatever_stands_around_it(kind):
    expected = {"a panel": PANEL_PLOT_HEIGHT, "dots": charts.ROW * (4.5 + 0.4)}.get(kind, PLOT_HEIGHT)
    assert plot_height(every_kind()[kind]) == pytest.approx(expected)


@KINDS
def test_the_legend_stands_under_the_source_inside_the_figure(kind):
    at_pixels = pixels_below_the_drawing(every_kind()[kind])
    assert at_pixels["source"] > 0
    assert at_pixels["legend"] >= at_pixels["end of source"]
    assert at_pixels["legend"] + LEGEND_LINE <= at_pixels["end of figure"]


def test_a_long_source_and_a_long_legend_make_the_figure_taller_and_never_the_drawing_smaller():
    series = [one(at(2015 + i, 5), name=f"a name of some length, number {i}", slot=i) for i in range(8)]
    words = replace(WORDS, source="A document with a title that fills a line of its own. " * 3)
    usual, tall = drawn_lines(one(at(2017, 1))), charts.lines(series, words, LIGHT)
    assert plot_height(tall) == plot_height(usual) == PLOT_HEIGHT
    at_pixels = pixels_below_the_drawing(tall)
    assert at_pixels["legend"] >= at_pixels["end of source"] >= 3 * SOURCE_LINE
    # On a phone each name takes a line.
    assert at_pixels["legend"] + 8 * LEGEND_LINE <= at_pixels["end of figure"]


# Small charts beside each other


def panel(series: Series, span: tuple[float, float] | None = None, years=(2012, 2017)) -> Spec:
    return charts.panel(series, WORDS, LIGHT, range(years[0], years[1] + 1), span)


def test_small_charts_of_one_unit_share_their_scale_and_their_years():
    few, many = one(at(2016, 1), at(2017, 2)), one(at(2012, 500), at(2013, 1000), name="culture", slot=1)
    span = charts.common_span([few, many])
    low, high = span
    assert low == 0
    assert high > 1000
    axes = [panel(one_of_them, span)["layout"] for one_of_them in (few, many)]
    assert axes[0]["yaxis"]["range"] == axes[1]["yaxis"]["range"] == [low, high]
    assert axes[0]["xaxis"]["range"] == axes[1]["xaxis"]["range"]
    assert axes[0]["xaxis"]["ticktext"] == axes[1]["xaxis"]["ticktext"] == ["2012", "2017"]


def test_a_common_scale_starts_at_zero_or_below():
    assert charts.common_span([one(at(2016, 90), at(2017, 100))])[0] == 0
    assert charts.common_span([one(at(2016, -7), at(2017, 100))])[0] == -7


def test_a_small_chart_with_its_own_scale_fits_its_own_values():
    low, high = panel(one(at(2016, 1), at(2017, 2)))["layout"]["yaxis"]["range"]
    assert low == 0
    assert 2 < high < 3


def test_a_small_chart_keeps_the_rules_of_the_large_one():
    spec = panel(one(at(2013, 3), at(2014, 4), at(2015, None, "no_data"), at(2016, 5), at(2017, 6, "plan")))
    assert runs(spec) == [[(2013, 3), (2014, 4)], [(2016, 5)]]
    assert marks(spec, "circle-open") == [(2017, 6)]
    ((_, height),) = marks(spec, "x-thin")
    assert spec["layout"]["yaxis"]["range"][0] <= height < 0


def test_a_missing_value_stays_clear_of_the_zero_line_on_a_common_scale():
    """A cross on the zero line would read as a zero."""
    spec = panel(one(at(2015, 9), at(2016, None, "no_data"), at(2017, 10)), (0, 1000))
    ((_, height),) = marks(spec, "x-thin")
    low, high = spec["layout"]["yaxis"]["range"]
    assert low <= height
    assert -height / (high - low) * PANEL_PLOT_HEIGHT > 2, "pixels under the zero line"


def test_a_missing_value_among_early_years_stands_below_the_zero_line():
    early = [one(at(2008, 5), at(2009, None, "no_data"), name="Sopot", slot=2)]
    spec = charts.apart(early, [one(at(2016, 14), at(2017, 17))], WORDS, LIGHT)
    ((_, height),) = marks(spec, "x-thin")
    assert height < 0


# Changes from year to year


def bars(spec: Spec) -> list[tuple[str, list[int], list[float]]]:
    return [(bar["name"], bar["x"], bar["y"]) for bar in drawn(spec)]


def test_changes_are_bars_beside_each_other_up_or_down_from_zero():
    spec = charts.changes([one(at(2014, 40), at(2016, -25)), one(at(2016, 10), name="culture", slot=1)], WORDS, LIGHT)
    assert spec["layout"]["barmode"] == "group"
    assert bars(spec) == [("sport", [2014, 2016], [40, -25]), ("culture", [2016], [10])]
    assert all(bar["width"] is None for bar in drawn(spec)), "with a width of its own each bar would cover the others"
    low, high = spec["layout"]["yaxis"]["range"]
    assert low < -25
    assert high > 40
    assert spec["layout"]["yaxis"]["zeroline"]
    assert spec["layout"]["xaxis"]["tickvals"] == [2014, 2016]
    assert [bar["marker"]["pattern"]["shape"] for bar in drawn(spec)] == [PATTERNS[0], PATTERNS[1]]


@pytest.mark.parametrize("value", [12.0, -12.0, 0.0])
def test_a_lone_change_has_zero_in_sight(value):
    low, high = charts.changes([one(at(2017, value))], WORDS, LIGHT)["layout"]["yaxis"]["range"]
    assert low < 0 < high
    assert low < value < high


def test_several_series_of_changes_are_named_in_the_legend_and_a_lone_one_is_not():
    two = [one(at(2017, 4)), one(at(2016, 10), name="culture", slot=1)]
    assert legend(charts.changes(two, WORDS, LIGHT)) == ["sport", "culture"]
    assert legend(charts.changes(two[:1], WORDS, LIGHT)) == []


# An index


def test_the_base_of_an_index_is_a_thin_line_behind_the_others():
    spec = charts.lines([one(at(2016, 100), at(2017, 130))], WORDS, LIGHT, from_zero=False, reference=100)
    (line,) = spec["layout"]["shapes"]
    assert (line["y0"], line["y1"], line["x0"], line["x1"], line["xref"]) == (100, 100, 0, 1, "paper")
    assert line["layer"] == "below"
    assert "shapes" not in drawn_lines(one(at(2017, 1)))["layout"]


def test_an_index_is_not_drawn_from_zero():
    """Lines at 95 to 105 would otherwise look flat."""
    spec = charts.lines([one(at(2016, 95), at(2017, 105))], WORDS, LIGHT, from_zero=False, reference=100)
    low, high = spec["layout"]["yaxis"]["range"]
    assert 90 < low < 95
    assert 105 < high < 110


def test_lines_of_a_single_year_of_an_index_can_be_drawn():
    """In its base year every series is at 100."""
    two = [one(at(2017, 100)), one(at(2017, 100), name="culture", slot=1)]
    low, high = charts.lines(two, WORDS, LIGHT, from_zero=False, reference=100)["layout"]["yaxis"]["range"]
    assert low < 100 < high
