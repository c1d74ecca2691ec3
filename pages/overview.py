"""Overview: the headline figures of one city in one year, what changed, what is missing or contradicted."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, cities, indicators
from barometr.drawing.marks import Series
from barometr.drawing.small import small_chart
from barometr.engine import Record, records
from barometr.judgement import change as changes
from barometr.judgement import points
from barometr.measures.change import Change
from barometr.ui import choices, figures, frame, markup, take
from barometr.ui.reader import Reader
from barometr.words import formats

HEADLINES_SHOWN = 9
LISTED_FIRST = MOST_CHANGED = 6
SMALL_COUNT = 10  # from 1 to 2 is "+100%": per cent say nothing of counts this small
# The three comparisons the dashboard exists for: indicator, page, first year drawn.
COMPARISONS = (
    ("volunteers", "volunteering", 2012),
    ("budget_turnout", "participation", 2012),
    ("families_per_assistant", "family", 2008),
)


def headline_card(reader: Reader, indicator: Indicator, rows: Sequence[Record], year: int) -> str:
    """Return the card of one indicator: its value in the year, or why there is none."""
    name = reader.pick(indicator, "short")
    series = Series("", tuple(points.point(reader, indicator, row) for row in rows))
    spark = markup.picture(small_chart([series], reader.theme, width=230, height=46, marked_year=year), "", "b-spark")
    row = changes.value_in_year(rows, year)
    if row is None:
        latest, not_printed = rows[-1], reader.text("overview.not_printed", year=year)
        return markup.card(
            name=name,
            value="–",
            unit="",
            mark=not_printed,
            spark=spark,
            change=reader.text("overview.latest", year=latest["year"], value=reader.printed(indicator, latest)),
            verdict="none",
            trace_id=latest["point_id"],
            spoken=f"{name}, {year}: {not_printed}",
        )
    change, words = change_since(reader, indicator, rows, row)
    given = row["value"] is not None
    return markup.card(
        name=name,
        value=reader.value(indicator, row["value"], row["literal"]) if given else reader.printed(indicator, row),
        unit=reader.unit(indicator, row["value"], row["literal"]) if given else "",
        mark=figures.mark(reader, indicator, row),
        spark=spark,
        change=words,
        verdict=change.verdict if change else "none",
        trace_id=row["point_id"],
        spoken=f"{name}, {year}: {figures.spoken_value(reader, indicator, row)}. {words}",
    )


def change_since(
    reader: Reader, indicator: Indicator, rows: Sequence[Record], row: Record
) -> tuple[Change | None, str]:
    """Return the change against the year before and its words, or None and why there is no comparison."""
    found = changes.step(indicator, changes.year_before(rows, row), row)
    if found.change is None:
        return None, reader.text("change.contradicted" if found.reason == "contradicted" else "change.none")
    decimals = formats.printed_decimals(row["literal"], indicator.decimals)
    return found.change, figures.change_in_words(reader, indicator, found.change, row["year"] - 1, decimals)


def most_changed(reader: Reader, rows: Sequence[Record], year: int) -> str:
    """Return the largest relative changes as a list, each number opening its trace."""
    steps = []
    for row in rows:
        indicator = indicators()[row["indicator_id"]]
        small = indicator.value_type == "count" and max(row["earlier"], row["later"]) < SMALL_COUNT
        step = figures.judged(indicator, row["earlier"], row["later"], same_parts=row["same_parts"])
        if step.relative_pct is not None and step.verdict != "not_material" and not small:
            steps.append((abs(step.relative_pct), row, step))
    if not steps:
        return markup.empty(reader.text("overview.no_change"), reader.text("overview.no_change_why", year=year))
    items = []
    for _, row, step in sorted(steps, key=lambda entry: -entry[0])[:MOST_CHANGED]:
        indicator = indicators()[row["indicator_id"]]
        name = reader.pick(indicator, "short")
        value = reader.quantity(indicator, row["later"], row["literal"])
        spoken = reader.text("number.spoken", about=f"{name}, {year}", value=value)
        decimals = formats.printed_decimals(row["literal"], indicator.decimals)
        words = escape(figures.change_in_words(reader, indicator, step, year - 1, decimals))
        items.append(
            f"<strong>{escape(name)}</strong>: {markup.number_button(value, row['point_id'], spoken)}"
            f"<br><span class='b-{step.verdict}'>{words}</span>"
        )
    return markup.listed(items)


def missing(reader: Reader, rows: Sequence[Record]) -> str:
    """Return the values that the documents name but do not give, with who supplies them."""
    by_indicator = defaultdict(list)
    for row in rows:
        by_indicator[row["indicator_id"]].append(row)
    items = []
    for indicator_id, gaps in by_indicator.items():
        indicator = indicators()[indicator_id]
        parts = ", ".join(reader.member(indicator, gap["member"]) for gap in gaps if gap["member"])
        name = reader.pick(indicator, "short") + (f" ({parts})" if parts else "")
        status = reader.text(f"status.{gaps[0]['status']}.name")
        spoken = reader.text("number.spoken", about=name, value=status)
        button = markup.number_button(status, gaps[0]["point_id"], spoken)
        owner = reader.named(indicator, "owner")
        supplied = escape(reader.text("overview.owner", owner=owner)) if owner else ""
        items.append(f"<strong>{escape(name)}</strong>: {button}<br><span class='b-small'>{supplied}</span>")
    if not items:
        return f"<p>{escape(reader.text('overview.nothing_missing'))}</p>"
    return figures.first_few(reader, items, LISTED_FIRST, markup.listed)


def show_comparison(reader: Reader, indicator_id: str, page: str, first_year: int) -> list[Record]:
    """Show one headline comparison as a small chart that leads to its page; returns its rows."""
    indicator = indicators()[indicator_id]
    rows = [row for row in records("indicator/across_areas", indicator_id=indicator_id) if row["year"] >= first_year]
    if not rows:
        return []
    series = figures.series_by(reader, indicator, rows, "area_id", reader.area, list(cities()))
    ends = []
    for one in series:
        valued = [row for row in rows if reader.area(row["area_id"]) == one.name and row["value"] is not None]
        if not valued:
            continue
        last = valued[-1]
        about, value = f"{one.name}, {last['year']}", figures.spoken_value(reader, indicator, last)
        button = markup.number_button(value, last["point_id"], reader.text("number.spoken", about=about, value=value))
        ends.append(f"{markup.swatch(one.slot, reader.theme)} {escape(about)}: {button}")
    years = [point.year for one in series for point in one.points]
    if not years:
        return []
    drawing = markup.picture(
        small_chart(series, reader.theme, width=420, height=130),
        " ".join([f"{reader.pick(indicator, 'short')}.", *(figures.spoken_series(reader, one) for one in series)]),
        "b-mini-chart",
    )
    st.html(
        f"<div class='b-mini'><h3>{escape(reader.pick(indicator, 'short'))}</h3>{drawing}"
        f"<div class='b-mini-axis'><span>{min(years)}</span><span>{max(years)}</span></div>"
        f"{markup.listed(ends)}</div>"
    )
    st.page_link(f"pages/{page}.py", label=reader.text(f"{page}.open"), icon=":material/arrow_forward:")
    return rows


def show_city(reader: Reader, area_id: str, year: int) -> list[str]:
    """Show one city in one year: headlines, what changed, what is missing, what disagrees; returns the documents."""
    rows = records("overview/headlines", area_id=area_id)
    by_indicator: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_indicator[row["indicator_id"]].append(row)
    headlines = list(by_indicator)[:HEADLINES_SHOWN]
    st.html(markup.grid(headline_card(reader, indicators()[one], by_indicator[one], year) for one in headlines))
    shown = [row for one in headlines for row in by_indicator[one]]
    take.points(reader, f"barometr-overview-{area_id}", reader.text("overview.table", city=reader.area(area_id)), shown)

    changed_column, gaps_column = st.columns(2, gap="large")
    with changed_column:
        st.header(reader.text("overview.changed", year=year), anchor=False)
        st.html(most_changed(reader, records("overview/changes", area_id=area_id, year=year), year))
        st.html(markup.small(reader.text("overview.changed_rule")))
    with gaps_column:
        st.header(reader.text("overview.missing", year=year), anchor=False)
        st.html(missing(reader, records("overview/missing", area_id=area_id, year=year)))

    st.header(reader.text("overview.contradicted", year=year), anchor=False)
    entries = records("overview/contradictions", area_id=area_id, year=year)
    st.html(figures.folded_notes(reader, entries, reader.text("overview.nothing_contradicted")))
    return figures.documents(rows)


def show_comparisons(reader: Reader) -> list[str]:
    """Show the headline comparisons of all cities; returns their documents."""
    st.header(reader.text("overview.headlines"), anchor=False)
    compared: list[Record] = []
    known = [comparison for comparison in COMPARISONS if comparison[0] in indicators()]
    for column, comparison in zip(st.columns(len(COMPARISONS)), known, strict=False):
        with column:
            compared += show_comparison(reader, *comparison)
    take.points(reader, "barometr-comparisons", reader.text("overview.headlines"), compared)
    return figures.documents(compared)


with frame.page("overview") as reader:
    city_column, year_column = st.columns([2, 3])
    with city_column:
        area_id = frame.choose_city(reader, resets=["year"])
    years = [row["year"] for row in records("overview/years", area_id=area_id)]
    documents: list[str] = []
    if years:
        with year_column:
            offered = {str(one): str(one) for one in years}
            year = int(choices.one_of("year", reader.text("choice.year"), offered, str(years[-1])))
        documents = show_city(reader, area_id, year)
    else:
        st.html(markup.empty(reader.text("empty.title", city=reader.area(area_id)), reader.text("overview.empty")))
    documents += show_comparisons(reader)
    frame.footer(reader, documents)
