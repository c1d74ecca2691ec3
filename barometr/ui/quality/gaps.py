"""What has no value in a year: how many indicators, which ones, why, and who supplies the data."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from barometr.catalog import Indicator, indicators, is_city
from barometr.engine import Record, records
from barometr.ui import figures, markup
from barometr.ui.quality import coverage, words
from barometr.ui.reader import Reader

REASONS = ("no_data", "in_progress", "not_applicable", "plan", "target", "not_printed")
LISTED_FIRST = 12


def summary(reader: Reader, area_id: str, year: int) -> str:
    """Say how many indicators have a value for the year and how many have none, by reason."""
    known = {row["indicator_id"] for row in records("quality/coverage", area_id=area_id)}
    missing = [row["reason"] for row in whole_gaps(area_id, year)]
    counted = [
        f"{escape(reader.text(f'coverage.reason_{reason}'))}: {missing.count(reason)}"
        for reason in REASONS
        if reason in missing
    ]
    with_value = reader.text("coverage.with_value", year=year, n=len(known) - len(missing), m=len(known))
    without = f"<strong>{escape(reader.text('coverage.without', n=len(missing)))}</strong>"
    reasons = f" ({', '.join(counted)})" if counted else ""
    return f"<p class='b-sum'>{escape(with_value)} {without}{reasons}.</p>"


def whole_gaps(area_id: str, year: int) -> list[Record]:
    """Return one row for each indicator without any value in the year, the one that says most about why."""
    rows = [row for row in records("quality/gaps", area_id=area_id, year=year) if not row["partial"]]
    firsts = {row["indicator_id"]: row for row in reversed(rows)}
    return [firsts[one] for one in indicators() if one in firsts]


def why_missing(reader: Reader, area_id: str, year: int) -> str:
    """Return the indicators without a value for the year under the reason, and then the parts that lack one."""
    whole = whole_gaps(area_id, year)
    groups = [
        _group(reader, reason, year, [_gap(reader, [row]) for row in whole if row["reason"] == reason])
        for reason in REASONS
    ]
    partial = [row for row in records("quality/gaps", area_id=area_id, year=year) if row["partial"]]
    by_reason = groupby(partial, lambda row: (row["indicator_id"], row["area_id"], row["reason"]))
    groups.append(_group(reader, "partial", year, [_gap(reader, list(rows), parts=True) for _, rows in by_reason]))
    return "".join(groups) or f"<p>{escape(reader.text('coverage.nothing_missing', year=year))}</p>"


def _group(reader: Reader, reason: str, year: int, entries: Sequence[str]) -> str:
    if not entries:
        return ""
    sign = coverage.sign(f"b-cell-{reason}", coverage.SIGNS[reason]) if reason in coverage.SIGNS else ""
    heading = f"{reader.text(f'coverage.heading_{reason}', year=year)} ({len(entries)})"
    listed = figures.first_few(reader, entries, LISTED_FIRST, lambda some: markup.listed(some, "b-list b-gaps"))
    return f"<h3 class='b-reason'>{sign}{escape(heading)}</h3>{listed}"


def _gap(reader: Reader, rows: Sequence[Record], *, parts: bool = False) -> str:
    """Return one entry of the list: what is missing, why, who supplies it and the nearest value there is."""
    row = rows[0]
    indicator = indicators()[row["indicator_id"]]
    where = "" if is_city(row["area_id"]) else reader.area(row["area_id"])
    named = [_part_name(reader, indicator, one["member"]) for one in rows] if parts else []
    about = ", ".join(part for part in (reader.pick(indicator, "short"), where, *named) if part)
    words_after = [escape(reader.pick(row, "note"))]
    if indicator.frequency != "yearly":
        often = reader.text(f"frequency.{indicator.frequency}")
        words_after.append(escape(reader.text("coverage.often", often=often)))
    words_after.append(_nearest(reader, row))
    owner = reader.named(indicator, "owner")
    supplied = reader.text("coverage.owner", owner=owner) if owner else reader.text("coverage.no_owner")
    words_after.append(escape(supplied))
    rest = "<br>".join(f"<span class='b-small'>{one}</span>" for one in words_after if one)
    return f"<strong>{escape(about)}</strong>{_reason_button(reader, row, about)}<br>{rest}"


def _part_name(reader: Reader, indicator: Indicator, member: str) -> str:
    return reader.member(indicator, member) or (reader.text("table.published_total") if indicator.dimension else "")


def _reason_button(reader: Reader, row: Record, about: str) -> str:
    """Return the reason as a button to the place that prints the gap; nothing where no place does."""
    if row["point_id"] is None:
        return ""
    reason = reader.text(f"status.{row['reason']}.name")
    return ": " + markup.number_button(reason, row["point_id"], reader.text("number.spoken", about=about, value=reason))


def _nearest(reader: Reader, row: Record) -> str:
    """Return the value of the nearest other year, or that no year has one."""
    if row["other_year"] is None:
        return escape(reader.text("coverage.never"))
    other = {
        **row,
        "year": row["other_year"],
        "value": row["other_value"],
        "literal": row["other_literal"],
        "status": row["other_status"],
        "point_id": row["other_point_id"],
    }
    return f"{escape(reader.text('coverage.other_year', year=row['other_year']))} {words.point_button(reader, other)}"
