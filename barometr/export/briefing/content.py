"""What a briefing says: for each indicator one sentence, its picture, target and caveats, in the reader's language."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from barometr.catalog import EXPLAINING, Indicator, cities, disputed, indicators, is_city, sources
from barometr.drawing.marks import Series
from barometr.engine import Record, data_version, one_moment, records, remembered
from barometr.find import suggested
from barometr.judgement.change import value_in_year
from barometr.judgement.direction import SIGNS, trend_of
from barometr.judgement.points import disagreement, documents, point, spoken_series
from barometr.judgement.sentences import (
    direction_sentence,
    headline,
    latest_before,
    name_in,
    quantity,
    target_sentence,
)
from barometr.measures.comparable import comparable, contradicted
from barometr.measures.review import reviewed
from barometr.words import formats
from barometr.words.texts import Language
from barometr.words.wording import Wording

MOST_INDICATORS = 8
# The topics of the three comparisons the dashboard exists for.
FIRST_TOPICS = ("volunteering", "participation", "family")


class BriefingError(Exception):
    """A briefing that cannot be made: an unknown city, topic, indicator or year, or too many indicators."""


@dataclass(frozen=True)
class Item:
    """What is said of one indicator in one year.

    `value` is the number with its unit ("4060 osób"), or the sign and words of a missing one; `about_value`
    stands under it (year, and whatever is out of the ordinary). `sentence` tells value, year and change,
    `direction` where the series is heading and `direction_sign` the sign for it, `target` how far it is to an
    agreed value (empty where none was agreed). `caveats` are short sentences to bear in mind; of the register
    (title, reason) `conflicts` are the entries that hold another figure against one of these, `remarks` those that
    explain one. `series` are the points of the picture, `alt` the picture in words. `point_id` opens the trace of
    the value.
    """

    indicator: Indicator
    name: str
    unit: str
    value: str
    about_value: str
    sentence: str
    direction: str
    direction_sign: str
    target: str
    caveats: tuple[str, ...]
    conflicts: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    series: Series
    alt: str
    point_id: str
    source_ids: tuple[str, ...]


def number_and_words(value: str) -> tuple[str, str]:
    """Return what is set large and what follows it: "ok. 4060" and "osób", "–" and "brak danych".

    Spaces inside a number are no-break ones, so they do not part it; words alone are never set large.
    """
    pieces = value.split(" ")
    numbered = [i for i, piece in enumerate(pieces) if any(letter.isdigit() for letter in piece)]
    if not numbered and len(pieces[0]) > 1:
        return "", value
    large = numbered[0] + 1 if numbered else 1
    return " ".join(pieces[:large]), " ".join(pieces[large:])


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


@dataclass(frozen=True)
class _Subject:
    """One indicator in one area of the city: its totals of all years, and its targets."""

    indicator: Indicator
    city_id: str
    area_id: str
    rows: tuple[Record, ...]
    targets: tuple[Record, ...]


def topics(area_id: str) -> list[str]:
    """Return the topics in which a city has a value or a target, the three of the headline comparisons first."""
    found = dict.fromkeys(one.indicator.topic for one in _subjects(area_id) if _says_something(one))
    return sorted(found, key=lambda topic: FIRST_TOPICS.index(topic) if topic in FIRST_TOPICS else len(FIRST_TOPICS))


def topic_name(wording: Wording, topic: str) -> str:
    """Return the name of a topic."""
    return wording.text(f"topic.{topic}")


def years(area_id: str, *, topic: str | None = None, indicator_ids: Sequence[str] = ()) -> list[int]:
    """Return the years a briefing can be made for, the last being the usual one.

    They are those with a value of one of its indicators, planned ones and baselines among them; where there are
    only targets, all years that are named.
    """
    chosen = [row for one in _chosen(area_id, topic, indicator_ids) if _says_something(one) for row in one.rows]
    valued = {row["year"] for row in chosen if row["value"] is not None and row["status"] != "target"}
    return sorted(valued or {row["year"] for row in chosen})


def briefing(
    wording: Wording,
    area_id: str,
    year: int,
    *,
    topic: str | None = None,
    indicator_ids: Sequence[str] = (),
    public_address: str = "",
    today: date | None = None,
) -> Briefing:
    """Return the briefing of one city and year, on a topic or on indicators of one's own choice (eight at most).

    It shows what the documents print for the years up to `year`, and the targets agreed by then; later values are left
    out, so that the briefing of an earlier year reads as it would have read then. Of a topic the headline indicators
    come first, then those with a value in the year. Parts of the city stand in where the city prints nothing, and
    where they have a target of their own.

    Raises BriefingError for an unknown city, topic or indicator, one that the city has no value of, a year without
    any value, more than eight indicators, and both or neither of topic and indicators.
    """
    with one_moment():
        ids = tuple(dict.fromkeys(indicator_ids))
        _check(area_id, year, topic, ids)
        items, left_out, sources_used = _content(Wording(wording.language), area_id, year, topic, ids)
        version = data_version()
        subject = topic_name(wording, topic) if topic else wording.text("brief.own_choice")
        return Briefing(
            language=wording.language,
            area_id=area_id,
            year=year,
            title=wording.text("brief.title", city=wording.area(area_id), subject=subject),
            subtitle=wording.text("brief.subtitle", year=year),
            items=items,
            left_out=left_out,
            sources=sources_used,
            made_on=today or date.today(),
            data_version=version,
            address=_address(public_address, wording.language, area_id, year, topic, ids, version),
        )


# What may be asked for


def _check(area_id: str, year: int, topic: str | None, indicator_ids: Sequence[str]) -> None:
    """Raise BriefingError for what no briefing can be made of."""
    if area_id not in cities():
        raise BriefingError(_unknown("city", area_id, list(cities())))
    if bool(topic) == bool(indicator_ids):
        raise BriefingError("a briefing is either on a topic or on chosen indicators: give one of the two")
    if topic and topic not in topics(area_id):
        raise BriefingError(_unknown(f"topic of {area_id}", topic, topics(area_id)))
    _check_indicators(area_id, indicator_ids)
    known = years(area_id, topic=topic, indicator_ids=indicator_ids)
    if year not in known:
        listed = ", ".join(str(one) for one in known)
        raise BriefingError(f"there is no value for {year} in {area_id}; there are values for: {listed}")


def _check_indicators(area_id: str, indicator_ids: Sequence[str]) -> None:
    """Raise BriefingError for too many indicators, an unknown one, or one that the city has no value of."""
    if len(indicator_ids) > MOST_INDICATORS:
        raise BriefingError(f"{len(indicator_ids)} indicators are chosen; a briefing holds {MOST_INDICATORS} at most")
    valued = list(dict.fromkeys(one.indicator.indicator_id for one in _subjects(area_id) if _says_something(one)))
    for indicator_id in indicator_ids:
        if indicator_id not in indicators():
            raise BriefingError(_unknown("indicator", indicator_id, list(indicators())))
        if indicator_id not in valued:
            near = [one for one in valued if indicators()[one].topic == indicators()[indicator_id].topic]
            listed = ", ".join(near or valued[:MOST_INDICATORS])
            raise BriefingError(f"{area_id} has no value of '{indicator_id}'; it has those of: {listed}")


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    return f"there is no {what} '{name}'; {suggested(name, known)}"


# What it is about


@remembered
def _subjects(area_id: str) -> tuple[_Subject, ...]:
    """Return the subjects of a city in the order of the catalogue, the city before its parts.

    A part is one only where the city prints no value of the indicator at all (the largest part with a value stands
    in for it), and where the part has a target of its own.
    """
    by_indicator: dict[str, dict[str, list[Record]]] = {}
    for row in records("briefing/points", area_id=area_id):
        by_indicator.setdefault(row["indicator_id"], {}).setdefault(row["area_id"], []).append(row)
    targets: dict[tuple[str, str], list[Record]] = {}
    for row in records("briefing/targets", area_id=area_id):
        targets.setdefault((row["indicator_id"], row["area_id"]), []).append(row)
    found = []
    for indicator in indicators().values():
        by_area = by_indicator.get(indicator.indicator_id, {})
        valued = [one for one, rows in by_area.items() if any(row["value"] is not None for row in rows)]
        stands = next(iter(valued), None) or next(iter(by_area), None)
        for one, rows in by_area.items():
            own_targets = tuple(targets.get((indicator.indicator_id, one), ()))
            if one == stands or own_targets:
                found.append(_Subject(indicator, area_id, one, tuple(rows), own_targets))
    return tuple(found)


def _says_something(subject: _Subject) -> bool:
    return any(row["value"] is not None for row in subject.rows)


def _chosen(area_id: str, topic: str | None, indicator_ids: Sequence[str]) -> list[_Subject]:
    """Return the subjects on a topic in the order of the catalogue, or of chosen indicators in the order chosen."""
    if topic:
        return [one for one in _subjects(area_id) if one.indicator.topic == topic]
    chosen = list(indicator_ids)
    found = [one for one in _subjects(area_id) if one.indicator.indicator_id in chosen]
    return sorted(found, key=lambda one: chosen.index(one.indicator.indicator_id))


def _until(subject: _Subject, year: int) -> list[Record]:
    """Return what was printed for the years up to one, without targets."""
    return [row for row in subject.rows if row["year"] <= year and row["status"] != "target"]


def _agreed(subject: _Subject, year: int) -> list[Record]:
    """Return the targets agreed by a year: not those whose baseline lies after it."""
    return [one for one in subject.targets if one["baseline_year"] is None or one["baseline_year"] <= year]


def _drawn(subject: _Subject, rows: Sequence[Record], targets: Sequence[Record]) -> list[Record]:
    """Return what the picture shows: the rows up to the year, and the marks of the targets."""
    target_years = {one["target_year"] for one in targets}
    marks = [row for row in subject.rows if row["status"] == "target" and row["year"] in target_years]
    return sorted([*rows, *marks], key=lambda row: row["year"])


def _by_weight(subject: _Subject, year: int) -> tuple[object, ...]:
    """Return where a subject stands on the page of a topic: headlines, then values of the year, then targets."""
    headline_place = subject.indicator.headline
    row = value_in_year(subject.rows, year)
    without_value = row is None or row["value"] is None
    return (headline_place is None, headline_place or 0, without_value, not _agreed(subject, year))


@remembered
def _content(
    wording: Wording, area_id: str, year: int, topic: str | None, indicator_ids: tuple[str, ...]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the items, the names of those left out, and the lines of the documents."""
    known = [one for one in _chosen(area_id, topic, indicator_ids) if _until(one, year) or _agreed(one, year)]
    if topic:
        known.sort(key=lambda one: _by_weight(one, year))
    items = tuple(_item(wording, one, year) for one in known[:MOST_INDICATORS])
    left_out = tuple(name_in(wording, one.indicator, one.area_id) for one in known[MOST_INDICATORS:])
    used = dict.fromkeys(source_id for item in items for source_id in item.source_ids)
    return items, left_out, tuple(_source_line(wording, source_id) for source_id in used)


def _source_line(wording: Wording, source_id: str) -> str:
    source = sources()[source_id]
    return wording.text(
        "brief.source",
        title=wording.source_title(source),
        publisher=wording.named(source, "publisher"),
        day=wording.dated(source),
    )


def _address(
    public_address: str,
    language: Language,
    area_id: str,
    year: int,
    topic: str | None,
    indicator_ids: Sequence[str],
    version: str,
) -> str:
    """Return the link that reopens a briefing; empty where nobody knows the address of the dashboard."""
    if not public_address:
        return ""
    about = {"topic": topic} if topic else {"ind": ".".join(indicator_ids)}
    asked = {"lang": language, "area": area_id, **about, "year": year, "v": version}
    return f"{public_address.rstrip('/')}/briefing?{urlencode(asked)}"


# One indicator


def _item(wording: Wording, subject: _Subject, year: int) -> Item:
    """Return what is said of one indicator: the value of the year, or else the latest one before, said to be that."""
    indicator, rows = subject.indicator, _until(subject, year)
    of_year = value_in_year(rows, year)
    shown = of_year if of_year and of_year["value"] is not None else latest_before(rows, year)
    targets = _agreed(subject, year)
    drawn = _drawn(subject, rows, targets)
    name = name_in(wording, indicator, subject.area_id)
    series = Series(name, tuple(point(wording, indicator, row) for row in drawn))
    progress = [one.progress for one in reviewed(targets, rows, year)]
    trend = trend_of(indicator, rows)
    entries = _entries(subject, {row["year"] for row in drawn}, year)

    def told(entry: Record) -> tuple[str, str]:
        return wording.pick(entry, "title"), wording.pick(entry, "reason")

    return Item(
        indicator=indicator,
        name=name,
        unit=wording.unit_name(indicator),
        value=_value(wording, indicator, shown, of_year),
        about_value=_about_value(wording, indicator, shown, of_year, year),
        sentence=headline(wording, indicator, drawn, year),
        direction=direction_sentence(wording, indicator, trend),
        direction_sign=SIGNS[trend.word],
        target=" ".join(target_sentence(wording, indicator, one) for one in progress),
        caveats=tuple(_caveats(wording, subject, rows, shown, year)),
        conflicts=tuple(told(row) for row in entries if _disagrees(row)),
        remarks=tuple(told(row) for row in entries if not _disagrees(row)),
        series=series,
        alt=spoken_series(wording, series),
        point_id=(shown or of_year or drawn[0])["point_id"],
        source_ids=tuple(dict.fromkeys(documents(drawn))),
    )


def _value(wording: Wording, indicator: Indicator, shown: Record | None, of_year: Record | None) -> str:
    """Return a value with its unit ("ok." where it is approximate), or a dash with the words of a missing one."""
    if shown is None:
        return wording.text("brief.missing", words=_what_is_missing(wording, of_year))
    value = quantity(wording, indicator, shown)
    return wording.text("status.approx.cell", value=value) if shown["status"] == "approx" else value


def _what_is_missing(wording: Wording, of_year: Record | None) -> str:
    return wording.text(f"status.{of_year['status']}.name") if of_year else wording.text("brief.not_printed")


def _about_value(
    wording: Wording, indicator: Indicator, shown: Record | None, of_year: Record | None, year: int
) -> str:
    """Return the year of a value and whatever is out of the ordinary about it, in a few words."""
    if shown is None:
        return wording.text("brief.about.year", year=year)
    words = [wording.text("brief.about.year", year=shown["year"])]
    if shown["status"] != "actual" or shown["is_derived"]:
        words.append(wording.status(shown["status"], shown["is_derived"]))
    if shown["year_basis"] == "inferred":
        words.append(wording.text("brief.about.inferred"))
    if contradicted(shown, indicator.materiality):
        parts = wording.number(shown["parts_sum"], indicator.decimals)
        words.append(f"≠ {wording.text('table.parts_give', parts=parts)}")
    elif disputed(shown):
        words.append(f"≠ {wording.text('table.disputed')}")
    said = ", ".join(words)
    if shown is of_year:
        return said
    return wording.text("brief.about.instead", said=said, asked=year, words=_what_is_missing(wording, of_year))


def _caveats(
    wording: Wording, subject: _Subject, rows: Sequence[Record], shown: Record | None, year: int
) -> Iterator[str]:
    """Yield what to bear in mind about the value shown and its series, the most important first."""
    if shown is None:
        yield wording.text("brief.caveat.nothing", asked=year)
    elif shown["year"] != year:
        yield wording.text("brief.caveat.instead", asked=year, year=shown["year"])
    if not is_city(subject.area_id):
        yield wording.text("brief.caveat.part", area=wording.area(subject.area_id))
    if shown:
        yield from _caveats_of_value(wording, subject.indicator, shown)
    yield from (wording.pick(one, "text") for one in _breaks(subject, rows, year))
    left_out = comparable(rows, subject.indicator.materiality)[1]
    named = [_left_out_said(wording, one, why) for one, why in left_out if why != "broken"]
    if named:
        yield wording.text("brief.caveat.left_out", years=", ".join(named))
    gaps = _gaps(rows, year)
    if gaps:
        yield wording.text("brief.caveat.gaps", years=", ".join(gaps))


def _caveats_of_value(wording: Wording, indicator: Indicator, shown: Record) -> Iterator[str]:
    """Yield what is out of the ordinary about a value: status, parts, other figures, year."""
    for status in (shown["status"], "derived" if shown["is_derived"] else "actual"):
        if status != "actual":
            yield _status_said(wording, status, wording.text(f"status.{status}.meaning"))
    if shown["parts_gap_pct"]:
        yield _status_said(wording, "contradicted", disagreement(wording, indicator, shown))
    elif disputed(shown):
        yield wording.text("brief.caveat.disputed", year=shown["year"])
    if shown["parts_missing"]:
        yield wording.text("brief.caveat.incomplete", year=shown["year"])
    if shown["year_basis"] == "inferred":
        yield wording.text("brief.caveat.inferred")


def _status_said(wording: Wording, status: str, meaning: str) -> str:
    name = wording.text(f"status.{status}.name")
    return wording.text("brief.caveat.status", name=name[:1].upper() + name[1:], meaning=meaning)


def _left_out_said(wording: Wording, year: int, why: str) -> str:
    return wording.text("brief.caveat.left_out_year", year=year, why=wording.text(f"trend.left_out_{why}"))


def _breaks(subject: _Subject, rows: Sequence[Record], year: int) -> list[Record]:
    """Return the breaks up to a year that have something of the series before them."""
    return [
        one
        for one in records("briefing/breaks", area_id=subject.city_id)
        if (one["indicator_id"], one["area_id"]) == (subject.indicator.indicator_id, subject.area_id)
        and one["year"] <= year
        and any(row["year"] < one["year"] for row in rows)
    ]


def _gaps(rows: Sequence[Record], year: int) -> list[str]:
    """Return the spans of years without a measured value between the first one and the year asked for."""
    measured = sorted({row["year"] for row in rows if row["status_family"] == "measured" and row["value"] is not None})
    return [
        formats.years(before + 1, after - 1)
        for before, after in pairwise([*measured, max(year, *measured)] if measured else [])
        if after - before > 1
    ]


def _entries(subject: _Subject, drawn_years: Container[int], year: int) -> list[Record]:
    """Return the entries of the register about this series, without those of years not shown.

    First those that name the indicator itself, among them first those of the year asked for.
    """
    found = [
        row
        for row in records("briefing/conflicts", area_id=subject.city_id)
        if (row["indicator_id"], row["area_id"]) == (subject.indicator.indicator_id, subject.area_id)
        and (row["year"] is None or row["year"] in drawn_years)
    ]
    return sorted(found, key=lambda row: (not row["names_it"], row["year"] != year))


def _disagrees(entry: Record) -> bool:
    """Say whether an entry holds another figure against this very indicator."""
    return entry["names_it"] and entry["kind"] not in EXPLAINING
