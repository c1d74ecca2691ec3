"""Sentences that can be read aloud: a value, its change, its direction, the way to a target.

They are filled templates, chosen by the results of the measures, and never say more than these: no cause, no
statistical significance, no direction where the rule cannot say. The name of an indicator stands before a colon,
as it is in the catalogue.
"""

from collections.abc import Sequence

from barometr.catalog import Indicator, is_city, units
from barometr.engine import Record
from barometr.judgement.change import Reason, Step, step, value_in_year, year_before
from barometr.measures.change import Change
from barometr.measures.progress import Observation, Progress
from barometr.measures.trend import Trend
from barometr.words import formats
from barometr.words.wording import Wording

MOST_DECIMALS = 4  # for a change too small to show with the decimals of its value
# Where the measurement alone decides about the target, why no pace could be read does not matter.
WITHOUT_PACE = ("no_baseline", "broken", "zero_base", "no_distance")


def value_sentence(wording: Wording, indicator: Indicator, row: Record) -> str:
    """Return what a row states: value, unit, year and any status but "measured", or what is missing."""
    return _closed(_value(wording, indicator, row))


def change_sentence(wording: Wording, indicator: Indicator, before: Record | None, row: Record) -> str:
    """Return by how much a value differs from the year before and whether that is better, or why none can be said.

    `before` is the row of the year before, see judgement/change.py; None where there is none.
    """
    found, year = step(indicator, before, row), row["year"]
    if before and found.change:
        said = _changed(wording, indicator, found.change, before, row)
        return _closed(wording.text("sentence.change.of_year", year=year, said=said))
    return _closed(wording.text("sentence.change.none", before=year - 1, why=_why(wording, found.reason, year)))


def headline(wording: Wording, indicator: Indicator, rows: Sequence[Record], year: int) -> str:
    """Return one sentence: the value of a year and its change, or what is missing and the latest value before.

    `rows` are those of one area and part in the order of years, at least one. Values that are not judged either way
    are compared without a verdict.
    """
    row = value_in_year(rows, year)
    if row is None or row["value"] is None:
        return _closed(_missing(wording, indicator, rows, row, year))
    said, before = _value(wording, indicator, row), year_before(rows, row)
    found = step(indicator, before, row)
    if before and found.change:
        tell = _difference_said if found.change.verdict == "no_judgement" else _changed
        return _closed(f"{said}, {tell(wording, indicator, found.change, before, row)}")
    if _is_news(found, rows, year):
        why = _why(wording, found.reason, year)
        said = wording.text("sentence.change.none_here", said=said, before=year - 1, why=why)
    return _closed(said)


def direction_sentence(wording: Wording, indicator: Indicator, trend: Trend) -> str:
    """Return where a series is heading over the years used, or why that cannot be said."""
    if trend.word == "cannot_say":
        if trend.reason == "zero_level":
            return _closed(wording.text("sentence.direction.zero_level"))
        if not trend.points:
            return _closed(wording.text("sentence.direction.no_points"))
        return _closed(wording.plural("sentence.direction.too_few", len(trend.points)))
    if trend.word == "not_material":
        word = wording.text("sentence.direction.not_material", threshold=wording.threshold(indicator))
    elif trend.word == "unclear":
        listed = wording.text("sentence.or").join(str(year) for year in trend.depends_on)
        word = wording.text("sentence.direction.unclear", years=listed)
    else:
        word = wording.text(f"sentence.direction.{trend.word}")
    if trend.verdict != "none":
        word = f"{word}, {wording.text(f'sentence.verdict.{trend.verdict}')}"
    years = formats.years(trend.points[0][0], trend.points[-1][0])
    return _closed(wording.text("sentence.direction.over", years=years, word=word))


def target_sentence(wording: Wording, indicator: Indicator, progress: Progress) -> str:
    """Return the target with its baseline, then how far it is by the latest measurement, or what keeps from saying.

    Where another assumption would give another status (see measures/progress.py), a last sentence names it.
    """
    sentences = [_aim(wording, indicator, progress), _state(wording, indicator, progress)]
    if progress.depends_on:
        names = ", ".join(wording.text(f"sentence.target.check.{kind}") for kind in progress.depends_on)
        sentences.append(wording.text("sentence.target.depends", names=names))
    return " ".join(_closed(one) for one in sentences)


def latest_before(rows: Sequence[Record], year: int) -> Record | None:
    """Return the last row before a year that gives a value, a measured one if there is any; targets do not count."""
    given = [row for row in rows if row["year"] < year and row["value"] is not None and row["status"] != "target"]
    measured = [row for row in given if row["status_family"] == "measured"]
    return next(reversed(measured or given), None)


def name_in(wording: Wording, indicator: Indicator, area_id: str) -> str:
    """Return the short name of an indicator, followed by the area where that is not a whole city."""
    name = wording.pick(indicator, "short")
    return name if is_city(area_id) else wording.text("sentence.part", name=name, area=wording.area(area_id))


def quantity(wording: Wording, indicator: Indicator, row: Record) -> str:
    """Return a value with its unit; of a milestone whether it is reached: "yes" or "no" in quotation marks."""
    if indicator.value_type == "milestone":
        return _reached(wording, row["value"])
    return wording.quantity(indicator, row["value"], row["literal"])


def _closed(said: str) -> str:
    """Return a clause with a full stop, which an abbreviation at its end ("2017 r.") already brings."""
    return said if said.endswith(".") else f"{said}."


def _reached(wording: Wording, value: float) -> str:
    return wording.text("quote", text=wording.text("goals.reached" if value else "goals.not_reached"))


def _introduced(wording: Wording, name: str) -> str:
    """Return a name with the sign that sets it off: a colon, or a dash where it has a colon itself."""
    return wording.text("sentence.dash" if ":" in name else "sentence.colon", name=name)


# A value


def _value(wording: Wording, indicator: Indicator, row: Record) -> str:
    name = _introduced(wording, name_in(wording, indicator, row["area_id"]))
    value = "" if row["value"] is None else quantity(wording, indicator, row)
    said = wording.text(f"sentence.value.{row['status']}", name=name, value=value, year=row["year"])
    return wording.text("sentence.computed", said=said) if row["is_derived"] else said


def _missing(wording: Wording, indicator: Indicator, rows: Sequence[Record], row: Record | None, year: int) -> str:
    """Return that a year has no value, and the latest one before it."""
    if row:
        said = _value(wording, indicator, row)
    else:
        name = _introduced(wording, name_in(wording, indicator, rows[0]["area_id"]))
        said = wording.text("sentence.not_printed", name=name, year=year)
    latest = latest_before(rows, year)
    if latest is None:
        return said
    value = quantity(wording, indicator, latest)
    if latest["status"] == "actual" and not latest["is_derived"]:
        return wording.text("sentence.latest", said=said, value=value, year=latest["year"])
    status = wording.status(latest["status"], latest["is_derived"])
    return wording.text("sentence.latest_marked", said=said, value=value, year=latest["year"], status=status)


# A change


def _changed(wording: Wording, indicator: Indicator, change: Change, before: Record, row: Record) -> str:
    """Return a change with its verdict, "497 (13.9%) more than in 2016, a change for the better"."""
    said = _difference_said(wording, indicator, change, before, row)
    if _alike(change):
        return said
    return f"{said}, {wording.text(f'sentence.verdict.{change.verdict}')}"


def _alike(change: Change) -> bool:
    """Say whether two values are the same but for their binary fractions."""
    return round(change.absolute, 9) == 0


def _difference_said(wording: Wording, indicator: Indicator, change: Change, before: Record, row: Record) -> str:
    """Return "497 (13.9%) more than in 2016"; a difference to or from an approximate value is approximate too."""
    if _alike(change):
        return wording.text("sentence.change.same", year=before["year"])
    difference = _difference(wording, indicator, change, row)
    if not difference:
        return wording.text("sentence.change.nearly", year=before["year"])
    if "approx" in (before["status"], row["status"]):
        difference = wording.text("sentence.about", value=difference)
    if change.absolute > 0:
        return wording.text("sentence.change.more", difference=difference, year=before["year"])
    if indicator.value_type == "count":
        return wording.text("sentence.change.fewer", difference=difference, year=before["year"])
    return wording.text("sentence.change.less", difference=difference, year=before["year"])


def _difference(wording: Wording, indicator: Indicator, change: Change, row: Record) -> str:
    """Return the size of a change, "497 (13.9%)" or "1.0 pp"; an empty text where no number shows it.

    It has the decimals of the later value, and more where it would look like none.
    """
    size = abs(change.absolute)
    decimals = formats.printed_decimals(row["literal"], indicator.decimals)
    while decimals < MOST_DECIMALS and round(size, decimals) == 0:
        decimals += 1
    if round(size, decimals) == 0:
        return ""
    if indicator.value_type == "share":
        return f"{wording.number(size, decimals)} {wording.text('unit.points')}"
    shown = _number(wording, indicator, size, decimals, with_unit=indicator.value_type == "money")
    per_cent = abs(change.relative_pct or 0)
    return f"{shown} ({wording.number(per_cent, 1)}%)" if round(per_cent, 1) else shown


def _why(wording: Wording, reason: Reason | None, year: int) -> str:
    """Return why there is no change to the value of a year."""
    return wording.text(f"sentence.why.{reason}", year=year)


def _is_news(found: Step, rows: Sequence[Record], year: int) -> bool:
    """Say whether a reader would expect a comparison: not to a plan, nor where nothing was measured before."""
    measured_before = any(
        row["year"] < year and row["status_family"] == "measured" and row["value"] is not None for row in rows
    )
    return found.reason != "not_measured" and measured_before


# A target


def _aim(wording: Wording, indicator: Indicator, progress: Progress) -> str:
    year, value = progress.target
    target = _exact(wording, indicator, value, with_unit=True)
    if progress.baseline is None:
        return wording.text("sentence.target.aim_without_base", target=target, year=year)
    base_year, base = progress.baseline
    shown = _exact(wording, indicator, base)
    return wording.text("sentence.target.aim", target=target, year=year, base=shown, base_year=base_year)


def _state(wording: Wording, indicator: Indicator, progress: Progress) -> str:
    if progress.latest is None:
        return _unmeasured(wording, indicator, progress)
    said = _latest(wording, indicator, progress, progress.latest)
    if progress.status == "not_yet" and progress.reason in WITHOUT_PACE:
        why = wording.text(f"sentence.target.why.{progress.reason}")
        return wording.text("sentence.target.no_pace", said=said, why=why)
    return said


def _latest(wording: Wording, indicator: Indicator, progress: Progress, latest: Observation) -> str:
    """Return the latest measurement with the status and, before the target's year, what was to be expected."""
    year, value = latest
    shown = _exact(wording, indicator, value, with_unit=True)
    status = wording.text(f"sentence.target.status.{progress.status}")
    if progress.expected is None or year >= progress.target[0]:
        return wording.text("sentence.target.latest", value=shown, year=year, status=status)
    expected = _rounded(wording, indicator, progress.expected, beside=value)
    return wording.text("sentence.target.latest_expected", value=shown, year=year, expected=expected, status=status)


def _unmeasured(wording: Wording, indicator: Indicator, progress: Progress) -> str:
    """Return that nothing was measured and, between baseline and target, what was to be expected."""
    review = progress.review_year
    if progress.baseline is None:
        return wording.text("sentence.target.no_measurement", year=review)
    said = wording.text("sentence.target.no_measurement_since")
    if progress.expected_at_review is None or not progress.baseline[0] < review < progress.target[0]:
        return said
    value = _rounded(wording, indicator, progress.expected_at_review)
    return wording.text("sentence.target.expected", said=said, value=value, year=review)


def _exact(wording: Wording, indicator: Indicator, value: float, *, with_unit: bool = False) -> str:
    """Return a printed value with the decimals it has, "%" where that is the unit, other units if asked."""
    if indicator.value_type == "milestone":
        return _reached(wording, value)
    decimals = len(f"{value:.{indicator.decimals}f}".rstrip("0").partition(".")[2])
    return _number(wording, indicator, value, decimals, with_unit=with_unit)


def _rounded(wording: Wording, indicator: Indicator, value: float, *, beside: float | None = None) -> str:
    """Return a computed value, said to be about that where it had to be rounded.

    It has a decimal more than usual where it would look like the measurement it is held `beside`.
    """
    decimals = formats.computed_decimals(value, indicator.decimals)
    if beside is not None and round(value, decimals) == round(beside, decimals) != value:
        decimals += 1
    shown = _number(wording, indicator, value, decimals)
    return shown if round(value, decimals) == round(value, 9) else wording.text("sentence.about", value=shown)


def _number(wording: Wording, indicator: Indicator, value: float, decimals: int, *, with_unit: bool = False) -> str:
    tight = formats.TIGHT_UNITS.get(indicator.unit, "")
    shown = (formats.millions(value, wording.language) if indicator.value_type == "money" else None) or wording.number(
        value, decimals
    )
    if tight or not with_unit:
        return shown + tight
    if indicator.value_type == "money":
        return f"{shown} {wording.unit_name(indicator)}"
    unit = formats.unit_after(value, decimals, units()[indicator.unit], wording.language).strip(formats.NBSP)
    return f"{shown} {unit}".strip()
