"""Whether the printed figures agree with each other: totals with their parts, ratios with their inputs."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from barometr.catalog import Indicator, indicators
from barometr.engine import Record, records, remembered
from barometr.export.table import Column, Row, Shown, Table
from barometr.ui import markup
from barometr.ui.quality import words
from barometr.ui.reader import Reader
from barometr.words import formats

COLUMNS = ("check", "indicator", "area", "year", "printed", "expected", "difference", "counted", "agrees", "explained")


@remembered
def sums() -> list[list[Record]]:
    """Return every sum of parts: the printed total, if there is one, and the parts."""
    return _grouped(records("quality/totals"), "status_family")


@remembered
def ratios() -> list[list[Record]]:
    """Return every printed ratio: one row for each figure of its inputs, or one alone without inputs."""
    return _grouped(records("quality/ratios"))


def _grouped(rows: Sequence[Record], *more: str) -> list[list[Record]]:
    fields = ("area_id", "indicator_id", "year", *more)
    return [list(group) for _, group in groupby(rows, lambda row: tuple(row[field] for field in fields))]


def _differs(row: Record) -> bool:
    return row["difference"] is not None and abs(row["difference"]) > 0.000001


def totals_summary(reader: Reader) -> str:
    """Say how many totals were held against their parts, and how many agree."""
    compared = [rows[0] for rows in sums() if rows[0]["published_total"] is not None]
    differing = [row for row in compared if _differs(row)]
    explained = [row for row in differing if row["conflict_id"]]
    return reader.text(
        "reconciliation.totals_summary",
        n=len(compared),
        agree=len(compared) - len(differing),
        differ=len(differing),
        explained=len(explained),
    )


def ratios_summary(reader: Reader) -> str:
    """Say how many printed ratios could be computed again, and how many of them agree."""
    firsts = [rows[0] for rows in ratios()]
    recomputed = [row for row in firsts if row["recomputed"] is not None]
    return reader.text(
        "reconciliation.ratios_summary",
        n=len(firsts),
        recomputed=len(recomputed),
        agree=sum(row["agrees"] for row in recomputed),
        without=len(firsts) - len(recomputed),
    )


def totals(reader: Reader) -> str:
    """Return the table of printed totals beside the sums of their parts."""
    columns = [reader.text(f"table.{one}") for one in ("what", "published_total", "parts_sum", "difference")]
    columns.append(reader.text("reconciliation.column_explained"))
    lines = [_total_line(reader, rows) for rows in sums()]
    return words.table(reader.text("table.totals_caption"), columns, lines)


def _total_line(reader: Reader, rows: Sequence[Record]) -> tuple[str, list[str]]:
    row, indicator = rows[0], indicators()[rows[0]["indicator_id"]]
    printed = [one for one in rows if not one["member"]]
    # The total stands for itself; a sum without one says so.
    total = words.point_button(reader, printed[0]) if printed else escape(reader.text("reconciliation.no_total"))
    addition = " + ".join(words.point_button(reader, one) for one in rows if one["member"] and one["value"] is not None)
    parts = f"<strong>{escape(reader.number(row['parts_sum'], indicator.decimals))}</strong> = {addition}"
    if row["parts_printed"] < row["parts_known"]:
        of = reader.text("table.sum_of", n=row["parts_printed"], m=row["parts_known"])
        parts += f"<span class='b-unit'>{escape(of)}</span>"
    difference = _difference(reader, indicator, row)
    return _heading(reader, indicator, row), [total, parts, difference, _explained(reader, row)]


def _heading(reader: Reader, indicator: Indicator, row: Record) -> str:
    under = f"{reader.area(row['area_id'])}, {row['year']}"
    return f"{escape(reader.pick(indicator, 'short'))}<span class='b-unit'>{escape(under)}</span>"


def _difference(reader: Reader, indicator: Indicator, row: Record) -> str:
    if row["difference"] is None:
        return escape(reader.text("reconciliation.not_compared"))
    if not _differs(row):
        complete = row["parts_printed"] == row["parts_known"]
        return _agreement(reader) if complete else escape(reader.text("table.without_parts"))
    return f"<strong>≠ {escape(formats.signed(row['difference'], indicator.decimals, reader.language))}</strong>"


def _agreement(reader: Reader) -> str:
    return f"✓ {escape(reader.text('reconciliation.agrees'))}"


def _explained(reader: Reader, row: Record) -> str:
    return words.entry_link(reader, row) if row["conflict_id"] else ""


def recomputed(reader: Reader) -> str:
    """Return the table of printed ratios that their printed inputs allow to compute again."""
    parts = ("printed", "numerator", "denominator", "recomputed", "agrees")
    columns = [reader.text("table.what"), *(reader.text(f"reconciliation.column_{one}") for one in parts)]
    lines = [_ratio_line(reader, rows) for rows in ratios() if rows[0]["recomputed"] is not None]
    if not lines:
        return markup.small(reader.text("reconciliation.no_ratio"))
    return words.table(reader.text("reconciliation.ratios_caption"), columns, lines)


def _ratio_line(reader: Reader, rows: Sequence[Record]) -> tuple[str, list[str]]:
    row, indicator = rows[0], indicators()[rows[0]["indicator_id"]]
    result = formats.exact(row["recomputed"], reader.language)
    return _heading(reader, indicator, row), [
        words.point_button(reader, row),
        _input(reader, rows, "numerator"),
        _input(reader, rows, "denominator"),
        escape(result),
        _agreement(reader) if row["agrees"] else f"<strong>≠</strong> {_explained(reader, row)}",
    ]


def _input(reader: Reader, rows: Sequence[Record], side: str) -> str:
    """Return one input of a ratio: its name, and the figures it is made of as buttons to their places."""
    name = reader.pick(indicators()[rows[0][f"{side}_id"]], "short")
    value = formats.exact(rows[0][f"{side}_value"], reader.language)
    buttons = []
    for row in rows:
        if row["side"] == side:
            # A single figure is the input itself; of several, each is shown as printed.
            shown = value if sum(one["side"] == side for one in rows) == 1 else row["input_literal"]
            spoken = reader.text("number.spoken", about=f"{name}, {row['year']}", value=row["input_literal"])
            buttons.append(markup.number_button(shown, row["row_id"], spoken))
    return f"{' + '.join(buttons)}<span class='b-unit'>{escape(name)}</span>"


def not_recomputed(reader: Reader) -> str:
    """Return the printed ratios whose inputs are not printed for the same year, on demand."""
    items = []
    for rows in ratios():
        row, indicator = rows[0], indicators()[rows[0]["indicator_id"]]
        if row["recomputed"] is None:
            button = words.point_button(reader, row)
            items.append(f"{escape(reader.pick(indicator, 'short'))}, {row['year']}: {button}")
    if not items:
        return ""
    return markup.folded(reader.text("reconciliation.without_inputs", n=len(items)), markup.listed(items))


def documents() -> list[str]:
    """Return the documents behind the totals and the ratios."""
    return [row["source_id"] for group in [*sums(), *ratios()] for row in group]


def file_name(reader: Reader) -> str:
    """Return the name of the downloaded files, without an ending."""
    return f"barometr-{reader.text('reconciliation.file')}"


def table(reader: Reader) -> Table:
    """Return every comparison of a printed figure with what other printed figures give for it."""
    title = reader.text("reconciliation.title")
    rows = [_total_cells(reader, group[0]) for group in sums()] + [_ratio_cells(reader, group[0]) for group in ratios()]
    return Table(
        title=title,
        file_name=file_name(reader),
        language=reader.language,
        columns=tuple(Column(one, reader.text(f"reconciliation.column_{one}")) for one in COLUMNS),
        rows=tuple(rows),
        about=((reader.text("export.about.title"), title),),
        source_ids=tuple(dict.fromkeys(documents())),
    )


def _total_cells(reader: Reader, row: Record) -> Row:
    indicator = indicators()[row["indicator_id"]]
    compared = row["difference"] is not None
    return (
        reader.text("reconciliation.totals"),
        *_identity_cells(reader, indicator, row),
        _shown(row["published_total"], indicator),
        _shown(row["parts_sum"], indicator),
        _shown(row["difference"], indicator),
        reader.text("table.sum_of", n=row["parts_printed"], m=row["parts_known"]),
        not _differs(row) if compared else None,
        reader.pick(row, "title") or None,
    )


def _ratio_cells(reader: Reader, row: Record) -> Row:
    indicator = indicators()[row["indicator_id"]]
    known = row["recomputed"] is not None
    return (
        reader.text("reconciliation.ratios"),
        *_identity_cells(reader, indicator, row),
        _shown(row["value"], indicator),
        _shown(row["recomputed"], indicator),
        _shown(row["value"] - row["recomputed"], indicator) if known else None,
        None if known else reader.text("reconciliation.not_compared"),
        bool(row["agrees"]) if known else None,
        reader.pick(row, "title") or None,
    )


def _identity_cells(reader: Reader, indicator: Indicator, row: Record) -> tuple[str, str, int]:
    return reader.pick(indicator, "name"), reader.area(row["area_id"]), row["year"]


def _shown(value: float | None, indicator: Indicator) -> Shown | None:
    return None if value is None else Shown(value, indicator.decimals)
