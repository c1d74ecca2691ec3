"""Comparing cities: the verdict, what each city prints, the years they share, and a chart where it is honest."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, cities, indicators, sources
from barometr.drawing import charts
from barometr.drawing.marks import Series
from barometr.engine import Record, records, remembered
from barometr.ui import figures, markup, tables, take
from barometr.ui.reader import Reader
from barometr.words import formats

SIGNS = {"same": "=", "with_caveat": "≈", "not_comparable": "≠"}
# A bare count or a sum of money mostly says how large a city is: such values stand side by side and are not drawn.
DRAWN = ("ratio", "share", "score")


@remembered
def comparisons() -> dict[str, Record]:
    """Return every comparison by its short name."""
    return {row["comparable_group"]: row for row in records("comparison/groups")}


def is_allowed(group: str) -> bool:
    """Say whether cities may be compared on this, be it with a reservation."""
    return bool(comparisons()[group]["verdict"] != "not_comparable")


@remembered
def in_order(reader: Reader) -> dict[str, Record]:
    """Return every comparison: those that may be made by how much cities share, then the others by the alphabet."""

    def place(group: str) -> int:
        return 0 if is_allowed(group) else int(comparisons()[group][f"place_{reader.language}"])

    return {group: comparisons()[group] for group in sorted(comparisons(), key=place)}


@remembered
def _rows(query: str) -> dict[str, list[Record]]:
    """Return the rows of a query about all comparisons, by comparison."""
    found: dict[str, list[Record]] = {group: [] for group in comparisons()}
    for row in records(query):
        found[row["comparable_group"]].append(row)
    return found


def points_of(group: str) -> list[Record]:
    """Return the values that cities may be compared by: none where the verdict forbids it."""
    return _rows("comparison/points").get(group, [])


def documents(group: str) -> list[str]:
    """Return the documents behind a comparison."""
    printed = [row["source_id"] for row in _rows("comparison/figures").get(group, [])]
    return printed + figures.documents(points_of(group))


def shared_years(rows: Iterable[Record]) -> dict[int, list[Record]]:
    """Return the years in which two or more cities have a measured value, with these values."""
    by_year: dict[int, list[Record]] = {}
    for row in sorted(_measured(rows), key=lambda one: one["year"]):
        by_year.setdefault(row["year"], []).append(row)
    return {year: found for year, found in by_year.items() if len(found) > 1}


def _measured(rows: Iterable[Record]) -> list[Record]:
    return [row for row in rows if row["value"] is not None and row["status_family"] == "measured"]


# What is said


def verdict(reader: Reader, group: str) -> str:
    """Return whether cities may be compared on this, and why or with what reservation."""
    if group not in comparisons():
        return markup.note("caveat", "?", reader.text("cities.nothing"), reader.text("cities.nothing_why"))
    row = comparisons()[group]
    title, kind = reader.text(f"verdict.{row['verdict']}"), "caveat" if is_allowed(group) else "conflict"
    return markup.note(kind, SIGNS[row["verdict"]], title, reader.pick(row, "reason"))


@remembered
def cards(reader: Reader, group: str) -> str:
    """Return what each city counts, side by side: years, words, computation and the printed figures."""
    blocks, compared = [], [row for rows in by_indicator(group).values() for row in rows]
    for city in _rows("comparison/cities").get(group, []):
        points = [row for row in compared if row["area_id"] == city["area_id"] and row["value"] is not None]
        blocks.append(
            f"<div><h3>{escape(reader.area(city['area_id']))} <small>{escape(_years(reader, points))}</small></h3>"
            f"{_plain_values(reader, points)}<p>{_words(reader, city)}</p>"
            f"{_computation(reader, points)}{_printed(reader, city)}</div>"
        )
    return markup.grid(blocks, "b-pair")


@remembered
def list_of_cities(reader: Reader, group: str) -> str:
    """Return what each city counts as a list: its words and the printed figures."""
    rows = _rows("comparison/cities")[group]
    return markup.definitions(
        (reader.area(city["area_id"]), f"{_words(reader, city)}{_printed(reader, city)}") for city in rows
    )


def _words(reader: Reader, city: Record) -> str:
    return escape(reader.pick(city, "text") or reader.text("cities.not_described"))


def _years(reader: Reader, points: Sequence[Record]) -> str:
    """Return the years a city has values for: "2012–2017", "2015, 2016"; says where a year is inferred."""
    years = sorted({row["year"] for row in points})
    unbroken = len(years) > 2 and years[-1] - years[0] == len(years) - 1
    words = [formats.years(years[0], years[-1])] if unbroken else [str(year) for year in years]
    inferred = any(row["year_basis"] == "inferred" for row in points)
    return ", ".join([*words, reader.text("cities.inferred")] if inferred else words)


def _plain_values(reader: Reader, points: Sequence[Record]) -> str:
    """Return the values that no chart shows, in large type with their years."""
    shown = [row for row in points if indicators()[row["indicator_id"]].value_type not in DRAWN]
    return "".join(
        f"<p class='b-printed'>{_value(reader, row)}"
        f"<small>{escape(reader.unit(indicators()[row['indicator_id']], row['value'], row['literal']))}, "
        f"{row['year']}</small></p>"
        for row in shown
    )


def _computation(reader: Reader, points: Sequence[Record]) -> str:
    """Return how the derived values of a city are computed: what is divided by what, and each year's numbers."""
    derived = [row for row in points if row["is_derived"]]
    if not derived:
        return ""
    above, below = (
        reader.pick(indicators()[getattr(indicators()[derived[0]["indicator_id"]], part)], "short")
        for part in ("numerator_id", "denominator_id")
    )
    lines = [f"{row['year']}: {_formula(reader, row)}" for row in derived]
    divided = escape(reader.text("cities.divided", above=above, below=below))
    return f"<p class='b-small'>{divided}<br>{'<br>'.join(lines)}</p>"


def _formula(reader: Reader, row: Record) -> str:
    """Return "56 / 5 = 11,2" as a button to the trace of the result."""
    indicator = indicators()[row["indicator_id"]]
    formula = figures.formula(reader, indicator, row, reader.printed(indicator, row))
    about = f"{reader.area(row['area_id'])}, {row['year']}"
    return markup.number_button(formula, row["point_id"], reader.text("number.spoken", about=about, value=formula))


def _printed(reader: Reader, city: Record) -> str:
    """Return the printed figures of a city as buttons to their traces, or that there is none."""
    rows = [row for row in _rows("comparison/figures")[city["comparable_group"]] if row["area_id"] == city["area_id"]]
    if not rows:
        return f"<p class='b-small'>{escape(reader.text('cities.no_figure'))}</p>"
    # A baseline and its target are printed as one pair in one cell: one link is enough.
    links = {(row["literal"], row["line"]): _figure_link(reader, row) for row in rows}
    return f"<p class='b-small b-quotes'>{escape(reader.text('trace.printed'))}: {' '.join(links.values())}</p>"


def _figure_link(reader: Reader, row: Record) -> str:
    where = f"{reader.source_title(sources()[row['source_id']])}, {reader.place(row)}"
    return markup.number_button(
        reader.text("quote", text=row["literal"]),
        row["row_id"],
        reader.text("number.spoken", about=where, value=row["literal"]),
    )


def _value(reader: Reader, row: Record) -> str:
    """Return a value as a button to its trace."""
    indicator = indicators()[row["indicator_id"]]
    about = f"{reader.pick(indicator, 'short')}, {reader.area(row['area_id'])}, {row['year']}"
    spoken = reader.text("number.spoken", about=about, value=figures.spoken_value(reader, indicator, row))
    return markup.number_button(reader.printed(indicator, row), row["point_id"], spoken)


def by_indicator(group: str) -> dict[str, list[Record]]:
    """Return the values that cities may be compared by, without those that a break parts from the newer ones."""
    found: dict[str, list[Record]] = {}
    for row in points_of(group):
        found.setdefault(row["indicator_id"], [])
        if not row["before_break"]:
            found[row["indicator_id"]].append(row)
    return found


@remembered
def shared(reader: Reader, group: str) -> str:
    """Return for each measure of a comparison which years two or more cities share, with their values."""
    return "".join(_shared(reader, rows) for rows in by_indicator(group).values())


def _shared(reader: Reader, rows: Sequence[Record]) -> str:
    together = shared_years(rows)
    if together:
        lines = [
            f"{escape(reader.text('cities.same_year', year=year))} {', '.join(_of_city(reader, row) for row in found)}"
            for year, found in together.items()
        ]
        return f"<p class='b-same'>{'<br>'.join(lines)}</p>"
    measured = _measured(rows)
    if len({row["area_id"] for row in measured}) < 2:
        words = reader.text("cities.one_city")
    else:
        years = [
            f"{reader.area(area_id)} {_years(reader, [row for row in measured if row['area_id'] == area_id])}"
            for area_id in dict.fromkeys(row["area_id"] for row in measured)
        ]
        words = reader.text("cities.no_same_year", years="; ".join(years))
    return f"<p class='b-same'>{escape(words)}</p>"


def _of_city(reader: Reader, row: Record) -> str:
    """Return "Rumia 11,2 (obliczone, rok przyjęty)"."""
    said = [reader.status(row["status"], row["is_derived"])] if row["is_derived"] else []
    said += [reader.text("cities.inferred")] if row["year_basis"] == "inferred" else []
    words = f" <small>({escape(', '.join(said))})</small>" if said else ""
    return f"{escape(reader.area(row['area_id']))} <strong>{_value(reader, row)}</strong>{words}"


# What is drawn


def show_measures(reader: Reader, group: str) -> None:
    """Draw each measure of a comparison that may be made, with its table; a bare count can only be taken away."""
    for indicator_id, compared in by_indicator(group).items():
        indicator, file_name = indicators()[indicator_id], f"barometr-{indicator_id}"
        rows = [row for row in points_of(group) if row["indicator_id"] == indicator_id]
        if indicator.value_type in DRAWN and any(row["value"] is not None for row in compared):
            show_dots(reader, indicator, rows, compared, file_name)
        else:
            take.points(reader, file_name, reader.pick(indicator, "name"), rows)


def show_dots(
    reader: Reader, indicator: Indicator, rows: Sequence[Record], compared: Sequence[Record], file_name: str
) -> None:
    """Draw the values that may be compared, say which may not, and list all of them in the table."""
    slots = list(cities())
    found = {one.slot: one for one in figures.series_by(reader, indicator, compared, "area_id", reader.area, slots)}
    series = [found.get(i, Series(reader.area(area_id), (), i)) for i, area_id in enumerate(slots)]
    source = figures.source_line(reader, figures.documents(compared))
    words = figures.labels(reader, reader.pick(indicator, "short"), reader.unit_name(indicator), source)
    spec = charts.dots(series, words, reader.theme, absent=reader.text("cities.not_printed"))
    key = f"compare_{indicator.indicator_id}"
    figures.chart(reader, key, spec, list(found.values()), file_name=file_name)
    left_out = [row for row in rows if row["before_break"]]
    if left_out:
        st.html(_left_out(reader, indicator, left_out))
    tables.by_area(reader, indicator, rows, file_name, chart=key)


def _left_out(reader: Reader, indicator: Indicator, rows: Sequence[Record]) -> str:
    """Say which years the chart leaves out because a break parts them from the newer ones, and why."""
    breaks = records("indicator/breaks", indicator_id=indicator.indicator_id)
    notes = []
    for area_id in dict.fromkeys(row["area_id"] for row in rows):
        years = _years(reader, [row for row in rows if row["area_id"] == area_id])
        title = reader.text("cities.left_out", city=reader.area(area_id), years=years)
        reasons = " ".join(reader.pick(row, "text") for row in breaks if row["area_id"] == area_id)
        notes.append(markup.note("caveat", "//", title, reasons))
    return "".join(notes)
