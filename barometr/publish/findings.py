"""What the checks find in a state: contradictions, which enter the register, and whatever forbids to publish it."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from barometr.engine import Database, Record, queries, rows_of
from barometr.project import TRANSCRIBED
from barometr.publish.assemble import files_of
from barometr.publish.tables import Row, table_of
from barometr.words import formats
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

# The rules of both checks below name the printed number, then what comes out of the others.
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
# Findings of these checks are contradictions in the sources: shown to readers, and no reason to refuse a file.
CONTRADICTIONS = {"checks/totals_against_parts": "total", "checks/ratios_against_inputs": "ratio"}


@dataclass(frozen=True)
class Finding:
    """What a check finds: what it is about, the row ids concerned, and the rule that is broken."""

    check: str
    finding: str
    row_ids: str
    rule: str


def completed(
    contents: Mapping[str, pa.Table | Path], folder: Path, schemas: Mapping[str, Any]
) -> tuple[dict[str, pa.Table | Path], Database, list[Finding]]:
    """Return a state with its contradictions entered in the register, opened, and what keeps it from being so."""
    opened = Database(files_of(contents, folder))
    found = findings_of(opened)
    contradictions = [one for one in found if one.check in CONTRADICTIONS]
    rest = [one for one in found if one.check not in CONTRADICTIONS] + _broken_references(opened, schemas)
    if not contradictions or rest:
        return dict(contents), opened, rest
    entries = table_of(_entries(opened, contradictions), schemas["conflicts"])
    register = contents["conflicts.parquet"]
    table = pq.read_table(register) if isinstance(register, Path) else register
    whole = {**contents, "conflicts.parquet": pa.concat_tables([table, entries])}
    return whole, Database(files_of(whole, folder)), []


def findings_of(database: Database) -> list[Finding]:
    """Return what the checks find that no entry of the register explains."""
    known = set(database.run("select finding from conflicts where finding is not null")["finding"])
    return [
        Finding(name, **row)
        for name, check in queries().items()
        if name.startswith("checks/")
        for row in rows_of(database.run(check.text))
        if row["finding"] not in known
    ]


def _broken_references(database: Database, schemas: Mapping[str, Any]) -> list[Finding]:
    """Return the names in a column that the table it refers to does not have."""
    found = []
    for name, schema in schemas.items():
        tables = ("observations", "narrative") if name == TRANSCRIBED else (name,)
        for table, key in ((table, key) for table in tables for key in schema.get("foreignKeys", [])):
            (field,), (referred,) = key["fields"], key["reference"]["fields"]
            resource = key["reference"]["resource"] or table
            missing = database.run(
                f"select distinct {field} as id from stored.{table} where {field} is not null "
                f"and {field} not in (select {referred} from stored.{resource})"
            )["id"]
            found += [
                Finding("references", f"{table}.{field}", str(one), f"{one} is not in {resource}") for one in missing
            ]
    return found


def _entries(database: Database, found: Sequence[Finding]) -> list[Row]:
    """Return the entries of the register for contradictions that nobody has explained yet."""
    names = {row["indicator_id"]: row for row in rows_of(database.run("select * from indicators"))}
    areas = {row["area_id"]: row for row in rows_of(database.run("select area_id, name, name_en from areas"))}
    totals = set(database.run("select row_id from observations where member = ''")["row_id"])
    return [_entry(one, names, areas, totals) for one in found]


def _entry(finding: Finding, names: Mapping[str, Record], areas: Mapping[str, Record], totals: Container[str]) -> Row:
    """Return one entry; the figure in use is the printed total, or the printed ratio, the first total it names."""
    kind = CONTRADICTIONS[finding.check]
    _, area_id, indicator_id, year = finding.finding.split(":")
    entry: Row = {
        "conflict_id": f"found_{kind}_{area_id}_{indicator_id}_{year}",
        "kind": kind,
        "area_id": area_id,
        "indicator_id": indicator_id,
        "goal_id": None,
        "year": int(year),
        "figures": finding.row_ids,
        "chosen": next((one for one in finding.row_ids.split() if one in totals), None),
        "finding": finding.finding,
    }
    printed, computed = map(float, NUMBER.findall(finding.rule)[:2])
    for wording in map(Wording, LANGUAGES):
        words = {"name": wording.pick(names[indicator_id], "short"), "area": wording.named(areas[area_id], "name")}
        numbers = {
            "printed": formats.exact(printed, wording.language),
            "computed": formats.exact(computed, wording.language),
        }
        entry[f"title_{wording.language}"] = wording.text(f"found.{kind}.title", year=year, **words, **numbers)
        entry[f"reason_{wording.language}"] = wording.text(f"found.{kind}.reason")
    return entry
