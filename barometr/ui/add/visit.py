"""What a visitor is doing on the page: the file being checked, what came of it, what was done.

It lives in the visit alone: not in the link, not on any disk except for a temporary folder that ends with it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from barometr.engine import QueryError, data_directory
from barometr.publish.draft import Options
from barometr.publish.problems import PublishingError
from barometr.published import Publication, in_force
from barometr.ui.reader import Reader
from barometr.words import formats

if TYPE_CHECKING:
    from barometr.publish.intake import Examined
    from barometr.publish.preview import Preview

FILE, DONE, REFUSED = "add_file", "add_done", "add_refused"
# Checking takes much memory and one of few processors: one file at a time, and the next one waits so many seconds.
LONGEST_WAIT = 10
_turn = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Checking:
    """A file with what was said beside it, and what came of it; `stale` says that the data changed meanwhile."""

    content: bytes
    name: str
    options: Options
    found: "Examined"
    stale: bool = False

    @property
    def is_stale(self) -> bool:
        """Say whether the data changed since the file was held against them."""
        staged = self.found.staged
        return staged is not None and staged.on.version != version_in_force()


@dataclass(frozen=True)
class Done:
    """What this visitor has just published or undone, and what it changed for readers."""

    publication: Publication
    preview: "Preview"


class BusyError(Exception):
    """Somebody else's file is being checked."""


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to do heavy work; raises BusyError when it does not come soon."""
    if not _turn.acquire(timeout=LONGEST_WAIT):
        raise BusyError
    try:
        yield
    finally:
        _turn.release()


def current() -> Checking | None:
    """Return the file that this visitor is checking."""
    found: Checking | None = st.session_state.get(FILE)
    return found


def keep(checking: Checking | None) -> None:
    """Take a file in place of the one before, which goes with its temporary folder."""
    before = taken()
    if before:
        drop(before)
    st.session_state[FILE] = checking


def taken() -> Checking | None:
    """Return the file that this visitor is checking, and forget it; whoever takes it drops it, or keeps it again."""
    found: Checking | None = st.session_state.pop(FILE, None)
    return found


def drop(checking: Checking) -> None:
    """Remove the temporary folder of a file now: Python would do so some time later."""
    if checking.found.staged:
        checking.found.staged.drop()


def version_in_force() -> str:
    """Return the version of the data in force, whatever the page shows."""
    return in_force(data_directory()).version


def check(reader: Reader, content: bytes, name: str, options: Options, *, stale: bool = False) -> None:
    """Check a file, showing how far it has got, and keep what came of it; nothing is published."""
    from barometr.publish.intake import STEPS, examined  # slow to import, and needed for a file only

    place = st.empty()

    def step(one: str) -> None:
        at = STEPS.index(one)
        words = reader.text(f"add.step.{one}")
        place.progress(at / len(STEPS), reader.text("add.step_of", n=at + 1, m=len(STEPS), words=words))

    place.progress(0, reader.text("add.waiting"))
    try:
        with turn():
            keep(None)
            keep(Checking(content, name, options, examined(data_directory(), content, name, options, step), stale))
    except BusyError:
        refuse(reader.text("add.busy"))
    except PublishingError as error:
        refuse(error.said(reader))
    except (OSError, QueryError) as error:
        refuse(reader.text("add.not_checked", reason=formats.plain(str(error))))
    place.empty()


def refuse(words: str) -> None:
    """Have a message shown once, in Markdown."""
    st.session_state[REFUSED] = words


def show_refusal() -> None:
    """Show what the last click could not do, and why."""
    words = st.session_state.pop(REFUSED, "")
    if words:
        st.error(words, icon=":material/error:")
