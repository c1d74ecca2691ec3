"""Adding data: a template to fill in, a file to check and publish, and the log of what was published."""

from collections.abc import Callable

from barometr.ui import choices, frame
from barometr.ui.add import log, problems, publishing, templates, upload, visit
from barometr.ui.reader import Reader


def show_check(reader: Reader) -> list[str]:
    """Let a file be checked, show what came of it, and publish it."""
    publishing.sign_in(reader)
    upload.show(reader)
    visit.show_refusal()
    publishing.show_done(reader)
    checking = visit.current()
    if checking is not None and checking.is_stale:
        visit.check(reader, checking.content, checking.name, checking.options, stale=True)
        checking = visit.current()
    if checking is not None:
        upload.show_name(reader, checking)
        problems.show(reader, checking)
        problems.show_questions(reader, checking)
        publishing.show(reader, checking)
    return []


def show_log(reader: Reader) -> list[str]:
    """Show what was published, and undo it."""
    visit.show_refusal()
    log.show(reader)
    return []


PARTS: dict[str, Callable[[Reader], list[str]]] = {"template": templates.show, "check": show_check, "log": show_log}

with frame.page("add") as reader:
    offered = {part: reader.text(f"add.part_{part}") for part in PARTS}
    part = choices.one_of("part", reader.text("add.part"), offered, "template", resets=templates.OWN_CHOICES)
    frame.footer(reader, PARTS[part](reader))
