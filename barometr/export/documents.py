"""The documents behind a table: what a reader needs to find, date, judge and cite them."""

from collections.abc import Sequence

from barometr.engine import Record, records
from barometr.export.table import Row
from barometr.words import formats
from barometr.words.wording import Wording

COLUMNS = ("title", "publisher", "published_on", "licence", "note", "file_sha256", "source_id")


def document_rows(wording: Wording, source_ids: Sequence[str]) -> list[Row]:
    """Return what is known of each document, newest first, in the order of COLUMNS."""
    rows = records("export/sources", source_ids=tuple(source_ids)) if source_ids else ()
    return [
        (
            wording.named(row, "title"),
            wording.named(row, "publisher"),
            dated(wording, row),
            wording.text(f"export.licence.{row['licence']}"),
            wording.pick(row, "note"),
            row["file_sha256"],
            row["source_id"],
        )
        for row in rows
    ]


def dated(wording: Wording, row: Record) -> str:
    """Return the day a document was published, saying so where the day is assumed."""
    day = formats.day(row["published_on"], wording.language)
    return day if row["published_basis"] == "printed" else wording.text("source.assumed", day=day)
