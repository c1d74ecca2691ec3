"""The trace of a number: the place it was printed in, what it means, and everything that speaks against it.

A trace is named in the link: `trace=volunteers~gdansk~2016~ecology` for a point of a series or a derived
value, `trace=gdansk_report_2017.85` for a single printed figure.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from barometr.catalog import Indicator, goals, indicators, sources
from barometr.engine import Record, data_directory, records
from barometr.judgement.points import disagreement
from barometr.published import publications
from barometr.ui import choices, figures, markup
from barometr.ui.reader import Reader
from barometr.words import formats

Pairs = list[tuple[str, str]]


def show_open(reader: Reader) -> None:
    """Open the trace that the link names, if it names one; a name that leads nowhere becomes a notice."""
    mark = choices.given("trace")
    if not mark:
        return
    point = records("trace/point", point_id=mark) if "~" in mark else ()
    figure = records("trace/figure", row_id=mark) if "~" not in mark else ()
    if point:
        indicator = indicators()[point[0]["indicator_id"]]
        _dialog(heading(reader, indicator, point[0]), _point(reader, indicator, point[0]))
    elif figure:
        _dialog(_figure_heading(reader, figure[0]), _figure(reader, figure[0]))
    else:
        choices.refuse("trace")


def _dialog(title: str, content: str) -> None:
    st.dialog(formats.plain(title), width="medium", on_dismiss=_close)(lambda: st.html(content))()


def _close() -> None:
    choices.write("trace", None)


def heading(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return what the number is: indicator, part of the breakdown, area and year."""
    parts = [reader.pick(indicator, "short"), reader.member(indicator, row["member"])]
    return ", ".join([*(part for part in parts if part), reader.area(row["area_id"]), str(row["year"])])


def _figure_heading(reader: Reader, row: Record) -> str:
    if row["indicator_id"]:
        return heading(reader, indicators()[row["indicator_id"]], row)
    return reader.pick(row, "label") or row["literal"]


def _point(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return everything known about a point: value, place or computation, rule, cautions, meaning."""
    pieces = [_value(reader, indicator, row)]
    if row["is_derived"]:
        pieces.append(_derivation(reader, records("trace/derivation", point_id=row["point_id"])[0], row))
    else:
        pieces.append(_printed_place(reader, records("trace/figure", row_id=row["row_id"])[0]))
        pieces.append(_printed_row(reader, records("trace/printed_row", row_id=row["row_id"]), row["row_id"]))
    pieces.append(_judgement(reader, indicator, row))
    pieces.append(_cautions(reader, row["row_id"], reader.pick(row, "note")))
    pieces.append(_meaning(reader, indicator, row["area_id"]))
    return "".join(pieces)


def _figure(reader: Reader, row: Record) -> str:
    """Return everything known about a single printed figure."""
    pieces = [
        f"<p class='b-printed'>{quoted(reader, row['literal'])}"
        f"<small>{escape(reader.text('trace.as_printed'))}</small></p>",
        _printed_place(reader, row),
        _cautions(reader, row["row_id"], reader.pick(row, "note")),
    ]
    if row["indicator_id"]:
        pieces.append(_meaning(reader, indicators()[row["indicator_id"]], row["area_id"]))
    else:
        pieces.append(markup.definitions(_goal(reader, row["goal_id"])))
    return "".join(pieces)


def _value(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return the value in large type with its unit and status, and what the status means."""
    if row["value"] is None:
        shown, unit = reader.text(f"status.{row['status']}.cell"), ""
    else:
        shown = reader.value(indicator, row["value"], row["literal"])
        unit = reader.unit(indicator, row["value"], row["literal"])
    status = "derived" if row["is_derived"] else row["status"]
    lines = [
        f"<p class='b-printed'>{escape(shown)}<small>{escape(unit)}</small></p>",
        f"<p>{markup.status_sign(status, reader.theme)} "
        f"<strong>{escape(reader.text(f'status.{status}.name'))}</strong>: "
        f"{escape(reader.text(f'status.{status}.meaning'))}</p>",
    ]
    if row["parts_gap_pct"]:
        words = disagreement(reader, indicator, row)
        lines.append(
            f"<p>{markup.status_sign('contradicted', reader.theme)} "
            f"<strong>{escape(reader.text('status.contradicted.name'))}</strong>: {escape(words)}</p>"
        )
    if row["is_derived"] and row["status"] != "actual":
        name, meaning = (reader.text(f"status.{row['status']}.{part}") for part in ("name", "meaning"))
        lines.append(f"<p><strong>{escape(name)}</strong>: {escape(meaning)}</p>")
    if row["year_basis"] == "inferred":
        key = "trace.year_inferred_input" if row["is_derived"] else "trace.year_inferred"
        lines.append(f"<p>{escape(reader.text(key, year=row['year']))}</p>")
    return "".join(lines)


def quoted(reader: Reader, literal: str) -> str:
    """Return a printed figure in the reader's quotation marks, as safe HTML."""
    return escape(reader.text("quote", text=literal))


def _printed_place(reader: Reader, row: Record) -> str:
    source = sources()[row["source_id"]]
    pairs = [
        (reader.text("trace.printed"), f"<strong>{quoted(reader, row['literal'])}</strong>"),
        (reader.text("trace.place"), escape(reader.place(row))),
        (
            reader.text("trace.document"),
            markup.link(reader.source_title(source), choices.address("sources", doc=row["source_id"])),
        ),
        (
            reader.text("trace.publisher"),
            f"{escape(reader.named(source, 'publisher'))}, {escape(reader.dated(source))}",
        ),
    ]
    pairs += _imported(reader, row)
    if reader.pick(source, "note"):
        pairs.append((reader.text("trace.dating"), escape(reader.pick(source, "note"))))
    return markup.definitions(pairs)


def _imported(reader: Reader, row: Record) -> Pairs:
    """Return by which import a figure came, with its file and day, as a link to the log; nothing for other figures."""
    if row["place"] != "file":
        return []
    for one in reversed(publications(data_directory())):
        if one.action == "import" and one.source_id == row["source_id"] and one.at:
            day = formats.day(datetime.fromisoformat(one.at), reader.language)
            words = reader.text("trace.import", number=one.import_id, file=one.file, day=day)
            return [(reader.text("trace.imported"), markup.link(words, choices.address("add", part="log")))]
    return []


def _printed_row(reader: Reader, row: Sequence[Record], here: str) -> str:
    """Return the whole printed row with the figure marked, so that it can be found on the page."""
    if len(row) < 2:
        return ""
    cells = "".join(
        f"<span class='{'b-here' if one['row_id'] == here else ''}'>"
        f"<em>{one['year']}</em>{escape(one['literal'])}</span>"
        for one in row
    )
    return f"<p class='b-small'>{escape(reader.text('trace.row'))}</p><div class='b-printed-row'>{cells}</div>"


def _derivation(reader: Reader, row: Record, point: Record) -> str:
    """Return the formula with its two inputs, each input's printed figures as buttons to their traces."""
    above, below = indicators()[row["numerator_id"]], indicators()[row["denominator_id"]]
    result = indicators()[point["indicator_id"]]
    formula = figures.formula(reader, result, row, reader.value(result, point["value"], None))
    pairs = [(reader.text("trace.computed"), f"<strong>{escape(formula)}</strong>")]
    for part, rows, year in (
        (above, row["numerator_rows"], row["numerator_year"]),
        (below, row["denominator_rows"], row["denominator_year"]),
    ):
        printed = [records("trace/figure", row_id=row_id)[0] for row_id in rows.split(" ")]
        links = ", ".join(
            markup.number_button(
                reader.text("quote", text=one["literal"]),
                one["row_id"],
                reader.text("number.spoken", about=reader.place(one), value=one["literal"]),
            )
            + " "
            + escape(f"({reader.source_title(sources()[one['source_id']])}, {reader.place(one)})")
            for one in printed
        )
        pairs.append((f"{reader.pick(part, 'short')}, {year}", links))
    extra = ""
    if row["denominator_year"] != row["numerator_year"]:
        extra = markup.note(
            "caveat",
            "i",
            reader.text("trace.assumption"),
            reader.text("trace.unchanged", year=row["denominator_year"], name=reader.pick(below, "short")),
        )
    return markup.definitions(pairs) + extra


def _judgement(reader: Reader, indicator: Indicator, row: Record) -> str:
    """Return the rule behind the change against the year before, and what would have flipped it."""
    before = records("trace/before", point_id=row["point_id"])
    if not before:
        return ""
    same_parts = row["parts_missing"] == before[0]["parts_missing"]
    step = figures.judged(indicator, before[0]["value"], row["value"], same_parts=same_parts)
    decimals = indicator.decimals
    rule = reader.text(
        "rule.change",
        earlier_year=before[0]["year"],
        earlier=reader.value(indicator, before[0]["value"], before[0]["literal"]),
        later_year=row["year"],
        later=reader.value(indicator, row["value"], row["literal"]),
        threshold=reader.threshold(indicator),
        polarity=reader.text(f"polarity.{indicator.polarity}"),
        low=reader.number(step.steady_from, decimals),
        high=reader.number(step.steady_to, decimals),
    )
    if not same_parts:
        rule += " " + reader.text("rule.incomplete")
    title = reader.text("rule.change_title", verdict=reader.text(f"change.{step.verdict}"))
    return markup.note("rule", "?", title, rule)


def _cautions(reader: Reader, row_id: str | None, note: str) -> str:
    """Return the note, the other places that print the same thing, revisions, and contradictions."""
    pieces = [markup.note("caveat", "i", reader.text("trace.note"), note)] if note else []
    if row_id is None:
        return "".join(pieces)
    same = records("trace/same_thing", row_id=row_id)
    if same:
        items = [
            f"{escape(reader.text('role.' + one['role']))}: <strong>{quoted(reader, one['literal'])}</strong>, "
            f"{escape(reader.source_title(sources()[one['source_id']]))}, {escape(reader.place(one))}"
            for one in same
        ]
        pieces.append(f"<p><strong>{escape(reader.text('trace.elsewhere'))}</strong></p>" + markup.listed(items))
    revisions = records("trace/revisions", row_id=row_id)
    if len(revisions) > 1:
        items = [
            f"{quoted(reader, one['literal'])}, {escape(reader.source_title(sources()[one['source_id']]))}, "
            f"{formats.day(one['published_on'], reader.language)}"
            for one in revisions
        ]
        pieces.append(f"<p><strong>{escape(reader.text('trace.revisions'))}</strong></p>" + markup.listed(items))
    pieces.append(figures.conflict_notes(reader, records("trace/contradictions", row_id=row_id)))
    return "".join(pieces)


def _meaning(reader: Reader, indicator: Indicator, area_id: str) -> str:
    name = reader.pick(indicator, "name")
    # A code belongs to the programme that prints it, not to other cities' figures for the same thing.
    if indicator.code and area_id == indicator.programme_area_id:
        name = f"{indicator.code}. {name}"
    pairs: Pairs = [
        (reader.text("trace.indicator"), escape(name)),
        (reader.text("trace.definition"), escape(reader.pick(indicator, "definition"))),
        (reader.text("trace.reading"), escape(reader.pick(indicator, "reading"))),
    ]
    if indicator.owner:
        pairs.append((reader.text("trace.owner"), escape(reader.named(indicator, "owner"))))
    explore = markup.link(reader.text("trace.explore_link"), choices.address("trends", ind=indicator.indicator_id))
    pairs += [(reader.text("trace.explore"), explore), *_goal(reader, indicator.goal_id)]
    return markup.definitions(pairs)


def _goal(reader: Reader, goal_id: str | None) -> Pairs:
    """Return the goal of a strategy that something serves, as a link to its place in the tree."""
    if goal_id is None:
        return []
    goal = goals()[goal_id]
    address = choices.address("goals", area=goal["area_id"], goal=goal_id)
    return [(reader.text("trace.goal"), markup.link(reader.goal(goal), address))]
