"""The README of the bundle, with one status and one word worked out on its own numbers, and what rerun.py says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import combinations
from pathlib import Path
from string import Template

from barometr.catalog import indicators
from barometr.engine import data_version
from barometr.export.bundle import cards
from barometr.export.bundle.cards import plain
from barometr.judgement import direction, progress_words
from barometr.judgement.review import Review
from barometr.measures.progress import THRESHOLDS, Status
from barometr.measures.review import Directed, Reviewed
from barometr.measures.trend import Word
from barometr.words import formats
from barometr.words.wording import Wording

STATUSES: tuple[Status, ...] = (
    "achieved",
    "on_track",
    "moderate",
    "limited",
    "moving_away",
    "missed",
    "not_yet",
    "no_data",
)
MILESTONES: tuple[Status, ...] = ("achieved", "missed", "not_yet")
WORDS: tuple[Word, ...] = ("rising", "falling", "not_material", "unclear", "cannot_say")
MESSAGES = ("missing", "damaged", "stopped", "differs", "compared", "same", "same_but_damaged", "not_same")


def text(wording: Wording, judged: Review, made_with: Mapping[str, str]) -> str:
    """Return the README in the reader's language."""
    template = Path(__file__).with_name(f"readme_{wording.language}.md").read_text(encoding="utf-8")
    return Template(template).substitute(
        title=plain(wording.pick(judged.programme, "title")),
        city=plain(wording.area(judged.programme["area_id"])),
        year=judged.year,
        version=data_version(),
        targets=len(judged.targets),
        directions=len(judged.directions),
        statuses=_statuses(wording, judged),
        milestones=", ".join(f"{wording.text(f'progress.milestone.{one}')} (`{one}`)" for one in MILESTONES),
        words=_words(wording, judged),
        example=_example(wording, judged),
        direction_example=_direction_example(wording, judged),
        **made_with,
    )


def messages(wording: Wording) -> dict[str, str]:
    """Return what rerun.py says, with the places it fills in."""
    return {name: wording.text(f"bundle.rerun.{name}") for name in MESSAGES}


def _statuses(wording: Wording, judged: Review) -> str:
    """Return a row for each status: its name, its code, what it means, how many targets have it."""
    counted = Counter(one.progress.status for one in judged.targets)
    least = {status: wording.number(limit, 2) for status, limit in THRESHOLDS}
    return _rows(
        (wording.text(f"progress.status.{one}"), one, wording.text(f"bundle.status.{one}", **least), counted[one])
        for one in STATUSES
    )


def _words(wording: Wording, judged: Review) -> str:
    """Return a row for each word of a direction, likewise."""
    counted = Counter(one.trend.word for one in judged.directions)
    return _rows(
        (wording.text(f"trend.{one}_short"), one, wording.text(f"bundle.word.{one}"), counted[one]) for one in WORDS
    )


def _rows(rows: Iterable[tuple[str, str, str, int]]) -> str:
    return "\n".join(f"| {name} | `{code}` | {means} | {count} |" for name, code, means, count in rows)


def _example(wording: Wording, judged: Review) -> str:
    """Return one status worked out: of a target with a pace to judge by, or with as much of that as there is."""
    if not judged.targets:
        return wording.text("bundle.no_targets")
    number, one = max(enumerate(judged.targets, start=1), key=lambda pair: (*_telling(pair[1]), -pair[0]))
    indicator, found = indicators()[one.target["indicator_id"]], one.progress
    opening = wording.text(
        "bundle.example",
        row=number,
        name=f"{cards.named(wording, one.target)}, {one.target['target_year']}",
        status=progress_words.status_words(wording, found),
    )
    return f"{opening}\n\n{cards.listed(progress_words.reasons(wording, indicator, one))}"


def _telling(one: Reviewed) -> tuple[bool, ...]:
    """Return how much of the rule a target shows, what matters most first."""
    found = one.progress
    return (
        found.status in ("on_track", "moderate", "limited"),
        found.ratio is not None,
        found.latest is not None,
        found.expected_at_review is not None,
        one.target["basis"] == "printed",
        bool(found.baseline and found.baseline[1]),
    )


def _direction_example(wording: Wording, judged: Review) -> str:
    """Return one word worked out, with every slope that its median was taken from."""
    telling = [pair for pair in enumerate(judged.directions, start=1) if pair[1].trend.slope is not None]
    if not telling:
        return wording.text("bundle.no_direction_example")
    number, one = max(telling, key=lambda pair: (*_clear(pair[1]), -pair[0]))
    indicator = indicators()[one.rows[0]["indicator_id"]]
    opening = wording.text(
        "bundle.direction_example",
        row=number,
        name=cards.named(wording, one.rows[0]),
        word=direction.said(wording, one.trend),
    )
    pairs = direction.reasons(wording, indicator, one.rows, one.trend)
    return f"{opening}\n\n{cards.listed([*pairs[:1], *_by_hand(wording, one), *pairs[1:]])}"


def _clear(one: Directed) -> tuple[bool, int]:
    """Return how well a series shows the rule: one that is judged, with many points."""
    return one.trend.verdict in ("better", "worse"), len(one.trend.points)


def _by_hand(wording: Wording, one: Directed) -> list[tuple[str, str]]:
    """Return the steps from the points to the change: every slope, their median, and the change over the span."""
    found, exact = one.trend, partial(formats.exact, language=wording.language)
    slopes = [
        ((later[1] - earlier[1]) / (later[0] - earlier[0]), f"{earlier[0]}\N{EN DASH}{later[0]}")
        for earlier, later in combinations(found.points, 2)
    ]
    listed = "; ".join(f"{exact(slope)} ({span})" for slope, span in sorted(slopes))
    steps = [(wording.text("bundle.slopes"), f"{listed}. {wording.text('bundle.slopes_note')}")]
    if found.change is not None and found.slope is not None and found.level is not None:
        said = wording.text(
            f"bundle.change_{found.change_unit}",
            slope=exact(found.slope),
            span=found.span,
            level=exact(found.level),
            change=exact(found.change),
        )
        steps.append((wording.text("bundle.change"), said))
    return steps
