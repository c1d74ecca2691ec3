"""The command line: python -m barometr query|sql|queries|export|review|briefing|bundle|build|import|undo|log|….

python -m barometr query volunteering/by_path --area_id gdansk
python -m barometr sql "select count(*) from observations" --format json
python -m barometr export table volunteering/by_path --area_id gdansk -o volunteers.xlsx
python -m barometr export package barometr.zip
python -m barometr review rumia --year 2019 --format csv
python -m barometr briefing --area gdansk --topic volunteering --lang pl -o volunteering.pdf
python -m barometr bundle --area rumia --review 2019 -o review.zip
python -m barometr build
python -m barometr template gdansk --year 2018 -o values.xlsx
python -m barometr import values.xlsx --publish
python -m barometr --as-of 2026-01-31 query volunteering/by_path --area_id gdansk
"""

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from textwrap import shorten

import pandas as pd

from barometr.catalog import indicators, is_city
from barometr.command_errors import FAILED, TRY_LATER, MisusedError, RefusedError
from barometr.data_commands import add_data_commands
from barometr.engine import (
    DataMissingError,
    QueryError,
    data_directory,
    data_version,
    known_versions,
    one_moment,
    queries,
    query,
    sql,
)
from barometr.export.briefing.content import BriefingError, briefing
from barometr.export.briefing.content import years as briefing_years
from barometr.export.bundle import bundle_bytes
from barometr.export.delimited import csv_bytes, safe_text
from barometr.export.files import write_file
from barometr.export.package import package_bytes, write_package
from barometr.export.queried import query_table
from barometr.export.reviewed import directions_table, targets_table
from barometr.export.table import Cell, ExportError, Table, decimals_of
from barometr.export.workbook import xlsx_bytes
from barometr.judgement.review import ReviewError, programme_of, review, usual_year, years
from barometr.measures.review import direction_row, target_row
from barometr.organisation import OrganisationError, organisation
from barometr.published import publications
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

FORMATS = ("table", "csv", "json")
FILES = {".csv": csv_bytes, ".xlsx": xlsx_bytes}


REFUSALS = (
    RefusedError,
    QueryError,
    DataMissingError,
    ExportError,
    ReviewError,
    BriefingError,
    OrganisationError,
)
NAME_WIDTH = 58
# The columns of a review that fit a screen: each a label, and the columns of the table it is made from.
ON_SCREEN = {
    "baseline_value": ("baseline_year", "baseline_value"),
    "target_value": ("target_year", "target_value"),
    "expected_at_review": ("expected_at_review",),
    "latest_value": ("latest_year", "latest_value"),
    "first_value": ("first_year", "first_value"),
    "last_value": ("last_year", "last_value"),
    "pace_needed": ("pace_needed",),
    "status": ("status",),
    "direction": ("direction",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns 0, or the reason on standard error and 1, or 2 for a misused command.

    An import ends with 3 when it only waits for answers to its questions, with 75 when it should be tried again later.
    """
    parser = _parser()
    known, rest = parser.parse_known_args(arguments)
    if hasattr(known, "parameters"):
        known.parameters = _parameters(parser, rest)
    elif rest:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        with _moment(known.as_of):
            known.run(known)
    except MisusedError as error:
        parser.error(str(error))
    except REFUSALS as error:
        print(f"barometr: {error}", file=sys.stderr)
        return error.code if isinstance(error, RefusedError) else FAILED
    return 0


def _moment(as_of: str | None) -> AbstractContextManager[None]:
    """Answer from an earlier publication, named by its version or by the last day on which it may have been made."""
    if as_of is None:
        return nullcontext()
    if as_of in known_versions():
        return one_moment(as_of)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
        raise RefusedError(
            f"--as-of {as_of}: no publication has this version; write one of 'log', or a day: 2026-01-31"
        )
    made = [one for one in publications(data_directory()) if (one.at or "")[:10] <= as_of]
    if not made:
        raise RefusedError(f"--as-of {as_of}: nothing was published until then; see the command 'log'")
    return one_moment(made[-1].version)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m barometr", description="Published figures of Polish cities.", allow_abbrev=False
    )
    parser.add_argument("--as-of", metavar="VERSION|DAY", help="answer as the data were then; see the command 'log'")
    commands = parser.add_subparsers(dest="command", required=True)
    asked = commands.add_parser(
        "query", allow_abbrev=False, help="run a file of queries/ with its parameters (--area_id gdansk)"
    )
    asked.add_argument("name", help="such as volunteering/by_path; see the command 'queries'")
    asked.set_defaults(run=_query, parameters={})
    own = commands.add_parser("sql", help="run a single select statement")
    own.add_argument("statement")
    own.set_defaults(run=_sql)
    for command in (asked, own):
        command.add_argument("--format", choices=FORMATS, default="table")
    commands.add_parser("queries", help="list the queries with their parameters").set_defaults(run=_queries)
    _add_export(
        commands.add_parser("export", allow_abbrev=False, help="write a query's rows, or all the data, to files")
    )
    _add_judgements(commands)
    commands.add_parser("build", help="publish catalog/ and transcribed/ anew, and write the dictionary").set_defaults(
        run=_build
    )
    add_data_commands(commands)
    return parser


def _add_export(parser: argparse.ArgumentParser) -> None:
    """Add what `export` takes: a table with its query and file, or the package with its folder."""
    kinds = parser.add_subparsers(dest="what", required=True)
    table = kinds.add_parser(
        "table", allow_abbrev=False, help="the rows of a query (--area_id gdansk) as a file for a spreadsheet"
    )
    table.add_argument("name", help="such as volunteering/by_path; see the command 'queries'")
    table.add_argument("--lang", choices=LANGUAGES, default="pl", help="language of the labels and form of the numbers")
    _add_file(table, "its ending, .csv or .xlsx, says what is written")
    table.set_defaults(run=_export_table, parameters={})
    package = kinds.add_parser("package", help="all published data as a Frictionless data package")
    package.add_argument("path", type=Path, help="a folder that is new or empty, or a .zip file")
    package.set_defaults(run=_export_package)


def _add_judgements(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that judge: the review of a programme, the page for a meeting, the evaluator's bundle."""
    review_of = commands.add_parser("review", help="targets of a programme, or the direction of its figures, in a year")
    review_of.add_argument("programme", help="a city or a programme: rumia")
    review_of.add_argument("--year", type=int, help="the last year whose data count; the usual one if left out")
    review_of.add_argument("--what", choices=("targets", "directions"), help="targets, where the programme has any")
    review_of.add_argument("--format", choices=FORMATS, default="table")
    review_of.set_defaults(run=_review)

    briefing_on = commands.add_parser("briefing", help="one A4 page for a meeting, as a PDF")
    briefing_on.add_argument("--area", required=True, help="a city: gdansk")
    chosen = briefing_on.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--topic", help="such as volunteering")
    chosen.add_argument("--indicators", nargs="+", default=[], metavar="INDICATOR", help="up to eight, by their ids")
    briefing_on.add_argument("--year", type=int, help="the last one with data if left out")
    _add_file(briefing_on, "the PDF to write")
    briefing_on.set_defaults(run=_briefing)

    bundle = commands.add_parser("bundle", help="everything an evaluator needs to redo a review, as one ZIP")
    bundle.add_argument("--area", required=True, help="a city or a programme: rumia")
    bundle.add_argument("--review", type=int, metavar="YEAR", help="the last year whose data count")
    _add_file(bundle, "the ZIP to write")
    bundle.set_defaults(run=_bundle)

    for command in (review_of, briefing_on, bundle):
        command.add_argument("--lang", choices=LANGUAGES, default="pl", help="language of the words and numbers")


def _add_file(parser: argparse.ArgumentParser, hint: str) -> None:
    parser.add_argument("-o", dest="path", type=Path, required=True, metavar="FILE", help=hint)


def _query(known: argparse.Namespace) -> None:
    print(rendered(query(known.name, **known.parameters), known.format), end="")


def _sql(known: argparse.Namespace) -> None:
    print(rendered(sql(known.statement), known.format), end="")


def _queries(_: argparse.Namespace) -> None:
    for name, one in queries().items():
        print(f"{name} ({', '.join(one.params) or 'no parameters'}): {one.title}")


def _export_table(known: argparse.Namespace) -> None:
    """Write the rows of a query to a file, and say how many."""
    make = FILES.get(known.path.suffix.lower())
    if make is None:
        raise MisusedError(f"{known.path} ends in neither {' nor '.join(FILES)}: the ending says what to write")
    with one_moment():
        table = query_table(known.name, known.lang, **known.parameters)
        write_file(known.path, make(table))
        print(f"{known.path}: {len(table.rows)} rows, data version {data_version()}")


def _export_package(known: argparse.Namespace) -> None:
    zipped = known.path.suffix.lower() == ".zip"
    written = write_file(known.path, package_bytes()) if zipped else write_package(known.path)
    print(f"{written}: data version {data_version()}")


def _review(known: argparse.Namespace) -> None:
    """Print the targets of a programme with their progress, or its series with their directions."""
    with one_moment():
        programme_id, year = _reviewed(known.programme, known.year)
        found, wording = review(programme_id, year), Wording(known.lang)
        of_targets = known.what == "targets" or (known.what is None and found.targets)
        table = (targets_table if of_targets else directions_table)(wording, found)
        if known.format == "csv":
            sys.stdout.write(csv_bytes(table).decode("utf-8-sig"))
        elif known.format == "json":
            rows = [target_row(one) for one in found.targets] if of_targets else map(direction_row, found.directions)
            print(json.dumps(list(rows), ensure_ascii=False, indent=1))
        else:
            print(table.title)
            print(rendered(_on_screen(wording, table), "table"), end="")


def _reviewed(programme: str, year: int | None) -> tuple[str, int]:
    """Return the programme and the year of a review, the usual one where none is given; raises ReviewError."""
    programme_id = programme_of(programme)
    offered = years(programme_id)
    chosen = usual_year(programme_id) if year is None else year
    if chosen is None or chosen not in offered:
        raise ReviewError(
            f"{programme_id} cannot be reviewed for {chosen}; years: {offered[0]} to {offered[-1]}"
            if offered
            else f"{programme_id} has neither data nor targets to review"
        )
    return programme_id, chosen


def _briefing(known: argparse.Namespace) -> None:
    """Write the page for a meeting as a PDF."""
    # Typst takes a while to import and only this command needs it.
    from barometr.export.briefing.pdf import pdf_bytes

    with one_moment():
        chosen = {"topic": known.topic, "indicator_ids": tuple(known.indicators)}
        offered = briefing_years(known.area, **chosen)
        page = briefing(
            Wording(known.lang),
            known.area,
            known.year if known.year is not None else max(offered, default=0),
            **chosen,
            public_address=organisation().address,
        )
        written = write_file(known.path, pdf_bytes(page))
        print(f"{written}: {page.title}, {page.year}, data version {page.data_version}")
        if not page.address:
            print("barometr: no link and no QR code on it: data/organisation.toml gives no address", file=sys.stderr)


def _bundle(known: argparse.Namespace) -> None:
    """Write the evaluator's bundle."""
    with one_moment():
        programme_id, year = _reviewed(known.area, known.review)
        written = write_file(known.path, bundle_bytes(programme_id, year, known.lang))
        print(f"{written}: {programme_id}, {year}, data version {data_version()}")


def _on_screen(wording: Wording, table: Table) -> pd.DataFrame:
    """Return the columns of a review that fit a screen, under their labels: values after their year ("2022: 30")."""
    labels = {column.name: column.label for column in table.columns}
    lines = []
    for cells in table.rows:
        row = dict(zip(labels, cells, strict=True))
        names = [wording.pick(indicators()[str(row["indicator_id"])], "short"), str(row.get("member") or "")]
        names.append("" if is_city(str(row["area_id"])) else str(row["area"]))
        name = ", ".join(filter(None, names))
        line = {labels["indicator"]: shorten(name, NAME_WIDTH, placeholder="…")}
        for shown, behind in ON_SCREEN.items():
            if shown in labels:
                line[labels[shown]] = ": ".join(_cell(wording, row[one]) for one in behind if row[one] is not None)
        lines.append(line)
    return pd.DataFrame(lines)


def _cell(wording: Wording, cell: Cell) -> str:
    """Return a cell as text: a number with its decimals, one at most for a computed one, and a year as it is."""
    if not isinstance(cell, float):
        return str(cell)
    decimals = decimals_of(cell)
    return wording.number(cell, min(1, decimals) if decimals is not None else 1)


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


def _build(_: argparse.Namespace) -> None:
    """Rebuild the Parquet files and the dictionary, and say what was written."""
    # Frictionless is slow to import and only the build needs it.
    from barometr.publish.build import BuildError, build, write_dictionary
    from barometr.publish.store import StoreError

    try:
        counts = build(data_directory())
    except StoreError as error:
        raise RefusedError(str(error), TRY_LATER if error.rule == "busy" else FAILED) from error
    except BuildError as error:
        raise RefusedError(f"nothing was published.\n{error}") from error
    write_dictionary(data_directory())
    print(f"{sum(counts.values())} rows in {len(counts)} tables, data version {data_version()}")


if __name__ == "__main__":
    sys.exit(main())
