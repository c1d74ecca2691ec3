"""From checked rows to a publication: put together and held against what is published, then published, or undone.

Until `publish` nothing outside a temporary folder is written.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from barometr.engine import Database, Record, opened_state, rows_of
from barometr.project import TRANSCRIBED, schemas_of
from barometr.publish.assemble import GIVEN, assembled
from barometr.publish.check import Checked
from barometr.publish.check_names import InBoth
from barometr.publish.draft import Problem
from barometr.publish.findings import Finding, completed
from barometr.publish.known import Known, known_catalogue
from barometr.publish.preview import Preview, preview
from barometr.publish.problems import PublishingError, column_letters
from barometr.publish.store import (
    IMPORTS,
    StoreError,
    commit,
    keep_import,
    new_import_id,
    now,
    publishing,
    write_state,
    writing,
)
from barometr.publish.tables import Row, in_order, locator, printed_table, table_of
from barometr.published import Publication, in_force, publications, state_folder
from barometr.words import texts
from barometr.words.texts import LANGUAGES
from barometr.words.wording import CELL_AFTER

MOST_NAMED = 5
SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")
# Figures of one document that agree in these are one figure, in whatever order the document has them.
SAME_FIGURE = ("area_id", "indicator_id", "member", "year", "status")


@dataclass(frozen=True)
class Staged:
    """A file that could be published as it is, and what that would change; `problems` keep it from being published.

    `on` is the publication that it was held against, `folder` the temporary place of what it brings; `contents` the
    whole state with it.
    """

    on: Publication
    folder: Path
    contents: Mapping[str, pa.Table | Path]
    preview: Preview | None
    problems: Sequence[Problem]
    file: str
    sha256: str
    rows: int
    source_id: str | None
    kept: TemporaryDirectory[str]

    def drop(self) -> None:
        """Remove the temporary folder; nothing can be published of this any more."""
        self.kept.cleanup()


class UndoError(PublishingError):
    """An import cannot be undone."""


def catalogue_in_force(data: Path) -> Known:
    """Return the catalogue that a new file is held against."""
    latest = in_force(data)
    return known_catalogue(data, state_folder(data, latest.version), imported_documents(data, latest))


def imported_documents(data: Path, publication: Publication) -> frozenset[str]:
    """Return the documents that came by the imports in force."""
    files = [data / IMPORTS / one / "catalog" / "sources.parquet" for one in publication.imports]
    return frozenset(name for file in files if file.exists() for name in pq.read_table(file)["source_id"].to_pylist())


def with_values(data: Path) -> frozenset[str]:
    """Return the indicators that have published observations."""
    found = opened_state(state_folder(data, in_force(data).version)).run(
        "select distinct indicator_id from observations"
    )
    return frozenset(found["indicator_id"])


def stage(data: Path, checked: Checked, file: str, content: bytes) -> Staged:
    """Hold a file's checked rows against what is published; nothing is written outside a temporary folder.

    Raises StoreError where there is no room for that, or what is published is damaged.
    """
    with writing(Path(gettempdir())):
        return _stage(data, checked, file, content, TemporaryDirectory(prefix="barometr-"))


def _stage(data: Path, checked: Checked, file: str, content: bytes, kept: TemporaryDirectory[str]) -> Staged:
    folder, on, schemas = Path(kept.name) / "import", in_force(data), schemas_of(data)
    sha256, rows = hashlib.sha256(content).hexdigest(), checked.rows.get("observations", [])
    before = opened_state(state_folder(data, on.version))
    sources = list(checked.rows.get("sources", []))
    source_id = sources[0]["source_id"] if sources else None
    indicators = _by_id(
        before.run("select indicator_id, unit, goal_id from indicators"), checked.rows.get("indicators", [])
    )
    printed = _printed(rows, sources[0], indicators, _row_numbers(data, on, source_id)) if rows else []
    _write_import(folder, checked, printed, schemas)
    suffix = Path(file).suffix.lower()
    (folder / f"file{suffix if SUFFIX.fullmatch(suffix) else ''}").write_bytes(content)

    contents = assembled(state_folder(data, on.base), _import_folders(data, on.imports), schemas, folder)
    if before.left_out:  # what is lost would look new
        named = "; ".join(f"{name} ({why})" for name, why in before.left_out.items())
        raise StoreError("damaged_state", files=named)
    contents, after, findings = completed(contents, Path(kept.name) / "state", schemas)
    places = {one["row_id"]: row for one, row in zip(printed, rows, strict=True)}
    problems = [_problem_of(finding, places) for finding in findings]
    shown = None if problems else preview(before, after, source_id, len(rows))
    return Staged(on, folder, contents, shown, problems, file, sha256, len(rows), source_id, kept)


def publish(data: Path, staged: Staged, by: str) -> Publication:
    """Put a staged file in force; raises StoreError, leaving everything as it was, when that cannot be done."""
    if staged.problems:
        raise StoreError("has_problems")
    with publishing(data, by):
        latest = in_force(data)
        # Other imports may give equal data; what is in force is then still not what was looked at.
        if (latest.version, latest.base, latest.imports) != (staged.on.version, staged.on.base, staged.on.imports):
            raise StoreError("changed")
        import_id = new_import_id(data)
        folder = keep_import(data, import_id, staged.folder)
        publication = Publication(
            write_state(data, _in_their_place(staged, folder)),
            staged.on.base,
            "import",
            (*staged.on.imports, import_id),
            now(),
            by,
            import_id,
            staged.file,
            staged.sha256,
            staged.rows,
            staged.source_id,
        )
        commit(data, publication)
        return publication


def _in_their_place(staged: Staged, folder: Path) -> dict[str, pa.Table | Path]:
    """Return the contents of a staged state with its temporary files where the import is kept."""
    contents = dict(staged.contents)
    for name, content in contents.items():
        if isinstance(content, Path) and content.is_relative_to(staged.folder):
            contents[name] = folder / content.relative_to(staged.folder)
    return contents


def undo_preview(data: Path, import_id: str) -> Preview:
    """Return what readers would see change if an import were undone; raises UndoError where it cannot be."""
    on = in_force(data)
    with writing(Path(gettempdir())), TemporaryDirectory(prefix="barometr-") as folder:
        _, after = _without(data, on, import_id, Path(folder))
        return preview(opened_state(state_folder(data, on.version)), after)


def undo(data: Path, import_id: str, by: str) -> Publication:
    """Publish the data without an import; raises UndoError or StoreError, leaving everything as it was."""
    with publishing(data, by), TemporaryDirectory(prefix="barometr-") as folder:
        on = in_force(data)
        contents, _ = _without(data, on, import_id, Path(folder))
        version = write_state(data, contents)
        undone = next(one for one in publications(data) if one.import_id == import_id and one.action == "import")
        left = tuple(one for one in on.imports if one != import_id)
        publication = replace(undone, version=version, base=on.base, action="undo", imports=left, at=now(), by=by)
        commit(data, publication)
        return publication


def _without(
    data: Path, on: Publication, import_id: str, folder: Path
) -> tuple[Mapping[str, pa.Table | Path], Database]:
    """Return the state without an import; raises UndoError when others need it or it is not in force."""
    if import_id not in on.imports:
        raise UndoError("not_in_force", number=import_id, known=", ".join(on.imports) or "–")
    schemas = schemas_of(data)
    remaining = _import_folders(data, [one for one in on.imports if one != import_id])
    contents, after, findings = completed(assembled(state_folder(data, on.base), remaining, schemas), folder, schemas)
    if findings:
        named = "; ".join(f"{one.finding}: {one.rule}" for one in findings[:MOST_NAMED])
        raise UndoError("needed", number=import_id, findings=named)
    return contents, after


def _import_folders(data: Path, imports: Sequence[str]) -> list[Path]:
    return [data / IMPORTS / one for one in imports]


def _by_id(frame: pd.DataFrame, added: Sequence[Row]) -> dict[str, Record]:
    """Return indicators by id: those in force, and those that a file adds or changes."""
    return {row["indicator_id"]: row for row in [*rows_of(frame), *added]}


def _row_numbers(data: Path, on: Publication, source_id: str | None) -> dict[tuple[object, ...], int]:
    """Return the number of each figure of a document in the imports in force: its own also while it is gone."""
    numbers: dict[tuple[object, ...], int] = {}
    for folder in _import_folders(data, on.imports):
        file = folder / "observations" / f"{source_id}.parquet"
        if file.exists():
            table = pq.read_table(file, columns=[*SAME_FIGURE, "row"]).to_pylist()
            numbers |= {tuple(row[name] for name in SAME_FIGURE): row["row"] for row in table}
    return numbers


def _printed(
    rows: Sequence[Row], source: Row, indicators: Mapping[str, Record], numbers: Mapping[tuple[object, ...], int]
) -> list[Row]:
    """Return checked rows with everything that a published figure has, in their order."""
    following = max(numbers.values(), default=0)
    printed = []
    for row in rows:
        number = numbers.get(tuple(row[name] for name in SAME_FIGURE))
        if number is None:
            number = following = following + 1
        indicator = indicators[row["indicator_id"]]
        cell = f"{column_letters(row['column'])}{row['row']}" if row["column"] is not None else str(row["row"])
        one = {
            **{name: row[name] for name in ("area_id", "indicator_id", "member", "year", "value", "status", "literal")},
            "row": number,
            "row_id": f"{source['source_id']}.{number}",
            "source_id": source["source_id"],
            "published_on": source["published_on"],
            "home": "observation",
            "role": "primary",
            "year_basis": "printed",
            "unit": indicator["unit"],
            "goal_id": indicator["goal_id"],
            "place": "file",
            "section": CELL_AFTER.join(
                filter(None, [row["locator"], f"{row['sheet']}!{cell}" if row["sheet"] else cell])
            ),
            "line": max(row["row"], 1),
            "note_pl": row["note"] or None,
            "note_en": row["note_en"] or row["note"] or None,
        }
        printed.append({**one, "locator": locator(one)})
    return printed


def _write_import(folder: Path, checked: Checked, printed: Sequence[Row], schemas: Mapping[str, Any]) -> None:
    """Write what a file brings: rows of the catalogue, with the fields it gave, and the figures of its document."""
    (folder / "catalog").mkdir(parents=True)
    for name, rows in checked.rows.items():
        if rows and name != "observations":
            given = ",".join(checked.given.get(name, ()))
            table = table_of(rows, schemas[name]).replace_schema_metadata({GIVEN: given} if given else None)
            pq.write_table(table, folder / "catalog" / f"{name}.parquet")
    if printed:
        (folder / "observations").mkdir()
        table = printed_table(in_order(printed), schemas[TRANSCRIBED])
        pq.write_table(table, folder / "observations" / f"{printed[0]['source_id']}.parquet", compression="zstd")


def _problem_of(finding: Finding, places: Mapping[str, Row]) -> Problem:
    """Return a finding as a problem of the file, at the first of its cells that is concerned."""
    at = next((places[one] for one in finding.row_ids.split() if one in places), None)
    check = finding.check.removeprefix("checks/")
    named = InBoth(**{one: texts.text(one, f"check.{check}") for one in LANGUAGES})
    values = {"check": named, "rule": finding.rule}
    if at is None:
        return Problem("data.check", values=values)
    return Problem("data.check", at["sheet"], at["row"], at["column"], values)
