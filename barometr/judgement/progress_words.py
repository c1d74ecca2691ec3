"""How far it is to a target, in words: the status, what keeps the rule from saying more, and the card behind it.

The card holds every number the status rests on, so that it can be worked out again by hand.
"""

from collections.abc import Callable, Iterable, Sequence
from math import ceil, floor

from barometr.catalog import Indicator, is_city
from barometr.engine import records, remembered
from barometr.measures.progress import THRESHOLDS, Check, Observation, Progress, Status, progress
from barometr.measures.review import Reviewed
from barometr.words import formats
from barometr.words.wording import Wording

Pairs = list[tuple[str, str]]

SIGNS: dict[Status, str] = {
    "achieved": "\N{CHECK MARK}",
    "on_track": "\N{BLACK PARALLELOGRAM}" * 3,
    "moderate": "\N{BLACK PARALLELOGRAM}" * 2 + "\N{WHITE PARALLELOGRAM}",
    "limited": "\N{BLACK PARALLELOGRAM}" + "\N{WHITE PARALLELOGRAM}" * 2,
    "moving_away": "\N{LEFTWARDS ARROW}",
    "missed": "\N{MULTIPLICATION X}",
    "not_yet": "\N{HORIZONTAL ELLIPSIS}",
    "no_data": "\N{EN DASH}",
}
PACE_DECIMALS, RATIO_DECIMALS, MORE_DECIMALS = 2, 2, 6


# In a word


def status_words(wording: Wording, found: Progress) -> str:
    """Return the status in a few words ("na dobrej drodze"); a yes/no milestone is done or not."""
    return _named(wording, found.status, milestone=found.method == "milestone")


def _named(wording: Wording, status: Status, *, milestone: bool = False) -> str:
    return wording.text(f"progress.{'milestone' if milestone and status != 'no_data' else 'status'}.{status}")


def reason_words(wording: Wording, found: Progress) -> str:
    """Return why there is no pace to judge by; an empty text where there is one."""
    if found.reason is None:
        return ""
    words = wording.text(f"progress.reason.{found.reason}", year=found.review_year)
    if found.reason == "no_measurement" and found.baseline is None:
        return f"{words}; {wording.text('progress.reason.baseline_too')}"
    return words


def fragility(wording: Wording, found: Progress) -> str:
    """Return whether other assumptions give the same status, naming those that do not and those not tried."""
    if not found.checks:
        return _nothing_to_check(wording, found)
    untried = _list(_untried(wording, found, check) for check in found.checks if check.status is None)
    if found.robust is None:
        return wording.text("progress.not_tried", checks=untried)
    if found.depends_on:
        words = wording.text("progress.depends", on=_list(_depends(wording, found)))
    else:
        same = (wording.text(f"progress.check.{check.kind}") for check in found.checks if check.status)
        words = wording.text("progress.robust", checks=_list(same))
    return f"{words} {wording.text('progress.untried', checks=untried)}" if untried else words


def fragility_short(wording: Wording, found: Progress) -> str:
    """Return the same for a narrow column: "odporny, sprawdzono 2 z 3", "zależy od: reguły"; empty without checks."""
    made = [check for check in found.checks if check.status]
    if found.depends_on:
        on = _list(wording.text(f"progress.on_short.{kind}") for kind in found.depends_on)
        return wording.text("progress.depends_short", on=on)
    if made:
        return wording.text("progress.robust_short", made=len(made), of=len(found.checks))
    return wording.text("progress.not_tried_short") if found.checks else ""


def _nothing_to_check(wording: Wording, found: Progress) -> str:
    if found.status == "missed":
        return wording.text("progress.too_late")
    return wording.text("progress.nothing_to_check", reason=reason_words(wording, found))


def _depends(wording: Wording, found: Progress) -> Iterable[str]:
    for check in found.checks:
        if check.kind in found.depends_on and check.status:
            yield wording.text(f"progress.on.{check.kind}", status=_named(wording, check.status))


def _untried(wording: Wording, found: Progress, check: Check) -> str:
    return f"{wording.text(f'progress.check.{check.kind}')} ({_why_untried(wording, found, check)})"


def _why_untried(wording: Wording, found: Progress, check: Check) -> str:
    return wording.text(f"progress.unchecked.{check.reason}", target_year=found.target[0])


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


# The card


def reasons(
    wording: Wording, indicator: Indicator, one: Reviewed, tried: Sequence[Observation] = ()
) -> list[tuple[str, str]]:
    """Return why the status is this one, as terms with their descriptions, in the order of the computation.

    `tried` are the values tried out for the series, which the review itself knows only by the latest.
    """
    return [
        *_inputs(wording, indicator, one),
        *_measurements(wording, indicator, one, tried),
        *_computation(wording, indicator, one.progress),
        *_flips(wording, indicator, one.progress),
        *_checks(wording, one.progress),
        *_not_used(wording, indicator, one),
    ]


def shown(wording: Wording, indicator: Indicator, value: float) -> str:
    """Return a number with all decimals that matter to a computation, and "%" where that is its unit."""
    return formats.exact(value, wording.language) + formats.TIGHT_UNITS.get(indicator.unit, "")


def milestone_words(wording: Wording, value: float) -> str:
    """Return a value of a yes/no milestone: "tak" or "nie"."""
    return wording.text("export.yes" if value else "export.no")


def _dated(wording: Wording, indicator: Indicator, observation: Observation) -> str:
    """Return "2015: 16 dzieci"; of a yes/no milestone "2015: nie"."""
    year, value = observation
    if indicator.value_type == "milestone":
        return f"{year}: {milestone_words(wording, value)}"
    return f"{year}: {shown(wording, indicator, value)} {wording.unit(indicator, value, None)}".strip()


def _inputs(wording: Wording, indicator: Indicator, one: Reviewed) -> Pairs:
    """Return baseline, target and latest measurement, each with its year and as it was printed."""
    target, found = one.target, one.progress
    pairs: Pairs = []
    if target["basis"] == "proposed":
        said = wording.text(
            "progress.proposed_by", who=target["proposed_by"], day=formats.day(target["proposed_on"], wording.language)
        )
        pairs.append((wording.text("progress.proposal"), said))
    pairs.append((wording.text("progress.baseline"), _baseline(wording, indicator, one)))
    agreed = _dated(wording, indicator, found.target) + _as_printed(wording, printed(target["target_row_id"]))
    pairs.append((wording.text("progress.target"), agreed))
    if wording.pick(target, "note"):
        pairs.append((wording.text("progress.note"), wording.pick(target, "note")))
    pairs.append((wording.text("progress.latest"), _latest(wording, indicator, one)))
    return pairs


def _baseline(wording: Wording, indicator: Indicator, one: Reviewed) -> str:
    target, found = one.target, one.progress
    literal = _as_printed(wording, printed(target["baseline_row_id"]))
    if target["baseline_value"] is None:
        return wording.text("progress.not_given") + literal
    said = _dated(wording, indicator, (target["baseline_year"], target["baseline_value"])) + literal
    return said if found.baseline else f"{said}; {wording.text('progress.baseline_too_late')}"


def _latest(wording: Wording, indicator: Indicator, one: Reviewed) -> str:
    latest = one.progress.latest
    if latest is None:
        return reason_words(wording, one.progress)
    said = _dated(wording, indicator, latest)
    if one.trial:
        return f"{said}; {wording.text('progress.trial')}"
    row = next((row for row in reversed(one.actuals) if row["year"] == latest[0]), None)
    if row is not None and row["is_derived"]:
        return f"{said}; {wording.text('status.derived.name')}"
    return said + _as_printed(wording, row["literal"] if row else None)


def _measurements(wording: Wording, indicator: Indicator, one: Reviewed, tried: Sequence[Observation]) -> Pairs:
    """Return every measurement after the baseline where there are several: the checks rest on them."""
    trial = wording.text("review.trial_word")
    said = {row["year"]: _dated(wording, indicator, (row["year"], row["value"])) for row in one.actuals}
    for year, value in tried:
        if year not in said:
            said[year] = f"{_dated(wording, indicator, (year, value))} ({trial})"
    return [(wording.text("progress.measured"), _list(said[year] for year in sorted(said)))] if len(said) > 1 else []


def printed(row_id: str | None) -> str | None:
    """Return a figure as it was printed, by its id; None where nothing is printed."""
    if row_id is None:
        return None
    known = _agreed()
    return known[row_id] if row_id in known else str(records("trace/figure", row_id=row_id)[0]["literal"])


@remembered
def _agreed() -> dict[str, str]:
    """Return the printed form of every agreed baseline and target: one question instead of one for each."""
    return {row["row_id"]: row["literal"] for row in records("review/printed")}


def _as_printed(wording: Wording, literal: str | None) -> str:
    if literal is None:
        return ""
    return f" ({wording.text('progress.as_printed', text=wording.text('quote', text=literal))})"


def _computation(wording: Wording, indicator: Indicator, found: Progress) -> Pairs:
    """Return the rule, what was expected, r, the thresholds, the margin and the paces, with the numbers filled in."""
    pairs: Pairs = []
    if found.baseline or found.method == "milestone":
        pairs.append((wording.text("progress.method"), wording.text(f"progress.method_{found.method}")))
    if found.reason and found.reason != "no_measurement":
        pairs.append((wording.text("progress.no_pace"), reason_words(wording, found)))
    if found.expected is not None and found.latest and found.baseline:
        label = wording.text("progress.expected", year=found.latest[0])
        pairs.append((label, _expected(wording, found, found.latest[0], found.expected)))
        pairs.append((wording.text("progress.ratio"), _ratio(wording, found)))
    if found.expected_at_review is not None and (found.latest is None or found.latest[0] != found.review_year):
        label = wording.text("progress.expected", year=found.review_year)
        pairs.append((label, _expected(wording, found, found.review_year, found.expected_at_review)))
    pairs.append((wording.text("progress.thresholds"), _thresholds(wording, indicator, found)))
    if found.margin is not None and found.latest:
        pairs.append((wording.text("progress.margin"), margin_words(wording, indicator, found)))
    return [*pairs, *_paces(wording, indicator, found)]


def _expected(wording: Wording, found: Progress, year: int, value: float) -> str:
    """Return the value expected in a year as a formula: "16 + (10 − 16) × (2019 − 2015) / (2022 − 2015) = 12,5714"."""
    exact = _operands(wording)
    (last, aim), result = found.target, formats.exact(value, wording.language)
    if found.baseline is None or found.reason == "no_distance":
        return result
    first, base = found.baseline
    at = min(max(year, first), last)
    if found.method == "compound":
        return f"{exact(base)} × ({exact(aim)} / {exact(base)})^({at - first} / {last - first}) = {result}"
    minus = formats.MINUS
    way, gone = f"({exact(aim)} {minus} {exact(base)})", f"({at} {minus} {first}) / ({last} {minus} {first})"
    return f"{exact(base)} + {way} × {gone} = {result}"


def _ratio(wording: Wording, found: Progress) -> str:
    """Return r as a formula: "(14 − 16) / (12,5714 − 16) = 0,58"."""
    if found.baseline is None or found.latest is None or found.expected is None or found.ratio is None:
        return ""
    exact, minus, result = _operands(wording), formats.MINUS, ratio_words(wording, found.ratio)
    (first, base), (last, aim), (year, value) = found.baseline, found.target, found.latest
    if found.method == "compound":
        so_far = f"[({exact(value)} / {exact(base)})^(1 / {year - first}) {minus} 1]"
        planned = f"[({exact(aim)} / {exact(base)})^(1 / {last - first}) {minus} 1]"
        return f"{so_far} / {planned} = {result}"
    way = f"({exact(found.expected)} {minus} {exact(base)})"
    return f"({exact(value)} {minus} {exact(base)}) / {way} = {result}"


def _operands(wording: Wording) -> Callable[[float], str]:
    """Return a function that writes a number for a formula, with a negative one in brackets."""

    def written(value: float) -> str:
        digits = formats.exact(value, wording.language)
        return f"({digits})" if value < 0 else digits

    return written


def ratio_words(wording: Wording, ratio: float) -> str:
    """Return r with two decimals, and with more where two would put it on the other side of a threshold."""

    def passed(value: float) -> list[bool]:
        return [value >= least for _, least in THRESHOLDS]

    for decimals in range(RATIO_DECIMALS, RATIO_DECIMALS + MORE_DECIMALS):
        if passed(round(ratio, decimals)) == passed(ratio):
            return wording.number(ratio, decimals)
    return wording.number(ratio, RATIO_DECIMALS)


def _sign(indicator: Indicator, found: Progress) -> int:
    """Return 1 where more is closer to the target, -1 where less is, 0 where only the target itself will do."""
    start = None if found.reason == "broken" else found.baseline
    if start and start[1] != found.target[1]:
        return 1 if found.target[1] > start[1] else -1
    return {"higher_better": 1, "lower_better": -1}.get(indicator.polarity, 0)


def _thresholds(wording: Wording, indicator: Indicator, found: Progress) -> str:
    """Return what each status takes: of r before the target's year, of the target alone afterwards."""
    if found.method == "milestone":
        return wording.text("progress.threshold_milestone")
    side = {1: "up", -1: "down", 0: "only"}[_sign(indicator, found)]
    met = wording.text(f"progress.met_{side}", value=shown(wording, indicator, found.target[1]))
    if found.baseline is None or found.reason in ("broken", "zero_base", "no_distance"):
        return met
    if found.latest and found.latest[0] >= found.target[0]:
        return f"{met} {wording.text('progress.after_the_target', year=found.target[0])}"
    steps = [
        wording.text("progress.from", status=_named(wording, status), least=wording.number(least, RATIO_DECIMALS))
        for status, least in THRESHOLDS
    ]
    below = wording.text("progress.below", status=_named(wording, "moving_away"))
    return f"{_list([*steps, below])}. {met}"


def margin_words(wording: Wording, indicator: Indicator, found: Progress) -> str:
    """Return by how much the latest measurement is better or worse than expected in its year; empty where unknown."""
    if found.margin is None:
        return ""
    number = wording.number(abs(found.margin), _decimals(indicator, found.margin))
    points = f" {wording.text('unit.points')}" if indicator.value_type == "share" else ""
    side = "exact" if not found.margin else "better" if found.margin > 0 else "worse"
    return wording.text(f"progress.margin_{side}", margin=number + points)


def _decimals(indicator: Indicator, value: float) -> int:
    """Return how many decimals a computed value takes: more than the indicator where it would look like zero."""
    decimals = max(1, indicator.decimals)
    while decimals < MORE_DECIMALS and value and round(value, decimals) == 0:
        decimals += 1
    return decimals


def pace_words(wording: Wording, indicator: Indicator, found: Progress, pace: float) -> str:
    """Return a change a year with its sign and unit: "−1,33 na rok", "−6,50% na rok", "−0,57 p.p. na rok"."""
    number = formats.signed(pace, max(PACE_DECIMALS, indicator.decimals), wording.language)
    if found.method == "compound":
        number += "%"
    elif indicator.value_type == "share":
        number += f" {wording.text('unit.points')}"
    return wording.text("progress.a_year", pace=number)


def _paces(wording: Wording, indicator: Indicator, found: Progress) -> Pairs:
    """Return the planned pace, the pace so far and the pace that still reaches the target, those that are known."""
    legs = (
        ("planned", found.pace_planned, found.baseline, found.target),
        ("so_far", found.pace_so_far, found.baseline, found.latest),
        ("needed", found.pace_needed, found.latest, found.target),
    )
    pairs = []
    for name, pace, start, end in legs:
        if pace is not None and start and end:
            words = pace_words(wording, indicator, found, pace)
            label = wording.text(f"progress.pace_{name}", year=found.target[0])
            pairs.append((label, f"{_leg(wording, found, start, end)} = {words}"))
    return pairs


def _leg(wording: Wording, found: Progress, start: Observation, end: Observation) -> str:
    exact, minus = _operands(wording), formats.MINUS
    (first, base), (last, value) = start, end
    if found.method == "compound":
        return f"({exact(value)} / {exact(base)})^(1 / {last - first}) {minus} 1"
    return f"({exact(value)} {minus} {exact(base)}) / ({last} {minus} {first})"


# What would flip it


def flips(indicator: Indicator, found: Progress) -> tuple[tuple[float, Status], ...]:
    """Return the nearest values of the latest measurement that would have given another status, a lower and a higher.

    They have the decimals of the indicator and lie within its natural limits; what each gives is computed, not
    read from the bounds.
    """
    if found.latest is None or not found.bounds:
        return ()
    _, value = found.latest
    limits = [bound for _, bound in found.bounds]
    lower = _nearest(indicator, found, [bound for bound in limits if bound <= value], step=-1)
    higher = _nearest(indicator, found, [bound for bound in limits if bound >= value], step=1)
    return tuple(one for one in (lower, higher) if one is not None)


def _nearest(
    indicator: Indicator, found: Progress, limits: Iterable[float], *, step: int
) -> tuple[float, Status] | None:
    """Return the first value beyond a limit, in the direction of `step`, that gives another status."""
    scale, decimals = 10**indicator.decimals, indicator.decimals
    for limit in sorted(limits, reverse=step < 0):
        beyond = (ceil if step > 0 else floor)(round(limit * scale, 6))
        for candidate in (beyond, beyond + step):
            value = round(candidate / scale, decimals)
            if not _is_natural(indicator, value):
                continue
            status = _status_at(indicator, found, value)
            if status != found.status:
                return value, status
    return None


def _is_natural(indicator: Indicator, value: float) -> bool:
    low, high = indicator.natural_min, indicator.natural_max
    return (low is None or value >= low) and (high is None or value <= high)


def _status_at(indicator: Indicator, found: Progress, value: float) -> Status:
    """Return the status that another value of the latest measurement would have given."""
    year = found.latest[0] if found.latest else found.review_year
    return progress(
        [(year, value)],
        baseline=found.baseline,
        target=found.target,
        review_year=found.review_year,
        method=found.method,
        polarity=indicator.polarity,
        after_break=found.reason == "broken",
    ).status


def _flips(wording: Wording, indicator: Indicator, found: Progress) -> Pairs:
    if found.latest is None or not found.bounds:
        return []
    words = [
        wording.text(
            "progress.flip_at",
            year=found.latest[0],
            value=wording.number(value, indicator.decimals) + formats.TIGHT_UNITS.get(indicator.unit, ""),
            status=_named(wording, status),
        )
        for value, status in flips(indicator, found)
    ]
    return [(wording.text("progress.flip"), " ".join(words) or wording.text("progress.no_flip"))]


# How fragile it is, and what was not used


def _checks(wording: Wording, found: Progress) -> Pairs:
    """Return each check with the status it gives."""
    if found.latest is None or found.method == "milestone":
        return []
    whole = fragility_short(wording, found) or fragility(wording, found)
    pairs = [(wording.text("progress.fragility"), whole)]
    for check in found.checks:
        if check.status is None:
            words = wording.text("progress.cannot_check", reason=_why_untried(wording, found, check))
        else:
            key = "progress.check_same" if check.status == found.status else "progress.check_other"
            words = wording.text(key, status=_named(wording, check.status))
        term = wording.text("progress.check_term", check=wording.text(f"progress.check.{check.kind}"))
        pairs.append((term, words))
    return pairs


def left_out_words(wording: Wording, one: Reviewed) -> str:
    """Return the measurements that were not used, each with its reason; empty where all were."""
    return _list(f"{year} ({wording.text(f'trend.left_out_{reason}')})" for year, reason in one.left_out)


def elsewhere_words(wording: Wording, indicator: Indicator, one: Reviewed) -> str:
    """Return what is known of the same indicator elsewhere in the city ("Rumia: 54 (2015)"); empty where nothing."""
    return _list(
        f"{area_words(wording, row['area_id'])}: {wording.printed(indicator, row)} ({row['year']})"
        for row in one.elsewhere
    )


def area_words(wording: Wording, area_id: str) -> str:
    """Return the name of an area; a city says that it is meant as a whole."""
    name = wording.area(area_id)
    return wording.text("progress.whole_city", city=name) if is_city(area_id) else name


def _not_used(wording: Wording, indicator: Indicator, one: Reviewed) -> Pairs:
    pairs = []
    left_out = left_out_words(wording, one)
    if left_out:
        pairs.append((wording.text("trend.left_out"), left_out))
    elsewhere = elsewhere_words(wording, indicator, one)
    if elsewhere:
        said = f"{elsewhere}. {wording.text('progress.elsewhere_why', area=wording.area(one.target['area_id']))}"
        pairs.append((wording.text("progress.elsewhere"), said))
    return pairs


def path_words(wording: Wording, indicator: Indicator, one: Reviewed, tried: Sequence[Observation] = ()) -> str:
    """Return in words what the small picture of a target shows: baseline, target, expected value, measurements."""
    found = one.progress
    parts = []
    if found.baseline:
        parts.append(f"{wording.text('progress.baseline')} {_dated(wording, indicator, found.baseline)}")
    parts.append(f"{wording.text('progress.target')} {_dated(wording, indicator, found.target)}")
    if found.expected_at_review is not None:
        number = wording.number(found.expected_at_review, _decimals(indicator, found.expected_at_review))
        parts.append(f"{wording.text('progress.expected', year=found.review_year)}: {number}")
    latest = [found.latest] if found.latest else []
    measured = dict(tried) | {row["year"]: row["value"] for row in one.actuals} | dict(latest)
    values = _list(_dated(wording, indicator, each) for each in sorted(measured.items()))
    parts.append(f"{wording.text('progress.measured')}: {values or wording.text('trend.no_points')}")
    return "; ".join(parts) + "."
