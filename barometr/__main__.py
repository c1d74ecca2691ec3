"""The command line: python -m barometr query|sql|queries|export|build.

python -m barometr query volunteering/by_path --area_id gdansk
python -m barometr sql "select count(*) from observations" --format json
python -m barometr export table volunteering/by_path --area_id gdansk -o volunteers.xlsx
python -m barometr export package barometr.zip
python -m barometr build
"""

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from barometr.engine import DataMissingError, QueryError, data_directory, data_version, one_moment, queries, query, sql
from barometr.export.delimited import csv_bytes, safe_text
from barometr.export.files import write_file
from barometr.export.package import package_bytes, write_package
from barometr.export.queried import query_table
from barometr.export.table import ExportError
from barometr.export.workbook import xlsx_bytes
from barometr.words.texts import LANGUAGES

FORMATS = ("table", "csv", "json")
FILES = {".csv": csv_bytes, ".xlsx": xlsx_bytes}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or 1 with the reason on standard error, or 2 for a misused command."""
    parser = _parser()
    known, rest = parser.parse_known_args(arguments)
    try:
        if known.command == "query":
            print(rendered(query(known.name, **_parameters(parser, rest)), known.format), end="")
            return 0
        if known.command == "export" and known.what == "table":
            return _export_table(parser, known, rest)
        if rest:
            parser.error(f"unknown: {' '.join(rest)}")
        if known.command == "sql":
            print(rendered(sql(known.statement), known.format), end="")
        elif known.command == "queries":
            for name, one in queries().items():
                print(f"{name} ({', '.join(one.params) or 'no parameters'}): {one.title}")
        elif known.command == "export":
            written = _write_package(known.path)
            print(f"{written}: data version {data_version()}")
        else:
            return _build()
    except (QueryError, DataMissingError, ExportError) as error:
        print(f"barometr: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m barometr", description="Published figures of Polish cities.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", required=True)
    asked = commands.add_parser(
        "query", allow_abbrev=False, help="run a file of queries/ with its parameters (--area_id gdansk)"
    )
    asked.add_argument("name", help="such as volunteering/by_path; see the command 'queries'")
    own = commands.add_parser("sql", help="run a single select statement")
    own.add_argument("statement")
    for command in (asked, own):
        command.add_argument("--format", choices=FORMATS, default="table")
    commands.add_parser("queries", help="list the queries with their parameters")
    _add_export(
        commands.add_parser("export", allow_abbrev=False, help="write a query's rows, or all the data, to files")
    )
    commands.add_parser("build", help="rebuild data/parquet and the data dictionary")
    return parser


def _add_export(parser: argparse.ArgumentParser) -> None:
    """Add what `export` takes: a table with its query and file, or the package with its folder."""
    kinds = parser.add_subparsers(dest="what", required=True)
    table = kinds.add_parser(
        "table", allow_abbrev=False, help="the rows of a query (--area_id gdansk) as a file for a spreadsheet"
    )
    table.add_argument("name", help="such as volunteering/by_path; see the command 'queries'")
    table.add_argument("--lang", choices=LANGUAGES, default="pl", help="language of the labels and form of the numbers")
    table.add_argument(
        "-o",
        dest="path",
        type=Path,
        required=True,
        metavar="FILE",
        help="its ending, .csv or .xlsx, says what is written",
    )
    package = kinds.add_parser("package", help="all published data as a Frictionless data package")
    package.add_argument("path", type=Path, help="a folder that is new or empty, or a .zip file")


def _export_table(parser: argparse.ArgumentParser, known: argparse.Namespace, rest: Sequence[str]) -> int:
    """Write the rows of a query to a file, and say how many."""
    make = FILES.get(known.path.suffix.lower())
    if make is None:
        parser.error(f"{known.path} ends in neither {' nor '.join(FILES)}: the ending says what to write")
    with one_moment():
        table = query_table(known.name, known.lang, **_parameters(parser, rest))
        write_file(known.path, make(table))
        print(f"{known.path}: {len(table.rows)} rows, data version {data_version()}")
    return 0


def _write_package(path: Path) -> Path:
    return write_file(path, package_bytes()) if path.suffix.lower() == ".zip" else write_package(path)


def _parameters(parser: argparse.ArgumentParser, rest: Sequence[str]) -> dict[str, str | int | None]:
    """Read --name value pairs; whole numbers become numbers, an empty value becomes null."""
    if len(rest) % 2 or any(not name.startswith("--") for name in rest[::2]):
        parser.error(f"parameters come as pairs, --name value; got: {' '.join(rest)}")
    return {
        name.removeprefix("--"): int(value) if re.fullmatch(r"-?[0-9]+", value) else value or None
        for name, value in zip(rest[::2], rest[1::2], strict=True)
    }


def rendered(frame: pd.DataFrame, style: str) -> str:
    """Return the rows as an aligned table, CSV or JSON; missing values are empty, or null in JSON."""
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    if style == "json":
        return json.dumps(records, ensure_ascii=False, indent=1, default=str) + "\n"
    rows = [["" if value is None else str(value) for value in record.values()] for record in records]
    header = [str(column) for column in frame.columns]
    if style == "csv":
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(
            [header, *([safe_text(cell) for cell in row] for row in rows)]
        )
        return buffer.getvalue()
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [header, *rows]
    ]
    return "\n".join(lines) + "\n"


def _build() -> int:
    """Rebuild the Parquet files and the dictionary, and say what was written."""
    # Frictionless is slow to import and only the build needs it.
    from barometr.publish.build import BuildError, build, write_dictionary

    try:
        counts = build(data_directory())
    except BuildError as error:
        print(f"barometr: nothing was published.\n{error}", file=sys.stderr)
        return 1
    write_dictionary(data_directory())
    print(f"{sum(counts.values())} rows in {len(counts)} tables, data version {data_version()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
