"""A line chart that goes on with a forecast: a fan of its own, never joined to the measured line.

The forecast has hollow triangles pointing ahead and a dashed line; its interval is a band with dotted edges, filled for
the years nearest to the measured ones and only dotted for those farther on, where it is an orientation. The word
"forecast" stands inside the figure, so that a saved picture carries it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from barometr.drawing import charts
from barometr.drawing.charts import LEGEND_LINE, TITLE_TOP
from barometr.drawing.marks import Labels, Point, Series, Spec, hover, plain_name
from barometr.drawing.theme import Theme

# What a forecast point is: for the years nearest to the measured ones, and for those farther on.
FORECAST, ORIENTATION = "forecast", "orientation"
MARK = "triangle-right-open"
NEAR_OPACITY = 0.22
# On a phone more years than that, and more values, cannot stand side by side.
MOST_YEARS_ABREAST, MOST_VALUES_ABREAST = 7, 9
WORDS_HEIGHT, TICK_LINE = 40, 16  # pixels: the words above the drawing, a second line of years
MARGIN, LETTER = 30, 8  # pixels: right of the drawing, where the last value stands, and one of its letters
Interval = tuple[float, float]


@dataclass(frozen=True)
class FanWords:
    """The words inside the figure: `last_value` stands at the end of the fan, `interval` names it in the legend."""

    forecast: str
    orientation: str
    last_value: str
    interval: str


def fan(series: Series, intervals: Mapping[int, Interval], words: FanWords, labels: Labels, theme: Theme) -> Spec:
    """Return the chart of a series whose points end with those of a forecast (status "forecast" or "orientation").

    `intervals` gives low and high by year; without any, the forecast is drawn without a band.
    """
    ahead = [point for point in series.points if point.status in (FORECAST, ORIENTATION)]
    # Both ends of the interval make room for themselves on the axis; of these points nothing is drawn.
    ends = [Point(year, value, FORECAST, "", "") for year, both in intervals.items() for value in both]
    spec = charts.lines([replace(series, points=(*series.points, *ends))], labels, theme)
    near = [point.year for point in ahead if point.status == FORECAST and point.year in intervals]
    far = [point.year for point in ahead if point.status == ORIENTATION and point.year in intervals]
    bands = []
    if len(near) > 1:
        filled = {"fillcolor": see_through(_colour(series, theme), NEAR_OPACITY)}
        bands.append(_band(near, intervals, words, theme) | filled | {"showlegend": True})
    if far:
        # The last of the near years, where the filling ends, is the first of the dotted ones.
        dotted = {
            "shape": ".",
            "fgcolor": _colour(series, theme),
            "bgcolor": "rgba(0,0,0,0)",
            "size": 7,
            "solidity": 0.12,
        }
        bands.append(_band([*near[-1:], *far], intervals, words, theme) | {"fillpattern": dotted})
    edges = [_edge([*near, *far], intervals, end, series, theme) for end in (0, 1)] if near or far else []
    years = len(spec["layout"]["xaxis"]["tickvals"])
    if years > MOST_YEARS_ABREAST:
        _step_down(spec["layout"]["xaxis"])
    if years > MOST_VALUES_ABREAST:
        _thin_out(spec["data"])
    spec["data"] = [*bands, *edges, *spec["data"], _line(ahead, words, series, theme)]
    _mark_off(spec, ahead, words, theme)
    spec["layout"]["margin"]["r"] = MARGIN + LETTER * len(words.last_value)
    # On a phone each entry of the legend has a line of its own; the chart below has counted one.
    entries = sum(trace["showlegend"] for trace in spec["data"])
    _make_room(spec["layout"], TICK_LINE if years > MOST_YEARS_ABREAST else 0, LEGEND_LINE * (entries - 1))
    return spec


def see_through(colour: str, opacity: float) -> str:
    """Return a colour given as #rrggbb with an opacity from 0 to 1, as CSS and Plotly write it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def _colour(series: Series, theme: Theme) -> str:
    return theme.series[series.slot % len(theme.series)]


def _band(years: Sequence[int], intervals: Mapping[int, Interval], words: FanWords, theme: Theme) -> Spec:
    """Return the area of the interval over these years."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": escape(words.interval, quote=False),
        "x": [*years, *reversed(years)],
        "y": [*(intervals[year][1] for year in years), *(intervals[year][0] for year in reversed(years))],
        "fill": "toself",
        "line": {"color": theme.muted, "width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
        "legendrank": 1002,
    }


def _edge(years: Sequence[int], intervals: Mapping[int, Interval], end: int, series: Series, theme: Theme) -> Spec:
    """Return the lower (end 0) or upper (end 1) edge of the interval, so that its colour is not its only sign."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": plain_name(series),
        "x": list(years),
        "y": [intervals[year][end] for year in years],
        "line": {"color": _colour(series, theme), "width": 1.5, "dash": "dot"},
        "connectgaps": False,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def _line(ahead: Sequence[Point], words: FanWords, series: Series, theme: Theme) -> Spec:
    """Return the forecast itself: hollow marks on a dashed line of its own, the last one with its value."""
    colour = _colour(series, theme)
    return {
        "type": "scatter",
        "name": escape(words.forecast, quote=False),
        "mode": "lines+markers+text",
        "x": [point.year for point in ahead],
        "y": [point.value for point in ahead],
        "text": [*[""] * (len(ahead) - 1), "  " + escape(words.last_value, quote=False)],
        "textposition": "middle right",
        "textfont": {"color": theme.ink, "size": 15},
        "customdata": [hover(f"{words.forecast}: {series.name}", point) for point in ahead],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "line": {"color": colour, "width": 2, "dash": "dash"},
        "marker": {"color": colour, "size": 13, "opacity": 1, "symbol": MARK, "line": {"color": colour, "width": 2}},
        "connectgaps": False,
        "cliponaxis": False,
        "showlegend": True,
        "legendrank": 1001,
    }


def _mark_off(spec: Spec, ahead: Sequence[Point], words: FanWords, theme: Theme) -> None:
    """Draw a line between what was measured and what is forecast, and say above it what begins there."""
    border = ahead[0].year - 0.5
    across = {"type": "line", "x0": border, "x1": border, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    spec["layout"]["shapes"] = [across | {"line": {"color": theme.muted, "width": 1.5, "dash": "dot"}}]
    label = {"yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False}
    spec["layout"]["annotations"].append(
        label
        | {"text": f"<b>{escape(words.forecast, quote=False)}</b>", "x": border, "xref": "x", "xanchor": "left"}
        | {"yshift": WORDS_HEIGHT / 2, "font": {"color": theme.ink, "size": 15}}
    )
    if any(point.status == ORIENTATION for point in ahead):
        spec["layout"]["annotations"].append(
            label
            | {"text": escape(words.orientation, quote=False), "x": 1, "xref": "paper", "xanchor": "right"}
            | {"yshift": 2, "font": {"color": theme.muted, "size": 13}}
        )


def _step_down(axis: Spec) -> None:
    """Let every second year step down a line."""
    axis["ticktext"] = [year if place % 2 == 0 else f"<br>{year}" for place, year in enumerate(axis["ticktext"])]


def _thin_out(traces: Sequence[Spec]) -> None:
    """Leave the value of the last measured point only."""
    for trace in traces:
        if trace.get("mode") == "lines+markers+text":
            last = len(trace["text"]) - 1
            trace["text"] = [shown if place == last else "" for place, shown in enumerate(trace["text"])]
            trace["textposition"] = "top left"  # what comes on the right is the forecast


def _make_room(layout: Spec, ticks: float, legend: float) -> None:
    """Make the figure taller by the words above the drawing, and so many pixels of years and of legend under it."""
    height = layout["height"] + WORDS_HEIGHT + ticks + legend
    legend_from_top = (1 - layout["legend"]["y"]) * layout["height"] + WORDS_HEIGHT + ticks
    layout["margin"]["t"] += WORDS_HEIGHT
    layout["margin"]["b"] += ticks + legend
    layout["annotations"][0]["yshift"] -= ticks  # the source, under the years
    layout["legend"]["y"] = 1 - legend_from_top / height
    layout["title"]["y"] = 1 - TITLE_TOP / height
    layout["height"] = height
