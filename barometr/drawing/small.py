"""Small charts drawn as SVG pictures on the server: they need no script and no Plotly bundle.

Used for sparklines in cards and for the overview's small charts. Lines obey the same rule as the large
charts: they join measured values of neighbouring years only. Words stand beside them as HTML, not inside.
"""

from collections.abc import Sequence
from urllib.parse import quote

from barometr.drawing.marks import OPEN_MARKS, UNKNOWN, Series, runs
from barometr.drawing.theme import Theme

DASH_PATTERNS = ("", "7 4", "2 3", "8 3 2 3")
MARGIN, BELOW = 7, 8  # pixels: around the drawing, and under the zero line for crosses of missing values


def data_uri(svg: str) -> str:
    """Return an SVG as an address that an <img> can show without another request."""
    return "data:image/svg+xml," + quote(svg, safe="/:=' ")  # quotes stay: the attribute uses double ones


def small_chart(
    series: Sequence[Series], theme: Theme, *, width: int, height: int, marked_year: int | None = None
) -> str:
    """Return a picture of the series on one scale from zero, as a data address; empty for a lone value.

    A dot marks the value of `marked_year`, or the last value of each series.
    """
    points = [point for one in series for point in one.points]
    values = [point.value for point in points if point.value is not None]
    if len({point.year for point in points if point.value is not None}) < 2:
        return ""
    start, end = min(point.year for point in points), max(point.year for point in points)
    high = max(values) or 1.0
    base = height - MARGIN - BELOW

    def at(year: int, value: float) -> tuple[float, float]:
        x = MARGIN + (width - 2 * MARGIN) * (year - start) / (end - start)
        y = base - (base - MARGIN) * value / high
        return round(x, 1), round(y, 1)

    parts = [f"<path d='M0 {base}H{width}' stroke='{theme.line}'/>"]
    for one in series:
        colour = theme.series[one.slot % len(theme.series)]
        dash = DASH_PATTERNS[one.slot % len(DASH_PATTERNS)]
        for run in runs(one.points):
            path = " ".join(f"{x},{y}" for x, y in (at(point.year, point.value or 0) for point in run))
            style = f"fill='none' stroke='{colour}' stroke-width='2.5' stroke-dasharray='{dash}'"
            parts.append(f"<polyline points='{path}' {style}/>")
            marked = [p for p in run if p.year == marked_year] or ([run[-1]] if marked_year is None else [])
            for p in marked or (run if len(run) == 1 else []):
                x, y = at(p.year, p.value or 0)
                parts.append(f"<circle cx='{x}' cy='{y}' r='{4 if marked else 2.5}' fill='{colour}'/>")
        for point in one.points:
            if point.status in OPEN_MARKS and point.value is not None:
                x, y = at(point.year, point.value)
                parts.append(f"<circle cx='{x}' cy='{y}' r='4' fill='none' stroke='{colour}' stroke-width='2'/>")
            elif point.status in UNKNOWN:
                x, _ = at(point.year, 0)
                parts.append(f"<path d='M{x - 3} {base + 2}l5 5m0-5l-5 5' stroke='{theme.muted}' stroke-width='1.6'/>")
    return data_uri(
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' "
        f"width='{width}' height='{height}'>{''.join(parts)}</svg>"
    )
