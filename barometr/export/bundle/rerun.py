"""Makes results/*.csv again from the enclosed data, SQL and rules; exit code 0 where all is sound and the same, else 1.

    python rerun.py      needs Python 3.11 or newer and DuckDB (pip install duckdb); no network, no Barometr

Every file is held against manifest.json. The files of parquet/ become tables, queries/views.sql their views,
queries/review/*.sql give targets and values, and barometr/measures/ judges them. What comes out is written to rerun/
and compared with results/ cell by cell: texts must be equal; numbers may differ by a billionth, because the last
digit of a power depends on the machine.
"""

import csv
import hashlib
import io
import json
import math
import os
import sys
from pathlib import Path
from typing import Any

import duckdb


def main() -> int:
    """Check, judge and compare; returns the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console may lack Polish letters
    sys.dont_write_bytecode = True
    os.chdir(Path(__file__).resolve().parent)
    sys.path.insert(0, str(Path.cwd()))  # the rules enclosed here, not those of an installed Barometr
    manifest = json.loads(Path("manifest.json").read_text(encoding="utf-8"))
    says, states = manifest["says"], {name: state(Path(name), file) for name, file in manifest["files"].items()}
    for name in states:
        if states[name] != "sound":
            print(says[states[name]].format(file=name))
    if "missing" in states.values():
        print(says["stopped"])
        return 1
    question = json.loads(Path("question.json").read_text(encoding="utf-8"))
    Path("rerun").mkdir(exist_ok=True)
    differing = 0
    for table, rows in judged(question, [name for name in states if name.startswith("parquet/")]).items():
        made = as_csv(question["columns"][table], rows)
        Path("rerun", table).write_bytes(made.encode())
        now, given = cells(made), cells(Path("results", table).read_bytes().decode())
        for row, column in dict.fromkeys([*given, *now]):
            one, other = now.get((row, column), ""), given.get((row, column), "")
            if not same(one, other):
                print(says["differs"].format(table=table, row=row, column=column, now=one or "–", given=other or "–"))
                differing += 1
        print(says["compared"].format(table=table, rows=len(rows)))
    damaged = "damaged" in states.values()
    print(says["not_same" if differing else "same_but_damaged" if damaged else "same"].format(cells=differing))
    return 1 if differing or damaged else 0


def state(path: Path, expected: dict[str, str | int]) -> str:
    """Say whether a file is "sound", "missing", or "damaged": not the one that manifest.json describes."""
    if not path.is_file():
        return "missing"
    found = {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    return "sound" if found == expected else "damaged"


def judged(question: dict[str, Any], parquet: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of both tables of results, by the enclosed data and rules."""
    from barometr.measures.review import directed, direction_row, key, reviewed, target_row

    database = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    database.execute("create schema stored")
    tables: dict[str, list[str]] = {}  # a file of the folder is a table, a subfolder is one table of many files
    for name in parquet:
        tables.setdefault(name.split("/")[1].removesuffix(".parquet"), []).append(name)
    for table, files in tables.items():
        database.execute(f"create table stored.{table} as from read_parquet({files}, union_by_name = true)")
    database.execute(Path("queries/views.sql").read_text(encoding="utf-8"))
    answers = []
    for name in ("targets", "points"):
        sql = Path(f"queries/review/{name}.sql").read_text(encoding="utf-8")
        asked = database.execute(sql, {"programme_id": question["programme_id"]})
        columns = [column[0] for column in asked.description or []]
        answers.append([dict(zip(columns, row, strict=True)) for row in asked.fetchall()])
    (targets, points), year = answers, question["year"]
    return {
        "targets.csv": [target_row(one) for one in reviewed(targets, points, year)],
        "directions.csv": [direction_row(one) for one in directed(points, year, without=map(key, targets))],
    }


def as_csv(columns: list[str], rows: list[dict[str, Any]]) -> str:
    """Return a table as CSV: numbers in full, yes and no as true and false, nothing for None."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([columns, *([written(row[column]) for column in columns] for row in rows)])
    return buffer.getvalue()


def written(cell: str | bool | float | None) -> str:
    """Return a cell as a table holds it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return repr(float(cell)).removesuffix(".0") if isinstance(cell, int | float) else cell or ""


def cells(table: str) -> dict[tuple[str, str], str]:
    """Return the cells of a table by row (its number and series) and column."""
    rows = enumerate(csv.DictReader(io.StringIO(table, newline="")), start=1)
    named = {f"{number} {row['indicator_id']} {row['area_id']} {row['member']}".strip(): row for number, row in rows}
    return {(name, column): cell for name, row in named.items() for column, cell in row.items()}


def same(one: str, other: str) -> bool:
    """Say whether two cells hold the same text, or numbers that differ by a billionth at most."""
    try:
        return one == other or math.isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-9)
    except ValueError:
        return False


if __name__ == "__main__":
    sys.exit(main())
