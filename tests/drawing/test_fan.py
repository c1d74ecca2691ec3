"""The fan: apart from the measured line, fading with the years, and named inside the picture."""

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from barometr.drawing import charts
from barometr.drawing.fan import FORECAST, MARK, ORIENTATION, WORDS_HEIGHT, FanWords, fan, see_through
from barometr.drawing.marks import KEY_MARKS, OPEN_MARKS, UNKNOWN_MARKS, Labels, Point, Series, Spec
from barometr.drawing.theme import DARK, LIGHT, MARKERS

LABELS = Labels(
    title="Volunteers: forecast to 2020",
    unit="Gdańsk · people",
    source="Source: Report 2017. Compiled by Barometr.",
    no_data="no data",
    not_applicable="not applicable",
    statuses={status: f"name of {status}" for status in KEY_MARKS},
)
WORDS = FanWords(
    forecast="forecast", orientation="from 2020 an orientation only", last_value="62", interval="80% range"
)
INTERVALS = {2018: (45.0, 60.0), 2019: (40.0, 68.0), 2020: (36.0, 75.0)}


def at(year: int, value: float | None, status: str = "actual") -> Point:
    return Point(year, value, status, "–" if value is None else f"{value:g}", "" if value is None else f"point~{year}")


def forecast_at(year: int, value: float, status: str = FORECAST) -> Point:
    return Point(year, value, status, f"{value:g} (a to b)", "")


MEASURED = (at(2015, 30), at(2016, None, "no_data"), at(2017, 50))
AHEAD = (forecast_at(2018, 55), forecast_at(2019, 60), forecast_at(2020, 62, ORIENTATION))
SERIES = Series("Volunteers", (*MEASURED, *AHEAD))


def drawn(series: Series = SERIES, intervals: dict[int, tuple[float, float]] = INTERVALS) -> Spec:
    return fan(series, intervals, WORDS, LABELS, LIGHT)


def long_series(years: int) -> tuple[Series, dict[int, tuple[float, float]]]:
    measured = [at(year, float(year - 2000)) for year in range(2018 - years, 2018)]
    ahead = [forecast_at(year, 20, FORECAST if year < 2020 else ORIENTATION) for year in range(2018, 2025)]
    return Series("Volunteers", (*measured, *ahead)), dict.fromkeys(range(2018, 2025), (10.0, 30.0))


def forecast_line(spec: Spec) -> Spec:
    (line,) = [trace for trace in spec["data"] if trace.get("marker", {}).get("symbol") == MARK]
    return line


def bands(spec: Spec) -> list[Spec]:
    return [trace for trace in spec["data"] if trace.get("fill") == "toself"]


def measured_line(spec: Spec) -> Spec:
    (line,) = [trace for trace in spec["data"] if trace["name"] == "Volunteers" and "markers" in trace["mode"]]
    return line


def words_of(spec: Spec) -> list[str]:
    return [note["text"] for note in spec["layout"]["annotations"]]


# Never joined to what was measured


def test_no_line_or_band_reaches_from_the_measured_years_into_the_forecast():
    """Whatever is drawn lies on one side of the last measured year: between 2017 and 2018 there is a gap."""
    for trace in drawn()["data"]:
        years = [year for year in trace["x"] if year is not None]
        assert not years or max(years) <= 2017 or min(years) >= 2018


def test_the_measured_line_is_that_of_any_other_chart():
    alone = charts.lines([replace(SERIES, points=MEASURED)], LABELS, LIGHT)
    assert measured_line(drawn()) == measured_line(alone)


def test_the_forecast_is_dashed_and_has_a_hollow_mark_of_its_own():
    line = forecast_line(drawn())
    assert (line["x"], line["y"]) == ([2018, 2019, 2020], [55, 60, 62])
    assert line["line"]["dash"] == "dash"
    assert MARK.endswith("-open")
    assert MARK not in {*OPEN_MARKS.values(), *UNKNOWN_MARKS.values(), *KEY_MARKS.values()}
    assert MARK.removesuffix("-open") not in MARKERS


def test_a_click_on_a_forecast_opens_no_trace():
    assert [mark for mark, _ in forecast_line(drawn())["customdata"]] == ["", "", ""]
    assert forecast_line(drawn())["customdata"][2][1] == "forecast: Volunteers, 2020: 62 (a to b)"


def test_only_the_last_forecast_carries_its_number():
    assert forecast_line(drawn())["text"] == ["", "", "  62"]


# The band


def test_the_band_is_filled_for_two_years_and_only_dotted_beyond():
    near, far = bands(drawn())
    assert (near["x"], near["y"]) == ([2018, 2019, 2019, 2018], [60, 68, 40, 45])
    assert (far["x"], far["y"]) == ([2019, 2020, 2020, 2019], [68, 75, 36, 40])
    assert near["fillcolor"] == see_through(LIGHT.series[0], 0.22)
    assert "fillpattern" not in near
    assert far["fillpattern"]["shape"] == "."
    assert far["fillpattern"]["bgcolor"] == "rgba(0,0,0,0)"


def test_the_band_has_edges_so_that_colour_is_not_its_only_sign():
    edges = [trace for trace in drawn()["data"] if trace.get("line", {}).get("dash") == "dot"]
    assert [edge["y"] for edge in edges] == [[45, 40, 36], [60, 68, 75]]
    assert all(edge["x"] == [2018, 2019, 2020] and edge["line"]["width"] > 1 for edge in edges)


def test_without_an_interval_there_is_no_band():
    spec = drawn(intervals={})
    assert bands(spec) == []
    assert forecast_line(spec)["y"] == [55, 60, 62]
    assert not [trace for trace in spec["data"] if trace["name"] == WORDS.interval]


def test_the_axis_holds_the_whole_band_and_the_years_of_the_forecast():
    low, high = drawn(intervals=dict.fromkeys(INTERVALS, (-20.0, 500.0)))["layout"]["yaxis"]["range"]
    assert low < -20
    assert high > 500
    assert drawn()["layout"]["xaxis"]["tickvals"] == [2015, 2016, 2017, 2018, 2019, 2020]


def test_a_missing_value_keeps_its_cross_below_the_zero_line():
    (cross,) = [trace for trace in drawn()["data"] if trace["name"] == "no data" and trace["x"] != [None]]
    assert cross["x"] == [2016]
    low, _ = drawn()["layout"]["yaxis"]["range"]
    assert low < cross["y"][0] < 0


# The words that travel with a saved picture


def test_the_picture_says_that_it_is_a_forecast_and_from_when_an_orientation():
    spec = drawn()
    assert "<b>forecast</b>" in words_of(spec)
    assert WORDS.orientation in words_of(spec)
    assert LABELS.title in spec["layout"]["title"]["text"].replace("<br>", " ")
    named = [trace["name"] for trace in spec["data"] if trace["showlegend"]]
    assert set(named) == {"name of actual", "name of no_data", "forecast", "80% range"}
    assert len(named) == 4


def test_a_border_stands_between_the_measured_years_and_the_forecast():
    (border,) = drawn()["layout"]["shapes"]
    assert border["x0"] == border["x1"] == 2017.5
    (label,) = [note for note in drawn()["layout"]["annotations"] if note["text"] == "<b>forecast</b>"]
    assert label["x"] == 2017.5


def test_two_years_ahead_are_no_orientation():
    series = Series("Volunteers", (*MEASURED, *AHEAD[:2]))
    spec = drawn(series, {year: INTERVALS[year] for year in (2018, 2019)})
    assert WORDS.orientation not in words_of(spec)
    assert len(bands(spec)) == 1


def test_what_looks_like_markup_is_made_plain():
    words = FanWords("<b>x", "<i>y", "<u>1", "<s>z")
    spec = fan(replace(SERIES, name="<script>"), INTERVALS, words, LABELS, LIGHT)
    assert [one for one in ("<b>x", "<i>y", "<u>1", "<s>z", "<script>") if one in str(spec)] == []


# Room


@pytest.mark.parametrize("years", [2, 6, 12])
def test_the_drawing_keeps_its_height_and_title_and_legend_their_places(years):
    """What is added stands above the drawing and under it."""
    series, intervals = long_series(years)
    layout = fan(series, intervals, WORDS, LABELS, LIGHT)["layout"]
    assert layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] == pytest.approx(charts.PLOT_HEIGHT)
    plain = charts.lines([series], LABELS, LIGHT)["layout"]
    assert (1 - layout["title"]["y"]) * layout["height"] == pytest.approx(charts.TITLE_TOP)
    assert layout["margin"]["t"] == plain["margin"]["t"] + WORDS_HEIGHT
    source = layout["annotations"][0]
    under_source = -source["yshift"] + charts.SOURCE_LINE * (source["text"].count("<br>") + 1)
    legend_from_top = (1 - layout["legend"]["y"]) * layout["height"]
    assert legend_from_top >= layout["margin"]["t"] + charts.PLOT_HEIGHT + under_source
    assert layout["height"] - legend_from_top >= 3 * charts.LEGEND_LINE


@pytest.mark.parametrize(
    ("measured", "years", "values"),
    [
        (4, ["2014", "<br>2015", "2016"], ["", "", "", "17"]),
        (2, ["2016", "<br>2017", "2018"], ["16", "17"]),
    ],
)
def test_with_many_years_every_second_steps_down_and_with_more_only_the_last_value_stays(measured, years, values):
    """Eleven years and nine, beside the six of the usual example."""
    spec = fan(*long_series(measured), WORDS, LABELS, LIGHT)
    assert spec["layout"]["xaxis"]["ticktext"][:3] == years
    assert measured_line(spec)["text"] == values
    assert drawn()["layout"]["xaxis"]["ticktext"][:2] == ["2015", "2016"]
    assert measured_line(drawn())["text"] == ["30", "", "50"]


def test_a_long_last_value_has_room_beside_the_drawing():
    wide = fan(SERIES, INTERVALS, replace(WORDS, last_value="12,345,678"), LABELS, LIGHT)["layout"]["margin"]["r"]
    assert wide - drawn()["layout"]["margin"]["r"] == 64


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_plotly_accepts_the_figure(theme):
    figure = go.Figure(fan(*long_series(6), WORDS, LABELS, theme))
    assert len(figure.data) > 4


def test_a_colour_becomes_see_through():
    assert see_through("#0067a8", 0.22) == "rgba(0,103,168,0.22)"
