"""What stands under one goal: its indicators with their targets, its projects, the figures of the narrative."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from barometr.catalog import Indicator, disputed, goals, indicators, is_city, units
from barometr.drawing.marks import Series
from barometr.drawing.small import small_chart
from barometr.engine import Record, records, remembered
from barometr.judgement import direction, points
from barometr.measures.comparable import MEASURED
from barometr.measures.trend import Trend
from barometr.ui import choices, figures, markup
from barometr.ui.reader import Reader
from barometr.words import formats

FOLDED_FROM = 13  # fewer figures than that are one plain list
MOST_DECIMALS = 4
Key = tuple[str, str, str]


class Project(NamedTuple):
    """A project with what its documents say of it and the figures of the narrative about it."""

    described: Record
    details: Sequence[Record]
    facts: Sequence[Record]


# Indicators


class Measure(NamedTuple):
    """One series under a goal, in the order of years: its measured values apart, and where they are heading."""

    indicator_id: str
    area_id: str
    member: str
    rows: Sequence[Record]
    measured: Sequence[Record]
    trend: Trend


@remembered
def _series(goal_id: str) -> dict[Key, Measure]:
    """Return every series of the indicators of a goal; finding the trends takes longer than drawing the page."""
    grouped: dict[Key, list[Record]] = {}
    for row in records("goals/points", goal_id=goal_id):
        grouped.setdefault(_key(row), []).append(row)
    return {
        key: Measure(
            *key,
            rows,
            [row for row in rows if row["status"] in MEASURED and row["value"] is not None],
            direction.trend_of(indicators()[key[0]], rows),
        )
        for key, rows in grouped.items()
    }


def _key(row: Record) -> Key:
    return row["indicator_id"], row["area_id"], row["member"]


def measures(reader: Reader, goal_id: str) -> str:
    """Return the indicators of a goal as cards: latest value, small chart, direction, and what was agreed.

    A part of a breakdown has a card of its own where it has a target, or where there is no total.
    """
    series = _series(goal_id)
    agreed = {_key(target): target for target in records("goals/targets", goal_id=goal_id)}
    by_row = {row["row_id"]: row for one in series.values() for row in one.rows}
    shown = [
        one
        for key, one in series.items()
        if not one.member or key in agreed or (one.indicator_id, one.area_id, "") not in series
    ]
    cards = [_measure(reader, one) + _agreement(reader, agreed.get(one[:3]), by_row) for one in shown]
    latest = [one.measured[-1] for one in shown if one.measured]
    return markup.listed(cards, "b-measures") + _measure_key(reader, latest) if cards else ""


def _measure_key(reader: Reader, rows: Sequence[Record]) -> str:
    """Return what the marks beside the latest values mean, for those that occur."""
    marks = [
        ("⊙", "status.derived.name", any(row["is_derived"] for row in rows)),
        ("≠", "table.disputed", any(disputed(row) for row in rows)),
        ("†", "table.inferred", any(row["year_basis"] == "inferred" for row in rows)),
    ]
    return markup.key((mark, reader.text(key)) for mark, key, occurs in marks if occurs)


def _measure(reader: Reader, one: Measure) -> str:
    """Return name, latest value, direction and small chart of a series."""
    indicator = indicators()[one.indicator_id]
    name = reader.pick(indicator, "short")
    of_what = [reader.member(indicator, one.member), "" if is_city(one.area_id) else reader.area(one.area_id)]
    about = ", ".join(part for part in (name, *of_what) if part)
    told = escape(", ".join(part for part in (indicator.code, *of_what) if part))
    heading = (
        f"<p class='b-measure-name'>{markup.link(name, choices.address('trends', ind=one.indicator_id))}"
        f"<small>{told}</small></p>"
    )
    if not one.measured:
        return heading + f"<p class='b-measure-none'>{escape(reader.text('goals.only_planned'))}</p>"
    words = escape(direction.trend_words(reader, one.trend))
    line = Series(about, tuple(points.point(reader, indicator, row) for row in one.rows))
    drawing = small_chart([line], reader.theme, width=230, height=52) if len(one.measured) > 1 else ""
    return (
        f"{heading}{_value_of(reader, indicator, one.measured[-1], about)}"
        f"<p class='b-measure-trend b-{one.trend.verdict}'>{words}</p>"
        f"{markup.picture(drawing, figures.spoken_series(reader, line), 'b-spark')}"
    )


def _value_of(reader: Reader, indicator: Indicator, row: Record, about: str) -> str:
    """Return the latest measured value as a button to its trace, with its unit, year and marks."""
    value = figures.spoken_value(reader, indicator, row)
    spoken = reader.text("number.spoken", about=f"{about}, {row['year']}", value=value)
    unit, year = reader.unit(indicator, row["value"], row["literal"]), _year(row)
    told = ", ".join(part for part in (unit, year) if part) + (" ≠" if disputed(row) else "")
    button = markup.number_button(reader.printed(indicator, row), row["point_id"], spoken)
    sign = markup.status_sign("derived", reader.theme) if row["is_derived"] else ""
    return f"<p class='b-measure-value'>{sign}{button}<small>{escape(told)}</small></p>"


def _agreement(reader: Reader, target: Record | None, by_row: Mapping[str, Record]) -> str:
    """Return baseline and target of a series, each with its own mark and year, or nothing where none is agreed."""
    if target is None:
        return ""
    indicator = indicators()[target["indicator_id"]]
    lines = []
    for row_id in (target["baseline_row_id"], target["target_row_id"]):
        row = by_row.get(row_id)
        if row is None:  # no baseline is printed, or its blank place gave way to a computed value
            continue
        if row["value"] is None:
            value = reader.text(f"status.{row['status']}.name")
        elif target["milestone"]:
            value = reader.text("goals.reached" if row["value"] else "goals.not_reached")
        else:
            value = reader.quantity(indicator, row["value"], row["literal"])
        status = "target" if row_id == target["target_row_id"] else "baseline"
        name = f"{reader.text(f'status.{status}.name')}, {row['year']}"
        spoken = reader.text("number.spoken", about=f"{reader.pick(indicator, 'short')}, {name}", value=value)
        button = markup.number_button(value, row_id, spoken)
        lines.append(f"{markup.status_sign(status, reader.theme)} {escape(name)}: <strong>{button}</strong>")
    return markup.listed(lines, "b-measure-agreed")


# Figures of the narrative


def facts(reader: Reader, rows: Sequence[Record]) -> str:
    """Return figures of the narrative by their place in the document; a long list has parts that can be folded."""
    sections: dict[str, list[Record]] = {}
    for row in rows:
        sections.setdefault(_section(reader, row), []).append(row)
    if len(rows) < FOLDED_FROM:
        body = _fact_list(reader, rows, name_section=len(sections) > 1)
    else:
        body = "".join(
            f"<details class='b-details' open><summary>{escape(reader.text('goals.section', section=section))}"
            f" <small>{escape(reader.plural('goals.n_facts', len(group)))}</small></summary>"
            f"{_fact_list(reader, group, name_section=False)}</details>"
            for section, group in sections.items()
        )
    return body + _fact_key(reader, rows)


def _fact_list(reader: Reader, rows: Iterable[Record], *, name_section: bool) -> str:
    """Return what was counted, one a line, with its section if asked, its place and its project."""
    lines = []
    for row in rows:
        label, told = reader.pick(row, "label"), [_section(reader, row)] if name_section else []
        if not is_city(row["area_id"]):
            told.append(reader.area(row["area_id"]))
        if row["project_id"]:
            told.append(reader.text("goals.of_project", name=reader.pick(row, "project")))
        lines.append((label, ", ".join(told), _printed(reader, row, row["fact_id"], label)))
    return _lines(lines)


def _lines(lines: Iterable[tuple[str, str, str]]) -> str:
    """Return labels with what is said of them and a figure each; figures of the same thing share a line.

    The same thing is printed for another year, or a second time.
    """
    grouped: dict[tuple[str, str], list[str]] = {}
    for label, told, printed in lines:
        grouped.setdefault((label, told), []).append(printed)
    items = (
        f"<div><dt>{escape(label)}{f'<small>{escape(told)}</small>' if told else ''}</dt>"
        f"{''.join(f'<dd>{printed}</dd>' for printed in group)}</div>"
        for (label, told), group in grouped.items()
    )
    return f"<dl class='b-facts'>{''.join(items)}</dl>"


def _section(reader: Reader, row: Record) -> str:
    """Return the section a figure stands in; where it has no name, what sort of place it is."""
    return row["section"] or reader.text(f"place.{row['place']}")


def _fact_key(reader: Reader, rows: Iterable[Record]) -> str:
    """Return what the marks beside the figures mean, for those that occur."""
    rows = list(rows)
    marks = [("†", "table.inferred", any(row["year_basis"] == "inferred" for row in rows))]
    repeated = any(row["role"] == "restatement" for row in rows)
    marks.append((reader.text("goals.repeated"), "goals.repeated_why", repeated))
    return markup.key((mark, reader.text(key)) for mark, key, occurs in marks if occurs)


def _printed(reader: Reader, row: Record, row_id: str, about: str) -> str:
    """Return one printed figure as a button to its trace, with year, status and role."""
    shown = fact_value(reader, row)
    told = [_year(row)]
    if row["status"] not in ("actual", "approx") or row["value"] is None and row["status"] != "actual":
        told.append(reader.text(f"status.{row['status']}.name"))
    if row.get("role") == "restatement":
        told.append(reader.text("goals.repeated"))
    elif row.get("role") == "alternative":
        told.append(reader.text("status.alternative.name"))
    words = ", ".join(part for part in told if part)
    spoken = reader.text("number.spoken", about=f"{about}, {words}" if words else about, value=shown)
    return f"{markup.number_button(shown, row_id, spoken)}<small>{escape(words)}</small>"


def _year(row: Record) -> str:
    return f"{row['year'] or ''}{' †' if row['year_basis'] == 'inferred' else ''}"


def fact_value(reader: Reader, row: Record) -> str:
    """Return a figure with its unit and as many decimals as it has, or what is printed where there is no number."""
    value, unit = row["value"], units().get(row["unit"] or "")
    if value is None:
        return reader.text("quote", text=row["literal"])
    money = unit is not None and unit["unit"].startswith("pln")
    decimals = _decimals(value, money=money)
    number = reader.number(value, decimals)
    if money and unit:
        shown = f"{formats.millions(value, reader.language) or number} {unit[f'short_{reader.language}']}"
    else:
        shown = number + formats.unit_after(value, decimals, unit, reader.language) if unit else number
    return reader.text("status.approx.cell", value=shown.strip()) if row["status"] == "approx" else shown.strip()


def _decimals(value: float, *, money: bool) -> int:
    """Return the decimals a value has; an amount of money with any has two."""
    digits = f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2]
    return 2 if money and digits else len(digits)


# Projects


def project(reader: Reader, one: Project, level: int) -> str:
    """Return a project: name, description, every figure about it, and the places and partners given by name."""
    names = [_named(reader, row) for row in one.details if _is_name(row)]
    numbers = [(row, row["row_id"], reader.pick(row, "note")) for row in one.details if not _is_name(row)]
    numbers += [(row, row["fact_id"], "") for row in one.facts]
    told = _lines(
        (reader.pick(row, "label"), note, _printed(reader, row, row_id, reader.pick(row, "label")))
        for row, row_id, note in numbers
    )
    if names:
        told += f"<p>{escape(reader.text('goals.named'))}:</p>{markup.listed(names, 'b-names')}"
    return (
        f"<div class='b-project'><h{level}>{escape(reader.pick(one.described, 'name'))}</h{level}>"
        f"<p>{escape(reader.pick(one.described, 'description'))}</p>{told}{_fact_key(reader, one.facts)}</div>"
    )


def _is_name(row: Record) -> bool:
    """Say whether a detail is a name (a place, a partner) rather than a number or a date."""
    return row["value"] is None and not any(letter.isdigit() for letter in row["literal"])


def _named(reader: Reader, row: Record) -> str:
    label, note = reader.pick(row, "label"), reader.pick(row, "note")
    spoken = reader.text("number.spoken", about=label, value=row["literal"])
    return markup.number_button(label, row["row_id"], spoken) + (f" <small>{escape(note)}</small>" if note else "")


# The same matter elsewhere


def elsewhere(reader: Reader, rows: Iterable[Record]) -> str:
    """Return the goals of other programmes on the same matter: a link to each, and what the two share."""
    items = []
    for row in rows:
        goal = goals()[row["goal_id"]]
        words = f"{reader.area(goal['area_id'])}: {reader.goal(goal)}"
        address = choices.address("goals", area=goal["area_id"], goal=row["goal_id"])
        items.append(f"{markup.link(words, address)}<br>{escape(reader.pick(row, 'text'))}")
    return markup.listed(items, "b-elsewhere") if items else ""
