"""The goals of a programme as a tree: each with its state and what stands below it, the chosen one opened in place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from barometr.catalog import sources
from barometr.drawing.small import data_uri
from barometr.drawing.theme import Theme
from barometr.engine import Record, records
from barometr.ui import choices, goal_parts, markup
from barometr.ui.goal_parts import Project
from barometr.ui.reader import Reader
from barometr.words import formats

HIGHEST, DEEPEST = 3, 6  # heading levels of goals; HTML has none below h6
COUNTED = ("indicators", "projects", "facts")
# Every state with its sign, in the order of the counts; the words beside the sign name it.
SIGNS = {
    "in_progress": "<circle cx='9' cy='9' r='6' fill='none' stroke='{c}' stroke-width='1.8'/>"
    "<path d='M9 3A6 6 0 0 1 9 15Z' fill='{c}'/>",
    "planned": "<circle cx='9' cy='9' r='6' fill='none' stroke='{c}' stroke-width='1.8' stroke-dasharray='2.6 2.1'/>",
    "not_carried_out": "<path d='M4 4L14 14M14 4L4 14' stroke='{c}' stroke-width='2.6'/>",
    "no_status": "<path d='M3 9H15' stroke='{c}' stroke-width='2.2'/>",
}


class Tree:
    """The goals of one programme of a city, with the children of each and the counts of what stands below it."""

    def __init__(self, area_id: str, goals: Sequence[Record]) -> None:
        self.area_id = area_id
        self.goals = {goal["goal_id"]: goal for goal in goals}
        self.children: dict[str | None, list[Record]] = {}
        for goal in goals:
            above = goal["parent_id"] if goal["parent_id"] in self.goals else None
            self.children.setdefault(above, []).append(goal)

    def below(self, goal: Record) -> Counter[str]:
        """Return how much stands under a goal and the goals below it."""
        counted = Counter({name: goal[name] for name in COUNTED})
        for child in self.children.get(goal["goal_id"], ()):
            counted += self.below(child)
        return counted

    def level(self, goal_id: str) -> int:
        """Return the heading level of a goal: h3 at the top, one more for each goal above it."""
        above = self.goals[goal_id]["parent_id"]
        return min(self.level(above) + 1, DEEPEST) if above in self.goals else HIGHEST

    def address(self, goal_id: str = "") -> str:
        """Return the address of the page with a goal open, or with none."""
        chosen = {"goal": goal_id} if goal_id else {}
        return choices.address("goals", area=self.area_id, **chosen)


def programme(reader: Reader, row: Record) -> str:
    """Return what a programme is: title, period, document, note."""
    source = sources()[row["source_id"]]
    document = markup.link(reader.source_title(source), choices.address("sources", doc=row["source_id"]))
    told = [escape(_period(reader, row)), document]
    return (
        f"<h2 class='b-programme'>{escape(reader.pick(row, 'title'))}</h2>"
        f"<p class='b-programme-facts'>{' · '.join(part for part in told if part)}</p>"
        f"<p class='b-programme-note'>{escape(reader.pick(row, 'note'))}</p>"
    )


def _period(reader: Reader, row: Record) -> str:
    first, last = row["period_start"], row["period_end"]
    if first and last:
        return formats.years(first, last)
    if first or last:
        return reader.text("goals.since" if first else "goals.until", year=first or last)
    return ""


def state_of(goal: Record) -> str:
    """Return the state of a goal; an empty text where its document has no place for one."""
    if goal["status_row_id"] is None:
        return ""
    return str(goal["status"]) if goal["status"] in SIGNS else "no_status"


def states(reader: Reader, tree: Tree) -> str:
    """Return how many goals are in each state, in words, or that the document gives no states."""
    counted = Counter(state_of(goal) for goal in tree.goals.values())
    del counted[""]
    if not counted:
        return markup.note("caveat", "i", reader.text("goals.no_states"), reader.text("goals.no_states_why"))
    items = "".join(
        f"<li>{_sign(state, reader.theme)} {escape(reader.plural(f'goals.n_{state}', counted[state]))}</li>"
        for state in SIGNS
        if counted[state]
    )
    return f"<p class='b-caption'>{escape(reader.text('goals.states'))}</p><ul class='b-states'>{items}</ul>"


def standing_out(reader: Reader, tree: Tree) -> str:
    """Return a note for each goal that is not in progress: its state, what is printed, the remarks, a link."""
    notes = [
        f"<div class='b-note b-note-{'conflict' if state == 'not_carried_out' else 'gap'}'>"
        f"<span class='b-note-sign'>{_sign(state, reader.theme)}</span><div>"
        f"<strong>{escape(reader.text(f'goals.status.{state}.name').capitalize())}</strong>"
        f"<p>{markup.link(reader.goal(goal), tree.address(goal['goal_id']))}</p>"
        f"<p>{_quoted(reader, goal)}</p><p>{escape(reader.named(goal, 'remarks'))}</p></div></div>"
        for goal in tree.goals.values()
        if (state := state_of(goal)) not in ("", "in_progress")
    ]
    if not notes:
        return ""
    heading = escape(reader.text("goals.standing_out"))
    return f"<h2 class='b-heading'>{heading}</h2>{markup.grid(notes, 'b-standing-out')}"


def _quoted(reader: Reader, goal: Record) -> str:
    """Return the state of a goal as printed, as a button to its trace."""
    literal = reader.text("quote", text=goal["status_literal"])
    spoken = reader.text("number.spoken", about=reader.goal(goal), value=goal["status_literal"])
    button = markup.number_button(literal, goal["status_row_id"], spoken)
    return escape(reader.text("goals.printed", literal="\n")).replace("\n", button)


def shown(reader: Reader, tree: Tree, chosen: str, details: str) -> str:
    """Return the whole tree as nested lists, with the details of the chosen goal in their place."""
    return _branch(reader, tree, None, chosen, details)


def _branch(reader: Reader, tree: Tree, above: str | None, chosen: str, details: str) -> str:
    items = "".join(
        _goal(reader, tree, goal, details if goal["goal_id"] == chosen else "")
        + _branch(reader, tree, goal["goal_id"], chosen, details)
        + "</li>"
        for goal in tree.children.get(above, ())
    )
    return f"<ul class='b-goals'>{items}</ul>" if items else ""


def _goal(reader: Reader, tree: Tree, goal: Record, details: str) -> str:
    """Return one goal up to the goals below it: a link that opens or closes it, state, counts, details if open."""
    goal_id = goal["goal_id"]
    level = tree.level(goal_id)
    address = escape(tree.address("" if details else goal_id), quote=True)
    here = f" data-here='{escape(goal_id, quote=True)}'" if details else ""
    current = " aria-current='true'" if details else ""
    code = f"<span class='b-goal-code'>{escape(goal['code'])}</span> " if goal["code"] else ""
    state = state_of(goal)
    told = [f"<span class='b-state b-state-{state}'>{_state(reader, state)}</span>"] if state else []
    told += [f"<span>{escape(words)}</span>" for words in counts(reader, tree.below(goal))]
    about = f"<p class='b-goal-about'>{' '.join(told)}</p>" if told else ""
    return (
        f"<li class='b-goal'{here}><div class='b-goal-row'><h{level}>"
        f"<a class='b-goal-link' href='{address}' data-go target='_self' aria-expanded='{str(bool(details)).lower()}'"
        f"{current}>{code}{escape(reader.pick(goal, 'title'))}</a></h{level}>{about}</div>{details}"
    )


def counts(reader: Reader, below: Mapping[str, int]) -> list[str]:
    """Return in words how many indicators, projects and figures there are, without those of which there is none."""
    return [reader.plural(f"goals.n_{name}", below[name]) for name in COUNTED if below.get(name)]


def _state(reader: Reader, state: str) -> str:
    return f"{_sign(state, reader.theme)} {escape(reader.text(f'goals.status.{state}.name'))}"


@lru_cache
def _sign(state: str, theme: Theme) -> str:
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='18' height='18'>{SIGNS[state]}</svg>"
    return markup.picture(data_uri(svg.replace("{c}", theme.ink)), "", "b-sign")


def details(reader: Reader, tree: Tree, goal_id: str, facts: Sequence[Record], projects: Sequence[Project]) -> str:
    """Return what is known about one goal; `facts` are its figures outside its own projects."""
    level = min(tree.level(goal_id) + 1, DEEPEST)
    parts = [
        ("indicators", goal_parts.measures(reader, goal_id)),
        ("projects", "".join(goal_parts.project(reader, one, min(level + 1, DEEPEST)) for one in projects)),
        ("elsewhere", goal_parts.elsewhere(reader, records("goals/links", goal_id=goal_id))),
        ("facts", goal_parts.facts(reader, facts) if facts else ""),
    ]
    said = about(reader, tree.goals[goal_id]) + "".join(
        f"<h{level}>{escape(reader.text(f'goals.{name}'))}</h{level}>{part}" for name, part in parts if part
    )
    return f"<div class='b-goal-details'>{said or markup.small(reader.text('goals.nothing'))}</div>"


def about(reader: Reader, goal: Record) -> str:
    """Return state, remarks, responsible and funding of a goal, as far as its document gives them."""
    pairs = []
    state = state_of(goal)
    if state:
        meaning = escape(reader.text(f"goals.status.{state}.meaning"))
        words = f"<strong>{_state(reader, state)}</strong>: {meaning} {_quoted(reader, goal)}"
        pairs.append((reader.text("goals.state"), words))
    pairs += [
        (reader.text(f"goals.{field}"), escape(reader.named(goal, field)))
        for field in ("remarks", "responsible", "funding")
        if goal[field]
    ]
    return markup.definitions(pairs) if pairs else ""
