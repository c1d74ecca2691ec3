"""The checks of the data, run on what is published now: what each looks for and what it finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from barometr.catalog import sources
from barometr.engine import Record, published_folder, queries, query, records
from barometr.export.table import Column, Table
from barometr.published import MANIFEST
from barometr.ui import figures, markup
from barometr.ui.quality import words
from barometr.ui.reader import Reader
from barometr.words import formats

FOLDER = "checks/"
FINDINGS_SHOWN = 12
COLUMNS = ("check", "finding", "rows", "rule", "explained")


@dataclass(frozen=True)
class Finding:
    """One row of a check: what it is called, the figures concerned, the rule, and the entry that explains it."""

    name: str
    row_ids: str
    rule: str
    entry: Record | None


@dataclass(frozen=True)
class Result:
    """One check with everything it found."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def unexplained(self) -> tuple[Finding, ...]:
        """Return the findings that no entry of the register explains; a check that has any has failed."""
        return tuple(one for one in self.findings if one.entry is None)


def results() -> list[Result]:
    """Run every check on the published data."""
    explained = {row["finding"]: row for row in records("quality/explained")}
    return [
        Result(
            name.removeprefix(FOLDER),
            tuple(
                Finding(row["finding"], row["row_ids"], row["rule"], explained.get(row["finding"]))
                for row in query(name).to_dict("records")
            ),
        )
        for name in queries()
        if name.startswith(FOLDER)
    ]


def summary(reader: Reader, found: Sequence[Result]) -> str:
    """Say how many checks the data pass, which data, and when they were written."""
    failed = [one for one in found if one.unexplained]
    key = "check.all_pass" if not failed else "check.some_fail"
    sign, kind = ("✓", "rule") if not failed else ("✗", "conflict")
    written = datetime.fromtimestamp((published_folder() / MANIFEST).stat().st_mtime)
    body = reader.text("check.run_on", day=formats.day(written.date(), reader.language), time=written.strftime("%H:%M"))
    return markup.note(kind, sign, reader.text(key, n=len(found), failed=len(failed)), body)


def shown(reader: Reader, found: Sequence[Result]) -> str:
    """Return every check with its result; those that fail come first."""
    named = tuple(dict.fromkeys(one for result in found for each in result.findings for one in each.row_ids.split()))
    printed = {row["row_id"]: row for row in records("export/figures", row_ids=named)} if named else {}
    return "".join(_check(reader, one, printed) for one in sorted(found, key=lambda one: not one.unexplained))


def _check(reader: Reader, result: Result, printed: Mapping[str, Record]) -> str:
    unexplained = result.unexplained
    sign, style = ("✗", "b-fail") if unexplained else ("✓", "b-pass")
    verdict = reader.text("check.fails" if unexplained else "check.explained" if result.findings else "check.passes")
    counts = ""
    if result.findings:
        explained = len(result.findings) - len(unexplained)
        counts = markup.small(
            reader.text("check.counts", n=len(result.findings), explained=explained, unexplained=len(unexplained))
        )
    findings = [_finding(reader, one, printed) for one in result.findings]
    listed = figures.first_few(reader, findings, FINDINGS_SHOWN, markup.listed) if findings else ""
    code = f"<pre class='b-sql' tabindex='0'><code>{escape(queries()[FOLDER + result.name].text)}</code></pre>"
    return (
        f"<section class='b-check {style}'><h3>{escape(reader.text(f'check.{result.name}'))}</h3>"
        f"<p class='b-verdict'><strong>{sign} {escape(verdict)}</strong></p>{counts}{listed}"
        f"{markup.folded(reader.text('check.sql'), code)}</section>"
    )


def _finding(reader: Reader, finding: Finding, printed: Mapping[str, Record]) -> str:
    """Return one finding: the entry that explains it, or else the rule that is broken, with the figures."""
    buttons = ", ".join(
        words.figure_button(reader, printed[one]) if one in printed else escape(one) for one in finding.row_ids.split()
    )
    opening = words.entry_link(reader, finding.entry) if finding.entry else f"<strong>✗ {escape(finding.rule)}</strong>"
    rows = f"<span class='b-small b-rows'>{escape(reader.text('check.rows'))} {buttons}</span>"
    return f"{opening}<br>{rows}"


def file_name(reader: Reader) -> str:
    """Return the name of the downloaded files, without an ending."""
    return f"barometr-{reader.text('check.file')}"


def table(reader: Reader, found: Sequence[Result]) -> Table:
    """Return every check with its findings; a check that found nothing has one row."""
    title = reader.text("check.title")
    rows = [
        (
            reader.text(f"check.{result.name}"),
            *((one.name, one.row_ids, one.rule) if one else (reader.text("check.passes"), None, None)),
            reader.pick(one.entry, "title") if one and one.entry else None,
        )
        for result in found
        for one in (result.findings or (None,))
    ]
    return Table(
        title=title,
        file_name=file_name(reader),
        language=reader.language,
        columns=tuple(Column(one, reader.text(f"check.column_{one}")) for one in COLUMNS),
        rows=tuple(rows),
        about=((reader.text("export.about.title"), title),),
        source_ids=tuple(sources()),
    )
