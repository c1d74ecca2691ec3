"""From the bytes of a file to a publication that could be made of it, or to everything that stands in the way."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from barometr.publish.check import Checked, checked
from barometr.publish.draft import Options, Problem, Question, Sheet
from barometr.publish.reading import UnreadableError, read_sheets
from barometr.publish.shapes import draft_of
from barometr.publish.staging import Staged, catalogue_in_force, stage, with_values

STEPS = ("read", "shape", "check", "stage")


@dataclass(frozen=True)
class Examined:
    """What came of a file: `staged` when it could be published, or its problems and questions.

    `more` counts problems that are left off; `empty` the places of the file that were left blank.
    """

    problems: Sequence[Problem]
    questions: Sequence[Question] = ()
    more: int = 0
    empty: int = 0
    staged: Staged | None = None


def examined(
    data: Path, content: bytes, file: str, options: Options, step: Callable[[str], None] = lambda _: None
) -> Examined:
    """Read, shape, check and stage a file; `step` is told each of STEPS as it begins. Nothing is published."""
    found = _checked(data, content, file, options, step)
    if isinstance(found, Examined):
        return found
    rows, empty = found
    if not any(rows.rows.values()):
        return Examined([Problem("data.nothing")], empty=empty)
    step("stage")
    staged = stage(data, rows, file, content)
    return Examined(staged.problems, empty=empty, staged=None if staged.problems else staged)


def _checked(
    data: Path, content: bytes, file: str, options: Options, step: Callable[[str], None]
) -> tuple[Checked, int] | Examined:
    """Return the checked rows of a file and how many places are blank, or what stands in the way.

    What the file was read into ends here: beside the rows it would take as much memory again.
    """
    step("read")
    try:
        sheets = read_sheets(content, file)
    except UnreadableError as error:
        return Examined(error.problems)
    step("shape")
    known = catalogue_in_force(data)
    draft = draft_of(sheets, options, known)
    step("check")
    found = checked(draft, known, with_values=with_values(data), file_sha256=hashlib.sha256(content).hexdigest())
    if found.problems or draft.questions:
        return Examined(_in_order(found.problems, sheets), draft.questions, found.more, draft.empty)
    return found, draft.empty


def _in_order(problems: Sequence[Problem], sheets: Sequence[Sheet]) -> list[Problem]:
    """Return problems in the order in which a person meets their places in the file."""
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    return sorted(problems, key=lambda one: (order.get(one.sheet, -1), one.row or 0, one.column or 0))
