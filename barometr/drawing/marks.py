"""The marks that charts are made of: lines, hollow marks, crosses, bars, each as a Plotly trace.

A line joins measured values of neighbouring years only; whatever else a year holds has a mark of its own.
"""

import textwrap
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from barometr.drawing.theme import DASHES, MARKERS, PATTERNS, Theme
from barometr.measures.comparable import MEASURED

Spec = dict[str, Any]
UNKNOWN = ("no_data", "in_progress")
# Values that stand alone, each with a hollow mark of its own.
OPEN_MARKS = {
    "pilot": "diamond-open",
    "plan": "circle-open",
    "baseline": "line-ns-open",
    "alternative": "square-open",
    "target": "line-ew-open",
    "contradicted": "triangle-up-open",
}
UNKNOWN_MARKS = {"no_data": "x-thin", "in_progress": "hourglass-open"}
# Where one series of several could not exist; a year in which none could is hatched.
NOT_THEN = "line-ne"
# Every status in the order of the legend, with its mark there.
KEY_MARKS = {
    **dict.fromkeys(MEASURED, "circle"),
    "derived": "circle-open-dot",
    **OPEN_MARKS,
    "total": "line-ew-open",
    **UNKNOWN_MARKS,
}
BAR_WIDTH = 0.7  # of a year
UNDER = 0.08  # of the height: kept under the lowest value for crosses of missing values


@dataclass(frozen=True)
class Point:
    """One figure of a chart: `printed` is its text for the reader, `point_id` opens its trace."""

    year: int
    value: float | None
    status: str
    printed: str
    point_id: str
    segment: int = 0
    derived: bool = False


@dataclass(frozen=True)
class Series:
    """A named run of points; `slot` picks colour, dash, marker and pattern and stays with the name."""

    name: str
    points: tuple[Point, ...]
    slot: int = 0


@dataclass(frozen=True)
class Labels:
    """The words around a chart."""

    title: str
    unit: str
    source: str
    no_data: str
    not_applicable: str
    # What each status is called in the legend; "total" names the line of a published total.
    statuses: Mapping[str, str]


def broken(text: str, width: int) -> str:
    """Return text broken into lines; Plotly reads a little HTML, so what looks like it is made plain."""
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(text, width))


def hover(name: str, point: Point) -> list[str]:
    """Return the custom datum of a point: the id of its trace, and its words under the pointer."""
    return [point.point_id, escape(f"{name}, {point.year}: {point.printed}", quote=False)]


def plain_name(series: Series) -> str:
    """Return the name of a series with whatever would be markup to Plotly made plain."""
    return escape(series.name, quote=False)


def runs(points: Iterable[Point]) -> list[list[Point]]:
    """Return the stretches of measured values that a line may join."""
    found: list[list[Point]] = []
    for point in points:
        if point.status not in MEASURED or point.value is None:
            continue
        if found and found[-1][-1].year + 1 == point.year and found[-1][-1].segment == point.segment:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def occurring(series: Iterable[Series]) -> set[str]:
    """Return the statuses that a legend has to name; a derived value counts as such, whatever its inputs."""
    points = [point for one in series for point in one.points]
    return {"derived" if point.derived and point.status in MEASURED else point.status for point in points}


def legend(statuses: Container[str], labels: Labels, theme: Theme) -> list[Spec]:
    """Return empty traces that give Plotly's legend the mark and the name of each status."""
    entries: list[Spec] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": escape(labels.statuses[status], quote=False),
            "marker": {
                "symbol": symbol,
                "size": 10,
                "color": theme.page if status == "provisional" else theme.ink,
                "line": {"color": theme.ink, "width": 2},
            },
            "showlegend": True,
            "hoverinfo": "skip",
        }
        for status, symbol in KEY_MARKS.items()
        if status in statuses
    ]
    if "not_applicable" in statuses:
        pattern = {"shape": "/", "fgcolor": theme.muted, "bgcolor": theme.page, "size": 6}
        name = escape(labels.not_applicable, quote=False)
        hatched = {"color": theme.page, "line": {"color": theme.line, "width": 1}, "pattern": pattern}
        entries.append({"type": "bar", "x": [None], "y": [None], "name": name, "marker": hatched, "showlegend": True})
    return entries


def measured_line(series: Series, theme: Theme, *, with_values: bool) -> Spec:
    """Return the line through measured values; an empty entry wherever it must not run on."""
    colour = theme.series[series.slot % len(theme.series)]
    path: list[Point] = []
    for run in runs(series.points):
        if path:
            path.append(replace(run[0], value=None, printed="", point_id=""))
        path += run
    if not path:
        return {}
    base = MARKERS[series.slot % len(MARKERS)]
    topped = {point.year for point in series.points if point.status in OPEN_MARKS}
    return {
        "type": "scatter",
        "name": plain_name(series),
        "mode": "lines+markers+text" if with_values else "lines+markers",
        "x": [point.year for point in path],
        "y": [point.value for point in path],
        "text": [point.printed if with_values else "" for point in path],
        # A label goes below its point where a pilot, a plan or a differing figure stands above it.
        "textposition": ["bottom center" if point.year in topped else "top center" for point in path],
        "textfont": {"color": theme.ink, "size": 15},
        "customdata": [hover(series.name, point) for point in path],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "line": {"color": colour, "width": 3, "dash": DASHES[series.slot % len(DASHES)]},
        "marker": {
            "color": [colour if point.status != "provisional" else theme.page for point in path],
            "size": [13 if point.derived else 10 for point in path],
            # With sizes of their own Plotly would take the markers for bubbles and make them see-through.
            "opacity": 1,
            "symbol": [base + "-open-dot" if point.derived else base for point in path],
            "line": {"color": colour, "width": 2},
        },
        "connectgaps": False,
        "cliponaxis": False,
        "showlegend": False,
    }


def single_marks(series: Series, theme: Theme, *, with_values: bool) -> Spec:
    """Return the values that never join a line: pilots, plans, targets, differing figures."""
    points = [point for point in series.points if point.status in OPEN_MARKS and point.value is not None]
    if not points:
        return {}
    colour = theme.series[series.slot % len(theme.series)]
    return {
        "type": "scatter",
        "name": plain_name(series),
        "mode": "markers+text" if with_values else "markers",
        "x": [point.year for point in points],
        "y": [point.value for point in points],
        "text": ["  " + point.printed for point in points],
        "textposition": "middle right",
        "textfont": {"color": theme.ink, "size": 14},
        "customdata": [hover(series.name, point) for point in points],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "marker": {
            "color": colour,
            "size": 13,
            "symbol": [OPEN_MARKS[point.status] for point in points],
            "line": {"color": colour, "width": 3},
        },
        "cliponaxis": False,
        "showlegend": False,
    }


def without_number(series: Series, hatched: Container[int]) -> list[Point]:
    """Return the points that have a sign below the zero line: missing, and not applicable outside hatched years."""
    return [
        point
        for point in series.points
        if point.status in UNKNOWN or (point.status == "not_applicable" and point.year not in hatched)
    ]


def crosses(
    series: Series, span: tuple[float, float], labels: Labels, theme: Theme, *, hatched: Container[int] = ()
) -> Spec:
    """Return a sign below the zero line for every year without a value that is not hatched."""
    points = without_number(series, hatched)
    if not points:
        return {}
    low, high = span
    return {
        "type": "scatter",
        "name": escape(labels.no_data, quote=False),
        "mode": "markers",
        "x": [point.year for point in points],
        "y": [low + (high - low) * UNDER / 2] * len(points),
        "customdata": [hover(series.name, point) for point in points],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "marker": {
            "size": 11,
            "symbol": [UNKNOWN_MARKS.get(point.status, NOT_THEN) for point in points],
            "opacity": 1,
            "color": theme.series[series.slot % len(theme.series)],
            "line": {"color": theme.series[series.slot % len(theme.series)], "width": 3},
        },
        "cliponaxis": False,
        "showlegend": False,
    }


def hatched_years(series: Sequence[Series], high: float, labels: Labels, theme: Theme) -> Spec:
    """Return hatched columns for years in which the thing did not exist for any of the series."""
    every = [point for one in series for point in one.points]
    existing = {point.year for point in every if point.status != "not_applicable"}
    points = {point.year: point for point in every if point.year not in existing}
    if not points:
        return {}
    return {
        "type": "bar",
        "name": escape(labels.not_applicable, quote=False),
        "x": list(points),
        "y": [high] * len(points),
        "width": 0.86,
        "text": [labels.not_applicable] * len(points),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": -90,
        "textfont": {"color": theme.ink, "size": 14},
        "customdata": [
            [point.point_id, escape(f"{point.year}: {labels.not_applicable}", quote=False)] for point in points.values()
        ],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "marker": {
            "color": theme.page,
            "line": {"color": theme.line, "width": 1},
            "pattern": {"shape": "/", "fgcolor": theme.line, "bgcolor": theme.page, "size": 9},
        },
        "showlegend": False,
    }


def bar(series: Series, theme: Theme, *, inside: bool = False) -> Spec:
    """Return one part of stacked bars, with its numbers inside where asked."""
    colour = theme.series[series.slot % len(theme.series)]
    points = [point for point in series.points if point.value is not None]
    return {
        "type": "bar",
        "name": plain_name(series),
        "x": [point.year for point in points],
        "y": [point.value for point in points],
        "width": BAR_WIDTH,
        "text": [point.printed for point in points] if inside else None,
        "textposition": "inside" if inside else "none",
        "textangle": 0,
        "insidetextfont": {"size": 14, "color": theme.page},
        "insidetextanchor": "middle",
        "customdata": [hover(series.name, point) for point in points],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "marker": {
            "color": colour,
            "line": {"color": theme.page, "width": 1},
            "pattern": {
                "shape": PATTERNS[series.slot % len(PATTERNS)],
                "fillmode": "overlay",
                "fgcolor": theme.page,
                "fgopacity": 0.35,
                "size": 8,
                "solidity": 0.2,
            },
        },
        "showlegend": False,
    }


def total_lines(totals: Series, theme: Theme) -> list[Spec]:
    """Return a line across each bar at the height of the published total."""
    half = BAR_WIDTH / 2 + 0.06
    return [
        {
            "type": "line",
            "x0": point.year - half,
            "x1": point.year + half,
            "y0": point.value,
            "y1": point.value,
            "line": {"color": theme.ink, "width": 4},
        }
        for point in totals.points
        if point.value is not None
    ]


def total_numbers(totals: Series, theme: Theme) -> Spec:
    """Return the published totals as numbers above their lines."""
    points = [point for point in totals.points if point.value is not None]
    return {
        "type": "scatter",
        "name": plain_name(totals),
        "mode": "text",
        "x": [point.year for point in points],
        "y": [point.value for point in points],
        "text": [point.printed for point in points],
        "textposition": "top center",
        "textfont": {"color": theme.ink, "size": 14},
        "customdata": [hover(totals.name, point) for point in points],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "cliponaxis": False,
        "showlegend": False,
    }
