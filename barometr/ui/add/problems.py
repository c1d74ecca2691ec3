"""What stands in the way of a file: its problems, all at once, and the questions that only a person can answer."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from barometr.export.table import Column, Table
from barometr.publish.draft import Problem, Question
from barometr.publish.problems import place, said
from barometr.ui import markup, take
from barometr.ui.add import visit
from barometr.ui.reader import Reader
from barometr.words import formats

SKIP = "skip"


def show(reader: Reader, checking: visit.Checking) -> None:
    """Show the problems of a file by sheet, in its order, with their number on top."""
    problems, more = checking.found.problems, checking.found.more
    if not problems:
        return
    title = reader.plural("add.n_problems", len(problems) + more)
    st.html(markup.note("conflict", "✗", title, reader.text("add.problems.lead")))
    for sheet in dict.fromkeys(one.sheet for one in problems):
        own = sorted((one for one in problems if one.sheet == sheet), key=_from_the_top)
        name = reader.text("add.problems.sheet", sheet=sheet) if sheet else reader.text("add.problems.file")
        rows = [(escape(_where(reader, one)), [escape(_what(reader, one))]) for one in own]
        columns = [reader.text("add.problems.where"), reader.text("add.problems.what")]
        st.html(f"<div class='b-add-problems'>{markup.table(f'{name} ({len(own)})', columns, rows)}</div>")
    if more:
        st.html(f"<p>{escape(reader.plural('add.more_problems', more))}</p>")
    take.offer(reader, reader.text("add.problems.file_name"), lambda: table(reader, checking.name, problems))


def _from_the_top(problem: Problem) -> tuple[int, int]:
    """Order problems as one meets them in a sheet, row by row."""
    return problem.row or 0, -1 if problem.column is None else problem.column


def table(reader: Reader, file: str, problems: Sequence[Problem]) -> Table:
    """Return the problems as a table to take away, for whoever mends the file."""
    columns = tuple(Column(one, reader.text(f"add.problems.{one}")) for one in ("sheet_column", "where", "what"))
    rows = tuple((one.sheet or None, _where(reader, one), _what(reader, one)) for one in problems)
    title = reader.text("add.problems.title", file=file)
    about = ((reader.text("export.about.title"), title),)
    return Table(title, reader.text("add.problems.file_name"), reader.language, columns, rows, about, ())


def _where(reader: Reader, problem: Problem) -> str:
    """Return the place of a problem within its sheet."""
    return place(reader, replace(problem, sheet="")) or reader.text("add.problems.everywhere")


def _what(reader: Reader, problem: Problem) -> str:
    """Return what is wrong and what to do, without the place."""
    return said(reader, replace(problem, sheet="", row=None, column=None))


def show_questions(reader: Reader, checking: visit.Checking) -> None:
    """Ask which indicator each unknown row of a printed table is; the answers have the file checked again."""
    questions = checking.found.questions
    if not questions:
        return
    st.html(
        markup.note("caveat", "?", reader.plural("add.n_questions", len(questions)), reader.text("add.questions.lead"))
    )
    with st.form("add_questions", border=False):
        answers = {one.key: _answer(reader, one) for one in questions}
        answered = st.form_submit_button(reader.text("add.questions.button"), type="primary", icon=":material/rule:")
    if not answered:
        return
    given = {key: answer for key, answer in answers.items() if answer is not None}
    options = replace(checking.options, answers={**checking.options.answers, **given})
    visit.check(reader, checking.content, checking.name, options)
    if len(given) < len(questions):
        visit.refuse(reader.plural("add.n_unanswered", len(questions) - len(given)))
    st.rerun()


def _answer(reader: Reader, question: Question) -> str | None:
    """Let the reader say what a row is; nothing is chosen beforehand."""
    where = place(reader, Problem("", question.sheet, question.row))
    return st.selectbox(
        formats.plain(f"{question.printed} ({where})"),
        [*question.candidates, SKIP],
        index=None,
        format_func=lambda one: _candidate(reader, one),
        key=f"add_answer_{question.key}_{question.printed}",
        placeholder=reader.text("add.questions.choose"),
    )


def _candidate(reader: Reader, candidate: str) -> str:
    """Return an answer in words."""
    if candidate == SKIP:
        return reader.text("add.questions.skip")
    from barometr.publish.preview_words import candidate_words  # slow to import, and needed for a question only

    return candidate_words(reader, candidate)
