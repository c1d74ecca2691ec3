"""The review of a programme: its targets, its series without targets, and the reviews it planned for itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from barometr.engine import Record, records, remembered
from barometr.find import suggested
from barometr.measures.comparable import Row, is_measured
from barometr.measures.review import Directed, Reviewed, directed, key, reviewed


class ReviewError(Exception):
    """There is no such programme, or nothing to review in that year."""


@dataclass(frozen=True)
class Review:
    """A programme (a row of queries/review/programmes.sql) as it stood in one year."""

    programme: Record
    year: int
    targets: tuple[Reviewed, ...]
    directions: tuple[Directed, ...]


@remembered
def programmes() -> dict[str, Record]:
    """Return every programme by its id, city by city, the latest of a city first."""
    return {row["programme_id"]: row for row in records("review/programmes")}


def programme_of(name: str) -> str:
    """Return the programme that a name means: its own id, or that of a city, whose latest programme it is then.

    Raises ReviewError, with the nearest known names, for any other.
    """
    if name in programmes():
        return name
    of_city = [programme_id for programme_id, row in programmes().items() if row["area_id"] == name]
    if of_city:
        return of_city[0]
    known = list(dict.fromkeys([*(row["area_id"] for row in programmes().values()), *programmes()]))
    raise ReviewError(f"there is no programme or city '{name}'; {suggested(name, known)}")


def planned(programme_id: str) -> tuple[Record, ...]:
    """Return the reviews that a programme planned for itself, in the order of the years whose data they judge."""
    return records("review/planned", programme_id=programme_id)


@remembered
def years(programme_id: str) -> tuple[int, ...]:
    """Return the years a review may be made for.

    They begin after the first baseline, or after the first data where nothing is targeted, and go on to the last
    data, planned review or target. With neither baseline nor data they begin with the first planned review or target.
    """
    targets, measured = records("review/targets", programme_id=programme_id), _measured_years(programme_id)
    ends = [*measured, *(row["target_year"] for row in targets), *(row["data_year"] for row in planned(programme_id))]
    if not ends:
        return ()
    starts = [row["baseline_year"] for row in targets if row["baseline_year"]] or measured or [min(ends) - 1]
    return tuple(range(min(starts) + 1, max(ends) + 1)) or (max(ends),)


@remembered
def usual_year(programme_id: str) -> int | None:
    """Return the year a reader will most likely ask for; None where there is nothing to review.

    It is that of the last planned review that data reach, else of the first planned one, else the last with data,
    else the last of all; always one of `years`.
    """
    offered = years(programme_id)
    measured = _measured_years(programme_id)
    foreseen = [row["data_year"] for row in planned(programme_id) if row["data_year"] in offered]
    reached = [year for year in foreseen if measured and year <= measured[-1]]
    with_data = [year for year in measured if year in offered]
    return next(iter(reached[-1:] or foreseen[:1] or with_data[-1:] or offered[-1:]), None)


def _measured_years(programme_id: str) -> list[int]:
    rows = records("review/points", programme_id=programme_id)
    return sorted({row["year"] for row in rows if is_measured(row)})


def review(programme_id: str, year: int, trials: Iterable[Row] = ()) -> Review:
    """Return a programme as it stood in a year; for `trials` see measures/review.py.

    Raises ReviewError for a programme that there is not.
    """
    if programme_id not in programmes():
        raise ReviewError(f"there is no programme '{programme_id}'; known: {', '.join(programmes())}")
    return _review(programme_id, year, tuple(tuple(sorted(one.items())) for one in trials))


@remembered
def _review(programme_id: str, year: int, trials: tuple[tuple[tuple[str, object], ...], ...]) -> Review:
    points = records("review/points", programme_id=programme_id)
    targets = records("review/targets", programme_id=programme_id)
    judged = reviewed(targets, points, year, [dict(one) for one in trials])
    directions = directed(points, year, without=[key(target) for target in targets])
    return Review(programmes()[programme_id], year, tuple(judged), tuple(directions))
