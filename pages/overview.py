"""Overview: the headline figures of one city in one year, what changed, what is missing or contradicted."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape

import streamlit as st

from barometr.catalog import Indicator, areas, cities, indicators
from barometr.engine import Record, records
from barometr.measures.change import Change, change
from barometr.ui import choices, figures, formats, frame, markup
from barometr.ui.charts import Series
from barometr.ui.reader import Reader
from barometr.ui.small import small_chart

HEADLINES_SHOWN = 9
MOST_CHANGED = 6
LISTED_FIRST = 6


def headline_card(reader: Reader, indicator: Indicator, rows: Sequence[Record], year: int) -> str:
    """Return the card of one indicator: its value in the year, or why there is none."""
    this_year = [row for row in rows if row["year"] == year]
    row = next((row for row in this_year if row["status_family"] == "measured"), this_year[0] if this_year else None)
    spark = markup.picture(
        small_chart(
            [Series("", tuple(figures.point(reader, indicator, one) for one in rows))],
            reader.theme,
            width=230,
            height=46,
        ),
        "",
        "b-spark",
    )
    name = reader.pick(indicator, "short")
    if row is None:
        latest = rows[-1]
        return markup.card(
            name=name,
            value="–",
            unit="",
            mark=reader.text("overview.not_printed", year=year),
            spark=spark,
            change=reader.text("overview.latest", year=latest["year"], value=reader.printed(indicator, latest)),
            verdict="none",
            trace_id=latest["point_id"],
            spoken=f"{name}, {year}: {reader.text('overview.not_printed', year=year)}",
        )
    if row["value"] is None:
        value, unit = reader.text(f"status.{row['status']}.cell"), ""
    else:
        value, unit = (
            reader.value(indicator, row["value"], row["literal"]),
            reader.unit(indicator, row["value"]),
        )
    step = change_since(indicator, rows, row)
    beside = [one for one in rows if one["year"] in (year - 1, year) and figures.contradicted(indicator, one)]
    words = reader.text("change.contradicted" if beside else "change.none")
    if step:
        decimals = formats.printed_decimals(row["literal"], indicator.decimals)
        words = figures.change_in_words(reader, indicator, step, year - 1, decimals)
    mark = (
        "" if row["status"] == "actual" and not row["is_derived"] else reader.status(row["status"], row["is_derived"])
    )
    if not is_city(row["area_id"]):
        mark = ", ".join(part for part in (mark, reader.area(row["area_id"])) if part)
    return markup.card(
        name=name,
        value=value,
        unit=unit,
        mark=mark,
        spark=spark,
        change=words,
        verdict=step.verdict if step else "none",
        trace_id=row["point_id"],
        spoken=f"{name}, {year}: {figures.spoken_value(reader, indicator, row)}. {words}",
    )


def is_city(area_id: str) -> bool:
    """Say whether an area is a city rather than a part of one."""
    return areas()[area_id]["kind"] == "city"


def change_since(indicator: Indicator, rows: Sequence[Record], row: Record) -> Change | None:
    """Return the change against the year before, where both are measured and no break lies between."""
    before = [
        one
        for one in rows
        if one["year"] == row["year"] - 1 and one["status_family"] == "measured" and one["segment"] == row["segment"]
    ]
    if not before or before[0]["value"] is None or row["value"] is None or row["status_family"] != "measured":
        return None
    if figures.contradicted(indicator, before[0]) or figures.contradicted(indicator, row):
        return None
    return judged(indicator, before[0]["value"], row["value"])


def judged(indicator: Indicator, earlier: float, later: float) -> Change:
    """Return the change between two values, judged by the indicator's own rule."""
    return change(
        earlier,
        later,
        value_type=indicator.value_type,
        polarity=indicator.polarity,
        materiality=indicator.materiality,
    )


def most_changed(reader: Reader, rows: Sequence[Record], year: int) -> str:
    """Return the largest relative changes as a list, each number opening its trace."""
    steps = [(row, judged(indicators()[row["indicator_id"]], row["earlier"], row["later"])) for row in rows]
    material = [(row, step) for row, step in steps if step.relative_pct is not None and step.verdict != "not_material"]
    material.sort(key=lambda pair: -abs(pair[1].relative_pct or 0))
    items = []
    for row, step in material[:MOST_CHANGED]:
        indicator = indicators()[row["indicator_id"]]
        decimals = formats.printed_decimals(row["literal"], indicator.decimals)
        name = reader.pick(indicator, "short")
        value = (
            f"{reader.value(indicator, row['later'], row['literal'])} {reader.unit(indicator, row['later'])}".strip()
        )
        button = markup.number_button(
            value, row["point_id"], reader.text("number.spoken", about=f"{name}, {year}", value=value)
        )
        words = escape(figures.change_in_words(reader, indicator, step, year - 1, decimals))
        items.append(f"<strong>{escape(name)}</strong>: {button}<br><span class='b-{step.verdict}'>{words}</span>")
    return (
        markup.listed(items)
        if items
        else markup.empty(reader.text("overview.no_change"), reader.text("overview.no_change_why", year=year))
    )


def missing(reader: Reader, rows: Sequence[Record]) -> str:
    """Return the values that the documents name but do not give, with who supplies them."""
    by_indicator = defaultdict(list)
    for row in rows:
        by_indicator[row["indicator_id"]].append(row)
    items = []
    for indicator_id, gaps in by_indicator.items():
        indicator = indicators()[indicator_id]
        name = reader.pick(indicator, "short")
        parts = [reader.member(indicator, gap["member"]) for gap in gaps if gap["member"]]
        button = markup.number_button(
            reader.text(f"status.{gaps[0]['status']}.name"),
            gaps[0]["point_id"],
            reader.text("number.spoken", about=name, value=reader.text(f"status.{gaps[0]['status']}.name")),
        )
        owner = reader.named(indicator, "owner")
        items.append(
            f"<strong>{escape(name)}</strong>{escape(' (' + ', '.join(parts) + ')' if parts else '')}: {button}"
            + (
                f"<br><span class='b-small'>{escape(reader.text('overview.owner', owner=owner))}</span>"
                if owner
                else ""
            )
        )
    return long_list(reader, items, reader.text("overview.nothing_missing"))


def long_list(reader: Reader, items: Sequence[str], nothing: str) -> str:
    """Return a list that shows its beginning and opens the rest on demand."""
    if not items:
        return f"<p>{escape(nothing)}</p>"
    rest = items[LISTED_FIRST:]
    more = markup.folded(reader.plural("overview.more", len(rest)), markup.listed(rest)) if rest else ""
    return markup.listed(items[:LISTED_FIRST]) + more


def mini(reader: Reader, indicator_id: str, page: str, first_year: int) -> None:
    """Show one headline comparison as a small chart that leads to its page."""
    indicator = indicators()[indicator_id]
    rows = [row for row in records("indicator/across_areas", indicator_id=indicator_id) if row["year"] >= first_year]
    series = figures.series_by(reader, indicator, rows, "area_id", reader.area, list(cities()))
    years = [point.year for one in series for point in one.points]
    ends = []
    for one in series:
        last = [row for row in rows if reader.area(row["area_id"]) == one.name and row["value"] is not None][-1]
        about, value = f"{one.name}, {last['year']}", figures.spoken_value(reader, indicator, last)
        button = markup.number_button(value, last["point_id"], reader.text("number.spoken", about=about, value=value))
        ends.append(f"{markup.swatch(one.slot, reader.theme)} {escape(about)}: {button}")
    drawing = markup.picture(
        small_chart(series, reader.theme, width=420, height=130),
        " ".join(figures.spoken_series(reader, one) for one in series),
        "b-mini-chart",
    )
    st.html(
        f"<div class='b-mini'><h3>{escape(reader.pick(indicator, 'short'))}</h3>{drawing}"
        f"<div class='b-mini-axis'><span>{min(years)}</span><span>{max(years)}</span></div>{markup.listed(ends)}</div>"
    )
    st.page_link(f"pages/{page}.py", label=reader.text(f"{page}.open"), icon=":material/arrow_forward:")


with frame.page("overview") as reader:
    city_column, year_column = st.columns([2, 3])
    with city_column:
        offered = {area_id: reader.area(area_id) for area_id in cities()}
        area_id = choices.one_of("area", reader.text("choice.city"), offered, next(iter(offered)), sticky=True)
    years = [row["year"] for row in records("overview/years", area_id=area_id)]
    with year_column:
        year = int(choices.one_of("year", reader.text("choice.year"), {str(y): str(y) for y in years}, str(years[-1])))

    rows = records("overview/headlines", area_id=area_id)
    by_indicator: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_indicator[row["indicator_id"]].append(row)
    st.html(
        markup.grid(
            headline_card(reader, indicators()[one], by_indicator[one], year)
            for one in list(by_indicator)[:HEADLINES_SHOWN]
        )
    )

    changed_column, gaps_column = st.columns(2, gap="large")
    with changed_column:
        st.subheader(reader.text("overview.changed", year=year), anchor=False)
        st.html(most_changed(reader, records("overview/changes", area_id=area_id, year=year), year))
        st.caption(reader.text("overview.changed_rule"))
    with gaps_column:
        st.subheader(reader.text("overview.missing", year=year), anchor=False)
        st.html(missing(reader, records("overview/missing", area_id=area_id, year=year)))
    st.subheader(reader.text("overview.contradicted", year=year), anchor=False)
    entries = records("overview/contradictions", area_id=area_id, year=year)
    st.html(figures.folded_notes(reader, entries, reader.text("overview.nothing_contradicted")))

    st.subheader(reader.text("overview.headlines"), anchor=False)
    for column, (indicator_id, page, first_year) in zip(
        st.columns(3),
        (
            ("volunteers", "volunteering", 2012),
            ("budget_turnout", "participation", 2012),
            ("families_per_assistant", "family", 2008),
        ),
        strict=True,
    ):
        with column:
            mini(reader, indicator_id, page, first_year)
    frame.footer(reader, [row["source_id"] for row in rows])
