"""The evaluator's bundle: one ZIP that answers one review question and can be worked out again without Barometr.

It holds the judged tables, the values they rest on, a card for each status, and everything that made them: data, SQL,
rules, and a program (rerun.py) that makes the tables again and compares. Trial values are never inside.

The tables of results/ are for machines: ids, codes and numbers in full, compared cell by cell, and made of nothing
that a spreadsheet could run (a test sees to it). The CSV files beside them are for people and carry texts of
documents, so they are written as every other table is (see delimited.py).
"""

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from barometr.engine import QUERIES, data_version, one_moment
from barometr.export.bundle import cards, readme, results, values
from barometr.export.delimited import csv_bytes
from barometr.export.files import stored_files, zipped
from barometr.judgement.review import Review, ReviewError, review, years
from barometr.project import PROJECT
from barometr.words.texts import Language
from barometr.words.wording import Wording

RERUN = Path(__file__).with_name("rerun.py")
MEASURES = ("comparable", "progress", "review", "trend")
# Every query whose rows are inside; rerun.py runs the first two.
ASKED = (
    "review/targets",
    "review/points",
    "review/planned",
    "review/programmes",
    "export/points",
    "export/figures",
    "export/sources",
    "quality/register",
    "topic/contradictions",
)


def bundle_bytes(programme_id: str, year: int, language: Language) -> bytes:
    """Return the bundle as a ZIP; the same data, made with the same versions, give the same bytes.

    Raises ReviewError for a programme that there is not and for a year it cannot be reviewed in, and ExportError when
    published files are damaged.
    """
    return zipped(bundle_files(programme_id, year, language))


def bundle_files(programme_id: str, year: int, language: Language) -> dict[str, bytes]:
    """Return every file of the bundle by its path inside it; raises what `bundle_bytes` raises."""
    wording = Wording(language)
    with one_moment():
        judged = review(programme_id, year)
        if year not in years(programme_id):
            raise ReviewError(_outside(programme_id, year))
        stored = {f"parquet/{name}": file.read_bytes() for name, file in stored_files().items()}
        files = _answers(wording, judged) | stored | _makers()
        files["datapackage.json"] = _json(results.descriptor(wording, judged, files))
    manifest = {"says": readme.messages(wording), "files": {name: _known(files[name]) for name in sorted(files)}}
    return {"README.md": files.pop("README.md"), "manifest.json": _json(manifest), **files}


def _outside(programme_id: str, year: int) -> str:
    known = years(programme_id)
    reach = f"it can be reviewed for {known[0]} to {known[-1]}" if known else "there is nothing to review"
    return f"programme '{programme_id}' has no review for {year}; {reach}"


def _answers(wording: Wording, judged: Review) -> dict[str, bytes]:
    """Return the answers and what they rest on, for people and for programs."""
    rests_on = values.values_table(wording, judged)
    register = values.conflicts_table(wording, judged)
    return {
        "README.md": readme.text(wording, judged, _made_with()).encode(),
        "cards.md": cards.text(wording, judged).encode(),
        "values.csv": csv_bytes(rests_on),
        "conflicts.csv": csv_bytes(register),
        "sources.csv": csv_bytes(values.sources_table(wording, judged, (rests_on, register))),
        "results/targets.csv": results.targets_csv(judged),
        "results/directions.csv": results.directions_csv(judged),
        "results/columns.md": results.columns_text(wording).encode(),
        "question.json": _json(_question(wording, judged)),
    }


def _makers() -> dict[str, bytes]:
    """Return, unchanged, the files that made the answers."""
    measures = {f"barometr/measures/{name}.py": PROJECT / f"barometr/measures/{name}.py" for name in MEASURES}
    asked = {f"queries/{name}.sql": QUERIES / f"{name}.sql" for name in ("views", *ASKED)}
    made = {name: file.read_bytes() for name, file in {"rerun.py": RERUN, **asked, **measures}.items()}
    return {**made, "barometr/__init__.py": b"", "barometr/measures/__init__.py": b""}


def _question(wording: Wording, judged: Review) -> dict[str, Any]:
    """Return what was asked, of which data and with what."""
    return {
        "programme_id": judged.programme["programme_id"],
        "programme": wording.pick(judged.programme, "title"),
        "area_id": judged.programme["area_id"],
        "city": wording.area(judged.programme["area_id"]),
        "year": judged.year,
        "language": wording.language,
        "data_version": data_version(),
        "made_with": _made_with(),
        "columns": {"targets.csv": list(results.TARGETS), "directions.csv": list(results.DIRECTIONS)},
    }


def _made_with() -> dict[str, str]:
    return {"python": platform.python_version(), "duckdb": version("duckdb")}


def _known(content: bytes) -> dict[str, str | int]:
    """Return what the manifest says of a file."""
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
