"""What a briefing says: for each indicator one sentence, its picture, target and caveats, in the reader's language."""

from dataclasses import dataclass
from datetime import date

from barometr.catalog import Indicator
from barometr.drawing.marks import Series
from barometr.words.texts import Language

MOST_INDICATORS = 8


class BriefingError(Exception):
    """A briefing that cannot be made: an unknown city, topic, indicator or year, or too many indicators."""


@dataclass(frozen=True)
class Item:
    """What is said of one indicator in one year.

    `value` is the number with its unit ("4060 osób"), or the sign and words of a missing one; `about_value`
    stands under it (year, and whatever is out of the ordinary). `sentence` tells value, year and change,
    `direction` where the series is heading, `target` how far it is to an agreed value (empty where none was
    agreed). `caveats` are short sentences to bear in mind, `conflicts` entries of the register (title, reason).
    `series` are the points of the picture, `alt` the picture in words. `point_id` opens the trace of the value.
    """

    indicator: Indicator
    name: str
    unit: str
    value: str
    about_value: str
    sentence: str
    direction: str
    target: str
    caveats: tuple[str, ...]
    conflicts: tuple[tuple[str, str], ...]
    series: Series
    alt: str
    point_id: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True)
class Briefing:
    """One page for a meeting; `address` is the full link that reopens it, empty where none is known.

    `left_out` names indicators of the topic for which there was no room, `sources` the documents, one line each.
    """

    language: Language
    area_id: str
    year: int
    title: str
    subtitle: str
    items: tuple[Item, ...]
    left_out: tuple[str, ...]
    sources: tuple[str, ...]
    made_on: date
    data_version: str
    address: str
