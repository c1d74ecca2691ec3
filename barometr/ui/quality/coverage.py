"""What there is: a grid of the indicators of a city by years, and the same as a table to take away."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from barometr.catalog import Indicator, disputed, indicators, is_city
from barometr.drawing.small import data_uri
from barometr.engine import Record, records, remembered
from barometr.export.table import Column, Grid, Row, Shown, Table
from barometr.ui import figures, markup
from barometr.ui.reader import Reader
from barometr.words import formats

# The sign of each status in the grid, in the order of the legend. Not every font has them all, so they are drawn
# with the shapes of the charts (see `shapes`); a dash is a dash in the grid as in every table.
SIGNS = {
    "actual": "●",
    "approx": "●",
    "provisional": "●",
    "derived": "⊙",
    "pilot": "◇",
    "plan": "○",
    "baseline": "―",
    "target": "―",
    "no_data": "–",
    "in_progress": "⧗",
    "not_applicable": "/",
}
DISPUTED = "≠"
COLUMNS = ("topic", "indicator", "area", "part", "year", "status", "value", "unit", "owner", "frequency", "note")


def years_of(area_id: str) -> list[int]:
    """Return the years that the documents of a city speak of."""
    return sorted({row["year"] for row in records("quality/coverage", area_id=area_id)})


def latest_measured(area_id: str) -> int:
    """Return the last year in which something was measured, or else the first year there is."""
    rows = records("quality/coverage", area_id=area_id)
    measured = [row["year"] for row in rows if row["value"] is not None and row["status"] not in ("plan", "target")]
    return max(measured, default=rows[0]["year"])


# The grid


@remembered
def grid(reader: Reader, area_id: str, year: int) -> str:
    """Return the grid of indicators by years, grouped by topic, each sign a button to its trace."""
    columns = years_of(area_id)
    body = []
    for topic, rows in _by_topic(records("quality/coverage", area_id=area_id)).items():
        title = escape(reader.text(f"topic.{topic}"))
        span = len(columns) + 2
        body.append(f"<tr class='b-topic'><th scope='rowgroup' colspan='{span}'><span>{title}</span></th></tr>")
        body += [_line(reader, list(line), columns, year) for _, line in groupby(rows, _identity)]
    caption = escape(reader.text("coverage.caption", city=reader.area(area_id)), quote=True)
    heads = "".join(f"<th scope='col'{_chosen(one, year)}>{one}</th>" for one in columns)
    return (
        f"<p class='b-caption'>{caption}</p>"
        f"<div class='b-scroll' tabindex='0' role='region' aria-label='{caption}'>"
        f"<table class='b-table b-coverage' aria-label='{caption}'><thead><tr>"
        f"<th scope='col'>{escape(reader.text('table.what'))}</th>"
        f"<th scope='col' class='b-owner'>{escape(reader.text('coverage.owner_column'))}</th>{heads}"
        f"</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _by_topic(rows: Iterable[Record]) -> dict[str, list[Record]]:
    """Return the rows by topic; topics come in the order of the catalogue."""
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(indicators()[row["indicator_id"]].topic, []).append(row)
    return found


def _identity(row: Record) -> tuple[str, str, str]:
    return row["indicator_id"], row["area_id"], row["member"]


def _chosen(one: int, year: int) -> str:
    return " class='b-chosen'" if one == year else ""


def _line(reader: Reader, rows: Sequence[Record], columns: Sequence[int], year: int) -> str:
    """Return one row of the grid: an indicator, or a part of one, in one area."""
    indicator, first = indicators()[rows[0]["indicator_id"]], rows[0]
    name = _line_name(reader, indicator, first)
    owner = "" if first["member"] else escape(reader.named(indicator, "owner"))
    by_year: dict[int, list[str]] = {}
    for row in rows:
        by_year.setdefault(row["year"], []).append(sign_button(reader, indicator, row))
    cells = "".join(f"<td{_chosen(one, year)}>{''.join(by_year.get(one, []))}</td>" for one in columns)
    return f"<tr><th scope='row'>{name}</th><td class='b-owner'>{owner}</td>{cells}</tr>"


def _line_name(reader: Reader, indicator: Indicator, row: Record) -> str:
    where = "" if is_city(row["area_id"]) else reader.area(row["area_id"])
    part = reader.member(indicator, row["member"])
    under = ", ".join(one for one in (part, where) if one)
    return escape(reader.pick(indicator, "short")) + (f"<span class='b-unit'>{escape(under)}</span>" if under else "")


def status_of(row: Record) -> str:
    """Return the status that a cell shows: a derived value counts as such, unless it is a plan."""
    return "derived" if row["is_derived"] and row["status"] in ("actual", "approx", "provisional") else row["status"]


def sign_button(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return the sign of a cell as a button to its trace; its spoken words say what the sign means."""
    status = status_of(row)
    contested = disputed(row)
    parts = [reader.pick(indicator, "short"), reader.member(indicator, row["member"]), str(row["year"])]
    value = figures.spoken_value(reader, indicator, row)
    if contested:
        value += f", {reader.text('table.disputed')}"
    spoken = reader.text("number.spoken", about=", ".join(part for part in parts if part), value=value)
    style = f"b-cell b-cell-{status}{' b-cell-disputed' if contested else ''}"
    return markup.number_button(SIGNS[status] + (DISPUTED if contested else ""), row["point_id"], spoken, style)


def legend(reader: Reader) -> str:
    """Return what the signs of the grid mean."""
    entries = [
        ("actual", "coverage.sign_value"),
        *((one, f"status.{one}.name") for one in ("derived", "pilot", "plan", "baseline", "target")),
        *((one, f"status.{one}.name") for one in ("no_data", "in_progress", "not_applicable")),
    ]
    signs = [_key(f"b-cell-{status}", SIGNS[status], reader.text(key)) for status, key in entries]
    signs.append(_key("b-cell-disputed", DISPUTED, reader.text("table.disputed")))
    signs.append(_key("b-cell-blank", "", reader.text("coverage.sign_blank")))
    return f"{shapes()}<p class='b-legend b-signs'>{''.join(signs)}</p>"


def shapes() -> str:
    """Return the style that draws the signs in the colour of the text around them."""
    drawn = (f'.b-cell-{one}{{--b-shape:url("{_shape(one)}")}}' for one in SIGNS if one != "no_data")
    return f"<style>{''.join(drawn)}</style>"


def _key(style: str, shown: str, words: str) -> str:
    return f"<span>{sign(style, shown)} {escape(words)}</span>"


def sign(style: str, shown: str) -> str:
    """Return a sign as a cell of the grid shows it, for reading beside words that say the same."""
    return f"<i class='b-cell {style}' aria-hidden='true'>{shown}</i>"


def _shape(status: str) -> str:
    shape = markup.SIGNS[status].replace("{c}", "black")
    return data_uri(f"<svg xmlns='http://www.w3.org/2000/svg' width='18' height='18'>{shape}</svg>")


# The table to take away


def file_name(reader: Reader, area_id: str) -> str:
    """Return the name of the downloaded files, without an ending."""
    return f"barometr-{reader.text('coverage.file')}-{area_id}"


def table(reader: Reader, area_id: str) -> Table:
    """Return every indicator in every covered year, also where no document speaks of it, with the owner."""
    rows = records("quality/coverage", area_id=area_id)
    columns = years_of(area_id)
    lines = [(key, list(line)) for key, line in groupby(rows, _identity)]
    title = reader.text("coverage.caption", city=reader.area(area_id))
    return Table(
        title=title,
        file_name=file_name(reader, area_id),
        language=reader.language,
        columns=tuple(Column(one, reader.text(f"coverage.column_{one}")) for one in COLUMNS),
        rows=tuple(
            _cells(reader, line[0], year, row) for _, line in lines for year in columns for row in _of_year(line, year)
        ),
        about=(
            (reader.text("export.about.title"), title),
            (reader.text("export.about.signs"), _signs_in_words(reader)),
        ),
        source_ids=tuple(dict.fromkeys(figures.documents(rows))),
        grid=Grid(
            (reader.text("table.what"), reader.text("coverage.owner_column"), *columns),
            tuple(_grid_line(reader, line, columns) for _, line in lines),
        ),
    )


def _of_year(line: Sequence[Record], year: int) -> Sequence[Record | None]:
    """Return what a line holds in a year; one None where that is nothing."""
    return [row for row in line if row["year"] == year] or [None]


def _cells(reader: Reader, line: Record, year: int, row: Record | None) -> Row:
    indicator = indicators()[line["indicator_id"]]
    value, literal = (row["value"], row["literal"]) if row else (None, None)
    return (
        reader.text(f"topic.{indicator.topic}"),
        reader.pick(indicator, "name"),
        reader.area(line["area_id"]),
        reader.member(indicator, line["member"]) or None,
        year,
        reader.status(row["status"], row["is_derived"]) if row else reader.text("coverage.sign_blank"),
        None if value is None else Shown(value, formats.printed_decimals(literal, indicator.decimals)),
        reader.unit_name(indicator),
        reader.named(indicator, "owner") or None,
        reader.text(f"frequency.{indicator.frequency}"),
        (reader.pick(row, "note") or None) if row else None,
    )


def _grid_line(reader: Reader, line: Sequence[Record], columns: Sequence[int]) -> Row:
    indicator, first = indicators()[line[0]["indicator_id"]], line[0]
    where = "" if is_city(first["area_id"]) else reader.area(first["area_id"])
    names = (reader.pick(indicator, "short"), reader.member(indicator, first["member"]), where)
    signs = (" ".join(SIGNS[status_of(row)] for row in line if row["year"] == year) or None for year in columns)
    return ", ".join(name for name in names if name), reader.named(indicator, "owner") or None, *signs


def _signs_in_words(reader: Reader) -> str:
    return "; ".join(f"{SIGNS[status]} {reader.text(f'status.{status}.name')}" for status in SIGNS)
