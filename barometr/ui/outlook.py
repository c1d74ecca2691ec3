"""Outlook: one series of a city with its forecast, the test of forecasts on the past, and the rule behind it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import cities, indicators
from barometr.drawing.fan import FORECAST, ORIENTATION, FanWords, fan
from barometr.drawing.marks import Point, Series
from barometr.engine import data_version
from barometr.export.table import Cell, Column, Table
from barometr.judgement.outlook import (
    Outlook,
    back_test_said,
    decimals,
    ends,
    outlooks,
    reasons,
    said,
    shown,
    size,
    why_not,
    years_left_out,
)
from barometr.judgement.points import point as point_of
from barometr.measures.forecast import NEAR_YEARS, Ahead
from barometr.ui import choices, figures, markup, tables, take
from barometr.ui.reader import Reader

CHART = "outlook"
TOTAL = "total"  # what the link calls the whole of a breakdown
UNPLACED = 99  # indicators that are no headline come after those that are
SHOWN_COLUMNS = ("forecast", "low", "high")
TEST_COLUMNS = ("test", "actual", "damped", "damped_error", "no_change", "no_change_error")


def name(reader: Reader, one: Outlook) -> str:
    """Return what a series is called: its indicator, and the part of the breakdown if it is one."""
    short, part = reader.pick(one.indicator, "short"), reader.member(one.indicator, one.member)
    return f"{short}, {part}" if part else short


def choose(reader: Reader, found: Sequence[Outlook]) -> Outlook:
    """Let the reader choose one series: an indicator, those with a forecast first, and a part where it has parts."""
    of_indicator: dict[str, list[Outlook]] = {}
    for one in found:
        of_indicator.setdefault(one.indicator.indicator_id, []).append(one)
    refused = {known: all(one.forecast.reason for one in series) for known, series in of_indicator.items()}
    listed = [indicators()[known] for known in sorted(of_indicator, key=refused.__getitem__)]
    first = min(
        found, key=lambda one: (bool(one.forecast.reason), bool(one.member), one.indicator.headline or UNPLACED)
    )
    offered = {one.indicator_id: marked(reader, reader.pick(one, "short"), refused[one.indicator_id]) for one in listed}
    indicator_column, part_column = st.columns(2)
    with indicator_column:
        indicator_id = choices.from_list(
            "ind", reader.text("outlook.indicator"), offered, first.indicator.indicator_id, resets=("slice", "why")
        )
    series = {one.member: one for one in of_indicator[indicator_id]}
    if len(series) == 1:
        return next(iter(series.values()))
    with part_column:
        return series[choose_part(reader, series)]


def choose_part(reader: Reader, series: dict[str, Outlook]) -> str:
    """Let the reader choose the total (TOTAL in the link) or a part; the first with a forecast to begin with."""
    keys = {member or TOTAL: member for member in series}
    offered = {}
    for key, member in keys.items():
        one = series[member]
        words = reader.member(one.indicator, member) or reader.text("table.published_total")
        offered[key] = marked(reader, words, bool(one.forecast.reason))
    first = next((key for key, member in keys.items() if not series[member].forecast.reason), next(iter(keys)))
    return keys[choices.from_list("slice", reader.text("outlook.part"), offered, first, resets=("why",))]


def marked(reader: Reader, words: str, refused: bool) -> str:
    """Return the name of something to choose, saying so where it has no forecast."""
    return reader.text("outlook.without", name=words) if refused else words


def nothing(reader: Reader, city_id: str) -> str:
    """Return what stands where a city has no forecast at all: why, and the way to the cities that have one."""
    elsewhere = [one for one in cities() if any(not found.forecast.reason for found in outlooks(one))]
    links = [
        markup.link(reader.text("outlook.elsewhere", city=reader.area(one)), choices.address("outlook", area=one))
        for one in elsewhere
    ]
    title = reader.text("outlook.nothing", city=reader.area(city_id))
    return markup.empty(title, reader.text("outlook.nothing_why")) + (markup.listed(links) if links else "")


def show_refusal(reader: Reader, one: Outlook) -> None:
    """Say that a series has no forecast, why, and which of its values do not count."""
    why = why_not(reader, one.forecast)
    left_out = years_left_out(reader, one.indicator, one.rows)
    words = why[:1].upper() + why[1:] + "." + (f" {reader.text('trend.left_out')}: {left_out}." if left_out else "")
    st.html(markup.note("gap", "–", reader.text("outlook.refused_title", name=name(reader, one)), words))


def address_of_rule(one: Outlook, city_id: str, ahead: int) -> str:
    """Return the address of this forecast with its rule open."""
    of_indicator = [found for found in outlooks(city_id) if found.indicator == one.indicator]
    part = (one.member or TOTAL) if len(of_indicator) > 1 else None
    return choices.address(
        "outlook", area=city_id, ind=one.indicator.indicator_id, slice=part, horizon=str(ahead), why="1"
    )


def show_chart(reader: Reader, one: Outlook, city_id: str, ahead: int, file_name: str) -> None:
    """Draw the series with its forecast so many years ahead."""
    years = one.forecast.years[:ahead]
    measured = tuple(point_of(reader, one.indicator, row) for row in one.rows)
    series = Series(name(reader, one), (*measured, *(_point(reader, one, year) for year in years)))
    words = FanWords(
        forecast=reader.text("status.forecast.name"),
        orientation=reader.text("outlook.from_year", year=years[0].year + NEAR_YEARS),
        last_value=shown(reader, one.indicator, one.forecast, years[-1].value),
        interval=reader.text("outlook.interval"),
    )
    unit = reader.unit_name(one.indicator)
    labels = figures.labels(
        reader,
        reader.text("outlook.chart", name=series.name, year=years[-1].year),
        reader.text("chart.unit", city=reader.area(city_id), unit=unit) if unit else reader.area(city_id),
        figures.source_line(reader, figures.documents(one.rows)),
    )
    intervals = {} if one.forecast.never_changed else {year.year: (year.low, year.high) for year in years}
    spec = fan(series, intervals, words, labels, reader.theme)
    figures.chart(reader, CHART, spec, [series], file_name=file_name)


def _point(reader: Reader, one: Outlook, year: Ahead) -> Point:
    """Return a forecast as a point of the chart, its interval in words beside the value."""
    last_year = one.forecast.points[-1][0]
    status = FORECAST if year.year - last_year <= NEAR_YEARS else ORIENTATION
    words = shown(reader, one.indicator, one.forecast, year.value)
    if not one.forecast.never_changed:
        low, high = ends(reader, one.indicator, one.forecast, year)
        words = reader.text("outlook.with_range", value=words, low=low, high=high)
    return Point(year.year, year.value, status, words, "")


def show_forecast(reader: Reader, one: Outlook, ahead: int, file_name: str, address: str) -> None:
    """List the forecast by year, each value leading to the rule at `address`, and offer it with its chart."""
    rows = []
    for year in one.forecast.years[:ahead]:
        value = markup.link(shown(reader, one.indicator, one.forecast, year.value), address)
        low, high = ends(reader, one.indicator, one.forecast, year)
        if one.forecast.never_changed:
            low = high = reader.text("outlook.unknown")
        status = escape(reader.status(_point(reader, one, year).status))
        rows.append((f"{year.year}<span class='b-unit'>{status}</span>", [value, escape(low), escape(high)]))
    columns = [reader.text("table.year"), *(reader.text(f"outlook.column.{column}") for column in SHOWN_COLUMNS)]
    st.html(f"<div class='b-forecast'>{markup.table(caption(reader, one), columns, rows)}</div>")
    take.offer(reader, file_name, lambda: forecast_table(reader, one, ahead, file_name), chart=CHART)


def caption(reader: Reader, one: Outlook) -> str:
    """Return what the table of forecasts is called."""
    unit = reader.unit_name(one.indicator)
    return reader.text("outlook.caption", name=name(reader, one) + (f" ({unit})" if unit else ""))


def forecast_table(reader: Reader, one: Outlook, ahead: int, file_name: str) -> Table:
    """Return the forecast as a table to take away; every row and the names of its columns say what it is."""
    indicator, found = one.indicator, one.forecast
    digits = decimals(indicator, found)
    columns = (
        Column("area", reader.text("export.column.area")),
        Column("indicator", reader.text("export.column.indicator")),
        Column("member", reader.text("export.column.member")),
        Column("year", reader.text("export.column.year")),
        Column("status", reader.text("export.column.status")),
        Column("forecast", reader.text("outlook.column.forecast"), digits),
        Column("forecast_low", reader.text("outlook.column.forecast_low"), digits),
        Column("forecast_high", reader.text("outlook.column.forecast_high"), digits),
        Column("unit", reader.text("export.column.unit")),
        Column("method", reader.text("outlook.column.method")),
    )
    about = (
        (reader.text("export.about.title"), caption(reader, one)),
        (reader.text("status.forecast.name"), said(reader, indicator, found, ahead)),
        *reasons(reader, indicator, one.rows, found),
        (reader.text("export.about.version"), data_version()),
    )
    rows = tuple(_forecast_row(reader, one, year) for year in found.years[:ahead])
    documents = tuple(dict.fromkeys(source for source in figures.documents(one.rows) if source))
    return Table(caption(reader, one), file_name, reader.language, columns, rows, about, documents)


def _forecast_row(reader: Reader, one: Outlook, year: Ahead) -> tuple[Cell, ...]:
    """Return one year of the forecast, rounded to what is shown: further digits would say nothing."""
    digits = decimals(one.indicator, one.forecast)
    value, low, high = (round(number, digits) for number in (year.value, year.low, year.high))
    return (
        reader.area(one.rows[0]["area_id"]),
        reader.pick(one.indicator, "name"),
        reader.member(one.indicator, one.member) or None,
        year.year,
        reader.status(_point(reader, one, year).status),
        value,
        None if one.forecast.never_changed else low,
        None if one.forecast.never_changed else high,
        reader.unit_name(one.indicator),
        reader.text(f"outlook.method_{one.forecast.method}"),
    )


def show_back_test(reader: Reader, one: Outlook, ahead: int) -> None:
    """Show how forecasts made in the past would have done: both errors in words and side by side, and each of them."""
    found, indicator = one.forecast, one.indicator
    st.html(f"<p>{escape(back_test_said(reader, indicator, found, ahead))}</p>")
    rows = []
    for method, error in (("damped", found.error_damped), ("no_change", found.error_no_change)):
        label = escape(reader.text(f"outlook.method_{method}"))
        if found.method == method:
            label += f"<span class='b-unit'>✓ {escape(reader.text('outlook.is_shown'))}</span>"
        rows.append((label, [escape(size(reader, indicator, error or 0))]))
    columns = [reader.text(f"outlook.column.{column}") for column in ("method", "error")]
    st.html(markup.table(reader.text("outlook.errors"), columns, rows))
    st.html(markup.folded(reader.text("outlook.each_test"), _each_test(reader, one)))


def _each_test(reader: Reader, one: Outlook) -> str:
    """Return the forecasts of the past with their errors, the actual values leading to their traces."""
    indicator = one.indicator
    printed = {row["year"]: row for row in one.rows if row["status_family"] == "measured"}
    rows = []
    for test in one.forecast.tested:
        cells = [figures.cell(reader, indicator, printed[test.year], name(reader, one))]
        for value in (test.damped, test.no_change):
            cells.append(escape(shown(reader, indicator, one.forecast, value)))
            cells.append(escape(size(reader, indicator, abs(value - test.actual))))
        rows.append((escape(reader.text("outlook.test", origin=test.origin, year=test.year)), cells))
    columns = [reader.text(f"outlook.column.{column}") for column in TEST_COLUMNS]
    return markup.table(reader.text("outlook.tests_caption"), columns, rows)


def show_measured(reader: Reader, one: Outlook, file_name: str) -> None:
    """List the values that the documents give, each opening its trace, and offer them."""
    words = reader.text("outlook.measured", name=name(reader, one))
    table = figures.years_table(
        reader,
        words,
        one.rows,
        lambda _: (name(reader, one), reader.unit_name(one.indicator), one.indicator),
        lambda row: row["member"],
    )
    st.html(table + tables.key(reader, one.rows))
    take.points(reader, file_name, words, one.rows)


def card(reader: Reader, one: Outlook, *, is_open: bool) -> str:
    """Return the rule behind a forecast or its refusal, open and brought into view where a number led to it."""
    title = reader.text("outlook.why_not" if one.forecast.reason else "outlook.why")
    body = markup.reasons(reasons(reader, one.indicator, one.rows, one.forecast))
    opened = f" open data-here='{escape(one.rows[0]['point_id'], quote=True)}'" if is_open else ""
    return f"<details class='b-details'{opened}><summary>{escape(title)}</summary>{body}</details>"
