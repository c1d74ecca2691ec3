"""Why each status and each word is what it is, as Markdown: a card for every row of the results."""

import re
from collections.abc import Iterable

from barometr.catalog import goals, indicators
from barometr.engine import Record
from barometr.judgement import direction, progress_words
from barometr.judgement.review import Review
from barometr.measures.comparable import Row
from barometr.measures.review import Directed, Reviewed
from barometr.words.wording import Wording

Pairs = Iterable[tuple[str, str]]


def text(wording: Wording, judged: Review) -> str:
    """Return all cards in the order of the results, numbered as their rows."""
    title = wording.text("bundle.title", programme=wording.pick(judged.programme, "title"), year=judged.year)
    targets = [target_card(wording, number, one) for number, one in enumerate(judged.targets, start=1)]
    directions = [direction_card(wording, number, one) for number, one in enumerate(judged.directions, start=1)]
    parts = [
        f"# {plain(title)}",
        wording.text("bundle.cards_note"),
        f"## {wording.text('bundle.why_status')}",
        *(targets or [wording.text("bundle.no_targets")]),
        f"## {wording.text('bundle.why_word')}",
        *(directions or [wording.text("bundle.no_directions")]),
    ]
    return "\n\n".join(parts) + "\n"


def target_card(wording: Wording, number: int, one: Reviewed) -> str:
    """Return why a target has its status."""
    indicator, found = indicators()[one.target["indicator_id"]], one.progress
    words = progress_words.status_words(wording, found)
    heading = f"### {number}. {named(wording, one.target)}, {one.target['target_year']}"
    judged = f"**{words}** (`{found.status}`)"
    goal_id = one.target["goal_id"]
    goal = [(wording.text("bundle.goal"), wording.goal(goals()[goal_id]))] if goal_id else []
    return "\n\n".join([heading, judged, listed([*goal, *progress_words.reasons(wording, indicator, one)])])


def direction_card(wording: Wording, number: int, one: Directed) -> str:
    """Return why a series has its word."""
    first = one.rows[0]
    indicator, words = indicators()[first["indicator_id"]], direction.said(wording, one.trend)
    heading = f"### {number}. {named(wording, first)}"
    judged = f"**{words}** (`{one.trend.word}`)"
    return "\n\n".join([heading, judged, listed(direction.reasons(wording, indicator, one.rows, one.trend))])


def named(wording: Wording, row: Row | Record) -> str:
    """Return what a series is: indicator, part and area."""
    indicator = indicators()[row["indicator_id"]]
    area = progress_words.area_words(wording, row["area_id"])
    words = [wording.pick(indicator, "name"), wording.member(indicator, row["member"]), area]
    return plain(", ".join(filter(None, words)))


def listed(pairs: Pairs) -> str:
    """Return terms with their descriptions as a Markdown list."""
    return "\n".join(f"- **{term}**: {plain(said)}" for term, said in pairs)


def plain(words: str) -> str:
    """Return text of the data on one line, with whatever would be Markdown or HTML made plain.

    These files are read as they are as often as rendered, so only signs that act inside a line are marked; no text of
    the data begins one. (The pages mark more: see formats.plain.)
    """
    return re.sub(r"([\\`*_~\[\]<|])", r"\\\1", re.sub(r"\s*[\r\n\t]+\s*", " ", words))
