"""From a row of the data to a point of a chart, and from a series to words and documents."""

from collections.abc import Iterable

from barometr.catalog import Indicator
from barometr.drawing.marks import Point, Series
from barometr.engine import Record
from barometr.measures.comparable import MEASURED, contradicted
from barometr.words.wording import Wording


def point(wording: Wording, indicator: Indicator, row: Record) -> Point:
    """Return one row of points as a chart point."""
    return Point(
        year=row["year"],
        value=row["value"],
        status="contradicted" if contradicted(row, indicator.materiality) else row["status"],
        printed=wording.printed(indicator, row),
        point_id=row["point_id"],
        segment=row["segment"],
        derived=row["is_derived"],
    )


def disagreement(wording: Wording, indicator: Indicator, row: Record) -> str:
    """Return what it means that the parts of a printed total give another sum (`parts_gap_pct` is not empty)."""
    meaning = "meaning" if contradicted(row, indicator.materiality) else "small"
    return wording.text(
        f"status.contradicted.{meaning}",
        parts=wording.number(row["parts_sum"], indicator.decimals),
        gap=wording.number(row["parts_gap_pct"], 1),
        threshold=wording.threshold(indicator),
    )


def spoken_series(wording: Wording, one: Series) -> str:
    """Return a series in words: each year with its value or what stands in its place."""
    values = []
    for p in one.points:
        plain = p.status in MEASURED and not p.derived
        words = "" if plain or p.value is None else f" ({wording.status(p.status, p.derived)})"
        shown = wording.text(f"status.{p.status}.name") if p.value is None else p.printed
        values.append(f"{p.year}: {shown}{words}")
    return f"{one.name}. {', '.join(values)}."


def documents(rows: Iterable[Record]) -> list[str]:
    """Return the documents behind rows of points; a derived value counts the documents of its inputs."""
    found = []
    for row in rows:
        if row["is_derived"]:
            found += [row_id.split(".")[0] for row_id in row["input_rows"].split()]
        else:
            found.append(row["source_id"])
    return found
