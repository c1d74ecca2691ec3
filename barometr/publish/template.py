"""The workbook in which a city fills in a year: what is asked for, what was published last, and how to answer.

It holds nothing that our own reader refuses: no formulas, macros, links, merged cells, hidden sheets or passwords.
A value may be any number, and text after a warning: documents print "bd." or "ok. 18", and the check that follows
says what to make of it better than a cell can.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from barometr.catalog import Indicator, indicators, is_city
from barometr.engine import Record, data_directory, records
from barometr.export.delimited import STARTS_A_FORMULA
from barometr.export.workbook import A4, CREATED, OPTIONS
from barometr.organisation import organisation
from barometr.project import schemas_of
from barometr.publish.cells import STATUSES
from barometr.publish.reading import LONGEST_CELL, MEGABYTE, MOST_BYTES, MOST_ROWS
from barometr.words import formats
from barometr.words.texts import LANGUAGES, Language
from barometr.words.wording import Wording

DOCUMENT: tuple[str, ...] = ("source_id", "title", "title_en", "publisher", "publisher_en", "area_id", "published_on")
DOCUMENT += ("note_pl", "note_en")
DOCUMENT_COLUMNS = {"field": 32, "content": 60, "hint": 60}
# The columns of the values with their widths in characters; "quiet" ones explain a row, the others are filled in.
IDENTIFIERS = {"area_id": 14, "indicator_id": 24, "member": 13}
SHOWN = {"name": 46, "unit": 14, "previous": 20}
FILLED = {"year": 7, "value": 14, "status": 18, "literal": 18, "locator": 20, "note": 24, "note_en": 24}
COLUMNS = IDENTIFIERS | SHOWN | FILLED
# What a city needs to describe a new indicator, programme or city.
CATALOGUE: tuple[str, ...] = ("areas", "programmes", "goals", "indicators", "members", "units", "breaks", "conflicts")
CATALOGUE += ("reviews", "projects", "proposed_targets")
FREE_ROWS = 20  # below the rows of a programme and on the sheets of the catalogue
FREE_ROWS_OF_NEW = 100  # where no programme gives any
FIRST_YEAR, LAST_YEAR = 1990, 2100
LARGEST = 1e12  # larger than any figure that a city prints
LITERAL = 40  # characters, as data/schema.yaml has it

QUIET = {"font_color": "#595959", "font_size": 9, "text_wrap": True, "bottom": 1, "bottom_color": "#D9D9D9"}
ENTRY = {"bg_color": "#FFF9DB", "border": 1, "border_color": "#8C8C8C", "text_wrap": True}
AS_TEXT = {"num_format": "@"}  # "11,0" and "3.1" stay as they are typed
AS_DAY = {"num_format": "yyyy-mm-dd"}
HEADER = {"bold": True, "bg_color": "#E7E6E6", "bottom": 2, "text_wrap": True}
POINTS_PER_LINE = 15
LABEL, PARAGRAPH = 24, 88  # widths of the instructions, in characters
HEADER_OF_ENTRY = HEADER | {"bg_color": "#FFE699"}
TAB_OF_ENTRY, TAB_OF_CATALOGUE = "#FFC000", "#5B7FA6"


class TemplateError(Exception):
    """There is no template to be made: the programme is not in the catalogue."""


def file_name(programme_id: str, year: int, language: Language) -> str:
    """Return the name under which the template of a programme is handed over."""
    return f"barometr_{programme_id}_{year}_{language}.xlsx"


def empty_file_name(language: Language) -> str:
    """Return the name under which the template without rows is handed over."""
    return f"barometr_template_{language}.xlsx"


def template_bytes(programme_id: str, year: int, language: Language) -> bytes:
    """Return the workbook that asks a programme for the values of a year; the same data give the same bytes.

    Raises TemplateError for a programme that is not in the catalogue.
    """
    programmes = {row["programme_id"]: row for row in records("review/programmes")}
    if programme_id not in programmes:
        raise TemplateError(f"There is no programme '{programme_id}'. Known: {', '.join(programmes)}")
    wording = Wording(language)
    (latest,) = records("intake/document", programme_id=programme_id) or (None,)
    series = records("intake/series", programme_id=programme_id, year=year)
    return _Template(wording, programmes[programme_id], year).made(latest, series)


def empty_template_bytes(language: Language) -> bytes:
    """Return the workbook without rows, for a city or programme that the catalogue does not hold yet."""
    return _Template(Wording(language), None, None).made(None, ())


class _Template:
    """A workbook in the making, with each cell format made once."""

    def __init__(self, wording: Wording, programme: Record | None, year: int | None) -> None:
        self.wording, self.programme, self.year = wording, programme, year
        self._buffer = io.BytesIO()
        self._book = Workbook(self._buffer, OPTIONS)
        self._styles: dict[tuple[tuple[str, object], ...], Format] = {}

    def made(self, latest: Record | None, series: Sequence[Record]) -> bytes:
        """Return the finished file; `latest` is the last document of the programme, `series` what it is asked for."""
        for language in sorted(LANGUAGES, key=lambda one: one != self.wording.language):
            self._instructions(Wording(language))
        self._document(latest)
        self._values(series)
        schemas, examples = schemas_of(data_directory()), _examples()
        for name in CATALOGUE:
            self._catalogue(name, schemas[name], examples.get(name, {}))
        self._book.set_properties({"title": self._title(self.wording), "author": "Barometr", "created": CREATED})
        self._book.close()
        return self._buffer.getvalue()

    # Sheets

    def _instructions(self, wording: Wording) -> None:
        """Add the instructions in one language; they name sheets and statuses as this workbook has them."""
        sheet = self._sheet(wording.text("intake.sheet.instructions"))
        sheet.set_portrait()
        sheet.set_column(0, 0, LABEL)
        sheet.set_column(1, 1, PARAGRAPH)
        title = self._title(wording)
        self._write(sheet, 0, 0, "Barometr", bold=True, font_size=14)
        self._write(sheet, 0, 1, title, bold=True, font_size=12, text_wrap=True)
        sheet.set_row(0, 1.25 * _height({title: PARAGRAPH}))
        row = 2
        for heading, pairs in self._paragraphs(wording):
            self._write(sheet, row, 0, heading, bold=True, bottom=1)
            self._write(sheet, row, 1, "", bottom=1)
            for label, words in pairs:
                row += 1
                self._write(sheet, row, 0, label, text_wrap=True)
                self._write(sheet, row, 1, words, text_wrap=True)
                sheet.set_row(row, _height({label: LABEL, words: PARAGRAPH}))
            row += 2

    def _paragraphs(self, wording: Wording) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the instructions: headings, each with its pairs of a label and a text."""
        own = self.wording
        named = {name: own.text(f"intake.sheet.{name}") for name in ("document", "values")}
        named |= {status: own.status(status) for status in ("actual", "approx", "no_data")}
        limits = {"megabytes": MOST_BYTES // MEGABYTE, "rows": wording.number(MOST_ROWS, 0), "literal": LITERAL}
        limits["cell"] = wording.number(LONGEST_CELL, 0)
        body = organisation()
        who = wording.text("template.help.who_text", name=wording.named(body, "name"), email=body.email)
        if not body.name or not body.email:
            who = wording.text("template.help.who_unknown")
        page = wording.text("template.help.fields_text", page=wording.text("sources.menu"))
        steps = [(str(step), wording.text(f"template.step.{step}", **named)) for step in range(1, 7)]
        numbers = ("decimals", "share", "money", "milestone", "printed", "place")
        return [
            (wording.text("template.heading.steps"), steps),
            (
                wording.text("template.heading.numbers"),
                [self._pair(wording, f"number.{one}", named) for one in numbers],
            ),
            (wording.text("template.heading.statuses"), [self._status(wording, status) for status in STATUSES]),
            (
                wording.text("template.heading.limits"),
                [self._pair(wording, f"limit.{one}", limits) for one in ("size", "text", "plain")],
            ),
            (
                wording.text("template.heading.next"),
                [self._pair(wording, f"next.{one}", {}) for one in ("check", "preview", "publish", "undo")],
            ),
            (
                wording.text("template.heading.help"),
                [(wording.text("template.help.who"), who), (wording.text("template.help.fields"), page)],
            ),
        ]

    def _pair(self, wording: Wording, key: str, values: Mapping[str, object]) -> tuple[str, str]:
        return wording.text(f"template.{key}"), wording.text(f"template.{key}_text", **values)

    def _status(self, wording: Wording, status: str) -> tuple[str, str]:
        """Return a status as the drop-down has it, and what it means in the language of the instructions."""
        names = dict.fromkeys((self.wording.status(status), wording.status(status)))
        return " = ".join(names), wording.text(f"status.{status}.meaning")

    def _document(self, latest: Record | None) -> None:
        """Add the sheet that describes the document, filled in as far as the last one tells."""
        wording = self.wording
        sheet = self._sheet(wording.text("intake.sheet.document"), TAB_OF_ENTRY)
        for column, (name, width) in enumerate(DOCUMENT_COLUMNS.items()):
            key = "template.column.hint" if name == "hint" else f"intake.column.{name}"
            self._write(sheet, 0, column, wording.text(key), **(HEADER_OF_ENTRY if name == "content" else HEADER))
            sheet.set_column(column, column, width)
        known = {name: latest[name] for name in ("publisher", "publisher_en", "area_id")} if latest else {}
        hints = {
            "example": latest["area_id"] if latest else "zielona_gora",
            "previous": "–",
        }
        for row, field in enumerate(DOCUMENT, start=1):
            if latest and field in ("title", "title_en"):
                hints["previous"] = latest[field]
            values = hints | {"example": self._suggested(latest)} if field == "source_id" else hints
            self._write(sheet, row, 0, wording.text(f"intake.document.{field}"), bold=True)
            written_as = AS_DAY if field == "published_on" else AS_TEXT
            self._write(sheet, row, 1, known.get(field, ""), **ENTRY, **written_as)
            hint = wording.text(f"template.document.{field}", **values)
            self._write(sheet, row, 2, hint, **QUIET)
            sheet.set_row(row, max(2 * POINTS_PER_LINE, _height({hint: DOCUMENT_COLUMNS["hint"]})))
        self._allow_days(sheet, DOCUMENT.index("published_on") + 1, 1)
        sheet.set_landscape()
        sheet.freeze_panes(1, 0)

    def _suggested(self, latest: Record | None) -> str:
        """Return a short name for the document: that of the last one with the year of this one."""
        if latest is None:
            return "zielona_gora_report_2025"
        stem, _, year = latest["source_id"].rpartition("_")
        return f"{stem if year.isdigit() else latest['source_id']}_{self.year}"

    def _values(self, series: Sequence[Record]) -> None:
        """Add the sheet of values: a row for each series, then free ones."""
        wording = self.wording
        sheet = self._sheet(wording.text("intake.sheet.values"), TAB_OF_ENTRY)
        for column, (name, width) in enumerate(COLUMNS.items()):
            filled = name in FILLED or not series and name in IDENTIFIERS
            self._write(
                sheet, 0, column, wording.text(f"intake.column.{name}"), **(HEADER_OF_ENTRY if filled else HEADER)
            )
            sheet.set_column(column, column, width)
        sheet.set_row(0, 2 * POINTS_PER_LINE)
        for row, one in enumerate(series, start=1):
            self._series(sheet, row, one)
        last = len(series) + (FREE_ROWS if series else FREE_ROWS_OF_NEW)
        for row in range(len(series) + 1, last + 1):
            self._free_row(sheet, row)
        self._allow_values(sheet, series, last)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
        self._on_a_page(sheet)

    def _series(self, sheet: Worksheet, row: int, series: Record) -> None:
        """Write what one row asks for."""
        wording, indicator = self.wording, indicators()[series["indicator_id"]]
        part, area_id = wording.member(indicator, series["member"]), series["area_id"]
        # The full name stands on the row of the total, above its parts.
        name = f"{wording.pick(indicator, 'short')}: {part}" if part else wording.pick(indicator, "name")
        known = {name: series[name] for name in IDENTIFIERS} | {
            "name": name if is_city(area_id) else f"{name} ({wording.area(area_id)})",
            "unit": wording.unit_name(indicator),
            "previous": self._previous(indicator, series),
            "year": self.year,
        }
        for column, field in enumerate(COLUMNS):
            if field in FILLED:
                pattern = _pattern(indicator) if field == "value" else _pattern_of(field)
                self._write(sheet, row, column, known.get(field, ""), **ENTRY, num_format=pattern)
            else:
                strong = {"font_color": "#000000", "font_size": 11} if field == "name" else {}
                self._write(sheet, row, column, known[field], **(QUIET | strong))
        sheet.set_row(row, _height({known[name]: width for name, width in SHOWN.items()}))

    def _free_row(self, sheet: Worksheet, row: int) -> None:
        for column, field in enumerate(COLUMNS):
            style: Mapping[str, object] = QUIET if field in SHOWN else ENTRY | {"num_format": _pattern_of(field)}
            self._write(sheet, row, column, "", **style)

    def _previous(self, indicator: Indicator, series: Record) -> str:
        """Return the last published value with its year, and its status where that is not an ordinary measurement."""
        if series["status"] is None:
            return ""
        status = self.wording.status(series["status"])
        if series["value"] is None:
            return f"{status} ({series['year']})"
        # In full, as it is to be written: no "%" and no "mln".
        decimals = formats.printed_decimals(series["literal"], indicator.decimals)
        value = self.wording.number(series["value"], decimals)
        return (
            f"{value} ({series['year']})" if series["status"] == "actual" else f"{value} ({series['year']}, {status})"
        )

    def _allow_values(self, sheet: Worksheet, series: Sequence[Record], last: int) -> None:
        """Say beside the cells what fits in them, and refuse what cannot be meant."""
        names = list(COLUMNS)
        at = {name: names.index(name) for name in names}
        sheet.data_validation(1, at["year"], last, at["year"], self._years())
        listed = {"validate": "list", "source": [self.wording.status(status) for status in STATUSES]}
        sheet.data_validation(1, at["status"], last, at["status"], listed | self._said("error", "list"))
        short = {"validate": "length", "criteria": "<=", "value": LITERAL, "ignore_blank": True}
        sheet.data_validation(1, at["literal"], last, at["literal"], short | self._said("error", "literal"))
        rules = [_kind_and_limits(indicators()[one["indicator_id"]]) for one in series]
        rules += [("number", -LARGEST, LARGEST)] * (last - len(series))
        row = 1
        for (kind, lowest, highest), group in groupby(rules):
            end = row + len(list(group)) - 1
            rule: dict[str, Any] = {"validate": "decimal", "criteria": "between", "minimum": lowest, "maximum": highest}
            if kind == "milestone":
                rule = {"validate": "list", "source": ["1", "0"]}
            rule |= self._said("input", kind) | self._said("error", "strange") | {"error_type": "warning"}
            sheet.data_validation(row, at["value"], end, at["value"], rule)
            row = end + 1

    def _catalogue(self, name: str, schema: Mapping[str, Any], example: Mapping[str, str]) -> None:
        """Add the sheet of a table of the catalogue: its fields, an example, free rows."""
        sheet = self._sheet(self.wording.text(f"intake.sheet.{name}"), TAB_OF_CATALOGUE)
        for column, field in enumerate(schema["fields"]):
            rules = field.get("constraints", {})
            required = rules.get("required", False)
            self._write(sheet, 0, column, field["name"], **(HEADER_OF_ENTRY if required else HEADER))
            self._comment(sheet, column, field, required)
            shown = example.get(field["name"], "")
            if column == 0:
                shown = f"# {shown}" if shown else self.wording.text("template.field.example")
            self._write(sheet, 1, column, shown, **QUIET, **AS_TEXT)
            written_as = {"string": AS_TEXT, "boolean": AS_TEXT, "date": AS_DAY}.get(field["type"], {})
            for row in range(2, FREE_ROWS + 2):
                self._write(sheet, row, column, "", **ENTRY, **written_as)
            sheet.set_column(column, column, _width(field))
            self._allow_field(sheet, column, field["type"], rules)
        sheet.set_row(1, 4 * POINTS_PER_LINE)
        sheet.freeze_panes(2, 1)
        sheet.set_landscape()

    def _comment(self, sheet: Worksheet, column: int, field: Mapping[str, Any], required: bool) -> None:
        """Say at the name of a column what it means."""
        meaning = field["description" if self.wording.language == "en" else "description_pl"]
        key = "template.field.required" if required else "template.field.optional"
        words = self.wording.text(key, meaning=meaning)
        size = {"width": 260, "height": 30 + 17 * (len(words) // 36 + 1)}
        sheet.write_comment(0, column, words, {"author": "Barometr", "font_size": 10, **size})

    def _allow_field(self, sheet: Worksheet, column: int, kind: str, rules: Mapping[str, Any]) -> None:
        """Offer the allowed values of a field of the catalogue, or refuse what is of another kind."""
        choices = ["true", "false"] if kind == "boolean" else rules.get("enum")
        if choices:
            listed = {"validate": "list", "source": choices} | self._said("error", "list")
            sheet.data_validation(2, column, FREE_ROWS + 1, column, listed)
        elif kind == "integer":
            lowest, highest = rules.get("minimum", 0), rules.get("maximum", 10_000)
            whole = {"validate": "integer", "criteria": "between", "minimum": lowest, "maximum": highest}
            sheet.data_validation(2, column, FREE_ROWS + 1, column, whole | self._said("error", "whole"))
        elif kind == "date":
            self._allow_days(sheet, 2, column, FREE_ROWS + 1)

    # Cells

    def _sheet(self, name: str, tab: str | None = None) -> Worksheet:
        """Add a sheet for A4 paper, all columns on a page, pages numbered."""
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        if tab:
            sheet.set_tab_color(tab)
        return sheet

    def _on_a_page(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.repeat_rows(0)

    def _title(self, wording: Wording) -> str:
        if self.programme is None:
            return wording.text("template.title_new")
        return wording.text("template.title", programme=wording.pick(self.programme, "title"), year=self.year)

    def _said(self, what: str, kind: str) -> dict[str, str]:
        """Return the message of a cell: "input" while it is being filled in, "error" after it was."""
        values = {"first": FIRST_YEAR, "last": LAST_YEAR, "literal": LITERAL, "no_data": self.wording.status("no_data")}
        words = self.wording.text(f"template.cell.{kind}_text", **values)
        return {f"{what}_title": self.wording.text(f"template.cell.{kind}"), f"{what}_message": words}

    def _years(self) -> dict[str, Any]:
        rule = {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
        return rule | self._said("error", "year")

    def _allow_days(self, sheet: Worksheet, row: int, column: int, last: int | None = None) -> None:
        limits = {"minimum": date(FIRST_YEAR, 1, 1), "maximum": date(LAST_YEAR, 12, 31)}
        rule = {"validate": "date", "criteria": "between", **limits} | self._said("error", "date")
        sheet.data_validation(row, column, row if last is None else last, column, rule)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: str | int | None, **style: object) -> None:
        """Write a text as text, whatever it looks like, and a whole number as a number; nothing leaves a blank."""
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, self._style(**style))
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self._style(**style))
        else:
            sheet.write_string(row, column, cell, self._style(**style, quote_prefix=cell.startswith(STARTS_A_FORMULA)))

    def _style(self, **properties: object) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self._book.add_format({"valign": "top", **properties})
        return self._styles[key]


def _examples() -> dict[str, dict[str, str]]:
    """Return one row of each table that has any, by table."""
    found: dict[str, dict[str, str]] = {}
    for row in records("intake/examples"):
        found.setdefault(row["sheet"], {})[row["field"]] = row["content"]
    return found


def _kind_and_limits(indicator: Indicator) -> tuple[str, float, float]:
    """Return which advice the value of an indicator needs, and between which values it lies."""
    percent = indicator.unit in formats.TIGHT_UNITS
    kind = "share" if percent else indicator.value_type if indicator.value_type in ("money", "milestone") else "number"
    lowest = -LARGEST if indicator.natural_min is None else indicator.natural_min
    return kind, lowest, LARGEST if indicator.natural_max is None else indicator.natural_max


def _pattern(indicator: Indicator) -> str:
    """Return a number format that shows every digit typed: never rounded, never as a percentage."""
    if indicator.value_type == "money":
        return "#,##0.00##"
    return "0." + "0" * indicator.decimals + "####" if indicator.decimals else "General"


def _pattern_of(field: str) -> str:
    return {"year": "0", "value": "General"}.get(field, AS_TEXT["num_format"])


def _height(texts: Mapping[str, int]) -> int:
    """Return the height in points of a row that holds texts in columns of these widths.

    A spreadsheet would find it out itself, but LibreOffice does so only once a row is edited. A width counts digits,
    and the letters of a text are narrower.
    """
    return POINTS_PER_LINE * max(len(wrap(words, width * 11 // 10)) or 1 for words, width in texts.items())


def _width(field: Mapping[str, Any]) -> int:
    """Return the width of a column of the catalogue: long texts need more of it than names and numbers."""
    if field["type"] != "string":
        return max(11, len(field["name"]) + 2)
    is_text = field["name"].rpartition("_")[2] in ("pl", "en") or field["name"] in ("responsible", "funding", "remarks")
    return 36 if is_text else max(18, len(field["name"]) + 2)
