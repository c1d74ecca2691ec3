"""Values an evaluator tries out: read from fields or from a file, checked, and taken all together or not at all.

They are nobody's data: the page keeps them for one visitor and never writes them down.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from barometr.catalog import Indicator, indicators
from barometr.engine import records
from barometr.export.delimited import csv_bytes
from barometr.export.reviewed import file_stem
from barometr.export.table import Column, Table
from barometr.judgement.review import Review, years
from barometr.measures.comparable import MEASURED
from barometr.measures.review import Key, key
from barometr.words import formats
from barometr.words.wording import Wording

COLUMNS = ("area_id", "indicator_id", "member", "year", "value")
# A column of the template for people, passed over. It stands first, so that a decimal comma that parts the last
# column in two gives a cell too many rather than another value.
ABOUT = "about"
MOST_BYTES, MOST_ROWS, MOST_PROBLEMS = 100_000, 500, 20
LARGEST = 1e12
YES, NO = ("1", "tak", "yes"), ("0", "nie", "no")


@dataclass(frozen=True)
class Trial:
    """A value tried out for one year of the series of a target."""

    indicator_id: str
    area_id: str
    member: str
    year: int
    value: float

    @property
    def key(self) -> Key:
        """Return the series it belongs to."""
        return self.indicator_id, self.area_id, self.member

    def row(self) -> dict[str, Any]:
        """Return it as the review takes it (see measures/review.py)."""
        return asdict(self)


@dataclass(frozen=True)
class Allowed:
    """What may be tried for one series: years from `first` to `last`, but for the published ones with their values."""

    first: int
    last: int
    published: Mapping[int, str]


class NotAValueError(Exception):
    """What was typed is no value of the indicator; the message is a key of the texts."""


def allowed(wording: Wording, review: Review) -> dict[Key, Allowed]:
    """Return what may be tried for each target of a review."""
    programme_id = review.programme["programme_id"]
    published: dict[Key, dict[int, str]] = {}
    for row in records("review/points", programme_id=programme_id):
        if row["status"] in MEASURED and row["value"] is not None:
            printed = wording.printed(indicators()[row["indicator_id"]], row)
            published.setdefault(key(row), {})[row["year"]] = printed
    found: dict[Key, Allowed] = {}
    for one in review.targets:
        series = key(one.target)
        baseline = one.target["baseline_year"]
        first = baseline + 1 if baseline is not None else years(programme_id)[0]
        earlier = found.get(series)
        first = min(first, earlier.first) if earlier else first
        found[series] = Allowed(first, review.year, published.get(series, {}))
    return found


def value_of(indicator: Indicator, typed: str) -> float:
    """Return what was typed as a number: decimal comma or point, thousands apart by spaces, "tak"/"nie" of a milestone.

    Raises NotAValueError where it is no number, or none that the indicator can have.
    """
    plain = re.sub(r"\s", "", typed).replace(formats.MINUS, "-").removesuffix("%").lower()
    if indicator.value_type == "milestone":
        if plain not in (*YES, *NO):
            raise NotAValueError("review.bad.milestone")
        return 1.0 if plain in YES else 0.0
    if not re.fullmatch(r"[+-]?\d{1,15}([.,]\d{1,10})?", plain, flags=re.ASCII):
        raise NotAValueError("review.bad.number")
    value = float(plain.replace(",", "."))
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NotAValueError("review.bad.number")
    if indicator.decimals == 0 and value % 1:
        raise NotAValueError("review.bad.whole")
    if indicator.natural_min is not None and value < indicator.natural_min:
        raise NotAValueError("review.bad.low")
    if indicator.natural_max is not None and value > indicator.natural_max:
        raise NotAValueError("review.bad.high")
    return value


def why_not(wording: Wording, indicator: Indicator, error: NotAValueError, typed: str) -> str:
    """Return what is wrong with what was typed, for the person who typed it."""
    low, high = indicator.natural_min, indicator.natural_max
    return wording.text(
        str(error),
        typed=typed.strip()[:40],
        low=formats.exact(low, wording.language) if low is not None else "",
        high=formats.exact(high, wording.language) if high is not None else "",
    )


def year_refused(wording: Wording, limits: Allowed, year: int) -> str:
    """Return why no value may be tried for a year; an empty text where one may."""
    if not limits.first <= year <= limits.last:
        return wording.text("review.bad.year", year=year, first=limits.first, last=limits.last)
    if year in limits.published:
        return wording.text("review.bad.published", year=year, value=limits.published[year])
    return ""


# Files


def template(wording: Wording, review: Review) -> bytes:
    """Return a file to fill in: a row for each target, for the year of the review, with the value left empty."""
    rows = []
    for series, limits in allowed(wording, review).items():
        indicator_id, area_id, member = series
        if not year_refused(wording, limits, review.year):
            rows.append((series_words(wording, series), area_id, indicator_id, member, review.year, None))
    table = Table(
        title="",
        file_name=f"{file_stem(review)}-template",
        language=wording.language,
        columns=tuple(Column(name, name) for name in (ABOUT, *COLUMNS)),
        rows=tuple(rows),
        about=(),
        source_ids=(),
    )
    return csv_bytes(table)


def series_words(wording: Wording, series: Key) -> str:
    """Return what a series is: indicator, part, area."""
    indicator_id, area_id, member = series
    indicator = indicators()[indicator_id]
    parts = (wording.pick(indicator, "short"), wording.member(indicator, member), wording.area(area_id))
    return ", ".join(part for part in parts if part)


def read_file(wording: Wording, content: bytes, limits: Mapping[Key, Allowed]) -> tuple[list[Trial], list[str]]:
    """Return the values of a file, or else everything that is wrong with it, each with row and column.

    The file is CSV with the columns of COLUMNS, separated by semicolons, commas or tabs, in UTF-8 or Windows-1250.
    A row without a value is passed over.
    """
    if len(content) > MOST_BYTES:
        return [], [wording.text("review.bad.too_large", most=MOST_BYTES // 1000)]
    text = _decoded(content)
    if text is None:
        return [], [wording.text("review.bad.not_text")]
    header, rows = _rows(text)
    problems = _header_problems(wording, header)
    if problems:
        return [], problems
    if len(rows) > MOST_ROWS:
        return [], [wording.text("review.bad.too_many", most=MOST_ROWS, n=len(rows))]
    trials: list[Trial] = []
    for line, cells in rows:
        if any(cells[len(header) :]):
            problems.append(wording.text("review.bad.cells", row=line))
            continue
        trial, found = _read_row(wording, line, dict(zip(header, cells, strict=False)), limits)
        if trial and any((one.key, one.year) == (trial.key, trial.year) for one in trials):
            found = [wording.text("review.bad.twice", row=line)]
        problems += found
        trials += [trial] if trial and not found else []
    if not problems and not trials:
        problems = [wording.text("review.bad.empty")]
    return ([], problems) if problems else (trials, [])


def _decoded(content: bytes) -> str | None:
    """Return the text of a file; None for one that is no text."""
    if b"\0" in content:
        return None
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the names of the columns, and the rows that hold anything, each with its number in the file."""
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(reader, start=1)]
    header = [name.lower() for name in rows[0][1]] if rows else []
    return header, [(number, cells) for number, cells in rows[1:] if any(cells)]


def _header_problems(wording: Wording, header: Sequence[str]) -> list[str]:
    missing = [name for name in COLUMNS if name not in header]
    unknown = [name for name in header if name not in (*COLUMNS, ABOUT)]
    problems = []
    if missing:
        problems.append(wording.text("review.bad.columns_missing", names=", ".join(missing)))
    if unknown:
        listed = ", ".join(name[:30] or "?" for name in unknown[:MOST_PROBLEMS])
        problems.append(wording.text("review.bad.columns_unknown", names=listed))
    if len(set(header)) < len(header):
        problems.append(wording.text("review.bad.columns_twice"))
    return problems


def _read_row(
    wording: Wording, line: int, cells: Mapping[str, str], limits: Mapping[Key, Allowed]
) -> tuple[Trial | None, list[str]]:
    """Return the value of one row, or what is wrong with it; neither for a row without a value."""
    typed = cells.get("value", "")
    if not typed:
        return None, []
    series = (cells.get("indicator_id", ""), cells.get("area_id", ""), cells.get("member", ""))

    def problem(column: str, words: str) -> str:
        return wording.text("review.bad.place", row=line, column=column, words=words)

    if series not in limits:
        return None, [problem(*_unknown_part(wording, series, limits))]
    problems = []
    raw_year = cells.get("year", "")
    if not re.fullmatch(r"\d{4}", raw_year, flags=re.ASCII):
        problems.append(problem("year", wording.text("review.bad.no_year", typed=raw_year[:40])))
    else:
        refused = year_refused(wording, limits[series], int(raw_year))
        problems += [problem("year", refused)] if refused else []
    indicator = indicators()[series[0]]
    value = 0.0
    try:
        value = value_of(indicator, typed)
    except NotAValueError as error:
        problems.append(problem("value", why_not(wording, indicator, error, typed)))
    return (None, problems) if problems else (Trial(*series, int(raw_year), value), [])


def _unknown_part(wording: Wording, series: Key, limits: Iterable[Key]) -> tuple[str, str]:
    """Return the column that keeps a row from naming a target, and the words for it."""
    indicator_id, area_id, member = series
    known = list(limits)
    if all(one[0] != indicator_id for one in known):
        return "indicator_id", wording.text("review.bad.no_target", typed=indicator_id[:40])
    if all(one[:2] != (indicator_id, area_id) for one in known):
        areas = ", ".join(dict.fromkeys(one[1] for one in known if one[0] == indicator_id))
        return "area_id", wording.text("review.bad.no_area", typed=area_id[:40], known=areas)
    parts = ", ".join(one[2] for one in known if one[:2] == (indicator_id, area_id) and one[2])
    return "member", wording.text("review.bad.no_member", typed=member[:40], known=parts or "-")
