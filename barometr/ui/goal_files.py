"""The goals of a programme and the figures of the narrative as tables to take away."""

from collections.abc import Iterable, Sequence

from barometr.catalog import sources, units
from barometr.engine import Record, data_version
from barometr.export.table import About, Column, Row, Table
from barometr.ui.goal_tree import Tree, state_of
from barometr.ui.reader import Reader

GOAL_COLUMNS = (
    "goals.column.code",
    "goals.column.title",
    "goals.column.state",
    "goals.column.literal",
    "goals.remarks",
    "goals.responsible",
    "goals.funding",
    "goals.column.indicators",
    "goals.column.projects",
    "goals.column.facts",
)
FACT_COLUMNS = (
    "goals.column.code",
    "goals.column.title",
    "goals.column.project",
    "goals.column.label",
    "export.column.area",
    "export.column.year",
    "export.column.value",
    "export.column.unit",
    "export.column.status",
    "export.column.literal",
    "goals.column.role",
    "export.column.document",
    "export.column.place",
    "export.column.note",
    "goals.column.row_id",
)


def goals_table(reader: Reader, tree: Tree, programme: Record, file_name: str) -> Table:
    """Return every goal of a programme with its state and the counts of what stands directly under it."""
    rows = [
        (
            goal["code"],
            reader.pick(goal, "title"),
            reader.text(f"goals.status.{state_of(goal)}.name") if state_of(goal) else None,
            goal["status_literal"],
            *(reader.named(goal, field) or None for field in ("remarks", "responsible", "funding")),
            *(goal[name] for name in ("indicators", "projects", "facts")),
        )
        for goal in tree.goals.values()
    ]
    return _table(reader, reader.pick(programme, "title"), file_name, GOAL_COLUMNS, rows, [programme["source_id"]])


def facts_table(reader: Reader, tree: Tree, facts: Sequence[Record], title: str, file_name: str) -> Table:
    """Return figures of the narrative, one a row, each with its goal and the place it was printed in."""
    rows = [_fact(reader, tree.goals.get(fact["goal_id"]), fact) for fact in facts]
    return _table(reader, title, file_name, FACT_COLUMNS, rows, dict.fromkeys(fact["source_id"] for fact in facts))


def _fact(reader: Reader, goal: Record | None, fact: Record) -> Row:
    inferred = reader.text("table.inferred") if fact["year_basis"] == "inferred" else ""
    unit = units()[fact["unit"]][f"short_{reader.language}"] if fact["unit"] else None
    return (
        goal["code"] if goal else None,
        reader.pick(goal, "title") if goal else None,
        reader.pick(fact, "project") or None,
        reader.pick(fact, "label"),
        reader.area(fact["area_id"]),
        fact["year"],
        fact["value"],
        unit or None,
        reader.text(f"status.{fact['status']}.name"),
        fact["literal"],
        fact["role"] == "restatement",
        reader.source_title(sources()[fact["source_id"]]),
        reader.place(fact),
        "; ".join(part for part in (reader.pick(fact, "note"), inferred) if part) or None,
        fact["fact_id"],
    )


def _table(
    reader: Reader, title: str, file_name: str, columns: Sequence[str], rows: Sequence[Row], source_ids: Iterable[str]
) -> Table:
    about: About = (
        (reader.text("export.about.title"), title),
        (reader.text("export.about.terms"), reader.text("export.terms")),
        (reader.text("export.about.version"), data_version()),
    )
    return Table(
        title=title,
        file_name=file_name,
        language=reader.language,
        columns=tuple(Column(key.rpartition(".")[2], reader.text(key)) for key in columns),
        rows=tuple(rows),
        about=about,
        source_ids=tuple(source_ids),
    )
