"""The small picture of a target: the way from the baseline to it, what was expected, and what was measured.

The dashed line is the way the rule foresees. A baseline is an upright tick, the target a level one, the value
expected in the year of the review a ring, measurements are dots, joined between neighbouring years only. A value
tried out is a triangle on its point and never joined to the line: nobody has measured it.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from barometr.drawing.small import data_uri
from barometr.drawing.theme import Theme
from barometr.measures.progress import Observation, Progress, progress

MARGIN = 9  # pixels: room for half a mark
Place = Callable[[Observation], tuple[float, float]]


def planned_path(found: Progress, polarity: str) -> tuple[Observation, ...]:
    """Return the value that the rule foresees for every year from the baseline to the target; none without a rule."""
    if found.baseline is None:
        return ()
    path = []
    for year in range(found.baseline[0], found.target[0] + 1):
        plan = progress(
            [], baseline=found.baseline, target=found.target, review_year=year, method=found.method, polarity=polarity
        )
        if plan.expected_at_review is not None:
            path.append((year, plan.expected_at_review))
    return tuple(path)


def path_picture(
    found: Progress,
    measured: Sequence[Observation],
    theme: Theme,
    *,
    polarity: str,
    tried: Sequence[Observation] = (),
    width: int,
    height: int,
) -> str:
    """Return the picture as an address for an <img>; empty where the rule foresees no way.

    `measured` are the published measurements after the baseline, `tried` the values tried out besides them.
    """
    path = planned_path(found, polarity)
    if not path:
        return ""
    at = _scale([*path, *measured, *tried], width, height)
    parts = [_dashed(map(at, path), theme), _ends(at(path[0]), at(path[-1]), theme)]
    if found.expected_at_review is not None and found.review_year < found.target[0]:
        parts.append(_ring(at((found.review_year, found.expected_at_review)), theme))
    parts += [_joined(at(one), at(after), theme) for one, after in pairwise(measured) if after[0] == one[0] + 1]
    parts += [_dot(at(one), theme) for one in measured]
    parts += [_triangle(at(one), theme) for one in tried]
    return data_uri(
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' "
        f"width='{width}' height='{height}'>{''.join(parts)}</svg>"
    )


def _scale(every: Sequence[Observation], width: int, height: int) -> Place:
    """Return the function that gives a year and a value their place in pixels."""
    first, last = min(year for year, _ in every), max(year for year, _ in every)
    low, high = min(value for _, value in every), max(value for _, value in every)

    def at(one: Observation) -> tuple[float, float]:
        year, value = one
        x = MARGIN + (width - 2 * MARGIN) * (year - first) / (last - first)
        y = height / 2 if high == low else height - MARGIN - (height - 2 * MARGIN) * (value - low) / (high - low)
        return round(x, 1), round(y, 1)

    return at


def _dashed(places: Iterable[tuple[float, float]], theme: Theme) -> str:
    points = " ".join(f"{x},{y}" for x, y in places)
    return f"<polyline points='{points}' fill='none' stroke='{theme.muted}' stroke-width='1.6' stroke-dasharray='4 4'/>"


def _ends(start: tuple[float, float], end: tuple[float, float], theme: Theme) -> str:
    (x, y), (aim_x, aim_y) = start, end
    ticks = f"M{x} {y - 7:.1f}V{y + 7:.1f}M{aim_x - 7:.1f} {aim_y}H{aim_x + 7:.1f}"
    return f"<path d='{ticks}' stroke='{theme.ink}' stroke-width='3'/>"


def _ring(place: tuple[float, float], theme: Theme) -> str:
    x, y = place
    return f"<circle cx='{x}' cy='{y}' r='4.5' fill='{theme.page}' stroke='{theme.muted}' stroke-width='2'/>"


def _joined(start: tuple[float, float], end: tuple[float, float], theme: Theme) -> str:
    (x, y), (to_x, to_y) = start, end
    return f"<path d='M{x} {y}L{to_x} {to_y}' stroke='{theme.series[0]}' stroke-width='2.5'/>"


def _dot(place: tuple[float, float], theme: Theme) -> str:
    x, y = place
    return f"<circle cx='{x}' cy='{y}' r='4' fill='{theme.series[0]}'/>"


def _triangle(place: tuple[float, float], theme: Theme) -> str:
    x, y = place
    shape = f"M{x - 6:.1f} {y - 5:.1f}H{x + 6:.1f}L{x} {y + 6:.1f}Z"
    return f"<path d='{shape}' fill='{theme.page}' stroke='{theme.warn}' stroke-width='2.2'/>"
