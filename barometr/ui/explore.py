"""Exploring: chosen indicators as lines, and the views that show them (values, change, index, panels, table)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise

import streamlit as st

from barometr.catalog import Indicator, indicators, members
from barometr.drawing import charts
from barometr.drawing.marks import Labels, Point, Series
from barometr.engine import Record
from barometr.export.table import Column, Table
from barometr.judgement import change as changes
from barometr.judgement import direction
from barometr.judgement.points import point as point_of
from barometr.measures.change import Change
from barometr.measures.comparable import contradicted
from barometr.measures.index import index
from barometr.ui import figures, markup, tables, take
from barometr.ui.reader import Reader
from barometr.words import formats

# More lines than that cannot be told apart in one chart, more panels not be read on one page.
MOST_LINES, MOST_PANELS = 8, 24
RESIDENTS = 1000
COUNTED = ("count", "money")  # what may be divided by the number of residents
PER_RESIDENTS_UNIT = "per_1000_residents"
PANEL_WIDTH = 305  # pixels: three beside each other on a desktop, one on a phone


@dataclass(frozen=True)
class Line:
    """One chosen series: an indicator in one area, whole (member "") or one part of its breakdown."""

    indicator: Indicator
    area_id: str
    member: str
    name: str
    rows: tuple[Record, ...]
    series: Series
    drawn: bool  # a total stands in the tables beside its parts, but not in their chart


def lines(reader: Reader, rows: Iterable[Record], *, per_resident: bool) -> list[Line]:
    """Return the chosen series in the order of the rows, named by what tells them apart, each with a colour."""
    groups = [(key, tuple(group)) for key, group in groupby(rows, _identity)]
    several_indicators = len({key[0] for key, _ in groups}) > 1
    several_areas = len({key[1] for key, _ in groups}) > 1
    with_parts = {key[:2] for key, _ in groups if key[2]}
    found: list[Line] = []
    for (indicator_id, area_id, member), group in groups:
        indicator = indicators()[indicator_id]
        whole_of_parts = not member and (indicator_id, area_id) in with_parts
        told_apart = [
            reader.pick(indicator, "short") if several_indicators else "",
            reader.area(area_id) if several_areas else "",
            reader.text("table.published_total") if whole_of_parts else reader.member(indicator, member),
        ]
        name = ", ".join(part for part in told_apart if part) or reader.pick(indicator, "short")
        if per_resident and indicator.value_type in COUNTED:
            indicator, group = _per_resident(indicator), _rows_per_resident(group)
            if not group:
                continue
        points = tuple(point_of(reader, indicator, row) for row in group)
        slot = sum(line.drawn for line in found)
        if member and not several_indicators and not several_areas:
            slot = list(members(indicator.dimension or "")).index(
                member
            )  # a part keeps its colour whichever are chosen
        found.append(
            Line(indicator, area_id, member, name, group, Series(name, points, slot), drawn=not whole_of_parts)
        )
    return found


def _identity(row: Record) -> tuple[str, str, str]:
    return row["indicator_id"], row["area_id"], row["member"]


def can_be_per_resident(rows: Sequence[Record]) -> bool:
    """Say whether a population is loaded for any of the counts among the rows."""
    return any(row["population"] and indicators()[row["indicator_id"]].value_type in COUNTED for row in rows)


def _per_resident(indicator: Indicator) -> Indicator:
    return replace(indicator, unit=PER_RESIDENTS_UNIT, value_type="ratio", decimals=4)


def _rows_per_resident(rows: Sequence[Record]) -> tuple[Record, ...]:
    """Return values per 1,000 residents, computed only where the population of the same year is loaded."""
    return tuple(
        {
            **row,
            "value": RESIDENTS * row["value"] / row["population"],
            "literal": None,
            "is_derived": True,
            "input_rows": f"{row['input_rows'] or row['row_id']} {row['population_row']}",
        }
        for row in rows
        if row["population"] and row["value"] is not None
    )


def by_unit(chosen: Iterable[Line]) -> list[list[Line]]:
    """Return the lines grouped by unit: two units never share an axis."""
    grouped: dict[str, list[Line]] = {}
    for line in chosen:
        grouped.setdefault(line.indicator.unit, []).append(line)
    return list(grouped.values())


def show_values(reader: Reader, chosen: Sequence[Line], file_name: str) -> None:
    """Draw the values: one chart for each unit."""
    groups = by_unit(line for line in chosen if line.drawn)
    if len(groups) > 1:
        st.html(markup.note("caveat", "i", reader.text("trends.units"), reader.text("trends.units_why")))
    drawn: dict[str, str] = {}
    for number, group in enumerate(groups):
        if len(group) > MOST_LINES:
            body = reader.text("trends.crowded_why", n=len(group))
            st.html(markup.note("caveat", "i", reader.text("trends.crowded"), body))
            drawn |= _panels(reader, group, f"values{number}", shared=True)
            continue
        series = [line.series for line in group]
        words = labels(reader, group, title(reader, group), unit(reader, group))
        figures.chart(reader, f"values{number}", charts.lines(series, words, reader.theme), series, file_name=file_name)
        drawn[f"values{number}"] = unit(reader, group)
    show_table(reader, chosen, file_name, drawn)


def show_table(reader: Reader, chosen: Sequence[Line], file_name: str, drawn: Mapping[str, str]) -> None:
    """Show every value of the chosen lines by year; `drawn` are the charts above it by key."""
    of_row = {id(row): line for line in chosen for row in line.rows}

    def name(row: Record) -> tuple[str, str, Indicator]:
        line = of_row[id(row)]
        return line.name, reader.unit_name(line.indicator), line.indicator

    rows = [row for line in chosen for row in line.rows]
    caption = title(reader, chosen)
    st.html(figures.years_table(reader, caption, rows, name, _identity) + tables.key(reader, rows))
    if all(line.indicator.unit != PER_RESIDENTS_UNIT for line in chosen):
        take.points(reader, file_name, caption, rows, chart=drawn)
        return
    rule, found = reader.text("trends.per_rule"), documents(chosen)
    named = [replace(line.series, name=f"{line.name} ({reader.unit_name(line.indicator)})") for line in chosen]
    st.html(markup.small(rule))
    take.offer(
        reader, file_name, lambda: tables.series_table(reader, caption, named, file_name, found, rule), chart=drawn
    )


def show_panels(reader: Reader, chosen: Sequence[Line], file_name: str, *, shared: bool) -> None:
    """Draw each line in a small chart of its own; axes are shared within a unit, or free."""
    drawn = [line for line in chosen if line.drawn]
    if len(drawn) > MOST_PANELS:
        body = reader.text("trends.panels_left_out", n=MOST_PANELS, m=len(drawn))
        st.html(markup.note("caveat", "i", reader.text("trends.crowded"), body))
    pictures = _panels(reader, drawn[:MOST_PANELS], "panels", shared=shared)
    show_table(reader, chosen, file_name, pictures)


def _panels(reader: Reader, chosen: Sequence[Line], key: str, *, shared: bool) -> dict[str, str]:
    """Draw small charts side by side, as many in a row as fit; returns their names by key."""
    spans = {group[0].indicator.unit: charts.common_span([one.series for one in group]) for group in by_unit(chosen)}
    years = sorted({point.year for line in chosen for point in line.series.points})
    named_by_area = len({line.area_id for line in chosen}) > 1
    with st.container(horizontal=True, gap="small"):
        for number, line in enumerate(chosen):
            under = reader.unit_name(line.indicator) if named_by_area else unit(reader, [line])
            span = spans[line.indicator.unit] if shared else None
            spec = charts.panel(line.series, labels(reader, [line], line.name, under), reader.theme, years, span)
            name = f"barometr-{line.indicator.indicator_id}-{line.area_id}{'-' + line.member if line.member else ''}"
            figures.chart(reader, f"{key}_{number}", spec, [line.series], file_name=name, width=PANEL_WIDTH)
    return {f"{key}_{number}": line.name for number, line in enumerate(chosen)}


@dataclass(frozen=True)
class Step:
    """A value and its change on the year before; where there is none, `reason` says why."""

    row: Record
    before: Record
    change: Change | None
    reason: str


def steps(line: Line) -> list[Step]:
    """Return the step to each measured value of a line but the first."""
    measured = [row for row in line.rows if row["status_family"] == "measured"]
    return [_step(line.indicator, before, row) for before, row in pairwise(measured)]


def _step(indicator: Indicator, before: Record, row: Record) -> Step:
    found = changes.step(indicator, before if before["year"] == row["year"] - 1 else None, row)
    reason = row["status"] if found.reason == "no_value" else found.reason or ""
    return Step(row, before, found.change, reason)


def show_changes(reader: Reader, chosen: Sequence[Line], file_name: str) -> None:
    """Draw the change of each value on the year before, and list every change, or why there is none."""
    of_line = [(line, steps(line)) for line in chosen]
    drawn: dict[str, str] = {}
    for number, group in enumerate(by_unit(line for line in chosen if line.drawn)):
        series = [_changes(reader, line, listed) for line, listed in of_line if any(line is one for one in group)]
        if not any(one.points for one in series):
            continue
        heading = reader.text("trends.change_title", name=title(reader, group))
        spec = charts.changes(series, labels(reader, group, heading, _step_unit(reader, group)), reader.theme)
        figures.chart(reader, f"change{number}", spec, series, file_name=file_name)
        drawn[f"change{number}"] = unit(reader, group)
    years = sorted({step.row["year"] for _, listed in of_line for step in listed})
    if not years:
        st.html(markup.empty(reader.text("trends.no_change"), reader.text("trends.no_change_why")))
        return
    rows = []
    for line, listed in of_line:
        cells = {step.row["year"]: _step_cell(reader, line, step) for step in listed}
        heading = f"{escape(line.name)}<span class='b-unit'>{escape(reader.unit_name(line.indicator))}</span>"
        rows.append((heading, [cells.get(year, "") for year in years]))
    caption = reader.text("trends.change_caption")
    columns = [reader.text("table.what"), *(f"{year - 1}→{year}" for year in years)]
    st.html(markup.table(caption, columns, rows, newest_last=True) + markup.small(reader.text("trends.change_rule")))
    take.offer(
        reader,
        file_name,
        lambda: changes_table(reader, of_line, caption, file_name),
        chart=drawn,
    )


def _changes(reader: Reader, line: Line, listed: Sequence[Step]) -> Series:
    points = [
        Point(step.row["year"], step.change.absolute, "actual", step_words(reader, line, step), step.row["point_id"])
        for step in listed
        if step.change
    ]
    return replace(line.series, points=tuple(points))


def _step_unit(reader: Reader, group: Sequence[Line]) -> str:
    """Return the unit of a difference: percentage points for shares."""
    if group[0].indicator.value_type == "share":
        return reader.text("chart.unit", city=_place(reader, group), unit=reader.text("unit.points"))
    return unit(reader, group)


def step_words(reader: Reader, line: Line, step: Step) -> str:
    """Return a change in words ("−594 (−14,3%)"), or why there is none."""
    if step.change is None:
        if step.row["value"] is None:
            return reader.text(f"status.{step.reason}.name")
        return reader.text(f"trends.reason_{step.reason}")
    decimals = formats.printed_decimals(step.row["literal"], line.indicator.decimals)
    return figures.difference_in_words(reader, line.indicator, step.change, decimals)


def _step_cell(reader: Reader, line: Line, step: Step) -> str:
    words = step_words(reader, line, step)
    spoken = reader.text("number.spoken", about=f"{line.name}, {step.row['year']}", value=words)
    button = markup.number_button(words, step.row["point_id"], spoken)
    if step.change is None:
        return f"<span class='b-small'>{button}</span>"
    verdict = escape(reader.text(f"change.{step.change.verdict}"))
    return f"{button}<br><span class='b-small b-{step.change.verdict}'>{verdict}</span>"


def show_index(reader: Reader, chosen: Sequence[Line], base: int, file_name: str) -> None:
    """Draw each line as a percentage of its value in the base year; say which lines cannot be, and why."""
    indexed: list[tuple[Line, Series]] = []
    refused: list[tuple[Line, str]] = []
    for line in chosen:
        measured = [row for row in line.rows if row["status_family"] == "measured"]
        segment = next((row["segment"] for row in measured if row["year"] == base), None)
        rows = tuple(row for row in measured if row["segment"] == segment)
        result = index([(row["year"], row["value"]) for row in rows], base)
        if result.reason:
            refused.append((line, result.reason))
        elif any(row["year"] == base and contradicted(row, line.indicator.materiality) for row in rows):
            refused.append((line, "contradicted"))
        else:
            indexed.append((line, _indexed(reader, line, rows, [value for _, value in result.values])))
    for line, reason in refused:
        why = reader.text(f"trends.index_{reason}", year=base)
        st.html(markup.note("caveat", "i", reader.text("trends.index_refused", name=line.name), why))
    drawn = [series for line, series in indexed if line.drawn]
    if not drawn:
        st.html(markup.empty(reader.text("trends.no_index"), reader.text("trends.no_index_why", year=base)))
        return
    group = [line for line, _ in indexed if line.drawn]
    words = labels(reader, group, title(reader, group), reader.text("trends.index_unit", year=base))
    spec = charts.lines(drawn, words, reader.theme, from_zero=False, reference=100)
    figures.chart(reader, "index", spec, drawn, file_name=file_name)
    caption = reader.text("trends.index_caption", year=base)
    rule = reader.text("trends.index_rule")
    whole = [series for _, series in indexed]
    tables.of_series(reader, caption, whole, file_name, documents(chosen), rule=rule, chart="index")
    st.html(markup.small(rule))


def _indexed(reader: Reader, line: Line, rows: Sequence[Record], values: Sequence[float | None]) -> Series:
    points = []
    for row, value in zip(rows, values, strict=True):
        shown = reader.text(f"status.{row['status']}.cell") if value is None else reader.number(value, 1)
        points.append(replace(point_of(reader, line.indicator, row), value=value, printed=shown))
    return replace(line.series, points=tuple(points))


def show_directions(reader: Reader, chosen: Sequence[Line]) -> None:
    """Say for each line where it is heading, each with the whole rule behind the word."""
    pieces = []
    for line in chosen:
        found = direction.trend_of(line.indicator, line.rows)
        heading = f"{line.name}: {direction.trend_words(reader, found)}"
        pieces.append(
            markup.folded(heading, markup.reasons(direction.reasons(reader, line.indicator, line.rows, found)))
        )
    st.html("".join(pieces))


def changes_table(
    reader: Reader, of_line: Sequence[tuple[Line, Sequence[Step]]], caption: str, file_name: str
) -> Table:
    """Return the changes as a table to take away: one row for each step of each line."""
    names = ["area", "indicator", "part", "unit", "year_before", "value_before", "year", "value"]
    names += ["change", "change_unit", "change_percent", "judgement"]
    rows = []
    for line, listed in of_line:
        for step in listed:
            unit_name = reader.unit_name(line.indicator)
            of_change = reader.text("unit.points") if line.indicator.value_type == "share" else unit_name
            change = step.change
            rows.append(
                (
                    reader.area(line.area_id),
                    reader.pick(line.indicator, "short"),
                    reader.member(line.indicator, line.member),
                    unit_name,
                    step.row["year"] - 1,
                    step.before["value"] if step.before["year"] == step.row["year"] - 1 else None,
                    step.row["year"],
                    step.row["value"],
                    change.absolute if change else None,
                    of_change,
                    change.relative_pct if change else None,
                    reader.text(f"change.{change.verdict}") if change else step_words(reader, line, step),
                )
            )
    columns = tuple(Column(name, reader.text(f"trends.column_{name}")) for name in names)
    about = ((reader.text("take.rule"), reader.text("trends.change_rule")),)
    found = documents(line for line, _ in of_line)
    return Table(caption, file_name, reader.language, columns, tuple(rows), about, tuple(dict.fromkeys(found)))


def title(reader: Reader, group: Sequence[Line]) -> str:
    """Return what a chart of these lines is about."""
    names = list(dict.fromkeys(reader.pick(line.indicator, "short") for line in group))
    return names[0] if len(names) == 1 else reader.text("trends.chart")


def unit(reader: Reader, group: Sequence[Line]) -> str:
    """Return what stands under a chart's title: the city, if there is one only, and the unit."""
    name = reader.unit_name(group[0].indicator)
    return reader.text("chart.unit", city=_place(reader, group), unit=name) if name else _place(reader, group)


def _place(reader: Reader, group: Sequence[Line]) -> str:
    return ", ".join(dict.fromkeys(reader.area(line.area_id) for line in group))


def labels(reader: Reader, group: Sequence[Line], heading: str, under: str) -> Labels:
    """Return the words around a chart of these lines."""
    return figures.labels(reader, heading, under, figures.source_line(reader, documents(group)))


def documents(group: Iterable[Line]) -> list[str]:
    """Return the documents behind the lines."""
    return figures.documents(row for line in group for row in line.rows)
