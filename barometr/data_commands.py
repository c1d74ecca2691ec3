"""Commands that bring data in and keep them: import, undo, log, template, bdl, backup, restore.

What they need takes long to import, so each imports it when it runs.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from barometr.command_errors import FAILED, QUESTIONS_OPEN, TRY_LATER, MisusedError, RefusedError
from barometr.engine import data_directory
from barometr.words.texts import LANGUAGES
from barometr.words.wording import Wording

DOCUMENT = ("source_id", "title", "publisher", "published_on", "area_id")
MOST_LINES = 20  # of each kind of change on the screen
VARIABLES = {"population": 72305}  # residents, in the Local Data Bank


def add_data_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the parser."""
    brought = commands.add_parser(
        "import", help="check a file with figures, say what it would change, and publish it with --publish"
    )
    brought.add_argument("file", type=Path, help="the filled-in template, or a CSV or XLSX table")
    for name in DOCUMENT:
        brought.add_argument(
            f"--{name.replace('_', '-')}", help=f"of the document, where the file does not say ({name})"
        )
    brought.add_argument("--area", help="the city or district of rows that name none: gdansk")
    brought.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="ROW=INDICATOR",
        help="answer to a question about a row: 7=volunteers, 8=volunteers~sport, 9=skip; once for each row",
    )
    how = brought.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="only say what would change; so it is without --publish")
    how.add_argument("--publish", action="store_true", help="publish it, if nothing is wrong")
    brought.set_defaults(run=_import)

    undone = commands.add_parser("undo", help="publish the data without an import")
    undone.add_argument("import_id", help="its number, as the command 'log' gives it: 0003")
    undone.add_argument("--publish", action="store_true", help="do it; without this it only says what would change")
    undone.set_defaults(run=_undo)

    log = commands.add_parser("log", help="list the publications: imports, undone imports, rebuilds")
    log.set_defaults(run=_log)

    template = commands.add_parser("template", help="a workbook to fill in, for a programme or for a new city")
    template.add_argument("programme", nargs="?", help="a city or a programme: gdansk; left out: an empty workbook")
    template.add_argument("--year", type=int, help="the year to fill in; the one after the last if left out")
    template.set_defaults(run=_template)

    bdl = commands.add_parser("bdl", help="fetch figures of the GUS Local Data Bank into a file for 'import'")
    bdl.add_argument("--areas", nargs="+", required=True, metavar="AREA", help="cities with a TERYT code: gdansk sopot")
    bdl.add_argument("--years", required=True, metavar="FIRST-LAST", help="such as 2012-2017")
    bdl.add_argument(
        "--variable",
        action="append",
        default=[],
        metavar="INDICATOR=NUMBER",
        help="a variable of the bank for an indicator; population=72305 if left out",
    )
    bdl.set_defaults(run=_bdl)
    for command in (template, bdl):
        command.add_argument("-o", dest="path", type=Path, required=True, metavar="FILE", help="the XLSX to write")

    backup = commands.add_parser("backup", help="everything in the data folder as one ZIP, while the dashboard runs")
    backup.add_argument("path", type=Path, metavar="FILE", help="the ZIP to write")
    backup.set_defaults(run=_backup)
    restored = commands.add_parser("restore", help="unpack a backup into a new folder, after checking every file of it")
    restored.add_argument("path", type=Path, metavar="FILE", help="the ZIP that 'backup' wrote")
    restored.add_argument("folder", type=Path, help="a folder that is new or empty")
    restored.set_defaults(run=_restore)

    for command in (brought, undone, log, template, bdl):
        command.add_argument("--lang", choices=LANGUAGES, default="pl", help="language of the words and numbers")


def _import(known: argparse.Namespace) -> None:
    """Check a file, say what it would change, and publish it if that was asked for."""
    from tqdm import tqdm

    from barometr.publish.draft import Options
    from barometr.publish.intake import STEPS, examined
    from barometr.publish.staging import publish
    from barometr.publish.store import StoreError, user

    wording = Wording(known.lang)
    document = {name: getattr(known, name) for name in DOCUMENT if getattr(known, name)}
    options = Options(document, known.area, _pairs(known.answer, "--answer"))
    try:
        content = known.file.read_bytes()
    except OSError as error:
        raise RefusedError(f"{known.file} cannot be read ({error.strerror}).") from error
    steps = (*STEPS, "publish") if known.publish else STEPS
    with tqdm(total=len(steps), leave=False, disable=not sys.stderr.isatty(), bar_format="{l_bar}{bar}| {desc}") as bar:

        def step(name: str) -> None:
            bar.set_description_str(wording.text(f"import.step.{name}"))
            bar.update(0 if name == STEPS[0] else 1)

        published = None
        try:
            found = examined(data_directory(), content, known.file.name, options, step)
            if found.staged and known.publish:
                step("publish")
                published = publish(data_directory(), found.staged, user())
        except StoreError as error:
            raise RefusedError(error.said(wording), _code(error.rule)) from error
    _refuse(wording, found)
    assert found.staged is not None and found.staged.preview is not None
    _print_preview(wording, found.staged.preview, found.empty)
    if published:
        print(wording.text("import.published", number=published.import_id, version=published.version))
    else:
        print(wording.text("import.not_published"))


def _code(rule: str) -> int:
    """Return what a refused publication ends with: another code where trying again may help."""
    return TRY_LATER if rule in ("busy", "changed") else FAILED


def _refuse(wording: Wording, found: Any) -> None:  # noqa: ANN401 (Examined; importing it takes long)
    """Say what keeps a file from being published; raises RefusedError, or returns where nothing does."""
    from barometr.publish.preview_words import candidate_words
    from barometr.publish.problems import said

    lines = [said(wording, one) for one in found.problems]
    if found.more:
        lines.append(wording.plural("preview.n_more", found.more))
    for one in found.questions:
        nearest = "; ".join(candidate_words(wording, candidate) for candidate in one.candidates)
        lines.append(wording.text("import.question", row=one.key, printed=one.printed, nearest=nearest))
    if lines:
        count = len(found.problems) + found.more
        head = wording.plural("import.n_problems", count) if count else wording.plural("import.n_questions", len(lines))
        raise RefusedError("\n".join([head, *lines]), FAILED if count else QUESTIONS_OPEN)


def _print_preview(wording: Wording, found: Any, empty: int = 0) -> None:  # noqa: ANN401 (Preview)
    from barometr.publish.preview_words import counted, lines

    print("; ".join(counted(wording, found, empty)))
    for line in lines(wording, found, MOST_LINES):
        print(line)


def _undo(known: argparse.Namespace) -> None:
    """Say what undoing an import would change, and do it if that was asked for."""
    from barometr.publish.staging import UndoError, undo, undo_preview
    from barometr.publish.store import StoreError, user

    wording = Wording(known.lang)
    try:
        _print_preview(wording, undo_preview(data_directory(), known.import_id))
        if not known.publish:
            print(wording.text("import.not_undone"))
            return
        undone = undo(data_directory(), known.import_id, user())
    except UndoError as error:
        raise RefusedError(error.said(wording)) from error
    except StoreError as error:
        raise RefusedError(error.said(wording), _code(error.rule)) from error
    print(wording.text("import.undone", number=known.import_id, version=undone.version))


def _log(known: argparse.Namespace) -> None:
    """List the publications, newest first."""
    from barometr.published import publications

    wording = Wording(known.lang)
    active = publications(data_directory())[-1].imports
    for one in reversed(publications(data_directory())):
        what = wording.text(f"import.action.{one.action}")
        if one.action == "import" and one.import_id not in active:
            what = f"{what} ({wording.text('import.action.later_undone')})"
        about = [one.at or "", what, one.import_id, one.by, one.file, (one.sha256 or "")[:12], one.source_id]
        rows = wording.plural("import.n_rows", one.rows) if one.rows is not None else ""
        print("  ".join(" ".join(part.split()) for part in [one.version, *about, rows] if part))


def _template(known: argparse.Namespace) -> None:
    """Write the workbook to fill in."""
    from barometr.engine import one_moment
    from barometr.export.files import write_file
    from barometr.judgement.review import programme_of, years
    from barometr.publish.template import empty_template_bytes, template_bytes

    with one_moment():
        if known.programme is None:
            print(write_file(known.path, empty_template_bytes(known.lang)))
            return
        programme_id = programme_of(known.programme)
        year = known.year if known.year is not None else max(years(programme_id), default=0) + 1
        print(f"{write_file(known.path, template_bytes(programme_id, year, known.lang))}: {programme_id}, {year}")


def _bdl(known: argparse.Namespace) -> None:
    """Fetch figures of the Local Data Bank into a file."""
    from barometr.export.files import write_file
    from barometr.publish.bdl import BdlError, Client
    from barometr.publish.bdl_book import fetched_book
    from barometr.publish.staging import catalogue_in_force

    wording = Wording(known.lang)
    first, _, last = known.years.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise MisusedError(f"--years {known.years}: write 2012-2017, or one year")
    numbers = _pairs(known.variable, "--variable")
    if not all(number.isdecimal() for number in numbers.values()):
        raise MisusedError("--variable: write an indicator and the number of a variable, population=72305")
    variables = {name: int(number) for name, number in numbers.items()} or VARIABLES
    span = range(int(first), int(last or first) + 1)
    try:
        made = fetched_book(known.areas, variables, span, Client(_cache()), catalogue_in_force(data_directory()))
    except BdlError as error:
        raise RefusedError(error.said(wording)) from error
    print(write_file(known.path, made))


def _cache() -> Path:
    """Return the folder of this user in which the requests to the bank are counted."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "barometr"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _pairs(given: list[str], option: str) -> dict[str, str]:
    """Read NAME=VALUE; raises MisusedError for anything else."""
    pairs = [one.rpartition("=") for one in given]
    for name, sign, value in pairs:
        if not (name and sign and value):
            raise MisusedError(f"{option} {name}{sign}{value}: write a name, =, and a value")
    return {name: value for name, _, value in pairs}


def _backup(known: argparse.Namespace) -> None:
    from barometr.publish.backup import BackupError, backup

    try:
        backup(data_directory(), known.path)
    except BackupError as error:
        raise RefusedError(str(error)) from error
    print(known.path)


def _restore(known: argparse.Namespace) -> None:
    from barometr.publish.backup import BackupError, restore

    try:
        restore(known.path, known.folder)
    except BackupError as error:
        raise RefusedError(str(error)) from error
    print(known.folder)
