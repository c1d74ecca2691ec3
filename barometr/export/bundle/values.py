"""What the statuses and directions rest on: the values, the entries of the register about them, the documents."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from barometr.catalog import indicators, sources
from barometr.engine import Record, records
from barometr.export.documents import COLUMNS, document_rows
from barometr.export.points import points_table
from barometr.export.table import Cell, Column, Row, Table
from barometr.judgement.review import Review
from barometr.measures.comparable import Row as Point
from barometr.measures.review import key
from barometr.words import formats
from barometr.words.wording import Wording

Use = Literal["baseline", "target", "latest", "earlier", "point", "left_out", "part", "elsewhere"]
IDS = ("indicator_id", "area_id", "member_id", "row_ids")
CONFLICT_COLUMNS = ("conflict", "kind", "year", "title", "reason", "literal", "chosen", "document", "place")
CONFLICT_IDS = ("indicator_id", "row_id")


def values_table(wording: Wording, judged: Review) -> Table:
    """Return every value that a status or a direction rests on, in the order of the results, and what for."""
    uses: dict[str, list[str]] = {}
    points: dict[str, Point] = {}
    for use, point in _used(judged):
        points[point["point_id"]] = point
        words = wording.text(f"bundle.use.{use}")
        if words not in uses.setdefault(point["point_id"], []):
            uses[point["point_id"]].append(words)
    title = wording.text("bundle.values")
    table = points_table(wording, points.values(), title=title, file_name="values")
    used_as = Column("use", wording.text("bundle.value.use"))
    ids = tuple(Column(name, wording.text(f"bundle.value.{name}")) for name in IDS)
    rows = tuple(
        ("; ".join(uses[point_id]), *row, *_ids(point))
        for (point_id, point), row in zip(points.items(), table.rows, strict=True)
    )
    columns = (used_as, *table.columns, *ids)
    return replace(table, columns=columns, rows=(*rows, *_proposals(wording, judged, columns)))


def _proposals(wording: Wording, judged: Review, columns: Iterable[Column]) -> Iterator[Row]:
    """Yield a row for each proposed target: no document prints it, so it says who proposed it."""
    for target in (one.target for one in judged.targets if one.target["basis"] == "proposed"):
        indicator, day = indicators()[target["indicator_id"]], formats.day(target["proposed_on"], wording.language)
        cells: dict[str, Cell] = {
            "use": wording.text("bundle.use.proposed"),
            "area": wording.area(target["area_id"]),
            "indicator": wording.pick(indicator, "name"),
            "member": wording.member(indicator, target["member"]) or None,
            "year": target["target_year"],
            "value": target["target_value"],
            "unit": wording.unit_name(indicator),
            "document": wording.text("progress.proposed_by", who=target["proposed_by"], day=day),
            "note": wording.pick(target, "note") or None,
            "indicator_id": target["indicator_id"],
            "area_id": target["area_id"],
            "member_id": target["member"],
        }
        yield tuple(cells.get(column.name) for column in columns)


def _ids(point: Point) -> Row:
    behind = point["input_rows"] if point["is_derived"] else point["row_id"]
    return point["indicator_id"], point["area_id"], point["member"], behind


def _used(judged: Review) -> Iterator[tuple[Use, Point]]:
    """Yield every use of a value, a value as often as it is used."""
    points = records("review/points", programme_id=judged.programme["programme_id"])
    printed = {point["row_id"]: point for point in points if point["row_id"]}
    measured = {(key(point), point["year"]): point for point in points if point["status_family"] == "measured"}
    for one in judged.targets:
        series, latest = key(one.target), one.progress.latest
        baseline = printed.get(one.target["baseline_row_id"]) or measured.get((series, one.target["baseline_year"]))
        agreed = printed.get(one.target["target_row_id"])
        yield from (("baseline", baseline),) if baseline else ()
        yield from (("target", agreed),) if agreed else ()
        for row in one.actuals:
            yield "latest" if latest and row["year"] == latest[0] else "earlier", row
        for year, _ in one.left_out:
            yield from _left_out(points, measured[series, year])
        for row in one.elsewhere:
            yield "elsewhere", row
    for word in judged.directions:
        series = key(word.rows[0])
        for year, _ in word.trend.points:
            yield "point", measured[series, year]
        for year, _ in word.left_out:
            yield from _left_out(points, measured[series, year])


def _left_out(points: Iterable[Record], total: Point) -> Iterator[tuple[Use, Point]]:
    """Yield a value that may not be used, and its parts, which can be the reason."""
    yield "left_out", total
    same = ("indicator_id", "area_id", "year", "status_family")
    for point in points:
        if point["member"] and not total["member"] and all(point[name] == total[name] for name in same):
            yield "part", point


def conflicts_table(wording: Wording, judged: Review) -> Table:
    """Return the entries of the register that touch what was judged, a row for each figure that takes part."""
    labels = [Column(name, wording.text(f"bundle.conflict.{name}")) for name in CONFLICT_COLUMNS]
    ids = [Column(name, name) for name in CONFLICT_IDS]
    rows = _conflicts(judged)
    return Table(
        title=wording.text("bundle.conflicts"),
        file_name="conflicts",
        language=wording.language,
        columns=(*labels, *ids),
        rows=tuple(_conflict(wording, row) for row in rows),
        about=(),
        source_ids=tuple(dict.fromkeys(row["source_id"] for row in rows if row["source_id"])),
    )


def _conflicts(judged: Review) -> list[Record]:
    """Return the rows of the register whose entry names a judged indicator, or any figure behind a value in use."""
    city = judged.programme["area_id"]
    used = [point for _, point in _used(judged)]
    figures = {row_id for point in used for row_id in (point["row_id"] or point["input_rows"] or "").split()}
    ids = {row["indicator_id"] for row in (*(one.target for one in judged.targets), *used)}
    named = {
        entry["conflict_id"]
        for topic in {indicators()[indicator_id].topic for indicator_id in ids}
        for entry in records("topic/contradictions", topic=topic, area_id=city)
        if entry["indicator_id"] in ids
    }
    register = [row for row in records("quality/register") if row["city_id"] == city]
    named |= {row["conflict_id"] for row in register if row["row_id"] in figures or row["indicator_id"] in ids}
    return [row for row in register if row["conflict_id"] in named]


def _conflict(wording: Wording, row: Record) -> Row:
    """Return a figure of an entry in the order of the columns; an entry without figures has empty cells."""
    figure = row["row_id"] is not None
    return (
        row["conflict_id"],
        wording.text(f"register.kind_{row['kind']}"),
        row["figure_year"] or row["year"],
        wording.pick(row, "title"),
        wording.pick(row, "reason"),
        row["literal"],
        bool(row["is_chosen"]) if figure else None,
        wording.source_title(sources()[row["source_id"]]) if figure else None,
        wording.place(row) if figure else None,
        row["indicator_id"],
        row["row_id"],
    )


def sources_table(wording: Wording, judged: Review, tables: Iterable[Table]) -> Table:
    """Return the documents behind the tables and the programme, with the SHA-256 of the text that was read."""
    named = [judged.programme["source_id"], *(one for table in tables for one in table.source_ids)]
    source_ids = tuple(sorted({one for one in named if one in sources()}))
    return Table(
        title=wording.text("export.sheet.sources"),
        file_name="sources",
        language=wording.language,
        columns=tuple(Column(name, wording.text(f"export.source.{name}")) for name in COLUMNS),
        rows=tuple(document_rows(wording, source_ids)),
        about=(),
        source_ids=source_ids,
    )
