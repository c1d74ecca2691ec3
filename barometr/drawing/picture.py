"""One series as a picture for paper, a slide or the page: an SVG with real text, drawn without a browser.

It keeps to the rules of the large charts (see charts.py) and is read without pointing at anything: the values
stand beside their points, and an axis of numbers appears only where not every value can be written out. Title,
unit, source and legend stand around it, once a page: `statuses` says which signs occur, `sign` draws each of them.

Lengths are in the unit of `width` and `height` (pixels on a screen, points on paper); all else grows with
`type_size`, so the same picture serves a column of print and the back of a room.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Protocol

from barometr.drawing.marks import KEY_MARKS, UNKNOWN, Point, Series, occurring, runs
from barometr.drawing.theme import FONT, Theme
from barometr.measures.comparable import MEASURED

MOST_LABELLED = 7  # with more values than that only the first, the last and the extremes are written out
BROKEN = "broken"  # the sign of a break in the series; not a status of a value
# All in parts of the type size.
LETTER, CAPITAL = 0.62, 0.7  # width of the widest figure in bold, height of a figure
NARROW, WIDE = ",. \u00a0il", "%mw"  # letters a third, and half as much again, as wide as a figure
MARK, STROKE = 0.33, 0.18
YEARS, MISSING = 1.55, 1.15  # heights of the line of years and of the strip for missing values
HATCHED = 0.86  # of a year


class Words(Protocol):
    """What a picture asks of the wording."""

    def number(self, value: float, decimals: int) -> str:
        """Return a number in the reader's language."""


@dataclass(frozen=True)
class Box:
    """A rectangle from its upper left to its lower right corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Say whether two rectangles overlap."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Say whether a place lies inside."""
        return self.left < x < self.right and self.top < y < self.bottom


@dataclass(frozen=True)
class Frame:
    """The drawing area: where years and values lie, in the unit of the picture."""

    left: float
    right: float
    top: float
    zero: float  # height of the zero line
    first: float  # years at the edges
    last: float
    low: float  # below zero only where values are
    high: float

    def x(self, year: float) -> float:
        """Return how far right a year lies."""
        return self.left + (self.right - self.left) * (year - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        """Return how far down a value lies."""
        per_unit = (self.zero - self.top) / self.high if self.high else 0.0
        return self.zero - value * per_unit


def svg(
    series: Series,
    words: Words,
    theme: Theme,
    *,
    width: float,
    height: float,
    type_size: float = 12,
    marked_year: int | None = None,
) -> str:
    """Return the line chart of one series as an SVG; empty where all its points lie in one year.

    `marked_year` is the one the reader asks about: its values stand out. The name of the series is not in the
    picture, nor is a text alternative: both belong beside it.
    """
    points = series.points
    if len({point.year for point in points}) < 2:
        return ""
    valued = [point for point in points if point.value is not None]
    important = _important(valued, marked_year)
    all_labelled = len(valued) <= MOST_LABELLED
    labelled = list(dict.fromkeys([*important, *(valued if all_labelled else [])]))
    ticks = [(0.0, "0"), *([] if all_labelled else _ticks(valued, words))]
    frame = _frame(points, labelled, [label for _, label in ticks], width, height, type_size)
    parts = [_hatching(year, frame, theme, type_size) for year in _not_then(points)]
    parts += [_across(frame, value, label, theme, width, type_size) for value, label in ticks]
    parts += [_break_sign(frame.x(year), frame.zero, theme, type_size) for year in _breaks(points)]
    stretches = [[(frame.x(p.year), frame.y(p.value or 0)) for p in run] for run in runs(points)]
    parts += [_line(stretch, theme, type_size) for stretch in stretches]
    for point in points:
        if point.value is not None:
            large = 1.25 if point.year == marked_year else 1.0
            parts.append(_mark(_kind(point), frame.x(point.year), frame.y(point.value), type_size * large, theme))
        elif point.status in UNKNOWN:
            below = frame.zero + MISSING * type_size * 0.55 + _depth(frame)
            parts.append(_mark(point.status, frame.x(point.year), below, type_size, theme))
    on_axis = [_on_axis(frame.y(value), label, type_size) for value, label in ticks]
    for point, x, y in _places(labelled, important, valued, stretches, on_axis, frame, width, type_size):
        parts.append(_text(point.printed, x, y, type_size, theme.ink, bold=point.year == marked_year))
    parts += _years(points, frame, theme, height, type_size, marked_year)
    return _picture(parts, width, height)


def statuses(series: Iterable[Series]) -> list[str]:
    """Return the statuses that a legend of these pictures has to explain, in its order; see `sign`."""
    series = list(series)
    found = occurring(series)
    if any(_breaks(one.points) for one in series):
        found.add(BROKEN)
    return [status for status in (*KEY_MARKS, "not_applicable", BROKEN) if status in found]


def sign(status: str, theme: Theme, *, size: float = 12) -> str:
    """Return the sign of one status as a square SVG of its own, for a legend."""
    half = size / 2
    if status == BROKEN:
        return _picture([_break_sign(half, half, theme, size)], size, size)
    if status == "not_applicable":
        return _picture([_hatched(Box(1, 1, size - 1, size - 1), theme, size)], size, size)
    return _picture([_mark(status, half, half, size * 1.2, theme)], size, size)


def _picture(parts: Iterable[str], width: float, height: float) -> str:
    size = f"width='{_n(width)}' height='{_n(height)}' viewBox='0 0 {_n(width)} {_n(height)}'"
    return f"<svg xmlns='http://www.w3.org/2000/svg' {size} font-family=\"{FONT}\">{''.join(parts)}</svg>"


def _n(number: float) -> str:
    """Return a coordinate with two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _kind(point: Point) -> str:
    return "derived" if point.derived and point.status in MEASURED else point.status


def _important(valued: Sequence[Point], marked_year: int | None) -> list[Point]:
    """Return the values to write out whatever the room, in the order in which they choose their places."""
    if not valued:
        return []
    extremes = [max(valued, key=lambda point: point.value or 0), min(valued, key=lambda point: point.value or 0)]
    chosen = [point for point in valued if point.year == marked_year] + [valued[-1], valued[0], *extremes]
    # A value of another kind cannot be read from its mark alone.
    return list(dict.fromkeys([*chosen, *(point for point in valued if point.status != "actual")]))


def _not_then(points: Sequence[Point]) -> list[int]:
    """Return the years in which the thing did not exist and nothing else is shown."""
    existing = {point.year for point in points if point.status != "not_applicable"}
    return sorted({point.year for point in points} - existing)


def _breaks(points: Iterable[Point]) -> list[float]:
    """Return the places between two years, each just before the first year of a new series."""
    measured = [point for point in points if point.status in MEASURED and point.value is not None]
    pairs = zip(measured, measured[1:], strict=False)
    return [after.year - 0.5 for before, after in pairs if before.segment != after.segment]


def _ticks(valued: Sequence[Point], words: Words) -> list[tuple[float, str]]:
    """Return two to four round values above zero, as they are printed elsewhere."""
    high = max(point.value or 0 for point in valued)
    if high <= 0:
        return []
    rough = high / 3
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in (10, 5, 2, 1) if factor * power <= rough)
    decimals = max(0, -floor(log10(step)))
    after = "%" if all(point.printed.rstrip(" p").endswith("%") for point in valued) else ""
    return [(i * step, words.number(i * step, decimals) + after) for i in range(1, floor(high / step) + 1)]


def _wide(text: str, size: float) -> float:
    """Return about how wide a text is in bold; a little more rather than less."""
    return size * sum(0.3 if letter in NARROW else 0.98 if letter in WIDE else LETTER for letter in text)


def _frame(
    points: Sequence[Point],
    labelled: Sequence[Point],
    ticks: Sequence[str],
    width: float,
    height: float,
    size: float,
) -> Frame:
    """Return the drawing area that leaves room for numbers, years and the strip of missing values."""
    values = [point.value for point in points if point.value is not None] or [0.0]
    low, high = min(0.0, *values), max(0.0, *values)
    first, last = min(point.year for point in points), max(point.year for point in points)
    beside = max([_wide("0000", size), *(_wide(p.printed, size) for p in labelled if p.year in (first, last))]) / 2
    axis = max(_wide(label, size * 0.92) for label in ticks) + 0.5 * size
    strip = MISSING * size if any(point.status in UNKNOWN for point in points) else 0.35 * size
    top, bottom = (CAPITAL + 0.9) * size, height - YEARS * size - strip
    zero = bottom if low == high else bottom - (bottom - top) * -low / (high - low)
    left, right = max(beside, axis + MARK * size), width - beside
    # A hatched year at an edge gets its whole column.
    hatched = _not_then(points)
    before, after = (HATCHED / 2 if year in hatched else 0 for year in (first, last))
    if before:
        left = axis
    if after:
        right = width
    return Frame(left, right, top, zero, first - before, last + after, low, high)


def _depth(frame: Frame) -> float:
    """Return how far the lowest value lies under the zero line."""
    return frame.y(frame.low) - frame.zero


def _across(frame: Frame, value: float, label: str, theme: Theme, width: float, size: float) -> str:
    """Return a level line with its number at the left; the zero line is the strong one."""
    y = _n(frame.y(value))
    colour, stroke = (theme.line, 0.06) if value else (theme.muted, 0.09)
    start = _n(_wide(label, size * 0.92) + 0.25 * size)
    line = f"<path d='M{start} {y}H{_n(width)}' stroke='{colour}' stroke-width='{_n(stroke * size)}' fill='none'/>"
    down = frame.y(value) + 0.3 * size
    return line + _text(label, 0, down, size * 0.92, theme.muted, anchor="start")


def _line(stretch: Sequence[tuple[float, float]], theme: Theme, size: float) -> str:
    corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in stretch)
    style = f"stroke='{theme.accent}' stroke-width='{_n(STROKE * size)}' stroke-linejoin='round'"
    return f"<polyline points='{corners}' fill='none' {style}/>"


def _break_sign(x: float, y: float, theme: Theme, size: float) -> str:
    """Return two strokes across the zero line, on a gap in it."""
    high, lean, gap = 0.42 * size, 0.16 * size, 0.14 * size
    strokes = "".join(f"M{_n(x + d - lean)} {_n(y + high)}L{_n(x + d + lean)} {_n(y - high)}" for d in (-gap, gap))
    paper = f"M{_n(x - gap)} {_n(y)}h{_n(2 * gap)}"
    return (
        f"<path d='{paper}' stroke='{theme.panel}' stroke-width='{_n(0.25 * size)}'/>"
        f"<path class='{BROKEN}' d='{strokes}' stroke='{theme.ink}' stroke-width='{_n(0.11 * size)}' fill='none'/>"
    )


def _hatching(year: int, frame: Frame, theme: Theme, size: float) -> str:
    """Return the hatched column of a year in which there could be no value."""
    half = HATCHED / 2 * (frame.right - frame.left) / (frame.last - frame.first)
    return _hatched(Box(frame.x(year) - half, frame.top, frame.x(year) + half, frame.zero), theme, size)


def _hatched(box: Box, theme: Theme, size: float) -> str:
    """Return a rectangle with slanting lines, each cut at its edges."""
    wide, high, step = box.right - box.left, box.bottom - box.top, 0.6 * size
    lines = []
    for i in range(1, ceil((wide + high) / step)):
        # On this line the ways from the left and from the upper edge add up to `across`.
        across = i * step
        x0, x1 = max(0.0, across - high), min(wide, across)
        ends = [(box.left + x, box.top + across - x) for x in (x0, x1)]
        lines.append("M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in ends))
    edge = f"M{_n(box.left)} {_n(box.top)}H{_n(box.right)}V{_n(box.bottom)}H{_n(box.left)}Z"
    style = f"stroke='{theme.muted}' stroke-width='{_n(0.06 * size)}' fill='none'"
    return f"<path class='not_applicable' d='{edge}{''.join(lines)}' {style}/>"


def _mark(status: str, x: float, y: float, size: float, theme: Theme) -> str:
    """Return the sign of one value, in the shapes of the large charts (marks.KEY_MARKS)."""
    r, shape = MARK * size, KEY_MARKS[status]
    hollow = f"fill='{theme.panel}' stroke='{theme.accent}' stroke-width='{_n(0.14 * size)}'"
    named = f"class='{status}'"

    def path(d: str, style: str = hollow) -> str:
        return f"<path {named} d='{d}' {style}/>"

    def circle(style: str, radius: float = r) -> str:
        return f"<circle {named} cx='{_n(x)}' cy='{_n(y)}' r='{_n(radius)}' {style}/>"

    def corners(*places: tuple[float, float]) -> str:
        return "M" + "L".join(f"{_n(x + dx * r)} {_n(y + dy * r)}" for dx, dy in places)

    if shape == "circle" and status != "provisional":
        return circle(f"fill='{theme.accent}'")
    if shape == "circle-open-dot":
        return circle(hollow, r * 1.2) + circle(f"fill='{theme.accent}'", r * 0.4)
    if shape in ("circle", "circle-open"):
        return circle(hollow)
    if shape == "diamond-open":
        return path(corners((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)) + "Z")
    if shape == "square-open":
        return path(corners((-1, -1), (1, -1), (1, 1), (-1, 1)) + "Z")
    if shape == "triangle-up-open":
        return path(corners((0, -1.3), (1.3, 1), (-1.3, 1)) + "Z")
    if shape == "hourglass-open":
        return path(corners((-1, -1.2), (1, -1.2), (-1, 1.2), (1, 1.2)) + "Z")
    ends = {
        "line-ns-open": corners((0, -1.4), (0, 1.4)),
        "line-ew-open": corners((-1.4, 0), (1.4, 0)),
        "x-thin": corners((-1, -1), (1, 1)) + corners((-1, 1), (1, -1)),
    }[shape]
    colour, stroke = (theme.muted, 0.14) if shape == "x-thin" else (theme.accent, 0.22)
    return path(ends, f"fill='none' stroke='{colour}' stroke-width='{_n(stroke * size)}'")


def _text(
    words: str, x: float, y: float, size: float, colour: str, *, anchor: str = "middle", bold: bool = False
) -> str:
    weight = " font-weight='700'" if bold else ""
    place = f"x='{_n(x)}' y='{_n(y)}' font-size='{_n(size)}' text-anchor='{anchor}'"
    return f"<text {place} fill='{colour}'{weight}>{escape(words, quote=False)}</text>"


def _on_axis(y: float, label: str, size: float) -> Box:
    """Return where the number of a level line stands."""
    return Box(0, y - 0.4 * size, _wide(label, size * 0.92), y + 0.4 * size)


def _places(
    labelled: Sequence[Point],
    important: Container[Point],
    valued: Sequence[Point],
    stretches: Sequence[Sequence[tuple[float, float]]],
    taken: Sequence[Box],
    frame: Frame,
    width: float,
    size: float,
) -> list[tuple[Point, float, float]]:
    """Return where each value is written: the middle of its foot, where it covers least of what else is there.

    A value that would cover another, or a mark, is left out unless it is important; the table beside has it.
    """
    r = MARK * size * 1.4
    marks = {point: _around(frame.x(point.year), frame.y(point.value or 0), r) for point in valued}
    on_lines = [place for stretch in stretches for place in _along(stretch, size * 0.3)]
    foot = frame.zero + _depth(frame) - 0.1 * size
    placed = list(taken)
    found = []

    def covered(box: Box, own: Point) -> float:
        inside = box.left >= -0.01 and box.right <= width + 0.01 and box.top >= -0.01 and box.bottom <= foot
        return (
            (0 if inside else 50)
            + 20 * sum(box.meets(other) for other in placed)
            + 8 * sum(box.meets(mark) for point, mark in marks.items() if point != own)
            + min(6, sum(box.holds(x, y) for x, y in on_lines))
        )

    for point in labelled:
        x, y = frame.x(point.year), frame.y(point.value or 0)
        half, up = _wide(point.printed, size) / 2, CAPITAL * size
        near, far, beside = r + 0.53 * size, r + 1.5 * size, r + 0.18 * size + half
        # Above, below, right, left, a line further down or up; a valley of the line has more room below.
        middles = [(x, y - near), (x, y + near), (x + beside, y), (x - beside, y), (x, y + far), (x, y - far)]
        if _valley(point, valued):
            middles[:2] = middles[1::-1]
        boxes = [Box(mx - half, my - up / 2, mx + half, my + up / 2) for mx, my in middles]
        costs = [covered(box, point) for box in boxes]
        best = min(range(len(boxes)), key=lambda i: costs[i] + i)
        if costs[best] < 8 or point in important:
            placed.append(boxes[best])
            found.append((point, middles[best][0], boxes[best].bottom))
    return found


def _around(x: float, y: float, r: float) -> Box:
    return Box(x - r, y - r, x + r, y + r)


def _along(stretch: Sequence[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    """Return places on a line, about a step apart."""
    places = []
    for (x0, y0), (x1, y1) in zip(stretch, stretch[1:], strict=False):
        count = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / step))
        places += [(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count) for i in range(count + 1)]
    return places


def _valley(point: Point, valued: Sequence[Point]) -> bool:
    """Say whether the line rises from a point to every neighbouring year."""
    beside = [other.value or 0 for other in valued if abs(other.year - point.year) == 1 and other.status in MEASURED]
    return bool(beside) and point.status in MEASURED and all(value > (point.value or 0) for value in beside)


def _years(
    points: Sequence[Point], frame: Frame, theme: Theme, height: float, size: float, marked_year: int | None
) -> list[str]:
    """Return the years at the foot, counted back from the last; those without room are left out."""
    found: list[str] = []
    free = float("inf")
    wide = _wide("2000", size * 0.92)
    for year in sorted({point.year for point in points}, reverse=True):
        x = frame.x(year)
        if x + wide / 2 > free:
            continue
        free = x - wide / 2 - 0.35 * size
        marked = year == marked_year
        colour = theme.ink if marked else theme.muted
        found.append(_text(str(year), x, height - 0.3 * size, size * 0.92, colour, bold=marked))
    return found
