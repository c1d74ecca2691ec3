"""From points of a page to a table of their values, each with its status and the place it was printed in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from barometr.catalog import disputed, indicators, sources
from barometr.engine import Record, data_version, records
from barometr.export.table import About, Column, Grid, Row, Shown, Table
from barometr.words import formats
from barometr.words.wording import Wording

COLUMNS = (
    "area",
    "indicator",
    "code",
    "member",
    "year",
    "value",
    "unit",
    "status",
    "literal",
    "is_derived",
    "document",
    "place",
    "note",
    "is_disputed",
    "point_id",
)
# What stands before the years in the grid.
HEADINGS = ("indicator", "area", "member", "status", "unit")
DERIVED, INFERRED, DISPUTED, BROKEN = "⊙ ", " †", " ≠", "// "


def points_table(
    wording: Wording, rows: Iterable[Mapping[str, Any]], *, title: str, file_name: str, about: About = ()
) -> Table:
    """Return the points that the rows name by their point_id, in their order.

    `about` is what the page adds to the definitions of the indicators.
    """
    points = _points(rows)
    figures = _figures(points)
    documents = [figure["source_id"] for point in points for figure in _behind(point, figures)]
    return Table(
        title=title,
        file_name=file_name,
        language=wording.language,
        columns=tuple(Column(name, wording.text(f"export.column.{name}")) for name in COLUMNS),
        rows=tuple(_row(wording, point, _behind(point, figures)) for point in points),
        about=((wording.text("export.about.title"), title), *about, *_about(wording, points)),
        source_ids=tuple(dict.fromkeys(documents)),
        grid=_grid(wording, points) if points else None,
    )


def _points(rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """Return the full records of the points, each once."""
    wanted = tuple(dict.fromkeys(row["point_id"] for row in rows))
    found = {point["point_id"]: point for point in records("export/points", point_ids=wanted)} if wanted else {}
    return [found[point_id] for point_id in wanted]


def _row_ids(point: Record) -> list[str]:
    """Return the printed figures behind a point: its own, or those it is computed from."""
    return point["input_rows"].split() if point["is_derived"] else [point["row_id"]]


def _figures(points: Sequence[Record]) -> dict[str, Record]:
    """Return every printed figure behind the points, by its row id, with one question."""
    wanted = tuple(dict.fromkeys(row_id for point in points for row_id in _row_ids(point)))
    return {figure["row_id"]: figure for figure in records("export/figures", row_ids=wanted)} if wanted else {}


def _behind(point: Record, figures: Mapping[str, Record]) -> list[Record]:
    return [figures[row_id] for row_id in _row_ids(point)]


def _row(wording: Wording, point: Record, behind: Sequence[Record]) -> Row:
    """Return one value with everything that is said about it, in the order of COLUMNS."""
    indicator = indicators()[point["indicator_id"]]
    value = point["value"]
    titles = dict.fromkeys(wording.source_title(sources()[figure["source_id"]]) for figure in behind)
    return (
        wording.area(point["area_id"]),
        wording.pick(indicator, "name"),
        # A code belongs to the programme that prints it, not to other cities' figures for the same thing.
        indicator.code if point["area_id"] == indicator.programme_area_id else None,
        wording.member(indicator, point["member"]) or None,
        point["year"],
        None if value is None else Shown(value, formats.printed_decimals(point["literal"], indicator.decimals)),
        wording.unit_name(indicator),
        wording.status(point["status"], point["is_derived"]),
        point["literal"],
        point["is_derived"],
        "; ".join(titles),
        "; ".join(_place(wording, figure, quoted=point["is_derived"]) for figure in behind),
        _note(wording, point),
        disputed(point),
        point["point_id"],
    )


def _place(wording: Wording, figure: Record, *, quoted: bool) -> str:
    """Return where a figure stands in its document; `quoted` says what stands there too."""
    where = wording.place(figure)
    return f"{wording.text('quote', text=figure['literal'])} ({where})" if quoted else where


def _note(wording: Wording, point: Record) -> str | None:
    """Return the caveat of a value, and whether its year is inferred."""
    inferred = wording.text("table.inferred") if point["year_basis"] == "inferred" else ""
    return "; ".join(part for part in (wording.pick(point, "note"), inferred) if part) or None


def _about(wording: Wording, points: Sequence[Record]) -> About:
    """Return what each indicator counts and how to read it, the signs of the grid, the terms and the version."""
    pairs = [pair for indicator_id in _indicator_ids(points) for pair in _meaning(wording, indicator_id)]
    signs = _signs(wording, points)
    if signs:
        pairs.append((wording.text("export.about.signs"), signs))
    pairs.append((wording.text("export.about.terms"), wording.text("export.terms")))
    pairs.append((wording.text("export.about.version"), data_version()))
    return tuple(pairs)


def _indicator_ids(points: Iterable[Record]) -> list[str]:
    return list(dict.fromkeys(point["indicator_id"] for point in points))


def _meaning(wording: Wording, indicator_id: str) -> About:
    """Return name, definition, reading, unit and rule of change of one indicator."""
    indicator = indicators()[indicator_id]
    polarity = wording.text(f"polarity.{indicator.polarity}")
    rule = wording.text("export.rule", threshold=wording.threshold(indicator), polarity=polarity)
    pairs = (
        (wording.text("export.column.indicator"), wording.pick(indicator, "name")),
        (wording.text("trace.definition"), wording.pick(indicator, "definition")),
        (wording.text("trace.reading"), wording.pick(indicator, "reading")),
        (wording.text("export.column.unit"), wording.unit_name(indicator)),
        (wording.text("export.about.rule"), rule),
    )
    return tuple((label, text) for label, text in pairs if text)


def _signs(wording: Wording, points: Sequence[Record]) -> str:
    """Return what the signs in the grid mean, for those that occur."""
    signs = [
        ("–", "status.no_data.name", any(point["status"] == "no_data" for point in points)),
        (DERIVED.strip(), "status.derived.name", any(point["is_derived"] for point in points)),
        (DISPUTED.strip(), "table.disputed", any(disputed(point) for point in points)),
        (INFERRED.strip(), "table.inferred", any(point["year_basis"] == "inferred" for point in points)),
        (BROKEN.strip(), "table.broken", any(point["segment"] for point in points)),
    ]
    return "; ".join(f"{sign} {wording.text(key)}" for sign, key, occurs in signs if occurs)


def _grid(wording: Wording, points: Sequence[Record]) -> Grid:
    """Return a row for each series and a column for each year; headings that say nothing are left out.

    A pilot, a plan and a target stand in rows of their own: a row of numbers is taken for one series.
    """
    years = sorted({point["year"] for point in points})
    lines: dict[tuple[str, ...], list[Record]] = {}
    for point in points:
        apart = "" if point["status_family"] == "measured" else point["status"]
        key = (point["indicator_id"], point["area_id"], point["member"], apart)
        lines.setdefault(key, []).append(point)
    divided = {point["indicator_id"] for point in points if point["member"]}
    headings = [_headings(wording, *key, total=key[0] in divided) for key in lines]
    told = [place for place in range(len(HEADINGS)) if any(heading[place] for heading in headings)]
    rows = []
    for heading, line in zip(headings, lines.values(), strict=True):
        cells = _cells(wording, line)
        rows.append((*(heading[place] for place in told), *(cells.get(year) for year in years)))
    labels = [wording.text(f"export.column.{HEADINGS[place]}") for place in told]
    return Grid((*labels, *years), tuple(rows))


def _headings(
    wording: Wording, indicator_id: str, area_id: str, member: str, status: str, *, total: bool
) -> tuple[str, ...]:
    """Return what a row of the grid is about, in the order of HEADINGS; a total beside its parts is called so."""
    indicator = indicators()[indicator_id]
    whole = wording.text("table.published_total") if total else ""
    return (
        wording.pick(indicator, "short"),
        wording.area(area_id),
        wording.member(indicator, member) or whole,
        wording.text(f"status.{status}.name") if status else "",
        wording.unit_name(indicator),
    )


def _cells(wording: Wording, line: Iterable[Record]) -> dict[int, Shown | str]:
    """Return the cells of one row of the grid by year: the number, or the sign of a missing value."""
    cells, segment = {}, None
    for point in sorted(line, key=lambda one: one["year"]):
        broken = segment is not None and point["segment"] > segment
        segment = point["segment"]
        cells[point["year"]] = _cell(wording, point, broken=broken)
    return cells


def _cell(wording: Wording, point: Record, *, broken: bool) -> Shown | str:
    """Return a number with the marks that it has on the page, or the sign of a missing value."""
    indicator = indicators()[point["indicator_id"]]
    before = BROKEN if broken else ""
    if point["value"] is None:
        return before + wording.printed(indicator, point)
    status_before, status_after = wording.text(f"status.{point['status']}.cell", value="\n").split("\n")
    return Shown(
        point["value"],
        formats.printed_decimals(point["literal"], indicator.decimals),
        before + (DERIVED if point["is_derived"] else "") + status_before,
        formats.TIGHT_UNITS.get(indicator.unit, "")
        + status_after
        + (INFERRED if point["year_basis"] == "inferred" else "")
        + (DISPUTED if disputed(point) else ""),
    )
