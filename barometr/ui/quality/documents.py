"""Each document: who published it, what became of the figures it prints, what it says about itself."""

from collections.abc import Iterable, Sequence
from html import escape

from barometr.catalog import indicators, sources
from barometr.engine import Record, records, remembered
from barometr.ui import choices, markup
from barometr.ui.quality import words
from barometr.ui.reader import Reader

CONTRIBUTIONS = (
    "observations",
    "gaps",
    "facts",
    "goal_states",
    "project_details",
    "source_details",
    "exclusions",
    "figures",
)
ASIDES = {"source_detail": "documents.details", "excluded": "documents.excluded"}


@remembered
def overview(reader: Reader) -> str:
    """Return the table of what each document contributed, with the sum of all."""
    rows = records("quality/documents")
    lines = [
        (escape(reader.source_title(sources()[row["source_id"]])), [str(row[one]) for one in CONTRIBUTIONS])
        for row in rows
    ]
    together = [f"<strong>{sum(row[one] for row in rows)}</strong>" for one in CONTRIBUTIONS]
    lines.append((f"<strong>{escape(reader.text('documents.together'))}</strong>", together))
    columns = [reader.text(f"documents.{one}") for one in ("document", *CONTRIBUTIONS)]
    return f"<div class='b-counts'>{words.table(reader.text('documents.caption'), columns, lines)}</div>"


def descriptions(reader: Reader, here: str) -> str:
    """Return the description of every document; the one that the reader was led to is marked."""
    asides = records("quality/asides")
    return "".join(
        _description(reader, row, [one for one in asides if one["source_id"] == row["source_id"]], here)
        for row in records("quality/documents")
    )


def _description(reader: Reader, row: Record, asides: Sequence[Record], here: str) -> str:
    source = sources()[row["source_id"]]
    marked = f" data-here='{escape(source.source_id, quote=True)}'" if source.source_id == here else ""
    years = words.years(int(year) for year in row["years"].split())
    covered = row["indicator_ids"].split()
    pairs = [
        (reader.text("documents.publisher"), escape(reader.named(source, "publisher"))),
        (reader.text("documents.published"), escape(reader.dated(source))),
        (reader.text("documents.city"), escape(reader.area(source.area_id))),
        (reader.text("documents.licence"), escape(reader.text(f"documents.licence_{source.licence}"))),
        (reader.text("documents.about"), escape(reader.pick(source, "note"))),
        (reader.text("documents.contributed"), _contributed(reader, row)),
        (reader.text("documents.years"), escape(years or reader.text("documents.no_indicators"))),
        (reader.text("documents.hash"), f"<code class='b-hash'>{escape(row['file_sha256'])}</code>"),
    ]
    title = f"<h3>{escape(reader.source_title(source))}</h3>"
    folded = _indicators(reader, covered) + _asides(reader, asides)
    return f"<section class='b-document'{marked}>{title}{markup.definitions(pairs)}{folded}</section>"


def _contributed(reader: Reader, row: Record) -> str:
    """Return in words how many figures a document prints, and what they are."""
    counts = [f"{reader.text(f'documents.{one}')}: {row[one]}" for one in CONTRIBUTIONS[:-1] if row[one]]
    return f"<strong>{row['figures']}</strong> ({escape('; '.join(counts))})"


def _indicators(reader: Reader, covered: Sequence[str]) -> str:
    """Return the indicators whose values a document prints, each leading to its trend."""
    if not covered:
        return ""
    opening = choices.address("trends", ind="")  # the address is asked for once: its end is the id
    links = (markup.link(reader.pick(indicators()[one], "short"), opening + one) for one in covered)
    return markup.folded(reader.text("documents.indicators", n=len(covered)), markup.listed(links, "b-list b-columns"))


def _asides(reader: Reader, rows: Iterable[Record]) -> str:
    """Return what a document prints about itself, and what it prints that is no figure, with the reason."""
    by_home: dict[str, list[str]] = {home: [] for home in ASIDES}
    for row in rows:
        button = words.figure_button(reader, row)
        place, reason = escape(reader.place(row)), escape(reader.pick(row, "note"))
        by_home[row["home"]].append(f"{button}, {place}{f'<br>{reason}' if reason else ''}")
    return "".join(
        markup.folded(reader.text(key, n=len(by_home[home])), markup.listed(by_home[home]))
        for home, key in ASIDES.items()
        if by_home[home]
    )
