"""Client of the Local Data Bank (BDL) of Statistics Poland: https://bdl.stat.gov.pl/api/v1

The shapes of the answers were read in public client code, not guessed: recorded answers of units, variables, levels,
attributes and data/by-unit in AN0DA/pyLDB (tests/access/samples/raw), requests, paging and the meaning of 403, 404 and
429 in statisticspoland/R_Package_to_API_BDL (the office's own), parameters in a client generated from the office's
OpenAPI file, Retry-After in a public script that reads it. Not confirmed: a real answer to the requests of this module
(it was written without a network), and how the server words its errors; only their status codes are used.
"""

import http.client
import json
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from barometr.publish.bdl_quota import Quota
from barometr.words.texts import Language
from barometr.words.wording import Wording

ADDRESS = "https://bdl.stat.gov.pl/api/v1"
ADDRESS_VARIABLE, KEY_VARIABLE = "BAROMETR_BDL", "BAROMETR_BDL_KEY"
LOCAL = ("localhost", "127.0.0.1", "::1")
PAGE_SIZE = 100  # the most that the server gives
MOST_PAGES = 1_000
MOST_BYTES = 10_000_000  # a page of 100 series of 30 years has about 150 000
CHUNK = 1 << 16
TRIES = 5
CLOCK_MARGIN = 0.01  # seconds; a moment in seconds since 1970 is not exact to the last digit
COMMUNE, COUNTY = 6, 5  # levels of units
ID_LENGTH = 12
CITY_COUNTIES = "61"  # the county part of TERYT from which a county is a single city
KINDS_OF_WHOLE_COMMUNES = ("1", "2", "3")  # 4 and 5 are the town and the rural part of a commune of both

Answer = Mapping[str, Any]


class BdlError(Exception):
    """The figures could not be fetched. `rule` is the end of a text key, bdl.error.<rule>, `values` fill it."""

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(rule)
        self.rule, self.values = rule, values

    def said(self, wording: Wording) -> str:
        """Return what is wrong and what to do, in the reader's language."""
        return wording.text(f"bdl.error.{self.rule}", **self.values)

    def __str__(self) -> str:
        return self.said(Wording("en"))


class _PassingError(Exception):
    """A failure that may be over in a moment; `final` is what to say when it is not."""

    def __init__(self, final: BdlError, wait: float | None = None) -> None:
        super().__init__(final.rule)
        self.final, self.wait = final, wait


@dataclass(frozen=True)
class Unit:
    """A territorial unit. Its id holds its TERYT code, between the levels of regions."""

    id: str
    name: str
    level: int
    kind: str
    changed: bool  # the office describes a change of its territory or name

    @property
    def teryt(self) -> str:
        """Return the seven digits of TERYT.

        Of the twelve characters 04 22 1 43 61 011 (macroregion, voivodship, region, subregion, county, commune with
        its kind) TERYT has 22, 61 and 011. So it is in every pair looked up: Warsaw 071412865011 and 1465011, Kraków
        011212161011 and 1261011, Poznań 023016264011 and 3064011, the town of Bochnia 011212001011 and 1201011.
        """
        return self.id[2:4] + self.id[7:9] + self.id[9:12]


@dataclass(frozen=True)
class Variable:
    """What is measured: its names from the general to the detailed, and the lowest level of units that has it."""

    id: int
    subject_id: str
    names: tuple[str, ...]
    level: int
    measure_id: int
    measure: str


@dataclass(frozen=True)
class Point:
    """A value as the server gave it: its digits, None where it gave none, and the attribute that says what it means."""

    year: int
    given: Decimal | None
    attribute: int


@dataclass(frozen=True)
class Series:
    """Values of one variable in one unit."""

    variable_id: int
    updated_on: date | None
    points: tuple[Point, ...]


class _NoRedirect(HTTPRedirectHandler):
    """Follows nothing: a redirect would carry the key to another address."""

    def redirect_request(
        self,
        req: Request,  # noqa: ARG002 (the signature is the library's)
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: http.client.HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        """Refuse, so that the redirect itself becomes the error."""


class Client:
    """Asks the Local Data Bank, at most as often as it allows.

    `folder` keeps the counter of requests; `patience` is the longest single wait in seconds before a refusal that says
    until when. Clock, sleep and chance can be given for tests.
    """

    def __init__(
        self,
        folder: Path,
        address: str | None = None,
        key: str | None = None,
        timeout: float = 30,
        patience: float = 120,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.address = _safe_address(address or os.environ.get(ADDRESS_VARIABLE) or ADDRESS)
        self._key = _safe_key(key or os.environ.get(KEY_VARIABLE) or "")
        self._quota = Quota(folder, keyed=bool(self._key))
        self._timeout, self._patience = timeout, patience
        self._now, self._sleep, self._chance = now, sleep, chance
        self._opener = build_opener(_NoRedirect)

    def units(self, name: str, level: int = COMMUNE) -> list[Unit]:
        """Return the units whose name holds the words, on a level (5 counties, 6 communes)."""
        return [_unit(row) for row in self._results("units/search", [("name", name), ("level", level)])]

    def unit(self, name: str, teryt: str) -> Unit:
        """Return the commune with a TERYT code, found by its name; raises BdlError where there is none."""
        found = [unit for unit in self.units(name) if unit.kind in KINDS_OF_WHOLE_COMMUNES]
        for unit in found:
            if unit.teryt == teryt:
                return unit
        others = ", ".join(f"{unit.name} {unit.teryt}" for unit in found[:10]) or "–"
        raise BdlError("unit", name=name, teryt=teryt, others=others)

    def search_variables(self, words: str) -> list[Variable]:
        """Return the variables whose name holds the words."""
        return [_variable(row) for row in self._results("variables/search", [("name", words)])]

    def variable(self, variable_id: int, language: Language = "pl") -> Variable:
        """Return a variable with its names in a language; raises BdlError for one that is not there."""
        return _variable(self._get(f"variables/{variable_id}", [("lang", language)]))

    def subject(self, subject_id: str, language: Language = "pl") -> str:
        """Return the name of the subject that a variable belongs to."""
        place = f"subjects/{quote(subject_id, safe='')}"
        return _of(str, self._get(place, [("lang", language)]), "name", place)

    def series(self, unit_id: str, variable_ids: Sequence[int], years: Sequence[int]) -> list[Series]:
        """Return the values of several variables and years in a unit, years in order; what is not there is left out."""
        place = f"data/by-unit/{quote(unit_id, safe='')}"
        asked = [("var-id", one) for one in variable_ids] + [("year", one) for one in years]
        found = [_series(row) for row in self._results(place, asked) if row.get("id") in variable_ids]
        return [
            Series(one.variable_id, one.updated_on, tuple(point for point in one.points if point.year in years))
            for one in found
        ]

    def _results(self, place: str, asked: Sequence[tuple[str, object]]) -> Iterator[Answer]:
        """Yield the rows of every page."""
        read, total = 0, 1
        for page in range(MOST_PAGES):
            answer = self._get(place, [*asked, ("page", page), ("page-size", PAGE_SIZE)])
            rows, total = _of(list, answer, "results", place), _of(int, answer, "totalRecords", place)
            for row in rows:
                if not isinstance(row, dict):
                    raise BdlError("shape", place=place, field="results")
                yield row
            read += len(rows)
            if read >= total:
                return
            if not rows:
                break
        raise BdlError("pages", place=place, read=read, total=total)

    def _get(self, place: str, asked: Sequence[tuple[str, object]]) -> Answer:
        """Return one answer, trying again while the failure is of a kind that passes."""
        languages = [] if any(name == "lang" for name, _ in asked) else [("lang", "pl")]
        url = f"{self.address}/{place}?{urlencode([*asked, *languages, ('format', 'json')])}"
        for attempt in range(1, TRIES + 1):
            self._wait_for_quota()
            try:
                return _answer(self._fetched(url, place), place)
            except _PassingError as failure:
                # 1, 2, 4, 8 seconds, each between half and one and a half: clients do not come back all at once.
                wait = failure.wait if failure.wait is not None else 2 ** (attempt - 1) * (0.5 + self._chance())
                if attempt == TRIES or wait > self._patience:
                    raise failure.final from failure
                self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _wait_for_quota(self) -> None:
        """Return when a request may be sent, having counted it."""
        while True:
            now = self._now()
            try:
                wait = self._quota.take(now)
            except (OSError, sqlite3.Error) as error:
                raise BdlError("counter", folder=self._quota.folder, reason=error) from error
            if not wait:
                return
            if wait > self._patience:
                raise BdlError("quota", until=_moment(now + wait))
            self._sleep(wait + CLOCK_MARGIN)

    def _fetched(self, url: str, place: str) -> bytes:
        """Return the bytes of an answer; raises BdlError, or _PassingError for what may work in a moment."""
        headers = {"Accept": "application/json", "User-Agent": "barometr"}
        if self._key:
            headers["X-ClientId"] = self._key
        try:
            with self._opener.open(Request(url, headers=headers), timeout=self._timeout) as response:  # noqa: S310
                return self._read(response, place)
        except HTTPError as error:
            with error:
                raise self._refused(error, place) from error
        except http.client.IncompleteRead as error:
            raise _PassingError(BdlError("cut", place=place)) from error
        except TimeoutError as error:
            raise _PassingError(BdlError("slow", seconds=f"{self._timeout:g}")) from error
        except (URLError, http.client.HTTPException, OSError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise _PassingError(BdlError("slow", seconds=f"{self._timeout:g}")) from error
            reason = getattr(error, "reason", None) or error
            raise _PassingError(BdlError("unreachable", address=self.address, reason=reason)) from error

    def _read(self, response: http.client.HTTPResponse, place: str) -> bytes:
        """Return the body, bounded in size and in time: a server may also send a byte every few seconds.

        One that ends too early is noticed when it is parsed: no part of an object is an object.
        """
        ends = time.monotonic() + self._timeout
        body = bytearray()
        while chunk := response.read1(CHUNK):
            body += chunk
            if len(body) > MOST_BYTES:
                raise BdlError("too_large", place=place, most=MOST_BYTES // 1_000_000)
            if time.monotonic() > ends:
                raise TimeoutError
        return bytes(body)

    def _refused(self, error: HTTPError, place: str) -> BdlError | _PassingError:
        """Return what a status other than 200 means."""
        if error.code in (401, 403):
            return BdlError("key" if self._key else "key_missing", variable=KEY_VARIABLE)
        if error.code in (400, 404):
            return BdlError("not_found", place=place)
        if error.code == 429:
            wait = _retry_after(error.headers.get("Retry-After"), self._now())
            until = _moment(self._now() + wait) if wait is not None else None
            return _PassingError(BdlError("busy", until=until) if until else BdlError("busy_unsaid"), wait)
        final = BdlError("server", status=error.code, place=place)
        if error.code >= 500:
            return _PassingError(final, _retry_after(error.headers.get("Retry-After"), self._now()))
        return final


def county_of(unit: Unit) -> str | None:
    """Return the id of the county that is this city alone; None where the county holds other communes too.

    The commune Gdańsk 042214361011 is the county 042214361000 (both ids stand in public client code).
    """
    return unit.id[:9] + "000" if unit.teryt[2:4] >= CITY_COUNTIES else None


def _safe_address(address: str) -> str:
    """Return the address without a slash at its end; raises BdlError unless it is HTTPS or this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname or parts.scheme == "http" and parts.hostname in LOCAL:
        return address.rstrip("/")
    raise BdlError("address", address=address, variable=ADDRESS_VARIABLE)


def _safe_key(key: str) -> str:
    """Return the key without blanks around it; raises BdlError, not showing it, where no header can hold it."""
    key = key.strip()
    if key and not (key.isascii() and key.isprintable()):
        raise BdlError("key", variable=KEY_VARIABLE)
    return key


def _retry_after(header: str | None, now: float) -> float | None:
    """Return the seconds of a Retry-After header, which holds a number or a moment; None where it cannot be read."""
    if not header:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)


def _moment(seconds: float) -> str:
    """Return a moment in the machine's time zone, to the minute, rounded up."""
    return datetime.fromtimestamp(-(-seconds // 60) * 60).strftime("%Y-%m-%d %H:%M")


def _answer(body: bytes, place: str) -> Answer:
    """Return an answer as a mapping, its numbers with the digits they came with."""
    if body.lstrip()[:1] == b"<":
        raise BdlError("not_json", place=place)
    try:
        found = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _PassingError(BdlError("cut", place=place)) from error
    if not isinstance(found, dict):
        raise BdlError("shape", place=place, field="{}")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _of(kind: type, row: Answer, field: str, place: str) -> Any:  # noqa: ANN401 (a value of the kind asked for)
    """Return a field that must be of a kind; raises BdlError naming it where the answer has another shape."""
    value = row.get(field)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BdlError("shape", place=place, field=field)
    return value


def _unit(row: Answer) -> Unit:
    identifier = _of(str, row, "id", "units")
    if len(identifier) != ID_LENGTH or not identifier.isdecimal():
        raise BdlError("shape", place="units", field="id")
    name, level = _of(str, row, "name", "units"), _of(int, row, "level", "units")
    return Unit(identifier, name, level, str(row.get("kind") or ""), bool(row.get("hasDescription")))


def _variable(row: Answer) -> Variable:
    names = tuple(str(row[name]) for name in ("n1", "n2", "n3", "n4", "n5") if row.get(name))
    return Variable(
        _of(int, row, "id", "variables"),
        _of(str, row, "subjectId", "variables"),
        names,
        _of(int, row, "level", "variables"),
        _of(int, row, "measureUnitId", "variables"),
        _of(str, row, "measureUnitName", "variables"),
    )


def _series(row: Answer) -> Series:
    place = "data/by-unit"
    points = sorted((_point(value) for value in _of(list, row, "values", place)), key=lambda point: point.year)
    if len({point.year for point in points}) < len(points):
        raise BdlError("shape", place=place, field="year")
    return Series(_of(int, row, "id", place), _day(row.get("lastUpdate")), tuple(points))


def _point(value: Answer) -> Point:
    place = "data/by-unit"
    if not isinstance(value, dict):
        raise BdlError("shape", place=place, field="values")
    year, given = str(value.get("year")), value.get("val")
    if not (year.isdecimal() and len(year) == 4):
        raise BdlError("shape", place=place, field="year")
    if given is not None and (isinstance(given, bool) or not isinstance(given, int | Decimal)):
        raise BdlError("shape", place=place, field="val")
    return Point(int(year), None if given is None else Decimal(given), _of(int, value, "attrId", place))


def _day(moment: object) -> date | None:
    """Return the day of "2025-05-14T15:05:15.743"; None where the server gave none."""
    try:
        return date.fromisoformat(str(moment)[:10])
    except ValueError:
        return None
