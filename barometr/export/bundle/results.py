"""The judged tables for machines: which columns they have, what each means, and the files themselves."""

import hashlib
from collections.abc import Mapping
from typing import Any

from barometr.engine import data_version
from barometr.export.bundle.rerun import as_csv
from barometr.export.package import CSV_RESOURCE, LICENCES
from barometr.judgement.review import Review
from barometr.measures.review import direction_row, target_row
from barometr.words.wording import Wording

# The columns of results/targets.csv and results/directions.csv with their types in a Table Schema.
TARGETS = {
    "goal_id": "string",
    "indicator_id": "string",
    "area_id": "string",
    "member": "string",
    "basis": "string",
    "method": "string",
    "baseline_year": "integer",
    "baseline_value": "number",
    "target_year": "integer",
    "target_value": "number",
    "review_year": "integer",
    "expected_at_review": "number",
    "latest_year": "integer",
    "latest_value": "number",
    "is_trial": "boolean",
    "expected": "number",
    "margin": "number",
    "ratio": "number",
    "status": "string",
    "reason": "string",
    "pace_planned": "number",
    "pace_so_far": "number",
    "pace_needed": "number",
    "robust": "boolean",
    "depends_on": "string",
    "left_out": "string",
    "baseline_row_id": "string",
    "target_row_id": "string",
}
DIRECTIONS = {
    "goal_id": "string",
    "indicator_id": "string",
    "area_id": "string",
    "member": "string",
    "points": "integer",
    "first_year": "integer",
    "last_year": "integer",
    "first_value": "number",
    "last_value": "number",
    "slope": "number",
    "change": "number",
    "change_unit": "string",
    "materiality": "number",
    "word": "string",
    "verdict": "string",
    "reason": "string",
    "depends_on": "string",
    "left_out": "string",
}
FILE = {"profile": "data-resource", "type": "file"}
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def targets_csv(judged: Review) -> bytes:
    """Return results/targets.csv: a row for each target, numbers in full."""
    return as_csv(list(TARGETS), [target_row(one) for one in judged.targets]).encode()


def directions_csv(judged: Review) -> bytes:
    """Return results/directions.csv: a row for each series without a target."""
    return as_csv(list(DIRECTIONS), [direction_row(one) for one in judged.directions]).encode()


def columns_text(wording: Wording) -> str:
    """Return what each column means, as Markdown."""
    described = {"targets.csv": _target_columns(wording), "directions.csv": _direction_columns(wording)}
    lines = [f"# {wording.text('bundle.columns')}", "", wording.text("bundle.columns_note")]
    for name, texts in described.items():
        head = [wording.text("bundle.column"), wording.text("bundle.meaning")]
        lines += ["", f"## {name}", "", f"| {head[0]} | {head[1]} |", "|---|---|"]
        lines += [f"| `{column}` | {text} |" for column, text in texts.items()]
    return "\n".join(lines) + "\n"


def _target_columns(wording: Wording) -> dict[str, str]:
    return {name: wording.text(f"bundle.target.{name}") for name in TARGETS}


def _direction_columns(wording: Wording) -> dict[str, str]:
    return {name: wording.text(f"bundle.direction.{name}") for name in DIRECTIONS}


def descriptor(wording: Wording, judged: Review, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return datapackage.json: the results with their schemas, and the data files they were made from."""
    tables = (("targets", TARGETS, _target_columns(wording)), ("directions", DIRECTIONS, _direction_columns(wording)))
    resources = [
        {
            "name": name,
            **_file(f"results/{name}.csv", files),
            **CSV_RESOURCE,
            "schema": {
                "missingValues": [""],
                "fields": [{"name": column, "type": types[column], "description": texts[column]} for column in types],
            },
        }
        for name, types, texts in tables
    ]
    others = [name for name in files if name.endswith((".csv", ".parquet")) and not name.startswith("results/")]
    for name in others:
        kind = name.rpartition(".")[2]
        resources.append({"name": name.replace("/", "-"), **_file(name, files), **FILE, "mediatype": MEDIA[kind]})
    return {
        "profile": "data-package",
        "name": f"review-{judged.programme['programme_id']}-{judged.year}",
        "title": wording.text("bundle.title", programme=wording.pick(judged.programme, "title"), year=judged.year),
        "version": data_version(),
        "licenses": LICENCES,
        "resources": resources,
    }


def _file(path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {"path": path, "bytes": len(files[path]), "hash": "sha256:" + hashlib.sha256(files[path]).hexdigest()}
