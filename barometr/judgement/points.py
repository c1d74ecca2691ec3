"""From a row of the data to a point of a chart."""

from barometr.catalog import Indicator
from barometr.drawing.marks import Point
from barometr.engine import Record
from barometr.measures.comparable import contradicted
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
