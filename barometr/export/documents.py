"""The documents behind a table: what a reader needs to find, date, judge and cite them."""

from collections.abc import Sequence

from barometr.engine import records
from barometr.export.table import Row
from barometr.words.wording import Wording

COLUMNS = ("title", "publisher", "published_on", "licence", "note", "file_sha256", "source_id")


def document_rows(wording: Wording, source_ids: Sequence[str]) -> list[Row]:
    """Return what is known of each document, newest first, in the order of COLUMNS."""
    rows = records("export/sources", source_ids=tuple(source_ids)) if source_ids else ()
    return [
        (
            wording.named(row, "title"),
            wording.named(row, "publisher"),
            wording.dated(row),
            wording.text(f"export.licence.{row['licence']}"),
            wording.pick(row, "note"),
            row["file_sha256"],
            row["source_id"],
        )
        for row in rows
    ]
