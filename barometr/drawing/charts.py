"""Charts as plain Plotly figure descriptions: figures and labels come in, a dictionary goes out.

Nothing here asks for data or knows Streamlit. What every chart keeps to:

- a line joins measured values of neighbouring years only: a gap, a break, a pilot or a plan ends it;
- a missing value is a cross below the zero line, never a zero and never a point on the line;
- series differ by dash and marker as well as by colour, and are named at their right end;
- title, unit, source and the legend of statuses stand inside the figure, so that a saved picture carries them.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from barometr.drawing.marks import (
    BAR_WIDTH,
    OPEN_MARKS,
    UNDER,
    Labels,
    Point,
    Series,
    Spec,
    bar,
    broken,
    crosses,
    hatched_years,
    hover,
    legend,
    measured_line,
    occurring,
    plain_name,
    single_marks,
    total_lines,
    total_numbers,
    without_number,
)
from barometr.drawing.theme import FONT, MARKERS, Theme
from barometr.measures.comparable import MEASURED

# Pixels: the drawing between the axes has one height whatever stands above and below it.
PLOT_HEIGHT, PANEL_PLOT_HEIGHT = 280, 150
TITLE_TOP = 22  # pixels above the title
SOURCE_LINE = 18
LEGEND_LINE = 21  # pixels
LABEL_LINE, LABEL_GAP = 17, 5  # pixels: a line of a direct label, the space between two labels
# Characters that fit a phone's chart; Plotly keeps the legend as narrow as the drawing between its margins.
TITLE_WIDTH, SOURCE_WIDTH, LABEL_WIDTH, LEGEND_WIDTH = 36, 54, 14, 26
ROW, ROW_LETTER, ROW_NAME_WIDTH = 30, 7, 18  # of a dot plot: pixels, pixels of a letter, letters
BELOW = {"xanchor": "center", "xshift": 0, "yshift": -22}


def lines(
    series: Sequence[Series],
    labels: Labels,
    theme: Theme,
    *,
    from_zero: bool = True,
    reference: float | None = None,
) -> Spec:
    """Return a line chart; a single series carries its values, several carry their names at the right end.

    Where series end in different years, their names stand in the legend instead: labels inside the drawing
    would cover each other.
    `reference` is a value to draw a thin line at, such as the 100 of an index.
    """
    spec = _unnamed_lines(series, labels, theme, from_zero=from_zero)
    ends = {last.year for one in series if (last := _last_measured(one)) is not None}
    if len(series) > 1 and len(ends) == 1 and all(_last_measured(one) for one in series):
        spec["layout"]["annotations"] += _names(series, tuple(spec["layout"]["yaxis"]["range"]), theme)
    else:
        spec["layout"]["margin"]["r"] = 44
        if len(series) > 1:
            _name_in_legend(spec, series)
    if reference is not None:
        across = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": reference, "y1": reference}
        spec["layout"]["shapes"] = [across | {"line": {"color": theme.muted, "width": 1.5}, "layer": "below"}]
    return spec


def panel(series: Series, labels: Labels, theme: Theme, years: Sequence[int], span: tuple[float, float] | None) -> Spec:
    """Return one of several small charts: a line over common years, on a common scale where a `span` is given."""
    spec = _unnamed_lines([series], labels, theme, span=span)
    layout = spec["layout"]
    layout["xaxis"] |= {
        "range": [years[0] - 0.6, years[-1] + 0.6],
        "tickvals": [years[0], years[-1]],
        "ticktext": [str(years[0]), str(years[-1])],
    }
    # Room is for the words of the last value and of those that stand alone; the table has the others.
    last = _last_measured(series)
    for trace in spec["data"]:
        if trace.get("mode") == "lines+markers+text":
            trace["text"] = [
                shown if last and year == last.year else ""
                for shown, year in zip(trace["text"], trace["x"], strict=True)
            ]
        elif trace.get("mode") == "markers+text":
            trace["textposition"] = "top center"
    layout["title"]["font"] = layout["title"]["font"] | {"size": 15}
    layout["margin"] |= {"r": 30}
    layout["annotations"][0]["font"] |= {"size": 11}
    _fit(layout, PANEL_PLOT_HEIGHT)
    return spec


def common_span(series: Sequence[Series]) -> tuple[float, float]:
    """Return the scale on which all of the series fit, from zero."""
    return _range(series, from_zero=True)


def changes(series: Sequence[Series], labels: Labels, theme: Theme) -> Spec:
    """Return bars beside each other, up or down from zero: the change of each series in each year."""
    years = sorted({point.year for one in series for point in one.points})
    values = [point.value or 0 for one in series for point in one.points]
    margin = (max(*values, 0) - min(*values, 0)) * 0.1 or 1.0
    span = (min(*values, 0) - margin, max(*values, 0) + margin)
    bars = [bar(one, theme) | {"width": None} for one in series]
    spec = _figure(bars, years, span, (), labels, theme)
    spec["layout"] |= {"barmode": "group", "bargap": 0.25}
    spec["layout"]["margin"]["r"] = 44
    if len(series) > 1:
        _name_in_legend(spec, series)
    return spec


def stacked(series: Sequence[Series], totals: Series, labels: Labels, theme: Theme) -> Spec:
    """Return stacked bars of the parts with the published total as a line across each bar."""
    years = sorted({point.year for one in series for point in one.points})
    stack_heights = {year: sum(_value(one, year) for one in series) for year in years}
    published = [point.value for point in totals.points if point.value is not None]
    high = max([*stack_heights.values(), *published]) * 1.1
    traces: list[Spec] = [bar(one, theme) for one in series]
    traces.append(total_numbers(totals, theme))
    spec = _figure(traces, years, (0, high), {"total"}, labels, theme)
    spec["layout"] |= {"barmode": "stack", "shapes": total_lines(totals, theme)}
    spec["layout"]["annotations"] += _stack_labels(series, years[-1], (0, high), theme)
    return spec


def shares(series: Sequence[Series], left_out: Sequence[Point], labels: Labels, theme: Theme) -> Spec:
    """Return bars of 100 % for the years in which the parts add up; hatching stands for those left out."""
    years = sorted({point.year for one in series for point in one.points} | {point.year for point in left_out})
    hatched = hatched_years([Series("", tuple(left_out))], 100, labels, theme)
    bars = [bar(one, theme, inside=True) for one in series]
    statuses = occurring([*series, Series("", tuple(left_out))])
    spec = _figure([hatched, *bars] if hatched else bars, years, (0, 100), statuses, labels, theme)
    # A part too thin for its number keeps it for the pointer and the table.
    spec["layout"] |= {"barmode": "stack", "uniformtext": {"minsize": 12, "mode": "hide"}}
    last = max(point.year for one in series for point in one.points)
    spec["layout"]["annotations"] += _stack_labels(series, last, (0, 100), theme)
    return spec


def apart(early: Sequence[Series], series: Sequence[Series], labels: Labels, theme: Theme) -> Spec:
    """Return a line chart with an earlier period in a panel of its own on the left, on the same scale."""
    spec = _unnamed_lines(series, labels, theme, beside=early)
    _, high = spec["layout"]["yaxis"]["range"]
    spec["layout"]["annotations"] += _names(series, (0, high), theme)
    early_years = sorted({point.year for one in early for point in one.points})
    spec["layout"]["xaxis"]["domain"] = [0.24, 1]
    # Half the width is left for the years: every second one steps down a line.
    ticks = spec["layout"]["xaxis"]["ticktext"]
    spec["layout"]["xaxis"]["ticktext"] = [tick if i % 2 == 0 else f"<br>{tick}" for i, tick in enumerate(ticks)]
    spec["layout"]["annotations"][0]["yshift"] -= 16
    spec["layout"]["margin"]["b"] += 16
    _fit(spec["layout"])
    spec["layout"]["xaxis2"] = spec["layout"]["xaxis"] | {
        "domain": [0, 0.16],
        "tickvals": early_years,
        "ticktext": [str(year) for year in early_years],
        "range": [early_years[0] - 0.6, early_years[-1] + 0.6],
        "anchor": "y",
    }
    for one in early:
        for trace in (
            measured_line(one, theme, with_values=False),
            single_marks(one, theme, with_values=False),
            crosses(one, tuple(spec["layout"]["yaxis"]["range"]), labels, theme),
        ):
            if trace:
                spec["data"].append(trace | {"xaxis": "x2"})
        last = _last_measured(one)
        if last is not None:
            spec["layout"]["annotations"].append(
                _label(one.name, last.year, last.value or 0, one.slot, theme) | BELOW | {"xref": "x2"}
            )
    return spec


def dots(series: Sequence[Series], labels: Labels, theme: Theme, *, absent: str) -> Spec:
    """Return a dot plot: a row for each series and year, in the order given, each value beside its dot.

    Nothing is sorted by value. Words stand in the row of a missing value, and `absent` in that of a series
    without any point.
    """
    # Half a row parts one series from the next.
    numbered = [(0.5 * i, one, point) for i, one in enumerate(series) for point in one.points or (None,)]
    rows = [_Row(one, point, place + space) for place, (space, one, point) in enumerate(numbered)]
    low, high = _range(series, from_zero=True)
    statuses = occurring(replace(row.series, points=(point,)) for row, point in _valued(rows))
    traces = [_dots(rows, theme), _words_in_rows(rows, labels, theme, absent)]
    spec = _figure(traces, [], (rows[-1].place + 0.7, -0.7), statuses, labels, theme)
    layout, margin = spec["layout"], spec["layout"]["margin"]
    names = [row.series.name + (f", {row.point.year}" if row.point else "") for row in rows]
    names = [broken(name, ROW_NAME_WIDTH) for name in names]
    margin |= {"l": 30 + ROW_LETTER * max(len(line) for name in names for line in name.split("<br>")), "r": 76}
    # The legend is as wide as the drawing, which on a phone is narrow beside the names: a line for each entry.
    entries = [entry["name"] for entry in spec["data"][len(traces) :]]
    margin["b"] += LEGEND_LINE * (len(entries) - _legend_lines(entries))
    _fit(layout, ROW * (rows[-1].place + 1.4))
    layout["annotations"][0]["xshift"] = 4 - margin["l"]
    layout["xaxis"] = layout["yaxis"] | {"range": [low, high], "nticks": 5}
    layout["yaxis"] |= {"tickmode": "array", "tickvals": [row.place for row in rows], "ticktext": names}
    # Ticks in the colour of the paper keep the names off the axis.
    layout["yaxis"] |= {"showgrid": False, "zeroline": False, "ticks": "outside", "ticklen": 7}
    layout["yaxis"] |= {"tickcolor": theme.panel, "tickfont": {"color": theme.ink, "size": 14}}
    stem = {"type": "line", "x0": 0, "line": {"color": theme.line, "width": 1.5}, "layer": "below"}
    layout["shapes"] = [stem | {"x1": point.value, "y0": row.place, "y1": row.place} for row, point in _valued(rows)]
    return spec


@dataclass(frozen=True)
class _Row:
    """A row of a dot plot; without a point it stands for a series that has none."""

    series: Series
    point: Point | None
    place: float


def _valued(rows: Iterable[_Row]) -> list[tuple[_Row, Point]]:
    """Return the rows that hold a value, each with its point."""
    return [(row, row.point) for row in rows if row.point is not None and row.point.value is not None]


def _dots(rows: Sequence[_Row], theme: Theme) -> Spec:
    """Return values as dots in their rows, each with its number on the right."""
    valued = _valued(rows)
    colours = [theme.series[row.series.slot % len(theme.series)] for row, _ in valued]
    usual = [MARKERS[row.series.slot % len(MARKERS)] + ("-open-dot" if point.derived else "") for row, point in valued]
    statuses = [point.status for _, point in valued]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [point.value for _, point in valued],
        "y": [row.place for row, _ in valued],
        "text": ["  " + point.printed for _, point in valued],
        "textposition": "middle right",
        "textfont": {"color": theme.ink, "size": 15},
        "customdata": [hover(row.series.name, point) for row, point in valued],
        "hovertemplate": "%{customdata[1]}<extra></extra>",
        "marker": {
            "color": [theme.page if s == "provisional" else c for s, c in zip(statuses, colours, strict=True)],
            "size": 13,
            "opacity": 1,
            "symbol": [OPEN_MARKS.get(s, symbol) for s, symbol in zip(statuses, usual, strict=True)],
            "line": {"color": colours, "width": 2.5},
        },
        "cliponaxis": False,
        "showlegend": False,
    }


def _words_in_rows(rows: Sequence[_Row], labels: Labels, theme: Theme, absent: str) -> Spec:
    """Return what stands in the rows that hold no value."""
    names = {**labels.statuses, "not_applicable": labels.not_applicable}
    blank = [row for row in rows if row.point is None or row.point.value is None]
    words = [absent if row.point is None else names[row.point.status] for row in blank]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [0] * len(blank),
        "y": [row.place for row in blank],
        "text": ["  " + escape(one, quote=False) for one in words],
        "textposition": "middle right",
        "textfont": {"color": theme.muted, "size": 14},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def _unnamed_lines(
    series: Sequence[Series],
    labels: Labels,
    theme: Theme,
    *,
    from_zero: bool = True,
    span: tuple[float, float] | None = None,
    beside: Sequence[Series] = (),
) -> Spec:
    """Return a line chart without the names of its lines; a single one carries its values.

    It has the scale `span`, or one on which the series and those `beside` them fit.
    """
    years = sorted({point.year for one in series for point in one.points})
    low, high = span or _range([*series, *beside], from_zero)
    hatching = hatched_years(series, high, labels, theme)
    hatched = hatching.get("x", [])
    if any(without_number(one, hatched) for one in (*series, *beside)):
        low -= (high - low) * UNDER / (1 - UNDER)
    traces = [hatching]
    traces += [measured_line(one, theme, with_values=len(series) == 1) for one in series]
    traces += [single_marks(one, theme, with_values=len(series) == 1) for one in series]
    traces += [crosses(one, (low, high), labels, theme, hatched=hatched) for one in series]
    return _figure([trace for trace in traces if trace], years, (low, high), occurring(series), labels, theme)


def _name_in_legend(spec: Spec, series: Sequence[Series]) -> None:
    """Let the legend name the series, in more lines below the drawing."""
    names = [plain_name(one) for one in series]
    named: set[str] = set()
    for trace in spec["data"]:
        if trace["name"] in names and trace["name"] not in named:
            trace["showlegend"] = True
            named.add(trace["name"])
    spec["layout"]["margin"]["b"] += LEGEND_LINE * _legend_lines(names)
    _fit(spec["layout"])


def _fit(layout: Spec, plot_height: float = PLOT_HEIGHT) -> None:
    """Give a chart the height that its drawing and its margins need, and the legend its place under the source."""
    layout["height"] = layout["margin"]["t"] + layout["margin"]["b"] + plot_height
    layout["title"]["y"] = 1 - TITLE_TOP / layout["height"]
    source = layout["annotations"][0]
    below = SOURCE_LINE * (source["text"].count("<br>") + 1) - source["yshift"] + LABEL_GAP
    layout["legend"]["y"] = 1 - (layout["margin"]["t"] + plot_height + below) / layout["height"]


def _value(series: Series, year: int) -> float:
    return next((point.value or 0 for point in series.points if point.year == year), 0)


def _range(series: Sequence[Series], from_zero: bool) -> tuple[float, float]:
    values = [point.value for one in series for point in one.points if point.value is not None] or [0, 1]
    spread = max(values) - min(values) or abs(max(values)) or 1.0
    low = min(0.0, min(values)) if from_zero else min(values) - spread * 0.15
    return low, max(values) + (max(values) - low) * 0.12 or 1.0


def _last_measured(series: Series) -> Point | None:
    measured = [point for point in series.points if point.status in MEASURED and point.value is not None]
    return measured[-1] if measured else None


def _label(name: str, year: float, value: float, slot: int, theme: Theme) -> Spec:
    return {
        "x": year,
        "y": value,
        "xref": "x",
        "yref": "y",
        "text": broken(name, LABEL_WIDTH),
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "middle",
        "align": "left",
        "xshift": 12,
        "font": {"color": theme.series[slot % len(theme.series)], "size": 14},
    }


def _names(series: Sequence[Series], span: tuple[float, float], theme: Theme) -> list[Spec]:
    """Return the name of each series: at the right edge, or below its last point where it ends earlier."""
    ends = [(one, point) for one in series if (point := _last_measured(one)) is not None]
    latest = max((point.year for _, point in ends), default=0)
    at_edge = [(one.name, point.year, point.value, one.slot) for one, point in ends if point.year == latest]
    inside = [
        _label(one.name, point.year, point.value or 0, one.slot, theme) | BELOW
        for one, point in ends
        if point.year < latest
    ]
    return _end_labels(at_edge, span, theme) + inside


def _end_labels(
    ends: Sequence[tuple[str, float, float | None, int]],
    span: tuple[float, float],
    theme: Theme,
) -> list[Spec]:
    """Return the names at the right ends, pushed apart where they would overlap, within the drawing."""
    ordered = sorted(ends, key=lambda end: end[2] or 0)
    labels = [_label(name, year, value or 0, slot, theme) for name, year, value, slot in ordered]
    wanted = [((label["y"] or 0) - span[0]) * PLOT_HEIGHT / (span[1] - span[0]) for label in labels]
    halves = [(LABEL_LINE * (label["text"].count("<br>") + 1) + LABEL_GAP) / 2 for label in labels]
    at: list[float] = []
    # Names stay above the zero line, under which crosses of missing values have their place.
    floor = max(0.0, -span[0] * PLOT_HEIGHT / (span[1] - span[0]))
    for middle, half in zip(wanted, halves, strict=True):
        at.append(max(middle, floor + half))
        floor = at[-1] + half
    ceiling = float(PLOT_HEIGHT)
    for i in reversed(range(len(at))):
        at[i] = min(at[i], ceiling - halves[i])
        ceiling = at[i] - halves[i]
    return [label | {"yshift": new - old} for label, new, old in zip(labels, at, wanted, strict=True)]


def _stack_labels(series: Sequence[Series], year: int, span: tuple[float, float], theme: Theme) -> list[Spec]:
    """Return the names of the parts beside the last bar, each at the middle of its part."""
    ends, below = [], 0.0
    for one in series:
        value = _value(one, year)
        ends.append((one.name, float(year), below + value / 2, one.slot))
        below += value
    return [label | {"x": year + BAR_WIDTH / 2 + 0.08, "xshift": 2} for label in _end_labels(ends, span, theme)]


def _legend_lines(names: Iterable[str]) -> int:
    """Return how many lines the legend takes on a phone, where its entries wrap like words."""
    return broken(" ".join(name.replace(" ", "_") + "____" for name in names), LEGEND_WIDTH).count("<br>") + 1


def _figure(
    traces: list[Spec],
    years: Sequence[int],
    span: tuple[float, float],
    statuses: Container[str],
    labels: Labels,
    theme: Theme,
) -> Spec:
    title, source = broken(labels.title, TITLE_WIDTH), broken(labels.source, SOURCE_WIDTH)
    named = legend(statuses, labels, theme)
    top = 56 + 23 * (title.count("<br>") + 1)
    bottom = (
        50 + SOURCE_LINE * (source.count("<br>") + 1) + LEGEND_LINE * _legend_lines(entry["name"] for entry in named)
    )
    spec: Spec = {
        "data": [*traces, *named],
        "layout": {
            "template": None,
            "title": {
                "text": f"<b>{title}</b><br><span style='font-size:14px'>{escape(labels.unit, quote=False)}</span>",
                "x": 0,
                "xref": "container",
                "xanchor": "left",
                "yref": "container",
                "yanchor": "top",
                "pad": {"l": 12},
                "font": {"size": 18, "color": theme.ink, "family": FONT},
            },
            "font": {"family": FONT, "color": theme.ink, "size": 15},
            "paper_bgcolor": theme.panel,
            "plot_bgcolor": theme.panel,
            "margin": {"l": 50, "r": 116, "t": top, "b": bottom},
            "hovermode": "closest",
            "hoverlabel": {"font": {"family": FONT, "size": 15, "color": theme.ink}, "bgcolor": theme.page},
            "dragmode": False,
            "showlegend": True,
            "legend": {
                "orientation": "h",
                "x": 0,
                "xref": "container",
                "yref": "container",
                "yanchor": "top",
                "itemclick": False,
                "itemdoubleclick": False,
                "bgcolor": "rgba(0,0,0,0)",
                "font": {"size": 13, "color": theme.muted},
            },
            "xaxis": {
                "tickmode": "array",
                "tickvals": list(years),
                "ticktext": [str(year) for year in years],
                "range": [years[0] - 0.5, years[-1] + 0.5] if years else None,
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "showline": False,
                "tickangle": 0,
                "tickfont": {"color": theme.ink, "size": 13},
            },
            "yaxis": {
                "range": list(span),
                "fixedrange": True,
                "gridcolor": theme.line,
                "zeroline": True,
                "zerolinecolor": theme.muted,
                "zerolinewidth": 1.5,
                "nticks": 6,
                "tickfont": {"color": theme.muted, "size": 14},
                "separatethousands": True,
            },
            "annotations": [
                {
                    "text": source,
                    "x": 0,
                    "y": 0,
                    "xref": "paper",
                    "yref": "paper",
                    "xanchor": "left",
                    "yanchor": "top",
                    "align": "left",
                    "xshift": -46,
                    "yshift": -34,
                    "showarrow": False,
                    "font": {"size": 13, "color": theme.muted},
                }
            ],
        },
    }
    _fit(spec["layout"])
    return spec
