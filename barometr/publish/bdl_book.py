"""Figures of the Local Data Bank as a workbook of our own shape: it is read, checked and published like any file.

fetched(areas, variables, years, client, known, day) -> Fetched      what was asked, and what came
book(fetched, known) -> bytes                                        sheets document, values, indicators, ...
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from barometr.publish.bdl import COMMUNE, COUNTY, BdlError, Client, Point, Series, Unit, Variable, county_of
from barometr.publish.draft import Value
from barometr.publish.known import Known
from barometr.words import formats
from barometr.words.texts import LANGUAGES, Language
from barometr.words.wording import Wording

POPULATION, POPULATION_VARIABLE = "population", 72305
PERSON = 26  # measure "osoba"
# Units of the catalogue by the Polish name of the office's measure, and the sort of number that they count.
MEASURES = {
    "osoba": ("people", "count"),
    "-": ("count", "count"),
    "%": ("percent", "share"),
    "zł": ("pln", "money"),
}
MOST_DECIMALS = 4
LONGEST_NAME, LONGEST_ID = 40, 60  # characters of a short name, and of the names in the document's id
CREATED = datetime(2000, 1, 1)  # the same figures give the same bytes
NARROW, WIDE = 14, 60
# Text stays text, whatever it looks like.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Row = dict[str, Value]


@dataclass(frozen=True)
class Meaning:
    """What an attribute of a value says: our status, and whether the office changed its method in that year."""

    status: str
    changed: bool = False
    zero: bool = False  # the value can only be 0


# By attrId; the words are the office's (texts bdl.attribute.<id>), read in its recorded list of attributes.
MEANINGS = {
    0: Meaning("actual", zero=True),
    1: Meaning("actual"),
    3: Meaning("approx"),  # the aggregate may be incomplete
    4: Meaning("no_data"),  # no information, secret, or impossible or pointless to fill in
    7: Meaning("approx", zero=True),  # less than the smallest number shown
    9: Meaning("provisional"),
    11: Meaning("actual", changed=True),
    13: Meaning("approx", changed=True),
    14: Meaning("no_data", changed=True),
    15: Meaning("no_data"),  # the level, the list of units or the list of features changed
    17: Meaning("approx", changed=True, zero=True),
    20: Meaning("approx"),  # low precision
    21: Meaning("approx"),
    50: Meaning("in_progress"),
    91: Meaning("no_data"),
    94: Meaning("actual", zero=True),  # a zero that is the balance of figures that are none
    97: Meaning("no_data"),  # one figure for a city and the county around it: not a figure of the city
    98: Meaning("actual", changed=True, zero=True),
}
MISSING = ("no_data", "in_progress")
PLAIN = 1
OTHER_UNITS = 15  # nothing given because the units or features changed


@dataclass(frozen=True)
class Place:
    """An area of ours, and the unit that it is in the Local Data Bank."""

    area_id: str
    name: str
    unit: Unit


@dataclass(frozen=True)
class Measured:
    """An indicator of ours and the variable that it is read from, in both languages, with the name of its subject."""

    indicator_id: str
    variables: Mapping[Language, Variable]
    subjects: Mapping[Language, str]

    @property
    def id(self) -> int:
        """Return the number of the variable."""
        return self.variables["pl"].id

    def title(self, language: Language) -> str:
        """Return the name of the variable after that of its subject ("Ludność …: ogółem, ogółem")."""
        names = ", ".join(self.variables[language].names)
        return f"{self.subjects[language]}: {names}" if names else self.subjects[language]


@dataclass(frozen=True)
class Fetched:
    """The answer: series by place and indicator; `silent` names the (area, indicator, year) that are not in it."""

    places: Sequence[Place]
    measured: Sequence[Measured]
    series: Mapping[tuple[str, str], tuple[str, Series]]  # (area, indicator) -> the unit asked, and its series
    silent: Sequence[tuple[str, str, int]]
    day: date
    address: str


def fetched_book(
    areas: Sequence[str],
    variables: Mapping[str, int],
    years: Sequence[int],
    client: Client,
    known: Known,
    day: date | None = None,
) -> bytes:
    """Return the workbook with the figures of some areas, ready for the import; raises BdlError."""
    return book(fetched(areas, variables, years, client, known, day or date.today()), known)


def fetch_population(areas: Sequence[str], years: Sequence[int], client: Client, known: Known) -> bytes:
    """Return the workbook with the number of residents; raises BdlError."""
    return fetched_book(areas, {POPULATION: POPULATION_VARIABLE}, years, client, known)


def fetched(
    areas: Sequence[str], variables: Mapping[str, int], years: Sequence[int], client: Client, known: Known, day: date
) -> Fetched:
    """Ask for the variables (by the id of the indicator) in some areas and years; raises BdlError.

    A unit is taken only where its TERYT is that of the area. One call asks for all variables of a unit.
    """
    rows = known.keys("areas")
    for area_id in areas:
        if not rows.get((area_id,), {}).get("teryt"):
            raise BdlError("area", area=area_id, areas=", ".join(key[0] for key, row in rows.items() if row["teryt"]))
    measured = [_measured(client, indicator_id, variable_id) for indicator_id, variable_id in variables.items()]
    places: list[Place] = []
    series: dict[tuple[str, str], tuple[str, Series]] = {}
    for area_id in dict.fromkeys(areas):
        row = rows[(area_id,)]
        place = Place(area_id, row["name"], client.unit(row["name"], row["teryt"]))
        places.append(place)
        for unit_id, asked in _by_unit(place, measured).items():
            found = {one.variable_id: one for one in client.series(unit_id, [one.id for one in asked], years)}
            series |= {(area_id, one.indicator_id): (unit_id, found[one.id]) for one in asked if one.id in found}
    silent = [
        (place.area_id, one.indicator_id, year)
        for place in places
        for one in measured
        for year in years
        if not _has(series.get((place.area_id, one.indicator_id)), year)
    ]
    if len(silent) == len(places) * len(measured) * len(years):
        raise BdlError("nothing", first=min(years), last=max(years))
    return Fetched(places, measured, series, silent, day, client.address)


def _has(found: tuple[str, Series] | None, year: int) -> bool:
    return found is not None and any(point.year == year for point in found[1].points)


def _measured(client: Client, indicator_id: str, variable_id: int) -> Measured:
    variables = {language: client.variable(variable_id, language) for language in LANGUAGES}
    variable = variables["pl"]
    if variable.level not in (COMMUNE, COUNTY):
        raise BdlError("level", variable=variable_id)
    # A variable in thousands would make every figure per 1,000 residents a thousand times too large.
    if indicator_id == POPULATION and variable.measure_id != PERSON:
        raise BdlError("people", variable=variable_id, measure=variable.measure)
    subjects = {language: client.subject(variable.subject_id, language) for language in LANGUAGES}
    return Measured(indicator_id, variables, subjects)


def _by_unit(place: Place, measured: Sequence[Measured]) -> dict[str, list[Measured]]:
    """Return what to ask of which unit: what counties alone have is asked of the county, where it is this city."""
    asked: dict[str, list[Measured]] = {}
    for one in measured:
        unit_id = place.unit.id if one.variables["pl"].level == COMMUNE else county_of(place.unit)
        if unit_id is None:
            raise BdlError("county", variable=one.id, area=place.name)
        asked.setdefault(unit_id, []).append(one)
    return asked


def judged(point: Point) -> tuple[float | None, str]:
    """Return the value and the status that a point has for us: a value marked as missing is none, even where it is 0.

    What cannot be relied on (an attribute that is not known, a zero that is not 0, a value that is not there) is
    "no_data"; `point_note` says so and quotes what was given.
    """
    meaning = MEANINGS.get(point.attribute)
    if meaning is None or meaning.status in MISSING:
        return None, meaning.status if meaning else "no_data"
    if point.given is None or (meaning.zero and point.given != 0):
        return None, "no_data"
    return float(point.given), meaning.status


def literal_of(point: Point) -> str:
    """Return the figure as the server gave it, with a decimal comma; where it is no value, with its attribute."""
    given = "null" if point.given is None else format(point.given, "f").replace(".", ",")
    return given if judged(point)[0] is not None else f"val {given}, attrId {point.attribute}"


def point_note(point: Point, language: Language) -> str | None:
    """Return the office's reservation about a value; None for a plain one."""
    wording = Wording(language)
    value, status = judged(point)
    meaning = MEANINGS.get(point.attribute)
    if meaning is None:
        return wording.text("bdl.note.unknown", attribute=point.attribute, given=literal_of(point))
    if value is None and meaning.status != status:
        return wording.text("bdl.note.unclear", attribute=point.attribute, given=literal_of(point))
    if point.attribute == PLAIN:
        return None
    words = wording.text(f"bdl.attribute.{point.attribute}")
    return wording.text("bdl.note.attribute", attribute=point.attribute, words=words)


def breaks_in(points: Sequence[Point]) -> list[int]:
    """Return the first years of new series.

    One begins with the first value after a year marked with a change of method (of a run of such years the first
    counts), or after a year without a value because units or features changed, if there was a value before.
    """
    years: list[int] = []
    waiting = in_run = seen = False
    for point in points:
        meaning = MEANINGS.get(point.attribute)
        changed = bool(meaning and meaning.changed)
        waiting = waiting or (changed and not in_run) or (seen and point.attribute == OTHER_UNITS)
        in_run = changed
        if judged(point)[0] is not None:
            if waiting:
                years.append(point.year)
            waiting, seen = False, True
    return years


def document(answer: Fetched) -> Row:
    """Return the fields of the document (table sources) that a sheet may give; the import settles the others."""
    updates = [series.updated_on for _, series in answer.series.values() if series.updated_on]
    names = "_".join(one.indicator_id for one in answer.measured)
    if len(names) > LONGEST_ID:
        names = f"{len(answer.measured)}_indicators"
    row: Row = {
        "source_id": f"gus_bdl_{names}_{answer.day:%Y_%m_%d}",
        "publisher": Wording("pl").text("bdl.publisher"),
        "publisher_en": Wording("en").text("bdl.publisher"),
        "area_id": answer.places[0].area_id,
        "published_on": max(updates, default=answer.day).isoformat(),
        "published_basis": "printed" if updates else "assumed",
        "licence": "attribution",  # Statistics Poland allows use where it is named as the source
    }
    for language in LANGUAGES:
        wording = Wording(language)
        titles = "; ".join(one.title(language) for one in answer.measured)
        row["title" if language == "pl" else "title_en"] = wording.text("bdl.title", variables=titles)
        row[f"note_{language}"] = _document_note(answer, wording, dated=bool(updates))
    return row


def _document_note(answer: Fetched, wording: Wording, dated: bool) -> str:
    language = wording.language
    said = [
        wording.text("bdl.document.fetched", day=formats.day(answer.day, language), address=answer.address),
        wording.text("bdl.document.dated") if dated else wording.text("bdl.document.undated"),
        wording.text("bdl.document.variables", ids=", ".join(str(one.id) for one in answer.measured)),
        wording.text("bdl.document.units", units=", ".join(f"{one.name} {one.unit.id}" for one in answer.places)),
        wording.text("bdl.document.terms"),
    ]
    changed = ", ".join(place.name for place in answer.places if place.unit.changed)
    if changed:
        said.append(wording.text("bdl.document.changed", units=changed))
    return " ".join(said)


def value_rows(answer: Fetched) -> Iterator[Row]:
    """Yield a row for the sheet of values for each value, or mark of a missing one, that the server gave."""
    ids = {one.indicator_id: one.id for one in answer.measured}
    for (area_id, indicator_id), (unit_id, series) in answer.series.items():
        for point in series.points:
            value, status = judged(point)
            yield {
                "area_id": area_id,
                "indicator_id": indicator_id,
                "year": point.year,
                "value": value,
                "status": status,
                "literal": literal_of(point),
                "locator": Wording("pl").text(
                    "bdl.locator", variable=ids[indicator_id], unit=unit_id, attribute=point.attribute
                ),
                "note": point_note(point, "pl"),
                "note_en": point_note(point, "en"),
            }


def break_rows(answer: Fetched, known: Known) -> Iterator[Row]:
    """Yield the breaks that the attributes tell of and the catalogue does not have: what it says is not replaced."""
    there = known.keys("breaks")
    for (area_id, indicator_id), (_, series) in answer.series.items():
        for year in breaks_in(series.points):
            if (area_id, indicator_id, year) not in there:
                texts = {f"text_{language}": Wording(language).text("bdl.break") for language in LANGUAGES}
                yield {"area_id": area_id, "indicator_id": indicator_id, "year": year, **texts}


def indicator_rows(answer: Fetched, known: Known) -> Iterator[Row]:
    """Yield a proposal for each indicator that the catalogue does not have; a person looks at it before the import."""
    there = known.keys("indicators")
    for one in answer.measured:
        if (one.indicator_id,) not in there:
            yield _indicator(one, answer)


def _indicator(one: Measured, answer: Fetched) -> Row:
    unit, value_type = _counted_in(one)
    decimals = _decimals(one, answer)
    if value_type == "count" and decimals:
        value_type = "ratio"  # 12.3 per 1 000 residents is measured in "persons" too
    row: Row = {
        "indicator_id": one.indicator_id,
        "topic": "context",
        "unit": unit,
        "value_type": value_type,
        "decimals": decimals,
        "polarity": "neutral",
        "additive": "false",
        "natural_min": 0 if one.indicator_id == POPULATION else None,
        "progress_method": "none",
        "owner": Wording("pl").text("bdl.publisher"),
        "owner_en": Wording("en").text("bdl.publisher"),
        "frequency": "yearly",
    }
    for language in LANGUAGES:
        wording = Wording(language)
        title = one.title(language)
        plain = wording.text("bdl.population") if one.indicator_id == POPULATION else title
        reading = "bdl.reading.population" if one.indicator_id == POPULATION else "bdl.reading.figure"
        row[f"name_{language}"] = plain
        row[f"short_{language}"] = _short(plain)
        row[f"definition_{language}"] = wording.text(
            "bdl.definition", variable=one.id, title=title, measure=one.variables[language].measure
        )
        row[f"reading_{language}"] = wording.text(reading)
    return row


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" ,:;") + "…"


def _counted_in(one: Measured) -> tuple[str, str]:
    """Return the unit and the sort of number; a measure that the catalogue has no unit for gets one of its own."""
    variable = one.variables["pl"]
    return MEASURES.get(variable.measure) or (f"bdl_measure_{variable.measure_id}", "count")


def _decimals(one: Measured, answer: Fetched) -> int:
    """Return the most decimal places that a value of the indicator was given with."""
    literals = [
        literal_of(point)
        for (_, indicator_id), (_, series) in answer.series.items()
        for point in series.points
        if indicator_id == one.indicator_id and judged(point)[0] is not None
    ]
    return min(MOST_DECIMALS, max((len(literal.partition(",")[2]) for literal in literals), default=0))


def unit_rows(answer: Fetched, known: Known) -> Iterator[Row]:
    """Yield the units that new indicators need and the catalogue does not have."""
    there = {key[0] for key in known.keys("units")}
    indicators = known.keys("indicators")
    for one in answer.measured:
        unit = _counted_in(one)[0]
        if unit not in there and (one.indicator_id,) not in indicators:
            there.add(unit)
            yield {"unit": unit, "short_pl": one.variables["pl"].measure, "short_en": one.variables["en"].measure}


def book(answer: Fetched, known: Known) -> bytes:
    """Return the workbook: sheets named as our tables, the fields as header; empty tables are left out."""
    buffer = io.BytesIO()
    workbook = Workbook(buffer, OPTIONS)
    workbook.set_properties({"title": str(document(answer)["title"]), "created": CREATED})
    _write(workbook, "document", [{"field": field, "content": text} for field, text in document(answer).items()])
    _write(workbook, "values", list(value_rows(answer)))
    for name, rows in (("indicators", indicator_rows), ("units", unit_rows), ("breaks", break_rows)):
        _write(workbook, name, list(rows(answer, known)))
    workbook.close()
    return buffer.getvalue()


def _write(workbook: Workbook, name: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    sheet = workbook.add_worksheet(name)
    header = workbook.add_format({"bold": True})
    fields = list(rows[0])
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field, header)
        for number, row in enumerate(rows, start=1):
            value = row[field]
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
        longest = max(len(str(row[field] or "")) for row in rows)
        sheet.set_column(column, column, min(max(longest, NARROW), WIDE))
    sheet.freeze_panes(1, 0)
