"""The register of contradictions: where the sources disagree, which figure is used, and why."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby

from barometr.catalog import cities, indicators, sources
from barometr.engine import Record, records, remembered
from barometr.export.table import Column, Row, Table
from barometr.find import folded, stem, words_of
from barometr.ui import figures, markup, trace
from barometr.ui.quality import words
from barometr.ui.reader import Reader

KINDS = ("value", "total", "ratio", "year", "scope", "unit", "label", "misprint")
COLUMNS = ("entry", "kind", "city", "year", "figure", "about", "place", "document", "used", "reason")
ANY = "all"
FIGURES_SHOWN = 8
OPEN_FIRST = 2

Entries = Mapping[str, tuple[Record, ...]]


@remembered
def entries() -> Entries:
    """Return the register by entry, each with the figures that take part in it, in the order of the page."""
    found = {key: tuple(rows) for key, rows in groupby(records("quality/register"), lambda row: row["conflict_id"])}
    order = list(cities())

    def place(rows: Sequence[Record]) -> tuple[int, int, int]:
        return order.index(rows[0]["city_id"]), KINDS.index(rows[0]["kind"]), rows[0]["year"] or 0

    return dict(sorted(found.items(), key=lambda entry: place(entry[1])))


def cities_offered(reader: Reader) -> dict[str, str]:
    """Return the cities that have entries, with how many, and first all of them."""
    every = {ANY: f"{reader.text('register.every_city')} ({len(entries())})"}
    return every | {one: f"{reader.area(one)} ({n})" for one, n in _counted("city_id", cities()).items()}


def kinds_offered(reader: Reader) -> dict[str, str]:
    """Return the kinds of contradictions that occur, with how many, and first all of them."""
    every = {ANY: reader.text("register.every_kind")}
    return every | {one: f"{reader.text(f'register.kind_{one}')} ({n})" for one, n in _counted("kind", KINDS).items()}


def _counted(field: str, offered: Iterable[str]) -> dict[str, int]:
    values = [rows[0][field] for rows in entries().values()]
    return {one: values.count(one) for one in offered if one in values}


def matching(city_id: str, kind: str, typed: str) -> Entries:
    """Return the entries of a city and a kind whose texts hold every word, whatever its ending and diacritics."""
    asked = [stem(word) for word in words_of(typed)]
    return {
        key: rows
        for key, rows in entries().items()
        if city_id in (ANY, rows[0]["city_id"])
        and kind in (ANY, rows[0]["kind"])
        and all(word in _searched(key) for word in asked)
    }


@remembered
def _searched(conflict_id: str) -> str:
    """Return what an entry is found by: its texts in both languages and its figures as printed."""
    rows = entries()[conflict_id]
    texts = [rows[0][name] for name in ("title_pl", "title_en", "reason_pl", "reason_en")]
    return folded(" / ".join([*texts, *(row["literal"] or "" for row in rows)]))


def shown(reader: Reader, chosen: Entries, here: str) -> str:
    """Return the entries by city and kind, folded; the first ones open, and the one the reader was led to."""
    if not chosen:
        return markup.empty(reader.text("register.nothing"), reader.text("register.nothing_why"))
    opened = [here] if here in chosen else list(chosen)[:OPEN_FIRST]
    pieces = []
    for city_id, in_city in groupby(chosen, lambda key: entries()[key][0]["city_id"]):
        keys = list(in_city)
        pieces.append(f"<h3>{escape(reader.area(city_id))} ({len(keys)})</h3>")
        for kind, of_kind in groupby(keys, lambda key: entries()[key][0]["kind"]):
            same = list(of_kind)
            pieces.append(f"<h4 class='b-kind'>{escape(reader.text(f'register.kind_{kind}'))} ({len(same)})</h4>")
            pieces += [_entry(reader, key, is_open=key in opened, is_here=key == here) for key in same]
    return f"<div class='b-register'>{''.join(pieces)}</div>"


def _entry(reader: Reader, conflict_id: str, *, is_open: bool, is_here: bool) -> str:
    marked = f" data-here='{escape(conflict_id, quote=True)}'" if is_here else ""
    title = escape(reader.pick(entries()[conflict_id][0], "title"))
    return (
        f"<details class='b-details b-entry'{' open' if is_open else ''}{marked}><summary>{title}</summary>"
        f"{_body(reader, conflict_id)}</details>"
    )


@remembered
def _body(reader: Reader, conflict_id: str) -> str:
    """Return the reason of an entry, and its figures side by side, the one that is used first."""
    rows = entries()[conflict_id]
    boxes = [_figure(reader, row) for row in rows if row["row_id"]]
    reason = f"<p>{escape(reader.pick(rows[0], 'reason'))}</p>"
    if not boxes:
        return reason + markup.small(reader.text("register.no_figures"))
    used = "" if any(row["is_chosen"] for row in rows) else markup.small(reader.text("register.none_used"))
    return reason + used + figures.first_few(reader, boxes, FIGURES_SHOWN, lambda some: markup.grid(some, "b-figures"))


def _figure(reader: Reader, row: Record) -> str:
    used = f"<span class='b-used'>✓ {escape(reader.text('register.used'))}</span>" if row["is_chosen"] else ""
    return (
        f"<div{' class=b-chosen-figure' if used else ''}>{words.figure_button(reader, row)}{used}"
        f"<span class='b-about'>{escape(_about(reader, row))}</span>"
        f"<span class='b-small'>{escape(_place(reader, row))}</span></div>"
    )


def _about(reader: Reader, row: Record) -> str:
    """Return what a figure is: indicator, part, area and year, or its label."""
    if row["indicator_id"]:
        return trace.heading(reader, indicators()[row["indicator_id"]], {**row, "year": row["figure_year"]})
    return reader.pick(row, "label")


def _place(reader: Reader, row: Record) -> str:
    return f"{reader.place(row)}, {reader.source_title(sources()[row['source_id']])}"


def documents(chosen: Entries) -> list[str]:
    """Return the documents whose figures take part in the entries."""
    return [row["source_id"] for rows in chosen.values() for row in rows if row["source_id"]]


def file_name(reader: Reader) -> str:
    """Return the name of the downloaded files, without an ending."""
    return f"barometr-{reader.text('register.file')}"


def table(reader: Reader, chosen: Entries) -> Table:
    """Return the entries as a table, one row for each figure."""
    title = reader.text("register.title")
    return Table(
        title=title,
        file_name=file_name(reader),
        language=reader.language,
        columns=tuple(Column(one, reader.text(f"register.column_{one}")) for one in COLUMNS),
        rows=tuple(_cells(reader, row) for rows in chosen.values() for row in rows),
        about=((reader.text("export.about.title"), title),),
        source_ids=tuple(dict.fromkeys(documents(chosen))),
    )


def _cells(reader: Reader, row: Record) -> Row:
    printed = row["row_id"] is not None
    return (
        reader.pick(row, "title"),
        reader.text(f"register.kind_{row['kind']}"),
        reader.area(row["city_id"]),
        row["year"],
        row["literal"],
        _about(reader, row) if printed else None,
        reader.place(row) if printed else None,
        reader.source_title(sources()[row["source_id"]]) if printed else None,
        row["is_chosen"],
        reader.pick(row, "reason"),
    )
