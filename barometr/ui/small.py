"""Small charts drawn as SVG on the server: they need no script and no Plotly bundle.

Used for sparklines in cards and for the overview's small charts. Lines obey the same rule as the large
charts: they join measured values of neighbouring years only.
"""

from collections.abc import Iterable, Sequence
from html import escape

from barometr.ui.charts import MEASURED, Point, Series
from barometr.ui.theme import Theme


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


def small_chart(
    series: Sequence[Series],
    theme: Theme,
    *,
    width: int,
    height: int,
    label: str,
    years: bool = True,
    first_year: int | None = None,
) -> str:
    """Return an SVG of the series on one scale from zero; `label` says in words what it shows.

    With `years` the first and last year stand under the axis and the last value of each series beside it.
    """
    shown = [point for one in series for point in one.points if first_year is None or point.year >= first_year]
    values = [point.value for point in shown if point.value is not None]
    if not values:
        return ""
    start, end = min(point.year for point in shown), max(point.year for point in shown)
    high = max(values) * 1.1 or 1.0
    left, right, top, bottom = (8, 66, 14, 24) if years else (4, 6, 5, 5)

    def x(year: int) -> float:
        return round(left + (width - left - right) * (0.5 if end == start else (year - start) / (end - start)), 1)

    def y(value: float) -> float:
        return round(height - bottom - (height - top - bottom) * value / high, 1)

    parts = []
    if years:
        base = height - bottom
        parts.append(f"<line x1='{left}' x2='{width - right}' y1='{base}' y2='{base}' stroke='{theme.line}'/>")
        parts.append(f"<text x='{left}' y='{height - 6}' class='b-axis'>{start}</text>")
        if end != start:
            parts.append(f"<text x='{x(end)}' y='{height - 6}' class='b-axis' text-anchor='end'>{end}</text>")
    for one in series:
        parts += _marks([p for p in one.points if first_year is None or p.year >= first_year], one, theme, x, y, years)
    described = f"role='img' aria-label='{escape(label, quote=True)}'" if label else "aria-hidden='true'"
    return (
        f"<svg viewBox='0 0 {width} {height}' width='{width}' height='{height}' class='b-svg' {described}>"
        + "".join(parts)
        + "</svg>"
    )


def _marks(points, series, theme, x, y, with_values) -> list[str]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Return the SVG of one series: its runs, its end, its hollow marks, its gaps."""
    colour = theme.series[series.slot % len(theme.series)]
    parts = []
    for run in runs(points):
        if len(run) > 1:
            path = " ".join(f"{x(point.year)},{y(point.value)}" for point in run)
            parts.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2.5'/>")
        else:
            parts.append(f"<circle cx='{x(run[0].year)}' cy='{y(run[0].value)}' r='3.2' fill='{colour}'/>")
    for point in points:
        if point.status in ("pilot", "plan", "target") and point.value is not None:
            parts.append(
                f"<circle cx='{x(point.year)}' cy='{y(point.value)}' r='3.5' fill='none' stroke='{colour}' stroke-width='2'/>"
            )
        elif point.status in ("no_data", "in_progress"):
            cx, cy = x(point.year), y(0)
            parts.append(
                f"<path d='M{cx - 3} {cy - 3}L{cx + 3} {cy + 3}M{cx - 3} {cy + 3}L{cx + 3} {cy - 3}' "
                f"stroke='{theme.muted}' stroke-width='1.5'/>"
            )
    measured = [point for point in points if point.status in MEASURED and point.value is not None]
    if measured:
        last = measured[-1]
        parts.append(f"<circle cx='{x(last.year)}' cy='{y(last.value)}' r='4' fill='{colour}'/>")
        if with_values:
            parts.append(
                f"<text x='{x(last.year) + 8}' y='{y(last.value) + 5}' class='b-value' fill='{colour}'>"
                f"{escape(last.printed)}</text>"
            )
    return parts
